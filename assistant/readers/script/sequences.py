"""Sequences in a script: padding that is counted, CTC that gets too few frames.

What is not seen to be left out may be left out elsewhere: then nothing is said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import LossUse
from assistant.readers.script.nodes import code_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged, tail_of
from assistant.readers.script.values import Flow, Node, Thing, Value, flag, is_none, number, text

_MASKS = re.compile(
    r"mask|ignore_index|ignore_class|sample_weight|pack_padded|nonpad|non_pad|\blengths\b|!= ?0", re.I
)
_LEFT_OUT = -100.0
"""What the cross-entropy of PyTorch ignores if it is told nothing."""

_OF_ATTENTION = re.compile(
    r"\b\w*(?:key_padding_mask|attn_mask|subsequent_mask|causal_mask)\w*|\b(?:src|tgt|memory)_mask(?= ?=)"
)
"""Masks of attention, which leave nothing out of a loss."""


def sequences(reader: Reader) -> Iterator[Found]:
    """Every trait of sequences."""
    yield from _padding(reader)
    yield from _class_left_out(reader)
    yield from _frames(reader)


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
        elif not re.search("pad", reader.text, re.I):
            return  # what a row is filled up with may be a class
        elif (
            not _MASKS.search(_OF_ATTENTION.sub("", reader.text))
            and (text(use.options.get("reduction")) or "mean") != "none"
        ):
            name = use.name or "the loss"
            yield reader.found(
                "padding",
                "counted",
                f"targets are padded with {target.data.padded:g}, and {name} counts them all",
                use.made or use.node,
                {"loss": use.made or use.node},
                {"value": f"{target.data.padded:g}", "framework": reader.framework_of(use)},
                0.9,
            )
        return


_NO_CLASS = re.compile(r"pad|ignore|unk|<|\[|^_+$|void|background|unlabel|blank|null|none", re.I)

_FILLED = re.compile(r"pad_|_pad|\bpad\b|padded|void|background|unlabel|mask|unk", re.I)
"""There a number among the targets may stand for no class."""


def _class_left_out(reader: Reader) -> Iterator[Found]:
    """The loss ignores a number that is the one of a class, by the list of their names."""
    names = [
        [text(item) or "" for item in one.items]
        for one in reader.walker.top.names.values()
        if isinstance(one, Thing) and one.kind in ("list", "tuple") and not one.open
    ]
    for use in judged(reader):
        given = use.options.get("ignore_index", use.options.get("ignore_class"))
        left_out, units = number(given), tail_of(use.fed).units
        if use.kind != "cross-entropy" or left_out is None or units is None or not 0 <= left_out < units:
            continue
        target = reader.target(use)
        held = target.data if isinstance(target, Flow) and not target.ops else None
        if held is not None and held.values and left_out in held.values and not _FILLED.search(reader.text):
            says = f"{use.name} leaves out {left_out:g}, which is one of the classes"
            node = use.made or use.node
            yield reader.found("padding", "class-left-out", says, node, {"loss": node}, sure=0.9)
            return
        for classes in names:
            if len(classes) == units and all(classes) and not _NO_CLASS.search(classes[int(left_out)]):
                said = classes[int(left_out)]
                says = f"{use.name} leaves out {left_out:g}, which is the class {said!r}"
                node = use.made or use.node
                yield reader.found("padding", "class-left-out", says, node, {"loss": node}, sure=0.9)
                return


def _frames(reader: Reader) -> Iterator[Found]:
    """CTC over fewer frames than the text has letters: no alignment exists."""
    for use in judged(reader):
        if use.kind != "ctc":
            continue
        if (found := _told_short(reader, use)) is not None:
            yield found
            return
        fed, letters = _fed(reader, use), _letters(reader, use)
        shortened = _shortened(use, fed) if fed is not None else None
        if fed is None or letters is None or shortened is None:
            return
        frames, node = shortened
        if frames < letters and node is not None:
            says = f"of {fed} frames {frames} are left, for texts of up to {letters} letters"
            yield reader.found("ctc frames", "short", says, node)
        return


def _told_short(reader: Reader, use: LossUse) -> Found | None:
    """The most frames that the loss is told of are fewer than the letters of the longest text."""
    told = [use.options.get(key) for key in ("__frames__", "__lengths__")]
    values = [one.data.values if isinstance(one, Flow) and not one.ops else None for one in told]
    if not values[0] or not values[1] or max(values[0]) >= max(values[1]):
        return None
    says = f"at most {max(values[0]):g} frames are left, for texts of up to {max(values[1]):g} letters"
    return reader.found("ctc frames", "short", says, use.node)


def _letters(reader: Reader, use: LossUse) -> int | None:
    """Letters of the longest target, by its shape or by the lengths that the loss is told."""
    target = reader.target(use)
    wanted = target.data.sizes if isinstance(target, Flow) and not target.ops else None
    if wanted is not None and len(wanted) == 2:
        return wanted[1]
    told = use.options.get("__lengths__")
    size = told.data.size if isinstance(told, Flow) and not told.ops else None
    return int(size) if size is not None else None


def _fed(reader: Reader, use: LossUse) -> int | None:
    """Frames of what goes into the network: the last axis of a picture or a spectrum."""
    source: Value | None = use.fed
    axis = -1
    for event in reader.events("fit") if use.compiled else ():
        if event.owner is use.model:
            args, options = event.more["args"], event.more["options"]
            source, axis = options.get("x", args[0] if args else None), 1
    sizes = source.data.sizes if isinstance(source, Flow) else None
    flat = len(sizes) == 4 and not use.compiled if sizes else False
    return sizes[axis] if sizes and (len(sizes) == 3 or flat) else None


def _shortened(use: LossUse, frames: int) -> tuple[int, Node | None] | None:
    """Frames that are left after the layers, and the one that takes most; None where one is not known."""
    most, where = 1.0, None
    for op in use.fed.ops if isinstance(use.fed, Flow) else ():
        if op.name in ("unknown", "module", "backbone", "attention", "merge"):
            return None
        if op.name not in ("conv", "pool") or not isinstance(op.thing, Thing):
            if op.name == "pool":
                return None
            continue
        left = _after(op.thing, frames, op.name)
        if left is None or left <= 0:
            return None
        if frames / left > most:
            most, where = frames / left, op.thing.node
        frames = left
    return frames, where


def _after(layer: Thing, frames: int, kind: str) -> int | None:
    """Frames after a convolution or a pool, along the last axis."""
    keras = layer.framework == "keras"
    if keras and kind == "pool":
        return None
    named = code_of(layer.node.func) if isinstance(layer.node, ast.Call) else ""
    if kind == "pool" and "Adaptive" in named:
        return None
    first = 1 if keras else 2 if kind == "conv" else 0
    kernel = _last(layer.option(first, "kernel_size"), None)
    step = _last(layer.option(first + 1, "stride", "strides"), kernel if kind == "pool" else 1)
    padding = layer.option(first + 2, "padding")
    whole = text(padding) in ("same", "SAME") or (keras and padding is None)
    if step is None or (kernel is None and not whole):
        return None
    if whole or keras:
        return -(-frames // step)
    pad = _last(padding, 0)
    if pad is None or kernel is None or layer.option(-1, "dilation") is not None:
        return None
    room = frames + 2 * pad - kernel
    return (-(-room // step) if flag(layer.option(-1, "ceil_mode")) is True else room // step) + 1


def _last(value: Value | None, default: int | None) -> int | None:
    """A number of a layer, for the last axis where it has one for each."""
    if value is None:
        return default
    if isinstance(value, Thing) and value.kind in ("tuple", "list") and value.items:
        value = value.items[-1]
    found = number(value)
    return int(found) if found is not None else None
