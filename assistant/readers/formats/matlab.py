"""MATLAB: the table of trainNetwork, whose header stands in two lines."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.record import Record, Value, number, printed

_ROW = re.compile(
    r"^\s*\|\s*(?P<epoch>\d{1,9})\s*\|\s*(?P<step>\d{1,9})\s*\|\s*\d{1,4}:\d\d:\d\d\s*"
    r"\|(?P<cells>[^|]*(?:\|[^|]*)+)\|\s*$"
)
_CELL = re.compile(r"-?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|nan|inf)%?", re.I)


def read(line: str) -> Record | None:
    """`|       1 |          50 |       00:00:10 |       60.16% |  58.80% |  1.0316 |  1.1002 |  0.0100 |`.

    Cells: accuracy or RMSE and loss of the mini-batch, each with a column for validation behind it
    where there is such data, then the learning rate.
    """
    match = _ROW.match(line)
    if match is None:
        return None
    cells = [cell.strip() for cell in match["cells"].split("|")]
    if any(cell and not _CELL.fullmatch(cell) for cell in cells) or not cells[0]:
        return None
    loss = ("loss", "loss")
    first = ("accuracy", "accuracy") if cells[0].endswith("%") else ("rmse", "RMSE")
    halves = (
        len(cells) == 3 and not cells[0].endswith("%") and cells[1] and not _half_square(cells[0], cells[1])
    )
    named = {
        2: [(*loss, "train")],
        3: [(*loss, "train"), (*loss, "validation")] if halves else [(*first, "train"), (*loss, "train")],
        5: [(*first, "train"), (*first, "validation"), (*loss, "train"), (*loss, "validation")],
    }.get(len(cells))
    if named is None:
        return None
    values = [
        Value(
            name,
            split,
            f"{'mini-batch' if split == 'train' else split} {key}",
            *printed(cell.rstrip("%")),
            cell.endswith("%"),
        )
        for (name, key, split), cell in zip(named, cells, strict=False)
        if cell
    ]
    if cells[-1]:
        values.append(Value("learning rate", "train", "base learning rate", *printed(cells[-1])))
    return Record(tuple(values), epoch=float(match["epoch"]), step=float(match["step"]), style="matlab")


def _half_square(rmse: str, loss: str) -> bool:
    """Whether the second is half the square of the first, as the loss of a regression is."""
    half = number(rmse) ** 2 / 2
    return bool(abs(half - number(loss)) <= 0.1 * half + 0.01)


READER = LineReader("MATLAB", read, marks=("|",), order=19)
