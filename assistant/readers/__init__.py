"""Sources to a Reading: which reader takes a file is found by looking into it.

Readers know nothing of symptoms and their weights.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.readers.clean import decode
from assistant.readers.text import read_text
from assistant.run import Reading

LIMIT = 64 * 1024 * 1024
"""Bytes of one file that are read; what is beyond is named in a warning."""


class Unreadable(ValueError):
    """A source with nothing in it that can be read; the message is one clear line."""


def read(path: str, stdin: bytes | None = None, verify: bool = False) -> Reading:
    """Read one source: a file, a directory, or `-` for standard input. Raises Unreadable.

    verify: check the sum of every record of an event file, not only of those that do not parse.
    """
    if not path:
        raise Unreadable("'': no such file")
    if path == "-":
        if sys.stdin is None and stdin is None:
            raise Unreadable("stdin: closed")
        data = sys.stdin.buffer.read(LIMIT + 1) if stdin is None else stdin
        name = "stdin"
    elif _holds_events(Path(path)):
        return _events(Path(path), verify)
    else:
        data, name = _load(Path(path)), _shown(path)
    if not data.strip():
        raise Unreadable(f"{name}: nothing in it")
    try:
        text = decode(data[:LIMIT])
    except ValueError as error:
        raise Unreadable(f"{name}: {error}") from None
    reading = read_text(text, name)
    if not reading.runs and not reading.words:
        raise Unreadable(f"{name}: no log line, no metric and no words in it")
    if len(data) > LIMIT:
        return reading.joined(Reading(warnings=(f"{name}: read the first {LIMIT >> 20} MB only",)))
    return reading


def _holds_events(path: Path) -> bool:
    """Whether it is for the reader of events: a directory, a file that begins as one, or is named so."""
    try:
        if not path.is_file():
            return path.is_dir()
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    if "tfevents" in path.name:
        return bool(head)
    if len(head) < 13 or head[4:8] != bytes(4):
        return False
    from assistant.readers.events import begins  # noqa: PLC0415

    return begins(head)


def _events(path: Path, verify: bool) -> Reading:
    from assistant.readers.events import NotEvents, read_events  # noqa: PLC0415 - a log does without

    shown = _shown(str(path))
    try:
        return read_events(path, shown, verify)
    except NotEvents as error:
        raise Unreadable(f"{shown}: {error}") from None
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None


def _shown(name: str) -> str:
    """The name without control characters: a file name is untrusted too."""
    return "".join(c if c.isprintable() else "?" for c in name)


def _load(path: Path) -> bytes:
    shown = _shown(str(path))
    try:
        if path.is_dir():
            raise Unreadable(f"{shown}: a directory")
        if not path.exists():
            raise Unreadable(f"{shown}: no such file")
        if not path.is_file():
            raise Unreadable(f"{shown}: not a regular file")
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None
