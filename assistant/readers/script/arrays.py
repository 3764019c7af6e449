"""Arrays and tensors: what indexing, arithmetic and the functions of numpy, torch and tf do to what is known.

Layers, models and losses are not known here.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import lists, tables
from assistant.readers.script.events import LossUse
from assistant.readers.script.names import ACTIVATIONS
from assistant.readers.script.pipelines import data_set, files
from assistant.readers.script.values import (
    NOTHING,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Mark,
    Node,
    Op,
    Thing,
    Unknown,
    Value,
    number,
    text,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State

INPUT = Op("input")
MERGE = Op("merge")
HITS = Op("hits")
_SHAPES = frozenset(
    (
        *(
            "view",
            "reshape",
            "flatten",
            "squeeze",
            "unsqueeze",
            "permute",
            "transpose",
            "contiguous",
            "expand",
        ),
        *(
            "expand_as",
            "view_as",
            "swapaxes",
            "ravel",
            "moveaxis",
            "expand_dims",
            "to",
            "cuda",
            "cpu",
            "float",
        ),
        *(
            "double",
            "half",
            "type",
            "astype",
            "long",
            "int",
            "clone",
            "requires_grad_",
            "cast",
            "numpy",
            "bool",
        ),
        *("type_as", "bfloat16", "reshape_as", "unflatten", "chunk", "narrow", "copy", "tolist", "to_numpy"),
    )
)
_FLATTENS = frozenset(("squeeze", "flatten", "ravel", "view", "reshape"))
_REDUCES = frozenset(
    ("mean", "sum", "reduce_mean", "reduce_sum", "std", "var", "max", "min", "amax", "amin", "prod")
)
_ELEMENTWISE = frozenset(("sin", "cos", "exp", "sqrt", "square", "log1p", "expm1", "power", "pow"))
"""Functions of each number alone."""
_SHUFFLED = "permutation"
_BYTES = 100
"""A division by this much or more brings bytes to fractions."""
_MOST = 40
"""Values of a set that is kept."""
UNSURE = "unsure"
"""Rows that came together from several orders."""


# ---- what is done to one


def part(value: Flow, at: int) -> Value:
    """One of several rows that are unpacked."""
    if value.ops:
        return value.then("index")
    rank = value.data.rank - 1 if value.data.rank else None
    return Flow(data=replace(value.data, rank=rank, rows=None, sizes=None, source=(value.data.source, at)))


def element(value: Flow) -> Value:
    """One of what a loop over an array gives."""
    if value.data.order in ("batches",):
        return Flow(data=replace(value.data, order=value.data.part or _SHUFFLED))
    if value.ops:
        return value.then("index")
    rank = value.data.rank - 1 if value.data.rank else None
    return Flow(data=replace(value.data, rank=rank, sizes=None))


def put(value: Flow, given: Value) -> Flow:
    """An array after something was put into it."""
    data = value.data
    fresh = isinstance(given, Const) and isinstance(given.value, float) and given.value != given.value
    if fresh:
        return value
    size = _size(given)
    grown = max(data.size, size) if data.size is not None and size is not None else data.size
    return replace(value, data=replace(data, size=grown, values=None))


def attribute(owner: Flow, node: ast.Attribute) -> Value:
    """An attribute of a tensor."""
    from assistant.readers.script.values import Method  # noqa: PLC0415

    name = node.attr
    if name == "data":
        return replace(owner.then("detach", node), cut=node)
    if name in ("T", "mT"):
        return owner.then("shape", node) if owner.ops else Flow(data=replace(owner.data, sizes=None))
    if name in ("real", "values"):
        return owner.then("shape", node) if owner.ops else owner
    if name in ("shape", "device", "dtype", "ndim", "grad"):
        return Unknown(name)
    if name == "loss":
        return replace(owner, ops=(Op("loss"),))
    if name in ("logits", "last_hidden_state", "pooler_output", "sample", "prediction"):
        return owner.then("index", node)
    return Method(owner, name, name)


def index(owner: Flow, key: Value, node: ast.Subscript) -> Value:
    """Rows or columns of an array."""
    if owner.ops:
        flat = isinstance(node.slice, ast.Tuple) and any(
            isinstance(one, ast.Constant) and isinstance(one.value, int) for one in node.slice.elts
        )
        wider = isinstance(node.slice, ast.Tuple) and any(
            isinstance(one, ast.Constant) and one.value is None for one in node.slice.elts
        )
        return owner.then("flat" if flat else "shape" if wider else "index", node)
    data = owner.data
    if (named := text(key)) is not None:  # one array of a file
        source = (data.source[0], named) if isinstance(data.source, tuple) else None
        return Flow(data=Data(source=source, node=node))
    parts = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    keys = key.items if isinstance(key, Thing) and key.kind == "tuple" else [key]
    rank = data.rank
    if rank is not None:
        for one in parts:
            if isinstance(one, ast.Constant) and one.value is None:
                rank += 1
            elif isinstance(one, ast.Constant) and isinstance(one.value, int):
                rank -= 1
    first = keys[0] if keys else UNKNOWN
    moved, order, rows = data.moved, data.order, data.rows
    cut = data.part
    if isinstance(first, Flow) and not first.ops:
        chosen = first.data
        if chosen.order == "argsort":
            moved, order = (data.moved, chosen.moved), "sorted"
        if chosen.order in (_SHUFFLED, "blocks"):
            if data.order == "arange":
                return Flow(
                    data=replace(data, order="blocks" if _blocked(data) else _SHUFFLED, moved=chosen.moved)
                )
            if data.order == _SHUFFLED:
                return Flow(data=replace(data, moved=(data.moved, chosen.moved), node=node))
            moved = (data.moved, chosen.moved) if data.moved is not None else chosen.moved
            if order == "sorted":
                order = "blocks" if chosen.order == "blocks" else "random"
            if chosen.part:
                cut = chosen.part
        ordered = data.ordered
        if chosen.order == "arange":
            cut = chosen.part or cut
            ordered = chosen.part if chosen.part and data.order == "sorted" else ordered
        rows = chosen.rows
        values = data.values
        if data.order == "stat-values":
            values = None
        whole_rank = (rank - 1 + chosen.rank) if rank is not None and chosen.rank is not None else None
        sizes = data.sizes if len(parts) == 1 and chosen.rank == 1 else None
        return Flow(
            data=replace(
                data,
                rank=whole_rank,
                sizes=(None, *sizes[1:]) if sizes else None,
                moved=moved,
                order=order,
                rows=rows,
                part=cut,
                ordered=ordered,
                cut_at=chosen.cut_at or data.cut_at,
                values=values,
                repeated=chosen.repeated or data.repeated,
            )
        )
    if _anywhere(first):
        order, rows = "" if order in ("sorted", "arange") else order, None
    sliced = (
        isinstance(first, Thing)
        and first.kind == "slice"
        and (
            not (isinstance(first.items[0], Const) and first.items[0].value is None)
            or not (isinstance(first.items[1], Const) and first.items[1].value is None)
        )
    )
    if sliced and isinstance(first, Thing):
        cut, rows = _sliced(first, rows)
        ends = first.items[:2]
        if data.part and not any(isinstance(one, Const) for one in ends):
            cut = data.part  # a window or a batch of what was cut before
    kept = data.sizes if sliced and len(parts) == 1 else None
    turned = data.turned != _backwards(parts)
    return Flow(
        data=replace(
            data,
            rank=rank,
            rows=rows,
            part=cut,
            order=order,
            turned=turned,
            turned_at=node if turned != data.turned else data.turned_at,
            sizes=(rows, *kept[1:]) if kept else None,
            ordered=cut if sliced and _splits(node, data) else data.ordered,
            cut_at=node if sliced else data.cut_at,
        )
    )


def _sliced(given: Thing, rows: int | None) -> tuple[str, int | None]:
    """Which part of its rows a slice is, and how many; rows: those of the whole."""
    low, high = given.items[0], given.items[1]
    part_ = "front" if isinstance(low, Const) and low.value in (None, 0) else "back"
    if not isinstance(low, Const) or not isinstance(high, Const):
        return part_, None
    start, stop = low.value or 0, high.value
    if isinstance(start, int) and isinstance(stop, int) and 0 <= start <= stop:
        return part_, stop - start
    if isinstance(start, int) and stop is None and rows is not None and start >= 0:
        return part_, max(0, rows - start)
    return part_, None


def _splits(node: ast.Subscript, data: Data) -> bool:
    """A slice with one end, of rows that stand class by class: a split, not a batch."""
    given = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
    open_ = isinstance(given, ast.Slice) and (given.lower is None or given.upper is None)
    return data.order == "sorted" and open_


def _backwards(parts: list[ast.expr]) -> bool:
    """`image[:, :, ::-1]`, `image[..., ::-1]`: the channels in reverse."""
    last = parts[-1]
    several = len(parts) >= 3 or (
        len(parts) == 2 and isinstance(parts[0], ast.Constant) and parts[0].value is ...
    )
    return (
        several
        and isinstance(last, ast.Slice)
        and last.lower is None
        and last.upper is None
        and last.step is not None
        and ast.unparse(last.step) == "-1"
    )


def moved_rows(key: Flow) -> Flow | None:
    """Rows of something unknown that were put into an order that is known; None for another key."""
    chosen = key.data
    if key.ops or chosen.order not in (_SHUFFLED, "argsort"):
        return None
    order = "sorted" if chosen.order == "argsort" else "random"
    return Flow(data=Data(order=order, moved=chosen.moved, part=chosen.part))


def marks(moved: object) -> tuple[object, ...]:
    """The permutations that rows went through, one after another."""
    if isinstance(moved, tuple):
        return tuple(mark for one in moved for mark in marks(one))
    return () if moved is None else (moved,)


def _anywhere(key: Value) -> bool:
    """Rows that nobody knows: a list of indices, a mask."""
    return isinstance(key, Unknown) or (isinstance(key, Thing) and key.kind in ("list", "wrapped"))


def _blocked(data: Data) -> bool:
    return data.rank is not None and data.rank > 1


def negated(value: Flow, node: Node) -> Flow:
    """`-x`."""
    if value.losses:
        return value
    if value.ops:
        return value.then("scale", node)
    values = frozenset(-one for one in value.data.values) if value.data.values else None
    return replace(value, data=replace(value.data, values=values))


def compared(left: Value, op: ast.cmpop, right: Value, node: Node) -> Value:
    """`x > 0`: a truth for each element."""
    first = left if isinstance(left, Flow) else right
    assert isinstance(first, Flow)
    other = right if first is left else left
    if first.ops or (isinstance(other, Flow) and other.ops):
        flow = first if first.ops else other
        assert isinstance(flow, Flow)
        return flow.then("compare", node, None, op=type(op).__name__, other=other)
    return Flow(data=replace(first.data, values=frozenset((0.0, 1.0)), size=1.0, node=node, mixed=False))


def repeated_list(left: Thing, node: Node) -> Value:
    """`[0] * n`: labels of one class."""
    if len(left.items) == 1 and (value := number(left.items[0])) is not None:
        return Flow(data=Data(rank=1, values=frozenset((value,)), order="same", node=node))
    return Thing("list", node=node, items=left.items, open=True)


def filled_up(left: Value, op: ast.operator, right: Value, node: Node) -> Flow | None:
    """`ids + [0] * (n - len(ids))`: a short row filled up; two rows of one number each: sorted labels."""
    first, last = _filler(left), _filler(right)
    one, other = (first, right) if first is not None else (last, left)
    if not isinstance(op, ast.Add) or one is None:
        return None
    if first is not None and last is not None:
        both = first.data.values, last.data.values
        values = both[0] | both[1] if both[0] and both[1] else None
        return Flow(data=Data(rank=1, order="sorted", values=values, node=node))
    if isinstance(other, Const) or (isinstance(other, Flow) and (other.ops or other.data.order == "same")):
        return None
    if isinstance(other, Flow) and other.data.order == "sorted":
        return other
    filler = next(iter(one.data.values)) if one.data.values else None
    told = bool(_PADS.search(ast.unparse(one.data.node))) if one.data.node is not None else False
    return Flow(data=Data(rank=1, padded=filler if told else None, node=node))


_PADS = re.compile(r"len\(|pad", re.I)


def _filler(value: Value) -> Flow | None:
    """`[0] * n`."""
    if not isinstance(value, Flow) or value.ops or value.data.order != "same":
        return None
    node = value.data.node
    return value if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) else None


def _size(value: Value) -> float | None:
    if isinstance(value, Flow):
        return value.data.size
    found = number(value)
    return abs(found) if found is not None else None


def arithmetic(walker: State, left: Value, op: ast.operator, right: Value, node: Node) -> Value:
    """Two values, one of them an array, and an operator between them."""
    one, other = (left, right) if isinstance(left, Flow) else (right, left)
    assert isinstance(one, Flow)
    losses = one.losses | (other.losses if isinstance(other, Flow) else frozenset())
    cut = one.cut
    if isinstance(other, Flow) and other.losses and one.losses:
        cut = one.cut if other.cut is not None else None
    if losses:
        divided = isinstance(op, ast.Div) and not isinstance(other, Flow)
        scaled = one.scaled or divided or (isinstance(op, ast.Mult) and not isinstance(other, Flow))
        extra = isinstance(op, ast.Add | ast.Sub) and not (isinstance(other, Const) and other.value == 0)
        known = isinstance(other, Flow) and bool(other.losses)
        if extra and not known and not isinstance(other, Const):
            for number_ in one.losses:
                walker.losses[number_].alone = False
        if not one.losses and isinstance(other, Flow):
            cut = other.cut
        return Flow((Op("loss"),), losses=losses, cut=cut, scaled=scaled)
    if one.ops or (isinstance(other, Flow) and other.ops):
        return _moved(walker, left, op, right, node)
    return Flow(data=_computed(left, op, right, node))


def _moved(walker: State, left: Value, op: ast.operator, right: Value, node: Node) -> Value:
    """Arithmetic on what a model gave."""
    flow = left if isinstance(left, Flow) and left.ops else right
    assert isinstance(flow, Flow)
    other = right if flow is left else left
    if isinstance(other, Const):
        value = number(other)
        if isinstance(op, ast.Add) and value is not None and 0 < abs(value) < 0.01:
            return flow.then("guard", node)
        if isinstance(op, ast.Sub) and value == 1 and other is left:
            return flow.then("complement", node)
        if isinstance(op, ast.Mult | ast.Div) and value == 1:
            return flow
        return flow.then("scale", node)
    if isinstance(other, Flow) and other.ops:
        cut = flow.cut if other.cut is not None else None
        return Flow((*flow.ops[:1], Op("merge", node)), cut=cut)
    if isinstance(op, ast.Add) and isinstance(other, Thing) and other.kind in ("variable", "parameter"):
        return flow  # a bias
    if isinstance(op, ast.Sub):
        walker.event("meet", node, owner=flow, value=other)
        return flow.then("weighed", node, None, minus=other)
    if isinstance(op, ast.Mult) and flow.ops[-1].name == "log":
        return flow
    return flow.then("weighed", node)


def _computed(left: Value, op: ast.operator, right: Value, node: Node) -> Data:
    """Arithmetic on data."""
    one, other = (left, right) if isinstance(left, Flow) else (right, left)
    assert isinstance(one, Flow)
    data = one.data
    a, b = _size(left), _size(right)
    size: float | None = None
    scaled, constant, again, sizes = data.scaled, data.constant, data.again, data.sizes
    stat = isinstance(other, Flow) and other.data.order == "stat"
    if isinstance(op, ast.Add | ast.Sub):
        size = None if a is None or b is None else max(a, b) if stat or max(a, b) > 1 else a + b
        if stat:
            scaled = scaled or "centered"
            size = a
    elif isinstance(op, ast.Mult):
        size = a * b if a is not None and b is not None else None
    elif isinstance(op, ast.Div | ast.FloorDiv) and isinstance(left, Flow):
        if stat:
            size, scaled = 1.0, "standardized"
        elif a is not None and b:
            size = a / b
        if isinstance(other, Const) and (value := number(other)) not in (None, 0.0, 1.0):
            if scaled.startswith("/") and (value or 0) >= _BYTES and (a or 2) <= 1.5:
                again = node
            scaled = f"/{value:g}"
        if isinstance(op, ast.FloorDiv) and a is not None and b is not None and a <= b:
            constant = node
    elif isinstance(op, ast.MatMult):
        size = None
    rank = data.rank
    if isinstance(other, Flow):
        if isinstance(op, ast.MatMult) or (other.data.sizes or sizes) != sizes:
            sizes = None
        if isinstance(op, ast.MatMult):
            rank = other.data.rank if other.data.rank == 2 or one.data.rank == 2 else None
        elif rank is not None and other.data.rank is not None:
            rank = max(rank, other.data.rank)
    values = _values(left, op, right)
    order = data.order
    if isinstance(other, Flow) and order != other.data.order and not stat:
        order = "sorted" if "sorted" in (order, other.data.order) else order
    rows = data.rows if data.rows is not None else other.data.rows if isinstance(other, Flow) else None
    mixed = data.mixed and not scaled.startswith("stand")
    moved = data.moved
    if isinstance(other, Flow) and not stat and moved != other.data.moved:
        alike = rank is not None and one.data.rank == other.data.rank
        both = moved is not None and other.data.moved is not None
        moved = UNSURE if alike or both else moved or other.data.moved
    return replace(
        data,
        rank=rank,
        size=size,
        values=values,
        scaled=scaled,
        order=order,
        rows=rows,
        constant=constant,
        again=again,
        sizes=sizes,
        mixed=mixed,
        node=node,
        moved=moved,
    )


def _values(left: Value, op: ast.operator, right: Value) -> frozenset[float] | None:
    """The set of values after an operator, where both sides have small ones."""
    sides = []
    for one in (left, right):
        if isinstance(one, Flow):
            sides.append(one.data.values)
        else:
            found = number(one)
            sides.append(frozenset((found,)) if found is not None else None)
    if sides[0] is None or sides[1] is None or len(sides[0]) * len(sides[1]) > _MOST * _MOST:
        return None
    found_ = set()
    for a in sides[0]:
        for b in sides[1]:
            try:
                if isinstance(op, ast.Add):
                    found_.add(a + b)
                elif isinstance(op, ast.Sub):
                    found_.add(a - b)
                elif isinstance(op, ast.Mult):
                    found_.add(a * b)
                elif isinstance(op, ast.Div):
                    found_.add(a / b)
                elif isinstance(op, ast.FloorDiv):
                    found_.add(float(a // b))
                else:
                    return None
            except ArithmeticError:
                return None
    return frozenset(found_) if len(found_) <= _MOST else None


# ---- calls


def fitted(walker: State, owner: Value, name: str, args: list[Value], node: ast.Call) -> Value | None:
    """`scaler.fit_transform(x)`: what it was fitted on is known by the rows that it saw."""
    if not isinstance(owner, Thing) or owner.kind != "sk-scaler":
        return None
    given = args[0] if args else UNKNOWN
    data = given.data if isinstance(given, Flow) and not given.ops else Data()
    if name in ("fit", "fit_transform"):
        walker.event("scaler-fit", node, owner=owner, value=given, hint=name)
        if not data.part and not (isinstance(given, Unknown) and "train" in given.hint):
            owner.attributes["__all__"] = Const(True)
    if name in ("fit_resample", "fit_sample"):
        leaked = (
            node if not data.part and not (isinstance(given, Unknown) and "train" in given.hint) else None
        )
        labels = args[1].data if len(args) > 1 and isinstance(args[1], Flow) else Data()
        return Thing(
            "tuple",
            items=[
                Flow(data=replace(data, leaked=leaked, rows=None)),
                Flow(data=replace(labels, leaked=leaked, rows=None)),
            ],
        )
    if name in ("fit_transform", "transform"):
        if owner.name.startswith(("Select", "RFE")):
            return Flow(data=replace(data, leaked=node if "__all__" in owner.attributes else None))
        whole = "__all__" in owner.attributes and not data.part
        return Flow(
            data=replace(data, size=1.0, scaled="fitted", mixed=False, leaked=node if whole else None)
        )
    return UNKNOWN


def cut(walker: State, value: Value, node: Node) -> Value:
    """`detach`, `stop_gradient` and their kin."""
    if not isinstance(value, Flow):
        return value
    walker.event("cut", node, value=value)
    return replace(value.then("detach", node), cut=node)


def call(
    walker: State, path: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a call of numpy, pandas, scikit-learn and others gives."""
    first = path.partition(".")[0]
    last = path.rpartition(".")[2]
    if path in ("numpy.load", "numpy.loadtxt", "numpy.genfromtxt"):
        return Flow(data=Data(source=(node, ""), node=node))
    if first in ("numpy", "cupy", "jax"):
        return made(walker, last, args, options, node)
    if first == "pandas" and last.startswith("read_"):
        return Thing("frame", last, node=node)
    if path == "pandas.DataFrame":
        given = args[0] if args else options.get("data", UNKNOWN)
        return tables.table(
            given.attributes if isinstance(given, Thing) and given.kind == "dict" else {}, node
        )
    if first == "sklearn":
        return _sklearn(walker, last, args, options, node)
    if first == "imblearn" and re.search(r"SMOTE|ADASYN|OverSampler", last):
        return walker.thing("sk-scaler", last, "sklearn", args, options, node)
    if last in ("seed", "manual_seed", "set_state", "seed_everything", "set_seed"):
        walker.event("seed", node)
    if path in ("random.Random", "random.SystemRandom"):
        return Thing("rng", node=node)
    if path == "random.shuffle":
        in_place(walker, args, node)
        return shuffled(walker, args, node)
    if first in ("glob", "tensorflow") and last in ("glob", "iglob"):
        return files(last, args, node)
    return None


def _sklearn(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    walker.frameworks.add("sklearn")
    if last == "train_test_split":
        walker.event("split", node, args=args, options=options)
        parts: list[Value] = []
        for n, one in enumerate(args):
            for part_ in ("front", "back"):
                if isinstance(one, Thing) and one.kind == "frame":
                    parts.append(tables.part(one, part_, node))
                elif isinstance(one, Flow) and not one.ops:
                    order = "random" if one.data.order == "sorted" else one.data.order
                    parts.append(Flow(data=replace(one.data, part=part_, order=order, rows=None, moved=None)))
                else:
                    parts.append(Flow(data=Data(part=part_, source=(node, ast.dump(node.args[n])[:200]))))
        return Thing("tuple", items=parts)
    if last == "shuffle":
        walker.event("shuffle-together", node)
        mark = object()
        items = [
            Flow(data=replace(one.data, moved=mark, order="random")) if isinstance(one, Flow) else UNKNOWN
            for one in args
        ]
        return Thing("tuple", items=list(items)) if len(items) > 1 else items[0] if items else UNKNOWN
    if last in ("MLPClassifier", "MLPRegressor"):
        return walker.thing("mlp", last, "sklearn", args, options, node)
    if last.endswith("Scaler") or last.startswith("Select") or last in ("RFE", "RFECV"):
        return walker.thing("sk-scaler", last, "sklearn", args, options, node)
    if (found := data_set(last, options, node)) is not None:
        return found
    if last == "make_pipeline":
        return walker.thing("pipeline", last, "sklearn", args, options, node)
    return None


def made(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a function of numpy, torch or tf makes; None for one that is not known."""
    name = last.lower()
    if name in ("log", "log2", "log10", "logarithm"):
        return _log(walker, args[0] if args else UNKNOWN, node)
    drawn = last == "exponential" and (len(args) > 1 or "size" in options)  # Keras has an activation so named
    if last in ACTIVATIONS and not drawn:
        fed = args[0] if args else UNKNOWN
        return (fed if isinstance(fed, Flow) else Flow()).then(ACTIVATIONS[last], node, None, written=last)
    if name in (
        "randn",
        "normal",
        "standard_normal",
        "randn_like",
        "random_normal",
        "rand",
        "random",
        "uniform",
        "rand_like",
        "poisson",
        "random_sample",
        "empty",
        "exponential",
        "lognormal",
        "gamma",
    ):
        return _drawn(name, args, options, node)
    if name in ("randint", "integers", "choice", "random_integers"):
        return _whole(args, options, node)
    if name in ("zeros", "ones", "full", "zeros_like", "ones_like", "full_like"):
        value = (
            number(args[1]) if name.startswith("full") and len(args) > 1 else 1.0 if "ones" in name else 0.0
        )
        values = frozenset((value,)) if value is not None else None
        return Flow(
            data=Data(
                rank=_rank(args, options),
                size=value,
                values=values,
                order="same",
                rows=_rows(args, options),
                sizes=_sizes(args[:1], options),
                node=node,
                born=node,
            )
        )
    if name in ("arange", "linspace", "range"):
        count = number(args[0]) if len(args) == 1 else None
        values = (
            frozenset(float(n) for n in range(int(count)))
            if count is not None and 0 < count <= _MOST
            else None
        )
        return Flow(
            data=Data(
                rank=1,
                size=count,
                order="arange",
                rows=int(count) if count else None,
                values=values,
                node=node,
            )
        )
    if name in ("matmul", "mm", "dot", "bmm") and len(args) == 2 and isinstance(args[1], Thing):
        weight = args[1]
        if weight.kind in ("variable", "parameter"):
            flow = args[0] if isinstance(args[0], Flow) else Flow()
            return flow.then("linear", node, weight)
    if name in ("randperm", _SHUFFLED):
        count = number(args[0]) if args else None
        mark = Mark(node, walker.order, options.get("generator"))
        if args and isinstance(args[0], Flow):
            return _permuted(args[0], mark)
        return Flow(
            data=Data(rank=1, order=_SHUFFLED, rows=int(count) if count else None, moved=mark, node=node)
        )
    if name == "shuffle":
        in_place(walker, args, node)
        return shuffled(walker, args, node)
    if name in ("repeat", "repeat_interleave") and args:
        return _repeated(args, node, True)
    if name in ("default_rng", "randomstate"):
        return Thing("rng", node=node)
    if name in (
        "stack",
        "cat",
        "concatenate",
        "hstack",
        "vstack",
        "concat",
        "column_stack",
        "dstack",
        "append",
    ):
        return _stacked(name, args, options, node)
    if name == "where" and len(args) == 3:
        one, other = number(args[1]), number(args[2])
        if one is not None and other is not None:
            data = args[0].data if isinstance(args[0], Flow) else NOTHING
            return Flow(
                data=replace(data, values=frozenset((one, other)), size=max(abs(one), abs(other)), node=node)
            )
        return args[1] if isinstance(args[1], Flow) else UNKNOWN
    if name in ("seed", "set_state", "manual_seed", "set_random_seed"):
        walker.event("seed", node)
        return None
    fed = args[0] if args else options.get("input", options.get("x", options.get("input_tensor", UNKNOWN)))
    if (
        name in ("equal", "eq", "not_equal")
        and len(args) > 1
        and any(isinstance(one, Flow) for one in args[:2])
    ):
        walker.event("compare", node, owner=args[0], value=args[1], op="Eq")
        return compared(args[0], ast.Eq(), args[1], node)
    if name == "sign" and isinstance(fed, Flow) and not fed.ops:
        return Flow(data=replace(fed.data, values=frozenset((-1.0, 1.0)), size=1.0, node=node))
    if name in (
        "tensor",
        "from_numpy",
        "as_tensor",
        "array",
        "asarray",
        "constant",
        "convert_to_tensor",
        "copy",
        "identity",
        "floattensor",
        "longtensor",
        "float32",
        "int64",
        "ascontiguousarray",
        "nan_to_num",
    ):
        return _tensor(walker, fed, node)
    if name == "clip" and len(args) == 3 and isinstance(fed, Unknown):
        fed = Flow()
    if isinstance(fed, Flow):
        return method(walker, fed, name, args[1:], options, node)
    return None


def in_place(walker: State, args: list[Value], node: ast.Call) -> None:
    """`shuffle(rows)`: from here on the name stands for rows in random order."""
    given = node.args[0] if node.args else None
    if not args or given is None:
        return
    if isinstance(args[0], Flow):
        return
    after = lists.mixed(args[0])
    if isinstance(given, ast.Name) and after is not args[0]:
        scope = walker.scope
        while given.id not in scope.names and scope.parent is not None:
            scope = scope.parent
        scope.names[given.id] = after


def _tensor(walker: State, fed: Value, node: ast.Call) -> Value:
    if isinstance(fed, Flow):
        if fed.losses or fed.ops:
            walker.event("cut", node, value=fed, hint="tensor")
            return replace(fed, cut=node)
        return fed
    if isinstance(fed, Thing) and fed.kind in ("list", "tuple"):
        flows = [one for one in fed.items if isinstance(one, Flow)]
        losses = frozenset().union(*(one.losses for one in flows))
        if losses:
            walker.event("cut", node, value=flows[0], hint="tensor")
            return Flow((Op("loss"),), losses=losses, cut=node)
        if any(one.ops for one in flows):
            walker.event("cut", node, value=flows[0], hint="tensor")
            return Flow((MERGE,), cut=node)
        if flows and len(flows) == len(fed.items):
            gathered = _gathered([one.data for one in flows], node)
            return Flow(data=lists.as_data(fed, gathered.data))
        rank = 1 if fed.items and all(isinstance(one, Const) for one in fed.items) else None
        if (
            rank is None
            and fed.items
            and all(isinstance(one, Thing) and one.kind == "list" for one in fed.items)
        ):
            rank = 2
        values = None
        if rank == 1 and not fed.open:
            numbers = [number(one) for one in fed.items]
            values = frozenset(n for n in numbers if n is not None) if None not in numbers else None
        if rank == 1 and _class_by_class(fed):
            return Flow(data=Data(rank=1, values=values, order="sorted", node=node))
        if rank == 1:
            pass
        elif rank == 2 and not fed.open:
            numbers = [
                number(one) for row in fed.items if isinstance(row, Thing) for one in row.items[:_MOST]
            ]
            known = frozenset(n for n in numbers if n is not None)
            values = known if None not in numbers and len(known) <= _MOST else None
        if rank == 1 and fed.open:
            rank = None if any(not isinstance(one, Const) for one in fed.items) else 1
        return Flow(data=lists.as_data(fed, Data(rank=rank, values=values, node=node)))
    return UNKNOWN


def _permuted(value: Flow, mark: Mark) -> Flow:
    """An array with its rows in a drawn order."""
    data = value.data
    if data.order == "arange":
        return Flow(data=replace(data, order=_SHUFFLED, values=None, moved=mark))
    return Flow(data=replace(data, order="random", moved=(data.moved, mark) if data.moved else mark))


def shuffled(walker: State, args: list[Value], node: ast.Call) -> Value:
    """`shuffle(x)`: the rows of an array or a list are permuted where they are."""
    given = args[0] if args else UNKNOWN
    walker.event("shuffle", node, value=given)
    if (
        isinstance(given, Flow)
        and not given.ops
        and isinstance(node.args[0] if node.args else None, ast.Name)
    ):
        assert isinstance(node.args[0], ast.Name)
        scope = walker.scope
        while node.args[0].id not in scope.names and scope.parent is not None:
            scope = scope.parent
        scope.names[node.args[0].id] = _permuted(given, Mark(node, walker.order))
    if isinstance(given, Thing) and given.kind in ("list", "wrapped"):
        given.attributes["__order__"] = Const("random")
    return Const(None)


def unordered(value: Value) -> Value:
    """An element of a list that was shuffled."""
    if isinstance(value, Thing) and value.kind == "tuple":
        return Thing("tuple", node=value.node, items=[unordered(one) for one in value.items], open=value.open)
    if isinstance(value, Flow) and value.data.order == "sorted":
        return replace(value, data=replace(value.data, order="random"))
    return value


def node_of_labels(node: ast.Call) -> bool:
    """A call about labels, by the names in it."""
    return bool(_LABELS.search(ast.unparse(node)[:200]))


_LABELS = re.compile(r"(?<![a-z])(?:y|ys|labels?|targets?|classes|tags?|cls)(?:_\w+)?(?![a-z])", re.I)


def _gathered(rows: list[Data], node: Node) -> Flow:
    """An array of rows that are alike."""
    first = rows[0]
    same = [one for one in rows if one.rank == first.rank and one.order == first.order]
    if len(same) < len(rows):
        return Flow(data=Data(node=node))
    rank = first.rank + 1 if first.rank is not None else None
    alike = all(one.moved is first.moved or one.moved == first.moved for one in rows)
    return Flow(
        data=replace(
            first,
            rank=rank,
            rows=None,
            sizes=None,
            values=first.values if len(rows) == 1 else None,
            moved=first.moved if alike else UNSURE,
        )
    )


def _class_by_class(rows: Thing) -> bool:
    """Numbers that only rise, several of them the same: `[0, 0, 1, 1]`, or what loops appended so."""
    numbers = [number(one) for one in rows.items]
    known = [one for one in numbers if one is not None]
    if len(known) != len(numbers) or known != sorted(known) or len(set(known)) < 2:
        return False
    return rows.open or len(known) >= 4 * len(set(known))


def _log(walker: State, fed: Value, node: ast.Call) -> Value:
    if not isinstance(fed, Flow):
        return UNKNOWN
    if not fed.ops:
        return fed
    kinds = [
        op.name
        for op in fed.ops
        if op.name not in ("complement", "index", "shape", "flat", "gather", "weighed")
    ]
    if kinds and kinds[-1] in ("softmax", "sigmoid"):
        node_ = node
        flow = walker.use(LossUse("own", "", node_, fed, name="log"))
        return replace(flow, ops=(*fed.ops, Op("log", node)))
    return fed.then(
        "log_softmax" if kinds and kinds[-1] in ("softmax", "guard") and "softmax" in kinds else "log", node
    )


def _rank(args: list[Value], options: dict[str, Value]) -> int | None:
    shape = options.get("size", options.get("shape", args[0] if args else None))
    if isinstance(shape, Thing) and shape.kind in ("tuple", "list"):
        return None if shape.open else len(shape.items)
    return 1 if isinstance(shape, Const) else None


def _sizes(args: list[Value], options: dict[str, Value]) -> tuple[int | None, ...] | None:
    """The lengths of the axes, given one by one or as a tuple; None where their number is not known."""
    shape = options.get("size", options.get("shape", args[0] if args else None))
    items = args if len(args) > 1 and all(isinstance(one, Const) for one in args) else None
    if isinstance(shape, Thing) and shape.kind in ("tuple", "list") and not shape.open:
        items = shape.items
    elif items is None and isinstance(shape, Const):
        items = [shape]
    if items is None:
        return None
    numbers = [number(one) for one in items]
    return tuple(int(one) if one is not None and 0 < one < 1e9 else None for one in numbers)


def _rows(args: list[Value], options: dict[str, Value]) -> int | None:
    shape = options.get("size", options.get("shape", args[0] if args else None))
    if isinstance(shape, Thing) and shape.kind in ("tuple", "list") and shape.items:
        shape = shape.items[0]
    found = number(shape) if shape is not None else None
    return int(found) if found is not None and found < 1e9 else None


def _drawn(name: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    size: float | None = 1.0
    shape = args
    if name in ("normal", "uniform", "poisson", "random", "exponential", "lognormal", "gamma"):
        sized = options.get("size", options.get("shape"))
        low, high = (number(args[0]) if args else None), (number(args[1]) if len(args) > 1 else None)
        if name == "uniform":
            low = number(options["low"]) if "low" in options else low
            high = number(options["high"]) if "high" in options else high
            size = max(abs(low or 0.0), abs(high)) if high is not None else 1.0
        elif name == "normal" and len(args) > 1 and low is not None and high is not None:
            size = abs(low) + 2 * abs(high)
        elif name == "exponential":
            size = 3 * (low if low is not None else number(options.get("scale")) or 1.0)
        elif name == "lognormal" and low is not None and high is not None and low + 2 * high < 300:
            size = math.exp(low + 2 * high)
        elif name == "gamma" and low is not None:
            size = low * (high if high is not None else 1.0)
        elif name in ("poisson", "lognormal", "gamma"):
            size = None
        first = {"random": 0, "exponential": 1, "poisson": 1}.get(name, 2)
        shape = [sized] if sized is not None else args[first:]
    if name.endswith("_like") and args and isinstance(args[0], Flow):
        return Flow(data=replace(args[0].data, size=1.0, values=None, order="random", node=node))
    signed = name in ("randn", "normal", "standard_normal", "randn_like", "random_normal")
    if name in ("randn", "rand") and len(shape) > 1:
        rows = number(shape[0])
        return Flow(
            data=Data(
                signed=signed,
                rank=len(shape),
                size=size,
                order="random",
                rows=int(rows) if rows else None,
                sizes=_sizes(list(shape), {}),
                source=object(),
                node=node,
                born=node,
            )
        )
    rank = _rank(list(shape), {}) if shape else 0
    return Flow(
        data=Data(
            rank=rank,
            size=size,
            order="random",
            rows=_rows(list(shape), {}) if shape else None,
            sizes=_sizes(list(shape[:1]), {}) if shape else None,
            source=object(),
            node=node,
            born=node,
            signed=signed,
        )
    )


def _whole(args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    numbers = [number(one) for one in args[:2]]
    shape = options.get(
        "size", args[2] if len(args) > 2 else args[1] if len(args) > 1 and numbers[1] is None else None
    )
    low = 0.0
    high = numbers[0] if numbers else None
    if len(numbers) > 1 and numbers[1] is not None and (len(args) > 2 or "size" in options):
        low, high = numbers[0] or 0.0, numbers[1]
    if "high" in options:
        high = number(options["high"])
    if args and isinstance(args[0], Thing) and args[0].kind in ("list", "tuple"):
        return _chosen(args, options, node)
    values = None
    if high is not None and 0 < high - low <= _MOST:
        values = frozenset(float(n) for n in range(int(low), int(high)))
    given = [shape] if shape is not None else []
    return Flow(
        data=Data(
            rank=_rank(given, {}),
            size=high,
            values=values,
            order="random",
            rows=_rows(given, {}),
            sizes=_sizes(given, {}),
            source=object(),
            node=node,
            born=node,
        )
    )


def _chosen(args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    """`choice([-1, 1], n)`: one of the values that are written."""
    among = args[0]
    assert isinstance(among, Thing)
    numbers = [number(one) for one in among.items]
    known = None not in numbers and bool(numbers) and not among.open and len(numbers) <= _MOST
    values = frozenset(one for one in numbers if one is not None) if known else None
    shape = options.get("size", args[1] if len(args) > 1 else None)
    given = [shape] if shape is not None else []
    return Flow(
        data=Data(
            rank=(_rank(given, {}) or 1) if given else 0,
            size=max(abs(one) for one in values) if values else None,
            values=values,
            order="random",
            rows=_rows(given, {}),
            source=object(),
            node=node,
        )
    )


def _repeated(args: list[Value], node: ast.Call, each: bool) -> Value:
    """Every element several times: what was in order is now in blocks of one value."""
    one = args[0]
    if isinstance(one, Flow) and not one.ops:
        order = "sorted" if one.data.order in ("arange", "sorted") else one.data.order
        return Flow(data=replace(one.data, order=order, rows=None, sizes=None, node=node, repeated=node))
    if isinstance(one, Thing) and one.kind == "list" and each:
        values = [number(item) for item in one.items]
        known = frozenset(v for v in values if v is not None) if None not in values else None
        return Flow(data=Data(rank=1, order="sorted", values=known, node=node))
    return UNKNOWN


def _stacked(name: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
    inner = args[0] if args else UNKNOWN
    items = inner.items if isinstance(inner, Thing) and inner.kind in ("list", "tuple") else []
    flows = [one for one in items if isinstance(one, Flow)]
    if not flows or len(flows) != len(items):
        if any(one.losses for one in flows):
            return Flow((Op("loss"),), losses=frozenset().union(*(one.losses for one in flows)))
        return Flow((MERGE,)) if any(one.ops for one in flows) else UNKNOWN
    if any(one.losses for one in flows):
        return Flow((Op("loss"),), losses=frozenset().union(*(one.losses for one in flows)))
    if any(one.ops for one in flows):
        return Flow((MERGE,))
    if isinstance(inner, Thing) and inner.open:
        return _rows_of_one(name, flows, inner)
    sizes = [one.data.size for one in flows]
    known = [size for size in sizes if size is not None]
    along = options.get("dim", options.get("axis", args[1] if len(args) > 1 else None))
    columns = name in ("stack", "column_stack", "hstack") or number(along) in (1.0, -1.0)
    mixed = columns and len(known) > 1 and max(known) > 100 * max(min(known), 1e-9)
    rank = flows[0].data.rank
    if rank is not None and name in ("stack", "column_stack"):
        rank = max(2, rank + 1)
    same = [one.data for one in flows]
    order = flows[0].data.order
    values: frozenset[float] | None = None
    if not columns:
        if all(one.values is not None for one in same):
            values = frozenset().union(*(one.values for one in same if one.values is not None))
        constants = [one for one in same if one.order == "same"]
        if len(constants) == len(same) and values is not None and len(values) > 1:
            order = "sorted"
        several = isinstance(inner, Thing) and inner.open
        if several and len(constants) == len(same) and values is None:
            order = "sorted"  # one value for each round of a loop
    scaled = {one.scaled for one in same}
    sources = {one.source for one in same}
    births = {one.born for one in same}
    moves = {one.moved for one in same}
    parted = {one.part for one in same}
    return Flow(
        data=Data(
            moved=moves.pop() if len(moves) == 1 else UNSURE,
            part=parted.pop() if len(parted) == 1 else "",
            born=births.pop() if len(births) == 1 else node,
            scaled=scaled.pop() if len(scaled) == 1 else "",
            source=sources.pop() if len(sources) == 1 else None,
            rank=rank,
            size=max(known) if len(known) == len(sizes) and known else None,
            mixed=mixed,
            order=order,
            values=values,
            node=node,
            rows=flows[0].data.rows if columns else None,
        )
    )


def _rows_of_one(name: str, flows: list[Flow], inner: Thing) -> Flow:
    """An array of rows that a loop or a comprehension made, of which one is known."""
    first, *others = (one.data for one in flows)
    if name == "stack":
        rank = first.rank + 1 if first.rank is not None else None
        rows = lists.rows_of(inner)
    else:
        rank, rows = first.rank, None
    alike = all((one.size, one.scaled) == (first.size, first.scaled) for one in others)
    data = replace(
        first,
        rank=rank,
        sizes=None,
        size=first.size if alike else None,
        scaled=first.scaled if alike else "",
        values=first.values if alike and all(one.values == first.values for one in others) else None,
        rows=rows,
        signed=any(one.signed for one in (first, *others)),
    )
    return Flow(data=replace(data, order=lists.order_of(inner) or data.order))


def method(
    walker: State, owner: Flow, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of an array, or the function of that name."""
    if name in ("backward", "zero_grad", "step", "train", "eval"):
        from assistant.readers.script import torch  # noqa: PLC0415

        return torch.method(walker, owner, name, args, options, node, "")
    if name in ("item", "detach", "numpy", "tolist", "stop_gradient", "detach_"):
        if name == "numpy" and not owner.ops:
            return owner
        walker.event("cut", node, value=owner, hint=name)
        return replace(owner.then("detach", node), cut=node, losses=owner.losses)
    if (
        name in ACTIVATIONS
        and name not in ("linear", "identity", "threshold")
        and (owner.ops or name not in ("exp",))
    ):
        return owner.then(ACTIVATIONS[name], node, None, written=name, method=True)
    if name in ("log", "log_"):
        return _log(walker, owner, node)
    if owner.losses:
        return owner if name not in ("argmax",) else UNKNOWN
    if owner.ops:
        return _on_output(walker, owner, name, args, options, node)
    return _on_data(walker, owner, name, args, options, node)


def _on_output(
    walker: State, owner: Flow, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of what a model gave."""
    if name in _SHAPES:
        kind = "flat" if name in _FLATTENS and name not in {"view", "reshape"} else "shape"
        if name in ("view", "reshape"):
            kind = "flat" if len(args) == 1 else "reshaped"
        if name in (
            "float",
            "to",
            "cuda",
            "cpu",
            "double",
            "half",
            "type",
            "astype",
            "clone",
            "contiguous",
            "cast",
            "bool",
        ):
            kind = "same"
        if name == "numpy":
            return replace(owner.then("detach", node), cut=node)
        return owner.then(kind, node)
    if name in ("clamp", "clip", "clip_by_value", "clamp_", "clamp_min", "maximum"):
        bounds = [number(one) for one in (*args, *options.values())]
        guarded = any(b is not None and 0 < abs(b) < 0.01 for b in bounds)
        return owner.then("guard" if guarded else "clamp", node)
    if name in ("round", "rint", "round_"):
        walker.event("round", node, value=owner)
        return owner.then("round", node)
    if name in ("argmax", "topk", "max", "top_k") and (args or options or name == "argmax"):
        if name in ("topk", "top_k"):
            walker.event("top-k", node, hint=name, k=options.get("k", args[0] if args else UNKNOWN))
        flow = owner.then("argmax", node)
        walker.event("argmax", node, value=owner)
        if name in ("max", "topk", "top_k"):
            return Thing("tuple", items=[owner.then("largest", node), flow])
        return flow
    if name in ("amax", "max", "reduce_max"):
        return owner.then("largest", node)
    if name in _REDUCES:
        if name in ("mean", "reduce_mean") and "pytorch" not in walker.frameworks:
            return _own_error(walker, owner, node) or owner.then("reduced", node, method=name)
        return owner.then("reduced", node, method=name)
    if name == "gather":
        return owner.then("gather", node)
    if name in ("equal", "eq", "not_equal"):
        other = args[0] if args else UNKNOWN
        walker.event("compare", node, owner=owner, value=other, op="Eq")
        return owner.then("compare", node, None, op="Eq", other=other)
    if name in ("square", "abs", "pow", "absolute"):
        return owner.then("weighed", node)
    if name in ("exp",):
        return owner.then("exp", node)
    if name in {"size", "dim"}:
        return UNKNOWN
    if name in ("masked_fill", "index_select", "masked_select", "where"):
        return owner.then("index", node)
    if name in ("split", "unbind"):
        return UNKNOWN
    return owner.then("unknown", node)


def _own_error(walker: State, owner: Flow, node: ast.Call) -> Flow | None:
    """`mean(square(y - out))`, written out: a loss on numbers."""
    if len(owner.ops) < 3:
        return None
    before, difference, power = owner.ops[:-2], owner.ops[-2], owner.ops[-1]
    raised = isinstance(power.node, ast.BinOp) and isinstance(power.node.op, ast.Pow)
    called = isinstance(power.node, ast.Call) and power.name == "weighed"
    if "minus" not in difference.more or not (raised or called):
        return None
    fed = replace(owner, ops=before)
    use = LossUse("squared-error", "values", node, fed, difference.more["minus"], name="the squared error")
    return walker.use(use)


def _recut(old: tuple[int | None, ...] | None, new: tuple[int | None, ...] | None) -> bool:
    """A reshape that puts the first axis of a picture last, or the last first: it turns nothing."""
    if old is None or new is None or len(old) != len(new) or len(old) < 3:
        return False
    before, after = old[1:], new[1:]
    if before == after or None in before or None in after:
        return False
    turned = after in ((before[-1], *before[:-1]), (*before[1:], before[0]))
    return turned and all((one or 0) > 1 for one in before)


def _on_data(
    walker: State, owner: Flow, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of an array that no model made."""
    data = owner.data
    if name in ("mean", "std", "var", "nanmean", "nanstd", "reduce_mean", "median"):
        return Flow(data=Data(rank=None, size=data.size, order="stat"))
    if name in ("max", "min", "sum", "amax", "amin"):
        if args or options:
            return Flow(data=replace(data, rank=None, values=None, sizes=None))
        return Flow(data=Data(rank=0, size=data.size, order="stat"))
    if name in ("astype", "type", "to", "cast"):
        kind = text(args[0]) if args else None
        last = getattr(args[0], "path", "").rpartition(".")[2] if args else ""
        whole = (kind or last) in ("uint8", "int", "int32", "int64", "int8", "uint16")
        hint = args[0].hint if args and isinstance(args[0], Unknown) else ""
        whole = whole or hint == "int"
        if whole and data.size is not None and data.size <= 1 and data.values is None and data.scaled:
            return Flow(data=replace(data, constant=node))
        return owner
    if name in ("map", "replace") and (read := tables.mapped(owner, args[0] if args else UNKNOWN)):
        return read
    if name == "map" and args and isinstance(args[0], Thing) and args[0].kind == "dict":
        numbers = [number(one) for one in args[0].attributes.values()]
        known = frozenset(one for one in numbers if one is not None)
        whole = bool(known) and None not in numbers and not args[0].open
        return Flow(data=replace(data, values=known if whole else None, node=node))
    if name in ("reshape", "view"):
        shape = args[0] if len(args) == 1 else None
        rank = len(args) if len(args) > 1 else _rank(args, {}) if shape is not None else None
        if len(args) == 1 and isinstance(shape, Const):
            rank = 1
        sizes = _sizes(args, options)
        recut = node if _recut(data.sizes, sizes) else data.recut
        return Flow(
            data=replace(
                data, rank=rank, rows=None if rank != data.rank else data.rows, sizes=sizes, recut=recut
            )
        )
    if name in ("flatten", "ravel", "squeeze"):
        rank = (
            1
            if name != "squeeze"
            else (data.rank - 1 if data.rank is not None and data.rank > 1 else data.rank)
        )
        return Flow(data=replace(data, rank=rank, sizes=None))
    if name in ("unsqueeze", "expand_dims"):
        rank = data.rank + 1 if data.rank is not None else None
        return Flow(data=replace(data, rank=rank, sizes=None))
    if name in ("permute", "transpose", "swapaxes", "moveaxis", "unflatten", "expand", "narrow"):
        return Flow(data=replace(data, sizes=None))
    if name in ("argmax", "argmin"):
        rank = data.rank - 1 if data.rank is not None else None
        return Flow(data=Data(rank=rank, order=data.order, rows=data.rows, moved=data.moved, source=object()))
    if name in ("split", "chunk", "array_split", "tensor_split"):
        size = number(args[0]) if args else None
        walker.event("batches", node, value=owner, size=size if name == "split" else None, hint=name)
        rows = int(size) if size and name == "split" else None
        one = Flow(data=replace(data, rows=rows, sizes=None, order=data.order))
        return Thing("splits", node=node, items=[one])
    if name in ("repeat", "repeat_interleave", "tile"):
        return _repeated([owner, *args], node, name != "repeat")
    if name in ("permutation", "randperm"):
        return _permuted(owner, Mark(node, walker.order))
    if name == "argsort" and node_of_labels(node):
        return Flow(data=Data(rank=1, order="argsort", moved=Mark(node, walker.order), node=node))
    if name in ("clip", "clamp", "clip_by_value") and data.size is None and data.values is None:
        bounds = [number(one) for one in args[:2]]
        limits = [abs(one) for one in bounds if one is not None]
        return Flow(data=replace(data, size=max(limits) if len(limits) == 2 else None, node=node))
    if name in _SHAPES or name in (
        "copy",
        "clone",
        "clip",
        "clamp",
        "clip_by_value",
        "swapaxes",
        "transpose",
        "abs",
        "isfinite",
    ):
        return owner
    if name == "sign":
        return Flow(data=replace(data, values=frozenset((-1.0, 1.0)), size=1.0))
    if name in ("norm", "dot", "matmul"):
        return Flow(data=Data(rank=data.rank - 1 if data.rank else None, order=data.order, rows=data.rows))
    if name in ("where", "nanmean", "fillna"):
        return owner
    if name in _ELEMENTWISE:
        order = "" if data.order in ("arange", _SHUFFLED) else data.order
        signed = name in ("sin", "cos")
        return Flow(data=replace(data, size=None, values=None, scaled="", signed=signed, order=order))
    if name in ("item", "numel", "size", "dim", "unique", "all", "any", "bincount"):
        return UNKNOWN
    return Flow()
