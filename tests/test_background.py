"""Reading in another process: the same reading, with progress, and it can be ended."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.background import SMALL, Cancelled, Job, read_here, read_said
from assistant.readers import Unreadable, read
from assistant.session import Session
from tests.benchmarks.events import write_scalars

LINE = "2024-05-14 14:26:00,006 INFO train epoch=0 step={} loss={:.5f} grad_norm=0.583\n"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("logs") / "long.log"
    path.write_text("".join(LINE.format(n, 2 / (n + 1)) for n in range(60_000)))
    return path


def test_a_large_file_gives_the_same_report_as_here(log: Path) -> None:
    told: list[int] = []
    apart = Job().read(str(log), "", str(log), told.append)
    assert Session(apart.reading).report() == Session(read(str(log))).report()
    assert told == sorted(told)
    assert len(told) >= 3
    assert told[-1] <= log.stat().st_size


def test_a_pasted_text_comes_back_without_secrets() -> None:
    text = "hf_" + "a1B2" * 10 + "\n" + "".join(LINE.format(n, 2 / (n + 1)) for n in range(3000))
    assert len(text) > SMALL
    apart = Job().read("", text, "paste", lambda _: None)
    here = read_here("", text, "paste")
    assert apart.text == here.text
    assert "a1B2a1B2" not in apart.text
    assert Session(apart.reading).report() == Session(here.reading).report()


def test_it_can_be_ended_before_and_while_it_reads(log: Path) -> None:
    early = Job()
    early.cancel()
    with pytest.raises(Cancelled):
        early.read(str(log), "", str(log), lambda _: None)
    job = Job()

    def stop(_: int) -> None:
        threading.Thread(target=job.cancel).start()
        job_ended.wait(5)

    job_ended = threading.Event()
    threading.Timer(0.2, job_ended.set).start()
    with pytest.raises(Cancelled):
        job.read(str(log), "", str(log), stop)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    big = tmp_path / "model.bin"
    big.write_bytes(bytes(range(256)) * 1000)
    with pytest.raises(Unreadable, match="binary data"):
        Job().read(str(big), "", str(big), lambda _: None)
    with pytest.raises(Unreadable, match="no such file"):
        Job().read(str(tmp_path / "gone.log"), "", "gone.log", lambda _: None)


def test_a_said_line_is_words_whatever_it_looks_like() -> None:
    read = read_said("accuracy is 7% on two classes, token=hf_" + "a1B2" * 10, "you said")
    assert not read.reading.runs
    assert read.reading.words[0].place.source == "you said"
    assert "a1B2a1B2" not in read.text + read.reading.words[0].text


def test_an_event_directory_says_how_far_it_is(tmp_path: Path) -> None:
    file = tmp_path / "run" / "events.out.tfevents.1.host"
    file.parent.mkdir()
    write_scalars(file, 400_000, ("train/loss", "val/loss"))
    told: list[int] = []
    apart = Job().read(str(tmp_path), "", str(tmp_path), told.append)
    assert sum(run.points for run in apart.reading.runs) == 400_000
    assert told == sorted(told)
    assert len(told) >= 2
    assert told[-1] <= file.stat().st_size
    job = Job()
    with pytest.raises(Cancelled):
        job.read(str(tmp_path), "", str(tmp_path), lambda _: job.cancel())
