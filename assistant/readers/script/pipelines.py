"""Data that a script does not make itself: the sets of scikit-learn and Keras, folders of images, tf.data.

What is done to the arrays afterwards is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.readers.script import tables
from assistant.readers.script.values import (
    UNKNOWN,
    Data,
    Flow,
    Func,
    Thing,
    Unknown,
    Value,
    flag,
    number,
    text,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


class Known(NamedTuple):
    """A set that a library brings: largest input, columns of different scales, classes or largest target."""

    size: float
    mixed: bool
    classes: int = 0
    target: float | None = None
    rows: int | None = None
    ordered: bool = False


_SETS: Mapping[str, Known] = {
    "load_iris": Known(7.9, False, 3, rows=150, ordered=True),
    "load_wine": Known(1680.0, True, 3, rows=178, ordered=True),
    "load_breast_cancer": Known(4254.0, True, 2, rows=569),
    "fetch_covtype": Known(7173.0, True, rows=581012),
    "load_digits": Known(16.0, False, 10, rows=1797),
    "load_diabetes": Known(0.2, False, target=346.0, rows=442),
    "fetch_california_housing": Known(35682.0, True, target=5.0, rows=20640),
    "load_boston": Known(711.0, True, target=50.0, rows=506),
    "make_moons": Known(3.0, False, 2),
    "make_circles": Known(2.0, False, 2),
    "make_friedman1": Known(1.0, False, target=30.0),
    "make_friedman2": Known(1760.0, True, target=1800.0),
    "make_friedman3": Known(1760.0, True, target=1.6),
    "make_regression": Known(4.0, False, target=500.0),
    "boston_housing": Known(711.0, True, target=50.0),
    "california_housing": Known(40000.0, True, target=500001.0),
}
"""As the documentation of scikit-learn and Keras describes them."""


def _arrays(known: Known, mark: object) -> tuple[Flow, Flow]:
    order = "sorted" if known.ordered else ""
    x = Data(rank=2, size=known.size, mixed=known.mixed, rows=known.rows, order=order, source=(mark, "x"))
    values = frozenset(float(n) for n in range(known.classes)) if known.classes else None
    size = known.classes - 1.0 if known.classes else known.target
    y = Data(rank=1, size=size, values=values, rows=known.rows, order=order, source=(mark, "y"))
    return Flow(data=x), Flow(data=y)


_COUNTED = {"make_blobs": ("centers", 2, 3), "make_classification": ("n_classes", 7, 2)}
"""Sets that are made of so many classes: the option, its place, its default."""


def _made(last: str, args: list[Value], options: Mapping[str, Value]) -> Known | None:
    """A set of the classes that a call asks for; None where their number is not known."""
    name, place, usual = _COUNTED[last]
    given = options.get(name, args[place] if len(args) > place else None)
    count = number(given) if given is not None else usual
    if isinstance(given, Thing) and given.kind in ("list", "tuple") and not given.open:
        count = len(given.items)
    rows = number(options.get("n_samples", args[0] if args else None))
    if count is None or not 1 < count <= _MANY:
        return None
    return Known(20.0, False, int(count), rows=int(rows) if rows else None)


_MANY = 40
"""Classes whose numbers are kept."""


def data_set(last: str, args: list[Value], options: Mapping[str, Value], node: ast.AST) -> Value | None:
    """What `sklearn.datasets.load_…` gives; None for a name that is not known."""
    known = _made(last, args, options) if last in _COUNTED else _SETS.get(last)
    if known is None:
        return None
    if last.startswith("make_") and known.target is not None:
        rows = number(options.get("n_samples", args[0] if args else None))
        known = known._replace(rows=int(rows) if rows else None)
        if "n_targets" in options or "coef" in options:
            return None  # several columns of targets, or a third array
    if last == "load_digits" and (few := number(options.get("n_class"))) is not None:
        known = known._replace(classes=int(few), rows=None)
    x, y = _arrays(known, node)
    if last.startswith("make_") or flag(options.get("return_X_y")) is True:
        return Thing("tuple", items=[x, y])
    bunch = Thing("bunch", last, node=node)
    bunch.attributes = {"data": x, "target": y}
    if last == "load_digits":
        images = replace(x.data, rank=3, sizes=(1797, 8, 8), source=(node, "images"))
        bunch.attributes["images"] = Flow(data=images)
    if flag(options.get("as_frame")) is True:
        features, both = tables.table({}, node), tables.table({"target": y}, node)
        features.attributes["__data__"] = both.attributes["__data__"] = x
        bunch.attributes = {"data": features, "target": y, "frame": both}
    return bunch


def halves(last: str, node: ast.AST) -> Value | None:
    """What `keras.datasets.….load_data` gives for a table; None for another set."""
    known = _SETS.get(last)
    if known is None:
        return None
    sides: list[Value] = []
    for part in ("train", "test"):
        x, y = _arrays(known, (node, part))
        sides.append(Thing("tuple", items=[_cut(x, part), _cut(y, part)]))
    return Thing("tuple", items=sides)


def _cut(value: Flow, part: str) -> Flow:
    return Flow(data=replace(value.data, part=part, rows=None))


# ---- tf.data


def folder(walker: State, last: str, options: dict[str, Value], node: ast.Call) -> Thing:
    """`image_dataset_from_directory` and its kin: rows and class numbers, shuffled if not told."""
    one = walker.thing("tf-dataset", "folder", "keras", [], options, node)
    order = "sorted" if flag(options.get("shuffle")) is False else "random"
    rows = Data(order=order, source=(node, "x"), node=node)
    images = Flow(data=replace(rows, rank=4, size=255.0) if last.startswith("image") else rows)
    labels = Flow(data=Data(order=order, source=(node, "y"), node=node))
    one.attributes["__element__"] = Thing("tuple", items=[images, labels])
    if order == "sorted":
        one.attributes["__sorted__"] = labels
    return one


def tensors(walker: State, last: str, args: list[Value], options: dict[str, Value], node: ast.Call) -> Thing:
    """A new tf.data.Dataset."""
    one = walker.thing("tf-dataset", last, "keras", args, options, node)
    given = args[0] if args else UNKNOWN
    if last == "from_tensor_slices":
        one.attributes["__element__"] = given
        parts = given.items if isinstance(given, Thing) and given.kind == "tuple" else [given]
        if any(isinstance(part, Flow) and part.data.order == "sorted" for part in parts):
            one.attributes["__sorted__"] = given
    elif last == "list_files":
        shuffled = flag(options.get("shuffle")) is not False
        one.attributes["__element__"] = Flow(
            data=Data(rank=1, order="random" if shuffled else "sorted", node=node)
        )
    return one


def step(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Thing:
    """A method of a tf.data.Dataset: another one."""
    walker.event("tf-data", node, owner=owner, hint=name, options=options)
    one = walker.thing("tf-dataset", name, "keras", [owner, *args], options, node)
    one.attributes = dict(owner.attributes)
    one.attributes.pop("__name__", None)
    element = owner.attributes.get("__element__", UNKNOWN)
    if name == "map":
        function = args[0] if args else options.get("map_func", UNKNOWN)
        if isinstance(function, Func):
            given = (
                list(element.items) if isinstance(element, Thing) and element.kind == "tuple" else [element]
            )
            known: list[Value] = [one if not isinstance(one, Unknown) else Flow() for one in given]
            one.attributes["__element__"] = walker.invoke(function, known, {}, node)
        else:
            one.attributes["__element__"] = UNKNOWN
    elif name == "shuffle":
        one.attributes["__element__"] = _changed(element, order="random")
        one.attributes.pop("__sorted__", None)
        one.attributes["__mixed__"] = owner
        if flag(options.get("reshuffle_each_iteration")) is not False and "__cached__" not in one.attributes:
            one.attributes["__reshuffled__"] = owner
    elif name in ("batch", "padded_batch", "ragged_batch"):
        one.attributes["__batch__"] = args[0] if args else options.get("batch_size", UNKNOWN)
    elif name == "unbatch":
        one.attributes.pop("__batch__", None)
    elif name == "cache":
        one.attributes["__cached__"] = owner
    elif name in ("take", "skip"):
        one.attributes["__element__"] = _changed(element, part="front" if name == "take" else "back")
    elif name not in _SAME:
        one.attributes["__element__"] = UNKNOWN
    return one


_SAME = frozenset(
    (
        *("batch", "prefetch", "repeat", "padded_batch", "with_options", "apply", "shard", "unbatch"),
        *("as_numpy_iterator", "enumerate", "ragged_batch"),
    )
)


def _changed(element: Value, **what: str) -> Value:
    """The rows of a dataset after they were moved or cut."""
    if isinstance(element, Flow) and not element.ops:
        return Flow(data=replace(element.data, **what))  # type: ignore[arg-type]
    if isinstance(element, Thing) and element.kind == "tuple":
        return Thing("tuple", items=[_changed(one, **what) for one in element.items], open=element.open)
    return element


def part_of(value: Value) -> tuple[Value, Value] | None:
    """Inputs and labels of a tf.data.Dataset."""
    if not isinstance(value, Thing) or value.kind not in ("tf-dataset", "dataset"):
        return None
    if value.kind == "dataset" and "__element__" not in value.attributes:
        return None
    element = value.attributes.get("__element__", UNKNOWN)
    if isinstance(element, Thing) and element.kind == "tuple" and len(element.items) >= 2:
        return element.items[0], element.items[1]
    return element, UNKNOWN


def files(last: str, args: list[Value], node: ast.AST) -> Value | None:
    """A list of files; a pattern with a folder of any name gives them folder by folder, class by class."""
    if last not in ("glob", "iglob") or not args:
        return None
    # a folder that is handed over is not known, the pieces behind it are
    pieces = [
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    pattern = text(args[0]) or "/".join(pieces)
    if "*" not in pattern or "**" in pattern:
        return None
    order = "sorted" if re.search(r"\*[/\\]+\*", pattern) else "listing"
    return Flow(data=Data(rank=1, order=order, node=node))
