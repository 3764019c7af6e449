"""What the callbacks cost: a look at curves of growing length, one set of metrics, a hook of a batch.

    python -m tests.benchmarks.callbacks [--train SECONDS]

With Lightning there (group `record`), a real training of so many seconds with and without; asserts nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import statistics
import time
from typing import Any

from assistant.callbacks.watcher import POINTS, Watcher

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy", "lr", "grad_norm")


def watcher_costs() -> None:
    """Costs of `add` and `look` by the number of points of six curves."""
    noise = random.Random(1)
    for points in (10, 100, 1000, POINTS, 100_000):
        watcher = Watcher(budget=1)
        watcher.begin()
        begin = time.perf_counter()
        for n in range(1, points + 1):
            watcher.add(n, dict.fromkeys(METRICS, 2 / n**0.5 + noise.gauss(0, 0.01)))
        adding = (time.perf_counter() - begin) / points
        looks = []
        for n in range(5):
            watcher.add(points + 1 + n, {"loss": 0.1})
            begin = time.perf_counter()
            watcher.look()
            looks.append(time.perf_counter() - begin)
        print(
            f"{points:7,} points of {len(METRICS)} metrics: look {1000 * statistics.median(looks):6.1f} ms, "
            f"add {1e6 * adding:5.1f} µs"
        )


def training(callbacks: list[Any], epochs: int) -> float:
    """Seconds of a training of a small network under Lightning."""
    import lightning.pytorch as pl
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    class Net(pl.LightningModule):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.net = torch.nn.Sequential(
                torch.nn.Linear(64, 512),
                torch.nn.ReLU(),
                torch.nn.Linear(512, 512),
                torch.nn.ReLU(),
                torch.nn.Linear(512, 10),
            )

        def training_step(self, batch: Any, _: int) -> Any:
            loss = torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])
            self.log("train_loss", loss, on_epoch=True, on_step=False)
            return loss

        def configure_optimizers(self) -> Any:
            return torch.optim.SGD(self.parameters(), 0.1)

    torch.set_num_threads(1)
    pl.seed_everything(1, verbose=False)
    x = torch.randn(20_000, 64)
    y = x[:, :10].argmax(1)
    trainer = pl.Trainer(
        max_epochs=epochs,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        callbacks=callbacks,
    )
    begin = time.perf_counter()
    trainer.fit(Net(), DataLoader(TensorDataset(x, y), batch_size=100, shuffle=True))
    return time.perf_counter() - begin


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=float, default=0.0, metavar="SECONDS")
    options = parser.parse_args()
    watcher_costs()
    if not options.train or importlib.util.find_spec("lightning") is None:
        return
    from assistant.callbacks import LightningCallback

    epochs = max(2, round(options.train / training([], 2) * 2))
    callback = LightningCallback()
    without, with_it = training([], epochs), training([callback], epochs)
    batches, spent = epochs * 200, callback.watcher.spent
    print(
        f"{epochs} epochs, {batches} batches: {without:.1f} s without, {with_it:.1f} s with; in the callback "
        f"{1000 * spent:.0f} ms = {spent / with_it:.2%} of it, engine and last look not counted"
    )


if __name__ == "__main__":
    main()
