"""What messages of training software mean, as data: a literal, a pattern, the answers it gives.

How the table is applied, and what depends on several messages at once, is not said here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NamedTuple

Match = re.Match[str]


def _always(_: Match) -> bool:
    return True


class Meaning(NamedTuple):
    """One message: what stands in it, the answers (symptom, answer, sure), the sentence about it.

    needle: letters that stand in it, small; looked for first. pattern: what it is read with; its
    named groups fill `says`. unless: letters of another message that take the meaning away.
    holds: what the groups must fulfill.
    """

    needle: str
    pattern: str
    answers: tuple[tuple[str, str, float], ...]
    says: str
    holds: Callable[[Match], bool] = _always
    unless: str = ""


def _sizes(text: str) -> list[int]:
    return [int(size) for size in re.findall(r"\d{1,12}", text)]


def _spreads(match: Match) -> bool:
    """Target and input are blown up when they meet: (64) and (64, 1) become (64, 64)."""
    target, given = _sizes(match["target"]), _sizes(match["input"])
    longest = max(len(target), len(given))
    target, given = ([1] * (longest - len(size)) + size for size in (target, given))
    if any(a != b and 1 not in (a, b) for a, b in zip(target, given, strict=True)):
        return False
    met = math.prod(max(a, b) for a, b in zip(target, given, strict=True))
    return met > math.prod(target) or met > math.prod(given)


def _column(match: Match) -> bool:
    """The same but for sizes of one: a squeeze away from each other."""
    target, given = ([size for size in _sizes(match[side]) if size != 1] for side in ("target", "input"))
    return target == given


def _other_units(match: Match) -> bool:
    return not _column(match)


def _flat(match: Match) -> bool:
    """(samples, 1), an output; attention over a single token has four sizes and is no fault."""
    return len(match["shape"].replace(" ", "").strip(",").split(",")) == 2


def _one_unit(match: Match) -> bool:
    return int(match["units"]) == 1


def _several_units(match: Match) -> bool:
    return int(match["units"]) > 1


def _first_label(match: Match) -> bool:
    """Label 1 is out of bounds only where there is one unit: label 0 alone."""
    return int(match["label"]) == 1


def _other_label(match: Match) -> bool:
    return int(match["label"]) != 1


def _learned_variables(match: Match) -> bool:
    """Any variable but the pooler of a transformer that is not asked for its pooled output."""
    names = re.findall(r"'([^']{1,300})'", match["names"])
    return not names or any("pooler" not in name for name in names)


def _new_head(match: Match) -> bool:
    return not _new_body(match)


def _new_body(match: Match) -> bool:
    """Weights inside the network are new too, not only the head of the task."""
    return re.search(r"layers?\.\d|layer_\.\d|blocks?\.\d|embeddings", match["names"]) is not None


_TORCH_SIZES = (
    r"target size \(torch\.Size\(\["
    + "(?P<target>[\\d, ]{0,80})"
    + r"\]\)\) (?:that is different to|must be the same as) (?:the )?input size "
    + r"\(torch\.Size\(\[(?P<input>[\d, ]{0,80})\]\)\)"
)
_NAN_OPERATIONS = (
    r"(?:Log(?:2|10|1p)?|Sqrt|Rsqrt|Pow|Div|Norm|LinalgVectorNorm|Std|Var|Acos|Asin|Atan2|Acosh|"
    r"Reciprocal|Cdist|Svd|Eigh?)"
)
_LOSS_NAN = (("loss_trend", "nan", 0.97),)
_CUT = (("loop", "detached", 0.92),)
_LABELS = (("label_values", "out-of-range", 0.88),)

MEANINGS: tuple[Meaning, ...] = (
    # shapes of outputs and targets
    Meaning(
        "that is different to the input size",
        _TORCH_SIZES,
        (("shapes", "different", 0.97),),
        "PyTorch warns: targets of size ({target}) against outputs of size ({input})",
        _spreads,
    ),
    Meaning(
        "must be the same as input size",
        "(?i)" + _TORCH_SIZES,
        (("shapes", "different", 0.9),),
        "PyTorch stops: targets of size ({target}) against outputs of size ({input})",
        _column,
    ),
    Meaning(
        "must be the same as input size",
        "(?i)" + _TORCH_SIZES,
        (("output_units", "mismatch", 0.85),),
        "PyTorch stops: targets of size ({target}) against outputs of size ({input})",
        _other_units,
    ),
    Meaning(
        "must have the same shape",
        r"`?logits`? and `?labels`? must have the same shape,? (?:received )?\(\((?P<out>[\w, ]{1,60})\) vs "
        r"\((?P<target>[\w, ]{0,60})\)",
        (("output_units", "mismatch", 0.8),),
        "Keras stops: outputs of shape ({out}) against labels of shape ({target})",
    ),
    Meaning(
        "`target` and `output` must have the same",
        r"target\.shape=\((?P<target>[\w, ]{0,60})\), output\.shape=\((?P<out>[\w, ]{1,60})\)",
        (("output_units", "mismatch", 0.8),),
        "Keras stops: outputs of shape ({out}) against targets of shape ({target})",
    ),
    Meaning(
        "are incompatible",
        r"Shapes \((?P<target>[\w, ]{1,60})\) and \((?P<out>[\w, ]{1,60})\) are incompatible",
        (("output_units", "mismatch", 0.7),),
        "Keras stops: labels of shape ({target}) against outputs of shape ({out})",
    ),
    # the last layer and the loss
    Meaning(
        "you are using a softmax over axis",
        r"of a tensor of shape (?:torch\.Size\()?[\[(](?P<shape>[\w, ]{1,60})[\])]",
        (
            ("framework_warning", "one-unit-softmax", 0.95),
            ("last_activation", "softmax", 0.95),
            ("output_units", "one", 0.95),
        ),
        "Keras warns: a softmax over one unit, shape ({shape}), is always 1",
        _flat,
    ),
    Meaning(
        "with num_classes > 1",
        r"In loss (?P<loss>\w{1,60}), .{0,120}y_pred\.shape=\(?(?P<shape>[\w, ()]{1,60}?)\)?\. ",
        (
            ("framework_warning", "one-unit-softmax", 0.95),
            ("output_units", "one", 0.95),
            ("loss_kind", "cross-entropy", 0.95),
        ),
        "Keras warns: {loss} is fed with one unit, shape ({shape})",
    ),
    Meaning(
        "received `from_logits=true`, but",
        r"`\w{0,40}categorical_crossentropy` received",
        (("last_activation", "softmax", 0.9),),
        "Keras takes the scores before the softmax of the last layer, as `from_logits=True` asks",
    ),
    Meaning(
        "received `from_logits=true`, but",
        r"`binary_crossentropy` received",
        (("last_activation", "sigmoid", 0.9),),
        "Keras takes the scores before the sigmoid of the last layer, as `from_logits=True` asks",
    ),
    Meaning(
        "elements of input should be between 0 and 1",
        "",
        (
            ("framework_warning", "output-outside-0-1", 0.6),
            ("loss_expects", "probabilities", 0.95),
            ("loss_kind", "binary-cross-entropy", 0.95),
            ("last_activation", "none", 0.6),
        ),
        "BCELoss stops: an output is not between 0 and 1",
    ),
    Meaning(
        "input value should be between 0~1",
        r"but got (?P<value>-?\d[\d.e+-]{0,30})",
        (
            ("framework_warning", "output-outside-0-1", 0.9),
            ("loss_expects", "probabilities", 0.95),
            ("loss_kind", "binary-cross-entropy", 0.95),
            ("last_activation", "none", 0.9),
        ),
        "BCELoss stops: an output is {value}, not between 0 and 1",
    ),
    Meaning(
        "input value should be between 0~1", r"but got -?nan", _LOSS_NAN, "BCELoss stops: an output is nan"
    ),
    Meaning(
        "input_val >= zero && input_val <= one",
        "",
        (
            ("framework_warning", "output-outside-0-1", 0.6),
            ("loss_expects", "probabilities", 0.95),
            ("loss_kind", "binary-cross-entropy", 0.95),
            ("last_activation", "none", 0.6),
        ),
        "BCELoss stops on the GPU: an output is not between 0 and 1",
    ),
    Meaning(
        "reduction: 'mean' divides the total loss by both",
        "",
        (("loss_kind", "kl", 0.97),),
        "PyTorch's note on kl_div with reduction='mean'",
    ),
    # labels
    Meaning(
        "elements of target should be between 0 and 1",
        "",
        _LABELS,
        "BCELoss stops: a target is not within 0 to 1",
    ),
    Meaning(
        "target_val >= zero && target_val <= one",
        "",
        _LABELS,
        "BCELoss stops on the GPU: a target is not in 0 to 1",
    ),
    Meaning(
        "n_classes` failed",
        r"[`'](?:t|cur_target|target)(?:\[\w{1,10}\])? >= 0 && ",
        _LABELS,
        "CUDA assertion: a label is not within 0 to the number of classes",
    ),
    Meaning(
        "is out of bounds",
        r"^IndexError: Target (?P<label>-?\d{1,15}) is out of bounds",
        _LABELS,
        "PyTorch stops: label {label} is out of bounds",
        _other_label,
    ),
    Meaning(
        "is out of bounds",
        r"^IndexError: Target (?P<label>-?\d{1,15}) is out of bounds",
        (("framework_warning", "one-unit-softmax", 0.9), ("output_units", "one", 0.9)),
        "PyTorch stops: label {label} is out of bounds, so there is one unit",
        _first_label,
    ),
    Meaning(
        "which is outside the valid range of [0, ",
        r"label value of (?P<label>-?\d{1,15}) .{0,60}range of \[0, (?P<units>\d{1,9})\)",
        _LABELS,
        "TensorFlow stops: label {label} is outside [0, {units})",
        _several_units,
    ),
    Meaning(
        "which is outside the valid range of [0, ",
        r"label value of (?P<label>-?\d{1,15}) .{0,60}range of \[0, (?P<units>\d{1,9})\)",
        (("framework_warning", "one-unit-softmax", 0.95), ("output_units", "one", 0.95)),
        "TensorFlow stops: label {label} with a single output unit",
        _one_unit,
    ),
    Meaning(
        "label must be in [0",
        r"(?i)label must be in (?P<range>\[0, ?\w{1,12}[\])])",
        (("label_values", "out-of-range", 0.95),),
        "the booster stops: labels must be in {range}",
    ),
    Meaning(
        "invalid classes inferred from unique values",
        r"got (?P<values>\[[^\]]{1,60}\]?)",
        (("label_values", "out-of-range", 0.95),),
        "XGBoost stops: the labels are {values}",
    ),
    Meaning(
        "class values must be ",
        r"^RuntimeError: Class values",
        _LABELS,
        "one_hot stops: class ids out of range",
    ),
    Meaning(
        "device-side assert triggered",
        "",
        (("label_values", "out-of-range", 0.5),),
        "CUDA error: device-side assert triggered (most often a label out of range)",
        unless="assertion `",
    ),
    Meaning(
        "not enough time for target transition sequence",
        r"required: (?P<required>\d{1,9}), available: (?P<available>\d{1,9})",
        (("ctc_lengths", "short", 0.95), ("loss_kind", "ctc", 0.95)),
        "TensorFlow stops: CTC needs {required} frames and gets {available}",
    ),
    # NaN and infinity
    Meaning(
        "loss became infinite or nan",
        r"at iteration=(?P<at>\d{1,12})",
        _LOSS_NAN,
        "the loss became infinite or NaN at iteration {at}",
    ),
    Meaning(
        "loss became infinite or nan",
        r"at iteration=(?P<at>[01])(?!\d)",
        (("nan_onset", "at-start", 0.9),),
        "the loss became infinite or NaN at iteration {at}",
    ),
    Meaning("diverged with loss = nan", "", _LOSS_NAN, "TensorFlow stops: model diverged with loss = NaN"),
    Meaning("nan loss during training", "", _LOSS_NAN, "TensorFlow stops: NaN loss during training"),
    Meaning("losstensor is inf or nan", "", _LOSS_NAN, "TensorFlow stops: the loss is inf or nan"),
    Meaning("loss is inf or nan", "", _LOSS_NAN, "training stops: the loss is inf or nan"),
    Meaning("nan loss encountered", "", _LOSS_NAN, "training stops: nan loss encountered"),
    Meaning(
        "loss is ",
        r"(?i)^(?:\w{1,40}: )?Loss is (?P<value>nan|-?inf(?:inity)?)\b(?:, stopping training|\.|!|$)",
        _LOSS_NAN,
        "training stops: loss is {value}",
    ),
    Meaning("non-finite loss", r"(?i)non-finite loss", _LOSS_NAN, "training stops: non-finite loss"),
    Meaning(
        "invalid loss, terminating training",
        r"(?i)batch (?P<at>\d{1,12}): ",
        _LOSS_NAN,
        "Keras stops at batch {at}: invalid loss",
    ),
    Meaning(
        "the loss returned in `training_step` is", "", _LOSS_NAN, "Lightning stops: the loss is nan or inf"
    ),
    Meaning(
        "nan and/or inf values in",
        r"values in `(?P<name>[^`]{1,100})`",
        _LOSS_NAN,
        "Lightning stops: nan or inf in {name}",
    ),
    Meaning(
        "in local forward loss",
        r"found (?P<what>NaN|Inf) in local forward loss",
        _LOSS_NAN,
        "Megatron stops: {what} in the forward loss",
    ),
    Meaning(
        "is not finite. previous best value",
        r"metric (?P<name>\S{0,60}val\S{0,60}) = (?P<value>-?nan|-?inf)",
        (("validation_trend", "nan", 0.9),),
        "early stopping: {name} = {value} is not finite",
    ),
    Meaning(
        "is not finite. previous best value",
        r"metric (?P<name>(?!\S{0,60}val)\S{0,60}loss\S{0,60}) = (?P<value>-?nan|-?inf)",
        _LOSS_NAN,
        "early stopping: {name} = {value} is not finite",
    ),
    Meaning(
        "solver produced non-finite parameter weights",
        "",
        (("loss_trend", "nan", 0.95), ("input_scaling", "raw", 0.5)),
        "scikit-learn stops: non-finite weights, the inputs may be large",
    ),
    Meaning(
        "nan detected in output of",
        r"output of (?P<name>[^,\s]{1,100})",
        (("loss_trend", "nan", 0.85),),
        "fairseq: NaN in the output of {name}",
    ),
    Meaning(
        "to satisfy the constraint",
        r"(?s)found invalid values:.{0,60}\bnan",
        (("loss_trend", "nan", 0.8),),
        "PyTorch stops: the parameters of a distribution are nan",
    ),
    Meaning(
        "detected infinity or nan in output",
        r'op "(?P<op>\w{1,60})"',
        (("loss_trend", "nan", 0.85),),
        "TensorFlow's check: infinity or NaN comes out of {op}",
    ),
    Meaning(
        "detected infinity or nan in output",
        r'op "(?P<op>Log|Log1p|Sqrt|Rsqrt|Pow|RealDiv|Div|DivNoNan|Reciprocal|Acos|Asin)"',
        (("loss_math", "own", 0.6),),
        "TensorFlow's check: infinity or NaN comes out of {op}",
    ),
    Meaning(
        "returned nan values in its",
        r"Function '(?P<op>\w{1,80}?)(?:Backward\d?)?' returned nan",
        (("gradient_norm", "nan", 0.9),),
        "anomaly mode: the gradient of {op} is nan",
    ),
    Meaning(
        "returned nan values in its",
        rf"Function '(?P<op>{_NAN_OPERATIONS})Backward\d?' returned nan",
        (("loss_math", "own", 0.65),),
        "anomaly mode: the gradient of {op} is nan",
    ),
    Meaning(
        "is non-finite, so it cannot be clipped",
        "",
        (("gradient_norm", "nan", 0.95),),
        "PyTorch stops: the gradient norm is non-finite and cannot be clipped",
    ),
    Meaning(
        "found inf or nan global norm",
        "",
        (("gradient_norm", "nan", 0.95),),
        "TensorFlow stops: inf or NaN gradient norm",
    ),
    Meaning(
        "in local grad",
        r"found (?P<what>NaN|Inf) in local grad",
        (("gradient_norm", "nan", 0.95),),
        "Megatron stops: {what} in the local gradient",
    ),
    # NumPy, in code of one's own
    Meaning(
        "divide by zero encountered in log",
        r"^(?!(?:sklearn|scipy|numpy|pandas|matplotlib|seaborn)/)",
        (("loss_math", "own", 0.6),),
        "NumPy warns: divide by zero in log, a log of 0",
    ),
    Meaning(
        "invalid value encountered in log",
        r"^(?!(?:sklearn|scipy|numpy|pandas|matplotlib|seaborn)/)",
        (("loss_math", "own", 0.6),),
        "NumPy warns: invalid value in log, a log of a negative number",
    ),
    Meaning(
        "overflow encountered in exp",
        r"^(?!(?:sklearn|scipy|numpy|pandas|matplotlib|seaborn)/)",
        (("logit_size", "huge", 0.6),),
        "NumPy warns: overflow in exp, of a value over 709",
    ),
    Meaning(
        "overflow encountered in ",
        r"^(?!(?:sklearn|scipy|numpy|pandas|matplotlib|seaborn)/).{0,200}overflow encountered in "
        r"(?P<op>(?:scalar )?(?:square|multiply|power|subtract|add|matmul|dot)|double_scalars)\b",
        (("loss_trend", "diverging", 0.6),),
        "NumPy warns: overflow in {op}, of values near 1e308",
    ),
    # inputs
    Meaning(
        "input x contains ",
        r"Input X contains (?P<what>NaN|infinity)",
        (("inputs_checked", "non-finite", 0.93),),
        "scikit-learn stops: the input contains {what}",
    ),
    Meaning(
        "input contains nan",
        "",
        (("inputs_checked", "non-finite", 0.6),),
        "scikit-learn stops: input contains NaN",
    ),
    Meaning(
        "label contains nan, infinity",
        "",
        (("inputs_checked", "non-finite", 0.85),),
        "XGBoost stops: a label is NaN or infinite",
    ),
    Meaning(
        "nan or inf in label",
        "",
        (("inputs_checked", "non-finite", 0.85),),
        "LightGBM stops: a label is NaN or infinite",
    ),
    # gradients and parameters
    Meaning(
        "does not require grad and does not have a grad_fn",
        "",
        _CUT,
        "PyTorch stops: the loss does not require grad and has no grad_fn",
    ),
    Meaning(
        "no gradients provided for any variable",
        "",
        _CUT,
        "Keras stops: no gradients provided for any variable",
    ),
    Meaning(
        "gradients do not exist for variables",
        r"(?i)for variables (?P<names>.*)",
        (("loop", "detached", 0.7),),
        "Keras warns: gradients do not exist for some variables",
        _learned_variables,
    ),
    Meaning(
        "none of the inputs have requires_grad=true",
        "",
        (("loop", "detached", 0.6),),
        "PyTorch warns: no input requires grad, the checkpoint's gradients are None",
    ),
    Meaning(
        "no inf checks were recorded for this optimizer",
        "",
        (("loop", "detached", 0.6),),
        "the gradient scaler stops: no parameter of the optimizer has a gradient",
    ),
    Meaning(
        "not present in its tracked objects",
        r"(?s)(?!.{0,300}embeddings:0)",
        (("trained_parameters", "not-in-optimizer", 0.7),),
        "Keras warns: variables used in a Lambda layer are not tracked",
    ),
    Meaning(
        "optimizer got an empty parameter list",
        "",
        (("trained_parameters", "not-in-optimizer", 0.95),),
        "PyTorch stops: the optimizer got an empty parameter list",
    ),
    Meaning(
        "does not have any trainable weights",
        "",
        (("trained_parameters", "frozen", 0.85),),
        "Keras warns: the model has no trainable weights",
    ),
    # precision
    Meaning(
        "minimum loss scale reached",
        r"reached:? \(?(?P<scale>[\d.e+-]{1,20})",
        (
            ("framework_warning", "float16-overflow", 0.95),
            ("precision", "half", 0.97),
            ("gradient_norm", "nan", 0.9),
        ),
        "float16 stops: minimum loss scale reached ({scale})",
    ),
    Meaning(
        "loss scale already at minimum",
        "",
        (
            ("framework_warning", "float16-overflow", 0.95),
            ("precision", "half", 0.97),
            ("gradient_norm", "nan", 0.9),
        ),
        "DeepSpeed stops: the loss scale of float16 is already at its minimum",
    ),
    Meaning(
        "attempting to unscale fp16 gradients",
        "",
        (("precision", "half", 0.97),),
        "the gradient scaler stops: the weights themselves are float16",
    ),
    Meaning(
        "cannot be converted to type at::half without overflow",
        "",
        (("framework_warning", "float16-overflow", 0.9), ("precision", "half", 0.97)),
        "PyTorch stops: a value over 65,504 does not fit float16",
    ),
    # predictions, classes, progress, setup
    Meaning(
        "due to no predicted samples",
        r"UndefinedMetricWarning: (?:Precision|F-score|Precision and F-score)\b",
        (("one_class", "always", 0.6),),
        "scikit-learn warns: no sample is predicted positive",
    ),
    Meaning(
        "only one class present in y_true",
        "",
        (("class_balance", "single", 0.5),),
        "scikit-learn: only one class in what the AUC is computed on",
    ),
    Meaning(
        "contains only one class",
        r"^Contains only one class$",
        (("class_balance", "single", 0.95),),
        "LightGBM warns: contains only one class",
    ),
    Meaning(
        "stochastic optimizer: maximum iterations",
        r"iterations \((?P<count>\d{1,9})\) reached",
        (("loss_end", "still-falling", 0.75),),
        "scikit-learn warns: {count} iterations reached before convergence",
    ),
    Meaning(
        "expected more than 1 value per channel when training",
        "",
        (("normalization", "batch", 0.95), ("batch_size", "one", 0.4)),
        "batch normalization stops: a batch of one sample",
    ),
    Meaning(
        "were not initialized from the model checkpoint",
        r"(?P<names>newly initialized.{0,1800})",
        (("pretrained", "yes", 0.9),),
        "the head is new, the rest comes from a checkpoint",
        _new_head,
    ),
    Meaning(
        "were not initialized from the model checkpoint",
        r"(?P<names>newly initialized.{0,1800})",
        (("pretrained", "no", 0.7),),
        "inner layers were not found in the checkpoint and are new",
        _new_body,
    ),
)

REMARKS: tuple[tuple[str, str], ...] = (
    (
        "received `from_logits=true`, but",
        "`from_logits=True` after an activation: Keras takes the scores from before it, so the loss is "
        "right; drop one of the two",
    ),
    ("out of memory", "memory ran out: that ended the run, and says nothing of how it learned"),
    ("resource_exhausted", "memory ran out: that ended the run, and says nothing of how it learned"),
    (
        "lr_scheduler.step()` before",
        "the schedule was stepped before the optimizer: its first rate is skipped. "
        "In mixed precision that is usual where the first step overflows; elsewhere swap the two calls",
    ),
    ("ran out of data", "the input ran out of data: the epochs after it were not trained"),
    (
        "implicit dimension choice for",
        "softmax without `dim`: for three-dimensional outputs it is taken over the batch",
    ),
    (
        "in eval mode at the start of training",
        "modules are in eval mode when training starts: without dropout, and "
        "batch normalization does not learn; meant where they are frozen",
    ),
    ("srcindex < srcselectdimsize", "an index is beyond the embedding's table"),
    (
        "discrepancy between trainable weights",
        "`trainable` was set after `compile`: it counts from the next compile "
        "(meant in the usual adversarial setup)",
    ),
    ("conditioned on metric `", "a callback watches a metric that is not there, and never acts"),
    ("can save best model only with", "a callback watches a metric that is not there, and never acts"),
)
"""Letters of a message that answers no symptom, and what is worth saying of it."""
