"""BigDL and Deeplearning4j: the loss in a sentence."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, printed

_BIGDL = re.compile(
    r"\[Epoch (?P<epoch>\d+) [^\]]*\]\[Iteration (?P<step>\d+)\].*?"
    r"\bLoss is (?P<loss>[-\w]+(?:\.\d+(?:[eE]-?\d+)?)?)"
    r"(?:\. Current learning rate is (?P<rate>\d*\.\d+(?:[eE]-?\d+)?))?"
)
_VALIDATED = re.compile(
    r"\[Epoch (?P<epoch>\d+) [^\]]*\]\[Iteration (?P<step>\d+)\].{0,120}? (?P<name>\w{1,40}) is "
    r"(?:Accuracy|\(?Loss)\(?.{0,120}?\b(?:accuracy|Average Loss): "
    r"(?P<value>[-\w]+(?:\.\d+(?:[eE]-?\d+)?)?)\)"
)
_DL4J = re.compile(r"\bScore at iteration (?P<step>\d+) is (?P<loss>[-\w]+(?:\.\d+(?:[eE]-?\d+)?)?)")


def read(line: str) -> Record | None:
    """`[Epoch 64 …][Iteration 45458]… Loss is 1.308916.` and `Score at iteration 0 is 7.3896`."""
    checked = _VALIDATED.search(line)
    if checked is not None:
        name = "loss" if checked["name"] == "Loss" else "accuracy"
        value = Value(name, "validation", checked["name"], *printed(checked["value"]))
        return Record((value,), epoch=float(checked["epoch"]), step=float(checked["step"]), style="jvm")
    match = _BIGDL.search(line) or _DL4J.search(line)
    if match is None:
        return None
    found = match.groupdict()
    values = [Value("loss", "train", "loss", *printed(match["loss"]))]
    if found.get("rate"):
        values.append(Value("learning rate", "train", "learning rate", *printed(found["rate"])))
    epoch = float(found["epoch"]) if "epoch" in found else None
    return Record(tuple(values), epoch=epoch, step=float(match["step"]), style="jvm")


READER = LineReader(
    "BigDL and Deeplearning4j", read, marks=("Loss is ", "Accuracy is ", "Score at iteration"), order=20
)
