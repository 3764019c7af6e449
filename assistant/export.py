"""What of a report goes into a file that may hold an earlier one; a file that is somebody else's stays.

The chat and the command line write what this returns.
"""

from __future__ import annotations

from pathlib import Path

from assistant.output import Unwritten, existing
from assistant.render.checklist import render
from assistant.render.json import render as render_json
from assistant.report import Report
from assistant.ticks import is_ours, written


def checklist_for(path: Path, report: Report) -> str:
    """The list for a file, its curves as text. Raises ValueError where the file is something else."""
    there = existing(path)
    if there is None and not path.exists():
        return written(render(report))
    if there is None or not is_ours(there):
        raise Unwritten(f"{path}: exists already, and is no checklist; name another file")
    return written(render(report), [there])


def json_for(path: Path, report: Report) -> str:
    """The report as JSON for a file. Raises ValueError where the file is no such report."""
    text = render_json(report)
    begins = text[: text.index('"schema"')]
    if path.exists() and not (existing(path) or "").startswith(f'{begins}"schema"'):
        raise Unwritten(f"{path}: exists already, and is no report; name another file")
    return text
