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
    block: int


@dataclass(slots=True)
class _Growing:
    """A run while its records come in."""

    points: dict[tuple[str, str, str], list[_Point]] = field(default_factory=dict)
    frames: list[tuple[int, int, Record]] = field(default_factory=list)
    pending: tuple[int, int, Record] | None = None
    epoch: float | None = None
    step: float | None = None
    total: int | None = None
    phase: str | None = None
    bars: int = 0
    finished_bars: int = 0


def assemble(records: Iterable[tuple[int, int, Record]], source: str) -> tuple[Run, ...]:
    """Runs out of (line, block, record) in the order of the file.

    A block is a stretch of log between two stretches of prose or code.
    """
    growing = [_Growing()]
    for line, block, record in records:
        if _restarts(growing[-1], record):
            growing.append(_Growing())
        _take(growing[-1], line, block, record)
    runs = []
    for run in growing:
        _flush(run, last=True)
        if run.points:
            runs.append(run)
    return tuple(_finish(run, source, n, len(runs)) for n, run in enumerate(runs, start=1))


def _restarts(run: _Growing, record: Record) -> bool:
    if not run.points and run.pending is None:
        return False
    if record.epoch is not None and run.epoch is not None:
        return record.epoch < run.epoch and not (record.phase and record.phase != "train")
    if record.epoch is None and record.step is not None and run.epoch is None:
        if run.step is None or record.phase not in (None, "train"):
            return False
        ended = record.steps is not None and run.step >= 0.9 * record.steps
        return record.step < run.step and not ended
    return False


def _take(run: _Growing, line: int, block: int, record: Record) -> None:
    if record.epoch is not None and record.epoch != run.epoch:
        _flush(run)
        run.epoch, run.step, run.phase = record.epoch, None, None
    if record.step is not None:
        run.step = record.step
    if record.phase is not None and not record.values:
        run.phase = record.phase
    if record.done is not None:
        run.bars += 1
        _take_frame(run, line, block, record)
        return
    for value in record.values:
        _add(run, value, record.phase, line, block)


def _take_frame(run: _Growing, line: int, block: int, record: Record) -> None:
    """Keep a progress bar's last frame only: earlier ones are running means of the same epoch."""
    if not record.values:
        return
    before = run.pending
    if before is not None and (before[2].done or 0) > (record.done or 0):
        _flush(run)
    run.pending = (line, block, record)
    if record.finished:
        run.finished_bars += 1
        nextline_counts = record.style == "tqdm"
        if not nextline_counts:
            _flush(run)
    else:
        run.frames.append((line, block, record))


def _flush(run: _Growing, last: bool = False) -> None:
    """The pending frame becomes a point: the last one seen of its epoch."""
    lone = last and run.finished_bars == 0 and len(run.frames) >= 3 and not _has_points(run)
    if lone:
        for line, block, record in run.frames:
            run.step = float(record.done or 0)
            for value in record.values:
                _add(run, value, record.phase, line, block)
    elif run.pending is not None:
        line, block, record = run.pending
        if run.total is None:
            run.total = record.total
        evaluated = record.style == "keras-bar" and record.total != run.total
        unfinished = not record.finished and not last
        for value in record.values:
            phase = "test" if evaluated and run.finished_bars > 1 and not unfinished else None
            if phase and value.split == "train":
                value = _as_split(value, phase)
            _add(run, value, record.phase, line, block)
    run.pending = None


def _has_points(run: _Growing) -> bool:
    return any(run.points.values())


def _as_split(value: Value, split: str) -> Value:
    return Value(value.name, split, value.key, value.value, value.error, value.percent, value.of)


def _add(run: _Growing, value: Value, phase: str | None, line: int, block: int) -> None:
    split = value.split or phase or run.phase or "train"
    key = (value.name, split, value.name if value.name != "loss" else value.key.lower())
    points = run.points.setdefault(key, [])
    same = points and (points[-1].epoch, points[-1].step) == (run.epoch, run.step)
    if same and run.step is not None and points[-1].value == value.value and points[-1].line != line:
        return  # printed twice: two handlers, two ranks
    points.append(_Point(run.epoch, run.step, value.value, value.error, value.percent, value.of, line, block))


def _finish(run: _Growing, source: str, number: int, runs: int) -> Run:
    curves: dict[tuple[str, str], Curve] = {}
    unit = "epoch" if run.epoch is not None else "step"
    for (name, split, key), points in run.points.items():
        if (name, split) in curves:
            name = key  # two losses of one split: the first printed is the main one
        curves.setdefault((name, split), _curve(name, split, key, points, source))
    name = source if runs == 1 else f"{source}#{number}"
    ordered = sorted(curves.values(), key=lambda curve: int(curve.lines[0]))
    unfinished = run.bars > 0 and run.finished_bars == 0
    return Run(name, tuple(ordered), unit, unfinished)


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
    )


def _in_percent(values: np.ndarray[tuple[int], np.dtype[np.float64]], points: list[_Point]) -> bool:
    """Percent or fraction is decided for the curve: one value over 1.5 or one sign is enough."""
    if any(p.of for p in points):
        return False
    finite = values[np.isfinite(values)]
    return any(p.percent for p in points) or bool(finite.size and finite.max() > 1.5)


def _steps(points: list[_Point]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Epochs where each stands once, else steps where they rise, else the running index."""
    for attribute in ("epoch", "step"):
        found = [getattr(p, attribute) for p in points]
        if all(v is not None for v in found):
            steps = np.array(found, dtype=np.float64)
            if len(steps) < 2 or bool(np.all(np.diff(steps) > 0)):
                return steps
    return np.arange(1, len(points) + 1, dtype=np.float64)
