"""What a line typed or pasted into the conversation means; nothing is carried out here.

A line is a command, a choice, a path, a log, or words, in this order.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from assistant.conversation import LATER, MORE, NO, UNSURE, YES, Ask, Find, Fine, Solved, Turn


class Nothing(NamedTuple):
    """An empty line."""


class Chosen(NamedTuple):
    """A choice of the turn, by its value."""

    value: str


class Asked(NamedTuple):
    """Something asked back: `why` or `how`."""

    what: str


class Path(NamedTuple):
    """A file or a directory that is there."""

    path: str


class Command(NamedTuple):
    """A slash command with the rest of its line."""

    name: str
    rest: str


class Words(NamedTuple):
    """Free words, in any language."""

    text: str


class Log(NamedTuple):
    """Text of several lines, or one too long to be said."""

    text: str


class Unclear(NamedTuple):
    """A line that means nothing here; says: what would."""

    says: str


Intent = Nothing | Chosen | Asked | Path | Command | Words | Log | Unclear

COMMANDS = {
    "load": ("PATH", "read a log, a metrics file or a directory"),
    "answer": ("SYMPTOM VALUE", "answer or change any answer, also one that is not asked"),
    "why": ("", "why this question is asked"),
    "how": ("", "how to find the answer out"),
    "explain": ("[ID]", "the whole page of a cause"),
    "code": ("[pytorch|keras]", "the fix as code again, in the framework you name"),
    "copy": ("", "copy the code, or the way to find out, to the clipboard"),
    "not": ("ID", "rule a cause out"),
    "undo": ("", "take the last step back"),
    "seen": ("", "the symptoms that are known, and where each comes from"),
    "causes": ("", "the ranked causes"),
    "curves": ("", "the curves"),
    "run": ("[NAME]", "which run it is about, where a source holds several"),
    "watch": ("[on|off]", "read files again when they grow"),
    "export": ("[checklist|json] [FILE]", "write what is known to a file"),
    "save": ("[FILE]", "save the session now, or a copy of it"),
    "resume": ("[NUMBER]", "go on with an earlier session"),
    "new": ("", "start afresh; this session stays saved"),
    "theme": ("[dark|light|NAME]", "change the colors"),
    "help": ("", "what can be typed here"),
    "quit": ("", "leave; everything is saved"),
}
"""Every slash command: its argument, and what it does."""
ALIASES = {"back": "undo", "exit": "quit", "q": "quit", "open": "load", "h": "help", "?": "help"}

SAID = 1200
"""Characters up to which one line is words; more is a source."""
_UNSURE = re.compile(
    r"(?:i )?(?:do ?n[o']?t|don't|dont|do not|cannot|can't) (?:know|tell|remember)|no idea|not sure|idk|"
    r"dunno|unsure|skip|pass|next|不知道|不清楚|不确定|不懂|跳过",
    re.IGNORECASE,
)
_WHY = re.compile(r"why(?: (?:is|do you ask|that|this).*)?\??|为什么(?:问.*)?[??]?", re.IGNORECASE)
_HOW = re.compile(
    r"how(?: (?:do|can|would|should) i (?:find|know|check|tell|see|get).*)?\??|怎么(?:看|查|知道|办).*",
    re.IGNORECASE,
)
_BACK = re.compile(r"back|undo|go back|take (?:that|it) back|上一步|返回|撤销", re.IGNORECASE)
_YES = re.compile(
    r"(?:y|yes|yep|yeah|yup|ok|okay|that (?:was|is) it|that's it|solved|fixed|it works|"
    r"是|是的|对|好了|解决了|没错)[.!。!]?",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:n|no|nope|not (?:that|it)|it (?:was|is) not(?: that)?|it wasn't(?: that)?|wrong|"
    r"不|不是|不对|没有|否)[.!。!]?",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"later|not yet|not checked(?: yet)?|ask (?:me )?more|more|go on|continue|还没|继续", re.IGNORECASE
)
_LEAVE = re.compile(r"quit|exit|bye|:q!?|:wq|退出|再见", re.IGNORECASE)
_HELP = re.compile(r"help|\?|帮助", re.IGNORECASE)
_PATHLIKE = re.compile(
    r"(?:~|\.{1,2})?/\S+|\S+\.(?:log|txt|csv|jsonl?|out|py|ipynb|md|gz|tsv)|[A-Za-z]:\\\S+"
)
_WORD = re.compile(r"[\w/%.+-]+")


def understand(line: str, turn: Turn) -> Intent:
    """What a line means while a turn is open."""
    text = line.strip()
    if not text:
        return Nothing()
    if "\n" in text or "\r" in text or len(text) > SAID:
        return Log(line)
    path = existing_path(text)
    if text.startswith("/"):
        return _command(text, path)
    asked = _asked_back(text)
    if asked is not None:
        return asked
    chosen = _choice(text, turn)
    if chosen is not None:
        return chosen
    if path:
        return Path(path)
    if _PATHLIKE.fullmatch(_unquoted(text)):
        return Unclear(f"There is no file {_unquoted(text)!r} here; a Tab completes paths.")
    return Words(text)


def is_binary(text: str) -> bool:
    """A paste whose beginning is full of what no log holds."""
    head = text[:65536]
    odd = head.count("\ufffd") + sum(head.count(chr(c)) for c in (*range(7), *range(14, 27), *range(28, 32)))
    return odd > len(head) // 20


def existing_path(text: str) -> str:
    """The path that a text names, as typed, quoted, escaped or dropped onto a terminal; empty if none."""
    for one in _spellings(text.strip()):
        try:
            if one and os.path.exists(os.path.expanduser(one)):
                return os.path.expanduser(one)
        except (OSError, ValueError):
            continue
    return ""


def _spellings(text: str) -> list[str]:
    found = [text, _unquoted(text)]
    if text.startswith("file://"):
        found.append(unquote(urlsplit(text).path))
    if "\\" in text or "'" in text or '"' in text:
        try:
            parts = shlex.split(text)
        except ValueError:
            parts = []
        if len(parts) == 1:
            found.append(parts[0])
    return found


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"`" else text


def _command(text: str, path: str) -> Intent:
    name, _, rest = text[1:].partition(" ")
    name = ALIASES.get(name.lower(), name.lower())
    if name in COMMANDS:
        return Command(name, rest.strip())
    if path:
        return Path(path)
    starts = [known for known in COMMANDS if name and known.startswith(name)]
    if len(starts) == 1:
        return Command(starts[0], rest.strip())
    if "/" in name or "." in name:
        return Unclear(f"There is no file {text!r}.")
    close = starts or difflib.get_close_matches(name, COMMANDS, 3, 0.5)
    hint = f"; close to it: {', '.join('/' + one for one in close)}" if close else "; /help names them all"
    return Unclear(f"There is no command /{name}{hint}.")


def _asked_back(text: str) -> Intent | None:
    if _WHY.fullmatch(text):
        return Asked("why")
    if _HOW.fullmatch(text):
        return Asked("how")
    if _BACK.fullmatch(text):
        return Command("undo", "")
    if _LEAVE.fullmatch(text):
        return Command("quit", "")
    if _HELP.fullmatch(text):
        return Command("help", "")
    return None


def _choice(text: str, turn: Turn) -> Intent | None:
    """A number, the words of a choice, or yes, no and don't know where they fit."""
    if isinstance(turn, Solved):
        return None
    number = re.fullmatch(r"[#(]?(\d{1,2})[.):]?", text)
    if number and turn.choices:
        at = int(number[1])
        if 1 <= at <= len(turn.choices):
            return Chosen(turn.choices[at - 1].value)
        return Unclear(f"The choices go from 1 to {len(turn.choices)}.")
    if _UNSURE.fullmatch(text):
        if isinstance(turn, Ask):
            return Chosen(UNSURE)
        return Chosen(LATER) if isinstance(turn, Find) else Chosen(MORE) if isinstance(turn, Fine) else None
    if isinstance(turn, Find):
        for pattern, value in ((_YES, YES), (_NO, NO), (_LATER, LATER)):
            if pattern.fullmatch(text):
                return Chosen(value)
    if isinstance(turn, Fine):
        for pattern, value in ((_YES, "enough"), (_NO, MORE), (_LATER, MORE)):
            if pattern.fullmatch(text):
                return Chosen(value)
    return _named(text, turn) if isinstance(turn, Ask) else None


def _named(text: str, turn: Ask) -> Intent | None:
    """A choice by its value, its words, or a word that only one of them has."""
    small = text.lower().strip(" .!")
    for choice in turn.choices:
        if small in (choice.value.lower(), choice.value.lower().replace("-", " "), choice.text.lower()):
            return Chosen(choice.value)
    if _YES.fullmatch(text) or _NO.fullmatch(text):
        word = "yes" if _YES.fullmatch(text) else "no"
        fits = [c for c in turn.choices if c.value == word or c.text.lower().split(",")[0] == word]
        return Chosen(fits[0].value) if len(fits) == 1 else Unclear(f"Which one? {_numbered(turn)}")
    words = set(_WORD.findall(small))
    if not words or len(words) > 3:
        return None
    fits = [
        c
        for c in turn.choices
        if words <= set(_WORD.findall(f"{c.value} {c.text}".lower())) or c.value.lower().startswith(small)
    ]
    if len(fits) == 1:
        return Chosen(fits[0].value)
    return None


def _numbered(turn: Ask) -> str:
    return "  ".join(f"{n} {choice.text}" for n, choice in enumerate(turn.choices, start=1))


def completions(
    text: str, symptoms: dict[str, tuple[str, ...]], causes: tuple[str, ...], runs: tuple[str, ...] = ()
) -> list[str]:
    """Whole lines that a line may become: commands, their arguments, paths.

    symptoms: the values of each; causes: all ids; runs: the names of those that were read.
    """
    if text.startswith("/") and " " not in text:
        names = [f"/{name}" for name in COMMANDS if name.startswith(text[1:].lower())]
        if names:
            return names
    if text.startswith("/") and " " in text:
        name, _, rest = text.partition(" ")
        command = ALIASES.get(name[1:], name[1:])
        if command == "answer":
            symptom, space, value = rest.partition(" ")
            if space:
                return [f"{name} {symptom} {v}" for v in symptoms.get(symptom, ()) if v.startswith(value)]
            return [f"{name} {s} " for s in symptoms if s.startswith(rest)]
        if command in ("explain", "not", "run"):
            return [f"{name} {id}" for id in (runs if command == "run" else causes) if id.startswith(rest)]
        fixed = {
            "watch": ("on", "off"),
            "export": ("checklist", "json"),
            "theme": ("dark", "light"),
            "code": ("pytorch", "keras"),
        }
        if command in fixed and " " not in rest:
            return [f"{name} {one}" for one in fixed[command] if one.startswith(rest)]
        if command in ("load", "export", "save"):
            head, _, last = rest.rpartition(" ") if command == "export" else ("", "", rest)
            return [f"{name} {head + ' ' if head else ''}{one}" for one in paths(last)]
        if command in COMMANDS:
            return []
    return paths(text)


def paths(typed: str) -> list[str]:
    """Files and directories that begin with what was typed; directories end in a slash."""
    folder, name = os.path.split(typed)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = [
                os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(name) and (name.startswith(".") or not entry.name.startswith("."))
            ]
    except OSError:
        return []
    return sorted(one for one in found if one.isprintable())[:200]
