"""A node of a syntax tree and all that is below it.

What the nodes mean is not known here.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar, cast

N = TypeVar("N", bound=ast.AST)

_PLAIN = frozenset(("ctx", "id", "attr", "kind", "type_comment"))
"""Fields that hold a word, or whether a name is read or bound: nothing below them is looked for."""
_AS_THEY_ARE = (bool, int, str, type(None))
"""Constants that Python writes as code does; a float may be infinite."""
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


@lru_cache(maxsize=KEPT)
def _by_kind(node: ast.AST) -> dict[type, list[ast.AST]]:
    found: dict[type, list[ast.AST]] = {}
    for one in nodes_of(node):
        found.setdefault(type(one), []).append(one)
    return found


def all_of(node: ast.AST, kind: type[N]) -> list[N]:
    """The nodes of one kind, in the order of `nodes_of`; for trees that are not changed.

    Some two hundred rules look through a whole script for nodes of a kind: it is sorted once for all of them.
    """
    return cast(list[N], _by_kind(node).get(kind, []))


def functions(tree: ast.AST, name: str) -> list[ast.FunctionDef]:
    """The functions and methods of one name."""
    return [one for one in all_of(tree, ast.FunctionDef) if one.name == name]


def function_at(tree: ast.AST, line: int) -> ast.FunctionDef | None:
    """The innermost function around a line; None for the module."""
    around = [one for one in all_of(tree, ast.FunctionDef) if one.lineno <= line <= (one.end_lineno or 0)]
    return max(around, key=lambda one: one.lineno, default=None)


def names_in(node: ast.AST) -> set[str]:
    """The names that stand in a piece of code, whether read or bound."""
    return {one.id for one in nodes_of(node) if isinstance(one, ast.Name)}


@lru_cache(maxsize=WRITTEN)
def code_of(node: ast.AST) -> str:
    """The code of a node, as `ast.unparse` writes it, which is slow for the names and calls that most are.

    For trees that are not changed.
    """
    written = _plain(node)
    return ast.unparse(node) if written is None else written


def _plain(node: ast.AST) -> str | None:
    """The code of dotted names, plain constants and calls of them; None for all else."""
    parts: list[str] = []
    one = node
    while isinstance(one, ast.Attribute):
        parts.append(one.attr)
        one = one.value
    if isinstance(one, ast.Name):
        return ".".join((one.id, *reversed(parts)))
    if parts:
        base = _plain(one) if isinstance(one, ast.Call) else None
        return None if base is None else ".".join((base, *reversed(parts)))
    if isinstance(one, ast.Constant):
        return repr(one.value) if type(one.value) in _AS_THEY_ARE and one.kind is None else None
    if not isinstance(one, ast.Call) or not isinstance(one.func, ast.Name | ast.Attribute):
        return None
    given: list[str] = []
    for name, value in (*(("", arg) for arg in one.args), *((key.arg, key.value) for key in one.keywords)):
        said = _plain(value)
        if said is None or name is None:
            return None
        given.append(f"{name}={said}" if name else said)
    head = _plain(one.func)
    return None if head is None else f"{head}({', '.join(given)})"
