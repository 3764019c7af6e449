"""A report for a terminal, plain when piped; fits 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.render.style import (
    VERDICTS,
    bar,
    columns,
    first_sentence,
    literal,
    paint,
    percent,
    plain_markdown,
    safe,
    wrapped,
)
from assistant.report import Report, ReportedCause, ReportedEvidence

WIDTH = 80
FRAMEWORK_NAMES = {"pytorch": "PyTorch", "keras": "Keras 3"}
PARTS = 12
"""Parts of a post that are listed; more are a mixture that no list explains."""
OPEN = 0.08
"""Under this probability even the first cause is only a candidate, and is shown in short."""
ENOUGH = 8
"""From this many recorded runs of a fault on their frequencies are shown."""
_COLORS = {"faulty": "red", "healthy": "green", "inconclusive": "yellow"}


def render(report: Report, color: bool = False, width: int = WIDTH) -> str:
    """The whole text in so many columns, ending in a newline; code is not broken."""
    return "\n".join(_lines(report, color, width)) + "\n"


def _lines(report: Report, color: bool, width: int) -> Iterator[str]:
    yield from _read(report, color, width)
    yield ""
    yield from _verdict(report, color, width)
    for number, cause in enumerate(_shown(report), start=1):
        yield ""
        yield from _cause(report, cause, number, color, width)
    if report.besides:
        yield ""
        yield paint("And besides", "bold", color=color) + " (what the first cause leaves unexplained)"
        for cause in report.besides:
            yield from _short(cause, color, width)
    yield ""
    yield from _open(report, width)


def _shown(report: Report) -> list[ReportedCause]:
    """The causes worth reading: none when all is well, but a benign explanation."""
    if report.verdict == "healthy":
        return [c for c in report.causes if c.kind == "benign" and c.probability >= 0.15][:1]
    if report.verdict == "inconclusive":
        return [c for c in report.causes if c.probability >= 0.05][:3]
    return [c for n, c in enumerate(report.causes) if n < 2 or c.probability >= 0.08][:4]


def _read(report: Report, color: bool, width: int) -> Iterator[str]:
    for source in report.sources:
        counts = ", ".join(
            counted(n, kind, source.kind) for kind, n in source.counts.items() if n or source.kind == "text"
        )
        yield from wrapped(f"{safe(source.path)}: {source.format} ({counts})", "Read  ", "      ", width)
        if 1 < len(source.parts) <= PARTS:
            parts = ", ".join(f"{p.first}{f'–{p.last}' * (p.last > p.first)} {p.kind}" for p in source.parts)
            yield from wrapped(f"lines {parts}", "      ", "      ", width)
    if not report.sources:
        yield "Read  nothing but your answers"
    yield from wrapped(safe(report.summary), "      ", "      ", width)
    for warning in report.warnings:
        yield from wrapped(safe(warning), paint("Note", "yellow", color=color) + "  ", "      ", width)


def counted(n: int, kind: str, source: str) -> str:
    """Lines by their kind in a text; runs, files and points in what has no lines."""
    if source != "text":
        return f"{n:,} {kind if n != 1 else kind.removesuffix('s')}"
    return f"{n:,} line{'s' if n != 1 else ''} of {kind}"


def _verdict(report: Report, color: bool, width: int) -> Iterator[str]:
    headline = VERDICTS[report.verdict]
    yield paint(headline, "bold", _COLORS[report.verdict], color=color)
    if report.verdict == "healthy":
        seen = [o for o in report.observations if o.where != "you"][:4]
        for observation in seen:
            yield from wrapped(
                f"{safe(observation.says)}  [{safe(observation.where)}]", "  · ", "    ", width
            )
    elif report.verdict == "faulty" and report.causes[0].probability < OPEN:
        yield from wrapped(
            "No cause stands out yet. The question at the end would tell most.", "  ", "  ", width
        )
    elif report.verdict == "inconclusive" and not report.causes[0].evidence:
        yield from wrapped(
            "Nothing in it points anywhere yet. The question below is the one to answer.", "  ", "  ", width
        )
    odds = f"P(nothing wrong) {percent(report.healthy)}, P(no page fits) {percent(report.unknown)}"
    yield from (paint(line, "dim", color=color) for line in wrapped(odds, "  ", "  ", width))


def _cause(report: Report, cause: ReportedCause, number: int, color: bool, width: int) -> Iterator[str]:
    """In full where it leads or has a real chance, else in short: one piece of evidence, one line of fix."""
    leading = (number == 1 and cause.probability >= OPEN) or cause.probability >= 0.2
    head = f"{number}. {cause.title}"
    right = f"{bar(cause.probability)} {percent(cause.probability):>5}"
    gap = " " * (width - columns(head) - columns(right))
    if len(gap) > 1:
        yield paint(head, "bold", color=color) + gap + right
    else:
        yield from (paint(line, "bold", color=color) for line in wrapped(head, "", "   ", width))
        yield "   " + right
    yield paint(f"   unstuck explain {cause.id}", "dim", color=color)
    for evidence in cause.evidence[: 4 if number == 1 else 2 if leading else 1]:
        yield from _evidence(evidence, width)
    for evidence in cause.against[: 1 if leading else 0]:
        yield from wrapped(
            f"against it: {safe(evidence.says)}  [{safe(evidence.where)}]", "   - ", "     ", width
        )
    if cause.checks:
        check = plain_markdown(cause.checks[0])
        yield from wrapped(f"Check ({cause.minutes:g} min): {check}", "   ", "     ", width)
    fix = plain_markdown(" ".join(cause.fix.split()))
    yield from wrapped("Fix: " + (fix if leading else first_sentence(fix)), "   ", "     ", width)
    if leading:
        yield from _code(report, cause, color)


def _evidence(evidence: ReportedEvidence, width: int) -> Iterator[str]:
    weight = f"×{evidence.times:.2g}" if evidence.times < 100 else f"×{evidence.times:.0f}"
    where = f"[{safe(evidence.where)}]"
    yield from wrapped(
        f"{safe(evidence.says)}  {where} {weight}{_recorded(evidence)}", "   · ", "     ", width
    )


def _recorded(evidence: ReportedEvidence) -> str:
    """How often recorded runs showed it, where there are enough of them to mean something."""
    seen, runs, fine, healthy = evidence.recorded
    if runs < ENOUGH:
        return ""
    return f" (in {seen} of {runs} recorded runs with this fault, {fine} of {healthy} healthy ones)"


def _code(report: Report, cause: ReportedCause, color: bool) -> Iterator[str]:
    """The fix in the person's own code; else in their framework, or in the first there is."""
    if cause.diff:
        yield "   In your code:"
        for line in cause.diff.rstrip("\n").split("\n"):
            style = {"+": "green", "-": "red"}.get(line[:1], "dim")
            yield paint(f"     {literal(line)}".rstrip(), style, color=color)
        return
    framework = report.framework if report.framework in cause.fixes else next(iter(cause.fixes), "")
    if not framework:
        return
    yield f"   In {FRAMEWORK_NAMES[framework]}:"
    for line in cause.fixes[framework].rstrip().split("\n"):
        yield paint(f"     {line}".rstrip(), "cyan", color=color)


def _short(cause: ReportedCause, color: bool, width: int) -> Iterator[str]:
    yield f"   {paint(cause.title, 'bold', color=color)} ({cause.id}), {percent(cause.probability)}"
    for evidence in cause.evidence[:1]:
        yield from _evidence(evidence, width)


def _open(report: Report, width: int) -> Iterator[str]:
    if report.unseen:
        yield from wrapped("Not seen here: " + ", ".join(report.unseen) + ".", "", "  ", width)
    if report.verdict == "healthy" or not report.questions:
        return
    question = report.questions[0]
    yield from wrapped(
        f"The question that would tell most ({question.bits:.2f} bits): {question.text}", "", "  ", width
    )
    for value, words in question.answers.items():
        yield from wrapped(f"{words}", f"  --answer {question.symptom}={value}  ", "      ", width)
