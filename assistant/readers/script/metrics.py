"""The metrics of a script: what they are fed, and how they count.

Losses are judged elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import Event, LossUse
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import Tail, last_layer, tail_of
from assistant.readers.script.values import (
    Flow,
    Method,
    Node,
    Thing,
    Value,
    number,
    text,
)


def metrics(reader: Reader, uses: list[LossUse]) -> Iterator[Found]:
    """Every trait of a metric; uses: the losses that train."""
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
        elif event.kind == "measured" and isinstance(event.owner, Thing):
            meter = event.owner
            plain = meter.name in _AT_HALF and meter.option(-1, "threshold") is None
            if plain and _is_raw(tail_of(event.value), by_layer):
                says, spans = f"{meter.name} cuts raw scores at 0.5", {"metric": meter.node}
                node = meter.node or event.node
                yield reader.found("metric fit", "raw-scores", says, node, spans, {"metric": meter.name})
        elif event.kind == "compile":
            yield from _compiled(reader, event, uses)
    yield from _all_or_nothing(reader)
    yield from _counted(reader)
    yield from _counted_batches(reader)
    yield from _meant_twice(reader)
    yield from _of_other_rows(reader)
    yield from _judged_by_trainer(reader)
    yield from _ties(reader)


_AT_HALF = ("BinaryAccuracy", "Precision", "Recall")
"""Metrics of Keras that take 0.5 for the bound where nothing else is said."""


def _is_raw(tail: Tail, by_layer: dict[int, tuple[LossUse, Tail]]) -> bool:
    """Scores without an activation, of a model that is trained on scores of a binary loss."""
    if tail.activation != "none" or tail.layer is None:
        return False
    found = by_layer.get(id(tail.layer.thing))
    return found is not None and found[0].kind == "binary-cross-entropy" and found[0].expects == "logits"


def _one_of_many(tail: Tail, by_layer: dict[int, tuple[LossUse, Tail]]) -> bool:
    """A sigmoid on the scores of a model that is trained with the cross-entropy of one class."""
    found = by_layer.get(id(tail.layer.thing)) if tail.layer is not None else None
    several = tail.activation == "sigmoid" and tail.units != 1
    return (
        several and found is not None and found[0].kind == "cross-entropy" and found[1].activation == "none"
    )


def _compared(
    reader: Reader, node: Node, left: Value, right: Value, op: str, by_layer: dict[int, tuple[LossUse, Tail]]
) -> Iterator[Found]:
    if isinstance(left, Flow) and op in ("Gt", "GtE") and number(right) == 0.5:
        if _is_raw(tail_of(left), by_layer):
            spans = {"threshold": getattr(right, "node", None)}
            yield reader.found("metric fit", "raw-scores", "raw scores are compared with 0.5", node, spans)
        elif _one_of_many(tail_of(left), by_layer):
            says = "each output is cut at 0.5 by itself, and the loss asks for one class of all"
            yield reader.found("output fit", "wrong-loss", says, node, sure=0.9)
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
            name in ("flat", "reshaped", "index", "shape", "argmax") for name in names[last_layer(names) :]
        )
        if tail.units == 1 and not flat and not labels.ops and labels.data.rank == 1:
            yield reader.found(
                "metric fit",
                "broadcast",
                "predictions are (N, 1), labels are (N,): every one meets every other",
                node,
            )
        after = set(names[last_layer(names) + 1 :])
        if after <= {"flat", "index", "shape", "reshaped"} and not labels.ops and _is_raw(tail, by_layer):
            says = "raw scores are compared with labels: they are hardly ever equal"
            yield reader.found("metric fit", "raw-scores", says, node)
        if names and names[-1] == "argmax" and _rows_of_scores(names) and labels.data.rank == 2:
            if not labels.ops and tail.units != 1:
                says = "predictions are (N,), labels are (N, 1): every one meets every other"
                yield reader.found("metric fit", "broadcast", says, node)
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


def _all_or_nothing(reader: Reader) -> Iterator[Found]:
    """`(scores.argmax(1) == y).all()`: a batch counts as right where every row of it is."""
    for event in reader.events("compare"):
        flows = [one for one in (event.owner, event.value) if isinstance(one, Flow) and one.ops]
        if event.more["op"] != "Eq" or not any(one.ops[-1].name == "argmax" for one in flows):
            continue
        for one in all_of(reader.walker.tree, ast.Call):
            if not isinstance(one.func, ast.Attribute):
                continue
            if one.func.attr == "all" and one.func.value is event.node and not one.args and not one.keywords:
                says = "a batch counts as one hit where all of its rows are right"
                yield reader.found("metric fit", "whole-batches", says, one)
                return


def _rows_of_scores(names: list[str]) -> bool:
    """What was done to a tensor leaves one row of scores for each sample, before the argmax."""
    inside = names[: names.index("argmax")]
    maps = max((n for n, name in enumerate(inside) if name in ("conv", "pool")), default=-1)
    flat = maps < 0 or {"flat", "reshaped", "reduced"} & set(inside[maps:])
    return bool(flat) and inside[-1:] == ["linear"] and not {"rnn", "attention", "embedding"} & set(inside)


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
        after = names[last_layer(names) + 1 : at]
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


def _compiled(reader: Reader, event: Event, uses: list[LossUse]) -> Iterator[Found]:
    """The metrics of a `compile`."""
    given = event.more["metrics"]
    named = event.more["named"]
    if not isinstance(given, Thing) or given.kind not in ("list", "tuple"):
        return
    use = next((one for one in uses if one.compiled and one.node is event.node), None)
    if use is None:
        return
    tail = tail_of(use.fed)
    for one in given.items:
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
        bound = one.number(2, "threshold") if isinstance(one, Thing) and short == "binaryaccuracy" else None
        if bound is not None and tail.activation == "sigmoid" and not 0 < bound < 1:
            says = f"{name} cuts probabilities at {bound:g}: all are of one class"
            yield reader.found("metric fit", "threshold", says, node, spans, {"metric": name})
        raw = use.kind == "binary-cross-entropy" and use.expects == "logits" and tail.activation == "none"
        if binary and raw and not (short in ("accuracy", "acc") and (tail.units or 1) > 1):
            yield reader.found(
                "metric fit", "raw-scores", f"{name} cuts raw scores at 0.5", node, spans, {"metric": name}
            )
        exclusive = tail.activation != "sigmoid"  # else it is the loss that does not fit
        if exclusive and short == "binaryaccuracy" and use.kind == "cross-entropy" and (tail.units or 0) > 2:
            yield reader.found(
                "metric fit",
                "other-task",
                f"{named_} judges each of {tail.units} outputs by itself, where one class is right",
                node,
                spans,
                {"metric": name},
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
    for node in all_of(reader.walker.tree, ast.BinOp):
        if not isinstance(node.op, ast.Div):
            continue
        under = node.right
        if isinstance(under, ast.Call) and under in counts and under.args:
            left = {code_of(one) for one in nodes_of(node.left) if isinstance(one, ast.Name | ast.Attribute)}
            if left & hits:
                name = code_of(under.args[0])
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
    adds = [event for event in reader.events("add") if event.loops or event.more["root"] in _STEPS]
    ones = {(event.hint, event.loops) for event in adds if number(event.value) == 1}
    for event in adds:
        if not isinstance(event.value, Flow) or not event.hint:
            continue
        ops = event.value.ops
        names = [op.name for op in ops]
        summed = any(op.name == "reduced" and op.more.get("method") in ("sum", "reduce_sum") for op in ops)
        if "compare" not in names or not summed:
            continue
        for node in all_of(reader.walker.tree, ast.BinOp):
            if isinstance(node.op, ast.Div):
                under = code_of(node.right)
                if code_of(node.left) == event.hint and (under, event.loops) in ones:
                    yield reader.found(
                        "metric fit",
                        "batches-for-samples",
                        f"hits of samples are divided by {under}, which counts batches",
                        node,
                    )
                    return


_STEPS = ("training", "validation")
"""Methods that a trainer calls for each batch."""


def _share_of_hits(value: Value) -> bool:
    """The mean of hits over one batch, as it is: not times the rows of the batch."""
    names = [op.name for op in value.ops] if isinstance(value, Flow) else []
    if "compare" not in names:
        return False
    assert isinstance(value, Flow)
    after = value.ops[len(names) - 1 - names[::-1].index("compare") + 1 :]
    means = [op for op in after if op.name == "reduced"]
    plain = {op.name for op in after} <= {"reduced", "same", "detach", "shape", "flat"}
    return plain and len(means) == 1 and means[0].more.get("method") in ("mean", "reduce_mean")


def _meant_twice(reader: Reader) -> Iterator[Found]:
    """`acc += hit.mean()`, and in the end `acc / len(dataset)`: a share of each batch, divided by rows."""
    adds = [event for event in reader.events("add") if event.loops and event.hint]
    shares = {event.hint for event in adds if _share_of_hits(event.value) and _in_batches(reader, event)}
    if not shares:
        return
    rows = {event.hint for event in adds if _counts_rows(event.node)}
    whole = {event.node for event in reader.events("len") if _rows(event.value)}
    spans: dict[str, Node | None] = {}
    more: dict[str, str] = {}
    first: tuple[Node, str] | None = None
    for node in all_of(reader.walker.tree, ast.BinOp):
        if not isinstance(node.op, ast.Div):
            continue
        named = {code_of(one) for one in nodes_of(node.left) if isinstance(one, ast.Name | ast.Attribute)}
        under = code_of(node.right)
        if not named <= shares or not named or not (node.right in whole or under in rows):
            continue
        first = first or (node, under)
        loop = next(event.loops[-1] for event in adds if event.hint in named)
        spans[f"count {len(spans)}"] = node.right
        more[f"count {len(more)}"] = _batches_of(reader, loop, node)
    if first is not None:
        says = (
            f"shares of hits, one for each batch, are summed up and divided by {first[1]}, a number of rows"
        )
        yield reader.found("metric fit", "batches-for-samples", says, first[0], spans, more)


def _of_other_rows(reader: Reader) -> Iterator[Found]:
    """Hits that were counted over one loader, divided by the number of rows of another."""
    for event in reader.events("share"):
        ops = event.owner.ops if isinstance(event.owner, Flow) else ()
        over = [op.more["over"] for op in ops if op.name == "compare" and "over" in op.more]
        summed = any(op.name == "reduced" and op.more.get("method") in ("sum", "reduce_sum") for op in ops)
        if not over or not summed:
            continue
        counted, told = _rows_behind(over[-1]), _rows_behind(event.value)
        if counted is None or told is None or counted is told or not _parted(counted, told):
            continue
        under = code_of(event.node.right)[:40] if isinstance(event.node, ast.BinOp) else "it"
        says = f"hits of one data set are divided by {under}, the rows of another"
        yield reader.found("metric fit", "other-rows", says, event.node, sure=0.95)
        return


def _rows_behind(value: Value) -> Thing | None:
    """The data set of a loader, or of what runs over it, or whose length is asked; None where not known."""
    while isinstance(value, Thing) and value.kind in ("enumerate", "wrapped") and value.args:
        value = value.args[0]
    if isinstance(value, Method) and value.name == "dataset":
        value = value.owner
    given = value.option(0, "dataset") if isinstance(value, Thing) and value.kind == "loader" else value
    return given if isinstance(given, Thing) and given.kind == "dataset" else None


def _parted(one: Thing, other: Thing) -> bool:
    """Two data sets that hold different rows, as far as their code says."""
    if any(_holds(outer, inner) for outer, inner in ((one, other), (other, one))):
        return False
    if one.node is not other.node:
        return True
    places = [getattr(thing.attributes.get("__part__"), "value", "") for thing in (one, other)]
    return places[0] != places[1] or (bool(one.args or one.options) and one.made_by is not None)


def _holds(outer: Thing, inner: Thing) -> bool:
    """A data set that is made of another, and not of a part of it."""
    given = [*outer.args, *outer.options.values(), *outer.attributes.values()]
    return outer.name != "Subset" and any(one is inner for one in given)


def _batches_of(reader: Reader, loop: Node, node: Node) -> str:
    """`len(loader)` of the loader that a loop runs over, where its name is known at a node; else empty."""
    functions = all_of(reader.walker.tree, ast.FunctionDef)
    apart = [one for one in functions if (loop in nodes_of(one)) != (node in nodes_of(one))]
    given = loop.iter if isinstance(loop, ast.For) and not apart else None
    given = given.args[0] if isinstance(given, ast.Call) and given.args else given
    return f"len({given.id})" if isinstance(given, ast.Name) else ""


def _in_batches(reader: Reader, event: Event) -> bool:
    """The loop around an event gives more than one row a round."""
    over = next((one.value for one in reader.events("over") if one.node is event.loops[-1]), None)
    while isinstance(over, Thing) and over.kind in ("enumerate", "wrapped", "zip") and over.args:
        over = over.args[0]
    if isinstance(over, Thing) and over.kind == "loader":
        given = over.option(1, "batch_size")
        return given is not None and number(given) != 1
    return isinstance(over, Thing) and over.kind in ("range", "list", "tf-dataset", "splits")


def _counts_rows(node: Node) -> bool:
    """`n += len(labels)`, `total += x.size(0)`."""
    return isinstance(node, ast.AugAssign) and bool(_LENGTH.fullmatch(code_of(node.value)))


_LENGTH = re.compile(r"len\([\w.]+\)|[\w.\[\]]+\.(?:size\(0\)|shape\[0\])")
"""The rows of a batch."""


def _rows(value: Value) -> bool:
    """What has a length that is a number of rows, not of batches."""
    if isinstance(value, Flow):
        return not value.ops and value.data.rank != 0
    if isinstance(value, Method):
        return value.name == "dataset" and isinstance(value.owner, Thing) and value.owner.kind == "loader"
    return isinstance(value, Thing) and value.kind == "dataset"


_BATCH = re.compile(r"batch_?size$|^bs$", re.I)


def _hits(function: ast.FunctionDef, node: ast.expr) -> bool:
    """`(a == b).sum()`, or a name for it."""
    if isinstance(node, ast.Name):
        made = [one for one in nodes_of(function) if isinstance(one, ast.Assign)]
        found = [one.value for one in made if code_of(one.targets[0]) == node.id]
        return len(found) == 1 and not isinstance(found[0], ast.Name) and _hits(function, found[0])
    return bool(re.search(r"==.*\)\.sum\(|sum\(.*==", code_of(node)[:200]))


def _judged_by_trainer(reader: Reader) -> Iterator[Found]:
    """`compute_metrics` of a Trainer: the best sample of each class in the place of the best class."""
    if not reader.things("trainer") and "Trainer(" not in reader.text:
        return
    named = {"compute_metrics"} | {
        code_of(one.value) for one in all_of(reader.walker.tree, ast.keyword) if one.arg == "compute_metrics"
    }
    for function in all_of(reader.walker.tree, ast.FunctionDef):
        if function.name not in named:
            continue
        for node in nodes_of(function):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                under = code_of(node.right)
                if _BATCH.search(under) and _hits(function, node.left):
                    says = f"hits of the whole evaluation are divided by {under[:40]}, the rows of a batch"
                    yield reader.found("metric fit", "other-rows", says, node, sure=0.9)
                    return
            if isinstance(node, ast.Call) and code_of(node.func).rpartition(".")[2] == "argmax":
                if first_axis(node) and len(node.args) + len(node.keywords) > (
                    0
                    if isinstance(node.func, ast.Attribute) and not code_of(node.func).startswith("np")
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


_BEST = re.compile(r"\.(?:values|\w*top\w*)?\[(?:\.\.\.|:)?, ?-1(?::|, None)?\]$|\.values\.min\(|\.amin\(")


_GATHERED = re.compile(r"\bgather\(|take_along_")
"""How the score of the true class is taken."""


def _ties(reader: Reader) -> Iterator[Found]:
    """`own >= scores.topk(k).values[:, -1]`: who is as good as the last of the best counts as one of them."""
    best = {
        code_of(one.targets[0])
        for one in all_of(reader.walker.tree, ast.Assign)
        if re.search(r"\btopk\(|\.topk\(|top_k\(", code_of(one.value))
    }
    own = {
        code_of(one.targets[0])
        for one in all_of(reader.walker.tree, ast.Assign)
        if _GATHERED.search(code_of(one.value))
    }
    for node in nodes_of(reader.walker.tree) if best else ():
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            continue
        low, high = node.left, node.comparators[0]
        if isinstance(node.ops[0], ast.LtE):
            low, high = high, low
        elif not isinstance(node.ops[0], ast.GtE):
            continue
        if _of_the_last(high, best) and (code_of(low) in own or _GATHERED.search(code_of(low))):
            says = f"{code_of(node)[:60]} counts every tie with the last of the best as a hit"
            yield reader.found("metric fit", "ties", says, node, {"hit": node}, sure=0.9)
            return


def _of_the_last(node: Node, best: set[str]) -> bool:
    said = code_of(node)
    return bool(_BEST.search(said)) and (said.split(".")[0].split("[")[0] in best or "topk(" in said)
