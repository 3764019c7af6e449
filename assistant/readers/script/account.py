"""What a script says of its training, in its own words and with its lines: for a person to read, in order.

Nothing is weighed here; what the rules make of a script are its traits.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.readers.script.nodes import all_of, code_of
from assistant.readers.script.report import Reader
from assistant.readers.script.tails import SAID, judged, tail_of, written
from assistant.readers.script.values import Flow, Node, Op, Thing

Said = tuple[str, str, Node]

EACH = 4
"""Places that are named of one kind; a script that clears its gradients in ten places need not say so."""
LAYERS, LETTERS = 16, 120

_EVENTS = {
    "split": "split",
    "zero_grad": "gradients cleared",
    "backward": "gradients taken",
    "step": "step",
    "train": "training mode",
    "eval": "evaluation mode",
    "clip": "gradients clipped",
    "half": "half precision",
    "policy": "half precision",
    "freeze": "frozen",
    "fit": "fit",
    "trainer-fit": "fit",
}
"""What is done, and how it is called here."""
_THINGS = {
    "loader": "batches",
    "sk-scaler": "scaling",
    "transforms": "transforms",
    "metric": "metric",
    "optimizer": "weights moved by",
    "scheduler": "schedule",
    "generator": "batches",
}
"""What is made, and how it is called here."""
_CALLS = {
    "GradScaler": "gradients scaled",
    "autocast": "half precision",
    "no_grad": "without gradients",
    "inference_mode": "without gradients",
    "WeightedRandomSampler": "sampler",
    "RandomSampler": "sampler",
    "SubsetRandomSampler": "sampler",
    "DistributedSampler": "sampler",
}
_OPTIONS = {
    "class_weight": "class weights",
    "pos_weight": "class weights",
    "sample_weight": "sample weights",
    "random_state": "seed",
    "seed": "seed",
    "metrics": "metric",
    "validation_split": "split",
    "initializer": "initial weights",
}
"""Arguments that are facts wherever they are given."""
_SEEDS = frozenset(
    ("seed", "manual_seed", "manual_seed_all", "set_seed", "seed_everything", "set_random_seed")
)


def account(reader: Reader) -> Iterator[Said]:
    """Name, code and place of each fact; of one kind the first few."""
    counts: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for name, says, node in (*_layers(reader), *_losses(reader), *_by_line(reader)):
        at = (name, getattr(node, "lineno", 0))
        counts[name] = counts.get(name, 0) + (at not in seen)
        if at not in seen and counts[name] <= EACH:
            seen.add(at)
            yield name, _short(says), node


def _short(says: str) -> str:
    line = " ".join(says.split())
    return line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…"


def _layers(reader: Reader) -> Iterator[Said]:
    """The layers that the first loss sees, in order, each with what follows it; else as they are made."""
    chains = [use.fed.ops for use in judged(reader) if isinstance(use.fed, Flow)]
    ops = max(chains, key=_layers_in, default=())
    if not _layers_in(ops):
        ops = tuple(Op(one.name, thing=one) for one in reader.things("layer"))
    number, own = 0, None
    for n, op in enumerate(ops):
        if not _is_layer(op) or op.thing is None or op.thing.node is None or op.thing is own:
            continue  # an activation that a layer was given stands behind it as an operation of its own
        number, own = number + 1, op.thing
        behind: list[str] = []
        for other in ops[n + 1 :]:
            if _is_layer(other):
                break
            if other.name in ("relu", "sigmoid", "tanh", "softmax", "log_softmax"):
                behind.append(SAID.get(other.name, other.name))
        if number <= LAYERS:
            yield f"layer {number}", ", then ".join((code_of(op.thing.node), *behind)), op.thing.node


def _is_layer(op: Op) -> bool:
    return op.thing is not None and op.thing.kind == "layer" and isinstance(op.thing.node, ast.Call)


def _layers_in(ops: tuple[Op, ...]) -> int:
    return sum(1 for op in ops if _is_layer(op))


def _losses(reader: Reader) -> Iterator[Said]:
    for use in judged(reader):
        made = use.made or use.node
        says = code_of(made) if isinstance(made, ast.Call) and not use.compiled else use.name or use.kind
        yield "loss", says, made
        tail = tail_of(use.fed)
        if tail.activation:
            at = tail.op.node if tail.op is not None else None
            says = SAID.get(tail.activation, tail.activation) if tail.op is None else written(tail.op)
            yield "fed to the loss", f"{says} of the last layer" if tail.layer else says, at or use.node


def _by_line(reader: Reader) -> list[Said]:
    """What is made, done and given, in the order of the lines."""
    found = [
        (name, code_of(thing.node), thing.node)
        for kind, name in _THINGS.items()
        for thing in reader.things(kind)
        if thing.node is not None
    ]
    for kind, name in _EVENTS.items():
        for event in reader.events(kind):
            if kind == "train" and isinstance(event.node, ast.Call) and len(event.node.keywords) > 1:
                continue  # the training of an estimator
            step = kind == "step" and isinstance(event.owner, Thing) and event.owner.kind == "scheduler"
            found.append(("schedule steps" if step else name, code_of(event.node), event.node))
    for call in all_of(reader.walker.tree, ast.Call):
        last = code_of(call.func).rpartition(".")[2]
        name = "seed" if last in _SEEDS else _CALLS.get(last, "")
        if name:
            found.append((name, code_of(call), call))
        found += [
            (_OPTIONS[option.arg], f"{option.arg}={code_of(option.value)}", option)
            for option in call.keywords
            if option.arg in _OPTIONS and code_of(option.value) != "None"
        ]
    return sorted(found, key=lambda one: getattr(one[2], "lineno", 0))
