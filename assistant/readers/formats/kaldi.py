"""Kaldi and Eesen: objective functions, log-probabilities a frame of which higher is better."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_NUMBER = r"(?P<value>[-+]?(?:[\d.]+(?:e[-+]?\d+)?|nan|inf))"
_NNET3 = re.compile(
    rf"Average objective function for '(?P<name>[\w-]+)' for minibatches (?P<step>\d+)-\d+ is {_NUMBER} over"
)
_EESEN = re.compile(
    rf"After (?P<step>\d+) sequences \([^)]*\): Obj\(log\[Pzx\]\) = {_NUMBER}\s+"
    r"TokenAcc = (?P<accuracy>[\d.]+)%"
)
_BATCH = re.compile(
    rf"Process (?P<step>\d+)/\d+\([\d.]+%\) .*current batch average objf: {_NUMBER} "
    r"over \d+ frames, epoch (?P<epoch>\d+)"
)


def read(line: str) -> Record | None:
    """`Average objective function for 'output' for minibatches 40-49 is -35.0 over 19538 frames.`."""
    for pattern in (_NNET3, _EESEN, _BATCH):
        match = pattern.search(line)
        if match is not None:
            break
    else:
        return None
    found = match.groupdict()
    key = "objective" if found.get("name", "output") == "output" else f"{found['name']} objective"
    values = [Value(key, "train", key, *printed(match["value"]))]
    if "accuracy" in found:
        values.append(Value("accuracy", "train", "TokenAcc", *printed(match["accuracy"]), percent=True))
    epoch = float(found["epoch"]) if "epoch" in found else None
    return Record(tuple(values), epoch=epoch, step=float(match["step"]), style="kaldi")


READER = LineReader("Kaldi", read, marks=("objective function", "Obj(log", "average objf"), order=20)
