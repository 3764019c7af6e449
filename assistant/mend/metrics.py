"""What is counted, and how it is divided.

A metric changes no training.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, code, expression
from assistant.mend.places import (
    Offer,
    argument_of,
    imports,
    literal,
    node_at,
    quoted,
    span_of,
    with_argument,
)
from assistant.script import Script, Trait


def other_axis(script: Script, trait: Trait) -> Iterator[Offer]:
    """The last axis of an argmax or a softmax for another one."""
    call = node_at(script, trait.spans.get("axis", trait.spans.get("call")), ast.Call)
    if isinstance(call, ast.Call):
        given = [one.value for one in call.keywords if one.arg in ("dim", "axis")] or call.args[-1:]
        if given and isinstance(given[0], ast.Constant):
            yield [Edit(span_of(script, given[0]), "-1")]


def raw_metric(script: Script, trait: Trait) -> Iterator[Offer]:
    """Scores cut at 0, or made probabilities before they are rounded."""
    rounded = trait.spans.get("round")
    if rounded is not None and imports(script, "torch"):
        inner, text = argument_of(script, rounded), code(script, rounded)
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


def without_ties(script: Script, trait: Trait) -> Iterator[Offer]:
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


def other_metric(script: Script, trait: Trait) -> Iterator[Offer]:
    """A distance in the place of hits."""
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


def counted(script: Script, trait: Trait) -> Iterator[Offer]:
    """Hits divided by the rows that were counted."""
    count = trait.spans.get("count")
    name = trait.more.get("loader", "")
    made = any(re.search(rf"\b{re.escape(name)}\s*=.*DataLoader\(", line.text) for line in script.lines)
    shares = [(span, trait.more.get(key)) for key, span in trait.spans.items() if key.startswith("count ")]
    if shares and all(batches for _, batches in shares):
        yield [Edit(span, batches or "") for span, batches in shares]
    if count is not None and name and made:
        yield [Edit(count, f"len({name}.dataset)")]
