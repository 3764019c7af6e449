"""Counts in prose held against shares and against one another: `120 of one class and 30 of the other`, 0.8.

A matrix of confusion with an empty column is one class for everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.observe.observation import Observation
from assistant.observe.words import Sentence, sentences, unsaid
from assistant.run import Words

_PAIR = re.compile(
    r"(?<![\w.,:/-])(?P<one>\d{1,7})(?P<mid>(?: (?!to\b|from\b|in\b(?! (?:the )?(?:class|"
    r"categor)))[a-z]+){0,5}?)"
    r"(?: ?[,:]| /| and| vs\.?| against| versus| but)(?: only| just| about| the other| (?:are|is|were))* ?"
    r"(?P<two>\d{1,7})(?P<end>(?: [a-z]+){0,4})(?![\w%:/]|[.,]\d)"
)
_OF_CLASSES = re.compile(
    r"(?<![a-z])(?:class(?:es)?|categor(?:y|ies)|labels?|positives?|negatives?|zeros?|ones|benign|malignant|normal|"
    r"abnormal|spam|fraud|true|false|yes|no|cats?|dogs?|minority|majority|kinds?|groups?|healthy|sick|cancer|"
    r"of (?:one|the other|each)|the other|ratio|proportion|split)(?![a-z])"
)
_NO_CLASS = re.compile(
    r"(?<![a-z])(?:train\w*|val\w*|test\w*|epochs?|steps?|iterations?|batch\w*|layers?|units?|neurons?|hidden|"
    r"pixels?|hours?|minutes?|gpus?|columns?|features?|channels?|dimensions?|times|classes|lines?)(?![a-z])"
)
"""What else is counted in pairs: the parts of a split, two sizes."""
_OF_ARRAYS = re.compile(r"(?:shapes?|sizes?|dims?|arrays?|tensors?|matrix)[^a-z]*(?:is|of|are|and)?[^a-z]*$")
_ACCURACY = re.compile(r"(?<![a-z])(?:acc(?:uracy|uracies)?|scores?|precision|correct|right)(?![a-z])|准确率")
_LEVEL = re.compile(
    r"(?<![\d.])(?:(?P<share>0?\.\d{1,6})(?!\d)|(?P<percent>\d{2}(?:\.\d{1,4})?) ?(?:%|percent))"
)
_CELL = r"\s*(-?[\w.]+)\s*"
_MATRIX = re.compile(rf"\[ ?\[{_CELL}[ ,]{_CELL}\][ ,]*\[{_CELL}[ ,]{_CELL}\] ?\]")
_NOUGHT = re.compile(r"0+\.?0*")
_NEAR = 0.006
_UNEVEN, _MANY = 0.72, 8
"""The share of the larger class from which a set is uneven; so few samples are no set."""
_PAIRS = 12


def observe_counted(words: Iterable[Words]) -> Iterator[Observation]:
    """What counts of classes say, at most one answer of each symptom."""
    told = tuple(sentences(words))
    matrix = next(
        ((one, match) for one in told for match in _MATRIX.finditer(one.text) if _one_column(match)), None
    )
    if matrix is not None:
        one, match = matrix
        says = f"“{one.quote(*match.span())}”: an empty column in the matrix of confusion"
        yield Observation("one_class", "always", says, one.place, 0.85)
    uneven = _uneven(told)
    if uneven is not None:
        yield uneven


def _one_column(match: re.Match[str]) -> bool:
    a, b, c, d = match.groups()
    first = all(_NOUGHT.fullmatch(cell) for cell in (a, c))
    second = all(_NOUGHT.fullmatch(cell) for cell in (b, d))
    return first != second


def _uneven(told: tuple[Sentence, ...]) -> Observation | None:
    """Two counts of classes: the accuracy is just the larger share, or one is far larger than the other."""
    levels = _levels(told)
    pairs = [(one, match) for one in told for match in _PAIR.finditer(one.text)][:_PAIRS]
    weaker: Observation | None = None
    for one, match in pairs:
        counts = sorted((int(match["one"]), int(match["two"])))
        total = sum(counts)
        if counts[0] < 1 or total < _MANY or unsaid(one, *match.span()):
            continue
        share = counts[1] / total
        before = one.text[: match.start()][-40:]
        named = _OF_CLASSES.search(f"{match['mid']} {match['end']} {before}")
        if named is None or _OF_ARRAYS.search(before) or _NO_CLASS.search(f"{match['mid']} {match['end']}"):
            continue
        says = f"“{one.quote(*match.span())}”"
        level = next((level for level in levels if abs(level - share) < _NEAR), None)
        if level is not None and share > 0.5 + _NEAR:
            says = f"{says}: the accuracy of {level:.4g} is just the larger share"
            return Observation("class_balance", "imbalanced", says, one.place, 0.85)
        if share >= _UNEVEN and weaker is None:
            weaker = Observation("class_balance", "imbalanced", f"{says}: {share:.0%}", one.place, 0.6)
    return weaker


def _levels(told: tuple[Sentence, ...]) -> tuple[float, ...]:
    """The accuracies that are told."""
    found: dict[float, None] = {}
    for one in told:
        if _ACCURACY.search(one.text):
            for match in _LEVEL.finditer(one.text):
                level = float(match["share"]) if match["share"] else float(match["percent"]) / 100
                found.setdefault(level, None)
    return tuple(found)[:_PAIRS]
