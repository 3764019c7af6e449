"""A report as JSON, and back: pydantic reads the contract off the report's own types."""

from __future__ import annotations

from pydantic import TypeAdapter

from assistant.report import Report

_REPORT = TypeAdapter(Report)


def render(report: Report) -> str:
    """The whole report, indented, ending in a newline."""
    return _REPORT.dump_json(report, indent=2).decode() + "\n"


def parse(text: str) -> Report:
    """The report that `render` wrote. Raises pydantic's ValidationError for anything else."""
    return _REPORT.validate_json(text)
