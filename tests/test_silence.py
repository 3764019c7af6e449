"""What a script would show and does not: when it counts as understood, and what its silence may change."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import silence
from assistant.knowledge import NOTHING, load, usual_rates
from assistant.rank import HEALTHY, UNKNOWN, posterior, silenced
from assistant.readers import read_data
from assistant.readers.text import read_text
from assistant.report import Report
from assistant.session import Session
from fixtures.sweep import archive
from fixtures.written import TRAININGS

LOOP = """import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import load_digits

x, y = load_digits(return_X_y=True)
order = torch.randperm(len(x))
x, y = torch.tensor(x / 16).float()[order], torch.tensor(y)[order]
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for xb, yb in loader:
        {clears}loss = nn.functional.cross_entropy(model(xb), yb)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
FINE = LOOP.format(clears="optimizer.zero_grad()\n        ")
FAULTY = LOOP.format(clears="")
STILL = "".join(f"epoch {n} loss {2.30 + 0.01 * (-1) ** n:.4f} accuracy 0.1{n % 3}\n" for n in range(12))
IDS = sorted(load().pages)


@cache
def trainings() -> list[archive.Recorded]:
    return [*archive.read(), *archive.read(TRAININGS)]


def report(code: str, log: str = "") -> Report:
    reading = read_data(code.encode(), "train.py")
    return Session(reading.joined(read_text(log, "train.log")) if log else reading).report(len(IDS))


def probability(told: Report, id: str) -> float:
    return next(cause.probability for cause in told.causes if cause.id == id)


# -- what is counted


@pytest.mark.parametrize("id", sorted(silence.HOLDS))
def test_what_every_script_with_a_fault_holds_stands_in_each_recorded_one(id: str) -> None:
    scripts = [one.script for one in trainings() if one.script and id in (one.cause, one.also)]
    assert scripts
    assert all(silence.HOLDS[id].search(one) for one in scripts)


def test_without_a_schedule_none_is_wrong() -> None:
    without = probability(report(FINE, STILL), "learning-rate-schedule")
    schedule = "schedule = torch.optim.lr_scheduler.StepLR(optimizer, 30)\nfor epoch in"
    beside = probability(report(FINE.replace("for epoch in", schedule), STILL), "learning-rate-schedule")
    assert without < beside / 4


def test_every_fault_with_a_script_was_counted() -> None:
    assert load().measured.scripts.keys() <= load().pages.keys()
    for generated, of_generated, written, of_written in load().measured.scripts.values():
        assert 0 <= generated <= of_generated
        assert 0 <= written <= of_written
        assert of_generated + of_written > 0


def test_a_chance_leaves_room_for_hands_that_were_never_met() -> None:
    found = silence.chances(load().measured)
    assert max(found.values()) <= silence.FRESH
    assert found["missing-zero-grad"] > 0.6
    assert found["overfitting"] < 0.1  # it is no fault of a script


def test_by_hand() -> None:
    counted = NOTHING._replace(scripts={"a": (10, 20, 3, 4), "b": (0, 0, 2, 2)})
    found = silence.chances(counted)
    assert found["a"] == pytest.approx(silence.FRESH * (3 + 4 * 0.5) / 8)
    assert found["b"] == pytest.approx(silence.FRESH * (2 + 4 * 0.5) / 6)


# -- what is understood


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("from mymodels import Net\n" + FINE, "a module of their own"),
        ("from .data import loaders\n" + FINE, "a module beside it"),
        ("import numpy as np, helpers\n" + FINE, "the second of two"),
        (
            FINE.replace("model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))", ""),
            "no layers",
        ),
        ("import torch\nprint(torch.zeros(3))\n", "no training"),
    ],
)
def test_a_script_that_is_not_all_there_is_not_silent(code: str, why: str) -> None:
    scripts = read_data(code.encode(), "train.py").scripts
    assert silence.silent(scripts, load()) == {}, why


@pytest.mark.parametrize(
    "line", ["import os, sys", "from collections import deque", "import torch.nn as nn", "import keras"]
)
def test_python_and_known_packages_are_all_there(line: str) -> None:
    assert silence.understood(read_data(f"{line}\n{FINE}".encode(), "train.py").scripts)


def test_a_module_that_was_handed_over_too_is_there() -> None:
    alone = read_data(f"from .net import build\n{FINE}".encode(), "train.py").scripts
    beside = read_data(
        b"import torch\n\n\ndef build():\n    return torch.nn.Linear(4, 2)\n", "src/net.py"
    ).scripts
    assert not silence.understood(alone)
    assert silence.understood((*alone, *beside))


def test_a_piece_of_code_in_a_post_is_not_all_of_a_script() -> None:
    post = f"My loss stays at 2.3 and I do not know why.\n\n```python\n{FINE}```\n"
    assert silence.silent(read_text(post, "post.md").scripts, load()) == {}


# -- what it changes


def test_what_a_script_shows_is_not_held_against() -> None:
    scripts = read_data(FAULTY.encode(), "train.py").scripts
    silent = silence.silent(scripts, load())
    assert "missing-zero-grad" not in silent
    assert silent["missing-optimizer-step"] > 0.5


def test_silence_speaks_against_what_a_log_alone_suggests() -> None:
    alone, beside = Session(read_text(STILL, "train.log")).report(len(IDS)), report(FINE, STILL)
    for id in ("zero-initialized-weights", "missing-optimizer-step"):
        assert probability(beside, id) < probability(alone, id)
    against = [one for cause in beside.causes for one in cause.against if one.symptom == "script"]
    assert against
    assert all(one.times < 0.5 and one.where == "train.py" for one in against)


def test_a_clean_script_is_likelier_healthy_and_a_bad_one_is_still_called_bad() -> None:
    assert report(FINE).healthy > report(FAULTY).healthy
    assert report(FAULTY).verdict == "faulty"
    assert report(FAULTY).causes[0].id == "missing-zero-grad"


@given(st.dictionaries(st.sampled_from(IDS), st.floats(0, 0.99), max_size=8))
def test_silence_never_helps_what_is_silent(chances: dict[str, float]) -> None:
    rules, usual = load().rules, usual_rates()
    before, after = posterior(rules, {}, usual), posterior(silenced(rules, chances), {}, usual)
    assert sum(after.values()) == pytest.approx(1)
    kept = [id for id in (HEALTHY, UNKNOWN, *IDS) if id not in chances]
    for id in kept:
        assert after[id] >= before[id] * (1 - 1e-9)
    for one, other in pairwise(kept):
        assert after[one] * before[other] == pytest.approx(after[other] * before[one])
    for id, chance in chances.items():
        assert after[id] / after[HEALTHY] == pytest.approx(before[id] * (1 - chance) / before[HEALTHY])
