"""The callback for Keras 3, whatever its backend."""

from __future__ import annotations

from collections.abc import Mapping

try:
    from keras.callbacks import Callback
except ImportError as error:
    raise ImportError("KerasCallback needs Keras 3: pip install keras") from error

from assistant.callbacks.watcher import BUDGET, Watcher, Watching, guarded


class KerasCallback(Watching, Callback):
    """Diagnoses at the end of epochs: `model.fit(..., callbacks=[KerasCallback()])`.

    Sees the metrics of the epoch and the learning rate. A cause that stands out for good is logged as a
    warning of the logger `unstuck`. budget: the share of the training's time that it may take; where
    epochs are short it skips some. The last look comes when the training has ended. Never raises.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        super().__init__()
        self.watcher = Watcher(budget)

    @guarded
    def on_train_begin(self, logs: Mapping[str, object] | None = None) -> None:  # noqa: ARG002
        """Load the engine."""
        self.watcher.begin()

    @guarded
    def on_epoch_end(self, epoch: int, logs: Mapping[str, object] | None = None) -> None:
        """Take in the epoch's metrics, look at all of them."""
        values = dict(logs or {})
        if "learning_rate" not in values and "lr" not in values:
            rate = getattr(getattr(self.model, "optimizer", None), "learning_rate", None)
            if rate is not None:
                values["learning_rate"] = rate
        self.watcher.add(epoch + 1, values)
        self.watcher.look()

    @guarded
    def on_train_end(self, logs: Mapping[str, object] | None = None) -> None:  # noqa: ARG002
        """The last look."""
        self.watcher.look(last=True)
