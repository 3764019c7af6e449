"""Numbers of an optimizer: its rate, its decay, its momentum.

Which number is wrong was read from the script.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.mend.places import Offer, Recipe, literal, with_argument
from assistant.script import Script, Trait


def number(text_or_key: str) -> Recipe:
    """Put a number in the place of another."""

    def recipe(script: Script, trait: Trait) -> Iterator[Offer]:
        yield from literal(script, trait, trait.more.get("fix", text_or_key))

    return recipe


def usual_rate(script: Script, trait: Trait) -> Iterator[Offer]:
    """The usual rate of the optimizer."""
    sgd = (
        "sgd" in trait.more.get("optimizer", "").lower()
        or "gradientdescent" in trait.more.get("optimizer", "").lower()
    )
    if trait.value:
        yield from literal(script, trait, "0.01" if sgd else "0.001")


def gentle_rate(script: Script, trait: Trait) -> Iterator[Offer]:
    """A rate for weights that are good already: Devlin et al. 2019 fine-tune BERT at 2e-5 to 5e-5."""
    name = trait.more.get("optimizer", "").lower()
    if trait.value:
        language = any("transformers" in line.text for line in script.lines[:200])
        sgd = "sgd" in name or "gradientdescent" in name
        yield from literal(script, trait, "2e-5" if language else "0.001" if sgd else "1e-4")


def gentle_decay(script: Script, trait: Trait) -> Iterator[Offer]:
    """The usual decay of the optimizer."""
    adamw = "adamw" in trait.more.get("optimizer", "").lower()
    if trait.value:
        yield from literal(script, trait, "0.01" if adamw else "1e-4")


def with_momentum(script: Script, trait: Trait) -> Iterator[Offer]:
    """A momentum of 0.9 for plain SGD."""
    span = trait.spans.get("optimizer")
    if span is None or trait.more.get("given") or "sgd" not in trait.more.get("optimizer", "").lower():
        return
    edit = with_argument(script, span, "momentum=0.9")
    if edit is not None:
        yield [edit]
