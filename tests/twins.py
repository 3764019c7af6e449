"""Healthy scripts in each framework, and small changes that make each of them faulty."""
# ruff: noqa: E501 - a piece of code is one line here as there

from __future__ import annotations

from typing import NamedTuple

TORCH_MULTI = """\
import argparse

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.drop = nn.Dropout(0.3)
        self.fc1 = nn.Linear(64 * 64, 128)
        self.fc2 = nn.Linear(128, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = self.drop(F.relu(self.fc1(x)))
        x = self.fc2(x)
        return x


def evaluate(model, loader, device):
    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            pred = model(images).argmax(dim=1)
            correct += (pred == labels).sum().item()
    return correct / len(loader.dataset)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, default=0.05)
    parser.add_argument("--epochs", type=int, default=30)
    args = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    normalize = transforms.Normalize((0.5, 0.5, 0.5), (0.25, 0.25, 0.25))
    train_tf = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor(), normalize])
    test_tf = transforms.Compose([transforms.ToTensor(), normalize])
    train_set = datasets.CIFAR10("data", train=True, transform=train_tf)
    test_set = datasets.CIFAR10("data", train=False, transform=test_tf)
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True, num_workers=2)
    test_loader = DataLoader(test_set, batch_size=256)
    model = Net().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=args.lr, momentum=0.9, weight_decay=5e-4)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.1)
    for epoch in range(args.epochs):
        model.train()
        running = 0.0
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            outputs = model(images)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            running += loss.item()
        scheduler.step()
        print(epoch, running / len(train_loader), evaluate(model, test_loader, device))


if __name__ == "__main__":
    main()
"""

TORCH_BINARY = """\
import numpy as np
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

df = pd.read_csv("churn.csv")
x, y = df.drop(columns="churn").values, df["churn"].values
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
scaler = StandardScaler()
x_train, x_test = scaler.fit_transform(x_train), scaler.transform(x_test)
train = TensorDataset(torch.tensor(x_train).float(), torch.tensor(y_train).float())
loader = DataLoader(train, batch_size=32, shuffle=True)
hidden = [64, 32]


class Churn(nn.Module):
    def __init__(self, inputs, sizes):
        super().__init__()
        self.layers = nn.ModuleList()
        for size in sizes:
            self.layers.append(nn.Linear(inputs, size))
            inputs = size
        self.norm = nn.BatchNorm1d(inputs)
        self.out = nn.Linear(inputs, 1)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.out(self.norm(x)).squeeze(1)


model = Churn(x_train.shape[1], hidden)
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(50):
    model.train()
    for xb, yb in loader:
        logits = model(xb)
        loss = criterion(logits, yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        logits = model(torch.tensor(x_test).float())
        acc = ((logits > 0).float() == torch.tensor(y_test)).float().mean()
    print(f"epoch {epoch} loss {loss.item():.4f} acc {acc.item():.4f}")
"""

TORCH_FINETUNE = """\
import torch
from torch import nn, optim
from torchvision import models

from data import loaders

model = models.resnet18(weights="IMAGENET1K_V1")
model.fc = nn.Linear(model.fc.in_features, 2)
model = model.cuda()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.001, momentum=0.9)
for epoch in range(25):
    for phase in ["train", "val"]:
        model.train() if phase == "train" else model.eval()
        hits = 0
        for inputs, labels in loaders[phase]:
            inputs, labels = inputs.cuda(), labels.cuda()
            optimizer.zero_grad()
            with torch.set_grad_enabled(phase == "train"):
                outputs = model(inputs)
                _, preds = torch.max(outputs, 1)
                loss = criterion(outputs, labels)
                if phase == "train":
                    loss.backward()
                    optimizer.step()
            hits += torch.sum(preds == labels.data)
        print(phase, loss.item(), hits)
"""

LIGHTNING = """\
import lightning as L
import torch
import torch.nn.functional as F
from torch import nn


class Model(L.LightningModule):
    def __init__(self, classes=5):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, classes))

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, _):
        x, y = batch
        loss = F.cross_entropy(self(x), y)
        self.log("loss", loss)
        return loss

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)
"""

KERAS_MULTI = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.datasets import cifar10

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
model = keras.Sequential()
model.add(keras.Input(shape=(32, 32, 3)))
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Conv2D(64, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dropout(0.3))
model.add(layers.Dense(10, activation="softmax"))
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, y_train, epochs=20, batch_size=64, validation_data=(x_test, y_test))
"""

KERAS_BINARY = """\
from keras.models import Model
from keras.layers import Dense, Dropout, Embedding, Input, LSTM
from keras.optimizers import RMSprop

from reviews import load

x_train, y_train, x_test, y_test = load("reviews.npz")
inputs = Input(shape=(200,))
x = Embedding(10000, 64)(inputs)
x = LSTM(64)(x)
x = Dense(32, activation='relu')(x)
x = Dropout(0.5)(x)
outputs = Dense(1, activation='sigmoid')(x)
model = Model(inputs=inputs, outputs=outputs)
model.compile(loss='binary_crossentropy', optimizer=RMSprop(learning_rate=1e-3), metrics=['accuracy'])
model.fit(x_train, y_train, batch_size=128, epochs=10, validation_split=0.2)
print(model.evaluate(x_test, y_test))
"""

KERAS_REGRESSION = """\
import tensorflow as tf
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

data = fetch_california_housing()
x_train, x_test, y_train, y_test = train_test_split(data.data, data.target, random_state=1)
scaler = StandardScaler().fit(x_train)
x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)


class Net(tf.keras.Model):
    def __init__(self):
        super(Net, self).__init__()
        self.d1 = tf.keras.layers.Dense(64, activation='relu')
        self.d2 = tf.keras.layers.Dense(64, activation='relu')
        self.out = tf.keras.layers.Dense(1)

    def call(self, x):
        return self.out(self.d2(self.d1(x)))


model = Net()
model.compile(optimizer='adam', loss='mse', metrics=['mae'])
model.fit(x_train, y_train, epochs=30, validation_data=(x_test, y_test))
"""

TF1 = """\
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.int64, [None])
h = tf.layers.dense(x, 256, activation=tf.nn.relu)
logits = tf.layers.dense(h, 10)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
correct = tf.equal(tf.argmax(logits, 1), y)
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
train_op = tf.train.AdamOptimizer(1e-3).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(1000):
        sess.run(train_op, feed_dict={x: batch[0], y: batch[1]})
"""


class Twin(NamedTuple):
    """A cause, the healthy script, the piece that is right and what makes it wrong."""

    cause: str
    good: str
    right: str
    wrong: str

    @property
    def bad(self) -> str:
        """The faulty script."""
        assert self.right in self.good, self.right
        return self.good.replace(self.right, self.wrong, 1)

    @property
    def line(self) -> int:
        """The first line that differs."""
        pairs = zip(self.good.split("\n"), self.bad.split("\n"), strict=False)
        return next(n for n, (one, other) in enumerate(pairs, start=1) if one != other)


TWINS = (
    Twin("softmax-applied-twice", TORCH_MULTI, "        return x\n", "        return F.softmax(x, dim=1)\n"),
    Twin(
        "softmax-applied-twice",
        TORCH_FINETUNE,
        "nn.Linear(model.fc.in_features, 2)",
        "nn.Sequential(nn.Linear(512, 2), nn.Softmax(dim=1))",
    ),
    Twin(
        "softmax-applied-twice",
        LIGHTNING,
        "nn.Linear(64, classes))",
        "nn.Linear(64, classes), nn.Softmax(dim=-1))",
    ),
    Twin(
        "softmax-applied-twice",
        TORCH_BINARY,
        "return self.out(self.norm(x)).squeeze(1)",
        "return torch.sigmoid(self.out(self.norm(x))).squeeze(1)",
    ),
    Twin(
        "softmax-applied-twice",
        TF1,
        "logits = tf.layers.dense(h, 10)",
        "logits = tf.nn.softmax(tf.layers.dense(h, 10))",
    ),
    Twin(
        "activation-before-softmax",
        TORCH_MULTI,
        "        x = self.fc2(x)\n",
        "        x = F.relu(self.fc2(x))\n",
    ),
    Twin(
        "activation-before-softmax",
        LIGHTNING,
        "nn.Linear(64, classes))",
        "nn.Linear(64, classes), nn.ReLU())",
    ),
    Twin(
        "activation-before-softmax",
        TF1,
        "logits = tf.layers.dense(h, 10)",
        "logits = tf.layers.dense(h, 10, activation=tf.nn.relu)",
    ),
    Twin("missing-output-activation", TORCH_BINARY, "nn.BCEWithLogitsLoss()", "nn.BCELoss()"),
    Twin("missing-output-activation", KERAS_BINARY, "Dense(1, activation='sigmoid')", "Dense(1)"),
    Twin(
        "missing-output-activation", KERAS_MULTI, 'layers.Dense(10, activation="softmax")', "layers.Dense(10)"
    ),
    Twin(
        "softmax-on-one-unit",
        KERAS_BINARY,
        "Dense(1, activation='sigmoid')",
        "Dense(1, activation='softmax')",
    ),
    Twin(
        "probabilities-without-log",
        TORCH_MULTI,
        "criterion = nn.CrossEntropyLoss()",
        "criterion = nn.NLLLoss()",
    ),
    Twin(
        "wrong-loss-for-task", KERAS_BINARY, "loss='binary_crossentropy'", "loss='categorical_crossentropy'"
    ),
    Twin("metric-expects-probabilities", TORCH_BINARY, "(logits > 0)", "(logits > 0.5)"),
    Twin("metric-expects-probabilities", TORCH_BINARY, "(logits > 0).float()", "torch.round(logits)"),
    Twin("metric-counts-ties", TF1, "tf.equal(tf.argmax(logits, 1), y)", "tf.nn.in_top_k(logits, y, 1)"),
    Twin("wrong-metric-for-task", KERAS_REGRESSION, "metrics=['mae']", "metrics=['accuracy']"),
    Twin("metric-bug", TORCH_MULTI, "correct / len(loader.dataset)", "correct / len(loader)"),
    Twin(
        "wrong-output-size",
        KERAS_MULTI,
        'layers.Dense(10, activation="softmax")',
        'layers.Dense(9, activation="softmax")',
    ),
    Twin("missing-zero-grad", TORCH_MULTI, "            optimizer.zero_grad()\n", ""),
    Twin("missing-zero-grad", TORCH_BINARY, "        optimizer.zero_grad()\n", ""),
    Twin("missing-zero-grad", TORCH_FINETUNE, "            optimizer.zero_grad()\n", ""),
    Twin("missing-optimizer-step", TORCH_MULTI, "            optimizer.step()\n", ""),
    Twin("missing-optimizer-step", TORCH_BINARY, "        optimizer.step()\n", ""),
    Twin(
        "detached-graph",
        TORCH_MULTI,
        "criterion(outputs, labels)",
        "criterion(outputs.detach().requires_grad_(), labels)",
    ),
    Twin("detached-graph", TORCH_BINARY, "loss = criterion(logits, yb)", "loss = criterion(logits.data, yb)"),
    Twin("wrong-train-eval-mode", TORCH_MULTI, "    model.eval()\n", ""),
    Twin("wrong-train-eval-mode", TORCH_MULTI, "        model.train()\n", ""),
    Twin("wrong-train-eval-mode", TORCH_BINARY, "    model.eval()\n", ""),
    Twin(
        "learning-rate-schedule",
        TORCH_MULTI,
        "            running += loss.item()\n        scheduler.step()",
        "            running += loss.item()\n            scheduler.step()",
    ),
    Twin(
        "loss-reduction-mistake", TORCH_MULTI, "nn.CrossEntropyLoss()", 'nn.CrossEntropyLoss(reduction="sum")'
    ),
    Twin("parameters-not-in-optimizer", TORCH_BINARY, "self.layers = nn.ModuleList()", "self.layers = []"),
    Twin(
        "parameters-not-in-optimizer",
        TORCH_FINETUNE,
        "criterion = nn.CrossEntropyLoss()\noptimizer = optim.SGD(model.parameters(), lr=0.001, momentum=0.9)",
        "optimizer = optim.SGD(model.parameters(), lr=0.001, momentum=0.9)\nmodel.fc = nn.Linear(512, 2)\ncriterion = nn.CrossEntropyLoss()",
    ),
    Twin(
        "weights-reset",
        TORCH_BINARY,
        "for epoch in range(50):\n",
        "for epoch in range(50):\n    model = Churn(x_train.shape[1], hidden)\n    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)\n",
    ),
    Twin("learning-rate-too-high", TORCH_BINARY, "lr=1e-3", "lr=1.0"),
    Twin("learning-rate-too-high", KERAS_MULTI, "learning_rate=0.001", "learning_rate=1"),
    Twin("learning-rate-too-low", TORCH_BINARY, "lr=1e-3", "lr=1e-8"),
    Twin("unstable-fine-tuning", TORCH_FINETUNE, "lr=0.001", "lr=0.5"),
    Twin("unshuffled-data", TORCH_MULTI, "shuffle=True", "shuffle=False"),
    Twin("unshuffled-split", TORCH_BINARY, "random_state=0", "shuffle=False"),
    Twin("unscaled-inputs", KERAS_MULTI, "x_train, x_test = x_train / 255.0, x_test / 255.0\n", ""),
    Twin(
        "preprocessing-mismatch",
        KERAS_MULTI,
        "x_train, x_test = x_train / 255.0, x_test / 255.0\n",
        "x_train = x_train / 255.0\n",
    ),
    Twin(
        "preprocessing-mismatch",
        TORCH_MULTI,
        "test_tf = transforms.Compose([transforms.ToTensor(), normalize])",
        "test_tf = transforms.Compose([transforms.ToTensor()])",
    ),
    Twin("constant-inputs", KERAS_MULTI, "x_train / 255.0, x_test / 255.0", "x_train // 255, x_test // 255"),
    Twin(
        "zero-initialized-weights",
        KERAS_MULTI,
        'Dense(64, activation="relu")',
        'Dense(64, activation="relu", kernel_initializer="zeros")',
    ),
    Twin(
        "zero-initialized-weights",
        TORCH_BINARY,
        "            inputs = size\n",
        "            nn.init.zeros_(self.layers[-1].weight)\n            inputs = size\n",
    ),
    Twin("over-regularization", TORCH_MULTI, "weight_decay=5e-4", "weight_decay=0.5"),
    Twin("over-regularization", KERAS_MULTI, "Dropout(0.3)", "Dropout(0.9)"),
    Twin("tiny-batch-batchnorm", TORCH_BINARY, "batch_size=32", "batch_size=2"),
    Twin("vanilla-sgd", TORCH_MULTI, ", momentum=0.9", ""),
)
