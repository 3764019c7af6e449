"""A cure written into the file itself, after a copy of it was kept.

Which edit cures is not known here.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from assistant.mend import mended
from assistant.readers.script.files import decoded
from assistant.script import Script


class Unwritable(ValueError):
    """A file that is not changed; the message is one clear line."""


def write(path: str, script: Script, cause: str) -> str:
    """Apply the cure of a cause to the file; the name of the copy. Raises Unwritable and OSError."""
    target = Path(path)
    lines = mended(script, cause)
    if lines is None:
        raise Unwritable(f"{path}: no edit would cure {cause} for certain")
    if path == "-" or not target.is_file():
        raise Unwritable(f"{path}: only a file can be changed")
    if any(line.source != script.path or line.number != n for n, line in enumerate(script.lines, start=1)):
        raise Unwritable(f"{path}: only a Python file is changed; apply the diff by hand")
    data = target.read_bytes()
    text = decoded(data)
    if text.splitlines() != [line.text for line in script.lines][: len(text.splitlines())]:
        raise Unwritable(f"{path}: the file has changed since it was read")
    newline = "\r\n" if "\r\n" in text else "\n"
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    if text.encode(encoding) != data:
        raise Unwritable(f"{path}: not in UTF-8; apply the diff by hand")
    copy = _copied(target)
    with tempfile.NamedTemporaryFile("wb", dir=target.parent, delete=False) as file:
        file.write(newline.join(lines).encode(encoding))
    shutil.copymode(target, file.name)
    os.replace(file.name, target)
    return str(copy)


def _copied(target: Path) -> Path:
    """A copy beside the file, under a name that nothing has yet."""
    for n in range(1000):
        copy = target.with_name(f"{target.name}.orig{n or ''}")
        try:
            with open(copy, "xb") as file:
                file.write(target.read_bytes())
        except FileExistsError:
            continue
        return copy
    raise Unwritable(f"{target}: there are a thousand copies already")
