"""TensorFlow 1 estimators: what an evaluation found, and the last loss once more."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, scan

_EVALUATED = re.compile(r"Saving dict for global step (?P<step>\d{1,15}): (?P<figures>.*)$")
_LAST = re.compile(r"Loss for final step: ")


def read(line: str) -> Record | None:
    """`Saving dict for global step 300: accuracy = 0.91, global_step = 300, loss = 38.2`."""
    match = _EVALUATED.search(line)
    if match is None:
        return Record(style="estimator") if _LAST.search(line) else None
    record = scan(match["figures"])
    return record._replace(step=float(match["step"]), phase="validation", style="estimator")


READER = LineReader("TensorFlow estimator", read, marks=("Saving dict for", "Loss for final"), order=20)
