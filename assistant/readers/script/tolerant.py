"""Text to a syntax tree, even where it does not parse whole: what does is kept, with its lines.

Nothing is imported or run; what is parsed is bounded.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

EFFORT = 400_000
"""Characters that are parsed again and again while lines are mended."""
LARGEST = 150_000
"""Characters of code that are parsed; of a longer script the beginning."""
LONGEST = 3_000
"""Characters of a line; a longer one is data, and is emptied of its literal."""
_MAGIC = re.compile(r"^\s*(?:%{1,2}[A-Za-z]|!|\?|[\w.]+\?{1,2}\s*$|\$ )")
_PROMPT = re.compile(r"^\s*(?:>>> ?|\.\.\. (?=\s*\S)|In ?\[\d*\]: ?)|^\.{3}\s*$")
_NUMBERED = re.compile(r"^\s*\d+[.:]?\s")
_PRINT = re.compile(r"^(\s*)print\s+(?!\s*[=(.\[])(.*)$|^(\s*)print\s*(>>.*)$")
_PRINTED = re.compile(r"^(\s*)print\s*$|^(\s*)print\s+\(")
_EXCEPT = re.compile(r"^(\s*except\s+[\w.() ,]+?)\s*,\s*(\w+)\s*:")
_RAISE = re.compile(r"^(\s*)(?:raise\s+[\w.]+\s*,|exec\s+[^(]).*$")
_OLD_NUMBER = re.compile(r"(?<![\w.])0(\d+)L?\b(?!\.)|\b(\d+)L\b")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u3000": " ", "(": "("})
_HEADER = re.compile(r"after .* on line (\d+)|after .* definition on line (\d+)")


class Parsed(NamedTuple):
    """A tree, and how many lines of code had to be left out for it."""

    tree: ast.Module
    skipped: int
    code: int


def parse(lines: list[str]) -> Parsed:
    """The tree of all lines that can be kept. An empty one where nothing can."""
    kept = [_plain(line) for line in _first(lines)]
    code = _filled(lines)
    tree = _tree(kept)
    if isinstance(tree, ast.Module):
        return Parsed(tree, code - _filled(lines[: len(kept)]), code)
    kept = [_modern(line) for line in kept]
    skipped = code - _filled(lines[: len(kept)])
    before = -1
    whole = sum(len(line) + 1 for line in kept)
    read = 0
    while read < EFFORT:
        tree = _tree(kept)
        if isinstance(tree, ast.Module):
            return Parsed(tree, skipped, code)
        if tree is None:
            break
        # Python reads up to the line that it cannot read, after all lines were joined for it
        read += 1_000 + whole // 10 + sum(len(line) + 1 for line in kept[: tree.lineno or 1])
        at = min(max((tree.lineno or 1) - 1, 0), len(kept) - 1)
        skipped += _mend(kept, at, tree, at == before)
        before = at
    return _front(kept, code)


def _filled(lines: list[str]) -> int:
    """Lines that are neither blank nor a comment."""
    return sum(1 for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _first(lines: list[str]) -> list[str]:
    """The lines that are parsed: as many as it takes to reach the limit."""
    size = 0
    for n, line in enumerate(lines):
        size += min(len(line), LONGEST) + 1
        if size > LARGEST:
            return lines[:n]
    return lines


def _front(kept: list[str], code: int) -> Parsed:
    """What parses of the beginning; the last resort."""
    size = len(kept)
    while size > 0:
        size = size * 2 // 3
        tree = _tree(kept[:size])
        if isinstance(tree, ast.Module):
            return Parsed(tree, code - sum(1 for line in kept[:size] if line.strip()), code)
    return Parsed(ast.Module([], []), code, code)


def _tree(lines: list[str]) -> ast.Module | SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse("\n".join(lines) + "\n")
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None


def _plain(line: str) -> str:
    """A line as Python may read it: no prompts, magics, NULs."""
    if "\0" in line:
        line = line.replace("\0", "")
    if len(line) > LONGEST:
        line = _emptied(line)
    stripped = line.lstrip()
    if stripped[:1] in ("!", "?") or re.match(r"%{1,2}[A-Za-z]", stripped):
        blank = line[: len(line) - len(stripped)]
        return blank + "pass" if blank else ""
    prompt = _PROMPT.match(line)
    return line[prompt.end() :] if prompt and stripped[:1] in (">", ".", "I") else line


def _emptied(line: str) -> str:
    """A line of data keeps its name and loses its value."""
    name = re.match(r"\s*[\w.\[\]'\"]{1,80}\s*=", line[:200])
    return f"{name[0]} None" if name else ""


def _modern(line: str) -> str:
    """Python 2 and the quotes of word processors, as Python 3."""
    line = line.translate(_QUOTES).replace("\t", "        ")
    if _MAGIC.match(line):
        return re.sub(r"\S.*", "pass", line)
    if found := _PRINT.match(line):
        return f"{found[1] or found[3] or ''}pass"
    if found := _EXCEPT.match(line):
        return f"{found[1]} as {found[2]}:"
    if found := _RAISE.match(line):
        return f"{found[1]}pass"
    return _OLD_NUMBER.sub(lambda m: str(int(m[1] or m[2])), line)


def _mend(kept: list[str], at: int, error: SyntaxError, again: bool) -> int:
    """Change one line so that the parse gets further; how many lines of code that costs."""
    says = error.msg or ""
    line = kept[at]
    if "expected an indented block" in says:
        found = _HEADER.search(says)
        header = int(found[1] or found[2]) - 1 if found else at - 1
        if 0 <= header < len(kept) and kept[header].strip():
            kept[header] = _indent(kept[header]) + "pass"
            return 1
    if "unexpected indent" in says and not again:
        _dedent(kept, at)
        return 0
    if "unindent does not match" in says and not again:
        depth = len(_indent(line))
        above = [len(_indent(one)) for one in kept[:at] if one.strip()]
        fitting = max((one for one in above if one < depth), default=0)
        kept[at] = " " * fitting + line.lstrip()
        return 0
    if not line.strip():
        for below in range(at, len(kept)):
            if kept[below].strip():
                at = below
                break
        else:
            for above_ in range(at, -1, -1):
                if kept[above_].strip():
                    at = above_
                    break
        line = kept[at]
    if line.strip() == "pass":
        kept[at] = ""
        return 0
    if line.rstrip().endswith(":") and not again:
        kept[at] = _indent(line) + "if 1:"
        return 1
    kept[at] = _indent(line) + "pass" if not again and _indent(line) else ""
    return 1


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _dedent(kept: list[str], at: int) -> None:
    """Bring a block that is indented for no reason to the depth of the line above it."""
    above = next((kept[n] for n in range(at - 1, -1, -1) if kept[n].strip()), "")
    excess = len(_indent(kept[at])) - len(_indent(above))
    if excess <= 0:
        kept[at] = kept[at].lstrip()
        return
    depth = len(_indent(kept[at]))
    for n in range(at, len(kept)):
        if kept[n].strip():
            if len(_indent(kept[n])) < depth:
                break
            kept[n] = kept[n][excess:]
