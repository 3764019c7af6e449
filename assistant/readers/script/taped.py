"""Gradients that a tape of TensorFlow takes: of which weights, over how many batches, in which mode.

Loops of PyTorch are read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.held import within
from assistant.readers.script.modes import NOISY
from assistant.readers.script.nodes import all_of, code_of, function_at, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Node, Thing

_MODELS = ("module", "sequential", "model")
_ASIDE = re.compile(
    r"teacher|target|vgg|perceptual|pretrain|frozen|ema|augment|preproc|disc|critic|feature", re.I
)
"""Names of networks that a tape sees and nobody trains there."""


def taped(reader: Reader) -> Iterator[Found]:
    """Every trait of a tape."""
    tapes = [
        one
        for one in all_of(reader.walker.tree, ast.With)
        if any("GradientTape" in code_of(item.context_expr) for item in one.items)
    ]
    if not tapes:
        return
    yield from _of_a_part(reader, tapes)
    yield from _summed_up(reader)
    yield from _trains_by_default(reader, tapes)


def _of_a_part(reader: Reader, tapes: list[ast.With]) -> Iterator[Found]:
    """Two networks in a row under a tape, and gradients of the weights of one alone."""
    if (
        len(tapes) != 1
        or reader.events("freeze")
        or re.search(r"load_weights|trainable = False", reader.text)
    ):
        return
    inside = set(nodes_of(tapes[0]))
    calls = [one for one in reader.events("call") if one.node in inside and isinstance(one.owner, Thing)]
    seen: dict[int, tuple[Thing, str]] = {}
    for event in calls:
        owner = event.owner
        if isinstance(owner, Thing) and owner.kind in _MODELS and isinstance(event.node, ast.Call):
            seen.setdefault(id(owner), (owner, code_of(event.node.func)))
    named = {name: owner for owner, name in seen.values() if re.fullmatch(r"(?:self\.)?\w+", name)}
    asked = {name for name in named if re.search(rf"(?<![\w.]){re.escape(name)}\.trainable_", reader.text)}
    whole = re.search(r"self\.trainable_|\.trainable_variables for|\.variables\b", reader.text)
    left = [name for name in named if name not in asked and not _ASIDE.search(name)]
    if not asked or len(left) != 1 or whole:
        return
    part = named[left[0]]
    if any(id(part) in within(named[name]) or id(named[name]) in within(part) for name in asked):
        return
    if part.escaped or not any(one.name in ("linear", "conv", "rnn", "embedding") for one in _layers(part)):
        return
    says = f"{left[0]} works under the tape, and gradients are taken of {' and '.join(sorted(asked))} alone"
    place = next((one for one in all_of(reader.walker.tree, ast.Call) if _gradient(one)), tapes[0])
    yield reader.found("parameters", "not-in-optimizer", says, place, sure=0.9)


def _layers(owner: Thing) -> list[Thing]:
    return [one for one in (*owner.items, *owner.attributes.values()) if isinstance(one, Thing)]


def _gradient(node: Node) -> bool:
    return isinstance(node, ast.Call) and re.search(r"tape\w*\.gradient$", code_of(node.func)) is not None


_SHARES = re.compile(r" / |divide\(|reduce_mean\(\[|accumulate_n")


def _summed_up(reader: Reader) -> Iterator[Found]:
    """`buffer.assign_add(gradient)` batch for batch, applied as a sum: the rate is as many times as large."""
    tree = reader.walker.tree
    for call in all_of(tree, ast.Call):
        if code_of(call.func).rpartition(".")[2] != "assign_add" or len(call.args) != 1:
            continue
        added = call.args[0]
        over = [one for one in all_of(tree, ast.For) if call in nodes_of(one) and "zip(" in code_of(one.iter)]
        if not over or not isinstance(added, ast.Name) or not re.match(r"g(?:rad)?", added.id):
            continue
        involved = [
            one
            for one in all_of(tree, ast.FunctionDef)
            if re.search(r"assign_add|apply_gradients|\.gradient\(|\.apply\(", code_of(one))
        ]
        said = "\n".join(code_of(one) for one in involved) if involved else reader.text
        batches = re.search(r"% ?\w*(?:accum|acc|micro|steps)|accum\w*|micro", reader.text, re.I)
        if batches and not _SHARES.search(said):
            says = (
                f"{code_of(call)[:50]} sums over the batches of a step, and nothing divides by their number"
            )
            yield reader.found("gradients", "summed-up", says, call, sure=0.85)
            return


_MEASURES = re.compile(r"eval|valid|(?:^|_)val(?:_|$)|test|predict|infer", re.I)


def _trains_by_default(reader: Reader, tapes: list[ast.With]) -> Iterator[Found]:
    """`def forward(self, x, training=True)`, and an evaluation that leaves the flag as it is."""
    if not any(one.name in NOISY for one in reader.things("layer")):
        return
    tree, under = reader.walker.tree, {node for one in tapes for node in nodes_of(one)}
    for owner in all_of(tree, ast.FunctionDef):
        names = [one.arg for one in owner.args.args]
        first = len(names) - len(owner.args.defaults)
        at = names.index("training") if "training" in names else -1
        given = owner.args.defaults[at - first] if at >= first and owner.args.defaults else None
        if given is None or code_of(given) != "True":
            continue
        calls = [one for one in all_of(tree, ast.Call) if code_of(one.func).rpartition(".")[2] == owner.name]
        own = at - (names[:1] == ["self"])
        left = [
            one
            for one in calls
            if not {"training", None} & {key.arg for key in one.keywords} and len(one.args) <= own
        ]
        if not any(one in under for one in calls):
            continue
        for call in left:
            measure = function_at(tree, call.lineno)
            if measure is not None and measure is not owner and _MEASURES.search(measure.name):
                says = f"{code_of(call)[:50]} in {measure.name}() leaves training=True as it is"
                yield reader.found("mode", "fixed", says, call, sure=0.92)
                return
