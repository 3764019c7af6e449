"""A report as Markdown for an issue or a chat; what a log says is quoted, never markup."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.render.style import VERDICTS, fenced, percent, quoted
from assistant.report import Report, ReportedCause


def render(report: Report) -> str:
    """The whole document, ending in a newline."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {VERDICTS[report.verdict]}"
    yield ""
    for source in report.sources:
        yield f"- Read {quoted(source.path)}: {quoted(source.format)}"
    yield f"- {quoted(report.summary)}"
    yield from (f"- Note: {quoted(warning)}" for warning in report.warnings)
    causes = report.causes
    if report.verdict == "healthy":
        yield from ["", "What was looked at:", ""]
        yield from (f"- {quoted(o.says)} ({quoted(o.where)})" for o in report.observations)
        causes = tuple(c for c in causes if c.kind == "benign" and c.probability >= 0.15)
    for number, cause in enumerate(causes[:4], start=1):
        yield ""
        yield from _cause(report, cause, number)
    if report.besides:
        yield from ["", "## And besides", ""]
        yield from (
            f"- {cause.title} (`{cause.id}`), {percent(cause.probability)}" for cause in report.besides
        )
    if report.questions and report.verdict != "healthy":
        question = report.questions[0]
        yield from ["", "## The question that would tell most", "", question.text, ""]
        yield from (f"- `{question.symptom}={value}`: {words}" for value, words in question.answers.items())
    if report.unseen:
        yield from ["", "Not seen here: " + ", ".join(report.unseen) + "."]


def _cause(report: Report, cause: ReportedCause, number: int) -> Iterator[str]:
    yield f"## {number}. {cause.title} ({percent(cause.probability)})"
    yield ""
    yield f"`{cause.id}`: {cause.summary}"
    if cause.evidence:
        yield from ["", "Evidence:", ""]
        yield from (f"- {quoted(e.says)} ({quoted(e.where)}, ×{e.times:.2g})" for e in cause.evidence)
    if cause.checks:
        yield from ["", f"Check ({cause.minutes:g} min):", ""]
        yield from (f"- [ ] {check}" for check in cause.checks)
    yield from ["", "Fix:", "", cause.fix]
    if cause.diff:
        yield from ["", "In your code:", "", *fenced(cause.diff, "diff")]
        return
    framework = report.framework if report.framework in cause.fixes else next(iter(cause.fixes), "")
    if framework:
        yield from ["", "```python", cause.fixes[framework].rstrip(), "```"]
