"""The training loss to symptoms: trend, level, start, onset of NaN, spikes, period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from assistant import forensics
from assistant.forensics import Floats
from assistant.observe.level import is_squared, observe_level
from assistant.observe.observation import Observation, figure
from assistant.observe.shape import Shape, shape, spread
from assistant.run import Curve, Run

_ADVERSARIES = (("g loss", "d loss"), ("generator loss", "discriminator loss"), ("gen loss", "disc loss"))


_PIPE = frozenset(("tok2vec", "tok2", "tagger", "parser", "ner", "textcat", "transformer"))
"""Parts of a spaCy pipeline: what it prints is the sum since the last evaluation, which need not fall."""
_RECONSTRUCTION = ("rec", "recon", "reconstruction")
"""What an autoencoder prints beside its KL term, which rises and falls on purpose and is no loss alone."""
_SUMMED = frozenset(("ctc", "att", "rnnt", "transducer"))
"""Losses over a whole sequence, summed: their height says nothing."""


def main_loss(run: Run) -> Curve | None:
    """The loss that training minimizes; a validation or test loss where there is no other.

    None for two networks that play against each other, and for rewards: such losses need not fall.
    """
    names = {curve.name for curve in run.curves}
    if any(g in names and d in names for g, d in _ADVERSARIES) or any("reward" in name for name in names):
        return None
    for split in ("train", "validation", "test"):
        curve = run.curve("loss", split)
        if curve is not None:
            return curve
    for curve in run.curves:
        if curve.name.endswith("loss") and curve.split == "train" and not _PIPE & set(curve.name.split()):
            return curve
    objective = run.curve("objective", "train") or run.curve("elbo", "train")
    if objective is not None:  # a log-likelihood that training raises: its negative is a loss
        return replace(objective, name="loss", key=f"minus {objective.key}", values=-objective.values)
    for named in (_RECONSTRUCTION, ("mse", "rmse", "mae", "error"), ("bpc", "bpb"), ("kl",)):
        for curve in run.curves:
            if curve.name in named and curve.split == "train":
                return curve
    return None


def before_nan(run: Run) -> Run:
    """The run without what its other curves show once the loss is NaN for good.

    Weights that are NaN give every sample to one class: that accuracy falls or stands then is the same
    NaN, not a second symptom. An accuracy that is better afterwards than before is no such case and stays.
    """
    loss = main_loss(run)
    if loss is None or not len(loss) or np.isfinite(loss.values[-1]):
        return run
    finite = np.flatnonzero(np.isfinite(loss.values))
    onset = int(finite[-1]) + 1 if finite.size else 0
    return replace(
        run, curves=tuple(one if _is_same(one, loss) else _until(one, loss, onset) for one in run.curves)
    )


def _is_same(one: Curve, loss: Curve) -> bool:
    return (one.name, one.split) == (loss.name, loss.split)


def _until(curve: Curve, loss: Curve, onset: int) -> Curve:
    """The points of a curve that stand before a point of the loss; all where later ones are better."""
    by_line = bool(loss.lines[onset]) and bool(curve.lines.all()) and curve.source == loss.source
    gone = curve.lines >= loss.lines[onset] if by_line else curve.steps >= loss.steps[onset]
    before, after = curve.values[~gone], curve.values[gone]
    if curve.name in ("learning rate", "gradient norm") or not np.isfinite(after).any() or not len(before):
        return curve
    if curve.name.endswith("accuracy") and np.nanmedian(after) > np.nanmax(before):
        return curve
    kept = {part: getattr(curve, part)[~gone] for part in ("steps", "values", "errors", "lines", "epochs")}
    return replace(curve, **kept)


def observe_loss(run: Run, classes: int | None) -> Iterator[Observation]:
    """All that the main loss shows."""
    curve = main_loss(run)
    if curve is None:
        return
    yield from _ctc(curve)
    curve, masked = _unmasked(run, curve)
    trend = _trend(run, curve)
    if masked and trend is not None:
        trend = trend._replace(says=f"{trend.says} ({masked})")
    if trend is not None and trend.answer in ("plateau", "rising") and is_bound(run, curve):
        trend = trend._replace(sure=min(trend.sure, 0.2))
    if trend is not None:
        yield trend
        if trend.answer == "nan":
            yield _onset(run, curve, trend)
            return
    yield from _never_reset(run, curve)
    yield from _kl_term(run, curve)
    if not any(_SUMMED & set(one.name.split()) for one in run.curves):
        yield from observe_level(run, curve, trend, classes)
        yield from _kind(curve)
        yield from _start(run, curve, classes)
    yield from _end(curve, trend)
    yield from _spikes(curve, trend)
    yield from _period(run, curve)


def _trend(run: Run, curve: Curve) -> Observation | None:
    values = curve.values
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        at = int(bad[0])
        word = "nan" if np.isnan(values[at]) else "inf"
        tail = "" if at == 0 else f" after {figure(float(values[at - 1]))}"
        says = f"{curve.key} is {word} at value {at + 1} of {len(values)}{tail}"
        return Observation("loss_trend", "nan", says, curve.place(at, at))
    found = shape(values)
    if found is None:
        return None
    answer, says, sure = _named(found, curve, values, run.unit == "step")
    return Observation("loss_trend", answer, says, curve.place(), sure) if answer else None


def _never_reset(run: Run, curve: Curve) -> Iterator[Observation]:
    """A mean over an epoch that is added to what the epochs before it left in the sum.

    With m_j the mean loss of epoch j such a sum prints v_k = m_1 + ... + m_k. So the first value and
    the increments after it are themselves a loss curve: positive, steady from one to the next, lower
    at the end than at the start. A loss that diverges begins with increments far under its height and
    ends with the largest ones. A validation loss tells for certain: it is as high as the last increment.
    """
    values = curve.values
    if curve.split != "train" or run.unit == "step" or len(values) < 5:
        return
    means = np.concatenate((values[:1], np.diff(values)))
    if means.min() <= 0 or means[-1] > means[0] or np.abs(np.diff(np.log(means))).max() > np.log(2.5):
        return
    held_out = run.curve("loss", "validation")
    sure, beside = 0.75, ""
    if held_out is not None:
        last = float(np.median(held_out.values[-3:]))
        if not 0.2 < last / float(np.median(means[-3:])) < 5:
            return
        sure, beside = 0.95, f", as high as the validation loss, {figure(last)}"
    says = (
        f"{curve.key} grows by {figure(float(means[1]))} at first and {figure(float(means[-1]))} "
        f"at the end{beside}: "
        "each epoch adds its loss to those before it"
    )
    yield Observation("loss_sum", "never-reset", says, curve.place(), sure)


def _unmasked(run: Run, curve: Curve) -> tuple[Curve, str]:
    """The curve with nan where a number stands for it, and how it was printed.

    Caffe takes the log of at least FLT_MIN, so outputs of nan cost -ln(1.17549e-38) = 87.3365. The
    Trainer of Hugging Face leaves NaN losses out of the mean that it prints: 0.0, the gradient nan.
    """
    values = curve.values
    masked = np.abs(values - forensics.CAFFE_NAN) <= 5e-4
    how = "printed as 87.3365, Caffe's -ln of the smallest float"
    gradient = run.curve("gradient norm", "train")
    if not masked.any() and gradient is not None and len(gradient) == len(values):
        masked = (values == 0) & ~np.isfinite(gradient.values)
        how = "printed as 0.0, which leaves NaN losses out, beside a gradient norm of nan"
    if not masked.any():
        return curve, ""
    return replace(curve, values=np.where(masked, np.nan, values)), how


def _named(s: Shape, curve: Curve, values: Floats, batches: bool) -> tuple[str, str, float]:
    """The answer of `loss_trend`, the sentence, and how sure."""
    key, start, end = curve.key, figure(float(values[0])), figure(float(values[-1]))
    moved = f"{key} goes from {start} to {end} in {s.points} values"
    if s.frozen and s.start != 0:
        return "frozen", f"{key} is {start} to the last digit, {s.points} times", 0.99
    if s.start == 0 and s.end == 0:
        return "", "", 0
    margin = max(3 * s.error, 1e-9, float(np.median(curve.errors)) * 2)
    scale = max(abs(s.start), abs(s.low), 1e-9)
    if s.points < 3:
        if s.start - s.end > 0.03 * scale:
            return "falling", moved, 0.6
        return ("rising", moved, 0.5) if s.end - s.start > 0.2 * scale else ("", "", 0)
    if (
        s.end > 0
        and s.end > 5 * max(abs(s.low), 0.1 * scale)
        and s.end > 3 * s.start
        and s.end - s.start > margin
    ):
        return "diverging", f"{moved}; the least was {figure(s.low)}", 0.95
    if _settled_at_once(s, values):
        rest = figure(float(np.median(values[len(values) // 2 :])))
        return "plateau", f"{key} drops from {start} to {rest} at once, then stays there", 0.75
    jump = _jump(s)
    if jump:
        return "jump", f"{key} falls to {figure(s.low)}, then jumps to {figure(s.end)} and stays up", 0.9
    wide = 2.5 * s.noise > 0.35 * abs(float(np.median(s.blocks))) and s.turns > 0.5
    peak = float(s.blocks.max())
    if len(s.blocks) >= 5 and peak > 2.5 * max(s.start, s.end) > 0 and peak - s.start > 4 * s.error:
        return "oscillating", f"{key} climbs from {start} to {figure(peak)} and back to {end}", 0.8
    fallen = s.start - s.end
    if fallen > max(margin, 0.02 * scale) and not (wide and fallen < 4 * s.noise):
        return _falling(s, moved)
    if wide or _swings(s, scale, margin):
        swing = figure(spread(values, 0.1, 0.9))
        # losses of single batches scatter around a floor in a good run too
        far = spread(values, 0.1, 0.9) > 2.5 * abs(float(np.median(values)))
        resting = batches and abs(fallen) < 0.3 * scale and not far and not _swings(s, scale, margin)
        return "oscillating", f"{moved}, swinging by {swing} all the way", 0.35 if resting else 0.85
    if -fallen > max(margin, 0.04 * scale):
        return "rising", moved, 0.85 if s.points >= 4 else 0.6
    sure = min(0.95, 0.5 + 0.08 * s.points)
    return (
        "flat",
        f"{key} stays about {figure(float(np.median(values)))}, {s.points} values: no progress",
        sure,
    )


def _falling(s: Shape, moved: str) -> tuple[str, str, float]:
    """Falling, crawling or plateau: how far, how straight, and whether it still moves."""
    count = len(s.blocks)
    half = count // 2
    first, second = s.blocks[0] - s.blocks[half], s.blocks[half] - s.blocks[-1]
    straight = second > 0.7 * first and s.turns < 0.4
    if count >= 6 and 0 < s.progress < 0.35 and straight and second > 3 * s.error:
        return "crawling", f"{moved}: {s.progress:.1%} down, in a straight line", 0.8
    still = abs(s.settled) < 0.01 or second < 0.06 * (s.start - s.low)
    if count >= 6 and still and s.progress < 0.3:
        return "plateau", f"{moved}: {s.progress:.0%} down, and level for the last half", 0.7
    return "falling", moved, 0.95 if s.points >= 4 else 0.75


def _settled_at_once(s: Shape, values: Floats) -> bool:
    """All of the progress is made before the second point (or block); nothing moves from then on."""
    if s.points < 5:
        return False
    rest = values[1:] if s.points <= 20 else s.blocks[1:]
    level = float(np.median(rest))
    half = len(rest) // 2
    drift = abs(float(np.median(rest[:half]) - np.median(rest[half:])))
    still = drift < max(0.02 * abs(level), 2 * s.error) and float(np.ptp(rest)) < 0.15 * abs(level)
    return bool(level > 0 and values[0] > 1.3 * level and still)


def _jump(s: Shape) -> bool:
    """Fell, then lost over half of the progress within two blocks, and did not come back."""
    if len(s.blocks) < 5:
        return False
    at = int(np.argmin(s.blocks))
    if at < 1 or at > len(s.blocks) - 2:
        return False
    gained = s.blocks[0] - s.low
    after = s.blocks[at + 1 :]
    lost = float(after.min()) - s.low
    steepest = float(np.diff(s.blocks[at:]).max())
    return bool(
        gained > 0.1 * abs(s.blocks[0])
        and gained > 4 * s.error
        and lost > 0.5 * gained
        and steepest > 0.6 * (s.end - s.low)
    )


def _swings(s: Shape, scale: float, margin: float) -> bool:
    """The blocks themselves go up and down by a quarter of the level and more, to no end.

    Medians of blocks of noise differ too, by 0.95 times their own error in the median (0.6745 sqrt 2):
    where a block holds several points, its noise is known, and the steps must stand out from it.
    """
    if len(s.blocks) < 4:
        return False
    steps = np.diff(s.blocks)
    turning = np.mean(np.sign(steps[1:]) != np.sign(steps[:-1]))
    noise = margin / 3 if s.points < 3 * len(s.blocks) else 2 * s.error
    return bool(np.median(np.abs(steps)) > max(0.25 * scale, noise) and turning >= 0.5)


def _onset(run: Run, curve: Curve, trend: Observation) -> Observation:
    onset = forensics.nan_onset(curve.values) or "sudden"
    words = {
        "at-start": "there is no finite value before it",
        "after-growth": "the values before it had grown",
        "sudden": "the values before it were ordinary",
    }
    hidden = onset == "at-start" and run.unit == "epoch"  # a whole epoch went by before it was printed
    # one value, noted down with no counter beside it, may be any
    sure = 0.35 if len(curve) == 1 else 0.5 if hidden else 0.9
    return Observation("nan_onset", onset, f"{trend.says}: {words[onset]}", trend.place, sure)


_KINDS = (
    ("kl", r"(?:^|[^a-z])kld?(?:[^a-z]|$)|kullback"),
    ("binary-cross-entropy", r"bce|binary_cross"),
    ("cross-entropy", r"cross_?entropy|xent|(?:^|[^a-z])ce(?:[^a-z]|$)|logloss"),
)


def _kind(curve: Curve) -> Iterator[Observation]:
    """The kind of loss, where its name says it."""
    named = (kind for kind, pattern in _KINDS if re.search(pattern, curve.key.lower()))
    kind = "squared-error" if is_squared(curve) else next(named, None)
    if kind is not None:
        yield Observation("loss_kind", kind, f"the loss is called {curve.key}", curve.place(0, 0), 0.9)


def _ctc(curve: Curve) -> Iterator[Observation]:
    """A loss that is called CTC."""
    if re.search(r"(?:^|[^a-z])ctc(?:[^a-z]|$)", curve.key.lower()):
        yield Observation("loss_kind", "ctc", f"the loss is called {curve.key}", curve.place(0, 0), 0.9)


_KL = re.compile(r"(?:^|[^a-z])kld?(?:[^a-z]|$)|kullback")
_REBUILT = re.compile(r"recon|rebuild|rec(?:[^a-z]|$)|nll|bce|mse|cross|likelihood|perplexity|ppl")


def _terms(run: Run, curve: Curve) -> tuple[Curve, Curve] | None:
    """The KL term of an autoencoder and its reconstruction, of the split of its loss."""
    train = [one for one in run.curves if one.split == curve.split and len(one) >= 5]
    term = next((one for one in train if _KL.search(one.key.lower()) and one is not curve), None)
    rebuilt = next((one for one in train if _REBUILT.search(one.key.lower()) and one is not term), None)
    return None if term is None or rebuilt is None else (term, rebuilt)


def is_bound(run: Run, curve: Curve) -> bool:
    """A variational bound: it rests on the entropy of the data, high above 0, and soon comes near it.

    How much of it is left, and that it levels off, says little; with a weight that is raised bit by
    bit it even rises.
    """
    return _terms(run, curve) is not None


def _kl_term(run: Run, curve: Curve) -> Iterator[Observation]:
    """The KL term of an autoencoder beside its reconstruction: whether it dies away.

    It vanishes where it ends under a tenth of the reconstruction and under a tenth of its own highest
    value (an annealed weight lets it rise first), while the reconstruction hardly moves. Where it is next
    to nothing the reconstruction may have fallen by what the decoder learns alone, such as the mean.
    """
    terms = _terms(run, curve)
    if terms is None:
        return
    term, rebuilt = terms
    found, other = shape(term.values), shape(rebuilt.values)
    if found is None or other is None or other.end <= 0 or found.end < -1e-3:
        return
    highest = float(np.nanmax(term.values))
    small = (found.end < 0.1 * other.end and found.end < 0.1 * max(highest, 1e-9)) or found.end < 1e-3
    nothing = found.end < 0.02 and found.end < 2e-3 * other.end
    moves = f"{term.key} goes from {figure(float(term.values[0]))} to {figure(float(term.values[-1]))}"
    says = f"{moves}, {rebuilt.key} from {figure(other.start)} to {figure(other.end)}"
    if nothing or (small and other.progress < 0.3):
        yield Observation("kl_term", "vanishes", says, term.place(), 0.9)
    elif found.end > 0.02 * other.end:
        yield Observation("kl_term", "ordinary", says, term.place(), 0.8)


def _end(curve: Curve, trend: Observation | None) -> Iterator[Observation]:
    """Whether the last third falls on at two thirds of the average pace and beyond its noise."""
    found = shape(curve.values)
    if found is None or trend is None or len(found.blocks) < 6 or found.progress < 0.02:
        return
    third = len(found.blocks) // 3
    late = float(found.blocks[-third - 1] - found.blocks[-1])
    pace = (found.start - found.end) * third / (len(found.blocks) - 1)
    falling = late > 0.5 * pace and late > 2 * found.error
    answer, words = ("still-falling", "still falls") if falling else ("level", "has leveled off")
    place = curve.place(2 * len(curve) // 3)
    yield Observation("loss_end", answer, f"{curve.key} {words} at the end", place, 0.8)


def _period(run: Run, curve: Curve) -> Iterator[Observation]:
    """A pattern that comes back with every epoch, where several values are shown in each."""
    if not np.isfinite(curve.values).all():
        return
    told = bool(np.isfinite(curve.epochs).all())
    length = _in_an_epoch(curve) if told else _between_evaluations(run, curve)
    where = "at the same place of every epoch" if told else "between one evaluation and the next"
    if not told and length:
        curve = replace(curve, epochs=np.floor(np.arange(len(curve)) / length))
    if np.isfinite(curve.epochs).all() and _begins_anew(curve):
        first, last = figure(float(curve.values[0])), figure(float(curve.values[-1]))
        says = f"{curve.key} begins every epoch near its very first value, {first}, and ends at {last}"
        yield Observation("loss_period", "jumps-at-epoch", says, curve.place(), 0.9)
        return
    values = curve.values[length:]  # the first epoch falls steeply, whatever the order
    epochs = len(values) // length if length else 0
    if length < 3 or epochs < 3:
        return
    share = forensics.epoch_period(values, length)
    says = f"{share:.0%} of the swings of {curve.key} repeat {where}"
    enough = length >= forensics.EPOCH_PLACES and epochs * length >= forensics.EPOCH_POINTS
    if enough and share >= forensics.EPOCH_SHARE:
        yield Observation("loss_period", "saw-in-epoch", says, curve.place(), 0.5 + share / 2.1)
    elif told and epochs >= 4 and share < 0.3:
        yield Observation("loss_period", "none", says, curve.place(), 0.7)


def _in_an_epoch(curve: Curve) -> int:
    """Points of training in each epoch; 0 where that varies, but for the last one."""
    _, counts = np.unique(np.floor(curve.epochs), return_counts=True)
    usual = int(np.median(counts))
    regular = counts[: -1 if counts[-1] != usual else None]
    return usual if len(regular) >= 4 and np.all(regular == usual) else 0


def _between_evaluations(run: Run, curve: Curve) -> int:
    """Points of training from one evaluation to the next: an epoch where none is told; 0 where uneven."""
    held_out = [one for one in run.curves if one.split != "train" and one.name in ("loss", "accuracy")]
    steps = np.diff(curve.steps)
    if not held_out or len(curve) < 12 or not np.isnan(curve.epochs).all() or np.ptp(steps) > 0:
        return 0
    times, apart = len(held_out[0]), np.diff(held_out[0].steps)
    if len(apart) < 4 or np.ptp(apart) > 0 or steps[0] <= 0:
        return 0
    if apart[0] == 1 and held_out[0].steps[0] <= 1 and len(curve) % times == 0:
        length = len(curve) / times  # evaluations are counted in epochs, single losses in steps
    else:
        length = float(apart[0] / steps[0])
    return int(length) if length >= 3 and length.is_integer() else 0


def _begins_anew(curve: Curve) -> bool:
    """Every epoch falls from where the first one began: nothing is kept from one to the next.

    With f and l the first and last value printed of an epoch, f - l is what it gains. A model that
    keeps its weights begins an epoch about where the last one ended: f(e + 1) = l(e). One that is made
    anew begins at f(1). Three epochs of three values, gains beyond the noise, and every f within a
    quarter of the first gain of f(1).
    """
    numbers = np.floor(curve.epochs)
    firsts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    found = shape(curve.values)
    if len(firsts) < 3 or found is None or float(np.diff(firsts).min()) < 3:
        return False
    ends = np.append(firsts[1:] - 1, len(numbers) - 1)
    ends, firsts = ends[ends - firsts >= 2], firsts[ends - firsts >= 2]
    begin, gain = curve.values[firsts], curve.values[firsts] - curve.values[ends]
    least = max(0.05 * abs(float(begin[0])), 3 * found.noise)
    return bool(
        len(firsts) >= 3
        and (gain > least).all()
        and (np.abs(begin - begin[0]) < 0.25 * gain[0]).all()
        and (gain < 1.75 * gain[0]).all()
    )


def _start(run: Run, curve: Curve, classes: int | None) -> Iterator[Observation]:
    first = float(curve.values[0])
    if not np.isfinite(first):
        return
    at = curve.place(0, 0)
    named = curve.key.removeprefix("the ")
    if first > 1000 and run.curve("accuracy", curve.split) is None:  # else it is no matter of the targets
        yield Observation("loss_start", "huge", f"the first {named} is {figure(first)}", at, 0.9)
        return
    if is_squared(curve) or first <= 0:
        return
    if classes is None:
        if run.curve("accuracy", curve.split) is not None and first > 12:
            says = f"the first {named} is {figure(first)}, far more than guessing costs"
            yield Observation("loss_start", "far-above", says, at, 0.9)
        return
    ratio = forensics.start_against_chance(first, classes)
    says = f"the first {named} is {figure(first)}, {ratio:.2g} × ln {classes}"
    if ratio > 2.5:
        yield Observation("loss_start", "far-above", says, at, 0.9)
    elif ratio > 0.9:
        yield Observation("loss_start", "as-chance", says, at, 0.8)
    else:
        yield Observation("loss_start", "below", says, at, 0.8)


def _spikes(curve: Curve, trend: Observation | None) -> Iterator[Observation]:
    """Single points far over their neighbors: over 8 robust deviations and 1.5 times the median."""
    values = curve.values
    if len(values) < 20 or trend is None or trend.answer in ("oscillating", "frozen"):
        return
    width = 9
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, width // 2, mode="edge"), width)
    middle = np.median(windows, axis=1)
    scatter = 1.4826 * np.median(np.abs(windows - middle[:, None]), axis=1)
    floor = max(float(np.median(scatter)), 1e-9)
    spikes = np.flatnonzero((values - middle > 8 * np.maximum(scatter, floor)) & (values > 1.5 * middle))
    if not spikes.size:
        yield Observation("loss_spikes", "none", f"no spike among {len(values)} values", curve.place(), 0.9)
        return
    many = spikes.size > max(4, 0.03 * len(values))
    at = int(spikes[np.argmax(values[spikes])])
    usual, highest = figure(float(middle[at])), figure(float(values[at]))
    says = f"{spikes.size} spikes, the highest {highest} where {usual} is usual"
    yield Observation("loss_spikes", "frequent" if many else "isolated", says, curve.place(at, at), 0.85)
