"""Inputs and targets brought to a usual scale by the figures of the training part.

Where it is not written which rows train, no edit is offered.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, after, before, indent
from assistant.mend.places import Offer, tree_of
from assistant.readers.script.edits import role_of
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.script import Script, Trait

_PICTURES = re.compile(r"\b(?:fashion_mnist|mnist|cifar100?)\.load_data\(\)$")
_OTHER_SPLITS = re.compile(r"random_split|train_test_split|KFold|validation_split|Subset|sample\(frac")
_ARRAYS = re.compile(r"(?:np|torch)\.|\.(?:astype|values|to_numpy|float)\b|^\(.*\)|[-+*/]")
_UNITS = "  # predictions * std + mean are in the old units"


def inputs_scaled(script: Script, trait: Trait) -> Iterator[Offer]:
    """Mean 0 and deviation 1 for each column; bytes divided by 255."""
    if trait.value == "raw":
        yield from _pictures(script)
    if any((one.name, one.value) == ("architecture", "dense") for one in script.traits):
        yield from _after_a_split(script, "x")
        yield from _before_a_cut(script, "x")
        yield from _of_all(script, "x")


def targets_scaled(script: Script, _: Trait) -> Iterator[Offer]:
    """Targets with mean 0 and deviation 1."""
    yield from _after_a_split(script, "y")
    yield from _before_a_cut(script, "y")
    yield from _of_all(script, "y")


def _pictures(script: Script) -> Iterator[Offer]:
    """`(x, y), (xv, yv) = keras.datasets.mnist.load_data()`: bytes."""
    found = [one for one in _assigned(script) if _PICTURES.search(code_of(one.value))]
    if len(found) != 1:
        return
    sides = found[0].targets[0].elts if isinstance(found[0].targets[0], ast.Tuple) else []
    names = [
        one.elts[0].id
        for one in sides
        if isinstance(one, ast.Tuple) and one.elts and isinstance(one.elts[0], ast.Name)
    ]
    if len(names) == 2:
        line = f"{', '.join(names)} = {', '.join(f'{name} / 255.0' for name in names)}"
        yield [after(script, found[0].end_lineno or found[0].lineno, line, found[0].lineno)]


def _assigned(script: Script) -> list[ast.Assign]:
    return all_of(tree_of(script), ast.Assign)


def _after_a_split(script: Script, which: str) -> Iterator[Offer]:
    """`train_test_split` of scikit-learn: both sides by what was fitted on the first."""
    splits = [one for one in _assigned(script) if code_of(one.value).startswith("train_test_split(")]
    if len(splits) != 1 or not isinstance(splits[0].value, ast.Call):
        return
    target, given = splits[0].targets[0], splits[0].value.args
    names = [one.id for one in getattr(target, "elts", []) if isinstance(one, ast.Name)]
    if len(names) != 2 * len(given) or len(given) != 2:
        return
    train, held = names[:2] if which == "x" else names[2:]
    source = given[0 if which == "x" else 1]
    if role_of(train) != which or _is_tensor(script, source):
        return
    at, last = splits[0].lineno, splits[0].end_lineno or splits[0].lineno
    space = indent(script, at)
    if which == "x" and not _stays_a_table(script, train, held):
        lines = [
            f"scaler = StandardScaler().fit({train})",
            f"{train}, {held} = scaler.transform({train}), scaler.transform({held})",
        ]
        yield [*_imported(script), after(script, last, f"\n{space}".join(lines), at)]
    elif which == "y" and _holds_numbers(script, source):
        lines = [
            f"mean, std = {train}.mean(), {train}.std(){_UNITS}",
            f"{train}, {held} = ({train} - mean) / std, ({held} - mean) / std",
        ]
        if not {"mean", "std"} & _names(script):
            yield [after(script, last, f"\n{space}".join(lines), at)]


_OF_TABLES = r"\.(?:values|columns|i?loc|to_numpy|index|head|describe|drop|fillna|reset_index|join)"


def _stays_a_table(script: Script, *names: str) -> bool:
    """What comes later asks the parts for what a table has and an array has not."""
    text = "\n".join(line.text for line in script.lines)
    return any(re.search(rf"\b{re.escape(name)}(?:{_OF_TABLES}|\[\[?['\"])", text) for name in names)


def _names(script: Script) -> set[str]:
    return {one.id for one in all_of(tree_of(script), ast.Name)}


def _imported(script: Script) -> list[Edit]:
    """The import of the scaler, below the last one of scikit-learn."""
    tops = [one for one in tree_of(script).body if isinstance(one, ast.ImportFrom)]
    kin = [one for one in tops if (one.module or "").startswith("sklearn")]
    if any(name.name == "StandardScaler" for one in kin for name in one.names) or not kin:
        return []
    line = kin[-1].end_lineno or kin[-1].lineno
    return [after(script, line, "from sklearn.preprocessing import StandardScaler", kin[-1].lineno)]


def _given_to(script: Script, name: str) -> list[ast.Assign]:
    """Where a name gets a value, in the order of the lines."""
    found = [one for one in _assigned(script) if name in [code_of(target) for target in one.targets]]
    return sorted(found, key=lambda one: one.lineno)


def _is_tensor(script: Script, source: ast.expr) -> bool:
    return any("torch." in code_of(one.value) for one in _given_to(script, code_of(source)))


def _holds_numbers(script: Script, source: ast.expr) -> bool:
    """An array that arithmetic works on; a list does not."""
    made = _given_to(script, code_of(source))
    if made and isinstance(made[-1].value, ast.Name) and code_of(made[-1].value) != code_of(source):
        made = _given_to(script, code_of(made[-1].value))
    return bool(made) and bool(_ARRAYS.search(code_of(made[-1].value))) and not _is_list(made[-1].value)


def _is_list(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.ListComp | ast.Tuple)


def _before_a_cut(script: Script, which: str) -> Iterator[Offer]:
    """`x[:800]`, `x[800:]`: by the rows of the front."""
    cuts = [
        (one, statement)
        for statement in all_of(tree_of(script), ast.Assign)
        for one in nodes_of(statement.value)
        if isinstance(one, ast.Subscript)
        and isinstance(one.value, ast.Name)
        and isinstance(one.slice, ast.Slice)
        and one.slice.lower is None
        and one.slice.upper is not None
        and one.slice.step is None
        and role_of(one.value.id) == which
    ]
    if not cuts or len({code_of(one) for one, _ in cuts}) != 1:
        return
    (front, statement), name = cuts[0], code_of(cuts[0][0].value)
    if not _holds_numbers(script, front.value) or {"mean", "std"} & _names(script):
        return
    whole, part = ("0", code_of(front)) if which == "x" else ("", code_of(front))
    note = _UNITS if which == "y" else ""
    lines = [
        f"mean, std = {part}.mean({whole}), {part}.std({whole}){note}",
        f"{name} = ({name} - mean) / std",
    ]
    yield [before(script, statement.lineno, f"\n{indent(script, statement.lineno)}".join(lines))]


def _of_all(script: Script, which: str) -> Iterator[Offer]:
    """All rows train: nothing is cut off, split or held out."""
    text = "\n".join(line.text for line in script.lines)
    names = {
        name for one in _assigned(script) for name in map(code_of, one.targets) if role_of(name) == which
    }
    held = any(
        isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Slice) for one in _loaded(script, names)
    )
    if (
        len(names) != 1
        or held
        or _OTHER_SPLITS.search(text)
        or re.search(r"validation_data|load_data|DataLoader", text)
    ):
        return
    name = names.pop()
    if which == "y" and {"mean", "std"} & _names(script):
        return  # figures that predictions are brought back by
    made = _given_to(script, name)
    if made[-1] not in tree_of(script).body or not _holds_numbers(script, ast.Name(name)):
        return
    axis = "0" if which == "x" else ""
    line = (
        f"{name} = ({name} - {name}.mean({axis})) / {name}.std({axis}){_LATER if which == 'x' else _UNDONE}"
    )
    yield [after(script, made[-1].end_lineno or made[-1].lineno, line, made[-1].lineno)]


_LATER = "  # the same figures for every row that comes later"
_UNDONE = "  # undo it on predictions"


def _loaded(script: Script, names: set[str]) -> list[ast.AST]:
    """Items that are taken of these arrays."""
    return [one for one in all_of(tree_of(script), ast.Subscript) if code_of(one.value) in names]
