"""The callback for Lightning, under either of its package names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

try:
    if "pytorch_lightning" in sys.modules and "lightning.pytorch" not in sys.modules:
        from pytorch_lightning import Callback
    else:
        from lightning.pytorch import Callback
except ImportError:
    try:
        from pytorch_lightning import Callback
    except ImportError as error:
        raise ImportError("LightningCallback needs Lightning: pip install lightning") from error

from assistant.callbacks.watcher import BUDGET, Watcher, Watching, guarded

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = 128
"""Losses of batches that are kept of an epoch, evenly spread."""
LOSS, NORM, RATE = "train_loss", "grad_norm", "lr"


class LightningCallback(Watching, Callback):
    """Diagnoses at the end of epochs: `Trainer(callbacks=[LightningCallback()])`.

    Sees what is logged (`self.log`), the loss of training where none is logged, the learning rate and,
    once an epoch, the norm of all gradients (gradients=False: never). A cause that stands out for good
    is logged as a warning of the logger `unstuck`. budget: the share of the training's time that it may
    take; where epochs are short it skips some. The last look comes when the training has ended. Never raises.
    """

    def __init__(self, budget: float = BUDGET, gradients: bool = True) -> None:
        super().__init__()
        self.watcher = Watcher(budget)
        self.gradients = gradients
        self._losses: list[Any] = []
        self._every, self._batch = 1, 0
        self._norm: Any = None
        self._measured: set[str] = set()
        self._before: set[str] = set()

    @guarded
    def on_train_start(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002
        """Load the engine."""
        if trainer.is_global_zero:
            self.watcher.begin()

    @guarded
    def on_train_epoch_start(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002
        """Forget the epoch before."""
        self._losses, self._every, self._batch, self._norm = [], 1, 0, None

    @guarded
    def on_train_batch_end(self, trainer: Any, pl_module: Any, outputs: Any, *_: Any) -> None:  # noqa: ARG002
        """Keep some losses where they are, on the device: reading one would wait for it."""
        self._batch += 1
        if self._batch % self._every:
            return
        loss = outputs.get("loss") if isinstance(outputs, dict) else outputs
        if loss is not None and hasattr(loss, "detach"):
            self._losses.append(loss.detach())
            if len(self._losses) >= KEPT:
                self._losses, self._every = self._losses[1::2], 2 * self._every

    @guarded
    def on_before_optimizer_step(self, trainer: Any, pl_module: Any, optimizer: Any) -> None:  # noqa: ARG002
        """The norm of all gradients, once an epoch."""
        if not self.gradients or self._norm is not None or not trainer.is_global_zero:
            return
        import torch

        found = [p.grad.detach() for g in optimizer.param_groups for p in g["params"] if p.grad is not None]
        if found:
            self._norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in found]))

    @guarded
    def on_validation_start(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002
        """What is there before a validation is not its own."""
        self._before = set(trainer.callback_metrics)

    @guarded
    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002
        """Take in what the validation measured; a check of the set-up counts for nothing but names."""
        metrics = trainer.callback_metrics
        self._measured |= set(metrics) - self._before
        if not trainer.sanity_checking and trainer.is_global_zero:
            values = {name if _says_split(name) else f"val_{name}": metrics[name] for name in self._measured}
            self.watcher.add(trainer.current_epoch + 1, _once(values))

    @guarded
    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002
        """Take in the rest of the epoch's metrics, look at all of them."""
        if not trainer.is_global_zero:
            return
        logged = {k: v for k, v in trainer.callback_metrics.items() if k not in self._measured}
        values = _once(logged)
        if self._losses and not any("loss" in name.lower() for name in values):
            values[LOSS] = sum(float(loss.mean()) for loss in self._losses) / len(self._losses)
        if self._norm is not None:
            values[NORM] = self._norm
        for optimizer in trainer.optimizers[:1]:
            values.setdefault(RATE, optimizer.param_groups[0].get("lr"))
        self.watcher.add(trainer.current_epoch + 1, values)
        self.watcher.look()

    @guarded
    def on_train_end(self, trainer: Any, pl_module: Any) -> None:  # noqa: ARG002
        """The last look."""
        if trainer.is_global_zero:
            self.watcher.look(last=True)


def _says_split(name: str) -> bool:
    from assistant.readers.events.curves import named_metric

    named = named_metric(name)
    return named is None or named.split is not None


def _once(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Each metric once: of `loss`, `loss_step` and `loss_epoch`, which `self.log` makes of one, the mean."""
    found = {}
    for name, value in metrics.items():
        base, _, kind = name.rpartition("_")
        if kind == "step" and (f"{base}_epoch" in metrics or base in metrics):
            continue
        if kind == "epoch" and base:
            found[base] = value
        elif f"{name}_epoch" not in metrics:
            found[name] = value
    return found
