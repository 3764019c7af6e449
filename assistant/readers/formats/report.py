"""No points of curves: a report by classes, the Trainer's means, Lightning's table of modules."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record

_ROW = re.compile(r"^\s*\S[^.:=]{0,60}?(?:\s{2,}(?:\d\.\d+|nan)){1,3}\s{2,}\d+\s*$")
_MODULE = re.compile(
    r"^\W*\d{1,3}\s*[|│┃]\s*[\w.]+\s*[|│┃]\s*[A-Z]\w*\s*[|│┃]\s*[\d.,]+ ?[KMB]?\s*(?:[|│┃]|$)"
)
_MEAN = re.compile(r"^\s*train_loss\s{2,}=\s")


def read(line: str) -> Record | None:
    """`   macro avg       0.97      0.98      0.97      2115`, `1 | loss | MSELoss | 0 | train`."""
    if _MODULE.match(line):
        return Record(style="report")
    if not _MEAN.match(line) and not (_ROW.match(line) and any(c.isalpha() for c in line)):
        return None
    return Record(style="report")


READER = LineReader("final report", read, marks=("  0.", "  1.", "  nan", "train_loss", "|", "│"), order=30)
