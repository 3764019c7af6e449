"""The curves of a report as one SVG, for light and for dark pages alike.

A panel a metric; training solid, validation dashed; what the evidence points at is marked.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from assistant.render.sparkline import picked
from assistant.render.style import safe
from assistant.report import Report, ReportedCurve

MARKER = "<!-- unstuck curves -->"
WIDE, HIGH, PANELS, COLUMNS = 420, 220, 6, 2
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 34, 26
_LOG_OF = re.compile(r"\bln (\d{1,6})\b")
_DASHES = {"train": "", "validation": "6 4", "test": "2 3"}
STYLE = """
.unstuck-curves { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d1d9e0;
  --train: #0757b5; --validation: #b35900; --test: #1a7f37; --mark: #cf222e;
  font: 12px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .unstuck-curves { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1;
  --grid: #3d444d; --train: #6cb6ff; --validation: #f69d50; --test: #57ab5a; --mark: #ff7b72; } }
.unstuck-curves .paper { fill: var(--paper); }
.unstuck-curves text { fill: var(--soft); stroke: none; }
.unstuck-curves .name { fill: var(--ink); font-weight: 600; }
.unstuck-curves .grid { stroke: var(--grid); stroke-width: 1; }
.unstuck-curves .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
.unstuck-curves .train { stroke: var(--train); }
.unstuck-curves .validation { stroke: var(--validation); }
.unstuck-curves .test { stroke: var(--test); }
.unstuck-curves .mark { stroke: var(--mark); stroke-width: 1.5; fill: none; }
.unstuck-curves text.train { fill: var(--train); stroke: none; }
.unstuck-curves text.validation { fill: var(--validation); stroke: none; }
.unstuck-curves text.test { fill: var(--test); stroke: none; }
.unstuck-curves text.mark { fill: var(--mark); stroke: none; }
"""


class _Scale(NamedTuple):
    """From a value to a height and from a step to a column, within a panel."""

    low: float
    top: float
    begin: float
    end: float
    logarithmic: bool

    def y(self, value: float) -> float:
        low, top, at = (
            (math.log(self.low), math.log(self.top), math.log(max(value, self.low)))
            if self.logarithmic
            else (self.low, self.top, value)
        )
        share = min(1.0, max(0.0, (at - low) / (top - low)))
        return _TOP + (1 - share) * (HIGH - _TOP - _BOTTOM)

    def x(self, step: float) -> float:
        share = (step - self.begin) / (self.end - self.begin) if self.end > self.begin else 0.0
        return _LEFT + share * (WIDE - _LEFT - _RIGHT)


def draw(report: Report) -> str:
    """The picture, ending in a newline; empty where no curve has two points that are numbers."""
    panels = [panel for panel in _panels(report.curves) if any(c.least is not None for c in panel)][:PANELS]
    if not panels:
        return ""
    columns = min(COLUMNS, len(panels))
    width, height = columns * WIDE, math.ceil(len(panels) / columns) * HIGH
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="unstuck-curves" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="unstuck-title">',
        MARKER,
        f'<title id="unstuck-title">{_escaped("Curves: " + report.summary)}</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
    ]
    for n, panel in enumerate(panels):
        lines.append(f'<g transform="translate({n % columns * WIDE} {n // columns * HIGH})">')
        lines += [*_panel(report, panel), "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panels(curves: Sequence[ReportedCurve]) -> list[list[ReportedCurve]]:
    """The curves of one metric together, in the order in which they matter."""
    found = picked(curves)
    order = {name: n for n, name in reversed(list(enumerate(curve.name for curve in found)))}
    return [list(group) for _, group in groupby(sorted(found, key=lambda c: order[c.name]), lambda c: c.name)]


def _panel(report: Report, curves: list[ReportedCurve]) -> Iterator[str]:
    levels = _levels(report, curves)
    scale = _scale(curves, [y for _, y in levels])
    yield f'<text class="name" x="{_LEFT}" y="18">{_escaped(safe(curves[0].name)[:24])}</text>'
    right = WIDE - _RIGHT
    for curve in reversed(curves):
        said = f"{curve.split} {'NaN' if curve.last is None else _number(curve.last)}"
        yield f'<text class="{_kind(curve)}" x="{right}" y="18" text-anchor="end">{_escaped(said)}</text>'
        right -= 7 * len(said) + 14
    bottom = HIGH - _BOTTOM
    ticks = _ticks(scale)
    for value in ticks:
        at = f"{scale.y(value):.1f}"
        yield f'<line class="grid" x1="{_LEFT}" y1="{at}" x2="{WIDE - _RIGHT}" y2="{at}"/>'
        beside = f'x="{_LEFT - 6}" y="{at}" text-anchor="end" dominant-baseline="middle"'
        yield f"<text {beside}>{_number(value)}</text>"
    unit = curves[0].unit
    yield f'<text x="{_LEFT}" y="{bottom + 18}">{_escaped(unit)} {scale.begin:g}</text>'
    yield f'<text x="{WIDE - _RIGHT}" y="{bottom + 18}" text-anchor="end">{scale.end:g}</text>'
    if scale.logarithmic:
        yield f'<text x="{(WIDE + _LEFT) / 2:.0f}" y="{bottom + 18}" text-anchor="middle">log scale</text>'
    named = -math.inf
    for curve in curves:
        yield from _line(curve, scale)
        lost = next((s for s, v in zip(curve.steps, curve.values, strict=True) if v is None), None)
        if lost is not None:
            x = scale.x(lost)
            yield f'<path class="mark" d="M{x - 4:.1f} {bottom - 4}l8 8m0 -8l-8 8"/>'
            if abs(x - named) > 60:
                left = x > WIDE / 2
                anchor = "end" if left else "start"
                where = f'x="{x - 8 if left else x + 8:.1f}" y="{bottom - 6}" text-anchor="{anchor}"'
                yield f'<text class="mark" {where}>NaN or inf</text>'
                named = x
    for says, level in levels:
        y = scale.y(level)
        yield f'<line class="mark" x1="{_LEFT}" y1="{y:.1f}" x2="{WIDE - _RIGHT}" y2="{y:.1f}"/>'
        yield f'<text class="mark" x="{WIDE - _RIGHT}" y="{y - 5:.1f}" text-anchor="end">{says}</text>'


def _line(curve: ReportedCurve, scale: _Scale) -> Iterator[str]:
    """The curve, with gaps where it is no number."""
    parts: list[list[str]] = [[]]
    for step, value in zip(curve.steps, curve.values, strict=True):
        if value is not None:
            parts[-1].append(f"{scale.x(step):.1f},{scale.y(value):.1f}")
        elif parts[-1]:
            parts.append([])
    dash = f' stroke-dasharray="{_DASHES[_kind(curve)]}"' if _DASHES[_kind(curve)] else ""
    for part in parts:
        if len(part) == 1:
            x, y = part[0].split(",")
            yield f'<circle class="{_kind(curve)}" cx="{x}" cy="{y}" r="2"/>'
        elif part:
            yield f'<polyline class="curve {_kind(curve)}"{dash} points="{" ".join(part)}"/>'


def _kind(curve: ReportedCurve) -> str:
    return curve.split if curve.split in _DASHES else "test"


def _levels(report: Report, curves: list[ReportedCurve]) -> list[tuple[str, float]]:
    """The level that the evidence names: `ln K`, where the loss sits at it."""
    if curves[0].name != "loss":
        return []
    level = next((o for o in report.observations if o.symptom == "loss_level"), None)
    found = _LOG_OF.search(level.says) if level is not None else None
    return [(found[0], math.log(int(found[1])))] if found is not None and int(found[1]) > 1 else []


def _scale(curves: list[ReportedCurve], levels: list[float]) -> _Scale:
    """Room for all values; logarithmic where they span more than three powers of ten."""
    values = sorted(value for curve in curves for value in curve.values if value is not None)
    low, top = values[0], values[-1]
    logarithmic = low > 0 and top / low > 1000
    span = top - low
    if not logarithmic:
        near = [y for y in levels if low - span <= y <= top + span]
        low, top = min([low, *near]), max([top, *near])
        room = 0.06 * (top - low) or 0.05 * max(abs(top), 1e-3)
        low, top = (low - room if low < 0 or low - room > 0 else 0.0), top + room
    if not math.isfinite(top - low):
        low, top = max(low, -1e300), min(top, 1e300)
    steps = [step for curve in curves for step in curve.steps]
    return _Scale(low, top, min(steps), max(steps), logarithmic)


def _ticks(scale: _Scale) -> list[float]:
    """A few round values within the scale."""
    if scale.logarithmic:
        first, last = math.ceil(math.log10(scale.low)), math.floor(math.log10(scale.top))
        every = max(1, math.ceil((last - first + 1) / 5))
        return [10.0**n for n in range(first, last + 1, every)]
    step = 10.0 ** math.floor(math.log10((scale.top - scale.low) / 4))
    step *= next(times for times in (1, 2, 5, 10) if (scale.top - scale.low) / (step * times) <= 5)
    first = math.ceil(scale.low / step)
    return [n * step for n in range(first, first + 7) if n * step <= scale.top]


def _number(value: float) -> str:
    if value and (abs(value) < 1e-3 or abs(value) >= 1e5):
        return f"{value:.1e}".replace(".0e", "e")
    return f"{value:.4g}"


def _escaped(text: str) -> str:
    return html.escape(safe(text).encode("utf-8", "replace").decode())
