"""How each cause is cured in code: one recipe a kind of fault, most careful edit first.

A recipe offers edits; whether one cures is found out by reading the script again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from assistant.mend.edits import Edit, after, before, code, expression, indent, without
from assistant.mend.limits import limited
from assistant.mend.places import (
    Offer,
    element_at,
    head_of,
    imports,
    literal,
    node_at,
    quoted,
    span_of,
    statement_at,
    taken_out,
    tree_of,
    with_argument,
    within,
    without_keyword,
)
from assistant.mend.rows import left_out, mixed, paired
from assistant.mend.scales import inputs_scaled, targets_scaled
from assistant.readers.script.nodes import nodes_of
from assistant.script import Script, Span, Trait

Recipe = Callable[[Script, Trait], Iterator[Offer]]


# ---- the output


def _activation(script: Script, trait: Trait) -> Iterator[Offer]:
    """Put the activation on the last layer that the loss asks for."""
    word = "softmax" if trait.more.get("kind") == "cross-entropy" else "sigmoid"
    layer = trait.spans.get("layer")
    if trait.more.get("framework") == "keras":
        written = trait.spans.get("written")
        if trait.more.get("inside") and written is not None:
            yield [Edit(written, quoted(script, word))]
        if layer is None:
            return
        call = expression(script, layer)
        if not isinstance(call, ast.Call):
            return
        for keyword in call.keywords:
            if keyword.arg == "activation":
                node = node_at(script, layer, ast.Call)
                assert isinstance(node, ast.Call)
                value = next(one.value for one in node.keywords if one.arg == "activation")
                yield [Edit(span_of(script, value), quoted(script, word))]
                return
        old = ast.unparse(call.func).startswith("tf.layers")
        edit = with_argument(script, layer, f"activation={'tf.nn.' + word if old else quoted(script, word)}")
        if edit is not None:
            yield [edit]
        return
    yield from _torch_activation(script, trait, word)


def _torch_activation(script: Script, trait: Trait, word: str) -> Iterator[Offer]:
    clamp, layer = trait.spans.get("clamp"), trait.spans.get("layer")
    torch = "torch." if imports(script, "torch") else ""
    wrapped = f"{torch}softmax({{}}, dim=1)" if word == "softmax" else f"{torch}sigmoid({{}})"
    if clamp is not None and torch:
        inner = _first(script, clamp)
        if inner:
            yield [Edit(clamp, wrapped.format(inner))]
    made = "Softmax(dim=1)" if word == "softmax" else "Sigmoid()"
    if layer is not None and (found := element_at(script, layer)) is not None:
        parts, n = found
        head = head_of(code(script, layer))
        if n == len(parts) - 1 and head:
            yield [
                Edit(
                    Span(layer.end_line, layer.end_column, layer.end_line, layer.end_column),
                    f", {head}{made}",
                )
            ]
    back = trait.spans.get("return")
    if back is not None and torch:
        yield [Edit(back, wrapped.format(code(script, back)))]
    fed = trait.spans.get("bound") or trait.spans.get("fed")
    if fed is not None and torch and isinstance(expression(script, fed), ast.Call):
        yield [Edit(fed, wrapped.format(code(script, fed)))]


def _first(script: Script, span: Span) -> str:
    """What a function or a method is applied to: `x` of `f(x, …)` and of `x.f(…)`."""
    call = node_at(script, span, ast.Call)
    if not isinstance(call, ast.Call):
        return ""
    if isinstance(call.func, ast.Attribute):
        root = ast.unparse(call.func.value)
        if root not in (
            "torch",
            "F",
            "nn.functional",
            "torch.nn.functional",
            "tf",
            "tf.nn",
            "np",
            "keras.ops",
            "ops",
        ):
            return code(script, span_of(script, call.func.value))
    if call.args:
        return code(script, span_of(script, call.args[0]))
    return ""


def _unactivated(script: Script, trait: Trait) -> Iterator[Offer]:
    """Take the activation away: of two softmaxes the first, of a cut the whole."""
    inner = trait.spans.get("before")
    key = (
        "before" if inner is not None and trait.value in ("softmax-twice", "cut-off-scores") else "activation"
    )
    span = trait.spans.get(key)
    inside = trait.more.get("before inside" if key == "before" else "inside")
    if span is None:
        return
    if inside:
        edit = without_keyword(script, span, ("activation",))
        if edit is not None:
            yield [edit]
        call = expression(script, span)
        if isinstance(call, ast.Call) and "fully_connected" in ast.unparse(call.func):
            edit = with_argument(script, span, "activation_fn=None")
            if edit is not None:
                yield [edit]
        return
    yield from _removed(script, span)
    loss = trait.spans.get("loss")
    if trait.more.get("activation") == "sigmoid" and loss is not None:
        text = code(script, loss)
        if text.startswith(("nn.BCEWithLogitsLoss", "torch.nn.BCEWithLogitsLoss")):
            yield [Edit(loss, text.replace("BCEWithLogitsLoss", "BCELoss", 1))]


def _removed(script: Script, span: Span) -> Iterator[Offer]:
    """A layer of a chain, or a call around a tensor, taken away."""
    found = element_at(script, span)
    if found is not None:
        parts, n = found
        yield [taken_out(script, parts, n)]
        return
    statement = statement_at(script, span)
    inner = _first(script, span)
    text = code(script, span)
    if re.match(r"(?:\w+\.)*(?:Softmax|ReLU|Sigmoid|LogSoftmax|Tanh|Softplus)\(", text):
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]).startswith("self."):
            yield [Edit(span, f"{head_of(text)}Identity()")]
        elif isinstance(statement, ast.Expr) and ".add(" in code(script, span_of(script, statement)):
            yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]
        return
    if not inner:
        return
    same = isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == inner
    if same and isinstance(statement, ast.Assign):
        whole = span_of(script, statement.value) == span and _alone(script, statement)
        if whole:
            yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]
            return
    yield [Edit(span, inner)]


def _alone(script: Script, statement: ast.stmt) -> bool:
    """A statement that is not the only one of its block."""
    for node in nodes_of(tree_of(script)):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(body, list) and any(
                isinstance(one, ast.stmt) and one.lineno == statement.lineno for one in body
            ):
                return len(body) > 1
    return False


def _one_unit(script: Script, trait: Trait) -> Iterator[Offer]:
    """Softmax over one unit becomes a sigmoid."""
    loss = trait.more.get("loss", "")
    extra: list[Edit] = []
    if "categorical" in loss and (span := trait.spans.get("loss")) is not None:
        text = code(script, span)
        if "categorical_crossentropy" in text:
            name = "sparse_categorical_crossentropy" if "sparse_" in text else "categorical_crossentropy"
            extra = [Edit(span, text.replace(name, "binary_crossentropy", 1))]
    written = trait.spans.get("written")
    if written is not None and trait.more.get("activation") == "softmax":
        quote = code(script, written)[:1]
        yield [Edit(written, f"{quote}sigmoid{quote}"), *extra]
        return
    span = trait.spans.get("activation")
    if span is None or (trait.more.get("kind") == "cross-entropy" and not extra):
        return
    yield from ([*offer, *extra] for offer in _renamed_activation(script, span, "sigmoid"))


def _each_its_own(script: Script, trait: Trait) -> Iterator[Offer]:
    """A sigmoid for each output in the place of a softmax over all of them."""
    written = trait.spans.get("written")
    if written is not None and isinstance(expression(script, written), ast.Constant):
        quote = code(script, written)[:1]
        yield [Edit(written, f"{quote}sigmoid{quote}")]
        return
    span = trait.spans.get("activation")
    if span is not None:
        yield from _renamed_activation(script, span, "sigmoid")


def _other_axis(script: Script, trait: Trait) -> Iterator[Offer]:
    """The last axis of an argmax for the first one."""
    call = node_at(script, trait.spans.get("axis"), ast.Call)
    if isinstance(call, ast.Call):
        given = [one.value for one in call.keywords if one.arg in ("dim", "axis")] or call.args[-1:]
        if given and isinstance(given[0], ast.Constant):
            yield [Edit(span_of(script, given[0]), "-1")]


def _renamed_activation(script: Script, span: Span, to: str) -> Iterator[Offer]:
    """Another activation in the place of softmax, as a layer or as a function."""
    text = code(script, span)
    layer = re.match(r"((?:\w+\.)*)Softmax\((.*)\)$", text, re.S)
    if layer:
        if to == "sigmoid":
            name = (
                "Sigmoid()" if not layer[1].startswith(("layers", "keras", "tf")) else 'Activation("sigmoid")'
            )
            yield [Edit(span, f"{layer[1]}{name}")]
        else:
            yield [Edit(span, f"{layer[1]}LogSoftmax({layer[2]})")]
        return
    if to == "sigmoid":
        inner = _first(script, span)
        if inner and imports(script, "torch"):
            yield [Edit(span, f"torch.sigmoid({inner})")]
        return
    changed = re.sub(r"\bsoftmax\(", "log_softmax(", text, count=1) if text.count("softmax(") == 1 else ""
    if changed:
        yield [Edit(span, changed)]


def _logged(script: Script, trait: Trait) -> Iterator[Offer]:
    """log_softmax for softmax; the fused loss for raw scores."""
    if trait.more.get("activation") == "softmax" and (span := trait.spans.get("activation")) is not None:
        yield from _renamed_activation(script, span, "log_softmax")
    loss = trait.spans.get("loss")
    if trait.more.get("activation") == "none" and loss is not None:
        text = code(script, loss)
        for old, new in (("NLLLoss", "CrossEntropyLoss"), ("nll_loss", "cross_entropy")):
            if text.count(old) == 1:
                yield [Edit(loss, text.replace(old, new))]


def _distribution(script: Script, trait: Trait) -> Iterator[Offer]:
    """What a KL divergence takes."""
    if trait.more.get("framework") == "keras":
        written = trait.spans.get("written")
        if written is not None:
            quote = code(script, written)[:1]
            yield [Edit(written, f"{quote}softmax{quote}")]
        return
    if trait.more.get("activation") == "softmax" and (span := trait.spans.get("activation")) is not None:
        yield from _renamed_activation(script, span, "log_softmax")
        return
    fed = trait.spans.get("bound") or trait.spans.get("fed")
    if fed is not None and imports(script, "torch") and isinstance(expression(script, fed), ast.Call):
        yield [Edit(fed, f"torch.log_softmax({code(script, fed)}, dim=1)")]


def _other_loss(script: Script, trait: Trait) -> Iterator[Offer]:
    """The loss for these labels."""
    span = trait.spans.get("loss")
    if span is None:
        return
    text = code(script, span)
    for old, new in (
        ("sparse_categorical_crossentropy", "binary_crossentropy"),
        ("categorical_crossentropy", "binary_crossentropy"),
        ("SparseCategoricalCrossentropy", "BinaryCrossentropy"),
        ("CategoricalCrossentropy", "BinaryCrossentropy"),
        ("CrossEntropyLoss()", "BCEWithLogitsLoss()"),
    ):
        if text.count(old) == 1:
            yield [Edit(span, text.replace(old, new))]
            return


# ---- the metric


def _raw_metric(script: Script, trait: Trait) -> Iterator[Offer]:
    """Scores cut at 0, or made probabilities before they are rounded."""
    rounded = trait.spans.get("round")
    if rounded is not None and imports(script, "torch"):
        inner, text = _first(script, rounded), code(script, rounded)
        if inner:
            yield [Edit(rounded, text.replace(inner, f"torch.sigmoid({inner})", 1))]
    yield from literal(script, trait, "0", "threshold")
    metric = trait.spans.get("metric")
    if metric is None:
        return
    found = expression(script, metric)
    if isinstance(found, ast.Call):
        edit = with_argument(script, metric, "threshold=0.0")
        if edit is not None:
            yield [edit]
    elif isinstance(found, ast.Constant):
        head = _keras(script)
        if head:
            yield [Edit(metric, f"{head}metrics.BinaryAccuracy(threshold=0.0)")]


def _keras(script: Script) -> str:
    """How the script reaches Keras."""
    text = "\n".join(line.text for line in script.lines)
    if re.search(r"^\s*(?:import keras\b|from tensorflow import keras)", text, re.M) or (
        "keras." in text and "tf.keras." not in text and not re.search(r"^\s*(?:import|from)\s", text, re.M)
    ):
        return "keras."
    return "tf.keras." if re.search(r"import tensorflow as tf", text) else ""


def _ties(script: Script, trait: Trait) -> Iterator[Offer]:
    """One winner by argmax."""
    call = trait.spans.get("call")
    if call is not None:
        node = node_at(script, call, ast.Call)
        if isinstance(node, ast.Call):
            given = {one.arg: one.value for one in node.keywords}
            scores = given.get("predictions", node.args[0] if node.args else None)
            labels = given.get("targets", node.args[1] if len(node.args) > 1 else None)
            if scores is not None and labels is not None:
                x, y = (code(script, span_of(script, one)) for one in (scores, labels))
                yield [Edit(call, f"tf.equal(tf.argmax({x}, 1), tf.cast({y}, tf.int64))")]
    metric = trait.spans.get("metric")
    if metric is not None and isinstance(expression(script, metric), ast.Call):
        text = code(script, metric)
        head = re.match(r"((?:\w+\.)*)(Sparse)?TopKCategoricalAccuracy\s*\(", text)
        if head:
            yield [Edit(metric, f"{head[1]}{head[2] or ''}CategoricalAccuracy()")]
    hit = trait.spans.get("hit")
    found = expression(script, hit)
    if hit is not None and isinstance(found, ast.Compare):
        text = re.sub(r"\s+", " ", code(script, hit))
        match = re.match(
            r"(\w+)\.gather\(1, (\w+)(?:\[:, None\]|\.unsqueeze\(1\)|\.view\(-1, 1\))\)"
            r"(?:\[:, 0\]|\.squeeze\(1\)) >= "
            r"\1\.(?:amax\((?:dim=)?1\)|max\((?:dim=)?1\)(?:\[0\]|\.values)|amax\( dim=1 \))",
            text,
        )
        if match:
            yield [Edit(hit, f"{match[1]}.argmax(dim=1) == {match[2]}")]


def _other_metric(script: Script, trait: Trait) -> Iterator[Offer]:
    metric = trait.spans.get("metric")
    if metric is not None and isinstance(expression(script, metric), ast.Constant):
        yield [
            Edit(
                metric,
                quoted(script, "mae")
                if code(script, metric)[:1] not in "'\""
                else code(script, metric)[0] + "mae" + code(script, metric)[0],
            )
        ]


def _counted(script: Script, trait: Trait) -> Iterator[Offer]:
    count = trait.spans.get("count")
    name = trait.more.get("loader", "")
    made = any(re.search(rf"\b{re.escape(name)}\s*=.*DataLoader\(", line.text) for line in script.lines)
    shares = [(span, trait.more.get(key)) for key, span in trait.spans.items() if key.startswith("count ")]
    if shares and all(batches for _, batches in shares):
        yield [Edit(span, batches or "") for span, batches in shares]
    if count is not None and name and made:
        yield [Edit(count, f"len({name}.dataset)")]


# ---- the loop


def _cleared(script: Script, trait: Trait) -> Iterator[Offer]:
    back = trait.spans.get("backward")
    if back is not None:
        yield [before(script, back.line, f"{trait.more.get('optimizer') or 'optimizer'}.zero_grad()")]


def _stepped(script: Script, trait: Trait) -> Iterator[Offer]:
    back = trait.spans.get("backward")
    name = trait.more.get("optimizer", "")
    clear = trait.spans.get("clear")
    if back is not None and clear is not None and clear.line == clear.end_line:
        written = code(script, clear)
        if script.lines[clear.line - 1].text.strip() == written:
            yield [before(script, back.line, written), without(script, clear.line, clear.end_line)]
        return
    if back is None or not name:
        return
    if not trait.more.get("tape"):
        yield [after(script, back.end_line, f"{name}.step()", back.line)]
        return
    statement = statement_at(script, back)
    if (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and len(statement.value.args) > 1
    ):
        grads, weights = ast.unparse(statement.targets[0]), ast.unparse(statement.value.args[1])
        modern = any(re.match(r"\s*import keras\b", line.text) for line in script.lines)
        call = (
            f"{name}.apply({grads}, {weights})"
            if modern
            else f"{name}.apply_gradients(zip({grads}, {weights}))"
        )
        yield [after(script, back.end_line, call, back.line)]


def _averaged(script: Script, trait: Trait) -> Iterator[Offer]:
    loss, steps = trait.spans.get("loss"), trait.more.get("steps", "")
    if loss is not None and steps and re.fullmatch(r"[\w.]+", steps):
        yield [Edit(loss, f"({code(script, loss)} / {steps})")]


def _undivided(script: Script, trait: Trait) -> Iterator[Offer]:
    """The framework divides: the script leaves it."""
    span = trait.spans.get("division")
    node = node_at(script, span, ast.BinOp)
    if span is not None and isinstance(node, ast.BinOp):
        yield [Edit(span, code(script, span_of(script, node.left)))]


def _cleared_with_the_step(script: Script, trait: Trait) -> Iterator[Offer]:
    """Gradients are cleared where they were used, not at every batch."""
    clear, step = trait.spans.get("clear"), trait.spans.get("step")
    if clear is None or step is None or clear.line == step.line:
        return
    if script.lines[clear.line - 1].text.strip() == code(script, clear):
        yield [
            without(script, clear.line, clear.end_line),
            after(script, step.end_line, code(script, clear), step.line),
        ]


def _once(script: Script, trait: Trait) -> Iterator[Offer]:
    """The second step is taken out, where it stands on lines of its own."""
    span = trait.spans.get("again")
    statement = statement_at(script, span) if span is not None else None
    alone = isinstance(statement, ast.Expr) and statement.end_lineno is not None
    if (
        alone
        and statement is not None
        and not script.lines[statement.lineno - 1].text[: statement.col_offset].strip()
    ):
        yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]


def _attached(script: Script, trait: Trait) -> Iterator[Offer]:
    """Let gradients through: the cut is taken out."""
    cut = trait.spans.get("cut")
    statement = statement_at(script, cut) if cut is not None else None
    if isinstance(statement, ast.Assign) and _alone(script, statement):
        target = ast.unparse(statement.targets[0])
        names = {one.id for one in nodes_of(statement.value) if isinstance(one, ast.Name)}
        if target in names and len(statement.targets) == 1:
            value = code(script, span_of(script, statement.value))
            if re.match(
                r"torch\.(?:tensor|Tensor|FloatTensor)\(|\w+(?:\.detach\(\)|\.data)$|"
                r"(?:\w+\.)*stop_gradient\(\s*\w+\s*\)$",
                value,
            ):
                yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]
    node = node_at(script, trait.span, ast.Call)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "detach":
        yield [Edit(trait.span, code(script, span_of(script, node.func.value)))]


def _evaluated(script: Script, trait: Trait) -> Iterator[Offer]:
    """eval() before the evaluation, and train() back where the loop begins."""
    span, name = trait.spans.get("evaluation"), trait.more.get("model", "model")
    statement = statement_at(script, span) if span is not None else None
    if statement is None:
        return
    outer = statement
    for node in nodes_of(tree_of(script)):
        if isinstance(node, ast.With | ast.For) and within(span_of(script, node), span_of(script, statement)):
            grad = isinstance(node, ast.With) and "grad" in ast.unparse(node.items[0].context_expr)
            if grad and within(span_of(script, node), span_of(script, outer)):
                outer = node
    on = before(script, outer.lineno, f"{name}.eval()")
    loops = [
        node
        for node in nodes_of(tree_of(script))
        if isinstance(node, ast.For) and within(span_of(script, node), span_of(script, outer))
    ]
    yield [on]
    if loops:
        loop = loops[0]
        yield [before(script, loop.body[0].lineno, f"{name}.train()"), on]


def _back_to_training(script: Script, trait: Trait) -> Iterator[Offer]:
    if "to" in trait.more:
        yield from literal(script, trait, trait.more["to"], "flag")
        return
    loop, name = trait.spans.get("loop"), trait.more.get("model", "model")
    node = node_at(script, loop, ast.For)
    if isinstance(node, ast.For):
        yield [before(script, node.body[0].lineno, f"{name}.train()")]


def _unfixed(script: Script, trait: Trait) -> Iterator[Offer]:
    if trait.more.get("value") == "functional":
        call = trait.spans.get("call")
        edit = with_argument(script, call, "training=self.training") if call is not None else None
        if edit is not None:
            yield [edit]
        return
    yield from literal(script, trait, trait.more.get("to", "training"), "flag")


def _out_of_the_loop(script: Script, trait: Trait) -> Iterator[Offer]:
    """scheduler.step() after the inner loop."""
    step, loop = trait.spans.get("step"), trait.spans.get("loop")
    statement = statement_at(script, step) if step is not None else None
    if step is None or loop is None or not isinstance(statement, ast.Expr) or not _alone(script, statement):
        return
    text = code(script, span_of(script, statement))
    last = loop.end_line
    if statement.end_lineno == last:
        yield [
            Edit(
                Span(step.line, 0, last, len(script.lines[last - 1].text)),
                f"{indent(script, loop.line)}{text}",
            )
        ]
    else:
        yield [without(script, step.line, step.end_line), after(script, last, text, loop.line)]


def _reset(script: Script, trait: Trait) -> Iterator[Offer]:
    """The sum set to zero where the epoch begins."""
    reset, loop = trait.spans.get("reset"), trait.spans.get("loop")
    node = node_at(script, loop, ast.For)
    if reset is not None and isinstance(node, ast.For):
        yield [
            without(script, reset.line, reset.end_line),
            before(script, node.body[0].lineno, re.sub(r"\s*#.*$", "", code(script, reset))),
        ]


def _mean(script: Script, trait: Trait) -> Iterator[Offer]:
    edit = without_keyword(script, trait.span, ("reduction",))
    if edit is not None:
        yield [edit]


# ---- what is made


def _after_the_layer(script: Script, trait: Trait) -> Iterator[Offer]:
    """The optimizer made after the layer that it was to hold; a plain list made one of modules."""
    if trait.more.get("plain"):
        span = trait.spans.get("list")
        if span is not None and any(re.search(r"\bnn\b", line.text) for line in script.lines):
            yield [Edit(span, f"nn.ModuleList({code(script, span)})")]
        return
    made, layer = trait.spans.get("optimizer"), trait.spans.get("layer")
    statement = statement_at(script, made) if made is not None else None
    if statement is None or layer is None or made is None or not isinstance(statement, ast.Assign):
        return
    whole = code(script, span_of(script, statement))
    yield [without(script, statement.lineno, statement.end_lineno or 0), after(script, layer.end_line, whole)]


_DRAWS = ("zeros_", "normal_", "trunc_normal_", "constant_", "uniform_")


def _initialized(script: Script, trait: Trait) -> Iterator[Offer]:
    """Weights drawn with the spread that suits ReLU; a spread of a configuration as it is usual."""
    if trait.more.get("fix"):
        yield from literal(script, trait, trait.more["fix"])
        return
    call = trait.spans.get("call")
    node = node_at(script, call, ast.Call)
    if call is not None and isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        drawn = node.func.value if isinstance(node.func, ast.Attribute) else None
        if drawn is not None and re.search(
            r"\.(?:weight|kernel)(?:\.data)?$|^\w+\.data$", ast.unparse(drawn)
        ):
            # a method of the weights themselves
            init = "torch.nn.init" if imports(script, "torch") else "nn.init"
            yield [Edit(call, f"{init}.kaiming_normal_({code(script, span_of(script, drawn))})")]
        elif name.rpartition(".")[2] in _DRAWS and node.args:
            head = name.rpartition(".")[0]
            weight = code(script, span_of(script, node.args[0]))
            yield [Edit(call, f"{head}.kaiming_normal_({weight})")]
        elif name.endswith(("RandomNormal", "TruncatedNormal")):
            kept = [code(script, span_of(script, one)) for one in node.keywords if one.arg == "seed"]
            yield [
                Edit(
                    call, f"{name[: name.rindex('.') + 1] if '.' in name else ''}HeNormal({', '.join(kept)})"
                )
            ]
    value = trait.spans.get("value")
    if value is not None and isinstance(expression(script, value), ast.Constant):
        yield [Edit(value, quoted(script, "glorot_uniform"))]


def _biased(_: Script, trait: Trait) -> Iterator[Offer]:
    spans = [span for key, span in trait.spans.items() if key.startswith("value")]
    if spans:
        yield [Edit(span, "True") for span in dict.fromkeys(spans)]


def _spatial(script: Script, trait: Trait) -> Iterator[Offer]:
    edits = []
    for span in dict.fromkeys(one for key, one in trait.spans.items() if key.startswith("layer")):
        head = head_of(code(script, span))
        if not head:
            return
        edits.append(
            Edit(
                span,
                f"{head}Dropout2d(0.1)"
                if head.startswith(("nn", "torch"))
                else f"{head}SpatialDropout2D(0.1)",
            )
        )
    if edits:
        yield edits


def _number(text_or_key: str) -> Recipe:
    """Put a number in the place of another."""

    def recipe(script: Script, trait: Trait) -> Iterator[Offer]:
        yield from literal(script, trait, trait.more.get("fix", text_or_key))

    return recipe


def _usual_rate(script: Script, trait: Trait) -> Iterator[Offer]:
    sgd = (
        "sgd" in trait.more.get("optimizer", "").lower()
        or "gradientdescent" in trait.more.get("optimizer", "").lower()
    )
    if trait.value:
        yield from literal(script, trait, "0.01" if sgd else "0.001")


def _gentle_rate(script: Script, trait: Trait) -> Iterator[Offer]:
    """A rate for weights that are good already: Devlin et al. 2019 fine-tune BERT at 2e-5 to 5e-5."""
    name = trait.more.get("optimizer", "").lower()
    if trait.value:
        language = any("transformers" in line.text for line in script.lines[:200])
        sgd = "sgd" in name or "gradientdescent" in name
        yield from literal(script, trait, "2e-5" if language else "0.001" if sgd else "1e-4")


def _gentle_decay(script: Script, trait: Trait) -> Iterator[Offer]:
    adamw = "adamw" in trait.more.get("optimizer", "").lower()
    if trait.value:
        yield from literal(script, trait, "0.01" if adamw else "1e-4")


def _momentum(script: Script, trait: Trait) -> Iterator[Offer]:
    span = trait.spans.get("optimizer")
    if span is None or trait.more.get("given") or "sgd" not in trait.more.get("optimizer", "").lower():
        return
    edit = with_argument(script, span, "momentum=0.9")
    if edit is not None:
        yield [edit]


def _quicker(script: Script, trait: Trait) -> Iterator[Offer]:
    yield from literal(script, trait, "0.9" if trait.more.get("framework") == "keras" else "0.1")


def _shuffled(script: Script, trait: Trait) -> Iterator[Offer]:
    if (helped := _at_training_call(script, trait)) is not None:
        yield helped
        return
    if "value" in trait.spans:
        yield from literal(script, trait, "True")
        return
    call = trait.spans.get("call")
    edit = with_argument(script, call, "shuffle=True") if call is not None else None
    if edit is not None:
        yield [edit]


def _at_training_call(script: Script, trait: Trait) -> Offer | None:
    """`shuffle=True` where the training loader is asked of a function whose default is not to shuffle.

    None where the flag is no default of a function, or where it is not one call that makes that loader.
    """
    value = node_at(script, trait.spans.get("value"), ast.Constant)
    for node in nodes_of(tree_of(script)):
        if not isinstance(node, ast.FunctionDef) or value is None:
            continue
        spec = node.args
        named = [*spec.posonlyargs, *spec.args]
        pairs = [
            *zip(reversed(named), reversed(spec.defaults), strict=False),
            *zip(spec.kwonlyargs, spec.kw_defaults, strict=True),
        ]
        told = next((one.arg for one, default in pairs if default is value), None)
        if told is None:
            continue
        calls = [
            one.value
            for one in nodes_of(tree_of(script))
            if isinstance(one, ast.Assign)
            and isinstance(one.value, ast.Call)
            and ast.unparse(one.value.func).rpartition(".")[2] == node.name
            and _TRAINING.search(ast.unparse(one.targets[0]))
        ]
        if len(calls) != 1 or any(one.arg == told for one in calls[0].keywords):
            return None
        edit = with_argument(script, span_of(script, calls[0]), f"{told}=True")
        return [edit] if edit is not None else None
    return None


_TRAINING = re.compile(r"(?<![a-z])(?:train|trn|tr)(?![a-z])|train", re.I)


def _fractions(script: Script, trait: Trait) -> Iterator[Offer]:
    """A division that keeps fractions."""
    span = trait.spans.get("operator")
    if span is None:
        return
    text = code(script, span)
    if text.count("//") == 1:
        yield [Edit(span, text.replace("//", "/"))]
    else:
        changed = re.sub(r"\.astype\((['\"])uint8\1\)$", r".astype(\1float32\1)", text)
        changed = re.sub(r"\.astype\((?:np\.uint8|int)\)$", '.astype("float32")', changed)
        if changed != text:
            yield [Edit(span, changed)]


def _squeezed(script: Script, trait: Trait) -> Iterator[Offer]:
    for key in ("call", "fed"):
        span = trait.spans.get(key)
        if span is not None and isinstance(expression(script, span), ast.Call):
            yield [Edit(span, f"{code(script, span)}.squeeze(1)")]


def _nothing(script: Script, trait: Trait) -> Iterator[Offer]:
    yield from literal(script, trait, "None")
    span = trait.spans.get("value")
    if span is not None:
        yield [Edit(span, "None")]


def _mixed(script: Script, trait: Trait) -> Iterator[Offer]:
    span = trait.spans.get("policy")
    if span is not None and isinstance(expression(script, span), ast.Constant):
        quote = code(script, span)[:1]
        yield [Edit(span, f"{quote}mixed_float16{quote}")]


def _thawed(script: Script, trait: Trait) -> Iterator[Offer]:
    yield from literal(script, trait, "True")


def _melted(script: Script, trait: Trait) -> Iterator[Offer]:
    """Frozen weights learn: the flag is turned, or the line that freezes them goes."""
    yield from _thawed(script, trait)
    statement = statement_at(script, trait.span)
    if isinstance(statement, ast.Assign | ast.Expr) and _alone(script, statement):
        yield [without(script, statement.lineno, statement.end_lineno or statement.lineno)]


def _units(script: Script, trait: Trait) -> Iterator[Offer]:
    """As many units as there are classes, where their number is written in the layer."""
    span = trait.spans.get("layer")
    call = node_at(script, span, ast.Call)
    if not isinstance(call, ast.Call) or "units" not in trait.more:
        return
    given = [*call.args, *(one.value for one in call.keywords if one.arg in ("units", "out_features"))]
    numbers = [
        one for one in given if isinstance(one, ast.Constant) and str(one.value) == trait.more.get("given")
    ]
    if len(numbers) == 1:
        yield [Edit(span_of(script, numbers[0]), trait.more["units"])]


def _lifted(script: Script, _: Trait) -> Iterator[Offer]:
    """Biases that start at 0 in the place of all that start below it."""
    edits = []
    for one in nodes_of(tree_of(script)):
        if not isinstance(one, ast.Call):
            continue
        said = ast.unparse(one)
        if re.search(r"(?:fill_|constant_|copy_|assign)\(", said.rpartition("(")[0] + "(") and "bias" in said:
            edits += [
                Edit(span_of(script, number), "0.0")
                for number in (*one.args, *(key.value for key in one.keywords))
                if isinstance(number, ast.UnaryOp) and isinstance(number.op, ast.USub)
            ]
        lowered = [
            key
            for key in one.keywords
            if key.arg == "bias_initializer" and _below(key.value, tree_of(script))
        ]
        if lowered and (edit := without_keyword(script, span_of(script, one), ("bias_initializer",))):
            edits.append(edit)
    if edits:
        yield edits


def _below(node: ast.expr, tree: ast.Module) -> bool:
    """A constant start that is below 0, or a name that is given one."""
    if isinstance(node, ast.Name):
        given = [
            one.value
            for one in nodes_of(tree)
            if isinstance(one, ast.Assign) and node.id in [ast.unparse(target) for target in one.targets]
        ]
        return len(given) == 1 and not isinstance(given[0], ast.Name) and _below(given[0], tree)
    return bool(re.search(r"Constant\((?:value=)?-", ast.unparse(node)))


RECIPES: Mapping[str, tuple[tuple[tuple[str, str], Recipe], ...]] = {
    "missing-output-activation": ((("output fit", "scores-as-probabilities"), _activation),),
    "softmax-applied-twice": ((("output fit", "softmax-twice"), _unactivated),),
    "activation-before-softmax": ((("output fit", "cut-off-scores"), _unactivated),),
    "wrong-output-activation": (
        (("output fit", "range-too-small"), _unactivated),
        (("output fit", "shared-out"), _each_its_own),
    ),
    "softmax-on-one-unit": ((("output fit", "one-unit-softmax"), _one_unit),),
    "probabilities-without-log": ((("output fit", "no-log"), _logged),),
    "negative-kl-divergence": ((("output fit", "no-distribution"), _distribution),),
    "wrong-loss-for-task": ((("output fit", "wrong-loss"), _other_loss),),
    "metric-expects-probabilities": ((("metric fit", "raw-scores"), _raw_metric),),
    "metric-counts-ties": ((("metric fit", "ties"), _ties),),
    "wrong-metric-for-task": ((("metric fit", "other-task"), _other_metric),),
    "metric-bug": (
        (("metric fit", "batches-for-samples"), _counted),
        (("metric fit", "wrong-axis"), _other_axis),
    ),
    "missing-zero-grad": ((("gradients", "never-cleared"), _cleared),),
    "missing-optimizer-step": ((("gradients", "never-used"), _stepped),),
    "gradient-accumulation-mistake": (
        (("gradients", "summed-up"), _averaged),
        (("gradients", "divided-twice"), _undivided),
        (("gradients", "stepped-twice"), _once),
        (("gradients", "cleared-each-time"), _cleared_with_the_step),
    ),
    "detached-graph": ((("graph", "cut"), _attached),),
    "wrong-train-eval-mode": (
        (("mode", "no-eval"), _evaluated),
        (("mode", "no-train"), _back_to_training),
        (("mode", "fixed"), _unfixed),
    ),
    "learning-rate-schedule": ((("schedule", "epochs-as-batches"), _out_of_the_loop),),
    "loss-reduction-mistake": ((("loss sum", "never-reset"), _reset), (("loss sum", "sum"), _mean)),
    "parameters-not-in-optimizer": ((("parameters", "not-in-optimizer"), _after_the_layer),),
    "frozen-parameters": ((("parameters", "frozen"), _melted),),
    "exploding-gradients": ((("initializer", "growing"), limited),),
    "dying-relu": ((("initializer", "negative-biases"), _lifted),),
    "unscaled-inputs": ((("inputs", "raw"), inputs_scaled), (("inputs", "mixed"), inputs_scaled)),
    "unscaled-targets": ((("targets", "huge"), targets_scaled), (("targets", "raw"), targets_scaled)),
    "wrong-output-size": ((("output units", "mismatch"), _units),),
    "zero-initialized-weights": ((("initializer", "zeros"), _initialized),),
    "poor-initialization": (
        (("initializer", "large"), _initialized),
        (("initializer", "small"), _initialized),
    ),
    "oversized-logits": ((("initializer", "large"), _initialized),),
    "collapsed-features": ((("initializer", "small"), _initialized),),
    "missing-bias": ((("bias", "absent"), _biased),),
    "dropout-on-convolutions": ((("dropout", "on-convolutions"), _spatial),),
    "over-regularization": (
        (("penalty", "overwhelming"), _number("1e-4")),
        (("penalty", "strong"), _number("1e-4")),
        (("weight decay of the optimizer", ""), _gentle_decay),
    ),
    "regularized-bias": ((("bias penalty", "yes"), _nothing),),
    "batchnorm-statistics": ((("norm momentum", "slow"), _quicker),),
    "learning-rate-too-high": ((("learning rate of the optimizer", ""), _usual_rate),),
    "learning-rate-too-low": ((("learning rate of the optimizer", ""), _usual_rate),),
    "unstable-fine-tuning": ((("learning rate of the optimizer", ""), _gentle_rate),),
    "gradient-clipping-too-tight": ((("clipping", "tight"), _number("1.0")),),
    "vanilla-sgd": ((("momentum of the optimizer", ""), _momentum),),
    "unshuffled-data": ((("shuffle", "no"), _shuffled), (("shuffle", "class-by-class"), _shuffled)),
    "unshuffled-split": ((("split", "ordered"), _thawed), (("split", "ordered"), mixed)),
    "misaligned-labels": ((("pairs", "apart"), paired),),
    "padding-in-loss": ((("padding", "counted"), left_out),),
    "constant-inputs": ((("inputs", "constant"), _fractions),),
    "shape-broadcasting": ((("shapes", "different"), _squeezed),),
    "half-precision-overflow": ((("precision", "half-unscaled"), _mixed),),
}
"""Causes with the traits that show them, and how each is cured."""
