"""Reading of logs: how many loss curves are read exactly, how fast and in how much memory.

    python -m tests.benchmarks.reading [--mb MB] [--limit SECONDS] [--verbose]

The peer is runmedic 0.1.1, from the dependency group `benchmark`; without it only ours is measured.
Every reader works in a process of its own. Prints figures and their ratios; asserts nothing.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from tests.log_samples import ExpectedCurve, expected, first_blocks

ROOT = Path(__file__).parents[2]
OURS, PEER = "ours", "runmedic"
MEGABYTE = 1_000_000
SMALLER = 10  # by how much a file is cut down for a reader that runs out of time
FRAMES = 100  # frames of a bar in an epoch

# runmedic goes by the suffix; it also gets these samples under the name such a file has in a project
SUFFIXES = {
    "deit_log_jsonl.txt": ".jsonl",
    "detectron2_metrics_json.txt": ".jsonl",
    "hf_trainer_state_json.txt": ".json",
    "keras_csvlogger.txt": ".csv",
    "lightning_metrics_csv.txt": ".csv",
    "yolov8_results_csv.txt": ".csv",
}


class Series(TypedDict):
    """One series as a reader gives it."""

    name: str
    split: str
    values: list[float]


Runs = list[list[Series]]


class Speed(TypedDict):
    """What the child process found out about one file."""

    seconds: float
    idle_mib: float
    peak_mib: float
    points: int


class Measured(NamedTuple):
    """A speed with the size of the file it was measured on and the points that file holds."""

    speed: Speed
    megabytes: float
    points: int


# the two readers


def read_ours(path: Path) -> Runs:
    """All curves of all runs."""
    read = importlib.import_module("assistant.readers").read
    return [
        [{"name": curve.name, "split": curve.split, "values": curve.values} for curve in run.curves]
        for run in read(str(path)).runs
    ]


def read_peer(path: Path) -> Runs:
    """All series of all runs; it knows no splits."""
    load = importlib.import_module("runmedic.loaders").load
    return [
        [{"name": series.name, "split": "", "values": series.values} for series in run.series.values()]
        for run in load(str(path))
    ]


READERS: dict[str, Callable[[Path], Runs]] = {OURS: read_ours, PEER: read_peer}


def warmed(tool: str) -> None:
    """Have a reader import all it needs, ahead of the clock."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "training.log"
        path.write_text("".join(f"epoch {epoch} loss {1 / epoch:.4f}\n" for epoch in range(1, 20)))
        READERS[tool](path)


# what a reader found, beside what was expected


def main_loss(run: Sequence[Series], split: str) -> list[float]:
    """The curve of a run that stands for its loss."""
    curves = [curve for curve in run if curve["split"] == split]
    chosen = next((curve for curve in curves if curve["name"] == "loss"), None)
    chosen = chosen or next((curve for curve in curves if curve["name"].endswith("loss")), None)
    chosen = chosen or (curves[0] if curves else None)
    return chosen["values"] if chosen else []


def same(found: Sequence[float], wanted: Sequence[float]) -> bool:
    """Equal in number, order and value; a NaN equals a NaN."""
    return len(found) == len(wanted) and all(
        a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(found, wanted, strict=True)
    )


def exact(tool: str, attempts: Sequence[Runs], wanted: ExpectedCurve) -> bool:
    """Ours must name the curve; of the peer any series that equals it counts, in any of its attempts."""
    if tool == OURS:
        return any(
            same([value for run in runs for value in main_loss(run, wanted["split"])], wanted["values"])
            for runs in attempts
        )
    return any(
        same(series["values"], wanted["values"]) for runs in attempts for run in runs for series in run
    )


def claims_loss(attempts: Sequence[Runs]) -> bool:
    """Whether a reader found any series with a loss in its name."""
    return any("loss" in series["name"].lower() for runs in attempts for run in runs for series in run)


def shown(values: Sequence[float]) -> str:
    text = " ".join(f"{value:g}" for value in values[:6])
    return text + (f" ... ({len(values)})" if len(values) > 6 else "")


def closest(tool: str, attempts: Sequence[Runs], wanted: ExpectedCurve) -> str:
    """What a reader took for the loss, for the table."""
    if not attempts:
        return "error"
    if tool == OURS:
        return shown([value for run in attempts[0] for value in main_loss(run, wanted["split"])]) or "-"
    found = [
        series for runs in attempts for run in runs for series in run if "loss" in series["name"].lower()
    ]
    return "; ".join(f"{series['name']}: {shown(series['values'])}" for series in found[:2]) or "-"


# child processes


class ChildError(Exception):
    """A child process did not come to an end, or to a bad one."""


def child(arguments: Sequence[str], limit: float) -> str:
    """The output of this module in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.reading", "--child", *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=limit, cwd=ROOT, errors="replace"
        )
    except subprocess.TimeoutExpired as error:
        raise ChildError(f"not done within {limit:g} s") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines()
        raise ChildError(lines[-1] if lines else f"ended with {error.returncode}") from error
    return done.stdout


def peak_mib() -> float:
    """The most memory this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def plain(series: Series) -> Series:
    return {
        "name": series["name"],
        "split": series["split"],
        "values": [float(value) for value in series["values"]],
    }


def run_child(tool: str, target: Path) -> None:
    """In the child: all samples of a folder, or the speed on one file."""
    warmed(tool)
    if target.is_dir():
        found: dict[str, Runs] = {}
        for path in sorted(target.iterdir()):
            try:
                found[path.name] = [[plain(series) for series in run] for run in READERS[tool](path)]
            except Exception as error:  # a reader that breaks has not read the sample
                print(f"{path.name}: {error!r}", file=sys.stderr)
        print(json.dumps(found))
        return
    idle = peak_mib()
    begin = time.perf_counter()
    runs = READERS[tool](target)
    seconds = time.perf_counter() - begin
    peak = peak_mib()
    if tool == OURS:
        points = sum(len(main_loss(run, "train")) for run in runs)
    else:
        points = sum(len(series["values"]) for run in runs for series in run if series["name"] == "loss")
    print(json.dumps(Speed(seconds=seconds, idle_mib=idle, peak_mib=peak, points=points)))


# exactness


def readings(tool: str, limit: float) -> dict[str, list[Runs]]:
    """What a tool reads in the first blocks: by sample, one reading per name the sample is given."""
    blocks = first_blocks()
    with tempfile.TemporaryDirectory() as folder:
        for name, block in blocks.items():
            (Path(folder) / name).write_bytes(block)
            if tool == PEER and name in SUFFIXES:
                (Path(folder) / name).with_suffix(SUFFIXES[name]).write_bytes(block)
        output = child([tool, folder], limit)
    found = cast("dict[str, Runs]", json.loads(output))
    return {
        name: [runs for path, runs in found.items() if Path(path).stem == Path(name).stem] for name in blocks
    }


def print_exactness(labels: dict[str, str], limit: float, verbose: bool) -> list[str]:
    """How many first blocks each tool reads exactly; returns the tools that work at all."""
    wanted = expected()
    found: dict[str, dict[str, list[Runs]]] = {}
    for tool, label in labels.items():
        try:
            found[tool] = readings(tool, limit)
        except ChildError as error:
            print(f"{label} is left out: {error}")
    tools = list(found)
    curves = {name: entry["loss"] for name, entry in wanted.items() if entry["loss"] is not None}
    without = [name for name, entry in wanted.items() if entry["loss"] is None]
    right = {
        tool: {name: exact(tool, found[tool][name], curve) for name, curve in curves.items()}
        for tool in tools
    }
    quiet = {tool: sum(not claims_loss(found[tool][name]) for name in without) for tool in tools}
    if verbose:
        for name, curve in curves.items():
            print(f"{name}  {curve['metric']}: {shown(curve['values'])}")
            for tool in tools:
                mark = "exact" if right[tool][name] else closest(tool, found[tool][name], curve)
                print(f"    {tool:10} {mark}")
        for name in without:
            marks = [
                f"{tool} {'claims a loss' if claims_loss(found[tool][name]) else 'none'}" for tool in tools
            ]
            print(f"{name}  no loss curve: {', '.join(marks)}")
        print()
    print(f"First blocks of {len(wanted)} samples: {len(curves)} with a loss curve, {len(without)} without.")
    print("Ours has to name the curve; any series of the peer that equals it counts. The peer also gets")
    print(
        f"{len(SUFFIXES)} samples as .csv, .json or .jsonl, the better reading counts; ours gets all as .txt."
    )
    for tool in tools:
        exactly = sum(right[tool].values())
        print(
            f"  {labels[tool]:16} {exactly:3} of {len(curves)} read exactly ({exactly / len(curves):.0%}), "
            f"no loss claimed in {quiet[tool]} of {len(without)}"
        )
    return tools


# speed and memory


def generic_lines(size: int) -> Iterator[tuple[str, int]]:
    """Lines of a hand-written logger, each with its points."""
    chance = random.Random(0)
    clock = datetime(2024, 1, 2, 10, 0, 0)
    step = written = 0
    while written < size:
        step += 1
        loss = 0.1 + 2 / (1 + step / 1000) + 0.05 * chance.random()
        line = (
            f"{clock + timedelta(seconds=step)} epoch {step // 5000} step {step} "
            f"loss {loss:.4f} acc {1 - loss / 3:.4f} lr 1.0e-04\n"
        )
        written += len(line)
        yield line, 1


def keras_bars(size: int) -> Iterator[tuple[str, int]]:
    """Epochs of Keras 2, a frame a line; an epoch is a point."""
    chance = random.Random(0)
    epochs = max(1, size // 8560)  # bytes of an epoch
    for epoch in range(1, epochs + 1):
        lines = [f"Epoch {epoch}/{epochs}"]
        loss = 0.1 + 2 / (1 + epoch / 10)
        for step in range(1, FRAMES + 1):
            running = loss + 0.05 * chance.random()
            done = 30 * step // FRAMES
            bar = "=" * 30 if step == FRAMES else ("=" * max(0, done - 1) + ">" * (done > 0)).ljust(30, ".")
            clock = "3s 29ms/step" if step == FRAMES else f"ETA: {(FRAMES - step) * 3 // 100}s"
            line = (
                f"{step:3}/{FRAMES} [{bar}] - {clock} - loss: {running:.4f} - accuracy: {1 - running / 3:.4f}"
            )
            lines.append(line)
        lines[-1] += f" - val_loss: {loss:.4f} - val_accuracy: {1 - loss / 3:.4f}"
        yield "\n".join(lines) + "\n", 1


MAKES: dict[str, Callable[[int], Iterator[tuple[str, int]]]] = {
    "generic lines": generic_lines,
    "Keras 2 bars": keras_bars,
}


def measure(tool: str, make: str, megabytes: float, limit: float) -> Measured | None:
    """The speed on a file of this size, or on a smaller one if that takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "training.log"
        while megabytes >= 0.1:
            points = 0
            with path.open("w", encoding="utf-8") as out:
                for text, count in MAKES[make](int(megabytes * MEGABYTE)):
                    out.write(text)
                    points += count
            try:
                speed = cast("Speed", json.loads(child([tool, str(path)], limit)))
            except ChildError as error:
                print(f"  {tool}, {megabytes:g} MB: {error}; now with a smaller file of the same make")
                megabytes /= SMALLER
            else:
                return Measured(speed, path.stat().st_size / MEGABYTE, points)
    return None


def print_speed(tools: Sequence[str], labels: dict[str, str], megabytes: float, limit: float) -> None:
    """Throughput and peak memory, as figures and as ratios."""
    print("\nThroughput of reading alone, without imports; memory of the whole process.")
    for make in MAKES:
        print(f"{make}:")
        done = {tool: measure(tool, make, megabytes, limit) for tool in tools}
        for tool, result in done.items():
            if result is None:
                print(f"  {labels[tool]:16} not measured")
                continue
            speed, size, points = result
            print(
                f"  {labels[tool]:16} {size:7.1f} MB in {speed['seconds']:7.2f} s: "
                f"{size / speed['seconds']:7.2f} MB/s; peak {speed['peak_mib']:7.0f} MiB "
                f"({speed['idle_mib']:.0f} before reading); {speed['points']} of {points} points of the loss"
            )
        ours, peer = done.get(OURS), done.get(PEER)
        if ours and peer:
            faster = (ours.megabytes / ours.speed["seconds"]) / (peer.megabytes / peer.speed["seconds"])
            ratio = f"  ours / {PEER}: {faster:.2f} x the throughput"
            if abs(ours.megabytes - peer.megabytes) < 1:
                ratio += f", {ours.speed['peak_mib'] / peer.speed['peak_mib']:.2f} x the peak memory"
            else:
                ratio += "; memory is not compared, the files differ in size"
            print(ratio)


def main() -> None:
    """Exactness first, then speed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading")
    parser.add_argument("--mb", type=float, default=50, help="size of the generated files, in MB (50)")
    parser.add_argument("--limit", type=float, default=300, help="seconds a reader may take for a file (300)")
    parser.add_argument("--verbose", action="store_true", help="what was read in each sample")
    parser.add_argument("--child", nargs=2, metavar=("TOOL", "PATH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        run_child(options.child[0], Path(options.child[1]))
        return
    labels = {OURS: OURS}
    if importlib.util.find_spec(PEER):
        labels[PEER] = f"{PEER} {importlib.metadata.version(PEER)}"
    else:
        print(f"{PEER} is not installed (dependency group `benchmark`): only ours is measured\n")
    tools = print_exactness(labels, options.limit, options.verbose)
    print_speed(tools, labels, options.mb, options.limit)


if __name__ == "__main__":
    main()
