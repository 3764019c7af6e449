"""The configuration of a model, which the callback of Keras writes, as the code that would make it.

It is read like a script, so that layers, loss and optimizer say the same wherever they stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KIND = "graph_keras_model"
"""The plugin under which the callback writes it."""
INNER = "inner_model()"
"""A model in the model: what is around it is still known."""
_LAYERS, _DEPTH, _LONGEST = 2000, 6, 400
_LEFT_OUT = frozenset(
    (
        *("name", "dtype", "trainable", "batch_shape", "batch_input_shape", "seed", "sparse", "ragged"),
        *("optional", "quantization_config", "jit_compile", "is_legacy_optimizer"),
    )
)
"""Settings that say nothing of how a model trains."""


def code_of(content: bytes) -> tuple[str, ...]:
    """Lines of Python, a layer a line; none for what is no configuration, or not one of plain layers."""
    try:
        model = json.loads(content)
        lines = ["import keras", *_made(model), *_compiled(model.get("compile_config"))]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return ()
    return tuple(lines)


def _made(model: Mapping[str, Any]) -> Iterator[str]:
    """The layers; a chain where each takes what the one before gave, else one by one."""
    config = model["config"]
    layers = config["layers"]
    if not 0 < len(layers) <= _LAYERS:
        raise ValueError("no layers, or too many")
    frozen = not any(one["config"].get("trainable", True) for one in layers if _has_weights(one))
    if model["class_name"] == "Sequential":
        yield "model = keras.Sequential(["
        for layer in layers:
            yield f"    {_layer(layer, frozen)},"
        yield "])"
        return
    names: dict[str, str] = {}
    for nth, layer in enumerate(layers):
        before = [names[one] for one in _before(layer.get("inbound_nodes", []))]
        names[str(layer.get("name") or layer["config"]["name"])] = f"x{nth}"
        fed = f"([{', '.join(before)}])" if len(before) > 1 else f"({before[0]})" if before else ""
        yield f"x{nth} = {_layer(layer, frozen)}{fed}"
    first, last = ([names[one] for one in _ends(config[side])] for side in ("input_layers", "output_layers"))
    if len(last) != 1:
        raise ValueError("several outputs: which loss is whose is not told")
    yield f"model = keras.Model([{', '.join(first)}], {last[0]})"


def _has_weights(layer: Mapping[str, Any]) -> bool:
    config = layer["config"]
    return any(key in config for key in ("units", "filters", "kernel_size", "layers", "output_dim"))


def _layer(layer: Mapping[str, Any], frozen: bool) -> str:
    kind = _word(layer["class_name"])
    config = layer["config"]
    if kind == "InputLayer":
        shape = config.get("batch_shape") or config.get("batch_input_shape")
        return f"keras.Input({_value(shape[1:], 0)})"
    if "layers" in config:
        return INNER
    given = [f"{_word(k)}={_value(v, 0)}" for k, v in config.items() if k not in _LEFT_OUT and v is not None]
    if frozen and _has_weights(layer):
        given.append("trainable=False")
    return f"keras.layers.{kind}({', '.join(given)})"


def _before(nodes: Any) -> list[str]:
    """The layers whose outputs a layer takes, in the spelling of Keras 3 or of Keras 2."""
    if isinstance(nodes, Mapping):
        history = nodes.get("config", {}).get("keras_history")
        if history is not None:
            return [str(history[0])]
        return [one for inner in nodes.values() for one in _before(inner)]
    if isinstance(nodes, list):
        if len(nodes) >= 3 and isinstance(nodes[0], str) and isinstance(nodes[1], int):
            return [nodes[0]]
        return [one for inner in nodes for one in _before(inner)]
    return []


def _ends(side: Sequence[Any]) -> list[str]:
    """Names of the layers that a model begins or ends with."""
    return [str(side[0])] if isinstance(side[0], str) else [str(one[0]) for one in side]


def _compiled(config: Mapping[str, Any] | None) -> Iterator[str]:
    if not config or not config.get("loss"):
        return
    given = [f"{key}={_value(config[key], 0)}" for key in ("optimizer", "loss", "metrics") if config.get(key)]
    yield f"model.compile({', '.join(given)})"


def _value(value: Any, depth: int) -> str:
    """A setting as code; an object of Keras by its class and its own settings."""
    if depth > _DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, float):
        return repr(float(f"{value:.7g}"))  # what float32 keeps of a number
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, str):
        return repr(value[:_LONGEST])
    if isinstance(value, list):
        return f"[{', '.join(_value(one, depth + 1) for one in value[:_LONGEST])}]"
    if "class_name" not in value:
        return f"{{{', '.join(f'{k[:_LONGEST]!r}: {_value(v, depth + 1)}' for k, v in value.items())}}}"
    module = str(value.get("module") or "")
    if not module.startswith("keras") or value.get("registered_name"):
        return f"custom_{_word(value['class_name'].rpartition('>')[2])}()"
    inner = value.get("config") or {}
    if isinstance(inner, str):
        return repr(inner[:_LONGEST])  # a function of Keras, by its name
    given = [
        f"{_word(k)}={_value(v, depth + 1)}" for k, v in inner.items() if k not in _LEFT_OUT and v is not None
    ]
    home = ".".join(_word(part) for part in module.split(".") if part != "src")
    return f"{home}.{_word(value['class_name'])}({', '.join(given)})"


def _word(text: Any) -> str:
    """A name that may stand in code: the file is untrusted, and what it says is parsed. Raises ValueError."""
    if not isinstance(text, str) or not text.isidentifier() or len(text) > 80:
        raise ValueError("not a name")
    return text
