"""The terminal's input, read so that a paste of any size or content does no harm.

Textual takes a paste apart character by character and stops at bytes that are no UTF-8.
"""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

BEGIN, END = b"\x1b[200~", b"\x1b[201~"
_CHUNK = 65536
_TYPED = 24
"""Bytes of one read that may still be somebody's typing."""
_SEVERAL_LINES = re.compile(rb"[\r\n][^\r\n]")


class PasteFilter:
    """Splits the bytes of a terminal into pasted texts and the rest."""

    def __init__(self) -> None:
        self._pasted: bytearray | None = None

    @property
    def inside(self) -> bool:
        """A paste has begun and not ended."""
        return self._pasted is not None

    def feed(self, data: bytes) -> Iterator[tuple[bool, bytes]]:
        """(is a whole paste, its bytes) for what is complete."""
        while data:
            if self._pasted is None:
                before, begin, data = data.partition(BEGIN)
                if before:
                    yield False, before
                if begin:
                    self._pasted = bytearray()
                continue
            tail = max(0, len(self._pasted) - len(END) + 1)  # an end may come in two pieces
            self._pasted += data
            at = self._pasted.find(END, tail)
            if at < 0:
                return
            pasted, data = bytes(self._pasted[:at]), bytes(self._pasted[at + len(END) :])
            self._pasted = None
            yield True, pasted


class Terminal(LinuxDriver):
    """The driver of Unix terminals with a fast way for pastes."""

    def run_input_thread(self) -> None:
        """Wait for input and dispatch events."""
        parser = XTermParser(self._debug)
        pastes = PasteFilter()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    data = os.read(self.fileno, _CHUNK)
                    if not data:  # the terminal was closed
                        self.exit_event.wait(0.1)
                    raw = b"" if pastes.inside else self._pasted_raw(data, selector)
                    parts = iter([(True, raw)]) if raw else pastes.feed(data)
                    self._dispatch(parts, parser, decode)
                for event in parser.tick():
                    self.process_message(event)

    def _pasted_raw(self, data: bytes, selector: selectors.BaseSelector) -> bytes:
        """All of a paste that came without brackets, from its first bytes; empty where they are keys.

        Nobody types several lines within one read.
        """
        if len(data) < _TYPED or b"\x1b" in data or not _SEVERAL_LINES.search(data):
            return b""
        while selector.select(0.05) and BEGIN not in data:
            more = os.read(self.fileno, _CHUNK)
            if not more:
                break
            data += more
        return data

    def _dispatch(
        self,
        parts: Iterator[tuple[bool, bytes]],
        parser: XTermParser,
        decode: Callable[[bytes], str],
    ) -> None:
        for pasted, data in parts:
            if pasted:
                text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
                self.process_message(events.Paste(text.replace("\x00", "")))
                continue
            text = decode(data)
            if text:
                self._feed(parser, text)

    def _feed(self, parser: XTermParser, text: str) -> None:
        message: Message
        for message in parser.feed(text):
            self.process_message(message)
