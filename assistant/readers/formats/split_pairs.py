"""Splits without the name of a metric: `12 train 0.5627 (85.1%) val 0.5450 (85.0%)`.

The figure behind a split is taken for the loss, one in percent or behind that for the accuracy.
"""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.metrics import BRIEF, SPLITS
from assistant.readers.record import Record, Value, printed, scan
from assistant.readers.spelling import FIGURE

_SPLIT = (
    r"(?P<split>train(?:ing)?|trn|tr|val(?:id(?:ation)?)?|va|dev|eval|test|tst|te|held[- ]?out|hold[- ]?out|"
    r"last[ _-]batch|mean)"
)
_BEFORE = re.compile(
    r"\s*(?:(?:\[(?![^\]]*\b(?:epoch|ep|step|iter\w*)\b)(?=[^\]]*[A-Za-z:])[^\]]{1,40}\]|"
    r"\d{4}-\d\d-\d\d|\d{1,2}:\d\d:\d\d(?:[.,]\d+)?|(?:INFO|DEBUG|WARNING)\b|"
    r"(?!(?:epoch|ep|step|iter\w*|e|tr\w*|va\w*|te\w*|dev|held|ev\w*|loss|acc\w*)\b)"
    r"[A-Za-z_][\w.]{0,30}:)[\s:|-]*)+(?=(?:epoch|ep|e)?[\s#.:=]*\d)",
    re.I | re.A,
)
"""What a logger puts in front: `[I 15419 ms]`, `12:30:01 net.train:`, `INFO`."""
_HEAD = re.compile(
    r"\W*(?:fold\W{0,3}\d{1,3}\W{1,4})?(?:(?P<word>[A-Za-z]{1,12})(?: no\.?)?[ .#:=]*)?"
    r"(?P<count>\d{1,7})(?:\s*/\s*(?P<of>\d{1,7}))?(?![.\d])"
    rf"(?:\s*\((?:lr|learning rate)[ =:]*(?:{FIGURE})\))?"
    r"[\s\]):,;|│>=-]*",
    re.A | re.I,
)
_GROUP = re.compile(
    rf"{_SPLIT}\s*[:=]?\s*(?P<first>{FIGURE})\s*(?P<percent>%)?"
    rf"(?:(?:\s*[(/]\s*(?:acc(?:uracy)?\.?[ :=]*)?|[\s,;]*acc(?:uracy)?\.?[ :=]*|"
    rf"\s*(?=(?:{FIGURE})\s?%))(?P<second>{FIGURE})\s*(?P<percents>%)?\s*\)?)?[\s,;|│>-]*",
    re.I | re.A,
)
_TAIL = re.compile(
    rf"(?:[\s*|,;()\[\]-]|best|new best|saved|lr[ =:]*(?:{FIGURE})|"
    r"\d+(?:\.\d+)? ?(?:s|sec)\b)*$",
    re.I,
)
_OTHERS = re.compile(
    rf"(?:[\s*|,;()\[\]-]|\|?[a-z_]\w{{0,12}}\|?[ =:]*(?:{FIGURE})(?:/\d+)?(?: ?(?:dB|%|s|ms)\b)?)*$",
    re.I | re.A,
)
"""Figures under names of their own, of which nothing is known."""
_EPOCHS = frozenset(("epoch", "ep", "e"))
_MEANT = SPLITS | BRIEF | {"holdout": "validation", "mean": "train", "lastbatch": "train"}
_LETTERS = {"T": "train ", "L": "train ", "V": "val ", "A": "acc "}
_LETTERED = re.compile(r"(?<![A-Za-z])([A-Z])(?=\s?[:=]?\s?\d*\.\d)")


def read(line: str) -> Record | None:
    """`Epoch 3: train 0.5627 (85.1%) val 0.5450 (85.0%)`: a counter, two splits and more, then named ones."""
    letters = set(_LETTERED.findall(line))
    if "V" in letters and letters & {"T", "L"} and letters <= _LETTERS.keys():  # else V is a value
        line = _LETTERED.sub(lambda found: _LETTERS[found[1]], line)
    before = _BEFORE.match(line)
    begin = before.end() if before else 0
    head = _HEAD.match(line, begin)
    values: list[Value] = []
    at, pointed = head.end() if head else len(line) - len(line[begin:].lstrip()), False
    while (group := _GROUP.match(line, at)) is not None:
        key = group["split"].lower()
        split = _MEANT[re.sub(r"[-_ ]", "", key)]
        name = "accuracy" if group["percent"] else "loss"
        values.append(Value(name, split, key, *printed(group["first"]), bool(group["percent"])))
        if group["second"]:
            values.append(Value("accuracy", split, key, *printed(group["second"]), bool(group["percents"])))
        pointed |= any(sign in group["first"].lower() for sign in ".en")
        at = group.end()
    if not pointed or len({value.split for value in values}) < 2:
        return None
    if any(value.key == "mean" for value in values):  # what tells more than the last batch
        values = [value for value in values if not value.key.startswith("last")]
    if not _TAIL.match(line, at):
        rest = scan(line[at:])
        apart = rest.foreign or rest.epoch is not None or rest.step is not None
        if (rest.values and apart) or any(value.name == "loss" for value in rest.values):
            return None  # then the figures of the splits are something else
        if not rest.values and not _OTHERS.match(line, at):
            return None
        # an accuracy behind the figure of the last split is of that split
        values += [value._replace(split=value.split or values[-1].split) for value in rest.values]
    if head is None:
        return Record(tuple(values), style="split-pairs")
    count, of = float(head["count"]), float(head["of"]) if head["of"] else None
    if head["word"] is None or head["word"].lower() in _EPOCHS:
        return Record(tuple(values), epoch=count, epochs=of, style="split-pairs")
    return Record(tuple(values), step=count, steps=of, style="split-pairs")


READER = LineReader("splits and figures", read, order=14)
