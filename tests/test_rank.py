from __future__ import annotations

import math
from itertools import permutations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.grades import CHOICES, LOOKS
from assistant.rank import (
    HEALTHY,
    HIDDEN,
    OTHERWISE,
    UNKNOWN,
    Known,
    besides,
    contributions,
    entropy,
    expected_drop,
    located_besides,
    order_of_checks,
    posterior,
    questions,
    stated,
    verdict,
)
from assistant.symptoms import SYMPTOMS
from assistant.tree import Evidence, Rule
from tests.forest import World, average_drop, believed, looked_at, paths, worlds


def one(symptom: str, answer: str, times: float, *then: Evidence) -> Evidence:
    return Evidence(symptom, frozenset({answer}), times, then)


# -- the posterior ----------------------------------------------------------------------------


@given(worlds())
def test_posterior_is_that_of_the_definition(world: World) -> None:
    found = posterior(world.rules, world.known, world.usual)
    expected = believed(world.rules, world.known, world.usual)
    assert found == pytest.approx({cause: float(p) for cause, p in expected.items()}, rel=1e-9)


@given(worlds())
def test_posterior_sums_to_one_with_the_most_probable_first(world: World) -> None:
    found = list(posterior(world.rules, world.known, world.usual).values())
    assert math.fsum(found) == pytest.approx(1.0)
    assert found == sorted(found, reverse=True)


@given(worlds(), st.integers(0, 999).map(Random))
def test_the_order_of_observations_does_not_matter(world: World, random: Random) -> None:
    pairs = list(world.known.items())
    random.shuffle(pairs)
    before = posterior(world.rules, world.known, world.usual)
    after = posterior(world.rules, dict(pairs), world.usual)
    assert list(after.items()) == list(before.items())


@given(worlds())
def test_the_order_of_rules_does_not_matter(world: World) -> None:
    backwards = dict(reversed(world.rules.items()))
    before = posterior(world.rules, world.known, world.usual)
    assert list(posterior(backwards, world.known, world.usual).items()) == list(before.items())


@given(worlds(), st.floats(0.01, 1000))
def test_what_is_not_known_changes_nothing(world: World, times: float) -> None:
    usual = {**world.usual, "unseen": {"yes": 0.3, "no": 0.7}}
    speaking = {
        cause: Rule(rule.prior, rule.minutes, (*rule.evidence, one("unseen", "yes", times * (n + 1))))
        for n, (cause, rule) in enumerate(world.rules.items())
    }
    assert posterior(speaking, world.known, usual) == posterior(world.rules, world.known, world.usual)


@given(worlds())
def test_without_evidence_the_priors_stay(world: World) -> None:
    total = sum(rule.prior for rule in world.rules.values())
    found = posterior(world.rules, {}, world.usual)
    assert found == pytest.approx({cause: rule.prior / total for cause, rule in world.rules.items()})


@given(worlds(), st.floats(0.01, 1000), st.floats(0, 1), st.sampled_from(["yes", "no"]))
def test_a_page_that_is_silent_is_neutral(world: World, times: float, sure: float, said: str) -> None:
    usual = {**world.usual, "new": {"yes": 0.3, "no": 0.7}}
    rules = {**world.rules, "speaks": Rule(1, 1, (one("new", "yes", times),)), "silent": Rule(2, 1)}
    before = posterior(rules, world.known, usual)
    after = posterior(rules, {**world.known, "new": Known(said, sure)}, usual)
    for cause in world.rules:
        odds = before[cause] / before["silent"]
        assert after[cause] / after["silent"] == pytest.approx(odds, rel=1e-9)


@given(worlds(), st.data())
def test_worth_nothing_equals_unknown(world: World, data: st.DataObject) -> None:
    assume(world.known)
    symptom = data.draw(st.sampled_from(sorted(world.known)))
    worthless = {**world.known, symptom: Known(world.known[symptom].answer, 0.0)}
    absent = {name: known for name, known in world.known.items() if name != symptom}
    before = posterior(world.rules, absent, world.usual)
    assert posterior(world.rules, worthless, world.usual) == pytest.approx(before, rel=1e-12)


def test_an_answer_worth_nothing_opens_no_context() -> None:
    usual = {"trend": {"frozen": 0.1, "other": 0.9}, "level": {"clip": 0.01, "other": 0.99}}
    rule = Rule(1, 1, (one("trend", "frozen", 20, one("level", "clip", 300)),))
    rules = {"clips": rule, UNKNOWN: Rule(1, 1)}
    seen = {"trend": Known("frozen", 0.0), "level": Known("clip")}
    assert posterior(rules, seen, usual) == pytest.approx({"clips": 0.5, UNKNOWN: 0.5})
    assert expected_drop("level", rules, {"trend": Known("frozen", 0.0)}, usual) == 0.0


@given(worlds())
def test_certain_is_what_an_answer_is_by_default(world: World) -> None:
    certain = {symptom: Known(answer) for symptom, answer in world.answers.items()}
    spelled = {symptom: Known(answer, 1.0) for symptom, answer in world.answers.items()}
    assert posterior(world.rules, certain, world.usual) == posterior(world.rules, spelled, world.usual)


@given(worlds())
def test_a_doubtful_answer_weighs_between_nothing_and_a_certain_one(world: World) -> None:
    certain = {symptom: Known(known.answer) for symptom, known in world.known.items()}
    for rule in world.rules.values():
        full = contributions(rule, certain, world.usual)
        for symptom, weight in contributions(rule, world.known, world.usual).items():
            low, high = sorted((1.0, full[symptom]))
            assert low - 1e-12 <= weight <= high + 1e-12
            assert weight == pytest.approx(1 + world.known[symptom].sure * (full[symptom] - 1))


def test_hundreds_of_strong_answers_neither_overflow_nor_vanish() -> None:
    usual = {f"s{n}": {"yes": 0.5, "no": 0.5} for n in range(400)}
    strong = Rule(1e-6, 1, tuple(one(name, "yes", 1e6) for name in usual))
    weak = Rule(99, 1, tuple(one(name, "no", 1e6) for name in usual))
    rules = {"strong": strong, "weak": weak, UNKNOWN: Rule(1, 1)}
    found = posterior(rules, {name: Known("yes") for name in usual}, usual)
    assert found["strong"] == pytest.approx(1.0)
    assert math.fsum(found.values()) == pytest.approx(1.0)
    assert found["weak"] == 0.0


def test_worked_posterior() -> None:
    usual = {"trend": {"flat": 0.2, "falling": 0.8}}
    rules = {"a": Rule(3, 1, (one("trend", "flat", 9),)), "b": Rule(1, 1)}
    flat = 9 / (0.2 * 9 + 0.8)
    strong = flat * (flat / 3) ** 0.8
    assert posterior(rules, {"trend": Known("flat")}, usual)["a"] == pytest.approx(
        3 * strong / (3 * strong + 1)
    )
    half = 0.5 * flat + 0.5
    assert posterior(rules, {"trend": Known("flat", 0.5)}, usual)["a"] == pytest.approx(
        3 * half / (3 * half + 1)
    )
    falling = 1 / 2.6
    assert posterior(rules, {"trend": Known("falling")}, usual)["a"] == pytest.approx(
        3 * falling / (3 * falling + 1)
    )


# -- questions --------------------------------------------------------------------------------


def _opens_a_known(world: World, symptom: str) -> bool:
    """Whether answering `symptom` would bring evidence to bear that was read already."""
    return any(
        path[-1].symptom in world.known or path[-1].symptom == symptom
        for rule in world.rules.values()
        for path in paths(rule.evidence)
        if symptom in {above.symptom for above in path[:-1]}
    )


@given(worlds())
def test_the_expected_drop_is_the_average_of_the_drops(world: World) -> None:
    for symptom in world.usual:
        if symptom in world.known or _opens_a_known(world, symptom):
            continue
        found = expected_drop(symptom, world.rules, world.known, world.usual)
        expected = average_drop(symptom, world.rules, world.known, world.usual)
        assert found == pytest.approx(expected, abs=1e-9)


@given(worlds())
def test_an_answer_is_never_expected_to_confuse(world: World) -> None:
    now = posterior(world.rules, world.known, world.usual)
    for symptom in world.usual:
        bits = expected_drop(symptom, world.rules, world.known, world.usual)
        assert 0.0 <= bits <= entropy(now.values()) + 1e-9
        assert bits <= math.log2(len(world.usual[symptom])) + 1e-9


@given(worlds())
def test_a_symptom_that_no_rule_speaks_of_is_worth_nothing(world: World) -> None:
    answers = {symptom: known.answer for symptom, known in world.known.items()}
    for symptom in world.usual:
        spoken = any(
            path[-1].symptom == symptom and looked_at(path, answers)
            for rule in world.rules.values()
            for path in paths(rule.evidence)
        )
        if not spoken:
            assert expected_drop(symptom, world.rules, world.known, world.usual) == pytest.approx(0, abs=1e-9)


@given(worlds(), st.data())
def test_questions_are_open_and_ordered_by_bits_per_minute(world: World, data: st.DataObject) -> None:
    minutes = {symptom: float(data.draw(st.integers(1, 30))) for symptom in world.usual}
    asked = questions(world.rules, world.known, world.usual, minutes)
    worth = {
        symptom: expected_drop(symptom, world.rules, world.known, world.usual)
        for symptom in world.usual
        if symptom not in world.known
    }
    assert dict(asked) == pytest.approx({symptom: bits for symptom, bits in worth.items() if bits > 1e-6})
    rates = [bits / minutes[symptom] for symptom, bits in asked]
    assert rates == sorted(rates, reverse=True)


def test_a_question_that_decides_is_worth_its_bit() -> None:
    usual = {"sure": {"yes": 0.5, "no": 0.5}, "idle": {"yes": 0.5, "no": 0.5}}
    rules = {"a": Rule(1, 1, (one("sure", "yes", 1e9),)), "b": Rule(1, 1, (one("sure", "no", 1e9),))}
    assert expected_drop("sure", rules, {}, usual) == pytest.approx(1.0, abs=1e-6)
    assert [s for s, _ in questions(rules, {}, usual, {"sure": 1.0, "idle": 1.0})] == ["sure"]


def test_a_cheap_question_comes_before_a_better_one_that_takes_long() -> None:
    usual = {name: {"yes": 0.5, "no": 0.5} for name in ("cheap", "dear")}
    rules = {
        "a": Rule(1, 1, (one("cheap", "yes", 4), one("dear", "yes", 50))),
        "b": Rule(1, 1, (one("cheap", "no", 4), one("dear", "no", 50))),
    }
    assert [s for s, _ in questions(rules, {}, usual, {"cheap": 1, "dear": 1})] == ["dear", "cheap"]
    assert [s for s, _ in questions(rules, {}, usual, {"cheap": 1, "dear": 60})] == ["cheap", "dear"]


@pytest.mark.parametrize(
    ("distribution", "bits"),
    [([1.0], 0), ([1.0, 0.0], 0), ([0.5, 0.5], 1), ([0.25] * 4, 2), ([0.5, 0.25, 0.25], 1.5), ([], 0)],
)
def test_entropy(distribution: list[float], bits: float) -> None:
    assert entropy(distribution) == pytest.approx(bits)


# -- the order of checks ----------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 60)), min_size=1, max_size=5))
def test_the_order_of_checks_takes_the_least_time_on_average(pairs: list[tuple[int, int]]) -> None:
    rules = {f"c{n}": Rule(1.0, float(minutes)) for n, (_, minutes) in enumerate(pairs)}
    total = sum(parts for parts, _ in pairs)
    probabilities = {f"c{n}": parts / total for n, (parts, _) in enumerate(pairs)}

    def takes(order: tuple[str, ...]) -> float:
        spent, expected = 0.0, 0.0
        for cause in order:
            spent += rules[cause].minutes
            expected += probabilities[cause] * spent
        return expected

    found = order_of_checks(rules, probabilities)
    assert sorted(found) == sorted(probabilities)
    assert takes(tuple(found)) == pytest.approx(min(map(takes, permutations(probabilities))))


# -- second faults ----------------------------------------------------------------------------

USUAL = {
    "trend": {"flat": 0.2, "falling": 0.8},
    "level": {"chance": 0.1, "ordinary": 0.9},
    "gap": {"large": 0.1, "none": 0.9},
    "norm": {"spikes": 0.05, "ordinary": 0.95},
}
RULES = {
    HEALTHY: Rule(20, 1, (one("trend", "falling", 30), one("gap", "none", 5))),
    UNKNOWN: Rule(8, 1),
    "dead": Rule(3, 1, (one("trend", "flat", 30), one("level", "chance", 30))),
    "overfit": Rule(4, 1, (one("gap", "large", 60),)),
    "bump": Rule(2, 1, (one("norm", "spikes", 40),)),
}


def test_a_second_fault_is_found_in_what_the_first_leaves_unexplained() -> None:
    known = {"trend": Known("flat"), "level": Known("chance"), "norm": Known("spikes")}
    assert next(iter(posterior(RULES, known, USUAL))) == "dead"
    assert list(besides(RULES, known, USUAL, "dead")) == ["bump"]


def test_nothing_is_besides_where_the_first_explains_all() -> None:
    known = {"trend": Known("flat"), "level": Known("chance")}
    assert besides(RULES, known, USUAL, "dead") == {}


def test_what_is_left_but_ordinary_is_no_second_fault() -> None:
    known = {
        "trend": Known("flat"),
        "level": Known("chance"),
        "gap": Known("none"),
        "norm": Known("ordinary"),
    }
    assert besides(RULES, known, USUAL, "dead") == {}


def test_the_first_cause_is_not_besides_itself_and_the_fine_are_none() -> None:
    known = {"trend": Known("flat"), "gap": Known("large"), "norm": Known("spikes")}
    assert "overfit" not in besides(RULES, known, USUAL, "overfit")
    assert besides(RULES, known, USUAL, "dead", (HEALTHY, "overfit", "bump")) == {}


def test_a_second_fault_stands_in_a_script_whatever_the_curves_look_like() -> None:
    usual = {**USUAL, "input_scaling": {"raw": 0.1, "scaled": 0.9}}
    rules = {**RULES, "raw": Rule(3, 1, (one("input_scaling", "raw", 4),))}
    known = {"trend": Known("flat"), "level": Known("chance"), "input_scaling": Known("raw")}
    assert "raw" not in besides(rules, known, usual, "dead", (HEALTHY,))
    assert list(located_besides(rules, known, usual, "dead", ["input_scaling"])) == ["raw"]
    assert located_besides(rules, known, usual, "dead", []) == {}
    assert located_besides(rules, known, usual, "dead", ["trend"]) == {}  # a look of a curve locates nothing
    assert located_besides(rules, known, usual, "raw", ["input_scaling"]) == {}  # the first explains it
    fine = known | {"input_scaling": Known("scaled")}
    assert located_besides(rules, fine, usual, "dead", ["input_scaling"]) == {}


def test_an_answer_that_speaks_against_the_first_is_left_to_others() -> None:
    known = {"trend": Known("flat"), "level": Known("ordinary"), "gap": Known("large")}
    assert list(besides(RULES, known, USUAL, "dead")) == ["overfit"]


@given(worlds())
def test_besides_are_probabilities_of_other_causes(world: World) -> None:
    first = next(iter(posterior(world.rules, world.known, world.usual)))
    found = besides({**world.rules, UNKNOWN: Rule(1, 1)}, world.known, world.usual, first)
    assert first not in found
    assert all(0.3 < p <= 1 for p in found.values())
    assert math.fsum(found.values()) <= 1 + 1e-9


# -- the verdict ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probabilities", "observed", "expected"),
    [
        ({HEALTHY: 1.0}, 0, "inconclusive"),
        ({HEALTHY: 0.01, UNKNOWN: 0.01, "a": 0.98}, 0, "inconclusive"),
        ({HEALTHY: 0.9, UNKNOWN: 0.05, "a": 0.05}, 3, "healthy"),
        ({HEALTHY: 0.1, UNKNOWN: 0.1, "kind": 0.7, "a": 0.1}, 3, "healthy"),
        ({HEALTHY: 0.35, UNKNOWN: 0.1, "kind": 0.35, "a": 0.2}, 3, "healthy"),
        ({HEALTHY: 0.46, UNKNOWN: 0.04, "a": 0.5}, 3, "inconclusive"),
        ({HEALTHY: 0.52, UNKNOWN: 0.04, "a": 0.44}, 3, "inconclusive"),
        ({HEALTHY: 0.46, UNKNOWN: 0.04, **{f"c{n}": 0.05 for n in range(10)}}, 3, "healthy"),
        ({HEALTHY: 0.02, UNKNOWN: 0.08, "a": 0.9}, 3, "faulty"),
        ({HEALTHY: 0.05, UNKNOWN: 0.15, "a": 0.3, "b": 0.25, "c": 0.25}, 3, "faulty"),
        ({HEALTHY: 0.02, UNKNOWN: 0.1, **{f"c{n}": 0.088 for n in range(10)}}, 3, "faulty"),
        ({HEALTHY: 0.04, UNKNOWN: 0.1, **{f"c{n}": 0.086 for n in range(10)}}, 3, "faulty"),
        ({HEALTHY: 0.07, UNKNOWN: 0.1, **{f"c{n}": 0.083 for n in range(10)}}, 3, "inconclusive"),
        ({HEALTHY: 0.15, UNKNOWN: 0.05, "a": 0.8}, 3, "faulty"),
        ({HEALTHY: 0.15, UNKNOWN: 0.05, "a": 0.4, "b": 0.4}, 3, "inconclusive"),
        ({HEALTHY: 0.4, UNKNOWN: 0.1, "a": 0.5}, 3, "inconclusive"),
        ({HEALTHY: 0.05, UNKNOWN: 0.7, "a": 0.25}, 3, "inconclusive"),
        ({HEALTHY: 0.1, UNKNOWN: 0.1, **{f"c{n}": 0.08 for n in range(10)}}, 3, "inconclusive"),
        ({HEALTHY: 0.2, UNKNOWN: 0.1, **{f"c{n}": 0.07 for n in range(10)}}, 3, "inconclusive"),
        ({HEALTHY: 0.2, UNKNOWN: 0.2, "kind": 0.2, "a": 0.4}, 3, "inconclusive"),
        ({UNKNOWN: 0.05, "a": 0.95}, 1, "faulty"),
        ({UNKNOWN: 1.0}, 1, "inconclusive"),
    ],
)
def test_verdict(probabilities: dict[str, float], observed: int, expected: str) -> None:
    assert verdict(probabilities, {"kind"}, observed) == expected


def test_a_healthy_run_and_a_faulty_one_through_the_whole_ranking() -> None:
    healthy = {"trend": Known("falling"), "gap": Known("none"), "norm": Known("ordinary")}
    faulty = {"trend": Known("flat"), "level": Known("chance")}
    assert verdict(posterior(RULES, healthy, USUAL), (), len(healthy)) == "healthy"
    assert verdict(posterior(RULES, faulty, USUAL), (), len(faulty)) == "faulty"
    assert verdict(posterior(RULES, {}, USUAL), (), 0) == "inconclusive"


def test_fine_curves_do_not_outweigh_what_a_script_shows() -> None:
    """With the chance HIDDEN a fault leaves the curves fine: the odds are those of the script, times it."""
    usual = {"loss_trend": {"falling": 0.1, "flat": 0.9}, "loop": {"detached": 0.01, "complete": 0.99}}
    rules = {
        "detached": Rule(1.0, 1.0, (one("loss_trend", "falling", 1e-9), one("loop", "detached", 1e6))),
        HEALTHY: Rule(1.0, 1.0, (one("loss_trend", "falling", 1e9),)),
    }
    curves = {"loss_trend": Known("falling")}
    alone = posterior(rules, curves, usual)
    assert alone["detached"] / alone[HEALTHY] == pytest.approx(HIDDEN)
    both = posterior(rules, {**curves, "loop": Known("detached")}, usual)
    ratio = contributions(rules["detached"], {"loop": Known("detached")}, usual)["loop"]
    assert both["detached"] / both[HEALTHY] == pytest.approx(HIDDEN * stated("loop", ratio))


def test_a_fault_may_look_as_another_does() -> None:
    """Where the curve speaks for a rival alone, OTHERWISE and the rival's share of all faults are left."""
    usual = {"loss_trend": {"falling": 0.5, "flat": 0.5}}
    rules = {
        "moves": Rule(1.0, 1.0, (one("loss_trend", "falling", 1e9),)),
        "stands": Rule(3.0, 1.0, (one("loss_trend", "flat", 1e9),)),
        HEALTHY: Rule(1.0, 1.0, (one("loss_trend", "falling", 1e9),)),
    }
    found = posterior(rules, {"loss_trend": Known("flat")}, usual)
    own = 1 - HIDDEN - OTHERWISE
    shown = own + OTHERWISE * 3 / 4
    assert found["moves"] / found["stands"] == pytest.approx(OTHERWISE * 3 / 4 / (3 * shown))


def test_a_choice_of_good_health_counts_no_more_than_its_weight() -> None:
    assert stated("optimizer", 20.0) == 20.0
    assert stated("loop", 3.0) == 3.0
    assert stated("loop", 30.0) == pytest.approx(30 * 10**0.8)
    assert set(SYMPTOMS) >= CHOICES


def test_looks_are_declared_symptoms() -> None:
    assert set(SYMPTOMS) >= LOOKS
