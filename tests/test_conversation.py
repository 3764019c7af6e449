"""The conversation as a value: what comes next, what a move changes, and that it never ends in silence."""

from __future__ import annotations

import pytest

from assistant.background import read_said
from assistant.conversation import (
    AFTER_A_LOG,
    FROM_WORDS,
    NO,
    UNSURE,
    YES,
    Answered,
    Ask,
    Confirmed,
    Conversation,
    Deferred,
    Find,
    Fine,
    Given,
    LeftOpen,
    RuledOut,
    Solved,
    Stumped,
    Turn,
    changed_lines,
    lead_moved,
    news,
    next_turn,
    take,
    told,
)
from assistant.howto import how_to_find_out
from assistant.knowledge import load
from assistant.readers.text import read_text
from assistant.symptoms import SYMPTOMS

FLAT = "".join(f"epoch {n} train loss 0.6931 acc 0.5000 val loss 0.6932 val acc 0.5000\n" for n in range(9))
FINE = "".join(
    f"epoch {n} train loss {2.3 * 0.6**n:.4f} val loss {2.3 * 0.6**n + 0.02:.4f}\n" for n in range(9)
)


def given(log: str) -> Conversation:
    return Conversation().after(Given("paste", "paste", read_text(log, "paste"), log))


def turn(conversation: Conversation) -> Turn:
    return next_turn(conversation, conversation.session.report())


def test_it_begins_with_a_question_that_can_be_left_open() -> None:
    first = turn(Conversation())
    assert isinstance(first, Ask)
    assert first.choices[-1].value == UNSURE
    assert first.how


def test_a_move_makes_a_new_conversation_and_back_undoes_it() -> None:
    first = given(FLAT)
    second = first.after(Answered("task", "binary"))
    assert second.back() == (first, Answered("task", "binary"))
    assert Conversation().back() == (Conversation(), None)
    assert dict(first.session.answers) == {}


def test_an_answer_closes_an_open_question_and_the_other_way_round() -> None:
    conversation = Conversation().after(LeftOpen("task")).after(Answered("task", "binary"))
    assert conversation.session.unanswered == frozenset()
    assert dict(conversation.after(LeftOpen("task")).session.answers) == {}


def test_what_is_left_open_is_not_asked_again() -> None:
    conversation, asked = Conversation(), []
    for _ in range(20):
        now = turn(conversation)
        assert isinstance(now, Ask)
        asked.append(now.symptom)
        conversation = take(conversation, now, UNSURE)
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(("start", "most"), [(given(FLAT), AFTER_A_LOG), (Conversation(), FROM_WORDS)])
def test_after_a_few_questions_the_best_candidate_is_named(start: Conversation, most: int) -> None:
    conversation = start if start.moves else start.after(Answered("loss_trend", "flat"))
    for asked in range(most + 2):
        now = turn(conversation)
        if isinstance(now, Find):
            assert asked <= most
            return
        assert isinstance(now, Ask)
        conversation = take(conversation, now, UNSURE)
    raise AssertionError("nothing was named")


def test_ruled_out_is_gone_and_the_next_one_comes() -> None:
    conversation = given(FLAT)
    seen: list[str] = []
    for _ in range(40):
        now = turn(conversation)
        if isinstance(now, Find):
            assert now.cause.id not in seen
            seen.append(now.cause.id)
            if len(seen) == 3:
                return
            conversation = take(conversation, now, NO)
        else:
            assert isinstance(now, Ask)
            conversation = take(conversation, now, UNSURE)
    raise AssertionError(f"only {seen} were named")


def test_nothing_ends_in_silence() -> None:
    """Don't know, not checked, and so on until no question is left: then the checks, in their order."""
    conversation = given(FLAT)
    for _ in range(200):
        now = turn(conversation)
        if isinstance(now, Stumped):
            break
        assert not isinstance(now, Solved)
        assert now.choices
        conversation = take(conversation, now, UNSURE if isinstance(now, Ask) else now.choices[-1].value)
    assert isinstance(now, Stumped)
    opened = turn(take(conversation, now, now.choices[0].value))
    assert isinstance(opened, Find)
    assert opened.cause.id == now.choices[0].value


def test_every_cause_ruled_out_is_still_an_answer() -> None:
    conversation = given(FLAT)
    for id in load().pages:
        conversation = conversation.after(RuledOut(id))
    now = turn(conversation)
    assert isinstance(now, Ask | Stumped)


def test_healthy_says_what_it_rests_on_and_asks_on_when_told() -> None:
    conversation = given(FINE)
    now = turn(conversation)
    assert isinstance(now, Fine)
    assert now.looked_at
    assert isinstance(turn(take(conversation, now, "more")), Ask)
    assert isinstance(turn(take(conversation, now, "enough")), Solved)


def test_one_answer_is_not_enough_to_be_healthy() -> None:
    assert isinstance(turn(Conversation().after(Answered("loss_trend", "falling"))), Ask)


def test_a_confirmed_cause_ends_it_until_something_new_comes() -> None:
    conversation = given(FLAT)
    while not isinstance(now := turn(conversation), Find):
        assert isinstance(now, Ask)
        conversation = take(conversation, now, UNSURE)
    solved = take(conversation, now, YES)
    assert isinstance(solved.moves[-1], Confirmed)
    assert isinstance(turn(solved), Solved)
    assert not isinstance(turn(solved.after(Answered("loss_trend", "nan"))), Solved)


def test_a_deferred_cause_waits_for_its_questions() -> None:
    start = given(FLAT)
    conversation = start.after(Deferred(start.session.report().causes[0].id))
    assert conversation.asked == 0
    assert isinstance(turn(conversation), Ask)


def test_a_wrong_choice_is_refused() -> None:
    now = turn(Conversation())
    with pytest.raises(ValueError, match="not among the choices"):
        take(Conversation(), now, "sideways")


def test_a_symptom_and_a_cause_can_be_opened_by_hand() -> None:
    conversation = given(FLAT).after(Answered("task", "binary"))
    asked = turn(conversation.look_at("task"))
    assert isinstance(asked, Ask)
    assert asked.chosen == "binary"
    id = conversation.session.report().causes[1].id
    found = turn(conversation.look_at(id))
    assert isinstance(found, Find)
    assert found.cause.id == id
    assert conversation.look_at(id).after(LeftOpen("loop")).looking_at == ""


def test_a_file_read_again_keeps_its_place() -> None:
    conversation = Conversation().after(Given("file", "a.log", read_text(FLAT, "a.log")))
    conversation = conversation.after(Answered("task", "binary"))
    grown = conversation.reread("a.log", read_text(FLAT + FINE, "a.log"))
    assert len(grown.moves) == 2
    assert len(grown.session.report().runs) == 2


def test_news_tell_what_changed_and_only_that() -> None:
    before, after = Conversation().session.report(), given(FLAT).session.report()
    assert any("ln 2" in one for one in news(before, after))
    assert not list(news(after, after))
    assert lead_moved(after, after) == ""
    assert "%" in lead_moved(before, after)


def test_why_names_the_two_that_lead() -> None:
    conversation = given(FLAT)
    report = conversation.session.report()
    questions = [question for question in report.questions if question.between]
    assert questions
    assert set(questions[0].between) <= {cause.id for cause in report.causes} | {"healthy"}


def test_every_move_can_be_told() -> None:
    moves = (
        Given("words", "you said", read_said("hello", "you said").reading, "hello"),
        Given("file", "a.log", read_text(FLAT, "a.log")),
        Answered("task", "binary"),
        LeftOpen("task"),
        RuledOut("overfitting"),
        Deferred("overfitting"),
        Confirmed("overfitting"),
    )
    assert all(told(move) for move in moves)


def test_every_symptom_has_a_way_to_find_out() -> None:
    assert all(how_to_find_out(name) for name in SYMPTOMS)
    assert how_to_find_out("no-such-symptom") == ""


def test_changed_lines_are_short_and_signed() -> None:
    assert changed_lines("a\nb\nc\nd\n", "a\nb\nx\nd\n") == (" b", "-c", "+x", " d")
    assert changed_lines("a\n", "a\n") == ()
