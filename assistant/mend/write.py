"""A cure written into the file itself, after a copy of it was kept.

Which edit cures is not known here.
"""

from __future__ import annotations

from pathlib import Path

from assistant import output
from assistant.mend import mended
from assistant.output import Unwritten
from assistant.readers.script.files import decoded
from assistant.script import Script


def write(path: str, script: Script, cause: str) -> str:
    """Apply the cure of a cause to the file; the name of the copy. Raises Unwritten and OSError."""
    target = Path(path)
    lines = mended(script, cause)
    if lines is None:
        raise Unwritten(f"{path}: no edit would cure {cause} for certain")
    if path == "-" or not target.is_file():
        raise Unwritten(f"{path}: only a file can be changed")
    if any(line.source != script.path or line.number != n for n, line in enumerate(script.lines, start=1)):
        raise Unwritten(f"{path}: only a Python file is changed; apply the diff by hand")
    data = target.read_bytes()
    text = decoded(data)
    if text.splitlines() != [line.text for line in script.lines][: len(text.splitlines())]:
        raise Unwritten(f"{path}: the file has changed since it was read")
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    if (mark + text).encode() != data:
        raise Unwritten(f"{path}: not in UTF-8; apply the diff by hand")
    copy = _copied(target)
    output.write({target: mark + newline.join(lines)})
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
    raise Unwritten(f"{target}: there are a thousand copies already")
