"""Names and what they stand for, with branches that are taken or not.

No statement is interpreted here.
"""

from __future__ import annotations

from assistant.readers.script.values import Value, joined


class Scope:
    """The names of a module, a function or a class body."""

    __slots__ = ("names", "parent")

    def __init__(self, parent: Scope | None = None) -> None:
        self.names: dict[str, Value] = {}
        self.parent = parent

    def get(self, name: str) -> Value | None:
        """What a name stands for, here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def top(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def merge(self, branches: list[dict[str, Value]]) -> None:
        """Go on after one of several branches, with what all of them agree on."""
        if not branches:
            return
        first, *rest = branches
        merged = dict(first)
        for branch in rest:
            for name in branch.keys() | merged.keys():
                if name in branch and name in merged:
                    merged[name] = joined(merged[name], branch[name])
                else:
                    merged[name] = branch[name] if name in branch else merged[name]
        self.names = merged
