"""Numbers told in prose, as curves of one or two points that forensics can read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from assistant.observe.words import sentences, unsaid
from assistant.readers.record import precision
from assistant.run import STATED, Curve, Place, Run, Words

_GAP = (
    r"(?: (?!\d)(?!(?:by|instead|after|before|for|over|than|below|above|under|in|with|and|but|or|from)\b)"
    r"[a-z']+){0,5}?[ :=~≈(]*"
)
_NUMBER = (
    r"(?P<value>-?\d+(?:\.\d+)?(?:e[-+]?\d+)?) ?(?P<percent>%|percent)?(?![\w/]|\.\d)"
    r"(?! ?(?:epoch|iteration|step|batch|class|hour|minute|day|time|个|轮|次|epoch))"
)
_SPLIT = (
    r"(?P<split>val(?:id(?:ation)?)?|test(?:ing)?|eval(?:uation)?|train(?:ing)?|训练|验证|测试)?"
    r"(?: set| data)?[ _集的上]*"
)
_PATTERNS = (
    ("loss", re.compile(_SPLIT + r"(?<![a-z])(?:loss|cost)(?![a-z])" + _GAP + _NUMBER)),
    ("accuracy", re.compile(_SPLIT + r"(?<![a-z])(?:accuracy|acc)(?![a-z])" + _GAP + _NUMBER)),
    ("loss", re.compile(_SPLIT + r"(?:误差|损失|loss)[一-鿿]{0,5} ?" + _NUMBER)),
    ("accuracy", re.compile(_SPLIT + r"(?:精度|准确率|正确率|acc)[一-鿿]{0,5} ?" + _NUMBER)),
    (
        "accuracy",
        re.compile(
            r"(?<![\d.])(?P<value>\d+(?:\.\d+)?)(?P<percent>%| percent) "
            r"(?P<split>val(?:idation)?|test|train(?:ing)?)? ?"
            r"(?:accuracy|acc)(?![a-z])"
            r"(?: (?:on|for) (?:the |my )?(?P<after>val(?:idation)?|test|train(?:ing)?))?"
        ),
    ),
    (
        "accuracy",
        re.compile(
            r"(?<![\d.])(?P<value>\d+(?:\.\d+)?)(?P<percent>%| percent) (?:on|at) (?:the |my |its |our )?"
            r"(?P<after>val(?:id(?:ation)?)?|test(?:ing)?|train(?:ing)?)(?![a-z])"
        ),
    ),
)
_SPLITS = {"val": "validation", "eva": "validation", "验证": "validation", "tes": "test", "测试": "test"}
_WITHIN = re.compile(
    r"(?<![a-z])(?:on|for|of|in) (?:the |my |its |our )?(val(?:id(?:ation)?)?|test|train|eval)"
)
_LABEL = re.compile(
    r"(?:^|[.;,|] ?)[^:.;,]{0,30}?(?<![a-z])(val|test|eval|predict|infer|train|fit)[^:;,]{0,24}: ?[^:;]*$"
)
"""What stands before a colon: `evaluate_generator: accuracy 50%, loss 7.9`."""
_LABELS = {
    "val": "val",
    "tes": "test",
    "eva": "val",
    "pre": "val",
    "inf": "val",
    "tra": "train",
    "fit": "train",
}


def stated_curves(words: Iterable[Words]) -> Run | None:
    """A run of what the person tells in figures; None where no loss and no accuracy is told."""
    found: dict[tuple[str, str], list[tuple[float, float, Place]]] = {}
    for sentence in sentences(words):
        for name, pattern in _PATTERNS:
            for match in pattern.finditer(sentence.text):
                if unsaid(sentence, *match.span()):
                    continue
                value, error = float(match["value"]), precision(match["value"].lstrip("-"))
                if name == "accuracy":
                    if match["percent"] or value > 1:
                        value, error = value / 100, error / 100
                    if not 0 <= value <= 1:
                        continue
                split = _SPLITS.get(_of(match)[:3].lower(), "train")
                told = found.setdefault((name, split), [])
                if all(value != earlier for earlier, _, _ in told):
                    told.append((value, error, sentence.place))
    if not found:
        return None
    return Run(STATED, tuple(_curve(name, split, told) for (name, split), told in found.items()))


def _of(match: re.Match[str]) -> str:
    """The split that a figure is told of: beside it, within what was matched, or in a label before it."""
    named = match.groupdict()
    within = _WITHIN.search(match[0])
    beside: str | None = named.get("split") or named.get("after") or (within[1] if within else None)
    if beside:
        return beside
    label = _LABEL.search(match.string[: match.start()])
    return _LABELS[label[1][:3]] if label else ""


def _curve(name: str, split: str, told: list[tuple[float, float, Place]]) -> Curve:
    return Curve(
        name,
        split,
        f"the stated {name}",
        told[0][2].source,
        np.arange(1, len(told) + 1, dtype=np.float64),
        np.array([value for value, _, _ in told]),
        np.array([error for _, error, _ in told]),
        np.array([place.first for _, _, place in told], dtype=np.int64),
        np.full(len(told), np.nan),
    )
