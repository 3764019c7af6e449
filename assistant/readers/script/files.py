"""Files and posts to scripts: which text is a program, the cells of a notebook, the code blocks of a post.

What the code means is read elsewhere.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.readers.script import LARGEST, has_marks, is_training, read_code
from assistant.readers.script.tolerant import LARGEST as PARSED
from assistant.readers.script.tolerant import LONGEST, parse
from assistant.run import Reading, Source
from assistant.script import Line, Script

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.M)
_DEFINES = re.compile(r"^(?:\s*(?:import|from)\s+\w|def\s|class\s|@\w|[\w.\[\]'\", ]+\s*=[^=]|\s+)", re.M)
_GAP = 3
"""Lines without code that do not part a block of code in a post."""


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, its cookie, as UTF-8, or byte by byte."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    cookie = _COOKIE.search(data[:400])
    if cookie is not None:
        try:
            return data.decode(cookie[1].decode("ascii", "replace"))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030") if data.count(b"\x00") == 0 else data.decode("latin-1")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_file(data: bytes, name: str) -> Reading | None:
    """The reading of a script or a notebook; None for anything else.

    A script is known by its content: it parses, whole or nearly, and imports a framework of training
    or makes layers. The name alone makes nothing a script.
    """
    if len(data) > LARGEST:
        return None
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head == b"{":
        return _notebook(data, name)
    text = decoded(data)
    lines = re.split(r"\r\n|\r|\n", text)
    if sum(min(len(line), LONGEST) + 1 for line in lines) > 2 * PARSED:
        return None  # most of it would be left out
    python = name.lower().endswith((".py", ".pyw"))
    if not is_training(text) and not (has_marks(text) and (python or _is_program(text, lines))):
        return None
    # prose and logs between the lines make a post; a program loses a few lines at most
    if not python and _prose(lines) and not _parses(lines):
        return None
    script = read_code([Line(name, n, line) for n, line in enumerate(lines, start=1)], name)
    if script is None:
        return None
    code = sum(1 for line in lines if line.strip() and not line.lstrip().startswith("#"))
    if script.skipped > (0.5 if python else 0.1) * code:
        return None
    return _reading(script, code, "Python", len(lines))


def _is_program(text: str, lines: Sequence[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return len(filled) >= 3 and len(_DEFINES.findall(text)) >= 0.3 * len(filled)


def _parses(lines: Sequence[str]) -> bool:
    return parse(list(lines)).skipped == 0


def _prose(lines: Sequence[str]) -> bool:
    """Lines that no program has, many of them."""
    odd = sum(
        1
        for line in lines[:2000]
        if re.match(r"\s*[A-Za-z一-鿿][\w',]* +[\w',]+ +[\w',.]+ +\w+", line)
        and not re.match(
            r"\s*(?:from|import|def|class|for|if|with|while|assert|return|elif|async|global|raise|print)\b",
            line,
        )
    )
    return odd > 0


def _reading(script: Script, code: int, kind: str, lines: int, more: Reading | None = None) -> Reading:
    warnings = []
    if script.skipped:
        warnings.append(f"{script.path}: {script.skipped} lines are no Python 3 and were left out")
    source = Source(script.path, "script", kind, lines, {"code": code})
    reading = Reading((source,), warnings=tuple(warnings), scripts=(script,))
    return reading.joined(more) if more is not None else reading


def _notebook(data: bytes, name: str) -> Reading | None:
    """The code cells of a notebook as one script, their text outputs as a log; places are by cell."""
    try:
        document = json.loads(decoded(data))
    except (ValueError, RecursionError):
        return None
    cells = cells_of(document)
    if cells is None:
        return None
    lines: list[Line] = []
    outputs: list[str] = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        place = f"{name} cell {number}"
        written = _joined(cell.get("source", cell.get("input", "")))
        cell_lines = re.split(r"\r\n|\r|\n", written)
        if (
            cell_lines
            and cell_lines[0].startswith("%%")
            and not cell_lines[0].startswith(("%%time", "%%capture"))
        ):
            continue
        lines.extend(Line(place, n, line) for n, line in enumerate(cell_lines, start=1))
        outputs.extend(_texts(cell.get("outputs")))
    if not lines:
        return None
    script = read_code(lines, name)
    if script is None:
        return None
    from assistant.readers.text import read_text  # noqa: PLC0415 - it reads posts, which hold scripts

    log = "\n".join(outputs)[:4_000_000]
    more = read_text(log, f"{name} outputs") if log.strip() else None
    if more is not None and not (more.runs or more.facts or more.notices):
        more = None
    if more is not None:
        more = more._replace(words=(), scripts=())
    code = sum(1 for line in lines if line.text.strip())
    return _reading(script, code, "notebook", len(lines), more)


def cells_of(document: Any) -> list[Any] | None:
    """The cells of a notebook of format 3 or 4; None for another document."""
    if not isinstance(document, dict):
        return None
    cells = document.get("cells")
    if cells is None and isinstance(document.get("worksheets"), list):
        sheets = [sheet for sheet in document["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
    return cells if isinstance(cells, list) else None


def _joined(source: Any) -> str:
    if isinstance(source, list):
        return "".join(one for one in source if isinstance(one, str))
    return source if isinstance(source, str) else ""


def _texts(outputs: Any) -> Iterable[str]:
    if not isinstance(outputs, list):
        return
    for one in outputs:
        if not isinstance(one, dict):
            continue
        if "text" in one:
            yield _joined(one["text"])
        data = one.get("data")
        if isinstance(data, dict) and "text/plain" in data:
            yield _joined(data["text/plain"])


def code_of_post(rest: Sequence[tuple[int, str, str]], source: str) -> tuple[Script, ...]:
    """The code blocks of a post as one script; its lines stand where they stood.

    rest: (line from 1, kind, text) of the lines beside the log.
    """
    kept = [(line, text) for line, kind, text in rest if kind == "code"]
    if len(kept) < 2 or not has_marks("\n".join(text for _, text in kept)):
        return ()
    blocks: list[list[tuple[int, str]]] = []
    between = {line: text for line, kind, text in rest if kind in ("settings", "noise", "words")}
    for line, text in kept:
        if blocks and line - blocks[-1][-1][0] <= _GAP:
            last = blocks[-1][-1][0]
            blocks[-1].extend(
                (n, between.get(n, ""))
                for n in range(last + 1, line)
                if n not in between or _continues(between[n])
            )
            blocks[-1].append((line, text))
        else:
            blocks.append([(line, text)])
    for n, block in enumerate(blocks):
        end = blocks[n + 1][0][0] if n + 1 < len(blocks) else block[-1][0] + 200
        _extend(block, between, end)
    scripts = []
    for block in blocks:
        script = read_code([Line(source, n, text) for n, text in block], source, mendable=True, whole=False)
        if script is not None and (script.traits or script.facts):
            scripts.append(script)
    if not scripts:
        return ()
    whole = [line for block in blocks for line in block]
    if len(blocks) > 1:
        script = read_code([Line(source, n, text) for n, text in whole], source, mendable=True, whole=False)
        if (
            script is not None
            and not script.skipped
            and len(script.traits) > max(len(one.traits) for one in scripts)
        ):
            return (script,)
    return tuple(sorted(scripts, key=lambda one: -len(one.traits))[:3])


def _extend(block: list[tuple[int, str]], between: dict[int, str], end: int) -> None:
    """Lines right before and behind a block that look like settings, and are code here.

    One line that is neither log nor words may part them from it: a blank one.
    """
    line = block[-1][0] + 1
    while line < end:
        if line in between and _continues(between[line]):
            block.append((line, between[line]))
        elif line in between or not _CALLED.match(between.get(line + 1, "")):
            break
        line += 1
    line = block[0][0] - 1
    while line in between and _continues(between[line]) and re.match(r"\s*[\w.]+\s*=[^=]", between[line]):
        block.insert(0, (line, between[line]))
        line -= 1


_CALLED = re.compile(r"\s*[\w.]+(?:\(|\s*=[^=])")
"""A statement that calls or assigns."""


def _continues(text: str) -> bool:
    """A line within code that looks like a setting or a remark alone."""
    return (
        bool(re.match(r"^\s*(?:#|[\w.'\"]+\s*[=:(,]|[\])}]|\w[\w.]*\(|'|\"|\.\w)", text)) and len(text) < 300
    )
