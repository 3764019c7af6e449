"""Settings that logs print: what is read of them, what they say of the setup, and what stays out."""

# ruff: noqa: E501 (dumps stand here as they are printed)
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.observe.facts import agreed, observe_facts
from assistant.readers.facts import NAMES, facts, is_setting
from assistant.readers.nested import entries
from assistant.run import Fact, Place
from assistant.symptoms import check_answer


def read(text: str) -> tuple[Fact, ...]:
    lines = [(number, line.rstrip()) for number, line in enumerate(text.strip("\n").split("\n"), 1)]
    return facts(lines, "log")


def values(text: str) -> dict[str, float | str]:
    return {name: fact.value for name, fact in agreed(read(text)).items()}


def answers(text: str) -> dict[str, str]:
    return {o.symptom: o.answer for o in observe_facts(read(text))}


NAMESPACE = (
    "Namespace(lr=0.1, batch_size=64, optimizer='adam', momentum=0.9, weight_decay=0.0005, epochs=10, seed=1, "
    "test_batch_size=1000, betas=(0.9, 0.999), fp16=True, dropout=0.5, data_dir='/data', min_lr=1e-5, no_cuda=False)"
)
TRAINING_ARGUMENTS = """
TrainingArguments(
_n_gpu=1,
adafactor=False,
bf16=False,
fp16=True,
gradient_accumulation_steps=4,
learning_rate=5e-05,
lr_scheduler_type=SchedulerType.LINEAR,
max_grad_norm=1.0,
num_train_epochs=3.0,
optim=OptimizerNames.ADAMW_TORCH,
per_device_eval_batch_size=8,
per_device_train_batch_size=4,
seed=42,
warmup_steps=500,
weight_decay=0.01,
)
"""
MMCV = """
2021-11-22 01:32:34,502 - mmdet - INFO - Config:
optimizer = dict(type='SGD', lr=0.02, momentum=0.9, weight_decay=0.0001)
optimizer_config = dict(grad_clip=dict(max_norm=35, norm_type=2))
lr_config = dict(policy='step', warmup='linear', warmup_iters=500, warmup_ratio=0.001, step=[8, 11])
model = dict(
    backbone=dict(
        type='ResNet',
        norm_cfg=dict(type='BN', momentum=0.1, requires_grad=True)),
    bbox_head=dict(num_classes=80))
data = dict(
    samples_per_gpu=2,
    val=dict(samples_per_gpu=1))
fp16 = dict(loss_scale=512.)
"""
HUGGING = """
***** Running training *****
  Num examples = 8,551
  Num Epochs = 3
  Instantaneous batch size per device = 8
  Total train batch size (w. parallel, distributed & accumulation) = 64
  Gradient Accumulation steps = 8
  Total optimization steps = 400
  Number of trainable parameters = 108,311,810
***** Running Evaluation *****
  Num examples = 43
  Batch size = 8
"""
YAML = """
optimizer:
  name: adamw
  lr: 0.001
  weight_decay: 0.0
train:
  batch_size: 64  # samples
  shuffle: false
val:
  batch_size: 1
scheduler:
  name: cosine
  lr: 1e-6
model:
  num_classes: 10
  dropout: 0.1
"""
JSON = """
{
  "learning_rate": 3e-4,
  "train_batch_size": 32,
  "optimizer": {
    "type": "Adam",
    "params": {"lr": 0.0003}
  },
  "fp16": {"enabled": true},
  "gradient_clipping": 1.0
}
"""
KERAS2 = """
Model: "sequential"
_________________________________________________________________
 Layer (type)                Output Shape              Param #
=================================================================
 conv2d (Conv2D)             (None, 26, 26, 32)        320

 batch_normalization (BatchN  (None, 26, 26, 32)       128
 ormalization)

 flatten (Flatten)           (None, 5408)              0

 dense (Dense)               (None, 1)                 5409
=================================================================
Total params: 5,857
Trainable params: 5,793
Non-trainable params: 64
_________________________________________________________________
"""
KERAS3 = """
┏━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┓
┃ Layer (type)         ┃ Output Shape     ┃    Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━┩
│ dense (Dense)        │ (None, 64)       │     50,240 │
├──────────────────────┼──────────────────┼────────────┤
│ dense_1 (Dense)      │ (None, 10)       │        650 │
├──────────────────────┼──────────────────┼────────────┤
│ softmax (Softmax)    │ (None, 10)       │          0 │
└──────────────────────┴──────────────────┴────────────┘
 Total params: 50,890 (198.79 KB)
 Trainable params: 50,890 (198.79 KB)
 Non-trainable params: 0 (0.00 B)
"""
TREE = """
Net(
  (conv1): Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1))
  (bn1): BatchNorm2d(32, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
  (block): Sequential(
    (0): Linear(in_features=9216, out_features=128, bias=True)
    (1): ReLU(inplace=True)
  )
  (dropout): Dropout(p=0.5, inplace=False)
  (fc): Linear(in_features=128, out_features=10, bias=True)
)
"""
SEQUENTIAL = """
Sequential(
  (0): Linear(in_features=20, out_features=64, bias=False)
  (1): Tanh()
  (2): Linear(in_features=64, out_features=1, bias=False)
  (3): Sigmoid()
)
"""
OPTIMIZER = """
SGD (
Parameter Group 0
    dampening: 0
    lr: 0.1
    momentum: 0
    nesterov: False
    weight_decay: 0.0005
)
"""
LAUNCH = """
$ CUDA_VISIBLE_DEVICES=0 python train.py --lr 0.1 --batch-size=64 \\
    --optimizer adam --fp16 \\
    --epochs 5 -b 64 --weight-decay 1e-4 --val-batch-size 1
"""
LIGHTNING = """
  | Name  | Type             | Params | Mode
-----------------------------------------------
0 | body  | ConvStack        | 0      | train
1 | head  | Linear           | 102    | train
2 | loss  | CrossEntropyLoss | 0      | train
3 | pool  | AdaptiveAvgPool1d | 0     | train
-----------------------------------------------
102       Trainable params
0         Non-trainable params
102       Total params
"""
RICH = """
┏━━━┳━━━━━━┳━━━━━━━━┳━━━━━━━━┳━━━━━━━┳━━━━━━━┓
┃   ┃ Name ┃ Type   ┃ Params ┃ Mode  ┃ FLOPs ┃
┡━━━╇━━━━━━╇━━━━━━━━╇━━━━━━━━╇━━━━━━━╇━━━━━━━┩
│ 0 │ body │ Stack  │      0 │ train │     0 │
│ 1 │ out  │ Linear │ 21.7 K │ train │     0 │
└───┴──────┴────────┴────────┴───────┴───────┘
Trainable params: 21.7 K
Non-trainable params: 0
Total params: 21.7 K
"""
READ = [
    (
        LIGHTNING,
        {"module without weights": "body (ConvStack)", "trainable parameters": 102, "parameters": 102},
    ),
    (RICH, {"module without weights": "body (Stack)", "trainable parameters": 21_700}),
    (
        "trainable parameters: 343 of 54007",
        {"trained of all": 343, "parameters": 54007},
    ),
    (
        NAMESPACE,
        {
            "learning rate": 0.1,
            "batch size": 64,
            "optimizer": "adam",
            "momentum": 0.9,
            "weight decay": 0.0005,
            "epochs": 10,
            "seed": 1,
            "precision": "half",
            "dropout": 0.5,
        },
    ),
    (NAMESPACE.replace(", ", ",\n          "), {"learning rate": 0.1, "batch size": 64, "optimizer": "adam"}),
    (
        TRAINING_ARGUMENTS,
        {
            "learning rate": 5e-5,
            "batch size per device": 4,
            "gradient accumulation": 4,
            "optimizer": "ADAMW",
            "precision": "half",
            "epochs": 3,
            "gradient clipping": 1,
            "seed": 42,
            "warmup steps": 500,
            "weight decay": 0.01,
        },
    ),
    (
        MMCV,
        {
            "optimizer": "SGD",
            "learning rate": 0.02,
            "momentum": 0.9,
            "weight decay": 0.0001,
            "gradient clipping": 35,
            "classes": 80,
            "batch size per device": 2,
        },
    ),
    (
        HUGGING,
        {
            "training samples": 8551,
            "epochs": 3,
            "batch size": 64,
            "batch size per device": 8,
            "gradient accumulation": 8,
            "trainable parameters": 108_311_810,
        },
    ),
    (
        YAML,
        {
            "optimizer": "adamw",
            "learning rate": 0.001,
            "batch size": 64,
            "shuffle": "no",
            "classes": 10,
            "dropout": 0.1,
            "weight decay": 0,
        },
    ),
    (
        JSON,
        {"learning rate": 3e-4, "batch size": 32, "optimizer": "Adam", "gradient clipping": 1},
    ),
    (
        KERAS2,
        {
            "architecture": "convolutional",
            "normalization": "batch",
            "last layer units": 1,
            "parameters": 5857,
            "trainable parameters": 5793,
            "frozen parameters": 64,
        },
    ),
    (
        KERAS3,
        {
            "architecture": "dense",
            "normalization": "none",
            "last layer units": 10,
            "last activation": "softmax",
            "parameters": 50890,
        },
    ),
    (
        TREE,
        {
            "architecture": "convolutional",
            "normalization": "batch",
            "dropout": 0.5,
            "last layer units": 10,
            "hidden activation": "relu",
        },
    ),
    (
        SEQUENTIAL,
        {
            "architecture": "dense",
            "normalization": "none",
            "last layer units": 1,
            "last activation": "sigmoid",
            "hidden activation": "tanh",
            "bias": "no",
        },
    ),
    (OPTIMIZER, {"learning rate": 0.1, "momentum": 0, "weight decay": 0.0005}),
    (
        LAUNCH,
        {
            "learning rate": 0.1,
            "batch size": 64,
            "optimizer": "adam",
            "precision": "half",
            "epochs": 5,
            "weight decay": 1e-4,
        },
    ),
    (
        "python train.py optimizer.lr=0.1 data.batch_size=64 val.batch_size=2",
        {"learning rate": 0.1, "batch size": 64},
    ),
    (
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
        {"optimizer": "SGD", "learning rate": 0.1, "momentum": 0},
    ),
    (
        "model.compile(loss='mse', optimizer=SGD(lr=0.1, momentum=0.9))",
        {"optimizer": "SGD", "learning rate": 0.1, "momentum": 0.9, "loss function": "mse"},
    ),
    ("model.fit(x, y, epochs=5, batch_size=32)", {"epochs": 5, "batch size": 32}),
    (
        "Learning rate: 0.001 | Batch size: 32 | Epochs: 10",
        {"learning rate": 0.001, "batch size": 32, "epochs": 10},
    ),
    ("INFO:root:lr = 0.01", {"learning rate": 0.01}),
    ("  lr .............................. 0.00015", {"learning rate": 0.00015}),
    ("| batch_size | 128 |", {"batch size": 128}),
    (
        "Train on 60000 samples, validate on 150 samples",
        {"training samples": 60000, "validation samples": 150},
    ),
    ("Found 25000 images belonging to 2 classes.", {"classes": 2}),
    ("Using 16bit Automatic Mixed Precision (AMP)", {"precision": "half"}),
    ("Using bfloat16 Automatic Mixed Precision (AMP)", {"precision": "single"}),
    ("number of parameters: 124.34M", {"parameters": 124_340_000}),
    (
        "trainable params: 4,194,304 || all params: 6,742,609,920 || trainable%: 0.0622",
        {"parameters": 6742609920},
    ),
    ("mixed_precision: fp16", {"precision": "half"}),
    ("criterion: CrossEntropyLoss", {"loss function": "CrossEntropyLoss"}),
]
HARMLESS = [
    "I tried a learning rate of 0.1 and it diverged",
    "the batch size is: well, 64 or 128",
    "lr_scheduler: cosine",
    "scheduler = StepLR(optimizer, step_size=30, gamma=0.1)",
    "bn = nn.BatchNorm2d(64, momentum=0.1)",
    "val_loader = DataLoader(data, batch_size=1, shuffle=False)",
    "model.evaluate(x, y, batch_size=1)",
    "loss: 0.6931",
    "pretrained: None",
    "seed: None, dropout: None",
    "Using device: cuda:0",
    "Number of batches: 12",
    "***** Running Evaluation *****\n  Num examples = 43\n  Batch size = 1",
    "eval:\n  batch_size: 1\n  shuffle: false",
    "discriminator:\n  lr: 0.0004",
    "Epoch 1: early stopping",
    "batch_size=None",
    "{'loss': 0.2051, 'grad_norm': 1.5, 'learning_rate': 9.7e-06, 'epoch': 0.53}",
    '{"step": 5, "train/loss": 2.74, "lr": 0.006}',
    "num_classes: 1",
    "warmup: lr=1e-6",
    "torch_dtype: float16",
    "tokenizer: bert-base-uncased",
    "python -c 'print(1)'",
    "",
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=range(len(READ)))
def test_what_is_printed_is_read(text: str, expected: dict[str, float | str]) -> None:
    found = values(text)
    assert expected.items() <= found.items(), found


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_what_is_no_setting_of_training_stays_out(text: str) -> None:
    assert read(text) == ()


SETTINGS = [
    NAMESPACE,
    "TrainingArguments(",
    "num_train_epochs=3.0,",
    "  Num Epochs = 3",
    "***** Running training *****",
    "Learning rate: 0.001 | Batch size: 32 | Epochs: 10",
    "| batch_size | 128 |",
    "    --epochs 5 -b 64 --weight-decay 1e-4",
    "$ python train.py --lr 0.1",
    "optimizer = dict(type='SGD', lr=0.02, momentum=0.9, weight_decay=0.0001)",
]
NO_SETTINGS = [
    "lr: 0.001",
    "Epoch 3: lr=0.001",
    "lr: 0.001, loss: 0.5",
    "loss: 0.5",
    "{'loss': 0.2051, 'grad_norm': 1.5, 'learning_rate': 9.7e-06, 'epoch': 0.53}",
    "Epoch 1, Loss: 0.5 (batch_size=64, seed=1)",
    "step 5 | batch 64",
    "I use a batch size of 64",
    "----------",
    "",
]


@pytest.mark.parametrize("line", SETTINGS)
def test_a_line_of_settings_is_told_from_metrics(line: str) -> None:
    assert is_setting(line)


@pytest.mark.parametrize("line", NO_SETTINGS)
def test_a_line_that_may_hold_metrics_is_no_setting(line: str) -> None:
    assert not is_setting(line)


def test_names_are_those_that_are_documented() -> None:
    found = {fact.name for text, _ in READ for fact in read(text)}
    assert found <= set(NAMES)
    # the largest numbers stand in code of other languages: test_foreign.py
    assert set(NAMES) - found <= {"pretrained", "largest input", "largest target"}


def test_places_are_lines() -> None:
    (rate,) = (fact for fact in read(TRAINING_ARGUMENTS) if fact.name == "learning rate")
    assert rate.place == Place("log", 7, 7)
    first = read(KERAS3)[0]
    assert (first.place.first, first.place.last) == (2, 8)


SAID = [
    (
        NAMESPACE,
        "optimizer=adaptive learning_rate=extreme batch_size=usual regularization=moderate precision=half",
    ),
    (TRAINING_ARGUMENTS, "optimizer=adaptive learning_rate=usual batch_size=usual precision=half"),
    (MMCV, "optimizer=momentum learning_rate=usual batch_size=tiny"),
    (HUGGING, "batch_size=usual training_size=small"),
    (YAML, "optimizer=adaptive learning_rate=usual batch_size=usual shuffled=no"),
    (KERAS2, "output_units=one normalization=batch architecture=convolutional"),
    (KERAS3, "last_activation=softmax normalization=none architecture=dense"),
    (TREE, "normalization=batch architecture=convolutional hidden_activation=relu"),
    (SEQUENTIAL, "output_units=one last_activation=sigmoid hidden_activation=saturating bias=absent"),
    ("optimizer: SGD\nmomentum: 0\nlr: 2.0", "optimizer=sgd learning_rate=extreme"),
    ("pretrained: True\nlr: 0.01\noptimizer: sgd", "pretrained=yes learning_rate=usual"),
    ("pretrained: True\nlr: 0.001\noptimizer: adam", "pretrained=yes learning_rate=high"),
    ("lr: 1e-8", "learning_rate=tiny"),
    ("weight_decay: 0.1", "regularization=strong"),
    ("dropout: 0.8", "regularization=strong"),
    ("batch_size: 1", "batch_size=one"),
    ("Train on 600 samples, validate on 150 samples", "training_size=tiny evaluation_size=tiny"),
    ("Trainable params: 0", "trained_parameters=frozen"),
    (LIGHTNING, "trained_parameters=not-in-optimizer weights_counted=handful"),
    (RICH, "trained_parameters=not-in-optimizer weights_counted=ordinary"),
    ("Trainable params: 554\nNon-trainable params: 2,586", "trained_parameters=base-frozen"),
    ("loss: binary_crossentropy", "loss_kind=binary-cross-entropy"),
    ("loss: sparse_categorical_crossentropy", "loss_kind=cross-entropy"),
    ("criterion: MSELoss", "loss_kind=squared-error"),
    ("num_classes: 10\n" + KERAS3, "output_units=per-class"),
]
SILENT = [
    ("optimizer: sgd", "optimizer"),  # momentum may be fixed in the code
    ("optimizer = SGD(model.parameters(), lr=0.1, momentum=args.momentum)", "optimizer"),
    ("optimizer = SGD(model.parameters(), **settings)", "optimizer"),
    ("lr: 0.1\nlr: 0.01", "learning_rate"),
    ("lr: 0.05", "learning_rate"),
    ("weight_decay: 0.1\noptimizer: adamw", ""),
    ("weight_decay: 0", "regularization"),
    (TREE, "last_activation output_units bias"),
    (TREE.replace("(fc)", "(aux)"), "output_units"),
    (SEQUENTIAL.replace("bias=False", "bias=True"), "bias"),
    (SEQUENTIAL.replace("  (3): Sigmoid()\n", ""), "last_activation"),
    (
        TREE.replace("  (fc)", "  (relu): ReLU()\n  (fc)").replace("(fc): Linear", "(fc): Identity"),
        "last_activation",
    ),
    (KERAS2, "last_activation trained_parameters"),
    (LIGHTNING.replace("ConvStack        | 0 ", "ConvStack        | 24"), "trained_parameters"),
    (LIGHTNING.replace("ConvStack", "Flatten  "), "trained_parameters"),
    ("Trainable params: 5,000\nNon-trainable params: 128", "trained_parameters"),
    ("trainable params: 4,194,304 || all params: 6,742,609,920 || trainable%: 0.0622", "trained_parameters"),
    ("num_classes: 5\n" + KERAS3, "output_units"),
    ("fp16: False\nfp16: True", "precision"),
    ("bf16: False", "precision"),
    ("epochs: 3\nseed: 1\nwarmup_steps: 5\nmax_grad_norm: 1.0", "learning_rate batch_size"),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=range(len(SAID)))
def test_settings_say(text: str, expected: str) -> None:
    found = answers(text)
    assert {pair.split("=")[0]: pair.split("=")[1] for pair in expected.split()}.items() <= found.items(), (
        found
    )


@pytest.mark.parametrize(("text", "silent"), SILENT, ids=range(len(SILENT)))
def test_settings_say_no_more_than_they_prove(text: str, silent: str) -> None:
    assert not set(silent.split()) & set(answers(text))


def test_observations_are_declared_and_quote_the_value() -> None:
    for text, _ in (*SAID, *READ):
        for found in observe_facts(read(text)):
            check_answer(found.symptom, found.answer)
            assert found.says.endswith(", as printed")
            assert len(found.says) <= 90
    (found,) = observe_facts([Fact("learning rate", 3.0, Place("log", 4))])
    assert (found.says, str(found.place)) == ("learning rate is 3, as printed", "log:4")


def test_facts_that_differ_say_nothing() -> None:
    place = Place("log", 1)
    found = agreed([Fact("classes", 10.0, place), Fact("seed", 1.0, place), Fact("classes", 2.0, place)])
    assert set(found) == {"seed"}
    assert (
        agreed([Fact("optimizer", "Adam", place), Fact("optimizer", "adam", place)])["optimizer"].value
        == "Adam"
    )


@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_lines_are_read(texts: list[str]) -> None:
    lines = list(enumerate(texts, 1))
    for fact in facts(lines, "log"):
        assert fact.name in NAMES
        assert 1 <= fact.place.first <= fact.place.last <= len(lines)


LETTERS = st.text(alphabet="abk=:,()[]{}'\" \n.0", max_size=200)


@given(LETTERS)
def test_nested_text_is_read(text: str) -> None:
    for entry in entries(text):
        assert 0 <= entry.at < len(text)


@pytest.mark.parametrize(
    "line",
    [
        "(" * 2000,
        "a(" * 1000,
        "Namespace(" * 200,
        "lr=" * 600,
        "a: " * 600,
        "--a " * 500,
        "Net(",
        "x = dict(",
    ],
    ids=range(8),
)
def test_no_line_is_slow(line: str) -> None:
    begun = time.process_time()
    facts([(number, line) for number in range(1, 301)], "log")
    assert time.process_time() - begun < 4
