"""The training loop of a script: what is cleared, stepped, switched, counted and frozen, and where.

What is missing is only said where nothing hides it: no helper that could do it, no framework's own loop.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import Event
from assistant.readers.script.outputs import judged
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import (
    Const,
    Flow,
    Func,
    Node,
    Thing,
    Unknown,
    flag,
    number,
    text,
)

_CLEARS = re.compile(r"zero_grad|\.grad\s*=\s*None|grad\.zero_|grad\.data\.zero_|clear_grad")
_STEPS = re.compile(r"\.step\s*\(|minimize\(|apply_gradients|\.apply\(|optimizer_step|\.update\(")
_MODELS = ("module", "sequential", "pretrained", "model")
_TENDED = ("Trainer", "lightning", "accelerat", "deepspeed", "ignite", "fastai", "Learner", "skorch")


def loop(reader: Reader) -> Iterator[Found]:
    """Every trait of the loop."""
    found = list(_gradients(reader))
    yield from found
    yield from _cut(reader)
    yield from _modes(reader)
    yield from _flags(reader)
    yield from _anew(reader)
    yield from _schedules(reader)
    yield from _precision(reader)
    yield from _accumulators(reader)
    yield from _trained(reader)
    yield from _frozen(reader)


def own_backwards(reader: Reader) -> list[Event]:
    """The backward calls of loops that the script writes itself."""
    return [event for event in reader.backwards if event.hint not in ("returned", "tape") and not event.quiet]


def _hidden(reader: Reader, inner: Node) -> bool:
    """Something in the loop is handed to code that nobody can see, and may clear or step there."""
    for event in reader.events("escape"):
        if inner not in event.loops:
            continue
        if isinstance(event.owner, Thing) and event.owner.kind in (
            "optimizer",
            *_MODELS,
            "parameters",
            "scaler",
            "scheduler",
        ):
            return True
        if isinstance(event.value, Flow) and event.value.losses:
            return True
        if not isinstance(event.owner, Unknown) and isinstance(event.owner, Func):
            return True
    return False


def _unknown_calls(reader: Reader, inner: Node) -> bool:
    """A call in the loop whose name says that it may do the step."""
    for node in ast.walk(inner):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).lower()[:120]
            if re.search(
                r"(?:^|[._])(?:train|update|optimi[sz]e|learn|fit|backprop)(?:_\w+)?$", name
            ) and not name.endswith((".train", "model.train")):
                known = isinstance(node.func, ast.Name) and isinstance(
                    reader.walker.top.get(node.func.id), Func
                )
                if not known and not name.endswith("self.train"):
                    return True
    return False


def _gradients(reader: Reader) -> Iterator[Found]:
    """zero_grad, backward, step."""
    own = own_backwards(reader)
    if any(word in reader.text for word in ("deepspeed", "ignite", "skorch")):
        return
    optimizers = [one for one in reader.things("optimizer") if one.framework == "pytorch"]
    steps, clears = reader.events("step"), reader.events("zero_grad")
    fine = False
    for event in own:
        inner = event.loops[-1]
        if _hidden(reader, inner) or _unknown_calls(reader, inner):
            return
        stepped = [one for one in steps if _is_optimizer(one)]
        in_loop = [one for one in stepped if inner in one.loops]
        spans = {"backward": _statement(reader, event.node), "loop": inner}
        more = {"optimizer": _name(optimizers[0]) if optimizers else "optimizer"}
        if not stepped and optimizers and not any(one.escaped for one in optimizers):
            if not _optimizer_steps(reader, [_name(one) for one in optimizers]):
                yield reader.found(
                    "gradients",
                    "never-used",
                    f"{ast.unparse(event.node)[:60]} is called, and no optimizer ever steps",
                    event.node,
                    spans,
                    more,
                )
                return
        if in_loop and not any(inner in one.loops for one in clears):
            hidden = any(one.more.get("root") != event.more.get("root") for one in clears)
            if not hidden and (not _CLEARS.search(reader.text) or clears) and in_loop[0].hint != "closure":
                more["optimizer"] = in_loop[0].hint.rpartition(".")[0] or more["optimizer"]
                where = "never" if not clears else "not in the loop that steps"
                yield reader.found(
                    "gradients",
                    "never-cleared",
                    f"gradients are {where} cleared before {ast.unparse(event.node)[:60]}",
                    event.node,
                    spans,
                    more,
                )
                return
        counted = [one for one in in_loop if any(_counts(test) for test in one.tests)]
        if in_loop and len(counted) == len(in_loop) and not any(_counts(test) for test in event.tests):
            if isinstance(event.value, Flow) and event.value.losses and not event.value.scaled:
                reduced = [text(reader.walker.losses[n].options.get("reduction")) for n in event.value.losses]
                if "sum" not in reduced and "none" not in reduced:
                    test = next(test for test in counted[0].tests if _counts(test))
                    yield reader.found(
                        "gradients",
                        "summed-up",
                        "gradients of several batches add up before a step, and the loss is not divided",
                        event.node,
                        {
                            "backward": event.node,
                            "loss": event.node.func.value
                            if isinstance(event.node, ast.Call) and isinstance(event.node.func, ast.Attribute)
                            else None,
                        },
                        {"steps": _divisor(test)},
                    )
                    return
        fine = fine or (bool(in_loop) and any(inner in one.loops for one in clears) and not counted)
    yield from _tape(reader)
    yield from _never_full(reader)
    if own and fine:
        yield reader.found(
            "gradients", "complete", "gradients are cleared, taken and used in the loop", own[0].node
        )


def _tape(reader: Reader) -> Iterator[Found]:
    """Gradients of a GradientTape that nothing applies."""
    taken = [event for event in reader.backwards if event.hint == "tape"]
    optimizers = [one for one in reader.things("optimizer") if one.framework == "keras"]
    if not taken or not optimizers or any(one.escaped for one in optimizers):
        return
    if (
        reader.events("step")
        or _STEPS.search(reader.text)
        or "assign_sub" in reader.text
        or "assign(" in reader.text
    ):
        return
    yield reader.found(
        "gradients",
        "never-used",
        "gradients are taken, and no optimizer applies them",
        taken[0].node,
        {"backward": _statement(reader, taken[0].node)},
        {"optimizer": _name(optimizers[0]), "tape": "yes"},
    )


def _never_full(reader: Reader) -> Iterator[Found]:
    """Keras gathers gradients of more batches than an epoch has."""
    for thing in reader.things("optimizer"):
        steps = thing.number(-1, "gradient_accumulation_steps")
        for event in reader.events("fit"):
            args, options = event.more["args"], event.more["options"]
            x = options.get("x", args[0] if args else None)
            size = number(options.get("batch_size", args[2] if len(args) > 2 else Const(32)))
            rows = x.data.rows if isinstance(x, Flow) else None
            if steps and size and rows and steps > -(-rows // size) and thing.node is not None:
                yield reader.found(
                    "gradients",
                    "never-full",
                    f"{steps:g} batches make a step, and an epoch has {-(-rows // size):g}",
                    thing.node,
                )
                return


def _is_optimizer(event: Event) -> bool:
    owner = event.owner
    if isinstance(owner, Thing):
        return owner.kind in ("optimizer", "module", "instance", "opaque")
    hint = event.hint.lower()
    return not re.search(r"sched|\benv\b|env\.|prof|warmup|accelerator\.step|progress|timer|meter", hint)


def _optimizer_steps(reader: Reader, names: list[str]) -> bool:
    """`name.step` stands somewhere, called or handed on."""
    if any(re.search(rf"\b{re.escape(name)}\b[^\n=]{{0,40}}\.step\b", reader.text) for name in names if name):
        return True
    return bool(re.search(r"opt\w*(?:\[[^\]]*\])?\.step|minimize\(|scaler\.step|\.step_and", reader.text))


def _name(thing: Thing) -> str:
    found = thing.attributes.get("__name__")
    return str(found.value) if isinstance(found, Const) else ""


def _counts(test: Node) -> bool:
    """A condition that holds once in several rounds."""
    return any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod) for one in ast.walk(test))


def _divisor(test: Node) -> str:
    for one in ast.walk(test):
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod):
            return ast.unparse(one.right)
    return ""


def _statement(reader: Reader, node: Node) -> Node | None:
    """The statement that an expression is the whole of, or stands in."""
    for one in ast.walk(reader.walker.tree):
        if isinstance(one, ast.Expr | ast.Assign) and one.value is node:
            return one
    return node


# ---- gradients that are cut off


def _cut(reader: Reader) -> Iterator[Found]:
    losses = reader.walker.losses
    for event in [
        one for one in reader.walker.events if one.kind in ("backward", "minimize") and not one.quiet
    ]:
        value = event.value
        if isinstance(value, Flow) and value.cut is not None and value.losses:
            says = f"what gradients are taken of passed {ast.unparse(value.cut)[:60]}"
            yield reader.found("graph", "cut", says, value.cut, {"cut": _statement(reader, value.cut)})
            return
    for use in judged(reader):
        if not isinstance(use.fed, Flow):
            continue
        names = [op.name for op in use.fed.ops]
        if "argmax" in names and not any(
            name in ("linear", "conv", "embedding", "rnn") for name in names[names.index("argmax") :]
        ):
            node = use.fed.ops[names.index("argmax")].node or use.node
            yield reader.found(
                "graph", "cut", "argmax stands between the network and the loss: it has no gradient", node
            )
            return
        if "detach" not in names:
            continue
        at = names.index("detach")
        before = {
            id(op.thing)
            for op in use.fed.ops[:at]
            if op.thing is not None and op.name in ("linear", "conv", "rnn")
        }
        after = [name for name in names[at:] if name in ("linear", "conv", "rnn")]
        if not before or not after:
            continue
        reached = False
        for other in losses:
            if isinstance(other.fed, Flow):
                ops = other.fed.ops
                detached = max((n for n, op in enumerate(ops) if op.name == "detach"), default=-1)
                reached = reached or any(id(op.thing) in before for op in ops[detached + 1 :])
        frozen = reader.events("freeze", "loaded") or "requires_grad" in reader.text or "load_" in reader.text
        cut = use.fed.ops[at].node
        if not reached and not frozen and cut is not None and use.trained:
            yield reader.found(
                "graph",
                "cut",
                f"{ast.unparse(cut)[:60]} keeps gradients from the layers before it",
                cut,
                {
                    "cut": _statement(reader, cut),
                    "inner": cut.args[0] if isinstance(cut, ast.Call) and cut.args else None,
                    "whole": cut,
                },
            )
            return


# ---- modes


def _modes(reader: Reader) -> Iterator[Found]:
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
    models = (*_MODELS, "parameters")
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
                {"evaluation": _statement(reader, measured.node)},
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
            and event.owner.kind in _MODELS
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
        if (
            isinstance(event.owner, Thing)
            and event.owner.kind in _MODELS
            and isinstance(event.node, ast.Call)
        ):
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


# ---- made anew, schedules, precision


def _anew(reader: Reader) -> Iterator[Found]:
    """A model that is made in each round of its own training."""
    own = own_backwards(reader)
    for thing in reader.things("module", "sequential", "model"):
        if not thing.loops or thing.node is None or thing.maybe:
            continue
        outer = thing.loops[-1]
        if not isinstance(outer, ast.For) or isinstance(outer, ast.ListComp):
            continue
        if any(one is not thing and thing in one.items for one in reader.things("sequential")):
            continue
        trained = any(
            event.loops[: len(thing.loops)] == thing.loops and len(event.loops) <= len(thing.loops) + 1
            for event in own
        )
        fits = [
            event
            for event in reader.events("fit")
            if event.owner is thing and event.loops and event.loops[-1] is outer
        ]
        header = ast.unparse(outer.target) + " in " + ast.unparse(outer.iter)[:80]
        epochs = bool(re.search(r"\bep(?:och)?s?\b|epoch", header, re.I))
        called = any(event.owner is thing for event in reader.events("call"))
        deepest = max((len(event.loops) for event in own if outer in event.loops), default=0)
        if (
            trained
            and called
            and epochs
            and deepest <= len(thing.loops) + 1
            and thing.kind != "model"
            and _is_whole(reader, thing)
        ):
            yield reader.found(
                "weights", "made-anew", f"the model is made in the loop over {header}", thing.node
            )
            return
        if fits and _unused(outer) and not _kept(reader, thing, outer):
            yield reader.found(
                "weights",
                "made-anew",
                f"the model is made and fitted anew in the loop over {header}",
                thing.node,
            )
            return


def _is_whole(reader: Reader, thing: Thing) -> bool:
    return any(
        isinstance(use.fed, Flow) and use.trained and _within(thing, use.fed) for use in reader.walker.losses
    )


def _within(thing: Thing, flow: Flow) -> bool:
    layers = {id(one) for one in thing.items} | {id(one) for one in thing.attributes.values()}
    return any(id(op.thing) in layers for op in flow.ops if op.thing is not None)


def _unused(outer: ast.For) -> bool:
    names = {one.id for one in ast.walk(outer.target) if isinstance(one, ast.Name)}
    used = {one.id for part in outer.body for one in ast.walk(part) if isinstance(one, ast.Name)}
    return not names & used


def _kept(reader: Reader, thing: Thing, outer: Node) -> bool:
    """What each round trained is looked at or put aside: an ensemble, a repetition, a fold."""
    kinds = ("evaluate", "predict", "save", "save_weights", "escape", "predict_classes")
    if any(event.owner is thing and outer in event.loops for event in reader.events(*kinds)):
        return True
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "append"
        for one in ast.walk(outer)
    )


def _schedules(reader: Reader) -> Iterator[Found]:
    """A scheduler that counts epochs and is stepped for each batch."""
    own = own_backwards(reader)
    for event in reader.events("step"):
        owner = event.owner
        if not isinstance(owner, Thing) or owner.kind != "scheduler" or len(event.loops) < 2 or event.tests:
            continue
        inner = event.loops[-1]
        if not any(one.loops and one.loops[-1] is inner for one in own) or not isinstance(inner, ast.For):
            continue
        if _few(owner):
            yield reader.found(
                "schedule",
                "epochs-as-batches",
                f"{owner.name} counts in epochs by its numbers, and is stepped for each batch",
                event.node,
                {"step": _statement(reader, event.node), "loop": inner},
            )
            return
    for thing in reader.things("scheduler"):
        if thing.framework == "keras" and thing.name in (
            "ExponentialDecay",
            "CosineDecay",
            "PolynomialDecay",
        ):
            steps, decay = thing.number(1, "decay_steps"), thing.number(2, "decay_rate")
            if (
                steps is not None
                and steps < 60
                and (thing.name != "ExponentialDecay" or (decay is not None and decay <= 0.5))
            ):
                if thing.name == "PolynomialDecay" and (thing.number(2, "end_learning_rate") or 0) > (
                    thing.number(0, "initial_learning_rate") or 0
                ):
                    continue
                yield reader.found(
                    "schedule",
                    "epochs-as-batches",
                    f"{thing.name} decays every {steps:g} batches",
                    thing.node or reader.walker.tree,
                )
                return


def _few(owner: Thing) -> bool:
    """The numbers of a scheduler are those of epochs."""
    if owner.name == "StepLR":
        size = owner.number(1, "step_size")
        return size is not None and size <= 200
    if owner.name == "MultiStepLR":
        marks = owner.option(1, "milestones")
        values = [number(one) for one in marks.items] if isinstance(marks, Thing) else []
        return bool(values) and all(one is not None and one <= 300 for one in values)
    if owner.name == "ExponentialLR":
        gamma = owner.number(1, "gamma")
        return gamma is not None and gamma < 0.99
    if owner.name == "CosineAnnealingLR":
        node = owner.node
        given = list(getattr(node, "args", [])[1:2]) + [
            k.value for k in getattr(node, "keywords", []) if k.arg == "T_max"
        ]
        written = ast.unparse(given[0]) if given else ""
        value = owner.number(1, "T_max")
        return bool(re.fullmatch(r"[\w.]*epochs?\w*", written, re.I)) or (value is not None and value <= 300)
    return False


def _precision(reader: Reader) -> Iterator[Found]:
    """float16 without a scale for the loss."""
    own = own_backwards(reader)
    scaled = reader.things("scaler", "accelerator") or any(
        word in reader.text for word in ("apex", "amp.initialize", "scale_loss")
    )
    for event in reader.events("half"):
        if own and event.order < own[0].order and not event.quiet and not scaled:
            yield reader.found(
                "precision", "half-unscaled", "the model is trained in float16 as a whole", event.node
            )
            return
    for thing in reader.things("autocast"):
        kind = getattr(thing.options.get("dtype"), "path", "") or getattr(
            thing.option(1, "dtype"), "path", ""
        )
        device = text(thing.option(0, "device_type")) or ("cuda" if "cuda" in thing.name else "")
        if "bfloat16" in kind or device == "cpu" or (not kind and not device):
            continue
        if thing.loops and own and not scaled and (not kind or "float16" in kind):
            if any(
                option is not None and flag(option) is not True for option in (thing.options.get("enabled"),)
            ):
                continue
            inside = any(thing.loops[-1] in one.loops for one in own)
            if inside and thing.node is not None:
                yield reader.found(
                    "precision", "half-unscaled", "autocast to float16 without a GradScaler", thing.node
                )
                return
    for event in reader.events("policy"):
        if event.hint == "float16":
            yield reader.found(
                "precision",
                "half-unscaled",
                "the policy is float16 for everything, and nothing scales the loss",
                event.node,
                {
                    "policy": event.node.args[0]
                    if isinstance(event.node, ast.Call) and event.node.args
                    else None
                },
            )
            return
    if (reader.things("scaler") and reader.things("autocast")) or any(
        event.hint == "mixed_float16" for event in reader.events("policy")
    ):
        node = next((one.node for one in reader.things("scaler") if one.node is not None), None)
        node = node or next(event.node for event in reader.events("policy"))
        yield reader.found("precision", "half-scaled", "mixed precision with a scaled loss", node)


def _accumulators(reader: Reader) -> Iterator[Found]:
    """A sum of losses that goes on through all epochs."""
    for event in reader.events("add"):
        if (
            not isinstance(event.value, Flow)
            or not event.value.losses
            or len(event.loops) != 2
            or event.tests
        ):
            continue
        outer, name = event.loops[0], event.hint
        if not isinstance(outer, ast.For) or not name.isidentifier():
            continue
        binds = [
            one
            for one in reader.events("bind")
            if one.hint == name and isinstance(one.node, ast.Assign | ast.AnnAssign)
        ]
        inside = [one for one in binds if outer in one.loops]
        before = [
            one
            for one in binds
            if outer not in one.loops and one.order < event.order and one.calls == event.calls
        ]
        if inside or not before or not isinstance(before[-1].value, Const):
            continue
        for node in ast.walk(outer):
            if (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Div)
                and isinstance(node.left, ast.Name)
                and node.left.id == name
            ):
                fixed = isinstance(node.right, ast.Constant) or (
                    isinstance(node.right, ast.Call)
                    and isinstance(node.right.func, ast.Name)
                    and node.right.func.id == "len"
                )
                if fixed:
                    yield reader.found(
                        "loss sum",
                        "never-reset",
                        f"{name} is set to 0 before the epochs, and never again",
                        event.node,
                        {"reset": before[-1].node, "loop": outer},
                        {"name": name},
                    )
                    return


# ---- what is trained


def _trained(reader: Reader) -> Iterator[Found]:
    """Layers and models that the optimizer does not have."""
    for thing in reader.things("optimizer"):
        given = thing.args[0] if thing.args else thing.options.get("params")
        if not isinstance(given, Thing) or given.kind != "parameters" or not given.args:
            continue
        model = given.args[0]
        if not isinstance(model, Thing):
            continue
        for event in reader.events("put", "set"):
            new = event.value
            if (
                event.owner is model
                and event.order > thing.order
                and isinstance(new, Thing)
                and not event.maybe
            ) and (
                new.kind in ("layer", "sequential", "module")
                and _has_weights(new)
                and event.loops == thing.loops
            ):
                again = re.search(r"add_param_group", reader.text)
                if not again and not any(one.order > event.order for one in reader.things("optimizer")):
                    yield reader.found(
                        "parameters",
                        "not-in-optimizer",
                        "a layer is put into the model after the optimizer was made",
                        event.node,
                        {"optimizer": thing.node, "layer": event.node},
                    )
                    return
        if model.kind in ("module", "sequential") and not any(
            event.owner is model for event in reader.events("call", "escape")
        ):
            others = [
                one
                for one in reader.things(model.kind)
                if one is not model and one.name == model.name and one.order > thing.order
            ]
            if (
                any(event.owner is other for other in others for event in reader.events("call"))
                and not model.escaped
            ) and (
                (len(reader.things("optimizer")) == 1 and reader.walker.root == "module")
                or len(reader.things("optimizer")) == 1
            ):
                yield reader.found(
                    "parameters",
                    "not-in-optimizer",
                    "the optimizer holds a model that was replaced after it was made",
                    thing.node or reader.walker.tree,
                )
                return
    yield from _plain_lists(reader)


def _has_weights(thing: Thing) -> bool:
    if thing.kind == "layer":
        return thing.name in ("linear", "conv", "embedding", "rnn", "attention")
    return True


def _plain_lists(reader: Reader) -> Iterator[Found]:
    """Layers in a plain list, weights in a plain variable: nothing registers them."""
    if re.search(r"add_module|setattr\(|register_module|ParameterList", reader.text):
        return
    for event in reader.events("set"):
        owner, value = event.owner, event.value
        if not isinstance(owner, Thing) or owner.kind != "module" or not isinstance(value, Thing):
            continue
        if owner.framework == "pytorch" and value.kind == "list":
            layers = [
                one
                for one in value.items
                if isinstance(one, Thing) and one.kind in ("layer", "sequential", "module")
            ]
            name = (
                event.node.targets[0].attr
                if isinstance(event.node, ast.Assign) and isinstance(event.node.targets[0], ast.Attribute)
                else ""
            )
            wrapped = (
                re.search(rf"(?:ModuleList|Sequential)\(\s*\*?\s*self\.{re.escape(name)}\b", reader.text)
                if name
                else True
            )
            if (
                layers
                and len(layers) == len(value.items)
                and any(_has_weights(one) for one in layers)
                and not wrapped
            ):
                yield reader.found(
                    "parameters",
                    "not-in-optimizer",
                    f"self.{name} is a plain list: its layers are not parameters of the model",
                    event.node,
                    {"list": event.node.value if isinstance(event.node, ast.Assign) else None},
                    {"plain": "yes"},
                )
                return
        if (
            owner.framework == "keras"
            and value.kind == "variable"
            and "tensorflow.keras" not in reader.text
            and "tf.keras" not in reader.text
        ):
            roots = owner.made_by.roots() if owner.made_by else []
            if flag(value.options.get("trainable")) is not False and any(
                root.startswith("keras.") for root in roots
            ):
                yield reader.found(
                    "parameters",
                    "not-in-optimizer",
                    "a tf.Variable in a layer of Keras 3 is not tracked",
                    event.node,
                )
                return


def _frozen(reader: Reader) -> Iterator[Found]:
    """Layers made here, with weights that nobody loaded, and frozen."""
    if re.search(
        r"requires_grad_?\s*(?:=\s*|\(\s*)True|trainable\s*=\s*True|load_state_dict|load_weights|from_pretrained|unfreeze|set_weights|load_model",
        reader.text,
    ):
        return
    if len(reader.events("compile")) > 1 or len(reader.things("optimizer")) > 1:
        return
    found: list[tuple[Thing, Node, Node | None]] = []
    for event in reader.events("freeze"):
        if isinstance(event.owner, Thing):
            node = event.node.args[0] if isinstance(event.node, ast.Call) and event.node.args else None
            found.append((event.owner, event.node, node))
    for event in reader.events("set"):
        target = str(event.more.get("target", ""))
        if (
            flag(event.value) is False
            and isinstance(event.owner, Thing)
            and target.endswith((".trainable", ".requires_grad"))
        ):
            owner = event.owner
            if owner.kind == "parameter" and owner.args and isinstance(owner.args[0], Thing):
                owner = owner.args[0]
            found.append((owner, event.node, getattr(event.value, "node", None)))
    found.extend(
        (thing, thing.node, getattr(thing.options["trainable"], "node", None))
        for thing in reader.things("layer")
        if flag(thing.options.get("trainable")) is False
        and thing.name in ("linear", "conv", "rnn")
        and thing.node is not None
    )
    for owner, place, value in found:
        loaded = owner.attributes.get("__loaded__")
        if owner.kind in ("sequential", "module", "layer") and loaded is None and not owner.escaped:
            fresh = (
                owner.kind == "layer"
                or (
                    owner.kind == "sequential"
                    and not any(isinstance(one, Thing) and one.kind == "pretrained" for one in owner.items)
                )
                or owner.kind == "module"
            )
            if (
                fresh
                and owner.name not in ("batchnorm", "norm", "embedding", "any")
                and "target" not in _name(owner)
                and "teacher" not in _name(owner)
            ):
                yield reader.found(
                    "parameters", "frozen", "layers with random weights are frozen", place, {"value": value}
                )
                return


def batches_of(reader: Reader) -> list[tuple[float, Node]]:
    """Sizes of the batches that train."""
    found: list[tuple[float, Node]] = []
    for thing in training_loaders(reader):
        size = thing.number(1, "batch_size")
        if size is not None and thing.node is not None:
            found.append((size, thing.node))
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        size = number(options.get("batch_size", args[2] if len(args) > 2 else None))
        if size is not None:
            found.append((size, event.node))
    inner = {event.loops[-1] for event in own_backwards(reader)}
    for event in reader.events("over"):
        if event.node in inner:
            splits = _unwrapped(event.value)
            if isinstance(splits, Thing) and splits.kind == "splits":
                row = splits.items[0]
                if isinstance(row, Flow) and row.data.rows is not None:
                    found.append((float(row.data.rows), event.node))
    return found


def _unwrapped(value: object) -> object:
    while isinstance(value, Thing) and value.kind in ("enumerate", "wrapped") and value.args:
        value = value.args[0]
    return value


def training_loaders(reader: Reader) -> list[Thing]:
    """The loaders of the loops that take gradients."""
    loops = {node for event in reader.backwards for node in event.loops}
    found = []
    for event in reader.events("over"):
        if event.node in loops:
            value = _unwrapped(event.value)
            if isinstance(value, Thing) and value.kind == "loader":
                found.append(value)
    return found
