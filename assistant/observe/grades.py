"""Curves to grades: how far, how fast, how noisy, how far apart; numbers that need no name for a shape."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant.forensics import Floats
from assistant.grades import GRADES
from assistant.observe.accuracy import main_accuracy
from assistant.observe.loss import is_bound, main_loss
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import shape
from assistant.observe.validation import pair
from assistant.run import Curve, Place, Run

_BLOCKS = 12
_TINY = 1e-9

Measured = tuple[str, float, str, Place]
"""Name of the grade, its value, what was measured in words, and where."""


def observe_grades(run: Run, classes: int | None) -> Iterator[Observation]:
    """Every grade that the curves of a run allow."""
    for name, value, says, place in _measured(run, classes):
        if np.isfinite(value):
            yield Observation(name, GRADES[name].answer(value), says, place, 0.95)


def _measured(run: Run, classes: int | None) -> Iterator[Measured]:
    loss = main_loss(run)
    if loss is not None and not is_bound(run, loss):
        yield from _loss(loss)
        yield from _from_chance(loss, classes)
    training, held_out = pair(run)
    if training is not None and is_bound(run, training):
        training = None
    if training is not None and held_out is not None and held_out is not training:
        yield from _against(training, held_out)
    accuracy = main_accuracy(run)
    if accuracy is not None:
        yield from _accuracy(accuracy)
    yield from _ahead(run)
    yield from _per_error(run)
    yield from _optimizer(run)


def _blocks(values: Floats) -> Floats:
    """A curve as up to twelve points: medians of its parts where it has more."""
    if len(values) <= _BLOCKS:
        return values
    return np.array([np.median(part) for part in np.array_split(values, _BLOCKS)])


def _loss(curve: Curve) -> Iterator[Measured]:
    """How far the loss has come, when, how steadily, and whether it rests. Three points at least."""
    values = curve.values
    if len(values) < 3 or not np.isfinite(values).all():
        return
    blocks, key, place = _blocks(values), curve.key, curve.place()
    start = float(values[0]) if len(values) <= _BLOCKS else float(blocks[0])
    end = float(np.median(blocks[-3:]))
    moved = f"{key} goes from {figure(start)} to {figure(end)}"
    if start > 0 and end > 0:
        yield "loss_left", end / start, f"{moved}: {end / start:.0%} of it is left", place
    drop = start - float(blocks.min())
    noise = _noise_of_blocks(values)
    if start > 0 and drop > max(0.1 * start, 4 * noise) and len(blocks) >= 5:
        early = (start - float(blocks[max(1, round(len(blocks) * 0.25))])) / drop
        late = float(blocks[len(blocks) // 2] - blocks[-1]) / drop
        yield "early_share", early, f"{moved}, {early:.0%} of the way in the first quarter", place
        yield "late_share", late, f"{moved}, {late:.0%} of the way in the second half", place
    if noise < 0.1 * abs(float(np.median(blocks))):
        steps = np.diff(blocks) / np.maximum(np.abs(blocks[:-1]), _TINY)
        rises = float(np.mean(steps > 0.01))
        yield "loss_rises", rises, f"{key} rises in {rises:.0%} of its steps", place
    tail = blocks[-max(3, len(blocks) // 3) :]
    still = float(np.ptp(tail)) / max(abs(float(np.median(tail))), _TINY)
    last = curve.place(max(-len(values), -max(3, len(values) // 3)))
    yield "loss_rest", still, f"{key} moves by {still:.2%} over its last third", last


def _noise_of_blocks(values: Floats) -> float:
    """How far the median of a block may be off by the noise of single points; 0 where blocks are points.

    Losses of single batches go up and down in a good run too: what is not larger says nothing.
    """
    found = shape(values)
    if found is None or len(values) < 3 * _BLOCKS:
        return 0.0
    return 1.25 * found.noise / float(np.sqrt(len(values) / _BLOCKS))


def _from_chance(curve: Curve, classes: int | None) -> Iterator[Measured]:
    """Zeroed or dead networks rest on ln K to the last digit, untrained ones only near it."""
    if classes is None or len(curve) < 3 or not np.isfinite(curve.values).all():
        return
    rests, chance = float(np.median(curve.values[-max(3, len(curve) // 3) :])), float(np.log(classes))
    says = f"{curve.key} ends at {figure(rests)}, {rests / chance:.4g} × ln {classes}"
    yield "chance_distance", abs(rests / chance - 1), says, curve.place(-1)


def _against(training: Curve, held_out: Curve) -> Iterator[Measured]:
    """Validation loss against training loss, and its own course."""
    fits, holds = training.values[np.isfinite(training.values)], held_out.values[np.isfinite(held_out.values)]
    if len(fits) < 2 or len(holds) < 2 or fits.min() <= 0 or holds.min() <= 0:
        return
    name, place = f"{held_out.split} loss", held_out.place()
    first = float(holds[0]) / float(np.median(fits[: max(1, len(fits) // len(holds))]))
    last = float(np.median(holds[-3:])) / float(np.median(fits[-max(3, len(fits) // 10) :]))
    yield "validation_ratio_first", first, f"{name} is {first:.2g} times the training loss at first", place
    yield "validation_ratio", last, f"{name} is {last:.2g} times the training loss at the end", place
    least = int(np.argmin(holds))
    at = least / (len(holds) - 1)
    low, end = float(holds[least]), float(np.median(holds[-2:]))
    says = f"{name} is least, {figure(low)}, after {at:.0%} of the run and {figure(end)} at the end"
    yield "validation_least_at", at, says, place
    yield "validation_rise", end / low, says, place
    if len(holds) > 3:
        swing = float(np.median(np.abs(np.diff(np.log(holds)))))
        yield "validation_swing", swing, f"{name} changes by {swing:.1%} from one look to the next", place


def _accuracy(curve: Curve) -> Iterator[Measured]:
    values = curve.values[np.isfinite(curve.values)]
    if not len(values):
        return
    key, place, end = f"{curve.split} accuracy", curve.place(), float(np.median(values[-3:]))
    yield "accuracy_first", float(values[0]), f"{key} starts at {figure(float(values[0]))}", curve.place(0, 0)
    yield "accuracy_last", end, f"{key} ends at {figure(end)}", curve.place(-1)
    if len(values) > 3:
        span = float(np.ptp(values))
        yield "accuracy_range", span, f"{key} moves by {figure(span)} in all", place
        wobble = float(np.median(np.abs(np.diff(values[-8:]))))
        yield "accuracy_wobble", wobble, f"{key} changes by {figure(wobble)} a look at the end", place


def _ahead(run: Run) -> Iterator[Measured]:
    train = run.curve("accuracy", "train")
    val = run.curve("accuracy", "validation") or run.curve("accuracy", "test")
    if train is None or val is None:
        return
    fits, holds = float(np.median(train.values[-3:])), float(np.median(val.values[-3:]))
    says = f"training accuracy {figure(fits)}, {val.split} accuracy {figure(holds)} at the end"
    yield "accuracy_ahead", fits - holds, says, val.place(-1)


def _per_error(run: Run) -> Iterator[Measured]:
    """Loss over the share of wrong samples: ln 2 at least for each where loss and metric agree."""
    for split in ("validation", "test", "train"):
        loss, accuracy = run.curve("loss", split), run.curve("accuracy", split)
        if loss is None or accuracy is None:
            continue
        cost, right = float(np.median(loss.values[-3:])), float(np.median(accuracy.values[-3:]))
        if right <= 1:
            each = cost / max(1 - right, 2e-3)
            says = f"{split} loss {figure(cost)} at accuracy {figure(right)}: {figure(each)} a wrong sample"
            yield "loss_per_error", each, says, loss.place(-1)
        break
    loss, accuracy = run.curve("loss", "train"), run.curve("accuracy", "train")
    if loss is not None and accuracy is not None and loss.steps[0] == accuracy.steps[0]:
        cost, right = float(loss.values[0]), float(accuracy.values[0])
        if 0 <= right < 0.98:
            says = f"the first training loss is {figure(cost)} at accuracy {figure(right)}"
            yield "first_loss_per_error", cost / (1 - right), says, loss.place(0, 0)


def _optimizer(run: Run) -> Iterator[Measured]:
    gradient = run.curve("gradient norm", "train") or _of_tensors(run)
    rate = run.curve("learning rate", "train")
    if gradient is not None:
        values = gradient.values[np.isfinite(gradient.values)]
        if len(values) > 4:
            quarter = max(1, len(values) // 4)
            first, last = float(np.median(values[:quarter])), float(np.median(values[-quarter:]))
            middle, place = float(np.median(values)), gradient.place()
            moves = f"{gradient.key} goes from {figure(first)} to {figure(last)}"
            yield "gradient_growth", last / max(first, 1e-12), moves, place
            yield "gradient_size", middle, f"{gradient.key} is {figure(middle)} in the middle", place
    if rate is not None and np.isfinite(rate.values).all():
        highest = float(rate.values.max())
        if highest > 0:
            left = float(rate.values[-1]) / highest
            yield "rate_highest", highest, f"{rate.key} is {figure(highest)} at most", rate.place()
            yield "rate_left", left, f"{rate.key} ends at {left:.2g} of its highest value", rate.place(-1)


def _of_tensors(run: Run) -> Curve | None:
    """Only event files hold tensors."""
    if not run.tensors:
        return None
    from assistant.observe.tensors import gradient_norm  # noqa: PLC0415

    return gradient_norm(run)
