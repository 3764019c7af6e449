"""Words to symptoms: the phrases that the answers declare, with negation and doubt kept out.

Numbers in prose that a curve could hold are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.observe.observation import Observation
from assistant.run import Words
from assistant.symptoms import SYMPTOMS

_CLAUSE = re.compile(r"(?<=[^\d])[.](?=\s|$)|[;!?\n。;!?,]|,(?=\s)| (?:but|however|although|whereas) ", re.I)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|neither|nor|cannot|n't|isn't|doesn't|don't|didn't|wasn't|won't|can't|hardly|instead of|rather than|"
    r"prevent\w*|avoid\w*|fixed|solved)\b[\w\s'-]{0,24}$|(?:不是|并不|没有|不会|未|没|既不是|也不是|不)[^,。]{0,3}$",
    re.I,
)
_DOUBTED = re.compile(
    r"\b(?:if|would|could|might|may|should|supposed|expected?|want\w*|hope\w*|try|tried|whether|unless|until|used to|before|"
    r"is (?:it|this|there)|can (?:it|this))\b[\w\s',-]{0,40}$|(?:如果|要是|应该|希望|可能|期望|是否|会不会|以为)[^。]{0,10}$",
    re.I,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORDS = r"(?:(?!(?:not|never|no|without|cannot)\b|\S*n't\b)\S+\s+){0,5}?"


def observe_words(words: Iterable[Words]) -> Iterator[Observation]:
    """Each answer whose phrase stands in the words, once, the longest match of a symptom."""
    best: dict[str, tuple[int, Observation]] = {}
    for piece in words:
        text = " ".join(piece.text.split())
        for symptom, answer, matched in _matches(text):
            says = f"“{matched}”"
            found = Observation(symptom, answer, says, piece.place, 0.85)
            if symptom not in best or len(matched) > best[symptom][0]:
                best[symptom] = (len(matched), found)
    yield from (found for _, found in best.values())


def _matches(text: str) -> Iterator[tuple[str, str, str]]:
    lowered = text.lower()
    for symptom, answer, pattern, hint in _patterns():
        if hint and hint not in lowered:
            continue
        for match in pattern.finditer(lowered):
            if match.end() > match.start() and not _unsaid(lowered, match):
                yield symptom, answer, text[match.start() : match.end()].strip()
                break


def _unsaid(text: str, match: re.Match[str]) -> bool:
    """Denied or only supposed, by what stands before it in its clause."""
    before = text[: match.start()]
    cuts = [cut.end() for cut in _CLAUSE.finditer(before)]
    clause = before[cuts[-1] :] if cuts else before
    if _CLAUSE.search(match[0].rstrip(".;!?")):
        return True
    return bool(_DENIED.search(clause) or _DOUBTED.search(clause))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    """(symptom, answer, pattern, a literal that must stand in the text) for every phrase."""
    found = []
    for symptom in SYMPTOMS.values():
        for name, answer in symptom.answers.items():
            for phrase in answer.phrases:
                found.append((symptom.name, name, compiled(phrase), _literal(phrase)))
    return tuple(found)


def _literal(phrase: str) -> str:
    """A piece of the phrase without any choice: a cheap test before the pattern."""
    plain = re.sub(r"\([^()]*\)\??", " ", re.sub(r"\([^()]*\)\??", " ", phrase))
    plain = re.sub(r"\{\d*,?\d*\}|\.\.|\\.|[|*?\[\]()]", " ", plain)
    pieces = [w for w in plain.split() if not w.endswith("?")]
    return max(pieces, key=len, default="").rstrip("?*")


def compiled(phrase: str) -> re.Pattern[str]:
    """The pattern of a phrase: `..` up to five words, `*` the rest of a word, else as regex."""
    if _HAN.search(phrase):
        return re.compile(phrase.replace("..", "[^,。;]{0,10}?"))
    body = phrase.replace(" .. ", "\x00").replace("..", "\x00")
    body = re.sub(r"\*(?!\))|\*(?=\))", r"[\\w%.-]*", body)
    body = body.replace(" ", r"\s+").replace("\x00", r"\s+" + _WORDS)
    body = re.sub(r"\)\?\\s\+", r"\\s+)?", body)
    return re.compile(r"(?<![\w.])" + body + r"(?!\w)")
