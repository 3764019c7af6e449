"""What people say of their training in sentences of their own, and what the same words do not mean."""

from __future__ import annotations

import pytest

from assistant.observe.prose import observe_prose
from assistant.readers.text import read_text
from assistant.run import Place, Words
from assistant.session import Session

SAID = [
    ("It predicts completely at random.", "accuracy_level=chance"),
    ("The test accuracy is 25 %, which is chance, and I ran ten epochs.", "accuracy_level=chance"),
    ("I train a nnU-Net and the loss is negative.", "negative_by_design=yes"),
    (
        "The config was written for 8 GPUs, I only have one. I left lr at 0.02. Losses keep "
        "growing until everything is nan.",
        "learning_rate=high",
    ),
    (
        "Weights become 1e12 after ten iterations of gradient descent, cost increases every step. "
        "learning rate 0.3.",
        "learning_rate=high",
    ),
    (
        "Fine-tuning BERT for classification, after half an epoch accuracy collapses to the "
        "majority class. lr=1e-3 with Adam.",
        "learning_rate=high",
    ),
    ("The loss first drops, then jumps to 87.3365 and stays there forever.", "loss_trend=diverging"),
    (
        "I doubled the learning rate because I use half the number of GPUs, now I get nan loss in "
        "the first epoch.",
        "learning_rate=high",
    ),
    (
        "I reduced the batch size from 32 to 2 because of memory, and now the loss diverges.",
        "learning_rate=high",
    ),
    (
        "Training loss explodes at iteration 300, gradient norm goes to 1e5. Learning rate 0.1, "
        "momentum 0.9.",
        "loss_trend=diverging",
    ),
    (
        "Accuracy stalls as soon as the second epoch begins. I call scheduler.step() after every "
        "batch with StepLR(step_size=10).",
        "rate_and_loss=stops",
    ),
    (
        "After resuming from the checkpoint the loss is much higher than where I stopped.",
        "rate_and_loss=jumps",
    ),
    ("I printed the learning rate and it is 0 after a few hundred steps.", "rate_and_loss=stops"),
    ("Without warm-up my transformer diverges.", "rate_and_loss=jumps"),
    (
        "Using cosine decay instead of the step decay of the paper, results get worse and "
        "validation loss goes up.",
        "rate_and_loss=stops",
    ),
    (
        "Every time the cyclic schedule restarts the loss spikes and takes long to recover.",
        "rate_and_loss=jumps",
    ),
    ("The lr decays so fast that after 3 epochs nothing is learned any more.", "rate_and_loss=stops"),
    (
        "The scheduler's total number of steps was computed for one GPU, I train on 8, so the rate "
        "never decays.",
        "rate_and_loss=stops",
    ),
    (
        "The loss decreases at first and then diverges after some epochs. I looked at the loop: "
        "loss.backward(), optimizer.step(), and that is it.",
        "loop=no-zero-grad",
    ),
    ("Gradients of every batch add up, since nothing resets them.", "loop=no-zero-grad"),
    (
        "The loop calls backward and step but there is no zero_grad in it, and after a while the "
        "loss explodes.",
        "loop=no-zero-grad",
    ),
    (
        "Accuracy gets lower and lower the longer I train, down to 10 %. There is no optimizer.zero_grad().",
        "loop=no-zero-grad",
    ),
    (
        "The parameters are identical before and after training. I compute the gradients but do "
        "not apply them.",
        "weight_change=none",
    ),
    ("Loss stays constant; the weights never change from their initial values.", "weight_change=none"),
    (
        "After loading the checkpoint I create the model again, the optimizer was made before. The "
        "loss does not go down.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "I construct the optimizer with model.parameters() and then replace model.fc. The new "
        "layer is not trained.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "Only the encoder's parameters are given to Adam, the decoder is not trained.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "The generator's optimizer gets the discriminator's parameters.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "model.parameters() returns only the last layer, the layers I build in a loop do not show up.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "print(model) does not list my conv layers. I keep them in a python list.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "My custom weights are plain tensors, model.parameters() is empty: optimizer got an empty "
        "parameter list.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "state_dict does not contain the weights of the layers I append to self.layers.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "list(model.parameters()) is shorter than expected, some layers are missing.",
        "trained_parameters=not-in-optimizer",
    ),
    ("element 0 of tensors does not require grad and does not have a grad_fn", "loop=detached"),
    (
        "I convert the output to numpy to compute the loss and wrap it back in a tensor, the model "
        "does not learn.",
        "loop=detached",
    ),
    ("param.grad is None for all layers after backward.", "loop=detached"),
    ("I use torch.tensor(output) before computing the loss; the weights do not update.", "loop=detached"),
    ("The loss uses the argmax of the predictions, and nothing is learned.", "loop=detached"),
    (
        "With gradient accumulation over 4 steps training diverges, without it trains fine.",
        "accumulation_removed=cured",
    ),
    ("Loss is 4 times higher when I accumulate gradients over 4 batches.", "accumulation_removed=cured"),
    ("I accumulate gradients over 8 mini-batches without dividing the loss.", "loop=accumulates"),
    (
        "All weights shrink to about zero and any input gives the same output. weight decay 0.5.",
        "regularization=strong",
    ),
    (
        "With L2 of 0.1 on all layers the network predicts a constant; the weights are about 1e-10.",
        "regularization=strong",
    ),
    (
        "Training and validation accuracy both stay low; without regularization it is much better.",
        "regularization=strong",
    ),
    ("Every epoch starts again at the same loss as the first one.", "weights_kept=made-anew"),
    (
        "Accuracy after each epoch is the same as if it had just started. I create the model "
        "inside the training function that is called per epoch.",
        "weights_kept=made-anew",
    ),
    ("The network seems to forget everything at the end of each epoch.", "weights_kept=made-anew"),
    (
        "My network should predict values between 0 and 500 but all predictions are between 0 and "
        "1. The last layer is a sigmoid.",
        "output_fit=range-too-small",
    ),
    (
        "Regression targets are negative as well as positive, but outputs never go under zero.",
        "output_fit=range-too-small",
    ),
    (
        "I used softmax for a multi-label problem and only one label is ever predicted.",
        "output_fit=other-activation",
    ),
    ("The generator ends in tanh, but the images are scaled to 0..1.", "output_fit=range-too-small"),
    ("My Q-network has a softmax output.", "output_fit=range-too-small"),
    ("Predictions saturate at 1 while the targets go up to 10.", "output_fit=range-too-small"),
    (
        "binary_crossentropy with Dense(1) and no activation, loss stuck at 7.6",
        "output_fit=scores-as-probabilities",
    ),
    (
        "Last layer has no sigmoid and I use BCELoss; the loss becomes huge or nan.",
        "output_fit=scores-as-probabilities",
    ),
    (
        "Output layer without activation, loss categorical_crossentropy, loss is nan.",
        "output_fit=scores-as-probabilities",
    ),
    ("I have 3 classes but the last Dense has one unit, accuracy is 33 %.", "output_units=mismatch"),
    ("My labels are 0..4 but num_classes is 4.", "output_units=mismatch"),
    ("Output layer has 2 neurons, one regression target.", "output_units=mismatch"),
    (
        "My model ends in nn.Softmax and I use nn.CrossEntropyLoss, training is slow and loss does "
        "not go under 0.8.",
        "output_fit=softmax-twice",
    ),
    (
        "Loss does not go below 1.46 although accuracy is 99 %. Ten classes.",
        "loss_level=double-softmax-floor",
    ),
    (
        "tf.nn.softmax_cross_entropy_with_logits receives the output of a softmax layer.",
        "output_fit=softmax-twice",
    ),
    (
        "I apply log_softmax in forward and then cross_entropy... is that a problem?",
        "output_fit=softmax-twice",
    ),
    ("KLDivLoss is negative.", "loss_level=negative"),
    (
        "MSE loss on class indices for a classification with 5 classes; network predicts the mean class.",
        "output_fit=wrong-loss",
    ),
    (
        "Loss is 0 from the first epoch. Single output unit and categorical_crossentropy.",
        "output_fit=wrong-loss",
    ),
    (
        "multi-label tagging with categorical_crossentropy, the model gives one tag at most",
        "output_fit=wrong-loss",
    ),
    ("I use CrossEntropyLoss for a regression.", "output_fit=wrong-loss"),
    (
        "The segmentation mask has several overlapping classes and I use softmax cross entropy.",
        "output_fit=wrong-loss",
    ),
    (
        "The loss depends on the batch size, larger batches diverge with the same learning rate. I "
        "sum over the samples.",
        "loss_sum=sum",
    ),
    (
        "KL term of my VAE is summed over the batch while the reconstruction is averaged, output "
        "is always the same blurry image.",
        "loss_sum=sum",
    ),
    ("Loss of 30000 with reduction='sum', gradients explode.", "loss_sum=sum"),
    ("My seq2seq model predicts only padding tokens.", "padding=counted"),
    ("Loss is low but the model outputs <pad> all the time.", "padding=counted"),
    (
        "The language model learned to predict the pad token since most of each sequence is padding.",
        "padding=counted",
    ),
    ("The fine-tuned model never stops generating. pad_token = eos_token.", "padding=end-too"),
    ("After fine-tuning the model does not produce the end token.", "padding=end-too"),
    (
        "CTC loss is inf for some samples, the transcripts are longer than the number of frames.",
        "ctc_lengths=short",
    ),
    ("No valid path found in CTC loss", "ctc_lengths=short"),
    (
        "UserWarning: Using a target size (torch.Size([64])) that is different to the input size "
        "(torch.Size([64, 1])).",
        "shapes=different",
    ),
    (
        "My regression converges to the mean of y for all inputs. y has shape (n,) and the prediction (n,1).",
        "shapes=different",
    ),
    (
        "The estimated coefficients of a simple linear regression are near zero, no error is "
        "raised; prediction [100, 1], target [100].",
        "shapes=different",
    ),
    ("Why is accuracy 0 in my regression model although mse is low?", "metric_fit=other-task"),
    (
        "Accuracy is 0.001 while the loss goes down nicely, I predict prices with mse.",
        "metric_fit=other-task",
    ),
    (
        "categorical_crossentropy gives 50 % accuracy and binary_crossentropy 90 % with the same "
        "model. Which is right?",
        "metric_fit=other-task",
    ),
    ("Multi-label with 100 labels, accuracy is 99 % from the first epoch.", "metric_fit=other-task"),
    ("Accuracy is above 100 %.", "metric_fit=miscounts"),
    ("My own accuracy function always returns 0 although predictions look right.", "metric_fit=miscounts"),
    ("sklearn's accuracy_score gives 60 % where the training log says 95 %.", "recounted=differs"),
    (
        "evaluate() and predict() with argmax give different accuracies. The generator shuffles.",
        "recounted=differs",
    ),
    ("IoU is greater than one.", "metric_fit=miscounts"),
    ("The confusion matrix looks random even though evaluate says 97 %.", "recounted=differs"),
    (
        "classification_report shows chance-level results but val_acc was 0.95. test_generator has "
        "the default shuffle.",
        "recounted=differs",
    ),
    ("mAP is 0 though the boxes drawn look correct.", "metric_fit=miscounts"),
    ("The accuracy counts batches wrongly, I divide by len(loader).", "metric_fit=miscounts"),
    (
        "The loss falls a lot at the beginning of every epoch and is almost flat within. The "
        "printed value is a running mean over the epoch.",
        "loss_period=drops-at-epoch",
    ),
    (
        "Printed loss of the first batch of an epoch is much lower than that of the end of the previous one.",
        "loss_period=drops-at-epoch",
    ),
    ("My running loss is never reset, so the printed value grows.", "loss_sum=never-reset"),
    ("MNIST network stuck at 11 % accuracy. The pixels are 0-255.", "input_scaling=raw"),
    ("Features have very different ranges (age, income), loss does not go down.", "input_scaling=mixed"),
    ("I feed raw images, uint8, into the network, accuracy does not exceed 30 %.", "input_scaling=raw"),
    ("x goes from 0 to 1000 and the linear regression blows up.", "input_scaling=raw"),
    ("All my images are black after dividing by 255 as integers.", "inputs_checked=constant"),
    ("After preprocessing every pixel is 0.", "inputs_checked=constant"),
    ("Loss stuck at 0.693. np.max of the batch is 0.", "inputs_checked=constant"),
    ("Each batch contains the same image repeated.", "inputs_checked=constant"),
    (
        "The embedding gives the same vector for each word, so all inputs are the same.",
        "inputs_checked=constant",
    ),
    (
        "Training accuracy is about chance no matter what. Later I saw that images are listed with "
        "os.listdir and the labels come from a csv.",
        "labels_checked=mismatch",
    ),
    (
        "The author gets 95 % with the same code on his machine, I get random results.",
        "labels_checked=mismatch",
    ),
    ("I shuffle x but not y.", "labels_checked=mismatch"),
    ("glob returns files in a different order than the label file.", "labels_checked=mismatch"),
    ("The class mapping changed between training and test.", "same_preprocessing=different"),
    ("Image and mask pairs do not match after augmentation.", "labels_checked=mismatch"),
    ("Assertion `t >= 0 && t < n_classes` failed.", "label_values=out-of-range"),
    (
        "CUDA error: device-side assert triggered in the loss. My labels go from 1 to 5.",
        "label_values=out-of-range",
    ),
    ("My mask contains the values 0 and 255, loss is nan.", "label_values=out-of-range"),
    ("Loss becomes negative. Labels are 0 and 255.", "label_values=out-of-range"),
    ("IndexError: Target 10 is out of bounds.", "label_values=out-of-range"),
    ("Masks are not divided by 255, dice loss is negative.", "label_values=out-of-range"),
    ("Found 1000 images belonging to 1 classes.", "class_balance=single"),
    (
        "Accuracy 100 % and loss 0 from the first epoch on. All pictures are in one folder.",
        "class_balance=single",
    ),
    ("After thresholding, all labels are 0.", "class_balance=single"),
    ("The network predicts background for every pixel.", "class_balance=imbalanced"),
    ("98 % of my samples are negative; accuracy is 98 % and recall is 0.", "class_balance=imbalanced"),
    ("The detector never finds the rare class.", "class_balance=imbalanced"),
    ("Loss goes up and down periodically within each epoch.", "loss_period=saw-in-epoch"),
    ("My csv is sorted by class and I read it in order.", "shuffled=no"),
    ("The network only knows the last class it has seen.", "shuffled=no"),
    ("Loss is near zero for a while, then jumps when the next class begins.", "shuffled=no"),
    ("I train on cats first and then on dogs; accuracy is erratic.", "shuffled=no"),
    ("The dataset is read file by file and every file is one speaker.", "shuffled=no"),
    ("I take the last 20 % of the rows for validation; the csv is sorted by label.", "split=ordered"),
    (
        "Train accuracy 95 %, validation 0 %. Data loaded folder by folder, validation_split=0.2.",
        "split=ordered",
    ),
    ("My validation set contains only the last class.", "split=ordered"),
    ("Time ordered data, the last part as validation, performance is much worse there.", "split=ordered"),
    (
        "Prediction on a single image is always wrong though validation accuracy is 95 %.",
        "same_preprocessing=different",
    ),
    (
        "Training uses ImageDataGenerator(rescale=1/255), for predict I load the image with cv2.",
        "same_preprocessing=different",
    ),
    ("The deployed model gives nonsense, in the notebook it works.", "same_preprocessing=different"),
    ("My service divides by 255 and the model has a Rescaling layer too.", "same_preprocessing=different"),
    (
        "All test predictions are the same. Training inputs were scaled to 0..1, the test inputs are raw.",
        "same_preprocessing=different",
    ),
    ("Converted to tflite the results are wrong.", "same_preprocessing=different"),
    (
        "Validation accuracy is at chance while training accuracy is 99 %; normalization is only "
        "applied in the train transform.",
        "same_preprocessing=different",
    ),
    ("I fit a new scaler on the test set.", "same_preprocessing=different"),
    (
        "Validation accuracy is 99.9 %, on new data it is 60 %. I did oversampling before splitting.",
        "leak=yes",
    ),
    ("Some patients appear both in training and test.", "leak=yes"),
    ("Results look too good to be true.", "leak=yes"),
    ("Training and validation performance improve from fold 1 to fold 4.", "leak=yes"),
    ("The validation score keeps increasing from fold to fold.", "leak=yes"),
    ("The test set was used for early stopping.", "leak=yes"),
    ("The future price was among the features.", "leak=yes"),
    ("Loss is nan from the first batch. There are missing values in the csv.", "inputs_checked=non-finite"),
    ("Some images are corrupt and contain inf.", "inputs_checked=non-finite"),
    ("Turned out one row had an empty cell.", "inputs_checked=non-finite"),
    ("Val loss goes up after epoch 5 while training loss goes to zero.", "validation_trend=turns-up"),
    ("val_loss rises but val_acc also gets better.", "validation_trend=turns-up"),
    ("Small data set, 100 samples, perfect on training, poor on test.", "validation_gap=large"),
    ("My model memorizes the training set.", "validation_gap=large"),
    (
        "Training error keeps dropping, the test error bottoms out after 10 epochs and then climbs.",
        "validation_trend=turns-up",
    ),
    ("Validation loss is lower than training loss. I use dropout of 0.5.", "validation_gap=better"),
    ("Why is my test accuracy higher than my train accuracy?", "validation_gap=better"),
    (
        "Validation data always has better accuracy than training data, for every size of the network.",
        "validation_gap=better",
    ),
    ("Training loss above validation loss in the first epochs, is that possible?", "validation_gap=better"),
    ("Predicting the same image twice gives different results.", "repeated=differs"),
    (
        "Loaded model gives accuracy like a random one, the weights are loaded correctly. No model.eval().",
        "mode=wrong",
    ),
    ("I forgot to set the model to eval before testing; results change with the batch size.", "mode=wrong"),
    ("With model.eval() accuracy is 10 %, with model.train() 95 %.", "training_set_evaluated=worse"),
    ("is_training is always True, also at test time.", "mode=wrong"),
    ("Batch norm with 2 images per GPU, the results are bad.", "norm_batch=few"),
    ("Error: Expected more than 1 value per channel when training", "norm_batch=few"),
    (
        "learning_phase 0 gives low accuracy, learning_phase 1 high accuracy on the same data.",
        "training_set_evaluated=worse",
    ),
    (
        "I fine-tuned ResNet50 with Keras; evaluate on the training data gives chance level.",
        "training_set_evaluated=worse",
    ),
    (
        "In training mode accuracy is 99 %, in inference mode it is random, same data.",
        "training_set_evaluated=worse",
    ),
    ("Batch norm momentum 0.999 and few steps, evaluation poor.", "norm_momentum=slow"),
    (
        "eval mode gives nan/poor results, the moving averages seem never to be updated.",
        "norm_momentum=slow",
    ),
    ("Weights initialised from a normal with stddev 1; the loss starts at 5000.", "initialization=large"),
    ("Loss only starts to fall after 50 epochs of nothing. Weights have std 0.01.", "initialization=small"),
    ("Sometimes it converges and sometimes it gets stuck, depending on the seed.", "restarts=varies"),
    ("My network of 5 Dense layers without activation can't fit XOR.", "hidden_activation=none"),
    (
        "No activation function between layers; the result is just a straight line.",
        "hidden_activation=none",
    ),
    ("The model behaves like a linear regression.", "hidden_activation=none"),
    ("Most of the relu units output zero for all inputs.", "activation_by_depth=dead"),
    ("Loss stuck, all activations after the second relu are 0.", "activation_by_depth=dead"),
    ("With relu the network predicts a constant, with tanh it works.", "activation_by_depth=dead"),
    ("Gradients in the first layers are about 1e-12.", "gradient_by_depth=shrinks"),
    ("A 10 layer sigmoid network does not learn, with 2 layers it does.", "gradient_by_depth=shrinks"),
    ("The early layers hardly change.", "gradient_by_depth=shrinks"),
    ("custom loss with tf.log(y_pred) gives nan after some steps", "loss_math=own"),
    ("My focal loss becomes nan.", "loss_math=own"),
    ("Gradient is nan for torch.norm of a zero vector.", "loss_math=own"),
    ("I use the euclidean distance as a loss; nan when both vectors are the same.", "loss_math=own"),
    ("Dice loss is nan when the mask is empty.", "loss_math=own"),
    ("Division by the number of positives, some batches have none, nan.", "loss_math=own"),
    ("cosine similarity of zero vectors: nan loss", "loss_math=own"),
    ("With amp the loss is nan, in fp32 everything works.", "full_precision=cured"),
    ("precision: 16 and the training loss is nan.", "precision=half"),
    ("dtype float16 leads to nan after 6000 iterations.", "precision=half"),
    ("Is this loss curve normal? It falls smoothly and validation follows.", "worry=wonders"),
    (
        "The loss is noisy from batch to batch but the trend is downward. Is something wrong?",
        "swing_scale=batches",
    ),
    ("Just started training, does it look good?", "worry=wonders"),
    ("The validation loss is slightly above the training loss, should I worry?", "worry=wonders"),
    ("The smoothed loss goes down but the raw loss oscillates. Is training unstable?", "worry=wonders"),
    (
        "Loss is 2.30 at the first step and then decreases as expected, I only wonder whether the "
        "values are usual.",
        "worry=wonders",
    ),
    ("Training with SGD, lr=0.5. Cost is 0.9, then 3.1, then 27, then inf.", "learning_rate=high"),
    (
        "I ported the recipe from 4 GPUs to my single card and did not touch anything else; it "
        "blows up in the warm-up.",
        "loss_trend=diverging",
    ),
    (
        "My transformer fine-tuning run collapses: all predictions belong to a single class. I use lr 1e-3.",
        "learning_rate=high",
    ),
    (
        "My scheduler is stepped inside the batch loop, so after one epoch the rate has "
        "practically vanished.",
        "rate_and_loss=stops",
    ),
    ("Loss went from 1.2 to 3.5 right after I restarted from the saved checkpoint.", "rate_and_loss=jumps"),
    (
        "Training works only with a warm-up of 4000 steps, otherwise the loss explodes.",
        "rate_and_loss=jumps",
    ),
    (
        "I noticed that the gradients become larger with every step. The training loop: forward, "
        "loss.backward(), opt.step().",
        "loop=no-zero-grad",
    ),
    ("I never clear gradients between batches. Training gets unstable.", "loop=no-zero-grad"),
    (
        "I froze nothing, but the newly added head keeps its initial weights; the optimizer was "
        "constructed prior to adding it.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "The blocks I put in a normal list are not moved to the GPU and do not get trained.",
        "trained_parameters=not-in-optimizer",
    ),
    ("Number of parameters printed is 0.", "trained_parameters=not-in-optimizer"),
    ("All gradients are None. In the forward I call .data on the features.", "loop=detached"),
    ("My loss is built with numpy functions.", "loop=detached"),
    (
        "Predictions of my regressor never exceed 1, the targets are in the hundreds.",
        "output_fit=range-too-small",
    ),
    (
        "My network outputs only positive numbers, though half of the targets are negative. ReLU everywhere.",
        "output_fit=range-too-small",
    ),
    ("BCELoss complains that the input is not between 0 and 1.", "output_fit=scores-as-probabilities"),
    (
        "I compiled with binary_crossentropy, the model outputs raw scores, loss sits at 7.7.",
        "output_fit=scores-as-probabilities",
    ),
    (
        "The network has a Softmax at the end and the criterion is CrossEntropyLoss; it learns but "
        "the loss does not get below 1.5.",
        "output_fit=softmax-twice",
    ),
    ("One-hot labels with ten classes, I trained with MSE, hardly any progress.", "output_fit=wrong-loss"),
    (
        "Training output says 92 % but when I run predict and compare with the labels I only get 12 %.",
        "recounted=differs",
    ),
    ("F1 is always 0 whereas the predictions look sensible.", "metric_fit=miscounts"),
    ("My accuracy is 250 %.", "metric_fit=miscounts"),
    (
        "The loss curve has a step at every epoch border; the logger prints the average since the "
        "epoch began.",
        "loss_period=drops-at-epoch",
    ),
    (
        "I did not scale anything, columns range from 0.01 to 50000. The network outputs a constant.",
        "input_scaling=raw",
    ),
    ("Images are fed as 0..255 integers; accuracy remains at 10 %.", "input_scaling=raw"),
    ("I found out that my input tensors contain nothing but zeros.", "inputs_checked=constant"),
    ("It turned out that the csv rows are in another order than the pictures.", "labels_checked=mismatch"),
    ("I permuted the inputs but forgot to permute the targets.", "labels_checked=mismatch"),
    ("Training crashes with a CUDA assert; classes are numbered 1 to 20.", "label_values=out-of-range"),
    (
        "The annotation PNGs hold 255 for the object; the loss becomes negative.",
        "label_values=out-of-range",
    ),
    ("Only 1 % of the transactions are fraud, my net calls everything legit.", "class_balance=imbalanced"),
    ("Lesions are tiny; the segmentation output is all background.", "class_balance=imbalanced"),
    (
        "Samples come sorted by label and I feed them in that order. The loss has a periodic shape.",
        "shuffled=no",
    ),
    (
        "Val accuracy remains 0.0 although training reaches 0.98; rows are ordered by class and I "
        "used validation_split.",
        "split=ordered",
    ),
    ("I subtract the mean during training only.", "same_preprocessing=different"),
    (
        "Works in Python, but inside the Android app the classifier is wrong nearly always.",
        "same_preprocessing=different",
    ),
    ("I load test images with OpenCV (BGR), training used PIL.", "same_preprocessing=different"),
    ("Crops of the same picture are in train and test.", "leak=yes"),
    ("I standardized and selected features on the complete data before cross validation.", "leak=yes"),
    (
        "There were NaNs in two columns of my dataframe; loss nan from step one.",
        "inputs_checked=non-finite",
    ),
    ("100 % on the training set, 55 % on the test set, 300 samples.", "training_size=tiny"),
    (
        "After ten epochs the validation loss starts to climb again, training loss still falls.",
        "validation_trend=turns-up",
    ),
    (
        "With dropout my val accuracy is constantly a few points above train accuracy.",
        "validation_gap=better",
    ),
    ("Without model.eval() the same picture gives another answer each time.", "repeated=differs"),
    ("At inference dropout is still on.", "mode=wrong"),
    (
        "Switching to eval() ruins the results: 95 % becomes 20 %. The model has batch norm layers.",
        "training_set_evaluated=worse",
    ),
    (
        "He initialization made it train; with my own randn weights the activations exploded.",
        "initialization=large",
    ),
    ("Two of five runs never leave the starting loss.", "restarts=varies"),
    ("I stacked several linear layers and forgot the activations.", "hidden_activation=none"),
    (
        "After a few steps all ReLU outputs are zero and nothing changes any more.",
        "activation_by_depth=dead",
    ),
    ("20 tanh layers; gradients near the input are practically zero.", "gradient_norm=tiny"),
    ("sqrt in my loss produces nan gradients.", "loss_math=own"),
    ("When a batch contains no positive pixel my loss is 0/0.", "loss_math=own"),
    ("nan only with mixed precision.", "full_precision=cured"),
    ("Is it a problem that the training loss wiggles a bit while going down?", "worry=wonders"),
    ("Are these curves ok? Both losses decrease and stay close together.", "worry=wonders"),
    ("Most targets are padding and I did not mask them.", "padding=counted"),
    ("With weight_decay=1 all parameters converge to zero.", "regularization=overwhelming"),
    ("build_model() is called in each epoch.", "weights_kept=made-anew"),
    ("Accumulating over 16 steps makes the loss 16 times larger.", "accumulation_removed=cured"),
    ("I sum the loss over the batch, the gradients are huge.", "loss_sum=sum"),
    ("prediction has shape (32,1), label (32,). MSE doesn't fall below the variance.", "shapes=different"),
    ("kl_div gives me negative numbers; inputs are softmax outputs.", "loss_level=negative"),
    (
        "We fine-tune a BERT model with learning rate 0.01. It always predicts the same label and "
        "train loss does not change.",
        "learning_rate=high",
    ),
    (
        "I train a ResNet with OneCycleLR. Accuracy is stuck after the first epoch, I call step() "
        "per epoch but total_steps is in batches.",
        "rate_and_loss=stops",
    ),
    (
        "The learning rate in the log prints 0.0 from step 100 on. Loss doesn't move since.",
        "rate_and_loss=stops",
    ),
    (
        "Training continues from epoch 50 but accuracy dropped from 80 to 30 percent. I did not "
        "load the optimizer's state.",
        "rate_and_loss=jumps",
    ),
    (
        "The sample code lacks optimizer.zero_grad(), so results are worse than in the paper and "
        "the loss fluctuates heavily.",
        "loop=no-zero-grad",
    ),
    (
        "I deep-copied the model after creating the optimizer and train the copy. Nothing is learned.",
        "trained_parameters=not-in-optimizer",
    ),
    (
        "My 3-class classifier uses relu in the output layer; the loss is nan or sticks at 10.7.",
        "output_fit=cut-off-scores",
    ),
    (
        "I predict a real-valued score with categorical_crossentropy. The loss is strange.",
        "output_fit=wrong-loss",
    ),
    (
        "My pytorch accuracy prints 6400 % since I add up correct predictions but divide by the "
        "number of batches.",
        "metric_fit=miscounts",
    ),
    (
        "The dice score reported in validation is always zero even though predicted masks look right.",
        "metric_fit=miscounts",
    ),
    ("The reported precision doesn't agree with the one from scikit-learn.", "recounted=differs"),
    ("DQN on raw frames 0-255 doesn't learn; the Q values are huge.", "input_scaling=raw"),
    (
        "The tutorial network for MNIST sticks at 0.1 accuracy when I feed the images as they come "
        "from the dataset.",
        "input_scaling=raw",
    ),
    (
        "Accuracy for my own data set stays at random level; os.walk gave me the files in "
        "arbitrary order whereas the label list is alphabetical.",
        "labels_checked=mismatch",
    ),
    (
        "RuntimeError: CUDA error: device-side assert triggered at nll_loss. I have 10 classes, labels 1-10.",
        "label_values=out-of-range",
    ),
    (
        "Segmentation, binary mask png with 255. BCE loss is getting more and more negative.",
        "label_values=out-of-range",
    ),
    (
        "The accuracy is 1.0000 after the first epoch; later I saw that "
        "image_dataset_from_directory had put all files into one class.",
        "class_balance=single",
    ),
    (
        "I train batch by batch from an hdf5 file where class 0 comes first. Loss is low within a "
        "class and explodes at the change.",
        "shuffled=no",
    ),
    (
        "My val_acc is always 0, train acc 1. I loaded the classes one after another into an array "
        "and use validation_split=0.3.",
        "split=ordered",
    ),
    (
        "The model has 98 % validation accuracy but predicts the wrong class for any image I load "
        "with PIL in my Flask app.",
        "same_preprocessing=different",
    ),
    (
        "Training data was standardised with StandardScaler, for the prediction I feed original "
        "values, output is constant.",
        "same_preprocessing=different",
    ),
    (
        "evaluate gives 30 % but during training val_acc was 90 %; I noticed the test generator "
        "has no rescale.",
        "same_preprocessing=different",
    ),
    (
        "We split by frame and not by video, so neighbouring frames are in both sets; test accuracy is 99 %.",
        "leak=yes",
    ),
    (
        "My loss is NaN right away. pandas shows some NaN entries in the feature columns.",
        "inputs_checked=non-finite",
    ),
    (
        "Training loss is 0.02 while validation loss is 1.9 after 50 epochs. Only 500 images.",
        "training_size=tiny",
    ),
    (
        "Test loss is smaller than training loss throughout. I use Dropout(0.5). Why?",
        "validation_gap=better",
    ),
    (
        "When I run the same input through the network several times, outputs are different.",
        "repeated=differs",
    ),
    (
        "Accuracy of the restored model is poor compared to training; I realised I never called eval().",
        "mode=wrong",
    ),
    ("In segmentation with batch size 2 and BN the validation IoU jumps up and down.", "norm_batch=few"),
    (
        "Train mode gives dice 0.9, eval mode gives dice 0.1 on the same images. BatchNorm "
        "momentum is default.",
        "training_set_evaluated=worse",
    ),
    (
        "A network written in numpy with np.random.randn weights, no scaling: the sigmoid outputs "
        "are all 1 or 0 and it doesn't learn.",
        "initialization=large",
    ),
    (
        "Deep MLP with sigmoid units: first layer's weights don't change; gradient about 1e-10.",
        "gradient_norm=tiny",
    ),
    (
        "I wrote cross entropy by myself as -sum(y*log(y_hat)) and after a few epochs it turns nan.",
        "loss_math=own",
    ),
    ("Some images have no objects at all and then my IoU loss returns nan.", "loss_math=own"),
    (
        "Mixed precision (O2) diverges to NaN, float32 training runs without problems.",
        "full_precision=cured",
    ),
    (
        "I train YOLO, average loss went from 800 to 1.2 and keeps going down. Is it going well?",
        "worry=wonders",
    ),
    ("Train acc 0.95 and val acc 0.93: is this overfitting or fine?", "worry=wonders"),
    (
        "The loss per iteration is very noisy but the epoch mean decreases. Is that a reason to worry?",
        "worry=wonders",
    ),
    (
        "PyTorch regression: MSELoss warns about target size torch.Size([50]) vs input size "
        "torch.Size([50, 1]); net predicts the mean.",
        "shapes=different",
    ),
    ("With reduction='sum' training diverges, with mean it is OK but slow.", "loss_sum=sum"),
    (
        "The network outputs zeros for everything; I set kernel_regularizer l2(1.0).",
        "regularization=overwhelming",
    ),
    (
        "The predictions of my analysis script do not match the accuracy that the test function reports "
        "for the same checkpoint.",
        "used_elsewhere=worse",
    ),
    (
        "With the inference script the results on my own pictures are much worse than the paper "
        "suggests. The weights load without complaint.",
        "used_elsewhere=worse",
    ),
    ("The pretrained models give very strange classes: a cat is a pedestal.", "used_elsewhere=worse"),
    ("model.evaluate gives 95 %, but predicting single images is a coin toss.", "used_elsewhere=worse"),
    (
        "Test accuracy is 97 %, yet when I classify one photo with the saved model the answer is nearly "
        "always wrong.",
        "used_elsewhere=worse",
    ),
    (
        "I downloaded the released checkpoint and only get 22 % on the test set, the README says 93 %.",
        "used_elsewhere=worse",
    ),
    (
        "After exporting to ONNX the results are completely different from those of PyTorch.",
        "used_elsewhere=worse",
    ),
    (
        "The converted tflite model gives bad predictions although the Keras model is fine.",
        "used_elsewhere=worse",
    ),
    (
        "In the notebook it works, in the web service the same model predicts nonsense.",
        "used_elsewhere=worse",
    ),
    ("I load the weights in a new script and the predictions are random.", "used_elsewhere=worse"),
    ("The demo with the official weights shows wrong detections everywhere.", "used_elsewhere=worse"),
    ("验证集准确率98%,但单张图片预测全是错的", "used_elsewhere=worse"),
    ("部署之后预测结果和训练时完全不一样", "used_elsewhere=worse"),
    ("The analysis script loads the model and calls it at once.", "mode=wrong"),
    ("I load the checkpoint and run it directly on the images.", "mode=wrong"),
    ("Setting the learning phase to 0 or 1 makes no difference.", "mode=right"),
    ("model.eval() or model.train(), the result is the same.", "mode=right"),
    (
        "I load the pretrained ResNet50 and measure on 1000 training images: only 22 % right.",
        "training_set_evaluated=worse",
    ),
    ("I resumed from last.pt, the loss got worse at the seam.", "rate_and_loss=jumps"),
    (
        "When I resume my training, the results of the first epochs are worse than before the stop.",
        "rate_and_loss=jumps",
    ),
    ("After the scheduler is made the lr is 0.01 again.", "rate_and_loss=jumps"),
    ("Continuing from epoch 50, mAP drops at first and needs ten epochs to recover.", "rate_and_loss=jumps"),
    ("I load the optimizer state but the scheduler starts from epoch 0 again.", "rate_and_loss=jumps"),
    ("the scheduler is created without last_epoch after the resume", "rate_and_loss=jumps"),
    (
        "Training restarts with warm-up after I load the checkpoint and the loss jumps from 0.4 to 2.",
        "rate_and_loss=jumps",
    ),
    (
        "At epoch 18 the accuracy falls back to 0.8 and the loss shoots up. I use cosine decay with "
        "restarts.",
        "rate_and_loss=jumps",
    ),
    ("从断点恢复训练后,loss突然变大", "rate_and_loss=jumps"),
    ("恢复训练之后精度下降了很多", "rate_and_loss=jumps"),
    ("The scheduler's state is not saved in the checkpoint.", "rate_and_loss=jumps"),
    ("loss nan with --fp16", "full_precision=cured"),
    ("Since I switched to fp16 the loss is NaN.", "full_precision=cured"),
    ("As soon as I enable amp I get nan.", "full_precision=cured"),
    ("It works without --fp16, but with it the loss becomes nan after 100 steps.", "full_precision=cured"),
    ("After moving the model to half precision the outputs are all nan.", "full_precision=cured"),
    ("On CPU it works, on the GPU with fp16 everything is nan.", "full_precision=cured"),
    ("开启混合精度之后loss变成nan", "full_precision=cured"),
    ("加了--fp16就出现nan", "full_precision=cured"),
    ("After I added batch norm the validation loss explodes.", "norm_removed=cured"),
    ("Since I put BatchNorm layers into the network, test accuracy is random.", "norm_removed=cured"),
    ("lr 0.01: no convergence; lr 0.00025: converges", "lower_learning_rate=cured"),
    ("I have to go down to 0.00025 with the learning rate to see it learn.", "lower_learning_rate=cured"),
    ("With lr=1e-5 it trains, with 1e-3 it does not.", "lower_learning_rate=cured"),
    ("Only with a learning rate of 1e-6 do I get finite values.", "lower_learning_rate=cured"),
    ("Only with an absurdly small learning rate does it give a usable fit.", "lower_learning_rate=cured"),
    ("I get a reasonable fit only with a very small learning rate.", "lower_learning_rate=cured"),
    ("The WGAN loss oscillates.", "loss_goal=moving"),
    ("CTC: the input sequence is much longer than the label.", "ctc_lengths=enough"),
    ("loss 12 -> below 0.01, val_loss 5 -> below 0.01", "loss_trend=falling"),
    ("At first a loss of 0.4 was printed, now the loss is negative in training.", "loss_level=negative"),
    ("I train a DDPM on faces.", "loss_goal=moving"),
    (
        "The loss is nan with the default lr, it is fine with a rate ten times smaller.",
        "lower_learning_rate=cured",
    ),
    ("学习率0.01不收敛,0.0001就收敛了", "lower_learning_rate=cured"),
    ("I removed the activation of the last layer and now it trains.", "output_activation_removed=cured"),
    (
        "It does not train at all unless I delete the activation of the last layer.",
        "output_activation_removed=cured",
    ),
    ("tanh or sigmoid, last layer without activation: trains", "output_activation_removed=cured"),
    ("When the output layer is linear it works, with sigmoid it doesn't.", "output_activation_removed=cured"),
    (
        "Cora works, but with the Citeseer data set the training loss is nan from the start.",
        "other_data=trains",
    ),
    ("The example works, but with any other data it prints nan.", "other_data=trains"),
    ("On MNIST the same code reaches 99 %, on my own images it stays at chance.", "other_data=trains"),
    ("It works fine on COCO but on my dataset the loss is nan.", "other_data=trains"),
    ("The tutorial runs well with its own data, with mine nothing is learned.", "other_data=trains"),
    ("用官方数据集训练正常,换成自己的数据集loss就是nan", "other_data=trains"),
    ("在coco上正常,在自己的数据上不收敛", "other_data=trains"),
    ("I train on my own data set with VOC annotations.", "data_source=own"),
    ("custom dataset, 3 classes", "data_source=own"),
    ("The only thing I changed are the class names, the data are my own.", "data_source=own"),
    ("我用自己的数据集训练", "data_source=own"),
    ("boxes from my own annotations, converted to tfrecords", "data_source=own"),
    ("Some box coordinates are 65535.", "labels_checked=some-wrong"),
    ("In some annotations xmin is larger than xmax.", "labels_checked=some-wrong"),
    ("A few boxes lie outside of the image.", "labels_checked=some-wrong"),
    ("There are bounding boxes with zero width in my annotations.", "labels_checked=some-wrong"),
    ("I found negative coordinates in the ground truth boxes.", "labels_checked=some-wrong"),
    ("标注里有的框xmin大于xmax", "labels_checked=some-wrong"),
    ("rpn_loss_box is nan, the other losses are finite", "nan_part=box"),
    ("First the box loss of the proposal net is nan and with it the total.", "nan_part=box"),
    ("loss_rpn_loc turns nan after a few iterations", "nan_part=box"),
    ("The bbox regression loss becomes NaN.", "nan_part=box"),
    ("GIoU loss is nan while the obj and cls losses are fine", "nan_part=box"),
    ("The network seems to ignore the small classes such as road signs.", "class_balance=imbalanced"),
    ("Signs and posts are hardly ever predicted.", "class_balance=imbalanced"),
    ("unweighted softmax cross-entropy over all pixels", "class_balance=imbalanced"),
    ("It misses all the rare categories.", "class_balance=imbalanced"),
    ("小目标类别几乎都检测不到,类别很不均衡", "class_balance=imbalanced"),
    (
        'ImageFolder(root) where root holds one folder "images" with the 31 category folders in it',
        "class_balance=single",
    ),
    (
        "I pointed the loader at the parent directory, so it sees one folder as the only class.",
        "class_balance=single",
    ),
    ("The folder level was wrong, ImageFolder found a single class.", "class_balance=single"),
    (
        "The recall that Keras prints does not agree with what I compute over the whole data set.",
        "recounted=differs",
    ),
    ("The accuracy that is printed does not fit the outputs.", "recounted=differs"),
    ("The f1 in the progress bar is 0.3, sklearn's f1_score says 0.7.", "recounted=differs"),
    ("The loss falls and mAP rises, but both show spikes now and then.", "accuracy_trend=rising"),
    ("Does my training go well?", "worry=wonders"),
    ("How do I read the chart after 24000 iterations?", "worry=wonders"),
    ("Is this curve what one would expect?", "worry=wonders"),
    ("训练情况正常吗?", "worry=wonders"),
    (
        "I put the batch size to 32 for lack of memory and left the rest of the config as it is; the "
        "loss becomes NaN.",
        "learning_rate=high",
    ),
    ("8 GPUs with 32 images each, smaller than the config expects", "learning_rate=high"),
    ("learning rate of the config for the larger batch unchanged", "learning_rate=high"),
    ("I use a smaller batch than the paper and the same learning rate.", "learning_rate=high"),
    (
        "I have only one GPU, so the batch is 8 times smaller, lr is still that for 8 GPUs.",
        "learning_rate=high",
    ),
    ("targets are real numbers between 0 and 1, accuracy stays 1.0", "task=regression"),
    (
        "Three exclusive classes, one-hot targets, binary_crossentropy, and the accuracy of a model that "
        "has learnt nothing is 0.67.",
        "metric_fit=other-task",
    ),
    ("targets like [0,0,1], output [0,0,0]: accuracy 0.667", "metric_fit=other-task"),
    ("several 0/1 outputs per sample", "task=multilabel"),
    ("A net with many binary outputs, sigmoid and binary_crossentropy.", "task=multilabel"),
    ("When fit has managed to classify every sample correctly, the loss turns to NaN.", "nan_at_best=yes"),
    ("accuracy 1.0 just before the NaN", "nan_at_best=yes"),
    ("As soon as the training accuracy reaches 100 % the loss is nan.", "nan_at_best=yes"),
    ("It goes nan exactly when all predictions are right.", "nan_at_best=yes"),
    ("准确率到100%的时候loss变成nan", "nan_at_best=yes"),
    ("The forward value is fine; the NaN comes in the backward pass.", "gradient_norm=nan"),
    ("The loss is finite but the gradients are nan.", "gradient_norm=nan"),
    ("loss.backward() gives nan gradients although the loss itself is a normal number", "gradient_norm=nan"),
    ("norm computed as sqrt of a sum of squares, EPS added to the result", "loss_math=own"),
    ("I use STOI as the training loss and get NaN.", "loss_math=own"),
    ("My loss takes the square root of the distance.", "loss_math=own"),
    ("I pass everything to fit with a validation_split.", "split=ordered"),
    ("model.fit(..., validation_split=0.2)", "split=ordered"),
    ("My data loader parameters contain the batch size and nothing else.", "shuffled=no"),
    ("I give the DataLoader only a dataset and a batch size.", "shuffled=no"),
    ("the list file is in the order of the folders", "shuffled=no"),
    (
        "generator with class_mode=None and shuffle=True, labels taken from generator.classes",
        "labels_checked=mismatch",
    ),
    ("loss is reduce_sum of the squares", "loss_sum=sum"),
    ("features and target used as they are", "input_scaling=raw"),
    ("regression network on the raw columns", "input_scaling=raw"),
    (
        "validation_step turns the scores into probabilities before the loss, which is CrossEntropyLoss",
        "output_fit=softmax-twice",
    ),
    (
        "I convert the logits to probabilities and pass those to nn.CrossEntropyLoss.",
        "output_fit=softmax-twice",
    ),
    ("the loss explodes although the rate is only 0.00001", "loss_trend=diverging"),
    ("With the Normal initializer it converges, with Xavier it does not.", "other_initialization=cured"),
    ("Xavier uniform instead of gaussian: converges fast", "other_initialization=cured"),
    (
        "is there a reason why the validation loss first drops and then begins to rise, while the "
        "training loss keeps falling?",
        "validation_trend=turns-up",
    ),
    ("loss=nan occurs when I train with images of the same resolution", "loss_trend=nan"),
    ("I run into NaN loss although clipnorm is set", "loss_trend=nan"),
    ("For example after 3 epochs the loss did not change at all for me", "loss_trend=frozen"),
    ("If I lower the learning rate it works", "lower_learning_rate=cured"),
    ("It does not matter if I reduce the learning rate to one tenth", "lower_learning_rate=no-change"),
    ("If the input lines are shuffled the precision is higher", "rows_shuffled=cured"),
    ("If I take out the eval() line I can reproduce the accuracy", "training_set_evaluated=worse"),
    ("All the answers of activate() are nearly the same", "one_class=always"),
    ("The answer never changes", "one_class=always"),
    ("My outputs converge to a single value for all samples", "one_class=always"),
    ("I printed true_masks in train.py, it is all 0 there", "class_balance=single"),
    ("input: integers between 0 and 300", "input_scaling=raw"),
    ("own data, folder names are numbers 1 to N", "label_values=out-of-range"),
    (
        "The printed training loss is much smaller than the actual one, it is smaller than the validation "
        "loss by a factor of the batch size",
        "loss_sum=other-batches",
    ),
    (
        "Results while training are wonderful, but when I try to evaluate images it is like rolling a dice",
        "validation_gap=at-chance",
    ),
    ("During validation the loss does not fall and prec1 keeps zero", "validation_gap=below-chance"),
    ("The network should output a continuous value", "task=regression"),
    ("It should learn y = x*x", "task=regression"),
    ("Its activation function is sigmoid", "hidden_activation=saturating"),
    ("A DNN with 7 hidden layers of sigmoids", "saturating_depth=many"),
    ("The loss is decreasing from 12 to less than 0.01", "loss_trend=falling"),
    ("loss 12 -> 0.01 within ten epochs", "loss_trend=falling"),
    ("Can a loss be negative?", "loss_level=negative"),
    ("In net.py softmax is called without a dim argument.", "softmax_axis=batch"),
    ("I cannot get the loss to drop", "loss_trend=flat"),
    ("It should find three numbers but prints gigantic values", "loss_trend=diverging"),
    ("One class has far more samples than the other", "class_balance=imbalanced"),
    ("All gradients come out as 0", "gradient_norm=zero"),
    ("I stored my layers in arrays, that seems to break it", "trained_parameters=not-in-optimizer"),
    ("Every layer of mine has requires_grad False", "trained_parameters=frozen"),
    ("patients occur in train and test", "leak=yes"),
    ("The scaler was fitted on the whole data set", "leak=yes"),
    ("The image list and the label list were sorted differently", "labels_checked=mismatch"),
    ("Every prediction is shifted by one class", "labels_checked=mismatch"),
    ("The app resizes the picture differently", "same_preprocessing=different"),
    ("num_classes was left at 80 but my data has 3", "output_units=mismatch"),
    ("Evaluating image by image is worse than evaluating in batches", "evaluation_batch=changes"),
    ("With less regularization it learns", "regularization=strong"),
    ("accuracy is calculated on the last batch only", "metric_fit=miscounts"),
    ("initialized with np.random.rand", "initialization=large"),
    ("Gradients accumulate over iterations", "loop=no-zero-grad"),
    (
        "The total loss of training is less than validation, which is normal. But the accuracy of "
        "validation is higher than that of training",
        "validation_gap=better",
    ),
    (
        "When the model is fitted it gives negative values for the binary cross entropy.",
        "loss_level=negative",
    ),
    ("binary_crossentropy negative during fit", "loss_level=negative"),
    ("bce loss: sometimes all values negative and falling further", "loss_level=negative"),
    ("A learning rate of 0.5 with SGD, and a word error rate of 90 %.", "learning_rate=high"),
]
NOT_SAID = [
    ("The accuracy over 100 epochs is too low.", "metric_fit=miscounts"),
    ("I average the accuracy over 100 runs.", "metric_fit=miscounts"),
    ("I predict on images that are randomly selected.", "accuracy_level=chance"),
    ("The word error rate is 100 % all through the training", "learning_rate"),
    ("The dropout rate is 0.5 and the sampling rate is 16000", "learning_rate"),
    ("the figures swing around", "architecture"),
    ("backward comes first and zero grad only later", "loop=no-step"),
    ("in each step I call zero grad, then backward, then step", "gradient_norm"),
    ("I shuffle the generator for training only", "metric_fit"),
    ("My optimizer is created after the model", "trained_parameters"),
    ("The layers are kept in a ModuleList", "trained_parameters"),
    ("We call model.eval() and the accuracy is good", "training_set_evaluated"),
    ("Train and test data are normalized in the same way", "same_preprocessing=different"),
    ("I train with images of 8 classes", "training_size"),
    ("The loss went from 1.2 to 3.5", "loss_trend=falling"),
    ("validation loss rises while validation accuracy improves", "loss_vs_accuracy"),
    ("predicting the same image twice", "one_class"),
    ("a helper shows that the model trains", "other_initialization"),
    ("A ConvNet with dropout", "dropout=on-convolutions"),
    ("I use half the number of GPUs and the same learning rate", "task"),
    ("validation accuracy is lower than training accuracy", "validation_gap=better"),
    ("a classifier with mean squared error, accuracy stays at 60 %", "metric_fit"),
    ("Would it help to divide the test images by 255?", "same_preprocessing"),
    ("Maybe the labels are in another order than the images", "labels_checked"),
    ("I checked that the labels are not in another order than the images", "labels_checked=mismatch"),
    ("there is no softmax in the model and I use CrossEntropyLoss", "output_fit"),
    ("I call zero_grad, backward and step in this order", "loop=no-zero-grad"),
    ("gradients do not explode", "gradient_norm"),
    ("The training accuracy is random with the saved batch size", "used_elsewhere"),
    ("I load the weights in a new script and the predictions are fine", "used_elsewhere"),
    ("Would the results be worse on my own pictures?", "used_elsewhere"),
    ("I load the checkpoint, call model.eval() and run it on the images", "mode=wrong"),
    ("I set model.eval() and it makes a big difference", "mode=wrong"),
    ("Do I have to resume the scheduler too?", "rate_and_loss"),
    ("Training was resumed and goes on well", "rate_and_loss"),
    ("I do not use restarts", "rate_and_loss"),
    ("I turned on half precision and it is faster", "full_precision"),
    ("I turned off half precision but the loss is still nan", "full_precision=cured"),
    ("With fp16 the loss falls, no nan", "full_precision=cured"),
    ("Batch norm was added and it is better now", "norm_removed"),
    ("I tried a smaller learning rate, it did not help", "lower_learning_rate=cured"),
    ("With lr 0.01 and with lr 0.001 it does not converge", "lower_learning_rate=cured"),
    ("I removed the activation of the last layer, but nothing changed", "output_activation_removed=cured"),
    ("It works on the GPU but not on the CPU", "other_data"),
    ("I want to use the MNIST code for my own images", "other_data"),
    ("It does not work on my data", "other_data"),
    ("Should I use a custom dataset?", "data_source"),
    ("All boxes lie inside of the image", "labels_checked=some-wrong"),
    ("The box loss falls and no loss is nan", "nan_part"),
    ("The box loss is 0.3, then the total loss is nan", "nan_part"),
    ("The network is small, the classes are balanced", "class_balance=imbalanced"),
    ("ImageFolder(root) where root holds one folder for each class", "class_balance=single"),
    ("predictions 0 1 and labels 1 1", "output_value"),
    ("I set the learning phase to 0 and to 1; the result stays the same", "one_class"),
    ("labels taken from generator.classes", "metric_fit"),
    ("What is wrong with the evaluation?", "metric_fit"),
    ("sqrt of a sum of squares", "loss_kind"),
    ("it becomes NaN within the first epoch", "nan_onset=at-start"),
    ("The accuracy reaches 100 % and stays there", "nan_at_best"),
    ("The gradients are not nan", "gradient_norm"),
    ("I do not use validation_split", "split"),
    ("The DataLoader gets batch size and shuffle=True", "shuffled=no"),
    ("reduce_mean of the squares", "loss_sum"),
    ("I use a larger batch and a larger model", "learning_rate"),
    ("I do not turn the scores into probabilities before CrossEntropyLoss", "output_fit"),
    ("Not sure it is exploding gradients then", "loss_trend"),
    ("I checked that features and labels fit together", "labels_checked=mismatch"),
    ("The output is 1 if the input is over 150, else 0", "output_value"),
    ("63 of the 100 labels are 0", "task"),
    ("If I leave it running for 1000 epochs the prediction is right", "training_length"),
    ("if I use batch size 1 it crashes", "batch_size"),
    ("Would it help to lower the learning rate?", "lower_learning_rate"),
    ("The learning rate is lowered by ReduceLROnPlateau and training works fine", "lower_learning_rate"),
    ("I think a lower learning rate would work better", "lower_learning_rate"),
    ("I do not know if the loss explodes", "loss_trend"),
    ("The reported accuracy is far higher than one would expect", "loss_sum"),
    ("The prediction is supposed to sum to one", "output_value"),
    ("the sigmoid output layer is right", "hidden_activation"),
    ("6 hidden layers with relu, sigmoid at the output", "saturating_depth"),
    ("Can the model learn from negative values?", "loss_level"),
    ("My test patients are not in the training set", "leak"),
    ("the first layer is frozen, then come two convolutions", "split"),
    ("class Net and class Head are defined below", "label_values"),
]


def read(text: str) -> set[str]:
    return {f"{o.symptom}={o.answer}" for o in observe_prose([Words(text, Place("you"))])}


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_is_said(text: str, expected: str) -> None:
    assert expected in read(text)


@pytest.mark.parametrize(("text", "silent"), NOT_SAID)
def test_not_said(text: str, silent: str) -> None:
    assert not [one for one in read(text) if one == silent or one.split("=")[0] == silent]


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (
            "My network does not generalize.\ntraining accuracy 97 %\nvalidation accuracy 8 %\n",
            "validation_gap=large",
        ),
        (
            "Loss is nan from the first batch. There are missing values in the csv.\n",
            "inputs_checked=non-finite",
        ),
        (
            "I see this.\nloss NaN after 2 epochs\nonly the batch size was changed, to 64\n",
            "loss_trend=nan",
        ),
    ],
)
def test_figures_noted_in_a_post_are_words_too(post: str, seen: str) -> None:
    assert seen in {f"{o.symptom}={o.answer}" for o in Session(read_text(post, "post")).report().observations}


def test_one_token_for_padding_and_end_says_little_where_the_text_ends() -> None:
    set_so = Session(read_text("I set the pad token to the eos token.\n", "post")).report()
    assert set_so.verdict != "faulty"
    never = "I set the pad token to the eos token. The model never stops generating.\n"
    assert Session(read_text(never, "post")).report().causes[0].id == "padding-in-loss"
