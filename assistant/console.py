"""What all commands share: exit status, one line of error, output as UTF-8, width, colors, a pager.

Nothing heavy is imported here: `--help` goes through it too.
"""

from __future__ import annotations

import os
import sys
from enum import IntEnum

WIDEST, NARROWEST = 80, 40
"""Columns that a report takes at most and at least."""
_LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8"}
"""Ends at once what fits the screen, shows colors, leaves the text on the screen."""


class ExitCode(IntEnum):
    """What the command's exit status says."""

    FINE = 0
    """Nothing wrong was found (or it cannot be told)."""
    CAUSES = 1
    """A cause stands out."""
    USAGE = 2
    """Wrong usage, or nothing that can be read."""
    BROKEN = 3
    """The knowledge base is broken."""


class Stop(Exception):
    """One clear line for standard error and the exit status."""

    def __init__(self, message: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.code = code


def interactive() -> bool:
    """Whether a person sits at both ends."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def shows(quiet: bool = False) -> bool:
    """Whether somebody watches standard error, so that progress is worth its lines."""
    return not quiet and sys.stderr is not None and sys.stderr.isatty()


def colored() -> bool:
    """Whether standard output is a terminal that wants colors."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def columns(widest: int = WIDEST) -> int:
    """Columns to write in: COLUMNS, else the terminal's, else 80; never over `widest`, never under 40."""
    return max(NARROWEST, min(widest, _size()[0]))


def _size() -> tuple[int, int]:
    """Columns and lines, as `shutil.get_terminal_size` tells them, which takes longer to load than to ask."""
    try:
        there = tuple(os.get_terminal_size(sys.__stdout__.fileno())) if sys.__stdout__ else (0, 0)
    except (OSError, ValueError):
        there = (0, 0)
    asked = [os.environ.get(name, "") for name in ("COLUMNS", "LINES")]
    sizes = [int(text) if text.isdecimal() else 0 for text in asked]
    return sizes[0] or there[0] or WIDEST, sizes[1] or there[1] or 24


def out(text: str) -> None:
    """To standard output as UTF-8, whatever the locale says."""
    if sys.stdout is None:
        raise Stop("standard output is closed")
    try:
        sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_output()
        raise Stop(f"the report cannot be written: {error.strerror}") from None


def forget_output() -> None:
    """Send what is still buffered nowhere, or Python fails once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def page(text: str, paged: bool = True) -> None:
    """To the pager where a person reads at a terminal and the text is longer than it; else straight out.

    The pager is $PAGER, as for git and man; `cat` or nothing in it turns it off.
    """
    pager = _pager() if paged and interactive() and _long(text) else []
    if not pager:
        out(text)
        return
    import subprocess

    environment = {name: os.environ.get(name) or value for name, value in _LESS.items()}
    try:
        process = subprocess.Popen(  # noqa: S603 - what the person chose, no shell
            pager, stdin=subprocess.PIPE, env={**os.environ, **environment}
        )
    except OSError:
        out(text)
        return
    try:
        process.communicate(text.encode("utf-8", errors="replace"))
    except KeyboardInterrupt:  # means the pager, which goes on; so does `git log`
        process.wait()


def _pager() -> list[str]:
    import shlex
    import shutil

    chosen = os.environ.get("PAGER")
    if chosen is None:
        return next(([found] for name in ("less", "more") if (found := shutil.which(name))), [])
    try:
        words = shlex.split(chosen)
    except ValueError:
        return []
    return [] if words[:1] == ["cat"] else words


def _long(text: str) -> bool:
    width, height = _size()
    return sum(1 + len(line) // width for line in text.split("\n")) >= height
