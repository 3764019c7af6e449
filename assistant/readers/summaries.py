"""Printed models: the tables of layers of Keras and Lightning, PyTorch's tree of modules, as named values.

A tree of modules shows the order of declaration; what is called where is not claimed from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Lines = Sequence[tuple[int, str]]


class Named(NamedTuple):
    """A fact's name and value with the first and the last line it was read from."""

    name: str
    value: float | str
    first: int
    last: int


class _Layer(NamedTuple):
    """A layer or module: name, kind and what else stands in its row; line: its number."""

    name: str
    kind: str
    rest: str
    line: int
    depth: int = 0


TABLE = re.compile(r"Layer \(type\)")
_BOXES = str.maketrans("│┃|", "   ")
_ROW = re.compile(r"\s*(?P<name>[\w/.:-]{1,80})\s+\((?P<kind>[A-Z]\w{0,60})(?P<rest>.{0,300})")
_SHAPE = re.compile(r"\((?:None|\d{1,9}), (?P<units>\d{1,9})\)")
_TABLE_END = re.compile(r"\s*(?:Total params|Trainable params)")
_LONGEST_TABLE = 2_000

TREE = re.compile(r"(?P<root>[A-Z]\w{0,80})\($")
_MODULE = re.compile(
    r"(?P<indent>\s{1,200})\((?P<name>[\w.]{1,80})\): (?:\(\d{1,5}(?:-\d{1,5})?\): )?"
    r"(?:\d{1,5} x )?(?P<kind>[A-Za-z]\w{0,80})\((?P<rest>.*)$"
)
_UNITS = re.compile(r"out_features=(\d{1,9})(?!\d)")
_RATE = re.compile(r"p=(\d?\.?\d{1,9}(?:e-\d{1,2})?)")
_LAST_NAMES = re.compile(
    r"(?:fc|classifier|cls|head|out|output|logits?|score|proj_out|lm_head|final|last|linear|predict\w*|"
    r"dense)_?\d{0,2}$"
)
_ACTIVATIONS = {
    "Softmax": "softmax",
    "LogSoftmax": "log-softmax",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "ReLU": "relu",
    "ReLU6": "relu",
    "LeakyReLU": "relu",
    "PReLU": "relu",
    "ELU": "relu",
    "SELU": "relu",
    "CELU": "relu",
    "GELU": "relu",
    "SiLU": "relu",
    "Mish": "relu",
    "Hardswish": "relu",
}
_OUTPUT_ONLY = {"Softmax", "LogSoftmax", "Sigmoid"}
"""Modules that stand at the end of a declaration because they are applied at the end."""
_KINDS = (
    ("attention", re.compile(r"MultiHead|Attention|Transformer")),
    ("recurrent", re.compile(r"LSTM|GRU|RNN|Bidirec")),
    ("convolutional", re.compile(r"(?:Sep\w*|Depthwise)?Conv(?:olution)?\d?")),
    ("dense", re.compile(r"Dense|Linear")),
    ("batch", re.compile(r"(?:Sync)?BatchN|Frozen?BatchN")),
    ("other", re.compile(r"(?:Layer|Group|Instance|Unit)N|\w*RMSNorm")),
)


def table(rest: Lines, at: int) -> tuple[tuple[Named, ...], int]:
    """What Keras' summary begun at `at` says, and the index behind its rows.

    The parameters below the rows are lines of their own, and read as such.
    """
    layers: list[_Layer] = []
    end = at + 1
    for end in range(at + 1, min(at + 1 + _LONGEST_TABLE, len(rest))):
        number, line = rest[end]
        plain = line.translate(_BOXES)
        if _TABLE_END.match(plain) or TABLE.search(plain):
            break
        if row := _ROW.match(plain):
            layers.append(_Layer(row["name"], row["kind"], row["rest"], number))
    if len(layers) < 2:
        return (), end
    span = rest[at][0], layers[-1].line
    found = [*_built_of(layers, *span)]
    last = layers[-1]
    shape = _SHAPE.search(last.rest)
    if shape and last.kind.startswith(("Dense", "Activation", "Softmax")):
        found.append(Named("last layer units", float(shape["units"]), last.line, last.line))
    if last.kind in _ACTIVATIONS:
        found.append(Named("last activation", _ACTIVATIONS[last.kind], last.line, last.line))
    return tuple(found), end


MODULES = re.compile(r"\bName\s+[|┃│]\s*Type\s+[|┃│]\s*Params\b")
_MODULE_ROW = re.compile(
    r"\s*\d{1,4}\s*[|┃│]\s*(?P<name>[\w.]{1,80})\s*[|┃│]\s*(?P<kind>[A-Za-z_]\w{0,80})\s*[|┃│]"
    r"\s*(?P<count>\d[\d.,]{0,12}(?: ?[KMB])?)\s*(?:[|┃│]|$)"
)
_WITHOUT_WEIGHTS = re.compile(
    r"(?i)loss|criterion|metric|accuracy|auroc|f1|precision|recall|error|confusion|score|collection|pool|"
    r"elu|silu|mish|tanh|sigmoid|softmax|swish|activation|drop|flatten|identity|upsample|shuffle|pad|fold|"
    r"positional|encoding|augment|transform|normalize|scal|resize|rotary|mask|distance|similarity|jitter|"
    r"flip|noise|quantiz|tokenizer|dataset|config|processor|list|dict"
)
"""Kinds of modules that have no weights of their own, or may have none."""


def modules(rest: Lines, at: int) -> tuple[tuple[Named, ...], int]:
    """What Lightning's summary begun at `at` says, and the index behind its rows.

    A module of a kind of its own that counts no weight at all holds layers that were not registered.
    """
    found: list[Named] = []
    end = at + 1
    for end in range(at + 1, min(at + 1 + _LONGEST_TABLE, len(rest))):
        number, line = rest[end]
        row = _MODULE_ROW.match(line.lstrip(" |┃│"))
        if row is None and not set(line.strip()) <= set("-─━┏┓┗┛┡┩└┘├┤╇╋┳┻┴┬┼╭╮╰╯=+ "):
            break
        if row and row["count"] == "0" and not _WITHOUT_WEIGHTS.search(row["kind"]):
            found.append(Named("module without weights", f"{row['name']} ({row['kind']})", number, number))
    return tuple(found), end


def tree(rest: Lines, at: int, end: int) -> tuple[Named, ...]:
    """What PyTorch's `print(model)` in the lines from `at` to before `end` says.

    The last activation counts where the model is a plain `Sequential`, or where a softmax or sigmoid
    is declared last: one that is called as a function never shows.
    """
    root = TREE.match(rest[at][1].strip())
    layers = [
        _Layer(m["name"], m["kind"], m["rest"], number, len(m["indent"]))
        for number, line in rest[at + 1 : end]
        if (m := _MODULE.match(line[:2_000]))
    ]
    leaves = [layer for layer in layers if layer.rest.endswith(")")]
    if root is None or not leaves:
        return ()
    found = [*_built_of(leaves, rest[at][0], rest[end - 1][0])]
    rates = {m[1]: leaf for leaf in leaves if leaf.kind == "Dropout" and (m := _RATE.match(leaf.rest))}
    found += [Named("dropout", float(rate), leaf.line, leaf.line) for rate, leaf in rates.items()]
    plain = root["root"] == "Sequential" and all(leaf.depth == layers[0].depth for leaf in layers)
    weighted = [leaf for leaf in leaves if leaf.kind == "Linear" and _UNITS.search(leaf.rest)]
    if weighted and (plain or _LAST_NAMES.match(weighted[-1].name)):
        units = _UNITS.search(weighted[-1].rest)
        if units:
            line = weighted[-1].line
            found.append(Named("last layer units", float(units[1]), line, line))
    found += _activations(leaves, plain)
    norms = any(_is(leaf, "batch") or _is(leaf, "other") for leaf in leaves)
    biased = [leaf for leaf in leaves if _is(leaf, "dense") or _is(leaf, "convolutional")]
    if biased and not norms and all("bias=False" in leaf.rest for leaf in biased):
        found.append(Named("bias", "no", rest[at][0], rest[end - 1][0]))
    return tuple(found)


def _activations(leaves: Sequence[_Layer], plain: bool) -> Iterator[Named]:
    last = leaves[-1]
    ends = last.kind in _ACTIVATIONS and (plain or last.kind in _OUTPUT_ONLY)
    if ends:
        yield Named("last activation", _ACTIVATIONS[last.kind], last.line, last.line)
    hidden = {
        _ACTIVATIONS[leaf.kind]: leaf
        for leaf in (leaves[:-1] if ends else leaves)
        if leaf.kind in _ACTIVATIONS and leaf.kind not in ("Softmax", "LogSoftmax")
    }
    for value, leaf in hidden.items():
        if ends or value == "relu" or plain:  # a sigmoid somewhere may be the output's, or a gate
            yield Named("hidden activation", value, leaf.line, leaf.line)


def _built_of(layers: Sequence[_Layer], first: int, last: int) -> Iterator[Named]:
    """The architecture and the normalization that the kinds of layers show."""
    kinds = {name for name, _ in _KINDS for layer in layers if _is(layer, name)}
    built = kinds & {"recurrent", "convolutional"}
    if "attention" in kinds:
        yield Named("architecture", "transformer", first, last)
    elif len(built) == 1:
        yield Named("architecture", min(built), first, last)
    elif not built and "dense" in kinds:
        yield Named("architecture", "dense", first, last)
    value = "batch" if "batch" in kinds else "other" if "other" in kinds else "none"
    yield Named("normalization", value, first, last)


def _is(layer: _Layer, kind: str) -> bool:
    return dict(_KINDS)[kind].match(layer.kind) is not None
