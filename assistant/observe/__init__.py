"""Curves, facts and words to observations: one symptom family a module, pure functions.

What an observation weighs for a cause is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.grades import GRADES
from assistant.observe.accuracy import above_all, observe_accuracy, observe_miscounted
from assistant.observe.classes import classes_of
from assistant.observe.facts import agreed, observe_facts
from assistant.observe.grades import observe_grades
from assistant.observe.joint import together
from assistant.observe.loss import before_nan, main_loss, observe_loss
from assistant.observe.observation import CERTAIN, Observation
from assistant.observe.optimizer import observe_optimizer
from assistant.observe.thresholds import family
from assistant.observe.validation import observe_validation
from assistant.run import Fact, Floats, Place, Run, Words

if TYPE_CHECKING:
    from assistant.script import Script

__all__ = ["Observation", "observe", "shown_by_code"]

_LATE = frozenset(
    (
        "loss_trend",
        "accuracy_trend",
        "accuracy_level",
        "loss_end",
        "one_class",
        "validation_gap",
        "validation_trend",
    )
)
"""What takes a while to show."""
_AT_ONCE = frozenset(("nan", "diverging", "falling", "rising", "frozen"))
_OF_TRAINING = frozenset(("loss_level", "loss_start", "accuracy_level", "accuracy_trend", "loss_trend"))
"""What is asked of the training figures, and read off others where there are none."""
_OF_THE_BEGINNING = frozenset(
    (
        *("loss_start", "loss_left", "early_share", "late_share", "accuracy_first"),
        "first_loss_per_error",
        *("validation_ratio_first", "validation_least_at", "gradient_growth", "rate_left"),
    )
)
"""What compares with the first value of a run."""
_OF_A_REST = frozenset(
    ("loss_rest", "loss_rises", "validation_rise", "validation_swing", "accuracy_wobble", "accuracy_range")
)
"""How still curves are, which says little where all that is shown is how they came to rest."""
_AT_REST = {"loss_trend": ("flat", "crawling", "plateau"), "accuracy_trend": ("flat",)}
"""How the end of a good run looks as well; at the level of guessing nothing has ever moved."""
_LEVELS = ("loss_level", "accuracy_level")
_GUESSES = frozenset(("ln-classes", "class-entropy", "target-variance", "chance", "below-chance"))
_BEGUN = frozenset(("initialization", "input_scaling"))
"""What code says outright, and the first tensors of an event file, written after some steps, only hint at."""
_TOLD = 0.7
"""So sure is what a person says of the classes in a number."""
_OF_HIDDEN = (("initialization", "zeros"), ("hidden_activation", "none"))
"""Of a network of one layer these say nothing: nothing is hidden that could stay alike, or be linear."""
_FEW = 50
_EARLY = 12
_DOUBT = 0.35


def observe(
    run: Run | None,
    words: Iterable[Words] = (),
    facts: Iterable[Fact] = (),
    notices: Iterable[Words] = (),
    scripts: Iterable[Script] = (),
) -> tuple[Observation, ...]:
    """Everything that can be said about one run, in a fixed order; at most one answer a symptom.

    What the curves show comes before what the words say: a number beats a phrase. A message of the
    framework that leaves no doubt beats both: a run that it stopped may never print its NaN. Code
    says more surely than words how the training is set up.
    """
    found: dict[str, Observation] = {}
    pieces, scripts = tuple(words), tuple(scripts)
    for observation in told(run, pieces, facts, notices, scripts):
        found.setdefault(observation.symptom, observation)
    by_code = frozenset(shown_by_code(scripts))
    if pieces and "output_fit" not in found and "last_activation" in found:
        from assistant.observe.prose import out_of_reach  # noqa: PLC0415 - many patterns, seldom needed

        if (reach := out_of_reach(pieces, found)) is not None:
            found["output_fit"] = reach
    _too_few(found, scripts)
    hidden = [name for name, answer in _OF_HIDDEN if name in found and found[name].answer == answer]
    if pieces and hidden:
        from assistant.observe.prose import has_one_layer  # noqa: PLC0415 - seldom needed

        if has_one_layer(pieces, scripts):
            by_place = _places(scripts)
            for name in hidden:
                if found[name].place not in by_place:  # words gave it
                    found.pop(name)
    found = together(found, frozenset(name for name, one in found.items() if one in by_code))
    if "output_fit" in found:  # whether they fit says it all: the parts would count the same twice
        for name in ("last_activation", "loss_expects"):
            found.pop(name, None)
    return tuple(found.values())


def _too_few(found: dict[str, Observation], scripts: Iterable[Script]) -> None:
    """One unit in the script, fit for its loss, where a person tells of three classes and more."""
    task, fits = found.get("task"), found.get("output_fit")
    if task is None or fits is None or task.answer != "multiclass" or fits.answer != "fits":
        return
    for script in scripts:
        for trait in script.traits:
            if (trait.name, trait.value) == ("output units", "one") and task.sure >= _TOLD:
                says = f"{trait.says}, and {task.says}"
                one = Observation("output_units", "mismatch", says, script.place(trait.span), 0.9 * task.sure)
                found["output_units"] = one
                found.pop("output_fit")
                return


def _places(scripts: Iterable[Script]) -> frozenset[Place]:
    """Where code says something."""
    return frozenset(script.place(trait.span) for script in scripts for trait in script.traits)


def told(
    run: Run | None,
    words: Iterable[Words] = (),
    facts: Iterable[Fact] = (),
    notices: Iterable[Words] = (),
    scripts: Iterable[Script] = (),
) -> tuple[Observation, ...]:
    """Everything that any source says, the surest source first; a symptom may have several answers."""
    pieces, settings, scripts = tuple(words), tuple(facts), tuple(scripts)
    # how many classes there are is known by the log, or else by the script's last layer
    settled = {**agreed(fact for script in scripts for fact in script.facts), **agreed(settings)}
    classes = int(float(settled["classes"].value)) if "classes" in settled else None
    if classes is None and run is not None and _one_unit(settled) and _classifies(run):
        classes = 2
    spoken: tuple[Observation, ...] = ()
    told_only = False
    ends = frozenset(("start", "end"))
    if pieces:
        # prose alone needs its many patterns, and a log without a word starts faster without them
        from assistant.observe import prose  # noqa: PLC0415

        counted = prose.number_of_classes(pieces)
        classes = classes or counted
        spoken = tuple(_counted(prose.observe_prose(pieces), classes))
        if counted is not None and counted > 2 and all(one.symptom != "task" for one in spoken):
            says = f"{counted} classes are told of"
            spoken = (*spoken, Observation("task", "multiclass", says, pieces[0].place, _TOLD))
        if run is None or max(map(len, run.curves), default=0) <= 1:
            stated = prose.stated_curves(pieces)
            if stated is not None:  # single figures in a post are told, not logged
                ends = prose.stated_ends(pieces) if run is None else ends
                told_only = all(curve.split != "train" for curve in stated.curves)
                names = {(curve.name, curve.split) for curve in stated.curves}
                others = [c for c in (run.curves if run else ()) if (c.name, c.split) not in names]
                run = replace(stated, curves=(*stated.curves, *others))
    warned = tuple(_from_notices(tuple(notices)))
    coded = tuple(shown_by_code(scripts))
    return (
        *(o for o in warned if o.sure >= CERTAIN),
        *(o for o in coded if o.symptom in _BEGUN),
        *_apart(_from_ends(_from_curves(run, classes, _stepper(settled, spoken)), ends), spoken, told_only),
        *(o for o in warned if o.sure < CERTAIN),
        *(o for o in coded if o.symptom not in _BEGUN),
        *observe_facts(settings),
        *spoken,
    )


def _stepper(settled: Mapping[str, Fact], spoken: Iterable[Observation]) -> str:
    """`adaptive` or `sgd` where the optimizer is named in a script, a setting or in words."""
    fact = settled.get("optimizer")
    if fact is not None:
        return family(str(fact.value))
    said = next((one.answer for one in spoken if one.symptom == "optimizer"), "")
    return "sgd" if said in ("sgd", "momentum") else said


def _one_unit(settled: Mapping[str, Fact]) -> bool:
    units = settled.get("last layer units")
    return units is not None and str(units.value) in ("1", "1.0")


def _classifies(run: Run) -> bool:
    """An accuracy is printed, and no error of numbers beside it."""
    names = {curve.name for curve in run.curves}
    return "accuracy" in names and not names & {"mae", "mse", "rmse"}


def _apart(
    shown: Iterable[Observation], spoken: Iterable[Observation], told_only: bool
) -> Iterator[Observation]:
    """What curves show; figures in prose that are all of held-out data say nothing of a fine training.

    told_only: such figures. An accuracy at chance there is the gap, where training is said to be well.
    """
    words = {one.symptom: one for one in spoken}
    gap, trend = words.get("validation_gap"), words.get("loss_trend")
    worse = gap is not None and gap.answer in ("large", "at-chance", "below-chance")
    apart = told_only and (worse or (trend is not None and trend.answer == "falling"))
    for one in shown:
        if (
            (one.symptom, one.answer) == ("loss_level", "ordinary")
            and one.sure < _TOLD
            and "loss_level" in words
        ):
            continue  # a figure of many, and the person says what is odd about another
        level = words.get("accuracy_level")
        guessed = level is not None and level.answer in ("chance", "below-chance")
        if guessed and (one.symptom, one.answer) == ("accuracy_level", "ordinary") and one.sure <= _TOLD:
            continue  # how many classes there are is not known here, and the person knows
        if not apart or one.symptom not in _OF_TRAINING:
            yield one
        elif one.symptom == "accuracy_level" and one.answer in ("chance", "below-chance"):
            yield one._replace(symptom="validation_gap", answer="at-chance", sure=min(one.sure, 0.8))


def _from_ends(shown: Iterable[Observation], ends: frozenset[str]) -> Iterator[Observation]:
    """What curves show, without what is said of an end that nobody told: `it explodes to 1e5` is no start."""
    for one in shown:
        if one.symptom == "loss_start" and "start" not in ends:
            continue
        if one.symptom == "loss_level" and ends == {"start"}:
            continue
        yield one


def _counted(spoken: Iterable[Observation], classes: int | None) -> Iterator[Observation]:
    """What the words say, where “two classes” stands beside a larger number of them."""
    for one in spoken:
        several = one.symptom == "task" and one.answer == "binary" and classes is not None and classes > 2
        yield one._replace(answer="multiclass", sure=0.7) if several else one


def _from_notices(notices: tuple[Words, ...]) -> Iterator[Observation]:
    if notices:
        from assistant.observe.notices import observe_notices  # noqa: PLC0415 - many patterns, seldom needed

        yield from observe_notices(notices)


def shown_by_code(scripts: tuple[Script, ...]) -> Iterator[Observation]:
    """What scripts say by themselves."""
    if scripts:
        from assistant.observe.script import observe_script_settings, observe_scripts  # noqa: PLC0415

        yield from observe_scripts(scripts)
        yield from observe_script_settings(scripts)


def _from_curves(run: Run | None, given: int | None, kind: str) -> Iterator[Observation]:
    if run is None:
        return
    shown = _from_whole_curves(run, given or classes_of(run), kind)
    yield from _of_the_last(shown) if _begins_late(run) else shown


def _begins_late(run: Run) -> bool:
    """The first lines are missing: the count begins later than the distance of the others leads to."""
    curve = main_loss(run) or next(iter(run.curves), None)
    if curve is None or len(curve) < 3:
        return False
    return any(_starts_late(counted) for counted in (curve.steps, curve.epochs[np.isfinite(curve.epochs)]))


def _starts_late(counted: Floats) -> bool:
    apart = np.diff(counted)
    apart = apart[apart > 0]
    return bool(apart.size and counted[0] > 1.5 * float(np.median(apart)))


def _of_the_last(shown: Iterable[Observation]) -> Iterator[Observation]:
    """What curves show whose beginning is missing: nothing is known of how far they have come."""
    found = tuple(shown)
    guesses = any(one.symptom in _LEVELS and one.answer in _GUESSES for one in found)
    at_rest = {one.symptom for one in found if one.answer in _AT_REST.get(one.symptom, ()) and not guesses}
    left_out = _OF_THE_BEGINNING | at_rest | (_OF_A_REST if "loss_trend" in at_rest else frozenset())
    yield from (one for one in found if one.symptom not in left_out)


def _from_whole_curves(run: Run, classes: int | None, kind: str) -> Iterator[Observation]:
    young, early = _is_young(run), _is_early(run)
    alive = before_nan(run)
    miscounted = above_all(alive)
    if miscounted:  # nothing else is to be learned from them
        alive = replace(alive, curves=tuple(one for one in alive.curves if one not in miscounted))
    for found in (
        observe_miscounted(miscounted),
        observe_loss(run, classes),
        observe_accuracy(alive, classes),
        observe_validation(alive, classes),
        _from_tensors(run),
        observe_optimizer(run, kind),
        observe_grades(alive, classes),
    ):
        for observation in found:
            told = observation.symptom == "loss_trend" and observation.answer in _AT_ONCE
            graded = observation.symptom in GRADES
            if early and graded:
                continue
            doubtful = young and not told and (observation.symptom in _LATE or graded)
            yield observation._replace(sure=min(observation.sure, _DOUBT)) if doubtful else observation


def _from_tensors(run: Run) -> Iterable[Observation]:
    """Only event files hold tensors; gradients layer by layer say more than their norm."""
    if not run.tensors:
        return ()
    from assistant.observe.tensors import observe_tensors  # noqa: PLC0415

    return observe_tensors(run)


def _is_early(run: Run) -> bool:
    """A dozen single steps: recorded runs were graded at their ends, not at their beginnings."""
    return run.unit != "epoch" and max(map(len, run.curves), default=0) < _EARLY


def _is_young(run: Run) -> bool:
    """A few lines out of one epoch: a good run may not have moved yet."""
    longest = max(run.curves, key=len, default=None)
    if longest is None or run.unit == "epoch" or len(longest) > _FEW:
        return False
    return bool(np.isfinite(longest.epochs).all()) and len(np.unique(np.floor(longest.epochs))) == 1
