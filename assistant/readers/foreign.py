"""Code of a post that is no Python (JavaScript, Julia, R, Lua, Java) to settings, by what its calls hold.

Such code is not parsed: only layers, loss, optimizer and literal data that look alike in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.run import Fact, Place

Lines = Sequence[tuple[int, str]]

_INNER = r"(?P<args>[^()]*(?:\([^()]*\)[^()]*)*)"
_LAYER = re.compile(
    rf"(?<![\w.])(?:[\w.]{{1,30}}\.)?(?P<kind>[Dd]ense|layer_dense|Linear|fully_?[Cc]onnected(?:Layer)?|"
    rf"(?:Output|Dense)Layer\.Builder)\s*\({_INNER}\)"
)
_ACTIVATIONS = {
    "softmax": "softmax",
    "logsoftmax": "log-softmax",
    "sigmoid": "sigmoid",
    "σ": "sigmoid",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "leakyrelu": "relu",
}
_NAMED = "|".join(sorted(_ACTIVATIONS, key=len, reverse=True))
_ACTIVATION = re.compile(rf"(?<![\w])(?:\w*\.)?(?P<name>{_NAMED}|identity|linear)(?!\w)", re.I)
_BEHIND = re.compile(
    rf"\s*\)*\s*(?:;?\s*\w+:add\(|[,;|>%.]+\s*)(?:\w{{1,20}}\.)?(?:layer_activation_|layers\.)?"
    rf"(?P<name>{_NAMED})(?!\w)",
    re.I,
)
"""What stands behind a layer in its chain: `Dense(32, 10), softmax)`, `:add(nn.LogSoftMax())`."""
_UNITS = re.compile(r"(?:units|nOut|n_out|out_features)\s*[:=(]\s*(?P<count>\d+)")
_LAST_NUMBER = re.compile(r",\s*(?P<count>\d+)\s*(?:,\s*[\w.σ]+\s*)?$|^\s*\d+\s*=>\s*(?P<arrow>\d+)")
_LOSS = re.compile(
    r"(?P<logit>logit_?cross_?entropy|logit_?binary_?cross_?entropy|softmax_?cross_?entropy|sigmoid_?cross_?entropy|"
    r"CrossEntropyCriterion|SoftmaxWithLoss|SigmoidCrossEntropyLoss)"
    r"|(?P<binary>binary_?cross_?entropy|BCECriterion|LossFunction\.XENT)"
    r"|(?P<classes>(?:sparse_?)?categorical_?cross_?entropy|(?<![A-Za-z])cross_?entropy|CROSS_ENTROPY|"
    r"LossFunction\.MCXENT|NEGATIVELOGLIKELIHOOD|ClassNLLCriterion)"
    r"|(?P<squares>(?<![A-Za-z])mse(?![a-z])|mean_?squared_?error|MSECriterion|mean_?absolute_?error|EuclideanLoss|"
    r"(?<![A-Za-z])MSE(?![A-Za-z]))",
    re.I,
)
_LOSS_NAMES = {
    "logit": "softmax_cross_entropy_with_logits",
    "binary": "binary_crossentropy",
    "classes": "crossentropy",
    "squares": "mse",
}
_OPTIMIZER = re.compile(
    r"(?:optimizer\s*[:=(]\s*['\"]?|tf\.train\.|optimizer_|optim\.|opt\s*=\s*|\.updater\(new )(?P<name>sgd|"
    r"adamw?|"
    r"adamax|rmsprop|adagrad|adadelta|momentum|nesterovs?|Descent|gradient_?descent)(?!\w)(?:\(\s*(?P<rate>0?\.\d+|\d"
    r"(?:\.\d+)?e-\d+))?",
    re.I,
)
_RATE = re.compile(
    r"(?<![\w.])(?:learning_?rate|lr|rate|η|eta|alpha)\s*[:=(]\s*(?P<value>\d*\.\d+(?:e-?\d+)?|\d(?:\.\d+)?e-\d+|\d)"
    r"(?![\w.])",
    re.I,
)
_COUNTS = (
    ("batch size", re.compile(r"(?<!\w)batch_?size\s*[:=]\s*(?P<value>\d+)", re.I)),
    ("epochs", re.compile(r"(?<!\w)epochs\s*[:=]\s*(?P<value>\d+)", re.I)),
)
_HIDDEN = re.compile(rf"(?<!\w)activation\s*[:=]\s*['\"](?P<name>{_NAMED})['\"]", re.I)
_GIVEN = re.compile(r"(?<!\w)inputs?\s*[:=]\s*(?P<data>[\[{][^\]}]*[\]}])", re.I)
_WANTED = re.compile(r"(?<!\w)outputs?\s*[:=]\s*(?P<data>[\[{][^\]}]*[\]}])", re.I)
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_MANY = 400


class _Layer(NamedTuple):
    """A layer with the line where it begins; no activation where none is written."""

    line: int
    units: int | None
    activation: str


def foreign(lines: Lines, source: str) -> tuple[Fact, ...]:
    """The settings in code that is no Python, at most one of each name."""
    kept = lines[:_MANY]
    found: dict[str, Fact] = {}
    for name, value, line in (*_layers(kept), *_settings(kept), *_data(kept)):
        found.setdefault(name, Fact(name, value, Place(source, line, line)))
    return tuple(found.values())


def _layers(lines: Lines) -> Iterator[tuple[str, float | str, int]]:
    """The last layer, and the one kind of activation before it."""
    text = "\n".join(line for _, line in lines)
    made: list[_Layer] = []
    for match in _LAYER.finditer(text):
        line = lines[text.count("\n", 0, match.start())][0]
        inner = _ACTIVATION.search(match["args"])
        behind = _BEHIND.match(text[match.end() : match.end() + 60])
        name = (inner or behind)["name"].lower() if inner or behind else ""  # type: ignore[index]
        count = _UNITS.search(match["args"]) or _LAST_NUMBER.search(match["args"])
        number = next((group for group in count.groups() if group), None) if count else None
        made.append(_Layer(line, int(number) if number else None, _ACTIVATIONS.get(name, "")))
    if not made:
        return
    last = made[-1]
    if last.units is not None:
        yield "last layer units", float(last.units), last.line
    if last.activation and (len(made) > 1 or last.activation != "relu"):
        yield "last activation", last.activation, last.line
    kinds = {one.activation for one in made[:-1]}
    if len(kinds) == 1 and (kind := kinds.pop()) in ("relu", "sigmoid", "tanh"):
        yield "hidden activation", kind, made[0].line


def _settings(lines: Lines) -> Iterator[tuple[str, float | str, int]]:
    for number, line in lines:
        loss = _LOSS.search(line)
        if loss is not None and loss.lastgroup:
            yield "loss function", _LOSS_NAMES[loss.lastgroup], number
        optimizer = _OPTIMIZER.search(line)
        if optimizer is not None:
            name = optimizer["name"].lower()
            yield "optimizer", "sgd" if "descent" in name else name, number
            if optimizer["rate"]:
                yield "learning rate", float(optimizer["rate"]), number
        rate = _RATE.search(line)
        if rate is not None:
            yield "learning rate", float(rate["value"]), number
        for name, pattern in _COUNTS:
            match = pattern.search(line)
            if match is not None:
                yield name, float(match["value"]), number
        hidden = _HIDDEN.search(line)
        if hidden is not None and _LAYER.search(line) is None:
            yield "hidden activation", _ACTIVATIONS[hidden["name"].lower()], number


def _data(lines: Lines) -> Iterator[tuple[str, float | str, int]]:
    """The largest number of what is written down to be learned from: `{input: {area: 1421}, output: …}`."""
    for name, pattern in (("largest input", _GIVEN), ("largest target", _WANTED)):
        sizes = [
            (max(abs(float(one)) for one in numbers), number)
            for number, line in lines
            for match in pattern.finditer(line)
            if (numbers := _NUMBER.findall(match["data"]))
        ]
        if sizes:
            yield name, *max(sizes)
