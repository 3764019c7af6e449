"""What enters a loss in training, beside what enters it in evaluation: scale, order, rows that both have.

How arrays came to be so is followed elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import zip_longest

from assistant.readers.script.fed import READY, begins_plainly, data_of, pair_of
from assistant.readers.script.loop import MOST
from assistant.readers.script.nodes import code_of
from assistant.readers.script.orders import UNSURE, marks
from assistant.readers.script.pipelines import part_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.rescaling import divisor
from assistant.readers.script.values import (
    BYTES,
    NOTHING,
    UNKNOWN,
    Data,
    Flow,
    Mark,
    Node,
    Thing,
    Unknown,
    Value,
    flag,
)

HUGE = 10_000
"""Targets of this size are out of reach: Adam at 1e-3 moves a bias by 10 in 10,000 steps."""


def pairs(reader: Reader) -> Iterator[Found]:
    """What enters a loss in training, beside what enters it in evaluation."""
    trained: list[tuple[Value, Value, Node]] = []
    tested: list[tuple[Value, Value, Node]] = []
    apart: set[Node] = set()  # where nothing is trained for certain
    for use in reader.walker.losses:
        if not use.compiled and isinstance(use.fed, Flow):
            (trained if use.trained else tested).append((use.fed, use.target, use.node))
            if use.quiet:
                apart.add(use.node)
    for event in reader.events("compare", "enter"):
        flow = event.owner if isinstance(event.owner, Flow) else None
        if flow is not None and flow.ops and event.kind == "compare":
            tested.append((flow, event.value, event.node))
            if event.quiet:
                apart.add(event.node)
    tested.extend(
        (event.value, UNKNOWN, event.node)
        for event in reader.events("call")
        if flag(event.more["options"].get("training")) is False and isinstance(event.value, Flow)
    )
    for event in reader.events("evaluate", "predict", "network-test"):
        x, y = pair_of(event.more["args"], event.more["options"])
        if isinstance(x, Flow) and not x.ops:
            tested.append((x, y, event.node))
    for event in reader.events("fit", "network-fit"):
        x, y = pair_of(event.more["args"], event.more["options"])
        trained.append((x, y, event.node))
        held = event.more["options"].get("validation_data")
        if isinstance(held, Thing) and held.kind == "tuple" and len(held.items) >= 2:
            tested.append((held.items[0], held.items[1], event.node))
        elif held is not None and (parts := part_of(held)) is not None:
            tested.append((*parts, event.node))
    for fed, target, node in trained[:MOST]:
        data = data_of(fed)
        label = data_of(target) if not (isinstance(target, Flow) and target.ops) else NOTHING
        yield from _one(reader, data, label, node, _model_input(reader, fed, node))
        yield from _mixing(reader, data, label, node)
        for other, held_target, other_node in tested[:MOST]:
            held = data_of(other)
            held_label = (
                data_of(held_target) if not (isinstance(held_target, Flow) and held_target.ops) else NOTHING
            )
            yield from _both(reader, data, label, held, held_label, other_node, other_node in apart)


def _model_input(reader: Reader, fed: Value, node: Node) -> bool:
    """The network takes raw numbers as they are: it neither scales nor embeds them first."""
    if isinstance(fed, Flow) and fed.ops:
        first = next(
            (
                op.name
                for op in fed.ops
                if op.name not in ("input", "same", "shape", "flat", "reshaped", "index")
            ),
            "",
        )
        return first in ("linear", "conv")
    for event in reader.events("fit", "network-fit"):
        if event.node is not node or not isinstance(event.owner, Thing):
            continue
        if event.owner.kind == "mlp":
            return True
        if event.owner.kind != "sequential" or begins_plainly(reader, event.owner):
            return begins_plainly(reader, event.owner)
        if event.owner.kind == "sequential":
            names = [one.name for one in event.owner.items if isinstance(one, Thing) and one.kind == "layer"]
            if any(
                not isinstance(one, Flow) and getattr(one, "kind", "") != "layer" for one in event.owner.items
            ):
                return False
            kept = [name for name in names if name not in ("identity", "shape")]
            return bool(kept) and kept[0] in ("linear", "conv") and not READY & set(kept[:2])
    return False


def _one(reader: Reader, data: Data, label: Data, node: Node, plain: bool) -> Iterator[Found]:
    if data.again is not None:
        yield reader.found(
            "inputs",
            "tiny",
            f"{code_of(data.again)[:60]}: they were {data.scaled} before",
            data.again,
            {"operator": data.again},
        )
    elif data.constant is not None:
        yield reader.found(
            "inputs",
            "constant",
            f"{code_of(data.constant)[:60]} {_made_constant(data.constant)}",
            data.constant,
            {"operator": data.constant},
        )
    elif plain and data.mixed:
        yield reader.found("inputs", "mixed", "columns differ by orders of magnitude", data.node or node)
    elif plain and data.size is not None and data.size >= BYTES and not data.scaled and data.values is None:
        yield reader.found(
            "inputs", "raw", f"inputs of up to {data.size:g} enter the network as they are", data.node or node
        )
    if label.order == "same" and label.values and len(label.values) == 1 and _alone(reader):
        says = f"all labels are {next(iter(label.values)):g}"
        yield reader.found("classes", "single", says, label.node or node, sure=0.9)
    squared = any(
        use.kind == "squared-error" and (use.trained or use.compiled) for use in reader.walker.losses
    ) or any(
        isinstance(one.owner, Thing) and one.owner.name == "MLPRegressor" and one.node is node
        for one in reader.events("network-fit")
    )
    if squared and label.size is not None and label.size >= 1000 and not label.scaled:
        far = "huge" if label.size >= HUGE else "raw"
        yield reader.found(
            "targets", far, f"targets of up to {label.size:g} are not scaled", label.node or node
        )
    if label.order == "arange":
        return  # each sample is a class of its own, as where two views of it are to find each other
    if _drawn_apart(reader, data, label):
        drawn = _first_apart(data, label)
        at = drawn.node if drawn is not None and drawn.node is not None else node
        yield reader.found(
            "pairs", "apart", "inputs and labels are permuted by two permutations of their own", at
        )
    elif (
        data.moved != label.moved
        and UNSURE not in marks(data.moved) + marks(label.moved)
        and (
            (label.rank and (data.rank or data.rows) and not _derived(data, label))
            or _of_one_file(data, label)
        )
    ):
        if data.moved is None or label.moved is None or _once_more(data, label):
            drawn = _first_apart(data, label)
            at = (drawn.node if drawn is not None else None) or data.node or node
            which = ["samples", "labels"]
            if len(marks(data.moved)) < len(marks(label.moved)):
                which.reverse()
            yield reader.found("pairs", "apart", f"{which[0]} were permuted, and the {which[1]} were not", at)


def _made_constant(node: Node) -> str:
    """What leaves one number everywhere, in words."""
    times = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    return "is 0 everywhere" if times else "makes whole numbers of fractions: all 0"


def _alone(reader: Reader) -> bool:
    """One network is trained by one optimizer: no second one that is to be fooled."""
    return len(reader.things("optimizer")) <= 1 and not reader.events("train_on_batch")


def _drawn_apart(reader: Reader, data: Data, label: Data) -> bool:
    """Both went through permutations that were drawn, and not through the same."""
    pair = marks(data.moved), marks(label.moved)
    odd = [
        (one, other)
        for one, other in zip_longest(*pair)
        if one is not other and not (isinstance(one, Mark) and isinstance(other, Mark))
    ]
    if not all(pair) or pair[0] == pair[1] or odd:
        return False
    for one, other in zip(*pair, strict=False):
        assert isinstance(one, Mark)
        assert isinstance(other, Mark)
        if one is other:
            continue
        first, last = sorted((one.order, other.order))
        seeded = any(first <= event.order <= last for event in reader.events("seed"))
        if isinstance(one.source, tuple) and isinstance(other.source, tuple):
            continue  # two numbers that seed them
        known = not isinstance(one.source, Unknown) and one.source is other.source
        if seeded or not known:
            return False
    return True


def _of_one_file(data: Data, label: Data) -> bool:
    """Two arrays of one file."""
    one, other = data.source, label.source
    return isinstance(one, tuple) and isinstance(other, tuple) and one[0] is other[0] and one != other


def _once_more(data: Data, label: Data) -> bool:
    """One of the two went through one permutation more."""
    one, other = sorted((marks(data.moved), marks(label.moved)), key=len)
    return len(one) < len(other) and one in (other[: len(one)], other[len(other) - len(one) :])


def _first_apart(data: Data, label: Data) -> Mark | None:
    """The permutation of the labels, or the extra one of the inputs, that the other side did not get."""
    for one, other in zip_longest(marks(data.moved), marks(label.moved)):
        if one is not other:
            found = other if isinstance(other, Mark) else one
            return found if isinstance(found, Mark) else None
    return None


def _derived(data: Data, label: Data) -> bool:
    return data.rank is None or label.rank is None


def _mixing(reader: Reader, data: Data, label: Data, node: Node) -> Iterator[Found]:
    if label.order == "blocks" or data.order == "blocks":
        yield reader.found("batches", "one-class", "rows move in blocks of one class", node)


def _both(
    reader: Reader, data: Data, label: Data, held: Data, held_label: Data, node: Node, apart: bool
) -> Iterator[Found]:
    """Training against evaluation."""
    if data.scaled in ("standardized", "fitted") or data.scaled.startswith("/"):
        raw = held.scaled == "" and held.size is not None and held.size > 2 and held.order != "stat"
        source = data.source is not None and held.source == data.source and data.part != held.part
        ready = held.scaled in ("standardized", "fitted", "centered") or divisor(held.scaled) >= BYTES
        plain = not ready if data.scaled in ("standardized", "fitted") else held.scaled == ""
        raw = raw or (source and plain and held.values is None)
        if raw:
            yield reader.found(
                "preparation", "different", "training inputs are scaled, those of validation are not", node
            )
            return
    ways = [way_of(one.scaled) for one in (data, held)]
    if all(ways) and ways[0] != ways[1] and held.order != "stat":
        says = f"training inputs are {ways[0]}, those of validation {ways[1]}"
        yield reader.found("preparation", "different", says, node, sure=0.9)
        return
    related = (data.born is not None and data.born is held.born) or _alike(data, held)
    if data.turned != held.turned and related:
        turned = "those of training" if data.turned else "those of validation"
        says = f"the color channels are reversed in {turned} alone"
        yield reader.found("preparation", "different", says, data.turned_at or held.turned_at or node)
    elif (
        _alike(data, held)
        and data.scaled == held.scaled
        and (apart or (data.source, data.part) != (held.source, held.part))
    ):
        says = "inputs of training and validation come out of the same code"
        yield reader.found("preparation", "same", says, held.node or node, sure=0.8)
    if {label.ordered, held_label.ordered} == {"front", "back"}:
        says = "validation is the end of data that is sorted by class"
        yield reader.found("split", "ordered", says, held_label.cut_at or label.cut_at or node)
    moved = data.span[2] if data.span is not None else None
    if moved is not None or (data.source is not None and data.source == held.source):
        if shared := _shared(data.span, held.span):
            says = f"validation holds rows that train: those from {shared[0]} to {shared[1]}"
            yield reader.found("leak", "yes", says, held.cut_at or node, sure=0.95)
    if (
        data.repeated is not None
        and held.repeated is not None
        and {data.part, held.part} == {"front", "back"}
    ):
        yield reader.found("leak", "yes", "rows are copied before validation is cut off", data.repeated)


def _shared(
    one: tuple[int, int | None, object] | None, other: tuple[int, int | None, object] | None
) -> tuple[int, str] | None:
    """The rows that two parts of one array have in common; None for parts that are the same or apart."""
    if one is None or other is None or one == other or one[2] != other[2]:
        return None
    first = max(one[0], other[0])
    ends = [end for _, end, _ in (one, other) if end is not None]
    if ends and min(ends) <= first:
        return None
    return first, str(min(ends)) if ends else "the end"


def _alike(data: Data, held: Data) -> bool:
    """Both are rows of one array, or came out of the same line of code."""
    if data.node is not None and data.node is held.node:
        return True
    return data.source is not None and data.source == held.source and data.part != held.part


def way_of(scaled: str) -> str:
    """How inputs were brought to another scale, in words; empty where it may be a unit only."""
    if divisor(scaled) >= BYTES:
        return f"divided by {scaled[1:]}"
    return "standardized" if scaled in ("standardized", "fitted") else ""
