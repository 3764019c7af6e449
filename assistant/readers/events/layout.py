"""One record's bytes to where its numbers stand: the messages Event, Summary and TensorProto.

Field numbers are those of tensorboard/compat/proto/*.proto; nothing is copied that is not needed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from assistant.readers.events.crc import Bytes
from assistant.run import Ints

Data = bytes | memoryview


class Malformed(ValueError):
    """Bytes that are no Event message."""


class Scalar(NamedTuple):
    """One number. at, kind: offset and numpy type; `value` where it does not stand as fixed bytes."""

    tag: str
    plugin: str
    at: int
    kind: str
    value: float = 0.0
    tensor: bool = False


class Histogram(NamedTuple):
    """A HistogramProto: offsets of min, max, num, sum, sum of squares (-1: it is 0), and of both lists."""

    tag: str
    heads: tuple[int, int, int, int, int]
    limits: int
    counts: int
    size: int


class Buckets(NamedTuple):
    """A tensor of shape (size, 3): left edge, right edge, count, in bytes of `kind`."""

    tag: str
    plugin: str
    at: int
    size: int
    kind: str


class Other(NamedTuple):
    """What is no number: `kind` is image, audio, text, hparams, tensor or the plugin's name."""

    tag: str
    kind: str
    content: bytes = b""


Value = Scalar | Histogram | Buckets | Other


class Layout(NamedTuple):
    """Where the numbers of an Event stand; an offset of -1 means that it is 0.

    step: offset and length of the varint. restart: a SessionLog START, which voids later steps.
    """

    wall: int
    step: int
    step_size: int
    values: tuple[Value, ...] = ()
    kind: str = "summary"
    version: str = ""
    restart: bool = False

    def fixed(self) -> bool:
        """Whether records of the same other bytes can be read at the same offsets."""
        return all(isinstance(value, Scalar | Histogram | Buckets) for value in self.values)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Offset and length of every number but the step."""
        if self.wall >= 0:
            yield self.wall, 8
        for value in self.values:
            if isinstance(value, Scalar):
                if value.kind:
                    yield value.at, WIDTHS[value.kind]
            elif isinstance(value, Histogram):
                yield from ((at, 8) for at in value.heads if at >= 0)
                yield value.limits, 8 * value.size
                yield value.counts, 8 * value.size
            elif isinstance(value, Buckets):
                yield value.at, 3 * WIDTHS[value.kind] * value.size


WIDTHS = {"<f2": 2, "bf2": 2, "<f4": 4, "<f8": 8, "<i4": 4, "<i8": 8, "|u1": 1, "|i1": 1, "<u2": 2, "<i2": 2}
"""Bytes of each kind of number; bf2 is bfloat16, the upper half of a float."""
_DTYPES = {
    1: "<f4",
    2: "<f8",
    3: "<i4",
    4: "|u1",
    5: "<i2",
    6: "|i1",
    9: "<i8",
    10: "|u1",
    14: "bf2",
    17: "<u2",
    19: "<f2",
}
_SKIPPED = {4: "image", 6: "audio"}
_SCALARS, _HISTOGRAMS = "scalars", "histograms"
_DOUBLE = struct.Struct("<d").unpack_from
_FLOAT = struct.Struct("<f").unpack_from


def varint(data: Data, at: int) -> tuple[int, int]:
    """The number at an offset and the offset behind it. Raises Malformed, or IndexError at the end."""
    byte = data[at]
    at += 1
    if byte < 0x80:
        return byte, at
    value, shift = byte & 0x7F, 7
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
        if shift > 63:
            raise Malformed("a number of more than ten bytes")


def fields(data: Data, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """(field, wire type, first, behind) of each field of a message.

    For wire type 2 `first` is where the content begins, for 0 the number itself. Raises Malformed.
    """
    try:
        while at < end:
            key, at = varint(data, at)
            wire = key & 7
            if wire == 0:
                first, behind = varint(data, at)
            elif wire == 2:
                length, first = varint(data, at)
                behind = first + length
            elif wire == 1:
                first, behind = at, at + 8
            elif wire == 5:
                first, behind = at, at + 4
            else:
                raise Malformed(f"a field of wire type {wire}")
            if behind > end or key < 8:
                raise Malformed("a field that ends behind its message")
            yield key >> 3, wire, first, behind
            at = behind
    except IndexError:
        raise Malformed("a number that is cut off") from None


def layout(data: Data) -> Layout:
    """Where the numbers of a record stand. Raises Malformed."""
    wall = step = -1
    step_size = 0
    kind, version, restart = "", "", False
    values: list[Value] = []
    for field, wire, first, behind in fields(data, 0, len(data)):
        if field == 1 and wire == 1:
            wall = first
        elif field == 2 and wire == 0:
            step_size = _size(first)
            step = behind - step_size
            if step < 1 or data[step - 1] != 0x10:
                step_size = 0  # written in more bytes than needed
                raise Malformed("a step in more bytes than it needs")
        elif field == 3 and wire == 2:
            kind, version = "version", text(data, first, behind)
        elif field == 5 and wire == 2:
            kind = "summary"
            for inner, inner_wire, begin, stop in fields(data, first, behind):
                if inner == 1 and inner_wire == 2:
                    values.extend(_value(data, begin, stop))
        elif field == 7 and wire == 2:
            kind = "session"
            restart = any(f == 1 and w == 0 and v == 1 for f, w, v, _ in fields(data, first, behind))
        elif field in _EVENTS and wire == 2:
            kind = _EVENTS[field]
    return Layout(wall, step, step_size, tuple(values), kind, version, restart)


_EVENTS = {4: "graph", 6: "message", 8: "metadata", 9: "graph", 10: "source"}


def _size(number: int) -> int:
    return max(1, -(-number.bit_length() // 7))


def worth(prefix: bytes, length: int) -> bool:
    """Whether a large record of `length` bytes that begins so may hold numbers.

    It holds none if all of it is one image, one sound or a graph.
    """
    try:
        for field, wire, first, behind in _outline(prefix):
            if field in _EVENTS and wire == 2:
                return behind < length
            if field != 5 or wire != 2:
                continue
            for inner, inner_wire, begin, stop in _outline(prefix, first, behind):
                kinds = {number for number, _, _, _ in _outline(prefix, begin, stop)}
                alone = inner == 1 and inner_wire == 2 and stop == behind == length
                return not (alone and kinds & set(_SKIPPED) and not kinds & {2, 5, 8})
    except (Malformed, IndexError):
        return False
    return False


def _outline(data: bytes, at: int = 0, end: int = 0) -> Iterator[tuple[int, int, int, int]]:
    """As `fields`, of a message that goes on behind what is held."""
    end = min(end or len(data), len(data))
    while at < end:
        key, at = varint(data, at)
        wire = key & 7
        if wire == 2:
            length, first = varint(data, at)
            behind = first + length
        elif wire == 0:
            first, behind = varint(data, at)
        elif wire in (1, 5):
            first, behind = at, at + (8 if wire == 1 else 4)
        else:
            raise Malformed(f"a field of wire type {wire}")
        yield key >> 3, wire, first, behind
        at = behind


def text(data: Data, first: int, behind: int) -> str:
    """A string of the message, with what is not UTF-8 replaced."""
    return bytes(data[first:behind]).decode("utf-8", errors="replace")


def _value(data: Data, at: int, end: int) -> Iterator[Value]:
    """One Summary.Value; nothing for a value with neither number nor content."""
    tag, plugin, content = "", "", b""
    number = -1
    histogram = tensor = other = None
    for field, wire, first, behind in fields(data, at, end):
        if field == 1 and wire == 2:
            tag = text(data, first, behind)
        elif field == 2 and wire == 5:
            number = first
        elif field == 5 and wire == 2:
            histogram = (first, behind)
        elif field == 8 and wire == 2:
            tensor = (first, behind)
        elif field == 9 and wire == 2:
            plugin, content = _metadata(data, first, behind)
        elif field in _SKIPPED:
            other = _SKIPPED[field]
    if number >= 0:
        yield Scalar(tag, plugin, number, "<f4")
    elif histogram is not None:
        yield _histogram(data, tag, *histogram)
    elif tensor is not None:
        yield _tensor(data, tag, plugin, content, *tensor)
    elif other is not None:
        yield Other(tag, other)
    elif plugin:
        yield Other(tag, plugin, content)


class Plain(NamedTuple):
    """Records of one HistogramProto each, arrays of shape (records,); offsets are those of the buffer.

    which: their places among the records asked about. tag, behind: where the tag begins and ends.
    """

    which: Ints
    walls: Ints
    steps: Ints
    tag: Ints
    behind: Ints
    heads: Ints
    limits: Ints
    counts: Ints
    size: Ints


def plain_histograms(buffer: Bytes, starts: Ints, ends: Ints) -> Plain:
    """The records that hold one HistogramProto, as every writer lays it out, and nothing else.

    It does what `layout` does, for all of them at once: nearly every histogram has a length of its
    own, so that no two records are alike. The buffer is longer than any record by 64 bytes or more.
    """
    which = np.flatnonzero(buffer[starts] == 0x09)
    walls, ends = starts[which] + 1, ends[which]
    at = walls + 8
    number, behind, good = _varints(buffer, at + 1)
    stepped = buffer[at] == 0x10
    good |= ~stepped
    steps, at = np.where(stepped, number, 0), np.where(stepped, behind, at)
    for key in (0x2A, 0x0A):
        length, inner, whole = _varints(buffer, at + 1)
        good &= (buffer[at] == key) & whole & (inner + length == ends)
        at = np.minimum(inner, ends)
    length, tag, whole = _varints(buffer, at + 1)
    good &= (buffer[at] == 0x0A) & whole & (length >= 0) & (length < ends - tag)
    behind = np.where(good, tag + length, tag)
    good &= buffer[np.minimum(behind, ends)] == 0x2A
    if not good.all():  # of images and long scalars nothing is left to be looked at
        which, walls, steps, tag, behind, ends = (a[good] for a in (which, walls, steps, tag, behind, ends))
    length, first, good = _varints(buffer, behind + 1)
    good &= first + length == ends
    first = np.minimum(first, ends)
    for nth, key in enumerate(b"\x09\x11\x19\x21\x29\x32"):
        good &= buffer[first + 9 * nth] == key
    length, limits, whole = _varints(buffer, first + 46)
    good &= whole & (length > 0) & (length % 8 == 0) & (length < ends - limits)
    at = np.where(good, limits + length, first)
    same, counts, whole = _varints(buffer, at + 1)
    good &= (buffer[at] == 0x3A) & whole & (same == length) & (counts + same == ends)
    found = Plain(which, walls, steps, tag, behind, first + 1, limits, counts, length // 8)
    return found if good.all() else Plain(*(one[good] for one in found))


def _varints(buffer: Bytes, at: Ints) -> tuple[Ints, Ints, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """The numbers at many offsets, the offsets behind them, and which of them end within ten bytes."""
    byte = buffer[at]
    value, behind, more = (byte & 0x7F).astype(np.int64), at + 1, byte >= 0x80
    for nth in range(1, 10):
        if not more.any():
            break
        byte = buffer[at + nth]
        value |= np.where(more, byte & 0x7F, 0).astype(np.int64) << (7 * nth)
        behind += more
        more = more & (byte >= 0x80)
    return value, behind, ~more


def _metadata(data: Data, at: int, end: int) -> tuple[str, bytes]:
    """The plugin's name and its content; the class of the data stands in where there is no name."""
    plugin, content, kind = "", b"", 0
    for field, wire, first, behind in fields(data, at, end):
        if field == 1 and wire == 2:
            for inner, inner_wire, begin, stop in fields(data, first, behind):
                if inner == 1 and inner_wire == 2:
                    plugin = text(data, begin, stop)
                elif inner == 2 and inner_wire == 2 and stop - begin <= 1 << 20:
                    content = bytes(data[begin:stop])
        elif field == 4 and wire == 0:
            kind = first
    return plugin or (_SCALARS if kind == 1 else ""), content


def _histogram(data: Data, tag: str, at: int, end: int) -> Value:
    heads = [-1] * 5
    lists = {6: (-1, 0), 7: (-1, 0)}
    for field, wire, first, behind in fields(data, at, end):
        if 1 <= field <= 5 and wire == 1:
            heads[field - 1] = first
        elif field in lists:
            if wire != 2 or (behind - first) % 8 or lists[field][1]:
                return Other(tag, "histogram")  # one bucket a field: no writer does
            lists[field] = (first, (behind - first) // 8)
    (limits, size), (counts, same) = lists[6], lists[7]
    if size != same or not size:
        limits, counts, size = 0, 0, 0
    return Histogram(tag, (heads[0], heads[1], heads[2], heads[3], heads[4]), limits, counts, size)


def _tensor(data: Data, tag: str, plugin: str, content: bytes, at: int, end: int) -> Value:
    kind, shape, place, values = 0, [], (0, 0), (0, 0, 0, 0)
    for field, wire, first, behind in fields(data, at, end):
        if field == 1 and wire == 0:
            kind = first
        elif field == 2 and wire == 2:
            shape = _shape(data, first, behind)
        elif field == 4 and wire == 2:
            place = (first, behind)
        elif field in (5, 6, 7, 8, 10, 11, 13):
            values = (field, first, behind, wire)
    if plugin in ("text", "hparams") or kind == 7:
        string = text(data, values[1], values[2]).encode() if values[0] == 8 else content
        return Other(tag, plugin or "text", string)
    width = _DTYPES.get(kind, "")
    if not width:
        return Other(tag, plugin or "tensor")
    if place[0] == place[1] and values[0] not in (0, 5, 6):
        return _numbers(data, tag, plugin, kind, values)
    first, behind = place
    if place[0] == place[1] and values[0]:
        _, first, behind, _ = values
        width = "<f4" if values[0] == 5 else "<f8"
    count = (behind - first) // WIDTHS[width]
    if count * WIDTHS[width] != behind - first:
        raise Malformed("a tensor whose bytes are no whole number of values")
    if len(shape) == 2 and shape[1] == 3 and plugin in (_HISTOGRAMS, "") and width in ("<f4", "<f8"):
        whole = count == 3 * shape[0]
        return Buckets(tag, plugin, first, count // 3, width) if whole else Other(tag, "tensor")
    if count > 1 or (count == 0 and any(size != 1 for size in shape)):
        return Other(tag, plugin or "tensor")
    # a zero need not be written at all
    return Scalar(tag, plugin, first if count else 0, width if count else "", tensor=True)


def _numbers(data: Data, tag: str, plugin: str, kind: int, values: tuple[int, int, int, int]) -> Value:
    """A tensor of one whole number, written as a varint."""
    _, first, behind, wire = values
    if wire not in (0, 2) or first == behind:
        return Other(tag, plugin or "tensor")
    try:
        number, stop = (first, behind) if wire == 0 else varint(data, first)
    except IndexError:
        raise Malformed("a number that is cut off") from None
    single = wire == 0 or stop == behind
    return Scalar(tag, plugin, 0, "", _whole(kind, number), tensor=True) if single else Other(tag, "tensor")


def _shape(data: Data, at: int, end: int) -> list[int]:
    sizes = []
    for field, wire, first, behind in fields(data, at, end):
        if field == 2 and wire == 2:
            inner = [number for f, w, number, _ in fields(data, first, behind) if f == 1 and w == 0]
            sizes.append(inner[-1] if inner else 0)
    return sizes


def _whole(kind: int, number: int) -> float:
    """A number written as a varint: halves stand as their bits, negative ones as 64 bits."""
    if kind == 19:
        return float(struct.unpack("<e", struct.pack("<H", number & 0xFFFF))[0])
    if kind == 14:
        return float(struct.unpack("<f", struct.pack("<I", (number & 0xFFFF) << 16))[0])
    return float(number - (1 << 64) if number >> 63 else number)
