"""Lines as people print them: splits without a metric, one-letter names, tables far from their header."""

from __future__ import annotations

import pytest

from assistant.readers.text import read_text
from assistant.run import Run
from assistant.session import Session

LOSS, VAL_LOSS = [2 / n for n in range(1, 9)], [2.2 / n + 0.1 for n in range(1, 9)]
ACC, VAL_ACC = [0.50 + n / 25 for n in range(8)], [0.48 + n / 25 for n in range(8)]
FOUR = {
    ("loss", "train"): LOSS, ("accuracy", "train"): ACC,
    ("loss", "validation"): VAL_LOSS, ("accuracy", "validation"): VAL_ACC,
}  # fmt: skip
TWO = {key: values for key, values in FOUR.items() if key[0] == "loss"}

TESTED = {(name, "test" if split == "validation" else split): v for (name, split), v in FOUR.items()}
THREE = {key: values for key, values in FOUR.items() if key != ("accuracy", "train")}
NO_VAL_LOSS = {key: values for key, values in THREE.items() if key != ("loss", "validation")}
NO_VAL_ACC = {key: values for key, values in FOUR.items() if key != ("accuracy", "validation")}
TRAIN_ACC = {("accuracy", "train"): ACC}
TOTAL = {("loss", "train"): LOSS, ("rec", "train"): LOSS, ("kl", "train"): [0.001] * len(LOSS)}

TERSE = {
    "Epoch {n}: train {a:.4f} ({p:.1f}%) val {b:.4f} ({q:.1f}%)": FOUR,
    "ep {n} | tr {a:.4f} / {p:.1f}% | va {b:.4f} / {q:.1f}%": FOUR,
    "epoch {n} train={a:.4f}/{p:.1f}% val={b:.4f}/{q:.1f}% *": FOUR,
    "[{n}] train: {a:.4f} ({x:.3f}) valid: {b:.4f} ({y:.3f}) 1.2s": FOUR,
    "{n} train {a:.4e} val {b:.4e}": TWO,
    "round {n} -> train {a:.4f}, held-out {b:.4f}": TWO,
    " {n}  L={a:.4f}  acc={x:.3f}  |  Lv={b:.4f}  accv={y:.3f}": FOUR,
    "e{n} loss {a:.4f} acc {x:.3f} vloss {b:.4f} vacc {y:.3f}": FOUR,
    "epoch: {n} - loss: {a:.4f}/{b:.4f} - acc: {x:.3f}/{y:.3f}": FOUR,
    "Epoch {n}: loss (train/val) {a:.4f} / {b:.4f}, acc (train/val) {p:.1f}% / {q:.1f}%": FOUR,
    "#{n} loss: {a:.4f} (val: {b:.4f}) acc: {p:.1f}% (val: {q:.1f}%)": FOUR,
    "('epoch', {n}, 'loss', {a:.4f}, 'val_loss', {b:.4f}, 'acc:', {x:.3f}, 'val acc', {y:.3f})": FOUR,
    "epoch {n} bce {a:.4f} acc {x:.3f} | bce {b:.4f} acc {y:.3f}": FOUR,
    "ep{n} tr_loss {a:.4f} tr_acc {x:.3f} held-out loss {b:.4f} held-out acc {y:.3f}": FOUR,
    "epoch {n}: ce {a:.4f}, err {r:.1f} %, val ce {b:.4f}, val error rate {s:.1f}%": FOUR,
    "{{'epoch': {n}, 'loss': np.float64({a:.4f}), 'acc': np.float32({x:.3f}), "
    "'val': {{'loss': {b:.4f}, 'acc': {y:.3f}}}}}": FOUR,
    "epoch {n} loss np.float64({a:.4f}) val numpy.float32({b:.4f})": TWO,
    "ep {n} // loss {a:.4f} // val {b:.4f}": TWO,
    "epoch {n} loss tr {a:.4f} va {b:.4f} acc tr {x:.3f} va {y:.3f}": FOUR,
    "epoch {n}: loss {a:.4f} / val {b:.4f} / acc {q:.1f} %": THREE,
    "fold 2 | epoch {n} | train {a:.4f} | valid {b:.4f}": TWO,
    "loss {a:.4f} loss_val {b:.4f} acc {x:.3f} val_acc {y:.3f} epoch {n}": FOUR,
    "Train: {a:.4f} Valid: {b:.4f}": TWO,
    "[I  15419 ms] epoch  {n}  train {a:.4f} ({p:.1f}%)  val {b:.4f} ({q:.1f}%)": FOUR,
    "[0{n}] train {a:.4f} / {x:.3f}   val {b:.4f} / {y:.3f}   |w| 1.341": FOUR,
    "epoch  {n} │ train {a:.3e} acc {p:.2f}% │ val {b:.3e} acc {q:.2f}%": FOUR,
    "INFO epoch  {n} | train {a:.4f} {p:.1f}% | test {b:.4f} {q:.1f}% | lr 1.95e-04 | 0.5s": TESTED,
    "11:11:35 net.gru: epoch {n} train {a:.4f} valid {b:.4f}": TWO,
    "epoch {n}  train {a:.3e}  val {b:.3e}  gain 5.36 dB": TWO,
    "epoch {n} total {a:.4f} rec {a:.5f} kl 0.001": TOTAL,
    "epoch {n}  -ELBO  {a:.4f}  rec  {a:.5f}  kl 0.001": TOTAL,
    "epoch {n}\ttrain {a:.4f}\teval {b:.4f}\tacc {q:.1f}": THREE,
    "Epoch {n} done. avg loss {a:.4f}. valid: {b:.4f}, {h}/1000 correct": THREE,
    "The loss at epoch {n} is {a:.4f}, validation accuracy is {y:.3f}": NO_VAL_LOSS,
    "Epoch: {n}, Loss: {a:.4f}, Validation Correct: {h}/1000": NO_VAL_LOSS,
    "{n} last batch {a:.4f} val {b:.4f} acc {y:.3f} (n=54)": THREE,
    "ep={n} last_batch=0.4 mean={a:.4f} val={b:.4f} val_hits=37/38": TWO,
    "Epoch {n} (lr 0.001): train={a:.4f} (acc {p:.1f}%), valid={b:.4f}": NO_VAL_ACC,
    "Round {n:02d}  loss={a:.3e}  holdout={b:.3e}": TWO,
    "12:01:30 | epoch {n} | L {a:.4f} | V {b:.4f} | A {y:.3f}": THREE,
    "E{n:02d} T:{a:.4f} V:{b:.4f} A:{y:.3f}": THREE,
    "epoch {n}: loss train/val {a:.4f}/{b:.4f}, acc train/val {x:.3f}/{y:.3f}": FOUR,
    "{n}: train/val loss = {a:.4f} / {b:.4f}": TWO,
    "epoch {n}: loss {a:.4f}, {p:.1f}% correct on train, {q:.1f}% correct on validation": NO_VAL_LOSS
    | TRAIN_ACC,
    "step {n}: loss = [{a:.4f}]": {("loss", "train"): LOSS},
}
TOLERANCE = 0.002


def run_of(text: str) -> Run:
    (run,) = read_text(text, "train.log").runs
    return run


def lines(form: str) -> list[str]:
    drawn = zip(LOSS, VAL_LOSS, ACC, VAL_ACC, strict=True)
    return [
        form.format(
            n=n, a=a, b=b, x=x, y=y, p=100 * x, q=100 * y, r=100 - 100 * x, s=100 - 100 * y, h=round(1000 * y)
        )
        for n, (a, b, x, y) in enumerate(drawn)
    ]


@pytest.mark.parametrize("form", TERSE)
def test_a_terse_line_is_read(form: str) -> None:
    run = run_of("\n".join(lines(form)) + "\n")
    found = {(curve.name, curve.split): curve.values.tolist() for curve in run.curves}
    assert found.keys() == TERSE[form].keys()
    for key, values in TERSE[form].items():
        assert found[key] == pytest.approx(values, abs=TOLERANCE)


def test_the_letters_of_a_policy_and_a_value_are_no_splits() -> None:
    rows = [
        f"update {n} L:{a:.4f} P:0.1200 V:{b:.4f} E:1.1000"
        for n, (a, b) in enumerate(zip(LOSS, VAL_LOSS, strict=True))
    ]
    runs = read_text("\n".join(rows) + "\n", "train.log").runs
    assert not [curve for run in runs for curve in run.curves if curve.split == "validation"]


def test_the_heading_of_a_test_tells_whose_figures_follow() -> None:
    rows = [
        f"Epoch {n}\n-----------------\nloss: {a:.6f}  [   64/60000]\nTest Error: \n"
        f" Accuracy: {100 * y:.1f}%, Avg loss: {b:.6f} \n"
        for n, (a, b, y) in enumerate(zip(LOSS, VAL_LOSS, VAL_ACC, strict=True))
    ]
    found = {(c.name, c.split): c.values.tolist() for c in run_of("\n".join(rows) + "\n").curves}
    assert found.keys() == {("loss", "train"), ("loss", "test"), ("accuracy", "test")}
    assert found["loss", "test"] == pytest.approx(VAL_LOSS, abs=TOLERANCE)


@pytest.mark.parametrize(
    "head",
    [
        "epoch      loss     acc  val_loss val_acc         lr",
        "   epoch   loss    acc | val_loss  val_acc    lr",
        "epoch  avg_train_loss train_accuracy  val_loss   val_accuracy  lr",
    ],
)
def test_names_of_columns_with_one_blank_between_are_two(head: str) -> None:
    rows = [
        f"   {n:2d}    {a:.4f}   {x:.3f} {'|' if '|' in head else ' '}  {b:.4f}   {y:.3f}   1.50e-03"
        for n, (a, x, b, y) in enumerate(zip(LOSS, ACC, VAL_LOSS, VAL_ACC, strict=True))
    ]
    found = {(c.name, c.split): c.values.tolist() for c in run_of("\n".join([head, *rows]) + "\n").curves}
    assert found.keys() - FOUR.keys() == {("learning rate", "train")}
    for key, values in FOUR.items():
        assert found[key] == pytest.approx(values, abs=TOLERANCE)


def test_groups_of_columns_may_be_parted() -> None:
    pairs = zip(LOSS, VAL_LOSS, strict=True)
    rows = [f"{n:2d}   {a:.4f}   0.001   {a:.4f} |   {b:.4f}" for n, (a, b) in enumerate(pairs)]
    run = run_of("\n".join(["ep    rec      kl     -elbo | test -elbo", *rows]) + "\n")
    found = {(curve.name, curve.split): curve.values.tolist() for curve in run.curves}
    assert found["loss", "test"] == pytest.approx(VAL_LOSS, abs=TOLERANCE)


def test_an_error_of_a_network_of_ones_own_is_a_figure() -> None:
    (found,) = run_of("".join(f"Error: {a:.6f}\n" for a in LOSS)).curves
    assert found.values == pytest.approx(LOSS, abs=TOLERANCE)


BARE = [
    "{n} {a:.4f}",
    "Epoch {n}: {a:.4f}",
    "Epoch: {n} {a:.4f}",
    "epoch {n}, {a:.4f}",
    "Epoch {n}/8 - {a:.4f}",
    "[{n}/8] {a:.4f}",
    "Iteration {n} -> {a:.4f}",
    "step {n}: tensor({a:.4f})",
    "{n} tensor({a:.4f}, device='cuda:0', grad_fn=<NllLossBackward0>)",
    "tensor({a:.4f}, grad_fn=<MseLossBackward0>)",
]


@pytest.mark.parametrize("form", BARE)
def test_a_number_behind_a_counter_is_a_loss(form: str) -> None:
    (found,) = run_of("\n".join(lines(form)) + "\n").curves
    assert (found.name, found.split) == ("loss", "train")
    assert found.values == pytest.approx(LOSS, abs=TOLERANCE)


@pytest.mark.parametrize("form", BARE[:5])
def test_a_number_that_rises_under_one_is_an_accuracy(form: str) -> None:
    (found,) = run_of("".join(form.format(n=n, a=x) + "\n" for n, x in enumerate(ACC))).curves
    assert found.name == "accuracy"


@pytest.mark.parametrize(
    "line",
    [
        "# 1 the first 0.5 epochs",
        "ValueError: 0.5 is no size",
        "#3 x: 0.5",
        "Epoch 3: 12",
        "tensor(0.5)",
        "version 3: 1.4",
        "section 2: 0.5.1",
        "tensor([0.1, 0.2])",
        "v1 2.5",
    ],
)
def test_other_numbers_are_no_loss(line: str) -> None:
    assert not read_text(f"{line}\n" * 4, "train.log").runs


def test_figures_that_rise_under_one_are_accuracies() -> None:
    text = "".join(
        f"epoch {n} train {x:.3f} test {y:.3f}\n" for n, (x, y) in enumerate(zip(ACC, VAL_ACC, strict=True))
    )
    assert {(c.name, c.split) for c in run_of(text).curves} == {("accuracy", "train"), ("accuracy", "test")}


@pytest.mark.parametrize("line", ["train 1437  val 360", "3 train images, 2 val images", "12 train 0.5"])
def test_sizes_of_sets_are_no_curve(line: str) -> None:
    reading = read_text(f"{line}\nepoch 1 loss 0.7\nepoch 2 loss 0.6\nepoch 3 loss 0.5\n", "train.log")
    assert [(c.name, len(c)) for run in reading.runs for c in run.curves] == [("loss", 3)]


@pytest.mark.parametrize("separator", [",", " | "])
def test_messages_may_stand_between_a_header_and_its_rows(separator: str) -> None:
    head = separator.join(("epoch", "loss", "acc", "vloss", "vacc"))
    rows = "\n".join(lines(separator.join(("{n}", "{a:.4f}", "{x:.3f}", "{b:.4f}", "{y:.3f}"))))
    run = run_of(f"{head}\nGPU available: False, used: False\nthe model has 1.2 M parameters\n{rows}\n")
    assert {(c.name, c.split, len(c)) for c in run.curves} == {(*key, 8) for key in FOUR}


def test_a_table_with_splits_for_columns_shows_losses() -> None:
    head = "epoch      lr    train     valid      mae\n"
    rows = "".join(
        f"{n:5d} 0.00{n}76   {a:.4f}    {b:.4f}   {b / 2:.4f} *\n"
        for n, (a, b) in enumerate(zip(LOSS, VAL_LOSS, strict=True))
    )
    found = {(c.name, c.split): len(c) for c in run_of(head + rows).curves}
    assert found == dict.fromkeys([("learning rate", "train"), *TWO, ("mae", "validation")], 8)


def test_the_mean_of_an_epoch_goes_before_its_last_step() -> None:
    text = "".join(
        f"Epoch {n}: 100%|██████████| 23/23 [00:00<00:00, 120.5it/s, v_num=0, train_mse_step={a + 1:.3f}, "
        f"val_mse={b:.3f}, train_mse_epoch={a:.3f}]\n"
        for n, (a, b) in enumerate(zip(LOSS, VAL_LOSS, strict=True))
    )
    found = {(c.name, c.split): c.values.tolist() for c in run_of(text).curves}
    assert found["mse", "train"] == pytest.approx(LOSS, abs=TOLERANCE)


def test_a_line_of_settings_is_no_run() -> None:
    text = "Config(lr=0.002, epochs=25)\n" + "".join(f"epoch {n} loss {a:.3f}\n" for n, a in enumerate(LOSS))
    assert [curve.name for curve in run_of(text).curves] == ["loss"]


BARS = "".join(
    f"ep {epoch} |{'█' * (n // 125)}| {n}/3000 loss {1.86 - 0.002 * epoch - n / 9e5:.3f}\n"
    + (f"ep {epoch} dev loss {1.88 - 0.002 * epoch:.3f}\n" if n == 3000 else "")
    for epoch in range(8)
    for n in (750, 1500, 2250, 3000)
)


@pytest.mark.parametrize(("cut", "flat"), [(0, True), (11, False)])
def test_bars_of_later_epochs_alone_say_nothing_of_what_came_before(cut: int, flat: bool) -> None:
    kept = "".join(BARS.splitlines(keepends=True)[cut:])
    observed = Session(read_text(kept, "a.log")).report().observations
    assert ("loss_trend" in {one.symptom for one in observed}) is flat
