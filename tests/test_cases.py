"""The documented cases: each log, and the words where there are any, leads to its causes."""

from __future__ import annotations

import pytest

from assistant.knowledge import load_cases
from assistant.readers.text import read_text
from assistant.report import Report
from assistant.run import Reading
from assistant.session import Session

CASES = load_cases()


def report(*texts: str) -> Report:
    reading = Reading()
    for number, text in enumerate(texts):
        reading = reading.joined(read_text(text, f"part{number}"))
    return Session(reading).report()


def test_the_seven_case_studies_are_there() -> None:
    assert set(CASES) >= {
        "imdb-conv1d-frozen",
        "imdb-conv1d-from-logits",
        "mnist-zero-one-linear",
        "binary-loss-stuck-at-ln2",
        "validation-better-than-training",
        "fine-tuning-validation-swings",
        "relu-logits-and-in-top-k",
    }


@pytest.mark.parametrize("id", sorted(CASES))
def test_a_case_comes_out_with_its_causes(id: str) -> None:
    case = CASES[id]
    first = case.logs[:1] + case.words[:1]
    found = report(*first)
    assert found.verdict == case.verdict
    ids = [cause.id for cause in found.causes[: len(case.causes)]]
    assert set(ids) == set(case.causes)
    assert ids[0] == case.causes[0]


def says(found: Report) -> str:
    return "\n".join(f"{o.says}" for o in found.observations)


def test_frozen_imdb_names_the_floor() -> None:
    found = report(CASES["imdb-conv1d-frozen"].logs[0])
    assert found.causes[0].id == "missing-output-activation"
    assert "-ln(2e-7) × (1 - 0.5062)" in says(found)


def test_mnist_contradiction_in_numbers() -> None:
    found = report("\n".join(CASES["mnist-zero-one-linear"].logs))
    assert found.causes[0].id == "missing-output-activation"
    evidence = found.causes[0].evidence[0]
    assert "ln 2 = 0.641" in evidence.says
    assert "9.97e-06" in evidence.says


def test_relu_logits_name_ln_7_and_the_batch() -> None:
    found = report(CASES["relu-logits-and-in-top-k"].logs[0])
    assert {c.id for c in found.causes[:2]} == {"metric-counts-ties", "activation-before-softmax"}
    assert "ln 7" in says(found)
    assert "a batch of 1,024" in says(found)


@pytest.mark.parametrize("log", CASES["fine-tuning-validation-swings"].logs)
def test_fine_tuning_reads_the_sizes_off_the_accuracies(log: str) -> None:
    found = report(log)
    assert found.causes[0].id == "unstable-fine-tuning"
    assert "122 samples" in says(found)
    assert "480 samples" in says(found)
    assert "exactly 0.5000 = 1/2" in says(found)
    assert "one class predicted for all" in says(found)


def test_stuck_at_ln_2_asks_what_separates() -> None:
    log = "".join(f"Epoch {n} train Loss: 0.693{n % 3} Acc: 0.5{n % 2}0\n" for n in range(12))
    for text in (log, "loss stuck at 0.69, two classes", "损失一直是0.69不动,二分类"):
        found = report(text)
        assert found.causes[0].id == "collapsed-features"
        assert found.questions
        question = found.questions[0]
        leaders = {cause.id for cause in found.causes[:3]}
        assert len(leaders) == 3
        assert question.bits > 0.02


def test_validation_under_training_is_healthy_with_its_explanation() -> None:
    found = report(CASES["validation-better-than-training"].logs[0])
    assert found.verdict == "healthy"
    assert found.causes[0].id == "validation-better-than-training"
