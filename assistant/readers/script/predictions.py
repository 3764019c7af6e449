"""Functions and methods on what a model gave: cut to shape, rounded, taken the largest of, reduced.

Arrays that no model made are read elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script.events import LossUse
from assistant.readers.script.names import SHAPES
from assistant.readers.script.values import (
    UNKNOWN,
    Flow,
    Thing,
    Value,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


_FLATTENS = frozenset(("squeeze", "flatten", "ravel", "view", "reshape"))


_REDUCES = frozenset(
    ("mean", "sum", "reduce_mean", "reduce_sum", "std", "var", "max", "min", "amax", "amin", "prod")
)


def method(
    walker: State, owner: Flow, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of what a model gave."""
    if name in SHAPES:
        kind = "flat" if name in _FLATTENS and name not in {"view", "reshape"} else "shape"
        if name in ("view", "reshape"):
            kind = "flat" if len(args) == 1 else "reshaped"
        if name in (
            "float",
            "to",
            "cuda",
            "cpu",
            "double",
            "half",
            "type",
            "astype",
            "clone",
            "contiguous",
            "cast",
            "bool",
        ):
            kind = "same"
        if name == "numpy":
            return replace(owner.then("detach", node), cut=node)
        return owner.then(kind, node)
    if name in ("clamp", "clip", "clip_by_value", "clamp_", "clamp_min", "maximum"):
        bounds = [number(one) for one in (*args, *options.values())]
        guarded = any(b is not None and 0 < abs(b) < 0.01 for b in bounds)
        return owner.then("guard" if guarded else "clamp", node)
    if name in ("round", "rint", "round_"):
        walker.event("round", node, value=owner)
        return owner.then("round", node)
    if name in ("argmax", "topk", "max", "top_k") and (args or options or name == "argmax"):
        if name in ("topk", "top_k"):
            walker.event("top-k", node, hint=name, k=options.get("k", args[0] if args else UNKNOWN))
        flow = owner.then("argmax", node)
        walker.event("argmax", node, value=owner)
        if name in ("max", "topk", "top_k"):
            return Thing("tuple", items=[owner.then("largest", node), flow])
        return flow
    if name in ("amax", "max", "reduce_max"):
        return owner.then("largest", node)
    if name in _REDUCES:
        if name in ("mean", "reduce_mean") and "pytorch" not in walker.frameworks:
            return _own_error(walker, owner, node) or owner.then("reduced", node, method=name)
        return owner.then("reduced", node, method=name)
    if name == "gather":
        return owner.then("gather", node)
    if name in ("equal", "eq", "not_equal"):
        other = args[0] if args else UNKNOWN
        walker.event("compare", node, owner=owner, value=other, op="Eq")
        return owner.then("compare", node, None, op="Eq", other=other)
    if name in ("square", "abs", "pow", "absolute"):
        return owner.then("weighed", node)
    if name in ("exp",):
        return owner.then("exp", node)
    if name in {"size", "dim"}:
        return UNKNOWN
    if name in ("masked_fill", "index_select", "masked_select", "where"):
        return owner.then("index", node)
    if name in ("split", "unbind"):
        return UNKNOWN
    return owner.then("unknown", node)


def _own_error(walker: State, owner: Flow, node: ast.Call) -> Flow | None:
    """`mean(square(y - out))`, written out: a loss on numbers."""
    if len(owner.ops) < 3:
        return None
    before, difference, power = owner.ops[:-2], owner.ops[-2], owner.ops[-1]
    raised = isinstance(power.node, ast.BinOp) and isinstance(power.node.op, ast.Pow)
    called = isinstance(power.node, ast.Call) and power.name == "weighed"
    if "minus" not in difference.more or not (raised or called):
        return None
    fed = replace(owner, ops=before)
    use = LossUse("squared-error", "values", node, fed, difference.more["minus"], name="the squared error")
    return walker.use(use)
