"""Keras 1, 2 and 3: progress bars, and the lines of verbose=2."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, scan

_BAR = re.compile(
    r"^\s*+\**+\s*+(?:Epoch\s+(?P<epoch>\d{1,9})(?:/(?P<epochs>\d{1,9}))?\s+)?"
    r"(?P<done>\d{1,12})/(?P<total>\d{1,12}|Unknown)\s*"
    r"(?:\[[=>.\s]*\]|[━─╸╺]+[━─╸╺ ]*|-(?=\s+\d+m?s\b))\s*(?:-\s)?(?P<rest>.*)$"
)
_CLOCK = re.compile(
    r"^(?:-?\s*(?:ETA:\s*[\d:]+(?:\s*day[s,:]*)?s?|\d+:\d+(?::\d+)?|\d+h?m?s|\d+[mµu]?s/(?:step|epoch|"
    r"sample)))+\s*-?\s*"
)


def read(line: str) -> Record | None:
    """`12/102 [==>...] - ETA: 8s - loss: 0.68 - acc: 0.59`, Keras 3 bars, and verbose=2."""
    match = _BAR.match(line)
    if match is None:
        return None
    rest = match["rest"]
    while clock := _CLOCK.match(rest):
        rest = rest[clock.end() :]
    record = scan(rest)
    values = tuple(v._replace(split="train") if v.split is None else v for v in record.values)
    done = int(match["done"])
    return Record(
        values,
        epoch=float(match["epoch"]) if match["epoch"] else None,
        epochs=float(match["epochs"]) if match["epochs"] else None,
        done=done,
        total=int(match["total"]) if match["total"].isdigit() else done,
        style="keras-bar",
    )


READER = LineReader("Keras progress bar", read, marks=("/",), order=10)
