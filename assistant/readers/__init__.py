"""Sources to a Reading: which reader takes a file is found by looking into it.

Readers know nothing of symptoms and their weights.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import IO

from assistant.readers.stream import chunks, pieces
from assistant.readers.text import read_chunks
from assistant.run import Reading


class Unreadable(ValueError):
    """A source with nothing in it that can be read; the message is one clear line."""


def read(path: str, stdin: bytes | None = None) -> Reading:
    """Read one source: a file, or `-` for standard input. Raises Unreadable."""
    if not path:
        raise Unreadable("'': no such file")
    if path == "-":
        if sys.stdin is None and stdin is None:
            raise Unreadable("stdin: closed")
        return _read(sys.stdin.buffer if stdin is None else io.BytesIO(stdin), "stdin")
    shown = _shown(path)
    _check(Path(path), shown)
    try:
        with open(path, "rb") as file:
            return _read(file, shown)
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None


def _read(file: IO[bytes], name: str) -> Reading:
    warnings: list[str] = []
    try:
        reading = read_chunks(chunks(pieces(file, warnings)), name)
    except ValueError as error:
        raise Unreadable(f"{name}: {error}") from None
    if not reading.sources[0].lines or not (
        reading.runs or reading.words or sum(reading.sources[0].counts.values())
    ):
        raise Unreadable(f"{name}: nothing in it")
    if not reading.runs and not reading.words:
        raise Unreadable(f"{name}: no log line, no metric and no words in it")
    if warnings:
        return reading.joined(Reading(warnings=tuple(f"{name}: {warning}" for warning in warnings)))
    return reading


def _shown(name: str) -> str:
    """The name without control characters: a file name is untrusted too."""
    return "".join(c if c.isprintable() else "?" for c in name)


def _check(path: Path, shown: str) -> None:
    try:
        if path.is_dir():
            raise Unreadable(f"{shown}: a directory; event directories cannot be read yet")
        if not path.exists():
            raise Unreadable(f"{shown}: no such file")
        if not path.is_file():
            raise Unreadable(f"{shown}: not a regular file")
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None
