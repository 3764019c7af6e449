"""The pictures in the README show what the chat shows now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.screens import FOLDER, SCENES, picture, text_of

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def steady(svg: str) -> list[str]:
    """The text without what a page's weight moves: shares, their bars and changes."""
    masked = (re.sub(r"[▲▼] [+-]\d+|<?\d+ %|\d+\.\d\d bits|×[\d.]+", "#", line) for line in text_of(svg))
    return [" ".join(re.sub(r"[█░]+", "#", line).split()) for line in masked]


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_is_the_chat_as_it_is(name: str, update: bool) -> None:
    drawn, path = picture(name), FOLDER / f"{name}.svg"
    if update:
        path.write_text(drawn, encoding="utf-8")
    now = steady(drawn)
    assert len(now) >= 10
    assert steady(path.read_text(encoding="utf-8")) == now


def test_every_picture_is_shown_or_drawn() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(SCENES)
    shown = {name for name in SCENES if f"fixtures/screens/{name}.svg" in README}
    assert {"question", "finding"} <= shown


def test_signs_stand_beside_the_colors() -> None:
    """What the colors say is in the text as well: verdict, direction, splits, old and new code."""
    finding = "\n".join(text_of(picture("finding")))
    for sign in ("✗ Something is wrong", "▲ +", "━━ train"):
        assert sign in finding
    for sign in ("-", "+"):  # old and new code
        assert re.search(rf"^ *\{sign} model=", finding, re.MULTILINE)
    every = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg"))
    assert "▼" in every  # a cause that lost ground
