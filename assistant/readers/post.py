"""What a text holds besides its log: code, prose, and the parts in which it all comes.

What the words mean is not judged here.
"""

from __future__ import annotations

import re

import numpy as np

from assistant.run import Ints, Part

_CODE = re.compile(
    r"^\s*+(?:import |from \w[\w.]* import|def \w|class \w|for .+ in .+:|while .+:|if .+:\s*$|else:|"
    r"elif |try:|except|with .+:|return\b|@\w|print\s*\(|#\s*\w"
    r"|[\w.\[\], ]++\s*+[-+*/]?=(?!\s*(?:nan|inf)\b)\s*+[^=>\d\s.+-]"
    r"|[\w.]++\([^)]*+\)?\s*+[,)]*+\s*$|[\w.]+\.\w+\(.*)"
)
_SENTENCE = re.compile(
    r"\b(?:I|I'm|my|the|is|was|are|and|it|its|but|nothing|help|when|after|because|why|does|do|not|so|this|that|"
    r"stuck|forgotten|forgot|always|never|learns|learned)\b",
    re.I,
)
_NOTE = re.compile(r"^\s*[\w.]+=[\w.\s,/+-]*[a-z]{2}[\w.\s,/+-]*$")
_HAN = re.compile(r"[^\W\x00-\u02af]")
"""A letter of any script but Latin: a range of all Han letters takes 3 ms to compile."""
_NOISE = re.compile(
    r"^\s*(?:Traceback|File \"|DEBUG|INFO|WARNING|ERROR|\w{0,60}(?:Error|Exception|Warning)\b:?)"
)
KINDS = ("rule", "log", "words", "code", "noise", "settings")
PARTS = 400
"""Parts of a text that are told apart."""
_LOOSE = 2
"""Lines of noise or words that do not part a log."""


class Parts:
    """The parts of a text while its lines come in."""

    def __init__(self) -> None:
        self._parts: list[Part] = []

    def add(self, kinds: Ints, lines: Ints) -> None:
        """More lines with their kinds by number in KINDS; blank lines and fences part nothing."""
        told = np.flatnonzero(kinds)
        if not told.size:
            return
        begins = np.concatenate(([0], np.flatnonzero(np.diff(kinds[told])) + 1))
        ends = np.append(begins[1:], len(told)) - 1
        for begin, end in zip(told[begins].tolist(), told[ends].tolist(), strict=True):
            self._append(Part(KINDS[kinds[begin]], int(lines[begin]), int(lines[end])))

    def _append(self, part: Part) -> None:
        if self._parts and self._parts[-1].kind == part.kind:
            self._parts[-1] = self._parts[-1]._replace(last=part.last)
        elif len(self._parts) < PARTS:
            self._parts.append(part)

    def told(self) -> tuple[Part, ...]:
        """The parts, where a few lines of something else within a log are left to the log."""
        merged: list[Part] = []
        for part in self._parts:
            if len(merged) > 1 and part.kind == merged[-2].kind == "log" and merged[-1].kind != "code":
                between = merged[-1].last - merged[-1].first
                if between < _LOOSE or merged[-1].kind == "noise":
                    merged[-2:] = [Part("log", merged[-2].first, part.last)]
                    continue
            if len(merged) > 1 and part.kind == merged[-2].kind == "noise" and merged[-1].kind == "code":
                merged[-2:] = [Part("noise", merged[-2].first, part.last)]  # the lines of a traceback
                continue
            merged.append(part)
        return tuple(merged)


def is_code(line: str) -> bool:
    """A line of a program."""
    return _CODE.match(line) is not None


def kind_of(line: str, code: bool) -> str:
    """`code`, `words`, or `noise`: what a program says of itself."""
    if code and not _is_sentence(line):
        return "code"
    return "noise" if _NOISE.match(line) else "words"


def _is_sentence(line: str) -> bool:
    """Prose with code in it: two words that code has no use for, or Chinese outside of a comment.

    A note such as `loss=mse, plain SGD` is prose too: code has blanks around its equals signs.
    """
    said = line.split("#", 1)[0]
    if _NOTE.match(said):
        return True
    return len(_SENTENCE.findall(said)) >= 2 or len(_HAN.findall(said)) >= 4
