"""A text of any kind, split into log, code and words; each line goes to who can read it.

What the lines say about the training is not judged here.
"""

from __future__ import annotations

import re

from assistant.readers.assemble import assemble
from assistant.readers.clean import lines
from assistant.readers.lines import read_line
from assistant.readers.record import Record
from assistant.run import Place, Reading, Source, Words

_CODE = re.compile(
    r"^\s*(?:import |from \w[\w.]* import|def \w|class \w|for .+ in .+:|while .+:|if .+:\s*$|else:|"
    r"elif |try:|except|with .+:|return\b|@\w|print\s*\(|#\s*\w|[\w.\[\], ]+\s*[-+*/]?=\s*[^=\d\s.+-]"
    r"|[\w.]+\([^)]*\)?\s*[,)]*\s*$|[\w.]+\.\w+\(.*)"
)
_LOGGED = re.compile(r"\d")
_WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
_RULE = re.compile(r"^\s*(?:[-=_*#~.]{3,}|`{3}.*)?\s*$")
_NON_WORDS = re.compile(r"^\s*(?:Traceback|File \"|\S+(?:Error|Warning|Exception)\b|WARNING|INFO|DEBUG)")


def read_text(text: str, source: str) -> Reading:
    """Runs and words of a text. The lines of the places are those of the text."""
    records: list[tuple[int, int, Record]] = []
    words: list[Words] = []
    formats: dict[str, int] = {}
    counts = {"log": 0, "code": 0, "words": 0}
    block, prose_since, number = 0, False, 0
    for number, line in lines(text):
        if _RULE.match(line):
            continue
        kind, found = _kind(line)
        counts[kind] += 1
        if found is None:
            if kind == "words" and not _NON_WORDS.match(line):
                words.append(Words(line, Place(source, number, number)))
            prose_since = True
            continue
        if prose_since:
            block, prose_since = block + 1, False
        formats[found[0]] = formats.get(found[0], 0) + bool(found[1].values)
        records.append((number, block, found[1]))
    runs = assemble(records, source)
    taken = max(formats, key=lambda name: formats[name]) if runs else "words"
    kept = {kind: count for kind, count in counts.items() if count}
    return Reading((Source(source, "text", taken, number, kept),), runs, (), tuple(words), ())


def _kind(line: str) -> tuple[str, tuple[str, Record] | None]:
    """`log` with its record, `code`, or `words`."""
    if _LOGGED.search(line) or "nan" in line.lower() or "inf" in line.lower():
        if not _CODE.match(line):
            found = read_line(line)
            if found is not None:
                return "log", found
    elif line.rstrip(":- ").lower() in ("train", "training", "val", "validation", "test"):
        return "log", ("phase", Record(phase=_phase(line)))
    if _CODE.match(line):
        return "code", None
    return "words", None


def _phase(line: str) -> str | None:
    from assistant.readers.metrics import split_of

    return split_of(line)
