"""A JSON object as a record: its numbers by their keys, however deep they stand."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.readers.metrics import ALONE, SPLITS, metric
from assistant.readers.record import Record, Value, precision

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf(?:inity)?)", re.I | re.A)
_STEPS = ("step", "global_step", "_step", "iteration", "iter", "num_updates", "total_timesteps")
_SUMMARY = ("train_runtime", "total_flos", "train_samples_per_second")
"""Keys of a record that sums a run up: a mean is no point of a curve."""
_PHASES = ("mode", "split", "phase", "stage", "subset")
_DEPTH = 3


class Printed(float):
    """A number that knows how it was printed."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Printed:
        """The number that `text` shows."""
        self = super().__new__(cls, text)
        self.text = text
        return self


DECODER = json.JSONDecoder(parse_float=Printed)


def record_of(found: Mapping[str, Any], style: str) -> Record:
    """Counters and metrics of one object."""
    if any(key in found for key in _SUMMARY) and "loss" not in found:
        return Record(style=style)
    values: list[Value] = []
    counters: dict[str, float] = {}
    phases = [SPLITS.get(str(given).lower()) for key, given in found.items() if key.lower() in _PHASES]
    for key, given in _flat(found):
        number = number_of(given)
        if number is None:
            continue
        name = key.rsplit("/", 1)[-1].lower()
        if name == "epoch" or name in _STEPS:
            if math.isfinite(number):
                counters.setdefault("epoch" if name == "epoch" else "step", number)
        elif metric(key) is not None:
            value = value_of(key, given, number)
            if value.name != "loss" and any(v[:2] == value[:2] for v in values):
                value = value._replace(name=key.lower())  # bbox_mAP, bbox_mAP_50
            values.append(value)
    phase = next((split for split in phases if split is not None), None)
    return Record(
        tuple(values), epoch=counters.get("epoch"), step=counters.get("step"), phase=phase, style=style
    )


def _flat(found: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        if isinstance(value, dict) and depth < _DEPTH:
            yield from _flat(value, f"{prefix}{key}/", depth + 1)
        else:
            yield f"{prefix}{key}", value


def number_of(given: Any) -> float | None:
    """A number, also one that is printed as a string, as fairseq does; None for anything else."""
    if isinstance(given, bool):
        return None
    if isinstance(given, (int, float)):
        return float(given) if abs(given) < 1e308 or isinstance(given, float) else None
    if isinstance(given, str) and len(given) < 40 and _NUMBER.fullmatch(given.strip()):
        return float(given)
    return None


def value_of(key: str, given: Any, number: float) -> Value:
    """The value of a metric with half a unit of its last printed digit."""
    known = metric(key)
    assert known is not None
    text = given.text if isinstance(given, Printed) else str(given).strip()
    error = precision(text.lstrip("+-")) if math.isfinite(number) else 0.0
    return Value(known.name, "train" if known.name in ALONE else known.split, key, number, error)
