"""CatBoost: learn and test without the name of the metric."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_NUMBER = r"-?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf)"
_LINE = re.compile(
    rf"^\s*(?P<step>\d{{1,9}}):\s+(?:learn: (?P<learn>{_NUMBER})\s+)?(?:test: (?P<test>{_NUMBER})\s+)?"
    r"(?:test\d+: \S+\s+)*(?:best: .{1,60}\s+)?total: "
)


def read(line: str) -> Record | None:
    """`100:  learn: 0.4782965  test: 0.4736305  best: 0.4736305 (100)  total: 162ms  remaining: 1m 21s`.

    A metric that is told of the test set alone is one such as AUC, whose figure for learning costs too much.
    """
    match = _LINE.match(line)
    if match is None:
        return None
    learn, test = match["learn"], match["test"]
    values = []
    if learn is not None:
        values.append(Value("loss", "train", "learn", *printed(learn)))
    if test is not None:
        values.append(Value("loss" if learn else "score", "validation", "test", *printed(test)))
    return Record(tuple(values), step=float(match["step"]), style="catboost")


READER = LineReader("CatBoost", read, marks=("total: ",), order=20)
