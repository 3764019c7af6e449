"""What a script shows by its construction: whether its parts fit together.

How a script is read is not known here.
"""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class ScriptSymptoms(Family):
    """Parts of a script that fit one another, or do not."""

    output_fit = symptom(
        "Do the last layer and the loss fit together?",
        minutes=3,
        answers={
            "fits": answer(0.93, "yes"),
            "scores-as-probabilities": answer(
                0.012, "no: raw scores go into a loss that expects probabilities"
            ),
            "softmax-twice": answer(
                0.01, "no: softmax (or sigmoid) is applied, and the loss applies it again"
            ),
            "cut-off-scores": answer(0.008, "no: ReLU cuts off the scores before the softmax"),
            "one-unit-softmax": answer(0.008, "no: a softmax over a single unit"),
            "no-log": answer(0.006, "no: probabilities or scores go into a loss on log-probabilities"),
            "no-distribution": answer(0.004, "no: a KL divergence of what is no (log-)distribution"),
            "range-too-small": answer(0.01, "no: the last activation cannot reach the targets"),
            "wrong-loss": answer(0.012, "no: the loss is for another kind of labels"),
        },
    )
    metric_fit = symptom(
        "Does the metric fit what the network gives?",
        minutes=3,
        answers={
            "fits": answer(0.948, "yes"),
            "raw-scores": answer(0.012, "no: raw scores are thresholded at 0.5 or rounded"),
            "ties": answer(0.008, "no: ties at the top count as right"),
            "other-task": answer(0.016, "no: it counts hits in a regression, or asks one question per class"),
            "miscounts": answer(
                0.016,
                "no: it divides by batches, compares (N, 1) with (N,), or takes the argmax of the wrong axis",
            ),
        },
    )
    loss_sum = symptom(
        "Is the loss a mean over the batch, and the printed mean reset every epoch?",
        minutes=2,
        answers={
            "mean": answer(0.98, "yes"),
            "sum": answer(0.01, "no: it is summed over the batch"),
            "never-reset": answer(0.01, "no: the sum that is printed is never set back to zero"),
        },
    )
    own_log = symptom(
        "Is there a log of a probability that nothing keeps away from zero?",
        minutes=2,
        answers={
            "guarded": answer(0.98, "no"),
            "unguarded": answer(0.02, "yes: a log of softmax or sigmoid, without an epsilon"),
        },
    )
    weights_kept = symptom(
        "Is the model made once, before the loop that trains it?",
        minutes=1,
        answers={
            "kept": answer(0.993, "yes"),
            "made-anew": answer(0.007, "no: it is made anew in each round"),
        },
    )
    schedule_counts = symptom(
        "Does the learning-rate schedule count what it is stepped by?",
        minutes=2,
        answers={
            "fits": answer(0.985, "yes, or there is none"),
            "batches-for-epochs": answer(0.015, "no: numbers meant as epochs, stepped for each batch"),
        },
    )
    fine_tuning_rate = symptom(
        "Where pretrained weights are trained on: is the learning rate small enough for that?",
        minutes=1,
        answers={
            "fits": answer(0.992, "yes, or none are trained on"),
            "too-high": answer(0.008, "no: it is one for weights that start at random, or higher"),
        },
    )
    saturating_depth = symptom(
        "How many sigmoids or tanhs lie on one another, with no normalization and no way around them?",
        minutes=2,
        answers={
            "few": answer(0.993, "three at most"),
            "many": answer(0.007, "four sigmoids, or eight tanhs, or more"),
        },
    )
    loss_scaling = symptom(
        "In float16: is the loss scaled against underflow?",
        minutes=1,
        answers={
            "fits": answer(0.985, "yes, or it is not float16"),
            "missing": answer(0.015, "no: all of it is float16, or no scaler is used"),
        },
    )
    norm_momentum = symptom(
        "How fast do the running statistics of batch normalization move?",
        minutes=1,
        answers={
            "usual": answer(0.99, "by a tenth or a hundredth a step, or there are none"),
            "slow": answer(0.01, "by a thousandth a step"),
        },
    )
    leak = symptom(
        "Is anything fitted, copied or chosen on all rows before validation is cut off?",
        minutes=3,
        answers={
            "no": answer(0.98, "no"),
            "yes": answer(0.02, "yes: a scaler, a selection of features, copies of rows"),
        },
    )
    kl_weight = symptom(
        "Autoencoder: are reconstruction and KL term taken over the same numbers?",
        minutes=2,
        answers={
            "balanced": answer(0.996, "yes: both a mean over samples, or a weight makes up for it"),
            "outweighs": answer(
                0.004, "no: the KL term is summed over the batch, the reconstruction is a mean"
            ),
        },
    )
