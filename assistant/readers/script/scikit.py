"""What scikit-learn and its kin give: random splits, scalers and what they were fitted on.

Whether validation is among those rows is judged elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import tables
from assistant.readers.script.pipelines import data_set
from assistant.readers.script.values import (
    STANDARD,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Mark,
    Method,
    Thing,
    Unknown,
    Value,
    flag,
    number,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


_FITTED = frozenset(
    (
        *("RFE", "RFECV", "PCA", "TruncatedSVD", "KernelPCA", "FastICA", "NMF", "VarianceThreshold"),
        "MultiLabelBinarizer",
        *("ColumnTransformer", "make_column_transformer"),
        *("PowerTransformer", "QuantileTransformer", "Normalizer", "TfidfVectorizer", "PolynomialFeatures"),
    )
)


_TO_ONE = ("StandardScaler", "PowerTransformer")
"""Scalers after which numbers have deviation 1."""


def method(
    walker: State, owner: Value, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """A method of an estimator; None for one that is not known."""
    if not isinstance(owner, Thing) or owner.kind not in ("sk-scaler", "mlp", "pipeline"):
        return None
    if owner.kind == "sk-scaler":
        return _fitted(walker, owner, name, args, node)
    steps = owner.items if owner.kind == "pipeline" else [owner]
    last = steps[-1] if steps else UNKNOWN
    if name not in ("fit", "predict", "predict_proba", "score"):
        return None
    if not isinstance(last, Thing) or last.kind != "mlp" or owner.open:
        return None
    x: Value = args[0] if args else UNKNOWN
    for step in steps[:-1]:
        x = _fitted(walker, step, "fit_transform" if name == "fit" else "transform", [x], node) or UNKNOWN
    kind = "network-fit" if name == "fit" else "network-test"
    walker.event(kind, node, owner=last, args=[x, *args[1:]], options=options)
    return owner if name == "fit" else UNKNOWN


def _fitted(walker: State, owner: Value, name: str, args: list[Value], node: ast.Call) -> Value | None:
    """`scaler.fit_transform(x)`: what it was fitted on is known by the rows that it saw."""
    if not isinstance(owner, Thing) or owner.kind != "sk-scaler":
        return None
    given = args[0] if args else UNKNOWN
    if isinstance(given, Thing) and given.kind == "frame":
        given = tables.whole(given)
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
        if owner.name in ("MultiLabelBinarizer", "OneHotEncoder"):
            rows = replace(Data(), order=data.order, rows=data.rows, part=data.part, moved=data.moved)
            both = frozenset((0.0, 1.0))
            return Flow(data=replace(rows, rank=2, size=1.0, values=both, node=owner.node))
        if not owner.name.endswith("Scaler"):  # it fills gaps, turns axes, or spreads out classes
            known = isinstance(given, Flow) and not given.ops
            rest = replace(data, sizes=None, mixed=False, node=node, leaked=node if whole else None)
            return Flow(data=rest if known else Data())
        centers = owner.name in ("StandardScaler", "RobustScaler", "PowerTransformer", "QuantileTransformer")
        signed = centers and flag(owner.options.get("with_mean")) is not False
        leaked = node if whole else None
        far = signed and owner.name in _TO_ONE and flag(owner.options.get("with_std")) is not False
        size = STANDARD if far else 1.0
        return Flow(data=replace(data, size=size, scaled="fitted", mixed=False, leaked=leaked, signed=signed))
    return owner if name == "fit" else UNKNOWN


def _mark(walker: State, options: dict[str, Value], node: ast.Call) -> Mark:
    """The permutation that a call draws; the same one wherever the same number seeds it."""
    seed = number(options.get("random_state"))
    if seed is None:
        return Mark(node, walker.order, options.get("random_state"))
    key = (seed, number(options.get("test_size")))
    return walker.seeded.setdefault(key, Mark(node, walker.order, ("seed", *key)))


def _moved(data: Data, mark: Mark) -> object:
    return mark if data.moved is None else (data.moved, mark)


def _mixes(options: dict[str, Value]) -> bool:
    return flag(options.get("shuffle")) is not False and "**" not in options


def made(
    walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What a function or class of scikit-learn makes; None for one that is not known."""
    walker.frameworks.add("sklearn")
    if last == "train_test_split":
        walker.event("split", node, args=args, options=options)
        drawn = _mark(walker, options, node) if len(args) == 1 and _mixes(options) else None
        parts: list[Value] = []
        for n, one in enumerate(args):
            for part_ in ("front", "back"):
                if isinstance(one, Thing) and one.kind == "frame":
                    parts.append(tables.part(one, part_, node))
                elif isinstance(one, Flow) and not one.ops:
                    order = "random" if one.data.order == "sorted" else one.data.order
                    moved = one.data.moved if drawn is None else _moved(one.data, drawn)
                    source = one.data.source or (node, ast.dump(node.args[n])[:200])
                    half = replace(one.data, part=part_, order=order, rows=None, moved=moved, source=source)
                    parts.append(Flow(data=half))
                else:
                    source = (node, ast.dump(node.args[n])[:200])
                    parts.append(Flow(data=Data(part=part_, source=source, moved=drawn)))
        return Thing("tuple", items=parts)
    if last == "shuffle":
        walker.event("shuffle-together", node)
        mark = _mark(walker, options, node)
        items = [
            Flow(data=replace(one.data, moved=_moved(one.data, mark), order="random"))
            if isinstance(one, Flow)
            else Flow(data=Data(moved=mark, order="random", source=(node, ast.dump(node.args[n])[:200])))
            if isinstance(one, Unknown | Method)
            else UNKNOWN
            for n, one in enumerate(args)
        ]
        return Thing("tuple", items=list(items)) if len(items) > 1 else items[0] if items else UNKNOWN
    if last in ("scale", "minmax_scale", "robust_scale") and args and isinstance(args[0], Flow):
        far = last == "scale" and flag(options.get("with_std")) is not False
        size, signed = STANDARD if far else 1.0, last != "minmax_scale"
        scaled = replace(args[0].data, size=size, scaled="fitted", mixed=False, signed=signed, values=None)
        return replace(args[0], data=scaled)
    if last in ("MLPClassifier", "MLPRegressor"):
        return walker.thing("mlp", last, "sklearn", args, options, node)
    if last.endswith(("Scaler", "Imputer", "Encoder")) or last.startswith("Select") or last in _FITTED:
        return walker.thing("sk-scaler", last, "sklearn", args, options, node)
    if (found := data_set(last, args, options, node)) is not None:
        return found
    if last in ("make_pipeline", "Pipeline"):
        return _chain(walker.thing("pipeline", last, "sklearn", args, options, node), args, options)
    return None


_STEPS = 30
"""Steps of a pipeline that are followed."""


def _chain(chain: Thing, args: list[Value], options: dict[str, Value]) -> Thing:
    """A pipeline with its steps; open where one of them is not known."""
    steps = args
    if chain.name == "Pipeline":
        given = options.get("steps", args[0] if args else UNKNOWN)
        pairs = given.items if isinstance(given, Thing) and given.kind == "list" and not given.open else []
        steps = [one.items[-1] if isinstance(one, Thing) and one.items else UNKNOWN for one in pairs]
    chain.items = steps
    chain.open = (
        not 0 < len(steps) <= _STEPS or "*" in options or not all(isinstance(one, Thing) for one in steps)
    )
    return chain
