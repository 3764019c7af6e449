"""Event files of two kinds, read by Unstuck and by others: seconds, MB/s and peak memory, as ratios.

    python -m tests.benchmarks.events [--rounds N] [--peers] [--runs N]

Each reader runs in a process of its own. Prints medians; asserts nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.readers.events import crc

Bytes = crc.Bytes
BEGUN = 1_760_000_000.0

PROGRAMS = {
    "import numpy": "import numpy",
    "framing alone": (
        "import struct, sys\n"
        "data, at = open(sys.argv[1], 'rb').read(), 0\n"
        "while at < len(data): at += 16 + struct.unpack_from('<Q', data, at)[0]"
    ),
    "unstuck, reader": (
        "import sys\nfrom pathlib import Path\n"
        "from assistant.readers.events import read_events\n"
        "sys.stderr.write(str(sum(r.points for r in read_events(Path(sys.argv[1]), 'events').runs)))"
    ),
    "unstuck diagnose": (
        "import sys, io, os\nfrom assistant.cli import main\n"
        "sys.stdout = open(os.devnull, 'w')\nmain(['diagnose', sys.argv[1]])"
    ),
    "EventAccumulator": (
        "import sys\nfrom tensorboard.backend.event_processing.event_accumulator import EventAccumulator\n"
        "every = dict.fromkeys(['scalars', 'histograms', 'tensors', 'images', 'audio'], 0)\n"
        "found = EventAccumulator(sys.argv[1], size_guidance=every).Reload()\n"
        "sys.stderr.write(str(sum(len(found.Scalars(t)) for t in found.Tags()['scalars'])))"
    ),
    "tbparse": (
        "import sys\nfrom tbparse import SummaryReader\n"
        "sys.stderr.write(str(len(SummaryReader(sys.argv[1]).scalars)))"
    ),
}
PEERS = ("EventAccumulator", "tbparse")
MEASURED = (
    "\nimport time as _t, sys as _s"
    "\n_peak = next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM'))"
    "\n_s.stderr.write(f'\\n{_t.perf_counter() - _begin} {_peak}')"
)


def varint(number: int) -> bytes:
    """A number as protobuf writes it."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def message(field: int, content: bytes) -> bytes:
    """A field of bytes."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def framed(rows: Bytes) -> Bytes:
    """Payloads of shape (records, bytes) as records: length, its check, payload, its check."""
    count, length = rows.shape
    out = np.zeros((count, length + 16), dtype=np.uint8)
    out[:, :8] = np.frombuffer(np.uint64(length).tobytes(), dtype=np.uint8)
    out[:, 8:12] = np.frombuffer(np.uint32(crc.masked_length(length)).tobytes(), dtype=np.uint8)
    out[:, 12:-4] = rows
    out[:, -4:] = crc.masked_rows(rows).astype("<u4")[:, None].view(np.uint8)
    return out


def record(payload: bytes) -> bytes:
    """One payload as a record."""
    check = crc.masked(np.frombuffer(payload, dtype=np.uint8))
    length = len(payload)
    head = length.to_bytes(8, "little") + crc.masked_length(length).to_bytes(4, "little")
    return head + payload + check.to_bytes(4, "little")


def header(wall: float, step: int) -> bytes:
    """The first fields of an Event."""
    return b"\x09" + np.float64(wall).tobytes() + (b"\x10" + varint(step) if step else b"")


def first() -> bytes:
    """The record every file begins with."""
    return record(b"\x09" + np.float64(BEGUN).tobytes() + b"\x1a" + varint(13) + b"brain.Event:2")


def scalar_rows(tag: str, steps: np.ndarray[tuple[int], np.dtype[np.int64]], seed: int) -> Bytes:
    """Payloads of one tag at steps whose varints are of one length."""
    noise = np.random.default_rng(seed).normal(0, 0.05, len(steps))
    values = (2.3 * np.exp(-steps / 2e5) + 0.1 + noise).astype("<f4")
    value = message(1, tag.encode()) + b"\x15" + bytes(4)
    size = len(varint(int(steps[0])))
    shape = b"\x09" + bytes(8) + b"\x10" + bytes(size) + message(5, message(1, value))
    rows = np.tile(np.frombuffer(shape, dtype=np.uint8), (len(steps), 1))
    rows[:, 1:9] = (BEGUN + steps * 0.01).astype("<f8")[:, None].view(np.uint8)
    for n in range(size):
        rows[:, 10 + n] = (steps >> (7 * n)) & 0x7F | (0x80 if n < size - 1 else 0)
    rows[:, -4:] = values[:, None].view(np.uint8)
    return rows


def write_scalars(path: Path, count: int, tags: tuple[str, ...]) -> None:
    """`count` scalars of several tags, all tags at every step."""
    steps = np.arange(1, count // len(tags) + 1)
    with path.open("wb") as file:
        file.write(first())
        for power in range(1, 5):
            some = steps[(steps >= 1 << 7 * (power - 1)) & (steps < 1 << 7 * power)]
            for part in np.split(some, range(50_000, len(some), 50_000)) if len(some) else ():
                rows = [framed(scalar_rows(tag, part, seed)) for seed, tag in enumerate(tags)]
                file.write(np.concatenate(rows, axis=1).tobytes())


def edges() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The bucket edges of PyTorch and TensorFlow 1."""
    positive = 1e-12 * 1.1 ** np.arange(774)
    return np.concatenate([-positive[::-1], [0.0], positive])


def histogram(
    tag: str, wall: float, step: int, values: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> bytes:
    """A histogram as PyTorch's SummaryWriter writes it."""
    counts, limits = np.histogram(values, bins=edges())
    filled = np.flatnonzero(counts)
    begin, end = int(filled[0]), int(filled[-1]) + 1
    counts = np.concatenate([[0], counts[begin:end]]).astype("<f8")
    heads = (values.min(), values.max(), len(values), values.sum(), values @ values)
    body = b"".join(varint(n << 3 | 1) + np.float64(v).tobytes() for n, v in enumerate(heads, start=1))
    body += message(6, limits[begin : end + 1].astype("<f8").tobytes()) + message(7, counts.tobytes())
    return record(header(wall, step) + message(5, message(1, message(1, tag.encode()) + message(5, body))))


def mixed(megabytes: int) -> Iterator[bytes]:
    """Scalars at every step, histograms of 24 layers and images now and then."""
    rng, written, step = np.random.default_rng(0), 0, 0
    image = rng.integers(0, 256, 100_000, dtype=np.uint8).tobytes()
    tags = [f"{kind}/block{n}.weight" for kind in ("weights", "gradients") for n in range(12)]
    values = [rng.normal(0, 0.05 / (1 + n % 5), 2000) for n in range(len(tags))]
    while written < megabytes * 1_000_000:
        step += 200
        steps = np.arange(step, step + 200)
        pieces = [
            framed(scalar_rows(tag, part, step)).tobytes()
            for tag in ("train/loss", "train/lr")
            for part in np.split(steps, np.flatnonzero(np.diff([len(varint(int(s))) for s in steps])) + 1)
        ]
        wall = BEGUN + step
        drawn = zip(tags, values, strict=True)
        pieces += [histogram(tag, wall, step, one * (1 + 1e-4 * step)) for tag, one in drawn]
        picture = message(1, b"samples") + message(4, message(4, image))
        pieces.append(record(header(wall, step) + message(5, message(1, picture))))
        written += sum(map(len, pieces))
        yield from pieces


def measured(program: str, path: Path) -> tuple[float, float] | None:
    """Seconds and megabytes of one process, the start of the interpreter left out; None where it fails."""
    code = "import time as _t0\n_begin = _t0.perf_counter()\n" + program + MEASURED
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return None
    seconds, peak = done.stderr.split()[-2:]
    return float(seconds), int(peak) / 1024


def compare(title: str, path: Path, rounds: int, peers: bool) -> None:
    """Print one table: all readers on one file or directory, in turn."""
    size = sum(f.stat().st_size for f in ([path] if path.is_file() else path.rglob("*")) if f.is_file()) / 1e6
    print(f"\n{title}: {size:.0f} MB")
    programs = {
        n: p for n, p in PROGRAMS.items() if n not in PEERS and (path.is_file() or n != "framing alone")
    }
    if peers:
        programs |= {n: PROGRAMS[n] for n in PEERS if importlib.util.find_spec(n.lower()) or n != "tbparse"}
    results: dict[str, list[tuple[float, float] | None]] = {name: [] for name in programs}
    for n in range(rounds):
        for name, program in programs.items():
            if n == 0 or name not in PEERS:
                results[name].append(measured(program, path))
    own = statistics.median(one[0] for one in results["unstuck, reader"] if one)
    for name, every in results.items():
        figures = [one for one in every if one]
        if not figures:
            print(f"  {name:18} fails")
            continue
        seconds = statistics.median(s for s, _ in figures)
        peak = max(m for _, m in figures)
        print(
            f"  {name:18} {seconds:7.2f} s  {size / seconds:7.0f} MB/s  {peak:5.0f} MB peak  "
            f"{seconds / own:6.1f} x the reader"
        )


def main() -> None:
    """Write the files, then time all readers on each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="EventAccumulator and tbparse too (a minute)")
    parser.add_argument("--runs", type=int, default=1000, help="small runs in one directory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        name = "events.out.tfevents.1760000000.host.1.0"
        scalars, both, many = (Path(folder, part) for part in ("scalars", "mixed", "many"))
        for part in (scalars, both):
            part.mkdir()
        write_scalars(scalars / name, 1_000_000, ("train/loss", "train/lr", "val/loss", "val/acc"))
        with (both / name).open("wb") as file:
            file.write(first())
            file.writelines(mixed(205))
        for n in range(given.runs):
            (many / f"run{n:04}").mkdir(parents=True)
            write_scalars(many / f"run{n:04}" / name, 200, ("train/loss", "val/loss"))
        compare("1,000,000 scalars", scalars / name, given.rounds, given.peers)
        compare("histograms, images and scalars", both / name, given.rounds, given.peers)
        if given.runs:
            compare(f"{given.runs} runs", many, 1, False)


if __name__ == "__main__":
    main()
