from dataclasses import dataclass, field

import evaluate
import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    Trainer,
    TrainingArguments,
    set_seed,
)


@dataclass
class Arguments:
    model_name: str = "bert-base-uncased"
    task: str = "mrpc"
    max_length: int = 128
    lr: float = 2e-5
    batch_size: int = 16
    epochs: int = 3
    output: str = field(default="out", metadata={"help": "where to write"})


args = Arguments()
set_seed(42)
raw = load_dataset("glue", args.task)
tokenizer = AutoTokenizer.from_pretrained(args.model_name)
metric = evaluate.load("glue", args.task)


def tokenize(batch):
    return tokenizer(batch["sentence1"], batch["sentence2"], truncation=True, max_length=args.max_length)


encoded = raw.map(tokenize, batched=True, remove_columns=["sentence1", "sentence2", "idx"])
model = AutoModelForSequenceClassification.from_pretrained(args.model_name, num_labels=2)


def compute_metrics(prediction):
    logits, labels = prediction
    predictions = np.argmax(logits, axis=-1)
    return metric.compute(predictions=predictions, references=labels)


training = TrainingArguments(
    output_dir=args.output,
    learning_rate=args.lr,
    per_device_train_batch_size=args.batch_size,
    per_device_eval_batch_size=64,
    num_train_epochs=args.epochs,
    weight_decay=0.01,
    warmup_ratio=0.1,
    evaluation_strategy="epoch",
    save_strategy="epoch",
    load_best_model_at_end=True,
    metric_for_best_model="f1",
    fp16=True,
    logging_steps=50,
    report_to="none",
)
trainer = Trainer(
    model=model,
    args=training,
    train_dataset=encoded["train"],
    eval_dataset=encoded["validation"],
    data_collator=DataCollatorWithPadding(tokenizer),
    compute_metrics=compute_metrics,
    callbacks=[EarlyStoppingCallback(early_stopping_patience=2)],
)
trainer.train()
print(trainer.evaluate())
trainer.save_model(args.output)
