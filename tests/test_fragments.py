"""Code of posts that leaves out what everybody knows: imports, classes around methods, the call of the "
"loss."""

from __future__ import annotations

import pytest

from assistant.readers.text import read_text
from assistant.session import Session

NET = """net = nn.Sequential(nn.Linear(10, 5), nn.ReLU(), nn.Linear(5, 3), nn.Softmax(dim=1))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.1)
"""
CLASS = """class Net(nn.Module):
    def __init__(self, width, classes=3):
        super().__init__()
        self.fc1 = nn.Linear(10, width)
        self.fc2 = nn.Linear(width, classes)
    def forward(self, x):
        x = F.relu(self.fc1(x))
        return F.softmax(self.fc2(x), dim=1)
"""


def traits(code: str) -> set[str]:
    reading = read_text(f"It does not learn, why?\n\n```python\n{code}\n```\n", "post")
    return {f"{trait.name}={trait.value}" for script in reading.scripts for trait in script.traits}


@pytest.mark.parametrize(
    "code",
    [
        NET,
        NET.replace("nn.", "").replace("optim.", ""),
        NET.replace("nn.", "").replace("optim.", "") + "out = net(x)\nloss = criterion(out, y)",
        CLASS + "net = Net(5)\ncriterion = nn.CrossEntropyLoss()",
        CLASS + "criterion = nn.CrossEntropyLoss()\nloss = criterion(outputs, labels)",
        CLASS + "loss = F.cross_entropy(net(x), y)",
        CLASS + "for x, y in loader:\n    output = model(x)\n    loss = F.cross_entropy(output, y)\n",
        "\n".join(line[4:] for line in CLASS.split("\n")[1:]) + "\ncriterion = nn.CrossEntropyLoss()",
        "loss = criterion(F.softmax(outputs), labels)\ncriterion = nn.CrossEntropyLoss()",
    ],
)
def test_what_is_left_out_is_put_in(code: str) -> None:
    assert "output fit=softmax-twice" in traits(code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "model = tf.keras.Sequential([\n    layers.Embedding(1000, 16),\n    layers.Dense(4)])\n"
            "model.compile(loss=losses.SparseCategoricalCrossentropy(), optimizer='adam')",
            "output fit=scores-as-probabilities",
        ),
        (
            "model = Sequential([layers.Dense(4)])\n"
            "model.compile(loss=SparseCategoricalCrossentropy(), optimizer=SGD(0.1))",
            "output fit=scores-as-probabilities",
        ),
        (
            "X = torch.rand((1024, 3))\ny = (X[:,0] + X[:,1] + X[:,2])\nm = Seq(Lin(3, 1))\n"
            "mse = torch.nn.MSELoss()\nout = m(X)\nloss = mse(out, y)\nloss.backward()",
            "shapes=different",
        ),
        (
            # a blank line before what looks like settings
            "model = Sequential()\nmodel.add(Dense(40, activation='relu', input_dim=31))\n"
            "model.add(Dense(1, activation='softmax'))\n\nmodel.compile(loss='binary_crossentropy', "
            "optimizer='adam', metrics=['accuracy'])\n\nmodel.fit(X, Y, epochs=1, batch_size=10)",
            "output fit=one-unit-softmax",
        ),
        (
            "model = Sequential([Dense(8, activation='relu', input_dim=4), Dense(3, activation='sigmoid')])\n"
            "model.compile(loss='categorical_crossentropy', optimizer='adam')\nmodel.fit(X, Y)",
            "output fit=other-activation",
        ),
    ],
)
def test_names_without_imports(code: str, expected: str) -> None:
    assert expected in traits(code)


@pytest.mark.parametrize(
    "code",
    [
        NET.replace(", nn.Softmax(dim=1)", ""),
        # two networks: which of them the loss is taken of is not said
        NET.replace("net =", "teacher =") + "student = nn.Sequential(nn.Linear(10, 3))\n",
        # before Keras 1 the inputs of a layer stood before its units
        "y = OneHotEncoder().fit_transform(load_iris().target[:, None]).toarray()\nmodel = Sequential()\n"
        "model.add(Dense(4, 10, activation='tanh'))\n"
        "model.add(Dense(10, y.shape[1], activation='softmax'))\n"
        "model.compile(loss='categorical_crossentropy', optimizer='sgd')",
        "Softmax = 3\nx = Softmax + 1\ncriterion = nn.CrossEntropyLoss()",
    ],
)
def test_nothing_is_made_up(code: str) -> None:
    assert not {"output fit=softmax-twice", "output units=mismatch"} & traits(code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "y_ = tf.matmul(h1, W_out)\ncost = tf.reduce_sum(-y * tf.log(y_) - (1 - y) * tf.log(1 - y_), 1)\n"
            "loss = tf.reduce_mean(cost)\ntrain = tf.train.GradientDescentOptimizer(0.05).minimize(loss)",
            "output fit=scores-as-probabilities",
        ),
        (
            "p = tf.nn.softmax(tf.matmul(x, W) + b)\ncost = -tf.reduce_sum(y_ * tf.log(p))\n"
            "train = tf.train.GradientDescentOptimizer(0.01).minimize(cost)",
            "loss sum=sum",
        ),
        (
            "out = tf.matmul(l3, W5) + b5\n"
            "loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=out, labels=Y))\n"
            "hit = tf.equal(tf.greater(Y, 0.5), tf.greater(out, 0.5))",
            "metric fit=raw-scores",
        ),
        (
            "for batch in loader:\n    loss = loss_func(model(batch.x), batch.y)\n    loss_sum += "
            "loss.item()\n"
            "    count += len(batch)\nprint(loss_sum / count)",
            "loss sum=batch-means",
        ),
        (
            "gen = data.flow_from_directory('test', batch_size=1)\ny = gen.classes\n"
            "p = model.predict_generator(gen)\nprint(classification_report(y, p.argmax(axis=1)))",
            "metric fit=other-order",
        ),
    ],
)
def test_losses_and_metrics_by_hand(code: str, expected: str) -> None:
    assert expected in traits(code)


@pytest.mark.parametrize(
    ("code", "silent"),
    [
        (
            "y_ = tf.nn.sigmoid(tf.matmul(h1, W_out))\nloss = -tf.reduce_mean(y * tf.log(y_))\n"
            "train = tf.train.AdamOptimizer(0.05).minimize(loss)",
            "output fit=scores-as-probabilities",
        ),
        (
            "p = tf.nn.softmax(tf.matmul(x, W) + b)\ncost = tf.reduce_mean(-tf.reduce_sum(y_ * tf.log(p), "
            "1))\n"
            "train = tf.train.GradientDescentOptimizer(0.01).minimize(cost)",
            "loss sum=sum",
        ),
        (
            "out = tf.matmul(l3, W5) + b5\np = tf.sigmoid(out)\n"
            "loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=out, labels=Y))\n"
            "hit = tf.equal(tf.greater(Y, 0.5), tf.greater(p, 0.5))",
            "metric fit=raw-scores",
        ),
        (
            "for batch in loader:\n    loss = loss_func(model(batch.x), batch.y)\n"
            "    loss_sum += loss.item() * len(batch)\n    count += len(batch)\nprint(loss_sum / count)",
            "loss sum=batch-means",
        ),
        (
            "gen = data.flow_from_directory('test', batch_size=1, shuffle=False)\ny = gen.classes\n"
            "p = model.predict_generator(gen)\nprint(classification_report(y, p.argmax(axis=1)))",
            "metric fit=other-order",
        ),
    ],
)
def test_the_right_way_by_hand(code: str, silent: str) -> None:
    assert silent not in traits(code)


def test_one_unit_for_three_classes_that_are_told() -> None:
    code = (
        "model.add(Dense(1))\nmodel.add(Activation('sigmoid'))\n"
        "model.compile(loss='binary_crossentropy', optimizer='rmsprop', metrics=['accuracy'])"
    )
    told = f"My pictures lie in three folders, one for each class.\n\n```python\n{code}\n```\n"
    seen = {(o.symptom, o.answer) for o in Session(read_text(told, "post")).report().observations}
    assert ("output_units", "mismatch") in seen
    assert ("output_fit", "fits") not in seen
