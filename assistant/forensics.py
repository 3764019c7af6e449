"""What the printed numbers themselves prove; K is the number of classes, A accuracy, L loss.

Pure functions of numbers and their printed precision. Symptoms and causes are not known here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

LOG_RANGE = math.log(1000.0)
"""An ordinary loss is somewhere between 0.01 and 10: three decades, taken as log-uniform."""
CAFFE_NAN = -math.log(1.1754943508222875e-38)
"""87.3365: SoftmaxWithLoss of Caffe takes max(p, FLT_MIN), also of an output of nan."""
FLAT_AT_CHANCE = 0.1
"""How often a loss that does not move sits at ln K (the usual rate of that answer)."""


class Proof(NamedTuple):
    """What a number proves. value: the K, the N, the floor…; sure: 1 minus the odds of accident."""

    value: float
    sure: float
    says: str


_MOST_CLASSES = 100_000


def surety(prior: float, accident: float) -> float:
    """P(the reading is meant | it fits), by Bayes.

    A true reading fits always; an ordinary number fits with probability `accident`:
    prior / (prior + (1 - prior) * accident). So 0.69 (window 0.01 wide) is weaker than 0.6931.
    """
    accident = min(max(accident, 0.0), 1.0)
    return prior / (prior + (1.0 - prior) * accident) if prior > 0 else 0.0


def _window(value: float, tolerance: float) -> float:
    """The chance that a log-uniform loss falls within `tolerance` of `value`."""
    return 2.0 * (tolerance / abs(value)) / LOG_RANGE if value and math.isfinite(value) else 1.0


def class_prior(classes: int) -> float:
    """How often a classifier has this many classes (a rough census of tutorials and questions)."""
    common = {
        2: 0.40,
        3: 0.08,
        4: 0.04,
        5: 0.05,
        6: 0.03,
        7: 0.03,
        8: 0.02,
        9: 0.01,
        10: 0.18,
        20: 0.01,
        26: 0.01,
        50: 0.004,
        100: 0.04,
        101: 0.004,
        1000: 0.04,
    }
    return common.get(classes, 0.05 / classes if classes > 1 else 0.0)


def uniform_output(loss: float, tolerance: float, classes: int | None = None) -> Proof | None:
    """L = ln K: the output is uniform, the network says nothing.

    Every p = 1/K, so each sample costs -ln(1/K) = ln K whatever its label. Assumes a mean
    cross-entropy in nats without label smoothing, class weights or penalties. K is read off the
    loss where it is not known; the K's crowd as they grow (ln 100 and ln 101 differ by 0.01), so
    a large K is believed only as far as it is common.
    """
    if not loss > 0.5 or loss > 11 or not math.isfinite(loss):
        return None
    nearest = classes or max(2, round(math.exp(loss)))
    if not abs(loss - math.log(nearest)) <= tolerance:
        return None
    prior = FLAT_AT_CHANCE * (1.0 if classes else class_prior(nearest))
    sure = surety(prior, _window(loss, tolerance))
    return Proof(nearest, sure, f"ln {nearest} = {math.log(nearest):.4f}")


def shares_entropy(shares: Sequence[float]) -> float:
    """H = -sum s ln s, in nats: the lowest loss of a model that ignores its input.

    Such a model gives every sample one distribution q; its mean cost is the cross-entropy of the
    class shares s and q, which is least, and equal to the entropy of s, at q = s.
    """
    return -math.fsum(share * math.log(share) for share in shares if share > 0)


def ignored_input(loss: float, tolerance: float, accuracy: float, error: float) -> Proof | None:
    """L = H(A) for two classes: only the shares are learned, the larger class is always predicted.

    Then the accuracy is the majority share A itself, and the loss the entropy of (A, 1 - A).
    At A = 0.5 this is ln 2, which `uniform_output` says better.
    """
    if not 0.55 < accuracy < 0.995:
        return None
    expected = shares_entropy((accuracy, 1 - accuracy))
    slack = tolerance + error * abs(math.log(accuracy / (1 - accuracy)))
    if not abs(loss - expected) <= slack:
        return None
    sure = surety(0.05, _window(loss, slack))
    return Proof(
        accuracy, sure, f"the entropy of shares {accuracy:.3f} and {1 - accuracy:.3f} is {expected:.4f}"
    )


class Floor(NamedTuple):
    """What one output sitting on a loss's clip costs. above: outputs over 1, else under 0."""

    cost: float
    formula: str
    above: bool


def _upper(epsilon: float, inside: float = 0.0) -> float:
    """-log(1 - (1 - epsilon) + inside) as float32 computes it; 1 - 1e-7 rounds to 1 - 2**-23."""
    p = np.float32(1) - np.float32(epsilon)
    return float(-np.log(np.float64(np.float32(1) - p + np.float32(inside))))


FLOORS: tuple[Floor, ...] = (
    Floor(-math.log(1e-7), "-ln(1e-7)", False),
    Floor(_upper(1e-7), "-ln(1 - (1 - 1e-7)) in float32", True),
    Floor(-math.log(2e-7), "-ln(2e-7)", False),
    Floor(_upper(1e-7, 1e-7), "-ln(1 - (1 - 1e-7) + 1e-7) in float32", True),
    Floor(-math.log(1e-6), "-ln(1e-6)", False),
    Floor(_upper(1e-6), "-ln(1 - (1 - 1e-6)) in float32", True),
    Floor(-math.log(1e-5), "-ln(1e-5)", False),
    Floor(-math.log(1e-8), "-ln(1e-8)", False),
    Floor(-math.log(1e-12), "-ln(1e-12)", False),
    Floor(-math.log(1e-15), "-ln(1e-15)", False),
    Floor(100.0, "100, the clip of PyTorch's BCELoss", False),
)


def clip_floor(loss: float, error: float, accuracy: float, accuracy_error: float) -> Proof | None:
    """L = floor * (1 - A) or floor * A: every output sits on the clip of the loss.

    A loss that expects probabilities clips p to [eps, 1 - eps] before the log. Raw scores all
    under 0 become eps: a positive costs -ln eps, a negative nothing. All is predicted negative,
    so A is the share of negatives and L = -ln eps * (1 - A). Scores all over 1 cost the other
    class the same way. Counting the positives for accuracy (a metric that reads scores
    otherwise) gives floor * A. Assumes plain binary or categorical cross-entropy.
    """
    best: Proof | None = None
    for share, formula in ((1 - accuracy, "(1 - {a})"), (accuracy, "{a}")):
        if not 0.02 < share < 0.98:
            continue
        for floor in FLOORS:
            slack = error + floor.cost * accuracy_error
            if not abs(loss - floor.cost * share) <= slack:
                continue
            sure = surety(0.01, 2 * len(FLOORS) * _window(loss, slack) / 4)
            shown = formula.format(a=f"{accuracy:.4g}")
            says = f"{floor.formula} × {shown} = {floor.cost:.4f} × {share:.4f} = {floor.cost * share:.4f}"
            if best is None or sure > best.sure:
                best = Proof(floor.cost, sure, says)
    return best


def impossible_accuracy(loss: float, error: float, accuracy: float, accuracy_error: float) -> Proof | None:
    """L < (1 - A) ln 2: loss and metric do not look at the same thing.

    A sample that argmax, or a threshold of 0.5, gets wrong has p(true) <= 1/2 and costs at least
    ln 2; a right one costs at least 0. So L >= (1 - A) ln 2, for means over the same samples, also
    while the weights move. Assumes cross-entropy without weights under 1 and no focal factor.
    Silent at A under 0.005: a figure of 0 is more often a metric that cannot be right at all.
    """
    least = (1 - accuracy - accuracy_error) * math.log(2)
    if accuracy < 0.005 or least < 0.02 or not loss + error < least:
        return None
    ratio = (loss + error) / least
    sure = 0.98 if ratio < 0.6 else 0.7
    says = (
        f"an accuracy of {accuracy:.4g} costs at least (1 - {accuracy:.4g}) × ln 2 = {least:.3g}, "
        f"the loss is {loss:.3g}"
    )
    return Proof(least, sure, says)


def calibrated_least(accuracies: Floats) -> Floats:
    """The least mean cross-entropy of calibrated outputs that are right in these shares, in nats.

    Calibrated: p comes true in a share p of the cases. Then a sample costs H(p) in the mean, and is right
    with the largest of p, m. Of all p with that m the entropy is least where p is (m, ..., m, rest), and
    no less than the chord from (1/k, ln k) to (1/(k + 1), ln(k + 1)) with 1/(k + 1) <= m <= 1/k, since it
    is concave between. The chords are a convex curve c, so L = E[H] >= E[c(m)] >= c(E[m]) = c(A), by Jensen.
    For A >= 1/2 that is 2 ln 2 (1 - A), twice what any outputs must cost. Training by this loss makes
    outputs calibrated or too sure, which costs more; a loss far under c(A) is of other outputs than A.
    """
    shares = np.maximum(accuracies, 1 / _MOST_CLASSES)
    below = np.floor(1 / shares + 1e-9)
    share = (1 / below - shares) * below * (below + 1)
    found: Floats = np.log(below) + share * (np.log(below + 1) - np.log(below))
    return found


def too_cheap(losses: Floats, accuracies: Floats, size: float = 100) -> Proof | None:
    """Losses of one run that are, again and again, under the least that calibrated outputs cost.

    Under ln 2 in a fifth of the points by 5 %; above, where classes are many and chance is near, in half
    of them by 20 %. size: the samples that an accuracy is of; two deviations of it are granted.
    """
    known = np.isfinite(losses) & np.isfinite(accuracies)
    known &= (accuracies > 0.01) & (accuracies < 0.97) & (losses > 0.01)
    cost, share = losses[known], accuracies[known]
    if len(cost) < 2:
        return None
    least = calibrated_least(np.minimum(share + 2 * np.sqrt(share * (1 - share) / size), 1.0))
    low = (cost < 0.95 * least) & (cost < math.log(2))
    far = cost < 0.8 * least
    if low.sum() >= max(2, 0.2 * len(cost)):
        at, sure = int(np.argmin(np.where(low, cost - least, np.inf))), 0.9
    elif far.sum() >= max(2, 0.5 * len(cost)):
        at, sure = int(np.argmin(cost - least)), 0.75
    else:
        return None
    says = (
        f"outputs that are as sure as they are right, and right in {share[at]:.4g} of the cases, cost "
        f"{least[at]:.3g} or more; the loss was {cost[at]:.3g}"
    )
    return Proof(float(least[at]), sure, says)


def ties_counted(loss: float, tolerance: float, accuracy: float, classes: int | None = None) -> Proof | None:
    """A >= 0.9 while L = ln K: the metric counts ties, or is not computed from these outputs.

    At L = ln K outputs are uniform: no class leads, argmax is right 1/K of the time.
    """
    uniform = uniform_output(loss, tolerance, classes)
    if uniform is None or not accuracy >= max(0.9, 2 / uniform.value):
        return None
    return Proof(uniform.value, uniform.sure, f"{uniform.says}: a uniform output cannot score {accuracy:.3g}")


def double_softmax(
    loss: float, tolerance: float, accuracy: float, classes: int | None = None, slack: float = 0.02
) -> Proof | None:
    """L stops at ln(1 + (K - 1)/e) + (1 - A): softmax is applied twice.

    The first softmax gives at best a one-hot vector; the second turns it into e/(e + K - 1) for the
    class it names and 1/(e + K - 1) for each other. A right sample costs f = ln(1 + (K - 1)/e), a
    wrong one f + 1, so the mean is f + (1 - A), and never under f. Outputs that are not quite
    one-hot cost up to a few hundredths more: `slack`. Assumes mean cross-entropy.
    """
    if not (0.75 <= accuracy <= 1 and 0.3 < loss < 8.5):
        return None
    rest = loss - (1 - accuracy)
    k = classes or max(2, round(1 + math.e * (math.exp(rest) - 1)))
    floor = double_softmax_floor(k)
    if not -tolerance - 0.005 <= rest - floor <= tolerance + slack:
        return None
    prior = 0.2 * (1.0 if classes else class_prior(k))
    says = f"ln(1 + {k - 1}/e) + (1 - {accuracy:.4g}) = {floor + 1 - accuracy:.4f}"
    return Proof(k, surety(prior, _window(loss, tolerance + slack)), says)


def double_softmax_line(losses: Floats, accuracies: Floats) -> Proof | None:
    """L + A stays the same while A moves, at f + 1 for a K: softmax is applied twice.

    L = f + (1 - A) of `double_softmax` holds at every step where outputs are almost one-hot, so over a run
    the loss falls by as much as the accuracy rises. A loss of its own falls by several times that. The two
    must be of one state of the weights; the first third, where outputs are soft, is left out.
    """
    known = np.isfinite(losses) & (accuracies >= 0.75) & (accuracies <= 1)
    cost, share = losses[known], accuracies[known]
    cost, share = cost[len(cost) // 3 :], share[len(share) // 3 :]
    moved = float(np.ptp(share)) if len(share) > 3 else 0.0
    rest = cost - (1 - share)
    if moved < 0.03 or np.ptp(rest) > 0.3 * moved or not 0.3 < np.min(rest) < 8.5:
        return None
    k = round(1 + math.e * (math.exp(float(np.min(rest))) - 1))
    floor = double_softmax_floor(max(k, 2))
    if k < 3 or not -0.005 <= float(np.median(rest)) - floor <= 0.03:
        return None
    says = (
        f"loss + accuracy stays at {float(np.median(rest)) + 1:.3f} while the accuracy moves by {moved:.2g}: "
        f"1 + ln(1 + {k - 1}/e) = {floor + 1:.4f}"
    )
    return Proof(k, surety(0.2, 0.035 / (double_softmax_floor(k + 1) - floor) * 0.1), says)


def double_softmax_floor(classes: int) -> float:
    """ln(1 + (K - 1)/e): 0.3133 for two classes, 1.4612 for ten."""
    return math.log(1 + (classes - 1) / math.e)


DOUBLE_SIGMOID_FLOOR = (math.log(1 + 1 / math.e) + math.log(2)) / 2
"""Sigmoid twice, balanced classes: sigmoid(1) for ones costs ln(1 + 1/e), sigmoid(0) costs ln 2."""


def double_sigmoid(loss: float, tolerance: float, accuracy: float) -> Proof | None:
    """L stops at 0.5032 with A near 1 on two balanced classes: sigmoid is applied twice.

    The first sigmoid gives at best 0 or 1; the second makes 0.5 and 0.7311 of them, which cost
    ln 2 for a zero and ln(1 + 1/e) for a one.
    """
    if not 0.95 <= accuracy <= 1 or not abs(loss - DOUBLE_SIGMOID_FLOOR) <= tolerance + 0.005:
        return None
    sure = surety(0.05, _window(loss, tolerance + 0.005))
    return Proof(2, sure, f"(ln(1 + 1/e) + ln 2)/2 = {DOUBLE_SIGMOID_FLOOR:.4f}")


def opposed(losses: Floats, accuracies: Floats, chance: float) -> bool:
    """A under chance and falling while L falls: raw scores are read as labels, or labels are flipped.

    A model that gets better at its loss gets better than guessing at an honest accuracy; one that
    ends clearly under chance knows the labels and is judged by something else.
    """
    if len(losses) < 3 or len(accuracies) < 3:
        return False
    if not (np.isfinite(losses).all() and np.isfinite(accuracies).all()):
        return False
    end = float(np.median(accuracies[-3:]))
    sinks = end < 0.8 * chance and end < float(np.max(accuracies[: max(3, len(accuracies) // 2)])) - 0.02
    return sinks and float(np.median(losses[-3:])) < 0.9 * float(losses[0])


def exact_zero(values: Floats) -> int | None:
    """The index from which a loss is 0 as printed up to its end; None where it does not end so.

    A cross-entropy of exactly 0 needs a margin of the logits over 16.6 in float32 (9.9 for four
    printed digits) on every sample: saturated outputs, a leaked label, or one class only.
    """
    if not len(values) or values[-1] != 0 or float(np.median(values[-3:])) != 0:
        return None
    return int(np.argmax(values == 0))


def grid(values: Iterable[float], errors: Iterable[float], most: int = 20000) -> Proof | None:
    """Every accuracy is a multiple of 1/N: N is the size of the set, or of the batch, measured on.

    hits/N printed with half-digit error e lies within e of a multiple of 1/n by accident with
    probability 2 e n; for m distinct values that is (2 e n)^m, and n was one of n sizes tried. The
    least n that fits all and could not do so by accident is N, or a divisor of N.
    """
    read = np.column_stack([np.fromiter(values, np.float64), np.fromiter(errors, np.float64)])
    if len(read) > 1000 and _on_grid(read[:: len(read) // 200], most) is None:
        return None  # what a few do not fit, a million need not be sorted for
    found = _on_grid(read, most)
    if found is None:
        return None
    pairs, size = found
    half = np.maximum(pairs[:, 1], 1e-9) * 1.02
    accident = size * float(np.prod(np.minimum(1.0, 2 * half * size)))
    if accident > 0.02:
        return None
    return Proof(size, 1 - accident, f"all {len(pairs)} different accuracies are multiples of 1/{size}")


def _on_grid(read: Floats, most: int) -> tuple[Floats, int] | None:
    """The distinct (value, error) rows and the least n of which all of them are multiples of 1/n."""
    pairs = np.unique(read[(read[:, 0] > 0) & (read[:, 0] < 1)], axis=0)
    if len(pairs) < 4:
        return None
    half = np.maximum(pairs[:, 1], 1e-9) * 1.02
    limit = int(min(most, 0.25 / float(half.max())))
    if limit < 2:
        return None
    sizes = np.arange(2, limit + 1, dtype=np.float64)
    fits = np.ones(len(sizes), dtype=bool)
    for value, error in zip(pairs[:, 0], half, strict=True):
        fits[fits] = np.abs(value * sizes[fits] - np.rint(value * sizes[fits])) <= error * sizes[fits]
        if not fits.any():
            return None
    return pairs, int(sizes[np.argmax(fits)])


def binomial_noise(accuracy: float, size: float) -> float:
    """sqrt(A (1 - A)/N): the standard deviation of an accuracy measured on N samples."""
    return math.sqrt(max(accuracy * (1 - accuracy), 0.0) / size) if size > 0 else 0.0


def class_share(accuracy: float, error: float) -> int | None:
    """K where the accuracy is 1/K to the last printed digit, for K of 2 to 20, 100 and 1000."""
    common: list[int] = [*range(2, 21), 100, 1000]
    for k in common:
        if abs(accuracy - 1 / k) <= error * 1.01:
            return k
    return None


def targets_variance(loss: float, tolerance: float, variance: float = 0.25) -> Proof | None:
    """MSE = Var(y): the mean is predicted. Var is 0.25 for balanced 0/1 targets, 1 for standardized.

    A constant prediction c costs Var(y) + (c - mean)^2, which is least at c = mean.
    """
    if not abs(loss - variance) <= tolerance:
        return None
    return Proof(
        variance, surety(0.2, _window(loss, tolerance)), f"the variance of the targets is {variance:g}"
    )


def start_against_chance(first: float, classes: int) -> float:
    """The first loss in units of ln K, what an untrained classifier should cost.

    A fresh output layer is nearly uniform, so L(0) is about ln K; several times that means
    confident nonsense: an output layer too large at the start, or unscaled inputs.
    """
    return first / math.log(classes)


def is_frozen(values: Floats) -> bool:
    """Identical to the last printed digit over at least three points: nothing moves at all.

    A noisy loss repeats a digit string of d digits with probability about 10^-d.
    """
    return len(values) >= 3 and bool(np.all(values == values[0])) and bool(np.isfinite(values[0]))


def nan_onset(values: Floats) -> str | None:
    """How the first non-finite value came: `at-start`, `after-growth` or `sudden`; None without one.

    Growth: one of the last three finite values is over three times the median of the finite ones
    before them. Fewer than two finite values before it cannot show growth (`at-start` for none), but
    where the last one is over 1e15: no target squared is so large.
    """
    bad = np.flatnonzero(~np.isfinite(values))
    if not bad.size:
        return None
    before = np.abs(values[: int(bad[0])])
    if not before.size:
        return "at-start"
    if (np.isposinf(values[bad[0]]) and len(before) < 3) or before[-1] > 1e15:
        return "after-growth"
    if len(before) < 3:
        return "sudden" if len(before) < 2 or before[-1] < 3 * before[0] else "after-growth"
    recent = before[-3:]
    earlier = before[:-3] if len(before) > 3 else before[:1]
    return "after-growth" if float(recent.max()) > 3 * float(np.median(earlier)) else "sudden"


def epoch_period(values: Floats, per_epoch: int) -> float:
    """The share of the swings around the trend that repeats with the epoch, 0 to 1.

    The trend is the line through the medians of the epochs. What is left is folded by its place within
    the epoch; the variance of the mean profile, less what noise alone would leave in it (1/epochs),
    over the variance of all. The same is asked of the ranks within each epoch, which one far point
    does not decide, and the larger of both is returned. Needs three whole epochs.

    Of noise a share of EPOCH_SHARE comes less than once in two hundred times from four places and more
    and 32 points (normal, Student's t with two degrees, and random walks under noise; 3,000 draws of each).
    """
    epochs = len(values) // per_epoch if per_epoch > 1 else 0
    if epochs < 3:
        return 0.0
    table = values[: epochs * per_epoch].reshape(epochs, per_epoch)
    middle = np.median(table, axis=1)
    # the trend goes on at both ends as it went
    middle = np.concatenate(([2 * middle[0] - middle[1]], middle, [2 * middle[-1] - middle[-2]]))
    centers = (np.arange(-1, epochs + 1) + 0.5) * per_epoch - 0.5
    table = table - np.interp(np.arange(epochs * per_epoch), centers, middle).reshape(table.shape)
    if float(table.var()) <= 1e-24 * float(values.var() + 1e-300):
        return 0.0
    ranks = np.argsort(np.argsort(table, axis=1, kind="stable"), axis=1, kind="stable").astype(np.float64)
    return max(_folded(table), _folded(ranks) if np.unique(table).size > epochs else 0.0)


def _folded(table: Floats) -> float:
    """The share of the variance within rows that their mean profile explains, less that of noise."""
    table = table - table.mean(axis=1, keepdims=True)
    total = float(table.var())
    if total <= 0:
        return 0.0
    share = float(table.mean(axis=0).var()) / total
    noise = 1 / len(table)
    return max(0.0, (share - noise) / (1 - noise))


EPOCH_SHARE = 0.55
EPOCH_POINTS = 32
EPOCH_PLACES = 4


def negative_kind(values: Floats) -> str | None:
    """How a loss goes below 0: `towards-minus-one`, `unbounded`, `a-little`; None where it does not.

    NLL fed with probabilities p instead of log p is -p(true), which ends at -1. Labels outside
    [0, 1] make cross-entropy linear in the score: it falls without end. No cross-entropy, squared
    error or KL divergence of distributions is below 0.
    """
    finite = values[np.isfinite(values)]
    if not finite.size or not float(finite[-1]) < 0 or not float(np.median(finite[-3:])) < 0:
        return None
    least = float(finite.min())
    if least < -1.005:
        return "unbounded" if least < -10 or least < 2 * float(np.median(finite)) else "a-little"
    falling = len(finite) >= 3 and float(finite[-1]) < float(finite[0])
    return "towards-minus-one" if falling and least < -0.3 else "a-little"
