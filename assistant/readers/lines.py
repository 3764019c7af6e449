"""One line to its format and its record: special readers first, then the generic scanner.

A new format is one small module in `formats/`.
"""

from __future__ import annotations

import re

from assistant.readers.formats import line_readers
from assistant.readers.metrics import split_of
from assistant.readers.record import Record, scan
from assistant.readers.spelling import plain

GENERIC = "key: number lines"
_PREFIX = re.compile(
    r"^\s*(?:"
    r"\[\d+,mpirank:(?P<mpi>\d{1,5}),[\w-]+\]<std(?:out|err)>:"
    r"|\[?\b[Rr]ank[ :]?(?P<rank>\d{1,5})\]?(?::|(?<=\]))"
    r"|\(\w+ pid=(?P<pid>\d{1,9})(?:, ip=[\d.]+)?\)"
    r"|\[(?:default|GPU|gpu|cuda:|rank|worker|node)[ -]?(?P<process>\d{1,4})\]:?"
    r"|[A-Za-z][\w.]{0,40}-[\w.-]{0,60}\d:(?=\s)"
    r"|[IWEF]\d{4} [\d:.]+ +\d+ \S+:\d+\]"
    r"|\[\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})? [\w.-]{1,40}\]"
    r"|\[?\d{4}[-/]\d\d[-/]\d\d[ T,]{1,3}\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"(?:Z|[-+]\d\d:?\d\d)?\]?(?: std(?:out|err) [FP])?"
    r"|\([\w./-]{1,60}\.py[: ] ?\d{1,6}\)|\[?[\w./-]{1,60}\.py:\d{1,6}(?::\w{1,40})?\]?(?=\s)"
    r"|[\w./-]{1,60}:[\w<>.-]{1,60}:\d{1,6}(?= - )"
    r"|\[[A-Za-z_][\w.]{0,60}\](?=\[(?:INFO|DEBUG)\])|\[(?:INFO|DEBUG)\]"
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?(?=[\s|-])"
    r"|(?:INFO|DEBUG)(?::\w+)?(?=[\s:|-])"
    r"|[A-Za-z_]\w{0,40}(?:\.\w{1,60}){1,8}(?=\s+-\s)"
    r"|[:>-]+(?=\s)"
    r")(?:[\s:]*[|-]?\s*)"
)

_PROCESS = re.compile(r"\s*(?P<rank>\d{1,4}): +(?=[A-Za-z\[(])")
"""What srun puts before the lines of each process, where the line counts by itself."""
_BEST = re.compile(r"\W*(?:(?:new|current|the|finished|saved|saving)\W+)?best\b", re.I)
"""What is said of the best epoch so far is no point of a curve."""
_SAVED = re.compile(
    r"\b(?:sav|writ|load|restor|wrote)\w*\b[^,;|]{0,40}\b(?:checkpoint|model|weights|state|snapshot)", re.I
)
"""What is said of a file that is written or read is no point of a curve."""
_MODULE = re.compile(
    r"\W*\d{1,3}\s*[|│┃]\s*[\w.]+\s*[|│┃]\s*[A-Z]\w*\s*[|│┃]\s*(?:[\d.,]+ ?[KMB]|\d+)\s*(?:[|│┃]|$)"
)
"""`1 | loss_fn | CrossEntropyLoss | 0 | train`: Lightning's table of modules has no curves."""
_SAID = re.compile(r"(?i)\b(?:is|was|are|stays?|stuck|sits)\b[a-z ]{0,30}[-+]?\d|[是在]\s{0,3}[-+]?\d")
"""`loss is 0.69`, `损失一直是0.69`: without a counter and a sign between, a person says it."""
_FROM_TO = re.compile(
    r"(?i)\d\s?(?:->|→|=>)\s?(?:below|under|about|around|almost|nearly|less than|over|above|<|~)\s?\d"
)
"""`loss 12 -> below 0.01`: a person sums up."""
_ERROR = re.compile(
    r"^\W*(?:ERROR|CRITICAL|FATAL|Traceback)\b|.{0,60}\b(?:Error|Exception|Warning):\s(?!\s*\d*\.\d+(?:e[-+]?\d+)?\s*$)"
)
"""What is said of an error is no point of a curve."""
_HEADING = re.compile(
    r"^\W*(?:(?:running|performing|start(?:ing|ed)?|begin(?:ning)?|now)\s+)?(?P<split>[^\W\d_]{3,20})"
    r"(?:\s+(?:results?|phase|loop|stage|metrics|scores?|started|begins?|set|errors?|performance|summary|stats))?\W*$",
    re.I,
)


def read_line(line: str) -> tuple[str, Record] | None:
    """The format's name and the record of one clean line, or None where no format takes it."""
    rank, rest = _unprefixed(line)
    if rank is None and (process := _PROCESS.match(rest)) is not None:
        found = _read(line, _unprefixed(rest[process.end() :])[1])
        if found is not None and (found[1].epoch is not None or found[1].step is not None):
            return found[0], _ranked(found[1], process["rank"])
    found = _read(line, rest)
    return None if found is None else (found[0], _ranked(found[1], rank))


def _read(line: str, rest: str) -> tuple[str, Record] | None:
    """The format and the record of a line, of which `rest` stands behind all prefixes."""
    rest = plain(rest)
    for reader in line_readers():
        if reader.marks and not any(mark in rest for mark in reader.marks):
            continue
        record = reader.read(rest)
        if record is not None:
            return reader.name, record
    record = None if _ERROR.match(line) else key_value(rest)
    record = record or _heading(rest)
    return None if record is None else (GENERIC, record)


def read_heading(line: str) -> Record | None:
    """The split that a line without figures begins: `train`, `Validation results:`."""
    return _heading(_unprefixed(line)[1])


def _heading(rest: str) -> Record | None:
    match = _HEADING.match(rest)
    split = split_of(match["split"]) if match else None
    return None if split is None else Record(phase=split)


def _ranked(record: Record, rank: str | None) -> Record:
    return record if rank is None else record._replace(rank=int(rank))


def _unprefixed(line: str) -> tuple[str | None, str]:
    """The rank of the process where a prefix names one, and the line behind time, level and logger."""
    rank = None
    for _ in range(6):
        match = _PREFIX.match(line)
        if match is None:
            break
        rank = match["rank"] or match["mpi"] or match["pid"] or match["process"] or rank
        line = line[match.end() :]
    return rank, line


def key_value(line: str) -> Record | None:
    """Anything with `key: number` in it; prose with a number in it is refused."""
    if _BEST.match(line) or _SAVED.search(line) or _MODULE.match(line):
        return None
    record = scan(line)
    if record.foreign > 4 + 2 * len(record.values):
        return None
    counted = record.epoch is not None or record.step is not None
    if not counted and not re.search("[:=：＝]", line) and _SAID.search(line):
        return None
    if not counted and _FROM_TO.search(line):
        return None
    if not counted and all(value.name == "learning rate" for value in record.values):
        return None  # a setting, or nothing
    if not record.values and record.foreign >= 2:
        return None
    return record
