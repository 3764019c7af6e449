"""Lines that are a dict: the Hugging Face Trainer's, JSON lines of mmcv, detectron2, DeiT and others."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.mapping import DECODER, record_of
from assistant.readers.record import Record, scan

_DICT = re.compile(r"^\s*(?:\S.{0,120}?[\s|\]])??(?P<dict>\{\s*['\"].*\})\s*,?\s*$")
_NESTED = re.compile(r"'\s*:\s*\{")
_JSON = {"'": '"', "None": "null", "True": "true", "False": "false", "nan": "NaN", "inf": "Infinity"}
_PYTHON = re.compile(r"'|\b(?:None|True|False|nan|inf)\b")


def read(line: str) -> Record | None:
    """`{'loss': 0.2, 'grad_norm': nan, 'epoch': 0.5}`, or the same as JSON."""
    match = _DICT.match(line)
    if match is None:
        return None
    try:
        found = _decoded(match["dict"])
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


def _decoded(text: str) -> object:
    """The object that JSON or Python prints. Raises ValueError and RecursionError where it is neither."""
    if not _NESTED.search(text):
        return DECODER.raw_decode(text)[0]  # a flat one of Python is scanned: its nan and its quotes may stay
    return DECODER.raw_decode(_PYTHON.sub(lambda match: _JSON[match[0]], text))[0]


READER = LineReader("dict lines", read, marks=("{",), order=12)
