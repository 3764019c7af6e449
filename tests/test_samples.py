from __future__ import annotations

import io
import math
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.readers.clean import text_of
from assistant.readers.stream import chunks, pieces
from assistant.readers.text import read_chunks
from assistant.run import Curve, Reading
from tests.log_samples import FOLDER, expected, first_blocks
from tests.test_readers import PIECES

BLOCKS = first_blocks()
TRUE = expected()
SAMPLES = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.txt"))}
PARTS_ALONE = {
    "burn_tui.txt": "the figure stands behind the word epoch",
    "chainer.txt": "no header tells which column is which",
    "detectron2_metrics_json.txt": "an accuracy of a part goes by the name of the part",
    "keras2_multi_output.txt": "an accuracy of one head goes by the name of the head",
    "pytorch_handwritten_zh_percent.txt": "an accuracy of one domain goes by its name",
    "spacy_train.txt": "scores of tags go by their name",
    "yolov8_results_csv.txt": "there are losses of parts alone, each under its name",
}
"""Blocks whose accuracy or validation loss is not the plain `accuracy` or `loss`."""
NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def read(data: bytes, remember: bool = True, size: int = 2**20) -> Reading:
    return read_chunks(chunks(pieces(io.BytesIO(data), [], size), size, "bytes"), "log", remember)


def values(reading: Reading, name: str, split: str) -> list[float]:
    """The values of all runs, one run behind the other."""
    found = [run.curve(name, split) for run in reading.runs]
    return [value for curve in found if curve is not None for value in curve.values.tolist()]


def main_loss(reading: Reading, split: str) -> list[float]:
    """The curve called loss, or the first part of it that a run prints, or its objective."""
    found: list[float] = []
    for run in reading.runs:
        parts = [c for c in run.curves if c.split == split and c.name.split()[-1] in ("loss", "objective")]
        curve = run.curve("loss", split) or (parts[0] if parts else None)
        found += [] if curve is None else curve.values.tolist()
    return found


def everything(reading: Reading) -> list[object]:
    """All that a reading holds, comparable."""
    curves = [
        (run.name, run.unit, c.name, c.split, c.key, *(getattr(c, n).tobytes() for n in ARRAYS))
        for run in reading.runs
        for c in run.curves
    ]
    return [curves, reading.words, reading.facts, reading.notices]


ARRAYS = ("steps", "values", "errors", "lines", "epochs")


@pytest.mark.parametrize("name", [name for name in BLOCKS if TRUE[name]["loss"] is not None])
def test_the_main_loss_of_each_sample(name: str) -> None:
    loss = TRUE[name]["loss"]
    assert loss is not None
    found = main_loss(read(BLOCKS[name]), loss["split"])
    assert found == pytest.approx(loss["values"], rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize("name", [name for name in BLOCKS if TRUE[name]["loss"] is None])
def test_no_loss_where_none_is_printed(name: str) -> None:
    assert main_loss(read(BLOCKS[name]), "train") == []


@pytest.mark.parametrize(
    "name",
    [name for name in BLOCKS if name not in PARTS_ALONE and TRUE[name].keys() & {"validation", "accuracy"}],
)
def test_validation_and_accuracy_of_each_sample(name: str) -> None:
    reading = read(BLOCKS[name])
    true = TRUE[name]
    if "validation" in true:
        found = values(reading, "loss", true["validation"]["split"])
        assert found == pytest.approx(true["validation"]["values"], rel=0, abs=0, nan_ok=True)
    if "accuracy" in true:
        scale = 100 if true["accuracy"]["unit"] == "percent" else 1
        found = values(reading, "accuracy", true["accuracy"]["split"])
        assert found == pytest.approx([value / scale for value in true["accuracy"]["values"]], nan_ok=True)


@pytest.mark.parametrize("name", SAMPLES)
def test_lines_of_one_shape_read_once_or_each_by_itself_are_the_same(name: str) -> None:
    """Reading every line by itself is the oracle of reading by shapes, in chunks of any size."""
    data = SAMPLES[name].rstrip(b"\n") + b"\n"
    for text in (data, data * 3):
        alone = everything(read(text, remember=False))
        assert everything(read(text)) == alone
        assert everything(read(text, size=3000)) == alone


LINES = [line for data in SAMPLES.values() for line in data.split(b"\n") if line.strip()]


def _printed(curve: Curve, line: str) -> set[float]:
    """All numbers of a line, as a curve may hold them."""
    numbers = [float(text) for text in NUMBER.findall(line.replace(",", ""))]
    numbers += [float(text) for text in NUMBER.findall(line.replace(",", "."))]
    numbers += [float(text) for text in NUMBER.findall(line)]
    found = {sign * number for number in numbers for sign in (1, -1)}
    found |= {number / 100 for number in found}
    if curve.name.endswith("accuracy"):
        found |= {a / b for a in numbers for b in numbers if b and a <= b}
        if re.search(r"err\w*(?: rate)?[:= ]", line, re.I):  # what is not wrong is right
            found |= {(100 - number) / 100 for number in numbers}
    return found


def never_invented(data: bytes) -> None:
    """Every value of every curve is printed on the line that it names."""
    lines = [text_of(line) for line in data.replace(b"\r\n", b"\n").split(b"\n")]
    for run in read(data).runs:
        for curve in run.curves:
            assert (
                len(curve) == len(curve.steps) == len(curve.errors) == len(curve.lines) == len(curve.epochs)
            )
            for value, line in zip(curve.values.tolist(), curve.lines.tolist(), strict=True):
                text = lines[line - 1].replace("&quot;", '"')
                if math.isfinite(value):
                    assert any(math.isclose(value, one, rel_tol=1e-12) for one in _printed(curve, text)), text
                else:
                    assert re.search("nan|inf|1.#", text, re.I) or "e" in text, text


@settings(max_examples=80)
@given(st.randoms(use_true_random=False), st.integers(1, 60))
def test_samples_cut_into_each_other_invent_nothing(random: Random, count: int) -> None:
    never_invented(b"\n".join(random.choice(LINES) for _ in range(count)))


@settings(max_examples=80)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 3000), st.integers(0, 3000))
def test_a_sample_cut_anywhere_invents_nothing(name: str, begin: int, length: int) -> None:
    never_invented(SAMPLES[name][begin : begin + length])


@settings(max_examples=60)
@given(st.binary(max_size=2000))
def test_random_bytes_give_no_curve_that_is_not_printed(data: bytes) -> None:
    never_invented(data)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(LINES).map(text_of), max_size=40))
def test_patched_texts_read_by_shape_are_the_same(parts: list[str]) -> None:
    """Texts patched together of all that is odd, twice over so that shapes come again."""
    data = ("\n".join(parts) + "\n").encode("utf-8", "replace")
    assert everything(read(data * 3)) == everything(read(data * 3, remember=False))
