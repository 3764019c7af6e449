"""What is known so far, beside the conversation: causes, symptoms, curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.render.style import bar, percent, safe
from assistant.report import Report
from assistant.tui.messages import Opened
from assistant.tui.wording import place

if TYPE_CHECKING:  # numpy
    from assistant.render.plot import Lines, Mark
    from assistant.run import Curve

SHOWN = 6
"""Causes beside the conversation."""
_ROLES = {
    "train": "$text-primary",
    "validation": "$text-warning",
    "test": "$text-secondary",
    "axis": "$text 60%",
    "mark": "$text-error bold",
    "title": "bold",
}


class _Row(NamedTuple):
    id: str
    title: str
    before: float
    now: float


class Causes(Widget, can_focus=True):
    """The ranked causes; their bars move when an answer moves them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Cause above", show=False),
        Binding("down", "move(1)", "Cause below", show=False),
        Binding("enter", "open", "Tell of the cause", show=False),
    ]
    moved = reactive(1.0)
    """From 0, as it was, to 1, as it is."""
    cursor = reactive(0)

    def __init__(self) -> None:
        super().__init__(id="causes")
        self.border_title = "Causes"
        self._rows: tuple[_Row, ...] = ()
        self._rest = ""
        self._out: tuple[str, ...] = ()
        self._wrong = False

    def tell(self, report: Report) -> None:
        """Show the ranking of a report, moving there from the one before."""
        was = {row.id: row.now for row in self._rows}
        self._rows = tuple(
            _Row(c.id, c.title, was.get(c.id, 0.0), c.probability)
            for c in report.causes[:SHOWN]
            if report.observations and c.probability >= 0.005
        )
        self._out, self._wrong = report.ruled_out, report.verdict == "faulty"
        self._rest = f"nothing wrong {percent(report.healthy)} · no page fits {percent(report.unknown)}"
        self.cursor = min(self.cursor, max(0, len(self._rows) - 1))
        moves = any(abs(row.now - row.before) > 0.005 for row in self._rows)
        if moves and self.app.animation_level != "none":
            self.set_reactive(Causes.moved, 0.0)
            self.animate("moved", 1.0, duration=0.45)
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Two lines a cause, then what is left."""
        if not self._rows:
            return Content.styled("Nothing known yet: every cause is as likely as usual.", "$text 60%")
        width = max(10, self.size.width)
        lines: list[Content] = []
        for at, row in enumerate(self._rows[: self._room()]):
            here = at == self.cursor and self.has_focus
            lines.append(
                Content.assemble(
                    ("▸ " if here else "  ", "$text-accent"),
                    (_fit(row.title, width - 2), "bold" if at == 0 else ""),
                )
            )
            share = row.before + (row.now - row.before) * self.moved
            change = row.now - row.before
            sign = f" ▲ {change * 100:+.0f}" if change > 0.005 else f" ▼ {change * 100:+.0f}"
            lines.append(
                Content.assemble(
                    (
                        "  " + bar(share, max(4, width - 15)),
                        "$text-error" if self._wrong and not at else "$text-primary",
                    ),
                    f" {percent(share):>5}",
                    (sign if abs(change) > 0.005 else "", "$text 60%"),
                )
            )
        if self._out:
            lines.append(Content.styled(_fit(f"✗ ruled out: {', '.join(self._out)}", width), "$text 60%"))
        lines.append(Content.styled(_fit(self._rest, width), "$text 60%"))
        return Content("\n").join(lines)

    def _room(self) -> int:
        """Causes that have room: all of them where the pane stands alone."""
        height = self.app.size.height
        alone = self.screen.has_class("-narrow")
        if alone:
            return max(1, (height - 9) // 2)
        return 2 if height < 30 else 3 if height < 36 else 4 if height < 44 else SHOWN

    def on_resize(self) -> None:
        """More or less room."""
        self.refresh(layout=True)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = min(max(0, self.cursor + by), max(0, min(self._room(), len(self._rows)) - 1))

    def action_open(self) -> None:
        """Tell of the cause under the cursor."""
        if self._rows:
            self.post_message(Opened(self._rows[self.cursor].id))

    def on_click(self, event: events.Click) -> None:
        """A click tells of the cause."""
        at = event.y // 2
        if 0 <= at < len(self._rows):
            self.cursor = at
            self.action_open()

    def on_focus(self) -> None:
        """The cursor shows."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor hides."""
        self.refresh()


class Seen(OptionList):
    """The symptoms that are known, each with its sentence and where it came from."""

    def __init__(self) -> None:
        super().__init__(id="seen")
        self.border_title = "Seen"
        self._told: tuple[tuple[str, str, str, str], ...] = ()

    def tell(self, report: Report) -> None:
        """Show the observations of a report; what is new has a sign in front."""
        before = {row[:2] for row in self._told}
        now = tuple((o.symptom, o.answer, o.says, o.where) for o in report.observations)
        if now == self._told and now:
            return
        self._told = now
        if not now:
            self.set_options([Option(Content.styled("Nothing yet.", "$text 60%"), disabled=True)])
            self.border_subtitle = ""
            return
        self.set_options(
            Option(
                Content.assemble(
                    ("+ " if (symptom, answer) not in before and before else "· ", "$text-accent"),
                    (f"{symptom} ", "bold"),
                    f"{answer}\n",
                    (f"  {safe(says)} ", "$text 60%"),
                    (f"[{place(where)}]", "$text-secondary"),
                ),
                id=symptom,
            )
            for symptom, answer, says, where in now
        )
        self.border_subtitle = "Enter changes an answer" if now else ""

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click opens the question again."""
        event.stop()
        self.post_message(Opened(event.option.id or ""))


class Curves(Widget, can_focus=True):
    """The curves of the run: loss, then accuracy, as room allows."""

    def __init__(self) -> None:
        super().__init__(id="curves")
        self.border_title = "Curves"
        self._curves: tuple[tuple[str, tuple[Curve, ...], tuple[Mark, ...]], ...] = ()
        self._unit = ""

    def tell(self, curves: Sequence[tuple[str, tuple[Curve, ...], tuple[Mark, ...]]], unit: str) -> None:
        """Show other curves: for each metric its splits and its marks."""
        self._curves, self._unit = tuple(curves), unit
        self.refresh()

    def render(self) -> RenderResult:
        """As many metrics as fit, each with at least nine lines."""
        width, height = self.size
        if not self._curves:
            return Content.styled("No curve yet: paste a log, or type its path.", "$text 60%")
        from assistant.render.plot import plot

        count = min(len(self._curves), max(1, height // 9))
        found: Lines = []
        for title, curves, marks in self._curves[:count]:
            found += plot(title, curves, width, height // count, marks, self._unit)
        if not found:
            return Content.styled("No room for the curves here (F5 shows them).", "$text 60%")
        return Content("\n").join(
            Content.assemble(*((piece.text, _ROLES.get(piece.role, "")) for piece in line)) for line in found
        )


def _fit(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"
