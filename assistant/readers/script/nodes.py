"""A node of a syntax tree and all that is below it.

What the nodes mean is not known here.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache

_PLAIN = frozenset(("ctx", "id", "attr", "kind", "type_comment"))
"""Fields that hold a word, or whether a name is read or bound: nothing below them is looked for."""
KEPT, WRITTEN = 64, 4096
"""Walks and pieces of code that are remembered: some thirty readers each ask for those of a few trees."""


@lru_cache(maxsize=KEPT)
def nodes_of(node: ast.AST) -> tuple[ast.AST, ...]:
    """The nodes of `ast.walk` but for contexts, in its order; for trees that are not changed."""
    return tuple(nodes_below([node]))


def nodes_below(parts: Sequence[ast.AST]) -> list[ast.AST]:
    """The nodes of several pieces of code, those of one depth together."""
    found = list(parts)
    for one in found:
        for field in one._fields:
            if field in _PLAIN:
                continue
            child = getattr(one, field, None)
            if isinstance(child, list):
                found += [part for part in child if isinstance(part, ast.AST)]
            elif isinstance(child, ast.AST):
                found.append(child)
    return found


def functions(tree: ast.AST, name: str) -> tuple[ast.FunctionDef, ...]:
    """The functions and methods of one name."""
    return tuple(one for one in nodes_of(tree) if isinstance(one, ast.FunctionDef) and one.name == name)


def names_in(node: ast.AST) -> set[str]:
    """The names that stand in a piece of code, whether read or bound."""
    return {one.id for one in nodes_of(node) if isinstance(one, ast.Name)}


@lru_cache(maxsize=WRITTEN)
def code_of(node: ast.AST) -> str:
    """The code of a node, as `ast.unparse` writes it, which is slow for the dotted names that most are.

    For trees that are not changed.
    """
    parts: list[str] = []
    one = node
    while isinstance(one, ast.Attribute):
        parts.append(one.attr)
        one = one.value
    if isinstance(one, ast.Name):
        return ".".join((one.id, *reversed(parts)))
    return ast.unparse(node)
