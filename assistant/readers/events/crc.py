"""CRC-32C as event files mask it, for one buffer or for many rows of one length at once.

Nothing here knows what the bytes mean.
"""

from __future__ import annotations

from functools import cache

import numpy as np

Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Words = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]

_POLYNOMIAL = 0x82F63B78
_ONES = 0xFFFFFFFF
_LANES = 1024


def _table() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc >> 1) ^ (_POLYNOMIAL if crc & 1 else 0)
        rows.append(crc)
    return tuple(rows)


_STEPS = _table()
_STEP_WORDS: Words = np.array(_STEPS, dtype=np.uint32)


def masked(data: Bytes) -> int:
    """The masked CRC-32C of a buffer, as it stands behind a record."""
    return int(_mask(np.array([state(data) ^ _shift(_ONES, len(data)) ^ _ONES], dtype=np.uint32))[0])


def masked_rows(rows: Bytes) -> Words:
    """The masked CRC-32C of each row of a matrix of shape (records, bytes)."""
    crc = np.full(len(rows), _ONES, dtype=np.uint32)
    for column in range(rows.shape[1]):
        crc = _STEP_WORDS[(crc ^ rows[:, column]) & 0xFF] ^ (crc >> np.uint32(8))
    return _mask(crc ^ np.uint32(_ONES))


def masked_lengths(lengths: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]) -> Words:
    """The check that stands behind each of these lengths in a record's header."""
    rows = lengths.astype("<u8").view(np.uint8).reshape(-1, 8)
    return masked_rows(rows)


def masked_length(length: int) -> int:
    """The check of one length: eight steps through the table, without numpy's overhead."""
    crc = _ONES
    for byte in length.to_bytes(8, "little"):
        crc = _STEPS[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= _ONES
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & _ONES


def _mask(crc: Words) -> Words:
    return ((crc >> np.uint32(15)) | (crc << np.uint32(17))) + np.uint32(0xA282EAD8)


def state(data: Bytes) -> int:
    """The register after the bytes, from a register of zero: linear over GF(2).

    Leading zeros leave a zero register as it is, so the bytes are laid into lanes of one length
    from the right, all lanes run at once, and neighbors are joined by shifting the left one over
    the right one's length: state(a + b) = shift(state(a), len(b)) ^ state(b).
    """
    lanes = 1 if len(data) < 1024 else 64 if len(data) < 16 * _LANES else _LANES
    length = -(-len(data) // lanes)
    padded = np.zeros(lanes * length, dtype=np.uint8)
    if len(data):
        padded[-len(data) :] = data
    if lanes == 1:
        crc = 0
        for byte in padded.tobytes():
            crc = _STEPS[(crc ^ byte) & 0xFF] ^ (crc >> 8)
        return crc
    columns = np.ascontiguousarray(padded.reshape(lanes, length).T)
    registers = np.zeros(lanes, dtype=np.uint32)
    for column in columns:
        registers = _STEP_WORDS[(registers ^ column) & 0xFF] ^ (registers >> np.uint32(8))
    while len(registers) > 1:
        registers = _apply(_zeros(length), registers[::2]) ^ registers[1::2]
        length *= 2
    return int(registers[0])


def joined(first: int, second: int, length: int) -> int:
    """The state of two pieces from the states of each; `length` is that of the second, in bytes."""
    return _shift(first, length) ^ second


def finished(register: int, length: int) -> int:
    """The masked check from a state and the length of all bytes."""
    return int(_mask(np.array([register ^ _shift(_ONES, length) ^ _ONES], dtype=np.uint32))[0])


def _shift(register: int, length: int) -> int:
    """The register after `length` zero bytes."""
    word = np.array([register], dtype=np.uint32)
    power = 0
    while length >> power:
        if length >> power & 1:
            word = _apply(_zeros(1 << power), word)
        power += 1
    return int(word[0])


@cache
def _zeros(length: int) -> Words:
    """The operator of `length` zero bytes as 32 columns; even lengths by squaring."""
    if length == 1:
        units = np.left_shift(np.uint32(1), np.arange(32, dtype=np.uint32))
        single: Words = _STEP_WORDS[units & 0xFF] ^ (units >> np.uint32(8))
        return single
    half = _zeros(length // 2)
    doubled = _apply(half, half)
    return _apply(_zeros(1), doubled) if length % 2 else doubled


def _apply(operator: Words, words: Words) -> Words:
    result = np.zeros(len(words), dtype=np.uint32)
    for bit in range(32):
        result ^= np.where(words >> np.uint32(bit) & np.uint32(1), operator[bit], np.uint32(0))
    return result
