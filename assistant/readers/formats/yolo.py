"""Ultralytics YOLO: the figures of validation stand in a row named `all` under names that are no metrics."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_NUMBER = r"(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|nan)"
_ALL = re.compile(rf"^\s*all(?:\s+\d+\s+\d+)?(?P<figures>(?:\s+{_NUMBER}){{2,8}})\s*$", re.A)
_HEAD = re.compile(r"^\s*(?:Class\s+Images\s|classes\s+top1_acc\b)")
_FINAL = re.compile(r"^\d+ epochs completed in ")
_BOX = ("precision", "recall", "map50", "map50-95")
_NAMES = {2: ("accuracy", "top-5 accuracy"), 4: _BOX, 8: (*_BOX, *(f"second {name}" for name in _BOX))}


def read(line: str) -> Record | None:
    """`all  128  929  0.641  0.538  0.605  0.398`; after training once more, for the best epoch."""
    if _FINAL.match(line):
        return Record(phase="test")
    if _HEAD.match(line):
        return Record(style="yolo")
    match = _ALL.match(line)
    names = _NAMES.get(len(match["figures"].split())) if match is not None else None
    if match is None or names is None:
        return None
    shown = zip(names, match["figures"].split(), strict=True)
    values = tuple(Value(name, None, name, *printed(figure)) for name, figure in shown)
    return Record(values, phase="evaluation", style="yolo")


READER = LineReader("YOLO", read, marks=("all ", "Images ", "classes ", "epochs completed"), order=9)
