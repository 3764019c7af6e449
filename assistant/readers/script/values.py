"""What an expression of a script can be known to be: constants, layers, models, tensors with their past.

Whatever is not known is UNKNOWN, which compares equal to itself alone and proves nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.readers.script.scope import Scope

Node = ast.AST

BYTES = 100
"""Bytes reach this and more; a division by so much brings them to fractions."""
STANDARD = 3.0
"""How far numbers of mean 0 and deviation 1 reach, as a rule: one of 370 normal ones lies beyond."""
SPREADS = ("std", "nanstd")
"""Statistics by which numbers are divided to have deviation 1."""


class Unknown:
    """Anything: its name is what the code calls it."""

    __slots__ = ("hint",)

    def __init__(self, hint: str = "") -> None:
        self.hint = hint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown)

    def __hash__(self) -> int:
        return 0


class Length(Unknown):
    """How many rows or batches something has: a number that nobody knows."""

    __slots__ = ("of",)

    def __init__(self, of: Value) -> None:
        super().__init__("len")
        self.of = of


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Const:
    """A number, a text, a flag or None. soft: a default that a command line or a caller may change."""

    value: Any
    node: Node | None = field(default=None, compare=False)
    soft: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """Something imported, by its dotted path."""

    path: str

    @property
    def last(self) -> str:
        """The part after the last dot."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Op:
    """One thing done to a tensor."""

    name: str
    node: Node | None = field(default=None, compare=False)
    thing: Thing | None = None
    more: Mapping[str, Any] = field(default_factory=dict, compare=False)


INPUT = Op("input")
MERGE = Op("merge")
HITS = Op("hits")


@dataclass(eq=False, slots=True)
class Mark:
    """A permutation that was drawn: where, when, by which generator (None: the global one), of how many."""

    node: Node | None
    order: int
    source: object = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """What is known of an array: number of axes, largest size, set of values, order of its rows.

    order: `random`, `sorted`, `blocks`, `arange`, `run` (neighbors of it), `permutation`, `argsort`, `pick`
    (one row's number), `listing` (of a directory), `stat`, `same`, or empty. rows: their number. most: the
    largest that it can be, where it is drawn. moved: the permutations that its rows went through. source:
    what it was cut from. part: `front` or `back` where it was sliced. span: from which row to which (None:
    the end), in which order. scaled: how it was brought to another scale. mixed: its columns differ by
    orders of magnitude. signed: it may be below 0. shifted: a number was taken off. rare: the share of the
    rarer of two classes. leaked, constant, repeated, again, recut: the code that fitted it on all rows, made
    it constant, copied its rows, scaled it a second time, cut its axes anew. ordered: the part that was cut
    off while rows stood class by class. sizes: the lengths of its axes, None where not known. padded: what
    fills up its short rows. turned: its color channels are in reverse order. born: the code that made the
    numbers. cut_at, turned_at: the code that took a part, that turned it. picks: which values it picks, where
    it is a mask or the numbers of some rows.
    """

    rank: int | None = None
    size: float | None = None
    values: frozenset[float] | None = None
    order: str = ""
    rows: int | None = None
    most: int | None = None
    moved: object = None
    source: object = None
    part: str = ""
    span: tuple[int, int | None, object] | None = None
    scaled: str = ""
    mixed: bool = False
    signed: bool = False
    shifted: bool = False
    rare: float | None = None
    leaked: Node | None = field(default=None, compare=False)
    constant: Node | None = field(default=None, compare=False)
    repeated: Node | None = field(default=None, compare=False)
    again: Node | None = field(default=None, compare=False)
    recut: Node | None = field(default=None, compare=False)
    turned: bool = False
    born: Node | None = field(default=None, compare=False)
    cut_at: Node | None = field(default=None, compare=False)
    turned_at: Node | None = field(default=None, compare=False)
    ordered: str = ""
    sizes: tuple[int | None, ...] | None = None
    padded: float | None = None
    picks: Picks | None = field(default=None, compare=False)
    node: Node | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Picks:
    """What a mask, or the numbers of rows that it names, keeps of the array that it was made of.

    of: that array. values: what is left of its values, None where that is not known.
    """

    of: Data | None = None
    values: frozenset[float] | None = None


NOTHING = Data()
_WEIGHTED = frozenset(
    ("linear", "conv", "embedding", "rnn", "attention", "backbone", "module", "batchnorm", "norm")
)


KEPT = 60
"""Operations on a tensor that are remembered."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A tensor or an array: what was done to it since it was an input, and what is known of it.

    losses: which losses are summed up in it. cut: where gradients were cut off.
    """

    ops: tuple[Op, ...] = ()
    data: Data = NOTHING
    losses: frozenset[int] = frozenset()
    cut: Node | None = field(default=None, compare=False)
    scaled: bool = False
    shape: tuple[int | None, ...] | None = None

    def then(self, name: str, node: Node | None = None, thing: Thing | None = None, **more: Any) -> Flow:
        """The flow after one more operation; what has weights gets gradients, whatever was cut before it."""
        cut = None if name in _WEIGHTED else self.cut
        return replace(self, ops=(*self.ops[-KEPT:], Op(name, node, thing, more)), cut=cut)


@dataclass(eq=False, slots=True)
class Thing:
    """An object that the script makes: a layer, a model, a loss, an optimizer, a list."""

    kind: str
    name: str = ""
    framework: str = ""
    args: list[Value] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
    node: Node | None = None
    attributes: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)
    open: bool = False
    unsure: bool = False
    escaped: bool = False
    maybe: int = 0
    loops: tuple[Node, ...] = ()
    order: int = 0
    made_by: Class | None = None

    def option(self, position: int, *names: str) -> Value | None:
        """An argument by its place or one of its names; None where it is not given."""
        for name in names:
            if name in self.options:
                return self.options[name]
        if 0 <= position < len(self.args):
            return self.args[position]
        return None

    def number(self, position: int, *names: str) -> float | None:
        """An argument that is a number."""
        value = self.option(position, *names)
        return number(value)


@dataclass(eq=False, slots=True)
class Func:
    """A function of the script; bound: the object whose method it is."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    bound: Thing | None = None
    owner: Class | None = None
    quiet: bool = False

    @property
    def name(self) -> str:
        """Its name; a lambda has none."""
        return getattr(self.node, "name", "")


@dataclass(eq=False, slots=True)
class Class:
    """A class of the script."""

    node: ast.ClassDef
    bases: list[Value]
    scope: Scope
    attributes: dict[str, Value] = field(default_factory=dict)

    def find(self, name: str) -> Value | None:
        """An attribute of the class or of its bases in the script."""
        if name in self.attributes:
            return self.attributes[name]
        for base in self.bases:
            if isinstance(base, Class) and (found := base.find(name)) is not None:
                return found
        return None

    def roots(self) -> list[str]:
        """The dotted paths of the bases that the script does not define itself."""
        found: list[str] = []
        for base in self.bases:
            if isinstance(base, Class):
                found.extend(base.roots())
            elif isinstance(base, Name):
                found.append(base.path)
            else:
                found.append("?")
        return found


@dataclass(frozen=True, slots=True)
class Method:
    """An attribute of something that is about to be called."""

    owner: Value
    name: str
    hint: str = field(default="", compare=False)


Value = Unknown | Const | Name | Flow | Thing | Func | Class | Method


def number(value: Value | None) -> float | None:
    """The number that a value is."""
    if (
        isinstance(value, Const)
        and isinstance(value.value, int | float)
        and not isinstance(value.value, bool)
    ):
        return float(value.value)
    return None


def text(value: Value | None) -> str | None:
    """The text that a value is."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def flag(value: Value | None) -> bool | None:
    """The flag that a value is."""
    return value.value if isinstance(value, Const) and isinstance(value.value, bool) else None


_CALLED = frozenset(("transform", "transforms", "partial", "layer", "loss", "optimizer", "callback"))
"""Things without a length, which are true wherever they stand."""


def truth(value: Value) -> bool | None:
    """Whether a test holds; None where that is not decided, by a default that a caller may change too."""
    if isinstance(value, Func | Class) or (isinstance(value, Thing) and value.kind in _CALLED):
        return True
    if isinstance(value, Const) and not value.soft:
        return bool(value.value)
    return None


def is_none(value: Value | None) -> bool:
    """The value is None itself."""
    return isinstance(value, Const) and value.value is None


def _common(one: Data, other: Data) -> Data:
    """What is known of an array either way."""
    kept = {}
    for name in Data.__slots__:
        first, second = getattr(one, name), getattr(other, name)
        if first is second or first == second:
            kept[name] = first
    return Data(**kept)


def joined(one: Value, other: Value) -> Value:
    """What holds after either of two branches."""
    if one is other or one == other:
        return one
    if isinstance(one, Flow) and isinstance(other, Flow):
        if not one.ops and not other.ops and not one.losses | other.losses:
            return Flow(data=_common(one.data, other.data))
        cut = one.cut if one.cut is not None and other.cut is not None else None
        return Flow((Op("unknown"),), losses=one.losses | other.losses, cut=cut)
    if (
        isinstance(one, Thing)
        and isinstance(other, Thing)
        and one.kind == other.kind == "pretrained"
        and one.name == other.name
    ):
        either = Thing(one.kind, one.name, one.framework, [], {}, one.node, maybe=one.maybe)
        either.attributes = {"__loaded__": UNKNOWN}
        either.unsure = True
        return either
    return UNKNOWN
