"""Bars of tqdm: Lightning, NeMo, Hugging Face and loops of one's own, figures behind or before the bar."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, scan

_BAR = re.compile(
    r"\d{1,3}%(?:\|[^|]*\|)?\s*(?P<done>\d{1,12})/(?P<total>\d{1,12})\s*"
    r"\[[\d:?]+<[^,\]]*(?:,\s*[\d.?]+\s*(?:it/s|s/it|\w+/s|s/\w+))?,?\s*(?P<rest>[^\]]*)\]?"
)
_OPEN = re.compile(r"(?P<done>\d{1,12})it \[[\d:?]+,\s*[\d.?]+\s*(?:it/s|s/it),?\s*(?P<rest>[^\]]*)\]?")


def read(line: str) -> Record | None:
    """`Epoch 3:  11%|#1  | 2/18 [00:11<01:33, 5.82s/it, loss=10.2]`."""
    match = _BAR.search(line)
    if match is None:
        match = _OPEN.search(line)
        if match is None:
            return None
    around = line[: match.start()] + " , " + match["rest"] + " , " + line[match.end() :]
    record = scan(around)
    if not record.values and record.epoch is None:
        return Record(style="tqdm")
    total = int(match["total"]) if match.re is _BAR else None
    return record._replace(done=int(match["done"]), total=total, style="tqdm")


READER = LineReader("tqdm progress bar", read, marks=("%|", "it/s", "s/it", "% "), order=11)
