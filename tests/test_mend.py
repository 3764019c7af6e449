"""Cures in the person's own code: smallest edits, read again before they are shown."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.knowledge import load
from assistant.mend import mend, mended
from assistant.mend.recipes import RECIPES
from assistant.mend.write import write
from assistant.observe.script import observe_script_settings, observe_scripts
from assistant.output import Unwritten
from assistant.readers.script.files import read_file
from assistant.script import Script
from tests.twins import KERAS_BINARY, TORCH_MULTI, TWINS, Twin
from tests.variants import VARIANTS, Variant

PAGES = load().pages
NOT_SHOWN = frozenset(
    (
        # what would cure is not in the code: labels, data, a design
        *("half-precision-overflow/pytorch", "learning-rate-schedule/keras", "metric-bug/pytorch"),
        *("metric-bug/keras", "parameters-not-in-optimizer/keras", "regularized-bias/pytorch"),
        *("shape-broadcasting/keras", "wrong-metric-for-task/pytorch", "gradient-accumulation-mistake/keras"),
        *("dying-relu/pytorch", "dying-relu/keras", "wrong-output-size/pytorch", "wrong-output-size/keras"),
        # in which order the axes were meant
        *("wrong-axis-order/pytorch", "wrong-axis-order/keras"),
        # how many epochs a task takes
        *("stopped-too-early/pytorch", "stopped-too-early/keras"),
        # predictions are brought back by figures of the script's own
        "unscaled-targets/keras",
    )
)
"""Bad examples whose cure would be a guess: the page's own example is shown."""


def script(code: str, name: str = "train.py") -> Script:
    found = read_file(code.encode(), name)
    assert found is not None
    return found.scripts[0]


def effect(code: str) -> dict[str, str]:
    """What is observed of a script."""
    scripts = (script(code),)
    seen = [*observe_scripts(scripts), *observe_script_settings(scripts)]
    return {one.symptom: one.answer for one in seen}


CURED = [
    (id, framework) for id in RECIPES for framework in PAGES[id].bad if f"{id}/{framework}" not in NOT_SHOWN
]


@pytest.mark.parametrize(("id", "framework"), CURED)
def test_a_mended_bad_example_equals_the_good_one(id: str, framework: str) -> None:
    page = PAGES[id]
    lines = mended(script(page.bad[framework]), id)
    assert lines is not None
    assert effect("\n".join(lines)) == effect(page.good[framework])


@pytest.mark.parametrize("name", sorted(NOT_SHOWN))
def test_no_diff_is_shown_where_it_would_be_a_guess(name: str) -> None:
    id, _, framework = name.partition("/")
    assert mend(script(PAGES[id].bad[framework]), id) == ""


ROWS = [one for one in VARIANTS if one.cause in ("misaligned-labels", "padding-in-loss", "unshuffled-split")]


@pytest.mark.parametrize("variant", ROWS, ids=lambda one: one.name)
def test_rows_that_are_mended_are_in_order(variant: Variant) -> None:
    lines = mended(script(variant.code), variant.cause)
    if lines is not None:
        again = "\n".join(lines)
        ast.parse(again)
        assert effect(again) != effect(variant.code)
        assert mend(script(again), variant.cause) == ""


GATHERED = [one for one in VARIANTS if one.cause == "gradient-accumulation-mistake"]


@pytest.mark.parametrize("variant", GATHERED, ids=lambda one: one.name)
def test_steps_and_divisions_are_mended(variant: Variant) -> None:
    wrong = {"divided-twice", "stepped-twice", "summed-up", "never-full"}
    found = wrong & {one.value for one in script(variant.code).traits if one.name == "gradients"}
    lines = mended(script(variant.code), variant.cause)
    if found & {"divided-twice", "stepped-twice"}:
        assert lines is not None
    if lines is not None:
        assert not found & {one.value for one in script("\n".join(lines)).traits if one.name == "gradients"}


LATELY = frozenset(
    (
        *("exploding-gradients", "frozen-parameters", "unscaled-inputs", "unscaled-targets"),
        *("wrong-output-size", "dying-relu"),
    )
)
BESIDES = ("optimizer", "pretrained")
"""What some edits that break a script change with the fault: momentum, weights from elsewhere."""
SCALED = [one for one in VARIANTS if one.cause in LATELY]


@pytest.mark.parametrize("variant", SCALED, ids=lambda one: one.name)
def test_limits_scales_and_sizes_are_those_of_the_healthy_twin(variant: Variant) -> None:
    lines = mended(script(variant.code), variant.cause)
    if lines is None:
        return
    again = "\n".join(lines)
    ast.parse(again)
    assert mend(script(again), variant.cause) == ""
    healthy = next(one.code for one in VARIANTS if one.name == variant.name.rpartition("-")[0])
    found, wanted = effect(again), effect(healthy)
    assert {key: found.get(key) for key in {*found, *wanted} if key not in BESIDES} == {
        key: wanted.get(key) for key in {*found, *wanted} if key not in BESIDES
    }


def test_most_scales_and_limits_are_mended() -> None:
    for cause, least in (
        ("exploding-gradients", 0.7),
        ("frozen-parameters", 0.9),
        ("wrong-output-size", 0.8),
    ):
        mine = [one for one in SCALED if one.cause == cause]
        assert sum(mend(script(one.code), cause) != "" for one in mine) >= least * len(mine), cause


def test_every_share_is_divided_by_its_own_batches() -> None:
    code = next(one.code for one in VARIANTS if one.name == "t-shares-of-hits-4")
    diff = mend(script(code), "metric-bug")
    assert "acc / len(train_loader), right / len(test_loader))" in diff


def test_a_table_is_not_made_an_array() -> None:
    code = next(one.code for one in SCALED if one.name == "s5-running-flat-1")
    assert "StandardScaler().fit(" in mend(script(code), "unscaled-inputs")
    assert mend(script(f"{code}\nprint(X_train.columns)\n"), "unscaled-inputs") == ""


def test_most_permutations_of_one_side_are_mended() -> None:
    plain = [one for one in ROWS if one.cause == "misaligned-labels" and "permutation" in one.code]
    assert sum(mend(script(one.code), one.cause) != "" for one in plain) >= 0.5 * len(plain)


def test_a_healthy_script_is_left_alone() -> None:
    for cause in RECIPES:
        if not cause.startswith(("learning-rate", "unstable", "vanilla")):
            assert mend(script(TORCH_MULTI), cause) == "", cause


@pytest.mark.parametrize(
    "twin", [one for one in TWINS if one.cause in RECIPES], ids=lambda t: f"{t.cause}-{t.line}"
)
def test_a_diff_changes_few_lines_and_applies(twin: Twin, tmp_path: Path) -> None:
    found = script(twin.bad)
    diff = mend(found, twin.cause)
    if not diff:
        assert twin.cause in ("detached-graph", "metric-bug", "unstable-fine-tuning")
        return
    changed = [line for line in diff.split("\n") if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert 1 <= len(changed) <= 6
    (tmp_path / "train.py").write_text(twin.bad)
    done = subprocess.run(
        ["patch", "-p0"], input=diff, text=True, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = mended(found, twin.cause)
    assert lines is not None
    assert (tmp_path / "train.py").read_text() == "\n".join(lines)


def test_formatting_is_kept() -> None:
    bad = KERAS_BINARY.replace("Dense(1, activation='sigmoid')", "Dense( 1 )")
    bad = bad.replace("Dense( 1 )(x)", "Dense( 1 )(x)  # last")
    diff = mend(script(bad), "missing-output-activation")
    assert "+outputs = Dense( 1, activation='sigmoid' )(x)  # last\n" in diff


def test_columns_are_characters() -> None:
    code = "import keras\n名字 = '训练'; model = keras.Sequential([keras.layers.Dense(1)])\n"
    code += "model.compile(loss='binary_crossentropy')\nmodel.fit(x, y)\n"
    diff = mend(script(code), "missing-output-activation")
    assert "+名字 = '训练'; model = keras.Sequential([keras.layers.Dense(1, activation='sigmoid')])" in diff


def test_fix_writes_nothing_unless_asked(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "train.py"
    twin = next(one for one in TWINS if one.cause == "missing-zero-grad")
    path.write_text(twin.bad)
    assert main(["fix", str(path), "--cause", "missing-zero-grad"]) == 1
    assert b"+            optimizer.zero_grad()" in capsysbinary.readouterr().out
    assert path.read_text() == twin.bad
    assert list(tmp_path.iterdir()) == [path]


def test_fix_finds_the_cause_itself(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "train.py"
    path.write_text(TWINS[0].bad)
    assert main(["fix", str(path)]) == 1
    assert b"+        return x" in capsysbinary.readouterr().out


def test_write_keeps_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    twin = TWINS[0]
    path.write_bytes(twin.bad.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    assert main(["fix", str(path), "--cause", twin.cause, "--write"]) == 1
    assert (tmp_path / "train.py.orig").read_bytes() == before
    assert path.read_bytes() == twin.good.replace("\n", "\r\n").encode()
    path.write_bytes(before)
    assert main(["fix", str(path), "--cause", twin.cause, "--write"]) == 1
    assert (tmp_path / "train.py.orig1").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--cause", "no-such-page"),
        ("--cause", "overfitting"),
        ("--cause", "missing-zero-grad"),
        (),
    ],
)
def test_fix_without_a_cure_is_one_line(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "train.py"
    path.write_text(TORCH_MULTI)
    assert main(["fix", str(path), *arguments]) in (0, 2)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_a_file_that_changed_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text("x = 1\n")
    found = script(TWINS[0].bad, str(path))
    with pytest.raises(Unwritten, match="changed"):
        write(str(path), found, TWINS[0].cause)


def test_no_framework_is_imported() -> None:
    code = "import sys\nfrom assistant.readers.script.files import read_file\n"
    code += f"read_file({TORCH_MULTI.encode()!r}, 'train.py')\n"
    code += "assert not {'torch', 'keras', 'tensorflow', 'sklearn'} & set(sys.modules)\n"
    subprocess.run([sys.executable, "-c", code], check=True)
