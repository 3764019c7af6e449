"""The samples of training logs and what a person reads in the first block of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast

FOLDER = Path(__file__).parent.parent / "fixtures" / "logs"
SOURCE = b"# source:"


class ExpectedCurve(TypedDict):
    """Values in the order of the print; not finite ones are floats too."""

    metric: str
    split: Literal["train", "validation", "test"]
    values: list[float]
    higher_is_better: NotRequired[bool]
    runs: NotRequired[list[int]]
    note: NotRequired[str]


class ExpectedAccuracy(TypedDict):
    metric: str
    split: Literal["train", "validation", "test"]
    values: list[float]
    unit: Literal["fraction", "percent"]


class Expected(TypedDict):
    """What one block holds; `loss` is None where no loss curve is printed."""

    format: str
    loss: ExpectedCurve | None
    other: NotRequired[list[ExpectedCurve]]
    validation: NotRequired[ExpectedCurve]
    accuracy: NotRequired[ExpectedAccuracy]
    note: NotRequired[str]


def first_block(raw: bytes) -> bytes:
    """The bytes between the first line that names a source and the second one, or the end."""
    if not raw.startswith(SOURCE):
        raise ValueError("a sample begins with the line of its source")
    begin = raw.index(b"\n") + 1
    end = raw.find(b"\n" + SOURCE, begin - 1)
    return raw[begin:] if end < 0 else raw[begin : end + 1]


def first_blocks() -> dict[str, bytes]:
    """Raw bytes of the first block of each sample, by the name of its file."""
    return {path.name: first_block(path.read_bytes()) for path in sorted(FOLDER.glob("*.txt"))}


def _with_floats(entry: dict[str, Any]) -> dict[str, Any]:
    if "values" in entry:
        entry["values"] = [float(value) for value in entry["values"]]
    return entry


def expected() -> dict[str, Expected]:
    """What is to be read in each first block, by the name of its file."""
    text = (FOLDER / "expected.json").read_text(encoding="utf-8")
    return cast("dict[str, Expected]", json.loads(text, object_hook=_with_floats))
