"""What renderings share: bars, safe text, wrapping, colors where they are wanted."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

VERDICTS = {
    "faulty": "Something is wrong",
    "healthy": "Nothing wrong in what was given",
    "inconclusive": "Cannot tell from this",
}
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_BEGINS = re.compile(r"^(\d*)([-+=.)])(?=\s|$|[-=])")
"""What begins an item of a list, or underlines a heading, at the start of a line."""
_LINKED = re.compile(
    r"@\w|#\d|\bgh-\d|://|\bwww\.|\bmailto:|[$&]|:[\w+-]+:|\b(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b",
    re.IGNORECASE,
)
"""Mentions, issues, addresses, commits, emoji and formulas, as GitHub reads them; entities of HTML."""


def safe(text: str) -> str:
    """Untrusted text without control characters and direction marks."""
    return _CONTROL.sub("", text.replace("\t", " ").replace("\n", " "))


def literal(text: str) -> str:
    """A line of code without control characters; its indentation stays."""
    return _CONTROL.sub("", text.replace("\t", "    "))


def quoted(text: str) -> str:
    """Untrusted text for Markdown, on one line: no markup, and nothing that GitHub would turn into a link.

    GitHub links mentions, issues, commits and addresses in the finished text, where no backslash
    helps; only code is left alone. So what holds one of them is shown as code.
    """
    text = safe(text).strip()
    if _LINKED.search(text):
        return code(text)
    return _BEGINS.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text)) or "–"


def code(text: str) -> str:
    """Untrusted text as a code span: fenced by more backquotes than it holds."""
    text = safe(text).strip()
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text else "–"


def fenced(text: str, language: str) -> list[str]:
    """The lines of a block of code, fenced by more backquotes than any line of it holds."""
    lines = [literal(line).rstrip() for line in text.rstrip("\n").split("\n")]
    ticks = "`" * max(3, 1 + max((len(run) for line in lines for run in re.findall("`+", line)), default=0))
    return [f"{ticks}{language}", *lines, ticks]


def paint(text: str, *styles: str, color: bool) -> str:
    """The text in a style, or as it is where colors are off."""
    if not color or not styles:
        return text
    return f"\x1b[{';'.join(_CODES[s] for s in styles)}m{text}\x1b[0m"


def bar(probability: float, width: int = 16) -> str:
    """A bar of probability; something above nothing shows at least a sliver."""
    filled = round(probability * width)
    if probability >= 0.01:
        filled = max(1, filled)
    return "█" * filled + "░" * (width - filled)


def percent(probability: float) -> str:
    """`82 %`, and `<1 %` for what is small."""
    return "<1 %" if probability < 0.005 else f"{probability:.0%}".replace("%", " %")


def columns(text: str) -> int:
    """How many terminal columns a text takes (wide characters take two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, first: str, rest: str, width: int = 80) -> Iterable[str]:
    """Lines of at most `width` columns, indented by `first` and then by `rest`."""
    wide = columns(text) - len(text)
    yield from textwrap.wrap(
        text,
        width - (wide * width // max(1, columns(text))),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=True,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def plain_markdown(text: str) -> str:
    """Prose of a page without its markup: links become their text, marks go."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<(https?://[^>]*)>", r"\1", text)
    return re.sub(r"(\*\*|__|`)", "", text)


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence."""
    flat = " ".join(text.split())
    match = re.search(r"(?<=[^.\d])\.(?:\s|$)", flat)
    return flat[: match.start() + 1] if match else flat
