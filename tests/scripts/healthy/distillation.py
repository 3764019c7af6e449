import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision.models as models
from torch.optim.lr_scheduler import OneCycleLR

from data import get_loaders

T, alpha, epochs = 4.0, 0.7, 30
device = "cuda" if torch.cuda.is_available() else "cpu"
train_loader, val_loader = get_loaders(batch_size=64)
teacher = models.resnet50(weights=models.ResNet50_Weights.IMAGENET1K_V2)
teacher.fc = nn.Linear(teacher.fc.in_features, 100)
teacher.load_state_dict(torch.load("teacher.pt"))
teacher.to(device).eval()
for p in teacher.parameters():
    p.requires_grad = False
student = models.resnet18(weights=None)
student.fc = nn.Sequential(nn.Dropout(0.2), nn.Linear(512, 100))
student = student.to(device)
optimizer = torch.optim.AdamW(student.parameters(), lr=3e-4, weight_decay=0.05)
scheduler = OneCycleLR(optimizer, max_lr=3e-3, total_steps=epochs * len(train_loader))


def kd_loss(student_logits, teacher_logits, labels):
    soft = F.kl_div(
        F.log_softmax(student_logits / T, dim=1), F.softmax(teacher_logits / T, dim=1), reduction="batchmean"
    )
    hard = F.cross_entropy(student_logits, labels)
    return alpha * T * T * soft + (1 - alpha) * hard


for epoch in range(epochs):
    student.train()
    for x, y in train_loader:
        x, y = x.to(device), y.to(device)
        with torch.no_grad():
            t = teacher(x)
        s = student(x)
        loss = kd_loss(s, t, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    student.eval()
    hits = total = 0
    with torch.no_grad():
        for x, y in val_loader:
            out = student(x.to(device)).cpu()
            hits += (out.argmax(1) == y).sum().item()
            total += y.size(0)
    print(epoch, loss.item(), hits / total)
