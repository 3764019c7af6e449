"""The index of the knowledge base, `knowledge/README.md`, made from its pages."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge import load, load_cases
from assistant.symptoms import FAMILIES, SYMPTOMS
from assistant.tree import Split, merge

STRONG = 3
"""How many times likelier an answer makes a cause that is listed under it."""
SHOWN = 6
SEEN = {
    "loss": "The loss",
    "accuracy": "Accuracy",
    "validation": "Validation",
    "tensors": "Gradients, activations, weights",
}

HEAD = """# What Unstuck knows

One pitfall is one page: what you see, why it happens, bad and good code in PyTorch and Keras 3, small
experiments that would confirm it, the fix, what it is not to be confused with, and sources.
`unstuck explain ID` prints a page. How pages become a verdict: [reasoning.md](reasoning.md).

This index is made from the pages: `python -m pytest tests/test_knowledge_index.py --update -p no:xdist`.

## Adding a pitfall

1. Copy [template.md](template.md) to `pitfalls/<id>.md`; the file's name is the id, and is public.
2. Fill its eight headings; their names stay. The code runs as it stands and is kept to 75 columns.
3. Write the rule at the end: the prior, the minutes of the check, and what is likelier under this cause.
   `unstuck tree` shows all symptoms in use; a new one, if it must be, is declared in
   [assistant/symptoms](../assistant/symptoms).
4. Write `told/<id>.txt`: a dozen lines in which people tell of it before they know it, with the facts that
   they mention.
5. Run the tests: they name the file and the line of whatever does not fit, and what the new page does to
   the cases and the recorded runs. Make this index anew.
"""


def index() -> str:
    """The whole page."""
    return "\n".join((HEAD, *_pitfalls(), *_seen(), *_cases(), *_outcomes())) + "\n"


def _pitfalls() -> Iterator[str]:
    pages = load().pages
    for kind, title in (("fault", "Pitfalls"), ("benign", "Looks odd, and is fine")):
        yield from (f"## {title}", "", "| pitfall | in short | how common | check |", "|---|---|---|---|")
        for id, page in sorted(pages.items(), key=lambda one: one[1].title.lower()):
            if page.kind == kind:
                common, minutes = f"{page.rule.prior:g} %", f"{page.rule.minutes:g} min"
                yield f"| [{page.title}](pitfalls/{id}.md) | {_cell(page.summary)} | {common} | {minutes} |"
        yield ""


def _seen() -> Iterator[str]:
    """What speaks for what, the strongest first: the first step of the decision tree."""
    knowledge = load()
    splits = {
        split.symptom: split for split in merge({id: page.rule for id, page in knowledge.pages.items()})
    }
    yield from (
        "## By what you see",
        "",
        f"What makes a pitfall at least {STRONG} times likelier, by itself.",
        "",
    )
    for family, title in SEEN.items():
        yield from (f"### {title}", "")
        for symptom in FAMILIES[family]:
            lines = list(_answers(splits[symptom])) if symptom in splits else []
            if lines:
                yield from (SYMPTOMS[symptom].question, "", *lines, "")


def _answers(split: Split) -> Iterator[str]:
    for branch in split.branches:
        strong = [(cause, times) for cause, times in branch.causes if times >= STRONG]
        if strong:
            links = ", ".join(f"[{cause}](pitfalls/{cause}.md) ×{times:g}" for cause, times in strong[:SHOWN])
            more = " …" if len(strong) > SHOWN else ""
            yield f"- {SYMPTOMS[split.symptom].answers[branch.answer].says}: {links}{more}"


def _cases() -> Iterator[str]:
    yield from ("## Documented cases", "", "Stories with their log, and the causes that it must lead to.", "")
    for id, case in load_cases().items():
        causes = ", ".join(f"[{cause}](pitfalls/{cause}.md)" for cause in case.causes)
        yield f"- [{case.title}](cases/{id}.md): {causes or case.verdict}"
    yield ""


def _outcomes() -> Iterator[str]:
    yield from ("## The two that compete with them", "")
    for id, page in load().outcomes.items():
        yield f"- [{page.title}](outcomes/{id}.md), {page.rule.prior:g} %: {page.summary}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
