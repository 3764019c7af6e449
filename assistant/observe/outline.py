"""The curves of a run in numbers of one length: what the trees grown on recorded runs look at.

`NAMES` says what each number is; nan stands for what a run does not show.
"""

from __future__ import annotations

import numpy as np

from assistant.run import Floats, Run

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
MEASURES = (
    *("broken", "broken from", "up", "same", "noise", "scatter", "back"),
    *("highest", "lowest", "highest at", "lowest at", "distinct"),
)
"""broken, broken from: the share of points that are no number, and where the first of them is; up, same: the
shares of steps that rise, and that change nothing; noise: how far steps usually are from the usual step, to
the first point; scatter: the usual step of the last half, to the level; back: how a step goes with the one
before, from -1 to 1; highest, lowest: to the first point; distinct: how many values there are, to the points.
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
)
"""at: the level; ratio: the level to the first point; gap: validation less training, of losses in logs.

Where nothing is called validation, what is called test stands for it.
"""
_LEAST = 1e-9
_NO_LOSS = 1e-6
"""Added to losses before their logs are taken."""


def is_outlined(run: Run) -> bool:
    """Whether a run has a loss long enough to have an outline, or an accuracy where there is no loss.

    Where the loss is no number, the accuracy stands whatever broke it. Where it is below zero, what it is
    says whether it may be.
    """
    for name in ("loss", "accuracy"):
        found = [curve.values[np.isfinite(curve.values)] for curve in run.curves if curve.name == name]
        if found:
            return max(map(len, found)) >= SHORT and not any((values < 0).any() for values in found)
    return False


def outline(run: Run) -> Floats:
    """Of shape (len(NAMES),)."""
    found = [_values(run, name, split) for name, split in CURVES]
    with np.errstate(all="ignore"):
        levels = [_levels(values[np.isfinite(values)]) for values in found]
        ratios = [level / _first(values) for level, values in zip(levels, found, strict=True)]
        logs = [np.log(np.abs(level) + _NO_LOSS) for level in levels[:2]]
        parts = [part for pair in zip(levels, ratios, strict=True) for part in pair]
        gaps = (logs[1] - logs[0], levels[3] - levels[2])
        return np.concatenate((*parts, *map(_measures, found), *gaps))


def _values(run: Run, name: str, split: str) -> Floats:
    found = run.curve(name, split) or (run.curve(name, "test") if split == "validation" else None)
    values = np.empty(0) if found is None else found.values
    return values[:: 1 + (len(values) - 1) // MOST] if len(values) else values


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
    if count > 1:
        steps = np.diff(finite)
        late = np.abs(np.diff(finite[count // 2 :])) if count > 3 else np.empty(0)
        found["up"], found["same"] = float((steps > 0).mean()), float((steps == 0).mean())
        found["noise"] = float(np.median(np.abs(steps - np.median(steps)))) / first
        found["scatter"] = (
            float(np.median(late)) / (abs(float(np.median(finite))) + _LEAST) if len(late) else np.nan
        )
        found["back"] = float(np.corrcoef(steps[1:], steps[:-1])[0, 1]) if count > 3 else np.nan
    return np.array([found[name] for name in MEASURES])
