"""The chat without a terminal, for tests: a person who types, pastes and waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from assistant.conversation import UNSURE, Ask
from assistant.tui.app import Chat
from assistant.tui.choices import Choices
from assistant.tui.entry import Entry
from assistant.tui.transcript import Transcript
from tests.persons import Person


class Talk:
    """One conversation under way."""

    def __init__(self, app: Chat, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def settle(self) -> None:
        """Wait until everything is read, thought about and drawn."""
        await self.pilot.pause()
        for _ in range(4000):
            if self.app.idle:
                break
            await asyncio.sleep(0.005)
        else:
            raise AssertionError("the chat never came to rest")
        await self.pilot.pause()

    async def type(self, line: str) -> None:
        """Type a line and send it."""
        entry = self.app.query_one(Entry)
        entry.focus()
        entry.value = line
        await self.pilot.press("enter")
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text as a terminal does."""
        self.app.query_one(Entry).focus()
        await self.pilot.pause()
        assert self.app.screen.focused is not None
        self.app.screen.focused.post_message(events.Paste(text))
        await self.settle()

    async def answer_as(self, person: Person, most: int) -> int:
        """Answer with keys while questions are asked; how many there were."""
        asked = 0
        while isinstance(turn := self.app.turn, Ask):
            asked += 1
            assert asked <= most, f"{turn.symptom} is the question too many"
            value = person.knows.get(turn.symptom, UNSURE)
            at = [choice.value for choice in turn.choices].index(value)
            await self.type(str(at + 1))
        return asked

    @property
    def said(self) -> list[str]:
        """The conversation as plain text."""
        return self.app.query_one(Transcript).said

    @property
    def offered(self) -> list[str | None]:
        """The values that can be chosen now."""
        return [option.id for option in self.app.query_one(Choices).options]


@asynccontextmanager
async def talking(folder: Path, size: tuple[int, int] = (120, 36), **given: Any) -> AsyncIterator[Talk]:
    """A chat that saves into a folder of its own."""
    app = Chat(folder=folder, **given)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        talk = Talk(app, pilot)
        await talk.settle()
        yield talk


def chat(
    folder: Path,
    act: Callable[[Talk], Coroutine[Any, Any, None]],
    size: tuple[int, int] = (120, 36),
    **given: Any,
) -> None:
    """Run one conversation from beginning to end."""

    async def run() -> None:
        async with talking(folder, size, **given) as talk:
            await act(talk)

    asyncio.run(run())
