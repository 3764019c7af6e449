"""Records in their order to runs with curves: epochs, restarts, repeats, last frames.

No text is parsed here and nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from assistant.readers.record import Record, Value
from assistant.run import Curve, Run


@dataclass(slots=True)
class _Point:
    epoch: float | None
    step: float | None
    value: float
    error: float
    percent: bool
    of: int
    line: int


@dataclass(slots=True)
class _Growing:
    """A run while its records come in."""

    points: dict[tuple[str, str, str], list[_Point]] = field(default_factory=dict)
    frames: list[tuple[int, Record]] = field(default_factory=list)
    pending: tuple[int, Record] | None = None
    epoch: float | None = None
    step: float | None = None
    total: int | None = None
    phase: str | None = None
    ended: float | None = None
    finished_bars: int = 0


def assemble(records: Iterable[tuple[int, Record]], source: str) -> tuple[Run, ...]:
    """Runs out of (line, record) in the order of the file."""
    growing = [_Growing()]
    for line, record in records:
        if _restarts(growing[-1], record):
            growing.append(_Growing())
        _take(growing[-1], line, record)
    runs = []
    for run in growing:
        _flush(run, last=True)
        if run.points:
            runs.append(run)
    return tuple(_finish(run, source, n, len(runs)) for n, run in enumerate(runs, start=1))


def _restarts(run: _Growing, record: Record) -> bool:
    if not run.points and run.pending is None:
        return False
    if record.epochs == 1:
        return False  # fit() in a loop prints `Epoch 1/1` for ever
    if record.epoch is not None and run.epoch is not None:
        return record.epoch < run.epoch and not (record.phase and record.phase != "train")
    if record.epoch is None and record.step is not None and run.epoch is None:
        if run.step is None or record.phase not in (None, "train"):
            return False
        ended = record.steps is not None and run.step >= 0.9 * record.steps
        return record.step < run.step and not ended
    return False


def _take(run: _Growing, line: int, record: Record) -> None:
    looped = record.epochs == 1 and run.epoch is not None
    if record.epoch is not None and record.epoch != run.epoch and not looped:
        _flush(run)
        run.epoch, run.step, run.phase = record.epoch, None, None
    if record.step is not None:
        run.step = record.step
    if record.phase is not None and not record.values:
        run.phase = record.phase
    if record.done is not None:
        _take_frame(run, line, record)
        return
    for value in record.values:
        _add(run, value, record.phase, line)


def _take_frame(run: _Growing, line: int, record: Record) -> None:
    """Keep a progress bar's last frame only: earlier ones are running means of the same epoch."""
    if not record.values:
        return
    if run.pending is not None and (run.pending[1].done or 0) > (record.done or 0):
        _flush(run)
    run.pending = (line, record)
    if not record.finished:
        run.frames.append((line, record))
        return
    run.finished_bars += 1
    if record.style != "tqdm":  # tqdm prints its last frame again with the validation figures
        _flush(run)


def _flush(run: _Growing, last: bool = False) -> None:
    """The pending frame becomes a point: the last one seen of its epoch.

    Where no bar ever ends, the frames themselves are the curve: the log of one unfinished epoch.
    """
    if last and not run.finished_bars and not any(run.points.values()) and len(run.frames) >= 3:
        for line, record in run.frames:
            run.step = float(record.done or 0)
            _add_all(run, record, line)
    elif run.pending is not None:
        line, record = run.pending
        run.total = run.total or record.total
        bar = record.style == "keras-bar" and record.finished
        validated = any(value.split == "validation" for value in record.values)  # by fit() alone
        evaluated = bar and not validated and record.total != run.total and run.finished_bars > 1
        if bar and not evaluated:
            if run.ended is not None and run.ended == run.epoch:
                run.epoch = run.ended + 1
            run.ended = run.epoch
        _add_all(run, record, line, "test" if evaluated else None)
    run.pending = None


def _add_all(run: _Growing, record: Record, line: int, instead: str | None = None) -> None:
    """All values of a frame; `instead` of train, where it is the bar of an evaluation."""
    for value in record.values:
        moved = value._replace(split=instead) if instead and value.split == "train" else value
        _add(run, moved, record.phase, line)


def _add(run: _Growing, value: Value, phase: str | None, line: int) -> None:
    split = value.split or phase or run.phase or "train"
    key = (value.name, split, value.name if value.name != "loss" else value.key.lower())
    points = run.points.setdefault(key, [])
    same = points and (points[-1].epoch, points[-1].step) == (run.epoch, run.step)
    if same and run.step is not None and points[-1].value == value.value and points[-1].line != line:
        return  # printed twice: two handlers, two ranks
    points.append(_Point(run.epoch, run.step, value.value, value.error, value.percent, value.of, line))


def _finish(run: _Growing, source: str, number: int, runs: int) -> Run:
    curves: dict[tuple[str, str], Curve] = {}
    for (name, split, key), points in run.points.items():
        # two losses of one split: the first printed is the main one, the other keeps its own name
        shown = key if (name, split) in curves else name
        curves.setdefault((shown, split), _curve(shown, split, key, points, source))
    ordered = sorted(curves.values(), key=lambda curve: int(curve.lines[0]))
    longest = max(ordered, key=len)
    once = len(np.unique(longest.epochs)) == len(longest) and bool(np.isfinite(longest.epochs).all())
    title = source if runs == 1 else f"{source}#{number}"
    return Run(title, tuple(ordered), "epoch" if once else "step")


def _curve(name: str, split: str, key: str, points: list[_Point], source: str) -> Curve:
    values = np.array([p.value for p in points], dtype=np.float64)
    errors = np.array([p.error for p in points], dtype=np.float64)
    if name.endswith("accuracy") and _in_percent(values, points):
        values, errors = values / 100, errors / 100
    return Curve(
        name,
        split,
        key,
        source,
        _steps(points),
        values,
        errors,
        np.array([p.line for p in points], dtype=np.int64),
        np.array([np.nan if epoch is None else epoch for epoch in _epochs(points)], dtype=np.float64),
    )


def _epochs(points: list[_Point]) -> list[float | None]:
    """The epoch of each point; those before the first header of a log cut at its start counted back."""
    epochs = [p.epoch for p in points]
    first = next((n for n, epoch in enumerate(epochs) if epoch is not None), 0)
    known = epochs[first] if epochs else None
    if not first or known is None or known < first:
        return epochs
    return [known - first + n for n in range(first)] + epochs[first:]


def _in_percent(values: np.ndarray[tuple[int], np.dtype[np.float64]], points: list[_Point]) -> bool:
    """Percent or fraction is decided for the curve: one value over 1.5 or one sign is enough."""
    if any(p.of for p in points):
        return False
    finite = values[np.isfinite(values)]
    return any(p.percent for p in points) or bool(finite.size and finite.max() > 1.5)


def _steps(points: list[_Point]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Epochs where each stands once, else steps where they rise, else the running index."""
    for found in (_epochs(points), [p.step for p in points]):
        if all(v is not None for v in found):
            steps = np.array(found, dtype=np.float64)
            if len(steps) < 2 or bool(np.all(np.diff(steps) > 0)):
                return steps
    return np.arange(1, len(points) + 1, dtype=np.float64)
