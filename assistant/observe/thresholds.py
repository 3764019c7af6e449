"""From which number on a setting is high, tiny or strong: the answers of symptoms for values.

Where the numbers come from, prose or a printed configuration, is not known here.
"""

from __future__ import annotations

import re

ADAPTIVE = r"adamw?|nadam|adamax|rms ?prop|adagrad|adadelta|radam|amsgrad|adafactor"
"""Names of adaptive optimizers, small, as a pattern."""
HIDDEN_KINDS = {
    "relu": "relu",
    "elu": "relu",
    "sigmoid": "saturating",
    "tanh": "saturating",
    "linear": "none",
}
"""The answer of `hidden_activation` for a function."""
_KINDS = re.compile(rf"(?P<adaptive>{ADAPTIVE}|lion|lamb|adabelief|lars)|(?P<sgd>sgd|momentum)")


def family(name: str) -> str:
    """`adaptive` or `sgd` for an optimizer's name, else empty."""
    found = _KINDS.search(name.lower())
    if found is None:
        return ""
    return "adaptive" if found["adaptive"] and found["adaptive"] != "lars" else "sgd"


_LEAST_OF_SGD = 3e-5
"""From scratch; the usual rate is 0.01 (Bengio, "Practical recommendations", 2012, section 3.1.1)."""
FAR = 0.02
"""Twenty times what transformers are trained at with AdamW; a head on a frozen one takes half."""


def rate(value: float, family: str, pretrained: bool, architecture: str = "") -> str:
    """The answer of `learning_rate`; empty where it depends on an optimizer that is not known.

    family, architecture: answers of `optimizer` and `architecture`, or empty.
    """
    if family == "adaptive":
        if value >= (FAR if architecture == "transformer" else 0.1):
            return "extreme"
        if value > 5e-3 or (pretrained and value > 1e-4):
            return "high"
        return "tiny" if value < 1e-6 or (value == 1e-6 and not pretrained) else "usual"
    if family:
        if value >= 1:
            return "extreme"
        if value > 0.1 or (pretrained and value > 1e-2):
            return "high"
        return "tiny" if value <= (1e-5 if pretrained else _LEAST_OF_SGD) else "usual"
    if value >= 1:
        return "extreme"
    if value > 0.1 or (pretrained and value > 1e-3):
        return "high"
    if value < 1e-6:
        return "tiny"
    return "usual" if 1e-5 <= value <= 5e-3 else ""


def batch(value: float) -> str:
    """The answer of `batch_size`."""
    if value < 1:
        return ""
    if value == 1:
        return "one"
    return "tiny" if value < 16 else "usual" if value < 512 else "large"


def dropped(value: float) -> str:
    """The answer of `regularization` for a dropout rate; empty for one that does nothing."""
    if value >= 0.9:
        return "overwhelming"
    return "strong" if value >= 0.7 else "moderate" if value >= 0.1 else ""


def decayed(value: float, decoupled: bool | None) -> str:
    """The answer of `regularization` for a weight decay. decoupled: AdamW's, multiplied by the rate.

    None where no optimizer is known: then 0.01, which AdamW takes by itself, is not taken for a strong one.
    """
    lenient = value == _DECAY_OF_ADAMW if decoupled is None else decoupled
    if value >= (5.0 if lenient else 0.2):
        return "overwhelming"
    return "strong" if value >= (0.5 if lenient else 1e-2) else "moderate" if value >= 1e-6 else ""


_DECAY_OF_ADAMW = 0.01


def trained_on(samples: float) -> str:
    """The answer of `training_size`."""
    return "tiny" if samples < 1000 else "small" if samples <= 10_000 else "ample"


def measured_on(samples: float) -> str:
    """The answer of `evaluation_size`."""
    return "tiny" if samples < 200 else "small" if samples <= 1000 else "ample"
