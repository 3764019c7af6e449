"""Walks a syntax tree as Python would run it, over what can be known: constants, layers, models, losses.

Every branch that is not decided is walked and forgotten where branches differ; nothing is run.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from assistant.readers.script import batches, indexing, lightning, lists, orders
from assistant.readers.script.calls import Calls
from assistant.readers.script.expressions import UNROLLED
from assistant.readers.script.nodes import code_of, nodes_below, nodes_of
from assistant.readers.script.scope import Scope
from assistant.readers.script.state import Stop, Tired, canonical, is_main, path_of
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
    truth,
)

_BUILDS = frozenset(("append", "add", "extend", "add_module", "insert"))
_TRAINS = frozenset(
    ("backward", "step", "fit", "minimize", "zero_grad", "apply_gradients", "train_on_batch", "run")
)


class Walker(Calls):
    """One walk over one script. After `walk`: events, losses and things in the order of the code."""

    # ---- the whole

    def walk(self) -> None:
        """The module, then whatever in it nothing calls."""
        with suppress(Tired):
            self._guarded(lambda: self.block(self.tree.body))
            self._leftovers()

    def _guarded(self, act: Callable[[], object]) -> None:
        with suppress(Stop, RecursionError):
            act()
        self.loops, self.maybe, self.tests, self.quiet, self.calls = (), 0, (), 0, ()
        self.scope, self.returns, self.yields = self.top, [], []

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
        for thing in [one for one in self.things if one.made_by and (one.kind == "module" or _trains(one))]:
            self._guarded(lambda thing=thing: self._methods(thing))  # type: ignore[misc]

    def _used(self, one: Class) -> None:
        thing = self.instance(one, [], {}, one.node)
        self._methods(thing)

    def _methods(self, thing: Thing) -> None:
        """Methods of an object that the script leaves to a framework or to another file."""
        seen: set[str] = set()
        per_step = lightning.steps_get(self, thing) if thing.framework == "pytorch" else {}
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
                    "compute_loss": "training",
                    "training_step": "training",
                    "validation_step": "validation",
                    "test_step": "validation",
                }
                before = self.root
                self.root = hint.get(name, before)
                given: dict[str, Value] = {}
                if any(one.arg == "return_outputs" for one in value.node.args.args):
                    given["return_outputs"] = Const(False)  # as in training
                if name == "compute_loss" and (whole := thing.option(0, "model")) is not None:
                    given["model"] = whole
                # the Trainer hands over labels, and takes gradients of the loss that its model gives
                handed = name == "forward" and _handed(self.things, thing)
                if handed and any(one.arg == "labels" for one in value.node.args.args):
                    given["labels"] = Flow()
                result = self.invoke(bound, [per_step[name]] if name in per_step else [], given, value.node)
                trains = name in ("training_step", "compute_loss")
                if name == "forward" and handed:
                    if isinstance(result, Thing) and result.kind == "dict":
                        result = result.attributes.get("loss", UNKNOWN)
                    first = result.items[0] if isinstance(result, Thing) and result.items else result
                    trains = isinstance(first, Flow) and bool(first.losses)
                if trains:
                    if isinstance(result, Thing) and result.kind == "tuple" and result.items:
                        result = result.items[0]
                    self.event("backward", value.node, value=result, hint="returned")
                    self.backward(result)
                self.root = before
            todo.extend(base for base in one.bases if isinstance(base, Class))

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
        value = self.value(node.value)
        call = node.value
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "detach_"
        ):
            if isinstance(call.func.value, ast.Name) and isinstance(value, Flow):  # in place
                self.scope.names[call.func.value.id] = value

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
        if isinstance(before, Thing) and before.kind == "list" and isinstance(node.op, ast.Add):
            lists.lengthened(self, before, "extend", [value], node.value)
            return
        value = self._counted_over(value)
        self.event("add", node, owner=before, value=value, hint=code_of(node.target))
        self.bind(node.target, self.binary(before, node.op, value, node), node)

    def _counted_over(self, value: Value) -> Value:
        """Hits that are summed up in a loop, with what the loop runs over."""
        over = self.overs.get(self.loops[-1]) if self.loops else None
        if over is None or not isinstance(value, Flow) or "compare" not in [op.name for op in value.ops]:
            return value
        ops = [
            replace(op, more={**op.more, "over": over})
            if op.name == "compare" and "over" not in op.more
            else op
            for op in value.ops
        ]
        return replace(value, ops=tuple(ops))

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
            self.event("set", node, owner=owner, value=value, hint=target.attr, target=code_of(target))
            if isinstance(owner, Thing) and owner.kind == "hf-arguments":
                owner.options[target.attr] = UNKNOWN if self.maybe > owner.maybe else value
            if isinstance(owner, Thing):
                if isinstance(value, Thing) and owner.attributes.get("__self__") is None:
                    value.attributes.setdefault("__name__", Const(code_of(target)))
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
                elif owner.kind == "frame" and isinstance(key, Const):
                    known = isinstance(value, Flow) and not value.ops and not self.maybe
                    owner.attributes[f"[{key.value}]"] = value if known else Flow(data=Data(rank=1))
                elif (
                    isinstance(key, Const)
                    and isinstance(key.value, int)
                    and -len(owner.items) <= key.value < len(owner.items)
                ):
                    owner.items[key.value] = value
                else:
                    owner.unsure = True
            elif isinstance(owner, Flow) and isinstance(target.value, ast.Name):
                changed = indexing.put(owner, value, target.slice)
                self.scope.names[target.value.id] = changed
        elif isinstance(target, ast.Starred):
            self.bind(target.value, value, node)

    def _unpack(self, target: ast.Tuple | ast.List, value: Value, node: Node) -> None:
        count = len(target.elts)
        starred = any(isinstance(one, ast.Starred) for one in target.elts)
        parts: list[Value]
        if starred and isinstance(value, Thing) and value.kind in ("list", "tuple") and not value.open:
            parts = _around_star(target, value)
        elif isinstance(value, Thing) and value.kind in ("list", "tuple") and not value.open:
            parts = list(value.items) if len(value.items) == count else [UNKNOWN] * count
        elif isinstance(value, Flow):
            parts = [indexing.part(value, n) for n in range(count)]
            if starred:
                first = next(n for n, one in enumerate(target.elts) if isinstance(one, ast.Starred))
                parts[first:] = [UNKNOWN] * (count - first)
        else:
            parts = [UNKNOWN] * count
        for one, part in zip(target.elts, parts, strict=True):
            self.bind(one, part, node)

    def _do_Return(self, node: ast.Return) -> None:
        value = self.value(node.value) if node.value is not None else Const(None)
        if self.returns:
            self.returns[-1].append((value, self.maybe))
            self.event("return", node, value=value)
        raise Stop

    def _do_Raise(self, node: ast.Raise) -> None:
        raise Stop

    def _do_Continue(self, node: ast.Continue) -> None:
        if self.tests:
            raise Stop

    def _do_Break(self, node: ast.Break) -> None:
        if self.tests:
            raise Stop

    def _do_If(self, node: ast.If) -> None:
        test = self.value(node.test)
        holds = truth(test) if text(test) is None else None
        if holds is not None:
            self.block(node.body if holds else node.orelse)
            return
        if is_main(node.test):
            self.block(node.body)
            return
        if isinstance(test, Const) and not test.value:  # by default; a command line may change it
            self.untaken.add(node.test)
        self.branches(node.test, [node.body, node.orelse])

    def branches(self, test: Node, bodies: list[list[ast.stmt]]) -> None:
        """Blocks of which one is taken, nobody knows which."""
        before = dict(self.scope.names)
        self.tick(len(before) // 8)
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
            except Stop:
                continue
        self.maybe -= 1
        self.tests = self.tests[:-1]
        if not ends:
            self.scope.names = before
            raise Stop
        self.scope.merge(ends)

    def _do_Match(self, node: ast.Match) -> None:
        self.value(node.subject)
        self.branches(node, [case.body for case in node.cases] + [[]])

    def _do_For(self, node: ast.For | ast.AsyncFor) -> None:
        over = self.value(node.iter)
        self.event("over", node, value=over)
        self.counts[node], self.orders[node] = lists.rounds_of(over), lists.order_of(over)
        self.overs[node] = over
        rounds = self._rounds(over, node)
        if rounds is not None:
            for one in rounds:
                self.bind(node.target, one, node)
                try:
                    self.block(node.body)
                except Stop:
                    if self.returns and self.returns[-1] and not self.maybe:
                        raise
            return
        self._loop(node, lambda: self.bind(node.target, self.element(over), node))

    _do_AsyncFor = _do_For

    def _do_While(self, node: ast.While) -> None:
        if _counted(node) and (self._stacks(node) or self._stacks_in_list(node)):
            for _ in range(UNROLLED):
                test = self.value(node.test)
                if not isinstance(test, Const):
                    break
                if not test.value:
                    self.block(node.orelse)
                    return
                self.block(node.body)
        self.value(node.test)
        self._loop(node, lambda: None)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, begin: Callable[[], None]) -> None:
        """A loop of unknown length: its body once."""
        self._soften(node)
        loops, self.loops = self.loops, (*self.loops, node)
        self.event("loop", node)
        try:
            begin()
            self.block(node.body)
        except Stop:
            if self.returns and self.returns[-1] and self.returns[-1][-1][1] == 0:
                pass
        finally:
            self.loops = loops
        self.block(node.orelse)

    def _soften(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        """Numbers and flags that a loop gives anew are those of its first round alone."""
        for one in nodes_below(node.body):
            targets = (
                [one.target]
                if isinstance(one, ast.AugAssign)
                else one.targets
                if isinstance(one, ast.Assign)
                else []
            )
            for target in targets:
                name = target.id if isinstance(target, ast.Name) else ""
                value = self.scope.names.get(name)
                if isinstance(value, Const):
                    self.scope.names[name] = Const(value.value, value.node, True)

    def _rounds(self, over: Value, node: ast.For | ast.AsyncFor) -> list[Value] | None:
        """The elements of a loop that is worth to be walked round by round."""
        inner = nodes_below(node.body)
        names = {
            one.func.attr
            for one in inner
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
        }
        if any(
            isinstance(one, ast.AugAssign) and isinstance(one.value, ast.List | ast.Tuple) for one in inner
        ):
            names.add("extend")
        if names & _TRAINS:
            return None
        if isinstance(over, Thing) and over.kind in ("list", "tuple", "zip", "enumerate"):
            known = lists.elements(over)
            if known is not None:
                return known if len(known) <= 2 * UNROLLED else None
        if isinstance(over, Thing) and over.kind == "sequential" and not over.unsure:
            return list(over.items) if len(over.items) <= 4 * UNROLLED else None
        if isinstance(over, Thing) and over.kind == "range" and (names & _BUILDS or self._stacks(node)):
            count = over.attributes.get("count")
            if isinstance(count, Const) and isinstance(count.value, int) and count.value <= UNROLLED:
                return [Const(n) for n in range(count.value)]
        return None

    def _stacks_in_list(self, node: ast.While) -> bool:
        """`layers.append(nn.Linear(a, b))`, `model.add(Dense(a))`: each round makes one layer more."""
        calls = [
            one.value for one in node.body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call)
        ]
        names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
        return bool(names & _BUILDS)

    def _stacks(self, node: ast.For | ast.AsyncFor | ast.While) -> bool:
        """`x = Dense(n)(x)`, `x = block(x, n)`: each round puts layers of its own on the tensor."""
        for one in node.body:
            if not isinstance(one, ast.Assign) or not isinstance(one.value, ast.Call):
                continue
            call, target = one.value, one.targets[0]
            given = {part.id for arg in call.args for part in nodes_of(arg) if isinstance(part, ast.Name)}
            if not isinstance(target, ast.Name) or target.id not in given:
                continue
            before = self.scope.get(target.id)
            own = isinstance(call.func, ast.Name) and isinstance(self.scope.get(call.func.id), Func)
            if isinstance(before, Flow) and before.ops and (isinstance(call.func, ast.Call) or own):
                return True
        return False

    def element(self, over: Value) -> Value:
        """One of what a loop runs over."""
        one = self._element(over)
        if isinstance(over, Thing) and over.kind in ("list", "wrapped"):
            if getattr(over.attributes.get("__order__"), "value", "") == "random":
                one = orders.unordered(one)
            part = over.attributes.get("__part__")
            if isinstance(part, Const):
                one = batches.placed(_some(one), str(part.value), "", over.node)
        return one

    def _element(self, over: Value) -> Value:
        if isinstance(over, Thing):
            if over.kind == "loader":
                return batches.batch(self, over)
            if over.kind == "tf-dataset":
                return over.attributes.get("__element__", UNKNOWN)
            if over.kind == "enumerate":
                return self._pair([UNKNOWN, self.element(over.args[0]) if over.args else UNKNOWN])
            if over.kind == "zip":
                return self._pair([self.element(one) for one in over.args])
            if over.kind == "wrapped":
                return self.element(over.args[0]) if over.args else UNKNOWN
            if over.kind == "parameters":
                each = Thing("parameter", "each", "", over.args)
                return self._pair([Unknown("name"), each]) if over.name == "named_parameters" else each
            if over.kind == "splits":
                return over.items[0] if over.items else UNKNOWN
            if over.kind == "list" and over.open and (row := lists.row_of(over)) is not None:
                return row
            if over.items and over.kind in ("list", "tuple", "sequential"):
                first, *rest = over.items
                for one in rest:
                    first = joined(first, one)
                return first
        if isinstance(over, Flow):
            return indexing.element(over)
        if isinstance(over, Method) and over.name == "layers" and isinstance(over.owner, Thing):
            return Thing("part", "each", over.owner.framework, attributes={"of": over.owner})
        if isinstance(over, Thing) and (over.kind, over.name) == ("part", "layers"):
            return Thing("part", "some", over.framework, attributes=dict(over.attributes))
        return UNKNOWN

    def _pair(self, items: list[Value]) -> Thing:
        return Thing("tuple", items=items)

    def _do_With(self, node: ast.With | ast.AsyncWith) -> None:
        quiet = 0
        for item in node.items:
            value = self.value(item.context_expr)
            name = path_of(item.context_expr)
            if name.endswith(("no_grad", "inference_mode")):
                quiet += 1
            if isinstance(item.context_expr, ast.Call) and name.endswith("set_grad_enabled"):
                given = self.value(item.context_expr.args[0]) if item.context_expr.args else UNKNOWN
                if flag(given) is False:
                    quiet += 1
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, node)
        self.quiet += quiet
        before = dict(self.scope.names) if quiet else {}
        try:
            self.block(node.body)
        finally:
            self.quiet -= quiet
        if quiet and not self.quiet:
            self._without_gradients(before, node)

    _do_AsyncWith = _do_With

    def _without_gradients(self, before: dict[str, Value], node: ast.With | ast.AsyncWith) -> None:
        """What a block without gradients has bound carries none on."""
        for name, value in self.scope.names.items():
            fresh = isinstance(value, Flow) and value is not before.get(name)
            if fresh and isinstance(value, Flow) and value.ops and not value.losses and value.cut is None:
                self.scope.names[name] = replace(value.then("detach", node), cut=node)

    def _do_Try(self, node: ast.Try) -> None:
        self.block(node.body)
        before = self.scope.names
        for handler in node.handlers:
            self.scope.names = dict(before)
            self.maybe += 1
            try:
                self.block(handler.body)
            except Stop:
                pass
            finally:
                self.maybe -= 1
        self.scope.names = before
        self.block(node.orelse)
        self.block(node.finalbody)

    def _do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        quiet = any(path_of(one).endswith(("no_grad", "inference_mode")) for one in node.decorator_list)
        self.scope.names[node.name] = Func(node, self.scope, quiet=quiet)

    _do_AsyncFunctionDef = _do_FunctionDef

    def _do_ClassDef(self, node: ast.ClassDef) -> None:
        bases = [self.value(base) for base in node.bases]
        one = Class(node, bases, self.scope)
        outer, self.scope = self.scope, Scope(self.scope)
        with contextlib.suppress(Stop):
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


def _around_star(target: ast.Tuple | ast.List, value: Thing) -> list[Value]:
    """The items before a starred name, the list of those that it takes, the items after it."""
    before = next(n for n, one in enumerate(target.elts) if isinstance(one, ast.Starred))
    after = len(target.elts) - before - 1
    if len(value.items) < before + after:
        return [UNKNOWN] * len(target.elts)
    end = len(value.items) - after
    taken = Thing("list", node=value.node, items=value.items[before:end])
    return [*value.items[:before], taken, *value.items[end:]]


def _some(one: Value) -> Value:
    """Of weights that were cut from all of a model: not each of them is meant."""
    if isinstance(one, Thing) and one.kind == "tuple":
        return Thing("tuple", items=[_some(item) for item in one.items], open=one.open)
    if isinstance(one, Thing) and (one.kind, one.name) == ("parameter", "each"):
        return Thing("parameter", "some", one.framework, one.args)
    return one


def _counted(loop: ast.While) -> bool:
    """A loop whose rounds are known by its test alone, and which trains nothing."""
    inner = [one for part in loop.body for one in nodes_of(part)]
    called = {
        one.func.attr for one in inner if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
    }
    ends = any(isinstance(one, ast.Break | ast.Continue | ast.Return) for one in inner)
    return not ends and not called & _TRAINS


def _handed(things: Iterable[Thing], model: Thing) -> bool:
    """A trainer of the Hugging Face library got this model."""
    return any(
        (one.kind == "trainer" and one.option(0, "model") is model and _hugging(one))
        or (one.made_by is not None and _trains(one) and one.option(0, "model") is model)
        for one in things
    )


def _hugging(trainer: Thing) -> bool:
    return trainer.option(0, "model") is not None and "max_epochs" not in trainer.options


def _trains(thing: Thing) -> bool:
    """A trainer of the Hugging Face library with methods of the script's own."""
    roots = thing.made_by.roots() if thing.made_by is not None else []
    return any(root.startswith("transformers.") and root.endswith("Trainer") for root in roots)
