"""What the names of PyTorch and of what stands on it make: layers, losses, optimizers, loaders.

Names of Keras are not known here; nothing is imported.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import arrays, batches
from assistant.readers.script.events import LossUse
from assistant.readers.script.names import (
    ACTIVATIONS,
    OPTIMIZERS,
    SCHEDULERS,
    TORCH_CLASSES,
    TORCH_LOSSES,
    torch_layer,
)
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Data,
    Flow,
    Name,
    Thing,
    Unknown,
    Value,
    flag,
    is_none,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


_ROOTS = (
    "torch",
    "torchvision",
    "timm",
    "transformers",
    "pytorch_lightning",
    "lightning",
    "accelerate",
    "apex",
)


_WRAPS = frozenset(("DataParallel", "DistributedDataParallel", "compile", "DDP", "parallelize"))


_FROM_CONFIG = re.compile(r"^[A-Z]\w*(?:For[A-Z]\w+|(?<!Auto)Model|LMHeadModel)$")
"""Models of transformers whose class is called with a configuration: their weights are random."""


def knows(name: str) -> bool:
    """A name that `from torch.nn import *` and the like bring in."""
    return (
        bool(torch_layer(name))
        or name in TORCH_LOSSES
        or name in OPTIMIZERS
        or name
        in (
            "Module",
            "Sequential",
            "ModuleList",
            "ModuleDict",
            "Parameter",
            "StepLR",
            "init",
            "functional",
        )
    )


def call(
    walker: State, path: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a call of something imported gives; None where it is not of PyTorch."""
    first, _, _ = path.partition(".")
    last = path.rpartition(".")[2]
    if last == "add_argument" or first in ("argparse", "ArgumentParser"):
        return walker.thing("parser", last, "", args, options, node) if last.endswith("Parser") else None
    if last in ("SimpleNamespace", "Namespace", "EasyDict", "edict", "AttrDict", "DotDict") and not args:
        one = walker.thing("args", last, "", args, options, node)
        one.attributes.update(options)
        return one
    if (
        last in ("EasyDict", "edict", "AttrDict", "DotDict")
        and isinstance(args[0], Thing)
        and args[0].kind == "dict"
    ):
        one = walker.thing("args", last, "", args, options, node)
        one.attributes.update(args[0].attributes)
        return one
    if last in ("tqdm", "trange", "track", "islice", "chain", "notebook_tqdm"):
        return Thing("wrapped", node=node, args=args)
    if path == "dataclasses.field":
        return _field(walker, options, node)
    if path in ("copy.deepcopy", "copy.copy") and args:
        return _copied(walker, args[0])
    if (
        path == "collections.OrderedDict"
        and args
        and isinstance(args[0], Thing)
        and args[0].kind in ("list", "tuple")
    ):
        items = [
            one.items[1]
            for one in args[0].items
            if isinstance(one, Thing) and one.kind == "tuple" and len(one.items) == 2
        ]
        return Thing("list", node=node, items=items, open=args[0].open or len(items) != len(args[0].items))
    if first == "albumentations":
        return _vision(walker, f"torchvision.transforms.{last}", last, args, options, node)
    if first not in _ROOTS:
        return None
    if first == "transformers" or last == "SFTTrainer":
        return _transformers(walker, path, args, options, node)
    if last in _WRAPS and args:
        return args[0]
    if path in ("torch.no_grad", "torch.inference_mode", "torch.enable_grad", "torch.set_grad_enabled"):
        return Unknown(last)
    if path.startswith("torch.nn.init"):
        return _initialized(walker, last, args, options, node)
    if path.startswith("torch.nn.functional"):
        return _functional(walker, last, args, options, node)
    if path.startswith("torch.nn"):
        return _layer(walker, last, args, options, node, path)
    if (first == "torchvision" and ".models" in path) or first == "timm" or path.endswith("hub.load"):
        return _pretrained(walker, last, args, options, node)
    if first == "torchvision":
        return _vision(walker, path, last, args, options, node)
    if last in OPTIMIZERS or last in SCHEDULERS:
        kind = "optimizer" if last in OPTIMIZERS else "scheduler"
        one = walker.thing(kind, last, "pytorch", args, options, node)
        walker.event("made", node, owner=one)
        return one
    if last in ("DataLoader", "TensorDataset", "Subset", "ConcatDataset", "random_split", "IterableDataset"):
        return batches.made(walker, last, args, options, node)
    if last in ("autocast", "GradScaler"):
        kind = "scaler" if last == "GradScaler" else "autocast"
        return walker.thing(kind, path, "pytorch", args, options, node)
    if last in ("clip_grad_norm_", "clip_grad_value_"):
        walker.event("clip", node, value=_limit(args, options), hint=last, args=args, options=options)
        return UNKNOWN
    if last in {"Accelerator", "Fabric"}:
        return walker.thing("accelerator", last, "pytorch", args, options, node)
    if last in ("Trainer",) and first in ("pytorch_lightning", "lightning"):
        return walker.thing("trainer", last, "pytorch", args, options, node)
    if last in ACTIVATIONS or last.removesuffix("_") in ACTIVATIONS:
        return _functional(walker, last, args, options, node)
    if first == "torch" and re.match(r"(?:max|avg|adaptive_\w+)_pool|conv\d|conv_transpose|dropout$", last):
        return _functional(walker, last, args, options, node)
    if first == "torch":
        return arrays.made(walker, last, args, options, node)
    return None


_WEIGHTED = ("module", "sequential", "layer", "pretrained")


def _copied(walker: State, value: Value) -> Value:
    """`copy.deepcopy(model)`: a model of the same layers with weights of its own."""
    if not isinstance(value, Thing):
        return value
    if value.kind not in _WEIGHTED:
        return Unknown("copy")
    twin = _twin(value)
    walker.order += 1
    twin.order = walker.order
    walker.things.append(twin)
    return twin


def _twin(thing: Thing, depth: int = 0) -> Thing:
    """Another object with layers of its own; what is neither a layer nor made of some is shared."""
    attributes = dict(thing.attributes)
    one = replace(thing, items=list(thing.items), attributes=attributes, loops=(), escaped=False)
    if depth < _DEPTH:
        one.items = [_same(item, depth) for item in thing.items[:_PARTS]]
        one.attributes = {key: _same(item, depth) for key, item in attributes.items()}
    return one


_DEPTH, _PARTS = 4, 200


def _same(value: Value, depth: int) -> Value:
    weighted = isinstance(value, Thing) and value.kind in (*_WEIGHTED, "list")
    return _twin(value, depth + 1) if weighted and isinstance(value, Thing) else value


def _field(walker: State, options: dict[str, Value], node: ast.Call) -> Value:
    """The default of a field of a dataclass, made by its factory where it has one."""
    factory = options.get("default_factory")
    if factory is not None:
        return walker.call(factory, [], {}, node)
    return options.get("default", UNKNOWN)


def _layer(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call, path: str
) -> Value | None:
    if last in TORCH_LOSSES:
        return walker.thing("loss", last, "pytorch", args, options, node)
    if last in ("Sequential", "ModuleList", "ModuleDict", "ParameterList"):
        one = walker.thing("sequential", last, "pytorch", args, options, node)
        one.items = list(args)
        if last == "ModuleList" and args and isinstance(args[0], Thing):
            one.items, one.open = list(args[0].items), args[0].open
        if last == "Sequential" and len(args) == 1 and isinstance(args[0], Thing) and args[0].kind == "list":
            one.items, one.open = list(args[0].items), args[0].open
        if last == "ModuleDict" and args and isinstance(args[0], Thing):
            one.attributes.update(args[0].attributes)
            one.items = list(args[0].items)
        one.open = one.open or "*" in options
        return one
    if last in ("clip_grad_norm_", "clip_grad_value_"):
        walker.event("clip", node, value=_limit(args, options), hint=last, args=args, options=options)
        return UNKNOWN
    kind = torch_layer(last)
    if kind:
        return walker.thing("layer", kind, "pytorch", args, options, node)
    if last == "Parameter":
        return walker.thing("parameter", last, "pytorch", args, options, node)
    if last == "pad_sequence":
        filled = options.get("padding_value", args[2] if len(args) > 2 else Const(0.0))
        return Flow(data=Data(padded=number(filled), node=node))
    if ".utils" in path:
        return args[0] if args and isinstance(args[0], Thing) else UNKNOWN
    walker.escape(args, options, node)
    return walker.thing("opaque", last, "pytorch", args, options, node)


def _limit(args: list[Value], options: dict[str, Value]) -> Value:
    """The largest norm that clipping leaves."""
    return options.get("max_norm", options.get("clip_value", args[1] if len(args) > 1 else UNKNOWN))


def _functional(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    if last in TORCH_LOSSES:
        return _loss(walker, last, args, options, node, node)
    fed = args[0] if args else options.get("input", UNKNOWN)
    flow = fed if isinstance(fed, Flow) else Flow()
    name = last.lower()
    if name in ACTIVATIONS:
        return flow.then(ACTIVATIONS[name], node, None, written=last)
    for prefix, kind in (
        ("dropout", "dropout"),
        ("linear", "linear"),
        ("conv", "conv"),
        ("batch_norm", "batchnorm"),
        ("layer_norm", "norm"),
        ("group_norm", "norm"),
        ("max_pool", "pool"),
        ("avg_pool", "pool"),
        ("adaptive_", "pool"),
        ("pad", "shape"),
        ("interpolate", "shape"),
        ("upsample", "shape"),
        ("flatten", "shape"),
        ("pixel_", "shape"),
        ("embedding", "embedding"),
    ):
        if name.startswith(prefix):
            if kind == "dropout" and last == "dropout" and flag(options.get("training")) is None:
                walker.event("functional-dropout", node, options=options, given=len(args))
            return flow.then(kind, node)
    if name == "normalize":
        return flow.then("scale", node)
    if name == "one_hot":
        return Flow(data=Data(rank=2, values=frozenset((0.0, 1.0)), node=node))
    return flow.then("unknown", node)


def _loss(
    walker: State,
    name: str,
    args: list[Value],
    options: dict[str, Value],
    node: ast.Call,
    made: ast.AST | None,
    given: dict[str, Value] | None = None,
) -> Flow:
    """A loss is taken of its first argument."""
    kind, expects = TORCH_LOSSES[name]
    fed = options.get("input", args[0] if args else UNKNOWN)
    target = options.get("target", args[1] if len(args) > 1 else UNKNOWN)
    named = {one.arg: one.value for one in node.keywords if one.arg}
    fed_node = named.get("input") or (node.args[0] if node.args else None)
    target_node = named.get("target") or (node.args[1] if len(node.args) > 1 else None)
    chosen = dict(given if given is not None else options)
    if kind == "ctc" and (len(args) > 3 or "target_lengths" in options):
        chosen["__lengths__"] = options.get("target_lengths", args[3] if len(args) > 3 else UNKNOWN)
        chosen["__frames__"] = options.get("input_lengths", args[2] if len(args) > 2 else UNKNOWN)
    return walker.use(
        LossUse(kind, expects, node, fed, target, fed_node, target_node, made, name, dict(chosen))
    )


def _initialized(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value:
    target = args[0] if args else options.get("tensor", UNKNOWN)
    walker.event("init", node, owner=target, hint=last, args=args, options=options)
    return target


def _pretrained(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value:
    one = walker.thing("pretrained", last, "pytorch", args, options, node)
    weights = options.get("pretrained", options.get("weights"))
    if weights is None and last == "create_model" and len(args) > 1:
        weights = args[1]
    if weights is None and args and last != "create_model":
        weights = args[0]
    loaded = weights is not None and flag(weights) is not False and not is_none(weights)
    sure = isinstance(weights, Const | Name)
    soft = isinstance(weights, Const) and weights.soft
    one.attributes["__loaded__"] = Const(loaded) if (weights is None or sure) and not soft else UNKNOWN
    return one


def _vision(
    walker: State, path: str, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    if ".transforms" in path:
        if last == "Compose":
            one = walker.thing("transforms", last, "pytorch", args, options, node)
            inner = args[0] if args else options.get("transforms", UNKNOWN)
            if isinstance(inner, Thing) and inner.kind in ("list", "tuple"):
                one.items, one.open = list(inner.items), inner.open
            else:
                one.open = True
            return one
        return walker.thing("transform", last, "pytorch", args, options, node)
    if ".datasets" in path:
        one = walker.thing("dataset", last, "pytorch", args, options, node)
        if last in TORCH_CLASSES:
            one.attributes["__classes__"] = Const(TORCH_CLASSES[last])
        return one
    return None


def _transformers(
    walker: State, path: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value:
    last = path.rpartition(".")[2]
    if last == "HfArgumentParser":
        return walker.thing("hf-parser", last, "pytorch", args, options, node)
    if last.endswith("TrainingArguments"):
        one = walker.thing("hf-arguments", last, "pytorch", args, options, node)
        walker.event("made", node, owner=one)
        return one
    if last.endswith("Trainer"):
        return walker.thing("trainer", last, "pytorch", args, options, node)
    if last in OPTIMIZERS:
        one = walker.thing("optimizer", last, "pytorch", args, options, node)
        walker.event("made", node, owner=one)
        return one
    if last.startswith("get_") and "schedule" in last:
        one = walker.thing("scheduler", last, "pytorch", args, options, node)
        walker.event("made", node, owner=one)
        return one
    if last == "from_pretrained" and not re.search(r"Tokenizer|Processor|Extractor|Config", path):
        framework = "keras" if path.startswith("transformers.TF") else "pytorch"
        one = walker.thing("pretrained", "transformers", framework, args, options, node)
        one.attributes["__loaded__"] = Const(True)
        return one
    if last.endswith("Output") and not args:  # what a model of transformers gives
        given = Thing("dict", node=node)
        given.attributes = dict(options)
        return given
    if last.endswith("Config"):
        walker.event("config", node, options=options, hint=last)
    if _FROM_CONFIG.search(last) or (last == "from_config" and "Config" not in path):
        framework = "keras" if path.startswith("transformers.TF") else "pytorch"
        one = walker.thing("pretrained", "transformers", framework, args, options, node)
        one.attributes["__loaded__"] = Const(False)
        return one
    return Unknown(last)


def apply(
    walker: State, thing: Thing, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """An object of PyTorch is called."""
    if thing.framework != "pytorch":
        return None
    fed = args[0] if args else options.get("input", options.get("x", UNKNOWN))
    flow = fed if isinstance(fed, Flow) else Flow()
    if thing.kind == "loss":
        given = dict(thing.options)
        result = _loss(walker, thing.name, args, options, node, thing.node, given)
        walker.losses[-1].model = thing
        return result
    if thing.kind in ("layer", "sequential", "pretrained", "opaque", "part"):
        walker.event("call", node, owner=thing, value=flow, options=options)
        return through(walker, thing, flow, node)
    if thing.kind == "scheduler":
        return UNKNOWN
    if thing.kind in {"transforms", "transform"}:
        return UNKNOWN
    return None


def through(walker: State, thing: Value, flow: Flow, node: ast.AST | None) -> Value:
    """A tensor after a layer or a chain of layers."""
    if not isinstance(thing, Thing):
        return flow.then("unknown", node)
    if thing.kind == "sequential":
        if thing.name != "Sequential":
            return flow.then("unknown", node)
        current: Value = flow
        if (thing.open and not thing.items) or thing.unsure:
            return flow.then("unknown", node)
        for n, one in enumerate(thing.items):
            if not isinstance(current, Flow):
                return UNKNOWN
            if thing.open and n == 0:
                current = current.then("unknown", node)
            current = through(walker, one, current, node)
        return current
    if thing.kind == "layer":
        if thing.name == "rnn" and node is not None and isinstance(node, ast.Call):
            inner = flow.then("rnn", thing.node, thing)
            return Thing("tuple", items=[inner, inner], open=False)
        name = thing.name.removeprefix("act:")
        return flow.then(name, thing.node, thing)
    if thing.kind == "pretrained":
        head = next(
            (
                thing.attributes[name]
                for name in ("fc", "classifier", "head", "heads")
                if name in thing.attributes
            ),
            None,
        )
        body = flow.then("backbone", node, thing)
        if head is None:
            plain = thing.name not in ("transformers",) and thing.attributes.get("__hidden__") is None
            vision = plain and "num_features" not in thing.attributes and not thing.unsure
            return (
                body.then("linear", thing.node, thing)
                if vision and thing.name != "load"
                else body.then("unknown")
            )
        if isinstance(head, Thing) and head.kind == "part":
            return body.then("unknown", node)
        return through(walker, head, body, node)
    if thing.made_by is not None:
        return walker.follow(thing, "forward", flow, node, flow.then("module", node, thing))
    return flow.then("unknown", node)
