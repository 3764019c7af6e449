"""Many runs at once: what `unstuck diagnose` says of each, in processes beside one another.

A run that cannot be read, takes too long or brings its process down is one row that says so.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from assistant.find import Passed, Unit, find
from assistant.report import ScannedRun

if TYPE_CHECKING:  # numpy: only the workers need it
    from multiprocessing.context import SpawnProcess

    from assistant.run import Reading
    from assistant.session import Session

LARGEST = 256
"""Megabytes over which a text is passed by: a few seconds of reading."""
PATIENCE = 300.0
"""Seconds after which a worker that has said nothing is ended."""
CURVE, PROSE = 10, 4
"""Points that make a text a log; with fewer of them, lines of words for each printed one that do not."""
_AHEAD = 64
"""Units that may be done before the one whose turn it is."""

Rows = tuple[ScannedRun, ...]
Look = Callable[[Unit], Rows]


def scan(
    roots: list[str],
    passed: Passed,
    jobs: int = 0,
    largest: int = LARGEST << 20,
    hidden: bool = False,
    patience: float = PATIENCE,
    tick: Callable[[int], None] = lambda _: None,
) -> Generator[Rows, None, None]:
    """The rows of each unit in the order in which units are found; none where a file is no run.

    jobs: processes, 0 for as many as there are cores. tick: called with the units done, now and then.
    """
    yield from spread(find(roots, passed, largest, hidden), look, jobs or cores(), patience, tick)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A process that looks at one unit after another."""

    def __init__(self, look: Look) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_work, args=(other, look), daemon=True)
        with _deaf():
            self.process.start()
        other.close()
        self.number, self.unit, self.since = -1, Unit("", ""), 0.0

    def give(self, number: int, unit: Unit) -> None:
        self.number, self.unit, self.since = number, unit, time.monotonic()
        self.pipe.send(unit)

    def end(self) -> int | None:
        """End the process; its exit code."""
        self.pipe.close()
        if self.process.is_alive():
            self.process.terminate()
        self.process.join(1)
        return self.process.exitcode


def spread(
    units: Iterator[Unit], look: Look, jobs: int, patience: float, tick: Callable[[int], None]
) -> Iterator[Rows]:
    """`look` at every unit in `jobs` processes; rows come in the order of the units.

    Own processes, and not a pool of the library: there one that dies takes all others along.
    """
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}
    done: dict[int, Rows] = {}
    waiting = deque([unit] if (unit := next(units, None)) else [])
    given = shown = finished = 0
    try:
        while waiting or busy or done:
            while waiting and len(busy) < jobs and given - shown < _AHEAD:
                worker = idle.pop() if idle else _Worker(look)
                try:
                    worker.give(given, waiting[0])
                except OSError:  # it died while it had nothing to do
                    worker.end()
                    continue
                busy[worker.pipe] = worker
                waiting.popleft()
                given += 1
                waiting.extend([unit] if (unit := next(units, None)) else [])
            for pipe in wait(list(busy), timeout=min(1.0, patience / 4)):
                assert isinstance(pipe, Connection)
                worker = busy.pop(pipe)
                try:
                    done[worker.number] = pipe.recv()
                    idle.append(worker)
                except (EOFError, OSError):
                    why = _death(worker.end())
                    done[worker.number] = (unread(worker.unit, why),)
                finished += 1
            for worker in [w for w in busy.values() if time.monotonic() - w.since > patience]:
                del busy[worker.pipe]
                worker.end()
                done[worker.number] = (unread(worker.unit, f"takes more than {patience:g} s"),)
                finished += 1
            tick(finished)
            while shown in done:
                yield done.pop(shown)
                shown += 1
    finally:
        for worker in (*idle, *busy.values()):
            worker.end()


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C means this process; one that begins meanwhile never hears it, from its first instruction on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _death(code: int | None) -> str:
    """Why a process ended, as far as its exit code says."""
    if code is not None and code < 0:
        try:
            return f"the reader was killed ({signal.Signals(-code).name}); out of memory?"
        except ValueError:
            pass
    return f"the reader ended before its time (exit status {code})"


def _work(pipe: Connection, look: Look) -> None:
    """The other side: units in, rows out, until nobody listens."""
    while True:
        try:
            unit = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            rows = look(unit)
        except Exception as error:  # a fault of ours is a row as well
            says = " ".join(str(error).split())[:200]
            rows = (unread(unit, f"this is a bug: {type(error).__name__}: {says}"),)
        try:
            pipe.send(rows)
        except OSError:
            return


def unread(unit: Unit, why: str) -> ScannedRun:
    """The row of what could not be read."""
    return ScannedRun(path=_shown(unit.path), kind=unit.kind, verdict="unreadable", error=why)


def look(unit: Unit) -> Rows:
    """The rows of one unit: one for a log, one for each run in a directory of events."""
    from assistant.readers import Unreadable, read
    from assistant.session import Session

    try:
        reading = read(unit.path)
    except Unreadable as error:
        beside = tuple(row for path in unit.beside for row in look(Unit(path, "text")))
        if unit.kind == "text":
            return ()  # no log: a list of packages, an empty output
        return (unread(unit, str(error).removeprefix(f"{_shown(unit.path)}: ")), *beside)
    if unit.kind == "text":
        row = _row(unit, Session(reading=reading))
        return (row,) if row is not None else ()
    logs = [log for path in unit.beside if (log := _log(path)) is not None]
    names = [run.name for run in reading.runs]
    if len(names) == 1 and len(logs) == 1:
        reading, logs = reading.joined(logs[0]), []
    rows = [_row(unit, Session(reading=reading, run=name if len(names) > 1 else "")) for name in names]
    rows += [_row(Unit(log.sources[0].path, "text"), Session(reading=log)) for log in logs]
    return tuple(row for row in rows if row is not None)


def _log(path: str) -> Reading | None:
    """What a text beside event files holds, if it is a log."""
    from assistant.readers import Unreadable, read
    from assistant.session import Session

    try:
        reading = read(path)
    except Unreadable:
        return None
    return reading if _row(Unit(path, "text"), Session(reading=reading)) is not None else None


def _row(unit: Unit, session: Session) -> ScannedRun | None:
    """The report on a run in short; None where a text is no log of a training."""
    report = session.report()
    run = session.run_of(report)
    points = max((len(curve) for curve in run.curves), default=0) if run else 0
    if unit.kind == "text" and not _is_log(session.reading, points):
        return None
    lead = report.causes[0]
    named = report.verdict != "healthy"
    evidence = lead.evidence[0] if named and lead.evidence else None
    return ScannedRun(
        path=_shown(unit.path),
        run=session.run,
        kind=unit.kind,
        verdict=report.verdict,
        cause=lead.id if named else "",
        title=lead.title if named else "",
        probability=lead.probability if named else 0.0,
        wrong=1 - report.healthy,
        evidence=evidence.says if evidence else "",
        where=evidence.where if evidence else "",
        summary=report.summary,
        points=points,
        unit=run.unit if run else "",
    )


def _is_log(reading: Reading, points: int) -> bool:
    """Whether a text is what a training printed, and not what somebody wrote about one.

    It has a curve, or a message that a framework ends with; where the curve is short, words do not
    outweigh it.
    """
    counts = reading.sources[0].counts
    printed = counts.get("log", 0) + counts.get("noise", 0)
    if points >= CURVE:
        return True
    if PROSE * printed < counts.get("words", 0) or reading.scripts:
        return False
    return points > 0 or bool(reading.notices)


def _shown(path: str) -> str:
    """A path without control characters, and without what is no text in it."""
    return "".join(c if c.isprintable() else "?" for c in path)


def order(row: ScannedRun) -> tuple[int, float, float, str, str]:
    """The most trouble first, what could not be read last."""
    rank = {"faulty": 0, "inconclusive": 1, "healthy": 2, "unreadable": 3}[row.verdict]
    return rank, -round(row.wrong, 2), -row.probability, row.path, row.run
