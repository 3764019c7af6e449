"""What the rules of a script share: the walk, the text, and how a trait is made of a node.

No rule stands here.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cached_property

from assistant.readers.script.events import Event, LossUse
from assistant.readers.script.nodes import code_of, nodes_of
from assistant.readers.script.pipelines import part_of
from assistant.readers.script.values import Flow, Node, Thing, Value
from assistant.readers.script.walk import Walker
from assistant.script import Span, Trait

Found = Trait


def _bare(tree: ast.Module, lines: list[str]) -> str:
    """The code without its comments."""
    try:
        return code_of(tree)
    except (RecursionError, ValueError):
        return "\n".join(lines)


class Reader:
    """One walked script, as the rules see it."""

    def __init__(self, walker: Walker, lines: list[str]) -> None:
        self.walker = walker
        self.lines = lines
        self.text = _bare(walker.tree, lines)

    def span(self, node: Node) -> Span:
        """Where a node stands, in characters."""
        line: int = getattr(node, "lineno", 1)
        end: int = getattr(node, "end_lineno", None) or line
        return Span(
            line,
            self._column(line, getattr(node, "col_offset", 0)),
            end,
            self._column(end, getattr(node, "end_col_offset", 0) or 0),
        )

    def _column(self, line: int, offset: int) -> int:
        """Characters for the bytes that Python counts."""
        written = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if written.isascii():
            return offset
        return len(written.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore"))

    def found(
        self,
        name: str,
        value: str,
        says: str,
        node: Node,
        spans: Mapping[str, Node | None] | None = None,
        more: Mapping[str, str] | None = None,
        sure: float = 0.97,
    ) -> Trait:
        """A trait with its place."""
        kept = {key: self.span(one) for key, one in (spans or {}).items() if one is not None}
        return Trait(name, value, says, self.span(node), kept, dict(more or {}), sure)

    def framework_of(self, use: LossUse) -> str:
        """The framework that a loss belongs to."""
        if use.model is not None and use.model.framework:
            return use.model.framework
        if use.compiled:
            return "keras"
        head = code_of(use.node.func) if isinstance(use.node, ast.Call) else ""
        if head.startswith(("tf.", "keras.", "K.", "tensorflow.")):
            return "keras"
        if "pytorch" in self.walker.frameworks or "torch" in self.text:
            return "pytorch"
        return "keras" if "keras" in self.walker.frameworks else ""

    def divided(self, use: LossUse) -> bool:
        """What gradients are taken of is the loss divided by something."""
        index = self.walker.losses.index(use)
        return any(
            event.kind == "backward"
            and isinstance(event.value, Flow)
            and index in event.value.losses
            and event.value.scaled
            for event in self.walker.events
        )

    def target(self, use: LossUse) -> Value:
        """The labels of a loss; for a compiled one those of its fit."""
        if not use.compiled:
            return use.target
        for event in self.walker.events:
            if event.kind == "fit" and event.owner is use.model:
                args, options = event.more["args"], event.more["options"]
                x: Value | None = options.get("x", args[0] if args else None)
                parts = part_of(x) if isinstance(x, Thing) and x.kind in ("dataset", "tf-dataset") else None
                held = parts[1] if parts is not None else use.target
                found: Value = options.get("y", args[1] if len(args) > 1 else held)
                return found
        return use.target

    def bound(self, node: Node | None) -> Node | None:
        """The value that was last given to a name before it was used; None for other expressions."""
        if not isinstance(node, ast.Name):
            return None
        best: Node | None = None
        for event in self.walker.events:
            if event.kind == "bind" and event.hint == node.id and isinstance(event.node, ast.Assign):
                if (event.node.end_lineno or event.node.lineno) < node.lineno:  # not `x = f(x)` itself
                    best = event.node.value
        return best

    @cached_property
    def imported(self) -> str:
        """The dotted names that the script imports, one a line."""
        found: list[str] = []
        for node in nodes_of(self.walker.tree):
            if isinstance(node, ast.Import):
                found.extend(one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.extend(f"{node.module or ''}.{one.name}" for one in node.names)
        return "\n".join(found)

    @cached_property
    def backwards(self) -> list[Event]:
        """Where gradients are taken within a loop."""
        return [event for event in self.walker.events if event.kind == "backward" and event.loops]

    def events(self, *kinds: str) -> list[Event]:
        """The events of some kinds, in order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [event for event in self.walker.events if event.kind in kinds]

    @cached_property
    def _by_kind(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for event in self.walker.events:
            found.setdefault(event.kind, []).append(event)
        return found

    def things(self, *kinds: str) -> list[Thing]:
        """The objects of some kinds, in the order they were made."""
        return [thing for thing in self.walker.things if thing.kind in kinds]
