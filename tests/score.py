"""python -m tests.score: how often the engine is right on runs that its weights were not measured on.

Weights are measured anew on one part of the runs and tried on the other: other seeds, other trainings.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.knowledge import Knowledge, Measured, declared_rates, load
from assistant.rank import HEALTHY, UNKNOWN, nothing_wrong, posterior, verdict
from fixtures.measure import Seen, looked_at_all, measured, told
from fixtures.sweep import archive


class Tried(NamedTuple):
    """What the engine said of one run. sure: its probability for what it named."""

    seen: Seen
    verdict: str
    named: tuple[str, ...]
    sure: float
    right: bool


def tried(seen: Sequence[Seen], weights: Measured, knowledge: Knowledge) -> list[Tried]:
    """The verdict and the ranked causes of each run under given weights."""
    rules, usual = knowledge.judged_by(weights), {**declared_rates(), **weights.usual}
    found = []
    for one in seen:
        ranked = posterior(rules, one.known, usual)
        said = verdict(ranked, knowledge.benign, len(one.known))
        named = tuple(c for c in ranked if c not in (HEALTHY, UNKNOWN))[:3]
        fine = one.run.cause == HEALTHY
        sure = nothing_wrong(ranked, knowledge.benign) if fine else ranked[named[0]]
        found.append(Tried(one, said, named, sure, fine or named[0] == one.run.cause))
    return found


def share(part: int, whole: int) -> str:
    """A share in percent, with its counts."""
    return f"{100 * part / whole:5.1f} % ({part} of {whole})" if whole else "none"


def table(found: Sequence[Tried], knowledge: Knowledge) -> list[str]:
    """The lines of the score."""
    faulty = [t for t in found if t.seen.run.cause in knowledge.pages and t.seen.run.visible]
    benign = [t for t in faulty if t.seen.run.cause in knowledge.benign]
    faulty = [t for t in faulty if t.seen.run.cause not in knowledge.benign]
    healthy = [t for t in found if t.seen.run.cause == HEALTHY] + benign
    hidden = [t for t in found if t.seen.run.cause in knowledge.pages and not t.seen.run.visible]
    calibrated = faulty + [t for t in healthy if t.seen.run.cause == HEALTHY]
    return [
        f"named first            {share(sum(t.named[0] == t.seen.run.cause for t in faulty), len(faulty))}",
        f"among three            {share(sum(t.seen.run.cause in t.named for t in faulty), len(faulty))}",
        f"called faulty          {share(sum(t.verdict == 'faulty' for t in faulty), len(faulty))}",
        f"called healthy         {share(sum(t.verdict == 'healthy' for t in faulty), len(faulty))}",
        f"healthy called healthy {share(sum(t.verdict == 'healthy' for t in healthy), len(healthy))}",
        f"healthy called faulty  {share(sum(t.verdict == 'faulty' for t in healthy), len(healthy))}",
        f"hidden fault, called faulty {share(sum(t.verdict == 'faulty' for t in hidden), len(hidden))}",
        f"calibration error      {calibration(calibrated):.3f}",
        f"Brier score            {brier(calibrated):.3f}",
    ]


def brier(found: Sequence[Tried]) -> float:
    """The mean squared distance of a stated probability from what was right."""
    return sum((t.sure - t.right) ** 2 for t in found) / max(1, len(found))


def calibration(found: Sequence[Tried]) -> float:
    """The expected distance of a stated probability from how often it was right, by tenths."""
    tenths: dict[int, list[Tried]] = defaultdict(list)
    for t in found:
        tenths[min(9, int(10 * t.sure))].append(t)
    return sum(abs(sum(t.sure - t.right for t in each)) for each in tenths.values()) / max(1, len(found))


def by(found: Sequence[Tried], key: Callable[[Tried], str]) -> list[str]:
    """A line for each value of a key: runs, first, among three, called faulty, what was named instead."""
    groups: dict[str, list[Tried]] = defaultdict(list)
    for t in found:
        groups[key(t)].append(t)
    lines = []
    for name, each in sorted(groups.items()):
        first = sum(t.named[0] == t.seen.run.cause for t in each)
        three = sum(t.seen.run.cause in t.named for t in each)
        flagged = sum(t.verdict == "faulty" for t in each)
        instead = Counter(t.named[0] for t in each if t.named[0] != t.seen.run.cause).most_common(3)
        others = ", ".join(f"{id} {n}" for id, n in instead)
        lines.append(f"{name:32} {len(each):4} {first:5} {three:5} {flagged:6}  {others}")
    return lines


def main() -> int:
    """Read the command line, measure on one part, try on the other, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.score", description=__doc__)
    parser.add_argument("--archive", type=Path, default=archive.ARCHIVE)
    parser.add_argument("--experts", action="store_true", help="the pages' numbers alone")
    parser.add_argument("--shipped", action="store_true", help="the weights as shipped, tried on all runs")
    parser.add_argument("--by", nargs="*", default=["cause"], choices=("cause", "framework", "task", "arch"))
    given = parser.parse_args()
    knowledge, seen = load(), looked_at_all(archive.read(given.archive))
    held_out = [one for one in seen if one.run.held_out]
    if given.shipped:
        weights, held_out = knowledge.measured, seen
    elif given.experts:
        weights = Measured({}, {}, {}, {})
    else:
        part = [one for one in seen if not one.run.held_out]
        weights = measured([*part, *told()])
        print(f"weights from {sum(weights.runs.values())} runs, tried on {len(held_out)} others")
    found = tried(held_out, weights, knowledge)
    print("\n".join(table(found, knowledge)))
    shown = [t for t in found if t.seen.run.visible and t.seen.run.cause in knowledge.pages]
    for key in given.by:
        print(f"\n{key:32} runs first three faulty  named instead")
        print("\n".join(by(shown, lambda t, key=key: str(getattr(t.seen.run, key)))))  # type: ignore[misc]
    return 0


if __name__ == "__main__":
    sys.exit(main())
