"""Numbers that a script gives to a name, wherever it does: assignments, defaults of fields and arguments.

In which order that happens is not known here.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from assistant.readers.script.nodes import nodes_of


def written(node: ast.expr | None) -> float | None:
    """A number that is written, with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = written(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return None if isinstance(node.value, bool) else float(node.value)
    return None


def numbers_of(tree: ast.Module, node: ast.expr) -> list[float | None]:
    """All that an expression may be: the number itself, or what its last name is given; None: no number."""
    if (value := written(node)) is not None:
        return [value]
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        name = str(node.slice.value)
    return [written(one) for one in _given(tree, name)] if name else [None]


def _given(tree: ast.Module, name: str) -> list[ast.expr]:
    """Every expression that is bound to a name, or to an attribute, option or key of that name."""
    found: list[ast.expr] = []
    places = _places(tree).get(name, {})
    for node in nodes_of(tree):
        if isinstance(node, ast.Assign):
            pairs = [pair for target in node.targets for pair in unpacked(target, node.value)]
            found += [value for one, value in pairs if _last(one) == name]
        elif isinstance(node, ast.AnnAssign) and node.value is not None and _last(node.target) == name:
            found.append(node.value)
        elif isinstance(node, ast.AugAssign) and _last(node.target) == name:
            found.append(node)  # type: ignore[arg-type]
        elif isinstance(node, ast.arguments):
            plain = [*node.posonlyargs, *node.args]
            sides = [*zip(reversed(plain), reversed(node.defaults), strict=False)]
            sides += [
                (one, value) for one, value in zip(node.kwonlyargs, node.kw_defaults, strict=True) if value
            ]
            found += [value for one, value in sides if one.arg == name]
        elif isinstance(node, ast.Call):
            options = {one.arg: one.value for one in node.keywords if one.arg}
            if name in options:
                found.append(options[name])
            place = places.get(_last(node.func))
            if place is not None and place < len(node.args) and not _starred(node.args[: place + 1]):
                found.append(node.args[place])
            flags = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if any(str(one).lstrip("-").replace("-", "_") == name for one in flags) and "default" in options:
                found.append(options["default"])
        elif isinstance(node, ast.Dict):
            found += [
                value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == name
            ]
        elif isinstance(node, ast.For) and name in {_last(one) for one in nodes_of(node.target)}:
            found.append(node.iter)
    # `beta=beta` hands a name on
    return [one for one in found if _last(one) != name]


@lru_cache(maxsize=2)
def _places(tree: ast.Module) -> dict[str, dict[str, int]]:
    """Of each argument of the script's own functions and classes, where it stands in a call of them."""
    found: dict[str, dict[str, int]] = {}
    for node in tree.body:
        own = [(node.name, node, 0)] if isinstance(node, ast.FunctionDef) else []
        if isinstance(node, ast.ClassDef):
            own = [
                (node.name if one.name == "__init__" else one.name, one, 1)
                for one in node.body
                if isinstance(one, ast.FunctionDef) and one.args.args[:1] and one.args.args[0].arg == "self"
            ]
        for called, function, skipped in own:
            for n, argument in enumerate([*function.args.posonlyargs, *function.args.args][skipped:]):
                found.setdefault(argument.arg, {})[called] = n
    return found


def _starred(given: list[ast.expr]) -> bool:
    return any(isinstance(one, ast.Starred) for one in given)


def unpacked(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """What an assignment gives to each of its names; several names of one value all get that."""
    if isinstance(target, ast.Tuple | ast.List):
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
            return list(zip(target.elts, value.elts, strict=True))
        return [(one, value) for one in target.elts]
    return [(target, value)]


def _last(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
