"""Rows that a moving window leaves empty: the first ones of a table behind shift, rolling and diff.

What such rows do to a training is not said here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

from assistant.readers.script.nodes import all_of, code_of, function_at, nodes_of
from assistant.readers.script.report import Found, Reader

_MOVES = re.compile(
    r"\.(?:shift|diff|pct_change)\(|\.rolling\([^()]*\)\.(?:mean|std|sum|min|max|median|var)\("
)
_FILLED = re.compile(
    r"min_periods|fill_value|fillna|ffill|bfill|dropna|interpolate|nan_to_num|cumsum|\.eq\(|\.ne\("
)
_CLEANS = re.compile(
    r"dropna|fillna|ffill|bfill|interpolate|nan_to_num|isna|notna|isnull|notnull|isnan|isfinite|Imputer|"
    r"masked|HistGradient|\.tail$"
)
_CUT = re.compile(r"\[\d+:[^,\]]*\]")
_CUT_ITSELF = re.compile(r"^(\w+) = \1(?:\.i?loc)?\[[^:\]]+:")
"""Rows of the beginning that are cut off: by a number, or from what the table itself then is."""


def windows(reader: Reader) -> Iterator[Found]:
    """A column that is made by a moving window, of a table whose empty rows nothing takes out behind it."""
    yield from holding_targets(reader)
    if not _MOVES.search(reader.text) or not re.search(r"^pandas", reader.imported, re.M):
        return
    if not reader.events("fit", "backward"):
        return
    tree = reader.walker.tree
    made = [
        one
        for one in all_of(tree, ast.Assign)
        if isinstance(one.targets[0], ast.Subscript)
        and not isinstance(one.targets[0].slice, ast.Slice | ast.Tuple)
        and _MOVES.search(code_of(one.value))
        and not _FILLED.search(code_of(one.value))
    ]
    for step in made[:1]:
        if not _cleaned(tree, step):
            says = f"{code_of(step)[:70]} leaves its first rows empty (NaN), and nothing takes them out"
            yield reader.found("inputs", "not-finite", says, step, sure=0.85)


def holding_targets(reader: Reader) -> Iterator[Found]:
    """`xs.append(v[t - n : t + 1])` beside `ys.append(v[t])`: the window ends behind what is asked for."""
    for around in all_of(reader.walker.tree, ast.For):
        index = code_of(around.target)
        cuts: list[tuple[str, int, ast.Call]] = []
        asked: list[tuple[str, int]] = []
        for call in all_of(around, ast.Call):
            if code_of(call.func).rpartition(".")[2] != "append" or len(call.args) != 1:
                continue
            taken = call.args[0]
            if not isinstance(taken, ast.Subscript):
                continue
            first = taken.slice.elts[0] if isinstance(taken.slice, ast.Tuple) else taken.slice
            every = not isinstance(taken.slice, ast.Tuple)
            if isinstance(first, ast.Slice) and first.upper is not None and first.step is None and every:
                if (end := _offset(first.upper, index)) is not None and first.lower is not None:
                    cuts.append((code_of(taken.value), end, call))
            elif (at := _offset(first, index)) is not None:
                asked.append((code_of(taken.value), at))
        for base, end, call in cuts:
            if any(other == base and at < end for other, at in asked) and len(cuts) == 1:
                says = f"{code_of(call)[:60]} holds the row whose value is asked for"
                yield reader.found("leak", "yes", says, call, sure=0.93)
                return


def _offset(node: ast.expr, index: str) -> int | None:
    """K of `t + k`; None where the index stands in another way."""
    said = code_of(node)
    if said == index:
        return 0
    shift = re.fullmatch(rf"{re.escape(index)} ([+-]) (\d+)", said)
    return None if shift is None else int(shift[2]) * (1 if shift[1] == "+" else -1)


def _cleaned(tree: ast.Module, step: ast.Assign) -> bool:
    """Something takes empty rows out behind a step: below it, behind the call of its function, elsewhere."""
    owner = function_at(tree, step.lineno)
    begins = {owner: step.lineno + 1}
    for call in all_of(tree, ast.Call):
        if owner is not None and _named(call, owner.name):
            scope = function_at(tree, call.lineno)
            begins[scope] = min(call.lineno, begins.get(scope, call.lineno))
    places = [
        (function_at(tree, one.lineno), one.end_lineno or one.lineno)
        for one in nodes_of(tree)
        if _takes_out(one)
    ]
    return any(at >= begins.get(scope, 0) for scope, at in places)


def _takes_out(node: ast.AST) -> TypeGuard[ast.Call | ast.Subscript | ast.Assign]:
    if isinstance(node, ast.Call):
        rows = code_of(node.func).endswith(".drop") and ".index" in code_of(node)
        return rows or _CLEANS.search(code_of(node.func)) is not None
    if isinstance(node, ast.Subscript):
        return not code_of(node.value).endswith("shape") and _CUT.search(code_of(node)[-60:]) is not None
    return isinstance(node, ast.Assign) and _CUT_ITSELF.match(code_of(node)) is not None


def _named(call: ast.Call, name: str) -> bool:
    return code_of(call.func).rpartition(".")[2] == name or any(code_of(one) == name for one in call.args)
