"""Settings of a script by the names that a log has for them: optimizer and its numbers, batch size, epochs.

Which number is large or small is not said here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.loaders import batches_of
from assistant.readers.script.nodes import all_of, code_of
from assistant.readers.script.report import Reader
from assistant.readers.script.tails import tail_of
from assistant.readers.script.values import Const, Flow, Name, Node, Thing, Value, flag, is_none, number, text

Setting = tuple[str, float | str, Node]

_OTHER_RATES = frozenset(("Adadelta", "AdadeltaOptimizer", "LBFGS", "Rprop", "Adafactor"))
"""Optimizers whose rates are of another scale."""


def settings(reader: Reader) -> Iterator[Setting]:
    """Facts by the names that a log's settings have."""
    yield from _optimizers(reader)
    sizes = batches_of(reader)
    if len({size for size, _ in sizes}) == 1:
        yield "batch size", sizes[0][0], sizes[0][1]
    for thing in reader.things("hf-arguments"):
        chosen = stepped_by(reader, thing)
        for name, keys in (
            ("learning rate", ("learning_rate",)),
            ("batch size per device", ("per_device_train_batch_size",)),
            ("gradient accumulation", ("gradient_accumulation_steps",)),
            ("weight decay", ("weight_decay",)),
            ("epochs", ("num_train_epochs",)),
            ("warmup steps", ("warmup_steps",)),
            ("gradient clipping", ("max_grad_norm",)),
        ):
            value = thing.number(-1, *keys)
            own = chosen is None and name in ("learning rate", "weight decay")
            if value is not None and thing.node is not None and not own:
                yield name, value, thing.node
        if thing.node is not None and chosen:
            yield "optimizer", chosen, thing.node
            if chosen == "SGD" and (momentum := _momentum(thing)) is not None:
                yield "momentum", momentum, thing.node
        if flag(thing.options.get("fp16")) is True and thing.node is not None:
            yield "precision", "half", thing.node
    for thing in reader.things("mlp"):
        if thing.node is not None:
            solver = text(thing.options.get("solver")) or "adam"
            yield "optimizer", solver, thing.node
            for name, key in (("learning rate", "learning_rate_init"), ("batch size", "batch_size")):
                if (value := thing.number(-1, key)) is not None:
                    yield name, value, thing.node
            if text(thing.options.get("activation")) == "identity":
                yield "hidden activation", "linear", thing.node
    models = list(reader.things("pretrained"))
    loaded = [
        one
        for one in models
        if not one.maybe
        and (found := one.attributes.get("__loaded__")) is not None
        and isinstance(found, Const)
        and found.value
    ]
    if loaded and loaded[0].node is not None:
        yield "pretrained", "yes", loaded[0].node
    yield from _normalization(reader)
    yield from _hidden(reader)
    yield from _counts(reader)


def at_its_top(scheduler: Thing) -> bool:
    """`LambdaLR(optimizer, lambda step: 1 - step / steps)`, `0.95**epoch`: the first factor is the top."""
    node = scheduler.node
    given = [*node.args[1:], *(one.value for one in node.keywords)] if isinstance(node, ast.Call) else []
    body = given[0].body if given and isinstance(given[0], ast.Lambda) else None
    if not isinstance(body, ast.BinOp) or not isinstance(body.left, ast.Constant):
        return False
    falls = isinstance(body.op, ast.Pow) and isinstance(body.left.value, float) and body.left.value < 1
    return falls or (isinstance(body.op, ast.Sub) and body.left.value == 1)


def _counts(reader: Reader) -> Iterator[Setting]:
    """Epochs, classes, the rate of dropout, the limit of gradients: where one number stands for each."""
    found: dict[str, list[tuple[float, Node]]] = {}
    for event in reader.events("fit"):
        given = event.more["options"].get("epochs", event.more["options"].get("nb_epoch"))
        if (value := number(given)) is not None:
            found.setdefault("epochs", []).append((value, getattr(given, "node", None) or event.node))
    for thing in reader.things("trainer"):
        if (value := thing.number(-1, "max_epochs")) is not None and thing.node is not None:
            found.setdefault("epochs", []).append((value, thing.node))
        if (value := thing.number(-1, "gradient_clip_val")) is not None and thing.node is not None:
            found.setdefault("gradient clipping", []).append((value, thing.node))
    for outer in dict.fromkeys(event.loops[0] for event in reader.backwards):
        if isinstance(outer, ast.For) and re.search(r"\bep(?:och)?s?\b|epoch|^e$", code_of(outer.target)):
            over = next((one.value for one in reader.events("over") if one.node is outer), None)
            count = over.attributes.get("count") if isinstance(over, Thing) else None
            if (value := number(count)) is not None:
                found.setdefault("epochs", []).append((value, outer))
    for event in reader.events("clip"):
        if (value := number(event.value)) is not None:
            found.setdefault("gradient clipping", []).append((value, event.node))
    for thing in reader.things("optimizer"):
        if (value := thing.number(-1, "clipnorm", "global_clipnorm")) is not None and thing.node is not None:
            found.setdefault("gradient clipping", []).append((value, thing.node))
    for thing in reader.things("layer"):
        rate = thing.number(0, "p", "rate") if thing.name == "dropout" else None
        if rate is not None and thing.node is not None:
            found.setdefault("dropout", []).append((rate, thing.node))
    for use in reader.walker.losses:
        tail = tail_of(use.fed)
        classes = (
            use.kind == "cross-entropy"
            and use.trained
            and tail.layer is not None
            and tail.layer.name == "linear"
        )
        if classes and (tail.units or 0) > 1:
            found.setdefault("classes", []).append((float(tail.units or 0), use.node))
    for name, values in found.items():
        if len({value for value, _ in values}) == 1:
            yield name, values[0][0], values[0][1]


def _optimizers(reader: Reader) -> Iterator[Setting]:
    made = [one for one in reader.things("optimizer") if one.node is not None]
    one = chosen_among(made)
    if one is not None:
        yield from of_optimizer(reader, one)


def of_optimizer(reader: Reader, one: Thing) -> Iterator[Setting]:
    """What one optimizer was given."""
    node = one.node
    if node is None:
        return
    yield "optimizer", one.name, node
    given = rate_of(one)
    rate = number(given)
    sequences = any(layer.name in ("rnn", "attention") for layer in reader.things("layer"))
    plain = one.name.lower().startswith(("sgd", "gradientdescent", "asgd"))
    if rate is not None and rate >= 1 and sequences and plain and reader.events("clip"):
        rate = None  # clipped gradients take rates of 20 in language models
    if one.framework == "keras" and isinstance(given, Thing):
        rate = _begins_at(given)
    scheduled = [
        thing
        for thing in reader.things("scheduler")
        if thing.name in ("OneCycleLR", "CyclicLR", "LambdaLR") and not at_its_top(thing)
    ]
    if (
        rate is not None
        and not (isinstance(given, Const) and given.soft)
        and not scheduled
        and one.name not in _OTHER_RATES
    ):
        yield "learning rate", rate, getattr(given, "node", None) or node
    elif rate is not None and not scheduled and one.name not in _OTHER_RATES:
        yield "learning rate", rate, node
    name = one.name.lower()
    spread = "**" in one.options or "*" in one.options
    if name in ("sgd", "gradientdescentoptimizer") and not spread:
        momentum = one.option(2 if one.framework == "pytorch" else 1, "momentum")
        value = 0.0 if momentum is None else number(momentum)
        if value is not None:
            yield "momentum", value, node
    decay = one.option(-1, "weight_decay")
    if decay is not None and (value := number(decay)) is not None:
        yield "weight decay", value, getattr(decay, "node", None) or node


def _begins_at(schedule: Thing) -> float | None:
    """The rate that a schedule of Keras falls from; None where it rises first, or is one of steps."""
    falls = schedule.name in ("ExponentialDecay", "CosineDecay", "InverseTimeDecay")
    warms = schedule.options.get("warmup_target") is not None or "**" in schedule.options
    return schedule.number(0, "initial_learning_rate") if falls and not warms else None


def rate_of(one: Thing) -> Value | None:
    """The learning rate as an optimizer was given it."""
    return one.option(1 if one.framework == "pytorch" else 0, "lr", "learning_rate")


def chosen_among(made: list[Thing]) -> Thing | None:
    """The one optimizer, or of several of one kind the one with the largest rate, if all rates are known."""
    if len(made) == 1:
        return made[0]
    if not made or len({one.name.lower() for one in made}) != 1 or any(one.maybe for one in made):
        return None
    rates = [1e-3 if rate_of(one) is None else number(rate_of(one)) for one in made]
    known = [rate for rate in rates if rate is not None]
    if len(known) != len(made):
        return None
    return made[known.index(max(known))]


def _normalization(reader: Reader) -> Iterator[Setting]:
    layers = reader.things("layer")
    batch = next((one for one in layers if one.name == "batchnorm" and one.node is not None), None)
    if batch is not None and batch.node is not None:
        yield "normalization", "batch", batch.node
        return
    other = next((one for one in layers if one.name == "norm" and one.node is not None), None)
    if other is not None and other.node is not None:
        yield "normalization", "other", other.node


def _hidden(reader: Reader) -> Iterator[Setting]:
    """The one kind of activation that all hidden layers of a known chain have."""
    if not reader.walker.losses and (chain := _bare_chain(reader)) is not None:
        yield "hidden activation", "linear", chain
    for use in reader.walker.losses:
        if not isinstance(use.fed, Flow):
            continue
        if _linear_stack(use.fed):
            yield "hidden activation", "linear", use.fed.ops[0].node or use.node
            return
        names = [
            op.name
            for op in use.fed.ops
            if op.name
            in (
                "linear",
                "conv",
                "relu",
                "sigmoid",
                "tanh",
                "rnn",
                "unknown",
                "merge",
                "backbone",
                "module",
                "attention",
            )
        ]
        if any(name in ("unknown", "merge", "backbone", "module", "rnn", "attention") for name in names):
            return
        layers = [n for n, name in enumerate(names) if name in ("linear", "conv")]
        if len(layers) < 3:
            return
        between = names[layers[0] : layers[-1]]
        kinds = {name for name in between if name in ("relu", "sigmoid", "tanh")}
        if len(kinds) == 1 and sum(1 for name in between if name in kinds) == len(layers) - 1:
            yield "hidden activation", kinds.pop(), use.node
        return


_STRAIGHT = frozenset(
    (
        "linear",
        "conv",
        "dropout",
        "spatial-dropout",
        "same",
        "shape",
        "flat",
        "reshaped",
        "identity",
        "rescale",
        "batchnorm",
    )
)
"""Operations after which a function of the input is still a linear one."""


def _bare_chain(reader: Reader) -> Node | None:
    """The only chain of layers of a script that shows no loss, where linear layers follow one another."""
    chains = reader.things("sequential")
    if len(chains) != 1 or reader.things("module") or chains[0].escaped:
        return None
    names = [one.name if isinstance(one, Thing) and one.kind == "layer" else "" for one in chains[0].items]
    last = max((n for n, name in enumerate(names) if name == "linear"), default=0)
    straight = names.count("linear") > 1 and set(names[: last + 1]) <= {"linear", "dropout"}
    return chains[0].node if straight else None


def _linear_stack(flow: Flow) -> bool:
    """Two layers and more with nothing but linear operations from the input to the last of them."""
    names = [op.name for op in flow.ops if op.name != "input"]
    layers = [n for n, name in enumerate(names) if name in ("linear", "conv")]
    if len(layers) < 2 or any(op.name == "linear" and op.thing is None for op in flow.ops):
        return False
    return set(names[: layers[-1] + 1]) <= _STRAIGHT


_OPTIMS = (
    (re.compile(r"adamw|adam_|ademamix|galore", re.I), "AdamW"),
    (re.compile(r"^sgd$", re.I), "SGD"),
    (re.compile(r"rmsprop", re.I), "RMSprop"),
    (re.compile(r"adafactor", re.I), "Adafactor"),
    (re.compile(r"adagrad", re.I), "Adagrad"),
    (re.compile(r"lion", re.I), "Lion"),
)
"""Values of `optim` in the arguments of a Trainer, and the optimizers that they stand for."""


def stepped_by(reader: Reader, arguments: Thing) -> str | None:
    """The optimizer that a Trainer makes of its arguments; empty: not known; None: the script makes its own.

    Without `optim` it is AdamW, by the documentation of TrainingArguments.
    """
    own = [one.name for one in all_of(reader.walker.tree, ast.FunctionDef)]
    if "create_optimizer" in own or re.search(
        r"\boptimizers=|\boptimizer_cls_and_kwargs=|\*\*\w*trainer", reader.text
    ):
        return None if reader.things("optimizer") else ""
    given = arguments.options.get("optim")
    if given is None:
        return "" if "**" in arguments.options else "AdamW"
    said = text(given) or (given.last if isinstance(given, Name) else "")
    return next((name for pattern, name in _OPTIMS if pattern.search(said)), "")


def _momentum(arguments: Thing) -> float | None:
    """What `optim_args` gives to SGD; 0 without it."""
    given = arguments.options.get("optim_args")
    if given is None or is_none(given):
        return 0.0
    found = re.search(r"momentum=([\d.]+)", text(given) or "")
    return float(found[1]) if found else 0.0 if text(given) else None
