"""Settings told with numbers and flags, in prose and in short notes of code."""

from __future__ import annotations

import pytest

from assistant.observe.settings import batch, observe_settings, rate
from assistant.readers.text import read_text
from assistant.run import Place, Words
from assistant.session import Session

TOLD = [
    ("SGD lr 0.01 with momentum 0.9", "optimizer=momentum learning_rate=usual"),
    ("SGD(lr=0.1)", "optimizer=sgd learning_rate=usual"),
    ("SGD with a learning rate of 0.5", "optimizer=sgd learning_rate=high"),
    ("plain SGD, lr = 3.0", "optimizer=sgd learning_rate=extreme"),
    ("SGD, learning rate 1e-7", "optimizer=sgd learning_rate=tiny"),
    ("Adam(lr=0.1)", "optimizer=adaptive learning_rate=extreme"),
    ("Adam with a learning rate of 0.01", "optimizer=adaptive learning_rate=high"),
    ("adam, lr=1e-3", "optimizer=adaptive learning_rate=usual"),
    ("Adam(1e-3)", "optimizer=adaptive learning_rate=usual"),
    ("optimizer: AdamW, learning_rate=1e-8", "optimizer=adaptive learning_rate=tiny"),
    ("torch.optim.Adam(model.parameters(), lr=0.001)", "optimizer=adaptive learning_rate=usual"),
    ("fine-tuning BERT with a learning rate of 1e-3", "learning_rate=high"),
    ("eta = 3.0, mini-batch 10", "learning_rate=extreme batch_size=tiny"),
    ("使用Adam,学习率为0.1", "optimizer=adaptive learning_rate=extreme"),
    ("SGD优化器,学习率设置为0.01,动量momentum=0.9", "optimizer=momentum learning_rate=usual"),
    ("batch_size=4", "batch_size=tiny"),
    ("batch size of 1", "batch_size=one"),
    ("a batch size of 64", "batch_size=usual"),
    ("batch size is 2048", "batch_size=large"),
    ("batch_size设为8", "batch_size=tiny"),
    ("mini-batches of 32", "batch_size=usual"),
    ("dropout 0.5", "dropout=dense-only regularization=moderate"),
    ("Dropout(0.8) after the dense layer", "regularization=strong"),
    ("weight_decay=0.1 with SGD", "regularization=strong"),
    ("weight_decay=5e-4", "regularization=moderate"),
    ("Dense(1, softmax)", "last_activation=softmax"),
    ("Dense(1, activation='sigmoid')", "last_activation=sigmoid"),
    ("Dense(50, relu) -> Dense(30, relu) -> Dense(1)", "last_activation=none"),
    ("Dense(12, relu) x2 -> Dense(1, relu)", "last_activation=relu"),
    ("last layer Dense(1) with softmax", "last_activation=softmax"),
    ("Dense(30) and Dense(10) without activation", "last_activation=none"),
    ("loss=binary_crossentropy", "loss_kind=binary-cross-entropy loss_expects=probabilities"),
    ("loss=mse", "loss_kind=squared-error"),
    ("BinaryCrossentropy(from_logits=True)", "loss_expects=logits"),
    ("shuffle=False", "shuffled=no"),
    ("DataLoader(data, shuffle=True)", "shuffled=yes"),
    ("nn.Linear(10, 2, bias=False)", "bias=absent"),
    ("use_bias=False in all layers", "bias=absent"),
    ("inputs not scaled (0..10000)", "input_scaling=raw"),
    ("pixel values from 0 to 255", "input_scaling=raw"),
    ("inputs in the range 0 to 1", "input_scaling=scaled"),
    ("x from -100 to 100 in steps of 0.5", "input_scaling=raw"),
    ("resnet50(pretrained=True)", "pretrained=yes"),
    ("Dense(1, sigmoid)", "output_units=one"),
    ("Dense(50, relu) -> Dense(30, relu) -> Dense(1)", "output_units=one hidden_activation=relu"),
    ("Linear(784, 128) -> ReLU -> Linear(128, 10)", "hidden_activation=relu last_activation=none"),
    ("Dense(2, sigmoid) -> Dense(3, sigmoid) -> Dense(1, softmax)", "hidden_activation=saturating"),
    ("three Dense(8, sigmoid) layers, init normal", "hidden_activation=saturating"),
    ("Dense(12, relu) x2 -> Dense(1, relu)", "hidden_activation=relu output_units=one"),
    ("Dense(30) and Dense(10) without activation", "hidden_activation=none"),
    ("two Dense(1) layers, linear", "hidden_activation=none"),
    ("Dense(64, tanh) -> Dense(10, softmax)", "hidden_activation=saturating output_units=per-class"),
    ("fp16=True", "precision=half"),
    ("model.half()", "precision=half"),
    ("fp16: false", "precision=single"),
    ("layer.trainable = False", "trained_parameters=frozen"),
    ("y up to 9800", "target_scaling=raw"),
    ("targets of order 1e4", "target_scaling=raw"),
    ("y = x**2 + 3, range 3..9804", "target_scaling=raw"),
    ("prices from 100,000 to 500,000", "target_scaling=raw"),
    ("targets around 200,000", "target_scaling=raw"),
    ("targets between 0 and 1", "target_scaling=scaled"),
    ("目标值最大9800", "target_scaling=raw"),
    ("loop: loss.backward(); optimizer.step()", "loop=no-zero-grad"),
    ("loop: optimizer.zero_grad(); loss.backward()", "loop=no-step"),
    ("total batch 15 on 5 GPUs", "batch_size=tiny"),
    ("50 epochs, batch 5", "batch_size=tiny"),
]
NOT_TOLD = [
    ("I tried learning rates of 0.1, 0.01 and 0.001", "learning_rate"),
    ("learning rate 1e-7 and 1e-8 make no difference", "learning_rate"),
    ("SGD with lr 1e-4 to 1e-3", "learning_rate"),
    ("lr=0.1 diverges. lr=1e-9 learns nothing.", "learning_rate"),
    ("someone suggested Adam", "optimizer"),
    ("I used SGD and Adam, both are the same", "optimizer"),
    ("instead of SGD", "optimizer"),
    ("not with batch size 1", "batch_size"),
    ("if I use batch size 1", "batch_size"),
    ("batch sizes of 4, 16 and 64", "batch_size"),
    ("Should I use a learning rate of 0.1?", "learning_rate"),
    ("we train for 100 epochs with 0.5 million samples", "learning_rate batch_size"),
    ("x in 0..5, y up to about 125", "input_scaling"),
    ("Dense(64, relu)", "last_activation"),
    ("loss = criterion(out, y)", "loss_kind learning_rate"),
    ("cnn with dropout 0.5", "dropout"),
    ("the learning rate", "learning_rate"),
    ("如果学习率为0.1", "learning_rate"),
    ("the image is 1024 x 1024", "batch_size input_scaling"),
    ("Dense(50, sigmoid) -> Dense(50, elu) -> Dense(1)", "hidden_activation"),
    ("three Dense(8, sigmoid) layers", "last_activation output_units"),
    ("Dense(1, softmax)", "hidden_activation"),
    ("nn.Linear(64, 10)", "output_units hidden_activation"),
    ("layer.trainable = True", "trained_parameters"),
    ("the y axis goes up to 100", "target_scaling"),
    ("y = x**2", "target_scaling"),
    ("y in 2020", "target_scaling"),
    ("a target of 95% accuracy", "target_scaling"),
    ("my target accuracy is up to 99", "target_scaling"),
    ("loop: optimizer.zero_grad(); loss.backward(); optimizer.step()", "loop"),
    ("epoch 3, batch 5", "batch_size"),
    ("Fix: Call optimizer.step() after loss.backward() in every iteration", "loop"),
]


def read(text: str) -> dict[str, str]:
    return {o.symptom: o.answer for o in observe_settings([Words(text, Place("you"))])}


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_told(text: str, expected: str) -> None:
    found = read(text)
    for pair in expected.split():
        symptom, answer = pair.split("=")
        assert found.get(symptom) == answer, found


@pytest.mark.parametrize(("text", "silent"), NOT_TOLD)
def test_not_told(text: str, silent: str) -> None:
    assert not set(silent.split()) & set(read(text))


@pytest.mark.parametrize(
    ("value", "family", "pretrained", "answer"),
    [
        (1e-3, "adaptive", False, "usual"),
        (1e-3, "adaptive", True, "high"),
        (1e-2, "adaptive", False, "high"),
        (0.1, "adaptive", False, "extreme"),
        (1e-7, "adaptive", False, "tiny"),
        (0.1, "sgd", False, "usual"),
        (0.2, "momentum", False, "high"),
        (1.0, "momentum", False, "extreme"),
        (1e-6, "sgd", False, "tiny"),
        (0.05, "", False, ""),
        (1e-3, "", False, "usual"),
    ],
)
def test_rate(value: float, family: str, pretrained: bool, answer: str) -> None:
    assert rate(value, family, pretrained) == answer


@pytest.mark.parametrize(("value", "answer"), [(0.03, "extreme"), (8e-3, "high"), (5e-4, "usual")])
def test_rate_of_a_transformer(value: float, answer: str) -> None:
    assert rate(value, "adaptive", pretrained=False, architecture="transformer") == answer
    script = SCRIPT.format(layer="nn.TransformerEncoderLayer(32, 4)", rate=value)
    assert f"learning_rate={answer}" in seen_in(script)
    plain = rate(value, "adaptive", pretrained=False)
    assert f"learning_rate={plain}" in seen_in(SCRIPT.format(layer="nn.Linear(32, 32)", rate=value))


SCRIPT = """
import torch
from torch import nn
model = nn.Sequential({layer}, nn.Linear(32, 5))
optimizer = torch.optim.Adam(model.parameters(), lr={rate})
"""


def seen_in(script: str) -> set[str]:
    read = read_text("```python\n" + script + "```\n", "a post")
    return {f"{one.symptom}={one.answer}" for one in Session(read).report().observations}


@pytest.mark.parametrize(
    ("value", "answer"),
    [(0, ""), (1, "one"), (2, "tiny"), (15, "tiny"), (16, "usual"), (511, "usual"), (512, "large")],
)
def test_batch(value: float, answer: str) -> None:
    assert batch(value) == answer


def test_notes_on_several_lines_are_one_setup() -> None:
    notes = ["optimizer Adam", "fine-tuning BERT", "learning rate 1e-3", "batch_size 4", "Dense(3, softmax)"]
    words = [Words(text, Place("you", line, line)) for line, text in enumerate(notes, 1)]
    found = {o.symptom: (o.answer, o.place.first) for o in observe_settings(words)}
    assert found == {
        "optimizer": ("adaptive", 1),
        "learning_rate": ("high", 3),
        "batch_size": ("tiny", 4),
        "last_activation": ("softmax", 5),
        "output_units": ("per-class", 5),
    }
