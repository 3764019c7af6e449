"""How each cause is cured in code: one recipe a kind of fault, most careful edit first.

A recipe offers edits; whether one cures is found out by reading the script again.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.mend.activations import activated, each_its_own, sigmoid_of_one_unit, unactivated
from assistant.mend.layers import biased, initialized, lifted, quicker, spatial, without_bias_penalty
from assistant.mend.limits import limited
from assistant.mend.loop import (
    after_the_layer,
    attached,
    averaged,
    back_to_training,
    batch_first,
    cleared,
    cleared_with_the_step,
    evaluated,
    melted,
    mixed_precision,
    other_sign,
    other_word,
    out_of_the_loop,
    stepped,
    stepped_once,
    undivided,
    unfixed,
)
from assistant.mend.losses import (
    as_many_units,
    averaged_loss,
    distribution,
    logged,
    other_loss,
    squeezed,
    sum_reset,
)
from assistant.mend.metrics import counted, other_axis, other_metric, raw_metric, without_ties
from assistant.mend.order import fractions, shuffled
from assistant.mend.places import Recipe, switched_on
from assistant.mend.rates import gentle_decay, gentle_rate, number, usual_rate, with_momentum
from assistant.mend.rows import left_out, mixed, paired
from assistant.mend.scales import inputs_scaled, targets_scaled

RECIPES: Mapping[str, tuple[tuple[tuple[str, str], Recipe], ...]] = {
    "missing-output-activation": ((("output fit", "scores-as-probabilities"), activated),),
    "softmax-applied-twice": ((("output fit", "softmax-twice"), unactivated),),
    "activation-before-softmax": ((("output fit", "cut-off-scores"), unactivated),),
    "wrong-output-activation": (
        (("output fit", "range-too-small"), unactivated),
        (("output fit", "shared-out"), each_its_own),
        (("output fit", "other-activation"), activated),
    ),
    "softmax-on-one-unit": ((("output fit", "one-unit-softmax"), sigmoid_of_one_unit),),
    "probabilities-without-log": ((("output fit", "no-log"), logged),),
    "negative-kl-divergence": ((("output fit", "no-distribution"), distribution),),
    "wrong-loss-for-task": ((("output fit", "wrong-loss"), other_loss),),
    "metric-expects-probabilities": ((("metric fit", "raw-scores"), raw_metric),),
    "metric-counts-ties": ((("metric fit", "ties"), without_ties),),
    "wrong-metric-for-task": ((("metric fit", "other-task"), other_metric),),
    "metric-bug": (
        (("metric fit", "batches-for-samples"), counted),
        (("metric fit", "wrong-axis"), other_axis),
        (("metric fit", "whole"), fractions),
    ),
    "missing-zero-grad": ((("gradients", "never-cleared"), cleared),),
    "missing-optimizer-step": ((("gradients", "never-used"), stepped),),
    "gradient-accumulation-mistake": (
        (("gradients", "summed-up"), averaged),
        (("gradients", "divided-twice"), undivided),
        (("gradients", "stepped-twice"), stepped_once),
        (("gradients", "cleared-each-time"), cleared_with_the_step),
    ),
    "detached-graph": ((("graph", "cut"), attached),),
    "wrong-train-eval-mode": (
        (("mode", "no-eval"), evaluated),
        (("mode", "no-train"), back_to_training),
        (("mode", "fixed"), unfixed),
    ),
    "stopped-too-early": ((("length", "reversed"), other_sign),),
    "learning-rate-schedule": (
        (("schedule", "epochs-as-batches"), out_of_the_loop),
        (("schedule", "steps-as-epochs"), other_word),
    ),
    "softmax-over-wrong-axis": ((("softmax axis", "batch"), other_axis),),
    "wrong-axis-order": ((("axis order", "time-first"), batch_first),),
    "loss-reduction-mistake": (
        (("loss sum", "never-reset"), sum_reset),
        (("loss sum", "sum"), averaged_loss),
    ),
    "parameters-not-in-optimizer": ((("parameters", "not-in-optimizer"), after_the_layer),),
    "frozen-parameters": ((("parameters", "frozen"), melted),),
    "exploding-gradients": ((("initializer", "growing"), limited),),
    "dying-relu": ((("initializer", "negative-biases"), lifted),),
    "unscaled-inputs": ((("inputs", "raw"), inputs_scaled), (("inputs", "mixed"), inputs_scaled)),
    "unscaled-targets": ((("targets", "huge"), targets_scaled), (("targets", "raw"), targets_scaled)),
    "wrong-output-size": ((("output units", "mismatch"), as_many_units),),
    "zero-initialized-weights": ((("initializer", "zeros"), initialized),),
    "poor-initialization": (
        (("initializer", "large"), initialized),
        (("initializer", "small"), initialized),
    ),
    "oversized-logits": ((("initializer", "large"), initialized),),
    "collapsed-features": ((("initializer", "small"), initialized),),
    "missing-bias": ((("bias", "absent"), biased),),
    "dropout-on-convolutions": ((("dropout", "on-convolutions"), spatial),),
    "over-regularization": (
        (("penalty", "overwhelming"), number("1e-4")),
        (("penalty", "strong"), number("1e-4")),
        (("weight decay of the optimizer", ""), gentle_decay),
    ),
    "regularized-bias": ((("bias penalty", "yes"), without_bias_penalty),),
    "batchnorm-statistics": ((("norm momentum", "slow"), quicker),),
    "learning-rate-too-high": ((("learning rate of the optimizer", ""), usual_rate),),
    "learning-rate-too-low": ((("learning rate of the optimizer", ""), usual_rate),),
    "unstable-fine-tuning": ((("learning rate of the optimizer", ""), gentle_rate),),
    "gradient-clipping-too-tight": ((("clipping", "tight"), number("1.0")),),
    "vanilla-sgd": ((("momentum of the optimizer", ""), with_momentum),),
    "unshuffled-data": ((("shuffle", "no"), shuffled), (("shuffle", "class-by-class"), shuffled)),
    "unshuffled-split": ((("split", "ordered"), switched_on), (("split", "ordered"), mixed)),
    "misaligned-labels": ((("pairs", "apart"), paired),),
    "padding-in-loss": ((("padding", "counted"), left_out),),
    "constant-inputs": ((("inputs", "constant"), fractions),),
    "shape-broadcasting": ((("shapes", "different"), squeezed),),
    "half-precision-overflow": ((("precision", "half-unscaled"), mixed_precision),),
}
"""Causes with the traits that show them, and how each is cured."""
