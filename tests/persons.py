"""The persons of the seven case studies: what each would say, and what each knows when asked.

What is not listed they cannot tell: they answer “don't know”.
"""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """words: the first line they would type without a log; knows: symptom to answer."""

    words: str
    knows: dict[str, str]
    cause: str


PERSONS = {
    "imdb-conv1d-frozen": Person(
        "training loss is 7.7364 in every epoch, validation loss 7.6168, validation accuracy 0.5062, "
        "none of them ever moves",
        {
            "task": "binary",
            "architecture": "convolutional",
            "last_activation": "none",
            "loss_kind": "binary-cross-entropy",
            "loss_expects": "probabilities",
            "output_units": "one",
            "optimizer": "adaptive",
            "learning_rate": "usual",
            "framework_warning": "none",
            "pretrained": "no",
            "loss_trend": "frozen",
            "accuracy_trend": "frozen",
            "validation_trend": "frozen",
        },
        "missing-output-activation",
    ),
    "imdb-conv1d-from-logits": Person(
        "with BinaryCrossentropy(from_logits=True) the loss keeps falling but the accuracy stays at "
        "one value",
        {
            "task": "binary",
            "architecture": "convolutional",
            "last_activation": "none",
            "loss_kind": "binary-cross-entropy",
            "loss_expects": "logits",
            "output_units": "one",
            "optimizer": "adaptive",
            "learning_rate": "usual",
            "framework_warning": "none",
            "pretrained": "no",
            "loss_trend": "falling",
            "accuracy_trend": "frozen",
            "loss_vs_accuracy": "accuracy-stuck",
            "validation_trend": "follows",
        },
        "metric-expects-probabilities",
    ),
    "mnist-zero-one-linear": Person(
        "two classes, the loss goes to zero but accuracy is 7%",
        {
            "task": "binary",
            "architecture": "dense",
            "last_activation": "none",
            "loss_kind": "binary-cross-entropy",
            "loss_expects": "probabilities",
            "output_units": "one",
            "optimizer": "adaptive",
            "learning_rate": "usual",
            "framework_warning": "none",
            "pretrained": "no",
            "loss_trend": "falling",
            "accuracy_trend": "falling",
            "accuracy_level": "below-chance",
            "loss_vs_accuracy": "impossible",
            "initialization": "default",
            "batch_size": "large",
        },
        "missing-output-activation",
    ),
    "binary-loss-stuck-at-ln2": Person(
        "两类分类,损失一直是0.69不动",
        {
            "task": "binary",
            "loop": "complete",
            "architecture": "dense",
            "loss_trend": "flat",
            "loss_level": "ln-classes",
            "accuracy_level": "chance",
            "normalization": "none",
            "optimizer": "sgd",
            "learning_rate": "usual",
            "framework_warning": "none",
            "pretrained": "no",
            "logit_size": "equal",
            "one_batch": "stuck",
            "shuffled": "yes",
        },
        "collapsed-features",
    ),
    "validation-better-than-training": Person(
        "validation accuracy 0.98 is above training accuracy 0.80, validation loss is below training loss "
        "all the time, otherwise all is well",
        {
            "loss_trend": "falling",
            "accuracy_trend": "rising",
            "validation_trend": "follows",
            "validation_gap": "better",
            "one_class": "no",
            "loss_vs_accuracy": "agree",
            "one_batch": "learned",
            "pretrained": "yes",
            "loop": "complete",
            "loss_spikes": "none",
        },
        "validation-better-than-training",
    ),
    "fine-tuning-validation-swings": Person(
        "fine-tuning a pretrained resnet on two classes, validation loss jumps from 0.12 to 10.9 and back",
        {
            "task": "binary",
            "architecture": "convolutional",
            "pretrained": "yes",
            "loss_trend": "falling",
            "validation_trend": "swings",
            "accuracy_trend": "slow",
            "optimizer": "momentum",
            "normalization": "batch",
            "one_class": "at-times",
            "training_size": "tiny",
            "evaluation_size": "tiny",
            "batch_size": "tiny",
            "loop": "complete",
            "shuffled": "yes",
        },
        "unstable-fine-tuning",
    ),
    "relu-logits-and-in-top-k": Person(
        "7 classes, the loss stays at 1.945 but the accuracy is 0.999",
        {
            "task": "multiclass",
            "architecture": "dense",
            "last_activation": "relu",
            "metric_reads": "ties-count",
            "loss_kind": "cross-entropy",
            "loss_expects": "logits",
            "output_units": "per-class",
            "loss_trend": "plateau",
            "loss_level": "ln-classes",
            "accuracy_level": "near-perfect",
            "loss_vs_accuracy": "too-good",
            "optimizer": "adaptive",
            "learning_rate": "usual",
        },
        "metric-counts-ties",
    ),
}
