"""The alternating decision tree: rules of evidence, what they weigh, and their merged forest.

After Freund & Mason, "The alternating decision tree learning algorithm" (ICML 1999).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

Usual = Mapping[str, Mapping[str, float]]
"""For every symptom the rate of each answer in an average troubled run; rates sum to 1."""


class Evidence(NamedTuple):
    """A decision node with its prediction: `symptom` in `answers` is `times` likelier than usual.

    then: evidence looked at only where this one holds.
    """

    symptom: str
    answers: frozenset[str]
    times: float
    then: tuple[Evidence, ...] = ()


class Rule(NamedTuple):
    """What a page says as numbers: a prior in parts per hundred, minutes of its check, evidence."""

    prior: float
    minutes: float
    evidence: tuple[Evidence, ...] = ()


def reached(evidence: Iterable[Evidence], known: Mapping[str, str]) -> Iterator[Evidence]:
    """Every node whose context holds: all at the top, nested ones where their parent's answer is known."""
    for node in evidence:
        yield node
        if node.then and known.get(node.symptom) in node.answers:
            yield from reached(node.then, known)


def likelihood_ratios(rule: Rule, known: Mapping[str, str], usual: Usual) -> dict[str, dict[str, float]]:
    """For every symptom that `rule` speaks of in this context: P(answer | cause) / usual rate.

    P(a | c) = u(a) t(a) / sum of u(b) t(b), where t multiplies the `times` of the nodes that hold
    and is 1 where the rule is silent. A symptom that is missing here has ratio 1 for every answer.
    """
    times: dict[str, dict[str, float]] = {}
    for node in reached(rule.evidence, known):
        weights = times.setdefault(node.symptom, dict.fromkeys(usual[node.symptom], 1.0))
        for answer in node.answers:
            weights[answer] *= node.times
    ratios = {}
    for symptom, weights in times.items():
        total = sum(usual[symptom][answer] * weights[answer] for answer in weights)
        ratios[symptom] = {answer: weight / total for answer, weight in weights.items()}
    return ratios


class Split(NamedTuple):
    """A decision node of the merged tree: one symptom with a branch for each answer that counts."""

    symptom: str
    branches: tuple[Branch, ...]


class Branch(NamedTuple):
    """An answer, the causes it speaks for (cause, times), and what is looked at next."""

    answer: str
    causes: tuple[tuple[str, float], ...]
    splits: tuple[Split, ...]


def merge(rules: Mapping[str, Rule]) -> tuple[Split, ...]:
    """The forest of all rules merged by symptom and answer: the tree a person walks."""
    return _merged([(cause, node) for cause, rule in rules.items() for node in rule.evidence])


def _merged(nodes: list[tuple[str, Evidence]]) -> tuple[Split, ...]:
    grouped: dict[str, dict[str, list[tuple[str, Evidence]]]] = {}
    for cause, node in nodes:
        for answer in sorted(node.answers):
            grouped.setdefault(node.symptom, {}).setdefault(answer, []).append((cause, node))
    splits = []
    for symptom, answers in grouped.items():
        branches = []
        for answer, held in answers.items():
            causes = sorted(((cause, node.times) for cause, node in held), key=lambda p: -p[1])
            inner = [(cause, child) for cause, node in held for child in node.then]
            branches.append(Branch(answer, tuple(causes), _merged(inner)))
        splits.append(Split(symptom, tuple(branches)))
    return tuple(splits)
