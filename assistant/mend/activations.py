"""The activation of the last layer: the one that the loss asks for, and no other.

Which loss that is stands in the trait.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, code, expression, without
from assistant.mend.places import (
    Offer,
    argument_of,
    element_at,
    head_of,
    imports,
    is_alone,
    node_at,
    quoted,
    span_of,
    statement_at,
    taken_out,
    with_argument,
    without_keyword,
)
from assistant.readers.script.nodes import code_of
from assistant.script import Script, Span, Trait


def activated(script: Script, trait: Trait) -> Iterator[Offer]:
    """Put the activation on the last layer that the loss asks for."""
    word = "softmax" if trait.more.get("kind") == "cross-entropy" else "sigmoid"
    layer = trait.spans.get("layer")
    if trait.more.get("framework") == "keras":
        written = trait.spans.get("written")
        if trait.more.get("inside") and written is not None:
            yield [Edit(written, quoted(script, word))]
        if layer is None:
            return
        call = expression(script, layer)
        if not isinstance(call, ast.Call):
            return
        for keyword in call.keywords:
            if keyword.arg == "activation":
                node = node_at(script, layer, ast.Call)
                assert isinstance(node, ast.Call)
                value = next(one.value for one in node.keywords if one.arg == "activation")
                yield [Edit(span_of(script, value), quoted(script, word))]
                return
        old = code_of(call.func).startswith("tf.layers")
        edit = with_argument(script, layer, f"activation={'tf.nn.' + word if old else quoted(script, word)}")
        if edit is not None:
            yield [edit]
        return
    yield from _torch_activation(script, trait, word)


def _torch_activation(script: Script, trait: Trait, word: str) -> Iterator[Offer]:
    clamp, layer = trait.spans.get("clamp"), trait.spans.get("layer")
    torch = "torch." if imports(script, "torch") else ""
    wrapped = f"{torch}softmax({{}}, dim=1)" if word == "softmax" else f"{torch}sigmoid({{}})"
    if clamp is not None and torch:
        inner = argument_of(script, clamp)
        if inner:
            yield [Edit(clamp, wrapped.format(inner))]
    made = "Softmax(dim=1)" if word == "softmax" else "Sigmoid()"
    if layer is not None and (found := element_at(script, layer)) is not None:
        parts, n = found
        head = head_of(code(script, layer))
        if n == len(parts) - 1 and head:
            yield [
                Edit(
                    Span(layer.end_line, layer.end_column, layer.end_line, layer.end_column),
                    f", {head}{made}",
                )
            ]
    back = trait.spans.get("return")
    if back is not None and torch:
        yield [Edit(back, wrapped.format(code(script, back)))]
    fed = trait.spans.get("bound") or trait.spans.get("fed")
    if fed is not None and torch and isinstance(expression(script, fed), ast.Call):
        yield [Edit(fed, wrapped.format(code(script, fed)))]


def unactivated(script: Script, trait: Trait) -> Iterator[Offer]:
    """Take the activation away: of two softmaxes the first, of a cut the whole."""
    inner = trait.spans.get("before")
    key = (
        "before" if inner is not None and trait.value in ("softmax-twice", "cut-off-scores") else "activation"
    )
    span = trait.spans.get(key)
    inside = trait.more.get("before inside" if key == "before" else "inside")
    if span is None:
        return
    if inside:
        edit = without_keyword(script, span, ("activation",))
        if edit is not None:
            yield [edit]
        call = expression(script, span)
        if isinstance(call, ast.Call) and "fully_connected" in code_of(call.func):
            edit = with_argument(script, span, "activation_fn=None")
            if edit is not None:
                yield [edit]
        return
    yield from _removed(script, span)
    loss = trait.spans.get("loss")
    if trait.more.get("activation") == "sigmoid" and loss is not None:
        text = code(script, loss)
        if text.startswith(("nn.BCEWithLogitsLoss", "torch.nn.BCEWithLogitsLoss")):
            yield [Edit(loss, text.replace("BCEWithLogitsLoss", "BCELoss", 1))]


def _removed(script: Script, span: Span) -> Iterator[Offer]:
    """A layer of a chain, or a call around a tensor, taken away."""
    found = element_at(script, span)
    if found is not None:
        parts, n = found
        yield [taken_out(script, parts, n)]
        return
    statement = statement_at(script, span)
    inner = argument_of(script, span)
    text = code(script, span)
    if re.match(r"(?:\w+\.)*(?:Softmax|ReLU|Sigmoid|LogSoftmax|Tanh|Softplus)\(", text):
        if isinstance(statement, ast.Assign) and code_of(statement.targets[0]).startswith("self."):
            yield [Edit(span, f"{head_of(text)}Identity()")]
        elif isinstance(statement, ast.Expr) and ".add(" in code(script, span_of(script, statement)):
            yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]
        return
    if not inner:
        return
    same = isinstance(statement, ast.Assign) and code_of(statement.targets[0]) == inner
    if same and isinstance(statement, ast.Assign):
        whole = span_of(script, statement.value) == span and is_alone(script, statement)
        if whole:
            yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]
            return
    yield [Edit(span, inner)]


def sigmoid_of_one_unit(script: Script, trait: Trait) -> Iterator[Offer]:
    """Softmax over one unit becomes a sigmoid."""
    loss = trait.more.get("loss", "")
    extra: list[Edit] = []
    if "categorical" in loss and (span := trait.spans.get("loss")) is not None:
        text = code(script, span)
        if "categorical_crossentropy" in text:
            name = "sparse_categorical_crossentropy" if "sparse_" in text else "categorical_crossentropy"
            extra = [Edit(span, text.replace(name, "binary_crossentropy", 1))]
    written = trait.spans.get("written")
    if written is not None and trait.more.get("activation") == "softmax":
        quote = code(script, written)[:1]
        yield [Edit(written, f"{quote}sigmoid{quote}"), *extra]
        return
    span = trait.spans.get("activation")
    if span is None or (trait.more.get("kind") == "cross-entropy" and not extra):
        return
    yield from ([*offer, *extra] for offer in renamed(script, span, "sigmoid"))


def each_its_own(script: Script, trait: Trait) -> Iterator[Offer]:
    """A sigmoid for each output in the place of a softmax over all of them."""
    written = trait.spans.get("written")
    if written is not None and isinstance(expression(script, written), ast.Constant):
        quote = code(script, written)[:1]
        yield [Edit(written, f"{quote}sigmoid{quote}")]
        return
    span = trait.spans.get("activation")
    if span is not None:
        yield from renamed(script, span, "sigmoid")


def renamed(script: Script, span: Span, to: str) -> Iterator[Offer]:
    """Another activation in the place of softmax, as a layer or as a function."""
    text = code(script, span)
    layer = re.match(r"((?:\w+\.)*)Softmax\((.*)\)$", text, re.S)
    if layer:
        if to == "sigmoid":
            name = (
                "Sigmoid()" if not layer[1].startswith(("layers", "keras", "tf")) else 'Activation("sigmoid")'
            )
            yield [Edit(span, f"{layer[1]}{name}")]
        else:
            yield [Edit(span, f"{layer[1]}LogSoftmax({layer[2]})")]
        return
    if to == "sigmoid":
        inner = argument_of(script, span)
        if inner and imports(script, "torch"):
            yield [Edit(span, f"torch.sigmoid({inner})")]
        return
    changed = re.sub(r"\bsoftmax\(", "log_softmax(", text, count=1) if text.count("softmax(") == 1 else ""
    if changed:
        yield [Edit(span, changed)]
