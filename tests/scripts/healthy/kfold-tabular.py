import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

EPOCHS, BATCH, FOLDS, LR = 30, 256, 5, 2e-3
df = pd.read_csv("train.csv")
features = [c for c in df.columns if c not in ("id", "target")]
X, y = df[features].values.astype("float32"), df["target"].values.astype("float32")


class MLP(nn.Module):
    def __init__(self, n, width=256, p=0.3):
        super().__init__()
        self.net = nn.Sequential(
            nn.BatchNorm1d(n),
            nn.Linear(n, width),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Dropout(p),
            nn.Linear(width, width),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Dropout(p),
            nn.Linear(width, 1),
        )

    def forward(self, x):
        return self.net(x).squeeze(1)


def run_epoch(model, loader, criterion, optimizer=None):
    training = optimizer is not None
    model.train(training)
    total, outputs = 0.0, []
    with torch.set_grad_enabled(training):
        for xb, yb in loader:
            out = model(xb)
            loss = criterion(out, yb)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total += loss.item() * len(xb)
            outputs.append(torch.sigmoid(out).detach())
    return total / len(loader.dataset), torch.cat(outputs).numpy()


oof = np.zeros(len(y))
for fold, (tr, va) in enumerate(StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(X, y)):
    scaler = StandardScaler().fit(X[tr])
    tensors = [torch.from_numpy(a) for a in (scaler.transform(X[tr]), y[tr], scaler.transform(X[va]), y[va])]
    train_loader = DataLoader(TensorDataset(*tensors[:2]), BATCH, shuffle=True)
    valid_loader = DataLoader(TensorDataset(*tensors[2:]), BATCH)
    model = MLP(X.shape[1])
    criterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor((y == 0).sum() / (y == 1).sum()))
    optimizer = torch.optim.Adam(model.parameters(), lr=LR, weight_decay=1e-5)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)
    best = np.inf
    for epoch in range(EPOCHS):
        train_loss, _ = run_epoch(model, train_loader, criterion, optimizer)
        valid_loss, pred = run_epoch(model, valid_loader, criterion)
        scheduler.step(valid_loss)
        if valid_loss < best:
            best, oof[va] = valid_loss, pred
    print(f"fold {fold} loss {best:.4f} auc {roc_auc_score(y[va], oof[va]):.4f}")
