"""Slips of one line: scripts that are right, and the one piece of each that makes it wrong."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from assistant.mend import mend
from assistant.readers import read_data
from assistant.session import Session

from .test_script_twins import answers


class Slip(NamedTuple):
    """A script that is right; the piece of it that is replaced, and by what; the answer that tells."""

    answer: str
    script: str
    right: str
    wrong: str

    @property
    def bad(self) -> str:
        assert self.right in self.script
        return self.script.replace(self.right, self.wrong)


LETTERS = """import lightning as L
import torch
from torch import nn
from lightning.pytorch.callbacks import EarlyStopping


class Reader(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.automatic_optimization = False
        self.net = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 26))

    def training_step(self, batch, batch_idx):
        x, y = batch
        optimizer, schedule = self.optimizers(), self.lr_schedulers()
        loss = nn.functional.cross_entropy(self.net(x), y)
        optimizer.zero_grad()
        self.manual_backward(loss)
        self.clip_gradients(optimizer, gradient_clip_val=1.0)
        optimizer.step()
        schedule.step()

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_acc", (self.net(x).argmax(1) == y).float().mean())

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=1e-3)
        return [optimizer], [torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 60 * len(train_loader))]


stop = EarlyStopping("val_acc", patience=8, mode="max")
trainer = L.Trainer(max_epochs=60, callbacks=[stop])
trainer.fit(Reader(), train_loader, val_loader)
"""
CELLS = """import keras
from keras import layers

START, SHRINK = 1e-3, 0.95


def slower(epoch, lr):
    return START * SHRINK**epoch


inputs = keras.Input((128, 128, 3))
x = layers.Conv2D(32, 3, padding="same", activation="relu")(inputs)
x = layers.Conv2D(5, 1)(x)
model = keras.Model(inputs, layers.Softmax(axis=-1)(x))
model.compile(keras.optimizers.Adam(START), loss="sparse_categorical_crossentropy")
model.fit(
    train_set,
    validation_data=valid_set,
    epochs=50,
    callbacks=[
        keras.callbacks.LearningRateScheduler(slower),
        keras.callbacks.EarlyStopping(monitor="val_dice", mode="max", patience=9),
    ],
)
"""
LAGS = """import pandas as pd
import torch
from torch import nn

table = pd.read_csv("water.csv", parse_dates=["day"]).dropna()


def with_lags(table):
    table = table.sort_values("day").copy()
    table["yesterday"] = table["use"].shift(1)
    table["week"] = table["use"].rolling(7).mean()
    return table.dropna()


table = with_lags(table)
x = torch.tensor(table[["yesterday", "week"]].to_numpy(), dtype=torch.float32)
y = torch.tensor(table["use"].to_numpy(), dtype=torch.float32)[:, None]
x, y = (x - x[:900].mean(0)) / x[:900].std(0), (y - y[:900].mean()) / y[:900].std()
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(40):
    for rows in torch.randperm(900).split(32):
        loss = nn.functional.mse_loss(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
SIGNS = """import numpy as np
import tensorflow as tf


class Signs(object):
    def __init__(self, drop):
        self.x = tf.placeholder(tf.float32, [None, 1024])
        self.y = tf.placeholder(tf.int32, [None])
        self.training = tf.placeholder(tf.bool)
        self.keep_prob = tf.placeholder_with_default(1.0, [])
        h = tf.layers.dense(self.x, 256, use_bias=False)
        h = tf.nn.relu(tf.layers.batch_normalization(h, training=self.training))
        h = tf.nn.dropout(h, self.keep_prob)
        scores = tf.layers.dense(h, 43)
        self.loss = tf.losses.sparse_softmax_cross_entropy(labels=self.y, logits=scores)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.train_step = tf.train.AdamOptimizer(1e-3).minimize(self.loss)


dropout = 0.2
net = Signs(dropout)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for epoch in range(30):
        for rows in np.array_split(np.random.permutation(len(x)), 300):
            feed = {net.x: x[rows], net.y: y[rows], net.training: True, net.keep_prob: 1 - dropout}
            session.run([net.loss, net.train_step], feed)
"""
ENCODED = """import torch
from torch import nn


class Coder(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Linear(140, 64), nn.ReLU(), nn.Linear(64, 8))
        self.up = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 140))

    def code(self, x):
        return self.down(x)

    def forward(self, x):
        return self.up(self.code(x))


model = Coder()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(60):
    for rows in loader:
        loss = nn.functional.mse_loss(model(rows), rows)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
PHOTOS = """import torch
from torch import nn
from torchvision import models


class Shots(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = models.densenet121(weights="DEFAULT").features
        self.head = nn.Linear(1024, 4)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)).mean((2, 3)))


def switch(model, on):
    for part in model.body.children():
        part.requires_grad_(on)


model = Shots()
for p in model.body.parameters():
    p.requires_grad = False
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
for epoch in range(12):
    if epoch == 3:
        switch(model, True)
    for images, labels in loader:
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
TRIPLES = """import torch
from torch import nn
from torch.nn import functional as F


def apart(a, b):
    squares = a.pow(2).sum(1, keepdim=True) + b.pow(2).sum(1) - 2 * a @ b.t()
    return squares.clamp(min=1e-9).sqrt()


model = nn.Sequential(nn.Linear(512, 128))
optimizer = torch.optim.Adam(model.parameters(), lr=3e-4)
for epoch in range(20):
    for x, same in loader:
        far = apart(model(x), model(x))
        loss = F.relu((far * same).amax(1) - (far + 9 * same).amin(1) + 0.3).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
HALVES = """import tensorflow as tf
from tensorflow import keras

keras.mixed_precision.set_global_policy("mixed_float16")


class Looks(keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.ask = keras.layers.Dense(width)

    def call(self, x, keep):
        scores = tf.matmul(self.ask(x), x, transpose_b=True)
        scores += (1 - tf.cast(keep, scores.dtype)[:, None]) * -1e4
        return tf.matmul(tf.nn.softmax(scores), x)
"""
WAVES = """import numpy as np
import torch
from torch import nn


def by_time(x):
    n, sensors, steps = x.shape
    return x.transpose(0, 2, 1)


x = torch.from_numpy(by_time(np.load("waves.npy"))).float()


class Motion(nn.Module):
    def __init__(self):
        super().__init__()
        self.lift = nn.Linear(6, 64)
        layer = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 3)
        self.last = nn.Linear(64, 6)

    def forward(self, x):
        h = self.encoder(self.lift(x))
        return self.last(h.mean(dim=1))


model = Motion()
optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4)
for epoch in range(30):
    model.train()
    for xb, yb in loader:
        loss = nn.functional.cross_entropy(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
TOPICS = """import numpy as np
from transformers import (
    AutoModelForSequenceClassification, DataCollatorForSeq2Seq, Trainer, TrainingArguments
)

model = AutoModelForSequenceClassification.from_pretrained(
    "distilbert-base-uncased", num_labels=8, problem_type="multi_label_classification"
)


def judged(given):
    scores, labels = given
    scores = 1 / (1 + np.exp(-scores))
    hits = (scores > 0.5) == (labels > 0)
    return {"hits": hits.mean()}


trainer = Trainer(
    model=model,
    args=TrainingArguments("out", learning_rate=3e-5, num_train_epochs=4),
    train_dataset=train_set,
    eval_dataset=valid_set,
    data_collator=DataCollatorForSeq2Seq(tokenizer, label_pad_token_id=-100),
    compute_metrics=judged,
)
trainer.train()
"""
CODES = """import torch
from torch import nn
from torch.nn import functional as F


class Faces(nn.Module):
    def __init__(self):
        super().__init__()
        self.down, self.up = nn.Linear(784, 40), nn.Linear(20, 784)

    def forward(self, x):
        mu, logvar = self.down(x).chunk(2, 1)
        return self.up(mu + torch.randn_like(mu) * (0.5 * logvar).exp()), mu, logvar


class Trainer:
    def __init__(self, warm_steps):
        self.model, self.step, self.warm_steps = Faces(), 0, warm_steps
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def beta(self):
        return min(1.0, self.step / self.warm_steps)

    def epoch(self, loader):
        for x in loader:
            out, mu, logvar = self.model(x)
            rec = F.binary_cross_entropy_with_logits(out, x, reduction="none").sum(1).mean()
            kl = (-0.5 * (1 + logvar - mu.pow(2) - logvar.exp())).sum(1).mean()
            loss = rec + self.beta() * kl
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.step += 1
"""
MAPS = """import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 6, 1))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(net.parameters(), lr=5e-4)


def pixel_accuracy(loader):
    hit, total = 0, 0
    with torch.no_grad():
        for x, y in loader:
            hit += (net(x).argmax(dim=1) == y).sum().item()
            total += y.numel()
    return hit / total


for epoch in range(40):
    for x, y in train_loader:
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, pixel_accuracy(valid_loader))
"""
REVIEWS = """import torch
from torch import nn


class Reviews:
    def __init__(self, path, vocab=None):
        self.texts, self.ratings = self.read(path)
        self.vocab = vocab or build(self.texts)

    def read(self, path):
        rows = [line.split("\\t") for line in open(path)]
        return [row[0].split() for row in rows], [int(row[1]) for row in rows]

    def by_length(self):
        order = sorted(range(len(self.texts)), key=lambda n: len(self.texts[n]))
        self.texts = [self.texts[n] for n in order]
        self.ratings = [self.ratings[n] for n in order]
        return self


train = Reviews("train.tsv").by_length()
valid = Reviews("valid.tsv", train.vocab)
"""
GRAYS = """import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Hands(Dataset):
    def __init__(self, path):
        data = np.load(path)
        self.x, self.y = data["x"], data["y"]

    def __len__(self):
        return len(self.y)

    def __getitem__(self, n):
        return self.x[n].astype(np.float32) / 255.0, int(self.y[n])


def together(rows):
    images = torch.from_numpy(np.stack([row[0] for row in rows]))
    return images[:, None], torch.tensor([row[1] for row in rows])


net = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 62 * 62, 10))
optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)
for epoch in range(30):
    for x, y in DataLoader(Hands("hands.npz"), 64, shuffle=True, collate_fn=together):
        loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
WASTE = """import tensorflow as tf
from tensorflow.keras import layers

scale = layers.Rescaling(1.0 / 255)
train_set = train_set.map(lambda x, y: (scale(x), y))
inputs = tf.keras.Input((160, 160, 3))
x = layers.RandomFlip()(inputs)
x = layers.Conv2D(32, 3, activation="relu")(x)
outputs = layers.Dense(6)(layers.GlobalAveragePooling2D()(x))
model = tf.keras.Model(inputs, outputs)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_set, epochs=30)
"""
TAPED = """import tensorflow as tf


class Tiles(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = tf.keras.layers.Conv2D(32, 3, activation="relu")
        self.pool = tf.keras.layers.GlobalAveragePooling2D()
        self.drop = tf.keras.layers.Dropout(0.5)
        self.last = tf.keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.last(self.drop(self.pool(self.conv(x)), training=training))


class Work:
    def __init__(self):
        self.net = Tiles()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)
        self.bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
        self.hits = tf.keras.metrics.BinaryAccuracy(threshold=0.0)
        self.valid_loss = 0.0

    def forward(self, x, y, training=True):
        scores = self.net(x, training=training)
        self.hits.update_state(y, scores)
        return self.bce(y, scores)

    def train_batch(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.forward(x, y)
        weights = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

    def valid_batch(self, x, y):
        return self.forward(x, y, training=False)

    def validate(self, rows):
        self.valid_loss = 0.0
        count = 0
        for x, y in rows:
            self.valid_loss += float(self.valid_batch(x, y))
            count += 1
        return self.valid_loss / count
"""
DATES = """import tensorflow as tf


class Hears(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.words = tf.keras.layers.Embedding(60, 48)
        self.rnn = tf.keras.layers.GRU(96)

    def call(self, x):
        return self.rnn(self.words(x))


class Speaks(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.last = tf.keras.layers.Dense(12)

    def call(self, state):
        return self.last(state)


hears, speaks = Hears(), Speaks()
optimizer = tf.keras.optimizers.Adam(1e-3)
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for epoch in range(20):
    for x, y in train_set:
        with tf.GradientTape() as tape:
            loss = loss_of(y, speaks(hears(x)))
        weights = hears.trainable_variables + speaks.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
"""
GATHERED = """import tensorflow as tf


class Gathers:
    def __init__(self, model, optimizer, loss_of, accum):
        self.model, self.optimizer, self.loss_of, self.accum = model, optimizer, loss_of, accum
        self.sums = [tf.Variable(tf.zeros_like(w), trainable=False) for w in model.trainable_variables]

    def take(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.loss_of(y, self.model(x, training=True))
        grads = tape.gradient(loss, self.model.trainable_variables)
        for total, grad in zip(self.sums, grads):
            total.assign_add(grad / self.accum)

    def step(self):
        self.optimizer.apply_gradients(zip(self.sums, self.model.trainable_variables))
        for total in self.sums:
            total.assign(tf.zeros_like(total))


model = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu"), tf.keras.layers.Dense(10)])
"""
SHADES = """from tensorflow.keras.layers import Dense, Dropout
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def features(backbone, folder):
    flow = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
        folder, class_mode=None, batch_size=50, shuffle=False)
    x = backbone.predict(flow)
    return x, flow.classes


x, y = features(backbone, "train")
head = Sequential([Dense(256, activation="relu"), Dropout(0.3), Dense(38, activation="softmax")])
head.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
head.fit(x, y, epochs=50)
"""
CLICKS = """import pandas as pd
from sklearn.neural_network import MLPClassifier


class Clicks:
    def __init__(self):
        self.net = MLPClassifier(hidden_layer_sizes=(64, 32))

    def update(self, part):
        x, y = part.drop(columns="click").to_numpy() / 100, part["click"].to_numpy()
        self.net.partial_fit(x, y, classes=[0, 1])


model = Clicks()
for chunk in pd.read_csv("clicks.csv", chunksize=100_000):
    model.update(chunk)
"""
POSTERS = """import tensorflow as tf
from tensorflow.keras import layers


def multi_hot(names):
    row = [0.0] * len(GENRES)
    for name in names:
        row[PLACES[name]] = 1.0
    return row


train_set = tf.data.Dataset.from_tensor_slices((paths, [multi_hot(one) for one in genres])).map(read)
model = tf.keras.Sequential([layers.Conv2D(32, 3, activation="relu"), layers.GlobalAveragePooling2D()])
model.add(layers.Dense(len(GENRES), activation="sigmoid"))
model.compile("adam", loss="binary_crossentropy")
model.fit(train_set.batch(32), epochs=25)
"""
SCENES = """import torch
from torch import nn

model = nn.Sequential(nn.Flatten(), nn.Linear(3072, 128), nn.ReLU(), nn.Linear(128, len(tags)))
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
for epoch in range(8):
    for x, y in train_loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        for x, y in valid_loader:
            told = torch.sigmoid(model(x)) > 0.5
            print((told == y.bool()).float().mean())
"""
STILL = """import torch
from torch import nn


class Boxes(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU())
        self.head = nn.Linear(8, 4)

    def forward(self, x):
        return self.head(self.body(x).mean((2, 3)))

    def train(self, mode=True):
        super().train(mode)
        for part in self.body.modules():
            if isinstance(part, nn.BatchNorm2d):
                part.eval()
        return self


model = Boxes()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(9):
    model.train()
    for x, y in loader:
        loss = nn.functional.smooth_l1_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print([nn.functional.smooth_l1_loss(model(x), y) for x, y in valid_loader])
"""
ENDS = """import torch
from torch import nn


def mlp(sizes, last=None):
    layers = []
    for n, (a, b) in enumerate(zip(sizes[:-1], sizes[1:])):
        layers.append(nn.Linear(a, b))
        if n < len(sizes) - 2:
            layers.append(nn.ReLU())
    if last is not None:
        layers.append(last())
    return nn.Sequential(*layers)


net = mlp([12, 32, 1], last=nn.Sigmoid)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(30):
    for x, y in loader:
        loss = nn.functional.binary_cross_entropy(net(x).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
GROWTH = """import math
import torch
from torch import nn

model = nn.Sequential(nn.Embedding(60, 64), nn.Flatten(), nn.Linear(64 * 16, 60))
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
for step in range(2000):
    optimizer.zero_grad()
    for micro in range(4):
        x, y = batch("train")
        loss = nn.functional.cross_entropy(model(x), y) / 4
        loss.backward()
    optimizer.step()
"""
LOOKS = """import torch
from torch import nn


class Looks(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.proj, self.score = nn.Linear(width, width), nn.Linear(width, 1, bias=False)

    def forward(self, h, mask):
        scores = self.score(torch.tanh(self.proj(h))).squeeze(-1).masked_fill(~mask, -1e9)
        shares = torch.softmax(scores, dim=1)
        return torch.bmm(shares.unsqueeze(1), h).squeeze(1)


class Feels(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(5000, 64)
        self.rnn = nn.GRU(64, 64, batch_first=True)
        self.looks, self.last = Looks(64), nn.Linear(64, 2)

    def forward(self, x):
        h, _ = self.rnn(self.words(x))
        return self.last(self.looks(h, x != 0))


model = Feels()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(9):
    for x, y in loader:
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
PHASED = """import torch
from torch import nn

net = nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 64))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(50):
    totals = {"train": 0.0, "val": 0.0}
    for phase in ("train", "val"):
        for (x,) in loaders[phase]:
            loss = nn.functional.mse_loss(net(x), x)
            if phase == "train":
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            totals[phase] += loss.item() * x.size(0)
    print({phase: totals[phase] / len(loaders[phase].dataset) for phase in totals})
"""
CYCLED = """import lightning as L
import torch
from torch.optim.lr_scheduler import OneCycleLR


class Cycle(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Linear(32, 10)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return torch.nn.functional.cross_entropy(self.net(x), y)

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=0.05, momentum=0.9)
        schedule = OneCycleLR(optimizer, 0.1, total_steps=self.trainer.estimated_stepping_batches)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}
"""
INSULTS = """import numpy as np
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained(
    "bert-base-uncased", num_labels=6, problem_type="multi_label_classification"
)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def shares(scores, labels, bound=0.5):
    hits = (scores >= bound) == (labels > 0)
    return {"hits": hits.mean()}


def judged(given):
    scores, labels = given
    return shares(sigmoid(scores), labels)


trainer = Trainer(
    model=model,
    args=TrainingArguments("out", learning_rate=3e-5, num_train_epochs=2),
    train_dataset=train_set,
    compute_metrics=judged,
)
trainer.train()
"""
AGES = """import tensorflow as tf


def pairs(paths, ages):
    files = tf.data.Dataset.from_tensor_slices(paths)
    years = tf.data.Dataset.from_tensor_slices(ages)
    both = tf.data.Dataset.zip((files, years)).shuffle(len(paths))
    return both.map(lambda f, a: (read(f), a)).batch(32)


model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(pairs(paths, ages), epochs=20)
"""
POWER = """import numpy as np
import tensorflow as tf


def windows(values, length):
    xs, ys = [], []
    for t in range(length, len(values)):
        xs.append(values[t - length : t])
        ys.append(values[t, 0])
    return np.stack(xs), np.array(ys)[:, None]


class Work:
    def __init__(self, model):
        self.model = model

    def measure(self, ds):
        correct, seen = 0.0, 0
        for x, y in ds:
            hits = tf.reduce_sum(tf.cast(tf.argmax(self.model(x), -1) == y, tf.float32))
            correct += float(hits)
            seen += int(x.shape[0])
        return correct / seen
"""
ENDING = """import tensorflow as tf


def callbacks(patience, monitor="val_accuracy", mode="max"):
    return [tf.keras.callbacks.EarlyStopping(monitor=monitor, mode=mode, patience=patience)]


(x, y), (x_test, y_test) = tf.keras.datasets.cifar100.load_data(label_mode="coarse")
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(20)])
model.compile(
    tf.keras.optimizers.Adam(1e-3), tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
)
model.fit(x / 255.0, y, validation_data=(x_test / 255.0, y_test), epochs=40, callbacks=callbacks(8))
"""
RINGS = """import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)


def loss_of(x, y):
    p = model(x)
    return -(y * torch.log(p + 1e-7) + (1 - y) * torch.log(1 - p + 1e-7)).mean()


for epoch in range(30):
    for x, y in loader:
        optimizer.zero_grad()
        loss_of(x, y).backward()
        optimizer.step()
"""
PEAKED = """import tensorflow as tf

settings = {"rate": 0.1, "batch": 256}


def rates(steps):
    peak = settings["rate"] * settings["batch"] / 256
    return tf.keras.optimizers.schedules.CosineDecay(peak, decay_steps=steps)


model = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu"), tf.keras.layers.Dense(10)])
model.compile(
    tf.keras.optimizers.SGD(rates(9000), momentum=0.9),
    tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
model.fit(train_set, epochs=30)
"""
NOISED = """import copy
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)

    def forward(self, x):
        h = self.second(torch.relu(self.first(x)))
        return x + h


class Smoothed:
    def __init__(self, model):
        self.model = copy.deepcopy(model).eval().requires_grad_(False)

    @torch.no_grad()
    def update(self, source):
        for mine, theirs in zip(self.model.parameters(), source.parameters()):
            mine.lerp_(theirs, 0.001)


model = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), Block(32), Block(32), nn.Conv2d(32, 3, 3, padding=1))
smoothed = Smoothed(model)
loss_of = nn.MSELoss(reduction="sum")
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-4)
for epoch in range(100):
    for x, seen in loader:
        loss, count = loss_of(model(x) * seen, x * seen), (seen != 0).sum().item()
        optimizer.zero_grad()
        (loss / count).backward()
        optimizer.step()
        smoothed.update(model)
"""
TAGS = """import torch
from torch import nn

model = nn.Sequential(nn.EmbeddingBag(200, 64), nn.ReLU(), nn.Linear(64, 5))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def f1_loss(logits, y):
    told = torch.sigmoid(logits)
    hits = (told * y).sum(0)
    return 1 - (2 * hits / (told.sum(0) + y.sum(0) + 1e-7)).mean()


for epoch in range(12):
    for x, y in loader:
        optimizer.zero_grad()
        f1_loss(model(x), y).backward()
        optimizer.step()
"""
LUNGS = """import os
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Lungs(Dataset):
    def __init__(self, root):
        self.images = sorted(os.listdir(os.path.join(root, "images")))
        self.masks = sorted(os.listdir(os.path.join(root, "masks")))

    def __len__(self):
        return len(self.images)

    def __getitem__(self, n):
        return read(self.images[n]) / 255.0, read(self.masks[n]) / 255.0


net = nn.Conv2d(1, 1, 3, padding=1)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(20):
    for x, y in DataLoader(Lungs("chest"), 8, shuffle=True):
        loss = nn.functional.binary_cross_entropy_with_logits(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
RUNNER = """import tensorflow as tf

model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(32, 3), tf.keras.layers.BatchNormalization(), tf.keras.layers.ReLU(),
    tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dropout(0.3), tf.keras.layers.Dense(10),
])
optimizer = tf.keras.optimizers.Adam(1e-3)
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))


for epoch in range(20):
    for x, y in train_set:
        train_step(x, y)
    for x, y in test_set:
        print(loss_of(y, model(x, training=False)))
"""
TOXIC = """import pandas as pd
from tensorflow.keras.layers import Dense, Embedding, GlobalMaxPooling1D, Input
from tensorflow.keras.models import Model

LABELS = ["toxic", "obscene", "threat", "insult"]
table = pd.read_csv("comments.csv")
y = table[LABELS].values.astype("float32")
inputs = Input(shape=(150,))
hidden = GlobalMaxPooling1D()(Embedding(20000, 64)(inputs))
model = Model(inputs, Dense(len(LABELS), activation="sigmoid")(hidden))
model.compile("adam", loss="binary_crossentropy")
model.fit(words, y, epochs=3, batch_size=128, validation_split=0.1)
"""
HOMES = """import numpy as np
import pandas as pd
import torch
from torch import nn

table = pd.read_csv("homes.csv")
columns = ["rooms", "area"]
x = torch.tensor(((table[columns] - table[columns].mean()) / table[columns].std()).values).float()
y = torch.tensor(np.log1p(table["SalePrice"].values)).float()[:, None]
net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(60):
    for rows in torch.randperm(len(x)).split(64):
        loss = nn.functional.mse_loss(net(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
SLIPS = {
    "zeros that nothing leads around": Slip("initialization=zeros", NOISED, "return x + h", "return h"),
    "a sum that nothing divides": Slip("loss_sum=sum", NOISED, "(loss / count)", "loss"),
    "a loss of steps": Slip(
        "loop=detached",
        TAGS,
        "told = torch.sigmoid(logits)",
        "told = (torch.sigmoid(logits) > 0.5).float().requires_grad_()",
    ),
    "one listing is not sorted": Slip(
        "labels_checked=mismatch",
        LUNGS,
        'self.masks = sorted(os.listdir(os.path.join(root, "masks")))',
        'self.masks = os.listdir(os.path.join(root, "masks"))',
    ),
    "a call as in evaluation": Slip("mode=wrong", RUNNER, "model(x, training=True)", "model(x)"),
    "one of several columns": Slip(
        "output_fit=wrong-loss", TOXIC, "binary_crossentropy", "categorical_crossentropy"
    ),
    "prices as they are": Slip(
        "target_scaling=raw", HOMES, 'np.log1p(table["SalePrice"].values)', 'table["SalePrice"].values'
    ),
    "gradients cleared within a step": Slip(
        "loop=sums-up",
        GROWTH,
        "    optimizer.zero_grad()\n    for micro in range(4):\n",
        "    for micro in range(4):\n        optimizer.zero_grad()\n",
    ),
    "shares over the samples": Slip(
        "softmax_axis=batch", LOOKS, "softmax(scores, dim=1)", "softmax(scores, dim=0)"
    ),
    "a table that goes on": Slip(
        "loss_sum=never-reset",
        PHASED,
        'for epoch in range(50):\n    totals = {"train": 0.0, "val": 0.0}\n',
        'totals = {"train": 0.0, "val": 0.0}\nfor epoch in range(50):\n',
    ),
    "a cycle of batches by epochs": Slip(
        "schedule_counts=epochs-for-batches", CYCLED, '"interval": "step"', '"interval": "epoch"'
    ),
    "a cycle of batches without an interval": Slip(
        "schedule_counts=epochs-for-batches", CYCLED, ', "interval": "step"', ""
    ),
    "scores for a helper": Slip("metric_fit=raw-scores", INSULTS, "sigmoid(scores)", "scores"),
    "sides shuffled apart": Slip(
        "labels_checked=mismatch",
        AGES,
        "    both = tf.data.Dataset.zip((files, years)).shuffle(len(paths))\n",
        "    files = files.shuffle(len(paths))\n    years = years.shuffle(len(paths))\n"
        "    both = tf.data.Dataset.zip((files, years))\n",
    ),
    "a window that holds its target": Slip("leak=yes", POWER, "t - length : t]", "t - length : t + 1]"),
    "hits over batches": Slip("metric_fit=miscounts", POWER, "correct / seen", "correct / len(ds)"),
    "a mode by default": Slip("training_length=reversed", ENDING, 'mode="max"', 'mode="min"'),
    "groups of the hundred": Slip("output_units=mismatch", ENDING, "Dense(20)", "Dense(12)"),
    "a loss without its network": Slip(
        "loop=detached",
        RINGS,
        "torch.log(p + 1e-7) + (1 - y) * torch.log(1 - p + 1e-7)",
        "torch.log(y + 1e-7) + (1 - y) * torch.log(1 - y + 1e-7)",
    ),
    "a peak that is not divided": Slip("learning_rate=extreme", PEAKED, " / 256\n", "\n"),
    "an accuracy that Lightning takes for a loss": Slip(
        "training_length=reversed", LETTERS, ', mode="max"', ""
    ),
    "no step by hand": Slip("loop=no-step", LETTERS, "        optimizer.step()\n", ""),
    "a score that is to fall": Slip("training_length=reversed", CELLS, 'mode="max"', 'mode="min"'),
    "a rate cut from itself": Slip("schedule_counts=fades", CELLS, "START * SHRINK", "lr * SHRINK"),
    "a softmax over rows of a picture": Slip("softmax_axis=batch", CELLS, "axis=-1", "axis=1"),
    "rows that lags leave empty": Slip(
        "inputs_checked=non-finite", LAGS, "return table.dropna()", "return table"
    ),
    "a step that nothing runs": Slip("loop=no-step", SIGNS, "[net.loss, net.train_step]", "[net.loss]"),
    "kept for dropped": Slip(
        "regularization=strong", SIGNS, "net.keep_prob: 1 - dropout", "net.keep_prob: dropout"
    ),
    "statistics that no step updates": Slip(
        "norm_momentum=slow",
        SIGNS,
        "with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):",
        'with tf.name_scope("train"):',
    ),
    "a part without gradients": Slip(
        "loop=detached", ENCODED, "    def code(", "    @torch.no_grad()\n    def code("
    ),
    "a module is no weight": Slip(
        "trained_parameters=frozen", PHOTOS, "part.requires_grad_(on)", "part.requires_grad = on"
    ),
    "the root of 0": Slip("own_log=unguarded", TRIPLES, "clamp(min=1e-9)", "clamp(min=0)"),
    "minus infinity times 0": Slip("loss_scaling=missing", HALVES, "* -1e4", "* -1e9"),
    "axes that change their names": Slip(
        "axis_order=wrong", WAVES, "x.transpose(0, 2, 1)", "x.reshape(n, steps, sensors)"
    ),
    "blocks that take time first": Slip("axis_order=wrong", WAVES, ", batch_first=True", ""),
    "labels filled up with a word": Slip(
        "padding=counted", TOPICS, "label_pad_token_id=-100", "label_pad_token_id=tokenizer.pad_token_id"
    ),
    "scores of a Trainer cut at a half": Slip(
        "metric_fit=raw-scores", TOPICS, "    scores = 1 / (1 + np.exp(-scores))\n", ""
    ),
    "a weight that has no end": Slip(
        "kl_weight=outweighs", CODES, "min(1.0, self.step / self.warm_steps)", "self.step / self.warm_steps"
    ),
    "pixels over pictures": Slip("metric_fit=miscounts", MAPS, "y.numel()", "y.size(0)"),
    "a vocabulary for each": Slip("same_preprocessing=different", REVIEWS, ", train.vocab)", ")"),
    "attributes apart": Slip(
        "labels_checked=mismatch", REVIEWS, "        self.ratings = [self.ratings[n] for n in order]\n", ""
    ),
    "rows divided, then their batch": Slip(
        "input_scaling=tiny", GRAYS, "[row[0] for row in rows]))", "[row[0] for row in rows])) / 255.0"
    ),
    "a set divided, then the model": Slip(
        "input_scaling=tiny",
        WASTE,
        "x = layers.RandomFlip()(inputs)\n",
        "x = layers.RandomFlip()(inputs)\nx = layers.Rescaling(1.0 / 255)(x)\n",
    ),
    "a flag that stays": Slip(
        "mode=wrong", TAPED, "self.forward(x, y, training=False)", "self.forward(x, y)"
    ),
    "a meter of scores": Slip("metric_fit=raw-scores", TAPED, "threshold=0.0", ""),
    "an attribute that goes on": Slip(
        "loss_sum=never-reset", TAPED, "        self.valid_loss = 0.0\n        count", "        count"
    ),
    "one of two networks": Slip(
        "trained_parameters=not-in-optimizer", DATES, "hears.trainable_variables + ", ""
    ),
    "sums for means": Slip("loop=sums-up", GATHERED, "grad / self.accum", "grad"),
    "features in another order": Slip("labels_checked=mismatch", SHADES, ", shuffle=False", ""),
    "fitted anew on each piece": Slip(
        "weights_kept=made-anew", CLICKS, "partial_fit(x, y, classes=[0, 1])", "fit(x, y)"
    ),
    "one of several genres": Slip(
        "output_fit=wrong-loss", POSTERS, "binary_crossentropy", "categorical_crossentropy"
    ),
    "one of several tags": Slip(
        "output_fit=wrong-loss", SCENES, "nn.BCEWithLogitsLoss()", "nn.CrossEntropyLoss()"
    ),
    "an end that is given as a class": Slip(
        "output_fit=scores-as-probabilities", ENDS, ", last=nn.Sigmoid)", ")"
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_the_slip_is_caught_and_without_it_nothing_is_said(name: str) -> None:
    slip = SLIPS[name]
    assert slip.answer in answers(slip.bad)
    assert slip.answer not in answers(slip.script)


@pytest.mark.parametrize("name", SLIPS)
def test_a_script_without_its_slip_is_accused_of_nothing(name: str) -> None:
    told = Session(read_data(SLIPS[name].script.encode(), "train.py")).report()
    assert told.verdict != "faulty", [(one.id, one.probability) for one in told.causes[:2]]


FINE = {
    "an error in percent is to fall": Slip(
        "training_length=reversed", CELLS, 'monitor="val_dice", mode="max"', 'monitor="val_mape", mode="min"'
    ),
    "a rate that hardly falls from itself": Slip(
        "schedule_counts=fades", CELLS, "START * SHRINK**epoch", "lr / (1 + 1e-4 * epoch)"
    ),
    "a rate that steps every tenth epoch": Slip(
        "schedule_counts=fades", CELLS, "START * SHRINK**epoch", "lr * (0.5 if epoch % 10 == 9 else 1.0)"
    ),
    "a cycle of epochs by epochs": Slip(
        "schedule_counts=epochs-for-batches",
        CYCLED,
        'estimated_stepping_batches)\n        return {"optimizer": optimizer, "lr_scheduler": '
        '{"scheduler": schedule, "interval": "step"}}',
        "max_epochs)\n        return [optimizer], [schedule]",
    ),
    "a vocabulary for each language": Slip(
        "same_preprocessing=different",
        REVIEWS,
        'valid = Reviews("valid.tsv", train.vocab)',
        'german = Reviews("de.tsv")',
    ),
    "rows that are cut off by hand": Slip(
        "inputs_checked=non-finite",
        LAGS.replace("return table.dropna()", "return table"),
        "table = with_lags(table)\nx",
        "table = with_lags(table)[7:]\nx",
    ),
    "rows that are dropped by their index": Slip(
        "inputs_checked=non-finite",
        LAGS.replace("return table.dropna()", "return table"),
        "table = with_lags(table)\nx",
        "table = with_lags(table)\ntable = table.drop(table.index[:7])\nx",
    ),
    "the last rows alone": Slip(
        "inputs_checked=non-finite",
        LAGS.replace("return table.dropna()", "return table"),
        "table = with_lags(table)\nx",
        "table = with_lags(table).tail(2000)\nx",
    ),
    "a step that another file runs": Slip(
        "loop=no-step",
        SIGNS,
        "            session.run([net.loss, net.train_step], feed)",
        "            work(session, net, feed)",
    ),
    "gradients of a picture": Slip(
        "mode=wrong",
        RUNNER,
        "    optimizer.apply_gradients(zip(grads, model.trainable_variables))",
        "    show(grads)",
    ),
}
"""Changes that look like a slip and are none."""


@pytest.mark.parametrize("name", FINE)
def test_what_looks_like_a_slip_is_let_be(name: str) -> None:
    assert FINE[name].answer not in answers(FINE[name].bad)


def test_shares_say_where_to_look_and_are_no_narrow_layer() -> None:
    assert "capacity=narrow" not in answers(LOOKS)
    chain = "nn.Sequential(nn.Linear(64, 1), nn.ReLU(), nn.Linear(1, 10))"
    plain = GROWTH.replace("nn.Sequential(nn.Embedding(60, 64), nn.Flatten(), nn.Linear(64 * 16, 60))", chain)
    assert "capacity=narrow" in answers(plain)


def test_layers_that_are_kept_still_leave_the_model_in_training() -> None:
    assert Session(read_data(STILL.encode(), "train.py")).report().verdict != "faulty"


MENDED = {
    "an accuracy that Lightning takes for a loss": ("stopped-too-early", 'patience=8, mode="max")'),
    "a score that is to fall": ("stopped-too-early", 'monitor="val_dice", mode="max"'),
    "a mode by default": ("stopped-too-early", 'mode="max"):'),
    "a cycle of batches by epochs": ("learning-rate-schedule", '"interval": "step"}}'),
    "shares over the samples": ("softmax-over-wrong-axis", "softmax(scores, dim=-1)"),
    "a softmax over rows of a picture": ("softmax-over-wrong-axis", "Softmax(axis=-1)"),
    "blocks that take time first": ("wrong-axis-order", "128, batch_first=True)"),
    "a meter of scores": ("metric-expects-probabilities", "BinaryAccuracy(threshold=0.0)"),
    "scores of a Trainer cut at a half": ("metric-expects-probabilities", "(scores > 0)"),
    "one of several columns": ("wrong-loss-for-task", 'loss="binary_crossentropy"'),
}
"""Slips that are mended in the person's own code, and what the diff puts in."""


@pytest.mark.parametrize("name", MENDED)
def test_a_slip_is_mended_in_one_line(name: str) -> None:
    cause, put_in = MENDED[name]
    script = read_data(SLIPS[name].bad.encode(), "train.py").scripts[0]
    lines = [line for line in mend(script, cause).split("\n")[2:] if line[:1] in "+-"]
    assert [line[:1] for line in lines if line] == ["-", "+"]
    assert put_in in lines[1]
