"""Paddle: what an evaluation found, and the best figures so far beside it, which are no points."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, scan

_EVALUATED = re.compile(r"\b(?P<which>cur|best) metric, (?P<figures>.*)$")


def read(line: str) -> Record | None:
    """`ppocr INFO: cur metric, acc: 0.71, norm_edit_dis: 0.9, fps: 512.3`."""
    match = _EVALUATED.search(line)
    if match is None:
        return None
    if match["which"] == "best":
        return Record(style="paddle")
    return scan(match["figures"])._replace(phase="validation", style="paddle")


READER = LineReader("Paddle evaluation", read, marks=(" metric, ",), order=20)
