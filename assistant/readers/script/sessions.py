"""Graphs and sessions of the first TensorFlow: steps that nothing runs, dropout by the share that is kept.

Layers and losses are read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import numbers_of
from assistant.readers.script.nodes import all_of, code_of
from assistant.readers.script.report import Found, Reader

_KEPT = re.compile(r"keep_?(?:prob|rate|p)\w*$", re.I)
_DROPPED = re.compile(r"drop_?(?:out)?(?:_?(?:rate|prob|p))?$", re.I)
_NORMS = re.compile(r"(?:^|\.)(?:batch_normalization|batch_norm)$")
_UPDATES = re.compile(
    r"UPDATE_OPS|update_ops|updates_collections ?= ?None|create_train_op|optimize_loss|\.updates\b|"
    r"assign_moving"
)


def sessions(reader: Reader) -> Iterator[Found]:
    """Every trait of a graph."""
    if not re.search(r"\bSession\(|Estimator\(|MonitoredTrainingSession", reader.text):
        return
    yield from _never_run(reader)
    yield from _kept_for_dropped(reader)
    yield from _without_updates(reader)


def _steps(reader: Reader) -> list[ast.Assign]:
    """`train_op = optimizer.minimize(loss)`."""
    return [
        one
        for one in all_of(reader.walker.tree, ast.Assign)
        if isinstance(one.value, ast.Call)
        and isinstance(one.value.func, ast.Attribute)
        and one.value.func.attr in ("minimize", "apply_gradients")
        and len(one.targets) == 1
        and isinstance(one.targets[0], ast.Name | ast.Attribute)
    ]


def _never_run(reader: Reader) -> Iterator[Found]:
    """The operation that steps is made, and its name is never used."""
    tree = reader.walker.tree
    steps = _steps(reader)
    used = {one.id for one in all_of(tree, ast.Name) if isinstance(one.ctx, ast.Load)}
    used |= {one.attr for one in all_of(tree, ast.Attribute) if isinstance(one.ctx, ast.Load)}
    names = [code_of(one.targets[0]).rpartition(".")[2] for one in steps]
    loops = [*all_of(tree, ast.For), *all_of(tree, ast.While)]
    runs = any(".run(" in code_of(one) for one in loops)  # else another file may run it
    if (
        steps
        and runs
        and used.isdisjoint(names)
        and "getattr(" not in reader.text
        and "__dict__" not in reader.text
    ):
        says = f"{names[0]} is made, and nothing runs it: no step is taken"
        yield reader.found("gradients", "never-used", says, steps[0], sure=0.9)


def _kept_for_dropped(reader: Reader) -> Iterator[Found]:
    """`{keep_prob: dropout}`: the share to drop is taken for the share to keep."""
    tree = reader.walker.tree
    for made in all_of(tree, ast.Dict):
        for key, value in zip(made.keys, made.values, strict=True):
            if key is None or not _KEPT.search(code_of(key)) or not _DROPPED.search(code_of(value)):
                continue
            known = [one for one in numbers_of(tree, value) if one is not None]
            if known and max(known) < 0.5:
                says = f"{code_of(value)} = {max(known):g} is what to drop, and is fed as what to keep"
                yield reader.found("penalty", "strong", says, value, sure=0.9)
                return
    for call in all_of(tree, ast.Call):
        if code_of(call.func).endswith("nn.dropout") and len(call.args) == 2:
            given = call.args[1]
            known = [one for one in numbers_of(tree, given) if one is not None]
            small = known and 0 < max(known) <= 0.3
            if small and (isinstance(given, ast.Constant) or _DROPPED.search(code_of(given))):
                says = f"the second argument of tf.nn.dropout is what to keep: {100 * max(known):g}%"
                yield reader.found("penalty", "strong", says, call, sure=0.85)
                return


def _without_updates(reader: Reader) -> Iterator[Found]:
    """Batch normalization whose running statistics no step updates: in evaluation they are still 0 and 1."""
    norms = [one for one in all_of(reader.walker.tree, ast.Call) if _NORMS.search(code_of(one.func))]
    switched = [
        one
        for one in norms
        if any(
            key.arg in ("training", "is_training") and code_of(key.value) not in ("True", "False")
            for key in one.keywords
        )
    ]
    if switched and _steps(reader) and not _UPDATES.search(reader.text):
        says = "no step runs UPDATE_OPS: the running statistics stay as they were made"
        yield reader.found("norm updates", "never-run", says, switched[0], sure=0.92)
