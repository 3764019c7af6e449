"""Tables of pandas: columns that the script itself fills, the order of the rows, and their parts.

What a file holds is not known.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from assistant.readers.script.values import (
    STANDARD,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Thing,
    Value,
    flag,
    number,
    text,
)

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
    for name, value in columns.items():
        if (same := number(value)) is not None:  # one number for all rows
            data = Data(rank=1, size=abs(same), values=frozenset((same,)), order="same", node=node)
            one.attributes[f"[{name}]"] = Flow(data=data)
    return one


def concatenated(given: Value, options: dict[str, Value], node: ast.Call) -> Value:
    """`pd.concat([one, other])`: the rows of several tables, one table after another."""
    inside = given.items if isinstance(given, Thing) and given.kind in ("list", "tuple") else []
    frames = [one for one in inside if isinstance(one, Thing) and one.kind == "frame"]
    along = options.get("axis")
    if not frames or len(frames) < len(inside) or (along is not None and number(along) != 0):
        return UNKNOWN
    found = Thing("frame", "DataFrame", node=node)
    marks = [{key for key in one.attributes if key[0] == "["} for one in frames]
    if isinstance(given, Thing) and not given.open and len(frames) > 1:
        for key in sorted(set.intersection(*marks)):
            found.attributes[key] = _one_after_another([one.attributes[key] for one in frames], node)
    return found


def _one_after_another(columns: list[Value], node: ast.Call) -> Flow:
    """One column of several tables."""
    parts = [one.data for one in columns if isinstance(one, Flow)]
    sizes = [one.size for one in parts if one.size is not None]
    known = [one.values for one in parts if one.values is not None]
    values = frozenset().union(*known) if len(known) == len(parts) else None
    single = [next(iter(one)) for one in known if len(one) == 1]
    risen = len(single) == len(parts) and single == sorted(set(single))
    size = max(sizes) if len(sizes) == len(parts) and sizes else None
    return Flow(data=Data(rank=1, size=size, values=values, order="sorted" if risen else "", node=node))


def column(owner: Thing, name: str) -> Flow:
    """One column: a vector."""
    found = owner.attributes.get(f"[{name}]")
    mark = owner.attributes.get("__mark__")
    source = (mark.value, name) if isinstance(mark, Const) else None
    data = found.data if isinstance(found, Flow) else Data(rank=1, source=source)
    by, part = text(owner.attributes.get("__by__")), text(owner.attributes.get("__part__"))
    if by is not None:
        data = replace(data, order="sorted" if by == name else "random" if by == "" else "")
    if part:
        data = replace(data, part=part, rows=None, ordered=part if data.order == "sorted" else "")
    if scaled := text(owner.attributes.get("__scaled__")):
        away = scaled == "standardized"
        data = replace(data, scaled=scaled, size=STANDARD if away else None, signed=away, values=None)
    return Flow(data=data)


def whole(owner: Thing) -> Flow:
    """`table.values`: all columns side by side."""
    kept = [one.data for key, one in owner.attributes.items() if key[0] == "[" and isinstance(one, Flow)]
    told, mark = owner.attributes.get("__data__"), owner.attributes.get("__mark__")
    source = (mark.value, "") if isinstance(mark, Const) else None
    data = told.data if isinstance(told, Flow) else Data(rank=2, source=source)
    sizes = [one.size for one in kept if one.size is not None]
    if len(kept) > 1 and len(sizes) > 1 and max(sizes) > _UNLIKE * max(min(sizes), 1e-9):
        data = replace(data, mixed=True)
    part, scaled = text(owner.attributes.get("__part__")), text(owner.attributes.get("__scaled__"))
    if part:
        data = replace(data, part=part, rows=None)
    if scaled:
        away = scaled == "standardized"
        data = replace(data, scaled=scaled, mixed=False, size=STANDARD if away else None, signed=away)
    return Flow(data=replace(data, rank=2, order="" if data.order == "sorted" else data.order))


_UNLIKE = 100
"""Columns whose sizes differ so many times are of unlike size."""


def chosen(owner: Thing, node: ast.AST) -> Thing:
    """Some of the columns."""
    return _after(owner, node)


def arithmetic(owner: Thing, op: ast.operator, other: Value, node: ast.AST) -> Thing:
    """`(df - df.mean()) / df.std()`: all columns at once."""
    scaled = text(owner.attributes.get("__scaled__")) or ""
    if isinstance(op, ast.Sub):
        least = isinstance(other, Flow) and other.data.source == "min"
        return _after(owner, node, scaled="from 0" if least else "centered")
    if isinstance(op, ast.Div):
        if scaled in ("centered", "from 0"):
            return _after(owner, node, scaled="standardized" if scaled == "centered" else "to 1")
        by = number(other)
        return _after(owner, node, scaled=f"/{by:g}" if by else "to 1")
    return _after(owner, node, scaled="")


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
        all_ = number(options.get("frac", Const(0.0))) == 1
        mixed = _after(owner, node, by="")
        if not all_:
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
    if name in ("mean", "std", "min", "max", "median", "var"):
        return Flow(data=Data(order="stat", source=name))
    if name in ("to_numpy", "as_matrix"):
        return whole(owner)
    if name == "drop" and flag(options.get("inplace")) is not True:
        left = _after(owner, node)
        for key in _dropped(args, options):
            left.attributes.pop(f"[{key}]", None)
        return left
    if name in _KEEPS and flag(options.get("inplace")) is not True:
        return _after(owner, node)
    if name in ("head", "tail"):
        return _after(owner, node, part="front" if name == "head" else "back")
    if name == "pop" and args and (key := text(args[0])) is not None:
        return column(owner, key)
    return UNKNOWN


def _dropped(args: list[Value], options: dict[str, Value]) -> list[str]:
    """The columns that a `drop` takes away."""
    along = options.get("axis", args[1] if len(args) > 1 else None)
    given = options.get("columns")
    if given is None and (number(along) == 1 or text(along) == "columns"):
        given = args[0] if args else None
    inner = given.items if isinstance(given, Thing) else [given] if given is not None else []
    return [key for one in inner if (key := text(one)) is not None]


def part(owner: Thing, which: str, node: ast.AST) -> Thing:
    """One side of a random split."""
    return _after(owner, node, part=which, by="")


def rows(owner: Thing, key: Value, node: ast.AST) -> Value:
    """`df[:n]`, `df.iloc[n:]`: a part of a table."""
    if isinstance(key, Thing) and key.kind == "tuple" and len(key.items) == 2:  # iloc[rows, columns]
        kept = rows(owner, key.items[0], node)
        columns = key.items[1]
        if isinstance(columns, Thing) and columns.kind in ("slice", "list"):
            return kept
        if isinstance(kept, Thing) and isinstance(columns, Const):
            return column(kept, str(columns.value))
        return UNKNOWN
    if isinstance(key, Thing) and key.kind == "list":  # several columns
        return _after(owner, node)
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
