"""A training script, a notebook or a piece of code to what it says of itself; parsed, never run.

Whether a trait is a fault is not known here.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from assistant.readers.script.account import account
from assistant.readers.script.axes import axes
from assistant.readers.script.budget import budget
from assistant.readers.script.divergence import divergence
from assistant.readers.script.divisions import divisions
from assistant.readers.script.edits import edits
from assistant.readers.script.epochs import epochs
from assistant.readers.script.fragments import begun
from assistant.readers.script.handmade import handmade
from assistant.readers.script.hugging import hugging
from assistant.readers.script.inputs import inputs
from assistant.readers.script.layers import architecture, layers
from assistant.readers.script.leaks import leaks
from assistant.readers.script.loop import loop
from assistant.readers.script.modes import modes
from assistant.readers.script.outputs import outputs
from assistant.readers.script.parallel import parallel
from assistant.readers.script.printed import printed
from assistant.readers.script.rates import numbers
from assistant.readers.script.recurrent import recurrent
from assistant.readers.script.report import Reader
from assistant.readers.script.sequences import sequences
from assistant.readers.script.sessions import sessions
from assistant.readers.script.settings import Setting, settings
from assistant.readers.script.signs import signs
from assistant.readers.script.stack import stack
from assistant.readers.script.taped import taped
from assistant.readers.script.tolerant import parse
from assistant.readers.script.trained import trained
from assistant.readers.script.tweaks import tweaks
from assistant.readers.script.walk import Walker
from assistant.readers.script.watched import watched
from assistant.readers.script.windows import windows
from assistant.run import Fact, Place
from assistant.script import Line, Script, Trait

__all__ = ["is_training", "read_code"]

_TRAINING = re.compile(
    r"^\s*(?:import|from)\s+(?:torch|keras|tensorflow|tf_keras|sklearn|pytorch_lightning|lightning|"
    r"transformers|timm)\b",
    re.M,
)
_MARKS = re.compile(
    r"\bnn\.[A-Z]\w+\(|\bF\.\w+\(|keras\.|\btf\.|\.compile\(|\.backward\(\)|optim\.\w+\(|layers\.\w+\(|"
    r"Sequential\(|model\.add\(|\.fit\(|Dense\(|CrossEntropy|[A-Z]\w*Loss\(|\btorch\.|\bLinear\(|"
    r"flow_from_directory|loss\.item\(|loss\.backward\(|\btransforms\.[A-Z]\w+\(|\bDataLoader\(|"
    r"\.trainable\s*=|\.requires_grad\b|\btrain_test_split\(|\bStandardScaler\("
)
LARGEST = 2_000_000
"""Characters of a script that are read."""


def is_training(text: str) -> bool:
    """A text that names a framework as a program does."""
    return bool(_TRAINING.search(text))


def has_marks(text: str) -> bool:
    """Code that makes layers, losses or optimizers, with or without imports."""
    return bool(_TRAINING.search(text) or _MARKS.search(text))


def read_code(lines: Sequence[Line], path: str, mendable: bool = True, whole: bool = True) -> Script | None:
    """What the code says; None where none of it is Python.

    whole: a file or a notebook; else a piece of code out of a post, which leaves things out.
    """
    written = [line.text for line in lines]
    parsed = parse(written)
    if not parsed.tree.body:
        return None
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(limit, 6_000))
        walker = Walker(begun(parsed.tree, whole))
        walker.walk()
        reader = Reader(walker, written)
        traits = tuple(_traits(reader))
        facts = tuple(_facts(settings(reader), lines))
        told = tuple(_facts(account(reader), lines))
    except RecursionError:
        return None
    finally:
        sys.setrecursionlimit(limit)
    return Script(
        path, tuple(lines), _framework(reader), traits, facts, parsed.skipped, mendable, whole, told
    )


def _traits(reader: Reader) -> Iterator[Trait]:
    """Every trait, each name once with the value that was found first."""
    seen: set[tuple[str, str]] = set()
    rules_of_all = (
        *(outputs, loop, modes, epochs, printed, trained, layers, stack, divisions, inputs, parallel, leaks),
        *(edits, tweaks, axes, sequences, recurrent, divergence, signs, budget, numbers, hugging, handmade),
        *(watched, windows, sessions, taped),
    )
    for rules in rules_of_all:
        for trait in rules(reader):
            if (trait.name, trait.value) not in seen:
                seen.add((trait.name, trait.value))
                yield trait
    kind = architecture(reader)
    if kind:
        made = reader.things("layer") or reader.things("pretrained")
        node = next((one.node for one in made if one.node is not None), ast.Pass(lineno=1))
        yield reader.found("architecture", kind, f"a {kind} network by its layers", node, sure=0.8)


def _facts(said: Iterable[Setting], lines: Sequence[Line]) -> Iterator[Fact]:
    for name, value, node in said:
        at = min(max(getattr(node, "lineno", 1), 1), len(lines)) - 1
        yield Fact(name, value, Place(lines[at].source, lines[at].number, lines[at].number))


def _framework(reader: Reader) -> str:
    found = reader.walker.frameworks
    if "pytorch" in found:
        return "pytorch"
    if "keras" in found:
        return "keras"
    if re.search(r"^\s*(?:import|from) torch\b", reader.text, re.M):
        return "pytorch"
    return "sklearn" if "sklearn" in found else ""
