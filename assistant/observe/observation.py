"""An observation: a symptom with its answer, the sentence that says why, and its place."""

from __future__ import annotations

import math
from typing import NamedTuple

from assistant.run import Place

CERTAIN = 0.9
"""A message of the framework that is this sure goes before what the curves show."""


class Observation(NamedTuple):
    """One answered symptom.

    says: why, with the numbers in it. sure: 1 minus the odds that it was read by accident.
    """

    symptom: str
    answer: str
    says: str
    place: Place
    sure: float = 1.0


def figure(value: float, error: float = 0.0) -> str:
    """A number as a log would print it, with four digits; no more than were printed, given its error."""
    if math.isnan(value):
        return "nan"
    if error >= 5e-4:
        return f"{value:.{max(0, round(-math.log10(2 * error)))}f}"
    size = abs(value)
    if size >= 1e5 or 0 < size < 1e-3:
        return f"{value:.2e}"
    return f"{value:.4g}" if size >= 1 else f"{value:.4f}"
