"""Two trials told side by side, figures in a row, and what of a curve was told at all."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.observe.prose import observe_prose
from assistant.observe.stated import stated_curves, stated_ends
from assistant.observe.tried import observe_tried
from assistant.observe.words import sentences
from assistant.readers.text import read_text
from assistant.run import Place, Words
from assistant.session import Session


def pieces(text: str) -> list[Words]:
    return [Words(line, Place("post", at)) for at, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("lr 0.01: no convergence\nlr 0.00025: converges", "lower_learning_rate=cured"),
        ("lr 0.12, 0.08, 0.06: loss nan\nlr 0.04: better", "lower_learning_rate=cured"),
        ("with lr 1e-3 the loss is nan, with 1e-4 it works", "lower_learning_rate=cured"),
        ("The loss explodes with lr=0.1. At 1e-3 it is okay. lr was the cause?", "lower_learning_rate=cured"),
        ("学习率0.01不收敛,0.0001就收敛了", "lower_learning_rate=cured"),
        ("lr=0.1 works, lr=0.001 does not learn", "higher_learning_rate=cured"),
        (
            "learning is slow with lr=1e-5, when I raise it to 1e-3 it works well",
            "higher_learning_rate=cured",
        ),
        ("fp32: fine. fp16: nan", "full_precision=cured"),
        ("opt_level O2 gives nan, O1 is fine", "full_precision=cured"),
        ("Adam: 95 %. SGD: stuck at 10 %.", "other_optimizer=adaptive-works"),
        ("Adam diverges, plain SGD is stable", "other_optimizer=plain-works"),
        ("without BN it trains well. With BN it is stuck.", "norm_removed=cured"),
        ("unshuffled: stuck, shuffled: converges", "rows_shuffled=cured"),
        ("without clipping: nan. With clipping: stable", "clipping_tried=cured"),
        ("model.train(): 95 %. model.eval(): random", "training_set_evaluated=worse"),
        ("raw pixels: no progress\nnormalized pixels: converges", "scaling_tried=inputs-cured"),
        (
            "tanh everywhere: does not train\nlast layer without activation: trains well, converges",
            "output_activation_removed=cured",
        ),
    ],
)
def test_two_trials_are_an_experiment(told: str, expected: str) -> None:
    assert expected in {f"{one.symptom}={one.answer}" for one in observe_tried(pieces(told))}


@pytest.mark.parametrize(
    "told",
    [
        "I tried lr 0.1 and 0.01, both nan",
        "lr 0.1: nan\nlr 0.001: nan",
        "SGD does not work, Adam does not work",
        "Adam works fine",
        "Does Adam work and SGD not?",
        "I train on 48 GPUs and set lr=0.12, 0.06 gives nan",
        "the learning rate is 0.001, the loss is nan. dropout 0.5 works",
        "fp32: nan. fp16: nan",
        "with lr 0.1 and momentum 0.9 it is stable",
    ],
)
def test_one_side_alone_says_nothing(told: str) -> None:
    assert not list(observe_tried(pieces(told)))


def test_a_trial_quotes_both_sides() -> None:
    (one,) = observe_tried(pieces("lr 0.1: NaN\nlr 0.001: fine"))
    assert one.says == "“lr 0.1: NaN” and “lr 0.001: fine”"
    assert one.place.first == 2


@pytest.mark.parametrize(
    ("told", "values"),
    [
        ("The loss goes 2.3, 2.4, 5.8, 190, nan.", [2.3, 2.4, 5.8, 190.0, float("nan")]),
        ("Loss: 0.9 -> 0.7 -> 0.65", [0.9, 0.7, 0.65]),
        ("loss goes 2.3 1.7 1.4 1.2", [2.3, 1.7, 1.4, 1.2]),
        ("cost is 0.9, then 3.1, then 27, then inf", [0.9, 3.1, 27.0, float("inf")]),
    ],
)
def test_figures_in_a_row_are_a_curve(told: str, values: list[float]) -> None:
    run = stated_curves(pieces(told))
    assert run is not None
    curve = run.curve("loss", "train")
    assert curve is not None
    np.testing.assert_array_equal(curve.values, values)


def test_accuracies_in_a_row_are_shares() -> None:
    run = stated_curves(pieces("validation accuracy: 50%, 70%, 72%"))
    assert run is not None
    curve = run.curve("accuracy", "validation")
    assert curve is not None
    np.testing.assert_allclose(curve.values, [0.5, 0.7, 0.72])


@pytest.mark.parametrize(
    "told", ["the loss for lr 0.1, 0.01, 0.001 is the same", "the loss does not go 3, 2, 1"]
)
def test_other_figures_in_a_row_are_none(told: str) -> None:
    run = stated_curves(pieces(told))
    assert run is None or max(map(len, run.curves)) < 3


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ("it explodes, the loss goes to 1e5", {"end"}),
        ("the loss starts at 1200", {"start"}),
        ("the initial loss is 6.9 and the loss is 3.2 now", {"start", "end"}),
        ("loss: 3, 2, 1", {"start", "end"}),
        ("nothing in figures", set()),
    ],
)
def test_which_end_of_a_curve_is_told(told: str, ends: set[str]) -> None:
    assert stated_ends(pieces(told)) == ends


def test_an_end_that_is_told_is_no_start() -> None:
    seen = {
        one.symptom: one.answer
        for one in Session(read_text("The loss explodes to 1e5 after an hour.\n", "post"))
        .report()
        .observations
    }
    assert seen["loss_level"] == "huge"
    assert "loss_start" not in seen


def test_lines_of_a_list_are_no_wrapped_sentence() -> None:
    long = (
        "A first line of a post whose writer lets the window wrap it, so that it is far longer than any " * 2
    )
    told = sentences(
        pieces(f"{long}.\nvalidation loss lowest around 1000 steps, then rising\ntraining loss keeps falling")
    )
    assert [one.text for one in told][-1] == "training loss keeps falling"


def test_wrapped_lines_are_still_one() -> None:
    told = sentences(
        pieces("the validation loss falls for a few epochs and then it\nrises while training goes on")
    )
    assert len(told) == 1


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("Is a constant validation loss normal?", "worry=wonders"),
        ("Is there a reason why the training loss is nan?", "loss_trend=nan"),
        ("is a val loss of 0.41 with a train loss of 0.39 ok?", "worry=wonders"),
    ],
)
def test_a_question_takes_something_for_granted(told: str, seen: str) -> None:
    assert seen in {f"{one.symptom}={one.answer}" for one in observe_prose(pieces(told))}


def test_a_setting_that_works_is_not_the_one_asked_about() -> None:
    seen = {one.symptom: one.answer for one in observe_prose(pieces("it works with inputs between -1 and 1"))}
    assert "input_scaling" not in seen


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("With cross entropy and four classes the loss never gets below 0.74.", True),
        ("With cross entropy the loss never gets below 0.7437.", True),
        ("With cross entropy and four classes the loss never gets below 0.70.", False),
        ("With mean squared error the loss never gets below 0.74.", False),
    ],
)
def test_the_floor_of_a_double_softmax_is_known(told: str, seen: bool) -> None:
    found = {one.answer for one in observe_prose(pieces(told)) if one.symptom == "loss_level"}
    assert ("double-softmax-floor" in found) is seen


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("I pass everything to fit with validation_split=0.2", True),
        ("I shuffle the rows before I use validation_split=0.2", False),
        ("I do not use validation_split", False),
    ],
)
def test_a_split_of_the_last_rows_is_a_doubt(told: str, seen: bool) -> None:
    found = [one for one in observe_prose(pieces(told)) if (one.symptom, one.answer) == ("split", "ordered")]
    assert bool(found) is seen
    assert all(one.sure < 0.5 for one in found)


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("Why does the loss suddenly go up in epoch 11? I use CosineAnnealingWarmRestarts(T_0=10).", True),
        ("I use cosine decay with restarts and the loss falls well.", False),
        ("The loss suddenly jumps up. I do not use SGDR.", False),
    ],
)
def test_a_schedule_that_begins_anew_counts_where_the_loss_jumps(told: str, seen: bool) -> None:
    found = {f"{one.symptom}={one.answer}" for one in observe_prose(pieces(told))}
    assert ("rate_and_loss=jumps" in found) is seen


def test_words_behind_a_call_are_told_and_no_code() -> None:
    document = read_text("F.kl_div(softmax(a), softmax(b)) returns negative values\n", "post")
    assert [one.text for one in document.words]
    assert not read_text("x = f(a) if b else c\n", "post").words


def test_a_lone_nan_is_hardly_dated() -> None:
    report = Session(
        read_text("It is a small network.\nloss nan\nnothing else is printed\n", "post")
    ).report()
    onset = [one for one in report.observations if one.symptom == "nan_onset"]
    assert all(one.sure <= 0.35 for one in onset)
