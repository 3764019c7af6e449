"""A log and a directory of one training: joined, not counted twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.join import join, together
from assistant.observe import observe
from assistant.readers.text import read_text
from assistant.run import Curve, Reading, Run
from assistant.session import Session

LOG = "\n".join(f"epoch {n} loss {2 / n:.2f} val_loss {2.2 / n:.2f}" for n in range(1, 9))


def curve(name: str, split: str, count: int, source: str = "runs") -> Curve:
    steps = np.arange(1.0, count + 1)
    zeros = np.zeros(count, dtype=np.int64)
    return Curve(
        name, split, name, source, steps, 2 / steps + 0.05, steps * 1e-7, zeros, np.full(count, np.nan)
    )


def event(*curves: Curve, name: str = "a") -> Run:
    return Run(name, curves, "step", (), f"runs/{name}")


def test_what_both_hold_is_there_once() -> None:
    (log,) = read_text(LOG, "train.log").runs
    both = join(event(curve("loss", "train", 800), curve("learning rate", "train", 800)), log)
    assert [(c.name, c.split, c.source) for c in both.curves] == [
        ("loss", "train", "train.log"),
        ("loss", "validation", "train.log"),
        ("learning rate", "train", "runs"),
    ]
    assert both.unit == "epoch"


def test_more_points_win_where_the_splits_are_the_same() -> None:
    (log,) = read_text(LOG, "train.log").runs
    both = join(event(curve("loss", "train", 800), curve("loss", "validation", 8)), log)
    assert {c.source for c in both.curves} == {"runs"}
    assert both.unit == "step"


def test_finer_digits_win_where_all_else_is_the_same() -> None:
    (log,) = read_text(LOG, "train.log").runs
    both = join(event(curve("loss", "train", 8), curve("loss", "validation", 8)), log)
    assert {c.source for c in both.curves} == {"runs"}


def test_a_few_batches_do_not_take_the_place_of_epochs() -> None:
    (log,) = read_text(LOG, "train.log").runs
    few = join(event(curve("loss", "train", 30), curve("loss", "validation", 8)), log)
    assert {c.source for c in few.curves} == {"train.log"}
    assert few.unit == "epoch"


def test_a_log_that_was_cut_gives_way() -> None:
    (log,) = read_text(LOG, "train.log").runs
    whole = join(event(curve("loss", "train", 16), curve("loss", "validation", 16)), log)
    assert {c.source for c in whole.curves} == {"runs"}


def test_as_many_points_as_epochs_are_epochs() -> None:
    (log,) = read_text(LOG, "train.log").runs
    both = join(event(curve("loss", "train", 8), curve("loss", "validation", 8)), log)
    assert {c.source for c in both.curves} == {"runs"}
    assert both.unit == "epoch"


def test_the_newest_of_each_are_joined_unless_one_is_named() -> None:
    logs = tuple(
        replace(run, name=f"train.log#{n}") for n in (1, 2) for run in read_text(LOG, "train.log").runs
    )
    runs = (*logs, event(curve("loss", "train", 5)), event(curve("loss", "train", 5), name="b"))
    assert [run.name for run in together(runs)] == ["a", "b"]
    assert [run.name for run in together(runs, "a")] == ["b", "a"]
    assert [run.name for run in together(runs, "train.log#1")] == ["a", "train.log#1"]
    assert together(runs[:2]) == runs[:2]
    assert together(runs[2:]) == runs[2:]


def test_a_session_sees_one_training() -> None:
    reading = read_text(LOG, "train.log").joined(Reading(runs=(event(curve("gradient norm", "train", 50)),)))
    report = Session(reading).report()
    symptoms = [o.symptom for o in report.observations]
    assert len(symptoms) == len(set(symptoms))
    assert {"loss_trend", "gradient_norm"} <= set(symptoms)
    assert report.run == "a"


def test_points_of_an_event_file_get_the_epochs_of_the_lines_that_print_some_of_them() -> None:
    values = 2 / np.arange(1.0, 121)
    held = event(replace(curve("loss", "train", 120), values=values, errors=values * 1e-7))
    lines = [f"epoch {1 + n // 4} step {n} loss {values[5 * n + 4]:.4f}" for n in range(24)]
    (log,) = read_text("\n".join(lines), "train.log").runs
    (both,) = join(held, log).curves
    assert both.source == "runs"
    assert both.epochs.tolist() == np.repeat(np.arange(1.0, 7), 20).tolist()
    others = [f"epoch {1 + n // 4} step {n} loss {values[5 * n + 4] + 0.01:.4f}" for n in range(24)]
    (log,) = read_text("\n".join(others), "train.log").runs
    (both,) = join(held, log).curves
    assert np.isnan(both.epochs).all()


def test_the_trainer_of_hugging_face_is_known_by_the_names_of_its_events() -> None:
    names = ("train/loss", "train/grad_norm", "train/learning_rate")
    kinds = ("loss", "gradient norm", "learning rate")
    curves = [replace(curve(kind, "train", 12), key=key) for kind, key in zip(kinds, names, strict=True)]
    curves[2] = replace(curves[2], values=np.linspace(0.02, 1e-4, 12))
    told = {o.symptom: o.answer for o in observe(event(*curves))}
    assert told["learning_rate"] == "extreme"
    other = {o.symptom: o.answer for o in observe(event(*curves[:2], replace(curves[2], key="lr")))}
    assert other.get("learning_rate") != "extreme"
