"""The columns of the files of one directory to trainings: restarts, overlaps, several in one place.

Whether a training is good is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from assistant.readers.events.columns import Columns, Points, Tables
from assistant.run import Ints


def begin(columns: Columns) -> float:
    """The first wall time of anything, in seconds; infinity where there is none."""
    return min((float(p.walls[0]) for p in _series(columns) if len(p.walls)), default=np.inf)


def end(columns: Columns) -> float:
    """The last wall time of anything."""
    return max((float(p.walls.max()) for p in _series(columns) if len(p.walls)), default=-np.inf)


def _series(columns: Columns) -> Iterable[Points | Tables]:
    yield from columns.scalars.values()
    yield from columns.tables.values()


def trainings(files: list[Columns]) -> tuple[list[Columns], list[str]]:
    """The files of one directory, in the order of their first wall time, as one or more trainings.

    A file that says from which step it voids what was written before (`purge_step`) is obeyed. One
    that begins after all others ended, and not behind the step they began with, is a training of
    its own; one that begins in between goes on from a checkpoint, and what was written for its
    steps before is dropped. Files written at the same time belong together.
    """
    found: list[Columns] = []
    said: list[str] = []
    for columns in sorted(files, key=begin):
        if not found:
            found.append(columns)
            continue
        before = found[-1]
        shared = [tag for tag in columns.scalars if tag in before.scalars]
        if columns.restarts:
            found[-1] = _appended(_until(before, min(columns.restarts), None), columns)
        elif shared and begin(columns) >= end(before):
            first = min(int(columns.scalars[tag].steps[0]) for tag in shared)
            if first <= min(int(before.scalars[tag].steps[0]) for tag in shared) and _several(
                columns, shared
            ):
                found.append(columns)
                continue
            cut = _until(before, first, shared)
            lost = _points(before) - _points(cut)
            if lost:
                said.append(
                    f"goes on from step {first}; {lost} points written before for later steps are left out"
                )
            found[-1] = _appended(cut, columns)
        else:
            found[-1] = _appended(before, columns)
    return found, said


def _several(columns: Columns, shared: list[str]) -> bool:
    return any(len(columns.scalars[tag].steps) > 1 for tag in shared)


def _points(columns: Columns) -> int:
    return sum(len(one.steps) for one in _series(columns))


def _until(columns: Columns, step: int, tags: list[str] | None) -> Columns:
    """The columns without the points from a step on; of all tags, or of some scalars and every histogram."""
    scalars = {
        tag: _where(p, p.steps < step) if tags is None or tag in tags else p
        for tag, p in columns.scalars.items()
    }
    tables = {tag: _table_where(t, t.steps < step) for tag, t in columns.tables.items()}
    return replace(columns, scalars=_filled(scalars), tables=_filled_tables(tables))


def _where(points: Points, keep: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Points:
    return Points(points.steps[keep], points.walls[keep], points.values[keep])


def _table_where(table: Tables, keep: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Tables:
    return Tables(table.steps[keep], table.walls[keep], table.table[keep])


def _filled(scalars: dict[str, Points]) -> dict[str, Points]:
    return {tag: points for tag, points in scalars.items() if len(points.steps)}


def _filled_tables(tables: dict[str, Tables]) -> dict[str, Tables]:
    return {tag: table for tag, table in tables.items() if len(table.steps)}


def _appended(before: Columns, after: Columns) -> Columns:
    """Both as one; points of one tag written at the same time in two files go by their wall time."""
    scalars, tables = dict(before.scalars), dict(before.tables)
    for tag, points in after.scalars.items():
        scalars[tag] = _both(scalars[tag], points) if tag in scalars else points
    for tag, table in after.tables.items():
        if tag in tables:
            old = tables[tag]
            table = Tables(*(np.concatenate([a, b]) for a, b in zip(old, table, strict=True)))  # noqa: PLW2901
        tables[tag] = table
    skipped = {k: before.skipped.get(k, 0) + after.skipped.get(k, 0) for k in before.skipped | after.skipped}
    return Columns(
        scalars,
        tables,
        before.texts + after.texts,
        skipped,
        before.records + after.records,
        before.version or after.version,
        before.purged + after.purged,
        before.restarts + after.restarts,
    )


def _both(old: Points, new: Points) -> Points:
    whole = Points(*(np.concatenate([a, b]) for a, b in zip(old, new, strict=True)))
    if new.walls[0] >= old.walls[-1]:
        return whole
    order: Ints = np.argsort(whole.walls, kind="stable")
    steps, values = whole.steps[order], whole.values[order]
    # two ranks that log the same value of the same step are one point
    again = np.append(False, (steps[1:] == steps[:-1]) & (values[1:] == values[:-1]))
    return _where(Points(steps, whole.walls[order], values), ~again)
