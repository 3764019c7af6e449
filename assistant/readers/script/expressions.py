"""Expressions of a script: constants, names, attributes, items, arithmetic, lists and comprehensions.

What a call does is known elsewhere.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from assistant.readers.script import arithmetic, arrays, indexing, keras, lists, masks, orders, tables, torch
from assistant.readers.script.scope import Scope
from assistant.readers.script.stacked import stacked
from assistant.readers.script.state import State, Stop, canonical, path_of
from assistant.readers.script.values import (
    UNKNOWN,
    Class,
    Const,
    Flow,
    Func,
    Length,
    Method,
    Name,
    Node,
    Thing,
    Unknown,
    Value,
    joined,
    text,
    truth,
)

_Comprehension = ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp
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
    **dict.fromkeys(("np", "numpy"), "numpy"),
    **dict.fromkeys(("pd", "pandas"), "pandas"),
    "DataLoader": "torch.utils.data.DataLoader",
    **{
        name: f"keras.layers.{name}"
        for name in (
            *("Dense", "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "LSTM", "GRU", "SimpleRNN"),
            *("MaxPooling1D", "MaxPooling2D", "AveragePooling2D", "TimeDistributed", "Bidirectional"),
            *("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "Reshape"),
            *("Activation", "LeakyReLU", "BatchNormalization", "LayerNormalization", "Rescaling"),
            *("Input", "Embedding", "Dropout", "Flatten"),
        )
    },
    "Sequential": "keras.Sequential",
}
"""What a name usually stands for where a fragment leaves its imports out."""


class Expressions(State):
    """The expressions of a walk."""

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
        return Method(owner, node.attr, path_of(node))

    def _attribute(self, owner: Thing, node: ast.Attribute) -> Value:
        name = node.attr
        if name in owner.attributes:
            return owner.attributes[name]
        if owner.made_by is not None:
            found = owner.made_by.find(name)
            if isinstance(found, Func):
                if any(path_of(one) == "property" for one in getattr(found.node, "decorator_list", [])):
                    return self.invoke(Func(found.node, found.scope, owner, found.owner), [], {}, node)
                return Func(found.node, found.scope, owner, found.owner, found.quiet)
            if found is not None:
                return found
        if owner.kind == "bunch":
            return UNKNOWN
        if name == "layers" and owner.kind == "sequential" and not owner.open and not owner.unsure:
            return Thing("list", node=node, items=list(owner.items))
        if owner.kind == "frame" and name in ("loc", "iloc"):
            return owner
        if owner.kind == "frame":
            if f"[{name}]" in owner.attributes:
                return tables.column(owner, name)
            if name == "values":
                return tables.whole(owner)
            known = name in ("columns", "shape") or (hasattr(dict, name) and name != "pop")
            return UNKNOWN if known else Method(owner, name, path_of(node))
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
        return Method(owner, name, path_of(node))

    def _of_Subscript(self, node: ast.Subscript) -> Value:
        owner, key = self.value(node.value), self.value(node.slice)
        if isinstance(owner, Method) and owner.name == "layers" and isinstance(owner.owner, Thing):
            name = "layers" if isinstance(node.slice, ast.Slice) else "some"
            return Thing("part", name, owner.owner.framework, node=node, attributes={"of": owner.owner})
        if isinstance(owner, Flow):
            taken = indexing.index(owner, key, node)
            if owner.data.leaked is not None and isinstance(taken, Flow) and not owner.data.part:
                self.event("leaked-cut", node, owner=owner, hint=taken.data.part)
            return taken
        if isinstance(owner, Unknown | Method) and isinstance(key, Flow):
            rows = orders.moved_rows(key)
            return rows if rows is not None else UNKNOWN
        if isinstance(owner, Name) and owner.path in ("numpy.c_", "numpy.r_"):
            parts = key if isinstance(key, Thing) else Thing("tuple", items=[key])
            return stacked("column_stack" if owner.last == "c_" else "concatenate", [parts], {}, node)
        if isinstance(owner, Name) and owner.last == "__dict__":  # models.__dict__[args.arch]
            return Name(f"{owner.path.removesuffix('__dict__')}{text(key) or 'any'}")
        if isinstance(owner, Thing):
            if owner.kind in ("dict", "bunch") and isinstance(key, Const):
                return owner.attributes.get(str(key.value), UNKNOWN)
            if owner.kind == "dict" and isinstance(owner.node, ast.DictComp):
                return lists.either_loader(owner)
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
            anyone = isinstance(key, Flow) and (
                key.data.order == "pick" or (owner.open and not key.data.rank)
            )
            if owner.kind == "list" and (anyone or (owner.open and isinstance(key, Unknown))):
                return self.element(owner)
            if owner.kind in ("list", "wrapped") and isinstance(node.slice, ast.Slice):
                return self._part_of(owner, node.slice, node)
            if owner.kind == "part":
                return owner
            if owner.kind == "frame":  # one column of a table is a vector
                column = text(key)
                if isinstance(key, Unknown | Method):
                    return tables.chosen(owner, node)
                return tables.column(owner, column) if column is not None else tables.rows(owner, key, node)
            if owner.kind == "args" and isinstance(key, Const):
                return owner.attributes.get(str(key.value), UNKNOWN)
        return UNKNOWN

    def _part_of(self, owner: Thing, given: ast.Slice, node: ast.Subscript) -> Thing:
        """`rows[:n]` of a list whose length nobody knows."""
        part = Thing(
            owner.kind, owner.name, owner.framework, owner.args, node=node, items=owner.items, open=True
        )
        part.attributes = {key: value for key, value in owner.attributes.items() if key.startswith("__")}
        part.attributes.pop("__name__", None)
        if "__rows__" in part.attributes:
            part.attributes["__rows__"] = Const("?")
        if (given.lower is None) != (given.upper is None):
            part.attributes["__part__"] = Const("front" if given.lower is None else "back")
        return part

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

    def _comprehended(self, node: _Comprehension) -> Value:
        """A comprehension: its element for each round where their number is known, else once."""
        result = Thing("list", node=node)
        outer, self.scope = self.scope, Scope(self.scope)
        loops, self.loops = self.loops, (*self.loops, node)
        try:
            self._generate(node, 0, result)
        except Stop:
            result.open = True
        self.scope, self.loops = outer, loops
        if not isinstance(node, ast.DictComp):
            lists.comprehended(result, node, result.args[0] if result.args else UNKNOWN)
        return result

    def _generate(self, node: _Comprehension, depth: int, result: Thing) -> None:
        if depth == len(node.generators):
            if isinstance(node, ast.DictComp):
                key = self.value(node.key)
                if isinstance(key, Const):
                    result.attributes[str(key.value)] = self.value(node.value)
                    return
                result.open = True
            result.items.append(self.value(node.value if isinstance(node, ast.DictComp) else node.elt))
            return
        part = node.generators[depth]
        over = self.value(part.iter)
        if depth == 0:
            result.args = [over]
        rounds = lists.elements(over) or lists.entries(over)
        if rounds is not None:
            pass
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
            rounds = [masks.sifted(self.element(over)) if part.ifs else self.element(over)]
        for one in rounds:
            self.bind(part.target, one, node)
            for test in part.ifs:
                self.value(test)
            self._generate(node, depth + 1, result)

    _of_ListComp = _comprehended
    _of_GeneratorExp = _comprehended
    _of_SetComp = _comprehended

    def _of_DictComp(self, node: ast.DictComp) -> Value:
        """A dictionary, where each of its keys is known."""
        made = self._comprehended(node)
        if not isinstance(made, Thing) or made.open or not made.attributes:
            return UNKNOWN
        return Thing("dict", node=node, attributes=made.attributes)

    def _of_Lambda(self, node: ast.Lambda) -> Value:
        return Func(node, self.scope)

    def _of_JoinedStr(self, node: ast.JoinedStr) -> Value:
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                self.value(one.value)
        return UNKNOWN

    def _of_IfExp(self, node: ast.IfExp) -> Value:
        test = self.value(node.test)
        holds = truth(test)
        if holds is not None:
            return self.value(node.body if holds else node.orelse)
        self.maybe += 1
        one, other = self.value(node.body), self.value(node.orelse)
        self.maybe -= 1
        return joined(one, other)

    def _of_Yield(self, node: ast.Yield) -> Value:
        value = self.value(node.value) if node.value is not None else Const(None)
        if self.yields:
            self.yields[-1].append(value)
        return UNKNOWN

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
            return arithmetic.negated(value, node)
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
        made = isinstance(left, Thing | Flow | Func | Class | Name)
        if made and isinstance(right, Const) and right.value is None:
            if isinstance(node.ops[0], ast.Is):
                return Const(False, node)
            if isinstance(node.ops[0], ast.IsNot):
                return Const(True, node)
        if isinstance(left, Flow) or isinstance(right, Flow):
            self.event("compare", node, owner=left, value=right, op=type(node.ops[0]).__name__)
            return arithmetic.compared(left, node.ops[0], right, node)
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
            if _holds_weights(left) and _holds_weights(right):
                return Thing("weights", node=node, args=[left, right])
        if isinstance(op, ast.Mult) and isinstance(left, Thing) and left.kind == "list":
            times = right.value if isinstance(right, Const) else None
            if isinstance(times, int) and len(left.items) * max(times, 0) <= 64:
                return Thing("list", node=node, items=left.items * times, open=left.open)
            return orders.repeated_list(left, node)
        if isinstance(left, Thing) and left.kind == "frame":
            return tables.arithmetic(left, op, right, node)
        filled = orders.filled_up(left, op, right, node)
        if filled is not None:
            return filled
        if isinstance(left, Flow) or isinstance(right, Flow):
            if isinstance(op, ast.Div) and isinstance(right, Length):
                self.event("share", node, owner=left, value=right.of)
            return arithmetic.arithmetic(self, left, op, right, node)
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


def _holds_weights(value: Thing) -> bool:
    """`list(model.parameters())`, or a sum of such lists."""
    inner = value.args[0] if value.kind == "wrapped" and len(value.args) == 1 else value
    return isinstance(inner, Thing) and inner.kind in ("parameters", "weights")
