"""Scripts: what is wrong in them is named with its line, and a healthy one stays silent."""

from __future__ import annotations

import ast
import gc
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import load
from assistant.mend import mend
from assistant.readers import Unreadable, read
from assistant.readers.script.files import read_file
from assistant.readers.script.nodes import code_of, nodes_of
from assistant.readers.text import read_text
from assistant.report import Report
from assistant.run import Reading
from assistant.script import Script
from assistant.session import Session
from tests.twins import KERAS_MULTI, TORCH_BINARY, TORCH_MULTI, TWINS, Twin
from tests.variants import VARIANTS, Variant

HEALTHY = sorted((Path(__file__).parent / "scripts" / "healthy").glob("*.py.txt"))
PAGES = load().pages
SHOWN = frozenset(
    (
        *("activation-before-softmax", "batchnorm-placement", "batchnorm-statistics", "collapsed-features"),
        *("constant-inputs", "detached-graph", "dropout-on-convolutions", "frozen-parameters"),
        *("gradient-accumulation-mistake", "half-precision-overflow", "labels-out-of-range"),
        *("learning-rate-schedule", "learning-rate-too-high", "learning-rate-too-low"),
        *("loss-reduction-mistake", "metric-bug", "metric-counts-ties", "metric-expects-probabilities"),
        *("misaligned-labels", "missing-bias", "missing-optimizer-step", "missing-output-activation"),
        *("missing-zero-grad", "nan-from-invalid-math", "negative-kl-divergence", "over-regularization"),
        *("parameters-not-in-optimizer", "poor-initialization", "preprocessing-mismatch"),
        *("probabilities-without-log", "regularized-bias", "shape-broadcasting", "single-class-batches"),
        *("softmax-applied-twice", "softmax-on-one-unit", "tiny-batch-batchnorm", "unscaled-inputs"),
        *("unscaled-targets", "unshuffled-data", "unshuffled-split", "vanilla-sgd", "weights-reset"),
        *("wrong-loss-for-task", "wrong-metric-for-task", "wrong-output-activation", "wrong-output-size"),
        *("wrong-train-eval-mode", "zero-initialized-weights"),
        *("ctc-input-too-short", "gradient-clipping-too-tight", "missing-nonlinearity", "normalized-twice"),
        *("padding-in-loss", "posterior-collapse", "softmax-over-wrong-axis", "stopped-too-early"),
        *("too-deep-without-skips", "too-few-samples", "trained-too-long", "wrong-axis-order"),
        *("data-leakage", "exploding-gradients", "misleading-log-average", "unstable-fine-tuning"),
    )
)
"""Pages whose bad code is named first, in every framework that the page shows."""
STRONG_ON_PURPOSE = ("overfitting", "pytorch")
"""A good example with a weight decay of 10, which it means."""


def reading(code: str, name: str = "train.py") -> Reading:
    found = read_file(code.encode(), name)
    assert found is not None
    return found


def script(code: str) -> Script:
    return reading(code).scripts[0]


def report(code: str, name: str = "train.py") -> Report:
    return Session(reading=reading(code, name)).report()


def traits(code: str) -> dict[str, str]:
    return {one.name: one.value for one in script(code).traits}


# -- the pages' own code ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "framework"), [(id, framework) for id in sorted(SHOWN) for framework in PAGES[id].bad]
)
def test_bad_code_of_a_page_leads_to_it(id: str, framework: str) -> None:
    told = report(PAGES[id].bad[framework])
    first = told.causes[0]
    assert first.id == id
    assert first.evidence
    assert all(one.where.startswith("train.py") for one in first.evidence)


@pytest.mark.parametrize(
    ("id", "framework"),
    [(id, framework) for id, page in PAGES.items() for framework in page.good],
)
def test_good_code_of_a_page_is_silent(id: str, framework: str) -> None:
    if (id, framework) == STRONG_ON_PURPOSE:
        assert report(PAGES[id].good[framework]).causes[0].id == "over-regularization"
    else:
        assert report(PAGES[id].good[framework]).verdict != "faulty"


def test_large_initial_weights_are_one_of_two_pages() -> None:
    for code in PAGES["oversized-logits"].bad.values():
        assert "oversized-logits" in [cause.id for cause in report(code).causes[:2]]


# -- twins in each framework ------------------------------------------------------------------


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.cause}-{twin.line}")
def test_a_faulty_twin_is_named_with_its_line(twin: Twin) -> None:
    told = report(twin.bad)
    assert told.causes[0].id == twin.cause
    assert told.causes[0].lines


@pytest.mark.parametrize(
    "code", list(dict.fromkeys(twin.good for twin in TWINS)), ids=lambda code: code.split("\n")[0][:30]
)
def test_a_healthy_twin_is_silent(code: str) -> None:
    assert report(code).verdict != "faulty"


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: f"{one.name}-{one.cause or 'healthy'}")
def test_a_script_in_another_idiom(variant: Variant) -> None:
    told = report(variant.code)
    if variant.cause:
        assert told.causes[0].id == variant.cause
        assert told.causes[0].lines
    else:
        assert told.verdict != "faulty"


def test_there_are_enough_idioms() -> None:
    assert sum(1 for one in VARIANTS if one.cause) >= 70
    assert sum(1 for one in VARIANTS if not one.cause) >= 12


@pytest.mark.parametrize("path", HEALTHY, ids=lambda path: path.name.split(".")[0])
def test_a_long_healthy_script_is_silent(path: Path) -> None:
    begun = time.process_time()
    found = read(str(path))
    assert found.scripts
    told = Session(reading=found).report()
    assert time.process_time() - begun < 2
    assert told.verdict != "faulty"


def test_there_are_enough_healthy_scripts() -> None:
    assert len(HEALTHY) >= 20
    assert sum(len(path.read_text().splitlines()) for path in HEALTHY) > 1500


# -- the code of the documented cases -----------------------------------------------------------

IMDB = """\
model = Sequential()
model.add(layers.Embedding(max_features, 128, input_length=max_len))
model.add(layers.Conv1D(32, 7, activation='relu'))
model.add(layers.GlobalMaxPooling1D())
model.add(layers.Dense(1))
model.compile(optimizer=RMSprop(lr=1e-4), loss='binary_crossentropy', metrics=['acc'])
history = model.fit(x_train, y_train, epochs=10, batch_size=128, validation_split=0.2)
"""
DIGITS = """\
X_train, y_train, X_test, y_test = load_mnist()
for width in width_list:
print(width)
model = keras.models.Sequential()
model.add(layers.Dense(width, input_dim=X_train.shape[1], activation='relu', trainable=False))
model.add(layers.Dense(1, input_dim=width, activation='linear'))
model.compile(loss="binary_crossentropy", optimizer='adam', metrics=["accuracy"])
model.fit(X_train, y_train, batch_size=X_train.shape[0], epochs=1000000, verbose=1)
"""
TOKENS = """\
x = tf.placeholder(shape=[None, vocab_size], dtype=tf.float32, name='x')
y = tf.placeholder(shape=[None], dtype=tf.int32, name='y')
hidden1 = tf.layers.dense(x, units=96, activation=tf.nn.elu, name='hidden1')
logits = tf.layers.dense(hidden1, units=classes,
activation=tf.nn.relu, name='logits')
loss = tf.reduce_mean(
tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=y))
correct_predicted = tf.nn.in_top_k(logits, y, 1, name='in-top-k')
accuracy = tf.reduce_mean(tf.cast(correct_predicted, tf.float32), name='accuracy')
"""


@pytest.mark.parametrize(("code", "line"), [(IMDB, 5), (DIGITS, 6)])
def test_a_linear_last_layer_under_a_binary_loss(code: str, line: int) -> None:
    told = report(code)
    first = told.causes[0]
    assert (told.verdict, first.id) == ("faulty", "missing-output-activation")
    assert f"train.py:{line}" in first.lines
    added = [row for row in first.diff.split("\n") if row.startswith("+") and not row.startswith("+++")]
    assert len(added) == 1
    assert "activation='sigmoid'" in added[0]


def test_relu_on_logits_and_a_metric_that_counts_ties() -> None:
    told = report(TOKENS)
    first, second = told.causes[0], told.causes[1]
    assert {first.id, second.id} == {"activation-before-softmax", "metric-counts-ties"}
    diffs = {first.id: first.diff, second.id: second.diff}
    assert "-activation=tf.nn.relu, name='logits')" in diffs["activation-before-softmax"]
    assert "tf.equal(tf.argmax(logits, 1), tf.cast(y, tf.int64))" in diffs["metric-counts-ties"]


# -- what hides an answer keeps it unknown ------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        return x\n", "        return F.softmax(x, dim=1) if self.probs else x\n"),
        (
            "        return x\n",
            "        if not self.training:\n            x = F.softmax(x, dim=1)\n        return x\n",
        ),
        ("        return x\n", "        return head(x)\n"),
        ("            optimizer.zero_grad()\n", "            reset(optimizer)\n"),
        ("            optimizer.step()\n", "            advance(optimizer, model)\n"),
        ("            loss.backward()\n            optimizer.step()\n", "            engine.step(loss)\n"),
        (
            "            optimizer.zero_grad()\n",
            "            for p in model.parameters():\n                p.grad = None\n",
        ),
        ("    model = Net().to(device)\n", "    model = build(args)\n"),
        ("shuffle=True, num_workers=2", "sampler=sampler"),
        ("shuffle=True, num_workers=2", "**loader_args"),
        ("lr=args.lr", "lr=schedule[args.lr]"),
        ("nn.CrossEntropyLoss()", "LOSSES[args.loss]()"),
        ("        model.train()\n", "        set_mode(model)\n"),
    ],
)
def test_what_a_branch_or_a_call_hides_is_not_said(old: str, new: str) -> None:
    assert old in TORCH_MULTI
    assert report(TORCH_MULTI.replace(old, new, 1)).verdict != "faulty"


def test_a_softmax_layer_under_from_logits_is_left_alone_in_keras() -> None:
    code = KERAS_MULTI.replace(
        '"sparse_categorical_crossentropy"', "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    )
    assert report(code).verdict != "faulty"


def test_log_softmax_before_cross_entropy_is_harmless() -> None:
    code = TORCH_MULTI.replace("        return x\n", "        return F.log_softmax(x, dim=1)\n")
    assert report(code).verdict != "faulty"


def test_a_default_that_a_caller_may_change_proves_nothing() -> None:
    code = """\
from keras import Sequential, layers

def build(units, last=None):
    model = Sequential([layers.Dense(8, activation="relu"), layers.Dense(units, activation=last)])
    model.compile("adam", "binary_crossentropy")
    return model
"""
    assert report(code).verdict != "faulty"
    assert report(code + "model = build(1)\nmodel.fit(x, y)\n").causes[0].id == "missing-output-activation"


def test_a_column_of_a_table_against_one_unit() -> None:
    code = """\
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

df = pd.read_csv("houses.csv")
x = torch.tensor(df.drop(columns="price").values).float()
y = torch.tensor(df["price"].values).float()
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
model = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Linear(32, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
"""
    told = report(code)
    assert told.causes[0].id == "shape-broadcasting"
    assert "model(xb).squeeze(1)" in told.causes[0].diff
    assert report(code.replace("model(xb), yb", "model(xb).squeeze(1), yb")).verdict != "faulty"
    assert report(code.replace("model(xb), yb", "model(xb), yb.unsqueeze(1)")).verdict != "faulty"


# -- following names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "LR = 2.0\nCODE",
        "class Config:\n    lr = 2.0\nCODE",
        "config = {'lr': 2.0}\nCODE",
        "args = dict(lr=2.0)\nCODE",
        "def rate(base=2.0):\n    return base\nCODE",
        "parser = argparse.ArgumentParser()\nparser.add_argument('--lr', type=float, default=2.0)\n"
        "args = parser.parse_args()\nCODE",
    ],
)
def test_a_number_is_followed(number: str) -> None:
    names = {
        "LR": "LR",
        "class": "Config.lr",
        "config": "config['lr']",
        "args": "args['lr']",
        "def": "rate()",
    }
    name = names.get(number.split(maxsplit=1)[0], "args.lr")
    setup = number.removesuffix("CODE")
    code = "import argparse\n" + setup + TORCH_BINARY.replace("lr=1e-3", f"lr={name}")
    assert report(code).causes[0].id == "learning-rate-too-high"


def test_nested_modules_and_lists_are_followed() -> None:
    code = """\
import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.fc = nn.Linear(n, n)
        self.act = nn.ReLU()
    def forward(self, x):
        return self.act(self.fc(x)) + x

class Net(nn.Module):
    def __init__(self, depth=3):
        super().__init__()
        self.blocks = nn.ModuleList([Block(8) for _ in range(depth)])
        self.head = nn.Sequential(nn.Linear(8, 4), nn.Softmax(dim=-1))
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)

net = Net()
opt = torch.optim.Adam(net.parameters())
for x, y in batches:
    loss = nn.functional.cross_entropy(net(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
"""
    told = report(code)
    assert told.causes[0].id == "softmax-applied-twice"
    assert "train.py:16" in told.causes[0].lines


def test_star_imports_and_tf_keras() -> None:
    code = IMDB.replace("layers.", "").replace("RMSprop(lr=1e-4)", "'rmsprop'")
    code = "from keras.models import *\nfrom keras.layers import *\n" + code
    assert report(code).causes[0].id == "missing-output-activation"


# -- kinds of sources -----------------------------------------------------------------------------


def test_a_script_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(TORCH_MULTI)
    assert read(str(path)).sources[0].kind == "script"
    log = tmp_path / "log.py"
    log.write_text("Epoch 1 loss 0.5\nEpoch 2 loss 0.4\n")
    assert not read(str(log)).scripts


def test_a_log_that_begins_with_its_script_is_a_text() -> None:
    log = "\n".join(f"epoch {n} loss {1 / n:.4f} acc {1 - 1 / n:.4f}" for n in range(1, 60))
    assert read_file((IMDB + log).encode(), "run.txt") is None


def test_python_2_and_magics_are_tolerated() -> None:
    code = "%matplotlib inline\n!pip install keras\nimport keras\nfrom keras import layers\n" + IMDB
    code += "print 'loss', history.history['loss'][-1]\n"
    code += "try:\n    pass\nexcept IOError, e:\n    print e\nn = 0777L\n"
    told = report(code)
    assert told.causes[0].id == "missing-output-activation"
    assert "train.py:9" in told.causes[0].lines


def test_small_numbers_and_percent_signs_survive_a_repair() -> None:
    code = "import keras\nopt = keras.optimizers.Adam(learning_rate=0.0002)\n"
    found = {fact.name: fact.value for fact in script(code + "print 'done'\n").facts}
    assert found["learning rate"] == 0.0002
    assert not reading(code + "x = ('%d'\n% 3)\n").warnings


def test_code_that_lost_its_indentation_is_read() -> None:
    code = "import keras\nclass A(Callback):\ndef __init__(self, x):\nself.x = x\n" + DIGITS
    found = reading(code)
    assert found.warnings
    assert Session(reading=found).report().causes[0].id == "missing-output-activation"


def test_prompts_of_a_session_are_taken_off() -> None:
    code = "".join(f">>> {line}\n" for line in ("import keras\n" + IMDB).splitlines())
    found = read_text("My loss stays where it is, what is wrong with it?\n\n" + code, "post.txt")
    assert found.scripts
    assert Session(reading=found).report().causes[0].id == "missing-output-activation"


def test_code_in_a_post_is_placed_in_the_post() -> None:
    post = (
        "The accuracy of my network is the same in all epochs. What could it be?\n\n```python\n"
        + IMDB
        + "```\n"
    )
    found = read_text(post, "post.md")
    told = Session(reading=found).report()
    assert told.causes[0].id == "missing-output-activation"
    assert "post.md:8" in told.causes[0].lines
    assert "@@ -6," in told.causes[0].diff


def notebook(*cells: str, outputs: str = "") -> str:
    made: list[dict[str, object]] = [{"cell_type": "markdown", "source": ["# A title\n"]}]
    stream = [{"output_type": "stream", "text": outputs.splitlines(keepends=True)}]
    made.extend(
        {"cell_type": "code", "source": cell.splitlines(keepends=True), "outputs": stream} for cell in cells
    )
    return json.dumps({"cells": made, "nbformat": 4})


def test_a_notebook_is_its_code_cells_and_a_log() -> None:
    log = "".join(f"epoch {n} loss 7.7364 acc 0.4985\n" for n in range(1, 9))
    found = reading(notebook("import keras\n", IMDB, outputs=log), "train.ipynb")
    assert found.sources[0].format == "notebook"
    assert found.runs
    told = Session(reading=found).report()
    assert told.causes[0].id == "missing-output-activation"
    assert "train.ipynb cell 3:5" in told.causes[0].lines
    assert "--- train.ipynb cell 3" in told.causes[0].diff


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [{"cell_type": "code", "source": ["import torch\\n"',
        '{"cells": [1, null, {"cell_type": "code", "source": 5, "outputs": 7}]}',
        '{"worksheets": [{"cells": 5}, 7]}',
        '{"cells": ' + "[" * 3000 + "]" * 3000 + "}",
    ],
)
def test_a_broken_notebook_ends_in_a_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text)
    answered(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030", "latin-1"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    word = "é" if encoding == "latin-1" else "训练"
    cookie = "utf-8" if encoding.startswith("utf") else encoding
    path = tmp_path / "train.py"
    path.write_bytes(f"# -*- coding: {cookie} -*-\n# {word}\nimport keras\n{IMDB}".encode(encoding))
    assert read(str(path)).scripts


# -- hostile input ----------------------------------------------------------------------------


def answered(path: Path) -> None:
    """An answer, or one clear line, within two seconds of a process that holds nothing else.

    What other tests left behind is kept from the collector, which would walk over all of it again and again.
    """
    gc.collect()
    gc.freeze()
    try:
        begun = time.process_time()
        said = ""
        try:
            Session(reading=read(str(path))).report()
        except Unreadable as error:
            said = str(error)
        taken = time.process_time() - begun
    finally:
        gc.unfreeze()
    assert "\n" not in said
    assert taken < 2


HEAD = "import torch\nfrom torch import nn\n"
HOSTILE = {
    "parentheses": HEAD + "x = " + "(" * 5000 + "1" + ")" * 5000,
    "signs": HEAD + "x = " + "-" * 100_000 + "1\n",
    "a long sum": HEAD + "x = " + "+".join(["a"] * 20_000) + "\n",
    "attributes": HEAD + "x = a" + ".b" * 20_000 + "\n",
    "elif": HEAD + "if a:\n    pass\n" + "".join(f"elif a == {n}:\n    x = {n}\n" for n in range(2000)),
    "numbers": HEAD + "w = [" + ",".join(["0.123456"] * 150_000) + "]\nmodel = nn.Linear(1, 1)\n",
    "a text": HEAD + "w = '" + "x" * 1_500_000 + "'\nmodel = nn.Linear(1, 1)\n",
    "soup": HEAD + "\n".join(")(:=+"[n % 5] * 3 + " def for" for n in range(5000)),
    "indents": HEAD + "\n".join(" " * (n * 7 % 12) + "x = 1" for n in range(4000)),
    "calls in a ring": HEAD
    + "\n".join(f"def f{n}(x):\n    return f{(n + 1) % 600}(f{(n + 7) % 600}(x))" for n in range(600)),
    "itself": HEAD
    + "m = nn.Sequential(nn.Linear(1, 1))\nm.add_module('a', m)\nm[0] = m\nloss = nn.MSELoss()(m(x), y)\n",
    "powers": HEAD + "x = 2**63**63\ny = 9**999999\nz = [0] * 10**9\nq = 'a' * 10**9\nr = 1 << 10**9\n",
    "classes": HEAD + "class A(A): pass\nclass B(C): pass\nclass C(B): pass\nB().x\nA()()\n",
    "an open bracket": HEAD + "model = nn.Sequential(\n" + "nn.Linear(1, 1),\n" * 3000,
    "many steps": HEAD
    + "net = nn.Linear(4, 2)\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\nfor x, y in data:\n"
    + "    loss = nn.functional.cross_entropy(net(x), y); loss.backward(); opt.step()\n" * 600,
    "many optimizers": HEAD
    + "net = nn.Linear(4, 2)\n"
    + "".join(f"opt{n} = torch.optim.SGD(net.parameters(), lr=0.1)\n" for n in range(1000)),
    "many scalers": "from sklearn.preprocessing import StandardScaler\n"
    + "".join(
        f"a{n}_train = s.fit_transform(x_train)\nb_test = s.fit_transform(x_test)\n" for n in range(500)
    ),
    "many lags": "import pandas as pd\nimport torch\ntable = pd.read_csv('a')\n"
    + "".join(f"def f{n}(t):\n    t['a{n}'] = t['b'].shift({n})\n    return t\n" for n in range(400))
    + "".join(f"table = f{n}(table)\n" for n in range(400))
    + "for x in data:\n    torch.nn.Linear(3, 1)(x).sum().backward()\n",
    "many tapes": "import tensorflow as tf\n"
    + "m = tf.keras.Sequential([tf.keras.layers.Dense(3), tf.keras.layers.Dropout(0.5)])\n"
    + "def forward(x, training=True):\n    return m(x, training=training)\n"
    + "with tf.GradientTape() as tape:\n    loss = forward(x)\n"
    + "".join(f"def eval{n}(x):\n    return forward(x, training=False)\n" for n in range(600)),
    "wide branches": HEAD
    + "".join(f"v{n} = {n}\n" for n in range(2000))
    + "".join(f"if c{n}: w = {n}\n" for n in range(2000)),
    "calls that double": HEAD
    + "def f0(x): return x\n"
    + "".join(f"def f{n}(x): return f{n - 1}(f{n - 1}(x))\n" for n in range(1, 60))
    + "y = f59(1)\n",
    "nul": HEAD + "x = 1\0\0\nmodel = nn.Linear(1, 1)\n",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", [".py", ".txt"])
def test_hostile_text_is_answered(name: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"hostile{suffix}"
    path.write_text(HOSTILE[name], encoding="utf-8")
    answered(path)


@given(st.lists(st.sampled_from(sorted(TORCH_MULTI.splitlines())), max_size=60), st.integers(0, 3))
def test_any_order_of_lines_is_read(lines: list[str], cut: int) -> None:
    code = HEAD + "\n".join(line[cut:] for line in lines)
    found = read_file(code.encode(), "train.py")
    if found is not None and found.scripts:
        Session(reading=found).report()


@given(st.text(max_size=200), st.integers(0, len(TORCH_BINARY)))
def test_any_text_within_a_script_is_read(text: str, at: int) -> None:
    code = TORCH_BINARY[:at] + text + TORCH_BINARY[at:]
    found = read_file(code.encode("utf-8", "replace"), "train.py")
    if found is not None and found.scripts:
        for cause in Session(reading=found).report().causes[:2]:
            mend(found.scripts[0], cause.id)


# -- what it says of its training ----------------------------------------------------------------

TOLD = """import torch
from torch import nn
from torch.utils.data import DataLoader, WeightedRandomSampler
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
torch.manual_seed(7)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=3)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
model = nn.Sequential(nn.Linear(8, 16, bias=False), nn.Tanh(), nn.Linear(16, 3))
loss_fn = nn.CrossEntropyLoss(ignore_index=2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
schedule = torch.optim.lr_scheduler.StepLR(optimizer, 10)
loader = DataLoader(rows, batch_size=32, drop_last=True, sampler=WeightedRandomSampler(w, 100))
for epoch in range(20):
    model.train()
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(xb), yb)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    schedule.step()
    model.eval()
    with torch.no_grad():
        model(x_test)
"""


def test_the_report_holds_what_the_script_says_with_its_lines() -> None:
    told = [(one.name, one.value, int(one.where.rpartition(":")[2])) for one in report(TOLD).facts]
    assert told == [
        ("optimizer", "SGD", 12),
        ("learning rate", "0.05", 12),
        ("momentum", "0.9", 12),
        ("batch size", "32", 14),
        ("epochs", "20", 15),
        ("gradient clipping", "1", 21),
        ("classes", "3", 19),
        ("layer 1", "nn.Linear(8, 16, bias=False)", 10),
        ("layer 2", "nn.Tanh()", 10),
        ("layer 3", "nn.Linear(16, 3)", 10),
        ("loss", "nn.CrossEntropyLoss(ignore_index=2)", 11),
        ("fed to the loss", "no activation of the last layer", 19),
        ("seed", "torch.manual_seed(7)", 6),
        ("split", "train_test_split(x, y, test_size=0.2, random_state=3)", 7),
        ("seed", "random_state=3", 7),
        ("scaling", "StandardScaler()", 8),
        ("weights moved by", "torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)", 12),
        ("schedule", "torch.optim.lr_scheduler.StepLR(optimizer, 10)", 13),
        (
            "batches",
            "DataLoader(rows, batch_size=32, drop_last=True, sampler=WeightedRandomSampler(w, 100))",
            14,
        ),
        ("sampler", "WeightedRandomSampler(w, 100)", 14),
        ("training mode", "model.train()", 16),
        ("gradients cleared", "optimizer.zero_grad()", 18),
        ("gradients taken", "loss.backward()", 20),
        ("gradients clipped", "torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)", 21),
        ("step", "optimizer.step()", 22),
        ("schedule steps", "schedule.step()", 23),
        ("evaluation mode", "model.eval()", 24),
        ("without gradients", "torch.no_grad()", 25),
    ]


def test_what_a_script_says_holds_no_secret() -> None:
    token = "hf_" + "aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3b"
    code = KERAS_MULTI.replace("epochs=", f"callbacks=[Push(token='{token}')], epochs=", 1)
    assert token in code
    told = " ".join(f"{one.name} {one.value}" for one in report(code).facts)
    assert "callbacks" in told
    assert token not in told


# -- conflicts ----------------------------------------------------------------------------------


def test_a_trainer_that_steps_with_sgd_is_not_taken_for_adam() -> None:
    rows = "".join(
        f"{{'loss': {1.5 - 0.001 * n:.4f}, 'grad_norm': {2.1 + 0.1 * (n % 3):.3f}, 'learning_rate': 0.05, "
        f"'epoch': {0.25 * (n + 1):.2f}}}\n"
        for n in range(16)
    )
    log = read_text(rows, "train.log")
    code = "import transformers\nargs = transformers.TrainingArguments('o', optim={}, learning_rate=0.05)\n"

    def told(reading: Reading) -> str:
        found = {one.symptom: one.answer for one in Session(reading=reading).report().observations}
        return found.get("learning_rate", "")

    assert told(log) == "extreme"
    assert told(reading(code.format("'adamw_torch'")).joined(log)) == "extreme"
    assert told(reading(code.format("'sgd'")).joined(log)) == "usual"
    assert told(read_text("optim: sgd\n" + rows, "train.log")) != "extreme"


def test_script_against_log() -> None:
    log = read_text("learning rate: 0.5\nbatch size: 32\nepoch 1 loss 0.70\nepoch 2 loss 0.60\n", "train.log")
    told = Session(reading=reading(TORCH_BINARY).joined(log)).report()
    said = [warning for warning in told.warnings if "learning rate" in warning]
    assert len(said) == 1
    assert "train.py:37" in said[0]
    assert "train.log:1" in said[0]
    assert all("train.py" not in one.where for one in told.observations if one.symptom == "learning_rate")


def test_script_against_person() -> None:
    session = Session(reading=reading(KERAS_MULTI)).answer("output_fit", "softmax-twice")
    told = session.report()
    assert any("yours counts" in warning for warning in told.warnings)
    assert told.causes[0].id == "softmax-applied-twice"


def test_script_against_words() -> None:
    words = read_text(
        "I do not shuffle my data: shuffle is off. It trains, but the test result is bad.", "post.txt"
    )
    bad = reading(TORCH_MULTI).joined(words)
    told = Session(reading=bad).report()
    answers = {one.symptom: one.answer for one in told.observations}
    assert answers["shuffled"] == "yes"


def test_the_framework_is_the_scripts() -> None:
    assert report(TORCH_MULTI).framework == "pytorch"
    assert report(KERAS_MULTI).framework == "keras"


def test_traits_have_their_lines() -> None:
    found = traits(TORCH_MULTI)
    assert found["output fit"] == "fits"
    assert found["gradients"] == "complete"
    assert found["mode"] == "right"
    facts = {fact.name: (fact.value, fact.place.first) for fact in script(TORCH_MULTI).facts}
    assert facts["batch size"] == (64.0, 50)
    assert facts["momentum"] == (0.9, 54)


# -- length, depth, axes, sequences ---------------------------------------------------------------

LOOP = """\
import torch
from torch import nn

x, y = torch.randn(640, 20), torch.randint(0, 10, (640,))
model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
for epoch in range(30):
    for i in torch.randperm(640).split(64):
        loss = criterion(model(x[i]), y[i])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    with torch.no_grad():
        print(epoch, criterion(model(x), y).item())
"""
FIT = """\
import keras
import numpy as np

x, y = np.random.randn(640, 20), np.random.randint(0, 10, size=640)
first, last = keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10, activation="softmax")
model = keras.Sequential([first, last])
model.compile("adam", "sparse_categorical_crossentropy")
stop = keras.callbacks.EarlyStopping(patience=5)
model.fit(x, y, validation_split=0.2, epochs=40, callbacks=[stop])
"""
STOP = "stop = keras.callbacks.EarlyStopping(patience=5)\n"
LATER = (
    "length",
    "clipping",
    "training rows",
    "validation rows",
    "depth",
    "softmax axis",
    "axis order",
    "padding",
)


@pytest.mark.parametrize("code", [LOOP, FIT])
def test_a_usual_length_says_nothing(code: str) -> None:
    assert not set(traits(code)) & set(LATER)


@pytest.mark.parametrize(
    ("code", "old", "new", "name", "value"),
    [
        (LOOP, "range(30)", "range(2)", "length", "few"),
        (LOOP, "range(30)", "range(500)", "length", "many"),
        (LOOP, "model.parameters(), 1.0", "model.parameters(), 1e-3", "clipping", "tight"),
        (LOOP, "model.parameters(), 1.0", "model.parameters(), max_norm=0.005", "clipping", "tight"),
        (LOOP, "nn.Linear(64, 10))", "nn.Linear(64, 10), nn.LogSoftmax(0))", "softmax axis", "batch"),
        (FIT, "epochs=40, callbacks=[stop]", "batch_size=32", "length", "few"),
        (FIT.replace(STOP, ""), "epochs=40, callbacks=[stop]", "epochs=1000", "length", "many"),
        (FIT, "patience=5", "", "length", "impatient"),
        (FIT, "patience=5", 'monitor="loss", patience=1', "length", "impatient"),
        (FIT, '"adam"', "keras.optimizers.SGD(0.01, clipvalue=1e-4)", "clipping", "tight"),
        (FIT, '"adam"', "keras.optimizers.Adam(clipnorm=1e-6)", "clipping", "tight"),
        (FIT, "randn(640, 20)", "randn(30, 20)", "training rows", "tiny"),
    ],
)
def test_length_and_clipping(code: str, old: str, new: str, name: str, value: str) -> None:
    assert old in code
    assert traits(code.replace(old, new, 1)).get(name) == value


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (LOOP, "range(30)", "range(epochs)"),
        (LOOP, "for epoch in range(30)", "model.load_state_dict(torch.load('w.pt'))\nfor epoch in range(2)"),
        (LOOP, "range(30):", "range(500):\n    if epoch > 9 and stalled(epoch):\n        break"),
        (LOOP, "model.parameters(), 1.0", "model.parameters(), 0.1"),
        (LOOP, "model.parameters(), 1.0", "model.parameters(), args.clip"),
        (LOOP, "SGD(model.parameters(), lr=0.1, momentum=0.9)", "Adam(model.parameters())"),
        (LOOP, "nn.Linear(64, 10))", "nn.Linear(64, 10), nn.LogSoftmax(1))"),
        (FIT, "epochs=40", "epochs=1000"),
        (FIT, "patience=5", "patience=patience"),
        (FIT, "patience=5", "**given"),
    ],
)
def test_a_length_or_a_clip_that_is_right_or_not_known_says_nothing(code: str, old: str, new: str) -> None:
    assert old in code
    assert not set(traits(code.replace(old, new, 1))) & set(LATER)


def test_a_tight_clip_before_adam_is_no_fault() -> None:
    code = LOOP.replace("SGD(model.parameters(), lr=0.1, momentum=0.9)", "Adam(model.parameters())")
    assert "clipping" not in traits(code.replace("parameters(), 1.0", "parameters(), 0.001"))


STACK = """\
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.ModuleList(nn.Linear(64, 64) for _ in range(40))
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        for layer in self.hidden:
            x = layer(x).relu()
        return self.out(x)
"""


def test_a_deep_plain_stack() -> None:
    found = next(one for one in script(STACK).traits if one.name == "depth")
    assert (found.value, found.span.line) == ("deep-plain", 6)
    assert "41 layers" in found.says


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("range(40)", "range(12)"),
        ("range(40)", "range(depth)"),
        ("x = layer(x).relu()", "x = x + layer(x).relu()"),
        ("x = layer(x).relu()", "x = torch.cat([x, layer(x)], 1)"),
        ("self.out =", "self.norm = nn.LayerNorm(64)\n        self.out ="),
        ("        self.out =", "        nn.init.kaiming_normal_(self.hidden[0].weight)\n        self.out ="),
    ],
)
def test_a_stack_that_is_shallow_or_tended(old: str, new: str) -> None:
    assert old in STACK
    assert "depth" not in traits(STACK.replace(old, new, 1))


def hidden(code: str) -> list[object]:
    return [fact.value for fact in script(code).facts if fact.name == "hidden activation"]


@pytest.mark.parametrize(
    ("between", "value"),
    [("", ["linear"]), ("nn.Dropout(0.5), ", ["linear"]), ("nn.ReLU(), ", []), ("nn.MaxPool1d(2), ", [])],
)
def test_layers_with_nothing_between(between: str, value: list[str]) -> None:
    code = LOOP.replace("nn.ReLU(), ", between)
    assert [one for one in hidden(code) if one == "linear"] == value


RECURRENT = """\
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

x, y = torch.randn(640, 30, 8), torch.randint(0, 2, (640,))
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 32)
        self.out = nn.Linear(32, 2)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.out(out[:, -1])

model = Net()
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(20):
    for xb, yb in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(xb), yb).backward()
        optimizer.step()
"""


def test_time_first_and_the_last_step_taken_from_the_second_axis() -> None:
    told = report(RECURRENT)
    assert (told.verdict, told.causes[0].id) == ("faulty", "wrong-axis-order")
    assert any(":11" in line for line in told.causes[0].lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nn.LSTM(8, 32)", "nn.LSTM(8, 32, batch_first=True)"),
        ("out[:, -1]", "out[-1]"),
        ("self.lstm(x)", "self.lstm(x.transpose(0, 1))"),
        ("nn.LSTM(8, 32)", "nn.LSTM(8, 32, **kind)"),
    ],
)
def test_axes_of_a_recurrent_layer_that_fit_or_are_not_known(old: str, new: str) -> None:
    assert old in RECURRENT
    assert "axis order" not in traits(RECURRENT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("shape", "call", "wrong"),
    [
        ("800, 16, 16, 3", "reshape(800, 3, 16, 16)", True),
        ("800, 16, 16, 3", "reshape((800, 3, 16, 16))", True),
        ("800, 16, 16, 3", "view(-1, 3, 16, 16)", True),
        ("800, 30, 8", "view(800, 8, 30)", True),
        ("800, 16, 16, 3", "permute(0, 3, 1, 2)", False),
        ("800, 28, 28", "reshape(800, 1, 28, 28)", False),
        ("800, 16, 16, 3", "reshape(800, 768)", False),
        ("800, 16, 16, 3", "permute(0, 3, 1, 2).reshape(800, 3, 16, 16)", False),
        ("800, 16, 16, channels", "reshape(800, channels, 16, 16)", False),
        ("800, 16, 16, 16", "reshape(800, 16, 16, 16)", False),
    ],
)
def test_reshape_where_axes_are_to_be_turned(shape: str, call: str, wrong: bool) -> None:
    code = (
        f"import torch\nfrom torch import nn\nx = torch.randn({shape})\nx = x.{call}\n"
        "model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Flatten(), nn.Linear(8, 2))\n"
        "nn.CrossEntropyLoss()(model(x), torch.zeros(800).long()).backward()\n"
    )
    assert ("axis order" in traits(code)) is wrong


PADDED = PAGES["padding-in-loss"].bad["pytorch"]


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("", "", "counted"),
        ("nn.CrossEntropyLoss()", "nn.CrossEntropyLoss(ignore_index=0)", "left-out"),
        ("nn.CrossEntropyLoss()", 'nn.CrossEntropyLoss(reduction="none")', None),
        ("        loss.backward()", "        loss = (loss * mask[i]).mean()\n        loss.backward()", None),
        ("rows = pad_sequence(texts, batch_first=True)", "rows = load(texts)", None),
    ],
)
def test_padded_targets(old: str, new: str, value: str | None) -> None:
    assert old in PADDED
    assert traits(PADDED.replace(old, new, 1) if old else PADDED).get("padding") == value


LATENT = PAGES["posterior-collapse"].bad["pytorch"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss = recon + kl", "loss = recon + 1e-4 * kl"),
        ("loss = recon + kl", "loss = recon + kl / len(x)"),
        ("kl = -0.5 * terms.sum()", "kl = -0.5 * terms.sum(dim=1).mean() / 64"),
        ("kl = -0.5 * terms.sum()", "kl = -0.5 * terms.mean()"),
        ("F.mse_loss(decoder(z), x[i])", 'F.mse_loss(decoder(z), x[i], reduction="sum")'),
    ],
)
def test_a_kl_term_on_the_scale_of_the_rest(old: str, new: str) -> None:
    assert traits(LATENT)["kl weight"] == "outweighs"
    assert old in LATENT
    assert "kl weight" not in traits(LATENT.replace(old, new, 1))


def test_a_kl_term_over_latent_numbers_beside_a_mean_over_all() -> None:
    # run, it collapses: a KL of 0.0006 and a reconstruction of 0.59, the variance, after 30 epochs
    code = LATENT.replace("kl = -0.5 * terms.sum()", "kl = -0.5 * terms.sum(dim=1).mean()", 1)
    assert traits(code)["kl weight"] == "outweighs"
    assert report(code).causes[0].id == "posterior-collapse"


SPEECH = PAGES["ctc-input-too-short"].bad["pytorch"]


def test_frames_for_ctc() -> None:
    assert traits(SPEECH)["ctc frames"] == "short"
    assert traits(SPEECH)["loss"] == "ctc"
    for old, new in (("stride=8", "stride=4"), ("stride=8", "stride=s"), ("200, 16, 40", "200, 16, length")):
        assert old in SPEECH
        assert "ctc frames" not in traits(SPEECH.replace(old, new, 1))


TENSORED = TORCH_MULTI.replace("model(images)\n", "model(images / 255)\n", 1)


def test_a_second_division_by_255() -> None:
    assert "outputs = model(images / 255)" in TENSORED
    assert report(TENSORED).causes[0].id == "normalized-twice"
    assert "inputs" not in traits(TORCH_MULTI)
    raw = TENSORED.replace("transforms.ToTensor()", "transforms.PILToTensor()")
    assert "inputs" not in traits(raw)


def test_nodes_are_those_of_the_library_but_contexts() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in HEALTHY]
    assert trees
    for tree in trees:
        for node in (tree, *tree.body):
            assert nodes_of(node) == tuple(
                one for one in ast.walk(node) if not isinstance(one, ast.expr_context)
            )


def test_code_is_written_as_the_library_writes_it() -> None:
    texts = [path.read_text(encoding="utf-8") for path in HEALTHY]
    odd = "f(*a, **b)\nf(k=1.5)\na.b(c).d('é', None)(1)\nf(u'x', b'y', ...)\n(lambda: 1)()\nf(-1, (1, 2))"
    nodes = [one for text in (*texts, odd) for one in ast.walk(ast.parse(text)) if isinstance(one, ast.expr)]
    assert len(nodes) > 10_000
    for node in nodes:
        assert code_of(node) == ast.unparse(node)


# -- code that begins in the middle ------------------------------------------------------------

ADDED = """model.add(Dense(12, input_dim=5, activation='relu'))
model.add(Dense(1, activation='softmax'))
sgd = SGD(learning_rate=0.5, momentum=0.9)
model.compile(loss='binary_crossentropy', optimizer=sgd, metrics=['accuracy'])
model.fit(x, y, epochs=150, batch_size=50)
"""
WHOLE = (
    "from keras.layers import Dense\nfrom keras.models import Sequential\nfrom keras.optimizers import SGD\n"
    f"model = Sequential()\n{ADDED}"
)


def test_a_stack_that_is_added_to_and_never_made_is_read() -> None:
    assert traits(ADDED) == traits(WHOLE)
    assert report(ADDED).causes[0].id == "softmax-on-one-unit"
    assert facts_of(ADDED) == facts_of(WHOLE)


def test_the_end_of_a_stack_tells_its_last_activation() -> None:
    tail = "net.add(Dense(3))\nnet.add(Activation('softmax'))\nnet.compile(loss='mse', optimizer='adam')\n"
    assert traits(tail)["last activation"] == "softmax"


def test_other_things_are_added_to_too() -> None:
    assert traits("import keras\nseen.add(hash(x))\nseen.add(keras)\n") == {}
    made = "import keras\nfrom mine import net\nnet.add(Dense(1, activation='softmax'))\n"
    assert "last activation" not in traits(made)


def facts_of(code: str) -> dict[str, float | str]:
    return {fact.name: fact.value for fact in script(code).facts}
