"""Where the training loss rests, and whether that number means something.

The arithmetic of the numbers is in `assistant.forensics`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from assistant import forensics
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import shape, spread
from assistant.run import Curve, Run

_SQUARED = re.compile(r"mse|mae|squared|huber|(?:^|[^a-z])l[12](?:[^a-z]|$)")
_NEGATIVE = re.compile(
    r"(?:^|[^a-z])(?:elbo|nll|actor|policy|critic|objective|gan|gen|disc|d|g)(?:[^a-z]|$)|generator|"
    r"discriminator"
)
_UNNAMED = 0.65
"""So sure is it that a loss below zero, of which nothing is known, is one that must not be there."""


def resting_level(curve: Curve) -> tuple[float, float]:
    """Where a curve rests, and within what: the median of its last half, with its own error."""
    finite = curve.values[np.isfinite(curve.values)]
    tail = finite[len(finite) // 2 :]
    if not tail.size:
        return float("nan"), 0.0
    level = float(np.median(tail))
    wander = spread(tail, 0.25, 0.75) / np.sqrt(len(tail))
    return level, max(float(np.median(curve.errors)), float(wander), 0.003 * abs(level))


def observe_level(
    run: Run, curve: Curve, trend: Observation | None, classes: int | None
) -> Iterator[Observation]:
    """What the level of the main loss means: below zero, zero, a special number, or nothing."""
    values = curve.values
    kind = forensics.negative_kind(values)
    if kind is not None:
        if _may_be_negative(curve):
            return
        least = figure(float(np.nanmin(values)))
        # beside an accuracy it is a cross-entropy, or meant as one; else it may be the log of a density
        sure = 0.95 if run.curve("accuracy", curve.split) is not None else _UNNAMED
        says = f"{curve.key} falls to {least}, below zero"
        yield Observation("loss_level", "negative", says, curve.place(), sure)
        yield Observation(
            "negative_loss", kind, f"{curve.key} ends at {figure(float(values[-1]))}", curve.place(), 0.8
        )
        return
    first_zero = forensics.exact_zero(values)
    if first_zero is not None:
        yield from _zero(run, curve, first_zero)
        return
    special = _special(run, curve, trend, classes)
    if special is not None:
        yield special
        return
    classifies = run.curve("accuracy", curve.split) is not None and not is_squared(curve)
    if abs(float(values[-1])) > (10 if classifies else 1000) and curve.name in ("loss", "mse"):
        yield Observation(
            "loss_level", "huge", f"{curve.key} ends at {figure(float(values[-1]))}", curve.place(-1)
        )
        return
    says = f"{curve.key} ends at {figure(float(values[-1]))}, no special number"
    yield Observation("loss_level", "ordinary", says, curve.place(-1), 0.9 if len(curve) > 2 else 0.5)


def _special(run: Run, curve: Curve, trend: Observation | None, classes: int | None) -> Observation | None:
    """The first of the numbers with a meaning that fits where the loss rests."""
    for split in ("validation", "test", "train"):
        found = _on_a_clip(run, split)
        if found is not None:
            return found
    twice = _softmax_twice(run, classes)
    if twice is not None:
        return twice
    level, tolerance = resting_level(curve)
    if tolerance > 0.03 * abs(level):
        return None  # it wanders too far to rest anywhere
    accuracy = run.curve("accuracy", curve.split)
    still = trend is None or trend.answer in ("flat", "frozen", "plateau", "oscillating")
    rests = still or _rests(curve)
    if not rests:
        return None
    half = curve.place(len(curve) // 2)
    flat = trend is not None and trend.answer in ("flat", "frozen")
    variance = _mean_predicted(run, curve, level, tolerance, _OF_A_PART if flat else _OF_ALL)
    if variance is not None:
        says = f"{curve.key} rests at {figure(level)}; {variance.says}, as if the mean were predicted"
        return Observation("loss_level", "target-variance", says, half, 0.7 * variance.sure)
    if is_squared(curve):
        return None
    uniform = forensics.uniform_output(level, tolerance, classes)
    if uniform is not None and uniform.sure > 0.3:
        says = (
            f"{curve.key} rests at {figure(level, float(np.median(curve.errors)))}; {uniform.says}: "
            f"all {uniform.value:g} classes get the same probability"
        )
        return Observation("loss_level", "ln-classes", says, half, uniform.sure)
    if accuracy is not None and np.ptp(accuracy.values[-3:]) < 0.02:
        shares = forensics.ignored_input(
            level, tolerance, float(np.median(accuracy.values[-3:])), float(accuracy.errors[-1])
        )
        if shares is not None and shares.sure > 0.5:
            says = f"{curve.key} rests at {figure(level)}; {shares.says}: the input is ignored"
            return Observation("loss_level", "class-entropy", says, half, shares.sure)
    return None


_OF_ALL, _OF_A_PART = 0.015, 0.06
"""How far the variance of targets is from what it is over all of them, as a share. A part of n that was drawn
from rows standardized together has a variance off by sqrt(2/n): 6 % for 500. So far only where the loss has
stood there from the start.
"""


def _mean_predicted(
    run: Run, curve: Curve, level: float, tolerance: float, off: float
) -> forensics.Proof | None:
    """The variance of standardized targets, or of balanced 0/1 targets, where the loss may be squared.

    A named squared error, or no accuracy beside it; 0.25 only where the name says so.
    off: how far from it, as a share.
    """
    named = is_squared(curve)
    if not named and any(other.name.endswith("accuracy") for other in run.curves):
        return None
    for variance in (1.0, 0.25) if named else (1.0,):
        proof = forensics.targets_variance(level, max(tolerance, off * variance), variance)
        if proof is not None:
            return proof
    return None


def _softmax_twice(run: Run, classes: int | None) -> Observation | None:
    """A loss that has leveled off at the floor of a second softmax, given its accuracy, or is nearly there.

    One that still falls must have begun at ln K of the same K: a loss of its own would be far under the
    floor at that accuracy.
    """
    for split in ("validation", "test", "train"):
        loss, accuracy = run.curve("loss", split), run.curve("accuracy", split)
        if loss is None or accuracy is None or is_squared(loss):
            continue
        proof, level = _at_the_floor(loss, accuracy, classes)
        if (
            proof is not None
            and proof.sure > 0.5
            and not _under(run, forensics.double_softmax_floor(int(proof.value)))
        ):
            says = (
                f"{split} loss {'rests' if _rests(loss) else 'ends'} at {figure(level)}; {proof.says}, "
                "the floor of an output activation applied twice"
            )
            return Observation(
                "loss_level", "double-softmax-floor", says, loss.place(len(loss) // 2), proof.sure
            )
    return None


def _under(run: Run, floor: float) -> bool:
    """A loss of any split that was below what a second softmax can give: then there is none."""
    losses = [
        curve.values for split in ("train", "validation", "test") if (curve := run.curve("loss", split))
    ]
    return any(bool(np.any(values < floor - 0.01)) for values in losses)


_NEARLY = 0.08
"""How far over its floor the loss of a second softmax may end where it began at ln K of the same K."""


def _at_the_floor(loss: Curve, accuracy: Curve, classes: int | None) -> tuple[forensics.Proof | None, float]:
    """The proof of a second softmax or sigmoid, and the level it speaks of."""
    if _rests(loss):
        level, tolerance = resting_level(loss)
        share = float(np.median(accuracy.values[len(accuracy) // 2 :]))
        proof = forensics.double_softmax(level, tolerance, share, classes)
        proof = proof or forensics.double_sigmoid(level, tolerance, share)
        if proof is not None:
            return proof, level
    level, share = float(np.median(loss.values[-3:])), float(np.median(accuracy.values[-3:]))
    shared, ours, theirs = np.intersect1d(loss.steps, accuracy.steps, return_indices=True)
    if len(shared) > 3 and (
        proof := forensics.double_softmax_line(loss.values[ours], accuracy.values[theirs])
    ):
        return proof, level
    begun = classes or round(float(np.exp(min(loss.values[0], 8.0))))
    if len(loss) < 3 or begun < 3 or not 0.9 * np.log(begun) < loss.values[0] < 1.05 * np.log(begun):
        return None, level
    tolerance = max(float(np.median(loss.errors)), 0.003 * level)
    return forensics.double_softmax(level, tolerance, share, begun, _NEARLY), level


def _on_a_clip(run: Run, split: str) -> Observation | None:
    """The arithmetic of the clip, on the last point of a split that has loss and accuracy."""
    loss, accuracy = run.curve("loss", split), run.curve("accuracy", split)
    if loss is None or accuracy is None or not np.isfinite(loss.values[-1]) or loss.values[-1] < 0.3:
        return None
    proof = forensics.clip_floor(
        float(loss.values[-1]), float(loss.errors[-1]), float(accuracy.values[-1]), float(accuracy.errors[-1])
    )
    if proof is None or proof.sure < 0.3:
        return None
    shown = figure(float(loss.values[-1]))
    says = f"{split} loss {shown} = {proof.says}: every output sits on the clip of the loss"
    return Observation("loss_level", "clip-floor", says, loss.place(-1), proof.sure)


def _rests(curve: Curve) -> bool:
    """Whether the last half stays within a percent."""
    found = shape(curve.values)
    if found is None or found.points < 5:
        return False
    half = found.blocks[len(found.blocks) // 2 :]
    return float(np.ptp(half)) < 0.015 * abs(float(half.mean()))


def _zero(run: Run, curve: Curve, first: int) -> Iterator[Observation]:
    printed = float(curve.errors[first])
    sure = 0.95 if printed < 1e-3 else 0.6
    says = f"{curve.key} is exactly 0 as printed from {run.unit} {curve.steps[first]:g} on"
    yield Observation("loss_level", "zero", says, curve.place(first), sure)
    early = first <= max(2, len(curve) // 5)
    yield Observation("zero_onset", "at-once" if early else "late", says, curve.place(first), 0.8)


def _may_be_negative(curve: Curve) -> bool:
    """Objectives that are negative by nature: log-likelihoods, rewards, adversarial losses."""
    return _NEGATIVE.search(curve.key.lower()) is not None


def is_squared(curve: Curve) -> bool:
    """Whether the name of a loss says that it is no cross-entropy."""
    return _SQUARED.search(curve.key.lower()) is not None
