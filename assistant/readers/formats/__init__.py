"""Log formats that need a reader of their own: one small module each, found by its presence here.

A module holds READER; the generic scanner reads whatever none of them takes.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from assistant.readers.formats.reader import LineReader

__all__ = ["LineReader", "line_readers"]


@cache
def line_readers() -> tuple[LineReader, ...]:
    """All readers, those of lower order first."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name != "reader"]
    found = [import_module(f"{__name__}.{name}").READER for name in names]
    return tuple(sorted(found, key=lambda reader: (reader.order, reader.name)))
