"""How a network ends: its last activation and layer, as the losses get them.

Whether the end fits the loss is judged elsewhere.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from assistant.readers.script.events import LossUse
from assistant.readers.script.report import Reader
from assistant.readers.script.values import (
    Flow,
    Op,
    Thing,
    Value,
    text,
)

_PASSED = frozenset(
    (
        *("same", "shape", "flat", "reshaped", "index", "dropout", "spatial-dropout", "identity", "guard"),
        *("clamp", "detach", "gather", "pool", "complement"),
    )
)


_ACTIVATIONS = frozenset(("relu", "sigmoid", "tanh", "softmax", "log_softmax", "log_sigmoid"))


SAID = {
    "none": "no activation",
    "relu": "ReLU",
    "log_softmax": "log-softmax",
    "log_sigmoid": "log-sigmoid",
}


class Tail(NamedTuple):
    """How a network ends: its last activation (empty: not known), the layer below, what stands between."""

    activation: str
    op: Op | None
    layer: Op | None
    clamp: Op | None
    before: str
    before_op: Op | None

    @property
    def units(self) -> int | None:
        """Units of the last layer."""
        return units_of(self.layer.thing if self.layer else None)


def units_of(thing: Thing | None) -> int | None:
    """Outputs of a dense or convolutional layer."""
    if thing is None or thing.kind != "layer":
        return None
    if thing.framework == "pytorch":
        found = thing.number(1, "out_features", "out_channels")
    elif thing.name in ("linear", "conv"):
        found = thing.number(0, "units", "filters", "output_dim", "nb_filter", "num_outputs")
    else:
        return None
    return int(found) if found is not None else None


def tail_of(flow: Value) -> Tail:
    """How a tensor ends, read backwards."""
    unknown = Tail("", None, None, None, "", None)
    if not isinstance(flow, Flow):
        return unknown
    activation, op, clamp, before, before_op = "", None, None, "", None
    scaled = False
    for one in reversed(flow.ops):
        if one.name == "scale" and not activation:
            scaled = True  # a temperature: of scores it leaves scores
            continue
        if one.name in ("clamp", "guard"):
            clamp = clamp or (one if not activation and one.name == "clamp" else None)
        if one.name in _PASSED:
            continue
        if one.name in _ACTIVATIONS:
            if scaled and one.name != "relu":
                return unknown
            if not activation:
                activation, op = one.name, one
            elif not before:
                before, before_op = one.name, one
            continue
        if one.name in ("norm", "batchnorm") and activation:
            if not before:
                before = "norm"
            continue
        if one.name in ("linear", "conv"):
            return Tail(activation or "none", op, one, clamp, before, before_op)
        break
    return Tail(activation, op, None, clamp, before, before_op) if activation else unknown


def judged(reader: Reader) -> list[LossUse]:
    """The losses that train; where it is not seen what trains, all of them."""
    trained = [use for use in reader.walker.losses if use.trained]
    if trained:
        return trained
    seen = any(event.kind in ("backward", "minimize", "fit") for event in reader.walker.events)
    return [] if seen else [use for use in reader.walker.losses if not use.quiet and use.kind != "own"]


def named(use: LossUse) -> str:
    """A loss in words."""
    return use.name or "the loss"


def layer_says(tail: Tail) -> str:
    """The last layer in words."""
    units = tail.units
    return f"the last layer ({units} unit{'s' if units != 1 else ''})" if units else "the last layer"


def written(op: Op) -> str:
    """An activation as the code names it."""
    if "written" in op.more:
        return str(op.more["written"])
    node = op.more.get("written_node")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    thing = op.thing
    if thing is not None and isinstance(thing.node, ast.Call):
        if op.more.get("inside") or thing.name == "Activation":
            given = thing.option(1 if thing.name == "linear" else 0, "activation")
            last = getattr(given, "last", None)
            return str(last) if last else text(given) or op.name
        function = thing.node.func
        return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", op.name)
    return op.name


def last_layer(names: list[str]) -> int:
    """The place of the last layer with weights among the names of what was done to a tensor."""
    return max((n for n, name in enumerate(names) if name in ("linear", "conv")), default=0)
