"""Diagnosis inside a training: callbacks for Keras 3, Lightning and the Hugging Face Trainer.

Importing this package imports no framework; the name of a callback imports its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.callbacks.keras import KerasCallback
    from assistant.callbacks.lightning import LightningCallback
    from assistant.callbacks.transformers import TransformersCallback

__all__ = ["KerasCallback", "LightningCallback", "TransformersCallback"]

_MODULES = {
    "KerasCallback": "keras",
    "LightningCallback": "lightning",
    "TransformersCallback": "transformers",
}


def __getattr__(name: str) -> Any:
    """The callback of that name, with its framework imported. Raises ImportError without it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *_MODULES]
