from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from assistant.forensics import Floats
from assistant.observe import Observation, observe
from assistant.observe.observation import figure
from assistant.observe.optimizer import observe_optimizer
from assistant.observe.shape import shape
from assistant.readers import read_data
from assistant.run import Curve, Fact, Place, Run
from assistant.session import Session

SIZES = [20, 100, 1000, 100_000]


def curve(values: Floats | list[float], name: str = "loss", split: str = "train", digits: int = 4) -> Curve:
    array = np.asarray(np.round(np.asarray(values), digits), dtype=np.float64)
    count = len(array)
    errors = np.array([0.5 * 10.0**-digits if good else 0.0 for good in np.isfinite(array)])
    steps = np.arange(1, count + 1, dtype=np.float64)
    lines = np.arange(1, count + 1, dtype=np.int64)
    return Curve(name, split, name, "log", steps, array, errors, lines, epochs=steps)


def seen(*curves: Curve) -> dict[str, Observation]:
    return {observation.symptom: observation for observation in observe(Run("log", curves, "epoch"))}


def answers(*curves: Curve) -> dict[str, str]:
    return {symptom: observation.answer for symptom, observation in seen(*curves).items()}


def noise(count: int, size: float, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(0.0, size, count)


def along(count: int) -> Floats:
    return np.linspace(0.0, 1.0, count)


# -- the trend of the loss --------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 5, 10, *SIZES])
@pytest.mark.parametrize("size", [0.0, 0.02])
def test_falling(count: int, size: float) -> None:
    values = 0.1 + 2.2 * np.exp(-4 * along(count)) + noise(count, size)
    assert answers(curve(values))["loss_trend"] == "falling"


@pytest.mark.parametrize("count", [4, 10, *SIZES])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_flat(count: int, seed: int) -> None:
    values = 0.85 + noise(count, 0.003, seed)
    assert answers(curve(values))["loss_trend"] == "flat"


@pytest.mark.parametrize(
    "values",
    [[0.62, 0.621, 0.31, 0.312], [0.9, 0.901, 0.903, 0.35, 0.352], [2.3, 2.29, 0.21, 0.2, 0.199, 0.2]],
)
def test_a_fall_between_the_first_lines_and_the_last_is_no_noise(values: list[float]) -> None:
    assert answers(curve(np.array(values)))["loss_trend"] in ("falling", "plateau")


def last_lines(one: Curve, skipped: int) -> Curve:
    later = one.steps + skipped
    return replace(one, steps=later, epochs=later)


def test_the_last_lines_of_a_log_at_rest_are_no_standstill() -> None:
    values = 0.51 + 0.5 * np.exp(-np.arange(40)) + noise(40, 0.002)
    whole, end = curve(values), last_lines(curve(values[20:]), 20)
    assert {"loss_trend", "loss_left"} <= answers(whole).keys()
    assert not {"loss_trend", "loss_left", "loss_start", "loss_rest"} & answers(end).keys()
    assert answers(end)["loss_level"] == answers(whole)["loss_level"]


def test_the_last_lines_of_a_log_that_never_moved_are_one() -> None:
    end = last_lines(curve(0.6931 + noise(20, 0.001)), 20)
    half = last_lines(curve(0.5 + noise(20, 0.004), "accuracy"), 20)
    assert answers(end, half)["loss_trend"] == "flat"


def test_every_tenth_line_is_no_missing_beginning() -> None:
    one = curve(0.5 + noise(10, 0.003))
    assert answers(replace(one, steps=one.steps * 10, epochs=one.epochs * 10))["loss_trend"] == "flat"


@pytest.mark.parametrize("count", [3, 10, *SIZES])
@pytest.mark.parametrize("level", [0.6931, 2.3026, 7.6168])
def test_frozen(count: int, level: float) -> None:
    assert answers(curve(np.full(count, level)))["loss_trend"] == "frozen"


@pytest.mark.parametrize("count", [5, 10, *SIZES])
def test_diverging(count: int) -> None:
    assert answers(curve(2.3 * np.exp(12 * along(count))))["loss_trend"] == "diverging"


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("seed", [0, 1])
def test_rising(count: int, seed: int) -> None:
    values = 1.0 + 0.5 * along(count) + noise(count, 0.01, seed)
    assert answers(curve(values))["loss_trend"] == "rising"


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("where", [0.5, 0.7])
def test_jump(count: int, where: float) -> None:
    fallen = 0.2 + 2.0 * np.exp(-5 * along(count))
    values = np.where(along(count) < where, fallen, 2.0) + noise(count, 0.01)
    assert answers(curve(values))["loss_trend"] == "jump"


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_oscillating(count: int, seed: int) -> None:
    values = np.abs(2.0 + noise(count, 1.0, seed))
    assert answers(curve(values))["loss_trend"] == "oscillating"


@pytest.mark.parametrize("count", [20, 100, 1000])
def test_crawling(count: int) -> None:
    values = 2.4 - 0.15 * along(count) + noise(count, 1e-4)
    assert answers(curve(values))["loss_trend"] == "crawling"


@pytest.mark.parametrize("count", SIZES)
def test_plateau(count: int) -> None:
    values = 2.0 + 0.4 * np.exp(-12 * along(count)) + noise(count, 0.002)
    assert answers(curve(values))["loss_trend"] == "plateau"


@pytest.mark.parametrize("count", [1, 2, 3, 10, *SIZES])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_is_found_wherever_it_stands(count: int, bad: float) -> None:
    for at in {0, count // 2, count - 1}:
        values = 0.5 + 2.0 * np.exp(-4 * along(count))
        values[at] = bad
        found = seen(curve(values))
        assert found["loss_trend"].answer == "nan"
        assert found["loss_trend"].place.first == at + 1
        assert "nan_onset" in found


@pytest.mark.parametrize(
    ("values", "onset"),
    [
        ([np.nan, np.nan], "at-start"),
        ([0.9, 0.8, 0.7, 0.6, np.nan], "sudden"),
        ([0.9, 0.8, 5.0, 80.0, 9000.0, np.nan], "after-growth"),
    ],
)
def test_how_the_nan_came(values: list[float], onset: str) -> None:
    assert answers(curve(values))["nan_onset"] == onset


@pytest.mark.parametrize("values", [[0.7], [2.3026], [0.70, 0.70], [0.70, 0.695], [0.70, 0.71]])
def test_one_or_two_points_tell_no_trend(values: list[float]) -> None:
    assert "loss_trend" not in answers(curve(values))
    assert not {"loss_spikes", "accuracy_trend", "one_class"} & set(answers(curve(values)))


def test_no_curve_tells_nothing() -> None:
    assert observe(None) == ()
    assert observe(Run("log")) == ()


# -- levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [2, 3, 10, 100, 1000])
@pytest.mark.parametrize("count", [5, 50])
def test_a_loss_that_rests_at_ln_k(classes: int, count: int) -> None:
    values = np.log(classes) + noise(count, 0.0005)
    found = seen(curve(values))
    assert found["loss_level"].answer == "ln-classes"
    assert f"ln {classes}" in found["loss_level"].says


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ([0.9, 0.5, 0.2, 0.0, 0.0, 0.0, 0.0], "zero"),
        ([0.5, -0.2, -0.6, -0.8, -0.9], "negative"),
        ([5e6, 3e6, 2.9e6, 2.8e6], "huge"),
        ([2.3, 1.4, 0.9, 0.6, 0.41], "ordinary"),
    ],
)
def test_where_a_loss_ends(values: list[float], answer: str) -> None:
    assert answers(curve(values))["loss_level"] == answer


def test_a_loss_on_the_clip_of_its_floor() -> None:
    found = answers(curve(np.full(6, 7.6168)), curve(np.full(6, 0.5062), "accuracy"))
    assert found["loss_level"] == "clip-floor"
    assert found["accuracy_trend"] == "frozen"


# -- accuracy ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [4, 10, *SIZES])
def test_accuracy_rises(count: int) -> None:
    values = 0.95 - 0.85 * np.exp(-3 * along(count)) + noise(count, 0.004)
    assert answers(curve(values, "accuracy"))["accuracy_trend"] == "rising"


@pytest.mark.parametrize("count", [5, 10, *SIZES])
def test_accuracy_is_flat(count: int) -> None:
    assert answers(curve(0.4 + noise(count, 0.003), "accuracy"))["accuracy_trend"] == "flat"


@pytest.mark.parametrize("count", [4, 10, *SIZES])
def test_accuracy_is_frozen(count: int) -> None:
    found = answers(curve(np.full(count, 0.5), "accuracy"))
    assert found["accuracy_trend"] == "frozen"
    assert found["one_class"] == "always"


@pytest.mark.parametrize("count", [10, *SIZES])
def test_accuracy_falls(count: int) -> None:
    values = 0.8 - 0.4 * along(count) + noise(count, 0.005)
    assert answers(curve(values, "accuracy"))["accuracy_trend"] == "falling"


@pytest.mark.parametrize(("level", "answer"), [(0.0, "zero"), (0.995, "near-perfect"), (0.75, "ordinary")])
def test_where_an_accuracy_ends(level: float, answer: str) -> None:
    values = [0.3, 0.5, level, level, level]
    assert answers(curve(values, "accuracy"))["accuracy_level"] == answer


def test_the_size_of_the_validation_set_is_read_off() -> None:
    hits = np.array([61, 73, 117, 108, 93, 63, 118, 77, 116, 106, 115, 107])
    found = seen(curve(hits / 122, "accuracy", "validation"))
    assert found["evaluation_size"].answer == "tiny"
    assert "122" in found["evaluation_size"].says


def test_a_loss_too_small_for_its_accuracy() -> None:
    loss = curve(np.geomspace(0.5, 9.971e-06, 12), digits=9)
    accuracy = curve(np.linspace(0.45, 0.0758, 12), "accuracy")
    assert answers(loss, accuracy)["loss_vs_accuracy"] == "impossible"


def test_an_accuracy_too_good_for_its_loss() -> None:
    accuracy = [0.34277, 0.69434, 0.92383, 0.98926, 0.99609, 0.99414, 0.99512, 0.99707, 0.99609, 0.99902]
    loss = [2.580, 2.029, 2.054, 1.934, 1.942, 1.943, 1.947, 1.946, 1.946, 1.944]
    found = answers(curve(loss, digits=3), curve(accuracy, "accuracy", digits=5))
    assert found["loss_vs_accuracy"] == "too-good"


# -- validation -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [20, 100])
def test_validation_follows(count: int) -> None:
    train = 0.1 + 2.2 * np.exp(-4 * along(count))
    found = answers(curve(train), curve(train + 0.02, "loss", "validation"))
    assert found["validation_trend"] == "follows"
    assert found["validation_gap"] == "none"


@pytest.mark.parametrize("count", [8, 20, 100])
def test_validation_turns_up(count: int) -> None:
    train = 0.01 + 2.2 * np.exp(-5 * along(count))
    held_out = 0.5 + 1.7 * np.exp(-9 * along(count)) + 1.2 * along(count) ** 2
    found = answers(curve(train), curve(held_out, "loss", "validation"))
    assert found["validation_trend"] == "turns-up"
    assert found["validation_gap"] == "large"


def test_validation_swings() -> None:
    train = 0.3 + 0.6 * np.exp(-3 * along(12))
    held_out = [
        0.6661,
        0.9169,
        2.1530,
        0.7882,
        1.4707,
        0.6386,
        10.911,
        0.1163,
        0.3682,
        2.0417,
        0.1252,
        1.1623,
    ]
    assert answers(curve(train), curve(held_out, "loss", "validation"))["validation_trend"] == "swings"


@pytest.mark.parametrize("values", [[0.5], [0.5, 0.4]])
def test_a_validation_of_one_or_two_points_tells_no_trend(values: list[float]) -> None:
    train = curve(0.1 + 2.2 * np.exp(-4 * along(20)))
    assert "validation_trend" not in answers(train, curve(values, "loss", "validation"))


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ([0.0] * 10, "zero"),
        ([1e-9] * 10, "tiny"),
        ([1.0, 1.2, 0.9] * 4, "ordinary"),
        ([1.0, 1.2, np.nan], "nan"),
        ([1.0, 1.2, 0.9, 9.0, 90.0, 900.0, 9000.0, 9e4], "exploding"),
        ([1.0, 1.1] * 6 + [80.0] + [1.0, 1.1] * 4, "spikes"),
        ([0.001] * 12, "constant"),
        ([0.31, 0.25, *[0.25] * 12], "ordinary"),
        ([0.4, 0.7, *[1.0] * 14], "constant"),
        ([0.7313] * 12, "ordinary"),
    ],
)
def test_gradient_norm(values: list[float], answer: str) -> None:
    assert answers(curve(values, "gradient norm", digits=12))["gradient_norm"] == answer


# -- silence ----------------------------------------------------------------------------------

TROUBLE = {
    "loss_trend": {
        "flat",
        "frozen",
        "diverging",
        "jump",
        "oscillating",
        "crawling",
        "plateau",
        "rising",
        "nan",
    },
    "loss_level": {
        "ln-classes",
        "class-entropy",
        "clip-floor",
        "double-softmax-floor",
        "zero",
        "negative",
        "huge",
    },
    "loss_spikes": {"isolated", "frequent"},
    "accuracy_trend": {"flat", "frozen", "falling", "erratic"},
    "accuracy_level": {"chance", "below-chance", "zero"},
    "one_class": {"always", "at-times"},
    "loss_vs_accuracy": {"impossible", "too-good", "accuracy-stuck", "loss-grows", "loss-flat"},
    "validation_trend": {"turns-up", "swings", "stuck", "rises", "frozen", "nan"},
    "validation_gap": {"large", "at-chance", "below-chance"},
}


@pytest.mark.parametrize("count", [5, 10, 30, 300])
@pytest.mark.parametrize("seed", range(8))
def test_healthy_runs_show_no_trouble(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    fall, rise = random.uniform(2.5, 5.0, 2)
    floor, top = random.uniform(0.05, 0.3), random.uniform(0.88, 0.97)
    at = along(count)
    train = floor + 2.1 * np.exp(-fall * at) + random.normal(0, 0.01, count)
    accuracy = top - (top - 0.2) * np.exp(-rise * at) + random.normal(0, 0.004, count)
    # a loss under 2 ln 2 (1 - A) is none of outputs that are as sure as they are right
    train = np.maximum(train, 1.6 * (1 - accuracy))
    held_out = train + 0.04 + random.normal(0, 0.01, count)
    held_accuracy = accuracy - 0.02 + random.normal(0, 0.004, count)
    found = answers(
        curve(np.abs(train)),
        curve(np.clip(accuracy, 0, 1), "accuracy"),
        curve(np.abs(held_out), "loss", "validation"),
        curve(np.clip(held_accuracy, 0, 1), "accuracy", "validation"),
    )
    troubles = {s: answer for s, answer in found.items() if answer in TROUBLE.get(s, ())}
    assert troubles == {}
    assert found["loss_trend"] == "falling"


def test_every_trouble_named_here_is_an_answer() -> None:
    from assistant.symptoms import SYMPTOMS

    for symptom, named in TROUBLE.items():
        assert named <= set(SYMPTOMS[symptom].answers)


# -- order and repetition ---------------------------------------------------------------------


def _run(seed: int) -> tuple[Curve, ...]:
    random = np.random.default_rng(seed)
    return (
        curve(np.abs(random.normal(1, 0.4, 30))),
        curve(random.uniform(0, 1, 30), "accuracy"),
        curve(np.abs(random.normal(1, 0.4, 30)), "loss", "validation"),
        curve(random.uniform(0, 1, 30), "accuracy", "validation"),
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_curves_does_not_matter(seed: int) -> None:
    curves = _run(seed)
    assert list(seen(*reversed(curves)).items()) == list(seen(*curves).items())


@pytest.mark.parametrize("seed", range(5))
def test_looking_twice_shows_the_same_and_changes_nothing(seed: int) -> None:
    curves = _run(seed)
    before = [one.values.copy() for one in curves]
    run = Run("log", curves, "epoch")
    first, second = observe(run), observe(run)
    assert first == second
    assert all(np.array_equal(a, one.values) for a, one in zip(before, curves, strict=True))
    assert len({observation.symptom for observation in first}) == len(first)


@pytest.mark.parametrize("seed", range(5))
def test_observations_are_declared_and_have_their_place(seed: int) -> None:
    from assistant.symptoms import check_answer

    for observation in seen(*_run(seed)).values():
        check_answer(observation.symptom, observation.answer)
        assert 0 < observation.sure <= 1
        assert observation.says
        assert 1 <= observation.place.first <= 30


# -- shapes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [100, 1000, 100_000])
@pytest.mark.parametrize("slope", [0.0, 5.0])
def test_noise_is_measured_under_any_trend(count: int, slope: float) -> None:
    found = shape(slope * along(count) + noise(count, 0.1))
    assert found is not None
    assert found.noise == pytest.approx(0.1, rel=0.35 if count == 100 else 0.1)
    assert found.points == count


@pytest.mark.parametrize("values", [[], [1.0], [np.nan, np.nan, 1.0], [np.inf]])
def test_no_shape_without_two_points(values: list[float]) -> None:
    assert shape(np.array(values, dtype=np.float64)) is None


@pytest.mark.parametrize("count", [2, 3, 9, 10, 11, 1000])
def test_a_straight_line_has_no_noise_and_no_turns(count: int) -> None:
    found = shape(2.0 - along(count))
    assert found is not None
    assert found.noise == pytest.approx(0.0, abs=1e-9)
    assert found.turns == 0.0
    assert len(found.blocks) == min(10, count)
    assert found.low == found.end < found.start
    assert not found.frozen


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.69314, "0.6931"),
        (0.0, "0.0000"),
        (2.30259, "2.303"),
        (344671968.0, "3.45e+08"),
        (9.971e-06, "9.97e-06"),
        (float("nan"), "nan"),
        (-0.5, "-0.5000"),
        (15.42495, "15.42"),
    ],
)
def test_figures_are_printed_as_a_log_would(value: float, text: str) -> None:
    assert figure(value) == text


# -- an autoencoder, a best epoch, CTC ----------------------------------------------------------


@pytest.mark.parametrize("count", [8, *SIZES])
def test_a_kl_term_that_vanishes(count: int) -> None:
    total = 0.6 + 2.0 * np.exp(-6 * along(count))
    term = curve(2.0 * np.exp(-6 * along(count)), "kl loss")
    rebuilt = curve(0.6 - 0.03 * along(count), "recon loss")
    assert answers(curve(total), rebuilt, term)["kl_term"] == "vanishes"


def test_a_kl_term_next_to_nothing_vanishes_while_the_decoder_learns_the_mean() -> None:
    rebuilt = 4.7 + 4.0 * np.exp(-9 * along(20))
    term = 0.012 * np.exp(-5 * along(20))
    found = answers(curve(-rebuilt, "elbo"), curve(rebuilt, "recon"), curve(term, "kl", digits=5))
    assert found["kl_term"] == "vanishes"


@pytest.mark.parametrize(
    ("term", "rebuilt"),
    [
        (lambda n: 0.5 + 5.0 * along(n), lambda n: 35.0 * np.exp(-2 * along(n)) + 5.0),  # it is used
        (lambda n: 0.001 + 5.0 * along(n), lambda n: 30.0 - 20.0 * along(n)),  # annealed
        (lambda n: 3.0 * np.exp(-2 * along(n)), lambda n: 30.0 - 25.0 * along(n)),  # it shrinks, and helps
    ],
)
def test_a_kl_term_that_lives(term: Callable[[int], Floats], rebuilt: Callable[[int], Floats]) -> None:
    sum_ = curve(term(20) + rebuilt(20))
    found = answers(sum_, curve(rebuilt(20), "recon loss"), curve(term(20), "kl loss"))
    assert found.get("kl_term", "ordinary") == "ordinary"


def test_a_loss_without_a_kl_term_says_nothing_of_it() -> None:
    assert "kl_term" not in answers(curve(2.0 - along(20)), curve(along(20), "accuracy"))


@pytest.mark.parametrize("count", [20, 300])
def test_the_best_epoch_is_long_past(count: int) -> None:
    steps = along(count)
    held_out = 0.5 + 0.8 * (steps - 0.2) ** 2
    found = answers(curve(1.0 - 0.9 * steps), curve(held_out, split="validation"))
    assert found["best_epoch"] == "long-past"


@pytest.mark.parametrize(
    "held_out",
    [
        0.5 + 0.01 * (along(30) - 0.2) ** 2,  # hardly worse since
        0.5 + noise(30, 0.02),  # all noise
    ],
)
def test_a_best_epoch_within_the_noise_is_not_long_past(held_out: Floats) -> None:
    found = answers(curve(1.0 - 0.9 * along(30)), curve(held_out, split="validation"))
    assert found.get("best_epoch") != "long-past"


def test_the_best_epoch_is_near_the_end() -> None:
    found = answers(curve(1.0 - 0.9 * along(30)), curve(1.1 - 0.8 * along(30), split="validation"))
    assert found["best_epoch"] == "near-end"


def test_few_points_have_no_best_epoch() -> None:
    assert "best_epoch" not in answers(curve([1.0, 0.5, 0.4]), curve([1.0, 0.4, 0.9], split="validation"))


@pytest.mark.parametrize(("name", "told"), [("ctc loss", True), ("sctc loss", False), ("loss", False)])
def test_a_ctc_loss_by_its_name(name: str, told: bool) -> None:
    assert (answers(curve([np.nan] * 5, name)).get("loss_kind") == "ctc") is told
    assert (answers(curve(2.0 - along(20), name)).get("loss_kind") == "ctc") is told


def test_a_loss_that_hardly_moves_while_accuracy_rises() -> None:
    loss = 2.05 + 0.25 * np.exp(-9 * along(20))
    assert answers(curve(loss), curve(0.9 - 0.8 * np.exp(-9 * along(20)), "accuracy"))[
        "loss_vs_accuracy"
    ] == ("loss-flat")


# -- what only experts read off ---------------------------------------------------------------


def stepped(values: Floats | list[float], per_epoch: int, name: str = "loss", digits: int = 4) -> Curve:
    """A curve with several values in each epoch."""
    made = curve(values, name, digits=digits)
    return replace(made, epochs=1 + np.floor(np.arange(len(made)) / per_epoch))


def of_steps(*curves: Curve) -> dict[str, str]:
    return {one.symptom: one.answer for one in observe(Run("log", curves, "step"))}


SORTED = np.tile([1.69, 1.70, 1.69, 1.81, 1.95, 1.94, 1.85, 1.91, 1.90], 10)
SHUFFLED = 1.8 + noise(90, 0.1)


@pytest.mark.parametrize(("values", "told"), [(SORTED, "saw-in-epoch"), (SHUFFLED, "none")])
def test_batches_in_the_order_of_their_classes_repeat_with_the_epoch(values: Floats, told: str) -> None:
    assert of_steps(stepped(values + noise(90, 0.01), 9))["loss_period"] == told


@pytest.mark.parametrize(("values", "told"), [(SORTED, "saw-in-epoch"), (SHUFFLED, None)])
def test_an_epoch_that_nobody_tells_is_what_lies_between_evaluations(
    values: Floats, told: str | None
) -> None:
    train = replace(curve(values + noise(90, 0.01)), epochs=np.full(90, np.nan))
    held_out = curve(1.7 + noise(10, 0.05), split="validation")
    held_out = replace(held_out, steps=9.0 * held_out.steps, epochs=np.full(10, np.nan))
    assert of_steps(train, held_out).get("loss_period") == told
    uneven = replace(held_out, steps=held_out.steps + np.arange(10) % 2)
    assert "loss_period" not in of_steps(train, uneven)


@pytest.mark.parametrize("epochs", [3, 6])
def test_weights_made_anew_begin_every_epoch_where_the_first_began(epochs: int) -> None:
    anew = np.tile([1.38, 1.33, 1.25, 1.08], epochs) + noise(4 * epochs, 0.01)
    assert of_steps(stepped(anew, 4))["loss_period"] == "jumps-at-epoch"
    kept = 1.38 * np.exp(-2 * along(4 * epochs)) + noise(4 * epochs, 0.01)
    assert of_steps(stepped(kept, 4)).get("loss_period") != "jumps-at-epoch"
    flat = 1.38 + noise(4 * epochs, 0.05)
    assert of_steps(stepped(flat, 4)).get("loss_period") != "jumps-at-epoch"


def test_labels_without_a_pattern_are_learned_slowly_by_heart() -> None:
    held_out = [curve(1.61 + 1.8 * along(25) ** 2, split="validation")]
    held_out.append(curve(0.2 + noise(25, 0.01), "accuracy", "validation"))
    late = 1.61 - 1.5 / (1 + np.exp(-12 * (along(25) - 0.55)))
    accuracy = curve(0.2 + 0.78 / (1 + np.exp(-12 * (along(25) - 0.55))), "accuracy")
    assert answers(curve(late), accuracy, *held_out)["learned_by_heart"] == "slowly"
    soon = 0.1 + 1.51 * np.exp(-15 * along(25))
    quick = curve(0.98 - 0.78 * np.exp(-15 * along(25)), "accuracy")
    assert answers(curve(soon), quick, *held_out)["learned_by_heart"] == "at-once"
    carried = curve(0.9 - 0.7 * np.exp(-5 * along(25)), "accuracy", "validation")
    assert answers(curve(soon), quick, held_out[0], carried)["learned_by_heart"] == "no"


def test_a_training_that_stays_at_chance_learns_nothing_by_heart() -> None:
    stuck, held_out = (
        curve(1.6 + 0.4 * np.exp(-9 * along(25))),
        curve(1.61 + 0 * along(25) + noise(25, 0.004)),
    )
    chance = [curve(0.2 + noise(25, 0.01), "accuracy", split) for split in ("train", "validation")]
    found = answers(stuck, replace(held_out, split="validation"), *chance)
    assert "learned_by_heart" not in found


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_batches_of_one_class_differ_by_more_than_chance(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    loss = stepped(2.3 - along(60), 5)
    shuffled = drawn.binomial(32, 0.1 + 0.8 * along(60)) / 32
    assert of_steps(loss, stepped(shuffled, 5, "accuracy"))["between_batches"] == "by-chance"
    sorted_rows = drawn.binomial(32, drawn.choice([0.05, 0.95], 60)) / 32
    assert of_steps(loss, stepped(sorted_rows, 5, "accuracy"))["between_batches"] == "beyond-chance"
    ends = np.where(np.arange(60) % 5 == 4, np.round(shuffled * 13) / 13, shuffled)
    assert of_steps(loss, stepped(ends, 5, "accuracy")).get("between_batches") != "beyond-chance"


def test_noise_of_single_batches_is_no_oscillation() -> None:
    drawn = np.random.default_rng(3).chisquare(4, 60) * 0.05
    found = {o.symptom: o for o in observe(Run("log", (stepped(drawn, 5),), "step"))}
    trend = found.get("loss_trend")
    assert trend is None or trend.answer != "oscillating" or trend.sure < 0.5
    assert "early_share" not in found
    swinging = {o.symptom: o for o in observe(Run("log", (curve([1.6, 0.4] * 10),), "epoch"))}
    assert swinging["loss_trend"].answer == "oscillating"
    assert swinging["loss_trend"].sure > 0.5


def test_a_rate_that_dies_in_the_first_half_stops_the_loss() -> None:
    rate = curve(1e-3 * np.exp2(-np.arange(40.0)), "learning rate", digits=12)
    stopped = curve(2.3 - 0.4 * (1 - np.exp(-30 * along(40))))
    assert answers(stopped, rate)["rate_and_loss"] == "stops"
    falling = curve(2.3 - 2 * along(40))
    assert answers(falling, rate).get("rate_and_loss") != "stops"
    cosine = curve(5e-4 * (1 + np.cos(np.pi * along(40))), "learning rate", digits=12)
    assert answers(stopped, cosine)["rate_and_loss"] == "fine"


def test_a_rate_that_is_gone_after_two_of_five_epochs_stops_the_loss() -> None:
    rate = curve([6.25e-4, 1.95e-5, 6.1e-7, 1.91e-8, 5.96e-10], "learning rate", digits=14)
    assert answers(curve([1.4772, 1.35, 1.3423, 1.3428, 1.3427]), rate)["rate_and_loss"] == "stops"
    assert answers(curve([1.5, 1.2, 0.9, 0.6, 0.3]), rate).get("rate_and_loss") != "stops"
    steps = curve([1e-2, 1e-2, 1e-3, 1e-4, 1e-5], "learning rate", digits=14)
    assert answers(curve([1.4772, 1.35, 1.3423, 1.3428, 1.3427]), steps).get("rate_and_loss") != "stops"


@pytest.mark.parametrize("at_start", [0.9, 1.0, 1.05])
def test_validation_that_was_no_worse_than_training_turns_up(at_start: float) -> None:
    fits = 0.7 * np.exp(-3 * along(12))
    apart = curve(np.concatenate(([2.0], 2.1 + along(11))), split="validation")
    together = curve(np.concatenate(([0.7 * at_start], 0.8 + along(11))), split="validation")
    assert answers(curve(fits), together)["validation_trend"] == "turns-up"
    assert answers(curve(fits), apart)["validation_trend"] == "rises"


def test_what_is_printed_after_nan_is_no_symptom_of_its_own() -> None:
    loss = curve([0.9, 0.7, 0.6, np.nan, np.nan, np.nan, np.nan])
    fallen = curve([0.6, 0.7, 0.76, 0.21, 0.21, 0.21, 0.21], "accuracy", "validation")
    found = answers(loss, fallen)
    assert found["loss_trend"] == "nan"
    assert found.get("accuracy_trend") not in ("falling", "frozen")
    # only the printed loss is broken: the network goes on to learn
    learns = curve([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95], "accuracy", "validation")
    assert answers(loss, learns)["accuracy_trend"] == "rising"


def test_a_second_softmax_is_known_before_its_loss_rests() -> None:
    right = 0.19 + 0.7 * along(14)
    loss = curve(np.concatenate(([2.29], 1.4612 + (1 - right[1:]) + 0.05)), digits=3)
    assert answers(loss, curve(right, "accuracy"))["loss_level"] == "double-softmax-floor"
    honest = curve(np.concatenate(([2.29], 2 * (1 - right[1:]))), digits=3)
    assert answers(honest, curve(right, "accuracy")).get("loss_level") != "double-softmax-floor"


def test_a_gradient_that_adds_up_climbs_all_the_way() -> None:
    loss = curve(2.3 * np.exp(-2 * along(20)))
    summed = curve(1.5 + 30 * along(20) + noise(20, 0.2), "gradient norm")
    assert answers(loss, summed)["gradient_norm"] == "climbs"
    noisy = curve(1.5 + 30 * along(20) + noise(20, 9), "gradient norm")
    assert answers(loss, noisy)["gradient_norm"] != "climbs"
    steady = curve(1.5 + along(20), "gradient norm")
    assert answers(loss, steady)["gradient_norm"] == "ordinary"


def test_a_recall_of_zero_tells_how_rare_the_positives_are() -> None:
    loss, recall = curve(0.1 * np.exp(-along(12))), curve(np.zeros(12), "recall")
    rare = answers(loss, curve(np.full(12, 0.985), "accuracy"), recall)
    assert rare["class_balance"] == "imbalanced"
    assert "class_balance" not in answers(loss, curve(np.full(12, 0.6), "accuracy"), recall)
    found = answers(loss, curve(np.full(12, 0.985), "accuracy"), curve(along(12), "recall"))
    assert "class_balance" not in found


def test_one_unit_and_an_accuracy_are_two_classes() -> None:
    place = Place("log", 1, 1)
    unit = Fact("last layer units", 1.0, place)
    high = Run("log", (curve(3.2 * np.exp(-along(12))), curve(0.6 + 0.2 * along(12), "accuracy")), "epoch")
    assert {o.symptom: o.answer for o in observe(high, facts=[unit])}["loss_start"] == "far-above"
    assert "loss_start" not in {o.symptom for o in observe(high)}
    numbers = replace(high, curves=(*high.curves, curve(along(12), "mae")))
    assert "loss_start" not in {o.symptom for o in observe(numbers, facts=[unit])}


def test_a_variational_bound_that_levels_off_is_no_plateau() -> None:
    bound = curve(24 + 11 * np.exp(-25 * along(40)))
    alone = seen(bound)["loss_trend"]
    terms = [curve(22 + 9 * np.exp(-25 * along(40)), "rec"), curve(3 + 2 * np.exp(-5 * along(40)), "kl")]
    beside = seen(bound, *terms)["loss_trend"]
    assert alone.answer == "plateau" == beside.answer
    assert beside.sure < 0.5 < alone.sure
    assert "loss_left" not in seen(bound, *terms)


@pytest.mark.parametrize("validated", [True, False])
def test_a_sum_that_is_never_reset(validated: bool) -> None:
    means = 0.2 + 1.9 * np.exp(-along(9) * 3)
    held_out = [curve(means * 1.1, split="validation")] if validated else []
    assert answers(curve(np.cumsum(means)), *held_out)["loss_sum"] == "never-reset"
    assert "loss_sum" not in answers(curve(means), *held_out)


@pytest.mark.parametrize(
    "values", [2.3 * 1.7 ** np.arange(8), 2.3 + 0.2 * np.arange(8), np.arange(1.0, 9) ** 2]
)
def test_a_loss_that_grows_is_no_sum(values: Floats) -> None:
    assert "loss_sum" not in answers(curve(values))
    assert "loss_sum" not in answers(curve(values), curve(values * 1.1, split="validation"))


def test_a_kl_term_is_no_loss_beside_what_is_rebuilt() -> None:
    rebuilt, term = curve(30 - 8 * along(20), "rec"), curve(5 * along(20), "kl")
    assert answers(term, rebuilt)["loss_trend"] in ("falling", "crawling")


def test_an_accuracy_above_one_is_miscounted_and_says_no_more() -> None:
    loss = curve(2 * np.exp(-4 * along(12)))
    found = seen(loss, curve(29.45 + 10 * along(12), name="accuracy"))
    assert found["metric_fit"].answer == "miscounts"
    assert "3,945%" in found["metric_fit"].says or "3945%" in found["metric_fit"].says
    assert not [name for name in found if name.startswith("accuracy")]
    fine = seen(loss, curve(1 - 0.7 * np.exp(-9 * along(12)), name="accuracy"))
    assert "metric_fit" not in fine
    assert fine["accuracy_level"].answer == "near-perfect"


@pytest.mark.parametrize(("last", "seen"), [(0.5600, True), (0.3838, False)])
def test_a_loss_below_the_floor_of_a_second_softmax_has_none(last: float, seen: bool) -> None:
    """ln(1 + 2/e) = 0.5514 is the least that three classes can cost there; the run begins at ln 3."""
    losses = np.array([1.0986, 0.99, 0.8409, 0.6115, 0.6115, last])
    found = answers(
        curve(losses, "loss", "validation"),
        curve(np.array([0.345, 0.695, 0.89, 0.95, 0.95, 0.97]), "accuracy", "validation"),
    )
    assert (found.get("loss_level") == "double-softmax-floor") == seen


@pytest.mark.parametrize(
    ("highest", "kind", "expected"),
    [
        (0.3, "adaptive", "extreme"),
        (0.02, "adaptive", "high"),
        (0.02, "sgd", None),
        (0.3, "sgd", "high"),
        (0.3, "", "high"),
        (0.02, "", None),
        (5e-4, "adaptive", "usual"),
    ],
)
def test_what_a_rate_is_depends_on_who_steps(highest: float, kind: str, expected: str | None) -> None:
    rates = curve(np.full(12, highest), name="learning rate")
    run = Run("log", (curve(np.linspace(2, 1, 12)), rates), "epoch")
    found = {one.symptom: one.answer for one in observe_optimizer(run, kind)}
    assert found.get("learning_rate") == expected


@pytest.mark.parametrize(
    ("highest", "kind", "expected"),
    [(30.0, "adaptive", "too-high"), (1.0, "adaptive", None), (30.0, "sgd", None), (30.0, "", None)],
)
def test_no_weight_bears_an_adaptive_rate_above_one(highest: float, kind: str, expected: str | None) -> None:
    """Adadelta is run at 1.0, and plain descent at 30 has trained language models (Merity et al. 2018)."""
    rates = curve(np.full(12, highest), name="learning rate")
    run = Run("log", (curve(np.linspace(2, 1, 12)), rates), "epoch")
    found = {one.symptom: one.answer for one in observe_optimizer(run, kind)}
    assert found.get("rate_from_scratch") == expected


def test_one_loss_and_one_accuracy_tell_of_four_classes() -> None:
    told = seen(curve([1.3863]), curve([0.2554], "accuracy"))
    assert told["accuracy_level"].answer == "chance"
    assert "4" in told["accuracy_level"].says
    assert seen(curve([1.3863]), curve([0.61], "accuracy"))["accuracy_level"].answer == "ordinary"


@pytest.mark.parametrize(("classes", "expected"), [(2.0, "miscounts"), (None, None)])
def test_no_hit_at_all_while_the_loss_of_classes_falls(classes: float | None, expected: str | None) -> None:
    text = "epoch 1 loss 0.89 acc 0.0000\nepoch 2 loss 0.61 acc 0.0000\nepoch 3 loss 0.40 acc 0.0000\n"
    code = "nn.CrossEntropyLoss()" if classes else "nn.MSELoss()"
    script = f"""import torch
from torch import nn
net, criterion = nn.Linear(4, 2), {code}
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(30):
    for x, y in loader:
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
    both = read_data(text.encode(), "a.log").joined(read_data(script.encode(), "train.py"))
    told = {one.symptom: one.answer for one in Session(both).report().observations}
    assert told.get("metric_fit") == expected
