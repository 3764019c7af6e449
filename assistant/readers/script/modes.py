"""Training and evaluation mode: train() and eval() around what they are for, flags that fix one of the two.

What gradients do is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.events import Event
from assistant.readers.script.loop import MODELS, MOST, own_backwards, statement_of
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Const, Flow, Func, Node, Thing, flag

_TENDED = re.compile(
    r"^(?:transformers\.\w*Trainer$|pytorch_lightning|lightning|deepspeed|ignite|fastai|skorch|catalyst|"
    r"composer)",
    re.M,
)
"""What switches the modes itself."""
_OTHERS = re.compile(
    r"teacher|target|frozen|reference|ref_|vgg|lpips|inception|clip|critic_t|momentum|ema", re.I
)
"""Names of models that are evaluated while another one is trained."""
_HELD = re.compile(r"^(?:val|valid|validation|test|eval|dev)$", re.I)


def modes(reader: Reader) -> Iterator[Found]:
    """Every trait of the mode."""
    switched = tuple(_switched(reader))
    yield from switched
    if not any(one.value == "no-train" for one in switched):
        yield from _left_in_evaluation(reader)
    yield from _flags(reader)
    yield from _taped(reader)


NOISY = ("dropout", "batchnorm", "spatial-dropout")
"""Layers that do one thing in training and another in evaluation."""
_SAMPLED = re.compile(r"mc_|monte|uncertain|bayes|stochastic", re.I)


def _taped(reader: Reader) -> Iterator[Found]:
    """Keras: inference mode where gradients are taken, or the mode of training where they are not."""
    within = {
        inner
        for node in all_of(reader.walker.tree, ast.With)
        if "GradientTape" in code_of(node.items[0].context_expr)
        for inner in nodes_of(node)
        if isinstance(inner, ast.Call)
    }
    noisy = [one for one in reader.things("layer") if one.framework == "keras" and one.name in NOISY]
    if not within or not noisy or any(one.framework == "keras" for one in reader.things("pretrained")):
        return
    calls = [
        event
        for event in reader.events("call")
        if isinstance(event.owner, Thing)
        and event.owner.kind in ("sequential", "model", "module")
        and event.owner.framework == "keras"
    ]
    taped = [event for event in calls if event.node in within]
    if len({id(event.owner) for event in taped}) != 1:
        return
    names = " and ".join(sorted({_noisy(one) for one in noisy}))
    for event in taped:
        given = event.more["options"].get("training")
        if _by_default(event) and re.search(r"apply_gradients|\.apply\(", reader.text):
            says = f"the model has {names}, and a call without training=True leaves them as in evaluation"
            yield reader.found("mode", "no-train", says, event.node, sure=0.93)
            return
        if flag(given) is False:
            says = f"the model has {names}, and is called with training=False where it is trained"
            spans = {"flag": getattr(given, "node", None)}
            yield reader.found("mode", "no-train", says, event.node, spans, {"to": "True"}, 0.95)
            return
    for event in calls:
        given = event.more["options"].get("training")
        if event.node not in within and flag(given) is True and event.owner is taped[0].owner:
            if not _SAMPLED.search(reader.text):
                says = f"the model has {names}, and is called with training=True where it is not trained"
                spans = {"flag": getattr(given, "node", None), "value": getattr(given, "node", None)}
                yield reader.found("mode", "fixed", says, event.node, spans, {"to": "False"}, 0.9)
                return


def _by_default(event: Event) -> bool:
    """`model(x)`, of a model whose own call() does not take training for granted: outside fit() it is not."""
    call, owner = event.node, event.owner
    if not isinstance(call, ast.Call) or not isinstance(owner, Thing) or len(call.args) != 1 or call.keywords:
        return False
    own = owner.made_by.find("call") if owner.made_by is not None else None
    if not isinstance(own, Func) or isinstance(own.node, ast.Lambda):
        return owner.made_by is None and owner.kind in ("sequential", "model")
    spec = own.node.args
    free = dict(zip(reversed([one.arg for one in spec.args]), reversed(spec.defaults), strict=False))
    free |= {one.arg: value for one, value in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if value}
    return "training" in free and code_of(free["training"]) in ("False", "None")


def _switched(reader: Reader) -> Iterator[Found]:
    """train() and eval() around training and evaluation."""
    own = [event for event in own_backwards(reader) if event.loops]
    if not own or _TENDED.search(reader.imported):
        return
    evals = [one for one in reader.events("eval")[:MOST] if not _of_parts(one)]
    trains = reader.events("train")
    noisy = [one for one in reader.things("layer") if one.framework == "pytorch" and one.name in NOISY]
    noisy += [one for one in reader.things("layer") if _drops(one)]
    noisy = [one for one in noisy if not _never_drops(one)]
    models = (*MODELS, "parameters")
    if any(
        isinstance(one.owner, Thing) and one.owner.kind in models and one.loops
        for one in reader.events("escape")
    ):
        return  # whoever gets the model may switch it
    noisy_model = [one for one in reader.things("pretrained") if one.framework == "pytorch"]
    if not noisy and not noisy_model:
        return
    evals = [one for one in evals if not _of_another(reader, one, own)]
    if not evals and not _switches(reader, own):
        measured = _measured(reader, own)
        if measured is not None:
            names = " and ".join(sorted({_noisy(one) for one in noisy} or {"batch normalization"}))
            yield reader.found(
                "mode",
                "no-eval",
                f"the model has {names}, and eval() is never called before it is evaluated",
                measured.node,
                {"evaluation": statement_of(reader, measured.node)},
                {"model": _model_name(reader, measured.node)},
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
        ) and (len(event.loops) == 1 or event.loops[-1] not in own[0].loops or event.order > own[-1].order):
            yield reader.found(
                "mode",
                "no-train",
                "eval() is called in the loop, and train() is never called again in it",
                event.node,
                {"loop": outer, "eval": event.node},
                {"model": _model_name(reader, event.node)},
            )
            return
    if evals and any(event.loops for event in trains):
        yield reader.found("mode", "right", "train() and eval() are both called", evals[0].node, sure=0.8)


def _left_in_evaluation(reader: Reader) -> Iterator[Found]:
    """A function that ends in evaluation, called among the steps of an epoch, and nothing switches back."""
    tree = reader.walker.tree
    known = [one for one in reader.things("layer") if one.framework == "pytorch"]
    if _TENDED.search(reader.imported) or (known and not any(map(_is_noisy, known))):
        return
    ends = {
        one.name: last
        for one in all_of(tree, ast.FunctionDef)
        if (last := _last_switch(one)) is not None
        and code_of(last.func).endswith(".eval")
        and not _OTHERS.search(code_of(last))
        and not any("backward" in code_of(call.func) for call in all_of(one, ast.Call))
    }
    for around in all_of(tree, ast.For) if ends else ():
        calls = all_of(around, ast.Call)
        if any(isinstance(one, ast.For) for one in nodes_of(around)[1:]):
            continue
        if not any(code_of(one.func).endswith("backward") for one in calls) or any(
            map(_switches_mode, calls)
        ):
            continue
        for call in calls:
            if (name := code_of(call.func).rpartition(".")[2]) in ends and not _OTHERS.search(code_of(call)):
                says = (
                    f"{code_of(call)[:40]} among the steps of an epoch ends in eval(), and nothing goes back"
                )
                yield reader.found("mode", "no-train", says, call, {"eval": ends[name]}, sure=0.93)
                return


def _last_switch(owner: ast.FunctionDef) -> ast.Call | None:
    """The last call of train() or eval() in a function."""
    calls = [one for one in all_of(owner, ast.Call) if _switches_mode(one)]
    return max(calls, key=lambda call: call.lineno, default=None)


def _switches_mode(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("train", "eval") and len(call.args) < 2


def _is_noisy(layer: Thing) -> bool:
    return layer.name in NOISY or _drops(layer)


def _of_parts(event: Event) -> bool:
    """`for m in model.modules(): m.eval()`: layers of batch normalization that are kept still."""
    inner = event.loops[-1] if event.loops else None
    return (
        isinstance(inner, ast.For)
        and re.search(r"\.(?:named_)?(?:modules|children)\(", code_of(inner.iter)) is not None
    )


def _of_another(reader: Reader, event: Event, own: list[Event]) -> bool:
    """eval() of a model that is not the one that is trained: a teacher, a target."""
    if not isinstance(event.owner, Thing):
        return bool(_OTHERS.search(event.hint.removesuffix(".eval")))
    loops = {loop for one in own for loop in one.loops}
    called = [
        one.owner
        for one in reader.events("call")
        if isinstance(one.owner, Thing)
        and one.owner.kind in MODELS
        and not one.quiet
        and loops & set(one.loops)
    ]
    return bool(called) and not any(_related(event.owner, one) for one in called)


def _related(one: Thing, other: Thing) -> bool:
    """One model is the other, or holds it as a part."""
    parts = (one, *one.attributes.values(), *one.items), (other, *other.attributes.values(), *other.items)
    return any(part is one for part in parts[1]) or any(part is other for part in parts[0])


def _switches(reader: Reader, own: list[Event]) -> bool:
    """The text switches to evaluation somewhere that the walk did not see."""
    for found in re.finditer(
        r"([\w.\[\]]*)\.eval\s*\(|train\(False|train\(mode|\.train\(\s*\w+\s*\)", reader.text
    ):
        if found[1] is None:
            return True
        seen = [
            one
            for one in reader.events("eval")
            if one.hint in (f"{found[1]}.eval", "") or found[1] in one.hint
        ]
        if not seen or not all(_of_another(reader, one, own) for one in seen):
            return True
    return False


_RATES = {"TransformerEncoderLayer": 3, "TransformerDecoderLayer": 3, "Transformer": 5}
"""Where blocks of torch.nn take their dropout, which is 0.1 where nothing is said."""


def _never_drops(layer: Thing) -> bool:
    """A layer of dropout whose rate is 0."""
    return layer.name in ("dropout", "spatial-dropout") and layer.number(0, "p", "rate") == 0


def _block(layer: Thing) -> str:
    """The class of a layer as the script writes it."""
    return code_of(layer.node.func).rpartition(".")[2] if isinstance(layer.node, ast.Call) else ""


def _drops(layer: Thing) -> bool:
    """A recurrent layer of several levels with dropout between them, or attention with dropout."""
    if (block := _block(layer)) in _RATES and layer.framework == "pytorch":
        return layer.number(_RATES[block], "dropout") != 0
    rate = layer.number(-1, "dropout") or 0
    deep = layer.name == "attention" or (layer.number(2, "num_layers") or 1) > 1
    return layer.framework == "pytorch" and layer.name in ("rnn", "attention") and rate > 0 and deep


def _still(layer: Thing) -> bool:
    """The same in training and in evaluation, by its rate of 0, or by that of the block it repeats."""
    inner = layer.option(0, "encoder_layer", "decoder_layer")
    if isinstance(inner, Thing) and inner.name == "attention":
        return _still(inner)
    return _never_drops(layer) or (
        layer.name == "attention" and _block(layer) in _RATES and not _drops(layer)
    )


def _noisy(thing: Thing) -> str:
    return "batch normalization" if thing.name == "batchnorm" else "dropout"


def _model_name(reader: Reader, at: Node) -> str:
    """What the model is called where an edit stands: by its attribute within the class that holds it."""
    classes = all_of(reader.walker.tree, ast.ClassDef)
    mine = next((one for one in classes if at in nodes_of(one)), None)
    for event in reader.events("call"):
        if isinstance(event.owner, Thing) and event.owner.kind in MODELS and isinstance(event.node, ast.Call):
            name = code_of(event.node.func)
            own = mine is not None and event.node in nodes_of(mine)
            if re.fullmatch(r"[\w.]+", name) and (own or not name.startswith("self.")):
                return name
    return "model"


def _measured(reader: Reader, own: list[Event]) -> Event | None:
    """Where the model is evaluated: a loss that trains nothing, or an accuracy, in a part of its own."""
    phases = _phases(reader, own)
    if phases is not None:
        return phases
    trained = {id(use.fed_node) for use in reader.walker.losses if use.trained}
    outer = {event.loops[0] for event in own}
    inner = {loop for event in own for loop in event.loops}
    for event in reader.events("loss", "compare", "argmax"):
        if event.kind == "loss":
            use = reader.walker.losses[event.more["use"]]
            flow = use.fed
            if use.trained or (id(use.fed_node) in trained and not use.quiet):
                continue  # a line that trains and, called again without gradients, evaluates
        elif event.kind == "argmax":
            flow = event.value
            if not event.quiet or (event.loops and event.loops[-1] in inner - outer):
                continue
        else:
            flow = event.owner if isinstance(event.owner, Flow) and event.owner.ops else event.value
        if not isinstance(flow, Flow):
            continue
        kinds = ("dropout", "batchnorm", "spatial-dropout", "backbone", "attention")
        noisy = any(
            (op.name in kinds and not (op.thing is not None and _still(op.thing)))
            or (op.thing is not None and _drops(op.thing))
            for op in flow.ops
        )
        apart = event.quiet or (
            event.kind == "loss" and event.loops and event.loops[0] in outer and _apart(event, own)
        )
        if noisy and apart:
            return event
    for event in reader.events("call"):  # models of transformers give their loss themselves
        owner = event.owner
        loaded = isinstance(owner, Thing) and (owner.kind, owner.name) == ("pretrained", "transformers")
        if loaded and event.quiet and not (event.loops and event.loops[-1] in inner - outer):
            if any(one.owner is owner and not one.quiet for one in reader.events("call")):
                return event
    return None


def _phases(reader: Reader, own: list[Event]) -> Event | None:
    """The loop over `["train", "val"]` around the training, where one is."""
    loops = {loop for event in own for loop in event.loops}
    for event in reader.events("over"):
        value = event.value
        if event.node in loops and isinstance(value, Thing) and value.kind in ("list", "tuple"):
            names = [str(one.value) for one in value.items if isinstance(one, Const)]
            if len(names) > 1 and any(_HELD.match(name) for name in names):
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
    for event in reader.events("call"):
        given = event.more["options"].get("training")
        within = event.calls and getattr(event.calls[-1], "name", "") == "call"
        noisy = (
            isinstance(event.owner, Thing) and event.owner.framework == "keras" and event.owner.name in NOISY
        )
        normed = noisy and isinstance(event.owner, Thing) and event.owner.name == "batchnorm"
        plain = normed and not event.quiet and not reader.things("tape")
        if flag(given) is True and noisy and (within or plain):
            yield reader.found(
                "mode",
                "fixed",
                "training=True is fixed, in evaluation too",
                event.node,
                {"flag": getattr(given, "node", None), "value": getattr(given, "node", None)},
                {"value": "training"} if within else {"to": "None"},
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
