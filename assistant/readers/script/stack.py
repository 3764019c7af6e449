"""How deep a plain stack of layers is, and whether anything leads around them.

What depth does to a training is not said here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import numbers_of
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Const, Node, Thing

DEEP = 20
"""Layers with weights from which a plain stack is deep: VGG-19, the deepest plain one in use, has 19."""
_AROUND = re.compile(r"\bcat\(|concat|\.add\(\[|\bAdd\(\)|residual|shortcut|skip|highway", re.I)
_TENDED = re.compile(r"kaiming|he_normal|he_uniform|HeNormal|HeUniform|orthogonal|lecun|selu", re.I)


def stack(reader: Reader) -> Iterator[Found]:
    """A deep stack with neither a way around its layers nor normalization nor weights made for depth."""
    made = [one for one in reader.things("layer") if one.name in ("linear", "conv") and one.node is not None]
    others = {one.name for one in reader.things("layer")}
    if not made or others & {"batchnorm", "norm", "merge", "attention", "rnn"} or reader.things("pretrained"):
        return
    trained = {loop for event in reader.events("fit", "backward", "compile") for loop in event.loops}
    counts = [_times(reader, one, trained) for one in made]
    depth = sum(counts)
    if depth < DEEP or _AROUND.search(reader.text) or _TENDED.search(reader.text) or _adds_up(reader):
        return
    deepest = max(zip(counts, made, strict=True), key=lambda pair: pair[0])[1]
    assert deepest.node is not None
    yield reader.found(
        "depth",
        "deep-plain",
        f"{depth} layers with weights in a row: no way around them, no normalization",
        deepest.node,
        sure=0.9,
    )


def _times(reader: Reader, one: Thing, trained: set[Node]) -> int:
    """How often a layer is made by the loops around it that were not walked round by round."""
    times = 1
    for loop in one.loops:
        # a loop in which networks are trained makes a new one in each round, not a deeper one
        times *= 1 if loop in trained else _rounds(reader, loop, one)
    return times


def _rounds(reader: Reader, loop: Node, one: Thing) -> int:
    if isinstance(loop, ast.For):
        over: Node = loop.iter
    elif isinstance(loop, ast.ListComp | ast.GeneratorExp):
        over = loop.generators[0].iter
        if sum(1 for other in reader.things("layer") if other.node is one.node) > 1:
            return 1  # each round made one of its own
    else:
        return 1
    if not (isinstance(over, ast.Call) and code_of(over.func) == "range" and len(over.args) == 1):
        return 1
    count = over.args[0]
    if isinstance(count, ast.Constant) and isinstance(count.value, int):
        return max(1, count.value)
    named = reader.walker.scope.get(count.id) if isinstance(count, ast.Name) else None
    if isinstance(named, Const) and isinstance(named.value, int):
        return max(1, named.value)
    known = numbers_of(reader.walker.tree, count)
    told = [one for one in known if one is not None]
    return max(1, int(min(told))) if told and len(told) == len(known) else 1


def _adds_up(reader: Reader) -> bool:
    """Something is added up where layers are called: it may be a way around some of them."""
    return any(
        isinstance(part, ast.BinOp | ast.AugAssign) and isinstance(part.op, ast.Add)
        for node in all_of(reader.walker.tree, ast.FunctionDef)
        if node.name in ("forward", "call", "__call__")
        for part in nodes_of(node)
    )
