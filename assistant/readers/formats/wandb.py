"""Weights & Biases: the summary at the end of a run, a key and its last value a line."""

from __future__ import annotations

import re

from assistant.readers.curves import SUMMED
from assistant.readers.formats.reader import LineReader
from assistant.readers.metrics import metric
from assistant.readers.record import Record, Value, printed

_LINE = re.compile(
    r"^\s*wandb:\s+(?P<key>[A-Za-z][^:\d]{0,80}?\S{0,40}?)\s+(?P<value>-?\d+\.?\d*(?:e[-+]?\d+)?|nan|"
    r"-?inf)\s*$",
    re.I,
)


def read(line: str) -> Record | None:
    """`wandb:   val/loss 0.34567`."""
    match = _LINE.match(line)
    if match is None:
        return Record(style="wandb")
    known = metric(match["key"])
    if known is None:
        return Record(style="wandb")
    value = Value(known.name, known.split, SUMMED + match["key"], *printed(match["value"]))
    return Record((value,), style="wandb")


READER = LineReader("Weights & Biases", read, marks=("wandb:",), order=9)
