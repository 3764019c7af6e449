from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant import forensics
from assistant.forensics import Floats, Proof

ANY = st.floats(allow_nan=True, allow_infinity=True)
ACCURACIES_OF_122 = [
    0.7623,
    0.5,
    0.5984,
    0.959,
    0.8852,
    0.5164,
    0.9672,
    0.6311,
    0.9508,
    0.8689,
    0.9426,
    0.877,
    0.9016,
    0.9836,
]
ACCURACIES_OF_480 = [
    0.5021,
    0.4604,
    0.5375,
    0.6083,
    0.5833,
    0.6188,
    0.6896,
    0.7688,
    0.7896,
    0.7646,
    0.7833,
    0.7937,
    0.8479,
    0.8208,
    0.8083,
    0.7708,
    0.8458,
    0.7958,
    0.8125,
    0.8354,
    0.8292,
    0.8271,
    0.8146,
]
ACCURACIES_OF_1024 = [0.34277, 0.69434, 0.92383, 0.98926, 0.99609, 0.99414, 0.99512, 0.99707, 0.99902]


def printed(value: float, digits: int = 4) -> tuple[float, float]:
    """A value as a log prints it, and half a unit of its last digit."""
    return round(value, digits), 0.5 * 10.0**-digits


def values(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float64)


def believed(proof: Proof | None) -> bool:
    return proof is not None and proof.sure > 0.5


# -- ln K -------------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", [4, 6])
@pytest.mark.parametrize("classes", [2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 26, 50, 100, 101, 1000])
def test_the_number_of_classes_is_read_off_a_uniform_output(classes: int, digits: int) -> None:
    proof = forensics.uniform_output(*printed(math.log(classes), digits))
    assert proof is not None
    assert proof.value == classes
    assert proof.sure > 0.9


@pytest.mark.parametrize(
    ("loss", "digits", "classes"),
    [
        (0.6931, 4, 2),
        (0.693, 3, 2),
        (0.69, 2, 2),
        (1.0986, 4, 3),
        (1.386, 3, 4),
        (1.946, 3, 7),
        (2.3026, 4, 10),
        (2.302, 3, 10),
        (2.303, 3, 10),
        (4.6052, 4, 100),
        (6.9078, 4, 1000),
        (6.908, 3, 1000),
    ],
)
def test_worked_uniform_outputs(loss: float, digits: int, classes: int) -> None:
    tolerance = 1.01 * 10.0**-digits if digits == 3 else 0.5 * 10.0**-digits
    proof = forensics.uniform_output(loss, tolerance)
    assert proof is not None
    assert proof.value == classes
    assert forensics.uniform_output(loss, tolerance, classes) is not None


@pytest.mark.parametrize(
    "loss", [0.6831, 0.7, 0.65, 0.75, 0.5, 0.31, 0.05, 1.0, 1.2, 1.5, 2.0, 2.1, 2.28, 2.35]
)
def test_other_losses_are_no_uniform_output(loss: float) -> None:
    assert forensics.uniform_output(loss, 5e-5) is None


@pytest.mark.parametrize("loss", [0.0, -0.6931, 12.0, 87.3365, 1e300, math.inf, -math.inf, math.nan])
def test_losses_out_of_range_are_no_uniform_output(loss: float) -> None:
    assert forensics.uniform_output(loss, 1.0) is None
    assert forensics.uniform_output(loss, 1.0, 10) is None


@pytest.mark.parametrize(("loss", "classes"), [(0.6931, 10), (2.3026, 2), (1.9459, 10), (2.0794, 7)])
def test_with_known_classes_only_their_own_logarithm_counts(loss: float, classes: int) -> None:
    assert forensics.uniform_output(loss, 5e-5) is not None
    assert forensics.uniform_output(loss, 5e-5, classes) is None


def test_more_digits_make_surer() -> None:
    sure = [forensics.uniform_output(*printed(math.log(2), digits)) for digits in (2, 3, 4, 5, 6)]
    found = [proof.sure for proof in sure if proof is not None]
    assert len(found) == 5
    assert found == sorted(found)
    assert found[0] < 0.97 < found[2]


def test_a_large_number_of_classes_is_believed_only_where_it_is_common() -> None:
    common = forensics.uniform_output(math.log(1000), 0.0005)
    odd = forensics.uniform_output(math.log(1007), 0.0005)
    assert common is not None
    assert odd is not None
    assert odd.sure < 0.7 < common.sure


def test_uniform_probabilities_cost_ln_k() -> None:
    for classes in (2, 7, 100):
        probabilities = np.full((50, classes), 1 / classes)
        labels = np.arange(50) % classes
        loss = float(-np.log(probabilities[np.arange(50), labels]).mean())
        proof = forensics.uniform_output(loss, 1e-9)
        assert proof is not None
        assert proof.value == classes


def test_losses_at_random_are_seldom_taken_for_ln_k() -> None:
    random = np.random.default_rng(0)
    losses = np.round(np.exp(random.uniform(np.log(0.01), np.log(10), 4000)), 4)
    fired = sum(believed(forensics.uniform_output(float(loss), 5e-5)) for loss in losses)
    assert fired < 0.01 * len(losses)


# -- class shares -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "entropy"),
    [
        ([0.5, 0.5], math.log(2)),
        ([1.0], 0),
        ([1.0, 0.0], 0),
        ([0.25] * 4, math.log(4)),
        ([0.9, 0.1], 0.3251),
        ([0.8, 0.2], 0.5004),
        ([0.7, 0.3], 0.6109),
    ],
)
def test_entropy_of_shares(shares: list[float], entropy: float) -> None:
    assert forensics.shares_entropy(shares) == pytest.approx(entropy, abs=5e-5)


@pytest.mark.parametrize(("loss", "accuracy"), [(0.3251, 0.9), (0.5004, 0.8), (0.6109, 0.7), (0.6730, 0.6)])
def test_a_model_that_only_knows_the_shares(loss: float, accuracy: float) -> None:
    proof = forensics.ignored_input(loss, 5e-4, accuracy, 5e-5)
    assert proof is not None
    assert proof.sure > 0.9
    assert proof.value == accuracy


@pytest.mark.parametrize(
    ("loss", "accuracy"),
    [
        (0.25, 0.9),
        (0.31, 0.9),
        (0.45, 0.8),
        (0.35, 0.85),
        (0.6931, 0.5),
        (0.12, 0.97),
        (0.05, 0.997),
        (2.3026, 0.1),
        (math.nan, 0.9),
        (math.inf, 0.9),
        (0.3251, math.nan),
        (0.69, 0.52),
    ],
)
def test_a_model_that_looks_at_its_input(loss: float, accuracy: float) -> None:
    assert forensics.ignored_input(loss, 5e-4, accuracy, 5e-5) is None


# -- the clip ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "accuracy", "floor"),
    [
        (7.6168, 0.5062, 15.4249),
        (7.7364, 0.4985, 15.4249),
        (8.0590, 0.5000, 16.1181),
        (7.9591, 0.5062, 16.1181),
        (11.2827, 0.3000, 16.1181),
        (7.9712, 0.5000, 15.9424),
        (3.9856, 0.2500, 15.9424),
        (6.2170, 0.5500, 13.8155),
        (9.6613, 0.3000, 13.8023),
        (3.4539, 0.7000, 11.5129),
        (5.5262, 0.7000, 18.4207),
        (8.2893, 0.7000, 27.6310),
        (10.7332, 0.3000, 15.3332),
        (50.0000, 0.5000, 100.0),
        (49.3800, 0.5062, 100.0),
        (30.0000, 0.7000, 100.0),
    ],
)
def test_a_loss_on_the_clip(loss: float, accuracy: float, floor: float) -> None:
    proof = forensics.clip_floor(loss, 5e-5, accuracy, 5e-5)
    assert proof is not None
    assert proof.value == pytest.approx(floor, abs=5e-5)
    assert proof.sure > 0.9


@pytest.mark.parametrize(
    ("loss", "accuracy"),
    [
        (0.3, 0.87),
        (0.05, 0.98),
        (0.6931, 0.5),
        (2.3026, 0.1),
        (1.5, 0.45),
        (0.9054, 0.5021),
        (0.4611, 0.7896),
        (2.580, 0.34277),
        (7.0235, 0.001),
        (5.236, 0.16602),
        (10.911, 0.5),
        (2.153, 0.5),
        (8.2, 0.5),
        (0.0, 1.0),
        (16.1181, 0.0),
        (0.0, 0.99),
        (math.nan, 0.5),
        (math.inf, 0.5),
        (7.6168, math.nan),
    ],
)
def test_a_loss_off_the_clip(loss: float, accuracy: float) -> None:
    assert forensics.clip_floor(loss, 5e-5, accuracy, 5e-5) is None


def test_the_floors_are_what_float32_computes() -> None:
    """Clipping scores far outside [0, 1] the way the libraries do, in their single precision."""
    costs = {round(floor.cost, 4) for floor in forensics.FLOORS if floor.above}
    for epsilon in (1e-6, 1e-7):
        highest = np.float32(1) - np.float32(epsilon)
        assert round(-math.log(float(np.float32(1) - highest)), 4) in costs
    below = {round(floor.cost, 4) for floor in forensics.FLOORS if not floor.above}
    assert {round(-math.log(10.0**-power), 4) for power in (5, 6, 7, 8, 12, 15)} <= below
    assert {100.0, round(-math.log(2e-7), 4)} <= below


@pytest.mark.parametrize("positives", [0.2, 0.5, 0.7])
@pytest.mark.parametrize("epsilon", [1e-5, 1e-6, 1e-7])
def test_scores_under_zero_cost_the_floor_for_every_positive(positives: float, epsilon: float) -> None:
    labels = (np.arange(1000) < 1000 * positives).astype(np.float64)
    clipped = np.clip(np.full(1000, -3.0), epsilon, 1 - epsilon)
    loss = float(-(labels * np.log(clipped) + (1 - labels) * np.log(1 - clipped)).mean())
    accuracy = float(((clipped > 0.5) == labels).mean())
    proof = forensics.clip_floor(*printed(loss), *printed(accuracy))
    assert proof is not None
    assert proof.value == pytest.approx(-math.log(epsilon), rel=1e-4)


def test_figures_at_random_are_seldom_taken_for_a_clip() -> None:
    random = np.random.default_rng(1)
    losses = np.round(np.exp(random.uniform(np.log(0.3), np.log(20), 3000)), 4)
    accuracies = np.round(random.uniform(0.02, 0.98, 3000), 4)
    pairs = zip(losses, accuracies, strict=True)
    fired = sum(believed(forensics.clip_floor(float(a), 5e-5, float(b), 5e-5)) for a, b in pairs)
    assert fired < 0.02 * len(losses)


def test_coarse_digits_prove_no_clip() -> None:
    fine = forensics.clip_floor(7.6168, 5e-5, 0.5062, 5e-5)
    coarse = forensics.clip_floor(7.6, 0.05, 0.51, 0.005)
    assert fine is not None
    assert coarse is not None
    assert coarse.sure < 0.3 < fine.sure


# -- accuracy against loss --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "error", "accuracy"),
    [
        (9.971e-06, 5e-10, 0.0758),
        (0.0012, 5e-5, 0.5),
        (0.1, 5e-4, 0.3),
        (0.2, 5e-4, 0.5),
        (0.05, 5e-4, 0.9),
        (0.3, 5e-4, 0.25),
    ],
)
def test_an_accuracy_lower_than_the_loss_allows(loss: float, error: float, accuracy: float) -> None:
    proof = forensics.impossible_accuracy(loss, error, accuracy, 5e-5)
    assert proof is not None
    assert proof.sure >= 0.7
    assert proof.value == pytest.approx((1 - accuracy) * math.log(2), abs=1e-4)


@pytest.mark.parametrize(
    ("loss", "accuracy"),
    [
        (0.6931, 0.5),
        (0.5, 0.8),
        (0.3466, 0.5),
        (0.07, 0.9),
        (0.05, 0.98),
        (0.0, 1.0),
        (1e-6, 0.99),
        (2.3, 0.1),
        (0.01, 0.0),
        (0.0, 0.001),
        (math.nan, 0.5),
        (math.inf, 0.5),
        (0.1, math.nan),
    ],
)
def test_accuracies_that_the_loss_allows(loss: float, accuracy: float) -> None:
    assert forensics.impossible_accuracy(loss, 5e-5, accuracy, 5e-5) is None


@given(
    st.integers(0, 2**32),
    st.integers(2, 12),
    st.integers(1, 400),
    st.floats(-3, 3),
    st.floats(0, 12),
    st.integers(1, 5),
)
def test_no_real_classifier_is_called_impossible(
    seed: int, classes: int, samples: int, sharpness: float, skill: float, digits: int
) -> None:
    """Cross-entropy and accuracy of random probabilities, from confident nonsense to near perfect."""
    random = np.random.default_rng(seed)
    scores = random.normal(0, math.exp(sharpness), (samples, classes))
    labels = random.integers(0, classes, samples)
    scores[np.arange(samples), labels] += skill
    scores -= scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    loss = float(-logs[np.arange(samples), labels].mean())
    accuracy = float((logs.argmax(axis=1) == labels).mean())
    assert forensics.impossible_accuracy(loss, 1e-12, accuracy, 1e-12) is None
    assert forensics.impossible_accuracy(*printed(loss, digits), *printed(accuracy, digits)) is None


@given(st.integers(0, 2**32), st.integers(1, 400), st.floats(-3, 3), st.floats(0, 12), st.integers(1, 5))
def test_no_real_binary_classifier_is_called_impossible(
    seed: int, samples: int, sharpness: float, skill: float, digits: int
) -> None:
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, samples)
    scores = random.normal(0, math.exp(sharpness), samples) + skill * (2 * labels - 1)
    loss = float(np.logaddexp(0.0, np.where(labels == 1, -scores, scores)).mean())
    accuracy = float(((scores > 0) == (labels == 1)).mean())
    assert forensics.impossible_accuracy(loss, 1e-12, accuracy, 1e-12) is None
    assert forensics.impossible_accuracy(*printed(loss, digits), *printed(accuracy, digits)) is None


def calibrated(seed: int, classes: int, samples: int, sharpness: float) -> tuple[float, float]:
    """Expected loss and accuracy of outputs that come true as often as they say, over the labels."""
    random = np.random.default_rng(seed)
    scores = random.normal(0, math.exp(sharpness), (samples, classes))
    scores -= scores.max(axis=1, keepdims=True)
    outputs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    entropy = -np.sum(outputs * np.log(np.maximum(outputs, 1e-300)), axis=1)
    return float(entropy.mean()), float(outputs.max(axis=1).mean())


@given(st.integers(0, 2**32), st.integers(2, 40), st.integers(1, 300), st.floats(-3, 4))
def test_no_calibrated_outputs_cost_less_than_the_bound(
    seed: int, classes: int, samples: int, sharpness: float
) -> None:
    loss, accuracy = calibrated(seed, classes, samples, sharpness)
    assert loss >= forensics.calibrated_least(np.array([accuracy]))[0] - 1e-9


@pytest.mark.parametrize("classes", [1, 2, 3, 7, 1000])
def test_the_bound_is_met_by_outputs_that_are_uniform_over_some_classes(classes: int) -> None:
    assert forensics.calibrated_least(np.array([1 / classes]))[0] == pytest.approx(math.log(classes))


@pytest.mark.parametrize("accuracy", [0.5, 0.6, 0.75, 0.9, 1.0])
def test_from_a_half_on_the_bound_is_a_line(accuracy: float) -> None:
    least = forensics.calibrated_least(np.array([accuracy]))[0]
    assert least == pytest.approx(2 * math.log(2) * (1 - accuracy))


@pytest.mark.parametrize(
    ("losses", "accuracies"),
    [
        ([0.6, 0.4, 0.3, 0.2, 0.15], [0.48, 0.5, 0.51, 0.5, 0.5]),  # logits under a threshold of a half
        ([1.2, 0.6, 0.4, 0.3], [0.2, 0.25, 0.24, 0.26]),
        ([1.9, 1.1, 0.9, 0.8], [0.1, 0.1, 0.1, 0.1]),
    ],
)
def test_a_loss_too_cheap_for_its_accuracy(losses: list[float], accuracies: list[float]) -> None:
    proof = forensics.too_cheap(np.array(losses), np.array(accuracies))
    assert proof is not None
    assert proof.sure >= 0.75


@pytest.mark.parametrize(
    ("losses", "accuracies"),
    [
        ([0.6, 0.4, 0.3, 0.2], [0.68, 0.82, 0.87, 0.92]),
        ([2.2, 1.5, 1.1, 0.9], [0.2, 0.45, 0.6, 0.7]),
        ([0.69, 0.68, 0.67], [0.5, 0.56, 0.58]),
        ([0.2, 0.08, 0.07], [0.93, 0.94, 0.95]),  # a few batches are by chance worse than their loss
        ([0.3], [0.5]),
        ([], []),
        ([math.nan, math.inf, 0.3], [0.5, 0.5, math.nan]),
    ],
)
def test_losses_that_fit_their_accuracies(losses: list[float], accuracies: list[float]) -> None:
    assert forensics.too_cheap(np.array(losses), np.array(accuracies)) is None


@given(st.integers(0, 2**32), st.integers(2, 12), st.floats(-1, 3), st.integers(2, 30))
def test_calibrated_runs_are_never_too_cheap(seed: int, classes: int, sharpness: float, epochs: int) -> None:
    """The accuracy of 100 samples beside the loss of all, while outputs get surer."""
    random = np.random.default_rng(seed)
    states = [calibrated(seed + n, classes, 500, sharpness * n / epochs) for n in range(epochs)]
    losses = np.array([loss for loss, _ in states])
    accuracies = random.binomial(2500, [right for _, right in states]) / 2500
    assert forensics.too_cheap(losses, accuracies) is None


@given(
    st.integers(3, 100),
    st.lists(st.floats(0.76, 0.99), min_size=8, max_size=60),
    st.floats(0, 0.01),
)
def test_a_second_softmax_is_seen_while_the_accuracy_moves(
    classes: int, shares: list[float], soft: float
) -> None:
    accuracies = np.sort(np.array(shares))
    losses = forensics.double_softmax_floor(classes) + 1 - accuracies + soft * (1 - accuracies)
    proof = forensics.double_softmax_line(losses, accuracies)
    moved = np.ptp(accuracies[len(accuracies) // 3 :])
    assert (proof is not None) == (moved >= 0.03)
    assert proof is None or abs(proof.value - classes) <= 1


@pytest.mark.parametrize(
    ("losses", "accuracies"),
    [
        ([0.62, 0.5, 0.4, 0.33, 0.28, 0.24], [0.78, 0.82, 0.86, 0.89, 0.91, 0.92]),
        ([1.6, 1.4, 1.2, 1.0, 0.9, 0.8], [0.76, 0.8, 0.85, 0.9, 0.93, 0.95]),
        ([1.47, 1.47, 1.47, 1.47], [0.9, 0.9, 0.9, 0.9]),
        ([1.5], [0.96]),
        ([], []),
        ([math.nan] * 6, [0.8, 0.85, 0.9, 0.92, 0.93, 0.95]),
    ],
)
def test_other_losses_are_on_no_such_line(losses: list[float], accuracies: list[float]) -> None:
    assert forensics.double_softmax_line(np.array(losses), np.array(accuracies)) is None


@pytest.mark.parametrize(
    ("loss", "error", "accuracy", "classes"),
    [
        (1.946, 5e-4, 0.999, 7),
        (1.946, 5e-4, 0.99902, 7),
        (0.6931, 5e-5, 1.0, 2),
        (2.3026, 5e-5, 0.95, 10),
        (6.9078, 5e-5, 0.98, 1000),
    ],
)
def test_an_accuracy_too_good_for_a_uniform_output(
    loss: float, error: float, accuracy: float, classes: int
) -> None:
    for given_classes in (None, classes):
        proof = forensics.ties_counted(loss, error, accuracy, given_classes)
        assert proof is not None
        assert proof.value == classes
        assert proof.sure > 0.9


@pytest.mark.parametrize(
    ("loss", "accuracy"),
    [
        (1.946, 0.1429),
        (0.6931, 0.5),
        (0.6931, 0.62),
        (2.3026, 0.1),
        (0.05, 0.99),
        (0.31, 0.95),
        (1.2, 0.97),
        (math.nan, 0.99),
        (1.946, math.nan),
    ],
)
def test_accuracies_that_fit_a_uniform_output(loss: float, accuracy: float) -> None:
    assert forensics.ties_counted(loss, 5e-4, accuracy) is None


# -- softmax and sigmoid twice ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "floor"), [(2, 0.3133), (3, 0.5514), (10, 1.4612), (100, 3.6222), (1000, 5.9095)]
)
def test_the_floor_of_a_softmax_applied_twice(classes: int, floor: float) -> None:
    best = np.eye(classes)
    again = np.exp(best) / np.exp(best).sum(axis=1, keepdims=True)
    loss = float(-np.log(np.diag(again)).mean())
    assert forensics.double_softmax_floor(classes) == pytest.approx(loss)
    assert floor == pytest.approx(loss, abs=5e-5)
    for given_classes in (None, classes):
        for accuracy in (1.0, 0.99, 0.9):  # a wrong sample costs one nat more
            proof = forensics.double_softmax(floor + 1 - accuracy, 5e-5, accuracy, given_classes)
            assert proof is not None
            assert proof.value == classes
            assert proof.sure > (0.9 if given_classes else 0.5)


def test_outputs_that_are_not_yet_one_hot_cost_a_little_more() -> None:
    loss, accuracy = 1.4612 + 0.13 + 0.06, 0.87
    assert forensics.double_softmax(loss, 0.005, accuracy, 10) is None
    proof = forensics.double_softmax(loss, 0.005, accuracy, 10, slack=0.08)
    assert proof is not None
    assert proof.value == 10
    assert forensics.double_softmax(0.4, 0.005, accuracy, 10, slack=0.08) is None


def test_wrong_samples_cost_one_nat_more_under_a_second_softmax() -> None:
    classes, right = 10, 0.8
    best = np.eye(classes)[np.zeros(1000, dtype=int)]
    again = np.exp(best) / np.exp(best).sum(axis=1, keepdims=True)
    labels = np.where(np.arange(1000) < 1000 * right, 0, 3)
    loss = float(-np.log(again[np.arange(1000), labels]).mean())
    assert loss == pytest.approx(forensics.double_softmax_floor(classes) + 1 - right)


@pytest.mark.parametrize(
    ("loss", "accuracy", "classes"),
    [
        (0.3133, 0.5, 2),
        (1.4612, 0.6, 10),
        (0.33, 0.95, 2),
        (0.25, 0.99, 2),
        (0.05, 0.99, 10),
        (1.0, 0.9, 10),
        (1.4612, 0.99, 3),
        (0.3133, 0.97, 10),
        (0.3133, math.nan, 2),
    ],
)
def test_losses_that_are_no_softmax_applied_twice(loss: float, accuracy: float, classes: int) -> None:
    assert forensics.double_softmax(loss, 5e-5, accuracy, classes) is None


@pytest.mark.parametrize("loss", [-1.0, 0.0, 11.5, 709.0, 1000.0, 1e308, math.inf, -math.inf, math.nan])
def test_losses_out_of_range_are_no_softmax_applied_twice(loss: float) -> None:
    assert forensics.double_softmax(loss, 1.0, 1.0) is None


def test_the_floor_of_a_sigmoid_applied_twice() -> None:
    assert pytest.approx(0.5032, abs=5e-5) == forensics.DOUBLE_SIGMOID_FLOOR
    once = np.array([1.0, 0.0])
    twice = 1 / (1 + np.exp(-once))
    loss = float(-(np.log(twice[0]) + np.log(1 - twice[1])) / 2)
    assert pytest.approx(loss) == forensics.DOUBLE_SIGMOID_FLOOR


# -- the grid of accuracies -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accuracies", "error", "size"),
    [(ACCURACIES_OF_122, 5e-5, 122), (ACCURACIES_OF_480, 5e-5, 480), (ACCURACIES_OF_1024, 5e-6, 1024)],
)
def test_the_size_of_the_set_is_read_off_its_accuracies(
    accuracies: list[float], error: float, size: int
) -> None:
    proof = forensics.grid(accuracies, [error] * len(accuracies))
    assert proof is not None
    assert proof.value == size
    assert proof.sure > 0.98
    assert proof.says == f"all {len(set(accuracies))} different accuracies are multiples of 1/{size}"


@pytest.mark.parametrize(
    ("accuracies", "error"),
    [
        ([], 5e-5),
        ([0.5], 5e-5),
        ([0.5, 0.25, 0.75], 5e-5),
        ([0.5] * 50, 5e-5),
        ([0.0, 1.0] * 20, 5e-5),
        ([0.61, 0.64, 0.66, 0.71, 0.73], 5e-3),
        ([0.6137, 0.6411, 0.6689, 0.7123], 5e-5),
        ([math.nan] * 9, 5e-5),
        ([math.inf, -math.inf, 2.0, -1.0, 0.3, 0.1234], 5e-5),
        (ACCURACIES_OF_122, 0.2),
    ],
)
def test_accuracies_that_give_no_size_away(accuracies: list[float], error: float) -> None:
    assert forensics.grid(accuracies, [error] * len(accuracies)) is None


@given(st.integers(2, 1000), st.integers(0, 2**32))
@example(size=1000, seed=0)
def test_random_hits_give_the_size_away(size: int, seed: int) -> None:
    hits = np.random.default_rng(seed).integers(1, size, 24)
    accuracies = [round(hit / size, 4) for hit in hits.tolist()]
    least = size // math.gcd(size, *hits.tolist())
    proof = forensics.grid(accuracies, [5e-5] * len(accuracies))
    if len(set(accuracies)) < 4:
        assert proof is None
    else:
        assert proof is not None
        assert proof.value == least


def test_reals_give_no_size_away() -> None:
    random = np.random.default_rng(2)
    fired = 0
    for _ in range(300):
        accuracies = np.round(random.uniform(0.05, 0.95, int(random.integers(4, 30))), 4).tolist()
        fired += forensics.grid(accuracies, [5e-5] * len(accuracies)) is not None
    assert fired <= 0.02 * 300


@pytest.mark.parametrize(
    ("accuracy", "size", "noise"),
    [(0.5, 100, 0.05), (0.9, 100, 0.03), (0.5, 10_000, 0.005), (0.0, 100, 0), (1.0, 100, 0), (0.5, 0, 0)],
)
def test_binomial_noise(accuracy: float, size: float, noise: float) -> None:
    assert forensics.binomial_noise(accuracy, size) == pytest.approx(noise)


def test_binomial_noise_is_how_measured_accuracies_scatter() -> None:
    measured = np.random.default_rng(3).binomial(122, 0.9, 20_000) / 122
    assert forensics.binomial_noise(0.9, 122) == pytest.approx(float(measured.std()), rel=0.02)


@pytest.mark.parametrize(
    ("accuracy", "error", "classes"),
    [
        (0.5, 5e-5, 2),
        (0.3333, 5e-5, 3),
        (0.25, 5e-5, 4),
        (0.1429, 5e-5, 7),
        (0.1, 5e-5, 10),
        (0.05, 5e-5, 20),
        (0.01, 5e-5, 100),
        (0.001, 5e-5, 1000),
    ],
)
def test_an_accuracy_of_exactly_one_class(accuracy: float, error: float, classes: int) -> None:
    assert forensics.class_share(accuracy, error) == classes


@pytest.mark.parametrize(
    "accuracy", [0.5001, 0.4999, 0.51, 0.3, 0.33, 0.9, 1.0, 0.0, 0.0011, math.nan, math.inf]
)
def test_accuracies_of_no_single_class(accuracy: float) -> None:
    assert forensics.class_share(accuracy, 5e-5) is None


# -- other levels -----------------------------------------------------------------------------


@pytest.mark.parametrize(("loss", "variance"), [(0.25, 0.25), (0.2501, 0.25), (1.0, 1.0), (0.9996, 1.0)])
def test_the_variance_of_the_targets(loss: float, variance: float) -> None:
    proof = forensics.targets_variance(loss, 5e-4, variance)
    assert proof is not None
    assert proof.value == variance


@pytest.mark.parametrize("loss", [0.2, 0.24, 0.26, 0.0, -0.25, 25.0, math.nan, math.inf])
def test_losses_that_are_no_variance(loss: float) -> None:
    assert forensics.targets_variance(loss, 5e-4) is None


@pytest.mark.parametrize(
    ("first", "classes", "times"), [(0.6931, 2, 1.0), (2.3026, 10, 1.0), (23.026, 10, 10.0), (0.3466, 2, 0.5)]
)
def test_the_start_in_units_of_guessing(first: float, classes: int, times: float) -> None:
    assert forensics.start_against_chance(first, classes) == pytest.approx(times, rel=1e-3)


# -- shapes that prove something --------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "frozen"),
    [
        ((0.6931,) * 3, True),
        ((0.0,) * 10, True),
        ((2.3026,) * 200, True),
        ((0.6931, 0.6931), False),
        ((0.6931,), False),
        ((), False),
        ((0.6931, 0.6932, 0.6931), False),
        ((math.nan,) * 5, False),
        ((math.inf,) * 5, False),
        ((0.5, 0.4, 0.3), False),
    ],
)
def test_frozen(numbers: tuple[float, ...], frozen: bool) -> None:
    assert forensics.is_frozen(values(*numbers)) is frozen


@pytest.mark.parametrize(
    ("numbers", "onset"),
    [
        ((math.nan,), "at-start"),
        ((math.inf, math.nan), "at-start"),
        ((math.nan, 0.5, 0.4), "at-start"),
        ((0.9, 0.8, 0.7, 0.6, 0.5, math.nan), "sudden"),
        ((3.8853, 4.249, 4.1, math.nan, math.nan), "sudden"),
        ((0.6953, math.nan), "sudden"),
        ((0.9, 0.8, 0.7, 0.9, 4.0, 90.0, math.nan), "after-growth"),
        ((2.3, 2.2, 2.4, 30.0, 2e4, math.inf), "after-growth"),
        ((2.3, 70.0, math.nan), "after-growth"),
        ((2.3, math.inf), "after-growth"),
        ((6.7e26, math.nan), "after-growth"),
        ((4e10, math.nan), "sudden"),
        ((1.0, 1.1, 0.9, -50.0, math.nan), "after-growth"),
        ((), None),
        ((0.5,), None),
        ((0.5, 0.4, 0.3), None),
        ((0.5, 5.0, 5e9), None),
    ],
)
def test_how_a_nan_came(numbers: tuple[float, ...], onset: str | None) -> None:
    assert forensics.nan_onset(values(*numbers)) == onset


def test_the_period_of_an_epoch() -> None:
    random = np.random.default_rng(4)
    saw = np.tile(np.linspace(1, 0, 20), 10)
    assert forensics.epoch_period(saw, 20) == pytest.approx(1.0)
    assert forensics.epoch_period(saw + random.normal(0, 0.05, 200), 20) > 0.9
    assert forensics.epoch_period(random.normal(1, 0.1, 2000), 20) < 0.05
    assert forensics.epoch_period(np.linspace(2, 1, 200) + random.normal(0, 0.3, 200), 20) < 0.2
    assert forensics.epoch_period(saw, 13) < 0.5


def test_a_far_point_does_not_hide_the_period() -> None:
    places = np.tile([0.4, 0.1, 0.9, 0.6, 0.2, 0.8], 9)
    places[7] = 500.0
    assert forensics.epoch_period(places, 6) > 0.7


def test_what_falls_without_end_has_no_period() -> None:
    random = np.random.default_rng(6)
    falling = np.exp(-np.arange(60) / 20)
    assert forensics.epoch_period(falling + random.normal(0, 1e-2, 60), 6) < forensics.EPOCH_SHARE
    noise = [random.normal(0, 1, 40) for _ in range(300)] + [random.standard_t(2, 40) for _ in range(300)]
    found = [forensics.epoch_period(one, 5) for one in noise]
    assert np.mean(np.array(found) >= forensics.EPOCH_SHARE) < 0.01


@pytest.mark.parametrize(("points", "per_epoch"), [(0, 5), (10, 5), (14, 5), (100, 1), (100, 0), (100, 40)])
def test_a_period_needs_three_epochs(points: int, per_epoch: int) -> None:
    assert forensics.epoch_period(np.tile([1.0, 0.0], points // 2), per_epoch) == 0.0


def test_constant_values_have_no_period() -> None:
    assert forensics.epoch_period(np.full(100, 0.6931), 10) == 0.0


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ((-0.1, -0.4, -0.7, -0.9, -0.98), "towards-minus-one"),
        ((0.2, -0.3, -0.6, -0.9), "towards-minus-one"),
        ((0.5, -3.0, -40.0, -700.0), "unbounded"),
        ((-20.0, -21.0, -22.0), "unbounded"),
        ((0.1, -0.01, -0.02, -0.02), "a-little"),
        ((-1.5, -1.6, -1.7, -1.6), "a-little"),
        ((0.5, 0.4, 0.3), None),
        ((0.0, 0.0, 0.0), None),
        ((-0.5, 0.1, 0.2), None),
        ((0.2, 0.1, -0.001), None),
        ((math.nan,) * 3, None),
        ((), None),
    ],
)
def test_how_a_loss_goes_below_zero(numbers: tuple[float, ...], kind: str | None) -> None:
    assert forensics.negative_kind(values(*numbers)) == kind


# -- surety -----------------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_surety_is_a_probability_that_falls_with_accident(prior: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= forensics.surety(prior, high) <= forensics.surety(prior, low) <= 1.0


@pytest.mark.parametrize(
    ("prior", "accident", "sure"), [(0.5, 1, 0.5), (0.5, 0, 1), (0, 0.5, 0), (1, 1, 1), (0.1, 0.01, 0.9174)]
)
def test_surety(prior: float, accident: float, sure: float) -> None:
    assert forensics.surety(prior, accident) == pytest.approx(sure, abs=5e-5)


def test_shares_of_class_counts_are_probabilities() -> None:
    priors = [forensics.class_prior(classes) for classes in range(2, 5000)]
    assert min(priors) > 0
    assert sum(priors) < 1.3
    assert forensics.class_prior(1) == forensics.class_prior(0) == 0


# -- any number at all ------------------------------------------------------------------------


@settings(max_examples=200)
@given(ANY, ANY, ANY, ANY, st.none() | st.integers(2, 5000))
@example(math.inf, 0.0, 1.0, 0.0, None)
@example(math.nan, math.nan, 1.0, math.nan, 2)
@example(1000.0, 0.0, 1.0, 0.0, None)
def test_no_number_breaks_a_proof(
    loss: float, tolerance: float, accuracy: float, error: float, classes: int | None
) -> None:
    proofs = [
        forensics.uniform_output(loss, tolerance, classes),
        forensics.ignored_input(loss, tolerance, accuracy, error),
        forensics.clip_floor(loss, tolerance, accuracy, error),
        forensics.impossible_accuracy(loss, tolerance, accuracy, error),
        forensics.ties_counted(loss, tolerance, accuracy, classes),
        forensics.double_softmax(loss, tolerance, accuracy, classes),
        forensics.targets_variance(loss, tolerance),
        forensics.grid([loss, accuracy, tolerance, error], [tolerance, error, 5e-5, 5e-5]),
    ]
    assert all(proof is None or 0.0 <= proof.sure <= 1.0 for proof in proofs)
    assert forensics.class_share(accuracy, error) in {None, *range(2, 21), 100, 1000}
    assert math.isnan(loss * 0.0) or forensics.binomial_noise(loss, 100) >= 0.0


@given(st.lists(st.floats(-1e300, 1e300) | st.sampled_from([math.nan, math.inf, -math.inf]), max_size=12))
def test_no_curve_breaks_a_proof(numbers: list[float]) -> None:
    curve = values(*numbers)
    assert (forensics.nan_onset(curve) is None) == bool(np.isfinite(curve).all())
    assert forensics.negative_kind(curve) in {None, "towards-minus-one", "unbounded", "a-little"}
    assert forensics.is_frozen(curve) == (
        len(curve) >= 3 and np.isfinite(curve).all() and len(set(numbers)) == 1
    )


# -- sigmoid twice, opposed curves, exact zeros, the mean predicted ------------------------------


@pytest.mark.parametrize(
    ("loss", "accuracy", "speaks"),
    [
        (0.5032, 0.99, True),
        (0.5050, 1.0, True),
        (0.5032, 0.6, False),
        (0.4000, 0.99, False),
        (math.nan, 0.99, False),
        (0.5032, math.nan, False),
    ],
)
def test_sigmoid_twice(loss: float, accuracy: float, speaks: bool) -> None:
    assert (forensics.double_sigmoid(loss, 5e-5, accuracy) is not None) is speaks


@pytest.mark.parametrize(
    ("losses", "accuracies", "chance", "speaks"),
    [
        ([0.0134, 0.0110, 0.0094, 1e-5], [0.2887, 0.2842, 0.2583, 0.0758], 0.5, True),
        ([0.67, 0.40, 0.25, 0.18], [0.49, 0.31, 0.15, 0.07], 0.5, True),
        ([0.67, 0.40, 0.25, 0.18], [0.49, 0.71, 0.85, 0.93], 0.5, False),
        ([0.67, 0.68, 0.70, 0.71], [0.49, 0.31, 0.15, 0.07], 0.5, False),
        ([2.30, 2.20, 2.00, 1.70], [0.10, 0.15, 0.21, 0.35], 0.1, False),
        ([0.67, 0.40], [0.49, 0.07], 0.5, False),
        ([0.67, math.nan, 0.2, 0.1], [0.49, 0.31, 0.15, 0.07], 0.5, False),
    ],
)
def test_accuracy_under_chance_that_sinks_with_the_loss(
    losses: list[float], accuracies: list[float], chance: float, speaks: bool
) -> None:
    assert forensics.opposed(np.array(losses), np.array(accuracies), chance) is speaks


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ([0.4, 0.01, 0.0, 0.0, 0.0], 2),
        ([0.0, 0.0, 0.0], 0),
        ([0.4, 0.0, 0.2, 0.1], None),
        ([0.4, 0.1, 0.05, 0.0], None),
        ([], None),
        ([math.nan, math.nan], None),
    ],
)
def test_a_loss_of_exactly_zero(values: list[float], first: int | None) -> None:
    assert forensics.exact_zero(np.array(values, dtype=np.float64)) == first


@pytest.mark.parametrize(
    ("loss", "variance", "speaks"),
    [(0.25, 0.25, True), (1.0, 1.0, True), (0.3, 0.25, False), (0.08, 1.0, False), (math.nan, 1.0, False)],
)
def test_the_mean_is_predicted(loss: float, variance: float, speaks: bool) -> None:
    targets = np.array([0.0, 1.0] * 50) if variance == 0.25 else np.array([-1.0, 1.0] * 50)
    assert float(((targets - targets.mean()) ** 2).mean()) == pytest.approx(variance)
    assert (forensics.targets_variance(loss, 0.01 * variance, variance) is not None) is speaks
