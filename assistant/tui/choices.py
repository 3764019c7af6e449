"""The choices of the open question: keys 1 to 9, arrows, or the mouse; it knows no engine."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.conversation import Choice
from assistant.render.style import safe
from assistant.tui.messages import Picked


class Choices(OptionList):
    """A numbered list; hidden where there is nothing to choose."""

    def offer(self, choices: Sequence[Choice], chosen: str = "") -> None:
        """Show other choices. chosen: the one that holds now, marked."""
        self.display = bool(choices)
        self.set_options(
            Option(
                Content.assemble(
                    (f"{number:>2} ", "$text-accent bold"),
                    safe(choice.text),
                    (" ✓ now" if choice.value == chosen else "", "$text-success"),
                ),
                id=choice.value,
            )
            for number, choice in enumerate(choices, start=1)
        )
        self.highlighted = None

    def step(self, by: int) -> None:
        """Move the highlight from outside; it stops at both ends."""
        if not self.option_count:
            return
        at = (-1 if by > 0 else self.option_count) if self.highlighted is None else self.highlighted
        self.highlighted = min(self.option_count - 1, max(0, at + by))

    def picked(self) -> str:
        """The value under the highlight; empty where none is."""
        option = self.highlighted_option
        return option.id or "" if option is not None else ""

    def on_key(self, event: events.Key) -> None:
        """A digit picks at once while the list has the focus."""
        if event.character and event.character.isdigit():
            at = int(event.character) - 1
            if 0 <= at < self.option_count:
                event.stop()
                self.post_message(Picked(self.get_option_at_index(at).id or ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self.post_message(Picked(event.option.id or ""))
