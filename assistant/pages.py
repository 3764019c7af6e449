"""One Markdown page to a Page; what is wrong with it is said with file and line.

What pages mean together is checked by the loader of the knowledge base, not here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from assistant.tree import Evidence, Rule

HEADINGS = (
    "What you see",
    "Why it happens",
    "Bad",
    "Good",
    "Check",
    "Fix",
    "Not to be confused with",
    "Sources",
)
FRAMEWORKS = {"PyTorch": "pytorch", "Keras 3": "keras"}


class PageError(ValueError):
    """A page that breaks a rule; the message starts with `file:line:`."""


class Page(NamedTuple):
    """One cause. bad and good: code by framework. checks: small experiments, cheapest first.

    signs: the items of *What you see*. asks: for each check the symptom that its outcome answers, or "".
    """

    id: str
    title: str
    summary: str
    kind: str
    sections: Mapping[str, str]
    bad: Mapping[str, str]
    good: Mapping[str, str]
    checks: tuple[str, ...]
    rule: Rule
    links: frozenset[str]
    text: str
    signs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def fix(self) -> str:
        """The section *Fix*, as Markdown."""
        return self.sections.get("Fix", "")


class Case(NamedTuple):
    """A documented story with the log that must lead to its causes, in this order."""

    id: str
    title: str
    logs: tuple[str, ...]
    words: tuple[str, ...]
    causes: tuple[str, ...]
    verdict: str
    framework: str
    text: str


class _Fence(NamedTuple):
    """A fenced block: its info string, its lines, the section and sub-heading it stands under."""

    info: str
    body: str
    line: int
    section: str
    heading: str


class _Outline(NamedTuple):
    """A page in one pass over its lines. sections leave out the block that the program reads."""

    title: str
    summary: str
    sections: dict[str, str]
    lines: dict[str, int]
    fences: tuple[_Fence, ...]


def parse_page(path: Path, headings: tuple[str, ...] = HEADINGS) -> Page:
    """The page of a file. Raises PageError."""
    text = path.read_text(encoding="utf-8")
    outline = _outline(path, text)
    _check_headings(path, text, outline, headings)
    table, line = _toml(path, outline)
    rule = _Rule(path, line, text)
    checks = _items(outline.sections.get("Check", ""), ("- [ ] ", "- [x] "))
    return Page(
        id=path.stem,
        title=outline.title,
        summary=outline.summary,
        kind=rule.take(table, "kind", str, "fault"),
        sections=outline.sections,
        bad=_code(outline, "Bad"),
        good=_code(outline, "Good"),
        checks=checks,
        rule=rule.parse(table),
        links=_links(text),
        text=text,
        signs=_items(outline.sections.get("What you see", ""), ("- ",)),
        asks=rule.asks(table, len(checks)),
    )


def parse_case(path: Path) -> Case:
    """The case of a file. Raises PageError."""
    text = path.read_text(encoding="utf-8")
    outline = _outline(path, text)
    table, line = _toml(path, outline)
    rule = _Rule(path, line, text)
    return Case(
        id=path.stem,
        title=outline.title,
        logs=tuple(fence.body for fence in outline.fences if fence.info == "log"),
        words=tuple(fence.body for fence in outline.fences if fence.info == "text"),
        causes=tuple(rule.take(table, "causes", list, [])),
        verdict=rule.take(table, "verdict", str, "faulty"),
        framework=rule.take(table, "framework", str, ""),
        text=text,
    )


def without_rule(text: str) -> str:
    """The page as people read it: without the block that only the program reads."""
    kept, skipping = [], False
    for line in text.split("\n"):
        if line.startswith("```toml"):
            skipping = True
        elif skipping and line.startswith("```"):
            skipping = False
        elif not skipping:
            kept.append(line)
    return "\n".join(kept).rstrip() + "\n"


def _outline(path: Path, text: str) -> _Outline:
    """Title, summary, sections and fences."""
    if not text.startswith("# "):
        raise PageError(f"{path}:1: a page starts with '# ' and its title")
    sections: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    fences: list[_Fence] = []
    summary: list[str] = []
    section, heading, opened, begun = "", "", "", 0
    block: list[str] = []
    title, *rest = text.split("\n")
    for number, line in enumerate(rest, start=2):
        target = sections[section] if section else summary
        if opened:
            if line.rstrip() == "```":
                fences.append(_Fence(opened[3:].strip(), "\n".join(block) + "\n", begun, section, heading))
                if not opened.startswith("```toml"):
                    target.extend([opened, *block, line])
                opened = ""
            else:
                block.append(line)
        elif line.startswith("```"):
            opened, block, begun = line, [], number
        elif line.startswith("## "):
            section, heading = line[3:].strip(), ""
            sections[section], places[section] = [], number
        else:
            if line.startswith("### "):
                heading = line[4:].strip()
            target.append(line)
    bodies = {name: "\n".join(lines).strip() for name, lines in sections.items()}
    flat = " ".join(" ".join(summary).split())
    return _Outline(title[2:].strip(), flat, bodies, places, tuple(fences))


def _check_headings(path: Path, text: str, outline: _Outline, headings: tuple[str, ...]) -> None:
    names = tuple(outline.sections)
    if not headings or names == headings:
        return
    pairs = zip(names, headings, strict=False)
    wrong = next(
        (n for n, (name, right) in enumerate(pairs) if name != right), min(len(names), len(headings))
    )
    line = outline.lines[names[wrong]] if wrong < len(names) else text.count("\n") + 1
    expected = headings[wrong] if wrong < len(headings) else "nothing more"
    raise PageError(f"{path}:{line}: expected the heading {expected!r}")


def _toml(path: Path, outline: _Outline) -> tuple[dict[str, Any], int]:
    """The rule's table, and the line that its block begins in."""
    blocks = [fence for fence in outline.fences if fence.info == "toml"]
    if len(blocks) != 1:
        raise PageError(f"{path}:1: a page holds one toml block, this one {len(blocks)}")
    try:
        return tomllib.loads(blocks[0].body), blocks[0].line
    except tomllib.TOMLDecodeError as error:
        inner = re.search(r"line (\d+)", str(error))
        line = blocks[0].line + (int(inner[1]) if inner else 0)
        raise PageError(f"{path}:{line}: {error}") from None


class _Rule(NamedTuple):
    """Reads a rule's table and says what is wrong with its line."""

    path: Path
    begins: int
    text: str

    def take(self, table: dict[str, Any], key: str, kind: Any, default: Any) -> Any:
        value = table.get(key, default)
        if value is None or not isinstance(value, kind):
            raise self.error(key, f"{key!r} is missing or of the wrong kind")
        return value

    def parse(self, table: dict[str, Any]) -> Rule:
        prior = self.take(table, "prior", (int, float), None)
        minutes = self.take(table, "minutes", (int, float), None)
        if prior <= 0 or minutes <= 0:
            raise self.error("prior", "prior and minutes are above 0")
        for key in table:
            if key not in ("prior", "minutes", "kind", "asks", "needs", "evidence"):
                raise self.error(key, f"unknown key {key!r}")
        entries = self.take(table, "evidence", list, [])
        needs = frozenset(self.take(table, "needs", list, []))
        return Rule(float(prior), float(minutes), tuple(self._evidence(entries)), needs)

    def asks(self, table: dict[str, Any], checks: int) -> tuple[str, ...]:
        named = self.take(table, "asks", list, [])
        if len(named) > checks or not all(isinstance(name, str) for name in named):
            raise self.error("asks", "'asks' names a symptom (or \"\") for each check, at most")
        return (*named, *[""] * (checks - len(named)))

    def _evidence(self, entries: list[Any]) -> Iterator[Evidence]:
        for entry in entries:
            symptom, answers, times = entry.get("symptom"), entry.get("is"), entry.get("times")
            at = f'"{symptom}"'
            if not isinstance(symptom, str) or not isinstance(times, int | float) or times <= 0:
                raise self.error(at, "evidence has symptom, is, and times above 0")
            listed = [answers] if isinstance(answers, str) else answers
            if not isinstance(listed, list) or not listed or not all(isinstance(a, str) for a in listed):
                raise self.error(at, "'is' takes one answer or a list of answers")
            for key in entry:
                if key not in ("symptom", "is", "times", "then"):
                    raise self.error(at, f"unknown key {key!r} in evidence")
            then = tuple(self._evidence(entry.get("then", [])))
            yield Evidence(symptom, frozenset(listed), float(times), then)

    def error(self, what: str, says: str) -> PageError:
        lines = self.text.split("\n")
        found = (n for n, line in enumerate(lines, start=1) if n >= self.begins and what in line)
        return PageError(f"{self.path}:{next(found, self.begins)}: {says}")


def _code(outline: _Outline, section: str) -> dict[str, str]:
    """Code blocks by framework: the first fence under each sub-heading of the section."""
    found: dict[str, str] = {}
    for fence in outline.fences:
        framework = FRAMEWORKS.get(fence.heading) if fence.section == section else None
        if framework is not None:
            found.setdefault(framework, fence.body)
    return found


def _items(section: str, begins: tuple[str, ...]) -> tuple[str, ...]:
    """The items of a list, each on one line; what stands before the first is left out."""
    items: list[list[str]] = []
    for line in section.split("\n"):
        sign = next((sign for sign in begins if line.startswith(sign)), "")
        if sign:
            items.append([line[len(sign) :].strip()])
        elif items and line.strip():
            items[-1].append(line.strip())
    return tuple(" ".join(item) for item in items)


def _links(text: str) -> frozenset[str]:
    """The ids of the pages that a page links to."""
    ends = (piece.partition(")")[0] for piece in text.split("](")[1:])
    return frozenset(end.removeprefix("../pitfalls/")[:-3] for end in ends if end.endswith(".md"))
