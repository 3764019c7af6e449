"""A directory to the event files in it, by looking into each; links may lead in circles.

No record is read here but the head of the first.
"""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path
from typing import NamedTuple

from assistant.readers.events.crc import masked_length

ENTRIES = 200_000
"""Entries of a directory tree that are looked at."""
_MARK = b"brain.Event:"


class Found(NamedTuple):
    """Event files by the directory they lie in, and what else lies there.

    claiming: named as event files, with no record of one at their beginning. others: other files.
    """

    folders: dict[Path, list[Path]]
    claiming: list[Path]
    empty: int
    others: int
    complete: bool


def search(root: Path) -> Found:
    """All event files under a directory, or the one file itself. Raises OSError for the root alone."""
    found = Found({}, [], 0, 0, True)
    if not root.is_dir():
        return _sorted_in(found, root)
    with os.scandir(root):
        pass  # a root that cannot be listed is an error, a directory under it is not
    seen: set[tuple[int, int]] = set()
    waiting, looked = [root], 0
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        looked += len(names)
        if looked > ENTRIES:
            return found._replace(complete=False)
        for name in names:
            path = folder / name
            try:
                mode = path.stat().st_mode
            except OSError:
                continue  # a link to nowhere, or in a circle of links
            if stat.S_ISDIR(mode):
                waiting.append(path)
            elif stat.S_ISREG(mode):
                found = _sorted_in(found, path)
    return found


def _sorted_in(found: Found, path: Path) -> Found:
    named = "tfevents" in path.name
    try:
        with path.open("rb", buffering=0) as file:
            head = file.read(64)
    except OSError:
        return found._replace(others=found.others + 1)
    if begins(head, named):
        found.folders.setdefault(path.parent, []).append(path)
    elif named and not head:
        return found._replace(empty=found.empty + 1)
    elif named:
        found.claiming.append(path)
    else:
        return found._replace(others=found.others + 1)
    return found


def begins(head: bytes, named: bool = False) -> bool:
    """Whether a file that begins so holds events: the check of the first length, and the version.

    Other records are framed alike, so a file that is not named as events must say what it is.
    """
    if len(head) < 13:
        return False
    length, check = struct.unpack_from("<QI", head)
    right = masked_length(length) == check
    return (right and (named or _MARK in head)) or (named and _MARK in head)
