"""The score: what is kept, what the README shows, and how runs are handed over."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from assistant.rank import HEALTHY
from assistant.readers.text import read_text
from fixtures.sweep import archive
from fixtures.sweep.cuts import cut, last_half
from fixtures.sweep.plan import twice
from tests.score import (
    KEPT,
    MODES,
    README,
    looks_of,
    main,
    put,
    render,
    tenths,
    tried,
    warned,
)


@cache
def runs() -> list[archive.Recorded]:
    return archive.read()


def test_the_score_in_the_readme_is_the_one_that_is_kept() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    text = README.read_text(encoding="utf-8")
    assert put(text, render(kept)) == text
    assert set(kept["modes"]) == set(MODES)
    for figures in kept["modes"].values():
        assert figures["named first"][0] <= figures["among the first three"][0]
        assert figures["verdict right"][1] >= figures["healthy called faulty"][1]


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks"):
        put("# Unstuck", "a table")


def test_a_log_is_cut_after_its_third_epoch() -> None:
    log = "".join(f"epoch {n} loss {2 / n:.4f}\nval_loss {3 / n:.4f}\n" for n in range(1, 9)) + "done\n"
    short = cut(log, read_text(log, "a.log"))
    assert short.endswith("epoch 3 loss 0.6667\nval_loss 1.0000\n")
    assert not cut(short, read_text(short, "a.log"))
    steps = "".join(f"step {n} loss {2 / n:.4f}\n" for n in range(1, 9))
    assert not cut(steps, read_text(steps, "a.log"))


def test_the_last_half_of_a_log_is_its_last_lines() -> None:
    log = "".join(f"epoch {n} loss {2 / n:.4f}\n" for n in range(1, 10))
    assert last_half(log).startswith("epoch 5 ")
    assert log.endswith(last_half(log))


def test_warnings_stand_between_lines_of_a_log_and_are_no_part_of_its_curve() -> None:
    log = "".join(f"epoch {n} loss {2 / n:.4f}\n" for n in range(1, 13))
    text = warned(log)
    assert [line for line in text.splitlines() if not line.startswith("epoch")] != []
    assert "".join(line for line in text.splitlines(keepends=True) if line.startswith("epoch")) == log
    (curve,) = read_text(text, "a.log").runs[-1].curves
    assert curve.values.tolist() == read_text(log, "a.log").runs[-1].curves[0].values.tolist()


def test_the_kept_figures_are_of_all_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["score", "--update", "--every", "9"])
    with pytest.raises(SystemExit, match="2"):
        main()


def test_looks_are_those_of_the_log() -> None:
    log = "".join(f"Epoch {n}: loss {2 / n:.4f} acc {50 + n:.1f}%\n" for n in range(1, 9))
    assert looks_of(log, read_text(log, "a.log")) == {"without validation", "percent"}


def test_every_mode_is_tried_and_reads_events() -> None:
    events = archive.read_events()
    run = next(one for one in runs() if one.name in events and one.script and one.cause != HEALTHY)
    said = {one.mode: one for one in tried((run, events[run.name]))}
    assert {"log", "events", "everything"} <= set(said)
    assert all(0 <= one.sure <= 1 and len(one.named) == 3 for one in said.values())
    assert sum(n for n, _, _ in tenths(list(said.values()))) == len(said)


def test_event_files_name_no_host_and_are_of_runs_that_are_kept() -> None:
    events = archive.read_events()
    assert set(events) <= {run.name for run in runs()}
    names = [file for files in events.values() for file in files]
    assert len(events) > 100
    assert all(re.fullmatch(r"events\.out\.tfevents\.\d+\.sweep(\.v2)?", Path(name).name) for name in names)
    assert archive.renamed(["b/events.out.tfevents.12.host.7.1.v2"]) == {
        "b/events.out.tfevents.12.host.7.1.v2": "b/events.out.tfevents.0.sweep.v2"
    }


def test_archives_of_events_are_read_back(tmp_path: Path) -> None:
    given = {"a.1": {"runs/x": b"12"}, "b.2": {"runs/train/x": b"3", "runs/validation/x": b""}}
    archive.write_events(given, tmp_path / "e.tar.xz")
    first = (tmp_path / "e.tar.xz").read_bytes()
    archive.write_events(given, tmp_path / "e.tar.xz")
    assert (tmp_path / "e.tar.xz").read_bytes() == first
    assert archive.read_events(tmp_path / "e.tar.xz") == given


def test_two_faults_change_different_places() -> None:
    for at in range(4):
        (_, twin), (_, one), (_, other), (name, together) = twice(19, at)
        assert name.startswith(f"{one.cause}+{other.cause}.")
        assert (together.cause, together.also, twin.cause) == (one.cause, other.cause, HEALTHY)
        for field in fields(together):
            alone = {getattr(each, field.name) for each in (twin, one, other)}
            assert field.name in ("cause", "also", "how") or getattr(together, field.name) in alone
