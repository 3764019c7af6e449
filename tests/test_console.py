"""Completion, help, width and the pager, as a shell or a terminal meets them."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import _parser
from assistant.commands.completion import commands, script
from assistant.knowledge import load
from assistant.symptoms import SYMPTOMS

FIXTURES = Path(__file__).parent.parent / "fixtures"
FAULTY = FIXTURES / "faulty" / "missing-output-activation.log"
COMMANDS = [command.name for command in commands(_parser())]


def unstuck(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_knows_every_command_option_and_value(shell: str) -> None:
    text = script(shell, _parser())
    for command in commands(_parser()):
        assert command.name in text
        for option in command.options:
            for name in option.names:
                assert name.lstrip("-") in text
            for choice in option.choices:
                assert choice in text
    assert set(load().pages) <= set(re.findall(r"[\w-]+", text))
    assert f"{next(iter(SYMPTOMS))}=" in text
    if shutil.which(shell):
        done = subprocess.run([shell, "-n"], input=text.encode(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(shutil.which("bash") is None, reason="asks a real bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("unstuck di", ["diagnose"]),
        ("unstuck completion ", ["bash", "zsh", "fish"]),
        ("unstuck diagnose --format ", ["text", "markdown", "json", "html"]),
        ("unstuck diagnose --format=j", ["json"]),
        ("unstuck diagnose a.log --fra", ["--framework"]),
        ("unstuck fix train.py --cause missing-z", ["missing-zero-grad"]),
        ("unstuck explain vanish", ["vanishing-gradients"]),
        ("unstuck diagnose --answer loop=no-z", ["no-zero-grad"]),
        ("unstuck diagnose --unanswered loss_tr", ["loss_trend"]),
        ("unstuck diagnose tra", []),
        ("unstuck scan --jobs ", []),
    ],
)
def test_bash_completes(tmp_path: Path, typed: str, offered: list[str]) -> None:
    file = tmp_path / "c.bash"
    file.write_text(script("bash", _parser()))
    code = (
        f'source {file}; COMP_LINE="{typed}"; COMP_POINT=${{#COMP_LINE}}; _unstuck; echo "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("fish") is None, reason="asks a real fish")
def test_fish_completes(tmp_path: Path) -> None:
    file = tmp_path / "c.fish"
    file.write_text(script("fish", _parser()))
    ask = "complete -C 'unstuck explain vanish'; complete -C 'unstuck diagnose --answer loop=no-z'"
    done = subprocess.run(["fish", "-c", f"source {file}; {ask}"], capture_output=True, text=True, check=True)
    assert [row.split("\t")[0] for row in done.stdout.splitlines()] == [
        "vanishing-gradients",
        "loop=no-zero-grad",
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_examples_and_statuses(command: str) -> None:
    text = unstuck(*([command] if command else []), "--help", COLUMNS="80").stdout.decode()
    assert text.startswith("usage: unstuck")
    assert "examples:" in text
    assert "exit status:" in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_report_keeps_to_the_columns_there_are(width: int) -> None:
    text = unstuck("diagnose", str(FAULTY), COLUMNS=str(width)).stdout.decode()
    prose = [
        row for row in text.splitlines() if not row.startswith(("     ", "   unstuck explain", "  --answer"))
    ]
    assert max(map(len, prose)) <= min(width, 80)


def test_quiet_says_nothing_but_its_status(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    shutil.copy(FAULTY, log)
    for command in (("diagnose", str(log)), ("scan", str(tmp_path)), ("watch", str(log), "--idle", "0.1")):
        done = unstuck(*command, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert unstuck("diagnose", "--quiet", str(tmp_path / "none")).stderr.count(b"\n") == 1


def in_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command shows at a terminal of 80 by 24."""
    said = bytearray()

    def read(fd: int) -> bytes:
        data = os.read(fd, 4096)
        said.extend(data)
        return data

    before = dict(os.environ)
    os.environ.update({"COLUMNS": "80", "LINES": "24", "TERM": "xterm", **environment})
    try:
        stdout = os.dup(1)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        pty.spawn([sys.executable, "-m", "assistant", *arguments], read)
    finally:
        os.dup2(stdout, 1)
        os.close(null)
        os.close(stdout)
        os.environ.clear()
        os.environ.update(before)
    return said.decode()


def test_long_pages_go_through_the_pager_and_short_ones_do_not(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\nhead -1\n")
    pager.chmod(0o755)
    for command in (("list",), ("tree",), ("explain", "overfitting")):
        assert "PAGED" in in_a_terminal(*command, PAGER=str(pager))
        assert "PAGED" not in in_a_terminal(*command, "--no-pager", PAGER=str(pager))
    for off in ("cat", "", str(tmp_path / "none"), "'"):
        assert "overfitting" in in_a_terminal("list", PAGER=off)
    assert "PAGED" not in in_a_terminal("tree", "--answer", "loss_level=clip-floor", PAGER=str(pager))


def test_a_pipe_that_breaks_is_silent() -> None:
    for command in (
        "list",
        "tree",
        "explain overfitting",
        "completion bash",
        f"scan {FIXTURES / 'healthy'} -q",
    ):
        shell = f"{sys.executable} -m assistant {command} | true"
        done = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
        assert done.stderr == b""


def test_a_script_from_standard_input_is_mended_but_never_written() -> None:
    code = (
        "import torch\nfrom torch import nn\nmodel = nn.Linear(4, 2)\n"
        "opt = torch.optim.SGD(model.parameters(), 0.1)\nloss_fn = nn.CrossEntropyLoss()\n"
        "for x, y in loader:\n    loss = loss_fn(model(x), y)\n    loss.backward()\n    opt.step()\n"
    )
    command = [sys.executable, "-m", "assistant", "fix", "-", "--cause", "missing-zero-grad"]
    done = subprocess.run(command, input=code.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"+    opt.zero_grad()" in done.stdout
    refused = subprocess.run([*command, "--write"], input=code.encode(), capture_output=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr.count(b"\n") == 1
