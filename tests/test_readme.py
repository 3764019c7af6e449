"""The README shows what the program does now: its transcript is the program's own output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COMMANDS = {
    "transcript": ["diagnose", "fixtures/faulty/missing-output-activation.log"],
    "scan": ["scan", "fixtures/events/faulty", "--format", "table"],
}


@pytest.mark.parametrize("mark", COMMANDS)
def test_a_transcript_is_real(update: bool, mark: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    command = [sys.executable, "-m", "assistant", *COMMANDS[mark]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"<!-- {mark} -->\n```text\n(.*?)```", text, re.S)
    assert found
    if update:
        README.write_text(text[: found.start(1)] + done.stdout + text[found.end(1) :], encoding="utf-8")
        return
    assert found[1] == done.stdout


def test_both_commands_are_there() -> None:
    text = README.read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    assert any("unstuck diagnose fixtures/" in block for block in blocks)
    assert any("pytest" in block for block in blocks)


def test_relative_links_exist() -> None:
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
