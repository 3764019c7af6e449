"""`unstuck scan`: many runs at once, as a table of the most trouble first."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator

from assistant.console import ExitCode, Stop, colored, columns, out, shows
from assistant.find import Passed
from assistant.render.table import causes, json_line, line, table, totals
from assistant.report import ScannedRun
from assistant.scan import order, scan

_WIDEST = 160
_NAMED = 3


def run(options: argparse.Namespace) -> ExitCode:
    """Look at every run below the directories; the status says whether one of them is faulty."""
    roots = list(_roots(options.sources))
    passed = Passed()
    rows: list[ScannedRun] = []
    verdicts: Counter[str] = Counter()
    form = options.format or ("table" if sys.stdout is not None and sys.stdout.isatty() else "lines")
    one = {"lines": line, "json": json_line}.get(form)
    progress = _Progress(shows(options.quiet))
    begin = time.monotonic()
    interrupted = False
    found = scan(
        roots,
        passed,
        jobs=options.jobs,
        largest=options.max_size << 20,
        hidden=options.hidden,
        tick=lambda finished: progress.tell(finished, verdicts),
    )
    try:
        for several in found:
            for row in several:
                verdicts[row.verdict] += 1
                if one is None:
                    rows.append(row)
                elif not options.quiet:
                    progress.clear()
                    out(one(row))
    except KeyboardInterrupt:
        interrupted = True
    finally:
        found.close()  # ends the workers
        progress.clear()
    if rows and not options.quiet:
        out(table(sorted(rows, key=order), columns(_WIDEST), colored()))
    if not verdicts and not interrupted:
        for problem in passed.unreadable[:1]:
            raise Stop(problem)
        raise Stop(f"{', '.join(options.sources)}: no log and no event file of a training in it")
    if not options.quiet:
        _summarize(verdicts, rows, passed, time.monotonic() - begin, interrupted)
    if interrupted:
        return ExitCode(ExitCode.CAUSES) if verdicts["faulty"] else ExitCode.FINE
    if set(verdicts) == {"unreadable"}:
        return ExitCode.USAGE
    return ExitCode.CAUSES if verdicts["faulty"] else ExitCode.FINE


def _roots(sources: list[str]) -> Iterator[str]:
    """The paths given; `-` stands for those on standard input, one a line or with a zero byte between."""
    for source in sources:
        if source != "-":
            if not os.path.lexists(source):
                raise Stop(f"{source}: no such file or directory")
            yield source
            continue
        if sys.stdin is None:
            raise Stop("stdin: closed")
        given = sys.stdin.buffer.read()
        for path in given.split(b"\0" if b"\0" in given else b"\n"):
            if path.strip():
                yield os.fsdecode(path.rstrip(b"\r"))


def _summarize(
    verdicts: Counter[str], rows: list[ScannedRun], passed: Passed, seconds: float, interrupted: bool
) -> None:
    """What came of it and what was left out, for a person: on standard error."""
    said = [f"{totals(verdicts)}, in {seconds:.1f} s{' (interrupted)' if interrupted else ''}"]
    if rows and len({row.cause for row in rows if row.verdict == "faulty"}) > 1:
        said += list(causes(rows))[:8]
    if passed.too_large:
        many = len(passed.too_large) - 1
        more = f" and {many} more" if many else ""
        said.append(f"passed by as too large: {passed.too_large[0]}{more} (--max-size MB)")
    said += [f"not read: {problem}" for problem in passed.unreadable[:_NAMED]]
    if len(passed.unreadable) > _NAMED:
        said.append(f"not read: {len(passed.unreadable) - _NAMED} more")
    if not passed.complete:
        said.append("too many files: the rest was not looked at")
    print(
        "\n".join(f"unstuck: {one}" if n == 0 else f"  {one}" for n, one in enumerate(said)), file=sys.stderr
    )


class _Progress:
    """One line on standard error that is written over."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._last = 0.0
        self._shown = False

    def tell(self, finished: int, verdicts: Counter[str]) -> None:
        now = time.monotonic()
        if self.on and now - self._last >= 0.2:
            self._last, self._shown = now, True
            text = f"{finished:,} looked at, {verdicts['faulty']:,} faulty …"
            print(f"\r\x1b[K{text[: columns() - 1]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False
