"""The bytes of a terminal: pastes are taken whole, however they are cut, and all else passes."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

if sys.platform == "win32":
    pytest.skip("Unix terminals", allow_module_level=True)

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
