"""An event file to its records: framing, truncated ends, and the way on behind corrupt bytes.

What stands in a record is not looked at, but for whether it is worth reading at all.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from assistant.readers.events import crc
from assistant.readers.events.crc import Bytes
from assistant.run import Ints

CHUNK = 8 * 1024 * 1024
"""Bytes that are held of a file at a time."""
LARGEST = 64 * 1024 * 1024
"""Bytes of one record that are read; a larger one is skipped whatever is in it."""
WORST = 1000
"""Corrupt places in one file behind which the rest of it is not read."""
PEEK = 4096
"""Bytes of a large record that show what it is."""
SLACK = 64
"""Bytes behind a buffer's end that a gather may touch."""

_HEADER = struct.Struct("<QI")
_SAMPLE = 32  # records that show how large those behind them may be
_SMALL = 256  # bytes of an average record up to which whole blocks are searched at once
_BLOCK, _LARGEST_BLOCK = 1 << 15, 1 << 20
_SHORT = 1 << 16

Warn = Callable[[int, str], None]
"""Takes the offset in the file and what is wrong there."""


class Frames(NamedTuple):
    """Whole records in a buffer that is valid until the next ones are asked for.

    starts, lengths: of the payloads, in bytes of the buffer. base: the buffer's offset in the file.
    """

    buffer: Bytes
    starts: Ints
    lengths: Ints
    base: int


def frames(path: Path, worth: Callable[[bytes, int], bool], verify: bool, warn: Warn) -> Iterator[Frames]:
    """The records of one file in their order, a few megabytes at a time.

    `worth` says from its first bytes whether a record larger than a chunk is to be read. A last
    record that is not whole is what a run in progress leaves; it is passed over in silence.
    Raises OSError.
    """
    with path.open("rb", buffering=0) as file:
        size = file.seek(0, 2)
        file.seek(0)
        yield from _Walk(file, size, worth, verify, warn).run()


class _Walk:
    """The position in one file while it is read."""

    def __init__(
        self, file: BinaryIO, size: int, worth: Callable[[bytes, int], bool], verify: bool, warn: Warn
    ) -> None:
        self.file, self.size, self.worth, self.verify, self.warn = file, size, worth, verify, warn
        self.buffer: Bytes = np.zeros(min(CHUNK, size) + SLACK, dtype=np.uint8)
        self.places = 0
        self.base = self.held = 0  # the buffer's offset in the file, and its bytes in use

    def run(self) -> Iterator[Frames]:
        lost = -1  # where the bytes began that are no record
        while True:
            self._fill()
            whole = self.base + self.held >= self.size
            parts, at, lost = self._records(lost)
            if parts:
                starts, lengths = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
                yield Frames(self.buffer, starts, lengths, self.base)
            self._drop(at)
            if lost >= 0:
                if whole:
                    self.warn(lost, "corrupt; no record can be found behind it")
                    return
                continue
            if self.held >= 12:
                length = int(_HEADER.unpack_from(self.buffer.data, 0)[0])
                if length + 16 > self.size - self.base:
                    return  # still being written
                if length + 16 > CHUNK:
                    yield from self._large(length)
                    continue
            if whole:
                return

    def _records(self, lost: int) -> tuple[list[tuple[Ints, Ints]], int, int]:
        """Starts and lengths of the records in the buffer; where they end; where it is lost, or -1."""
        parts: list[tuple[Ints, Ints]] = []
        at = 0
        while True:
            if lost >= 0:
                if self.places == WORST:
                    self.size = lost  # each costs a search; a file like that holds nothing to rely on
                    self.warn(lost, f"corrupt at {WORST} places; the rest is not read")
                    return parts, self.held, -1
                self.places += 1
                found = _resync(self.buffer[: self.held], at, self.size - self.base)
                if found < 0:
                    return parts, max(at, self.held - 11), lost
                self.warn(lost, f"corrupt; {self.base + found - lost} bytes passed over")
                at = found
            starts, lengths, at, good = walk(self.buffer, at, self.held)
            lost = -1
            if not good:
                if len(starts) and not self._checks(int(starts[-1]), int(lengths[-1])):
                    # bytes are missing from the record before: its length led astray
                    at, starts, lengths = int(starts[-1]) - 12, starts[:-1], lengths[:-1]
                lost = self.base + at
                at += 1
            if len(starts):
                parts.append((starts, lengths))
            if good:
                return parts, at, lost

    def _checks(self, start: int, length: int) -> bool:
        stands = int.from_bytes(self.buffer[start + length : start + length + 4].tobytes(), "little")
        return crc.masked(self.buffer[start : start + length]) == stands

    def _fill(self) -> None:
        room = min(len(self.buffer) - SLACK, self.size - self.base)
        while self.held < room:
            got = self.file.readinto(self.buffer[self.held : room].data)  # type: ignore[attr-defined]
            if not got:
                self.size = self.base + self.held  # cut while it was read
                return
            self.held += got

    def _drop(self, count: int) -> None:
        rest = self.held - count
        self.buffer[:rest] = self.buffer[count : self.held].copy()
        self.base, self.held = self.base + count, rest

    def _large(self, length: int) -> Iterator[Frames]:
        """One record larger than a chunk: read if it is worth it, else passed over."""
        self._fill()
        start = self.base
        read = length <= LARGEST and self.worth(self.buffer[12 : 12 + PEEK].tobytes(), length)
        if read:
            record = np.zeros(length + 16 + SLACK, dtype=np.uint8)
            record[: self.held] = self.buffer[: self.held]
            at = self.held
            while at < length + 16:
                got = self.file.readinto(record[at : length + 16].data)  # type: ignore[attr-defined]
                if not got:
                    self.size = start + at
                    break
                at += got
            else:
                yield Frames(record, np.array([12]), np.array([length]), start)
        elif self.verify and not self._streamed(length):
            self.warn(start, "the checksum is wrong")
        self.base, self.held = min(start + length + 16, self.size), 0
        self.file.seek(self.base)

    def _streamed(self, length: int) -> bool:
        """Whether the checksum of a record that is not kept is right, a piece at a time."""
        register, done, piece = 0, 0, self.buffer[12 : self.held]
        while True:
            piece = piece[: length - done]
            register = crc.joined(register, crc.state(piece), len(piece))
            done += len(piece)
            if done == length:
                break
            room = min(CHUNK, length - done)
            got = self.file.readinto(self.buffer[:room].data)  # type: ignore[attr-defined]
            if not got:
                return True
            piece = self.buffer[:got]
        self.file.seek(self.base + 12 + length)
        return int.from_bytes(self.file.read(4), "little") == crc.finished(register, length)


def walk(buffer: Bytes, at: int, end: int) -> tuple[Ints, Ints, int, bool]:
    """Payload starts and lengths of the whole records from `at`; where it ended; False at corrupt bytes.

    Small records are found by the block: searching every byte for a header costs less than a step
    of the interpreter for each record.
    """
    parts: list[Ints] = [np.zeros((0, 2), np.int64)]
    searching, block = True, _BLOCK
    while True:
        found, reached, good = _step(buffer, at, end, _SAMPLE)
        parts.append(found)
        small, at = reached - at < _SAMPLE * _SMALL, reached
        if len(found) < _SAMPLE:
            break
        if small and searching:
            until = min(end, at + block)
            found, at, searching = _scan(buffer, at, until)
            parts.append(found)
            # a block that holds small records alone is followed by a larger one
            block = min(2 * block, _LARGEST_BLOCK) if len(found) * _SMALL >= block else _BLOCK
    table = np.concatenate(parts)
    return table[:, 0], table[:, 1], at, good


def _step(buffer: Bytes, at: int, end: int, most: int) -> tuple[Ints, int, bool]:
    """Up to `most` records, one by one: (start, length) rows, where they end, False at corrupt bytes."""
    rows: list[int] = []  # a start, a length, a start …
    unpack, data = _HEADER.unpack_from, buffer.data
    while len(rows) < 2 * most and at + 12 <= end:
        length, check = unpack(data, at)
        if _CHECKS.get(length) != check:
            if crc.masked_length(length) != check:
                return _rows(rows), at, False
            if len(_CHECKS) > _SHORT:
                _CHECKS.clear()
            _CHECKS[length] = check
        if at + 16 + length > end:
            break
        rows += (at + 12, length)
        at += 16 + length
    return _rows(rows), at, True


_CHECKS: dict[int, int] = {}
"""The checks of lengths met before."""


def _rows(rows: list[int]) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


@cache
def _short_checks() -> crc.Words:
    return crc.masked_lengths(np.arange(_SHORT, dtype=np.uint64))


def _scan(buffer: Bytes, at: int, end: int) -> tuple[Ints, int, bool]:
    """The records of a block whose wall time lies between 1974 and 2106, found all at once.

    A header is seven bytes of which the upper ones are 0, before a payload that begins with 0x09
    and a double whose last byte is 0x41; the check of the length settles it. Each record must
    begin where the one before ends; where none was found so, it is stepped to. Returns the rows,
    where they end, and whether it was worth the search.
    """
    block = buffer[at:end]
    reach = len(block) - 21
    if reach <= 0:
        return _rows([]), at, True
    hits = (block[12 : 12 + reach] == 0x09) & (block[20 : 20 + reach] == 0x41) & (block[3 : 3 + reach] == 0)
    where = np.flatnonzero(hits)
    lengths = _gather(block, "<u8", 8)[where]
    whole = (lengths < _SHORT) & (where + 16 + lengths.astype(np.int64) <= len(block))
    where, lengths = where[whole], lengths[whole].astype(np.int64)
    right = _short_checks()[lengths] == _gather(block, "<u4", 4)[where + 8]
    where, lengths = where[right], lengths[right]
    after = where + 16 + lengths
    breaks = np.append(np.flatnonzero(after[:-1] != where[1:]), len(where) - 1)
    parts: list[Ints] = [_rows([])]
    position = chained = 0
    while True:
        n = int(np.searchsorted(where, position))
        if n < len(where) and where[n] == position:
            last = int(breaks[np.searchsorted(breaks, n)])
            parts.append(np.stack([where[n : last + 1] + (at + 12), lengths[n : last + 1]], axis=1))
            chained += last + 1 - n
            position = int(after[last])
            continue
        stepped, reached, good = _step(buffer, at + position, end, 16)
        parts.append(stepped)
        position = reached - at
        if len(stepped) < 16 or not good:
            break
    table = np.concatenate(parts)
    return table, at + position, 2 * chained >= len(table)


def _gather(block: Bytes, kind: str, width: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """A number at every byte, whatever its alignment."""
    return np.ndarray((max(0, len(block) - width + 1),), dtype=kind, buffer=block.data, strides=(1,))


def _resync(block: Bytes, at: int, left: int) -> int:
    """Where a header with a right check stands first from `at` on, or -1.

    left: bytes of the file from the block's beginning. The next record is near as a rule, so a
    little is searched before all is.
    """
    for window in (1 << 12, 1 << 16, len(block)):
        found = _header(block[at : at + window + 11], left - at)
        if found >= 0:
            return at + found
        if at + window + 11 >= len(block):
            break
        at += window
    return -1


def _header(block: Bytes, left: int) -> int:
    """The first byte of a block at which a header with a right check stands, or -1."""
    reach = len(block) - 11
    if reach <= 0:
        return -1
    upper = _gather(block, "<u4", 4)
    where = np.flatnonzero(upper[4 : 4 + reach] == 0)
    lengths, checks = _gather(block, "<u8", 8)[where], upper[where + 8]
    possible = (lengths > 0) & (lengths <= max(0, left - 16)) & (checks != 0)
    where, lengths, checks = where[possible], lengths[possible], checks[possible]
    right = np.flatnonzero(crc.masked_lengths(lengths) == checks)
    return int(where[right[0]]) if right.size else -1
