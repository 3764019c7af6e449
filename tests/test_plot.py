"""Curves as characters: scale, splits without color, marks, and any numbers at any size."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.readers.text import read_text
from assistant.render.plot import Mark, marks_of, plot, thinned
from assistant.run import Curve
from assistant.session import Session


def curve(values: list[float], split: str = "train", name: str = "loss") -> Curve:
    count = len(values)
    steps = np.arange(1, count + 1, dtype=np.float64)
    lines = np.arange(1, count + 1)
    return Curve(name, split, name, "a.log", steps, np.array(values), np.zeros(count), lines, steps)


def text(lines: object) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lines)  # type: ignore[attr-defined]


def test_scale_legend_and_steps() -> None:
    drawn = text(plot("loss", [curve([2.0, 1.5, 1.0, 0.5])], 50, 12, unit="epoch"))
    first, *rest = drawn.split("\n")
    assert first.startswith("loss  ━━ train 0.5")
    assert "2┤" in rest[0]
    assert "0.5┤" in drawn
    assert "epoch 1" in drawn
    assert drawn.rstrip().endswith("4")


def test_validation_has_gaps_where_training_has_none() -> None:
    flat = [1.0] * 40
    train = text(plot("loss", [curve(flat)], 60, 10))
    validation = text(plot("loss", [curve(flat, "validation")], 60, 10))
    row = next(line for line in train.split("\n") if "⠉" in line or "⣀" in line or "⠤" in line or "⠒" in line)
    assert " " not in row.split("┤")[1].rstrip()
    gaps = [line.split("┤")[1] for line in validation.split("\n") if "┤" in line]
    assert any(" " in line.strip() for line in gaps)
    assert "╍╍ validation" in validation


def test_marks_are_named_on_the_scale_and_under_the_axis() -> None:
    drawn = text(plot("loss", [curve([2.5, 1.95, 1.95, 1.95])], 60, 12, [Mark("ln 7", y=math.log(7))]))
    assert "ln 7┤" in drawn
    broken = curve([2.0, 1.0, math.nan, math.nan])
    drawn = text(plot("loss", [broken], 60, 12, [Mark("first nan (train)", x=3.0)]))
    assert "▲" in drawn
    assert "×" in drawn
    assert "▲ first nan (train)" in drawn


def test_the_marks_come_from_what_was_seen() -> None:
    log = "".join(f"step {n} loss {1.9459 + 0.0002 * (n % 3):.4f} acc 0.14\n" for n in range(30))
    session = Session(read_text(log + "step 31 loss nan acc 0.14\n", "a.log"))
    report = session.report()
    curves = [one for one in session.reading.runs[0].curves if one.name == "loss"]
    assert any(mark.says.startswith("first nan") for mark in marks_of(report, curves))
    calm = Session(read_text(log, "a.log"))
    found = marks_of(calm.report(), [one for one in calm.reading.runs[0].curves if one.name == "loss"])
    assert [mark.says for mark in found] == ["ln 7"]


def test_one_wild_value_does_not_flatten_the_rest() -> None:
    drawn = text(plot("loss", [curve([1e9, *(2.0 - 0.01 * n for n in range(60))])], 60, 14))
    assert "1.0e+09" not in drawn


@pytest.mark.parametrize(
    "values", [[1.0], [0.0] * 5, [math.nan, 1.0], [1e308, -1e308], [math.inf, 2.0], [1e-30]]
)
def test_odd_values(values: list[float]) -> None:
    with np.errstate(all="ignore"):
        assert text(plot("loss", [curve(values)], 60, 12))


def test_nothing_to_draw() -> None:
    assert plot("loss", [curve([math.nan])], 60, 12) == []
    assert plot("loss", [curve([1.0, 2.0])], 12, 12) == []
    assert plot("loss", [curve([1.0, 2.0])], 60, 4) == []


@given(
    st.lists(st.floats(allow_nan=True, width=32), min_size=1, max_size=60),
    st.integers(1, 120),
    st.integers(1, 40),
)
def test_it_never_leaves_its_box(values: list[float], width: int, height: int) -> None:
    with np.errstate(all="ignore"):
        lines = plot(
            "loss", [curve(values), curve(values, "validation")], width, height, [Mark("ln 7", y=1.9)]
        )
    assert len(lines) <= height
    assert all(len("".join(piece.text for piece in line)) <= width for line in lines)


def test_a_long_curve_is_thinned_and_keeps_what_matters() -> None:
    values = np.sin(np.arange(1_000_000) / 1e4)
    values[123_456], values[700_000] = 50.0, math.nan
    long = thinned(curve(values.tolist()))
    assert len(long) < 3000
    assert np.nanmax(long.values) == 50.0
    assert np.isnan(long.values).sum() == 1
    assert long.steps[0] == 1
    assert long.steps[-1] == 1_000_000
