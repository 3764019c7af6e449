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
    r"elif |try:|except|with .+:|return\b|@\w|print\s*\(|#\s*\w|[\w.\[\], ]++\s*+[-+*/]?=\s*+[^=\d\s.+-]"
    r"|[\w.]++\([^)]*+\)?\s*+[,)]*+\s*$|[\w.]+\.\w+\(.*)"
)
_LOGGED = re.compile(r"\d")
_WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
_RULE = re.compile(r"^(?:[\s|:+]*|[-=_*#~.|:+\s]{3,}|[\s|:+]*+`{3}.*)$")
_HEADING = re.compile(r"^\W*\w+(?:\s+\w+){0,2}\W*$")
_NON_WORDS = re.compile(r"^\s*(?:Traceback|File \"|\S+(?:Error|Warning|Exception)\b|WARNING|INFO|DEBUG)")


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
    """The records of the log lines; words are put aside, code is passed over."""
    table: Table | None = None
    for number, line in lines(text):
        seen.lines = number
        if _RULE.match(line):
            continue
        row = table.row(line) if table is not None else None
        begun = header(line) if row is None else None
        if begun is not None:
            table = begun
            seen.counts["log"] += 1
            continue
        if row is None:
            table = None
        kind, found = ("log", ("table", row)) if row is not None else _kind(line)
        seen.counts[kind] += 1
        if found is not None:
            seen.formats[found[0]] += bool(found[1].values)
            yield number, found[1]
        elif kind == "words" and not _NON_WORDS.match(line):
            seen.words.append(Words(line, Place(source, number, number)))


def _kind(line: str) -> tuple[str, tuple[str, Record] | None]:
    """`log` with its record, `code`, or `words`."""
    if _LOGGED.search(line) or "nan" in line.lower() or "inf" in line.lower():
        if not _CODE.match(line):
            found = read_line(line)
            if found is not None:
                return "log", found
    elif _HEADING.match(line) and split_of(line) is not None:
        return "log", ("phase", Record(phase=split_of(line)))
    if _CODE.match(line):
        return "code", None
    return "words", None
