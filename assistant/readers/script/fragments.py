"""Code of a post that begins in the middle: `model.add(Dense(1))` where no line says what `model` is."""

from __future__ import annotations

import ast

from assistant.readers.script.keras import knows
from assistant.readers.script.nodes import nodes_of

_FIRST = frozenset(("input_shape", "input_dim", "batch_input_shape", "input_length", "batch_shape"))
"""Options that only the first layer of a stack has."""


def begun(tree: ast.Module) -> ast.Module:
    """The tree with a line before it that makes the stack of layers which it adds to and never makes.

    Where the first layer that is added says what it is fed, the stack is whole; else layers may be missing.
    """
    if not any(_added(statement) for statement in tree.body):
        return tree
    bound = {
        *(node.id for node in nodes_of(tree) if isinstance(node, ast.Name) and not _is_read(node)),
        *(node.arg for node in nodes_of(tree) if isinstance(node, ast.arg)),
        *(node.asname or node.name for node in nodes_of(tree) if isinstance(node, ast.alias)),
    }
    body: list[ast.stmt] = []
    for statement in tree.body:
        found = _added(statement)
        if found is not None and found[0] not in bound:
            name, layer = found
            bound.add(name)
            given = "" if _is_first(layer) else "layers_before"
            made = ast.parse(f"{name} = Sequential({given})").body[0]
            for node in ast.walk(made):
                ast.copy_location(node, statement)
            body.append(made)
        body.append(statement)
    return ast.Module(body, tree.type_ignores)


def _added(statement: ast.stmt) -> tuple[str, ast.Call] | None:
    """The name and the layer of `name.add(Layer(…))`."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "add" or len(call.args) != 1:
        return None
    owner, layer = call.func.value, call.args[0]
    if not isinstance(owner, ast.Name) or not isinstance(layer, ast.Call):
        return None
    return (owner.id, layer) if knows(_last(layer.func)) else None


def _last(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _is_first(layer: ast.Call) -> bool:
    named = any(option.arg in _FIRST for option in layer.keywords)
    wrapped = [one for one in layer.args if isinstance(one, ast.Call)]
    return named or _last(layer.func) in ("Input", "InputLayer", "Embedding") or any(map(_is_first, wrapped))


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
