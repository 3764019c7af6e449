"""A session: frozen, the same answer whatever the order, and a report that survives its JSON."""

from __future__ import annotations

import itertools

import pytest

from assistant.readers.text import read_text
from assistant.render.json import parse, render
from assistant.render.markdown import render as render_markdown
from assistant.render.terminal import render as render_text
from assistant.report import Report
from assistant.session import Session

LOG = "".join(f"epoch {n} train loss 0.6931 acc 0.5000 val loss 0.6932 val acc 0.5000\n" for n in range(9))


def test_answering_gives_a_new_session() -> None:
    first = Session(read_text(LOG, "a.log"))
    second = first.answer("initialization", "zeros")
    assert dict(first.answers) == {}
    assert dict(second.answers) == {"initialization": "zeros"}
    assert second.report().causes[0].id == "zero-initialized-weights"
    assert first.report().causes[0].id != "zero-initialized-weights"


def test_an_earlier_answer_can_be_changed_and_later_ones_stay() -> None:
    session = Session().answer("loss_trend", "nan").answer("task", "binary").answer("loss_trend", "flat")
    assert dict(session.answers) == {"loss_trend": "flat", "task": "binary"}


def test_the_order_of_answers_does_not_matter() -> None:
    given = [("loss_trend", "flat"), ("loss_level", "ln-classes"), ("normalization", "none")]
    reports = []
    for order in itertools.permutations(given):
        session = Session()
        for symptom, value in order:
            session = session.answer(symptom, value)
        reports.append([(c.id, c.probability) for c in session.report().causes])
    for one in reports:
        assert [id for id, _ in one] == [id for id, _ in reports[0]]
        assert [p for _, p in one] == pytest.approx([p for _, p in reports[0]])


def test_wrong_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="takes: falling"):
        Session().answer("loss_trend", "sideways")


def test_a_cause_ruled_out_is_gone_and_the_rest_shares_its_probability() -> None:
    first = Session(read_text(LOG, "a.log"))
    report = first.report()
    lead = report.causes[0].id
    second = first.rule_out(lead)
    without = second.report()
    assert first.ruled_out == frozenset()
    assert without.ruled_out == (lead,)
    assert lead not in {cause.id for cause in (*without.causes, *without.besides)}
    scale = 1 - report.causes[0].probability
    assert without.causes[0].probability == pytest.approx(report.causes[1].probability / scale)
    assert without.unknown == pytest.approx(report.unknown / scale)


def test_only_pitfalls_can_be_ruled_out() -> None:
    for name in ("healthy", "unknown-cause", "nothing-like-it"):
        with pytest.raises(ValueError, match="no pitfall is named"):
            Session().rule_out(name)
    with pytest.raises(ValueError, match="no pitfall is named"):
        Session(ruled_out=frozenset({"nothing-like-it"})).report()


def test_a_question_left_open_is_not_asked_and_changes_nothing_else() -> None:
    first = Session(read_text(LOG, "a.log"))
    report = first.report()
    symptom = report.questions[0].symptom
    second = first.leave_open(symptom).report()
    assert symptom not in {question.symptom for question in second.questions}
    assert second.unanswered == (symptom,)
    assert second.causes == report.causes
    with pytest.raises(ValueError, match="no symptom is named"):
        first.leave_open("no-such-thing")


def test_an_answer_fills_what_was_left_open_and_the_other_way_round() -> None:
    session = Session().answer("task", "binary").leave_open("task")
    assert dict(session.answers) == {}
    assert session.answer("task", "binary").unanswered == frozenset()


def test_a_question_names_the_two_it_tells_apart() -> None:
    report = Session(read_text(LOG, "a.log")).report()
    known = {"healthy", *(cause.id for cause in report.causes)}
    pairs = [question.between for question in report.questions]
    assert any(pairs)
    assert all(len(pair) in (0, 2) and set(pair) <= known for pair in pairs)


def test_nothing_known_is_inconclusive_and_asks() -> None:
    report = Session().report()
    assert report.verdict == "inconclusive"
    assert report.questions
    assert report.observations == ()


def test_two_sources_are_one_training() -> None:
    words = read_text("It is a binary classifier, the last layer has no activation.", "note")
    joined = Session(read_text(LOG, "a.log")).add(words).report()
    assert {source.path for source in joined.sources} == {"a.log", "note"}
    answers = {o.symptom: o.answer for o in joined.observations}
    assert answers["task"] == "binary"
    assert answers["last_activation"] == "none"


@pytest.fixture(scope="module")
def report() -> Report:
    return Session(read_text(LOG, "a.log")).report()


def test_json_round_trip(report: Report) -> None:
    assert parse(render(report)) == report


def test_colors_change_nothing_but_colors(report: Report) -> None:
    import re

    plain, colored = render_text(report), render_text(report, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_markdown_has_one_title_and_task_items(report: Report) -> None:
    text = render_markdown(report)
    assert text.count("\n# ") == 0
    assert text.startswith("# ")
    assert "- [ ] " in text
    assert text.count("```") % 2 == 0


def test_evidence_is_printed_with_weight_and_place(report: Report) -> None:
    text = render_text(report)
    assert "[a.log:1-9]" in text
    assert "×" in text
    assert "ln 2" in text


FINE = "".join(
    f"epoch {n} train loss {2.3 * 0.6**n:.4f} val loss {2.3 * 0.6**n + 0.02:.4f}\n" for n in range(9)
)
REMARKS = "".join(f"Saving model checkpoint to the output directory number {n}\n" for n in range(20))
STORY = (
    "I have trained this network twice now and I do not understand what I see here. The first attempt came "
    "straight out of the box, the second one after I had gone through the whole of the input pipeline once "
    "more and written it again from nothing."
)


def test_of_two_runs_in_a_log_the_newest_is_read_whatever_it_remarks() -> None:
    (warning,) = Session(read_text(LOG + REMARKS + FINE, "a.log")).report().warnings
    assert "the newest" in warning


def test_of_two_runs_in_a_post_the_one_that_asks_is_read() -> None:
    report = Session(read_text(LOG + "\n" + STORY + "\n\n" + FINE, "a.md")).report()
    assert any("the one with most to explain" in warning for warning in report.warnings)
    assert report.verdict == "faulty"


@pytest.mark.parametrize("name", ["valid_loss", "weighted_loss", "loss", "grad_loss"])
def test_a_cross_entropy_below_zero_is_seen_whatever_it_is_called(name: str) -> None:
    log = "".join(f"epoch {n} {name} {0.5 - 0.4 * n:.4f}\n" for n in range(9))
    answers = {o.symptom: o.answer for o in Session(read_text(log, "a.log")).report().observations}
    assert answers.get("loss_level") == "negative"


@pytest.mark.parametrize("name", ["d_loss", "policy_loss", "elbo_loss", "nll_loss"])
def test_an_objective_that_is_negative_by_nature_is_not(name: str) -> None:
    log = "".join(f"epoch {n} {name} {0.5 - 0.4 * n:.4f}\n" for n in range(9))
    answers = {o.symptom: o.answer for o in Session(read_text(log, "a.log")).report().observations}
    assert answers.get("loss_level") != "negative"


def test_the_bars_of_keras_tell_of_a_loop_that_clears_and_steps_by_itself() -> None:
    values = (1.8, 2.9, 2.4, 4.6, 3.9, 7.2, 6.5, 11.8)
    bars = "".join(
        f"Epoch {n}/8\n32/32 - 0s - 3ms/step - accuracy: 0.51 - loss: {v}\n" for n, v in enumerate(values, 1)
    )
    plain = "".join(f"Epoch {n}/8 accuracy: 0.51 loss: {v}\n" for n, v in enumerate(values, 1))
    by_keras, by_hand = (Session(read_text(text, "train.log")) for text in (bars, plain))
    said = {one.symptom: one.answer for one in by_keras.report().observations}
    assert said["loop"] == "managed"
    assert "loop" not in {one.symptom for one in by_hand.report().observations}
    rank = {one.id: one.probability for one in by_hand.report().causes}
    kept = {one.id: one.probability for one in by_keras.report().causes}
    assert kept.get("missing-zero-grad", 0.0) < 0.5 * rank["missing-zero-grad"]


@pytest.mark.parametrize(
    "told",
    [
        "A mixture density network; after 3 epochs the loss becomes negative. It is the mixture negative "
        "log-likelihood.",
        "My VAE has a Gaussian decoder and its negative log-likelihood is negative. The loss is -1.009.",
        "The loss is torch's Gaussian NLL and the loss is negative.",
    ],
)
def test_the_log_of_a_density_may_fall_below_zero(told: str) -> None:
    report = Session(read_text(told, "a.md")).report()
    assert report.verdict != "faulty"
    assert all(one.symptom != "loss_level" for one in report.observations)


def test_one_layer_needs_no_activation_within() -> None:
    told = "A single linear layer without activation fits data of a linear rule. The loss stays at 1e-5."
    report = Session(read_text(told, "a.md")).report()
    assert all(one.symptom != "hidden_activation" for one in report.observations)
    deeper = told.replace("A single linear layer", "A network of 3 hidden layers")
    assert "hidden_activation" in {
        o.symptom for o in Session(read_text(deeper, "a.md")).report().observations
    }


@pytest.mark.parametrize("name", ["mean absolute percentage error", "relative error", "MAPE"])
def test_an_error_of_numbers_in_percent_is_no_accuracy(name: str) -> None:
    log = "".join(f"epoch {n} mse {1e11 / n:.3e}\n{name} {40 - n:.1f}%\n" for n in range(1, 9))
    report = Session(read_text(log, "a.log")).report()
    assert all(not one.symptom.startswith("accuracy") for one in report.observations)
    assert "huge" in {o.answer for o in report.observations if o.symptom == "loss_level"}
