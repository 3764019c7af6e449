"""The gradient norm and the learning rate that a log prints, to symptoms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant.forensics import Floats
from assistant.observe.observation import Observation, figure
from assistant.run import Place, Run


def observe_optimizer(run: Run) -> Iterator[Observation]:
    """What the curves of gradient norm and learning rate show."""
    yield from _gradient_norm(run)
    yield from _learning_rate(run)


def _learning_rate(run: Run) -> Iterator[Observation]:
    """Only what is high or tiny for every optimizer; the rest depends on which one it is."""
    curve = run.curve("learning rate", "train")
    if curve is None or not np.isfinite(curve.values).all():
        return
    highest = float(curve.values.max())
    yield from _rate(highest, f"{curve.key} is {figure(highest)} at most", curve.place())


def _rate(highest: float, says: str, place: Place) -> Iterator[Observation]:
    answer, sure = "", 0.0
    if highest >= 0.5:
        answer, sure = "extreme", 0.7
    elif highest >= 0.15:
        answer, sure = "high", 0.6
    elif 0 < highest <= 2e-7:
        answer, sure = "tiny", 0.8
    elif 1e-4 <= highest <= 1e-3:
        answer, sure = "usual", 0.7
    if answer:
        yield Observation("learning_rate", answer, says, place, sure)


def _gradient_norm(run: Run) -> Iterator[Observation]:
    curve = run.curve("gradient norm", "train")
    if curve is None:
        return
    values = curve.values
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size < 0.2 * len(values) and np.isfinite(values[-2:]).all():
        values = values[np.isfinite(values)]  # steps that mixed precision skips while it finds its scale
    elif bad.size:
        at = int(bad[0])
        grown = at >= 3 and values[at - 1] > 100 * float(np.median(values[: max(1, at // 4)])) > 0
        if grown or (at >= 1 and float(values[:at].max()) > 1e3):
            moves = f"{figure(float(values[0]))} to {figure(float(values[at - 1]))}"
            says = f"{curve.key} goes from {moves}, then it is {values[at]}"
            yield Observation("gradient_norm", "exploding", says, curve.place(0, at), 0.95)
            return
        says = f"{curve.key} is {values[at]} at {run.unit} {curve.steps[at]:g}"
        yield Observation("gradient_norm", "nan", says, curve.place(at, at), 0.9)
        return
    if len(values) < 3:
        return
    middle, highest, last = float(np.median(values)), float(values.max()), float(np.median(values[-3:]))
    says = (
        f"{curve.key} is {figure(middle)} in the middle, {figure(highest)} at most, {figure(last)} at the end"
    )
    if _at_a_clip(values):
        share = float(np.mean(values >= 0.99 * highest))
        says = f"{curve.key} is {figure(highest)} in {share:.0%} of {len(values)} values, and never more"
        yield Observation("gradient_norm", "constant", says, curve.place(), 0.9)
        return
    if highest == 0:
        answer = "zero"
    elif highest < 1e-6:
        answer = "tiny"
    elif (
        last > 30 * float(np.median(values[: max(3, len(values) // 4)]))
        or middle > 1e3
        or highest > max(1e3, 100 * middle)
    ):
        answer = "exploding"
    elif len(values) >= 10 and highest > 10 * middle and int(np.argmax(values)) > len(values) // 20:
        answer = "spikes"
    else:
        answer = "ordinary"
    yield Observation("gradient_norm", answer, says, curve.place(), 0.85)


def _at_a_clip(values: Floats) -> bool:
    """Nearly all values within a percent of the highest: what a norm is cut to, it never exceeds.

    Full batches repeat their norm too where nothing moves at all; so only a round number counts, as
    people choose for a clip: 1, 0.25, 0.001.
    """
    highest = float(values.max())
    if len(values) < 8 or highest < 1e-6 or float(np.mean(values >= 0.99 * highest)) < 0.8:
        return False
    digits = f"{highest:.1e}"
    return abs(highest - float(digits)) <= 1e-3 * highest
