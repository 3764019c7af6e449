"""What a line means while a question is open: numbers, words, paths, commands, logs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import Conversation, Find, Turn, next_turn
from assistant.intent import (
    COMMANDS,
    Asked,
    Chosen,
    Command,
    Log,
    Nothing,
    Unclear,
    Words,
    completions,
    understand,
)
from assistant.intent import Path as PathSaid
from assistant.readers.text import read_text


def asking(symptom: str) -> Turn:
    conversation = Conversation().look_at(symptom)
    return next_turn(conversation, conversation.session.report())


ACTIVATION, TREND, SHUFFLED = asking("last_activation"), asking("loss_trend"), asking("shuffled")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1", "none"),
        ("2.", "sigmoid"),
        ("(3)", "softmax"),
        ("#4", "relu"),
        ("sigmoid", "sigmoid"),
        ("Softmax", "softmax"),
        ("none (linear)", "none"),
        ("linear", "none"),
        ("ReLU", "relu"),
        ("don't know", "unsure"),
        ("dont know", "unsure"),
        ("I don't know", "unsure"),
        ("idk", "unsure"),
        ("不知道", "unsure"),
        ("6", "unsure"),
    ],
)
def test_a_choice_in_many_ways(line: str, value: str) -> None:
    assert understand(line, ACTIVATION) == Chosen(value)


@pytest.mark.parametrize(("line", "value"), [("yes", "yes"), ("no", "no"), ("是的", "yes"), ("不", "no")])
def test_yes_and_no_where_they_fit(line: str, value: str) -> None:
    assert understand(line, SHUFFLED) == Chosen(value)


def test_yes_where_it_does_not_fit_asks_which() -> None:
    meant = understand("yes", TREND)
    assert isinstance(meant, Unclear)
    assert "Which one?" in meant.says


def test_a_number_outside_says_the_range() -> None:
    meant = understand("77", ACTIVATION)
    assert isinstance(meant, Unclear)
    assert "1 to 6" in meant.says


@pytest.mark.parametrize(
    "line", ["the loss is 2.3 and does not move", "7% accuracy", "0.69", "损失是0.69", "it falls, I think"]
)
def test_words_stay_words(line: str) -> None:
    assert understand(line, TREND) == Words(line)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("", Nothing()),
        ("   ", Nothing()),
        ("why", Asked("why")),
        ("why do you ask?", Asked("why")),
        ("how do I find out?", Asked("how")),
        ("怎么看", Asked("how")),
        ("back", Command("undo", "")),
        ("quit", Command("quit", "")),
        ("help", Command("help", "")),
        ("/help", Command("help", "")),
        ("/exp", Unclear("There is no command /exp; close to it: /explain, /export.")),
        ("/expl x", Command("explain", "x")),
        ("/answer task binary", Command("answer", "task binary")),
        ("a\nb", Log("a\nb")),
        ("x" * 5000, Log("x" * 5000)),
    ],
)
def test_what_a_line_means(line: str, meant: object) -> None:
    assert understand(line, TREND) == meant


def test_a_finding_takes_yes_no_and_later() -> None:
    log = "".join(f"epoch {n} loss 0.6931 acc 0.5\n" for n in range(9))
    session = Conversation().session.add(read_text(log, "a"))
    report = session.report()
    turn = next_turn(Conversation().look_at(report.causes[0].id), report)
    assert isinstance(turn, Find)
    for line, value in (("yes", "yes"), ("it was not that", "no"), ("not yet", "later"), ("idk", "later")):
        assert understand(line, turn) == Chosen(value)


def test_a_path_in_any_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "my run.log"
    log.touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    for line in (str(log), f"'{log}'", f'"{log}"', str(log).replace(" ", "\\ "), "~/my run.log"):
        assert understand(line, TREND) == PathSaid(str(log))
    assert understand(f"file://{str(log).replace(' ', '%20')}", TREND) == PathSaid(str(log))
    assert isinstance(understand(str(tmp_path / "none.log"), TREND), Unclear)


@given(st.text(max_size=300))
def test_any_line_means_something(line: str) -> None:
    assert understand(line, TREND) is not None


def test_completions(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "run.log").touch()
    (tmp_path / ".hidden").touch()
    symptoms, causes = {"task": ("binary", "other"), "mode": ("right",)}, ("overfitting", "metric-bug")
    assert completions("/he", symptoms, causes) == ["/help"]
    assert set(completions("/", symptoms, causes)) == {f"/{name}" for name in COMMANDS}
    assert completions("/answer ta", symptoms, causes) == ["/answer task "]
    assert completions("/answer task b", symptoms, causes) == ["/answer task binary"]
    assert completions("/not ov", symptoms, causes) == ["/not overfitting"]
    assert completions("/export ", symptoms, causes) == ["/export checklist", "/export json"]
    assert completions(f"{tmp_path}/ru", symptoms, causes) == [f"{tmp_path}/run.log", f"{tmp_path}/runs/"]
    assert completions(f"/load {tmp_path}/ru", symptoms, causes)[0] == f"/load {tmp_path}/run.log"
    assert completions("/nowhere/at/all/x", symptoms, causes) == []
