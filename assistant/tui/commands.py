"""The slash commands, carried out on the app; each answers in the conversation."""

from __future__ import annotations

import asyncio
import difflib
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from assistant import output, saved
from assistant.background import Job, read_said
from assistant.conversation import (
    RUNS,
    Answered,
    Ask,
    Conversation,
    Find,
    Given,
    Move,
    RuledOut,
    told,
)
from assistant.intent import COMMANDS, existing_path
from assistant.render.style import safe
from assistant.tui import wording

if TYPE_CHECKING:
    from assistant.tui.app import Chat


async def carry_out(app: Chat, name: str, rest: str) -> None:
    """Carry a command out; what is wrong with it is said."""
    try:
        await _DO[name](app, rest)
    except (ValueError, saved.NotSaved) as error:
        app.say(str(error), "problem")


async def _load(app: Chat, rest: str) -> None:
    if not rest:
        raise ValueError("Say which: /load PATH (Tab completes it).")
    path = existing_path(rest)
    if not path:
        raise ValueError(f"There is no file {rest!r}.")
    app.take_path(path)


async def _answer(app: Chat, rest: str) -> None:
    from assistant.symptoms import SYMPTOMS, check_answer

    symptom, _, value = rest.replace("=", " ", 1).partition(" ")
    if not symptom:
        raise ValueError("Say what: /answer SYMPTOM VALUE (Tab completes both).")
    if symptom in SYMPTOMS and not value.strip():
        await app.open(symptom)
        return
    check_answer(symptom, value.strip())
    await app.become(app.conversation.after(Answered(symptom, value.strip())))


async def _why(app: Chat, _: str) -> None:
    await app.say_why()


async def _how(app: Chat, _: str) -> None:
    app.say_how()


async def _explain(app: Chat, rest: str) -> None:
    from assistant.knowledge import load
    from assistant.pages import without_rule

    id = rest or (app.turn.cause.id if isinstance(app.turn, Find) else _lead(app))
    knowledge = load()
    page = (knowledge.pages | knowledge.outcomes).get(id)
    if page is None:
        raise ValueError(
            f"No page is named {id!r}; Tab after /explain completes." if id else "Nothing leads yet."
        )
    from textual.widgets import Markdown

    from assistant.tui.transcript import Transcript

    app.query_one(Transcript).add(Markdown(without_rule(page.text), classes="page", open_links=False))


def _lead(app: Chat) -> str:
    report = app.report
    return report.causes[0].id if report is not None and report.causes and report.observations else ""


async def _code(app: Chat, rest: str) -> None:
    if rest and rest not in ("pytorch", "keras"):
        raise ValueError("The frameworks are pytorch and keras.")
    if rest:
        await app.become(_with_framework(app.conversation, rest), quiet=True)
    find = _found(app)
    text = wording.code(find, rest)
    if not text:
        raise ValueError(f"The page has no code in {rest or 'any framework'}; /explain shows it.")
    app.say(wording.highlighted(text))


def _with_framework(conversation: Conversation, framework: str) -> Conversation:
    from dataclasses import replace

    return replace(conversation, framework=framework)


def _found(app: Chat) -> Find:
    if isinstance(app.turn, Find):
        return app.turn
    raise ValueError("No cause is open; Enter on one under “Causes” (F3) opens it.")


async def _copy(app: Chat, _: str) -> None:
    turn = app.turn
    if isinstance(turn, Find):
        text, what = wording.code(turn), "the fix"
        if wording.own_script(turn):
            text, what = turn.cause.diff, f"the diff of {wording.own_script(turn)}"
        elif not text:
            text, what = wording.how(turn), "the check"
    elif isinstance(turn, Ask):
        text, what = wording.how(turn), "how to find out"
    else:
        raise ValueError("There is nothing to copy here.")
    app.copy_to_clipboard(text)
    app.say(
        f"Copied {what} ({text.count(chr(10)) + 1} lines), where the terminal allows it (OSC 52).", "note"
    )


async def _not(app: Chat, rest: str) -> None:
    from assistant.knowledge import load

    id = rest or (app.turn.cause.id if isinstance(app.turn, Find) else "")
    if id not in load().pages:
        raise ValueError(f"No pitfall is named {id!r}; Tab completes." if id else "Say which: /not ID.")
    await app.become(app.conversation.after(RuledOut(id)))


async def _undo(app: Chat, _: str) -> None:
    conversation, move = app.conversation.back()
    if move is None:
        raise ValueError("Nothing to take back.")
    app.say(f"Taken back: {safe(told(move))}.", "note")
    app.turn = None  # the question comes again in full
    await app.become(conversation, quiet=True)


def _pane(name: str) -> Callable[[Chat, str], Awaitable[None]]:
    async def show(app: Chat, _: str) -> None:
        app.action_pane(name)

    return show


async def _run(app: Chat, rest: str) -> None:
    from dataclasses import replace

    names = app.report.runs if app.report is not None else ()
    if not rest and len(names) > 1:
        await app.open(RUNS)
        return
    if not rest:
        raise ValueError(f"There is one run: {names[0]}." if names else "There is no run yet.")
    if not any(rest == name or name.endswith("#" + rest) for name in names):
        close = difflib.get_close_matches(rest, names, 3, 0.4) or names[-8:]
        raise ValueError(
            f"There is no run {rest!r}; there is {', '.join(close)}. /run lists them."
            if names
            else "There is no run yet."
        )
    await app.take_run(replace(app.conversation, run=rest, looking_at=""))


async def _watch(app: Chat, rest: str) -> None:
    if rest not in ("", "on", "off"):
        raise ValueError("Say /watch on or /watch off.")
    app.watching = rest == "on" if rest else not app.watching
    app.say(
        "Files are read again when they grow." if app.watching else "Files stay as they were read.", "note"
    )


async def _export(app: Chat, rest: str) -> None:
    if app.report is None:
        raise ValueError("There is nothing to export yet.")
    kind, _, target = rest.partition(" ")
    if kind not in ("", "checklist", "json"):
        kind, target = "", rest
    if not kind:
        kind = "json" if target.endswith(".json") else "checklist"
    name = Path(target.strip() or f"unstuck-checklist.{'json' if kind == 'json' else 'md'}").expanduser()
    if name.is_dir():
        raise ValueError(f"{name} is a directory.")
    from assistant.export import checklist_for, json_for

    make = json_for if kind == "json" else checklist_for
    text = await asyncio.to_thread(make, name, app.report)
    await asyncio.to_thread(output.write, {name: text})
    app.say(f"Written: {name} ({len(text.splitlines())} lines).", "note")


async def _save(app: Chat, rest: str) -> None:
    path = Path(rest).expanduser() if rest else app.path
    if path.is_dir():
        path /= "session.json"
    title = app.report.summary if app.report is not None else ""
    await asyncio.to_thread(saved.save, app.conversation, path, title)
    app.say(f"Saved: {path}", "note")


async def _resume(app: Chat, rest: str) -> None:
    path = existing_path(rest) if rest and not rest.isdigit() else ""
    found = [one for one in saved.recent(app.folder) if one.path != app.path]
    if not path:
        if not found:
            raise ValueError("There is no other saved session.")
        if not rest.isdigit():
            lines = [
                f"{n:>2} {_when(one.changed)}  {safe(one.title)[:70]}"
                for n, one in enumerate(found[:9], start=1)
            ]
            app.say("\n".join(["Saved sessions; /resume NUMBER goes on with one:", *lines]))
            return
        if not 1 <= int(rest) <= len(found):
            raise ValueError(f"The sessions go from 1 to {len(found)}.")
        path = str(found[int(rest) - 1].path)
    conversation = saved.load(Path(path))
    app.path = Path(path)
    await resume(app, conversation)


def _ignore(_: int) -> None:
    """Progress that nobody waits for."""


def _when(changed: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(changed))


async def resume(app: Chat, conversation: Conversation) -> None:
    """Go on with a saved session: its sources are read again; what is gone is said."""
    from assistant.readers import Unreadable

    moves: list[Move] = []
    for move in conversation.moves:
        if isinstance(move, Given):
            try:
                path = move.name if move.kind == "file" else ""
                if move.kind == "words":
                    read = await asyncio.to_thread(read_said, move.text, move.name)
                else:
                    read = await asyncio.to_thread(Job().read, path, move.text, move.name, _ignore)
                moves.append(move._replace(reading=read.reading))
            except Unreadable as error:
                app.say(f"{error}; the session goes on without it.", "problem")
        else:
            moves.append(move)
    conversation = Conversation(tuple(moves), conversation.framework, conversation.run)
    app.say("Where we were:" + "".join(f"\n  • {safe(told(move))[:160]}" for move in moves), "note")
    app.report, app.turn = None, None
    await app.become(conversation, quiet=True)


async def _new(app: Chat, _: str) -> None:
    app.path = saved.new_path(app.folder)
    app.report, app.turn = None, None
    app.say("A new session. The one before stays saved (/resume lists them).", "note")
    await app.become(Conversation(), quiet=True)


async def _theme(app: Chat, rest: str) -> None:
    from assistant.tui.app import DARK, LIGHT

    name = {"dark": DARK, "light": LIGHT, "": LIGHT if app.current_theme.dark else DARK}.get(rest, rest)
    if name not in app.available_themes:
        raise ValueError(f"The themes are dark, light, {', '.join(sorted(app.available_themes))}.")
    app.theme = name
    await asyncio.to_thread(saved.prefer, "theme", name, app.folder)


async def _help(app: Chat, _: str) -> None:
    lines = [f"  {f'/{name} {argument}':<34}{says}" for name, (argument, says) in COMMANDS.items()]
    app.say(Content("\n".join([wording.HELP, *lines])))


async def _quit(app: Chat, _: str) -> None:
    await app.action_quit()


_DO: dict[str, Callable[[Chat, str], Awaitable[None]]] = {
    "load": _load,
    "answer": _answer,
    "why": _why,
    "how": _how,
    "explain": _explain,
    "code": _code,
    "copy": _copy,
    "not": _not,
    "undo": _undo,
    "seen": _pane("seen"),
    "causes": _pane("causes"),
    "curves": _pane("curves"),
    "run": _run,
    "watch": _watch,
    "export": _export,
    "save": _save,
    "resume": _resume,
    "new": _new,
    "theme": _theme,
    "help": _help,
    "quit": _quit,
}
