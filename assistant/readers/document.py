"""Metrics that come as one JSON document: a Trainer's state, a list of records, a history of lists.

JSON lines are text and read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from assistant.readers.assemble import Assembler
from assistant.readers.mapping import DECODER, number_of, record_of, value_of
from assistant.readers.metrics import metric
from assistant.readers.record import Record
from assistant.readers.shapes import rows_of
from assistant.run import Reading, Source

_BLANK = re.compile(r"[\s,]*")
_STYLE = "document"

Found = tuple[int, Record]
"""Offset in the text, and what stands there."""


def read_document(text: str, source: str) -> Reading | None:
    """The runs of a JSON document, or None where it is none or holds no metric."""
    try:
        found = list(_records(text))
    except (ValueError, RecursionError):
        return None
    if not any(record.values for _, record in found):
        return None
    ends = np.array([match.start() for match in re.finditer("\n", text)], dtype=np.int64)
    lines = 1 + np.searchsorted(ends, [offset for offset, _ in found])
    assembler = Assembler(source)
    assembler.feed(rows_of([(n, int(lines[n]), record) for n, (_, record) in enumerate(found)]))
    runs = assembler.finish()
    counts = {"records": len(found)}
    read = Source(source, "metrics", "JSON", len(ends) + (not text.endswith("\n")), counts)
    return Reading((read,), runs, (), (), tuple(assembler.warnings))


def _records(text: str) -> Iterator[Found]:
    """The records of the document. Raises ValueError where the text is no JSON from end to end."""
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        yield from _list(text, start)
        return
    if text[start : start + 1] != "{":
        raise ValueError("no document")
    members = list(_members(text, start))
    nested = [(at, value) for _, at, value in members if _is_records(value)]
    if nested:
        at, _ = max(nested, key=lambda one: len(one[1]))
        yield from _list(text, at, whole=False)
        return
    together = {key: value for key, _, value in members}
    lists = {key: value for key, value in together.items() if _is_numbers(value) and metric(key) is not None}
    if lists:
        yield from _history(lists, start)
    else:
        yield start, record_of(together, _STYLE)


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _is_numbers(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(number_of(one) is not None for one in value)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return at if match is None else match.end()


def _list(text: str, start: int, whole: bool = True) -> Iterator[Found]:
    """The records of a list, each with its offset; points of TensorBoard's export are lists of three."""
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        value, end = DECODER.raw_decode(text, at)
        if isinstance(value, dict):
            yield at, record_of(value, _STYLE)
        elif isinstance(value, list) and len(value) == 3 and _is_numbers(value):
            point = value_of("loss", value[2], float(value[2]))
            yield at, Record((point,), step=float(value[1]), style=_STYLE)
        at = _skip(text, end)
    if whole and _skip(text, at + 1) != len(text):
        raise ValueError("more behind the list")


def _members(text: str, start: int) -> Iterator[tuple[str, int, Any]]:
    """Key, offset and value of each member of the object that begins at `start`."""
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        key, at = DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if not isinstance(key, str) or text[at : at + 1] != ":":
            raise ValueError("no object")
        at = _skip(text, at + 1)
        value, end = DECODER.raw_decode(text, at)
        yield key, at, value
        at = _skip(text, end)
    if _skip(text, at + 1) != len(text):
        raise ValueError("more behind the object")


def _history(lists: Mapping[str, list[Any]], at: int) -> Iterator[Found]:
    """Lists side by side, as Keras' History holds them, one value an epoch."""
    for n in range(max(len(values) for values in lists.values())):
        row = {key: values[n] for key, values in lists.items() if n < len(values)}
        yield at, record_of(row, _STYLE)._replace(epoch=n + 1.0)
