"""Random rules for the tests of tree and rank, and a naive oracle in exact fractions.

The oracle follows the definitions of the probabilities word for word and shares no code with
the engine: contexts are looked up from the root for every node, nothing is cached, no logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import strategies as st

from assistant.rank import Known
from assistant.tree import Evidence, Rule

Rates = dict[str, dict[str, float]]
TIMES = (0.02, 0.2, 0.5, 1.0, 1.5, 3.0, 20.0, 300.0)


@dataclass(frozen=True)
class World:
    usual: Rates
    rules: dict[str, Rule]
    answers: dict[str, str]
    known: dict[str, Known]


def paths(evidence: tuple[Evidence, ...], above: tuple[Evidence, ...] = ()) -> Iterator[tuple[Evidence, ...]]:
    """Every node, as the way from the root down to it."""
    for node in evidence:
        yield (*above, node)
        yield from paths(node.then, (*above, node))


def looked_at(path: tuple[Evidence, ...], answers: Mapping[str, str]) -> bool:
    return all(answers.get(parent.symptom) in parent.answers for parent in path[:-1])


def chance(rule: Rule, symptom: str, answer: str, answers: Mapping[str, str], usual: Rates) -> Fraction:
    """P(symptom = answer | cause) where `answers` are known: usual rates times weights, normalized."""

    def weight(of: str) -> Fraction:
        result = Fraction(usual[symptom][of])
        for path in paths(rule.evidence):
            if path[-1].symptom == symptom and of in path[-1].answers and looked_at(path, answers):
                result *= Fraction(path[-1].times)
        return result

    return weight(answer) / sum(weight(of) for of in usual[symptom])


def ratio(rule: Rule, symptom: str, answers: Mapping[str, str], usual: Rates) -> Fraction:
    """How many times likelier the known answer is under the cause than in the average run."""
    total = sum(Fraction(rate) for rate in usual[symptom].values())
    rate = Fraction(usual[symptom][answers[symptom]]) / total
    return chance(rule, symptom, answers[symptom], answers, usual) / rate


def believed(rules: Mapping[str, Rule], known: Mapping[str, Known], usual: Rates) -> dict[str, Fraction]:
    """The posterior: prior times the product over symptoms, strong ones beyond their weight, normalized."""
    answers = {symptom: one.answer for symptom, one in known.items() if one.sure}
    raw = {}
    for cause, rule in rules.items():
        raw[cause] = Fraction(rule.prior)
        for symptom, one in known.items():
            sure = Fraction(one.sure)
            if sure:
                weight = sure * ratio(rule, symptom, answers, usual) + (1 - sure)
                raw[cause] *= weight * Fraction(float(weight / 3) ** 0.8) if weight > 3 else weight
    total = sum(raw.values())
    return {cause: weight / total for cause, weight in raw.items()}


def uncertainty(distribution: Mapping[str, Fraction]) -> float:
    return -sum(float(p) * math.log2(float(p)) for p in distribution.values() if p)


def average_drop(symptom: str, rules: Mapping[str, Rule], known: Mapping[str, Known], usual: Rates) -> float:
    """The entropy now, less the entropies after each answer, averaged by how likely each answer is."""
    now = believed(rules, known, usual)
    answers = {name: one.answer for name, one in known.items()}
    drop = uncertainty(now)
    for answer in usual[symptom]:
        joint = {
            cause: p * Fraction(chance(rules[cause], symptom, answer, answers, usual))
            for cause, p in now.items()
        }
        likely = sum(joint.values())
        if likely:
            drop -= float(likely) * uncertainty({cause: p / likely for cause, p in joint.items()})
    return drop


def assignments(usual: Rates) -> Iterator[dict[str, str]]:
    """Every way to answer all symptoms."""
    for choice in product(*usual.values()):
        yield dict(zip(usual, choice, strict=True))


def usual_rates(random: Random) -> Rates:
    rates = {}
    for number in range(random.randint(2, 5)):
        parts = [random.randint(1, 20) for _ in range(random.randint(2, 4))]
        rates[f"s{number}"] = {f"a{n}": part / sum(parts) for n, part in enumerate(parts)}
    return rates


def grown(random: Random, usual: Rates, first: int, depth: int, ordered: bool) -> tuple[Evidence, ...]:
    """Nodes down to `depth`. ordered: a node's symptom stands after that of the node above it."""
    names = list(usual)[first if ordered else 0 :]
    if not names or depth == 0:
        return ()
    nodes = []
    for _ in range(random.randint(0, 3)):
        symptom = random.choice(names)
        answers = random.sample(sorted(usual[symptom]), random.randint(1, len(usual[symptom]) - 1))
        after = list(usual).index(symptom) + 1
        then = grown(random, usual, after, depth - 1, ordered)
        nodes.append(Evidence(symptom, frozenset(answers), random.choice(TIMES), then))
    return tuple(nodes)


def world(seed: int, causes: int, ordered: bool) -> World:
    random = Random(seed)
    usual = usual_rates(random)
    rules = {
        f"c{n}": Rule(random.uniform(0.1, 30), random.randint(1, 60), grown(random, usual, 0, 3, ordered))
        for n in range(causes)
    }
    answers = {s: random.choice(sorted(rates)) for s, rates in usual.items() if random.random() < 0.6}
    known = {s: Known(answer, random.choice((0.05, 0.3, 0.5, 0.9, 1.0))) for s, answer in answers.items()}
    return World(usual, rules, answers, known)


def worlds(ordered: bool = False) -> st.SearchStrategy[World]:
    """Two to five symptoms with two to four answers, one to five causes, evidence three deep.

    Drawn from a seed: to draw every node on its own takes hypothesis longer than all the tests.
    """
    return st.builds(world, st.integers(0, 2**32), st.integers(1, 5), st.just(ordered))
