"""How a person finds out what a question asks: one small thing to look at or to run.

The checks of the pages say how a cause is confirmed; this says where an answer is found.
"""

from __future__ import annotations

from assistant.symptoms import FAMILIES

_MODEL = "Print the model: print(model) in PyTorch, model.summary() in Keras."
_GRADIENTS = (
    "After loss.backward(): for n, p in model.named_parameters(): print(n, p.grad.norm().item()) "
    "if p.grad is not None else print(n, None)"
)
_BATCH = (
    "x, y = next(iter(loader)); print(x.dtype, x.shape, x.min(), x.max(), x.float().std(), y[:10]) shows "
    "one batch as it enters the network."
)
_FAMILY = {
    "grades": "Read it off the curve; the evidence states the number.",
    "loss": "Look at the loss that the run printed, first value to last; or paste the log here.",
    "accuracy": "Look at the accuracy that the run printed, first value to last; or paste the log here.",
    "validation": "Look at the validation figures beside the training figures; or paste the log here.",
    "setup": "Look into the script, at the lines that build the model, the loss and the optimizer.",
    "data": _BATCH,
    "loop": "Read the lines inside `for batch in loader:` from top to bottom.",
    "tensors": _GRADIENTS,
    "script": "Look into the script, at the last layer and the loss; or type its path here.",
    "told": "You would know it: the trouble would be gone.",
    "experiments": "Run it once as the question says, and come back with what happened; I keep the rest.",
}
_WAYS = {
    "last_activation": f"{_MODEL} The last line is the answer; look as well at what forward() does after it.",
    "output_units": f"{_MODEL} The last layer names its units (out_features, or the last output shape).",
    "normalization": f"{_MODEL} Look for BatchNorm, LayerNorm, GroupNorm, RMSNorm.",
    "hidden_activation": f"{_MODEL} Look at what stands between the layers.",
    "loss_expects": "The documentation of the loss says it: CrossEntropyLoss, BCEWithLogitsLoss and "
    "from_logits=True take raw scores; BCELoss, NLLLoss (after log) and Keras losses by default do not.",
    "metric_reads": "Find the line that computes the accuracy: argmax, a cut at 0.5, round(), top_k?",
    "one_class": "print(torch.bincount(logits.argmax(1))) over the validation set, or "
    "np.unique(model.predict(x).argmax(1), return_counts=True).",
    "class_balance": "np.unique(y_train, return_counts=True)",
    "learning_rate": "print(optimizer.param_groups[0]['lr']), or float(model.optimizer.learning_rate).",
    "framework_warning": "Scroll up to what was printed before the first epoch; or paste it here.",
    "weight_change": "Copy one weight tensor, take one step, compare: (before - after).abs().max().",
    "logit_size": "print(logits.abs().max(), logits.std()) for one batch, before softmax or sigmoid.",
    "input_scaling": _BATCH,
    "inputs_checked": _BATCH,
    "label_values": "print(sorted(set(y.flatten().tolist()))[:20], y.dtype)",
    "labels_checked": "Show ten samples with their labels straight from the loader, as pictures or text.",
    "activation_by_depth": "Print the standard deviation of the output of each layer for one batch "
    "(a forward hook in PyTorch, a model with outputs=[l.output for l in model.layers] in Keras).",
    "loss_start": "Look at the very first loss that was printed; ln K (0.69, 1.10, 2.30) is a fair guess.",
    "batch_size": "print(loader.batch_size), or the batch_size in fit().",
    "optimizer": "Find the line with torch.optim or compile(optimizer=…).",
    "loss_kind": "Find the line that makes the loss (criterion = …, or compile(loss=…)).",
    "shuffled": "DataLoader(shuffle=True), or fit() with arrays: it shuffles; with a generator it does not.",
    "shapes": "print(output.shape, target.shape) right before the loss.",
    "depth": f"{_MODEL} Count the layers with weights, and look for `x + …` in forward(), or Add layers.",
    "softmax_axis": "Print the sums of one batch: probs.sum(dim=1) is 1 in every row if the axis is right.",
    "axis_order": f"{_BATCH} Show x[0] as a picture, or as time steps, right before the model.",
    "padding": "Look for ignore_index or a mask at the loss; compare the ids of padding and end.",
    "ctc_lengths": "print(output.shape, input_lengths.min(), target_lengths.max()) before the loss.",
    "clipping": "Look for clip_grad_norm_ or clipnorm; compare it with the norm before the clip.",
    "training_length": "Look for the number of epochs and for an early stop: its patience, what it keeps.",
    "kl_term": "Print reconstruction and KL term apart, each as a mean over samples.",
    "best_epoch": "Look for the epoch with the best validation figure, and how many came after it.",
    "mode": "Look for model.train() before training and model.eval() before validation.",
}


def how_to_find_out(symptom: str) -> str:
    """One small thing to look at, for any symptom; empty for a name that is not declared."""
    if symptom in _WAYS:
        return _WAYS[symptom]
    return next((_FAMILY[family] for family, members in FAMILIES.items() if symptom in members), "")
