"""The vocabulary: rates, questions, and the model made from the declarations."""

from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from assistant.symptoms import FAMILIES, SYMPTOMS, Symptoms, check_answer

EACH = pytest.mark.parametrize("name", sorted(SYMPTOMS))


@EACH
def test_usual_rates_are_a_distribution(name: str) -> None:
    answers = SYMPTOMS[name].answers
    assert math.isclose(math.fsum(a.usual for a in answers.values()), 1.0, abs_tol=1e-9)
    assert all(0 < a.usual < 1 for a in answers.values())
    assert 2 <= len(answers) <= (60 if name in FAMILIES["told"] else 10)  # those are not asked


@EACH
def test_questions_are_questions_in_words(name: str) -> None:
    one = SYMPTOMS[name]
    assert one.name == name
    assert one.question.endswith("?")
    assert one.question[0].isupper()
    assert 0 < one.minutes <= 15
    assert all(a.says and not a.says.endswith(".") for a in one.answers.values())


def test_a_name_is_declared_in_one_family() -> None:
    assert sum(len(family) for family in FAMILIES.values()) == len(SYMPTOMS)


def test_the_model_takes_declared_answers_and_nothing_else() -> None:
    known = Symptoms(loss_trend="flat", last_activation="none")
    assert known.model_dump(exclude_none=True) == {"loss_trend": "flat", "last_activation": "none"}
    assert set(Symptoms.model_fields) == set(SYMPTOMS)
    with pytest.raises(ValidationError, match="falling"):
        Symptoms(loss_trend="sideways")
    with pytest.raises(ValidationError, match="Extra inputs"):
        Symptoms(loss_trent="flat")
    with pytest.raises(ValidationError, match="frozen"):
        known.loss_trend = "nan"  # type: ignore[attr-defined]


def test_check_answer_lists_the_right_ones() -> None:
    check_answer("loss_trend", "flat")
    with pytest.raises(ValueError, match="loss_level"):
        check_answer("loss_trent", "flat")
    with pytest.raises(ValueError, match="falling, crawling"):
        check_answer("loss_trend", "sideways")
