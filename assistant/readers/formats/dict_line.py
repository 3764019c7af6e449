"""Lines that are a dict: the Hugging Face Trainer's, JSON lines of mmcv, detectron2, DeiT and others."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, scan

_DICT = re.compile(r"^\s*(?:\S.{0,120}?[\s|\]])?\{(?P<pairs>\s*['\"].*)\}\s*,?\s*$")


def read(line: str) -> Record | None:
    """`{'loss': 0.2, 'grad_norm': nan, 'epoch': 0.5}`."""
    match = _DICT.match(line)
    if match is None:
        return None
    if "train_runtime" in line:
        return Record(style="dict")  # means over the run, no point of a curve
    record = scan(match["pairs"].replace("'", "").replace('"', ""))
    return record._replace(style="dict", foreign=0)


READER = LineReader("dict lines", read, marks=("{",), order=12)
