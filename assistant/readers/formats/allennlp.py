"""AllenNLP: the table behind an epoch, a name, its figure of training and that of validation a row."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.metrics import metric
from assistant.readers.record import Record, Value, printed

_CELL = r"\s*(?P<{}>-?\d{{1,15}}\.\d{{1,9}}|nan|-?inf|N/A)\s*"
_ROW = re.compile(
    r"(?:^|[\s|])(?P<key>[A-Za-z][\w/.-]{0,60})\s*\|"
    + _CELL.format("train")
    + r"\|"
    + _CELL.format("valid")
    + "$"
)


def read(line: str) -> Record | None:
    """`loss               |     1.084  |     1.036`."""
    match = None if line.lstrip().startswith("|") else _ROW.search(line)
    if match is None:
        return None
    key = match["key"]
    known = metric(key)
    values = [
        Value(known.name, split, key, *printed(match[group]))
        for group, split in (("train", "train"), ("valid", "validation"))
        if known is not None and match[group] != "N/A"
    ]
    return Record(tuple(values), style="allennlp")


READER = LineReader("AllenNLP table", read, marks=("|",), order=21)
