"""Prose to observations, to figures and to the number of classes; loaded only where there is prose.

Logs are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.observe.observation import Observation
from assistant.observe.settings import observe_settings
from assistant.observe.stated import stated_curves
from assistant.observe.words import observe_words
from assistant.run import Words

__all__ = ["number_of_classes", "observe_prose", "stated_curves"]

_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twenty": 20,
    "hundred": 100,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_CLASSES = re.compile(
    r"\b(?P<count>\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)"
    r"(?:[\s-]+(?:\w+\s+){0,2}?(?:class(?:es)?|categories|labels|languages|species|emotions|breeds)\b|"
    r"[\s-]ways?\b)"
    r"|(?:num_?classes|n_?classes|number of (?:classes|categories))\s*(?:=|:|is|of|"
    r"set to)?\s*(?P<named>\d{1,5})\b"
    r"|(?P<han>\d{1,5}|[二两三四五六七八九十])\s*个?(?:不同的?|图像|文本)?(?:类|分类)(?!似)"
    r"|类别?(?:数|个数|数量)\s*(?:为|是|=|:|:)?\s*(?P<han_named>\d{1,5})",
    re.I,
)
_BINARY = re.compile(
    r"\bbinary\b(?![\s_-]*(?:cross|x-?ent|accuracy|loss|mask|file|search|string|features?|inputs?|code|tree))"
    r"|\b(?:yes/no|yes or no|true/false|spam or|positive or negative|positive/negative)\b"
    r"|\b(?:cats?|dogs?)\s*(?:vs\.?|versus|and|or)\s*(?:cats?|dogs?)\b|猫狗|正负样本",
    re.I,
)
_KNOWN_SETS = {
    "cifar-100": 100,
    "cifar100": 100,
    "cifar": 10,
    "mnist": 10,
    "imagenet": 1000,
    "iris": 3,
    "imdb": 2,
    "xor": 2,
}


def observe_prose(words: Iterable[Words]) -> Iterator[Observation]:
    """What the words say of any symptom, phrases before settings."""
    pieces = tuple(words)
    yield from observe_words(pieces)
    yield from observe_settings(pieces)


def number_of_classes(words: Iterable[Words]) -> int | None:
    """K as the person says it: “two classes”, “7 languages”, “二分类”, “MNIST”."""
    told = None
    for piece in words:
        for match in _CLASSES.finditer(piece.text):
            count = next(group for group in match.groups() if group)
            number = int(count) if count.isdigit() else _NUMBERS[count.lower()]
            if number >= 2:
                return number
        if _BINARY.search(piece.text):
            told = 2
        if told is None:
            lowered = piece.text.lower()
            told = next((k for name, k in _KNOWN_SETS.items() if name in lowered), None)
    return told
