"""Features that are made or chosen by the labels of all rows, those of validation among them.

Scalers and what else is fitted without labels are followed elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.nodes import all_of, code_of, names_in, nodes_of
from assistant.readers.script.report import Found, Reader

_MEANS = re.compile(r"groupby\(")
_OF_GROUPS = re.compile(r"\.(?:mean|transform|agg|sum|median|std|aggregate)\(")
_SCORES = re.compile(
    r"\.corr\(|corrwith\(|corrcoef\(|mutual_info_\w+\(|f_classif\(|f_regression\(|chi2\(|pearsonr\(|"
    r"spearmanr\(|feature_importances_|permutation_importance\("
)
_SPREAD = re.compile(r"\.(?:map|merge|join|replace|assign|transform)\(")
_Statement = tuple[ast.Assign, str, set[str]]


def by_labels(reader: Reader) -> Iterator[Found]:
    """Target means or scores of features over all rows, used as features or to choose them."""
    for event in reader.events("split"):
        call = event.node
        if not isinstance(call, ast.Call) or len(call.args) < 1:
            continue
        block = _around(reader.walker.tree, call)
        steps = [
            (node, code_of(node.value), names_in(node.value))
            for node in sorted(block, key=lambda one: one.lineno)
        ]
        targets = next((_targets(node) for node, _, _ in steps if call in nodes_of(node.value)), set())
        whole = [code_of(one) for one in call.args[:3]]
        labels, columns = _labels(whole, steps)
        before = [step for step in steps if step[0].lineno <= call.lineno or not targets & {*whole, *labels}]
        made = {name for node, said, names in steps if names & targets for name in _targets(node)}
        for node, said, names in before:
            if names & (targets | made) or not _mentions(said, labels, columns):
                continue
            if _MEANS.search(said) and _OF_GROUPS.search(said) and _is_spread(node, said, steps):
                says = f"{said[:60]}: means of the labels over all rows, those of validation too"
                yield reader.found("leak", "yes", says, node, sure=0.9)
                return
            if _SCORES.search(said) and _chooses(reader, node):
                says = f"{said[:60]}: features are chosen by the labels of all rows"
                yield reader.found("leak", "yes", says, node, sure=0.9)
                return


_RANKS = re.compile(r"argsort\(|argpartition\(|topk\(|nlargest\(")


def chosen_columns(reader: Reader) -> Iterator[Found]:
    """Columns that are kept for what they say of the labels of all rows: `x = x[:, np.argsort(score)[-40:]]`.

    Rows are parted by slices behind it; a score of rows before the cut alone is no leak.
    """
    steps = all_of(reader.walker.tree, ast.Assign)
    if not _RANKS.search(reader.text) or len(steps) > _LONGEST:
        return
    known: dict[str, set[str]] = {}
    made: dict[str, list[ast.Assign]] = {}
    for one in sorted(steps, key=lambda one: one.lineno):
        for name in sorted(_targets(one)):
            inner = names_in(one.value) - {name}
            known[name] = known.get(name, set()) | inner.union(*(known.get(part, set()) for part in inner))
            made.setdefault(name, []).append(one)
        chosen = _columns_of(one.value)
        if chosen is None or not isinstance(one.targets[0], ast.Name):
            continue
        inner = names_in(chosen) | set().union(*(known.get(name, set()) for name in names_in(chosen)))
        whole = [code_of(chosen), *(code_of(step.value) for name in inner for step in made.get(name, ()))]
        if not any(_RANKS.search(said) for said in whole):
            continue
        for labels, cut in _cut_beside(reader, one.targets[0].id, one.lineno):
            uses = [chosen, *(step.value for name in inner for step in made.get(name, ()) if step is not one)]
            if labels in inner and not any(_is_of_first_rows(use, labels, cut, made) for use in uses):
                says = f"{code_of(one)[:60]}: features are chosen by the labels of all rows"
                yield reader.found("leak", "yes", says, one, sure=0.9)
                return


def _columns_of(value: ast.expr) -> ast.expr | None:
    """What chooses the columns of `x[:, chosen]`."""
    if not isinstance(value, ast.Subscript) or not isinstance(value.slice, ast.Tuple):
        return None
    rows, *columns = value.slice.elts
    whole = isinstance(rows, ast.Slice) and rows.lower is None and rows.upper is None
    return columns[0] if whole and len(columns) == 1 and not isinstance(columns[0], ast.Slice) else None


def _cut_beside(reader: Reader, name: str, line: int) -> Iterator[tuple[str, str]]:
    """What is cut at the same row as `name` in one call or tuple behind a line, and the row."""
    for node in nodes_of(reader.walker.tree):
        if not isinstance(node, ast.Call | ast.Tuple) or node.lineno <= line:
            continue
        parts = node.args if isinstance(node, ast.Call) else node.elts
        cuts = {
            part.value.id: code_of(part.slice.upper)
            for part in parts
            if isinstance(part, ast.Subscript)
            and isinstance(part.value, ast.Name)
            and isinstance(part.slice, ast.Slice)
            and part.slice.lower is None
            and part.slice.upper is not None
        }
        yield from ((other, cut) for other, cut in cuts.items() if other != name and cut == cuts.get(name))


def _is_of_first_rows(node: ast.expr, labels: str, cut: str, made: dict[str, list[ast.Assign]]) -> bool:
    """The labels are taken up to the cut alone, or in a part that is not known."""
    for one in nodes_of(node):
        if (
            not isinstance(one, ast.Subscript)
            or not isinstance(one.value, ast.Name)
            or one.value.id != labels
        ):
            continue
        rows = one.slice
        if isinstance(rows, ast.Name):  # seen = slice(0, 140)
            rows = made[rows.id][-1].value if rows.id in made else rows
        last = rows.upper if isinstance(rows, ast.Slice) else None
        if isinstance(rows, ast.Call) and code_of(rows.func) == "slice" and rows.args:
            last = rows.args[min(1, len(rows.args) - 1)]
        if not (
            last is not None and code_of(last).isdigit() and cut.isdigit() and int(code_of(last)) > int(cut)
        ):
            return True
    return False


_SIGNALS = re.compile(r"import[^\n]*\bsignal\b|signal import|torchaudio|librosa")
"""There to resample is to give a signal another rate."""
_RESAMPLES = ("resample", "utils.resample", "sklearn.utils.resample")
_SPLITS = re.compile(r"train_test_split\(|\.split\(")


def copied_rows(reader: Reader) -> Iterator[Found]:
    """Rows of a rare class that are drawn again before the split: validation holds copies of training's."""
    if "sample(" not in reader.text or _SIGNALS.search(reader.text):
        return
    functions = all_of(reader.walker.tree, ast.FunctionDef)
    copying = {one.name for one in functions if _draws_again(one) and not _SPLITS.search(code_of(one))}
    for event in reader.events("split"):
        call = event.node
        if not isinstance(call, ast.Call):
            continue
        copied: dict[str, ast.Assign] = {}
        apart: set[str] = set()
        for one in sorted(_around(reader.walker.tree, call), key=lambda one: one.lineno):
            if one.lineno >= call.lineno:
                break
            inner, called = names_in(one.value), _called(one.value)
            if _SPLITS.search(code_of(one.value)) or inner & apart:
                apart |= _targets(one)
            elif _draws_again(one.value) or called & copying:
                copied |= dict.fromkeys(_targets(one), one)
            elif found := sorted(inner & copied.keys()):
                copied |= dict.fromkeys(_targets(one), copied[found[0]])
        for name in sorted(names_in(call) & copied.keys() - apart):
            says = "rows are copied before validation is cut off"
            yield reader.found("leak", "yes", says, copied[name], sure=0.95)
            return


def _draws_again(node: ast.AST) -> bool:
    """`resample(x)` of scikit-learn, `table.sample(n, replace=True)`."""
    for one in nodes_of(node):
        if isinstance(one, ast.Call):
            name, given = code_of(one.func), {word.arg: code_of(word.value) for word in one.keywords}
            again = given.get("replace", "True" if name in _RESAMPLES else "")
            if again == "True" and (name in _RESAMPLES or name.endswith(".sample")):
                return True
    return False


def _called(node: ast.AST) -> set[str]:
    return {code_of(one.func) for one in nodes_of(node) if isinstance(one, ast.Call)}


def target_columns(reader: Reader) -> Iterator[Found]:
    """A column that is computed from the target, or the target itself, left among the inputs.

    The inputs are the table without the columns that `drop` names.
    """
    tree = reader.walker.tree
    steps = all_of(tree, ast.Assign)
    for node in steps:
        table, dropped = _dropped(node.value)
        if not table:
            continue
        columns = {}
        for one in sorted(steps, key=lambda one: one.lineno):
            column = _column(one.targets[0], table)
            if column and one.lineno < node.lineno:
                columns[column] = one
        targets = {
            name
            for one in steps
            if one is not node and _read(one.value, table) and not _column(one.targets[0], table)
            for name in _read(one.value, table)
            if name in dropped
        }
        if len(targets) != 1:
            continue
        target = next(iter(targets))
        for name, made in columns.items():
            known = _read(made.value, table)
            if name not in dropped and target in known and not _LATER.search(code_of(made.value)):
                says = f"{code_of(made)[:60]}: computed from the target, and left among the inputs"
                yield reader.found("leak", "yes", says, made, sure=0.9)
                return
        source = columns.get(target)
        origin = _read(source.value, table) if source is not None else set()
        for name in sorted(origin) if len(origin) == 1 else ():
            if name not in dropped and name != target:
                says = f"{target} is made of {name}, which is left among the inputs"
                yield reader.found("leak", "yes", says, node, sure=0.9)
                return


_STACKS = re.compile(r"\bc_\[|stack\(|DataFrame\(")
_LONGEST = 500
"""Steps of a script up to which what each name was made of is followed all the way back."""


def drawn_columns(reader: Reader) -> Iterator[Found]:
    """A column that is drawn from the labels, beside columns that the labels are drawn from.

    A simulation goes one way or the other; both ways, and a column holds what only the label can tell.
    """
    steps = [
        one
        for one in all_of(reader.walker.tree, ast.Assign)
        if len(one.targets) == 1 and isinstance(one.targets[0], ast.Name)
    ]
    if len(steps) > _LONGEST or not _STACKS.search(reader.text):
        return
    known: dict[str, set[str]] = {}  # what each name was made of, all the way back
    made: dict[str, ast.Assign] = {}
    for one in sorted(steps, key=lambda one: one.lineno):
        name = next(iter(_targets(one)))
        columns = _stacked(one.value)
        if len(columns) > 2:
            beside = {_plain(column) for column in columns} - {""}
            yield from _after_the_fact(reader, name, beside, known, made)
        inner = names_in(one.value) - {name}
        if name in made:
            inner |= known[name]
        known[name] = inner.union(*(known.get(part, set()) for part in inner))
        made[name] = one


def _stacked(value: ast.expr) -> list[ast.expr]:
    """The columns of `np.c_[a, b]`, `np.column_stack([a, b])`, `np.stack([a, b], 1)`, `DataFrame({…})`."""
    for one in nodes_of(value):
        if isinstance(one, ast.Subscript) and code_of(one.value) in ("np.c_", "numpy.c_"):
            return one.slice.elts if isinstance(one.slice, ast.Tuple) else []
        if not isinstance(one, ast.Call) or not one.args:
            continue
        called, given = code_of(one.func).rpartition(".")[2], one.args[0]
        if called == "DataFrame" and isinstance(given, ast.Dict):
            return given.values
        beside = called in ("column_stack", "hstack") or (
            called == "stack" and re.search(r"(?:axis|dim)=(?:1|-1)|, (?:1|-1)\)$", code_of(one))
        )
        if beside and isinstance(given, ast.List | ast.Tuple):
            return given.elts
    return []


def _plain(column: ast.expr) -> str:
    """The name of `x`, `x[:, None]`, `x.astype(float)`; empty for what is worked out on the spot."""
    if isinstance(column, ast.Subscript):
        return _plain(column.value)
    if isinstance(column, ast.Call) and isinstance(column.func, ast.Attribute):
        return _plain(column.func.value) if column.func.attr in _FORMS else ""
    return column.id if isinstance(column, ast.Name) else ""


_FORMS = ("astype", "reshape", "ravel", "flatten", "float", "unsqueeze", "to_numpy", "copy", "to")
"""Methods that give the same numbers in another form."""


def _after_the_fact(
    reader: Reader, table: str, columns: set[str], known: dict[str, set[str]], made: dict[str, ast.Assign]
) -> Iterator[Found]:
    for label, begun in made.items():
        if label in columns or not known[label] & columns or not _beside(reader, table, label):
            continue
        for column in sorted(columns & made.keys()):
            said = code_of(made[column].value)
            drawn = label in known[column] and column not in known[label]
            if drawn and made[column].lineno > begun.lineno and not _LATER.search(said):
                says = f"{column} is made of {label}, what is to be predicted, and stands among the inputs"
                yield reader.found("leak", "yes", says, made[column], sure=0.85)
                return


def _beside(reader: Reader, table: str, label: str) -> bool:
    """Inputs and labels are handed on together, somewhere."""
    for one in nodes_of(reader.walker.tree):
        parts = one.args if isinstance(one, ast.Call) else one.elts if isinstance(one, ast.Tuple) else []
        named = [names_in(part) for part in parts]
        if any(table in names for names in named) and any(
            label in names and table not in names for names in named
        ):
            return True
    return False


_LATER = re.compile(r"roll\(|shift\(|rolling\(|lag|groupby\(|diff\(|expanding\(")
"""What makes a column of earlier rows."""


def _dropped(value: ast.expr) -> tuple[str, set[str]]:
    """The table of `table.drop(columns=["a", "b"])…` and the columns; empty for other expressions."""
    for one in nodes_of(value):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "drop":
            given = next((key.value for key in one.keywords if key.arg in ("columns", "labels")), None)
            axis = any(key.arg == "axis" for key in one.keywords) or len(one.args) > 1
            if given is None and one.args and axis:
                given = one.args[0]
            parts = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
            names = {
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
            if names and len(names) == len(parts) and isinstance(one.func.value, ast.Name):
                return one.func.value.id, names
    return "", set()


def _column(target: ast.expr, table: str) -> str:
    """`a` of `table["a"]`."""
    if isinstance(target, ast.Subscript) and code_of(target.value) == table:
        if isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
            return target.slice.value
    return ""


def _read(value: ast.expr, table: str) -> set[str]:
    """The columns of a table that an expression takes, by key or as attributes."""
    found = {_column(one, table) for one in nodes_of(value) if isinstance(one, ast.Subscript)} - {""}
    return found | {
        one.attr
        for one in nodes_of(value)
        if isinstance(one, ast.Attribute) and code_of(one.value) == table and one.attr not in _METHODS
    }


_METHODS = frozenset(
    (
        *("drop", "values", "columns", "shape", "loc", "iloc", "copy", "sample", "groupby", "corr", "mean"),
        *("std", "to_numpy", "pop", "index", "head", "describe", "astype", "fillna", "dropna", "merge"),
    )
)


def _around(tree: ast.Module, call: ast.Call) -> list[ast.Assign]:
    """The assignments of the function that a call stands in; of the module where it stands in none."""
    best: ast.AST = tree
    for node in all_of(tree, ast.FunctionDef):
        if node.lineno <= call.lineno <= (node.end_lineno or 0):
            best = node
    inner = {
        one
        for node in nodes_of(best)
        if isinstance(node, ast.FunctionDef) and node is not best
        for one in nodes_of(node)
    }
    return [one for one in nodes_of(best) if isinstance(one, ast.Assign) and one not in inner]


def _targets(node: ast.Assign) -> set[str]:
    return {one.id for target in node.targets for one in nodes_of(target) if isinstance(one, ast.Name)}


def _labels(whole: list[str], steps: list[_Statement]) -> tuple[set[str], set[str]]:
    """Names of the labels of all rows, and the columns that they come from."""
    labels = {one for one in whole[1:] if one.isidentifier()}
    columns: set[str] = set()
    for one in whole[1:]:
        columns |= set(re.findall(r"\[['\"](\w+)['\"]\]$", one))
    for node, said, _ in steps:
        if _targets(node) & labels:
            columns |= set(re.findall(r"(?:\[|pop\()['\"](\w+)['\"]", said)[:1])
    return labels, columns


def _mentions(said: str, labels: set[str], columns: set[str]) -> bool:
    if any(re.search(rf"(?<![\w.]){re.escape(one)}(?!\w)", said) for one in labels):
        return True
    return any(re.search(rf"['\"]{re.escape(one)}['\"]|\.{re.escape(one)}\b", said) for one in columns)


def _is_spread(node: ast.Assign, said: str, steps: list[_Statement]) -> bool:
    """The means become a column: at once, or by a map or a join of what they were given to."""
    at_once = any(isinstance(one, ast.Subscript) for one in node.targets)
    if at_once and _SPREAD.search(said):
        return True
    names = _targets(node)
    return any(other is not node and names & used and _SPREAD.search(text_) for other, text_, used in steps)


def _chooses(reader: Reader, node: ast.Assign) -> bool:
    """What is given here is used, maybe through other names, to take columns of an array or a table."""
    names = _targets(node)
    tree = reader.walker.tree
    for _ in range(3):
        names |= {
            name
            for one in all_of(tree, ast.Assign)
            if names_in(one.value) & names and len(names_in(one.value)) < 6
            for name in _targets(one)
        }
    for one in nodes_of(tree):
        if isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Name | ast.Tuple):
            parts = one.slice.elts if isinstance(one.slice, ast.Tuple) else [one.slice]
            last = parts[-1]
            if isinstance(last, ast.Name) and last.id in names and not names_in(one.value) & {last.id}:
                return True
        if isinstance(one, ast.keyword) and one.arg == "columns" and names_in(one.value) & names:
            return True
    return False
