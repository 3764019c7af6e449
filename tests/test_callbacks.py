"""Callbacks without their frameworks: recorded calls of real trainings, replayed over stubs."""

from __future__ import annotations

import importlib
import json
import logging
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from assistant.callbacks.watcher import POINTS, Watcher, guarded

RECORDED = Path(__file__).parent.parent / "fixtures" / "callbacks"


class Base:
    """What the three base classes have in common: nothing that a callback needs."""

    model: Any = None


def load(monkeypatch: pytest.MonkeyPatch, framework: str) -> Any:
    """The callback class of a framework, over a stub of it."""
    stubs = {
        "keras": {"keras": {}, "keras.callbacks": {"Callback": Base}},
        "lightning": {"lightning": {}, "lightning.pytorch": {"Callback": Base}},
        "transformers": {"transformers": {"TrainerCallback": Base}},
    }
    for name, holds in stubs[framework].items():
        stub = ModuleType(name)
        stub.__dict__.update(holds)
        monkeypatch.setitem(sys.modules, name, stub)
    name = f"assistant.callbacks.{framework}"
    monkeypatch.delitem(sys.modules, name, raising=False)
    module = importlib.import_module(name)
    monkeypatch.setitem(sys.modules, name, module)  # taken away again afterwards
    kinds = {
        "keras": "KerasCallback",
        "lightning": "LightningCallback",
        "transformers": "TransformersCallback",
    }
    return getattr(module, kinds[framework])


class Loss(float):
    """A tensor of one number, as far as the callback knows one."""

    def detach(self) -> Loss:
        return self

    def mean(self) -> Loss:
        return self


def replay(callback: Any, framework: str, calls: list[list[Any]]) -> None:
    trainer = SimpleNamespace(
        is_global_zero=True, sanity_checking=False, callback_metrics={}, current_epoch=0, optimizers=[]
    )
    state = SimpleNamespace(is_world_process_zero=True, global_step=0, epoch=0.0)
    begin: dict[str, tuple[str, tuple[Any, ...]]] = {
        "keras": ("on_train_begin", ()),
        "lightning": ("on_train_start", (trainer, None)),
        "transformers": ("on_train_begin", (None, state, None)),
    }
    hook, arguments = begin[framework]
    getattr(callback, hook)(*arguments)
    for name, *given in calls:
        if framework == "keras":
            epoch, logs, rate = given
            callback.model = SimpleNamespace(optimizer=SimpleNamespace(learning_rate=rate))
            callback.on_epoch_end(epoch, logs)
        elif framework == "transformers":
            state.global_step, state.epoch, logs = given
            callback.on_log(None, state, None, logs=logs)
        elif name == "on_train_batch_end":
            callback.on_train_batch_end(trainer, None, {"loss": Loss(given[0])}, None, 0)
        else:
            epoch, sanity, metrics, rate, *norm = given
            trainer.current_epoch, trainer.sanity_checking, trainer.callback_metrics = epoch, sanity, metrics
            trainer.optimizers = [SimpleNamespace(param_groups=[{"lr": rate}])]
            if norm:
                callback._norm = norm[0]
            getattr(callback, name)(trainer, None)
    ends = {"keras": (), "lightning": (trainer, None), "transformers": (None, state, None)}
    callback.on_train_end(*ends[framework])


def recorded(name: str) -> list[list[Any]]:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("budget", [1.0, 0.01])
@pytest.mark.parametrize(
    ("name", "verdict", "cause"),
    [
        ("keras-healthy", "healthy", ""),
        ("keras-faulty", "faulty", "missing-output-activation"),
        ("lightning-healthy", "healthy", ""),
        ("lightning-faulty", "faulty", "nan"),
        ("transformers-healthy", "healthy", ""),
        ("transformers-faulty", "faulty", ""),
    ],
)
def test_a_recorded_training_is_diagnosed(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    verdict: str,
    cause: str,
    budget: float,
) -> None:
    framework = name.partition("-")[0]
    callback = load(monkeypatch, framework)(budget=budget)
    with caplog.at_level(logging.INFO, "unstuck"):
        replay(callback, framework, recorded(name))
    assert callback.report.verdict == verdict
    assert callback.report.sources[0].format == "callback"
    assert {"loss"} <= {o.symptom.split("_")[0] for o in callback.report.observations}
    told = [record.getMessage() for record in caplog.records]
    if verdict == "healthy":
        assert told == []
        assert not callback.lasts
    else:
        assert callback.report.causes[0].id.startswith(cause)
        assert told
        assert all("unstuck explain" in line for line in told)
        if budget < 1:
            assert not callback.lasts  # a single look at the end is no proof
        elif (
            framework == "transformers"
        ):  # at last the loss falls again, and the verdict names no cause for sure
            assert told[0].startswith("Learning rate too high")
        else:
            assert callback.lasts


def test_validation_measures_stay_validation(monkeypatch: pytest.MonkeyPatch) -> None:
    callback = load(monkeypatch, "lightning")(budget=1.0)
    replay(callback, "lightning", recorded("lightning-healthy"))
    curves = {(c.name, c.split): len(c) for c in callback.watcher._run().curves}
    assert curves["loss", "validation"] == curves["loss", "train"] == curves["accuracy", "validation"] == 12
    assert ("gradient norm", "train") in curves


def test_metrics_of_a_validation_without_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    callback = load(monkeypatch, "lightning")(budget=1.0)
    trainer = SimpleNamespace(
        is_global_zero=True, sanity_checking=False, callback_metrics={}, current_epoch=0, optimizers=[]
    )
    for epoch in range(4):
        trainer.current_epoch = epoch
        callback.on_train_epoch_start(trainer, None)
        callback.on_validation_start(trainer, None)
        trainer.callback_metrics = {**trainer.callback_metrics, "acc": 0.5 + epoch / 10}
        callback.on_validation_end(trainer, None)
        step, mean = 1 / (epoch + 1), 2 / (epoch + 1)
        trainer.callback_metrics = {
            "acc": 0.5 + epoch / 10,
            "loss": step,
            "loss_step": step,
            "loss_epoch": mean,
        }
        callback.on_train_epoch_end(trainer, None)
    curves = {(c.name, c.split): list(c.values) for c in callback.watcher._run().curves}
    assert curves["accuracy", "validation"] == pytest.approx([0.5, 0.6, 0.7, 0.8])
    assert curves["loss", "train"] == pytest.approx([2, 1, 0.66667, 0.5])
    assert ("accuracy", "train") not in curves


def test_an_exception_inside_is_logged_once_and_never_raised(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        watcher = Watcher()

        @guarded
        def hook(self) -> None:
            raise RuntimeError("inside")

    for _ in range(3):
        Broken().hook()
    assert len(caplog.records) == 1
    assert "the training goes on" in caplog.text


def test_what_is_no_number_or_no_metric_is_left_out() -> None:
    watcher = Watcher(budget=1)
    watcher.begin()
    for step in range(1, 9):
        watcher.add(step, {"loss": "high", "name": "x", "val_loss": None, "runtime": 3.0, "acc": [1, 2]})
        watcher.look()
    assert watcher.report is None
    watcher.look(last=True)
    assert watcher.report is None


def test_a_long_training_stays_bounded_and_keeps_its_extremes() -> None:
    watcher = Watcher(budget=0)
    for step in range(1, 40_001):
        watcher.add(step, {"loss": 1000.0 if step == 20_001 else 1 / step, "epoch": step / 100}, epochs=False)
    steps, values = watcher._curves["loss"]
    assert len(steps) == len(values) <= POINTS + 1
    assert max(values) == 1000.0
    assert steps[-1] == 40_000


def test_looks_stay_within_the_budget() -> None:
    watcher = Watcher(budget=0.01)
    watcher.begin()
    for step in range(1, 200):
        watcher.add(step, {"loss": 1 / step})
        watcher.look()
    assert watcher.report is None  # not a second has passed: no look fits into a hundredth of it
    watcher.look(last=True)
    assert watcher.report is not None


def test_a_second_training_begins_anew() -> None:
    watcher = Watcher(budget=1)
    for _ in range(2):
        watcher.begin()
        for step in range(1, 7):
            watcher.add(step, {"loss": 0.6931})
        watcher.look(last=True)
        run = watcher._run()
        assert run is not None
        assert [len(curve) for curve in run.curves] == [6]


@pytest.mark.parametrize("budget", [-0.1, 1.5])
def test_a_budget_is_a_share(budget: float) -> None:
    with pytest.raises(ValueError, match="share"):
        Watcher(budget=budget)


def test_importing_the_package_imports_no_framework_and_a_missing_one_is_one_line() -> None:
    code = (
        "import sys, assistant.callbacks\n"
        "assert not {'keras', 'torch', 'lightning', 'transformers', 'numpy'} & set(sys.modules)\n"
        "for name in ('keras', 'lightning', 'lightning.pytorch', 'pytorch_lightning', 'transformers'):\n"
        "    sys.modules[name] = None\n"
        "for name in assistant.callbacks.__all__:\n"
        "    try:\n        getattr(assistant.callbacks, name)\n"
        "    except ImportError as error:\n        print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.count("pip install") == 3
