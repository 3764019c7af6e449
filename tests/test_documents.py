from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.readers import Unreadable, read
from assistant.readers.document import read_document
from assistant.run import Reading

HISTORY = [
    {"epoch": 0.5, "grad_norm": 1.25, "learning_rate": 1e-4, "loss": 2.25, "step": 10},
    {"epoch": 1.0, "grad_norm": math.nan, "learning_rate": 5e-5, "loss": 1.5, "step": 20},
    {"epoch": 1.0, "eval_loss": 1.75, "eval_accuracy": 0.5, "eval_runtime": 3.2, "step": 20},
    {"epoch": 1.0, "step": 20, "total_flos": 1.0, "train_loss": 1.9, "train_runtime": 3.0},
]


def shown(reading: Reading | None) -> dict[str, list[float]]:
    assert reading is not None
    (run,) = reading.runs
    return {f"{c.split} {c.name}": c.values.tolist() for c in run.curves}


def written(folder: Path, data: bytes, name: str = "metrics.txt") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_the_state_of_a_trainer(tmp_path: Path) -> None:
    state = {"best_metric": None, "epoch": 3.0, "global_step": 30, "log_history": HISTORY, "max_steps": 50}
    reading = read(written(tmp_path, json.dumps(state, indent=2).encode()))
    found = shown(reading)
    assert math.isnan(found.pop("train gradient norm")[1])
    assert found == {
        "train learning rate": [1e-4, 5e-5],
        "train loss": [2.25, 1.5],
        "validation loss": [1.75],
        "validation accuracy": [0.5],
    }
    loss = reading.runs[0].curve("loss", "train")
    assert loss is not None
    assert loss.epochs.tolist() == [0.5, 1.0]
    assert loss.lines.tolist() == [6, 13]  # each record begins where its brace stands
    assert reading.sources[0].kind == "metrics"


@pytest.mark.parametrize(
    "document",
    [
        [{"epoch": 1, "loss": 0.5, "val_loss": 0.75}, {"epoch": 2, "loss": 0.25, "val_loss": 0.5}],
        {"loss": [0.5, 0.25], "val_loss": [0.75, 0.5]},
        {
            "history": [
                {"train": {"loss": 0.5}, "val": {"loss": 0.75}},
                {"train": {"loss": 0.25}, "val": {"loss": 0.5}},
            ]
        },
        [
            {"epoch": "1", "train_loss": "0.5", "valid_loss": "0.75"},
            {"epoch": "2", "train_loss": "0.25", "valid_loss": "0.5"},
        ],
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_documents_of_other_shapes(tmp_path: Path, document: object, indent: int | None) -> None:
    reading = read(written(tmp_path, json.dumps(document, indent=indent).encode()))
    assert shown(reading) == {"train loss": [0.5, 0.25], "validation loss": [0.75, 0.5]}


def test_points_that_tensorboard_exports(tmp_path: Path) -> None:
    reading = read(written(tmp_path, json.dumps([[1.6e9, 0, 0.5], [1.6e9 + 1, 10, 0.25]]).encode()))
    loss = reading.runs[0].curve("loss", "train")
    assert loss is not None
    assert (loss.steps.tolist(), loss.values.tolist()) == ([0, 10], [0.5, 0.25])


def test_json_lines_are_text_and_keep_their_lines(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"epoch": n, "train": {"loss": 1 / n}, "val": {"loss": 2.0}}) + "\n" for n in (1, 2, 4)
    )
    reading = read(written(tmp_path, lines.encode()))
    assert shown(reading) == {"train loss": [1.0, 0.5, 0.25], "validation loss": [2.0, 2.0, 2.0]}
    assert reading.runs[0].curves[0].lines.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "[1, 2]", '{"a": 1}', '{"loss": "high"}', '{"loss": 1', "[" * 90_000, '{"loss": 1} x'],
)
def test_what_is_no_document_of_metrics(text: str) -> None:
    assert read_document(text, "x") is None


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    text = "".join(f"epoch {n} loss {1 / n:.3f}\n" for n in range(1, 9)).encode()
    packed = gzip.compress(text[:60]) + gzip.compress(text[60:])  # files may stand one behind another
    assert shown(read(written(tmp_path, packed))) == shown(read(written(tmp_path, text, "plain.log")))


def test_gzip_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    text = "".join(f"epoch {n} loss {1 / n:.3f}\n" for n in range(1, 999)).encode()
    reading = read(written(tmp_path, gzip.compress(text, 1)[:-900]))
    losses = shown(reading)["train loss"]
    assert 100 < len(losses) < 998
    assert losses[:-1] == [float(f"{1 / n:.3f}") for n in range(1, len(losses))]  # the last line may be cut
    assert any("break off" in warning for warning in reading.warnings)


@given(st.binary(max_size=300))
def test_anything_that_claims_to_be_gzip_gets_an_answer(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("packed"), b"\x1f\x8b" + data)
    with pytest.raises(Unreadable):
        read(path)


VALUES = st.floats(-1e6, 1e6).map(lambda x: round(x, 4)) | st.just(math.nan)


@given(st.lists(VALUES, min_size=1, max_size=20), st.sampled_from([None, 2]))
def test_a_document_is_read_back_exactly(values: list[float], indent: int | None) -> None:
    rows = [{"step": n, "loss": value} for n, value in enumerate(values, 1)]
    found = read_document(json.dumps({"log_history": rows}, indent=indent), "x")
    assert shown(found)["train loss"] == pytest.approx(values, rel=0, abs=0, nan_ok=True)
