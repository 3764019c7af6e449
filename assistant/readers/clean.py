"""Bytes of a terminal or an editor made clean: escapes, overwritten frames, invisible characters.

Works on whole chunks; what a line means is not decided here.
"""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    rb"\x1b\[[0-9;?]*[ -/]*[@-~]"  # control sequences
    rb"|\x1b\][^\x07\x1b\r\n]*(?:\x07|\x1b\\)"  # titles
    rb"|\x1b[@-Z\\-_]?"
)
_LOST_ESCAPES = re.compile(
    rb"\[(?:0|1|2|3|4|7|22|3[0-7]|9[0-7]|38;5;\d+)(?:;\d+)*m"  # the escape was lost in copying
)
_OCTAL = re.compile(rb"#0(15|33|10)")
_OVERWRITTEN = re.compile(rb"\x08+\r?|\r{2,}")
_INVISIBLE = re.compile(rb"\xe2\x80[\x8b-\x8f]|\xe2\x81\xa0|\xef\xbb\xbf|\xc2[\x80-\x9f]")
_CONTROLS = bytes(c for c in (*range(32), 127) if c not in (9, 10, 13))
_CHARACTERS = {
    **{b"&quot;": b'"', b"&#34;": b'"', b"&apos;": b"'", b"&#39;": b"'", b"&#x27;": b"'"},
    **{b"&lt;": b"<", b"&gt;": b">", b"&amp;": b"&", b"&nbsp;": b" "},
}
_ENTITIES = re.compile(b"|".join(_CHARACTERS))
_QUOTES = re.compile(r"^(?:\s{0,3}(?:>\s?)+|\s{0,4}#>\s?|\s{0,4}##\s(?=\S))")


def encoding_of(sample: bytes) -> str:
    """The encoding of a text by its first bytes; `bytes` where each line tells by itself.

    Raises ValueError where it is not text.
    """
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if sample.count(0) > len(sample) // 10:
        high, low = sample[1::2], sample[::2]
        if high.count(0) > 0.5 * len(high) and low.count(0) < 0.05 * len(low):
            return "utf-16-le"
        raise ValueError("binary data, not a log")
    odd = sum(sample.count(bytes([c])) for c in range(32) if c not in (0, 7, 8, 9, 10, 12, 13, 27))
    if odd > len(sample) // 20:
        raise ValueError("binary data, not a log")
    return "bytes"


def scrub(chunk: bytes) -> bytes:
    """A chunk of whole lines without what terminals leave behind; lines keep their number.

    A carriage return that is left begins the line again: the frames of a progress bar.
    """
    # one byte is found at once; only where it is there do longer searches pay
    if b"#" in chunk and b"#0" in chunk:
        chunk = _OCTAL.sub(lambda m: bytes([int(m[1], 8)]), chunk)
    if b"\r" in chunk:
        chunk = chunk.replace(b"\r\n", b"\n")
    if b"\x08" in chunk or (b"\r" in chunk and b"\r\r" in chunk):
        chunk = _OVERWRITTEN.sub(b"\r", chunk).replace(b"\r\n", b"\n")
    if b"\x1b" in chunk:
        chunk = _ESCAPES.sub(b"", chunk)
    elif b"[0m" in chunk or b"[1m" in chunk:
        chunk = _LOST_ESCAPES.sub(b"", chunk)
    chunk = chunk.translate(None, _CONTROLS)
    if (
        b"\xc2" in chunk
        or b"\xef" in chunk
        or (b"\xe2" in chunk and (b"\xe2\x80" in chunk or b"\xe2\x81" in chunk))
    ):
        chunk = _INVISIBLE.sub(b"", chunk).replace(b"\xc2\xa0", b" ")
    if b"&" in chunk:
        chunk = _ENTITIES.sub(lambda m: _CHARACTERS[m[0]], chunk)
    return chunk


def text_of(frame: bytes) -> str:
    """The text of one frame, whatever its encoding: a log may hold several.

    Bytes that are no UTF-8 are read as GB18030, then as Latin-1.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return frame.decode(encoding)
        except UnicodeDecodeError:
            continue
    return frame.decode("latin-1")


def unquoted(line: str) -> str:
    """A line without marks of quotation in front and blanks behind."""
    return _QUOTES.sub("", line).rstrip()
