"""Tables of two columns, a name and its number a row: Stable-Baselines 2 and 3, Spinning Up, Baselines."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.metrics import metric
from assistant.readers.record import Record, Value, printed

_ROW = re.compile(
    r"^\s*[|│]\s*(?P<key>[A-Za-z][\w/ .-]*?)\s*[|│]\s*(?P<value>[-+]?[\d.][\d.e+-]*|nan|-?inf)?\s*[|│]\s*$"
)
_SECTION = re.compile(r"^[a-z]+/$")
_COUNTERS = {"total_timesteps": "step", "total timesteps": "step", "TotalEnvInteracts": "step"}


def read(line: str) -> Record | None:
    """`|    loss                 | 0.245       |`, and `| train/ | |` above it."""
    match = _ROW.match(line)
    if match is None:
        return None
    key, shown = match["key"], match["value"]
    if shown is None:
        return Record(style="pair") if _SECTION.match(key) else None
    if key in _COUNTERS and shown.replace(".", "").isdigit():
        return Record(step=float(shown), style="pair")
    if key == "Epoch" and shown.isdigit():
        return Record(epoch=float(shown), style="pair")
    known = metric(key)
    if known is None or ("│" in line and known.split == "validation"):  # Lightning's, of the last epoch again
        return Record(style="pair")
    return Record((Value(known.name, known.split, key, *printed(shown)),), style="pair")


READER = LineReader("table of pairs", read, marks=("|", "│"), order=21)
