"""Traits of a script to answers of symptoms: one table, and what is said where script and log disagree.

What an answer weighs for a cause is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assistant.observe.facts import agreed, observe_facts
from assistant.observe.observation import Observation, figure
from assistant.run import Fact
from assistant.script import Script

_ANSWERS: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("output fit", "fits"): (("output_fit", "fits"),),
    ("output fit", "scores-as-probabilities"): (("output_fit", "scores-as-probabilities"),),
    ("output fit", "softmax-twice"): (("output_fit", "softmax-twice"),),
    ("output fit", "cut-off-scores"): (("output_fit", "cut-off-scores"),),
    ("output fit", "one-unit-softmax"): (("output_fit", "one-unit-softmax"),),
    ("output fit", "no-log"): (("output_fit", "no-log"),),
    ("output fit", "no-distribution"): (("output_fit", "no-distribution"),),
    ("output fit", "range-too-small"): (("output_fit", "range-too-small"),),
    ("output fit", "shared-out"): (("output_fit", "range-too-small"),),
    ("output fit", "other-activation"): (("output_fit", "other-activation"),),
    ("output fit", "wrong-loss"): (("output_fit", "wrong-loss"),),
    ("metric fit", "raw-scores"): (("metric_fit", "raw-scores"),),
    ("metric fit", "ties"): (("metric_fit", "ties"),),
    ("metric fit", "other-task"): (("metric_fit", "other-task"),),
    ("metric fit", "batches-for-samples"): (("metric_fit", "miscounts"),),
    ("metric fit", "threshold"): (("metric_fit", "miscounts"),),
    ("metric fit", "other-order"): (("metric_fit", "miscounts"),),
    ("metric fit", "other-rows"): (("metric_fit", "miscounts"),),
    ("metric fit", "never-reset"): (("metric_fit", "miscounts"),),
    ("metric fit", "wrong-axis"): (("metric_fit", "miscounts"),),
    ("metric fit", "whole"): (("metric_fit", "miscounts"),),
    ("metric fit", "whole-batches"): (("metric_fit", "miscounts"),),
    ("metric fit", "broadcast"): (("metric_fit", "miscounts"),),
    ("loss expects", "probabilities"): (("loss_expects", "probabilities"),),
    ("loss expects", "logits"): (("loss_expects", "logits"),),
    ("loss expects", "log-probabilities"): (("loss_expects", "log-probabilities"),),
    ("loss expects", "values"): (("loss_expects", "values"),),
    ("last activation", "none"): (("last_activation", "none"),),
    ("last activation", "sigmoid"): (("last_activation", "sigmoid"),),
    ("last activation", "softmax"): (("last_activation", "softmax"),),
    ("last activation", "log_softmax"): (("last_activation", "softmax"),),
    ("last activation", "relu"): (("last_activation", "relu"),),
    ("last activation", "tanh"): (("last_activation", "tanh"),),
    ("output units", "one"): (("output_units", "one"),),
    ("output units", "mismatch"): (("output_units", "mismatch"),),
    ("labels", "out-of-range"): (("label_values", "out-of-range"),),
    ("shapes", "different"): (("shapes", "different"),),
    ("loss sum", "sum"): (("loss_sum", "sum"),),
    ("loss sum", "never-reset"): (("loss_sum", "never-reset"),),
    ("loss sum", "batch-means"): (("loss_sum", "other-batches"),),
    ("loss sum", "whole-set"): (("loss_sum", "other-batches"),),
    ("loss sum", "run-mean"): (("loss_sum", "other-batches"),),
    ("loss sum", "part-window"): (("loss_sum", "other-batches"),),
    ("loss sum", "since-epoch"): (("loss_sum", "other-batches"),),
    ("own math", "log"): (("own_log", "unguarded"),),
    ("gradients", "complete"): (("loop", "complete"),),
    ("gradients", "never-cleared"): (("loop", "no-zero-grad"),),
    ("gradients", "never-used"): (("loop", "no-step"),),
    ("gradients", "summed-up"): (("loop", "sums-up"),),
    ("gradients", "never-full"): (("loop", "sums-up"),),
    ("gradients", "divided-twice"): (("loop", "sums-up"),),
    ("gradients", "cleared-each-time"): (("loop", "sums-up"),),
    ("gradients", "stepped-twice"): (("loop", "steps-twice"),),
    ("graph", "cut"): (("loop", "detached"),),
    ("mode", "no-eval"): (("mode", "wrong"),),
    ("mode", "no-train"): (("mode", "wrong"),),
    ("mode", "fixed"): (("mode", "wrong"),),
    ("mode", "right"): (("mode", "right"),),
    ("weights", "made-anew"): (("weights_kept", "made-anew"),),
    ("schedule", "epochs-as-batches"): (("schedule_counts", "batches-for-epochs"),),
    ("schedule", "fades"): (("schedule_counts", "fades"),),
    ("schedule", "steps-as-epochs"): (("schedule_counts", "epochs-for-batches"),),
    ("schedule", "compounds"): (("schedule_counts", "fades"),),
    ("fine-tuning", "too-fast"): (("fine_tuning_rate", "too-high"),),
    ("depth", "saturating"): (("saturating_depth", "many"),),
    ("precision", "half-unscaled"): (("loss_scaling", "missing"),),
    ("precision", "half-overflow"): (("loss_scaling", "missing"),),
    ("precision", "half-scaled"): (("loss_scaling", "fits"),),
    ("parameters", "not-in-optimizer"): (("trained_parameters", "not-in-optimizer"),),
    ("parameters", "frozen"): (("trained_parameters", "frozen"),),
    ("parameters", "thawed-late"): (("trained_parameters", "frozen"),),
    ("initializer", "zeros"): (("initialization", "zeros"),),
    ("initializer", "large"): (("initialization", "large"),),
    ("initializer", "small"): (("initialization", "small"),),
    ("bias", "absent"): (("bias", "absent"),),
    ("dropout", "on-convolutions"): (("dropout", "on-convolutions"),),
    ("penalty", "strong"): (("regularization", "strong"),),
    ("penalty", "overwhelming"): (("regularization", "overwhelming"),),
    ("bias penalty", "yes"): (("decay_on_biases", "yes"),),
    ("norm momentum", "slow"): (("norm_momentum", "slow"),),
    ("norm updates", "never-run"): (("norm_momentum", "slow"),),
    ("norm order", "after-activation"): (("batchnorm_order", "after-activation"),),
    ("shuffle", "yes"): (("shuffled", "yes"),),
    ("shuffle", "no"): (("shuffled", "no"),),
    ("shuffle", "class-by-class"): (("shuffled", "class-by-class"),),
    ("initializer", "growing"): (("initial_signal", "growing"),),
    ("initializer", "negative-biases"): (("initial_signal", "negative-biases"),),
    ("initializer", "large-output"): (("initial_signal", "large-output"),),
    ("rate", "plain-slow"): (("rate_from_scratch", "plain-slow"),),
    ("rate", "low"): (("rate_from_scratch", "too-low"),),
    ("rate", "high"): (("rate_from_scratch", "too-high"),),
    ("warmup", "missing"): (("warmup", "missing"),),
    ("norm batch", "few"): (("norm_batch", "few"),),
    ("capacity", "narrow"): (("capacity", "narrow"),),
    ("inputs", "not-finite"): (("inputs_checked", "non-finite"),),
    ("classes", "single"): (("class_balance", "single"),),
    ("classes", "imbalanced"): (("class_balance", "imbalanced"), ("rows_kept", "one-class-thinned")),
    ("pairs", "some-apart"): (("labels_checked", "some-wrong"),),
    ("inputs", "constant"): (("inputs_checked", "constant"),),
    ("inputs", "raw"): (("input_scaling", "raw"),),
    ("inputs", "mixed"): (("input_scaling", "mixed"),),
    ("targets", "raw"): (("target_scaling", "raw"),),
    ("targets", "scaled"): (("target_scaling", "scaled"),),
    ("targets", "huge"): (("target_scaling", "huge"),),
    ("pairs", "apart"): (("labels_checked", "mismatch"),),
    ("batches", "one-class"): (("batch_mix", "one-class"),),
    ("preparation", "different"): (("same_preprocessing", "different"),),
    ("preparation", "same"): (("same_preprocessing", "same"),),
    ("split", "ordered"): (("split", "ordered"),),
    ("leak", "yes"): (("leak", "yes"),),
    ("leak", "mild"): (("leak", "mild"),),
    ("inputs", "tiny"): (("input_scaling", "tiny"),),
    ("depth", "deep-plain"): (("depth", "deep-plain"),),
    ("softmax axis", "batch"): (("softmax_axis", "batch"),),
    ("axis order", "cut-anew"): (("axis_order", "wrong"),),
    ("axis order", "time-first"): (("axis_order", "wrong"),),
    ("padding", "counted"): (("padding", "counted"),),
    ("padding", "class-left-out"): (("padding", "end-too"),),
    ("padding", "end-too"): (("padding", "end-too"),),
    ("padding", "left-out"): (("padding", "left-out"),),
    ("ctc frames", "short"): (("ctc_lengths", "short"),),
    ("kl weight", "outweighs"): (("kl_weight", "outweighs"),),
    ("kl weight", "at-once"): (("kl_weight", "at-once"),),
    ("kl weight", "negative"): (("kl_weight", "negative"),),
    ("loss sign", "free"): (("negative_by_design", "yes"),),
    ("length", "few"): (("training_length", "few"),),
    ("length", "many"): (("training_length", "many"),),
    ("length", "impatient"): (("training_length", "impatient"),),
    ("length", "reversed"): (("training_length", "reversed"),),
    ("rows kept", "few"): (("rows_kept", "few"),),
    ("training rows", "tiny"): (("training_size", "tiny"),),
    ("validation rows", "tiny"): (("evaluation_size", "tiny"),),
    ("clipping", "tight"): (("clipping", "tight"),),
    ("architecture", "dense"): (("architecture", "dense"),),
    ("architecture", "convolutional"): (("architecture", "convolutional"),),
    ("architecture", "recurrent"): (("architecture", "recurrent"),),
    ("architecture", "transformer"): (("architecture", "transformer"),),
    **{
        ("loss", kind): (("loss_kind", kind),)
        for kind in ("binary-cross-entropy", "cross-entropy", "squared-error", "kl", "ctc", "other")
    },
}
"""Name and value of a trait, and the answers that it gives."""
_PARTS = ("last_activation", "loss_expects", "output_units")
_QUIET = frozenset(
    (
        ("output fit", "fits"),
        ("gradients", "complete"),
        ("mode", "right"),
        ("output units", "one"),
        ("leak", "mild"),
        ("shuffle", "yes"),
        ("preparation", "same"),
        ("targets", "scaled"),
        ("padding", "left-out"),
    )
)


def observe_scripts(scripts: Iterable[Script]) -> Iterator[Observation]:
    """What scripts say, at most one answer of each symptom; what is wrong goes before what fits."""
    found: dict[str, Observation] = {}
    for script in scripts:
        told = sorted(script.traits, key=lambda one: (one.name, one.value) in _QUIET)
        for trait in told:
            for symptom, answer in _ANSWERS.get((trait.name, trait.value), ()):
                found.setdefault(
                    symptom, Observation(symptom, answer, trait.says, script.place(trait.span), trait.sure)
                )
    # whether they fit says it all: what they are alone would count the same twice
    if "output_fit" in found:
        for name in _PARTS:
            if name in found and found[name].answer != "mismatch":
                found.pop(name)
    yield from found.values()


def observe_script_settings(scripts: Iterable[Script]) -> Iterator[Observation]:
    """Settings that scripts set."""
    scripts = tuple(scripts)
    kinds = {trait.value for script in scripts for trait in script.traits if trait.name == "architecture"}
    facts = (fact for script in scripts for fact in script.facts)
    for one in observe_facts(facts, min(kinds) if len(kinds) == 1 else ""):
        where = "in the script" if one.place.first else "in the model as written down"
        yield one._replace(says=f"{one.says.removesuffix(', as printed')} {where}")


def conflicts(
    scripts: Iterable[Script], facts: Iterable[Fact], others: Iterable[Observation]
) -> Iterator[str]:
    """Where a script says one thing, and a log or a person another."""
    scripts = tuple(scripts)
    if not scripts:
        return
    written = agreed(fact for script in scripts for fact in script.facts)
    printed = agreed(facts)
    for name, fact in written.items():
        other = printed.get(name)
        if other is not None and not _same(fact.value, other.value):
            yield (
                f"{name}: the script says {_shown(fact.value)} ({fact.place}), "
                f"the log says {_shown(other.value)} ({other.place}); neither counts"
            )
    said = {one.symptom: one for one in observe_scripts(scripts)}
    for other_one in others:
        one = said.get(other_one.symptom)
        if one is not None and one.answer != other_one.answer and one.symptom != "architecture":
            yield (
                f"{one.symptom}: the script says {one.answer} ({one.says}; {one.place}), "
                f"elsewhere it is {other_one.answer} ({other_one.says}; {other_one.place}); the script counts"
            )


def uncontested(
    scripts: Iterable[Script], facts: Iterable[Fact]
) -> tuple[tuple[Script, ...], tuple[Fact, ...]]:
    """Scripts and log without the settings in which one contradicts the other."""
    scripts, facts = tuple(scripts), tuple(facts)
    written = agreed(fact for script in scripts for fact in script.facts)
    printed = agreed(facts)
    torn = {
        name
        for name, fact in written.items()
        if name in printed and not _same(fact.value, printed[name].value)
    }
    kept = tuple(
        script._replace(facts=tuple(fact for fact in script.facts if fact.name not in torn))
        for script in scripts
    )
    return kept, tuple(fact for fact in facts if fact.name not in torn)


def _same(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        a, b = str(one).casefold(), str(other).casefold()
        return a == b or a in b or b in a
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-9)


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else figure(value)
