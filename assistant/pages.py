"""One Markdown page to a Page; what is wrong with it is said with file and line.

What pages mean together is checked by the loader of the knowledge base, not here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
_FENCE = re.compile(r"^(`{3,})(\S*)[ \t]*\n(.*?)^\1[ \t]*$", re.M | re.S)
_CHECK = re.compile(r"^- \[[ x]\] (.*?)(?=^- \[|\Z)", re.M | re.S)
_LINK = re.compile(r"\]\((?:\.\./pitfalls/)?([a-z0-9-]+)\.md\)")


class PageError(ValueError):
    """A page that breaks a rule; the message starts with `file:line:`."""


@dataclass(frozen=True, slots=True)
class Page:
    """One cause. bad and good: code by framework. checks: small experiments, cheapest first."""

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

    @property
    def fix(self) -> str:
        """The section *Fix*, as Markdown."""
        return self.sections.get("Fix", "")


@dataclass(frozen=True, slots=True)
class Case:
    """A documented story with the log that must lead to its causes, in this order."""

    id: str
    title: str
    logs: tuple[str, ...]
    words: tuple[str, ...]
    causes: tuple[str, ...]
    verdict: str
    framework: str
    text: str


def parse_page(path: Path, headings: tuple[str, ...] = HEADINGS) -> Page:
    """The page of a file. Raises PageError."""
    text = path.read_text(encoding="utf-8")
    title, summary, sections = _outline(path, text, headings)
    table = _toml(path, text)
    return Page(
        id=path.stem,
        title=title,
        summary=summary,
        kind=_take(path, text, table, "kind", str, "fault"),
        sections=sections,
        bad=_code(sections.get("Bad", "")),
        good=_code(sections.get("Good", "")),
        checks=tuple(" ".join(c.split()) for c in _CHECK.findall(sections.get("Check", ""))),
        rule=_rule(path, text, table),
        links=frozenset(_LINK.findall(text)),
        text=text,
    )


def parse_case(path: Path) -> Case:
    """The case of a file. Raises PageError."""
    text = path.read_text(encoding="utf-8")
    title, _, _ = _outline(path, text, ())
    table = _toml(path, text)
    blocks = _FENCE.findall(text)
    return Case(
        id=path.stem,
        title=title,
        logs=tuple(body for _, info, body in blocks if info == "log"),
        words=tuple(body for _, info, body in blocks if info == "text"),
        causes=tuple(_take(path, text, table, "causes", list, [])),
        verdict=_take(path, text, table, "verdict", str, "faulty"),
        framework=_take(path, text, table, "framework", str, ""),
        text=text,
    )


def without_rule(text: str) -> str:
    """The page as people read it: without the block that only the program reads."""
    blocks = [m for m in _FENCE.finditer(text) if m[2] == "toml"]
    for match in reversed(blocks):
        text = text[: match.start()] + text[match.end() :]
    return text.rstrip() + "\n"


def _outline(path: Path, text: str, headings: tuple[str, ...]) -> tuple[str, str, dict[str, str]]:
    """Title, summary and sections, with the headings checked word for word."""
    masked = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    if not masked.startswith("# "):
        raise PageError(f"{path}:1: a page starts with '# ' and its title")
    found = [(m.start(), m.end(), m[1].strip()) for m in re.finditer(r"^## (.*)$", masked, re.M)]
    names = tuple(name for _, _, name in found)
    if headings and names != headings:
        wrong = next(
            (i for i, pair in enumerate(zip(names, headings, strict=False)) if pair[0] != pair[1]),
            min(len(names), len(headings)),
        )
        line = _line(text, found[wrong][0]) if wrong < len(found) else text.count("\n") + 1
        expected = headings[wrong] if wrong < len(headings) else "nothing more"
        raise PageError(f"{path}:{line}: expected the heading {expected!r}")
    first = found[0][0] if found else len(text)
    title, _, head = text[2:first].partition("\n")
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    sections = {
        name: without_rule(text[end:stop]).strip() for (_, end, name), stop in zip(found, ends, strict=True)
    }
    return title.strip(), " ".join(head.split()), sections


def _toml(path: Path, text: str) -> dict[str, Any]:
    blocks = [m for m in _FENCE.finditer(text) if m[2] == "toml"]
    if len(blocks) != 1:
        raise PageError(f"{path}:1: a page holds one toml block, this one {len(blocks)}")
    try:
        return tomllib.loads(blocks[0][3])
    except tomllib.TOMLDecodeError as error:
        inner = re.search(r"line (\d+)", str(error))
        line = _line(text, blocks[0].start()) + (int(inner[1]) if inner else 0)
        raise PageError(f"{path}:{line}: {error}") from None


def _rule(path: Path, text: str, table: dict[str, Any]) -> Rule:
    prior = _take(path, text, table, "prior", (int, float), None)
    minutes = _take(path, text, table, "minutes", (int, float), None)
    if prior <= 0 or minutes <= 0:
        raise PageError(f"{path}:{_find(text, 'prior')}: prior and minutes are above 0")
    allowed = {"prior", "minutes", "kind", "evidence"}
    for key in table:
        if key not in allowed:
            raise PageError(f"{path}:{_find(text, key)}: unknown key {key!r}")
    entries = _take(path, text, table, "evidence", list, [])
    return Rule(float(prior), float(minutes), tuple(_evidence(path, text, entries)))


def _evidence(path: Path, text: str, entries: list[Any]) -> Iterator[Evidence]:
    for entry in entries:
        symptom = entry.get("symptom")
        line = _find(text, f'"{symptom}"')
        answers = entry.get("is")
        times = entry.get("times")
        if not isinstance(symptom, str) or not isinstance(times, int | float) or times <= 0:
            raise PageError(f"{path}:{line}: evidence has symptom, is, and times above 0")
        listed = [answers] if isinstance(answers, str) else answers
        if not isinstance(listed, list) or not listed or not all(isinstance(a, str) for a in listed):
            raise PageError(f"{path}:{line}: 'is' takes one answer or a list of answers")
        for key in entry:
            if key not in ("symptom", "is", "times", "then"):
                raise PageError(f"{path}:{line}: unknown key {key!r} in evidence")
        then = tuple(_evidence(path, text, entry.get("then", [])))
        yield Evidence(symptom, frozenset(listed), float(times), then)


def _take(path: Path, text: str, table: dict[str, Any], key: str, kind: Any, default: Any) -> Any:
    value = table.get(key, default)
    if value is None or not isinstance(value, kind):
        raise PageError(f"{path}:{_find(text, key)}: {key!r} is missing or of the wrong kind")
    return value


def _code(section: str) -> dict[str, str]:
    """Code blocks by framework: the first fence under each `### ` heading."""
    found = {}
    for name, framework in FRAMEWORKS.items():
        head = re.search(rf"^### {re.escape(name)}[ \t]*$", section, re.M)
        fence = _FENCE.search(section, head.end()) if head else None
        if fence is not None:
            found[framework] = fence[3].rstrip() + "\n"
    return found


def _find(text: str, what: str) -> int:
    at = text.find(what)
    return _line(text, at) if at >= 0 else 1


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
