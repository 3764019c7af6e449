"""Sessions on disk: JSON of the moves, pasted texts beside it, written atomically, without secrets.

What a session means is not known here, and no source is read.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from assistant.conversation import (
    Answered,
    Confirmed,
    Conversation,
    Deferred,
    Given,
    LeftOpen,
    Move,
    RuledOut,
)

VERSION = 1
_MOVES: dict[str, type[Any]] = {
    "answered": Answered,
    "left_open": LeftOpen,
    "ruled_out": RuledOut,
    "deferred": Deferred,
    "confirmed": Confirmed,
}
_PREFERRED = "preferences.json"
_INLINE = 4000
"""Characters of a text that stand in the JSON itself; a longer one gets a file of its own."""


class NotSaved(OSError):
    """The session cannot be written or read; the message is one clear line."""


class Saved(NamedTuple):
    """A session on disk. title: what it is about; changed: seconds since the epoch."""

    path: Path
    title: str
    changed: float


def folder() -> Path:
    """Where sessions are kept: the platform's place for the data of a program."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(base) / "unstuck" / "sessions"


def new_path(root: Path | None = None) -> Path:
    """A path for a session that begins now; no other one has it."""
    stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    names = (stamp, *(f"{stamp}-{n}" for n in range(2, 1000)))
    paths = ((root or folder()) / name / "session.json" for name in names)
    return next(path for path in paths if not path.parent.exists())


def save(conversation: Conversation, path: Path, title: str = "") -> None:
    """Write the session, all of it or nothing. Raises NotSaved."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        texts: dict[str, str] = {}
        moves = [_written(move, number, texts) for number, move in enumerate(conversation.moves)]
        for name, text in texts.items():
            target = path.parent / name
            if not target.exists():
                _replace(target, text)
        document = {
            "version": VERSION,
            "title": title,
            "framework": conversation.framework,
            "run": conversation.run,
            "moves": moves,
        }
        _replace(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise NotSaved(f"{path.parent}: {error.strerror or error}") from None


def load(path: Path) -> Conversation:
    """The session as it was saved; its sources are still to be read. Raises NotSaved."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["version"] > VERSION:
            raise NotSaved(f"{path}: saved by a newer version")
        moves = tuple(_read(one, path.parent) for one in document["moves"])
        return Conversation(moves, str(document["framework"]), str(document["run"]))
    except NotSaved:
        raise
    except OSError as error:
        raise NotSaved(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSaved(f"{path}: not a saved session ({type(error).__name__})") from None


def recent(root: Path | None = None) -> list[Saved]:
    """The sessions that are there, the newest first."""
    found = []
    try:
        for path in (root or folder()).glob("*/session.json"):
            try:
                title = str(json.loads(path.read_text(encoding="utf-8")).get("title", ""))
                found.append(Saved(path, title, path.stat().st_mtime))
            except (OSError, ValueError, AttributeError):
                continue
    except OSError:
        return []
    return sorted(found, key=lambda one: (-one.changed, str(one.path)))


def preferred(name: str, root: Path | None = None) -> str:
    """What a person chose for all sessions (the theme); empty where nothing was chosen, or it is lost."""
    try:
        found = json.loads(((root or folder()) / _PREFERRED).read_text(encoding="utf-8"))
        return str(found.get(name, ""))
    except (OSError, ValueError, AttributeError):
        return ""


def prefer(name: str, value: str, root: Path | None = None) -> None:
    """Keep a choice for all sessions to come. Raises NotSaved."""
    path = (root or folder()) / _PREFERRED
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, json.dumps({name: value}) + "\n")
    except OSError as error:
        raise NotSaved(f"{path}: {error.strerror or error}") from None


def _written(move: Move, number: int, texts: dict[str, str]) -> dict[str, Any]:
    if not isinstance(move, Given):
        name = next(name for name, kind in _MOVES.items() if isinstance(move, kind))
        return {name: list(move)}
    entry: dict[str, Any] = {"kind": move.kind, "name": move.name}
    if move.kind != "file":
        if len(move.text) > _INLINE:
            entry["text_file"] = f"text-{number}-{len(move.text)}.txt"
            texts[entry["text_file"]] = move.text
        else:
            entry["text"] = move.text
    return {"given": entry}


def _read(entry: dict[str, Any], beside: Path) -> Move:
    ((name, value),) = entry.items()
    if name != "given":
        return _MOVES[name](*map(str, value))  # type: ignore[no-any-return]
    from assistant.run import Reading

    text = value.get("text", "")
    if "text_file" in value:
        inside = Path(value["text_file"]).name
        text = (beside / inside).read_text(encoding="utf-8", errors="replace")
    return Given(str(value["kind"]), str(value["name"]), Reading(), text)


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then put it in its place: a crash leaves the old one whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
