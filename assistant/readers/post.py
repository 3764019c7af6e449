"""What a text holds besides its log: code, prose, and the parts in which it all comes.

What the words mean is not judged here.
"""

from __future__ import annotations

import re

_CODE = re.compile(
    r"^\s*+(?:import |from \w[\w.]* import|def \w|class \w|for .+ in .+:|while .+:|if .+:\s*$|else:|"
    r"elif |try:|except|with .+:|return\b|@\w|print\s*\(|#\s*\w"
    r"|[\w.\[\], ]++\s*+[-+*/]?=(?!\s*(?:nan|inf)\b)\s*+[^=\d\s.+-]"
    r"|[\w.]++\([^)]*+\)?\s*+[,)]*+\s*$|[\w.]+\.\w+\(.*)"
)
_SENTENCE = re.compile(
    r"\b(?:I|I'm|my|the|is|was|are|and|it|its|but|nothing|help|when|after|because|why|does|do|not|so|this|that|"
    r"stuck|forgotten|forgot|always|never|learns|learned)\b",
    re.I,
)
_NOTE = re.compile(r"^\s*[\w.]+=[\w.\s,/+-]*[a-z]{2}[\w.\s,/+-]*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOISE = re.compile(r"^\s*(?:Traceback|File \"|DEBUG|INFO)")


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
