"""`unstuck scan`: what is found, in which order it is said, and that nothing stops it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from assistant.find import Passed, Unit, find
from assistant.render.table import json_line, line, table, totals
from assistant.report import ScannedRun
from assistant.scan import Rows, order, spread, unread

FIXTURES = Path(__file__).parent.parent / "fixtures"
GOOD, BAD = (
    FIXTURES / "healthy" / "keras3-bar-pasted.log",
    FIXTURES / "faulty" / "missing-output-activation.log",
)
EVENTS = FIXTURES / "events" / "faulty" / "frozen-parameters.keras"


def scanned(*arguments: str, stdin: bytes = b"") -> tuple[int, list[dict[str, object]], str]:
    command = [sys.executable, "-m", "assistant", "scan", "--format", "json", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False)
    rows = [json.loads(row) for row in done.stdout.decode().splitlines()]
    return done.returncode, rows, done.stderr.decode()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two logs, a training with events and a log of its own, and much that is no run."""
    (tmp_path / "a" / ".git").mkdir(parents=True)
    (tmp_path / "venv").mkdir()
    shutil.copy(GOOD, tmp_path / "a" / "good.log")
    shutil.copy(BAD, tmp_path / "a" / "bad.txt")
    for place in (
        tmp_path / "a" / ".git" / "hidden.log",
        tmp_path / "venv" / "lib.log",
        tmp_path / ".hidden.log",
    ):
        shutil.copy(BAD, place)
    (tmp_path / "venv" / "pyvenv.cfg").write_text("home = /usr\n")
    shutil.copytree(EVENTS, tmp_path / "tb")
    (tmp_path / "empty.log").touch()
    (tmp_path / "requirements.txt").write_text("numpy==2.0\ntorch>=2.4\n")
    (tmp_path / "README.md").write_text("# Runs\nThe loss was stuck at 0.69 at first.\nNow it falls.\n")
    (tmp_path / "train.py").write_text("import torch\nloss = 0.5\n")
    (tmp_path / "weights.pt").write_bytes(b"PK\x03\x04\0\0" + os.urandom(500))
    (tmp_path / "figure.svg").write_text("<svg>loss: 0.5</svg>\n" * 30)
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "latest.log").symlink_to(tmp_path / "a" / "good.log")
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    return tmp_path


def test_a_tree_gives_its_runs_once_in_order_and_nothing_else(tree: Path) -> None:
    status, rows, problems = scanned(str(tree))
    assert status == 1
    assert [(row["path"], row["verdict"], row.get("cause", "")) for row in rows] == [
        (str(tree / "a" / "bad.txt"), "faulty", "missing-output-activation"),
        (str(tree / "a" / "good.log"), "healthy", ""),
        (str(tree / "tb"), "faulty", "frozen-parameters"),
    ]
    assert "3 runs: 2 faulty, 1 nothing wrong" in problems
    assert "none: No such file" in problems or "nowhere" in problems


def test_hidden_files_are_looked_at_where_asked(tree: Path) -> None:
    _, rows, _ = scanned(str(tree), "--hidden")
    assert Counter(Path(str(row["path"])).name for row in rows)["hidden.log"] == 1
    assert any(Path(str(row["path"])).name == ".hidden.log" for row in rows)


def test_a_row_says_what_diagnose_says() -> None:
    _, rows, _ = scanned(str(BAD))
    command = [sys.executable, "-m", "assistant", "diagnose", str(BAD), "--format", "json"]
    report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    (row,) = rows
    assert row["schema"] == report["schema"]
    assert row["verdict"] == report["verdict"]
    assert row["cause"] == report["causes"][0]["id"]
    assert row["probability"] == pytest.approx(report["causes"][0]["probability"], abs=1e-5)
    assert row["evidence"] == report["causes"][0]["evidence"][0]["says"]


def test_a_log_beside_the_events_of_its_training_is_one_row(tmp_path: Path) -> None:
    shutil.copytree(EVENTS, tmp_path / "run")
    shutil.copy(GOOD, tmp_path / "run" / "out.log")
    _, rows, _ = scanned(str(tmp_path))
    assert [row["kind"] for row in rows] == ["events"]


def test_runs_of_one_directory_are_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(FIXTURES / "events" / "healthy" / "pytorch-scalars", tmp_path / name)
    _, rows, _ = scanned(str(tmp_path))
    assert [Path(str(row["path"])).name for row in rows] == ["one", "two"]


def test_paths_from_standard_input(tmp_path: Path) -> None:
    for separator in (b"\n", b"\0"):
        _, rows, _ = scanned("-", stdin=separator.join((bytes(GOOD), bytes(BAD), b"")))
        assert [row["verdict"] for row in rows] == ["healthy", "faulty"]
    status, rows, problem = scanned("-", stdin=str(tmp_path / "none").encode())
    assert (status, rows) == (2, [])
    assert problem.count("\n") == 1


def test_nothing_found_and_wrong_usage_are_one_line(tmp_path: Path) -> None:
    for arguments in ((str(tmp_path),), (str(tmp_path / "none"),), (), (str(tmp_path), "--jobs", "0")):
        status, rows, problem = scanned(*arguments)
        assert (status, rows) == (2, [])
        assert problem.count("\n") == 1


def test_what_is_too_large_is_named(tmp_path: Path) -> None:
    shutil.copy(GOOD, tmp_path / "good.log")
    (tmp_path / "large.log").write_text("loss: 0.5\n" * 200_000)
    status, rows, said = scanned(str(tmp_path), "--max-size", "1")
    assert status == 0
    assert [row["verdict"] for row in rows] == ["healthy"]
    assert "large.log (--max-size MB)" in said


def test_a_damaged_event_file_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (file,) = (path for path in EVENTS.rglob("*tfevents*") if "train" in str(path.parent))
    (tmp_path / "x" / file.name).write_bytes(file.read_bytes()[:70])
    shutil.copy(GOOD, tmp_path / "good.log")
    _, rows, _ = scanned(str(tmp_path))
    assert Counter(str(row["verdict"]) for row in rows) == {"healthy": 1, "unreadable": 1}


def fragile(unit: Unit) -> Rows:
    """Stands for a reader: some sources kill it, stop it, or make it fail."""
    name = unit.path
    if name.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("exit"):
        os._exit(3)
    if name.startswith("raise"):
        raise ValueError("inside\nit")
    if name.startswith("hang"):
        signal.pause()
    return (ScannedRun(path=name, verdict="healthy"),)


def test_a_worker_that_dies_or_hangs_costs_one_row() -> None:
    names = ["ok1", "kill1", "ok2", "exit", "raise", "hang", "kill2", "ok3", "ok4"]
    units = iter([Unit(name, "text") for name in names])
    done = [row for rows in spread(units, fragile, 2, 8.0, lambda _: None) for row in rows]
    assert [row.path for row in done] == names
    errors = {row.path: row.error for row in done if row.verdict == "unreadable"}
    assert set(errors) == {"kill1", "exit", "raise", "hang", "kill2"}
    assert "SIGKILL" in errors["kill1"]
    assert "exit status 3" in errors["exit"]
    assert errors["raise"] == "this is a bug: ValueError: inside it"
    assert "more than 8 s" in errors["hang"]


def test_splits_belong_to_the_training_above(tmp_path: Path) -> None:
    (file, *_) = EVENTS.rglob("*tfevents*")
    for place in ("x/train", "x/validation", "y", "y/loss_train", "z/deep"):
        (tmp_path / place).mkdir(parents=True)
        shutil.copy(file, tmp_path / place)
    units = [unit.path for unit in find([str(tmp_path)], Passed(), 1 << 20)]
    assert units == [str(tmp_path / name) for name in ("x", "y", "z/deep")]


def rows() -> list[ScannedRun]:
    return [
        ScannedRun(path="runs/a/fine.log", verdict="healthy", wrong=0.1),
        unread(Unit("runs/b\x1b[31m", "text"), "cut"),
        ScannedRun(path="runs/a/odd.log", verdict="inconclusive", wrong=0.6),
        ScannedRun(
            path="runs/a/" + "long-name-" * 9 + "1.log",
            verdict="faulty",
            cause="overfitting",
            title="Overfitting to training data",
            probability=0.4,
            wrong=0.8,
            evidence="validation\tloss 损失 turns up",
        ),
        ScannedRun(
            path="runs/a/nan.log", verdict="faulty", cause="nan", title="NaN", probability=0.3, wrong=1.0
        ),
    ]


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_table_fits_its_width_with_the_most_trouble_first(width: int) -> None:
    lines = table(sorted(rows(), key=order), width, color=False).splitlines()
    assert max(map(len, lines)) <= width
    assert [row[0] for row in lines if not row.startswith("in ")] == ["✗", "✗", "?", "✓", "!"]
    assert "NaN" in lines[-5]
    assert "\x1b" not in "".join(lines)


def test_lines_and_json_are_one_line_a_run() -> None:
    for row in rows():
        assert line(row).count("\n") == json_line(row).count("\n") == 1
        assert line(row).count("\t") == 5
        assert json.loads(json_line(row))["path"] == row.path
    assert totals(Counter(row.verdict for row in rows())) == (
        "5 runs: 2 faulty, 1 cannot tell, 1 nothing wrong, 1 unreadable"
    )


def test_an_interrupt_ends_it_in_one_line(tmp_path: Path) -> None:
    for n in range(300):
        shutil.copy(BAD, tmp_path / f"{n}.log")
    command = [sys.executable, "-m", "assistant", "scan", str(tmp_path), "--jobs", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the workers too
        process.stdout.read()
        problems = process.stderr.read().decode()
    assert process.returncode == 1
    assert problems.startswith("unstuck: ")
    assert "(interrupted)" in problems
    assert "Traceback" not in problems
