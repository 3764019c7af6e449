"""Records to columns: every point of every tag, with records of one shape read together.

One record of a shape is parsed; those whose other bytes are the same are read at the same offsets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.readers.events import crc
from assistant.readers.events.crc import Bytes
from assistant.readers.events.frames import Frames, Warn, frames
from assistant.readers.events.histograms import Pile, Room, reduce
from assistant.readers.events.keras_model import KIND
from assistant.readers.events.layout import (
    Buckets,
    Data,
    Histogram,
    Layout,
    Malformed,
    Other,
    Scalar,
    layout,
    plain_histograms,
    text,
    worth,
)
from assistant.run import Floats, Ints


class Points(NamedTuple):
    """Scalars of one tag in the order of writing, arrays of shape (points,); wall times in seconds."""

    steps: Ints
    walls: Floats
    values: Floats


class Tables(NamedTuple):
    """Histograms of one tag: steps and wall times of shape (points,), table (points, len(STATISTICS))."""

    steps: Ints
    walls: Floats
    table: Floats


class Text(NamedTuple):
    """What is said rather than measured: a text, or a plugin's content."""

    tag: str
    kind: str
    content: bytes
    step: int


@dataclass
class Columns:
    """All that one or more event files hold, in the order of writing."""

    scalars: dict[str, Points] = field(default_factory=dict)
    tables: dict[str, Tables] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    records: int = 0
    version: str = ""
    purged: int = 0
    restarts: list[int] = field(default_factory=list)


_HISTOGRAM = 120  # bytes of the shortest record that is looked at as a histogram
_ROWS = 8  # records of one length from which on they are read as rows
_LONGEST = 1 << 15  # bytes of a record up to which rows are copied
_ROUNDS = 12
_FEW = 3  # of a warning, how many records are named


def read_columns(
    path: Path, verify: bool, warn: Warn, advance: Callable[[int], None] | None = None
) -> Columns:
    """One event file. advance: called with the bytes of each piece that was read. Raises OSError."""
    reading = _Reading(verify, warn)
    for piece in frames(path, worth, verify, warn):
        reading.take(piece)
        if advance is not None:
            advance(int(piece.lengths.sum()) + 16 * len(piece.lengths))
    return reading.columns()


class _Part(NamedTuple):
    """Points of one tag from one buffer. order: the place of each record in the buffer."""

    order: Ints
    steps: Ints
    walls: Floats
    values: Floats


class _Reading:
    """One file while it is read."""

    def __init__(self, verify: bool, warn: Warn) -> None:
        self.verify, self.warn = verify, warn
        self.plugins: dict[str, str] = {}
        self.room = Room()
        self.done: dict[tuple[str, str], list[_Part]] = {}
        self.found = Columns()

    def take(self, piece: Frames) -> None:
        """All records of one buffer."""
        if self.verify:
            piece = _verified(piece, self.warn)
        buffer = _Buffer(piece, self)
        left = buffer.histograms()
        for members in _by_length(piece.lengths[left]):
            buffer.group(left[members])
        buffer.finish()
        self.found.records += len(piece.starts)

    def columns(self) -> Columns:
        """Everything, once the file has been read."""
        for (kind, tag), parts in self.done.items():
            steps, walls = np.concatenate([p.steps for p in parts]), np.concatenate([p.walls for p in parts])
            values = np.concatenate([p.values for p in parts])
            if kind == "scalar":
                self.found.scalars[tag] = Points(steps, walls, values)
            else:
                self.found.tables[tag] = Tables(steps, walls, values)
            parts.clear()
        return self.found


def _by_length(lengths: Ints) -> Iterator[Ints]:
    """Indices of the records of each length, in their order."""
    order = np.argsort(lengths, kind="stable")
    cuts = np.flatnonzero(np.diff(lengths[order])) + 1
    yield from np.split(order, cuts) if len(order) else ()


def _verified(piece: Frames, warn: Warn) -> Frames:
    """The frames without those whose checksum is wrong."""
    good = np.ones(len(piece.starts), dtype=bool)
    for members in _by_length(piece.lengths):
        length = int(piece.lengths[members[0]])
        if len(members) >= _ROWS and length <= _LONGEST:
            rows = _rows(piece.buffer, piece.starts[members], length + 4)
            stands = np.ascontiguousarray(rows[:, length:]).view("<u4")[:, 0]
            good[members] = crc.masked_rows(rows[:, :length]) == stands
        else:
            good[members] = [_checks(piece, int(member)) for member in members]
    _tell(piece, np.flatnonzero(~good), "the checksum is wrong; record left out", warn)
    return piece._replace(starts=piece.starts[good], lengths=piece.lengths[good])


def _checks(piece: Frames, member: int) -> bool:
    start, length = int(piece.starts[member]), int(piece.lengths[member])
    stands = int.from_bytes(piece.buffer[start + length : start + length + 4].tobytes(), "little")
    return crc.masked(piece.buffer[start : start + length]) == stands


def _tell(piece: Frames, members: Iterable[int], what: str, warn: Warn) -> None:
    for member in members:
        warn(piece.base + int(piece.starts[member]) - 12, what)


def _rows(buffer: Bytes, starts: Ints, width: int) -> Bytes:
    """`width` bytes from each start, shape (starts, width); a copy."""
    windows = np.ndarray((len(buffer) - width + 1,), dtype=f"V{width}", buffer=buffer.data, strides=(1,))
    return np.ascontiguousarray(windows[starts]).view(np.uint8).reshape(-1, width)


class _Buffer:
    """The records of one buffer on their way into columns."""

    def __init__(self, piece: Frames, reading: _Reading) -> None:
        self.piece, self.reading = piece, reading
        self.parts: dict[tuple[str, str], list[_Part]] = {}
        self.tensors: list[tuple[tuple[str, str], _Part]] = []
        self.piles: list[tuple[str, Ints, Ints, Floats, Pile]] = []
        self.restarts: list[tuple[int, int]] = []
        self.texts: list[tuple[int, Text]] = []

    def group(self, members: Ints) -> None:
        """Records of one length."""
        length = int(self.piece.lengths[members[0]])
        if len(members) >= _ROWS and 0 < length <= _LONGEST:
            members = self.alike(members, length)
        for member in members.tolist():
            found = self.parsed(member, length)
            if found is not None:
                self.put(found, np.array([member]), None)

    def histograms(self) -> Ints:
        """Take the records that hold one histogram and nothing else; the indices of all others."""
        piece = self.piece
        long = np.flatnonzero(piece.lengths >= _HISTOGRAM)
        if not len(long):
            return np.arange(len(piece.starts))
        starts = piece.starts[long]
        found = plain_histograms(piece.buffer, starts, starts + piece.lengths[long])
        if not len(found.which):
            return np.arange(len(piece.starts))
        members = long[found.which]
        numbers = np.ndarray((len(piece.buffer) - 7,), dtype="<f8", buffer=piece.buffer.data, strides=(1,))
        heads = numbers[found.heads[:, None] + np.arange(0, 45, 9)]
        none, stride = np.full(len(members), -1), np.full(len(members), 8)
        pile = Pile(heads, none, found.limits, found.counts, stride, found.size)
        table = reduce(piece.buffer, pile, self.reading.room)
        walls, data = numbers[found.walls], piece.buffer.data
        tags: dict[bytes, list[int]] = {}
        for nth, (first, behind) in enumerate(zip(found.tag.tolist(), found.behind.tolist(), strict=True)):
            tags.setdefault(data[first:behind].tobytes(), []).append(nth)
        for tag, of in tags.items():
            which = np.array(of)
            part = _Part(members[which], found.steps[which], walls[which], table[which])
            self.parts.setdefault(("table", text(tag, 0, len(tag))), []).append(part)
        left = np.ones(len(piece.starts), dtype=bool)
        left[members] = False
        return np.flatnonzero(left)

    def parsed(self, member: int, length: int) -> Layout | None:
        """One record alone; a malformed one is named and left out."""
        start = int(self.piece.starts[member])
        view: Data = self.piece.buffer.data[start : start + length]
        try:
            return layout(bytes(view) if length <= _LONGEST else view)
        except Malformed as error:
            right = "" if _checks(self.piece, member) else ", its checksum is wrong"
            self.reading.warn(self.piece.base + start - 12, f"{error}{right}; record left out")
            return None

    def alike(self, members: Ints, length: int) -> Ints:
        """Read records of the same shape together; those that are left have none or few like them."""
        width = -(-length // 8) * 8
        rows = _rows(self.piece.buffer, self.piece.starts[members], width)
        left: Ints = np.arange(len(members))
        alone: list[Ints] = []
        for _ in range(_ROUNDS):
            if len(left) < _ROWS:
                break
            found = self.parsed(int(members[left[0]]), length)
            if found is None or not found.fixed():
                alone.append(left[:1] if found is not None else left[:0])
                left = left[1:]
                continue
            left = self.shaped(found, members, rows, left, length)
        rest: Ints = members[np.sort(np.concatenate([left, *alone]))]
        return rest

    def shaped(self, first: Layout, members: Ints, rows: Bytes, left: Ints, length: int) -> Ints:
        """All rows whose numbers stand where they stand in the first; the rest is returned.

        Rows with the same bytes but for their numbers are alike. They are told apart by a sum of
        words with odd factors, and compared byte by byte with one of them that is parsed.
        """
        mask = _mask(first, length, rows.shape[1]).view(np.uint64)
        fixed = np.flatnonzero(mask)  # of a histogram nearly all is numbers
        words = rows.view(np.uint64)
        if 2 * len(fixed) < len(mask) or len(left) < len(rows):
            words = words[left[:, None], fixed] & mask[fixed]
        else:
            words = words & mask
        sums = np.zeros(len(words), dtype=np.uint64)
        for column in range(words.shape[1]):
            sums += words[:, column] * np.uint64((0x9E3779B97F4A7C15 * (2 * column + 1)) & 0xFFFFFFFFFFFFFFFF)
        taken = np.zeros(len(left), dtype=bool)
        if bool((sums == sums[0]).all()):
            groups = [np.arange(len(left))]
        else:
            order = np.argsort(sums, kind="stable")
            groups = np.split(order, np.flatnonzero(np.diff(sums[order])) + 1)
        for group in groups:
            same = group[(words[group] == words[group[0]]).all(axis=1)]
            here = first if group[0] == 0 else self.parsed(int(members[left[same[0]]]), length)
            if here is not None and not _same_place(first, here):
                continue
            taken[same] = True
            if here is not None:
                self.put(here, members[left[same]], rows if len(same) == len(rows) else rows[left[same]])
            else:
                taken[same[1:]] = False  # only the parsed one has been named
        return left[~taken]

    def put(self, found: Layout, members: Ints, rows: Bytes | None) -> None:
        """Records of one layout into the parts; rows: their bytes, or None for one record alone."""
        reading, piece = self.reading, self.piece
        starts = piece.starts[members]
        if rows is None:
            at = int(starts[0])
            rows = piece.buffer[at : at + int(piece.lengths[members[0]])].reshape(1, -1)
        walls = _column(rows, found.wall, "<f8") if found.wall >= 0 else np.zeros(len(rows))
        steps = _varints(rows, found.step, found.step_size)
        if found.restart:
            self.restarts += zip(members.tolist(), steps.tolist(), strict=True)
        if found.version:
            reading.found.version = reading.found.version or found.version
        if not found.values and found.kind not in ("summary", "version", "session"):
            _count(reading.found.skipped, found.kind, len(rows))
        for value in found.values:
            if isinstance(value, Scalar):
                self.scalar(value, members, steps, walls, rows)
            elif isinstance(value, Histogram):
                heads = np.zeros((len(rows), 5))
                for column, at in enumerate(value.heads):
                    if at >= 0:
                        heads[:, column] = _column(rows, at, "<f8")
                if value.size == 0 and heads[0, 2] == 0:
                    continue
                size = np.full(len(rows), value.size)
                left, right, counts = np.full(len(rows), -1), starts + value.limits, starts + value.counts
                self.piles.append(
                    (
                        value.tag,
                        members,
                        steps,
                        walls,
                        Pile(heads, left, right, counts, np.full(len(rows), 8), size),
                    )
                )
            elif isinstance(value, Buckets):
                self.buckets(value, members, steps, walls)
            else:
                self.other(value, int(members[0]), int(steps[0]), len(rows))

    def plugin(self, tag: str, plugin: str) -> str:
        """The plugin of a tag: it need be written only the first time."""
        return self.reading.plugins.setdefault(tag, plugin) if plugin else self.reading.plugins.get(tag, "")

    def scalar(self, value: Scalar, members: Ints, steps: Ints, walls: Floats, rows: Bytes) -> None:
        """Numbers of one tag, unless another plugin than that of scalars wrote them."""
        self.plugin(value.tag, value.plugin)
        values = _column(rows, value.at, value.kind) if value.kind else np.full(len(rows), value.value)
        part = _Part(members, steps, walls, values)
        if value.tensor:
            self.tensors.append((("scalar", value.tag), part))
        else:
            self.parts.setdefault(("scalar", value.tag), []).append(part)

    def buckets(self, value: Buckets, members: Ints, steps: Ints, walls: Floats) -> None:
        """Histograms of TensorFlow 2; those of half the precision are widened first."""
        self.plugin(value.tag, value.plugin)
        if not value.size:
            return
        first = self.piece.starts[members] + value.at
        count = len(members)
        heads, size = np.full((count, 5), np.nan), np.full(count, value.size)
        if value.kind == "<f8":
            pile = Pile(heads, first, first + 8, first + 16, np.full(count, 24), size)
            self.piles.append((value.tag, members, steps, walls, pile))
            return
        # fewer bytes than a float64 each: widened into a buffer of their own
        wide = _rows(self.piece.buffer, first, 12 * value.size).view("<f4").astype("<f8")
        at = np.arange(count) * 24 * value.size
        pile = Pile(heads, at, at + 8, at + 16, np.full(count, 24), size)
        table = reduce(np.ascontiguousarray(wide).view(np.uint8).reshape(-1), pile, self.reading.room)
        self.tensors.append((("table", value.tag), _Part(members, steps, walls, table)))

    def other(self, value: Other, member: int, step: int, count: int) -> None:
        """Texts and settings are kept, the rest is counted."""
        kind = self.plugin(value.tag, value.kind)
        if kind in ("text", "hparams", KIND):
            self.texts.append((member, Text(value.tag, kind, value.content, step)))
        else:
            _count(self.reading.found.skipped, kind, count)

    def finish(self) -> None:
        """Reduce the histograms, bring each tag into the order of writing, and hand all over."""
        if self.piles:
            whole = Pile(*(np.concatenate([one[4][n] for one in self.piles]) for n in range(6)))
            table = reduce(self.piece.buffer, whole, self.reading.room)
            at = 0
            for tag, members, steps, walls, pile in self.piles:
                part = _Part(members, steps, walls, table[at : at + len(members)])
                if pile.left[0] < 0:
                    self.parts.setdefault(("table", tag), []).append(part)
                else:
                    self.tensors.append((("table", tag), part))
                at += len(members)
        self.settle()
        # tags in the order in which they were first written: it is that of the layers
        put = [(key, _ordered(parts)) for key, parts in self.parts.items()]
        ordered = dict(sorted(put, key=lambda pair: int(pair[1].order[0])))
        for member, step in sorted(self.restarts):
            self.purge(ordered, member, step)
        for key, part in ordered.items():
            self.reading.done.setdefault(key, []).append(part)
        self.reading.found.texts += [text for _, text in sorted(self.texts, key=lambda pair: pair[0])]

    def settle(self) -> None:
        """Tensors by the plugin of their tag, which any record of the buffer may have named."""
        for (kind, tag), part in self.tensors:
            plugin = self.reading.plugins.get(tag, "")
            if plugin == {"scalar": "scalars", "table": "histograms"}[kind]:
                self.parts.setdefault((kind, tag), []).append(part)
            else:
                _count(self.reading.found.skipped, plugin or "tensor", len(part.order))

    def purge(self, ordered: dict[tuple[str, str], _Part], member: int, step: int) -> None:
        """Drop what was written before a restart for its step and later ones."""
        found = self.reading.found
        found.restarts.append(step)
        for parts in self.reading.done.values():
            for n, part in enumerate(parts):
                parts[n] = _kept(part, part.steps < step)
                found.purged += len(part.steps) - len(parts[n].steps)
        for key, part in ordered.items():
            ordered[key] = _kept(part, (part.order > member) | (part.steps < step))
            found.purged += len(part.steps) - len(ordered[key].steps)


def _kept(part: _Part, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> _Part:
    return part if where.all() else _taken(part, where)


def _ordered(parts: list[_Part]) -> _Part:
    if len(parts) == 1:
        return parts[0]
    whole = _Part(
        np.concatenate([part.order for part in parts]),
        np.concatenate([part.steps for part in parts]),
        np.concatenate([part.walls for part in parts]),
        np.concatenate([part.values for part in parts]),
    )
    return _taken(whole, np.argsort(whole.order, kind="stable"))


def _taken(part: _Part, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_ | np.int64]]) -> _Part:
    return _Part(part.order[which], part.steps[which], part.walls[which], part.values[which])


def _count(counts: dict[str, int], kind: str, many: int) -> None:
    counts[kind] = counts.get(kind, 0) + many


def _mask(found: Layout, length: int, width: int) -> Bytes:
    """Zero over every number, 0x80 over the step (the bits that say how long it is), zero behind the end."""
    mask = np.zeros(width, dtype=np.uint8)
    mask[:length] = 0xFF
    for at, size in found.spans():
        mask[at : at + size] = 0
    mask[found.step : found.step + found.step_size] = 0x80
    return mask


def _same_place(one: Layout, other: Layout) -> bool:
    """Whether the numbers of both stand at the same offsets."""
    return other.fixed() and sorted(one.spans()) == sorted(other.spans()) and one[1:3] == other[1:3]


def _column(rows: Bytes, at: int, kind: str) -> Floats:
    """The number at one offset of each row, as float64."""
    stored = "<u2" if kind == "bf2" else kind
    column = np.ndarray((len(rows),), dtype=stored, buffer=rows.data, offset=at, strides=(rows.shape[1],))
    if kind == "bf2":
        return (column.astype("<u4") << np.uint32(16)).view("<f4").astype(np.float64)
    return column.astype(np.float64)


def _varints(rows: Bytes, at: int, size: int) -> Ints:
    """The varint of `size` bytes at one offset of each row, as a signed number."""
    steps = np.zeros(len(rows), dtype=np.uint64)
    for n in range(size):
        steps |= (rows[:, at + n] & 0x7F).astype(np.uint64) << np.uint64(7 * n)
    return steps.view(np.int64)
