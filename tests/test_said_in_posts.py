"""What a post says of a training in words of its own, and what the same words do not mean there."""

from __future__ import annotations

import pytest

from assistant.readers.text import read_text
from assistant.session import Session

SAID = [
    (
        "evaluate gives 90 % accuracy, but nearly all labels are predicted wrong",
        "recounted=differs",
    ),
    ("All predictions are zero.", "output_value=zero"),
    ("The output is always one.", "output_value=one"),
    ("Some of the labels are wrong", "labels_checked=some-wrong"),
    ("I fine-tune google/mt5-small with fp16=True", "checkpoint_precision=bfloat16"),
    ("optimizer SGD with weight_decay=0.01", "regularization=strong"),
    ("Trained with dice or bce loss. bce loss: sometimes all values negative.", "loss_level=negative"),
    ("softmax at the end of the decoder and NLLLoss", "output_fit=no-log"),
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
    ("LeNet on Fashion MNIST does not learn, accuracy is 10 %.\nAdam(lr=0.1)", "learning_rate=extreme"),
    (
        "Training loss goes down to 1.46 and no further.\nforward ends with F.softmax(x, "
        "dim=1)\nnn.CrossEntropyLoss()",
        "output_fit=softmax-twice",
    ),
    (
        "My accuracy is above 1, what is wrong?\ncorrect += (pred == y).sum(); acc = "
        "correct / len(train_loader)",
        "metric_fit=miscounts",
    ),
    ("I approximate sin(x) with Dense(20, relu) -> Dense(1, relu) and mse", "output_fit=range-too-small"),
    ("A regression of the cosine function, last layer Dense(1, sigmoid)", "output_fit=range-too-small"),
    ("The lower half of the curve is a flat line at zero", "output_fit=range-too-small"),
    ("News articles with several topics each", "task=multilabel"),
    ("labels are multi-hot rows of 90 topics", "task=multilabel"),
    ("It predicts 'no' for everybody", "one_class=always"),
    ("The model says healthy for every patient", "one_class=always"),
    ("the columns are age, balance and duration, no StandardScaler", "input_scaling=raw"),
    ("feature is the size in square feet (about 2000)", "input_scaling=raw"),
    ("In two runs out of five it works", "restarts=varies"),
    ("It works in some runs out of ten", "restarts=varies"),
    ("the loss goes down a bit every epoch", "loss_trend=crawling"),
    ("the RNN never learns to use the beginning of the sequence", "gradient_by_depth=shrinks"),
    ("The LSTM is unable to capture long range dependencies", "gradient_by_depth=shrinks"),
    ("the weights of the first layers hardly change", "gradient_by_depth=shrinks"),
    ("I build overlapping windows and split them randomly with train_test_split", "leak=yes"),
    ("Segmentation: the output is black for every picture", "class_balance=imbalanced"),
    (
        "I shuffled X_train with np.random.shuffle and then y_train with np.random.shuffle again",
        "labels_checked=mismatch",
    ),
    (
        "Predictions are right when I feed a batch of 32 but wrong when I feed the pictures one at a time",
        "evaluation_batch=changes",
    ),
    ("Removing BatchNormalization makes both results equal", "norm_removed=cured"),
    ("The model is built inside of the epoch loop", "weights_kept=made-anew"),
    ("image / 255 with uint8 gives 0 everywhere", "inputs_checked=constant"),
    ("the output is nothing but <pad>", "padding=counted"),
    ("I used view(batch, -1, channels) where a permute was needed", "axis_order=wrong"),
    ("fc3 followed by F.relu, then CrossEntropyLoss", "output_fit=cut-off-scores"),
    ("I have 40 samples for training", "training_size=tiny"),
    ("I train 200 points with adam, batch 32", "batch_size=usual"),
    ("After each restart of the cosine schedule the loss shoots up", "rate_and_loss=jumps"),
    ("I call loss.backward() and optimizer.step() in each iteration and that's all", "loop=no-zero-grad"),
    ("BCELoss, the loss is negative, and the Dice coefficient is 1.97", "loss_level=negative"),
    (
        "On a set of 1000 examples with batch size 128 the accuracy never gets above 0.896",
        "metric_fit=miscounts",
    ),
    (
        "5000 images, batch_size=64, and the best validation accuracy is 0.998 although all are right",
        "metric_fit=miscounts",
    ),
    (
        "The validation loss is about four times lower than the training "
        "loss.\nSubsetRandomSampler for the 80/20 split",
        "loss_sum=other-batches",
    ),
    (
        "validation loss about 1/9 of the training loss, a tenth of the data is held back",
        "loss_sum=other-batches",
    ),
    (
        "Validation runs every 500 iterations inside the epoch. The training loss jumps "
        "at the start of each new epoch.",
        "mode=wrong",
    ),
    (
        "My classifier reaches 94 % at once and stays there. 94 % of the mails are no spam.",
        "class_balance=imbalanced",
    ),
    ("The accuracy stays at 87.5%. In the data 87.5% of the rows are negative.", "class_balance=imbalanced"),
    ("two yes/no columns as targets\nsoftmax and categorical_crossentropy", "output_fit=wrong-loss"),
    ("Later the average loss no longer changes", "loss_trend=plateau"),
    ("the loss differs depending on whether I put model.eval() before it", "mode=wrong"),
    ("Accuracy is about 1/64 of what it should be", "metric_fit=miscounts"),
    ("F1 is zero although the confusion matrix is nearly diagonal", "metric_fit=miscounts"),
    (
        "the training generator uses preprocess_input of VGG, the validation generator does not",
        "same_preprocessing=different",
    ),
    ("ReduceLROnPlateau takes the rate down to 1e-8 within ten epochs", "rate_and_loss=stops"),
    ("ExponentialLR and gamma 0.1, stepped in every iteration", "rate_and_loss=stops"),
    ("My labels are in the order of 1e6", "target_scaling=raw"),
    ("os.listdir gives the pictures in another order than the rows of the csv", "labels_checked=mismatch"),
    ("5 linear layers one after the other, no ReLU", "hidden_activation=none"),
    ("it answers only with padding tokens", "padding=counted"),
    ("The labels after preprocessing are all 0", "class_balance=single"),
    ("the batch grows from 64 to 4096", "batch_size=large"),
    ("The script ends after 2 epochs", "training_length=few"),
    ("Good on the public test set, bad on images from our own camera", "test_gap=large"),
    ("Validation loss 0.34, training loss 0.31, both fall", "loss_trend=falling"),
    (
        "Autoencoder for standardized sensor data (mean 0, std 1)\nDecoder: Dense(64, "
        "relu) -> Dense(16, sigmoid)",
        "output_fit=range-too-small",
    ),
    (
        "It does not learn. model.add(Dense(1)); model.add(Activation('softmax'))",
        "output_fit=one-unit-softmax",
    ),
    ("DQN with rewards up to 5000", "target_scaling=raw"),
    ("posts that have multiple hashtags", "task=multilabel"),
    ("My train function builds a new model each time", "weights_kept=made-anew"),
    ("By mistake only rows with label 1 were left", "class_balance=single"),
    ("I train one epoch only", "training_length=few"),
    ("The loss goes down slowly but steadily", "loss_trend=falling"),
    ("Is this good?", "worry=wonders"),
    ("i forget the sigmoid on last layer", "last_activation=none"),
    (
        "targets: between 7.3 and 21.1\nDense(32, relu) -> Dense(1, sigmoid)\nloss mse, rmsprop",
        "output_fit=range-too-small",
    ),
]
NOT_SAID = [
    ("There are 5 classes. num_classes=0 means all", "output_units=mismatch"),
    ("On 1000 examples with batch 0 the accuracy is 0.896", "metric_fit"),
    ("accuracy fluctuates between 0.91 and 0.93 during the last epochs", "accuracy_trend=erratic"),
    ("Everything normal?", "one_class"),
    ("Autoencoder for pixels of 0 to 1, decoder Dense(64, relu) -> Dense(784, sigmoid)", "output_fit"),
    ("All is normal, nothing is empty", "one_class"),
    ("rewards after 5000 episodes are low", "target_scaling"),
    ("On a set of 1000 examples with batch size 100 the accuracy never gets above 0.896", "metric_fit"),
    ("On a set of 1000 examples with batch size 128 the accuracy is 0.91", "metric_fit"),
    ("The validation loss is three times lower than the training loss.\n80/20 split", "loss_sum"),
    (
        "Validation runs at the end of each epoch. The training loss jumps at the start of each new epoch.",
        "mode",
    ),
    ("99.11% accuracy is good. I get 99.11% after 3 epochs", "class_balance"),
    ("The accuracy is 91 %. In the data 60 % of the rows are negative.", "class_balance=single"),
    ("My labels are in the order of the files", "target_scaling"),
    ("My labels are in the order of 1e6", "shuffled"),
    ("5 linear layers one after the other", "shuffled"),
    ("The targets are all 0 to 1", "class_balance"),
    ("The labels are all 1-hot", "class_balance=single"),
    ("The rate goes from 0.1 to 0.01", "rate_and_loss"),
    ("Is the accuracy 1/64 of what it should be?", "metric_fit"),
    ("The network is good on the validation set and on my own pictures", "test_gap"),
    ("The loss does not depend on whether I call model.eval()", "mode=wrong"),
    ("I learn with a cosine schedule and Dense(1, sigmoid)", "output_fit=range-too-small"),
    ("The cosine similarity is learned, last layer Dense(1, sigmoid)", "output_fit=range-too-small"),
    ("epoch 3, batch 5: loss 0.4", "batch_size"),
    ("The crash comes at batch 1700", "batch_size"),
    ("I build the model, then the training loop", "weights_kept=made-anew"),
    ("I have 40 samples for testing", "training_size"),
    (
        "I call optimizer.zero_grad(), loss.backward() and optimizer.step() in each iteration and that's all",
        "loop",
    ),
    ("Is the output black for every picture?", "class_balance"),
    ("I used a permute, no view", "axis_order=wrong"),
    ("The output is black and white as it should be", "class_balance"),
    ("normalizing flow, the loss is negative", "loss_level=negative"),
    ("I scaled with StandardScaler", "input_scaling=raw"),
    ("Both X and y are shuffled together with the same permutation", "labels_checked"),
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
    ("log_softmax at the end of the decoder and NLLLoss, as in the original", "output_fit"),
    ("nll loss is negative for my regression with a Gaussian output", "loss_level=negative"),
    ("evaluate gives 90 % accuracy, but nearly all labels are predicted wrong", "labels_checked"),
    ("The dataset returns for each index one cover image (label 0) and one other", "output_value"),
    ("evaluate gives 100 % accuracy and a loss near zero", "output_value"),
    ("On these labels 'CE' gives 0, while 'MSE' works fine", "output_fit"),
    ("weight_decay=0.01 and a learning rate of 2e-5", "regularization=strong"),
    ("I train BERT with fp16=True", "checkpoint_precision"),
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
