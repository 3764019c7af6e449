"""Statistics of weights, gradients and activations to symptoms: by depth, over time, at the ends.

Each rule has its derivation or its source beside it, and stays silent where the data is thin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from assistant.observe.layers import Named, by_depth, named
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import hardly_falls
from assistant.run import Curve, Floats, Place, Run, TensorSeries


class Tensor(NamedTuple):
    """A series with what its name says of it."""

    name: Named
    series: TensorSeries


VANISHED = 1e-3
"""First over last gradient norm from which on it has vanished (AutoTrainer's beta1; torchmortem calls
1e-2 a warning and 1e-3 critical). Of healthy nets the norms stay within a factor of 30 or so."""
FADING = 1e-2
DEAD = 0.99
"""Share of zeros of a layer that is dead. A healthy ReLU layer has 0.5, a wide or a late one up to
0.9; tools that warn from 0.5 (torchmortem) or 0.7 (AutoTrainer, DeepDiagnosis) on accuse such nets."""
DYING = 0.95
SATURATED = 0.5
"""Share of outputs beyond 0.95 of their range in most layers. There tanh' = 1 - 0.95² < 0.1."""
WIDE, NARROW = 4.0, 0.1
"""Gain of a layer at its start: deviation times root of the inputs, the factor by which a signal
grows on its way through. He's is 1.41, Glorot's about 1, PyTorch's default 0.58, GPT-2's 0.2 to 0.6."""
BARELY = 1e-4
"""Movement of the weights over the whole run, in parts of their size. Healthy updates are 1e-4 to
1e-2 of the weights at every step (Karpathy; SageMaker and DeepDiagnosis alarm under 1e-5 a step)."""
STANDING = 0.01
"""The same where the loss stands as well. Of recorded healthy runs the least moved the matrix that moved most
by 0.15 of its size, of those with a learning rate that was too low half moved it by under 0.004."""
EXPLODED = 1e3
"""A gradient norm from which on no step is a small one (torchmortem: 1e3)."""
FAR_OFF = 10.0
"""Inputs of this size are not scaled: standardized ones have 1, pixels 100."""
SHRUNK = 0.85
"""What is left of the norm of all weights where something pulls them to 0. Of 67 recorded healthy runs none
ends under 0.95 of it and half over 1.13; of five with too strong a decay four end under 0.81."""
GROWN = 10.0
"""Growth of the deviation of the weights over the run (torchmortem: 10)."""


def observe_tensors(run: Run) -> Iterator[Observation]:
    """All that the histograms of a run show; the curves are asked only whether they show it already."""
    tensors = [Tensor(found, s) for s in run.tensors if len(s) and (found := named(s.tag)) is not None]
    if not tensors:
        return
    tensors = _without_scales(tensors)
    weights = _of(tensors, "weight")
    every = _of(tensors, "gradient")
    gradients = [t for t in every if t.name.of == "weight"]
    activations = _of(tensors, "activation")
    yield from _broken(tensors)
    yield from _gradient_norm(run, gradients)
    shrinking = list(_gradient_by_depth(gradients)) or list(_movement_by_depth(weights, _of(tensors, "bias")))
    yield from shrinking
    seen = list(_activations(activations))
    silent = list(_silent(every if gradients else weights + _of(tensors, "bias"), bool(gradients)))
    yield from seen or silent
    if silent and not gradients:
        says = f"no weight matrix moves beside a bias that does: the gradient of all {len(weights)} is 0"
        yield silent[0]._replace(symptom="gradient_norm", answer="zero", says=says)
    fading = bool(silent) or (bool(shrinking) and shrinking[0].answer == "shrinks")
    yield from _weight_change(weights, _of(tensors, "bias"), every, run, fading)
    yield from _biases(tensors, weights)
    yield from _initialization(tensors, weights)
    yield from _inputs(tensors, weights, activations)
    yield from _kinds(tensors)


def _of(tensors: Iterable[Tensor], role: str) -> list[Tensor]:
    """The tensors of a role, from the first layer to the last."""
    found = [t for t in tensors if t.name.role == role]
    order = {layer: n for n, layer in enumerate(by_depth([t.name.layer for t in found]))}
    return sorted(found, key=lambda t: order[t.name.layer])


def _without_scales(tensors: list[Tensor]) -> list[Tensor]:
    """Without what normalization owns: by name, or a `weight` as long as its bias that starts at 1."""
    biases = {t.name.layer: t.series.of("count")[0] for t in tensors if t.name.role == "bias"}
    scales = {
        t.name.layer
        for t in tensors
        if t.name.role == "scale"
        or (
            t.name.role == "weight"
            and t.series.of("count")[0] == biases.get(t.name.layer)
            and abs(t.series.of("q50")[0] - 1) < 0.5
        )
    }
    return [t for t in tensors if t.name.layer not in scales]


def _rms(series: TensorSeries) -> Floats:
    """Root of the mean square, shape (points,)."""
    squares: Floats = series.of("mean") ** 2 + series.of("spread") ** 2
    return np.sqrt(squares)


def _norms(series: TensorSeries) -> Floats:
    return _rms(series) * np.sqrt(series.of("count"))


def _still_zero(series: TensorSeries) -> bool:
    """Exactly zero in the last third of the run, by its extremes or by its norm."""
    late = slice(-max(1, len(series) // 3), None)
    if _is_norm(series):
        return bool((series.of("spread")[late] == 0).all())
    return bool((series.of("least")[late] == 0).all() and (series.of("most")[late] == 0).all())


def _is_norm(series: TensorSeries) -> bool:
    """A logged norm rather than a histogram: no extremes are known."""
    return bool(np.isnan(series.of("least")).all())


def _place(tensors: Sequence[Tensor]) -> Place:
    """The steps of the first tensor, and how many more there are like it."""
    first = tensors[0].series.place()
    more = len(tensors) - 1
    return first._replace(at=f"{first.at} and {more} more" if more else first.at)


def _broken(tensors: list[Tensor]) -> Iterator[Observation]:
    """The first tensor and step with NaN or infinity; what is in weights came through the gradient."""
    found = [
        (float(t.series.steps[bad[0]]), t)
        for t in tensors
        if (bad := np.flatnonzero(t.series.of("finite") == 0)).size
    ]
    if found:
        step = min(s for s, _ in found)
        at = [t for s, t in found if s == step]
        first = next((t for t in at if t.name.role != "gradient"), at[-1])
        n = int(np.flatnonzero(first.series.of("finite") == 0)[0])
        where = f"{len(at)} of {len(tensors)} tensors at that step" if len(at) > 1 else "alone at that step"
        says = f"{first.series.tag} has values that are not finite from step {step:g} on ({where})"
        before = [_norms(t.series)[t.series.steps < step] for t in tensors if t.name.role == "gradient"]
        highest = max((float(norms.max()) for norms in before if norms.size), default=0.0)
        answer = "exploding" if highest > EXPLODED else "nan"
        if answer == "exploding":
            says += f"; before that a gradient has reached {figure(highest)}"
        yield Observation("gradient_norm", answer, says, first.series.place(n, n), 0.95)
    largest = [t for t in tensors if np.any(np.abs(t.series.of("most")) == 65504)]
    if largest:
        says = f"{largest[0].series.tag} reaches 65504, the largest number of half precision"
        yield Observation("precision", "half", says, largest[0].series.place(), 0.9)


def _gradient_norm(run: Run, gradients: list[Tensor]) -> Iterator[Observation]:
    """The norm over all layers, from the squares in the histograms; zeros count a layer at a time."""
    if not gradients:
        return
    zero = [t for t in gradients if _still_zero(t.series)]
    many = any(t.series.of("count")[0] > 1 or _is_norm(t.series) for t in zero)
    if len(zero) * 2 >= len(gradients) and many:
        which = "all" if len(zero) == len(gradients) else f"{len(zero)} of {len(gradients)}"
        says = f"the gradient of {which} weight matrices is exactly 0 at the end ({zero[0].name.layer} first)"
        yield Observation("gradient_norm", "zero", says, _place(zero), 0.95)
        return
    if run.curve("gradient norm", "train") is not None:
        return
    alike, total = _together(gradients)
    if len(total) < 2 or not np.isfinite(total).all():
        return
    first, highest, last = float(total[0]), float(total.max()), float(total[-1])
    says = f"the gradient norm over {len(alike)} layers goes from {figure(first)} to {figure(last)}"
    if highest < 1e-6:
        answer = "tiny"
    elif (last > 30 * first and last > 1) or float(np.median(total)) > EXPLODED:
        answer = "exploding"
    else:
        answer = "ordinary"
    yield Observation("gradient_norm", answer, says, _place(alike), 0.85)


def _together(gradients: list[Tensor]) -> tuple[list[Tensor], Floats]:
    """Those that were written at the steps of the first, and the norm of all of them at each step."""
    steps = gradients[0].series.steps
    alike = [t for t in gradients if len(t.series) == len(steps) and bool((t.series.steps == steps).all())]
    total: Floats = np.sqrt(np.sum([_norms(t.series) ** 2 for t in alike], axis=0))
    return alike, total


def gradient_norm(run: Run) -> Curve | None:
    """The norm of the gradient of all weights, as a curve, where their histograms were written."""
    tensors = [Tensor(found, s) for s in run.tensors if len(s) and (found := named(s.tag)) is not None]
    gradients = [t for t in _of(_without_scales(tensors), "gradient") if t.name.of == "weight"]
    if not gradients:
        return None
    alike, total = _together(gradients)
    series, none = alike[0].series, np.zeros(len(total))
    key = f"the gradient norm over {len(alike)} layers"
    return Curve(
        "gradient norm", "train", key, series.source, series.steps, total, none, none.astype(np.int64), none
    )


def _gradient_by_depth(gradients: list[Tensor]) -> Iterator[Observation]:
    """First over last norm, the median over the run, where it goes steadily with the depth."""
    if len(gradients) < 3 or any(_still_zero(t.series) for t in gradients):
        return
    norms = [_positive(_norms(t.series)) for t in gradients]
    if not all(len(n) for n in norms):
        return
    levels = np.log10([float(np.median(n)) for n in norms])
    first, last = gradients[0], gradients[-1]
    ratio = 10 ** float(levels[0] - levels[-1])
    says = (
        f"the gradient norm is {figure(10 ** float(levels[-1]))} in the last layer ({last.name.layer}) and "
        f"{figure(10 ** float(levels[0]))} in the first ({first.name.layer}), over {len(gradients)} layers"
    )
    steady = _steady(levels)
    place = _place(gradients)
    if ratio < FADING and steady:
        yield Observation("gradient_by_depth", "shrinks", says, place, 0.97 if ratio < VANISHED else 0.6)
    elif ratio > 1 / FADING and -steady > 0:
        yield Observation("gradient_by_depth", "grows", says, place, 0.9 if ratio > 1 / VANISHED else 0.6)
    elif FADING < ratio < 1 / FADING:
        yield Observation("gradient_by_depth", "even", says, place, 0.9)


def _positive(values: Floats) -> Floats:
    found: Floats = values[np.isfinite(values) & (values > 0)]
    return found


def _steady(levels: Floats) -> int:
    """1 where the levels rise with the depth, -1 where they fall: four steps of five go one way; else 0."""
    steps = np.sign(np.diff(levels))
    share = float(np.mean(steps))
    return 1 if share >= 0.6 else -1 if share <= -0.6 else 0


def _movement(series: TensorSeries) -> float:
    """How far the outermost weights have moved over the run, in parts of the deviation.

    The least and the largest value are exact in a histogram; the weights that they belong to have
    moved at least so far, if they are the same weights.
    """
    size = float(np.nanmedian(series.of("spread")))
    moved = np.abs(np.diff(series.of("least"))).sum() + np.abs(np.diff(series.of("most"))).sum()
    return float(moved / 2 / size) if size > 0 else 0.0


def _unchanged(series: TensorSeries) -> bool:
    """Extremes, mean and deviation the same at every step: where weights move none stays exactly."""
    return len(series) >= 2 and _stands(series, slice(None)) and not _coarse(series)


def _movement_by_depth(weights: list[Tensor], biases: list[Tensor]) -> Iterator[Observation]:
    """Under plain SGD a layer moves by the rate times the sum of its gradients: movement stands in for them.

    Biases that start at 0 are where they have moved to; else the extremes of the weights are taken.
    Adam divides the size of the gradient out again, so an even movement says nothing.
    """
    moving = [t for t in weights if len(t.series) >= 2 and t.series.of("count")[0] > 1]
    moved = np.array([_movement(t.series) * float(np.median(t.series.of("spread"))) for t in moving])
    fresh = {
        t.name.layer: float(_rms(t.series)[-1]) for t in biases if _rms(t.series)[-1] > 3 * _rms(t.series)[0]
    }
    what = "weights"
    if moving and all(t.name.layer in fresh for t in moving[:-1]):
        what = "biases"
        moved = np.array([fresh.get(t.name.layer, np.nan) for t in moving])
        moving, moved = [t for t in moving if t.name.layer in fresh], moved[np.isfinite(moved)]
    if len(moving) < 4 or not np.isfinite(moved).all():
        return
    furthest = len(moved) - 2 + int(np.argmax(moved[-2:]))
    most = float(moved[furthest])
    if most < 1e-4 or most < 100 * moved[0]:
        return
    levels = np.log10(np.maximum(moved[: furthest + 1], 1e-12))
    between = (moved > 3 * moved[0]) & (moved < most / 3)
    if _steady(levels) <= 0 or not between.any():
        return  # two kinds of layers, moving and not: frozen ones rather than a gradient that fades
    first, last = moving[0], moving[furthest]
    says = (
        f"over the run the {what} of {last.name.layer} move by {figure(most)}, those of the first layer "
        f"({first.name.layer}) by {figure(float(moved[0]))}, with those of the others in between"
    )
    yield Observation("gradient_by_depth", "shrinks", says, _place(moving), 0.9)


def _activations(activations: list[Tensor]) -> Iterator[Observation]:
    """Dead, saturated, or changing with the depth; the worst of them."""
    if not activations:
        return
    late = [t.series.table[-max(1, len(t.series) // 3) :] for t in activations]
    zeros = [float(np.min(table[:, 10])) for table in late]
    dead = [n for n, share in enumerate(zeros) if share >= DEAD]
    dying = [
        n
        for n, t in enumerate(activations)
        if zeros[n] >= DYING and t.series.of("zeros")[0] < zeros[n] - 0.15
    ]
    faded = _faded(activations[: (dead or dying)[0] + 1]) if dead or dying else None
    if faded is not None:
        yield faded
        return
    if dead or dying:
        n = (dead or dying)[0]
        one = activations[n]
        start = one.series.of("zeros")[0]
        late_share = f"{zeros[n]:.1%} of the outputs are exactly 0 at the end"
        says = f"{one.series.tag}: {late_share} ({start:.0%} at the start)"
        place = one.series.place(-max(1, len(one.series) // 3))
        yield Observation("activation_by_depth", "dead", says, place, 0.97 if dead else 0.8)
        return
    ends = [_at_the_ends(t.series) for t in activations]
    bounded = [
        (float(np.median(shares)), t)
        for shares, t in zip(ends, activations, strict=True)
        if shares is not None
    ]
    full = [(share, t) for share, t in bounded if share >= SATURATED]
    if full and (len(full) * 2 > len(bounded) or full[0] == bounded[0]):
        share, worst = max(full, key=lambda pair: pair[0])
        says = (
            f"{worst.series.tag}: {share:.0%} of the outputs lie in the last twentieth of their range "
            f"({len(full)} of {len(bounded)} such layers are saturated)"
        )
        yield Observation("activation_by_depth", "saturated", says, worst.series.place(), 0.9)
        return
    yield from _activation_spread(activations)


def _faded(activations: list[Tensor]) -> Observation | None:
    """A signal that is gone before anything has learned: what lies behind it dies of that alone."""
    spreads = [float(t.series.of("spread")[0]) for t in activations]
    if len(spreads) < 4 or not 0 < spreads[-1] < VANISHED * spreads[0] or _steady(np.log10(spreads)) >= 0:
        return None
    says = (
        f"the deviation of the activations goes from {figure(spreads[0])} ({activations[0].name.layer}) to "
        f"{figure(spreads[-1])} ({activations[-1].name.layer}) at the start"
    )
    return Observation("activation_by_depth", "shrinks", says, _place(activations), 0.95)


def _silent(tensors: list[Tensor], gradients: bool) -> Iterator[Observation]:
    """Nothing but zeros goes into the last layer: its bias learns, its weights have no gradient at all.

    The gradient of the weights is the error times the inputs, that of the bias the error alone. In
    place of gradients (gradients: these are) the movement of weights and biases shows the same, where
    the weights moved before: that they are frozen looks the same.
    """
    weights = [t for t in tensors if (t.name.of if gradients else t.name.role) == "weight"]
    if len(weights) < 2:
        return
    last = weights[-1]
    bias = next((t for t in tensors if t is not last and t.name.layer == last.name.layer), None)
    if bias is None or min(len(last.series), len(bias.series)) < 4:
        return
    late = slice(-max(2, len(last.series) // 3), None)
    if gradients:
        found = _still_zero(last.series) and not _still_zero(bias.series)
        says = f"the gradient of {last.series.tag} is exactly 0 and that of its bias is not"
    else:
        found = all(_stands(t.series, late) for t in weights) and not _stands(bias.series, late)
        before = [t for t in tensors if t.name.role == "bias" and t.name.layer != last.name.layer]
        found = found and (not _unchanged(last.series) or _left_zero(before))
        says = f"{last.series.tag} stays the same to the last bit in the end, and its bias moves"
    if found:
        says += ": all that goes into this layer is 0"
        place = last.series.place(late.start)
        yield Observation("activation_by_depth", "dead", says, place, 0.9)


def _left_zero(biases: list[Tensor]) -> bool:
    """Biases of Keras that are not the zeros they start from: their layers learned."""
    keras = all(t.series.tag.endswith("/bias/histogram") for t in biases)
    return bool(biases) and keras and all(_rms(t.series)[0] > 0 for t in biases)


def _stands(series: TensorSeries, late: slice) -> bool:
    """Extremes, mean and deviation the same to the last bit at the steps given."""
    table = series.table[late, :5]
    return bool(((table == table[0]) | np.isnan(table)).all())


def _coarse(series: TensorSeries) -> bool:
    """Small steps would not be seen.

    TensorFlow 2 writes thirty equal buckets and no sums: a few far values widen them beyond what most
    weights are apart.
    """
    width = (series.of("most") - series.of("least")) / 30
    apart = series.of("q75") - series.of("q25")
    return series.tag.endswith("/histogram") and bool((width > apart).any())


def _at_the_ends(series: TensorSeries) -> Floats | None:
    """The share at the ends of (-1, 1) or (0, 1), shape (points,); None for outputs without such ends."""
    least, most = float(series.of("least").min()), float(series.of("most").max())
    if most > 1 or least < -1 or not most > 0.5 or bool((series.of("zeros") > 0.2).any()):
        return None
    if least < -0.5:
        shares: Floats = series.of("low") + series.of("high")
    elif least >= 0:
        shares = series.of("middle") + series.of("high")
    else:
        return None
    return shares


def _activation_spread(activations: list[Tensor]) -> Iterator[Observation]:
    """Deviation from the first layer to the last, for layers of one kind."""
    spreads = [float(np.median(t.series.of("spread"))) for t in activations]
    if len(spreads) < 3 or not all(np.isfinite(s) for s in spreads) or not spreads[0] > 0:
        return
    ratio = spreads[-1] / spreads[0]
    says = (
        f"the deviation of the activations goes from {figure(spreads[0])} ({activations[0].name.layer}) to "
        f"{figure(spreads[-1])} ({activations[-1].name.layer}) over {len(spreads)} layers"
    )
    place, levels = _place(activations), np.log10(np.maximum(spreads, 1e-30))
    if ratio < FADING and _steady(levels) < 0:
        yield Observation("activation_by_depth", "shrinks", says, place, 0.95 if ratio < VANISHED else 0.8)
    elif ratio > 1 / FADING and _steady(levels) > 0:
        yield Observation("activation_by_depth", "grows", says, place, 0.9)
    elif 0.1 < ratio < 10:
        yield Observation("activation_by_depth", "even", says, place, 0.85)


def _weight_change(
    weights: list[Tensor], biases: list[Tensor], gradients: list[Tensor], run: Run, fading: bool
) -> Iterator[Observation]:
    """Which weights stay the same to the last bit; where all move, how far."""
    seen = [t for t in weights if len(t.series) >= 2 and t.series.of("count")[0] > 1]
    if not seen:
        return
    still = [t for t in seen if _unchanged(t.series)]
    learned = _left_zero([t for t in biases if t.name.layer in {one.name.layer for one in still}])
    points = max(len(t.series) for t in seen)
    if len(still) == len(seen):
        says = f"all {len(seen)} weight matrices are the same to the last bit at {points} steps"
        yield Observation("weight_change", "none", says, _place(still), 0.97 if points > 2 else 0.9)
        constant = all(t.series.of("least")[0] == t.series.of("most")[0] for t in seen)
        if not constant and not any(t.name.of == "weight" for t in gradients):
            yield from _untrained(still, gradients, run, learned)
        return
    zero = {t.name.layer for t in gradients if t.name.of == "weight" and _still_zero(t.series)}
    if still:
        if fading or all(t.name.layer in zero for t in still):
            return  # a gradient that fades or is 0 leaves weights as they are; that is said already
        names = ", ".join(t.name.layer for t in still[:3])
        says = f"{len(still)} of {len(seen)} weight matrices never change ({names}), the others do"
        yield Observation("weight_change", "some-layers", says, _place(still), 0.95)
        yield from _untrained(still, gradients, run, learned)
        return
    yield _how_far(seen, run)


def _how_far(seen: list[Tensor], run: Run) -> Observation:
    """What weights do that all move."""
    moved, points = [_movement(t.series) for t in seen], max(len(t.series) for t in seen)
    loss = run.curve("loss", "train") or run.curve("loss", "validation")
    least = STANDING if loss is not None and hardly_falls(loss.values) else BARELY
    grown = [t for t in seen if _rms(t.series)[-1] > GROWN * _rms(t.series)[0] > 0]
    far = f"the weights move by {figure(min(moved))} to {figure(max(moved))} of their size over the run"
    if grown:
        one = grown[0]
        sizes = _rms(one.series)
        says = f"{one.series.tag} grows from {figure(float(sizes[0]))} to {figure(float(sizes[-1]))}"
        return Observation("weight_change", "grows", says, _place(grown), 0.9)
    if points >= 3 and (left := _size(seen, -1) / max(_size(seen, 0), 1e-30)) < SHRUNK:
        says = f"all {len(seen)} weight matrices together end at {left:.0%} of their first size"
        return Observation("weight_change", "shrinks", says, _place(seen), 0.85)
    if points >= 3 and max(moved) < least:
        return Observation("weight_change", "barely", far, _place(seen), 0.8)
    return Observation("weight_change", "yes", far, _place(seen), 0.95)


def _size(weights: list[Tensor], point: int) -> float:
    """The norm of all weights together at one point of each."""
    return float(np.sqrt(sum(_norms(t.series)[point] ** 2 for t in weights)))


def _untrained(
    still: list[Tensor], gradients: list[Tensor], run: Run, learned: bool
) -> Iterator[Observation]:
    """Why some weights stay. learned: their layers did learn before the first histogram.

    No gradient beside those of others is a frozen layer; a gradient without a movement is a layer
    that the optimizer does not hold. `compile` in Keras hands it all that is trainable.
    """
    have = {t.name.layer for t in gradients if t.name.of == "weight"}
    unmoved = {t.name.layer for t in still}
    names = ", ".join(sorted(unmoved)[:3])
    if gradients and unmoved <= have:
        says = f"{names} have gradients and never change"
        yield Observation("trained_parameters", "not-in-optimizer", says, _place(still), 0.9)
    elif gradients and not unmoved & have:
        says = f"{names} never change, and no gradient is written for them as for the others"
        yield Observation("trained_parameters", "frozen", says, _place(still), 0.85)
    elif any(curve.key.startswith("epoch_") for curve in run.curves) and not learned:
        says = f"{names} never change, and compile() hands every trainable weight to the optimizer"
        yield Observation("trained_parameters", "frozen", says, _place(still), 0.97)


def _biases(tensors: list[Tensor], weights: list[Tensor]) -> Iterator[Observation]:
    """Biases at a thousandth of the weights and less, while those moved; many start at 0: the end counts."""
    biases = [t for t in _of(tensors, "bias") if len(t.series) >= 2]
    moved = {t.name.layer for t in weights if len(t.series) >= 2 and _movement(t.series) > 1e-2}
    sizes = {t.name.layer: float(_rms(t.series)[-1]) for t in weights}
    pairs = [(float(_rms(t.series)[-1]) / sizes[t.name.layer], t) for t in biases if t.name.layer in moved]
    pairs = [(ratio, t) for ratio, t in pairs if np.isfinite(ratio) and sizes[t.name.layer] > 0]
    if len(pairs) < 2:
        return
    largest, one = max(pairs, key=lambda pair: pair[0])
    says = (
        f"the biases of {len(pairs)} layers are at most {figure(largest)} times the weights' size at the end"
    )
    near = largest < 1e-3 and largest > 0
    yield Observation("bias_values", "near-zero" if near else "ordinary", says, one.series.place(-1), 0.8)


def _initialization(tensors: list[Tensor], weights: list[Tensor]) -> Iterator[Observation]:
    """Constant weights, or a gain far from 1, at the first step that was written.

    The inputs of a layer are its weights per bias: count of the one over count of the other.
    """
    matrices = [t for t in weights if t.series.of("count")[0] > 1]
    if not matrices:
        return
    constant = [t for t in matrices if t.series.of("least")[0] == t.series.of("most")[0]]
    if len(constant) * 2 > len(matrices):
        value = figure(float(constant[0].series.of("least")[0]))
        says = f"{len(constant)} of {len(matrices)} weight matrices start with all values equal ({value})"
        yield Observation("initialization", "zeros", says, _place(constant), 0.95)
        return
    outputs = {t.name.layer: float(t.series.of("count")[0]) for t in tensors if t.name.role == "bias"}
    gains = [
        (float(_rms(t.series)[0]) * np.sqrt(float(t.series.of("count")[0]) / outputs[t.name.layer]), t)
        for t in matrices
        if outputs.get(t.name.layer, 0) > 0
    ]
    if len(gains) < 2:
        return
    middle = float(np.median([gain for gain, _ in gains]))
    says = f"weights start with a deviation of {figure(middle)} / √inputs, the median of {len(gains)} layers"
    place = _place([t for _, t in gains])
    if WIDE < middle < 100:
        yield Observation(
            "initialization", "large", f"{says}: a signal grows so much in each layer", place, 0.9
        )
    elif middle < NARROW:
        yield Observation(
            "initialization", "small", f"{says}: a signal shrinks so much in each layer", place, 0.8
        )
    elif 0.3 < middle < 2.5:
        yield Observation("initialization", "default", says, place, 0.7)


def _inputs(tensors: list[Tensor], weights: list[Tensor], activations: list[Tensor]) -> Iterator[Observation]:
    """Inputs far from 1, by what the first layer makes of them before it has learned.

    Weights of deviation g / √inputs turn inputs of size s into outputs of size g s; a ReLU leaves 0.7 of it,
    so what comes out over g is s at most. Behind a normalization it is 1 whatever s is. Half of a tanh is at
    its ends, over 0.95, where half of what goes in is over 1.8, which is then 2.7 large (1.8 / 0.67).
    """
    outputs = {t.name.layer: float(t.series.of("count")[0]) for t in tensors if t.name.role == "bias"}
    first = next((t for t in weights if outputs.get(t.name.layer, 0) > 0), None)
    if first is None or not activations:
        return
    gain = float(_rms(first.series)[0]) * np.sqrt(first.series.of("count")[0] / outputs[first.name.layer])
    one = activations[0].series
    size, ends = float(_rms(one)[0]), _at_the_ends(one)
    if 0 < gain < WIDE and ends is not None and ends[0] >= 0.5 and 2.7 / gain > 3:
        says = (
            f"{one.tag}: {ends[0]:.0%} of the outputs are at the ends of their range at first, with weights "
            f"that make inputs {figure(gain)} times as large: inputs of {figure(2.7 / gain)} and more"
        )
        yield Observation("input_scaling", "raw", says, one.place(0, 0), 0.75)
    if 0 < gain < np.inf and FAR_OFF * gain < size < np.inf:
        says = (
            f"{one.tag} is {figure(size)} large at first, with weights that make inputs "
            f"{figure(gain)} times as large: inputs of about {figure(size / gain)}"
        )
        yield Observation("input_scaling", "raw", says, one.place(0, 0), 0.85)


_SATURATING = re.compile(r"(?:^|[/_.\d])(?:tanh|sigmoid)(?:$|[/_.\d])", re.I)
_RELU = re.compile(r"(?:^|[/_.\d])relu\d*(?:$|[/_.\d])", re.I)
_RECURRENT = re.compile(r"(?:lstm|gru|rnn)|recurrent_kernel|weight_hh|bias_hh", re.I)


def _kinds(tensors: list[Tensor]) -> Iterator[Observation]:
    """What the names of the layers say of the model."""
    for symptom, answer, pattern, what in (
        ("hidden_activation", "saturating", _SATURATING, "a tanh or a sigmoid"),
        ("hidden_activation", "relu", _RELU, "a ReLU"),
        ("architecture", "recurrent", _RECURRENT, "a recurrent layer"),
    ):
        found = [t for t in tensors if pattern.search(t.series.tag)]
        if found:
            says = f"{found[0].series.tag} belongs to {what}, by its name"
            yield Observation(symptom, answer, says, found[0].series.place(0, 0), 0.9)
