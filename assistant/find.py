"""A directory tree to the runs that may be in it: files of text and directories of events.

What a file holds is told by its first bytes; whether a text is a log is found out by reading it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from assistant.readers.events.folder import begins
from assistant.readers.metrics import SPLITS

ENTRIES = 1_000_000
"""Entries of all directories together that are looked at."""
BESIDE = 8
"""Texts beside event files, up to which one of them may be the log of the same training."""
SOURCE_CODE = frozenset(
    (
        ".py",
        ".pyc",
        ".pyi",
        ".c",
        ".cc",
        ".cpp",
        ".cu",
        ".h",
        ".hpp",
        ".js",
        ".ts",
        ".css",
        ".html",
        ".rs",
        ".go",
    )
)
"""Endings of programs: a tree of runs often holds the code beside them, which is no run."""
_NOT_OURS = frozenset(("__pycache__", "node_modules", "site-packages"))
_HEAD = 1024
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Unit(NamedTuple):
    """What one worker reads at once. kind: `text` or `events`; beside: texts in a directory of events."""

    path: str
    kind: str
    beside: tuple[str, ...] = ()


@dataclass(slots=True)
class Passed:
    """What was left out on the way: files by why, and a line for whatever a person should hear of."""

    hidden: int = 0
    binary: int = 0
    code: int = 0
    too_large: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    complete: bool = True


def find(roots: list[str], passed: Passed, largest: int, hidden: bool = False) -> Iterator[Unit]:
    """What may be runs, under each root in order of names; each file and directory once.

    Links are followed after everything else, so that a run is called by its own name and not by that of
    a link to it, and a circle of links ends. largest: bytes over which a text is passed by.
    """
    seen: set[tuple[int, int]] = set()
    events: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    looked = 0
    for root in roots:
        folders, links = [root], list[str]()
        while folders or links:
            folder = folders.pop() if folders else links.pop(0)
            try:
                status = os.stat(folder)
                if not stat.S_ISDIR(status.st_mode):
                    yield from _files([folder], seen, None, passed, largest)
                    continue
                if (status.st_dev, status.st_ino) in seen:
                    continue
                seen.add((status.st_dev, status.st_ino))
                with os.scandir(folder) as inside:
                    entries = sorted(inside, key=lambda entry: entry.name)
            except OSError as error:
                passed.unreadable.append(f"{folder}: {error.strerror or 'cannot be read'}")
                continue
            looked += len(entries)
            if looked > ENTRIES:
                passed.complete = False
                break
            shown = [entry for entry in entries if hidden or not entry.name.startswith(".")]
            passed.hidden += len(entries) - len(shown)
            files, below, linked = _by_kind(shown)
            links += linked
            folders += reversed(below)
            found = _files(files, seen, events, passed, largest)
            if any(os.path.basename(path).lower() in SPLITS for path in below):
                held[folder] = [unit.path for unit in found]  # perhaps the log of what lies in there
            else:
                yield from found
        yield from _trainings(events, held, root)
        events.clear()
        held.clear()


def _by_kind(entries: list[os.DirEntry[str]]) -> tuple[list[str], list[str], list[str]]:
    """Files, directories and links."""
    files, below, links = list[str](), list[str](), list[str]()
    for entry in entries:
        if entry.is_symlink():
            links.append(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            if not _foreign(entry):
                below.append(entry.path)
        elif entry.is_file(follow_symlinks=False):
            files.append(entry.path)
    return files, below, links


def _foreign(entry: os.DirEntry[str]) -> bool:
    """A directory of installed software."""
    return entry.name in _NOT_OURS or os.path.isfile(os.path.join(entry.path, "pyvenv.cfg"))


def _files(
    paths: list[str],
    seen: set[tuple[int, int]],
    events: dict[str, list[str]] | None,
    passed: Passed,
    largest: int,
) -> Iterator[Unit]:
    """The texts of one directory; beside event files they wait in `events` (None: a file given by name)."""
    texts, folder = [], ""
    for path in paths:
        if events is not None and os.path.splitext(path)[1].lower() in SOURCE_CODE:
            passed.code += 1
            continue
        try:
            status = os.stat(path)
            known = (status.st_dev, status.st_ino) in seen
            if known or not stat.S_ISREG(status.st_mode) or not status.st_size:
                continue
            seen.add((status.st_dev, status.st_ino))
            with open(path, "rb", buffering=0) as file:
                head = file.read(_HEAD)
        except OSError as error:
            passed.unreadable.append(f"{path}: {error.strerror or 'cannot be read'}")
            continue
        if begins(head[:64], "tfevents" in os.path.basename(path)):
            if events is None:
                yield Unit(path, "events")
            folder = os.path.dirname(path)
        elif _drawn(head) or (b"\0" in head and not head.startswith((_GZIP, *_UTF16))):
            passed.binary += 1
        elif status.st_size > largest:
            passed.too_large.append(path)
        else:
            texts.append(path)
    if folder and events is not None:
        events.setdefault(folder, []).extend(texts)
    else:
        yield from (Unit(path, "text") for path in texts)


def _drawn(head: bytes) -> bool:
    """Whether it is a page or a picture in a markup language: text that no training prints."""
    return (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14]
        .lower()
        .startswith((b"<svg", b"<?xml", b"<html", b"<!doctype html"))
    )


def _trainings(events: dict[str, list[str]], held: dict[str, list[str]], root: str) -> Iterator[Unit]:
    """One unit for each directory of events that lies in no other, with all that lie in it; then the texts.

    A directory that is called by a split (`train`, `validation`) is a part of the one above it.
    """
    owners = {}
    for folder in events:
        split = folder != root and SPLITS.get(os.path.basename(folder).lower(), "")
        owners[folder] = os.path.dirname(folder) if split else folder
    tops = set(owners.values())
    tops = {top for top in tops if not any(str(parent) in tops for parent in Path(top).parents)}
    texts = {**held, **events}
    for top in sorted(tops):
        beside = tuple(texts.get(top, ()))
        yield Unit(top, "events", beside if len(beside) <= BESIDE else ())
    for folder in sorted(texts):
        if folder not in tops or len(texts[folder]) > BESIDE:
            yield from (Unit(text, "text") for text in texts[folder])
