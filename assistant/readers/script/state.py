"""What a walk over a script keeps: the scope, and all events, losses and things in the order of the code.

What a piece of code means is not known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.readers.script.events import Event, LossUse
from assistant.readers.script.scope import Scope
from assistant.readers.script.values import KEPT, UNKNOWN, Class, Flow, Func, Mark, Node, Op, Thing, Value

STEPS = 60_000
"""Nodes that are visited; a script that needs more is not followed further."""

EVENTS = 5_000
"""Things done that are remembered."""


class Tired(Exception):
    """The script is too long to be followed further."""


class Stop(Exception):
    """The rest of a block is not reached."""


class State:
    """The state of one walk."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.scope = Scope()
        self.top = self.scope
        self.stars: list[str] = []
        self.events: list[Event] = []
        self.losses: list[LossUse] = []
        self.things: list[Thing] = []
        self.classes: list[Class] = []
        self.made: set[ast.AST] = set()
        self.called: set[ast.AST] = set()
        self.loops: tuple[Node, ...] = ()
        self.counts: dict[Node, int | None] = {}
        self.orders: dict[Node, str] = {}
        self.overs: dict[Node, Value] = {}
        self.maybe = 0
        self.tests: tuple[Node, ...] = ()
        self.quiet = 0
        self.calls: tuple[Node, ...] = ()
        self.returns: list[list[tuple[Value, int]]] = []
        self.yields: list[list[Value]] = []
        self.steps = 0
        self.order = 0
        self.understood: set[ast.AST] = set()
        self.frameworks: set[str] = set()
        self.untaken: set[Node] = set()
        self.root = "module"
        self.seeded: dict[tuple[object, ...], Mark] = {}

    def tick(self, count: int = 1) -> None:
        """One more node, or what costs as much."""
        self.steps += count
        if self.steps > STEPS or len(self.events) > EVENTS:
            raise Tired

    def event(
        self,
        kind: str,
        node: Node,
        owner: Value = UNKNOWN,
        value: Value = UNKNOWN,
        hint: str = "",
        **more: Any,
    ) -> Event:
        """Remember something that is done here."""
        self.order += 1
        one = Event(
            kind,
            node,
            owner,
            value,
            self.loops,
            self.maybe,
            self.tests,
            bool(self.quiet),
            self.calls,
            self.order,
            hint,
            {**more, "root": self.root},
        )
        self.events.append(one)
        return one

    def thing(
        self,
        kind: str,
        name: str,
        framework: str,
        args: list[Value],
        options: dict[str, Value],
        node: Node | None,
    ) -> Thing:
        """A new object."""
        self.order += 1
        one = Thing(
            kind, name, framework, args, options, node, maybe=self.maybe, loops=self.loops, order=self.order
        )
        self.things.append(one)
        if framework:
            self.frameworks.add(framework)
        return one

    def use(self, loss: LossUse) -> Flow:
        """A loss is taken; the result."""
        self.order += 1
        loss.loops, loss.quiet, loss.order = self.loops, bool(self.quiet), self.order
        self.losses.append(loss)
        flow = loss.fed if isinstance(loss.fed, Flow) else Flow()
        self.event("loss", loss.node, value=flow, use=len(self.losses) - 1)
        return Flow((Op("loss"),), losses=frozenset([len(self.losses) - 1]), cut=flow.cut)

    def backward(self, value: Value) -> None:
        """Gradients are taken of a value."""
        if isinstance(value, Flow):
            for index in value.losses:
                self.losses[index].trained = True
                if len(value.losses) > 1:
                    self.losses[index].alone = False

    def follow(self, thing: Thing, method: str, flow: Flow, node: Node | None, unknown: Flow) -> Flow:
        """A tensor behind a module of one's own within a chain; `unknown` where it has no such method."""
        found = thing.made_by.find(method) if thing.made_by is not None else None
        if not isinstance(found, Func) or node is None:
            return unknown
        result = self.invoke(Func(found.node, found.scope, thing, found.owner, found.quiet), [flow], {}, node)
        if not isinstance(result, Flow):
            return unknown
        # where branches meet, what was before them is not lost
        goes_on = result.ops[: len(flow.ops)] == flow.ops
        return result if goes_on else replace(result, ops=(*unknown.ops, *result.ops)[-KEPT:])

    # ---- what the parts of a walk ask of one another

    def value(self, node: ast.expr) -> Value:
        """What an expression is."""
        raise NotImplementedError

    def bind(self, target: ast.expr, value: Value, node: Node) -> None:
        """Give a value to a name, an attribute, an item, or several at once."""
        raise NotImplementedError

    def block(self, body: Iterable[ast.stmt]) -> None:
        """Statements one after another."""
        raise NotImplementedError

    def element(self, over: Value) -> Value:
        """One of what a loop runs over."""
        raise NotImplementedError

    def invoke(self, func: Func, args: list[Value], options: dict[str, Value], node: Node) -> Value:
        """A function of the script: its body, with these arguments."""
        raise NotImplementedError

    def call(self, func: Value, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        """A call of anything."""
        raise NotImplementedError

    def escape(self, args: list[Value], options: dict[str, Value], node: Node) -> None:
        """Objects that are handed to code that nobody can see."""
        raise NotImplementedError


def canonical(path: str) -> str:
    """One name for a thing that several modules offer."""
    for prefix in (
        "tensorflow.keras",
        "tensorflow.python.keras",
        "tensorflow.compat.v1.keras",
        "tf_keras",
        "keras.src",
    ):
        if path == prefix or path.startswith(prefix + "."):
            return "keras" + path[len(prefix) :]
    if _ALIASES.match(path):
        return path.replace("tensorflow", "keras", 1)
    return path


_ALIASES = re.compile(r"tensorflow\.(?:metrics|losses|optimizers|initializers)\.[A-Z]")
"""`tf.metrics.BinaryAccuracy` is that of Keras; functions in small letters are those of TensorFlow 1."""


def is_main(test: ast.expr) -> bool:
    """`__name__ == '__main__'`."""
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def is_static(node: Node) -> bool:
    """A function that gets no object."""
    return any(path_of(one) == "staticmethod" for one in getattr(node, "decorator_list", []))


def path_of(node: ast.expr) -> str:
    """`a.b.c` of an expression, without its calls; empty for others."""
    parts: list[str] = []
    current: ast.expr = node
    while True:
        if isinstance(current, ast.Attribute):
            parts.append(current.attr)
            current = current.value
        elif isinstance(current, ast.Call):
            current = current.func
        elif isinstance(current, ast.Subscript):
            current = current.value
        elif isinstance(current, ast.Name):
            parts.append(current.id)
            break
        else:
            break
    return ".".join(reversed(parts))
