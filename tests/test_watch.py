"""`unstuck watch`: what changes is said, once; a doomed run ends it with status 1, a good one does not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.background import GONE, stamp
from assistant.readers import Unreadable, read_data
from assistant.session import Session
from assistant.standing import Standing

FIXTURES = Path(__file__).parent.parent / "fixtures"
PATIENCE = 60.0


@contextmanager
def watching(*arguments: str, stdin: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "assistant", "watch", "--every", "0.05", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=stdin) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(first: int, last: int, loss: str = "") -> str:
    return "".join(f"Epoch {n}/50 loss: {loss or f'{2.3 / n**0.5:.4f}'}\n" for n in range(first, last + 1))


def changes(process: subprocess.Popen[bytes]) -> Iterator[dict[str, object]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def test_a_growing_log_is_followed_until_it_is_doomed(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text(lines(1, 8))
    with watching(str(log), "--format", "json", "--until", "faulty") as process:
        said = changes(process)
        first = next(said)
        assert first["verdict"] == "healthy"
        with log.open("a") as file:
            file.write(lines(9, 11, "nan"))
        second = next(said)
        assert second["verdict"] == "faulty"
        assert not second["lasts"]
        assert str(second["cause"]).startswith("nan")
        with log.open("a") as file:
            file.write(lines(12, 18, "nan"))
        assert [one["lasts"] for one in said] == [True]
        assert process.wait(PATIENCE) == 1


def test_a_log_in_place_of_another_is_read_anew(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text(lines(1, 9, "nan"))
    with watching(str(log), "--format", "json", "--idle", "4") as process:
        said = changes(process)
        assert next(said)["verdict"] == "faulty"
        log.rename(tmp_path / "train.log.1")
        log.write_text(lines(1, 12))
        assert next(said)["verdict"] == "healthy"
        log.write_text(lines(1, 7, "nan"))  # the same file, cut short
        assert next(said)["verdict"] == "faulty"
        assert process.wait(PATIENCE) == 1
        assert process.stderr is not None
        notes = process.stderr.read().decode()
    assert "another file is in its place" in notes
    assert "cut short" in notes
    assert "nothing new for 4 s" in notes


def test_standard_input_is_watched_until_it_ends() -> None:
    with watching("-", "--format", "json", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        said = changes(process)
        process.stdin.write(lines(1, 9).encode())
        process.stdin.flush()
        assert next(said)["verdict"] == "healthy"
        process.stdin.close()
        assert list(said) == []
        assert process.wait(PATIENCE) == 0


def test_nothing_is_said_twice(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text(lines(1, 20))
    with watching(str(log), "--format", "json") as process:
        said = changes(process)
        next(said)
        for n in range(21, 24):
            with log.open("a") as file:
                file.write(lines(n, n))
            time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert list(said) == []
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def test_it_ends_with_the_process_that_trains(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    code = f"import time; open({str(log)!r}, 'w').write({lines(1, 9)!r}); time.sleep(1)"
    training = subprocess.Popen([sys.executable, "-c", code])
    with watching(str(log), "--wait", "--pid", str(training.pid)) as process:
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert b"Nothing wrong" in process.stdout.read()
    training.wait()


def test_a_directory_of_events_is_watched() -> None:
    folder = FIXTURES / "events" / "faulty" / "frozen-parameters.keras"
    with watching(str(folder), "--idle", "0.2", "--format", "json") as process:
        assert [one["cause"] for one in changes(process)] == ["frozen-parameters"]
        assert process.wait(PATIENCE) == 1


@pytest.mark.parametrize(
    "arguments", [("none.log",), (os.devnull,), (".", "--every", "0"), ("x", "--pid", "no")]
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...]) -> None:
    with watching(*arguments) as process:
        out, problem = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert out == b""
    assert problem.count(b"\n") == 1


def test_a_stamp_tells_another_file_and_what_is_gone(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    assert stamp(str(log)) == GONE
    log.write_text("loss 1")
    first = stamp(str(log))
    assert stamp(str(log)) == first
    (tmp_path / "b.log").write_text("loss 1")
    (tmp_path / "b.log").replace(log)
    assert stamp(str(log)) != first
    assert stamp(str(tmp_path)).size == 6


def looks(path: Path, share: float) -> Standing:
    """What the looks at ever longer beginnings of a log say, each longer by a share."""
    every = path.read_bytes().replace(b"\r", b"\n").splitlines(keepends=True)
    standing, at = Standing(), 1.0
    while not standing.lasts and int(at) <= len(every):
        try:
            session = Session(reading=read_data(b"".join(every[: int(at)]), "log"))
        except Unreadable:
            at += 1
            continue
        report = session.report()
        run = session.run_of(report)
        standing = standing.looked(report, max((len(c) for c in run.curves), default=0) if run else 0)
        at = max(at + 1, at * share)
    return standing


@pytest.mark.parametrize("path", sorted((FIXTURES / "healthy").glob("*.log")), ids=lambda path: path.stem)
def test_no_beginning_of_a_good_run_ends_it(path: Path) -> None:
    assert not looks(path, 1.15).lasts


@pytest.mark.parametrize(
    "name",
    [
        "missing-output-activation",
        "exploding-gradients",
        "nan-in-data",
        "collapsed-features",
        "missing-optimizer-step",
        "softmax-on-one-unit",
        "zero-initialized-weights",
        "metric-counts-ties",
    ],
)
def test_a_doomed_run_is_ended(name: str) -> None:
    assert looks(FIXTURES / "faulty" / f"{name}.log", 1.3).lasts


def test_a_look_at_nothing_new_proves_nothing() -> None:
    report = Session(
        reading=read_data((FIXTURES / "faulty" / "nan-in-data.log").read_bytes(), "log")
    ).report()
    standing = Standing()
    for _ in range(5):
        standing = standing.looked(report, 8)
    assert not standing.lasts
    assert not standing.looked(report, 9).lasts
    assert standing.looked(report, 10).lasts
