"""Grades: what a curve measures, cut into a few ranges, so that recorded runs can be counted by it.

Only the ranges stand here; how a value is measured is in `observe/grades.py`, what it weighs in `knowledge/`.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple


class Grade(NamedTuple):
    """One measure. edges: rising; a value on an edge belongs above it."""

    question: str
    edges: tuple[float, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The ranges as answers, the lowest first: `under 0.1`, `0.1 to 0.3`, `over 0.3`."""
        shown = [f"{edge:g}" for edge in self.edges]
        between = (f"{low} to {high}" for low, high in pairwise(shown))
        return (f"under {shown[0]}", *between, f"over {shown[-1]}")

    def answer(self, value: float) -> str:
        """The range that a value lies in."""
        return self.answers[bisect_right(self.edges, value)]


_ACCURACY = (0.002, 0.08, 0.13, 0.3, 0.45, 0.56, 0.75, 0.95, 0.995)

TRUST = 0.5
"""The power that the ratio of a grade is raised to: many grades measure the same few curves, and what is
said several times counts each time for less."""
CURVES = frozenset(("loss_left", "loss_rises", "accuracy_range", "validation_swing"))
"""Grades that only a curve has. Recorded runs speak of curves; of words the pages alone do."""

GRADES: dict[str, Grade] = {
    "loss_left": Grade(
        "What share of the first training loss is left at the end?",
        (0.02, 0.1, 0.3, 0.6, 0.85, 0.97, 1.03, 1.3, 3.0),
    ),
    "early_share": Grade(
        "What share of all progress is made in the first quarter of the run?", (0.3, 0.6, 0.85, 0.97)
    ),
    "late_share": Grade(
        "What share of all progress is made in the second half of the run?", (-0.05, 0.02, 0.08, 0.2, 0.4)
    ),
    "loss_rises": Grade("In what share of steps does the training loss rise?", (0.01, 0.2, 0.4)),
    "loss_rest": Grade(
        "By what share does the training loss still move over the last third?",
        (2e-5, 3e-4, 3e-3, 0.02, 0.1, 0.4),
    ),
    "chance_distance": Grade(
        "How far from what guessing costs, ln K, does the loss rest, as a share of it?",
        (3e-4, 2e-3, 0.01, 0.04, 0.15, 0.5),
    ),
    "validation_ratio": Grade(
        "How many times the training loss is the validation loss at the end?",
        (0.2, 0.6, 0.9, 1.05, 1.2, 1.6, 3.0, 10.0),
    ),
    "validation_ratio_first": Grade(
        "How many times the training loss is the validation loss in the first epoch?",
        (0.2, 0.6, 0.8, 0.95, 1.05, 1.3, 2.0, 5.0),
    ),
    "validation_least_at": Grade(
        "After what share of the run is the validation loss least?", (0.05, 0.35, 0.65, 0.95)
    ),
    "validation_rise": Grade(
        "How many times its least value is the validation loss at the end?", (1.02, 1.08, 1.2, 1.5, 2.5)
    ),
    "validation_swing": Grade(
        "By what share does the validation loss change from one look to the next?",
        (1e-9, 0.003, 0.02, 0.06, 0.15, 0.4),
    ),
    "accuracy_first": Grade("How high is the first accuracy?", _ACCURACY),
    "accuracy_last": Grade("How high is the accuracy at the end?", _ACCURACY),
    "accuracy_range": Grade("Over what range does the accuracy move?", (1e-9, 0.01, 0.03, 0.1, 0.3)),
    "accuracy_wobble": Grade(
        "By how much does the accuracy change from one look to the next at the end?",
        (1e-9, 0.003, 0.01, 0.03, 0.08),
    ),
    "accuracy_ahead": Grade(
        "How far is the training accuracy ahead of the validation accuracy at the end?",
        (-0.1, -0.03, 0.01, 0.03, 0.06, 0.12, 0.3),
    ),
    "first_loss_per_error": Grade(
        "How much loss is there for each wrong sample at first?", (0.5, 1.2, 1.8, 3.0, 4.5, 7.0, 12.0, 20.0)
    ),
    "loss_per_error": Grade(
        "How much loss is there for each wrong sample (loss over 1 minus accuracy)?",
        (0.0, 0.5, 1.2, 2.0, 3.0, 4.5, 7.0, 12.0, 20.0),
    ),
    "gradient_growth": Grade(
        "How many times its first size is the gradient norm at the end?", (0.01, 0.2, 0.6, 1.6, 5.0, 100.0)
    ),
    "gradient_size": Grade("How large is the gradient norm?", (1e-4, 0.01, 0.1, 1.0, 10.0, 100.0, 1e4)),
    "rate_highest": Grade("How high is the learning rate at most?", (1.5e-6, 1.5e-5, 4e-3, 0.02, 0.09, 0.4)),
    "rate_left": Grade("What share of the learning rate is left at the end?", (1e-4, 0.02, 0.3, 0.9)),
}
"""Every grade by the name of its symptom."""

LOOKS = frozenset(GRADES) | {
    "loss_trend",
    "loss_end",
    "loss_level",
    "loss_start",
    "loss_vs_accuracy",
    "loss_spikes",
    "loss_period",
    "accuracy_trend",
    "accuracy_level",
    "one_class",
    "validation_trend",
    "validation_gap",
    "test_gap",
}
"""What curves look like. The same fault may leave them as they are when nothing is wrong."""

RECKONED = frozenset({"loss_vs_accuracy"})
"""Looks that are worked out of two curves: the trees, which see how curves run, do not see it."""

PROOFS = frozenset(
    (
        ("loss_level", "negative"),
        ("loss_level", "double-softmax-floor"),
        ("loss_vs_accuracy", "impossible"),
    )
)
"""Looks that no curve has by chance: without the fault the loss cannot be there, however badly it trains."""

CHOICES = frozenset((
    "architecture", "batch_size", "batchnorm_order", "depth", "evaluation_size", "hidden_activation",
    "loss_expects", "loss_kind", "loss_math", "metric_reads", "normalization", "optimizer",
    "precision", "target_scaling", "task", "training_length", "training_size",
))  # fmt: skip
"""What is chosen in good health too: an answer to one of them is no fault located."""
