"""A checklist goes round: written, ticked, edited, written again; nothing of the person's is lost."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.readers.text import read_text
from assistant.render.checklist import render, render_all
from assistant.report import Report
from assistant.session import Session
from assistant.ticks import KEPT, is_ours, parse, told, written

FLAT = "".join(f"epoch {n} loss 0.6931 accuracy 0.5{n % 2}\n" for n in range(9))
FALLING = "".join(
    f"epoch {n} loss {2.3 * 0.7**n:.4f} val loss {2.3 * 0.7**n + n / 9:.4f}\n" for n in range(9)
)
NAN = "".join(f"epoch {n} loss {'nan' if n > 3 else 3.0**n}\n" for n in range(9))
ID = re.compile(r"<!-- id: (\S+) -->$")


@cache
def report(log: str, answers: tuple[tuple[str, str], ...] = (), ruled_out: tuple[str, ...] = ()) -> Report:
    session = Session(read_text(log, "train.log")) if log else Session()
    for symptom, value in answers:
        session = session.answer(symptom, value)
    for cause in ruled_out:
        session = session.rule_out(cause)
    return session.report(70 if not log else 6)


def lines(log: str, text: str = "") -> list[str]:
    """What a renderer makes of a log after the ticks of a list were counted."""
    said = told(parse(text))
    found = report(log, tuple(said.answers.items()), said.ruled_out)
    return render(found) if log else render_all(found)


def again(text: str, log: str = FLAT) -> str:
    """The list written anew over itself."""
    return written(lines(log, text), [text])


def tick(text: str, id: str) -> str:
    """The list with one item ticked."""
    done = re.sub(rf"- \[ \](?=.*<!-- id: {re.escape(id)} -->$)", "- [x]", text, count=1, flags=re.M)
    assert done != text
    return done


def ids(text: str) -> list[str]:
    return [found[1] for line in text.split("\n") if (found := ID.search(line))]


FIRST = written(lines(FLAT))
ASKED = next(id.removeprefix("ask=") for id in ids(FIRST) if id.startswith("ask="))
ONE, OTHER = [id for id in ids(FIRST) if id.startswith(f"{ASKED}=")][:2]
WORDS_OF_ONE = next(line for line in FIRST.split("\n") if f"<!-- id: {ONE} -->" in line)[8:].partition(
    " <!--"
)[0]


def test_a_list_is_ours_and_names_every_item_once() -> None:
    assert is_ours(FIRST)
    assert len(ids(FIRST)) == len(set(ids(FIRST))) > 30
    assert not is_ours("# Checklist: mine\n\n- [ ] something\n")


@pytest.mark.parametrize("log", [FLAT, FALLING, NAN, ""])
def test_nothing_done_nothing_changes(log: str) -> None:
    first = written(lines(log))
    assert again(first, log) == first


def test_a_ticked_outcome_is_an_answer() -> None:
    text = tick(FIRST, ONE)
    assert told(parse(text)).answers == dict([ONE.split("=")])
    assert f"- [x] {WORDS_OF_ONE} <!-- id: {ONE} -->" in again(text)


def test_two_outcomes_of_one_question_are_unclear_and_stay() -> None:
    text = tick(tick(FIRST, ONE), OTHER)
    said = told(parse(text))
    assert said.answers == {}
    assert "neither counts" in said.unclear[0]
    assert again(text).count("- [x]") == 2


def test_a_struck_cause_is_ruled_out_and_comes_back() -> None:
    cause = next(id for id in ids(FIRST) if "/" not in id and "=" not in id)
    head = next(line for line in FIRST.split("\n") if f"<!-- id: {cause} -->" in line)
    struck = head.replace("**", "~~**", 1).replace("** ", "**~~ ", 1)
    text = FIRST.replace(head, struck)
    assert told(parse(text)).ruled_out == (cause,)
    anew = again(text)
    line = next(line for line in anew.split("\n") if f"<!-- id: {cause} -->" in line)
    assert "~~" in line
    assert anew.index("## Ruled out") < anew.index(line)
    back = again(anew.replace(line, line.replace("~~", "")))
    assert told(parse(back)).ruled_out == ()
    assert re.search(rf"\*\*\d+\. .*{cause} -->", back)


def test_it_is_not_this_is_a_strike_with_a_click() -> None:
    cause = next(id for id in ids(FIRST) if "/" not in id and "=" not in id)
    text = tick(FIRST, f"not={cause}")
    assert told(parse(text)).ruled_out == (cause,)
    anew = again(text)
    assert told(parse(anew)).ruled_out == (cause,)
    assert f"<!-- id: not={cause} -->" not in anew


def test_a_note_stays_under_its_item() -> None:
    text = tick(FIRST, ONE).replace(f"{ONE} -->\n", f"{ONE} -->\n    it is house prices\n")
    assert f"{ONE} -->\n    it is house prices\n" in again(text)
    assert f"{ONE} -->\n    it is house prices\n" in again(text, FALLING)


def test_a_paragraph_keeps_its_blank_lines() -> None:
    text = FIRST.replace("\n\n  Fix: ", "\n\n  I looked at it.\n\n  Twice.\n\n  Fix: ", 1)
    assert text != FIRST
    assert again(text).partition("<!-- unstuck wrote")[0] == text.partition("<!-- unstuck wrote")[0]


def test_words_added_to_an_item_become_a_note() -> None:
    text = FIRST.replace(f"{WORDS_OF_ONE} <!--", f"{WORDS_OF_ONE} or nearly <!--")
    assert f"  - [ ] {WORDS_OF_ONE} <!-- id: {ONE} -->\n    - Note: or nearly\n" in again(text)


def test_what_has_no_place_any_more_is_kept_at_the_end() -> None:
    check = next(id for id in ids(FIRST) if "/" in id and id not in ids(written(lines(NAN))))
    text = tick(FIRST, check)
    anew = again(text, NAN)
    assert KEPT in anew
    assert re.search(rf"- \[x\] .*<!-- id: {re.escape(check)} -->", anew[anew.index(KEPT) :])
    assert again(anew, NAN) == anew
    back = again(anew, FLAT)
    assert KEPT not in back
    assert re.search(rf"- \[x\] .*<!-- id: {re.escape(check)} -->", back)


def test_windows_line_ends_stay() -> None:
    text = tick(FIRST, ONE).replace("\n", "\r\n")
    anew = again(text)
    assert anew.replace("\r\n", "\n") == again(tick(FIRST, ONE))
    assert "\n" not in anew.replace("\r\n", "")


def test_two_lists_are_both_kept() -> None:
    one, other = FIRST + "note one\n", tick(FIRST, ONE) + "note two\n"
    both = written(lines(FLAT), [one, other])
    assert "note one" in both
    assert "note two" in both
    assert f"[x] {WORDS_OF_ONE}" in both


def test_without_the_comment_at_the_end_nothing_of_the_person_is_lost() -> None:
    cut = tick(FIRST, ONE)
    cut = cut[: cut.index("<!-- unstuck wrote")] + "my own line\n"
    anew = again(cut)
    assert "my own line\n" in anew
    assert f"[x] {WORDS_OF_ONE}" in anew
    assert anew.count("## Causes") == 1


WORDS = st.sampled_from(
    [
        *(
            "loss went to 0.02 after that",
            "> quoted",
            "- a bullet of mine",
            "  - nested",
            "## My heading",
            "",
        ),
        *(
            "```python",
            "print(1)",
            "```",
            "| a | b |",
            "| --- | --- |",
            "~~gone~~",
            "- [x] my own task",
            "#12 @me",
        ),
        *(
            "    import numpy as np",
            "  Fix: mine",
            "<!-- mine -->",
            "- [ ] **1. Mine**",
            "[x]",
            "中文",
            "a  b ",
        ),
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.lists(WORDS, min_size=1, max_size=4)), max_size=5)


def filled(text: str) -> list[str]:
    """The lines that are not empty: where an empty one stands may change."""
    return [line for line in text.split("\n") if line.strip()]


@settings(max_examples=25)
@given(
    edits=EDITS,
    ticks=st.lists(st.integers(0, 10_000), max_size=8),
    deletions=st.lists(st.integers(0, 10_000), max_size=4),
    moved=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), max_size=2),
    logs=st.lists(st.sampled_from([FLAT, FALLING, NAN, ""]), min_size=2, max_size=4),
)
def test_nothing_of_the_person_is_lost(
    edits: list[tuple[int, list[str]]],
    ticks: list[int],
    deletions: list[int],
    moved: list[tuple[int, int]],
    logs: list[str],
) -> None:
    body, _, signature = written(lines(logs[0])).partition("\n<!-- unstuck wrote")
    rows = body.split("\n")
    for at in deletions:
        del rows[4 + at % (len(rows) - 4)]
    for from_, to in moved:
        rows.insert(4 + to % (len(rows) - 5), rows.pop(4 + from_ % (len(rows) - 4)))
    boxes = [n for n, row in enumerate(rows) if "- [ ]" in row and ID.search(row)]
    for tick_ in ticks if boxes else []:
        n = boxes[tick_ % len(boxes)]
        rows[n] = rows[n].replace("- [ ]", "- [X]", 1)
    expected = {m[1] for n in boxes if "[X]" in rows[n] and (m := ID.search(rows[n])) and "not=" not in m[1]}
    notes: list[str] = []
    for at, note in edits:
        place = 4 + at % (len(rows) - 3)
        rows[place:place] = note
        notes += note
    text = "\n".join(rows) + "\n<!-- unstuck wrote" + signature
    ruled_out = told(parse(text)).ruled_out
    for log in (*logs[1:], logs[0]):
        text = again(text, log)
        have = text.split("\n")
        for row in notes:
            if row.strip():
                assert sum(one.rstrip() == row.rstrip() for one in have) >= notes.count(row), row
        done = {id for id in parse(text).ticked if ID.search(f"<!-- id: {id} -->")}
        assert expected <= done
        assert set(ruled_out) <= set(told(parse(text)).ruled_out)
        assert filled(again(text, log)) == filled(text)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    told(parse(text))
    told(parse(FIRST + text))
    assert is_ours(written(lines(FLAT), [FIRST + text]))
