"""Recorded runs: the healthy ones stay healthy; the faulty ones are named as far as a log shows them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assistant.readers import read
from assistant.render.style import columns
from assistant.render.terminal import render
from assistant.report import Report
from assistant.session import Session

FIXTURES = Path(__file__).parent.parent / "fixtures"
HEALTHY = sorted((FIXTURES / "healthy").glob("*.log"))
FAULTY = sorted((FIXTURES / "faulty").glob("*.log"))

FIRST = {
    "metric-counts-ties": "metric-counts-ties",
    "missing-output-activation": "missing-output-activation",
    "missing-output-activation-pytorch": "missing-output-activation",
    "nan-from-invalid-math": "nan-from-invalid-math",
    "probabilities-without-log": "probabilities-without-log",
    "softmax-applied-twice": "softmax-applied-twice",
}
"""What the log alone settles, by the fixture's name."""

AMONG_THREE = {
    "exploding-gradients": "exploding-gradients",
    "learning-rate-too-high-regression": "learning-rate-too-high",
    "metric-expects-probabilities": "metric-expects-probabilities",
    "misaligned-labels": "misaligned-labels",
    "overconfident-overfitting": "overconfident-overfitting",
    "oversized-logits": "oversized-logits",
    "unscaled-targets": "unscaled-targets",
}
"""What the log shows, and other causes would show as well."""

SILENT = (
    "collapsed-features",
    "collapsed-features-ten-classes",
    "zero-initialized-weights",
    "zero-initialized-weights-keras3",
)
"""Networks that say nothing of their input: the log alone does not tell why."""
WHY = {
    *("collapsed-features", "zero-initialized-weights", "dying-relu", "vanishing-gradients"),
    *("too-deep-without-skips", "constant-inputs", "normalized-twice"),
}


@cache
def report(path: Path) -> Report:
    return Session(read(str(path))).report()


@pytest.mark.parametrize("path", HEALTHY, ids=lambda p: p.stem)
def test_a_healthy_run_is_called_healthy(path: Path) -> None:
    assert report(path).verdict == "healthy"


@pytest.mark.parametrize("name", SILENT)
def test_a_network_that_says_nothing_is_recognized(name: str) -> None:
    found = report(FIXTURES / "faulty" / f"{name}.log")
    assert found.verdict == "faulty"
    assert {cause.id for cause in found.causes[:2]} <= WHY


def test_there_are_many_styles_of_healthy_logs() -> None:
    assert len(HEALTHY) >= 15
    assert len({source.format for path in HEALTHY for source in report(path).sources}) >= 5


@pytest.mark.parametrize("name", sorted(FIRST))
def test_a_fault_that_the_log_settles_comes_first(name: str) -> None:
    found = report(FIXTURES / "faulty" / f"{name}.log")
    assert found.verdict == "faulty"
    assert found.causes[0].id == FIRST[name]


@pytest.mark.parametrize("name", sorted(AMONG_THREE))
def test_a_fault_that_others_resemble_is_among_three(name: str) -> None:
    found = report(FIXTURES / "faulty" / f"{name}.log")
    assert found.verdict == "faulty"
    assert AMONG_THREE[name] in [cause.id for cause in found.causes[:3]]


@pytest.mark.parametrize("path", HEALTHY + FAULTY, ids=lambda p: p.stem)
def test_every_report_holds_together(path: Path) -> None:
    found = report(path)
    probabilities = [cause.probability for cause in found.causes]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 <= found.healthy + found.unknown + sum(probabilities) <= 1 + 1e-9
    assert sorted(found.check_order) == sorted(cause.id for cause in found.causes)
    lines = len(path.read_bytes().splitlines())
    for observation in found.observations:
        assert observation.says
        place = observation.where.removeprefix(str(path)).lstrip(":")
        numbers = [int(number) for number in place.split("-") if number]
        assert all(1 <= number <= lines for number in numbers)
    assert max(columns(line) for line in render(found).splitlines()) <= 80
    asked = {question.symptom for question in found.questions}
    assert not asked & {observation.symptom for observation in found.observations}
