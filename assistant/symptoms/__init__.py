"""Every symptom, declared once: the only vocabulary of readers, questions and pages.

What is observed, and how much it weighs for a cause, is not said here.
"""

from __future__ import annotations

from assistant.symptoms.accuracy import AccuracySymptoms
from assistant.symptoms.declare import Answer, Symptom, check
from assistant.symptoms.experiments import ExperimentSymptoms
from assistant.symptoms.loss import LossSymptoms
from assistant.symptoms.setup import SetupSymptoms
from assistant.symptoms.tensors import TensorSymptoms
from assistant.symptoms.validation import ValidationSymptoms


class Symptoms(
    ExperimentSymptoms,
    TensorSymptoms,
    SetupSymptoms,
    ValidationSymptoms,
    AccuracySymptoms,
    LossSymptoms,
):
    """All that can be known about a training run; None is unknown."""


SYMPTOMS: dict[str, Symptom] = Symptoms.declared()

__all__ = ["SYMPTOMS", "Answer", "Symptom", "Symptoms", "check_answer"]


def check_answer(name: str, value: str) -> None:
    """Raise ValueError, with the right ones listed, where a name or a value is not declared."""
    check(Symptoms, name, value)
