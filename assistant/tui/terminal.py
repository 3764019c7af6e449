"""The terminal's input, read so that a paste of any size or content does no harm.

Textual takes a paste apart character by character and stops at bytes that are no UTF-8.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

BEGIN, END = b"\x1b[200~", b"\x1b[201~"
_CHUNK = 65536


class PasteFilter:
    """Splits the bytes of a terminal into pasted texts and the rest."""

    def __init__(self) -> None:
        self._pasted: bytearray | None = None

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
                    self._dispatch(pastes.feed(data), parser, decode)
                for event in parser.tick():
                    self.process_message(event)

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
