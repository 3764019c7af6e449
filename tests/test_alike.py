"""Words of people against pages: what is like what, whose words count, and what that may change."""

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import alike
from assistant.alike import Likeness, quoted
from assistant.knowledge import folder, load, usual_rates
from assistant.rank import HEALTHY, UNKNOWN, leaning, posterior
from assistant.readers.post import persons
from assistant.readers.text import read_text
from assistant.run import Place, Words
from assistant.session import Session

TOLD = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (folder() / "told").glob("*")}
FEWEST, SHORTEST, LONGEST = 12, 8, 45
POST = (
    "My masks are saved as png and the loss of the segmentation network is a large negative number.\n"
    "I use one output channel with binary cross-entropy and it goes down without end.\n"
)
LOG = "".join(f"epoch {n} loss {2.3 - n / 50:.4f} acc {0.1 + n / 90:.4f}\n" for n in range(1, 13))
REMARKS = (
    "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the "
    "appropriate compiler flags.\n"
    "/lib/site-packages/torch/nn/modules/loss.py:630: UserWarning: Using a target size that is different to "
    "the input size, this will likely lead to incorrect results due to broadcasting.\n"
    "Restoring model weights from the end of the best epoch: 12.\n"
)


def said(*texts: str) -> list[Words]:
    return [Words(text, Place("you", n, n)) for n, text in enumerate(texts, start=1)]


def likeness(*texts: str) -> dict[str, Likeness]:
    return alike.alike(said(*texts))


# -- the texts


def test_each_page_is_told_of_and_nothing_else_is() -> None:
    assert TOLD.keys() == load().pages.keys()


@pytest.mark.parametrize("page", sorted(TOLD))
def test_lines_of_a_page(page: str) -> None:
    assert len(TOLD[page]) >= FEWEST
    for line in TOLD[page]:
        assert SHORTEST <= len(line.split()) <= LONGEST, line
        assert line.isascii(), line
        assert line == line.strip(), line


def test_no_line_comes_twice() -> None:
    times = Counter(line for lines in TOLD.values() for line in lines)
    assert max(times.values()) == 1


# -- what is like what


def test_lines_left_out_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sixth line is taken out and asked for: two in three are among the first five pages."""
    kept = {page: "\n".join(line for n, line in enumerate(lines) if n % 6) for page, lines in TOLD.items()}
    texts = alike._texts(kept)
    monkeypatch.setattr(alike, "_told", lambda: texts)
    found = asked = 0
    for page, lines in TOLD.items():
        like = likeness(lines[0])
        above = sum(one.score > like[page].score for one in like.values())
        found += above < 5
        asked += 1
    assert found >= 2 / 3 * asked


def test_scores_are_those_of_the_formula() -> None:
    """BM25 written out for three texts of two words and of four."""
    texts = alike._texts({"a": "nan loss", "b": "nan nan grows fast", "c": "flat curve"})
    scores = alike._scores(texts, {"nan": 1, "grow": 5})
    mean = (3 + 7 + 3) / 3  # pairs count too
    rare = {"nan": math.log(1 + (3 - 2 + 0.5) / 2.5), "grow": 2 * math.log(1 + (3 - 1 + 0.5) / 1.5)}

    def weight(times: int, length: int) -> float:
        return times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / mean))

    wanted = {
        "a": rare["nan"] * weight(1, 3),
        "b": rare["nan"] * weight(2, 7) + rare["grow"] * weight(1, 7),
        "c": 0.0,
    }
    level = sum(wanted.values()) / 3
    deviation = math.sqrt(sum((one - level) ** 2 for one in wanted.values()) / 3)
    for page, (score, terms) in scores.items():
        assert score == pytest.approx((wanted[page] - level) / (deviation + alike.FEW))
        assert sum(terms.values()) == pytest.approx(wanted[page])


@pytest.mark.parametrize("text", ["", "训练损失不下降", "0.6931 0.6931", "xyzzy plugh"])
def test_words_that_no_page_has_are_like_none(text: str) -> None:
    assert likeness(text) == {}


def test_what_is_quoted_stands_in_the_words() -> None:
    texts = ("The training looked fine", "then my Gradients exploded in the LSTM")
    words, place = quoted(likeness(*texts)["exploding-gradients"], said(*texts))
    assert place == "you:2"
    assert words
    assert all(word in texts[1] for word in words)


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_words_have_a_likeness(texts: list[str]) -> None:
    found = likeness(*texts)
    assert all(math.isfinite(one.score) for one in found.values())
    assert not found or abs(math.fsum(one.score for one in found.values())) < 1e-6


# -- whose words count


def test_what_a_program_says_is_nobodys() -> None:
    assert persons(read_text(REMARKS + LOG, "train.log")) == ()


def test_a_post_around_a_log_is_somebodys() -> None:
    words = persons(read_text(POST + LOG, "post.txt"))
    assert [str(piece.place) for piece in words] == ["post.txt:1", "post.txt:2"]


SHORT = "loss 0.7653, accuracy 0.64\n"


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        (
            "Iris with a small network reaches only 64 % while much simpler models get above 90 %.\n" + SHORT,
            True,
        ),
        ("The predictions of my network are the same for all inputs and nothing helps.\n" + SHORT * 3, True),
        ("The predictions of my network are the same for all inputs and nothing helps.\n" + LOG, False),
        ("Restoring model weights from the end of the best epoch: 12.\n" + SHORT, False),
        (
            "You should probably TRAIN this model on a down-stream task to be able to use it for inference.\n"
            + "".join(LOG.splitlines(keepends=True)[:3]),
            False,
        ),
    ],
)
def test_a_few_figures_are_quoted_by_somebody(text: str, theirs: bool) -> None:
    assert bool(persons(read_text(text, "post.txt"))) == theirs


def test_a_log_alone_is_judged_without() -> None:
    session = Session(read_text(REMARKS + LOG, "train.log"))
    assert all(one.symptom != "words" for cause in session.report().causes for one in cause.evidence)


# -- what it changes


@given(st.dictionaries(st.sampled_from(sorted(load().pages)), st.floats(-3, 5)))
def test_words_say_nothing_of_whether_something_is_wrong(scores: dict[str, float]) -> None:
    rules = load().rules
    plain = posterior(rules, {}, usual_rates())
    leaned = posterior(leaning(rules, scores), {}, usual_rates())
    assert leaned[HEALTHY] == pytest.approx(plain[HEALTHY])
    assert leaned[UNKNOWN] == pytest.approx(plain[UNKNOWN])
    by_score = sorted(scores, key=lambda page: scores[page])
    for one, other in pairwise(by_score):
        assert leaned[one] / plain[one] <= leaned[other] / plain[other] * (1 + 1e-9)


def test_the_words_are_evidence_with_their_line() -> None:
    report = Session(read_text(POST, "post.txt")).report()
    (words,) = (one for one in report.causes[0].evidence if one.symptom == "words")
    assert words.where in ("post.txt:1", "post.txt:2")
    assert words.times >= 1.5
    assert "“" in words.says


def test_words_alone_end_in_no_verdict() -> None:
    """Nothing was observed: the order is a guess, and said to be one."""
    report = Session(read_text("checkpoint resumed yesterday evening\n", "post.txt")).report()
    assert not report.observations
    assert report.verdict == "inconclusive"
