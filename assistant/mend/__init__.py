"""A cause and a script to the smallest edit that cures it, as a unified diff; or to nothing.

No edit is offered that was not read again: the fault is gone after it, and no other has come.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.mend.edits import applied, diff
from assistant.mend.places import Offer
from assistant.mend.recipes import RECIPES
from assistant.observe.script import observe_script_settings, observe_scripts
from assistant.readers.script import read_code
from assistant.script import Line, Script, Trait

__all__ = ["mend", "mended"]

_FINE = frozenset(("fits", "complete", "right", "yes", "same", "half-scaled", "left-out", "scaled"))
_TOLD = frozenset(("loss", "loss expects", "last activation", "output units", "architecture"))


def mend(script: Script, cause: str) -> str:
    """The unified diff that cures a cause in a script; empty where an edit would be a guess."""
    lines = mended(script, cause)
    return diff(script, lines) if lines is not None else ""


def mended(script: Script, cause: str) -> list[str] | None:
    """The script's lines after the cure; None where an edit would be a guess."""
    if not script.mendable:
        return None
    for trait, recipe in RECIPES.get(cause, ()):
        for found in script.traits:
            if found.name != trait[0] or (trait[1] and found.value != trait[1]):
                continue
            for offer in recipe(script, found):
                lines = _proven(script, found, offer)
                if lines is not None:
                    return lines
    return None


def _proven(script: Script, trait: Trait, offer: Offer) -> list[str] | None:
    """The lines after an edit, if reading them again shows that it cured."""
    if not offer:
        return None
    try:
        lines = applied(script, offer)
    except (ValueError, IndexError):
        return None
    again = read_code(
        [Line(script.path, n, text) for n, text in enumerate(lines, start=1)], script.path, whole=script.whole
    )
    if again is None or again.skipped > script.skipped:
        return None
    left, had = _faults(again), _faults(script)
    if len(left - had) > 0:
        return None
    if (trait.name, trait.value) in had:
        same = [one for one in script.traits if (one.name, one.value) == (trait.name, trait.value)]
        rest = [one for one in again.traits if (one.name, one.value) == (trait.name, trait.value)]
        return lines if len(rest) < len(same) else None
    return lines if _settings(again) != _settings(script) else None


def _faults(script: Script) -> set[tuple[str, str]]:
    """The traits that something is wrong with."""
    return {
        (one.name, one.value)
        for one in script.traits
        if one.value not in _FINE
        and (one.name not in _TOLD or one.value == "mismatch")
        and not one.name.endswith("of the optimizer")
    }


def _settings(script: Script) -> dict[str, str]:
    scripts = (script,)
    seen = [*observe_scripts(scripts), *observe_script_settings(scripts)]
    return {one.symptom: one.answer for one in seen}


def diffs(scripts: Sequence[Script], cause: str) -> str:
    """The first diff that cures a cause in one of several scripts."""
    for script in scripts:
        found = mend(script, cause)
        if found:
            return found
    return ""
