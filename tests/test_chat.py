"""The chat as a person meets it: keys, pastes, panes, commands, and nothing that ends it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from textual import events

from assistant import saved
from assistant.conversation import Ask, Deferred, Find, Fine, RuledOut, Solved
from assistant.intent import COMMANDS
from assistant.render.json import render
from assistant.tui.app import Chat
from assistant.tui.choices import Choices
from assistant.tui.entry import Entry, Hints
from assistant.tui.panes import Causes, Curves, Seen
from tests.chat import Talk, chat

FIXTURES = Path(__file__).parent.parent / "fixtures"
FAULTY = FIXTURES / "faulty" / "missing-output-activation.log"
FLAT = "".join(f"epoch {n} train loss 0.6931 acc 0.5000 val loss 0.6932 val acc 0.5000\n" for n in range(9))
FALLING = "".join(
    f"epoch {n} train loss {2.3 * 0.6**n:.4f} acc {1 - 0.8 * 0.6**n:.4f} "
    f"val loss {2.3 * 0.6**n + 0.02:.4f} val acc {0.99 - 0.8 * 0.6**n:.4f}\n"
    for n in range(12)
)


def test_it_greets_and_asks_at_once(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        assert "Paste a log" in talk.said[0]
        assert isinstance(talk.app.turn, Ask)
        assert talk.app.turn.text in talk.said[1]
        assert "I don't know" in str(talk.app.query_one(Choices).options[-1].prompt)
        assert isinstance(talk.app.focused, Entry)

    chat(tmp_path, act)


def test_the_same_answers_by_chat_and_by_command_give_the_same_json(tmp_path: Path) -> None:
    """By path, answers, an open question and a cause ruled out: byte for byte."""
    log = tmp_path / "run.log"
    log.write_text(FLAT)
    by_chat: list[str] = []
    moves: list[list[str]] = []

    async def act(talk: Talk) -> None:
        await talk.type(str(log))
        for line in ("don't know", "2", "1"):
            turn = talk.app.turn
            while isinstance(turn, Find):
                await talk.type("no")
                turn = talk.app.turn
            assert isinstance(turn, Ask)
            await talk.type(line)
        assert talk.app.report is not None
        by_chat.append(render(talk.app.report))
        session = talk.app.conversation.session
        moves.append(
            [f"--answer={name}={value}" for name, value in session.answers.items()]
            + [f"--unanswered={name}" for name in sorted(session.unanswered)]
            + [f"--ruled-out={name}" for name in sorted(session.ruled_out)]
        )

    chat(tmp_path / "data", act)
    assert any("--unanswered" in one for one in moves[0])
    assert sum("--answer" in one for one in moves[0]) == 2
    command = [sys.executable, "-m", "assistant", "diagnose", str(log), "--format", "json", *moves[0]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == by_chat[0]


def test_a_choice_by_arrows_and_by_key_and_by_mouse(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        first = talk.app.turn
        assert isinstance(first, Ask)
        await talk.pilot.press("down", "down", "enter")
        await talk.settle()
        assert dict(talk.app.conversation.session.answers) == {first.symptom: first.choices[1].value}
        second = talk.app.turn
        assert isinstance(second, Ask)
        talk.app.query_one(Choices).focus()
        await talk.pilot.press("1")
        await talk.settle()
        assert talk.app.conversation.session.answers[second.symptom] == second.choices[0].value
        third = talk.app.turn
        assert isinstance(third, Ask | Fine | Find)
        await talk.pilot.click(Choices, offset=(6, 1))
        await talk.settle()
        assert len(talk.app.conversation.moves) == 3

    chat(tmp_path, act)


def test_why_how_and_help_answer_in_the_conversation(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type("my loss does not go down")
        assert isinstance(talk.app.turn, Ask)
        await talk.type("why?")
        assert "What would lead after each" in talk.said[-1]
        await talk.type("how do I find out")
        assert "Ctrl+Y copies it" in talk.said[-1]
        await talk.pilot.press("ctrl+y")
        await talk.settle()
        assert talk.app.clipboard
        await talk.type("/help")
        assert all(f"/{name}" in talk.said[-1] for name in COMMANDS)

    chat(tmp_path, act)


def test_a_finding_shows_evidence_check_fix_and_copies_its_code(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(str(FAULTY))
        find = talk.app.turn
        assert isinstance(find, Find)
        assert find.cause.id == "missing-output-activation"
        said = talk.said[-1]
        assert "7.535 = -ln(1e-7) × (1 - 0.5325)" in said
        assert "[missing-output-activation.log:30]" in said
        assert '+         keras.layers.Dense(1, activation="sigmoid"),  # probabilities' in said
        await talk.pilot.press("ctrl+y")
        await talk.settle()
        assert talk.app.clipboard == find.cause.fixes["keras"]
        await talk.type("/code pytorch")
        assert "import torch" in talk.said[-1]

    chat(tmp_path, act)


def test_not_that_rules_it_out_and_goes_on_and_undo_brings_it_back(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(str(FAULTY))
        await talk.type("it was not that")
        assert RuledOut("missing-output-activation") in talk.app.conversation.moves
        report = talk.app.report
        assert report is not None
        assert report.ruled_out == ("missing-output-activation",)
        assert "missing-output-activation" not in {cause.id for cause in report.causes}
        assert "✗ ruled out: missing-output" in str(talk.app.query_one(Causes).render())
        await talk.pilot.press("ctrl+z")
        await talk.settle()
        assert isinstance(talk.app.turn, Find)
        assert talk.app.turn.cause.id == "missing-output-activation"
        await talk.type("yes")
        assert isinstance(talk.app.turn, Solved)

    chat(tmp_path, act)


def test_ask_me_more_asks_and_comes_back_to_the_cause(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(str(FAULTY))
        await talk.type("not yet")
        assert Deferred("missing-output-activation") in talk.app.conversation.moves
        for _ in range(5):
            assert isinstance(talk.app.turn, Ask)
            await talk.type("don't know")
        assert isinstance(talk.app.turn, Find)
        assert talk.app.turn.cause.id == "missing-output-activation"

    chat(tmp_path, act)


def test_an_earlier_answer_changes_and_the_later_ones_stay(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type("/answer loss_trend falling")
        await talk.type("/answer task binary")
        talk.app.query_one(Seen).focus()
        await talk.pilot.press("home", "enter")
        await talk.settle()
        turn = talk.app.turn
        assert isinstance(turn, Ask)
        assert turn.symptom == "loss_trend"
        assert turn.chosen == "falling"
        await talk.type("it becomes NaN or infinite")
        assert dict(talk.app.conversation.session.answers) == {"loss_trend": "nan", "task": "binary"}

    chat(tmp_path, act)


SAID = [
    ("accuracy is 7% on two classes", "accuracy_level", "below-chance"),
    ("二分类,准确率只有7%", "accuracy_level", "below-chance"),
    ("loss is nan after 300 steps", "loss_trend", "nan"),
    ("损失一直是0.69不动", "loss_level", "ln-classes"),
    ("I use Adam with lr 0.1", "learning_rate", "extreme"),
]


def test_free_words_are_understood_and_said_back(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        for line, symptom, answer in SAID:
            await talk.type(line)
            assert talk.app.report is not None
            assert (symptom, answer) in {(o.symptom, o.answer) for o in talk.app.report.observations}
            assert any(said.startswith("· Understood: ") for said in talk.said)
            await talk.type("/new")

    chat(tmp_path, act)


BAD = [
    ("99", "The choices go from 1 to"),
    ("/frobnicate", "/help names them all"),
    ("/exprot", "/export"),
    ("/answer", "/answer SYMPTOM VALUE"),
    ("/answer last_activaton none", "last_activation"),
    ("/answer last_activation nothing", "none, sigmoid, softmax"),
    ("/not something", "No pitfall is named"),
    ("/not", "/not ID"),
    ("/explain nothing-like-it", "No page is named"),
    ("/explain", "Nothing leads yet"),
    ("/code", "No cause is open"),
    ("/code tensorflow", "pytorch and keras"),
    ("/load", "/load PATH"),
    ("/load /nowhere/at/all.log", "There is no file"),
    ("/nowhere/at/all.log", "There is no file"),
    ("missing.log", "There is no file"),
    ("/run one", "no run"),
    ("/watch maybe", "/watch on"),
    ("/undo", "Nothing to take back"),
    ("/resume", "no other saved session"),
    ("/theme plaid", "The themes are"),
    ("/export json /nowhere/at/all/x.json", "/nowhere/at/all"),
    ("qwertyuiop", "could not tie that"),
    ("\x1b[31mred\x07", "could not tie that"),
    ("[bold red]markup[/bold red]", "could not tie that"),
]


def test_bad_input_gets_a_helpful_line_and_the_question_stays(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        before = talk.app.turn
        for line, help in BAD:
            await talk.type(line)
            assert help in talk.said[-1], line
            assert talk.said[-1].startswith("! "), line
            assert talk.app.turn == before
        assert not set("".join(talk.said)) & {"\x1b", "\x07"}

    chat(tmp_path, act)


RUBBISH = (
    bytes(range(256)).decode("latin-1") * 40,
    "\x1b]0;owned\x07\x1b[2J\x1b[31m\n" * 50,
    "\x00\x01\x02\n" * 300,
    "\n" * 500,
    "\ufffd \ufffd\n" * 100,
)


def test_a_paste_of_rubbish_is_harmless(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        for text in RUBBISH:
            await talk.paste(text)
            assert "inside me" not in talk.said[-1]
        assert "\x1b" not in "".join(talk.said)
        await talk.type("loss explodes")
        assert talk.app.report is not None
        assert talk.app.report.observations

    chat(tmp_path, act)


def test_a_log_full_of_escapes_is_read_and_shown_without_them(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.paste(
            "".join(f"epoch {n} \x1b]0;owned\x07\x1b[31mloss: 0.6931\x1b[2J\n" for n in range(8))
        )
        assert talk.app.report is not None
        assert talk.app.report.runs
        assert "\x1b" not in "".join(talk.said)

    chat(tmp_path, act)


def test_a_long_paste_is_read_apart_while_the_line_stays_free(tmp_path: Path) -> None:
    """Four hundred thousand characters go to another process; secrets stay out of what is kept."""

    async def act(talk: Talk) -> None:
        head = "wandb login 0123456789abcdef0123456789abcdef01234567\n"
        log = "".join(f"step {n} loss {1 / (n + 1):.5f} lr 0.001\n" for n in range(15000))
        await talk.paste(head + log)
        (given,) = talk.app.conversation.sources
        assert given.reading.runs[0].points >= 15000
        assert "0123456789abcdef" not in given.text
        kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
        assert "step 14999" in kept
        assert "0123456789abcdef" not in kept

    chat(tmp_path, act)


def test_a_reading_can_be_ended(tmp_path: Path) -> None:
    big = tmp_path / "big.log"
    line = "2024-05-14 14:26:00,006 INFO train epoch=0 step={} loss=2.30000 grad_norm=0.583\n"
    big.write_text("".join(line.format(n) for n in range(200_000)))

    async def act(talk: Talk) -> None:
        talk.app.query_one(Entry).value = str(big)
        await talk.pilot.press("enter")
        while not talk.app.jobs:
            await asyncio.sleep(0.005)
        await talk.pilot.press("escape")
        await talk.settle()
        assert "was not read" in talk.said[-1]
        assert not talk.app.conversation.moves

    chat(tmp_path / "data", act)


def test_sources_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.log"
    empty.touch()
    binary = tmp_path / "model.bin"
    binary.write_bytes(bytes(range(256)) * 2000)

    async def act(talk: Talk) -> None:
        await talk.type(str(empty))
        assert "nothing in it" in talk.said[-1]
        await talk.type(str(binary))
        assert "binary data" in talk.said[-1]
        await talk.type(str(tmp_path))
        assert "directory" in talk.said[-1]
        await talk.paste("\ufffd\x01\x02" * 500 + "\n" * 3)
        assert "binary data" in talk.said[-1]
        assert not talk.app.conversation.moves

    chat(tmp_path / "data", act)


def test_an_event_directory_is_a_source_like_any_other(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(str(FIXTURES / "events" / "healthy" / "pytorch-scalars"))
        assert "1 run, 1 file, 134 scalars" in "".join(talk.said)
        assert isinstance(talk.app.turn, Fine)
        assert "[pytorch-scalars loss/train@" in talk.said[-1]
        assert "━━ train" in str(talk.app.query_one(Curves).render())

    chat(tmp_path, act)


def test_a_growing_log_is_read_again_and_what_changed_is_said(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    log.write_text(FALLING[: FALLING.index("epoch 6")])

    async def act(talk: Talk) -> None:
        await talk.type(str(log))
        assert "still being written" in "".join(talk.said)
        with log.open("a") as file:
            file.write(
                "".join(
                    f"epoch {n} train loss nan acc 0.1000 val loss nan val acc 0.1000\n" for n in range(6, 9)
                )
            )
        await talk.app.look()
        await talk.settle()
        assert any("run.log grew: 9 epochs" in said for said in talk.said)
        assert talk.app.report is not None
        assert ("loss_trend", "nan") in {(o.symptom, o.answer) for o in talk.app.report.observations}
        assert len(talk.app.conversation.sources) == 1
        log.unlink()
        await talk.app.look()
        await talk.settle()
        assert "is gone" in talk.said[-1]
        assert talk.app.report.runs

    chat(tmp_path / "data", act)


def test_a_session_is_saved_as_it_goes_and_resumed(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    log.write_text(FLAT)
    first: list[str] = []

    async def begin(talk: Talk) -> None:
        await talk.paste("I use Adam.\nThe password=Sesame1234 is not for you.\n")
        await talk.type(str(log))
        await talk.type("accuracy is 50% on two classes")
        await talk.type("/answer normalization none")
        await talk.type("/not zero-initialized-weights")
        assert talk.app.report is not None
        first.append(render(talk.app.report))

    data = tmp_path / "data"
    chat(data, begin)
    (found,) = saved.recent(data)
    assert "Sesame" not in found.path.read_text()
    assert os.stat(found.path.parent).st_mode & 0o077 == 0

    async def go_on(talk: Talk) -> None:
        assert "Where we were" in "".join(talk.said)
        assert talk.app.report is not None
        assert render(talk.app.report) == first[0]

    chat(data, go_on, conversation=saved.load(found.path), path=found.path)
    log.unlink()

    async def without(talk: Talk) -> None:
        assert "goes on without it" in "".join(talk.said)
        assert dict(talk.app.conversation.session.answers) == {"normalization": "none"}

    chat(data, without, conversation=saved.load(found.path), path=found.path)


def test_new_and_resume_by_number(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type("/answer task binary")
        await talk.type("/new")
        assert not talk.app.conversation.moves
        await talk.type("/answer task regression")
        await talk.type("/resume")
        assert "/resume NUMBER" in talk.said[-1]
        await talk.type("/resume 1")
        assert dict(talk.app.conversation.session.answers) == {"task": "binary"}

    chat(tmp_path, act)


def test_a_full_disk_is_said_once_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async def act(talk: Talk) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(os, "replace", full)
            await talk.type("/answer task binary")
            await talk.type("/answer loss_trend nan")
        told = [said for said in talk.said if "No space left" in said]
        assert len(told) == 1
        await talk.type("/answer optimizer sgd")
        assert "saved again" in "".join(talk.said)
        assert len(saved.load(talk.app.path).session.answers) == 3

    chat(tmp_path, act)


def test_export_writes_the_checklist_and_the_json(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.paste(FLAT)
        await talk.type(f"/export checklist {tmp_path / 'list.md'}")
        first = (tmp_path / "list.md").read_text()
        assert first.startswith("# Checklist: ")
        (tmp_path / "list.md").write_text(first + "\nmy note\n")
        await talk.type(f"/export checklist {tmp_path / 'list.md'}")
        assert "\nmy note\n" in (tmp_path / "list.md").read_text()
        (tmp_path / "mine.md").write_text("mine")
        await talk.type(f"/export checklist {tmp_path / 'mine.md'}")
        assert "no checklist" in talk.said[-1]
        assert (tmp_path / "mine.md").read_text() == "mine"
        await talk.type(f"/export json {tmp_path / 'report.json'}")
        assert json.loads((tmp_path / "report.json").read_text())["schema"] == 1
        await talk.type(f"/export json {tmp_path / 'report.json'}")
        assert "Written: " in talk.said[-1]
        (tmp_path / "mine.json").write_text('{"mine": 1}')
        await talk.type(f"/export json {tmp_path / 'mine.json'}")
        assert "no report" in talk.said[-1]
        assert (tmp_path / "mine.json").read_text() == '{"mine": 1}'
        await talk.type(f"/export json {tmp_path}")
        assert "is a directory" in talk.said[-1]

    chat(tmp_path / "data", act)


def test_tab_completes_commands_arguments_and_paths(tmp_path: Path) -> None:
    (tmp_path / "training run.log").write_text(FLAT)

    async def act(talk: Talk) -> None:
        entry, hints = talk.app.query_one(Entry), talk.app.query_one(Hints)
        for typed, full in [
            ("/exp", "/exp"),
            ("/expl", "/explain "),
            ("/answer last_a", "/answer last_activation "),
            ("/answer last_activation so", "/answer last_activation softmax"),
            ("/not missing-optim", "/not missing-optimizer-step"),
            (f"{tmp_path}/train", f"{tmp_path}/training run.log"),
            (f"/load {tmp_path}/train", f"/load {tmp_path}/training run.log"),
        ]:
            entry.focus()
            entry.value = typed
            await talk.pilot.press("tab")
            await talk.pilot.pause()
            assert entry.value.removesuffix(" ") == full.removesuffix(" ") or typed == "/exp"
        entry.value = "/ex"
        await talk.pilot.pause()
        assert hints.display
        await talk.type(f"{tmp_path}/training run.log")
        assert talk.app.conversation.sources

    chat(tmp_path / "data", act)


def test_a_dropped_file_is_its_path_whatever_the_quotes(tmp_path: Path) -> None:
    log = tmp_path / "my run.log"
    log.write_text(FLAT)

    async def act(talk: Talk) -> None:
        escaped = str(log).replace(" ", "\\ ")
        for dropped in (f"'{log}' ", f'"{log}"', escaped, f"file://{str(log).replace(' ', '%20')}"):
            talk.app.query_one(Entry).value = ""
            await talk.paste(dropped)
            assert talk.app.query_one(Entry).value == str(log)

    chat(tmp_path / "data", act)


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (99, 30), (100, 24), (120, 36), (200, 60)])
def test_every_pane_can_be_reached_by_keys_at_any_size(size: tuple[int, int], tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.paste(FLAT)
        for key, pane in (("f3", Causes), ("f4", Seen), ("f5", Curves), ("f2", Entry)):
            await talk.pilot.press(key)
            await talk.pilot.pause()
            focused = talk.app.focused
            assert isinstance(focused, pane)
            assert focused.region.height > 0
            assert focused.region.bottom <= size[1]
            assert focused.region.right <= size[0]
        await talk.pilot.press("f3", "escape")
        assert isinstance(talk.app.focused, Entry)

    chat(tmp_path, act, size)


def test_a_cause_is_opened_from_its_pane_and_explained(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.paste(FLAT)
        await talk.pilot.press("f3", "down", "enter")
        await talk.settle()
        assert talk.app.report is not None
        turn = talk.app.turn
        assert isinstance(turn, Find)
        assert turn.cause.id == talk.app.report.causes[1].id
        await talk.type("/explain")
        assert talk.app.query(".page")

    chat(tmp_path, act)


def test_more_to_read_is_said_until_it_was_read(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(str(FAULTY))
        choices = talk.app.query_one(Choices)
        assert choices.border_title == "▼ more to read: PgDn"
        for _ in range(6):
            await talk.pilot.press("pagedown")
        await talk.settle()
        assert not choices.border_title

    chat(tmp_path, act, (80, 24))


def test_what_is_typed_in_a_pane_goes_into_the_line(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.pilot.press("f4", "h", "i")
        assert talk.app.query_one(Entry).value == "hi"

    chat(tmp_path, act)


def test_a_paste_into_a_pane_is_heard_once(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        talk.app.query_one(Causes).focus()
        await talk.pilot.pause()
        talk.app.post_message(events.Paste(FLAT))
        await talk.settle()
        assert [source.kind for source in talk.app.conversation.sources] == ["paste"]
        talk.app.query_one(Entry).focus()
        talk.app.post_message(events.Paste("loss explodes"))
        await talk.settle()
        assert talk.app.query_one(Entry).value == "loss explodes"

    chat(tmp_path, act)


def test_a_terminal_that_says_it_is_light_gets_light_colors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORFGBG", "0;15")

    async def act(talk: Talk) -> None:
        assert not talk.app.current_theme.dark

    chat(tmp_path, act)


def test_light_and_dark(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        assert talk.app.current_theme.dark
        await talk.pilot.press("ctrl+t")
        await talk.settle()
        assert not talk.app.current_theme.dark
        await talk.type("/theme dark")
        assert talk.app.current_theme.dark

    chat(tmp_path, act)


def test_the_palette_offers_every_command(tmp_path: Path) -> None:
    app = Chat(folder=tmp_path)
    titles = {command.title.split()[0] for command in app.get_system_commands(None)}  # type: ignore[arg-type]
    assert titles == set(COMMANDS)


def test_quit_by_word(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        entry = talk.app.query_one(Entry)
        entry.value = "bye"
        await talk.pilot.press("enter")
        for _ in range(200):
            if talk.app._exit:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it did not leave")

    chat(tmp_path, act)


BUG = """import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

x, y = torch.randn(512, 20), torch.randint(0, 3, (512,))
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
loss_fn = nn.CrossEntropyLoss()
for epoch in range(10):
    for xb, yb in loader:
        loss = loss_fn(model(xb), yb)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""


def test_the_fix_of_a_script_is_a_diff_of_it_and_one_key_copies_it(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(BUG)

    async def act(talk: Talk) -> None:
        await talk.type(str(script))
        find = talk.app.turn
        assert isinstance(find, Find)
        assert find.cause.id == "missing-zero-grad"
        assert f"In your {script} (Ctrl+Y copies the diff" in talk.said[-1]
        assert "@@ line 11" in talk.said[-1]
        assert "\n  +         optimizer.zero_grad()\n" in talk.said[-1]
        await talk.pilot.press("ctrl+y")
        await talk.settle()
        assert talk.app.clipboard == find.cause.diff
        assert "+        optimizer.zero_grad()\n" in talk.app.clipboard

    chat(tmp_path / "data", act)
    assert script.read_text() == BUG


def test_a_run_of_several_is_chosen_by_its_number_and_by_its_name(tmp_path: Path) -> None:
    both = tmp_path / "runs"
    shutil.copytree(FIXTURES / "events" / "healthy" / "pytorch-mlp", both / "good")
    shutil.copytree(FIXTURES / "events" / "faulty" / "missing-optimizer-step.pytorch", both / "bad")

    async def act(talk: Talk) -> None:
        await talk.type(str(both))
        assert talk.app.report is not None
        assert talk.app.report.run == "good"  # written last
        assert any("2 runs in what was given" in one and "/run chooses another" in one for one in talk.said)
        await talk.type("/run")
        assert talk.offered == ["good", "bad"]
        await talk.type("2")
        assert talk.app.report.run == "bad"
        assert isinstance(talk.app.turn, Find)
        assert talk.app.turn.cause.id == "missing-optimizer-step"
        assert any("This is about bad now." in one for one in talk.said)
        await talk.type("/run god")
        assert "there is good" in talk.said[-1]
        await talk.type("/run good")
        assert talk.app.report.run == "good"
        assert isinstance(talk.app.turn, Fine)
        await talk.pilot.press(*"/run b", "tab")
        assert talk.app.query_one(Entry).value.strip() == "/run bad"
        while talk.app.conversation.moves:  # the source goes, and the run with it
            await talk.type("/undo")
        assert isinstance(talk.app.turn, Ask)

    chat(tmp_path / "data", act)


def test_the_theme_is_the_same_in_the_next_session(tmp_path: Path) -> None:
    async def change(talk: Talk) -> None:
        assert talk.app.current_theme.dark
        await talk.pilot.press("ctrl+t")
        await talk.settle()
        assert not talk.app.current_theme.dark

    async def look(talk: Talk) -> None:
        assert not talk.app.current_theme.dark

    chat(tmp_path, change)
    chat(tmp_path, look)
    (tmp_path / "preferences.json").write_text("{")

    async def again(talk: Talk) -> None:
        assert talk.app.current_theme.dark

    chat(tmp_path, again)


def test_who_knows_nothing_comes_to_an_end_that_helps(tmp_path: Path) -> None:
    async def act(talk: Talk) -> None:
        await talk.paste(FLAT)
        asked = 0
        while isinstance(talk.app.turn, Ask):
            asked += 1
            assert asked <= 5
            await talk.type("不知道" if asked % 2 else "don't know")
        assert isinstance(talk.app.turn, Find)
        assert "Check (" in talk.said[-1]
        assert "Fix: " in talk.said[-1]

    chat(tmp_path, act)


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5), (200, 60)])
def test_it_lives_in_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async def act(talk: Talk) -> None:
        await talk.type(str(FAULTY))
        await talk.pilot.resize_terminal(*size)
        await talk.settle()
        for key in ("f3", "f4", "f5", "f2", "f1"):
            await talk.pilot.press(key)
            await talk.settle()
        assert isinstance(talk.app.turn, Find)
        await talk.type("no")
        assert not isinstance(talk.app.turn, Find) or talk.app.turn.cause.id != "missing-output-activation"

    chat(tmp_path, act)


def test_the_same_file_once_more_is_read_again_and_counts_once(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    log.write_text(FLAT)

    async def act(talk: Talk) -> None:
        talk.app.watching = False
        await talk.type(str(log))
        log.write_text(FLAT + "epoch 9 train loss nan acc 0.5000 val loss nan val acc 0.5000\n")
        await talk.type(str(log))
        assert any(f"Read {log} again: " in one for one in talk.said)
        assert len(talk.app.conversation.sources) == 1
        assert talk.app.report is not None
        assert len(talk.app.report.runs) == 1
        assert any(o.symptom == "nan_onset" for o in talk.app.report.observations)

    chat(tmp_path / "data", act)
