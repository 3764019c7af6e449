"""What is printed before a message: time stamps, ranks, levels, names of modules, a progress bar.

What the message says is not read here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_LEVELS = r"DEBUG|INFO|NOTE|WARNING|WARN|ERROR|CRITICAL|FATAL"
_PIECES = re.compile(
    r"\s+"
    r"|(?P<glog>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s+\d{1,20}\s+[\w./-]{1,120}:\d{1,6}\]"
    r"|(?P<c10>[IWEF]) [\w./-]{1,160}:\d{1,6}\]"
    r"|\[(?P<c10_bracket>[IWEF])(?:\d{3,4})?(?: [\d:.]{8,20})? [\w./-]{1,120}:\d{1,6}\]"
    r"|\[(?P<bracket>(?ai:" + _LEVELS + r"))(?:\|[^\]]{1,120})?\s*\]"
    r"|(?P<stamp>\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\]?:?"
    r"|\[?\d\d/\d\d(?:/\d{2,4})? \d\d:\d\d:\d\d\]?|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?:?(?=\s))"
    r"|(?P<level>" + _LEVELS + r")(?::[\w.]{1,80}:|(?=[\s:|\]-])[:|\]]?)"
    r"|\[[^\[\]]{1,100}\](?:<std(?:out|err)>)?:?"
    r"|\(\w{1,40} pid=\d{1,9}(?:, ip=[\d.]{1,20})?\)"
    r"|\d{1,3}%\|[^|\[\]]{0,200}\|[^|\[\]]{0,60}\[[^\[\]]{1,160}\]"  # a progress bar before it
    r"|<std(?:out|err)>:|wandb:"
    r"|[-|:>⚠️]+(?=\s)"
)
_NAMED = re.compile(
    r"[\w.<>]{1,80}(?::[\w<>]{1,60})*(?::\d{1,6})?\s+[-|](?=\s)|\w{1,40} (?=(?:" + _LEVELS + r")\b)"
)
_LETTERS = {"I": "INFO", "W": "WARNING", "E": "ERROR", "F": "FATAL", "WARN": "WARNING", "CRITICAL": "FATAL"}
_MOST = 12


class Message(NamedTuple):
    """A message and its level: `INFO`, `WARNING`, `ERROR`, `FATAL`…, or empty where none is printed."""

    level: str
    text: str


@lru_cache(maxsize=16)
def message(line: str) -> Message:
    """A line without what a logger put before it; the line itself where nothing else is left.

    Takes time linear in the length of what it strips.
    """
    at, level, stamped = 0, "", False
    for _ in range(_MOST):
        piece = _PIECES.match(line, at) or (_NAMED.match(line, at) if stamped else None)
        if piece is None:
            break
        found = piece.groupdict() if piece.re is _PIECES else {}
        marked = found.get("glog") or found.get("c10") or found.get("c10_bracket")
        marked = marked or found.get("bracket") or found.get("level")
        if marked:
            level = _LETTERS.get(marked.upper(), marked.upper())
        stamped = stamped or bool(marked or found.get("stamp"))
        at = piece.end()
    text = line[at:].strip()
    return Message(level, text) if text else Message("", line.strip())
