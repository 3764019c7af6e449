"""Settings that a log prints, to symptoms of the setup; two different values of one setting say nothing.

Settings told in prose are read elsewhere; both use the same thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.observe.observation import Observation, figure
from assistant.observe.thresholds import (
    HIDDEN_KINDS,
    batch,
    decayed,
    dropped,
    family,
    measured_on,
    rate,
    trained_on,
)
from assistant.run import Fact

_SELDOM = 8
"""From so many batches to a step on, it is their number that makes a step of 512 samples and more."""
_LOSSES = (
    (r"bce|binary", "binary-cross-entropy"),
    (r"cross_?entropy|nll|softmax", "cross-entropy"),
    (r"mse|mae|l1|mean_(?:squared|absolute)|huber", "squared-error"),
    (r"kl", "kl"),
    (r"focal|dice|hinge|ctc", "other"),
)
_LOGITS = frozenset(("crossentropyloss", "bcewithlogitsloss", "softmax_cross_entropy_with_logits"))
"""Losses that apply the softmax or sigmoid by themselves."""
_LAST = {"softmax": "softmax", "log-softmax": "softmax", "sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu"}
_SAME = {
    "precision": "precision",
    "normalization": "normalization",
    "architecture": "architecture",
    "pretrained": "pretrained",
    "shuffle": "shuffled",
}
"""Facts whose values are the answers of a symptom."""


def agreed(facts: Iterable[Fact]) -> Mapping[str, Fact]:
    """The facts by name, the first of those that agree; a name with two different values is missing."""
    found: dict[str, Fact] = {}
    torn: set[str] = set()
    for fact in facts:
        first = found.setdefault(fact.name, fact)
        if _plain(first.value) != _plain(fact.value):
            torn.add(fact.name)
    return {name: fact for name, fact in found.items() if name not in torn}


def observe_facts(facts: Iterable[Fact], architecture: str = "") -> Iterator[Observation]:
    """What the printed settings say, at most one answer of each symptom.

    architecture: an answer of that symptom where a script shows it.
    """
    known = agreed(facts)
    seen: set[str] = set()
    for found in (
        *_optimization(known, architecture),
        *_regularization(known),
        *_outputs(known),
        *_model(known),
        *_sizes(known),
        *_scales(known),
    ):
        if found.symptom not in seen:
            seen.add(found.symptom)
            yield found


def _plain(value: float | str) -> float | str:
    return value.casefold() if isinstance(value, str) else round(value, 12)


def _said(fact: Fact, symptom: str, answer: str, sure: float = 0.9) -> Observation:
    value = fact.value if isinstance(fact.value, str) else _written(fact.value)
    return Observation(symptom, answer, f"{fact.name} is {value}, as printed", fact.place, sure)


def _written(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else figure(value)


def _value(known: Mapping[str, Fact], name: str) -> float | None:
    fact = known.get(name)
    return float(fact.value) if fact is not None and not isinstance(fact.value, str) else None


def _text(known: Mapping[str, Fact], name: str) -> str:
    fact = known.get(name)
    return str(fact.value) if fact is not None else ""


def _optimization(known: Mapping[str, Fact], architecture: str) -> Iterator[Observation]:
    kind = family(_text(known, "optimizer"))
    momentum = _value(known, "momentum")
    if kind == "adaptive":
        yield _said(known["optimizer"], "optimizer", kind)
    elif kind and momentum is not None:
        # plain SGD is sure only where a momentum of 0 is printed: scripts often fix 0.9 in the code
        yield _said(known["optimizer"], "optimizer", "momentum" if momentum > 0 else "sgd")
    speed = _value(known, "learning rate")
    pretrained, net = _text(known, "pretrained") == "yes", architecture or _text(known, "architecture")
    if speed and (answer := rate(speed, kind, pretrained, net)):
        yield _said(known["learning rate"], "learning_rate", answer)
    total, each = _value(known, "batch size"), _value(known, "batch size per device")
    if total is not None and (answer := batch(total)):
        yield _said(known["batch size"], "batch_size", answer)
    elif each is not None and "batch size" not in known:
        # at least this many: the number of devices is not printed
        gathered = _value(known, "gradient accumulation") or 1
        if gathered >= _SELDOM and batch(each) != "large" and batch(each * gathered) == "large":
            steps = known["gradient accumulation"]
            says = f"{gathered:g} batches of {each:g} make one step: steps are few"
            yield Observation("loop", "accumulates", says, steps.place, 0.5)
        elif answer := batch(each * gathered):
            yield _said(known["batch size per device"], "batch_size", answer, 0.7)


def _regularization(known: Mapping[str, Fact]) -> Iterator[Observation]:
    decay, drop = _value(known, "weight decay"), _value(known, "dropout")
    optimizer = _text(known, "optimizer").lower()
    decoupled = "adamw" in optimizer if optimizer else None
    strengths = [
        (answer, known[name])
        for name, answer in (
            ("weight decay", decayed(decay, decoupled) if decay is not None else ""),
            ("dropout", dropped(drop) if drop is not None else ""),
        )
        if answer
    ]
    for answer, fact in sorted(strengths, key=lambda pair: pair[0] != "strong")[:1]:
        yield _said(fact, "regularization", answer)


def _outputs(known: Mapping[str, Fact]) -> Iterator[Observation]:
    units, classes = _value(known, "last layer units"), _value(known, "classes")
    if units == 1:
        yield _said(known["last layer units"], "output_units", "one", 0.85)
    elif units is not None and units == classes:
        yield _said(known["last layer units"], "output_units", "per-class", 0.85)
    if answer := _LAST.get(_text(known, "last activation")):
        yield _said(known["last activation"], "last_activation", answer, 0.8)
    if kind := HIDDEN_KINDS.get(_text(known, "hidden activation")):
        yield _said(known["hidden activation"], "hidden_activation", kind, 0.8)
    name = _text(known, "loss function").lower()
    if name and (kind := next((answer for letters, answer in _LOSSES if re.search(letters, name)), "")):
        yield _said(known["loss function"], "loss_kind", kind)
    if name.rpartition(".")[2].rstrip("()") in _LOGITS:
        yield _said(known["loss function"], "loss_expects", "logits")


HANDFUL = 150
"""A line through ten columns has 11 weights. Of 66 trainings of many hands that count them, eight are under
this: five with layers in a plain list, two of a line, one with all frozen but its head.
"""


def _model(known: Mapping[str, Fact]) -> Iterator[Observation]:
    for name, symptom in _SAME.items():
        if name in known:
            yield _said(known[name], symptom, _text(known, name), 0.85)
    if "bias" in known:
        yield _said(known["bias"], "bias", "absent")
    if _value(known, "trainable parameters") == 0:
        yield _said(known["trainable parameters"], "trained_parameters", "frozen", 0.95)
    if "module without weights" in known:  # what stands in a plain list is not registered, nor counted
        yield _said(known["module without weights"], "trained_parameters", "not-in-optimizer", 0.6)
    counted, kept = _value(known, "trainable parameters"), _value(known, "frozen parameters")
    if counted is not None:
        answer = "handful" if counted < HANDFUL else "ordinary"
        yield _said(known["trainable parameters"], "weights_counted", answer, 0.9)
        if kept is not None and 0 < counted < kept:  # statistics of batch normalization are far fewer
            yield _said(known["frozen parameters"], "trained_parameters", "base-frozen", 0.8)
    trained, whole = _value(known, "trained of all"), _value(known, "parameters")
    if trained is not None and whole and trained < 0.1 * whole:
        # a head on a pretrained body is trained alone on purpose
        yield _said(known["trained of all"], "trained_parameters", "frozen", 0.6)


RAW_INPUT, RAW_TARGET, SCALED = 50.0, 100.0, 1.5
"""From where numbers are of raw scale, and up to where of unit scale."""


def _scales(known: Mapping[str, Fact]) -> Iterator[Observation]:
    for name, symptom, raw in (
        ("largest input", "input_scaling", RAW_INPUT),
        ("largest target", "target_scaling", RAW_TARGET),
    ):
        size = _value(known, name)
        if size is not None and (size >= raw or 0 < size <= SCALED):
            yield _said(known[name], symptom, "raw" if size >= raw else "scaled", 0.8)


def _sizes(known: Mapping[str, Fact]) -> Iterator[Observation]:
    for name, symptom, named in (
        ("training samples", "training_size", trained_on),
        ("validation samples", "evaluation_size", measured_on),
    ):
        count = _value(known, name)
        if count:
            yield _said(known[name], symptom, named(count))
