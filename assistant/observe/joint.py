"""What several observations mean together: output against loss, metric against task, figures in context.

Where each of them comes from is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.observe.observation import Observation

_FROM_ENTROPY = {
    "loss_vs_accuracy": frozenset(("impossible", "too-good")),
    "loss_level": frozenset(("ln-classes", "class-entropy", "clip-floor", "double-softmax-floor")),
    "loss_start": frozenset(("as-chance", "below", "far-above")),
}
"""What the level of a loss proves only where the loss is a cross-entropy."""
_NEVER_NEGATIVE = frozenset(("binary-cross-entropy", "cross-entropy", "squared-error"))
_OTHER_LOSSES = frozenset(("squared-error", "kl"))
_BOUNDED = frozenset(("sigmoid", "softmax", "tanh"))
_DENSITY = re.compile(r"flow|glow|realnvp|densit|gaussian|continuous|mixture", re.I)
_LIKELIHOOD = re.compile(r"likelihood|\bnll\b", re.I)
_LOGGED = re.compile(r"log.?softmax", re.I)
_TOLD = 0.8
"""Over this a person says so, and more than a dim sign of it."""
_PROVEN = 0.95
"""How sure it is that a cross-entropy or a squared error below zero is wrong."""
_DOUBT = 0.6
"""Under this a part was only guessed, and nothing is concluded from it."""


def together(
    found: Mapping[str, Observation], by_code: frozenset[str] = frozenset()
) -> dict[str, Observation]:
    """The observations without what others explain, and with what they prove together.

    found: by symptom. A person who names the last layer and the loss has said whether they fit.
    by_code: what code says, which has been judged as a whole where it was read.
    """
    kept = dict(found)
    _below_zero(kept, by_code)
    prepared, scale = kept.get("same_preprocessing"), kept.get("input_scaling")
    differ = prepared is not None and prepared.answer == "different"
    if differ and prepared is not None and scale is not None and scale.place == prepared.place:
        kept.pop("input_scaling")  # what is not scaled is one of the two sides
    kind = kept.get("loss_kind")
    if kind is not None and kind.answer in _OTHER_LOSSES and kind.sure > _DOUBT:
        for symptom, answers in _FROM_ENTROPY.items():
            if _answer(kept, symptom) in answers:
                kept.pop(symptom)
    _explained(kept)
    if _answer(kept, "other_optimizer") in ("adaptive-works", "plain-works"):
        kept.pop("optimizer", None)  # both were tried: which is in use now says nothing of the trouble
    if _answer(kept, "task") == "multilabel" and _answer(kept, "loss_vs_accuracy") == "impossible":
        kept.pop("loss_vs_accuracy")  # a sum over several answers, of which the accuracy counts all or none
    if _answer(kept, "task") == "multiclass" and _answer(kept, "output_units") == "one":
        joined = _joined(kept, "output_units", "mismatch", ("output_units", "task"))
        kept["output_units"] = joined
        fits = kept.get("output_fit")
        if fits is not None and fits.answer == "fits":
            kept.pop("output_fit")
    if _answer(kept, "task") == "regression" and _answer(kept, "validation_gap") == "below-chance":
        # numbers are never equal to the last digit, on whatever data
        kept.setdefault("metric_fit", _joined(kept, "metric_fit", "other-task", ("validation_gap", "task")))
        kept.pop("validation_gap")
    _of_several(kept)
    for one in (*_fit(kept, by_code), *_metric(kept)):
        kept.setdefault(one.symptom, one)
    return kept


def _below_zero(kept: dict[str, Observation], by_code: frozenset[str]) -> None:
    """A loss below zero: explained by what it is, or the more surely wrong for it."""
    kind = _answer(kept, "loss_kind")
    if _answer(kept, "loss_level") != "negative":
        kept.pop("negative_by_design", None)  # it says nothing of a loss that is positive
        return
    # a score that is negated is negative by design, but not where the labels lie outside of what it takes
    designed = _answer(kept, "negative_by_design") == "yes" and kind not in _NEVER_NEGATIVE
    if _answer(kept, "label_values") != "out-of-range" and (designed or _of_a_density(kept)):
        kept.pop("loss_level")
        kept.pop("negative_loss", None)
        if "negative_by_design" in by_code:
            kept.pop("negative_by_design")  # nobody asks about it: it explains the figures, no more
        return
    kept.pop("negative_by_design", None)
    if kind in _NEVER_NEGATIVE:
        level = kept["loss_level"]
        kept["loss_level"] = level._replace(sure=max(level.sure, _PROVEN))
    if kind == "binary-cross-entropy" and _answer(kept, "output_fit") == "fits":
        # -y ln p - (1 - y) ln(1 - p) is a sum of two positive numbers where y is in [0, 1]
        proof = _joined(kept, "label_values", "out-of-range", ("loss_level", "loss_kind"))
        kept.setdefault("label_values", proof)
        kept.pop("negative_loss", None)  # where it ends depends on the labels, without a bound


def _of_a_density(kept: Mapping[str, Observation]) -> bool:
    """The likelihood is that of numbers, whose density may exceed 1, and not that of classes."""
    kind, named = kept.get("loss_kind"), kept.get("negative_by_design")
    if kind is None or not _LIKELIHOOD.search(kind.says):
        return False
    return _answer(kept, "task") == "regression" or (
        named is not None and _DENSITY.search(named.says) is not None
    )


def _of_several(kept: dict[str, Observation]) -> None:
    """Where a person says that several answers are right, a loss for exactly one does not fit."""
    task, fits = kept.get("task"), kept.get("output_fit")
    if task is None or fits is None or (task.answer, fits.answer) != ("multilabel", "fits"):
        return
    if task.sure > _TOLD and _answer(kept, "loss_kind") == "cross-entropy":
        kept["output_fit"] = _joined(kept, "output_fit", "wrong-loss", ("task", "loss_kind"))


def _explained(kept: dict[str, Observation]) -> None:
    """Takes out what another answer explains: a reason says more than what comes of it."""
    if _answer(kept, "scaling_tried") == "inputs-cured" and _answer(kept, "input_scaling") == "scaled":
        kept.pop("input_scaling")  # scaled they are now, where all is well
    if _answer(kept, "output_activation_removed") == "cured" and _answer(kept, "last_activation") == "none":
        kept.pop("last_activation")  # that is the cure, not what was there before
    if _answer(kept, "loss_trend") == "diverging" and _answer(kept, "learning_rate") == "tiny":
        kept.pop("learning_rate")  # small as it is, it is too large for this loss
    if _answer(kept, "lower_learning_rate") == "cured" and _answer(kept, "learning_rate") == "tiny":
        kept.pop("learning_rate")  # that is the cure
    if _answer(kept, "full_precision") == "cured" and _answer(kept, "precision") == "single":
        kept.pop("precision")  # that is the cure
    if _answer(kept, "task") == "regression":
        kept.pop("class_balance", None)  # values that are never predicted are no classes
    if _answer(kept, "same_preprocessing") == "different":
        kept.pop("used_elsewhere", None)
    if _answer(kept, "output_fit") == "range-too-small":
        kept.pop("class_balance", None)  # what is never predicted lies out of reach
    named, alike = kept.get("labels_checked"), kept.get("one_class")
    if named is not None and alike is not None and named.place == alike.place and named.answer == "mismatch":
        kept.pop("one_class")  # all of one class bear another's name: that is no answer for everything
    for first, second in (("used_elsewhere", "recounted"), ("rate_and_loss", "learning_rate")):
        one, other = kept.get(first), kept.get(second)
        # another script, no count by hand; a rate that comes to 0, not one that was set to it
        if one is None or other is None or one.place != other.place:
            continue
        if second != "learning_rate" or (one.answer == "stops" and other.answer == "tiny"):
            kept.pop(second)


def _answer(found: Mapping[str, Observation], symptom: str) -> str:
    one = found.get(symptom)
    return one.answer if one is not None and one.sure > _DOUBT else ""


def _fit(found: Mapping[str, Observation], by_code: frozenset[str]) -> Iterator[Observation]:
    """The misfit of last layer, loss and task, where all parts are known."""
    misfit = _output_against_loss(found)
    if misfit is None or by_code.issuperset(misfit[1]):
        misfit = _output_against_task(found)
    if misfit:
        answer, parts, sure = misfit
        one = _joined(found, "output_fit", answer, parts)
        yield one._replace(sure=sure * one.sure)


Misfit = tuple[str, tuple[str, ...], float]
"""An answer of `output_fit`, the symptoms that prove it, and how surely they do."""


def _output_against_loss(found: Mapping[str, Observation]) -> Misfit | None:
    last, expects = _answer(found, "last_activation"), _answer(found, "loss_expects")
    if last and _LOGGED.search(found["last_activation"].says):
        return None  # what NLLLoss takes; and a cross-entropy finds what it would have made itself
    kind, units = _answer(found, "loss_kind"), _answer(found, "output_units")
    fed, named = ("last_activation", "loss_expects"), ("last_activation", "loss_kind")
    if last == "softmax" and units == "one":
        return "one-unit-softmax", ("last_activation", "output_units"), 1.0
    if units == "one" and kind == "cross-entropy" and last not in ("sigmoid", "tanh"):
        return "one-unit-softmax", ("output_units", "loss_kind"), 0.7
    if last in ("softmax", "none") and kind == "kl":
        return "no-distribution", named, 1.0
    if last in ("softmax", "sigmoid", "none") and expects == "log-probabilities":
        return "no-log", fed, 1.0
    if expects == "logits" and (last == "softmax" or (last, kind) == ("sigmoid", "binary-cross-entropy")):
        return "softmax-twice", fed, 1.0
    if last == "relu" and kind == "cross-entropy" and units != "one":
        return "cut-off-scores", named, 1.0
    if last in ("none", "relu", "tanh") and expects == "probabilities":
        return "scores-as-probabilities", fed, 1.0
    return None


def _output_against_task(found: Mapping[str, Observation]) -> Misfit | None:
    last, kind, task = (_answer(found, name) for name in ("last_activation", "loss_kind", "task"))
    if last in _BOUNDED and _answer(found, "target_scaling") == "raw":
        return "range-too-small", ("last_activation", "target_scaling"), 1.0
    if last in _BOUNDED and task == "regression" and _answer(found, "target_scaling") != "scaled":
        return "range-too-small", ("last_activation", "task"), 0.6  # its targets may lie within the range
    if last == "sigmoid" and kind == "cross-entropy" and task == "multiclass":
        return "other-activation", ("last_activation", "loss_kind"), 1.0
    if task == "multilabel" and found["task"].sure > 0.8 and last == "softmax":
        return "other-activation", ("task", "last_activation"), 1.0
    if task == "multilabel" and found["task"].sure > 0.8 and kind == "cross-entropy":
        return "wrong-loss", ("task", "loss_kind"), 1.0
    return None


def _metric(found: Mapping[str, Observation]) -> Iterator[Observation]:
    """An accuracy that counts something else than right answers.

    Of a regression it counts numbers that are equal to the last digit; beside a binary cross-entropy
    of several classes Keras takes the mean over the classes, most of which are rightly not chosen.
    """
    task = _answer(found, "task")
    if not task and (_answer(found, "loss_kind"), _answer(found, "last_activation")) == (
        "squared-error",
        "none",
    ):
        task = "regression"
    high = _answer(found, "accuracy_level") in ("near-perfect", "ordinary")
    several = task == "multiclass" and _answer(found, "output_units") not in ("one", "mismatch")
    if several and high and _answer(found, "loss_kind") == "binary-cross-entropy":
        one = _joined(found, "metric_fit", "other-task", ("loss_kind", "task", "accuracy_level"))
        yield one._replace(sure=0.6 * one.sure)
    kind, falls = _answer(found, "loss_kind"), _answer(found, "loss_trend") == "falling"
    of_classes = task in ("binary", "multiclass") or kind in ("cross-entropy", "binary-cross-entropy")
    none = _answer(found, "accuracy_level") == "zero" and _answer(found, "accuracy_trend") == "frozen"
    if of_classes and none and falls and task != "regression":
        one = _joined(found, "metric_fit", "miscounts", ("accuracy_level", "loss_trend"))
        yield one._replace(sure=0.8 * one.sure)  # whoever only guesses is right once in K
    if task != "regression":
        return
    if _answer(found, "accuracy_level") in ("zero", "below-chance", "near-perfect") or _answer(
        found, "metric_reads"
    ) == ("value-match"):
        yield _joined(found, "metric_fit", "other-task", ("task", "accuracy_level", "metric_reads"))
    elif high or _answer(found, "accuracy_trend"):
        named = ("task", "accuracy_level" if high else "accuracy_trend")
        one = _joined(found, "metric_fit", "other-task", named)
        yield one._replace(sure=0.5 * one.sure)  # some call the share of good guesses so


def _joined(
    found: Mapping[str, Observation], symptom: str, answer: str, parts: tuple[str, ...]
) -> Observation:
    """One observation out of several: as sure as the least sure of them, at the place of the first."""
    known = [found[name] for name in parts if name in found]
    says = " and ".join(one.says for one in known)
    return Observation(symptom, answer, says, known[0].place, 0.95 * min(one.sure for one in known))
