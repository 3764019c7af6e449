"""Which weights an optimizer moves: what it was given, and what is frozen while it steps.

Whether that is a fault is not said here.
"""

from __future__ import annotations

import ast
import re

from assistant.readers.script.events import Event
from assistant.readers.script.nodes import nodes_of
from assistant.readers.script.report import Reader
from assistant.readers.script.values import Flow, Func, Method, Thing, Value, flag

_FREEZES = re.compile(r"(?<!un)(?:freez|frozen)|requires_grad|linear_?prob|finetuning$", re.I)
"""Calls of code that nobody can see which may hold weights fixed."""
_NESTED = 8


def owners_of(given: Value | None, depth: int = 0) -> list[Thing] | None:
    """Whose weights an optimizer was given; None where that is not known for all of them."""
    if not isinstance(given, Thing) or depth > _NESTED:
        return None
    if given.kind == "parameters":
        owner = given.args[0] if given.args else None
        if isinstance(owner, Method):
            return [Thing("part", owner.name, attributes={"of": owner.owner})]
        return [owner] if isinstance(owner, Thing) else None
    if given.kind == "parameter":
        return [one for one in given.args if isinstance(one, Thing)] or None
    if given.kind == "dict":
        return owners_of(given.attributes.get("params"), depth + 1)
    if given.kind in ("wrapped", "weights") or (given.kind == "list" and _chosen_from(given)):
        return _each(given.args, depth)
    if given.kind in ("list", "tuple") and given.items and not given.open:
        return _each(given.items, depth)
    return None


def _each(given: list[Value], depth: int) -> list[Thing] | None:
    found: list[Thing] = []
    for item in given:
        inner = owners_of(item, depth + 1)
        if inner is None:
            return None
        found += inner
    return found


def _chosen_from(given: Thing) -> bool:
    """`[p for p in model.parameters() if p.requires_grad]`."""
    over = given.args[0] if given.args else None
    return isinstance(over, Thing) and over.kind in ("parameters", "wrapped")


def given_to(optimizer: Thing) -> Value | None:
    """What an optimizer of PyTorch was given to move."""
    return optimizer.args[0] if optimizer.args else optimizer.options.get("params")


def within(thing: Thing, depth: int = 0) -> set[int]:
    """A module and all that it holds, by identity."""
    found = {id(thing)}
    if depth < _NESTED:
        for one in (*thing.items[:200], *thing.attributes.values()):
            if isinstance(one, Thing) and id(one) not in found:
                found |= within(one, depth + 1)
    return found


def reaches(optimizer: Thing, weights: Thing) -> bool:
    """The optimizer moves these weights at its rate, or it is not known what it has."""
    if optimizer.framework != "pytorch":
        return True
    given = given_to(optimizer)
    if isinstance(given, Thing) and given.kind in ("list", "tuple") and not given.open:
        groups = [one for one in given.items if isinstance(one, Thing) and one.kind == "dict"]
        if any("lr" in one.attributes for one in groups):  # a group with a rate of its own has another one
            rest = [one for one in groups if "lr" not in one.attributes]
            if not rest:
                return False
            given = Thing("list", items=list(rest))
    owners = owners_of(given)
    if owners is None:
        return True
    return any(id(weights) in within(one) for one in owners if one.kind != "part")


def rests(reader: Reader, weights: Thing, begin: int, end: float) -> bool:
    """The weights, or some of them, are held fixed at some time before `end`, and not freed by `begin`.

    begin, end: orders of events, between which one optimizer is the last that was made.
    """
    fixed = freed = False
    for event in sorted(_switches(reader), key=lambda one: one.order):
        if event.order >= end:
            break
        owner = _owner(event)
        whole = owner is not None and id(weights) in within(owner)
        if _frees(event):
            if whole and not event.maybe and event.order <= begin:
                fixed, freed = False, True
        elif freed and owner is not None and (owner.kind, owner.name) in _SOME:
            continue  # of weights that were freed on purpose, some stay as they are
        elif whole or owner is None or id(owner) in within(weights) or _part_of(owner, weights):
            fixed = True
    return fixed or _only_read(reader, weights) or _frozen_elsewhere(reader)


_SOME = (("part", "some"), ("part", "layers"))
"""`base.layers[:-30]`, one of them."""


def _switches(reader: Reader) -> list[Event]:
    """Where weights are frozen or freed."""
    found = reader.events("freeze", "unfreeze")
    for one in reader.events("set"):
        if str(one.more.get("target", "")).endswith((".requires_grad", ".trainable")):
            found.append(one)
    return found


def _frees(event: Event) -> bool:
    return event.kind == "unfreeze" or (event.kind == "set" and flag(event.value) is True)


def _owner(event: Event) -> Thing | None:
    """The module whose weights are switched; None where nobody knows."""
    owner = event.owner
    if isinstance(owner, Thing) and owner.kind == "parameter":
        owner = owner.args[0] if owner.args else owner
    if isinstance(owner, Method):
        return Thing("part", owner.name, attributes={"of": owner.owner})
    return owner if isinstance(owner, Thing) else None


def _part_of(owner: Thing, weights: Thing) -> bool:
    """`model.encoder.layers` of the very weights, however deep."""
    inner: Value | None = owner.attributes.get("of")
    for _ in range(_NESTED):
        if isinstance(inner, Method):
            inner = inner.owner
    return (inner is None and owner.kind == "part") or inner is weights


def _only_read(reader: Reader, weights: Thing) -> bool:
    """The weights are only used where no gradients are kept, or what they give is detached."""
    calls = [one for one in reader.events("call") if one.owner is weights]
    if calls and all(one.quiet for one in calls):
        return True
    fed = [use.fed for use in reader.walker.losses if use.trained and isinstance(use.fed, Flow)]
    through = [[(op.name, op.thing) for op in one.ops] for one in fed]
    used = [ops for ops in through if ("backbone", weights) in ops]
    return bool(used) and all(
        "detach" in [name for name, _ in ops[ops.index(("backbone", weights)) :]] for ops in used
    )


def _frozen_elsewhere(reader: Reader) -> bool:
    """Code that nobody can see is asked to freeze."""
    for node in nodes_of(reader.walker.tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            known = isinstance(reader.walker.top.get(name), Func) or name == "requires_grad_"
            if not known and _FREEZES.search(name):
                return True
    return False
