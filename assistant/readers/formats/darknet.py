"""Darknet (YOLO): the value stands before its name; a Region without objects prints nan and means nothing."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_LINE = re.compile(
    r"^\s*(?:\(next mAP[^)]*\)\s*)?(?P<step>\d{1,12}):\s*[-\w.]+,\s*(?P<loss>[-\w.+]+) avg(?: loss)?,"
    r"\s*(?P<rate>[-\w.+]+) rate\b"
)
_MAP = re.compile(r"^\s*mean_average_precision \(mAP@(?:0\.)?\d+\) = (?P<map>[-\w.+]+)")
_LAYER = re.compile(
    r"^\s*(?:v\d \(|Region \d+ |\d+ Region|total_bbox = |for conf_thresh = |mean average precision )"
)


def read(line: str) -> Record | None:
    """` 2: 519.797913, 519.720886 avg loss, 0.000000 rate, 2.05 seconds, 128 images`."""
    found = _MAP.match(line)
    if found is not None:
        return Record((Value("map", "validation", "mAP", *printed(found["map"])),), style="darknet")
    match = _LINE.match(line)
    if match is None:
        return Record(style="darknet") if _LAYER.match(line) else None
    values = (
        Value("loss", "train", "avg loss", *printed(match["loss"])),
        Value("learning rate", "train", "rate", *printed(match["rate"])),
    )
    return Record(values, step=float(match["step"]), style="darknet")


READER = LineReader("Darknet", read, marks=(" avg", "Region ", "total_bbox", "conf_thresh", "mAP@"), order=20)
