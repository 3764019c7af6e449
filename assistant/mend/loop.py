"""The steps of a training loop: cleared, taken, averaged, in the right mode, over all weights.

What enters the loop is not touched.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, after, before, code, expression, indent, without
from assistant.mend.places import (
    Offer,
    is_alone,
    literal,
    node_at,
    quoted,
    span_of,
    statement_at,
    switched_on,
    tree_of,
    with_argument,
    within,
)
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.script import Script, Span, Trait


def cleared(script: Script, trait: Trait) -> Iterator[Offer]:
    """Gradients cleared before they are taken."""
    back = trait.spans.get("backward")
    if back is not None:
        yield [before(script, back.line, f"{trait.more.get('optimizer') or 'optimizer'}.zero_grad()")]


def stepped(script: Script, trait: Trait) -> Iterator[Offer]:
    """A step after the gradients are taken, cleared first."""
    back = trait.spans.get("backward")
    name = trait.more.get("optimizer", "")
    clear = trait.spans.get("clear")
    if back is not None and clear is not None and clear.line == clear.end_line:
        written = code(script, clear)
        if script.lines[clear.line - 1].text.strip() == written:
            yield [before(script, back.line, written), without(script, clear.line, clear.end_line)]
        return
    if back is None or not name:
        return
    if not trait.more.get("tape"):
        yield [after(script, back.end_line, f"{name}.step()", back.line)]
        return
    statement = statement_at(script, back)
    if (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and len(statement.value.args) > 1
    ):
        grads, weights = code_of(statement.targets[0]), code_of(statement.value.args[1])
        modern = any(re.match(r"\s*import keras\b", line.text) for line in script.lines)
        call = (
            f"{name}.apply({grads}, {weights})"
            if modern
            else f"{name}.apply_gradients(zip({grads}, {weights}))"
        )
        yield [after(script, back.end_line, call, back.line)]


def averaged(script: Script, trait: Trait) -> Iterator[Offer]:
    """The loss divided by the batches that are gathered."""
    loss, steps = trait.spans.get("loss"), trait.more.get("steps", "")
    if loss is not None and steps and re.fullmatch(r"[\w.]+", steps):
        yield [Edit(loss, f"({code(script, loss)} / {steps})")]


def undivided(script: Script, trait: Trait) -> Iterator[Offer]:
    """The framework divides: the script leaves it."""
    span = trait.spans.get("division")
    node = node_at(script, span, ast.BinOp)
    if span is not None and isinstance(node, ast.BinOp):
        yield [Edit(span, code(script, span_of(script, node.left)))]


def cleared_with_the_step(script: Script, trait: Trait) -> Iterator[Offer]:
    """Gradients are cleared where they were used, not at every batch."""
    clear, step = trait.spans.get("clear"), trait.spans.get("step")
    if clear is None or step is None or clear.line == step.line:
        return
    if script.lines[clear.line - 1].text.strip() == code(script, clear):
        yield [
            without(script, clear.line, clear.end_line),
            after(script, step.end_line, code(script, clear), step.line),
        ]


def stepped_once(script: Script, trait: Trait) -> Iterator[Offer]:
    """The second step is taken out, where it stands on lines of its own."""
    span = trait.spans.get("again")
    statement = statement_at(script, span) if span is not None else None
    alone = isinstance(statement, ast.Expr) and statement.end_lineno is not None
    if (
        alone
        and statement is not None
        and not script.lines[statement.lineno - 1].text[: statement.col_offset].strip()
    ):
        yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]


def attached(script: Script, trait: Trait) -> Iterator[Offer]:
    """Let gradients through: the cut is taken out."""
    cut = trait.spans.get("cut")
    statement = statement_at(script, cut) if cut is not None else None
    if isinstance(statement, ast.Assign) and is_alone(script, statement):
        target = code_of(statement.targets[0])
        names = {one.id for one in nodes_of(statement.value) if isinstance(one, ast.Name)}
        if target in names and len(statement.targets) == 1:
            value = code(script, span_of(script, statement.value))
            if re.match(
                r"torch\.(?:tensor|Tensor|FloatTensor)\(|\w+(?:\.detach\(\)|\.data)$|"
                r"(?:\w+\.)*stop_gradient\(\s*\w+\s*\)$",
                value,
            ):
                yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]
    node = node_at(script, trait.span, ast.Call)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "detach":
        yield [Edit(trait.span, code(script, span_of(script, node.func.value)))]


def evaluated(script: Script, trait: Trait) -> Iterator[Offer]:
    """eval() before the evaluation, and train() back where the loop begins."""
    span, name = trait.spans.get("evaluation"), trait.more.get("model", "model")
    statement = statement_at(script, span) if span is not None else None
    if statement is None:
        return
    outer = statement
    for node in nodes_of(tree_of(script)):
        if isinstance(node, ast.With | ast.For) and within(span_of(script, node), span_of(script, statement)):
            grad = isinstance(node, ast.With) and "grad" in code_of(node.items[0].context_expr)
            if grad and within(span_of(script, node), span_of(script, outer)):
                outer = node
    on = before(script, outer.lineno, f"{name}.eval()")
    loops = [
        node
        for node in all_of(tree_of(script), ast.For)
        if within(span_of(script, node), span_of(script, outer))
    ]
    yield [on]
    if loops:
        loop = loops[0]
        yield [before(script, loop.body[0].lineno, f"{name}.train()"), on]


def back_to_training(script: Script, trait: Trait) -> Iterator[Offer]:
    """The mode of training at the start of each epoch."""
    if "to" in trait.more:
        yield from literal(script, trait, trait.more["to"], "flag")
        return
    loop, name = trait.spans.get("loop"), trait.more.get("model", "model")
    node = node_at(script, loop, ast.For)
    if isinstance(node, ast.For):
        yield [before(script, node.body[0].lineno, f"{name}.train()")]


def unfixed(script: Script, trait: Trait) -> Iterator[Offer]:
    """The flag of the mode handed on, no longer fixed."""
    if trait.more.get("value") == "functional":
        call = trait.spans.get("call")
        edit = with_argument(script, call, "training=self.training") if call is not None else None
        if edit is not None:
            yield [edit]
        return
    yield from literal(script, trait, trait.more.get("to", "training"), "flag")


def out_of_the_loop(script: Script, trait: Trait) -> Iterator[Offer]:
    """scheduler.step() after the inner loop."""
    step, loop = trait.spans.get("step"), trait.spans.get("loop")
    statement = statement_at(script, step) if step is not None else None
    if step is None or loop is None or not isinstance(statement, ast.Expr) or not is_alone(script, statement):
        return
    text = code(script, span_of(script, statement))
    last = loop.end_line
    if statement.end_lineno == last:
        yield [
            Edit(
                Span(step.line, 0, last, len(script.lines[last - 1].text)),
                f"{indent(script, loop.line)}{text}",
            )
        ]
    else:
        yield [without(script, step.line, step.end_line), after(script, last, text, loop.line)]


def after_the_layer(script: Script, trait: Trait) -> Iterator[Offer]:
    """The optimizer made after the layer that it was to hold; a plain list made one of modules."""
    if trait.more.get("plain"):
        span = trait.spans.get("list")
        if span is not None and any(re.search(r"\bnn\b", line.text) for line in script.lines):
            yield [Edit(span, f"nn.ModuleList({code(script, span)})")]
        return
    made, layer = trait.spans.get("optimizer"), trait.spans.get("layer")
    statement = statement_at(script, made) if made is not None else None
    if statement is None or layer is None or made is None or not isinstance(statement, ast.Assign):
        return
    whole = code(script, span_of(script, statement))
    yield [without(script, statement.lineno, statement.end_lineno or 0), after(script, layer.end_line, whole)]


def mixed_precision(script: Script, trait: Trait) -> Iterator[Offer]:
    """Mixed precision, which scales the loss, for float16 alone."""
    span = trait.spans.get("policy")
    if span is not None and isinstance(expression(script, span), ast.Constant):
        quote = code(script, span)[:1]
        yield [Edit(span, f"{quote}mixed_float16{quote}")]


def melted(script: Script, trait: Trait) -> Iterator[Offer]:
    """Frozen weights learn: the flag is turned, or the line that freezes them goes."""
    yield from switched_on(script, trait)
    statement = statement_at(script, trait.span)
    if isinstance(statement, ast.Assign | ast.Expr) and is_alone(script, statement):
        yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]


def batch_first(script: Script, trait: Trait) -> Iterator[Offer]:
    """A layer that takes batches as they come."""
    call = trait.spans.get("call")
    edit = with_argument(script, call, "batch_first=True") if call is not None else None
    if edit is not None:
        yield [edit]


def other_word(script: Script, trait: Trait) -> Iterator[Offer]:
    """A word for another one."""
    yield from literal(script, trait, quoted(script, trait.more.get("to", "")))


def other_sign(script: Script, trait: Trait) -> Iterator[Offer]:
    """The mode of early stopping that its score asks for."""
    word = quoted(script, trait.more["to"])
    yield from literal(script, trait, word)
    if "value" not in trait.spans and "call" in trait.spans:
        edit = with_argument(script, trait.spans["call"], f"mode={word}")
        if edit is not None:
            yield [edit]
