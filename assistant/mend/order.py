"""The rows that train: shuffled, in fractions that are kept.

Scales and pairs have rooms of their own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.mend.edits import Edit, code
from assistant.mend.places import Offer, literal, node_at, span_of, tree_of, with_argument
from assistant.readers.script.nodes import all_of, code_of
from assistant.script import Script, Trait


def shuffled(script: Script, trait: Trait) -> Iterator[Offer]:
    """The training rows mixed, where the flag stands or is missing."""
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
    for node in all_of(tree_of(script), ast.FunctionDef):
        if value is None:
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
            for one in all_of(tree_of(script), ast.Assign)
            if isinstance(one.value, ast.Call)
            and code_of(one.value.func).rpartition(".")[2] == node.name
            and _TRAINING.search(code_of(one.targets[0]))
        ]
        if len(calls) != 1 or any(one.arg == told for one in calls[0].keywords):
            return None
        edit = with_argument(script, span_of(script, calls[0]), f"{told}=True")
        return [edit] if edit is not None else None
    return None


_TRAINING = re.compile(r"(?<![a-z])(?:train|trn|tr)(?![a-z])|train", re.I)


def fractions(script: Script, trait: Trait) -> Iterator[Offer]:
    """A division that keeps fractions."""
    spans = [one for key, one in trait.spans.items() if key.startswith("operator") and one is not None]
    if not spans:
        return
    span, text = spans[0], code(script, spans[0])
    if all(code(script, one).count("//") == 1 for one in spans):
        yield [Edit(one, code(script, one).replace("//", "/")) for one in spans]
    else:
        changed = re.sub(r"\.astype\((['\"])uint8\1\)$", r".astype(\1float32\1)", text)
        changed = re.sub(r"\.astype\((?:np\.uint8|int)\)$", '.astype("float32")', changed)
        if changed != text:
            yield [Edit(span, changed)]
