"""Logs in the formats of training frameworks, written with known figures, read back to the last curve."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Mapping, Sequence

import pytest

from assistant.readers.stream import chunks, pieces
from assistant.readers.text import read_chunks, read_text
from assistant.run import Run

Curves = Mapping[str, Sequence[float]]

NAN = math.nan
LOSS = [2.301, 1.905, 1.612, 1.2, NAN]
HELD = [2.2, 1.8, 1.7, 1.75, NAN]
ACC = [0.1, 0.32, 0.45, 0.6, 0.1]
HELD_ACC = [0.12, 0.3, 0.4, 0.39, 0.1]
NORM = [3.2, 12.5, 4.4, NAN, 2.2]
BOTH = {"train loss": LOSS, "validation loss": HELD}
ALL = {**BOTH, "train accuracy": ACC, "validation accuracy": HELD_ACC}
BAR = "=" * 30


def check(text: str, *truth: Curves, unit: str = "", percent: float = 1e-9) -> None:
    """The curves of every run: all of them, under these names, with these figures in this order.

    Alike whether lines of a shape are remembered or not, and in chunks of any size.
    """
    runs = read_text(text, "log").runs
    data = text.encode()
    for size in (300, 2000):
        small = chunks(pieces(io.BytesIO(data), [], size), size, encoding="bytes")
        assert points(read_chunks(small, "log").runs) == points(runs), size
    assert points(read_text(text, "log", remember=False).runs) == points(runs)
    got = [{f"{c.split} {c.name}": c.values.tolist() for c in run.curves} for run in runs]
    want = [
        {key: pytest.approx(list(v), rel=percent, nan_ok=True) for key, v in one.items()} for one in truth
    ]
    assert [sorted(one) for one in got] == [sorted(one) for one in want]
    for have, one in zip(got, want, strict=True):
        for key, values in one.items():
            assert have[key] == values, key
    if unit:
        assert {run.unit for run in runs} == {unit}


def points(runs: tuple[Run, ...]) -> str:
    """All that is known of the points of all curves."""
    columns = ("steps", "values", "errors", "lines", "epochs")
    return str(
        [
            [(c.name, c.split, *(getattr(c, one).tolist() for one in columns)) for c in run.curves]
            for run in runs
        ]
    )


def first(curves: Curves, n: int) -> Curves:
    return {key: values[:n] for key, values in curves.items()}


def lines(of: Callable[[int], str | list[str]], n: int = 5) -> str:
    """What is printed for each epoch, one below the other."""
    found = [of(epoch) for epoch in range(n)]
    return "\n".join(line for part in found for line in ([part] if isinstance(part, str) else part))


# -- Keras --------------------------------------------------------------------------------------


def keras2(raw: bool) -> str:
    out = ["Using TensorFlow backend.", 'Model: "sequential"', "_" * 65, "Total params: 669,706"]
    out.append("Train on 60000 samples, validate on 10000 samples")
    for e in range(5):
        out.append(f"Epoch {e + 1}/5")
        frames = [
            f"{n:5d}/60000 [{'=' * (n // 2000)}>{'.' * (29 - n // 2000)}] - ETA: 9s - loss:"
            f" {LOSS[e] + 0.3:.4f}"
            f" - acc: {ACC[e] - 0.05:.4f}"
            for n in range(10000, 60000, 10000)
        ]
        last = (
            f"60000/60000 [{BAR}] - 13s 222us/step - loss: {LOSS[e]:.4f} - acc: {ACC[e]:.4f}"
            f" - val_loss: {HELD[e]:.4f} - val_acc: {HELD_ACC[e]:.4f}"
        )
        blank = "\b" * 80 + "\r"
        out += [blank.join(["", *frames, last])] if raw else [*frames, last]
        if e == 2:
            out += ["", "Epoch 00003: ReduceLROnPlateau reducing learning rate to 0.00010000000474974513."]
        out.append(f"Epoch {e + 1:05d}: val_loss did not improve from 1.70000")
    out += ["Epoch 00005: early stopping", f"10000/10000 [{BAR}] - 1s 56us/step", "Test loss: 1.7"]
    return "\n".join([*out, "Test accuracy: 0.41"])


@pytest.mark.parametrize("raw", [False, True])
def test_keras_2(raw: bool) -> None:
    check(keras2(raw), {**ALL, "test loss": [1.7], "test accuracy": [0.41]}, unit="epoch")


@pytest.mark.parametrize(
    "style",
    [
        "5s - {}",
        " - 5s - {}",
        "938/938 - 2s - {}",
        "938/938 - 2s - {} - 2s/epoch - 2ms/step",
        "938/938 - 2s - 2ms/step - {}",
    ],
)
def test_keras_one_line_an_epoch(style: str) -> None:
    def epoch(e: int) -> list[str]:
        figures = (
            f"loss: {LOSS[e]:.4f} - acc: {ACC[e]:.4f} - val_loss: {HELD[e]:.4f} - val_acc: {HELD_ACC[e]:.4f}"
        )
        return [f"Epoch {e + 1}/5", style.format(figures + f" - lr: 1.0000e-0{3 + (e > 2)}")]

    check(lines(epoch), {**ALL, "train learning rate": [1e-3] * 3 + [1e-4] * 2}, unit="epoch")


def test_keras_metrics_with_predict_and_evaluate() -> None:
    def epoch(e: int) -> list[str]:
        shown = f"loss: {LOSS[e]:.4f} - mean_squared_error: 0.5{e} - auc: 0.7{e}"
        held = f"val_loss: {HELD[e]:.4f} - val_mean_squared_error: 0.6{e} - val_auc: 0.6{e}"
        return [
            f"Epoch {e + 1}/4",
            f"1875/1875 [{BAR}] - ETA: 0s - {shown}",
            f"Epoch {e + 1}: val_loss improved from inf to {HELD[e]:.5f}, saving model to"
            f" best-{HELD[e]:.2f}.h5",
            f"1875/1875 [{BAR}] - 12s 6ms/step - {shown} - {held} - lr: 0.0010",
            f"313/313 [{BAR}] - 1s 2ms/step",
        ]

    after = f"\n313/313 [{BAR}] - 1s 2ms/step - loss: 0.5500 - mean_squared_error: 0.6100 - auc: 0.7700"
    figures = {"mse": (0.5, 0.6, 0.61), "auc": (0.7, 0.6, 0.77)}
    truth: dict[str, list[float]] = {"train loss": LOSS[:4], "validation loss": HELD[:4], "test loss": [0.55]}
    for name, (train, held, test) in figures.items():
        truth[f"train {name}"] = [train + e / 100 for e in range(4)]
        truth[f"validation {name}"] = [held + e / 100 for e in range(4)]
        truth[f"test {name}"] = [test]
    check(lines(epoch, 4) + after, {**truth, "train learning rate": [0.001] * 4}, unit="epoch")


def frame(done: int, total: int, figures: str = "", bar: int = 20) -> str:
    """One frame of a bar of Keras 3, as a terminal gets it."""
    full = bar * done // total
    return (
        f"\x1b[1m{done}/{total}\x1b[0m \x1b[32m{'━' * full}\x1b[0m\x1b[37m{'━' * (bar - full)}\x1b[0m "
        f"\x1b[1m0s\x1b[0m 3ms/step{figures}"
    )


@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("total", [1, 16])
def test_keras_3_prints_the_frame_that_ends_a_bar_twice(twice: bool, total: int) -> None:
    def epoch(e: int) -> list[str]:
        end = frame(total, total, f" - accuracy: {ACC[e]:.4f} - loss: {LOSS[e]:.4f}")
        begin = [frame(1, total, f" - accuracy: {ACC[e] / 2:.4f} - loss: {LOSS[e] + 1:.4f}")] * (total > 1)
        blank = "\b" * 60 + "\r"
        return [f"Epoch {e + 1}/5", blank + blank.join([*begin, end, *[end] * twice])]

    tested = frame(20, 20, " - accuracy: 0.7219 - loss: 0.6233")
    text = lines(epoch) + "\n" + "\b" * 60 + "\r" + tested + ("\b" * 60 + "\r" + tested) * twice
    check(
        text,
        {"train accuracy": ACC, "train loss": LOSS, "test accuracy": [0.7219], "test loss": [0.6233]},
        unit="epoch",
    )


def test_keras_two_fits_of_different_length() -> None:
    def fit(n: int) -> str:
        return lines(lambda e: [f"Epoch {e + 1}/{n}", frame(16, 16, f" - loss: {LOSS[e]:.4f}")], n)

    check(
        fit(3) + "\n" + frame(20, 20) + "\n" + fit(4),
        first({"train loss": LOSS}, 3),
        {"train loss": LOSS[:4]},
    )


def test_keras_fit_in_a_loop() -> None:
    def one(e: int) -> list[str]:
        held = f" - val_loss: {HELD[e]:.4f}"
        return ["iteration", "Epoch 1/1", frame(16, 16, f" - loss: {LOSS[e]:.4f}{held}"), frame(20, 20)]

    check(lines(one), BOTH, unit="epoch")


def test_keras_gan() -> None:
    text = lines(lambda e: f"{e} [D loss: {LOSS[e]:f}, acc.: {100 * ACC[e]:.2f}%] [G loss: {HELD[e]:f}]")
    check(text, {"train d loss": LOSS, "train accuracy": ACC, "train g loss": HELD})


def test_keras_loop_of_ones_own() -> None:
    def epoch(e: int) -> list[str]:
        return [
            f"Start of epoch {e}",
            f"Training loss (for one batch) at step 0: {LOSS[e]:.4f}",
            "Seen so far: 64 samples",
            f"Training loss (for one batch) at step 200: {LOSS[e] - 0.1:.4f}",
            f"Training acc over epoch: {ACC[e]:.4f}",
            f"Validation acc: {HELD_ACC[e]:.4f}",
            "Time taken: 1.20s",
        ]

    losses = [loss - drop for loss in LOSS for drop in (0, 0.1)]
    check(lines(epoch), {"train loss": losses, "train accuracy": ACC, "validation accuracy": HELD_ACC})


# -- PyTorch ------------------------------------------------------------------------------------

LOOPS: dict[str, tuple[Callable[[int], str | list[str]], Curves]] = {
    "udacity": (
        lambda e: [
            f"Epoch: {e + 1} \tTraining Loss: {LOSS[e]:.6f} \tValidation Loss: {HELD[e]:.6f}",
            f"Validation loss decreased ({HELD[e - 1]:.6f} --> {HELD[e]:.6f}).  Saving model ...",
        ],
        BOTH,
    ),
    "early stopping": (
        lambda e: [
            f"[{e:3d}/100] train_loss: {LOSS[e]:.5f} valid_loss: {HELD[e]:.5f}",
            f"EarlyStopping counter: {e} out of 20",
        ],
        BOTH,
    ),
    "pipes": (
        lambda e: (
            f"Epoch {e + 1:03d} | Train Loss {LOSS[e]:.3f} | Train Acc {100 * ACC[e]:.2f}%"
            f" | Val. Loss: {HELD[e]:.3f} |  Val. Acc: {100 * HELD_ACC[e]:.2f}%"
        ),
        ALL,
    ),
    "below the header": (
        lambda e: [
            f"Epoch: {e + 1:02} | Epoch Time: 0m 1{e}s",
            f"\tTrain Loss: {LOSS[e]:.3f} | Train Acc: {ACC[e] * 100:.2f}%",
            f"\t Val. Loss: {HELD[e]:.3f} |  Val. Acc: {HELD_ACC[e] * 100:.2f}%",
        ],
        ALL,
    ),
    "transfer learning": (
        lambda e: [
            f"Epoch {e}/24",
            "----------",
            f"train Loss: {LOSS[e]:.4f} Acc: {ACC[e]:.4f}",
            f"val Loss: {HELD[e]:.4f} Acc: {HELD_ACC[e]:.4f}",
            "",
        ],
        ALL,
    ),
    "d2l": (
        lambda e: f"epoch {e + 1}, loss {LOSS[e]:.4f}, train acc {ACC[e]:.3f}, test acc {HELD_ACC[e]:.3f}",
        {"train loss": LOSS, "train accuracy": ACC, "test accuracy": HELD_ACC},
    ),
    "gcn": (
        lambda e: (
            f"Epoch: {e + 1:04d} loss_train: {LOSS[e]:.4f} acc_train: {ACC[e]:.4f}"
            f" loss_val: {HELD[e]:.4f} acc_val: {HELD_ACC[e]:.4f} time: 0.0{e + 1}23s"
        ),
        ALL,
    ),
    "logging": (
        lambda e: (
            f"2023-01-02 10:0{e}:11,123 - INFO - Epoch {e + 1}/5 - train_loss: {LOSS[e]:.4f}"
            f" - val_loss: {HELD[e]:.4f} - lr: 1.00e-0{e + 3} - grad_norm: {NORM[e]:.3f}"
        ),
        {**BOTH, "train learning rate": [10.0 ** -(e + 3) for e in range(5)], "train gradient norm": NORM},
    ),
    "gan": (
        lambda e: f"[{e}/5][{50 * e}/1583]\tLoss_D: {LOSS[e]:.4f}\tLoss_G: {HELD[e]:.4f}\tD(x): 0.5{e}12",
        {"train d loss": LOSS, "train g loss": HELD},
    ),
    "step in the same line": (
        lambda e: (
            f"Epoch: {e + 1}/20... Step: {10 * e + 10}... Loss: {LOSS[e]:.4f}... Val Loss: {HELD[e]:.4f}"
        ),
        BOTH,
    ),
    "word language model": (
        lambda e: [
            f"| epoch {e + 1:3d} |   200/ 2928 batches | lr 5.00 | ms/batch 31.96 | loss {LOSS[e]:5.3f}"
            f" | ppl {9 + e:8.2f}",
            "-" * 89,
            f"| end of epoch {e + 1:3d} | time: 12.34s | valid loss {HELD[e]:5.2f} | valid ppl {10 + e:8.2f}",
            "-" * 89,
        ],
        {
            **BOTH,
            "train learning rate": [5.0] * 5,
            "train ppl": [9, 10, 11, 12, 13],
            "validation ppl": [10, 11, 12, 13, 14],
        },
    ),
    "sections": (
        lambda e: [
            f"======== Epoch {e + 1} / 5 ========",
            "Training...",
            "  Batch    40  of    241.    Elapsed: 0:00:08.",
            f"  Average training loss: {LOSS[e]:.3f}",
            "  Training epoch took: 0:00:50",
            "Running Validation...",
            f"  Accuracy: {HELD_ACC[e]:.2f}",
            f"  Validation Loss: {HELD[e]:.2f}",
            "  Validation took: 0:00:02",
        ],
        {**BOTH, "validation accuracy": HELD_ACC},
    ),
    "dicts": (
        lambda e: str(
            {
                "epoch": e,
                "train_loss": LOSS[e],
                "train_acc": ACC[e],
                "val_loss": HELD[e],
                "val_acc": HELD_ACC[e],
            }
        ),
        ALL,
    ),
    "tensors": (
        lambda e: (
            f"Epoch {e} loss: tensor({LOSS[e]}, device='cuda:0', grad_fn=<NllLossBackward>)"
            f" val loss: tensor({HELD[e]}, device='cuda:0')"
        ),
        BOTH,
    ),
    "TensorFlow 2 for experts": (
        lambda e: (
            f"Epoch {e + 1}, Loss: {LOSS[e]}, Accuracy: {100 * ACC[e]:.2f}, Test Loss: {HELD[e]},"
            f" Test Accuracy: {100 * HELD_ACC[e]:.2f}"
        ),
        {"train loss": LOSS, "train accuracy": ACC, "test loss": HELD, "test accuracy": HELD_ACC},
    ),
    "flax": (
        lambda e: (
            f"I0101 10:0{e}:00.000000 140000 train.py:146] epoch:{e + 1:3d}, train_loss: {LOSS[e]:.4f},"
            f" train_accuracy: {100 * ACC[e]:.2f}, test_loss: {HELD[e]:.4f}, test_accuracy:"
            f" {100 * HELD_ACC[e]:.2f}"
        ),
        {"train loss": LOSS, "train accuracy": ACC, "test loss": HELD, "test accuracy": HELD_ACC},
    ),
}


@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("n", [2, 5])
def test_loops_by_hand(name: str, n: int) -> None:
    epoch, truth = LOOPS[name]
    check(lines(epoch, n), first(truth, n))


@pytest.mark.parametrize(
    "prefix",
    [
        "2023-01-02 10:00:11,123 - INFO - ",
        "[2023-01-02 10:00:11,123][__main__][INFO] - ",
        "2023-01-02 10:00:11.123 | INFO     | __main__:train:42 - ",
        "INFO:root:",
        "[INFO] ",
        "[10:00:11] INFO     ",
        "[2023-01-02 10:00:11 swin_tiny] (main.py 226): INFO ",
        "2023-01-02T10:00:11.123456Z ",
        "[rank0]: ",
        "I0102 10:00:11.123456 140 train.py:42] ",
        "[2023-01-02 10:00:11,123] [INFO] [trainer.py:42:log] ",
        "[01/02 10:00:11 d2.engine]: ",
        "[INFO|trainer.py:42] 2023-01-02 10:00:11,123 >> ",
    ],
)
def test_prefixes_of_loggers(prefix: str) -> None:
    def epoch(e: int) -> list[str]:
        return [
            f"{prefix}Train: [{e}][50/1251]\tloss {LOSS[e]:.4f} (6.9000)\tlr 0.1",
            f"{prefix}Test: [0/98]\tLoss 9.0 (9.0)\tAcc@1 5.000 (5.000)",
            f"{prefix}Test: [90/98]\tLoss 9.1 ({HELD[e]:.4f})\tAcc@1 5.000 (6.0)",
            f"{prefix} * Acc@1 {100 * HELD_ACC[e]:.3f}",
        ]

    truth = {"train loss": LOSS, "train learning rate": [0.1] * 5}
    check(lines(epoch), {**truth, "test loss": HELD, "test accuracy": HELD_ACC})


def test_a_pass_over_the_test_set_is_one_point() -> None:
    """The PyTorch ImageNet example, old and new, prints values and their means; means tell of the test."""

    def epoch(e: int) -> list[str]:
        train = [
            f"Epoch: [{e}][{i}/500]\tTime 0.306 (0.741)\tData 0.001 (0.230)\tLoss"
            f" {LOSS[e] + i / 100:.4f} (6.9)"
            f"\tPrec@1 {ACC[e] * 100:.3f} (1.0)\tPrec@5 60.000 (2.0)"
            for i in (0, 10)
        ]
        test = [
            f"Test: [{i:3d}/196]\tTime  2.306 ( 0.741)\tLoss 7.1 ({HELD[e] + 1 - i / 10:.4e})"
            f"\tPrec@1   7.00 (  8.00)\tPrec@5  25.00 ( 26.00)"
            for i in (0, 10)
        ]
        return [*train, *test, f" *   Prec@1 {HELD_ACC[e] * 100:.3f} Prec@5 70.000"]

    truth = {
        "train loss": [loss + i for loss in LOSS for i in (0, 0.1)],
        "train accuracy": [acc for acc in ACC for _ in (0, 1)],
        "train top-5 accuracy": [0.6] * 10,
        "test loss": HELD,
        "test accuracy": HELD_ACC,
        "test top-5 accuracy": [0.7] * 5,
    }
    check("Namespace(arch='resnet18', epochs=90, lr=0.1)\n" + lines(epoch), truth)


def test_metric_logger() -> None:
    """DETR, DeiT, MAE: medians and means; the last line of a pass sums it up."""
    dump = "Namespace(\n    epochs=400,\n    start_epoch=0,\n    warmup_epochs=40,\n    lr=0.001)\n"

    def epoch(e: int) -> list[str]:
        def meters(loss: float, mean: float) -> str:
            return f"loss: {loss:.4f} ({mean:.4f})  class_error: 50.00 (51.00)"

        rate = "lr: 0.000100"
        clocks = "time: 0.5212  data: 0.0100  max mem: 3524"
        return [
            *(
                f"Epoch: [{e}]  [{i:4d}/2957]  eta: 1:03:21  {rate}  {meters(LOSS[e] - i / 100, 6)}  {clocks}"
                for i in (0, 10)
            ),
            f"Epoch: [{e}] Total time: 0:25:41 (0.5212 s / it)",
            f"Averaged stats: {rate}  {meters(LOSS[e] - 0.1, 6)}",
            f"Test:  [   0/2500]  eta: 0:20:00  {meters(9, 9)}  {clocks}",
            f"Test:  [2499/2500]  eta: 0:00:00  {meters(9, 8)}  {clocks}",
            "Test: Total time: 0:08:41 (0.2085 s / it)",
            f"Averaged stats: {meters(8.5, HELD[e])}",
            "Accumulating evaluation results...",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.123",
        ]

    check(
        dump + lines(epoch),
        {
            "train loss": [loss - i for loss in LOSS for i in (0, 0.1)],
            "train learning rate": [0.0001] * 10,
            "train class error": [50.0] * 10,
            "test loss": HELD,
            "test class error": [51.0] * 5,
        },
    )


def test_the_line_that_sums_a_pass_up_may_name_its_split() -> None:
    def epoch(e: int) -> list[str]:
        return [
            f"Epoch: [{e}]  [0/1251]  eta: 0:10:00  lr: 0.1  loss: {LOSS[e]:.4f} (9.0)  max mem: 3000",
            "Test:   [  0/196]  eta: 0:01:00  loss: 9.0 (2.5)  acc1: 9.0 (9.0)  time: 0.1  max mem: 3000",
            f"Test:  Acc@1 {100 * HELD_ACC[e]:.3f}",
        ]

    truth = {"train loss": LOSS, "train learning rate": [0.1] * 5}
    check(lines(epoch), {**truth, "test loss": [2.5] * 5, "test accuracy": HELD_ACC})


def test_a_table_of_ones_own() -> None:
    head = "| Epoch | Train Loss | Val Loss | Val Acc (%) |\n|---|---|---|---|\n"
    rows = lines(lambda e: f"| {e + 1} | {LOSS[e]} | {HELD[e]} | {100 * HELD_ACC[e]:.1f} |")
    check(head + rows, {**BOTH, "validation accuracy": HELD_ACC}, unit="epoch")


def test_deit_log() -> None:
    text = lines(
        lambda e: json.dumps(
            {
                "train_lr": 0.1,
                "train_loss": LOSS[e],
                "test_loss": HELD[e],
                "test_acc1": 100 * HELD_ACC[e],
                "epoch": e,
                "n_parameters": 5717416,
            }
        )
    )
    truth = {"train learning rate": [0.1] * 5, "train loss": LOSS}
    check(text, {**truth, "test loss": HELD, "test accuracy": HELD_ACC}, unit="epoch")


# -- tqdm and Lightning -------------------------------------------------------------------------


def bar(head: str, done: int, total: int, figures: str = "") -> str:
    """One frame of tqdm."""
    cells = "█" * (10 * done // total)
    speed = f"[00:0{done % 10}<00:01, 29.37it/s{', ' if figures else ''}{figures}]"
    return f"{head}: {100 * done // total:3d}%|{cells:10}| {done}/{total} {speed}"


@pytest.mark.parametrize("between", ["\r", "\n"])
@pytest.mark.parametrize("length", [4, 40])
@pytest.mark.parametrize("cut", [False, True])
def test_lightning(between: str, length: int, cut: bool) -> None:
    """Frames show the figures of the epoch before until there are new ones."""
    out: list[str] = []
    losses: list[list[float]] = []
    stale = ""
    for e in range(5):
        if e:
            out += [
                bar(f"Epoch {n}", 0, length, f"v_num=0, train_loss={losses[-1][-1]:.3f}{stale}")
                for n in (e - 1, e)
            ]
        losses.append([round(2 / (1 + e) + 0.1 * ((7 * i) % 5) - i / 1000, 3) for i in range(length)])
        for i, loss in enumerate(losses[-1]):
            if cut and e == 4 and i == length // 2:
                losses[-1] = losses[-1][:i]
                break
            out.append(bar(f"Epoch {e}", i + 1, length, f"v_num=0, train_loss={loss:.3f}{stale}"))
        else:
            out += ["Validation DataLoader 0:   0%|          | 0/4 [00:00<?, ?it/s]"]
            stale = f", val_loss={HELD[min(e, 3)]:.3f}, val_acc={HELD_ACC[e]:.3f}"
            out.append(bar(f"Epoch {e}", length, length, f"v_num=0, train_loss={losses[-1][-1]:.3f}{stale}"))
            out.append(f"\nMetric val_loss improved by 0.004 >= min_delta = 0.0. New best score: 0.65{e}")
            out.append(
                f"\nEpoch {e}, global step {20 * e}: 'val_loss' reached 0.6590{e} (best 0.6590{e}),"
                f" saving model to"
                f" '/tmp/epoch={e}-step={20 * e}-val_loss=0.66.ckpt' as top 1\n"
            )
    whole = 5 - cut
    check(
        between.join(out),
        {
            "train loss": [loss for one in losses for loss in (one if length > 8 else one[-1:])],
            "validation loss": [*HELD[:4], HELD[3]][:whole],
            "validation accuracy": HELD_ACC[:whole],
        },
    )


def test_lightning_with_rich() -> None:
    def epoch(e: int) -> list[str]:
        cells = "━" * 40
        return [
            f"Epoch {e}, global step {20 * e}: 'val_loss' was not in top 1",
            f"Epoch {e}/4  {cells} 20/20 0:00:00 • 0:00:00 338.56it/s v_num: 0.000 train_loss_step:"
            f" {LOSS[e]:.3f}"
            f" val_loss: {HELD[e]:.3f} val_acc: {HELD_ACC[e]:.3f}",
            f"{' ' * 80}train_loss_epoch: {3 - e:.3f} train_acc: {ACC[e]:.3f}",
        ]

    table = """
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
┃        Test metric        ┃       DataLoader 0        ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━┩
│         test_acc          │         0.5703125         │
│         test_loss         │     0.654961884021759     │
└───────────────────────────┴───────────────────────────┘
"""
    head = "│ 0 │ net  │ Sequential │    193 │ train │     0 │\nTrainable params: 193\n"
    check(
        head + lines(epoch) + table + table.replace("test_", "val_"),
        {
            **ALL,
            "train train_loss_epoch": [3, 2, 1, 0, -1],
            "test accuracy": [0.5703125],
            "test loss": [0.654961884021759],
        },
        unit="epoch",
    )


def test_lightning_csv() -> None:
    rows = ["epoch,lr-Adam,step,train_acc,train_loss_epoch,train_loss_step,val_acc,val_loss"]
    for e in range(4):
        rows += [f",0.0{e + 1},{20 * e},,,,,", f"{e},,{20 * e + 9},,,{LOSS[e]},,"]
        rows += [f"{e},,{20 * e + 19},,,{LOSS[e] - 0.5},,", f"{e},,{20 * e + 19},,,,{HELD_ACC[e]},{HELD[e]}"]
        rows += [f"{e},,{20 * e + 19},{ACC[e]},{3 - e},,,"]
    truth = {
        **first(ALL, 4),
        "train loss": [loss - i for loss in LOSS[:4] for i in (0, 0.5)],
        "train train_loss_epoch": [3, 2, 1, 0],
        "train learning rate": [0.01, 0.02, 0.03, 0.04],
    }
    check("\n".join(rows), truth)


@pytest.mark.parametrize("between", ["\r", "\n"])
def test_a_loop_that_describes_its_bar(between: str) -> None:
    """The figures of a step are shown before it counts; the last ones once more at the end."""
    out: list[str] = []
    losses = [[round(2 / (1 + e) + 0.1 * ((7 * i) % 5), 4) for i in range(12)] for e in range(3)]
    for e, one in enumerate(losses):
        out += [bar(f"Epoch [{e + 1}/3] Loss: {one[min(n, 11)]:.4f}", n, 12) for n in range(13)]
        out.append(f"\nEpoch {e + 1}: val_loss = {HELD[e]:.4f}\n")
    check(
        between.join(out),
        {"train loss": [loss for one in losses for loss in one], "validation loss": HELD[:3]},
    )


def test_a_bar_over_epochs() -> None:
    held = [round(2 - e / 20, 3) for e in range(25)]
    losses = [round(1.9 - e / 15, 3) for e in range(25)]
    frames = [
        bar("Training", done, 25, f"train_loss={losses[min(done, 24)]}, val_loss={held[min(done, 24)]}")
        for done in range(26)
    ]
    check("\r".join(frames), {"train loss": losses, "validation loss": held})


def test_bars_of_training_and_validation_with_a_line_that_sums_up() -> None:
    out: list[str] = []
    means: dict[str, list[float]] = {"Train": [], "Val": []}
    for e in range(3):
        for split, n in (("Train", 20), ("Val", 12)):
            losses = [2 / (1 + e) + ((7 * i + e) % 11) / 11 for i in range(n)]
            shown = [f"loss={sum(losses[: i + 1]) / (i + 1):.4f}" for i in range(n)]
            out += [bar(f"Epoch {e + 1}/3 [{split}]", i + 1, n, figures) for i, figures in enumerate(shown)]
            means[split].append(round(sum(losses) / n, 4))
            out.append("\n")
        out.append(
            f"Epoch {e + 1}/3 - Train Loss: {means['Train'][-1]:.4f}, Val Loss: {means['Val'][-1]:.4f}\n"
        )
    check("\r".join(out), {"train loss": means["Train"], "validation loss": means["Val"]})


# -- Hugging Face, fastai -----------------------------------------------------------------------


@pytest.mark.parametrize("quoted", [False, True])
def test_trainer(quoted: bool) -> None:
    def row(figures: Mapping[str, float]) -> str:
        return str({k: f"{v:.4g}" for k, v in figures.items()} if quoted else dict(figures))

    def epoch(e: int) -> list[str]:
        figures = {"loss": LOSS[e], "grad_norm": NORM[e], "learning_rate": (5 - e) * 1e-5, "epoch": e + 1.0}
        held = {"eval_loss": HELD[e], "eval_accuracy": HELD_ACC[e], "eval_runtime": 0.5, "epoch": e + 1.0}
        return [
            row(figures),
            f" {20 * (e + 1)}%|{'█' * 2 * (e + 1)}| {20 * (e + 1)}/100 [00:00<00:00, 86.50it/s]",
            row(held),
        ]

    head = "***** Running training *****\n  Num examples = 1,000\n  Num Epochs = 5\n  Total steps = 9\n"
    final = {"train_runtime": 61.2, "train_samples_per_second": 10.0, "train_loss": 1.5, "epoch": 5.0}
    metrics = "***** train metrics *****\n  epoch           =        5.0\n  train_loss      =     1.5"
    truth = {
        "train loss": LOSS,
        "train gradient norm": NORM,
        "train learning rate": [(5 - e) * 1e-5 for e in range(5)],
        "validation loss": HELD,
        "validation accuracy": HELD_ACC,
    }
    check("\n".join((head, lines(epoch), row(final), metrics)), truth, unit="epoch")


def test_trainer_in_a_notebook() -> None:
    head = "Step\tTraining Loss\tValidation Loss\tAccuracy\tF1\n"
    rows = lines(lambda e: f"{(e + 1) * 500}\t{LOSS[e]:.6f}\t{HELD[e]:.6f}\t{HELD_ACC[e]:.6f}\t0.{e + 1}", 4)
    f1 = [0.1, 0.2, 0.3, 0.4]
    check(head + rows, {**first(BOTH, 4), "validation accuracy": HELD_ACC[:4], "validation f1": f1})


def test_model_card() -> None:
    head = "| Training Loss | Epoch | Step | Validation Loss | Accuracy |\n|:--:|:--:|:--:|:--:|:--:|\n"
    rows = lines(
        lambda e: (
            f"| {LOSS[e] if e else 'No log'} | {e + 1}.0 | {(e + 1) * 125} | {HELD[e]} | {HELD_ACC[e]} |"
        ),
        4,
    )
    truth = {"train loss": LOSS[1:4], "validation loss": HELD[:4], "validation accuracy": HELD_ACC[:4]}
    check(head + rows, truth, unit="epoch")


def test_fastai() -> None:
    held = [HELD[0], "#na#", *HELD[2:]]
    head = "epoch     train_loss  valid_loss  accuracy  error_rate  time    \n"
    rows = lines(lambda e: f"{e:<10}{LOSS[e]:<12.6f}{held[e]:<12}{ACC[e]:<10.6f}{1 - ACC[e]:<12.6f}00:0{e}")
    truth = {
        "train loss": LOSS,
        "validation loss": [HELD[0], *HELD[2:]],
        "validation accuracy": ACC,
        "validation error rate": [1 - acc for acc in ACC],
    }
    check(head + rows, truth, unit="epoch")


# -- detection and classification ---------------------------------------------------------------


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("version", [5, 8, 11])
def test_yolo(raw: bool, version: int) -> None:
    names = ("obj", "cls") if version == 5 else ("cls", "dfl")
    first_epoch = int(version > 5)
    figures = (
        "P          R      mAP50   mAP50-95" if version == 5 else "Box(P          R      mAP50  mAP50-95)"
    )
    tail = {
        5: "640: {p:3d}% {i}/8 [00:02<00:00,  3.86it/s]",
        8: "640: {p:3d}%|██████████| {i}/8 [00:04<00:00,  1.76it/s]",
        11: "640: {p:3d}% ━━━━━━━━━━━━ {i}/8 1.8it/s 4.4s",
    }[version]

    def epoch(e: int) -> list[str]:
        rows = [
            f"        {e + first_epoch}/3      3.76G    {LOSS[e] + (8 - i) / 50:.5g}    {LOSS[e] / 2:.5g}"
            f"    {LOSS[e] / 5:.5g}        222        " + tail.format(p=100 * i // 8, i=i)
            for i in range(1, 9)
        ]
        return [
            "",
            f"      Epoch    GPU_mem   box_loss   {names[0]}_loss   {names[1]}_loss  Instances       Size",
            "\r".join(rows) if raw else rows[-1],
            f"                 Class     Images  Instances      {figures}: 100% 4/4 [00:01<00:00,  2.40it/s]",
            f"                   all        128        929      0.{e + 1}05      0.{e + 2}41     "
            f" 0.{e + 3}22      0.18",
        ]

    after = """
4 epochs completed in 0.009 hours.
Optimizer stripped from runs/train/exp/weights/last.pt, 14.9MB

Validating runs/train/exp/weights/best.pt...
                 Class     Images  Instances          P          R      mAP50   mAP50-95: 100% 4/4
                   all        128        929      0.666      0.541      0.622      0.487
                person        128        254      0.806      0.672      0.767      0.529"""
    head = "hyperparameters: lr0=0.01, lrf=0.01, box=0.05, cls=0.5\nStarting training for 4 epochs...\n"
    held = {"precision": (0.105, 0.666), "recall": (0.241, 0.541), "map50": (0.322, 0.622)}
    check(
        head + lines(epoch, 4) + after,
        {
            "train box loss": LOSS[:4],
            f"train {names[0]} loss": [loss / 2 for loss in LOSS[:4]],
            f"train {names[1]} loss": [loss / 5 for loss in LOSS[:4]],
            **{f"validation {name}": [start + e / 10 for e in range(4)] for name, (start, _) in held.items()},
            "validation map50-95": [0.18] * 4,
            **{f"test {name}": [final] for name, (_, final) in held.items()},
            "test map50-95": [0.487],
        },
        unit="epoch",
        percent=1e-4,
    )


def test_yolo_results() -> None:
    head = (
        "  epoch,  train/box_loss,  train/cls_loss, metrics/precision(B), metrics/mAP50(B),"
        " metrics/mAP50-95(B),"
        "  val/box_loss,  val/cls_loss,  lr/pg0,  lr/pg1\n"
    )
    rows = lines(
        lambda e: (
            f"  {e + 1},  {LOSS[e]},  1.{e},  0.{e}5,  0.{e}6,  0.{e}7,  {HELD[e]},  2.{e},  0.01,  0.02"
        ),
        4,
    )
    by_epoch = range(4)
    check(
        head + rows,
        {
            "train box loss": LOSS[:4],
            "train cls loss": [1 + e / 10 for e in by_epoch],
            "validation precision": [e / 10 + 0.05 for e in by_epoch],
            "validation map50": [e / 10 + 0.06 for e in by_epoch],
            "validation metrics/map50-95(b)": [e / 10 + 0.07 for e in by_epoch],
            "validation box loss": HELD[:4],
            "validation cls loss": [2 + e / 10 for e in by_epoch],
            "train learning rate": [0.01] * 4,
        },
        unit="epoch",
    )


@pytest.mark.parametrize("by_epoch", [True, False])
def test_mmcv(by_epoch: bool) -> None:
    def part(n: int) -> list[str]:
        at = f"Epoch [{n // 2 + 1}][{50 + n % 2 * 50}/7330]" if by_epoch else f"Iter [{50 * n + 50}/80000]"
        stamp = f"2021-11-22 01:3{n}:34,502 - mmdet - INFO -"
        out = [
            f"{stamp} {at}\tlr: 2.000e-0{n + 1}, eta: 1 day, 15:55:58, time: 0.705, data_time: 0.002,"
            f" memory: 7239,"
            f" loss_rpn_cls: {LOSS[n] / 2:.4f}, acc: 9{n}.5000, loss: {LOSS[n]:.4f}, grad_norm: {NORM[n]:.4f}"
        ]
        if n % 2:
            head = f"Epoch(val) [{n // 2 + 1}][5000]" if by_epoch else "Iter(val) [625]"
            out += [
                "[>>>>>>>>>>>>>>>] 5000/5000, 10.6 task/s, elapsed: 470s, ETA:     0s",
                f"{stamp} {head}\tbbox_mAP: 0.2{n}00, bbox_mAP_copypaste: 0.210 0.350 0.220 0.100 0.230"
                f" 0.290",
            ]
        return out

    check(
        "2021-11-22 01:00:02,000 - mmdet - INFO - Config:\nlr_config = dict(warmup_iters=500)\n"
        + lines(part, 4),
        {
            "train loss": LOSS[:4],
            "train rpn cls loss": [round(loss / 2, 4) for loss in LOSS[:4]],
            "train accuracy": [0.905, 0.915, 0.925, 0.935],
            "train learning rate": [2 * 10.0 ** -(n + 1) for n in range(4)],
            "train gradient norm": NORM[:4],
            "validation bbox map": [0.21, 0.23],
        },
    )


def test_mmcv_json() -> None:
    rows = [json.dumps({"env_info": "sys.platform: linux\nlr: 0.02", "seed": 0, "exp_name": "x.py"})]
    for n in range(4):
        train = {"mode": "train", "epoch": n // 2 + 1, "iter": 50 + n % 2 * 50, "lr": 0.01, "memory": 3827}
        rows.append(json.dumps({**train, "data_time": 0.05, "acc": 90.5 + n, "loss": LOSS[n], "time": 0.5}))
        if n % 2:
            rows.append(json.dumps({"mode": "val", "epoch": n // 2 + 1, "iter": 625, "bbox_mAP": n / 10}))
    truth = {"train learning rate": [0.01] * 4, "train accuracy": [0.905, 0.915, 0.925, 0.935]}
    check("\n".join(rows), {**truth, "train loss": LOSS[:4], "validation bbox map": [0.1, 0.3]})


def test_mmengine() -> None:
    def part(n: int) -> list[str]:
        e = n // 2 + 1
        stamp = f"10/30 22:18:0{n} - mmengine - INFO -"
        out = [
            f"{stamp} Epoch(train) [{e}][{50 + n % 2 * 50:3d}/735]  base_lr: 1.0000e-02 lr: 1.9870e-0{n + 2}"
            f"  eta: 2:46:39  time: 2.8906  data_time: 0.0042  memory: 10762  grad_norm: {NORM[n]:.4f}"
            f"  loss: {LOSS[n]:.4f}  loss_cls: {LOSS[n] / 2:.4f}"
        ]
        if n % 2:
            out += [
                f"{stamp} Saving checkpoint at {e} epochs",
                f"{stamp} Epoch(val)   [{e}][ 50/157]    eta: 0:00:10  time: 0.1  data_time: 0.01 "
                f" memory: 1200  ",
                f"{stamp} Epoch(val) [{e}][157/157]    accuracy/top1: {10 * e}.5000  accuracy/top5: 5{e}.0000"
                "  data_time: 0.0100  time: 0.0500",
            ]
        return out

    check(
        lines(part, 4),
        {
            "train loss": LOSS[:4],
            "train cls loss": [round(loss / 2, 4) for loss in LOSS[:4]],
            "train learning rate": [1.987 * 10.0 ** -(n + 2) for n in range(4)],
            "train gradient norm": NORM[:4],
            "validation accuracy": [0.105, 0.205],
            "validation top-5 accuracy": [0.51, 0.52],
        },
    )


def test_detectron() -> None:
    tables = """[11/01 20:26:00 d2.evaluation.coco_evaluation]: Evaluation results for bbox:
|   AP   |  AP50  |  AP75  |  APs  |  APm   |  APl   |
|:------:|:------:|:------:|:-----:|:------:|:------:|
| 38.197 | 57.882 | 41.484 | 21.5  | 41.9   | 49.1   |
| category      | AP     | category     | AP     |
|:--------------|:-------|:-------------|:-------|
| person        | 52.400 | bicycle      | 30.100 |
[11/01 20:26:01 d2.evaluation.testing]: copypaste: AP,AP50,AP75,APs,APm,APl
[11/01 20:26:01 d2.evaluation.testing]: copypaste: 38.1970,57.8820,41.4840,21.5000,41.9000,49.1000"""

    def part(n: int) -> list[str]:
        line = (
            f"[11/01 20:1{n}:15 d2.utils.events]:  eta: 5:41:49  iter: {19 + 20 * n}  total_loss:"
            f" {LOSS[n]:.4g}"
            f"  loss_cls: {LOSS[n] / 2:.5g}  loss_box_reg: 0.475  time: 0.2293  last_time: 0.2 "
            f" data_time: 0.0033"
            f"  last_data_time: 0.1  lr: 0.00{n}796  max_mem: 3782M"
        )
        return [line, tables] if n == 1 else [line]

    check(
        "[11/01 20:10:05 d2.engine.train_loop]: Starting training from iteration 0\n" + lines(part, 4),
        {
            "train loss": LOSS[:4],
            "train cls loss": [loss / 2 for loss in LOSS[:4]],
            "train box reg loss": [0.475] * 4,
            "train learning rate": [0.000796, 0.001796, 0.002796, 0.003796],
        },
    )


def test_timm() -> None:
    def epoch(e: int) -> list[str]:
        train = [
            f"Train: {e} [{i:>4d}/1251 ({100 * i / 1250:>3.0f}%)]  Loss: {LOSS[e] - i / 100:#.4g} (6.91)"
            f"  Time: 0.506s, 1012.10/s  (0.506s, 1012.10/s)  LR: {1e-3 * (e + 1):.3e}  Data: 0.010 (0.010)"
            for i in (0, 50)
        ]
        test = [
            f"Test: [{i:>4d}/48]  Time: 0.300 (0.300)  Loss:  9.0000 ({HELD[e]:>6.4f})  Acc@1: 50.0000"
            f" ({100 * HELD_ACC[e]:>7.4f})  Acc@5: 60.0000 (70.0000)"
            for i in (0, 48)
        ]
        return [
            *train,
            *test,
            "Current checkpoints:",
            f" ('./output/train/checkpoint-{e}.pth.tar', {11.0 + e})",
        ]

    check(
        lines(epoch, 4) + "\n*** Best metric: 12.0 (epoch 1)",
        {
            "train loss": [loss - i for loss in LOSS[:4] for i in (0, 0.5)],
            "train learning rate": [1e-3 * (e + 1) for e in range(4) for _ in (0, 1)],
            "test loss": HELD[:4],
            "test accuracy": HELD_ACC[:4],
            "test top-5 accuracy": [0.7] * 4,
        },
    )


def test_timm_summary() -> None:
    rows = lines(lambda e: f"{e},{LOSS[e]},{HELD[e]},{100 * HELD_ACC[e]},{30 + e},0.001")
    truth = {**BOTH, "validation accuracy": HELD_ACC, "train learning rate": [0.001] * 5}
    top5 = {"validation top-5 accuracy": [0.3 + e / 100 for e in range(5)]}
    check("epoch,train_loss,eval_loss,eval_top1,eval_top5,lr\n" + rows, {**truth, **top5}, unit="epoch")


# -- TensorFlow 1, Paddle, clu ------------------------------------------------------------------


def test_estimator() -> None:
    def part(n: int) -> list[str]:
        loss = f"INFO:tensorflow:loss = {LOSS[n]}, step = {n * 100}"
        return [f"INFO:tensorflow:global_step/sec: 9{n}.1414", f"{loss} (1.07{n} sec)"] if n else [loss]

    after = """
INFO:tensorflow:Saving checkpoints for 300 into /tmp/m/model.ckpt.
INFO:tensorflow:Loss for final step: 1.2.
INFO:tensorflow:Starting evaluation at 2018-07-20T10:10:10Z
INFO:tensorflow:Restoring parameters from /tmp/m/model.ckpt-300
INFO:tensorflow:Evaluation [10/100]
INFO:tensorflow:Saving dict for global step 300: accuracy = 0.91, global_step = 300, loss = 38.2"""
    truth = {"train loss": LOSS[:4], "validation accuracy": [0.91], "validation loss": [38.2]}
    check("INFO:tensorflow:Using config: {'_save_summary_steps': 100}\n" + lines(part, 4) + after, truth)


def test_slim_prints_every_line_twice() -> None:
    def part(n: int) -> list[str]:
        said = f"global step {10 * n + 10}: loss = {LOSS[n]:.4f} (0.275 sec/step)"
        return [f"INFO:tensorflow:{said}", f"I0422 07:10:04.984018 140486560917376 learning.py:507] {said}"]

    check(lines(part), {"train loss": LOSS})


def test_paddle_ocr() -> None:
    def part(n: int) -> list[str]:
        stamp = f"[2023/05/26 21:45:4{n}] ppocr INFO:"
        train = (
            f"{stamp} epoch: [{n // 2 + 1}/2000], global_step: {10 * n + 10}, lr: 0.00000{n + 1}, acc:"
            f" {ACC[n]:.6f},"
            f" norm_edit_dis: 0.980197, loss: {LOSS[n]:.6f}, avg_reader_cost: 0.00867 s,"
            f" avg_batch_cost: 0.89077 s,"
            " avg_samples: 128.0, ips: 1751.29 samples/s, eta: 23 days, 10:11:45"
        )
        held = [
            "eval model:: 100%|██████████| 50/50 [00:10<00:00,  4.5it/s]",
            f"{stamp} cur metric, acc: {HELD_ACC[n]:.6f}, norm_edit_dis: 0.7, fps: 512.3",
            f"{stamp} best metric, acc: {HELD_ACC[n]:.6f}, norm_edit_dis: 0.7, fps: 512.3, best_epoch:"
            f" {n // 2 + 1}",
        ]
        return [train, *held] if n % 2 else [train]

    truth = {
        "train learning rate": [1e-6, 2e-6, 3e-6, 4e-6],
        "train accuracy": ACC[:4],
        "train loss": LOSS[:4],
    }
    check(lines(part, 4), {**truth, "validation accuracy": [HELD_ACC[1], HELD_ACC[3]]})


def test_paddle_detection() -> None:
    text = lines(
        lambda n: (
            f"[05/26 21:45:4{n}] ppdet.engine INFO: Epoch: [{n // 2}] [ {20 * (n % 2)}/344]"
            f" learning_rate: 0.01"
            f" loss_cls: 0.{n}5 loss: {LOSS[n]:.6f} eta: 3:05:02 batch_cost: 1.6 data_cost: 0.3 ips:"
            f" 4.8 images/s"
        ),
        4,
    )
    truth = {"train learning rate": [0.01] * 4, "train cls loss": [0.05, 0.15, 0.25, 0.35]}
    check(text, {**truth, "train loss": LOSS[:4]})


def test_clu() -> None:
    def part(n: int) -> list[str]:
        head = f"I0101 10:0{n}:00.000000 140000 logging_writer.py:48] [{100 * n + 100}]"
        return [
            f"{head} learning_rate=0.01, steps_per_second=4.5, train_accuracy={ACC[n]}, train_loss={LOSS[n]}",
            f"{head} eval_accuracy={HELD_ACC[n]}, eval_loss={HELD[n]}",
        ]

    check(lines(part), {**ALL, "train learning rate": [0.01] * 5})


# -- what stands between and is no point of a curve ---------------------------------------------

ASIDES = {
    "settings, one a line": "Namespace(\n    epochs=400,\n    start_epoch=0,\n    lr=0.001,\n   "
    " loss_weight=0.5)",
    "yaml": "train:\n  epochs: 100\n  lr: 0.001\n  loss: cross_entropy\n  loss_weight:"
    " 0.5\noptimizer:\n  lr: 3e-4",
    "json": '{\n  "learning_rate": 0.001,\n  "epochs": 100,\n  "loss": "mse",\n  "val_split": 0.2\n}',
    "an optimizer": "Adam (\nParameter Group 0\n    betas: (0.9, 0.999)\n    eps: 1e-08\n    lr: 0.001\n)",
    "layers": "            Conv2d-1           [-1, 64, 112, 112]           9,408\nTotal params: 11,689,512",
    "sizes": "X_train shape: (60000, 28, 28, 1)\nTrain size: 48000, Val size: 12000\ntrain: 800, val:"
    " 100, test: 100",
    "report by classes": "              precision    recall  f1-score   support\n\n"
    "           0       0.98      0.97      0.97       980\n    accuracy                           0.97"
    "      2115\n"
    "   macro avg       0.97      0.98      0.97      2115",
    "a table of modules": "┃   ┃ Name    ┃ Type             ┃ Params ┃ Mode  ┃\n"
    "│ 0 │ net     │ Sequential       │  5.4 K │ train │\n"
    "│ 1 │ loss_fn │ CrossEntropyLoss │      0 │ train │",
    "the best epoch": "Best epoch: 3, best val acc: 0.71\nBest model saved at epoch 3 with val loss"
    " 0.44\nbest_acc: 71.0",
    "a checkpoint": "Checkpoint saved: epoch=4-val_loss=0.44.ckpt\nSaving model checkpoint to"
    " ./ckpt/checkpoint-500",
    "a trial": "[I 2023-01-02 10:00:00,123] Trial 3 finished with value: 0.5 and parameters: {'lr': 0.01}."
    " Best is trial 1 with value: 0.4.",
}


_SETTINGS = ("settings, one a line", "yaml", "json")
"""Asides that stand before or after a log, never within."""


@pytest.mark.parametrize(
    ("name", "where"),
    [
        (name, where)
        for name in ASIDES
        for where in ("before", "between", "after")
        if where != "between" or name not in _SETTINGS
    ],
)
def test_asides_are_no_curves(name: str, where: str) -> None:
    def epoch(e: int) -> list[str]:
        line = f"Epoch {e + 1}/5: loss: {LOSS[e]:.4f}, val_loss: {HELD[e]:.4f}, val_acc: {HELD_ACC[e]}"
        return [line, ASIDES[name]] if where == "between" else [line]

    before, after = (ASIDES[name] + "\n") * (where == "before"), ("\n" + ASIDES[name]) * (where == "after")
    check(before + lines(epoch) + after, {**BOTH, "validation accuracy": HELD_ACC}, unit="epoch")
