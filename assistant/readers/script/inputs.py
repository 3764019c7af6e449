"""The data of a script: order, split, scale, and whether validation gets what training gets.

Little of a real data set can be known from code; what is not known is not said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from assistant.readers.script.lists import order_of
from assistant.readers.script.loaders import training_loaders
from assistant.readers.script.loop import MOST
from assistant.readers.script.nodes import nodes_of
from assistant.readers.script.orders import UNSURE, marks
from assistant.readers.script.pipelines import part_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import (
    NOTHING,
    UNKNOWN,
    Const,
    Data,
    Flow,
    Func,
    Mark,
    Node,
    Op,
    Thing,
    Unknown,
    Value,
    flag,
)

_READY = frozenset(("rescale", "batchnorm", "norm", "embedding", "augment"))


def inputs(reader: Reader) -> Iterator[Found]:
    """Every trait of the data."""
    yield from _shuffled(reader)
    yield from _pairs(reader)
    yield from _splits(reader)
    yield from _generators(reader)
    yield from _rescaled(reader)
    yield from _neighbors(reader)
    yield from _listed(reader)
    yield from _rare(reader)


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
    labels = [_data(use.target) for use in reader.walker.losses if use.trained and not use.compiled]
    labels += [_data(_pair(event.more["args"], event.more["options"])[1]) for event in reader.events("fit")]
    found = next((one for data in labels if (one := scarce(reader, data)) is not None), None)
    if found is not None:
        yield found


def _neighbors(reader: Reader) -> Iterator[Found]:
    """Batches that a loop slices out of rows that stand class by class."""
    over = {event.node: event.value for event in reader.events("over")}
    for use in reader.walker.losses:
        label = _data(use.target)
        loop = use.loops[-1] if use.loops else None
        if not use.trained or use.compiled or label.order != "sorted" or not isinstance(loop, ast.For):
            continue
        if label.cut_at is None or label.cut_at not in set(nodes_of(loop)):
            continue
        given = over.get(loop)
        if isinstance(given, Thing) and given.kind == "range":
            says = "batches are cut in order from rows that stand class by class"
            yield reader.found("shuffle", "no", says, label.cut_at, {"call": label.cut_at}, sure=0.9)
        elif _drawn_order(given):
            says = "the order of the batches is drawn, and each is cut from rows that stand class by class"
            yield reader.found("batches", "one-class", says, label.cut_at, sure=0.9)
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
    for args, node in given:
        for one, other in pairwise(args[:3]):
            for files, labels in ((one, other), (other, one)):
                told = _data(labels)
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


def _order_at(value: Value) -> Node | None:
    """The code that gave rows their order."""
    if isinstance(value, Flow):
        return value.data.node
    told = value.attributes.get("__order__") if isinstance(value, Thing) else None
    return told.node if isinstance(told, Const) else None


def _drawn_order(value: Value | None) -> bool:
    """What a loop runs over comes in an order that was drawn."""
    if isinstance(value, Flow):
        return value.data.order in ("permutation", "random")
    if isinstance(value, Thing) and value.kind in ("wrapped", "enumerate", "list"):
        told = getattr(value.attributes.get("__order__"), "value", "")
        return told == "random" or any(_drawn_order(one) for one in value.args)
    return False


def _rescaled(reader: Reader) -> Iterator[Found]:
    """Inputs that are scaled already, and a Rescaling layer or a division that scales them again."""
    for event in reader.events("fit"):
        x, _ = _pair(event.more["args"], event.more["options"])
        data, owner = _data(x), event.owner
        divided = _divisor(data.scaled) >= _BYTES and (data.size or 1) <= 1.5
        how = data.scaled
        if isinstance(x, Thing) and x.kind == "flow":
            divided, how = _generator_divides(x), "rescale"
        if not divided or not isinstance(owner, Thing):
            continue
        for node, what in _divides(reader, owner):
            says = f"the inputs are divided ({how}), and {what} divides them again"
            yield reader.found("inputs", "tiny", says, node, {"call": node})
            return
    if not any(one.name == "ToTensor" for one in reader.things("transform")):
        return
    for loader in {event.node for event in reader.events("over") if event.node in _trains(reader)}:
        names = {one.id for one in nodes_of(loader.target) if isinstance(one, ast.Name)}
        for node in nodes_of(loader):
            if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
                continue
            if ast.unparse(node.right) in ("255", "255.0", "256", "256.0"):
                if {one.id for one in nodes_of(node.left) if isinstance(one, ast.Name)} & names:
                    says = f"ToTensor() has divided by 255, and {ast.unparse(node)[:40]} does it again"
                    yield reader.found("inputs", "tiny", says, node, {"operator": node}, sure=0.9)
                    return


_BYTES = 100
"""A division by this much and more brings bytes to fractions."""
_OWN_SCALE = re.compile(r"^(?:EfficientNet\w*|ConvNeXt\w*|MobileNetV3\w*|RegNet\w*)$")
"""Models of keras.applications that take bytes: they scale by themselves, as their documentation says."""


def _divisor(scaled: str) -> float:
    """255 of `/255`; 0 of any other way to scale."""
    return float(scaled[1:]) if scaled.startswith("/") else 0.0


def _generator_divides(flow: Thing) -> bool:
    """An ImageDataGenerator with a rescale that brings bytes to fractions."""
    maker = flow.attributes.get("generator")
    factor = maker.number(-1, "rescale") if isinstance(maker, Thing) else None
    return factor is not None and 0 < factor <= 1 / _BYTES


def _divides(reader: Reader, owner: Thing) -> Iterator[tuple[Node, str]]:
    """Where a model divides its inputs by a hundred and more before its first layer with weights."""
    ops: list[Op] = []
    for one in _flat(owner):
        if one.kind == "layer" and one.name in ("linear", "conv", "rnn"):
            break
        ops.append(Op(one.name if one.kind == "layer" else one.kind, one.node, one))
    for use in reader.walker.losses:
        if use.compiled and use.model is owner and isinstance(use.fed, Flow) and not ops:
            ops = list(use.fed.ops)
    for op in ops:
        thing, node = op.thing, op.node
        if op.name in ("linear", "conv", "rnn", "merge"):
            return
        if node is None:
            continue
        factor = thing.number(0, "scale") if op.name == "rescale" and thing is not None else None
        if factor is not None and 0 < factor <= 1 / _BYTES:
            yield thing.node if thing is not None and thing.node else node, "Rescaling"
        elif op.name == "scale" and isinstance(node, ast.BinOp) and _shrinks(node):
            yield node, ast.unparse(node)[:30]
        elif thing is not None and thing.name == "Lambda" and isinstance(thing.node, ast.Call):
            inner = next((one for one in nodes_of(thing.node) if isinstance(one, ast.BinOp)), None)
            if inner is not None and _shrinks(inner):
                yield thing.node, ast.unparse(inner)[:30]
        elif thing is not None and thing.kind == "pretrained" and _OWN_SCALE.match(thing.name):
            if flag(thing.options.get("include_preprocessing")) is not False:
                yield thing.node or node, f"{thing.name}, which takes bytes,"


def _shrinks(node: ast.BinOp) -> bool:
    by = node.right.value if isinstance(node.right, ast.Constant) else None
    if not isinstance(by, int | float) or isinstance(by, bool):
        return False
    return (
        by >= _BYTES
        if isinstance(node.op, ast.Div)
        else isinstance(node.op, ast.Mult) and 0 < by <= 1 / _BYTES
    )


def _flat(owner: Thing, depth: int = 0) -> Iterator[Thing]:
    """The layers of a chain, those of chains within it as well."""
    for one in owner.items if owner.kind == "sequential" else ():
        if isinstance(one, Thing) and one.kind == "sequential" and depth < 4:
            yield from _flat(one, depth + 1)
        elif isinstance(one, Thing):
            yield one


def _trains(reader: Reader) -> set[ast.For]:
    """The innermost loops in which gradients are taken."""
    return {loop for event in reader.backwards for loop in event.loops[-1:] if isinstance(loop, ast.For)}


def _data(value: Value) -> Data:
    return value.data if isinstance(value, Flow) else NOTHING


def _sequential(reader: Reader) -> bool:
    """A network that may want its data in order."""
    return any(one.name in ("rnn", "attention") for one in reader.things("layer"))


def _shuffled(reader: Reader) -> Iterator[Found]:
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
            orders = {_data(one).order for one in data.items if isinstance(one, Flow)}
            order = "sorted" if "sorted" in orders else "random" if orders == {"random"} else ""
        if order == "random":
            continue
        explicit = flag(given) is False and not getattr(given, "soft", False)
        if explicit or (given is None and known):
            if order != "sorted" and _sequential(reader):
                continue
            says = "shuffle=False" if explicit else "no shuffle=True"
            yield reader.found(
                "shuffle",
                "no",
                f"{says} in the training loader",
                loader.node,
                {"value": getattr(given, "node", None), "call": loader.node},
                sure=0.95 if explicit else 0.85,
            )
            return
    yield from _never_mixed(reader)
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        given = options.get("shuffle")
        x, y = _pair(args, options)
        data = x
        if (in_order := _given_in_order(data)) is not None:
            says = "what gives the batches cuts them in order from rows that stand class by class"
            yield reader.found("shuffle", "no", says, in_order, {"call": in_order}, sure=0.95)
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
        orders = {_data(x).order, _data(y).order}
        plain = "random" not in orders and "blocks" not in orders
        if flag(given) is False and (plain or ("sorted" in orders and _data(x).order != "blocks")):
            if "sorted" in orders or not _sequential(reader):
                yield reader.found(
                    "shuffle",
                    "no",
                    "shuffle=False in fit",
                    event.node,
                    {"value": getattr(given, "node", None)},
                )
                return


def _given_in_order(given: Value) -> Node | None:
    """Where a generator of the script slices batches out of rows that stand class by class."""
    rows = given.items[0] if isinstance(given, Thing) and given.kind == "list" and given.items else None
    if not isinstance(rows, Thing) or rows.kind != "tuple" or not isinstance(given, Thing):
        return None
    label = _data(rows.items[1]) if len(rows.items) > 1 else NOTHING
    if not isinstance(given.node, ast.FunctionDef) or label.order != "sorted":
        return None
    if label.cut_at is None or label.cut_at not in nodes_of(given.node):
        return None
    return None if _DRAWS.search(ast.unparse(given.node)) else label.cut_at


_DRAWS = re.compile(r"perm|shuffl|rand|choice|sample|integers")
"""What mixes rows or batches."""


def _never_mixed(reader: Reader) -> Iterator[Found]:
    """tf.data of arrays that no step shuffles: `fit` leaves such batches in their order."""
    if _sequential(reader) or reader.events("split", "shuffle-together", "shuffle"):
        return
    loops = {node for event in reader.events("backward") for node in event.loops}
    fed = [event.value for event in reader.events("over") if event.node in loops]
    fed += [_first(event.more["args"], event.more["options"]) for event in reader.events("fit")]
    for one in fed:
        if not isinstance(one, Thing) or one.kind != "tf-dataset" or one.node is None:
            continue
        made = one
        while made.args and isinstance(made.args[0], Thing) and made.args[0].kind == "tf-dataset":
            made = made.args[0]
        element = one.attributes.get("__element__", UNKNOWN)
        parts = element.items if isinstance(element, Thing) else [element]
        orders = {_data(part).order for part in parts}
        if (
            made.name == "from_tensor_slices"
            and "__reshuffled__" not in one.attributes
            and "__mixed__" not in one.attributes
            and "__sorted__" not in one.attributes
            and "random" not in orders
            and not any(_data(part).moved is not None for part in parts)
        ):
            says = "no step shuffles the rows that are trained on"
            yield reader.found("shuffle", "no", says, one.node, {"call": one.node}, sure=0.85)
            return


def _first(args: list[Value], options: dict[str, Value]) -> Value:
    return options.get("x", args[0] if args else UNKNOWN)


def _pair(args: list[Value], options: dict[str, Value]) -> tuple[Value, Value]:
    x = options.get("x", args[0] if args else UNKNOWN)
    y = options.get("y", args[1] if len(args) > 1 else UNKNOWN)
    return part_of(x) or (x, y)


def _pairs(reader: Reader) -> Iterator[Found]:
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
    for event in reader.events("evaluate", "predict"):
        x, y = _pair(event.more["args"], event.more["options"])
        if isinstance(x, Flow) and not x.ops:
            tested.append((x, y, event.node))
    for event in reader.events("fit"):
        x, y = _pair(event.more["args"], event.more["options"])
        trained.append((x, y, event.node))
        held = event.more["options"].get("validation_data")
        if isinstance(held, Thing) and held.kind == "tuple" and len(held.items) >= 2:
            tested.append((held.items[0], held.items[1], event.node))
        elif held is not None and (parts := part_of(held)) is not None:
            tested.append((*parts, event.node))
    for fed, target, node in trained[:MOST]:
        data = _data(fed)
        label = _data(target) if not (isinstance(target, Flow) and target.ops) else NOTHING
        yield from _one(reader, data, label, node, _model_input(reader, fed, node))
        yield from _mixing(reader, data, label, node)
        for other, held_target, other_node in tested[:MOST]:
            held = _data(other)
            held_label = (
                _data(held_target) if not (isinstance(held_target, Flow) and held_target.ops) else NOTHING
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
    for event in reader.events("fit"):
        if event.node is not node or not isinstance(event.owner, Thing):
            continue
        if event.owner.kind != "sequential" or _first_layers(reader, event.owner):
            return _first_layers(reader, event.owner)
        if event.owner.kind == "sequential":
            names = [one.name for one in event.owner.items if isinstance(one, Thing) and one.kind == "layer"]
            if any(
                not isinstance(one, Flow) and getattr(one, "kind", "") != "layer" for one in event.owner.items
            ):
                return False
            kept = [name for name in names if name not in ("identity", "shape")]
            return bool(kept) and kept[0] in ("linear", "conv") and not _READY & set(kept[:2])
    return False


def _first_layers(reader: Reader, owner: Thing) -> bool:
    """A functional or subclassed model that begins with a layer that neither scales nor embeds."""
    for use in reader.walker.losses:
        if use.compiled and use.model is owner and isinstance(use.fed, Flow):
            kept = [
                op.name
                for op in use.fed.ops
                if op.name
                not in ("input", "same", "shape", "flat", "reshaped", "index", "identity", "augment")
            ]
            return bool(kept) and kept[0] in ("linear", "conv") and not _READY & set(kept[:2])
    return False


def _one(reader: Reader, data: Data, label: Data, node: Node, plain: bool) -> Iterator[Found]:
    if data.again is not None:
        yield reader.found(
            "inputs",
            "tiny",
            f"{ast.unparse(data.again)[:60]}: they were {data.scaled} before",
            data.again,
            {"operator": data.again},
        )
    elif data.constant is not None:
        yield reader.found(
            "inputs",
            "constant",
            f"{ast.unparse(data.constant)[:60]} {_made_constant(data.constant)}",
            data.constant,
            {"operator": data.constant},
        )
    elif plain and data.mixed:
        yield reader.found("inputs", "mixed", "columns differ by orders of magnitude", data.node or node)
    elif plain and data.size is not None and data.size >= 100 and not data.scaled and data.values is None:
        yield reader.found(
            "inputs", "raw", f"inputs of up to {data.size:g} enter the network as they are", data.node or node
        )
    if label.order == "same" and label.values and len(label.values) == 1 and _alone(reader):
        says = f"all labels are {next(iter(label.values)):g}"
        yield reader.found("classes", "single", says, label.node or node, sure=0.9)
    squared = any(
        use.kind == "squared-error" and (use.trained or use.compiled) for use in reader.walker.losses
    )
    if squared and label.size is not None and label.size >= 1000 and not label.scaled:
        yield reader.found(
            "targets", "raw", f"targets of up to {label.size:g} are not scaled", label.node or node
        )
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
        ready = held.scaled in ("standardized", "fitted", "centered") or _divisor(held.scaled) >= _BYTES
        plain = not ready if data.scaled in ("standardized", "fitted") else held.scaled == ""
        raw = raw or (source and plain and held.values is None)
        if raw:
            yield reader.found(
                "preparation", "different", "training inputs are scaled, those of validation are not", node
            )
            return
    ways = [_way(one.scaled) for one in (data, held)]
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


def _way(scaled: str) -> str:
    """How inputs were brought to another scale, in words; empty where it may be a unit only."""
    if _divisor(scaled) >= _BYTES:
        return f"divided by {scaled[1:]}"
    return "standardized" if scaled in ("standardized", "fitted") else ""


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
                "shuffle", "no", "files that stand class by class are never shuffled", x.node, sure=0.9
            )
            return


def _splits(reader: Reader) -> Iterator[Found]:
    yield from _parted(reader)
    for event in reader.events("fit"):
        options = event.more["options"]
        _, y = _pair(event.more["args"], options)
        if options.get("validation_split") is not None and _data(y).order == "sorted":
            yield reader.found(
                "split",
                "ordered",
                "validation_split takes the end of data that is sorted by class",
                event.node,
            )
    for event in reader.events("split"):
        args, options = event.more["args"], event.more["options"]
        given = options.get("shuffle")
        sorted_ = any(_data(one).order == "sorted" for one in args)
        if flag(given) is False and (sorted_ or not _sequential(reader)):
            yield reader.found(
                "split",
                "ordered",
                "train_test_split with shuffle=False takes the end of the data",
                event.node,
                {"value": getattr(given, "node", None)},
                sure=0.95 if sorted_ else 0.6,
            )


def _generators(reader: Reader) -> Iterator[Found]:
    """One generator rescales, the other does not; one transform normalizes, the other does not."""
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        x, held = _pair(args, options)[0], options.get("validation_data")
        pair = [
            one.attributes.get("generator")
            for one in (x, held)
            if isinstance(one, Thing) and one.kind == "flow"
        ]
        if len(pair) == 2 and all(isinstance(one, Thing) for one in pair):
            first, second = pair
            assert isinstance(first, Thing)
            assert isinstance(second, Thing)
            ready = ("rescale", "preprocessing_function", "featurewise_center", "samplewise_center")
            one, other = (any(key in thing.options for key in ready) for thing in (first, second))
            if one != other and "**" not in {**first.options, **second.options} and event.node is not None:
                bare = second if one else first
                yield reader.found(
                    "preparation",
                    "different",
                    "one generator rescales, the other does not",
                    bare.node or event.node,
                )
                return
        if isinstance(x, Thing) and x.kind == "flow" and x.name == "flow_from_directory":
            maker = x.attributes.get("generator")
            ready = ("rescale", "preprocessing_function", "featurewise_center", "samplewise_center")
            made = maker.options if isinstance(maker, Thing) else {"**": UNKNOWN}
            as_they_are = not any(key in made for key in (*ready, "**"))
            if as_they_are and isinstance(event.owner, Thing) and _first_layers(reader, event.owner):
                yield reader.found(
                    "inputs",
                    "raw",
                    "pixels of up to 255 enter the network as they are",
                    getattr(maker, "node", None) or event.node,
                )
                return
    yield from _transforms(reader)
    yield from _composed(reader)


def _composed(reader: Reader) -> Iterator[Found]:
    """Of two chains of transforms that make tensors, the one for validation does not normalize."""
    chains = [one for one in reader.things("transforms") if not one.open and one.node is not None]
    tensors = [
        one
        for one in chains
        if any(isinstance(item, Thing) and item.name in ("ToTensor", "ToTensorV2") for item in one.items)
    ]
    if (
        len(tensors) != 2
        or len(chains) != 2
        or any(isinstance(i, Unknown) for one in chains for i in one.items)
    ):
        return
    normal = [
        any(isinstance(item, Thing) and item.name == "Normalize" for item in one.items) for one in chains
    ]
    if normal[0] == normal[1]:
        return
    bare = chains[normal.index(False)]
    assert bare.node is not None
    if _held(reader, bare.node):
        yield reader.found(
            "preparation",
            "different",
            "training images are normalized, those of validation are not",
            bare.node,
            sure=0.9,
        )


def _held(reader: Reader, node: Node) -> bool:
    """The smallest statement, or function, around a node names validation or test, and not training."""
    best = ""
    size = 1 << 30
    for one in nodes_of(reader.walker.tree):
        if isinstance(one, ast.Assign | ast.FunctionDef | ast.keyword | ast.Dict):
            first, last = getattr(one, "lineno", 0), getattr(one, "end_lineno", 0) or 0
            inside = first <= getattr(node, "lineno", 0) and (getattr(node, "end_lineno", 0) or 0) <= last
            if not inside or last - first >= size:
                continue
            if isinstance(one, ast.Dict):
                pairs = zip(one.keys, one.values, strict=True)
                keys = [key for key, value in pairs if key is not None and node in nodes_of(value)]
                best, size = " ".join(ast.unparse(key) for key in keys), last - first
            elif isinstance(one, ast.FunctionDef) and node in nodes_of(one):
                best, size = one.name, last - first
            elif isinstance(one, ast.Assign) and node in nodes_of(one.value):
                said = ast.unparse(one.value) if isinstance(one.value, ast.Call) else ""
                best, size = f"{ast.unparse(one.targets[0])} {_own_words(said)}", last - first
    return bool(_TEST.search(best)) and not _TRAIN.search(best)


def _own_words(said: str) -> str:
    """The strings and flags of a call, which say what a data set is for."""
    return " ".join(re.findall(r"'([\w/. -]{1,40})'", said)) + (" test" if "train=False" in said else "")


_TEST = re.compile(r"(?:^|[_/ '\"])(?:val|valid|validation|test|eval|dev)(?:$|[_/ .'\"\d]|set|idation)", re.I)
_TRAIN = re.compile(r"train(?!=False)", re.I)


def _transform_of(data: Thing) -> Value | None:
    """The chain of transforms that a data set was given, by name or by place."""
    chains = [one for one in data.args if isinstance(one, Thing) and one.kind == "transforms"]
    return data.options.get("transform") or next(iter(chains), None)


def _by_function(reader: Reader, data: Thing) -> str:
    """How a function of the script scales the samples of a data set; empty where that is not known."""
    given = data.options.get("transform") or next((one for one in data.args if isinstance(one, Func)), None)
    if not isinstance(given, Func):
        return ""
    reader.walker.scope = reader.walker.top
    after = reader.walker.invoke(given, [Flow()], {}, given.node)
    return after.data.scaled if isinstance(after, Flow) and not after.ops else ""


def _transforms(reader: Reader) -> Iterator[Found]:
    loaders = training_loaders(reader)
    train = [data for one in loaders if isinstance(data := one.option(0, "dataset"), Thing)]
    others = [
        data
        for one in reader.things("loader")
        if one not in loaders and isinstance(data := one.option(0, "dataset"), Thing)
    ]
    for first in train:
        for second in others:
            if first is second or first.name != second.name:
                continue
            ways = [_way(_by_function(reader, one)) for one in (first, second)]
            if all(ways) and ways[0] != ways[1] and second.node is not None:
                says = f"training inputs are {ways[0]}, those of validation {ways[1]}"
                yield reader.found("preparation", "different", says, second.node, sure=0.9)
                return
            sides = [_transform_of(one) for one in (first, second)]
            if not all(
                isinstance(side, Thing) and side.kind == "transforms" and not side.open for side in sides
            ):
                continue
            normal = []
            for side in sides:
                assert isinstance(side, Thing)
                if any(isinstance(item, Unknown) for item in side.items):
                    return
                normal.append(
                    any(isinstance(item, Thing) and item.name == "Normalize" for item in side.items)
                )
            if normal[0] != normal[1] and second.node is not None:
                yield reader.found(
                    "preparation",
                    "different",
                    "one set of images is normalized, the other is not",
                    second.node,
                )
                return
