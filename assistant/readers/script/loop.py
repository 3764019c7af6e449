"""The training loop of a script: what is cleared, stepped, switched, counted and frozen, and where.

What is missing is only said where nothing hides it: no helper that could do it, no framework's own loop.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.readers.script.events import Event
from assistant.readers.script.held import given_to, owners_of, within
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged
from assistant.readers.script.values import (
    Const,
    Flow,
    Func,
    Node,
    Thing,
    Unknown,
    number,
    text,
)

_CLEARS = re.compile(r"zero_grad|\.grad\s*=\s*None|grad\.zero_|grad\.data\.zero_|clear_grad")
MODELS = ("module", "sequential", "pretrained", "model")
MOST = 40
"""Backward calls that are looked at; a script with more is no training that a person wrote."""
_COUNTERS = re.compile(
    r"(?:bar|progress|meter|metrics?|loss(?:es)?|top\d|acc\w*|ema|logger|stats?|tracker|scaler|dict|history|"
    r"counter)"
    r"\d?(?:\[[^\]]*\])?\.update$"
)
"""What is updated there is no weight."""
_STEPS = re.compile(r"\.step\s*\(|minimize\(|apply_gradients|\.apply\(|optimizer_step|\.update\(")

_CHANGES = re.compile(r"\.grad\b|\.data\b *[-+]?=|\.step\b|optim\w*\.|copy_\(|sub_\(|add_\(", re.I)
"""What may change weights, or takes gradients for something else."""
_LEFT_OUT = re.compile(r"\s*#+\s*\w*(?:optim\w*|opt|solver|trainer)\w*\.step\(\s*\)", re.I)


def loop(reader: Reader) -> Iterator[Found]:
    """What becomes of gradients in the loop."""
    yield from _gradients(reader)
    yield from _cut(reader)
    yield from _cut_term(reader)
    yield from _without_its_output(reader)
    yield from _of_steps_alone(reader)


def own_backwards(reader: Reader) -> list[Event]:
    """The backward calls of loops that the script writes itself."""
    found = [
        event for event in reader.backwards if event.hint not in ("returned", "tape") and not event.quiet
    ]
    return found[:MOST]


def _is_gap(node: ast.expr) -> bool:
    """`...` as a statement: a person left something out."""
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _hidden(reader: Reader, inner: Node) -> bool:
    """Something in the loop is handed to code that nobody sees, or left out: it may clear or step there."""
    if any(isinstance(node, ast.Expr) and _is_gap(node.value) for node in nodes_of(inner)):
        return True
    for event in reader.events("escape"):
        if inner not in event.loops:
            continue
        if isinstance(event.owner, Thing) and event.owner.kind in (
            "optimizer",
            *MODELS,
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
    for node in nodes_of(inner):
        if isinstance(node, ast.Call) and node not in reader.walker.understood:
            name = code_of(node.func).lower()[:120]
            if _COUNTERS.search(name):
                continue
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
    stepped = [one for one in steps if _is_optimizer(one)]
    open_loops: dict[Node, bool] = {}
    for event in own:
        inner = _stepping(event, stepped)
        if inner not in open_loops:
            open_loops[inner] = _hidden(reader, inner) or _unknown_calls(reader, inner)
        if open_loops[inner]:
            return
        in_loop = [one for one in stepped if inner in one.loops]
        spans = {"backward": statement_of(reader, event.node), "loop": inner}
        more = {"optimizer": name_of(optimizers[0]) if optimizers else "optimizer"}
        if not stepped and optimizers and not any(one.escaped for one in optimizers):
            if not _optimizer_steps(reader, [name_of(one) for one in optimizers]):
                yield reader.found(
                    "gradients",
                    "never-used",
                    f"{code_of(event.node)[:60]} is called, and no optimizer ever steps",
                    event.node,
                    spans,
                    more,
                )
                return
        by_hand = _by_hand(inner) if not in_loop and not optimizers else None
        if (in_loop or by_hand is not None) and not any(inner in one.loops for one in clears):
            hidden = any(one.more.get("root") != event.more.get("root") for one in clears)
            closure = bool(in_loop) and in_loop[0].hint == "closure"
            if not hidden and (not _CLEARS.search(reader.text) or clears) and not closure:
                if in_loop:
                    more["optimizer"] = in_loop[0].hint.rpartition(".")[0] or more["optimizer"]
                    if in_loop[0].hint == "scaler":
                        more["optimizer"] = _stepped_name(in_loop[0]) or more["optimizer"]
                where = "never" if not clears else "not in the loop that steps"
                yield reader.found(
                    "gradients",
                    "never-cleared",
                    f"gradients are {where} cleared before {code_of(event.node)[:60]}",
                    event.node,
                    spans,
                    more if in_loop else {},
                )
                return
        without = None if steps or optimizers else _without_any(reader, event, inner)
        if (found := without or _gathered(reader, event, inner)) is not None:
            yield found
            return
        counted = [one for one in in_loop if any(counts(test) for test in one.tests)]
        if in_loop and len(counted) == len(in_loop) and not any(counts(test) for test in event.tests):
            if isinstance(event.value, Flow) and event.value.losses and not event.value.scaled:
                reduced = [text(reader.walker.losses[n].options.get("reduction")) for n in event.value.losses]
                if "sum" not in reduced and "none" not in reduced:
                    test = next(test for test in counted[0].tests if counts(test))
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
    yield from _cleared_too_soon(reader)
    yield from _cleared_each_time(reader, own)
    yield from _divided_twice(reader)
    yield from _stepped_twice(reader, own)
    yield from _manual(reader)
    yield from _left_out(reader, own, steps)
    yield from _tape(reader)
    yield from _never_full(reader)
    if own and fine:
        yield reader.found(
            "gradients", "complete", "gradients are cleared, taken and used in the loop", own[0].node
        )


def _divided_twice(reader: Reader) -> Iterator[Found]:
    """A framework divides the loss by the number of batches of a step, and so does the script."""
    asked = [
        (one, given)
        for one in reader.things("trainer", "accelerator", "hf-arguments")
        for key in ("accumulate_grad_batches", "gradient_accumulation_steps")
        if (given := one.options.get(key)) is not None and (number(given) or 0) > 1
    ]
    if not asked or _BY_HAND.search(reader.text):
        return
    owner, given = asked[0]
    steps = number(given)
    for event in reader.events("backward"):
        returned = owner.kind == "accelerator" or event.hint == "returned"
        if not returned or not isinstance(event.value, Flow) or not event.value.losses:
            continue
        for node in nodes_of(event.node):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Mult):
                shared = _same_number(reader, node, steps)
                if shared and "loss" in code_of(node.left).lower():
                    where = "Accelerator" if owner.kind == "accelerator" else "the trainer"
                    says = f"{code_of(node)[:50]}: {where} divides by {steps:g} once more"
                    yield reader.found("gradients", "divided-twice", says, node, {"division": node})
                    return


def _cleared_too_soon(reader: Reader) -> Iterator[Found]:
    """`backward`, `zero_grad`, `step`: what is stepped with was thrown away just before."""
    done = sorted(reader.events("backward", "zero_grad", "step"), key=lambda event: event.order)
    done = [one for one in done if not one.quiet and one.hint not in ("returned", "tape", "closure")]
    blocks: dict[tuple[object, ...], list[Event]] = {}
    for step in done:
        if not step.loops and step.more.get("root") != "training":
            continue
        before = blocks.setdefault((step.loops, step.calls, step.tests), [])
        ours = before[-2:]
        before.append(step)
        if step.kind != "step" or step.tests or len(ours) < 2 or not _is_optimizer(step):
            continue
        taken, cleared = ours
        if (taken.kind, cleared.kind) != ("backward", "zero_grad") or not _same_optimizer(cleared, step):
            continue
        between = [
            one
            for one in reader.events("backward", "escape")
            if cleared.order < one.order < step.order
            and (one.kind == "backward" or isinstance(one.value, Flow) or isinstance(one.owner, Func))
        ]
        if not between:
            says = f"{code_of(cleared.node)[:40]} stands between the gradients and their step"
            spans = {
                "backward": statement_of(reader, taken.node),
                "clear": statement_of(reader, cleared.node),
            }
            yield reader.found("gradients", "never-used", says, cleared.node, spans)
            return


def _cleared_each_time(reader: Reader, own: list[Event]) -> Iterator[Found]:
    """`zero_grad` at every batch, `step` at every n-th: all gradients but the last are thrown away."""
    yield from _cleared_within(reader, own)
    steps = [one for one in reader.events("step") if _is_optimizer(one)]
    for back in own:
        mine = [one for one in steps if one.loops == back.loops and one.calls == back.calls]
        counted = [one for one in mine if any(counts(test) for test in one.tests)]
        clears = [
            one
            for one in reader.events("zero_grad")
            if one.loops == back.loops and one.calls == back.calls and not one.quiet
        ]
        if not counted or len(counted) < len(mine) or back.tests or len(clears) != 1 or clears[0].tests:
            continue
        clear = clears[0]
        says = f"{code_of(clear.node)[:40]} at every batch, and a step at every n-th: the others are lost"
        spans = {
            "clear": statement_of(reader, clear.node),
            "step": statement_of(reader, counted[-1].node),
        }
        yield reader.found("gradients", "cleared-each-time", says, clear.node, spans)
        return


def _cleared_within(reader: Reader, own: list[Event]) -> Iterator[Found]:
    """`for micro in range(4): zero_grad(); backward()`, then `step()`: all but the last are lost."""
    steps = [one for one in reader.events("step") if _is_optimizer(one)]
    for back in own:
        inner = back.loops[-1]
        if not isinstance(inner, ast.For) or len(back.loops) < 2 or any(inner in one.loops for one in steps):
            continue
        behind = [one for one in steps if one.loops == back.loops[:-1] and one.order > back.order]
        clears = [one for one in reader.events("zero_grad") if one.loops == back.loops and not one.tests]
        several = re.search(r"accum|micro|range\(", code_of(inner.iter)) is not None
        if behind and clears and several and clears[0].order < back.order and not back.tests:
            says = f"{code_of(clears[0].node)[:40]} within the batches of a step: all but the last are lost"
            spans = {"clear": statement_of(reader, clears[0].node)}
            yield reader.found("gradients", "cleared-each-time", says, clears[0].node, spans)
            return


def _same_optimizer(one: Event, other: Event) -> bool:
    if isinstance(one.owner, Thing) and isinstance(other.owner, Thing):
        return one.owner is other.owner and one.owner.kind == "optimizer"
    called = [
        code_of(event.node.func.value)
        for event in (one, other)
        if isinstance(event.node, ast.Call) and isinstance(event.node.func, ast.Attribute)
    ]
    return len(called) == 2 and called[0] == called[1]


def _stepped_twice(reader: Reader, own: list[Event]) -> Iterator[Found]:
    """One optimizer steps twice for the gradients of one batch."""
    if not own:
        return
    done = sorted(
        [event for event in reader.events("step", "zero_grad", "backward", "scaler-step") if event.loops],
        key=lambda event: event.order,
    )
    for first, second in pairwise(done):
        plain = first.kind == second.kind == "step" and first.node is not second.node
        owner = first.owner
        if (
            not plain
            or not isinstance(owner, Thing)
            or owner.kind != "optimizer"
            or owner is not second.owner
        ):
            continue
        same = first.loops == second.loops and first.tests == second.tests and first.calls == second.calls
        if same and "closure" not in (first.hint, second.hint):
            says = f"{code_of(second.node)[:40]} is called a second time for the same gradients"
            yield reader.found("gradients", "stepped-twice", says, second.node, {"again": second.node})
            return


def _same_number(reader: Reader, node: ast.BinOp, steps: float | None) -> bool:
    """A division by just this number, or by the name that stands for it; a product with its inverse."""
    right = node.right
    if isinstance(node.op, ast.Mult):
        if not (isinstance(right, ast.BinOp) and isinstance(right.op, ast.Div)):
            return False
        right = right.right
    if isinstance(right, ast.Constant):
        return right.value == steps
    said = code_of(right)
    if re.search(r"accum|grad_acc|accumulate", said, re.I):
        return True
    known = reader.walker.top.get(said) if said.isidentifier() else None
    return number(known) == steps


def _manual(reader: Reader) -> Iterator[Found]:
    """Lightning with `automatic_optimization = False`: the step of the module does it all itself."""
    if not _BY_HAND.search(reader.text):
        return
    taken = [
        event
        for event in reader.events("backward")
        if not event.loops and event.hint != "returned" and event.more.get("root") == "training"
    ]
    if not taken:
        return
    event = taken[0]
    within = [one for one in reader.events("step", "zero_grad") if one.more.get("root") == "training"]
    kinds = {one.kind for one in within if one.kind == "zero_grad" or _is_optimizer(one)}
    given = [one for one in reader.events("escape") if one.more.get("root") == "training" and _may_step(one)]
    if len(kinds) == 2 or given or (not kinds and re.search(r"optimizer_step|toggle_optimizer", reader.text)):
        return
    missing = "step" if "step" not in kinds else "zero_grad"
    done = re.findall(rf"([\w.]*)\.{missing}\(", _bodies(reader, "training_step"))
    if any("sched" not in one for one in done):
        return
    spans, more = {"backward": event.node}, {"optimizer": _called_on(reader, within, event)}
    if missing == "step":
        says = "optimization is manual, gradients are taken, and no optimizer steps"
        yield reader.found("gradients", "never-used", says, event.node, spans, more)
    elif not _CLEARS.search(reader.text):
        says = "optimization is manual, and gradients are never cleared"
        yield reader.found("gradients", "never-cleared", says, event.node, spans, more)


def _called_on(reader: Reader, done: list[Event], event: Event) -> str:
    """The optimizer as a step of Lightning writes it, where it has it before its gradients are taken."""
    for one in done:
        if isinstance(one.node, ast.Call) and isinstance(one.node.func, ast.Attribute):
            owner = one.node.func.value
            line = getattr(event.node, "lineno", 0)
            late = [bind for bind in reader.events("bind") if bind.hint == code_of(owner)]
            if isinstance(owner, ast.Name) and any(getattr(bind.node, "lineno", 0) > line for bind in late):
                break
            return code_of(owner)
    return "self.optimizers()"


_BY_HAND = re.compile(
    r"automatic_optimization(?:: bool)? = False|def automatic_optimization\(self\)[^:]*:\s+return False"
)
"""Lightning leaves the steps to the module."""
_LOGS = re.compile(r"(?:^|[._])(?:log|add_|print|histogram|record|watch|norm|plot|write|clip)", re.I)


def _may_step(event: Event) -> bool:
    """What is handed to code that nobody can see is such that it could clear or step there; logs cannot."""
    if isinstance(event.node, ast.Call) and _LOGS.search(code_of(event.node.func)):
        return False
    owner = event.owner
    return isinstance(owner, Func) or (isinstance(owner, Thing) and owner.kind != "parameter")


def _bodies(reader: Reader, name: str) -> str:
    """The code of the methods of a name."""
    return "\n".join(code_of(one) for one in all_of(reader.walker.tree, ast.FunctionDef) if one.name == name)


def _stepping(event: Event, steps: list[Event]) -> Node:
    """The innermost loop around a backward in which an optimizer steps; else the innermost one."""
    for loop_ in reversed(event.loops):
        if any(loop_ in one.loops for one in steps):
            return loop_
    return event.loops[-1]


def _by_hand(inner: Node) -> Node | None:
    """`weight -= rate * weight.grad` within a loop."""
    for node in nodes_of(inner):
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Sub):
            if any(isinstance(one, ast.Attribute) and one.attr == "grad" for one in nodes_of(node.value)):
                return node
    return None


def _without_any(reader: Reader, event: Event, inner: Node) -> Found | None:
    """No optimizer, and the only step stands in a comment; gradients are not read for anything else."""
    if not reader.things(*MODELS, "layer") or _CHANGES.search(reader.text):
        return None
    first, last = getattr(inner, "lineno", 1), getattr(inner, "end_lineno", None) or 1
    for number_of_line, line in enumerate(reader.lines[first - 1 : last], start=first):
        if _LEFT_OUT.match(line):
            says = (
                f"{code_of(event.node)[:60]} is called, and the step is a comment, in line {number_of_line}"
            )
            return reader.found("gradients", "never-used", says, event.node, sure=0.9)
    return None


def _stepped_name(event: Event) -> str:
    """`optimizer` of `scaler.step(optimizer)`."""
    node = event.node
    return code_of(node.args[0]) if isinstance(node, ast.Call) and node.args else ""


def _gathered(reader: Reader, event: Event, inner: Node) -> Found | None:
    """Small batches in a loop of their own before a step, and a loss that is not divided by their number."""
    micro = event.loops[-1]
    if micro is inner or not isinstance(micro, ast.For):
        return None
    said = f"{code_of(micro.target)} {code_of(micro.iter)}"[:120]
    if not re.search(r"accum|micro", said, re.I) or not code_of(micro.iter).startswith("range("):
        return None
    value = event.value
    if not isinstance(value, Flow) or value.scaled or not value.ops or value.ops[-1].name != "loss":
        return None
    reduced = [text(reader.walker.losses[n].options.get("reduction")) for n in value.losses]
    if "sum" in reduced or "none" in reduced:
        return None
    count = micro.iter.args[-1] if isinstance(micro.iter, ast.Call) and micro.iter.args else None
    node = event.node
    return reader.found(
        "gradients",
        "summed-up",
        "gradients of several batches add up before a step, and the loss is not divided",
        node,
        {
            "backward": node,
            "loss": node.func.value
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            else None,
        },
        {"steps": code_of(count) if count is not None else ""},
    )


def _left_out(reader: Reader, own: list[Event], steps: list[Event]) -> Iterator[Found]:
    """One of several optimizers never steps."""
    optimizers = [one for one in reader.things("optimizer") if one.framework == "pytorch" and not one.maybe]
    if not own or len(optimizers) < 2 or any(one.escaped for one in optimizers):
        return
    for one in optimizers:
        name = name_of(one)
        if not name.isidentifier() or any(event.owner is one for event in steps):
            continue
        used = re.findall(rf"(?<![\w.]){re.escape(name)}\b(?!\s*=[^=])(\.\w+)?", reader.text)
        if any(
            part not in (".zero_grad", ".state_dict", ".load_state_dict", ".param_groups") for part in used
        ):
            continue
        yield reader.found(
            "gradients", "never-used", f"{name} is made, and never steps", one.node or own[0].node
        )
        return


def _tape(reader: Reader) -> Iterator[Found]:
    """Gradients of a GradientTape that nothing applies."""
    taken = [event for event in reader.events("backward") if event.hint == "tape"]
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
        {"backward": statement_of(reader, taken[0].node)},
        {"optimizer": name_of(optimizers[0]), "tape": "yes"},
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


def name_of(thing: Thing) -> str:
    """The name that an object was first bound to; empty where it has none."""
    found = thing.attributes.get("__name__")
    return str(found.value) if isinstance(found, Const) else ""


def counts(test: Node) -> bool:
    """A condition that holds once in several rounds."""
    return any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod) for one in nodes_of(test))


def _divisor(test: Node) -> str:
    for one in nodes_of(test):
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod):
            return code_of(one.right)
    return ""


def statement_of(reader: Reader, node: Node) -> Node | None:
    """The statement that an expression is the whole of, or stands in."""
    for one in nodes_of(reader.walker.tree):
        if isinstance(one, ast.Expr | ast.Assign) and one.value is node:
            return one
    return node


# ---- gradients that are cut off


def _learned(value: Flow) -> bool:
    """A model gave it, or it was made anew as the very thing that gradients are taken of."""
    names = [op.name for op in value.ops]
    return names[-1:] == ["fresh"] or bool({"linear", "conv", "rnn", "attention", "backbone"} & set(names))


def _optimized(reader: Reader, layers: set[int]) -> bool:
    """An optimizer was given these layers for certain."""
    for one in reader.things("optimizer"):
        owners = owners_of(given_to(one)) if one.framework == "pytorch" else None
        if owners is not None and any(layers & within(owner) for owner in owners):
            return True
    return False


_TERM = re.compile(r"loss|adv|kl|kld|reg|penalty|recon|aux|consist|align|contrast")
_TAKEN_OUT = re.compile(r"\.(?:item\(\)|detach\(\)|data\b|numpy\(\)|tolist\(\))")


def _cut_term(reader: Reader) -> Iterator[Found]:
    """`extra = extra.detach().item()`, then `loss = main + w * extra`: a term that no gradient comes from.

    What stands in a call is no term: `bce(critic(fake), zeros)` may well be fed a `fake` that was detached.
    """
    backed = {
        code_of(one.func.value)
        for one in all_of(reader.walker.tree, ast.Call)
        if isinstance(one.func, ast.Attribute) and one.func.attr == "backward"
    }
    plain: dict[str, ast.Assign] = {}
    for node in sorted(all_of(reader.walker.tree, ast.Assign), key=lambda n: n.lineno):
        name, value = code_of(node.targets[0]), node.value
        if name in backed and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            terms = set(_terms(value))
            gone = [plain[one] for one in plain if one in terms]
            if gone and terms - set(plain):
                says = (
                    f"{code_of(gone[0])[:50]}: a number from there on, so that term of {name} trains nothing"
                )
                yield reader.found("graph", "cut", says, gone[0], sure=0.85)
                return
        taken = _TAKEN_OUT.search(code_of(value))
        if taken and _TERM.search(name) and code_of(value).startswith(f"{name}."):
            plain[name] = node
        else:
            plain.pop(name, None)


_GIVES = re.compile(r"(?:^|[._])(?:model|net|network|apply|apply_fun|apply_fn|forward|predict)$")


def _without_its_output(reader: Reader) -> Iterator[Found]:
    """`def loss(w, x, y): p = apply_fun(w, x); return -sum(y * log(y))`: the network is not in it."""
    for owner in all_of(reader.walker.tree, ast.FunctionDef):
        if not re.search(r"loss|cost|objective", owner.name) or not all_of(owner, ast.Return):
            continue
        made = {
            one.targets[0].id: one
            for one in all_of(owner, ast.Assign)
            if isinstance(one.targets[0], ast.Name)
            and isinstance(one.value, ast.Call)
            and _GIVES.search(code_of(one.value.func))
        }
        calls = [one for one in all_of(owner, ast.Call) if _GIVES.search(code_of(one.func))]
        read = {one.id for one in all_of(owner, ast.Name) if isinstance(one.ctx, ast.Load)}
        for name, step in made.items():
            if name not in read and len(calls) == 1 and "locals()" not in code_of(owner):
                says = (
                    f"{name}, what the network gives, is not used in {owner.name}(): no gradient reaches it"
                )
                yield reader.found("graph", "cut", says, step, sure=0.92)
                return


_OUTPUT = re.compile(r"logits?$|pred|output|^out$|scores?$|prob|y_?hat|^input$")
_STEPS_UP = re.compile(r"(?:^|\.)(?:argmax|round|sign|floor|ceil|greater|greater_equal|heaviside)$")


def _of_steps_alone(reader: Reader) -> Iterator[Found]:
    """`def f1_loss(logits, y): hits = (sigmoid(logits) > 0.5).float() …`: a step has no slope anywhere."""
    if not reader.events("backward", "fit", "minimize"):
        return
    for owner in all_of(reader.walker.tree, ast.FunctionDef):
        names = [one.arg for one in owner.args.args if _OUTPUT.search(one.arg) and "true" not in one.arg]
        if "loss" not in owner.name.lower() or len(names) != 1 or not all_of(owner, ast.Return):
            continue
        steps: list[ast.expr] = [*all_of(owner, ast.Compare)]
        steps += [one for one in all_of(owner, ast.Call) if _STEPS_UP.search(code_of(one.func))]
        within_ = {id(part) for one in steps for part in nodes_of(one)}
        taken = [
            one for one in all_of(owner, ast.Name) if one.id == names[0] and isinstance(one.ctx, ast.Load)
        ]
        if taken and steps and all(id(one) in within_ for one in taken):
            says = f"{code_of(steps[0])[:50]}: {owner.name}() sees {names[0]} through a step, without a slope"
            yield reader.found("graph", "cut", says, steps[0], sure=0.93)
            return


def _terms(value: ast.expr) -> Iterator[str]:
    """The names that are added up, as they are or with a weight; something else, such as a call, is empty."""
    if isinstance(value, ast.BinOp):
        yield from _terms(value.left)
        yield from _terms(value.right)
    elif not isinstance(value, ast.Constant):
        yield code_of(value) if isinstance(value, ast.Name | ast.Attribute) else ""


def _cutting_layer(reader: Reader) -> Iterator[Found]:
    """A layer of Keras whose output is a number to those before it: `return ops.stop_gradient(v)`."""
    for owner in all_of(reader.walker.tree, ast.ClassDef):
        if not any(code_of(b).endswith("Layer") for b in owner.bases):
            continue
        for call in (one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == "call"):
            ends = [one.value for one in nodes_of(call) if isinstance(one, ast.Return)]
            cut = [
                one
                for one in ends
                if isinstance(one, ast.Call) and code_of(one.func).endswith("stop_gradient")
            ]
            if cut and len(cut) == len(ends) and re.search(rf"(?<!class ){owner.name}\(", reader.text):
                says = f"what {owner.name} gives is a number: the layers before it get no gradient"
                yield reader.found("graph", "cut", says, cut[0], sure=0.9)
                return


def _cut(reader: Reader) -> Iterator[Found]:
    yield from _cutting_layer(reader)
    losses = reader.walker.losses
    for event in [
        one for one in reader.walker.events if one.kind in ("backward", "minimize") and not one.quiet
    ]:
        value = event.value
        if isinstance(value, Flow) and value.cut is not None and (value.losses or _learned(value)):
            says = f"what gradients are taken of passed {code_of(value.cut)[:60]}"
            yield reader.found("graph", "cut", says, value.cut, {"cut": statement_of(reader, value.cut)})
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
            if isinstance(other.fed, Flow) and not other.quiet:  # a test without gradients reaches nothing
                ops = other.fed.ops
                detached = max((n for n, op in enumerate(ops) if op.name == "detach"), default=-1)
                reached = reached or any(id(op.thing) in before for op in ops[detached + 1 :])
        frozen = reader.events("freeze", "loaded") or "requires_grad" in reader.text or "load_" in reader.text
        cut = use.fed.ops[at].node
        if isinstance(cut, ast.With | ast.AsyncWith | ast.FunctionDef):
            if not reached and not frozen and use.trained and _optimized(reader, before):
                where = f"{cut.name}()" if isinstance(cut, ast.FunctionDef) else "a block"
                says = f"layers that are to learn run in {where} without gradients"
                yield reader.found("graph", "cut", says, cut)
                return
            continue
        if not reached and not frozen and cut is not None and use.trained:
            yield reader.found(
                "graph",
                "cut",
                f"{code_of(cut)[:60]} keeps gradients from the layers before it",
                cut,
                {
                    "cut": statement_of(reader, cut),
                    "inner": cut.args[0] if isinstance(cut, ast.Call) and cut.args else None,
                    "whole": cut,
                },
            )
            return
