"""Walks a syntax tree as Python would run it, over what can be known: constants, layers, models, losses.

Every branch that is not decided is walked and forgotten where branches differ; nothing is run.
"""

from __future__ import annotations

import ast
import contextlib
import operator
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from assistant.readers.script import arrays, keras, torch
from assistant.readers.script.events import Event, LossUse
from assistant.readers.script.scope import Scope
from assistant.readers.script.values import (
    UNKNOWN,
    Class,
    Const,
    Data,
    Flow,
    Func,
    Method,
    Name,
    Node,
    Thing,
    Unknown,
    Value,
    flag,
    joined,
    text,
)

STEPS = 120_000
"""Nodes that are visited; a script that needs more is not followed further."""
SECONDS = 1.0
DEPTH = 14
"""Calls of the script's own functions within one another."""
UNROLLED = 16
"""Rounds of a loop that builds layers."""

_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_USUAL = {
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "torch": "torch",
    "optim": "torch.optim",
    "tf": "tensorflow",
    "keras": "keras",
    "layers": "keras.layers",
    "np": "numpy",
    "pd": "pandas",
    "DataLoader": "torch.utils.data.DataLoader",
    **{
        name: f"keras.layers.{name}"
        for name in ("Dense", "Conv2D", "Conv1D", "Dropout", "Flatten", "LSTM", "GRU")
    },
    **{
        name: f"keras.layers.{name}"
        for name in (
            "Embedding",
            "MaxPooling2D",
            "Activation",
            "BatchNormalization",
            "Input",
            "Bidirectional",
        )
    },
    "Sequential": "keras.Sequential",
}
"""What a name usually stands for where a fragment leaves its imports out."""
_BUILDS = frozenset(("append", "add", "extend", "add_module", "insert"))
_TRAINS = frozenset(
    ("backward", "step", "fit", "minimize", "zero_grad", "apply_gradients", "train_on_batch", "run")
)


class Tired(Exception):
    """The script is too long to be followed further."""


class _Stop(Exception):
    """The rest of a block is not reached."""


class Walker:
    """One walk over one script. After `walk`: events, losses and things in the order of the code."""

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
        self.maybe = 0
        self.tests: tuple[Node, ...] = ()
        self.quiet = 0
        self.calls: tuple[Node, ...] = ()
        self.returns: list[list[tuple[Value, int]]] = []
        self.steps = 0
        self.order = 0
        self.begun = time.monotonic()
        self.frameworks: set[str] = set()
        self.root = "module"

    # ---- the whole

    def walk(self) -> None:
        """The module, then whatever in it nothing calls."""
        with suppress(Tired):
            self._guarded(lambda: self.block(self.tree.body))
            self._leftovers()

    def _guarded(self, act: Callable[[], object]) -> None:
        with suppress(_Stop, RecursionError):
            act()
        self.loops, self.maybe, self.tests, self.quiet, self.calls = (), 0, (), 0, ()
        self.scope, self.returns = self.top, []

    def _leftovers(self) -> None:
        """Functions and classes that are used from elsewhere: with arguments that nobody knows."""
        self.root = "leftover"
        for value in [*self.top.names.values()]:
            if isinstance(value, Func) and value.node not in self.called and value.scope.parent is None:
                self._guarded(lambda value=value: self.invoke(value, [], {}, value.node))  # type: ignore[misc]
        for one in self.classes:
            if one.node in self.made or one.scope is not self.top:
                continue
            self._guarded(lambda one=one: self._used(one))  # type: ignore[misc]
        for thing in [one for one in self.things if one.kind == "module" and one.made_by]:
            self._guarded(lambda thing=thing: self._methods(thing))  # type: ignore[misc]

    def _used(self, one: Class) -> None:
        thing = self.instance(one, [], {}, one.node)
        self._methods(thing)

    def _methods(self, thing: Thing) -> None:
        """Methods of an object that the script leaves to a framework or to another file."""
        seen: set[str] = set()
        todo: list[Class] = [thing.made_by] if thing.made_by else []
        while todo:
            one = todo.pop()
            for name, value in one.attributes.items():
                if name in seen or not isinstance(value, Func) or value.node in self.called:
                    continue
                if name.startswith("__") or any(
                    True for _ in value.node.args.kwonlyargs if name == "__init__"
                ):
                    continue
                seen.add(name)
                bound = Func(value.node, value.scope, thing, one, value.quiet)
                hint = {
                    "training_step": "training",
                    "validation_step": "validation",
                    "test_step": "validation",
                }
                before = self.root
                self.root = hint.get(name, before)
                result = self.invoke(bound, [], {}, value.node)
                if name == "training_step":
                    self.event("backward", value.node, value=result, hint="returned")
                    self.backward(result)
                self.root = before
            todo.extend(base for base in one.bases if isinstance(base, Class))

    def tick(self) -> None:
        """One more node."""
        self.steps += 1
        if self.steps > STEPS or (not self.steps & 255 and time.monotonic() - self.begun > SECONDS):
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
        return Flow((Op_loss,), losses=frozenset([len(self.losses) - 1]), cut=flow.cut)

    def backward(self, value: Value) -> None:
        """Gradients are taken of a value."""
        if isinstance(value, Flow):
            for index in value.losses:
                self.losses[index].trained = True
                if len(value.losses) > 1:
                    self.losses[index].alone = False

    # ---- statements

    def block(self, body: Iterable[ast.stmt]) -> None:
        """Statements one after another."""
        for statement in body:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """One statement."""
        self.tick()
        method = getattr(self, f"_do_{type(node).__name__}", None)
        if method is not None:
            method(node)

    def _do_Expr(self, node: ast.Expr) -> None:
        self.value(node.value)

    def _do_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                self.scope.names[alias.asname] = Name(canonical(alias.name))
            else:
                first = alias.name.partition(".")[0]
                self.scope.names[first] = Name(first)

    def _do_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(canonical(base))
            else:
                self.scope.names[alias.asname or alias.name] = Name(canonical(f"{base}.{alias.name}"))

    def _do_Assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.bind(target, value, node)

    def _do_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.value(node.value), node)

    def _do_AugAssign(self, node: ast.AugAssign) -> None:
        value = self.value(node.value)
        before = self.value(node.target)
        self.event("add", node, owner=before, value=value, hint=ast.unparse(node.target))
        self.bind(node.target, self.binary(before, node.op, value, node), node)

    def bind(self, target: ast.expr, value: Value, node: Node) -> None:
        """Give a value to a name, an attribute, an item, or several at once."""
        if isinstance(target, ast.Name):
            if isinstance(value, Thing):
                value.attributes.setdefault("__name__", Const(target.id))
            self.scope.names[target.id] = value
            self.event("bind", node, value=value, hint=target.id)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value, node)
        elif isinstance(target, ast.Attribute):
            owner = self.value(target.value)
            self.event("set", node, owner=owner, value=value, hint=target.attr, target=ast.unparse(target))
            if isinstance(owner, Thing):
                if isinstance(value, Thing) and owner.attributes.get("__self__") is None:
                    value.attributes.setdefault("__name__", Const(ast.unparse(target)))
                if self.maybe > owner.maybe and target.attr in owner.attributes:
                    owner.attributes[target.attr] = joined(owner.attributes[target.attr], value)
                else:
                    owner.attributes[target.attr] = value
        elif isinstance(target, ast.Subscript):
            owner, key = self.value(target.value), self.value(target.slice)
            self.event("put", node, owner=owner, value=value)
            if isinstance(owner, Thing):
                if owner.kind == "dict" and isinstance(key, Const):
                    owner.attributes[str(key.value)] = UNKNOWN if self.maybe else value
                elif (
                    isinstance(key, Const)
                    and isinstance(key.value, int)
                    and -len(owner.items) <= key.value < len(owner.items)
                ):
                    owner.items[key.value] = value
                else:
                    owner.unsure = True
            elif isinstance(owner, Flow) and isinstance(target.value, ast.Name):
                changed = arrays.put(owner, value)
                self.scope.names[target.value.id] = changed
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN, node)

    def _unpack(self, target: ast.Tuple | ast.List, value: Value, node: Node) -> None:
        count = len(target.elts)
        starred = any(isinstance(one, ast.Starred) for one in target.elts)
        parts: list[Value]
        if isinstance(value, Thing) and value.kind in ("list", "tuple") and not value.open and not starred:
            parts = list(value.items) if len(value.items) == count else [UNKNOWN] * count
        elif isinstance(value, Flow):
            parts = [arrays.part(value, n) for n in range(count)]
        else:
            parts = [UNKNOWN] * count
        for one, part in zip(target.elts, parts, strict=True):
            self.bind(one, part, node)

    def _do_Return(self, node: ast.Return) -> None:
        value = self.value(node.value) if node.value is not None else Const(None)
        if self.returns:
            self.returns[-1].append((value, self.maybe))
            self.event("return", node, value=value)
        raise _Stop

    def _do_Raise(self, node: ast.Raise) -> None:
        raise _Stop

    def _do_Continue(self, node: ast.Continue) -> None:
        if self.tests:
            raise _Stop

    def _do_Break(self, node: ast.Break) -> None:
        if self.tests:
            raise _Stop

    def _do_If(self, node: ast.If) -> None:
        test = self.value(node.test)
        if isinstance(test, Const) and not test.soft and not isinstance(test.value, str):
            self.block(node.body if test.value else node.orelse)
            return
        if _is_main(node.test):
            self.block(node.body)
            return
        self.branches(node.test, [node.body, node.orelse])

    def branches(self, test: Node, bodies: list[list[ast.stmt]]) -> None:
        """Blocks of which one is taken, nobody knows which."""
        before = dict(self.scope.names)
        self.maybe += 1
        self.tests = (*self.tests, test)
        ends = []
        outer = self.tests[:-1]
        for n, body in enumerate(bodies):
            self.scope.names = dict(before)
            if n and isinstance(test, ast.expr):
                self.tests = (*outer, ast.UnaryOp(ast.Not(), test))
            try:
                self.block(body)
                ends.append(self.scope.names)
            except _Stop:
                continue
        self.maybe -= 1
        self.tests = self.tests[:-1]
        if not ends:
            self.scope.names = before
            raise _Stop
        self.scope.merge(ends)

    def _do_Match(self, node: ast.Match) -> None:
        self.value(node.subject)
        self.branches(node, [case.body for case in node.cases] + [[]])

    def _do_For(self, node: ast.For | ast.AsyncFor) -> None:
        over = self.value(node.iter)
        self.event("over", node, value=over)
        rounds = self._rounds(over, node)
        if rounds is not None:
            for one in rounds:
                self.bind(node.target, one, node)
                try:
                    self.block(node.body)
                except _Stop:
                    if self.returns and self.returns[-1] and not self.maybe:
                        raise
            return
        self._loop(node, lambda: self.bind(node.target, self.element(over), node))

    _do_AsyncFor = _do_For

    def _do_While(self, node: ast.While) -> None:
        self.value(node.test)
        self._loop(node, lambda: None)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, begin: Callable[[], None]) -> None:
        """A loop of unknown length: its body once."""
        loops, self.loops = self.loops, (*self.loops, node)
        self.event("loop", node)
        try:
            begin()
            self.block(node.body)
        except _Stop:
            if self.returns and self.returns[-1] and self.returns[-1][-1][1] == 0:
                pass
        finally:
            self.loops = loops
        self.block(node.orelse)

    def _rounds(self, over: Value, node: ast.For | ast.AsyncFor) -> list[Value] | None:
        """The elements of a loop that is worth to be walked round by round."""
        names = {
            one.func.attr
            for part in node.body
            for one in ast.walk(part)
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
        }
        if names & _TRAINS:
            return None
        if isinstance(over, Thing) and over.kind in ("list", "tuple") and not over.open:
            return list(over.items) if len(over.items) <= 2 * UNROLLED else None
        if isinstance(over, Thing) and over.kind == "sequential" and not over.unsure:
            return list(over.items) if len(over.items) <= 4 * UNROLLED else None
        if isinstance(over, Thing) and over.kind == "range" and names & _BUILDS:
            count = over.attributes.get("count")
            if isinstance(count, Const) and isinstance(count.value, int) and count.value <= UNROLLED:
                return [Const(n) for n in range(count.value)]
        return None

    def element(self, over: Value) -> Value:
        """One of what a loop runs over."""
        if isinstance(over, Thing):
            if over.kind == "loader":
                return torch.batch(over)
            if over.kind == "enumerate":
                return self._pair([UNKNOWN, self.element(over.args[0]) if over.args else UNKNOWN])
            if over.kind == "zip":
                return self._pair([self.element(one) for one in over.args])
            if over.kind == "wrapped":
                return self.element(over.args[0]) if over.args else UNKNOWN
            if over.kind == "parameters":
                return Thing("parameter", "each", "", over.args)
            if over.kind == "splits":
                return over.items[0] if over.items else UNKNOWN
            if over.items and over.kind in ("list", "tuple", "sequential"):
                first, *rest = over.items
                for one in rest:
                    first = joined(first, one)
                return first
        if isinstance(over, Flow):
            return arrays.element(over)
        return UNKNOWN

    def _pair(self, items: list[Value]) -> Thing:
        return Thing("tuple", items=items)

    def _do_With(self, node: ast.With | ast.AsyncWith) -> None:
        quiet = 0
        for item in node.items:
            value = self.value(item.context_expr)
            name = _path(item.context_expr)
            if name.endswith(("no_grad", "inference_mode")):
                quiet += 1
            if isinstance(item.context_expr, ast.Call) and name.endswith("set_grad_enabled"):
                given = self.value(item.context_expr.args[0]) if item.context_expr.args else UNKNOWN
                if flag(given) is False:
                    quiet += 1
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, node)
        self.quiet += quiet
        try:
            self.block(node.body)
        finally:
            self.quiet -= quiet

    _do_AsyncWith = _do_With

    def _do_Try(self, node: ast.Try) -> None:
        self.block(node.body)
        before = self.scope.names
        for handler in node.handlers:
            self.scope.names = dict(before)
            self.maybe += 1
            try:
                self.block(handler.body)
            except _Stop:
                pass
            finally:
                self.maybe -= 1
        self.scope.names = before
        self.block(node.orelse)
        self.block(node.finalbody)

    def _do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        quiet = any(_path(one).endswith(("no_grad", "inference_mode")) for one in node.decorator_list)
        self.scope.names[node.name] = Func(node, self.scope, quiet=quiet)

    _do_AsyncFunctionDef = _do_FunctionDef

    def _do_ClassDef(self, node: ast.ClassDef) -> None:
        bases = [self.value(base) for base in node.bases]
        one = Class(node, bases, self.scope)
        outer, self.scope = self.scope, Scope(self.scope)
        with contextlib.suppress(_Stop):
            self.block(node.body)
        one.attributes = self.scope.names
        self.scope = outer
        for value in one.attributes.values():
            if isinstance(value, Func):
                value.scope, value.owner = outer, one
        outer.names[node.name] = one
        self.classes.append(one)

    def _do_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.scope.names.pop(target.id, None)

    # ---- expressions

    def value(self, node: ast.expr) -> Value:
        """What an expression is."""
        self.tick()
        method = getattr(self, f"_of_{type(node).__name__}", None)
        if method is None:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.value(child)
            return UNKNOWN
        result: Value = method(node)
        return result

    def _of_Constant(self, node: ast.Constant) -> Value:
        return Const(node.value, node)

    def _of_Name(self, node: ast.Name) -> Value:
        found = self.scope.get(node.id)
        if found is not None:
            return found
        for star in self.stars:
            if star.startswith("torch") and (torch.knows(node.id) or node.id in ("DataLoader",)):
                return Name(f"{star}.{node.id}")
            if star.startswith("keras") and keras.knows(node.id):
                return Name(f"{star}.{node.id}")
        if node.id in _USUAL and not (self.stars and node.id in ("Sequential",)):
            return Name(_USUAL[node.id])
        return Unknown(node.id)

    def _of_Attribute(self, node: ast.Attribute) -> Value:
        owner = self.value(node.value)
        if isinstance(owner, Name):
            return Name(canonical(f"{owner.path}.{node.attr}"))
        if isinstance(owner, Thing):
            return self._attribute(owner, node)
        if isinstance(owner, Class):
            found = owner.find(node.attr)
            return found if found is not None else UNKNOWN
        if isinstance(owner, Flow):
            return arrays.attribute(owner, node)
        if isinstance(owner, Method) and owner.name == "super":
            return Method(owner.owner, f"super.{node.attr}")
        return Method(owner, node.attr, _path(node))

    def _attribute(self, owner: Thing, node: ast.Attribute) -> Value:
        name = node.attr
        if name in owner.attributes:
            return owner.attributes[name]
        if owner.made_by is not None:
            found = owner.made_by.find(name)
            if isinstance(found, Func):
                if any(_path(one) == "property" for one in getattr(found.node, "decorator_list", [])):
                    return self.invoke(Func(found.node, found.scope, owner, found.owner), [], {}, node)
                return Func(found.node, found.scope, owner, found.owner, found.quiet)
            if found is not None:
                return found
        if owner.kind == "frame":
            known = name in ("values", "columns", "shape", "loc", "iloc") or hasattr(dict, name)
            return UNKNOWN if known else Method(owner, name, _path(node))
        if owner.kind == "args" and name not in ("items", "get", "keys", "values", "pop", "update"):
            return owner.attributes.get(name, UNKNOWN)
        if owner.kind == "pretrained" and name in (
            "fc",
            "classifier",
            "head",
            "heads",
            "features",
            "layer4",
            "layer1",
        ):
            part = Thing("part", name, owner.framework, node=node)
            part.attributes["of"] = owner
            owner.attributes[name] = part
            return part
        if owner.kind in ("layer", "sequential") and name in ("weight", "bias", "kernel"):
            return Thing("parameter", name, owner.framework, [owner], node=node)
        return Method(owner, name, _path(node))

    def _of_Subscript(self, node: ast.Subscript) -> Value:
        owner, key = self.value(node.value), self.value(node.slice)
        if isinstance(owner, Flow):
            return arrays.index(owner, key, node)
        if isinstance(owner, Thing):
            if owner.kind == "dict" and isinstance(key, Const):
                return owner.attributes.get(str(key.value), UNKNOWN)
            if owner.kind in ("list", "tuple", "sequential") and not owner.open and not owner.unsure:
                if (
                    isinstance(key, Const)
                    and isinstance(key.value, int)
                    and -len(owner.items) <= key.value < len(owner.items)
                ):
                    return owner.items[key.value]
                cut = self._slice(node.slice)
                if cut is not None:
                    return Thing(owner.kind, owner.name, owner.framework, node=node, items=owner.items[cut])
            if owner.kind == "part":
                return owner
            if owner.kind == "frame":  # one column of a table is a vector
                return Flow(data=Data(rank=1)) if text(key) is not None else UNKNOWN
            if owner.kind == "args" and isinstance(key, Const):
                return owner.attributes.get(str(key.value), UNKNOWN)
        return UNKNOWN

    def _slice(self, node: ast.expr) -> slice | None:
        if not isinstance(node, ast.Slice):
            return None
        parts = []
        for one in (node.lower, node.upper, node.step):
            value = self.value(one) if one is not None else Const(None)
            if not isinstance(value, Const) or not (value.value is None or isinstance(value.value, int)):
                return None
            parts.append(value.value)
        return slice(*parts) if parts[2] != 0 else None

    def _of_Slice(self, node: ast.Slice) -> Value:
        parts = [
            self.value(one) if one is not None else Const(None) for one in (node.lower, node.upper, node.step)
        ]
        return Thing("slice", items=list(parts), node=node)

    def _items(self, nodes: list[ast.expr]) -> tuple[list[Value], bool]:
        items: list[Value] = []
        unknown = False
        for one in nodes[:2000]:
            if isinstance(one, ast.Starred):
                inner = self.value(one.value)
                if (
                    isinstance(inner, Thing)
                    and inner.kind in ("list", "tuple", "sequential")
                    and not inner.open
                ):
                    items.extend(inner.items)
                else:
                    unknown = True
                    if isinstance(inner, Thing):
                        items.extend(inner.items)
            else:
                items.append(self.value(one))
        return items, unknown

    def _of_List(self, node: ast.List) -> Value:
        items, unknown = self._items(node.elts)
        return Thing("list", node=node, items=items, open=unknown)

    def _of_Tuple(self, node: ast.Tuple) -> Value:
        items, unknown = self._items(node.elts)
        return Thing("tuple", node=node, items=items, open=unknown)

    def _of_Set(self, node: ast.Set) -> Value:
        self._items(node.elts)
        return UNKNOWN

    def _of_Dict(self, node: ast.Dict) -> Value:
        one = Thing("dict", node=node)
        for key, item in zip(node.keys[:2000], node.values, strict=False):
            found = self.value(item)
            if key is None:
                if isinstance(found, Thing) and found.kind == "dict":
                    one.attributes.update(found.attributes)
                else:
                    one.open = True
                continue
            named = self.value(key)
            if isinstance(named, Const):
                one.attributes[str(named.value)] = found
            one.items.append(found)
        return one

    def _comprehended(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Value:
        """A comprehension: its element for each round where their number is known, else once."""
        result = Thing("list", node=node)
        outer, self.scope = self.scope, Scope(self.scope)
        loops, self.loops = self.loops, (*self.loops, node)
        try:
            self._generate(node, 0, result)
        except _Stop:
            result.open = True
        self.scope, self.loops = outer, loops
        return result

    def _generate(
        self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, depth: int, result: Thing
    ) -> None:
        if depth == len(node.generators):
            result.items.append(self.value(node.elt))
            return
        part = node.generators[depth]
        over = self.value(part.iter)
        rounds: list[Value] | None = None
        if isinstance(over, Thing) and over.kind in ("list", "tuple", "sequential") and not over.open:
            rounds = list(over.items)
        elif (
            isinstance(over, Thing)
            and over.kind == "range"
            and isinstance(over.attributes.get("count"), Const)
        ):
            count = over.attributes["count"]
            assert isinstance(count, Const)
            rounds = [Const(n) for n in range(min(int(count.value), UNROLLED + 1))]
        if rounds is None or len(rounds) > UNROLLED or part.ifs:
            result.open = True
            rounds = [self.element(over)]
        for one in rounds:
            self.bind(part.target, one, node)
            for test in part.ifs:
                self.value(test)
            self._generate(node, depth + 1, result)

    _of_ListComp = _comprehended
    _of_GeneratorExp = _comprehended
    _of_SetComp = _comprehended

    def _of_DictComp(self, node: ast.DictComp) -> Value:
        return UNKNOWN

    def _of_Lambda(self, node: ast.Lambda) -> Value:
        return Func(node, self.scope)

    def _of_JoinedStr(self, node: ast.JoinedStr) -> Value:
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                self.value(one.value)
        return UNKNOWN

    def _of_IfExp(self, node: ast.IfExp) -> Value:
        test = self.value(node.test)
        if isinstance(test, Const) and not test.soft:
            return self.value(node.body if test.value else node.orelse)
        self.maybe += 1
        one, other = self.value(node.body), self.value(node.orelse)
        self.maybe -= 1
        return joined(one, other)

    def _of_NamedExpr(self, node: ast.NamedExpr) -> Value:
        value = self.value(node.value)
        self.bind(node.target, value, node)
        return value

    def _of_Starred(self, node: ast.Starred) -> Value:
        return self.value(node.value)

    def _of_Await(self, node: ast.Await) -> Value:
        return self.value(node.value)

    def _of_UnaryOp(self, node: ast.UnaryOp) -> Value:
        value = self.value(node.operand)
        if isinstance(value, Const) and isinstance(value.value, int | float):
            if isinstance(node.op, ast.USub):
                return Const(-value.value, node, value.soft)
            if isinstance(node.op, ast.Not):
                return Const(not value.value, node, value.soft)
        if isinstance(value, Flow):
            return arrays.negated(value, node)
        return UNKNOWN

    def _of_BoolOp(self, node: ast.BoolOp) -> Value:
        values = [self.value(one) for one in node.values]
        known = [one for one in values if isinstance(one, Const)]
        if len(known) == len(values):
            soft = any(one.soft for one in known)
            both = all if isinstance(node.op, ast.And) else any
            return Const(both(bool(one.value) for one in known), node, soft)
        if (
            isinstance(node.op, ast.Or)
            and isinstance(values[0], Const)
            and not values[0].value
            and len(values) == 2
        ):
            return values[1]
        return UNKNOWN

    def _of_Compare(self, node: ast.Compare) -> Value:
        left = self.value(node.left)
        rights = [self.value(one) for one in node.comparators]
        right = rights[0]
        if isinstance(left, Const) and isinstance(right, Const) and len(rights) == 1:
            act = _COMPARISONS.get(type(node.ops[0]))
            soft = left.soft or right.soft
            try:
                if act is not None:
                    return Const(bool(act(left.value, right.value)), node, soft)
                if isinstance(node.ops[0], ast.Is):
                    return Const(left.value is right.value, node, soft)
                if isinstance(node.ops[0], ast.IsNot):
                    return Const(left.value is not right.value, node, soft)
            except TypeError:
                return UNKNOWN
        if isinstance(left, Thing | Flow | Func | Class) and isinstance(right, Const) and right.value is None:
            if isinstance(node.ops[0], ast.Is):
                return Const(False, node)
            if isinstance(node.ops[0], ast.IsNot):
                return Const(True, node)
        if isinstance(left, Flow) or isinstance(right, Flow):
            self.event("compare", node, owner=left, value=right, op=type(node.ops[0]).__name__)
            return arrays.compared(left, node.ops[0], right, node)
        return UNKNOWN

    def _of_BinOp(self, node: ast.BinOp) -> Value:
        # a long sum is a deep tree on the left: it is walked without recursion
        chain: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            chain.append(left)
            left = left.left
        value = self.value(left)
        for one in reversed(chain):
            value = self.binary(value, one.op, self.value(one.right), one)
        return value

    def binary(self, left: Value, op: ast.operator, right: Value, node: Node) -> Value:
        """Two values and an operator between them."""
        if isinstance(left, Const) and isinstance(right, Const):
            return self._computed(left, op, right, node)
        if isinstance(op, ast.Add) and isinstance(left, Thing) and isinstance(right, Thing):
            if left.kind in ("list", "tuple") and right.kind in ("list", "tuple"):
                return Thing(
                    left.kind, node=node, items=left.items + right.items, open=left.open or right.open
                )
        if isinstance(op, ast.Mult) and isinstance(left, Thing) and left.kind == "list":
            times = right.value if isinstance(right, Const) else None
            if isinstance(times, int) and len(left.items) * max(times, 0) <= 64:
                return Thing("list", node=node, items=left.items * times, open=left.open)
            return arrays.repeated_list(left, node)
        if isinstance(left, Flow) or isinstance(right, Flow):
            return arrays.arithmetic(self, left, op, right, node)
        return UNKNOWN

    def _computed(self, left: Const, op: ast.operator, right: Const, node: Node) -> Value:
        soft = left.soft or right.soft
        one, other = left.value, right.value
        if (
            isinstance(one, str)
            and isinstance(other, str)
            and isinstance(op, ast.Add)
            and len(one) + len(other) < 10_000
        ):
            return Const(one + other, node, soft)
        if not isinstance(one, int | float) or not isinstance(other, int | float):
            return UNKNOWN
        try:
            if isinstance(op, ast.Pow):
                return Const(float(one) ** float(other), node, soft) if abs(other) < 64 else UNKNOWN
            act = _OPERATORS.get(type(op))
            if act is None or max(abs(one), abs(other)) > 1e30:
                return UNKNOWN
            return Const(act(one, other), node, soft)
        except (ArithmeticError, ValueError, TypeError):
            return UNKNOWN

    # ---- calls

    def _of_Call(self, node: ast.Call) -> Value:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            owner = self.scope.get("self")
            return Method(owner if owner is not None else UNKNOWN, "super")
        func = self.value(node.func)
        args, unknown = self._items(node.args)
        options: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                options[keyword.arg] = value
            elif isinstance(value, Thing) and value.kind == "dict" and not value.open:
                options.update(value.attributes)
            else:
                options["**"] = value
        if unknown:
            options["*"] = UNKNOWN
        return self.call(func, args, options, node)

    def call(self, func: Value, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        """A call of anything."""
        if isinstance(func, Func):
            return self.invoke(func, args, options, node)
        if isinstance(func, Class):
            return self.instance(func, args, options, node)
        if isinstance(func, Name):
            return self._named(func, args, options, node)
        if isinstance(func, Thing):
            return self.apply(func, args, options, node)
        if isinstance(func, Method):
            return self._method(func, args, options, node)
        if isinstance(func, Unknown) and isinstance(node.func, ast.Name):
            found = self._builtin(node.func.id, args, options, node)
            if found is not None:
                return found
        self._escape(args, options, node)
        return Unknown()

    def _escape(self, args: list[Value], options: dict[str, Value], node: Node) -> None:
        """Objects that are handed to code that nobody can see."""
        for one in (*args, *options.values()):
            if isinstance(one, Thing):
                one.escaped = True
                for item in one.items[:50]:
                    if isinstance(item, Thing):
                        item.escaped = True
                if one.kind not in ("list", "tuple", "dict"):
                    self.event("escape", node, owner=one)
            elif isinstance(one, Flow) and one.losses:
                for index in one.losses:
                    self.losses[index].alone = False
                self.event("escape", node, value=one)
            if isinstance(one, Method | Func):
                self.event("escape", node, owner=one)

    def _named(self, func: Name, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        path = func.path
        for module in (torch, keras, arrays):
            found: Value | None = module.call(self, path, args, options, node)
            if found is not None:
                return found
        self._escape(args, options, node)
        return Unknown(path)

    def _method(self, func: Method, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        owner, name = func.owner, func.name
        if name.startswith("super."):
            return self._super(owner, name[6:], args, options, node)
        if isinstance(owner, Flow):
            answer: Value | None = arrays.method(self, owner, name, args, options, node)
            return Unknown() if answer is None else answer
        if isinstance(owner, Thing) and owner.kind == "rng":
            drawn = arrays.made(self, name, args, options, node)
            return Unknown(func.hint) if drawn is None else drawn
        for module in (torch, keras):
            found: Value | None = module.method(self, owner, name, args, options, node, func.hint)
            if found is not None:
                return found
        found = arrays.fitted(self, owner, name, args, node)
        if found is not None:
            return found
        self._escape(args, options, node)
        return Unknown(func.hint)

    def _super(
        self, owner: Value, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
    ) -> Value:
        """A method of the class above, where the script defines it."""
        current = self.scope.get("__class__")
        if isinstance(current, Class) and isinstance(owner, Thing):
            for base in current.bases:
                if isinstance(base, Class) and isinstance(found := base.find(name), Func):
                    return self.invoke(Func(found.node, found.scope, owner, found.owner), args, options, node)
        if isinstance(owner, Thing) and name in ("call", "__call__", "forward"):
            self.event("super-call", node, owner=owner, options=options)
        return UNKNOWN

    def invoke(self, func: Func, args: list[Value], options: dict[str, Value], node: Node) -> Value:
        """A function of the script: its body, with these arguments."""
        self.called.add(func.node)
        if len(self.calls) >= DEPTH or sum(1 for one in self.calls if one is func.node) >= 2:
            self._escape(args, options, node)
            return UNKNOWN
        inner = Scope(func.scope)
        self._arguments(func, inner, args, options)
        if func.owner is not None:
            inner.names["__class__"] = func.owner
        outer, self.scope = self.scope, inner
        calls, self.calls = self.calls, (*self.calls, func.node)
        tests, self.tests = self.tests, ()
        maybe, self.maybe = self.maybe, self.maybe
        quiet = self.quiet
        self.quiet += func.quiet
        self.returns.append([])
        base = self.maybe
        try:
            if isinstance(func.node, ast.Lambda):
                return self.value(func.node.body)
            with contextlib.suppress(_Stop):
                self.block(func.node.body)
        finally:
            found = self.returns.pop()
            self.scope, self.calls, self.tests, self.maybe, self.quiet = outer, calls, tests, maybe, quiet
        result: Value | None = None
        for value, at in found:
            result = value if result is None else joined(result, value)
            if at <= base:
                break
        return Const(None) if result is None else result

    def _arguments(self, func: Func, inner: Scope, args: list[Value], options: dict[str, Value]) -> None:
        spec = func.node.args
        names = [*spec.posonlyargs, *spec.args]
        defaults = dict(zip(reversed([one.arg for one in names]), reversed(spec.defaults), strict=False))
        for one, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
            if default is not None:
                defaults[one.arg] = default
        given = list(args)
        if func.bound is not None and names and not _is_static(func.node):
            given.insert(0, func.bound)
        unknown_call = not args and not options and self.root != "module"
        for n, one in enumerate(names):
            if n < len(given):
                inner.names[one.arg] = given[n]
            elif one.arg in options:
                inner.names[one.arg] = options[one.arg]
            elif one.arg in defaults and "**" not in options and "*" not in options:
                value = self.value(defaults[one.arg])
                if unknown_call and isinstance(value, Const):
                    value = Const(value.value, value.node, True)
                inner.names[one.arg] = value
            else:
                inner.names[one.arg] = Unknown(one.arg)
        for one in spec.kwonlyargs:
            if one.arg in options:
                inner.names[one.arg] = options[one.arg]
            else:
                inner.names[one.arg] = (
                    self.value(defaults[one.arg]) if one.arg in defaults else Unknown(one.arg)
                )
        if spec.vararg is not None:
            inner.names[spec.vararg.arg] = Thing("tuple", items=given[len(names) :], open="*" in options)
        if spec.kwarg is not None:
            rest = Thing("dict", open=True)
            known = {one.arg for one in (*names, *spec.kwonlyargs)}
            rest.attributes = {key: value for key, value in options.items() if key not in known}
            inner.names[spec.kwarg.arg] = rest

    def instance(self, one: Class, args: list[Value], options: dict[str, Value], node: Node) -> Thing:
        """An object of a class of the script."""
        self.made.add(one.node)
        roots = one.roots()
        framework = "keras" if any(root.startswith("keras") for root in roots) else ""
        if any(root.startswith(("torch", "pytorch_lightning", "lightning")) for root in roots):
            framework = "pytorch"
        kind = "module" if framework else "instance"
        last = [root.rpartition(".")[2] for root in roots]
        if any(
            name in ("Dataset", "IterableDataset", "Sampler", "BatchSampler", "Sequence") for name in last
        ):
            kind = "dataset"
        if any(name == "Loss" for name in last) and framework == "keras":
            kind = "loss-class"
        if any(name in ("Callback", "Metric") for name in last):
            kind = "instance"
        thing = self.thing(kind, one.node.name, framework, args, options, node)
        thing.made_by = one
        if any(path.endswith("?") for path in roots):
            thing.unsure = True
        if isinstance(init := one.find("__init__"), Func):
            self.invoke(Func(init.node, init.scope, thing, init.owner), args, options, node)
        else:
            fields = [part for part in one.node.body if isinstance(part, ast.AnnAssign)]
            for part, value in zip(fields, args, strict=False):
                if isinstance(part.target, ast.Name):
                    thing.attributes[part.target.id] = value
            thing.attributes.update({key: value for key, value in options.items() if kind == "instance"})
        return thing

    def apply(self, thing: Thing, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        """An object is called: a layer, a model, a loss."""
        if thing.made_by is not None:
            if thing.kind == "loss-class":
                return keras.own_loss(self, thing, args, node)
            for name in ("forward", "call", "__call__"):
                found = thing.made_by.find(name)
                if isinstance(found, Func):
                    given = (
                        {key: value for key, value in options.items() if key != "training"}
                        if name == "call"
                        else options
                    )
                    self.event("call", node, owner=thing, options=options)
                    self.event("enter", node, owner=thing)
                    result = self.invoke(
                        Func(found.node, found.scope, thing, found.owner, found.quiet), args, given, node
                    )
                    self.event("left", node, owner=thing, value=result)
                    return result
            self._escape(args, options, node)
            return UNKNOWN
        for module in (torch, keras):
            result2: Value | None = module.apply(self, thing, args, options, node)
            if result2 is not None:
                return result2
        self._escape(args, options, node)
        return UNKNOWN

    def _builtin(
        self, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
    ) -> Value | None:
        if name == "range":
            one = Thing("range", node=node, args=args)
            if len(args) == 1 and isinstance(args[0], Const):
                one.attributes["count"] = args[0]
            elif len(args) >= 2 and all(isinstance(a, Const) and isinstance(a.value, int) for a in args):
                span = [a.value for a in args if isinstance(a, Const)]
                if len(span) == 2 or span[2]:
                    one.attributes["count"] = Const(len(range(*span)))
            if "count" in one.attributes and not isinstance(
                getattr(one.attributes["count"], "value", None), int
            ):
                one.attributes.pop("count")
            return one
        if name in ("enumerate", "zip"):
            return Thing(name, node=node, args=args)
        if name in ("tqdm", "iter", "list", "tuple", "reversed", "sorted", "trange", "track"):
            if args and isinstance(args[0], Thing) and args[0].kind in ("list", "tuple", "sequential"):
                items = list(reversed(args[0].items)) if name == "reversed" else list(args[0].items)
                return Thing("list", node=node, items=items, open=args[0].open)
            if args and isinstance(args[0], Flow) and name == "list":
                return args[0]
            return Thing("wrapped", node=node, args=args)
        if name in (
            "int",
            "float",
            "str",
            "bool",
            "len",
            "abs",
            "round",
            "min",
            "max",
            "sum",
            "print",
            "isinstance",
        ):
            return self._simple(name, args, node)
        if name == "dict":
            one = Thing("dict", node=node)
            one.attributes = dict(options)
            one.open = "**" in options
            return one
        if name in (
            "getattr",
            "setattr",
            "hasattr",
            "open",
            "vars",
            "next",
            "map",
            "filter",
            "type",
            "any",
            "all",
        ):
            if name == "getattr" and len(args) >= 2 and isinstance(args[0], Name) and (key := text(args[1])):
                return Name(f"{args[0].path}.{key}")
            if name == "next" and args and isinstance(args[0], Thing):
                return self.element(args[0])
            return UNKNOWN
        return None

    def _simple(self, name: str, args: list[Value], node: ast.Call) -> Value:
        first = args[0] if args else UNKNOWN
        if name == "len":
            self.event("len", node, value=first)
            if isinstance(first, Thing) and first.kind in ("list", "tuple") and not first.open:
                return Const(len(first.items), node)
            if isinstance(first, Flow) and first.data.rows is not None:
                return Const(first.data.rows, node)
            return Unknown("len")
        if (
            name in ("int", "float")
            and isinstance(first, Const)
            and isinstance(first.value, int | float | str)
        ):
            try:
                return Const(int(first.value) if name == "int" else float(first.value), node, first.soft)
            except (ValueError, OverflowError):
                return UNKNOWN
        if name in ("float", "sum", "abs", "round") and isinstance(first, Flow):
            return first.then(name, node) if name in ("round", "abs") else first
        return UNKNOWN


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
    return path


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _is_static(node: Node) -> bool:
    return any(_path(one) == "staticmethod" for one in getattr(node, "decorator_list", []))


def _path(node: ast.expr) -> str:
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


from assistant.readers.script.values import Op as _Op  # noqa: E402

Op_loss = _Op("loss")
