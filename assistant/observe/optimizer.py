"""The gradient norm and the learning rate that a log prints, to symptoms.

Nothing is asked of single layers here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assistant.forensics import Floats
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import hardly_falls
from assistant.observe.thresholds import rate
from assistant.run import Curve, Place, Run


def observe_optimizer(run: Run, kind: str = "") -> Iterator[Observation]:
    """What the curves of gradient norm and learning rate show.

    kind: `adaptive` or `sgd` where a script, a setting or a person names the optimizer, else empty.
    """
    yield from _gradient_norm(run)
    yield from _learning_rate(run, kind)
    yield from _no_update(run)


def _learning_rate(run: Run, kind: str) -> Iterator[Observation]:
    """Only what is high or tiny for every optimizer; the rest depends on which one it is."""
    curve = run.curve("learning rate", "train")
    if curve is None or not np.isfinite(curve.values).all():
        return
    highest = float(f"{curve.values.max():.6g}")  # 0.1 as float32 is a little more
    says = f"{curve.key} is {figure(highest)} at most"
    idle = _too_small_to_move(run, highest, says, curve.place())
    trainer = kind != "sgd" and _is_trainer(run)
    if trainer:
        answer = "extreme" if highest >= _FAR else rate(highest, "adaptive", pretrained=False)
        says += f", and {_BY_DEFAULT}"
        named = Observation("learning_rate", answer, says, curve.place(), 0.9)
        yield from idle or ((named,) if answer else ())
        if not kind:
            yield Observation("optimizer", "adaptive", _BY_DEFAULT, curve.place(), _UNTOLD)
    else:
        yield from _rate(highest, kind, says, curve.place()) or idle
    if highest > _BEYOND and (trainer or kind == "adaptive"):
        yield Observation("rate_from_scratch", "too-high", says, curve.place(), _UNTOLD)
    yield from _schedule(run, curve, highest)


_BEYOND = 1.0
"""A step of Adam moves each weight by about the rate (Kingma & Ba 2015, section 2.1): no weight bears more.

Adadelta is run at 1.0, as it was published, and counts as adaptive like Adam.
"""
_FOR_FEW = 10.0
"""Above it a few language models alone were trained: plain descent at a rate of 30, gradients clipped to 0.25
(Merity, Keskar & Socher 2018). From 0.5 to 1 plain descent is run in earnest.
"""
_BY_DEFAULT = "the Trainer of Hugging Face trains transformers with AdamW unless told otherwise"
_UNTOLD = 0.8
"""How sure it is that nobody asked the Trainer for another optimizer."""
_FAR = 0.01
"""Ten times what transformers are trained at from scratch with AdamW, a thousand times fine-tuning."""


def _is_trainer(run: Run) -> bool:
    """Loss, gradient norm and learning rate in one record with a fraction of an epoch and no step.

    In an event file: under the names that it gives them, at the same steps.
    """
    curves = [run.curve(name, "train") for name in ("loss", "gradient norm", "learning rate")]
    loss = curves[0]
    if tuple(one.key for one in curves if one) == ("train/loss", "train/grad_norm", "train/learning_rate"):
        return all(
            one is not None and loss is not None and np.array_equal(one.steps, loss.steps) for one in curves
        )
    if loss is None or run.unit != "epoch" or not loss.lines.all():
        return False
    together = all(one is not None and np.array_equal(one.lines, loss.lines) for one in curves)
    return together and bool(np.mean(loss.epochs != np.floor(loss.epochs)) >= 0.5)


_GONE = 1e-4
"""With a quarter of a run to go a cosine has 15 % of its top left, a line 25, three steps by ten 0.1."""


def _schedule(run: Run, curve: Curve, highest: float) -> Iterator[Observation]:
    """Whether the rate dies, under a hundredth of its highest, in the first half, and the loss with it.

    A cosine comes under 1 % of its top after 94 % of a run, a line after 99 %, one cycle after 95 %. What
    is there at half time was meant for more steps than the run has; so was what is under _GONE of its top
    with a quarter of the run to go. Progress has stopped where the loss changes by less than 3 % after that.
    """
    values, steps = curve.values, curve.steps
    if len(values) < 5 or highest <= 0 or not steps[-1] > steps[0]:
        return
    middle = float(np.interp(0.6, np.linspace(0, 1, len(values)), values))
    if middle > 0.05 * highest:
        says = f"{curve.key} is at {middle / highest:.2g} of its highest value after 60 % of the run"
        yield Observation("rate_and_loss", "fine", says, curve.place(), 0.6)
        return
    top = int(np.argmax(values))
    dead = int(np.flatnonzero(values >= 0.01 * highest)[-1]) + 1
    if dead >= len(values):
        return
    share = float((steps[dead] - steps[0]) / (steps[-1] - steps[0]))
    loss = run.curve("loss", "train") or run.curve("loss", "validation")
    gone = values[round(0.75 * (len(values) - 1))] < _GONE * highest
    if share >= (0.75 if gone else 0.5) or top > dead or loss is None:
        return
    # one may count steps and the other epochs: both cover the whole run
    rest = loss.values[round(share * len(loss)) :]
    rest = rest[np.isfinite(rest)]
    if len(rest) < 3:
        return
    third = max(1, len(rest) // 3)
    moved = abs(float(np.median(rest[:third]) - np.median(rest[-third:])))
    if moved < 0.03 * abs(float(np.median(rest))):
        says = (
            f"{curve.key} is under 1 % of its highest value after {share:.0%} of the run, and {loss.key} "
            f"stays at {figure(float(np.median(rest)))} from then on"
        )
        yield Observation("rate_and_loss", "stops", says, curve.place(dead), 0.9)


def _rate(highest: float, kind: str, says: str, place: Place) -> tuple[Observation, ...]:
    answer, sure = "", 0.0
    if kind and (known := rate(highest, kind, pretrained=False)) not in ("", "usual"):
        answer, sure = known, 0.9
    elif highest >= 0.5:
        answer, sure = "extreme", 0.95 if highest > _FOR_FEW else 0.7
    elif highest >= 0.15:
        answer, sure = "high", 0.6
    elif 0 < highest <= 2e-7:
        answer, sure = "tiny", 0.8
    elif 1e-4 <= highest <= 1e-3:
        answer, sure = "usual", 0.7
    return (Observation("learning_rate", answer, says, place, sure),) if answer else ()


LAST_TOUCH = 3e-5


def _too_small_to_move(run: Run, highest: float, says: str, place: Place) -> tuple[Observation, ...]:
    """A rate as for the last touch of a network that is trained already, and a loss that stands.

    An adaptive optimizer moves a weight by about its rate in a step (Kingma & Ba 2015, section 2.1), plain
    descent by less where gradients are under 1: at 3e-5 a thousand steps move it by 0.03 at most, about
    what weights are spread over at the start. Fine-tuning at such a rate lowers its loss all the same.
    """
    loss = run.curve("loss", "train") or run.curve("loss", "validation")
    if not 0 < highest <= LAST_TOUCH or loss is None or not hardly_falls(loss.values):
        return ()
    first, last = float(loss.values[0]), float(loss.values[-1])
    says += f", and {loss.key} only goes from {figure(first)} to {figure(last)}"
    return (Observation("learning_rate", "tiny", says, place, 0.7 if highest > LAST_TOUCH / 5 else 0.85),)


def _gradient_norm(run: Run) -> Iterator[Observation]:
    curve = run.curve("gradient norm", "train")
    if curve is None:
        return
    values = curve.values
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size < 0.2 * len(values) and np.isfinite(values[-2:]).all():
        values = values[np.isfinite(values)]  # steps that mixed precision skips while it finds its scale
    elif bad.size:
        at = int(bad[0])
        grown = at >= 3 and values[at - 1] > 100 * float(np.median(values[: max(1, at // 4)])) > 0
        if grown or (at >= 1 and float(values[:at].max()) > 1e3):
            moves = f"{figure(float(values[0]))} to {figure(float(values[at - 1]))}"
            says = f"{curve.key} goes from {moves}, then it is {values[at]}"
            yield Observation("gradient_norm", "exploding", says, curve.place(0, at), 0.95)
            return
        says = f"{curve.key} is {values[at]} at {run.unit} {curve.steps[at]:g}"
        yield Observation("gradient_norm", "nan", says, curve.place(at, at), 0.9)
        return
    if len(values) < 3:
        return
    middle, highest, last = float(np.median(values)), float(values.max()), float(np.median(values[-3:]))
    says = (
        f"{curve.key} is {figure(middle)} in the middle, {figure(highest)} at most, {figure(last)} at the end"
    )
    if _at_a_clip(values):
        share = float(np.mean(values >= 0.99 * highest))
        says = f"{curve.key} is {figure(highest)} in {share:.0%} of {len(values)} values, and never more"
        yield Observation("gradient_norm", "constant", says, curve.place(), 0.9)
        return
    if highest == 0:
        answer = "zero"
    elif highest < 1e-6:
        answer = "tiny"
    elif (
        last > 30 * float(np.median(values[: max(3, len(values) // 4)]))
        or middle > 1e3
        or highest > max(1e3, 100 * middle)
    ):
        answer = "exploding"
    elif _climbs(values):
        answer = "climbs"
        says = f"{curve.key} climbs from {figure(float(values[0]))} to {figure(last)}, hardly ever falling"
    elif len(values) >= 10 and highest > 10 * middle and int(np.argmax(values)) > len(values) // 20:
        answer = "spikes"
    else:
        answer = "ordinary"
    yield Observation("gradient_norm", answer, says, curve.place(), 0.85)


def _climbs(values: Floats) -> bool:
    """It rises in nine steps of ten, to over four times its first quarter: what was never cleared adds up.

    The gradient of one batch scatters; the sum of all so far moves by one batch in a hundred. So a
    norm that is not smooth is no sum.
    """
    if len(values) < 10:
        return False
    steps = np.diff(values)
    start = float(np.median(values[: max(2, len(values) // 6)]))
    return bool(np.mean(steps > 0) >= 0.9 and float(values[-1]) > 4 * start > 0)


def _at_a_clip(values: Floats) -> bool:
    """Nearly all values within a percent of the highest: what a norm is cut to, it never exceeds.

    Full batches repeat their norm too where nothing moves at all; so only a round number counts, as
    people choose for a clip: 1, 0.25, 0.001.
    """
    highest = float(values.max())
    if len(values) < 8 or highest < 1e-6 or float(np.mean(values >= 0.99 * highest)) < 0.8:
        return False
    digits = f"{highest:.1e}"
    return abs(highest - float(digits)) <= 1e-3 * highest


def _no_update(run: Run) -> Iterator[Observation]:
    """A validation loss that never moves by a bit of its float32 beside gradients that are not 0.

    A loss on the clip and a network that is saturated stand still as well, but have no gradient. With
    the few digits of a log nothing is proved.
    """
    loss, norm = run.curve("loss", "validation"), run.curve("gradient norm", "train")
    if loss is None or norm is None or len(loss) < 4 or len(norm) < 4:
        return
    value = float(loss.values[0])
    if not (np.isfinite(value) and value != 0 and (loss.values == value).all()):
        return
    typical = float(np.median(norm.values))
    if bool((loss.errors < 1e-6 * abs(value)).all()) and np.isfinite(norm.values).all() and typical > 1e-6:
        says = (
            f"{loss.key} is {figure(value)} to the last bit at all {len(loss)} steps, beside a gradient "
            f"norm of {figure(typical)}: no weight is updated"
        )
        yield Observation("weight_change", "none", says, loss.place(), 0.9)
