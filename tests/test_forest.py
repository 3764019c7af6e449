"""The outline of a run's curves, and the trees that are asked of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import forest
from assistant.forest import LEAF, Forest, bins, vote
from assistant.knowledge import FOREST, BrokenKnowledge, load, load_forest
from assistant.observe.outline import NAMES, PARTS, is_outlined, outline
from assistant.rank import HEALTHY, Known, posterior, resembling
from assistant.readers.text import read_text
from assistant.run import Floats, Run
from assistant.session import SPEAKS, Session
from assistant.tree import Evidence, Rule
from fixtures.grow import EDGES as EDGES_OF_A_NUMBER
from fixtures.grow import PARTS as PARTS_OF_A_LOG
from fixtures.grow import UNSEEN, edges_of, laid_out, parts_of
from fixtures.measure import Seen
from fixtures.sweep.archive import Recorded
from fixtures.sweep.cuts import begun

PLACE = {name: n for n, name in enumerate(NAMES)}


def run_of(losses: Sequence[float], accuracies: Sequence[float] = ()) -> Run:
    pairs = zip(losses, accuracies, strict=True) if accuracies else ((loss, None) for loss in losses)
    lines = [
        f"epoch {n} loss {loss!r}" + ("" if accuracy is None else f" val_accuracy {accuracy!r}")
        for n, (loss, accuracy) in enumerate(pairs, start=1)
    ]
    return read_text("\n".join(lines), "train.log").runs[-1]


def test_an_outline_tells_the_level_of_a_curve_from_its_beginning_to_its_end() -> None:
    found = outline(run_of([4.0, 3.0, 2.0]))
    assert len(found) == len(NAMES)
    assert found[PLACE["train loss at 0"]] == 4.0
    assert found[PLACE[f"train loss at {PARTS - 1}"]] == 2.0
    assert found[PLACE[f"train loss ratio {PARTS - 1}"]] == pytest.approx(0.5)
    assert found[PLACE["train loss up"]] == 0.0
    assert np.isnan(found[PLACE["validation loss at 0"]])
    assert np.isnan(found[PLACE["loss gap 0"]])


def test_an_outline_tells_what_is_no_number_and_where_it_begins() -> None:
    found = outline(run_of([2.0, 1.0, math.nan, math.nan]))
    assert found[PLACE["train loss broken"]] == 0.5
    assert found[PLACE["train loss broken from"]] == 0.5
    assert found[PLACE[f"train loss at {PARTS - 1}"]] == 1.0


def test_an_outline_has_the_distance_of_validation_from_training() -> None:
    log = "\n".join(
        f"epoch {n} loss {1 / n:.4f} val_loss {2 / n:.4f} acc 0.5 val_acc 0.3" for n in range(1, 9)
    )
    found = outline(read_text(log, "train.log").runs[-1])
    assert found[PLACE["loss gap 0"]] == pytest.approx(math.log(2), abs=1e-3)
    assert found[PLACE[f"accuracy gap {PARTS - 1}"]] == pytest.approx(-0.2)


def test_an_outline_tells_how_curves_move_together_and_how_far_they_are_from_guessing() -> None:
    rows = [(2.303, 2.4, 0.1), (1.9, 2.1, 0.3), (1.95, 2.14, 0.28), (1.2, 1.5, 0.55), (1.0, 1.4, 0.6)]
    log = "".join(f"epoch {n} loss {a} acc {c} val_loss {b}\n" for n, (a, b, c) in enumerate(rows, start=1))
    found = outline(read_text(log, "train.log").runs[-1])
    assert found[PLACE["train loss with validation loss"]] > 0.95
    assert found[PLACE["train loss with train accuracy"]] < -0.95
    assert found[PLACE["train loss from ln K first"]] < 0.001
    assert found[PLACE["train loss K first"]] == 10
    assert found[PLACE["train accuracy from 1/K first"]] == pytest.approx(0)
    assert found[PLACE["train accuracy loss to its error last"]] == pytest.approx(1.0 / 0.401, abs=1e-3)
    assert np.isnan(found[PLACE["validation accuracy from 1/K last"]])


def test_an_outline_tells_where_a_curve_jumps_and_when_its_way_is_done() -> None:
    found = outline(run_of([4.0, 3.9, 3.8, 1.2, 1.1, 1.0, 0.9, 1.0]))
    assert found[PLACE["train loss leap at"]] == 2 / 8
    assert found[PLACE["train loss drop"]] == pytest.approx(math.log10(2.6 / 0.1), abs=1e-3)
    assert found[PLACE["train loss half at"]] == 3 / 8
    assert found[PLACE["train loss since lowest"]] == pytest.approx(0.1 / 3.1, abs=1e-3)
    assert found[PLACE["train loss to go 1"]] > 0.9
    straight = outline(run_of([5.0, 4.0, 3.0, 2.0, 1.0]))
    assert straight[PLACE["train loss straight"]] == pytest.approx(1)
    assert straight[PLACE["train loss turns"]] == 0


def test_the_first_bar_of_a_training_is_no_curve_as_yet() -> None:
    bar = "".join(f"{n}/94 [==>.....] - ETA: 3s - loss: {2.3 - n / 90:.4f}\n" for n in range(1, 90, 8))
    assert not is_outlined(read_text("Epoch 1/6\n" + bar, "train.log").runs[-1])
    ends = "".join(f"Epoch {n}/6\n94/94 [=======] - 3s - loss: {2 / n:.4f}\n" for n in range(1, 6))
    assert is_outlined(read_text(ends, "train.log").runs[-1])


def seen(cause: str, log: str) -> Seen:
    return Seen(
        Recorded(cause, cause, "pytorch", "digits", "mlp", True, False, log),
        {},
        None,
        (outline(read_text(log, "train.log").runs[-1]), *[None] * (len(PARTS_OF_A_LOG) - 1)),
    )


def test_parts_of_a_faulty_run_that_look_fine_count_less() -> None:
    parted = "".join(f"epoch {n} loss {2 / n:.4f} val_loss {1 + n / 5:.4f}\n" for n in range(1, 12))
    counts = {
        cause: [part for _, part in parts_of(seen(cause, parted))] for cause in ("overfitting", HEALTHY)
    }
    assert counts[HEALTHY] == [1, 0.5, 0.3, 0.3]  # no accuracy and no rate to leave out; the loss alone twice
    assert counts["overfitting"] == [1, 0.5 * UNSEEN, 0.3 * UNSEEN, 0.3]


def test_a_run_on_its_way_has_so_many_of_its_points() -> None:
    run = begun(run_of([3.0, 2.0, 1.0, 0.9, 0.8, 0.7]), 1 / 3)
    assert [list(curve.values) for curve in run.curves] == [[3.0, 2.0]]
    assert [len(curve.epochs) for curve in run.curves] == [2]


def test_a_test_after_each_epoch_stands_for_validation() -> None:
    log = "\n".join(f"epoch {n} loss {1 / n:.4f} test loss {2 / n:.4f}" for n in range(1, 9))
    found = outline(read_text(log, "train.log").runs[-1])
    assert found[PLACE["validation loss at 0"]] == 2.0


def test_two_points_are_no_curve_to_outline() -> None:
    assert not is_outlined(run_of([2.0, 1.0]))
    assert is_outlined(run_of([2.0, 1.0, 0.5]))


def test_what_an_accuracy_does_beside_a_loss_that_broke_at_once_says_nothing() -> None:
    assert not is_outlined(run_of([math.nan] * 4, [0.1, 0.11, 0.1, 0.1]))
    assert is_outlined(run_of([2.0, 1.9, 1.8, math.nan], [0.1, 0.11, 0.1, 0.1]))


@given(st.lists(st.floats(width=32), min_size=1, max_size=60))
def test_every_run_has_an_outline_of_one_length(losses: list[float]) -> None:
    run = run_of(losses)
    assert outline(run).shape == (len(NAMES),)


EDGES = np.array([[0.0, 1.0, math.inf], [5.0, math.inf, math.inf]])


def test_a_bin_is_how_many_edges_are_below_and_zero_is_what_is_not_shown() -> None:
    assert bins(EDGES, np.array([-1.0, math.nan])).tolist() == [1, 0]
    assert bins(EDGES, np.array([0.0, 5.0])).tolist() == [1, 1]
    assert bins(EDGES, np.array([0.5, 6.0])).tolist() == [2, 2]
    assert bins(EDGES, np.array([math.inf, -math.inf])).tolist() == [3, 1]


def small() -> Forest:
    """Two trees over two numbers; the second one is a leaf alone."""
    return Forest(
        causes=np.array(["healthy", "overfitting"]),
        usual=np.array([0.75, 0.25]),
        names=np.array(NAMES),
        edges=EDGES,
        roots=np.array([0, 5]),
        number=np.array([0, LEAF, 1, LEAF, LEAF, LEAF]),
        last=np.array([1, 0, 0, 0, 0, 0]),
        other=np.array([2, 0, 2, 1, 2, 3]),
        starts=np.array([0, 1, 3, 4, 6]),
        found=np.array([0, 0, 1, 1, 0, 1]),
        share=np.array([1.0, 0.5, 0.5, 1.0, 0.25, 0.75]),
    )


@pytest.mark.parametrize(
    ("numbers", "overfitting"),
    [((-1.0, 9.0), (0.0 + 0.75) / 2), ((2.0, math.nan), (0.5 + 0.75) / 2), ((2.0, 9.0), (1.0 + 0.75) / 2)],
)
def test_trees_are_asked_down_to_their_leaves(numbers: tuple[float, float], overfitting: float) -> None:
    found = vote(small(), np.array(numbers))
    assert found.shares == pytest.approx({"healthy": 1 - overfitting, "overfitting": overfitting})
    assert (found.trees, found.usual["healthy"]) == (2, 0.75)


def asked_one_by_one(trees: Forest, outlined: Floats) -> dict[str, float]:
    """The same by walking each tree alone."""
    binned = [0 if math.isnan(v) else 1 + sum(e < v for e in row) for v, row in zip(outlined, trees.edges)]  # noqa: B905
    total = dict.fromkeys(trees.causes.tolist(), 0.0)
    for root in trees.roots:
        at = int(root)
        while trees.number[at] != LEAF:
            at += 1 if binned[trees.number[at]] <= trees.last[at] else int(trees.other[at])
        leaf = trees.other[at]
        for n in range(trees.starts[leaf], trees.starts[leaf + 1]):
            total[trees.causes[trees.found[n]]] += float(trees.share[n]) / len(trees.roots)
    return total


@pytest.mark.parametrize("log", sorted(Path("fixtures/faulty").glob("*.log"))[:6])
def test_the_forest_that_is_shipped_says_what_its_trees_say_one_by_one(log: Path) -> None:
    trees = load_forest()
    assert trees is not None
    outlined = outline(read_text(log.read_text(encoding="utf-8", errors="replace"), log.name).runs[-1])
    shares = vote(trees, outlined).shares
    assert shares == pytest.approx(asked_one_by_one(trees, outlined), abs=1e-3)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_the_forest_that_is_shipped_knows_causes_of_which_there_are_pages() -> None:
    trees, knowledge = load_forest(), load()
    assert trees is not None
    assert set(trees.causes.tolist()) <= {HEALTHY, *knowledge.pages}
    assert trees.usual.sum() == pytest.approx(1.0)
    assert (trees.share > 0).all()


def test_a_forest_is_the_same_when_it_is_read_again(tmp_path: Path) -> None:
    forest.write(small(), tmp_path / FOREST)
    again = forest.read(tmp_path / FOREST)
    for name, part in small()._asdict().items():
        assert np.array_equal(getattr(again, name), part), name


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"\x93NUMPY nothing"])
def test_what_is_no_forest_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FOREST).write_bytes(data)
    with pytest.raises(BrokenKnowledge, match=FOREST):
        load_forest(tmp_path)


def test_trees_that_ask_for_other_numbers_are_not_asked(tmp_path: Path) -> None:
    forest.write(small()._replace(names=np.array(["length"])), tmp_path / FOREST)
    with pytest.raises(BrokenKnowledge, match="other numbers"):
        load_forest(tmp_path)


def test_without_a_file_no_tree_is_asked(tmp_path: Path) -> None:
    assert load_forest(tmp_path) is None


RULES = {
    HEALTHY: Rule(50.0, 1.0),
    "overfitting": Rule(25.0, 1.0, (Evidence("gap", frozenset({"yes"}), 4.0),)),
    "rare": Rule(25.0, 1.0),
}
USUAL = {"gap": {"yes": 0.2, "no": 0.8}}


def test_a_cause_that_the_trees_find_more_often_than_usual_is_likelier() -> None:
    plain = posterior(RULES, {}, USUAL)
    usual = {HEALTHY: 0.5, "overfitting": 0.5}
    voted = posterior(resembling(RULES, {HEALTHY: 0.1, "overfitting": 0.9}, usual), {}, USUAL)
    assert voted["overfitting"] > plain["overfitting"]
    assert voted[HEALTHY] < plain[HEALTHY]


def test_trees_that_say_what_is_usual_and_causes_they_do_not_know_change_nothing() -> None:
    usual = {HEALTHY: 0.6, "overfitting": 0.4}
    assert posterior(resembling(RULES, usual, usual), {}, USUAL) == pytest.approx(posterior(RULES, {}, USUAL))


def test_what_shows_against_another_curve_alone_is_not_voted_for_without_it() -> None:
    shares, usual = {HEALTHY: 0.4, "overfitting": 0.6}, {HEALTHY: 0.9, "overfitting": 0.1}
    needy = RULES | {"overfitting": RULES["overfitting"]._replace(needs=frozenset({"gap"}))}
    without = posterior(resembling(needy, shares, usual), {}, USUAL)
    with_it = posterior(resembling(needy, shares, usual), {"gap": Known("yes")}, USUAL)
    assert without["overfitting"] < 0.4 < with_it["overfitting"]


def test_no_curve_outweighs_a_script_however_sure_the_trees_are() -> None:
    shares, usual = {HEALTHY: 0.0, "overfitting": 1.0}, {HEALTHY: 0.5, "overfitting": 0.5}
    rules = resembling(
        RULES | {"rare": RULES["rare"]._replace(evidence=(Evidence("code", frozenset({"yes"}), 400.0),))},
        shares,
        usual,
    )
    found = posterior(rules, {"code": Known("yes")}, USUAL | {"code": {"yes": 0.002, "no": 0.998}})
    assert found["rare"] > found["overfitting"]


def test_a_report_says_what_the_trees_find_behind_what_a_figure_says() -> None:
    log = Path("fixtures/faulty/overfitting.log").read_text(encoding="utf-8")
    first = Session(read_text(log, "train.log")).report().causes[0]
    assert first.id == "overfitting"
    assert first.evidence[0].symptom == "validation_gap"
    said = next(one for one in first.evidence if one.symptom == "curves")
    assert "150 decision trees give it" in said.says
    assert said.where.startswith("train.log:")
    assert said.times >= SPEAKS


class Grown:
    """As scikit-learn grows a tree: up to bin 2 of number 1 it is healthy, then number 0 is asked for."""

    node_count = 5
    feature = np.array([1, -2, 0, -2, -2])
    threshold = np.array([2.5, -2.0, 0.5, -2.0, -2.0])
    children_right = np.array([2, -1, 4, -1, -1])
    value = np.array([[[0.5, 0.5]], [[1.0, 0.0]], [[0.3, 0.7]], [[0.5, 0.5]], [[0.0, 1.0]]])


@pytest.mark.parametrize(
    ("numbers", "overfitting"), [((math.nan, 5.5), 0.0), ((math.nan, 7.0), 0.5), ((1.0, 7.0), 1.0)]
)
def test_a_tree_that_was_grown_is_asked_as_it_grew(numbers: tuple[float, float], overfitting: float) -> None:
    edges = np.array([[0.0, 1.0], [5.0, 6.0]])
    laid = laid_out([Grown(), Grown()], ["healthy", "overfitting"], [0.5, 0.5], edges)
    found = vote(laid, np.array(numbers))
    assert found.shares["overfitting"] == pytest.approx(overfitting)
    assert found.trees == 2


def test_edges_have_as_many_runs_between_them() -> None:
    edges = edges_of(np.array([*range(1000), math.nan]))
    assert len(edges) == EDGES_OF_A_NUMBER
    assert np.ptp(np.diff(edges)) < 1e-3
    assert edges_of(np.array([1.0, 1.0, 2.0]))[-1] == math.inf
    assert np.isinf(edges_of(np.array([math.nan, math.nan]))).all()
