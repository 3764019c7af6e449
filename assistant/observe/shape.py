"""The shape of one curve, in numbers that hold for 3 points and for 100,000.

Shapes are measured here; which answer of which symptom they mean is said by the families.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assistant.forensics import Floats, is_frozen

BLOCKS = 10


class Shape(NamedTuple):
    """A curve seen through the medians of up to ten blocks.

    start, end, low: the first, last and least block. noise: the scatter of single points around
    the block medians (a robust standard deviation), late: the same over the last half.
    error: how far a block's median may be off by noise. turns: share of steps between points that
    go against the one before. settled: change over the last half, relative to its level.
    """

    blocks: Floats
    start: float
    end: float
    low: float
    noise: float
    error: float
    turns: float
    settled: float
    frozen: bool
    points: int

    @property
    def progress(self) -> float:
        """How much of the start has been lost, as a share of it (negative: it has grown)."""
        return (self.start - self.end) / abs(self.start) if self.start else 0.0


def shape(values: Floats) -> Shape | None:
    """The shape of the finite part of a curve; None under two points."""
    finite = values[np.isfinite(values)]
    count = len(finite)
    if count < 2:
        return None
    parts = np.array_split(finite, min(BLOCKS, count))
    blocks = np.array([np.median(part) for part in parts])
    noise = _scatter(finite)
    error = noise / np.sqrt(max(1.0, count / len(blocks))) * 1.25
    half = blocks[len(blocks) // 2 :]
    level = max(abs(float(half.mean())), 1e-12)
    differences = np.diff(finite)
    moving = differences[differences != 0]
    turns = float(np.mean(np.sign(moving[1:]) != np.sign(moving[:-1]))) if len(moving) > 2 else 0.0
    return Shape(
        blocks=blocks,
        start=float(blocks[0]),
        end=float(blocks[-1]),
        low=float(blocks.min()),
        noise=noise,
        error=float(error),
        turns=turns,
        settled=float(half[0] - half[-1]) / level,
        frozen=is_frozen(finite),
        points=count,
    )


FALLS = 0.04
"""Share of its first level that a loss has lost where it is said to fall at all."""


def hardly_falls(values: Floats) -> bool:
    """Whether a loss of five points or more, all finite and over 0, ends about where it began."""
    found = shape(values) if len(values) >= 5 and np.isfinite(values).all() else None
    return found is not None and found.start > 0 and abs(found.start - found.end) <= FALLS * found.start


def _scatter(finite: Floats) -> float:
    """The noise of single points: 1.4826 MAD of second differences / sqrt(6), blind to a trend.

    Second differences of independent noise have variance 1 + 4 + 1 = 6 times its own. Of a few points every
    one feels a single fall, as between the first lines and the last of a long log; of the first differences,
    of twice the variance, one does: the lesser counts there.
    """
    if len(finite) < 4:
        return 0.0
    first = np.diff(finite)
    noise = _deviation(np.diff(first)) / np.sqrt(6.0)
    return float(min(noise, _deviation(first) / np.sqrt(2.0)) if len(finite) < FEW else noise)


FEW = 8
"""So many points hold a fall that most second differences do not feel."""


def _deviation(values: Floats) -> float:
    """A standard deviation that outliers do not move."""
    return float(1.4826 * np.median(np.abs(values - np.median(values))))


def spread(values: Floats, low: float, high: float) -> float:
    """The distance between two quantiles, by the nearest rank (np.percentile loads masked arrays)."""
    ordered = np.sort(values)
    last = len(ordered) - 1
    return float(ordered[round(high * last)] - ordered[round(low * last)])
