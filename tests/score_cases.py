"""How many real questions are answered right: each case of a folder is written out as a post and diagnosed.

    python -m tests.score_cases FOLDER [--words] [--verbose]

A case is a YAML file with description, facts, code_facts, code, log and true_cause; --words leaves out
code and log.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant.readers.text import read_text
from assistant.session import Session

PAGES: Mapping[str, tuple[str, ...]] = {
    "bad_init": ("poor-initialization", "zero-initialized-weights", "collapsed-features"),
    "bn_running_stats": ("batchnorm-statistics", "tiny-batch-batchnorm"),
    "bn_small_batch": ("tiny-batch-batchnorm", "batchnorm-statistics"),
    "class_imbalance": ("class-imbalance",),
    "ctc_input_too_short": ("ctc-input-too-short",),
    "data_leakage": ("data-leakage",),
    "data_not_shuffled": ("unshuffled-data", "single-class-batches", "unshuffled-split"),
    "dead_relu": ("dying-relu", "collapsed-features"),
    "dropout_train_eval_gap": ("validation-better-than-training",),
    "eval_train_mode": ("wrong-train-eval-mode", "batchnorm-statistics"),
    "exploding_gradients": ("exploding-gradients", "learning-rate-too-high"),
    "fp16_overflow": ("half-precision-overflow",),
    "from_logits_mismatch": ("missing-output-activation",),
    "grad_accum_error": ("gradient-accumulation-mistake",),
    "healthy": ("healthy",),
    "input_all_zero": ("constant-inputs",),
    "input_degenerate": ("constant-inputs",),
    "input_not_normalized": ("unscaled-inputs",),
    "kl_input_not_log": ("negative-kl-divergence",),
    "kl_target_not_distribution": ("negative-kl-divergence",),
    "labels_corrupted": ("wrong-labels", "misaligned-labels"),
    "labels_off_by_one": ("labels-out-of-range",),
    "labels_out_of_range": ("labels-out-of-range",),
    "logging_average_bug": ("misleading-log-average",),
    "loss_reduction_wrong": ("loss-reduction-mistake",),
    "lr_schedule_mistake": ("learning-rate-schedule", "missing-warmup"),
    "lr_too_high": ("learning-rate-too-high", "exploding-gradients", "unstable-fine-tuning"),
    "lr_too_low": ("learning-rate-too-low",),
    "metric_bug": ("metric-bug", "metric-expects-probabilities", "metric-counts-ties"),
    "missing_nonlinearity": ("missing-nonlinearity",),
    "missing_optimizer_step": ("missing-optimizer-step",),
    "missing_output_activation": ("missing-output-activation", "wrong-output-activation"),
    "missing_zero_grad": ("missing-zero-grad",),
    "nan_div_zero": ("nan-from-invalid-math",),
    "nan_in_data": ("nan-in-data",),
    "nan_log_zero": ("nan-from-invalid-math",),
    "nan_sqrt_zero": ("nan-from-invalid-math",),
    "nll_input_not_log": ("probabilities-without-log",),
    "optimizer_wrong_params": ("parameters-not-in-optimizer",),
    "overfitting": ("overfitting", "overconfident-overfitting"),
    "pad_token_is_eos": ("padding-in-loss",),
    "padding_in_loss": ("padding-in-loss",),
    "shape_broadcast": ("shape-broadcasting",),
    "single_class_data": ("single-class-data",),
    "softmax_applied_twice": ("softmax-applied-twice",),
    "softmax_on_single_unit": (
        "softmax-on-one-unit",
        "wrong-output-activation",
        "missing-output-activation",
        "wrong-output-size",
    ),
    "split_not_shuffled": ("unshuffled-split", "unshuffled-data"),
    "target_not_scaled": ("unscaled-targets",),
    "unregistered_parameters": ("parameters-not-in-optimizer",),
    "val_preprocess_mismatch": ("preprocessing-mismatch",),
    "vanishing_gradients": ("vanishing-gradients",),
    "wrong_loss_for_task": ("wrong-loss-for-task", "wrong-metric-for-task"),
    "wrong_metric": ("wrong-metric-for-task", "wrong-loss-for-task"),
    "wrong_output_activation": (
        "wrong-output-activation",
        "missing-output-activation",
        "activation-before-softmax",
        "softmax-on-one-unit",
        "wrong-output-size",
    ),
    "wrong_output_size": ("wrong-output-size", "wrong-output-activation"),
    "detached_graph": ("detached-graph",),
    "distribution_shift": ("validation-test-shift",),
    "frozen_layers": ("frozen-parameters",),
    "missing_grad_scaler": ("half-precision-overflow",),
    "pretrained_weights_destroyed": (
        "unstable-fine-tuning",
        "learning-rate-too-high",
    ),
    "sgd_without_momentum": ("vanilla-sgd",),
    "single_class_batches": (
        "single-class-batches",
        "unshuffled-data",
    ),
    "posterior_collapse": ("posterior-collapse",),
    "too_little_data": ("too-few-samples", "overfitting"),
    "underfitting": ("underfitting",),
    "weight_decay_too_strong": ("over-regularization",),
    "weights_reset_each_epoch": ("weights-reset",),
}
"""The cause of a case to the pages that name it; near synonyms of the vocabulary count as one."""


def post(case: Mapping[str, Any]) -> str:
    """The case as its person might have written it: words, then code, then the log."""
    said = [case["description"], *case.get("facts", ()), *case.get("code_facts", ())]
    parts = ["\n".join(str(line) for line in said)]
    if case.get("code"):
        parts.append(f"```python\n{case['code'].rstrip()}\n```")
    if case.get("log"):
        parts.append(f"```\n{case['log'].rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def cases(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and content of each case in the folder."""
    load = import_module("yaml").safe_load
    for path in sorted(folder.glob("*.yaml")):
        yield path.stem, load(path.read_text("utf-8"))


def main() -> int:
    """Print how many true causes are named first and among three."""
    folders = [word for word in sys.argv[1:] if not word.startswith("-")]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    total = first = three = either = 0
    for name, case in cases(Path(folders[0])):
        if "--words" in sys.argv:
            case = {**case, "code": "", "log": "", "code_facts": []}  # noqa: PLW2901
        report = Session(read_text(post(case), "post")).report()
        named = [cause.id for cause in report.causes]
        if report.verdict == "healthy":
            named.insert(0, "healthy")
        right = set(PAGES.get(case["true_cause"], ()))
        total += 1
        first += named[0] in right
        three += bool(right & set(named[:3]))
        others = (page for cause in case.get("also_acceptable") or () for page in PAGES.get(cause, ()))
        either += bool({*right, *others} & set(named[:3]))
        if "--verbose" in sys.argv and named[0] not in right:
            seen = ", ".join(f"{o.symptom}={o.answer}" for o in report.observations)
            print(f"{name}: {case['true_cause']}, named {', '.join(named[:3])}; seen {seen}")
    print(
        f"{total} cases: the true cause is named first in {first}, among the first three in {three}, "
        f"it or another that is acceptable in {either}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
