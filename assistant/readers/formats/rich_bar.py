"""Bars of rich, as Lightning draws them: the figures stand behind the speed and run over into a line."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, scan

_BAR = re.compile(
    r"^(?P<before>[^━╸╺]{0,80})[━╸╺ ]+(?P<done>\d{1,12})/(?P<total>\d{1,12}|--|\?)\s+"
    r"\d+:\d\d:\d\d\s*•\s*(?:\d+:\d\d:\d\d|-+:-+:-+)\s*(?:[\d.]+\s*it/s)?(?P<rest>.*)$"
)


def read(line: str) -> Record | None:
    """`Epoch 0/3  ━━━━━━━━ 20/20 0:00:00 • 0:00:00 338.56it/s v_num: 0.000 train_loss: 0.622`."""
    match = _BAR.match(line)
    if match is None:
        return None
    record = scan(f"{match['before']} , {match['rest']}")
    if not record.values and record.epoch is None:
        return Record(style="tqdm")
    total = int(match["total"]) if match["total"].isdigit() else None
    return record._replace(done=int(match["done"]), total=total, style="tqdm")


READER = LineReader("rich progress bar", read, marks=("•",), order=11)
