"""Validation against training: how its loss moves, how far apart the two end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant.forensics import Floats
from assistant.observe.loss import main_loss
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import shape
from assistant.run import STATED, Curve, Run

_TWO = 2
_FAR, _DOUBT = 0.25, 0.7
"""So far apart are two single figures of a log that no more of them are needed, and how sure that is."""


def observe_validation(run: Run, classes: int | None) -> Iterator[Observation]:
    """All that is seen between training and what was held out."""
    training, held_out = pair(run)
    if training is not None and held_out is not None and held_out is not training:
        trend = _trend(run, training, held_out)
        # a NaN in both curves is one NaN
        both = trend is not None and trend.answer == "nan" and not np.isfinite(training.values).all()
        if trend is not None and not both:
            yield trend
            if trend.answer == "turns-up":
                yield from _at_turn(run, held_out)
        yield from _best_epoch(run, held_out)
        yield from _by_heart(run, training, held_out, classes)
    gap = _gap(run, training, held_out, classes)
    if gap is not None:
        yield gap
    yield from _test_gap(run)


def pair(run: Run) -> tuple[Curve | None, Curve | None]:
    """The loss of training and the same loss on what was held out; one curve where there is one only."""
    training = main_loss(run)
    name = training.name if training is not None else "loss"
    return training, run.curve(name, "validation") or run.curve(name, "test")


def _test_gap(run: Run) -> Iterator[Observation]:
    """The final test figure against the validation figure, where a run prints both."""
    for name, worse in (("accuracy", -1.0), ("loss", 1.0)):
        val, test = run.curve(name, "validation"), run.curve(name, "test")
        if val is None or test is None:
            continue
        holds, tested = float(np.median(val.values[-3:])), float(test.values[-1])
        if not (np.isfinite(holds) and np.isfinite(tested)):
            continue
        apart = worse * (tested - holds) / (1.0 if name == "accuracy" else max(abs(holds), 0.1))
        large = apart > (0.1 if name == "accuracy" else 1.5)
        says = f"{name} is {figure(holds)} on validation and {figure(tested)} on test"
        yield Observation("test_gap", "large" if large else "none", says, test.place(-1), 0.9)
        return


def _trend(run: Run, training: Curve, held_out: Curve) -> Observation | None:
    values = held_out.values
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        says = f"{held_out.split} loss is {values[bad[0]]} at {run.unit} {held_out.steps[bad[0]]:g}"
        return Observation("validation_trend", "nan", says, held_out.place(int(bad[0]), int(bad[0])))
    if len(values) < 3:
        return None
    answer, says, sure = _named(run, training, held_out)
    return Observation("validation_trend", answer, says, held_out.place(), sure) if answer else None


def _named(run: Run, training: Curve, held_out: Curve) -> tuple[str, str, float]:
    values, name = held_out.values, f"{held_out.split} loss"
    s, t = shape(values), shape(training.values)
    if s is None or t is None:
        return "", "", 0
    first, last, least = float(values[0]), float(values[-1]), float(values.min())
    if s.frozen:
        return "frozen", f"{name} is {figure(first)} to the last digit, {len(values)} times", 0.95
    swing, calm = _swing(values), _swing(training.values)
    if len(values) >= 5 and swing > max(0.22, 3 * calm) and _back_and_forth(values):
        highest = figure(float(values.max()))
        says = f"{name} swings between {figure(least)} and {highest} from one {run.unit} to the next"
        return "swings", says, 0.9
    at = int(np.argmin(values))
    end = float(np.median(values[-3:]))
    improving = t.progress > 0.1
    over = (end - least) / max(abs(least), 1e-9)
    significant = end - least > max(3 * s.error, 0.0)
    if improving and significant and over > 0.1 and at <= 0.8 * (len(values) - 1) and len(values) >= 4:
        where = f"{run.unit} {held_out.steps[at]:g}"
        says = f"{name} is least, {figure(least)}, at {where} and {figure(last)} at the end"
        if (at == 0 or (at == 1 and over > 0.3)) and not _together(training, held_out, at):
            return "rises", f"{says}, while {training.key} falls to {figure(t.end)}", 0.85
        return "turns-up", f"{says}, while {training.key} falls to {figure(t.end)}", min(0.95, 0.6 + over)
    fallen = (first - end) / max(abs(first), 1e-9)
    if (
        improving
        and t.progress > 0.25
        and fallen < 0.03
        and len(values) >= 4
        and over < 0.1
        and end > 2 * abs(t.end)
    ):
        return "stuck", f"{name} stays at {figure(end)} while {training.key} falls to {figure(t.end)}", 0.8
    if fallen > 0.02 and (over < 0.1 or at == len(values) - 1):
        return "follows", f"{name} goes from {figure(first)} to {figure(last)}", 0.9
    return "", "", 0


def _together(training: Curve, held_out: Curve, at: int) -> bool:
    """Whether validation is no worse than training was at its best point: what was learned until then held.

    Data that is prepared, split or run in another way costs more than training does from the first look.
    """
    if not np.isfinite(training.values).all():
        return False
    step = held_out.steps[at]
    same = float(np.interp(step, training.steps, training.values))
    return 0 < float(held_out.values[at]) <= 1.1 * same


def _best_epoch(run: Run, held_out: Curve) -> Iterator[Observation]:
    """Long past: the best value in the first 40 %, and the last ones clearly worse, of twelve or more."""
    values, found = held_out.values, shape(held_out.values)
    if found is None or len(values) < 12 or not np.isfinite(values).all() or found.frozen:
        return
    at, last = int(np.argmin(values)), float(np.median(values[-3:]))
    least = float(values[at])
    where = f"{run.unit} {held_out.steps[at]:g} of {held_out.steps[-1]:g}"
    says = f"{held_out.split} loss is least, {figure(least)}, at {where}; the last ones are {figure(last)}"
    worse = last - least > max(0.05 * abs(least), 3 * found.error)
    if at <= 0.4 * (len(values) - 1) and worse:
        yield Observation("best_epoch", "long-past", says, held_out.place(at), 0.85)
    elif at >= 0.75 * (len(values) - 1):
        yield Observation("best_epoch", "near-end", says, held_out.place(at), 0.8)


def _by_heart(run: Run, training: Curve, held_out: Curve, classes: int | None) -> Iterator[Observation]:
    """Whether what is learned carries over to the held-out data at all; if not, how fast it is learned.

    Labels without a pattern are learned one by one: the loss leaves chance late (Zhang et al. 2017;
    Arpit et al. 2017: patterns come first, memory after). What is learned within the first epochs is a
    pattern, which the held-out data, prepared or split or run in another way, does not show.
    """
    t, found = training.values, shape(training.values)
    if found is None or len(t) < 5 or len(held_out) < 4 or found.progress < 0.15:
        return
    if not (np.isfinite(t).all() and np.isfinite(held_out.values).all()):
        return
    if classes is not None and float(np.median(t[-3:])) > 0.85 * np.log(classes):
        return  # training itself has learned nothing
    carried = _carried_over(run, training, held_out, classes)
    if carried is None or (not carried and classes is None and found.progress < 0.3):
        return
    if carried:
        says = f"{held_out.split} figures get better with those of training"
        yield Observation("learned_by_heart", "no", says, held_out.place(), 0.8)
        return
    blocks = found.blocks if len(t) > 30 else t
    halfway = int(np.argmax(blocks <= blocks[0] - 0.5 * (blocks[0] - blocks.min())))
    share = halfway / (len(blocks) - 1)
    says = (
        f"{training.key} is halfway down after {share:.0%} of the run, and the {held_out.split} figures "
        "have never been better than at first"
    )
    if share >= 0.3 and halfway >= 3:
        yield Observation("learned_by_heart", "slowly", says, training.place(), 0.85)
    elif share <= 0.2 or halfway <= 2:
        yield Observation("learned_by_heart", "at-once", says, training.place(), 0.85)


def _carried_over(run: Run, training: Curve, held_out: Curve, classes: int | None) -> bool | None:
    """Whether the held-out figures ever leave chance; None where that cannot be told."""
    accuracy, fits = run.curve("accuracy", held_out.split), run.curve("accuracy", "train")
    if accuracy is not None and len(accuracy) >= 4 and np.isfinite(accuracy.values).all():
        best, worst = float(np.sort(accuracy.values)[-2]), float(accuracy.values.min())
        if classes is not None:
            chance = 1 / classes
            if best < chance + max(0.04, 0.25 * chance):
                return False
            return True if best > chance + max(0.1, 0.6 * chance) else None
        if fits is not None and best < 0.4 and best - worst < 0.06:
            return False if float(np.median(fits.values[-3:])) > best + 0.3 else None
        return True if best - float(accuracy.values[0]) > 0.1 else None
    first, least = float(held_out.values[0]), float(held_out.values.min())
    if first <= 0 or first < 0.9 * float(training.values[0]):
        return True if first > 0 and least < 0.9 * first else None
    return False if least > 0.97 * first else True if least < 0.8 * first else None


def _swing(values: Floats) -> float:
    """The typical change from one point to the next, as a share of the value (a log ratio)."""
    finite = values[np.isfinite(values) & (values > 0)]
    if len(finite) < 4:
        return 0.0
    changes = np.diff(np.log(finite))
    return float(np.median(np.abs(changes - np.median(changes))))


def _back_and_forth(values: Floats) -> bool:
    steps = np.diff(values)
    return bool(np.mean(np.sign(steps[1:]) != np.sign(steps[:-1])) >= 0.45)


def _at_turn(run: Run, held_out: Curve) -> Iterator[Observation]:
    accuracy = run.curve("accuracy", held_out.split)
    if accuracy is None or len(accuracy) != len(held_out):
        return
    at = int(np.argmin(held_out.values))
    before, after = float(accuracy.values[at]), float(np.median(accuracy.values[-3:]))
    answer = "rising" if after > before + 0.005 else "falling" if after < before - 0.01 else "level"
    says = f"{held_out.split} accuracy goes from {figure(before)} to {figure(after)} meanwhile"
    yield Observation("accuracy_at_turn", answer, says, accuracy.place(at), 0.8)


def _gap(run: Run, training: Curve | None, held_out: Curve | None, classes: int | None) -> Observation | None:
    """By accuracy where both sides print one, else by loss."""
    train = run.curve("accuracy", "train")
    val = run.curve("accuracy", "validation") or run.curve("accuracy", "test")
    if train is not None and val is not None and np.isfinite(val.values).all():
        found = _accuracy_gap(train, val, training, held_out, classes)
        if run.name == STATED or len(train) >= _TWO:  # a person tells one figure, and means the end
            return found
        if float(train.values[-1] - val.values[-1]) > _FAR:
            return found._replace(sure=_DOUBT)
    if training is None or held_out is None or held_out is training or training.name != held_out.name:
        return None
    return _at_chance(training, val, classes) or _loss_gap(training, held_out)


def _at_chance(training: Curve, val: Curve | None, classes: int | None) -> Observation | None:
    """Validation accuracy at 1/K while the training loss falls, where no training accuracy is printed."""
    learned = shape(training.values)
    if val is None or classes is None or learned is None or learned.progress < 0.3:
        return None
    holds = float(np.median(val.values[-3:]))
    if not abs(holds - 1 / classes) < max(0.04, 0.15 / classes):
        return None
    end = figure(learned.end)
    says = (
        f"{training.key} falls to {end}, {val.split} accuracy stays at {figure(holds)}, what guessing gives"
    )
    return Observation("validation_gap", "at-chance", says, val.place(max(-3, -len(val))), 0.85)


def _accuracy_gap(
    train: Curve, val: Curve, training: Curve | None, held_out: Curve | None, classes: int | None
) -> Observation:
    fits, holds = float(np.median(train.values[-3:])), float(np.median(val.values[-3:]))
    gap = fits - holds
    says = (
        f"median of the last values: training accuracy {figure(fits)}, {val.split} accuracy {figure(holds)}"
    )
    chance = 1 / classes if classes else 0.5
    count = min(len(train), len(val))
    ahead = (
        float(np.mean(val.values[-count:] > train.values[-count:] + 0.005)) if len(train) == len(val) else 0.0
    )
    if fits > min(0.45, chance + 0.2) and holds < min(0.02, chance / 2):
        return Observation("validation_gap", "below-chance", says, val.place(max(-3, -len(val))), 0.9)
    if gap > 0.25 and classes and abs(holds - chance) < max(0.05, 0.15 * chance):
        return Observation("validation_gap", "at-chance", says, val.place(max(-3, -len(val))), 0.9)
    if gap > 0.15:
        return Observation("validation_gap", "large", says, val.place(max(-3, -len(val))), 0.9)
    if gap > 0.05:
        return Observation("validation_gap", "moderate", says, val.place(max(-3, -len(val))), 0.8)
    by_loss = _share_below(training, held_out)
    if (gap < -0.02 and ahead >= 0.6) or (gap < 0.005 and by_loss >= 0.7):
        if held_out is not None and training is not None and by_loss >= 0.7:
            says += f"; {held_out.split} loss is under training loss in {by_loss:.0%} of the epochs"
        return Observation("validation_gap", "better", says, val.place(), 0.9)
    return Observation("validation_gap", "none", says, val.place(max(-3, -len(val))), 0.85)


def _share_below(training: Curve | None, held_out: Curve | None) -> float:
    """In how many epochs the validation loss is under 0.9 of the training loss."""
    if training is None or held_out is None or len(training) != len(held_out) or len(training) < 3:
        return 0.0
    return float(np.mean(held_out.values < 0.9 * training.values))


def _loss_gap(training: Curve, held_out: Curve) -> Observation | None:
    fits = float(np.median(training.values[-max(3, len(training) // 10) :]))
    holds = float(np.median(held_out.values[-3:]))
    if not (np.isfinite(fits) and np.isfinite(holds)) or fits <= 0 or holds <= 0:
        return None
    says = f"median of the last values: training loss {figure(fits)}, {held_out.split} loss {figure(holds)}"
    ratio = holds / fits
    first = float(training.values[0])
    apart = (holds - fits) / max(abs(first), 1e-9)
    if _share_below(training, held_out) >= 0.7:
        return Observation("validation_gap", "better", says, held_out.place(), 0.85)
    if ratio > 2 and apart > 0.25:
        return Observation("validation_gap", "large", says, held_out.place(max(-3, -len(held_out))), 0.8)
    if ratio > 1.2 and apart > 0.04:
        return Observation("validation_gap", "moderate", says, held_out.place(max(-3, -len(held_out))), 0.7)
    return Observation("validation_gap", "none", says, held_out.place(max(-3, -len(held_out))), 0.8)
