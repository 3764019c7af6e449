"""Arrays that are put together: of several arrays, of lists, of rows.

What was put together is not changed.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import lists
from assistant.readers.script.drawn import MOST
from assistant.readers.script.nodes import nodes_of
from assistant.readers.script.orders import UNSURE, class_by_class
from assistant.readers.script.values import (
    MERGE,
    NOTHING,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Node,
    Op,
    Thing,
    Value,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


def tensor(walker: State, fed: Value, node: ast.Call) -> Value:
    """`array(x)`, `tensor(x)`: of an array, a list of numbers or a list of rows."""
    if isinstance(fed, Flow):
        if fed.losses or fed.ops:
            walker.event("cut", node, value=fed, hint="tensor")
            return replace(fed, cut=node)
        return fed
    if isinstance(fed, Thing) and fed.kind in ("list", "tuple"):
        flows = [one for one in fed.items if isinstance(one, Flow)]
        losses = frozenset().union(*(one.losses for one in flows))
        if losses:
            walker.event("cut", node, value=flows[0], hint="tensor")
            return Flow((Op("loss"),), losses=losses, cut=node)
        if any(one.ops for one in flows):
            walker.event("cut", node, value=flows[0], hint="tensor")
            return Flow((MERGE,), cut=node)
        if flows and len(flows) == len(fed.items):
            rows = _gathered([one.data for one in flows], node)
            return Flow(data=lists.as_data(fed, rows.data))
        rank = 1 if fed.items and all(isinstance(one, Const) for one in fed.items) else None
        if (
            rank is None
            and fed.items
            and all(isinstance(one, Thing) and one.kind == "list" for one in fed.items)
        ):
            rank = 2
        values = None
        if rank == 1 and not fed.open:
            numbers = [number(one) for one in fed.items]
            values = frozenset(n for n in numbers if n is not None) if None not in numbers else None
        size = max(map(abs, values)) if values else None
        if rank == 1 and class_by_class(fed):
            return Flow(data=Data(rank=1, values=values, order="sorted", node=node))
        if rank == 1:
            pass
        elif rank == 2 and not fed.open:
            numbers = [number(one) for row in fed.items if isinstance(row, Thing) for one in row.items[:MOST]]
            known = frozenset(n for n in numbers if n is not None)
            values = known if None not in numbers and len(known) <= MOST else None
        if rank == 1 and fed.open:
            rank = None if any(not isinstance(one, Const) for one in fed.items) else 1
        return Flow(data=lists.as_data(fed, Data(rank=rank, size=size, values=values, node=node)))
    return UNKNOWN


def _gathered(rows: list[Data], node: Node) -> Flow:
    """An array of rows that are alike."""
    first = rows[0]
    same = [one for one in rows if one.rank == first.rank and one.order == first.order]
    if len(same) < len(rows):
        return Flow(data=Data(node=node))
    rank = first.rank + 1 if first.rank is not None else None
    alike = all(one.moved is first.moved or one.moved == first.moved for one in rows)
    return Flow(
        data=replace(
            first,
            rank=rank,
            rows=None,
            sizes=(None, *first.sizes) if first.sizes and len(rows) == 1 else None,
            values=first.values if len(rows) == 1 else None,
            moved=first.moved if alike else UNSURE,
        )
    )


def stacked(name: str, args: list[Value], options: dict[str, Value], node: ast.expr) -> Value:
    """`stack`, `concatenate` and their kin: arrays one after another or side by side."""
    inner = args[0] if args else UNKNOWN
    items = inner.items if isinstance(inner, Thing) and inner.kind in ("list", "tuple") else []
    flows = [one for one in items if isinstance(one, Flow)]
    if not flows or len(flows) != len(items):
        if any(one.losses for one in flows):
            return Flow((Op("loss"),), losses=frozenset().union(*(one.losses for one in flows)))
        return Flow((MERGE,)) if any(one.ops for one in flows) else UNKNOWN
    if any(one.losses for one in flows):
        return Flow((Op("loss"),), losses=frozenset().union(*(one.losses for one in flows)))
    alike = name in ("cat", "concatenate", "concat", "vstack", "append")
    if len(flows) == 1 and flows[0].ops and alike and isinstance(inner, Thing) and inner.open:
        return flows[0]  # the outputs of all batches
    if any(one.ops for one in flows):
        alike_ = all(one.data == flows[0].data for one in flows)
        return Flow((MERGE,), data=flows[0].data if alike_ else NOTHING)
    if isinstance(inner, Thing) and inner.open:
        return _rows_of_one(name, flows, inner)
    sizes = [one.data.size for one in flows]
    known = [size for size in sizes if size is not None]
    along = options.get("dim", options.get("axis", args[1] if len(args) > 1 else None))
    columns = name in ("stack", "column_stack", "hstack") or number(along) in (1.0, -1.0)
    mixed = columns and len(known) > 1 and max(known) > 100 * max(min(known), 1e-9)
    rank = flows[0].data.rank
    if rank is not None and name in ("stack", "column_stack"):
        rank = max(2, rank + 1)
    same = [one.data for one in flows]
    order = flows[0].data.order
    values: frozenset[float] | None = None
    if not columns:
        if all(one.values is not None for one in same):
            values = frozenset().union(*(one.values for one in same if one.values is not None))
        constants = [one for one in same if one.order == "same"]
        if len(constants) == len(same) and values is not None and len(values) > 1:
            order = "sorted"
        single = [next(iter(one.values)) for one in same if one.values is not None and len(one.values) == 1]
        if len(single) == len(same) > 1 and single == sorted(set(single)):
            order = "sorted"  # the rows of one class after those of another
        several = isinstance(inner, Thing) and inner.open
        if several and len(constants) == len(same) and values is None:
            order = "sorted"  # one value for each round of a loop
    copied = not columns and len(same) > 1 and _copies(node) and _of_the_same_rows(same[0], same[1])
    scaled = {one.scaled for one in same}
    sources = {one.source for one in same}
    births = {one.born for one in same}
    moves = {one.moved for one in same}
    parted = {one.part for one in same}
    return Flow(
        data=Data(
            moved=moves.pop() if len(moves) == 1 else UNSURE,
            part=parted.pop() if len(parted) == 1 else "",
            born=births.pop() if len(births) == 1 else node,
            scaled=scaled.pop() if len(scaled) == 1 else "",
            source=sources.pop() if len(sources) == 1 else None,
            rank=rank,
            size=max(known) if len(known) == len(sizes) and known else None,
            mixed=mixed,
            order=order,
            values=values,
            node=node,
            rows=flows[0].data.rows if columns else None,
            repeated=node
            if copied
            else next((one.repeated for one in same if one.repeated is not None), None),
        )
    )


def _turns(part: ast.expr) -> bool:
    """`-x`, `x @ rotation`: rows that lie somewhere else, as the other arm of a spiral does."""
    return (isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub)) or (
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.MatMult)
    )


def _copies(node: ast.expr) -> bool:
    """`concatenate([x, x + noise])`: an array, and what is made of the whole of it."""
    given = node.args[0] if isinstance(node, ast.Call) and node.args else None
    parts = given.elts if isinstance(given, ast.List | ast.Tuple) else []
    names = [one.id for one in parts[:1] if isinstance(one, ast.Name)]
    inner = [part for one in parts[1:2] for part in nodes_of(one)]
    cut = {part.value for part in inner if isinstance(part, ast.Subscript)}
    if any(_turns(one) for one in parts[1:2]):
        return False
    return any(isinstance(one, ast.Name) and one.id in names and one not in cut for one in inner)


def _of_the_same_rows(one: Data, other: Data) -> bool:
    """One array, or what was made of it row by row."""
    alike = one.source is not None and one.source == other.source
    return alike and (one.part, one.span, one.moved) == (other.part, other.span, other.moved)


_WITHIN = frozenset(("arange", "sorted", "run", "blocks"))
"""Orders of the values in a row, as along an axis of time, which say nothing of the order of rows."""


def _rows_of_one(name: str, flows: list[Flow], inner: Thing) -> Flow:
    """An array of rows that a loop or a comprehension made, of which one is known."""
    first, *others = (one.data for one in flows)
    if name == "stack":
        rank = first.rank + 1 if first.rank is not None else None
        rows = lists.rows_of(inner)
    else:
        rank, rows = first.rank, None
    alike = all((one.size, one.scaled) == (first.size, first.scaled) for one in others)
    data = replace(
        first,
        rank=rank,
        sizes=(rows, *first.sizes) if name == "stack" and first.sizes and alike else None,
        size=first.size if alike else None,
        scaled=first.scaled if alike else "",
        values=first.values if alike and all(one.values == first.values for one in others) else None,
        rows=rows,
        signed=any(one.signed for one in (first, *others)),
    )
    order = lists.order_of(inner) or ("" if name == "stack" and data.order in _WITHIN else data.order)
    return Flow(data=replace(data, order=order))
