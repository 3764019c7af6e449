"""Training and evaluation mode: train() and eval() around what they are for, flags that fix one of the two.

What gradients do is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import Event
from assistant.readers.script.loop import MODELS, own_backwards, statement_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Flow, Thing, flag

_TENDED = ("Trainer", "lightning", "accelerat", "deepspeed", "ignite", "fastai", "Learner", "skorch")


def modes(reader: Reader) -> Iterator[Found]:
    """Every trait of the mode."""
    yield from _switched(reader)
    yield from _flags(reader)


def _switched(reader: Reader) -> Iterator[Found]:
    """train() and eval() around training and evaluation."""
    own = [event for event in own_backwards(reader) if event.loops]
    if not own or any(word in reader.text for word in _TENDED):
        return
    evals, trains = reader.events("eval"), reader.events("train")
    noisy = [
        one
        for one in reader.things("layer")
        if one.framework == "pytorch" and one.name in ("dropout", "batchnorm", "spatial-dropout")
    ]
    models = (*MODELS, "parameters")
    if any(
        isinstance(one.owner, Thing) and one.owner.kind in models and one.loops
        for one in reader.events("escape")
    ):
        return  # whoever gets the model may switch it
    noisy_model = [one for one in reader.things("pretrained") if one.framework == "pytorch"]
    if not noisy and not noisy_model:
        return
    if not evals and not re.search(r"\.eval\s*\(|train\(False|train\(mode|\.train\(\s*\w+\s*\)", reader.text):
        measured = _measured(reader, own)
        if measured is not None:
            names = " and ".join(sorted({_noisy(one) for one in noisy} or {"batch normalization"}))
            yield reader.found(
                "mode",
                "no-eval",
                f"the model has {names}, and eval() is never called before it is evaluated",
                measured.node,
                {"evaluation": statement_of(reader, measured.node)},
                {"model": _model_name(reader)},
            )
            return
    for event in evals:
        if not event.loops or not isinstance(event.owner, Thing):
            continue
        outer = event.loops[0]
        if not any(outer in one.loops for one in own):
            continue
        back = [one for one in trains if outer in one.loops]
        elsewhere = any(one.more.get("root") != event.more.get("root") for one in trains)
        called = any(
            one.kind == "call" and one.owner is event.owner and outer in one.loops and not one.quiet
            for one in reader.walker.events
        )
        if (
            not back
            and not elsewhere
            and called
            and isinstance(event.owner, Thing)
            and event.owner.kind in MODELS
        ) and (len(event.loops) == 1 or event.loops[-1] not in own[0].loops):
            yield reader.found(
                "mode",
                "no-train",
                "eval() is called in the loop, and train() is never called again in it",
                event.node,
                {"loop": outer, "eval": event.node},
                {"model": _model_name(reader)},
            )
            return
    if evals and any(event.loops for event in trains):
        yield reader.found("mode", "right", "train() and eval() are both called", evals[0].node, sure=0.8)


def _noisy(thing: Thing) -> str:
    return "batch normalization" if thing.name == "batchnorm" else "dropout"


def _model_name(reader: Reader) -> str:
    for event in reader.events("call"):
        if isinstance(event.owner, Thing) and event.owner.kind in MODELS and isinstance(event.node, ast.Call):
            name = ast.unparse(event.node.func)
            if re.fullmatch(r"[\w.]+", name) and not name.startswith("self."):
                return name
    return "model"


def _measured(reader: Reader, own: list[Event]) -> Event | None:
    """Where the model is evaluated: a loss that trains nothing, or an accuracy, in a part of its own."""
    trained = {id(use.fed_node) for use in reader.walker.losses if use.trained}
    outer = {event.loops[0] for event in own}
    for event in reader.events("loss", "compare"):
        if event.kind == "loss":
            use = reader.walker.losses[event.more["use"]]
            flow = use.fed
            if use.trained or id(use.fed_node) in trained:
                continue
        else:
            flow = event.owner if isinstance(event.owner, Flow) and event.owner.ops else event.value
        if not isinstance(flow, Flow):
            continue
        noisy = any(op.name in ("dropout", "batchnorm", "spatial-dropout", "backbone") for op in flow.ops)
        apart = event.quiet or (
            event.kind == "loss" and event.loops and event.loops[0] in outer and _apart(event, own)
        )
        if noisy and apart:
            return event
    return None


def _apart(event: Event, own: list[Event]) -> bool:
    """Another part of the epoch than the one that trains."""
    return all(event.order > one.order for one in own) and "item" not in (event.hint or "")


def _flags(reader: Reader) -> Iterator[Found]:
    """A training flag that is fixed."""
    for event in reader.events("super-call"):
        given = event.more["options"].get("training")
        if flag(given) is True:
            yield reader.found(
                "mode",
                "fixed",
                "training=True is fixed, in evaluation too",
                event.node,
                {"flag": getattr(given, "node", None)},
                {"value": "training"},
                0.9,
            )
            return
    if reader.events("eval"):
        for event in reader.events("functional-dropout"):
            if event.more["given"] < 3 and "training" not in event.more["options"]:
                yield reader.found(
                    "mode",
                    "fixed",
                    "F.dropout without training=self.training drops in evaluation too",
                    event.node,
                    {"call": event.node},
                    {"value": "functional"},
                    0.9,
                )
                return
