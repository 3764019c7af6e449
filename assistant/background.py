"""Reading in a process of its own, so that whoever waits stays free; it can be watched and ended.

Run as `python -c`, the child reads one source; what it says comes back over its standard output.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # numpy
    from assistant.run import Reading

SMALL = 96 * 1024
"""Bytes up to which a source is read at once: starting a process would take longer."""

_CHILD = "import sys; sys.path.insert(0, {root!r}); from assistant.background import _child; _child()"
_STEP = 256 * 1024


class Stamp(NamedTuple):
    """What tells that a source changed: bytes, time of the last change in ns, the file's number on the disk.

    Of a directory: of all files in it together, and its own number.
    """

    size: int
    changed: int
    number: int


GONE = Stamp(-1, -1, -1)
_MOST = 2000
"""Files of a directory that are looked at, with all below it."""


def stamp(path: str) -> Stamp:
    """The stamp of a file or a directory; GONE where there is none."""
    try:
        status = os.stat(path)
        if not stat.S_ISDIR(status.st_mode):
            return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
    except (OSError, ValueError):
        return GONE
    size, newest = 0, 0
    inside = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    for file in islice(inside, _MOST):
        try:
            one = os.stat(file)
        except OSError:
            continue  # it went away in between
        size, newest = size + one.st_size, max(newest, one.st_mtime_ns)
    return Stamp(size, newest, status.st_ino)


class Cancelled(Exception):
    """The reading was ended by the person."""


class Read(NamedTuple):
    """What came of it; text: the pasted text without its secrets, empty for a file."""

    reading: Reading
    text: str = ""


class Job:
    """One reading that can be ended from another thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = False

    def cancel(self) -> None:
        """End it; `read` then raises Cancelled."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def read(self, path: str, text: str, name: str, progress: Callable[[int], None]) -> Read:
        """Read a file, or a pasted text (path is then empty), which becomes the source `name`.

        progress: called with bytes that were taken in. Raises Unreadable and Cancelled.
        """
        size = _size(path) if path else len(text)
        if size <= SMALL and not (path and Path(path).is_dir()):
            done = read_here(path, text, name)
            if self._ended:
                raise Cancelled
            return done
        return self._apart(path, text, name, progress)

    def _apart(self, path: str, text: str, name: str, progress: Callable[[int], None]) -> Read:
        from assistant.readers import Unreadable

        code = _CHILD.format(root=str(Path(__file__).resolve().parent.parent))
        with self._lock:
            if self._ended:
                raise Cancelled
            self._process = process = subprocess.Popen(  # noqa: S603 - this program, no shell
                [sys.executable, "-P", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with process:
                _send(process.stdin, (path, text, name))
                return _received(process.stdout, progress)
        except Unreadable:
            raise
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            if self._ended:
                raise Cancelled from None
            shown = path or name
            raise Unreadable(f"{shown}: the reader ended before its time (out of memory?)") from None


def read_here(path: str, text: str, name: str, progress: Callable[[int], None] | None = None) -> Read:
    """The same in this process. Raises Unreadable."""
    from assistant.readers import read, read_data
    from assistant.readers.secrets import redact

    if path:
        return Read(read(path, progress=progress))
    clean = redact(text)
    return Read(read_data(clean.encode("utf-8", "replace"), name, progress), clean)


def read_said(text: str, name: str) -> Read:
    """A line that a person said: words whatever they look like, with the numbers in them.

    The reader of logs would take “accuracy is 7% on two classes” for a line of a log.
    """
    from assistant.readers.secrets import redact
    from assistant.readers.text import read_text
    from assistant.run import Place, Source, Words

    clean = redact(text)
    read = read_text(clean, name)
    source = Source(name, "text", "words", 1, {"words": 1})
    return Read(read._replace(sources=(source,), runs=(), words=(Words(clean, Place(name)),)), clean)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _send(pipe: IO[bytes], request: tuple[str, str, str]) -> None:
    with pipe:
        pickle.dump(request, pipe)


def _received(pipe: IO[bytes], progress: Callable[[int], None]) -> Read:
    """What the child says: bytes taken in, in between; the reading, or why there is none, at last."""
    from assistant.readers import Unreadable

    while True:
        said = pickle.load(pipe)  # noqa: S301 - from our own child
        if isinstance(said, int):
            progress(said)
        elif isinstance(said, str):
            raise Unreadable(said)
        else:
            return Read(*said)


def _child() -> None:
    """The other side: one request in, progress and one answer out."""
    from assistant.readers import Unreadable

    copyreg.pickle(MappingProxyType, lambda proxy: (MappingProxyType, (dict(proxy),)))
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may be written there
    path, text, name = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    told = 0

    def progress(done: int) -> None:
        nonlocal told
        if done - told >= _STEP:
            told = done
            pickle.dump(done, out)
            out.flush()

    try:
        read = read_here(path, text, name, progress)
    except Unreadable as error:
        pickle.dump(str(error), out)
    else:
        pickle.dump((read.reading, read.text), out)
    out.flush()
