"""The grades as symptoms: read off curves, never asked, weighed by recorded runs alone."""

from __future__ import annotations

from assistant.grades import GRADES
from assistant.symptoms.declare import Answer, Symptom


def graded() -> dict[str, Symptom]:
    """A symptom for every grade. Its ranges are equally usual until recorded runs say how usual."""
    found = {}
    for name, grade in GRADES.items():
        even = 1 / len(grade.answers)
        found[name] = Symptom(name, grade.question, 2.0, {one: Answer(even, one) for one in grade.answers})
    return found
