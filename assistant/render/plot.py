"""Curves as lines of characters: braille dots, a scale, and marks where evidence points.

Knows no terminal; each piece of a line says what it is, not its color.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assistant.render.style import columns
from assistant.report import Report
from assistant.run import Curve, Floats

TRAIN, VALIDATION, TEST = "train", "validation", "test"
_SIGNS = {TRAIN: "━", VALIDATION: "╍", TEST: "·"}
"""How a split is drawn in the legend: a solid line, a broken one, dots."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_LABEL = 8


class Piece(NamedTuple):
    """Some characters of a line. role: `train`, `validation`, `test`, `axis`, `mark`, `title` or empty."""

    text: str
    role: str = ""


class Mark(NamedTuple):
    """A level (y) or a step (x) with what it means: `ln 7`, `first NaN`."""

    says: str
    y: float = math.nan
    x: float = math.nan


Lines = list[list[Piece]]

_LOG_OF = re.compile(r"\bln (\d{1,6})\b")


def marks_of(report: Report, curves: Sequence[Curve]) -> tuple[Mark, ...]:
    """What the report's evidence points at in the curves of one metric."""
    marks: list[Mark] = []
    if any(curve.name == "loss" for curve in curves):
        level = next((o for o in report.observations if o.symptom == "loss_level"), None)
        found = _LOG_OF.search(level.says) if level is not None else None
        if found is not None and int(found[1]) > 1:
            marks.append(Mark(found[0], y=math.log(int(found[1]))))
    for curve in curves:
        broken = np.flatnonzero(~np.isfinite(curve.values))
        if len(broken):
            marks.append(
                Mark(
                    f"first {_number(float(curve.values[broken[0]]))} ({curve.split})",
                    x=float(curve.steps[broken[0]]),
                )
            )
    return tuple(marks[:3])


def thinned(curve: Curve, points: int = 2000) -> Curve:
    """The curve with at most about that many points; extremes and the first value that is no number stay."""
    if len(curve) <= points:
        return curve
    edges = np.linspace(0, len(curve), points // 2 + 1).astype(np.int64)[:-1]
    fine = np.isfinite(curve.values)
    low = np.where(fine, curve.values, np.inf)
    high = np.where(fine, curve.values, -np.inf)
    kept = {0, len(curve) - 1}
    for begin, end in zip(edges, [*edges[1:], len(curve)], strict=True):
        kept |= {int(begin + low[begin:end].argmin()), int(begin + high[begin:end].argmax())}
    broken = np.flatnonzero(~fine)
    kept |= {int(broken[0]), int(broken[-1])} if len(broken) else set()
    at = np.array(sorted(kept))
    return replace(
        curve,
        steps=curve.steps[at],
        values=curve.values[at],
        errors=curve.errors[at],
        lines=curve.lines[at],
        epochs=curve.epochs[at],
    )


def plot(
    title: str, curves: Sequence[Curve], width: int, height: int, marks: Iterable[Mark] = (), unit: str = ""
) -> Lines:
    """A picture of at most width × height characters; empty where there is no room or no number.

    Validation is drawn with gaps, so that it differs without color; values that are no numbers are
    marked with × on the bottom line.
    """
    wide, high = width - _LABEL - 1, height - 4
    marks = tuple(marks)
    low, top = _range(curves, marks)
    if wide < 8 or high < 2 or math.isnan(low):
        return []
    marks = tuple(m for m in marks if math.isnan(m.y) or low <= m.y <= top)
    begin = min(float(curve.steps[0]) for curve in curves)
    end = max(float(curve.steps[-1]) for curve in curves)
    canvas = _Canvas(wide, high, low, top, begin, end)
    for mark in marks:
        canvas.level(mark)
    broken = np.zeros(wide, dtype=bool)
    for curve in sorted(curves, key=lambda c: c.split == TRAIN):
        broken |= canvas.draw(curve)
    return [
        _legend(title, curves, width),
        *canvas.lines(),
        _bottom(broken, canvas, marks),
        _scale(begin, end, wide, unit),
        *_named(marks, width),
    ][:height]


def _range(curves: Sequence[Curve], marks: Iterable[Mark]) -> tuple[float, float]:
    """Lowest and highest number shown; one wild value does not flatten the rest."""
    kept = [curve.values[np.isfinite(curve.values)] for curve in curves]
    values = np.concatenate([k for k in kept if len(k)]) if any(map(len, kept)) else np.empty(0)
    if not len(values):
        return math.nan, math.nan
    low, top = float(values.min()), float(values.max())
    middle = float(np.percentile(values, 90))
    spread = middle - low
    if len(values) >= 20 and spread > 0 and top - low > 12 * spread:
        top = low + 3 * spread
    levels = [m.y for m in marks if math.isfinite(m.y)]
    span = max(top - low, 1e-12)
    near = [y for y in levels if low - span < y < top + span]
    low, top = min([low, *near]), max([top, *near])
    if top - low < 1e-9 * max(1.0, abs(top)):
        room = 0.05 * max(abs(top), 1e-3)
        low, top = low - room, top + room
    return low, top


class _Canvas:
    """Dots of 2 × 4 in each character; the last split drawn names the character."""

    def __init__(self, wide: int, high: int, low: float, top: float, begin: float, end: float) -> None:
        self.wide, self.high, self.low, self.top = wide, high, low, top
        self.begin, self.end = begin, end
        self.dots = np.zeros((high, wide), dtype=np.int64)
        self.roles: list[list[str]] = [[""] * wide for _ in range(high)]
        self.levels: dict[int, str] = {}

    def row(self, value: float) -> int:
        share = (value - self.low) / (self.top - self.low)
        return round((1 - min(1.0, max(0.0, share))) * (self.high * 4 - 1))

    def column(self, step: float) -> int:
        if self.end <= self.begin:
            return 0
        return round((step - self.begin) / (self.end - self.begin) * (self.wide * 2 - 1))

    def level(self, mark: Mark) -> None:
        if math.isfinite(mark.y) and self.low <= mark.y <= self.top:
            self.levels[self.row(mark.y) // 4] = mark.says

    def draw(self, curve: Curve) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """One curve; true in the columns that hold values that are no numbers."""
        broken = np.zeros(self.wide, dtype=bool)
        at = _columns(curve.steps, self.begin, self.end, self.wide * 2)
        fine = np.isfinite(curve.values)
        for column in np.unique(at[~fine]):
            broken[column // 2] = True
        if not fine.any():
            return broken
        low, high = _per_column(at[fine], curve.values[fine], self.wide * 2)
        last: tuple[int, int] | None = None
        for column in range(self.wide * 2):
            if math.isnan(low[column]):
                continue
            top, bottom = self.row(high[column]), self.row(low[column])
            if last is not None:
                self._join(last, column, (top + bottom) // 2, curve.split)
            for row in range(top, bottom + 1):
                self._dot(column, row, curve.split)
            last = column, (top + bottom) // 2
        return broken

    def _join(self, last: tuple[int, int], column: int, row: int, split: str) -> None:
        steps = max(column - last[0], abs(row - last[1]))
        for n in range(1, steps):
            share = n / steps
            self._dot(
                round(last[0] + share * (column - last[0])),
                round(last[1] + share * (row - last[1])),
                split,
            )

    def _dot(self, column: int, row: int, split: str) -> None:
        if split != TRAIN and (column // 2) % 3 == 2:
            return  # a gap: what tells it from training without color
        line, at = row // 4, column // 2
        self.dots[line, at] |= _DOTS[row % 4][column % 2]
        self.roles[line][at] = split

    def lines(self) -> Lines:
        """Every line with its scale in front."""
        found = []
        for row in range(self.high):
            value = self.top - (self.top - self.low) * row / max(1, self.high - 1)
            labelled = row in (0, self.high - 1) or (self.high >= 7 and row == self.high // 2)
            label, role = (_number(value) if labelled else ""), "axis"
            if row in self.levels and len(self.levels[row]) <= _LABEL:
                label, role = self.levels[row], "mark"
            found.append([Piece(f"{label:>{_LABEL}}", role), Piece("┤", "axis"), *self._cells(row)])
        return found

    def _cells(self, row: int) -> list[Piece]:
        pieces: list[Piece] = []
        for at in range(self.wide):
            dots = int(self.dots[row, at])
            if dots:
                text, role = chr(0x2800 + dots), self.roles[row][at]
            elif row in self.levels:
                text, role = "╌", "mark"
            else:
                text, role = " ", ""
            if pieces and pieces[-1].role == role:
                pieces[-1] = Piece(pieces[-1].text + text, role)
            else:
                pieces.append(Piece(text, role))
        return pieces


def _columns(
    steps: Floats, begin: float, end: float, wide: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if end <= begin:
        return np.zeros(len(steps), dtype=np.int64)
    share = (np.nan_to_num(steps, nan=begin) - begin) / (end - begin)
    return np.rint(np.clip(share, 0, 1) * (wide - 1)).astype(np.int64)


def _per_column(
    at: np.ndarray[tuple[int], np.dtype[np.int64]], values: Floats, wide: int
) -> tuple[Floats, Floats]:
    """The lowest and the highest value of each column; nan where there is none."""
    low, high = np.full(wide, np.inf), np.full(wide, -np.inf)
    np.minimum.at(low, at, values)
    np.maximum.at(high, at, values)
    empty = ~np.isfinite(low)
    low[empty] = high[empty] = np.nan
    return low, high


def _legend(title: str, curves: Sequence[Curve], width: int) -> list[Piece]:
    pieces = [Piece(f"{title}  ", "title")]
    for curve in curves:
        last = curve.values[-1]
        pieces.append(
            Piece(f"{_SIGNS.get(curve.split, '·') * 2} {curve.split} {_number(float(last))}  ", curve.split)
        )
    room, kept = width, []
    for piece in pieces:
        if columns(piece.text) > room:
            break
        kept.append(piece)
        room -= columns(piece.text)
    return kept


def _bottom(
    broken: np.ndarray[tuple[int], np.dtype[np.bool_]], canvas: _Canvas, marks: Iterable[Mark]
) -> list[Piece]:
    """The axis; × where a value was no number, ▲ under a step that is meant."""
    line = ["×" if bad else "─" for bad in broken]
    for mark in marks:
        if math.isfinite(mark.x) and canvas.begin <= mark.x <= canvas.end:
            line[canvas.column(mark.x) // 2] = "▲"
    pieces = [Piece(" " * _LABEL, "axis"), Piece("└", "axis")]
    for char in line:
        role = "axis" if char == "─" else "mark"
        if pieces[-1].role == role:
            pieces[-1] = Piece(pieces[-1].text + char, role)
        else:
            pieces.append(Piece(char, role))
    return pieces


def _scale(begin: float, end: float, wide: int, unit: str) -> list[Piece]:
    left = f"{unit} {_count(begin)}" if unit else _count(begin)
    right = _count(end)
    gap = max(1, wide - len(left) - len(right))
    return [Piece(f"{' ' * (_LABEL + 1)}{left}{' ' * gap}{right}", "axis")]


def _named(marks: Iterable[Mark], width: int) -> Lines:
    """What the marks mean, on one line."""
    says = [
        f"▲ {m.says}" if math.isfinite(m.x) else f"╌╌ {m.says}"
        for m in marks
        if math.isfinite(m.x) or len(m.says) > _LABEL  # a short one stands on the scale
    ]
    text = "  ".join(says)
    return (
        [[Piece(" " * (_LABEL + 1), ""), Piece(text[: max(0, width - _LABEL - 1)], "mark")]] if says else []
    )


def _number(value: float) -> str:
    """At most seven characters."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    size = abs(value)
    if size and (size < 1e-3 or size >= 1e5):
        return f"{value:.1e}"
    return f"{value:.4g}"[:7]


def _count(step: float) -> str:
    return f"{step:,.0f}" if step == round(step) else f"{step:.4g}"
