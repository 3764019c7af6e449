"""What a printed training loss is a mean of: sums that are never set back, windows that are not full.

Which of them misleads whom is not said here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import unpacked, written
from assistant.readers.script.edits import too_long
from assistant.readers.script.loop import MOST, own_backwards
from assistant.readers.script.nodes import all_of, code_of, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Node

_LOSS = re.compile(r"loss|(?<![a-z])l(?![a-z])|\.item\(\)|step\(|train", re.I)
_KEPT = re.compile(r"recent|window|deque|history|hist|curve|all_|ema|smooth|log", re.I)
"""Names of what is kept over epochs on purpose."""
_EMPTY = re.compile(r"0|0\.0|\[\]|list\(\)")
_TABLES = re.compile(
    r"(?:collections\.)?(?:defaultdict\((?:float|int)\)|Counter\(\)|dict\(.{0,200}\)|\{.{0,200}\})"
)
_OBJECTS = re.compile(
    r"(?!.*(?:EMA|Ema|Smooth|Running|Moving|Window|Exponential|History|Recent))"
    r"(?:\w+\.){0,4}[A-Z]\w*\(.{0,80}\)"
)
"""What may add up losses; that it does is seen by what it is given, and what it shows."""
_TAKES = ("update", "add", "append", "push", "log", "update_state")
_SHOWN = ("avg", "average", "mean", "compute", "result", "value")


def printed(reader: Reader) -> Iterator[Found]:
    """Every trait of a printed mean."""
    tree = reader.walker.tree
    if too_long(tree):
        return
    yield from _through_logs(tree, reader)
    yield from _in_steps(tree, reader)
    for epoch, batches in _nests(reader):
        zeros, tables = _before(reader, epoch), _before(reader, epoch, _TABLES)
        for name, node in _sums(batches):
            if name in zeros or _entry(name) in tables or name.startswith("self."):
                yield from _over_all(reader, epoch, batches, name, node)
            yield from _windows(reader, epoch, batches, name, node)
        yield from _meters(reader, epoch, batches)
        yield from _hits(reader, epoch, zeros)


def _nests(reader: Reader) -> Iterator[tuple[ast.For, ast.For]]:
    """A loop over epochs with the loop over batches that trains in it."""
    seen: set[tuple[Node, Node]] = set()
    for event in own_backwards(reader):
        loops = [one for one in event.loops if isinstance(one, ast.For)]
        if len(loops) < 2 or (loops[-2], loops[-1]) in seen:
            continue
        seen.add((loops[-2], loops[-1]))
        yield loops[-2], loops[-1]


def _sums(batches: ast.For) -> Iterator[tuple[str, Node]]:
    """What losses are added to, or put into, batch by batch."""
    for one in nodes_of(batches):
        if isinstance(one, ast.AugAssign) and isinstance(one.op, ast.Add):
            if _LOSS.search(code_of(one.value)):
                yield code_of(one.target), one
        elif isinstance(one, ast.Assign):
            for target in one.targets:
                for name, value in unpacked(target, one.value):
                    if _grows(code_of(name), value) and _LOSS.search(code_of(value)):
                        yield code_of(name), one
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "append":
            if one.args and _LOSS.search(code_of(one.args[0])):
                yield code_of(one.func.value), one


def _grows(name: str, value: ast.expr) -> bool:
    """`total + loss`: what is given anew is the old one and more."""
    return isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and code_of(value.left) == name


def _assigned(node: Node, name: str) -> list[ast.stmt]:
    """Where a name, or an attribute, is given something that does not go on from it."""
    found: list[ast.stmt] = []
    for one in nodes_of(node):
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None:
            pairs = [pair for target in _targets(one) for pair in unpacked(target, one.value)]
            if any(code_of(target) == name and not _grows(name, value) for target, value in pairs):
                found.append(one)
        elif isinstance(one, ast.Expr) and code_of(one.value) in (f"{name}.clear()", f"{name}.reset()"):
            found.append(one)
    return found


def _targets(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def _entry(name: str) -> str:
    """`log` of `log['train']`; empty for what is no entry under a name that is written out."""
    table, _, key = name.partition("[")
    return table if key[:1] in ("'", '"') else ""


def _before(reader: Reader, epoch: ast.For, begun: re.Pattern[str] = _EMPTY) -> set[str]:
    """Names that are set to 0 or to an empty list, or as `begun` says, beside the loop over epochs."""
    for body in (getattr(one, "body", None) for one in nodes_of(reader.walker.tree)):
        if isinstance(body, list) and epoch in body:
            return {
                code_of(name)
                for one in body[: body.index(epoch)]
                if isinstance(one, ast.Assign)
                for target in one.targets
                for name, value in unpacked(target, one.value)
                if begun.fullmatch(code_of(value))
            }
    return set()


def _over_all(reader: Reader, epoch: ast.For, batches: ast.For, name: str, node: Node) -> Iterator[Found]:
    """A sum or a list that no epoch sets back, and that each epoch prints a mean of."""
    reset = [*_assigned(epoch, name)]
    table = _entry(name)
    for method in _called(reader, epoch):
        reset += _assigned(method, name)
    if table:
        reset += _assigned(epoch, table)
    if reset or (_KEPT.search(name) and not table):
        return
    inside = set(nodes_of(batches))
    mean = re.compile(rf"(?:[\w.]*\.)?(?:f?mean|average)\({re.escape(name)}\)")
    summed = isinstance(node, ast.AugAssign | ast.Assign)  # a list is kept to be drawn
    for one in nodes_of(epoch):
        if one in inside or not isinstance(one, ast.Call | ast.BinOp | ast.FormattedValue):
            continue
        if summed and _prints(one, name):
            says = f"{name} is set to 0 before the epochs, and never again: each epoch prints the sum of all"
            yield reader.found("loss sum", "never-reset", says, node, sure=0.9)
            return
        said = code_of(one)
        divided = isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div)
        left = code_of(one.left) if isinstance(one, ast.BinOp) else ""
        by = one.right if divided and isinstance(one, ast.BinOp) and left in (name, f"sum({name})") else None
        if mean.fullmatch(said) or (by is not None and code_of(by) == f"len({name})"):
            says = f"{name} is kept through all epochs: {said[:50]} is a mean over the whole run"
            yield reader.found("loss sum", "run-mean", says, one, sure=0.9)
            return
        if by is not None and (written(by) is not None or _is_length(epoch, by)):
            says = f"{name} is set to 0 before the epochs, and never again"
            yield reader.found("loss sum", "never-reset", says, node, sure=0.9)
            return


def _meters(reader: Reader, epoch: ast.For, batches: ast.For) -> Iterator[Found]:
    """An object that is made before the epochs, takes the loss of each batch, and is never set back.

    Any call of it but to take or to show may set it back, and so may what it is handed to.
    """
    inside = set(nodes_of(batches))
    for name in sorted(_before(reader, epoch, _OBJECTS)):
        calls = [one for one in nodes_of(epoch) if isinstance(one, ast.Call)]
        done = {
            one.func.attr
            for one in calls
            if isinstance(one.func, ast.Attribute) and code_of(one.func.value) == name
        }
        if done - {*_TAKES, *_SHOWN} or _assigned(epoch, name):
            continue
        if any(_is_handed_on(one, name) for one in calls):
            continue
        if not any(
            one in inside
            and code_of(one.func).rpartition(".")[2] in _TAKES
            and code_of(one.func).startswith(f"{name}.")
            and "loss" in code_of(one)
            for one in calls
        ):
            continue
        shown = re.compile(rf"{re.escape(name)}\.(?:{'|'.join(_SHOWN)})(?:\(\))?")
        for one in nodes_of(epoch):
            if one in inside:
                continue
            if isinstance(one, ast.Call | ast.Attribute) and shown.fullmatch(code_of(one)):
                says = f"{name} is kept through all epochs: {code_of(one)} is a mean over the whole run"
                yield reader.found("loss sum", "run-mean", says, one, sure=0.9)
                return
            if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div):
                if code_of(one.left).startswith(f"{name}.") and _is_length(epoch, one.right):
                    says = f"{name} is never set back: {code_of(one)[:50]} is the sum of all epochs"
                    yield reader.found("loss sum", "never-reset", says, one, sure=0.9)
                    return


def _is_handed_on(one: Node, name: str) -> bool:
    """A call that gets the meter itself: it may set it back there."""
    if not isinstance(one, ast.Call):
        return False
    given = [*one.args, *(part.value for part in one.keywords)]
    return any(isinstance(part, ast.Name) and part.id == name for part in given)


def _prints(one: Node, name: str) -> bool:
    """`print("loss", total)`, and what else shows a number as it is."""
    values: list[ast.expr] = []
    if isinstance(one, ast.FormattedValue):
        values = [one.value]
    elif isinstance(one, ast.Call) and _SHOWS.search(code_of(one.func)):
        values = one.args
    return any(code_of(value) in (name, f"{name}.item()") for value in values)


_SHOWS = re.compile(r"(?:^|\.)(?:print|format|info|debug|write|log|add_scalar)$")


def _is_length(epoch: ast.For, by: ast.expr) -> bool:
    """Batches or rows of one epoch, written out or under a name that no round counts on."""
    said = code_of(by)
    if _COUNT.fullmatch(said):
        return said not in {code_of(one.target) for one in nodes_of(epoch) if isinstance(one, ast.AugAssign)}
    return _LENGTH.fullmatch(said) is not None


_LENGTH = re.compile(r"len\(.*(?:load|dl|data|set|batch|train|x).*\)", re.I)
_COUNT = re.compile(
    r"(?:self\.)?(?:(?:n|num|nr|number_of)_?(?:batches|steps|iters?|updates)|(?:steps|batches)_per_epoch)",
    re.I,
)


def _called(reader: Reader, epoch: ast.For) -> list[ast.FunctionDef]:
    """Methods and functions of the script that an epoch calls."""
    names = {code_of(one.func).rpartition(".")[2] for one in nodes_of(epoch) if isinstance(one, ast.Call)}
    return [one for one in all_of(reader.walker.tree, ast.FunctionDef) if one.name in names]


def _windows(reader: Reader, epoch: ast.For, batches: ast.For, name: str, node: Node) -> Iterator[Found]:
    """`if step % 50 == 0: print(total / 50)`, where fewer or more than 50 batches are in the sum."""
    for test in nodes_of(batches):
        if not isinstance(test, ast.If):
            continue
        every = re.search(r"\(?([\w.]+)(?: \+ 1\))? % ([\w.]+) == [\w.]+", code_of(test.test))
        if every is None:
            continue
        shared = next(
            (
                one
                for part in test.body
                for one in nodes_of(part)
                if isinstance(one, ast.BinOp)
                and isinstance(one.op, ast.Div)
                and code_of(one.left) == name
                and code_of(one.right) == every[2]
            ),
            None,
        )
        if shared is None:
            continue
        emptied = any(_assigned(part, name) for part in test.body)
        begun = [one for one in _assigned(epoch, name) if one not in set(nodes_of(batches))]
        goes_on = _counts_on(batches, every[1]) and not _assigned(epoch, every[1])
        said = code_of(shared)
        if not emptied:
            says = f"{said} is printed every {every[2]} batches, and {name} is not set back: it only grows"
            yield reader.found("loss sum", "never-reset", says, node, sure=0.85)
            return
        if begun and goes_on:
            says = f"{said}: after the start of an epoch fewer than {every[2]} batches are in the sum"
            yield reader.found("loss sum", "part-window", says, shared, sure=0.9)
            return


def _counts_on(batches: ast.For, counter: str) -> bool:
    """A number that each batch raises, and no loop begins anew."""
    for one in nodes_of(batches):
        if isinstance(one, ast.AugAssign) and code_of(one.target) == counter:
            return True
        if isinstance(one, ast.Assign):
            pairs = [pair for target in one.targets for pair in unpacked(target, one.value)]
            if any(code_of(name) == counter and _grows(counter, value) for name, value in pairs):
                return True
    return False


_STEPS = ("training_step", "validation_step", "test_step", "on_train_batch_end", "on_validation_batch_end")
_HITS = re.compile(r"==|argmax|\.eq\(|correct|acc|right|hits?\b", re.I)


def _hits(reader: Reader, epoch: ast.For, zeros: set[str]) -> Iterator[Found]:
    """Hits that no epoch sets back, divided by what one epoch has."""
    inner = nodes_of(epoch)
    grown = {
        code_of(one.target): one
        for one in inner
        if isinstance(one, ast.AugAssign) and isinstance(one.op, ast.Add)
    }
    for name in sorted(zeros & grown.keys()):
        if not _HITS.search(code_of(grown[name])) or "loss" in name or _assigned(epoch, name):
            continue
        if any(_assigned(method, name) for method in _called(reader, epoch)):
            continue
        share = re.compile(rf"(?:100(?:\.0?)? \* )?{re.escape(name)}(?: \* 100(?:\.0?)?)?")
        for one in inner:
            if not (isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div)):
                continue
            if share.fullmatch(code_of(one.left)) and not names_in(one.right) & grown.keys():
                says = f"no epoch sets {name} back: {code_of(one)[:50]} grows from epoch to epoch"
                yield reader.found("metric fit", "never-reset", says, grown[name], sure=0.9)
                return


def _in_steps(tree: ast.Module, reader: Reader) -> Iterator[Found]:
    """Lightning: what a step adds to an attribute, the end of each epoch divides, and no method sets back."""
    for owner in all_of(tree, ast.ClassDef):
        methods = [one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name != "__init__"]
        grown = {
            code_of(one.target): one
            for step in methods
            if step.name in _STEPS
            for one in nodes_of(step)
            if isinstance(one, ast.AugAssign) and isinstance(one.op, ast.Add)
        }
        divided = [
            one
            for method in methods
            if method.name.endswith("epoch_end")
            for one in nodes_of(method)
            if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div)
        ]
        for one in [one for one in divided if code_of(one.left) in grown][:MOST]:
            name, by = code_of(one.left), code_of(one.right)
            # divided by what grows as well it is a mean over all epochs: not right, but within its range
            if by in grown or any(_set_back(method, name) for method in methods):
                continue
            if not name.startswith("self."):
                continue
            kind = "metric fit" if _HITS.search(code_of(grown[name])) else "loss sum"
            says = f"no epoch sets {name} back: {code_of(one)} grows from epoch to epoch"
            yield reader.found(kind, "never-reset", says, grown[name], sure=0.9)
            return


def _set_back(method: ast.FunctionDef, name: str) -> bool:
    """`self.hits = 0`, alone or beside others, `self.hits.zero_()`, or what may do so under another name."""
    back = re.compile(rf"setattr|{re.escape(name)}\.(?:zero_|fill_)|self\.\w*reset\w*")
    return bool(_assigned(method, name)) or any(
        isinstance(one, ast.Call) and back.fullmatch(code_of(one.func)) for one in nodes_of(method)
    )


def _through_logs(tree: ast.Module, reader: Reader) -> Iterator[Found]:
    """Keras: the loss that a callback gets after a batch is the mean since the epoch began."""
    for node in all_of(tree, ast.FunctionDef):
        if node.name in ("on_train_batch_end", "on_batch_end"):
            if re.search(r"self\.\w+ (?:=|\+=|-=)|\* \(?\w+ \+ 1|reset_", code_of(node)):
                continue  # it works the mean of its own batches out
            for one in nodes_of(node):
                if isinstance(one, ast.Subscript | ast.Call) and re.fullmatch(
                    r"logs(?:\[|\.get\()['\"](?:loss|accuracy|acc)['\"].*", code_of(one)
                ):
                    says = "what a callback gets after a batch is the mean since the epoch began"
                    yield reader.found("loss sum", "since-epoch", says, one, sure=0.9)
                    return
