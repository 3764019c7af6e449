"""How like what a person wrote is to each page, and to how others tell of its fault.

BM25 over words and pairs of words (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from assistant.knowledge import folder, load
from assistant.run import Words

K1, B = 1.2, 0.75
"""How soon a word that comes again counts no more, and how much a long text is held against: as in the
literature. Of 200 posts of people the share named right differed by a post or two with others."""
TWICE = 2
"""A word of the person counts so often at most."""
FEW = 8.0
"""Added to the deviation that scores are measured in, 1 for six words and 4 for forty: a few tell little."""
SHOWN, TRIED, SHORT = 3, 12, 3
"""So many terms are quoted of so many, words of so many letters at least, and one more in a pair."""
_WORD = re.compile(r"[a-z]{2,}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s)$")
_APART = frozenset(("Bad", "Good", "Not to be confused with", "Sources"))
"""Sections of a page that speak of code, of other pages, or of papers."""


class Likeness(NamedTuple):
    """How far a page is above the average page, in deviations; the terms that say most, the best first."""

    score: float
    terms: tuple[str, ...]


class _Texts(NamedTuple):
    """Texts by page: how often each term is in it, how long it is to the average; how many hold a term."""

    counts: Mapping[str, Mapping[str, int]]
    lengths: Mapping[str, float]
    spread: Mapping[str, int]


def alike(words: Iterable[Words]) -> dict[str, Likeness]:
    """The likeness of each page of a fault to a person's words; empty where they share no telling word."""
    asked = Counter(term for piece in words for term in _terms(piece.text))
    told = [_scores(texts, asked) for texts in (_pages(), _told())]
    found = {}
    for page in load().pages:
        terms = Counter[str]()
        for scores in told:
            terms.update(scores[page][1])
        score = sum(scores[page][0] for scores in told) / len(told)
        found[page] = Likeness(score, tuple(term for term, _ in terms.most_common(TRIED)))
    return found if any(one.score for one in found.values()) else {}


def quoted(like: Likeness, words: Sequence[Words]) -> tuple[tuple[str, ...], str]:
    """The telling terms as the person spelled them, none within another, and where the first one stands."""
    found: list[str] = []
    place = ""
    for term in like.terms:
        if len(found) == SHOWN:
            break
        parts = term.split()
        if any(len(part) < SHORT + len(parts) - 1 for part in parts):
            continue  # `net for` tells, and reads as nothing
        if any(set(parts) & set(_terms(one)) for one in found):
            continue
        pattern = r"\W*".join(rf"{re.escape(part)}[a-z]{{0,3}}" for part in parts)
        written = re.compile(rf"(?<![a-z]){pattern}(?![a-z])", re.I)
        for piece in words:
            if match := written.search(piece.text) or written.search(_CAMEL.sub(" ", piece.text)):
                found.append(" ".join(match[0].split()))
                place = place or str(piece.place)
                break
    return tuple(found), place


def _terms(text: str) -> list[str]:
    """Words without their endings, and each pair of neighbors."""
    found = [_ENDING.sub("", word) for word in _WORD.findall(_CAMEL.sub(" ", text).lower())]
    return [*found, *(f"{one} {other}" for one, other in pairwise(found))]


@cache
def _pages() -> _Texts:
    """What the pages say of the faults themselves."""
    return _texts(
        {
            page.id: "\n".join(
                (
                    page.title,
                    page.summary,
                    *(text for name, text in page.sections.items() if name not in _APART),
                )
            )
            for page in load().pages.values()
        }
    )


@cache
def _told() -> _Texts:
    """How people tell of each fault before they know it."""
    files = {path.stem: path for path in (folder() / "told").glob("*.txt")}
    return _texts({id: files[id].read_text(encoding="utf-8") if id in files else "" for id in load().pages})


def _texts(by_page: Mapping[str, str]) -> _Texts:
    counts = {page: Counter(_terms(text)) for page, text in by_page.items()}
    lengths = {page: sum(terms.values()) for page, terms in counts.items()}
    average = sum(lengths.values()) / len(lengths)
    spread = Counter(term for terms in counts.values() for term in terms)
    return _Texts(counts, {page: length / average for page, length in lengths.items()}, spread)


def _scores(texts: _Texts, asked: Mapping[str, int]) -> dict[str, tuple[float, dict[str, float]]]:
    """For each page its score among all, and what each term gives."""
    pages = len(texts.counts)
    rare = {
        term: min(times, TWICE)
        * math.log(1 + (pages - texts.spread[term] + 0.5) / (texts.spread[term] + 0.5))
        for term, times in asked.items()
        if term in texts.spread
    }
    given = {}
    for page, counts in texts.counts.items():
        length = K1 * (1 - B + B * texts.lengths[page])
        given[page] = {
            term: weight * counts[term] * (K1 + 1) / (counts[term] + length)
            for term, weight in rare.items()
            if term in counts
        }
    sums = {page: math.fsum(terms.values()) for page, terms in given.items()}
    mean = math.fsum(sums.values()) / pages
    deviation = math.sqrt(math.fsum((one - mean) ** 2 for one in sums.values()) / pages)
    return {page: ((sums[page] - mean) / (deviation + FEW), given[page]) for page in sums}
