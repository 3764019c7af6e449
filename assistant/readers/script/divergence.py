"""The KL term of a variational autoencoder: over what it is summed, and what it weighs.

What becomes of the latent space is not said here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.constants import numbers_of
from assistant.readers.script.edits import too_long
from assistant.readers.script.events import LossUse
from assistant.readers.script.nodes import all_of, code_of, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged, tail_of
from assistant.readers.script.values import Flow, text

_EXP = re.compile(r"exp\(")
_ONE = re.compile(r"(?<![\w.])1(?:\.0)? [+-] |- 1(?:\.0)?(?![\w.])")
_EASED = re.compile(
    r"anneal|warm|free_?(?:bits|nats)|word_?drop|cyclic|kl_?(?:weight|coef|scale|lambda)|schedule_?kl|capacity",
    re.I,
)
"""What makes up for a KL term that counts in full."""
_LIBRARIES = ("torch", "ops", "keras.ops", "tf", "K", "np", "jnp", "tf.math", "F")
_LONGEST = 400
"""Characters of an expression that is looked at."""
_FEW = 0.1
"""A weight under which the KL term is held to be made up for."""


def divergence(reader: Reader) -> Iterator[Found]:
    """Every trait of the KL term."""
    if not _EXP.search(reader.text) or too_long(reader.walker.tree):
        return
    yield from _without_end(reader)
    terms = [
        (name, node, how)
        for node in all_of(reader.walker.tree, ast.Assign)
        if len(node.targets) == 1
        for name in [getattr(node.targets[0], "id", "")]
        if name and (how := _summed(reader, node.value))
    ]
    uses = [
        use
        for use in judged(reader)
        if use.kind in ("squared-error", "binary-cross-entropy", "cross-entropy")
    ]
    if not terms or not uses:
        return
    yield from _signs(reader, terms)
    name, node, how = terms[0]
    names = {name, *_handed_on(reader.walker.tree, name)}
    if how in ("all", "latent") and (heavy := _heavy(reader, names, uses)) is not None:
        yield heavy
        return
    if not any(_plain(reader, one) for one in names):
        return
    means = [use for use in uses if use.kind != "cross-entropy" and _is_mean(reader, use)]
    if means and len(means) == len(uses) and how in ("all", "latent"):
        over = "the whole batch" if how == "all" else "the latent numbers"
        says = f"{name} is summed over {over}, the reconstruction is a mean over all its numbers"
        yield reader.found("kl weight", "outweighs", says, node, sure=0.9 if how == "all" else 0.85)
        return
    if not _EASED.search(reader.text) and (use := _teacher_forced(uses)) is not None:
        says = f"the decoder sees the true words before each, and {name} counts in full from the first step"
        yield reader.found("kl weight", "at-once", says, node, {"loss": use.node}, sure=0.85)


_BOUNDED = re.compile(r"min\(|clip|clamp|sigmoid|tanh|exp\(|cos\(|%|minimum| if |where\(")


def _without_end(reader: Reader) -> Iterator[Found]:
    """A weight of the KL term that is `step / ramp_steps`, and goes on above 1 when the ramp is over."""
    weights = [
        (node.name, one.value, code_of(node))
        for node in all_of(reader.walker.tree, ast.FunctionDef)
        for one in all_of(node, ast.Return)
    ]
    weights += [
        (code_of(one.targets[0]), one.value, code_of(one)) for one in all_of(reader.walker.tree, ast.Assign)
    ]
    for name, value, said in weights:
        if not re.search(r"kl|beta|anneal", name, re.I) or not isinstance(value, ast.BinOp):
            continue
        over = code_of(value.right)
        counted = re.search(r"(?:^|[._])(?:step|epoch|iteration|iter|it)s?$|^(?:e|i|t)$", code_of(value.left))
        if not isinstance(value.op, ast.Div) or not counted or not re.search(r"ramp|warm|anneal", over, re.I):
            continue
        if not _BOUNDED.search(said) and not re.search(rf"min\(1(?:\.0)?, [\w.]*{name}", reader.text):
            says = (
                f"{code_of(value)[:60]} goes on above 1 when {over[:30]} are over: the KL term outweighs all"
            )
            yield reader.found("kl weight", "outweighs", says, value, sure=0.85)
            return


_HEAVY, _SHARE = 2.0, 0.04
"""A weight that pulls hard, and what it is then of the numbers that are reconstructed.

Higgins et al. 2017 weigh by the size of both sides: 4 is a lot for the 64 pixels of a digit, and little for
the 784 of another.
"""


def _heavy(reader: Reader, names: set[str], uses: list[LossUse]) -> Found | None:
    """A constant weight of the KL term that few numbers to reconstruct cannot outweigh."""
    if _EASED.search(reader.text):
        return None
    units = {tail_of(use.fed).units for use in uses if not _is_mean(reader, use)}
    count = units.pop() if len(units) == 1 else None
    if count is None:
        return None
    for node in all_of(reader.walker.tree, ast.BinOp):
        if not isinstance(node.op, ast.Mult):
            continue
        sides = (code_of(node.left), code_of(node.right))
        if names.isdisjoint(sides):
            continue
        other = node.right if sides[0] in names else node.left
        weights = [one or 0.0 for one in numbers_of(reader.walker.tree, other)]
        if weights and min(weights) >= max(_HEAVY, _SHARE * count):
            says = f"{code_of(node)} weighs {min(weights):g} from the first step, beside {count} numbers"
            return reader.found("kl weight", "outweighs", says, node, sure=0.85)
    return None


def _signs(reader: Reader, terms: list[tuple[str, ast.Assign, str]]) -> Iterator[Found]:
    """`+0.5 * (1 + logvar - mu**2 - exp(logvar))`: never above 0, and pushed down without end."""
    for name, node, _ in terms:
        said = re.sub(r"\s", "", code_of(node.value))
        inner = re.search(r"1(?:\.0)?\+[\w.]+-[\w.]+(?:\*\*2|\.pow\(2\)|\.square\(\))-", said)
        plus = re.match(r"\(*(?:0?\.5|1/2|\(1/2\))\*", said)
        if not inner or not plus or "-0.5" in said:
            continue
        if any(_added(one, name) for one in nodes_of(reader.walker.tree)):
            says = f"{name} has the sign turned: it falls below 0, and the loss with it"
            yield reader.found("kl weight", "negative", says, node, sure=0.9)
            return


def _added(node: ast.AST, name: str) -> bool:
    """The term is added, as it is or times a weight; a difference would turn its sign again."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return False
    return any(re.search(rf"(?<![\w.-]){name}(?!\w)", code_of(one)) for one in (node.left, node.right))


def _summed(reader: Reader, node: ast.expr) -> str:
    """Over what a KL term is summed: `all`, `latent` numbers of a sample, `none` (a mean); else empty."""
    said = code_of(node)
    reductions = _reductions(node)
    if not reductions or isinstance(node, ast.Tuple | ast.Lambda) or len(said) > _LONGEST:
        return ""
    inner = said
    for one in nodes_of(node):  # a name that stands for the terms
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            found = reader.bound(one)
            if isinstance(found, ast.expr) and not isinstance(found, ast.Call):
                inner += f" {code_of(found)}"
    if not (_EXP.search(inner) and _ONE.search(inner)) or not re.search(r"0\.5|/ 2", inner):
        return ""
    by_row = _PER_ROW.search(said)
    said = _PER_ROW.sub("", said)
    if re.search(r" / (?!2(?:\.0)?\b)", said):
        return ""  # divided by what it was summed over
    if reductions == ["mean"]:
        return "none"
    if "sum" in reductions and "mean" not in reductions:
        return "latent" if by_row else "all"
    return "latent" if "axis sum" in reductions and "mean" in reductions else ""


_PER_ROW = re.compile(
    r" / (?:\w+\.(?:size\(0\)|shape\[0\])|len\([a-z]\w*\)|(?:\w+\.)?(?:batch_size|bs|BATCH(?:_SIZE)?))$"
)
"""A sum divided by the rows of its batch."""


def _reductions(node: ast.expr) -> list[str]:
    """`sum`, `axis sum`, `mean`: what an expression is reduced by, from the inside."""
    found: list[str] = []
    for one in nodes_of(node):
        if not isinstance(one, ast.Call):
            continue
        function = one.func
        called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        plain = called.removeprefix("reduce_")
        if plain not in ("sum", "mean"):
            continue
        outside = isinstance(function, ast.Attribute) and code_of(function.value) in _LIBRARIES
        axes = len(one.args) - int(outside) > 0 or any(
            key.arg in ("dim", "axis", "axes") for key in one.keywords
        )
        found.insert(0, "axis sum" if plain == "sum" and axes else plain)
    return found


def _handed_on(tree: ast.Module, name: str) -> set[str]:
    """Names that get the term from a function that returns it among others."""
    places: dict[str, int] = {}
    for node in nodes_of(tree):
        if isinstance(node, ast.FunctionDef):
            for one in nodes_of(node):
                if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple):
                    names = [code_of(part) for part in one.value.elts]
                    if name in names:
                        places[node.name] = names.index(name)
    found: set[str] = set()
    for node in all_of(tree, ast.Assign):
        if isinstance(node.value, ast.Call):
            called = code_of(node.value.func).rpartition(".")[2]
            target = node.targets[0]
            if called in places and isinstance(target, ast.Tuple) and len(target.elts) > places[called]:
                found.add(code_of(target.elts[places[called]]))
    return found


def _plain(reader: Reader, name: str) -> bool:
    """The term is added as it is: nothing divides it, and its weight is not small."""
    tree = reader.walker.tree
    plain = False
    for node in nodes_of(tree):
        if isinstance(node, ast.BinOp) and name in (code_of(node.left), code_of(node.right)):
            other = node.right if code_of(node.left) == name else node.left
            if isinstance(node.op, ast.Mult):
                weights = numbers_of(tree, other)
                if name == code_of(other) or "len(" in code_of(other) or "size" in code_of(other):
                    continue  # a sum over samples for a log
                if not weights or any(one is None or one < _FEW for one in weights):
                    return False
                plain = True
            elif not isinstance(node.op, ast.Add):
                return False
            else:
                plain = True
        elif isinstance(node, ast.AugAssign) and code_of(node.target) == name:
            return False
        elif isinstance(node, ast.Call) and [code_of(one) for one in node.args] == [name]:
            plain = plain or (isinstance(node.func, ast.Attribute) and node.func.attr == "add_loss")
    return plain


_SUMS = re.compile(r"(?:^|\.)(?:reduce_sum|sum)$")


def _is_mean(reader: Reader, use: LossUse) -> bool:
    """A reconstruction that is the mean over all its numbers, and that nothing multiplies."""
    if (text(use.options.get("reduction")) or "mean") != "mean":
        return False
    named = {
        code_of(node.targets[0]) for node in all_of(reader.walker.tree, ast.Assign) if node.value is use.node
    }
    for node in nodes_of(reader.walker.tree):
        if isinstance(node, ast.Call) and _SUMS.search(code_of(node.func)):
            within = [node.args[0] if node.args else None, getattr(node.func, "value", None)]
            if any(one is use.node or (one is not None and code_of(one) in named) for one in within):
                return False
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                mine = one is use.node or code_of(one) in named
                if mine and not re.search(r"len\(|batch|size\(0\)|shape\[0\]", code_of(other)):
                    return False
    return True


def _teacher_forced(uses: list[LossUse]) -> LossUse | None:
    """Words that are predicted by a recurrent decoder that gets embedded words."""
    for use in uses:
        if use.kind != "cross-entropy" or not use.trained or not isinstance(use.fed, Flow):
            continue
        names = [op.name for op in use.fed.ops]
        if "embedding" in names and "rnn" in names and "linear" in names[names.index("rnn") :]:
            return use
    return None
