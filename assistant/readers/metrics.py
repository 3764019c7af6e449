"""The names under which metrics are printed, brought to one vocabulary with their split.

No line is parsed here: only keys.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.readers.languages import english

SPLITS = {
    **dict.fromkeys(("train", "training", "trn", "tr", "fit"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "eval", "evaluation", "dev", "devel"), "validation"),
    **dict.fromkeys(
        ("validating", "evaluating", "crossval", "cv", "vali", "heldout", "holdout"), "validation"
    ),
    **dict.fromkeys(("test", "testing", "tst"), "test"),
}
UNNAMED = "the unnamed figure"
"""The key of what is printed behind a counter without any name."""
_NAMES = {
    **dict.fromkeys(
        ("loss", "losses", "lossvalue", "cost", "nll", "xent", "logloss", "crossentropy", "bce", "ce", "cce"),
        "loss",
    ),
    **dict.fromkeys(
        ("acc", "accu", "accuracy01", "accuracy", "top1", "acc1", "prec1", "accuracies", "precision1"),
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
        *("rec", "recon", "reconstruction"),
        "elbo",
        "reward",
        "r2",
        "score",
        "psnr",
        "ssim",
        "dice",
        "wer",
        "cer",
        "mcc",
        "kappa",
        "entropy",
        "bpb",
        "bpc",
        "ndcg",
    ]
)
_LOSSES = frozenset((
    "contrastive", "triplet", "hinge", "huber", "focal", "xentropy", "infonce", "ntxent", "ctc", "pinball",
    "quantile", "objective", "wasserstein", "kd", "distill", "distillation", "mlm", "clm", "nelbo", "vlb",
    "criterion",
))  # fmt: skip
"""Losses that are printed under their own name alone; with another word they are settings: `huber_delta`."""
_ALIASES = {
    **dict.fromkeys(("rew", "rewards", "return", "returns", "ret", "rewmean", "eprewmean"), "reward"),
    "f1score": "f1",
    **dict.fromkeys(("acc5", "prec5", "precision5"), "top5"),
}
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
        *("batch", "minibatch", "mini"),
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
        *("over", "this", "each", "all"),
        "averaged",
        "per",
        "and",
        "interval",
        "window",
        "last",
        *("with", "done", "after", "finished", "completed", "prerun", "results", "stats", "metrics"),
        *(
            "ep",
            "episode",
            "episodes",
            "episodic",
            "epochs",
            "steps",
            "iterations",
            "collection",
            "eprew",
            "sigmoid",
            "was",
            "by",
            "our",
            "micro",
        ),
        "lm",
        "main",
        "reduced",
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
        "reached",
        "copypaste",
        *("coeff", "coef", "coefficient", "weight", "saving", "saved", "save", "restoring", "checkpoint"),
        *("improving", "improve", "improvement", "thresh", "std", "stddev", "previous", "so"),
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
BRIEF = {"va": "validation", "te": "test"}
"""Splits that are short for one only beside a figure of another split: `loss tr 0.5 va 0.6`."""
_SHORT = BRIEF | {"v": "validation"}
"""Splits that are short for one only where a name follows or goes before at once: `vloss`, `accv`."""
_LETTER = re.compile(r"\([A-Z]\)$")
"""Of boxes or masks: metrics/mAP50(B)."""
_CLOCKED = {"reader", "data", "batch"}
"""What costs time: Paddle's batch_cost."""
_TWO_WORDS = (
    (re.compile(r"(?i)learn(?:ing)?[ _-]?rate"), "lr"),
    (re.compile(r"(?i)grad(?:ient)?s?[ _-]?norm|norm of (?:the )?grad(?:ient)?s?"), "gnorm"),
    (re.compile(r"(?i)cross[ _-]?entropy"), " crossentropy"),
    (re.compile(r"(?<![a-z])m[ _-]?AP"), "map"),
    (re.compile(r"(?<![a-z])m[ _-]?IoU"), "miou"),
    (re.compile(r"(?<![A-Za-z])aAcc"), "acc"),
    (re.compile(r"(?i)root[ _-]mean[ _-]squared?[ _-]error"), "rmse"),
    (re.compile(r"(?i)mean[ _-]squared?[ _-]error"), "mse"),
    (re.compile(r"(?i)mean[ _-]absolute[ _-]error"), "mae"),
    (re.compile(r"(?i)mean[ _-]absolute[ _-]percentage[ _-]error"), "mape"),
    (re.compile(r"(?i)(?<![a-z])top[ _-](?=\d)"), "top"),
    (re.compile(r"(?i)(?<=loss)[ _-]value\b"), ""),
    (re.compile(r"(?i)(?<![a-z])(?:neg(?:ative)?\.?[ _-]?|-)elbo\b"), "loss"),
    (re.compile(r"(?i)(?<![a-z])h(?:e|o)ld[ _-]?out(?![a-z])"), "val"),
    (re.compile(r"(?<![A-Za-z])R(?:\^|\*\*)2|R²"), "r2"),
    (re.compile(r"^L_?v$"), "val loss"),
    (re.compile(r"(?<![A-Za-z.])L(?=(?:_?(?:val|valid|tr|trn|train))?$)"), "loss "),
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+\d*|\d+")


ALONE = ("learning rate", "gradient norm")
"""Figures of training whatever stands before them."""
_SETTINGS = frozenset(("base", "gamma", "decay", "factor", "exponential", "scheduler"))
"""Words beside a rate that make it a setting of its schedule: `ExponentialLR with gamma=0.1`."""


class Metric(NamedTuple):
    """What a key stands for. split is None where the key does not say."""

    name: str
    split: str | None


@lru_cache(maxsize=4096)
def metric(key: str) -> Metric | None:
    """The metric that `key` names, or None where it names none that says how training goes."""
    key = english(key).replace("@", "").replace("'s ", " ")  # LightGBM: training's binary_logloss
    key = _LETTER.sub("", key)
    for pattern, word in _TWO_WORDS:
        key = pattern.sub(word, key)
    tokens = [part for token in _WORD.findall(_CAMEL.sub(" ", key).lower()) for part in _parts(token)]
    if tokens in (["norm"], ["total", "norm"]):
        return Metric("gradient norm", None)
    if not tokens or _SKIP & set(tokens):
        return None
    if len(tokens) == 2 and tokens[0] in _SHORT and tokens[1] in _NAMES:  # te_acc
        tokens[0] = _SHORT[tokens[0]]
    split = next((SPLITS[t] for t in tokens if t in SPLITS), None)
    if "cost" in tokens and _CLOCKED & set(tokens):
        return None
    known = _known(tokens)
    first = next((t for t in tokens if t.startswith("top") and t[3:].isdigit()), "top1")
    if first != "top1" and all(_NAMES.get(t) == "accuracy" for t in known):
        return Metric(f"top-{first[3:]} accuracy", split)
    if not known:
        alone = [t for t in tokens if t not in SPLITS]
        return (
            Metric(f"{alone[0]} loss", split) if len(alone) == 1 and alone[0] in _LOSSES else _glued(tokens)
        )
    if any(t != "score" for t in known):  # F1-score
        tokens = [t for t in tokens if t != "score"]
    name = _NAMES.get(known[-1], known[-1])
    # valid_1 is the first set to validate on
    kept = [t for n, t in enumerate(tokens) if not (n and t.isdigit() and tokens[n - 1] in SPLITS)]
    rest = [t for t in kept if t not in SPLITS and t not in _NEUTRAL and t not in known]
    if name != "loss":
        rest = [t for t in rest if not t.isdigit()]  # acc@1; but loss_1 and loss_2 are two losses
    if name in ALONE:
        return None if _SETTINGS & set(rest) else Metric(name, None)
    if name in ("loss", "accuracy", "reward"):
        return Metric(" ".join([*rest, name]), split)
    return Metric(
        " ".join(t for n, t in enumerate(kept) if t in rest or (t == name and name not in kept[:n])), split
    )


def _known(tokens: list[str]) -> list[str]:
    """The names of metrics among the words of a key; the last one is what it is."""
    if tokens[-1] in ("ppl", "perplexity"):  # lm loss PPL
        return ["loss", tokens[-1]]
    if "reward" in tokens:  # a reward for accuracy, and the accuracy of rewards
        return [t for t in tokens if t in _NAMES or t == "reward"][-1:]
    known = [t for t in tokens if t in _NAMES] or [t for t in tokens if t in _OTHERS]
    return [t for t in known if t != "score"] or known


def _parts(token: str) -> tuple[str, ...]:
    """`loss1` as a name and a number, `boxloss` as two names; `top5` and `acc1` are names as they stand."""
    if token in _NAMES or token in _OTHERS:
        return (_ALIASES.get(token, token),)
    name = token.rstrip("0123456789")
    if name != token and (_NAMES.get(name) == "loss" or name == "lr"):
        return (name, token[len(name) :]) if name != "lr" else (name,)
    for end in ("crossentropy", "loss"):
        if token.endswith(end) and len(token) > len(end) + 1:
            return (*_parts(token.removesuffix(end)), end)
    return (_ALIASES.get(token, token),)


def _glued(tokens: list[str]) -> Metric | None:
    """`trainloss`, `valacc`, `vloss`, `accv`: a split and a name without anything between."""
    if len(tokens) != 1:
        return None
    token = tokens[0]
    for affix, meaning in (*SPLITS.items(), *_SHORT.items()):
        for rest in (token.removeprefix(affix), token.removesuffix(affix)):
            if rest != token and rest in _NAMES:
                return Metric(_NAMES[rest], meaning)
    return None


def split_of(text: str) -> str | None:
    """The first split named in `text`, or None."""
    for word in _WORD.findall(_CAMEL.sub(" ", english(text)).lower()):
        if word in SPLITS:
            return SPLITS[word]
    return None
