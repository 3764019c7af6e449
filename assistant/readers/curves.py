"""Points of one metric while they come in, in bounded memory, and the runs that they make in the end.

Percent or fraction, steps or epochs are decided here, for whole curves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.readers.metrics import ALONE, SPLITS, UNNAMED
from assistant.readers.shapes import Flags
from assistant.run import Curve, Floats, Ints, Run

POINTS = 2**17
"""Points of a curve that are kept; of more, the lowest and the highest of every four stay."""
_STEP, _VALUE, _ERROR, _LINE, _EPOCH, _BAR, _OPEN, _SIGN = range(8)
SUMMED = "wandb: "
"""What keys begin with in a summary of a run: of a curve that is there, no further point."""
_FRAMES = 8
"""Frames of a bar from which a running mean can be told from single losses."""


@dataclass(slots=True)
class Track:
    """A curve while it grows: columns step, value, error, line, epoch, number of its tqdm bar (-1: none)."""

    name: str
    split: str
    key: str
    printed: int = 0
    percent: bool = False
    counted: bool = False
    highest: float = -math.inf
    _parts: list[Floats] = field(default_factory=list)
    _kept: int = 0

    def append(self, columns: Floats, counted: bool, percent: bool) -> None:
        """More points, shape (points, 8); repeats by other ranks or handlers are dropped."""
        columns = self._fresh(columns)
        if not len(columns):
            return
        values = columns[:, _VALUE]
        finite = values[np.isfinite(values)]
        self.highest = max(self.highest, float(finite.max())) if finite.size else self.highest
        self.percent |= percent
        self.counted |= counted
        self.printed += len(columns)
        self._kept += len(columns)
        self._parts.append(columns)
        if self._kept > POINTS:
            self._parts = [_thinned(np.concatenate(self._parts))]
            self._kept = len(self._parts[0])

    def columns(self) -> Floats:
        """All points, shape (points, 8)."""
        if len(self._parts) > 1:
            self._parts = [np.concatenate(self._parts)]
        return self._parts[0]

    def _fresh(self, columns: Floats) -> Floats:
        """Without values that the line before gave for the same step."""
        known = np.concatenate((self._parts[-1][-1:], columns)) if self._parts else columns
        now, before = known[1:], known[:-1]
        steps, epochs = now[:, _STEP] - before[:, _STEP], now[:, _EPOCH] - before[:, _EPOCH]
        undated = np.isnan(now[:, _EPOCH]) & np.isnan(before[:, _EPOCH])
        both_nan = np.isnan(now[:, _VALUE]) & np.isnan(before[:, _VALUE])
        alike = now[:, _SIGN] == before[:, _SIGN]  # whole lines without a step
        again = ((steps == 0) | alike) & ((epochs == 0) | undated) & (now[:, _LINE] != before[:, _LINE])
        coarser = 1.01 * np.maximum(now[:, _ERROR], before[:, _ERROR])  # the same, printed with more digits
        again &= (np.abs(now[:, _VALUE] - before[:, _VALUE]) <= coarser) | both_nan
        return columns[~again] if self._parts else columns[np.concatenate(([True], ~again))]


def _thinned(columns: Floats) -> Floats:
    """About half of the points."""
    return columns[extremes(columns[:, _VALUE])]


def extremes(values: Floats) -> Flags:
    """Which points of a curve to keep, about half, shape (points,).

    Both ends, and lowest and highest of every four, with what is not finite first.
    """
    whole = len(values) // 4 * 4
    fours = values[:whole].reshape(-1, 4)
    odd = ~np.isfinite(fours)
    rows = np.arange(0, whole, 4)
    low = rows + np.argmin(np.where(odd, np.inf, fours), axis=1)
    high = rows + np.argmax(np.where(odd, np.inf, fours), axis=1)
    kept = np.zeros(len(values), dtype=bool)
    kept[[0, -1]] = True
    kept[low] = kept[high] = True
    kept[whole:] = True
    return kept


def finished(
    tracks: Mapping[tuple[int, str, str, str], Track], source: str, warnings: list[str]
) -> tuple[Run, ...]:
    """The runs that the tracks make; a curve that was thinned is named in `warnings`."""
    by_run: dict[int, list[Track]] = {}
    summed = any(track.key.startswith(SUMMED) for track in tracks.values())
    alone = summed and all(track.key.startswith(SUMMED) for track in tracks.values())
    for (run, *_), track in tracks.items():
        if summed and not alone and track.key.startswith(SUMMED):
            continue
        by_run.setdefault(run, []).append(track)
    parts = [[(t, _reduced(t.columns())) for t in by_run[run]] for run in sorted(by_run)]
    parts = _epochs_not_runs(_without_repeats(_without_settings(parts)))
    most = max((track.printed for track in tracks.values()), default=0)
    if most > POINTS:
        warnings.append(
            f"{source}: {most} points of a curve; its lows, highs and every NaN are kept, not all"
        )
    return tuple(_run(part, source, n, len(parts)) for n, part in enumerate(parts, start=1))


_Part = list[tuple[Track, Floats]]


def _reduced(columns: Floats) -> Floats:
    """The points of tqdm bars that count: one a bar where they are few, or are running means."""
    bars = columns[:, _BAR]
    if bars[0] < 0 or bars[-1] < 0:
        return columns
    starts = np.flatnonzero(np.concatenate(([True], np.diff(bars) != 0)))
    lengths = np.diff(np.append(starts, len(columns)))
    ends = starts + lengths - 1
    # a loop that sets its figures before a step is done shows the last ones once more at its end
    twice = (columns[starts, _OPEN] == 2) & (columns[ends, _OPEN] == 0) & (lengths > 2)
    twice &= _same(columns[ends, _VALUE], columns[ends - 1, _VALUE])
    if len(starts) < 2:
        return columns[: -1 if twice[0] else None]
    still = _standing(columns, starts, lengths)
    if np.median(lengths) < _FRAMES or still or _running_means(columns, starts, lengths):
        columns = columns[starts + lengths - 1]
        if still and columns[-1, _OPEN] and _same(columns[-1:, _VALUE], columns[-2:-1, _VALUE]).all():
            return columns[:-1]  # a bar that broke off still shows what the one before ended with
        return columns
    return np.delete(columns, ends[twice], axis=0)


def _same(now: Floats, before: Floats) -> Flags:
    return np.asarray((now == before) | (np.isnan(now) & np.isnan(before)))


def _standing(columns: Floats, starts: Ints, lengths: Ints) -> bool:
    """Numbers that the frames of a bar repeat until there is a new one at its end."""
    values, frames = columns[:, _VALUE], np.arange(len(columns))
    moved = np.concatenate(([0], ~_same(values[1:], values[:-1])))
    moved[starts] = 0
    changes = np.add.reduceat(moved, starts)
    apart = frames[starts[1:]]
    kept = _same(values[apart], values[apart - 1]).mean() > 0.5
    return bool(np.median(changes) <= 2 and kept and (lengths > 1).any())


def _running_means(columns: Floats, starts: Ints, lengths: Ints) -> bool:
    """Steps between frames that shrink along a bar, as those of a mean over n batches do with 1/n.

    Single losses scatter alike at its begin and its end. The first bar is left out where there are
    three: there the loss itself falls fast.
    """
    ratios = []
    for start, length in list(zip(starts, lengths, strict=True))[int(len(starts) > 2) :][:50]:
        values = columns[start : start + length, _VALUE]
        if length < _FRAMES or not np.isfinite(values).all():
            continue
        steps = np.abs(np.diff(values))
        third = max(2, len(steps) // 3)
        drop = (length - third / 2) / (third / 2 + 1)  # of 1/n from the middle of its first third to its last
        late = float(np.median(steps[-third:]))
        early = float(np.median(steps[:third]))
        ratios.append(early / late / drop if late > 0 else (np.inf if early > 0 else 0.2))
    return bool(ratios) and float(np.median(ratios)) > 0.6


def _without_repeats(parts: list[_Part]) -> list[_Part]:
    """Without runs of one line that stood in the run before: the best iteration, printed once more."""
    kept: list[_Part] = []
    for part in parts:
        points = {(t.name, t.split, t.key): c for t, c in part}
        before = {(t.name, t.split, t.key): c for t, c in kept[-1]} if kept else {}
        if not kept or any(
            len(c) > 1
            or not (before.get(k, c[:0])[:, [_STEP, _VALUE]] == c[0, [_STEP, _VALUE]]).all(axis=1).any()
            for k, c in points.items()
        ):
            kept.append(part)
    return kept


def _without_settings(parts: list[_Part]) -> list[_Part]:
    """Without a line of settings before a run: `lr=0.01, epochs=20` is no run of one point."""
    shown = [part for part in parts if any(t.name not in ALONE or len(columns) > 1 for t, columns in part)]
    return shown or parts


def _epochs_not_runs(parts: list[_Part]) -> list[_Part]:
    """Runs without epochs that all end at the same step are the epochs of one run."""
    if len(parts) < 3:
        return parts
    ends = []
    for part in parts:
        longest = max((columns for _, columns in part), key=len)
        if np.isfinite(longest[:, _EPOCH]).any() or len(longest) < 2:
            return parts
        ends.append((longest[-1, _STEP], len(longest)))
    if len(set(ends[:-1])) != 1:
        return parts
    joined: dict[tuple[str, str, str], tuple[Track, list[Floats]]] = {}
    for epoch, part in enumerate(parts, start=1):
        for track, columns in part:
            dated = columns.copy()
            dated[:, _EPOCH] = epoch
            joined.setdefault((track.name, track.split, track.key), (track, []))[1].append(dated)
    return [[(track, np.concatenate(pieces)) for track, pieces in joined.values()]]


def _named(part: _Part) -> _Part:
    """Figures without a name, or with a split alone, are losses, but accuracies where they rise under 1.

    Beside a loss that has its name they are accuracies where they stay, too.
    """
    unnamed = {*SPLITS, UNNAMED}
    bare = [(track, columns) for track, columns in part if track.name == "loss" and track.key in unnamed]
    trained = [columns[:, _VALUE] for track, columns in bare if track.split == "train"]
    if not trained or any(track.name == "accuracy" for track, _ in part):
        return part
    values = trained[0][np.isfinite(trained[0])]
    if len(values) < 3 or values.min() < 0 or values.max() > 1 or values[-1] < values[0]:
        return part
    if values[-1] == values[0] and not any(t.name == "loss" and t.key not in unnamed for t, _ in part):
        return part
    for track, _ in bare:
        track.name = "accuracy"
    return part


def _run(part: _Part, source: str, number: int, runs: int) -> Run:
    part = _named(part)
    curves: dict[tuple[str, str], Curve] = {}
    ordered_part = _once_each(sorted(part, key=lambda entry: float(entry[1][0, _LINE])))
    main: dict[tuple[str, str], tuple[int, bool, str]] = {}
    for track, columns in ordered_part:
        # of several losses of one split the one printed most is the main one, the others keep their names
        told = len(columns), track.key == track.name, track.key
        if told[:2] > main.get((track.name, track.split), (-1, False, ""))[:2]:
            main[track.name, track.split] = told
    for track, columns in ordered_part:
        shown = track.name if main[track.name, track.split][2] == track.key else track.key
        if (shown, track.split) not in curves:
            curves[shown, track.split] = _curve(shown, track, columns, source)
    ordered = tuple(curves.values())
    longest = max(ordered, key=len)
    once = len(np.unique(longest.epochs)) == len(longest) and bool(np.isfinite(longest.epochs).all())
    if not once:
        ordered = tuple(_without_echoes(curve, ordered) for curve in ordered)
    title = source if runs == 1 else f"{source}#{number}"
    return Run(title, ordered, "epoch" if once else "step")


def _once_each(part: _Part) -> _Part:
    """Without losses that another key of the same split shows too: a bar, and the line below it."""
    kept: _Part = []
    for track, columns in part:
        for n, (other, points) in enumerate(kept):
            if (other.name, other.split) == (track.name, track.split) and len(points) == len(columns) > 1:
                slack = 1.01 * (points[:, _ERROR] + columns[:, _ERROR])
                gap = np.abs(points[:, _VALUE] - columns[:, _VALUE])
                if (_same(points[:, _VALUE], columns[:, _VALUE]) | (gap <= slack)).all():
                    if columns[:, _ERROR].max() < points[:, _ERROR].max():
                        kept[n] = track, columns
                    break
        else:
            kept.append((track, columns))
    return kept


def _without_echoes(curve: Curve, curves: tuple[Curve, ...]) -> Curve:
    """A validation figure that every line of training repeats until there is a new one, once each."""
    if curve.split == "train" or len(curve) < 3 or len(np.unique(curve.epochs)) == len(curve):
        return curve
    losses = next((c for c in curves if c.split == "train" and c.name == "loss"), None)
    if losses is None:
        return curve
    own = ~np.isin(curve.lines, losses.lines)
    new = own | np.concatenate(([True], np.diff(curve.values) != 0))
    if new.sum() > 0.5 * len(new):
        return curve
    columns = ("steps", "values", "errors", "lines", "epochs")
    return replace(curve, **{name: getattr(curve, name)[new] for name in columns})


def _curve(name: str, track: Track, columns: Floats, source: str) -> Curve:
    values, errors = columns[:, _VALUE], columns[:, _ERROR]
    if name.endswith("accuracy") and not track.counted and (track.percent or track.highest > 1.5):
        # percent or fraction is decided for the curve: one value over 1.5 or one sign is enough
        values, errors = values / 100, errors / 100
    epochs = _epochs(columns[:, _EPOCH])
    return Curve(
        name,
        track.split,
        track.key,
        source,
        _steps(epochs, columns[:, _STEP]),
        values.copy(),
        errors.copy(),
        columns[:, _LINE].astype(np.int64),
        epochs,
    )


def _epochs(epochs: Floats) -> Floats:
    """The epoch of each point; those before the first header of a log cut at its start counted back."""
    known = np.flatnonzero(np.isfinite(epochs))
    if not known.size or not known[0] or epochs[known[0]] < known[0]:
        return epochs.copy()
    first = int(known[0])
    return np.concatenate((epochs[first] - first + np.arange(first), epochs[first:]))


def _steps(epochs: Floats, steps: Floats) -> Floats:
    """Epochs where each stands once, else steps where they rise, else the running index."""
    for found in (epochs, steps):
        if np.isfinite(found).all() and bool(np.all(np.diff(found) > 0)):
            return found.copy()
    return np.arange(1, len(epochs) + 1, dtype=np.float64)
