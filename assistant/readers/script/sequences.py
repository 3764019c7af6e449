"""Sequences in a script: padding that is counted, CTC that gets too few frames, a KL term that outweighs.

What is not seen to be left out may be left out elsewhere: then nothing is said.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator

from assistant.readers.script.events import LossUse
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged
from assistant.readers.script.values import Flow, Node, Thing, Value, is_none, number, text

_MASKS = re.compile(
    r"mask|ignore_index|ignore_class|sample_weight|pack_padded|nonpad|non_pad|\blengths\b|!= ?0", re.I
)
_LEFT_OUT = -100.0
"""What the cross-entropy of PyTorch ignores if it is told nothing."""
_EXP = re.compile(r"exp\(")


def sequences(reader: Reader) -> Iterator[Found]:
    """Every trait of sequences and of the KL term of an autoencoder."""
    yield from _padding(reader)
    yield from _frames(reader)
    yield from _weight(reader)


def _padding(reader: Reader) -> Iterator[Found]:
    """Targets that were filled up to one length, in a loss that leaves nothing out."""
    for use in judged(reader):
        target = reader.target(use)
        if use.kind != "cross-entropy" or not isinstance(target, Flow) or target.data.padded is None:
            continue
        if target.data.padded == _LEFT_OUT and reader.framework_of(use) == "pytorch":
            says = f"{use.name or 'the loss'} leaves out {_LEFT_OUT:g}, which fills up the targets"
            yield reader.found("padding", "left-out", says, use.made or use.node)
            return
        left_out = [use.options.get(key) for key in ("ignore_index", "ignore_class")]
        if any(one is not None and not is_none(one) for one in left_out):
            node = use.made or use.node
            yield reader.found("padding", "left-out", f"{use.name} leaves the padding out", node)
        elif not _MASKS.search(reader.text) and (text(use.options.get("reduction")) or "mean") != "none":
            name = use.name or "the loss"
            yield reader.found(
                "padding",
                "counted",
                f"targets are padded with {target.data.padded:g}, and {name} counts them all",
                use.made or use.node,
                {"loss": use.made or use.node},
                sure=0.9,
            )
        return


def _frames(reader: Reader) -> Iterator[Found]:
    """CTC over fewer frames than the text has letters: no alignment exists."""
    for use in judged(reader):
        if use.kind != "ctc":
            continue
        fed, steps, target = _sizes(reader, use)
        letters = target[1] if len(target) == 2 else None
        if fed is None or letters is None or not steps:
            return
        stride = math.prod(step for step, _ in steps)
        frames = math.ceil(fed / stride)
        if frames < letters:
            node = max(steps, key=lambda pair: pair[0])[1]
            says = f"{fed} frames are shortened {stride} times to {frames}, for texts of {letters} letters"
            yield reader.found("ctc frames", "short", says, node)
        return


def _sizes(reader: Reader, use: LossUse) -> tuple[int | None, list[tuple[int, Node]], tuple[int | None, ...]]:
    """Frames that go in, the strides on the way, the sizes of the targets; None where not known."""
    target = reader.target(use)
    wanted = target.data.sizes if isinstance(target, Flow) and not target.ops else None
    source: Value | None = use.fed
    axis = -1
    for event in reader.events("fit") if use.compiled else ():
        if event.owner is use.model:
            args, options = event.more["args"], event.more["options"]
            source, axis = options.get("x", args[0] if args else None), 1
    data = source.data if isinstance(source, Flow) else None
    steps: list[tuple[int, Node]] = []
    for op in use.fed.ops if isinstance(use.fed, Flow) else ():
        if op.name in ("unknown", "module", "backbone", "pool", "rnn", "attention", "merge"):
            return None, [], ()
        if op.name == "conv" and isinstance(op.thing, Thing):
            given = op.thing.option(3 if op.thing.framework == "pytorch" else 2, "stride", "strides")
            step = 1.0 if given is None else number(given)
            if step is None or op.thing.node is None:
                return None, [], ()
            steps.append((int(step), op.thing.node))
    sizes = data.sizes if data is not None else None
    return (sizes[axis] if sizes and len(sizes) == 3 else None), steps, wanted or ()


def _weight(reader: Reader) -> Iterator[Found]:
    """A KL term summed over the batch beside a reconstruction that is a mean."""
    trained = [use for use in judged(reader) if use.kind in ("squared-error", "binary-cross-entropy")]
    if not trained or any(_given(use, "reduction") in ("sum", "none") for use in trained):
        return
    for node in ast.walk(reader.walker.tree):
        if not (
            isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        ):
            continue
        name = node.targets[0].id
        if _is_summed_kl(reader, node.value) and _is_plain(reader, name):
            says = f"{name} is summed over the whole batch, the reconstruction is a mean"
            yield reader.found("kl weight", "outweighs", says, node, sure=0.9)
            return


def _given(use: LossUse, key: str) -> str:
    return text(use.options.get(key)) or ""


def _is_summed_kl(reader: Reader, node: ast.expr) -> bool:
    """`-0.5 * (1 + logvar - mu**2 - logvar.exp()).sum()`: over all axes."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
        return False
    factors = (node.left, node.right)
    summed = next((one for one in factors if isinstance(one, ast.Call)), None)
    half = next((one for one in factors if one is not summed), None)
    if summed is None or half is None or ast.unparse(half) not in ("-0.5", "0.5", "-1 / 2", "-(1 / 2)"):
        return False
    function = summed.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called not in ("sum", "reduce_sum") or summed.keywords:
        return False
    outside = isinstance(function, ast.Attribute) and ast.unparse(function.value) in _LIBRARIES
    inner: ast.expr | None
    if outside:
        inner = summed.args[0] if len(summed.args) == 1 else None
    else:
        inner = function.value if isinstance(function, ast.Attribute) and not summed.args else None
    if isinstance(inner, ast.Name):
        bound = reader.bound(inner)
        inner = bound if isinstance(bound, ast.expr) else _assigned(reader, inner.id)
    return inner is not None and bool(_EXP.search(ast.unparse(inner))) and "1 + " in ast.unparse(inner)


_LIBRARIES = ("torch", "ops", "keras.ops", "tf", "K", "np", "jnp")


def _assigned(reader: Reader, name: str) -> ast.expr | None:
    found = [
        node.value
        for node in ast.walk(reader.walker.tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    ]
    return found[0] if len(found) == 1 else None


def _is_plain(reader: Reader, name: str) -> bool:
    """The term is added as it is: nothing divides or weighs it."""
    plain = False
    for node in ast.walk(reader.walker.tree):
        if isinstance(node, ast.BinOp) and name in (ast.unparse(node.left), ast.unparse(node.right)):
            if not isinstance(node.op, ast.Add):
                return False
            plain = True
        elif isinstance(node, ast.AugAssign) and ast.unparse(node.target) == name:
            return False
        elif isinstance(node, ast.Call) and [ast.unparse(one) for one in node.args] == [name]:
            plain = plain or (isinstance(node.func, ast.Attribute) and node.func.attr == "add_loss")
    return plain
