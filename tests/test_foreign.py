"""Settings in code of a post that is no Python, and what they say of the training."""

from __future__ import annotations

import pytest

from assistant.readers.foreign import foreign
from assistant.readers.text import read_text
from assistant.session import Session

TFJS = """const model = tf.sequential();
model.add(tf.layers.dense({units: 16, activation: 'relu', inputShape: [4]}));
model.add(tf.layers.dense({units: 1, activation: 'softmax'}));
model.compile({optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError'});"""
R = """model <- keras_model_sequential() %>%
  layer_dense(units = 64, activation = 'sigmoid', input_shape = 13) %>%
  layer_dense(units = 64, activation = 'sigmoid') %>%
  layer_dense(units = 1, activation = 'softmax')
model %>% compile(loss = 'binary_crossentropy', optimizer = optimizer_adam(lr = 0.01))
model %>% fit(x, y, epochs = 30, batch_size = 128)"""
LUA = """net:add(nn.Linear(10, 20))
net:add(nn.Tanh())
net:add(nn.Linear(20, 3))
net:add(nn.LogSoftMax())
criterion = nn.CrossEntropyCriterion()"""
JULIA = """m = Chain(Dense(10, 20, relu), Dense(20, 1, σ))
loss(x, y) = Flux.binarycrossentropy(m(x), y)
opt = Descent(0.1)"""
BRAIN = """var net = new brain.NeuralNetwork({ activation: "relu" });
net.train([
  {input: { rooms: 3, area: 1421 }, output: { rent: 1692 }},
  {input: { rooms: 3, area: 1545 }, output: { rent: 1948 }},
])"""


def settings(code: str) -> dict[str, float | str]:
    return {fact.name: fact.value for fact in foreign(list(enumerate(code.split("\n"), 1)), "post")}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            TFJS,
            {
                "last layer units": 1.0,
                "last activation": "softmax",
                "hidden activation": "relu",
                "loss function": "mse",
                "optimizer": "sgd",
                "learning rate": 0.1,
            },
        ),
        (
            R,
            {
                "last layer units": 1.0,
                "last activation": "softmax",
                "hidden activation": "sigmoid",
                "loss function": "binary_crossentropy",
                "optimizer": "adam",
                "learning rate": 0.01,
                "batch size": 128.0,
                "epochs": 30.0,
            },
        ),
        (
            LUA,
            {
                "last layer units": 3.0,
                "last activation": "log-softmax",
                "hidden activation": "tanh",
                "loss function": "softmax_cross_entropy_with_logits",
            },
        ),
        (
            JULIA,
            {
                "last layer units": 1.0,
                "last activation": "sigmoid",
                "hidden activation": "relu",
                "loss function": "binary_crossentropy",
                "optimizer": "sgd",
                "learning rate": 0.1,
            },
        ),
        (BRAIN, {"hidden activation": "relu", "largest input": 1545.0, "largest target": 1948.0}),
        ("int main() {\n  return 0;\n}", {}),
    ],
)
def test_settings_of_other_languages(code: str, expected: dict[str, float | str]) -> None:
    assert settings(code) == expected


@pytest.mark.parametrize(
    ("said", "code", "seen"),
    [
        ("The output is always 1.", TFJS, ("output_fit", "one-unit-softmax")),
        ("It learns nothing at all.", BRAIN, ("input_scaling", "raw")),
        ("It learns nothing at all.", BRAIN, ("target_scaling", "raw")),
        (
            "With the softmax the results are much worse.",
            "return Chain(\n  Dense(784, 32, relu),\n  Dense(32, 10), softmax)\nloss(x, y) = "
            "logitcrossentropy(m(x), y)",
            ("output_fit", "softmax-twice"),
        ),
    ],
)
def test_a_post_with_such_code(said: str, code: str, seen: tuple[str, str]) -> None:
    report = Session(read_text(f"{said}\n\n```\n{code}\n```\n", "post")).report()
    assert seen in {(o.symptom, o.answer) for o in report.observations}


def test_python_is_not_read_twice() -> None:
    """A script that parses says it all: the same lines give no settings of another language."""
    code = (
        "model = Sequential([Dense(8, activation='relu'), Dense(1)])\n"
        "model.compile('adam', loss='mse')\nx = 3;"
    )
    reading = read_text(f"It does not learn.\n\n```\n{code}\n```\n", "post")
    assert reading.scripts
    assert not [fact for fact in reading.facts if fact.name == "last layer units"]
