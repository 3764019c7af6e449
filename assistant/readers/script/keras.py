"""What the names of Keras and TensorFlow make and do: layers, models, compile and fit, TF1 layers and losses.

Names of PyTorch are not known here; nothing is imported.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import arrays, batches, lists, pipelines
from assistant.readers.script.events import LossUse
from assistant.readers.script.names import (
    ACTIVATIONS,
    CLASSES,
    KERAS_LOSSES,
    OPTIMIZERS,
    PIXELS,
    keras_layer,
)
from assistant.readers.script.nodes import code_of
from assistant.readers.script.values import (
    HITS,
    INPUT,
    MERGE,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Func,
    Name,
    Op,
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

_ACTIVE = frozenset(("linear", "conv", "rnn"))
_TF1_LOSSES = {
    "softmax_cross_entropy_with_logits": ("cross-entropy", "logits"),
    "softmax_cross_entropy_with_logits_v2": ("cross-entropy", "logits"),
    "sparse_softmax_cross_entropy_with_logits": ("cross-entropy", "logits"),
    "sigmoid_cross_entropy_with_logits": ("binary-cross-entropy", "logits"),
    "weighted_cross_entropy_with_logits": ("binary-cross-entropy", "logits"),
    "softmax_cross_entropy": ("cross-entropy", "logits"),
    "sparse_softmax_cross_entropy": ("cross-entropy", "logits"),
    "sigmoid_cross_entropy": ("binary-cross-entropy", "logits"),
    "mean_squared_error": ("squared-error", "values"),
    "absolute_difference": ("squared-error", "values"),
    "huber_loss": ("squared-error", "values"),
}
_PICTURES = frozenset(
    (
        *("resize", "resize_with_pad", "resize_with_crop_or_pad", "central_crop", "random_crop", "rot90"),
        *("flip_left_right", "flip_up_down", "random_flip_left_right", "random_flip_up_down", "ensure_shape"),
    )
)
"""Functions of tf.image after which pixels have the range that they had."""
_TF1_LAYERS = {
    "dense": "linear",
    "conv1d": "conv",
    "conv2d": "conv",
    "conv3d": "conv",
    "conv2d_transpose": "conv",
    "fully_connected": "linear",
    "convolution2d": "conv",
    "dropout": "dropout",
    "flatten": "shape",
    "max_pooling2d": "pool",
    "max_pool2d": "pool",
    "batch_normalization": "batchnorm",
    "batch_norm": "batchnorm",
    "average_pooling2d": "pool",
}


def knows(name: str) -> bool:
    """A name that `from keras.layers import *` and the like bring in."""
    return bool(keras_layer(name)) or name in ("Sequential", "Model", "Input", *OPTIMIZERS)


def call(
    walker: State, path: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a call of something imported gives; None where it is not of Keras or TensorFlow."""
    first, _, rest = path.partition(".")
    last = path.rpartition(".")[2]
    if first == "tensorflow":
        return _tensorflow(walker, path, last, args, options, node)
    if first in ("slim", "tf_slim"):
        return _old_layer(walker, last, args, options, node, True)
    if first != "keras":
        return None
    walker.frameworks.add("keras")
    if last == "Sequential":
        one = walker.thing("sequential", last, "keras", args, options, node)
        inner = args[0] if args else options.get("layers")
        if isinstance(inner, Thing) and inner.kind in ("list", "tuple"):
            one.items, one.open = list(inner.items), inner.open
        elif inner is not None:
            one.open = True
        return one
    if last in ("Model", "Functional"):
        one = walker.thing("model", last, "keras", args, options, node)
        outputs = options.get("outputs", options.get("output", args[1] if len(args) > 1 else UNKNOWN))
        one.attributes["__outputs__"] = outputs
        return one
    if last == "Input":
        return Flow((Op("input", None, None, {"shape": options.get("shape", args[0] if args else UNKNOWN)}),))
    if rest.startswith("losses") or (last.replace("_", "").lower() in KERAS_LOSSES and "metrics" not in rest):
        return _made_loss(walker, last, args, options, node)
    if last in OPTIMIZERS and "legacy" not in last:
        one = walker.thing("optimizer", last, "keras", args, options, node)
        walker.event("made", node, owner=one)
        return one
    if "schedules" in rest:
        return walker.thing("scheduler", last, "keras", args, options, node)
    if rest.startswith("metrics"):
        return walker.thing("metric", last, "keras", args, options, node)
    if rest.startswith("regularizers"):
        return walker.thing("regularizer", last, "keras", args, options, node)
    if rest.startswith("initializers"):
        return walker.thing("initializer", last, "keras", args, options, node)
    if rest.startswith("callbacks"):
        return walker.thing("callback", last, "keras", args, options, node)
    if rest.startswith("applications"):
        if last == "preprocess_input":
            return Unknown(last)
        one = walker.thing("pretrained", last, "keras", args, options, node)
        weights = options.get("weights", args[1] if len(args) > 1 else None)
        told = isinstance(weights, Const | None) and not getattr(weights, "soft", False)
        one.attributes["__loaded__"] = Const(not is_none(weights)) if told else UNKNOWN
        return one
    if rest.startswith("datasets") and last == "load_data":
        table = pipelines.halves(rest.split(".")[1] if rest.count(".") > 1 else "", node)
        if table is not None:
            return table
        return _dataset(rest.split(".")[1] if rest.count(".") > 1 else "", options)
    found = _helper(walker, rest, last, args, options, node)
    if found is not None:
        return found
    kind = keras_layer(last)
    if not kind:
        walker.escape(args, options, node)
        return walker.thing("opaque", last, "keras", args, options, node)
    if kind == "merge" and last.islower():
        return Flow((MERGE,))
    if last in ("add", "concatenate", "multiply", "average", "maximum"):
        return Flow((MERGE,))
    if kind in ("linear", "rnn") and len(args) > 1 and _is_count(args[1], node):
        options, args = {**options, "input_dim": args[0]}, args[1:]  # before Keras 1: Dense(inputs, units)
    return walker.thing("layer", kind, "keras", args, options, node)


def _is_count(value: Value, node: ast.Call) -> bool:
    """The second argument of a layer is a number, or the size of something."""
    written = code_of(node.args[1]) if len(node.args) > 1 else ""
    return number(value) is not None or re.search(r"\.shape\[|^len\(", written) is not None


def _helper(
    walker: State, rest: str, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a function of Keras that makes no model and no layer gives; None for others."""
    if rest.startswith("activations"):
        flow = args[0] if args and isinstance(args[0], Flow) else Flow()
        return flow.then(ACTIVATIONS.get(last.lower(), "unknown"), node, written=last)
    if last in (
        "image_dataset_from_directory",
        "text_dataset_from_directory",
        "audio_dataset_from_directory",
    ):
        return pipelines.folder(walker, last, options, node)
    if last == "load_model":
        return walker.thing("loaded-model", last, "keras", args, options, node)
    if last == "ImageDataGenerator":
        return walker.thing("generator", last, "keras", args, options, node)
    if last in ("to_categorical", "one_hot"):
        given = args[0] if args else UNKNOWN
        if isinstance(given, Thing) and given.kind == "list":
            given = Flow(data=lists.as_data(given, Data(rank=1)))
        data = given.data if isinstance(given, Flow) else Data()
        one_class = data.order == "same" and data.values is not None and len(data.values) == 1
        values = data.values if one_class else frozenset((0.0, 1.0))
        return Flow(data=replace(data, rank=2, values=values, node=node))
    if last in ("set_dtype_policy", "set_global_policy", "set_policy", "set_floatx"):
        walker.event("policy", node, hint=text(args[0]) or "" if args else "", name=last)
        return UNKNOWN
    if rest.startswith("ops."):
        return _ops(walker, last, args, options, node)
    if rest.startswith("backend."):
        return _ops(walker, last, args, options, node)
    if rest.startswith(("random.", "utils.", "config.", "preprocessing.sequence.")):
        return _padded(options, node) if last == "pad_sequences" else UNKNOWN
    return None


def _padded(options: dict[str, Value], node: ast.Call) -> Value:
    """Sequences that are filled up to one length."""
    return Flow(data=Data(rank=2, padded=number(options.get("value", Const(0.0))), node=node))


def _tensorflow(
    walker: State, path: str, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    if last in _TF1_LOSSES:
        kind, expects = _TF1_LOSSES[last]
        spelled = last.endswith("_with_logits") or last.endswith("_v2")
        labels = options.get(
            "labels", args[1 if spelled and "sparse" in last else 0] if len(args) > 1 else UNKNOWN
        )
        fed = options.get("logits", options.get("predictions", args[1] if len(args) > 1 else UNKNOWN))
        named = {one.arg: one.value for one in node.keywords if one.arg}
        walker.frameworks.add("keras")
        return walker.use(
            LossUse(
                kind,
                expects,
                node,
                fed,
                labels,
                named.get("logits") or named.get("predictions"),
                named.get("labels"),
                None,
                last,
                dict(options),
            )
        )
    if last == "in_top_k":
        k = options.get("k", args[2] if len(args) > 2 else UNKNOWN)
        walker.event("top-k", node, hint=last, k=k)
        return Flow((HITS,))
    if ".train." in path or last in OPTIMIZERS:
        if last in OPTIMIZERS:
            one = walker.thing("optimizer", last, "keras", args, options, node)
            walker.event("made", node, owner=one)
            return one
        return UNKNOWN
    if (".layers." in path or ".slim." in path) and last in _TF1_LAYERS:
        return _old_layer(walker, last, args, options, node, "contrib" in path or "slim" in path)
    if last.endswith("_initializer"):
        return walker.thing("initializer", last, "keras", args, options, node)
    if last == "GradientTape":
        return walker.thing("tape", last, "keras", args, options, node)
    if last in ("placeholder", "placeholder_with_default"):
        return Flow((INPUT,))
    if last == "Variable":
        return walker.thing("variable", last, "keras", args, options, node)
    if last == "stop_gradient" and args:
        return arrays.cut(walker, args[0], node)
    if ".data." in path:
        return pipelines.tensors(walker, last, args, options, node)
    if last == "glob":
        return pipelines.files(last, args, node)
    if last == "set_random_seed" or (".random." in path and last == "set_seed"):
        return UNKNOWN
    return _ops(walker, last, args, options, node)


def _ops(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    fed = args[0] if args else options.get("logits", options.get("x", options.get("input", UNKNOWN)))
    if last in ("decode_jpeg", "decode_png", "decode_image", "decode_bmp"):
        return Flow(data=Data(rank=3, size=255.0, node=node))
    if last in ("convert_image_dtype", "per_image_standardization"):
        data = fed.data if isinstance(fed, Flow) and not fed.ops else Data(rank=3)
        if last.startswith("per"):
            return Flow(data=replace(data, size=None, scaled="standardized"))
        known = bool(data.scaled) or (data.size is not None and data.size <= 1)
        return Flow(data=replace(data, size=1.0, scaled=data.scaled if known else "/255"))
    if last in _PICTURES and isinstance(fed, Flow) and not fed.ops:
        return Flow(data=replace(fed.data, sizes=None))
    if last == "stop_gradient":
        return arrays.cut(walker, fed, node)
    if last in ACTIVATIONS and last != "linear":
        flow = fed if isinstance(fed, Flow) else Flow()
        return flow.then(ACTIVATIONS[last], node, written=last)
    return arrays.made(walker, last, args, options, node)


def _old_layer(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call, contrib: bool
) -> Value | None:
    """`tf.layers.dense(x, units=…)`: makes the layer and applies it at once."""
    if last not in _TF1_LAYERS:
        return None
    kind = _TF1_LAYERS[last]
    given = dict(options)
    if contrib:
        if "activation_fn" in given:
            given["activation"] = given["activation_fn"]
        elif kind in ("linear", "conv"):
            given["activation"] = Name("tensorflow.nn.relu")
        if "num_outputs" in given:
            given["units"] = given["num_outputs"]
    one = walker.thing("layer", kind, "keras", args[1:], given, node)
    one.attributes["__old__"] = Const(True)
    fed = args[0] if args else options.get("inputs", UNKNOWN)
    return through(walker, one, fed if isinstance(fed, Flow) else Flow((INPUT,)), node)


def _made_loss(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value:
    """A class makes a loss; a function takes it at once."""
    if last[:1].isupper():
        return walker.thing("loss", last, "keras", args, options, node)
    target = options.get("y_true", args[0] if args else UNKNOWN)
    fed = options.get("y_pred", args[1] if len(args) > 1 else UNKNOWN)
    kind, expects = expectation(last, options)
    return walker.use(
        LossUse(
            kind,
            expects,
            node,
            fed,
            target,
            node.args[1] if len(node.args) > 1 else None,
            node.args[0] if node.args else None,
            None,
            last,
            dict(options),
        )
    )


def expectation(name: str, options: dict[str, Value]) -> tuple[str, str]:
    """Kind and expectation of a loss of Keras by its name and flags."""
    kind, expects = KERAS_LOSSES.get(name.replace("_", "").lower(), ("other", ""))
    given = options.get("from_logits")
    if given is not None and kind in ("binary-cross-entropy", "cross-entropy"):
        told = flag(given)
        expects = "" if told is None else "logits" if told else "probabilities"
    return kind, expects


def apply(
    walker: State, thing: Thing, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """An object of Keras is called."""
    if thing.framework != "keras":
        return None
    if thing.kind == "loss":
        kind, expects = expectation(thing.name, thing.options)
        target = options.get("y_true", args[0] if args else UNKNOWN)
        fed = options.get("y_pred", args[1] if len(args) > 1 else UNKNOWN)
        flow = walker.use(
            LossUse(
                kind,
                expects,
                node,
                fed,
                target,
                node.args[1] if len(node.args) > 1 else None,
                node.args[0] if node.args else None,
                thing.node,
                thing.name,
                dict(thing.options),
            )
        )
        walker.losses[-1].model = thing
        return flow
    if thing.kind in ("layer", "sequential", "model", "pretrained", "opaque"):
        fed = args[0] if args else options.get("inputs", UNKNOWN)
        if isinstance(fed, Thing) and fed.kind in ("list", "tuple"):
            fed = Flow((MERGE,))
        flow = fed if isinstance(fed, Flow) else Flow((INPUT,)) if isinstance(fed, Unknown) else Flow()
        walker.event("call", node, owner=thing, value=flow, options=options)
        return through(walker, thing, flow, node)
    return None


def through(walker: State, thing: Value, flow: Flow, node: ast.AST | None) -> Value:
    """A tensor after a layer or a model."""
    if not isinstance(thing, Thing):
        return flow.then("unknown", node)
    if thing.kind == "sequential":
        current: Value = flow
        if thing.unsure or (thing.open and not thing.items):
            return flow.then("unknown", node)
        for n, one in enumerate(thing.items):
            if not isinstance(current, Flow):
                return UNKNOWN
            if isinstance(one, Flow):  # an Input
                current = one if current.ops == (INPUT,) and len(one.ops) == 1 else current
                continue
            if thing.open and n == 0:
                current = current.then("unknown", node)
            current = through(walker, one, current, node)
        return current
    if thing.kind == "model":
        out = thing.attributes.get("__outputs__", UNKNOWN)
        return replace(out, data=flow.data) if isinstance(out, Flow) else UNKNOWN
    if thing.made_by is not None and thing.made_by.find("call") is not None:
        return walker.follow(thing, "call", flow, node, flow.then("unknown", node, thing))
    if thing.kind == "layer":
        return _through_layer(thing, flow)
    if thing.kind == "pretrained":
        top = thing.options.get("include_top", thing.options.get("classes"))
        return flow.then("backbone" if top is not None and flag(top) is False else "unknown", node, thing)
    return flow.then("unknown", node, thing)


def _through_layer(thing: Thing, flow: Flow) -> Flow:
    kind = thing.name
    if kind == "wrapper":
        inner = thing.args[0] if thing.args else thing.options.get("layer", UNKNOWN)
        return (
            _through_layer(inner, flow)
            if isinstance(inner, Thing) and inner.kind == "layer"
            else flow.then("unknown")
        )
    if kind == "Activation":
        name, node = activation_of(thing.option(0, "activation"))
        return flow.then(name, thing.node, thing, written_node=node)
    if kind.startswith("act:"):
        return flow.then(kind[4:], thing.node, thing)
    after = flow.then(kind, thing.node, thing)
    if kind in _ACTIVE:
        position = 1 if kind == "linear" else -1
        given = thing.option(position, "activation")
        if kind == "rnn":
            return after
        if given is not None:
            name, node = activation_of(given)
            if name != "none":
                return after.then(name, thing.node, thing, written_node=node, inside=True)
    return after


def activation_of(value: Value | None) -> tuple[str, ast.AST | None]:
    """The kind of an activation however it is given."""
    if isinstance(value, Const) and value.soft:
        return "unknown", None  # a default that a caller may change
    if value is None or is_none(value):
        return "none", getattr(value, "node", None)
    if isinstance(value, Const) and isinstance(value.value, str):
        return ("unknown" if value.soft else ACTIVATIONS.get(value.value.lower(), "unknown")), value.node
    if isinstance(value, Name):
        return ACTIVATIONS.get(value.last.lower(), "unknown"), None
    if isinstance(value, Thing) and value.kind == "layer" and value.name.startswith("act:"):
        return value.name[4:], value.node
    return "unknown", None


def method(
    walker: State,
    owner: Value,
    name: str,
    args: list[Value],
    options: dict[str, Value],
    node: ast.Call,
    hint: str,
) -> Value | None:
    """A method of an object of Keras."""
    if not isinstance(owner, Thing):
        if name in ("fit", "compile", "apply_gradients", "minimize") and isinstance(owner, Unknown):
            walker.event(f"unknown-{name}", node, hint=hint)
        return None
    if owner.kind in ("sequential", "model", "module", "pretrained") and owner.framework in ("keras", ""):
        found = _model_method(walker, owner, name, args, options, node)
        if found is not None:
            return found
    if owner.kind == "optimizer" and name in ("apply_gradients", "apply", "minimize"):
        walker.event("step", node, owner=owner, hint=name)
        for one in args:
            walker.backward(one)
        return UNKNOWN
    if owner.kind == "tape" and name == "gradient":
        sources = args[1] if len(args) > 1 else options.get("sources", UNKNOWN)
        walker.event("backward", node, value=args[0] if args else UNKNOWN, hint="tape", sources=sources)
        walker.backward(args[0] if args else UNKNOWN)
        return Thing("gradients", node=node)
    if owner.kind == "tape":
        return UNKNOWN
    if owner.kind == "layer" and name == "adapt":
        return UNKNOWN
    if owner.kind == "loaded-model" and name in ("evaluate", "predict"):
        walker.event(name, node, owner=owner, args=args, options=options)
        return UNKNOWN
    if owner.kind == "generator":
        if name.startswith("flow"):
            one = walker.thing("flow", name, "keras", args, options, node)
            one.attributes["generator"] = owner
            return one
        return UNKNOWN
    if owner.kind == "initializer" and name == "clone":
        return owner
    if owner.kind in ("layer", "module") and name == "add_weight":
        return Thing("parameter", "add_weight", "keras", args, options, node)
    if owner.kind == "tf-dataset":
        return pipelines.step(walker, owner, name, args, options, node)
    return None


def _asked(walker: State, given: Value) -> None:
    """A batch of a `Sequence` of the script's own, as `fit` asks for it."""
    if isinstance(given, Thing) and given.kind == "dataset" and given.made_by is not None:
        if "__element__" not in given.attributes:
            given.attributes["__element__"] = UNKNOWN
            given.attributes["__element__"] = batches.sample(walker, given)


def _model_method(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    if owner.kind == "sequential" and owner.framework == "keras":
        if name == "add":
            layer = args[0] if args else options.get("layer", UNKNOWN)
            if walker.maybe > owner.maybe or owner.escaped:
                owner.unsure = True
            else:
                if len(walker.loops) > len(owner.loops) and walker.loops[: len(owner.loops)] == owner.loops:
                    owner.open = True
                owner.items.append(layer)
            return UNKNOWN
        if name == "pop":
            if owner.items:
                owner.items.pop()
            return UNKNOWN
    if name == "compile" and owner.framework == "keras":
        return _compiled(walker, owner, args, options, node)
    if name in ("fit", "fit_generator") and owner.framework == "keras":
        for given in (*args[:1], *options.values()):
            _asked(walker, given)
        walker.event("fit", node, owner=owner, args=args, options=options, hint=name)
        _own_code(walker, owner, options.get("y", args[1] if len(args) > 1 else UNKNOWN), node)
        _own_step(walker, owner, args, options, node)
        return UNKNOWN
    if name in ("evaluate", "predict", "save", "predict_classes", "save_weights", "evaluate_generator"):
        walker.event(name, node, owner=owner, args=args, options=options)
        return UNKNOWN
    if name in ("load_weights", "set_weights"):
        owner.attributes["__loaded__"] = Const(True)
        walker.event("loaded", node, owner=owner)
        return UNKNOWN
    if name in ("summary", "get_layer", "build", "train_on_batch", "test_on_batch", "add_loss"):
        if name in ("train_on_batch", "add_loss"):
            walker.event(name, node, owner=owner, args=args, options=options)
        return UNKNOWN
    return None


def _compiled(
    walker: State, owner: Thing, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value:
    """`compile`: which loss is taken of what the model gives."""
    optimizer = options.get("optimizer", args[0] if args else UNKNOWN)
    loss = options.get("loss", args[1] if len(args) > 1 else UNKNOWN)
    metrics = options.get(
        "metrics", args[2] if len(args) > 2 and "loss" not in options else options.get("metrics", UNKNOWN)
    )
    named = {one.arg: one.value for one in node.keywords if one.arg}
    walker.event(
        "compile",
        node,
        owner=owner,
        value=optimizer,
        loss=loss,
        metrics=metrics,
        named=named,
        options=options,
    )
    if isinstance(optimizer, Const) and isinstance(optimizer.value, str):
        one = walker.thing("optimizer", optimizer.value, "keras", [], {}, node)
        one.attributes["__spelled__"] = optimizer
        walker.event("made", node, owner=one)
    for fed, spec in _pairs(output_of(walker, owner, node), loss):
        kind, expects, name, made, chosen = spec
        walker.use(
            LossUse(
                kind,
                expects,
                node,
                fed,
                UNKNOWN,
                None,
                None,
                made,
                name,
                chosen,
                trained=True,
                compiled=True,
                model=owner,
            )
        )
    return UNKNOWN


_Spec = tuple[str, str, str, ast.AST | None, dict[str, Value]]


def _pairs(output: Value, loss: Value) -> list[tuple[Flow, _Spec]]:
    """Each output of a model with its loss; one loss is taken of all of them."""
    outputs: dict[str, Value] = {}
    if isinstance(output, Flow):
        outputs = {"0": output}
    elif isinstance(output, Thing) and output.kind in ("list", "tuple") and not output.open:
        outputs = {str(n): one for n, one in enumerate(output.items)}
    elif isinstance(output, Thing) and output.kind == "dict" and not output.open:
        outputs = dict(output.attributes)
    named: dict[str, Value] = {}
    for key, one in outputs.items():
        made = one.ops[-1].thing if isinstance(one, Flow) and one.ops else None
        name = text(made.options.get("name")) if made is not None else None
        named[name or key] = one
    found = []
    for n, (key, one) in enumerate([*outputs.items()]):
        name = list(named)[n] if n < len(named) else key
        given: Value = loss
        if isinstance(loss, Thing) and loss.kind == "dict":
            given = loss.attributes.get(key, loss.attributes.get(name, UNKNOWN))
        elif isinstance(loss, Thing) and loss.kind in ("list", "tuple"):
            given = loss.items[n] if n < len(loss.items) else UNKNOWN
        spec = _loss_spec(given)
        if spec is not None and isinstance(one, Flow):
            found.append((one, spec))
    return found


def _own_step(
    walker: State, owner: Thing, args: list[Value], options: dict[str, Value], node: ast.Call
) -> None:
    """`train_step` and `test_step` of the script itself, with one batch of what `fit` gets."""
    if owner.made_by is None:
        return
    x = options.get("x", args[0] if args else UNKNOWN)
    y = options.get("y", args[1] if len(args) > 1 else UNKNOWN)
    given = pipelines.part_of(x) or (x, y)
    for name in ("train_step", "test_step"):
        found = owner.made_by.find(name)
        if isinstance(found, Func) and all(isinstance(one, Flow) for one in given):
            batch = Thing("tuple", items=[*given])
            walker.invoke(Func(found.node, found.scope, owner, found.owner), [batch], {}, node)


def _own_code(walker: State, owner: Thing, labels: Value, node: ast.Call) -> None:
    """Losses and metrics that the script defines itself, with the labels of a fit."""
    last = next(
        (one for one in reversed(walker.events) if one.kind == "compile" and one.owner is owner), None
    )
    if last is None:
        return
    if not isinstance(labels, Flow):
        labels = Flow()
    fed = output_of(walker, owner, node)
    metrics = last.more["metrics"]
    own = [last.more["loss"], *(metrics.items if isinstance(metrics, Thing) else [])]
    for one in own:
        before = len(walker.losses)
        if isinstance(one, Func):
            walker.invoke(one, [labels, fed], {}, node)
        elif isinstance(one, Thing) and one.kind == "loss-class":
            own_loss(walker, one, [labels, fed], node)
        for use in walker.losses[before:]:
            use.trained = one is own[0]


def _loss_spec(loss: Value) -> _Spec | None:
    if isinstance(loss, Const) and isinstance(loss.value, str) and not loss.soft:
        kind, expects = expectation(loss.value, {})
        return kind, expects, loss.value, loss.node, {}
    if isinstance(loss, Thing) and loss.kind == "loss":
        kind, expects = expectation(loss.name, loss.options)
        return kind, expects, loss.name, loss.node, dict(loss.options)
    if isinstance(loss, Name) and loss.path.startswith("keras"):
        kind, expects = expectation(loss.last, {})
        return kind, expects, loss.last, None, {}
    return None


def output_of(walker: State, owner: Thing, node: ast.AST) -> Value:
    """What a model of Keras gives."""
    if owner.kind == "model":
        return owner.attributes.get("__outputs__", UNKNOWN)
    if owner.made_by is not None:
        found = owner.made_by.find("call")
        if isinstance(found, Func):
            return walker.invoke(
                Func(found.node, found.scope, owner, found.owner), [Flow((INPUT,))], {}, node
            )
        return UNKNOWN
    return through(walker, owner, Flow((INPUT,)), node)


def own_loss(walker: State, thing: Thing, args: list[Value], node: ast.AST) -> Value:
    """A loss that is a class of the script."""
    found = thing.made_by.find("call") if thing.made_by else None
    if isinstance(found, Func):
        return walker.invoke(Func(found.node, found.scope, thing, found.owner), args, {}, node)
    return UNKNOWN


def _dataset(name: str, options: dict[str, Value]) -> Value:
    """The arrays of one of Keras' own datasets."""
    pixels = name in PIXELS
    coarse = text(options.get("label_mode", Const("fine"))) != "fine"  # 20 groups of the 100
    classes = 20 if name == "cifar100" and coarse else CLASSES.get(name)
    parts = []
    for part in ("train", "test"):
        sizes = (None, 32, 32, 3) if name.startswith("cifar") else None
        images = Flow(
            data=Data(
                size=255.0 if pixels else None, part=part, source=f"{name} images", rank=None, sizes=sizes
            )
        )
        labels = frozenset(float(n) for n in range(classes)) if classes else None
        rank = 2 if name.startswith("cifar") else 1
        parts.append(Thing("tuple", items=[images, Flow(data=Data(values=labels, part=part, rank=rank))]))
    return Thing("tuple", items=list(parts))
