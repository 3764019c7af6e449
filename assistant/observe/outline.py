"""The curves of a run in numbers of one length: what the trees grown on recorded runs look at.

`NAMES` says what each number is; nan stands for what a run does not show.
"""

from __future__ import annotations

import numpy as np

from assistant.run import Curve, Floats, Run

PARTS = 12
"""Every curve is seen at so many points from its beginning to its end, however long it is."""
SHORT = 3
"""Points that are numbers a curve must have for an outline."""
MOST = 10_000
"""Points of a curve that are looked at, evenly spaced."""
CURVES = (
    *(("loss", "train"), ("loss", "validation"), ("accuracy", "train"), ("accuracy", "validation")),
    *(("gradient norm", "train"), ("learning rate", "train")),
)
PAIRS = (
    *((("loss", "train"), ("loss", "validation")), (("accuracy", "train"), ("accuracy", "validation"))),
    *((("loss", "train"), ("accuracy", "train")), (("loss", "validation"), ("accuracy", "validation"))),
    (("loss", "train"), ("gradient norm", "train")),
)
"""Curves whose steps are held against each other's."""
WAYS = (1, 2, 4, 6, 8)
"""Parts at which is told how much of the way from its beginning to its end a curve has still to go."""
MEASURES = (
    *("broken", "broken from", "up", "same", "noise", "scatter", "back"),
    *("highest", "lowest", "highest at", "lowest at", "distinct"),
    *("points", "wander", "leap", "drop", "leap at", "leaps", "half at", "most at"),
    *("begins", "ends", "pace", "straight", "turns", "since lowest", "since highest"),
)
"""broken, broken from: the share of points that are no number, and where the first of them is; up, same: the
shares of steps that rise, and that change nothing; noise: how far steps usually are from the usual step, to
the first point; scatter: the usual step of the last half, to the level; back: how a step goes with the one
before, from -1 to 1; highest, lowest: to the first point; distinct: how many values there are, to the points.
points: the decimal log of how many there are; wander: the deviation from the running mean of a part, to the
range; leap, drop: the largest step up and down, to the usual one, as decimal log; leap at: where the larger
one is; leaps: the share of steps over five usual ones; half at, most at: where half and nine tenths of the
way from the first point to the last are done; begins, ends: the rise of a line through the first and the last
quarter, to the range; pace: the rise of a line through the logs; straight: the share of the variance that a
line explains; turns: the share of steps that turn back; since lowest, highest: from there to the end, to the
range.
"""
NAMES = (
    *(
        f"{split} {name} {what} {n}"
        for name, split in CURVES
        for what in ("at", "ratio")
        for n in range(PARTS)
    ),
    *(f"{split} {name} {measure}" for name, split in CURVES for measure in MEASURES),
    *(f"{name} gap {n}" for name in ("loss", "accuracy") for n in range(PARTS)),
    *(f"{split} {name} to go {n}" for name, split in CURVES for n in WAYS),
    *(f"{one[1]} {one[0]} with {other[1]} {other[0]}" for one, other in PAIRS),
    *(
        f"{split} {name} {what} {end}"
        for split in ("train", "validation")
        for name, what in (
            *(("loss", "from ln K"), ("loss", "K"), ("accuracy", "from 1/K")),
            *(("accuracy", "loss to its log"), ("accuracy", "loss to its error")),
        )
        for end in ("first", "last")
    ),
)
"""at: the level; ratio: the level to the first point; gap: validation less training, of losses in logs;
to go: the way to the last point, to the whole way; with: how steps of two curves go together, from -1 to 1;
from ln K, from 1/K: how far from what guessing among K classes gives, for the nearest K, and that K; loss to
its log, to its error: the loss to -ln of the accuracy, and to 1 less the accuracy.

Where nothing is called validation, what is called test stands for it.
"""
_LEAST = 1e-9
_NO_LOSS = 1e-6
"""Added to losses before their logs are taken."""
_GUESSES = np.arange(2.0, 21.0)
"""Classes among which a guess is looked for."""


def is_outlined(run: Run) -> bool:
    """Whether a run has a loss long enough to have an outline, or an accuracy where there is no loss.

    Where the loss is no number, the accuracy stands whatever broke it. Where it is below zero, what it is
    says whether it may be. Steps of a first epoch that is not done are no training as yet.
    """
    if run.unit == "step" and all(_in_first_epoch(curve) for curve in run.curves):
        return False
    for name in ("loss", "accuracy"):
        found = [curve.values[np.isfinite(curve.values)] for curve in run.curves if curve.name == name]
        if found:
            return max(map(len, found)) >= SHORT and not any((values < 0).any() for values in found)
    return False


def _in_first_epoch(curve: Curve) -> bool:
    return curve.split == "train" and bool(len(curve)) and bool((curve.epochs == curve.epochs[0]).all())


def outline(run: Run) -> Floats:
    """Of shape (len(NAMES),)."""
    found = {key: _values(run, *key) for key in CURVES}
    with np.errstate(all="ignore"):
        finite = {key: values[np.isfinite(values)] for key, values in found.items()}
        levels = [_levels(values) for values in finite.values()]
        ratios = [level / _first(values) for level, values in zip(levels, found.values(), strict=True)]
        logs = [np.log(np.abs(level) + _NO_LOSS) for level in levels[:2]]
        parts = [part for pair in zip(levels, ratios, strict=True) for part in pair]
        gaps = (logs[1] - logs[0], levels[3] - levels[2])
        ways = [(level[list(WAYS)] - level[-1]) / (abs(level[0] - level[-1]) + _LEAST) for level in levels]
        pairs = [_together(finite[one], finite[other]) for one, other in PAIRS]
        chance = [_chance(levels[n], levels[n + 2]) for n in (0, 1)]
        return np.concatenate((*parts, *map(_measures, found.values()), *gaps, *ways, pairs, *chance))


def _values(run: Run, name: str, split: str) -> Floats:
    found = run.curve(name, split) or (run.curve(name, "test") if split == "validation" else None)
    values = np.empty(0) if found is None else found.values
    return values[:: 1 + (len(values) - 1) // MOST] if len(values) else values


def _together(one: Floats, other: Floats) -> float:
    """How the steps of two curves go together, the longer one seen at as many points as the shorter."""
    count = min(len(one), len(other))
    if count < 4:
        return np.nan
    at = np.linspace(0, 1, count)
    first, second = (np.diff(np.interp(at, np.linspace(0, 1, len(each)), each)) for each in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


def _chance(losses: Floats, accuracies: Floats) -> Floats:
    """What the first and the last level say of guessing among some number of classes; five pairs."""
    ends = [0, -1]
    loss, accuracy = losses[ends], accuracies[ends]
    from_logs = np.abs(loss[:, None] - np.log(_GUESSES))
    among = np.where(np.isnan(loss), np.nan, _GUESSES[from_logs.argmin(axis=1)])
    from_shares = np.abs(accuracy[:, None] - 1 / _GUESSES).min(axis=1)
    of_log = loss / -np.log(np.clip(accuracy, 0.001, 0.999))
    of_error = loss / (1.001 - accuracy)
    return np.concatenate((from_logs.min(axis=1), among, from_shares, of_log, of_error))


def _first(values: Floats) -> float:
    finite = values[np.isfinite(values)]
    return abs(float(finite[0])) + _LEAST if len(finite) else np.nan


def _levels(finite: Floats) -> Floats:
    """The medians of up to PARTS parts, drawn out to PARTS points."""
    if not len(finite):
        return np.full(PARTS, np.nan)
    medians = [float(np.median(part)) for part in np.array_split(finite, min(PARTS, len(finite)))]
    return np.interp(np.linspace(0, 1, PARTS), np.linspace(0, 1, len(medians)), medians)


def _measures(values: Floats) -> Floats:
    """MEASURES of one curve, all nan where it has no point."""
    found = dict.fromkeys(MEASURES, np.nan)
    broken = ~np.isfinite(values)
    if len(values):
        found["broken"] = float(broken.mean())
        found["broken from"] = float(broken.argmax()) / len(values) if broken.any() else np.nan
    finite = values[~broken]
    count = len(finite)
    if count:
        first = _first(values)
        found["highest"], found["lowest"] = float(finite.max()) / first, float(finite.min()) / first
        found["highest at"], found["lowest at"] = finite.argmax() / count, finite.argmin() / count
        found["distinct"] = len(np.unique(finite)) / count
        found["points"] = float(np.log10(count))
    if count > 1:
        steps = np.diff(finite)
        late = np.abs(np.diff(finite[count // 2 :])) if count > 3 else np.empty(0)
        found["up"], found["same"] = float((steps > 0).mean()), float((steps == 0).mean())
        found["noise"] = float(np.median(np.abs(steps - np.median(steps)))) / first
        found["scatter"] = (
            float(np.median(late)) / (abs(float(np.median(finite))) + _LEAST) if len(late) else np.nan
        )
        found["back"] = float(np.corrcoef(steps[1:], steps[:-1])[0, 1]) if count > 3 else np.nan
    if count > 2:
        found |= _movement(finite, steps)
    return np.array([found[name] for name in MEASURES])


def _movement(finite: Floats, steps: Floats) -> dict[str, float]:
    """The measures that take three points, whatever the curve's level and scale."""
    count, spread = len(finite), float(np.ptp(finite)) + _LEAST
    width = max(1, count // PARTS)
    means = np.convolve(finite, np.full(width, 1 / width), "valid")
    off = finite[width // 2 :][: len(means)] - means if width > 1 else np.diff(finite, 2) / 2
    sizes = np.abs(steps)
    usual = float(np.median(sizes)) + _LEAST
    way = finite[0] - finite[-1]
    done = (finite[0] - finite) * np.sign(way)
    quarter = max(3, count // 4)
    return {
        "wander": float(off.std()) / spread,
        "leap": float(np.log10(max(float(steps.max()) / usual, 0.001))),
        "drop": float(np.log10(max(float(-steps.min()) / usual, 0.001))),
        "leap at": float(sizes.argmax()) / count,
        "leaps": float((sizes > 5 * usual).mean()),
        "half at": float((done >= abs(way) / 2).argmax()) / count,
        "most at": float((done >= 0.9 * abs(way)).argmax()) / count,
        "begins": _line(finite[:quarter])[0] / spread,
        "ends": _line(finite[-quarter:])[0] / spread,
        "pace": _line(np.log(np.abs(finite) + _LEAST))[0],
        "straight": _line(finite)[1],
        "turns": float((np.sign(steps[1:]) != np.sign(steps[:-1])).mean()),
        "since lowest": float(finite[-1] - finite.min()) / spread,
        "since highest": float(finite.max() - finite[-1]) / spread,
    }


def _line(values: Floats) -> tuple[float, float]:
    """The rise of the line through some values from the first to the last, and the variance it explains."""
    at = np.linspace(-0.5, 0.5, len(values))
    away = values - values.mean()
    rise = float(at @ away / (at @ at))
    return rise, rise * float(at @ away) / (float(away @ away) + _LEAST)
