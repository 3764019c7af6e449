"""The accuracy to symptoms: trend, level, one class for all, and whether it fits the loss."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant import forensics
from assistant.observe.level import is_squared, resting_level
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import Shape, shape
from assistant.run import STATED, Curve, Run


def main_accuracy(run: Run) -> Curve | None:
    """Training accuracy; validation or test accuracy where there is no other."""
    for split in ("train", "validation", "test"):
        curve = run.curve("accuracy", split)
        if curve is not None:
            return curve
    return None


ALL = 1.0005
"""A share above this is none, whatever was rounded."""


def above_all(run: Run) -> tuple[Curve, ...]:
    """Accuracies that exceed 1, or 100 percent: what they count is not what they are divided by."""
    return tuple(
        curve
        for curve in run.curves
        if curve.name.endswith("accuracy") and len(curve) and bool((curve.values > ALL).any())
    )


def observe_miscounted(curves: tuple[Curve, ...]) -> Iterator[Observation]:
    """That an accuracy exceeds 1."""
    if curves:
        curve = max(curves, key=lambda one: float(np.nanmax(one.values)))
        at = int(np.nanargmax(curve.values))
        says = f"{curve.split} accuracy is {curve.values[at]:.0%}, more than all there are"
        yield Observation("metric_fit", "miscounts", says, curve.place(at), 0.95)


def observe_accuracy(run: Run, classes: int | None) -> Iterator[Observation]:
    """All that accuracies show, alone and against the loss."""
    curve = main_accuracy(run)
    if curve is None:
        return
    yield from _trend(curve)
    yield from _level(curve, classes)
    yield from _one_class(run, classes)
    yield from _sizes(run)
    yield from _between_batches(run)
    yield from _balance(run)
    yield from _against_loss(run, classes)


def _trend(curve: Curve) -> Iterator[Observation]:
    found = shape(curve.values)
    if found is None or found.points < 3:
        return
    answer = _named(found)
    if answer:
        first, last = figure(float(curve.values[0])), figure(float(curve.values[-1]))
        says = f"{curve.split} accuracy goes from {first} to {last} in {found.points} values"
        if answer == "frozen":
            says = f"{curve.split} accuracy is {first} to the last digit, {found.points} times"
        yield Observation("accuracy_trend", answer, says, curve.place(), 0.9 if found.points > 4 else 0.7)


def _named(s: Shape) -> str:
    if s.frozen:
        return "" if s.end > 0.97 else "frozen"
    rise = s.end - s.start
    margin = max(0.01, 3 * s.error)
    if rise > max(0.05, margin):
        return "rising"
    if min(s.start, s.end) > 0.85 and abs(rise) < 0.05:
        return ""  # it had arrived before the log begins
    if rise < -max(0.03, margin):
        return "falling"
    if s.noise > 0.08 and s.turns > 0.4:
        return "erratic"
    if rise > margin and len(s.blocks) > 4:
        return "slow"
    return "flat" if abs(rise) <= max(0.03, margin) else ""


def _level(curve: Curve, classes: int | None) -> Iterator[Observation]:
    tail = curve.values[-3:]
    level = float(np.median(tail))
    if not np.isfinite(level):
        return
    says = f"{curve.split} accuracy ends at {figure(float(curve.values[-1]))}"
    place = curve.place(-1)
    if level <= 0.002 and (classes is None or classes <= 100):
        yield Observation("accuracy_level", "zero", says, place, 0.9)
        return
    if level >= 0.98:
        yield Observation("accuracy_level", "near-perfect", says, place, 0.95)
        return
    chance = 1 / classes if classes else None
    if chance is None:
        yield from _level_of_unknown(curve, level, says)
    elif level < chance - max(0.04, 0.3 * chance):
        yield Observation(
            "accuracy_level", "below-chance", f"{says}, under the {chance:.3g} of guessing", place, 0.9
        )
    elif abs(level - chance) < max(0.02, 0.15 * chance):
        yield Observation(
            "accuracy_level", "chance", f"{says}, what guessing among {classes} gives", place, 0.9
        )
    elif level < 1.6 * chance and chance <= 0.2:
        says += f", hardly more than the {chance:.3g} of guessing"
        yield Observation("accuracy_level", "chance", says, place, 0.6)
    else:
        yield Observation("accuracy_level", "ordinary", says, place, 0.8)


def _level_of_unknown(curve: Curve, level: float, says: str) -> Iterator[Observation]:
    """Without the number of classes: 1/K for a common K, held over the run, looks like chance."""
    spread = float(np.ptp(curve.values)) if len(curve) > 2 else 1.0
    near = [k for k in (2, 3, 4, 5, 10, 100) if abs(level - 1 / k) < 0.08 / k]
    if near and spread < 0.08:
        yield Observation(
            "accuracy_level", "chance", f"{says}, as if guessing among {near[0]}", curve.place(-1), 0.6
        )
    elif level > 0.55 or spread > 0.1:
        yield Observation("accuracy_level", "ordinary", says, curve.place(-1), 0.7)


def _one_class(run: Run, classes: int | None) -> Iterator[Observation]:
    """Accuracy that comes back to exactly 1/K, or never leaves one value, while others move."""
    for split in ("validation", "train", "test"):
        curve = run.curve("accuracy", split)
        if curve is None or len(curve) < 4 or not np.isfinite(curve.values).all():
            continue
        values, counts = np.unique(curve.values, return_counts=True)
        top = int(np.argmax(counts))
        share, times = float(values[top]), int(counts[top])
        if share > 0.97 or share < 0.005:
            continue
        if times == len(curve):
            says = (
                f"{split} accuracy is {share:.4f} in all {times} epochs: probably one class predicted for all"
            )
            yield Observation("one_class", "always", says, curve.place(), 0.85)
            return
        k = forensics.class_share(share, float(curve.errors[-1]))
        k = k if k and (k <= 10 or k == classes) else None
        fine_grained = float(curve.errors[-1]) <= 5e-4
        if k and fine_grained and times >= max(3, len(curve) // 12):
            says = (
                f"{split} accuracy is exactly {share:.4f} = 1/{k} in {times} of {len(curve)} "
                f"{run.unit}s: one class predicted for all"
            )
            yield Observation("one_class", "at-times", says, curve.place(), 0.9)
            return


def _sizes(run: Run) -> Iterator[Observation]:
    """The size of the validation set, or of the batch, read off the printed accuracies."""
    held_out = run.curve("accuracy", "validation") or run.curve("accuracy", "test")
    if held_out is not None:
        found = forensics.grid(held_out.values, held_out.errors)
        if found is not None:
            size = int(found.value)
            noise = forensics.binomial_noise(float(np.nanmedian(held_out.values)), size)
            answer = "tiny" if size < 200 else "small" if size <= 1000 else "ample"
            says = f"{found.says}: the validation set holds {size} samples, noise ±{noise:.1%}"
            yield Observation("evaluation_size", answer, says, held_out.place(), found.sure)
    training = run.curve("accuracy", "train")
    if training is None:
        return
    found = forensics.grid(training.values, training.errors)
    if found is None:
        return
    size = int(found.value)
    if run.unit == "epoch":
        answer = "tiny" if size < 1000 else "small" if size <= 10000 else "ample"
        says = f"{found.says}: the training set holds {size:,} samples (or a multiple)"
        yield Observation("training_size", answer, says, training.place(), found.sure * 0.8)
    else:
        answer = "large" if size >= 512 else "usual" if size >= 16 else "tiny"
        says = f"{found.says}: a batch of {size:,}"
        yield Observation("batch_size", answer, says, training.place(), found.sure * 0.9)


def _batch_of(curve: Curve) -> float | None:
    """How many samples the single accuracies were measured on; None where they do not tell."""
    inner = (curve.values > 0) & (curve.values < 1)
    values, errors = curve.values[inner], np.maximum(curve.errors[inner], 1e-9) * 1.02
    if len(np.unique(values)) < 4:
        return None
    for size in range(4, int(min(513, 0.25 / float(errors.max()) + 1))):
        if float(np.mean(np.abs(values * size - np.rint(values * size)) <= errors * size)) >= 0.8:
            return float(size)
    return None


def _balance(run: Run) -> Iterator[Observation]:
    """The share of the rare class, where an accuracy of A stands beside a recall of exactly 0.

    All positives are missed, so they are among the wrong answers: their share is 1 - A at most.
    """
    for split in ("validation", "train", "test"):
        accuracy, recall = run.curve("accuracy", split), run.curve("recall", split)
        if accuracy is None or recall is None:
            continue
        right = float(np.median(accuracy.values[-3:]))
        if right >= 0.9 and float(np.median(recall.values)) == 0 == float(recall.values[-1]):
            says = (
                f"{split} recall is 0 at an accuracy of {figure(right)}: the positives are among the wrong "
                f"answers, {1 - right:.1%} at most"
            )
            yield Observation("class_balance", "imbalanced", says, recall.place(), 0.95)
        return


def _between_batches(run: Run) -> Iterator[Observation]:
    """Whether accuracies of batches differ by more than chance alone lets them.

    A batch of n shuffled samples has an accuracy with variance p (1 - p)/n at most, so two neighbors
    differ by over 3.5 sqrt(2 p (1 - p)/n) once in two thousand times. Where a quarter of them do, the
    batches hold different things: one class each, or the rows in their order. p is the mean of the
    seven batches around; n is the least number that four in five of the figures are
    multiples of (the last batch of an epoch is smaller).
    """
    curve = run.curve("accuracy", "train")
    if curve is None or run.unit == "epoch" or len(curve) < 16 or not np.isfinite(curve.values).all():
        return
    values, size = curve.values, _batch_of(curve)
    if size is None:
        return
    around = np.lib.stride_tricks.sliding_window_view(np.pad(values, 3, mode="edge"), 7).mean(axis=1)
    mean = np.clip((around[1:] + around[:-1]) / 2, 0.5 / size, 1 - 0.5 / size)
    allowed = 3.5 * np.sqrt(2 * mean * (1 - mean) / size)
    beyond = float(np.mean(np.abs(np.diff(values)) > allowed))
    says = (
        f"{beyond:.0%} of neighboring batches of {size:g} differ by more in accuracy than chance allows "
        "(3.5 standard deviations)"
    )
    if beyond >= 0.25:
        yield Observation("between_batches", "beyond-chance", says, curve.place(), 0.9)
    elif beyond <= 0.05:
        yield Observation("between_batches", "by-chance", says, curve.place(), 0.8)


def _against_loss(run: Run, classes: int | None) -> Iterator[Observation]:
    for split in ("validation", "test", "train"):
        found = _contradiction(run, split, classes)
        if found is not None:
            yield found
            return
    loss, accuracy = _pair(run)
    if loss is None or accuracy is None or min(len(loss), len(accuracy)) < 3:
        return
    ls, cs = shape(loss.values), shape(accuracy.values)
    if ls is None or cs is None or not np.isfinite(loss.values).all():
        return
    opposed = classes is not None and forensics.opposed(loss.values, accuracy.values, 1 / classes)
    answer = "accuracy-stuck" if opposed else _together(ls, cs)
    if answer:
        says = (
            f"{loss.key} goes from {figure(float(loss.values[0]))} to {figure(float(loss.values[-1]))} "
            f"while accuracy goes from {figure(float(accuracy.values[0]))} to "
            f"{figure(float(accuracy.values[-1]))}"
        )
        yield Observation("loss_vs_accuracy", answer, says, accuracy.place(), 0.8)


def _pair(run: Run) -> tuple[Curve | None, Curve | None]:
    """Loss and accuracy of the first split that prints both."""
    for split in ("train", "validation", "test"):
        loss, accuracy = run.curve("loss", split), run.curve("accuracy", split)
        if loss is not None and accuracy is not None:
            return loss, accuracy
    return None, None


def _together(loss: Shape, accuracy: Shape) -> str:
    rise = accuracy.end - accuracy.start
    slack = max(0.015, 3 * accuracy.error)
    if loss.progress > 0.3 and abs(rise) <= slack and accuracy.end < 0.85:
        return "accuracy-stuck"
    if loss.progress > 0.3 and rise < -max(0.03, slack):
        return "accuracy-stuck"
    if loss.progress < -0.15 and rise > max(0.05, slack):
        return "loss-grows"
    if abs(loss.progress) < 0.03 and rise > max(0.1, slack):
        return "loss-flat"
    if 0 < loss.progress < 0.2 and rise > 0.4 and abs(loss.settled) < 0.02:
        return "loss-flat"  # it has leveled off near its start, and most answers are right
    if loss.progress > 0.02 and rise > 0:
        return "agree"
    return ""


_UNCOUNTED = 100
"""Samples that an accuracy is held to be of where it does not tell."""


def _contradiction(run: Run, split: str, classes: int | None) -> Observation | None:
    loss, accuracy = run.curve("loss", split), run.curve("accuracy", split)
    if loss is None or accuracy is None or run.curve("mae", split) or run.curve("mse", split):
        return None
    several = max(len(loss), len(accuracy)) > 1
    few = len(loss) != len(accuracy) and min(len(loss), len(accuracy)) < 3
    if several and (few or run.name == STATED):
        return None  # figures of different times, as a person notes them
    last_loss, last = float(loss.values[-1]), float(accuracy.values[-1])
    if not np.isfinite(last_loss) or last_loss < 0 or _weighted(loss):
        return None
    proof = forensics.impossible_accuracy(last_loss, float(loss.errors[-1]), last, float(accuracy.errors[-1]))
    if proof is not None and _holds(loss, accuracy):
        says = f"{split}: {proof.says}; loss and accuracy do not look at the same thing"
        return Observation("loss_vs_accuracy", "impossible", says, loss.place(-1), proof.sure)
    shared, ours, theirs = np.intersect1d(loss.steps, accuracy.steps, return_indices=True)
    # a loss of single batches says little beside an accuracy of all of them
    together = len(shared) > 0.8 * max(len(loss), len(accuracy))
    measured = forensics.grid(accuracy.values, accuracy.errors) if together else None
    size = measured.value if measured is not None else _UNCOUNTED
    cheap = forensics.too_cheap(loss.values[ours], accuracy.values[theirs], size) if together else None
    if cheap is not None:
        says = f"{split}: {cheap.says}; loss and accuracy hardly look at the same thing"
        return Observation("loss_vs_accuracy", "impossible", says, loss.place(), cheap.sure)
    level, tolerance = resting_level(loss)
    ties = forensics.ties_counted(level, tolerance, last, classes)
    if ties is not None and ties.sure > 0.3:
        says = f"{split} accuracy {figure(last)} with {loss.key} at {figure(level)}; {ties.says}"
        return Observation(
            "loss_vs_accuracy", "too-good", says, accuracy.place(len(accuracy) // 2), ties.sure
        )
    return None


def _holds(loss: Curve, accuracy: Curve) -> bool:
    """The contradiction stands in most of the points, not in one of them."""
    count = min(len(loss), len(accuracy))
    least = (1 - accuracy.values[-count:]) * np.log(2)
    return bool(np.mean(loss.values[-count:] < least) > 0.6)


def _weighted(loss: Curve) -> bool:
    """A focal, scaled or squared loss may cost less than ln 2 for a wrong answer."""
    return is_squared(loss) or any(word in loss.key.lower() for word in ("focal", "dice", "scaled", "kl"))
