"""Settings of a script: optimizer and its numbers, batch size, layers and how they are made.

Which number is large or small is not said here.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.readers.script.events import Event
from assistant.readers.script.held import reaches, rests
from assistant.readers.script.loaders import batches_of
from assistant.readers.script.nodes import nodes_of
from assistant.readers.script.report import Found, Reader
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
            rate = thing.number(-1, "learning_rate_init")
            if rate is not None:
                yield "learning rate", rate, thing.node
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
    for event in reader.backwards:
        outer = event.loops[0]
        if isinstance(outer, ast.For) and re.search(r"\bep(?:och)?s?\b|epoch|^e$", ast.unparse(outer.target)):
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
    one = _chosen(made)
    if one is not None:
        yield from _of_optimizer(reader, one)


def _of_optimizer(reader: Reader, one: Thing) -> Iterator[Setting]:
    """What one optimizer was given."""
    node = one.node
    if node is None:
        return
    yield "optimizer", one.name, node
    given = _rate_of(one)
    rate = number(given)
    sequences = any(layer.name in ("rnn", "attention") for layer in reader.things("layer"))
    plain = one.name.lower().startswith(("sgd", "gradientdescent", "asgd"))
    if rate is not None and rate >= 1 and sequences and plain and reader.events("clip"):
        rate = None  # clipped gradients take rates of 20 in language models
    if one.framework == "keras" and isinstance(given, Thing):
        rate = None
    scheduled = [
        thing for thing in reader.things("scheduler") if thing.name in ("OneCycleLR", "CyclicLR", "LambdaLR")
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


def _rate_of(one: Thing) -> Value | None:
    """The learning rate as an optimizer was given it."""
    return one.option(1 if one.framework == "pytorch" else 0, "lr", "learning_rate")


def _chosen(made: list[Thing]) -> Thing | None:
    """The one optimizer, or of several of one kind the one with the largest rate, if all rates are known."""
    if len(made) == 1:
        return made[0]
    if not made or len({one.name.lower() for one in made}) != 1 or any(one.maybe for one in made):
        return None
    rates = [1e-3 if _rate_of(one) is None else number(_rate_of(one)) for one in made]
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
    )
)
"""Operations after which a function of the input is still a linear one."""


def _linear_stack(flow: Flow) -> bool:
    """Two layers and more with nothing but linear operations from the input to the last of them."""
    names = [op.name for op in flow.ops if op.name != "input"]
    layers = [n for n, name in enumerate(names) if name in ("linear", "conv")]
    if len(layers) < 2 or any(op.name == "linear" and op.thing is None for op in flow.ops):
        return False
    return set(names[: layers[-1] + 1]) <= _STRAIGHT


def numbers(reader: Reader) -> Iterator[Found]:
    """Where the numbers of the optimizer stand, for whom an edit asks."""
    one = _chosen([one for one in reader.things("optimizer") if one.node is not None])
    if one is None or one.node is None:
        yield from _trainer_numbers(reader)
        return
    for name, positions, keys in (
        ("learning rate", (1, 0), ("lr", "learning_rate")),
        ("weight decay", (-1, -1), ("weight_decay",)),
        ("momentum", (2, 1), ("momentum",)),
    ):
        given = one.option(positions[one.framework == "keras"], *keys)
        node = getattr(given, "node", None)
        more = {
            "optimizer": one.name,
            "framework": one.framework,
            "given": "yes" if given is not None else "",
        }
        value = number(given)
        yield reader.found(
            f"{name} of the optimizer",
            f"{value:g}" if value is not None else "",
            name,
            one.node,
            {"value": node, "optimizer": one.node},
            more,
        )


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
    own = [one.name for one in nodes_of(reader.walker.tree) if isinstance(one, ast.FunctionDef)]
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


def _trainer_numbers(reader: Reader) -> Iterator[Found]:
    """The same of the arguments of a Trainer."""
    for thing in reader.things("hf-arguments"):
        for name, key in (("learning rate", "learning_rate"), ("weight decay", "weight_decay")):
            given = thing.options.get(key)
            value = number(given)
            if value is not None and thing.node is not None:
                spans = {"value": getattr(given, "node", None), "optimizer": thing.node}
                more = {
                    "optimizer": stepped_by(reader, thing) or "AdamW",
                    "framework": "pytorch",
                    "given": "yes",
                }
                yield reader.found(f"{name} of the optimizer", f"{value:g}", name, thing.node, spans, more)
        return


_LANGUAGE, _ADAPTED, _PLAIN = 1e-3, 5e-3, 0.3
"""Rates at which fine-tuning breaks: of transformers, of others with an adaptive optimizer, with SGD.

Devlin et al. 2019 fine-tune BERT at 2e-5 to 5e-5; PyTorch's tutorial a ResNet with SGD at 1e-3.
"""


def _fine_tuned(reader: Reader) -> Iterator[Found]:
    """Pretrained weights that move, and a rate that unlearns them; a new head alone bears it."""
    models = [
        one
        for one in reader.things("pretrained")
        if isinstance(found := one.attributes.get("__loaded__"), Const)
        and found.value is True
        and not one.maybe
    ]
    if not models or "peft" in reader.imported:
        return
    language = any(one.name == "transformers" for one in models)
    for stage in _stages(reader):
        if stage.rate < (_PLAIN if stage.plain else _LANGUAGE if language else _ADAPTED):
            continue
        maker = stage.maker
        if any(
            (maker.kind != "optimizer" or reaches(maker, one))
            and not rests(reader, one, maker.order, stage.end)
            for one in models
        ):
            says = f"pretrained weights are trained on with a learning rate of {stage.rate:g}"
            yield reader.found("fine-tuning", "too-fast", says, stage.node)
            return


class _Stage(NamedTuple):
    """What one optimizer, or the arguments of one Trainer, trains with.

    end: the order of the event that makes the next of its kind.
    """

    maker: Thing
    rate: float
    node: Node
    plain: bool
    end: float


def _stages(reader: Reader) -> Iterator[_Stage]:
    """The trainings of a script one after another, as far as their rates are known."""
    made = [one for one in reader.things("optimizer") if one.node is not None]
    if len(made) > 1 and any(one.maybe for one in made):
        chosen = _chosen(made)
        made = [chosen] if chosen is not None else []
    for one, after in zip(made, (*made[1:], None), strict=False):
        end = after.order if after is not None else math.inf
        for name, value, node in _of_optimizer(reader, one):
            if name == "learning rate" and not isinstance(value, str):
                yield _Stage(one, value, node, _is_plain(one.name), end)
    handed = reader.things("hf-arguments")
    for one, after in zip(handed, (*handed[1:], None), strict=False):
        end, rate = after.order if after is not None else math.inf, one.number(-1, "learning_rate")
        by = stepped_by(reader, one)
        if rate is not None and one.node is not None and by is not None:
            yield _Stage(one, rate, one.node, _is_plain(by), end)


def _is_plain(name: str) -> bool:
    return name.lower().startswith(("sgd", "gradientdescent", "momentum"))


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
    yield from _fine_tuned(reader)
    yield from _saturating(reader)
    yield from _initializers(reader)
    yield from _biases(reader)
    yield from _dropouts(reader)
    yield from _penalties(reader)
    yield from _norms(reader)


def _initializers(reader: Reader) -> Iterator[Found]:
    weighty = [one for one in reader.things("layer") if one.name in ("linear", "conv")]
    for event in reader.events("init"):
        node = event.node
        target = ast.unparse(node.args[0]) if isinstance(node, ast.Call) and node.args else ""
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
            if "isinstance" in (said := ast.unparse(one)) or "classname" in said or "type(" in said
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


def _dropouts(reader: Reader) -> Iterator[Found]:
    on_maps: dict[int, Thing] = {}
    for use in reader.walker.losses:
        if not isinstance(use.fed, Flow):
            continue
        ops = use.fed.ops
        for n, op in enumerate(ops):
            if op.name == "dropout" and op.thing is not None:
                before = [one.name for one in ops[:n] if one.name not in ("batchnorm", "norm", "pool")]
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
                "strong",
                f"dropout of {rate:g}",
                one.node,
                {"value": getattr(given, "node", None)},
                {"fix": "0.5"},
            )
            return


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
                "strong",
                f"{one.name} of {strength:g}",
                one.node,
                {"value": getattr(given, "node", None)},
                {"fix": "1e-4"},
            )
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
