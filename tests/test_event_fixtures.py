"""Recorded event directories: each fault is named from it alone, the healthy ones stay healthy."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from assistant.cli import main
from assistant.readers import read
from assistant.readers.events.columns import read_columns
from assistant.render.style import columns
from assistant.render.terminal import render
from assistant.report import Report
from assistant.session import Session

EVENTS = Path(__file__).parent.parent / "fixtures" / "events"
HEALTHY = sorted((EVENTS / "healthy").iterdir())
FAULTY = sorted((EVENTS / "faulty").iterdir())


@cache
def report(path: Path) -> Report:
    return Session(read(str(path))).report()


@pytest.mark.parametrize("path", HEALTHY, ids=lambda p: p.name)
def test_a_healthy_directory_is_called_healthy(path: Path) -> None:
    assert report(path).verdict == "healthy"


@pytest.mark.parametrize("path", FAULTY, ids=lambda p: p.name)
def test_a_fault_is_named_first(path: Path) -> None:
    found = report(path)
    assert found.verdict == "faulty"
    assert found.causes[0].id == path.name.partition(".")[0]


@pytest.mark.parametrize("path", HEALTHY + FAULTY, ids=lambda p: p.name)
def test_every_observation_says_where(path: Path) -> None:
    found = report(path)
    assert found.observations
    for observation in found.observations:
        assert observation.where.startswith(f"{path} ")
        assert "@" in observation.where
    assert max(columns(line) for line in render(found).splitlines()) <= 80


def test_directories_are_small() -> None:
    assert all(sum(f.stat().st_size for f in path.rglob("*")) < 120_000 for path in HEALTHY + FAULTY)


def test_many_runs_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(EVENTS), "--run", "healthy/keras", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["run"] == "healthy/keras"
    assert len(found["runs"]) == len(HEALTHY) + len(FAULTY)
    main(["diagnose", str(EVENTS), "--verify"])
    assert "the other runs: " in " ".join(capsys.readouterr().out.split())


def test_tensorboard_is_not_loaded() -> None:
    code = f"import sys\nfrom assistant.cli import main\nmain(['diagnose', {str(HEALTHY[0])!r}])\n"
    code += "sys.exit(any(name in sys.modules for name in ('tensorboard', 'google.protobuf', 'textual')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


FILES = sorted(EVENTS.rglob("*tfevents*"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(EVENTS).parts[1])
def test_points_are_those_of_tensorboard(path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    kinds = ("scalars", "histograms", "tensors")
    theirs = EventAccumulator(str(path), size_guidance=dict.fromkeys(kinds, 0)).Reload()
    ours = read_columns(path, True, lambda at, what: pytest.fail(f"{at}: {what}"))
    tags = theirs.Tags()
    for tag in tags["scalars"]:
        points = ours.scalars[tag]
        assert [(e.step, e.wall_time) for e in theirs.Scalars(tag)] == list(
            zip(points.steps.tolist(), points.walls.tolist(), strict=True)
        )
        assert np.array_equal([e.value for e in theirs.Scalars(tag)], points.values, equal_nan=True)
    for tag in tags["histograms"]:
        table = ours.tables[tag]
        values = [e.histogram_value for e in theirs.Histograms(tag)]
        assert [e.step for e in theirs.Histograms(tag)] == table.steps.tolist()
        assert [(v.num, v.min, v.max) for v in values] == [tuple(row) for row in table.table[:, :3].tolist()]
    steps = {tag: points.steps.tolist() for tag, points in ours.scalars.items()}
    steps |= {tag: table.steps.tolist() for tag, table in ours.tables.items()}
    for tag in tags["tensors"]:
        if tag in steps:
            assert [e.step for e in theirs.Tensors(tag)] == steps[tag]
    assert set(tags["scalars"]) | set(tags["histograms"]) <= set(steps)


def test_verify_finds_a_changed_value_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(EVENTS / "healthy" / "pytorch-scalars", folder)
    (file,) = folder.iterdir()
    data = bytearray(file.read_bytes())
    at = data.rfind(b"loss/val") + 10
    data[at] ^= 1  # a digit of one loss
    file.write_bytes(data)
    main(["diagnose", str(folder), "--format", "json"])
    assert not json.loads(capsys.readouterr().out)["warnings"]
    main(["diagnose", str(folder), "--format", "json", "--verify"])
    (warning,) = json.loads(capsys.readouterr().out)["warnings"]
    assert warning.startswith(f"{file}: at byte ")
    assert "checksum" in warning
