"""Scripts as different people write them, each with the edits that break it: `scripts/variants.txt`.

`=== name` begins a script, `--- cause` an edit: what is replaced, `>>>`, what it becomes; `+++` joins edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parent / "scripts" / "variants.txt"


class Variant(NamedTuple):
    """A script under a name, and what is wrong with it; cause: empty where nothing is."""

    name: str
    cause: str
    code: str


def variants() -> Iterator[Variant]:
    """Every script, healthy first, then each of its broken forms."""
    for block in re.split(r"^=== ", PATH.read_text(encoding="utf-8"), flags=re.M)[1:]:
        name, _, rest = block.partition("\n")
        parts = re.split(r"^--- ([a-z0-9-]+)\n", rest, flags=re.M)
        yield Variant(name, "", parts[0])
        for n, (cause, body) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
            code = parts[0]
            for edit in re.split(r"^\+\+\+\n", body, flags=re.M):
                old, new = re.split(r"^>>>\n?", edit, maxsplit=1, flags=re.M)
                old, new = old.removesuffix("\n"), new.removesuffix("\n")
                if not new and f"{old}\n" in code:
                    old += "\n"
                assert old in code, (name, cause, old)
                code = code.replace(old, new, 1)
            yield Variant(f"{name}-{n}", cause, code)


VARIANTS = tuple(variants())
