"""The columns of one training to a Run: curves of the shared vocabulary, and series of tensors.

Which tag is which metric is told by `readers.metrics`; what is no metric and no tensor is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from assistant.readers.events.columns import Columns, Points, Tables
from assistant.readers.metrics import Metric, metric
from assistant.run import STATISTICS, Curve, Floats, Run, TensorSeries

_ITERATIONS = re.compile(r"^evaluation_(?P<name>.+)_vs_iterations$")
_REWARD = re.compile(r"(?:^|[/_.])(?:ep(?:isode)?_?)?(?:rew(?:ard)?|return)s?(?:[/_.]|$)", re.I)
_NORM = re.compile(
    r"^(?:.*[/.])?grad(?:ient)?s?[\w.]*?norm\w*[/.](?P<of>.+)$|"
    r"^(?P<before>.+)[/.]grad(?:ient)?s?[\w.]*?norm\w*$",
    re.I,
)
_PER_EPOCH = re.compile(r"(?:^|[/_.\s-])epoch(?:[/_.\s-]|$)", re.I)

_PER_BATCH = re.compile(r"(?:^|[/_.\s-])(?:batch|step|iter|iteration|running)(?:[/_.\s-]|$)", re.I)
_PARAMETER = re.compile(
    r"weight|bias|kernel|embed|layer|block|conv|linear|dense|lstm|gru|rnn|attn|fc\d|\.\d", re.I
)


class Part(NamedTuple):
    """Columns with the split that their directory says (or nothing), and a prefix of their tags."""

    columns: Columns
    split: str = ""
    prefix: str = ""


class _Candidate(NamedTuple):
    tag: str
    points: Points
    per_epoch: bool


def run_of(name: str, source: str, parts: list[Part]) -> Run:
    """One training out of its parts."""
    epochs = next((p for part in parts for p in _epochs(part.columns)), None)
    groups: dict[tuple[str, str], list[_Candidate]] = {}
    series: list[TensorSeries] = []
    for part in parts:
        series += [_series(tag, source, table) for tag, table in part.columns.tables.items()]
        for tag, points in part.columns.scalars.items():
            if norm_of(tag):
                series.append(_norms(tag, source, points))
                continue
            named = named_metric(part.prefix + tag)
            if named is None:
                continue
            split = part.split or named.split or "train"
            candidate = _Candidate(part.prefix + tag, points, bool(_PER_EPOCH.search(tag)))
            groups.setdefault((named.name, split), []).append(candidate)
    curves = []
    for (metric_name, split), candidates in groups.items():
        main = max(candidates, key=_rank)
        for one in sorted(candidates, key=lambda c: c is not main):
            if one is not main and np.array_equal(one.points.values, main.points.values, equal_nan=True):
                continue  # Keras writes the same figures over epochs and over iterations
            shown = metric_name if one is main else shown_tag(one.tag)
            curves.append(_curve(shown, metric_name, split, one, source, epochs))
    curves.sort(key=lambda curve: (curve.name != "loss", curve.split != "train"))
    main_loss = next(
        (c for c in curves if c.name == "loss" and c.split == "train"), curves[0] if curves else None
    )
    unit = "epoch" if main_loss is not None and _PER_EPOCH.search(main_loss.key) else "step"
    return Run(name, tuple(curves), unit, tuple(series), source)


def _rank(one: _Candidate) -> tuple[int, int, int]:
    """The mean of an epoch is read before single batches where it has some points; else the longest."""
    points = len(one.points.steps)
    level = 2 if one.per_epoch else 0 if _PER_BATCH.search(one.tag) else 1
    # three means, or means that are all NaN, say less than the batches behind them
    enough = int(np.isfinite(one.points.values).sum()) >= 4
    return level if enough else -1, points, -len(one.tag)


def named_metric(tag: str) -> Metric | None:
    """The metric a tag stands for, with the spellings that only event files have."""
    if _REWARD.search(tag):
        return Metric("reward", None)
    iterations = _ITERATIONS.match(tag)
    return metric(iterations["name"] + "_val") if iterations else metric(tag)


def norm_of(tag: str) -> str:
    """The parameter whose gradient norm a scalar is, empty for the norm of all and for other tags."""
    found = _NORM.match(tag)
    if found is None:
        return ""
    rest = found["of"] or found["before"] or ""
    return rest if _PARAMETER.search(rest) else ""


def shown_tag(tag: str) -> str:
    """A tag without control characters, and not longer than a line: it is untrusted."""
    clean = "".join(c if c.isprintable() else "?" for c in tag)
    return clean if len(clean) <= 80 else clean[:77] + "…"


def _epochs(columns: Columns) -> list[Points]:
    """The scalar that counts epochs (Lightning, HF), where one is logged."""
    return [p for tag, p in columns.scalars.items() if tag.rsplit("/", 1)[-1].lower() == "epoch"]


def _curve(shown: str, name: str, split: str, one: _Candidate, source: str, epochs: Points | None) -> Curve:
    values = one.points.values
    # half a unit of what float32 can tell apart is all the error there is
    errors = np.abs(np.spacing(np.abs(values).astype(np.float32))).astype(np.float64) / 2
    if name.endswith("accuracy"):
        finite = values[np.isfinite(values)]
        if finite.size and finite.max() > 1.5:
            values, errors = values / 100, errors / 100
    steps = one.points.steps.astype(np.float64)
    if bool((np.diff(one.points.steps) < 0).any()):
        steps = np.arange(1, len(values) + 1, dtype=np.float64)
    lines = np.broadcast_to(np.int64(0), (len(values),))
    return Curve(
        shown, split, shown_tag(one.tag), source, steps, values, errors, lines, _epochs_at(one, epochs)
    )


def _epochs_at(one: _Candidate, epochs: Points | None) -> Floats:
    steps = one.points.steps
    if one.per_epoch and (epochs is None or not np.isin(steps, epochs.steps).any()):
        return steps.astype(np.float64)
    if epochs is None or bool((np.diff(epochs.steps) < 0).any()):
        return np.broadcast_to(np.float64(np.nan), (len(steps),))
    at = np.searchsorted(epochs.steps, steps, side="right") - 1
    return np.where(at >= 0, epochs.values[np.maximum(at, 0)], np.nan)


def _series(tag: str, source: str, table: Tables) -> TensorSeries:
    return TensorSeries(shown_tag(tag), source, table.steps.astype(np.float64), table.table)


def _norms(tag: str, source: str, points: Points) -> TensorSeries:
    """A logged norm as a series: of one number whose size is the norm."""
    table = np.full((len(points.steps), len(STATISTICS)), np.nan)
    table[:, STATISTICS.index("count")] = 1
    table[:, STATISTICS.index("mean")] = 0
    table[:, STATISTICS.index("spread")] = points.values
    table[:, STATISTICS.index("finite")] = np.isfinite(points.values)
    return TensorSeries(shown_tag(tag), source, points.steps.astype(np.float64), table)
