"""The lines of a log in which the software warns, fails or stops, as words with their places.

What a notice means for the training is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.readers.prefixes import message
from assistant.run import Place, Words

Lines = Sequence[tuple[int, str]]

_LONGEST = 2_000
"""Characters of a line that are looked at; the list of variables behind a warning may go on for ever."""
_DEEPEST = 400
"""Lines of a traceback."""
_BETWEEN = 80
"""Lines between an exception and the words that chain it to the next."""
_OWN_WILL = {"KeyboardInterrupt", "SystemExit", "BdbQuit"}
"""A person stopped the run: no notice of the software."""
_TRACEBACK = "Traceback (most recent call last)"
_NOTEBOOK = re.compile(r"(?P<name>[A-Za-z_][\w.]{0,100})\s+Traceback \(most recent call last\)")
_FRAME = re.compile(r"(?:\[[^\]]{1,40}\]: |\d{1,4}: )?(?:\s|File \"|$)")
_RAISED = re.compile(r"(?:[A-Za-z_]\w{0,100}\.){0,10}(?P<name>[A-Za-z_]\w{0,100})(?::\s*(?P<text>\S.*)?)?$")
_FAILED = re.compile(
    r"(?:[A-Za-z_]\w{0,60}\.){0,10}(?P<name>[A-Z][a-z]\w{0,100})(?:: (?P<text>\D.*|\d.*[A-Za-z]{3}.*))$"
)
_CHAINED = ("During handling of the above exception", "The above exception was the direct cause")
_LOCATED = re.compile(r"(?P<file>\S{1,400}\.py|<[^<>\s]{1,100}>):\d{1,6}:$")
_UNNAMED = re.compile(r"(?P<file>\S{1,400}\.py):\d{1,6}: (?P<text>[A-Z`'].{10,})")
_PACKAGES = ("site-packages", "dist-packages")
_LEVELS = {"WARNING", "ERROR", "FATAL"}
_CUES = (
    *("gradient overflow", "grad overflow", "overflow! ", "overflow detected", "loss scale overflow"),
    *(
        "dynamic loss scale from",
        "loss scale already",
        "minimum loss scale",
        "assertion `",
        "device-side assert",
    ),
    *("cuda error", "cuda out of memory", "stopping training", "terminating training", "ending training"),
    *("nan loss during", "nan loss encountered", "diverged with loss", "is not finite. ", "non-finite loss"),
    *("nan detected in", "inf detected in", "detected nan", "detected infinity", "found nan", "found inf"),
    *(
        "is inf or nan",
        "nan or inf in",
        "ran out of data",
        "label must be in",
        "segmentation fault",
        "core dumped",
    ),
    *("do not exist for variables", "that is different to the input size", "inputs have requires_grad"),
    *("lr_scheduler.step()` before", "not present in its tracked objects", "in eval mode at the start of"),
    *("hasn't converged yet", "only one class present"),
)
"""What software prints without a level before it; looked for in small letters, anywhere in a line."""
_STARTS = ("loss is nan", "loss is inf", "some weights of", "received a label value")


def notices(rest: Lines, source: str) -> tuple[Words, ...]:
    """The warnings and failures among the lines that hold no metric, in order.

    rest: (number from 1, cleaned text) of each such line. A traceback is one notice: its last line,
    the exception, with a place that spans it all; chained ones count by the last. A notice reads
    `UserWarning: text`, with the file before it (`loss.py:535: `) where a warning names it.
    """
    found: list[Words] = []
    done = 0
    for at, (number, line) in enumerate(rest):
        if at < done:
            continue
        text = line[:_LONGEST]
        if _TRACEBACK in text and (end := _end_of_traceback(rest, at)) is not None:
            raised = message(rest[end][1][:_LONGEST]).text
            match = _RAISED.match(raised)
            if match and match["name"] not in _OWN_WILL:
                said = f"{match['name']}: {match['text']}" if match["text"] else match["name"]
                if said.endswith(":") and end + 1 < len(rest):  # the values in question stand below
                    said = f"{said} {rest[end + 1][1][:_LONGEST].strip()}"
                found.append(Words(said, Place(source, number, rest[end][0])))
            done = end + 1
            continue
        said = _notice(text)
        if said:
            found.append(Words(said, Place(source, number, number)))
            done = at + 1 + (_is_warning(said) and _is_code_below(rest, at))
    return tuple(found)


def is_notice(line: str) -> bool:
    """A line that is a notice whatever numbers stand in it, to be asked before it is read for metrics.

    A mere level is not enough: there are programs that log their loss as a warning. Behind a
    progress bar (`%|`) a notice may be glued to metrics: such a line is both.
    """
    text = line[:_LONGEST]
    return _TRACEBACK in text or bool(_known(text))


def _notice(line: str) -> str:
    """The message of a line that is a notice by itself, else empty."""
    if known := _known(line):
        return known
    level, text = message(line)
    stopped = any(text.startswith(name) for name in _OWN_WILL)
    return text if level in _LEVELS and not stopped and re.search(r"[A-Za-z]{3}", text) else ""


def _known(line: str) -> str:
    """The message of a warning with its category, of an exception, or of a known wording; else empty."""
    if (warned := _warning(line)) is not None:
        return warned
    text = message(line).text
    if (failed := _FAILED.match(text)) and failed["name"].endswith(("Error", "Exception")):
        return f"{failed['name']}: {failed['text']}" if failed["name"] != "Error" else ""
    if unnamed := _UNNAMED.match(text):
        return f"{_short(unnamed['file'])}: {unnamed['text']}"
    small = text.lower()
    return text if small.startswith(_STARTS) or any(cue in small for cue in _CUES) else ""


def _warning(line: str) -> str | None:
    """`…/loss.py:535: UserWarning: text` as `torch/nn/modules/loss.py: UserWarning: text`."""
    at = line.find("Warning: ")
    if at < 0:
        return None
    begin = at
    while begin and line[begin - 1].isalpha():
        begin -= 1
    before = line[:begin].rstrip()
    named, text = line[begin : at + 7], line[at + 9 :].strip()
    if not text or named == "Warning":
        return None
    if not before or message(before + " x").text == "x":
        return f"{named}: {text}"
    last = before.rsplit(None, 1)[-1]
    located = _LOCATED.match(last)
    if located is None:
        return f"{named}: {text}" if last.endswith((":", "]", "-", "|")) else None
    return f"{_short(located['file'])}: {named}: {text}"


def _short(file: str) -> str:
    """The path inside its package, or the bare name of a person's own file."""
    parts = re.split(r"[\\/]", file)
    for package in _PACKAGES:
        if package in parts:
            return "/".join(parts[parts.index(package) + 1 :])
    return parts[-1]


def _is_warning(text: str) -> bool:
    return "Warning: " in text


def _is_code_below(rest: Lines, at: int) -> bool:
    """The next line is the source line that `warnings.warn` prints: indented, right below."""
    return at + 1 < len(rest) and rest[at + 1][0] == rest[at][0] + 1 and rest[at + 1][1].startswith("  ")


def _end_of_traceback(rest: Lines, at: int) -> int | None:
    """The index of the exception that ends the traceback begun at `at`, the last of a chain."""
    end = _raised(rest, at)
    while end is not None:
        following = _next_in_chain(rest, end)
        further = _raised(rest, following) if following is not None else None
        if further is None:
            return end
        end = further
    return None


def _raised(rest: Lines, at: int) -> int | None:
    """The index of the exception of one traceback."""
    notebook = _NOTEBOOK.match(message(rest[at][1][:_LONGEST]).text)
    for index in range(at + 1, min(at + 1 + _DEEPEST, len(rest))):
        line = rest[index][1][:_LONGEST]
        if _TRACEBACK in line:
            return None
        if notebook:
            if line.startswith(notebook["name"]) and line[len(notebook["name"]) :][:1] in ("", ":"):
                return index
        elif not _FRAME.match(line) and _RAISED.match(message(line).text):
            return index
    return None


def _next_in_chain(rest: Lines, end: int) -> int | None:
    """The index of the traceback that the exception at `end` is chained to."""
    chained = False
    for index in range(end + 1, min(end + 1 + _BETWEEN, len(rest))):
        line = rest[index][1][:_LONGEST]
        chained = chained or any(words in line for words in _CHAINED)
        if _TRACEBACK in line:
            return index if chained else None
    return None
