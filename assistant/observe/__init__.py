"""Curves, facts and words to observations: one symptom family a module, pure functions.

What an observation weighs for a cause is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant import forensics
from assistant.observe.accuracy import observe_accuracy
from assistant.observe.loss import main_loss, observe_loss, resting_level
from assistant.observe.observation import Observation
from assistant.observe.optimizer import observe_optimizer
from assistant.observe.settings import observe_settings
from assistant.observe.stated import stated_curves
from assistant.observe.validation import observe_validation
from assistant.observe.words import observe_words
from assistant.run import Curve, Fact, Run, Words

__all__ = ["Observation", "observe"]

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


def observe(
    run: Run | None, words: Iterable[Words] = (), facts: Iterable[Fact] = ()
) -> tuple[Observation, ...]:
    """Everything that can be said about one run, in a fixed order; at most one answer a symptom.

    What the curves show comes before what the words say: a number beats a phrase.
    """
    pieces = tuple(words)
    given = number_of_classes(pieces, facts)
    spoken = run if run is not None and run.curves else stated_curves(pieces)
    found: dict[str, Observation] = {}
    for observation in _from_curves(spoken, given):
        found.setdefault(observation.symptom, observation)
    for observation in observe_words(pieces):
        found.setdefault(observation.symptom, observation)
    for observation in observe_settings(pieces):
        found.setdefault(observation.symptom, observation)
    return tuple(found.values())


def _from_curves(run: Run | None, given: int | None) -> Iterator[Observation]:
    if run is None:
        return
    classes = given or _classes_from_loss(run)
    yield from observe_loss(run, classes)
    yield from observe_accuracy(run, classes)
    yield from observe_validation(run, classes)
    yield from observe_optimizer(run)


def number_of_classes(words: Iterable[Words], facts: Iterable[Fact] = ()) -> int | None:
    """K as the person says it: “two classes”, “7 languages”, “二分类”, “MNIST”."""
    for fact in facts:
        if fact.name == "classes":
            return int(float(fact.value))
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


def _classes_from_loss(run: Run) -> int | None:
    """K read off a loss that rests at ln K, or starts there with an accuracy that is 1/K once."""
    curve = main_loss(run)
    if curve is None or len(curve) < 3:
        return None
    level, tolerance = resting_level(curve)
    proof = forensics.uniform_output(level, tolerance)
    if proof is not None and proof.sure > 0.6 and proof.value <= 1000:
        return int(proof.value)
    return next((k for k in map(_classes_at_start, _losses_with_accuracy(run)) if k), None)


def _losses_with_accuracy(run: Run) -> Iterator[tuple[Curve, Curve]]:
    for split in ("train", "validation", "test"):
        loss, accuracy = run.curve("loss", split), run.curve("accuracy", split)
        if loss is not None and accuracy is not None:
            yield loss, accuracy


def _classes_at_start(pair: tuple[Curve, Curve]) -> int | None:
    """K where a classifier begins by guessing: accuracy within a fifth of 1/K, loss about ln K."""
    first, accuracies = float(pair[0].values[0]), pair[1].values
    for k in (2, 3, 4, 5, 7, 10, 100, 1000):
        guessing = any(abs(float(accuracies[n]) - 1 / k) < 0.2 / k for n in (0, -1))
        if guessing and 0.85 < forensics.start_against_chance(first, k) < 1.35:
            return k
    return None
