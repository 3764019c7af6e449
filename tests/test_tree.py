from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tree import Evidence, Rule, Split, likelihood_ratios, merge, reached
from tests.forest import World, assignments, chance, looked_at, paths, worlds

USUAL = {
    "trend": {"frozen": 0.05, "flat": 0.15, "falling": 0.8},
    "level": {"clip": 0.01, "chance": 0.09, "ordinary": 0.9},
    "kind": {"binary": 0.25, "other": 0.75},
}
DEEPEST = Evidence("kind", frozenset({"binary"}), 4.0)
NESTED = Evidence("level", frozenset({"clip"}), 300.0, (DEEPEST,))
RULE = Rule(3.0, 5.0, (Evidence("trend", frozenset({"frozen", "flat"}), 20.0, (NESTED,)),))


@given(worlds())
def test_ratios_are_those_of_the_definition(world: World) -> None:
    for rule in world.rules.values():
        found = likelihood_ratios(rule, world.answers, world.usual)
        for symptom, rates in world.usual.items():
            for answer, rate in rates.items():
                expected = chance(rule, symptom, answer, world.answers, world.usual)
                assert rate * found.get(symptom, {}).get(answer, 1.0) == pytest.approx(
                    float(expected), rel=1e-9
                )


@given(worlds())
def test_a_symptom_is_missing_exactly_where_the_rule_is_silent(world: World) -> None:
    for rule in world.rules.values():
        spoken = {path[-1].symptom for path in paths(rule.evidence) if looked_at(path, world.answers)}
        assert set(likelihood_ratios(rule, world.answers, world.usual)) == spoken


@given(worlds())
def test_answers_of_a_symptom_sum_to_one_under_a_cause(world: World) -> None:
    for rule in world.rules.values():
        for symptom, ratios in likelihood_ratios(rule, world.answers, world.usual).items():
            total = sum(world.usual[symptom][answer] * times for answer, times in ratios.items())
            assert total == pytest.approx(1.0, rel=1e-9)
            assert min(ratios.values()) > 0


@given(worlds(ordered=True))
def test_all_ways_to_answer_everything_sum_to_one_under_a_cause(world: World) -> None:
    for rule in world.rules.values():
        total = 0.0
        for answers in assignments(world.usual):
            ratios = likelihood_ratios(rule, answers, world.usual)
            total += math.prod(
                world.usual[symptom][answer] * ratios.get(symptom, {}).get(answer, 1.0)
                for symptom, answer in answers.items()
            )
        assert total == pytest.approx(1.0, rel=1e-9)


@given(worlds(), st.integers(0, 999).map(Random))
def test_neither_the_order_of_answers_nor_of_evidence_matters(world: World, random: Random) -> None:
    shuffle = random.shuffle
    for rule in world.rules.values():
        pairs, nodes = list(world.answers.items()), list(rule.evidence)
        shuffle(pairs)
        shuffle(nodes)
        before = likelihood_ratios(rule, world.answers, world.usual)
        after = likelihood_ratios(Rule(rule.prior, rule.minutes, tuple(nodes)), dict(pairs), world.usual)
        assert before.keys() == after.keys()
        for symptom in before:
            assert after[symptom] == pytest.approx(before[symptom], rel=1e-9)


@given(worlds())
def test_splitting_one_node_over_its_answers_says_the_same(world: World) -> None:
    for rule in world.rules.values():
        split = [
            Evidence(node.symptom, frozenset({answer}), node.times, node.then)
            for node in rule.evidence
            for answer in sorted(node.answers)
        ]
        before = likelihood_ratios(rule, world.answers, world.usual)
        after = likelihood_ratios(Rule(rule.prior, 1.0, tuple(split)), world.answers, world.usual)
        assert before.keys() == after.keys()
        for symptom in before:
            assert after[symptom] == pytest.approx(before[symptom], rel=1e-9)


@pytest.mark.parametrize(
    ("known", "spoken"),
    [
        ({}, {"trend"}),
        ({"level": "clip"}, {"trend"}),
        ({"trend": "falling"}, {"trend"}),
        ({"trend": "falling", "level": "clip", "kind": "binary"}, {"trend"}),
        ({"trend": "frozen"}, {"trend", "level"}),
        ({"trend": "flat"}, {"trend", "level"}),
        ({"trend": "flat", "level": "chance"}, {"trend", "level"}),
        ({"trend": "flat", "level": "clip"}, {"trend", "level", "kind"}),
    ],
)
def test_nested_evidence_is_not_looked_at_without_its_context(
    known: dict[str, str], spoken: set[str]
) -> None:
    assert set(likelihood_ratios(RULE, known, USUAL)) == spoken
    assert {node.symptom for node in reached(RULE.evidence, known)} == spoken


def test_worked_ratios() -> None:
    ratios = likelihood_ratios(RULE, {"trend": "flat"}, USUAL)
    total = 0.2 * 20 + 0.8
    assert ratios["trend"] == pytest.approx({"frozen": 20 / total, "flat": 20 / total, "falling": 1 / total})
    assert ratios["level"]["clip"] == pytest.approx(300 / (0.01 * 300 + 0.99))
    assert ratios["level"]["ordinary"] == pytest.approx(1 / (0.01 * 300 + 0.99))


def test_weights_of_nodes_on_one_answer_multiply() -> None:
    twice = Rule(
        1, 1, (Evidence("kind", frozenset({"binary"}), 2.0), Evidence("kind", frozenset({"binary"}), 3.0))
    )
    once = Rule(1, 1, (Evidence("kind", frozenset({"binary"}), 6.0),))
    assert likelihood_ratios(twice, {}, USUAL)["kind"] == pytest.approx(
        likelihood_ratios(once, {}, USUAL)["kind"]
    )


def test_a_weight_of_one_for_all_answers_is_neutral() -> None:
    rule = Rule(1, 1, (Evidence("kind", frozenset({"binary", "other"}), 7.0),))
    assert likelihood_ratios(rule, {}, USUAL)["kind"] == pytest.approx({"binary": 1.0, "other": 1.0})


Walk = tuple[tuple[str, str], ...]


def _walked(splits: Iterable[Split], above: Walk = ()) -> Counter[tuple[Walk, str, float]]:
    """(the questions and answers on the way, cause, times) of every entry of the merged tree."""
    found: Counter[tuple[Walk, str, float]] = Counter()
    for split in splits:
        for branch in split.branches:
            here = (*above, (split.symptom, branch.answer))
            found.update((here, cause, times) for cause, times in branch.causes)
            found += _walked(branch.splits, here)
    return found


def _expected(rules: dict[str, Rule]) -> Counter[tuple[Walk, str, float]]:
    """The same from the rules: each node once for every answer of its own and of those above."""

    def ways(path: tuple[Evidence, ...]) -> list[Walk]:
        found: list[Walk] = [()]
        for node in path:
            found = [(*way, (node.symptom, answer)) for way in found for answer in node.answers]
        return found

    return Counter(
        (way, cause, path[-1].times)
        for cause, rule in rules.items()
        for path in paths(rule.evidence)
        for way in ways(path)
    )


@given(worlds())
def test_the_merged_tree_holds_every_node_once_for_each_answer(world: World) -> None:
    assert _walked(merge(world.rules)) == _expected(world.rules)


@given(worlds())
def test_the_merged_tree_asks_nothing_twice_and_lists_the_strongest_cause_first(world: World) -> None:
    def visit(splits: tuple[Split, ...]) -> int:
        assert len({split.symptom for split in splits}) == len(splits)
        count = len(splits)
        for split in splits:
            assert len({branch.answer for branch in split.branches}) == len(split.branches) > 0
            for branch in split.branches:
                weights = [times for _, times in branch.causes]
                assert weights == sorted(weights, reverse=True)
                assert weights
                count += visit(branch.splits)
        return count

    questions = visit(merge(world.rules))
    assert (questions > 0) == any(rule.evidence for rule in world.rules.values())


def test_merging_nothing_gives_nothing() -> None:
    assert merge({}) == ()
    assert merge({"silent": Rule(1, 1)}) == ()
