"""The report: the contract that every rendering comes from.

Nothing is computed here; a field is added, never renamed, without a new schema number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class ReportedPart:
    """Lines `first` to `last` of a source, and what they were taken for."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ReportedSource:
    """What was read, what it was taken for, and how much of it."""

    path: str
    kind: str
    format: str
    counts: dict[str, int]
    parts: tuple[ReportedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedEvidence:
    """One observation as evidence; times: how many times likelier under the cause than usual.

    recorded: how many recorded runs with the fault showed it, of how many, and the same of healthy
    ones; zeros where none were recorded.
    """

    symptom: str
    answer: str
    says: str
    where: str
    times: float
    recorded: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedRun:
    """One run of many, as `unstuck scan` prints it: what `unstuck diagnose` says of it, in short.

    path: what to hand to `diagnose`; run: what to hand to its --run, empty where there is no choice.
    kind: `text` or `events`. cause: the leading one, with its probability, its strongest evidence
    and the place of it. wrong: 1 minus the probability that nothing is wrong. error: why there is
    no verdict, where it is `unreadable`.
    """

    schema: int = SCHEMA
    path: str
    run: str = ""
    kind: str = ""
    verdict: Literal["faulty", "healthy", "inconclusive", "unreadable"]
    cause: str = ""
    title: str = ""
    probability: float = 0.0
    wrong: float = 0.0
    evidence: str = ""
    where: str = ""
    summary: str = ""
    points: int = 0
    unit: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReportedObservation:
    """What was seen or said; sure: 1 minus the odds that it was read by accident."""

    symptom: str
    answer: str
    says: str
    where: str
    sure: float


@dataclass(frozen=True, slots=True)
class ReportedCause:
    """A cause with its probability, its evidence, checks and fixes (code by framework).

    diff: the fix in the person's own code, where it can be shown; lines: where in the code the fault is.
    signs: what one sees. asks: for each check the symptom that its outcome answers, or "".
    """

    id: str
    title: str
    summary: str
    kind: str
    probability: float
    evidence: tuple[ReportedEvidence, ...]
    against: tuple[ReportedEvidence, ...]
    checks: tuple[str, ...]
    minutes: float
    fix: str
    fixes: dict[str, str]
    diff: str = ""
    lines: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedExcluded:
    """A cause that is ruled out or has become unlikely. by: what speaks against it; none: the person does.

    prior and probability: before and after what was seen.
    """

    id: str
    title: str
    prior: float
    probability: float
    by: ReportedEvidence | None


@dataclass(frozen=True, slots=True)
class ReportedFact:
    """Something said once: a setting, a number of classes."""

    name: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class ReportedCurve:
    """A metric of a split: its figures over all points, and at most 120 of its points for a picture.

    first, least, most, last and the values are None where they are no finite number; broken: how many
    of all values are none.
    """

    name: str
    split: str
    unit: str
    where: str
    points: int
    broken: int
    first: float | None
    least: float | None
    most: float | None
    last: float | None
    steps: tuple[float, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """An open question; answers: value to words; bits: the expected drop of entropy.

    between: ids of the two causes that an answer tells apart best, or none.
    """

    symptom: str
    text: str
    answers: dict[str, str]
    bits: float
    minutes: float
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole answer to one call.

    healthy and unknown: the probabilities that nothing is wrong and that no page fits. unseen: what
    no source showed. runs: the names of all runs found; run: the one that this is about. ruled_out:
    causes that the person excludes; unanswered: symptoms that the person cannot tell. asked: question
    and answers of each symptom that a check answers, or the person did; excluded: what is ruled out, and why.
    """

    schema: int = SCHEMA
    verdict: Literal["faulty", "healthy", "inconclusive"]
    framework: str
    summary: str
    causes: tuple[ReportedCause, ...]
    besides: tuple[ReportedCause, ...]
    healthy: float
    unknown: float
    check_order: tuple[str, ...]
    observations: tuple[ReportedObservation, ...]
    unseen: tuple[str, ...]
    questions: tuple[ReportedQuestion, ...]
    sources: tuple[ReportedSource, ...]
    runs: tuple[str, ...]
    run: str
    warnings: tuple[str, ...]
    ruled_out: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    asked: dict[str, ReportedQuestion] = field(default_factory=dict)
    excluded: tuple[ReportedExcluded, ...] = ()
    facts: tuple[ReportedFact, ...] = ()
    curves: tuple[ReportedCurve, ...] = ()
