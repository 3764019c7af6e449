"""Text of nested settings (`Namespace(lr=0.1, data=dict(size=2))`, dicts, calls) as flat entries.

What a key means is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<blank>\s+)|(?P<text>'[^'\n]{0,200}'|\"[^\"\n]{0,200}\")|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<comma>[,;])|(?P<separator>[:=]+>?)|(?P<word>[^\s'\"()\[\]{},;:=]+)|(?P<other>.)",
    re.S,
)
_DEEPEST = 30
_WIDEST = 50
"""Words of one value that are kept."""


class Entry(NamedTuple):
    """A value with its key (empty: none), the keys and calls around it, and where it starts."""

    path: tuple[str, ...]
    key: str
    value: str
    at: int


@dataclass(slots=True)
class _Frame:
    """An open bracket: what it belongs to, and its only entry while it has no second."""

    path: tuple[str, ...]
    owner: str = ""
    call: bool = False
    key: str = ""
    words: list[str] = field(default_factory=list)
    at: int = 0
    only: str | None = None
    entries: int = 0


def entries(text: str) -> Iterator[Entry]:
    """Every `key=value`, `'key': value` and bare value, in order; brackets need not be closed.

    A list of one value is that value. Takes time linear in the length.
    """
    stack = [_Frame(())]
    too_deep = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            if too_deep or len(stack) > _DEEPEST:
                too_deep += 1
            else:
                stack.append(_opened(stack[-1], token))
        elif kind == "close" and too_deep:
            too_deep -= 1
        elif too_deep:
            continue
        elif kind == "close" and len(stack) > 1:
            yield from _closed(stack)
        elif kind in ("word", "text"):
            _taken(stack[-1], token)
        elif kind == "separator":
            yield from _separated(stack[-1])
        elif kind == "comma":
            yield from _ended(stack[-1])
    while stack:
        yield from _ended(stack.pop())


def _opened(frame: _Frame, token: re.Match[str]) -> _Frame:
    """The frame of a bracket; the word before a round one is a call."""
    name = frame.words[-1] if frame.words else ""
    owner = frame.key or (name if token[0] != "(" else "")
    path = tuple(part for part in (*frame.path, owner, name if token[0] == "(" else "") if part)
    frame.words.clear()
    return _Frame(path, frame.key, bool(name), at=token.start())


def _closed(stack: list[_Frame]) -> Iterator[Entry]:
    frame = stack[-1]
    yield from _ended(frame)
    stack.pop()
    if frame.owner and not frame.call and frame.entries == 1 and frame.only is not None:
        yield Entry(stack[-1].path, frame.owner, frame.only, frame.at)
    stack[-1].key = ""


def _taken(frame: _Frame, token: re.Match[str]) -> None:
    if not frame.words:
        frame.at = token.start()
    if len(frame.words) < _WIDEST:
        frame.words.append(token[0][1:-1] if token.lastgroup == "text" else token[0])


def _separated(frame: _Frame) -> Iterator[Entry]:
    """The last word was a key; what stood before it was the value of the key before."""
    if frame.key:
        if len(frame.words) < 2:
            return  # `<Name: 'value'>`: no key of ours
        name = frame.words.pop()
        yield from _ended(frame)
        frame.key = name
    elif frame.words:
        frame.key = frame.words[-1]
        frame.words.clear()


def _ended(frame: _Frame) -> Iterator[Entry]:
    if frame.words:
        value = " ".join(frame.words)
        yield Entry(frame.path, frame.key, value, frame.at)
        frame.entries += 1
        frame.only = value if not frame.key else None
    frame.key = ""
    frame.words.clear()
