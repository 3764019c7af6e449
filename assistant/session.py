"""A session: readings and answers, frozen; `report` is the only door to the engine.

No command line, no terminal, no file is opened here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from assistant.knowledge import Knowledge, load, usual_rates
from assistant.observe import Observation, observe, told
from assistant.pages import Page
from assistant.rank import (
    HEALTHY,
    UNKNOWN,
    Known,
    besides,
    contributions,
    nothing_wrong,
    order_of_checks,
    posterior,
    questions,
    verdict,
)
from assistant.report import (
    Report,
    ReportedCause,
    ReportedEvidence,
    ReportedObservation,
    ReportedPart,
    ReportedQuestion,
    ReportedSource,
)
from assistant.run import Fact, Place, Reading, Run, Words
from assistant.script import Script
from assistant.symptoms import FAMILIES, SYMPTOMS, check_answer

YOU = Place("you")
_DIGITS = re.compile(r"\d+")
SHOWN = 6
"""Causes in a report, the most probable ones."""
POST = 200
"""Characters of prose that make a text a post rather than a log with remarks in it."""

UNSEEN = (
    ("the training loss", frozenset(FAMILIES["loss"])),
    ("an accuracy", frozenset(FAMILIES["accuracy"])),
    ("a validation curve", frozenset({"validation_trend", "validation_gap"})),
    ("model, loss and optimizer as set up", frozenset(FAMILIES["setup"]) - {"batch_size", "task"}),
    ("gradients, activations, weights", frozenset(FAMILIES["tensors"])),
)
"""What a report names as not seen, with the symptoms that would show it."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is known so far.

    answers: symptom to answer, from a person. run: the name of the run to look at.
    """

    reading: Reading = field(default_factory=Reading)
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    framework: str = ""
    run: str = ""

    def answer(self, symptom: str, value: str) -> Session:
        """The session with one more (or another) answer. ValueError lists the right ones."""
        check_answer(symptom, value)
        return replace(self, answers=MappingProxyType({**self.answers, symptom: value}))

    def add(self, reading: Reading) -> Session:
        """The session with one more source."""
        return replace(self, reading=self.reading.joined(reading))

    def report(self) -> Report:
        """Everything the engine has to say. Raises BrokenKnowledge, and ValueError for a run's name."""
        with np.errstate(all="ignore"):  # values of 1e308 overflow in a variance; that is no news to a person
            return _report(self, load())


def _report(session: Session, knowledge: Knowledge) -> Report:
    chosen, observed, chose = _choose(session, knowledge)
    known, warnings = _known(session, observed)
    usual, rules = usual_rates(), knowledge.rules
    ranked = posterior(rules, known, usual)
    decided = verdict(ranked, knowledge.benign, len(known))
    by_symptom = {o.symptom: o for o in observed} | {
        s: Observation(s, a, f"your answer: {SYMPTOMS[s].answers[a].says}", YOU)
        for s, a in session.answers.items()
    }
    causes = [id for id in ranked if id not in (HEALTHY, UNKNOWN)]
    described = {
        id: _with_code(
            _cause(knowledge.pages[id], ranked[id], contributions(rules[id], known, usual), by_symptom),
            session.reading.scripts,
        )
        for id in causes[:SHOWN]
    }
    second: dict[str, float] = {}
    if decided == "faulty" and causes:
        second = besides(rules, known, usual, causes[0], {HEALTHY, *knowledge.benign})
    minutes = {name: symptom.minutes for name, symptom in SYMPTOMS.items()}
    return Report(
        verdict=decided,
        framework=session.framework or _framework(session.reading),
        summary=_summary(chosen, bool(session.reading.words) or not session.reading.scripts),
        causes=tuple(described.values()),
        besides=tuple(
            _with_code(
                _cause(knowledge.pages[id], p, contributions(rules[id], known, usual), by_symptom),
                session.reading.scripts,
            )
            for id, p in list(second.items())[:2]
        ),
        healthy=ranked[HEALTHY],
        unknown=ranked[UNKNOWN],
        check_order=tuple(order_of_checks(rules, {id: ranked[id] for id in causes[:SHOWN]})),
        observations=tuple(
            ReportedObservation(
                symptom=o.symptom, answer=o.answer, says=o.says, where=str(o.place), sure=o.sure
            )
            for o in by_symptom.values()
        ),
        unseen=tuple(what for what, family in UNSEEN if not family & set(known)),
        questions=tuple(
            ReportedQuestion(
                symptom=s,
                text=SYMPTOMS[s].question,
                answers={key: a.says for key, a in SYMPTOMS[s].answers.items()},
                bits=bits,
                minutes=SYMPTOMS[s].minutes,
            )
            for s, bits in questions(rules, known, usual, minutes)[:5]
        ),
        sources=tuple(
            ReportedSource(
                path=s.path,
                kind=s.kind,
                format=s.format,
                counts=dict(s.counts),
                parts=tuple(ReportedPart(*part) for part in s.parts),
            )
            for s in session.reading.sources
        ),
        runs=tuple(run.name for run in session.reading.runs),
        run=chosen.name if chosen else "",
        warnings=(
            *session.reading.warnings,
            *chose,
            *_remarks(session.reading.notices),
            *_conflicts(session, chosen),
            *warnings,
        ),
    )


def _choose(
    session: Session, knowledge: Knowledge
) -> tuple[Run | None, tuple[Observation, ...], tuple[str, ...]]:
    """The run to report on, what was observed of it, and what to say about the choice.

    A log that was appended to ends with the newest run. In a post, with prose between, the
    person shows what went wrong and what helped: the run least likely to be healthy is meant.
    """
    runs, words = session.reading.runs, session.reading.words
    beside = (words, *_beside(session.reading))
    if session.run:
        named = [run for run in runs if run.name == session.run or run.name.endswith("#" + session.run)]
        if not named:
            raise ValueError(f"no run is named {session.run!r}; there are: {', '.join(r.name for r in runs)}")
        return named[0], observe(named[0], *beside), ()
    if not runs:
        return None, observe(None, *beside), ()
    if len(runs) == 1:
        return runs[0], observe(runs[0], *beside), ()
    seen = [(run, observe(run, *beside)) for run in runs]
    if _prose(words) > POST:
        usual, rules = usual_rates(), knowledge.rules
        ranked = [posterior(rules, _as_known(observed), usual) for _, observed in seen]
        fine = [round(nothing_wrong(one, knowledge.benign), 2) for one in ranked]
        at = min(range(len(seen)), key=lambda n: (fine[n], -seen[n][0].points))
        why = "the one with most to explain"
    else:
        at, why = len(seen) - 1, "the newest"
    note = f"{len(runs)} runs in what was given; this is about {seen[at][0].name}, {why} (--run NAME chooses)"
    return seen[at][0], seen[at][1], (note,)


def _beside(reading: Reading) -> tuple[tuple[Fact, ...], tuple[Words, ...], tuple[Script, ...]]:
    """Facts, messages and scripts; a fact of the log that the script contradicts is left out."""
    if not reading.scripts:
        return reading.facts, reading.notices, ()
    from assistant.observe.script import uncontested  # noqa: PLC0415 - only where a script was given

    scripts, facts = uncontested(reading.scripts, reading.facts)
    return facts, reading.notices, scripts


def _conflicts(session: Session, run: Run | None) -> list[str]:
    """Where script, log and words contradict one another."""
    if not session.reading.scripts:
        return []
    from assistant.observe.script import conflicts  # noqa: PLC0415 - only where a script was given

    others = told(run, session.reading.words, (), session.reading.notices)
    return list(conflicts(session.reading.scripts, session.reading.facts, others))


def _remarks(notices: tuple[Words, ...]) -> list[str]:
    """Messages of the framework that no cause explains, but a person should know of."""
    if not notices:
        return []
    from assistant.observe.notices import remarks  # noqa: PLC0415 - many patterns, seldom needed

    return [f"{piece.place}: {piece.text}" for piece in remarks(notices)]


def _prose(words: tuple[Words, ...]) -> int:
    """Characters that a person wrote: a log's own remarks come again with other numbers in them."""
    remarks = Counter(_DIGITS.sub("", piece.text) for piece in words)
    return sum(len(text) for text, times in remarks.items() if times == 1)


def _as_known(observed: tuple[Observation, ...]) -> dict[str, Known]:
    return {o.symptom: Known(o.answer, o.sure) for o in observed}


def _known(session: Session, observed: tuple[Observation, ...]) -> tuple[dict[str, Known], list[str]]:
    """What was seen, with the person's answers over it; a conflict is said."""
    known = _as_known(observed)
    warnings = []
    for symptom, value in session.answers.items():
        check_answer(symptom, value)
        seen = known.get(symptom)
        if seen is not None and seen.answer != value:
            says = next(o.says for o in observed if o.symptom == symptom)
            warnings.append(
                f"you say {symptom} is {value}, the source says {seen.answer} ({says}); yours counts"
            )
        known[symptom] = Known(value)
    return known, warnings


def _cause(
    page: Page, probability: float, weights: Mapping[str, float], observed: Mapping[str, Observation]
) -> ReportedCause:
    def evidence(names: list[str]) -> tuple[ReportedEvidence, ...]:
        return tuple(
            ReportedEvidence(
                symptom=o.symptom,
                answer=o.answer,
                says=o.says,
                where=str(o.place),
                times=round(weights[o.symptom], 3),
            )
            for o in (observed[name] for name in names)
        )

    strongest = sorted(weights, key=lambda name: (-weights[name], name))
    return ReportedCause(
        id=page.id,
        title=page.title,
        summary=page.summary,
        kind=page.kind,
        probability=probability,
        evidence=evidence([name for name in strongest if weights[name] > 1.05]),
        against=evidence([name for name in reversed(strongest) if weights[name] < 0.5]),
        checks=page.checks,
        minutes=page.rule.minutes,
        fix=page.fix,
        fixes=dict(page.good),
    )


def _with_code(cause: ReportedCause, scripts: tuple[Script, ...]) -> ReportedCause:
    """The cause with its fix in the person's own code, and where in it the fault is."""
    if not scripts or not cause.evidence:
        return cause
    from assistant.mend import diffs  # noqa: PLC0415 - only where a script was given
    from assistant.readers.secrets import redact  # noqa: PLC0415

    sources = {line.source for script in scripts for line in script.lines}
    places = [one.where for one in cause.evidence if one.where.rpartition(":")[0] in sources]
    found = diffs(scripts, cause.id) if places else ""
    return replace(cause, diff=redact(found), lines=tuple(dict.fromkeys(places)))


def _framework(reading: Reading) -> str:
    """`keras` or `pytorch` where a source shows it, else empty."""
    for script in reading.scripts:
        if script.framework in ("keras", "pytorch"):
            return script.framework
    for source in reading.sources:
        if "Keras" in source.format:
            return "keras"
    text = " ".join(piece.text.lower() for piece in reading.words)
    if "keras" in text or "tensorflow" in text:
        return "keras"
    return "pytorch" if "torch" in text else ""


def _summary(run: Run | None, words: bool = True) -> str:
    """What was read, in one line."""
    if run is None:
        return "words only, no curve" if words else "code only, no curve"
    parts = []
    for curve in run.curves[:6]:
        first, last = curve.values[0], curve.values[-1]
        moves = f"{first:.4g} → {last:.4g}" if len(curve) > 1 else f"{last:.4g}"
        title = curve.name if curve.name.startswith(curve.split) else f"{curve.split} {curve.name}"
        parts.append(f"{title} {moves}")
    longest = max(len(curve) for curve in run.curves)
    return f"{longest} {run.unit}{'s' if longest != 1 else ''}: " + ", ".join(parts)
