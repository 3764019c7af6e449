"""Lists that a script fills row by row: how many rows they get, and whether class by class.

What is done to them once they are arrays is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.readers.script import masks
from assistant.readers.script.nodes import code_of, names_in, nodes_of
from assistant.readers.script.values import UNKNOWN, Const, Data, Flow, Node, Thing, Value, joined, number

if TYPE_CHECKING:
    from assistant.readers.script.state import State

_MOST = 40
"""Values of a set that is kept."""


def elements(value: Value, depth: int = 0) -> list[Value] | None:
    """All elements of a list, or of several side by side; None where not all of them are known."""
    if not isinstance(value, Thing) or depth > 3:
        return None
    if value.kind in ("list", "tuple", "sequential"):
        return None if value.open else list(value.items)
    if value.kind in ("zip", "enumerate"):
        counts = value.kind == "enumerate"
        sides = [elements(one, depth + 1) for one in (value.args[:1] if counts else value.args)]
        known = [one for one in sides if one is not None]
        if not known or len(known) != len(sides):
            return None
        if counts:
            begin = number(value.args[1]) if len(value.args) > 1 else 0
            if begin is None:
                return None
            known.insert(0, [Const(int(begin) + n) for n in range(len(known[0]))])
        return [Thing("tuple", items=list(row)) for row in zip(*known, strict=False)]
    return None


def entries(value: Value) -> list[Value] | None:
    """What `keys()`, `values()` or `items()` of a dictionary gives; None where not all of it is known."""
    owner = value.attributes.get("of") if isinstance(value, Thing) and value.kind == "wrapped" else None
    if not isinstance(value, Thing) or not isinstance(owner, Thing) or owner.kind != "dict":
        return None
    pairs = _pairs(owner)
    if owner.open or owner.unsure or (owner.items and len(owner.items) != len(pairs)):
        return None
    if value.name == "items":
        return [Thing("tuple", items=list(pair)) for pair in pairs]
    return [pair[value.name == "values"] for pair in pairs] if value.name in ("keys", "values") else None


def _pairs(owner: Thing) -> list[tuple[Value, Value]]:
    return [(Const(key), one) for key, one in owner.attributes.items() if not key.startswith("__")]


def either_loader(owner: Thing) -> Value:
    """One of several loaders, by a key that is not known: the first, as all are made by one expression."""
    found = [one for _, one in _pairs(owner)]
    alike = all(isinstance(one, Thing) and one.kind == "loader" for one in found)
    return found[0] if alike and found else UNKNOWN


def row_of(value: Thing) -> Thing | None:
    """One of many rows that a loop over classes filled in, each with the number of its class."""
    rows = [
        one.items for one in value.items if isinstance(one, Thing) and one.kind == "tuple" and not one.open
    ]
    if len(rows) < 2 or len(rows) != len(value.items) or len({len(row) for row in rows}) != 1:
        return None
    parts: list[Value] = []
    for column in zip(*rows, strict=True):
        numbers = [number(one) for one in column]
        known = [one for one in numbers if one is not None]
        first = column[0]
        if len(known) == len(column) and len(set(known)) > 1:
            order = "sorted" if known == sorted(known) else ""
            parts.append(Flow(data=Data(rank=0, order=order, values=frozenset(known[:_MOST]))))
        else:
            for one in column[1:]:
                first = joined(first, one)
            parts.append(first)
    flows = any(isinstance(one, Flow) and one.data.order == "sorted" for one in parts)
    return Thing("tuple", node=value.node, items=parts) if flows else None


def rounds_of(value: Value, depth: int = 0) -> int | None:
    """How many rounds a loop over a value has; None where it is not known."""
    if depth > 4:
        return None
    if isinstance(value, Flow):
        return value.data.rows
    if not isinstance(value, Thing):
        return None
    if value.kind == "range":
        count = value.attributes.get("count")
        return count.value if isinstance(count, Const) and isinstance(count.value, int) else None
    if value.kind in ("enumerate", "wrapped", "zip"):
        known = [rounds_of(one, depth + 1) for one in value.args]
        return next((one for one in known if one is not None), None)
    if value.kind == "list":
        return rows_of(value)
    return len(value.items) if value.kind == "tuple" and not value.open else None


def rows_of(value: Value) -> int | None:
    """Rows of a list or of an array; None where their number is not known."""
    if isinstance(value, Flow):
        return value.data.rows
    if not isinstance(value, Thing) or value.kind != "list" or value.unsure:
        return None
    told = value.attributes.get("__rows__")
    if isinstance(told, Const):
        return told.value if isinstance(told.value, int) else None
    return len(value.items) if not value.open else None


def order_of(value: Value, depth: int = 0) -> str:
    """`sorted` where the rows stand class by class, else what is known of their order."""
    if isinstance(value, Flow):
        return value.data.order
    if isinstance(value, Thing) and value.kind == "list":
        told = value.attributes.get("__order__")
        return str(told.value) if isinstance(told, Const) else ""
    if isinstance(value, Thing) and value.kind in ("zip", "enumerate", "wrapped") and depth < 4:
        orders = {order_of(one, depth + 1) for one in value.args}
        plain = value.kind != "wrapped"  # which may have sorted it
        return "sorted" if "sorted" in orders else "listing" if plain and "listing" in orders else ""
    return ""


def grown(walker: State, owner: Thing, name: str, last: Value, node: ast.AST) -> None:
    """A list that gets longer: its rows are counted, and it is noted where they come class by class."""
    inner = [one for one in walker.loops if one not in owner.loops]
    sure = walker.maybe <= owner.maybe
    more: int | None = 1 if name == "append" else rows_of(last)
    for loop in inner:
        count = walker.counts.get(loop)
        more = more * count if more is not None and count is not None else None
    before = _rows_so_far(owner)
    if sure and more is not None and before is not None:
        owner.attributes["__rows__"] = Const(before + more)
    else:
        owner.attributes["__rows__"] = Const("?")
    call = node if isinstance(node, ast.Call) else None
    given = call.args[-1] if call is not None and call.args else getattr(node, "value", None)
    if given is None:
        return
    if _class_by_class(name, last, given, inner):
        owner.attributes["__order__"] = Const("sorted", node)
    elif name == "append" and inner and walker.orders.get(inner[-1]) == "listing":
        owner.attributes["__order__"] = Const("listing", node)
    elif name == "append" and number(last) is not None:
        _run(owner, number(last) or 0.0, bool(inner), node)
    elif name == "append" and isinstance(last, Thing) and last.kind in ("tuple", "dict", "list"):
        parts = last.attributes.items() if last.kind == "dict" else enumerate(last.items)
        for key, part in parts:
            if (value := number(part)) is not None and key not in ("__name__",):
                _run(owner, value, bool(inner), node, f" {key}")


def _rows_so_far(owner: Thing) -> int | None:
    told = owner.attributes.get("__rows__")
    if isinstance(told, Const):
        return told.value if isinstance(told.value, int) else None
    return 0 if not owner.open and not owner.items else len(owner.items) if not owner.open else None


def _run(owner: Thing, value: float, many: bool, node: ast.AST, column: str = "") -> None:
    """One number many times over, then another: rows that stand class by class; column: of several."""
    kept = f"__runs{column}__"
    runs = owner.attributes.get(kept)
    seen: tuple[float, ...] = runs.value if isinstance(runs, Const) else ()
    if not many or value in seen[:-1]:
        owner.attributes[kept] = Const((*seen, value))
        if "__order__" in owner.attributes and value in seen[:-1]:
            owner.attributes.pop("__order__")
        return
    if not seen or seen[-1] != value:
        seen = (*seen, value)
    owner.attributes[kept] = Const(seen)
    if len(seen) > 1:
        owner.attributes["__order__"] = Const("sorted", node)


def _class_by_class(name: str, last: Value, given: ast.expr, inner: list[Node]) -> bool:
    """What is added is the same for all rounds of the innermost loop, and another one in each outer round."""
    repeated = name != "append"
    if repeated:
        alike = isinstance(given, ast.BinOp) and isinstance(given.op, ast.Mult)
        filled = isinstance(last, Flow) and last.data.order == "same"
        if not (alike or filled):
            return False
    loops = [one for one in inner if isinstance(one, ast.For)]
    if len(loops) != len(inner) or len(loops) < (1 if repeated else 2):
        return False
    outer, within = (loops, []) if repeated else (loops[:-1], loops[-1:])
    if repeated and isinstance(given, ast.BinOp):
        parts: list[ast.expr] = [side for side in (given.left, given.right) if isinstance(side, ast.List)]
    else:
        parts = _parts(given)
    mine = {name for one in within for name in _bound(one, True)}
    theirs = {name for one in outer[-1:] for name in _bound(one, False)}
    return any((names := names_in(one)) & theirs and not names & mine for one in parts)


def _parts(node: ast.expr) -> list[ast.expr]:
    """The parts of a row: of a tuple its elements, of a dict its values."""
    if isinstance(node, ast.Tuple | ast.List):
        return node.elts
    return node.values if isinstance(node, ast.Dict) else [node]


def _bound(loop: ast.For, deep: bool) -> set[str]:
    """Names that a loop gives anew in each round; deep: in loops within it as well."""
    found = names_in(loop.target)
    todo: list[ast.stmt] = list(loop.body)
    while todo:
        one = todo.pop()
        if isinstance(one, ast.For | ast.While | ast.FunctionDef) and not deep:
            continue
        for target in one.targets if isinstance(one, ast.Assign) else ():
            found |= names_in(target)
        for name in ("body", "orelse"):
            todo.extend(part for part in getattr(one, name, []) if isinstance(part, ast.stmt))
    return found


def comprehended(result: Thing, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, over: Value) -> None:
    """A list that a comprehension makes: as many rows as it runs over, in their order."""
    if isinstance(node, ast.SetComp):
        return
    first, *rest = node.generators
    rows = rounds_of(over)
    if rows is not None and not rest and not first.ifs:
        result.attributes["__rows__"] = Const(rows)
    elif result.open:
        result.attributes["__rows__"] = Const("?")
    if isinstance(over, Flow) and over.data.most is not None and not rest and not first.ifs:
        result.attributes["__most__"] = Const(over.data.most)
    if order_of(over) == "listing" and not rest:
        result.attributes["__order__"] = Const("listing", node)
    elif order_of(over) == "sorted":
        result.attributes["__order__"] = Const("sorted", node)
    elif rest:  # [label for label in CLASSES for _ in range(300)]
        outer = {name for part in node.generators[:-1] for name in names_in(part.target)}
        inner = names_in(rest[-1].target)
        if any((names := names_in(one)) & outer and not names & inner for one in _parts(node.elt)):
            result.attributes["__order__"] = Const("sorted", node)


def by_label(node: ast.AST, args: list[Value]) -> Thing | None:
    """`sorted(zip(x, labels), key=lambda pair: pair[1])`: pairs class by class, by what is called labels."""
    pairs = args[0] if args else None
    if not isinstance(pairs, Thing) or pairs.kind != "zip" or not isinstance(node, ast.Call):
        return None
    zipped = next((one for one in nodes_of(node.args[0]) if isinstance(one, ast.Call)), None)
    key = next((one.value for one in node.keywords if one.arg == "key"), None)
    column = _column(key) if key is not None else 0
    if zipped is None or column is None or not column < len(zipped.args):
        return None
    if not LABELS.search(code_of(zipped.args[column])):
        return None
    found = Thing("list", node=node, open=True)
    found.attributes["__order__"] = Const("sorted", node)
    return found


def _column(key: ast.expr) -> int | None:
    """The place of a pair that a key takes: of `lambda pair: pair[1]`, `itemgetter(1)`."""
    taken: ast.expr | None = None
    if isinstance(key, ast.Lambda) and isinstance(key.body, ast.Subscript):
        taken = key.body.slice if isinstance(key.body.value, ast.Name) else None
    elif isinstance(key, ast.Call) and code_of(key.func).endswith("itemgetter") and len(key.args) == 1:
        taken = key.args[0]
    value = taken.value if isinstance(taken, ast.Constant) else None
    return value if isinstance(value, int) and value >= 0 else None


LABELS = re.compile(r"(?<![a-z])(?:y|ys|labels?|targets?|classes|tags?|cls)(?:_\w+)?(?![a-z])", re.I)
"""What labels are called."""


def as_data(given: Thing, data: Data) -> Data:
    """What is known of an array that is made of a list."""
    rows = rows_of(given)
    order = order_of(given)
    return replace(data, rows=rows if rows is not None else data.rows, order=order or data.order)


def part_of_list(owner: Thing, key: Value) -> Value:
    """`rows[:n]` of a list of unknown length."""
    if owner.kind != "list" or not isinstance(key, Thing) or key.kind != "slice":
        return UNKNOWN
    low, high = key.items[0], key.items[1]
    begins = isinstance(low, Const) and low.value in (None, 0)
    ends = isinstance(high, Const) and high.value is None
    if begins and ends:
        return owner
    found = Thing("list", node=owner.node, items=owner.items, open=True)
    if (told := owner.attributes.get("__order__")) is not None:
        found.attributes["__order__"] = told
    found.attributes["__part__"] = Const("front" if begins else "back")
    rows = rows_of(owner)
    start, stop = (0 if begins else number(low)), (rows if ends else number(high))
    counted = start is not None and stop is not None and start >= 0
    if counted and stop is not None and start is not None:
        stop = min(stop, rows) if rows is not None else stop
        stop = stop if stop >= 0 else (rows + stop if rows is not None else None)
    found.attributes["__rows__"] = Const(
        int(stop - start) if counted and stop is not None and start is not None else "?"
    )
    return found


def mixed(value: Value) -> Value:
    """The rows of an array or a list after they were shuffled in place."""
    if isinstance(value, Flow) and not value.ops:
        if value.data.order == "arange" and value.data.rank in (1, None):
            return Flow(data=replace(value.data, order="permutation", moved=object()))
        return Flow(data=replace(value.data, order="random"))
    if isinstance(value, Thing) and value.kind in ("wrapped", "range"):  # list(range(n))
        inner = value.args[0] if value.args else value
        if isinstance(inner, Thing) and inner.kind == "range":
            return Flow(data=Data(rank=1, order="permutation", moved=object(), rows=rounds_of(inner)))
    if isinstance(value, Thing) and value.kind == "list":
        value.attributes.pop("__order__", None)
        value.attributes["__runs__"] = Const(())
        value.open = True
        value.attributes.setdefault(
            "__rows__", Const(rows) if (rows := rows_of(value)) is not None else Const("?")
        )
    return value


def _of_a_class(walker: State, owner: Thing, given: ast.expr, value: Value, whole: bool) -> Value:
    """What is appended to a list, where a loop gives it one class after another."""
    loops = [one for one in walker.loops[len(owner.loops) :] if isinstance(one, ast.For)]
    outer = loops if whole else loops[:-1]
    names = {one.id for loop in outer for one in nodes_of(loop.target) if isinstance(one, ast.Name)} - (
        names_in(loops[-1].target) if not whole and loops else set()
    )
    if isinstance(given, ast.Name) and given.id in names and not isinstance(value, Flow | Thing):
        return Flow(data=Data(rank=0, order="sorted", node=given))
    if isinstance(given, ast.Tuple) and isinstance(value, Thing) and value.kind == "tuple":
        items = [
            _of_a_class(walker, owner, part, item, whole)
            for part, item in zip(given.elts, value.items, strict=False)
        ]
        return Thing("tuple", node=value.node, items=items, open=value.open)
    return value


def lengthened(walker: State, owner: Thing, name: str, args: list[Value], node: ast.expr | None) -> Value:
    """A list that gets longer by an expression."""
    if owner.kind == "list" and node is not None and args:
        if any(_passes_over(one) for one in walker.loops[len(owner.loops) :]):
            args = [*args[:-1], masks.sifted(args[-1])]
        if name == "append":
            args = [_of_a_class(walker, owner, node, args[-1], False)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            inner = node.left if isinstance(node.left, ast.List) else node.right
            if isinstance(inner, ast.List) and len(inner.elts) == 1 and not walker.maybe:
                one = walker.value(inner.elts[0])
                owner.items.append(_of_a_class(walker, owner, inner.elts[0], one, True))
                owner.open = True
                return owner
    return appended(walker, owner, name, args)


def _passes_over(loop: Node) -> bool:
    """Some rounds of a loop end early, so that they add nothing."""
    return any(
        isinstance(one, ast.If) and any(isinstance(part, ast.Continue) for part in one.body)
        for one in getattr(loop, "body", [])
    )


def appended(walker: State, owner: Thing, name: str, args: list[Value]) -> Value:
    """A list or a chain of layers that gets longer."""
    if walker.maybe > owner.maybe:
        owner.open = owner.unsure = True
        return UNKNOWN
    last = args[-1] if args else UNKNOWN
    if len(walker.loops) > len(owner.loops):
        owner.open = True
        if owner.name == "" and walker.loops:
            owner.open = True
    if name in ("append", "add_module", "register_module"):
        owner.items.append(last)
    elif name == "insert" and isinstance(args[0], Const) and isinstance(args[0].value, int):
        owner.items.insert(args[0].value, last)
    elif name == "extend":
        if isinstance(last, Thing) and last.kind in ("list", "tuple", "sequential") and not last.open:
            owner.items.extend(last.items)
        else:
            owner.open = True
    return owner
