"""The cure that a person tells in the end, and what observations prove together."""

from __future__ import annotations

import pytest

from assistant.knowledge import load
from assistant.observe import observe
from assistant.observe.joint import together
from assistant.observe.observation import Observation
from assistant.observe.solved import observe_solved
from assistant.readers.text import read_text
from assistant.run import Place, Words
from assistant.session import Session
from assistant.symptoms import SYMPTOMS

CURED = [
    ("EDIT: it was the learning rate", "learning-rate-too-high"),
    ("Edit: solved by shuffling the data before splitting", "unshuffled-split"),
    ("Update: normalizing the inputs did the trick", "unscaled-inputs"),
    ("UPDATE: The problem was that I forgot model.eval()", "wrong-train-eval-mode"),
    ("I solved it by lowering the learning rate to 1e-5.", "learning-rate-too-high"),
    ("It turned out my labels were in the wrong order", "misaligned-labels"),
    ("Solved. The images were all zeros because of integer division", "constant-inputs"),
    ("The problem was a sigmoid in the last layer", "wrong-output-activation"),
    ("The reason is the batch norm's running mean", "batchnorm-statistics"),
    ("it turned out there were a few NaNs in two of the images", "nan-in-data"),
    ("已解决,原来是学习率太大了", "learning-rate-too-high"),
    ("原因是数据没有归一化", "unscaled-inputs"),
]
OPEN = [
    "What was the problem?",
    "The problem is that the loss does not decrease",
    "I think the problem is the learning rate",
    "the issue is that my network always predicts the same class",
    "I could not solve it by lowering the learning rate",
    "my problem is loss is nan after some epochs",
    "This is my problem: the shape of the input is (3,4)",
    "EDIT: here is the code of the softmax layer",
    "it was the first time I use batch normalization",
    "可能原因是学习率太大?",
]


def words(text: str) -> tuple[Words, ...]:
    return (Words(text, Place("you", 1, 1)),)


def seen(text: str) -> dict[str, str]:
    return {o.symptom: o.answer for o in observe(None, words(text))}


def first(text: str) -> str:
    return Session(read_text(f"{text}\n", "post")).report().causes[0].id


@pytest.mark.parametrize(("text", "cause"), CURED)
def test_a_cure_is_understood(text: str, cause: str) -> None:
    assert [o.answer for o in observe_solved(words(text))] == [cause]


@pytest.mark.parametrize("text", OPEN)
def test_no_cure_is_read_into_a_question(text: str) -> None:
    assert not list(observe_solved(words(text)))


def test_the_last_cure_counts() -> None:
    text = "EDIT: it was the learning rate. EDIT2: No. The problem was that the labels started at 1."
    assert [o.answer for o in observe_solved(words(text))] == ["labels-out-of-range"]


def test_every_cure_is_a_page_with_its_evidence() -> None:
    pages = load().pages
    for cause in SYMPTOMS["cure"].answers:
        if cause != "open":
            known = [one for one in pages[cause].rule.evidence if one.symptom == "cure"]
            assert [one.answers for one in known] == [frozenset({cause})]


def test_a_told_cure_outweighs_what_else_is_said() -> None:
    text = "My loss is nan from the first epoch on, I use a custom loss with a log. EDIT: {}."
    assert first(text.format("there is nothing new")) == "nan-from-invalid-math"
    assert first(text.format("it was the learning rate, with 1e-4 it works")) == "learning-rate-too-high"


TOGETHER = [
    ("the last layer has a softmax, the loss is CrossEntropyLoss", "output_fit=softmax-twice"),
    ("the last layer is Dense(1, softmax), loss=binary_crossentropy", "output_fit=one-unit-softmax"),
    ("the last layer has no activation, loss=binary_crossentropy", "output_fit=scores-as-probabilities"),
    ("softmax output and NLLLoss", "output_fit=no-log"),
    ("ReLU on the last layer and categorical_crossentropy", "output_fit=cut-off-scores"),
    ("ten classes, sigmoid on the last layer, categorical_crossentropy", "output_fit=other-activation"),
    ("a multi-label problem with a softmax output", "output_fit=other-activation"),
    ("a multi-label problem with categorical_crossentropy", "output_fit=wrong-loss"),
    ("regression with a sigmoid on the last layer, targets up to 500", "output_fit=range-too-small"),
    ("a regression on prices, the accuracy is always 0", "metric_fit=other-task"),
    ("three classes and a single output neuron", "output_units=mismatch"),
    ("5 classes but the last layer has 4 units", "output_units=mismatch"),
]
APART = [
    ("the last layer has a softmax, loss=categorical_crossentropy", "output_fit"),
    ("5 classes and the last layer has 5 units", "output_units"),
    ("two classes, the last layer has one sigmoid unit, binary_crossentropy", "output_fit"),
    ("regression with a linear output, loss=mse", "output_fit"),
    ("the loss of the flow model is negative", "loss_level"),
]


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_what_is_proved_together(text: str, expected: str) -> None:
    symptom, answer = expected.split("=")
    found = seen(text)
    assert found.get(symptom) == answer, found


@pytest.mark.parametrize(("text", "silent"), APART)
def test_what_is_not_proved(text: str, silent: str) -> None:
    assert seen(text).get(silent) in (None, "per-class")


def test_a_squared_error_proves_nothing_of_ln_k() -> None:
    place = Place("log", 1, 1)
    found = {
        "loss_kind": Observation("loss_kind", "squared-error", "mse", place, 0.9),
        "loss_level": Observation("loss_level", "ln-classes", "0.693", place, 0.9),
        "loss_vs_accuracy": Observation("loss_vs_accuracy", "impossible", "…", place, 0.9),
    }
    assert set(together(found)) == {"loss_kind"}


STATED = [
    ("train acc 0.99 and val acc 0.52 on two classes", "validation_gap=at-chance"),
    (
        "fit: accuracy 98 %, loss 0.08; evaluate: accuracy 51 %, loss 7.9; two classes",
        "validation_gap=at-chance",
    ),
    ("train acc 0.85, val acc 0.84", "validation_gap=none"),
    ("it trains well but it has 10 % accuracy on the test set; ten classes", "validation_gap=at-chance"),
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_figures_in_prose_belong_to_their_split(text: str, expected: str) -> None:
    symptom, answer = expected.split("=")
    found = seen(text)
    assert found.get(symptom) == answer, found


def test_a_wrong_test_loss_says_nothing_of_the_first_training_loss() -> None:
    found = seen("Training looks excellent, but the test loss is 11023 and test accuracy is terrible")
    assert "loss_start" not in found
    assert "loss_level" not in found
