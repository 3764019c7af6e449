"""Masks and the numbers of rows that they name: which values of an array are left once it is cut by them.

What is left where that is not written is not known.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.readers.script.values import UNKNOWN, Data, Flow, Node, Picks, Thing, Value, number

_TESTS: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: lambda one, limit: one < limit,
    ast.LtE: lambda one, limit: one <= limit,
    ast.Gt: lambda one, limit: one > limit,
    ast.GtE: lambda one, limit: one >= limit,
    ast.Eq: lambda one, limit: one == limit,
    ast.NotEq: lambda one, limit: one != limit,
}
_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_BOTH = frozenset((ast.BitAnd, ast.BitOr, ast.BitXor))
_WORDS: Mapping[str, type[ast.operator]] = {
    "logical_and": ast.BitAnd,
    "logical_or": ast.BitOr,
    "logical_xor": ast.BitXor,
}
_NAMES = frozenset(("isin", "in1d", "isnan", "isinf", "isfinite", "isclose", "logical_not", "isna", "notna"))
_ROWS = frozenset(("where", "nonzero", "flatnonzero", "argwhere"))


def compared(of: Data, op: ast.cmpop, limit: float | None, turned: bool) -> Picks:
    """What `of < limit` picks; turned: `limit < of`."""
    kind = type(op)
    test = _TESTS.get(_TURNED.get(kind, kind) if turned else kind)
    if of.values is None or limit is None or test is None:
        return Picks()
    return Picks(of, frozenset(one for one in of.values if test(one, limit)))


def inverted(data: Data) -> Data:
    """`~mask`."""
    given = data.picks
    if given is None:
        return data
    known = given.of is not None and given.values is not None and given.of.values is not None
    rest = given.of.values - given.values if known and given.of and given.of.values and given.values else None
    return replace(data, picks=Picks(given.of, rest) if known and rest is not None else Picks())


def combined(left: Value, op: type[ast.operator], right: Value) -> Picks | None:
    """`one & other`, `one | other`; None where neither side is a mask."""
    one, other = (side.data.picks if isinstance(side, Flow) else None for side in (left, right))
    if op not in _BOTH or (one is None and other is None):
        return None
    if one is None or other is None or one.of is not other.of or one.values is None or other.values is None:
        return Picks()
    act = {ast.BitAnd: one.values & other.values, ast.BitOr: one.values | other.values}
    return Picks(one.of, act[op]) if op in act else Picks()


def made(name: str, fed: Value, args: list[Value], node: Node) -> Value | None:
    """A mask, or the rows that one names, by a function of this name; None for another function.

    args: those behind `fed`, the array or the mask.
    """
    if not isinstance(fed, Flow) or fed.ops:
        return None
    data, other = fed.data, args[0] if args else UNKNOWN
    if name in _WORDS:
        return Flow(data=replace(data, values=_BITS, size=1.0, picks=combined(fed, _WORDS[name], other)))
    if name == "logical_not":
        return Flow(data=inverted(data))
    if name in _NAMES:
        return Flow(data=replace(data, values=_BITS, size=1.0, node=node, picks=_among(data, name, other)))
    if name in _ROWS and not args:
        rows = Data(rank=1, picks=data.picks or Picks(), source=object(), node=node)
        flow = Flow(data=rows)
        return flow if name == "flatnonzero" else Thing("tuple", node=node, items=[flow])
    return None


_BITS = frozenset((0.0, 1.0))


def _among(data: Data, name: str, other: Value) -> Picks:
    items = other.items if isinstance(other, Thing) and not other.open else []
    numbers = [number(one) for one in items]
    if name not in ("isin", "in1d") or data.values is None or not numbers or None in numbers:
        return Picks(data, data.values) if name == "isfinite" and data.values else Picks()
    return Picks(data, data.values & {one for one in numbers if one is not None})


def left(data: Data, chosen: Data | None) -> Data:
    """An array of which some rows are left; chosen: the mask or the numbers of rows, None where unknown."""
    if data.values is None or (chosen is not None and chosen.picks is None):
        return data
    picks = chosen.picks if chosen is not None else None
    values = picks.values if picks is not None and picks.of is data else None
    return replace(data, values=values, size=max(map(abs, values)) if values else None)


def sifted(value: Value) -> Value:
    """One of the elements that passed a test of a comprehension."""
    if isinstance(value, Flow) and not value.ops:
        return replace(value, data=left(value.data, None))
    if isinstance(value, Thing) and value.kind == "tuple":
        return Thing("tuple", node=value.node, items=[sifted(one) for one in value.items], open=value.open)
    return value
