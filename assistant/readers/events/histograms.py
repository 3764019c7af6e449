"""Histograms of many lengths to a fixed row of statistics each; the buckets are not kept.

All histograms of a buffer are reduced together: shapes are (histograms,) unless said otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assistant.readers.events.crc import Bytes
from assistant.run import QUANTILES, STATISTICS, Floats, Ints


class Pile(NamedTuple):
    """Histograms that wait to be reduced, in one buffer.

    heads: (histograms, 5) min, max, num, sum, sum of squares; nan where they are to be estimated.
    left, right, counts: offsets of the first bucket's left edge (-1: the edge before is the left one),
    right edge and count. stride: bytes from one bucket to the next. size: buckets.
    """

    heads: Floats
    left: Ints
    right: Ints
    counts: Ints
    stride: Ints
    size: Ints


TINY = 1.5e-12
"""The finest edges of the writers lie at 0 and 1e-12: what is between them is zero."""


class Room:
    """Memory for the sums of one pile after the other: to be given fresh pages costs more than to sum."""

    def __init__(self) -> None:
        self._held: Floats = np.zeros(0)

    def take(self, many: int) -> tuple[Floats, Floats]:
        """Two arrays of shape (many,), whatever is in them; they hold until the next call."""
        if len(self._held) < 2 * many:
            self._held = np.empty(2 * many)
        return self._held[:many], self._held[many : 2 * many]


def reduce(buffer: Bytes, pile: Pile, room: Room) -> Floats:
    """Statistics of shape (histograms, len(STATISTICS)).

    Quantiles and shares are interpolated within a bucket, whose edges are cut at min and max. The
    default edges of PyTorch and TensorFlow 1 grow by a tenth, so a quantile is right to 5 %; the 30
    equal buckets of TensorFlow 2 are right to a sixtieth of the range.
    """
    with np.errstate(all="ignore"):
        sums = _Sums(buffer, pile, room)
        heads = sums.heads
        number = np.where(heads[:, 2] > 0, heads[:, 2], sums.total)
        mean = heads[:, 3] / number
        spread = np.sqrt(np.maximum(heads[:, 4] / number - mean**2, 0.0))
        columns = [number, sums.least, sums.most, mean, spread]
        columns += [sums.quantile(q) for q in QUANTILES]
        columns += [
            sums.zeros(),
            sums.below(-0.95),
            1 - sums.below(0.95),
            sums.below(0.05) - sums.below(-0.05),
            sums.finite.astype(np.float64),
        ]
        table = np.stack(columns, axis=1)
    assert table.shape[1] == len(STATISTICS)
    return table


class _Sums:
    """Running counts over all buckets of a pile, one histogram behind the other."""

    def __init__(self, buffer: Bytes, pile: Pile, room: Room) -> None:
        self.pile, self.numbers = pile, _doubles(buffer)
        self.size, self.last = pile.size, np.maximum(pile.size - 1, 0)
        self.begin = np.cumsum(pile.size) - pile.size
        many = int(pile.size.sum())
        # one more each, so that what stands behind the last bucket can be asked for
        self.counts, self.running = room.take(many + 1)
        self.counts[-1] = self.running[0] = 0.0
        counts = self.counts[:-1]
        _counts(buffer, self.numbers, pile, self.begin, counts)
        self.finite = np.ones(len(pile.size), dtype=bool)
        if many and not (counts.min() >= 0 and counts.max() < 1e18):
            sound = (counts >= 0) & (counts < 1e18)
            self.finite[np.repeat(np.arange(len(pile.size)), pile.size)[~sound]] = False
            counts[~sound] = 0.0
        np.cumsum(counts, out=self.running[1:])
        self.before = self.running[self.begin]
        self.total = self.running[self.begin + self.size] - self.before
        self.heads = pile.heads.copy()
        self._estimate()
        self.finite &= np.isfinite(self.heads).all(axis=1)
        self.least, self.most = self.heads[:, 0], self.heads[:, 1]

    def _estimate(self) -> None:
        """Min, max and moments from the buckets, for histograms that come without them."""
        if not (self.pile.left >= 0).any():
            return
        of = np.repeat(np.arange(len(self.size)), self.size)
        wanted = np.flatnonzero((self.pile.left >= 0)[of] & (self.counts[:-1] > 0))
        if not wanted.size:
            self.heads[self.pile.left >= 0] = 0.0
            return
        of, counts = of[wanted], self.counts[wanted]
        nth = wanted - self.begin[of]
        left = self.numbers[self.pile.left[of] + self.pile.stride[of] * nth]
        right = self.numbers[self.pile.right[of] + self.pile.stride[of] * nth]
        rows, first = np.unique(of, return_index=True)
        last = np.append(first[1:], len(of)) - 1
        # a histogram of one value is written as one bucket of width 1 around it
        single = (first == last) & (right[first] - left[first] == 1.0)
        middle, width = (left + right) / 2, right - left
        width[first[single]] = 0.0
        heads = np.zeros_like(self.heads)
        heads[rows, 0] = np.where(single, middle[first], left[first])
        heads[rows, 1] = np.where(single, middle[first], right[last])
        weights = (counts, counts * middle, counts * (middle**2 + width**2 / 12))
        for column, weight in enumerate(weights, start=2):
            heads[:, column] = np.bincount(of, weight, len(heads))
        estimated = self.pile.left >= 0
        self.heads[estimated] = heads[estimated]

    def edges(self, nth: Ints) -> tuple[Floats, Floats]:
        """Left and right edge of one bucket of each histogram, cut at min and max."""
        at, own = np.clip(nth, 0, self.last), self.pile.left >= 0
        right = self._number(self.pile.right + self.pile.stride * at, self.size > 0)
        before = self._number(self.pile.right + self.pile.stride * (at - 1), (at > 0) & ~own)
        left = np.where(
            own, self._number(self.pile.left + self.pile.stride * at, own & (self.size > 0)), before
        )
        left = np.where(~own & (at == 0), self.least, left)
        return np.clip(left, self.least, self.most), np.clip(right, self.least, self.most)

    def _number(self, offsets: Ints, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
        return self.numbers[np.where(where, offsets, 0)]

    def _share(self, nth: Ints, inside: Floats) -> Floats:
        """The share of all that lies before one bucket and in a part of it; nan for an empty histogram."""
        at = self.begin + np.clip(nth, 0, self.last)
        upto, here = self.running[at] - self.before, self.counts[at]
        return np.where(self.total > 0, (upto + here * inside) / self.total, np.nan)

    def quantile(self, q: float) -> Floats:
        """The value under which a share q lies."""
        # a hair less: the sum over all histograms rounds, and an empty bucket must not be taken for the next
        target = self.before + q * self.total * (1 - 1e-12)
        nth = np.searchsorted(self.running[1:], target) - self.begin
        left, right = self.edges(nth)
        at = self.begin + np.clip(nth, 0, self.last)
        here = self.counts[at]
        upto = self.running[at] - self.before
        inside = np.clip((q * self.total - upto) / np.where(here > 0, here, 1), 0, 1)
        return np.where(self.total > 0, left + (right - left) * inside, np.nan)

    def bucket_over(self, value: float) -> Ints:
        """The first bucket whose right edge is over the value, by bisection; `size` where none is."""
        low, high = np.zeros_like(self.size), self.size.copy()
        for _ in range(int(self.size.max(initial=1)).bit_length()):
            middle, open_ = (low + high) // 2, low < high
            over = self._number(self.pile.right + self.pile.stride * middle, open_) > value
            high = np.where(open_ & over, middle, high)
            low = np.where(open_ & ~over, middle + 1, low)
        return low

    def below(self, value: float) -> Floats:
        """The share of all that is not over the value."""
        nth = self.bucket_over(value)
        left, right = self.edges(nth)
        width = right - left
        inside = np.where(width > 0, (value - left) / np.where(width > 0, width, 1), 0.0)
        share = np.where(nth >= self.size, 1.0, self._share(nth, np.clip(inside, 0, 1)))
        share = np.where(value >= self.most, 1.0, np.where(value < self.least, 0.0, share))
        return np.where(self.total > 0, share, np.nan)

    def zeros(self) -> Floats:
        """The share of exact zeros; nan where they share a bucket with other values."""
        nth = self.bucket_over(0.0)
        left, right = self.edges(nth)
        share = self._share(nth, np.ones(len(nth))) - self._share(nth, np.zeros(len(nth)))
        share = np.where((left >= -TINY) & (right <= TINY), share, np.nan)
        share = np.where((self.least > 0) | (self.most < 0), 0.0, share)
        return np.where((self.least == 0) & (self.most == 0), 1.0, share)


def _counts(buffer: Bytes, numbers: Floats, pile: Pile, begin: Ints, out: Floats) -> None:
    """All counts, one histogram behind the other, shape (buckets,)."""
    if len(out) and bool((pile.stride == 8).all()):
        # bytes of whole lists are copied several times as fast as numbers one by one
        ends = (pile.counts + 8 * pile.size).tolist()
        lists = [buffer[first:end] for first, end in zip(pile.counts.tolist(), ends, strict=True)]
        np.concatenate(lists, out=out.view(np.uint8))
        return
    nth = np.arange(len(out)) * np.repeat(pile.stride, pile.size)
    out[:] = numbers[nth + np.repeat(pile.counts - pile.stride * begin, pile.size)]


def _doubles(buffer: Bytes) -> Floats:
    return np.ndarray((len(buffer) - 7,), dtype="<f8", buffer=buffer.data, strides=(1,))
