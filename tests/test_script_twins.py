"""Scripts in pairs: one with a fault of construction, and its twin without, which must stay silent."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from assistant.readers import read_data
from assistant.session import Session

LOADED = """import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset
from sklearn.datasets import load_digits

images, labels = load_digits(return_X_y=True)
x, y = torch.tensor(images / 16).float(), torch.tensor(labels)
"""
NETWORK = """model = nn.Sequential(nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
"""
SUMMED = (
    LOADED
    + NETWORK
    + """loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
total = 0
for epoch in range(20):
    {reset}for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(f"epoch {{epoch}} loss {{total:.3f}}")
"""
)
PHASES = (
    LOADED
    + NETWORK
    + """train = DataLoader(TensorDataset(x[:1400], y[:1400]), batch_size=50, shuffle=True)
held = DataLoader(TensorDataset(x[1400:], y[1400:]), batch_size=2)


def run_epoch(loader, training):
    {mode}total = 0.0
    for xb, yb in loader:
        with torch.set_grad_enabled(training):
            loss = criterion(model(xb), yb)
        if training:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        total += loss.item() * len(yb)
    return total / len(loader.dataset)


for epoch in range(9):
    print(epoch, run_epoch(train, True), run_epoch(held, False))
"""
)
WAVES = """import numpy as np
import torch
from torch import nn

CHANNELS, STEPS = 8, 64


def waves(count, seed):
    rng = np.random.default_rng(seed)
    data = rng.normal(0, 1.0, (count, STEPS, CHANNELS))
    return torch.tensor(data, dtype=torch.float32), torch.tensor(rng.integers(0, 4, count))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(CHANNELS, 32, 15, padding=7)
        self.head = nn.Linear(32, 4)

    def forward(self, data):
        data = {turned}
        return self.head(self.conv(data).mean(-1))


x, y = waves(1400, 1)
model = Net()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for epoch in range(25):
    for batch in torch.randperm(len(x)).split(50):
        loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
BYTES = """import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from sklearn.datasets import load_digits


class Bytes(Dataset):
    def __init__(self):
        digits = load_digits()
        self.pixels = (digits.images * 15.9).astype(np.uint8)
        self.labels = digits.target

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, at):
        return torch.from_numpy(self.pixels[at]).float().div(255).flatten(), int(self.labels[at])


loader = DataLoader(Bytes(), batch_size=32, shuffle=True)
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
for epoch in range(20):
    for image, label in loader:
        {again}loss = nn.functional.cross_entropy(model(image), label)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
KERAS = """import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(0, 1, (512, 20)).astype("float32")
y = rng.integers(0, 4, 512)
held, told = rng.normal(0, 1, (128, 20)).astype("float32"), rng.integers(0, 4, 128)
model = keras.Sequential(
    [
        keras.Input((20,)),
        layers.Dense(32),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile(keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["acc"])
"""
SETTLED = KERAS + "model.fit(x, y, validation_data=(held, told), batch_size={batch}, epochs=40, verbose=2)\n"
DECAYED = (
    KERAS
    + "decay = keras.callbacks.LearningRateScheduler(lambda epoch, lr: lr * {share})\n"
    + "model.fit(x, y, validation_data=(held, told), batch_size=8, epochs=18, callbacks=[decay], verbose=2)\n"
)
STEPPED = (
    LOADED
    + NETWORK
    + """loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size={every}, gamma=0.1)
for epoch in range(40):
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
    scheduler.step()
    print(epoch, loss.item())
"""
)
TAGS = """import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(11)
x = rng.normal(0, 1, (2000, 30)).astype("float32")
y = np.stack([x[:, k] > 0 for k in range(4)], 1).astype("float32")
inputs = layers.Input((30,))
hidden = layers.Dense(64, activation="relu")(inputs)
outputs = layers.Dense(4, activation="sigmoid")(hidden)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="{loss}", metrics=[keras.metrics.BinaryAccuracy()])
model.fit(x, y, validation_split=0.2, epochs=14, batch_size=50, verbose=2)
"""
TEXTS = """from transformers import (DataCollatorForLanguageModeling, GPT2Config, GPT2LMHeadModel,
                          PreTrainedTokenizerFast, Trainer, TrainingArguments)

tokenizer = PreTrainedTokenizerFast(tokenizer_file="words.json", eos_token="<eos>", unk_token="<unk>")
tokenizer.pad_token = {pad}
texts = [line.strip() + " <eos>" for line in open("lines.txt")]
rows = [tokenizer(text, padding="max_length", max_length=12, truncation=True) for text in texts]
model = GPT2LMHeadModel(GPT2Config(vocab_size=400, n_positions=64, n_embd=64, n_layer=2, n_head=2))
trainer = Trainer(
    model=model,
    args=TrainingArguments("out", num_train_epochs=5, learning_rate=2e-3),
    train_dataset=rows,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
"""
ZIPPED = """import random
import torch
from torch import nn

names = ["alarm", "music", "lights"]
labels = [random.randrange(3) for _ in range(900)]
texts = [make(names[label]) for label in labels]
{mixed}
rows = [(encode(text), label) for text, label in zip(texts, labels)]
model = nn.Sequential(nn.EmbeddingBag(500, 32), nn.Linear(32, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for inputs, label in rows:
        loss = nn.functional.cross_entropy(model(inputs), torch.tensor([label]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
GLYPHS = """import torch
from torch import nn
from sklearn.datasets import load_digits

digits = load_digits({asked})
x, y = torch.tensor(digits.data / 16).float(), torch.tensor(digits.target)
model = nn.Sequential(nn.Linear(64, 48), nn.ReLU(), nn.Linear(48, 6))
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
for epoch in range(60):
    for batch in torch.randperm(len(x)).split(32):
        loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
DENOISED = """import torch
from torch import nn
from sklearn.datasets import load_digits

digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32)[:, None] / 16
y = torch.tensor(digits.target).float()
model = {network}
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for batch in torch.randperm(len(images)).split(70):
        clean = {target}
        loss = nn.functional.mse_loss(model(images[batch]), clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""


COUNTED = (
    LOADED
    + NETWORK
    + """loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
for epoch in range(20):
    right = 0.0
    for xb, yb in loader:
        optimizer.zero_grad()
        out = model(xb)
        loss = criterion(out, yb)
        loss.backward()
        optimizer.step()
        right += {hit}
    print(epoch, loss.item(), right / len(x))
"""
)
YES_OR_NO = """import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import load_breast_cancer

data, labels = load_breast_cancer(return_X_y=True)
x, y = torch.tensor((data - data.mean(0)) / data.std(0)).float(), torch.tensor(labels)
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
model = nn.Sequential(nn.Linear(30, 16), nn.GELU(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
for epoch in range(20):
    right = 0
    for xb, yb in loader:
        optimizer.zero_grad()
        out = model(xb)
        loss = nn.functional.binary_cross_entropy_with_logits(out.squeeze(1), yb.float())
        loss.backward()
        optimizer.step()
        right += {hit}
    print(epoch, loss.item(), right / len(x))
"""
WORDS = """import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(400, {width})
        self.conv = nn.Conv1d({width}, {maps}, 3, padding=1)
        self.head = nn.Linear({maps}, 1)

    def forward(self, words):
        hidden = torch.relu(self.conv(self.embed(words).transpose(1, 2))).mean(2)
        return self.head(hidden)


words = torch.randint(0, 400, (800, 30))
y = (words[:, 0] > 200).long()
model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
for epoch in range(20):
    for rows in torch.randperm(len(words)).split(32):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(words[rows]).squeeze(1), y[rows].float())
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""


GATHERED = """from transformers import Trainer, TrainingArguments

args = TrainingArguments(
    output_dir="out",
    num_train_epochs=15,
    per_device_train_batch_size=16,
    gradient_accumulation_steps={steps},
    learning_rate=1e-3,
)
trainer = Trainer(model=model, args=args, train_dataset=rows, eval_dataset=held)
trainer.train()
"""
KEPT = (
    LOADED
    + NETWORK
    + """loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
n_batches = len(loader)
{made}
for epoch in range(20):
    {reset}
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        {added}
    print(f"epoch {{epoch}} loss {{{shown}:.3f}}")
"""
)
TABLE = {
    "made": "totals = {'train': 0.0}",
    "added": "totals['train'] += loss.item()",
    "shown": "totals['train'] / n_batches",
}
METER = {"made": "meter = AverageMeter()", "added": "meter.update(loss.item())", "shown": "meter.avg"}
KEEPER = {
    "made": "kept = LossKeeper()",
    "added": "kept.add(loss.item())",
    "shown": "kept.total / len(loader)",
}
SIGNALS = """import numpy as np
import keras
from keras import layers
from sklearn.model_selection import train_test_split


def record(kind, rng):
    t = np.arange(128) / 128
    return 300 + 40 * np.sin(2 * np.pi * (8 + 9 * kind) * t) + rng.normal(0, 20, 128)


rng = np.random.default_rng(4)
labels = rng.integers(0, 4, 2400)
signals = np.stack([record(k, rng) for k in labels]).astype("float32")[..., None]
x_train, x_test, y_train, y_test = train_test_split(signals, labels, test_size=0.25, random_state=0)
mean, std = x_train.mean(), x_train.std()
x_train = (x_train - mean) / std
{held}
model = keras.Sequential([
    layers.Input((128, 1)),
    layers.Conv1D(16, 9, activation="relu"),
    layers.GlobalAveragePooling1D(),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=12, batch_size=32, validation_data=(x_test, y_test), verbose=2)
"""
GESTURES = """import numpy as np
import torch
from torch import nn


def gesture(kind, rng):
    t = np.linspace(0, 1, 30)
    return (np.stack([np.cos(kind * t), np.sin(kind * t), 0 * t]) + rng.normal(0, 0.3, (3, 30))).T


rng = np.random.default_rng(0)
y = rng.integers(0, 4, 1500)
x = torch.tensor(np.stack([gesture(k, rng) for k in y]).astype("float32"))
y = torch.tensor(y)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 32{first})
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.head(out[:, -1, :])


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
criterion = nn.CrossEntropyLoss()
for epoch in range(12):
    for rows in torch.randperm(1500).split(50):
        optimizer.zero_grad()
        loss = criterion(net(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
SORTED = """import numpy as np
import torch
from torch import nn
from sklearn.datasets import load_digits


class Experiment:
    def __init__(self):
        x, y = load_digits(return_X_y=True)
        table = np.column_stack([x, y])
        table = table[{order}]
        x = torch.tensor(table[:, :-1] / 16, dtype=torch.float32)
        y = torch.tensor(table[:, -1], dtype=torch.long)
        n = int(0.75 * len(x))
        self.train, self.held = (x[:n], y[:n]), (x[n:], y[n:])
        self.model = nn.Sequential(nn.Linear(64, 50), nn.ReLU(), nn.Linear(50, 10))
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.loss = nn.CrossEntropyLoss()

    def batches(self):
        x, y = self.train
        for rows in torch.randperm(len(x)).split(32):
            yield x[rows], y[rows]

    def evaluate(self, data):
        x, y = data
        self.model.eval()
        with torch.no_grad():
            outputs = self.model(x)
            return {{"loss": self.loss(outputs, y).item()}}

    def run(self):
        for epoch in range(20):
            self.model.train()
            for x, y in self.batches():
                self.optimizer.zero_grad()
                self.loss(self.model(x), y).backward()
                self.optimizer.step()
            row = {{}}
            for name, data in (("train", self.train), ("held", self.held)):
                row.update({{f"{{name}}_{{k}}": round(v, 5) for k, v in self.evaluate(data).items()}})
            print(epoch, row)


Experiment().run()
"""
WINDOWS = """import numpy as np
import torch
from torch import nn

load = np.sin(np.arange(1600) / 4).astype(np.float32) + np.random.randn(1600).astype(np.float32)
n = 1280
WINDOW = 36


def windows(series):
    xs = np.stack([series[i:i + WINDOW] for i in range(len(series) - WINDOW)])
    return torch.tensor(xs), torch.tensor(series[WINDOW:])[:, None]


xt, yt = windows(load[:n])
xv, yv = windows(load[{start}:])
net = nn.Sequential(nn.Linear(36, 24), nn.ReLU(), nn.Linear(24, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=4e-3)
criterion = nn.MSELoss()
for epoch in range(20):
    net.train()
    for rows in torch.randperm(len(xt)).split(32):
        optimizer.zero_grad()
        loss = criterion(net(xt[rows]), yt[rows])
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        print(epoch, loss.item(), criterion(net(xv), yv).item())
"""
WINE = """import numpy as np
from sklearn import datasets
from tensorflow import keras

wine = datasets.load_wine()
features = wine['data']
labels = wine['target']
{mixed}
features = (features - features.mean(axis=0)) / features.std(axis=0)
targets = keras.utils.to_categorical(labels, 3)
model = keras.Sequential([
    keras.layers.Input((13,)),
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(features, targets, batch_size=12, epochs=22, validation_split=0.25, verbose=2)
"""
MIXED = "order = np.random.permutation(len(labels))\nfeatures, labels = features[order], labels[order]"
VIEWS = (
    LOADED
    + """model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for rows in torch.randperm(len(x)).split(128):
        found = model(x[rows])
        loss = nn.functional.cross_entropy(found @ found.T, {target})
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
)
NO_STEP = """import torch
from torch import nn

x, y = torch.randn(64, 2, requires_grad=True), torch.randn(64, 1)
model = nn.Linear(2, 1)
criterion = nn.MSELoss()
{made}optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for step in range(2000):
    {made}optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    {stepped}optimizer.step()
    print(step, loss.item())
"""


TUMORS = """from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
x_fit, x_held, y_fit, y_held = train_test_split(x, y, stratify=y)
network = MLPClassifier((64, 64){more})
scaler = StandardScaler().fit(x_fit)
model = {model}
model.fit({fed}, y_fit)
print(model.score({held}, y_held))
"""
FED = {"fed": "x_fit", "held": "x_held", "more": "", "model": "network"}
ALL_STEPS = (
    "make_pipeline(StandardScaler(), network)",
    'Pipeline([("scale", StandardScaler()), ("net", network)])',
)


FOLDED = """import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras

x, y = np.load("x.npy"), np.load("y.npy")


def build():
    last = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.layers.Dense(64, activation="relu"), last])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


{before}for fit, held in KFold(5, shuffle=True).split(x):
    {within}model.fit(x[fit], y[fit], epochs=20, batch_size=32)
    print(model.evaluate(x[held], y[held]))
"""
PHASED = """import torch
from torch import nn
from torch.utils.data import DataLoader
from blood import Cells

sets = {{s: Cells(split=s) for s in ("train", "val")}}
loaders = {{s: DataLoader(d, batch_size=128, shuffle=(s == "train")) for s, d in sets.items()}}
model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for phase in ("train", "val"):
        model.train({mode})
        hits = 0
        for xb, yb in loaders[phase]:
            with torch.set_grad_enabled(phase == "train"):
                out = model(xb)
                loss = criterion(out, yb)
            if phase == "train":
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            hits += (out.argmax(1) == yb).sum().item()
        print(epoch, phase, hits / len({counted}))
"""
PHASE = {"mode": "phase == 'train'", "counted": "sets[phase]"}
CODED = """import tensorflow as tf
from tensorflow import keras

(x, _), _ = keras.datasets.mnist.load_data()
x = (x[..., None] / 255.0).astype("float32")
encoder = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(32)])
decoder = keras.Sequential([keras.layers.Dense(784), keras.layers.Reshape((28, 28, 1))])
optimizer = keras.optimizers.Adam(1e-3)
for batch in tf.data.Dataset.from_tensor_slices(x).shuffle(9000).batch(128):
    with tf.GradientTape() as tape:
        mu, log_var = tf.split(encoder(batch), 2, axis=1)
        z = mu + tf.exp(0.5 * log_var) * tf.random.normal(tf.shape(mu))
        each = tf.nn.sigmoid_cross_entropy_with_logits(labels=batch, logits=decoder(z))
        close = tf.reduce_mean({each})
        kl = tf.reduce_mean(-0.5 * tf.reduce_sum(1 + log_var - mu**2 - tf.exp(log_var), axis=1))
        loss = close + kl
    weights = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
"""
REPEATED = """import numpy as np
from tensorflow import keras
from sklearn.model_selection import KFold

x, y = np.load("x.npy"), np.load("y.npy")


def build(depth):
    model = keras.Sequential([keras.layers.Input((20,))])
    for _ in range(depth):
        model.add(keras.layers.Dense(64, activation="relu"))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


for fit, held in KFold(10, shuffle=True).split(x):
    for again in range(10):
        model = build({depth})
        model.fit(x[fit], y[fit], epochs=20, batch_size=32)
        print(model.evaluate(x[held], y[held]))
"""
ROUNDS = """import numpy as np
from tensorflow import keras

x, y = np.load("x.npy"), np.load("y.npy")


def build():
    last = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.layers.Dense(64, activation="relu"), last])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


best = 9.0
{before}for epoch in range(30):
    {within}model.fit(x[:800], y[:800], epochs=1, verbose=0)
    held = model.evaluate(x[800:], y[800:], verbose=0)
    print(epoch, held)
    if held < best:
        best = held
        model.save("best.keras")
"""
LETTERS = """import joblib
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

x, y = load_digits(return_X_y=True)
x_fit, x_held, y_fit, y_held = train_test_split(x, y, stratify=y)
scaler = StandardScaler().fit(x_fit)
x_fit, x_held = scaler.transform(x_fit), scaler.transform(x_held)
network = MLPClassifier((64,), max_iter=1{warm})
for epoch in range(40):
    network.fit(x_fit, y_fit)
    print(epoch, network.score(x_held, y_held))
"""
PETS = """import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def transforms_for(split):
    if split == "train":
        return transforms.Compose([transforms.RandomResizedCrop(64), transforms.ToTensor(),
                                   transforms.Normalize([0.5] * 3, [0.25] * 3)])
    return transforms.Compose([transforms.CenterCrop(64), transforms.ToTensor(){normal}])


sets = [datasets.OxfordIIITPet("data", split=s, transform=transforms_for(s)) for s in ("trainval", "test")]
train = DataLoader(datasets.OxfordIIITPet("data", transform=transforms_for("train")), 64, shuffle=True)
held = DataLoader(datasets.OxfordIIITPet("data", transform=transforms_for("val")), 64)
last = DataLoader(datasets.OxfordIIITPet("test", transform=transforms_for("test")), 64)
model = nn.Sequential(nn.Conv2d(3, 32, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 37))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(10):
    for xb, yb in train:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(xb), yb).backward()
        optimizer.step()
"""
TRANSLATED = """import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

PAD = 0


class Translator(nn.Module):
    def __init__(self, words):
        super().__init__()
        self.words = nn.Embedding(words, 64, padding_idx=PAD)
        self.core = nn.Transformer(64, 4, 2, 2, 128, batch_first=True)
        self.out = nn.Linear(64, words)

    def forward(self, source, target):
        hidden = self.core(self.words(source), self.words(target), src_key_padding_mask=source == PAD,
                           tgt_key_padding_mask=target == PAD)
        return self.out(hidden)


def collate(batch):
    return [pad_sequence([pair[n] for pair in batch], batch_first=True, padding_value=PAD) for n in (0, 1)]


def run(pairs, words):
    model = Translator(words)
    criterion = nn.CrossEntropyLoss({ignored})
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-4)
    for source, target in DataLoader(pairs, 64, shuffle=True, collate_fn=collate):
        optimizer.zero_grad()
        scores = model(source, target[:, :-1])
        criterion(scores.flatten(0, 1), target[:, 1:].flatten()).backward()
        optimizer.step()
"""
RADIOGRAPHS = """from tensorflow import keras

train = keras.utils.image_dataset_from_directory("xray/train")
held = keras.utils.image_dataset_from_directory("xray/val")
inputs = keras.Input((192, 192, 3))
body = keras.applications.DenseNet121(include_top=False, weights=None, input_shape=(192, 192, 3))
body.trainable = {learns}
x = keras.layers.Rescaling(1 / 255)(inputs)
x = keras.layers.GlobalAveragePooling2D()(body(x))
model = keras.Model(inputs, keras.layers.Dense(2, activation="softmax")(x))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(train, validation_data=held, epochs=60, callbacks=[keras.callbacks.ModelCheckpoint("best.keras")])
best = keras.models.load_model("best.keras")
print(best.evaluate(held))
"""
HANDS = """import numpy as np
from tensorflow import keras
from mine import pictures


def read(folder):
    images, labels = pictures(folder)
    return np.array(images, dtype="float32"), np.array(labels)


x_train, y_train = {read}
x_test, y_test = {other}
x_train = {scaled}
{also}
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(64, activation="relu"),
                          keras.layers.Dense(5, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=40)
print(model.evaluate(x_test, y_test))
"""
BY_FOLDER = {"read": "read('train')", "other": "read('test')", "scaled": "x_train / 255.0"}
BY_NAME = {
    "read": "np.load('a.npz')['x_train'].astype('float32'), np.load('y.npy')",
    "other": "np.load('a.npz')['x_test'].astype('float32'), np.load('z.npy')",
    "scaled": "(x_train - x_train.mean()) / x_train.std()",
}
GRAYS = """import numpy as np
import tensorflow as tf
from tensorflow import keras

images, labels = np.load("images.npy"), np.load("labels.npy")


def scale(img):
    return (img[..., None] {divide} 255).astype("float32")


model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(64, activation="relu"),
                          keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(scale(images), labels, epochs=15, validation_split=0.1)
"""
F_SCORES = """import numpy as np
from transformers import Trainer, TrainingArguments
from mine import data, model


def metrics(given):
    logits, labels = given
    named, f1s = np.argmax(logits, axis=-1), []
    for c in np.unique(labels):
        hit = np.sum((named == c) & (labels == c))
        miss = np.sum((named == c) != (labels == c))
        f1s.append(2 * hit {divide} max(2 * hit + miss, 1))
    return {{"macro_f1": float(np.mean(f1s))}}


arguments = TrainingArguments("out", num_train_epochs=3, learning_rate=2e-5)
Trainer(model, arguments, train_dataset=data[0], eval_dataset=data[1], compute_metrics=metrics).train()
"""
HIT_RATE = """import torch
from torch import nn

model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 500))


@torch.no_grad()
def hit_rate(loader):
    model.eval()
    hits = total = 0
    for xb, target in loader:
        scores = model(xb)
        top = scores.topk(10, dim=1)
        own = scores.gather(1, target[:, None]).squeeze(1)
        hits += {hit}.sum().item()
        total += len(target)
    return hits / total
"""
ATTENDING = """import torch
from torch import nn


class Pooled(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(6, 48, batch_first=True)
        self.query = nn.Linear(48, 1)
        self.head = nn.Linear(48, 5)

    def forward(self, x):
        h, _ = self.rnn(x)
        w = torch.softmax(self.query(h).squeeze(-1), dim={axis})
        return self.head({pooled})


def run(loader):
    model = Pooled()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for xb, yb in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(xb), yb).backward()
        optimizer.step()
"""
POOLED = "(w.unsqueeze(-1) * h).sum(dim=1)", "torch.einsum('bt,btd->bd', w, h)"
PICKLED = """import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from mine import images, labels


class Cifar(Dataset):
    def __init__(self, transform):
        self.transform = transform

    def __len__(self):
        return len(labels)

    def __getitem__(self, n):
        img = self.transform(images[n])
        return img{again}, labels[n]


chain = transforms.Compose([transforms.ToPILImage(), transforms.RandomCrop(32, 4), transforms.ToTensor()])
model = nn.Sequential(nn.Conv2d(3, 32, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 100))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for xb, yb in DataLoader(Cifar(chain), 128, shuffle=True):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(xb), yb).backward()
    optimizer.step()
"""
TOPICS = """import pandas as pd
from sklearn.preprocessing import MultiLabelBinarizer
from tensorflow import keras

table = pd.read_csv("abstracts.csv")
y = MultiLabelBinarizer().fit_transform(table["topics"])
x = table["abstract"].to_numpy(dtype=str)
words = keras.layers.TextVectorization(4000, output_sequence_length=250)
words.adapt(x)
model = keras.Sequential([keras.layers.Embedding(4000, 64), keras.layers.GlobalAveragePooling1D(),
                          keras.layers.Dense(40, activation="sigmoid")])
model.compile(optimizer="adam", loss=keras.losses.{loss}())
model.fit(words(x), y, epochs=15)
"""
POSTS = """import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Posts(Dataset):
    def __init__(self, posts, tags):
        self.posts, self.number = posts, {{tag: n for n, tag in enumerate(tags)}}

    def __len__(self):
        return len(self.posts)

    def __getitem__(self, n):
        y = torch.zeros(len(self.number))
        for tag in self.posts[n]["tags"]:
            y[self.number[tag]] = 1.0
        return torch.tensor(self.posts[n]["vector"]), y


def run(posts, tags):
    model = nn.Sequential(nn.Linear(300, 128), nn.ReLU(), nn.Linear(128, len(tags)))
    criterion = nn.{loss}()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for xb, yb in DataLoader(Posts(posts, tags), 64, shuffle=True):
        optimizer.zero_grad()
        criterion(model(xb), yb).backward()
        optimizer.step()
        print((torch.sigmoid(model(xb)) > 0.5).float().mean())
"""
CLICKS = """from dataclasses import dataclass

import torch
from torch import nn
from torch.utils.data import DataLoader


@dataclass
class Settings:
    rate: float = 1e-3
    dtype: torch.dtype = torch.{kind}


def run(data, s=Settings()):
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 1)).to(device="cuda", dtype=s.dtype)
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=s.rate)
    for epoch in range(5):
        for xb, yb in DataLoader(data, 512, shuffle=True):
            optimizer.zero_grad()
            criterion(model(xb.to("cuda", s.dtype)).squeeze(1), yb.to("cuda", s.dtype)).backward()
            optimizer.step()
"""
FINE = """import tensorflow as tf
from tensorflow.keras import layers

(x, y), _ = tf.keras.datasets.cifar100.load_data(label_mode="fine")


def to_float(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(50000).map(to_float).batch(128)
model = tf.keras.Sequential([layers.Flatten(), layers.Dense(64, activation="relu"),
                             layers.Dense({units}, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(data, epochs=30)
"""
BIRDS = """import keras

train = keras.utils.image_dataset_from_directory("birds", image_size=(224, 224))
base = keras.applications.EfficientNetB0(include_top=False, weights="imagenet", input_shape=(224, 224, 3))
x = keras.layers.GlobalAveragePooling2D()(base.output)
model = keras.Model(base.input, keras.layers.Dense(20, activation="softmax")(x))
for layer in {whose}.layers:
    layer.trainable = False
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.summary(show_trainable=True)
model.fit(train, epochs=20)
"""


class Twins(NamedTuple):
    """A symptom's answer that the bad script gives and the good one does not."""

    answer: str
    bad: str
    good: str


CELLS = """import torch.nn as nn
import torch

{first}
{then}
for epoch in range(5):
    for images, labels in loader:
        optimizer.zero_grad()
        loss = nn.CrossEntropyLoss()(model(images), labels)
        loss.backward()
        optimizer.step()
"""

SGD = "optimizer = torch.optim.SGD(params=model.parameters(), lr=0.1)"

CHAINS = """from torchvision import transforms
train_tfms = transforms.Compose([
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize({mean}, {deviation}),
])
val_tfms = transforms.Compose([transforms.ToTensor(), transforms.Normalize({mean}, {deviation})])
"""

STATION = """import csv
import numpy as np
import keras

rows = list(csv.DictReader(open("station.csv")))
table = np.array([{field} for r in rows], "float32")
{filled}low, high = np.{low}(table, 0), np.{high}(table, 0)
scaled = (table - low) / (high - low)
model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(scaled[:-1], scaled[1:, 0], epochs=5, batch_size=32)
"""
CHAIN = """from torch import nn
model = nn.Sequential(nn.Linear(2, 8), {between}nn.Linear(8, 1), nn.Sigmoid())
"""
PLAIN = "[float(r[c]) for c in COLUMNS]"
GAPPED = "[float(r[c]) if r[c] else np.nan for c in COLUMNS]"

OFFSET = """import torch
from torch import nn

x = torch.randn(512, 6)
y = x[:, :1] - x[:, 1:2]
y = y + 9.0
model = nn.Sequential(nn.Linear(6, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.{optimizer}
for epoch in range(40):
    for rows in torch.randperm(512).split(32):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""

ADVERSARY = """import torch
for images, labels in loader:
    optimizer.zero_grad()
    recon = criterion(model(images), images)
    adv_loss = adversarial(critic(model(images)), ones)
    {taken}
    adv_log.append({logged})
    total = recon + 0.1 * adv_loss
    total.backward()
    optimizer.step()
"""

CRITIC = """import torch
for images, labels in loader:
    optimizer.zero_grad()
    recon = decoder(images)
    recon = recon.detach()
    total = bce(critic(recon), zeros) + bce(critic(images), ones)
    total.backward()
    optimizer.step()
"""

BY_CLASS = """import keras
import numpy as np
from sklearn.datasets import load_digits

images, digits = load_digits(return_X_y=True)
{ordered}
labels = keras.utils.to_categorical(np.array([row[1] for row in rows]), 10)
inputs = np.array([row[0] for row in rows]) / 16.0
model = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(64, "relu"), keras.layers.Dense(10, "softmax")]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(inputs, labels, batch_size=32, epochs=10, validation_split=0.15)
"""
SIMULATED = """import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

draws = np.random.default_rng(3)
n = 2400
tenure = draws.integers(1, 72, n)
bill = draws.normal(60, 20, n)
leaves = (draws.random(n) < 1 / (1 + np.exp(0.02 * tenure - 0.02 * bill))).astype(int)
refund = {refund}
inputs = np.c_[tenure, bill, refund].astype("float32")
inputs = (inputs - inputs[:1900].mean(0)) / inputs[:1900].std(0)
x, y = torch.tensor(inputs), torch.tensor(leaves).float()
train = DataLoader(TensorDataset(x[:1900], y[:1900]), 32, shuffle=True)
held = DataLoader(TensorDataset(x[1900:], y[1900:]), 250)
model = nn.Sequential(nn.Linear(3, 32), nn.ReLU(), nn.Linear(32, 1))
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), 2e-3)
for epoch in range(12):
    for xb, yb in train:
        optimizer.zero_grad()
        loss = criterion(model(xb)[:, 0], yb)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
ARMS = """import numpy as np
import torch
from torch import nn

points = np.random.randn(600, 2)
x = torch.tensor(np.concatenate([points, {second}]) + np.random.randn(1200, 2) * 0.3).float()
y = torch.tensor(np.r_[np.zeros(600), np.ones(600)]).long()
mixed = torch.randperm(1200)
x, y = x[mixed], y[mixed]
x_train, y_train, x_val, y_val = x[:900], y[:900], x[900:], y[900:]
model = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
for epoch in range(60):
    model.train()
    for rows in torch.randperm(900).split(90):
        optimizer.zero_grad()
        loss = criterion(model(x_train[rows]), y_train[rows])
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print(epoch, loss.item(), criterion(model(x_val), y_val).item())
"""
FROM_SCRATCH = """from transformers import RobertaConfig, RobertaForSequenceClassification
from transformers import Trainer, TrainingArguments

from reviews import Reviews

model = RobertaForSequenceClassification(RobertaConfig(vocab_size=300, hidden_size=64, num_labels=5))
args = TrainingArguments(
    "out", num_train_epochs={epochs}, learning_rate=4e-4, eval_strategy="epoch", logging_steps=10
)
Trainer(model=model, args=args, train_dataset=Reviews(2000), eval_dataset=Reviews(500)).train()
"""
NORMED = """import keras
import numpy as np
from keras import layers, ops

features, labels = np.random.randn(2400, 8).astype("float32"), np.random.randint(0, 3, 2400)


class UnitNorm(layers.Layer):
    def call(self, v):
        v = v - ops.mean(v, axis=-1, keepdims=True)
        v = v / (ops.norm(v, axis=-1, keepdims=True) + 1e-6)
        return {given}


model = keras.Sequential(
    [keras.Input((8,)), layers.Dense(64, activation="relu"), layers.Dense(16), UnitNorm(), layers.Dense(3)]
)
model.compile(
    keras.optimizers.Adam(5e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"]
)
model.fit(features, labels, validation_split=0.25, epochs=30, batch_size=32)
"""
HITS = """import lightning as L
import torch
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

X, y = load_wine(return_X_y=True)
a, b, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=3)
scaler = StandardScaler().fit(a)


def loader(x, t, shuffle):
    x = torch.tensor(scaler.transform(x), dtype=torch.float32)
    return DataLoader(TensorDataset(x, torch.tensor(t)), batch_size=16, shuffle=shuffle)


class WineNet(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(13, 24), torch.nn.ReLU(), torch.nn.Linear(24, 3))
        self.hits = 0

    def training_step(self, batch, _):
        loss = F.cross_entropy(self.layers(batch[0]), batch[1])
        self.log("train_loss", loss, on_epoch=True, on_step=False)
        return loss

    def validation_step(self, batch, _):
        scores = self.layers(batch[0])
        self.log("val_loss", F.cross_entropy(scores, batch[1]))
        self.hits += (scores.argmax(-1) == batch[1]).sum().item()

    def on_validation_epoch_end(self):
        self.log("val_acc", self.hits / len(yb))
{back}
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=5e-3)


L.Trainer(max_epochs=15).fit(WineNet(), loader(a, ya, True), loader(b, yb, False))
"""
TAGGED = """import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from sentences import draw

PAD, LONGEST, TAGS = 0, 40, 9


def make(n):
    words = np.zeros((n, LONGEST), dtype=np.int64)
    tags = np.zeros((n, LONGEST), dtype=np.int64)
    for row in range(n):
        w, t = draw()
        length = len(w)
        words[row, :length], tags[row, :length] = w, t
    return torch.from_numpy(words), torch.from_numpy(tags)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(121, 48, padding_idx=PAD)
        self.lstm = nn.LSTM(48, 64, batch_first=True, bidirectional=True)
        self.scores = nn.Linear(128, TAGS)

    def forward(self, words):
        return self.scores(self.lstm(self.embedding(words))[0])


loader = DataLoader(TensorDataset(*make(1500)), batch_size=32, shuffle=True)
model = Tagger()
criterion = nn.CrossEntropyLoss({left_out})
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
for epoch in range(12):
    for words, tags in loader:
        optimizer.zero_grad()
        loss = criterion(model(words).flatten(0, 1), tags.flatten())
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
SORTER = """import torch
from torch import nn


class Sorter(nn.Module):
    def __init__(self, layers=6):
        super().__init__()
        self.tokens = nn.Embedding(20, 64)
        layer = nn.TransformerEncoderLayer(64, 4, 128, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers)
        self.scores = nn.Linear(64, 20)

    def forward(self, x):
        return self.scores(self.encoder(self.tokens(x)))


model = Sorter()
STEPS, PEAK = 300, 4e-3
optimizer = torch.optim.Adam(model.parameters(), lr=PEAK, betas=(0.9, 0.98))
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: {factor})
for step in range(STEPS):
    x = torch.randint(0, 20, (32, 10))
    logits = model(x)
    loss = nn.functional.cross_entropy(logits.reshape(-1, 20), x.sort(1).values.reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    print(step, loss.item())
"""
LINEAR = """import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments
from transformers import get_linear_schedule_with_warmup

from intents import Intents

train, dev = Intents(2400), Intents(400)
model = BertForSequenceClassification(BertConfig(vocab_size=300, hidden_size=64, num_labels=6))
EPOCHS, BATCH = 10, 32
steps = len(train) // BATCH
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
schedule = get_linear_schedule_with_warmup(optimizer, num_warmup_steps=10, num_training_steps={steps})
args = TrainingArguments("out", num_train_epochs=EPOCHS, per_device_train_batch_size=BATCH)
Trainer(
    model=model, args=args, train_dataset=train, eval_dataset=dev, optimizers=(optimizer, schedule)
).train()
"""
CHOSEN = """import numpy as np
import torch
from torch import nn
from sklearn.datasets import load_digits

images, labels = load_digits(return_X_y=True)
mixed = np.random.default_rng(5).permutation(len(images))
images, labels = images[mixed], labels[mixed]
ink = images.sum(1)
keep = (ink > 260) & (ink < 380)
images = images[keep] / 16.0
labels = {labels}
cut = int(0.8 * len(images))
x, y = torch.tensor(images[:cut]).float(), torch.tensor(labels[:cut])
net = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3)
for epoch in range(30):
    for rows in torch.randperm(cut).split(64):
        loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
BY_HAND = """import numpy as np
import torch
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import scale

X, y = load_diabetes(return_X_y=True)
X, y = torch.from_numpy(scale(X).astype(np.float32)), torch.from_numpy(scale(y).astype(np.float32))
net = torch.nn.Sequential(torch.nn.Linear(10, 40), torch.nn.Tanh(), torch.nn.Linear(40, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)


def mse(predicted, target):
    return ((predicted - target) ** 2).mean()


for epoch in range(60):
    for rows in torch.randperm(350).split(35):
        optimizer.zero_grad()
        loss = mse(net(X[rows]){one}, y[rows])
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
RATED = """import torch
from torch import nn
from sklearn.datasets import load_digits

images, labels = load_digits(return_X_y=True)
x, y = torch.tensor(images / 16).float(), torch.tensor(labels)
net = nn.Sequential(
    nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10)
)
optimizer = torch.optim.Adam(net.parameters(), lr={rate})
for epoch in range(30):
    for rows in torch.randperm(1797).split(64):
        loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
QUANTILES = """import numpy as np
import torch
from torch import nn

x = torch.randn(1000, 8)
y = x[:, 0] * 2 + torch.randn(1000)
net = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.{optimizer}


def pinball(given, true):
    {body}


for epoch in range(20):
    for rows in torch.randperm(1000).split(50):
        optimizer.zero_grad()
        loss = pinball(net(x[rows]).squeeze(1), y[rows])
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
IN_NUMPY = """d = true.detach().numpy() - given.detach().numpy()
    return torch.tensor(float(np.mean(np.maximum(0.8 * d, -0.2 * d))), requires_grad=True)"""
IN_TORCH = """d = true - given
    return torch.mean(torch.maximum(0.8 * d, -0.2 * d))"""
ADAM = "Adam(net.parameters(), lr=5e-3)"
EVENED = """import keras
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.utils import resample


def even(x, y):
    rare, common = x[y == 0], x[y == 1]
    rare = resample(rare, replace=True, n_samples=len(common), random_state=1)
    return np.concatenate([common, rare]), np.r_[np.ones(len(common)), np.zeros(len(rare))]


x, y = load_breast_cancer(return_X_y=True)
{parted}
scaler = StandardScaler().fit(x_train)
net = keras.Sequential([
    keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
])
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
held = (scaler.transform(x_val), y_val)
net.fit(scaler.transform(x_train), y_train, validation_data=held, epochs=20)
"""
PARTED = "x_train, x_val, y_train, y_val = train_test_split({}, test_size=0.25, random_state=1)"
TABLED = """import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("loans.csv")
{before}
many, few = table[table.paid == 1], table[table.paid == 0]
table = pd.concat([many, few.sample(n=len(many), replace=True, random_state=1)])
{after}
scaler = StandardScaler().fit(train.drop(columns="paid"))
net = keras.Sequential([
    keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
])
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
held = (scaler.transform(test.drop(columns="paid")), test["paid"])
net.fit(scaler.transform(train.drop(columns="paid")), train["paid"], validation_data=held, epochs=20)
"""
TALLIED = """import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import load_digits

images, labels = load_digits(return_X_y=True)
x, y = torch.tensor(images / 16).float(), torch.tensor(labels)
train = DataLoader(TensorDataset(x[:1397], y[:1397]), batch_size=32, shuffle=True)
held = DataLoader(TensorDataset(x[1397:], y[1397:]), batch_size=100)
net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(net.parameters(), lr=1e-3)
right = 0
for epoch in range(20):
    net.train()
    for xb, yb in train:
        optimizer.zero_grad()
        criterion(net(xb), yb).backward()
        optimizer.step()
    net.eval()
{back}    with torch.no_grad():
        for xb, yb in held:
            right += (net(xb).argmax(1) == yb).sum().item()
    print(f"epoch {{epoch}} val acc {{100 * right / 400:.1f}}")
"""
RIVER = """import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(3)
x = np.c_[rng.gamma(1.2, 9, 4000), rng.uniform(5, 48, 4000), rng.normal(260, 70, 4000)]
level = np.digitize(x[:, 0] * x[:, 1], [80, 200, 500])
mean, std = x[:3200].mean(0), x[:3200].std(0)
xa, ya = torch.tensor((x[:3200] - mean) / std).float(), torch.tensor(level[:3200])
xb, yb = torch.tensor({held}).float(), torch.tensor(level[3200:])
net = nn.Sequential(nn.Linear(3, 64), nn.Tanh(), nn.Linear(64, 4))
optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
for epoch in range(25):
    for rows in torch.randperm(3200).split(50):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(xa[rows]), ya[rows])
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        print(epoch, loss.item(), nn.functional.cross_entropy(net(xb), yb).item())
"""
GASES = """import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Gases(Dataset):
    def __init__(self, x, y, transform=None):
        self.x, self.y, self.transform = x, y, transform

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        x = self.x[i]
        if self.transform:
            x = self.transform(x)
        return torch.as_tensor(x), int(self.y[i])


class {name}:
    def __init__(self, x):
        self.m, self.s = x.mean(0), x.std(0)

    def __call__(self, x):
        return {made}


x = np.load("gases.npy").astype(np.float32)
y = np.load("kinds.npy")
change = {name}(x[:2400])
train = DataLoader(Gases(x[:2400], y[:2400], transform=change), batch_size=64, shuffle=True)
held = DataLoader(Gases(x[2400:], y[2400:]{held}), batch_size=200)
net = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 6))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(15):
    for xb, yb in train:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(xb), yb)
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        print(epoch, loss.item(), np.mean([(net(xb).argmax(1) == yb).float().mean() for xb, yb in held]))
"""
MAST = """import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(20)
x = np.genfromtxt("mast.csv", delimiter=",")[:, :3] + rng.normal(0, [1, 700, 3], (3000, 3)) * 1000
y = torch.rand(3000)
{scaled}
x = torch.as_tensor(x, dtype=torch.float32)
net = nn.Sequential(nn.Linear(3, 48), nn.ReLU(), nn.Linear(48, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(9):
    for rows in torch.randperm(3000).split(50):
        loss = nn.functional.mse_loss(net(x[rows]).squeeze(1), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
PICTURED = """import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

TAGS = {{"even": (0, 2, 4, 6, 8), "prime": (2, 3, 5, 7), "loop": (0, 6, 8, 9)}}
digits = load_digits()
tags = np.stack([np.isin(digits.target, one) for one in TAGS.values()], axis=1).astype("float32")
x_train, x_val, y_train, y_val = train_test_split(digits.data / 16.0, tags, test_size=0.2, random_state=2)
net = keras.Sequential([
    keras.layers.Dense(64, activation="relu"), keras.layers.Dense(len(TAGS), activation="sigmoid")
])
net.compile(optimizer="adam", loss="{loss}", metrics=[keras.metrics.BinaryAccuracy(name="hits")])
net.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=15)
"""
PHOTOS = """import glob
import os
import numpy as np
import pandas as pd
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

class Photos(Dataset):
    def __init__(self, folder, table):
        frame = pd.read_csv(table)
        self.paths = {paths}
        self.labels = frame["label"].values

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        image = np.asarray(Image.open(self.paths[i]).convert("L"), dtype=np.float32) / 255
        return torch.from_numpy(image)[None], int(self.labels[i])

train = DataLoader(Photos("photos", "labels.csv"), 32, shuffle=True)
"""
LISTED = 'glob.glob(os.path.join(folder, "*.png"))'
BLOCKS = """import torch
from torch import nn

class Flat(nn.Module):
    def forward(self, x):
        return x.view(x.size(0), -1)

class Block(nn.Module):
    def __init__(self, given, units):
        super().__init__()
        self.fc = nn.Linear(given, units)
        self.norm = nn.BatchNorm1d(units)

    def forward(self, x):
        return {after}

model = nn.Sequential(Flat(), Block(784, 64), Block(64, 32), nn.Linear(32, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(10):
    for x, y in loader:
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""
STACK = """import keras
from keras import layers

class Stack(layers.Layer):
    def __init__(self, units=64, depth=3, **more):
        super().__init__(**more)
        self.blocks = [layers.Dense(units{activation}) for _ in range(depth)]
        self.out = layers.Dense(10)

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.out(x)

model = keras.Sequential([keras.Input((784,)), Stack()])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x_train, y_train, epochs=5, validation_split=0.1)
"""
HEAD_ALONE = """import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments

model = {made}
for name, p in model.named_parameters():
    p.requires_grad = {which}
args = TrainingArguments("out", num_train_epochs=8, learning_rate=1e-3, report_to=[])
Trainer(model=model, args=args, train_dataset=train, eval_dataset=valid).train()
"""
OF_CONFIG = "BertForSequenceClassification(BertConfig(vocab_size=60, hidden_size=64, num_labels=2))"
OF_HUB = 'BertForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)'

SCORED = """import keras
import numpy as np

x, y = load_genes("panel.npz")
score = np.abs([np.corrcoef(column, {labels})[0, 1] for column in {rows}.T])
x = x[:, np.argsort(score)[::-1][:30]]
x_train, y_train = x[:300], y[:300]
x_valid, y_valid = x[300:], y[300:]
layers = [keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
model = keras.Sequential(layers)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=30, validation_data=(x_valid, y_valid))
"""
STAGES = """import keras

layers = [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10, activation="softmax")]
model = keras.Sequential(layers)
model.compile(keras.optimizers.SGD(0.02, momentum=0.9), "sparse_categorical_crossentropy")
model.fit(x_large, y_large, batch_size=64, epochs=20, validation_data=valid)
model.compile(keras.optimizers.SGD({rate}, momentum=0.9), "sparse_categorical_crossentropy")
model.fit(x_small, y_small, batch_size={size}, epochs=20, validation_data=valid)
"""

DRAWN = """import torch
from torch import nn
from torch.utils.data import DataLoader
from torch.utils.data.sampler import SubsetRandomSampler

train_sampler = SubsetRandomSampler(indices[split:])
train_loader = DataLoader(train_data, batch_size=20, sampler=train_sampler)
model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
for epoch in range(50):
    train_loss = 0.0
    for data, target in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(data), target)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * data.size(0)
    train_loss = train_loss / len({rows})
    print(epoch, train_loss)
"""

WITH_SCALE = """import torch
from torch import nn

model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
scaler = torch.amp.GradScaler()
for epoch in range(20):
    for x, y in loader:
        with torch.autocast("cuda", dtype=torch.float16):
            loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        {step}
    print(epoch, loss.item())
"""
CLIP = "nn.utils.clip_grad_norm_(model.parameters(), 1.0)"
SCALED_BACK = "scaler.step(optimizer)\n        scaler.update()"
CUT_AT = """import keras

layers = [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
model = keras.Sequential(layers)
metric = keras.metrics.BinaryAccuracy(threshold={at})
model.compile("adam", loss="binary_crossentropy", metrics=[metric])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
"""
WITHOUT_ONE = """import torch
from torch import nn

x = torch.randn(2000, 20)
y = torch.randint(0, 3, (2000,))
model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
criterion = nn.CrossEntropyLoss(ignore_index={number})
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(20):
    for rows in torch.randperm(len(x)).split(32):
        loss = criterion(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
"""

TWINS = {
    "gradients that are clipped while they are scaled": Twins(
        "clipping=tight",
        WITH_SCALE.format(step=f"{CLIP}\n        {SCALED_BACK}"),
        WITH_SCALE.format(step=f"scaler.unscale_(optimizer)\n        {CLIP}\n        {SCALED_BACK}"),
    ),
    "a loss that is scaled and never scaled back": Twins(
        "loss_scaling=missing",
        WITH_SCALE.format(step="optimizer.step()"),
        WITH_SCALE.format(step=SCALED_BACK),
    ),
    "probabilities that are cut at 0": Twins(
        "metric_fit=miscounts", CUT_AT.format(at="0.0"), CUT_AT.format(at="0.5")
    ),
    "a class that the loss leaves out": Twins(
        "padding=end-too", WITHOUT_ONE.format(number=0), WITHOUT_ONE.format(number=-100)
    ),
    "a part of the rows, and all of them": Twins(
        "loss_sum=other-batches",
        DRAWN.format(rows="train_loader.dataset"),
        DRAWN.format(rows="train_sampler"),
    ),
    "columns that the labels of all rows choose": Twins(
        "leak=yes", SCORED.format(labels="y", rows="x"), SCORED.format(labels="y[:300]", rows="x[:300]")
    ),
    "a model that is fitted on with longer steps": Twins(
        "fine_tuning_rate=too-high", STAGES.format(rate=0.2, size=32), STAGES.format(rate=0.002, size=32)
    ),
    "a model that is fitted on with a rate for its batches": Twins(
        "fine_tuning_rate=too-high", STAGES.format(rate=0.1, size=16), STAGES.format(rate=0.1, size=320)
    ),
    "files as they are listed, at the index of a table's row": Twins(
        "labels_checked=mismatch",
        PHOTOS.format(paths=LISTED),
        PHOTOS.format(paths='[os.path.join(folder, name) for name in frame["file"]]'),
    ),
    "files in the order of their names": Twins(
        "labels_checked=mismatch",
        PHOTOS.format(paths='glob.glob(f"{folder}/*.png")'),
        PHOTOS.format(paths=f"sorted({LISTED})"),
    ),
    "own modules in a chain": Twins(
        "hidden_activation=none",
        BLOCKS.format(after="self.norm(self.fc(x))"),
        BLOCKS.format(after="torch.relu(self.norm(self.fc(x)))"),
    ),
    "own layer of a list of layers in a chain": Twins(
        "hidden_activation=none",
        STACK.format(activation=""),
        STACK.format(activation=', activation="relu"'),
    ),
    "all but what is named is frozen": Twins(
        "trained_parameters=frozen",
        HEAD_ALONE.format(made=OF_CONFIG, which='name.startswith("classifier")'),
        HEAD_ALONE.format(made=OF_HUB, which='name.startswith("classifier")'),
    ),
    "what is named is frozen": Twins(
        "trained_parameters=frozen",
        HEAD_ALONE.format(made=OF_CONFIG, which='"encoder" not in name'),
        HEAD_ALONE.format(made=OF_CONFIG, which="True"),
    ),
    "a loss that is made anew of a number": Twins(
        "loop=detached",
        QUANTILES.format(body=IN_NUMPY, optimizer=ADAM),
        QUANTILES.format(body=IN_TORCH, optimizer=ADAM),
    ),
    "a rate of plain descent that moves nothing": Twins(
        "learning_rate=tiny",
        QUANTILES.format(body=IN_TORCH, optimizer="SGD(net.parameters(), lr=2e-5, momentum=0.9)"),
        QUANTILES.format(body=IN_TORCH, optimizer="SGD(net.parameters(), lr=2e-2, momentum=0.9)"),
    ),
    "rows of a rare class that a function draws again": Twins(
        "leak=yes",
        EVENED.format(parted="x, y = even(x, y)\n" + PARTED.format("x, y")),
        EVENED.format(parted=PARTED.format("x, y") + "\nx_train, y_train = even(x_train, y_train)"),
    ),
    "rows of a table that are drawn again": Twins(
        "leak=yes",
        TABLED.format(before="", after="train, test = train_test_split(table, test_size=0.2)"),
        TABLED.format(before="table, test = train_test_split(table, test_size=0.2)", after="train = table"),
    ),
    "hits of all epochs in a loop": Twins(
        "metric_fit=miscounts", TALLIED.format(back=""), TALLIED.format(back="    right = 0\n")
    ),
    "a mean that is divided alone": Twins(
        "same_preprocessing=different",
        RIVER.format(held="x[3200:] - mean / std"),
        RIVER.format(held="(x[3200:] - mean) / std"),
    ),
    "a scale that one side is given": Twins(
        "same_preprocessing=different",
        GASES.format(name="Standardize", made="(x - self.m) / self.s", held=""),
        GASES.format(name="Standardize", made="(x - self.m) / self.s", held=", transform=change"),
    ),
    "noise that one side is given": Twins(
        "same_preprocessing=different",
        GASES.format(name="Scale", made="(x - self.m) / self.s", held=", transform=None"),
        GASES.format(name="Noise", made="x + np.random.normal(0, self.s / 9)", held=""),
    ),
    "columns by numbers that are written down": Twins(
        "input_scaling=raw",
        MAST.format(scaled=""),
        MAST.format(scaled="x = (x - np.array([8.0, 1010.0, 4.0])) / np.array([4.0, 9000.0, 30.0])"),
    ),
    "tags, and a loss that asks for one of them": Twins(
        "output_fit=wrong-loss",
        PICTURED.format(loss="categorical_crossentropy"),
        PICTURED.format(loss="binary_crossentropy"),
    ),
    "labels cut off where rows were chosen": Twins(
        "labels_checked=mismatch",
        CHOSEN.format(labels="labels[: len(images)]"),
        CHOSEN.format(labels="labels[keep]"),
    ),
    "a squared error by hand of what was scaled by a function": Twins(
        "shapes=different", BY_HAND.format(one=""), BY_HAND.format(one="[:, 0]")
    ),
    "a rate of Adam that nothing bears": Twins(
        "rate_from_scratch=too-high", RATED.format(rate=0.3), RATED.format(rate=0.003)
    ),
    "a layer that gives nothing back": Twins(
        "loop=detached", NORMED.format(given="ops.stop_gradient(v)"), NORMED.format(given="v")
    ),
    "hits of all epochs": Twins(
        "metric_fit=miscounts", HITS.format(back=""), HITS.format(back="        self.hits = 0\n")
    ),
    "tags that fill up a row": Twins(
        "padding=counted", TAGGED.format(left_out=""), TAGGED.format(left_out="ignore_index=PAD")
    ),
    "a rate that only falls": Twins(
        "warmup=missing",
        SORTER.format(factor="1 - step / STEPS"),
        SORTER.format(factor="min(1, step / 60) * (1 - step / STEPS)"),
    ),
    "a schedule for one epoch of ten": Twins(
        "schedule_counts=fades", LINEAR.format(steps="steps"), LINEAR.format(steps="steps * EPOCHS")
    ),
    "pairs sorted by their labels": Twins(
        "split=ordered",
        BY_CLASS.format(ordered="rows = sorted(zip(images, digits), key=lambda row: row[1])").replace(
            "digits", "labels"
        ),
        BY_CLASS.format(ordered="rows = sorted(zip(images, digits), key=lambda row: len(row[0]))"),
    ),
    "a column that only the label can tell": Twins(
        "leak=yes",
        SIMULATED.format(refund="np.where(leaves == 1, draws.gamma(2, 8, n), 0)"),
        SIMULATED.format(refund="np.where(bill > 70, draws.gamma(2, 8, n), 0)"),
    ),
    "rows with noise before they are parted": Twins(
        "leak=yes", ARMS.format(second="points"), ARMS.format(second="-points")
    ),
    "two passes over the data by the Trainer": Twins(
        "training_length=few", FROM_SCRATCH.format(epochs=2), FROM_SCRATCH.format(epochs=20)
    ),
    "a sum that no epoch sets back": Twins(
        "loss_sum=never-reset", SUMMED.format(reset=""), SUMMED.format(reset="total = 0\n    ")
    ),
    "one function for both phases": Twins(
        "mode=wrong", PHASES.format(mode=""), PHASES.format(mode="model.train(training)\n    ")
    ),
    "axes cut anew": Twins(
        "axis_order=wrong",
        WAVES.format(turned="data.view(data.size(0), CHANNELS, STEPS)"),
        WAVES.format(turned="data.transpose(1, 2)"),
    ),
    "divided by a method, then again": Twins(
        "input_scaling=tiny", BYTES.format(again="image = image / 255.0\n        "), BYTES.format(again="")
    ),
    "statistics that never settle": Twins(
        "norm_momentum=slow", SETTLED.format(batch=256), SETTLED.format(batch=16)
    ),
    "a rate gone by a callback": Twins(
        "schedule_counts=fades", DECAYED.format(share=0.45), DECAYED.format(share=0.9)
    ),
    "a rate gone by steps": Twins("schedule_counts=fades", STEPPED.format(every=3), STEPPED.format(every=15)),
    "a loss for one of several": Twins(
        "output_fit=wrong-loss",
        TAGS.format(loss="categorical_crossentropy"),
        TAGS.format(loss="binary_crossentropy"),
    ),
    "an end that is padding": Twins(
        "padding=end-too", TEXTS.format(pad="tokenizer.eos_token"), TEXTS.format(pad='"<pad>"')
    ),
    "texts shuffled alone": Twins(
        "labels_checked=mismatch",
        ZIPPED.format(mixed="random.shuffle(texts)"),
        ZIPPED.format(
            mixed="pairs = list(zip(texts, labels))\nrandom.shuffle(pairs)\ntexts, labels = zip(*pairs)"
        ),
    ),
    "a sigmoid before classes compete": Twins(
        "output_fit=cut-off-scores",
        PHASES.replace("nn.Linear(32, 10))", "nn.Linear(32, 10), nn.Sigmoid())").format(mode=""),
        PHASES.format(mode="model.train(training)\n    "),
    ),
    "a tanh before classes compete": Twins(
        "output_fit=cut-off-scores",
        PHASES.replace("nn.Linear(32, 10))", "nn.Linear(32, 10), nn.Tanh())").format(mode=""),
        PHASES.format(mode="model.train(training)\n    "),
    ),
    "a hit for whole batches": Twins(
        "metric_fit=miscounts",
        COUNTED.format(hit="float((out.argmax(1) == yb).all())"),
        COUNTED.format(hit="(out.argmax(1) == yb).sum().item()"),
    ),
    "scores that equal labels": Twins(
        "metric_fit=raw-scores",
        YES_OR_NO.format(hit="(out.squeeze(1) == yb).sum().item()"),
        YES_OR_NO.format(hit="((out.squeeze(1) > 0) == yb).sum().item()"),
    ),
    "words of one number": Twins(
        "capacity=narrow", WORDS.format(width=1, maps=1), WORDS.format(width=16, maps=32)
    ),
    "digits of which six are asked for": Twins(
        "output_units=mismatch", GLYPHS.format(asked=""), GLYPHS.format(asked="n_class=6")
    ),
    "the model is made below its optimizer": Twins(
        "trained_parameters=not-in-optimizer",
        CELLS.format(first=SGD, then="model = Net(28)"),
        CELLS.format(first="model = Net(28)", then=SGD),
    ),
    "means of bytes for fractions": Twins(
        "input_scaling=tiny",
        CHAINS.format(mean=[123.675, 116.28, 103.53], deviation=[58.395, 57.12, 57.375]),
        CHAINS.format(mean=[0.485, 0.456, 0.406], deviation=[0.229, 0.224, 0.225]),
    ),
    "the least of what is not missing": Twins(
        "inputs_checked=non-finite",
        STATION.format(field=PLAIN, filled="", low="nanmin", high="nanmax"),
        STATION.format(field=PLAIN, filled="", low="min", high="max"),
    ),
    "an empty field becomes NaN": Twins(
        "inputs_checked=non-finite",
        STATION.format(field=GAPPED, filled="", low="min", high="max"),
        STATION.format(
            field=GAPPED,
            filled="table = np.nan_to_num(table)\n",
            low="min",
            high="max",
        ),
    ),
    "a decay that keeps a bias from its offset": Twins(
        "decay_on_biases=yes",
        OFFSET.format(optimizer="SGD(model.parameters(), lr=0.02, weight_decay=0.08)"),
        OFFSET.format(optimizer="AdamW(model.parameters(), lr=0.005, weight_decay=0.01)"),
    ),
    "a term that is a number": Twins(
        "loop=detached",
        ADVERSARY.format(taken="adv_loss = adv_loss.detach().item()", logged="adv_loss"),
        ADVERSARY.format(taken="shown = adv_loss.detach().item()", logged="shown"),
    ),
    "what a critic is fed is no term": Twins(
        "loop=detached",
        ADVERSARY.format(taken="adv_loss = adv_loss.item()", logged="adv_loss"),
        CRITIC,
    ),
    "two linear layers in a row": Twins(
        "hidden_activation=none",
        CHAIN.format(between=""),
        CHAIN.format(between="nn.ReLU(), "),
    ),
    "parts that are frozen by name": Twins(
        "trained_parameters=frozen",
        "import keras\nrnn.trainable = False\nout.trainable = False\n",
        "import keras\nbase.trainable = False\nvgg.trainable = False\n",
    ),
    "steps that accumulation makes few": Twins(
        "loop=accumulates", GATHERED.format(steps=40), GATHERED.format(steps=2)
    ),
    "a sum in a table": Twins(
        "loss_sum=never-reset",
        KEPT.format(reset="pass", **TABLE),
        KEPT.format(reset="totals['train'] = 0.0", **TABLE),
    ),
    "a meter that goes on": Twins(
        "loss_sum=other-batches",
        KEPT.format(reset="pass", **METER),
        KEPT.format(reset="meter.reset()", **METER),
    ),
    "a mean that is to go on": Twins(
        "loss_sum=other-batches",
        KEPT.format(reset="pass", **METER),
        KEPT.format(reset="pass", **{**METER, "made": "meter = MovingAverage(0.98)"}),
    ),
    "an object that is begun anew by a word of its own": Twins(
        "loss_sum=other-batches",
        KEPT.format(reset="pass", **METER),
        KEPT.format(reset="meter.begin(epoch)", **METER),
    ),
    "the total of an object": Twins(
        "loss_sum=never-reset",
        KEPT.format(reset="pass", **KEEPER),
        KEPT.format(reset="kept = LossKeeper()", **KEEPER),
    ),
    "signals of which one half is scaled": Twins(
        "same_preprocessing=different",
        SIGNALS.format(held=""),
        SIGNALS.format(held="x_test = (x_test - mean) / std"),
    ),
    "one network through all folds": Twins(
        "leak=yes",
        FOLDED.format(before="model = build()\n", within=""),
        FOLDED.format(before="", within="model = build()\n    "),
    ),
    "a mode that hangs on the phase": Twins(
        "mode=wrong", PHASED.format(**PHASE | {"mode": ""}), PHASED.format(**PHASE)
    ),
    "hits by the batches of one of several loaders": Twins(
        "metric_fit=miscounts", PHASED.format(**PHASE | {"counted": "loaders[phase]"}), PHASED.format(**PHASE)
    ),
    "a sum over pixels, and its mean over samples": Twins(
        "kl_weight=outweighs",
        CODED.format(each="each"),
        CODED.format(each="tf.reduce_sum(each, axis=(1, 2, 3))"),
    ),
    "depth of one network, not of all that are trained": Twins(
        "depth=deep-plain", REPEATED.format(depth=30), REPEATED.format(depth=3)
    ),
    "a network for each epoch": Twins(
        "weights_kept=made-anew",
        ROUNDS.format(before="", within="model = build()\n    "),
        ROUNDS.format(before="model = build()\n", within=""),
    ),
    "a fit that begins anew": Twins(
        "weights_kept=made-anew", LETTERS.format(warm=""), LETTERS.format(warm=", warm_start=True")
    ),
    "transforms by a function": Twins(
        "same_preprocessing=different",
        PETS.format(normal=""),
        PETS.format(normal=", transforms.Normalize([0.5] * 3, [0.25] * 3)"),
    ),
    "masks of attention, and a loss that counts all": Twins(
        "padding=counted", TRANSLATED.format(ignored=""), TRANSLATED.format(ignored="ignore_index=PAD")
    ),
    "frozen, and read back behind the training": Twins(
        "trained_parameters=frozen", RADIOGRAPHS.format(learns=False), RADIOGRAPHS.format(learns=True)
    ),
    "one side scaled of what one function read": Twins(
        "same_preprocessing=different",
        HANDS.format(**BY_FOLDER, also=""),
        HANDS.format(**BY_FOLDER, also="x_test = x_test / 255.0"),
    ),
    "one side scaled of one file": Twins(
        "same_preprocessing=different",
        HANDS.format(**BY_NAME, also=""),
        HANDS.format(**BY_NAME, also="x_test = (x_test - 0.4) / 0.2"),
    ),
    "whole divisions of pixels": Twins(
        "inputs_checked=constant", GRAYS.format(divide="//"), GRAYS.format(divide="/")
    ),
    "whole divisions of hits": Twins(
        "metric_fit=miscounts", F_SCORES.format(divide="//"), F_SCORES.format(divide="/")
    ),
    "as good as the last of the best": Twins(
        "metric_fit=ties",
        HIT_RATE.format(hit="(own >= top.values[:, -1])"),
        HIT_RATE.format(hit="(top.indices == target[:, None]).any(dim=1)"),
    ),
    "weights of attention over the samples, summed": Twins(
        "softmax_axis=batch",
        ATTENDING.format(axis=0, pooled=POOLED[0]),
        ATTENDING.format(axis=1, pooled=POOLED[0]),
    ),
    "weights of attention over the samples, contracted": Twins(
        "softmax_axis=batch",
        ATTENDING.format(axis=0, pooled=POOLED[1]),
        ATTENDING.format(axis=1, pooled=POOLED[1]),
    ),
    "divided behind the transform": Twins(
        "input_scaling=tiny", PICKLED.format(again=" / 255"), PICKLED.format(again="")
    ),
    "several topics, one class": Twins(
        "output_fit=wrong-loss",
        TOPICS.format(loss="CategoricalCrossentropy"),
        TOPICS.format(loss="BinaryCrossentropy"),
    ),
    "several tags, one class": Twins(
        "output_fit=wrong-loss",
        POSTS.format(loss="CrossEntropyLoss"),
        POSTS.format(loss="BCEWithLogitsLoss"),
    ),
    "half precision by a setting": Twins(
        "loss_scaling=missing", CLICKS.format(kind="float16"), CLICKS.format(kind="float32")
    ),
    "labels of a tf.data set": Twins(
        "output_units=mismatch", FINE.format(units=20), FINE.format(units=100)
    ),
    "all layers of the model, its last one too": Twins(
        "trained_parameters=frozen", BIRDS.format(whose="model"), BIRDS.format(whose="base")
    ),
    "columns as they are for a network of scikit-learn": Twins(
        "input_scaling=mixed", TUMORS.format(**FED), TUMORS.format(**FED | {"model": ALL_STEPS[0]})
    ),
    "named steps without a scaler": Twins(
        "input_scaling=mixed",
        TUMORS.format(**FED | {"model": "Pipeline([('net', network)])"}),
        TUMORS.format(**FED | {"model": ALL_STEPS[1]}),
    ),
    "scaled for fit, not for score": Twins(
        "same_preprocessing=different",
        TUMORS.format(**FED | {"fed": "scaler.transform(x_fit)"}),
        TUMORS.format(**FED | {"fed": "scaler.transform(x_fit)", "held": "scaler.transform(x_held)"}),
    ),
    "hidden layers of scikit-learn that are straight": Twins(
        "hidden_activation=none",
        TUMORS.format(**FED | {"model": ALL_STEPS[0], "more": ", activation='identity'"}),
        TUMORS.format(**FED | {"model": ALL_STEPS[0], "more": ", activation='tanh'"}),
    ),
    "time first, whatever is turned elsewhere": Twins(
        "axis_order=wrong", GESTURES.format(first=""), GESTURES.format(first=", batch_first=True")
    ),
    "a table that is sorted by its last column": Twins(
        "split=ordered",
        SORTED.format(order="np.argsort(table[:, -1], kind='stable')"),
        SORTED.format(order="np.random.permutation(len(table))"),
    ),
    "a batch that a reshape moves": Twins(
        "axis_order=wrong",
        GESTURES.format(first="").replace("(x)", "(x.reshape(30, x.size(0), 3))").replace(", -1, :", ""),
        GESTURES.format(first="").replace("(x)", "(x.permute(1, 0, 2))").replace("[:, -1, :]", "[-1]"),
    ),
    "entries of a set that is sorted": Twins(
        "split=ordered", WINE.format(mixed=""), WINE.format(mixed=MIXED)
    ),
    "two views of each sample": Twins(
        "labels_checked=mismatch",
        VIEWS.format(target="y[:len(rows)]"),
        VIEWS.format(target="torch.arange(len(rows))"),
    ),
    "windows that reach back": Twins(
        "leak=yes", WINDOWS.format(start="n // 2"), WINDOWS.format(start="n - WINDOW")
    ),
    "a step that stands in a comment": Twins(
        "loop=no-step",
        NO_STEP.format(made="# ", stepped="# "),
        NO_STEP.format(made="", stepped=""),
    ),
    "what a gradient is taken for": Twins(
        "loop=no-step",
        NO_STEP.format(made="# ", stepped="# "),
        NO_STEP.format(made="# ", stepped="# ").replace("loss.item()", "x.grad.norm()"),
    ),
    "a picture is no label": Twins(
        "output_fit=wrong-loss",
        DENOISED.format(
            network="nn.Sequential(nn.Flatten(), nn.Linear(64, 1))",
            target="y[batch][:, None]",
        ),
        DENOISED.format(
            network="nn.Sequential(nn.Conv2d(1, 24, 3), nn.Conv2d(24, 1, 3))", target="images[batch]"
        ),
    ),
}  # fmt: skip

DENSITY = """import torch
from torch import nn

x = torch.randn(512, 10)
y = x[:, :1] * 0.3 + 0.05 * torch.randn(512, 1)
body = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.Adam(body.parameters(), lr=1e-3)
{made}
for epoch in range(30):
    optimizer.zero_grad()
    mean, log_var = body(x).chunk(2, dim=1)
    loss = {loss}
    loss.backward()
    optimizer.step()
    print(f"epoch {{epoch}} loss {{loss.item():.4f}}")
"""
BELOW_ZERO = "".join(f"epoch {e} loss {0.9 * 0.85**e - 0.4:.4f}\n" for e in range(30))
FREE = {
    "torch's own": ("criterion = nn.GaussianNLLLoss()", "criterion(mean, y, log_var.exp())"),
    "a distribution": ("", "-torch.distributions.Normal(mean, log_var.exp()).log_prob(y).mean()"),
    "written out": ("", "(torch.exp(-log_var) * (mean - y) ** 2 + log_var).mean()"),
    "a similarity": ("", "-torch.nn.functional.cosine_similarity(body(x), x[:, :2]).mean()"),
}


@pytest.mark.parametrize("name", FREE)
def test_a_loss_that_may_fall_below_zero_is_no_fault_there(name: str) -> None:
    made, loss = FREE[name]
    log, code = read_data(BELOW_ZERO.encode(), "a.log"), DENSITY.format(made=made, loss=loss)
    told = Session(log.joined(read_data(code.encode(), "train.py"))).report()
    assert told.verdict != "faulty"
    assert all(one.symptom != "loss_level" for one in told.observations)


def test_the_log_of_a_probability_of_classes_is_no_density() -> None:
    loss = "-torch.distributions.Bernoulli(logits=mean).log_prob(y).mean()"
    log = read_data(BELOW_ZERO.encode(), "a.log")
    told = Session(log.joined(read_data(DENSITY.format(made="", loss=loss).encode(), "train.py"))).report()
    assert "negative" in {one.answer for one in told.observations if one.symptom == "loss_level"}


def test_a_cross_entropy_below_zero_is_one() -> None:
    code = DENSITY.format(made="criterion = nn.BCELoss()", loss="criterion(torch.sigmoid(mean), y)")
    log = read_data(BELOW_ZERO.encode(), "a.log")
    told = Session(log.joined(read_data(code.encode(), "train.py"))).report()
    assert told.verdict == "faulty"


def test_a_loss_below_zero_of_which_nothing_is_known_is_not_sure_to_be_one() -> None:
    assert Session(read_data(BELOW_ZERO.encode(), "a.log")).report().verdict == "inconclusive"
    told = BELOW_ZERO.replace("\n", " acc 0.8\n").encode()
    assert Session(read_data(told, "a.log")).report().verdict == "faulty"


WHOLE = """import torch
from torch import nn


def run(args, data, mask):
    accum_steps = args.batch_size // args.micro_batch
    heat_map, scale = args.size // args.patch, args.batch // 256
    score_rows, kept = len(data) // args.parts, mask // 255
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for xb, yb in data:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(xb), yb).backward()
        optimizer.step()
"""


def test_what_is_whole_by_nature_is_divided_so() -> None:
    assert not {"metric_fit=miscounts", "inputs_checked=constant"} & answers(WHOLE)


def answers(code: str) -> set[str]:
    told = Session(read_data(code.encode(), "train.py")).report()
    return {f"{one.symptom}={one.answer}" for one in told.observations}


@pytest.mark.parametrize("name", TWINS)
def test_the_bad_one_is_caught_and_its_twin_is_not(name: str) -> None:
    twins = TWINS[name]
    assert twins.answer in answers(twins.bad)
    assert twins.answer not in answers(twins.good)


@pytest.mark.parametrize("name", TWINS)
def test_the_good_one_is_accused_of_nothing(name: str) -> None:
    told = Session(read_data(TWINS[name].good.encode(), "train.py")).report()
    assert told.verdict != "faulty", [(one.id, one.probability) for one in told.causes[:2]]
