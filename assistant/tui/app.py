"""The chat: lines in, moves of the conversation, and the widgets that show where it stands.

What a line means and what comes next is decided in `intent` and `conversation`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from assistant import saved
from assistant.background import GONE as _GONE
from assistant.background import Cancelled, Job, Stamp, read_said
from assistant.background import stamp as _stamp
from assistant.conversation import (
    Ask,
    Conversation,
    Find,
    Given,
    Turn,
    lead_moved,
    news,
    next_turn,
    prospects,
    take,
)
from assistant.intent import (
    COMMANDS,
    Asked,
    Chosen,
    Command,
    Intent,
    Log,
    Nothing,
    Unclear,
    Words,
    completions,
    is_binary,
    understand,
)
from assistant.intent import (
    Path as PathSaid,
)
from assistant.render.style import VERDICTS, percent, safe
from assistant.render.terminal import counted
from assistant.report import Report
from assistant.tui import commands, wording
from assistant.tui.choices import Choices
from assistant.tui.entry import Entry, Hints
from assistant.tui.messages import Hidden, Opened, Pasted, Picked, Spoken
from assistant.tui.panes import Causes, Curves, Seen
from assistant.tui.transcript import Progress, Transcript, Utterance

WATCH = 2.0
"""Seconds between two looks at the files that were read."""
NAMED = 0.08
"""A leading cause under this probability is not named in the status line."""
GROWING = 120.0
"""A file changed in the last so many seconds is taken for a run in progress."""
SAID = "you said"
"""The name of words as a source."""
_PANES = {"chat": "Chat", "causes": "Causes", "seen": "Seen", "curves": "Curves"}
_SIGNS = {"faulty": "✗", "healthy": "✓", "inconclusive": "?"}
DARK, LIGHT = "textual-dark", "textual-light"


class Tabs(Static):
    """The panes by name where there is no room for them side by side; keys F2 to F5, or a click."""

    def show(self, pane: str) -> None:
        """Mark the pane that is shown."""
        parts: list[tuple[str, str] | str] = []
        for key, (name, title) in enumerate(_PANES.items(), start=2):
            here = name == pane
            parts += [(f"[F{key} {title}]" if here else f" F{key} {title} ", "bold" if here else ""), " "]
        self.update(Content.assemble(*parts))

    def on_click(self, event: events.Click) -> None:
        """Each name is a button."""
        at = 0
        for key, (name, title) in enumerate(_PANES.items(), start=2):
            at += len(f" F{key} {title} ") + 1
            if event.x < at + 1:
                assert isinstance(self.app, Chat)
                self.app.action_pane(name)
                return


class Chat(App[None]):
    """The whole app. folder: where sessions are saved, None for the platform's place."""

    CSS_PATH = "app.tcss"
    TITLE = "unstuck"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as the class above declares it
        (0, "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-short"),
        (20, "-low"),
        (30, "-normal"),
        (36, "-mid"),
        (44, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "command('help')", "Help"),
        Binding("f2", "pane('chat')", "Chat"),
        Binding("f3", "pane('causes')", "Causes"),
        Binding("f4", "pane('seen')", "Seen"),
        Binding("f5", "pane('curves')", "Curves"),
        Binding("ctrl+y", "command('copy')", "Copy", priority=True),
        Binding("ctrl+z", "command('undo')", "Take back", priority=True),
        Binding("ctrl+t", "command('theme')", "Light or dark", priority=True),
        Binding("pageup", "scroll(-1)", "Scroll up", show=False),
        Binding("pagedown", "scroll(1)", "Scroll down", show=False),
        Binding("escape", "escape", "End reading, or back to the line", show=False),
    ]

    def __init__(
        self,
        conversation: Conversation | None = None,
        path: Path | None = None,
        folder: Path | None = None,
        sources: tuple[str, ...] = (),
    ) -> None:
        driver: type[Driver] | None = None
        if sys.platform != "win32":
            from assistant.tui.terminal import Terminal

            driver = Terminal
        super().__init__(driver_class=driver)
        self.folder = folder
        self.path = path or saved.new_path(folder)
        self.resumed = conversation
        self.first_sources = sources
        self.conversation = Conversation()
        self.report: Report | None = None
        self.turn: Turn | None = None
        self.jobs: dict[Job, Progress] = {}
        self.watching = True
        self.fault: Exception | None = None
        self._stamps: dict[str, Stamp] = {}
        self._unsaved = ""
        self._todo: asyncio.Queue[Awaitable[None]] = asyncio.Queue()
        self._busy = 0

    # what is on the screen

    def compose(self) -> ComposeResult:
        """Status, conversation and panes, the line, the keys."""
        hints = Hints()
        yield Static("unstuck", id="status")
        yield Tabs(id="tabs")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Transcript()
                yield Choices()
            with Vertical(id="right"):
                yield Causes()
                yield Seen()
                yield Curves()
        yield hints
        yield Entry(self._complete, hints)
        yield Static(
            "Enter sends · F1 help · F2–F5 panes · ^Y copy · ^Z back · ^P more · ^Q quit",
            id="keys",
        )

    def on_mount(self) -> None:
        """Say hello at once; the engine wakes behind it."""
        if os.environ.get("COLORFGBG", "").endswith((";15", ";7")):  # the terminal says it is light
            self.theme = LIGHT
        self.screen.add_class("pane-chat")
        self.query_one(Tabs).show("chat")
        self.query_one(Choices).display = False
        self.query_one(Entry).focus()
        self.say(wording.WELCOME)
        self.run_worker(self._mind(), name="mind")
        self.set_interval(WATCH, self.look)
        if self.resumed is not None:
            self.later(commands.resume(self, self.resumed))
        else:
            self.later(self.become(self.conversation, quiet=True))
        for source in self.first_sources:
            self.take_path(source)

    def say(self, text: str | Content, kind: str = "it") -> None:
        """Put an utterance into the conversation."""
        self.query_one(Transcript).add(Utterance(text, kind))

    # one thing after the other

    def later(self, work: Awaitable[None]) -> None:
        """Do it when everything before it is done."""
        self._busy += 1
        self._todo.put_nowait(work)

    async def _mind(self) -> None:
        while True:
            work = await self._todo.get()
            try:
                await work
            except Exception as error:  # a fault of ours is said, and the conversation goes on
                self.say(
                    f"That went wrong inside me ({type(error).__name__}: {error}). Nothing is lost.",
                    "problem",
                )
            finally:
                self._busy -= 1

    @property
    def idle(self) -> bool:
        """Nothing is being thought about or read."""
        return not self._busy and not self.jobs

    async def become(
        self, conversation: Conversation, *, quiet: bool = False, known: Report | None = None
    ) -> None:
        """Take a conversation for the one that holds: think, say what changed, ask on, save.

        known: the report on that conversation, where there is one. quiet: what changed was said already.
        """
        before, was = self.report, self.conversation
        try:
            report = known if known is not None else await asyncio.to_thread(_thought, conversation)
        except ValueError as error:
            self.say(str(error), "problem")
            return
        unit, drawn = await asyncio.to_thread(_drawn, conversation, report)
        self.conversation, self.report = conversation, report
        turn = next_turn(conversation, report)
        if before is not None and not quiet and len(conversation.moves) != len(was.moves):
            moved = lead_moved(before, report)
            if moved and not isinstance(turn, Find):
                self.say(moved, "note")
        heard = before.warnings if before is not None else ()
        for warning in [one for one in report.warnings if one not in heard][:4]:
            self.say(warning, "note")
        self._show(report, unit, drawn)
        self._turn_to(turn)
        await self._save()

    def _turn_to(self, turn: Turn) -> None:
        same = turn == self.turn
        self.turn = turn
        if not same:
            self.say(wording.say(turn))
        choices = getattr(turn, "choices", ())
        self.query_one(Choices).offer(choices, getattr(turn, "chosen", ""))

    def _show(self, report: Report, unit: str, drawn: list[Any]) -> None:
        sign = f"{_SIGNS[report.verdict]} {VERDICTS[report.verdict]}"
        lead = report.causes[0] if report.causes and report.observations else None
        if lead is not None and report.verdict != "healthy" and lead.probability >= NAMED:
            sign += f" · {lead.title} {percent(lead.probability)}"
        if not report.observations:
            sign = "nothing known yet"
        self.query_one("#status", Static).update(Content(f"unstuck · {safe(sign)}"))
        self.query_one(Causes).tell(report)
        self.query_one(Seen).tell(report)
        self.query_one(Curves).tell(drawn, unit)

    async def _save(self) -> None:
        if not self.conversation.moves:
            return
        title = self.report.summary if self.report is not None else ""
        try:
            await asyncio.to_thread(saved.save, self.conversation, self.path, title)
        except saved.NotSaved as error:
            if self._unsaved != str(error):
                self.say(
                    f"The session could not be saved ({error}). It goes on here; "
                    "/save FILE writes it elsewhere.",
                    "problem",
                )
            self._unsaved = str(error)
        else:
            if self._unsaved:
                self.say("The session is saved again.", "note")
            self._unsaved = ""

    # what a person does

    def on_spoken(self, message: Spoken) -> None:
        """A line: a choice under the highlight where it is empty, else whatever it means."""
        text = message.text
        if not text.strip():
            value = self.query_one(Choices).picked()
            if value:
                self.on_picked(Picked(value))
            return
        if "\n" not in text and len(text) <= 2000:
            self.say(text + self._meant(text), "you")
        self.later(self._hear(text))

    def _meant(self, text: str) -> str:
        """The words of a choice that was named by its number."""
        choices = () if self._busy else getattr(self.turn, "choices", ())
        number = text.strip()
        if number.isdecimal() and 1 <= int(number) <= len(choices):
            return f"  {choices[int(number) - 1].text}"
        return ""

    async def _hear(self, text: str) -> None:
        assert self.turn is not None
        intent = await asyncio.to_thread(understand, text, self.turn)
        await self._carry_out(intent)

    async def _carry_out(self, intent: Intent) -> None:
        match intent:
            case Nothing():
                pass
            case Unclear(says):
                self.say(says, "problem")
            case Chosen(value):
                await self._choose(value)
            case Asked("why"):
                await self.say_why()
            case Asked():
                self.say_how()
            case PathSaid(path):
                self.take_path(path)
            case Command(name, rest):
                await commands.carry_out(self, name, rest)
            case Log(text):
                self.take_text(text)
            case Words(text):
                await self._words(text)

    @property
    def _turn(self) -> Turn:
        assert self.turn is not None
        return self.turn

    async def say_why(self) -> None:
        """Why the turn is what it is; for a question, what each answer would lead to."""
        turn = self._turn
        text = wording.why(turn)
        if isinstance(turn, Ask):
            each = await asyncio.to_thread(_prospects, self.conversation, turn)
            text += "\nWhat would lead after each answer:" + "".join(f"\n  {one}" for one in each)
        self.say(text)

    def say_how(self) -> None:
        """How to find out, with the key that copies it."""
        way = wording.how(self._turn)
        self.say(f"{way}\n(Ctrl+Y copies it)" if way else "Nothing is asked right now.")

    def on_hidden(self, message: Hidden) -> None:
        """The line above the choices says that there is more to read."""
        self.query_one(Choices).border_title = "▼ more to read: PgDn" if message.more else ""

    def on_picked(self, message: Picked) -> None:
        """A choice by key, highlight or mouse."""
        turn = self.turn
        choice = next((c for c in getattr(turn, "choices", ()) if c.value == message.value), None)
        if choice is None:
            return
        self.say(choice.text, "you")
        self.query_one(Entry).focus()
        self.later(self._choose(message.value))

    async def _choose(self, value: str) -> None:
        try:
            conversation = take(self.conversation, self._turn, value)
        except ValueError:
            self.say("That question has passed.", "note")
            return
        await self.become(conversation)

    def on_opened(self, message: Opened) -> None:
        """A symptom or a cause was opened in a pane: ask it again, or tell of it."""
        self.action_pane("chat")
        self.later(self.open(message.name))

    async def open(self, name: str) -> None:
        """Make a symptom's question, or a cause, the turn."""
        await self.become(self.conversation.look_at(name), quiet=True)

    def on_pasted(self, message: Pasted) -> None:
        """Several lines are a source."""
        self.take_text(message.text)

    async def _words(self, text: str) -> None:
        """Free words: a small source of its own; what was understood is said."""
        read = await asyncio.to_thread(read_said, text, SAID)
        before = self.report
        conversation = self.conversation.after(Given("words", SAID, read.reading, read.text))
        after = await asyncio.to_thread(_thought, conversation)
        understood = list(news(before, after)) if before is not None else []
        if not understood:
            self.say(
                "I could not tie that to a symptom that I know. Say what the loss, the accuracy or the "
                "validation does (“loss stuck at 0.69”, “accuracy is 7% on two classes”), answer with a "
                "number, or paste the log. /help says more.",
                "problem",
            )
            return
        self.say("Understood: " + "; ".join(understood[:4]), "note")
        await self.become(conversation, known=after)

    # reading

    def take_text(self, text: str) -> None:
        """A pasted text becomes a source."""
        lines = text.count("\n") + (not text.endswith("\n"))
        count = sum(given.kind == "paste" for given in self.conversation.sources) + len(self.jobs)
        name = "paste" if not count else f"paste {count + 1}"
        self.say(f"(pasted {lines:,} line{'s' if lines != 1 else ''})", "you")
        if is_binary(text):
            self.say(
                "That is binary data, not a log; nothing was taken. A path to the file may do better.",
                "problem",
            )
            return
        self._read("", text, name)

    def take_path(self, path: str) -> None:
        """A file becomes a source."""
        self._read(path, "", path)

    def _read(self, path: str, text: str, name: str) -> None:
        job, progress = Job(), Progress(name)
        progress.display = False
        self.jobs[job] = progress
        self.query_one(Transcript).add(progress)
        self.run_worker(self._reading(job, progress, path, text, name))

    async def _reading(self, job: Job, progress: Progress, path: str, text: str, name: str) -> None:
        stamp = await asyncio.to_thread(_stamp, path)
        progress.expect(stamp[0] if path else len(text))
        await asyncio.to_thread(_wake)
        from assistant.readers import Unreadable

        begun = time.monotonic()

        def tell(done: int) -> None:
            self.call_from_thread(progress.told, done, time.monotonic() - begun)

        try:
            read = await asyncio.to_thread(job.read, path, text, name, tell)
        except Cancelled:
            self.say(f"Ended: {safe(name)} was not read.", "note")
        except Unreadable as error:
            self.say(f"{error}. Give me a log, a metrics file, or words.", "problem")
        else:
            if path:
                self._stamps[path] = stamp
            given = Given("file" if path else "paste", name, read.reading, read.text)
            self.later(self._given(given))
        finally:
            del self.jobs[job]
            await progress.remove()

    async def _given(self, given: Given) -> None:
        """A source that was read: say what it is and what it shows, then go on."""
        before = self.report
        conversation = self.conversation.after(given)
        after = await asyncio.to_thread(_thought, conversation)
        (source, *_) = given.reading.sources
        counts = ", ".join(
            counted(n, kind, source.kind) for kind, n in source.counts.items() if n or source.kind == "text"
        )
        found = list(news(before, after)) if before is not None else []
        text = f"Read {safe(given.name)}: {counts} ({source.format}).\n{after.summary}"
        if found:
            text += "".join(f"\n  • {one}" for one in found[:5])
        self.say(text, "note")
        if given.kind == "file" and self.watching and await asyncio.to_thread(_age, given.name) < GROWING:
            self.say(f"{safe(given.name)} is still being written: I read it again when it grows.", "note")
        await self.become(conversation, quiet=True, known=after)

    async def look(self) -> None:
        """Files that grew since they were read are read again."""
        if not self.watching or self.jobs or self._busy:
            return
        for given in self.conversation.sources:
            if given.kind != "file":
                continue
            stamp = await asyncio.to_thread(_stamp, given.name)
            known = self._stamps.setdefault(given.name, stamp)
            if stamp == known:
                continue
            self._stamps[given.name] = stamp
            if stamp == _GONE:
                self.say(f"{safe(given.name)} is gone; what I read of it stays.", "problem")
            else:
                self._reread(given.name)

    def _reread(self, name: str) -> None:
        job, progress = Job(), Progress(name)
        progress.display = False
        self.jobs[job] = progress
        self.query_one(Transcript).add(progress)
        self.run_worker(self._rereading(job, progress, name))

    async def _rereading(self, job: Job, progress: Progress, name: str) -> None:
        from assistant.readers import Unreadable

        try:
            read = await asyncio.to_thread(job.read, name, "", name, lambda _: None)
        except (Cancelled, Unreadable) as error:
            self.say(f"{name} changed, but could not be read again ({error}); what I had stays.", "problem")
        else:
            self.later(self._grown(name, read.reading))
        finally:
            del self.jobs[job]
            await progress.remove()

    async def _grown(self, name: str, reading: Any) -> None:
        before = self.report
        conversation = self.conversation.reread(name, reading)
        after = await asyncio.to_thread(_thought, conversation)
        found = list(news(before, after)) if before is not None else []
        moved = lead_moved(before, after) if before is not None else ""
        text = f"{safe(name)} grew: {after.summary}"
        text += "".join(f"\n  • {one}" for one in found[:3]) + (f"\n  {moved}" if moved else "")
        self.say(text, "note")
        await self.become(conversation, quiet=True, known=after)

    # keys

    def on_key(self, event: events.Key) -> None:
        """What is typed anywhere goes into the line."""
        if event.is_printable and event.character and not isinstance(self.focused, Entry | None):
            entry = self.query_one(Entry)
            entry.focus()
            entry.insert_text_at_cursor(event.character)
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """A paste that the focused widget did not want goes into the line."""
        self.query_one(Entry)._on_paste(event)

    def action_pane(self, pane: str) -> None:
        """Show a pane where only one has room; give it the focus."""
        for name in _PANES:
            self.screen.set_class(name == pane, f"pane-{name}")
        self.query_one(Tabs).show(pane)
        target: Widget = self.query_one(Entry) if pane == "chat" else self.query_one(f"#{pane}")
        target.focus()

    def action_scroll(self, by: int) -> None:
        """Scroll the conversation by most of a page."""
        transcript = self.query_one(Transcript)
        transcript.release()
        transcript.scroll_relative(y=by * max(1, transcript.size.height - 2), animate=False)

    def action_escape(self) -> None:
        """End what is being read, else come back to the line."""
        if self.jobs:
            for job in list(self.jobs):
                job.cancel()
            return
        self.action_pane("chat")
        self.query_one(Hints).offer([])

    async def action_command(self, name: str) -> None:
        """A command by key, as if it had been typed."""
        self.later(commands.carry_out(self, name, ""))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Every slash command; one that takes an argument is put into the line."""
        for name, (argument, says) in COMMANDS.items():
            yield SystemCommand(f"{name} {argument}".strip(), says, self._from_palette(name, argument))

    def _from_palette(self, name: str, argument: str) -> Callable[[], None]:
        def choose() -> None:
            if argument and not argument.startswith("["):
                entry = self.query_one(Entry)
                entry.value = f"/{name} "
                entry.cursor_position = len(entry.value)
                entry.focus()
            else:
                self.later(commands.carry_out(self, name, ""))

        return choose

    def _complete(self, text: str) -> list[str]:
        from assistant.knowledge import load
        from assistant.symptoms import SYMPTOMS

        values = {name: tuple(one.answers) for name, one in SYMPTOMS.items()}
        return completions(text, values, tuple(load().pages))

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours ends in one line, not in a page of traceback; what was said is saved."""
        if os.environ.get("UNSTUCK_DEBUG"):
            super()._handle_exception(error)
            return
        self.fault = error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.exit()

    async def action_quit(self) -> None:
        """Leave; whatever is being read is ended."""
        for job in list(self.jobs):
            job.cancel()
        self.exit()


def _age(path: str) -> float:
    """Seconds since a file last changed."""
    return time.time() - _stamp(path)[1] / 1e9


def _wake() -> None:
    """Load the engine: a quarter of a second that the first picture need not wait for."""
    import assistant.readers
    import assistant.session  # noqa: F401


def _thought(conversation: Conversation) -> Report:
    return conversation.session.report()


def _prospects(conversation: Conversation, turn: Ask) -> list[str]:
    return list(prospects(conversation, turn))


def _drawn(conversation: Conversation, report: Report) -> tuple[str, list[Any]]:
    """What a step is called, and the curves that the report is about: loss first, thinned for a screen."""
    from assistant.render.plot import marks_of, thinned

    run = conversation.session.run_of(report)
    if run is None:
        return "", []
    names = list(dict.fromkeys(curve.name for curve in run.curves))
    names.sort(key=lambda name: (name != "loss", name != "accuracy"))
    drawn = []
    for name in names[:3]:
        curves = tuple(thinned(curve) for curve in run.curves if curve.name == name and len(curve))
        if curves:
            drawn.append((name, curves, marks_of(report, curves)))
    return run.unit, drawn


def run(resume: bool = False, sources: tuple[str, ...] = ()) -> str:
    """Open the chat and stay until it is left; why it could not, or nothing.

    Raises NotSaved for a session that cannot be read, and whatever the chat broke on.
    """
    conversation, path = None, None
    if resume:
        found = saved.recent()
        if not found:
            return "there is no saved session to resume"
        path = found[0].path
        conversation = saved.load(path)
    chat = Chat(conversation, path, sources=sources)
    chat.run()
    if chat.fault is not None:
        raise chat.fault
    if chat.conversation.moves:
        print("Saved. `unstuck --resume` goes on where you left.", file=sys.stderr)
    return ""
