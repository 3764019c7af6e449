"""How a symptom is declared: a question, its finite answers, their usual rates and phrases.

No symptom stands here; the families beside this module declare them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Said = str | None
"""The value of a symptom: the name of one of its answers, or None while unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a symptom.

    usual: how often an average troubled run shows it (a probability).
    says: the answer in words, as a choice in a conversation.
    phrases: how people say it; see `assistant.symptoms.phrases`.
    """

    usual: float
    says: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Symptom:
    """One question about a training run.

    minutes: what it costs a person to answer it.
    """

    name: str
    question: str
    minutes: float
    answers: dict[str, Answer]

    def usual(self, answer: str) -> float:
        """The rate of `answer` in an average troubled run; KeyError for an unknown answer."""
        return self.answers[answer].usual


def answer(usual: float, says: str, *phrases: str) -> Answer:
    """An answer with its rate, its words and the phrases people use for it."""
    return Answer(usual, says, phrases)


def symptom(question: str, *, minutes: float, answers: dict[str, Answer]) -> Any:
    """A field of the model that carries its declaration (typed Any, as pydantic's Field is)."""
    return Field(
        default=None,
        description=question,
        json_schema_extra={"minutes": minutes, "answers": answers},  # type: ignore[dict-item]
    )


class Family(BaseModel):
    """A group of symptoms. Frozen: an answer gives a new value."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="after")
    def _answers_are_declared(self) -> Self:
        for name, value in self:
            if value is not None:
                check(type(self), name, value)
        return self

    @classmethod
    @cache
    def declared(cls) -> dict[str, Symptom]:
        """Every symptom by name, in the order of declaration."""
        found: dict[str, Symptom] = {}
        for name, field in cls.model_fields.items():
            extra: Any = field.json_schema_extra
            found[name] = Symptom(name, field.description or "", extra["minutes"], extra["answers"])
        return found


def check(model: type[Family], name: str, value: str) -> None:
    """Raise ValueError, with the right ones listed, where `name` or `value` is not declared."""
    symptoms = model.declared()
    if name not in symptoms:
        raise ValueError(f"no symptom is named {name!r}; there are: {', '.join(symptoms)}")
    answers = symptoms[name].answers
    if value not in answers:
        raise ValueError(f"{name} has no answer {value!r}; it takes: {', '.join(answers)}")
