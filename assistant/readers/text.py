"""A text of any kind, split into log, code and words; each line goes to who can read it.

What the lines say about the training is not judged here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.readers.assemble import assemble
from assistant.readers.clean import lines
from assistant.readers.lines import read_line
from assistant.readers.metrics import split_of
from assistant.readers.record import Record
from assistant.readers.table import Table, header
from assistant.run import Place, Reading, Source, Words

_CODE = re.compile(
    r"^\s*+(?:import |from \w[\w.]* import|def \w|class \w|for .+ in .+:|while .+:|if .+:\s*$|else:|"
    r"elif |try:|except|with .+:|return\b|@\w|print\s*\(|#\s*\w"
    r"|[\w.\[\], ]++\s*+[-+*/]?=(?!\s*(?:nan|inf)\b)\s*+[^=\d\s.+-]"
    r"|[\w.]++\([^)]*+\)?\s*+[,)]*+\s*$|[\w.]+\.\w+\(.*)"
)
_LOGGED = re.compile(r"\d|nan|inf", re.I)
_SENTENCE = re.compile(
    r"\b(?:I|I'm|my|the|is|was|are|and|it|its|but|nothing|help|when|after|because|why|does|do|not|so|this|that|"
    r"stuck|forgotten|forgot|always|never|learns|learned)\b",
    re.I,
)
_NOTE = re.compile(r"^\s*[\w.]+=[\w.\s,/+-]*[a-z]{2}[\w.\s,/+-]*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RULE = re.compile(r"^(?:[\s|:+]*|[-=_*#~.|:+\s]{3,}|[\s|:+]*+`{3}.*)$")
_HEADING = re.compile(r"^\W*\w+(?:\s+\w+){0,2}\W*$")
_NON_WORDS = re.compile(r"^\s*(?:Traceback|File \"|DEBUG|INFO)")


@dataclass(slots=True)
class _Seen:
    """What a text held, counted while its records stream by."""

    words: list[Words] = field(default_factory=list)
    formats: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    lines: int = 0


def read_text(text: str, source: str) -> Reading:
    """Runs and words of a text. The lines of the places are those of the text."""
    seen = _Seen()
    runs = assemble(_records(text, source, seen), source)
    taken = seen.formats.most_common(1)[0][0] if runs else "words"
    read = Source(source, "text", taken, seen.lines, dict(seen.counts))
    return Reading((read,), runs, (), tuple(seen.words), ())


def _records(text: str, source: str, seen: _Seen) -> Iterator[tuple[int, Record]]:
    """The records of the log lines; words are put aside, code is passed over.

    A line that could be a table's header is one only where a row of that table follows.
    """
    table: Table | None = None
    held: tuple[int, str, Table] | None = None
    for number, line in lines(text):
        seen.lines = number
        if _RULE.match(line):
            continue
        if held is not None:
            if held[2].row(line) is not None:
                table = held[2]
                seen.counts["log"] += 1
            else:
                yield from _sorted(held[0], held[1], source, seen)
            held = None
        row = table.row(line) if table is not None else None
        if row is not None:
            seen.counts["log"] += 1
            seen.formats["table"] += bool(row.values)
            yield number, row
            continue
        begun = header(line)
        if begun is not None:
            held = (number, line, begun)
            continue
        table = None
        yield from _sorted(number, line, source, seen)
    if held is not None:
        yield from _sorted(held[0], held[1], source, seen)


def _sorted(number: int, line: str, source: str, seen: _Seen) -> Iterator[tuple[int, Record]]:
    """One line outside tables: its record, or its words put aside."""
    kind, found = _kind(line)
    seen.counts[kind] += 1
    if found is not None:
        seen.formats[found[0]] += bool(found[1].values)
        yield number, found[1]
    elif kind == "words" and not _NON_WORDS.match(line):
        seen.words.append(Words(line, Place(source, number, number)))


def _kind(line: str) -> tuple[str, tuple[str, Record] | None]:
    """`log` with its record, `code`, or `words`."""
    code = _CODE.match(line) is not None
    if _LOGGED.search(line):
        found = None if code else read_line(line)
        if found is not None:
            return "log", found
    elif _HEADING.match(line) and (phase := split_of(line)) is not None:
        return "log", ("phase", Record(phase=phase))
    return ("code" if code and not _is_sentence(line) else "words"), None


def _is_sentence(line: str) -> bool:
    """Prose with code in it: two words that code has no use for, or Chinese outside of a comment.

    A note such as `loss=mse, plain SGD` is prose too: code has blanks around its equals signs.
    """
    said = line.split("#", 1)[0]
    if _NOTE.match(said):
        return True
    return len(_SENTENCE.findall(said)) >= 2 or len(_HAN.findall(said)) >= 4
