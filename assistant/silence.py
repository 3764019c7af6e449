"""What a script would show of a fault and does not: its silence speaks against that fault.

How often scripts with a fault show it is counted on recorded and written trainings.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from assistant.grades import LOOKS
from assistant.knowledge import Knowledge, Measured, usual_rates
from assistant.observe import shown_by_code
from assistant.rank import HEALTHY, UNKNOWN, Known, contributions
from assistant.script import Script

SHOWS = 2.5
"""A script shows a fault where one answer that it gives is so many times likelier under it."""
ALIKE = 4
"""The generated scripts of one fault, one hand's, count together as so many written ones."""
FRESH = 0.78
"""Of 70 trainings of hands that the reader met for the first time, 55 showed their fault in the script."""
ABSENT = 0.97
"""The chance instead where the script holds nothing of what the fault is made of."""
_NORMS = r"batch_?norm|\bbn|norm_layer|running_mean|moving_mean|torchvision|applications|timm|hub\.load"
_PENALTY = r"decay|regulari|l1|l2|norm\(|\*\* ?2|pow|abs\(|square|penal"
HOLDS = {
    cause: re.compile(words, re.I)
    for cause, words in {
        "batchnorm-placement": _NORMS,
        "batchnorm-statistics": _NORMS,
        "tiny-batch-batchnorm": _NORMS,
        "dropout-on-convolutions": r"drop",
        "gradient-clipping-too-tight": r"clip|max_grad_norm|clamp|normali|TrainingArguments",
        "half-precision-overflow": r"16|half|amp|autocast|precision|mixed",
        "learning-rate-schedule": r"sched|decay|anneal|warm|plateau|cosine|cycl|step_?lr|lambda_?lr|"
        r"exponential|polynomial|piecewise|param_groups|TrainingArguments|adjust|(?:set|new|update)_lr|"
        r"(?:lr|learning_rate)\b *(?:\.assign|[*/]=|=(?! *[\d.e-]+ *[,)\n]))|"
        r"(?:lr|learning_rate)\W.*(?:\*\*|/ ?\()",
        "over-regularization": rf"{_PENALTY}|drop|smoothing|noise",
        "padding-in-loss": r"pad|ignore_index|mask|eos",
        "regularized-bias": _PENALTY,
        "softmax-applied-twice": r"softmax",
        "softmax-over-wrong-axis": r"softmax|exp\(",
    }.items()
}
"""What stands in every script with the fault: without a schedule none is wrong."""
SEEN = frozenset(("architecture", "learning rate of the optimizer"))
"""Traits without which a script is not understood: the network by its layers, and what trains it."""
PACKAGES = frozenset(
    """
    absl accelerate albumentations apex catboost chainer cv2 datasets deepspeed einops evaluate fastai flax
    fire gym gymnasium h5py huggingface_hub hydra imageio imblearn jax joblib keras librosa lightgbm lightning
    loguru matplotlib mlflow networkx nltk numpy omegaconf onnx optax pandas peft pickle5 PIL plotly psutil
    pytorch_lightning rich scipy seaborn sentence_transformers sentencepiece six skimage sklearn soundfile
    spacy statsmodels tensorboard tensorboardX tensorboard_logger tensorflow tensorflow_addons
    tensorflow_datasets tf_keras timm tokenizers torch torch_geometric torchaudio torchinfo torchmetrics
    torchsummary torchtext torchvision tqdm transformers wandb xgboost yaml
    """.split()  # noqa: SIM905 - as a list it would be a name a line
)
"""Packages whose insides hold no fault of the person's; others may be files that were not handed over."""
_IMPORT = re.compile(r"^\s*(?:from\s+(?P<of>\.*\w*)[\w.]*\s+import\b|import\s+(?P<each>\w[^#;]*))")


def shown(scripts: Iterable[Script], knowledge: Knowledge) -> frozenset[str]:
    """The faults that scripts speak for, each by one answer at least."""
    known = {
        one.symptom: Known(one.answer, one.sure)
        for one in shown_by_code(tuple(scripts))
        if one.symptom not in LOOKS
    }
    usual = usual_rates()
    return frozenset(
        cause
        for cause, rule in knowledge.rules.items()
        if cause not in (HEALTHY, UNKNOWN)
        and any(weight >= SHOWS for weight in contributions(rule, known, usual).values())
    )


def understood(scripts: Iterable[Script]) -> bool:
    """Whether what was handed over is all of a training, and its network and optimizer were found in it."""
    whole = [script for script in scripts if script.whole]
    traits = {trait.name for script in whole for trait in script.traits}
    there = PACKAGES | sys.stdlib_module_names | {Path(script.path).stem for script in whole}
    return traits >= SEEN and all(
        name in there for script in whole for line in script.lines for name in _imported(line.text)
    )


def _imported(line: str) -> Iterator[str]:
    """The modules that a line imports, by the first part of their names; empty for `from . import`."""
    if match := _IMPORT.match(line):
        each = match["each"].split(",") if match["each"] else [match["of"].lstrip(".")]
        yield from (re.split(r"[.\s]", one.strip())[0] for one in each)


def chances(measured: Measured) -> dict[str, float]:
    """For each fault the chance that a script with it, of a hand that was never met, shows it.

    (w + 4 g) / (n + 4), times FRESH: w of n written trainings showed it, and the share g of the generated.
    """
    found = {}
    for cause, (generated, of_generated, written, of_written) in measured.scripts.items():
        share = generated / of_generated if of_generated else 0.5
        found[cause] = FRESH * ((written + ALIKE * share) / (of_written + ALIKE))
    return found


def silent(scripts: tuple[Script, ...], knowledge: Knowledge) -> Mapping[str, float]:
    """For each fault that a script does not show the chance that it would; empty where none is understood."""
    if not understood(scripts):
        return {}
    there = shown(scripts, knowledge)
    code = "\n".join(line.text for script in scripts for line in script.lines)
    absent = {cause: ABSENT for cause, words in HOLDS.items() if not words.search(code)}
    found = chances(knowledge.measured) | absent
    return {cause: chance for cause, chance in found.items() if cause not in there}
