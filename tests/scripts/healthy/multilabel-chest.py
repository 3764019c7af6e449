import torch
import torchvision
from sklearn.metrics import roc_auc_score
from torch import nn
from torch.optim import lr_scheduler

from chest import ChestXray

LABELS, BATCH = 14, 32
loaders = {
    phase: torch.utils.data.DataLoader(
        ChestXray(phase), batch_size=BATCH, shuffle=(phase == "train"), num_workers=8
    )
    for phase in ("train", "val")
}
model = torchvision.models.densenet121(weights="IMAGENET1K_V1")
model.classifier = nn.Sequential(nn.Linear(model.classifier.in_features, LABELS), nn.Sigmoid())
model = model.cuda()
criterion = nn.BCELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
scheduler = lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.1)
best = 0.0
for epoch in range(30):
    for phase in ("train", "val"):
        if phase == "train":
            model.train()
        else:
            model.eval()
        total, outs, labels = 0.0, [], []
        for x, y in loaders[phase]:
            x, y = x.cuda(), y.float().cuda()
            optimizer.zero_grad()
            with torch.set_grad_enabled(phase == "train"):
                out = model(x)
                loss = criterion(out, y)
                if phase == "train":
                    loss.backward()
                    optimizer.step()
            total += loss.item() * x.size(0)
            outs.append(out.detach().cpu())
            labels.append(y.cpu())
        if phase == "train":
            scheduler.step()
        auc = roc_auc_score(torch.cat(labels), torch.cat(outs))
        print(f"{phase} loss {total / len(loaders[phase].dataset):.4f} auc {auc:.4f}")
        if phase == "val" and auc > best:
            best = auc
            torch.save(model.state_dict(), "best.pt")
