"""Sequences in a script: padding that is counted, CTC that gets too few frames.

What is not seen to be left out may be left out elsewhere: then nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from assistant.readers.script.events import LossUse
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged, tail_of
from assistant.readers.script.values import Flow, Node, Thing, Value, is_none, number, text

_MASKS = re.compile(
    r"mask|ignore_index|ignore_class|sample_weight|pack_padded|nonpad|non_pad|\blengths\b|!= ?0", re.I
)
_LEFT_OUT = -100.0
"""What the cross-entropy of PyTorch ignores if it is told nothing."""


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
        elif not _MASKS.search(reader.text) and (text(use.options.get("reduction")) or "mean") != "none":
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
