"""What a script does to its arrays and weights in code of its own, and what must not be held against it."""

from __future__ import annotations

import pytest

from assistant.readers import read_data
from assistant.session import Session

HEAD = """import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)
"""
SCALED = "X = StandardScaler().fit_transform(X)\n"
SPLIT = "X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)\n"
REST = """train_set = TensorDataset(torch.tensor(X_train).float(), torch.tensor(y_train))
train_loader = DataLoader(train_set, batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(13, 32), nn.ReLU(), nn.Linear(32, 3))
{weights}optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for xb, yb in train_loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(xb), yb)
        loss.backward()
        optimizer.step()
"""


def told(before: str = "", after: str = "", weights: str = "") -> tuple[str, str]:
    """Verdict and first cause of a script with these lines before the split, after it, and at the weights."""
    code = HEAD + before + SCALED + SPLIT + after + REST.format(weights=weights)
    found = Session(reading=read_data(code.encode(), "train.py")).report()
    return found.verdict, found.causes[0].id if found.causes else ""


def test_a_scaler_fitted_on_all_rows_turns_no_verdict() -> None:
    assert told()[0] != "faulty"


@pytest.mark.parametrize(
    ("before", "after", "weights", "cause"),
    [
        ("X[:, 3] = y / 2\n", "", "", "data-leakage"),
        ("X[X < 0.1] = np.nan\n", "", "", "nan-in-data"),
        ("X = X[np.random.permutation(len(X))]\n", "", "", "misaligned-labels"),
        (
            "wrong = np.random.rand(len(y)) < 0.3\ny[wrong] = np.random.randint(0, 3, wrong.sum())\n",
            "",
            "",
            "wrong-labels",
        ),
        ("y = (y > 2).astype(int)\n", "", "", "single-class-data"),
        ("", "X_val = X_val / 255\n", "", "preprocessing-mismatch"),
        (
            "",
            "",
            "for p in list(model.parameters())[:-2]:\n    p.requires_grad_(False)\n",
            "frozen-parameters",
        ),
        ("", "", "for p in model.parameters():\n    nn.init.zeros_(p)\n", "zero-initialized-weights"),
    ],
)
def test_what_is_done_to_data_and_weights_is_named(before: str, after: str, weights: str, cause: str) -> None:
    assert told(before, after, weights) == ("faulty", cause)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("order = np.random.permutation(len(X))\nX, y = X[order], y[order]\n", ""),
        ("X[np.isnan(X)] = 0\n", ""),
        ("y = (y > 0).astype(int)\n", ""),
        ("", "X_train = X_train * 2\nX_val = X_val * 2\n"),
        ("X = X * 100\n", ""),
    ],
)
def test_what_does_no_harm_is_silent(before: str, after: str) -> None:
    assert told(before, after)[0] != "faulty"


# -- answers that stand in the code alone -------------------------------------------------------

TWO_SIDES = """import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
grid = np.linspace(0, 1, 40)

def row(k):
    return 200 + grid * rng.normal() + k * np.exp(-((grid - 0.3) / 0.1) ** 2)

def make(n):
    k = rng.integers(0, 3, n)
    return np.stack([row(i) for i in k]), k

raw_train, y_train = make(900)
raw_val, y_val = make(300)
mean, std = raw_train.mean(0), raw_train.std(0)
x_train = torch.tensor((raw_train - mean) / std, dtype=torch.float32)
x_val = torch.tensor({validation}, dtype=torch.float32)
y_train, y_val = torch.tensor(y_train), torch.tensor(y_val)
model = nn.Sequential(nn.Linear(40, 32), nn.ReLU(), nn.Linear(32, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
for epoch in range(20):
    for rows in torch.randperm(900).split(30):
        optimizer.zero_grad()
        criterion(model(x_train[rows]), y_train[rows]).backward()
        optimizer.step()
    with torch.no_grad():
        print(epoch, criterion(model({called}), y_val).item())
"""


def answers(code: str) -> dict[str, str]:
    report = Session(reading=read_data(code.encode(), "train.py")).report()
    return {one.symptom: one.answer for one in report.observations}


def test_validation_is_left_raw() -> None:
    found = answers(TWO_SIDES.format(validation="raw_val", called="x_val"))
    assert found["same_preprocessing"] == "different"
    assert "batch_mix" not in found  # the grid is in order, the rows are not


@pytest.mark.parametrize(
    ("validation", "called"), [("(raw_val - mean) / std", "x_val"), ("raw_val", "(x_val - mean) / std")]
)
def test_validation_is_scaled_here_or_there(validation: str, called: str) -> None:
    found = answers(TWO_SIDES.format(validation=validation, called=called))
    assert found.get("same_preprocessing") != "different"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("X = (X - np.nanmean(X, 0)) / np.nanstd(X, 0)\n", "non-finite"),
        ("X = np.nan_to_num((X - np.nanmean(X, 0)) / np.nanstd(X, 0))\n", None),
        ("losses = np.array([1.0, 2.0])\nprint(np.nanmean(losses))\n", None),
    ],
)
def test_a_mean_that_passes_over_what_is_missing(line: str, answer: str | None) -> None:
    found = answers(HEAD + line + SPLIT + REST.format(weights=""))
    assert found.get("inputs_checked") == answer


PAIRS = 'nn.Sequential(OrderedDict({open}("in", nn.Linear(13, 2)), ("out", nn.Softmax(dim=-1)){close}))\n'


@pytest.mark.parametrize(("open", "close"), ["[]", "()"])
def test_named_layers_in_a_list_or_a_tuple(open: str, close: str) -> None:
    net = "from collections import OrderedDict\nmodel = " + PAIRS.format(open=open, close=close)
    code = (
        HEAD
        + SPLIT
        + REST.format(weights=net).replace("F.cross_entropy(model(xb), yb)", "nn.BCELoss()(model(xb), yb)")
    )
    assert answers(code)["output_fit"] == "fits"


OLD = """from keras.models import Sequential
from keras.layers.core import Dense
from keras.layers.recurrent import SimpleRNN
model = Sequential()
model.add(SimpleRNN({inputs}, {units}))
model.add(Dense({units}, 1, activation="sigmoid"))
model.compile(loss="mean_squared_error", optimizer="sgd")
model.fit(x, y, nb_epoch=5)
"""


def test_layers_of_the_first_keras_take_inputs_before_units() -> None:
    assert "capacity" not in answers(OLD.format(inputs=1, units=100))
    assert answers(OLD.format(inputs=30, units=2))["capacity"] == "narrow"


def test_one_unit_behind_one_input_is_not_narrow() -> None:
    code = OLD.replace("SimpleRNN({inputs}, {units})", "Dense(1, input_dim={inputs})").replace(
        "Dense({units}, 1", "Dense(1"
    )
    assert "capacity" not in answers(code.format(inputs=1))
    assert answers(code.format(inputs=8))["capacity"] == "narrow"


READS = """from data import read_data
import torchvision
from torchvision import transforms
from keras import layers, models

train_set = {train}
test_set = {test}
model = models.Sequential([layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_set, validation_data=test_set, epochs=5)
"""
TRAIN, TEST = 'read_data("./data", split="train")', 'read_data("./data", split="test")'


@pytest.mark.parametrize(
    ("train", "test", "leak"),
    [
        (TRAIN, TRAIN, "yes"),
        (TRAIN, TEST, None),
        ("read_data(100)", "read_data(100)", None),  # made anew at each call, for all one knows
        ("torchvision.datasets.MNIST('d', train=True)", "torchvision.datasets.MNIST('d', train=True)", "yes"),
        ("torchvision.datasets.MNIST('d', train=True)", "torchvision.datasets.MNIST('d', train=False)", None),
        (TRAIN, TRAIN + "\nfrom torch.utils.data import Subset\ntest_set = Subset(test_set, range(9))", None),
    ],
)
def test_one_call_reads_both_sides(train: str, test: str, leak: str | None) -> None:
    assert answers(READS.format(train=train, test=test)).get("leak") == leak
