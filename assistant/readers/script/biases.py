"""Biases that start below 0 under ReLUs, and scores that start too large.

What a network does once it is trained is not known here.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from assistant.readers.script.constants import written
from assistant.readers.script.events import LossUse
from assistant.readers.script.names import CUTS
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import written as spelled
from assistant.readers.script.values import Flow, Name, Node, Thing, flag, text

_GAIN = 2.0
"""Variance of the sum that a ReLU gets over the second moment of its layer's inputs: that of He et al. 2015.

Glorot's is 1 for layers of one width, the default of PyTorch 1/3: with those even fewer units fire.
"""
_FIRES = 0.01
"""The share of units that fire under which a layer passes next to nothing on."""
_FAR = -3.0
"""A bias at which a ReLU is dead whatever lies before it, as far as inputs are scaled."""
_PLAIN = re.compile(r"glorot|xavier|he_?(?:normal|uniform)|lecun|orthogonal|variance_?scaling|kaiming", re.I)
_PUT = re.compile(r"^(?:fill_|constant_|assign|copy_|sub_)$")


def biases(reader: Reader) -> Iterator[Found]:
    """Biases start so far below 0 that no ReLU fires; the last weights are blown up."""
    yield from _dead(reader) or _put(reader)
    for call in all_of(reader.walker.tree, ast.Call):
        value = written(_argument(call, 0)) if _name(call) == "mul_" else None
        last = re.search(r"parameters\(\)\)\[-\d\]|weight", code_of(call.func))
        if value is not None and value >= 5 and last:
            says = f"{code_of(call)[:50]}: the scores start {value:g} times too large"
            yield reader.found("initializer", "large-output", says, call)
            return


def _dead(reader: Reader) -> tuple[Found, ...]:
    """Layers of Keras that are made with such biases."""
    for use in reader.walker.losses:
        low = [one for one in _gates(use) if (_start(one) or 0.0) < 0]
        if not low or not _silent(use, _start, _power(reader, use)):
            continue
        given = low[0].option(-1, "bias_initializer")
        node = getattr(given, "node", None) or low[0].node or use.node
        says = f"biases start at {_start(low[0]):g} in {len(low)} layers, and their ReLUs pass nothing on"
        return (reader.found("initializer", "negative-biases", says, node, {"value": node}, sure=0.95),)
    return ()


def _put(reader: Reader) -> tuple[Found, ...]:
    """Biases that a loop over the layers, or one line after another, sets so."""
    if not re.search(r"relu", reader.text, re.I):
        return ()
    low: list[tuple[float, Node]] = []
    loops = all_of(reader.walker.tree, ast.For)
    inside = {id(part) for loop in loops for part in nodes_of(loop)}
    applied = {
        id(part)
        for one in all_of(reader.walker.tree, ast.FunctionDef)
        if re.search(rf"\.apply\({one.name}\)", reader.text)
        for part in nodes_of(one)
    }
    for call in all_of(reader.walker.tree, ast.Call):
        value = _given(call) if _PUT.match(_name(call)) and "bias" in code_of(call) else None
        if value is not None and value < 0:
            low += [(value, call)] * (2 if id(call) in inside | applied else 1)
    if len(low) < 2:
        return ()
    value, node = max(low, key=lambda one: one[0])
    uses = [use for use in reader.walker.losses if use.trained and _gates(use)]
    if value <= _FAR or (uses and all(_silent(use, lambda _: value, _power(reader, use)) for use in uses)):
        says = f"{code_of(node)[:40]}: units start far below 0, where a ReLU passes nothing on"
        return (reader.found("initializer", "negative-biases", says, node),)
    return ()


def _given(call: ast.Call) -> float | None:
    """The one number that a call puts into every bias."""
    name = _name(call)
    given = _argument(call, 1 if name == "constant_" else 0, "val", "value")
    if (value := written(given)) is not None:
        return -value if name == "sub_" else value
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Mult) and "ones" in code_of(given):
        one, other = written(given.left), written(given.right)
        return one if one is not None else other
    if isinstance(given, ast.UnaryOp) and isinstance(given.op, ast.USub) and "ones" in code_of(given):
        return -1.0
    if isinstance(given, ast.Call) and re.match(r"full|fill", _name(given)):
        return written(_argument(given, 1, "fill_value", "value"))
    return None


def _gates(use: LossUse) -> list[Thing]:
    """Layers with a ReLU right behind them."""
    ops = use.fed.ops if isinstance(use.fed, Flow) else ()
    return [
        op.thing
        for op, after in pairwise(ops)
        if op.name in ("linear", "conv") and op.thing is not None and _cuts(after)
    ]


def _cuts(op: object) -> bool:
    return getattr(op, "name", "") == "relu" and spelled(op).lower() in CUTS  # type: ignore[arg-type]


def _silent(use: LossUse, start: Callable[[Thing], float | None], power: float) -> bool:
    """Of the units of some layer hardly any fires, as far as weights start as usual.

    start: the bias of a layer. power: the second moment of the inputs. The sum that a unit gets is taken
    for normal with variance 2 power; what a ReLU leaves of it is the power of the next layer.
    """
    ops = use.fed.ops if isinstance(use.fed, Flow) else ()
    for n, op in enumerate(ops):
        if op.name in ("norm", "batchnorm", "merge", "unknown", "module", "backbone", "rnn", "attention"):
            power = max(1.0, power)
        elif op.name == "pool":
            power *= 4  # the largest of four
        elif op.name in ("linear", "conv"):
            bias = start(op.thing) if op.thing is not None else None
            usual = op.thing is not None and _usual(op.thing)
            if bias is None or not usual or n + 1 >= len(ops) or not _cuts(ops[n + 1]):
                power = max(1.0, power)
                continue
            spread = math.sqrt(_GAIN * power)
            far = -bias / spread if spread else math.inf
            fires = 0.5 * math.erfc(far / math.sqrt(2))
            if fires < _FIRES:
                return True
            height = math.exp(-far * far / 2) / math.sqrt(2 * math.pi)
            power = spread * spread * ((1 + far * far) * fires - far * height)
    return False


def _usual(layer: Thing) -> bool:
    """Its weights start as they do by default, or by a rule that asks for the width."""
    given = layer.option(-1, "kernel_initializer")
    said = text(given) or (given.name if isinstance(given, Thing) else getattr(given, "last", ""))
    return given is None or bool(_PLAIN.search(str(said)))


def _power(reader: Reader, use: LossUse) -> float:
    """The second moment of the inputs; 1 where they are scaled or nothing is known of them."""
    given = use.fed if isinstance(use.fed, Flow) else Flow()
    for event in reader.events("fit") if use.compiled else ():
        if event.owner is use.model:
            args, options = event.more["args"], event.more["options"]
            x = options.get("x", args[0] if args else None)
            given = x if isinstance(x, Flow) else given
    size = given.data.size
    return max(1.0, size * size) if size is not None and not given.data.scaled else 1.0


def _start(layer: Thing) -> float | None:
    """The number that the biases of a layer of Keras start at; None where it is not known."""
    given = layer.option(-1, "bias_initializer")
    if given is None or flag(layer.option(-1, "use_bias")) is False:
        return 0.0
    if isinstance(given, Name):
        return {"Ones": 1.0, "ones": 1.0}.get(given.last, 0.0)
    if (said := text(given)) is not None:
        return 1.0 if said.lower() == "ones" else 0.0
    if not isinstance(given, Thing):
        return None
    name = given.name.lower().replace("_", "").removesuffix("initializer")
    if name == "constant":
        return given.number(0, "value")
    if name in ("randomnormal", "truncatednormal"):
        return given.number(0, "mean") if given.option(0, "mean") is not None else 0.0
    if name == "randomuniform":
        ends = given.number(0, "minval"), given.number(1, "maxval")
        return (ends[0] + ends[1]) / 2 if ends[0] is not None and ends[1] is not None else None
    return {"zeros": 0.0, "ones": 1.0}.get(name)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else code_of(call.func)


def _argument(call: ast.Call, position: int, *names: str) -> ast.expr | None:
    for one in call.keywords:
        if one.arg in names:
            return one.value
    return call.args[position] if 0 <= position < len(call.args) else None
