"""Sessions on disk: whole or not at all, private, and read back as they were."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant import saved
from assistant.conversation import Answered, Confirmed, Conversation, Deferred, Given, LeftOpen, RuledOut
from assistant.run import Reading

LONG = "epoch 1 loss 0.5\n" * 1000
MOVES = (
    Given("file", "/data/run.log", Reading()),
    Given("paste", "paste", Reading(), LONG),
    Given("words", "you said", Reading(), "损失是0.69"),
    Answered("task", "binary"),
    LeftOpen("loop"),
    RuledOut("overfitting"),
    Deferred("metric-bug"),
    Confirmed("healthy"),
)


def test_round_trip(tmp_path: Path) -> None:
    path = saved.new_path(tmp_path)
    conversation = Conversation(MOVES, "keras", "run#2")
    saved.save(conversation, path, "nine epochs")
    assert saved.load(path) == conversation
    (found,) = saved.recent(tmp_path)
    assert (found.path, found.title) == (path, "nine epochs")


def test_two_sessions_of_one_second_do_not_share_a_path(tmp_path: Path) -> None:
    first = saved.new_path(tmp_path)
    saved.save(Conversation(MOVES[3:]), first)
    assert saved.new_path(tmp_path) != first


def test_a_long_text_is_written_once(tmp_path: Path) -> None:
    path = saved.new_path(tmp_path)
    saved.save(Conversation(MOVES), path)
    (text,) = path.parent.glob("text-*")
    before = text.stat().st_mtime_ns
    saved.save(Conversation(MOVES), path)
    assert text.stat().st_mtime_ns == before
    assert LONG not in path.read_text()


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    path = saved.new_path(tmp_path)
    saved.save(Conversation(MOVES), path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_failed_write_leaves_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved.new_path(tmp_path)
    saved.save(Conversation(MOVES[3:4]), path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(saved.NotSaved, match="No space left"):
        saved.save(Conversation(MOVES), path)
    assert saved.load(path).moves == MOVES[3:4]
    assert not list(path.parent.glob(".*"))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(saved.NotSaved):
        saved.save(Conversation(MOVES[3:]), tmp_path / "file" / "session.json")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "not json",
        '{"version": 99, "moves": []}',
        '{"version": 1, "framework": "", "run": "", "moves": [{"odd": []}]}',
        '{"version": 1, "framework": "", "run": "", "moves": [{"given": {}}]}',
        '{"version": 1, "framework": "", "run": "", "moves": [{"answered": ["a", "b", "c"]}]}',
    ],
)
def test_what_is_no_session_is_one_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text(content)
    with pytest.raises(saved.NotSaved) as error:
        saved.load(path)
    assert "\n" not in str(error.value)


def test_a_text_file_outside_the_session_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    path = tmp_path / "one" / "session.json"
    path.parent.mkdir()
    move = {"given": {"kind": "paste", "name": "paste", "text_file": "../secret"}}
    path.write_text(json.dumps({"version": 1, "framework": "", "run": "", "moves": [move]}))
    with pytest.raises(saved.NotSaved):
        saved.load(path)


def test_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    for platform in ("linux", "darwin", "win32"):
        monkeypatch.setattr("sys.platform", platform)
        assert saved.folder().is_relative_to(tmp_path)
    assert saved.recent() == []


def test_a_broken_session_does_not_hide_the_others(tmp_path: Path) -> None:
    saved.save(Conversation(MOVES[3:]), tmp_path / "good" / "session.json")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "session.json").write_text("{")
    assert [one.path.parent.name for one in saved.recent(tmp_path)] == ["good"]
