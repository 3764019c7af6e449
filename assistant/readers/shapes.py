"""Lines of the same shape are read once: what one line meant is told from then on by its numbers alone.

A shape is a line with every run of digits as one `0`; numpy reads all numbers of a chunk at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from assistant.readers.record import Record
from assistant.run import Floats, Ints

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

COUNTERS = ("epoch", "epochs", "step", "steps", "done", "total", "rank")
FIRST = len(COUNTERS)
"""Where values begin among the numbers of a record."""
_TOKEN = re.compile(r"([0-9]+)(?:\.([0-9]+)?)?(?:[eE]([-+]?)([0-9]+))?|\.([0-9]+)(?:[eE]([-+]?)([0-9]+))?")
_RUN = re.compile(r"[0-9]+")
_EXACT = 2**53
_DECADES = 400
_HALVES = np.array([0.5 * 10.0 ** min(power, 300) for power in range(-_DECADES, _DECADES + 1)])
_REPEATED = np.zeros(256, dtype=bool)
_REPEATED[list(b" =.-#_*")] = True
_CANON = bytes.maketrans(b"123456789\r", b"000000000\n")


class Frames:
    """A chunk cut at line ends and carriage returns.

    shapes: one key a frame; lines: its number in the file; starts, ends: its bytes in the chunk;
    first_run: the index of its first run of digits among run_start and run_end.
    """

    __slots__ = ("bytes", "chunk", "ends", "first_run", "lines", "run_end", "run_start", "shapes", "starts")

    def __init__(self, chunk: bytes, first_line: int) -> None:
        self.chunk = chunk
        self.bytes: Bytes = np.frombuffer(chunk, dtype=np.uint8)
        data = self.bytes
        digit = (data - np.uint8(48)) < 10
        cuts = np.flatnonzero((data == 10) | (data == 13))
        self.starts = np.concatenate(([0], cuts + 1))
        self.ends = np.concatenate((cuts, [len(chunk)]))
        self.lines = first_line + np.concatenate(([0], np.cumsum(data[cuts] == 10)))
        inside = digit[1:] & digit[:-1]
        opens, closes = digit.copy(), digit.copy()
        opens[1:] &= ~inside
        closes[:-1] &= ~inside
        self.run_start = np.flatnonzero(opens)
        self.run_end = np.flatnonzero(closes) + 1
        self.first_run = np.searchsorted(self.run_start, self.starts)
        self.shapes = _shapes(chunk, data, inside)

    def __len__(self) -> int:
        return len(self.shapes)

    def raw(self, frame: int) -> bytes:
        """The bytes of a frame."""
        return self.chunk[self.starts[frame] : self.ends[frame]]


def _shapes(chunk: bytes, data: Bytes, inside: Flags) -> list[bytes]:
    """The shape of every frame; bars and blanks are shortened to three cells."""
    keep = np.ones(len(data), dtype=bool)
    keep[1:] = ~inside
    if len(data) > 3:
        same = data[1:] == data[:-1]
        four = np.flatnonzero(same[2:] & same[1:-1] & same[:-2]) + 3
        keep[four[_REPEATED[data[four]]]] = False
    if b"\xe2" in chunk:
        cells = np.flatnonzero((data[:-2] == 0xE2) & (data[1:-1] >= 0x94) & (data[1:-1] <= 0x96))
        again = cells[1:][np.diff(cells) == 3]
        for offset in range(3):
            keep[again + offset] = False
    canon = np.frombuffer(chunk.translate(_CANON), dtype=np.uint8)[keep]
    return canon.tobytes().split(b"\n")


class Slot(NamedTuple):
    """A metric's place in a line: its name, its split where told, its key, and if in percent."""

    name: str
    split: str | None
    key: str
    percent: bool


class Layout(NamedTuple):
    """What lines of one kind hold, apart from the numbers."""

    style: str
    phase: str | None
    slots: tuple[Slot, ...]


class Rows(NamedTuple):
    """Records of one layout.

    order: position in the chunk (n,); lines (n,); counters: (n, 7) in the order of COUNTERS, nan
    where absent; values, errors, sets: (n, slots), where sets is the size of the set behind a
    count of hits, or 0.
    """

    layout: Layout
    order: Floats
    lines: Ints
    counters: Floats
    values: Floats
    errors: Floats
    sets: Floats


def layout_of(record: Record) -> Layout:
    """The layout of one record."""
    slots = tuple(Slot(v.name, v.split, v.key, v.percent) for v in record.values)
    return Layout(record.style, record.phase, slots)


def rows_of(records: Sequence[tuple[float, int, Record]]) -> list[Rows]:
    """Records that were read one by one, as (order, line, record), in rows by layout."""
    grouped: dict[Layout, list[tuple[float, int, Record]]] = {}
    for entry in records:
        grouped.setdefault(layout_of(entry[2]), []).append(entry)
    return [
        Rows(
            layout,
            np.array([order for order, _, _ in entries], dtype=np.float64),
            np.array([line for _, line, _ in entries], dtype=np.int64),
            np.array([_counters(record) for _, _, record in entries], dtype=np.float64),
            *(
                np.array(
                    [[getattr(v, name) for v in record.values] for _, _, record in entries], dtype=np.float64
                ).reshape(len(entries), len(layout.slots))
                for name in ("value", "error", "of")
            ),
        )
        for layout, entries in grouped.items()
    ]


def _counters(record: Record) -> list[float]:
    found = (getattr(record, name) for name in COUNTERS)
    return [math.nan if count is None else float(count) for count in found]


class _Token(NamedTuple):
    """A printed number by the runs of digits it is made of (-1: none), counted in its line."""

    whole: int
    fraction: int
    exponent: int
    down: bool
    text: str


class _Field(NamedTuple):
    """Where a number of the record comes from: a token and its sign, or a constant."""

    token: _Token | None
    negative: bool = False
    constant: float = math.nan


@dataclass(slots=True)
class Plan:
    """What all lines of a shape mean.

    fields: the counters, then value and size of the set for each slot. rows: frames of the
    present chunk that have the shape.
    """

    kind: str
    format: str
    layout: Layout | None = None
    fields: tuple[_Field, ...] = ()
    rows: list[int] = field(default_factory=list)


def learn(
    line: str, read: Callable[[str], Record | None], cells: bool = False
) -> tuple[Layout, tuple[_Field, ...]] | None:
    """What `read` takes from the line and from two more with other digits, or None where it varies.

    The two show which printed number each part of the record comes from. cells: commas part the
    columns of a table; elsewhere they may join digits to thousands, which depends on their count.
    """
    probes = [line, _probe(line, 7), _probe(line, 3)]
    records = [read(probe) for probe in probes]
    first = records[0]
    if first is None or first.placed or any(r is None or layout_of(r) != layout_of(first) for r in records):
        return None
    tokens = [_tokens(probe) for probe in probes]
    numbers = [_numbers(record) for record in records if record is not None]
    fields: list[_Field] = []
    for at in range(len(numbers[0])):
        found = _match([list_[at] for list_ in numbers], tokens)
        if found is None or (found.token is not None and not cells and _in_group(found.token, line)):
            return None
        fields.append(found)
    return layout_of(first), tuple(fields)


def _numbers(record: Record) -> list[float]:
    """Counters, then hits or value and the size of the set for each slot."""
    found = _counters(record)
    for value in record.values:
        found += [value.value * value.of if value.of else value.value, float(value.of)]
    return found


def _probe(line: str, seed: int) -> str:
    """The line with other digits in runs of the same length."""
    at = iter(range(seed, 10**9, seed))

    def other(match: re.Match[str]) -> str:
        return "".join(str(1 + next(at) * 5 % 97 % 9) for _ in match[0])

    return _RUN.sub(other, line)


def _tokens(line: str) -> list[_Token]:
    found = []
    runs = 0
    for match in _TOKEN.finditer(line):
        whole, fraction, sign, exponent, bare, bare_sign, bare_exponent = match.groups()
        token = _Token(
            runs if whole else -1,
            runs + bool(whole) if fraction or bare else -1,
            runs + bool(whole) + bool(fraction or bare) if exponent or bare_exponent else -1,
            (sign or bare_sign) == "-",
            match[0],
        )
        runs += bool(whole) + bool(fraction or bare) + bool(exponent or bare_exponent)
        found.append(token)
    return found


def _match(values: list[float], tokens: list[list[_Token]]) -> _Field | None:
    """The token that has the value in every probe, or a constant."""
    if len({len(list_) for list_ in tokens}) != 1:
        return None
    for n in range(len(tokens[0])):
        for negative in (False, True):
            sign = -1.0 if negative else 1.0
            if all(_close(sign * float(list_[n].text), v) for list_, v in zip(tokens, values, strict=True)):
                return _Field(tokens[0][n], negative)
    first = values[0]
    if all(v == first or (math.isnan(v) and math.isnan(first)) for v in values):
        return _Field(None, constant=first)
    return None


def _close(token: float, value: float) -> bool:
    """Equal, or hits that went through a division and back."""
    return token == value or (value.is_integer() is False and abs(token - value) < 1e-9 * abs(value))


def _in_group(token: _Token, line: str) -> bool:
    """A comma joins the number to another one: thousands, or decimals of another country."""
    runs = [m.span() for m in _RUN.finditer(line)]
    used = [n for n in (token.whole, token.fraction, token.exponent) if n >= 0]
    begin, end = runs[used[0]][0], runs[used[-1]][1]
    before = line[begin - 1 : begin] == "," and line[begin - 2 : begin - 1].isdigit()
    return before or (line[end : end + 1] == "," and line[end + 1 : end + 2].isdigit())


def read_rows(frames: Frames, plans: Sequence[Plan]) -> list[Rows]:
    """The records of all frames whose plans are known, their numbers read at once."""
    wanted: list[tuple[Plan, Ints]] = []
    whole: list[Ints] = []
    fraction: list[Ints] = []
    exponent: list[Ints] = []
    nothing = len(frames.run_start)  # a run of no digits
    for plan in plans:
        frame = np.array(plan.rows, dtype=np.int64)
        wanted.append((plan, frame))
        used = [f.token for f in plan.fields if f.token is not None]
        base = frames.first_run[frame]
        for parts, offsets in (
            (whole, [t.whole for t in used]),
            (fraction, [t.fraction for t in used]),
            (exponent, [t.exponent for t in used]),
        ):
            wide = np.array(offsets, dtype=np.int64)
            parts.append(np.where(wide >= 0, base[:, None] + wide, nothing).ravel())
    if not wanted:
        return []
    down = np.concatenate(
        [np.tile([f.token.down for f in plan.fields if f.token], len(frame)) for plan, frame in wanted]
    )
    values, errors = _parse(
        frames, np.concatenate(whole), np.concatenate(fraction), np.concatenate(exponent), down.astype(bool)
    )
    rows, at = [], 0
    for plan, frame in wanted:
        width = sum(f.token is not None for f in plan.fields)
        size = width * len(frame)
        shaped = (len(frame), width)
        rows.append(
            _rows(
                plan,
                frames,
                frame,
                values[at : at + size].reshape(shaped),
                errors[at : at + size].reshape(shaped),
            )
        )
        at += size
    return rows


def _rows(plan: Plan, frames: Frames, frame: Ints, values: Floats, errors: Floats) -> Rows:
    numbers = np.empty((len(frame), len(plan.fields)))
    halves = np.zeros((len(frame), len(plan.fields)))
    column = 0
    for at, one in enumerate(plan.fields):
        if one.token is None:
            numbers[:, at] = one.constant
            continue
        numbers[:, at] = -values[:, column] if one.negative else values[:, column]
        halves[:, at] = errors[:, column]
        column += 1
    printed, sets = numbers[:, FIRST::2], numbers[:, FIRST + 1 :: 2]
    counted = sets > 0
    if counted.any():
        printed = np.where(counted, printed / np.where(counted, sets, 1.0), printed)
        halves[:, FIRST::2][counted] = 0.0
    assert plan.layout is not None
    return Rows(
        plan.layout,
        frame.astype(np.float64),
        frames.lines[frame],
        numbers[:, :FIRST],
        printed,
        halves[:, FIRST::2],
        sets,
    )


def _parse(frames: Frames, whole: Ints, fraction: Ints, exponent: Ints, down: Flags) -> tuple[Floats, Floats]:
    """Values and half a unit of the last digit, as `float` and `precision` give them.

    A mantissa under 2**53 times or over a power of ten up to 10**22 is one rounding, hence exact
    (Clinger, How to read floating point numbers accurately, 1990); all else is left to `float`.
    """
    start = np.append(frames.run_start, 0)
    end = np.append(frames.run_end, 0)
    length = end - start
    after = length[fraction]
    powers = _digits(frames.bytes, start[exponent], length[exponent])
    powers = np.where(down, -powers, powers) - after
    digits = length[whole] + after
    short = np.minimum(after, 18)
    mantissa = _digits(frames.bytes, start[whole], length[whole]) * 10**short
    mantissa += _digits(frames.bytes, start[fraction], after)
    exact = (digits <= 18) & (mantissa < _EXACT) & (np.abs(powers) <= 22) & (length[exponent] <= 3)
    scale = 10.0 ** np.minimum(np.abs(powers), 22)
    values = np.where(powers < 0, mantissa / scale, mantissa * scale)
    rest = np.flatnonzero(~exact)
    if rest.size:
        begins = np.where(length[whole[rest]] > 0, start[whole[rest]], start[fraction[rest]] - 1)
        ends = np.maximum(np.maximum(end[whole[rest]], end[fraction[rest]]), end[exponent[rest]])
        chunk = frames.chunk
        values[rest] = [float(chunk[b:e]) for b, e in zip(begins.tolist(), ends.tolist(), strict=True)]
    return values, _HALVES[np.clip(powers, -_DECADES, _DECADES) + _DECADES]


def _digits(data: Bytes, start: Ints, length: Ints) -> Ints:
    """Runs of digits as integers; runs of more than 18 digits come out wrong and are read otherwise."""
    value = np.zeros(len(start), dtype=np.int64)
    live = np.flatnonzero(length > 0)
    place = 0
    while live.size and place < 18:
        value[live] = value[live] * 10 + (data[start[live] + place] - np.uint8(48))
        place += 1
        live = live[length[live] > place]
    return value
