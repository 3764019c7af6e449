"""Whole numbers where fractions are meant: pixels and scores that are divided with `//`.

Other divisions of inputs are followed elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Node

_PIXELS = re.compile(
    r"^(?:\w+\.)?(?:x|im|img|imgs|image|images|pic|pics|picture|pictures|photo|pixels|arr|array|"
    r"\w*_(?:x|img|imgs|image|images)|[xX]_?(?:train|test|val|valid|tr|te|va))(?:\[.*\])?(?:\.\w+\(.*\))*$"
)
_SCORE = re.compile(
    r"(?:^|[_.\['\"])(?:acc|accuracy|f1|precision|recall|iou|dice|jaccard|score|auc)(?:_?score)?s?['\"\]]*$",
    re.I,
)


def divisions(reader: Reader) -> Iterator[Found]:
    """Every trait of them."""
    down = [
        one
        for one in all_of(reader.walker.tree, ast.BinOp)
        if isinstance(one.op, ast.FloorDiv)
        and isinstance(one.right, ast.Constant)
        and one.right.value in (255, 255.0)
        and _PIXELS.search(code_of(one.left))
    ]
    if down:
        says = f"{code_of(down[0])[:60]} leaves 0 of every pixel under 255"
        spans: dict[str, Node | None] = {f"operator {n}": one for n, one in enumerate(down)}
        yield reader.found("inputs", "constant", says, down[0], spans, sure=0.9)
    yield from _scores(reader)


def _scores(reader: Reader) -> Iterator[Found]:
    """`f1s.append(2 * tp // (2 * tp + fp + fn))`: a score that is 0 or 1."""
    for node in nodes_of(reader.walker.tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            named, value = code_of(target), node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            named = code_of(node.func.value) if node.func.attr == "append" else ""
            value = node.args[0]
        else:
            continue
        down = value if isinstance(value, ast.BinOp) and isinstance(value.op, ast.FloorDiv) else None
        if down is not None and _SCORE.search(named) and not isinstance(down.right, ast.Constant):
            says = f"{code_of(down)[:60]} is a whole number: a score between 0 and 1 becomes one of the two"
            yield reader.found("metric fit", "whole", says, down, {"operator": down}, sure=0.9)
            return
