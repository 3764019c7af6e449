"""What validation knows of training and training of validation: rows, scales, choices made before the split.

How arrays are cut and scaled is followed elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.choices import (
    by_labels,
    chosen_columns,
    copied_rows,
    drawn_columns,
    target_columns,
)
from assistant.readers.script.events import Event
from assistant.readers.script.loaders import training_loaders
from assistant.readers.script.loop import MOST, name_of
from assistant.readers.script.nodes import all_of, code_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Data, Flow, Node, Thing, Value, flag

_HELD = re.compile(
    r"(?:^|_)(?:x_?)?(?:test|val|valid|validation|dev|holdout|eval)(?:_?(?:loader|set|ds|dl|data))?(?:_|\d|$)|"
    r"[xX]_?(?:te|va|test|val)$",
    re.I,
)
_TRAIN = re.compile(r"train|(?:^|_)tr(?:_|$)|[xX]tr$", re.I)
_FEW = 64
"""Rows up to which a script is a toy that is meant to be learned by heart."""


def leaks(reader: Reader) -> Iterator[Found]:
    """Every trait of a leak, and of a scaler that is fitted twice."""
    # one trait is told: the surest, so that a scaler's small leak never hides labels among the inputs
    found = list(_found(reader))
    if found:
        yield max(found, key=lambda one: (one.value == "yes", one.sure))
    yield from _fitted_anew(reader)


def _found(reader: Reader) -> Iterator[Found]:
    yield from _before_the_split(reader)
    yield from _cut_after(reader)
    yield from _the_same(reader)
    yield from _through_folds(reader)
    yield from _reshuffled(reader)
    yield from copied_rows(reader)
    yield from by_labels(reader)
    yield from chosen_columns(reader)
    yield from target_columns(reader)
    yield from drawn_columns(reader)


def _says(node: Node) -> str:
    said = code_of(node)
    if "resample" in said or "fit_sample" in said:
        return "rows are copied before validation is cut off"
    if re.search(r"Select|RFE|chi2|f_classif", said):
        return "features are chosen by the labels of all rows before validation is cut off"
    return "the scaler is fitted on all rows before validation is cut off"


def _before_the_split(reader: Reader) -> Iterator[Found]:
    """train_test_split of what was fitted on, chosen by, or copied from all rows."""
    fits = reader.events("scaler-fit")[:MOST]
    for event in reader.events("split")[:MOST]:
        for one in event.more["args"]:
            data = one.data if isinstance(one, Flow) and not one.ops else Data()
            if data.leaked is not None:
                yield _of(reader, data.leaked)
                return
        given = {code_of(one) for one in getattr(event.node, "args", [])}
        for fit in fits:
            said = _first_argument(fit)
            if fit.order < event.order and said in given and said.isidentifier() and fit.calls == event.calls:
                if fit.hint == "fit":
                    says = "the scaler is fitted on all rows before validation is cut off"
                    yield reader.found("leak", "mild", says, fit.node, sure=0.7)
                    return


def _of(reader: Reader, node: Node) -> Found:
    """Rows or labels that cross over matter; a mean and a variance of all rows hardly do."""
    if re.search(r"resample|fit_sample|Select|RFE|chi2|f_classif|TargetEncoder", code_of(node)):
        return reader.found("leak", "yes", _says(node), node, sure=0.95)
    return reader.found("leak", "mild", _says(node), node, sure=0.7)


def _first_argument(event: Event) -> str:
    node = event.node
    return code_of(node.args[0]) if isinstance(node, ast.Call) and node.args else ""


def _cut_after(reader: Reader) -> Iterator[Found]:
    """Rows scaled together, then sliced into training and validation."""
    parts: dict[Node, set[str]] = {}
    for event in reader.events("leaked-cut"):
        owner = event.owner
        if isinstance(owner, Flow) and owner.data.leaked is not None:
            parts.setdefault(owner.data.leaked, set()).add(event.hint)
    for node, found in parts.items():
        if {"front", "back"} <= found:
            yield _of(reader, node)
            return


def _the_same(reader: Reader) -> Iterator[Found]:
    """Validation on the very rows that train."""
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        node = event.node
        held = next((k.value for k in getattr(node, "keywords", []) if k.arg == "validation_data"), None)
        x = options.get("x", args[0] if args else None)
        rows = x.data.rows if isinstance(x, Flow) else None
        given = [code_of(one) for one in getattr(node, "args", [])[:2]]
        given = given or [code_of(k.value) for k in getattr(node, "keywords", []) if k.arg in ("x", "y")]
        if held is None or not given or (rows is not None and rows <= _FEW):
            continue
        parts = held.elts if isinstance(held, ast.Tuple | ast.List) else [held]
        if [code_of(one) for one in parts] == given[: len(parts)] and len(parts) == len(given):
            yield reader.found("leak", "yes", "validation_data is the training data itself", held, sure=0.95)
            return
    yield from _handed_twice(reader)
    yield from _one_folder(reader)
    yield from _one_call(reader)
    yield from _of_both(reader)
    training = training_loaders(reader)
    sets = [(one, data) for one in training if isinstance(data := one.option(0, "dataset"), Thing)]
    for loader in reader.things("loader"):
        data = loader.option(0, "dataset")
        named = name_of(loader).rpartition(".")[2]
        if loader in training or not _HELD.search(named) or _TRAIN.search(named) or loader.node is None:
            continue
        for other, same in sets:
            if isinstance(data, Thing) and data is not same and _same_rows(data, same):
                says = f"{named} reads the same rows as the training loader"
                yield reader.found("leak", "yes", says, data.node or loader.node, sure=0.9)
                return
            plain = all(one.option(3, "sampler", "batch_sampler") is None for one in (loader, other))
            if data is same and plain and "**" not in {**loader.options, **other.options}:
                says = f"{named} runs over the data set that trains"
                yield reader.found("leak", "yes", says, loader.node, sure=0.9)
                return


_FOLDS = re.compile(r"(?:fold|kf|cv|splitter|ShuffleSplit)\w*(?:\(.*\))?\.split\(", re.I)
_BEGINS_AGAIN = re.compile(
    r"set_weights|load_state_dict|load_weights|reset_param|clone_model|deepcopy|\.clone\(|weight_reset|init_weights"
)


def _through_folds(reader: Reader) -> Iterator[Found]:
    """One network that goes on from fold to fold: what validates a later one has trained it before."""
    if "TimeSeries" in reader.text or _BEGINS_AGAIN.search(reader.text):
        return
    tested = {loop for event in reader.events("evaluate", "predict") for loop in event.loops}
    for event in reader.events("fit"):
        made = event.owner
        outer = next((one for one in event.loops if isinstance(one, ast.For)), None)
        if outer is None or not isinstance(made, Thing) or made.kind not in ("sequential", "model"):
            continue
        if outer in made.loops or made.maybe or not _FOLDS.search(code_of(outer.iter)):
            continue
        header = f"{code_of(outer.target)} in {code_of(outer.iter)}"
        if outer in tested or "validation_data" in event.more["options"]:
            says = f"the network is made before the loop over {header[:60]}, and each fold trains it further"
            yield reader.found("leak", "yes", says, event.node, sure=0.9)
            return


def _one_folder(reader: Reader) -> Iterator[Found]:
    """Training and validation read one folder, and nothing parts it."""
    for event in reader.events("fit"):
        options: dict[str, Value] = event.more["options"]
        args: list[Value] = event.more["args"]
        sides = [options.get("x", args[0] if args else None), options.get("validation_data")]
        made = [_begun(one) for one in sides]
        folders = [code_of(one.args[0]) if one is not None and one.args else "" for one in made]
        if made[0] is None or made[1] is None or made[0] is made[1] or folders[0] != folders[1]:
            continue
        if folders[0] and not any(_PARTED.search(code_of(one)) for one in made if one is not None):
            says = f"validation reads {folders[1][:40]}, the folder that trains"
            yield reader.found("leak", "yes", says, made[1], sure=0.95)
            return


_PARTED = re.compile(r"validation_split|subset|\*\*")
_OF_TRAINING = re.compile(r"""['"](?:[^'"]*[\W_])?train(?:ing)?(?:[\W_][^'"]*)?['"]|\btrain=True""", re.I)
_CUT_LATER = re.compile(r"Subset|Sampler|split\(|KFold|iloc|randperm|permutation")


def _one_call(reader: Reader) -> Iterator[Found]:
    """`x_test = read_data("data", split="train")`: to the letter how training data are read."""
    if _CUT_LATER.search(reader.text):
        return
    first: dict[str, str] = {}
    for node in all_of(reader.walker.tree, ast.Assign):
        if not isinstance(node.value, ast.Call):
            continue
        said = code_of(node.value)
        names = " ".join(code_of(target) for target in node.targets)
        if not _OF_TRAINING.search(said):
            continue
        held = [name for name in re.findall(r"\w+", names) if _HELD.search(name)]
        if _TRAIN.search(names) and not held:
            first.setdefault(said, names)
        elif held and said in first and not re.search(rf"\b{held[0]}\[", reader.text):
            says = f"{held[0]} is read as {first[said][:30]} is: {said[:50]}"
            yield reader.found("leak", "yes", says, node, sure=0.9)
            return


def _begun(value: Value | None) -> ast.Call | None:
    """The call that read the folder of a data set; None for what came from elsewhere, or was cut."""
    for _ in range(_STEPS):
        if not isinstance(value, Thing) or value.kind not in ("tf-dataset", "flow"):
            return None
        if value.name in ("folder", "flow_from_directory"):
            return value.node if isinstance(value.node, ast.Call) else None
        if value.name in ("take", "skip", "shard", "filter"):
            return None
        value = value.args[0] if value.args else None
    return None


_STEPS = 12


def _handed_twice(reader: Reader) -> Iterator[Found]:
    """A trainer that gets one data set, or one loader, to train on and to be judged by."""
    for node in all_of(reader.walker.tree, ast.Call):
        given = {one.arg: one.value for one in node.keywords if one.arg}
        first, held = given.get("train_dataset"), given.get("eval_dataset")
        if first is None and isinstance(node.func, ast.Attribute) and node.func.attr == "fit":
            loaders = dict(zip(("train_dataloaders", "val_dataloaders"), node.args[1:], strict=False))
            first = given.get("train_dataloaders", loaders.get("train_dataloaders"))
            held = given.get("val_dataloaders", loaders.get("val_dataloaders"))
            trainer = code_of(node.func.value)
            if not re.search(r"trainer", trainer, re.I):
                continue
        if first is not None and held is not None and code_of(first) == code_of(held):
            says = f"{code_of(held)[:40]} is what trains, and what validation is measured on"
            yield reader.found("leak", "yes", says, held, sure=0.95)
            return


def _of_both(reader: Reader) -> Iterator[Found]:
    """Validation runs over all rows of a data set of which training has a part, by the same row numbers."""
    training = training_loaders(reader)
    for loader in reader.things("loader"):
        named = name_of(loader).rpartition(".")[2]
        whole = _row_numbers(loader)
        if (
            loader in training
            or not _HELD.search(named)
            or whole is None
            or whole.part
            or loader.node is None
        ):
            continue
        for one in training:
            part = _row_numbers(one)
            if part is not None and part.part and part.moved == whole.moved and part.moved is not None:
                says = f"{named} runs over all rows, those that train among them"
                yield reader.found("leak", "yes", says, loader.node, sure=0.9)
                return


def _same_rows(one: Thing, other: Thing) -> bool:
    """Two data sets that read one source, by a flag that says that both are for training."""
    alike = one.kind == other.kind == "dataset" and one.made_by is None and one.name == other.name
    given = [
        thing.options.get("train", thing.args[1] if len(thing.args) > 1 else None) for thing in (one, other)
    ]
    return alike and [flag(value) for value in given] == [True, True]


def _row_numbers(loader: Thing) -> Data | None:
    """The numbers of the rows of a loader's data set, where they are a part of another."""
    data = loader.option(0, "dataset")
    rows = data.attributes.get("__rows__") if isinstance(data, Thing) else None
    return rows.data if isinstance(rows, Flow) else None


def _reshuffled(reader: Reader) -> Iterator[Found]:
    """tf.data: shuffled anew each epoch, then parted by take and skip; the parts mix from epoch to epoch."""
    parted: dict[int, set[str]] = {}
    for event in reader.events("tf-data"):
        owner = event.owner
        if event.hint not in ("take", "skip") or not isinstance(owner, Thing):
            continue
        if "__reshuffled__" not in owner.attributes or "__cached__" in owner.attributes:
            continue
        root = owner.attributes["__reshuffled__"]
        found = parted.setdefault(id(root), set())
        found.add(event.hint)
        if len(found) == 2 and owner.node is not None:
            yield reader.found(
                "leak",
                "yes",
                "shuffle() draws anew each epoch, and take() and skip() part it: rows change sides",
                owner.node,
                sure=0.9,
            )
            return


def _fitted_anew(reader: Reader) -> Iterator[Found]:
    """A scaler that is fitted on the training rows, and once more on those of validation."""
    fits = [one for one in reader.events("scaler-fit") if one.hint == "fit_transform"][:MOST]
    given = {
        id(node.value): code_of(node.targets[0])
        for node in all_of(reader.walker.tree, ast.Assign)
        if isinstance(node.value, ast.Call)
    }

    def named(event: Event) -> str:
        said = _first_argument(event)
        about = _HELD.search(said.split("[")[0].split(".")[0]) or _TRAIN.search(said.split("[")[0])
        return said if about else given.get(id(event.node), said)

    trained = [one for one in fits if _TRAIN.search(named(one))]
    for event in fits:
        said = named(event)
        if not _HELD.search(said.split("[")[0].split(".")[0]) or _TRAIN.search(said):
            continue
        if any(one.node is not event.node and named(one)[:1].lower() == said[:1].lower() for one in trained):
            yield reader.found(
                "preparation",
                "different",
                f"the scaler is fitted anew on {said[:40]}: transform() would keep the scale of training",
                event.node,
                {"call": event.node},
                {"value": "fitted anew"},
                0.95,
            )
            return
