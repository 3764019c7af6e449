"""Numbers told in prose, as curves of one or two points that forensics can read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

import numpy as np

from assistant.observe.words import Sentence, sentences, unsaid
from assistant.readers.record import precision
from assistant.run import STATED, Curve, Place, Run, Words

_GAP = (
    r"(?: (?!\d)(?!(?:by|instead|after|before|for|over|than|below|above|under|in|with|and|but|or|from)\b)"
    r"[a-z']+){0,5}?[ :=~≈(]*"
)
_NUMBER = (
    r"(?P<value>-?\d+(?:\.\d+)?(?:e[-+]?\d+)?) ?(?P<percent>%|percent)?(?![\w/]|\.\d)"
    r"(?! ?(?:epoch|iteration|step|batch|class|hour|minute|day|time|个|轮|次|epoch|-+>))"
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
_ACCURACY = re.compile(r"(?<![a-z])(?:acc(?:uracy|uracies)?|scores?|results?)(?![a-z])|准确率|正确率|精度")
_SHARE = re.compile(
    r"(?<![a-z])(?P<split>val(?:id(?:ation)?)?|test(?:ing)?|train(?:ing)?)(?: (?:set|data|accuracy|acc|"
    r"results?|scores?|one|it))*"
    r"(?: (?:is|was|of|at|only|just|about|around|stays|gets|gives|reaches))*[ (:=~]*"
    r"(?P<value>\d+(?:\.\d+)?) ?(?:%|percent)(?! ?(?:of|split|dropout))"
)
"""`train accuracy 95 %, validation 0 %`: a share beside a split, in a sentence that tells an accuracy."""
_VALUE = r"(?:-?\d+(?:\.\d+)?(?:e[-+]?\d+)?%?|-?inf(?:inity)?|nans?)(?![\w/]|\.\d)"
_LIST = re.compile(
    r"(?P<split>val(?:id(?:ation)?)?|test(?:ing)?|train(?:ing)?)?(?: set)? ?(?<![a-z])"
    r"(?P<name>loss(?:es)?|cost|error|accuracy|acc)(?![a-z])"
    r"(?:[ :=]+(?:is|was|are|were|goes|went|go|like|values?|per epoch|per step|each epoch|every epoch|over "
    r"the "
    r"epochs|over time|from|reads?|runs?|develops|falls|rises|increases|decreases|drops|jumps|curve|then|"
    r"shows?|"
    r"prints?|as follows|in order|about))*[ :=(\[]*"
    rf"(?P<values>{_VALUE}(?:(?: ?(?:,|->|-+>|→|/|\.\.\.?|to|then|and then|and) ?| )+{_VALUE}){{2,40}})"
)
"""`the loss goes 2.3, 2.4, 5.8, 190, nan`: three values and more in order."""
_BEGINS = re.compile(
    r"start|begin|began|initial|first|from|at (?:step|epoch|iteration|batch) ?[01]\b|一开始|初始|起始"
)
"""What stands before a figure that is the first of its curve."""
_PAIR = re.compile(
    r"(?<![a-z])train(?:ing)? ?(?:/|and|,) ?(?P<split>val(?:id(?:ation)?)?|test(?:ing)?) "
    r"(?P<name>acc\w*|loss\w*)(?: (?:is|are|was|were|of|at|about))*[ :=]*"
    r"(?P<first>\d+(?:\.\d+)?) ?(?P<percent>%?) ?(?:/|and|,|vs\.?) ?"
    r"(?P<second>\d+(?:\.\d+)?) ?%?"
)
"""`train/val accuracy: 0.99/0.62`."""
_SPLITS = {"val": "validation", "eva": "validation", "验证": "validation", "tes": "test", "测试": "test"}
_WITHIN = re.compile(
    r"(?<![a-z])(?:on|for|of|in) (?:the |my |its |our )?(val(?:id(?:ation)?)?|test|train|eval)"
)
_ALONE = re.compile(r"^\s*(?:tensor\()?(-?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf))(?:, grad_fn=.*|\))?\s*$", re.I)
_SPOKEN_OF = re.compile(r"(?<![a-z])(?:loss(?:es)?|cost|error)(?![a-z])", re.I)
_COLUMN = 4
"""Figures one below the other that are a curve."""
_WHOLE = 0.5
"""Half a unit of a whole number."""
_BEHIND = re.compile(
    r" ?(?:on|for|at) (?:the |my |its |our )?(val(?:id(?:ation)?)?|test|train(?:ing)?)(?: set| data| "
    r"images|[ ,.;)]|$)"
)
"""`an accuracy of 0.8 on the val set`."""
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


def _column(words: tuple[Words, ...]) -> list[tuple[float, float, Place]]:
    """Figures alone on their lines, one below the other, where a loss is spoken of; else empty."""
    if not any(_SPOKEN_OF.search(one.text) for one in words):
        return []
    longest: list[tuple[float, float, Place]] = []
    block: list[tuple[float, float, Place]] = []
    for one in words:
        match = _ALONE.match(one.text)
        if match is None:
            block = []
            continue
        bare = match[1].lower()
        value = float("nan") if "nan" in bare else float(bare)
        block.append((value, precision(bare.lstrip("-")) if math.isfinite(value) else 0.0, one.place))
        if len(block) > len(longest):
            longest = block
    whole = sum(error >= _WHOLE for _, error, _ in longest)
    return longest if len(longest) >= _COLUMN and whole <= len(longest) / 2 else []


def stated_curves(words: Iterable[Words]) -> Run | None:
    """A run of what the person tells in figures; None where no loss and no accuracy is told."""
    words = tuple(words)
    found: dict[tuple[str, str], list[tuple[float, float, Place]]] = {}
    listed: dict[tuple[str, str], list[tuple[float, float, Place]]] = {}
    for sentence in sentences(words):
        lists = tuple(match for match in _LIST.finditer(sentence.text) if not unsaid(sentence, *match.span()))
        for match in lists:
            name = "accuracy" if match["name"].startswith("acc") else "loss"
            split = _SPLITS.get((match["split"] or "train")[:3], "train")
            listed.setdefault((name, split), list(_values(match["values"], name, sentence.place)))
        pairs = [match.span() for match in (*_PAIR.finditer(sentence.text), *lists)]
        for name, pattern in _PATTERNS:
            for match in pattern.finditer(sentence.text):
                within = any(first < match.end() and match.start() < last for first, last in pairs)
                if within or unsaid(sentence, *match.span()):
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
        for name, split, value, error in _besides(sentence):
            found.setdefault((name, split), [(value, error, sentence.place)])
    found.update(listed)
    column = _column(tuple(words))
    if column and ("loss", "train") not in listed:
        found["loss", "train"] = column
    if not found:
        return None
    return Run(STATED, tuple(_curve(name, split, told) for (name, split), told in found.items()))


def stated_ends(words: Iterable[Words]) -> frozenset[str]:
    """`start`, `end`: which figures of a loss are told, by what stands before them."""
    told: set[str] = set()
    for sentence in sentences(words):
        if _LIST.search(sentence.text):
            return frozenset(("start", "end"))
        for name, pattern in _PATTERNS:
            if name == "loss":
                for match in pattern.finditer(sentence.text):
                    before = sentence.text[max(0, match.start() - 24) : match.start("value")]
                    told.add("start" if _BEGINS.search(before) else "end")
    return frozenset(told)


def _values(text: str, name: str, place: Place) -> Iterator[tuple[float, float, Place]]:
    """Value, error and place of each figure of a list."""
    for found in re.findall(_VALUE, text):
        bare = found.rstrip("%")
        if bare.startswith("nan"):
            yield float("nan"), 0.0, place
        elif "inf" in bare:
            yield float("-inf" if bare.startswith("-") else "inf"), 0.0, place
        else:
            scale = 100 if name == "accuracy" and (found != bare or float(bare) > 1) else 1
            yield float(bare) / scale, precision(bare.lstrip("-")) / scale, place


def _besides(sentence: Sentence) -> Iterator[tuple[str, str, float, float]]:
    """(name, split, value, error) of shares beside a split and of pairs, which tell no metric each."""
    for match in _PAIR.finditer(sentence.text):
        if not unsaid(sentence, *match.span()):
            loss = match["name"].startswith("loss")
            for split, text in (("train", match["first"]), (_SPLITS[match["split"][:3]], match["second"])):
                scale = 100 if not loss and (match["percent"] or float(text) > 1) else 1
                yield "loss" if loss else "accuracy", split, float(text) / scale, precision(text) / scale
    if _ACCURACY.search(sentence.text):
        for match in _SHARE.finditer(sentence.text):
            if not unsaid(sentence, *match.span()):
                share, split = float(match["value"]) / 100, _SPLITS.get(match["split"][:3], "train")
                if share <= 1:
                    yield "accuracy", split, share, precision(match["value"]) / 100


def _of(match: re.Match[str]) -> str:
    """The split that a figure is told of: beside it, within what was matched, or in a label before it."""
    named = match.groupdict()
    within = _WITHIN.search(match[0])
    beside: str | None = named.get("split") or named.get("after") or (within[1] if within else None)
    behind = _BEHIND.match(match.string[match.end() :])
    if beside or behind:
        return beside or (behind[1] if behind else "")
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
