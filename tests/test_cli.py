"""The commands as a person or a script meets them: output, errors, exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures"
FAULTY = FIXTURES / "faulty" / "missing-output-activation.log"
HEALTHY = FIXTURES / "healthy" / "keras3-bar-pasted.log"


def unstuck(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments], input=stdin, capture_output=True, check=False
    )


def test_faulty_log_exits_1_with_the_report_on_standard_output() -> None:
    done = unstuck("diagnose", str(FAULTY))
    assert done.returncode == 1
    assert b"Missing output activation" in done.stdout
    assert done.stderr == b""


def test_healthy_log_exits_0() -> None:
    done = unstuck("diagnose", str(HEALTHY))
    assert done.returncode == 0
    assert b"Nothing wrong" in done.stdout


def test_words_from_standard_input() -> None:
    done = unstuck("diagnose", "-", "--format", "json", stdin=b"loss stuck at 0.69, two classes\n")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["causes"][0]["id"] == "collapsed-features"
    assert report["sources"][0]["path"] == "stdin"


def test_chinese_words() -> None:
    done = unstuck("diagnose", "-", "--format", "json", stdin="二分类,损失一直是0.69不动\n".encode())
    assert json.loads(done.stdout)["causes"][0]["id"] == "collapsed-features"


def test_json_keeps_the_contract() -> None:
    report = json.loads(unstuck("diagnose", str(FAULTY), "--format", "json").stdout)
    assert report["schema"] == 1
    assert report["verdict"] in ("faulty", "healthy", "inconclusive")
    assert {"causes", "besides", "observations", "questions", "sources", "warnings"} <= set(report)
    cause = report["causes"][0]
    assert {"id", "title", "probability", "evidence", "checks", "fixes"} <= set(cause)
    assert {"symptom", "answer", "says", "where", "times"} <= set(cause["evidence"][0])
    assert {"symptom", "text", "answers", "bits"} <= set(report["questions"][0])
    assert {"path", "kind", "format", "counts"} <= set(report["sources"][0])
    assert sum(c["probability"] for c in report["causes"]) + report["healthy"] <= 1.0 + 1e-9


def test_same_input_gives_the_same_bytes() -> None:
    first, second = (unstuck("diagnose", str(FAULTY), "--format", "json").stdout for _ in range(2))
    assert first == second


def test_text_is_plain_and_fits_80_columns_when_piped() -> None:
    text = unstuck("diagnose", str(FAULTY)).stdout.decode()
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_markdown_quotes_what_the_log_says(tmp_path: Path) -> None:
    log = tmp_path / "odd<b>[x](y).log"
    log.write_text("".join(f"epoch {n} loss 0.6931 <img src=x onerror=1>\n" for n in range(9)))
    text = unstuck("diagnose", str(log), "--format", "markdown").stdout.decode()
    assert "<img" not in text
    assert "<b>" not in text
    assert "\\<b\\>" in text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.log", b""),
        ("blank.log", b" \n\n\t\n"),
        ("binary.bin", bytes(range(256)) * 64),
        ("png.png", b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 4000),
    ],
)
def test_nothing_to_read_is_one_line_and_exit_2(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = unstuck("diagnose", str(path))
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert name.encode() in done.stderr


def test_missing_path_and_directory(tmp_path: Path) -> None:
    for path in (tmp_path / "none.log", tmp_path):
        done = unstuck("diagnose", str(path))
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1


def test_control_sequences_of_a_log_never_reach_the_terminal(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    lines = "".join(f"epoch {n} \x1b]0;owned\x07\x1b[31mloss: 0.6931\x1b[2J\n" for n in range(8))
    log.write_text(lines + "my \x1b[5mwords\x9b31m here\u202e\n")
    for form in ("text", "markdown", "json"):
        out = unstuck("diagnose", str(log), "--format", form).stdout.decode()
        assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e"}
        assert "0.6931" in out


def test_log_cut_in_the_middle_of_a_line(tmp_path: Path) -> None:
    whole = HEALTHY.read_bytes()
    cut = tmp_path / "cut.log"
    cut.write_bytes(whole[: int(len(whole) * 0.71)])
    report = json.loads(unstuck("diagnose", str(cut), "--format", "json").stdout)
    assert report["verdict"] == "healthy"


def test_wrong_answers_list_the_right_ones() -> None:
    name = unstuck("diagnose", "--answer", "last_activaton=none")
    assert name.returncode == 2
    assert b"last_activation" in name.stderr
    value = unstuck("diagnose", "--answer", "last_activation=nothing")
    assert value.returncode == 2
    assert b"none, sigmoid, softmax" in value.stderr
    assert unstuck("diagnose", "--answer", "last_activation").returncode == 2


def test_an_answer_moves_the_ranking_and_wins_over_the_source() -> None:
    report = json.loads(
        unstuck("diagnose", str(FAULTY), "--answer", "loss_trend=falling", "--format", "json").stdout
    )
    mine = [o for o in report["observations"] if o["symptom"] == "loss_trend"]
    assert [(o["answer"], o["where"]) for o in mine] == [("falling", "you")]
    assert any("you say loss_trend" in warning for warning in report["warnings"])


def test_a_cause_is_ruled_out_and_a_question_left_open() -> None:
    options = ("--ruled-out", "missing-output-activation", "--unanswered", "loop", "--format", "json")
    report = json.loads(unstuck("diagnose", str(FAULTY), *options).stdout)
    assert report["ruled_out"] == ["missing-output-activation"]
    assert report["unanswered"] == ["loop"]
    assert "missing-output-activation" not in {cause["id"] for cause in report["causes"]}
    assert "loop" not in {question["symptom"] for question in report["questions"]}
    assert unstuck("diagnose", str(FAULTY), "--ruled-out", "nonsense").returncode == 2
    assert unstuck("diagnose", str(FAULTY), "--unanswered", "nonsense").returncode == 2


def test_without_a_terminal_there_is_help_or_one_line() -> None:
    done = unstuck()
    assert done.returncode == 0
    assert done.stdout.startswith(b"usage: unstuck")
    done = unstuck("--resume")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"needs a terminal" in done.stderr


def test_framework_chooses_the_fix() -> None:
    torch = unstuck("diagnose", str(FAULTY), "--framework", "pytorch").stdout
    keras = unstuck("diagnose", str(FAULTY), "--framework", "keras").stdout
    assert b"import torch" in torch
    assert b"import keras" in keras


def test_nothing_given_is_usage() -> None:
    assert unstuck("diagnose").returncode == 2
    assert unstuck("explain").returncode == 2
    assert unstuck("frobnicate").returncode == 2


def test_explain_list_and_tree() -> None:
    page = unstuck("explain", "missing-output-activation")
    assert page.returncode == 0
    assert page.stdout.startswith(b"# Missing output activation")
    assert b"```toml" not in page.stdout
    unknown = unstuck("explain", "missing-activation")
    assert unknown.returncode == 2
    assert b"missing-output-activation" in unknown.stderr
    listing = unstuck("list").stdout.decode().splitlines()
    assert len(listing) >= 26
    tree = unstuck("tree").stdout.decode()
    assert "loss_level" in tree
    path = unstuck("tree", "--answer", "loss_level=clip-floor").stdout.decode()
    assert "missing-output-activation" in path
    assert "last_activation" not in path


def test_help_reads_well() -> None:
    for arguments in ((), ("diagnose",), ("explain",), ("list",), ("tree",)):
        text = unstuck(*arguments, "--help").stdout.decode()
        assert text.startswith("usage: unstuck")
        assert max(map(len, text.splitlines())) <= 80


def test_several_runs_say_which_one_is_meant(tmp_path: Path) -> None:
    log = tmp_path / "two.log"
    first = "".join(f"Epoch {n}/9 loss: {1 / n:.4f}\n" for n in range(1, 10))
    second = "".join(f"Epoch {n}/9 loss: 0.6931\n" for n in range(1, 10))
    log.write_text(first + second)
    newest = json.loads(unstuck("diagnose", str(log), "--format", "json").stdout)
    assert newest["run"].endswith("#2")
    assert "2 runs" in newest["warnings"][0]
    chosen = json.loads(unstuck("diagnose", str(log), "--format", "json", "--run", "1").stdout)
    assert chosen["run"].endswith("#1")
    assert unstuck("diagnose", str(log), "--run", "7").returncode == 2


def test_wrong_usage_is_one_line() -> None:
    for arguments in (("-x",), ("diagnose", "a", "--format", "yaml"), ("diagnose", "")):
        done = unstuck(*arguments)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1


def test_a_report_that_cannot_be_written_is_one_line() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full to write to")
    with full.open("wb") as sink:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "diagnose", str(HEALTHY)],
            stdout=sink,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"cannot be written" in done.stderr


def test_values_out_of_all_bounds_leave_no_warning(tmp_path: Path) -> None:
    log = tmp_path / "huge.log"
    log.write_text("".join(f"epoch {n} loss {(-1) ** n}e308 acc 1e-308\n" for n in range(16)))
    done = unstuck("diagnose", str(log))
    assert done.returncode in (0, 1)
    assert done.stderr == b""


def test_a_line_of_megabytes_is_read_in_no_time(tmp_path: Path) -> None:
    log = tmp_path / "line.log"
    log.write_text("loss: 0.5 " + "{" * 3_000_000 + "\nloss is stuck at 0.69\n")
    assert unstuck("diagnose", str(log)).returncode in (0, 1)


def test_an_interrupt_while_it_loads_leaves_no_traceback(tmp_path: Path) -> None:
    """Ctrl-C can come while modules are imported, before any command is there to catch it."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'assistant.cli':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
    )
    found = subprocess.run(
        [sys.executable, "-m", "assistant", "list"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(__file__).parent.parent}"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (found.returncode, found.stdout, found.stderr) == (130, b"", b"")
