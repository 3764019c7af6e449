"""A report as JSON, and back: pydantic reads the contract off the report's own types."""

from __future__ import annotations

import re

from pydantic import TypeAdapter

from assistant.report import Report

_REPORT = TypeAdapter(Report)
_NUMBERS = re.compile(r"\[\n([-+.\deE,\snul]+?)\n\s*\]")
"""A list of numbers over several lines; no string holds a line break as such."""


def render(report: Report) -> str:
    """The whole report, indented, lists of numbers on one line, ending in a newline."""
    text = _REPORT.dump_json(report, indent=2).decode() + "\n"
    return _NUMBERS.sub(lambda found: "[" + " ".join(found[1].split()) + "]", text)


def parse(text: str) -> Report:
    """The report that `render` wrote. Raises pydantic's ValidationError for anything else."""
    return _REPORT.validate_json(text)
