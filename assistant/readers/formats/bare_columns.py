"""A counter and a number without a name, `100 2.3026`, `Epoch 3: tensor(0.69)`: taken for its loss."""

from __future__ import annotations

import re

from assistant.readers.formats.reader import LineReader
from assistant.readers.metrics import UNNAMED
from assistant.readers.record import Record, Value, printed

_NUMBER = r"-?\d*\.\d+(?:e[-+]?\d+)?|nan|-?inf"
_TENSOR = (
    rf"(?:tensor\(\s*(?P<inner>{_NUMBER})\s*(?:,\s*(?:device|dtype|requires_grad|grad_fn)=[^()]{{1,60}}){{0,4}}\)"
    rf"|(?P<value>{_NUMBER}))"
)
_BARE = re.compile(
    r"^\s*(?:(?P<word>epochs?|ep|e|iterations?|iter|it|steps?|updates?|batch|i)\b[ .:#=]{0,3})?"
    r"[\[(]?(?P<count>\d{1,9})(?:\s?(?:/|of)\s?\d{1,9})?[\])]?\s{0,8}(?:[,;:|]|[-=]>|-)?\s{0,20}(?<![\w.])"
    rf"{_TENSOR}\s*$",
    re.I | re.A,
)
_LOSS_TENSOR = re.compile(
    rf"^\s*tensor\(\s*(?P<value>{_NUMBER})\s*,(?:\s*(?:device|dtype)=[^()]{{1,30}},){{0,2}}"
    r"\s*grad_fn=<\w*(?:Loss|Entropy|KlDiv|Ctc|Mean|Div|Neg)\w*\d?>\s*\)\s*$",
    re.A,
)
"""What a loss prints that was not turned into a number: the last step of its making is named."""


def read(line: str) -> Record | None:
    """`100 2.3026`, `Epoch 3/10: 0.69`, `tensor(0.69, grad_fn=<NllLossBackward0>)`."""
    if (alone := _LOSS_TENSOR.match(line)) is not None:
        return Record((Value("loss", None, "tensor", *printed(alone["value"])),), style="bare")
    match = _BARE.match(line)
    if match is None:
        return None
    value = Value("loss", None, UNNAMED, *printed(match["inner"] or match["value"]))
    counter = float(match["count"])
    if (match["word"] or "").lower() in ("epoch", "epochs", "ep", "e"):
        return Record((value,), epoch=counter, style="bare")
    return Record((value,), step=counter, style="bare")


READER = LineReader("bare columns", read, order=13)
