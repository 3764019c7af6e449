"""Chainer's PrintReport pasted without its header: epoch, iteration, training loss, and unnamed figures."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_ROW = re.compile(
    r"^\s*(?P<epoch>\d{1,6})\s{2,}(?P<step>\d{1,10})\s{2,}(?P<loss>-?\d+\.\d+(?:e[-+]?\d+)?|nan|-?inf)"
    r"(?:\s{2,}(?:-?\d+\.?\d*(?:e[-+]?\d+)?|nan|-?inf))+\s*$"
)


def read(line: str) -> Record | None:
    """`40          15900       0.0861549   0.949766       0.0001`."""
    match = _ROW.match(line)
    if match is None or int(match["step"]) < int(match["epoch"]):
        return None
    value = Value("loss", "train", "the third column", *printed(match["loss"]))
    return Record((value,), epoch=float(match["epoch"]), step=float(match["step"]), style="columns")


READER = LineReader("columns without a header", read, order=22)
