"""The order in which rows reach a training: loaders, generators, `fit` that does not mix them, splits.

How rows came to stand class by class is followed elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import LossUse
from assistant.readers.script.fed import data_of, first_of, pair_of
from assistant.readers.script.loaders import training_loaders
from assistant.readers.script.nodes import all_of, code_of, function_at, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import (
    NOTHING,
    UNKNOWN,
    Flow,
    Node,
    Thing,
    Value,
    flag,
)

_IN_ORDER = ", and the rows stand class by class"


def zipped_apart(reader: Reader) -> Iterator[Found]:
    """`Dataset.zip((files.shuffle(n), labels.shuffle(n)))`: each is mixed by itself."""
    if ".shuffle(" not in reader.text:
        return
    for call in all_of(reader.walker.tree, ast.Call):
        given = call.args[0] if call.args else None
        if not code_of(call.func).endswith("Dataset.zip"):
            continue
        sides = list(given.elts) if isinstance(given, ast.Tuple | ast.List) else list(call.args)
        owner = function_at(reader.walker.tree, call.lineno) or reader.walker.tree
        made = {
            code_of(one.targets[0]): code_of(one.value)
            for one in all_of(owner, ast.Assign)
            if one.lineno < call.lineno and ".shuffle(" in code_of(one.value)
        }
        mixed = [said for one in sides if ".shuffle(" in (said := made.get(code_of(one), code_of(one)))]
        if len(mixed) > 1 and len(mixed) == len(sides) and not any("seed=" in one for one in mixed):
            says = f"{code_of(call)[:50]}: each side is shuffled by itself"
            yield reader.found("pairs", "apart", says, call, sure=0.93)
            return


def neighbors(reader: Reader) -> Iterator[Found]:
    """Batches that a loop slices out of rows that stand class by class."""
    over = {event.node: event.value for event in reader.events("over")}
    for use in reader.walker.losses:
        label = data_of(use.target)
        loop = use.loops[-1] if use.loops else None
        if not use.trained or use.compiled or label.order != "sorted" or not isinstance(loop, ast.For):
            continue
        if label.cut_at is None or label.cut_at not in set(nodes_of(loop)):
            continue
        given = over.get(loop)
        if isinstance(given, Thing) and given.kind == "range":
            says = "batches are cut in order from rows that stand class by class"
            yield reader.found(
                "shuffle", "class-by-class", says, label.cut_at, {"call": label.cut_at}, sure=0.9
            )
        elif _drawn_order(given):
            says = "the order of the batches is drawn, and each is cut from rows that stand class by class"
            yield reader.found("batches", "one-class", says, label.cut_at, sure=0.9)
        return


def _drawn_order(value: Value | None) -> bool:
    """What a loop runs over comes in an order that was drawn."""
    if isinstance(value, Flow):
        return value.data.order in ("permutation", "random")
    if isinstance(value, Thing) and value.kind in ("wrapped", "enumerate", "list"):
        told = getattr(value.attributes.get("__order__"), "value", "")
        return told == "random" or any(_drawn_order(one) for one in value.args)
    return False


def _sequential(reader: Reader) -> bool:
    """A network that may want its data in order."""
    return any(one.name in ("rnn", "attention") for one in reader.things("layer"))


def shuffled_rows(reader: Reader) -> Iterator[Found]:
    """Whether rows are mixed before they train."""
    for loader in training_loaders(reader):
        if (
            loader.option(3, "sampler", "batch_sampler") is not None
            or "**" in loader.options
            or loader.node is None
        ):
            continue
        given = loader.option(2, "shuffle")
        if flag(given) is True:
            yield reader.found("shuffle", "yes", "the training loader shuffles", loader.node)
            return
        data = loader.option(0, "dataset")
        order = ""
        known = False
        if isinstance(data, Thing) and data.kind == "dataset":
            known = data.name not in ("IterableDataset",) and (
                data.made_by is None or data.made_by.find("__getitem__") is not None
            )
            orders = {data_of(one).order for one in data.items if isinstance(one, Flow)}
            fed = {data_of(use.target).order for use in _fed_by(reader)}
            order = "sorted" if "sorted" in orders | fed else "random" if orders == {"random"} else ""
        if order == "random":
            continue
        explicit = flag(given) is False and not getattr(given, "soft", False)
        if explicit or (given is None and known):
            if order != "sorted" and _sequential(reader):
                continue
            says = "shuffle=False" if explicit else "no shuffle=True"
            yield reader.found(
                "shuffle",
                "class-by-class" if order == "sorted" else "no",
                f"{says} in the training loader{_IN_ORDER if order == 'sorted' else ''}",
                loader.node,
                {"value": getattr(given, "node", None), "call": loader.node},
                sure=0.95 if explicit or order == "sorted" else 0.85,
            )
            return
    yield from _never_mixed(reader)
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        given = options.get("shuffle")
        x, y = pair_of(args, options)
        data = x
        if (cut := _given_in_order(data)) is not None:
            says = "what gives the batches cuts them in order from rows that stand class by class"
            yield reader.found("shuffle", "class-by-class", says, cut, {"call": cut}, sure=0.95)
            return
        if isinstance(data, Thing) and data.kind == "flow":
            told = data.options.get("shuffle")
            if flag(told) is False and data.node is not None:
                yield reader.found(
                    "shuffle",
                    "no",
                    "shuffle=False in the training generator",
                    data.node,
                    {"value": getattr(told, "node", None), "call": data.node},
                )
                return
        orders = {data_of(x).order, data_of(y).order}
        plain = "random" not in orders and "blocks" not in orders
        if flag(given) is False and (plain or ("sorted" in orders and data_of(x).order != "blocks")):
            if "sorted" in orders or not _sequential(reader):
                in_order = "sorted" in orders
                yield reader.found(
                    "shuffle",
                    "class-by-class" if in_order else "no",
                    f"shuffle=False in fit{_IN_ORDER if in_order else ''}",
                    event.node,
                    {"value": getattr(given, "node", None)},
                )
                return


def _fed_by(reader: Reader) -> list[LossUse]:
    """The losses that train, where one loader alone trains."""
    made = {id(one) for one in training_loaders(reader)}
    return [use for use in reader.walker.losses if use.trained and not use.compiled] if len(made) == 1 else []


def _given_in_order(given: Value) -> Node | None:
    """Where a generator of the script slices batches out of rows that stand class by class."""
    rows = given.items[0] if isinstance(given, Thing) and given.kind == "list" and given.items else None
    if not isinstance(rows, Thing) or rows.kind != "tuple" or not isinstance(given, Thing):
        return None
    label = data_of(rows.items[1]) if len(rows.items) > 1 else NOTHING
    if not isinstance(given.node, ast.FunctionDef) or label.order != "sorted":
        return None
    if label.cut_at is None or label.cut_at not in nodes_of(given.node):
        return None
    return None if _DRAWS.search(code_of(given.node)) else label.cut_at


_DRAWS = re.compile(r"perm|shuffl|rand|choice|sample|integers")
"""What mixes rows or batches."""


def _never_mixed(reader: Reader) -> Iterator[Found]:
    """tf.data of arrays that no step shuffles: `fit` leaves such batches in their order."""
    if _sequential(reader) or reader.events("split", "shuffle-together", "shuffle"):
        return
    loops = {node for event in reader.events("backward") for node in event.loops}
    fed = [event.value for event in reader.events("over") if event.node in loops]
    fed += [first_of(event.more["args"], event.more["options"]) for event in reader.events("fit")]
    for one in fed:
        if not isinstance(one, Thing) or one.kind != "tf-dataset" or one.node is None:
            continue
        made = one
        while made.args and isinstance(made.args[0], Thing) and made.args[0].kind == "tf-dataset":
            made = made.args[0]
        element = one.attributes.get("__element__", UNKNOWN)
        parts = element.items if isinstance(element, Thing) else [element]
        orders = {data_of(part).order for part in parts}
        if (
            made.name == "from_tensor_slices"
            and "__reshuffled__" not in one.attributes
            and "__mixed__" not in one.attributes
            and "__sorted__" not in one.attributes
            and "random" not in orders
            and not any(data_of(part).moved is not None for part in parts)
        ):
            says = "no step shuffles the rows that are trained on"
            told = "class-by-class" if "sorted" in orders else "no"
            yield reader.found("shuffle", told, says, one.node, {"call": one.node}, sure=0.85)
            return


def _parted(reader: Reader) -> Iterator[Found]:
    """tf.data in the order of the classes: parted by take and skip, or never shuffled."""
    sides = {
        event.hint: event
        for event in reader.events("tf-data")
        if event.hint in ("take", "skip")
        and isinstance(event.owner, Thing)
        and "__sorted__" in event.owner.attributes
    }
    if len(sides) == 2:
        yield reader.found(
            "split",
            "ordered",
            "take and skip part files that stand class by class",
            sides["take"].node,
            sure=0.9,
        )
        return
    for thing in reader.things("tf-dataset"):
        given = thing.options
        parted = "validation_split" in given and flag(given.get("shuffle")) is False
        if thing.name == "folder" and parted and thing.node is not None:
            says = "validation_split takes the end of folders that stand class by class"
            spans = {"value": getattr(given["shuffle"], "node", None)}
            yield reader.found("split", "ordered", says, thing.node, spans, sure=0.95)
            return
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        x = options.get("x", args[0] if args else UNKNOWN)
        if (
            isinstance(x, Thing)
            and x.kind == "tf-dataset"
            and "__sorted__" in x.attributes
            and x.node is not None
        ):
            yield reader.found(
                "shuffle",
                "class-by-class",
                "files that stand class by class are never shuffled",
                x.node,
                sure=0.9,
            )
            return


def splits(reader: Reader) -> Iterator[Found]:
    """Splits that take the end of rows in order."""
    yield from _parted(reader)
    for event in reader.events("fit"):
        options = event.more["options"]
        _, y = pair_of(event.more["args"], options)
        if options.get("validation_split") is not None and data_of(y).order == "sorted":
            yield reader.found(
                "split",
                "ordered",
                "validation_split takes the end of data that is sorted by class",
                event.node,
            )
    for event in reader.events("split"):
        args, options = event.more["args"], event.more["options"]
        given = options.get("shuffle")
        sorted_ = any(data_of(one).order == "sorted" for one in args)
        if flag(given) is False and (sorted_ or not _sequential(reader)):
            yield reader.found(
                "split",
                "ordered",
                "train_test_split with shuffle=False takes the end of the data",
                event.node,
                {"value": getattr(given, "node", None)},
                sure=0.95 if sorted_ else 0.6,
            )
