"""What the callbacks share: metrics in, a report now and then, within a share of the training's time.

No framework is imported here.
"""

from __future__ import annotations

import functools
import importlib
import logging
import time
from array import array
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from assistant.standing import LEADS, Standing

if TYPE_CHECKING:  # numpy and the engine are loaded when a training begins
    from assistant.report import Report
    from assistant.run import Run

LOG = logging.getLogger("unstuck")
BUDGET = 0.01
"""Of the training's time that looking takes at most, unless it is told otherwise."""
FIRST = 0.05
"""Seconds that the first look is taken to need."""
POINTS = 2048
"""Points of a curve that are kept; of more, the lowest and the highest of every four stay."""
METRICS = 64
"""Metrics that are kept at most."""
DIGITS = 5
"""Significant digits that are looked at: what a good log prints. Sums in float32 are no surer."""
SOURCE = "training"
"""What places in a report are called."""

Hook = TypeVar("Hook", bound=Callable[..., None])


class Watcher:
    """Collects metrics and diagnoses them. budget: share of the training's time, 1 to look every time.

    report: the last one, None before the first. standing: whether trouble lasts. spent: seconds that all of
    it took since the training began, at its beginning and its end not counted.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        if not 0 <= budget <= 1:
            raise ValueError(f"budget is a share of the training's time, from 0 to 1, not {budget}")
        self.budget = budget
        self.report: Report | None = None
        self.standing = Standing()
        self.spent = 0.0
        self._begun, self._over = time.perf_counter(), False
        self._took = FIRST
        self._curves: dict[str, tuple[array[float], array[float]]] = {}
        self._ignored: set[str] = set()
        self._step = -1.0
        self._new = False
        self._epochs = True
        self._said = ""
        self._failed = False

    def begin(self) -> None:
        """A training begins: the engine is loaded before its first step, and the clock starts."""
        from assistant.knowledge import load
        from assistant.session import Session

        importlib.import_module("assistant.readers.events.curves")  # now, not in the first step
        load()
        Session().report()
        self.spent, self._over, self._begun = 0.0, False, time.perf_counter()

    def add(self, step: float, values: Mapping[str, object], epochs: bool = True) -> None:
        """Metrics by name, as the framework calls them, at an epoch (from 1), or at a step.

        A step that goes back begins a new training.
        """
        from assistant.readers.events.curves import named_metric

        if step < self._step:
            self._curves.clear()
            self.standing, self._said = Standing(), ""
        self._step, self._epochs = step, epochs
        for tag, value in values.items():
            if tag in self._ignored:
                continue
            if tag not in self._curves:
                known = tag == "epoch" or named_metric(tag) is not None
                if not known or len(self._curves) >= METRICS:
                    self._ignored.add(tag)
                    continue
                self._curves[tag] = array("d"), array("d")
            number = _number(value)
            if number is None:
                continue
            steps, numbers = self._curves[tag]
            if steps and steps[-1] == step:
                numbers[-1] = number
            else:
                steps.append(step)
                numbers.append(number)
            self._new = True
            if len(steps) > POINTS:
                self._curves[tag] = _thinned(steps, numbers)

    def look(self, last: bool = False) -> None:
        """Diagnose what is known, if there is time for it; last: the training is over, time or not."""
        self._over |= last
        begin = time.perf_counter()
        allowed = self.budget * (begin - self._begun)
        if not self._new or not (last or self.budget == 1 or self.spent + self._took <= allowed):
            return
        self._new = False
        run = self._run()
        if run is None:
            return
        from assistant.run import Reading, Source
        from assistant.session import Session

        source = Source(SOURCE, "events", "callback", 0, {"scalars": run.points})
        self.report = Session(Reading((source,), (run,))).report()
        self.standing = self.standing.looked(self.report, max(map(len, run.curves)))
        if self.standing.lasts or (last and self.report.verdict == "faulty"):
            self._tell()
        elif not last:
            self._said = ""
        self._took = time.perf_counter() - begin

    def _run(self) -> Run | None:
        """The curves as the reader of events would make them, in the digits that a log prints."""
        from dataclasses import replace

        import numpy as np

        from assistant.readers.events.columns import Columns, Points
        from assistant.readers.events.curves import Part, run_of

        scalars = {}
        for tag, (steps, numbers) in self._curves.items():
            if steps:
                at = np.array(steps)
                scalars[tag] = Points(at.astype(np.int64), at, np.array(numbers))
        run = run_of(SOURCE, SOURCE, [Part(Columns(scalars))])
        if not run.curves:
            return None
        curves = []
        for curve in run.curves:
            with np.errstate(all="ignore"):
                size = np.floor(np.log10(np.abs(curve.values)))
                unit = 10.0 ** (np.where(np.isfinite(size), size, 0) - DIGITS + 1)
                values = np.where(
                    np.isfinite(curve.values), np.round(curve.values / unit) * unit, curve.values
                )
            epochs = curve.steps if self._epochs else curve.epochs
            curves.append(replace(curve, values=values, errors=unit / 2, epochs=epochs))
        return replace(run, curves=tuple(curves), unit="epoch" if self._epochs else run.unit)

    def _tell(self) -> None:
        """One line about the leading cause, once."""
        assert self.report is not None
        lead = self.report.causes[0]
        if lead.id == self._said:
            return
        self._said = lead.id
        says = f"{lead.evidence[0].says}; " if lead.evidence else ""
        begins = "" if lead.probability >= LEADS else "something is wrong, perhaps: "
        sure = 100 * lead.probability
        LOG.warning("%s%s (%.0f %%): %sunstuck explain %s", begins, lead.title, sure, says, lead.id)

    def count(self, begin: float) -> None:
        """What ends now and began then was the training's time, if it began while it ran."""
        if begin >= self._begun and not self._over:
            self.spent += time.perf_counter() - begin

    def failed(self) -> None:
        """An exception inside: said once, and the training goes on."""
        if not self._failed:
            self._failed = True
            LOG.warning("the diagnosis failed and is left out; the training goes on", exc_info=True)


class Watching:
    """What every callback shows. report: the last report or None; lasts: whether trouble lasts."""

    watcher: Watcher

    @property
    def report(self) -> Report | None:
        """The last report, None before the first."""
        return self.watcher.report

    @property
    def lasts(self) -> bool:
        """Whether trouble lasts, as `unstuck watch --until faulty` understands it."""
        return self.watcher.standing.lasts


def guarded(hook: Hook) -> Hook:
    """A hook that never raises, and whose time is counted."""

    @functools.wraps(hook)
    def careful(self: Any, *args: Any, **kwargs: Any) -> None:
        watcher: Watcher = self.watcher
        begin = time.perf_counter()
        try:
            hook(self, *args, **kwargs)
        except Exception:
            watcher.failed()
        finally:
            watcher.count(begin)

    return cast(Hook, careful)


def _number(value: object) -> float | None:
    """A metric as a number: floats, arrays and tensors of one element."""
    if isinstance(value, (bool, str)) or value is None:
        return None
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _thinned(steps: array[float], values: array[float]) -> tuple[array[float], array[float]]:
    """About half of the points, with every low and high and what is no number, as a long log is read."""
    import numpy as np

    from assistant.readers.curves import extremes

    kept = extremes(np.array(values))
    return array("d", np.array(steps)[kept]), array("d", np.array(values)[kept])
