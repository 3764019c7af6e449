"""Cures of what is wrong with rows: their order, the pairs they make, the padding that is counted.

A recipe offers edits; whether one cures is found out by reading the script again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, after, before, code, expression, indent, without
from assistant.mend.places import Offer, imports, node_at, span_of, statement_at, tree_of, with_argument
from assistant.readers.script.constants import unpacked
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.script import Script, Trait

_DRAWS = ("permutation", "randperm")
_FREE = ("order", "shuffled", "row_order")
"""Names for a drawn order, the first that a script does not use."""


def paired(script: Script, trait: Trait) -> Iterator[Offer]:
    """Inputs and labels by one permutation: the rows that one side took are given to the other as well."""
    taken = [
        (node, statement)
        for statement in all_of(tree_of(script), ast.Assign)
        for node in nodes_of(statement.value)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and _order(script, node.slice)
    ]
    near = sorted(taken, key=lambda pair: abs(pair[0].lineno - trait.span.line))[:6]
    for one, _ in near:
        for other, _ in near:
            known = isinstance(other.slice, ast.Name) and ast.dump(one.slice) != ast.dump(other.slice)
            if one is not other and known:
                yield [Edit(span_of(script, one.slice), code_of(other.slice))]
    for one, statement in near:
        whole = len(statement.targets) == 1 and statement.value is one and isinstance(one.slice, ast.Name)
        if not whole:
            continue
        for name in sorted(_arrays(script) - {code_of(one.value)}):
            line = f"{name} = {name}[{code_of(one.slice)}]"
            yield [before(script, statement.lineno, line)]
    yield from _both_sides(script, trait)
    yield from _one_seed(script)
    for one, statement in near:
        itself = statement.value is one and code_of(statement.targets[0]) == code_of(one.value)
        if itself and len(statement.targets) == 1 and isinstance(one.slice, ast.Call):
            # drawn for these rows alone, and kept under no name: nothing else can follow it
            yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]


def _both_sides(script: Script, trait: Trait) -> Iterator[Offer]:
    """`x = np.delete(x, bad, axis=0)`: the same rows are taken from the labels as well."""
    statement = statement_at(script, trait.span)
    if not trait.more.get("left") or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return
    value, whole, changed = statement.value, code_of(statement), code_of(statement.targets[0])
    named = isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Name)
    called = isinstance(value, ast.Call) and code_of(value.func).rpartition(".")[2] in (
        "delete",
        "compress",
    )
    alone = rf"(?<![\w.]){re.escape(changed)}(?![\w.])"
    if not (named or called) or len(re.findall(alone, whole)) != 2:
        return
    before_it = [
        code_of(target)
        for one in all_of(tree_of(script), ast.Assign)
        if one.lineno < statement.lineno
        for target in one.targets
        if isinstance(target, ast.Name)
    ]
    used = {code_of(one) for one in nodes_of(statement) if isinstance(one, ast.Name | ast.Attribute)}
    for left in dict.fromkeys((trait.more["left"], *reversed(before_it[-_TRIED:]))):
        if left not in used:
            line = re.sub(alone, left, whole)
            yield [after(script, statement.end_lineno or statement.lineno, line, statement.lineno)]


_TRIED = 12
"""Names that may be the other side; which one is, is found out by reading again."""


def _one_seed(script: Script) -> Iterator[Offer]:
    """Two calls of scikit-learn's `shuffle`, of inputs and of labels: one number seeds both."""
    calls = [
        one
        for one in all_of(tree_of(script), ast.Call)
        if code_of(one.func) == "shuffle" and len(one.args) == 1
    ]
    if len(calls) != 2:
        return
    seeds = [[key.value for key in one.keywords if key.arg == "random_state"] for one in calls]
    if all(seeds):
        yield [Edit(span_of(script, seeds[1][0]), code_of(seeds[0][0]))]
    elif not any(seeds):
        added = [with_argument(script, span_of(script, one), "random_state=0") for one in calls]
        yield [one for one in added if one is not None]


def _order(script: Script, node: ast.expr) -> bool:
    """A permutation: drawn where it is used, or a name that was given one."""
    if isinstance(node, ast.Call):
        return code_of(node.func).rpartition(".")[2] in _DRAWS
    if not isinstance(node, ast.Name):
        return False
    return any(
        isinstance(one, ast.Assign)
        and isinstance(one.value, ast.Call)
        and code_of(one.targets[0]) == node.id
        and code_of(one.value.func).rpartition(".")[2] in _DRAWS
        for one in nodes_of(tree_of(script))
    )


def _arrays(script: Script) -> set[str]:
    """Names by which rows or labels usually go."""
    usual = ("x", "y", "labels", "targets", "features", "images", "data", "target", "inputs")
    return {
        one.id
        for one in all_of(tree_of(script), ast.Name)
        if isinstance(one.ctx, ast.Store) and one.id.lower() in usual
    }


def mixed(script: Script, trait: Trait) -> Iterator[Offer]:
    """Rows in an order that is drawn, before they are cut into training and validation."""
    statement = statement_at(script, trait.span)
    if statement is None:
        return
    for one in nodes_of(tree_of(script)):  # order = arange(n)
        made = one.value if isinstance(one, ast.Assign) and len(one.targets) == 1 else None
        if not isinstance(made, ast.Call) or len(made.args) != 1 or not isinstance(one, ast.Assign):
            continue
        cut = {name for other in nodes_of(tree_of(script)) for name, _ in _bounds(other)}
        if code_of(made.func) in ("torch.arange", "np.arange") and code_of(one.targets[0]) in cut:
            drawn = "torch.randperm" if "torch" in code_of(made.func) else "np.random.permutation"
            yield [Edit(span_of(script, made.func), drawn)]
    draw = "np.random.permutation" if _numpy(script) else "torch.randperm" if imports(script, "torch") else ""
    if not draw:
        return
    names = _cut_together(statement, tree_of(script))
    if len(names) >= 2 and not any(_is_list(script, name) for name in names):
        first = min(
            one.lineno
            for one in nodes_of(tree_of(script))
            if isinstance(one, ast.stmt) and _cuts(one, names) and one.lineno <= statement.lineno
        )
        used = {one.id for one in all_of(tree_of(script), ast.Name)}
        order = next(name for name in (*_FREE, f"order_{len(used)}") if name not in used)
        sides = ", ".join(names)
        rows = ", ".join(f"{name}[{order}]" for name in names)
        line = f"{order} = {draw}(len({names[-1]}))\n{indent(script, first)}{sides} = {rows}"
        yield [before(script, first, line)]


def _is_list(script: Script, name: str) -> bool:
    """A name is given a list, which rows cannot be taken of by an array of their numbers."""
    for one in nodes_of(tree_of(script)):
        if isinstance(one, ast.Assign):
            sides = [pair for target in one.targets for pair in unpacked(target, one.value)]
            for target, value in sides:
                called = code_of(value.func) if isinstance(value, ast.Call) else ""
                listed = isinstance(value, ast.List | ast.ListComp) or called in _LISTS
                if code_of(target) == name and listed:
                    return True
    return False


_LISTS = ("list", "sorted", "glob.glob", "glob", "os.listdir", "tf.io.gfile.glob")


def _numpy(script: Script) -> bool:
    return any(line.text.strip() == "import numpy as np" for line in script.lines)


def _cut_together(statement: ast.stmt, tree: ast.Module) -> list[str]:
    """Arrays that are sliced at one place, or handed to one `fit`: inputs before labels."""
    for node in nodes_of(statement):
        fit = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fit"
        if fit and isinstance(node, ast.Call):
            given = [one.id for one in node.args[:2] if isinstance(one, ast.Name)]
            if len(given) == 2:
                return given
    mine = _bounds(statement)
    found: list[str] = []
    for other in nodes_of(tree):
        if isinstance(other, ast.Assign):
            for name, bound in _bounds(other):
                if bound in {one for _, one in mine} and name not in found:
                    found.append(name)
    return found


def _bounds(node: ast.AST) -> list[tuple[str, str]]:
    """Names that are sliced with one end, and that end."""
    return [
        (one.value.id, code_of(one.slice.lower or one.slice.upper or one))
        for one in nodes_of(node)
        if isinstance(one, ast.Subscript)
        and isinstance(one.value, ast.Name)
        and isinstance(one.slice, ast.Slice)
        and (one.slice.lower is None) != (one.slice.upper is None)
    ]


def _cuts(statement: ast.stmt, names: list[str]) -> bool:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.If | ast.With):
        return False
    fitted = any(isinstance(one, ast.Attribute) and one.attr == "fit" for one in nodes_of(statement))
    return fitted or any(name in names for name, _ in _bounds(statement))


def left_out(script: Script, trait: Trait) -> Iterator[Offer]:
    """The loss is told which number fills up the targets."""
    span, value = trait.spans.get("loss"), trait.more.get("value")
    call = expression(script, span)
    if span is None or not value or not isinstance(call, ast.Call):
        return
    keras = trait.more.get("framework") == "keras"
    name = "ignore_class" if keras else "ignore_index"
    if any(one.arg == name for one in call.keywords) or node_at(script, span, ast.Call) is None:
        return
    if keras and "SparseCategoricalCrossentropy" not in code(script, span):
        return
    edit = with_argument(script, span, f"{name}={value}")
    if edit is not None:
        yield [edit]
