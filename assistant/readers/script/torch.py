"""What the names of PyTorch and of what stands on it make and do: layers, losses, optimizers, loaders.

Names of Keras are not known here; nothing is imported.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import arrays, lists
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
    Func,
    Method,
    Name,
    Thing,
    Unknown,
    Value,
    flag,
    is_none,
    number,
    text,
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
_SAME = frozenset(("to", "cuda", "cpu", "double", "float", "type", "requires_grad_", "apply", "share_memory"))
_WRAPS = frozenset(("DataParallel", "DistributedDataParallel", "compile", "DDP", "parallelize"))
_GROWS = frozenset(("append", "add_module", "extend", "insert", "register_module"))


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
    if path in ("copy.deepcopy", "copy.copy") and args:
        return args[0] if not isinstance(args[0], Thing) else Unknown("copy")
    if path == "collections.OrderedDict" and args and isinstance(args[0], Thing) and args[0].kind == "list":
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
        return _data(walker, last, args, options, node)
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
    chosen = given if given is not None else options
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


def _data(walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    if last == "random_split":
        parts = [walker.thing("dataset", "Subset", "pytorch", args[:1], {}, node) for _ in range(8)]
        for n, one in enumerate(parts):
            if args and isinstance(args[0], Thing):
                one.attributes.update({k: v for k, v in args[0].attributes.items() if k.startswith("__")})
                one.items = list(args[0].items)
                one.attributes.update(
                    {"__part__": Const("back" if n else "front"), "__order__": Const("random")}
                )
        count = len(args[1].items) if len(args) > 1 and isinstance(args[1], Thing) else 0
        return Thing("tuple", items=list(parts[:count]), open=not count)
    if last == "DataLoader":
        one = walker.thing("loader", last, "pytorch", args, options, node)
        walker.event("made", node, owner=one)
        return one
    one = walker.thing("dataset", last, "pytorch", args, options, node)
    one.items = list(args)
    if last == "Subset":
        part, order = _chosen_rows(args[1] if len(args) > 1 else options.get("indices", UNKNOWN))
        one.attributes.update({"__part__": Const(part), "__order__": Const(order)})
        if args and isinstance(args[0], Thing):
            one.items = list(args[0].items)
    return one


def _chosen_rows(rows: Value) -> tuple[str, str]:
    """Which part of a data set these numbers of rows are, and whether they were drawn."""
    if isinstance(rows, Thing) and rows.kind == "wrapped" and rows.args:
        return _chosen_rows(rows.args[0])
    if isinstance(rows, Thing) and rows.kind == "range" and 1 <= len(rows.args) <= 2:
        first = rows.args[0] if len(rows.args) == 2 else Const(0)
        return ("front", "") if number(first) == 0 else ("back", "")
    if isinstance(rows, Flow) and not rows.ops:
        plain = rows.data.order == "arange"
        return rows.data.part, "" if plain else "random"
    return "", "random"


def batch(walker: State, loader: Thing) -> Value:
    """What a loader gives for one step."""
    data = loader.option(0, "dataset")
    if not isinstance(data, Thing):
        return UNKNOWN
    collate = loader.option(6, "collate_fn")
    base, part, order = _cut_from(data)
    at = data.node if part else None
    if isinstance(collate, Func):
        one = sample(walker, base)
        return walker.invoke(collate, [Thing("list", items=[one], open=True)], {}, collate.node)
    if collate is not None and not is_none(collate):
        return UNKNOWN
    if base.name == "TensorDataset" and base.items:
        return Thing("tuple", items=[placed(_row(one), part, order, at) for one in base.items])
    if base.kind == "list" or base.made_by is not None:
        return placed(_batched(sample(walker, base)), part, order, at)
    classes = data.attributes.get("__classes__") if isinstance(data, Thing) else None
    if isinstance(data, Thing) and isinstance(classes, Const):
        changed = "target_transform" in data.options or {"targets", "data", "labels"} & set(data.attributes)
        values = (
            frozenset(float(n) for n in range(classes.value)) if not changed and classes.value <= 40 else None
        )
        labels = Flow(data=Data(rank=1, values=values, source=data.name))
        images = Flow(data=Data(rank=4, size=_pixels(data.option(-1, "transform")), node=data.node))
        return Thing("tuple", items=[images, labels])
    return UNKNOWN


def _cut_from(data: Thing) -> tuple[Thing, str, str]:
    """The whole data set of a part of it; `front` or `back`; `random` where rows were drawn."""
    part = order = ""
    for _ in range(4):
        inner = data.args[0] if data.name == "Subset" and data.args else None
        if not isinstance(inner, Thing):
            break
        part = part or str(getattr(data.attributes.get("__part__"), "value", ""))
        order = order or str(getattr(data.attributes.get("__order__"), "value", ""))
        data = inner
    return data, part, order


def placed(value: Value, part: str, order: str, at: ast.AST | None) -> Value:
    """Rows that were cut from a data set."""
    if isinstance(value, Thing) and value.kind in ("tuple", "list"):
        items = [placed(one, part, order, at) for one in value.items]
        return Thing(value.kind, items=items, open=value.open)
    if not isinstance(value, Flow) or value.ops:
        return value
    data = value.data
    known = "random" if order == "random" and data.order == "sorted" else data.order
    ordered = part if known == "sorted" and part else data.ordered
    return Flow(
        data=replace(
            data,
            part=part or data.part,
            order=known,
            rows=None if part else data.rows,
            ordered=ordered,
            cut_at=at or data.cut_at,
        )
    )


def sample(walker: State, data: Thing) -> Value:
    """One sample of a data set of the script's own, or of a list of samples."""
    if data.kind == "list":
        return walker.element(data)
    found = data.made_by.find("__getitem__") if data.made_by is not None else None
    if not isinstance(found, Func):
        return UNKNOWN
    at = Flow(data=Data(rank=0, order="pick"))
    return walker.invoke(Func(found.node, found.scope, data, found.owner), [at], {}, found.node)


def _batched(value: Value) -> Value:
    """Many samples, stacked as `default_collate` does it."""
    if isinstance(value, Thing) and value.kind in ("tuple", "list") and not value.open:
        return Thing(value.kind, items=[_batched(one) for one in value.items])
    if isinstance(value, Thing) and value.kind == "dict":
        one = Thing("dict", node=value.node, open=value.open)
        one.attributes = {key: _batched(item) for key, item in value.attributes.items()}
        return one
    if isinstance(value, Flow) and not value.ops:
        rank = value.data.rank + 1 if value.data.rank is not None else None
        return Flow(data=replace(value.data, rank=rank, rows=None, sizes=None))
    if isinstance(value, Const) and number(value) is not None:
        return Flow(data=Data(rank=1))
    return UNKNOWN


def _pixels(transform: Value | None) -> float | None:
    """255 where a transform makes tensors of bytes and nothing divides them; None where it is not known."""
    if not isinstance(transform, Thing) or transform.kind != "transforms" or transform.open:
        return None
    steps = [one.name if isinstance(one, Thing) else "" for one in transform.items]
    raw = "PILToTensor" in steps and not {"ConvertImageDtype", "Normalize", "ToTensor", "ToDtype", ""} & set(
        steps
    )
    scaled = any(
        "/" in ast.unparse(one.node) for one in transform.items if isinstance(one, Thing) and one.node
    )
    return 255.0 if raw and not scaled else None


def _row(one: Value) -> Value:
    return Flow(data=one.data) if isinstance(one, Flow) and not one.ops else UNKNOWN


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
        return through(thing, flow, node)
    if thing.kind == "scheduler":
        return UNKNOWN
    if thing.kind in {"transforms", "transform"}:
        return UNKNOWN
    return None


def through(thing: Value, flow: Flow, node: ast.AST | None) -> Value:
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
            current = through(one, current, node)
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
        return through(head, body, node)
    if thing.made_by is not None:
        return flow.then("module", node, thing)
    return flow.then("unknown", node)


def method(
    walker: State,
    owner: Value,
    name: str,
    args: list[Value],
    options: dict[str, Value],
    node: ast.Call,
    hint: str,
) -> Value | None:
    """A method of an object of PyTorch, or of something unknown that behaves like one."""
    if isinstance(owner, Thing):
        found = _thing_method(walker, owner, name, args, options, node)
        if found is not None:
            return found
    if name in ("zero_grad", "train", "eval", "backward", "step", "manual_backward"):
        return _loop_method(walker, owner, name, args, options, node, hint)
    if name in ("normal_", "zero_", "fill_", "uniform_", "constant_") and hint.endswith(
        (f"weight.data.{name}", f"weight.{name}")
    ):
        target = owner.owner if isinstance(owner, Method) else owner
        walker.event(
            "init",
            node,
            owner=target,
            hint="zeros_" if name == "zero_" else name,
            args=[target, *args],
            options=options,
            of=hint,
        )
        return UNKNOWN
    if name in (
        "update",
        "unscale_",
        "scale",
        "load_state_dict",
        "state_dict",
        "parameters",
        "named_parameters",
    ):
        walker.event(name, node, owner=owner, hint=hint)
        if name == "scale" and args:
            return args[0]
        return Thing("parameters", name, "", [owner], node=node) if "parameters" in name else UNKNOWN
    return None


def _loop_method(
    walker: State,
    owner: Value,
    name: str,
    args: list[Value],
    options: dict[str, Value],
    node: ast.Call,
    hint: str,
) -> Value:
    """One of the five that a training loop is made of."""
    if name == "backward" and isinstance(owner, Thing) and owner.kind == "accelerator":
        walker.event("backward", node, value=args[0] if args else UNKNOWN, hint=hint)
        walker.backward(args[0] if args else UNKNOWN)
        return UNKNOWN
    if name == "manual_backward" or (
        name == "backward" and args and isinstance(args[0], Flow) and args[0].losses
    ):
        walker.event("backward", node, value=args[0] if args else UNKNOWN, hint=hint)
        walker.backward(args[0] if args else UNKNOWN)
        return UNKNOWN
    if name == "train" and args and flag(args[0]) is False:
        name = "eval"
    if (
        name == "train"
        and isinstance(owner, Thing)
        and owner.kind not in ("module", "sequential", "pretrained", "layer")
    ):
        return UNKNOWN
    value = owner if name == "backward" else args[0] if args else UNKNOWN
    walker.event(name, node, owner=owner, value=value, hint=hint, args=args, options=options)
    if name == "backward":
        walker.backward(owner)
    if name in ("train", "eval"):
        return owner
    return UNKNOWN


def _dataclasses(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """HfArgumentParser: an object for each of its classes, with what the call itself hands over."""
    if not name.startswith("parse_"):
        return None
    given = options.get("args", args[0] if args else UNKNOWN)
    told: dict[str, Value] = {"**": UNKNOWN}
    written = next((one.value for one in node.keywords if one.arg == "args"), None)
    if isinstance(written, ast.BoolOp) and "argv" in ast.unparse(written.values[0]):
        given = walker.value(written.values[-1])  # what holds where the command line is empty
    if isinstance(given, Thing) and given.kind == "dict":
        told = dict(given.attributes)
    elif isinstance(given, Thing) and given.kind == "list" and not given.open:
        told = _words(given)
    classes = owner.args[0] if owner.args else UNKNOWN
    found: list[Value] = []
    for one in classes.items if isinstance(classes, Thing) else [classes]:
        if isinstance(one, Name) and one.last.endswith("TrainingArguments"):
            made = walker.thing("hf-arguments", one.last, "pytorch", [], dict(told), node)
            walker.event("made", node, owner=made)
            found.append(made)
        else:
            found.append(UNKNOWN)
    return Thing("tuple", items=found)


def _words(given: Thing) -> dict[str, Value]:
    """`["--learning_rate", "3e-4"]` as options."""
    told: dict[str, Value] = {}
    items = [text(one) for one in given.items]
    for key, one in zip(items, [*given.items[1:], UNKNOWN], strict=True):
        if key is None or not key.startswith("--"):
            continue
        name, _, direct = key[2:].partition("=")
        said = direct or text(one) or ""
        place = getattr(one, "node", None)
        try:
            told[name] = Const(float(said), place)
        except ValueError:
            told[name] = Const(said if said and not said.startswith("--") else True, place)
    return told


def _thing_method(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    if owner.kind == "hf-parser":
        return _dataclasses(walker, owner, name, args, options, node)
    if owner.kind == "parser":
        return _parser(walker, owner, name, args, options, node)
    if owner.kind == "scaler" and name in ("scale", "step", "update", "unscale_"):
        walker.event(
            "scaled" if name == "scale" else f"scaler-{name}", node, owner=args[0] if args else UNKNOWN
        )
        if name == "step":
            walker.event("step", node, owner=args[0] if args else UNKNOWN, hint="scaler")
        return args[0] if name == "scale" and args else UNKNOWN
    if owner.kind == "accelerator":
        if name == "prepare":
            return Thing("tuple", items=list(args)) if len(args) > 1 else args[0] if args else UNKNOWN
        if name in ("clip_grad_norm_", "accumulate", "print", "wait_for_everyone", "gather", "unwrap_model"):
            return args[0] if args and name in ("gather", "unwrap_model") else UNKNOWN
    if owner.kind == "optimizer" and name == "minimize":
        walker.event("minimize", node, owner=owner, value=args[0] if args else options.get("loss", UNKNOWN))
        walker.backward(args[0] if args else options.get("loss", UNKNOWN))
        return UNKNOWN
    if name == "half" and owner.kind in ("module", "sequential", "pretrained"):
        walker.event("half", node, owner=owner)
        return owner
    if owner.kind == "parameter" and name == "requires_grad_":
        frozen = bool(args) and flag(args[0]) is False
        walker.event("freeze" if frozen else "unfreeze", node, owner=owner)
        return owner
    if owner.kind in ("module", "sequential", "pretrained", "layer", "loss", "part"):
        if name == "requires_grad_":
            frozen = bool(args) and flag(args[0]) is False
            walker.event("freeze" if frozen else "unfreeze", node, owner=owner)
            return owner
        if name == "apply":
            for one in args:
                if hasattr(one, "node") and not isinstance(one, Const) and _applied(walker, owner, one, node):
                    break
            return owner
        if name in {"fit", "compile"}:
            return None
        if name in _SAME:
            return owner
        if name in _GROWS and owner.kind == "sequential":
            return _grown(walker, owner, name, args)
        if name == "save_hyperparameters":
            return _hyperparameters(walker, owner)
        if name == "add_module" and len(args) > 1 and (key := text(args[0])):
            owner.attributes[key] = args[1]
            return UNKNOWN
        if name in ("children", "modules", "named_children", "named_modules"):
            return Thing("wrapped", node=node)
        if name in ("load_state_dict", "load_weights"):
            owner.attributes["__loaded__"] = Const(True)
            walker.event("loaded", node, owner=owner)
            return UNKNOWN
    if owner.kind == "list":
        if name in ("append", "extend", "insert"):
            lists.grown(walker, owner, name, args[-1] if args else UNKNOWN, node)
            return grown(walker, owner, name, args, node.args[-1] if node.args else None)
        return UNKNOWN if name in ("pop", "sort", "reverse", "clear", "index", "count") else None
    if owner.kind == "dict" and name == "get" and args and isinstance(args[0], Const):
        return owner.attributes.get(str(args[0].value), args[1] if len(args) > 1 else UNKNOWN)
    if owner.kind == "dict" and name in ("items", "keys", "values", "update", "setdefault", "pop"):
        if name in ("update", "setdefault", "pop"):
            given = args[0] if args and isinstance(args[0], Thing) and args[0].kind == "dict" else None
            if walker.maybe or name != "update" or (args and (given is None or given.open)):
                owner.open = True
            else:
                owner.attributes.update({**(given.attributes if given is not None else {}), **options})
        return Thing("wrapped", node=node)
    if owner.kind == "pretrained" and name == "get_classifier":
        return UNKNOWN
    if owner.kind == "trainer" and name == "fit" and owner.name == "Trainer":
        return _given_to_trainer(walker, args, options, node)
    return None


def _given_to_trainer(
    walker: State, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """`trainer.fit(model, loader, loader)` of Lightning: what the steps of the model will get."""
    model = args[0] if args else options.get("model", UNKNOWN)
    if not isinstance(model, Thing) or model.made_by is None:
        return None
    given = dict(zip(("train_dataloaders", "val_dataloaders", "datamodule"), args[1:], strict=False))
    given.update({key: one for key, one in options.items() if "dataloader" in key or key == "datamodule"})
    for key, one in given.items():
        if isinstance(one, Thing):
            kept = "datamodule" if one.made_by is not None else key.removesuffix("s")
            model.attributes[f"__{kept}__"] = one
    loader = model.attributes.get("__train_dataloader__")
    if isinstance(loader, Thing):
        walker.event("trainer-fit", node, owner=loader)
    walker.escape([], {}, node)
    return UNKNOWN


def steps_get(walker: State, model: Thing) -> dict[str, Value]:
    """The batches that Lightning hands to `training_step` and `validation_step`, by the name of the step."""
    found: dict[str, Value] = {}
    source = model.attributes.get("__datamodule__", model)
    for key, step in (("train_dataloader", "training_step"), ("val_dataloader", "validation_step")):
        loader = model.attributes.get(f"__{key}__")
        if loader is None and isinstance(source, Thing) and source.made_by is not None:
            loader = _asked(walker, source, key)
        if isinstance(loader, Thing) and loader.kind == "loader":
            found[step] = batch(walker, loader)
    return found


def _asked(walker: State, source: Thing, key: str) -> Value | None:
    """What `train_dataloader` of a module or data module returns, once its set-up has run."""
    assert source.made_by is not None
    for name in ("prepare_data", "setup", key):
        method_ = source.made_by.find(name)
        if not isinstance(method_, Func):
            continue
        ready = f"__{name}__"
        if name != key and ready in source.attributes:
            continue
        source.attributes.setdefault(ready, Const(True))
        result = walker.invoke(
            Func(method_.node, method_.scope, source, method_.owner, method_.quiet), [], {}, method_.node
        )
        if name == key:
            return (
                result.items[0]
                if isinstance(result, Thing) and result.kind == "list" and result.items
                else result
            )
    return None


def _hyperparameters(walker: State, owner: Thing) -> Value:
    """Lightning keeps the arguments of `__init__` as `self.hparams`."""
    kept = Thing("args", "hparams", "")
    kept.attributes = {
        name: value for name, value in walker.scope.names.items() if name not in ("self", "__class__")
    }
    owner.attributes["hparams"] = kept
    return UNKNOWN


def _applied(walker: State, owner: Thing, function: Value, node: ast.Call) -> bool:
    """`model.apply(init)`: the function sees every layer."""
    from assistant.readers.script.values import Func  # noqa: PLC0415

    if not isinstance(function, Func):
        return False
    layer = Thing("layer", "any", "pytorch", node=node)
    layer.attributes["of"] = owner
    walker.maybe += 1
    walker.invoke(function, [layer], {}, node)
    walker.maybe -= 1
    return True


def _of_a_class(walker: State, owner: Thing, given: ast.expr, value: Value, whole: bool) -> Value:
    """What is appended to a list, where a loop gives it one class after another."""
    loops = [one for one in walker.loops[len(owner.loops) :] if isinstance(one, ast.For)]
    outer = loops if whole else loops[:-1]
    names = {one.id for loop in outer for one in ast.walk(loop.target) if isinstance(one, ast.Name)} - (
        {one.id for one in ast.walk(loops[-1].target) if isinstance(one, ast.Name)}
        if not whole and loops
        else set()
    )
    if isinstance(given, ast.Name) and given.id in names and not isinstance(value, Flow | Thing):
        return Flow(data=Data(rank=0, order="sorted", node=given))
    if isinstance(given, ast.Tuple) and isinstance(value, Thing) and value.kind == "tuple":
        items = [
            _of_a_class(walker, owner, part, item, whole)
            for part, item in zip(given.elts, value.items, strict=False)
        ]
        return Thing("tuple", node=value.node, items=items, open=value.open)
    return value


def grown(walker: State, owner: Thing, name: str, args: list[Value], node: ast.expr | None) -> Value:
    """A list that gets longer by an expression."""
    if owner.kind == "list" and node is not None and args:
        if name == "append":
            args = [_of_a_class(walker, owner, node, args[-1], False)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            inner = node.left if isinstance(node.left, ast.List) else node.right
            if isinstance(inner, ast.List) and len(inner.elts) == 1 and not walker.maybe:
                one = walker.value(inner.elts[0])
                owner.items.append(_of_a_class(walker, owner, inner.elts[0], one, True))
                owner.open = True
                return owner
    return _grown(walker, owner, name, args)


def _grown(walker: State, owner: Thing, name: str, args: list[Value]) -> Value:
    """A list or a chain of layers that gets longer."""
    if walker.maybe > owner.maybe:
        owner.open = owner.unsure = True
        return UNKNOWN
    last = args[-1] if args else UNKNOWN
    if len(walker.loops) > len(owner.loops):
        owner.open = True
        if owner.name == "" and walker.loops:
            owner.open = True
    if name in ("append", "add_module", "register_module"):
        owner.items.append(last)
    elif name == "insert" and isinstance(args[0], Const) and isinstance(args[0].value, int):
        owner.items.insert(args[0].value, last)
    elif name == "extend":
        if isinstance(last, Thing) and last.kind in ("list", "tuple", "sequential") and not last.open:
            owner.items.extend(last.items)
        else:
            owner.open = True
    return owner


def _parser(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """argparse: each argument with its default."""
    if name in ("add_argument_group", "add_mutually_exclusive_group", "add_subparsers"):
        return owner
    if name == "add_argument":
        names = [one.value for one in args if isinstance(one, Const) and isinstance(one.value, str)]
        longest = next((one for one in names if one.startswith("--")), names[0] if names else "")
        key = text(options.get("dest")) or longest.lstrip("-").replace("-", "_")
        default = options.get("default")
        action = text(options.get("action")) or ""
        if default is None and action in ("store_true", "store_false"):
            default = Const(action == "store_false", node)
        if isinstance(default, Const):
            kind = options.get("type")
            value = default.value
            if isinstance(value, str) and isinstance(kind, Unknown) and kind.hint in ("float", "int"):
                try:
                    value = float(value)
                except ValueError:
                    return UNKNOWN
            owner.attributes[key] = Const(value, default.node, True)
        return UNKNOWN
    if name == "set_defaults":
        owner.attributes.update(
            {key: Const(one.value, one.node, True) for key, one in options.items() if isinstance(one, Const)}
        )
        return UNKNOWN
    if name in ("parse_args", "parse_known_args"):
        one = walker.thing("args", "Namespace", "", [], {}, node)
        one.attributes = dict(owner.attributes)
        return one if name == "parse_args" else Thing("tuple", items=[one, UNKNOWN])
    return None
