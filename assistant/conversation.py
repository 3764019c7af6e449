"""A conversation as a value: the moves of a person, the session they make, and what comes next.

Nothing is drawn here and no file is opened; the chat shows what these functions return.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.render.style import percent, plain_markdown
from assistant.report import Report, ReportedCause, ReportedQuestion

if TYPE_CHECKING:  # the engine is slow to load, and a conversation begins before it is there
    from assistant.run import Reading
    from assistant.session import Session

AFTER_A_LOG, FROM_WORDS = 5, 8
"""Questions in a row after which the best candidate is named, sure or not."""
CLEAR, LIKELY, AHEAD = 0.5, 0.25, 2.5
"""A cause is named at a probability of CLEAR, or of LIKELY and AHEAD times that of the next."""
CLOSE = 0.2
"""A second cause of this probability is named beside the first."""
OTHERS = 3
"""Causes that are named beside a candidate that does not stand out either."""
TOLD = 5
"""Observations without any curve from which `nothing wrong` is an answer."""
HEALTHY = "healthy"
RUNS = "/run"
"""What is looked at where a run is to be chosen."""
LISTED = 40
"""Runs that are offered, the newest ones; any other is named."""
YES, NO, LATER, MORE, ENOUGH, UNSURE = "yes", "no", "later", "more", "enough", "unsure"


class Given(NamedTuple):
    """A source handed over. kind: `file`, `paste` or `words`; text: what was pasted or said."""

    kind: str
    name: str
    reading: Reading
    text: str = ""


class Answered(NamedTuple):
    """A question answered, or answered anew."""

    symptom: str
    value: str


class LeftOpen(NamedTuple):
    """A question that the person cannot answer."""

    symptom: str


class RuledOut(NamedTuple):
    """It was not that cause."""

    cause: str


class Deferred(NamedTuple):
    """Not checked yet (a cause), or not convinced (`healthy`): ask on."""

    cause: str


class Confirmed(NamedTuple):
    """It was that cause (or `healthy`: the person is content)."""

    cause: str


Move = Given | Answered | LeftOpen | RuledOut | Deferred | Confirmed


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a person did, in order; everything else follows from it.

    looking_at: a symptom or a cause that was opened by hand; it passes with the next move.
    """

    moves: tuple[Move, ...] = ()
    framework: str = ""
    run: str = ""
    looking_at: str = ""

    def after(self, move: Move) -> Conversation:
        """The conversation with one more move."""
        return replace(self, moves=(*self.moves, move), looking_at="")

    def back(self) -> tuple[Conversation, Move | None]:
        """The conversation before its last move, and that move."""
        if not self.moves:
            return self, None
        return replace(self, moves=self.moves[:-1], looking_at=""), self.moves[-1]

    def look_at(self, name: str) -> Conversation:
        """The same with one symptom or cause opened."""
        return replace(self, looking_at=name)

    def reread(self, name: str, reading: Reading) -> Conversation:
        """The same with a file read anew, in the place it had."""
        moves = tuple(
            move._replace(reading=reading)
            if isinstance(move, Given) and move.kind == "file" and move.name == name
            else move
            for move in self.moves
        )
        return replace(self, moves=moves)

    @property
    def session(self) -> Session:
        """The session that the moves make. Raises ValueError where a saved move no longer fits."""
        from assistant.session import Session

        session = Session(framework=self.framework, run=self.run if self._has_run() else "")
        for move in self.moves:
            match move:
                case Given():
                    session = session.add(move.reading)
                case Answered():
                    session = session.answer(move.symptom, move.value)
                case LeftOpen():
                    session = session.leave_open(move.symptom)
                case RuledOut():
                    session = session.rule_out(move.cause)
                case Deferred() | Confirmed():
                    pass
        return session

    def _has_run(self) -> bool:
        """Whether the chosen run is still among those that were read."""
        from assistant.join import called

        return any(called(run, self.run) for given in self.sources for run in given.reading.runs)

    @property
    def sources(self) -> tuple[Given, ...]:
        """What was handed over."""
        return tuple(move for move in self.moves if isinstance(move, Given))

    @property
    def deferred(self) -> frozenset[str]:
        """Causes that the person was told of and has not judged."""
        return frozenset(move.cause for move in self.moves if isinstance(move, Deferred))

    @property
    def asked(self) -> int:
        """Questions answered or left open since a cause was last judged."""
        count = 0
        for move in reversed(self.moves):
            if isinstance(move, RuledOut | Deferred | Confirmed):
                break
            count += isinstance(move, Answered | LeftOpen)
        return count


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer: its value, and its words."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. why: what an answer is good for; how: ways to find out; minutes: what it costs."""

    symptom: str
    text: str
    choices: tuple[Choice, ...]
    why: str
    how: tuple[str, ...]
    minutes: float
    experiment: bool
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """A cause to tell of. sure: whether it stands out, or is only the best of those that are left.

    close: the next cause, where it is nearly as probable. others: the next ones, where not even the
    first is likely. changed: what the fix changes in the person's
    own code where that can be shown, else in the code of the page, as lines that begin with `-`, `+` or a
    blank.
    """

    cause: ReportedCause
    framework: str
    besides: tuple[ReportedCause, ...]
    sure: bool
    close: ReportedCause | None
    others: tuple[ReportedCause, ...]
    changed: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Fine:
    """Nothing wrong in what was given. looked_at: what that rests on, with places."""

    says: str
    looked_at: tuple[tuple[str, str], ...]
    benign: ReportedCause | None
    unseen: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Stumped:
    """Nothing is left to ask; the causes in the order in which checking them pays."""

    says: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Which:
    """Several runs were read: which one it is about. chosen: the name of the one that it is about now."""

    says: str
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Solved:
    """The person has what they came for."""

    says: str


Turn = Ask | Find | Fine | Stumped | Which | Solved


def next_turn(conversation: Conversation, report: Report) -> Turn:
    """What to say next, given the report on the conversation's session."""
    opened = _opened(conversation, report)
    if opened is not None:
        return opened
    if conversation.moves and isinstance(conversation.moves[-1], Confirmed):
        return _solved(conversation.moves[-1].cause, report)
    enough = bool(report.runs) or len(report.observations) >= TOLD
    if report.verdict == "healthy" and enough and HEALTHY not in conversation.deferred:
        return _fine(report)
    lead = next((cause for cause in report.causes if cause.kind != "benign"), None)
    clear = lead is not None and report.verdict == "faulty" and _stands_out(lead, report)
    if lead is not None and clear and lead.id not in conversation.deferred:
        return _find(lead, report, sure=True)
    read = any(move.kind != "words" for move in conversation.sources)
    if report.questions and conversation.asked < (AFTER_A_LOG if read else FROM_WORDS):
        return _ask(report.questions[0], report)
    told_of = lead is not None and lead.id in conversation.deferred and not report.questions
    if lead is not None and not told_of and report.observations and lead.probability >= report.unknown / 4:
        return _find(lead, report, sure=clear)
    if report.questions:
        return _ask(report.questions[0], report)
    return _stumped(report)


def _opened(conversation: Conversation, report: Report) -> Turn | None:
    from assistant.symptoms import SYMPTOMS

    name = conversation.looking_at
    if name == RUNS and len(report.runs) > 1:
        return _which(report)
    if name in SYMPTOMS:
        chosen = next((o.answer for o in report.observations if o.symptom == name), "")
        return replace(_ask(_question(name, report), report), chosen=chosen)
    for cause in (*report.causes, *report.besides):
        if cause.id == name:
            return _find(cause, report, sure=cause.probability >= CLEAR)
    return None


def _which(report: Report) -> Which:
    names = report.runs[: -LISTED - 1 : -1]  # the newest is the last
    more = f" ({len(names)} of {len(report.runs)}, the newest; /run NAME takes any)"
    return Which(
        f"Which run is it about?{more if len(names) < len(report.runs) else ''}",
        tuple(Choice(name, name) for name in names),
        report.run,
    )


def _question(symptom: str, report: Report) -> ReportedQuestion:
    from assistant.symptoms import SYMPTOMS

    for question in report.questions:
        if question.symptom == symptom:
            return question
    one = SYMPTOMS[symptom]
    answers = {value: answer.says for value, answer in one.answers.items()}
    return ReportedQuestion(symptom=symptom, text=one.question, answers=answers, bits=0, minutes=one.minutes)


def _stands_out(lead: ReportedCause, report: Report) -> bool:
    others = [c.probability for c in report.causes if c.id != lead.id]
    next_best = max([*others, report.healthy, report.unknown])
    return lead.probability >= CLEAR or (lead.probability >= LIKELY and lead.probability >= AHEAD * next_best)


def _ask(question: ReportedQuestion, report: Report) -> Ask:
    from assistant.howto import how_to_find_out
    from assistant.symptoms import FAMILIES

    keras = report.framework == "keras"
    causes = {cause.id: cause for cause in report.causes}
    pages = [causes[id] for id in question.between if id in causes]
    ways = (how_to_find_out(question.symptom), *(plain_markdown(c.checks[0]) for c in pages if c.checks))
    return Ask(
        symptom=question.symptom,
        text=question.text,
        choices=(
            *(
                Choice(value, _IN_KERAS.get((question.symptom, value), says) if keras else says)
                for value, says in question.answers.items()
            ),
            Choice(UNSURE, "I don't know"),
        ),
        why=_why(question, report),
        how=tuple(way for way in ways if way),
        minutes=question.minutes,
        experiment=question.symptom in FAMILIES["experiments"],
    )


_IN_KERAS = {
    ("loop", "complete"): "fit() runs it; or it clears the gradients, computes the loss, backward, step",
    ("mode", "right"): "yes: fit() and evaluate() do, or my loop passes training=True and False",
}
"""Answers in the words of someone who has no loop of their own."""


def _why(question: ReportedQuestion, report: Report) -> str:
    shares = {cause.id: (cause.title, cause.probability) for cause in report.causes}
    shares[HEALTHY] = ("nothing being wrong", report.healthy)
    pair = [shares[id] for id in question.between if id in shares]
    if len(pair) == 2 and report.observations:
        leads = {c.id for c in report.causes[:2]} == set(question.between)
        split = "This splits the two that lead" if leads else "This tells two candidates apart"
        return f"{split}: {pair[0][0]} ({percent(pair[0][1])}) and {pair[1][0]} ({percent(pair[1][1])})."
    if question.bits <= 0:
        return "You opened it yourself; your answer counts over what was read."
    return f"Its answer tells most for the time it takes ({question.bits:.2f} bits)."


def _find(cause: ReportedCause, report: Report, *, sure: bool) -> Find:
    from assistant.knowledge import load

    framework = report.framework if report.framework in cause.fixes else next(iter(cause.fixes), "")
    page = load().pages.get(cause.id)
    others = [c for c in report.causes if c.id != cause.id and c.probability >= CLOSE]
    vague = not sure and cause.probability < CLOSE
    return Find(
        cause=cause,
        framework=framework,
        besides=tuple(c for c in report.besides if c.id != cause.id) if cause is report.causes[0] else (),
        sure=sure,
        close=others[0] if others else None,
        others=tuple(c for c in report.causes if c.id != cause.id)[:OTHERS] if vague else (),
        changed=_own_lines(cause.diff)
        or (changed_lines(page.bad.get(framework, ""), page.good.get(framework, "")) if page else ()),
        choices=(
            Choice(YES, "that was it"),
            Choice(NO, "it was not that: rule it out and go on"),
            Choice(LATER, "not checked yet: ask me more"),
        ),
    )


def _own_lines(diff: str) -> tuple[str, ...]:
    """A unified diff of the person's code, as the chat shows it: `@@ line 12` before each piece."""
    found: list[str] = []
    for line in diff.splitlines():
        if line.startswith("@@"):
            found.append(f"@@ line {line.partition('-')[2].partition(',')[0].partition(' ')[0]}")
        elif not line.startswith(("--- ", "+++ ")):
            found.append(line)
    return tuple(found)


def changed_lines(bad: str, good: str) -> tuple[str, ...]:
    """The lines that differ, one around each, as a diff without its heads; `⋮` between far ones."""
    found: list[str] = []
    for line in difflib.unified_diff(bad.splitlines(), good.splitlines(), n=1, lineterm=""):
        if line.startswith("@@"):
            found += ["⋮"] if found else []
        elif not line.startswith(("---", "+++")):
            found.append(line)
    return tuple(found)


def _fine(report: Report) -> Fine:
    seen = [(o.says, o.where) for o in report.observations if o.where != "you"]
    benign = next((c for c in report.causes if c.kind == "benign" and c.probability >= 0.15), None)
    return Fine(
        says=f"Nothing wrong in what you gave me (probability {percent(report.healthy)} with no page of "
        "mine that fits better).",
        looked_at=tuple(seen[:5]),
        benign=benign,
        unseen=report.unseen,
        choices=(
            Choice(ENOUGH, "good, that settles it"),
            Choice(MORE, "something is wrong all the same: ask me"),
        ),
    )


def _stumped(report: Report) -> Stumped:
    by_id = {cause.id: cause for cause in report.causes}
    ordered = [by_id[id] for id in report.check_order if id in by_id and by_id[id].probability > 0.005]
    if not ordered:
        return Stumped("No page of mine fits, and no question is left. A log or a script may show more.", ())
    return Stumped(
        "I have no question left that would tell more. These are worth checking, in this order "
        "(probability for the minutes that the check takes):",
        tuple(Choice(c.id, f"{c.title}: {percent(c.probability)}, about {c.minutes:g} min") for c in ordered),
    )


def _solved(cause: str, report: Report) -> Solved:
    if cause == HEALTHY:
        return Solved("Good. If it turns sour, paste the new log here, or /new starts afresh.")
    left = [c.title for c in report.besides if c.id != cause]
    more = f" It left something unexplained, though: {left[0]}." if left else ""
    return Solved(
        f"Good to hear.{more} Run it again with the fix and paste the new log here; /export keeps a "
        "checklist, /new starts afresh."
    )


def take(conversation: Conversation, turn: Turn, value: str) -> Conversation:
    """The conversation after a choice of the turn. Raises ValueError for one it does not offer."""
    if isinstance(turn, Solved) or value not in {choice.value for choice in turn.choices}:
        raise ValueError(f"{value!r} is not among the choices")
    match turn:
        case Ask():
            move: Move = LeftOpen(turn.symptom) if value == UNSURE else Answered(turn.symptom, value)
            return conversation.after(move)
        case Find():
            cause = turn.cause.id
            judged: dict[str, Move] = {
                YES: Confirmed(cause),
                NO: RuledOut(cause),
                LATER: Deferred(cause),
            }
            return conversation.after(judged[value])
        case Fine():
            return conversation.after(Confirmed(HEALTHY) if value == ENOUGH else Deferred(HEALTHY))
        case Stumped():
            return conversation.look_at(value)
        case Which():
            return replace(conversation, run=value, looking_at="")


def prospects(conversation: Conversation, turn: Ask) -> Iterator[str]:
    """What each answer would do: the cause that would lead, and how far, one sentence an answer."""
    for number, choice in enumerate(turn.choices, start=1):
        if choice.value == UNSURE:
            continue
        report = conversation.after(Answered(turn.symptom, choice.value)).session.report()
        lead = report.causes[0]
        if report.healthy > lead.probability:
            yield f"{number} {choice.text}: nothing wrong ({percent(report.healthy)})"
        else:
            yield f"{number} {choice.text}: {lead.title} ({percent(lead.probability)})"


def news(before: Report, after: Report) -> Iterator[str]:
    """What a source or an answer changed, in sentences; nothing where nothing moved."""
    from assistant.symptoms import SYMPTOMS

    old = {o.symptom: o for o in before.observations}
    said = set()
    for now in after.observations:
        was = old.get(now.symptom)
        if now.where == "you" or now.says in said:
            continue
        if was is None or was.answer != now.answer or was.says != now.says:
            said.add(now.says)
            quoted = now.says.startswith("“")  # a phrase alone does not say what it was taken for
            yield f"{now.says}: {SYMPTOMS[now.symptom].answers[now.answer].says}" if quoted else now.says
    gone = set(old) - {o.symptom for o in after.observations}
    if gone:
        yield f"no longer seen: {', '.join(sorted(gone))}"


def lead_moved(before: Report, after: Report) -> str:
    """One sentence where another cause leads now, or the leading one moved far; else empty."""
    if not after.causes or not after.observations:
        return ""
    lead = after.causes[0]
    was = next((c.probability for c in before.causes if c.id == lead.id), 0.0)
    if before.observations and before.causes and before.causes[0].id != lead.id:
        return f"That moves {lead.title} to the top ({percent(lead.probability)})."
    if abs(lead.probability - was) >= 0.05:
        return f"{lead.title}: {percent(was)} → {percent(lead.probability)}."
    return ""


def told(move: Move) -> str:
    """A move in words, as it is said when it is taken back or listed."""
    from assistant.symptoms import SYMPTOMS

    match move:
        case Given(kind="words"):
            return f"what you said: “{move.text}”"
        case Given():
            return f"the source {move.name}"
        case Answered():
            return f"{move.symptom}: {SYMPTOMS[move.symptom].answers[move.value].says}"
        case LeftOpen():
            return f"{move.symptom}: left open"
        case RuledOut():
            return f"ruled out: {move.cause}"
        case Deferred():
            return f"not judged yet: {move.cause}"
        case Confirmed():
            return f"settled: {move.cause}"
