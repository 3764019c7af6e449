"""What a reader makes of a source: named curves, facts and words, each with its place.

Nothing here says what a value means for the training.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from assistant.script import Script

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
STATISTICS = (
    *("count", "least", "most", "mean", "spread"),
    *(f"q{100 * q:02.0f}" for q in QUANTILES),
    *("zeros", "low", "high", "middle", "finite"),
)
"""What is kept of a histogram. zeros: the share of exact zeros; low, high and middle: the shares at
or below -0.95, over 0.95, and within 0.05 of 0; finite: 1 where no NaN and no infinity was counted."""


class Place(NamedTuple):
    """Where something was read: a source and its lines, counted from 1 (0: no lines).

    at: where in a source without lines, as `loss@300`: tag and step.
    """

    source: str
    first: int = 0
    last: int = 0
    at: str = ""

    def __str__(self) -> str:
        if self.at:
            return f"{self.source} {self.at}"
        if not self.first:
            return self.source
        if self.last <= self.first:
            return f"{self.source}:{self.first}"
        return f"{self.source}:{self.first}-{self.last}"


STATED = "words"
"""Name of a run whose figures a person tells in prose."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One metric of one split over the steps of a run.

    name: `loss`, `accuracy`, `learning rate`, `gradient norm`, or the key as printed.
    split: `train`, `validation` or `test`.
    steps, values, errors, lines, epochs: arrays of shape (points,). `errors` is half a unit of the
    last printed digit; accuracies are fractions of 1, whatever the log printed; `epochs` is nan
    where no epoch was printed. `lines` are 0 in a source that has none.
    """

    name: str
    split: str
    key: str
    source: str
    steps: Floats
    values: Floats
    errors: Floats
    lines: Ints
    epochs: Floats

    def __len__(self) -> int:
        return len(self.values)

    def place(self, first: int = 0, last: int = -1) -> Place:
        """The lines (or steps) from point `first` to point `last` (counted as Python does)."""
        if not self.lines[last]:
            return step_place(self.source, self.key, float(self.steps[first]), float(self.steps[last]))
        return Place(self.source, int(self.lines[first]), int(self.lines[last]))


@dataclass(frozen=True, slots=True, eq=False)
class TensorSeries:
    """The statistics of one tensor over the steps of a run.

    steps: shape (points,). table: shape (points, len(STATISTICS)), nan where a statistic is not
    known; a series made of a logged norm knows `count` = 1 and `spread` = the norm alone.
    """

    tag: str
    source: str
    steps: Floats
    table: Floats

    def __len__(self) -> int:
        return len(self.steps)

    def of(self, name: str) -> Floats:
        """One statistic at every step, shape (points,). Raises ValueError for an unknown name."""
        return self.table[:, STATISTICS.index(name)]

    def place(self, first: int = 0, last: int = -1) -> Place:
        """The steps from point `first` to point `last`."""
        return step_place(self.source, self.tag, float(self.steps[first]), float(self.steps[last]))


def step_place(source: str, tag: str, first: float, last: float) -> Place:
    """A place in a source that has steps and no lines."""
    at = f"{tag}@{first:.16g}" if first == last else f"{tag}@{first:.16g}-{last:.16g}"
    return Place(source, at=at)


class Fact(NamedTuple):
    """Something said once about the run (number of classes, batch size, learning rate…)."""

    name: str
    value: float | str
    place: Place


class Words(NamedTuple):
    """A piece of prose with the place it stood in."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Run:
    """One training: its curves in the order they were first printed.

    source: what it was read from, where the name alone does not say it. facts, scripts: what was
    said of its settings beside its curves, where a source holds several runs.
    """

    name: str
    curves: tuple[Curve, ...] = ()
    unit: str = "step"
    tensors: tuple[TensorSeries, ...] = ()
    source: str = ""
    facts: tuple[Fact, ...] = ()
    scripts: tuple[Script, ...] = ()

    def curve(self, name: str, split: str) -> Curve | None:
        """The curve of a metric on a split, or None."""
        for curve in self.curves:
            if curve.name == name and curve.split == split:
                return curve
        return None

    @property
    def points(self) -> int:
        """How many values all curves hold."""
        return sum(len(curve) for curve in self.curves)


class Part(NamedTuple):
    """Lines of one kind: `log`, `words`, `code`, `settings`, or `noise` (what programs say else)."""

    kind: str
    first: int
    last: int


class Source(NamedTuple):
    """One thing that a person handed over, and what it was taken for.

    lines: of the whole file; counts: lines or points by kind; parts: where a text mixes kinds.
    """

    path: str
    kind: str
    format: str
    lines: int = 0
    counts: Mapping[str, int] = MappingProxyType({})
    parts: tuple[Part, ...] = ()


class Reading(NamedTuple):
    """All that was read from one or more sources.

    words: what people wrote; notices: what programs warned of; warnings: what reading was unsure of;
    scripts: the code that trains.
    """

    sources: tuple[Source, ...] = ()
    runs: tuple[Run, ...] = ()
    facts: tuple[Fact, ...] = ()
    words: tuple[Words, ...] = ()
    warnings: tuple[str, ...] = ()
    notices: tuple[Words, ...] = ()
    scripts: tuple[Script, ...] = ()

    def joined(self, other: Reading) -> Reading:
        """Both readings as one."""
        return Reading(
            self.sources + other.sources,
            self.runs + other.runs,
            self.facts + other.facts,
            self.words + other.words,
            self.warnings + other.warnings,
            self.notices + other.notices,
            self.scripts + other.scripts,
        )
