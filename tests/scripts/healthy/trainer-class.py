import logging
from pathlib import Path

import torch
import yaml
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from src.datasets import build_dataloaders
from src.metrics import AverageMeter
from src.models import build_model
from src.schedulers import build_scheduler

LOSSES = {"ce": nn.CrossEntropyLoss, "bce": nn.BCEWithLogitsLoss, "mse": nn.MSELoss}
OPTIMIZERS = {"sgd": torch.optim.SGD, "adamw": torch.optim.AdamW}


class Trainer:
    def __init__(self, config):
        self.config = config
        self.device = torch.device(config["device"])
        self.model = build_model(config["model"]).to(self.device)
        if config.get("softmax", False):
            self.model = nn.Sequential(self.model, nn.Softmax(dim=1))
        self.criterion = LOSSES[config["loss"]]()
        self.optimizer = OPTIMIZERS[config["optimizer"]](self.model.parameters(), **config["optimizer_args"])
        self.scheduler = build_scheduler(self.optimizer, config)
        self.train_loader, self.val_loader = build_dataloaders(config)
        self.writer = SummaryWriter(config["logdir"])
        self.epoch = self.step = 0
        self.use_amp = config.get("amp", False)
        self.scaler = torch.cuda.amp.GradScaler(enabled=self.use_amp)

    def fit(self):
        for self.epoch in range(self.epoch, self.config["epochs"]):
            self._train_epoch()
            score = self._validate()
            self.scheduler.step()
            self._save(score)

    def _train_epoch(self):
        self.model.train()
        meter = AverageMeter()
        for batch in self.train_loader:
            loss = self._train_step(batch)
            meter.update(loss)
            self.step += 1
            if self.step % 100 == 0:
                self.writer.add_scalar("train/loss", meter.avg, self.step)

    def _train_step(self, batch):
        inputs, targets = (t.to(self.device) for t in batch)
        with torch.cuda.amp.autocast(enabled=self.use_amp):
            outputs = self.model(inputs)
            loss = self.criterion(outputs, targets)
        self._optimize(loss)
        return loss.item()

    def _optimize(self, loss):
        self.optimizer.zero_grad()
        self.scaler.scale(loss).backward()
        self.scaler.step(self.optimizer)
        self.scaler.update()

    @torch.no_grad()
    def _validate(self):
        self.model.eval()
        meter = AverageMeter()
        for batch in self.val_loader:
            inputs, targets = (t.to(self.device) for t in batch)
            meter.update((self.model(inputs).argmax(1) == targets).float().mean().item())
        self.writer.add_scalar("val/acc", meter.avg, self.epoch)
        return meter.avg

    def _save(self, score):
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "epoch": self.epoch,
        }
        torch.save(state, Path(self.config["logdir"]) / "last.pt")
        logging.info("epoch %d score %.4f", self.epoch, score)


if __name__ == "__main__":
    with open("config.yaml") as f:
        Trainer(yaml.safe_load(f)).fit()
