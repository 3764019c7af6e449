"""Inputs that are divided twice: by the script, and by a layer, a model or a transform.

A first division is no fault.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.fed import data_of, pair_of
from assistant.readers.script.nodes import all_of, code_of, functions, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import (
    BYTES,
    Flow,
    Node,
    Op,
    Thing,
    flag,
    number,
)

_NO_FRACTION = 2.0
"""Neither the mean nor the deviation of inputs between 0 and 1 reaches it."""


def rescaled(reader: Reader) -> Iterator[Found]:
    """Inputs that are scaled already, and a Rescaling layer or a division that scales them again."""
    for event in reader.events("fit"):
        x, _ = pair_of(event.more["args"], event.more["options"])
        data, owner = data_of(x), event.owner
        divided = divisor(data.scaled) >= BYTES and (data.size or 1) <= 1.5
        how = data.scaled
        if isinstance(x, Thing) and x.kind == "flow":
            divided, how = _generator_divides(x), "rescale"
        if not isinstance(owner, Thing):
            continue
        within = [] if divided else list(_divides(reader, owner))
        if len(within) > 1:
            says = f"{within[0][1]} divides the inputs, and {within[1][1]} divides them again"
            yield reader.found("inputs", "tiny", says, within[0][0], {"call": within[0][0]})
            return
        if not divided:
            continue
        for node, what in _divides(reader, owner):
            says = f"the inputs are divided ({how}), and {what} divides them again"
            yield reader.found("inputs", "tiny", says, node, {"call": node})
            return
    yield from _in_both(reader)
    if not any(one.name == "ToTensor" for one in reader.things("transform")):
        return
    yield from _normalized_as_bytes(reader)
    yield from _behind_transform(reader)
    for loader in {event.node for event in reader.events("over") if event.node in _trains(reader)}:
        names = names_in(loader.target)
        for node in nodes_of(loader):
            if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
                continue
            if code_of(node.right) in ("255", "255.0", "256", "256.0"):
                if names_in(node.left) & names:
                    says = f"ToTensor() has divided by 255, and {code_of(node)[:40]} does it again"
                    yield reader.found("inputs", "tiny", says, node, {"operator": node}, sure=0.9)
                    return


def _behind_transform(reader: Reader) -> Iterator[Found]:
    """`self.transform(image) / 255` in a data set: every chain of the script has brought it to fractions."""
    chains = [one for one in reader.things("transforms") if not one.open]
    if not chains or not all(any(getattr(i, "name", "") == "ToTensor" for i in one.items) for one in chains):
        return
    for owner in functions(reader.walker.tree, "__getitem__"):
        made = {
            code_of(one.targets[0])
            for one in nodes_of(owner)
            if isinstance(one, ast.Assign) and _TRANSFORMS.search(code_of(one.value))
        }
        for node in nodes_of(owner):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and shrinks(node):
                said = code_of(node.left)
                if said in made or _TRANSFORMS.search(said):
                    says = f"ToTensor() gives fractions, and {code_of(node)[:40]} divides them again"
                    yield reader.found("inputs", "tiny", says, node, {"operator": node}, sure=0.9)
                    return


def _in_both(reader: Reader) -> Iterator[Found]:
    """A row is divided by 255 where it is read, and once more with its batch, or as it enters the model."""
    tree = reader.walker.tree
    rows = [one for owner in functions(tree, "__getitem__") for one in _divisions(owner)]
    handed = {code_of(one.value) for one in all_of(tree, ast.keyword) if one.arg == "collate_fn"}
    later = [
        one for owner in all_of(tree, ast.FunctionDef) if owner.name in handed for one in _divisions(owner)
    ]
    if rows and later:
        says = f"each row is divided where it is read, and {code_of(later[0])[:40]} divides the batch again"
        yield reader.found("inputs", "tiny", says, later[0], {"operator": later[0]}, sure=0.93)
        return
    made = [
        one
        for one in all_of(tree, ast.Call)
        if code_of(one.func).endswith("Rescaling")
        and re.search(r"\((?:scale=)?1(?:\.0*)? / 25[56]", code_of(one))
    ]
    named = {code_of(one.targets[0]) for one in all_of(tree, ast.Assign) if one.value in made}
    mapped = [
        one
        for one in all_of(tree, ast.Call)
        if code_of(one.func).endswith(".map") and _names_called(one) & named
    ]
    inside = [one for one in made if not any(one in nodes_of(call) for call in mapped)]
    loose = [one for one in inside if not any(one is step.value for step in all_of(tree, ast.Assign))]
    if mapped and loose:
        says = f"{code_of(loose[0])[:40]} divides again what the data set was mapped through"
        yield reader.found("inputs", "tiny", says, loose[0], {"call": loose[0]}, sure=0.93)


def _names_called(node: ast.AST) -> set[str]:
    return {code_of(one.func) for one in nodes_of(node) if isinstance(one, ast.Call)}


def _divisions(owner: ast.FunctionDef) -> list[ast.BinOp]:
    """Divisions of what is read by 255, those of labels left out."""
    return [
        one
        for one in all_of(owner, ast.BinOp)
        if isinstance(one.op, ast.Div)
        and code_of(one.right) in ("255", "255.0", "256", "256.0")
        and not re.search(r"mask|label|target|depth|\by\b", code_of(one.left), re.I)
    ]


_TRANSFORMS = re.compile(r"^self\.\w*(?:transforms?|tfms?|tf|augment\w*|preprocess)\(")


def _normalized_as_bytes(reader: Reader) -> Iterator[Found]:
    """`ToTensor()`, which gives fractions, and after it the means and deviations of bytes."""
    for chain in reader.things("transforms"):
        steps = [one for one in chain.items if isinstance(one, Thing)]
        names = [one.name for one in steps]
        behind = steps[names.index("ToTensor") :] if "ToTensor" in names else []
        step = next((one for one in behind if one.name == "Normalize"), None)
        if step is None:
            continue
        sides = [step.option(0, "mean"), step.option(1, "std")]
        numbers = [[number(one) or 0.0 for one in side.items] for side in sides if isinstance(side, Thing)]
        if len(numbers) == 2 and all(one and min(one) > _NO_FRACTION for one in numbers):
            says = f"{code_of(step.node)[:50]} is for bytes, and ToTensor() gives 0 to 1" if step.node else ""
            yield reader.found("inputs", "tiny", says, step.node or reader.walker.tree, sure=0.9)
            return


_OWN_SCALE = re.compile(r"^(?:EfficientNet\w*|ConvNeXt\w*|MobileNetV3\w*|RegNet\w*)$")
"""Models of keras.applications that take bytes: they scale by themselves, as their documentation says."""


def divisor(scaled: str) -> float:
    """255 of `/255`; 0 of any other way to scale."""
    return float(scaled[1:]) if scaled.startswith("/") else 0.0


def _generator_divides(flow: Thing) -> bool:
    """An ImageDataGenerator with a rescale that brings bytes to fractions."""
    maker = flow.attributes.get("generator")
    factor = maker.number(-1, "rescale") if isinstance(maker, Thing) else None
    return factor is not None and 0 < factor <= 1 / BYTES


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
        if factor is not None and 0 < factor <= 1 / BYTES:
            yield thing.node if thing is not None and thing.node else node, "Rescaling"
        elif op.name == "scale" and isinstance(node, ast.BinOp) and shrinks(node):
            yield node, code_of(node)[:30]
        elif thing is not None and thing.name == "Lambda" and isinstance(thing.node, ast.Call):
            inner = next((one for one in nodes_of(thing.node) if isinstance(one, ast.BinOp)), None)
            if inner is not None and shrinks(inner):
                yield thing.node, code_of(inner)[:30]
        elif thing is not None and thing.kind == "pretrained" and _OWN_SCALE.match(thing.name):
            if flag(thing.options.get("include_preprocessing")) is not False:
                yield thing.node or node, f"{thing.name}, which takes bytes,"


def shrinks(node: ast.BinOp | ast.AugAssign) -> bool:
    """A division by a number that brings bytes to fractions, or a product with such a fraction."""
    right = node.value if isinstance(node, ast.AugAssign) else node.right
    by = right.value if isinstance(right, ast.Constant) else None
    if not isinstance(by, int | float) or isinstance(by, bool):
        return False
    return (
        by >= BYTES if isinstance(node.op, ast.Div) else isinstance(node.op, ast.Mult) and 0 < by <= 1 / BYTES
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
