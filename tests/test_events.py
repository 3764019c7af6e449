"""Event files: what TensorBoard's own messages hold, corrupt bytes, restarts, and which runs there are."""

from __future__ import annotations

import ast
import json
import math
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData, SessionStartInfo

from assistant.cli import main
from assistant.readers import Unreadable, read
from assistant.readers.events import crc, frames, layout
from assistant.readers.events.columns import Columns, read_columns
from assistant.readers.events.keras_model import code_of
from assistant.run import STATISTICS, Run
from assistant.session import Session

Dim = TensorShapeProto.Dim
NAME = "events.out.tfevents.1.host.1.0"
WALL = 1_700_000_000.0


def framed(payload: bytes) -> bytes:
    """A record, its checks by the bit-by-bit definition of CRC-32C."""
    head = struct.pack("<Q", len(payload))
    return head + struct.pack("<I", slow(head)) + payload + struct.pack("<I", slow(payload))


def slow(data: bytes) -> int:
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    register ^= 0xFFFFFFFF
    return (((register >> 15) | (register << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def write(path: Path, events: Sequence[Any], tail: bytes = b"", version: bool = True) -> Path:
    first = [Event(wall_time=WALL, file_version="brain.Event:2")] if version else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(framed(e.SerializeToString()) for e in [*first, *events]) + tail)
    return path


def scalar(tag: str, step: int, value: float, wall: float | None = None) -> Any:
    when = WALL + step if wall is None else wall
    return Event(
        wall_time=when, step=step, summary=Summary(value=[Summary.Value(tag=tag, simple_value=value)])
    )


def tensor_scalar(tag: str, step: int, value: float, packed: bool, plugin: bool = True) -> Any:
    tensor = TensorProto(dtype=1, tensor_shape=TensorShapeProto())
    if packed:
        tensor.float_val.append(value)
    else:
        tensor.tensor_content = struct.pack("<f", value)
    one = Summary.Value(tag=tag, tensor=tensor)
    if plugin:
        one.metadata.plugin_data.plugin_name = "scalars"
    return Event(wall_time=WALL + step, step=step, summary=Summary(value=[one]))


def histogram(tag: str, step: int, values: Sequence[float], edges: Sequence[float]) -> Any:
    array = np.asarray(values, dtype=np.float64)
    counts, limits = np.histogram(array, bins=edges)
    proto = HistogramProto(
        min=array.min(), max=array.max(), num=len(array), sum=array.sum(), sum_squares=array @ array,
        bucket_limit=limits[1:], bucket=counts,
    )  # fmt: skip
    return Event(
        wall_time=WALL + step, step=step, summary=Summary(value=[Summary.Value(tag=tag, histo=proto)])
    )


def buckets(tag: str, step: int, rows: Sequence[Sequence[float]], double: bool = True) -> Any:
    content = np.asarray(rows, dtype="<f8" if double else "<f4").tobytes()
    shape = TensorShapeProto(dim=[Dim(size=len(rows)), Dim(size=3)])
    tensor = TensorProto(dtype=2 if double else 1, tensor_shape=shape, tensor_content=content)
    one = Summary.Value(tag=tag, tensor=tensor)
    one.metadata.plugin_data.plugin_name = "histograms"
    return Event(wall_time=WALL + step, step=step, summary=Summary(value=[one]))


def columns(path: Path, verify: bool = False) -> tuple[Columns, list[tuple[int, str]]]:
    said: list[tuple[int, str]] = []
    return read_columns(path, verify, lambda at, what: said.append((at, what))), said


def only(path: Path) -> Run:
    (run,) = read(str(path)).runs
    return run


def same(a: Sequence[float], b: Sequence[float]) -> bool:
    return np.array_equal(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64), equal_nan=True)


# --- the same as TensorBoard's messages ---------------------------------------------------------

TAGS = st.sampled_from(["loss", "train/loss", "val/loss", "a", "acc", "x" * 130, "损失"])
STEPS = st.one_of(
    st.integers(0, 40), st.integers(-(2**63), 2**63 - 1), st.sampled_from([127, 128, 16383, 16384])
)
FLOATS = st.floats(width=32)
WALLS = st.one_of(st.floats(1e9, 2e9), st.just(0.0), st.floats(allow_nan=False))


@st.composite
def values(draw: st.DrawFn) -> Any:
    tag, kind = (
        draw(TAGS),
        draw(st.sampled_from(["simple", "content", "packed", "image", "nothing", "double"])),
    )
    if kind == "simple":
        return Summary.Value(tag=tag, simple_value=draw(FLOATS))
    if kind == "image":
        return Summary.Value(
            tag=tag + "/image", image=Summary.Image(encoded_image_string=draw(st.binary(max_size=90)))
        )
    if kind == "nothing":
        return Summary.Value(tag=tag)
    one = tensor_scalar(tag + "/t", 0, draw(FLOATS), kind == "packed").summary.value[0]
    if kind == "double":
        content = struct.pack("<d", draw(st.floats()))
        one.tensor.CopyFrom(TensorProto(dtype=2, tensor_shape=TensorShapeProto(), tensor_content=content))
    return one


@st.composite
def events(draw: st.DrawFn) -> list[Any]:
    made = [
        Event(wall_time=wall, step=step, summary=Summary(value=some))
        for wall, step, some in draw(
            st.lists(st.tuples(WALLS, STEPS, st.lists(values(), min_size=1, max_size=3)), max_size=6)
        )
    ]
    # many alike in a row, as a training writes them
    tag, count = draw(TAGS), draw(st.integers(0, 60))
    begin = draw(st.integers(0, 20_000))
    many = [scalar(tag, begin + n, draw(FLOATS) if n < 5 else n / 7) for n in range(count)]
    other = [tensor_scalar(tag + "/t", begin + n, -n / 3, n % 2 == 0) for n in range(count)]
    mixed = [event for pair in zip(many, other, strict=True) for event in pair]
    return [*made, *mixed] if draw(st.booleans()) else [*mixed, *made]


def number(value: Any) -> float | None:
    """A scalar as the messages hold it."""
    if value.HasField("simple_value"):
        return float(value.simple_value)
    if not value.HasField("tensor"):
        return None
    tensor = value.tensor
    if tensor.tensor_content:
        return float(struct.unpack("<d" if tensor.dtype == 2 else "<f", tensor.tensor_content)[0])
    return float(tensor.float_val[0]) if tensor.float_val else 0.0


@given(events())
def test_every_scalar_is_what_the_messages_say(
    tmp_path_factory: pytest.TempPathFactory, made: list[Any]
) -> None:
    path = write(tmp_path_factory.mktemp("events") / NAME, made)
    found, said = columns(path, verify=True)
    assert not said
    wanted: dict[str, list[tuple[float, int, float]]] = {}
    for event in made:
        for value in event.summary.value:
            got = number(value)
            if got is not None:
                wanted.setdefault(value.tag, []).append((event.wall_time, event.step, got))
    assert set(found.scalars) == set(wanted)
    for tag, points in wanted.items():
        one = found.scalars[tag]
        assert one.steps.tolist() == [step for _, step, _ in points]
        assert same(one.walls.tolist(), [wall for wall, _, _ in points])
        assert same(one.values.tolist(), [value for _, _, value in points])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80), st.integers(1, 40))
def test_a_histogram_keeps_what_its_message_says(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[float], bins: int
) -> None:
    edges = np.linspace(min(drawn) - 1e-3, max(drawn) + 1e-3, bins + 1).tolist()
    events = [histogram("w", step, drawn, edges) for step in range(12)]
    found, said = columns(write(tmp_path_factory.mktemp("events") / NAME, events))
    assert not said
    table = found.tables["w"].table
    assert table.shape == (12, len(STATISTICS))
    assert same(table[-1].tolist(), table[0].tolist())
    row = dict(zip(STATISTICS, table[0].tolist(), strict=True))
    assert row["count"] == len(drawn)
    assert row["least"] == min(drawn)
    assert row["most"] == max(drawn)
    assert row["finite"] == 1
    assert math.isclose(row["mean"], float(np.mean(drawn)), rel_tol=1e-9, abs_tol=1e-6)
    width = edges[1] - edges[0]
    ordered = np.sort(drawn)
    for name, q in (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)):
        nearest = ordered[min(len(ordered) - 1, max(0, math.ceil(q * len(ordered)) - 1))]
        assert abs(row[name] - nearest) <= width * (1 + 1e-9) + 1e-9
    for name, share in (
        ("low", np.mean(ordered <= -0.95)),
        ("high", np.mean(ordered > 0.95)),
        ("middle", np.mean(np.abs(ordered) <= 0.05)),
    ):
        assert -1e-9 <= row[name] <= 1 + 1e-9
        if bins == 40 and width < 1e-3:
            assert abs(row[name] - share) <= 1


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 300), st.integers(1, 30)), max_size=60))
def test_histograms_of_many_lengths_keep_their_order(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, int, int]]
) -> None:
    made = [
        histogram(tag, step, [step + 0.5, -1.0], np.linspace(-2, 400, n + 1).tolist())
        for tag, step, n in drawn
    ]
    found, said = columns(write(tmp_path_factory.mktemp("events") / NAME, made))
    assert not said
    for tag in "ab":
        steps = [step for name, step, _ in drawn if name == tag]
        assert (tag in found.tables) == bool(steps)
        if steps:
            assert found.tables[tag].steps.tolist() == steps
            assert found.tables[tag].walls.tolist() == [WALL + step for step in steps]
            assert found.tables[tag].table[:, 2].tolist() == [step + 0.5 for step in steps]


FINE = [-1e3, -1.0, -1e-12, 0.0, 1e-12, 0.01, 0.5, 1.0, 1e3]


@pytest.mark.parametrize(
    ("drawn", "zeros"),
    [
        ([0.0] * 9 + [2.0], 0.9),
        ([0.0] * 10, 1.0),
        ([1.0, 2.0], 0.0),
        ([-1.0, 0.0, 0.0, 1.0], 0.5),
        ([-3.0, 2.0], 0.0),
    ],
)
def test_exact_zeros_are_counted(tmp_path: Path, drawn: list[float], zeros: float) -> None:
    found, _ = columns(write(tmp_path / NAME, [histogram("relu", 1, drawn, FINE)]))
    assert found.tables["relu"].table[0][STATISTICS.index("zeros")] == pytest.approx(zeros)


def test_zeros_among_others_in_one_wide_bucket_are_not_guessed(tmp_path: Path) -> None:
    found, _ = columns(write(tmp_path / NAME, [histogram("relu", 1, [0.0, 0.1, 0.4], [-1.0, 1.0])]))
    assert math.isnan(found.tables["relu"].table[0][STATISTICS.index("zeros")])


@pytest.mark.parametrize("double", [True, False])
def test_histograms_of_tensorflow_2_are_read(tmp_path: Path, double: bool) -> None:
    rows = [[-1, 0, 10], [0, 1, 30], [1, 3, 0]]
    table = (
        columns(write(tmp_path / NAME, [buckets("k", s, rows, double) for s in range(10)]))[0]
        .tables["k"]
        .table
    )
    row = dict(zip(STATISTICS, table[3].tolist(), strict=True))
    assert (row["count"], row["least"], row["most"]) == (40, -1, 1)
    assert row["mean"] == pytest.approx((-0.5 * 10 + 0.5 * 30) / 40)
    assert row["q50"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("rows", [[[1.5, 2.5, 12]], [[2, 2, 0], [2, 2, 12]]])
def test_a_histogram_of_one_value_is_that_value(tmp_path: Path, rows: list[list[float]]) -> None:
    table = columns(write(tmp_path / NAME, [buckets("b", 0, rows)]))[0].tables["b"].table
    assert table[0][:5].tolist() == [12, 2, 2, 2, 0]


def test_values_that_are_not_finite_are_seen(tmp_path: Path) -> None:
    bad = histogram("w", 2, [0.1, 0.2], FINE)
    bad.summary.value[0].histo.max = math.nan
    rows = [[math.nan, math.nan, 3], [math.nan, math.nan, 0]]
    found, _ = columns(
        write(tmp_path / NAME, [histogram("w", 1, [0.1, 0.2], FINE), bad, buckets("k", 1, rows)])
    )
    assert found.tables["w"].table[:, -1].tolist() == [1, 0]
    assert found.tables["k"].table[:, -1].tolist() == [0]


def test_a_tag_need_not_name_its_plugin_twice(tmp_path: Path) -> None:
    made = [tensor_scalar("loss", 0, 1, False), tensor_scalar("loss", 1, 0.5, False, plugin=False)]
    assert columns(write(tmp_path / NAME, made))[0].scalars["loss"].values.tolist() == [1, 0.5]


def test_images_and_graphs_are_counted_and_left(tmp_path: Path) -> None:
    image = Summary.Value(tag="i", image=Summary.Image(encoded_image_string=os.urandom(9_000_000)))
    made = [
        Event(wall_time=WALL, summary=Summary(value=[image])),
        Event(wall_time=WALL, graph_def=b"x" * 100),
    ]
    found, said = columns(write(tmp_path / NAME, [*made[1:], scalar("loss", 1, 2.0)]))
    assert not said
    assert found.skipped == {"graph": 1}
    small = Summary.Value(tag="i", image=Summary.Image(encoded_image_string=b"abc"))
    event = Event(wall_time=WALL, summary=Summary(value=[small]))
    assert columns(write(tmp_path / "b" / NAME, [event] * 20))[0].skipped == {"image": 20}


def test_a_record_larger_than_a_chunk_is_passed_over_or_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "CHUNK", 4096)
    image = Summary.Value(tag="i", image=Summary.Image(encoded_image_string=bytes(9000)))
    large = histogram("w", 3, np.linspace(-1, 1, 500).tolist(), np.linspace(-1, 1, 900).tolist())
    made = [
        scalar("loss", 1, 3.0), Event(wall_time=WALL, step=2, summary=Summary(value=[image])),
        scalar("loss", 2, 2.0), large, scalar("loss", 3, 1.0),
    ]  # fmt: skip
    for verify in (False, True):
        found, said = columns(write(tmp_path / NAME, made), verify)
        assert not said
        assert found.scalars["loss"].values.tolist() == [3, 2, 1]
        assert found.tables["w"].table[0][0] == 500


@given(st.data())
def test_chunks_of_any_size_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    made = data.draw(events())
    path = write(tmp_path_factory.mktemp("events") / NAME, made)
    whole, _ = columns(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "CHUNK", data.draw(st.integers(200, 2000)))
        patch.setattr(frames, "_BLOCK", data.draw(st.integers(100, 1000)))
        parts, said = columns(path, verify=True)
    assert not said
    assert set(whole.scalars) == set(parts.scalars)
    for tag, points in whole.scalars.items():
        assert all(same(a.tolist(), b.tolist()) for a, b in zip(points, parts.scalars[tag], strict=True))


# --- corrupt bytes ------------------------------------------------------------------------------

LOSSES = [scalar("loss", n, 10.0 - n / 100) for n in range(300)]


@pytest.mark.parametrize(
    "tail", [b"\x18", framed(LOSSES[0].SerializeToString())[:-1], framed(b"\x09" * 50)[:14]]
)
def test_a_last_record_that_is_cut_is_normal(tmp_path: Path, tail: bytes) -> None:
    found, said = columns(write(tmp_path / NAME, LOSSES, tail))
    assert not said
    assert len(found.scalars["loss"].steps) == 300


@pytest.mark.parametrize("verify", [False, True])
def test_reading_goes_on_behind_corrupt_bytes(tmp_path: Path, verify: bool) -> None:
    path = write(tmp_path / NAME, LOSSES)
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)
    found, said = columns(path, verify)
    assert 296 <= len(found.scalars["loss"].steps) < 300
    assert said
    assert all(abs(offset - at) < 100 for offset, _ in said)
    (warning,) = [w for w in read(str(path)).warnings if "byte" in w][:1]
    assert str(path) in warning


def test_bytes_that_are_missing_cost_two_records(tmp_path: Path) -> None:
    path = write(tmp_path / NAME, LOSSES)
    data = path.read_bytes()
    path.write_bytes(data[:5000] + data[5011:])
    found, said = columns(path)
    assert said
    assert len(found.scalars["loss"].steps) >= 297


def test_zeros_in_the_middle_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / NAME, LOSSES)
    data = path.read_bytes()
    cut = len(write(tmp_path / "b" / NAME, LOSSES[:100]).read_bytes())
    path.write_bytes(data[:cut] + bytes(100_000) + data[cut:])
    found, said = columns(path)
    assert len(said) == 1
    assert len(found.scalars["loss"].steps) == 300


def test_a_changed_value_is_found_by_its_sum(tmp_path: Path) -> None:
    path = write(tmp_path / NAME, LOSSES)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"loss") + 6
    data[at] ^= 1
    path.write_bytes(data)
    assert len(columns(path)[0].scalars["loss"].steps) == 300
    found, said = columns(path, verify=True)
    assert len(found.scalars["loss"].steps) == 299
    assert "checksum" in said[0][1]


@given(st.data())
def test_no_damage_ends_in_more_than_a_warning(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    made = data.draw(events())
    made.append(histogram("w", 1, [0.1, -0.2, 0.0], FINE))
    path = write(tmp_path_factory.mktemp("events") / NAME, made)
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        if data.draw(st.booleans()):
            raw[at : at + 9] = data.draw(st.binary(max_size=20))
        else:
            raw[at] ^= 1 << data.draw(st.integers(0, 7))
        raw = raw or bytearray(b"\x00")
    path.write_bytes(raw)
    columns(path)
    columns(path, verify=True)


@given(st.binary(max_size=200))
def test_any_payload_is_a_layout_or_malformed(payload: bytes) -> None:
    layout.worth(payload, len(payload))
    try:
        found = layout.layout(payload)
    except layout.Malformed:
        return
    for at, size in found.spans():
        assert at >= 0
        assert at + size <= len(payload)


def test_a_length_that_no_file_holds_takes_no_memory(tmp_path: Path) -> None:
    head = struct.pack("<Q", 1 << 61)
    path = write(tmp_path / NAME, LOSSES[:9], head + struct.pack("<I", slow(head)) + bytes(100))
    assert len(columns(path)[0].scalars["loss"].steps) == 9


@pytest.mark.parametrize("length", [0, 1, 9, 100, 1023, 1024, 5000, 20_000])
def test_sums_are_those_of_the_definition(length: int) -> None:
    data = np.random.default_rng(length).integers(0, 256, length, dtype=np.uint8)
    assert crc.masked(data) == slow(data.tobytes())
    half = length // 3
    joined = crc.joined(crc.state(data[:half]), crc.state(data[half:]), length - half)
    assert crc.finished(joined, length) == crc.masked(data)


# --- runs ---------------------------------------------------------------------------------------


def falling(tag: str, count: int = 30, begin: int = 0, wall: float = WALL, level: float = 2.0) -> list[Any]:
    return [scalar(tag, begin + n, level * 0.9**n + 0.1, wall + n) for n in range(count)]


def test_keras_writes_one_run_into_two_directories(tmp_path: Path) -> None:
    for split, level in (("train", 2.0), ("validation", 2.2)):
        write(tmp_path / "logs" / split / NAME, falling("epoch_loss", level=level))
    extra = falling("evaluation_loss_vs_iterations", level=2.2)
    write(tmp_path / "logs" / "validation" / "events.out.tfevents.2.host.1.0", extra)
    run = only(tmp_path)
    assert run.name == "logs"
    assert run.unit == "epoch"
    (train, validation) = (run.curve("loss", split) for split in ("train", "validation"))
    assert train is not None
    assert validation is not None
    assert (train.key, validation.key) == ("epoch_loss", "epoch_loss")
    assert train.values[0] == pytest.approx(2.1, abs=1e-6)
    assert str(train.place(0, 3)) == f"{tmp_path}/logs epoch_loss@0-3"
    assert read(str(tmp_path)).sources[0].format == "TensorBoard events, Keras"


def test_hf_and_lightning_are_told_apart_from_what_they_count(tmp_path: Path) -> None:
    made = [
        *falling("train/loss"),
        *falling("eval/loss", 5),
        *falling("train/epoch", 30),
        scalar("train/train_loss", 30, 9),
    ]
    run = only(write(tmp_path / "hf" / "runs" / "Nov21_host" / NAME, made).parents[2])
    assert run.name == "runs/Nov21_host"
    assert len(run.curve("loss", "train") or ()) == 30
    assert len(run.curve("loss", "validation") or ()) == 5
    made = [
        *falling("train_loss_step", 90),
        *falling("train_loss_epoch", 9),
        *falling("val_loss", 9),
        *falling("epoch", 90),
    ]
    write(tmp_path / "lightning_logs" / "version_3" / NAME, made)
    run = only(tmp_path / "lightning_logs")
    loss = run.curve("loss", "train")
    assert run.name == "version_3"
    assert loss is not None
    assert loss.key == "train_loss_epoch"
    assert {curve.key for curve in run.curves} >= {"train_loss_step", "val_loss"}


def test_several_runs_are_named_and_the_newest_comes_last(tmp_path: Path) -> None:
    for n, name in enumerate(("b", "c", "a")):
        write(tmp_path / name / NAME, falling("loss", wall=WALL + 1000 * n))
    reading = read(str(tmp_path))
    assert [run.name for run in reading.runs] == ["b", "c", "a"]


def test_a_second_training_in_one_directory_is_a_run_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "r" / NAME, falling("loss", 30))
    write(tmp_path / "r" / "events.out.tfevents.2.host.1.0", falling("loss", 20, wall=WALL + 1000))
    runs = read(str(tmp_path)).runs
    assert [(run.name, run.points) for run in runs] == [("r#1", 30), ("r#2", 20)]


def test_one_that_goes_on_from_a_checkpoint_is_the_same_run(tmp_path: Path) -> None:
    write(tmp_path / "r" / NAME, falling("loss", 30))
    write(tmp_path / "r" / "events.out.tfevents.2.host.1.0", falling("loss", 20, begin=25, wall=WALL + 1000))
    reading = read(str(tmp_path))
    (run,) = reading.runs
    assert run.curves[0].steps.tolist() == list(range(45))
    assert any("goes on from step 25" in warning for warning in reading.warnings)


def test_purge_step_voids_what_came_before(tmp_path: Path) -> None:
    start = Event(wall_time=WALL + 500, step=10, session_log=SessionLog(status=SessionLog.START))
    made = [*falling("loss", 30), start, *falling("loss", 5, begin=10, wall=WALL + 600, level=1.0)]
    found, _ = columns(write(tmp_path / "one" / NAME, made))
    assert found.scalars["loss"].steps.tolist() == list(range(15))
    assert found.purged == 20
    write(tmp_path / "two" / NAME, made[:30])
    write(tmp_path / "two" / "events.out.tfevents.2.host.1.0", made[30:])
    assert only(tmp_path / "two").curves[0].steps.tolist() == list(range(15))


def test_steps_that_go_back_within_a_file_are_counted_anew(tmp_path: Path) -> None:
    made = [*falling("loss", 10), *falling("loss", 10, wall=WALL + 50)]
    curve = only(write(tmp_path / "r" / NAME, made).parent).curves[0]
    assert len(curve) == 20
    assert curve.steps.tolist() == list(range(1, 21))


def test_two_ranks_that_write_the_same_are_one(tmp_path: Path) -> None:
    for n in range(2):
        write(
            tmp_path / "r" / f"events.out.tfevents.{n + 1}.host.1.0", falling("loss", 10, wall=WALL + n / 10)
        )
    assert len(only(tmp_path / "r").curves[0]) == 10


def test_what_add_scalars_and_add_hparams_make_belongs_to_the_run(tmp_path: Path) -> None:
    write(tmp_path / "r" / NAME, falling("lr"))
    for split in ("train", "val"):
        write(tmp_path / "r" / f"loss_{split}" / NAME, falling("loss"))
    settings = HParamsPluginData(session_start_info=SessionStartInfo(group_name="g", start_time_secs=WALL))
    settings.session_start_info.hparams["bs"].number_value = 64
    settings.session_start_info.hparams["opt"].string_value = "sgd"
    value = Summary.Value(tag="_hparams_/session_start_info")
    value.metadata.plugin_data.plugin_name = "hparams"
    value.metadata.plugin_data.content = settings.SerializeToString()
    made = [Event(wall_time=WALL, summary=Summary(value=[value])), scalar("hparam/accuracy", 0, 0.9)]
    write(tmp_path / "r" / "1700000000.5" / NAME, made)
    reading = read(str(tmp_path))
    (run,) = reading.runs
    assert {(curve.name, curve.split) for curve in run.curves} == {
        ("learning rate", "train"), ("loss", "train"), ("loss", "validation"),
    }  # fmt: skip
    assert sorted((fact.name, fact.value) for fact in reading.runs[-1].facts) == [
        ("batch size", 64.0),
        ("optimizer", "sgd"),
    ]


def test_texts_are_facts(tmp_path: Path) -> None:
    value = Summary.Value(
        tag="args/text_summary", tensor=TensorProto(dtype=7, string_val=[b"{lr: 0.1}\x1b[31m"])
    )
    value.metadata.CopyFrom(SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="text")))
    made = [Event(wall_time=WALL, summary=Summary(value=[value])), *falling("loss")]
    (fact,) = only(write(tmp_path / NAME, made)).facts
    assert (fact.name, fact.value) == ("args/text_summary", "{lr: 0.1}?[31m")


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "r" / NAME, falling("loss"))
    (tmp_path / "r" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert len(read(str(tmp_path)).runs) == 1


def _empty(path: Path) -> None:
    path.mkdir()


def _others(path: Path) -> None:
    path.mkdir()
    (path / "model.pt").write_bytes(b"PK\x03\x04" + bytes(50))


def _claims(path: Path) -> None:
    path.mkdir()
    (path / NAME).write_bytes(b"no events at all, only words")


def _begun(path: Path) -> None:
    path.mkdir()
    (path / NAME).write_bytes(b"")


def _no_scalars(path: Path) -> None:
    write(path / NAME, [Event(wall_time=WALL, graph_def=b"x")])


def _tfrecords(path: Path) -> None:
    path.mkdir()
    (path / "data.tfrecord").write_bytes(framed(b"\x0a\x05hello"))


@pytest.mark.parametrize("make", [_empty, _others, _claims, _begun, _no_scalars, _tfrecords])
def test_what_holds_no_events_is_one_clear_line(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "d")
    with pytest.raises(Unreadable) as caught:
        read(str(tmp_path / "d"))
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "d"))
    assert "\n" not in message


def test_a_file_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    path = write(tmp_path / "renamed.bin", falling("loss"))
    assert only(path).curves[0].name == "loss"
    claims = tmp_path / NAME
    claims.write_bytes(b"loss: 1.0\nloss: 0.5\n")
    with pytest.raises(Unreadable, match="no record"):
        read(str(claims))


def test_control_characters_of_a_tag_reach_no_report(tmp_path: Path) -> None:
    run = only(write(tmp_path / NAME, falling("loss\x1b[31m")))
    assert all(curve.key.isprintable() for curve in run.curves)


def walk(data: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at + 12 <= len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        yield at + 12, length
        at += 16 + length


PAYLOADS = st.lists(st.binary(min_size=0, max_size=30), max_size=12)


@given(st.lists(st.tuples(PAYLOADS, st.integers(1, 80)), max_size=5))
def test_frames_are_found_where_they_are(blocks: list[tuple[list[bytes], int]]) -> None:
    data = b"".join(framed(one) for block, times in blocks for one in block * times) + bytes(64)
    buffer = np.frombuffer(data, dtype=np.uint8).copy()
    starts, lengths, end, good = frames.walk(buffer, 0, len(data) - 64)
    assert good
    assert end == len(data) - 64
    assert list(zip(starts.tolist(), lengths.tolist(), strict=True)) == list(walk(data[:-64]))


@given(st.integers(20, 400), st.data())
def test_a_flipped_bit_of_a_header_ends_the_walk_there(many: int, data: st.DataObject) -> None:
    one, which = framed(LOSSES[1].SerializeToString()), data.draw(st.integers(0, many - 1))
    written = bytearray(one * many + bytes(64))
    written[which * len(one) + data.draw(st.integers(0, 11))] ^= 1 << data.draw(st.integers(0, 7))
    buffer = np.frombuffer(bytes(written), dtype=np.uint8).copy()
    starts, _, end, good = frames.walk(buffer, 0, many * len(one))
    assert (len(starts), end, good) == (which, which * len(one), False)


def test_a_file_that_is_corrupt_all_over_ends_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "WORST", 20)
    one = framed(LOSSES[1].SerializeToString())
    path = write(tmp_path / NAME, LOSSES[:1], (b"junk!" + one) * 100)
    found, said = columns(path)
    assert "the rest is not read" in said[-1][1]
    assert len(found.scalars["loss"].steps) == 21


def keras_layer(kind: str, name: str, before: str = "", **config: Any) -> dict[str, Any]:
    """A layer as the callback of Keras 3 writes it."""
    history = {"class_name": "__keras_tensor__", "config": {"keras_history": [before, 0, 0]}}
    return {
        "module": "keras.layers",
        "class_name": kind,
        "name": name,
        "config": {"name": name, **config},
        "inbound_nodes": [{"args": [history], "kwargs": {}}] if before else [],
    }


def keras_model(kind: str, layers: list[dict[str, Any]], **config: Any) -> dict[str, Any]:
    optimizer = {
        "module": "keras.optimizers",
        "class_name": "SGD",
        "config": {"name": "sgd", "learning_rate": 0.05000000074505806, "momentum": 0.0},
    }
    return {
        "class_name": kind,
        "config": {"name": "net", "layers": layers, **config},
        "compile_config": {"optimizer": optimizer, "loss": "binary_crossentropy", "metrics": ["accuracy"]},
    }


LAYERS = [
    keras_layer("InputLayer", "in", batch_shape=[None, 20]),
    keras_layer("Dense", "one", "in", units=8, activation="tanh"),
    keras_layer("Dense", "two", "one", units=1, activation="linear"),
]


def written(path: Path, model: Any) -> Path:
    """A directory as the callback writes it: the model, then the losses."""
    content = model if isinstance(model, bytes) else json.dumps(model).encode()
    value = Summary.Value(tag="keras", tensor=TensorProto(dtype=7, string_val=[content]))
    plugin = SummaryMetadata.PluginData(plugin_name="graph_keras_model")
    value.metadata.CopyFrom(SummaryMetadata(plugin_data=plugin))
    made = [Event(wall_time=WALL, summary=Summary(value=[value])), *falling("epoch_loss")]
    return write(path / NAME, made)


@pytest.mark.parametrize(
    "model",
    [
        keras_model("Sequential", LAYERS),
        keras_model("Functional", LAYERS, input_layers=["in", 0, 0], output_layers=["two", 0, 0]),
        keras_model("Functional", LAYERS, input_layers=[["in", 0, 0]], output_layers=[["two", 0, 0]]),
    ],
    ids=["sequential", "functional", "lists"],
)
def test_the_model_that_keras_writes_down_is_read(tmp_path: Path, model: dict[str, Any]) -> None:
    written(tmp_path / "run", model)
    report = Session(read(str(tmp_path))).report()
    known = {o.symptom: o for o in report.observations}
    assert known["output_fit"].answer == "scores-as-probabilities"
    assert known["optimizer"].answer == "sgd"
    assert known["output_fit"].where == f"{tmp_path}/run keras@0"
    assert report.framework == "keras" or "Keras" in report.sources[0].format
    assert not report.causes[0].diff  # there is no script of the person's to change


@pytest.mark.parametrize(
    "model",
    [
        b"",
        b"{",
        b"[1, 2]",
        b'{"class_name": "Sequential", "config": {"layers": []}}',
        keras_model("Sequential", [keras_layer("Dense); import os #", "x", units=1)]),
        keras_model("Sequential", [{**LAYERS[0], "config": {"units)": 1}}]),
        keras_model("Functional", LAYERS[1:], input_layers=["in", 0, 0], output_layers=["two", 0, 0]),
        b'{"class_name": "Sequential", "config": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_model_of_keras_is_left_out(tmp_path: Path, model: Any) -> None:
    run = only(written(tmp_path / "run", model))
    assert not run.scripts
    assert run.curves


def test_strings_of_a_model_stay_strings() -> None:
    name = 'x"); import os; os.system("true")  #'
    layer = keras_layer("Dense", "x", units=1, activation=name)
    lines = code_of(json.dumps(keras_model("Sequential", [layer])).encode())
    assert [type(node).__name__ for node in ast.parse("\n".join(lines)).body] == ["Import", "Assign", "Expr"]


def test_a_run_that_is_chosen_has_its_own_settings(tmp_path: Path) -> None:
    for name, activation in (("a", "linear"), ("b", "sigmoid")):
        layers = [*LAYERS[:2], keras_layer("Dense", "two", "one", units=1, activation=activation)]
        written(tmp_path / name, keras_model("Sequential", layers))
    reading = read(str(tmp_path))
    fits = {
        name: {o.symptom: o.answer for o in Session(reading, run=name).report().observations}["output_fit"]
        for name in ("a", "b")
    }
    assert fits == {"a": "scores-as-probabilities", "b": "fits"}


@pytest.mark.parametrize("shown", ["text", "markdown", "json", "html"])
def test_histograms_without_a_scalar_are_answered(
    shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edges = list(np.linspace(-1, 1, 31))
    write(
        tmp_path / NAME,
        [histogram(f"{n}.weight", step, [-0.5, 0.1 * n, 0.5], edges) for step in range(4) for n in range(3)],
    )
    assert main(["diagnose", str(tmp_path), "--format", shown]) in (0, 1)
    said = capsys.readouterr()
    assert "never change" in said.out or "the same to the last bit" in said.out
    assert not said.err
    if shown == "json":
        assert "histograms of 3 tensors" in said.out
