"""The number of classes, read off the curves of a run where nobody says it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant import forensics
from assistant.observe.level import resting_level
from assistant.observe.loss import main_loss
from assistant.run import Curve, Run


def classes_of(run: Run) -> int | None:
    """K read off a loss that rests at ln K, or starts there with an accuracy that is 1/K once."""
    curve = main_loss(run)
    if curve is None:
        return None
    if len(curve) < 3:
        return next((k for k in map(_classes_at_rest, _losses_with_accuracy(run)) if k), None)
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


def _classes_at_rest(pair: tuple[Curve, Curve]) -> int | None:
    """K where a single figure of each says guessing: loss ln K to the third digit, accuracy about 1/K.

    That a fair loss lies within 0.002 of some ln K below ln 20 has a chance of a few percent, and that the
    accuracy beside it lies within 6 % of just this 1/K a few percent of those.
    """
    loss, accuracy = float(pair[0].values[-1]), float(pair[1].values[-1])
    for k in range(2, 21):
        if abs(loss - math.log(k)) < 0.002 and abs(accuracy * k - 1) < 0.06:
            return k
    return None


def _classes_at_start(pair: tuple[Curve, Curve]) -> int | None:
    """K where a classifier begins by guessing: accuracy within a fifth of 1/K, loss about ln K."""
    first, accuracies = float(pair[0].values[0]), pair[1].values
    for k in (2, 3, 4, 5, 7, 10, 100, 1000):
        guessing = any(abs(float(accuracies[n]) - 1 / k) < 0.2 / k for n in (0, -1))
        if guessing and 0.85 < forensics.start_against_chance(first, k) < 1.35:
            return k
    return None
