"""How the weights of layers start: zeros, a spread far from the usual one, matrices put in by hand.

Biases that silence a ReLU are read elsewhere.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator

from assistant.readers.script.events import Event
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Const, Flow, Node, Thing, Value, number, text


def _on_a_branch(reader: Reader, target: str, node: Node) -> bool:
    """The last layer of a branch that something leads around: it begins as nothing, on purpose.

    Zhang et al. 2019 (Fixup) and networks that remove noise start residual branches at zero.
    """
    part = re.match(r"self\.\w+", target)
    owner = next((one for one in all_of(reader.walker.tree, ast.ClassDef) if node in nodes_of(one)), None)
    if part is None or owner is None:
        return False
    given = {
        code_of(one.targets[0])
        for one in all_of(owner, ast.Assign)
        if isinstance(one.value, ast.Call) and code_of(one.value.func) == part[0]
    }
    sums = [one for one in all_of(owner, ast.BinOp) if isinstance(one.op, ast.Add)]
    sides = [side for one in sums for side in (one.left, one.right)]
    sides += [one.value for one in all_of(owner, ast.AugAssign) if isinstance(one.op, ast.Add)]
    return any(code_of(one) in given or code_of(one).startswith(f"{part[0]}(") for one in sides)


def initializers(reader: Reader) -> Iterator[Found]:
    """How weights start, where a script says so."""
    weighty = [one for one in reader.things("layer") if one.name in ("linear", "conv")]
    for event in reader.events("init"):
        node = event.node
        target = code_of(node.args[0]) if isinstance(node, ast.Call) and node.args else ""
        if "of" in event.more:
            target = str(event.more["of"]).rpartition(".")[0]
        every = (
            isinstance(event.owner, Thing) and event.owner.kind == "parameter" and event.owner.name == "each"
        )
        if every and event.hint in ("zeros_", "constant_") and not event.tests and len(weighty) > 1:
            if event.hint == "zeros_" or number(args_of(event, 1, "val")) == 0:
                yield reader.found(
                    "initializer", "zeros", "every parameter is set to one constant", node, {"call": node}
                )
                return
        if not target.endswith(("weight", "weight.data", "kernel")) or re.search(
            r"embed|bn|norm", target, re.I
        ):
            continue
        asked = [
            said
            for one in event.tests
            if "isinstance" in (said := code_of(one)) or "classname" in said or "type(" in said
        ]
        tests = asked[-1] if asked and not asked[-1].startswith("not ") else ""
        if re.search(r"Norm|Embedding", tests) and not re.search(r"Linear|Conv", tests):
            continue
        args, options = event.more["args"], event.more["options"]
        owner = event.owner.args[0] if isinstance(event.owner, Thing) and event.owner.args else None
        if isinstance(owner, Thing) and owner.name not in ("linear", "conv", "any"):
            continue
        known = isinstance(owner, Thing) or bool(re.search(r"Linear|Conv", tests))
        if not known:
            continue
        constant = number(args[1] if len(args) > 1 else options.get("val"))
        if event.hint == "zeros_" or (event.hint == "constant_" and constant is not None):
            every = len(weighty) > 1 and (bool(event.loops) or bool(tests) or owner is not weighty[-1])
            if every and _on_a_branch(reader, target, node):
                continue
            if every and not (isinstance(owner, Thing) and owner.name == "any" and not tests):
                yield reader.found(
                    "initializer", "zeros", f"{target} is set to one constant", node, {"call": node}
                )
                return
        if event.hint == "uniform_":
            low, high = number(args_of(event, 1, "a")), number(args_of(event, 2, "b"))
            spread = (high - low) / math.sqrt(12) if low is not None and high is not None else None
            fan_in = owner.number(0, "in_features") if isinstance(owner, Thing) else None
            if spread is not None and spread >= 0.25 and fan_in and not _narrow(owner, spread):
                says = f"{target} is drawn with a spread of {spread:.2g}"
                yield reader.found("initializer", "large", says, node, {"call": node})
                return
        if event.hint in ("normal_", "trunc_normal_"):
            spread = number(args[2] if len(args) > 2 else options.get("std", Const(1.0)))
            if spread is not None and spread >= 0.5 and not _narrow(owner, spread):
                yield reader.found(
                    "initializer",
                    "large",
                    f"{target} is drawn with a spread of {spread:g}",
                    node,
                    {"call": node},
                )
                return
            deep = len(weighty) >= 5 and not any(
                one.name in ("batchnorm", "norm") for one in reader.things("layer")
            )
            if spread is not None and spread <= 0.011 and deep and not reader.things("pretrained"):
                yield reader.found(
                    "initializer",
                    "small",
                    f"{target} is drawn with a spread of {spread:g}",
                    node,
                    {"call": node},
                )
                return
    yield from _by_matrix(reader)
    yield from _keras_initializers(reader, weighty)


_STRETCHED = 2.0
"""How much larger than its input a layer may make its output: the usual initializers give 0.6 to 1.4."""


def _narrow(owner: Value | None, spread: float) -> bool:
    """A layer with so few inputs that a spread as large as this does not stretch its output."""
    fan_in = owner.number(0, "in_features") if isinstance(owner, Thing) and owner.name == "linear" else None
    return fan_in is not None and spread * math.sqrt(fan_in) <= _STRETCHED


def args_of(event: Event, position: int, name: str) -> Value | None:
    """An argument of a call by its place or its name."""
    args, options = event.more["args"], event.more["options"]
    found: Value | None = options.get(name, args[position] if len(args) > position else None)
    return found


def _by_matrix(reader: Reader) -> Iterator[Found]:
    """Weights of TF1 that are variables of zeros, with a hidden layer among them."""
    weights = [
        op.thing
        for use in reader.walker.losses
        if isinstance(use.fed, Flow)
        for op in use.fed.ops
        if op.name == "linear" and op.thing is not None and op.thing.kind == "variable"
    ]
    for one in weights[:-1]:
        first = one.args[0] if one.args else None
        if (
            len(weights) > 1
            and isinstance(first, Flow)
            and first.data.values == frozenset((0.0,))
            and one.node
        ):
            yield reader.found(
                "initializer", "zeros", "a hidden layer starts with zeros", one.node, {"call": None}
            )
            return


def _keras_initializers(reader: Reader, weighty: list[Thing]) -> Iterator[Found]:
    keras_layers = [one for one in weighty if one.framework == "keras" and one.node is not None]
    for n, one in enumerate(keras_layers):
        given = one.option(-1, "kernel_initializer", "init")
        if given is None:
            continue
        written = text(given) or (given.name if isinstance(given, Thing) else str(getattr(given, "last", "")))
        name = written.lower().replace("_", "")
        last = n == len(keras_layers) - 1 and not one.loops
        node = one.node
        assert node is not None
        if name in ("zeros", "zero", "ones", "constant") and not last:
            yield reader.found(
                "initializer",
                "zeros",
                f"a hidden layer starts with {name}",
                node,
                {"value": getattr(given, "node", None)},
            )
            return
        if isinstance(given, Thing) and name in ("randomnormal", "truncatednormal"):
            spread = given.number(1, "stddev")
            fan_in = keras_layers[n - 1].number(0, "units") if n and one.name == "linear" else None
            if fan_in and spread is not None and spread * math.sqrt(fan_in) <= _STRETCHED:
                spread = None
            if spread is not None and spread >= 0.5:
                yield reader.found(
                    "initializer",
                    "large",
                    f"weights are drawn with a spread of {spread:g}",
                    given.node or node,
                    {"call": given.node},
                )
                return
            if spread is not None and spread <= 0.011 and _depth(reader, keras_layers) >= 5:
                yield reader.found(
                    "initializer",
                    "small",
                    f"weights are drawn with a spread of {spread:g}",
                    given.node or node,
                    {"call": given.node},
                )
                return


def _depth(reader: Reader, made: list[Thing]) -> int:
    """Dense layers of the deepest chain."""
    deepest = len(made)
    for use in reader.walker.losses:
        if isinstance(use.fed, Flow):
            deepest = max(deepest, sum(1 for op in use.fed.ops if op.name in ("linear", "conv")))
    return deepest
