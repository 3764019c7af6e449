"""A log and an event directory of one training to one run, so that nothing is counted twice.

No file is read here, and nothing is judged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assistant.run import Curve, Run

FEW = 10
"""Points in an event file for each one of the log up to which the epochs of the log are taken."""


def together(runs: tuple[Run, ...], wanted: str = "") -> tuple[Run, ...]:
    """The runs with the newest of a log and the newest of a directory made one; it comes last.

    wanted: the name of the run to take in place of the newest. Logs alone, or directories alone,
    are left as they are: there the runs are told apart by their names.
    """
    events = [run for run in runs if run.source]
    logs = [run for run in runs if not run.source and run.curves]
    if not events or not logs:
        return runs
    event = next((run for run in events if called(run, wanted)), events[-1])
    log = next((run for run in logs if called(run, wanted)), logs[-1])
    name = log.name if called(log, wanted) else event.name
    return (*(run for run in events if run is not event), replace(join(event, log), name=name))


def called(run: Run, name: str) -> bool:
    """Whether a person means this run: its name, or the number behind it."""
    return bool(name) and (run.name == name or run.name.endswith("#" + name))


def join(event: Run, log: Run) -> Run:
    """Both as one run: each metric from the source that holds more of it, splits first, then points.

    Epochs of the log are means over many batches: a few single batches do not take their place.
    """
    by_epoch = log.unit == "epoch" and event.unit != "epoch" and not _is_cut(log, event)
    curves: list[Curve] = []
    for name in dict.fromkeys(curve.name for run in (event, log) for curve in run.curves):
        written, printed = _named(event, name), _named(log, name)
        held, told = _held(written), _held(printed)
        few_batches = (
            by_epoch and held.splits == told.splits and told.points < held.points < FEW * told.points
        )
        written = [_with_epochs(one, [c for c in printed if c.split == one.split]) for one in written]
        first, second = (written, printed) if held >= told and not few_batches else (printed, written)
        splits = {curve.split for curve in first}
        curves += [*first, *(curve for curve in second if curve.split not in splits)]
    loss = next((curve for curve in curves if curve.name == "loss" and curve.split == "train"), None)
    from_log = loss is not None and (any(curve is loss for curve in log.curves) or len(loss) == _epochs(log))
    unit = log.unit if from_log else event.unit
    return replace(
        event,
        curves=tuple(curves),
        unit=unit,
        facts=event.facts + log.facts,
        scripts=event.scripts + log.scripts,
    )


def _with_epochs(written: Curve, printed: list[Curve]) -> Curve:
    """The curve of an event file with the epochs of the log, where that prints each m-th of its points."""
    log = printed[0] if printed else None
    if log is None or len(log) < 3 or len(written) % len(log) or not np.isfinite(log.epochs).all():
        return written
    every = len(written) // len(log)
    shown = written.values.reshape(len(log), every)
    near = np.abs(shown - log.values[:, None]) <= np.maximum(2 * log.errors, 1e-6)[:, None]
    if not near.all(axis=0).any():
        return written
    return replace(written, epochs=np.repeat(log.epochs, every))


def _is_cut(log: Run, event: Run) -> bool:
    """Whether a log lacks the end: nobody evaluates more often for the event file than for the log."""
    pairs = [(curve, event.curve(curve.name, curve.split)) for curve in log.curves if curve.split != "train"]
    return any(other is not None and len(other) > len(curve) + 1 for curve, other in pairs)


def _epochs(log: Run) -> int:
    """How many epochs a log prints the training loss of; 0 where it prints none, or steps."""
    loss = log.curve("loss", "train")
    return len(loss) if loss is not None and log.unit == "epoch" else 0


def _named(run: Run, name: str) -> list[Curve]:
    return [curve for curve in run.curves if curve.name == name]


class _Held(NamedTuple):
    """What a source holds of a metric: more splits win, then more points, then more digits."""

    splits: int
    points: int
    exact: float


def _held(curves: list[Curve]) -> _Held:
    error = min((float(curve.errors.max(initial=0.0)) for curve in curves), default=0.0)
    return _Held(len({curve.split for curve in curves}), sum(map(len, curves)), -error)
