"""A report as a checklist for GitHub: what to try, in the order of probability per minute.

Every item that a person can tick carries its id in a comment; `assistant.ticks` reads them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from assistant.howto import how_to_find_out
from assistant.render.sparkline import sparklines
from assistant.render.style import VERDICTS, code, fenced, first_sentence, percent, quoted
from assistant.render.terminal import counted
from assistant.report import Report, ReportedCause, ReportedEvidence, ReportedQuestion, ReportedSource
from assistant.ticks import MARKER

TWENTY = (
    *("oversized-logits", "regularized-bias", "learning-rate-too-high", "activation-before-softmax"),
    *("unscaled-inputs", "unshuffled-data", "single-class-batches", "vanilla-sgd", "exploding-gradients"),
    *("misaligned-labels", "overconfident-overfitting", "tiny-batch-batchnorm", "nan-from-invalid-math"),
    *("batchnorm-placement", "dropout-on-convolutions", "large-batch-generalization"),
    *("zero-initialized-weights", "missing-bias", "validation-test-shift", "negative-kl-divergence"),
)
"""What is on the list where nothing is known yet."""
LIKELY, FEWEST = 0.02, 3
"""Causes of this probability are on the list, and at least so many."""
QUESTIONS = 3
WITH_CODE = 0.1
"""Over this probability the code of the fix is shown; under it, where to find it."""
FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras 3"}
_IN_A_CHAT = re.compile(r"(; or (paste|type)|, and come back)\b.*$")
HOW = (
    "Tick what you did and, below it, what came out. Strike out (`~~…~~`) what it is not. Write notes "
    "wherever you like. Handed back with `--checklist FILE`, what came out counts as an answer and what "
    "is struck out is ruled out; written anew, the list keeps every tick and every note."
)
MINUTES = "The minutes are what the first check costs."
TIMES = (
    f"The percentage is the probability after all that is known. {MINUTES} "
    "×5: five times likelier under this cause than in an average troubled training."
)


def render(report: Report, picture: str = "", *, everything: bool = False) -> list[str]:
    """The lines of the list for what was read.

    picture: the address of the curves, else they are text; everything: every cause of the report.
    """
    asked: set[str] = set()
    causes = _listed(report, everything)
    lines = [f"# Checklist: {_title(report)}", "", MARKER, "", *_situation(report, causes), ""]
    lines += [*_curves(report, picture), HOW, "", TIMES, "", *_healthy(report)]
    heading = "Causes, in the order of probability per minute"
    lines += [f"## {'Worth a look all the same' if report.verdict == 'healthy' else heading}", ""]
    for number, cause in enumerate(causes, start=1):
        lines += _cause(report, cause, f"{number}. ", asked)
    if not causes:
        lines += ["Nothing.", ""]
    listed = {cause.id for cause in causes}
    if report.besides:
        lines += ["## And besides", "", "What the first cause leaves unexplained points here.", ""]
        again = [cause for cause in report.besides if cause.id in listed]
        lines += [*(f"- {cause.title} (above), {percent(cause.probability)}" for cause in again), ""]
        for cause in report.besides:
            lines += _cause(report, cause, "", asked) if cause.id not in listed else []
    lines += [*_ruled_out(report, listed), *_open(report, asked), *_facts(report)]
    return _tidy(lines)


def render_all(report: Report, only: Set[str] = frozenset(TWENTY)) -> list[str]:
    """The lines of the list where nothing was read: the causes named, the cheapest and commonest first."""
    asked: set[str] = set()
    legend = TIMES if report.observations else MINUTES
    lines = ["# Checklist: why does the network not train?", "", MARKER, "", HOW, "", legend, ""]
    questions = list(_questions(report, asked))
    if questions:
        lines += ["## First: what is to be seen", "", "Each answer moves the order below.", "", *questions]
    lines += ["## Then: what it may be, in the order of probability per minute", ""]
    causes = {cause.id: cause for cause in report.causes}
    for number, id in enumerate((id for id in report.check_order if id in only), start=1):
        lines += _cause(report, causes[id], f"{number}. ", asked, short=True)
    return _tidy([*lines, *_ruled_out(report, set(only), only)])


def slug(check: str) -> str:
    """The first five words of a check, which name it within its page."""
    return "-".join(re.findall(r"[a-z0-9]+", check.lower())[:5])


def _listed(report: Report, everything: bool) -> list[ReportedCause]:
    """The causes worth the person's time, in the order of the checks."""
    causes = {cause.id: cause for cause in report.causes}
    if everything:
        return [causes[id] for id in report.check_order]
    first = [cause.id for cause in report.causes[:FEWEST]]
    if report.verdict == "healthy":
        kept = {c.id for c in report.causes if c.kind == "benign" and c.probability >= 0.15}
        kept |= {c.id for c in report.causes if c.probability >= 0.05}
    else:
        kept = {c.id for c in report.causes if c.id in first or c.probability >= LIKELY}
    return [causes[id] for id in report.check_order if id in kept]


def _title(report: Report) -> str:
    paths = [source.path for source in report.sources]
    if not paths:
        return "from your answers"
    name = paths[0].rstrip("/").rpartition("/")[2] or paths[0]
    return quoted(name) + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def _situation(report: Report, causes: list[ReportedCause]) -> Iterator[str]:
    """Three lines: the verdict, the numbers, where to begin."""
    odds = f"P(nothing wrong) {percent(report.healthy)}, P(no page fits) {percent(report.unknown)}"
    yield f"- **{VERDICTS[report.verdict]}**: {odds}."
    yield f"- **What was read**: {quoted(report.summary)}."
    if not causes:
        yield "- **Begin with**: nothing; nothing in it asks to be repaired."
        return
    if not report.observations:
        yield "- **Begin with**: the questions; nothing points anywhere yet."
        return
    first = causes[0]
    why = f": {quoted(first.evidence[0].says)}" if first.evidence else ""
    cost = f"{percent(first.probability)}, {first.minutes:g} min"
    begin = "If anything" if report.verdict == "healthy" else "Begin with"
    yield f"- **{begin}**: {first.title} ({cost}){why}."


def _curves(report: Report, picture: str) -> list[str]:
    lines = sparklines(report.curves)
    if not lines:
        return []
    if picture:
        return [f"![The curves: {quoted(report.summary)}]({picture})", ""]
    return [*fenced("\n".join(lines), "text"), ""]


def _healthy(report: Report) -> list[str]:
    if report.verdict != "healthy":
        return []
    seen = [f"- {quoted(o.says)} ({code(o.where)})" for o in report.observations]
    return ["## What was looked at", "", *(seen or ["Nothing."]), ""]


def _cause(
    report: Report, cause: ReportedCause, number: str, asked: set[str], *, short: bool = False
) -> Iterator[str]:
    cost = f"{cause.minutes:g} min" if short and not cause.evidence else _cost(cause)
    yield f"- [ ] **{number}{cause.title}** ({cost}) {mark(cause.id)}"
    yield ""
    yield f"  {_flat(cause.summary)}"
    yield ""
    if short:
        yield from (f"  - You see: {_flat(sign)}" for sign in cause.signs)
    yield from (f"  - Evidence: {_evidence(e)}" for e in cause.evidence[: 1 if short else 4])
    yield from (f"  - Against it: {_evidence(e)}" for e in cause.against[: 0 if short else 2])
    for check, symptom in zip(cause.checks, cause.asks or [""] * len(cause.checks), strict=True):
        yield from _check(report, cause.id, check, symptom, asked)
    yield f"  - [ ] It is not this {mark('not=' + cause.id)}"
    yield ""
    yield from _fix(report, cause, short)


def _cost(cause: ReportedCause) -> str:
    return f"{percent(cause.probability)}, {cause.minutes:g} min"


def _check(report: Report, cause: str, check: str, symptom: str, asked: set[str]) -> Iterator[str]:
    what, _, expect = _flat(check).partition(" Expect: ")
    yield f"  - [ ] {what} {mark(f'{cause}/{slug(check)}')}"
    if expect:
        yield f"    - Expect: {expect}"
    question = report.asked.get(symptom)
    if question is None:
        return
    seen = next((o for o in report.observations if o.symptom == symptom), None)
    if symptom in asked:
        yield f"    - What came out? Tick it where this is asked first: {question.text}"
    elif seen is not None and seen.where != "you":
        asked.add(symptom)
        yield f"    - Seen already: {quoted(seen.says)} ({code(seen.where)})"
    else:
        asked.add(symptom)
        yield f"    - What came out? {question.text}"
        yield from _answers(question, seen.answer if seen is not None else "", "      ")


def _answers(question: ReportedQuestion, chosen: str, indent: str) -> Iterator[str]:
    for value, words in question.answers.items():
        yield f"{indent}- [{'x' if value == chosen else ' '}] {words} {mark(f'{question.symptom}={value}')}"


def _fix(report: Report, cause: ReportedCause, short: bool) -> Iterator[str]:
    text = first_sentence(_flat(cause.fix.split("\n\n")[0])) if short else cause.fix
    first, *rest = _linkless(text).split("\n")
    yield f"  Fix: {first}"
    yield from (f"  {line}".rstrip() for line in rest)
    yield ""
    framework = report.framework if report.framework in cause.fixes else next(iter(cause.fixes), "")
    if cause.diff:
        yield from ["  In your code:", ""]
        yield from (f"  {line}".rstrip() for line in fenced(cause.diff, "diff"))
        yield ""
    elif framework and cause.probability >= WITH_CODE and not short:
        yield from [f"  In {FRAMEWORKS[framework]}:", ""]
        yield from (f"  {line}".rstrip() for line in fenced(cause.fixes[framework], "python"))
        yield ""
    elif framework:
        yield from [f"  `unstuck explain {cause.id}` shows the code.", ""]


def _ruled_out(report: Report, listed: Set[str], only: Set[str] | None = None) -> Iterator[str]:
    found = [one for one in report.excluded if one.id not in listed or one.by is None]
    mine = [one for one in found if one.by is None]
    others = [one for one in found if one.by is not None] if only is None else []
    if not mine and not others:
        return
    yield from ["## Ruled out", ""]
    if mine:
        yield from ["By you; take the `~~` away and it is back:", ""]
        yield from (f"- [ ] ~~**{one.title}**~~ {mark(one.id)}" for one in mine)
        yield ""
    if others:
        yield from ["Common, but what was seen speaks against them:", ""]
        for one in others:
            odds = f"{percent(one.probability)} instead of the usual {percent(one.prior)}"
            yield f"- {one.title} (`{one.id}`), {odds}: {_evidence(one.by) if one.by else ''}"
        yield ""


def _open(report: Report, asked: set[str]) -> Iterator[str]:
    yield from ["## What could not be told", ""]
    if report.unseen:
        yield f"- Not seen here: {', '.join(report.unseen)}."
    if report.unanswered:
        yield f"- You cannot tell: {', '.join(f'`{name}`' for name in report.unanswered)}."
    yield from (f"- Note: {quoted(warning)}" for warning in report.warnings)
    questions = [] if report.verdict == "healthy" else list(_questions(report, asked))
    if questions:
        yield from ["", "The questions whose answers would tell most for the time they take:", "", *questions]
    elif not (report.unseen or report.unanswered or report.warnings):
        yield "Nothing that the pages ask for."
    yield ""


def _questions(report: Report, asked: set[str]) -> Iterator[str]:
    """The open questions, and those that were answered by a person, so that they can be answered anew."""
    answered = {o.symptom: o.answer for o in report.observations if o.where == "you"}
    told = [report.asked[name] for name in answered if name in report.asked]
    for question in (*told, *report.questions[:QUESTIONS]):
        if question.symptom in asked:
            continue
        asked.add(question.symptom)
        yield f"- [ ] {question.text} ({question.minutes:g} min) {mark('ask=' + question.symptom)}"
        how = _IN_A_CHAT.sub(".", how_to_find_out(question.symptom))
        if how:
            yield f"  - How: {code(how) if set('`*_<>[]') & set(how) else how}"
        yield from _answers(question, answered.get(question.symptom, ""), "  ")
    yield ""


def _facts(report: Report) -> Iterator[str]:
    """Tables: what was read and what it says of itself; then the curves."""
    rows = [("source", _source(source), code(source.path)) for source in report.sources]
    if report.framework:
        rows.append(("framework", FRAMEWORKS[report.framework], "as read, or as you say"))
    if len(report.runs) > 1:
        rows.append(("run", code(report.run), f"one of {len(report.runs)}"))
    rows += [(quoted(fact.name), code(fact.value), code(fact.where)) for fact in report.facts]
    if rows:
        yield from ["## Facts of the run", "", "| what | value | where |", "| --- | --- | --- |"]
        yield from (_row(row) for row in rows)
        yield ""
    if report.curves:
        yield from ["| curve | first | lowest | highest | last | points | where |"]
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for curve in report.curves:
            figures = (curve.first, curve.least, curve.most, curve.last)
            name = curve.name if curve.name.startswith(curve.split) else f"{curve.split} {curve.name}"
            broken = f", {curve.broken:,} no number" if curve.broken else ""
            yield _row(
                (
                    quoted(name),
                    *("no number" if x is None else f"{x:.4g}" for x in figures),
                    f"{curve.points:,}{broken}",
                    code(curve.where),
                )
            )
        yield ""


def _source(source: ReportedSource) -> str:
    held = [counted(n, kind, source.kind) for kind, n in source.counts.items() if n]
    return quoted(source.format) + (f" ({', '.join(held)})" if held else "")


def _row(cells: tuple[str, ...]) -> str:
    """A row of a table; a pipe within a cell, also within code, is escaped once."""
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells) + " |"


def _evidence(evidence: ReportedEvidence) -> str:
    weight = f"×{evidence.times:.2g}" if evidence.times < 100 else f"×{evidence.times:.0f}"
    return f"{quoted(evidence.says)} ({code(evidence.where)}, {weight})"


def mark(id: str) -> str:
    """The id of an item, hidden where Markdown is shown."""
    return f"<!-- id: {id} -->"


def _linkless(text: str) -> str:
    """The text of a page without links to other pages: they lead nowhere from here."""
    return re.sub(r"\[([^\]]*)\]\([^):]*\.md\)", r"\1", text)


def _flat(text: str) -> str:
    return _linkless(" ".join(text.split()))


def _tidy(lines: list[str]) -> list[str]:
    """Without doubled or trailing blank lines."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
