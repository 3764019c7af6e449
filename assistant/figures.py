"""The figures of a run for a report: its curves, thinned for a picture, and the facts beside them.

Nothing is judged here, and nothing is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from assistant.report import ReportedCurve, ReportedFact
from assistant.run import Curve, Fact, Floats, Run

CURVES = 24
"""Curves that a report carries, in the order they were printed."""
POINTS = 120
"""Points of a curve that a report carries."""
FACTS = 60


def curves_of(run: Run | None) -> tuple[ReportedCurve, ...]:
    """What a report says of each curve: its figures over all points, and some of the points."""
    return tuple(_curve(curve, run.unit) for curve in run.curves[:CURVES]) if run is not None else ()


def facts_of(facts: Iterable[Fact]) -> tuple[ReportedFact, ...]:
    """The first facts, each name and value once."""
    said: dict[tuple[str, str], ReportedFact] = {}
    for fact in facts:
        value = fact.value if isinstance(fact.value, str) else f"{fact.value:.6g}"
        said.setdefault((fact.name, value), ReportedFact(fact.name, value, str(fact.place)))
    return tuple(said.values())[:FACTS]


def _curve(curve: Curve, unit: str) -> ReportedCurve:
    values = curve.values
    fine = values[np.isfinite(values)]
    at = _kept(values)
    return ReportedCurve(
        name=curve.name,
        split=curve.split,
        unit=unit,
        where=str(curve.place()),
        points=len(curve),
        broken=len(values) - len(fine),
        first=_number(values[0]),
        least=float(fine.min()) if len(fine) else None,
        most=float(fine.max()) if len(fine) else None,
        last=_number(values[-1]),
        steps=tuple(float(step) for step in np.nan_to_num(curve.steps[at])),
        values=tuple(_number(value) for value in values[at]),
    )


def _number(value: float) -> float | None:
    """Six digits, enough for a picture; None for what is no finite number."""
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _kept(values: Floats) -> list[int]:
    """Which points stand for all: the ends, and the lowest, the highest and a broken one of each stretch."""
    if len(values) <= POINTS:
        return list(range(len(values)))
    edges = np.linspace(0, len(values), POINTS // 3 + 1).astype(int)
    fine = np.isfinite(values)
    low, high = np.where(fine, values, np.inf), np.where(fine, values, -np.inf)
    kept = {0, len(values) - 1}
    for begin, end in pairwise(edges):
        broken = np.flatnonzero(~fine[begin:end])
        if len(broken):
            kept.add(int(begin + broken[0]))
        if len(broken) < end - begin:
            kept |= {int(begin + low[begin:end].argmin()), int(begin + high[begin:end].argmax())}
    return sorted(kept)
