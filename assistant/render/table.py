"""Many runs as a table, as lines for other programs, and as JSON lines.

A table is as wide as the terminal; lines have tabs between their fields and never wrap.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from assistant.render.style import columns, paint, percent, safe
from assistant.report import ScannedRun

SIGNS = {"faulty": "✗", "inconclusive": "?", "healthy": "✓", "unreadable": "!"}
_COLORS = {"faulty": "red", "healthy": "green", "inconclusive": "yellow", "unreadable": "yellow"}
_WORDS = {"healthy": "nothing wrong", "inconclusive": "cannot tell"}
_CAUSE = 32
"""Columns of the cause where there is room for more than that."""


def table(rows: Sequence[ScannedRun], width: int, color: bool) -> str:
    """One line a run: sign, cause, how probable, path; then what was seen, where there is room.

    Paths that do not fit lose the directory that all of them share, which then stands above.
    """
    cause = min(
        max((columns(_cause(row)) for row in rows), default=0), _CAUSE if width >= 72 else max(12, width - 36)
    )
    names = [_name(row) for row in rows]
    lines = []
    if max(map(columns, names), default=0) > width - cause - 10:
        shared = safe(os.path.commonpath([row.path for row in rows])) if len(rows) > 1 else ""
        if shared.strip("./"):
            lines.append(f"in {shared}{os.sep}")
            names = [name.removeprefix(shared + os.sep) for name in names]
    path = max(12, min(max(map(columns, names), default=0), width - cause - 10))
    room = width - 12 - cause - path
    for row, name in zip(rows, names, strict=True):
        sure = percent(row.probability) if row.verdict == "faulty" else ""
        sign = paint(SIGNS[row.verdict], _COLORS[row.verdict], color=color)
        left = f"{sign} {_fitted(_cause(row), cause)} {sure:>5}  {_fitted(name, path, from_end=True)}"
        seen = safe(row.error or row.evidence)
        lines.append((left + ("  " + _cut(seen, room) if seen and room >= 24 else "")).rstrip())
    return "".join(line + "\n" for line in lines)


def line(row: ScannedRun) -> str:
    """Tabs between verdict, id of the cause, its probability, path, run, and what was seen."""
    cause, sure = row.cause or "-", f"{row.probability:.2f}" if row.cause else "-"
    fields = (row.verdict, cause, sure, row.path, row.run or "-", row.error or row.evidence or "-")
    return "\t".join(safe(field) for field in fields) + "\n"


def json_line(row: ScannedRun) -> str:
    """One object, without what is empty in it."""
    fields = {key: value for key, value in asdict(row).items() if value not in ("", 0)}
    rounded = {key: round(value, 6) if isinstance(value, float) else value for key, value in fields.items()}
    return json.dumps(rounded, ensure_ascii=False) + "\n"


def totals(verdicts: Counter[str]) -> str:
    """`1,000 runs: 12 faulty, 3 cannot tell, 985 nothing wrong`."""
    runs = sum(verdicts.values())
    words = {
        "faulty": "faulty",
        "inconclusive": "cannot tell",
        "healthy": "nothing wrong",
        "unreadable": "unreadable",
    }
    parts = [f"{verdicts[verdict]:,} {word}" for verdict, word in words.items() if verdicts[verdict]]
    return f"{runs:,} run{'s' if runs != 1 else ''}" + (f": {', '.join(parts)}" if parts else "")


def causes(rows: Iterable[ScannedRun]) -> Iterator[str]:
    """How often each cause leads among the faulty runs, the most frequent first."""
    found = Counter(row.title for row in rows if row.verdict == "faulty")
    for title, times in found.most_common():
        yield f"{times:>5,} × {title}"


def _name(row: ScannedRun) -> str:
    path = safe(row.path)
    return f"{path} --run {safe(row.run)}" if row.run else path


def _cause(row: ScannedRun) -> str:
    return row.title if row.verdict == "faulty" else _WORDS.get(row.verdict, row.verdict)


def _fitted(text: str, width: int, from_end: bool = False) -> str:
    cut = _cut(text, width, from_end)
    return cut + " " * (width - columns(cut))


def _cut(text: str, width: int, from_end: bool = False) -> str:
    """At most so many columns; of a path the end stays, which tells runs apart."""
    if columns(text) <= width:
        return text
    while columns(text) >= width:
        text = text[1:] if from_end else text[:-1]
    return "…" + text if from_end else text + "…"
