"""Curves in one line of text each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.render.style import columns, safe
from assistant.report import ReportedCurve

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 40
SHOWN = 6


def sparklines(curves: Sequence[ReportedCurve]) -> list[str]:
    """Losses and accuracies first: name, bars, first and last value; × stands for what is no number."""
    chosen = picked(curves)[:SHOWN]
    names = [title(curve)[:40] for curve in chosen]
    wide = max(map(columns, names), default=0)
    return [
        f"{name}{' ' * (wide - columns(name))}  {_bars(curve)}  {_said(curve.first)} → {_said(curve.last)}"
        for name, curve in zip(names, chosen, strict=True)
    ]


def title(curve: ReportedCurve) -> str:
    """The split and the metric, in words."""
    return safe(curve.name if curve.name.startswith(curve.split) else f"{curve.split} {curve.name}")


def picked(curves: Sequence[ReportedCurve]) -> list[ReportedCurve]:
    """The curves of two points and more: losses first, then accuracies, then the rest."""
    order = {"loss": 0, "accuracy": 1}
    worth = [curve for curve in curves if curve.points > 1]
    return sorted(worth, key=lambda curve: order.get(curve.name, 2))


def _bars(curve: ReportedCurve) -> str:
    """At most WIDTH bars, each the mean of its stretch."""
    values = curve.values
    if curve.least is None or curve.most is None:
        return "×" * min(len(values), WIDTH)
    count = min(len(values), WIDTH)
    span = curve.most - curve.least
    line = ""
    for n in range(count):
        part = values[n * len(values) // count : (n + 1) * len(values) // count]
        fine = [value for value in part if value is not None]
        share = (math.fsum(fine) / len(fine) - curve.least) / span if fine and 0 < span < math.inf else 0.0
        line += BARS[min(7, max(0, int(share * 8)))] if fine else "×"
    return line


def _said(value: float | None) -> str:
    return "no number" if value is None else f"{value:.4g}"
