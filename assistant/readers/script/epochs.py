"""What goes on from round to round: a model made anew, a schedule, a precision, a sum that is printed.

What one round does is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import written
from assistant.readers.script.events import Event
from assistant.readers.script.loop import counts, own_backwards, statement_of
from assistant.readers.script.nodes import all_of, code_of, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Const, Flow, Node, Thing, flag, number, text


def epochs(reader: Reader) -> Iterator[Found]:
    """Every trait of what goes on from epoch to epoch."""
    yield from _anew(reader)
    yield from _fitted_anew(reader)
    yield from _schedules(reader)
    yield from _precision(reader)
    yield from _accumulators(reader)
    yield from _kept_sums(reader)
    yield from _kept_tables(reader)


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
        fits = [event for event in reader.events("fit") if event.owner is thing and outer in event.loops]
        header = code_of(outer.target) + " in " + code_of(outer.iter)[:80]
        epochs = bool(_IN_EPOCHS.search(header))
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
        single = epochs and all(number(event.more["options"].get("epochs")) in (None, 1) for event in fits)
        inner = all(event.loops[-1] is outer for event in fits)
        if fits and (single or (inner and _unused(outer) and not _kept(reader, thing, outer))):
            yield reader.found(
                "weights",
                "made-anew",
                f"the model is made and fitted anew in the loop over {header}",
                thing.node,
            )
            return


def _fitted_anew(reader: Reader) -> Iterator[Found]:
    """A network of scikit-learn, which forgets at each fit what it has learned, fitted in each epoch."""
    for event in reader.events("network-fit"):
        made = event.owner
        if not isinstance(made, Thing) or "**" in made.options:
            continue
        cold = flag(made.options.get("warm_start", Const(False))) is False
        for outer in (one for one in event.loops if isinstance(one, ast.For) and one not in made.loops):
            header = code_of(outer.target) + " in " + code_of(outer.iter)[:80]
            if cold and (_IN_EPOCHS.search(header) or _IN_PARTS.search(header)):
                says = f"each fit in the loop over {header} begins anew: warm_start is not set"
                yield reader.found("weights", "made-anew", says, event.node)
                return


_IN_PARTS = re.compile(r"\bchunks?\b|\bshards?\b|chunksize|\bbatch(?:es)?\b|\bmini_?batch", re.I)
_IN_EPOCHS = re.compile(r"\bep(?:och)?s?\b|epoch", re.I)


def _is_whole(reader: Reader, thing: Thing) -> bool:
    return any(
        isinstance(use.fed, Flow) and use.trained and _within(thing, use.fed) for use in reader.walker.losses
    )


def _within(thing: Thing, flow: Flow) -> bool:
    layers = {id(one) for one in thing.items} | {id(one) for one in thing.attributes.values()}
    return any(id(op.thing) in layers for op in flow.ops if op.thing is not None)


def _unused(outer: ast.For) -> bool:
    names = names_in(outer.target)
    used = {one.id for part in outer.body for one in nodes_of(part) if isinstance(one, ast.Name)}
    return not names & used


def _kept(reader: Reader, thing: Thing, outer: Node) -> bool:
    """What each round trained is looked at or put aside: an ensemble, a repetition, a fold."""
    kinds = ("evaluate", "predict", "save", "save_weights", "escape", "predict_classes")
    if any(event.owner is thing and outer in event.loops for event in reader.events(*kinds)):
        return True
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "append"
        for one in nodes_of(outer)
    )


def _schedules(reader: Reader) -> Iterator[Found]:
    """A scheduler that counts epochs and is stepped for each batch."""
    own = own_backwards(reader)
    for event in reader.events("step"):
        owner = event.owner
        if not isinstance(owner, Thing) or owner.kind != "scheduler" or len(event.loops) < 2:
            continue
        taken = [one for one in reader.events("step") if getattr(one.owner, "kind", "") == "optimizer"]
        gathered = any(counts(test) for test in event.tests) and not _beside(event, taken)
        if gathered or (event.tests and not _beside(event, [*own, *taken])):
            continue
        inner = event.loops[-1]
        if not any(one.loops and one.loops[-1] is inner for one in own) or not isinstance(inner, ast.For):
            continue
        if few_steps(owner) or _told_in_epochs(reader, owner):
            yield reader.found(
                "schedule",
                "epochs-as-batches",
                f"{owner.name} counts in epochs by its numbers, and is stepped for each batch",
                event.node,
                {"step": statement_of(reader, event.node), "loop": inner},
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


def _beside(event: Event, own: list[Event]) -> bool:
    """Under the same conditions as a backward."""
    said = [code_of(test) for test in event.tests]
    return any([code_of(test) for test in one.tests] == said for one in own)


def _told_in_epochs(reader: Reader, owner: Thing) -> bool:
    """`step_size=epochs // 2`, through names as well: a number of epochs, whatever it is."""
    if owner.name not in ("StepLR", "CosineAnnealingLR"):
        return False
    given = [one.value for one in getattr(owner.node, "keywords", []) if one.arg in ("step_size", "T_max")]
    given += getattr(owner.node, "args", [])[1:2]
    for one in given[:1]:
        said, names = code_of(one), [part for part in nodes_of(one) if isinstance(part, ast.Name)]
        for name in names:
            bound = reader.bound(name)
            said += f" {code_of(bound)}" if bound is not None else ""
        if _EPOCHS.search(said) and not _BATCHES.search(said):
            return True
    return False


_EPOCHS = re.compile(r"(?<![a-z])(?:n_?|num_|max_|total_)?epochs?(?![a-z])", re.I)
_BATCHES = re.compile(r"len\(|steps|batch|iter", re.I)


def few_steps(owner: Thing) -> bool:
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
        written = code_of(given[0]) if given else ""
        value = owner.number(1, "T_max")
        return bool(re.fullmatch(r"[\w.]*epochs?\w*", written, re.I)) or (value is not None and value <= 300)
    return False


def _precision(reader: Reader) -> Iterator[Found]:
    """float16 without a scale for the loss."""
    own = own_backwards(reader)
    scaled = (
        reader.events("scaled")
        or reader.things("accelerator")
        or any(word in reader.text for word in ("apex", "amp.initialize", "scale_loss"))
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
    steps = [event for event in reader.events("step") if event.loops]
    on = not any("enabled" in one.options for one in reader.things("scaler"))
    back = reader.events("scaler-step") or re.search(r"scaler\w*\.(?:step|unscale_)", reader.text)
    if reader.events("scaled") and on and steps and not back:
        says = "the loss is scaled up, and the optimizer steps without scaler.step(), which scales back"
        yield reader.found("precision", "half-unscaled", says, steps[0].node)
        return
    for thing in reader.things("trainer", "accelerator"):
        if text(thing.option(-1, "precision")) == "16-true" and thing.node is not None:
            says = "precision 16-true keeps weights and losses in float16, and nothing scales the loss"
            yield reader.found("precision", "half-unscaled", says, thing.node)
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
    if (found := _masked_by_infinity(reader)) is not None:
        yield found
        return
    if (reader.events("scaled") and reader.things("autocast")) or any(
        event.hint == "mixed_float16" for event in reader.events("policy")
    ):
        node = next((one.node for one in reader.things("scaler") if one.node is not None), None)
        node = node or next(event.node for event in reader.events("policy"))
        yield reader.found("precision", "half-scaled", "mixed precision with a scaled loss", node)


_ZERO = re.compile(r"0(?:\.0*)?$")
_OF_LOSSES = re.compile(r"loss|err|sum|total|running", re.I)


def _kept_tables(reader: Reader) -> Iterator[Found]:
    """`totals = {"train": 0.0}` before the epochs, `totals[phase] += loss` in them, over a length."""
    tree = reader.walker.tree
    for body in (tree.body, *(one.body for one in all_of(tree, ast.FunctionDef))):
        zero = {
            code_of(one.targets[0])
            for one in body
            if isinstance(one, ast.Assign)
            and isinstance(one.value, ast.Dict)
            and one.value.values
            and all(_ZERO.match(code_of(value)) for value in one.value.values)
        }
        for outer in (one for one in body if isinstance(one, ast.For) and zero):
            if not _IN_EPOCHS.search(code_of(outer.target) + code_of(outer.iter)):
                continue
            set_ = {code_of(part) for one in all_of(outer, ast.Assign) for part in one.targets}
            for added in all_of(outer, ast.AugAssign):
                slot = added.target
                name = code_of(slot.value) if isinstance(slot, ast.Subscript) else ""
                again = name in set_ or any(one.startswith(f"{name}[") for one in set_)
                if name not in zero or again or "loss" not in code_of(added.value):
                    continue
                if re.search(rf"{re.escape(name)}\[\w+\] / len\(", code_of(outer)):
                    says = f"{name} is set to 0 before the epochs, and never again"
                    yield reader.found("loss sum", "never-reset", says, added, sure=0.92)
                    return


def _kept_sums(reader: Reader) -> Iterator[Found]:
    """`self.total += loss`, which only __init__ sets to 0, over a count that each round begins anew."""
    tree = reader.walker.tree
    others = {
        one.attr
        for one in all_of(tree, ast.Attribute)
        if isinstance(one.ctx, ast.Store) and code_of(one.value) != "self"
    }
    owners = {one.name: one for one in all_of(tree, ast.ClassDef) if "setattr(" not in reader.text}
    for over in all_of(tree, ast.For) if owners else ():
        for call in all_of(over, ast.Call):
            owners.pop(code_of(call.func), None)  # each round begins with one of its own
    for owner in owners.values():
        methods = [one for one in owner.body if isinstance(one, ast.FunctionDef)]
        set_to: dict[str, list[tuple[str, ast.Assign]]] = {}
        for method in methods:
            for step in all_of(method, ast.Assign):
                for target in step.targets:
                    parts = target.elts if isinstance(target, ast.Tuple) else [target]
                    for one in parts:
                        set_to.setdefault(code_of(one), []).append((method.name, step))
        for method in methods:
            for added in all_of(method, ast.AugAssign):
                name = code_of(added.target)
                made = set_to.get(name, [])
                begun = [
                    one for where, one in made if where == "__init__" and _ZERO.match(code_of(one.value))
                ]
                plain = name.startswith("self.") and isinstance(added.op, ast.Add) and len(made) == 1
                if not plain or not begun or not _OF_LOSSES.search(name) or method.name == "__init__":
                    continue
                if _of_one_round(method, name) and name[5:] not in others:
                    says = f"{name} is set to 0 in __init__ alone, and is divided by the batches of one round"
                    yield reader.found("loss sum", "never-reset", says, added, sure=0.92)
                    return


def _of_one_round(method: ast.FunctionDef, name: str) -> bool:
    """A sum is divided by a count that the method begins anew, or by a length."""
    anew = {code_of(one.targets[0]) for one in all_of(method, ast.Assign) if _ZERO.match(code_of(one.value))}
    counted = [
        code_of(one.right)
        for one in all_of(method, ast.BinOp)
        if isinstance(one.op, ast.Div) and code_of(one.left) == name
    ]
    return any(one in anew or one.startswith("len(") for one in counted)


_HALF_MOST = 65504
"""The largest number of float16 (IEEE 754)."""


def _masked_by_infinity(reader: Reader) -> Found | None:
    """`(1 - keep) * -1e9` under mixed_float16: -1e9 is minus infinity there, and 0 times it is NaN."""
    if not any(event.hint == "mixed_float16" for event in reader.events("policy")):
        return None
    for node in all_of(reader.walker.tree, ast.BinOp):
        if not isinstance(node.op, ast.Mult):
            continue
        for one, other in ((node.left, node.right), (node.right, node.left)):
            plain = one.args[0] if isinstance(one, ast.Call) and one.args else one
            value = written(plain) if isinstance(plain, ast.expr) else None
            kept = isinstance(one, ast.Call) and "float32" in code_of(one)
            if value is None or abs(value) <= _HALF_MOST or kept:
                continue
            if re.search(r"mask|keep|pad|^\(?1(?:\.0)? - ", code_of(other)) and not _in_full(reader, node):
                says = f"{code_of(node)[:60]}: {value:g} is infinite in float16, and 0 times it is NaN"
                return reader.found("precision", "half-overflow", says, node, sure=0.9)
    return None


def _in_full(reader: Reader, node: Node) -> bool:
    """A function that brings its numbers to float32, or a layer that is made to compute in it."""
    return any(
        re.search(r"float32", code_of(one))
        for one in all_of(reader.walker.tree, ast.FunctionDef)
        if node in nodes_of(one)
    )


def _set_back(reader: Reader, node: ast.expr, outer: Node) -> bool:
    """A counter that is 0 again at the start of each round."""
    return isinstance(node, ast.Name) and any(
        one.hint == node.id
        and outer in one.loops
        and isinstance(one.node, ast.Assign)
        and number(one.value) == 0
        for one in reader.events("bind")
    )


def _accumulators(reader: Reader) -> Iterator[Found]:
    """A sum of losses that goes on through all epochs."""
    for event in reader.events("add"):
        if not isinstance(event.value, Flow) or not event.value.losses or len(event.loops) < 2 or event.tests:
            continue
        outer, name = event.loops[-2], event.hint
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
        if len(event.loops) - len(before[-1].loops) != 2:
            continue
        for node in nodes_of(outer):
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
                fixed = fixed or _set_back(reader, node.right, outer)
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
