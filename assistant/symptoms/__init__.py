"""Every symptom, declared once: the only vocabulary of readers, questions and pages.

What is observed, and how much it weighs for a cause, is not said here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.symptoms.accuracy import AccuracySymptoms
from assistant.symptoms.data import DataSymptoms
from assistant.symptoms.declare import Answer, Symptom, declared
from assistant.symptoms.experiments import ExperimentSymptoms
from assistant.symptoms.grades import graded
from assistant.symptoms.loop import LoopSymptoms
from assistant.symptoms.loss import LossSymptoms
from assistant.symptoms.script import ScriptSymptoms
from assistant.symptoms.setup import SetupSymptoms
from assistant.symptoms.tensors import TensorSymptoms
from assistant.symptoms.told import ToldSymptoms
from assistant.symptoms.trials import TrialSymptoms
from assistant.symptoms.validation import ValidationSymptoms

if TYPE_CHECKING:
    from assistant.symptoms.model import Symptoms

__all__ = ["FAMILIES", "SYMPTOMS", "Answer", "Symptom", "Symptoms", "check_answer"]

FAMILIES: dict[str, dict[str, Symptom]] = {
    "loss": declared(LossSymptoms),
    "accuracy": declared(AccuracySymptoms),
    "validation": declared(ValidationSymptoms),
    "setup": declared(SetupSymptoms),
    "data": declared(DataSymptoms),
    "loop": declared(LoopSymptoms),
    "script": declared(ScriptSymptoms),
    "tensors": declared(TensorSymptoms),
    "experiments": declared(ExperimentSymptoms, TrialSymptoms),
    "told": declared(ToldSymptoms),
    "grades": graded(),
}
SYMPTOMS: dict[str, Symptom] = {name: one for family in FAMILIES.values() for name, one in family.items()}


def check_answer(name: str, value: str) -> None:
    """Raise ValueError, with the right ones listed, where a name or a value is not declared."""
    if name not in SYMPTOMS:
        raise ValueError(f"no symptom is named {name!r}; there are: {', '.join(SYMPTOMS)}")
    answers = SYMPTOMS[name].answers
    if value not in answers:
        raise ValueError(f"{name} has no answer {value!r}; it takes: {', '.join(answers)}")


def __getattr__(name: str) -> Any:
    """`Symptoms`, the pydantic model of them all, is made where it is asked for: pydantic is slow to load."""
    if name == "Symptoms":
        from assistant.symptoms.model import Symptoms  # noqa: PLC0415

        return Symptoms
    raise AttributeError(name)
