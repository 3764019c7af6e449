"""The loss and what it is given: its kind, its shape, its reduction, as many units as classes.

Activations are another room.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.activations import renamed
from assistant.mend.edits import Edit, before, code, expression, without
from assistant.mend.places import Offer, imports, node_at, span_of, without_keyword
from assistant.script import Script, Trait


def logged(script: Script, trait: Trait) -> Iterator[Offer]:
    """log_softmax for softmax; the fused loss for raw scores."""
    if trait.more.get("activation") == "softmax" and (span := trait.spans.get("activation")) is not None:
        yield from renamed(script, span, "log_softmax")
    loss = trait.spans.get("loss")
    if trait.more.get("activation") == "none" and loss is not None:
        text = code(script, loss)
        for old, new in (("NLLLoss", "CrossEntropyLoss"), ("nll_loss", "cross_entropy")):
            if text.count(old) == 1:
                yield [Edit(loss, text.replace(old, new))]


def distribution(script: Script, trait: Trait) -> Iterator[Offer]:
    """What a KL divergence takes."""
    if trait.more.get("framework") == "keras":
        written = trait.spans.get("written")
        if written is not None:
            quote = code(script, written)[:1]
            yield [Edit(written, f"{quote}softmax{quote}")]
        return
    if trait.more.get("activation") == "softmax" and (span := trait.spans.get("activation")) is not None:
        yield from renamed(script, span, "log_softmax")
        return
    fed = trait.spans.get("bound") or trait.spans.get("fed")
    if fed is not None and imports(script, "torch") and isinstance(expression(script, fed), ast.Call):
        yield [Edit(fed, f"torch.log_softmax({code(script, fed)}, dim=1)")]


def other_loss(script: Script, trait: Trait) -> Iterator[Offer]:
    """The loss for these labels."""
    span = trait.spans.get("loss")
    if span is None:
        return
    text = code(script, span)
    for old, new in (
        ("sparse_categorical_crossentropy", "binary_crossentropy"),
        ("categorical_crossentropy", "binary_crossentropy"),
        ("SparseCategoricalCrossentropy", "BinaryCrossentropy"),
        ("CategoricalCrossentropy", "BinaryCrossentropy"),
        ("CrossEntropyLoss()", "BCEWithLogitsLoss()"),
    ):
        if text.count(old) == 1:
            yield [Edit(span, text.replace(old, new))]
            return


def sum_reset(script: Script, trait: Trait) -> Iterator[Offer]:
    """The sum set to zero where the epoch begins."""
    reset, loop = trait.spans.get("reset"), trait.spans.get("loop")
    node = node_at(script, loop, ast.For)
    if reset is not None and isinstance(node, ast.For):
        yield [
            without(script, reset.line, reset.end_line),
            before(script, node.body[0].lineno, re.sub(r"\s*#.*$", "", code(script, reset))),
        ]


def averaged_loss(script: Script, trait: Trait) -> Iterator[Offer]:
    """The mean over the batch, which is the default."""
    edit = without_keyword(script, trait.span, ("reduction",))
    if edit is not None:
        yield [edit]


def squeezed(script: Script, trait: Trait) -> Iterator[Offer]:
    """Output and target brought to one shape."""
    call = node_at(script, trait.spans.get("squeezed"), ast.Call)
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        inner = code(script, span_of(script, call.func.value))
        yield [Edit(trait.spans["squeezed"], inner)]
    for key in ("call", "fed"):
        span = trait.spans.get(key)
        if span is not None and isinstance(expression(script, span), ast.Call):
            yield [Edit(span, f"{code(script, span)}.squeeze(1)")]


def as_many_units(script: Script, trait: Trait) -> Iterator[Offer]:
    """As many units as there are classes, where their number is written in the layer."""
    span = trait.spans.get("layer")
    call = node_at(script, span, ast.Call)
    if not isinstance(call, ast.Call) or "units" not in trait.more:
        return
    given = [*call.args, *(one.value for one in call.keywords if one.arg in ("units", "out_features"))]
    numbers = [
        one for one in given if isinstance(one, ast.Constant) and str(one.value) == trait.more.get("given")
    ]
    if len(numbers) == 1:
        yield [Edit(span_of(script, numbers[0]), trait.more["units"])]
        return
    told = trait.spans.get("units")  # a default, a field, a constant that the layer gets by its name
    number = node_at(script, told, ast.Constant)
    if told is not None and isinstance(number, ast.Constant) and str(number.value) == trait.more.get("given"):
        yield [Edit(told, trait.more["units"])]
