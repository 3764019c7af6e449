"""Names of logged tensors to what they are: gradient, weight, bias or activation, of which layer, how deep.

Spellings of Keras, PyTorch's named_parameters and Flax; no value is looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Named(NamedTuple):
    """A tensor's role and the layer it belongs to; `of` is the parameter's role for a gradient."""

    role: str
    layer: str
    of: str = ""


_GRADIENT = re.compile(r"(?:^|[/_.\s-])(?:grads?|gradients?)(?=$|[/_.\s\d-])", re.I)
_ACTIVATION = re.compile(
    r"(?:^|[/_.\s-])(?:act|acts|activations?|outputs?|out|features?|hidden|relu\d*|tanh|sigmoid|gelu|elu|"
    r"selu|silu|"
    r"leaky_?relu|softplus)(?=$|[/_.\s\d-])",
    re.I,
)
_BIAS = re.compile(r"^(?:bias|bias_[ih]h.*|biases|b|bias_\d+)$", re.I)
_WEIGHT = re.compile(
    r"^(?:weights?|weight_[ih]h.*|kernels?|w|embeddings?|recurrent_kernel|depthwise_kernel|pointwise_kernel|"
    r"in_proj_weight|embedding_table)$",
    re.I,
)
_SCALE = re.compile(
    r"^(?:gamma|beta|scale|moving_mean|moving_variance|running_mean|running_var|num_batches_tracked|mean|"
    r"var)$",
    re.I,
)
_NORMALIZATION = re.compile(
    r"(?:^|[/_.\d])(?:bn|ln|gn|norm|batch_?norm\w*|layer_?norm\w*|group_?norm\w*|"
    r"batch_normalization|layer_normalization|normalization)(?:[/_.\d]|$)",
    re.I,
)
_WORDS = frozenset(
    [
        *("grad", "grads", "gradient", "gradients", "weight", "weights", "parameters", "params", "param"),
        *("histogram", "histograms", "activation", "activations", "act", "acts", "values", "value", "data"),
        *("train", "model", "net", "module", "network", "norm", "image", "outputs", "output"),
    ]
)
_NORM = re.compile(r"\bgrad(?:ient)?s?[\w.]*?norm\w*", re.I)
_NUMBERS = re.compile(r"\d+")


def named(tag: str) -> Named | None:
    """What a tag says that the tensor is, or None.

    `gradients/fc1.weight`, `fc1.weight.grad`, `conv1/kernel/histogram`, `dense_1/bias_0`,
    `params/Dense_0/kernel`, `activations/relu2`, `layer3/out`.
    """
    tag = _NORM.sub("grad", tag)
    parts = [part for part in re.split(r"[/.:|\s]+", tag) if part]
    gradient = bool(_GRADIENT.search(tag))
    kept = [part for part in parts if not _GRADIENT.fullmatch(part) and part.lower() != "histogram"]
    last = kept[-1] if kept else ""
    role, stem = _role(last)
    if (
        not role and len(kept) >= 2 and last.isdigit()
    ):  # Keras writes kernel_0, TensorFlow 1 kernel_0 or kernel/0
        role, stem = _role(kept[-2])
        kept = kept[:-1]
    if not role and last.lower() not in _WORDS:
        role, stem = _ending(last)
    layer = _layer([*kept[:-1], *([stem] if stem else [])])
    if role and _NORMALIZATION.search("/" + layer + "/"):
        role = "scale"
    if gradient:
        # the gradient of what is not called a bias is taken for a weight's
        whole = layer if role else _layer(kept)
        return Named("gradient", whole, role or "weight") if whole else None
    if role:
        return Named(role, layer or "?")
    if _ACTIVATION.search(tag):
        return Named("activation", _layer(parts) or tag)
    return None


def _role(word: str) -> tuple[str, str]:
    """The role that a word names by itself, without a number behind it."""
    plain = re.sub(r"_\d+$", "", word)
    for pattern, role in ((_BIAS, "bias"), (_WEIGHT, "weight"), (_SCALE, "scale")):
        if pattern.match(plain):
            return role, ""
    return "", ""


def _ending(word: str) -> tuple[str, str]:
    """`fc1_weight`, `conv2_bias`: a layer and a role in one word."""
    for role, ends in (("bias", ("_bias", "_b")), ("weight", ("_weight", "_weights", "_kernel", "_w"))):
        for end in ends:
            if word.lower().endswith(end) and len(word) > len(end):
                return role, word[: -len(end)]
    return "", ""


def _layer(parts: Iterable[str]) -> str:
    """The layer's name: what is left without the words that only say what kind of tensor it is."""
    kept = [part for part in parts if part.lower() not in _WORDS]
    return "/".join(kept)


def by_depth(layers: Sequence[str]) -> list[str]:
    """Layers from the first to the last.

    They are written in the order in which the network holds them; only where that is the order of
    the alphabet (Dense_0, Dense_1, Dense_10, Dense_2) do the numbers in the names count.
    """
    once = list(dict.fromkeys(layers))
    if once == sorted(once):
        return sorted(once, key=natural)
    return once


def natural(name: str) -> tuple[tuple[str, int], ...]:
    """A key that sorts numbers within names as numbers."""
    words, numbers = _NUMBERS.split(name), [int(n) for n in _NUMBERS.findall(name)]
    return tuple(zip(words, [*numbers, -1], strict=True))
