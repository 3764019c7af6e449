"""A file, compressed or not and in any encoding, as chunks of clean whole lines.

Memory is bounded by the size of a chunk, whatever the length of the file.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from assistant.readers.clean import encoding_of, scrub

CHUNK = 2 * 1024 * 1024
"""Bytes that are read at once."""
SAMPLE = 64 * 1024
GZIP = b"\x1f\x8b"


class Chunk(NamedTuple):
    """Clean bytes of whole lines without the last line end, and the number of the first line."""

    data: bytes
    line: int


def pieces(file: IO[bytes], warnings: list[str], size: int = CHUNK) -> Iterator[bytes]:
    """The bytes of a file in pieces of at most `size`, unpacked where they are gzip's.

    Compressed data that break off end the pieces with a warning.
    """
    piece = file.read(size)
    if piece[:2] != GZIP:
        while piece:
            yield piece
            piece = file.read(size)
        return
    unpack = zlib.decompressobj(wbits=31)
    while piece:
        try:
            yield unpack.decompress(piece, size)
        except zlib.error as error:
            warnings.append(f"the compressed data break off ({error}); what came before was read")
            return
        piece = unpack.unconsumed_tail
        if unpack.eof:  # files of gzip may stand one behind another
            piece = unpack.unused_data or file.read(size)
            unpack = zlib.decompressobj(wbits=31)
            if piece[:2] != GZIP:
                return
        piece = piece or file.read(size)
    warnings.append("the compressed data break off; what came before was read")


def chunks(parts: Iterator[bytes], size: int = CHUNK, encoding: str = "") -> Iterator[Chunk]:
    """Pieces of a text in chunks of whole lines. Raises ValueError where it is no text.

    encoding: where it is known; `bytes` where each line tells by itself.
    """
    kept, line = b"", 1
    head = next(parts, b"")
    encoding = encoding or encoding_of(head[:SAMPLE])
    decoder = None if encoding == "bytes" else codecs.getincrementaldecoder(encoding)("replace")
    piece = head
    while piece:
        if decoder is not None:
            piece = decoder.decode(piece).encode("utf-8", "replace")
        data = kept + piece
        end = data.rfind(b"\n")
        if end < 0 and len(data) >= size:
            end = data.rfind(b"\r", 0, len(data) - 1)
        if end < 0 and len(data) < size:
            kept = data
        else:
            whole, kept = (data[: end + 1], data[end + 1 :]) if end >= 0 else (data, b"")
            yield Chunk(scrub(whole.removesuffix(b"\n")).removesuffix(b"\r"), line)
            line += whole.count(b"\n")
        piece = next(parts, b"")
    if kept:
        yield Chunk(scrub(kept).removesuffix(b"\r"), line)
