"""What a call of `fit` is given, and whether a network takes it as it is.

What was done to the arrays before is read elsewhere.
"""

from __future__ import annotations

from assistant.readers.script.pipelines import part_of
from assistant.readers.script.report import Reader
from assistant.readers.script.values import (
    NOTHING,
    UNKNOWN,
    Data,
    Flow,
    Thing,
    Value,
)

READY = frozenset(("rescale", "batchnorm", "norm", "embedding", "augment"))


def data_of(value: Value) -> Data:
    """What is known of an array; nothing for all else."""
    return value.data if isinstance(value, Flow) else NOTHING


def first_of(args: list[Value], options: dict[str, Value]) -> Value:
    """The inputs of a `fit`."""
    return options.get("x", args[0] if args else UNKNOWN)


def pair_of(args: list[Value], options: dict[str, Value]) -> tuple[Value, Value]:
    """Inputs and labels of a `fit`, those of a data set that holds both among them."""
    x = options.get("x", args[0] if args else UNKNOWN)
    y = options.get("y", args[1] if len(args) > 1 else UNKNOWN)
    return part_of(x) or (x, y)


def begins_plainly(reader: Reader, owner: Thing) -> bool:
    """A functional or subclassed model that begins with a layer that neither scales nor embeds."""
    for use in reader.walker.losses:
        if use.compiled and use.model is owner and isinstance(use.fed, Flow):
            kept = [
                op.name
                for op in use.fed.ops
                if op.name
                not in ("input", "same", "shape", "flat", "reshaped", "index", "identity", "augment")
            ]
            return bool(kept) and kept[0] in ("linear", "conv") and not READY & set(kept[:2])
    return False
