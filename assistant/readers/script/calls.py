"""Calls of a script: its own functions and classes are entered, those of frameworks are known by name.

What is handed to code that nobody can see is remembered as such.
"""

from __future__ import annotations

import ast
import contextlib
from dataclasses import replace

from assistant.readers.script import arrays, keras, lists, methods, orders, scikit, tables, torch
from assistant.readers.script.expressions import Expressions
from assistant.readers.script.names import OPTIMIZERS
from assistant.readers.script.scope import Scope
from assistant.readers.script.state import Stop, is_static
from assistant.readers.script.values import (
    UNKNOWN,
    Class,
    Const,
    Data,
    Flow,
    Func,
    Length,
    Mark,
    Method,
    Name,
    Node,
    Thing,
    Unknown,
    Value,
    joined,
    text,
)

_KEPT = frozenset(("__rows__", "__order__", "__part__", "__most__"))
"""What is known of the rows of a list."""
_MAPPED = 16
"""Elements that a function is mapped over."""
DEPTH = 14
"""Calls of the script's own functions within one another."""


class Calls(Expressions):
    """The calls of a walk."""

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
            self.understood.add(node)
            return self.invoke(func, args, options, node)
        if isinstance(func, Class):
            return self.instance(func, args, options, node)
        if isinstance(func, Name):
            return self._named(func, args, options, node)
        if isinstance(func, Thing) and func.kind == "partial":
            return self._partial(func, args, options, node)
        if isinstance(func, Thing):
            return self.apply(func, args, options, node)
        if isinstance(func, Method):
            return self._method(func, args, options, node)
        if isinstance(func, Unknown) and isinstance(node.func, ast.Name):
            found = self._builtin(node.func.id, args, options, node)
            if found is not None:
                return found
            if node.func.id in OPTIMIZERS and self._of_fragment(args):
                return self._named(Name(f"keras.optimizers.{node.func.id}"), args, options, node)
        self.escape(args, options, node)
        return Unknown()

    def _of_fragment(self, args: list[Value]) -> bool:
        """Whether an optimizer without an import is of Keras: it gets no parameters of a model."""
        return "pytorch" not in self.frameworks and all(isinstance(one, Const) for one in args)

    def _partial(self, func: Thing, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        """What `partial(f, …)` calls."""
        first, *rest = func.args or [UNKNOWN]
        return self.call(first, [*rest, *args], {**func.options, **options}, node)

    def escape(self, args: list[Value], options: dict[str, Value], node: Node) -> None:
        """Objects that are handed to code that nobody can see."""
        for one in (*args, *options.values()):
            if isinstance(one, Thing):
                one.escaped = True
                for item in one.items[:50]:
                    if isinstance(item, Thing):
                        item.escaped = True
                if one.kind not in ("list", "tuple", "dict"):
                    self.event("escape", node, owner=one)
            elif isinstance(one, Flow) and one.losses and one.cut is None:
                for index in one.losses:
                    self.losses[index].alone = False
                self.event("escape", node, value=one)
            if isinstance(one, Method | Func):
                self.event("escape", node, owner=one)

    def _named(self, func: Name, args: list[Value], options: dict[str, Value], node: ast.Call) -> Value:
        path = func.path
        if path == "dataclasses.field":
            made = options.get("default_factory")
            return self.call(made, [], {}, node) if made is not None else options.get("default", UNKNOWN)
        if path == "functools.partial":
            return Thing("partial", node=node, args=args, options=options)
        for module in (torch, keras, arrays):
            found: Value | None = module.call(self, path, args, options, node)
            if found is not None:
                return found
        self.escape(args, options, node)
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
            if isinstance(drawn, Flow) and (marks := orders.marks(drawn.data.moved)):
                if isinstance(marks[-1], Mark) and marks[-1].node is node:
                    marks[-1].source = owner
            return Unknown(func.hint) if drawn is None else drawn
        if isinstance(owner, Thing) and owner.kind == "frame" and name == "pop":
            taken = tables.method(owner, name, args, options, node)
            return taken if isinstance(taken, Flow) else Flow(data=Data(rank=1))
        for module in (methods, keras):
            found: Value | None = module.method(self, owner, name, args, options, node, func.hint)
            if found is not None:
                return found
        if isinstance(owner, Thing) and owner.kind == "frame":
            return tables.method(owner, name, args, options, node)
        found = scikit.method(self, owner, name, args, options, node)
        if found is not None:
            return found
        self.escape(args, options, node)
        return Unknown(func.hint)

    def _super(
        self, owner: Value, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
    ) -> Value:
        """A method of the class above, where the script defines it."""
        current = self.scope.get("__class__")
        if name == "__init__" and isinstance(owner, Thing) and owner.kind == "sequential":
            owner.items, owner.open = list(args), "*" in options
        if isinstance(current, Class) and isinstance(owner, Thing):
            for base in current.bases:
                if isinstance(base, Class) and isinstance(found := base.find(name), Func):
                    return self.invoke(Func(found.node, found.scope, owner, found.owner), args, options, node)
        if isinstance(owner, Thing) and name in ("train", "eval"):
            return methods.method(self, owner, name, args, options, node, f"super().{name}") or UNKNOWN
        if isinstance(owner, Thing) and name in ("call", "__call__", "forward"):
            self.event("super-call", node, owner=owner, options=options)
        return UNKNOWN

    def invoke(self, func: Func, args: list[Value], options: dict[str, Value], node: Node) -> Value:
        """A function of the script: its body, with these arguments."""
        self.called.add(func.node)
        if len(self.calls) >= DEPTH or sum(1 for one in self.calls if one is func.node) >= 2:
            self.escape(args, options, node)
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
        self.yields.append([])
        base = self.maybe
        try:
            if isinstance(func.node, ast.Lambda):
                return self.value(func.node.body)
            with contextlib.suppress(Stop):
                self.block(func.node.body)
        finally:
            found, given = self.returns.pop(), self.yields.pop()
            self.scope, self.calls, self.tests, self.maybe, self.quiet = outer, calls, tests, maybe, quiet
        if given:
            return Thing("list", node=func.node, items=given[:1], open=True)
        gone = func.quiet and not self.quiet and isinstance(func.node, ast.FunctionDef)
        result: Value | None = None
        for value, at in found:
            result = value if result is None else joined(result, value)
            if at <= base:
                break
        if gone and isinstance(result, Flow) and result.ops and not result.losses and result.cut is None:
            return replace(result.then("detach", func.node), cut=func.node)
        return Const(None) if result is None else result

    def _arguments(self, func: Func, inner: Scope, args: list[Value], options: dict[str, Value]) -> None:
        spec = func.node.args
        names = [*spec.posonlyargs, *spec.args]
        defaults = dict(zip(reversed([one.arg for one in names]), reversed(spec.defaults), strict=False))
        for one, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
            if default is not None:
                defaults[one.arg] = default
        given = list(args)
        if func.bound is not None and names and not is_static(func.node):
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
        chain = framework == "pytorch" and last == ["Sequential"] and one.find("forward") is None
        name = "Sequential" if chain else one.node.name
        if self._is_functional(one, framework, last) and (len(args) > 1 or "outputs" in options):
            functional = self.thing("model", name, framework, args, options, node)
            outputs = args[1] if len(args) > 1 else options["outputs"]
            functional.attributes["__outputs__"] = outputs
            functional.made_by = one
            return functional
        thing = self.thing("sequential" if chain else kind, name, framework, args, options, node)
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

    @staticmethod
    def _is_functional(one: Class, framework: str, roots: list[str]) -> bool:
        """A model of Keras that gets inputs and outputs, and changes no more than how it is trained."""
        own = any(one.find(name) is not None for name in ("call", "__init__", "build"))
        return framework == "keras" and not own and any(root in ("Model", "Functional") for root in roots)

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
            if thing.kind not in ("sequential", "model"):
                self.escape(args, options, node)
                return UNKNOWN
        for module in (torch, keras):
            result2: Value | None = module.apply(self, thing, args, options, node)
            if result2 is not None:
                return result2
        self.escape(args, options, node)
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
        if name == "zip":
            self.event("zip", node, args=args)
        if name == "enumerate" and "start" in options:
            args = [*args[:1], options["start"]]
        if name in ("enumerate", "zip"):
            return Thing(name, node=node, args=args)
        if name == "sorted" and (pairs := lists.by_label(node, args)) is not None:
            return pairs
        if name in ("tqdm", "iter", "list", "tuple", "reversed", "sorted", "trange", "track"):
            if args and isinstance(args[0], Thing) and args[0].kind in ("list", "tuple", "sequential"):
                items = list(reversed(args[0].items)) if name == "reversed" else list(args[0].items)
                one = Thing("list", node=node, items=items, open=args[0].open)
                if name in ("list", "tuple", "tqdm", "iter"):  # the same rows in the same order
                    one.attributes = {key: args[0].attributes[key] for key in _KEPT & set(args[0].attributes)}
                return one
            if args and isinstance(args[0], Flow) and name == "list":
                return args[0]
            if args and name == "list" and isinstance(args[0], Thing) and args[0].kind == "range":
                if len(args[0].args) == 1:
                    return Flow(data=Data(rank=1, order="arange", node=node))
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
            if name == "getattr" and len(args) >= 2 and isinstance(args[0], Name):
                key = text(args[1])
                if key or args[0].path == "torchvision.models":
                    return Name(f"{args[0].path}.{key or 'any'}")
            if name == "map" and len(args) == 2 and isinstance(args[1], Thing) and not args[1].open:
                if args[1].kind in ("list", "tuple") and len(args[1].items) <= _MAPPED:
                    items = [self.call(args[0], [one], {}, node) for one in args[1].items]
                    return Thing("list", node=node, items=items)
            if name == "filter" and len(args) == 2 and isinstance(args[1], Thing):
                if args[1].kind == "parameters":
                    return Thing("wrapped", node=node, args=[args[1]])
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
            told = first.attributes.get("__most__") if isinstance(first, Thing) else None
            most = first.data.most if isinstance(first, Flow) else getattr(told, "value", None)
            if isinstance(most, int):
                return Flow(data=Data(rank=0, size=float(most), node=node))
            return Length(first)
        if (
            name in ("int", "float")
            and isinstance(first, Const)
            and isinstance(first.value, int | float | str)
        ):
            try:
                return Const(int(first.value) if name == "int" else float(first.value), node, first.soft)
            except (ValueError, OverflowError):
                return UNKNOWN
        if name in ("int", "float") and isinstance(first, Flow) and not first.ops and first.data.rank == 0:
            return first
        if name in ("float", "sum", "abs", "round") and isinstance(first, Flow):
            if not first.ops and name in ("round", "abs"):
                rounded: Value | None = arrays.method(self, first, name, args[1:], {}, node)
                return UNKNOWN if rounded is None else rounded
            return first.then(name, node) if name in ("round", "abs") else first
        return UNKNOWN
