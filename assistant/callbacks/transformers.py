"""The callback for the Trainer of Hugging Face."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

try:
    from transformers import TrainerCallback
except ImportError as error:
    raise ImportError("TransformersCallback needs transformers: pip install transformers") from error

from assistant.callbacks.watcher import BUDGET, Watcher, Watching, guarded

SUMMARY = "train_runtime"
"""What stands in the summary that the Trainer logs at its end: means over the whole training."""


class TransformersCallback(Watching, TrainerCallback):
    """Diagnoses whenever the Trainer logs: `Trainer(..., callbacks=[TransformersCallback()])`.

    Sees the logged loss, learning rate and gradient norm, and the metrics of evaluations. A cause that
    stands out for good is logged as a warning of the logger `unstuck`. budget: the share of the training's
    time that it may take; where logs come faster it skips some. The last look comes when the training has
    ended. Never raises.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        self.watcher = Watcher(budget)

    @guarded
    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        """Load the engine."""
        if state.is_world_process_zero:
            self.watcher.begin()

    @guarded
    def on_log(
        self,
        args: Any,  # noqa: ARG002
        state: Any,
        control: Any,  # noqa: ARG002
        logs: Mapping[str, object] | None = None,
        **_: Any,
    ) -> None:
        """Take in what is logged, look at all of it."""
        if not state.is_world_process_zero or logs is None or SUMMARY in logs:
            return
        self.watcher.add(state.global_step, {"epoch": state.epoch, **logs}, epochs=False)
        self.watcher.look()

    @guarded
    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        """The last look."""
        if state.is_world_process_zero:
            self.watcher.look(last=True)
