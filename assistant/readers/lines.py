"""The table of line formats, the special ones first; the first that matches reads the line.

A new format is one row here with a function `str -> Record | None`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from assistant.readers.record import Record, Value, number, precision, scan

_BAR = re.compile(
    r"^\s*+\**+\s*+(?:Epoch\s+(?P<epoch>\d{1,9})(?:/(?P<epochs>\d{1,9}))?\s+)?"
    r"(?P<done>\d{1,12})/(?P<total>\d{1,12}|Unknown)\s*"
    r"(?:\[[=>.\s]*\]|[━─╸╺]+[━─╸╺ ]*|-(?=\s+\d+m?s\b))\s*(?:-\s)?(?P<rest>.*)$"
)
_BAR_CLOCK = re.compile(
    r"^(?:-?\s*(?:ETA:\s*[\d:]+(?:\s*day[s,:]*)?s?|\d+:\d+(?::\d+)?|\d+h?m?s|\d+[mµu]?s/(?:step|epoch|sample)))+\s*-?\s*"
)
_TQDM = re.compile(
    r"\d{1,3}%\|[^|]*\|\s*(?P<done>\d{1,12})/(?P<total>\d{1,12})\s*"
    r"\[[\d:?]+<[^,\]]*(?:,\s*[\d.?]+\s*(?:it/s|s/it|\w+/s|s/\w+))?,?\s*(?P<rest>[^\]]*)\]?"
)
_BARE = re.compile(
    r"^\s*(?P<step>\d{1,9})[\s,;:]+(?P<value>-?\d*\.\d+(?:e[-+]?\d+)?|nan|-?inf)\s*$", re.I | re.A
)
_ROLLING = re.compile(r"^\s*(?:(?:INFO|root|__main__)\S*\s*)?\{.*\}\s*,?\s*$")


def keras_bar(line: str) -> Record | None:
    """`12/102 [==>...] - ETA: 8s - loss: 0.68 - acc: 0.59`, Keras 3 bars, and verbose=2."""
    match = _BAR.match(line)
    if match is None:
        return None
    rest = match["rest"]
    while clock := _BAR_CLOCK.match(rest):
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


def tqdm_bar(line: str) -> Record | None:
    """`Epoch 3:  11%|#1  | 2/18 [00:11<01:33, 5.82s/it, loss=10.2]`."""
    match = _TQDM.search(line)
    if match is None:
        return None
    around = line[: match.start()] + " , " + match["rest"] + " , " + line[match.end() :]
    record = scan(around)
    if not record.values and record.epoch is None:
        return Record(style="tqdm")
    return record._replace(done=int(match["done"]), total=int(match["total"]), style="tqdm")


def dict_line(line: str) -> Record | None:
    """`{'loss': 0.2, 'grad_norm': nan, 'epoch': 0.5}`: HF Trainer's lines and JSON lines."""
    if not _ROLLING.match(line):
        return None
    record = scan(line.replace("'", "").replace('"', ""))
    if "train_runtime" in line:
        return Record(style="dict")
    return record._replace(style="dict", foreign=0)


def key_value(line: str) -> Record | None:
    """Anything with `key: number` in it; prose with a number in it is refused."""
    record = scan(line)
    if record.foreign > 4 + 2 * len(record.values):
        return None
    counted = record.epoch is not None or record.step is not None
    if not counted and all(value.name == "learning rate" for value in record.values):
        return None  # a setting, or nothing
    if not record.values and record.foreign >= 2:
        return None
    return record


def bare_numbers(line: str) -> Record | None:
    """`100 2.3026`: a counter and a number without any name, taken for step and loss."""
    match = _BARE.match(line)
    if match is None:
        return None
    shown = number(match["value"])
    error = precision(match["value"].lstrip("-")) if math.isfinite(shown) else 0.0
    value = Value("loss", None, "the second column", shown, error)
    return Record((value,), step=float(match["step"]), style="bare")


TABLE: tuple[tuple[str, Callable[[str], Record | None]], ...] = (
    ("Keras progress bar", keras_bar),
    ("tqdm progress bar", tqdm_bar),
    ("dict lines", dict_line),
    ("bare columns", bare_numbers),
    ("key: number lines", key_value),
)


def read_line(line: str) -> tuple[str, Record] | None:
    """The format's name and the record of one line, or None where no format takes it."""
    for name, match in TABLE:
        record = match(line)
        if record is not None:
            return name, record
    return None
