"""Axes of a script's tensors: which one a softmax runs over, and whether they are turned or cut anew.

What a wrong axis does to a training is not said here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from assistant.readers.script.loaders import training_loaders
from assistant.readers.script.nodes import all_of, code_of, function_at, functions, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged, tail_of
from assistant.readers.script.values import Data, Flow, Node, Op, Thing, Value, flag, number

_KINDS = ("cross-entropy", "binary-cross-entropy", "kl", "ctc")


def axes(reader: Reader) -> Iterator[Found]:
    """Every trait of the axes."""
    yield from _softmax(reader)
    yield from _recut(reader)
    yield from _batch_moved(reader)
    yield from _names_moved(reader)
    yield from _batch_first(reader)


def _softmax(reader: Reader) -> Iterator[Found]:
    """A softmax over axis 0 before a loss over classes: it compares samples, not classes."""
    for use in judged(reader):
        tail = tail_of(use.fed)
        if use.kind not in _KINDS or tail.op is None or tail.layer is None or tail.layer.name != "linear":
            continue
        if tail.activation in ("softmax", "log_softmax") and _axis(tail.op) == 0:
            node = tail.op.node or use.node
            says = f"the {tail.activation.replace('_', '-')} runs over axis 0, the samples of the batch"
            yield reader.found("softmax axis", "batch", says, node, {"call": node})
            return
    yield from _weights_over_batch(reader)
    yield from _over_rows(reader)


def _over_rows(reader: Reader) -> Iterator[Found]:
    """Keras: a softmax over axis 1 of a picture of classes, whose classes stand last."""
    if "channels_first" in reader.text:
        return
    for use in judged(reader):
        tail = tail_of(use.fed)
        layer = tail.layer.thing if tail.layer is not None else None
        if layer is None or layer.framework != "keras" or tail.op is None or tail.activation != "softmax":
            continue
        if tail.layer is not None and tail.layer.name == "conv" and _axis(tail.op) in (1, 2):
            node = tail.op.thing.node if tail.op.thing is not None else tail.op.node
            says = "the softmax runs over the rows of a picture, whose classes stand last"
            yield reader.found("softmax axis", "batch", says, node or use.node, {"call": node}, sure=0.9)
            return


_OVER_FIRST = re.compile(r"(?:^|\.)softmax\((?:.*, )?(?:dim=|axis=)?0\)$")


def _contracted(node: ast.Call, made: Mapping[str, ast.expr]) -> str | None:
    """`einsum("bt,btd->bd", w, h)`, where w has its first letter kept and its second one summed over."""
    equation = node.args[0] if node.args and code_of(node.func).endswith("einsum") else None
    if not isinstance(equation, ast.Constant) or not isinstance(equation.value, str):
        return None
    sides = equation.value.replace(" ", "").partition("->")
    for letters, given in zip(sides[0].split(","), node.args[1:], strict=False):
        if (
            code_of(given) in made
            and len(letters) == 2
            and letters[0] in sides[2]
            and letters[1] not in sides[2]
        ):
            return code_of(given)
    return None


_COMPETE = re.compile(r"capsule|routing|slot", re.I)
"""Where outputs compete for what comes in, the softmax runs over another axis than the sum, by design."""
_SUM = re.compile(r"(?:^|\.)(?:reduce_)?sum$")


def _weights_over_batch(reader: Reader) -> Iterator[Found]:
    """`w = softmax(score, dim=0)`, and a sum over axis 1 with these weights: there they add up to no 1."""
    if _COMPETE.search(reader.text):
        return
    tree = reader.walker.tree
    for owner in all_of(tree, ast.FunctionDef):
        made = {
            code_of(one.targets[0]): one.value
            for one in nodes_of(owner)
            if isinstance(one, ast.Assign) and _OVER_FIRST.search(code_of(one.value))
        }
        for node in nodes_of(owner) if made else ():
            if not isinstance(node, ast.Call):
                continue
            said = code_of(node)
            if (name := _contracted(node, made)) is not None:
                says = f"{name} adds up to 1 over axis 0, the samples, and {said[:50]} sums over axis 1"
                yield reader.found("softmax axis", "batch", says, made[name], {"call": made[name]}, sure=0.9)
                return
            name = next(iter(sorted(names_in(node) & made.keys())), None)
            if name is not None and re.search(
                rf"(?:bmm|matmul)\({name}(?:\.unsqueeze\(1\)|\[:, None\]), ", said
            ):
                says = (
                    f"{name} adds up to 1 over axis 0, the samples, and {said[:40]} weighs the rows of each"
                )
                yield reader.found("softmax axis", "batch", says, made[name], {"call": made[name]}, sure=0.9)
                return
            if not _SUM.search(code_of(node.func)):
                continue
            if not re.search(r"\((?:.*, )?(?:dim=|axis=)?1\)$", said):
                continue
            if name is not None and "*" in said and not _TURNED.search(said):
                says = f"{name} adds up to 1 over axis 0, the samples, and weighs a sum over axis 1"
                spans = {"call": made[name]}
                yield reader.found("softmax axis", "batch", says, made[name], spans, sure=0.9)
                return


def _axis(op: Op) -> float | None:
    """The axis that a softmax is given; None where it is not."""
    if op.thing is not None:
        return number(op.thing.option(0, "dim", "axis"))
    if not isinstance(op.node, ast.Call):
        return None
    named = next((one.value for one in op.node.keywords if one.arg in ("dim", "axis")), None)
    place = op.node.args[0 if op.more.get("method") else 1 :][:1]
    given = named or (place[0] if place else None)
    return float(given.value) if isinstance(given, ast.Constant) and isinstance(given.value, int) else None


def _entering(reader: Reader) -> Iterator[Data]:
    """What is known of the arrays that train."""
    for use in reader.walker.losses:
        if isinstance(use.fed, Flow) and not use.compiled:
            yield use.fed.data
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        fed: Value | None = options.get("x", args[0] if args else None)
        if isinstance(fed, Flow):
            yield fed.data


def _recut(reader: Reader) -> Iterator[Found]:
    """`reshape` where `permute` or `transpose` is meant."""
    for data in _entering(reader):
        if data.recut is not None:
            yield reader.found(
                "axis order",
                "cut-anew",
                f"{code_of(data.recut)[-60:]} cuts the numbers anew where axes are to be turned",
                data.recut,
                {"call": data.recut},
            )
            return


def _batch_moved(reader: Reader) -> Iterator[Found]:
    """`x.reshape(TIME, x.size(0), FEATURES)`: the batch comes first, and a reshape turns no axes."""
    for node in all_of(reader.walker.tree, ast.Call):
        if not isinstance(node.func, ast.Attribute) or len(node.args) < 3:
            continue
        if node.func.attr not in ("reshape", "view"):
            continue
        whose = re.escape(code_of(node.func.value)[:80])
        rows = re.compile(rf"{whose}\.(?:size\(0\)|shape\[0\])|len\({whose}\)")
        given = [code_of(one) for one in node.args]
        before = next((given[:at] for at, said in enumerate(given) if rows.fullmatch(said)), [])
        if before and set(before) != {"1"} and not _TURNED.search(_around(reader, node)):
            says = f"{code_of(node)[:60]} cuts the numbers anew: the batch stood first"
            yield reader.found("axis order", "cut-anew", says, node, {"call": node}, sure=0.9)
            return


def _names_moved(reader: Reader) -> Iterator[Found]:
    """`n, c, t = x.shape`, then `x.reshape(n, t, c)`: axes in another order, which no reshape can give."""
    for owner in all_of(reader.walker.tree, ast.FunctionDef):
        shapes: dict[str, tuple[list[str], ast.Assign]] = {}
        for step in sorted(all_of(owner, ast.Assign), key=lambda one: one.lineno):
            target, value = step.targets[0], step.value
            whole = re.fullmatch(r"([\w.]+?)(?:\.shape|\.size\(\))", code_of(value))
            if isinstance(target, ast.Tuple) and whole is not None:
                shapes[whole[1]] = ([code_of(one) for one in target.elts], step)
        for call in all_of(owner, ast.Call) if shapes else ():
            name, given = _reshaped(call)
            if name not in shapes:
                continue
            axes_, step = shapes[name]
            if len(axes_) < 3 or sorted(given) != sorted(axes_) or given == axes_:
                continue
            again = [
                one
                for one in all_of(owner, ast.Assign)
                if step.lineno < one.lineno < call.lineno and name in [code_of(t) for t in one.targets]
            ]
            if len(set(axes_)) == len(axes_) and not again:
                says = f"{code_of(call)[-60:]} cuts the numbers anew where axes are to be turned"
                yield reader.found("axis order", "cut-anew", says, call, {"call": call}, sure=0.93)
                return


def _reshaped(call: ast.Call) -> tuple[str, list[str]]:
    """What is cut to which axes: `x.reshape(a, b)`, `x.view((a, b))`, `np.reshape(x, (a, b))`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("reshape", "view"):
        return "", []
    name, given = code_of(call.func.value), list(call.args)
    if name in ("np", "numpy", "tf", "torch", "K", "ops", "keras.ops") and given:
        name, given = code_of(given[0]), given[1:]
    if len(given) == 1 and isinstance(given[0], ast.Tuple | ast.List):
        given = list(given[0].elts)
    return name, [code_of(one) for one in given]


def _batch_first(reader: Reader) -> Iterator[Found]:
    """An LSTM that takes time first, whose output is indexed as if the batch were first."""
    yield from _attends_over_samples(reader)
    made = [one for one in reader.things("layer") if one.name == "rnn" and one.framework == "pytorch"]
    plain = [one for one in made if flag(one.option(-1, "batch_first")) is not True]
    if not made or len(plain) != len(made) or any("**" in one.options for one in made):
        return
    flows = [use.fed for use in reader.walker.losses if isinstance(use.fed, Flow)]
    for flow in flows:
        after: Thing | None = None
        for op in flow.ops:
            if op.name == "rnn":
                after = op.thing
            elif after is not None and op.node is not None and _last_of_second(op.node):
                if _TURNED.search(_around(reader, op.node)):
                    return
                node = after.node or op.node
                says = f"without batch_first=True it takes (time, batch, features), and {code_of(op.node)} "
                yield reader.found(
                    "axis order", "time-first", f"{says}takes its second axis for time", node, {"call": node}
                )
                return
    if not _TURNED.search(reader.text):
        yield from _batches_into(reader)


_BLOCKS = re.compile(r"(?:^|\.)Transformer(?:Encoder|Decoder)Layer$")
_PAST = re.compile(r"(?:\.(?:mean|amax|max|sum)\((?:dim=|axis=)?1\)|\[:, (?:0|-1)(?:, :)?\])")


def _attends_over_samples(reader: Reader) -> Iterator[Found]:
    """Blocks that take (time, batch, features), and what they give is indexed as if the batch were first."""
    tree = reader.walker.tree
    blocks = [one for one in all_of(tree, ast.Call) if _BLOCKS.search(code_of(one.func))]
    plain = [one for one in blocks if not {"batch_first", None} & {key.arg for key in one.keywords}]
    if not plain or len(plain) != len(blocks) or any(len(one.args) > 6 for one in blocks):
        return
    for owner in all_of(tree, ast.ClassDef):
        if not any(one in nodes_of(owner) for one in plain):
            continue
        stacks = {
            code_of(one.targets[0])
            for one in all_of(owner, ast.Assign)
            if re.search(r"Transformer(?:Encoder|Decoder)(?:Layer)?\(", code_of(one.value))
            and code_of(one.targets[0]).startswith("self.")
        }
        for method in (one for one in functions(owner, "forward") if not _TURNED.search(code_of(one))):
            given = {
                code_of(one.targets[0])
                for one in all_of(method, ast.Assign)
                if isinstance(one.value, ast.Call) and code_of(one.value.func) in stacks
            }
            past = any(re.search(rf"\b{re.escape(one)}{_PAST.pattern}", code_of(method)) for one in given)
            if past:
                says = (
                    "without batch_first=True it takes (time, batch, features), and axis 1 is taken for time"
                )
                yield reader.found("axis order", "time-first", says, plain[0], {"call": plain[0]}, sure=0.9)
                return


def _around(reader: Reader, node: Node) -> str:
    """The code of the function that a node stands in, or all of it: data may be turned elsewhere."""
    around = function_at(reader.walker.tree, getattr(node, "lineno", 0))
    return reader.text if around is None else code_of(around)


_TURNED = re.compile(r"permute\(|transpose\(|\.T\b|swapaxes\(|einsum\(|\.t\(\)|\.mT\b|movedim|rearrange")
_LEAVES = frozenset(("input", "embedding", "same", "dropout", "norm", "relu", "tanh", "linear", "identity"))
"""Operations that leave the order of the first two axes as it is."""


def _batches_into(reader: Reader) -> Iterator[Found]:
    """A recurrent layer that takes time first, fed with batches as a loader makes them: batch first."""
    loaders = training_loaders(reader)
    for loader in loaders:
        collate = loader.option(6, "collate_fn")
        if collate is not None and not re.search(r"pad_sequence\([^\n]*batch_first=True", reader.text):
            return
        data = loader.option(0, "dataset")
        known = isinstance(data, Thing) or collate is not None
        if loader.option(5, "batch_sampler") is not None or not known:
            return
    if not loaders or re.search(r"stack\([^\n]*(?:dim|axis)=1", reader.text):
        return
    for use in reader.walker.losses:
        if not use.trained or not isinstance(use.fed, Flow):
            continue
        names = [op.name for op in use.fed.ops]
        at = names.index("rnn") if "rnn" in names else 0
        if not at or not set(names[:at]) <= _LEAVES or {"index", "unknown", "merge"} & set(names[at:]):
            continue
        layer = use.fed.ops[names.index("rnn")].thing
        if layer is not None and layer.node is not None:
            says = "batches come with the batch first, and without batch_first=True it takes time first"
            yield reader.found("axis order", "time-first", says, layer.node, {"call": layer.node}, sure=0.9)
            return


def _last_of_second(node: Node) -> bool:
    """`out[:, -1]`."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
        return False
    first, second = node.slice.elts[:2] if len(node.slice.elts) >= 2 else (None, None)
    whole = isinstance(first, ast.Slice) and first.lower is None and first.upper is None
    return whole and second is not None and code_of(second) == "-1"
