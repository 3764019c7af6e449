"""A counter and a number without any name: `100 2.3026` is taken for step and loss."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_BARE = re.compile(
    r"^\s*(?P<step>\d{1,9})[\s,;:]+(?P<value>-?\d*\.\d+(?:e[-+]?\d+)?|nan|-?inf)\s*$", re.I | re.A
)


def read(line: str) -> Record | None:
    """`100 2.3026`."""
    match = _BARE.match(line)
    if match is None:
        return None
    value = Value("loss", None, "the second column", *printed(match["value"]))
    return Record((value,), step=float(match["step"]), style="bare")


READER = LineReader("bare columns", read, order=13)
