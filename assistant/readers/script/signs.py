"""A loss that may fall below zero by its nature: the log of a density, a score that is negated.

Whether one that did so is a fault is not known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.edits import too_long
from assistant.readers.script.nodes import code_of, nodes_of
from assistant.readers.script.report import Found, Reader

_WORTH_A_LOOK = re.compile(
    r"nll|log_prob|poisson|similarity|ssim|sn[rd]|sdr|dice|iou|elbo|log_?var|sigma", re.I
)
_DENSITIES = frozenset(
    (
        *("GaussianNLLLoss", "gaussian_nll_loss", "gaussian_nll", "PoissonNLLLoss", "poisson_nll_loss"),
        *("log_prob", "Trace_ELBO", "TraceMeanField_ELBO"),
    )
)
"""A density may exceed 1, and the loss of Poisson counts leaves out a constant."""
_SCORES = re.compile(
    r"similarity|ssim|(?<![a-z])(?:si_?s[nd]r|s[nd]r|dice|iou|elbo|corr)(?![a-z])|reward|advantage", re.I
)
_OF_CLASSES = re.compile(r"Categorical|Bernoulli")
"""Their log-probabilities are never above zero."""
_LEARNED = re.compile(r"exp\(-(?:self\.)?\w*(?:log_?var|log_?sigma|log_?scale|s_?log)", re.I)
"""Errors weighed by a variance that is learned: the likelihood of a Gaussian, written out."""
_KERAS = frozenset(("cosine_similarity", "poisson", "CosineSimilarity", "Poisson"))
"""Losses of Keras; it negates the similarity."""


def signs(reader: Reader) -> Iterator[Found]:
    """The first place that shows it."""
    if not _WORTH_A_LOOK.search(reader.text) or too_long(reader.walker.tree):
        return
    classes = _OF_CLASSES.search(reader.text) is not None
    for node in nodes_of(reader.walker.tree):
        if isinstance(node, ast.Call) and _may(node, classes):
            says = f"{code_of(node)[:60]} may fall below zero"
            yield reader.found("loss sign", "free", says, node, sure=0.9)
            return
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            said = code_of(node.operand)
            if len(said) < 200 and not isinstance(node.operand, ast.Constant) and _SCORES.search(said):
                yield reader.found("loss sign", "free", f"{code_of(node)[:60]} is negated", node, sure=0.9)
                return


def _may(call: ast.Call, classes: bool) -> bool:
    """A density, a loss of Keras by its name, a variance that is learned."""
    name = code_of(call.func).rpartition(".")[2]
    if name == "compile":
        given = next((one.value for one in call.keywords if one.arg == "loss"), None)
        return isinstance(given, ast.Constant) and given.value in _KERAS
    if name in _KERAS:  # PyTorch's of these names are no losses
        return "nn" not in code_of(call.func).split(".")
    if name == "log_prob" and classes:
        return False
    return name in _DENSITIES or (name == "exp" and _LEARNED.search(code_of(call)) is not None)
