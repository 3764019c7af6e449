"""What a text holds besides its log: code, prose, and the parts in which it all comes.

What the words mean is not judged here.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from collections.abc import Iterable

import numpy as np

from assistant.run import Ints, Part, Reading, Words

_CODE = re.compile(
    r"^\s*+(?:import |from \w[\w.]* import|def \w|class \w++\s*+[({:]|for .+ in .+:|while .+:|if .+:\s*$|"
    r"else:|"
    r"elif |try:|except|with .+:|return\b|@\w|print\s*\(|#(?!\d{1,7}[\s:|,])\s*\w"
    r"|[\w.\[\], ]++\s*+[-+*/]?=(?!\s*(?:nan|inf)\b)\s*+[^=>\d\s.+-]"
    r"|[{(\[]*+\s*+['\"]?inputs?['\"]?\s*+:\s*+[\[{]|[\w.]++\([^)]*+\)?\s*+[,);]*+\s*$|[\w.]+\.\w+\(.*)| "
    r"{4,}\.{3}\s*$"
)
_SENTENCE = re.compile(
    r"\b(?:I|I'm|my|the|is|was|are|and|it|its|but|nothing|help|when|after|because|why|does|do|not|so|this|"
    r"that|"
    r"stuck|forgotten|forgot|always|never|learns|learned)\b",
    re.I,
)
_NOTE = re.compile(r"^\s*[\w.]+=[\w.\s,/+-]*[a-z]{2}[\w.\s,/+-]*$")
_PHRASE = re.compile(
    r"(?<![\w.,(])[a-z]{2,}(?: [a-z]+)? (?:the|an?|each|every|near|before|after|again)"
    r"(?: [a-z]{2,})+\s*[.,]?\s*$"
)
"""What a statement is followed by where somebody tells of it: `defined near the train function`."""
_SPOKEN = re.compile(
    r"^\s*(?:[A-Za-z]{1,20}(?: [A-Za-z]{2,20}){2,}|(?:I|My|We|The|It|When|But|So|This|These|Our|Then) [a-z])"
)
"""Three words before anything that looks like code: no statement begins so, but for a few of Python's own."""
_TOLD = re.compile(
    r"\)\s+(?!(?:if|else|for|and|or|in|is|not|as|while|with|from|import|lambda)\b)[a-z]{3,}\s+[a-z]{3,}"
    r"|\)\s+(?:prints|gives|returns|shows|yields|becomes|became|gave|returned|says)\b"
    r"|[,;:]\s+(?:the|but|so|my|it|they|which|because|now|then)\s+[a-z]{2,}\s+[a-z]{2,}"
)
"""Two words behind a call: `kl_div(p, q) returns negative values`."""
_PLAIN = re.compile(r"(?<![\w.([=])[A-Za-z]{2,}(?![\w.(\[=])")
_COUNTED = re.compile(
    r"\b(?:epochs?|ep|steps?|global_step|iter(?:ation)?s?|batch(?:es)?)[ :=#\[(]+\d|"
    r"\d ?/ ?\d|\b\w+ ?[=:] ?-?\d.*\b\w+ ?[=:] ?-?\d|\d\d:\d\d|^\s*\[|\|.*\|",
    re.I,
)
"""What a line of a log has and a note has not: a counter, two settings, a clock, a level, columns."""
_PERSON = re.compile(r"(?<![\w'\"./-])(?:I|I'm|I've|my|we|our)(?![\w'\"./(=-])")
_TWO, _MANY = 2, 6
"""Plain words that a statement which is no Python does not hold."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HAN = re.compile(r"[^\W\x00-\u02af]")
"""A letter of any script but Latin: a range of all Han letters takes 3 ms to compile."""
_NOISE = re.compile(
    r"^\s*(?:Traceback|File \"|DEBUG|INFO|WARNING|ERROR|\w{0,60}(?:Error|Exception|Warning)\b:?"
    r"|[IWEF]\d{4,8} \d\d:\d\d:[\d.]{2,20} +\d+ [\w./-]{1,100}:\d+\]"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:[\d.]{2,12}: [IWEF] [\w./-]{1,100}:\d+\])"
)
"""Also the lines of C++ libraries, with a level, a clock, and a place in their source."""
_DIGITS = re.compile(r"\d+")
_PROGRAM = re.compile(
    r"Warning\b|\.py:\d|^\s*[\[<|┃│]|To enable the following instructions|\|\s+0/|"
    r"^Some weights of |^You should probably TRAIN |^Restoring model weights "
)
"""What a program says in sentences: a warning, a cell of a table, a bar, what libraries begin with."""
_FIGURES = 5
"""Lines of a log up to which they are figures that a person quotes."""
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
    said = _NOISE.match(line)
    return "noise" if said and not is_personal(line[said.end() :]) else "words"


def is_personal(line: str) -> bool:
    """Somebody speaks of what they did, be it behind a message of a program."""
    return _PERSON.search(line) is not None and len(_SENTENCE.findall(line)) >= _TWO


def is_told(line: str) -> bool:
    """A sentence that somebody wrote, though there is a figure in it."""
    told, plain = len(_SENTENCE.findall(line)), len(_PLAIN.findall(line))
    return (told >= _TWO and plain >= _MANY) or (told > 0 and plain >= _MANY + _TWO)


def said_once(words: Iterable[Words]) -> list[Words]:
    """The words without remarks of a program, which come again with other numbers in them."""
    kept = list(words)
    times = Counter(_remark(piece) for piece in kept)
    return [piece for piece in kept if times[_remark(piece)] == 1]


def _remark(piece: Words) -> tuple[str, str]:
    return piece.place.source, _DIGITS.sub("", piece.text)


def persons(reading: Reading) -> tuple[Words, ...]:
    """What a person wrote.

    In a source with a log it takes two sentences to be somebody's, one where the log is but a few figures,
    and beside a single one a line of words will do.
    """
    logs = {source.path: source.counts.get("log", 0) for source in reading.sources}
    kept = [piece for piece in said_once(reading.words) if not _PROGRAM.search(piece.text)]
    told = Counter(piece.place.source for piece in kept if is_told(piece.text) or is_personal(piece.text))
    wordy = {piece.place.source for piece in kept if len(_PLAIN.findall(piece.text)) >= _MANY + _TWO}
    theirs = {
        source
        for source, lines in logs.items()
        if not lines or told[source] >= (_TWO if lines > _FIGURES else 1) or (lines == 1 and source in wordy)
    }
    return tuple(piece for piece in kept if piece.place.source in theirs or piece.place.source not in logs)


def is_remarked(line: str) -> bool:
    """Somebody tells of a message in words of their own: `loss is nan after a few steps`."""
    return _NOISE.match(line) is None and is_told(line)


def is_noted(line: str) -> bool:
    """A figure that somebody notes down, as `training accuracy 97 %`: no program counts its steps there."""
    return len(_PLAIN.findall(line)) >= _TWO and _COUNTED.search(line) is None


def is_wordy(line: str) -> bool:
    """A list of what is trained, as `200 points, two classes, batch 32`, that holds no figure of a log."""
    return len(_PLAIN.findall(line)) > _TWO


def _parses(line: str) -> bool:
    """A whole statement of Python by itself, or the head of a block."""
    bare = line.strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in somebody's code
            ast.parse(f"{bare} pass" if bare.endswith(":") else bare)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _is_sentence(line: str) -> bool:
    """Prose with code in it: two words that code has no use for, or Chinese outside of a comment.

    A note such as `loss=mse, plain SGD` is prose too: code has blanks around its equals signs.
    """
    said = line.split("#", 1)[0]
    if _NOTE.match(said):
        return True
    if _parses(line):
        return False
    if len(_SENTENCE.findall(said)) >= 2 or len(_HAN.findall(said)) >= 4:
        return True
    bare = _QUOTED.sub("", said)
    plain = len(_PLAIN.findall(bare))
    return (
        plain >= _MANY
        or _PHRASE.search(bare) is not None
        or _SPOKEN.match(bare) is not None
        or _TOLD.search(bare) is not None
    )
