"""Generators and transforms of which one prepares training, another validation.

Arrays that are prepared in code are compared elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.fed import begins_plainly, pair_of
from assistant.readers.script.loaders import training_loaders
from assistant.readers.script.nodes import all_of, code_of, nodes_below, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.rescaling import shrinks
from assistant.readers.script.sides import way_of
from assistant.readers.script.values import (
    UNKNOWN,
    Flow,
    Func,
    Node,
    Thing,
    Unknown,
    Value,
)

_LEARNED = re.compile(
    r"^(?:vocab\w*|stoi|itos|(?:word|char|token|tok)(?:_?2|_to_)\w+|scaler|stats|mean|means|mu|std|sigma|tokenizer|"
    r"encoder|label_?map|classes|mapping|lookup)$",
    re.I,
)
"""What a data set may learn from its rows, and has to share with others."""


def _each_its_own(reader: Reader) -> Iterator[Found]:
    """`Rows(train)` and `Rows(test)`, and each builds a vocabulary of its own where it is given none."""
    tree = reader.walker.tree
    for owner in all_of(tree, ast.ClassDef):
        for init in (
            one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"
        ):
            names = [one.arg for one in init.args.args][1:]
            free = names[len(names) - len(init.args.defaults) :]
            defaults = dict(zip(free, init.args.defaults, strict=True)) if init.args.defaults else {}
            for name in (one for one in free if _LEARNED.match(one) and code_of(defaults[one]) == "None"):
                made = [one for one in all_of(tree, ast.Call) if code_of(one.func) == owner.name]
                given = [one for one in made if _gets(one, name, names.index(name))]
                builds = _built(init, name)
                held = [
                    one
                    for one in all_of(tree, ast.Assign)
                    if one.value in made and re.search(r"val|test|eval|dev", code_of(one), re.I)
                ]
                if builds is not None and len(made) > 1 and held and not given:
                    says = f"{code_of(builds)[:60]}: each of {len(made)} data sets has one of its own"
                    yield reader.found("preparation", "different", says, made[-1], sure=0.9)
                    return


def _gets(call: ast.Call, name: str, at: int) -> bool:
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    return starred or len(call.args) > at or any(one.arg in (name, None) for one in call.keywords)


def _built(init: ast.FunctionDef, name: str) -> ast.stmt | None:
    """Where an argument that was not given is made of what the data set holds itself."""
    for one in all_of(init, ast.Assign):
        value = one.value
        otherwise = None
        if (
            isinstance(value, ast.BoolOp)
            and isinstance(value.op, ast.Or)
            and code_of(value.values[0]) == name
        ):
            otherwise = value.values[-1]
        if isinstance(value, ast.IfExp) and re.match(rf"{name}(?: is (?:not )?None)?$", code_of(value.test)):
            otherwise = value.body if "is None" in code_of(value.test) else value.orelse
        if isinstance(otherwise, ast.Call) and (otherwise.args or "self." in code_of(otherwise)):
            return one
    for test in all_of(init, ast.If):
        inner = test.body[0]
        made = isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Call)
        if code_of(test.test) == f"{name} is None" and made and not test.orelse:
            return inner
    return None


def generators(reader: Reader) -> Iterator[Found]:
    """One generator rescales, the other does not; one transform normalizes, the other does not."""
    yield from _each_its_own(reader)
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        x, held = pair_of(args, options)[0], options.get("validation_data")
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
            if as_they_are and isinstance(event.owner, Thing) and begins_plainly(reader, event.owner):
                yield reader.found(
                    "inputs",
                    "raw",
                    "pixels of up to 255 enter the network as they are",
                    getattr(maker, "node", None) or event.node,
                )
                return
    yield from _transforms(reader)
    yield from _composed(reader)
    yield from _rows_of_one_side(reader)
    yield from _without_brackets(reader)
    yield from _left_as_read(reader)


def _left_as_read(reader: Reader) -> Iterator[Found]:
    """Arrays that one function read: some are divided behind it, one that is evaluated is not."""
    own = {one.name for one in all_of(reader.walker.tree, ast.FunctionDef)}
    read: dict[str, str] = {}
    changed: dict[str, ast.stmt] = {}
    for node in nodes_of(reader.walker.tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            changed[node.target.id] = node
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
            if not isinstance(first, ast.Name):
                continue
            source = _source_of(node.value, own)
            if source and first.id not in read:
                read[first.id] = source
            else:
                changed.setdefault(first.id, node)
    divided = {read[name]: name for name, node in changed.items() if name in read and _rescales(node, name)}
    for node in all_of(reader.walker.tree, ast.Call):
        if not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        given = node.args[0]
        if node.func.attr in ("evaluate", "predict", "score") and isinstance(given, ast.Name):
            other = divided.get(read.get(given.id, ""))
            if other is not None and given.id not in changed:
                says = f"{other} is scaled after it was read, {given.id} is not"
                yield reader.found("preparation", "different", says, node, sure=0.9)
                return


def _source_of(value: ast.expr, own: set[str]) -> str:
    """What arrays are read by: a function of the script, or a file of arrays that each have a name."""
    while (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "astype"
    ):
        value = value.func.value
    if isinstance(value, ast.Call):
        return code_of(value.func) if code_of(value.func) in own else ""
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[0]
        return _source_of(value, own)
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
        if re.search(r"^x|x$|image|data", str(value.slice.value), re.I):
            return f"{code_of(value.value)}[]"
    return ""


def _rescales(node: ast.stmt, name: str) -> bool:
    """`x /= 255`, `x = x / 255.0`, `x = (x - mean) / std`."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Div) and shrinks(node)
    by = node.value if isinstance(node, ast.Assign) else None
    if not isinstance(by, ast.BinOp) or not isinstance(by.op, ast.Div):
        return False
    if isinstance(by.left, ast.BinOp):
        return isinstance(by.left.op, ast.Sub) and code_of(by.left.left) == name
    return code_of(by.left) == name and shrinks(by)


def _without_brackets(reader: Reader) -> Iterator[Found]:
    """`x - mean / std` beside `(x - mean) / std`: a mean that was divided, and numbers that were not."""
    differences = all_of(reader.walker.tree, ast.BinOp)
    divided = {
        (code_of(one.left.right), code_of(one.right))
        for one in differences
        if isinstance(one.op, ast.Div)
        and isinstance(one.left, ast.BinOp)
        and isinstance(one.left.op, ast.Sub)
    }
    for one in differences:
        right = one.right
        if not isinstance(one.op, ast.Sub) or not isinstance(right, ast.BinOp):
            continue
        if isinstance(right.op, ast.Div) and (code_of(right.left), code_of(right.right)) in divided:
            mean, spread = code_of(right.left), code_of(right.right)
            says = (
                f"{code_of(one)[:60]} divides {mean} alone by {spread}, elsewhere the difference is divided"
            )
            yield reader.found("preparation", "different", says, one, sure=0.9)
            return


def _composed(reader: Reader) -> Iterator[Found]:
    """Of two chains of transforms that make tensors, the one for validation does not normalize."""
    chains = [one for one in reader.things("transforms") if not one.open and one.node is not None]
    chains = list({one.node: one for one in chains}.values())  # a function may be asked for one more often
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
    bare, whole = chains[normal.index(False)], chains[normal.index(True)]
    assert bare.node is not None
    assert whole.node is not None
    if _held(reader, bare.node) or _for_training_alone(reader, whole.node, bare.node):
        yield reader.found(
            "preparation",
            "different",
            "training images are normalized, those of validation are not",
            bare.node,
            sure=0.9,
        )


_IF_TRAINING = re.compile(r"""^(?:\w*\.)?(?:\w+ == ['"]train(?:ing)?['"]|(?:is_)?train(?:ing)?)$""")


def _for_training_alone(reader: Reader, one: Node, other: Node) -> bool:
    """The first stands behind `if split == "train":`, the second outside of it."""
    for test in nodes_of(reader.walker.tree):
        if isinstance(test, ast.If | ast.IfExp) and _IF_TRAINING.fullmatch(code_of(test.test)):
            within = {
                id(inner) for inner in nodes_below(test.body if isinstance(test, ast.If) else [test.body])
            }
            if id(one) in within and id(other) not in within:
                return True
    return False


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
                best, size = " ".join(code_of(key) for key in keys), last - first
            elif isinstance(one, ast.FunctionDef) and node in nodes_of(one):
                best, size = one.name, last - first
            elif isinstance(one, ast.Assign) and node in nodes_of(one.value):
                said = code_of(one.value) if isinstance(one.value, ast.Call) else ""
                best, size = f"{code_of(one.targets[0])} {_own_words(said)}", last - first
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


def _left_out(reader: Reader, one: Thing, other: Thing) -> str:
    """The class or function of the script that scales the rows of one data set, where the other has none."""
    calls = [thing.node for thing in (one, other)]
    if not all(isinstance(call, ast.Call) for call in calls):
        return ""
    first, second = (call for call in calls if isinstance(call, ast.Call))
    plain = {word.arg: word.value for word in second.keywords}
    if len(first.args) != len(second.args) or None in plain:
        return ""
    for word in first.keywords:
        left = plain.get(word.arg)
        if not _SCALES.search(word.arg or "") or not (left is None or code_of(left) == "None"):
            continue
        name = _maker(reader, word.value)
        for made in nodes_of(reader.walker.tree):
            if isinstance(made, ast.ClassDef | ast.FunctionDef) and made.name == name:
                said = code_of(made)
                return name if re.search(r" - .*\) / |/ 255", said) and not _DRAWS.search(said) else ""
    return ""


_SCALES = re.compile(r"transform|preproc|normali[sz]e|scale", re.I)


def _maker(reader: Reader, value: ast.expr) -> str:
    """`Scale` of `Scale(x)`, or of a name that it was assigned to."""
    if isinstance(value, ast.Name):
        for one in all_of(reader.walker.tree, ast.Assign):
            if [code_of(target) for target in one.targets] == [value.id]:
                return _maker(reader, one.value) if not isinstance(one.value, ast.Name) else ""
        return value.id
    return code_of(value.func) if isinstance(value, ast.Call) else ""


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
            ways = [way_of(_by_function(reader, one)) for one in (first, second)]
            if all(ways) and ways[0] != ways[1] and second.node is not None:
                says = f"training inputs are {ways[0]}, those of validation {ways[1]}"
                yield reader.found("preparation", "different", says, second.node, sure=0.9)
                return
            if second.node is not None and (way := _left_out(reader, first, second)):
                says = f"{way} scales the training inputs, and those of validation get none"
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


def _rows_of_one_side(reader: Reader) -> Iterator[Found]:
    """`train = [clean(t) for t in texts[:n]]` beside `held = texts[n:]`: one function, for one side alone.

    What draws is an augmentation, which training alone is to have.
    """
    tree = reader.walker.tree
    given = {
        target.id: one.value
        for one in all_of(tree, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    halves = {
        part.id: code_of(one.value)
        for one in all_of(tree, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Tuple) and isinstance(one.value, ast.Call)
        for part in target.elts
        if isinstance(part, ast.Name)
    }
    functions = {one.name: one for one in all_of(tree, ast.FunctionDef)}
    for name, value in given.items():
        function = functions.get(_mapped_by(value))
        if function is None or not _TRAIN.search(name) or _DRAWS.search(code_of(function)):
            continue
        calls = [
            one for one in all_of(tree, ast.Name) if one.id == function.name and isinstance(one.ctx, ast.Load)
        ]
        origin = _cut_of(value.generators[0].iter, halves) if isinstance(value, ast.ListComp) else ""
        for other, rest in {**given, **{key: ast.Name(key) for key in halves}}.items():
            if not _TEST.search(other) or not origin or _cut_of(rest, halves) != origin or len(calls) != 1:
                continue
            says = f"{function.name}() prepares {name}, and nothing so prepares {other}"
            yield reader.found("preparation", "different", says, value, sure=0.9)
            return


_DRAWS = re.compile(r"random|rng|rand\w*\(|choice|shuffle|sample|augment|noise|permut")


def _mapped_by(value: ast.expr) -> str:
    """`clean` of `[clean(t) for t in texts]`."""
    if not isinstance(value, ast.ListComp) or len(value.generators) != 1 or value.generators[0].ifs:
        return ""
    call, target = value.elt, code_of(value.generators[0].target)
    plain = isinstance(call, ast.Call) and [code_of(one) for one in call.args] == [target]
    return call.func.id if plain and isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""


def _cut_of(node: ast.expr, halves: dict[str, str]) -> str:
    """What rows are a part of: `texts` of `texts[:n]`, or the call that gave several parts at once."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return code_of(node.value)
    return halves.get(node.id, "") if isinstance(node, ast.Name) else ""
