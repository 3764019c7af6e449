"""The last layer and the loss of a script, and whether they fit together.

What a misfit is called elsewhere, and what it weighs, is not known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import LossUse
from assistant.readers.script.labels import PIXEL, labels, shapes
from assistant.readers.script.metrics import metrics
from assistant.readers.script.names import CUTS
from assistant.readers.script.nodes import code_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import SAID, Tail, judged, layer_says, named, tail_of, written
from assistant.readers.script.values import (
    NOTHING,
    Data,
    Flow,
    Node,
    Op,
    Thing,
    Value,
    text,
)


def outputs(reader: Reader) -> Iterator[Found]:
    """Every trait of the output, the loss and the metric."""
    uses = judged(reader)
    yield from _fits(reader, uses)
    yield from _plain(reader, uses)
    told_apart = tuple(shapes(reader))
    # a label of another shape meets every output in the metric as well: the loss says it all
    told = {("metric fit", "broadcast")} if told_apart else set()
    yield from (one for one in metrics(reader, uses) if (one.name, one.value) not in told)
    yield from _reductions(reader, uses)
    yield from labels(reader, uses)
    yield from told_apart


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
        if verdict == "other-activation" and not isinstance(reader.target(use), Flow):
            sure = 0.75
        yield reader.found("output fit", verdict, _fit_says(use, tail, verdict), node, spans, more, sure)
    if verdicts and not wrong and all(one[2] == "fits" for one in verdicts):
        use, tail, _ = verdicts[0]
        yield reader.found(
            "output fit",
            "fits",
            f"{SAID.get(tail.activation, tail.activation)} and {named(use)} fit",
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
    if (
        use.kind == "binary-cross-entropy"
        and (tail.units or 0) > 2
        and tail.activation in ("none", "sigmoid")
    ):
        target = reader.target(use)
        if isinstance(target, Flow) and not target.ops and one_hot(target.data):
            return "wrong-loss"  # one class of several is right: a yes or no of each is another question
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
        if _class_numbers(reader, use, tail) or _shares(reader, use, tail):
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
        if tail.activation == "sigmoid" and use.kind == "cross-entropy":
            return "cut-off-scores" if tail.units is not None and tail.units > 1 else ""
        if layered:
            return ""  # Keras takes the scores before such a layer
        return "softmax-twice"
    if tail.activation == "tanh" and use.kind == "cross-entropy" and (tail.units or 0) > 2:
        return "cut-off-scores" if tail.layer is not None and tail.layer.name == "linear" else ""
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
    return several_hot(use.target.data if isinstance(use.target, Flow) and not use.target.ops else None)


def several_hot(data: Data | None) -> bool:
    """A 1 for each label that holds, of which one row may have several or none: no class of many."""
    if data is None or data.rank != 2 or data.values != frozenset((0.0, 1.0)):
        return False
    node = data.node
    if isinstance(node, ast.Compare):
        return not any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops)
    called = code_of(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
    return called in _COINS


def _cut_by_a_threshold(data: Data | None) -> bool:
    """Labels that say of each number whether it is above a bound, one beside the other in a row."""
    if several_hot(data):
        return True
    if data is None or data.rank == 1 or data.values != frozenset((0.0, 1.0)):
        return False
    node = data.node
    return isinstance(node, ast.Compare) and all(
        isinstance(op, ast.Gt | ast.GtE | ast.Lt | ast.LtE) for op in node.ops
    )


def one_hot(data: Data) -> bool:
    """A single 1 in each row, at the place of its class."""
    called = code_of(data.node.func).rpartition(".")[2] if isinstance(data.node, ast.Call) else ""
    return data.rank == 2 and data.values == frozenset((0.0, 1.0)) and called in _HOT


_HOT = ("one_hot", "to_categorical", "OneHotEncoder", "LabelBinarizer", "get_dummies")
_COINS = (
    *("make_multilabel_classification", "MultiLabelBinarizer"),
    *("randint", "integers", "binomial", "choice", "random_integers", "bernoulli"),
)
"""What draws each number on its own."""


def _cuts(op: Op | None) -> bool:
    """The activation leaves nothing under 0."""
    if op is None:
        return False
    return written(op).lower() in CUTS


_LABELS_IN_PLACES = re.compile(
    r"^\s*(?:y|labels?|targets?)\w*\s*=\s*(?:MultiLabelBinarizer\(.*\)|\w*(?:mlb|multi\w*|binarizer))\.fit_transform\(",
    re.I | re.M,
)
"""Labels of which one row may hold several."""


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
    if (
        _LABELS_IN_PLACES.search(reader.text)
        and use.kind == "cross-entropy"
        and act in ("softmax", "sigmoid")
        and units != 1
    ):
        if len(reader.events("compile")) == 1 and (data is None or several_hot(data)):
            return "wrong-loss"  # several labels a row, in a loss that asks for one class
    if act == "softmax":
        if use.kind == "binary-cross-entropy" and (units or 0) > 2 and tail.before != "softmax":
            if several_hot(data):
                return "shared-out"
            hot = data is not None and data.values == frozenset((0.0, 1.0))
            keras = reader.framework_of(use) == "keras"
            return "wrong-loss" if hot or (keras and _single_label(reader, use)) else "shared-out"
        if use.kind == "cross-entropy" and (units or 0) > 2 and _cut_by_a_threshold(data):
            return "wrong-loss"  # a yes or no for each, and none of them excludes another
        if tail.before == "softmax" and tail.before_op is not None:
            return "softmax-twice"
        if tail.before == "relu" and _cuts(tail.before_op) and tail.layer is not None:
            return "cut-off-scores"
        return "fits"
    if use.kind == "cross-entropy" and units == 1 and act in ("sigmoid", "none"):
        return "wrong-loss"
    if act == "sigmoid":
        of_one = use.kind == "cross-entropy" and (units or 0) > 2
        several = of_one and data is not None and not several_hot(data)
        if several and (one_hot(data or NOTHING) or "sparse" in use.name.lower()):
            return "other-activation"
        plain = use.kind == "cross-entropy" and units != 1 and "sparse" not in use.name.lower()
        if plain and _metrics(reader, use) & _OF_EACH:
            return "wrong-loss"  # each output is asked by itself, and the loss asks for one of them
        if tail.before == "relu" and _cuts(tail.before_op) and tail.layer is not None:
            return "cut-off-scores"
        unseen = data is None or (data.rank == 2 and data.values is None and isinstance(data.source, tuple))
        if use.kind == "cross-entropy" and units != 1 and unseen:
            # or each output is a question of its own: it fits in neither case
            several = _OF_SEVERAL.search(reader.text) is not None or _columns(reader, data)
            return "wrong-loss" if plain and several else "other-activation"
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
    return bool(_metrics(reader, use) & {"accuracy", "acc", "categoricalaccuracy"})


def _columns(reader: Reader, data: Data | None) -> bool:
    """Targets are several columns of a table, as yes or no of each are written."""
    return (
        data is not None
        and data.rank == 2
        and re.search(
            r"\[(?:[A-Z_]*(?:LABEL|TARGET|CLASS|TAG)\w*|\w*(?:label|target|tag)_?(?:cols|columns|names)\w*)\]",
            reader.text,
        )
        is not None
    )


_OF_SEVERAL = re.compile(r"multi_?label|multi_?hot|MultiLabelBinarizer", re.I)
_OF_EACH = {"binaryaccuracy"}


def _metrics(reader: Reader, use: LossUse) -> set[str]:
    """The names of the metrics that a loss is compiled with, in small letters, without underscores."""
    for event in reader.events("compile"):
        if event.node is use.node:
            metrics = event.more["metrics"]
            each = metrics.items if isinstance(metrics, Thing) else []
            names = [one.name if isinstance(one, Thing) else text(one) or "" for one in each]
            return {name.replace("_", "").lower() for name in names}
    return set()


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


def _shares(reader: Reader, use: LossUse, tail: Tail) -> bool:
    """A distance for the shares of a softmax, where the accuracy of classes is asked for.

    Not the squared error of one-hot labels, which is a proper score (Brier, 1950), if a slow one.
    """
    target = reader.target(use)
    squared = re.search(r"squared|mse", use.name, re.I)
    hot = isinstance(target, Flow) and not target.ops and one_hot(target.data)
    several = tail.activation == "softmax" and tail.units != 1
    return several and _single_label(reader, use) and not (squared and hot)


def _fit_values(target: Value, tail: Tail) -> str:
    data = target.data if isinstance(target, Flow) and not target.ops else None
    if tail.activation == "none":
        return "fits"
    if data is None or data.values is not None or not data.rank:
        return ""
    if tail.activation in ("sigmoid", "softmax") and (data.signed or (data.size or 0) > 1.5):
        return "range-too-small"
    if tail.activation == "tanh" and (data.size or 0) > 1.5 and data.scaled in ("", *_STANDARDIZED):
        return "range-too-small"
    if tail.activation == "relu" and data.signed and _cuts(tail.op):
        return "range-too-small"
    return ""


_STANDARDIZED = ("standardized", "fitted")
"""Numbers of deviation 1: some of them lie beyond -1 and 1, whatever they were before."""


def _fit_says(use: LossUse, tail: Tail, verdict: str) -> str:
    act = SAID.get(tail.activation, tail.activation)
    name, layer = named(use), layer_says(tail)
    if verdict == "scores-as-probabilities":
        return f"{layer} has {act}, and {name} expects probabilities"
    if verdict == "softmax-twice":
        if tail.before == "softmax":
            return f"{layer} has softmax, and a softmax follows it before {name}"
        return f"{layer} ends in {act}, and {name} applies its own to it"
    if verdict == "cut-off-scores" and tail.activation in ("sigmoid", "tanh"):
        least = 0 if tail.activation == "sigmoid" else -1
        return f"{layer} ends in {act} before the softmax of {name}: scores stay between {least} and 1"
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
    if verdict == "other-activation":
        return f"{layer} ends in {act}, and {name} asks for the one class of several that is right"
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
        yield reader.found("loss", use.kind, f"{named(use)} is the loss", use.made or use.node)
    expects = {one.expects for one, _ in known}
    if len(expects) == 1 and use.expects:
        yield reader.found(
            "loss expects", use.expects, f"{named(use)} expects {use.expects}", use.made or use.node
        )
    acts = {one.activation for _, one in known}
    if len(acts) == 1 and tail.activation and tail.layer is not None:
        act = SAID.get(tail.activation, tail.activation)
        node = (tail.op.node if tail.op else None) or tail.layer.node or use.node
        yield reader.found("last activation", tail.activation, f"{layer_says(tail)} has {act}", node)
        if tail.units == 1:
            yield reader.found(
                "output units", "one", "the last layer has one unit", tail.layer.node or use.node
            )


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
                f"{named(use)} sums over the batch",
                use.made or use.node,
                {"reduction": getattr(given, "node", None)},
            )
            return
        if use.kind == "own" and use.trained:
            yield reader.found(
                "own math", "log", "the loss takes the log of probabilities in code of its own", use.node
            )
            return
