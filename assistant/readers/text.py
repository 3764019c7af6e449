"""A text of any kind and length: its log to runs, the rest put aside as words and code.

What the lines say about the training is not judged here.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import accumulate

import numpy as np

from assistant.readers.assemble import Assembler
from assistant.readers.clean import text_of, unquoted
from assistant.readers.lines import GENERIC, read_heading, read_line
from assistant.readers.post import (
    KINDS,
    Parts,
    is_code,
    is_noted,
    is_personal,
    is_remarked,
    is_told,
    is_wordy,
    kind_of,
)
from assistant.readers.record import Record
from assistant.readers.shapes import Frames, Plan, learn, read_rows, rows_of
from assistant.readers.stream import Chunk, chunks, pieces
from assistant.readers.table import Table, header
from assistant.run import Ints, Place, Reading, Source, Words
from assistant.script import Script

LONGEST = 20_000
"""Characters of a line that are read; no log line is longer, and every pattern's time is bounded by it."""
_SHAPE = 4_000
"""Bytes of a shape that is remembered."""
_ROOM = 20_000_000
"""Bytes for all shapes of a text that are remembered."""
_REST = 8_000
"""Lines beside the log that are kept."""
_ALIKE = {"words": 3, "noise": 60, "settings": 3, "code": _REST}
"""Lines that differ in numbers alone and are kept, with the last one; more say nothing new."""
_SAID = 400
"""Lines of words at the begin and at the end of a text that are taken for somebody's."""
_WRITTEN = 25_000
"""Characters of them, on each side."""
_BAR = re.compile(r"%\||\d/\d+ \[")
_FIGURES = re.compile(
    r"(?ai)(?!.*\w\()[^{}\"'*]*\b(?:loss|acc|accuracy)\b[ \t:=]{1,3}\d[^{}\"'*]*|\W*epoch\W*\d+(?:/\d+)?\W*"
)
_OMENS = ("nan", "inf", "err", "warn", "overflow", "exception", "fail", "abort", "diver", "trace", "stop")
_LOGGED = re.compile(r"\d|nan|inf", re.I)
_RULE = re.compile(r"^(?! {4,}\.{3}\s*$)(?:[\s|:+]*|[-=_*#~.|:+\s]{3,}|[\s|:+]*+`{3}.*)$")
_WARNED = re.compile(r"(?<=\S)(?:/|[A-Za-z]:\\)?[\w./\\+-]+\.py:\d+: \w*Warning: ")
"""A warning that was printed where a bar had left the cursor."""
_FENCE = re.compile(r"[\s|:+]*`{3,}[ \t]*(?P<python>\{?\.?(?:i?python3?|py|jupyter)\b)?")
_ASSIGNED = re.compile(r"\s*[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:, ?[A-Za-z_][\w.]*)* ?[-+*/]?=(?!=)")
_GLUED = re.compile(r"(?<=[^\s|])(?=(?:Epoch|Training|Validation)\b[^|%]{0,40}\d{1,3}%\|)")

_STATEMENT = re.compile(
    r"\s*(?:import |from |def |class |for |while |if |elif |else|try|except|with |return|@|print\b|>>>"
    r"|#(?!\d{1,7}[\s:|,]))"
)
_CODEISH = re.compile(r"[;{}(]\s*$|^\s*[\w(),.! ]{1,60}=[^=]|\w\([^)]*\)\s*[,);]*\s*$|\)\s*,\s*\w+\)\s*$")
"""Ends of lines that prose has not, in any language of programs."""
_OTHER = re.compile(
    r"^\s*(?:const|let|var|local|function|public|private)\s|%>%|<-|\w:add\(|(?<!\w)Chain\(|\{\s*units|=>|;\s*$"
)
"""What Python has not."""
_FEW = 2
"""Lines of code in a row that a person names rather than shows."""

Found = tuple[str, str, list[Record]]
"""Kind of a line (log, words, code, noise, rule), its format, its records."""


def read_text(text: str, source: str, remember: bool = True) -> Reading:
    """Runs and words of a text; the lines of the places are those of the text."""
    data = pieces(io.BytesIO(text.encode("utf-8", "replace")), [])
    return read_chunks(chunks(data, encoding="bytes"), source, remember)


def read_chunks(parts: Iterable[Chunk], source: str, remember: bool = True) -> Reading:
    """Runs and words of a text that comes in chunks.

    remember: read lines of one shape once; False reads each by itself, which gives the same.
    """
    reader = _Reader(source, remember)
    with np.errstate(all="ignore"):  # figures of 1e308 and inf overflow; that is no news to a person
        for chunk in parts:
            reader.feed(chunk)
        return reader.finish()


class _Reader:
    """The state of one pass over a text.

    known: where the frame of a known shape goes, in the context that holds: the open table's, or
    that of all other lines.
    """

    def __init__(self, source: str, remember: bool) -> None:
        self.source = source
        self.remember = remember
        self.assembler = Assembler(source)
        self.formats: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.rest: list[tuple[int, str, str]] = []
        self.lines = 0
        self.table: Table | None = None
        self.closed: Table | None = None
        self.held: tuple[int, int, str, Table] | None = None
        self.outside: dict[bytes, Plan] = {}
        self.tables: dict[Table, dict[bytes, Plan]] = {}
        self.sinks: dict[int, dict[bytes, Callable[[int], None]]] = {}
        self.frames: Frames
        self.singles: list[tuple[float, int, Record]] = []
        self.kinds: Ints
        self.parts = Parts()
        self.alike: Counter[bytes] = Counter()
        self.newest: dict[bytes, tuple[int, str, str]] = {}
        self.room = _ROOM
        self.fenced = False

    def feed(self, chunk: Chunk) -> None:
        """The lines of one chunk."""
        self.frames = frames = Frames(chunk.data, chunk.line)
        self.lines = int(frames.lines[-1])
        self.kinds = np.zeros(len(frames), dtype=np.int64)
        if self.held is not None:
            self.held = (-1, *self.held[1:])  # a header at the end of the chunk before
        known = self._sinks()
        for at, shape in enumerate(frames.shapes):
            sink = known.get(shape)
            if sink is not None:
                sink(at)
            else:
                self._one(at, shape)
                known = self._sinks()
        self._settle()
        self.parts.add(self.kinds, frames.lines)

    def finish(self) -> Reading:
        """Everything that was read."""
        if self.held is not None:
            at, line, text, _ = self.held
            self.held = None
            self._take(float(at), line, text, text.encode("utf-8", "replace"), _interpret(text))
            self._settle()
            self.parts.add(self.kinds[-1:], self.frames.lines[-1:])
        runs = self.assembler.finish()
        taken = self.formats.most_common(1)[0][0] if runs else "words"
        read = Source(self.source, "text", taken, self.lines, dict(self.counts), self.parts.told())
        rest = sorted([*self.rest, *self.newest.values()])
        reading = Reading((read,), runs, warnings=tuple(self.assembler.warnings))
        return reading.joined(_beside(rest, self.source)) if rest else reading

    def _sinks(self) -> dict[bytes, Callable[[int], None]]:
        """The known shapes of the context; none while a header waits for its first row, none in code."""
        if self.held is not None or self.fenced:
            return {}
        return self.sinks.setdefault(0 if self.table is None else id(self._plans()), {})

    def _plans(self) -> dict[bytes, Plan]:
        return self.outside if self.table is None else self.tables.setdefault(self.table, {})

    def _one(self, at: int, shape: bytes) -> None:
        """A frame whose shape is not known here."""
        text = unquoted(text_of(self.frames.raw(at)[: 4 * LONGEST])[:LONGEST])
        line = int(self.frames.lines[at])
        if _RULE.match(text):
            self._rule(at, text, shape)
            return
        if self.fenced and _ASSIGNED.match(text):
            self._take(float(at), line, text, shape, ("code", "", []))  # it is no figure that was printed
            return
        if self.held is not None:
            held_at, held_line, held_text, table = self.held
            index = table.indexed(text)
            if index is not None:
                self.held = (held_at, held_line, held_text, index)
                self.counts["log"] += 1
                return
            self.held = None
            if table.row(text) is not None:
                self.table = table
                self.counts["log"] += 1
            else:
                self.closed = table  # messages may come between it and its first row
                named = held_text.encode("utf-8", "replace")
                self._take(float(held_at), held_line, held_text, named, _interpret(held_text))
        if self.table is not None:
            row = self.table.row(text)
            if row is not None:
                found = ("log", "table", [row])
                self._take(float(at), line, text, shape, found)
                self._study(shape, text, found, self.table.row)
                return
        elif self.closed is not None and (row := self.closed.again(text)) is not None:
            self.table = self.closed  # a message had come between its rows
            self._take(float(at), line, text, shape, ("log", "table", [row]))
            return
        begun = header(text)
        if begun is not None:
            self.table, self.held = None, (at, line, text, begun)
            return
        if self.table is not None:
            self.table, self.closed = None, self.table
            sink = self._sinks().get(shape)
            if sink is not None:
                sink(at)
                return
        found = _interpret(text)
        self._take(float(at), line, text, shape, found)
        self._study(shape, text, found, _single)

    def _rule(self, at: int, text: str, shape: bytes) -> None:
        """A line that parts others. Fences are each looked at, for what they open and close."""
        if (fence := _FENCE.match(text)) is None:
            self._remember(shape, Plan("rule", ""))
            return
        self.kinds[at] = KINDS.index("rule")
        self.fenced = not self.fenced and fence["python"] is not None

    def _take(self, at: float, line: int, text: str, shape: bytes, found: Found) -> None:
        """What one frame was found to be."""
        kind, format_, records = found
        self.counts[kind] += 1
        if at >= 0:
            self.kinds[int(at)] = KINDS.index(kind)
        for n, record in enumerate(records):
            self.singles.append((at + n / 1024, line, record))
            self.formats[format_] += bool(record.values)
        if kind not in ("log", "rule"):
            self._keep(line, kind, text, shape)
        elif kind == "log" and "Warning: " in text and (warned := _WARNED.search(text)):
            self._keep(line, "noise", text[warned.start() :], shape)
        elif kind == "log" and format_ == GENERIC:
            # somebody tells it, or notes it: a program would print a note again
            noted = shape not in self.alike and (is_noted(text) or _is_list(text, records))
            if noted or is_told(text):
                self._keep(line, "words", text, shape)

    def _study(self, shape: bytes, text: str, found: Found, read: Callable[[str], Record | None]) -> None:
        """A shape that is seen for the second time is worth to be known."""
        if not self.remember:
            return
        kind, format_, _ = found
        plans = self._plans()
        plan = plans.get(shape)
        if plan is None:
            if self._fits(shape):
                plans[shape] = Plan(kind, format_)
        elif plan.kind != kind:
            plan.kind = "varies"
        elif kind != "log":
            self._remember(shape, plan)
        else:
            learned = learn(text, read, cells=self.table is not None)
            if learned is None:
                plan.kind = "varies"
            else:
                plan.layout, plan.fields = learned
                self._remember(shape, plan)

    def _remember(self, shape: bytes, plan: Plan) -> None:
        if self.remember and self.held is None and self._fits(shape):
            self._plans()[shape] = plan
            self._sinks()[shape] = plan.rows.append

    def _fits(self, shape: bytes) -> bool:
        """There is room to remember the shape."""
        if len(shape) > _SHAPE or self.room < len(shape):
            return False
        self.room -= len(shape)
        return True

    def _settle(self) -> None:
        """The frames of the chunk that went to known shapes."""
        busy = [
            plan for plans in (self.outside, *self.tables.values()) for plan in plans.values() if plan.rows
        ]
        log = []
        for plan in busy:
            self.kinds[plan.rows] = KINDS.index(plan.kind)
            if plan.kind == "log":
                assert plan.layout is not None
                self.counts["log"] += len(plan.rows)
                self.formats[plan.format] += len(plan.rows) if plan.layout.slots else 0
                log.append(plan)
            elif plan.kind != "rule":
                self.counts[plan.kind] += len(plan.rows)
                self._keep_rows(plan)
        rows = read_rows(self.frames, log) if log else []
        self.assembler.feed([*rows, *rows_of(self.singles)])
        self.singles = []
        for plan in busy:
            plan.rows.clear()

    def _keep_rows(self, plan: Plan) -> None:
        count = _ALIKE[plan.kind]
        for at in [*plan.rows[:count], *plan.rows[count:][-1:]]:
            text = unquoted(text_of(self.frames.raw(at)))
            self._keep(int(self.frames.lines[at]), plan.kind, text, self.frames.shapes[at])

    def _keep(self, line: int, kind: str, text: str, shape: bytes) -> None:
        """A line beside the log."""
        if len(self.rest) >= _REST:
            return
        self.alike[shape] += 1
        if self.alike[shape] > _ALIKE[kind]:
            self.newest[shape] = (line, kind, text)
        else:
            self.rest.append((line, kind, text))


def _scripts(rest: list[tuple[int, str, str]], source: str) -> tuple[Script, ...]:
    """The code in a post, where there is some."""
    if sum(1 for _, kind, _ in rest if kind == "code") < 2:
        return ()
    from assistant.readers.script.files import code_of_post  # noqa: PLC0415 - only where a text holds code

    return code_of_post(rest, source)


def _beside(rest: list[tuple[int, str, str]], source: str) -> Reading:
    """What the lines beside the log hold."""
    # their many patterns are compiled only where a text is more than figures
    from assistant.readers.facts import facts  # noqa: PLC0415
    from assistant.readers.notices import notices  # noqa: PLC0415

    rest = _redacted(rest)
    lines = [(number, text) for number, _, text in rest]
    alone = _alone(rest)
    words = [Words(text, Place(source, n, n)) for n, kind, text in rest if kind == "words" or n in alone]
    words = _of_a_person(words)
    scripts = _scripts(rest, source)
    settled = facts(lines, source)
    coded = [(n, text) for n, kind, text in rest if kind in ("code", "settings") or _CODEISH.search(text)]
    other = not scripts or (
        all(script.skipped for script in scripts) and any(_OTHER.search(text) for _, text in coded)
    )
    if other and len(coded) > _FEW and any(kind == "code" for _, kind, _ in rest):
        from assistant.readers.foreign import foreign  # noqa: PLC0415 - only where code is no Python

        names = {fact.name for fact in settled}
        settled = (*settled, *(fact for fact in foreign(coded, source) if fact.name not in names))
    return Reading(facts=settled, words=tuple(words), notices=notices(lines, source), scripts=scripts)


def _of_a_person(words: list[Words]) -> list[Words]:
    """The begin and the end of more than any person writes: remarks of a program, or a book."""
    length = list(accumulate(len(piece.text) for piece in words))
    if len(words) <= 2 * _SAID and (not length or length[-1] <= 2 * _WRITTEN):
        return words
    begin = min(_SAID, bisect_right(length, _WRITTEN))
    end = max(len(words) - _SAID, bisect_left(length, length[-1] - _WRITTEN) + 1, begin)
    return words[:begin] + words[end:]


def _alone(rest: list[tuple[int, str, str]]) -> set[int]:
    """Lines of code that stand by themselves in prose, as `nn.CrossEntropyLoss()`: a person names them."""
    if not any(kind == "words" for _, kind, _ in rest):
        return set()
    alone: set[int] = set()
    block: list[int] = []
    for number, kind, text in (*rest, (0, "", "")):
        if kind == "code" and not _STATEMENT.match(text):
            block.append(number)
            continue
        if kind == "code":
            block += [number] * (_FEW + 1)  # a statement of a program: what stands beside it belongs to it
            continue
        if len(block) <= _FEW:
            alone.update(block)
        block = []
    return alone


def _redacted(rest: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """The lines without tokens and keys, which nothing that is kept may hold."""
    from assistant.readers.secrets import redact  # noqa: PLC0415

    whole = redact("\n".join(text for _, _, text in rest)).split("\n")
    if len(whole) != len(rest):  # a block that spans lines was taken out
        return [(line, kind, redact(text)) for line, kind, text in rest]
    return [(line, kind, text) for (line, kind, _), text in zip(rest, whole, strict=True)]


def _aside(line: str) -> str:
    """`noise` for a message, `settings` for settings, whatever numbers stand in the line; else empty."""
    if _BAR.search(line):
        return ""
    small = line.lower()
    if _FIGURES.fullmatch(line) and not any(omen in small for omen in _OMENS):
        return ""  # figures of a loss and nothing else, as most lines are: no need to ask
    from assistant.readers.facts import is_setting  # noqa: PLC0415
    from assistant.readers.notices import is_notice  # noqa: PLC0415

    if is_notice(line):
        return "noise"
    return "settings" if is_setting(line) else ""


def _interpret(line: str) -> Found:
    """What a line outside tables is."""
    code = is_code(line) and not line.lstrip().startswith("tensor(")  # what a program prints
    if (kind := _aside(line)) != "":
        told = kind == "noise" and (is_personal(line) or is_remarked(line))
        return ("words" if told else kind), "", []
    if _LOGGED.search(line):
        records = [] if code else _read(line)
        if records:
            return "log", records[0][0], [record for _, record in records]
    elif (heading := read_heading(line)) is not None:
        return "log", "phase", [heading]
    return kind_of(line, code), "", []


def _read(line: str) -> list[tuple[str, Record]]:
    """The records of a line: one, or one a frame where carriage returns got lost."""
    parts = _GLUED.split(line) if line.count("%|") > 1 else [line]
    return [found for part in parts if (found := read_line(part)) is not None]


def _is_list(line: str, records: list[Record]) -> bool:
    """Words whose only figures are those of a counter: `200 points, two classes, batch 32`."""
    return is_wordy(line) and not any(record.values for record in records)


def _single(line: str) -> Record | None:
    """The record of a line that has one, however its digits stand."""
    _, _, records = _interpret(line)
    return records[0] if len(records) == 1 else None
