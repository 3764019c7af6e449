"""Sources to a Reading: which reader takes a file is found by looking into it.

Readers know nothing of symptoms and their weights.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from assistant.readers.stream import chunks, pieces
from assistant.run import Reading

_SCRIPT = re.compile(
    rb"(?:^|[\r\n])[ \t>.]*(?:import|from)[ \t]+(?:torch|keras|tensorflow|tf_keras|sklearn|"
    rb"pytorch_lightning|lightning|transformers|timm)\b|\"cells\"[ \t\r\n]*:|"
    rb"\"worksheets\"[ \t\r\n]*:|\"cell_type\"|"
    rb"\bnn\.[A-Z]\w+\(|\.compile\(|\.backward\(\)|model\.add\(|layers\.\w+\("
)
"""One of these stands in every script and in every notebook."""
Progress = Callable[[int], None]

DOCUMENT = 32 * 1024 * 1024
"""Bytes up to which a file is tried as one JSON document."""


class Unreadable(ValueError):
    """A source with nothing in it that can be read; the message is one clear line."""


def read(
    path: str, stdin: bytes | None = None, verify: bool = False, progress: Progress | None = None
) -> Reading:
    """Read one source: a file, a directory, or `-` for standard input. Raises Unreadable.

    verify: check the sum of every record of an event file, not only of those that do not parse.
    progress: called with the bytes that were taken in so far, once for each chunk.
    """
    if not path:
        raise Unreadable("'': no such file")
    if path == "-":
        if sys.stdin is None and stdin is None:
            raise Unreadable("stdin: closed")
        return _read(sys.stdin.buffer if stdin is None else io.BytesIO(stdin), "stdin")
    if _holds_events(Path(path)):
        return _events(Path(path), verify, progress)
    shown = _shown(path)
    _check(Path(path), shown)
    try:
        with open(path, "rb") as file:
            return _read(file, shown, progress)
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None


def read_open(file: IO[bytes], name: str) -> Reading:
    """Read an open file as one source of that name. Raises Unreadable."""
    return _read(file, name)


def read_data(data: bytes, name: str, progress: Progress | None = None) -> Reading:
    """Read what was pasted or typed as one source of that name. Raises Unreadable."""
    return _read(io.BytesIO(data), name, progress)


def _read(file: IO[bytes], name: str, progress: Progress | None = None) -> Reading:
    warnings: list[str] = []
    parts = pieces(file, warnings)
    try:
        reading = _document_or_text(_told(parts, file, progress) if progress else parts, name)
    except ValueError as error:
        raise Unreadable(f"{name}: {error}") from None
    if not sum(reading.sources[0].counts.values()):
        raise Unreadable(f"{name}: nothing in it")
    if not (reading.runs or reading.words or reading.facts or reading.notices or reading.scripts):
        raise Unreadable(f"{name}: no log line, no metric and no words in it")
    if warnings:
        return reading.joined(Reading(warnings=tuple(f"{name}: {warning}" for warning in warnings)))
    return reading


def _told(parts: Iterator[bytes], file: IO[bytes], progress: Progress) -> Iterator[bytes]:
    for part in parts:
        progress(file.tell())
        yield part


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


def _events(path: Path, verify: bool, progress: Progress | None) -> Reading:
    from assistant.readers.events import NotEvents, read_events  # noqa: PLC0415 - a log does without

    shown = _shown(str(path))
    try:
        return read_events(path, shown, verify, progress)
    except NotEvents as error:
        raise Unreadable(f"{shown}: {error}") from None
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None


def _document_or_text(parts: Iterator[bytes], name: str) -> Reading:
    """A JSON document is known by its first character and by being one from end to end."""
    from assistant.readers.document import read_document  # noqa: PLC0415 - a directory does without
    from assistant.readers.text import read_chunks  # noqa: PLC0415

    head = next(parts, b"")
    if _may_be_script(head):
        head, script = _script(head, parts, name)
        if script is not None:
            return script
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        read, size = [head], len(head)
        for part in parts:
            read.append(part)
            size += len(part)
            if size > DOCUMENT:
                break
        else:
            document = read_document(b"".join(read).decode("utf-8", "replace").lstrip("\ufeff"), name)
            if document is not None:
                return document
        return read_chunks(chunks(chain(read, parts)), name)
    return read_chunks(chunks(chain([head], parts)), name)


def _may_be_script(head: bytes) -> bool:
    """A program that trains, or a notebook, by what its beginning holds."""
    return _SCRIPT.search(head.replace(b"\0", b"")) is not None


def _script(head: bytes, parts: Iterator[bytes], name: str) -> tuple[bytes, Reading | None]:
    """What was taken of a file that may be a script, and its reading if it is one."""
    from assistant.readers.script import LARGEST  # noqa: PLC0415 - only for scripts
    from assistant.readers.script.files import read_file  # noqa: PLC0415

    read, size = [head], len(head)
    for part in parts:
        read.append(part)
        size += len(part)
        if size > LARGEST:
            return b"".join(read), None
    data = b"".join(read)
    return data, read_file(data, name)


_BY_WORDS = 'words go through standard input (echo "…" | unstuck diagnose -) or into the chat (unstuck)'


def _is_sentence(name: str) -> bool:
    """Words rather than the name of a file: blanks or Chinese letters, and no ending."""
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in name)
    return (" " in name.strip() or han > 3) and not re.search(r"\.[A-Za-z]\w{0,6}$", name)


def _shown(name: str) -> str:
    """The name without control characters: a file name is untrusted too."""
    return "".join(c if c.isprintable() else "?" for c in name)


def _check(path: Path, shown: str) -> None:
    try:
        if path.is_dir():
            raise Unreadable(f"{shown}: a directory")
        if not path.exists():
            hint = f"; {_BY_WORDS}" if _is_sentence(path.name) and len(path.parts) == 1 else ""
            raise Unreadable(f"{shown}: no such file{hint}")
        if not path.is_file():
            raise Unreadable(f"{shown}: not a regular file")
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror or 'cannot be read'}") from None
