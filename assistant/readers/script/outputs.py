"""The last layer, the loss and the metric of a script, and whether they fit together.

What a misfit is called elsewhere, and what it weighs, is not known here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, TypeGuard

from assistant.readers.script.events import LossUse
from assistant.readers.script.names import CUTS
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import (
    Flow,
    Node,
    Op,
    Thing,
    Value,
    number,
    text,
)

_PASSED = frozenset(
    (
        *("same", "shape", "flat", "reshaped", "index", "dropout", "spatial-dropout", "identity", "guard"),
        *("clamp", "detach", "gather", "pool", "complement"),
    )
)
_ACTIVATIONS = frozenset(("relu", "sigmoid", "tanh", "softmax", "log_softmax", "log_sigmoid"))
PIXEL = 255.0
_SAID = {
    "none": "no activation",
    "relu": "ReLU",
    "log_softmax": "log-softmax",
    "log_sigmoid": "log-sigmoid",
}


class Tail(NamedTuple):
    """How a network ends: its last activation (empty: not known), the layer below, what stands between."""

    activation: str
    op: Op | None
    layer: Op | None
    clamp: Op | None
    before: str
    before_op: Op | None

    @property
    def units(self) -> int | None:
        """Units of the last layer."""
        return units_of(self.layer.thing if self.layer else None)


def units_of(thing: Thing | None) -> int | None:
    """Outputs of a dense or convolutional layer."""
    if thing is None or thing.kind != "layer":
        return None
    if thing.framework == "pytorch":
        found = thing.number(1, "out_features", "out_channels")
    elif thing.name in ("linear", "conv"):
        found = thing.number(0, "units", "filters", "output_dim", "nb_filter", "num_outputs")
    else:
        return None
    return int(found) if found is not None else None


def tail_of(flow: Value) -> Tail:
    """How a tensor ends, read backwards."""
    unknown = Tail("", None, None, None, "", None)
    if not isinstance(flow, Flow):
        return unknown
    activation, op, clamp, before, before_op = "", None, None, "", None
    scaled = False
    for one in reversed(flow.ops):
        if one.name == "scale" and not activation:
            scaled = True  # a temperature: of scores it leaves scores
            continue
        if one.name in ("clamp", "guard"):
            clamp = clamp or (one if not activation and one.name == "clamp" else None)
        if one.name in _PASSED:
            continue
        if one.name in _ACTIVATIONS:
            if scaled and one.name != "relu":
                return unknown
            if not activation:
                activation, op = one.name, one
            elif not before:
                before, before_op = one.name, one
            continue
        if one.name in ("norm", "batchnorm") and activation:
            if not before:
                before = "norm"
            continue
        if one.name in ("linear", "conv"):
            return Tail(activation or "none", op, one, clamp, before, before_op)
        break
    return Tail(activation, op, None, clamp, before, before_op) if activation else unknown


def outputs(reader: Reader) -> Iterator[Found]:
    """Every trait of the output, the loss and the metric."""
    uses = judged(reader)
    yield from _fits(reader, uses)
    yield from _plain(reader, uses)
    shapes = tuple(_shapes(reader))
    # a label of another shape meets every output in the metric as well: the loss says it all
    told = {("metric fit", "broadcast")} if shapes else set()
    yield from (one for one in _metrics(reader, uses) if (one.name, one.value) not in told)
    yield from _reductions(reader, uses)
    yield from _labels(reader, uses)
    yield from shapes


def judged(reader: Reader) -> list[LossUse]:
    """The losses that train; where it is not seen what trains, all of them."""
    trained = [use for use in reader.walker.losses if use.trained]
    if trained:
        return trained
    seen = any(event.kind in ("backward", "minimize", "fit") for event in reader.walker.events)
    return [] if seen else [use for use in reader.walker.losses if not use.quiet and use.kind != "own"]


def _named(use: LossUse) -> str:
    return use.name or "the loss"


def _layer_says(tail: Tail) -> str:
    units = tail.units
    return f"the last layer ({units} unit{'s' if units != 1 else ''})" if units else "the last layer"


def _fits(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    """Output against loss: the first misfit, or that all fit."""
    verdicts = [(use, tail_of(use.fed), _fit(reader, use)) for use in uses if use.kind != "own"]
    wrong = [one for one in verdicts if one[2] not in ("", "fits")]
    for use, tail, verdict in wrong[:3]:
        spans, more = _spots(reader, use, tail)
        node = (tail.op.node if tail.op and verdict != "scores-as-probabilities" else None) or use.node
        if verdict == "scores-as-probabilities" and tail.layer and tail.layer.node is not None:
            node = tail.layer.node
        if use.compiled is False and verdict == "scores-as-probabilities" and tail.clamp and tail.clamp.node:
            node = tail.clamp.node
        more["framework"] = reader.framework_of(use)
        sure = 0.97 if use.trained else 0.85
        yield reader.found("output fit", verdict, _fit_says(use, tail, verdict), node, spans, more, sure)
    if verdicts and not wrong and all(one[2] == "fits" for one in verdicts):
        use, tail, _ = verdicts[0]
        yield reader.found(
            "output fit",
            "fits",
            f"{_SAID.get(tail.activation, tail.activation)} and {_named(use)} fit",
            use.node,
        )


def _fit(reader: Reader, use: LossUse) -> str:
    """`fits`, a misfit, or empty where it is not known."""
    tail = tail_of(use.fed)
    if not tail.activation:
        return ""
    layered = use.compiled or (reader.framework_of(use) == "keras" and use.name[:1].isupper())
    if tail.activation == "softmax" and tail.units == 1 and _over_units(tail):
        return "one-unit-softmax"
    if use.expects == "logits":
        return _fit_logits(use, tail, layered)
    if use.expects == "probabilities":
        return _fit_probabilities(reader, use, tail)
    if use.kind == "kl":
        return _fit_kl(reader, use, tail)
    if use.expects == "log-probabilities":
        if tail.activation in ("log_softmax", "log_sigmoid"):
            return "fits"
        return "no-log" if tail.activation in ("softmax", "sigmoid", "none") else ""
    if use.expects == "values":
        if _class_numbers(reader, use, tail):
            return "wrong-loss"
        return _fit_values(reader.target(use), tail)
    return ""


def _over_units(tail: Tail) -> bool:
    """The softmax runs over the units of the layer, not over another axis."""
    node = tail.op.node if tail.op else None
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in ("dim", "axis") and isinstance(keyword.value, ast.Constant):
                return keyword.value.value in (1, -1)
        values = [one for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, int)]
        if values and tail.op and tail.op.thing is None:
            return values[0].value in (1, -1)
    return True


def _fit_logits(use: LossUse, tail: Tail, layered: bool) -> str:
    if tail.activation in ("softmax", "sigmoid"):
        if layered:
            return ""  # Keras takes the scores before such a layer
        if tail.activation == "sigmoid" and use.kind == "cross-entropy" and tail.units is None:
            return ""
        return "softmax-twice"
    if tail.activation == "relu":
        return "cut-off-scores" if _cuts(tail.op) and tail.layer is not None else ""
    if tail.activation == "none":
        if use.kind == "cross-entropy" and tail.units == 1 and tail.layer and tail.layer.name == "linear":
            return "one-unit-softmax"
        if use.kind == "cross-entropy" and _many_hot(use):
            return "wrong-loss"
        return "fits"
    return ""


def _many_hot(use: LossUse) -> bool:
    data = use.target.data if isinstance(use.target, Flow) and not use.target.ops else None
    return (
        data is not None
        and data.rank == 2
        and data.values == frozenset((0.0, 1.0))
        and isinstance(data.node, ast.Compare)
    )


def _cuts(op: Op | None) -> bool:
    """The activation leaves nothing under 0."""
    if op is None:
        return False
    return written(op).lower() in CUTS


def written(op: Op) -> str:
    """An activation as the code names it."""
    if "written" in op.more:
        return str(op.more["written"])
    node = op.more.get("written_node")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    thing = op.thing
    if thing is not None and isinstance(thing.node, ast.Call):
        if op.more.get("inside") or thing.name == "Activation":
            given = thing.option(1 if thing.name == "linear" else 0, "activation")
            last = getattr(given, "last", None)
            return str(last) if last else text(given) or op.name
        function = thing.node.func
        return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", op.name)
    return op.name


def _fit_probabilities(reader: Reader, use: LossUse, tail: Tail) -> str:
    act, units = tail.activation, tail.units
    target = reader.target(use)
    data = target.data if isinstance(target, Flow) and not target.ops else None
    if use.kind == "binary-cross-entropy" and data is not None and data.values is None:
        if (data.size or 0) > 1.5 and not data.scaled and data.size != PIXEL:
            return "wrong-loss"  # numbers, not a yes or no
    if use.name.replace("_", "").lower() == "sparsecategoricalcrossentropy" and data is not None:
        if data.rank == 2 and data.values == frozenset((0.0, 1.0)):
            return "wrong-loss"  # one-hot labels for a loss of class numbers
    if act == "softmax":
        if use.kind == "binary-cross-entropy" and (units or 0) > 2 and tail.before != "softmax":
            hot = data is not None and data.values == frozenset((0.0, 1.0))
            keras = reader.framework_of(use) == "keras"
            return "wrong-loss" if hot or (keras and _single_label(reader, use)) else "shared-out"
        if tail.before == "softmax" and tail.before_op is not None:
            return "softmax-twice"
        if tail.before == "relu" and _cuts(tail.before_op) and tail.layer is not None:
            return "cut-off-scores"
        return "fits"
    if use.kind == "cross-entropy" and units == 1 and act in ("sigmoid", "none"):
        return "wrong-loss"
    if act == "sigmoid":
        if tail.before == "relu" and _cuts(tail.before_op) and tail.layer is not None:
            return "cut-off-scores"
        return "fits"
    if act == "none":
        return "scores-as-probabilities"
    if act in ("relu", "tanh") and tail.layer is not None:
        return (
            "scores-as-probabilities"
            if use.kind == "binary-cross-entropy" or act == "tanh" or _cuts(tail.op)
            else ""
        )
    return ""


def _single_label(reader: Reader, use: LossUse) -> bool:
    """A metric that asks for the one right class."""
    for event in reader.events("compile"):
        if event.node is use.node:
            metrics = event.more["metrics"]
            names = [text(one) or "" for one in metrics.items] if isinstance(metrics, Thing) else []
            return any(name in ("accuracy", "acc", "categorical_accuracy") for name in names)
    return False


def _fit_kl(reader: Reader, use: LossUse, tail: Tail) -> str:
    if reader.framework_of(use) == "pytorch":
        if tail.activation == "log_softmax":
            return "fits"
        return "no-distribution" if tail.activation in ("none", "softmax", "sigmoid") else ""
    if tail.activation == "softmax":
        return "fits"
    return "no-distribution" if tail.activation in ("none", "sigmoid") and (tail.units or 2) > 1 else ""


def _class_numbers(reader: Reader, use: LossUse, tail: Tail) -> bool:
    """A squared error of one output a class against the number of the class."""
    target = reader.target(use)
    data = target.data if isinstance(target, Flow) and not target.ops else None
    if data is None or data.values is None or (tail.units or 0) < 3:
        return False
    return data.values == frozenset(float(n) for n in range(tail.units or 0)) and use.kind == "squared-error"


def _fit_values(target: Value, tail: Tail) -> str:
    data = target.data if isinstance(target, Flow) and not target.ops else None
    if tail.activation == "none":
        return "fits"
    if data is None or data.values is not None or not data.rank:
        return ""
    if tail.activation in ("sigmoid", "softmax") and (data.signed or (data.size or 0) > 1.5):
        return "range-too-small"
    if tail.activation == "tanh" and (data.size or 0) > 1.5 and not data.scaled:
        return "range-too-small"
    if tail.activation == "relu" and data.signed and _cuts(tail.op):
        return "range-too-small"
    return ""


def _fit_says(use: LossUse, tail: Tail, verdict: str) -> str:
    act = _SAID.get(tail.activation, tail.activation)
    name, layer = _named(use), _layer_says(tail)
    if verdict == "scores-as-probabilities":
        return f"{layer} has {act}, and {name} expects probabilities"
    if verdict == "softmax-twice":
        if tail.before == "softmax":
            return f"{layer} has softmax, and a softmax follows it before {name}"
        return f"{layer} ends in {act}, and {name} applies its own to it"
    if verdict == "cut-off-scores":
        return f"{layer} has ReLU before the softmax of {name}: scores cannot go below 0"
    if verdict == "one-unit-softmax":
        return f"softmax over one unit is always 1, and {name} is taken of it"
    if verdict == "no-log":
        return f"{layer} ends in {act}, and {name} expects log-probabilities"
    if verdict == "no-distribution":
        return f"{layer} ends in {act}, which is not what {name} takes for a distribution"
    if verdict == "shared-out":
        return f"softmax lets the outputs share 1, and {name} asks a question of each"
    if verdict == "range-too-small":
        return f"{layer} ends in {act}, and the targets of {name} go beyond its range"
    return f"{name} does not suit {layer} with {act} and these labels"


def _spots(reader: Reader, use: LossUse, tail: Tail) -> tuple[dict[str, Node | None], dict[str, str]]:
    """The pieces of code that an edit of the output would touch."""
    more = {"loss": use.name, "kind": use.kind, "units": str(tail.units or ""), "activation": tail.activation}
    spans: dict[str, Node | None] = {"loss": use.made or use.node, "fed": use.fed_node}
    spans["bound"] = reader.bound(use.fed_node)
    if tail.layer is not None:
        spans["layer"] = tail.layer.node
    if tail.op is not None:
        spans["activation"] = tail.op.node
        more["inside"] = "yes" if tail.op.more.get("inside") else ""
        more["written"] = written(tail.op)
        spans["written"] = tail.op.more.get("written_node")
    if tail.before_op is not None:
        spans["before"] = tail.before_op.node
        more["before inside"] = "yes" if tail.before_op.more.get("inside") else ""
    if tail.clamp is not None:
        spans["clamp"] = tail.clamp.node
    for event in reader.walker.events:
        if event.kind == "return" and isinstance(event.value, Flow) and isinstance(use.fed, Flow):
            if (
                event.value.ops
                and use.fed.ops[: len(event.value.ops)] == event.value.ops
                and isinstance(event.node, ast.Return)
            ):
                spans["return"] = event.node.value
    return spans, more


def _plain(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    """Last activation, units, kind and expectation of the loss, where all losses agree."""
    known = [(use, tail_of(use.fed)) for use in uses if use.kind != "own"]
    if not known:
        return
    kinds = {use.kind for use, _ in known}
    use, tail = known[0]
    if len(kinds) == 1 and len(known) == sum(1 for one in uses if one.kind != "other"):
        yield reader.found("loss", use.kind, f"{_named(use)} is the loss", use.made or use.node)
    expects = {one.expects for one, _ in known}
    if len(expects) == 1 and use.expects:
        yield reader.found(
            "loss expects", use.expects, f"{_named(use)} expects {use.expects}", use.made or use.node
        )
    acts = {one.activation for _, one in known}
    if len(acts) == 1 and tail.activation and tail.layer is not None:
        act = _SAID.get(tail.activation, tail.activation)
        node = (tail.op.node if tail.op else None) or tail.layer.node or use.node
        yield reader.found("last activation", tail.activation, f"{_layer_says(tail)} has {act}", node)
        if tail.units == 1:
            yield reader.found(
                "output units", "one", "the last layer has one unit", tail.layer.node or use.node
            )


# ---- metrics


def _metrics(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    by_layer = {
        id(tail.layer.thing): (use, tail) for use in uses if (tail := tail_of(use.fed)).layer is not None
    }
    for event in reader.walker.events:
        if event.kind == "top-k":
            k = number(event.more.get("k"))
            if k == 1 and event.hint == "in_top_k":
                yield reader.found(
                    "metric fit",
                    "ties",
                    f"{event.hint} with k = 1 counts every tie at the top as right",
                    event.node,
                    {"call": event.node},
                )
        elif event.kind == "compare":
            yield from _compared(
                reader, event.node, event.owner, event.value, str(event.more["op"]), by_layer
            )
        elif event.kind == "round":
            tail = tail_of(event.value)
            if _is_raw(tail, by_layer):
                yield reader.found(
                    "metric fit",
                    "raw-scores",
                    "raw scores are rounded as if they were probabilities",
                    event.node,
                    {"round": event.node},
                )
        elif event.kind == "compile":
            yield from _compiled(reader, event, uses)
    yield from _counted(reader)
    yield from _counted_batches(reader)
    yield from _judged_by_trainer(reader)


def _is_raw(tail: Tail, by_layer: dict[int, tuple[LossUse, Tail]]) -> bool:
    """Scores without an activation, of a model that is trained on scores of a binary loss."""
    if tail.activation != "none" or tail.layer is None:
        return False
    found = by_layer.get(id(tail.layer.thing))
    return found is not None and found[0].kind == "binary-cross-entropy" and found[0].expects == "logits"


def _compared(
    reader: Reader, node: Node, left: Value, right: Value, op: str, by_layer: dict[int, tuple[LossUse, Tail]]
) -> Iterator[Found]:
    if isinstance(left, Flow) and op in ("Gt", "GtE") and number(right) == 0.5:
        if _is_raw(tail_of(left), by_layer):
            spans = {"threshold": getattr(right, "node", None)}
            yield reader.found("metric fit", "raw-scores", "raw scores are compared with 0.5", node, spans)
    last = right.ops[-1].name if isinstance(right, Flow) and right.ops else ""
    if op == "GtE" and last == "largest" and isinstance(left, Flow) and left.ops:
        yield reader.found(
            "metric fit",
            "ties",
            "a score that equals the largest one counts as right, ties included",
            node,
            {"hit": node},
        )
    if op == "Eq" and isinstance(left, Flow) and isinstance(right, Flow):
        out, labels = (left, right) if left.ops else (right, left)
        tail = tail_of(Flow(tuple(one for one in out.ops if one.name not in ("round", "compare"))))
        names = [one.name for one in out.ops]
        flat = any(
            name in ("flat", "reshaped", "index", "shape", "argmax") for name in names[_last_layer(names) :]
        )
        if tail.units == 1 and not flat and not labels.ops and labels.data.rank == 1:
            yield reader.found(
                "metric fit",
                "broadcast",
                "predictions are (N, 1), labels are (N,): every one meets every other",
                node,
            )
    if op == "Eq":
        yield from _over_batch(reader, left, right, node)
    if op == "Eq" and isinstance(left, Flow) and len(left.ops) > 1 and left.ops[-1].name == "compare":
        under = left.ops[-2].name
        several = tail_of(left).units != 1 and any(
            use.kind == "cross-entropy" for use, _ in by_layer.values()
        )
        if under == "softmax" and several and isinstance(right, Flow) and right.data.rank == 2:
            yield reader.found(
                "metric fit",
                "other-task",
                "each class of a softmax is counted as a question of its own",
                node,
                {"hit": node},
            )


def _over_batch(reader: Reader, left: Value, right: Value, node: Node) -> Iterator[Found]:
    """The best sample of each class where the best class of each sample was meant."""
    for one in (left, right):
        if not isinstance(one, Flow):
            continue
        names = [op.name for op in one.ops]
        if "argmax" not in names or names[-1] == "compare":
            continue
        at = names.index("argmax")
        call = one.ops[at].node
        after = names[_last_layer(names) + 1 : at]
        layered = any(name in ("linear", "backbone") for name in names[:at])
        if (
            layered
            and not {"index", "flat", "reshaped", "shape", "unknown"} & set(after)
            and first_axis(call)
        ):
            yield reader.found(
                "metric fit",
                "wrong-axis",
                "argmax runs over the samples of the batch, not over the classes",
                call or node,
                {"axis": call},
            )
            return


def first_axis(call: Node | None) -> bool:
    """A call that names axis 0, by keyword or as the last number."""
    if not isinstance(call, ast.Call):
        return False
    for keyword in call.keywords:
        if keyword.arg in ("dim", "axis"):
            return isinstance(keyword.value, ast.Constant) and keyword.value.value == 0
    last = call.args[-1] if call.args else None
    return isinstance(last, ast.Constant) and last.value == 0 and not isinstance(last.value, bool)


def _compiled(reader: Reader, event: object, uses: list[LossUse]) -> Iterator[Found]:
    """The metrics of a `compile`."""
    from assistant.readers.script.events import Event  # noqa: PLC0415

    assert isinstance(event, Event)
    metrics = event.more["metrics"]
    named = event.more["named"]
    if not isinstance(metrics, Thing) or metrics.kind not in ("list", "tuple"):
        return
    use = next((one for one in uses if one.compiled and one.node is event.node), None)
    if use is None:
        return
    tail = tail_of(use.fed)
    for one in metrics.items:
        named_ = text(one) or (one.name if isinstance(one, Thing) else "") or str(getattr(one, "last", ""))
        name = named_.lower()
        node = getattr(one, "node", None) or event.node
        short = name.replace("_", "")
        spans = {"metric": getattr(one, "node", None), "list": named.get("metrics"), "compile": event.node}
        if isinstance(one, Thing) and "topk" in short and one.number(0, "k") == 1:
            yield reader.found(
                "metric fit",
                "ties",
                f"{one.name} with k = 1 counts ties as right",
                node,
                spans,
                {"metric": one.name},
            )
        binary = short in ("accuracy", "acc", "binaryaccuracy")
        if isinstance(one, Thing) and one.option(2, "threshold") is not None:
            binary = False
        raw = use.kind == "binary-cross-entropy" and use.expects == "logits" and tail.activation == "none"
        if binary and raw and not (short in ("accuracy", "acc") and (tail.units or 1) > 1):
            yield reader.found(
                "metric fit", "raw-scores", f"{name} cuts raw scores at 0.5", node, spans, {"metric": name}
            )
        if (
            short in ("accuracy", "acc")
            and use.kind == "squared-error"
            and tail.activation == "none"
            and tail.units == 1
        ):
            yield reader.found(
                "metric fit",
                "other-task",
                "accuracy counts exact hits of predicted numbers",
                node,
                spans,
                {"metric": name},
            )


def _counted(reader: Reader) -> Iterator[Found]:
    """`correct / len(loader)`: hits of samples divided by the number of batches."""
    hits = set()
    for event in reader.walker.events:
        if event.kind == "add" and isinstance(event.value, Flow):
            names = [op.name for op in event.value.ops]
            summed = any(
                op.name == "reduced" and op.more.get("method") in ("sum", "reduce_sum")
                for op in event.value.ops
            )
            if "compare" in names and summed and names.index("compare") < len(names) - 1:
                hits.add(event.hint)
    counts = {
        event.node: event.value
        for event in reader.events("len")
        if isinstance(event.value, Thing)
        and event.value.kind in ("loader", "splits")
        and not (event.value.kind == "loader" and event.value.number(1, "batch_size") in (None, 1.0))
    }
    if not hits:
        return
    for node in ast.walk(reader.walker.tree):
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
            continue
        under = node.right
        if isinstance(under, ast.Call) and under in counts and under.args:
            left = {
                ast.unparse(one) for one in ast.walk(node.left) if isinstance(one, ast.Name | ast.Attribute)
            }
            if left & hits:
                name = ast.unparse(under.args[0])
                yield reader.found(
                    "metric fit",
                    "batches-for-samples",
                    f"hits are divided by len({name}), the number of batches",
                    node,
                    {"count": under},
                    {"loader": name},
                )
                return


def _counted_batches(reader: Reader) -> Iterator[Found]:
    """Hits of samples summed up beside a counter that grows by 1 a batch, and one divided by the other."""
    adds = [event for event in reader.events("add") if event.loops]
    ones = {(event.hint, event.loops) for event in adds if number(event.value) == 1}
    for event in adds:
        if not isinstance(event.value, Flow) or not event.hint:
            continue
        ops = event.value.ops
        names = [op.name for op in ops]
        summed = any(op.name == "reduced" and op.more.get("method") in ("sum", "reduce_sum") for op in ops)
        if "compare" not in names or not summed:
            continue
        for node in ast.walk(reader.walker.tree):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                under = ast.unparse(node.right)
                if ast.unparse(node.left) == event.hint and (under, event.loops) in ones:
                    yield reader.found(
                        "metric fit",
                        "batches-for-samples",
                        f"hits of samples are divided by {under}, which counts batches",
                        node,
                    )
                    return


def _judged_by_trainer(reader: Reader) -> Iterator[Found]:
    """`compute_metrics` of a Trainer: the best sample of each class in the place of the best class."""
    if not reader.things("trainer") and "Trainer(" not in reader.text:
        return
    for function in ast.walk(reader.walker.tree):
        if not isinstance(function, ast.FunctionDef) or function.name != "compute_metrics":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "argmax":
                if first_axis(node) and len(node.args) + len(node.keywords) > (
                    0
                    if isinstance(node.func, ast.Attribute) and not ast.unparse(node.func).startswith("np")
                    else 1
                ):
                    yield reader.found(
                        "metric fit",
                        "wrong-axis",
                        "argmax runs over the samples of the batch, not over the classes",
                        node,
                        {"axis": node},
                    )
                    return


def _reductions(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    """A loss that is summed over the batch."""
    for use in uses:
        given = use.options.get("reduction")
        chosen = (text(given) or "").lower()
        batched = len(use.loops) > 1 or bool(reader.things("loader")) or use.compiled
        if chosen == "sum" and use.trained and use.alone and batched and not reader.divided(use):
            yield reader.found(
                "loss sum",
                "sum",
                f"{_named(use)} sums over the batch",
                use.made or use.node,
                {"reduction": getattr(given, "node", None)},
            )
            return
        if use.kind == "own" and use.trained:
            yield reader.found(
                "own math", "log", "the loss takes the log of probabilities in code of its own", use.node
            )
            return


def _labels(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    """Values of the labels against loss and units."""
    for use in uses:
        target = reader.target(use)
        tail = tail_of(use.fed)
        data = target.data if isinstance(target, Flow) and not target.ops else None
        if data is None:
            continue
        if use.kind == "binary-cross-entropy" and data.size == PIXEL and not data.scaled:
            yield reader.found(
                "labels",
                "out-of-range",
                f"targets go up to 255, and {_named(use)} asks for 0 to 1",
                data.node or use.node,
            )
            return
        if use.kind == "binary-cross-entropy" and data.values is None and _stretched(data.node):
            says = f"{ast.unparse(data.node)[:40]} runs from -1 to 1, and {_named(use)} asks for 0 and 1"
            yield reader.found("labels", "out-of-range", says, data.node, sure=0.9)
            return
        if data.values is None or not data.values or data.order == "same":
            continue
        values = sorted(data.values)
        said = ", ".join(f"{value:g}" for value in values[:6])
        if use.kind == "binary-cross-entropy" and not data.values <= {0.0, 1.0}:
            if len(values) == 2:
                yield reader.found(
                    "labels",
                    "out-of-range",
                    f"labels are {said}, and {_named(use)} asks for 0 and 1",
                    data.node or use.node,
                )
            elif tail.units == 1 and all(value >= 0 for value in values):
                yield reader.found(
                    "output units",
                    "mismatch",
                    f"labels are {said}, and the last layer has one unit",
                    (tail.layer.node if tail.layer else None) or use.node,
                )
            return
        if (
            use.kind == "cross-entropy"
            and tail.units
            and tail.units > 1
            and (data.rank != 2 or len(values) > 2)
        ):
            if values[0] == 1 and values[-1] == tail.units and len(values) == tail.units:
                yield reader.found(
                    "labels", "out-of-range", f"labels run from 1 to {tail.units}", data.node or use.node
                )
            elif values[-1] >= tail.units:
                yield reader.found(
                    "output units",
                    "mismatch",
                    f"labels go up to {values[-1]:g}, and the last layer has {tail.units} units",
                    (tail.layer.node if tail.layer else None) or use.node,
                )
            return


def _stretched(node: Node | None) -> TypeGuard[ast.BinOp]:
    """`2 * y - 1`."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    inner = node.left
    doubled = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult)
    return (
        doubled
        and ast.unparse(node.right) in ("1", "1.0")
        and isinstance(inner, ast.BinOp)
        and bool({ast.unparse(inner.left), ast.unparse(inner.right)} & {"2", "2.0"})
    )


def _shapes(reader: Reader) -> Iterator[Found]:
    """(N, 1) against (N,) where nothing stops it."""
    pairs: list[tuple[Value, Value, Node, Node | None]] = [
        (use.fed, use.target, use.node, use.fed_node)
        for use in reader.walker.losses
        if use.kind == "squared-error" and not use.compiled and reader.framework_of(use) == "pytorch"
    ]
    pairs.extend(
        (event.owner, event.value, event.node, None) for event in reader.walker.events if event.kind == "meet"
    )
    for fed, target, node, fed_node in pairs:
        tail = tail_of(fed)
        if (
            tail.activation != "none"
            or tail.units != 1
            or not isinstance(fed, Flow)
            or not isinstance(target, Flow)
        ):
            continue
        names = [op.name for op in fed.ops]
        flat = any(name in ("flat", "reshaped", "index", "shape") for name in names[_last_layer(names) :])
        if (
            not flat
            and not target.ops
            and target.data.rank == 1
            and tail.layer
            and tail.layer.name == "linear"
        ):
            yield reader.found(
                "shapes",
                "different",
                "the output is (N, 1), the targets are (N,): their difference is (N, N)",
                node,
                {"fed": fed_node, "call": reader.bound(fed_node)},
            )
            return


def _last_layer(names: list[str]) -> int:
    return max((n for n, name in enumerate(names) if name in ("linear", "conv")), default=0)
