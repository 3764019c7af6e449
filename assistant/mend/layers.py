"""How layers are made: weights and biases at the start, dropout, normalization.

The last one and its activation are another room.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, code, expression
from assistant.mend.places import (
    Offer,
    head_of,
    imports,
    literal,
    node_at,
    quoted,
    span_of,
    tree_of,
    without_keyword,
)
from assistant.readers.script.nodes import all_of, code_of
from assistant.script import Script, Trait

_DRAWS = ("zeros_", "normal_", "trunc_normal_", "constant_", "uniform_")


def initialized(script: Script, trait: Trait) -> Iterator[Offer]:
    """Weights drawn with the spread that suits ReLU; a spread of a configuration as it is usual."""
    if trait.more.get("fix"):
        yield from literal(script, trait, trait.more["fix"])
        return
    call = trait.spans.get("call")
    node = node_at(script, call, ast.Call)
    if call is not None and isinstance(node, ast.Call):
        name = code_of(node.func)
        drawn = node.func.value if isinstance(node.func, ast.Attribute) else None
        if drawn is not None and re.search(r"\.(?:weight|kernel)(?:\.data)?$|^\w+\.data$", code_of(drawn)):
            # a method of the weights themselves
            init = "torch.nn.init" if imports(script, "torch") else "nn.init"
            yield [Edit(call, f"{init}.kaiming_normal_({code(script, span_of(script, drawn))})")]
        elif name.rpartition(".")[2] in _DRAWS and node.args:
            head = name.rpartition(".")[0]
            weight = code(script, span_of(script, node.args[0]))
            yield [Edit(call, f"{head}.kaiming_normal_({weight})")]
        elif name.endswith(("RandomNormal", "TruncatedNormal")):
            kept = [code(script, span_of(script, one)) for one in node.keywords if one.arg == "seed"]
            yield [
                Edit(
                    call, f"{name[: name.rindex('.') + 1] if '.' in name else ''}HeNormal({', '.join(kept)})"
                )
            ]
    value = trait.spans.get("value")
    if value is not None and isinstance(expression(script, value), ast.Constant):
        yield [Edit(value, quoted(script, "glorot_uniform"))]


def biased(_: Script, trait: Trait) -> Iterator[Offer]:
    """Biases in every layer that has none."""
    spans = [span for key, span in trait.spans.items() if key.startswith("value")]
    if spans:
        yield [Edit(span, "True") for span in dict.fromkeys(spans)]


def spatial(script: Script, trait: Trait) -> Iterator[Offer]:
    """Dropout of whole maps, at a rate that leaves most of them."""
    edits = []
    for span in dict.fromkeys(one for key, one in trait.spans.items() if key.startswith("layer")):
        head = head_of(code(script, span))
        if not head:
            return
        edits.append(
            Edit(
                span,
                f"{head}Dropout2d(0.1)"
                if head.startswith(("nn", "torch"))
                else f"{head}SpatialDropout2D(0.1)",
            )
        )
    if edits:
        yield edits


def quicker(script: Script, trait: Trait) -> Iterator[Offer]:
    """The usual momentum of the statistics."""
    yield from literal(script, trait, "0.9" if trait.more.get("framework") == "keras" else "0.1")


def without_bias_penalty(script: Script, trait: Trait) -> Iterator[Offer]:
    """No penalty on biases."""
    yield from literal(script, trait, "None")
    span = trait.spans.get("value")
    if span is not None:
        yield [Edit(span, "None")]


def lifted(script: Script, _: Trait) -> Iterator[Offer]:
    """Biases that start at 0 in the place of all that start below it."""
    edits = []
    for one in all_of(tree_of(script), ast.Call):
        said = code_of(one)
        if re.search(r"(?:fill_|constant_|copy_|assign)\(", said.rpartition("(")[0] + "(") and "bias" in said:
            edits += [
                Edit(span_of(script, number), "0.0")
                for number in (*one.args, *(key.value for key in one.keywords))
                if isinstance(number, ast.UnaryOp) and isinstance(number.op, ast.USub)
            ]
        lowered = [
            key
            for key in one.keywords
            if key.arg == "bias_initializer" and _below(key.value, tree_of(script))
        ]
        if lowered and (edit := without_keyword(script, span_of(script, one), ("bias_initializer",))):
            edits.append(edit)
    if edits:
        yield edits


def _below(node: ast.expr, tree: ast.Module) -> bool:
    """A constant start that is below 0, or a name that is given one."""
    if isinstance(node, ast.Name):
        given = [
            one.value
            for one in all_of(tree, ast.Assign)
            if node.id in [code_of(target) for target in one.targets]
        ]
        return len(given) == 1 and not isinstance(given[0], ast.Name) and _below(given[0], tree)
    return bool(re.search(r"Constant\((?:value=)?-", code_of(node)))
