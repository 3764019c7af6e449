"""Messages of training software to symptoms, by the table of messages; loaded only where a log has any.

Which lines are messages is known to the reader, what a symptom weighs to neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.observe.messages import MEANINGS, REMARKS, Meaning
from assistant.observe.observation import Observation, figure
from assistant.run import Words

_OVERFLOW = re.compile(
    r"(?i)gradient overflow|grad overflow|overflow! |overflow detected|loss scale overflow"
)
_SCALED = re.compile(
    r"(?i)(?:reducing (?:loss scale )?to|setting (?:loss )?scale to(?: to)?:?|"
    r"loss scale from [\d.e+-]{1,30} to) "
    r"(?P<scale>\d[\d.e+-]{0,30})"
)
_LOWEST = 1.0
"""A loss scale down here helps no longer. At the start it falls by 5 to 16 halvings from 65,536 or 2^32."""
_MANY = 50
"""Overflows that no search for the right scale explains."""
_RAISED = re.compile(r"(?P<name>\w{0,80}(?:Error|Exception)): (?P<text>.{1,400})")
_SAID = 90
"""Characters of a message that are quoted."""


def observe_notices(notices: Iterable[Words]) -> Iterator[Observation]:
    """What the messages say, the surest answer of each symptom; harmless ones say nothing."""
    told = tuple(notices)
    letters = tuple(notice.text.lower() for notice in told)
    best: dict[str, Observation] = {}
    for observation in (*_overflows(told), *_meant(told, letters)):
        before = best.get(observation.symptom)
        if before is None or observation.sure > before.sure:
            best[observation.symptom] = observation
    yield from best.values()


def remarks(notices: Iterable[Words]) -> Iterator[Words]:
    """What is worth saying of messages that answer no symptom: memory, the last exception, idle callbacks.

    Sentences without a full stop, each once, with the place of the message.
    """
    told = tuple(notices)
    letters = tuple(notice.text.lower() for notice in told)
    seen: set[str] = set()
    stopped: Words | None = None
    for notice, text in zip(told, letters, strict=True):
        says = next((said for needle, said in REMARKS if needle in text), "")
        if says and says not in seen:
            seen.add(says)
            yield Words(says, notice.place)
        elif raised := _RAISED.match(notice.text):
            known = any(_observed(meaning, notice, text, letters) for meaning in MEANINGS)
            stopped = None if says or known else Words(f"the run stopped: {_short(raised[0])}", notice.place)
    if stopped is not None:
        yield stopped


def _meant(told: Sequence[Words], letters: Sequence[str]) -> Iterator[Observation]:
    for notice, text in zip(told, letters, strict=True):
        for meaning in MEANINGS:
            yield from _observed(meaning, notice, text, letters)


def _observed(meaning: Meaning, notice: Words, text: str, letters: Sequence[str]) -> tuple[Observation, ...]:
    """The answers that one row of the table finds in one message."""
    if meaning.needle not in text:
        return ()
    match = re.search(meaning.pattern, notice.text)
    if match is None or not meaning.holds(match):
        return ()
    if meaning.unless and any(meaning.unless in other for other in letters):
        return ()
    says = _short(meaning.says.format(**{key: value or "" for key, value in match.groupdict().items()}))
    return tuple(
        Observation(symptom, answer, says, notice.place, sure) for symptom, answer, sure in meaning.answers
    )


def _overflows(told: Iterable[Words]) -> Iterator[Observation]:
    """Overflows of float16 that do not end: a handful while the loss scale is searched are normal."""
    lowest: tuple[float, Words] | None = None
    count = 0
    last: Words | None = None
    for notice in told:
        overflown, scaled = _OVERFLOW.search(notice.text), _SCALED.search(notice.text)
        if overflown:
            count, last = count + 1, notice
        if (
            scaled
            and (scale := _number(scaled["scale"])) is not None
            and (lowest is None or scale <= lowest[0])
        ):
            lowest = scale, notice
    if lowest is not None and lowest[0] <= _LOWEST:
        says, place = f"gradients overflow until the loss scale is {figure(lowest[0])}", lowest[1].place
    elif count >= _MANY and last is not None:
        says, place = f"{count} gradient overflows in float16", last.place
    else:
        return
    yield Observation("framework_warning", "float16-overflow", says, place, 0.85)
    yield Observation("precision", "half", says, place, 0.95)
    yield Observation("gradient_norm", "nan", says, place, 0.9)


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip(".+-e"))
    except ValueError:
        return None


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SAID else flat[: _SAID - 1].rstrip() + "…"
