"""Tables of pandas: columns that the script itself fills, the order of the rows, and their parts.

What a file holds is not known.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from assistant.readers.script.values import UNKNOWN, Const, Data, Flow, Thing, Value, flag, number, text

_KEEPS = frozenset(
    (
        *("copy", "reset_index", "dropna", "drop", "fillna", "drop_duplicates", "rename", "astype", "assign"),
        *("set_index", "infer_objects", "convert_dtypes", "to_frame", "round", "replace"),
    )
)
"""Methods after which the rows stand in the order that they had."""


def table(columns: dict[str, Value], node: ast.AST) -> Thing:
    """A table with these columns."""
    one = Thing("frame", "DataFrame", node=node)
    one.attributes = {
        f"[{name}]": value for name, value in columns.items() if isinstance(value, Flow) and not value.ops
    }
    return one


def column(owner: Thing, name: str) -> Flow:
    """One column: a vector."""
    found = owner.attributes.get(f"[{name}]")
    data = found.data if isinstance(found, Flow) else Data(rank=1)
    by, part = text(owner.attributes.get("__by__")), text(owner.attributes.get("__part__"))
    if by is not None:
        data = replace(data, order="sorted" if by == name else "random" if by == "" else "")
    if part:
        data = replace(data, part=part, rows=None, ordered=part if data.order == "sorted" else "")
    return Flow(data=data)


def _after(owner: Thing, node: ast.AST, **marks: str) -> Thing:
    one = Thing("frame", owner.name, owner.framework, node=node)
    one.attributes = {key: value for key, value in owner.attributes.items() if key != "__name__"}
    one.attributes.update({f"__{key}__": Const(value) for key, value in marks.items()})
    return one


def method(owner: Value, name: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    """What a method of a table gives; unknown for one that is not known."""
    if not isinstance(owner, Thing) or owner.kind != "frame":
        return UNKNOWN
    if name == "sample":
        whole = number(options.get("frac", Const(0.0))) == 1
        mixed = _after(owner, node, by="")
        if not whole:
            mixed.attributes = {
                key: value for key, value in mixed.attributes.items() if not key.startswith("[")
            } | {"__by__": Const("")}
        return mixed
    if name == "sort_values":
        by = options.get("by", args[0] if args else UNKNOWN)
        if isinstance(by, Thing) and by.kind == "list" and by.items:
            by = by.items[0]
        key = text(by)
        if flag(options.get("inplace")) is True:
            if key is not None:
                owner.attributes["__by__"] = Const(key)
            return UNKNOWN
        return _after(owner, node, by=key) if key is not None else UNKNOWN
    if name in _KEEPS and flag(options.get("inplace")) is not True:
        return _after(owner, node)
    if name in ("head", "tail"):
        return _after(owner, node, part="front" if name == "head" else "back")
    if name == "pop" and args and (key := text(args[0])) is not None:
        return column(owner, key)
    return UNKNOWN


def part(owner: Thing, which: str, node: ast.AST) -> Thing:
    """One side of a random split."""
    return _after(owner, node, part=which, by="")


def rows(owner: Thing, key: Value, node: ast.AST) -> Value:
    """`df[:n]`, `df.iloc[n:]`: a part of a table."""
    if not isinstance(key, Thing) or key.kind != "slice":
        return UNKNOWN
    low, high = key.items[0], key.items[1]
    begins = isinstance(low, Const) and low.value in (None, 0)
    ends = isinstance(high, Const) and high.value is None
    if begins and ends:
        return owner
    return _after(owner, node, part="front" if begins else "back")


def mapped(owner: Flow, given: Value) -> Flow | None:
    """`column.map({"no": -1, "yes": 1})`: the values that are written."""
    if owner.ops or not isinstance(given, Thing) or given.kind != "dict" or given.open:
        return None
    numbers = [number(one) for one in given.attributes.values()]
    if not numbers or None in numbers:
        return None
    values = frozenset(one for one in numbers if one is not None)
    return Flow(data=replace(owner.data, values=values, size=max(map(abs, values)), node=given.node))
