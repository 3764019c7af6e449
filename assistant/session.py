"""A session: readings and answers, frozen; `report` is the only door to the engine.

No command line, no terminal, no file is opened here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from assistant.figures import curves_of, facts_of
from assistant.grades import CURVES
from assistant.join import called, together
from assistant.knowledge import Knowledge, load, load_forest, usual_rates
from assistant.observe import Observation, observe, shown_by_code, told
from assistant.observe.outline import is_outlined, outline
from assistant.rank import (
    HEALTHY,
    UNKNOWN,
    Known,
    besides,
    contributions,
    leaning,
    located_besides,
    nothing_wrong,
    order_of_checks,
    posterior,
    questions,
    resembling,
    silenced,
    tells_apart,
    verdict,
    without,
)
from assistant.readers.post import persons, said_once
from assistant.report import (
    Report,
    ReportedCause,
    ReportedEvidence,
    ReportedExcluded,
    ReportedObservation,
    ReportedPart,
    ReportedQuestion,
    ReportedSource,
)
from assistant.run import STATED, Fact, Place, Reading, Run, Words
from assistant.script import Script
from assistant.symptoms import FAMILIES, SYMPTOMS, check_answer
from assistant.tree import Rule

if TYPE_CHECKING:
    from assistant.alike import Likeness
    from assistant.forest import Vote

YOU = Place("you")
SHOWN = 6
"""Causes in a report, the most probable ones."""
LEAST_BITS = 0.005
"""Under this, 0.00 as printed, a question is not worth a person's minute."""
LIKELY = 0.01
"""A cause under this probability is none that a question tells apart or a diff is made for."""
UNLIKELIER, AGAINST, EXCLUDED = 0.2, 0.35, 8
"""Excluded: a fifth of the usual probability, with one observation a third as likely; so many are named."""
NEVER = (0, 0, 0, 0)
OTHERS = 8
"""Runs of a directory that a report names beside the one it is about."""
HALF = 0.5
"""From this weight down an observation is shown as evidence against a cause."""
SPEAKS = 1.5
"""From so many times the odds on what a person wrote is shown as evidence, and what the trees say."""
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

    answers: symptom to answer, from a person. run: the name of the run to look at. ruled_out: causes
    that it was not, by id. unanswered: symptoms that the person cannot tell and is not asked again.
    """

    reading: Reading = field(default_factory=Reading)
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    framework: str = ""
    run: str = ""
    ruled_out: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()

    def answer(self, symptom: str, value: str) -> Session:
        """The session with one more (or another) answer. ValueError lists the right ones."""
        check_answer(symptom, value)
        return replace(
            self,
            answers=MappingProxyType({**self.answers, symptom: value}),
            unanswered=self.unanswered - {symptom},
        )

    def leave_open(self, symptom: str) -> Session:
        """The session without that question (and without an earlier answer to it). Raises ValueError."""
        if symptom not in SYMPTOMS:
            check_answer(symptom, "")
        answers = {name: value for name, value in self.answers.items() if name != symptom}
        return replace(
            self, answers=MappingProxyType(answers), unanswered=self.unanswered | frozenset({symptom})
        )

    def rule_out(self, cause: str) -> Session:
        """The session in which it was not that cause. ValueError where no pitfall has the id."""
        _check_cause(cause, load())
        return replace(self, ruled_out=self.ruled_out | frozenset({cause}))

    def add(self, reading: Reading) -> Session:
        """The session with one more source."""
        return replace(self, reading=self.reading.joined(reading))

    def run_of(self, report: Report) -> Run | None:
        """The run that a report is about, with its curves; None where it is about words alone."""
        runs = together(self.reading.runs, self.run)
        return next((run for run in reversed(runs) if run.name == report.run), None)

    def report(self, shown: int = SHOWN) -> Report:
        """Everything the engine has to say, with that many causes.

        Raises BrokenKnowledge, and ValueError for a run's name.
        """
        with np.errstate(all="ignore"):  # values of 1e308 overflow in a variance; that is no news to a person
            return _report(self, load(), shown)


def _check_cause(cause: str, knowledge: Knowledge) -> None:
    if cause not in knowledge.pages:
        raise ValueError(f"no pitfall is named {cause!r}; `unstuck list` names them all")


def _report(session: Session, knowledge: Knowledge, shown: int) -> Report:
    chosen, observed, chose = _choose(session, knowledge)
    known, warnings = _known(session, observed)
    for id in session.ruled_out:
        _check_cause(id, knowledge)
    usual = usual_rates()
    wrote = persons(session.reading)
    like = _likeness(wrote)
    voted = _asked(chosen)
    plain = _resembling(knowledge.rules, voted)
    leaned = leaning(plain, {id: one.score for id, one in like.items()})
    silent = _silent(session.reading.scripts, knowledge)
    every = silenced(leaned, silent)
    rules = {id: rule for id, rule in every.items() if id not in session.ruled_out}
    ranked = without(posterior(every, known, usual), session.ruled_out)
    decided = verdict(ranked, knowledge.benign, len(known))
    by_symptom = {o.symptom: o for o in observed} | {
        s: Observation(s, a, f"your answer: {SYMPTOMS[s].answers[a].says}", YOU)
        for s, a in session.answers.items()
    }
    causes = [id for id in ranked if id not in (HEALTHY, UNKNOWN)]

    def cause(id: str, probability: float) -> ReportedCause:
        weights = contributions(rules[id], known, usual)
        found = _cause(knowledge, id, probability, weights, by_symptom)
        found = _with_code(found, session.reading.scripts)
        if id in silent:
            of_scripts = knowledge.measured.scripts[id]
            found = _with_silence(found, silent[id], of_scripts, session.reading.scripts[0].path)
        if voted is not None and chosen is not None and not rules[id].is_blind(known):
            found = _with_trees(found, voted, rules[id], chosen)
        return _with_words(found, like.get(id), wrote, leaned[id].prior / plain[id].prior)

    described = {id: cause(id, ranked[id]) for id in causes[:shown]}
    second: dict[str, float] = {}
    if decided == "faulty" and causes:
        second = besides(rules, known, usual, causes[0], {HEALTHY, *knowledge.benign})
        code = {(o.symptom, o.answer) for o in shown_by_code(session.reading.scripts)}
        located = [o.symptom for o in observed if (o.symptom, o.answer) in code]
        also = located_besides(rules, known, usual, causes[0], located)
        second |= {id: p for id, p in also.items() if id not in second and id not in knowledge.benign}
    likely = {id: p for id, p in ranked.items() if p >= LIKELY and (id in described or id == HEALTHY)}
    # what only a script, a cure or the curves show is not asked: other questions ask for it in people's words
    unasked = session.unanswered | frozenset((*FAMILIES["script"], *FAMILIES["told"], *FAMILIES["grades"]))
    minutes = {name: symptom.minutes for name, symptom in SYMPTOMS.items() if name not in unasked}
    open_questions = [one for one in questions(rules, known, usual, minutes) if one[1] >= LEAST_BITS]
    return Report(
        verdict=decided,
        framework=session.framework or _framework(session.reading),
        summary=_summary(chosen, bool(session.reading.words) or not session.reading.scripts),
        causes=tuple(described.values()),
        besides=tuple(cause(id, p) for id, p in list(second.items())[:2]),
        healthy=ranked[HEALTHY],
        unknown=ranked[UNKNOWN],
        check_order=tuple(order_of_checks(rules, {id: ranked[id] for id in causes[:shown]})),
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
                between=tells_apart(s, rules, known, usual, likely),
            )
            for s, bits in open_questions[:5]
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
        ruled_out=tuple(sorted(session.ruled_out)),
        unanswered=tuple(sorted(session.unanswered)),
        asked={
            s: ReportedQuestion(
                symptom=s,
                text=SYMPTOMS[s].question,
                answers={key: a.says for key, a in SYMPTOMS[s].answers.items()},
                bits=0.0,
                minutes=SYMPTOMS[s].minutes,
            )
            for s in dict.fromkeys(
                (*(name for id in described for name in knowledge.pages[id].asks if name), *session.answers)
            )
        },
        excluded=_excluded(session, knowledge, ranked, known, by_symptom, frozenset(described)),
        facts=facts_of((*session.reading.facts, *_written(session.reading.scripts))),
        curves=curves_of(chosen),
    )


def _written(scripts: tuple[Script, ...]) -> Iterator[Fact]:
    """What scripts say of the training, without secrets."""
    if not scripts:
        return
    from assistant.readers.secrets import redact  # noqa: PLC0415 - only where a script was given

    for script in scripts:
        yield from script.facts
        yield from (fact._replace(value=redact(str(fact.value))) for fact in script.account)


def _excluded(
    session: Session,
    knowledge: Knowledge,
    ranked: Mapping[str, float],
    known: Mapping[str, Known],
    observed: Mapping[str, Observation],
    shown: frozenset[str],
) -> tuple[ReportedExcluded, ...]:
    """What the person rules out, then the commonest causes that what was seen speaks against."""
    usual, rules = usual_rates(), knowledge.rules
    total = sum(rule.prior for rule in rules.values())
    priors = {id: rules[id].prior / total for id in knowledge.pages}
    found = [
        ReportedExcluded(id, knowledge.pages[id].title, priors[id], 0.0, None)
        for id in sorted(session.ruled_out)
    ]
    for id in sorted(priors, key=lambda id: (-priors[id], id)):
        if id in session.ruled_out or id in shown or ranked[id] > priors[id] * UNLIKELIER:
            continue
        weights = contributions(rules[id], known, usual)
        name = min(weights, key=lambda name: (weights[name], name), default="")
        if name and weights[name] <= AGAINST and knowledge.pages[id].kind != "benign":
            o = observed[name]
            by = ReportedEvidence(name, o.answer, o.says, str(o.place), round(weights[name], 3))
            found.append(ReportedExcluded(id, knowledge.pages[id].title, priors[id], ranked[id], by))
    return tuple(found[: len(session.ruled_out) + EXCLUDED])


def _choose(
    session: Session, knowledge: Knowledge
) -> tuple[Run | None, tuple[Observation, ...], tuple[str, ...]]:
    """The run to report on, what was observed of it, and what to say about the choice.

    A log that was appended to ends with the newest run. In a post, with prose between, the
    person shows what went wrong and what helped: the run least likely to be healthy is meant.
    """
    words = session.reading.words
    runs = together(session.reading.runs, session.run)
    if session.run:
        named = [run for run in runs if called(run, session.run)]
        if not named:
            raise ValueError(f"no run is named {session.run!r}; there are: {', '.join(r.name for r in runs)}")
        return named[0], _observed(named[0], session.reading), ()
    if not runs:
        return None, _observed(None, session.reading), ()
    if len(runs) == 1:
        return runs[0], _observed(runs[0], session.reading), ()
    if sum(len(piece.text) for piece in said_once(words)) > POST:
        seen = [(run, _observed(run, session.reading)) for run in runs]
        usual, rules = usual_rates(), knowledge.rules
        ranked = [
            posterior(_resembling(rules, _asked(run)), _as_known(observed), usual) for run, observed in seen
        ]
        fine = [round(nothing_wrong(one, knowledge.benign), 2) for one in ranked]
        at = min(range(len(seen)), key=lambda n: (fine[n], -seen[n][0].points))
        note = _about(runs, seen[at][0], "the one with most to explain")
        return seen[at][0], seen[at][1], (note,)
    newest = runs[-1]
    notes = [_about(runs, newest, "the newest")]
    if newest.source:
        notes += _others(runs[:-1], knowledge)
    return newest, _observed(newest, session.reading), tuple(notes)


def _about(runs: tuple[Run, ...], run: Run, why: str) -> str:
    return f"{len(runs)} runs in what was given; this is about {run.name}, {why} (--run NAME chooses)"


def _others(runs: tuple[Run, ...], knowledge: Knowledge) -> list[str]:
    """What each of the other runs of a directory looks like, the newest first, in one line."""
    usual, rules = usual_rates(), knowledge.rules
    said = []
    for run in reversed(runs[-OTHERS:]):
        known = _as_known(observe(run, (), run.facts, (), run.scripts))
        ranked = posterior(_resembling(rules, _asked(run)), known, usual)
        decided = verdict(ranked, knowledge.benign, len(known))
        first = next(id for id in ranked if id not in (HEALTHY, UNKNOWN))
        said.append(f"{run.name} {first if decided == 'faulty' else decided}")
    more = f", and {len(runs) - OTHERS} more" if len(runs) > OTHERS else ""
    return [f"the other runs: {', '.join(said)}{more}"]


def _observed(run: Run | None, reading: Reading) -> tuple[Observation, ...]:
    """What a run and all beside it show; a fact of the log that a script contradicts is left out."""
    facts = reading.facts + (run.facts if run is not None else ())
    scripts = reading.scripts + (run.scripts if run is not None else ())
    if scripts:
        from assistant.observe.script import uncontested  # noqa: PLC0415 - only where a script was given

        scripts, facts = uncontested(scripts, facts)
    found = observe(run, reading.words, facts, reading.notices, scripts)
    if run is None or not run.curves or any(one.symptom == "loop" for one in found):
        return found
    if not _has_bars_of_keras(reading):
        return found
    says = "fit of Keras prints these bars, and clears, computes and steps by itself"
    return (*found, Observation("loop", "managed", says, run.curves[0].place(), 0.98))


def _conflicts(session: Session, run: Run | None) -> list[str]:
    """Where script, log and words contradict one another."""
    if not session.reading.scripts:
        return []
    from assistant.observe.script import conflicts  # noqa: PLC0415 - only where a script was given

    others = told(run, session.reading.words, (), session.reading.notices)
    facts = session.reading.facts + (run.facts if run is not None else ())
    return list(conflicts(session.reading.scripts, facts, others))


def _remarks(notices: tuple[Words, ...]) -> list[str]:
    """Messages of the framework that no cause explains, but a person should know of."""
    if not notices:
        return []
    from assistant.observe.notices import remarks  # noqa: PLC0415 - many patterns, seldom needed

    return [f"{piece.place}: {piece.text}" for piece in remarks(notices)]


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
    knowledge: Knowledge,
    id: str,
    probability: float,
    weights: Mapping[str, float],
    observed: Mapping[str, Observation],
) -> ReportedCause:
    page = knowledge.pages[id]
    curved = bool(CURVES & observed.keys())  # without a curve the counts weigh nothing: they are not quoted

    def evidence(names: list[str]) -> tuple[ReportedEvidence, ...]:
        return tuple(
            ReportedEvidence(
                symptom=o.symptom,
                answer=o.answer,
                says=o.says,
                where=str(o.place),
                times=round(weights[o.symptom], 3),
                recorded=_recorded(knowledge, id, o) if curved else NEVER,
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
        against=evidence([name for name in reversed(strongest) if weights[name] < HALF]),
        checks=page.checks,
        minutes=page.rule.minutes,
        fix=page.fix,
        fixes=dict(page.good),
        signs=page.signs,
        asks=page.asks,
    )


def _recorded(knowledge: Knowledge, id: str, observed: Observation) -> tuple[int, int, int, int]:
    """How many recorded runs with this fault showed the answer, of how many; the same of healthy ones."""

    def shown(cause: str) -> tuple[int, int]:
        runs = knowledge.measured.shown.get(cause, {}).get(observed.symptom, {})
        return int(runs.get(observed.answer, 0)), int(sum(runs.values()))

    return (*shown(id), *shown(HEALTHY))


def _with_code(cause: ReportedCause, scripts: tuple[Script, ...]) -> ReportedCause:
    """The cause with its fix in the person's own code, and where in it the fault is."""
    if not scripts or not cause.evidence:
        return cause
    from assistant.mend import diffs  # noqa: PLC0415 - only where a script was given
    from assistant.readers.secrets import redact  # noqa: PLC0415

    sources = {line.source for script in scripts for line in script.lines}
    places = [one.where for one in cause.evidence if one.where.rpartition(":")[0] in sources]
    worth = places and cause.probability >= LIKELY  # a mended script is read again, which takes its time
    found = diffs(scripts, cause.id) if worth else ""
    return replace(cause, diff=redact(found), lines=tuple(dict.fromkeys(places)))


def _silent(scripts: tuple[Script, ...], knowledge: Knowledge) -> Mapping[str, float]:
    """The faults that the scripts do not show, with the chance that they would."""
    if not scripts:
        return {}
    from assistant.silence import silent  # noqa: PLC0415 - only where a script was given

    return silent(scripts, knowledge)


def _with_silence(cause: ReportedCause, chance: float, of_scripts: Sequence[int], path: str) -> ReportedCause:
    """The cause with what the script leaves unsaid against it, where most scripts with it would show it."""
    times = 1 - chance
    if times >= HALF:
        return cause
    shown, all_ = of_scripts[0] + of_scripts[2], of_scripts[1] + of_scripts[3]
    of_them = f"in {shown} of {all_} recorded ones with this fault something does"
    says = f"nothing in the script points to it; {of_them}"
    against = (*cause.against, ReportedEvidence("script", "silent", says, path, round(times, 3)))
    return replace(cause, against=tuple(sorted(against, key=lambda one: one.times)))


def _likeness(wrote: tuple[Words, ...]) -> Mapping[str, Likeness]:
    """How like each page is to what a person wrote."""
    if not wrote:
        return {}
    from assistant.alike import alike  # noqa: PLC0415 - only where somebody wrote

    return alike(wrote)


def _with_words(
    cause: ReportedCause, like: Likeness | None, wrote: tuple[Words, ...], times: float
) -> ReportedCause:
    """The cause with the person's words as evidence, where they speak for it."""
    if like is None or times < SPEAKS:
        return cause
    from assistant.alike import quoted  # noqa: PLC0415 - only where somebody wrote

    words, place = quoted(like, wrote)
    if not words:
        return cause
    says = f"you write of {', '.join(f'“{word}”' for word in words)}, as people with this do"
    said = ReportedEvidence("words", "alike", says, place, round(times, 3))
    evidence = sorted((*cause.evidence, said), key=lambda one: -one.times)
    return replace(cause, evidence=tuple(evidence))


def _asked(run: Run | None) -> Vote | None:
    """What the trees that were grown on recorded runs say of a run's curves; None where they cannot."""
    if run is None or run.name == STATED or not is_outlined(run):
        return None
    from assistant.forest import vote  # noqa: PLC0415 - only where there are curves

    trees = load_forest()
    return None if trees is None else vote(trees, outline(run))


def _resembling(rules: Mapping[str, Rule], voted: Vote | None) -> Mapping[str, Rule]:
    """The rules as recorded runs with such curves make one cause likelier than another."""
    return rules if voted is None else resembling(rules, voted.shares, voted.usual)


def _with_trees(cause: ReportedCause, voted: Vote, rule: Rule, run: Run) -> ReportedCause:
    """The cause with what recorded runs say, where their trees speak for it: behind what a figure says."""
    times = math.exp(rule.voted or 0.0)
    if times < SPEAKS:  # as is every cause that the trees do not know
        return cause
    share, usual = voted.shares[cause.id], voted.usual[cause.id]
    says = (
        "the curves as a whole look as in recorded runs with this fault: "
        f"{voted.trees} decision trees give it {share:.0%} on average, where {usual:.1%} is usual"
    )
    place = next(curve.place() for curve in run.curves if curve.name in ("loss", "accuracy"))
    said = ReportedEvidence("curves", "alike", says, str(place), round(times, 3))
    rest = sorted((*cause.evidence[1:], said), key=lambda one: -one.times)
    return replace(cause, evidence=(*cause.evidence[:1], *rest))


def _has_bars_of_keras(reading: Reading) -> bool:
    """A log in the format that `fit` prints."""
    return any("Keras" in source.format for source in reading.sources)


def _framework(reading: Reading) -> str:
    """`keras` or `pytorch` where a source shows it, else empty."""
    for script in reading.scripts:
        if script.framework in ("keras", "pytorch"):
            return script.framework
    if _has_bars_of_keras(reading):
        return "keras"
    text = " ".join(piece.text.lower() for piece in reading.words)
    if "keras" in text or "tensorflow" in text:
        return "keras"
    return "pytorch" if "torch" in text else ""


def _summary(run: Run | None, words: bool = True) -> str:
    """What was read, in one line."""
    if run is None:
        return "words only, no curve" if words else "code only, no curve"
    if not run.curves:  # an event directory may hold histograms alone
        longest = max((len(series) for series in run.tensors), default=0)
        return f"{longest} {_counted(run.unit, longest)}: histograms of {len(run.tensors)} tensors, no curve"
    parts = []
    for curve in run.curves[:6]:
        first, last = curve.values[0], curve.values[-1]
        moves = f"{first:.4g} → {last:.4g}" if len(curve) > 1 else f"{last:.4g}"
        title = curve.name if curve.name.startswith(curve.split) else f"{curve.split} {curve.name}"
        parts.append(f"{title} {moves}")
    longest = max(len(curve) for curve in run.curves)
    return f"{longest} {_counted(run.unit, longest)}: " + ", ".join(parts)


def _counted(unit: str, count: int) -> str:
    return unit if count == 1 else f"{unit}s"
