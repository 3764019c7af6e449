"""The index of the knowledge base is current, its links lead somewhere, and the template is a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.knowledge import load
from assistant.pages import parse_page
from assistant.symptoms import SYMPTOMS
from tests.knowledge_index import index

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"


def test_the_index_is_current(update: bool) -> None:
    path = KNOWLEDGE / "README.md"
    if update:
        path.write_text(index(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == index(), "pytest tests/test_knowledge_index.py --update"


def test_every_pitfall_is_in_it() -> None:
    text = index()
    assert all(f"(pitfalls/{id}.md)" in text for id in load().pages)


@pytest.mark.parametrize("name", ["README.md", "reasoning.md", "template.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (KNOWLEDGE / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (KNOWLEDGE / target).exists(), target


def test_the_template_is_a_page_as_it_stands() -> None:
    page = parse_page(KNOWLEDGE / "template.md")
    assert set(page.good) == set(page.bad) == {"pytorch", "keras"}
    assert page.checks
    for node in page.rule.evidence:
        assert node.answers <= set(SYMPTOMS[node.symptom].answers)
        for inner in node.then:
            assert inner.answers <= set(SYMPTOMS[inner.symptom].answers)
