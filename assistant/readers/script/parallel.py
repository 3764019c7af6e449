"""Two lists of the same rows, inputs and labels, of which one alone is sorted, turned or thinned out.

Permutations that are drawn are followed elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from assistant.readers.script.edits import too_long
from assistant.readers.script.nodes import all_of, code_of, function_at, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Node


class Rows(NamedTuple):
    """Rows that belong to others: of which origin, and what was done to their order, each with its place."""

    origin: str
    done: tuple[tuple[str, Node], ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """What was done, without where."""
        return tuple(mark for mark, _ in self.done)


Known = dict[str, Rows]

_LABELS = re.compile(
    r"(?:^|[_.])(?:y(?:s|t|v|tr|te|va|val|train|test)?|labels?|targets?|classes|tags?|cls|answers?|intents?|"
    r"categor(?:y|ies)|topics?|sentiments?|genres?|species|ratings?|prices?|outcomes?|gt|annotations?|masks?|"
    r"captions?|translations?|summar(?:y|ies)|diagnos[ei]s)(?:$|[_\d])",
    re.I,
)
_COPIES = frozenset(
    (
        *("list", "tuple", "array", "asarray", "tensor", "as_tensor", "from_numpy", "LongTensor", "Tensor"),
        *("FloatTensor", "copy", "tolist", "astype", "to_numpy", "numpy", "long", "float", "to", "reshape"),
        *("reset_index", "rename", "fillna", "drop", "squeeze", "ravel", "Series", "DataFrame", "deepcopy"),
        *("pop", "stack", "int", "normalize", "assign", "unsqueeze", "convert_to_tensor", "constant"),
    )
)
"""Functions and methods after which rows stand in the order that they had, none of them left out."""
_SIDES = re.compile(
    r"(?:^|\.)(?:zip|fit|train_test_split|from_tensor_slices|from_dict|\w*Data[Ss]et\w*|evaluate|train_on_batch)$"
)
"""Calls that take the n-th row of one argument with the n-th of another."""
_ORDERS = re.compile(r"argsort|sorted\(range|lexsort|permutation\(|randperm\(")
_MASK = re.compile(r"[<>]|==|!=|isnan|isfinite|notna|isna|isnull|notnull|isin\(")


def parallel(reader: Reader) -> Iterator[Found]:
    """The first two lists of the same rows that are no longer in the same order."""
    tree = reader.walker.tree
    if too_long(tree):
        return
    listed = _one_listing_sorted(tree)
    if listed is not None:
        says = f"{code_of(listed)[:60]} is in no order, and what stands beside it is sorted"
        yield reader.found("pairs", "apart", says, listed, sure=0.9)
        return
    for found in _scopes(tree):
        one, other, at = found
        says = f"{one} lost the order or the rows that it shares with {other}"
        yield reader.found("pairs", "apart", says, at, more={"changed": one, "left": other}, sure=0.9)
        return


_LISTS = re.compile(r"(?:os\.listdir|glob(?:\.glob)?|\.glob|\.iterdir|list\([\w./ \"']+\.(?:glob|iterdir))\(")


def _one_listing_sorted(tree: ast.Module) -> ast.Assign | None:
    """`images = sorted(os.listdir(a))`, `masks = os.listdir(b)`, and both are taken at one index."""
    listed = [
        one for one in all_of(tree, ast.Assign) if _LISTS.search(code_of(one.value)) and len(one.targets) == 1
    ]
    plain = [
        one for one in listed if re.match(r"(?:list\()?[\w.]*(?:listdir|glob|iterdir)\(", code_of(one.value))
    ]
    again = {
        code_of(one.func.value)
        for one in all_of(tree, ast.Call)
        if isinstance(one.func, ast.Attribute) and one.func.attr == "sort"
    }
    taken: dict[str, set[str]] = {}
    for slot in all_of(tree, ast.Subscript):
        if isinstance(slot.slice, ast.Name):
            taken.setdefault(code_of(slot.value), set()).add(slot.slice.id)
    for one in plain:
        name = code_of(one.targets[0])
        for other in listed:
            beside = code_of(other.targets[0])
            ordered = code_of(other.value).startswith(("sorted(", "natsorted("))
            both = taken.get(name, set()) & taken.get(beside, set())
            if (
                ordered
                and both
                and function_at(tree, one.lineno) is function_at(tree, other.lineno)
                and name not in again
            ):
                return one
    return None


def _scopes(tree: ast.Module) -> Iterator[tuple[str, str, Node]]:
    """The module, its functions, and its classes, whose attributes live on from method to method."""
    yield from _body(tree.body, {}, tree)
    for node in nodes_of(tree):
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
            kept: Known = {}
            for one in sorted(methods, key=lambda one: one.name != "__init__"):
                known = {**_arguments(one), **kept}
                yield from _body(one.body, known, tree)
                yield from _left_apart(kept, known)
                if one.name == "__init__":
                    kept = {key: rows for key, rows in known.items() if key.startswith("self.")}
        elif isinstance(node, ast.FunctionDef) and not _is_method(node):
            yield from _body(node.body, _arguments(node), tree)


def _left_apart(before: Known, after: Known) -> Iterator[tuple[str, str, Node]]:
    """Two attributes with the same rows, of which a method brings one alone into another order."""
    for one, rows in after.items():
        if one not in before or len(rows.done) <= len(before[one].done) or rows.origin != before[one].origin:
            continue
        for other, still in after.items():
            twins = other in before and before[other] == before[one] and still == before[other]
            if twins and _LABELS.search(f"{one} {other}".replace("self.", "_")):
                yield one, other, rows.done[-1][1]
                return


def _is_method(node: ast.FunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg == "self"


def _arguments(node: ast.FunctionDef) -> Known:
    """Arguments of one function may be rows of the same origin; whether they are is seen where they meet."""
    return {one.arg: Rows(f"arguments of {node.name}") for one in node.args.args if one.arg != "self"}


def _body(body: list[ast.stmt], known: Known, tree: ast.Module) -> Iterator[tuple[str, str, Node]]:
    """Statements one after another; known: is changed as they change it."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            continue
        inner = [
            part for name in ("body", "orelse", "finalbody") for part in getattr(statement, name, None) or []
        ]
        if not inner:
            yield from _meetings(statement, known)
            _step(statement, known, tree)
            continue
        header = [part for part in ast.iter_child_nodes(statement) if isinstance(part, ast.expr)]
        for part in header:
            yield from _meetings(part, known)
        if isinstance(statement, ast.With):
            yield from _body(inner, known, tree)
            continue
        before = dict(known)
        yield from _body(inner, known, tree)
        for key in {*before, *known}:  # what happened at times only is not followed
            if before.get(key) != known.get(key):
                known.pop(key, None)
        if isinstance(statement, ast.For):
            grown = sorted(_grown(statement))
            known.update({key: Rows(f"loop at {statement.lineno}") for key in grown})


def _grown(loop: ast.For) -> set[str]:
    """Lists that get one row in every round."""
    return {
        code_of(one.value.func.value)
        for one in loop.body
        if isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Call)
        and isinstance(one.value.func, ast.Attribute)
        and one.value.func.attr == "append"
    }


def _step(statement: ast.stmt, known: Known, tree: ast.Module) -> None:
    """What one statement does to what is known."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            _given(target, statement.value, known, tree)
    elif isinstance(statement, ast.AnnAssign):
        known.pop(code_of(statement.target), None)
    elif isinstance(statement, ast.AugAssign):
        if isinstance(statement.value, ast.List | ast.ListComp):
            known.pop(code_of(statement.target), None)
    elif isinstance(statement, ast.Delete):
        for target in statement.targets:
            key = _key(target.value) if isinstance(target, ast.Subscript) else ""
            if key in known and isinstance(target, ast.Subscript):
                known[key] = _then(known[key], f"del {code_of(target.slice)}", statement)
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        if isinstance(call.func, ast.Attribute) and (key := _key(call.func.value)) in known:
            if call.func.attr == "sort":
                known[key] = _then(known[key], f"sort {statement.lineno}", call)
            elif call.func.attr == "reverse":
                known[key] = _then(known[key], "reversed", call)
            elif call.func.attr not in ("append", "extend"):
                known.pop(key)
        for given in call.args:  # code that may do anything to it, or mixes it
            if (key := _key(given)) in known and code_of(call.func).endswith("shuffle"):
                known.pop(key)


def _given(target: ast.expr, value: ast.expr, known: Known, tree: ast.Module) -> None:
    """A name, or several, get a value."""
    if isinstance(target, ast.Tuple | ast.List):
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
            found = [_rows(one, known, tree) for one in value.elts]
            for one, rows in zip(target.elts, found, strict=True):
                _put(one, rows, known)
            return
        origin = None if isinstance(value, ast.Name) else Rows(f"line {value.lineno}")
        for one in target.elts:
            _put(one, origin, known)
        return
    rows = _rows(value, known, tree)
    if rows is None and isinstance(value, ast.Call) and _BEGINS.search(code_of(value.func)):
        rows = Rows(f"line {value.lineno}")
    _put(target, rows, known)


_BEGINS = re.compile(
    r"(?:^|[._])(?:uniform|normal|integers|randint|rand|randn|random|load\w*|read\w*|glob|listdir)$"
)
"""Calls that give rows of which others may be made, one by one."""


def _put(target: ast.expr, rows: Rows | None, known: Known) -> None:
    key = _key(target)
    if not key:
        return
    if rows is None:
        known.pop(key, None)
    else:
        known[key] = rows


def _key(node: ast.expr) -> str:
    """`texts`, `self.texts`; empty for other expressions."""
    plain = isinstance(node, ast.Name) or (
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    )
    return code_of(node) if plain else ""


def _then(rows: Rows, mark: str, node: Node) -> Rows:
    return rows._replace(done=(*rows.done, (mark, node)))


def _rows(node: ast.expr, known: Known, tree: ast.Module) -> Rows | None:
    """Which rows an expression gives; None where that is not known."""
    if (key := _key(node)) in known:
        return known[key]
    if key in _tables(tree):
        return known.setdefault(key, Rows(f"table {key}"))
    if isinstance(node, ast.Attribute):
        return (
            _rows(node.value, known, tree) if node.attr in ("values", "str") else _column(node, known, tree)
        )
    if isinstance(node, ast.Subscript):
        return _chosen(node, known, tree)
    if isinstance(node, ast.ListComp):
        return _comprehended(node, known, tree)
    if isinstance(node, ast.Call):
        return _called(node, known, tree)
    if isinstance(node, ast.BinOp):
        sides = [_rows(one, known, tree) for one in (node.left, node.right)]
        told = [one for one in sides if one is not None]
        return told[0] if len(told) == 1 or (len(told) == 2 and told[0] == told[1]) else None
    return None


def _column(node: ast.expr, known: Known, tree: ast.Module) -> Rows | None:
    """A column of a table has the rows of the table."""
    table = node.value if isinstance(node, ast.Subscript | ast.Attribute) else node
    return (
        _rows(table, known, tree) if _key(table) in _tables(tree) or isinstance(node, ast.Subscript) else None
    )


@lru_cache(maxsize=2)
def _tables(tree: ast.Module) -> frozenset[str]:
    """Names of tables that are read or made."""
    return frozenset(
        code_of(target)
        for one in all_of(tree, ast.Assign)
        if isinstance(one.value, ast.Call)
        and re.search(r"(?:^|\.)(?:read_\w+|DataFrame)\(", f"{code_of(one.value.func)[:200]}(")
        for target in one.targets
    )


def _chosen(node: ast.Subscript, known: Known, tree: ast.Module) -> Rows | None:
    """Some rows, all rows turned round, a column of a table."""
    inner, chosen = node.value, node.slice
    if isinstance(inner, ast.Attribute) and inner.attr in ("loc", "iloc"):
        inner = inner.value
    if isinstance(chosen, ast.Attribute) and chosen.attr == "index":  # y.loc[X.index]
        return _rows(chosen.value, known, tree)
    if isinstance(chosen, ast.Constant | ast.List):
        return _column(ast.Subscript(inner, chosen, ast.Load()), known, tree)
    rows = _rows(inner, known, tree)
    if rows is None:
        return None
    said = code_of(chosen)
    if re.fullmatch(r":len\([\w.]+\)", said):  # cut to the length of the other
        return rows
    if said == "::-1":
        return _then(rows, "reversed", node)
    if _KEPT.fullmatch(said):
        return rows
    made = _made(tree, chosen) if isinstance(chosen, ast.Name) else said
    if _ORDERS.search(made) or (_MASK.search(made) and not isinstance(chosen, ast.Tuple | ast.Slice)):
        own = made.replace(code_of(inner), "_") if not isinstance(chosen, ast.Name) else said
        return _then(rows, f"[{own}]", node)
    return None


_KEPT = re.compile(r"\(?(?::|[-\w.]*:[-\w.]*), .*|[-\w.]*:[-\w.]*")
"""All rows with other axes, or those of one part: the order is kept."""


def _made(tree: ast.Module, name: ast.Name) -> str:
    """What a name is given, where it is given one thing alone."""
    found = [
        code_of(one.value)
        for one in all_of(tree, ast.Assign)
        if name.id in [code_of(target) for target in one.targets]
    ]
    return found[0] if len(found) == 1 else ""


def _comprehended(node: ast.ListComp, known: Known, tree: ast.Module) -> Rows | None:
    """One row for each of another list, or for those that pass a test; rows in the order of an index."""
    if len(node.generators) != 1:
        return None
    part, taken = node.generators[0], node.elt
    if isinstance(taken, ast.Subscript) and code_of(taken.slice) == code_of(part.target):
        rows = _rows(taken.value, known, tree)
        ordered = isinstance(part.iter, ast.Name) and _ORDERS.search(_made(tree, part.iter))
        if rows is not None and ordered and not part.ifs:
            return _then(rows, f"[{code_of(part.iter)}]", node)
    over = _rows(part.iter, known, tree)
    if over is None or not part.ifs:
        return over
    tests = " and ".join(_plain(one, part.target) for one in part.ifs)
    return _then(over, f"if {tests}", node)


def _plain(test: ast.expr, target: ast.expr) -> str:
    return re.sub(rf"\b{re.escape(code_of(target))}\b", "_", code_of(test))


def _called(node: ast.Call, known: Known, tree: ast.Module) -> Rows | None:
    """What a call makes of rows."""
    method = isinstance(node.func, ast.Attribute) and _rows(node.func.value, known, tree) is not None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = node.func.value if method and isinstance(node.func, ast.Attribute) else None
    if given is None:
        given = (
            node.args[1] if name == "compress" and len(node.args) > 1 else node.args[0] if node.args else None
        )
    rows = _rows(given, known, tree) if given is not None else None
    if rows is None or given is None:
        return None
    if name in _COPIES and not (name == "drop" and _takes_rows(node)):
        return rows
    rest = [code_of(one) for one in node.args if one is not given]
    rest += [f"{one.arg}={code_of(one.value)}" for one in node.keywords]
    by_row = any(one in ("axis=0", "0") for one in rest) or bool(_LABELS.search(_key(given)))
    if name == "sample" and method and re.search(r"^frac=1(?:\.0*)?$", "\n".join(rest), re.M):
        seeds = [one for one in rest if one.startswith("random_state=")]
        return _then(rows, f"sample {seeds[0] if seeds else node.lineno}", node)
    if name == "sorted" or name in ("sort_values", "drop_duplicates", "dropna", "sort_index"):
        return _then(rows, f"{name} {node.lineno}", node)
    if name in ("sort", "unique") and not method and by_row:
        return _then(rows, f"{name} {node.lineno}", node)
    if name in ("reversed", "flip", "flipud"):
        return _then(rows, "reversed", node) if name != "flip" or by_row else None
    if name in ("delete", "compress") and by_row:
        mark = ", ".join(one for one in rest if one not in ("axis=0", "0"))
        return _then(rows, f"{name} {mark}", node)
    return None


def _takes_rows(node: ast.Call) -> bool:
    """`table.drop(index)`: rows, not columns, are dropped."""
    return not any(one.arg in ("columns", "axis") for one in node.keywords) and len(node.args) < 2


_ABREAST = 3
"""Lists side by side; more are those of training and of validation in one call."""


# ---- where two of them meet


def _meetings(node: ast.AST, known: Mapping[str, Rows]) -> Iterator[tuple[str, str, Node]]:
    """Rows of two lists that are taken for rows of one, though one of the two was changed alone."""
    for one in nodes_of(node):
        given: list[ast.expr] = []
        if isinstance(one, ast.Call) and _SIDES.search(code_of(one.func)):
            given = [*one.args, *(key.value for key in one.keywords if key.arg in ("x", "y"))]
            given = [part for arg in given for part in (arg.elts if isinstance(arg, ast.Tuple) else [arg])]
            given = [part for arg in given for part in (arg.values if isinstance(arg, ast.Dict) else [arg])]
        elif isinstance(one, ast.Tuple | ast.Dict | ast.Call):
            given = _of_one_row(one)
        found = [(key, known[key]) for part in given if (key := _key_of_rows(_bare(part))) in known]
        for n, (first, rows) in enumerate(found if len(found) <= _ABREAST else ()):
            for second, others in found[n + 1 :]:
                if rows.origin != others.origin or rows.marks == others.marks:
                    continue
                if bool(_LABELS.search(first)) == bool(_LABELS.search(second)):
                    continue
                longer, shorter = (rows, others) if len(rows.done) >= len(others.done) else (others, rows)
                names = (first, second) if longer is rows else (second, first)
                at = next(place for mark, place in longer.done if mark not in shorter.marks)
                yield (*names, at)


def _key_of_rows(node: ast.expr) -> str:
    """The name of rows, or of the table that a column of them is taken of."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return _key(node.value) if isinstance(node.slice.value, str) else ""
    return _key(node)


def _bare(node: ast.expr) -> ast.expr:
    """An argument without what copies it."""
    while True:
        if isinstance(node, ast.Call) and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in _COPIES:
                return node
            node = node.args[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            if node.func.attr not in _COPIES:
                return node
            node = node.func.value
        elif isinstance(node, ast.Attribute) and node.attr == "values":
            node = node.value
        else:
            return node


def _of_one_row(node: ast.Tuple | ast.Dict | ast.Call) -> list[ast.expr]:
    """`a[i], b[i]`: lists of which the same row is taken."""
    inside = (
        node.elts if isinstance(node, ast.Tuple) else node.values if isinstance(node, ast.Dict) else node.args
    )
    parts = [
        one
        for part in inside
        for one in nodes_of(part)
        if isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Name) and _key(one.value)
    ]
    names = {code_of(one.slice) for one in parts}
    return [one.value for one in parts] if len(parts) > 1 and len(names) == 1 else []
