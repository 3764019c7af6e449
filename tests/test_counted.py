"""Counts of classes in prose, an empty column of confusion, and figures alone on their lines."""

from __future__ import annotations

import pytest

from assistant.observe.counted import observe_counted
from assistant.observe.stated import stated_curves
from assistant.run import Place, Words


def pieces(text: str) -> list[Words]:
    return [Words(line, Place("post", at)) for at, line in enumerate(text.split("\n"), 1)]


def read(text: str) -> set[str]:
    return {f"{o.symptom}={o.answer}" for o in observe_counted(pieces(text))}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("120 images of one category and 30 of the other, and I always get an accuracy of 0.8", "imbalanced"),
        ("6000 positives, 2000 negatives\nThe accuracy stays at 75 %", "imbalanced"),
        ("there are 9500 zeros and 500 ones in the labels", "imbalanced"),
        ("class 0 has 90 rows, class 1 only 10; 90 normal / 10 abnormal", "imbalanced"),
    ],
)
def test_uneven_counts(told: str, expected: str) -> None:
    assert f"class_balance={expected}" in read(told)


@pytest.mark.parametrize(
    "told",
    [
        "2500 training and 500 validation pictures of all classes, accuracy 0.83",
        "layers with 64 and 8 units, two classes",
        "20 cats and 20 dogs, accuracy 0.5",
        "I trained for 100 epochs and 10 more",
        "it is not 900 negatives and 100 positives",
        "Dates such as 2019/10 in the labels",
    ],
)
def test_other_counts(told: str) -> None:
    assert read(told) == set()


@pytest.mark.parametrize(
    "told", ["confusion matrix: [[0 362] [0 608]]", "[[X 0.] [Y 0.]]", "[[12, 0], [7, 0]]"]
)
def test_an_empty_column_is_one_class(told: str) -> None:
    assert "one_class=always" in read(told)


@pytest.mark.parametrize("told", ["[[50 3] [4 60]]", "[[50 0] [0 60]]", "[[0 0] [0 0]]"])
def test_other_matrices(told: str) -> None:
    assert read(told) == set()


def test_figures_alone_on_their_lines_are_the_loss() -> None:
    run = stated_curves(pieces("The loss gets larger and larger.\n1.5\n20.25\n400.0\n5.1e+09"))
    assert run is not None
    assert run.curves[0].values.tolist() == [1.5, 20.25, 400.0, 5.1e9]


@pytest.mark.parametrize(
    "told",
    [
        "My rows look so.\n1.5\n20.25\n400.0\n5.1e+09",  # nobody speaks of a loss
        "The loss is bad.\n1\n2\n3\n4\n5",  # whole numbers: a counter
        "The loss is bad.\n1.5\n2.5",
    ],
)
def test_other_figures_are_none(told: str) -> None:
    assert stated_curves(pieces(told)) is None
