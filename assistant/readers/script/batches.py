"""Data sets, their parts and loaders of PyTorch: what one batch or one sample of them is.

Which loader trains is found elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script.nodes import code_of
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Data,
    Flow,
    Func,
    Thing,
    Value,
    is_none,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


def made(walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    """A data set, a part of one, or a loader."""
    if last == "random_split":
        parts = [walker.thing("dataset", "Subset", "pytorch", args[:1], {}, node) for _ in range(8)]
        for n, one in enumerate(parts):
            if args and isinstance(args[0], Thing):
                one.attributes.update({k: v for k, v in args[0].attributes.items() if k.startswith("__")})
                one.items = list(args[0].items)
                one.attributes.update(
                    {"__part__": Const("back" if n else "front"), "__order__": Const("random")}
                )
        count = len(args[1].items) if len(args) > 1 and isinstance(args[1], Thing) else 0
        return Thing("tuple", items=list(parts[:count]), open=not count)
    if last == "DataLoader":
        one = walker.thing("loader", last, "pytorch", args, options, node)
        walker.event("made", node, owner=one)
        return one
    one = walker.thing("dataset", last, "pytorch", args, options, node)
    one.items = list(args)
    if last == "Subset":
        part, order = _chosen_rows(args[1] if len(args) > 1 else options.get("indices", UNKNOWN))
        one.attributes.update({"__part__": Const(part), "__order__": Const(order)})
        rows = args[1] if len(args) > 1 else options.get("indices", UNKNOWN)
        if isinstance(rows, Flow) and rows.data.order in ("arange", "permutation"):
            one.attributes["__rows__"] = rows
        if args and isinstance(args[0], Thing):
            one.items = list(args[0].items)
    return one


def _chosen_rows(rows: Value) -> tuple[str, str]:
    """Which part of a data set these numbers of rows are, and whether they were drawn."""
    if isinstance(rows, Thing) and rows.kind == "wrapped" and rows.args:
        return _chosen_rows(rows.args[0])
    if isinstance(rows, Thing) and rows.kind == "range" and 1 <= len(rows.args) <= 2:
        first = rows.args[0] if len(rows.args) == 2 else Const(0)
        return ("front", "") if number(first) == 0 else ("back", "")
    if isinstance(rows, Flow) and not rows.ops:
        plain = rows.data.order == "arange"
        return rows.data.part, "" if plain else "random"
    return "", "random"


def batch(walker: State, loader: Thing) -> Value:
    """What a loader gives for one step."""
    data = loader.option(0, "dataset")
    collate = loader.option(6, "collate_fn")
    if not isinstance(data, Thing):
        if isinstance(collate, Func):
            return walker.invoke(collate, [Thing("list", items=[UNKNOWN], open=True)], {}, collate.node)
        return UNKNOWN
    base, part, order = _cut_from(data)
    at = data.node if part else None
    if isinstance(collate, Func):
        one = sample(walker, base)
        return walker.invoke(collate, [Thing("list", items=[one], open=True)], {}, collate.node)
    if collate is not None and not is_none(collate):
        return UNKNOWN
    if base.name == "TensorDataset" and base.items:
        return Thing("tuple", items=[placed(_row(one), part, order, at) for one in base.items])
    if base.kind == "list" or base.made_by is not None:
        return placed(_batched(sample(walker, base)), part, order, at)
    classes = data.attributes.get("__classes__") if isinstance(data, Thing) else None
    if isinstance(data, Thing) and isinstance(classes, Const):
        changed = "target_transform" in data.options or {"targets", "data", "labels"} & set(data.attributes)
        values = (
            frozenset(float(n) for n in range(classes.value)) if not changed and classes.value <= 40 else None
        )
        labels = Flow(data=Data(rank=1, values=values, source=data.name))
        images = Flow(data=Data(rank=4, size=_pixels(data.option(-1, "transform")), node=data.node))
        return Thing("tuple", items=[images, labels])
    if base.name in ("ImageFolder", "DatasetFolder") and base.kind == "dataset":
        labels = Flow(data=Data(rank=1, order="sorted", source=(_root(base), "labels"), node=base.node))
        images = Flow(data=Data(rank=4, size=_pixels(base.option(1, "transform")), node=base.node))
        return Thing("tuple", items=[images, placed(labels, part, order, at)])
    return UNKNOWN


def _root(folder: Thing) -> str:
    """The code of the folder that a data set reads: two sets of one folder have the same rows."""
    call = folder.node
    given = call.args[0] if isinstance(call, ast.Call) and call.args else call
    return code_of(given) if given is not None else ""


def _cut_from(data: Thing) -> tuple[Thing, str, str]:
    """The whole data set of a part of it; `front` or `back`; `random` where rows were drawn."""
    part = order = ""
    for _ in range(4):
        inner = data.args[0] if data.name == "Subset" and data.args else None
        if not isinstance(inner, Thing):
            break
        part = part or str(getattr(data.attributes.get("__part__"), "value", ""))
        order = order or str(getattr(data.attributes.get("__order__"), "value", ""))
        data = inner
    return data, part, order


def placed(value: Value, part: str, order: str, at: ast.AST | None) -> Value:
    """Rows that were cut from a data set."""
    if isinstance(value, Thing) and value.kind in ("tuple", "list"):
        items = [placed(one, part, order, at) for one in value.items]
        return Thing(value.kind, items=items, open=value.open)
    if not isinstance(value, Flow) or value.ops:
        return value
    data = value.data
    known = "random" if order == "random" and data.order == "sorted" else data.order
    ordered = part if known == "sorted" and part else data.ordered
    return Flow(
        data=replace(
            data,
            part=part or data.part,
            order=known,
            rows=None if part else data.rows,
            ordered=ordered,
            cut_at=at or data.cut_at,
        )
    )


def sample(walker: State, data: Thing) -> Value:
    """One sample of a data set of the script's own, or of a list of samples."""
    if data.kind == "list":
        return walker.element(data)
    found = data.made_by.find("__getitem__") if data.made_by is not None else None
    if not isinstance(found, Func):
        return UNKNOWN
    at = Flow(data=Data(rank=0, order="pick"))
    return walker.invoke(Func(found.node, found.scope, data, found.owner), [at], {}, found.node)


def _batched(value: Value) -> Value:
    """Many samples, stacked as `default_collate` does it."""
    if isinstance(value, Thing) and value.kind in ("tuple", "list") and not value.open:
        return Thing(value.kind, items=[_batched(one) for one in value.items])
    if isinstance(value, Thing) and value.kind == "dict":
        one = Thing("dict", node=value.node, open=value.open)
        one.attributes = {key: _batched(item) for key, item in value.attributes.items()}
        return one
    if isinstance(value, Flow) and not value.ops:
        rank = value.data.rank + 1 if value.data.rank is not None else None
        sizes = (None, *value.data.sizes) if value.data.sizes else None
        return Flow(data=replace(value.data, rank=rank, rows=None, sizes=sizes))
    if isinstance(value, Const) and number(value) is not None:
        return Flow(data=Data(rank=1))
    return UNKNOWN


def _pixels(transform: Value | None) -> float | None:
    """255 where a transform makes tensors of bytes and nothing divides them; None where it is not known."""
    if not isinstance(transform, Thing) or transform.kind != "transforms" or transform.open:
        return None
    steps = [one.name if isinstance(one, Thing) else "" for one in transform.items]
    raw = "PILToTensor" in steps and not {"ConvertImageDtype", "Normalize", "ToTensor", "ToDtype", ""} & set(
        steps
    )
    scaled = any("/" in code_of(one.node) for one in transform.items if isinstance(one, Thing) and one.node)
    return 255.0 if raw and not scaled else None


def _row(one: Value) -> Value:
    return Flow(data=one.data) if isinstance(one, Flow) and not one.ops else UNKNOWN
