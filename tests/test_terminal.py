"""The bytes of a terminal: pastes are taken whole, however they are cut, and all else passes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant import saved
from assistant.tui.terminal import BEGIN, END, PasteFilter


def fed(*pieces: bytes) -> tuple[list[bytes], bytes]:
    """The pastes, and the rest."""
    pastes, rest, filter = [], b"", PasteFilter()
    for piece in pieces:
        for pasted, data in filter.feed(piece):
            if pasted:
                pastes.append(data)
            else:
                rest += data
    return pastes, rest


def test_a_paste_between_keys() -> None:
    assert fed(b"a" + BEGIN + b"one\ntwo" + END + b"\r") == ([b"one\ntwo"], b"a\r")
    assert fed(BEGIN + END) == ([b""], b"")
    assert fed(BEGIN + b"x" + END + BEGIN + b"y" + END) == ([b"x", b"y"], b"")


def test_a_paste_that_never_ends_holds_nothing_else_back() -> None:
    assert fed(b"k", BEGIN + b"abc") == ([], b"k")


@given(
    st.binary(max_size=200).filter(lambda b: b"\x1b" not in b),
    st.lists(st.integers(0, 230), max_size=6),
)
def test_the_end_is_found_however_the_bytes_are_cut(body: bytes, cuts: list[int]) -> None:
    whole = body + END + b"after"
    places = sorted({min(cut, len(whole)) for cut in cuts} | {0, len(whole)})
    pieces = [whole[a:b] for a, b in pairwise(places)]
    pastes, rest = fed(BEGIN, *pieces)
    assert pastes == [body]
    assert rest == b"after"


class Shell:
    """The command in a terminal of its own."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.environ.update(XDG_DATA_HOME=str(data), TERM="xterm-256color")
            os.execv(sys.executable, [sys.executable, "-m", "assistant", *arguments])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.heard = b""

    def wait_for(self, text: str) -> None:
        """Read what is drawn until a text comes by."""
        end = time.monotonic() + 30
        while text.encode() not in self.heard:
            assert time.monotonic() < end, f"{text!r} never came: {self.heard[-500:]!r}"
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.heard += os.read(self.terminal, 65536)

    def send(self, data: bytes) -> None:
        """Bytes as a terminal sends them."""
        self.heard = b""
        os.write(self.terminal, data)

    def leave(self) -> int:
        """Ctrl+Q; the exit status."""
        self.send(b"\x11")
        while True:
            try:
                if not os.read(self.terminal, 65536):
                    break
            except OSError:  # the other side is closed
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_a_real_terminal_from_the_first_key_to_resume(tmp_path: Path) -> None:
    """Bytes that are no text, a paste without brackets, one with them, Ctrl+Q, and going on."""
    shell = Shell(tmp_path)
    shell.wait_for("over the whole run")
    shell.send(b"\xff\xfe\x80" + b"\x15")
    shell.send(b"".join(b"epoch %d train loss %.4f\r" % (n, 3 / (n + 1)) for n in range(9)))
    shell.wait_for("9 epochs: train loss 3")
    shell.send(BEGIN + bytes(range(128, 256)) * 40 + b"\n\n" + END)
    shell.wait_for("binary data")
    shell.send(b"loss is nan after 300 steps\r")
    shell.wait_for("Understood")
    assert shell.leave() == 0
    (session,) = saved.recent(tmp_path / "unstuck" / "sessions")
    assert [type(move).__name__ for move in saved.load(session.path).moves] == ["Given", "Given"]
    again = Shell(tmp_path, "--resume")
    again.wait_for("Where we were")
    assert again.leave() == 0
