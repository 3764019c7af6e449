"""The names under which metrics are printed, brought to one vocabulary with their split.

No line is parsed here: only keys.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

SPLITS = {
    **dict.fromkeys(("train", "training", "trn", "tr", "fit"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "eval", "evaluation", "dev"), "validation"),
    **dict.fromkeys(("test", "testing", "tst"), "test"),
}
_NAMES = {
    **dict.fromkeys(
        ("loss", "losses", "lossvalue", "cost", "nll", "xent", "logloss", "crossentropy", "bce"),
        "loss",
    ),
    **dict.fromkeys(
        ("acc", "accu", "accuracy", "top1", "acc1", "prec1", "accuracies", "precision1"),
        "accuracy",
    ),
    **dict.fromkeys(("lr", "lrs"), "learning rate"),
    **dict.fromkeys(("gnorm", "gradnorm"), "gradient norm"),
}
_OTHERS = frozenset(
    [
        "mse",
        "mae",
        "rmse",
        "mape",
        "error",
        "err",
        "ppl",
        "perplexity",
        "f1",
        "precision",
        "recall",
        "auc",
        "iou",
        "miou",
        "map",
        "map50",
        "bleu",
        "kl",
        "kld",
        "elbo",
        "reward",
        "r2",
        "score",
        "psnr",
        "ssim",
        "dice",
        "wer",
        "cer",
        "top5",
        "acc5",
        "mcc",
        "kappa",
        "entropy",
    ]
)
_NEUTRAL = frozenset(
    [
        "avg",
        "average",
        "mean",
        "running",
        "total",
        "tot",
        "epoch",
        "step",
        "batch",
        "current",
        "smoothed",
        "sum",
        "the",
        "in",
        "on",
        "of",
        "for",
        "set",
        "is",
        "now",
        "overall",
        "final",
        "global",
        "median",
        "at",
        "cur",
        "raw",
        "binary",
        "categorical",
        "sparse",
        "softmax",
        "tensor",
        "cross",
        "val",
        "data",
        "cumulative",
        "per",
        "and",
        "interval",
        "window",
        "last",
    ]
)
_SKIP = frozenset(
    [
        "best",
        "time",
        "eta",
        "sec",
        "seconds",
        "secs",
        "s",
        "ms",
        "speed",
        "mem",
        "memory",
        "improved",
        "min",
        "max",
        "from",
        "elapsed",
        "scale",
        "throughput",
        "hours",
        "minutes",
        "early",
        "patience",
        "threshold",
        "delta",
        "tol",
        "runtime",
        "scaler",
    ]
)
_CHINESE = (
    ("训练集", " train "),
    ("训练", " train "),
    ("验证集", " val "),
    ("验证", " val "),
    ("测试集", " test "),
    ("测试", " test "),
    ("损失值", " loss "),
    ("损失", " loss "),
    ("准确率", " acc "),
    ("准确度", " acc "),
    ("正确率", " acc "),
    ("精度", " acc "),
    ("误差", " error "),
    ("学习率", " lr "),
    ("平均", " avg "),
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+\d*|\d+")


class Metric(NamedTuple):
    """What a key stands for. split is None where the key does not say."""

    name: str
    split: str | None


@lru_cache(maxsize=4096)
def metric(key: str) -> Metric | None:
    """The metric that `key` names, or None where it names none that says how training goes."""
    for chinese, english in _CHINESE:
        if chinese in key:
            key = key.replace(chinese, english)
    key = key.replace("@", "").replace("learning_rate", "lr").replace("Learning_rate", "lr")
    key = re.sub(r"(?i)learning[ _-]?rate", "lr", key)
    key = re.sub(r"(?i)grad(?:ient)?s?[ _-]?norm", "gnorm", key)
    key = key.replace("'s ", " ")  # LightGBM: training's binary_logloss
    tokens = [part for token in _WORD.findall(_CAMEL.sub(" ", key).lower()) for part in _numbered(token)]
    if not tokens or _SKIP & set(tokens):
        return None
    split = next((SPLITS[t] for t in tokens if t in SPLITS), None)
    known = [t for t in tokens if t in _NAMES] or [t for t in tokens if t in _OTHERS]
    if not known:
        return _glued(tokens)
    name = _NAMES.get(known[-1], known[-1])
    rest = [t for t in tokens if t not in SPLITS and t not in _NEUTRAL and t not in known]
    if name != "loss":
        rest = [t for t in rest if not t.isdigit()]  # acc@1; but loss_1 and loss_2 are two losses
    if name in ("learning rate", "gradient norm"):
        return Metric(name, None)
    return Metric(" ".join([*rest, name]), split)


def _numbered(token: str) -> tuple[str, ...]:
    """`loss1` as a name and a number; `top5` and `acc1` are names as they stand."""
    name = token.rstrip("0123456789")
    return (name, token[len(name) :]) if name != token and _NAMES.get(name) == "loss" else (token,)


def _glued(tokens: list[str]) -> Metric | None:
    """`trainloss`, `valacc`: a split and a name without anything between."""
    if len(tokens) != 1:
        return None
    for prefix, meaning in SPLITS.items():
        rest = tokens[0].removeprefix(prefix)
        if rest != tokens[0] and rest in _NAMES:
            return Metric(_NAMES[rest], meaning)
    return None


def split_of(text: str) -> str | None:
    """The first split named in `text`, or None."""
    for word in _WORD.findall(_CAMEL.sub(" ", text).lower()):
        if word in SPLITS:
            return SPLITS[word]
    return None
