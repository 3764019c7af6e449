"""Finding one's way in the code that is edited: nodes by their span, statements, arguments, layers.

What cures is not known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from assistant.mend.edits import Edit, code, expression
from assistant.readers.script.nodes import code_of, nodes_of
from assistant.readers.script.tolerant import parse
from assistant.script import Script, Span, Trait

Offer = Sequence[Edit]
Recipe = Callable[[Script, Trait], Iterator[Offer]]


def tree_of(script: Script) -> ast.Module:
    """The syntax tree of what can be read."""
    return _parsed("\n".join(line.text for line in script.lines))


@lru_cache(maxsize=2)
def _parsed(text: str) -> ast.Module:
    return parse(text.split("\n")).tree


def span_of(script: Script, node: ast.AST) -> Span:
    """Where a node of the script stands, in characters."""

    def column(line: int, offset: int) -> int:
        text = script.lines[line - 1].text
        return offset if text.isascii() else len(text.encode()[:offset].decode("utf-8", "ignore"))

    line, end = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
    return Span(
        line,
        column(line, getattr(node, "col_offset", 0)),
        end,
        column(end, getattr(node, "end_col_offset", 0)),
    )


def node_at(script: Script, span: Span | None, kind: type[ast.AST] = ast.AST) -> ast.AST | None:
    """The node of a kind that fills a span."""
    if span is None:
        return None
    for node in nodes_of(tree_of(script)):
        placed = isinstance(node, kind) and hasattr(node, "lineno") and not isinstance(node, ast.Expr)
        if placed and span_of(script, node) == span:
            return node
    return None


def statement_at(script: Script, span: Span) -> ast.stmt | None:
    """The innermost statement around a span."""
    found: ast.stmt | None = None
    for node in nodes_of(tree_of(script)):
        if isinstance(node, ast.stmt) and within(span_of(script, node), span):
            found = node if found is None or within(span_of(script, found), span_of(script, node)) else found
    return found


def within(outer: Span, inner: Span) -> bool:
    """One piece of code lies in another."""
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def quoted(script: Script, word: str) -> str:
    """A word in the quotes that the script prefers."""
    text = "\n".join(line.text for line in script.lines)
    return f"'{word}'" if text.count("'") > text.count('"') else f'"{word}"'


def imports(script: Script, name: str) -> bool:
    """The script imports a module under its own name."""
    return any(re.match(rf"\s*import {name}\b(?!\.)", line.text) for line in script.lines)


def head_of(text: str) -> str:
    """`nn.` of `nn.Linear(…)`; empty for a bare name."""
    found = re.match(r"((?:\w+\.)*)\w+\s*\(", text)
    return found[1] if found else ""


def literal(script: Script, trait: Trait, text: str, key: str = "value") -> Iterator[Offer]:
    """A number, a flag or a word replaced by another."""
    span = trait.spans.get(key)
    found = expression(script, span)
    if span is not None and isinstance(found, ast.Constant | ast.UnaryOp | ast.BinOp):
        yield [Edit(span, text)]


def with_argument(script: Script, span: Span, argument: str) -> Edit | None:
    """One more argument at the end of a call."""
    call = expression(script, span)
    if not isinstance(call, ast.Call):
        return None
    text = code(script, span)
    body = text[:-1].rstrip()
    comma = "" if body.endswith(("(", ",")) else ","
    space = " " if not body.endswith("(") else ""
    at = len(body)
    lines = body.split("\n")
    line = span.line + len(lines) - 1
    column = len(lines[-1]) + (span.column if len(lines) == 1 else 0)
    assert at
    return Edit(Span(line, column, line, column), f"{comma}{space}{argument}")


def without_keyword(script: Script, span: Span, names: tuple[str, ...]) -> Edit | None:
    """A call without one of its named arguments."""
    call = node_at(script, span, ast.Call)
    if not isinstance(call, ast.Call):
        return None
    parts: list[ast.AST] = [*call.args, *call.keywords]
    for n, part in enumerate(parts):
        if isinstance(part, ast.keyword) and part.arg in names:
            return taken_out(script, parts, n)
    return None


def taken_out(script: Script, parts: Sequence[ast.AST], n: int) -> Edit:
    """One of several arguments taken out, with one comma."""
    here = span_of(script, parts[n])
    if n > 0:
        left = span_of(script, parts[n - 1])
        return Edit(Span(left.end_line, left.end_column, here.end_line, here.end_column), "")
    if len(parts) > 1:
        right = span_of(script, parts[1])
        return Edit(Span(here.line, here.column, right.line, right.column), "")
    first, last = script.lines[here.line - 1].text, script.lines[here.end_line - 1].text
    alone = not first[: here.column].strip() and not last[here.end_column :].strip(" ,")
    if alone and here.line > 1 and here.end_line < len(script.lines):
        above, below = script.lines[here.line - 2].text, script.lines[here.end_line].text
        return Edit(Span(here.line - 1, len(above), here.end_line + 1, len(below) - len(below.lstrip())), "")
    return Edit(here, "")


def element_at(script: Script, span: Span) -> tuple[Sequence[ast.expr], int] | None:
    """The arguments or the list in which a layer stands, and its place."""
    for node in nodes_of(tree_of(script)):
        parts: Sequence[ast.expr] = ()
        if isinstance(node, ast.Call) and code_of(node.func).endswith("Sequential"):
            parts = node.args
            if len(parts) == 1 and isinstance(parts[0], ast.List):
                parts = parts[0].elts
        elif isinstance(node, ast.List):
            parts = node.elts
        for n, part in enumerate(parts):
            if span_of(script, part) == span:
                return parts, n
    return None


def argument_of(script: Script, span: Span) -> str:
    """What a function or a method is applied to: `x` of `f(x, …)` and of `x.f(…)`."""
    call = node_at(script, span, ast.Call)
    if not isinstance(call, ast.Call):
        return ""
    if isinstance(call.func, ast.Attribute):
        root = code_of(call.func.value)
        if root not in (
            "torch",
            "F",
            "nn.functional",
            "torch.nn.functional",
            "tf",
            "tf.nn",
            "np",
            "keras.ops",
            "ops",
        ):
            return code(script, span_of(script, call.func.value))
    if call.args:
        return code(script, span_of(script, call.args[0]))
    return ""


def is_alone(script: Script, statement: ast.stmt) -> bool:
    """A statement that is not the only one of its block."""
    for node in nodes_of(tree_of(script)):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(body, list) and any(
                isinstance(one, ast.stmt) and one.lineno == statement.lineno for one in body
            ):
                return len(body) > 1
    return False


def switched_on(script: Script, trait: Trait) -> Iterator[Offer]:
    """True for the flag of a trait."""
    yield from literal(script, trait, "True")
