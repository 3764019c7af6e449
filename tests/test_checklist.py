"""The checklist as a file: what is in it, that it passes markdownlint, and how it is written."""

from __future__ import annotations

import errno
import os
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pymarkdown.api import PyMarkdownApi
from pymarkdown.tokens.markdown_token import MarkdownToken

from assistant.cli import main
from assistant.knowledge import load
from assistant.readers import read
from assistant.render.checklist import TWENTY, render, render_all, slug
from assistant.report import Report
from assistant.session import Session
from assistant.symptoms import SYMPTOMS
from assistant.ticks import is_ours, parse, written
from assistant.tree import Evidence

FIXTURES = Path(__file__).parent.parent / "fixtures"
RUNS = sorted(
    [
        *(FIXTURES / "faulty").glob("*.log"),
        *(FIXTURES / "healthy").glob("*.log"),
        *(FIXTURES / "logs").glob("*.txt"),
        *(FIXTURES / "events").glob("*/*"),
    ]
)
FAULTY = FIXTURES / "faulty" / "collapsed-features.log"
OTHER = FIXTURES / "faulty" / "exploding-gradients.log"


@cache
def report(path: Path) -> Report:
    return Session(read(str(path))).report()


@cache
def linter() -> PyMarkdownApi:
    """The default rules, but for the length of a line.

    For each line it writes out all tokens so far for a log that is not kept: half of its time.
    """
    MarkdownToken.__repr__ = lambda _: ""  # type: ignore[method-assign]
    return PyMarkdownApi().disable_rule_by_identifier("md013")


def assert_clean(text: str, tmp_path: Path) -> None:
    """No rule of markdownlint is broken, and no cell of a table is empty (which its newest rule minds)."""
    path = tmp_path / "list.md"
    path.write_text(text, encoding="utf-8")
    found = linter().scan_path(str(path))
    assert [(f.line_number, f.rule_id, f.rule_description) for f in found.scan_failures] == []
    assert not found.pragma_errors
    cells = [line for line in text.split("\n") if line.startswith("|")]
    assert not [line for line in cells if re.search(r"\| {2,}\||\|\|", line)]


@pytest.mark.parametrize("path", RUNS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_list_of_every_fixture_passes_markdownlint(path: Path, tmp_path: Path) -> None:
    text = written(render(report(path)))
    assert_clean(text, tmp_path)
    for heading in ("# Checklist: ", "## What could not be told", "## Facts of the run"):
        assert text.count(f"\n{heading}") + text.startswith(heading) == 1
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    fences = [token.info for token in tokens if token.type == "fence"]
    assert set(fences) <= {"text", "python", "diff"}
    assert not [t for t in tokens if t.type == "html_block" and not t.content.startswith("<!-- unstuck")]


PARTS = 6
"""The linter takes time by the square of a text's length: all pages are handed to it in so many lists."""


@pytest.mark.parametrize("part", range(PARTS))
def test_the_list_without_a_source_passes_markdownlint(part: int, tmp_path: Path) -> None:
    only = frozenset(sorted(load().pages)[part::PARTS])
    assert_clean(written(render_all(Session().report(len(load().pages)), only)), tmp_path)


@pytest.mark.parametrize("everything", [False, True])
def test_the_list_without_a_source_holds_what_is_asked_for(everything: bool, tmp_path: Path) -> None:
    pages = load().pages
    found = Session().report(len(pages))
    only = frozenset(pages if everything else TWENTY)
    text = written(render_all(found, only))
    if not everything:
        assert_clean(text, tmp_path)
    heads = re.findall(r"^- \[ \] \*\*\d+\. .*<!-- id: (\S+) -->$", text, re.M)
    assert sorted(heads) == sorted(only)
    assert heads == [id for id in found.check_order if id in only]


def test_there_are_twenty() -> None:
    assert len(set(TWENTY)) == 20
    assert set(TWENTY) <= set(load().pages)


def symptoms_of(evidence: tuple[Evidence, ...]) -> set[str]:
    return {name for node in evidence for name in ({node.symptom} | symptoms_of(node.then))}


def test_a_check_asks_what_its_page_weighs() -> None:
    asked = 0
    for page in load().pages.values():
        named = [name for name in page.asks if name]
        assert set(named) <= set(SYMPTOMS), page.id
        assert set(named) <= symptoms_of(page.rule.evidence), page.id
        assert len(page.asks) == len(page.checks)
        assert len({slug(check) for check in page.checks}) == len(page.checks), page.id
        asked += len(named)
    assert asked >= 40


def test_causes_come_in_the_order_of_probability_per_minute() -> None:
    found = report(FAULTY)
    heads = re.findall(r"^- \[ \] \*\*\d+\. .*<!-- id: (\S+) -->$", "\n".join(render(found)), re.M)
    causes = {cause.id: cause for cause in found.causes}
    worth = [causes[id].probability / causes[id].minutes for id in heads]
    assert len(heads) >= 3
    assert worth == sorted(worth, reverse=True)


def run(*arguments: str) -> int:
    return main(list(map(str, arguments)))


def test_written_beside_its_curves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "my list.md"
    assert run("checklist", str(FAULTY), "-o", str(target)) == 1
    text = target.read_text(encoding="utf-8")
    assert "](my%20list-curves.svg)" in text
    assert (tmp_path / "my list-curves.svg").read_text(encoding="utf-8").startswith("<svg")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["my list-curves.svg", "my list.md"]
    assert "written: " in capsys.readouterr().err
    assert run("checklist", str(FAULTY), "-o", str(target)) == 1
    assert target.read_text(encoding="utf-8") == text
    umask = os.umask(0)
    os.umask(umask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~umask


def test_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("checklist") == 0
    twenty = capsys.readouterr().out
    assert twenty.count("- [ ] **") == 20
    assert run("checklist", "--all") == 0
    assert capsys.readouterr().out.count("- [ ] **") == len(load().pages)
    assert run("checklist", str(FAULTY), "-o", "-") == 1
    assert "▁" in capsys.readouterr().out


def test_ticks_count_and_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "list.md"
    run("checklist", str(FAULTY), "-o", str(target))
    text = target.read_text(encoding="utf-8")
    first = re.findall(r"\*\*1\. .*<!-- id: (\S+) -->", text)[0]
    ticked = text.replace(f"It is not this <!-- id: not={first} -->", f"No. <!-- id: not={first} -->")
    ticked = re.sub(rf"- \[ \] (No\. <!-- id: not={first} -->)", r"- [x] \1", ticked) + "my note\n"
    target.write_text(ticked, encoding="utf-8")
    capsys.readouterr()
    run("diagnose", str(FAULTY), "--checklist", str(target), "--format", "json")
    assert f'"ruled_out": [\n    "{first}"\n  ]' in capsys.readouterr().out
    run("checklist", str(FAULTY), "-o", str(target))
    anew = target.read_text(encoding="utf-8")
    assert "~~**" in anew
    assert "my note\n" in anew
    run("checklist", str(OTHER), "--checklist", str(target), "-o", str(tmp_path / "second.md"))
    second = (tmp_path / "second.md").read_text(encoding="utf-8")
    assert "my note\n" in second
    assert first in parse(second).struck


def test_a_list_alone_is_enough_for_a_diagnosis(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "list.md"
    run("checklist", "-o", str(target))
    text = target.read_text(encoding="utf-8")
    target.write_text(re.sub(r"- \[ \](?=.*id: initialization=zeros)", "- [x]", text), encoding="utf-8")
    capsys.readouterr()
    run("diagnose", "--checklist", str(target), "--format", "json")
    out = capsys.readouterr().out
    assert '"answer": "zeros"' in out
    assert '"where": "you"' in out


def test_what_is_not_known_is_said_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "list.md"
    run("checklist", "-o", str(target))
    text = target.read_text(encoding="utf-8")
    target.write_text(text + "\n- [x] from another version <!-- id: gone_symptom=yes -->\n", encoding="utf-8")
    capsys.readouterr()
    assert run("checklist", "-o", str(target)) == 0
    assert "gone_symptom=yes is no answer" in capsys.readouterr().err
    assert "from another version" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["checklist"], ["diagnose", "--format", "html"]])
def test_what_is_there_stays(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.md"
    mine.write_bytes(b"my own file \xff\n")
    line = [*command, str(FAULTY), "-o"]
    assert run(*line, str(mine)) == 2
    assert mine.read_bytes() == b"my own file \xff\n"
    assert run(*line, str(tmp_path)) == 2
    assert run(*line, str(tmp_path / "none" / "x.md")) == 2
    assert run(*line, os.devnull) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 4
    assert said.out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.md"]
    assert run(*line, str(mine), "--force") == 1
    assert b"my own" not in mine.read_bytes()


def test_a_source_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "train.log"
    log.write_bytes(FAULTY.read_bytes())
    for command in ("checklist", "diagnose"):
        assert run(command, str(log), "-o", str(log), "--force") == 2
        assert "one of the sources" in capsys.readouterr().err
    assert log.read_bytes() == FAULTY.read_bytes()


def test_a_picture_of_somebody_else_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list-curves.svg").write_text("<svg/>")
    assert run("checklist", str(FAULTY), "-o", str(tmp_path / "list.md")) == 2
    assert "--force" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["list-curves.svg"]


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_fails_leaves_the_old_file_whole(
    problem: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "list.md"
    run("checklist", str(FAULTY), "-o", str(target))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    capsys.readouterr()

    def fails(_: int) -> None:
        raise OSError(problem, os.strerror(problem))

    monkeypatch.setattr(os, "fsync", fails)
    assert run("checklist", str(OTHER), "-o", str(target)) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert os.strerror(problem) in said.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "list.md"
    run("checklist", "-o", str(target))
    before = target.read_bytes()
    target.chmod(0o444)
    assert run("checklist", str(FAULTY), "-o", str(target)) == 2
    assert "Permission denied" in capsys.readouterr().err
    assert target.read_bytes() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "list.md", tmp_path / "link.md"
    link.symlink_to(target)
    assert run("checklist", "-o", str(link)) == 0
    assert link.is_symlink()
    assert is_ours(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("content", [None, b"# a list of mine\n", b"\xff\xfe\x00"])
def test_no_checklist_is_one_line(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.md"
    if content is not None:
        path.write_bytes(content)
    assert run("diagnose", str(FAULTY), "--checklist", str(path)) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert str(path) in said.err
