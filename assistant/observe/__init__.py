"""Curves, facts and words to observations: one symptom family a module, pure functions.

What an observation weighs for a cause is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.observe.accuracy import observe_accuracy
from assistant.observe.classes import classes_of
from assistant.observe.loss import observe_loss
from assistant.observe.observation import Observation
from assistant.observe.optimizer import observe_facts, observe_optimizer
from assistant.observe.validation import observe_validation
from assistant.run import Fact, Run, Words

__all__ = ["Observation", "observe"]


def observe(
    run: Run | None, words: Iterable[Words] = (), facts: Iterable[Fact] = ()
) -> tuple[Observation, ...]:
    """Everything that can be said about one run, in a fixed order; at most one answer a symptom.

    What the curves show comes before what the words say: a number beats a phrase.
    """
    pieces, settings = tuple(words), tuple(facts)
    classes = next((int(float(fact.value)) for fact in settings if fact.name == "classes"), None)
    spoken: tuple[Observation, ...] = ()
    if pieces:
        # prose alone needs its many patterns, and a log without a word starts faster without them
        from assistant.observe import prose  # noqa: PLC0415

        classes = classes or prose.number_of_classes(pieces)
        run = run if run is not None and run.curves else prose.stated_curves(pieces)
        spoken = tuple(prose.observe_prose(pieces))
    found: dict[str, Observation] = {}
    for observation in (*_from_curves(run, classes), *observe_facts(settings), *spoken):
        found.setdefault(observation.symptom, observation)
    return tuple(found.values())


def _from_curves(run: Run | None, given: int | None) -> Iterator[Observation]:
    if run is None:
        return
    classes = given or classes_of(run)
    yield from observe_loss(run, classes)
    yield from observe_accuracy(run, classes)
    yield from observe_validation(run, classes)
    if run.tensors:
        # only event files hold tensors; gradients layer by layer say more than their norm
        from assistant.observe.tensors import observe_tensors  # noqa: PLC0415

        yield from observe_tensors(run)
    yield from observe_optimizer(run)
