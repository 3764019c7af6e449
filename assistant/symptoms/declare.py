"""How a symptom is declared: a question, its finite answers, their usual rates and phrases.

No symptom stands here; the families beside this module declare them.
"""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """One answer of a symptom.

    usual: how often an average troubled run shows it (a probability). says: the answer in words,
    as a choice in a conversation. phrases: how people say it, in the language of `phrases.py`.
    """

    usual: float
    says: str
    phrases: tuple[str, ...] = ()


class Symptom(NamedTuple):
    """One question about a training run. minutes: what it costs a person to answer it."""

    name: str
    question: str
    minutes: float
    answers: dict[str, Answer]

    def usual(self, answer: str) -> float:
        """The rate of `answer` in an average troubled run; KeyError for an unknown answer."""
        return self.answers[answer].usual


class Family:
    """A group of symptoms: its attributes, each declared with `symptom`."""


def answer(usual: float, says: str, *phrases: str) -> Answer:
    """An answer with its rate, its words and the phrases people use for it."""
    return Answer(usual, says, phrases)


def symptom(question: str, *, minutes: float, answers: dict[str, Answer]) -> Symptom:
    """A symptom, to be named by the attribute it is given to."""
    return Symptom("", question, minutes, answers)


def declared(*families: type[Family]) -> dict[str, Symptom]:
    """Every symptom of the families by name, in the order of declaration."""
    return {
        name: value._replace(name=name)
        for family in families
        for name, value in vars(family).items()
        if isinstance(value, Symptom)
    }
