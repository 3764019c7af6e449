"""The checklist of a report for a file that may hold an earlier one, with the person's ticks and notes in it.

The chat and the command line write what this returns.
"""

from __future__ import annotations

from pathlib import Path

from assistant.output import Unwritten, existing
from assistant.render.checklist import render
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
