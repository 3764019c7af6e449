"""What watches a training from outside: a score that ends it by the wrong sign, a rate cut from itself.

How long it trains is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import numbers_of
from assistant.readers.script.nodes import all_of, code_of, function_at, functions, names_in, nodes_of
from assistant.readers.script.report import Found, Reader

_SCORE = re.compile(
    r"(?:^|[_/ -])(?:\w*acc|\w*accuracy|f1\w*|auc|auroc|dice\w*|m?iou|jaccard|bleu|rouge\w*|r2|precision|"
    r"recall|kappa|mcc|ndcg\w*|psnr|ssim|m?ap(?:@?_?\d*)|top\d)(?:$|[_/ @-])",
    re.I,
)
"""Figures that grow when a network gets better."""
_LOSS = re.compile(r"loss|error|(?:^|_)(?:err|mse|mae|mape|rmse|nll|ppl|perplexity|wer|cer)(?:$|_)", re.I)
"""Figures that fall when it gets better."""
_LIGHTNING = re.compile(r"^(?:pytorch_)?lightning", re.M)


def watched(reader: Reader) -> Iterator[Found]:
    """Every trait of what watches."""
    yield from _by_the_wrong_sign(reader)
    yield from _cut_from_itself(reader)
    yield from _steps_for_epochs(reader)


def _by_the_wrong_sign(reader: Reader) -> Iterator[Found]:
    """`EarlyStopping("val_dice", mode="min")`: it ends a training that gets better, and keeps its worst.

    Without a mode Lightning takes `min`; Keras reads it off the name of an accuracy.
    """
    ours = _LIGHTNING.search(reader.imported) is not None
    for call in all_of(reader.walker.tree, ast.Call):
        if code_of(call.func).rpartition(".")[2] != "EarlyStopping":
            continue
        given = {one.arg: one.value for one in call.keywords}
        monitor = _word(reader.walker.tree, call, given.get("monitor", call.args[0] if call.args else None))
        mode = _word(reader.walker.tree, call, given.get("mode"))
        if None in given or not isinstance(monitor, ast.Constant) or not isinstance(monitor.value, str):
            continue
        if mode is not None and not isinstance(mode, ast.Constant):
            continue
        sign = mode.value if isinstance(mode, ast.Constant) else "min" if ours else "auto"
        name = monitor.value
        scored = _SCORE.search(name) is not None and not _LOSS.search(name)
        falls = _LOSS.search(name) is not None and "neg" not in name and not _SCORE.search(name)
        if (sign == "min" and scored) or (sign == "max" and falls):
            better = "grows" if scored else "falls"
            default = "" if mode is not None else ", which is the default"
            says = f"{name} {better} when it gets better, and early stopping takes mode {sign}{default}"
            spans = {"value": mode, "call": call}
            to = {"to": "max" if scored else "min"}
            yield reader.found("length", "reversed", says, mode or call, spans, to)
            return


def _word(tree: ast.Module, call: ast.Call, node: ast.expr | None) -> ast.expr | None:
    """A text that is written, or the default of the argument that stands for it and that no call changes."""
    owner = function_at(tree, call.lineno)
    if not isinstance(node, ast.Name) or owner is None:
        return node
    names = [one.arg for one in owner.args.args]
    if node.id not in names:
        return node
    at = names.index(node.id) - (len(names) - len(owner.args.defaults))
    calls = [one for one in all_of(tree, ast.Call) if code_of(one.func).rpartition(".")[2] == owner.name]
    given = any(
        len(one.args) > names.index(node.id) or {node.id, None} & {k.arg for k in one.keywords}
        for one in calls
    )
    return owner.args.defaults[at] if at >= 0 and not given else node


_GROWS = re.compile(r"epoch|step|^e$|^i$|^n$|^t$")


def _cut_from_itself(reader: Reader) -> Iterator[Found]:
    """`lr * 0.9**epoch` of the rate as it is, or `group["lr"] *= 0.9**epoch`: each round cuts what is cut.

    After n rounds the exponent is n(n+1)/2 where n is meant: at 0.95 it is gone within twenty epochs.
    """
    tree = reader.walker.tree
    for call in all_of(tree, ast.Call):
        given = call.args[0] if call.args else next((one.value for one in call.keywords), None)
        if code_of(call.func).rpartition(".")[2] != "LearningRateScheduler" or given is None:
            continue
        inner = given if isinstance(given, ast.Lambda) else next(iter(functions(tree, code_of(given))), None)
        named = [one.arg for one in inner.args.args] if inner is not None else []
        if inner is None or len(named) != 2:
            continue
        bodies = [inner.body] if isinstance(inner, ast.Lambda) else _returned(inner)
        for one in bodies:
            if (part := _shrunk(tree, one, named[1], named[0])) is not None:
                says = f"{code_of(part)[:60]} cuts the rate of the epoch before, which is cut already"
                yield reader.found("schedule", "compounds", says, part, sure=0.92)
                return
    for step in all_of(tree, ast.AugAssign):
        rate = re.search(r"\[['\"]lr['\"]\]$", code_of(step.target)) is not None
        counter = next((one for one in names_in(step.value) if _GROWS.search(one)), None)
        falls = rate and isinstance(step.op, ast.Mult) and counter is not None
        if falls and counter is not None and _powered(tree, step.value, counter):
            says = f"{code_of(step)[:60]} cuts the rate of the round before, which is cut already"
            yield reader.found("schedule", "compounds", says, step, sure=0.92)
            return


_OF_STEPS = re.compile(
    r"(?:steps_per_epoch|num_training_steps)=|estimated_stepping_batches|len\([\w.]*(?:loader|dl)\w*|"
    r"total_steps=[^,)]*batches"
)


def _steps_for_epochs(reader: Reader) -> Iterator[Found]:
    """Lightning steps a scheduler once an epoch where no interval is named, and this one counts batches."""
    if not _LIGHTNING.search(reader.imported):
        return
    if re.search(
        r"automatic_optimization|lr_scheduler_step|on_train_batch_end|lr_schedulers\(\)", reader.text
    ):
        return
    for owner in functions(reader.walker.tree, "configure_optimizers"):
        if re.search(r"interval['\"]?(?:: |=)['\"]step", code_of(owner)):
            continue
        for call in all_of(owner, ast.Call):
            what, said = code_of(call.func).rpartition(".")[2], code_of(call)
            cycles = what == "OneCycleLR" or (what.startswith("get_") and what.endswith("_warmup"))
            if cycles and _OF_STEPS.search(said):
                says = f"{what} counts batches, and Lightning steps it once an epoch (interval)"
                told = {
                    code_of(key): value
                    for one in all_of(owner, ast.Dict)
                    for key, value in zip(one.keys, one.values, strict=True)
                    if key is not None
                }
                spans = {"value": told.get("'interval'")}
                yield reader.found("schedule", "steps-as-epochs", says, call, spans, {"to": "step"}, 0.93)
                return


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    return [one.value for one in all_of(function, ast.Return) if one.value is not None]


_SLOW = 0.005
"""What an epoch may take off: of a rate that is cut from itself (1 - 0.005)^(30 * 31 / 2), a tenth, is left
after thirty epochs.
"""


def _shrunk(tree: ast.Module, node: ast.expr, rate: str, counter: str) -> ast.BinOp | None:
    """The product of the rate that was given and a power of the counter that takes off much."""
    for one in nodes_of(node):
        if not isinstance(one, ast.BinOp):
            continue
        if isinstance(one.op, ast.Mult):
            for left, right in ((one.left, one.right), (one.right, one.left)):
                if code_of(left) == rate and _powered(tree, right, counter):
                    return one
        if isinstance(one.op, ast.Div) and code_of(one.left) == rate and counter in names_in(one.right):
            strengths = [
                _least(tree, two, counter) for two in nodes_of(one.right) if isinstance(two, ast.BinOp)
            ]
            if any(known is not None and known > _SLOW for known in strengths):
                return one
    return None


def _least(tree: ast.Module, product: ast.BinOp, counter: str) -> float | None:
    """The number that a counter is multiplied by, the least that it may be; None where it is not known."""
    sides = (product.left, product.right)
    if not isinstance(product.op, ast.Mult) or counter not in map(code_of, sides):
        return None
    other = sides[0] if code_of(sides[1]) == counter else sides[1]
    known = numbers_of(tree, other)
    told = [one for one in known if one is not None]
    return min(told) if told and len(told) == len(known) else None


def _powered(tree: ast.Module, node: ast.expr, counter: str) -> bool:
    """A number to the power of the counter by which the rate is soon gone; not of `epoch // 10`, a step."""
    for one in nodes_of(node):
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Pow) and counter in names_in(one.right):
            known = [value for value in numbers_of(tree, one.left) if value is not None]
            whole = not any(
                isinstance(two, ast.BinOp) and isinstance(two.op, ast.FloorDiv) for two in nodes_of(one.right)
            )
            return bool(known) and max(known) < 1 - _SLOW and whole
        if isinstance(one, ast.Call) and code_of(one.func).endswith("exp") and counter in names_in(one):
            strengths = [_least(tree, two, counter) for two in nodes_of(one) if isinstance(two, ast.BinOp)]
            return any(known is not None and abs(known) > _SLOW for known in strengths)
    return False
