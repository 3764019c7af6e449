"""Lines that are a dict: the Hugging Face Trainer's, JSON lines of mmcv, detectron2, DeiT and others."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.mapping import DECODER, record_of
from assistant.readers.record import Record, scan

_DICT = re.compile(r"^\s*(?:\S.{0,120}?[\s|\]])??(?P<dict>\{\s*['\"].*\})\s*,?\s*$")


def read(line: str) -> Record | None:
    """`{'loss': 0.2, 'grad_norm': nan, 'epoch': 0.5}`, or the same as JSON."""
    match = _DICT.match(line)
    if match is None:
        return None
    try:
        found, _ = DECODER.raw_decode(match["dict"])
    except (ValueError, RecursionError):
        if "train_runtime" in line:
            return Record(style="dict")  # means over the run, no point of a curve
        record = scan(match["dict"].strip("{}").replace("'", "").replace('"', ""))
        record = record._replace(style="dict", foreign=0)
    else:
        if not isinstance(found, dict):
            return None
        record = record_of(found, "dict")
    if record.epoch is None and record.step is None:  # Validation Results - Epoch[3]: {'loss': 0.5}
        head = scan(line[: match.start("dict")])
        record = record._replace(epoch=head.epoch, step=head.step, phase=record.phase or head.phase)
    if record.epoch is None and record.step is None and all(v.name == "learning rate" for v in record.values):
        return Record(style="dict")  # settings
    return record


READER = LineReader("dict lines", read, marks=("{",), order=12)
