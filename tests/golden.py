"""Reports that are kept, and what each rendering makes of them: `pytest tests/test_renderings.py --update`.

The renderings are held to the kept report, not to the engine of now, so that a weight moves none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.readers.text import read_text
from assistant.render import html, json, markdown, picture, terminal
from assistant.render.checklist import render
from assistant.report import Report
from assistant.session import Session
from assistant.ticks import written

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "reports"
SCRIPT = """import torch
from torch import nn

model = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(60):
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
"""


def _recorded(name: str) -> Report:
    path = ROOT / "fixtures" / f"{name}.log"
    return Session(read_text(path.read_text(encoding="utf-8"), path.name)).report()


def _script() -> Report:
    session = Session(read_text(SCRIPT, "train.py")).answer("task", "binary").rule_out("unscaled-inputs")
    return session.leave_open("batch_size").report()


MADE: dict[str, Callable[[], Report]] = {
    "collapsed-features": lambda: _recorded("faulty/collapsed-features"),
    "healthy": lambda: _recorded("healthy/epoch-line"),
    "nan": lambda: _recorded("faulty/exploding-gradients"),
    "script": _script,
}
"""Each kept report and how it is made."""

RENDERED: dict[str, Callable[[Report], str]] = {
    "txt": terminal.render,
    "md": markdown.render,
    "html": html.render,
    "svg": picture.draw,
    "checklist.md": lambda report: written(render(report, "checklist-curves.svg")),
}
"""Each rendering by the ending of its file; the report itself is kept as JSON."""


def kept(name: str) -> Report:
    """A kept report."""
    return json.parse((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
