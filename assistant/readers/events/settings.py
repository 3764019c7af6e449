"""Settings that event files carry: the session of the hparams plugin, and texts.

The messages are HParamsPluginData, SessionStartInfo and google.protobuf.Value.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from assistant.readers.events.layout import Malformed, fields, text

LONGEST = 4000
"""Characters of one text that are kept."""


def hparams(content: bytes) -> Iterator[tuple[str, float | str]]:
    """Names and values of a session's settings; nothing for other content of the plugin."""
    try:
        for field, wire, first, behind in fields(content, 0, len(content)):
            if field != 3 or wire != 2:
                continue
            for inner, inner_wire, begin, stop in fields(content, first, behind):
                if inner == 1 and inner_wire == 2:
                    yield from _entry(content, begin, stop)
    except Malformed:
        return


def _entry(content: bytes, at: int, end: int) -> Iterator[tuple[str, float | str]]:
    name, value = "", None
    for field, wire, first, behind in fields(content, at, end):
        if field == 1 and wire == 2:
            name = text(content, first, behind)
        elif field == 2 and wire == 2:
            value = _value(content, first, behind)
    if name and value is not None:
        yield name, value


def _value(content: bytes, at: int, end: int) -> float | str | None:
    for field, wire, first, behind in fields(content, at, end):
        if field == 2 and wire == 1:
            return float(struct.unpack_from("<d", content, first)[0])
        if field == 3 and wire == 2:
            return text(content, first, behind)[:LONGEST]
        if field == 4 and wire == 0:
            return float(first)
    return None
