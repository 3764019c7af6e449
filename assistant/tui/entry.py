"""The one line at the bottom that takes everything: typed, completed, pasted or dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from assistant.intent import COMMANDS, SAID, existing_path
from assistant.render.style import safe
from assistant.tui.messages import Pasted, Spoken

PLACEHOLDER = "an answer, words, a path, or paste a log  (/help)"


class Hints(Static):
    """What the line may become, above it; nothing where nothing fits."""

    def offer(self, lines: list[str]) -> None:
        """Show completions; a command comes with what it does."""
        self.display = bool(lines)
        shown = [self._line(one) for one in lines[:8]]
        more = [f"… {len(lines) - 8} more"] if len(lines) > 8 else []
        self.update(Content("\n".join([*shown, *more])))

    @staticmethod
    def _line(line: str) -> str:
        name = line[1:]
        if line.startswith("/") and name in COMMANDS:
            argument, says = COMMANDS[name]
            return f"{f'/{name} {argument}':<34} {says}"
        return safe(line)


class Entry(Input):
    """The input line. complete: whole lines that a text may become."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("up", "previous", "Choice above, or the line before", show=False),
        Binding("down", "following", "Choice below, or the next line", show=False),
    ]

    def __init__(self, complete: Callable[[str], list[str]], hints: Hints) -> None:
        super().__init__(placeholder=PLACEHOLDER, id="entry", select_on_focus=False)
        self.cursor_blink = False  # a blink redraws the line twice a second, over any network
        self._complete = complete
        self._hints = hints
        self._history: list[str] = []
        self._at = 0

    def action_complete(self) -> None:
        """Complete the line as far as all that fits agrees; an empty one passes the focus on."""
        if not self.value:
            self.screen.focus_next()
            return
        found = self._complete(self.value)
        if not found:
            self._hints.offer([])
            return
        common = _shared(found)
        if len(common) > len(self.value):
            self.value = common + (" " if len(found) == 1 and self._takes_more(common) else "")
            self.cursor_position = len(self.value)
        self._hints.offer(found if len(found) > 1 else [])

    @staticmethod
    def _takes_more(line: str) -> bool:
        return line.startswith("/") and bool(COMMANDS.get(line[1:], ("",))[0])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Commands are offered while their name is typed."""
        event.stop()
        text = event.value
        self._hints.offer(self._complete(text) if text.startswith("/") and "/" not in text[1:] else [])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line over."""
        event.stop()
        text = self.value
        self.value = ""
        self._hints.offer([])
        if text.strip() and (not self._history or self._history[-1] != text):
            self._history.append(text)
        self._at = len(self._history)
        self.post_message(Spoken(text))

    def action_previous(self) -> None:
        """The choice above while the line is empty, else the line before."""
        self._move(-1)

    def action_following(self) -> None:
        """The choice below while the line is empty, else the next line."""
        self._move(1)

    def _move(self, by: int) -> None:
        from assistant.tui.choices import Choices

        choices = self.screen.query_one(Choices)
        if not self.value and choices.display:
            choices.step(by)
            return
        if not self._history:
            return
        self._at = min(len(self._history), max(0, self._at + by))
        self.value = self._history[self._at] if self._at < len(self._history) else ""
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """One line is typed in, several are a source."""
        event.stop()
        event.prevent_default()
        text = event.text
        if "\n" in text.strip("\n") or len(text) > SAID:
            self.post_message(Pasted(text))
            return
        line = safe(text.strip("\n"))
        path = existing_path(line)
        self.insert_text_at_cursor(path or line)


def _shared(lines: list[str]) -> str:
    """What all lines begin with."""
    first, last = min(lines), max(lines)
    at = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:at]
