import torch
from accelerate import Accelerator
from torch import nn
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, get_scheduler

from data import load_train_eval

accelerator = Accelerator(gradient_accumulation_steps=4, mixed_precision="fp16")
model = AutoModelForCausalLM.from_pretrained("gpt2")
model.gradient_checkpointing_enable()
train_set, eval_set = load_train_eval("data")
train_loader = DataLoader(train_set, shuffle=True, batch_size=8)
eval_loader = DataLoader(eval_set, batch_size=8)
optimizer = torch.optim.AdamW(model.parameters(), lr=5e-5)
model, optimizer, train_loader, eval_loader = accelerator.prepare(model, optimizer, train_loader, eval_loader)
steps = 3 * len(train_loader)
scheduler = get_scheduler("linear", optimizer=optimizer, num_warmup_steps=100, num_training_steps=steps)
for epoch in range(3):
    model.train()
    for batch in train_loader:
        with accelerator.accumulate(model):
            outputs = model(**batch)
            loss = outputs.loss
            accelerator.backward(loss)
            if accelerator.sync_gradients:
                accelerator.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
    model.eval()
    losses = []
    for batch in eval_loader:
        with torch.no_grad():
            outputs = model(**batch)
        losses.append(accelerator.gather(outputs.loss.repeat(8)))
    accelerator.print(f"epoch {epoch} perplexity {torch.exp(torch.cat(losses).mean()):.2f}")
