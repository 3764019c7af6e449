"""What happens in a script, in the order of its code: losses taken, gradients cleared, models called.

Only kept here; who finds it is the walker, what it amounts to is said elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from assistant.readers.script.values import UNKNOWN, Node, Thing, Value


@dataclass(eq=False, slots=True)
class Event:
    """Something done: `backward`, `step`, `zero_grad`, `eval`, `train`, `call`, `made`, `fit` and others.

    loops: the loops around it, outermost first. maybe: the undecided branches around it; tests: their
    conditions. calls: the calls of the script's own functions around it.
    """

    kind: str
    node: Node
    owner: Value = UNKNOWN
    value: Value = UNKNOWN
    loops: tuple[Node, ...] = ()
    maybe: int = 0
    tests: tuple[Node, ...] = ()
    quiet: bool = False
    calls: tuple[Node, ...] = ()
    order: int = 0
    hint: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class LossUse:
    """A loss that is taken of something.

    expects: `probabilities`, `logits`, `log-probabilities`, `values`, or empty. kind: as of a loss function.
    fed and target: what goes in. fed_node: the expression that is fed. made: the loss as it was made.
    trained: gradients are taken of it. alone: of nothing else with it.
    """

    kind: str
    expects: str
    node: Node
    fed: Value
    target: Value = UNKNOWN
    fed_node: ast.expr | None = None
    target_node: ast.expr | None = None
    made: Node | None = None
    name: str = ""
    options: dict[str, Value] = field(default_factory=dict)
    trained: bool = False
    alone: bool = True
    quiet: bool = False
    loops: tuple[Node, ...] = ()
    order: int = 0
    compiled: bool = False
    model: Thing | None = None
