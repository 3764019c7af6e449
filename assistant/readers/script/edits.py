"""What a script does to its arrays between loading and training, by the roles that their names have.

How layers and losses treat them is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from assistant.readers.script.constants import numbers_of, unpacked
from assistant.readers.script.nodes import all_of, code_of, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import tail_of
from assistant.readers.script.values import Node, Thing

_X = re.compile(
    r"^(?:[xX]s?|[xX]_?(?:tr|train|va|val|valid|te|test|dev|all|data)|features?|inputs?|images?)$"
)
_Y = re.compile(r"^(?:[yY]s?|[yY]_?(?:tr|train|va|val|valid|te|test|dev|all|true)|labels?|targets?)$")
_HELD = re.compile(
    r"(?:^|_)(?:test|val|valid|validation|dev|holdout|eval)(?:_|\d|$)|^[xX](?:te|va|test|val)$"
)
_RANDOM = re.compile(r"\brand|random|rng\.|normal\(|uniform\(|shuffle|permutation|choice\(|integers\(")
_SCALES = re.compile(
    r"\.std\(|Scaler|fit_transform|\.transform\(|\.max\(|\.ptp\(|normalize|standardize|scale\(|log1?p?\("
)
_FILLS = re.compile(
    r"isnan|isfinite|isnull|notnull|isna|nan_to_num|Imputer|fillna|dropna|interpolate|masked|Masking"
)
_KEEPS = re.compile(rf"{_FILLS.pattern}|nanmean|nanmedian")
_NAN_MEAN = re.compile(r"(?:^|\.)nan(?:mean|median|min|max|std)$")
_MAKES_ARRAY = re.compile(r"(?:^|\.)(?:array|asarray|tensor|FloatTensor)$")
_SIDE = re.compile(
    r"(?:^|_)(?:train(?:ing)?|tr|val(?:id|idation)?|va|test|te|dev|holdout|eval)(?=_|$|\d)", re.I
)
_CONVERTS = frozenset((
    "tensor", "Tensor", "FloatTensor", "as_tensor", "from_numpy", "array", "asarray", "astype", "float", "to",
))  # fmt: skip
"""What turns an array into a tensor and leaves its values alone."""
_NAN = re.compile(r"-?(?:(?:np|numpy|math|torch|pd)\.(?:nan|inf|NaN|NAN|NA)|float\('-?(?:nan|inf)'\))|None")
_LOADED = {
    "load_digits": (1797, 10),
    "load_breast_cancer": (569, 2),
    "load_iris": (150, 3),
    "load_wine": (178, 3),
    "load_diabetes": (442, 0),
}
"""Rows and classes of the data sets that come with scikit-learn; 0 classes: numbers."""
_MADE = {
    "make_moons": 2,
    "make_circles": 2,
    "make_regression": 0,
    "make_friedman1": 0,
    "make_classification": 2,
}
_MOST_NODES = 8_000
_TOP = 2000
"""Statements that are looked at."""


class Step(NamedTuple):
    """One assignment to an array: its name, its role (`x` or `y`), and what it is given."""

    name: str
    role: str
    target: ast.expr
    value: ast.expr
    node: Node

    @property
    def inside(self) -> bool:
        """Only a part of the array is written."""
        return isinstance(self.target, ast.Subscript)


class Source(NamedTuple):
    """Where the data come from: rows and classes (0: numbers), None where not known."""

    rows: int | None
    classes: int | None


def edits(reader: Reader) -> Iterator[Found]:
    """Every trait of what is done to arrays."""
    if too_long(reader.walker.tree):
        return
    steps = list(_steps(reader.walker.tree))[:_TOP]
    text = reader.text
    source = source_of(reader.walker.tree)
    yield from _labels_among_inputs(reader, steps)
    yield from _spoiled(reader, steps, text)
    yield from _apart(reader, steps)
    yield from _zipped_apart(reader)
    yield from _held_alone(reader, steps)
    yield from _trained_alone(reader)
    yield from _scales(reader, steps, text)
    yield from _one_class(reader, steps, source)
    yield from _rare(reader, text)
    yield from _cut_short(reader, steps)
    yield from _in_order(reader, steps)
    yield from _turned(reader, steps)
    yield from _sorted_batches(reader)
    yield from _units(reader, steps, source)
    yield from _offset(reader, steps)
    yield from _bounded(reader, steps)


def too_long(tree: ast.Module) -> bool:
    """A program of a size that no training script has: these rules look at many pairs of nodes."""
    return next(islice(nodes_of(tree), _MOST_NODES, None), None) is not None


def base_of(node: ast.expr) -> str:
    """The name that an expression begins with; empty where it begins with something else."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def role_of(name: str) -> str:
    """`x` for the name of inputs, `y` for that of labels or targets, else empty."""
    return "x" if _X.match(name) else "y" if _Y.match(name) else ""


def _steps(tree: ast.Module) -> Iterator[Step]:
    """Assignments to arrays in the order of their lines, unpacked pairs one by one."""
    found = [one for one in nodes_of(tree) if isinstance(one, ast.Assign | ast.AugAssign)]
    for node in sorted(found, key=lambda one: (one.lineno, one.col_offset)):
        if isinstance(node, ast.AugAssign):
            value: ast.expr = ast.copy_location(ast.BinOp(node.target, node.op, node.value), node)
            pairs: list[tuple[ast.expr, ast.expr]] = [(node.target, value)]
        else:
            pairs = [pair for target in node.targets for pair in unpacked(target, node.value)]
        for target, value in pairs:
            name = target.id if isinstance(target, ast.Name) else ""
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                name = target.value.id
            if name and (role := role_of(name)):
                yield Step(name, role, target, value, node)


def _numbers(node: Node) -> list[float]:
    """The numbers that are written in an expression, with their signs left out."""
    return [
        float(one.value)
        for one in nodes_of(node)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, int | float)
        and not isinstance(one.value, bool)
    ]


def _whole_labels(node: ast.expr) -> bool:
    """Labels enter an expression row by row: no length, no mean of them, no part."""
    parents = {child: one for one in nodes_of(node) for child in ast.iter_child_nodes(one)}
    for one in nodes_of(node):
        if isinstance(one, ast.Name) and role_of(one.id) == "y":
            above = parents.get(one)
            if isinstance(above, ast.Attribute) and above.attr not in ("astype", "reshape", "values", "copy"):
                continue
            if isinstance(above, ast.Call) and code_of(above.func) == "len":
                continue
            if isinstance(above, ast.Subscript) and not re.search(r"None|newaxis", code_of(above.slice)):
                continue
            return True
    return False


def _labels_among_inputs(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """A column of the inputs is made of the labels; or labels are stacked beside the inputs."""
    first: dict[str, Step] = {}
    for one in steps:
        if one.role != "x":
            continue
        said = code_of(one.value)
        made = first.setdefault(one.name, one)
        origin = code_of(made.value)
        if _RANDOM.search(said) or re.search(r"shift|roll|lag", said):
            continue
        if _RANDOM.search(re.sub(r"random_state", "", origin)) or re.search(r"zeros|empty|linspace", origin):
            continue  # a made-up data set is built this way
        stacked = re.match(
            r"(?:np|torch|pd)\.(?:column_stack|hstack|concatenate|concat|cat|c_|append)\b", said
        )
        beside = bool(stacked) and one.name in names_in(one.value)
        if (one.inside or beside) and made is not one and _whole_labels(one.value):
            says = f"{code_of(one.target)[:30]} = {said[:40]}: labels stand among the inputs"
            yield reader.found("leak", "yes", says, one.node, sure=0.95)
            return


def _spoiled(reader: Reader, steps: list[Step], text: str) -> Iterator[Found]:
    """NaN written into data; labels redrawn at random."""
    yield from _holes(reader)
    yield from _passed_over(reader)
    yield from _empty_fields(reader)
    known: set[str] = set()
    for one in steps:
        said = code_of(one.value)
        if one.inside and one.name in known:
            if _NAN.fullmatch(said):
                if not _KEEPS.search(text):
                    says = f"{code_of(one.target)[:40]} = {said}, and nothing takes it out again"
                    yield reader.found("inputs", "not-finite", says, one.node)
                    return
            drawn = re.search(r"permutation|shuffle|integers\(|randint|choice\(", said)
            meant = _seldom(reader, one) or _of_both_sides(reader, one)
            if one.role == "y" and drawn and not _HELD.search(one.name) and not meant:
                says = f"{code_of(one.target)[:30]} gets labels drawn at random"
                yield reader.found("pairs", "some-apart", says, one.node)
                return
        if not one.inside and not re.match(r"(?:np\.|torch\.)?(?:zeros|empty|full|ones)", said):
            known.add(one.name)


def _passed_over(reader: Reader) -> Iterator[Found]:
    """`(x - np.nanmean(x, 0)) / np.nanstd(x, 0)`: the mean leaves out what is missing, and x keeps it."""
    named = dict(_bound_pairs(reader.walker.tree))
    for node in all_of(reader.walker.tree, ast.BinOp):
        if not isinstance(node.op, ast.Sub | ast.Div):
            continue
        by = named.get(node.right.id, node.right) if isinstance(node.right, ast.Name) else node.right
        if not isinstance(by, ast.Call) or not by.args or not _NAN_MEAN.search(code_of(by.func)):
            continue
        if code_of(by.args[0]) == code_of(node.left) and not _FILLS.search(reader.text):
            says = f"{code_of(by.func)} leaves out what is missing, and nothing takes it out of the inputs"
            yield reader.found("inputs", "not-finite", says, node, sure=0.9)
            return


def _bound_pairs(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names with what they are bound to, those of `lo, hi = x.min(), x.max()` each with its own."""
    for node in all_of(tree, ast.Assign):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=False))
        else:
            pairs = [(target, value)]
        yield from ((one.id, made) for one, made in pairs if isinstance(one, ast.Name))


def _empty_fields(reader: Reader) -> Iterator[Found]:
    """`np.array([float(v) if v else np.nan for v in row])`: an empty field becomes a NaN that stays."""
    if _KEEPS.search(reader.text):
        return
    for call in all_of(reader.walker.tree, ast.Call):
        if not _MAKES_ARRAY.search(code_of(call.func)) or not call.args:
            continue
        for node in nodes_of(call.args[0]):
            if isinstance(node, ast.ListComp) and isinstance(node.elt, ast.IfExp):
                if any(_NAN.fullmatch(code_of(side)) for side in (node.elt.body, node.elt.orelse)):
                    says = f"{code_of(node.elt)[:60]}, and nothing takes it out again"
                    yield reader.found("inputs", "not-finite", says, node.elt, sure=0.8)
                    return


def _holes(reader: Reader) -> Iterator[Found]:
    """`table.loc[rows, "age"] = np.nan`, with nothing after it that would take it out."""
    for node in nodes_of(reader.walker.tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not isinstance(target, ast.Subscript) or not isinstance(node, ast.Assign):
            continue
        where = code_of(target.value)
        if not re.search(r"\.(?:loc|iloc|at|iat)$", where) or not _NAN.fullmatch(code_of(node.value)):
            continue
        after = "\n".join(reader.lines[node.lineno :])
        if not _KEEPS.search(after):
            says = f"{code_of(node)[:60]}, and nothing takes it out again"
            yield reader.found("inputs", "not-finite", says, node, sure=0.9)
            return


def _seldom(reader: Reader, step: Step) -> bool:
    """`y[flip] = …` of few rows, chosen at random: noise that a made-up data set is meant to have."""
    mask = step.target.slice if isinstance(step.target, ast.Subscript) else None
    tree = reader.walker.tree
    made = [
        node.value
        for node in all_of(tree, ast.Assign)
        if mask is not None and code_of(node.targets[0]) == code_of(mask)
    ]
    for one in [*made, *([mask] if mask is not None else [])]:
        if isinstance(one, ast.Compare) and isinstance(one.ops[0], ast.Lt | ast.LtE):
            rates = numbers_of(tree, one.comparators[0])
            if rates and all(rate is not None and rate <= _NOISE for rate in rates):
                return True
    return False


def _of_both_sides(reader: Reader, step: Step) -> bool:
    """A function that makes the labels, and is asked for those of training and for those of validation.

    Noise that both sides have alike belongs to the data that were made up.
    """
    tree = reader.walker.tree
    makers = [one for one in all_of(tree, ast.FunctionDef) if step.node in nodes_of(one)]
    if not makers or step.name in {one.arg for one in makers[-1].args.args}:
        return False
    name = makers[-1].name
    calls = [one for one in all_of(tree, ast.Call) if code_of(one.func) == name]
    return len(calls) > 1


_NOISE = 0.15
"""The share of labels drawn anew up to which a training still gets its score."""


def _apart(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """Rows of the inputs are permuted, and those of the labels are not; or the other way round."""
    names = {one.name for one in steps}
    seen: set[str] = set()
    moved: dict[str, Step] = {}
    for one in steps:
        said = code_of(one.value)
        name = re.escape(one.name)
        inline = re.match(rf"{name}\[(?:.*\.)?(?:permutation|randperm)\(.*\)\]$", said)
        inline = inline or re.match(rf"(?:.*\.)?permutation\({name}\)$", said)
        if inline and one.name in seen and not one.inside:
            moved.setdefault(one.name, one)
        seen.add(one.name)
    for node in all_of(reader.walker.tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "shuffle":
            given = node.args[0] if len(node.args) == 1 else None
            if isinstance(given, ast.Name) and role_of(given.id) and given.id in seen:
                moved.setdefault(given.id, Step(given.id, role_of(given.id), given, node, node))
    roles = {one.role for one in moved.values()}
    whole = any(role_of(name) == "x" for name in names) and any(role_of(name) == "y" for name in names)
    seeded = re.search(r"seed\(|set_state|random_state", reader.text) and len(roles) == 2
    if whole and roles and not seeded:
        one = next(iter(moved.values()))
        other = "labels" if one.role == "x" else "inputs"
        says = f"{one.name} is permuted, and the {other} are not permuted with it"
        yield reader.found("pairs", "apart", says, one.node)


def _zipped_apart(reader: Reader) -> Iterator[Found]:
    """`random.shuffle(texts)` before `zip(texts, labels)`, where both were there and one alone was mixed."""
    body = reader.walker.tree.body
    made = {
        name: n
        for n, one in enumerate(body)
        if isinstance(one, ast.Assign)
        for name in (target.id for target in one.targets if isinstance(target, ast.Name))
    }  # where it was given its last value
    mixed: dict[str, int] = {}
    for n, one in enumerate(body):
        call = one.value if isinstance(one, ast.Expr) else None
        if isinstance(call, ast.Call) and code_of(call.func).rpartition(".")[2] == "shuffle" and call.args:
            mixed |= {name.id: n for name in call.args if isinstance(name, ast.Name)}
        for zipped in nodes_of(one):
            if not isinstance(zipped, ast.Call) or code_of(zipped.func) != "zip" or len(zipped.args) != 2:
                continue
            names = [arg.id for arg in zipped.args if isinstance(arg, ast.Name)]
            if len(names) != 2 or len(mixed.keys() & names) != 1:
                continue
            first = next(name for name in names if name in mixed)
            other = next(name for name in names if name != first)
            if max(made.get(first, n), made.get(other, n)) < mixed[first] < n:
                says = f"{first} is shuffled, and {other}, which it is zipped with, is not"
                yield reader.found("pairs", "apart", says, body[mixed[first]], sure=0.95)
                return


def _plain_sum(node: ast.expr, name: str) -> bool:
    """An array times and plus numbers, or its negative: nothing but that one name and numbers."""
    if isinstance(node, ast.Name):
        return node.id == name
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    if isinstance(node, ast.UnaryOp):
        return _plain_sum(node.operand, name)
    if isinstance(node, ast.BinOp):
        return _plain_sum(node.left, name) and _plain_sum(node.right, name)
    return False


def _held_alone(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """The inputs of validation are changed by arithmetic, and those of training are not."""
    changed = [
        one
        for one in steps
        if one.role == "x" and not isinstance(one.value, ast.Name) and one.name in names_in(one.value)
    ]
    mine = [one for one in changed if _HELD.search(one.name) and _plain_sum(one.value, one.name)]
    others = [one for one in changed if not _HELD.search(one.name) and re.search("tr", one.name)]
    trained = any(re.search("tr", one.name) for one in steps if one.role == "x")
    if mine and trained and not others:
        says = f"{code_of(mine[0].node)[:50]}: the inputs of training are not changed so"
        yield reader.found("preparation", "different", says, mine[0].node)


def _stem(name: str) -> str:
    """`raw` for raw_train and for raw_val."""
    return _SIDE.sub("", name)


def _trained_alone(reader: Reader) -> Iterator[Found]:
    """`x_train = tensor((raw_train - mean) / std)` beside `x_val = tensor(raw_val)`, which nothing scales."""
    given = [
        (target.id, value, node)
        for node in all_of(reader.walker.tree, ast.Assign)
        for one in node.targets
        for target, value in unpacked(one, node.value)
        if isinstance(target, ast.Name)
    ]
    scaled = {
        (_stem(name), _stem(raw.id))
        for name, value, _ in given
        if not _HELD.search(name)
        for part in nodes_of(value)
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div)
        for inner in (part.left,)
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub)
        for raw in (inner.left,)
        if isinstance(raw, ast.Name) and _SIDE.search(raw.id)
    }
    held = [one for one in given if _HELD.search(one[0])]
    for name, value, node in held:
        calls = {code_of(one.func).rpartition(".")[2] for one in nodes_of(value) if isinstance(one, ast.Call)}
        plain = calls <= _CONVERTS and not any(isinstance(one, ast.BinOp) for one in nodes_of(value))
        raw = [one for one in names_in(value) if _HELD.search(one)]
        if not plain or len(raw) != 1 or (_stem(name), _stem(raw[0])) not in scaled:
            continue
        others = [one for one in held if one[0] in (name, raw[0]) and one[2] is not node]
        if any(isinstance(part, ast.BinOp | ast.AugAssign) for one in others for part in nodes_of(one[1])):
            continue
        if re.search(rf"\b(?:{name}|{raw[0]})\b(?:\[[^\]\n]*\])?\s*[-/]", reader.text):
            continue
        says = f"{code_of(node)[:50]}: the inputs of training are standardized, these are not"
        yield reader.found("preparation", "different", says, node, sure=0.95)
        return


def _scales(reader: Reader, steps: list[Step], text: str) -> Iterator[Found]:
    """Inputs blown up, shrunk twice or made constant; columns of unlike size; targets in hundreds."""
    kept = [one for one in steps if not one.inside and not _HELD.search(one.name)]
    squared = any(use.kind == "squared-error" for use in reader.walker.losses)
    ready = re.search(r"BatchNorm|LayerNorm|Rescaling|Normalization\(|Embedding|ToTensor|Normalize\(", text)
    for n, one in enumerate(kept):
        later = kept[n + 1 :]
        said = code_of(one.value)
        tamed = any(
            other.role == one.role and (_SCALES.search(code_of(other.value)) or _divides(other.value))
            for other in later
        )
        plain = _plain_sum(one.value, one.name) and not isinstance(one.value, ast.Name)
        if (one.role == "x" and plain and _vanishes(one.value)) or (
            one.role == "x" and re.match(r"(?:np|torch)\.(?:zeros|ones|full)_like\(", said) and n
        ):
            says = f"{code_of(one.node)[:50]} leaves one and the same number everywhere"
            yield reader.found("inputs", "constant", says, one.node, {"operator": one.node})
        if tamed:
            continue
        factor = max(_factors(one.value), default=1.0) if plain else 1.0
        if one.role == "x" and factor >= 50 and not ready:
            says = f"{code_of(one.node)[:40]}, and nothing scales the inputs afterwards"
            yield reader.found("inputs", "raw", says, one.node)
        if one.role == "x" and not ready and (spread := _spread(one.value)) >= 100:
            says = f"columns are multiplied by numbers that differ {spread:g}-fold, and nothing scales them"
            yield reader.found("inputs", "mixed", says, one.node)
        large = plain and one.name in names_in(one.value) and max(_numbers(one.value), default=0) >= 50
        if one.role == "y" and squared and large and not _divides(one.value):
            says = f"{code_of(one.node)[:40]}, and nothing scales the targets afterwards"
            yield reader.found("targets", "raw", says, one.node)
        if one.role == "x" and plain and _divides(one.value):
            earlier = [o for o in kept[:n] if o.role == "x" and _divides(o.value)]
            if earlier:
                says = f"{code_of(one.node)[:40]}, divided before"
                yield reader.found("inputs", "tiny", says, one.node, {"operator": one.value})


def _divides(node: ast.expr) -> bool:
    """A division by ten or more stands in it."""
    return any(
        isinstance(one, ast.BinOp)
        and isinstance(one.op, ast.Div)
        and isinstance(one.right, ast.Constant)
        and isinstance(one.right.value, int | float)
        and one.right.value >= 10
        for one in nodes_of(node)
    )


def _vanishes(node: ast.expr) -> bool:
    """Something is multiplied by 0."""
    return any(
        isinstance(one, ast.BinOp)
        and isinstance(one.op, ast.Mult)
        and any(isinstance(side, ast.Constant) and side.value == 0 for side in (one.left, one.right))
        for one in nodes_of(node)
    )


def _factors(node: ast.expr) -> list[float]:
    return [
        float(side.value)
        for one in nodes_of(node)
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mult)
        for side in (one.left, one.right)
        if isinstance(side, ast.Constant) and isinstance(side.value, int | float)
    ]


def _spread(node: ast.expr) -> float:
    """The largest of a list of factors by its smallest, where an array is multiplied by it."""
    for one in nodes_of(node):
        if not isinstance(one, ast.BinOp) or not isinstance(one.op, ast.Mult):
            continue
        for side, other in ((one.left, one.right), (one.right, one.left)):
            if role_of(base_of(other)) != "x":
                continue
            for inner in nodes_of(side):
                if isinstance(inner, ast.List) and len(inner.elts) >= 2:
                    values = [value for value in _numbers(inner) if value > 0]
                    if len(values) == len(inner.elts):
                        return max(values) / min(values)
    return 1.0


def source_of(tree: ast.Module) -> Source:
    """Rows and classes of the one data set that a script loads or makes."""
    integers = {
        node.targets[0].id: node.value.value
        for node in all_of(tree, ast.Assign)
        if isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, int)
    }

    def whole(node: ast.expr | None) -> int | None:
        if isinstance(node, ast.Name):
            return integers.get(node.id)
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None

    found: list[Source] = []
    for node in all_of(tree, ast.Call):
        name = code_of(node.func).rpartition(".")[2]
        given = {one.arg: one.value for one in node.keywords}
        if name in _LOADED:
            rows, classes = _LOADED[name]
            asked = whole(given.get("n_class"))
            found.append(Source(rows, asked or classes))
        elif name in _MADE:
            first = given.get("n_samples", node.args[0] if node.args else None)
            asked = whole(given["n_classes"]) if "n_classes" in given else _MADE[name]
            found.append(Source(whole(first), asked))
    for assign in all_of(tree, ast.Assign):
        if not isinstance(assign.value, ast.Call):
            continue
        call = assign.value
        name = code_of(call.func).rpartition(".")[2]
        target = assign.targets[0]
        if name in ("integers", "randint") and isinstance(target, ast.Name) and role_of(target.id) == "y":
            tops = [whole(one) for one in call.args[:2]]
            size = call.args[2] if len(call.args) > 2 else next((k.value for k in call.keywords), None)
            if len(tops) == 2 and tops[0] == 0:
                found.append(Source(whole(size), tops[1]))
    return found[0] if len(found) == 1 else Source(None, None)


def _one_class(reader: Reader, steps: list[Step], source: Source) -> Iterator[Found]:
    """Labels that a comparison or a multiplication makes all alike."""
    classes = source.classes
    for n, one in enumerate(one for one in steps if one.role == "y" and not one.inside):
        said = code_of(one.value)
        name = re.escape(one.name)
        alike = re.match(rf"(?:np|torch)\.(?:zeros|ones)_like\({name}\)|{name} \* 0(?:\.0)?$", said)
        same = bool(n) and alike is not None
        compared = next((node for node in nodes_of(one.value) if isinstance(node, ast.Compare)), None)
        if compared is not None and classes and len(compared.ops) == 1 and n:
            left, right = compared.left, compared.comparators[0]
            limit = right.value if isinstance(right, ast.Constant) else None
            if isinstance(left, ast.Name) and left.id == one.name and isinstance(limit, int | float):
                over = isinstance(compared.ops[0], ast.Gt) and limit >= classes - 1
                over = over or (isinstance(compared.ops[0], ast.GtE | ast.Eq) and limit > classes - 1)
                below = isinstance(compared.ops[0], ast.Lt) and (limit <= 0 or limit >= classes)
                same = same or over or below
        floor = re.match(rf"{name} // (\d+)", said)
        same = same or (floor is not None and bool(classes) and int(floor[1]) >= (classes or 0))
        if same:
            says = f"{code_of(one.node)[:50]} makes all labels the same"
            yield reader.found("classes", "single", says, one.node)
            return


def _rare(reader: Reader, text: str) -> Iterator[Found]:
    """Of one class all rows are kept, of the others a few in a hundred; and nothing makes up for it."""
    if re.search(r"class_weight|WeightedRandomSampler|pos_weight|weight=|compute_sample_weight|SMOTE", text):
        return
    for node in nodes_of(reader.walker.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            said = code_of(node)
            few = re.search(r"(?:random|rand|uniform)\(.*?\)+ < (0?\.\d+)", said)
            about = any(
                isinstance(one, ast.Compare) and role_of(base_of(one.left)) == "y" for one in nodes_of(node)
            )
            if few and about and float(few[1]) <= 0.1:
                says = f"all rows of one class are kept and {100 * float(few[1]):g}% of the others"
                yield reader.found("classes", "imbalanced", says, node)
                return
        if isinstance(node, ast.keyword) and node.arg == "weights" and isinstance(node.value, ast.List):
            shares = _numbers(node.value)
            if shares and max(shares) >= 0.9 and max(shares) < 1:
                says = f"one class has {100 * max(shares):g}% of the rows"
                yield reader.found("classes", "imbalanced", says, node.value)
                return


def _cut_short(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """A hundred rows at most are kept of a larger data set, before it is parted."""
    for n, one in enumerate(steps):
        if one.inside or one.role != "x" or not n or re.search(r"tr|val|te|dev|batch", one.name):
            continue
        value = one.value
        if (
            isinstance(value, ast.Subscript)
            and isinstance(value.slice, ast.Slice)
            and value.slice.lower is None
        ):
            upper = value.slice.upper
            many = upper.value if isinstance(upper, ast.Constant) else None
            if base_of(value) == one.name and isinstance(many, int) and 0 < many <= 100:
                says = f"{one.name} keeps {many} rows, for training and validation together"
                yield reader.found("rows kept", "few", says, one.node, sure=0.95)
                yield reader.found("validation rows", "tiny", says, one.node, sure=0.95)
                return


def _orders(reader: Reader) -> dict[str, ast.Assign]:
    """Names of rows sorted by their labels."""
    return {
        node.targets[0].id: node
        for node in all_of(reader.walker.tree, ast.Assign)
        if isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and code_of(node.value.func).rpartition(".")[2] in ("argsort", "sort")
        and any(role_of(name) == "y" for name in names_in(node.value))
    }


def _in_order(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """Rows are sorted by their labels, then cut into training and validation, or never shuffled."""
    orders = _orders(reader)
    ordered: dict[str, Step] = {}
    for one in steps:
        value = one.value
        if (
            isinstance(value, ast.Subscript)
            and isinstance(value.slice, ast.Name)
            and value.slice.id in orders
        ):
            ordered[one.name] = one
        elif one.name in ordered and re.search(r"permutation|shuffle|randperm|sample\(", code_of(value)):
            del ordered[one.name]
    if not ordered:
        return
    cuts: dict[tuple[str, str], set[str]] = {}
    for one in steps:
        value = one.value
        if (
            isinstance(value, ast.Subscript)
            and isinstance(value.slice, ast.Slice)
            and base_of(value) in ordered
        ):
            lower, upper = value.slice.lower, value.slice.upper
            at = code_of(lower or upper or value)
            side = "front" if lower is None else "back" if upper is None else ""
            cuts.setdefault((base_of(value), at), set()).add(side)
            if cuts[base_of(value), at] >= {"front", "back"}:
                says = f"rows are sorted by label, then cut at {at[:30]}"
                yield reader.found("split", "ordered", says, one.node)
                return
    for node in all_of(reader.walker.tree, ast.Call):
        if any(
            k.arg == "shuffle" and isinstance(k.value, ast.Constant) and k.value.value is False
            for k in node.keywords
        ):
            held = _HELD.search(" ".join(names_in(node))) and not re.search("train", code_of(node))
            if not held and re.search(r"train|(?:^|\W)[xX]\b|fit\(", code_of(node)):
                says = "rows are sorted by label, and shuffle=False keeps them so"
                yield reader.found("shuffle", "no", says, node, {"call": node})
                return


def _turned(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """Axes are swapped, and a reshape gives them the old lengths: numbers stand in wrong rows."""
    for one in steps:
        value = one.value
        if one.inside or not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
            continue
        if value.func.attr not in ("reshape", "view"):
            continue
        shaped = any(
            re.fullmatch(rf"{re.escape(one.name)}\.shape|{re.escape(one.name)}\.size\(\)", code_of(a))
            for a in value.args
        )
        inner = code_of(value.func.value)
        turned = len(
            re.findall(
                r"\.T\b|\.(?:transpose|swapaxes|permute|moveaxis)\(|np\.(?:transpose|swapaxes)\(", inner
            )
        )
        if shaped and turned == 1 and one.name in names_in(value.func.value):
            says = f"{code_of(one.node)[:60]} cuts swapped axes anew"
            yield reader.found("axis order", "cut-anew", says, one.node)
            return


def _sorted_batches(reader: Reader) -> Iterator[Found]:
    """Batches are cut from rows sorted by label: each holds one class."""
    orders = _orders(reader)
    for node in all_of(reader.walker.tree, ast.ListComp):
        if not isinstance(node.generators[0].iter, ast.Call):
            continue
        cut = any(
            isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Slice) and base_of(one) in orders
            for one in nodes_of(node.elt)
        )
        if cut and "range" in code_of(node.generators[0].iter) and "batch_sampler" in reader.text:
            yield reader.found("batches", "one-class", "batches are cut from rows sorted by label", node)
            return


def _units(reader: Reader, steps: list[Step], source: Source) -> Iterator[Found]:
    """The last layer has far more units than there are classes; a loss on numbers for labels of classes."""
    classes = source.classes
    if not classes or any(one.role == "y" and not _keeps_classes(one) for one in steps):
        return
    for use in reader.walker.losses:
        tail = tail_of(use.fed)
        if tail.layer is None or tail.layer.node is None:
            continue
        if use.kind == "cross-entropy" and tail.units and tail.units >= 2 * classes and tail.units > 2:
            says = f"{tail.units} units for {classes} classes"
            more = {"units": str(classes), "given": str(tail.units)}
            spans = {"layer": tail.layer.node}
            yield reader.found("output units", "mismatch", says, tail.layer.node, spans, more)
            return
        plain = tail.layer.name == "linear"  # a picture of one channel is no label
        if use.kind == "squared-error" and classes >= 2 and tail.units == 1 and plain:
            says = f"a loss on numbers for the labels of {classes} classes"
            yield reader.found("output fit", "wrong-loss", says, use.node, sure=0.9)
            return


def _keeps_classes(step: Step) -> bool:
    """The labels are those of the data set still: cut, cast, split or chosen."""
    return not any(
        isinstance(one, ast.BinOp | ast.Compare)
        for one in nodes_of(step.value)
        if not isinstance(step.value, ast.Subscript)
    ) or bool(re.search(r"load_|make_|integers\(|randint", code_of(step.value)))


_SHORT = 0.15
"""So far from its target, in units of it, a bias that is pulled back makes an error that shows."""


def _pulled(thing: Thing, away: float) -> float:
    """How far from c, which it must carry, the decay λ of an optimizer keeps a bias b, under a squared error.

    In the gradient: 2 (b - c) + λb = 0, so c - b = cλ / (2 + λ). Apart from it, as AdamW does, a step is as
    long as the mean gradient over its own noise s: 2 (c - b) / s = λb, with s about 0.3 of such a batch.
    """
    decay = thing.number(-1, "weight_decay") or 0.0
    apart = thing.name in ("AdamW", "SGDW") or thing.kind == "hf-arguments"
    return away * decay * 0.15 if apart else away * decay / (2 + decay)


def _offset(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """Targets lie away from 0 by a constant, which a bias must carry, and decay pulls biases to 0."""
    decaying = [one for one in reader.things("optimizer", "hf-arguments") if one.number(-1, "weight_decay")]
    squared = any(use.kind == "squared-error" for use in reader.walker.losses)
    own = [one for one in steps if one.role == "y" and not one.inside]
    for n, one in enumerate(own):
        value = one.value
        if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Add) or not squared:
            continue
        lone = isinstance(value.left, ast.Name) and value.left.id == one.name
        away = value.right.value if isinstance(value.right, ast.Constant) else 0
        tamed = any(_SCALES.search(code_of(other.value)) for other in own[n + 1 :])
        if not lone or not isinstance(away, int | float) or not 3 <= away < 50 or tamed or not decaying:
            continue
        most = max(decaying, key=lambda thing: _pulled(thing, away))
        if _pulled(most, away) > _SHORT:
            decay = most.number(-1, "weight_decay")
            says = f"the bias must carry an offset of {away:g}, and a weight decay of {decay:g} pulls it to 0"
            yield reader.found("bias penalty", "yes", says, one.node)
            return


def _bounded(reader: Reader, steps: list[Step]) -> Iterator[Found]:
    """Targets on both sides of 0, or above 1, and a last activation that does not reach them."""
    said = [code_of(one.value) for one in steps if one.role == "y"]
    if not said or re.search(
        r"MinMax|minmax|\.max\(\) - |/ .*\.max\(|clip\(|np\.abs|sigmoid\(", "\n".join(said)
    ):
        return
    centered = any(re.search(r" - .*mean\(.*/ .*std\(|StandardScaler|scale\(", one) for one in said)
    made = re.findall(r"\b([a-z]\w*)\b", said[0])
    origin = "\n".join(
        code_of(one) for one in all_of(reader.walker.tree, ast.Assign) if code_of(one.targets[0]) in made
    )
    signed = centered or bool(
        re.search(r"np\.sin\(|np\.cos\(|randn\(|normal\(|make_regression", f"{said[0]}\n{origin}")
    )
    summed = bool(re.search(r"\.sum\(", said[0]))
    for use in reader.walker.losses:
        tail = tail_of(use.fed)
        if use.kind != "squared-error" or tail.layer is None or tail.units != 1 or tail.op is None:
            continue
        squashed = tail.activation in ("sigmoid", "softmax") and (signed or summed)
        if squashed or (tail.activation == "relu" and signed):
            says = f"a last {tail.activation} does not reach all targets of a regression"
            yield reader.found("output fit", "range-too-small", says, tail.op.node or use.node, sure=0.9)
            return
