"""Arrays and tensors: what the functions and methods of numpy, torch and tf do to what is known.

Layers, models and losses are not known here.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import masks, pictures, predictions, scikit, tables
from assistant.readers.script.arithmetic import arithmetic, compared
from assistant.readers.script.drawn import counted, drawn, filled, rank_of, sizes_of, whole
from assistant.readers.script.events import LossUse
from assistant.readers.script.names import ACTIVATIONS, SHAPES
from assistant.readers.script.orders import (
    SHUFFLED,
    in_place,
    node_of_labels,
    of_last_column,
    permuted,
    repeated,
    shuffled,
)
from assistant.readers.script.pipelines import files
from assistant.readers.script.stacked import stacked, tensor
from assistant.readers.script.values import (
    NOTHING,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Mark,
    Method,
    Node,
    Op,
    Thing,
    Unknown,
    Value,
    flag,
    number,
    text,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


_ELEMENTWISE = frozenset(("sin", "cos", "exp", "sqrt", "square", "log1p", "expm1", "power", "pow"))
"""Functions of each number alone."""


_DIVIDES = frozenset(("div", "divide", "true_divide", "floor_divide"))
_OPERATORS: dict[str, ast.operator] = {
    "div": ast.Div(), "divide": ast.Div(), "true_divide": ast.Div(), "mul": ast.Mult(),
    "multiply": ast.Mult(), "add": ast.Add(), "sub": ast.Sub(), "subtract": ast.Sub(),
}  # fmt: skip
"""Methods of a tensor that are written as operators elsewhere."""


def attribute(owner: Flow, node: ast.Attribute) -> Value:
    """An attribute of a tensor."""
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
    if first == "numpy" and last in ACTIVATIONS and args and last not in ("exponential", "linear"):
        fed = args[0]
        if not isinstance(fed, Flow) or not fed.ops:  # numbers: nothing here has gradients
            known = fed.data if isinstance(fed, Flow) else NOTHING
            size = 1.0 if last == "tanh" else None
            return Flow(data=replace(known, size=size, values=None, scaled="", node=node))
    if first in ("numpy", "cupy", "jax"):
        return made(walker, last, args, options, node)
    if first == "pandas" and last.startswith("read_"):
        table_ = Thing("frame", last, node=node)
        table_.attributes["__mark__"] = Const(node)
        return table_
    if path == "pandas.get_dummies" and args and isinstance(args[0], Thing) and args[0].kind == "frame":
        return args[0]
    if path == "pandas.DataFrame":
        given = args[0] if args else options.get("data", UNKNOWN)
        return tables.table(
            given.attributes if isinstance(given, Thing) and given.kind == "dict" else {}, node
        )
    if path == "pandas.concat" and args:
        return tables.concatenated(args[0], options, node)
    if first == "sklearn":
        return scikit.made(walker, last, args, options, node)
    if first == "imblearn" and re.search(r"SMOTE|ADASYN|OverSampler", last):
        return walker.thing("sk-scaler", last, "sklearn", args, options, node)
    if last in ("seed", "manual_seed", "set_state", "seed_everything", "set_seed"):
        walker.event("seed", node)
    if path in ("random.Random", "random.SystemRandom"):
        return Thing("rng", node=node)
    if path == "random.shuffle":
        in_place(walker, args, node)
        return shuffled(walker, args, node)
    if path in ("PIL.Image.open", "cv2.imread", "imageio.imread", "skimage.io.imread"):
        return pictures.read(node)
    if path == "cv2.resize" and args and isinstance(args[0], Flow):
        return pictures.resized(args[0], args[1] if len(args) > 1 else options.get("dsize", UNKNOWN))
    if path in ("os.listdir", "os.scandir"):
        return Flow(data=Data(rank=1, order="listing", node=node))
    if first in ("glob", "tensorflow") and last in ("glob", "iglob"):
        return files(last, args, node)
    return None


def made(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a function of numpy, torch or tf makes; None for one that is not known."""
    name = last.lower()
    if name in ("log", "log2", "log10", "logarithm"):
        return _log(walker, args[0] if args else UNKNOWN, node)
    sampled = last == "exponential" and (
        len(args) > 1 or "size" in options
    )  # Keras has an activation so named
    if last in ACTIVATIONS and not sampled:
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
        return drawn(name, args, options, node)
    if name in ("randint", "integers", "choice", "random_integers"):
        return whole(args, options, node)
    if name in ("zeros", "ones", "full", "zeros_like", "ones_like", "full_like"):
        return filled(name, args, options, node)
    if name in ("arange", "linspace", "range"):
        return counted(args, node)
    if name in ("matmul", "mm", "dot", "bmm") and len(args) == 2 and isinstance(args[1], Thing):
        weight = args[1]
        if weight.kind in ("variable", "parameter"):
            flow = args[0] if isinstance(args[0], Flow) else Flow()
            return flow.then("linear", node, weight)
    if name in ("randperm", SHUFFLED):
        count = number(args[0]) if args else None
        mark = Mark(node, walker.order, options.get("generator"), int(count) if count else None)
        if args and isinstance(args[0], Flow):
            return permuted(args[0], mark)
        return Flow(
            data=Data(rank=1, order=SHUFFLED, rows=int(count) if count else None, moved=mark, node=node)
        )
    if name == "shuffle":
        in_place(walker, args, node)
        return shuffled(walker, args, node)
    if name in ("repeat", "repeat_interleave") and args:
        return repeated(args, node, True)
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
        return stacked(name, args, options, node)
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
    if (masked := masks.made(name, fed, args[1:], node)) is not None:
        return masked
    if (
        name in ("equal", "eq", "not_equal")
        and len(args) > 1
        and any(isinstance(one, Flow) for one in args[:2])
    ):
        walker.event("compare", node, owner=args[0], value=args[1], op="Eq")
        return compared(args[0], ast.Eq(), args[1], node)
    if name in _DIVIDES and len(args) == 2 and isinstance(fed, Flow):
        down = name == "floor_divide" or text(options.get("rounding_mode")) is not None
        return arithmetic(walker, fed, ast.FloorDiv() if down else ast.Div(), args[1], node)
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
        made_ = tensor(walker, fed, node)
        if flag(options.get("requires_grad")) is True and not isinstance(made_, Flow):
            return Flow((Op("fresh", node),), cut=node)
        return made_
    if name == "clip" and len(args) == 3 and isinstance(fed, Unknown):
        fed = Flow()
    if isinstance(fed, Flow):
        return method(walker, fed, name, args[1:], options, node)
    return None


def _log(walker: State, fed: Value, node: ast.Call) -> Value:
    if not isinstance(fed, Flow):
        return UNKNOWN
    if not fed.ops:
        low = fed.data.size is None or fed.data.size <= _LOG
        return fed if low else replace(fed, data=replace(fed.data, size=_LOG, values=None, scaled="log"))
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


def method(
    walker: State, owner: Flow, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of an array, or the function of that name."""
    if name in ("backward", "zero_grad", "step", "train", "eval"):
        from assistant.readers.script import methods  # noqa: PLC0415

        return methods.method(walker, owner, name, args, options, node, "")
    if name in ("item", "detach", "numpy", "tolist", "stop_gradient", "detach_"):
        if name != "item" and not owner.ops and not owner.losses:
            return owner  # data have no graph
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
        return predictions.method(walker, owner, name, args, options, node)
    return _on_data(walker, owner, name, args, options, node)


_QUANTILES = {"quantile": 1.0, "nanquantile": 1.0, "percentile": 100.0, "nanpercentile": 100.0}
"""Functions that give the number under which a share of the others lies, and what the whole of them is."""


def _quantile(data: Data, name: str, at: float | None) -> Flow:
    """The number under which a share of an array lies."""
    share = at / _QUANTILES[name] if at is not None else None
    return Flow(data=Data(rank=0, size=data.size, order="stat", source=("quantile", share)))


def _mapped(data: Data, given: Thing, node: Node) -> Flow:
    """An array whose values a dict replaces."""
    numbers = [number(one) for one in given.attributes.values()]
    known = frozenset(one for one in numbers if one is not None)
    whole = bool(known) and None not in numbers and not given.open
    return Flow(data=replace(data, values=known if whole else None, node=node))


def _widened(
    sizes: tuple[int | None, ...] | None, args: list[Value], options: dict[str, Value]
) -> tuple[int | None, ...] | None:
    """The lengths with one more axis of length 1."""
    at = number(options.get("dim", options.get("axis", args[0] if args else None)))
    if sizes is None or at is None:
        return None
    place = int(at) if at >= 0 else len(sizes) + 1 + int(at)
    return (*sizes[:place], 1, *sizes[place:])


def _reshaped(data: Data, args: list[Value], options: dict[str, Value], node: ast.Call) -> Data:
    """An array in another shape."""
    shape = args[0] if len(args) == 1 else None
    rank = len(args) if len(args) > 1 else rank_of(args, {}) if shape is not None else None
    if len(args) == 1 and isinstance(shape, Const):
        rank = 1
    asked = sizes_of(args, options)
    if asked is None and len(args) > 1:
        asked = tuple(sizes[0] if (sizes := sizes_of([one], {})) else None for one in args)  # x.size(0)
    sizes = _filled(asked, data.sizes, args)
    recut = node if _recut(data.sizes, sizes) else data.recut
    rows = None if rank != data.rank else data.rows
    return replace(data, rank=rank, rows=rows, sizes=sizes, recut=recut)


_LOG = 10.0
"""What is given to a logarithm is large; its logarithm is of this size."""


def _filled(
    sizes: tuple[int | None, ...] | None, before: tuple[int | None, ...] | None, args: list[Value]
) -> tuple[int | None, ...] | None:
    """The lengths that a reshape asks for, with the one that it leaves open (-1) worked out."""
    if sizes is None or before is None or sizes.count(None) != 1 or None in before:
        return sizes
    inner = args[0] if len(args) == 1 else None
    asked = inner.items if isinstance(inner, Thing) else args
    if -1 not in [number(one) for one in asked]:
        return sizes
    whole, known = math.prod(one or 1 for one in before), math.prod(one or 1 for one in sizes)
    length = whole // known if known and whole % known == 0 else None
    return tuple(length if one is None else one for one in sizes)


def _recut(old: tuple[int | None, ...] | None, new: tuple[int | None, ...] | None) -> bool:
    """A reshape to the same lengths in another order: it cuts the numbers anew and turns nothing."""
    if old is None or new is None:
        return False
    # one axis of unknown length is the same on both sides: the number of all elements is
    before, after = ([one for one in sizes if one != 1] for sizes in (old, new))
    if None not in before and after.count(None) == 1:
        known = math.prod(one for one in after if one)
        after = [
            math.prod(one or 1 for one in before) // max(1, known) if one is None else one for one in after
        ]
    if len(before) != len(after) or len(before) < 3 or before.count(None) > 1:
        return False
    alike = sorted(one or 0 for one in before) == sorted(one or 0 for one in after)
    return alike and before != after


def _on_data(
    walker: State, owner: Flow, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of an array that no model made."""
    data = owner.data
    if (operator := _OPERATORS.get(name.removesuffix("_"))) is not None and len(args) == 1 and not options:
        return arithmetic(walker, owner, operator, args[0], node)
    if (masked := masks.made(name, owner, args, node)) is not None:
        return masked
    if name in ("resize", "convert") and data.sizes and len(data.sizes) == 3 and args:
        return pictures.resized(owner, args[0]) if name == "resize" else pictures.converted(owner, args[0])
    if name in ("mean", "std", "var", "nanmean", "nanstd", "reduce_mean", "median"):
        return Flow(data=Data(rank=None, size=data.size, order="stat", source=name))
    if name in _QUANTILES:
        return _quantile(data, name, number(args[0] if args else options.get("q")))
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
        small = data.size is not None and (data.size <= 1 or data.scaled in ("standardized", "fitted"))
        if whole and small and data.values is None and data.scaled:
            return Flow(data=replace(data, constant=node))
        return owner
    if name in ("map", "replace") and (read := tables.mapped(owner, args[0] if args else UNKNOWN)):
        return read
    if name == "map" and args and isinstance(args[0], Thing) and args[0].kind == "dict":
        return _mapped(data, args[0], node)
    if name in ("map", "apply", "replace", "fillna", "interpolate"):
        return Flow(data=replace(data, values=None, size=None, node=node))
    if name in ("reshape", "view"):
        return Flow(data=_reshaped(data, args, options, node))
    if name in ("flatten", "ravel", "squeeze"):
        rank = (
            1
            if name != "squeeze"
            else (data.rank - 1 if data.rank is not None and data.rank > 1 else data.rank)
        )
        return Flow(data=replace(data, rank=rank, sizes=None))
    if name in ("unsqueeze", "expand_dims"):
        rank = data.rank + 1 if data.rank is not None else None
        return Flow(data=replace(data, rank=rank, sizes=_widened(data.sizes, args, options)))
    if name in ("permute", "transpose", "swapaxes", "moveaxis", "unflatten", "expand", "narrow"):
        return Flow(data=replace(data, sizes=None))
    if name in ("argmax", "argmin"):
        rank = data.rank - 1 if data.rank is not None else None
        return Flow(data=Data(rank=rank, order=data.order, rows=data.rows, moved=data.moved, source=object()))
    if name in ("split", "chunk", "array_split", "tensor_split"):
        size = number(args[0]) if args else None
        walker.event("batches", node, value=owner, size=size if name == "split" else None, hint=name)
        rows = int(size) if size and name == "split" else None
        one = Flow(
            data=replace(data, rows=rows, sizes=None, order="run" if data.order == "arange" else data.order)
        )
        return Thing("splits", node=node, items=[one])
    if name in ("repeat", "repeat_interleave", "tile"):
        return repeated([owner, *args], node, name != "repeat")
    if name in ("permutation", "randperm"):
        return permuted(owner, Mark(node, walker.order))
    if name == "argsort" and (node_of_labels(node) or of_last_column(node, walker.tree)):
        return Flow(data=Data(rank=1, order="argsort", moved=Mark(node, walker.order), node=node))
    if name in ("clip", "clamp", "clip_by_value") and data.size is None and data.values is None:
        bounds = [number(one) for one in args[:2]]
        limits = [abs(one) for one in bounds if one is not None]
        return Flow(data=replace(data, size=max(limits) if len(limits) == 2 else None, node=node))
    if name in SHAPES or name in (
        "copy",
        "clone",
        "clip",
        "clamp",
        "clip_by_value",
        "swapaxes",
        "transpose",
        "abs",
        "isfinite",
        "where",
    ):
        return owner
    if name in ("round", "rint", "floor", "ceil", "trunc", "around"):
        return Flow(data=replace(data, values=None))
    if name == "sign":
        return Flow(data=replace(data, values=frozenset((-1.0, 1.0)), size=1.0))
    if name in ("sort", "sorted") and data.values is not None and data.rank in (0, 1):
        return Flow(data=replace(data, order="sorted", node=node))
    if name in ("norm", "dot", "matmul"):
        return Flow(data=Data(rank=data.rank - 1 if data.rank else None, order=data.order, rows=data.rows))
    if name in _ELEMENTWISE:
        order = "" if data.order in ("arange", SHUFFLED) else data.order
        signed = name in ("sin", "cos")
        size = _LOG if name == "log1p" and (data.size is None or data.size > _LOG) else None
        return Flow(data=replace(data, size=size, values=None, scaled="", signed=signed, order=order))
    if name in ("item", "numel", "size", "dim", "unique", "all", "any", "bincount"):
        return UNKNOWN
    return Flow()
