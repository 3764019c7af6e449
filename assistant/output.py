"""Files for a person, written whole or not at all; what is there and not ours stays.

What stands in them is not known here.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


class Unwritten(ValueError):
    """A file that is left as it was; the message is one clear line."""


def existing(path: Path) -> str | None:
    """The text of a file, line ends as they are; None where there is none, or where it is no text.

    Raises Unwritten where it cannot be read, or is no file.
    """
    try:
        if not path.exists():
            return None
        if not path.is_file():
            raise Unwritten(f"{path}: {'a directory' if path.is_dir() else 'not a regular file'}")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    except (OSError, ValueError) as error:
        raise error if isinstance(error, Unwritten) else Unwritten(_said(path, error)) from None


def check(path: Path, *, mine: bool, force: bool) -> None:
    """Raise Unwritten where a file must not be written: it is somebody else's, or read-only.

    mine: whether what is there was made by this program, and may be made anew.
    """
    try:
        target = Path(os.path.realpath(path))
        there = target.exists()
        if there and not target.is_file():
            raise Unwritten(f"{path}: {'a directory' if target.is_dir() else 'not a regular file'}")
        if there and not mine and not force:
            raise Unwritten(f"{path}: exists already; --force writes over it")
        if there and not os.access(target, os.W_OK):
            raise Unwritten(f"{path}: Permission denied")
        if not target.parent.is_dir():
            raise Unwritten(f"{path}: there is no directory {target.parent}")
    except (OSError, ValueError) as error:
        raise error if isinstance(error, Unwritten) else Unwritten(_said(path, error)) from None


def write(texts: dict[Path, str]) -> None:
    """Write the files, each whole, and none before all of them are on the disk. Raises Unwritten.

    A file keeps its mode; a link stays a link, and what it points at is written.
    """
    parts: list[tuple[str, Path]] = []
    path = Path()
    try:
        for path, text in texts.items():
            target = Path(os.path.realpath(path))
            parts.append((_part(target, text), target))
        for part, target in parts:
            path = target
            os.replace(part, target)
    except (OSError, ValueError) as error:
        raise Unwritten(_said(path, error)) from None
    finally:
        for part, _ in parts:
            if os.path.exists(part):
                os.unlink(part)


def _part(target: Path, text: str) -> str:
    """The text in a file of its own beside the target."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
    except BaseException:
        os.unlink(name)
        raise
    return name


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _said(path: Path, error: Exception) -> str:
    return f"{path}: {getattr(error, 'strerror', None) or error}"
