"""`unstuck watch`: looks again whenever a source changes, and says what is new."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any, Protocol

from assistant.background import GONE, Stamp, stamp
from assistant.console import ExitCode, Stop, colored, columns, out
from assistant.grades import GRADES
from assistant.render.style import VERDICTS, paint, percent, safe, wrapped
from assistant.standing import Standing

if TYPE_CHECKING:
    from assistant.report import Report, ReportedObservation
    from assistant.run import Reading

SHARE = 0.2
"""Of a core that looking takes at most: a long log is read again the more seldom."""
TOLD = 4
"""Observations that one look prints."""
_COLORS = {"faulty": "red", "healthy": "green", "inconclusive": "yellow"}


class Source(Protocol):
    """What is watched: its name, what tells that it changed, its content, and whether more can come."""

    name: str

    def stamp(self) -> Stamp:
        """What tells whether it changed."""

    def read(self) -> Reading:
        """All of it, as far as it is written. Raises Unreadable."""

    def ended(self) -> bool:
        """Whether nothing more will come."""

    def close(self) -> None:
        """Leave nothing behind."""


class OnDisk:
    """A file or a directory; pid: the process that writes it, 0 for an unknown one."""

    def __init__(self, path: str, pid: int) -> None:
        self.name, self._pid = path, pid

    def stamp(self) -> Stamp:
        """Size, time and number of the file, or of all files together."""
        return stamp(self.name)

    def read(self) -> Reading:
        """The whole source anew: what its first lines mean may depend on later ones."""
        from assistant.readers import read

        return read(self.name)

    def ended(self) -> bool:
        """Whether the process is gone."""
        return bool(self._pid) and not _alive(self._pid)

    def close(self) -> None:
        """Nothing was opened."""


class Piped:
    """Standard input, kept in a file while it comes in: whoever writes it never waits for a look."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.name, self._pipe, self._size = "stdin", pipe, 0
        self._folder = tempfile.TemporaryDirectory(prefix="unstuck-")
        self._path = os.path.join(self._folder.name, "stdin")
        self._kept = open(self._path, "wb", buffering=0)  # noqa: SIM115 - closed by close
        self._end = threading.Event()
        threading.Thread(target=self._pump, daemon=True).start()

    def _pump(self) -> None:
        try:
            while part := os.read(self._pipe.fileno(), 1 << 16):
                self._kept.write(part)
                self._size += len(part)
        except (OSError, ValueError):
            pass  # closed, or no room to keep it: what came in so far stays
        self._end.set()

    def stamp(self) -> Stamp:
        """Bytes that came in."""
        return Stamp(self._size, 0, 0)

    def read(self) -> Reading:
        """What came in so far."""
        from assistant.readers import read_open

        with open(self._path, "rb") as file:
            return read_open(file, self.name)

    def ended(self) -> bool:
        """Whether the writer closed it."""
        return self._end.is_set()

    def close(self) -> None:
        """Nothing of it stays."""
        self._kept.close()
        self._folder.cleanup()


def _alive(pid: int) -> bool:
    """Whether a process runs still; one that nobody has waited for has ended (POSIX)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[:1] != [b"Z"]
    except OSError:
        return True


def run(options: argparse.Namespace) -> ExitCode:
    """Watch until it is told to end; the status is that of the last look."""
    if options.pid and os.name != "posix":
        raise Stop("--pid works on Linux and macOS only")
    if options.source == "-":
        if sys.stdin is None:
            raise Stop("stdin: closed")
        source: Source = Piped(sys.stdin.buffer)
    else:
        source = OnDisk(options.source, options.pid)
        if not options.wait and source.stamp() == GONE:
            raise Stop(f"{safe(options.source)}: no such file or directory (--wait waits for it)")
        if os.path.exists(options.source) and not (
            os.path.isfile(options.source) or os.path.isdir(options.source)
        ):
            raise Stop(f"{safe(options.source)}: neither a file nor a directory")
    watch = _Watch(source, options)
    with closing(source):
        try:
            watch.go()
        except KeyboardInterrupt:
            watch.note("ended")
    return ExitCode.CAUSES if watch.report is not None and watch.report.verdict == "faulty" else ExitCode.FINE


class _Watch:
    """What was seen last, and what came of it."""

    def __init__(self, source: Source, options: argparse.Namespace) -> None:
        self.source, self.options = source, options
        self.report: Report | None = None
        self.standing = Standing()
        self._problem = ""

    def go(self) -> None:
        """Look, wait, look again."""
        known: Stamp | None = None
        changed = time.monotonic()
        while True:
            over = self.source.ended()  # asked before the look: what was written until then is seen
            now = self.source.stamp()
            begin = time.monotonic()
            if now != known:
                self._turned(known, now)
                known = now
                if now != GONE:
                    self._look()
                changed = time.monotonic()
            took = time.monotonic() - begin
            if self.standing.lasts and self.options.until:
                self.note("trouble lasts: ended with status 1")
                return
            if over and self.source.stamp() == now:
                return
            idle = self.options.idle
            if idle and time.monotonic() - changed >= idle:
                self.note(f"nothing new for {idle:g} s: ended")
                return
            if not over:
                time.sleep(max(self.options.every, took * (1 / SHARE - 1)))

    def _turned(self, before: Stamp | None, now: Stamp) -> None:
        """A log that is not the one before it, in place of it, is a new one."""
        if now == GONE:
            self.note("not there: waiting for it")
        elif before is not None and before != GONE and not os.path.isdir(self.source.name):
            if now.number != before.number:
                self._anew("another file is in its place")
            elif now.size < before.size:
                self._anew("cut short")

    def _anew(self, what: str) -> None:
        self.note(f"{what}: read from its beginning")
        self.standing = Standing()

    def _look(self) -> None:
        from assistant.readers import Unreadable
        from assistant.session import Session

        try:
            reading = self.source.read()
            session = Session(reading=reading, run=self.options.run_name)
            report = session.report()
        except (Unreadable, ValueError) as error:
            problem = str(error).removeprefix(f"{self.source.name}: ")
            if problem != self._problem:
                self.note(f"{problem}; waiting for more")
            self._problem = problem
            return
        self._problem = ""
        run = session.run_of(report)
        if self.report is not None and report.run != self.report.run:
            self.note(f"a new run: {report.run}")
            self.standing = Standing()
        points = max((len(curve) for curve in run.curves), default=0) if run else 0
        lasted = self.standing.lasts
        self.standing = self.standing.looked(report, points)
        turned = turns(self.report, report)
        fresh = list(news(self.report, report))
        self.report = report
        if (turned or fresh or self.standing.lasts != lasted) and not self.options.quiet:
            self._say(report, bool(turned), fresh, points)

    def _say(self, report: Report, turned: bool, fresh: list[ReportedObservation], points: int) -> None:
        if self.options.format == "json":
            out(json.dumps(_changed(report, fresh, points, self.standing.lasts), ensure_ascii=False) + "\n")
            return
        color, width = colored(), columns()
        clock = time.strftime("%H:%M:%S")
        if turned or self.standing.lasts:
            lasting = " (lasting)" if self.standing.lasts else ""
            head = paint(VERDICTS[report.verdict] + lasting, "bold", _COLORS[report.verdict], color=color)
            text = "\n".join(
                wrapped(f"{_lead(report)}{safe(report.summary)}", "          ", "          ", width)
            )
            out(f"{clock}  {head}\n{text}\n")
            clock = " " * 8
        for observation in fresh[:TOLD]:
            said = f"{safe(observation.says)}  [{safe(observation.where)}]"
            out("\n".join(wrapped(said, f"{clock}  · ", " " * 12, width)) + "\n")
            clock = " " * 8

    def note(self, text: str) -> None:
        """A line about the watching itself, on standard error."""
        if not self.options.quiet and sys.stderr is not None:
            print(f"unstuck: {safe(self.source.name)}: {safe(text)}", file=sys.stderr, flush=True)


def turns(before: Report | None, after: Report) -> bool:
    """Whether the verdict is another one, or another cause leads where something is wrong."""
    if before is None or before.verdict != after.verdict:
        return True
    return after.verdict == "faulty" and before.causes[0].id != after.causes[0].id


def news(before: Report | None, after: Report) -> Iterator[ReportedObservation]:
    """Symptoms with another answer than before; the same answer with other figures in it is no news."""
    old = {o.symptom: o.answer for o in before.observations} if before is not None else {}
    said = set()
    lead = {e.symptom for e in after.causes[0].evidence} if after.verdict == "faulty" else set()
    for observation in sorted(after.observations, key=lambda o: o.symptom not in lead):
        if observation.symptom in GRADES:
            continue  # their numbers move with every line
        if old.get(observation.symptom) != observation.answer and observation.says not in said:
            said.add(observation.says)
            yield observation


def _lead(report: Report) -> str:
    if report.verdict != "faulty":
        return ""
    lead = report.causes[0]
    return f"{lead.title}, {percent(lead.probability)} (unstuck explain {lead.id}). "


def _changed(report: Report, fresh: list[ReportedObservation], points: int, lasts: bool) -> dict[str, Any]:
    lead = report.causes[0] if report.verdict == "faulty" else None
    return {
        "schema": report.schema,
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "verdict": report.verdict,
        "lasts": lasts,
        "cause": lead.id if lead else "",
        "probability": round(lead.probability, 6) if lead else 0.0,
        "wrong": round(1 - report.healthy, 6),
        "run": report.run,
        "points": points,
        "summary": report.summary,
        "evidence": [
            {"symptom": o.symptom, "answer": o.answer, "says": o.says, "where": o.where} for o in fresh
        ],
    }
