"""Bytes of a terminal or an editor to clean lines, each with its number in the file.

What a line means is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ESCAPES = re.compile(
    r"\x1b\[[0-9;?]*[ -/]*[@-~]"  # control sequences
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles
    r"|\x1b[@-Z\\-_]"
    r"|\[(?:0|1|2|3|4|7|22|3[0-7]|9[0-7]|38;5;\d+)(?:;\d+)*m"  # the escape was lost in copying
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_QUOTES = re.compile(r"^(?:\s{0,3}(?:>\s?)+|\s{0,4}#>\s?|\s{0,4}##\s(?=\S))")
_OCTAL = re.compile(r"#0(15|33|10)")


def decode(data: bytes) -> str:
    """The text of `data`. Raises ValueError where it is not text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    sample = data[:65536]
    if sample.count(0) > len(sample) // 10:
        high, low = sample[1::2], sample[::2]
        wide = high.count(0) > 0.9 * len(high) and low.count(0) < 0.1 * len(low)
        if not wide:
            raise ValueError("binary data, not a log")
        return data.decode("utf-16-le", errors="replace")
    odd = sum(sample.count(bytes([c])) for c in range(32) if c not in (0, 7, 8, 9, 10, 12, 13, 27))
    if odd > len(sample) // 20:
        raise ValueError("binary data, not a log")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.start > len(data) - 4:
                return data.decode("utf-8", errors="ignore")  # cut inside the last character
    return data.decode("latin-1")


def frames(line: str) -> list[str]:
    """The states a terminal line went through, the last one last.

    A carriage return or a run of backspaces starts the line again.
    """
    if "\r" not in line and "\b" not in line:
        return [line]
    parts = re.split(r"\r+|\x08+(?:\r)?", line)
    kept = [part for part in parts if part.strip()]
    return kept or [""]


def clean(line: str) -> str:
    """One frame without control sequences, invisible characters and quote marks."""
    if "\x1b" in line or "[" in line:
        line = _ESCAPES.sub("", line)
    line = _INVISIBLE.sub("", line).replace("\u00a0", " ")
    return _QUOTES.sub("", line).rstrip()


LONGEST = 20_000
"""Characters of a line that are read; no log line is longer, and every pattern's time is bounded by it."""


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Every frame of every line, cleaned, with the line's number counted from 1."""
    if "#0" in text:
        text = _OCTAL.sub(lambda m: chr(int(m.group(1), 8)), text)
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        for frame in frames(raw[:LONGEST] if "\r" not in raw else raw):
            yield number, clean(frame[:LONGEST])
