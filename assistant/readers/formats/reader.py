"""What a module of a log format holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from assistant.readers.record import Record


class LineReader(NamedTuple):
    """One format of log lines.

    name: as reports show it. read: a clean line to its record, or None where the line is of another
    format; an empty Record is a line of this format that says nothing of the curves. marks: one of
    these must be in the line, else it is not even tried (none: always tried). order: lower is tried
    first; 50 where it does not matter.
    """

    name: str
    read: Callable[[str], Record | None]
    marks: tuple[str, ...] = ()
    order: int = 50
