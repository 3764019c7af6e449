"""Pictures that a script reads from files: bytes, row by row, the channels last.

What a network makes of them is not known here.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from assistant.readers.script.values import Data, Flow, Thing, Value, number, text

BYTE = 255.0


def read(node: ast.AST) -> Flow:
    """A picture of unknown size, in color as far as nothing else is said."""
    return Flow(data=Data(rank=3, size=BYTE, sizes=(None, None, 3), node=node))


def resized(picture: Flow, size: Value) -> Flow:
    """The picture at another size, given as width and height."""
    items = size.items if isinstance(size, Thing) and size.kind in ("tuple", "list") else []
    width, height = [number(one) for one in items] if len(items) == 2 else (None, None)
    sides = tuple(int(one) if one is not None else None for one in (height, width))
    rest = picture.data.sizes[2:] if picture.data.sizes else ()
    return Flow(data=replace(picture.data, sizes=(*sides, *rest)))


def converted(picture: Flow, mode: Value) -> Flow:
    """The picture in color (RGB), or in shades of gray (L): two axes then."""
    channels = {"RGB": 3, "RGBA": 4, "HSV": 3, "YCbCr": 3}.get(text(mode) or "")
    sides = picture.data.sizes[:2] if picture.data.sizes else (None, None)
    if channels is None:
        gray = text(mode) in ("L", "1", "F", "I")
        return Flow(data=replace(picture.data, rank=2 if gray else None, sizes=sides if gray else None))
    return Flow(data=replace(picture.data, rank=3, sizes=(*sides, channels)))
