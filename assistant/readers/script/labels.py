"""The labels of a script: their values and shapes against the loss and the units that get them.

Their order is judged elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from assistant.readers.script.events import LossUse
from assistant.readers.script.nodes import code_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import last_layer, named, tail_of
from assistant.readers.script.values import (
    Data,
    Flow,
    Node,
    Op,
    Value,
)

PIXEL = 255.0


def labels(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    """Values of the labels against loss and units."""
    for use in uses:
        target = reader.target(use)
        tail = tail_of(use.fed)
        data = target.data if isinstance(target, Flow) and not target.ops else None
        if data is None:
            continue
        if use.kind == "binary-cross-entropy" and data.size == PIXEL and not data.scaled:
            yield reader.found(
                "labels",
                "out-of-range",
                f"targets go up to 255, and {named(use)} asks for 0 to 1",
                data.node or use.node,
            )
            return
        if use.kind == "binary-cross-entropy" and data.values is None and _stretched(data.node):
            says = f"{code_of(data.node)[:40]} runs from -1 to 1, and {named(use)} asks for 0 and 1"
            yield reader.found("labels", "out-of-range", says, data.node, sure=0.9)
            return
        if data.values is None or not data.values or data.order == "same":
            continue
        values = sorted(data.values)
        said = ", ".join(f"{value:g}" for value in values[:6])
        soft = values[0] >= 0 and values[-1] <= 1  # as good as 0 and 1: smoothed
        if use.kind == "binary-cross-entropy" and not soft:
            if len(values) == 2:
                yield reader.found(
                    "labels",
                    "out-of-range",
                    f"labels are {said}, and {named(use)} asks for 0 and 1",
                    data.node or use.node,
                )
            elif tail.units == 1 and all(value >= 0 for value in values):
                yield reader.found(
                    "output units",
                    "mismatch",
                    f"labels are {said}, and the last layer has one unit",
                    (tail.layer.node if tail.layer else None) or use.node,
                )
                # the same slip seen from its other side; which of the two to change, nobody can say
                asks = f"{named(use)} asks for a yes or no, and labels are {said}"
                yield reader.found("output fit", "wrong-loss", asks, use.made or use.node, sure=0.25)
            return
        if (
            use.kind == "cross-entropy"
            and tail.units
            and tail.units > 1
            and (data.rank != 2 or len(values) > 2)
        ):
            if values[0] == 1 and values[-1] == tail.units and len(values) == tail.units:
                yield reader.found(
                    "labels", "out-of-range", f"labels run from 1 to {tail.units}", data.node or use.node
                )
                return
            if values[-1] >= tail.units:
                yield reader.found(
                    "output units",
                    "mismatch",
                    f"labels go up to {values[-1]:g}, and the last layer has {tail.units} units",
                    (tail.layer.node if tail.layer else None) or use.node,
                    {"layer": tail.layer.node if tail.layer else None, "units": _told(tail.layer)},
                    {"units": f"{values[-1] + 1:g}", "given": str(tail.units)},
                )
                return


def _told(layer: Op | None) -> Node | None:
    """Where the number of units is written."""
    if layer is None or layer.thing is None:
        return None
    torch = layer.thing.framework == "pytorch"
    names = ("out_features", "out_channels") if torch else ("units", "filters")
    return getattr(layer.thing.option(int(torch), *names), "node", None)


def _stretched(node: Node | None) -> TypeGuard[ast.BinOp]:
    """`2 * y - 1`."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    inner = node.left
    doubled = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult)
    return (
        doubled
        and code_of(node.right) in ("1", "1.0")
        and isinstance(inner, ast.BinOp)
        and bool({code_of(inner.left), code_of(inner.right)} & {"2", "2.0"})
    )


def _narrow(data: Data) -> bool:
    """One column of numbers."""
    sizes = data.sizes
    return data.rank == 2 and (sizes is None or sizes[-1] in (1, None))


def _squeezed(node: Node | None) -> bool:
    """`out.squeeze(-1)`, `out.squeeze()`, `out.flatten()`: the last axis of length 1 is gone."""
    name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    return name in ("squeeze", "flatten", "ravel")


def shapes(reader: Reader) -> Iterator[Found]:
    """(N, 1) against (N,) where nothing stops it."""
    pairs: list[tuple[Value, Value, Node, Node | None]] = [
        (use.fed, use.target, use.node, use.fed_node)
        for use in reader.walker.losses
        if use.kind == "squared-error" and not use.compiled and reader.framework_of(use) == "pytorch"
    ]
    pairs.extend(
        (event.owner, event.value, event.node, None) for event in reader.walker.events if event.kind == "meet"
    )
    for fed, target, node, fed_node in pairs:
        tail = tail_of(fed)
        if (
            tail.activation != "none"
            or tail.units != 1
            or not isinstance(fed, Flow)
            or not isinstance(target, Flow)
        ):
            continue
        names = [op.name for op in fed.ops]
        after = names[last_layer(names) :]
        flat = any(name in ("flat", "reshaped", "index", "shape") for name in after)
        alone = tail.layer is not None and tail.layer.name == "linear" and not target.ops
        if after == ["linear", "flat"] and alone and _narrow(target.data) and _squeezed(fed.ops[-1].node):
            yield reader.found(
                "shapes",
                "different",
                "the output is (N,), the targets are (N, 1): their difference is (N, N)",
                node,
                {"squeezed": fed.ops[-1].node},
            )
            return
        if (
            not flat
            and not target.ops
            and target.data.rank == 1
            and tail.layer
            and tail.layer.name == "linear"
        ):
            yield reader.found(
                "shapes",
                "different",
                "the output is (N, 1), the targets are (N,): their difference is (N, N)",
                node,
                {"fed": fed_node, "call": reader.bound(fed_node)},
            )
            return
