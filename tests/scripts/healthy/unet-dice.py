from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn, optim
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, random_split
from tqdm import tqdm

CONFIG = {"lr": 1e-4, "batch_size": 4, "epochs": 40, "scale": 0.5, "amp": False, "device": "cuda"}


class Carvana(Dataset):
    def __init__(self, images, masks, scale):
        self.images, self.masks, self.scale = Path(images), Path(masks), scale
        self.ids = sorted(p.stem for p in self.images.iterdir())

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, i):
        image = Image.open(self.images / f"{self.ids[i]}.jpg")
        mask = Image.open(self.masks / f"{self.ids[i]}_mask.gif")
        image = np.asarray(image, dtype=np.float32).transpose(2, 0, 1) / 255.0
        mask = (np.asarray(mask) > 0).astype(np.float32)
        return torch.from_numpy(image), torch.from_numpy(mask)


class DoubleConv(nn.Module):
    def __init__(self, inp, out):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(inp, out, 3, padding=1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
            nn.Conv2d(out, out, 3, padding=1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.net(x)


class UNet(nn.Module):
    def __init__(self, channels=3, classes=1, features=(64, 128, 256, 512)):
        super().__init__()
        self.downs, self.ups = nn.ModuleList(), nn.ModuleList()
        self.pool = nn.MaxPool2d(2)
        for feature in features:
            self.downs.append(DoubleConv(channels, feature))
            channels = feature
        for feature in reversed(features):
            self.ups.append(nn.ConvTranspose2d(feature * 2, feature, 2, 2))
            self.ups.append(DoubleConv(feature * 2, feature))
        self.bottleneck = DoubleConv(features[-1], features[-1] * 2)
        self.final = nn.Conv2d(features[0], classes, 1)

    def forward(self, x):
        skips = []
        for down in self.downs:
            x = down(x)
            skips.append(x)
            x = self.pool(x)
        x = self.bottleneck(x)
        skips = skips[::-1]
        for i in range(0, len(self.ups), 2):
            x = self.ups[i](x)
            x = self.ups[i + 1](torch.cat((skips[i // 2], x), dim=1))
        return self.final(x)


def dice_loss(logits, target, smooth=1.0):
    prob = torch.sigmoid(logits)
    inter = (prob * target).sum(dim=(1, 2))
    union = prob.sum(dim=(1, 2)) + target.sum(dim=(1, 2))
    return 1 - ((2 * inter + smooth) / (union + smooth)).mean()


def evaluate(model, loader, device):
    model.eval()
    dice = 0
    with torch.no_grad():
        for x, y in tqdm(loader, leave=False):
            x, y = x.to(device), y.to(device)
            pred = (torch.sigmoid(model(x)).squeeze(1) > 0.5).float()
            dice += (2 * (pred * y).sum()) / ((pred + y).sum() + 1e-8)
    model.train()
    return dice / len(loader)


def main(cfg=CONFIG):
    device = torch.device(cfg["device"] if torch.cuda.is_available() else "cpu")
    data = Carvana("data/imgs", "data/masks", cfg["scale"])
    n_val = int(len(data) * 0.1)
    train_set, val_set = random_split(
        data, [len(data) - n_val, n_val], generator=torch.Generator().manual_seed(0)
    )
    train_loader = DataLoader(train_set, shuffle=True, batch_size=cfg["batch_size"], num_workers=4)
    val_loader = DataLoader(val_set, shuffle=False, drop_last=True, batch_size=cfg["batch_size"])
    model = UNet().to(device)
    optimizer = optim.RMSprop(model.parameters(), lr=cfg["lr"], weight_decay=1e-8, momentum=0.9)
    scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, "max", patience=2)
    criterion = nn.BCEWithLogitsLoss()
    for epoch in range(1, cfg["epochs"] + 1):
        model.train()
        epoch_loss = 0
        for images, masks in tqdm(train_loader, desc=f"Epoch {epoch}"):
            images, masks = images.to(device), masks.to(device)
            pred = model(images).squeeze(1)
            loss = criterion(pred, masks) + dice_loss(pred, masks)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_value_(model.parameters(), 0.1)
            optimizer.step()
            epoch_loss += loss.item()
        score = evaluate(model, val_loader, device)
        scheduler.step(score)
        print(f"epoch {epoch} loss {epoch_loss / len(train_loader):.4f} dice {score:.4f}")
        torch.save(model.state_dict(), f"checkpoint_{epoch}.pth")


if __name__ == "__main__":
    main()
