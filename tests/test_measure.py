"""Grades, recorded runs, and what they make of the weights."""

from __future__ import annotations

import math
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grades import GRADES
from assistant.knowledge import load, usual_rates
from assistant.observe.grades import observe_grades
from assistant.rank import HEALTHY
from assistant.readers import read
from assistant.run import Reading
from assistant.session import Session
from assistant.tree import Evidence, Rule, likelihood_ratios
from fixtures.measure import COUNTED, looked_at, measured
from fixtures.sweep import archive
from fixtures.sweep.plan import pairs, twice
from fixtures.sweep.run import source
from fixtures.written import TRAININGS
from tests.score import tried

USUAL = {"loss_trend": {"falling": 0.8, "flat": 0.2}, "loss_left": {"under 0.02": 0.5, "over 3": 0.5}}


@cache
def runs() -> list[archive.Recorded]:
    return archive.read()


@given(st.sampled_from(sorted(GRADES)), st.floats(allow_nan=False))
def test_every_value_has_one_range(name: str, value: float) -> None:
    grade = GRADES[name]
    at = grade.answers.index(grade.answer(value))
    assert len(set(grade.answers)) == len(grade.edges) + 1
    assert at == 0 or value >= grade.edges[at - 1]
    assert at == len(grade.edges) or value < grade.edges[at]


def test_grades_measure_what_they_say() -> None:
    log = "".join(
        f"epoch {n} train_loss {2 / n:.4f} val_loss {2.2 / n:.4f} acc 0.{50 + n}\n" for n in range(1, 9)
    )
    reading = read_text(log)
    found = {o.symptom: o.answer for o in observe_grades(reading.runs[0], None)}
    assert found["loss_left"] == "0.1 to 0.3"
    assert found["validation_ratio"] == "1.05 to 1.2"
    assert found["loss_rises"] == "under 0.01"
    assert found["validation_rise"] == "1.02 to 1.08"


def read_text(text: str) -> Reading:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "a.log")
        path.write_text(text)
        return read(str(path))


@pytest.mark.parametrize("values", ["nan\n" * 4, "0.0\n" * 5, "1e308\n-1e308\n1e308\n", "5\n"])
def test_odd_curves_have_grades_or_none(values: str) -> None:
    log = "".join(f"epoch {n} loss {v}\n" for n, v in enumerate(values.split()))
    with np.errstate(all="ignore"):
        for run in read_text(log).runs:
            assert all(o.answer in GRADES[o.symptom].answers for o in observe_grades(run, None))


def test_counts_take_over_as_they_grow() -> None:
    spoken = Rule(1, 1, (Evidence("loss_trend", frozenset({"flat"}), 4.0),))
    expert = likelihood_ratios(spoken, {}, USUAL)["loss_trend"]["flat"]
    few = spoken._replace(counts={"loss_trend": {"falling": 4}})
    many = spoken._replace(counts={"loss_trend": {"falling": 400}})
    curve = {"loss_left": "over 3"}
    one, other = (likelihood_ratios(rule, curve, USUAL)["loss_trend"]["flat"] for rule in (few, many))
    assert likelihood_ratios(many, {}, USUAL)["loss_trend"]["flat"] == expert  # no curve, no counts
    assert expert > one > other
    assert expert == pytest.approx(0.8 / (0.8 + 0.8) / 0.2)


def test_grades_need_what_a_page_needs() -> None:
    rule = Rule(1, 1, counts={"loss_left": {"over 3": 10}})
    curve = {"loss_left": "over 3"}
    plain = likelihood_ratios(rule, curve, USUAL)["loss_left"]["over 3"]
    assert plain > 1
    blind = rule._replace(needs=frozenset({"validation_gap"}))
    assert "loss_left" not in likelihood_ratios(blind, curve, USUAL)
    assert "loss_left" in likelihood_ratios(blind, {**curve, "validation_gap": "none"}, USUAL)


def test_shipped_counts_fit_the_runs() -> None:
    found = load().measured
    assert set(found.runs) <= {*load().pages, HEALTHY}
    assert sum(found.runs.values()) > 1000
    for symptoms in found.counts.values():
        assert set(symptoms) <= COUNTED
        assert all(sum(answers.values()) >= 1 for answers in symptoms.values())
    for cause, symptoms in found.shown.items():
        assert set(symptoms) <= set(found.counts[cause])
        assert all(sum(answers.values()) <= found.runs[cause] for answers in symptoms.values())
    for answers in found.usual.values():
        assert math.isclose(sum(answers.values()), 1.0, abs_tol=1e-4)
    recorded = (*runs(), *archive.read(TRAININGS))
    shown = sum((run.visible or run.cause == HEALTHY) and not run.also for run in recorded)
    assert abs(sum(found.runs.values()) - shown) < 0.05 * shown


def test_a_run_that_weighs_more_is_still_one_run() -> None:
    seen = (looked_at(run) for run in runs() if run.visible and run.cause != HEALTHY)
    one = next(run for run in seen if measured([run]).counts)
    once, thrice = measured([one]), measured([one._replace(run=one.run._replace(task="written"))])
    told = measured([one._replace(run=one.run._replace(task="case"))])
    assert once.shown == once.counts == thrice.shown
    assert thrice.counts != thrice.shown
    assert once.runs == thrice.runs
    assert sum(told.runs.values()) == len(told.shown) == 0 < len(told.counts)


def test_counting_is_repeatable() -> None:
    some = [looked_at(run) for run in runs()[::60]]
    assert measured(some) == measured(list(reversed(some)))


def test_runs_with_two_faults_are_not_counted() -> None:
    one = looked_at(next(run for run in runs() if run.visible and not run.also and run.cause != HEALTHY))
    assert sum(measured([one]).runs.values()) == 1
    assert not measured([one._replace(run=one.run._replace(also="overfitting"))]).runs


def test_runs_are_of_every_kind() -> None:
    assert {run.framework for run in runs()} == {"pytorch", "keras", "lightning", "transformers"}
    assert len({run.task for run in runs()}) > 20
    held_out = {run.cause for run in runs() if run.held_out}
    assert len(held_out) > 50


def test_no_alarm_over_held_out_healthy_runs() -> None:
    fine = [run._replace(script="") for run in runs() if run.held_out and run.cause == HEALTHY][:40]
    said = [one for run in fine for one in tried((run, {})) if one.mode == "log"]
    assert sum(one.verdict == "faulty" for one in said) <= 2
    assert sum(one.verdict == "healthy" for one in said) >= 34


def test_evidence_says_how_often_recorded_runs_showed_it() -> None:
    report = Session(read_text("".join(f"epoch {n} loss 0.6931 acc 0.5\n" for n in range(9)))).report()
    first = report.causes[0].evidence[0]
    seen, of, fine, healthy = first.recorded
    assert 0 < seen <= of
    assert 0 <= fine < healthy
    assert set(usual_rates()) >= set(GRADES)


def test_every_script_is_python() -> None:
    specs = [spec for _, *both in pairs(0, 2) for spec in both]
    specs += [replace(spec, events=True, histograms=n % 3 > 0) for n, spec in enumerate(specs)]
    specs += [spec for at in range(3) for _, spec in twice(16, at)]
    assert len(specs) > 200
    for spec in specs:
        compile(source(spec), "train.py", "exec")
