import torch
from torch import nn
from torch.utils.data import DataLoader
from transformers import AutoModel, AutoTokenizer, get_linear_schedule_with_warmup

from dataset import ReviewDataset, collate


class Config:
    name = "roberta-base"
    lr = 2e-5
    epochs = 4
    batch_size = 4
    accum = 8
    max_grad_norm = 1.0
    warmup = 0.06


class Classifier(nn.Module):
    def __init__(self, name, dropout=0.1):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(name)
        hidden = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, input_ids, attention_mask):
        out = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
        pooled = out.last_hidden_state[:, 0]
        return self.head(self.dropout(pooled)).squeeze(-1)


cfg = Config()
tokenizer = AutoTokenizer.from_pretrained(cfg.name)
train_loader = DataLoader(
    ReviewDataset("train.csv", tokenizer), cfg.batch_size, shuffle=True, collate_fn=collate
)
valid_loader = DataLoader(ReviewDataset("valid.csv", tokenizer), 32, collate_fn=collate)
model = Classifier(cfg.name).cuda()
no_decay = ["bias", "LayerNorm.weight"]
groups = [
    {
        "params": [p for n, p in model.named_parameters() if not any(d in n for d in no_decay)],
        "weight_decay": 0.01,
    },
    {
        "params": [p for n, p in model.named_parameters() if any(d in n for d in no_decay)],
        "weight_decay": 0.0,
    },
]
optimizer = torch.optim.AdamW(groups, lr=cfg.lr)
steps = len(train_loader) // cfg.accum * cfg.epochs
scheduler = get_linear_schedule_with_warmup(optimizer, int(cfg.warmup * steps), steps)
criterion = nn.BCEWithLogitsLoss()
for epoch in range(cfg.epochs):
    model.train()
    optimizer.zero_grad()
    running = 0.0
    for step, batch in enumerate(train_loader):
        logits = model(batch["input_ids"].cuda(), batch["attention_mask"].cuda())
        loss = criterion(logits, batch["label"].float().cuda())
        loss = loss / cfg.accum
        loss.backward()
        running += loss.item() * cfg.accum
        if (step + 1) % cfg.accum == 0:
            nn.utils.clip_grad_norm_(model.parameters(), cfg.max_grad_norm)
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
    model.eval()
    correct, n = 0, 0
    with torch.no_grad():
        for batch in valid_loader:
            prob = torch.sigmoid(model(batch["input_ids"].cuda(), batch["attention_mask"].cuda()))
            correct += ((prob > 0.5).cpu() == batch["label"].bool()).sum().item()
            n += len(prob)
    print(f"epoch {epoch} loss {running / len(train_loader):.4f} acc {correct / n:.4f}")
