"""Arrays that are made by their shape: drawn, filled with one value, counted.

What is done to them afterwards is read elsewhere.
"""

from __future__ import annotations

import ast
import math
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script.nodes import code_of
from assistant.readers.script.values import (
    Const,
    Data,
    Flow,
    Thing,
    Value,
    flag,
    number,
)

if TYPE_CHECKING:
    pass


MOST = 40
"""Values of a set that is kept."""


def rank_of(args: list[Value], options: dict[str, Value]) -> int | None:
    """How many axes a shape has; None where it is not known."""
    shape = options.get("size", options.get("shape", args[0] if args else None))
    if isinstance(shape, Thing) and shape.kind in ("tuple", "list"):
        return None if shape.open else len(shape.items)
    return 1 if isinstance(shape, Const) else None


def sizes_of(args: list[Value], options: dict[str, Value]) -> tuple[int | None, ...] | None:
    """The lengths of the axes, given one by one or as a tuple; None where their number is not known."""
    shape = options.get("size", options.get("shape", args[0] if args else None))
    items = args if len(args) > 1 and all(isinstance(one, Const) for one in args) else None
    if isinstance(shape, Thing) and shape.kind in ("tuple", "list") and not shape.open:
        items = shape.items
    elif items is None and isinstance(shape, Const):
        items = [shape]
    if items is None:
        return None
    numbers = [number(one) for one in items]
    return tuple(int(one) if one is not None and 0 < one < 1e9 else None for one in numbers)


def rows_of(args: list[Value], options: dict[str, Value]) -> int | None:
    """The length of the first axis of a shape; None where it is not known."""
    shape = options.get("size", options.get("shape", args[0] if args else None))
    if isinstance(shape, Thing) and shape.kind in ("tuple", "list") and shape.items:
        shape = shape.items[0]
    found = number(shape) if shape is not None else None
    return int(found) if found is not None and found < 1e9 else None


def _named(options: dict[str, Value], given: float | None, default: float, *names: str) -> float | None:
    """A number of a distribution by its place or one of its names."""
    value = next((options[name] for name in names if name in options), None)
    return number(value) if value is not None else given if given is not None else default


def drawn(name: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    """`normal`, `uniform` and their kin: fractions from a distribution."""
    size: float | None = 1.0
    shape = args
    if name in ("normal", "uniform", "poisson", "random", "exponential", "lognormal", "gamma"):
        sized = options.get("size", options.get("shape"))
        low, high = (number(args[0]) if args else None), (number(args[1]) if len(args) > 1 else None)
        if name == "uniform":
            low = number(options["low"]) if "low" in options else low
            high = number(options["high"]) if "high" in options else high
            size = max(abs(low or 0.0), abs(high)) if high is not None else 1.0
        elif name == "normal":
            low = _named(options, low, 0.0, "loc", "mean")
            high = _named(options, high, 1.0, "scale", "std", "stddev")
            if low is not None and high is not None and (low, high) != (0.0, 1.0):
                size = abs(low) + 2 * abs(high)
        elif name == "exponential":
            size = 3 * (low if low is not None else number(options.get("scale")) or 1.0)
        elif name == "lognormal" and low is not None and high is not None and low + 2 * high < 300:
            size = math.exp(low + 2 * high)
        elif name == "gamma" and low is not None:
            size = low * (high if high is not None else 1.0)
        elif name in ("poisson", "lognormal", "gamma"):
            size = None
        first = {"random": 0, "exponential": 1, "poisson": 1}.get(name, 2)
        shape = [sized] if sized is not None else args[first:]
    if name.endswith("_like") and args and isinstance(args[0], Flow):
        return Flow(data=replace(args[0].data, size=1.0, values=None, order="random", node=node))
    signed = name in ("randn", "normal", "standard_normal", "randn_like", "random_normal")
    if name in ("randn", "rand") and len(shape) > 1:
        rows = number(shape[0])
        return Flow(
            data=Data(
                signed=signed,
                rank=len(shape),
                size=size,
                order="random",
                rows=int(rows) if rows else None,
                sizes=sizes_of(list(shape), {}),
                source=object(),
                node=node,
                born=node,
            )
        )
    rank = rank_of(list(shape), {}) if shape else 0
    return Flow(
        data=Data(
            rank=rank,
            size=size,
            order="random",
            rows=rows_of(list(shape), {}) if shape else None,
            sizes=sizes_of(list(shape[:1]), {}) if shape else None,
            source=object(),
            node=node,
            born=node,
            signed=signed,
        )
    )


def _most(shape: Value | None) -> int | None:
    """The largest number that a length which was drawn can be."""
    drawn_ = shape.data.values if isinstance(shape, Flow) and not shape.ops and shape.data.rank == 0 else None
    return int(max(drawn_)) if drawn_ else None


def whole(args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    """`randint`, `choice` and their kin: whole numbers, or one of those that are written."""
    numbers = [number(one) for one in args[:2]]
    shape = options.get(
        "size", args[2] if len(args) > 2 else args[1] if len(args) > 1 and numbers[1] is None else None
    )
    low = 0.0
    high = numbers[0] if numbers else None
    chosen = code_of(node.func).endswith("choice")
    if len(numbers) > 1 and numbers[1] is not None and (not chosen or len(args) > 2 or "size" in options):
        low, high = numbers[0] or 0.0, numbers[1]
    if "high" in options:
        high = number(options["high"])
    if args and isinstance(args[0], Thing) and args[0].kind in ("list", "tuple"):
        return _chosen(args, options, node)
    values = None
    if high is not None and 0 < high - low <= MOST:
        values = frozenset(float(n) for n in range(int(low), int(high)))
    given = [shape] if shape is not None else []
    several = chosen and (len(args) == 2 or "size" in options) and isinstance(args[0], Flow)
    again = several and flag(options.get("replace", Const(True))) is True
    return Flow(
        data=Data(
            repeated=node if again else None,
            rank=rank_of(given, {}) if given or chosen else 0,
            size=high,
            values=values,
            order="random",
            rows=rows_of(given, {}),
            most=_most(shape),
            sizes=sizes_of(given, {}),
            source=object(),
            node=node,
            born=node,
        )
    )


def _chosen(args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    """`choice([-1, 1], n)`: one of the values that are written."""
    among = args[0]
    assert isinstance(among, Thing)
    numbers = [number(one) for one in among.items]
    known = None not in numbers and bool(numbers) and not among.open and len(numbers) <= MOST
    values = frozenset(one for one in numbers if one is not None) if known else None
    shape = options.get("size", args[1] if len(args) > 1 else None)
    given = [shape] if shape is not None else []
    return Flow(
        data=Data(
            rank=(rank_of(given, {}) or 1) if given else 0,
            size=max(abs(one) for one in values) if values else None,
            values=values,
            order="random",
            rows=rows_of(given, {}),
            source=object(),
            node=node,
        )
    )


def filled(name: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Flow:
    """`zeros`, `ones`, `full`: one value everywhere."""
    value = number(args[1]) if name.startswith("full") and len(args) > 1 else 1.0 if "ones" in name else 0.0
    return Flow(
        data=Data(
            rank=rank_of(args, options),
            size=value,
            values=frozenset((value,)) if value is not None else None,
            order="same",
            rows=rows_of(args, options),
            sizes=sizes_of(args[:1], options),
            node=node,
            born=node,
        )
    )


def counted(args: list[Value], node: ast.Call) -> Flow:
    """`arange`, `linspace`: numbers that only rise."""
    count = number(args[0]) if len(args) == 1 else None
    few = count is not None and 0 < count <= MOST
    values = frozenset(float(n) for n in range(int(count))) if count is not None and few else None
    rows = int(count) if count else None
    return Flow(data=Data(rank=1, size=count, order="arange", rows=rows, values=values, node=node))
