"""The seven case studies as conversations: from the log in five questions, from words in eight."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conversation import Ask, Find, Fine
from assistant.knowledge import load_cases
from tests.chat import Talk, chat
from tests.persons import PERSONS

CASES = load_cases()


def test_every_case_study_has_its_person() -> None:
    assert set(PERSONS) <= set(CASES)
    assert len(PERSONS) == 7


def right(talk: Talk, id: str) -> None:
    """What the chat says last names a cause of the case, with evidence, a check and a fix."""
    turn, case = talk.app.turn, CASES[id]
    assert not isinstance(turn, Ask)
    if case.verdict == "healthy":
        assert isinstance(turn, Fine)
        assert turn.looked_at
        return
    assert isinstance(turn, Find)
    assert turn.cause.id in case.causes
    assert turn.cause.evidence
    said = talk.said[-1]
    assert turn.cause.title in said
    assert turn.cause.evidence[0].says in said
    assert "Check (" in said
    assert "Fix: " in said


@pytest.mark.parametrize("id", PERSONS)
def test_a_pasted_log_leads_to_the_cause(id: str, tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.paste(CASES[id].logs[0])
        await talk.answer_as(PERSONS[id], 5)
        right(talk, id)

    chat(tmp_path, act)


@pytest.mark.parametrize("id", PERSONS)
def test_words_alone_lead_to_the_cause(id: str, tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(PERSONS[id].words)
        await talk.answer_as(PERSONS[id], 8)
        right(talk, id)

    chat(tmp_path, act)
