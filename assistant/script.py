"""What a training script says of itself: the traits of a training, each with the piece of code that shows it.

Nothing here says what a trait means for the training.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from assistant.run import Fact, Place


class Span(NamedTuple):
    """A piece of code: lines from 1, columns in characters from 0; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Trait(NamedTuple):
    """One thing that a script does or leaves out.

    says: in words, with the names of the code. spans: the pieces of code that an edit may need.
    more: texts that go with them (names of variables, values). sure: 1 minus the odds that it was
    read by accident.
    """

    name: str
    value: str
    says: str
    span: Span
    spans: Mapping[str, Span] = MappingProxyType({})
    more: Mapping[str, str] = MappingProxyType({})
    sure: float = 0.97


class Line(NamedTuple):
    """Where one line of the code stands in its file; indent: what was taken off in front of it."""

    source: str
    number: int
    text: str


class Script(NamedTuple):
    """One script, or the code of one post or notebook, after it was read.

    path: as it was given. lines: the code as its author wrote it, and where. framework: `pytorch`,
    `keras`, `sklearn` or empty. traits: in the order of the code. facts: settings, named as those of a
    log. skipped: lines that are no Python and were left out. mendable: an edit of it is an edit of the
    file. whole: a file or a notebook, not a piece out of a post. account: what else it says of its
    training, in its own words.
    """

    path: str
    lines: tuple[Line, ...]
    framework: str
    traits: tuple[Trait, ...]
    facts: tuple[Fact, ...] = ()
    skipped: int = 0
    mendable: bool = True
    whole: bool = True
    account: tuple[Fact, ...] = ()

    def place(self, span: Span) -> Place:
        """Where a piece of code stands in its source."""
        at = min(max(span.line, 1), len(self.lines)) - 1
        first = self.lines[at]
        last = self.lines[min(max(span.end_line, 1), len(self.lines)) - 1]
        return Place(first.source, first.number, last.number if last.source == first.source else first.number)
