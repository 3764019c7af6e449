"""Recurrent networks whose state nothing bounds: a ReLU over many steps, no clipping.

LSTM and GRU, whose gates keep the state in bounds, are not meant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import numbers_of
from assistant.readers.script.nodes import code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.settings import settings
from assistant.readers.script.values import Const, Flow, Name, Node, Thing, number, text

_LIMITED = re.compile(
    r"clip|max_?grad_?norm|constraint|max_?norm|unit_?norm|clamp|layer_?norm|normaliz|hardtanh|relu6|"
    r"truncated_?bptt|repackage|\b(?:h|hx|hn|hidden|states?)\w*\.detach\(",
    re.I,
)
"""What keeps gradients, weights or the state in bounds, whatever it is called."""
_LENGTHS = re.compile(
    r"^(?:T|seq_?len(?:gth)?|sequence_length|n_?steps|num_steps|time_?steps|max_?len(?:gth)?|window(?:_size)?|"
    r"look_?back|horizon|bptt|length|unroll)$",
    re.I,
)
_MANY = 40
"""Steps from which on small growth is large: 1.1 to the power of 40 is 45.

Le, Jaitly and Hinton 2015 train such networks over 150 and more steps with clipped gradients.
"""
_LONG = 30
"""Steps in time from which one matrix, multiplied so often, makes gradients explode (Pascanu et al. 2013)."""
_FAST = 1.5
"""Steps in time times the rate, as momentum multiplies it: 30 at 0.05 is where plain SGD blows up."""


def recurrent(reader: Reader) -> Iterator[Found]:
    """The first layer whose state may grow at every step, where nothing limits it or its gradients."""
    clips = reader.events("clip") or reader.things("hf-arguments")  # the Trainer of transformers clips at 1
    if not clips and not _LIMITED.search(reader.text):
        yield from list(_kept(reader)) or _pushed(reader)


def _kept(reader: Reader) -> Iterator[Found]:
    """A ReLU, and weights that keep the length of the state."""
    found = _layer(reader) or _by_hand(reader)
    if found is None:
        return
    node, steps = found[0], _steps(reader, found[1])
    if steps is not None and steps >= _MANY:
        says = f"a ReLU keeps the state of {steps:g} steps whole, and nothing bounds its gradients"
        yield reader.found("initializer", "growing", says, node, sure=0.85)


def _layer(reader: Reader) -> tuple[Node, Thing | None] | None:
    """A plain recurrent layer with ReLU whose weights from step to step keep lengths."""
    for one in reader.things("layer"):
        if one.name != "rnn" or one.node is None:
            continue
        if one.framework == "keras":
            if text(one.option(1, "activation")) == "relu" and _keeps(one):
                return one.node, one
        elif text(one.option(-1, "nonlinearity")) == "relu" and _set_to_keep(reader):
            return one.node, one
    return None


def _keeps(layer: Thing) -> bool:
    """Keras starts the weights from state to state orthogonal where nothing else is given."""
    given = layer.option(-1, "recurrent_initializer")
    if given is None:
        return True
    if isinstance(given, Thing):
        gain = given.number(0, "gain")
        return given.name in ("Orthogonal", "Identity", "OrthogonalInitializer") and (gain or 1.0) >= 1
    named = given.last if isinstance(given, Name) else text(given) or ""
    return named.lower() in ("orthogonal", "identity")


def _set_to_keep(reader: Reader) -> bool:
    """`nn.init.eye_(rnn.weight_hh_l0)` or `orthogonal_`, alone or in a loop over the weights."""
    for event in reader.events("init"):
        call = event.node
        if event.hint not in ("eye_", "orthogonal_") or not isinstance(call, ast.Call) or not call.args:
            continue
        said = f"{code_of(call.args[0])} {' '.join(code_of(one) for one in event.tests)}"
        options = event.more["options"]
        gain = number(options.get("gain", event.more["args"][1] if len(event.more["args"]) > 1 else None))
        plain = re.search(r"hh|recurrent|rec\b|dim\(\)|ndim", said) and not re.search(r"not .*hh", said)
        if plain and (gain or 1.0) >= 1:
            return True
    copied = re.compile(
        r"weight_hh\w*(?:\.data)?(?:\.copy_\(| = )(?:(?:torch\.)?nn\.Parameter\()?torch\.eye\([^*]*$"
    )
    for one in nodes_of(reader.walker.tree):  # rnn.weight_hh_l0.copy_(torch.eye(hidden))
        if isinstance(one, ast.Call | ast.Assign) and copied.search(code_of(one)):
            return True
    return False


def _by_hand(reader: Reader) -> tuple[Node, Thing | None] | None:
    """`h = relu(wx(x[:, t]) + wh(h))` in a loop, where wh starts as the identity."""
    squares = [
        re.escape(code_of(one.node.args[0]).removesuffix(".data").removesuffix(".weight"))
        for one in reader.events("init")
        if one.hint in ("eye_", "orthogonal_") and isinstance(one.node, ast.Call) and len(one.node.args) == 1
    ]
    for loop in nodes_of(reader.walker.tree) if squares else ():
        if not isinstance(loop, ast.For):
            continue
        for one in nodes_of(loop):
            if not isinstance(one, ast.Assign) or not isinstance(one.targets[0], ast.Name):
                continue
            state, said = one.targets[0].id, code_of(one.value)
            if re.match(r"(?:torch\.|F\.|nn\.functional\.)?relu\(", said) and any(
                re.search(rf"{square}\({state}\)", said) for square in squares
            ):
                return one, None
    return None


def _steps(reader: Reader, layer: Thing | None) -> float | None:
    """How many steps a sequence has; None where no number tells."""
    found: list[float] = []
    for event in reader.events("call"):
        sizes = event.value.data.sizes if isinstance(event.value, Flow) else None
        if layer is not None and event.owner is layer and sizes and len(sizes) == 3:
            first = layer.option(4, "batch_first")
            along = sizes[1] if isinstance(first, Const) and first.value is True else sizes[0]
            found += [float(along)] if along is not None else []
    for event in reader.events("fit") if layer is not None and layer.framework == "keras" else ():
        fed = event.more["options"].get("x", event.more["args"][0] if event.more["args"] else None)
        sizes = fed.data.sizes if isinstance(fed, Flow) and not fed.ops else None
        if sizes and len(sizes) == 3 and sizes[1] is not None:
            found.append(float(sizes[1]))
    if found:
        return max(found)
    names: set[str] = set()
    for node in nodes_of(reader.walker.tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if isinstance(node, ast.arg | ast.keyword):
            name = node.arg or ""
        if name and _LENGTHS.match(name):
            names.add(name)
        if isinstance(node, ast.Call) and code_of(node.func).rpartition(".")[2] in (
            "Input",
            "InputLayer",
        ):
            found += _first_of(reader, node)
        elif isinstance(node, ast.keyword) and node.arg == "input_shape":
            found += _first_of(reader, ast.Call(node.value, [node.value], []))
    for name in sorted(names):
        found += [one for one in numbers_of(reader.walker.tree, ast.Name(name)) if one is not None]
    return max(found) if found else None


def _first_of(reader: Reader, node: ast.Call) -> list[float]:
    """The first length of `Input((80, 2))`, `Input(shape=(T, 2))`."""
    shape = next((one.value for one in node.keywords if one.arg == "shape"), None)
    shape = shape or (node.args[0] if node.args else None)
    if not isinstance(shape, ast.Tuple | ast.List) or len(shape.elts) != 2:
        return []
    return [one for one in numbers_of(reader.walker.tree, shape.elts[0]) if one is not None]


def _pushed(reader: Reader) -> Iterator[Found]:
    """A ReLU in a plain recurrence over many steps, trained by SGD with no limit for gradients."""
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
