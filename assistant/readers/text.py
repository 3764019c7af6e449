"""A text of any kind, split into log, code and words; each line goes to who can read it.

What the lines say about the training is not judged here.
"""

from __future__ import annotations

import re
from collections import Counter

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


def read_text(text: str, source: str) -> Reading:
    """Runs and words of a text. The lines of the places are those of the text."""
    records: list[tuple[int, Record]] = []
    words: list[Words] = []
    formats: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    table: Table | None = None
    number = 0
    for number, line in lines(text):
        if _RULE.match(line):
            continue
        row = table.row(line) if table is not None else None
        begun = header(line) if row is None else None
        if begun is not None:
            table = begun
            counts["log"] += 1
            continue
        if row is None:
            table = None
        kind, found = ("log", ("table", row)) if row is not None else _kind(line)
        counts[kind] += 1
        if found is not None:
            formats[found[0]] += bool(found[1].values)
            records.append((number, found[1]))
        elif kind == "words" and not _NON_WORDS.match(line):
            words.append(Words(line, Place(source, number, number)))
    runs = assemble(records, source)
    taken = formats.most_common(1)[0][0] if runs else "words"
    return Reading((Source(source, "text", taken, number, dict(counts)),), runs, (), tuple(words), ())


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
