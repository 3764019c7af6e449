"""All that can be known about a training run, as one pydantic model made from the declarations.

A field is None while unknown; a wrong answer is refused with the right ones listed.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.symptoms import SYMPTOMS

_FIELDS: dict[str, Any] = {
    name: (Literal[tuple(one.answers)] | None, Field(default=None, description=one.question))
    for name, one in SYMPTOMS.items()
}

Symptoms: type[BaseModel] = create_model(
    "Symptoms",
    __config__=ConfigDict(frozen=True, extra="forbid"),
    __doc__="Every symptom with its answer, or None while unknown.",
    **_FIELDS,
)
