"""A report as one HTML page: evidence, curves, checks and fixes; no script, nothing from elsewhere.

What a log says is escaped; the prose of the pages is rendered without raw HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt

from assistant.render.picture import draw
from assistant.render.style import VERDICTS, literal, percent, safe
from assistant.render.terminal import FRAMEWORK_NAMES, counted
from assistant.report import Report, ReportedCause, ReportedEvidence

OPEN = 0.2
"""A cause of this probability is shown open; others open with a click."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --raised: #f6f8fa; --ink: #1f2328; --soft: #59636e;
  --line: #d1d9e0; --accent: #0757b5; --good: #1a7f37; --bad: #b1161f; --unsure: #8a5300;
  --plus: #dafbe1; --minus: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --raised: #151b23; --ink: #e6edf3;
  --soft: #9198a1; --line: #3d444d; --accent: #6cb6ff; --good: #57ab5a; --bad: #ff7b72; --unsure: #e0a040;
  --plus: #12361f; --minus: #4a1a1d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1rem 0 .2rem; }
a { color: var(--accent); }
.faulty { color: var(--bad); } .healthy { color: var(--good); } .inconclusive { color: var(--unsure); }
.soft, .where { color: var(--soft); } .where { font-size: .85rem; }
code, pre { font: .86rem/1.45 ui-monospace, monospace; }
code { background: var(--raised); padding: .1em .3em; border-radius: 4px; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem;
  overflow-x: auto; overflow-wrap: normal; }
pre code { background: none; padding: 0; }
.added, .removed { display: block; }
.added { background: var(--plus); } .removed { background: var(--minus); }
.curves svg { max-width: 100%; height: auto; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .7rem 0; padding: 0 1rem; }
summary { cursor: pointer; padding: .7rem 0; font-weight: 600; }
summary .share { float: right; font-variant-numeric: tabular-nums; }
details > div { padding-bottom: .8rem; }
meter { width: 7rem; height: .8rem; vertical-align: middle; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } td { font-variant-numeric: tabular-nums; }
li { margin: .2rem 0; }
@media print { details { break-inside: avoid; } }
"""


def render(report: Report) -> str:
    """The whole page, ending in a newline."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    name = report.sources[0].path if report.sources else "your answers"
    headline = VERDICTS[report.verdict]
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_escaped(headline)}: {_escaped(name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f'<header>\n<h1 class="{report.verdict}">{_escaped(headline)}</h1>'
    odds = f"P(nothing wrong) {percent(report.healthy)}, P(no page fits) {percent(report.unknown)}"
    yield f'<p class="soft">{_escaped(odds)}</p>\n<p>{_escaped(report.summary)}</p>\n</header>\n<main>'
    picture = draw(report)
    if picture:
        yield f'<section class="curves" aria-label="Curves">\n{picture.rstrip()}\n</section>'
    if report.verdict == "healthy":
        yield from _looked_at(report)
    yield from _causes(report)
    yield from _excluded(report)
    yield from _open(report)
    yield from _facts(report)
    yield "</main>\n</body>\n</html>"


def _looked_at(report: Report) -> Iterator[str]:
    yield "<h2>What was looked at</h2>\n<ul>"
    for seen in report.observations:
        yield f"<li>{_escaped(seen.says)} {_where(seen.where)}</li>"
    yield "</ul>"


def _causes(report: Report) -> Iterator[str]:
    causes = list(report.causes)
    if report.verdict == "healthy":
        causes = [
            c for c in causes if (c.kind == "benign" and c.probability >= 0.15) or c.probability >= 0.05
        ]
    if not causes:
        return
    yield f"<h2>{'Worth a look all the same' if report.verdict == 'healthy' else 'Causes'}</h2>"
    yield (
        '<p class="soft">The percentage is the probability after all that is known. ×5: five times likelier '
        "under this cause than in an average troubled training.</p>"
    )
    for number, cause in enumerate(causes, start=1):
        yield from _cause(report, cause, opened=number == 1 or cause.probability >= OPEN)
    if report.besides:
        yield "<h2>And besides</h2>\n<p>What the first cause leaves unexplained points here.</p>"
        for cause in report.besides:
            if cause.id in {one.id for one in causes}:
                yield f"<p><b>{_escaped(cause.title)}</b> (above), {_escaped(percent(cause.probability))}</p>"
            else:
                yield from _cause(report, cause, opened=False)


def _cause(report: Report, cause: ReportedCause, *, opened: bool) -> Iterator[str]:
    share = f"{cause.probability:.4f}"
    yield f"<details{' open' if opened else ''}>\n<summary>{_escaped(cause.title)}"
    yield f'<span class="share"><meter value="{share}" aria-label="probability"></meter>'
    yield f"{_escaped(percent(cause.probability))}</span></summary>\n<div>"
    yield f'{_prose(cause.summary)}\n<p class="soft"><code>unstuck explain {_escaped(cause.id)}</code></p>'
    for name, evidence in (("Evidence", cause.evidence), ("Against it", cause.against)):
        if evidence:
            yield f"<h3>{name}</h3>\n<ul>"
            yield from (f"<li>{_evidence(one)}</li>" for one in evidence)
            yield "</ul>"
    if cause.checks:
        yield f"<h3>Check ({cause.minutes:g} min)</h3>\n<ul>"
        yield from (f"<li>{_prose(check)}</li>" for check in cause.checks)
        yield "</ul>"
    yield f"<h3>Fix</h3>\n{_prose(cause.fix)}"
    yield from _code(report, cause)
    yield "</div>\n</details>"


def _code(report: Report, cause: ReportedCause) -> Iterator[str]:
    if cause.diff:
        lines = []
        for line in cause.diff.rstrip("\n").split("\n"):
            head = line.startswith(("+++", "---"))
            kind = "" if head else {"+": "added", "-": "removed"}.get(line[:1], "")
            text = _escaped(literal(line).rstrip())
            lines.append(f'<span class="{kind}">{text}</span>' if kind else text + "\n")
        yield f"<p>In your code:</p>\n<pre><code>{''.join(lines)}</code></pre>"
        return
    framework = report.framework if report.framework in cause.fixes else next(iter(cause.fixes), "")
    if framework:
        yield f"<p>In {FRAMEWORK_NAMES[framework]}:</p>"
        yield f"<pre><code>{_escaped(cause.fixes[framework].rstrip(), code=True)}</code></pre>"


def _excluded(report: Report) -> Iterator[str]:
    if not report.excluded:
        return
    yield "<h2>Ruled out</h2>\n<ul>"
    for one in report.excluded:
        if one.by is None:
            yield f"<li><s>{_escaped(one.title)}</s>, by you</li>"
        else:
            odds = f"{percent(one.probability)} instead of the usual {percent(one.prior)}"
            yield f"<li><b>{_escaped(one.title)}</b>, {_escaped(odds)}: {_evidence(one.by)}</li>"
    yield "</ul>"


def _open(report: Report) -> Iterator[str]:
    questions = report.questions[:3] if report.verdict != "healthy" else ()
    if not (questions or report.unseen or report.unanswered or report.warnings):
        return
    yield "<h2>What could not be told</h2>\n<ul>"
    if report.unseen:
        yield f"<li>Not seen here: {_escaped(', '.join(report.unseen))}.</li>"
    if report.unanswered:
        yield f"<li>You cannot tell: {_escaped(', '.join(report.unanswered))}.</li>"
    yield from (f"<li>Note: {_escaped(warning)}</li>" for warning in report.warnings)
    yield "</ul>"
    for question in questions:
        yield f"<h3>{_escaped(question.text)}</h3>\n<ul>"
        for value, words in question.answers.items():
            told = f"--answer {question.symptom}={value}"
            yield f"<li>{_escaped(words)} <code>{_escaped(told)}</code></li>"
        yield "</ul>"


def _facts(report: Report) -> Iterator[str]:
    rows = []
    for source in report.sources:
        held = ", ".join(counted(n, kind, source.kind) for kind, n in source.counts.items() if n)
        rows.append(("source", f"{source.format} ({held})" if held else source.format, source.path))
    if report.framework:
        rows.append(("framework", FRAMEWORK_NAMES[report.framework], ""))
    if len(report.runs) > 1:
        rows.append(("run", report.run, f"one of {len(report.runs)}"))
    rows += [(fact.name, fact.value, fact.where) for fact in report.facts]
    if not rows and not report.curves:
        return
    yield "<h2>Facts of the run</h2>"
    yield from _table(("what", "value", "where"), rows)
    names = ("curve", "first", "lowest", "highest", "last", "points", "where")
    yield from _table(
        names,
        [
            (
                curve.name if curve.name.startswith(curve.split) else f"{curve.split} {curve.name}",
                *(
                    "no number" if value is None else f"{value:.4g}"
                    for value in (curve.first, curve.least, curve.most, curve.last)
                ),
                f"{curve.points:,}" + (f", {curve.broken:,} no number" if curve.broken else ""),
                curve.where,
            )
            for curve in report.curves
        ],
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    names = "".join(f'<th scope="col">{name}</th>' for name in head)
    yield f"<table>\n<thead><tr>{names}</tr></thead>\n<tbody>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody>\n</table>"


def _evidence(evidence: ReportedEvidence) -> str:
    weight = f"×{evidence.times:.2g}" if evidence.times < 100 else f"×{evidence.times:.0f}"
    return f"{_escaped(evidence.says)} <b>{weight}</b> {_where(evidence.where)}"


def _where(where: str) -> str:
    return f'<span class="where">{_escaped(where)}</span>'


def _escaped(text: str, *, code: bool = False) -> str:
    """Text without control characters, and with nothing that HTML reads; code keeps its lines."""
    clean = "\n".join(map(literal, text.split("\n"))) if code else safe(text)
    return html.escape(clean.encode("utf-8", "replace").decode())


def _prose(text: str) -> str:
    """The Markdown of a page as HTML; links to other pages become their text."""
    return str(_markdown().render(re.sub(r"\[([^\]]*)\]\([^):]*\.md\)", r"\1", text))).rstrip()


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
