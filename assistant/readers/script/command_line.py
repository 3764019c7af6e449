"""Options of a command line: argparse with its defaults, and the dataclasses of transformers.

No command line is read.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from assistant.readers.script.nodes import code_of
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Name,
    Thing,
    Unknown,
    Value,
    text,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


def dataclasses(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """HfArgumentParser: an object for each of its classes, with what the call itself hands over."""
    if not name.startswith("parse_"):
        return None
    given = options.get("args", args[0] if args else UNKNOWN)
    told: dict[str, Value] = {"**": UNKNOWN}
    written = next((one.value for one in node.keywords if one.arg == "args"), None)
    if isinstance(written, ast.BoolOp) and "argv" in code_of(written.values[0]):
        given = walker.value(written.values[-1])  # what holds where the command line is empty
    if isinstance(given, Thing) and given.kind == "dict":
        told = dict(given.attributes)
    elif isinstance(given, Thing) and given.kind == "list" and not given.open:
        told = _words(given)
    classes = owner.args[0] if owner.args else UNKNOWN
    found: list[Value] = []
    for one in classes.items if isinstance(classes, Thing) else [classes]:
        if isinstance(one, Name) and one.last.endswith("TrainingArguments"):
            made = walker.thing("hf-arguments", one.last, "pytorch", [], dict(told), node)
            walker.event("made", node, owner=made)
            found.append(made)
        else:
            found.append(UNKNOWN)
    return Thing("tuple", items=found)


def _words(given: Thing) -> dict[str, Value]:
    """`["--learning_rate", "3e-4"]` as options."""
    told: dict[str, Value] = {}
    items = [text(one) for one in given.items]
    for key, one in zip(items, [*given.items[1:], UNKNOWN], strict=True):
        if key is None or not key.startswith("--"):
            continue
        name, _, direct = key[2:].partition("=")
        said = direct or text(one) or ""
        place = getattr(one, "node", None)
        try:
            told[name] = Const(float(said), place)
        except ValueError:
            told[name] = Const(said if said and not said.startswith("--") else True, place)
    return told


def parser(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """argparse: each argument with its default."""
    if name in ("add_argument_group", "add_mutually_exclusive_group", "add_subparsers"):
        return owner
    if name == "add_argument":
        names = [one.value for one in args if isinstance(one, Const) and isinstance(one.value, str)]
        longest = next((one for one in names if one.startswith("--")), names[0] if names else "")
        key = text(options.get("dest")) or longest.lstrip("-").replace("-", "_")
        default = options.get("default")
        action = text(options.get("action")) or ""
        if default is None and action in ("store_true", "store_false"):
            default = Const(action == "store_false", node)
        if isinstance(default, Const):
            kind = options.get("type")
            value = default.value
            if isinstance(value, str) and isinstance(kind, Unknown) and kind.hint in ("float", "int"):
                try:
                    value = float(value)
                except ValueError:
                    return UNKNOWN
            owner.attributes[key] = Const(value, default.node, True)
        return UNKNOWN
    if name == "set_defaults":
        owner.attributes.update(
            {key: Const(one.value, one.node, True) for key, one in options.items() if isinstance(one, Const)}
        )
        return UNKNOWN
    if name in ("parse_args", "parse_known_args"):
        one = walker.thing("args", "Namespace", "", [], {}, node)
        one.attributes = dict(owner.attributes)
        return one if name == "parse_args" else Thing("tuple", items=[one, UNKNOWN])
    return None
