"""Pieces of code replaced in place, lines put in and taken out, and the unified diff of it all.

What is replaced by what is not known here.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.script import Line, Script, Span

CONTEXT = 2
_Change = tuple[str, int, int, int, int]
"""What becomes of lines a to b of the old text, and lines c to d of the new, as difflib tells it."""


class Edit(NamedTuple):
    """The text of a span becomes another one. An empty span puts text in."""

    span: Span
    text: str


def code(script: Script, span: Span) -> str:
    """The text of a span as its author wrote it."""
    lines = [line.text for line in script.lines[span.line - 1 : span.end_line]]
    if not lines:
        return ""
    lines[-1] = lines[-1][: span.end_column]
    lines[0] = lines[0][span.column :]
    return "\n".join(lines)


def expression(script: Script, span: Span | None) -> ast.expr | None:
    """The expression that stands in a span, if one does and nothing was changed to read it."""
    if span is None:
        return None
    try:
        return ast.parse(f"({code(script, span)}\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None


def indent(script: Script, line: int) -> str:
    """The white space that a line begins with."""
    text = script.lines[line - 1].text
    return text[: len(text) - len(text.lstrip())]


def before(script: Script, line: int, text: str) -> Edit:
    """A line of its own above another one, as deep as that."""
    return Edit(Span(line, 0, line, 0), f"{indent(script, line)}{text}\n")


def after(script: Script, line: int, text: str, like: int = 0) -> Edit:
    """A line of its own below another one, as deep as that or as the line `like`."""
    end = len(script.lines[line - 1].text)
    return Edit(Span(line, end, line, end), f"\n{indent(script, like or line)}{text}")


def without(script: Script, first: int, last: int) -> Edit:
    """Lines taken out as a whole."""
    if last < len(script.lines):
        return Edit(Span(first, 0, last + 1, 0), "")
    return Edit(Span(first, 0, last, len(script.lines[last - 1].text)), "")


def applied(script: Script, edits: Sequence[Edit]) -> list[str]:
    """The lines after all edits. Raises ValueError where two of them overlap."""
    text = "\n".join(line.text for line in script.lines)
    starts = [0]
    for line in script.lines:
        starts.append(starts[-1] + len(line.text) + 1)
    places = sorted(
        (starts[e.span.line - 1] + e.span.column, starts[e.span.end_line - 1] + e.span.end_column, e.text)
        for e in edits
    )
    for (_, end, _), (begin, _, _) in pairwise(places):
        if begin < end:
            raise ValueError("edits overlap")
    for begin, end, new in reversed(places):
        text = text[:begin] + new + text[end:]
    return text.split("\n")


def diff(script: Script, new: Sequence[str]) -> str:
    """A unified diff of the script's own lines, numbered as its file numbers them."""
    old = [line.text for line in script.lines]
    out: list[str] = []
    shown = ""
    moved: dict[str, int] = {}
    for group in _changes(old, new):
        first, last = group[0], group[-1]
        begin, end = first[1], last[2]
        piece = script.lines[begin:end] or script.lines[max(0, begin - 1) : begin]
        source = piece[0].source if piece else script.path
        if source != shown:
            out.extend([f"--- {source}", f"+++ {source}"])
            shown = source
        number = script.lines[begin].number if begin < len(script.lines) else _next(script.lines)
        count, grown = end - begin, last[4] - first[3]
        delta = moved.get(source, 0)
        out.append(f"@@ -{number},{count} +{number + delta},{grown} @@")
        moved[source] = delta + grown - count
        for tag, a, b, c, d in group:
            if tag == "equal":
                out.extend(" " + line for line in old[a:b])
            else:
                out.extend("-" + line for line in old[a:b])
                out.extend("+" + line for line in new[c:d])
    return "\n".join(out) + "\n" if out else ""


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[list[_Change]]:
    """What differs, in groups with lines around.

    What both begin and end with is not compared: equal lines by the hundred take time by their square.
    """
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    begin, left = max(0, head - CONTEXT), max(0, tail - CONTEXT)
    was, now = old[begin : len(old) - left], new[begin : len(new) - left]
    for group in difflib.SequenceMatcher(None, was, now, autojunk=False).get_grouped_opcodes(CONTEXT):
        yield [(tag, a + begin, b + begin, c + begin, d + begin) for tag, a, b, c, d in group]


def _next(lines: Sequence[Line]) -> int:
    return lines[-1].number + 1 if lines else 1
