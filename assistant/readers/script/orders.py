"""The order of rows: what was drawn to mix them, and what leaves them class by class.

Other changes to arrays are not known here.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import lists
from assistant.readers.script.nodes import all_of, code_of
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Data,
    Flow,
    Mark,
    Node,
    Thing,
    Value,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


SHUFFLED = "permutation"


UNSURE = "unsure"
"""Rows that came together from several orders."""


def moved_rows(key: Flow) -> Flow | None:
    """Rows of something unknown that were put into an order that is known; None for another key."""
    chosen = key.data
    if key.ops or chosen.order not in (SHUFFLED, "argsort"):
        return None
    order = "sorted" if chosen.order == "argsort" else "random"
    return Flow(data=Data(order=order, moved=chosen.moved, part=chosen.part))


def marks(moved: object) -> tuple[object, ...]:
    """The permutations that rows went through, one after another."""
    if isinstance(moved, tuple):
        return tuple(mark for one in moved for mark in marks(one))
    return () if moved is None else (moved,)


def repeated_list(left: Thing, node: Node) -> Value:
    """`[0] * n`: labels of one class."""
    if len(left.items) == 1 and (value := number(left.items[0])) is not None:
        return Flow(data=Data(rank=1, values=frozenset((value,)), order="same", node=node))
    return Thing("list", node=node, items=left.items, open=True)


def filled_up(left: Value, op: ast.operator, right: Value, node: Node) -> Flow | None:
    """`ids + [0] * (n - len(ids))`: a short row filled up; two rows of one number each: sorted labels."""
    first, last = _filler(left), _filler(right)
    one, other = (first, right) if first is not None else (last, left)
    if not isinstance(op, ast.Add) or one is None:
        return None
    if first is not None and last is not None:
        both = first.data.values, last.data.values
        values = both[0] | both[1] if both[0] and both[1] else None
        return Flow(data=Data(rank=1, order="sorted", values=values, node=node))
    if isinstance(other, Const) or (isinstance(other, Flow) and (other.ops or other.data.order == "same")):
        return None
    if isinstance(other, Flow) and other.data.order == "sorted":
        return other
    filler = next(iter(one.data.values)) if one.data.values else None
    told = bool(_PADS.search(code_of(one.data.node))) if one.data.node is not None else False
    return Flow(data=Data(rank=1, padded=filler if told else None, node=node))


_PADS = re.compile(r"len\(|pad", re.I)


def _filler(value: Value) -> Flow | None:
    """`[0] * n`."""
    if not isinstance(value, Flow) or value.ops or value.data.order != "same":
        return None
    node = value.data.node
    return value if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) else None


def in_place(walker: State, args: list[Value], node: ast.Call) -> None:
    """`shuffle(rows)`: from here on the name stands for rows in random order."""
    given = node.args[0] if node.args else None
    if not args or given is None:
        return
    if isinstance(args[0], Flow):
        return
    after = lists.mixed(args[0])
    if isinstance(given, ast.Name) and after is not args[0]:
        scope = walker.scope
        while given.id not in scope.names and scope.parent is not None:
            scope = scope.parent
        scope.names[given.id] = after


def permuted(value: Flow, mark: Mark) -> Flow:
    """An array with its rows in a drawn order."""
    data = value.data
    if data.order == "arange":
        return Flow(data=replace(data, order=SHUFFLED, values=None, moved=mark))
    return Flow(data=replace(data, order="random", moved=(data.moved, mark) if data.moved else mark))


def shuffled(walker: State, args: list[Value], node: ast.Call) -> Value:
    """`shuffle(x)`: the rows of an array or a list are permuted where they are."""
    given = args[0] if args else UNKNOWN
    walker.event("shuffle", node, value=given)
    if (
        isinstance(given, Flow)
        and not given.ops
        and isinstance(node.args[0] if node.args else None, ast.Name)
    ):
        assert isinstance(node.args[0], ast.Name)
        scope = walker.scope
        while node.args[0].id not in scope.names and scope.parent is not None:
            scope = scope.parent
        scope.names[node.args[0].id] = permuted(given, Mark(node, walker.order))
    if isinstance(given, Thing) and given.kind in ("list", "wrapped"):
        given.attributes["__order__"] = Const("random")
    return Const(None)


def unordered(value: Value) -> Value:
    """An element of a list that was shuffled."""
    if isinstance(value, Thing) and value.kind == "tuple":
        return Thing("tuple", node=value.node, items=[unordered(one) for one in value.items], open=value.open)
    if isinstance(value, Flow) and value.data.order == "sorted":
        return replace(value, data=replace(value.data, order="random"))
    return value


def node_of_labels(node: ast.Call) -> bool:
    """A call about labels, by the names in it."""
    return bool(lists.LABELS.search(code_of(node)[:200]))


def of_last_column(node: ast.Call, tree: ast.AST) -> bool:
    """`rows[:, -1].argsort()` of a table whose last column the labels are taken from."""
    if not _LAST.search(code_of(node)[:200]):
        return False
    for one in all_of(tree, ast.Assign):
        if _LAST.search(code_of(one.value)[:200]):
            if any(lists.LABELS.search(code_of(target)[:80]) for target in one.targets):
                return True
    return False


_LAST = re.compile(r"\[:, -1\]")


def class_by_class(rows: Thing) -> bool:
    """Numbers that only rise, several of them the same: `[0, 0, 1, 1]`, or what loops appended so."""
    numbers = [number(one) for one in rows.items]
    known = [one for one in numbers if one is not None]
    if len(known) != len(numbers) or known != sorted(known) or len(set(known)) < 2:
        return False
    return rows.open or len(known) >= 4 * len(set(known))


def repeated(args: list[Value], node: ast.Call, each: bool) -> Value:
    """Every element several times: what was in order is now in blocks of one value."""
    one = args[0]
    if isinstance(one, Flow) and not one.ops:
        runs = ("arange", "sorted", SHUFFLED) if each else ("arange", "sorted")
        order = "sorted" if one.data.order in runs else one.data.order
        return Flow(data=replace(one.data, order=order, rows=None, sizes=None, node=node, repeated=node))
    if isinstance(one, Thing) and one.kind == "list" and each:
        values = [number(item) for item in one.items]
        known = frozenset(v for v in values if v is not None) if None not in values else None
        return Flow(data=Data(rank=1, order="sorted", values=known, node=node))
    return UNKNOWN
