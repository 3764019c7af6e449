"""The data of a script: its rules of order, scale and sides; files and labels that part, rare classes.

Little of a real data set can be known from code; what is not known is not said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.readers.script.fed import data_of, pair_of
from assistant.readers.script.lists import order_of
from assistant.readers.script.loop import MOST
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.prepared import generators
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.rescaling import rescaled
from assistant.readers.script.shuffling import neighbors, shuffled_rows, splits, zipped_apart
from assistant.readers.script.sides import pairs
from assistant.readers.script.values import (
    Const,
    Data,
    Flow,
    Func,
    Node,
    Thing,
    Value,
)


def inputs(reader: Reader) -> Iterator[Found]:
    """Every trait of the data."""
    yield from shuffled_rows(reader)
    yield from zipped_apart(reader)
    yield from pairs(reader)
    yield from splits(reader)
    yield from generators(reader)
    yield from rescaled(reader)
    yield from neighbors(reader)
    yield from _listed(reader)
    yield from _cut_to_length(reader)
    yield from _rare(reader)
    yield from _scaled_by_name(reader)
    yield from _dear(reader)


_DEAR = re.compile(r"price|salary|income|revenue|charges|budget|population|(?:^|_)cost", re.I)
_LESSENED = re.compile(
    r"log1p|\blog\(|expm1|inverse_transform|(?:y|target|label|price)\w*_?(?:mean|std|scaler|max|min|mu)\b|"
    r"/ \d"
)


def _dear(reader: Reader) -> Iterator[Found]:
    """A column of prices or the like, as a table has them, against a squared error."""
    if _LESSENED.search(reader.text):
        return
    for use in reader.walker.losses:
        target = reader.target(use)
        data = target.data if isinstance(target, Flow) and not target.ops else None
        if data is None or use.kind != "squared-error" or not (use.trained or use.compiled):
            continue
        named = data.source[1] if isinstance(data.source, tuple) else ""
        plain = data.size is None and not data.scaled and data.values is None
        if isinstance(named, str) and _DEAR.search(named) and plain:
            says = f"{named} goes into {use.name or 'a squared error'} as the table has it"
            yield reader.found("targets", "raw", says, data.node or use.node, sure=0.75)
            return


_SCALED = re.compile(r"(?:^|[_.])(?:scaled|normed|normali[sz]ed|standardi[sz]ed)(?:_|$)")


def _scaled_by_name(reader: Reader) -> Iterator[Found]:
    """Targets that are called scaled: `fit(x, scaled_y)`."""
    calls = [event.node for event in reader.events("fit") if isinstance(event.node, ast.Call)]
    given: list[ast.expr | None] = [one for call in calls for one in call.args[1:2]]
    given += [key.value for call in calls for key in call.keywords if key.arg == "y"]
    given += [use.target_node for use in reader.walker.losses if use.trained and use.target_node is not None]
    found = next((one for one in given if isinstance(one, ast.Name) and _SCALED.search(one.id)), None)
    if found is not None:
        yield reader.found("targets", "scaled", f"{code_of(found)} is scaled by its name", found, sure=0.7)


WEIGHED = re.compile(
    r"class_weight|WeightedRandomSampler|pos_weight|weight=|compute_sample_weight|SMOTE|[Ff]ocal|oversampl|"
    r"undersampl|BalancedBatch|sample_weight",
)
"""What makes up for a class that is rare."""

_SCARCE = 0.1
"""The share of a class under which always naming the other one scores 0.9."""


def scarce(reader: Reader, data: Data) -> Found | None:
    """Labels of which one class is rare by the code that made them."""
    node = data.node or data.born
    if data.rare is None or data.rare > _SCARCE or node is None:
        return None
    says = f"one class has {100 * data.rare:.2g}% of the rows, and nothing makes up for it"
    return reader.found("classes", "imbalanced", says, node)


def _rare(reader: Reader) -> Iterator[Found]:
    if WEIGHED.search(reader.text):
        return
    labels = [data_of(use.target) for use in reader.walker.losses if use.trained and not use.compiled]
    labels += [
        data_of(pair_of(event.more["args"], event.more["options"])[1]) for event in reader.events("fit")
    ]
    found = next((one for data in labels if (one := scarce(reader, data)) is not None), None)
    if found is not None:
        yield found


_CUT = re.compile(r"(\w+)\[:len\((\w+)\)\]")


def _cut_to_length(reader: Reader) -> Iterator[Found]:
    """`x = x[keep]`, and `y = y[: len(x)]`: rows are left out of the middle, as many labels at the end."""
    steps = [
        (one, one.targets[0].id, code_of(one.value))
        for one in all_of(reader.walker.tree, ast.Assign)
        if isinstance(one.targets[0], ast.Name)
    ]
    cuts = [
        (one, labels, cut[2])
        for one, labels, said in steps
        if (cut := _CUT.fullmatch(said)) and cut[1] == labels != cut[2]
    ]
    for one, labels, rows in cuts[:MOST]:
        for kept, name, chosen in steps:
            mask = re.match(rf"{re.escape(name)}\[(\w+)\]", chosen) if name == rows else None
            if mask is None or kept.lineno > one.lineno or f"{labels}[{mask[1]}]" in reader.text:
                continue
            made = " ".join(said for _, other, said in steps if other == mask[1])
            if re.search(r"[<>]|[!=]=|isin|isfinite|isnan", made):
                says = (
                    f"{rows} is chosen by {mask[1]}, {labels} is cut off at its end: apart from the first gap"
                )
                yield reader.found("pairs", "apart", says, one, sure=0.95)
                return


def _listed(reader: Reader) -> Iterator[Found]:
    """Files as a directory lists them, or shuffled, beside labels in the order of a table or a file."""
    given: list[tuple[list[Value], Node]] = [
        (event.more["args"], event.node) for event in reader.events("split", "fit", "zip")
    ]
    for thing in reader.things("tf-dataset", "dataset"):
        first = thing.args[0] if thing.args else None
        inner = isinstance(first, Thing) and first.kind == "tuple"
        if thing.node is not None:
            given.append((first.items if inner and isinstance(first, Thing) else thing.args, thing.node))
    given.extend(_by_one_index(reader))
    for args, node in given:
        for one, other in pairwise(args[:3]):
            for files, labels in ((one, other), (other, one)):
                told = data_of(labels)
                plain = isinstance(told.source, tuple) and told.moved is None and not told.part
                order = order_of(files) if plain and told.order == "" else ""
                if order == "listing":
                    says = "files in the order of a directory listing meet labels in that of a table"
                    yield reader.found("pairs", "apart", says, _order_at(files) or node, sure=0.85)
                    return
                if order == "random" and isinstance(files, Thing):
                    says = "the list of files was shuffled, and the labels were not"
                    yield reader.found("pairs", "apart", says, node, sure=0.85)
                    return


def _by_one_index(reader: Reader) -> Iterator[tuple[list[Value], Node]]:
    """What a sample of a data set takes at one index: `self.paths[i], self.labels[i]`."""
    for thing in reader.walker.things:
        found = thing.made_by.find("__getitem__") if thing.made_by is not None else None
        if not isinstance(found, Func) or not isinstance(found.node, ast.FunctionDef):
            continue
        names = [argument.arg for argument in found.node.args.args]
        if len(names) < 2:
            continue
        taken: dict[str, Value] = {}
        for node in nodes_of(found.node):
            if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Attribute):
                continue
            held = node.value
            if held.attr in ("iloc", "values") and isinstance(held.value, ast.Attribute):
                held = held.value
            at = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
            if code_of(held.value) == names[0] and code_of(at) == names[1] and held.attr in thing.attributes:
                taken[held.attr] = thing.attributes[held.attr]
        if len(taken) > 1:
            yield list(taken.values()), found.node


def _order_at(value: Value) -> Node | None:
    """The code that gave rows their order."""
    if isinstance(value, Flow):
        return value.data.node
    told = value.attributes.get("__order__") if isinstance(value, Thing) else None
    return told.node if isinstance(told, Const) else None
