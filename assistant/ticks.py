"""A checklist read back: ticks and strikes as answers, and all that a person wrote, kept in the next one.

Items are known by the id in their comment, our own lines by the hashes in a comment at the end.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

MARKER = "<!-- unstuck checklist 1 -->"
KEPT = "## Kept from before"
_ID = re.compile(r"\s*<!-- id: ([a-z0-9_=/-]+) -->\s*$")
_TASK = re.compile(r"^(\s*)((?:[-*+]|\d+[.)])\s+)\[([ xX])\](?=\s|$)")
_SIGNATURE = re.compile(r"<!-- unstuck wrote, to tell your notes from it:\s*([0-9a-f\s]*)-->")
_BLANK = "0"
_LEADS = ("not=", "ask=")


class Told(NamedTuple):
    """What a checklist says: symptom to answer, causes that are ruled out, and what is unclear in it."""

    answers: dict[str, str]
    ruled_out: tuple[str, ...]
    unclear: tuple[str, ...]


class Line(NamedTuple):
    """A line of a checklist. id: of its item, or empty; ours: not written by a person."""

    text: str
    id: str
    ours: bool


class Note(NamedTuple):
    """Lines of a person. key: the item or heading they stand under; before: hashes of our lines between."""

    key: str
    before: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A checklist as a person left it."""

    lines: tuple[Line, ...] = ()
    ticked: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    signed: bool = True
    newline: str = "\n"
    notes: tuple[Note, ...] = field(default=())
    edited: dict[str, str] = field(default_factory=dict)


def is_ours(text: str) -> bool:
    """Whether a text is a checklist of this program."""
    return MARKER in text


def parse(text: str, written: Sequence[str] = ()) -> Filled:
    """The checklist as a person left it.

    written: our lines of now; they stand in where the comment that names our lines of then is gone.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    signature = next(reversed(list(_SIGNATURE.finditer(text))), None)  # a note may hold another list
    wrote = [hashed(line) for line in written]
    if signature is not None:
        wrote = signature[1].split()
        text = text[: signature.start()] + text[signature.end() :]
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    ours = _ours(lines, wrote)
    found = [Line(line, _id(line), mine) for line, mine in zip(lines, ours, strict=True)]
    tasks = [(line.id, line.text) for line in found if line.id and (_TASK.match(line.text) or line.ours)]
    notes, edited = _notes(found)
    return Filled(
        lines=tuple(found),
        ticked=frozenset(id for id, line in tasks if _ticked(line)),
        struck=frozenset(id for id, line in tasks if _struck(id, line)),
        signed=signature is not None,
        newline=newline,
        notes=notes,
        edited=edited,
    )


def told(filled: Filled) -> Told:
    """The answers and exclusions of a checklist; names are not checked against what is declared."""
    answers: dict[str, list[str]] = {}
    ruled_out = set()
    for id in sorted(filled.ticked):
        symptom, equals, value = id.partition("=")
        if id.startswith("not="):
            ruled_out.add(value)
        elif equals and not id.startswith(_LEADS):
            answers.setdefault(symptom, []).append(value)
    ruled_out |= {id for id in filled.struck if "=" not in id and "/" not in id}
    unclear = [
        f"{symptom} is ticked as {' and as '.join(values)}: neither counts"
        for symptom, values in answers.items()
        if len(values) > 1
    ]
    return Told(
        {symptom: values[0] for symptom, values in answers.items() if len(values) == 1},
        tuple(sorted(ruled_out)),
        tuple(unclear),
    )


def written(lines: Sequence[str], previous: Iterable[str] = ()) -> str:
    """The text of a new list with the ticks, strikes and notes of earlier ones, ending in a newline.

    lines: as a renderer made them. Where nothing but ticks changed, what was there stays byte for byte.
    """
    text = _signed([(line, True) for line in lines])
    newline = "\n"
    for earlier in previous:
        current = [(line.text, line.ours) for line in parse(text).lines]
        filled = parse(earlier, [line for line, ours in current if ours])
        newline = filled.newline
        text = _signed(_merged(current, filled))
    return text.replace("\n", newline)


@lru_cache(4096)
def hashed(line: str) -> str:
    """A line without its tick, its strikes and what trails, as ten hexadecimal digits."""
    plain = _TASK.sub(r"\1\2[ ]", line).replace("~~", "").rstrip()
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=5).hexdigest() if plain else _BLANK


def _signed(lines: Iterable[tuple[str, bool]]) -> str:
    """The text, with the hashes of our own lines in a comment at its end."""
    lines = list(lines)
    while lines and not lines[-1][0].strip():
        lines.pop()
    hashes = [hashed(line) for line, ours in lines if ours]
    rows = [" ".join(hashes[n : n + 10]) for n in range(0, len(hashes), 10)]
    comment = ["", "<!-- unstuck wrote, to tell your notes from it:", *rows, "-->"]
    return "\n".join([*(line for line, _ in lines), *comment]) + "\n"


def _id(line: str) -> str:
    found = _ID.search(line)
    return found[1] if found else ""


def _ticked(line: str) -> bool:
    task = _TASK.match(line)
    return task is not None and task[3] in "xX"


def _struck(id: str, line: str) -> bool:
    """A cause by any strike in its line; another item where all of it is struck."""
    text = _words(line)
    return "~~" in text if "=" not in id and "/" not in id else bool(re.fullmatch(r"~~.+~~", text))


def _words(line: str) -> str:
    """A line of an item without its box and its id."""
    return re.sub(r"^\s*[-*+]\s+", "", _ID.sub("", _TASK.sub("", line))).strip()


def _ours(lines: Sequence[str], wrote: Sequence[str]) -> list[bool]:
    """Which lines this program wrote: those that align, the blanks beside them, and what was only moved."""
    hashes = [hashed(line) for line in lines]
    ours = [False] * len(lines)
    said = [n for n, mark in enumerate(wrote) if mark != _BLANK]
    read = [n for n, mark in enumerate(hashes) if mark != _BLANK]
    aligned = SequenceMatcher(None, [wrote[n] for n in said], [hashes[n] for n in read], autojunk=False)
    found = {
        said[then + n]: read[now + n]
        for then, now, size in aligned.get_matching_blocks()
        for n in range(size)
    }
    for n in found.values():
        ours[n] = True
    for before, after in pairwise([-1, *said, len(wrote)]):
        blanks = after - before - 1
        if before in found:
            blanks -= _taken(hashes, ours, range(found[before] + 1, len(hashes)), blanks)
        if after in found:
            _taken(hashes, ours, range(found[after] - 1, -1, -1), blanks)
    left = Counter(wrote) - Counter(mark for mark, mine in zip(hashes, ours, strict=True) if mine)
    for n, mark in enumerate(hashes):
        if not ours[n] and left[mark] > 0 and _tells(lines[n]):
            left[mark] -= 1
            ours[n] = True
    return ours


def _taken(hashes: Sequence[str], ours: list[bool], places: range, most: int) -> int:
    """Mark the blank lines that come first, so many at most, as ours; how many they are."""
    count = 0
    for n in places[:most]:
        if hashes[n] != _BLANK or ours[n]:
            break
        ours[n] = True
        count += 1
    return count


def _tells(line: str) -> bool:
    """Whether a line is long enough to be known again out of its place: no fence, no brace, no blank."""
    return sum(map(str.isalnum, line)) >= 12 and not line.lstrip().startswith("```")


def _notes(lines: Sequence[Line]) -> tuple[tuple[Note, ...], dict[str, str]]:
    """The person's lines with their places, and their wording of our items by id."""
    known = {line.id for line in lines if line.ours and line.id}
    notes: list[tuple[str, tuple[str, ...], list[str]]] = []
    edited: dict[str, str] = {}
    key = ""
    before: list[str] = []
    open_note = False
    for line in lines:
        if line.ours:
            if line.id or line.text.startswith("#"):
                key, before = line.id or line.text, []
            before.append(hashed(line.text))
        elif line.id and line.id not in known and line.id not in edited and _TASK.match(line.text):
            edited[line.id] = line.text
            key, before = line.id, []
        elif open_note:
            notes[-1][2].append(_ID.sub("", line.text))
            continue
        else:
            notes.append((key, tuple(before), [_ID.sub("", line.text)]))
            open_note = True
            continue
        open_note = False
    return tuple(Note(key, before, tuple(said)) for key, before, said in notes), edited


def _merged(current: list[tuple[str, bool]], filled: Filled) -> list[tuple[str, bool]]:
    """The new lines with what the person left: ticks and strikes by id, notes by their place."""
    lines = [(_marked(text, filled) if ours else text, ours) for text, ours in current]
    places = {_id(text): n for n, (text, ours) in enumerate(lines) if ours and _id(text)}
    inserted: dict[int, list[tuple[str, bool]]] = {}
    homeless: list[str] = []
    for id, wording in filled.edited.items():
        if id in places:
            inserted.setdefault(places[id] + 1, []).extend(_wording(lines[places[id]][0], wording))
    keys = _segments(lines)
    for note in filled.notes:
        if note.key in keys or not note.key:
            at = _place(lines, keys.get(note.key, (0, len(lines))), note)
            inserted.setdefault(at, []).extend((line, False) for line in note.lines)
        elif note.key not in {line.id for line in filled.lines} and any(map(str.strip, note.lines)):
            homeless += note.lines
    for at, kept in _gone(filled, places, lines).items():
        inserted.setdefault(at, []).extend(kept)
    tail = inserted.pop(len(lines) + 1, [])
    merged = [one for n in range(len(lines) + 1) for one in (*inserted.get(n, []), *lines[n : n + 1])]
    if tail or homeless:
        while merged and not merged[-1][0].strip() and merged[-1][1]:
            merged.pop()
        merged += [("", True), (KEPT, True), ("", True), *((line, False) for line in homeless), *tail]
    return merged


def _marked(line: str, filled: Filled) -> str:
    """The line with the person's tick and strike."""
    id = _id(line)
    if id in filled.ticked and not id.startswith("not="):
        line = _TASK.sub(r"\1\2[x]", line)
    if id in filled.struck and "~~" not in line:
        task = _TASK.match(line)
        begin = task.end() + 1 if task else len(line) - len(line.lstrip()) + 2
        line = f"{line[:begin]}~~{_words(line)}~~ <!-- id: {id} -->"
    return line


def _wording(line: str, wording: str) -> list[tuple[str, bool]]:
    """What the person made of our words: what they added, or all of it where they changed them."""
    ours, theirs = _words(line).replace("~~", ""), _words(wording).replace("~~", "")
    added = theirs.removeprefix(ours).strip()
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return [(f"{indent}- Note: {added}", False)] if added else []


def _segments(lines: Sequence[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    """Each item and heading of ours with its first line and the line after its last."""
    starts = [
        (n, _id(text) or text)
        for n, (text, ours) in enumerate(lines)
        if ours and (_id(text) or text.startswith("#"))
    ]
    ends = [*(n for n, _ in starts[1:]), len(lines)]
    return {key: (n, end) for (n, key), end in zip(reversed(starts), reversed(ends), strict=True)}


def _place(lines: Sequence[tuple[str, bool]], segment: tuple[int, int], note: Note) -> int:
    """Where a note goes: after the last of our lines that stood before it and still does."""
    begin, end = segment
    hashes = [hashed(text) if ours else "" for text, ours in lines[begin:end]]
    for n in range(len(note.before) - 1, -1, -1):
        mark = note.before[n]
        if mark == _BLANK:
            continue
        nth = note.before[: n + 1].count(mark)
        found = [at for at, one in enumerate(hashes) if one == mark]
        if not found:
            continue
        at = found[min(nth, len(found)) - 1] + 1
        blanks = len(note.before) - n - 1 if all(b == _BLANK for b in note.before[n + 1 :]) else 0
        while blanks and at < len(hashes) and hashes[at] == _BLANK:
            at, blanks = at + 1, blanks - 1
        return begin + at
    while end > begin + 1 and not lines[end - 1][0].strip():
        end -= 1
    return end


def _gone(
    filled: Filled, places: dict[str, int], lines: Sequence[tuple[str, bool]]
) -> dict[int, list[tuple[str, bool]]]:
    """Items with something of the person's that the new list has not: at the end of the item they belong to.

    Where that one is gone too they come under a heading of their own, at the end (its place is one
    after the last line).
    """
    parents = _parents(filled.lines)
    noted = {note.key for note in filled.notes if any(map(str.strip, note.lines))} | set(filled.edited)
    wanted = {id for id in parents if id not in places and id in filled.ticked | filled.struck | noted}
    wanted -= {id for id in wanted if id.startswith("not=") and id not in noted and _covered(id, filled)}
    chains = {id: [id, *_above(id, parents)] for id in wanted}
    for chain in list(chains.values()):
        for id in chain:
            if id not in places:
                chains.setdefault(id, [id, *_above(id, parents)])
    kept: dict[int, list[tuple[str, bool]]] = {}
    for line in filled.lines:
        if line.id not in chains or line.text not in (filled.edited.get(line.id), line.text):
            continue
        if not line.ours and filled.edited.get(line.id) != line.text:
            continue
        home = next((id for id in chains[line.id] if id in places), "")
        at = _end(lines, places[home]) if home else len(lines) + 1
        if home and at not in kept and not _TASK.match(lines[at - 1][0]):
            kept[at] = [("", True)]
        text = line.text if home else re.sub(r"\*\*\d+\. ", "**", line.text)
        kept.setdefault(at, []).append((text, True))
        for note in filled.notes:
            if note.key == line.id:
                kept[at].extend((one, False) for one in note.lines)
        del chains[line.id]
    return kept


def _covered(id: str, filled: Filled) -> bool:
    """A ticked “it is not this” is written as a strike of its cause, which the list then has."""
    return id in filled.ticked


def _parents(lines: Iterable[Line]) -> dict[str, str]:
    """Each item and the one it is indented under, or none."""
    found: dict[str, str] = {}
    stack: list[tuple[int, str]] = []
    for line in lines:
        if not line.id and line.ours and line.text.startswith("#"):
            stack = []
        if not line.id or line.id in found or not (line.ours or _TASK.match(line.text)):
            continue
        indent = len(line.text) - len(line.text.lstrip())
        while stack and stack[-1][0] >= indent:
            stack.pop()
        found[line.id] = stack[-1][1] if stack else ""
        stack.append((indent, line.id))
    return found


def _above(id: str, parents: dict[str, str]) -> Iterator[str]:
    while id := parents.get(id, ""):
        yield id


def _end(lines: Sequence[tuple[str, bool]], at: int) -> int:
    """The line after the last that is indented under an item."""
    indent = len(lines[at][0]) - len(lines[at][0].lstrip())
    end = at + 1
    for n in range(at + 1, len(lines)):
        text = lines[n][0]
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            break
        if text.strip():
            end = n + 1
    return end
