"""Tensors: what a name says, which layer comes first, and what the statistics show, or do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assistant.observe import observe
from assistant.observe.layers import Named, by_depth, named
from assistant.observe.optimizer import observe_optimizer
from assistant.observe.tensors import observe_tensors
from assistant.run import STATISTICS, Curve, Run, TensorSeries


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("fc1.weight", Named("weight", "fc1")),
        ("weights/fc1.weight", Named("weight", "fc1")),
        ("gradients/fc1.weight", Named("gradient", "fc1", "weight")),
        ("fc1.weight.grad", Named("gradient", "fc1", "weight")),
        ("grad/layer1.0.conv1.weight", Named("gradient", "layer1/0/conv1", "weight")),
        ("layer1.0.conv1.bias", Named("bias", "layer1/0/conv1")),
        ("sequential/dense_2/kernel/histogram", Named("weight", "sequential/dense_2")),
        ("dense_1/bias_0", Named("bias", "dense_1")),
        ("params/Dense_0/kernel", Named("weight", "Dense_0")),
        ("params/LayerNorm_0/scale", Named("scale", "LayerNorm_0")),
        ("bn1.weight", Named("scale", "bn1")),
        ("batch_normalization/gamma/histogram", Named("scale", "batch_normalization")),
        ("activations/relu2", Named("activation", "relu2")),
        ("layer3/out", Named("activation", "layer3/out")),
        ("rnn.weight_hh_l0", Named("weight", "rnn")),
        ("fc1_weight", Named("weight", "fc1")),
        ("gradients/head.bias", Named("gradient", "head", "bias")),
        ("grad_2.0_norm/conv1.weight", Named("gradient", "conv1", "weight")),
        ("latents", None),
    ],
)
def test_a_name_says_what_it_is(tag: str, wanted: Named | None) -> None:
    found = named(tag)
    assert found == wanted


def test_the_order_is_that_of_writing_unless_it_is_the_alphabet() -> None:
    assert by_depth(["stem", "block1", "block2", "head"]) == ["stem", "block1", "block2", "head"]
    assert by_depth(["Dense_0", "Dense_1", "Dense_10", "Dense_2"]) == [
        "Dense_0",
        "Dense_1",
        "Dense_2",
        "Dense_10",
    ]
    assert by_depth(["0", "2", "4", "10"]) == ["0", "2", "4", "10"]


def series(tag: str, *, points: int = 4, **statistics: Any) -> TensorSeries:
    """A tensor of deviation 0.1 and 1000 values whose extremes move, but for what is given."""
    moving = np.linspace(0.3, 0.35, points)
    given: dict[str, Any] = {
        "count": 1000,
        "least": -moving,
        "most": moving,
        "mean": 0,
        "spread": 0.1,
        "finite": 1,
    }
    given |= {"q50": 0.0, "zeros": 0.0, "low": 0.0, "high": 0.0, "middle": 0.4} | statistics
    table = np.full((points, len(STATISTICS)), np.nan)
    for name, value in given.items():
        table[:, STATISTICS.index(name)] = value
    return TensorSeries(tag, "runs", np.arange(float(points)), table)


def answers(*tensors: TensorSeries, curves: tuple[Curve, ...] = ()) -> dict[str, str]:
    found = list(observe_tensors(Run("r", curves, "step", tensors, "runs")))
    assert len({o.symptom for o in found}) == len(found)
    assert all(o.says and str(o.place).startswith("runs ") for o in found)
    return {o.symptom: o.answer for o in found}


def gradients(norms: list[float]) -> list[TensorSeries]:
    return [series(f"gradients/{n}.weight", spread=norm) for n, norm in enumerate(norms)]


@pytest.mark.parametrize(
    ("norms", "answer"),
    [
        ([1e-6, 1e-5, 1e-3, 1e-2, 1e-1], "shrinks"),
        ([1e-1, 1e-2, 1e-4, 1e-5], "grows"),
        ([0.03, 0.1, 0.02, 0.1], "even"),
        ([1e-5, 1e-1], None),
        ([1e-5, 1e-1, 1e-5, 1e-1, 1e-5, 1e-1], None),
    ],
)
def test_gradients_by_depth(norms: list[float], answer: str | None) -> None:
    assert answers(*gradients(norms)).get("gradient_by_depth") == answer


def test_zero_gradients_are_no_vanishing() -> None:
    zero = [series(f"gradients/{n}.weight", spread=0, least=0, most=0) for n in range(3)]
    found = answers(*zero, series("gradients/3.weight"))
    assert found["gradient_norm"] == "zero"
    assert "gradient_by_depth" not in found


@pytest.mark.parametrize(
    ("zeros", "answer"),
    [
        ([0.5, 1, 1, 1], "dead"),
        ([0.5, 0.96, 0.97, 0.97], "dead"),
        ([0.5, 0.6, 0.7, 0.9], None),
        ([0.96] * 4, None),
    ],
)
def test_a_layer_is_dead_where_all_is_zero(zeros: list[float], answer: str | None) -> None:
    assert (
        answers(series("activations/relu1", least=0, zeros=np.array(zeros))).get("activation_by_depth")
        == answer
    )


def test_outputs_at_the_ends_of_their_range_are_saturated() -> None:
    full: dict[str, Any] = {"least": -1.0, "most": 1.0, "low": 0.4, "high": 0.45, "middle": 0, "spread": 0.9}
    half: dict[str, Any] = full | {"low": 0.1, "high": 0.2}
    assert answers(series("h1/tanh", **full))["activation_by_depth"] == "saturated"
    assert answers(series("h1/tanh", **half), series("h2/tanh", **full)).get("activation_by_depth") is None
    wide: dict[str, Any] = full | {"least": -5.0, "most": 5.0}
    assert "activation_by_depth" not in answers(series("h1/out", **wide))
    ends: dict[str, Any] = {"least": 0.0, "most": 1.0, "low": 0.0, "high": 0.4, "middle": 0.5, "spread": 0.4}
    assert answers(series("gate/sigmoid", **ends))["activation_by_depth"] == "saturated"


def test_the_spread_of_activations_by_depth() -> None:
    spreads = [1, 0.1, 0.01, 0.001]
    layers = [series(f"act/{n}", spread=s, most=9.0) for n, s in enumerate(spreads)]
    assert answers(*layers)["activation_by_depth"] == "shrinks"
    layers = [series(f"act/{n}", spread=1 / s, most=9e3) for n, s in enumerate(spreads)]
    assert answers(*layers)["activation_by_depth"] == "grows"


STILL: dict[str, Any] = {"least": -0.3, "most": 0.3}


def test_weights_that_never_change() -> None:
    assert answers(series("a.weight", **STILL), series("b.weight", **STILL))["weight_change"] == "none"
    assert answers(series("a.weight", **STILL), series("b.weight"))["weight_change"] == "some-layers"
    assert answers(series("a.weight"), series("b.weight"))["weight_change"] == "yes"
    assert "weight_change" not in answers(series("a.weight", points=1))


def test_why_some_do_not() -> None:
    still, moves = series("a.weight", **STILL), series("b.weight")
    both = gradients_of("a", "b")
    assert answers(still, moves, *both)["trained_parameters"] == "not-in-optimizer"
    assert answers(still, moves, *both[1:])["trained_parameters"] == "frozen"
    dead = series("gradients/a.weight", least=0, most=0, spread=0)
    assert "weight_change" not in answers(still, moves, dead, both[1])


def gradients_of(*layers: str) -> list[TensorSeries]:
    return [series(f"gradients/{layer}.weight") for layer in layers]


def test_how_far_weights_move() -> None:
    barely = np.array([0.3, 0.300001, 0.300002, 0.300003])
    assert answers(series("a.weight", least=-0.3, most=barely))["weight_change"] == "barely"
    grown = np.array([0.1, 0.3, 1.0, 3.0])
    assert answers(series("a.weight", spread=grown))["weight_change"] == "grows"


def test_movement_that_fades_towards_the_input_is_a_gradient_that_does() -> None:
    fading = [
        t
        for n, size in enumerate([1e-5, 1e-4, 1e-3, 1e-2, 1e-1])
        for t in (
            series(f"dense_{n}/kernel", **STILL),
            series(f"dense_{n}/bias", count=10, spread=np.array([0, 0.3, 0.6, 1]) * size),
        )
    ]
    found = answers(*fading[:-2], series("dense_4/kernel"), fading[-1])
    assert found["gradient_by_depth"] == "shrinks"
    assert "trained_parameters" not in found


def test_the_first_tensor_that_is_not_finite_is_named() -> None:
    late = series("b.weight", finite=np.array([1, 1, 0, 0]))
    early = series("gradients/a.weight", finite=np.array([1, 0, 0, 0]))
    (found,) = (o for o in observe_tensors(Run("r", (), "step", (late, early), "runs")) if o.answer == "nan")
    assert "gradients/a.weight" in found.says
    assert str(found.place) == "runs gradients/a.weight@1"


@pytest.mark.parametrize(
    ("spread", "answer"), [(1.0, "large"), (0.1, "default"), (0.002, "small"), (0.0, "zeros"), (50.0, None)]
)
def test_how_the_weights_began(spread: float, answer: str | None) -> None:
    ends: dict[str, Any] = {"least": 0.0, "most": 0.0} if not spread else {}
    layers = [
        t
        for name in "ab"
        for t in (
            series(f"{name}.weight", count=6400, spread=spread, **ends),
            series(f"{name}.bias", count=64),
        )
    ]
    assert answers(*layers).get("initialization") == answer


def test_biases_at_zero_beside_weights_that_moved() -> None:
    def net(size: float) -> list[TensorSeries]:
        biases = [series(f"{n}.bias", count=10, spread=size) for n in "ab"]
        return [series(f"{n}.weight") for n in "ab"] + biases

    assert answers(*net(1e-5))["bias_values"] == "near-zero"
    assert answers(*net(1e-2))["bias_values"] == "ordinary"


def test_what_normalization_owns_is_left_out() -> None:
    layers = [series("1.weight", count=8, spread=0, q50=1.0, least=1.0, most=1.0), series("1.bias", count=8)]
    assert "weight_change" not in answers(*layers)
    assert "initialization" not in answers(*layers)


def test_half_precision_and_recurrence_show() -> None:
    found = answers(series("gradients/lstm.weight_hh_l0", most=65504.0))
    assert found["precision"] == "half"
    assert found["architecture"] == "recurrent"


def test_a_tensor_without_a_role_says_nothing() -> None:
    assert answers(series("latents"), series("z")) == {}


def norm(tag: str, *values: float) -> TensorSeries:
    """A logged norm: its size alone is known."""
    table = np.full((len(values), len(STATISTICS)), np.nan)
    table[:, STATISTICS.index("count")] = 1
    table[:, STATISTICS.index("mean")] = 0
    table[:, STATISTICS.index("spread")] = values
    table[:, STATISTICS.index("finite")] = 1
    return TensorSeries(tag, "runs", np.arange(float(len(values))), table)


def test_a_last_layer_without_a_gradient_beside_a_bias_that_has_one_is_fed_zeros() -> None:
    dead = [norm(f"grad_norm/{n}.weight", 9, 2, 0, 0, 0, 0) for n in ("a", "b", "c")]
    learns = norm("grad_norm/c.bias", 9, 2, 1, 1, 1, 1)
    found = answers(*dead, learns)
    assert found["activation_by_depth"] == "dead"
    assert found["gradient_norm"] == "zero"
    at_rest = norm("grad_norm/c.bias", 9, 2, 0, 0, 0, 0)  # all of it is 0: the loss has no gradient at all
    assert "activation_by_depth" not in answers(*dead, at_rest)


def test_weights_that_stopped_beside_a_last_bias_that_moves_are_fed_zeros() -> None:
    stops = np.array([0.3, 0.32, 0.33, 0.33, 0.33, 0.33])
    weights = [series(f"{n}.weight", points=6, least=-0.5, most=stops, spread=0.1) for n in "abc"]
    moves = series("c.bias", points=6, count=10)
    assert answers(*weights, moves)["activation_by_depth"] == "dead"
    rests = series("c.bias", points=6, count=10, least=-0.3, most=0.3)
    assert "activation_by_depth" not in answers(*weights, rests)
    still = [series(f"{n}.weight", points=6, **STILL) for n in "abc"]
    assert "activation_by_depth" not in answers(*still, moves)  # frozen from the start looks the same


def test_biases_of_keras_that_left_zero_show_that_the_layers_learned() -> None:
    still = [series(f"dense_{n}/kernel/histogram", points=6, **STILL) for n in range(3)]
    left = [series(f"dense_{n}/bias/histogram", points=6, count=10, least=-0.2, most=0.1) for n in range(2)]
    last = series("dense_2/bias/histogram", points=6, count=10)
    assert answers(*still, *left, last)["activation_by_depth"] == "dead"
    zeros: dict[str, Any] = {"least": 0.0, "most": 0.0, "spread": 0.0, "mean": 0.0}
    frozen = [series(f"dense_{n}/bias/histogram", points=6, count=10, **zeros) for n in range(2)]
    assert "activation_by_depth" not in answers(*still, *frozen, last)


def test_gradients_of_biases_alone_leave_the_weights_frozen() -> None:
    still = [series(f"{n}.weight", **STILL) for n in "ab"]
    assert answers(*still, series("gradients/b.bias", count=10))["trained_parameters"] == "frozen"


def curve(name: str, split: str, values: list[float], error: float) -> Curve:
    array = np.array(values)
    steps = np.arange(float(len(array)))
    nothing = np.full(len(array), np.nan)
    return Curve(
        name,
        split,
        name,
        "runs",
        steps,
        array,
        np.full(len(array), error),
        np.zeros(len(array), int),
        nothing,
    )


def test_a_loss_that_stands_to_the_last_bit_beside_gradients_is_never_updated() -> None:
    norms = curve("gradient norm", "train", [1.0, 1.2, 0.9, 1.1], 1e-8)

    def told(values: list[float], error: float, norms: Curve = norms) -> dict[str, str]:
        run = Run("r", (curve("loss", "validation", values, error), norms), "step", (), "runs")
        return {o.symptom: o.answer for o in observe_optimizer(run)}

    assert told([0.7231] * 5, 3e-8)["weight_change"] == "none"
    assert "weight_change" not in told([0.7231] * 5, 5e-5)  # four printed digits prove nothing
    assert "weight_change" not in told([0.7231] * 4 + [0.7232], 3e-8)
    zero = curve("gradient norm", "train", [0.0] * 4, 1e-8)
    assert "weight_change" not in told([0.7231] * 5, 3e-8, zero)


STANDS, FALLS = [1.1, 1.1, 1.09, 1.1, 1.09, 1.09], [1.1, 0.9, 0.7, 0.6, 0.5, 0.4]


def test_weights_that_move_little_beside_a_loss_that_stands() -> None:
    little = series("a.weight", least=-0.3, most=np.array([0.3, 0.3002, 0.3004, 0.3006]))

    def told(losses: list[float]) -> str:
        return answers(little, curves=(curve("loss", "train", losses, 5e-5),))["weight_change"]

    assert told(STANDS) == "barely"
    assert told(FALLS) == "yes"
    assert answers(little)["weight_change"] == "yes"


def test_weights_that_shrink_are_pulled() -> None:
    def ends_at(share: float) -> str:
        falls = 0.1 * np.linspace(1, share, 4)
        moving: dict[str, Any] = {"least": -3 * falls, "most": 3 * falls}
        return answers(*(series(f"layers.{n}.weight", spread=falls, **moving) for n in range(3)))[
            "weight_change"
        ]

    assert ends_at(0.5) == "shrinks"
    assert ends_at(0.95) == ends_at(2.0) == "yes"


@pytest.mark.parametrize(
    ("activation", "raw"),
    [
        ({"spread": 120.0, "most": 400.0}, True),
        ({"spread": 0.6}, False),
        ({"spread": 5.0, "most": 20.0}, False),
        ({"spread": 0.95, "least": -1, "most": 1, "low": 0.35, "high": 0.35, "middle": 0.02}, True),
        ({"spread": 0.5, "least": -1, "most": 1, "low": 0.05, "high": 0.05, "middle": 0.1}, False),
    ],
)
def test_the_first_layer_shows_the_size_of_the_inputs(activation: dict[str, Any], raw: bool) -> None:
    layers = [
        series(f"params/{n}.{what}", count=count, spread=0.58 / np.sqrt(100))
        for n in (0, 2)
        for what, count in (("weight", 6400), ("bias", 64))
    ]
    found = answers(*layers, series("activations/1", **activation))
    assert (found.get("input_scaling") == "raw") is raw


def test_a_signal_that_fades_before_anything_learned_is_not_called_dead() -> None:
    def hidden(spread: float) -> list[TensorSeries]:
        zeros = [np.array([0.5, 0.5, share, share]) for share in (0.5, 0.5, 0.5, 0.6, 1.0)]
        return [
            series(f"activations/hidden{n}", least=0, spread=spread**n, zeros=share)
            for n, share in enumerate(zeros)
        ]

    assert answers(*hidden(0.05))["activation_by_depth"] == "shrinks"
    assert answers(*hidden(0.9))["activation_by_depth"] == "dead"


def test_a_gradient_that_was_huge_before_it_was_not_finite_has_exploded() -> None:
    def norm(before: float) -> str:
        ends = np.array([1.0, before, 1.0, np.nan])
        tensor = series("grads/fc.weight", spread=ends, finite=np.array([1.0, 1, 1, 0]))
        return answers(tensor)["gradient_norm"]

    assert norm(1e6) == "exploding"
    assert norm(1.0) == "nan"


def test_weights_that_are_all_equal_are_not_called_frozen() -> None:
    zeros = {"least": 0, "most": 0, "spread": 0}
    layers = [series(f"sequential/dense_{n}/kernel/histogram", **zeros) for n in range(3)]
    moving = series("sequential/dense_2/bias/histogram", count=3)
    losses = (curve("epoch_loss", "train", [1.1] * 4, 5e-5),)
    found = answers(*layers, moving, curves=losses)
    assert found["initialization"] == "zeros"
    assert "trained_parameters" not in found


@pytest.mark.parametrize(
    ("rate", "losses", "answer"),
    [(1e-5, STANDS, "tiny"), (1e-5, FALLS, None), (3e-4, STANDS, "usual"), (1e-7, FALLS, "tiny")],
)
def test_a_rate_as_for_a_last_touch_beside_a_loss_that_stands(
    rate: float, losses: list[float], answer: str | None
) -> None:
    curves = (curve("loss", "train", losses, 5e-5), curve("learning rate", "train", [rate] * 6, 1e-12))
    told = {o.symptom: o.answer for o in observe_optimizer(Run("r", curves, "epoch", (), "runs"))}
    assert told.get("learning_rate") == answer
    assert {o.symptom: o.answer for o in observe(Run("r", curves, "epoch"))}.get("learning_rate") == answer
