"""The alternating decision tree: rules of evidence, what they weigh, and their merged forest.

After Freund & Mason, "The alternating decision tree learning algorithm" (ICML 1999).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from assistant.grades import CURVES, GRADES, TRUST

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


Counts = Mapping[str, Mapping[str, float]]
"""For every symptom how many recorded runs gave each answer."""


class Rule(NamedTuple):
    """What a page says as numbers: a prior in parts per hundred, minutes of its check, evidence.

    needs: symptoms of which one must be known before the grades of curves say anything: a fault
    that shows against validation alone is not read off a training curve.
    counts: what recorded runs with this fault showed. voted: how many times likelier, in natural logs, the
    trees grown on recorded runs find it from the curves; None where they were not asked.
    """

    prior: float
    minutes: float
    evidence: tuple[Evidence, ...] = ()
    needs: frozenset[str] = frozenset()
    counts: Counts = MappingProxyType({})
    voted: float | None = None

    def is_blind(self, known: Collection[str]) -> bool:
        """Whether none of the symptoms is known that its curves would show it against."""
        return bool(self.needs) and self.needs.isdisjoint(known)


EXPERT, SILENT = 40.0, 8.0
"""A page's number counts as this many recorded runs; the usual rates, where it says nothing, as these."""


def reached(evidence: Iterable[Evidence], known: Mapping[str, str]) -> Iterator[Evidence]:
    """Every node whose context holds: all at the top, nested ones where their parent's answer is known."""
    for node in evidence:
        yield node
        if node.then and known.get(node.symptom) in node.answers:
            yield from reached(node.then, known)


def answer_rates(
    rule: Rule, usual: Usual, wanted: Collection[str] | None = None
) -> dict[str, Mapping[str, float]]:
    """P(answer | cause) for every symptom that a rule speaks of without context; each sums to 1.

    P(a | c) = u(a) t(a) / sum of u(b) t(b), where t multiplies the `times` of the nodes and is 1 where the
    rule is silent. Where runs with the fault were recorded, their frequencies take over as they grow: the
    page's numbers are a Dirichlet prior worth EXPERT runs, the usual rates one worth SILENT.
    wanted: the symptoms to look at, all where it is not given.
    """
    top = _times(_of(rule.evidence, wanted), usual)
    rates = {symptom: _weighted(usual[symptom], times) for symptom, times in top.items()}
    for symptom, seen in rule.counts.items():
        if wanted is not None and symptom not in wanted:
            continue
        expert = EXPERT if symptom in top else SILENT
        runs = sum(seen.values()) + expert
        before = rates.get(symptom, usual[symptom])
        rates[symptom] = {a: (seen.get(a, 0.0) + expert * rate) / runs for a, rate in before.items()}
    return rates


def likelihood_ratios(
    rule: Rule, known: Mapping[str, str], usual: Usual, wanted: Collection[str] | None = None
) -> dict[str, dict[str, float]]:
    """For every symptom that `rule` speaks of in this context: P(answer | cause) / usual rate.

    What nested nodes say multiplies what the rule says without context (`answer_rates`). Without a
    curve, recorded frequencies say nothing. A symptom that is missing here has ratio 1 for every answer.
    wanted: the symptoms to look at, all where it is not given.
    """
    told = rule if CURVES & known.keys() else rule._replace(counts={})
    nested = _times(_of(_held(rule.evidence, known), wanted), usual)
    blind = rule.is_blind(known)
    chances = answer_rates(told, usual, wanted)
    ratios = {}
    for symptom in dict.fromkeys((*chances, *nested)):
        if blind and symptom in GRADES:
            continue
        rates = usual[symptom]
        here = _weighted(chances.get(symptom, rates), nested.get(symptom))
        power = TRUST if symptom in GRADES else 1.0
        ratios[symptom] = {a: (chance / rates[a]) ** power for a, chance in here.items()}
    return ratios


def _of(nodes: Iterable[Evidence], wanted: Collection[str] | None) -> Iterable[Evidence]:
    """Those of some symptoms."""
    return nodes if wanted is None else (node for node in nodes if node.symptom in wanted)


def _held(evidence: Iterable[Evidence], known: Mapping[str, str]) -> Iterator[Evidence]:
    """The nested nodes whose context holds."""
    for node in evidence:
        if node.then and known.get(node.symptom) in node.answers:
            yield from reached(node.then, known)


def _weighted(rates: Mapping[str, float], times: Mapping[str, float] | None) -> Mapping[str, float]:
    """Rates multiplied by `times` and made to add up to 1 again."""
    if times is None:
        return rates
    weights = {answer: rate * times[answer] for answer, rate in rates.items()}
    total = sum(weights.values())
    return {answer: weight / total for answer, weight in weights.items()}


def _times(nodes: Iterable[Evidence], usual: Usual) -> dict[str, dict[str, float]]:
    """The product of the `times` of nodes, for every answer of the symptoms they speak of."""
    times: dict[str, dict[str, float]] = {}
    for node in nodes:
        weights = times.setdefault(node.symptom, dict.fromkeys(usual[node.symptom], 1.0))
        for answer in node.answers:
            weights[answer] *= node.times
    return times


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
