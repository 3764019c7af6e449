"""Tables in a text: a header of metric names, then rows of numbers; CSV, pipes, or blanks.

A table is known by its header; rows without one are not guessed at.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from assistant.readers.languages import english
from assistant.readers.metrics import ALONE, SPLITS, Metric, metric
from assistant.readers.record import Record, Value, number, printed

_CELL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?%?|[-+]?(?:nan|inf(?:inity)?)", re.I | re.A)
_UNIT = re.compile(r"(?<=\w)\(\w{0,3}\)?$|(?<=\w) ?\(%\)$")  # metrics/mAP50(B), Box(P
_COMMA = re.compile(r"[-+]?\d{1,9},\d{1,18}(?:[eE][-+]?\d+)?%?")
_BETWEEN = re.compile(r"\S+(?: \S+)*")
_PART = re.compile(r"(\d{1,9})/(\d{1,9})")
_PARTS = re.compile(r"(?<=\s)(box|obj|cls|total)(?:\s{5})?(\s)")
_BAR = re.compile(r":?\s{0,9}\d{1,3}%[^%\d][^%]{0,200}?(?<!\d)(?P<done>\d{1,9})/(?P<total>\d{1,9})\s+\S.*$")
_FIGURE = re.compile(_CELL.pattern + r"|\d+/\d+|\d+:\d\d(?::\d\d)?", re.I | re.A)
_EMPTY = {"", "na", "n/a", "none", "null", "-", "--", "no log", "#na#"}
_EPOCH = ("epoch", "epochs", "ep", "e")
_STEP = ("step", "steps", "iter", "iteration", "batch", "global_step", "#")
_COUNTERS = dict.fromkeys(_EPOCH, "epoch") | dict.fromkeys(_STEP, "step")


class Table(NamedTuple):
    """The columns of a table as its header names them, and how its cells are set apart.

    places: where each name begins and ends, for rows with empty cells between blanks.
    """

    columns: tuple[str, ...]
    separator: str
    places: tuple[tuple[int, int], ...] = ()

    def row(self, line: str) -> Record | None:
        """The record of a row, or None where the line is no row of this table."""
        bar = _BAR.search(line)
        if bar is not None:  # a row that is drawn anew until its epoch is over
            record = self.row(line[: bar.start()])
            done, total = int(bar["done"]), int(bar["total"])
            return None if record is None else record._replace(style="keras-bar", done=done, total=total)
        cells = _split(line, self.separator)
        placed = self.places if 1 < len(cells) < len(self.columns) else ()
        if placed:
            cells = _placed(line, placed)
        elif self.places and len(cells) == len(self.columns) + 1 and _numbered(line, self.places):
            placed, cells = self.places, cells[1:]
        if len(cells) < len(self.columns) and self.separator == " ":
            cells = line.split()  # a first column right under its name leaves one blank
        if len(cells) != len(self.columns) and self.separator == " ":
            cells = cells[: len(self.columns)]
        if len(cells) != len(self.columns):
            return None
        if self.separator in ";\t|":  # elsewhere a comma ends a cell, or joins thousands
            cells = [cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell for cell in cells]
        filled = [cell for cell in cells if cell.lower() not in _EMPTY]
        numeric = [cell for cell in filled if _CELL.fullmatch(cell)]
        if not numeric or len(numeric) < min(2, len(filled)) or len(numeric) < 0.5 * len(filled):
            return None
        return self._record(cells)._replace(placed=bool(placed))

    def again(self, line: str) -> Record | None:
        """The record of a line that can only be a row of this table, behind lines that were none."""
        cells = _split(line, self.separator)
        filled = [cell for cell in cells if cell.lower() not in _EMPTY]
        whole = len(cells) == len(self.columns) >= 3 and len(filled) >= 3
        return self.row(line) if whole and all(_FIGURE.fullmatch(cell) for cell in filled) else None

    def indexed(self, line: str) -> Table | None:
        """Give the table with a counter as first column, where `line` is the name of one and no more.

        pandas prints the name of an index in a line of its own below the names of the columns.
        """
        name = line.strip()
        if self.separator != " " or not self.places or _counter(name) is None or name in self.columns:
            return None
        begin = len(line) - len(line.lstrip())
        end = begin + len(name)
        if end > self.places[0][1]:
            return None
        return Table((name, *self.columns), " ", ((begin, end), *self.places))

    def _record(self, cells: list[str]) -> Record:
        values: list[Value] = []
        counters: dict[str, float] = {}
        for name, known, cell in zip(self.columns, _metrics(self.columns), cells, strict=True):
            counter = _counter(name)
            if counter is not None and (part := _PART.fullmatch(cell)):  # 3/100
                counters.setdefault(counter, float(part[1]))
                counters.setdefault(f"{counter}s", float(part[2]))
                continue
            if not _CELL.fullmatch(cell):
                continue
            if counter is not None:
                count = number(cell.rstrip("%"))
                if math.isfinite(count):
                    counters.setdefault(counter, count)
                continue
            if known is not None:
                percent = cell.endswith("%") or name.endswith("(%)")
                values.append(Value(known.name, known.split, name, *printed(cell.rstrip("%")), percent))
        get = counters.get
        return Record(tuple(values), get("epoch"), get("epochs"), get("step"), get("steps"), style="table")


@lru_cache(maxsize=64)
def _metrics(columns: tuple[str, ...]) -> tuple[Metric | None, ...]:
    """What each column holds; a figure behind one of validation is of validation too, as in fastai.

    Not where that figure of validation has a column of its own: Keras sorts its columns by name.
    """
    found = [metric(name) for name in columns]
    bare = [SPLITS.get(english(name).lower()) for name in columns]
    if len(set(bare) - {None}) > 1 and not any(one and one.name == "loss" for one in found):
        found = [
            one or (Metric("loss", split) if split else None) for one, split in zip(found, bare, strict=True)
        ]
    found = [
        m._replace(split="validation") if m and name.startswith("metrics/") else m
        for m, name in zip(found, columns, strict=True)
    ]
    split: str | None = None
    for n, one in enumerate(found):
        if one is None or one.name in ALONE:
            continue
        if one.split is not None:
            split = one.split
        elif split is not None and Metric(one.name, split) not in found:
            found[n] = Metric(one.name, split)
    for n, one in enumerate(found):
        if (
            one is not None and one.name != "loss" and one in found[:n]
        ):  # mAP_0.5 and mAP_0.5:0.95, lr0 and lr1
            found[n] = None if one.name in ALONE else Metric(columns[n].lower(), one.split)
    return tuple(found)


def header(line: str) -> Table | None:
    """The table that a header line begins, or None: it names two metrics, or one and a counter."""
    line = line.replace("0.5:0.95", "0.5-0.95")
    if _has_number(line):
        return None
    if "gpu_mem" in line:  # YOLOv5 before 6.2 leaves out of its names that they are losses
        line = _PARTS.sub(lambda m: f"{m[1]}_loss{m[2]}", line)
    for separator in (",", ";", "|", "\t", " "):
        if separator != " " and separator not in line:
            continue
        named = _named(line) if separator == " " and "  " in line.strip() else []
        columns = [name for name, _ in named] or _split(line, separator)
        if "support" in columns:
            return None  # a report by classes
        metrics = [name for name in columns if len(name) < 40 and metric(name) is not None]
        counters = [name for name in columns if _counter(name) is not None]
        if len(columns) >= 2 and metrics and len(metrics) + len(counters) >= 2 and _plain(columns):
            return Table(tuple(columns), separator, tuple(place for _, place in named))
    return None


def _named(line: str) -> list[tuple[str, tuple[int, int]]]:
    """The names of columns set apart by blanks, and where they stand.

    A name may have several words (`test loss`), but not where each is a name by itself (`val_loss val_acc`).
    """
    found: list[tuple[str, tuple[int, int]]] = []
    for match in _BETWEEN.finditer(line.replace("|", " ")):
        words = list(re.finditer(r"\S+", match[0]))
        if len(words) > 1 and all(metric(word[0]) or _counter(word[0]) for word in words):
            begin = match.start()
            found += [(word[0], (begin + word.start(), begin + word.end())) for word in words]
        else:
            found.append((match[0], match.span()))
    return found


def _places(line: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _BETWEEN.finditer(line))


def _numbered(line: str, places: tuple[tuple[int, int], ...]) -> bool:
    """Whether a row begins with a number of its own, left of all columns, as pandas prints it."""
    first = _BETWEEN.search(line)
    return first is not None and first[0].isdigit() and first.end() <= places[0][0]


def _placed(line: str, places: tuple[tuple[int, int], ...]) -> list[str]:
    """The cells of a row with empty ones: each begins or ends where the name of its column does."""
    cells = [""] * len(places)
    for begin, end in _places(line):
        columns = [n for n, (first, last) in enumerate(places) if begin == first or end == last]
        if len(columns) != 1 or cells[columns[0]]:
            return []
        cells[columns[0]] = line[begin:end]
    return cells


def _counter(name: str) -> str | None:
    return _COUNTERS.get(english(name).lower().strip())


def _plain(columns: list[str]) -> bool:
    """Names, no sentence: few words in each column, no gap between them, and no column is code."""
    return all(
        "  " not in name and len(name.split()) <= 4 and not set("(=:") & set(_UNIT.sub("", name))
        for name in columns
    )


def _has_number(line: str) -> bool:
    return re.search(r"(?<![\w@.])(?<!\w-)\d+\.?\d*(?![\w@])|\b(?:nan|inf)\b", line, re.I) is not None


def _split(line: str, separator: str) -> list[str]:
    if separator == " ":
        line = line.replace("|", " ")  # it may part groups of columns
        return line.split() if "  " not in line.strip() else re.split(r"\s{2,}|\t", line.strip())
    cells = line.strip().split(separator)
    if separator == "|":
        if cells and not cells[0].strip():
            cells = cells[1:]
        if cells and not cells[-1].strip():
            cells = cells[:-1]
    return [cell.strip().strip('"') for cell in cells]
