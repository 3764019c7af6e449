"""Recurrent layers whose state may grow at every step, where nothing limits the gradients.

LSTM and GRU, whose gates keep the state in bounds, are not meant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.report import Found, Reader
from assistant.readers.script.settings import settings
from assistant.readers.script.values import Flow, Name, Thing, Value, number, text

_LONG = 30
"""Steps in time from which one matrix, multiplied so often, makes gradients explode (Pascanu et al. 2013)."""
_FAST = 1.5
"""Steps in time times the rate, as momentum multiplies it: 30 at 0.05 is where plain SGD blows up."""
_LIMITED = re.compile(
    r"clip|constraint|MaxNorm|UnitNorm|LayerNorm|Normalization|TruncatedBPTT|detach\(", re.I
)


def recurrent(reader: Reader) -> Iterator[Found]:
    """A ReLU in a plain recurrence over many steps, trained by SGD with no limit for gradients."""
    if _LIMITED.search(reader.text) or reader.events("clip"):
        return
    told = {name: value for name, value, _ in settings(reader)}
    rate, momentum = told.get("learning rate"), told.get("momentum", 0.0)
    kind = str(told.get("optimizer", "")).lower()
    if not kind.startswith(("sgd", "momentum", "gradientdescent")) or not isinstance(rate, float | int):
        return
    pushed = rate / (1 - momentum) if isinstance(momentum, float | int) and 0 <= momentum < 1 else rate
    for layer in reader.things("layer"):
        steps = _steps(reader, layer) if layer.name == "rnn" and _unbound(layer) else None
        if steps is None or steps < _LONG or steps * pushed < _FAST or layer.node is None:
            continue
        says = f"a ReLU lets the state grow at each of {steps} steps, and nothing limits the gradients of SGD"
        yield reader.found("initializer", "growing", says, layer.node, sure=0.9)
        return


def _unbound(layer: Thing) -> bool:
    """A plain recurrent layer with a ReLU for its tanh."""
    made = layer.node.func if isinstance(layer.node, ast.Call) else None
    name = made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")
    if layer.framework == "keras":
        given = layer.option(1, "activation") if name == "SimpleRNN" else None
    else:
        given = layer.option(3, "nonlinearity") if name == "RNN" else None
    inner = given.last if isinstance(given, Name) else text(given)
    return (inner or "").lower() == "relu"


def _steps(reader: Reader, layer: Thing) -> int | None:
    """Steps in time of what a recurrent layer gets; None where they are not known."""
    for use in reader.walker.losses:
        ops = use.fed.ops if isinstance(use.fed, Flow) else ()
        if not any(op.thing is layer for op in ops):
            continue
        before = [op.name for op in ops[: next(n for n, op in enumerate(ops) if op.thing is layer)]]
        if set(before) - {"input", "dropout", "rnn", "identity", "same", "index"}:
            return None
        data = use.fed.data if isinstance(use.fed, Flow) else None
        for event in reader.events("fit"):
            args, options = event.more["args"], event.more["options"]
            x = options.get("x", args[0] if args else None)
            data = x.data if event.owner is use.model and isinstance(x, Flow) else data
        sizes = data.sizes if data is not None else None
        if sizes is not None and len(sizes) == 3 and sizes[1] is not None:
            return sizes[1]
        first = next((op for op in ops if op.name == "input" and "shape" in op.more), None)
        return _first_axis(first.more["shape"]) if first is not None else None
    return None


def _first_axis(shape: Value) -> int | None:
    """The length of the first axis but that of the batch."""
    items = shape.items if isinstance(shape, Thing) and not shape.open else []
    found = number(items[0]) if len(items) == 2 else None
    return int(found) if found is not None else None
