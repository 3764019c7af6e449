"""Losses and metrics written by hand, as old TensorFlow code has them, by what their names were made of.

A name that is made anew is what it was made of last.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from assistant.readers.script.nodes import all_of, code_of, functions, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.tails import judged, tail_of
from assistant.readers.script.values import Flow, Op, Value

_LOGS = frozenset(("log", "log1p"))
_PRODUCTS = frozenset(("matmul", "xw_plus_b", "dot", "linear", "mm", "addmm"))
_MEANS = frozenset(("reduce_mean", "mean", "average"))
_SUMS = frozenset(("reduce_sum", "sum"))
_SIZED = re.compile(r"len\(\w+\)|\w+\.(?:size\(0\)|shape\[0\])|(?:args\.|self\.)?batch_?size")
_HARD = re.compile(r"(?:greater|less)(?:_equal)?$|^round$|^rint$")


def handmade(reader: Reader) -> Iterator[Found]:
    """Every trait of what is written by hand."""
    made = {
        one.targets[0].id: one.value
        for one in all_of(reader.walker.tree, ast.Assign)
        if len(one.targets) == 1 and isinstance(one.targets[0], ast.Name)
    }
    yield from _log_of_scores(reader, made)
    yield from _summed(reader, made)
    yield from _scores_against_half(reader)
    yield from _means_over_samples(reader)
    yield from _parts_over_all(reader, made)
    yield from _shuffled_predictions(reader, made)
    yield from _several_in_a_row(reader)
    yield from _pixels_over_rows(reader)
    yield from _hits_over_batches(reader)


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    func = node.func
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _is_scores(node: ast.expr | None, made: Mapping[str, ast.expr], depth: int = 6) -> bool:
    """A product with weights, with or without a bias, and nothing around it."""
    if node is None or depth == 0:
        return False
    if isinstance(node, ast.Name):
        return _is_scores(made.get(node.id), made, depth - 1)
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.MatMult):
            return True
        if isinstance(node.op, ast.Add):
            return any(_is_scores(side, made, depth - 1) for side in (node.left, node.right))
        return False
    name = _called(node)
    if name in ("add", "bias_add", "squeeze", "reshape") and isinstance(node, ast.Call) and node.args:
        return _is_scores(node.args[0], made, depth - 1)
    return name in _PRODUCTS


def _log_of_scores(reader: Reader, made: Mapping[str, ast.expr]) -> Iterator[Found]:
    """`tf.log(y_)` where `y_` is a product with weights: a log of raw scores, half of them below zero."""
    for node in nodes_of(reader.walker.tree):
        if _called(node) in _LOGS and isinstance(node, ast.Call) and node.args:
            given = node.args[0]
            if isinstance(given, ast.Name) and _is_scores(given, made):
                says = f"the log is taken of {given.id}, raw scores without a softmax or sigmoid"
                yield reader.found("output fit", "scores-as-probabilities", says, node, sure=0.9)
                return


def _summed(reader: Reader, made: Mapping[str, ast.expr]) -> Iterator[Found]:
    """`-tf.reduce_sum(y * tf.log(p))`: a sum over the batch, of which no mean is taken anywhere."""
    minimized = {
        name
        for node in nodes_of(reader.walker.tree)
        if _called(node) == "minimize" and isinstance(node, ast.Call) and node.args
        for name in names_in(node.args[0])
    }
    for name in sorted(minimized & made.keys()):
        value = made[name]
        inner = value.operand if isinstance(value, ast.UnaryOp) else value
        if _called(inner) not in _SUMS or not isinstance(inner, ast.Call):
            continue
        along = len(inner.args) > 1 or any(one.arg in ("axis", "reduction_indices") for one in inner.keywords)
        meant = any(_called(node) in _MEANS for node in ast.walk(value))
        if not along and not meant:
            yield reader.found("loss sum", "sum", f"{name} is a sum over the batch", inner, sure=0.85)
            return


def _scores_against_half(reader: Reader) -> Iterator[Found]:
    """`tf.greater(scores, 0.5)`, `tf.round(scores)` of what a loss takes as logits."""
    logits: set[str] = set()
    for node in all_of(reader.walker.tree, ast.Call):
        if _called(node).endswith(("_with_logits", "WithLogitsLoss")):
            logits |= {
                one.value.id
                for one in node.keywords
                if one.arg == "logits" and isinstance(one.value, ast.Name)
            }
    for node in all_of(reader.walker.tree, ast.Call):
        if not node.args or not _HARD.search(_called(node)):
            continue
        held = node.args[0]
        half = len(node.args) < 2 or (isinstance(node.args[1], ast.Constant) and node.args[1].value == 0.5)
        if isinstance(held, ast.Name) and half and held.id in logits:
            says = f"{held.id}, raw scores, is held against 0.5: that is a probability of 0.62"
            yield reader.found("metric fit", "raw-scores", says, node, sure=0.9)
            return


def _means_over_samples(reader: Reader) -> Iterator[Found]:
    """`total += loss.item(); n += len(batch); total / n`: means of batches are divided by samples."""
    grown: dict[str, ast.AugAssign] = {}
    for node in all_of(reader.walker.tree, ast.AugAssign):
        if isinstance(node.op, ast.Add) and isinstance(node.target, ast.Name):
            grown[node.target.id] = node
    for ratio in all_of(reader.walker.tree, ast.BinOp):
        if not (isinstance(ratio.op, ast.Div) and isinstance(ratio.left, ast.Name)):
            continue
        if not isinstance(ratio.right, ast.Name):
            continue
        total, count = grown.get(ratio.left.id), grown.get(ratio.right.id)
        if total is None or count is None:
            continue
        added = code_of(total.value)
        sized = _SIZED.fullmatch(code_of(count.value))
        if sized and re.fullmatch(r"(?:\w*loss\w*)(?:\.item\(\)|\.data(?:\[0\])?|\.numpy\(\))?", added):
            says = f"{ratio.left.id} adds up means of batches, and {ratio.right.id} counts samples"
            yield reader.found("loss sum", "batch-means", says, ratio, sure=0.8)
            return


def _parts_over_all(reader: Reader, made: Mapping[str, ast.expr]) -> Iterator[Found]:
    """`total_loss / len(loader.dataset)` where a sampler draws a part of it: 0.8 or 0.2 of the loss."""
    for node in all_of(reader.walker.tree, ast.BinOp):
        if not isinstance(node.op, ast.Div):
            continue
        whole = re.fullmatch(r"len\((\w+)\.dataset\)", code_of(node.right))
        loader = made.get(whole[1]) if whole is not None and "loss" in code_of(node.left) else None
        if not isinstance(loader, ast.Call):
            continue
        given = next((one.value for one in loader.keywords if one.arg == "sampler"), None)
        sampler = made.get(given.id) if isinstance(given, ast.Name) else given
        if _called(sampler or loader) in ("SubsetRandomSampler", "SubsetSampler") and whole is not None:
            says = f"{whole[1]} draws a part of its data set, and all of its rows are divided by"
            yield reader.found("loss sum", "whole-set", says, node, sure=0.9)
            return


def _shuffled_predictions(reader: Reader, made: Mapping[str, ast.expr]) -> Iterator[Found]:
    """Predictions of a generator that shuffles, held against its `.classes`, which stand in order."""
    mixed = {
        name
        for name, value in made.items()
        if _called(value) == "flow_from_directory"
        and isinstance(value, ast.Call)
        and not any(one.arg == "shuffle" and code_of(one.value) == "False" for one in value.keywords)
    }
    if not mixed:
        return
    predicted = {
        name
        for node in all_of(reader.walker.tree, ast.Call)
        if _called(node) in ("predict", "predict_generator") and node.args
        for name in names_in(node.args[0]) & mixed
    }
    for node in all_of(reader.walker.tree, ast.Attribute):
        if (
            node.attr in ("classes", "labels", "filenames")
            and isinstance(node.value, ast.Name)
            and node.value.id in predicted
        ):
            says = f"{node.value.id} shuffles, so its predictions are in another order than its .{node.attr}"
            if re.search(r"class_mode=None", reader.text) and _learned_from(reader, predicted):
                yield reader.found("pairs", "apart", says, node, sure=0.9)
            else:
                yield reader.found("metric fit", "other-order", says, node, sure=0.9)
            return


def _learned_from(reader: Reader, flows: set[str]) -> bool:
    """What a network gives for a generator are the inputs of another: returned, saved or fitted on."""
    features = {
        code_of(one.targets[0])
        for one in all_of(reader.walker.tree, ast.Assign)
        if _called(one.value) in ("predict", "predict_generator") and names_in(one.value) & flows
    }
    handed = [
        one
        for one in (*all_of(reader.walker.tree, ast.Return), *all_of(reader.walker.tree, ast.Call))
        if isinstance(one, ast.Return)
        or _called(one) in ("fit", "savez", "savez_compressed", "train_test_split")
    ]
    return any(
        code_of(part) in features for one in handed for part in nodes_of(one) if isinstance(part, ast.Name)
    )


def _hits_over_batches(reader: Reader) -> Iterator[Found]:
    """`for x, y in ds: hits += sum; seen += len(x)`, and in the end `hits / len(ds)`, a number of batches."""
    for owner in all_of(reader.walker.tree, ast.FunctionDef):
        loops = [one for one in owner.body if isinstance(one, ast.For) and isinstance(one.iter, ast.Name)]
        for over in loops:
            name = code_of(over.iter)
            sized = re.search(r"\.shape\[0\]|len\((?:x|y|xb|yb|images|labels)\)|\.size\(0\)", code_of(over))
            grown = {
                code_of(one.target) for one in all_of(over, ast.AugAssign) if isinstance(one.op, ast.Add)
            }
            for ratio in all_of(owner, ast.BinOp):
                left = code_of(ratio.left)
                hits = left in grown and re.search(r"^(?:n_)?(?:correct|hits?|right|good|num_correct)$", left)
                whole = code_of(ratio.right) == f"len({name})"
                if isinstance(ratio.op, ast.Div) and hits and whole and sized and len(grown) > 1:
                    says = f"hits are divided by len({name}), the number of batches"
                    yield reader.found("metric fit", "batches-for-samples", says, ratio, sure=0.9)
                    return


_PICTURES = re.compile(r"\.(?:size\(0\)|shape\[0\])$|^len\(")


def _pixels_over_rows(reader: Reader) -> Iterator[Found]:
    """Hits of every pixel of a map of classes, over the number of pictures: the score exceeds 1."""
    maps = [
        use
        for use in judged(reader)
        if use.kind == "cross-entropy"
        and (tail := tail_of(use.fed)).layer is not None
        and tail.layer.name == "conv"
    ]
    if not maps or any(op.name in ("flat", "reshaped", "pool") for use in maps for op in _behind(use.fed)):
        return
    for owner in all_of(reader.walker.tree, ast.FunctionDef):
        grown = {
            code_of(one.target): one for one in all_of(owner, ast.AugAssign) if isinstance(one.op, ast.Add)
        }
        for ratio in all_of(owner, ast.BinOp):
            hits, rows = grown.get(code_of(ratio.left)), grown.get(code_of(ratio.right))
            if not isinstance(ratio.op, ast.Div) or hits is None or rows is None:
                continue
            summed = re.search(r"== .*\.sum\(\)|sum\(.*==", code_of(hits.value))
            if summed and _PICTURES.search(code_of(rows.value)):
                says = f"{code_of(hits.target)} counts pixels, and {code_of(rows.target)} counts pictures"
                yield reader.found("metric fit", "other-rows", says, rows, sure=0.92)
                return


def _behind(fed: Value) -> list[Op]:
    """What is done behind the last layer."""
    ops = list(fed.ops) if isinstance(fed, Flow) else []
    last = max((n for n, op in enumerate(ops) if op.name in ("conv", "linear")), default=0)
    return ops[last + 1 :]


_ONE_EACH = re.compile(r"BCE|binary_cross|MultiLabel|multilabel|SoftMargin|sigmoid_focal|SoftTarget|KLDiv")


def _several_in_a_row(reader: Reader) -> Iterator[Found]:
    """`for tag in tags: y[index[tag]] = 1` in a data set, and a cross-entropy, which asks for one class."""
    if _ONE_EACH.search(reader.text) or not re.search(r"CrossEntropyLoss\(|F\.cross_entropy\(", reader.text):
        return
    cut = any(_called(one) == "sigmoid" for one in nodes_of(reader.walker.tree))
    for owner in functions(reader.walker.tree, "__getitem__"):
        empty = {
            code_of(one.targets[0])
            for one in nodes_of(owner)
            if isinstance(one, ast.Assign) and _called(one.value) == "zeros"
        }
        for loop in (one for one in nodes_of(owner) if isinstance(one, ast.For)):
            for one in loop.body:
                if not isinstance(one, ast.Assign) or not isinstance(one.value, ast.Constant):
                    continue
                put = one.targets[0]
                whose = code_of(put.value) if isinstance(put, ast.Subscript) else ""
                if cut and whose in empty and one.value.value in (1, 1.0):
                    says = f"{code_of(one)[:40]} for each of several labels, and the loss asks for one class"
                    yield reader.found("output fit", "wrong-loss", says, one, sure=0.9)
                    return
