"""What sums up at the end, scikit-learn's report by classes and the Trainer's means: no points of curves."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record

_ROW = re.compile(r"^\s*\S[^.:=]{0,60}?(?:\s{2,}(?:\d\.\d+|nan)){1,3}\s{2,}\d+\s*$")
_MEAN = re.compile(r"^\s*train_loss\s{2,}=\s")


def read(line: str) -> Record | None:
    """`   macro avg       0.97      0.98      0.97      2115`."""
    if not _MEAN.match(line) and not (_ROW.match(line) and any(c.isalpha() for c in line)):
        return None
    return Record(style="report")


READER = LineReader("final report", read, marks=("  0.", "  1.", "  nan", "train_loss"), order=30)
