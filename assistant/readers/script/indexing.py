"""Rows, columns and parts that are taken of an array, by an index, a slice or other rows.

What models gave is only passed on.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import masks
from assistant.readers.script.arithmetic import size_of
from assistant.readers.script.nodes import code_of
from assistant.readers.script.orders import SHUFFLED
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Data,
    Flow,
    Thing,
    Unknown,
    Value,
    text,
)

if TYPE_CHECKING:
    pass


def part(value: Flow, at: int) -> Value:
    """One of several rows that are unpacked."""
    if value.ops:
        return value.then("index")
    rank = value.data.rank - 1 if value.data.rank else None
    return Flow(data=replace(value.data, rank=rank, rows=None, sizes=None, source=(value.data.source, at)))


def element(value: Flow) -> Value:
    """One of what a loop over an array gives."""
    if value.data.order in ("batches",):
        return Flow(data=replace(value.data, order=value.data.part or SHUFFLED))
    if value.ops:
        return value.then("index")
    rank = value.data.rank - 1 if value.data.rank else None
    return Flow(data=replace(value.data, rank=rank, sizes=None))


def put(value: Flow, given: Value, slot: ast.expr) -> Flow:
    """An array after something was put into a slot of it."""
    data = value.data
    fresh = isinstance(given, Const) and isinstance(given.value, float) and given.value != given.value
    if fresh:
        return value
    size = size_of(given)
    grown = max(data.size, size) if data.size is not None and size is not None else data.size
    padded = data.padded
    if padded is None and data.values is not None and len(data.values) == 1 and _begins_a_row(slot):
        padded = next(iter(data.values))
    return replace(value, data=replace(data, size=grown, values=None, padded=padded))


def _begins_a_row(slot: ast.expr) -> bool:
    """`[n, :length]`: each row is filled from its beginning, and what is behind stays as it was."""
    parts = slot.elts if isinstance(slot, ast.Tuple) else []
    last = parts[-1] if len(parts) == 2 and isinstance(parts[0], ast.Name) else None
    if not isinstance(last, ast.Slice) or isinstance(last.upper, ast.Constant | None):
        return False
    return last.lower is None or (isinstance(last.lower, ast.Constant) and last.lower.value == 0)


def index(owner: Flow, key: Value, node: ast.Subscript) -> Value:
    """Rows or columns of an array."""
    if owner.ops:
        flat = isinstance(node.slice, ast.Tuple) and any(
            isinstance(one, ast.Constant) and isinstance(one.value, int) for one in node.slice.elts
        )
        wider = isinstance(node.slice, ast.Tuple) and any(
            isinstance(one, ast.Constant) and one.value is None for one in node.slice.elts
        )
        taken = owner.then("flat" if flat else "shape" if wider else "index", node)
        if isinstance(key, Flow) and key.data.order == SHUFFLED:
            past = owner.data.moved
            moved = (past, key.data.moved) if past is not None else key.data.moved
            taken = replace(taken, data=replace(taken.data, moved=moved))
        return taken
    data = owner.data
    if (named := text(key)) is not None:  # one array of a file
        source = (data.source[0], named) if isinstance(data.source, tuple) else None
        return Flow(data=Data(source=source, node=node))
    parts = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    keys = key.items if isinstance(key, Thing) and key.kind == "tuple" else [key]
    rank = data.rank
    if rank is not None:
        for one in parts:
            if isinstance(one, ast.Constant) and one.value is None:
                rank += 1
            elif isinstance(one, ast.Constant) and isinstance(one.value, int):
                rank -= 1
    first = keys[0] if keys else UNKNOWN
    order, rows, cut = data.order, data.rows, data.part
    if isinstance(first, Flow) and not first.ops:
        return _by_rows(data, first.data, rank, parts, node)
    if _anywhere(first):
        data = masks.left(data, None)
        order, rows = "" if order in ("sorted", "arange") else order, None
    sliced = (
        isinstance(first, Thing)
        and first.kind == "slice"
        and (
            not (isinstance(first.items[0], Const) and first.items[0].value is None)
            or not (isinstance(first.items[1], Const) and first.items[1].value is None)
        )
    )
    span = data.span
    if sliced and isinstance(first, Thing):
        whole = data.span is None and not data.part
        span = data.span if not whole else None if _reaches_back(parts[0]) else _span(first, data.moved)
        cut, rows = _sliced(first, rows)
        ends = first.items[:2]
        if data.part and not any(isinstance(one, Const) for one in ends):
            cut = data.part  # a window or a batch of what was cut before
    sizes = _sizes(data.sizes, parts, keys)
    if sizes and sliced:
        sizes = (rows, *sizes[1:])
    turned = data.turned != _backwards(parts)
    return Flow(
        data=replace(
            data,
            rank=rank,
            rows=rows,
            part=cut,
            span=span,
            order=order,
            turned=turned,
            turned_at=node if turned != data.turned else data.turned_at,
            sizes=sizes,
            ordered=cut if sliced and _splits(node, data) else data.ordered,
            cut_at=node if sliced else data.cut_at,
            source=data.source or (data.node if sliced else None),
        )
    )


def _by_rows(data: Data, chosen: Data, rank: int | None, parts: list[ast.expr], node: ast.Subscript) -> Flow:
    """`x[rows]`: rows that another array names; rank: that of one row and its axis."""
    moved, order, cut = data.moved, data.order, data.part
    if chosen.order == "argsort":
        moved, order = (data.moved, chosen.moved), "sorted"
    if chosen.order in (SHUFFLED, "blocks"):
        if data.order == "arange":
            return Flow(
                data=replace(data, order="blocks" if _blocked(data) else SHUFFLED, moved=chosen.moved)
            )
        if data.order == SHUFFLED:
            return Flow(data=replace(data, moved=(data.moved, chosen.moved), node=node))
        moved = (data.moved, chosen.moved) if data.moved is not None else chosen.moved
        if order == "sorted":
            order = "blocks" if chosen.order == "blocks" else "random"
        if chosen.part:
            cut = chosen.part
    if chosen.order == "run" and order == "sorted":
        order = "blocks"  # neighbors are of one class
    ordered = data.ordered
    if chosen.order == "arange":
        cut = chosen.part or cut
        ordered = chosen.part if chosen.part and data.order == "sorted" else ordered
    rows = chosen.rows
    data = masks.left(data, chosen)
    whole_rank = (rank - 1 + chosen.rank) if rank is not None and chosen.rank is not None else None
    sizes = data.sizes if len(parts) == 1 and chosen.rank in (0, 1) else None
    one_row = chosen.rank == 0
    return Flow(
        data=replace(
            data,
            rank=whole_rank,
            sizes=(*(() if one_row else (None,)), *sizes[1:]) if sizes else None,
            moved=moved,
            order=order,
            rows=rows,
            most=chosen.most,
            part=cut,
            span=chosen.span or data.span,
            ordered=ordered,
            cut_at=chosen.cut_at or data.cut_at,
            repeated=chosen.repeated or data.repeated,
        )
    )


def _sizes(
    sizes: tuple[int | None, ...] | None, parts: list[ast.expr], keys: list[Value]
) -> tuple[int | None, ...] | None:
    """The lengths of the axes after an index of slices, numbers, None and `...`."""
    if sizes is None or len(parts) != len(keys):
        return None
    if len(keys) == 1 and _anywhere(keys[0]):
        return (None, *sizes[1:])
    left = [*sizes]
    found: list[int | None] = []
    for n, (one, key) in enumerate(zip(parts, keys, strict=True)):
        if isinstance(key, Const) and key.value is None:
            found.append(1)
        elif isinstance(one, ast.Constant) and one.value is ...:
            after = sum(
                1 for other in keys[n + 1 :] if not (isinstance(other, Const) and other.value is None)
            )
            found, left = [*found, *left[: len(left) - after]], left[len(left) - after :]
        elif not left:
            return None
        elif isinstance(key, Thing) and key.kind == "slice":
            length = left.pop(0)
            low, high, step = [one.value if isinstance(one, Const) else "?" for one in key.items]
            whole = low is None and high is None and step in (None, 1, -1)
            found.append(length if whole else None)
        elif isinstance(key, Const) and isinstance(key.value, int):
            left.pop(0)
        else:
            return None
    return (*found, *left)


def _span(given: Thing, moved: object) -> tuple[int, int | None, object] | None:
    """The first row of a slice and the one behind its last, where both are written; moved: their order."""
    low, high = given.items[:2]
    if not isinstance(low, Const) or not isinstance(high, Const):
        return None
    start, stop = low.value or 0, high.value
    whole = isinstance(start, int) and isinstance(stop, int | None) and start >= 0 and (stop or 0) >= 0
    return (start, stop, moved) if whole else None


def _reaches_back(given: ast.expr) -> bool:
    """`series[n_train - WINDOW:]`: the first windows of a validation need what came before."""
    lower = given.lower if isinstance(given, ast.Slice) else None
    if not isinstance(lower, ast.BinOp) or not isinstance(lower.op, ast.Sub):
        return False
    return not isinstance(lower.left, ast.Call)  # x[len(x) - n:] counts from the end


def _sliced(given: Thing, rows: int | None) -> tuple[str, int | None]:
    """Which part of its rows a slice is, and how many; rows: those of the whole."""
    low, high = given.items[0], given.items[1]
    part_ = "front" if isinstance(low, Const) and low.value in (None, 0) else "back"
    if not isinstance(low, Const) or not isinstance(high, Const):
        return part_, None
    start, stop = low.value or 0, high.value
    if isinstance(start, int) and isinstance(stop, int) and 0 <= start <= stop:
        return part_, stop - start
    if isinstance(start, int) and stop is None and rows is not None and start >= 0:
        return part_, max(0, rows - start)
    return part_, None


def _splits(node: ast.Subscript, data: Data) -> bool:
    """A slice with one end, of rows that stand class by class: a split, not a batch."""
    given = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
    open_ = isinstance(given, ast.Slice) and (given.lower is None or given.upper is None)
    return data.order == "sorted" and open_


def _backwards(parts: list[ast.expr]) -> bool:
    """`image[:, :, ::-1]`, `image[..., ::-1]`: the channels in reverse."""
    last = parts[-1]
    several = len(parts) >= 3 or (
        len(parts) == 2 and isinstance(parts[0], ast.Constant) and parts[0].value is ...
    )
    return (
        several
        and isinstance(last, ast.Slice)
        and last.lower is None
        and last.upper is None
        and last.step is not None
        and code_of(last.step) == "-1"
    )


def _anywhere(key: Value) -> bool:
    """Rows that nobody knows: a list of indices, a mask."""
    return isinstance(key, Unknown) or (isinstance(key, Thing) and key.kind in ("list", "wrapped"))


def _blocked(data: Data) -> bool:
    return data.rank is not None and data.rank > 1
