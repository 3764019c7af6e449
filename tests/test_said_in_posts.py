"""What a post says of a training in words of its own, and what the same words do not mean there."""

from __future__ import annotations

import pytest

from assistant.readers.text import read_text
from assistant.session import Session

SAID = [
    (
        "values below zero are never predicted although the targets go from -1 to 2",
        "output_fit=range-too-small",
    ),
    (
        "17 rows, target between -1.05 and 2.71\nDense(4, relu) -> Dense(1, relu)\nloss=mean_squared_error",
        "output_fit=range-too-small",
    ),
    (
        "The targets are between 0 and 40. Dense(8, relu) -> Dense(1, sigmoid), mse",
        "output_fit=range-too-small",
    ),
    (
        "labels range from -30 to 30 degrees, last layer Dense(1, activation='relu')",
        "output_fit=range-too-small",
    ),
    ("Negative values are never predicted.", "output_fit=range-too-small"),
    ("My network never outputs a negative number.", "output_fit=range-too-small"),
    ("All negative targets are predicted as 0.", "output_fit=range-too-small"),
    ("y lies between -5 and 5 but the output layer has a sigmoid", "output_fit=range-too-small"),
    (
        "The predictions are clipped at zero while half of the targets are negative",
        "output_fit=range-too-small",
    ),
    ("target values from -1.05 to 2.71, tanh at the output", "output_fit=range-too-small"),
    ("set has 85742 identities\nclass_number default 85164", "output_units=mismatch"),
    ("There are 120 dog breeds, num_classes=100", "output_units=mismatch"),
    ("My data has 12 speakers, n_classes is set to 10", "output_units=mismatch"),
    ("We have 7 emotions and the last layer has 6 units", "output_units=mismatch"),
    ("There are 26 letters, and the output layer has 25 neurons", "output_units=mismatch"),
    ("The fine-tuned model rarely, if ever, generates the stop token.", "padding=end-too"),
    ("For fine-tuning I set tokenizer.pad_token_id = tokenizer.eos_token_id", "padding=end-too"),
    ("Fine-tuning with tokenizer.pad_token = tokenizer.eos_token", "padding=end-too"),
    ("After fine-tuning the model does not stop and keeps generating until max length", "padding=end-too"),
    ("I set the pad token to the eos token", "padding=end-too"),
    ("It never produces the EOS token", "padding=end-too"),
    ("the generation runs on until max_new_tokens", "padding=end-too"),
    ("I use the EOS token as the padding token", "padding=end-too"),
    (
        "The parameters are updated in exactly the same way whatever the value of beta, "
        "the weight of that loss term.",
        "loop=detached",
    ),
    ("Changing the weight of the second loss term has no effect on the training", "loop=detached"),
    ("The results are identical for any lambda of the regularization loss", "loop=detached"),
    ("no matter which coefficient I give the auxiliary loss, the weights come out the same", "loop=detached"),
    ("The loss uses argmax of the output", "loop=detached"),
    ("My custom loss is computed from the argmax of the predictions", "loop=detached"),
    ("I threshold the output and compute the loss on the binary mask", "loop=detached"),
    ("I convert the output to numpy before I compute the loss", "loop=detached"),
    ("Every picture of class 2 is called class 12", "labels_checked=mismatch"),
    ("all pictures of class 2 predicted as 12", "labels_checked=mismatch"),
    ("Cats are predicted as dogs and dogs as cats", "labels_checked=mismatch"),
    ("The class names in the prediction are shifted by one", "labels_checked=mismatch"),
    (
        "The predicted class number is wrong. My folders are sorted alphabetically: 0, 1, 10, 11, 2",
        "labels_checked=mismatch",
    ),
    ("The index of the largest output does not match the class number", "labels_checked=mismatch"),
    ("The accuracy numbers come out really inflated", "recounted=differs"),
    ("The accuracy never gets above 0.896 even where every prediction is right", "recounted=differs"),
    ("The reported accuracy is too low although all predictions are correct", "recounted=differs"),
    ("It scores far higher than the paper says", "leak=yes"),
    ("My accuracy is 20 points higher than what the paper reports", "leak=yes"),
    ("The result is much better than the state of the art, which seems suspicious", "leak=yes"),
    ("97 % where the paper reports 76.6 %", "leak=yes"),
    ("prediction of house prices, acc and val_acc do not change at all", "metric_fit=other-task"),
    ("Regression of the traffic speed with mse, the accuracy is stuck at 0.0056", "metric_fit=other-task"),
    ("Loss and validation loss go down and settle", "loss_trend=falling"),
    ("acc and val_acc do not change at all", "accuracy_trend=frozen"),
    ("two yes/no columns as targets", "task=multilabel"),
    ("predicts 31 yes/no answers for each row", "task=multilabel"),
    ("Each sample has three independent yes/no labels", "task=multilabel"),
    ("own videos of one action only", "class_balance=single"),
    ("I have only one class, fall_down", "class_balance=single"),
    ("the training flag is set for training, off for evaluation", "mode=right"),
    ("larger batches diverge, smaller ones train; nothing else changed", "loss_sum=sum"),
    ("It trains with a batch size of 128; with larger batches the gradients explode", "loss_sum=sum"),
]
NOT_SAID = [
    ("The loss goes down. Values below zero are removed from the data.", "loss_level"),
    ("Two clouds, predictions are all close to one another", "output_value"),
    ("Every picture of class 2 is called class 12", "one_class"),
    ("Linear regression on house prices", "task=multiclass"),
    ("It is far worse than the paper says", "leak"),
    ("My accuracy is 20 points lower than what the paper reports", "leak"),
    ("Targets between 0 and 1, Dense(1, sigmoid), mse", "output_fit"),
    ("targets from 3 to 90, Dense(8, relu) -> Dense(1, relu)", "output_fit"),
    ("Targets between -1 and 1 with a tanh output", "output_fit"),
    ("120 classes, num_classes=120", "output_units=mismatch"),
    (
        "60 speakers are used for training with batch size 10, num_classes = 5 emotions",
        "output_units=mismatch",
    ),
    ("The model generates the EOS token after each sentence as it should", "padding"),
    ("Why does nobody generate the stop token first?", "padding"),
    ("Changing the weight of the loss term helped", "loop"),
    ("I compute the accuracy with argmax of the output", "loop"),
    ("I tried if the value of beta matters", "loop"),
    ("Predictions are close to one", "class_balance"),
    ("smaller batches diverge, larger ones train", "loss_sum"),
]


def read(post: str) -> set[str]:
    """The observations of a post, as `symptom=answer`."""
    observed = Session(read_text(post + "\n", "post")).report().observations
    return {f"{one.symptom}={one.answer}" for one in observed}


@pytest.mark.parametrize(("post", "expected"), SAID)
def test_a_post_says(post: str, expected: str) -> None:
    assert expected in read(post)


@pytest.mark.parametrize(("post", "silent"), NOT_SAID)
def test_a_post_does_not_say(post: str, silent: str) -> None:
    assert not [one for one in read(post) if one == silent or one.split("=")[0] == silent]
