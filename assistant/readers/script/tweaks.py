"""What a script does to weights, losses and metrics in code of its own, as it stands in the syntax.

What values flow through layers is followed elsewhere.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.readers.script.biases import biases
from assistant.readers.script.constants import written
from assistant.readers.script.edits import too_long
from assistant.readers.script.epochs import few_steps
from assistant.readers.script.events import Event
from assistant.readers.script.held import given_to, owners_of, rests
from assistant.readers.script.learned import trained_before
from assistant.readers.script.loaders import batches_of
from assistant.readers.script.nodes import all_of, code_of, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.settings import at_its_top, settings
from assistant.readers.script.tails import tail_of
from assistant.readers.script.values import Const, Flow, Node, Thing, Value, number

_LOADED = re.compile(
    r"load_state_dict|from_pretrained|pretrained\s*=|weights=|load_weights|load_model|torch\.load|resume|"
    r"torchvision\.models|timm|applications|finetun|fine_tun|lora|peft|_pre\b|\bpre\b",
    re.I,
)
_SMALL, _LARGE, _GROWS = 0.011, 0.5, 30.0
"""Spreads of weights at which features collapse, or units saturate; growth of a whole chain that explodes."""
_PENALTY = 1e-3
"""An L1 penalty on all weights from which on little is learned; common ones are 1e-5."""
_LOW_RATE = 2e-5
"""Adaptive optimizers from random weights: rates of 1e-3 are common, a hundredth of it hardly moves."""
_HIGH_RATE, _HUGE_RATE, _FAR = 0.05, 0.1, 10.0
"""Adaptive rates, and what they move a unit by in a step, that no plain network bears.

A step of Adam moves each weight by about the rate (Kingma & Ba 2015, section 2.1), so the sum that a unit
takes of n inputs of size 1 by up to n times that: by 0.5 for 0.001 and 512 units, by 5 for 0.01. At 0.05
and 256 the loss on handwritten digits stays at 0.3, at 0.001 it goes to 0.
"""
_WARM = (5e-3, 0.02)
"""Rates of an adaptive optimizer at which a transformer needs warmup; above, no warmup helps.

Vaswani et al. 2017 peak at 7e-4 after 4,000 steps of warmup; at 0.03 a small encoder stays at the loss of
chance, warmed up or not.
"""
_WARM_DEEP = 2e-3
"""The same for networks that normalize after each block, from `_DEEP` blocks on."""
_DEEP = 4
_POST_NORM = re.compile(
    r"^(?:Distil)?(?:Bert|Roberta|Electra|Albert|XLMRoberta|MPNet)\w*For\w+$|^\w*BertModel$"
)
_NARROW = 2
_FEW_IN_BATCH = 4


def tweaks(reader: Reader) -> Iterator[Found]:
    """Every trait of such code."""
    if too_long(reader.walker.tree):
        return
    yield from _weights(reader)
    yield from biases(reader)
    yield from _parts_trained(reader)
    yield from _cut(reader)
    yield from _metrics(reader)
    yield from _losses(reader)
    yield from _never_reset(reader)
    yield from _schedules(reader)
    yield from _numbers(reader)
    yield from _narrow(reader)
    yield from _pretrained_here(reader)
    yield from _fitted_on(reader)


def _argument(call: ast.Call, position: int, *names: str) -> ast.expr | None:
    for one in call.keywords:
        if one.arg in names:
            return one.value
    return call.args[position] if 0 <= position < len(call.args) else None


def _calls(node: Node) -> Iterator[tuple[ast.Call, str]]:
    """Calls below a node, with the last part of what is called."""
    for one in nodes_of(node):
        if isinstance(one, ast.Call):
            yield one, one.func.attr if isinstance(one.func, ast.Attribute) else code_of(one.func)


def _over_parameters(tree: ast.Module) -> Iterator[tuple[ast.For, str]]:
    """Loops over all parameters, with the name of one of them."""
    for loop in all_of(tree, ast.For):
        if re.search(r"\.(?:named_)?parameters\(\)", code_of(loop.iter)):
            target = loop.target.elts[-1] if isinstance(loop.target, ast.Tuple) else loop.target
            if isinstance(target, ast.Name):
                yield loop, target.id


def _weights(reader: Reader) -> Iterator[Found]:
    """All weights are set, or drawn, in a loop over the parameters."""
    linear = [one for one in reader.things("layer") if one.name in ("linear", "conv")]
    normed = any(one.name in ("batchnorm", "norm") for one in reader.things("layer"))
    for loop, name in _over_parameters(reader.walker.tree):
        tests = " ".join(code_of(one.test) for one in nodes_of(loop) if isinstance(one, ast.If))
        if (
            re.search(r"bias|dim\(\) (?:==|<|<=) 1|ndim (?:==|<) |norm|bn", tests)
            and "dim() > 1" not in tests
        ):
            continue
        for call, what in _calls(loop):
            mine = code_of(call.func).startswith((f"{name}.", f"{name}.data."))
            given = bool(call.args) and code_of(call.args[0]) in (name, f"{name}.data")
            if not (mine or given):
                continue
            value = written(_argument(call, 0 if mine else 1, "val", "value"))
            zeros = what in ("zero_", "zeros_") or (what in ("fill_", "constant_") and value is not None)
            if zeros and len(linear) > 1:
                says = f"{code_of(call)[:40]} sets every weight to one constant"
                yield reader.found("initializer", "zeros", says, call)
                return
            if what in ("normal_", "trunc_normal_"):
                spread = written(_argument(call, 1 if mine else 2, "std"))
                yield from _spread(reader, call, spread, linear, normed)
            gain = written(_argument(call, 1, "gain")) if what == "orthogonal_" else None
            if gain is not None and gain >= 1.5 and "hh" in tests:
                says = f"recurrent weights stretch the state {gain:g}-fold at every step"
                yield reader.found("initializer", "growing", says, call)


def _spread(
    reader: Reader, call: ast.Call, spread: float | None, linear: list[Thing], normed: bool
) -> Iterator[Found]:
    if spread is None:
        return
    says = f"all weights are drawn with a spread of {spread:g}"
    chain = 1.0
    for one in linear[1:-1]:
        chain *= max(spread * math.sqrt((one.number(0, "in_features") or 2) / 2), 1e-9)
    if spread <= _SMALL and len(linear) >= 5 and not normed:
        yield reader.found("initializer", "small", says, call, {"call": call})
    elif spread < _LARGE and chain >= _GROWS and len(linear) >= 6 and not normed:
        yield reader.found(
            "initializer", "growing", f"{says}: signals grow {chain:.0f}-fold on their way", call
        )
    elif spread >= _LARGE:
        yield reader.found("initializer", "large", says, call, {"call": call})


def _parts_trained(reader: Reader) -> Iterator[Found]:
    """Of list(model.parameters()) the last few are trained, or the rest is frozen."""
    if _LOADED.search(reader.text) or re.search(
        r"requires_grad_?(?: = |\()True|add_param_group", reader.text
    ):
        return
    for node in all_of(reader.walker.tree, ast.Subscript):
        if not isinstance(node.slice, ast.Slice):
            continue
        if not re.fullmatch(r"(?:list|tuple)\([\w.]+\.parameters\(\)\)", code_of(node.value)):
            continue
        for loop in all_of(reader.walker.tree, ast.For):
            if loop.iter is node:
                if re.search(r"requires_grad(?:_\(False\)| = False)", code_of(loop)) and not any(
                    trained_before(reader, Thing("any"), one)
                    for one in reader.events("set", "freeze")
                    if one.node in nodes_of(loop)
                ):
                    says = f"{code_of(node)}: random weights that are never trained"
                    yield reader.found("parameters", "frozen", says, loop)
                    return
        for thing in reader.things("optimizer"):
            given = thing.node.args[:1] if isinstance(thing.node, ast.Call) else []
            if any(one is node for one in given) and thing.node is not None:
                says = f"the optimizer holds {code_of(node)} alone"
                yield reader.found("parameters", "not-in-optimizer", says, thing.node)
                return


def _cut(reader: Reader) -> Iterator[Found]:
    """The first layers get no gradients: what they give is detached on its way to the last ones."""
    if _LOADED.search(reader.text):
        return
    for call, _ in _calls(reader.walker.tree):
        if len(call.args) != 1 or not isinstance(call.args[0], ast.Call):
            continue
        inner = call.args[0]
        if not isinstance(inner.func, ast.Attribute) or inner.func.attr != "detach":
            continue
        body = inner.func.value
        if isinstance(body, ast.Call) and isinstance(body.func, ast.Subscript | ast.Attribute):
            one, other = code_of(call.func), code_of(body.func)
            roots = [re.split(r"[.\[]", said)[0] for said in (one, other)]
            if roots[0] == roots[1] and one != other and re.search(r"\[|self\.|model\.", one):
                says = f"{code_of(call)[:50]}: {other} gets no gradients"
                yield reader.found("graph", "cut", says, call)
                return


def _metrics(reader: Reader) -> Iterator[Found]:
    """Hits that are no hits: ties, the smallest score, twice the count, numbers compared for equality."""
    squared = any(use.kind == "squared-error" for use in reader.walker.losses)
    scored = any(use.kind in ("cross-entropy", "binary-cross-entropy") for use in reader.walker.losses)
    tree = reader.walker.tree
    for node in nodes_of(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = code_of(node.left), code_of(node.comparators[0])
            at_label = re.search(r"gather\(|\[torch\.arange|\[np\.arange|\[range\(", left)
            if isinstance(node.ops[0], ast.GtE) and at_label and re.search(r"\.a?max\(|np\.max\(", right):
                says = "a score that equals the largest one counts as right, ties included"
                yield reader.found("metric fit", "ties", says, node, {"hit": node})
            if isinstance(node.ops[0], ast.Eq):
                if re.search(r"\.argmin\((?:1|-1|dim=|axis=)", left) and scored:
                    says = "the class with the smallest score is taken for the prediction"
                    yield reader.found("metric fit", "wrong-axis", says, node)
                label = re.fullmatch(r"(y\w*|labels?|targets?)\[0\]", right)
                if label and re.search(r"\.argmax\((?:1|-1|dim=1|axis=1)", left):
                    says = f"every prediction is compared with {right}, the label of one sample"
                    yield reader.found("metric fit", "wrong-axis", says, node)
                plain = re.fullmatch(r"out\w*|pred\w*|y_?hat|y_?pred\w*|logits", left)
                whole = re.fullmatch(r"y\w*|labels?|targets?", right)
                raw = not _made_by(tree, left, r"argmax|round|\.max\(|sign|>|<|topk|predict\(") and whole
                if plain and raw and squared and not scored:
                    says = f"{left} == {right}: predicted numbers hardly ever equal their targets"
                    yield reader.found("metric fit", "other-task", says, node)
                elif plain and raw and scored and _counts(tree, node):
                    says = f"{left} == {right}: raw scores are compared with labels"
                    yield reader.found("metric fit", "raw-scores", says, node)
        twice = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
        if twice and isinstance(node, ast.BinOp) and (written(node.left) or 0) >= 2:
            hits = re.match(r"\(.*argmax\(.*\) == .*\)\.sum\(\)", code_of(node.right))
            if hits and written(node.left) != 100:
                says = f"hits are counted {written(node.left):g} times"
                yield reader.found("metric fit", "wrong-axis", says, node)


def _made_by(tree: ast.Module, name: str, how: str) -> bool:
    """A name is given something of this kind anywhere."""
    return any(
        isinstance(one, ast.Assign)
        and any(name in [n.id for n in nodes_of(t) if isinstance(n, ast.Name)] for t in one.targets)
        and re.search(how, code_of(one.value))
        for one in nodes_of(tree)
    )


def _counts(tree: ast.Module, node: ast.Compare) -> bool:
    """A comparison whose hits are summed or averaged."""
    said = re.escape(code_of(node))
    return bool(re.search(rf"\({said}\)\.(?:sum|mean|float)\(", code_of(tree)))


def _losses(reader: Reader) -> Iterator[Found]:
    """Roots and logs that leave their range; sums for means; penalties on every weight; (N, 1) with (N,)."""
    tree, text = reader.walker.tree, reader.text
    for call, what in _calls(tree):
        said = code_of(call)
        first = call.args[0] if call.args else None
        lone = isinstance(first, ast.BinOp) and isinstance(first.op, ast.Sub) and written(first.right)
        if what == "sqrt" and lone and "**" in said and "clamp" not in said:
            says = f"{said[:50]}: the root of a number that falls below 0"
            yield reader.found("own math", "log", says, call)
        if what == "sqrt" and _from_zero(call) and not _measures(tree, call):
            says = f"{said[-50:]}: what is cut at 0 stays 0, where the slope of the root is infinite"
            yield reader.found("own math", "log", says, call, sure=0.85)
        if what == "sqrt" and _distances(tree, call):
            says = f"{said[:50]}: 0 for a pair that is alike, where the slope of the root is infinite"
            yield reader.found("own math", "log", says, call, sure=0.85)
        bare = isinstance(first, ast.Call) or (isinstance(first, ast.BinOp) and isinstance(first.op, ast.Sub))
        if (
            what == "log"
            and bare
            and re.match(r"[\w.]*log\((?:1(?:\.0)? - )?[\w.]*(?:softmax|sigmoid)\(", said)
        ):
            if re.search(r"loss", _statement(tree, call)) and not re.search(r"clamp|clip|eps|1e-", said):
                says = f"{said[:50]}: the log of a probability that may be 0"
                yield reader.found("own math", "log", says, call)
        reduced = next((k.value for k in call.keywords if k.arg == "reduction"), None)
        summed = isinstance(reduced, ast.Constant) and reduced.value == "sum"
        if summed and re.search(r"loss|entropy", code_of(call.func)) and _in_step(tree, call):
            if not re.search(r"kl_div|kld|logvar|log_var|vae", text, re.I):
                says = f"{code_of(call.func)} sums over the batch"
                yield reader.found("loss sum", "sum", says, call)
    for node in all_of(tree, ast.BinOp):
        if isinstance(node.op, ast.Mult):
            strength = written(node.left)
            on_all = re.match(r"sum\(\(?\w+\.abs\(\)\.sum\(\) for .*parameters\(\)", code_of(node.right))
            if strength is not None and strength >= _PENALTY and on_all:
                says = f"an L1 penalty of {strength:g} on the sum of all weights"
                yield reader.found("penalty", "strong", says, node)
    for use in reader.walker.losses:
        if use.kind == "squared-error" and isinstance(use.node, ast.Call) and len(use.node.args) >= 2:
            left, right = (code_of(one) for one in use.node.args[:2])
            squeezed = re.fullmatch(
                r"\w+\.(?:squeeze\((?:1|-1)?\)|flatten\(\)|view\(-1\)|reshape\(-1\))", right
            )
            if squeezed and re.fullmatch(r"\w+", left) and tail_of(use.fed).units == 1:
                if not _made_by(tree, left, r"squeeze|flatten|view\(|reshape|\[:, 0\]"):
                    says = f"{left} is (N, 1), {right} is (N,): every one meets every other"
                    yield reader.found("shapes", "different", says, use.node)
                    return


_GIVEN = re.compile(
    r"(?<![a-z])(?:y|ys|y_\w+|targets?|labels?|gt|true|truth|centers?|proto\w*)(?![a-z])", re.I
)
"""What an output is hardly ever equal to: a target, a center."""


_AT_ZERO = re.compile(
    r"(?:\.clamp\((?:min=)?0(?:\.0*)?\)|\.clamp_min\(0(?:\.0*)?\)|\.relu\(\))$|"
    r"^(?:torch|F|tf|tf\.math|tf\.nn|nn\.functional|K|ops|keras\.ops)\.(?:clamp|maximum|relu)"
    r"\([^\n]*, (?:min=)?0(?:\.0*)?\)$|"
    r"^(?:torch|F|tf\.nn|nn\.functional|ops|keras\.ops)\.relu\("
)


def _from_zero(call: ast.Call) -> bool:
    """`d.clamp(min=0).sqrt()`: for two points that are one the root is taken at 0 itself."""
    method = isinstance(call.func, ast.Attribute) and not call.args
    inner = call.func.value if method and isinstance(call.func, ast.Attribute) else None
    inner = call.args[0] if call.args else inner
    return inner is not None and _AT_ZERO.search(code_of(inner)) is not None


def _measures(tree: ast.Module, node: Node) -> bool:
    """A function that measures: without gradients, or a score by its name."""
    for one in all_of(tree, ast.FunctionDef):
        if node in nodes_of(one):
            still = any(
                "no_grad" in code_of(mark) or "inference" in code_of(mark) for mark in one.decorator_list
            )
            if still or re.search(r"metric|rmse|eval|valid|test|score|accuracy|plot", one.name):
                return True
    return False


def _distances(tree: ast.Module, call: ast.Call) -> bool:
    """The root of squared distances between two outputs, with nothing added that keeps it from 0."""
    inner: ast.expr | None = call.args[0] if call.args else None
    if isinstance(call.func, ast.Attribute) and not call.args:
        inner = call.func.value
    if inner is None:
        return False
    said = code_of(inner)
    for name in names_in(inner):
        made = [one.value for one in all_of(tree, ast.Assign) if code_of(one.targets[0]) == name]
        said += "".join(f" {code_of(one)}" for one in made[:2])
    outside = code_of(call.func).startswith(("np.", "numpy.", "math."))
    if outside or re.search(r"clamp|clip|eps|1e-|maximum|relu|norm\(|where\(", said):
        return False
    summed = re.search(r"\.sum\(|reduce_sum\(|sum\(", said)
    broadcast = re.search(r"None\]|\[None|None, |unsqueeze\(|expand_dims\(", said)
    apart = re.search(r"\w[\])]* - \w", said)
    by_products = re.search(r" - 2(?:\.0)? \* .*(?:@|matmul|\.mm\(|mm\()", said)
    squared = re.search(r"\*\* 2|pow\(2\)|square\(", said)
    rows = re.search(
        r"sum\((?:.*, )?(?:dim=|axis=)?-?1[,)]", said
    )  # of two outputs, not of one and its target
    given = re.search(
        r"(?<![a-z])(?:y|ys|y_\w+|targets?|labels?|gt|true|truth|centers?|proto\w*)(?![a-z])", said, re.I
    )
    pairs = summed and squared and apart and rows and not given
    return bool((summed and broadcast and apart) or by_products or pairs)


def _statement(tree: ast.Module, node: Node) -> str:
    """The smallest statement around a node, as code."""
    best = ""
    for one in nodes_of(tree):
        if isinstance(one, ast.Assign | ast.Return | ast.AugAssign | ast.Expr) and node in nodes_of(one):
            best = code_of(one)
    return best


def _in_step(tree: ast.Module, node: Node) -> bool:
    """A loss that a trainer takes gradients of: of a training step, or of a model that returns its loss."""
    for one in all_of(tree, ast.FunctionDef):
        if one.name in ("training_step", "forward", "compute_loss"):
            for statement in nodes_of(one):
                if isinstance(statement, ast.Assign | ast.Return) and node in nodes_of(statement):
                    divided = any(
                        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div)
                        for part in nodes_of(statement)
                    )
                    return not divided and "loss" in code_of(statement)
    return False


def _never_reset(reader: Reader) -> Iterator[Found]:
    """A sum of losses that is set to 0 once, before all epochs, and divided in each of them."""
    for body in (getattr(one, "body", []) for one in nodes_of(reader.walker.tree)):
        if not isinstance(body, list):
            continue
        zero: set[str] = set()
        for one in body:
            if isinstance(one, ast.Assign):
                for target in one.targets:
                    named = target.elts if isinstance(target, ast.Tuple) else [target]
                    given = one.value.elts if isinstance(one.value, ast.Tuple) else [one.value] * len(named)
                    zero |= {
                        t.id
                        for t, v in zip(named, given, strict=False)
                        if isinstance(t, ast.Name) and written(v) == 0
                    }
            if isinstance(one, ast.For) and "backward()" in code_of(one):
                yield from _kept_sum(reader, one, zero)


def _kept_sum(reader: Reader, epoch: ast.For, zero: set[str]) -> Iterator[Found]:
    inner = [one for one in nodes_of(epoch) if isinstance(one, ast.For) and one is not epoch]
    inside = [one for loop in inner for one in nodes_of(loop)]
    again = {
        name.id
        for one in nodes_of(epoch)
        if isinstance(one, ast.Assign)
        for target in one.targets
        for name in nodes_of(target)
        if isinstance(name, ast.Name)
    }
    everywhere = {
        name.id
        for name in all_of(reader.walker.tree, ast.Name)
        if isinstance(name.ctx, ast.Store) and name not in inside
    } | again
    for one in nodes_of(epoch):
        if not isinstance(one, ast.AugAssign) or one not in inside or not isinstance(one.target, ast.Name):
            continue
        name = one.target.id
        if (name in zero or name not in everywhere) and name not in again and "loss" in code_of(one.value):
            shared = any(
                isinstance(part, ast.BinOp)
                and isinstance(part.op, ast.Div)
                and name in code_of(part.left)
                and not re.search(r"step|iter|epoch|seen", code_of(part.right))
                and part not in inside
                for part in nodes_of(epoch)
            )
            if shared:
                says = f"{name} is never set back to 0: each epoch prints the sum of all before"
                yield reader.found("loss sum", "never-reset", says, one)
                return


def _schedules(reader: Reader) -> Iterator[Found]:
    """Schedules in updates whose numbers are those of epochs."""
    for call, what in _calls(reader.walker.tree):
        steps, share = written(_argument(call, 1, "decay_steps")), written(_argument(call, 2, "decay_rate"))
        if what == "ExponentialDecay" and steps is not None and share is not None:
            if steps <= 50 and share <= 0.9:
                says = f"the rate is multiplied by {share:g} every {steps:g} updates, not epochs"
                yield reader.found("schedule", "epochs-as-batches", says, call)
                return
    said = re.search(r"['\"]interval['\"]: ['\"]step['\"]", reader.text)
    for call, what in _calls(reader.walker.tree):
        size, gamma = written(_argument(call, 1, "step_size")), written(_argument(call, 2, "gamma"))
        often = (what == "StepLR" and size is not None and size <= 50) or what == "ExponentialLR"
        if said and often and (gamma is None or gamma <= 0.9):
            says = f"{what} counts updates here, with numbers meant as epochs"
            yield reader.found("schedule", "epochs-as-batches", says, call)
            return
    yield from _handed(reader)
    if said:  # the numbers may stand in arguments or in a configuration
        for thing in reader.things("scheduler"):
            if thing.framework == "pytorch" and thing.node is not None and few_steps(thing):
                says = f"{thing.name} counts updates here (interval 'step'), with numbers meant as epochs"
                yield reader.found("schedule", "epochs-as-batches", says, thing.node)
                return


def _handed(reader: Reader) -> Iterator[Found]:
    """`Trainer(optimizers=(optimizer, scheduler))` of transformers, which steps both at each update."""
    if "transformers" not in reader.imported:
        return
    for thing in (*reader.things("trainer"), *reader.things("instance", "module")):
        pair = thing.options.get("optimizers")
        given = pair.items[1] if isinstance(pair, Thing) and len(pair.items) == 2 else None
        if isinstance(given, Thing) and given.kind == "scheduler" and given.node is not None:
            if _short(given):
                says = f"the Trainer steps {given.name} at each update, with numbers meant as epochs"
                yield reader.found("schedule", "epochs-as-batches", says, given.node)
                return


def _short(thing: Thing) -> bool:
    """Numbers of a scheduler by which the rate is gone within a few hundred steps."""
    if thing.name == "StepLR":
        size, gamma = thing.number(1, "step_size"), thing.number(2, "gamma")
        return size is not None and size <= _SOON and (gamma if gamma is not None else 0.1) <= 0.9
    if thing.name == "CosineAnnealingLR" and (end := thing.number(1, "T_max")) is not None:
        return end <= _SOON
    return few_steps(thing)


_SOON = 50
"""Steps of a StepLR that are epochs: so many updates are one or two of them."""


def _numbers(reader: Reader) -> Iterator[Found]:
    """Rates and batches that do not go with this network."""
    told = {name: (value, node) for name, value, node in settings(reader)}
    rate, node = told.get("learning rate", ("", None))
    kind = str(told.get("optimizer", ("",))[0]).lower()
    for thing in reader.things("hf-arguments"):
        given = thing.options.get("optim")
        kind = kind or (given.value if isinstance(given, Const) and isinstance(given.value, str) else "")
    adaptive = kind.startswith(("adam", "rmsprop", "nadam", "lion", "radam"))
    # a network that another file makes may come with its weights
    loaded = _LOADED.search(reader.text) or not (reader.things("layer") or reader.things("pretrained"))
    if isinstance(rate, float | int) and node is not None and adaptive and not loaded:
        if rate <= _LOW_RATE:
            yield reader.found("rate", "low", f"{kind} at {rate:g}, from random weights", node)
        width = _widest(reader)
        if rate >= _HIGH_RATE and width is not None and rate * width >= _FAR:
            says = (
                f"{kind} at {rate:g}: one step moves a unit with {width:g} inputs by up to {rate * width:.2g}"
            )
            sure = 0.8 if rate >= _HUGE_RATE else 0.3
            yield reader.found("rate", "high", says, node, {"value": node}, sure=sure)
        kinds = {one.name for one in reader.things("layer")}
        if rate >= _HIGH_RATE and kinds & {"conv", "rnn"} and not reader.things("pretrained"):
            says = f"{kind} at {rate:g}: each step moves every weight of a filter or a gate by about so much"
            yield reader.found("rate", "high", says, node, {"value": node}, sure=0.9)
        attends = any(one.name == "attention" for one in reader.things("layer"))
        least = _WARM[0]
        if _deep_post_norm(reader):
            attends, least = True, _WARM_DEEP
        warms = set(
            re.findall(r"warm|OneCycle|LambdaLR|LinearLR|Noam|CyclicLR|get_\w+_schedule", reader.text)
        )
        if any(map(at_its_top, reader.things("scheduler"))):
            warms -= {"LambdaLR"}
        if attends and least <= rate <= _WARM[1] and not warms:
            says = f"a transformer starts at a rate of {rate:g}, with no warmup"
            yield reader.found("warmup", "missing", says, node)
        elif attends and rate > _WARM[1] and not warms:
            says = f"a transformer with {kind} at {rate:g}: many times what one bears"
            yield reader.found("rate", "high", says, node, {"value": node}, sure=0.95)
    momentum = told.get("momentum", (None,))[0]
    if (
        isinstance(rate, float | int)
        and node is not None
        and kind == "sgd"
        and momentum == 0
        and rate <= 1e-3
    ):
        yield reader.found("rate", "plain-slow", f"plain SGD at {rate:g}, with no momentum", node, sure=0.9)
    sizes = [size for size, _ in batches_of(reader)]
    batches = next((one.node for one in reader.things("layer") if one.name == "batchnorm" and one.node), None)
    maps = any(one.name == "conv" for one in reader.things("layer"))  # averaged over places as well
    if batches is not None and sizes and max(sizes) <= (_FEW_IN_BATCH // 2 if maps else _FEW_IN_BATCH):
        says = f"batch normalization over batches of {max(sizes):g}"
        yield reader.found("norm batch", "few", says, batches)
    for keyword in all_of(reader.walker.tree, ast.keyword):
        if keyword.arg == "gradient_clip_val":
            limit = written(keyword.value)
            if limit is not None and 0 < limit <= 0.001:
                says = f"gradients are cut to {limit:g}"
                yield reader.found("clipping", "tight", says, keyword.value, {"value": keyword.value})


_STEADY = frozenset(("batchnorm", "norm", "attention", "embedding", "unknown", "module", "backbone", "merge"))
"""What bears high rates, and what is not known."""


def _widest(reader: Reader) -> float | None:
    """Inputs of the widest hidden layer of a plain dense network; None for others."""
    widest: float | None = None
    for use in reader.walker.losses:
        ops = use.fed.ops if isinstance(use.fed, Flow) else ()
        made = [op.thing for op in ops if op.name in ("linear", "conv", "rnn") and op.thing is not None]
        if len(made) < 3 or _STEADY & {op.name for op in ops}:
            continue
        for before, after in pairwise(made):
            width = _width(before) if before.name == after.name == "linear" else None
            widest = max(widest or 0.0, width) if width is not None else widest
    return widest


def _deep(reader: Reader, blocks: ast.expr | None) -> float | None:
    """A number that is written out, or the default of a parameter."""
    if not isinstance(blocks, ast.Name):
        return written(blocks)
    for one in nodes_of(reader.walker.tree):
        if isinstance(one, ast.FunctionDef):
            names = [part.arg for part in one.args.args][len(one.args.args) - len(one.args.defaults) :]
            if blocks.id in names:
                return written(one.args.defaults[names.index(blocks.id)])
    return None


def _deep_post_norm(reader: Reader) -> bool:
    """A BERT of random weights, or an encoder of PyTorch without norm_first, of several blocks."""
    for node in all_of(reader.walker.tree, ast.Call):
        name = code_of(node.func).rpartition(".")[2]
        blocks = _argument(node, 1, "num_layers") if name == "TransformerEncoder" else None
        if name == "TransformerEncoder" and "norm_first" not in reader.text:
            if (_deep(reader, blocks) or 0) >= _DEEP:
                return True
        if name.endswith("Config") and _POST_NORM.match(f"{name.removesuffix('Config')}ForAny"):
            blocks = _argument(node, -1, "num_hidden_layers", "n_layers")
            if blocks is None or (written(blocks) or 0) >= _DEEP:
                return True
    return False


def _narrow(reader: Reader) -> Iterator[Found]:
    """A hidden layer of one or two units between wider ones; a code of that size has a decoder behind it."""
    for use in reader.walker.losses:
        made = [
            op.thing
            for op in getattr(use.fed, "ops", ())
            if op.thing is not None and op.name in ("linear", "conv", "rnn")
        ]
        gates = _gates_of(use.fed)
        hidden = [one for one in made[:-1] if id(one) not in gates]
        sizes = [_width(one) for one in hidden]
        if not hidden or any(size is None for size in sizes) or len({id(one) for one in made}) != len(made):
            continue
        least = min(size for size in sizes if size is not None)
        at = sizes.index(least)
        first = hidden[0].number(
            *((0, "in_features") if hidden[0].framework == "pytorch" else (-1, "input_dim"))
        )
        widens = any((size or 0) > least for size in sizes[at + 1 :])
        embeds = any(op.name == "embedding" for op in getattr(use.fed, "ops", ()))  # of many words
        if (
            least <= _NARROW
            and not widens
            and (first is None or first > least or embeds)
            and hidden[at].node is not None
        ):
            node = hidden[at].node
            assert node is not None
            says = f"all that is learned passes through a layer of {least:g}"
            yield reader.found("capacity", "narrow", says, node)
            return


def _gates_of(fed: Value) -> set[int]:
    """Layers whose scores become shares at once: they say where to look, and pass nothing on."""
    found: set[int] = set()
    last: Thing | None = None
    for op in getattr(fed, "ops", ()):
        if op.thing is not None and op.name in ("linear", "conv"):
            last = op.thing
        elif op.name == "softmax" and last is not None:
            found.add(id(last))
    return found


def _width(one: Thing) -> float | None:
    if one.framework == "keras":
        return one.number(0, "units", "filters")
    return one.number(1, "out_features", "out_channels", "hidden_size")


def _pretrained_here(reader: Reader) -> Iterator[Found]:
    """One model is trained, then trained on by another optimizer at ten times the rate and more."""
    made = [one for one in reader.things("optimizer") if isinstance(one.node, ast.Call)]
    for n, (first, second) in enumerate(pairwise(made)):
        rate, later = (
            one.number(1 if one.framework == "pytorch" else 0, "lr", "learning_rate")
            for one in (first, second)
        )
        if rate is None or later is None or later < 10 * rate or second.node is None:
            continue
        if later < (0.3 if second.name.lower() == "sgd" else 0.01):
            continue
        end = made[n + 2].order if len(made) > n + 2 else math.inf
        if any(_trained_on(reader, first, second, one, end) for one in _shared(first, second)):
            says = f"weights trained at {rate:g} are trained on at {later:g}"
            yield reader.found("fine-tuning", "too-fast", says, second.node)
            return


_FAR = 10
"""So many times the step of a row (rate over batch size, Goyal et al. 2017) takes trained weights apart."""


def _fitted_on(reader: Reader) -> Iterator[Found]:
    """One model of Keras is compiled and fitted again, at a higher rate and with much longer steps a row."""
    compiled = reader.events("compile")
    for first, second in pairwise(compiled):
        if first.owner is not second.owner or not isinstance(first.owner, Thing) or first.owner.escaped:
            continue
        end = next((one.order for one in compiled if one.order > second.order), math.inf)
        fits = [one for one in reader.events("fit") if one.owner is first.owner]
        before = [one for one in fits if first.order < one.order < second.order]
        behind = [one for one in fits if second.order < one.order < end]
        loaded = any(first.order < one.order < second.order for one in reader.events("loaded", "init"))
        if not before or not behind or loaded or rests(reader, first.owner, second.order, end):
            continue
        (rate, size), (later, fewer) = (
            _step_of(one, fit) for one, fit in ((first, before[-1]), (second, behind[0]))
        )
        if rate is None or later is None or later <= rate or later < _MOVES:
            continue
        if later / fewer >= _FAR * rate / size:
            says = f"weights trained at {rate:g} are trained on at {later:g}, with {fewer:g} rows a step"
            yield reader.found("fine-tuning", "too-fast", says, behind[0].node)
            return


_MOVES = 0.1
"""A rate from which on a second fit is looked at; lower ones are common in fine-tuning by plain descent."""
_BATCH = 32
"""Rows of a step of `fit` where nothing is said."""


def _step_of(compiled: Event, fit: Event) -> tuple[float | None, float]:
    """The rate a model is compiled with and the rows of a step of its fit; None where one is not known."""
    optimizer = compiled.value
    given = fit.more["options"].get("batch_size")
    size = number(given) if given is not None else _BATCH
    rate = optimizer.number(0, "learning_rate", "lr") if isinstance(optimizer, Thing) else None
    return (rate, size) if size else (None, _BATCH)


def _shared(first: Thing, second: Thing) -> list[Thing]:
    """Models that both optimizers were given."""
    mine, other = owners_of(given_to(first)), owners_of(given_to(second))
    if mine is None or other is None:
        return []
    held = {id(one) for one in mine}
    return [one for one in other if id(one) in held]


def _trained_on(reader: Reader, first: Thing, second: Thing, model: Thing, end: float) -> bool:
    """The one optimizer steps, and until the other takes over nothing of the model is fixed or set back."""
    again = [
        one
        for one in reader.events("loaded", "init", "escape")
        if first.order < one.order < second.order and isinstance(one.owner, Thing) and one.owner is model
    ]
    stepped = any(one.owner is first and one.order < second.order for one in reader.events("step"))
    return stepped and not again and not rests(reader, model, second.order, end)
