"""Gradients that are limited before their step, in the words of each framework.

Where nothing tells what the optimizer moves, no edit is offered.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, before, code
from assistant.mend.places import Offer, imports, span_of, tree_of, with_argument
from assistant.readers.script.names import OPTIMIZERS
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.script import Script, Span, Trait

Function = ast.FunctionDef | ast.AsyncFunctionDef
_LISTED = re.compile(r"^(?:\[|list\()")


def limited(script: Script, _: Trait) -> Iterator[Offer]:
    """The norm of the gradients is cut at 1."""
    calls = all_of(tree_of(script), ast.Call)
    named = [(code_of(one.func).rpartition(".")[2], one) for one in calls]
    text = "\n".join(line.text for line in script.lines)
    if script.framework == "keras":
        made = [one for name, one in named if name in OPTIMIZERS]
        if len(made) == 1 and (
            edit := with_argument(script, span_of(script, made[0]), "global_clipnorm=1.0")
        ):
            yield [edit]
    elif re.search(r"^\s*(?:import|from) (?:pytorch_)?lightning\b", text, re.M):
        trainers = [one for name, one in named if name == "Trainer"]
        if len(trainers) == 1 and "automatic_optimization" not in text:
            edit = with_argument(script, span_of(script, trainers[0]), "gradient_clip_val=1.0")
            if edit is not None:
                yield [edit]
    else:
        yield from _before_the_step(script)


def _before_the_step(script: Script) -> Iterator[Offer]:
    """`clip_grad_norm_` in front of the only `step` of the only optimizer."""
    tree = tree_of(script)
    made = [
        one
        for one in all_of(tree, ast.Assign)
        if isinstance(one.value, ast.Call) and code_of(one.value.func).rpartition(".")[2] in OPTIMIZERS
    ]
    if len(made) != 1 or len(made[0].targets) != 1:
        return
    name, call = code_of(made[0].targets[0]), made[0].value
    steps = [
        one
        for one in all_of(tree, ast.Expr)
        if code_of(one.value) in (f"{name}.step()", f"self.{name}.step()")
    ]
    head = _head(script)
    if len(steps) != 1 or not head or not isinstance(call, ast.Call) or not call.args:
        return
    moved = call.args[0]
    if not _is_at_hand(tree, moved, made[0], steps[0]):
        return
    line = f"{head}utils.clip_grad_norm_({code(script, span_of(script, moved))}, 1.0)"
    at = span_of(script, steps[0])
    if script.lines[at.line - 1].text[: at.column].strip():  # a; b; optimizer.step()
        yield [Edit(Span(at.line, at.column, at.line, at.column), f"{line}; ")]
    else:
        yield [before(script, at.line, line)]


def _head(script: Script) -> str:
    """How the script reaches `torch.nn`."""
    text = "\n".join(line.text for line in script.lines)
    if re.search(r"^\s*(?:from torch import (?:.*, *)?nn\b|import torch\.nn as nn)", text, re.M):
        return "nn."
    return "torch.nn." if imports(script, "torch") else ""


def _is_at_hand(tree: ast.Module, moved: ast.expr, made: ast.stmt, step: ast.stmt) -> bool:
    """What the optimizer was given can be named again where it steps: no generator that is used up."""
    whole = code_of(moved)
    if isinstance(moved, ast.Name):
        kept = [
            one.value
            for one in all_of(tree, ast.Assign)
            if whole in [code_of(target) for target in one.targets]
        ]
        if len(kept) != 1 or not _LISTED.match(code_of(kept[0])):
            return False
    elif not re.fullmatch(r"[\w.]+\.parameters\(\)", whole):
        return False
    root = whole.partition(".")[0]
    inside = [_around(tree, one) for one in (made, step)]
    if inside[0] is inside[1] or (
        inside[0] is None and inside[1] is not None and root not in _given(inside[1])
    ):
        return True
    if root == "self":
        return all(one is not None and "self" in _given(one) for one in inside)
    return inside[1] is not None and root in _given(inside[1])


def _around(tree: ast.Module, statement: ast.stmt) -> Function | None:
    """The function that a statement stands in."""
    found: Function | None = None
    for one in nodes_of(tree):
        if isinstance(one, Function) and statement in nodes_of(one):
            found = one
    return found


def _given(function: Function) -> set[str]:
    return {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
