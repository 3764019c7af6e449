"""The conversation as it was: one widget an utterance, each with its sign beside its color."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from assistant.render.style import safe

_SIGNS = {"you": "› ", "it": "", "note": "· ", "problem": "! "}
_TRIES = 20
"""Refreshes within which a new utterance gets its place."""
_KEPT = 400
"""Utterances that stay on the screen; the session keeps all that matters."""


class Utterance(Static):
    """Something that was said. kind: `you`, `it`, `note` or `problem`."""

    def __init__(self, text: str | Content, kind: str) -> None:
        content = text if isinstance(text, Content) else Content(_clean(text))
        whole = Content.assemble((_SIGNS[kind], "bold"), content)
        super().__init__(whole, classes=kind)
        self.plain = whole.plain


class Progress(Static):
    """A reading under way: how far, how fast, and how to end it."""

    LONG = 1_000_000
    """Bytes from which a reading takes long enough to be watched."""

    def __init__(self, name: str) -> None:
        super().__init__(classes="progress")
        self.file, self.expected = safe(name.rsplit("/", 1)[-1])[-28:], 0

    def expect(self, size: int) -> None:
        """So many bytes are to be read."""
        self.expected = size
        self.display = size > self.LONG
        self.told(0, 0.0)

    def told(self, done: int, seconds: float) -> None:
        """Bytes taken in after so many seconds."""
        share = min(1.0, done / self.expected) if self.expected else 0.0
        filled = round(share * 12)
        if not done:
            size = f" ({self.expected / 1e6:,.0f} MB)"
            self.update(Content.assemble(f"reading {self.file}{size} ", ("· Esc ends it", "bold")))
            return
        rate = f", {done / 1e6 / seconds:.0f} MB/s" if seconds > 0.5 and done else ""
        self.update(
            Content.assemble(
                f"reading {self.file}  ",
                ("█" * filled + "░" * (12 - filled), "$text-primary"),
                f" {share:.0%} of {self.expected / 1e6:,.0f} MB{rate} ",
                ("· Esc ends it", "bold"),
            )
        )


class Transcript(VerticalScroll, can_focus=True):
    """Everything said so far, the newest in view."""

    def __init__(self) -> None:
        super().__init__()
        self._newest: Widget | None = None

    def add(self, *widgets: Widget) -> None:
        """Put utterances at the end; a tall one shows its head."""
        self.mount(*widgets)
        for old in list(self.children)[:-_KEPT]:
            old.remove()
        self._newest = widgets[0]
        self.call_after_refresh(self._show, _TRIES)

    def release(self) -> None:
        """The person scrolls: what is in view stays until something new is said."""
        self._newest = None

    def on_resize(self) -> None:
        """Other widgets took room, or gave it back: the newest stays in view."""
        self.call_after_refresh(self._show, _TRIES)

    def watch_virtual_size(self) -> None:
        """Text wrapped anew: the newest stays in view."""
        self.call_after_refresh(self._show, _TRIES)

    def on_mouse_scroll_up(self) -> None:
        """The wheel is the person's."""
        self.release()

    def _show(self, tries: int) -> None:
        newest = self._newest
        if newest is None or not newest.is_attached or not self.size.height:
            return
        if not newest.virtual_region.height and tries and newest.display:
            self.call_after_refresh(self._show, tries - 1)  # its place is not known yet
            return
        top = newest.virtual_region.y
        end = max(0, self.virtual_size.height - self.size.height)
        self.scroll_to(y=min(top, end), animate=False, force=True)

    @property
    def said(self) -> list[str]:
        """Every utterance as plain text, the oldest first."""
        return [child.plain for child in self.children if isinstance(child, Utterance)]


def _clean(text: str) -> str:
    return "\n".join(safe(line) for line in text.split("\n"))
