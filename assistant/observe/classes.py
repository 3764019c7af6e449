"""The number of classes, read off the curves of a run where nobody says it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import forensics
from assistant.observe.level import resting_level
from assistant.observe.loss import main_loss
from assistant.run import Curve, Run


def classes_of(run: Run) -> int | None:
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
