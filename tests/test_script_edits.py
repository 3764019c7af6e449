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
