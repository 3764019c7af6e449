"""Numbers told in prose, as curves of one or two points that forensics can read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from assistant.readers.record import precision
from assistant.run import Curve, Run, Words

_GAP = r"(?:\s+(?!\d)[A-Za-z'’]+){0,5}?[\s:=~≈,]*"
_NUMBER = r"(?P<value>-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(?P<percent>%|percent)?(?![\w/])"
_SPLIT = r"(?P<split>val(?:idation)?|test|eval(?:uation)?|train(?:ing)?|训练|验证|测试)?[\s_]*"
_LOSS = re.compile(_SPLIT + r"\b(?:loss|cost)\b" + _GAP + _NUMBER, re.I)
_ACCURACY = re.compile(_SPLIT + r"\b(?:accuracy|acc)\b" + _GAP + _NUMBER, re.I)
_LOSS_ZH = re.compile(r"(?P<split>训练|验证|测试)?(?:误差|损失|loss)[一-鿿]{0,5}\s*" + _NUMBER, re.I)
_ACCURACY_ZH = re.compile(r"(?P<split>训练|验证|测试)?(?:精度|准确率|正确率)[一-鿿]{0,5}\s*" + _NUMBER, re.I)
_SPLITS = {"val": "validation", "eva": "validation", "验证": "validation", "tes": "test", "测试": "test"}


def stated_curves(words: Iterable[Words]) -> Run | None:
    """A run of what the person tells in figures; None where no loss and no accuracy is told."""
    found: dict[tuple[str, str], list[tuple[float, float, Words]]] = {}
    for piece in words:
        for name, pattern in (
            ("loss", _LOSS),
            ("accuracy", _ACCURACY),
            ("loss", _LOSS_ZH),
            ("accuracy", _ACCURACY_ZH),
        ):
            for match in pattern.finditer(piece.text):
                value, error = float(match["value"]), precision(match["value"].lstrip("-"))
                if name == "accuracy":
                    if match["percent"] or value > 1:
                        value, error = value / 100, error / 100
                    if not 0 <= value <= 1:
                        continue
                split = _SPLITS.get((match["split"] or "")[:3].lower(), "train")
                told = found.setdefault((name, split), [])
                if all(value != earlier for earlier, _, _ in told):
                    told.append((value, error, piece))
    if not found:
        return None
    return Run("words", tuple(_curve(name, split, told) for (name, split), told in found.items()))


def _curve(name: str, split: str, told: list[tuple[float, float, Words]]) -> Curve:
    return Curve(
        name,
        split,
        f"the stated {name}",
        told[0][2].place.source,
        np.arange(1, len(told) + 1, dtype=np.float64),
        np.array([value for value, _, _ in told]),
        np.array([error for _, error, _ in told]),
        np.array([piece.place.first for _, _, piece in told], dtype=np.int64),
        np.full(len(told), np.nan),
    )
