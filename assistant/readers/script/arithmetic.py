"""Operators between arrays, outputs of a model, losses and numbers.

Functions and methods are read elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.readers.script import masks
from assistant.readers.script.drawn import MOST
from assistant.readers.script.nodes import code_of
from assistant.readers.script.orders import UNSURE
from assistant.readers.script.values import (
    BYTES,
    NOTHING,
    SPREADS,
    STANDARD,
    Const,
    Data,
    Flow,
    Method,
    Node,
    Op,
    Thing,
    Unknown,
    Value,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


def negated(value: Flow, node: Node) -> Flow:
    """`-x`."""
    if value.losses:
        return value
    if value.ops:
        return value.then("scale", node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert) and value.data.picks is not None:
        return replace(value, data=masks.inverted(value.data))
    values = frozenset(-one for one in value.data.values) if value.data.values else None
    return replace(value, data=replace(value.data, values=values, picks=None))


def compared(left: Value, op: ast.cmpop, right: Value, node: Node) -> Value:
    """`x > 0`: a truth for each element."""
    first = left if isinstance(left, Flow) else right
    assert isinstance(first, Flow)
    other = right if first is left else left
    if first.ops or (isinstance(other, Flow) and other.ops):
        flow = first if first.ops else other
        assert isinstance(flow, Flow)
        return flow.then("compare", node, None, op=type(op).__name__, other=other)
    rare = _share(first.data, op, number(other)) if first is left else None
    if isinstance(other, Flow) and isinstance(op, ast.Gt | ast.GtE | ast.Lt | ast.LtE):
        rare = _beyond(other.data)
    values = frozenset((0.0, 1.0))
    picks = masks.compared(first.data, op, number(other), first is right)
    return Flow(
        data=replace(first.data, values=values, size=1.0, node=node, mixed=False, rare=rare, picks=picks)
    )


def _share(drawn: Data, op: ast.cmpop, limit: float | None) -> float | None:
    """The share of the rarer side, where numbers drawn evenly between 0 and 1 are cut at a limit."""
    call = drawn.born if drawn.born is drawn.node else None
    name = code_of(call.func).rpartition(".")[2] if isinstance(call, ast.Call) else ""
    even = name in ("random", "rand", "uniform", "random_sample") and drawn.size == 1.0
    if not even or drawn.scaled or limit is None or not 0 < limit < 1:
        return None
    below = limit if isinstance(op, ast.Lt | ast.LtE) else 1 - limit
    return min(below, 1 - below)


def _beyond(limit: Data) -> float | None:
    """The share of the rarer side, where numbers are cut at a quantile of theirs."""
    told = limit.source if isinstance(limit.source, tuple) and len(limit.source) == 2 else ("", None)
    share = told[1] if told[0] == "quantile" else None
    return min(share, 1 - share) if isinstance(share, float) and 0 < share < 1 else None


def size_of(value: Value) -> float | None:
    """The largest size of a number or of the numbers in an array; None where it is not known."""
    if isinstance(value, Flow):
        return value.data.size
    found = number(value)
    return abs(found) if found is not None else None


def arithmetic(walker: State, left: Value, op: ast.operator, right: Value, node: Node) -> Value:
    """Two values, one of them an array, and an operator between them."""
    one, other = (left, right) if isinstance(left, Flow) else (right, left)
    assert isinstance(one, Flow)
    losses = one.losses | (other.losses if isinstance(other, Flow) else frozenset())
    cut = one.cut
    if isinstance(other, Flow) and other.losses and one.losses:
        cut = one.cut if other.cut is not None else None
    if losses:
        divided = isinstance(op, ast.Div) and not (isinstance(other, Flow) and other.losses)
        scaled = one.scaled or divided or (isinstance(op, ast.Mult) and not isinstance(other, Flow))
        extra = isinstance(op, ast.Add | ast.Sub) and not (isinstance(other, Const) and other.value == 0)
        known = isinstance(other, Flow) and bool(other.losses)
        if extra and not known and not isinstance(other, Const):
            for number_ in one.losses:
                walker.losses[number_].alone = False
        if not one.losses and isinstance(other, Flow):
            cut = other.cut
        return Flow((Op("loss"),), losses=losses, cut=cut, scaled=scaled)
    if one.ops or (isinstance(other, Flow) and other.ops):
        return _moved(walker, left, op, right, node)
    return Flow(data=_computed(left, op, right, node))


def _moved(walker: State, left: Value, op: ast.operator, right: Value, node: Node) -> Value:
    """Arithmetic on what a model gave."""
    flow = left if isinstance(left, Flow) and left.ops else right
    assert isinstance(flow, Flow)
    other = right if flow is left else left
    if isinstance(other, Const):
        value = number(other)
        if isinstance(op, ast.Add) and value is not None and 0 < abs(value) < 0.01:
            return flow.then("guard", node)
        if isinstance(op, ast.Sub) and value == 1 and other is left:
            return flow.then("complement", node)
        if isinstance(op, ast.Mult | ast.Div) and value == 1:
            return flow
        return flow.then("scale", node)
    if isinstance(other, Flow) and other.ops:
        cut = flow.cut if other.cut is not None else None
        data = flow.data if flow.data == other.data else NOTHING
        return Flow((*flow.ops[:1], Op("merge", node)), data=data, cut=cut)
    if isinstance(other, Unknown | Method):
        flow = replace(flow, cut=None)  # it may be a tensor with gradients
    if isinstance(op, ast.Add) and isinstance(other, Thing) and other.kind in ("variable", "parameter"):
        return flow  # a bias
    if isinstance(op, ast.Sub):
        walker.event("meet", node, owner=flow, value=other)
        return flow.then("weighed", node, None, minus=other)
    if isinstance(op, ast.Mult) and flow.ops[-1].name == "log":
        return flow
    return flow.then("weighed", node)


def _computed(left: Value, op: ast.operator, right: Value, node: Node) -> Data:
    """Arithmetic on data."""
    one, other = (left, right) if isinstance(left, Flow) else (right, left)
    assert isinstance(one, Flow)
    data = _rescaled(one.data, left, op, right, node)
    stat = isinstance(other, Flow) and other.data.order == "stat"
    rank, sizes, order, moved, rows = data.rank, data.sizes, data.order, data.moved, data.rows
    if isinstance(other, Flow):
        rows = rows if rows is not None else other.data.rows
        sizes = None if isinstance(op, ast.MatMult) else _broadcast(one.data, other.data)
        if isinstance(op, ast.MatMult):
            rank = other.data.rank if other.data.rank == 2 or rank == 2 else None
        elif rank is not None and other.data.rank is not None:
            rank = max(rank, other.data.rank)
        if order != other.data.order and not stat:
            order = "sorted" if "sorted" in (order, other.data.order) else order
        if not stat and moved != other.data.moved:
            alike = rank is not None and one.data.rank == other.data.rank
            both = moved is not None and other.data.moved is not None
            moved = UNSURE if alike or both else moved or other.data.moved
    picks = masks.combined(left, type(op), right)
    values = frozenset((0.0, 1.0)) if picks is not None else _values(left, op, right)
    return replace(
        data,
        rank=rank,
        sizes=sizes,
        values=values,
        order=order,
        rows=rows,
        node=node,
        moved=moved,
        picks=picks,
    )


def _rescaled(data: Data, left: Value, op: ast.operator, right: Value, node: Node) -> Data:
    """The size of the numbers after an operator, and how they came to it; data: those of the array."""
    other = right if isinstance(left, Flow) else left
    a, b = size_of(left), size_of(right)
    size: float | None = None
    scaled, constant, again = data.scaled, data.constant, data.again
    signed, shifted = data.signed, data.shifted
    told = other.data if isinstance(other, Flow) and other.data.order == "stat" else None
    if isinstance(op, ast.Add | ast.Sub):
        size = _summed(a, b, isinstance(other, Flow), told is not None)
        if told is None and isinstance(op, ast.Sub) and isinstance(left, Flow) and _is_row(data, other):
            scaled, signed = scaled or "centered", True
        if told is not None:
            scaled, size = scaled or "centered", a
            signed = signed or told.source in ("mean", "nanmean", "median")
        elif isinstance(op, ast.Sub) and isinstance(right, Const) and (number(right) or 0) > 0:
            shifted = True
    elif isinstance(op, ast.Mult):
        size = a * b if a is not None and b is not None else None
        constant = constant or (node if isinstance(other, Const) and number(other) == 0 else None)
    elif isinstance(op, ast.Div | ast.FloorDiv) and isinstance(left, Flow):
        if told is not None:
            spread = signed and told.source in SPREADS
            size, scaled = STANDARD if spread else 1.0, "standardized"
        elif _is_row(data, other):
            size, scaled = STANDARD if signed else 1.0, "standardized"
        elif a is not None and b:
            size = a / b
        if isinstance(other, Const) and (value := number(other)) not in (None, 0.0, 1.0):
            if scaled.startswith("/") and (value or 0) >= BYTES and (a or 2) <= 1.5:
                again = node
            plain = not shifted or abs(value or 0) >= BYTES
            scaled, shifted = f"/{value:g}" if plain else "standardized", False
        if isinstance(op, ast.FloorDiv) and a is not None and b is not None and a <= b:
            constant = node
    undone = isinstance(op, ast.Div) and isinstance(other, Flow)
    mixed = (data.mixed or _of_columns(data, other)) and not undone and not scaled.startswith("stand")
    return replace(
        data,
        size=size,
        scaled=scaled,
        constant=constant,
        again=again,
        mixed=mixed,
        signed=signed,
        shifted=shifted,
    )


_LARGE = 100
"""A number of this size and more is hardly taken away by one of unknown size; columns so unlike are mixed."""


def _summed(a: float | None, b: float | None, arrays: bool, stat: bool) -> float | None:
    """The size of a sum: of a large array and one of unknown size it is that of the large one."""
    if a is None or b is None:
        known = a if b is None else b
        return known if arrays and not stat and known is not None and known >= _LARGE else None
    return max(a, b) if stat or max(a, b) > 1 else a + b


def _of_columns(data: Data, other: Value) -> bool:
    """A table meets a row of numbers, one for each of its columns, that differ by orders of magnitude."""
    if data.rank != 2 or not (_is_row(data, other) and isinstance(other, Flow)):
        return False
    sizes = [abs(one) for one in other.data.values or () if one]
    return len(sizes) > 1 and max(sizes) > _LARGE * min(sizes)


def _is_row(data: Data, other: Value) -> bool:
    """A row of numbers that are written down, one for each column of a table."""
    row = other.data if isinstance(other, Flow) and not other.ops else None
    if row is None or data.rank == 1 or row.rank != 1 or row.order == "stat" or row.born is not None:
        return False
    return len(row.values or ()) > 1


def _broadcast(one: Data, other: Data) -> tuple[int | None, ...] | None:
    """The lengths of the axes where two arrays meet, an axis of length 1 stretched; None where not known."""
    first, second = one.sizes, other.sizes
    if first is None or second is None:
        known, rank = (first, other.rank) if second is None else (second, one.rank)
        return known if known is first or (rank is not None and rank <= len(known or ())) else None
    found: list[int | None] = []
    for a, b in zip_longest(reversed(first), reversed(second), fillvalue=1):
        if a == 1 or b == 1:
            found.append(b if a == 1 else a)
        elif a is not None and b is not None and a != b:
            return None
        else:
            found.append(a if a is not None else b)
    return tuple(reversed(found))


def _values(left: Value, op: ast.operator, right: Value) -> frozenset[float] | None:
    """The set of values after an operator, where both sides have small ones."""
    sides = []
    for one in (left, right):
        if isinstance(one, Flow):
            sides.append(one.data.values)
        else:
            found = number(one)
            sides.append(frozenset((found,)) if found is not None else None)
    if sides[0] is None or sides[1] is None or len(sides[0]) * len(sides[1]) > MOST * MOST:
        return None
    found_ = set()
    for a in sides[0]:
        for b in sides[1]:
            try:
                if isinstance(op, ast.Add):
                    found_.add(a + b)
                elif isinstance(op, ast.Sub):
                    found_.add(a - b)
                elif isinstance(op, ast.Mult):
                    found_.add(a * b)
                elif isinstance(op, ast.Div):
                    found_.add(a / b)
                elif isinstance(op, ast.FloorDiv):
                    found_.add(float(a // b))
                else:
                    return None
            except ArithmeticError:
                return None
    return frozenset(found_) if len(found_) <= MOST else None
