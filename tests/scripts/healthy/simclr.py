import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision
from torch.utils.data import DataLoader
from torchvision import transforms as T

from lars import LARS


class TwoViews:
    def __init__(self, base):
        self.base = base

    def __call__(self, x):
        return self.base(x), self.base(x)


class SimCLR(nn.Module):
    def __init__(self, dim=128):
        super().__init__()
        self.encoder = torchvision.models.resnet50(weights=None)
        width = self.encoder.fc.in_features
        self.encoder.fc = nn.Identity()
        self.projector = nn.Sequential(
            nn.Linear(width, width, bias=False), nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, dim)
        )

    def forward(self, x):
        return F.normalize(self.projector(self.encoder(x)), dim=1)


def nt_xent(z1, z2, temperature=0.5):
    z = torch.cat([z1, z2], dim=0)
    sim = z @ z.t() / temperature
    n = z1.size(0)
    mask = torch.eye(2 * n, dtype=torch.bool, device=z.device)
    sim.masked_fill_(mask, float("-inf"))
    targets = torch.cat([torch.arange(n, 2 * n), torch.arange(n)]).to(z.device)
    return F.cross_entropy(sim, targets)


def main():
    aug = T.Compose(
        [T.RandomResizedCrop(32), T.RandomHorizontalFlip(), T.ColorJitter(0.4, 0.4, 0.4, 0.1), T.ToTensor()]
    )
    data = torchvision.datasets.CIFAR10("data", train=True, transform=TwoViews(aug), download=True)
    loader = DataLoader(data, batch_size=512, shuffle=True, drop_last=True, num_workers=8)
    model = SimCLR().cuda()
    optimizer = LARS(model.parameters(), lr=1.0, weight_decay=1e-6)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=100 * len(loader))
    for epoch in range(100):
        total = 0.0
        for (a, b), _ in loader:
            loss = nt_xent(model(a.cuda()), model(b.cuda()))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
            total += loss.item()
        print(epoch, total / len(loader))
        if epoch % 10 == 9:
            torch.save(model.encoder.state_dict(), f"simclr_{epoch}.pt")


if __name__ == "__main__":
    main()
