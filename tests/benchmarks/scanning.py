"""How long `unstuck scan` takes for many small runs, in processes beside one another and in one.

    python -m tests.benchmarks.scanning [--runs 1000] [--jobs N]

Writes logs of six formats with healthy and faulty curves, some broken, then scans them; asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

EPOCHS = 30
FORMATS: dict[str, Callable[[int, float, float, float], str]] = {
    "epoch": lambda n, loss, val, acc: (
        f"Epoch {n}/{EPOCHS} loss: {loss:.4f} val_loss: {val:.4f} acc: {acc:.4f}\n"
    ),
    "pipe": lambda n, loss, val, acc: (
        f"| epoch {n:3d} | train loss {loss:.5f} | valid loss {val:.5f} | acc {acc:.4f}\n"
    ),
    "json": lambda n, loss, val, acc: (
        json.dumps({"epoch": n, "loss": loss, "val_loss": val, "acc": acc}) + "\n"
    ),
    "csv": lambda n, loss, val, acc: (
        ("epoch,loss,val_loss,acc\n" if n == 1 else "") + f"{n},{loss},{val},{acc}\n"
    ),
    "keras": lambda n, loss, val, acc: (
        f"Epoch {n}/{EPOCHS}\n118/118 - 1s - 5ms/step - accuracy: {acc:.4f} - "
        f"loss: {loss:.4f} - val_loss: {val:.4f}\n"
    ),
    "hf": lambda n, loss, val, acc: (
        f"{{'loss': {loss:.4f}, 'eval_loss': {val:.4f}, 'accuracy': {acc:.4f}, 'epoch': {n}.0}}\n"
    ),
}


def curves(kind: str, noise: random.Random) -> Iterator[tuple[int, float, float, float]]:
    """Epoch, training loss, validation loss and accuracy of one made-up run of a kind."""
    for n in range(1, EPOCHS + 1):
        falling = 0.1 + 2.2 * math.exp(-n / 6) + noise.gauss(0, 0.01)
        if kind == "healthy":
            yield n, falling, falling + 0.05, 1 - falling / 2.5
        elif kind == "flat":
            yield n, 2.3026 + noise.gauss(0, 1e-4), 2.3026, 0.1
        elif kind == "nan":
            yield n, falling if n < 9 else math.nan, falling if n < 9 else math.nan, 0.1
        else:
            yield n, falling / n, falling + 0.06 * n, 1 - falling / (2.5 * n)


def write(root: Path, runs: int) -> int:
    """The logs; bytes of all of them. Every hundredth is cut off, empty or no log at all."""
    noise = random.Random(1)
    size = 0
    for n in range(runs):
        kind = noise.choices(("healthy", "flat", "nan", "overfit"), (6, 2, 1, 1))[0]
        form = list(FORMATS)[n % len(FORMATS)]
        path = root / f"sweep{n % 10}" / f"{n:05d}-{kind}.{'log' if form != 'csv' else 'csv'}"
        path.parent.mkdir(exist_ok=True)
        text = "".join(FORMATS[form](*point) for point in curves(kind, noise))
        data = text.encode()
        if n % 100 == 99:
            data = (b"", data[: len(data) // 3], bytes(range(256)) * 8)[n // 100 % 3]
        path.write_bytes(data)
        size += len(data)
    return size


def main() -> None:
    """Print figures for all cores, and for one process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=0, help="processes; 0 for as many as cores, and then one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = write(Path(folder), options.runs)
        print(f"{options.runs} logs of {EPOCHS} epochs in {len(FORMATS)} formats, {size >> 10} KB")
        for jobs in [options.jobs] if options.jobs else [0, 1]:
            asked = ["--jobs", str(jobs)] if jobs else []
            command = [sys.executable, "-m", "assistant", "scan", folder, "--format", "json", *asked]
            begin = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            seconds = time.perf_counter() - begin
            rows = [json.loads(line) for line in done.stdout.splitlines()]
            found = Counter((Path(row["path"]).stem.split("-")[1], row["verdict"]) for row in rows)
            print(
                f"jobs {jobs or 'all'}: {seconds:.1f} s, {1000 * seconds / max(1, len(rows)):.0f} ms a run, "
                f"{len(rows)} rows, exit status {done.returncode}"
            )
            for (kind, verdict), times in sorted(found.items()):
                print(f"    {kind:8} {verdict:12} {times:5}")


if __name__ == "__main__":
    main()
