"""What people paste: prose with code or numbers in it is read as prose, and numbers as they are meant."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.observe import observe
from assistant.readers.text import read_text
from assistant.run import Reading
from assistant.session import Session


def answers(reading: Reading) -> dict[str, str]:
    run = reading.runs[-1] if reading.runs else None
    return {o.symptom: o.answer for o in observe(run, reading.words, reading.facts)}


@pytest.mark.parametrize(
    "text",
    [
        "学习率设成1了,loss一直震荡,有时候变得很大,不收敛",
        "损失一直是0.69不动,二分类",
        "accuracy is 7% on two classes",
        "train_loss falls, val_loss rises",
        "loss stuck loss stuck",
        "准确率不变,损失不变",
        "I set requires_grad=False on the backbone and forgot it",
        "I do loss_value = loss.item() and nothing is learned",
        "model.eval() was forgotten and validation is random",
        "import torch; my loss is stuck",
    ],
)
def test_a_sentence_stays_words(text: str) -> None:
    reading = read_text(text + "\n", "post")
    assert [piece.text for piece in reading.words] == [text]
    assert reading.runs == ()


def test_messages_settings_words_code_and_log_are_told_apart() -> None:
    text = (
        "My loss does not fall, what is wrong?\n\n```python\nimport torch\nopt.step()\n```\n"
        "Namespace(lr=0.1, batch_size=64)\n"
        "> epoch 1 loss 2.3\n> epoch 2 loss nan\n"
        "Traceback (most recent call last):\n"
        '  File "train.py", line 3, in <module>\n'
        "FloatingPointError: Loss became infinite or NaN at iteration=2137!\n"
    )
    reading = read_text(text, "post")
    assert [str(piece.place) for piece in reading.notices] == ["post:10-12"]
    assert {fact.name: fact.value for fact in reading.facts} == {"learning rate": 0.1, "batch size": 64}
    assert [piece.text for piece in reading.words] == ["My loss does not fall, what is wrong?"]
    assert [tuple(part) for part in reading.sources[0].parts] == [
        ("words", 1, 1),
        ("code", 4, 5),
        ("settings", 7, 7),
        ("log", 8, 9),
        ("noise", 10, 12),
    ]


def test_secrets_are_in_nothing_that_is_kept() -> None:
    secret = "hf_" + "aB3dE" * 7
    text = f"I log in with {secret} and it is slow\nERROR: token={secret} is invalid\nepoch 1 loss 0.5\n"
    report = Session(read_text(text, "post")).report()
    assert secret not in repr(report)
    assert secret not in repr(read_text(text, "post"))


@pytest.mark.parametrize(
    "code",
    [
        "model = nn.Sequential(nn.Linear(3, 4), nn.ReLU())",
        "loss = criterion(model(x), y)",
        "optimizer.zero_grad()",
        "for epoch in range(10):",
        "from torch import nn",
        "x = df.values  # the features",
    ],
)
def test_code_stays_code(code: str) -> None:
    reading = read_text(code + "\n", "post")
    assert reading.words == ()
    assert reading.sources[0].counts == {"code": 1}


def test_an_assignment_in_a_block_of_python_is_no_figure_that_was_printed() -> None:
    block = "total_loss = 0\nkl_loss = - 0.5 * 3\nfor x, y in loader:\n    total_loss += 1\n"
    code = read_text(f"It grows.\n\n```python\n{block}```\nloss = 0.5\nloss = 0.4\n", "post")
    (run,) = code.runs
    assert [list(curve.values) for curve in run.curves] == [[0.5, 0.4]]
    assert code.sources[0].counts["code"] == 4
    printed = read_text("It grows.\n\n```\ntotal_loss = 2.5\ntotal_loss = 2.7\n```\n", "post")
    assert list(printed.runs[0].curves[0].values) == [2.5, 2.7]


def test_a_warning_behind_a_bar_is_heard() -> None:
    bar = "Train epoch 1/20 (train loss: 218.78):  61%|██████▏   | 62/101 [01:40<02:25,  3.72s/it]"
    warning = (
        "/env/python3.6/site-packages/torch/nn/modules/loss.py:431: UserWarning: Using a target size "
        "(torch.Size([32, 1])) that is different to the input size (torch.Size([32])). This will likely lead "
        "to incorrect results due to broadcasting. Please ensure they have the same size.\n"
    )
    told = Session(read_text(bar + warning, "train.log")).report()
    assert told.causes[0].id == "shape-broadcasting"
    assert told.summary.endswith("train loss 218.8")


def test_a_header_counts_only_with_a_row_below() -> None:
    table = read_text("epoch,loss,val_loss\n1,0.5,0.6\n2,0.4,0.5\n", "a.csv")
    (run,) = table.runs
    loss = run.curve("loss", "train")
    assert loss is not None
    assert loss.values.tolist() == [0.5, 0.4]
    assert table.words == ()


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1,234.5", 1234.5), ("12,345,678", 12345678.0), ("0,693", 0.693), ("1.5", 1.5), ("1e3", 1000.0)],
)
def test_separators_of_thousands_and_decimals(printed: str, value: float) -> None:
    reading = read_text(f"Epoch 1 Loss: {printed}\nEpoch 2 Loss: {printed}\n", "a.log")
    loss = reading.runs[0].curve("loss", "train")
    assert loss is not None
    assert loss.values.tolist() == [value, value]


@pytest.mark.parametrize(
    "noise",
    [
        "python train.py --loss_weight=0 --val_loss=0",
        "VLOG[1] (ctc-loss.cc:182) After 330265 sequences",
        "train_loss.py:182 INFO starting",
        "2/F1 = 1/P + 1/R",
    ],
)
def test_flags_files_and_formulas_are_no_metrics(noise: str) -> None:
    log = "".join(f"{noise}\nepoch {n} loss {1 / n:.3f}\n" for n in range(1, 6))
    (run,) = read_text(log, "a.log").runs
    assert {curve.name for curve in run.curves} == {"loss"}


def test_numbered_losses_are_kept_apart_and_the_total_is_the_main_one() -> None:
    log = "".join(f"step {n} loss1: {n} loss2: {n + 1} total_loss: {2 * n + 1}\n" for n in range(5, 0, -1))
    (run, *_) = read_text(log.replace("step", "epoch"), "a.log").runs
    loss = run.curve("loss", "train")
    assert loss is not None
    assert set(loss.key.split("_")) == {"total", "loss"}


def test_two_players_need_not_fall() -> None:
    rng = np.random.default_rng(0)
    lines = [
        f"[{n}/50] Loss_D: {0.5 + rng.normal() / 9:.4f} Loss_G: {4 + rng.normal():.4f}" for n in range(1, 51)
    ]
    reading = read_text("\n".join(lines) + "\n", "gan.log")
    assert "loss_trend" not in answers(reading)
    assert Session(reading).report().verdict == "inconclusive"


def test_a_squared_error_is_a_loss_where_there_is_no_other() -> None:
    log = "".join(f"epoch {n} train_mse {1 / n:.4f} val_mse {0.5 + n / 20:.4f}\n" for n in range(1, 21))
    found = answers(read_text(log, "a.log"))
    assert found["loss_trend"] == "falling"
    assert found["validation_trend"] in ("turns-up", "rises")


def test_quoted_medians_are_called_medians() -> None:
    log = "".join(f"epoch {n} loss: {1 / n:.3f} val_loss: {1 / n + 0.1:.3f}\n" for n in range(1, 9))
    reading = read_text(log, "a.log")
    gap = next(o for o in observe(reading.runs[0]) if o.symptom == "validation_gap")
    assert gap.says.startswith("median of the last")
    assert (gap.place.first, gap.place.last) == (6, 8)


TWENTY = [
    (
        "oversized-logits",
        "The classification loss drops to 0.0000 within the first epoch. The logits are in the hundreds.",
    ),
    ("regularized-bias", "My model underfits. L2 regularization is applied to the biases too."),
    (
        "learning-rate-too-high",
        "The loss jitters and does not converge, then it goes to infinity. The learning rate is large.",
    ),
    (
        "activation-before-softmax",
        "There is a ReLU on the last layer before the softmax, loss stuck at 1.0986, three classes.",
    ),
    (
        "unscaled-inputs",
        "Convergence is very slow. Features differ by orders of magnitude and are not normalized.",
    ),
    (
        "unshuffled-data",
        "Training is perfect but testing is terrible. "
        "The training data is not shuffled, it is sorted by class.",
    ),
    ("single-class-batches", "The loss saws up and down. Every batch contains only one class."),
    ("vanilla-sgd", "I use plain SGD without momentum, and training is very slow and stalls."),
    ("exploding-gradients", "The loss of my LSTM suddenly becomes huge, gradients explode."),
    (
        "misaligned-labels",
        "Train loss reaches 0.0000 even with MSE, but on the test set it is as if untrained. "
        "Labels and images are out of step.",
    ),
    ("overconfident-overfitting", "Validation loss turns up while validation accuracy still rises."),
    ("tiny-batch-batchnorm", "Results are erratic with BatchNorm and a batch size of 2."),
    ("nan-from-invalid-math", "Loss is nan. I wrote my own loss with log and it may get log of zero."),
    ("batchnorm-placement", "Training is slower with batch norm placed before the activation."),
    ("dropout-on-convolutions", "Worse results since I put dropout on the convolutional layers."),
    (
        "large-batch-generalization",
        "Training is good with batch size 8192 but generalization is a bit weaker.",
    ),
    ("zero-initialized-weights", "All weights are initialized to zero and nothing is learned."),
    ("missing-bias", "The model underfits, I set bias=False in all layers."),
    ("validation-test-shift", "Validation accuracy is far above test accuracy."),
    ("negative-kl-divergence", "The KL divergence is negative."),
]


@pytest.mark.parametrize(("cause", "told"), TWENTY, ids=[cause for cause, _ in TWENTY])
def test_each_item_of_the_checklist_is_named_from_words(cause: str, told: str) -> None:
    report = Session(read_text(told + "\n", "post")).report()
    assert cause in [found.id for found in report.causes[:3]]
    assert report.verdict != "healthy"


def test_most_of_the_twenty_come_first() -> None:
    first = [Session(read_text(told + "\n", "post")).report().causes[0].id == cause for cause, told in TWENTY]
    assert sum(first) >= 17


def test_a_loss_that_climbs_tenfold_and_comes_back_is_no_plain_fall() -> None:
    values = [
        384,
        947,
        1159,
        1963,
        1527,
        833,
        421,
        655,
        1842,
        3864,
        2243,
        2764,
        1861,
        818,
        615,
        323,
        254,
        128,
    ]
    log = "".join(f"epoch {n} loss {value}\n" for n, value in enumerate(values))
    assert answers(read_text(log, "a.log"))["loss_trend"] == "oscillating"
    assert Session(read_text(log, "a.log")).report().verdict != "healthy"


def test_of_a_book_the_begin_and_the_end_are_read() -> None:
    names = ["".join(chr(97 + int(digit)) for digit in str(n)) for n in range(700)]
    lines = [f"My friend {name} said to the {name * 2} that it was fine, " * 3 for name in names]
    words = read_text("\n".join(lines), "book.txt").words
    assert 40_000 < sum(len(piece.text) for piece in words) <= 60_000
    assert [words[0].place.first, words[-1].place.first] == [1, 700]
    assert read_text("\n".join(lines[:150]), "post.txt").words[149].place.first == 150


BELOW_ZERO = """Guessing on my digits, what is wrong?

```python
model = Sequential([Dense(32, activation="relu", input_shape=(64,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_split=0.2, epochs=5)
```

Epoch 1/5
 - 1s - loss: -41.1204 - acc: 0.1021 - val_loss: -41.7733 - val_acc: 0.0994
Epoch 2/5
 - 1s - loss: -41.3108 - acc: 0.1022 - val_loss: -41.7733 - val_acc: 0.0994
Epoch 3/5
 - 1s - loss: -41.3108 - acc: 0.1022 - val_loss: -41.7733 - val_acc: 0.0994
Epoch 4/5
 - 1s - loss: -41.3108 - acc: 0.1022 - val_loss: -41.7733 - val_acc: 0.0994
"""


def test_a_cross_entropy_below_zero_is_no_mere_look_of_a_curve() -> None:
    told = Session(read_text(BELOW_ZERO, "post")).report()
    assert {one.id for one in told.causes[:2]} == {"wrong-loss-for-task", "labels-out-of-range"}
