"""Pictures of the chat as it is: `python -m tests.screens` draws those of the README anew."""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from assistant.knowledge import load_cases
from tests.chat import Talk, talking

FOLDER = Path(__file__).parent.parent / "fixtures" / "screens"
CASES = load_cases()


class Scene(NamedTuple):
    """What leads to a picture: size, theme, and what the person does."""

    size: tuple[int, int]
    theme: str
    act: Callable[[Talk], Awaitable[None]]


async def _question(talk: Talk) -> None:
    await talk.paste(CASES["binary-loss-stuck-at-ln2"].logs[0])
    await talk.type("why?")


async def _finding(talk: Talk) -> None:
    await talk.paste(CASES["relu-logits-and-in-top-k"].logs[0])
    await talk.type("2")  # it was not that


async def _healthy(talk: Talk) -> None:
    await talk.paste(CASES["validation-better-than-training"].logs[0])


async def _words(talk: Talk) -> None:
    await talk.type("accuracy is 7% on two classes")


async def _curves(talk: Talk) -> None:
    await talk.paste(CASES["fine-tuning-validation-swings"].logs[0])
    await talk.pilot.press("f5")
    await talk.settle()


async def _commands(talk: Talk) -> None:
    await talk.paste(CASES["imdb-conv1d-frozen"].logs[0])
    await talk.pilot.press("slash", "e")
    await talk.settle()


SCENES = {
    "question": Scene((120, 36), "textual-dark", _question),
    "finding": Scene((120, 48), "textual-dark", _finding),
    "healthy-light": Scene((120, 36), "textual-light", _healthy),
    "words-80x24": Scene((80, 24), "textual-dark", _words),
    "curves-80x24-light": Scene((80, 24), "textual-light", _curves),
    "commands": Scene((100, 30), "textual-dark", _commands),
}


def picture(name: str) -> str:
    """The SVG of a scene."""

    async def draw() -> str:
        scene = SCENES[name]
        with tempfile.TemporaryDirectory() as folder:
            async with talking(Path(folder), scene.size) as talk:
                talk.app.theme = scene.theme
                await scene.act(talk)
                await talk.settle()
                return talk.app.export_screenshot(title="unstuck")

    return asyncio.run(draw())


def text_of(svg: str) -> list[str]:
    """The lines of text in a picture, whatever their colors and their places."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return ["".join(text for _, text in sorted(rows[y])).rstrip() for y in sorted(rows)]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCENES:
        (FOLDER / f"{name}.svg").write_text(picture(name), encoding="utf-8")
        print(FOLDER / f"{name}.svg")
