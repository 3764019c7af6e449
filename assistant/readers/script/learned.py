"""Whether weights hold something learned when they are frozen: loaded, or trained before in the same script.

What is frozen is read elsewhere.
"""

from __future__ import annotations

import ast
import re

from assistant.readers.script.events import Event
from assistant.readers.script.held import within
from assistant.readers.script.nodes import all_of, code_of, nodes_below, nodes_of
from assistant.readers.script.report import Reader
from assistant.readers.script.values import Flow, Node, Thing, is_none

_LOADS = re.compile(
    r"^(?:load_(?:state_dict|weights|from_checkpoint|checkpoint|ckpt|pretrained|model|safetensors|file|jit)\w*|"
    r"(?:from|restore)_?(?:checkpoint|ckpt|weights|latest|model)\w*|restore|copy_|pre_?train\w*|"
    r"init_from_?\w*|warm_?start\w*|set_weights)$",
    re.I,
)
_RESUMES = frozenset(
    ("resume_from_checkpoint", "ckpt_path", "resume_from", "checkpoint_path", "restore_from")
)
_LOOKS = re.compile(
    r"summary|watch|info|print|count|num_|param|repr|plot|log|graph|describe|device|seed", re.I
)
"""Code that nobody can see, and that by its name only looks at a model."""


def loads(reader: Reader) -> tuple[bool, str]:
    """Whether weights are loaded; and the condition that keeps them from it as long as nothing is given."""
    shut: dict[Node, str] = {}
    for node in all_of(reader.walker.tree, ast.If):
        if node.test in reader.walker.untaken:
            for part in node.body:
                shut.update(dict.fromkeys(nodes_of(part), code_of(node.test)))
    own = {one.name for one in all_of(reader.walker.tree, ast.FunctionDef)}
    back = _behind_fits(reader)
    found = [one for one in nodes_of(reader.walker.tree) if _loading(one, own) and one not in back]
    return any(one not in shut for one in found), next((shut[one] for one in found if one in shut), "")


def _behind_fits(reader: Reader) -> set[Node]:
    """What stands behind the last fit of a function or of the script: loaded there is what was trained."""
    lines = [getattr(event.node, "lineno", 0) for event in reader.events("fit")]
    found: set[Node] = set()
    for body in (
        one.body for one in nodes_of(reader.walker.tree) if isinstance(one, ast.FunctionDef | ast.Module)
    ):
        fits = [n for n, one in enumerate(body) if any(one.lineno <= at <= _end(one) for at in lines)]
        found |= set(nodes_below(body[fits[-1] + 1 :])) if fits else set()
    return found


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _loading(node: Node, own: set[str]) -> bool:
    """A call that brings weights from elsewhere; functions of the script are entered, not believed."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in own and _LOADS.search(name):
        return True
    return any(
        one.arg in _RESUMES and not (isinstance(one.value, ast.Constant) and not one.value.value)
        for one in node.keywords
    )


def trained_before(reader: Reader, weights: Thing, event: Event) -> bool:
    """The weights were in a training, or in the hands of code that nobody can see, before this event."""
    mine = within(weights)
    for one in reader.events("backward", "minimize", "fit", "trained", "escape"):
        around = set(event.loops) & set(one.loops)
        if one.quiet or one.more.get("root") != event.more.get("root"):
            continue
        if one.order > event.order and not (around and one.kind != "escape"):
            continue
        if event.more.get("root") != "module" and one.calls[:1] != event.calls[:1]:
            continue  # two functions that the script leaves to others
        if _touches(reader, one, mine):
            return True
    return False


def _touches(reader: Reader, event: Event, mine: set[int]) -> bool:
    """A training in which some of these things learned; true as well where that is not known."""
    if event.kind in ("backward", "minimize"):
        value = event.value
        if not isinstance(value, Flow) or not value.losses:
            return True
        fed = [reader.walker.losses[index].fed for index in value.losses]
        if any(not isinstance(one, Flow) or "unknown" in [op.name for op in one.ops] for one in fed):
            return True
        return any(id(op.thing) in mine for one in fed if isinstance(one, Flow) for op in one.ops)
    model = event.value if event.kind == "trained" else event.owner
    if event.kind == "escape":
        name = code_of(event.node.func) if isinstance(event.node, ast.Call) else ""
        return isinstance(model, Thing) and bool(within(model) & mine) and not _LOOKS.search(name)
    if is_none(model):
        return False
    return not isinstance(model, Thing) or bool(within(model) & mine) or model.kind == "model"
