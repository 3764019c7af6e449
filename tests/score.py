"""python -m tests.score: how often the engine is right on runs that its weights were not measured on.

Weights are measured anew on one part of the recorded runs; `unstuck diagnose` is asked of the others.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from assistant import forest
from assistant import knowledge as known
from assistant.forest import Forest
from assistant.knowledge import FOREST, NOTHING, Measured, folder, load, load_forest
from assistant.rank import HEALTHY
from assistant.readers import Unreadable, read
from assistant.readers.text import read_text
from assistant.run import Reading, Run
from assistant.session import Session
from fixtures.measure import looked_at_all, measured, others, written
from fixtures.sweep import archive
from fixtures.sweep.archive import Files, Recorded
from fixtures.sweep.cuts import EPOCHS, cut, last_half

KEPT = Path(__file__).parent / "score.json"
README = Path(__file__).parent.parent / "README.md"
MARKS = "<!-- score: python -m tests.score --update -->\n", "<!-- /score -->"
SHOWN = 3
"""Causes that are looked at."""
MODES = {
    "log": "the log alone",
    "cut": f"its first {EPOCHS} epochs",
    "late": "its last half",
    "warned": "warnings in between",
    "events": "log and events",
    "log of events": "the log of these alone",
    "everything": "everything",
}
"""What is handed over, and what the table calls it."""
LOOKS = {
    "validated": "with validation", "without validation": "without validation", "percent": "percent",
    "table": "tables (CSV, columns, JSON)", "bars": "progress bars", "steps": "single steps, no epochs",
    "no accuracy": "no accuracy",
}  # fmt: skip
_PERCENT = re.compile(r"\d ?%(?!\s*\|)")
WARNINGS = (
    "/usr/lib/python3/site-packages/torch/optim/lr_scheduler.py:139: UserWarning: the order of the calls "
    "will change in a future release\n  warnings.warn(",
    "WARNING:tensorflow:6 out of the last 11 calls triggered retracing, which is expensive.",
    "2026-03-02 01:14:09.200119: W tensorflow/core/op_kernel.cc:1733] RESOURCE_EXHAUSTED: cache is 97 % full",
    "[rank0]:[W302 01:14:11.331 worker.cpp:410] Warning: 12 files of 40 (0.30) were read again",
    "huggingface/tokenizers: The current process just got forked. Disabling parallelism to avoid deadlocks",
    "DeprecationWarning: `np.bool` is a deprecated alias, 3 uses found",
)
"""Lines of others that get between those of a training."""
BETWEEN = 4
"""Lines of a log from one warning to the next."""
_TABLES = ("table", "columns", "CSV", "JSON", "records", "dict")


class Tried(NamedTuple):
    """What was said of one run in one mode. named: the first three causes; besides: second faults.

    sure: the probability of what leads, a fault or that nothing is wrong; right: whether that is so.
    """

    run: Recorded
    mode: str
    verdict: str
    named: tuple[str, ...]
    besides: tuple[str, ...]
    sure: float
    right: bool
    looks: frozenset[str]

    @property
    def first(self) -> bool:
        """Whether the cause is named first."""
        return self.named[0] == self.run.cause


Share = tuple[int, int]
"""How many, of how many."""


# -- trying


def tried(job: tuple[Recorded, Files]) -> list[Tried]:
    """The diagnosis of one run in every mode that there is of it; an empty log is no mode."""
    run, files = job
    with tempfile.TemporaryDirectory() as place, np.errstate(all="ignore"):
        log = _read(Path(place, "train.log"), run.log)
        code = _read(Path(place, "train.py"), run.script)
        events = Reading()
        if files:
            archive.unpack(files, Path(place, "runs"))
            events = _read_any(Path(place, "runs"))
    short = cut(run.log, log)
    given = {"log": log, "cut": read_text(short, "train.log") if short else Reading()}
    given["late"] = read_text(last_half(run.log), "train.log")
    given["warned"] = read_text(warned(run.log), "train.log")
    if events.sources:
        given["events"] = log.joined(events)
    if run.script:
        given["everything"] = log.joined(code).joined(events)
    looks = looks_of(run.log, log)
    found = [_said(run, mode, reading, looks) for mode, reading in given.items() if reading.sources]
    return found + [
        one._replace(mode="log of events") for one in found if one.mode == "log" and events.sources
    ]


def _read(path: Path, text: str) -> Reading:
    path.write_bytes(text.encode("utf-8", "replace"))
    return _read_any(path)


def _read_any(path: Path) -> Reading:
    """A source; an event directory of a few updates may hold nothing, as an empty log does."""
    try:
        return read(str(path))
    except Unreadable:
        return Reading()


def _said(run: Recorded, mode: str, reading: Reading, looks: frozenset[str]) -> Tried:
    report = Session(reading).report(SHOWN)
    named = tuple(cause.id for cause in report.causes)
    fine = run.cause == HEALTHY
    nothing = report.healthy + sum(c.probability for c in report.causes if c.kind == "benign")
    leads = max((c.probability for c in report.causes if c.kind != "benign"), default=0.0)
    right = (
        fine if nothing >= leads else any(c.id == run.cause and c.probability == leads for c in report.causes)
    )
    besides = tuple(cause.id for cause in report.besides)
    return Tried(run, mode, report.verdict, named, besides, max(nothing, leads), right, looks)


def warned(log: str) -> str:
    """A log with a warning after every so many lines."""
    lines = []
    for n, line in enumerate(log.splitlines(keepends=True), start=1):
        lines.append(line)
        if n % BETWEEN == 0 and line.endswith("\n"):
            lines.append(WARNINGS[n // BETWEEN % len(WARNINGS)] + "\n")
    return "".join(lines)


def looks_of(log: str, reading: Reading) -> frozenset[str]:
    """How a log looks, by the names of `LOOKS`."""
    run = reading.runs[-1] if reading.runs else Run("")
    validated = any(curve.split == "validation" for curve in run.curves)
    kind = reading.sources[0].format if reading.sources else ""
    found = {
        "validated": validated,
        "without validation": not validated,
        "percent": _PERCENT.search(log),
        "table": any(word in kind for word in _TABLES),
        "bars": "bar" in kind,
        "steps": run.unit == "step",
        "no accuracy": not any(curve.name == "accuracy" for curve in run.curves),
    }
    return frozenset(name for name, holds in found.items() if holds)


def begin(place: Path) -> None:
    """Make a process judge by the knowledge base in a folder."""
    mock.patch.object(known, "folder", return_value=place).start()
    load.cache_clear()


def tried_all(
    runs: Sequence[Recorded], events: Mapping[str, Files], weights: Measured, trees: Forest | None
) -> list[Tried]:
    """Every run in every mode under given weights and trees, on all cores."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made, "knowledge")
        shutil.copytree(folder(), place)
        (place / "measured.json").write_text(written(weights), encoding="utf-8")
        (place / FOREST).unlink(missing_ok=True)
        if trees is not None:
            forest.write(trees, place / FOREST)
        jobs = [(run, events.get(run.name, {})) for run in runs]
        with multiprocessing.Pool(initializer=begin, initargs=(place,)) as pool:
            return [one for each in pool.imap(tried, jobs, chunksize=4) for one in each]


# -- counting


def score(found: Sequence[Tried], measured_on: int) -> dict[str, Any]:
    """All figures: what is kept beside this module and printed in the README."""
    benign, pages = load().benign, load().pages
    one = [t for t in found if not t.run.also and (t.run.cause == HEALTHY or t.run.cause in pages)]
    two = [t for t in found if t.run.also]
    by_mode = {mode: [t for t in one if t.mode == mode] for mode in MODES}
    shown = {mode: [t for t in each if _faulty(t, benign)] for mode, each in by_mode.items()}
    return {
        "measured_on": measured_on,
        "tried_on": len({t.run.name for t in found}),
        "modes": {mode: figures(each, benign) for mode, each in by_mode.items() if each},
        "two": {mode: both([t for t in two if t.mode == mode]) for mode in MODES if mode != "log of events"},
        "looks": {look: figures([t for t in by_mode["log"] if look in t.looks], benign) for look in LOOKS},
        "reliability": {mode: tenths(_told(each, benign)) for mode, each in by_mode.items()},
        "confused": {mode: confused(shown[mode]) for mode in ("log", "everything")},
        "faults": {
            mode: {
                cause: [sum(t.first for t in each), sum(cause in t.named for t in each), len(each)]
                for cause, each in sorted(_grouped(shown[mode], lambda t: t.run.cause).items())
            }
            for mode in ("log", "everything")
        },
    }


def _faulty(t: Tried, benign: Iterable[str]) -> bool:
    return t.run.cause != HEALTHY and t.run.visible and t.run.cause not in benign


def _told(found: Iterable[Tried], benign: Iterable[str]) -> list[Tried]:
    """Those whose probability is checked: one fault that shows, or none."""
    return [t for t in found if _faulty(t, benign) or t.run.cause == HEALTHY]


def _grouped(found: Iterable[Tried], key: Callable[[Tried], str]) -> dict[str, list[Tried]]:
    groups: dict[str, list[Tried]] = defaultdict(list)
    for t in found:
        groups[key(t)].append(t)
    return groups


def figures(found: Sequence[Tried], benign: Iterable[str]) -> dict[str, Any]:
    """The figures of one mode: shares as (how many, of how many), and two numbers."""
    faulty = [t for t in found if _faulty(t, benign)]
    fine = [t for t in found if t.run.cause == HEALTHY or (t.run.cause in benign and t.run.visible)]
    hidden = [t for t in found if not t.run.visible]
    flagged = sum(t.verdict == "faulty" for t in faulty)
    quiet = sum(t.verdict == "healthy" for t in fine)
    told_of = _told(found, benign)
    return {
        "named first": (sum(t.first for t in faulty), len(faulty)),
        "among the first three": (sum(t.run.cause in t.named for t in faulty), len(faulty)),
        "called faulty": (flagged, len(faulty)),
        "healthy called faulty": (sum(t.verdict == "faulty" for t in fine), len(fine)),
        "verdict right": (flagged + quiet, len(faulty) + len(fine)),
        "fault that does not show, called faulty": (
            sum(t.verdict == "faulty" for t in hidden),
            len(hidden),
        ),
        "calibration error": round(calibration(told_of), 3),
        "Brier score": round(brier(told_of), 3),
    }


def both(found: Sequence[Tried]) -> dict[str, Share]:
    """The figures of runs with two faults."""
    faults = [({t.run.cause, t.run.also}, t) for t in found]
    return {
        "one of the two named first": (sum(t.named[0] in pair for pair, t in faults), len(faults)),
        "both among the first three or besides": (
            sum(pair <= {*t.named, *t.besides} for pair, t in faults),
            len(faults),
        ),
        "called faulty": (sum(t.verdict == "faulty" for t in found), len(faults)),
    }


def brier(found: Sequence[Tried]) -> float:
    """The mean squared distance of a stated probability from what was right."""
    return sum((t.sure - t.right) ** 2 for t in found) / max(1, len(found))


def calibration(found: Sequence[Tried]) -> float:
    """The expected distance of a stated probability from how often it was right, by tenths."""
    return sum(abs(stated - right) * n for n, stated, right in _tenths(found)) / max(1, len(found))


def tenths(found: Sequence[Tried]) -> list[tuple[int, float, float]]:
    """For each tenth of probability: runs, mean stated probability, share that was right."""
    return [(n, round(stated, 3), round(right, 3)) for n, stated, right in _tenths(found)]


def _tenths(found: Sequence[Tried]) -> Iterator[tuple[int, float, float]]:
    groups = _grouped(found, lambda t: str(min(9, int(10 * t.sure))))
    for tenth in range(10):
        each = groups.get(str(tenth), [])
        n = max(1, len(each))
        yield len(each), sum(t.sure for t in each) / n, sum(t.right for t in each) / n


def confused(found: Sequence[Tried]) -> list[tuple[str, str, int]]:
    """Cause, what was named first in its place, how often: the commonest first, none that came once."""
    pairs = Counter((t.run.cause, t.named[0]) for t in found if not t.first)
    return [(*pair, n) for pair, n in sorted(pairs.items(), key=lambda p: (-p[1], p[0])) if n > 1]


# -- printing


def share(counted: Sequence[int]) -> str:
    """A share in percent, with its counts."""
    part, whole = counted
    return f"{100 * part / whole:.1f} % ({part} of {whole})" if whole else "–"


def _cell(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else share(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def render(kept: Mapping[str, Any], pairs: int = 12) -> str:
    """The Markdown of a score; the README's part between the two marks."""
    modes, two, looks = kept["modes"], kept["two"], kept["looks"]
    rows = next(iter(modes.values()))
    parts = [
        f"Weights from {kept['measured_on']:,} runs, tried on {kept['tried_on']:,} others:",
        "",
        *_table(
            ("one fault or none", *(MODES[mode] for mode in modes)),
            ((row, *(_cell(modes[mode][row]) for mode in modes)) for row in rows),
        ),
        "",
    ]
    if any(whole for figures in two.values() for _, whole in figures.values()):
        there = [mode for mode in two if two[mode]["called faulty"][1]]
        parts += [
            *_table(
                ("two faults at once", *(MODES[mode] for mode in there)),
                ((row, *(share(two[mode][row]) for mode in there)) for row in two[there[0]]),
            ),
            "",
        ]
    seen = ("named first", "among the first three", "healthy called faulty", "verdict right")
    parts += _table(
        ("the log alone, by its looks", *seen),
        ((LOOKS[look], *(share(figures[name]) for name in seen)) for look, figures in looks.items()),
    )
    parts += [
        "",
        "The probability of what leads (a fault, or that nothing is wrong), and how often that was so:",
        "",
    ]
    reliable = {mode: kept["reliability"][mode] for mode in ("log", "everything") if mode in modes}
    parts += _table(
        ("stated", *(MODES[mode] for mode in reliable)),
        (
            (
                f"{10 * at} to {10 * at + 10} %",
                *(
                    f"{100 * each[at][2]:.0f} % of {each[at][0]}" if each[at][0] else "–"
                    for each in reliable.values()
                ),
            )
            for at in range(10)
        ),
    )
    for mode, found in kept["confused"].items():
        listed = "; ".join(f"{cause} → {named} {n}" for cause, named, n in found[:pairs])
        parts += ["", f"Most often confused, {MODES[mode]} (cause → named first): {listed or 'none twice'}."]
    return "\n".join(parts) + "\n"


def put(text: str, generated: str) -> str:
    """A README with its generated part anew. Raises ValueError where the marks are missing."""
    first, last = (text.find(mark) for mark in MARKS)
    if first < 0 or last < first:
        raise ValueError("the README has no marks for the score")
    return text[: first + len(MARKS[0])] + generated + text[last:]


def by(found: Sequence[Tried], key: Callable[[Tried], str]) -> list[str]:
    """A line for each value of a key: runs, first, among three, called faulty, what was named instead."""
    lines = []
    for name, each in sorted(_grouped(found, key).items()):
        first = sum(t.named[0] == t.run.cause for t in each)
        three = sum(t.run.cause in t.named for t in each)
        flagged = sum(t.verdict == "faulty" for t in each)
        instead = Counter(t.named[0] for t in each if t.named[0] != t.run.cause).most_common(3)
        others = ", ".join(f"{id} {n}" for id, n in instead)
        lines.append(f"{name:32} {len(each):4} {first:5} {three:5} {flagged:6}  {others}")
    return lines


def main() -> int:
    """Read the command line, measure on one part, try on the other, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.score", description=__doc__)
    parser.add_argument("--archive", type=Path, default=archive.ARCHIVE)
    parser.add_argument("--experts", action="store_true", help="the pages' numbers alone")
    parser.add_argument("--shipped", action="store_true", help="the weights as shipped, tried on all runs")
    parser.add_argument("--by", nargs="*", default=[], choices=("cause", "framework", "task", "arch"))
    parser.add_argument("--mode", default="log", choices=tuple(MODES), help="what --by is about")
    parser.add_argument("--every", type=int, default=1, help="try every so many of the runs only")
    parser.add_argument("--update", action="store_true", help="keep the figures and write the README's part")
    given = parser.parse_args()
    if given.update and (given.shipped or given.experts or given.every != 1):
        parser.error("--update keeps the figures of all runs held out, without --shipped, --experts, --every")
    runs, events = archive.read(given.archive), archive.read_events()
    held_out = [run for run in runs if run.held_out]
    trees: Forest | None = None
    if given.shipped:
        weights, held_out, trees = load().measured, runs, load_forest()
    elif given.experts:
        weights = NOTHING
    else:
        import sklearn  # noqa: F401 - before the minutes of reading

        from fixtures.grow import grow

        seen = [*looked_at_all([run for run in runs if not run.held_out], events), *others()]
        weights, trees = measured(seen), grow(seen)
    found = tried_all(held_out[:: given.every], events, weights, trees)
    kept = score(found, sum(weights.runs.values()))
    print(render(kept, pairs=40))
    shown = [t for t in found if _faulty(t, load().benign) and t.mode == given.mode and not t.run.also]
    for key in given.by:
        print(f"{key:32} runs first three faulty  named instead")
        print("\n".join(by(shown, partial(lambda key, t: str(getattr(t.run, key)), key))))
    if given.update:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        README.write_text(put(README.read_text(encoding="utf-8"), render(kept)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
