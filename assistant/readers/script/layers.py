"""How the layers of a network are made: biases, dropout, penalties, normalization, and of which kind it is.

How their weights start, and how the network ends, is read elsewhere.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator

from assistant.readers.script.budget import passes
from assistant.readers.script.initial import initializers
from assistant.readers.script.nodes import code_of
from assistant.readers.script.rates import fine_tuned
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Flow, Name, Node, Op, Thing, flag, is_none, number

_DEEP = {"sigmoid": 4, "tanh": 8}
"""Layers from which gradients vanish: a sigmoid passes on a quarter at most."""


def _saturating(reader: Reader) -> Iterator[Found]:
    """A deep chain of saturating layers without normalization."""
    for use in reader.walker.losses:
        if not isinstance(use.fed, Flow) or not use.trained:
            continue
        names = [op.name for op in use.fed.ops]
        if {"batchnorm", "norm", "merge", "unknown", "module", "rnn"} & set(names):
            continue
        last = max((n for n, name in enumerate(names) if name in ("linear", "conv")), default=0)
        for kind, least in _DEEP.items():
            count = names[:last].count(kind)
            if count >= least:
                node = next(op.node for op in use.fed.ops if op.name == kind) or use.node
                yield reader.found(
                    "depth", "saturating", f"{count} layers of {kind} lie on one another", node
                )
                return


def layers(reader: Reader) -> Iterator[Found]:
    """How layers are made: initializers, biases, dropout, regularizers, the order of normalization."""
    yield from fine_tuned(reader)
    yield from _saturating(reader)
    yield from initializers(reader)
    yield from _biases(reader)
    yield from _dropouts(reader)
    yield from _penalties(reader)
    yield from _norms(reader)


def _biases(reader: Reader) -> Iterator[Found]:
    normed = any(one.name in ("batchnorm", "norm") for one in reader.things("layer"))
    bare = [
        one
        for one in reader.things("layer")
        if one.name in ("linear", "conv")
        and one.node is not None
        and flag(one.option(-1, "bias", "use_bias")) is False
    ]
    all_of_them = [one for one in reader.things("layer") if one.name in ("linear", "conv")]
    attends = any(one.name in ("attention", "rnn", "embedding") for one in reader.things("layer"))
    seen = {id(op.thing) for use in reader.walker.losses if isinstance(use.fed, Flow) for op in use.fed.ops}
    whole = all(id(one) in seen for one in bare)  # no layer of unknown code stands between them
    alone = bare and not normed and not attends and len(bare) == len(all_of_them)
    if alone and whole and bare[0].node is not None:
        spans: dict[str, Node | None] = {}
        for n, one in enumerate(bare[:30]):
            given = one.option(-1, "bias", "use_bias")
            spans[f"value{n}"] = getattr(given, "node", None)
        yield reader.found(
            "bias",
            "absent",
            "no layer has a bias, and no normalization stands in for it",
            bare[0].node,
            spans,
        )


_WHOLE_MAPS = 0.55
"""Dropout of whole maps at this rate and more leaves too few of them; 0.1 to 0.3 is common."""


def _over_all(op: Op) -> bool:
    """A pooling of Keras that leaves one number of each map."""
    called = op.thing.node if op.name == "pool" and op.thing is not None else None
    return isinstance(called, ast.Call) and "Global" in code_of(called.func)


def _dropouts(reader: Reader) -> Iterator[Found]:
    on_maps: dict[int, Thing] = {}
    for use in reader.walker.losses:
        if not isinstance(use.fed, Flow):
            continue
        ops = use.fed.ops
        for n, op in enumerate(ops):
            if op.name == "dropout" and op.thing is not None:
                before = [
                    "flat" if _over_all(one) else one.name
                    for one in ops[:n]
                    if one.name not in ("batchnorm", "norm", "pool") or _over_all(one)
                ]
                kinds = [
                    name
                    for name in before
                    if name in ("conv", "linear", "shape", "flat", "reshaped", "rnn", "input")
                ]
                rate = op.thing.number(0, "p", "rate")
                if kinds and kinds[-1] == "conv" and rate is not None and rate >= 0.4:
                    on_maps[id(op)] = op.thing
            if op.name == "spatial-dropout" and op.thing is not None:
                rate = op.thing.number(0, "p", "rate")
                if rate is not None and rate >= _WHOLE_MAPS:
                    on_maps[id(op)] = op.thing
    for chain in reader.things("sequential"):
        names_ = [one.name if isinstance(one, Thing) else "" for one in chain.items]
        for n, one in enumerate(chain.items):
            rate = one.number(0, "p", "rate") if isinstance(one, Thing) and one.name == "dropout" else None
            kinds = [name for name in names_[:n] if name in ("conv", "linear", "shape", "rnn")]
            if rate is not None and rate >= 0.4 and kinds and kinds[-1] == "conv" and isinstance(one, Thing):
                if not any(known is one for known in on_maps.values()):
                    on_maps[id(one)] = one
    if len(on_maps) >= 2:
        things = list(on_maps.values())
        spans = {f"layer{n}": one.node for n, one in enumerate({id(t): t for t in things}.values())}
        if things[0].node is not None:
            rate = things[0].number(0, "p", "rate")
            yield reader.found(
                "dropout",
                "on-convolutions",
                f"dropout of {rate:g} on the maps of {len(on_maps)} convolutions",
                things[0].node,
                spans,
            )
    for one in reader.things("layer"):
        rate = one.number(0, "p", "rate")
        if (
            one.name in ("dropout", "spatial-dropout")
            and rate is not None
            and rate >= 0.7
            and one.node is not None
        ):
            given = one.option(0, "p", "rate")
            yield reader.found(
                "penalty",
                "strong" if rate < 0.9 else "overwhelming",
                f"dropout of {rate:g}",
                one.node,
                {"value": getattr(given, "node", None)},
                {"fix": "0.5"},
            )
            return


_CRUSHING = 1.0
"""L2 and L1 of Keras from which nothing is left of a weight."""


_ALL, _TOGETHER = 3, 0.02
"""Layers, and an L2 of each, whose sum is larger than the first loss: with weights drawn after Glorot a
layer of n inputs and m units adds 2nm / (n + m) times it, 130 times for 192 and 96.
"""


def _penalties(reader: Reader) -> Iterator[Found]:
    """L2 in Keras' layers; decay on biases."""
    for one in reader.things("layer"):
        if one.framework != "keras" or one.node is None:
            continue
        bias = one.option(-1, "bias_regularizer")
        if bias is not None and not is_none(bias) and not isinstance(bias, Name):
            yield reader.found(
                "bias penalty",
                "yes",
                "bias_regularizer pulls the biases to 0",
                one.node,
                {"value": getattr(bias, "node", None)},
            )
            return
    for one in reader.things("regularizer"):
        strength = one.number(0, "l2", "l", "l1")
        if (
            strength is not None
            and strength >= 0.2
            and one.node is not None
            and one.name.lower() in ("l2", "l1", "l1_l2", "l1l2")
        ):
            given = one.option(0, "l2", "l", "l1")
            yield reader.found(
                "penalty",
                "strong" if strength < _CRUSHING else "overwhelming",
                f"{one.name} of {strength:g}",
                one.node,
                {"value": getattr(given, "node", None)},
                {"fix": "1e-4"},
            )
            return
    held = [
        (found, one)
        for one in reader.things("layer")
        if isinstance(given := one.option(-1, "kernel_regularizer"), Thing)
        and (found := given.number(0, "l2", "l")) is not None
        and given.name.lower() == "l2"
    ]
    if len(held) >= _ALL and min(found for found, _ in held) >= _TOGETHER and held[0][1].node is not None:
        says = f"L2 of {held[0][0]:g} on {len(held)} layers: together it outweighs the loss"
        yield reader.found("penalty", "strong", says, held[0][1].node, sure=0.85)
        return
    for thing in reader.things("optimizer"):
        groups = thing.args[0] if thing.args else thing.options.get("params")
        if isinstance(groups, Thing) and groups.kind == "list":
            for group in groups.items:
                if not isinstance(group, Thing) or group.kind != "dict":
                    continue
                decay = number(group.attributes.get("weight_decay"))
                params = group.attributes.get("params")
                if (
                    decay
                    and decay >= 0.01
                    and isinstance(params, Thing)
                    and params.kind == "list"
                    and params.node is not None
                ):
                    biased = [
                        p
                        for p in params.items
                        if isinstance(p, Thing) and p.kind == "parameter" and p.name == "bias"
                    ]
                    if biased:
                        yield reader.found(
                            "bias penalty",
                            "yes",
                            f"a weight decay of {decay:g} holds a bias too",
                            params.node,
                        )
                        return


USUAL_MOMENTUM = 0.99
"""What BatchNormalization of Keras keeps of its statistics at each update where nothing is said."""
UNSETTLED = 0.4
"""With such a share of their first guess in them the statistics are far from those of the data."""


def _unsettled(reader: Reader) -> Iterator[Found]:
    """Keras: so few updates that evaluation still uses the guess (0 and 1) that the statistics start from."""
    norms = [one for one in reader.things("layer") if one.name == "batchnorm" and one.framework == "keras"]
    fits = [event for event in reader.events("fit") if not event.loops]
    count = next((count for count, *_ in passes(reader)), None)
    if not norms or len(fits) != 1 or count is None:
        return
    args, options = fits[0].more["args"], fits[0].more["options"]
    fed = options.get("x", args[0] if args else None)
    rows = fed.data.rows if isinstance(fed, Flow) and not fed.ops else None
    batch = number(options["batch_size"]) if "batch_size" in options else 32.0
    if rows is None or not batch or {"steps_per_epoch", "validation_split"} & options.keys():
        return
    steps = count * math.ceil(rows / batch)
    momentum = norms[0].number(1, "momentum") or USUAL_MOMENTUM
    left = momentum**steps
    if left >= UNSETTLED:
        says = f"after {steps} updates the statistics are still {100 * left:.0f}% the first guess (0 and 1)"
        more = {"framework": "keras"}
        yield reader.found("norm momentum", "slow", says, norms[0].node or fits[0].node, {}, more, 0.9)


def _norms(reader: Reader) -> Iterator[Found]:
    for one in reader.things("layer"):
        if one.name != "batchnorm" or one.node is None:
            continue
        momentum = one.number(2 if one.framework == "pytorch" else 1, "momentum")
        if momentum is None:
            continue
        slow = momentum <= 0.004 if one.framework == "pytorch" else momentum >= 0.999
        given = one.option(2 if one.framework == "pytorch" else 1, "momentum")
        if slow:
            yield reader.found(
                "norm momentum",
                "slow",
                f"a momentum of {momentum:g}: a step moves the statistics by {_moves(one, momentum):.2g}%",
                one.node,
                {"value": getattr(given, "node", None)},
                {"framework": one.framework},
            )
            break
    else:
        yield from _unsettled(reader)
    for use in reader.walker.losses:
        if not isinstance(use.fed, Flow):
            continue
        ops = use.fed.ops
        after = [
            n
            for n, op in enumerate(ops[1:], start=1)
            if op.name == "batchnorm" and ops[n - 1].name in ("sigmoid", "tanh")
        ]
        if len(after) >= 2:
            node = ops[after[0]].node or use.node
            yield reader.found(
                "norm order",
                "after-activation",
                "batch normalization stands after a saturating activation",
                node,
            )
            return


def _moves(one: Thing, momentum: float) -> float:
    """How far one step moves the running statistics towards those of its batch, in percent."""
    return 100 * (momentum if one.framework == "pytorch" else 1 - momentum)


def architecture(reader: Reader) -> str:
    """The kind of network, where its layers show it."""
    names = {one.name for one in reader.things("layer")}
    if "attention" in names or any(one.name == "transformers" for one in reader.things("pretrained")):
        return "transformer"
    if "rnn" in names:
        return "recurrent"
    if "conv" in names:
        return "convolutional"
    return "dense" if "linear" in names and not reader.things("pretrained") else ""
