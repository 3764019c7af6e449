from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.readers.clean import encoding_of, text_of, unquoted
from assistant.readers.lines import read_line
from assistant.readers.metrics import metric
from assistant.readers.record import number, precision
from assistant.readers.shapes import Frames
from assistant.readers.stream import chunks, pieces
from assistant.readers.text import read_text
from assistant.run import Curve, Run

BAR = "━" * 20
BLANKED = "\b" * 80 + "\r"


def runs(text: str) -> tuple[Run, ...]:
    return read_text(text, "log").runs


def curve(text: str, name: str = "loss", split: str = "train") -> Curve:
    found = runs(text)
    assert len(found) == 1
    one = found[0].curve(name, split)
    assert one is not None, [(c.split, c.name) for c in found[0].curves]
    return one


def shown(text: str) -> dict[str, list[float]]:
    """Every curve of the only run: `split name` to its values."""
    (run,) = runs(text)
    return {f"{c.split} {c.name}": c.values.tolist() for c in run.curves}


# -- one line ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "epoch", "step", "values"),
    [
        ("iteration=5  loss=2.580 train-acc=0.34277", None, 5, {"loss": 2.58, "accuracy": 0.34277}),
        ("Epoch [2/5], Step [100/600], Loss: 2.178108", 2, 100, {"loss": 2.178108}),
        ("[1, 2000] loss: 2.203", 1, None, {"loss": 2.203}),
        ("[9] loss: 1.712, train acc: 52.524", None, 9, {"loss": 1.712, "accuracy": 52.524}),
        ("Train Epoch: 1 [6400/60000 (11%)]\tLoss: 0.912735", 1, 6400, {"loss": 0.912735}),
        ("iter 2990: loss 3.8853, time 1096.65ms, mfu 15.34%", None, 2990, {"loss": 3.8853}),
        ("Iteration 113, loss = 0.03238145", None, 113, {"loss": 0.03238145}),
        (
            "epoch 1 - iter 4/40 - loss 3.284 - samples/sec: 2611.84 - lr: 0.1",
            1,
            4,
            {"loss": 3.284, "learning rate": 0.1},
        ),
        ("[43]\ttrain-logloss:0.331579\ttrain-auc:0.874738", None, 43, {"loss": 0.331579, "auc": 0.874738}),
        ("Epoch: 1 \tTraining Loss: 0.173275", 1, None, {"loss": 0.173275}),
        (
            "{'loss': 2.119, 'grad_norm': 37.657, 'learning_rate': 4.58e-05, 'epoch': 0.25}",
            0.25,
            None,
            {"loss": 2.119, "gradient norm": 37.657, "learning rate": 4.58e-05},
        ),
        ('{"epoch": 3, "loss": 0.5, "n_parameters": 11590840}', 3, None, {"loss": 0.5}),
        (
            "2024-04-18 09:18:19 | Epoch:  39/100, loss: 0.2717, train_acc: 49.06%",
            39,
            None,
            {"loss": 0.2717, "accuracy": 49.06},
        ),
        (
            "[2018-11-26 15:02:57,162 INFO] Step 5600/50000; acc:  47.14; xent: 2.29; lr: 0.00069",
            None,
            5600,
            {"accuracy": 47.14, "loss": 2.29, "learning rate": 0.00069},
        ),
        (
            "[11/01 20:14:15 d2.utils.events]: eta: 5:41:49  iter: 379  total_loss: 1.707",
            None,
            379,
            {"loss": 1.707},
        ),
        (
            "INFO:tensorflow:global step 409: loss = 25237.8984 (0.273 sec/step)",
            None,
            409,
            {"loss": 25237.8984},
        ),
        ("第3轮 训练损失: 0.693 训练准确率: 50.2%", 3, None, {"loss": 0.693, "accuracy": 50.2}),
        ("第 3/10 个epoch 损失值: 0.693", 3, None, {"loss": 0.693}),
        ("轮 4 损失: 0.5 学习率: 0.01", 4, None, {"loss": 0.5, "learning rate": 0.01}),
        (
            "12/102 [==>...........] - ETA: 8:29 - loss: 0.6912 - acc: 0.5938",
            None,
            None,
            {"loss": 0.6912, "accuracy": 0.5938},
        ),
        (
            f"43/43 {BAR} 0s 5ms/step - accuracy: 0.9666 - loss: 0.1600",
            None,
            None,
            {"accuracy": 0.9666, "loss": 0.16},
        ),
        ("32/32 - 1s - 19ms/step - mae: 1.4339 - loss: 3.2271", None, None, {"mae": 1.4339, "loss": 3.2271}),
        (
            "Epoch 3:  11%|#1  | 2/18 [00:11<01:33, 5.82s/it, loss=10.224, v_num=193315]",
            3,
            None,
            {"loss": 10.224},
        ),
    ],
)
def test_a_line_to_a_record(
    line: str, epoch: float | None, step: float | None, values: dict[str, float]
) -> None:
    read = read_line(line)
    assert read is not None
    record = read[1]
    assert record.epoch == epoch
    if step is not None:
        assert record.step == step
    assert {value.name: value.value for value in record.values} == values


@pytest.mark.parametrize(
    ("line", "name", "split"),
    [
        ("train Loss: 0.2440 Acc: 0.9057", "accuracy", "train"),
        ("val Loss: 0.1870 Acc: 0.9608", "accuracy", "validation"),
        ("epoch 1 val_loss 0.8", "loss", "validation"),
        ("epoch 1 valid_loss: 0.8", "loss", "validation"),
        ("epoch 1 ValLoss: 0.8", "loss", "validation"),
        ("epoch 1 eval_loss: 0.8", "loss", "validation"),
        ("epoch 1 Validation Loss: 0.8", "loss", "validation"),
        ("Evaluation - loss: 1.386315", "loss", "validation"),
        ("DEV : loss 2.009", "loss", "validation"),
        ("epoch 1 test_acc: 0.8", "accuracy", "test"),
        ("Test set: Average loss: 0.2449, Accuracy: 0.94", "accuracy", "test"),
        ("epoch 1 trainloss: 0.8", "loss", "train"),
        ("epoch 1 valacc: 0.8", "accuracy", "validation"),
        ("第1轮 验证损失: 0.7", "loss", "validation"),
        ("第1轮 测试准确率: 0.7", "accuracy", "test"),
    ],
)
def test_training_and_what_is_held_out_are_told_apart(line: str, name: str, split: str) -> None:
    assert curve(f"{line}\n", name, split).values.size == 1


def test_a_split_that_stands_once_holds_for_the_figures_after_it() -> None:
    text = (
        "epoch 1 train loss 0.9 acc 50.5 val loss 0.8 acc 49.0\n"
        "epoch 2 train loss 0.7 acc 60.5 val loss 0.6 acc 59.0\n"
    )
    assert shown(text) == {
        "train loss": [0.9, 0.7],
        "train accuracy": [0.505, 0.605],
        "validation loss": [0.8, 0.6],
        "validation accuracy": [0.49, 0.59],
    }


@pytest.mark.parametrize(
    ("key", "name", "split"),
    [
        ("loss", "loss", None),
        ("Loss", "loss", None),
        ("val_loss", "loss", "validation"),
        ("training_loss", "loss", "train"),
        ("acc@1", "accuracy", None),
        ("Learning Rate", "learning rate", None),
        ("grad_norm", "gradient norm", None),
        ("val_accuracy", "accuracy", "validation"),
        ("测试准确率", "accuracy", "test"),
        ("binary_crossentropy", "loss", None),
        ("contrastive", "contrastive loss", None),
        ("val/triplet", "triplet loss", "validation"),
    ],
)
def test_keys_come_to_one_vocabulary(key: str, name: str, split: str | None) -> None:
    found = metric(key)
    assert found is not None
    assert (found.name, found.split) == (name, split)


@pytest.mark.parametrize(
    "key",
    [
        *("time", "eta", "best loss", "max mem", "loss scale", "hello", "", "v_num", "mom"),
        *("huber_delta", "focal length", "triplet margin"),
    ],
)
def test_keys_that_do_not_say_how_training_goes(key: str) -> None:
    assert metric(key) is None


@pytest.mark.parametrize(
    "line",
    [
        "Loaded: 6.946068 seconds",
        "Model has 11,173,962 parameters",
        "[2023/05/26 21:45:40] saving checkpoint",
        "Downloading: 100%",
        "Using 4 workers on port 29500",
    ],
)
def test_numbers_that_are_no_metrics(line: str) -> None:
    assert runs(f"{line}\n") == ()


# -- printed numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("0.693", 5e-4),
        ("0.6931", 5e-5),
        ("7", 0.5),
        ("1.95e+4", 50.0),
        ("9.971e-06", 5e-10),
        ("2.504220E+00", 5e-7),
        ("0.0000e+00", 5e-5),
        (".5", 0.05),
    ],
)
def test_half_a_unit_of_the_last_digit(text: str, half: float) -> None:
    assert precision(text) == pytest.approx(half)


@pytest.mark.parametrize("text", ["0e999", "0.0e400", "1e-999"])
def test_exponents_beyond_a_float(text: str) -> None:
    assert precision(text) >= 0
    assert math.isfinite(precision(text))
    assert len(curve(f"epoch 1 loss: {text}\n")) == 1


@pytest.mark.parametrize("text", ["nan", "NaN", "NAN", "-nan", "+nan", "nan%", "-nan(ind)"])
def test_nan_in_any_spelling(text: str) -> None:
    found = curve(f"step 1 loss: 0.5\nstep 2 loss: {text}\n")
    assert found.values[0] == 0.5
    assert math.isnan(found.values[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [("inf", math.inf), ("Inf", math.inf), ("Infinity", math.inf), ("-inf", -math.inf), ("1e999", math.inf)],
)
def test_infinity_in_any_spelling(text: str, value: float) -> None:
    assert curve(f"step 1 loss: 0.5\nstep 2 loss: {text}\n").values.tolist() == [0.5, value]
    assert number(text) == value


@pytest.mark.parametrize("word", ["info", "inference", "nano", "nancy", "infer", "ınf", "İnf"])
def test_words_that_only_begin_like_nan_or_inf(word: str) -> None:
    assert curve(f"step 1 loss: 0.5 acc: {word}\n").values.tolist() == [0.5]


@pytest.mark.parametrize("digits", [400, 5000])
def test_numbers_of_thousands_of_digits(digits: int) -> None:
    huge = "9" * digits
    for line in (f"loss: 5/{huge}", f"epoch: {huge} loss: 0.1", f"{huge}/5 [=] - loss: 0.3", f"loss: {huge}"):
        assert read_text(line, "log").sources[0].lines == 1


# -- whole logs -------------------------------------------------------------------------------


def test_keras_bars_keep_the_last_frame_of_an_epoch() -> None:
    text = (
        "Epoch 1/2\n"
        "  1/422 [..............................] - ETA: 19:24 - loss: 0.9917 - accuracy: 0.5938\n"
        "237/422 [===============>..............] - ETA: 7s - loss: 0.8398 - accuracy: 0.6877\n"
        "422/422 [==============================] - 13s 29ms/step - loss: 0.7840 - accuracy: 0.7643"
        " - val_loss: 0.0780 - val_accuracy: 0.9780\n"
        "Epoch 2/2\n"
        "422/422 [==============================] - 13s 31ms/step - loss: 0.1199 - accuracy: 0.9639"
        " - val_loss: 0.0559 - val_accuracy: 0.9843\n"
    )
    assert shown(text) == {
        "train loss": [0.784, 0.1199],
        "train accuracy": [0.7643, 0.9639],
        "validation loss": [0.078, 0.0559],
        "validation accuracy": [0.978, 0.9843],
    }
    assert curve(text).steps.tolist() == [1, 2]
    assert curve(text).lines.tolist() == [4, 6]
    assert read_text(text, "log").sources[0].format == "Keras progress bar"


def test_keras_bars_as_the_terminal_got_them() -> None:
    frame = "{}/235 [====>.....] - ETA: 9s - loss: {}"
    last = "235/235 [==========] - 35s 149ms/step - loss: {} - val_loss: {}\n"
    text = (
        "Epoch 1/2\r\n"
        + BLANKED.join([frame.format(1, 0.9), frame.format(99, 0.8), last.format(0.7, 0.6)])
        + "Epoch 2/2\r\n"
        + BLANKED.join([frame.format(1, 0.7), last.format(0.5, 0.4)])
    )
    assert shown(text) == {"train loss": [0.7, 0.5], "validation loss": [0.6, 0.4]}
    assert curve(text).lines.tolist() == [2, 4]


def test_keras_3_bars_with_their_colors_and_without() -> None:
    colored = f"\x1b[1m350/350\x1b[0m \x1b[32m{BAR}\x1b[0m\x1b[37m\x1b[0m \x1b[1m1s\x1b[0m 2ms/step"
    pasted = f"[1m350/350[0m [32m{BAR}[0m[37m[0m [1m1s[0m 2ms/step"
    for bar in (colored, pasted, f"350/350 {BAR} 1s 2ms/step"):
        text = "".join(
            f"Epoch {n}/2\n{bar} - accuracy: 0.8{n} - loss: 0.3{n}"
            f" - val_accuracy: 0.7{n} - val_loss: 0.4{n}\n"
            for n in (1, 2)
        )
        assert shown(text) == {
            "train accuracy": [0.81, 0.82],
            "train loss": [0.31, 0.32],
            "validation accuracy": [0.71, 0.72],
            "validation loss": [0.41, 0.42],
        }


def test_keras_1_counts_from_zero_and_verbose_2_has_no_bar() -> None:
    one = "Epoch 0\n618/618 [=====] - 5s - loss: 0.7909   \nEpoch 1\n618/618 [=====] - 4s - loss: 0.7627   \n"
    two = (
        "    ## Epoch 0/2\n    ## 32/32 - 1s - loss: 0.7909\n"
        "    ## Epoch 1/2\n    ## 32/32 - 0s - 2ms/step - loss: 0.7627\n"
    )
    for text in (one, two):
        assert curve(text).values.tolist() == [0.7909, 0.7627]
        assert curve(text).steps.tolist() == [0, 1]


def test_blocks_of_the_transfer_learning_tutorial() -> None:
    text = (
        "Epoch 22/24\n----------\ntrain Loss: 0.2440 Acc: 0.9057\nval Loss: 0.1870 Acc: 0.9608\n\n"
        "Epoch 23/24\n----------\ntrain Loss: 0.2603 Acc: 0.8893\nval Loss: 0.1872 Acc: 0.9542\n\n"
        "Training complete in 2m 41s\nBest val Acc: 0.960784\n"
    )
    assert shown(text) == {
        "train loss": [0.244, 0.2603],
        "train accuracy": [0.9057, 0.8893],
        "validation loss": [0.187, 0.1872],
        "validation accuracy": [0.9608, 0.9542],
    }
    assert curve(text, "accuracy", "validation").steps.tolist() == [22, 23]
    assert curve(text, "accuracy", "validation").lines.tolist() == [4, 9]


def test_counts_of_hits_beat_the_rounded_percentage() -> None:
    text = (
        "Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.297087\n"
        "Train Epoch: 1 [6400/60000 (11%)]\tLoss: 0.912735\n"
        "\nTest set: Average loss: 0.2449, Accuracy: 9312/10000 (93%)\n\n"
    )
    assert shown(text) == {
        "train loss": [2.297087, 0.912735],
        "test loss": [0.2449],
        "test accuracy": [0.9312],
    }
    assert curve(text).steps.tolist() == [0, 6400]
    assert curve(text, "accuracy", "test").errors.tolist() == [0.0]


def test_dict_lines_without_the_closing_summary() -> None:
    text = (
        "{'loss': 2.119, 'grad_norm': 37.6, 'learning_rate': 4.58e-05, 'epoch': 0.25}   \n"
        " 24%|██▍       | 2565/10485 [3:15:17<10:03:00,  4.57s/it]\n"
        "{'eval_loss': 1.9, 'eval_runtime': 3.2, 'epoch': 0.25}\n"
        "{'loss': 1.646, 'grad_norm': nan, 'learning_rate': 4.17e-05, 'epoch': 0.5}\n"
        "{'train_runtime': 100.0, 'train_loss': 1.8, 'epoch': 0.5}\n"
    )
    assert curve(text).values.tolist() == [2.119, 1.646]
    assert curve(text).steps.tolist() == [0.25, 0.5]
    assert curve(text, "loss", "validation").values.tolist() == [1.9]
    assert math.isnan(curve(text, "gradient norm").values[1])


def test_bars_of_tqdm_with_the_loss_behind() -> None:
    text = "".join(
        f"Epoch {n}: {done * 10:3d}%|###   | {done}/10"
        f" [00:01<00:09, 1.09s/it, loss={1 / (n + 1) - done / 100:.4f}]\n"
        for n in range(3)
        for done in (1, 5, 10)
    )
    assert curve(text).values.tolist() == pytest.approx([0.9, 0.4, 0.2333])
    assert curve(text).steps.tolist() == [0, 1, 2]


def test_steps_with_an_evaluation_in_between() -> None:
    text = (
        "> 2023-03-22 09:31:56 iter 2990: loss 3.8853, time 1096.65ms, mfu 15.34%\n> \n"
        "> 2023-03-22 09:32:32 step 3000: train loss 4.0390, val loss 4.0427\n"
        "> saving checkpoint to out\n"
        "> 2023-03-22 09:32:41 iter 3000: loss 4.2490, time 35392.33ms, mfu -100.00%\n"
        "> 2023-03-22 09:32:52 iter 3010: loss nan, time 1019.95ms, mfu 14.12%\n"
    )
    found = curve(text)
    assert found.values[:2].tolist() == [3.8853, 4.249]
    assert math.isnan(found.values[2])
    assert found.steps.tolist() == [2990, 3000, 3010]
    assert found.lines.tolist() == [1, 5, 6]
    assert curve(text, "loss", "validation").values.tolist() == [4.0427]


TABLES = {
    "comma": "epoch,accuracy,loss,val_loss\n0,0.94,0.19,0.10\n1,0.97,0.07,0.09\n",
    "semicolon": "epoch;accuracy;loss;val_loss\n0;0.94;0.19;0.10\n1;0.97;0.07;0.09\n",
    "tab": "epoch\taccuracy\tloss\tval_loss\n0\t0.94\t0.19\t0.10\n1\t0.97\t0.07\t0.09\n",
    "pipes": "| Epoch | Accuracy | Loss | Val_Loss |\n|---|:-:|--:|---|\n"
    "| 0 | 0.94 | 0.19 | 0.10 |\n| 1 | 0.97 | 0.07 | 0.09 |\n",
    "blanks": "epoch     accuracy  loss      val_loss\n"
    "0         0.94      0.19      0.10\n1         0.97      0.07      0.09\n",
    "one blank": "epoch accuracy loss val_loss\n0 0.94 0.19 0.10\n1 0.97 0.07 0.09\n",
    "carriage returns": "epoch,accuracy,loss,val_loss\r\n0,0.94,0.19,0.10\r\n1,0.97,0.07,0.09\r\n",
    "padded": "   epoch,   accuracy,    loss,   val_loss\n"
    "     0,     0.94,    0.19,     0.10\n     1,     0.97,    0.07,     0.09\n",
}


@pytest.mark.parametrize("style", TABLES)
def test_tables(style: str) -> None:
    assert shown(TABLES[style]) == {
        "train accuracy": [0.94, 0.97],
        "train loss": [0.19, 0.07],
        "validation loss": [0.1, 0.09],
    }
    assert curve(TABLES[style]).steps.tolist() == [0, 1]
    first = 3 if style == "pipes" else 2
    assert curve(TABLES[style]).lines.tolist() == [first, first + 1]


def test_cells_of_a_table_may_be_empty_or_nan() -> None:
    text = "epoch,train_loss,val_loss\n1,0.9,\n2,nan,0.8\n3,0.7,NA\n4,,0.6\n"
    found = curve(text)
    assert found.values[[0, 2]].tolist() == [0.9, 0.7]
    assert math.isnan(found.values[1])
    assert curve(text, "loss", "validation").values.tolist() == [0.8, 0.6]
    assert curve(text, "loss", "validation").steps.tolist() == [2, 4]


# -- percent, restarts, repeats ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "values", "error"),
    [
        (("0.5", "0.75", "1.0"), [0.5, 0.75, 1.0], 0.05),
        (("50%", "75%", "100%"), [0.5, 0.75, 1.0], 0.005),
        (("0.9%", "1.1%", "1.3%"), [0.009, 0.011, 0.013], 0.0005),
        (("50.0", "75.0", "100.0"), [0.5, 0.75, 1.0], 0.0005),
        (("1.0", "10.5", "20.0"), [0.01, 0.105, 0.2], 0.0005),
        (("1.0", "1.0", "1.0"), [1.0, 1.0, 1.0], 0.05),
        (("25/100 (25%)", "50/100 (50%)", "100/100 (100%)"), [0.25, 0.5, 1.0], 0.0),
    ],
)
def test_percent_or_fraction_is_decided_for_the_curve(
    cells: tuple[str, ...], values: list[float], error: float
) -> None:
    found = curve("".join(f"Epoch {n} acc: {cell}\n" for n, cell in enumerate(cells, 1)), "accuracy")
    assert found.values.tolist() == pytest.approx(values)
    assert found.errors[-1] == pytest.approx(error)


@pytest.mark.parametrize(
    "text",
    [
        "Epoch 1 loss 0.9\nEpoch 2 loss 0.8\nEpoch 1 loss 0.7\nEpoch 2 loss 0.6\n",
        "[9] loss: 0.9\n[10] loss: 0.8\n[1] loss: 0.7\n[2] loss: 0.6\n",
        "Epoch 1/2\n9/9 [==] - 1s - loss: 0.9\nEpoch 2/2\n9/9 [==] - 1s - loss: 0.8\n"
        "Epoch 1/2\n9/9 [==] - 1s - loss: 0.7\nEpoch 2/2\n9/9 [==] - 1s - loss: 0.6\n",
        "epoch,loss\n1,0.9\n2,0.8\n1,0.7\n2,0.6\n",
    ],
)
def test_a_counter_that_starts_again_begins_another_run(text: str) -> None:
    found = runs(text)
    assert [run.name for run in found] == ["log#1", "log#2"]
    assert [run.curves[0].values.tolist() for run in found] == [[0.9, 0.8], [0.7, 0.6]]


def test_steps_that_start_again_within_an_epoch_are_one_run() -> None:
    text = "".join(
        f"Epoch [{e}/3], Step [{s}/200], Loss: {0.9 - e / 10 - s / 9999:.4f}\n"
        for e in (1, 2, 3)
        for s in (100, 200)
    )
    assert len(curve(text)) == 6
    assert len(set(curve(text).steps.tolist())) == 6


def test_what_two_handlers_or_ranks_print_counts_once() -> None:
    text = "".join(
        f"{who}global step {n}: loss = {1 / n:.4f}\n"
        for n in (1, 2, 3)
        for who in ("INFO:tensorflow:", "I0422 ")
    )
    assert curve(text).values.tolist() == [1.0, 0.5, 0.3333]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"[{e}, {b}] loss: 2.303\n" for e in (1, 2) for b in (2000, 4000)),
        "".join(f"[2018-11-26 15:02:5{n}] Step {n}/500; loss: 2.303\n" for n in range(4)),
        "".join(f"Epoch {n}: loss 2.303\n" for n in range(4)),
    ],
)
def test_a_loss_that_does_not_move_is_no_repetition(text: str) -> None:
    assert curve(text).values.tolist() == [2.303] * 4


# -- what is no log ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I train a network with 3 layers and the loss sits at 0.69 whatever I try, please help me with that.",
        "The loss went from 2.3 to 0.5 after 10 epochs and then the whole training stopped getting better.",
        "With a batch size of 32 the accuracy on the second data set was about 90 percent last year.",
    ],
)
def test_prose_is_words(text: str) -> None:
    reading = read_text(f"Hello\n{text}\n", "post")
    assert reading.runs == ()
    assert [(piece.text, piece.place.first) for piece in reading.words] == [("Hello", 1), (text, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "import torch",
        "loss = criterion(output, target)",
        "optimizer = SGD(net.parameters(), lr=0.01)",
        "for epoch in range(10):",
        "def train(epochs=10):",
        "    print('loss', 0.5)",
        "model.compile(loss='mse', optimizer=Adam(0.001))",
        "# learning rate 0.01",
    ],
)
def test_code_is_no_log(text: str) -> None:
    reading = read_text(f"{text}\n", "post")
    assert reading.runs == ()
    assert reading.words == ()
    assert reading.sources[0].counts == {"code": 1}


def test_a_post_comes_apart_and_lines_keep_their_numbers() -> None:
    text = (
        "My network does not learn.\n\n```python\nloss = criterion(out, y)\n```\n\nThis is what I see:\n\n"
        "```\nEpoch 1, loss: 0.9\nEpoch 2, loss: 0.8\n```\nWhat is wrong?\n"
    )
    reading = read_text(text, "post")
    assert curve(text).lines.tolist() == [10, 11]
    assert [piece.place.first for piece in reading.words] == [1, 4, 7, 13]  # a lone statement is words too
    assert str(curve(text).place()) == "log:10-11"
    assert reading.sources[0].counts == {"words": 3, "code": 1, "log": 2}


# -- bytes, frames, control characters --------------------------------------------------------


def cleaned(data: bytes) -> list[tuple[int, str]]:
    """Every frame with its line, as readers get them."""
    found = []
    for chunk in chunks(pieces(io.BytesIO(data), [])):
        frames = Frames(chunk.data, chunk.line)
        found += [(int(frames.lines[n]), unquoted(text_of(frames.raw(n)))) for n in range(len(frames))]
    return found


@pytest.mark.parametrize(
    ("line", "states"),
    [
        ("plain", ["plain"]),
        ("a\rb", ["a", "b"]),
        ("a\b\b\bb", ["a", "b"]),
        (f"a{BLANKED}b", ["a", "b"]),
        ("a\r\nb", ["a", "b"]),
        ("a\r", ["a"]),
    ],
)
def test_states_of_a_terminal_line(line: str, states: list[str]) -> None:
    assert [frame for _, frame in cleaned(line.encode())] == states


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("\x1b[1mloss\x1b[0m", "loss"),
        ("[32mloss[0m", "loss"),
        ("\x1b]0;title\x07loss", "loss"),
        ("\x1b[Aloss\x1b[K", "loss"),
        ("\x1bloss", "loss"),
        ("> loss 1", "loss 1"),
        ("> > loss 1", "loss 1"),
        ("#> loss 1", "loss 1"),
        ("## loss 1", "loss 1"),
        ("lo\u200bss", "loss"),
        ("a long line of the loss\x00 and the\x85 rest", "a long line of the loss and the rest"),
        ("loss\u00a01", "loss 1"),
        ("&quot;loss&quot;: &lt;1&gt;&#39;&amp;", '"loss": <1>\'&'),
        ("loss  ", "loss"),
        ("[3] loss", "[3] loss"),
        ("\ufeffloss", "loss"),
        ("#033[1mloss: 0.5#033[0m", "loss: 0.5"),
    ],
)
def test_cleaned_lines(line: str, clean: str) -> None:
    assert cleaned(line.encode()) == [(1, clean)]


def test_octal_escapes_of_cloud_logs() -> None:
    assert cleaned(b"#033[1mloss: 0.5#033[0m#015loss: 0.4") == [(1, "loss: 0.5"), (1, "loss: 0.4")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_text_in_any_encoding(encoding: str) -> None:
    text = "第1轮 损失: 0.693 训练准确率\nEpoch 2 loss 0.501 of the training\n"
    lines = text.rstrip("\n").split("\n")
    assert [line for _, line in cleaned(text.encode(encoding))] == lines


def test_encodings_may_change_between_lines() -> None:
    data = "损失: 0.5\n".encode() + "损失: 0.4\n".encode("gb18030") + "Präzision\n".encode()
    assert [line for _, line in cleaned(data)] == ["损失: 0.5", "损失: 0.4", "Präzision"]


@pytest.mark.parametrize("data", [bytes(1000), bytes(range(32)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(500)])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="binary"):
        cleaned(data)


@given(st.binary(max_size=400))
@example(b"")
@example(b"\xff")
@example(b"loss: 0.5\n\xe8")
@example(b"\xff\xfe\x00\xd8")
def test_bytes_give_lines_or_one_clear_error(data: bytes) -> None:
    try:
        encoding = encoding_of(data)
    except ValueError:
        with pytest.raises(ValueError, match=r"^binary data, not a log$"):
            encoding_of(data)
    else:
        text = data.decode("latin-1" if encoding == "bytes" else encoding, "replace")
        last = max((line for line, _ in cleaned(data)), default=1)
        assert last == text.removesuffix("\n").count("\n") + 1


@given(
    st.lists(st.text(st.sampled_from("ab1 .\r\b\u00e9\u2501"), max_size=12), max_size=30),
    st.integers(8, 64),
)
def test_chunks_of_any_size_hold_the_same_lines(lines: list[str], size: int) -> None:
    """Wherever a chunk ends, lines and their numbers stay; a longer line may come in pieces."""
    data = "\n".join(lines).encode()
    whole = [(n, f) for n, f in cleaned(data) if f]
    small = []
    for chunk in chunks(pieces(io.BytesIO(data), [], size), max(size, 4 * 12)):
        frames = Frames(chunk.data, chunk.line)
        small += [(int(frames.lines[n]), unquoted(text_of(frames.raw(n)))) for n in range(len(frames))]
    assert [(n, f) for n, f in small if f] == whole


PIECES = [
    "epoch",
    "Epoch 1/5",
    "loss",
    "acc",
    "val_loss",
    "train",
    "val",
    "nan",
    "-inf",
    "Infinity",
    "ınf",
    "1",
    "0.5",
    "1e5",
    "0e999",
    "1e999",
    "1e-999",
    "9" * 400,
    "٣",
    "²",
    "%",
    "/",
    "/0",
    "1/0",
    "5/" + "9" * 400,
    ":",
    "=",
    ",",
    "|",
    "\t",
    " ",
    "  ",
    "\n",
    "\n",
    "\n",
    "\r",
    "\b",
    "\x1b[1m",
    "[",
    "]",
    "(",
    "{",
    "}",
    "'",
    '"',
    "10/10 [=====]",
    "5/10 [==>..] - loss: 0.5\n",
    "9%|##| 1/9 [00:01<00:02, 1it/s, loss=0.5]",
    "epoch,loss,acc\n",
    "1,0.5,0.5\n",
    "inf,0.4,0.1\n",
    "nan,0.4,0.1\n",
    "epoch | loss\n",
    "1 | 0.4\n",
    "Epoch: inf",
    "step: -nan",
    "第1轮",
    "损失",
    "{'loss': 0.5, 'epoch': 1}\n",
    "train_runtime",
    "#015",
    "#033[0m",
    "> ",
    "```\n",
    "\u2028",
    "\x00",
    "[1, 2000]",
]


def _patched(seed: int) -> str:
    random = Random(seed)
    return "".join(random.choices(PIECES, k=random.randint(1, 30)))


@settings(max_examples=200)
@given(st.integers(0, 2**32).map(_patched) | st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    reading = read_text(text, "x")
    last = text.replace("\r\n", "\n").count("\n") + 1
    for run in reading.runs:
        assert run.curves
        for one in run.curves:
            assert len(one) == len(one.steps) == len(one.errors) == len(one.lines) > 0
            assert 1 <= one.lines.min() <= one.lines.max() <= last


@pytest.mark.parametrize(
    "unit", [" ", "9", "a", "a.", "a ", "9,", "= ", "| :", "[", "(", "-", "\b", "9%|", "> "]
)
def test_long_lines_take_no_long_time(unit: str) -> None:
    """Every rule of the reader takes time in proportion to the line, or nearly so."""
    line = unit * (3000 // len(unit)) + "x"
    assert read_text(line, "x").sources[0].lines == 1


# -- generated logs ---------------------------------------------------------------------------

Rows = list[tuple[int, str, str]]


def _keras(rows: Rows) -> str:
    return "".join(
        f"Epoch {n}/{len(rows)}\n1/9 [>..] - ETA: 9s - loss: 9.9 - acc: 0.1\n"
        f"9/9 [===] - 1s 2ms/step - loss: {loss} - acc: {acc}\n"
        for n, loss, acc in rows
    )


STYLES: dict[str, Callable[[Rows], str]] = {
    "comma": lambda rows: "".join(f"Epoch {n}, loss: {loss}, accuracy: {acc}\n" for n, loss, acc in rows),
    "blank": lambda rows: "".join(f"epoch {n} loss {loss} acc {acc}\n" for n, loss, acc in rows),
    "equals": lambda rows: "".join(f"epoch={n} loss={loss} acc={acc}\n" for n, loss, acc in rows),
    "pipe": lambda rows: "".join(f"| epoch {n:03d} | loss {loss} | acc {acc} |\n" for n, loss, acc in rows),
    "bracket": lambda rows: "".join(f"[{n}/{len(rows)}]\tLoss: {loss} Acc: {acc}\n" for n, loss, acc in rows),
    "json": lambda rows: "".join(
        json.dumps({"epoch": n, "loss": "@", "accuracy": "#"}).replace('"@"', loss).replace('"#"', acc) + "\n"
        for n, loss, acc in rows
    ),
    "csv": lambda rows: "epoch,loss,accuracy\n" + "".join(f"{n},{loss},{acc}\n" for n, loss, acc in rows),
    "markdown": lambda rows: (
        "| epoch | loss | acc |\n|---|---|---|\n"
        + "".join(f"| {n} | {loss} | {acc} |\n" for n, loss, acc in rows)
    ),
    "columns": lambda rows: (
        "epoch   loss   acc\n" + "".join(f"{n}   {loss}   {acc}\n" for n, loss, acc in rows)
    ),
    "chinese": lambda rows: "".join(f"第{n}轮 损失: {loss} 准确率: {acc}\n" for n, loss, acc in rows),
    "stamped": lambda rows: "".join(
        f"[2024-04-{n:02d} 09:18:19,162 INFO] epoch: {n}, loss: {loss}, acc: {acc}\n" for n, loss, acc in rows
    ),
    "keras": _keras,
}


@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.tuples(st.floats(0, 50), st.floats(0, 1)), min_size=1, max_size=30),
    st.integers(1, 8),
    st.booleans(),
)
def test_a_generated_log_is_read_back_exactly(
    style: str, pairs: list[tuple[float, float]], digits: int, percent: bool
) -> None:
    rows = []
    for n, (loss, accuracy) in enumerate(pairs, 1):
        shared = f"{100 * accuracy:.{digits}f}%" if percent else f"{accuracy:.{digits}f}"
        rows.append((n, f"{loss:.{digits}f}", shared))
    text = STYLES[style](rows)
    losses, accuracies = curve(text), curve(text, "accuracy")
    assert losses.steps.tolist() == [n for n, _, _ in rows]
    assert losses.values.tolist() == [float(loss) for _, loss, _ in rows]
    assert losses.errors.tolist() == pytest.approx([0.5 * 10.0**-digits] * len(rows))
    scale = 100 if percent else 1
    assert accuracies.values.tolist() == pytest.approx([float(acc.rstrip("%")) / scale for _, _, acc in rows])
    off = abs(accuracies.values - [accuracy for _, accuracy in pairs])
    assert off.max() <= accuracies.errors[0] * 1.01 + 1e-12
    numbers = [line for line, printed in enumerate(text.split("\n"), 1) if rows[-1][1] in printed]
    assert losses.lines[-1] in numbers


def _lines(template: str) -> Callable[[list[str]], str]:
    """One line a value: `{n}` counts from 1, `{N}` is how many there are, `{loss}` the value."""
    return lambda losses: "".join(
        template.format(n=n, N=len(losses), loss=loss, step=100 * n) + "\n"
        for n, loss in enumerate(losses, 1)
    )


PRINTS: dict[str, Callable[[list[str]], str]] = {
    "keras 3": lambda losses: "".join(
        f"Epoch {n}/{len(losses)}\n\x1b[1m1/9\x1b[0m "
        f"\x1b[37m{BAR}\x1b[0m \x1b[1m3s\x1b[0m 1s/step - loss: 9.5\r"
        f"\x1b[1m9/9\x1b[0m \x1b[32m{BAR}\x1b[0m \x1b[1m3s\x1b[0m 29ms/step - loss: {loss} - val_loss: 7.5\n"
        for n, loss in enumerate(losses, 1)
    ),
    "keras backspaces": lambda losses: "".join(
        f"Epoch {n}/{len(losses)}\n{BLANKED}1/9 [>...] - ETA: 3s "
        f"- loss: 9.5{BLANKED}9/9 [===] - 3s 2ms/step - loss: {loss}\n"
        for n, loss in enumerate(losses, 1)
    ),
    "keras verbose=2": _lines("Epoch {n}/{N}\n9/9 - 1s - loss: {loss} - 1s/epoch - 3ms/step"),
    "tqdm": _lines("Epoch {n}: 100%|██████████| 9/9 [00:01<00:00,  8.53it/s, loss={loss}, v_num=3]"),
    "hugging face": _lines("{{'loss': {loss}, 'grad_norm': 1.5, 'learning_rate': 1e-05, 'epoch': {n}.0}}"),
    "metric logger": _lines(
        "Epoch: [{n}]  [ 5/90]  eta: 0:43:31  lr: 0.1  loss: {loss} (9.5)  time: 2.5  max mem: 35"
    ),
    "imagenet": _lines(
        "Epoch: [{n}][ 35/464]\tTime  0.738 ( 0.738)\tLoss {loss} (9.5e+00)\tAcc@1  51.0 ( 50.0)"
    ),
    "mnist": _lines(
        "Train Epoch: {n} [6400/60000 (11%)]\tLoss: "
        "{loss}\n\nTest set: Average loss: 9.5, Accuracy: 93/100 (93%)\n"
    ),
    "tutorial": _lines("Epoch [{n}/{N}], Step [100/600], Loss: {loss}"),
    "nanogpt": _lines("iter {step}: loss {loss}, time 1096.65ms, mfu 15.34%"),
    "megatron": _lines(
        " iteration {step:8d}/  250000 | consumed samples: "
        "124928 | elapsed time per iteration (ms): 86545.2 |"
        " learning rate: 9.150E-06 | lm loss: {loss} | loss scale: 1.0 | grad norm: 0.231 |"
    ),
    "fairseq": _lines(
        "| epoch {n:03d} | loss {loss} | ppl 36.58 | wps 12876 | num_updates {step} | lr 0.0002 | gnorm 1.2"
    ),
    "fairseq json": _lines(
        '2021-03-08 12:31:36 | INFO | train_inner | {{"epoch": {n}, "loss": "{loss}", "ups": "0"}}'
    ),
    "mmcv": _lines(
        "2021-11-22 01:32:34,502 - mmdet - INFO - Epoch "
        "[{n}][200/62598]\tlr: 1.000e-03, eta: 7 days, 15:55:58,"
        " time: 0.705, memory: 7239, loss_ce: 9.5, loss: {loss}, grad_norm: 2.5"
    ),
    "detectron2": _lines(
        "[11/01 20:14:15 d2.utils.events]: eta: 5:41:49  iter: {step}  total_loss: {loss}  loss_cls: 9.5"
        "  time: 0.2293  lr: 0.003796  max_mem: 3782M"
    ),
    "timm": _lines(
        "Train: {n} [ 350/5004 (  7%)]  Loss:  {loss} (9.5)  "
        "Time: 1.271s,  201.43/s  LR: 2.133e-02  Data: 1.056 (0.403)"
    ),
    "tf estimator": _lines("INFO:tensorflow:loss = {loss}, step = {step} (182.200 sec)"),
    "slim twice": _lines(
        "INFO:tensorflow:global step {n}: loss = {loss} (0.3 sec/step)\n"
        "I0422 07:10:04.984018 140486560917376 learning.py:507] global step {n}: loss = {loss} (0.3 sec/step)"
    ),
    "caffe": _lines("I0224 00:32:03.932723   655 solver.cpp:229] Iteration {step}, loss = {loss}"),
    "darknet": _lines(
        "Region 16 Avg IOU: -nan, Class: -nan, count: 0\n {n}: 9.5, {loss} avg loss, 0.001 rate, 2.0 seconds"
    ),
    "xgboost": _lines("[{n}]\ttrain-logloss:{loss}\tvalid-logloss:9.5"),
    "lightgbm": _lines("[{n}]\ttraining's binary_logloss: {loss}\tvalid_1's binary_logloss: 9.5"),
    "sklearn": _lines("Iteration {n}, loss = {loss}"),
    "flair": _lines(
        "2023-02-27 17:07:39,128 epoch {n} - iter 4/40 - loss {loss} - time (sec): 1.10 - lr: 0.1"
    ),
    "opennmt": _lines(
        "[2018-11-26 15:02:57,162 INFO] Step {step}/50000; ppl: "
        " 9.83; xent: {loss}; lr: 0.00069; 1065/1591 tok/s"
    ),
    "mxnet": _lines("INFO:root:Epoch[{n}] Batch [0-20]\tSpeed: 0.96 samples/sec\tlossvalue={loss}"),
    "fastai": lambda losses: (
        "epoch     train_loss  valid_loss  accuracy  time\n"
        + "".join(f"{n}         {loss}    9.5    0.5  00:04\n" for n, loss in enumerate(losses))
    ),
    "model card": lambda losses: (
        "| Training Loss | Epoch | Step | Validation Loss |\n|:---:|:---:|:---:|:---:|\n"
        + "".join(f"| {loss} | {n}.0 | {n * 50} | 9.5 |\n" for n, loss in enumerate(losses, 1))
    ),
    "russian": _lines("Эпоха {n}/{N}, потеря: {loss}"),
    "chinese": _lines("第{n}轮训练 损失为: {loss}"),
    "ranks": _lines("[rank0]: epoch {n} loss {loss}\n[rank1]: epoch {n} loss 9.5"),
    "cloud": _lines(
        "[1,mpirank:0,algo-1]<stdout>:#015Epoch {n}: 100% 2/2 [00:00<00:00, 12.33it/s, loss={loss}, v_num=0]"
    ),
    "quoted": _lines("> epoch {n}: loss {loss}"),
    "html": _lines("{{&quot;epoch&quot;: {n}, &quot;loss&quot;: {loss}}}"),
}


@given(
    st.sampled_from(sorted(PRINTS)),
    st.lists(st.floats(0.001, 50) | st.just(math.nan), min_size=1, max_size=20),
    st.integers(2, 8),
)
def test_a_loss_printed_by_any_framework_is_read_back_exactly(
    style: str, losses: list[float], digits: int
) -> None:
    """Order, values and NaN; what stands beside (9.5) is never taken for the training loss."""
    shown = [f"{loss:.{digits}f}" for loss in losses]
    assert curve(PRINTS[style](shown)).values.tolist() == pytest.approx(
        [float(s) for s in shown], rel=0, nan_ok=True
    )


def test_a_keras_bar_with_validation_figures_is_no_evaluation() -> None:
    bar = "{n}/{n} [==============================] - 3s 3ms/step - loss: {loss} - accuracy: 0.98{more}\n"
    more = " - val_loss: 0.05 - val_accuracy: 0.98"
    fitted = bar.format(n=235, loss=0.02, more=more)
    tests = [
        {curve.split for run in read_text(log, "a.log").runs for curve in run.curves}
        for log in (
            fitted + bar.format(n=938, loss=0.06, more=more),
            fitted + bar.format(n=938, loss=0.06, more=""),
        )
    ]
    assert tests == [{"train", "validation"}, {"train", "validation", "test"}]


PANDAS = """
         loss     acc  val_loss  grad_norm
epoch
0      2.3040  0.1358    2.2829     1.4566
1      2.2502  0.3271    2.1914     3.6529
2      2.0586  0.4706    1.7519     7.3496
"""


@pytest.mark.parametrize("index", ["epoch", "step"])
def test_pandas_names_the_index_below_the_columns(index: str) -> None:
    (run,) = read_text(PANDAS.replace("epoch", index.ljust(5)), "log").runs
    assert [(c.name, c.split, len(c)) for c in run.curves] == [
        ("loss", "train", 3),
        ("accuracy", "train", 3),
        ("loss", "validation", 3),
        ("gradient norm", "train", 3),
    ]
    assert run.curves[0].steps.tolist() == [0, 1, 2]


def test_what_a_library_says_of_itself_is_no_word_of_a_person() -> None:
    said = (
        "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
        "I0000 00:00:1795276265.656421    3288 cpu_feature_guard.cc:227] This TensorFlow binary is "
        "optimized to use available CPU instructions in performance-critical operations.\n"
        "2024-05-01 10:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow "
        "binary is optimized to use available CPU instructions.\n"
        "epoch 1 loss 2.30\nepoch 2 loss 2.10\nepoch 3 loss 1.90\n"
    )
    assert not any("binary" in words.text for words in read_text(said, "log").words)
