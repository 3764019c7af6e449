"""Questions as terse as people ask them, and the cause that their words alone point at."""

from __future__ import annotations

import pytest

from assistant.readers.text import read_text
from assistant.session import Session

POSTS = [
    (
        "After torch.load the outputs change every time I run the script with the same picture.",
        "wrong-train-eval-mode",
    ),
    (
        "Test results depend on how many images I put in one batch; with one image the prediction is "
        "garbage.",
        "wrong-train-eval-mode",
    ),
    (
        "The classifier is perfect on the test set but fails on pictures from my phone. In the app I "
        "only resize the bitmap.",
        "preprocessing-mismatch",
    ),
    (
        "Detection with the exported engine finds nothing. In training images are BGR minus mean; in C++ "
        "I use RGB/255.",
        "preprocessing-mismatch",
    ),
    (
        "ImageNet weights give 0.1 % top-1 in my evaluation script. I feed images in [0, 1] without mean "
        "and std.",
        "preprocessing-mismatch",
    ),
    ("Resuming from epoch 30: loss jumps from 1.8 to 2.9 and slowly recovers.", "learning-rate-schedule"),
    (
        "With --resume my mAP falls by 10 points in the first epoch. The optimizer is restored, I checked.",
        "learning-rate-schedule",
    ),
    (
        "Loss stops decreasing after epoch 1. I print the lr: 1e-3, 1e-4, 1e-5, 1e-6... it is divided by "
        "ten each epoch.",
        "learning-rate-schedule",
    ),
    (
        "Why does the loss suddenly go up in epoch 11? I use CosineAnnealingWarmRestarts(T_0=10).",
        "learning-rate-schedule",
    ),
    (
        "The learning rate in tensorboard is 0 for the whole run. num_training_steps is set to 1.",
        "learning-rate-schedule",
    ),
    (
        "O1 with apex: 'Gradient overflow. Skipping step, loss scaler 0 reducing loss scale to 0.0'. "
        "Loss is nan afterwards. O0 is ok.",
        "half-precision-overflow",
    ),
    ("Fine-tuning T5 in fp16 gives nan; bf16 on an A100 is fine.", "half-precision-overflow"),
    (
        "mixed precision training: loss=nan after 2k its. Turning amp off solves it.",
        "half-precision-overflow",
    ),
    (
        "Training Mask R-CNN on my own coco-style json: rpn bbox loss is nan after 20 iterations.",
        "wrong-labels",
    ),
    ("My csv has boxes as x,y,w,h while the loader expects x1,y1,x2,y2. mAP stays 0.", "misaligned-labels"),
    ("I found that about a fifth of my images had the label of the folder above.", "wrong-labels"),
    (
        "The annotation tool exported y before x, so the heatmaps are transposed; the net learns nothing "
        "useful.",
        "misaligned-labels",
    ),
    (
        "Accuracy stays at 1/num_classes. It turned out that dataset.shuffle was called separately for "
        "images and labels.",
        "misaligned-labels",
    ),
    (
        "IndexError: Target 80 is out of bounds, my yaml has nc: 80 and class ids go to 80.",
        "labels-out-of-range",
    ),
    (
        "cuda runtime error (59): device-side assert triggered at ClassNLLCriterion.cu:101. Labels come "
        "from matlab and start with 1.",
        "labels-out-of-range",
    ),
    ("The dataframe had some empty rows; after dropna everything trains.", "nan-in-data"),
    (
        "Loss is NaN on the very first batch and it does not matter which learning rate I choose. "
        "Features are divided by their std, some columns are constant.",
        "nan-in-data",
    ),
    (
        "Training on GPS tracks: nan after some hundred steps, always at the same file. Deleting this "
        "file helps.",
        "nan-in-data",
    ),
    (
        "lr=1e-5, clipping, smaller network, nothing helps: nan at step 1. The target has missing days.",
        "nan-in-data",
    ),
    (
        "NaN in my own cross entropy: -tf.reduce_sum(y_*tf.log(y_conv)). After about 20000 steps.",
        "nan-from-invalid-math",
    ),
    (
        "Categorical crossentropy implemented by hand becomes nan when the softmax saturates.",
        "nan-from-invalid-math",
    ),
    ("entropy bonus in A3C: p*log(p) gives nan once the policy is deterministic", "nan-from-invalid-math"),
    ("Dice loss without smoothing: batches without any foreground return nan.", "nan-from-invalid-math"),
    (
        "Masked mean over valid pixels; some crops have no valid pixel, the loss is then nan.",
        "nan-from-invalid-math",
    ),
    (
        "The pairwise distance of identical embeddings gives nan gradients, forward is fine.",
        "nan-from-invalid-math",
    ),
    (
        "torch.std of a single element makes the loss nan; std of constant channel gives nan grads",
        "nan-from-invalid-math",
    ),
    ("Default config, 1 GPU instead of 8: loss nan after 50 iterations.", "learning-rate-too-high"),
    ("The loss goes 2.3, 2.4, 5.8, 190, nan. Dividing the lr by 10 helps.", "learning-rate-too-high"),
    ("I get 10 % accuracy on cifar with VGG and lr 0.1, with 0.01 it learns.", "learning-rate-too-high"),
    (
        "Training the transformer with Adam lr=1e-2 - all predictions are the same token.",
        "learning-rate-too-high",
    ),
    ("Loss diverges when I double the batch size and the rate with it.", "learning-rate-too-high"),
    ("CTC loss explodes to 1e5 with SGD lr=0.1 momentum 0.9; at 1e-3 it is okay.", "learning-rate-too-high"),
    ("After 50 epochs the loss went from 2.30 to 2.27. SGD, lr 1e-6.", "learning-rate-too-low"),
    (
        "learning is extremely slow, with lr=1e-5; when I raise it to 1e-3 it works well",
        "learning-rate-too-low",
    ),
    (
        "Segmentation of vessels: network outputs black images only, loss is low. Vessels are 2 % of the "
        "pixels.",
        "class-imbalance",
    ),
    (
        "My dataset has 9500 negatives and 500 positives, accuracy is 95 % right from the start and "
        "recall 0.",
        "class-imbalance",
    ),
    ("Rare words are never produced, it always says the most frequent class.", "class-imbalance"),
    ("F1 for the defect class is 0 though accuracy is 0.98.", "class-imbalance"),
    ("the detector misses all pedestrians, cars are found; there are 50 times more cars", "class-imbalance"),
    (
        "Accuracy 1.0 after one step and loss 0. flow_from_directory says Found 2000 images belonging to "
        "1 classes.",
        "single-class-data",
    ),
    ("All targets in y_train are 0 after LabelEncoder since I passed the file names.", "single-class-data"),
    ("Train loss 0.01, val loss 2.4 and rising since epoch 6. 800 images.", "overfitting"),
    ("val_loss decreases until epoch 10 and then goes up, acc on train 99, on val 71", "overfitting"),
    ("With ResNet50 on 300 pictures I reach 100 % on train, test is 60 %.", "overfitting"),
    (
        "val_acc stays 0.0000e+00 while acc is 0.99. Keras, validation_split=0.25. I appended cats "
        "first, then dogs.",
        "unshuffled-split",
    ),
    (
        "First 80% of the csv for training, last 20% for validation; the csv is sorted by label.",
        "unshuffled-split",
    ),
    ("Loss has a sawtooth: down inside of each tfrecord, then jumps at the next file.", "unshuffled-data"),
    ("I forgot shuffle in tf.data; network predicts the last class it saw.", "unshuffled-data"),
    (
        "The records are written class by class. accuracy goes to 1 and back to 0 periodically",
        "unshuffled-data",
    ),
    ("acc is 0.0 all the time for my house price network, loss mse falls.", "wrong-metric-for-task"),
    (
        "accuracy 0.98 with binary_crossentropy on 50 classes, but predictions are wrong most of the time",
        "wrong-loss-for-task",
    ),
    (
        "Keras shows acc: 0.0012 for an autoencoder although the reconstructions look good.",
        "wrong-metric-for-task",
    ),
    ("My test accuracy prints 0 since correct / total is integer division in python 2.", "metric-bug"),
    ("mIoU is 1.7?", "metric-bug"),
    (
        "The validation accuracy is divided by len(dataset) although drop_last=True and only a part is seen.",
        "metric-bug",
    ),
    (
        "It trains ok with batch gradient for the first steps, then the loss goes up; found that I never "
        "call optimizer.zero_grad",
        "missing-zero-grad",
    ),
    ("The weights are equal before and after. backward is called.", "missing-optimizer-step"),
    (
        "I wrapped the loss in Variable(loss.data, requires_grad=True). No error but the net doesn't learn",
        "detached-graph",
    ),
    ("Layers in a python list are missing in model.parameters().", "parameters-not-in-optimizer"),
    (
        "All layers have trainable = False except... oh, even the new head, loss does not change.",
        "frozen-parameters",
    ),
    (
        "F.softmax at the end of forward plus nn.CrossEntropyLoss, accuracy ok but loss stays over 1.5",
        "softmax-applied-twice",
    ),
    ("model returns log_softmax, criterion is CrossEntropyLoss", "softmax-applied-twice"),
    (
        "loss='binary_crossentropy' and Dense(1) with no activation; loss nan / 7.7",
        "missing-output-activation",
    ),
    ("NLLLoss is negative: -0.3, -0.5, -0.9", "probabilities-without-log"),
    ("Dense(1, activation='softmax') always predicts 1, acc stays 0.5", "softmax-on-one-unit"),
    (
        "For 5 classes I use mse with one-hot labels, it converges slowly and predicts one class",
        "wrong-loss-for-task",
    ),
    ("Regression with values up to 300; output sigmoid; predictions are all 1", "wrong-output-activation"),
    ("DQN with relu on the output never predicts negative returns", "wrong-output-activation"),
    ("MLP on raw pixels 0..255 stays at 10 %", "unscaled-inputs"),
    ("Features range from 1e-3 to 1e6; standardizing them gives R2 of 0.9", "unscaled-inputs"),
    ("predicting salary in dollars, mse is 1e9 and does not fall", "unscaled-targets"),
    ("Blank images: cv2.imread returned the array of zeros after my resize; loss 0.693", "constant-inputs"),
    ("After some iterations all activations of conv3 are zero and loss is constant", "dying-relu"),
    ("gradients of the first layers are 1e-9 in my 12-layer sigmoid net", "vanishing-gradients"),
    ("LSTM: gradient norm 1e4 then nan; clip_grad_norm solves", "exploding-gradients"),
    ("the loss of my char-rnn is fine until suddenly it shoots up to 1e6", "exploding-gradients"),
    ("Batch size 2 with batch norm: train good, val erratic", "tiny-batch-batchnorm"),
    (
        "With is_training=False accuracy is 10 %, with True 95 %, tf.contrib batch_norm, no update_ops",
        "batchnorm-statistics",
    ),
    ("99.8 % on validation, new patients 60 %. Slices of the same patient are in both.", "data-leakage"),
    ("Test on images of another microscope drops from 95 to 60", "validation-test-shift"),
    ("With weight_decay=0.1 all outputs equal the bias, without decay it trains", "over-regularization"),
    (
        "accumulate 4 steps: loss not divided, results differ from the big batch",
        "gradient-accumulation-mistake",
    ),
    ("loss value 25000 because size_average=False; lr must be 1e-7", "loss-reduction-mistake"),
    ("val loss is lower than train loss in all epochs, I use dropout .5", "validation-better-than-training"),
    ("The loss displayed drops at each start of epoch", "misleading-log-average"),
    (
        "Loss is going from 4.2 to 0.9 in 30 epochs with some noise, mAP is 0.55 and rising. Is that OK?",
        "healthy",
    ),
    ("How long should I train? The loss decreases still and val accuracy increases.", "healthy"),
    ("F.kl_div(softmax(a), softmax(b)) returns negative values", "negative-kl-divergence"),
    ("self.layers = [nn.Linear(..)], the optimizer says empty parameter list", "parameters-not-in-optimizer"),
    ("My translation model outputs </s> or <pad> only; pads are in the loss.", "padding-in-loss"),
    (
        "Hello, I use your pretrained model for feature extraction. For the same image I obtain slightly "
        "different features depending on the other images of the batch. Is it normal?",
        "wrong-train-eval-mode",
    ),
    (
        "With batch_size=1 at test the score is much worse than with 32. Nothing else changed.",
        "wrong-train-eval-mode",
    ),
    (
        "My colleague noticed that we call net.train() once at the beginning and never switch.",
        "wrong-train-eval-mode",
    ),
    (
        "mAP is 0 when I run the COCO eval on the released weights. The images are loaded with PIL, the "
        "original code uses cv2.",
        "preprocessing-mismatch",
    ),
    (
        "Trained with caffe, converted to ncnn: boxes are shifted and the scores are low.",
        "preprocessing-mismatch",
    ),
    ("accuracy of the quantized tflite model is 10 %, the h5 gives 92 %", "preprocessing-mismatch"),
    (
        "Validation uses Resize(256) only whereas training has ToTensor and Normalize; val loss is ten "
        "times larger",
        "preprocessing-mismatch",
    ),
    (
        "After loading the checkpoint the loss starts from a higher value, like lr was reset.",
        "learning-rate-schedule",
    ),
    (
        "I continue training for 20 more epochs from the best model and it gets worse immediately.",
        "learning-rate-schedule",
    ),
    (
        "StepLR(step_size=30) but I call scheduler.step() per iteration, loss stuck soon.",
        "learning-rate-schedule",
    ),
    (
        "Is it on purpose that lr goes to zero after 1/8 of the training with 8 gpus?",
        "learning-rate-schedule",
    ),
    ("warmup_steps is bigger than total steps so the lr never reaches its peak", "learning-rate-schedule"),
    (
        "when i use --amp the loss becomes nan at epoch 3. if i remove --amp there is no problem",
        "half-precision-overflow",
    ),
    ("The model outputs NaN after model.half() on GTX 1660", "half-precision-overflow"),
    ("loss scale keeps halving until 1e-4 and training stops", "half-precision-overflow"),
    ("Loss is nan for YOLO on my dataset. Some labels in txt have width 0.", "wrong-labels"),
    (
        "RetinaNet: regression loss nan, classification loss okay. Using CSV generator with own data.",
        "wrong-labels",
    ),
    (
        "half of the annotation xml have the class name written wrong, so they become background",
        "wrong-labels",
    ),
    ("Found that masks and images are not in the same order because glob isn't sorted.", "misaligned-labels"),
    ("Segmentation with 5 classes, mask values 1..5, CrossEntropyLoss crashes on GPU", "labels-out-of-range"),
    (
        "loss=nan with sparse_categorical_crossentropy, labels are 1 to 10 and Dense(10)",
        "labels-out-of-range",
    ),
    (
        "Some audio files are empty (all zeros) and after the log-mel normalisation they contain NaN.",
        "nan-in-data",
    ),
    ("I get nan on step 0 with every optimizer. np.isnan(X).any() gives True", "nan-in-data"),
    ("depth maps contain inf for the sky; L1 loss is nan at once", "nan-in-data"),
    ("loss is divided by num_pos; for images with no gt it's zero division -> nan", "nan-from-invalid-math"),
    ("I normalise the attention by its sum; rows that are fully masked give nan", "nan-from-invalid-math"),
    ("gradient penalty uses norm(), gives NaN from time to time", "nan-from-invalid-math"),
    (
        "After changing batch size from 256 to 32 without lr change the training diverged at the beginning",
        "learning-rate-too-high",
    ),
    ("loss is jumping between 0.5 and 8, Adam lr 0.05", "learning-rate-too-high"),
    (
        "it predicts only one class, whatever. lr = 0.1 adam. after lr 0.0001 acc is 85%",
        "learning-rate-too-high",
    ),
    (
        "Loss became NaN in the first 100 iters, same config as yours but only one GPU",
        "learning-rate-too-high",
    ),
    (
        "gets to 60 % accuracy, then collapses to 10 % and never recovers; lr 0.05 SGD momentum .9",
        "exploding-gradients",
    ),
    ("10k iterations, loss decreased only from 6.9 to 6.7; base_lr 1e-6", "learning-rate-too-low"),
    ("Model always says 'no disease'. 3 % of patients have it.", "class-imbalance"),
    ("recall of class 3 is zero since it has only 40 of 20000 samples", "class-imbalance"),
    ("The unet converges to all zeros, tumors are small", "class-imbalance"),
    (
        "loss becomes 0 after first epoch. I discovered that my generator gives label 0 for every image",
        "single-class-data",
    ),
    ("Train acc 99.5, test acc 80. Adding dropout helps a little.", "overfitting"),
    (
        "after 15 epochs the eval loss increases while train loss goes to 0.05, is early stopping the "
        "right answer?",
        "overfitting",
    ),
    ("small data (200 sentences) bert fine-tuning: train 100%, dev 65%", "overfitting"),
    ("why is val_acc zero? The labels are sorted and I use validation_split=0.1", "unshuffled-split"),
    ("my validation set only contains the classes 8 and 9, test accuracy is terrible", "unshuffled-split"),
    (
        "Loss looks periodic; every time the reader opens a new file it jumps. Each file is one class.",
        "unshuffled-data",
    ),
    ("shuffle=False in train_loader; with True I get 90 instead of 40 %", "unshuffled-data"),
    ("I use metrics=['accuracy'] for a time series prediction and it is always 0.0", "wrong-metric-for-task"),
    ("binary_accuracy of 99 % for multi-label with 200 tags, but the f1 is 0.05", "wrong-metric-for-task"),
    ("the printed accuracy is larger than 1 since I sum over batches", "metric-bug"),
    ("My precision/recall callback computes on shuffled generator so it's wrong", "metric-bug"),
    (
        "mAP stays at 0.0 though visualised boxes are right; the class ids are offset by one in the "
        "evaluator",
        "metric-bug",
    ),
    ("Forgot to zero gradients: loss decreases first, then explodes", "missing-zero-grad"),
    ("loss.backward() says element 0 of tensors does not require grad", "detached-graph"),
    ("I compute loss with predictions.detach().cpu().numpy(), nothing learned", "detached-graph"),
    ("optimizer = Adam(model.encoder.parameters()), the decoder stays random", "parameters-not-in-optimizer"),
    (
        "I set requires_grad=False for all and forgot the classifier, accuracy is constant",
        "frozen-parameters",
    ),
    (
        "loss doesn't drop below 0.9 with 5 classes while accuracy is 97%: softmax then CrossEntropyLoss",
        "softmax-applied-twice",
    ),
    ("sigmoid in model + BCEWithLogitsLoss, slow learning", "softmax-applied-twice"),
    (
        "sparse_categorical_crossentropy default from_logits False and the last layer is linear -> loss nan",
        "missing-output-activation",
    ),
    (
        "autoencoder: inputs standardized, decoder ends with sigmoid, reconstruction is gray",
        "wrong-output-activation",
    ),
    (
        "my regression target is between -50 and 50 and last layer has relu, negative values are never "
        "predicted",
        "wrong-output-activation",
    ),
    ("loss nan on raw pixel values, dividing by 255 cures", "unscaled-inputs"),
    (
        "Predict house prices: loss is 4e10 and decreases extremely slowly, output always ~0",
        "unscaled-targets",
    ),
    (
        "The input is always zeros because of astype(uint8) after /255. The network outputs the same for all",
        "constant-inputs",
    ),
    ("mse between (N,1) and (N,) ; R2 about 0 whatever I try", "shape-broadcasting"),
    ("with weights all 0.5 every neuron is the same, no learning", "zero-initialized-weights"),
    ("lr 0.1 kills all my relus: after first steps outputs are zero forever", "dying-relu"),
    ("30 layers tanh without batchnorm, first layers get almost no gradient", "vanishing-gradients"),
    (
        "grad norm is fine (2-5) for 3 epochs then one batch has 1e7 and everything is lost",
        "learning-rate-too-high",
    ),
    (
        "train with batch 1 and batchnorm: in eval mode the output is rubbish, train mode okay",
        "tiny-batch-batchnorm",
    ),
    (
        "model.eval() gives 0.2 mIoU, model.train() 0.7 with the same weights and images, bn momentum 0.1",
        "batchnorm-statistics",
    ),
    ("Duplicates in train and test, near 100 % test acc", "data-leakage"),
    ("kaggle leaderboard score 0.6, local validation 0.9", "validation-test-shift"),
    ("l2=0.5 : weights shrink towards zero, accuracy at chance", "over-regularization"),
    ("iter_size=4 in caffe gives 4 times bigger loss", "gradient-accumulation-mistake"),
    ("I sum over all pixels, so loss is ~100k and diverges; averaging solved", "loss-reduction-mistake"),
    (
        "Why is my validation accuracy better than training? Dropout 0.5 and augmentation are used.",
        "validation-better-than-training",
    ),
    (
        "Each epoch's loss starts lower than the previous ended, the progress bar shows running average",
        "misleading-log-average",
    ),
    ("loss spikes sometimes but returns, accuracy is growing. Should I worry?", "healthy"),
    ("Both losses of my GAN stay flat after some epochs and swing a little. Is that normal?", "healthy"),
    ("The curve is noisy because it is per batch. Smoothed it falls. Normal?", "healthy"),
    ("nn.KLDivLoss negative, target are logits", "negative-kl-divergence"),
    ("perplexity is super low since pad tokens are counted", "padding-in-loss"),
    (
        "I create layers in forward so they are not in state_dict and not trained",
        "parameters-not-in-optimizer",
    ),
    (
        "each epoch starts with the same loss as the first because I rebuild the model in the loop",
        "weights-reset",
    ),
    ("loss doesn't change at all; oh I never call opt.step()", "missing-optimizer-step"),
    (
        "I fine-tuned a ResNet and saved the state dict. In a fresh script the same image gets a "
        "different class at every call.\nprediction differs from run to run\nmodel.load_state_dict, then "
        "output = model(img)",
        "wrong-train-eval-mode",
    ),
    (
        "Monte Carlo like behaviour: my translation changes each time I translate the sentence.\ndropout "
        "0.3 in the encoder",
        "wrong-train-eval-mode",
    ),
    (
        "A Keras model with 94 % validation accuracy always answers the same class in my Flask "
        "service.\nservice: Image.open(...).resize((224,224)), np.array, predict\ntraining: rescale=1/255",
        "preprocessing-mismatch",
    ),
    (
        "The speech model is good on the test set of the corpus, useless on what I record with my "
        "microphone.\ncorpus 16 kHz, my recordings 44.1 kHz",
        "preprocessing-mismatch",
    ),
    (
        "Tokenisation: training text was lower-cased, at inference I pass the raw text. F1 falls from "
        "0.9 to 0.5.",
        "preprocessing-mismatch",
    ),
    (
        "Test accuracy 30 points lower than validation. I fit a second StandardScaler on the test data.",
        "preprocessing-mismatch",
    ),
    (
        "The poly schedule reaches 0 after half of the epochs, since max_iter was computed with the old "
        "batch size.\nno progress in the second half",
        "learning-rate-schedule",
    ),
    (
        "ReduceLROnPlateau in mode='max' with the validation loss: the rate falls every few epochs, "
        "training stalls",
        "learning-rate-schedule",
    ),
    (
        "Transformer from scratch, no warm-up, lr 5e-4: loss falls to 6.5 and then stays; with 4000 "
        "warm-up steps it gets to 2.1",
        "missing-warmup",
    ),
    (
        "Activations overflow in half precision.\nloss inf in the first steps with fp16=True\nfp32 "
        "works, slower",
        "half-precision-overflow",
    ),
    (
        "The training is normal on a V100 in single precision; on the T4 with amp the grads contain inf "
        "and after that nan weights",
        "half-precision-overflow",
    ),
    (
        "When I cast the network to float16 the cosine loss is nan, eps=1e-8 is rounded to 0",
        "half-precision-overflow",
    ),
    (
        "Pascal style annotations made with my own tool.\nbbox loss nan at iteration 40\nsome xmax "
        "smaller than xmin",
        "wrong-labels",
    ),
    (
        "Accuracy stays at chance. The labels come from sorted file names, the features from os.listdir.",
        "misaligned-labels",
    ),
    (
        "The segmentation is bad. I saved the masks as JPEG, so the class values are not exact.",
        "misaligned-labels",
    ),
    (
        "Loss plateaus high. Looking at samples I noticed that the text lines are shifted by one against "
        "the images.",
        "misaligned-labels",
    ),
    ("Random horizontal flip is applied to the image only, not to its keypoints.", "misaligned-labels"),
    ("Loss is nan since one column of the csv has blanks.\npandas, 12 features", "nan-in-data"),
    (
        "Every run dies with nan around iteration 350; shuffle off, so it is always the same "
        "batch.\nfound a corrupted npy file",
        "nan-in-data",
    ),
    ("log returns of a price that is 0 give -inf in the input, nan loss at once", "nan-in-data"),
    (
        "VAE with own BCE: x*log(y)+(1-x)*log(1-y), after ten epochs nan.\ny from a sigmoid",
        "nan-from-invalid-math",
    ),
    (
        "policy gradient: log of the chosen probability is -inf when the softmax is saturated; loss nan",
        "nan-from-invalid-math",
    ),
    ("focal loss written by hand, no clamp on pt, nan after 3000 iterations", "nan-from-invalid-math"),
    ("batch without positives: weights n_neg/n_pos become inf and the loss nan", "nan-from-invalid-math"),
    (
        "My RMSE loss: torch.sqrt(mse). As soon as a batch is fitted exactly grads are nan.",
        "nan-from-invalid-math",
    ),
    (
        "Diverges with the config of the repo on a single GPU; the config was for 4 GPUs, lr 0.02",
        "learning-rate-too-high",
    ),
    (
        "After a few hundred steps predictions of the fine-tuned BERT are constant. lr 1e-3",
        "unstable-fine-tuning",
    ),
    ("SGD with lr=1 on MNIST: loss 2.3, accuracy 9.8 % for all epochs", "learning-rate-too-high"),
    (
        "The loss oscillates wildly and sometimes reaches 1e4; Adam, 0.01; at 0.0001 smooth",
        "learning-rate-too-high",
    ),
    ("Loss goes to NaN when I increase the learning rate over 0.05", "learning-rate-too-high"),
    ("the curve is almost a line, 0.693 -> 0.690 in 20 epochs, lr=1e-7", "learning-rate-too-low"),
    ("My GAN generator hardly changes; raised lr from 1e-6 to 2e-4 and it learns", "learning-rate-too-low"),
    ("credit card fraud; precision and recall are 0; accuracy 99.8 %", "class-imbalance"),
    ("the network never predicts class 'crack', 98 % of pixels are background", "class-imbalance"),
    ("NER: everything gets tag O, f1 0", "class-imbalance"),
    ("My sentiment data has 80% positive reviews, the model says positive for all", "class-imbalance"),
    (
        "acc: 1.0000 loss: 0.0000e+00 since the first epoch. My y is all zeros because of a wrong column.",
        "single-class-data",
    ),
    (
        "binary classifier reaches 100 % immediately; the csv filter removed all negatives",
        "single-class-data",
    ),
    ("LSTM on 1000 sentences. Train accuracy 0.99, validation 0.72, gap grows each epoch", "overfitting"),
    ("validation loss has its minimum at epoch 4 and then climbs; training goes on improving", "overfitting"),
    (
        "In Keras I pass validation_split=0.3; val acc 0, train acc 0.95. Files are loaded folder by folder.",
        "unshuffled-split",
    ),
    ("time ordered data; last months as validation, behaves completely different", "unshuffled-split"),
    (
        "x_train = x[:8000], x_test = x[8000:], the array is ordered by digit; test accuracy 0",
        "unshuffled-split",
    ),
    (
        "mini-batches are consecutive rows of a file sorted by target; loss goes up and down in waves",
        "unshuffled-data",
    ),
    (
        "each batch comes from one class folder (sampler picks a folder), accuracy at eval is chance "
        "with batchnorm",
        "single-class-batches",
    ),
    ("In a regression with Keras acc: 0.0000e+00 though mae is fine", "wrong-metric-for-task"),
    (
        "13 classes, binary_crossentropy gives 0.92 accuracy, with categorical_crossentropy it's 0.35. "
        "Same net.",
        "wrong-metric-for-task",
    ),
    ("accuracy = correct/len(loader) prints 32.0", "metric-bug"),
    (
        "my validation accuracy is always exactly the same as in the previous epoch: the variable isn't "
        "reset",
        "metric-bug",
    ),
    ("dice computed on logits instead of the thresholded mask is negative", "metric-bug"),
    (
        "loop: out=net(x); loss.backward(); opt.step(). Loss goes down for 20 steps then up and up.",
        "missing-zero-grad",
    ),
    (
        "loss.backward() and scheduler.step() in loop, loss constant; optimizer.step() was lost in a merge",
        "missing-optimizer-step",
    ),
    ("The loss never changes. I used torch.tensor(pred.tolist()) to compute it.", "detached-graph"),
    (
        "I replaced the last layer after creating the optimizer, accuracy stays at chance",
        "parameters-not-in-optimizer",
    ),
    (
        "transfer learning: loss is exactly constant, I froze model.parameters() after adding the new fc",
        "frozen-parameters",
    ),
    (
        "tf.nn.softmax_cross_entropy_with_logits is fed with softmax outputs, training is slow and stops "
        "at 1.47",
        "softmax-applied-twice",
    ),
    (
        "keras SparseCategoricalCrossentropy() on a Dense(10) without softmax, loss around 11, accuracy 0.1",
        "missing-output-activation",
    ),
    ("F.nll_loss(F.softmax(x)) gives values between -1 and 0", "probabilities-without-log"),
    ("one output with softmax, prediction is 1.0 for each sample, loss 7.6", "softmax-on-one-unit"),
    (
        "MSE on integer class ids, network outputs something like 4.5 for every image of mnist",
        "wrong-loss-for-task",
    ),
    ("regress angles -180..180 with a tanh output", "wrong-output-activation"),
    (
        "Predictions never exceed 1. Labels are prices. Dense(1, activation='sigmoid')",
        "wrong-output-activation",
    ),
    (
        "Tabular data, column 'income' 20000-200000, column 'age' 18-90. Net predicts constant.",
        "unscaled-inputs",
    ),
    (
        "All pictures became black after the conversion to float and division; loss stays at ln 2",
        "constant-inputs",
    ),
    (
        "loss is computed between [32] and [32,1], result: network learns only the average",
        "shape-broadcasting",
    ),
    ("hidden units are all zero after the second batch, loss stuck, using ReLU with lr 0.5", "dying-relu"),
    ("RNN loss ok for 2k steps then 1e8, with clipping at 1 no more", "exploding-gradients"),
    (
        "2 images per GPU with BN, mAP is 5 points lower than paper; with frozen BN fine",
        "tiny-batch-batchnorm",
    ),
    ("Oversampling was done before the split. Val f1 0.99, on new data 0.6", "data-leakage"),
    (
        "I normalised with the mean of the whole data set and the neighbouring frames of a video are in "
        "both parts; test 99.9 %",
        "data-leakage",
    ),
    ("synthetic images for training, real ones for test: 97 -> 45 %", "validation-test-shift"),
    (
        "kernel_regularizer=l2(0.1) on all layers, output constant, accuracy equals the majority",
        "over-regularization",
    ),
    (
        "accumulation of 8 batches, I forgot to divide; behaves like 8 times the lr and diverges",
        "gradient-accumulation-mistake",
    ),
    (
        "the loss is the sum over 300x300 pixels, so it starts at 60000, SGD diverges",
        "loss-reduction-mistake",
    ),
    (
        "validation loss below training loss during the whole training, heavy augmentation",
        "validation-better-than-training",
    ),
    (
        "sawtooth in the training loss: it drops at every epoch border because Keras averages over the epoch",
        "misleading-log-average",
    ),
    (
        "the accuracy starts from 10 % again in each fold... in each epoch, model = Net() is within the loop",
        "weights-reset",
    ),
    ("BLEU 0 although token accuracy is 90 %: most tokens are <pad>", "padding-in-loss"),
    ("parameters() empty, layers stored in a dict", "parameters-not-in-optimizer"),
    ("KLDivLoss gets softmax instead of log_softmax and is negative", "negative-kl-divergence"),
    (
        "I use model(x) in a for loop over the test set and accuracy is 60 %, the training script says "
        "88 %. There is BatchNorm and Dropout in the model; I load the weights right before.",
        "wrong-train-eval-mode",
    ),
    (
        "Training with keras ImageDataGenerator(samplewise_center=True). For prediction I load images "
        "with load_img and only expand dims.",
        "preprocessing-mismatch",
    ),
    (
        "I use the pretrained VGG16 of keras on own photos, everything is classified as 'web site' or "
        "'envelope'.",
        "preprocessing-mismatch",
    ),
    ("acc drops suddenly to 0.1 when the warm restart begins", "learning-rate-schedule"),
    (
        "We see a bump of the loss exactly at the epoch where we resumed training, momentum buffers are "
        "not stored",
        "learning-rate-schedule",
    ),
    ("BERT pretraining with apex O2: loss becomes NaN after 1000 steps, O1 fine", "half-precision-overflow"),
    ("training with 16-bit precision in lightning yields nan, 32 doesn't", "half-precision-overflow"),
    ("COCO json with bbox [0,0,0,0] for some annotations makes Faster R-CNN's loss nan", "wrong-labels"),
    (
        "num_classes should include background; labels 0..20 but model has 20 outputs: assertion `t >= 0 "
        "&& t < n_classes` failed",
        "labels-out-of-range",
    ),
    (
        "Normalising by (x - min)/(max - min) where a feature is constant gives nan. The loss is nan "
        "from epoch 1.",
        "nan-in-data",
    ),
    ("My input had inf after log transform of zeros", "nan-in-data"),
    ("the loss is sum/mask.sum() and some sequences have an all-zero mask", "nan-from-invalid-math"),
    (
        "distance = sqrt(sum((a-b)^2)) in triplet loss, backward gives nan when anchor equals positive",
        "nan-from-invalid-math",
    ),
    ("batch 4 per gpu 1 gpu, config lr for 16 images. loss: 0.9 2.5 14 nan", "learning-rate-too-high"),
    (
        "training seems to diverge around iteration 600 each time; smaller lr only delays",
        "exploding-gradients",
    ),
    ("Adam 0.1, accuracy 11.35% on mnist whatever I do", "learning-rate-too-high"),
    ("cost goes up and up in my gradient descent with alpha=1", "learning-rate-too-high"),
    ("My unet predicts only background since only 1% of voxels belong to the organ", "class-imbalance"),
    (
        "multi-class with 70% of the samples in class 0; confusion matrix shows everything goes to 0",
        "class-imbalance",
    ),
    (
        "flow_from_directory('data/train/cats') -> Found 1000 images belonging to 0 or 1 classes, "
        "accuracy is 100 %",
        "single-class-data",
    ),
    (
        "training accuracy reaches 98 % but on validation it never exceeds 55; I have around 1200 samples",
        "overfitting",
    ),
    ("Should I stop at epoch 7? After it, test loss goes up and train loss goes down.", "overfitting"),
    (
        "I take train = data[:int(0.8*n)] from a csv which is grouped by patient diagnosis; val accuracy "
        "12 %",
        "unshuffled-split",
    ),
    (
        "training accuracy goes 100, 0, 100, 0 as the generator yields first all positives then all "
        "negatives",
        "unshuffled-data",
    ),
    (
        "the accuracy with loss='binary_crossentropy' is 96 % but only 70 % with categorical; 20 one-hot "
        "classes",
        "wrong-metric-for-task",
    ),
    ("top-5 accuracy lower than top-1?", "metric-bug"),
    ("precision and recall are always equal to accuracy, I use micro average of the batch", "metric-bug"),
    ("each iteration the gradient norm is larger than before; there's no zero_grad", "missing-zero-grad"),
    ("After loss.backward() nothing. loss constant at 0.6931", "missing-optimizer-step"),
    ("weights don't get gradients since I use torch.no_grad() around forward in training", "detached-graph"),
    ("two networks, one optimizer with net1.parameters(), net2 never learns", "parameters-not-in-optimizer"),
    ("last layer nn.LogSoftmax with CrossEntropyLoss?", "softmax-applied-twice"),
    (
        "my generator output is linear and I feed it to BCELoss: RuntimeError all elements of input "
        "should be between 0 and 1",
        "missing-output-activation",
    ),
    ("Dense(1) with softmax, loss 7.7, accuracy .5", "softmax-on-one-unit"),
    ("sparse_categorical_crossentropy with Dense(1) sigmoid for a two class problem", "wrong-loss-for-task"),
    (
        "LSTM forecasting with relu output: never goes below 0 while series is centered around zero",
        "wrong-output-activation",
    ),
    (
        "Age, salary and so on without scaling: accuracy stays at base rate. StandardScaler made it 87 %",
        "unscaled-inputs",
    ),
    ("Targets are between 1e5 and 1e6, mse 1e11, predictions near zero", "unscaled-targets"),
    ("the generator returned batches of zeros, I printed x.max() and it was 0", "constant-inputs"),
    ("initialising all weights with zeros, hidden units all learn the same", "zero-initialized-weights"),
    ("LeakyReLU in place of ReLU fixed my net that output zeros", "dying-relu"),
    (
        "batch size of 1 because of memory, and BN layers -> poor results, GroupNorm better",
        "tiny-batch-batchnorm",
    ),
    ("AUC .999; one column turned out to be computed from the target", "data-leakage"),
    ("works on my webcam at home, not in the office; dataset only from home", "validation-test-shift"),
    ("weight_decay=5 accidentally, weights tiny and the accuracy random", "over-regularization"),
    (
        "optimizer.step() is called for every micro batch though I wanted accumulation; zero_grad every 8",
        "gradient-accumulation-mistake",
    ),
    ("reduction='sum' in criterion and lr from a tutorial that uses mean: nan", "loss-reduction-mistake"),
    (
        "Train accuracy 0.80 val accuracy 0.86, how can that be? there's dropout",
        "validation-better-than-training",
    ),
    ("loss goes 2.3 1.7 1.4 1.2 1.1, val follows. is it fine?", "healthy"),
    (
        "Is it normal that my validation loss is 0.35 while training loss is 0.31? I use gradient "
        "accumulation with 8 steps.",
        "healthy",
    ),
    (
        "I fine-tune a ResNet50 pretrained on ImageNet, base frozen, only the new head is trained. "
        "Validation accuracy reaches 93%. Is this ok?",
        "healthy",
    ),
    (
        "With gradient accumulation of 4 my results differ from batch size 32: loss is 4 times higher.",
        "gradient-accumulation-mistake",
    ),
    ("is a val loss of 0.41 with train loss of 0.39 ok?", "healthy"),
    ("MLP without activation functions performs as a linear model", "missing-nonlinearity"),
    ("every epoch the loss begins at 2.3 again; compile and build is in the for loop", "weights-reset"),
    ("LM finetune: pad_token=eos, it doesn't stop generating", "padding-in-loss"),
    ("requires_grad False for the whole model, trainable params: 0", "frozen-parameters"),
    ("distillation loss KLDivLoss(softmax, softmax) becomes negative", "negative-kl-divergence"),
    ("accuracy of the last batch is fine but evaluation over all is 10 %, data sorted", "unshuffled-data"),
    (
        "Why do I get worse numbers than in Table 2 with your checkpoint? I evaluate right after "
        "build_model() and load_state_dict(), in the default mode.",
        "wrong-train-eval-mode",
    ),
    (
        "val_transforms forgot ToTensor scaling, so val images are 0-255 and train images are 0-1: val "
        "loss 50",
        "preprocessing-mismatch",
    ),
    (
        "The label encoder was fitted again on the test file, class order differs, test accuracy 9 %.",
        "preprocessing-mismatch",
    ),
    (
        "In training the images are resized with bilinear from PIL, the C++ demo uses OpenCV nearest: "
        "scores drop by half.",
        "preprocessing-mismatch",
    ),
    (
        "My loss curve has a step up every 10 epochs, exactly where the cyclic lr returns to max_lr.",
        "learning-rate-schedule",
    ),
    ("I use warmup of 5 epochs but only train for 3.", "learning-rate-schedule"),
    ("inference in half gives black images, in float correct ones", "half-precision-overflow"),
    (
        "label file and image folder have different numbers of entries; I zip() them. Training does not "
        "get better than chance.",
        "misaligned-labels",
    ),
    ("My annotators confused left and right, model cannot separate them", "wrong-labels"),
    (
        "sparse labels are 1,2,3 with Dense(3): nan loss in tensorflow GPU, error on CPU",
        "labels-out-of-range",
    ),
    ("dataset has a few images with zero size; loss turns nan in the epoch when they come", "nan-in-data"),
    ("nan after merging two excel sheets", "nan-in-data"),
    (
        "K.sqrt(K.sum(K.square(a-b))) in siamese net, loss becomes nan; adding epsilon inside of the "
        "sqrt helps",
        "nan-from-invalid-math",
    ),
    (
        "I multiplied the learning rate with the number of GPUs (32) and the loss exploded",
        "learning-rate-too-high",
    ),
    (
        "accuracy goes up to 70 % then suddenly 10 % forever, loss 2.303; momentum 0.9 lr 0.1",
        "exploding-gradients",
    ),
    ("My perceptron's weights become infinity, eta=10", "learning-rate-too-high"),
    (
        "The loss is decreasing but after two days still 5.8. I think the step size is tiny: 1e-8",
        "learning-rate-too-low",
    ),
    (
        "Precision 0.02, recall 1 if I weight classes, all negative if I don't. 0.5 % positives.",
        "class-imbalance",
    ),
    ("the model ignores rare entity types", "class-imbalance"),
    (
        "val loss starts increasing after 3 epochs. Dataset: 1,500 reviews; BiLSTM with 512 units",
        "overfitting",
    ),
    ("perfect on train, 60% on test. is it overfitting?", "overfitting"),
    ("sklearn train_test_split(shuffle=False) on sorted classes: val accuracy 0", "unshuffled-split"),
    (
        "I train with all of class A in the morning and class B in the afternoon, it forgets A",
        "unshuffled-data",
    ),
    ("R2 should be used; accuracy says 0 for my regression", "wrong-metric-for-task"),
    ("gradients accumulate as I only call zero_grad before the loop", "missing-zero-grad"),
    ("I print model weights, same numbers every epoch", "missing-optimizer-step"),
    (
        "RuntimeError: element 0 of tensors does not require grad; I used .item() on the loss",
        "detached-graph",
    ),
    (
        "optimizer gets filter(lambda p: p.requires_grad) before I unfreeze, unfrozen layers don't train",
        "parameters-not-in-optimizer",
    ),
    ("CrossEntropyLoss on probabilities: loss between 1.46 and 2.3 for 10 classes", "softmax-applied-twice"),
    ("loss 15.9 constant; keras categorical_crossentropy with linear output", "missing-output-activation"),
    ("VAE for audio in [-1,1] with sigmoid decoder clips the negative half", "wrong-output-activation"),
    (
        "the network should output values around 40000, loss mse 1.6e9 at start, hardly falls",
        "unscaled-targets",
    ),
    ("normalisation bug: (x - mean)/std with std=inf, all inputs 0", "constant-inputs"),
    ("broadcast of (64,1)-(64,) to 64x64; R² negative", "shape-broadcasting"),
    ("ELU instead of ReLU made it train; before all activations were zero", "dying-relu"),
    (
        "adding skip connections made the 40 layer net learn, before gradient in layer 1 was 1e-12",
        "vanishing-gradients",
    ),
    ("grad clipping at 5 fixed the nan in my seq2seq", "exploding-gradients"),
    ("SyncBN solved it: 1 image per GPU before, mIoU 20 points lower", "tiny-batch-batchnorm"),
    ("Augmented copies of the same image are in train and val, val 99 %, test 70 %", "data-leakage"),
    ("reducing weight decay from 0.5 to 1e-4 made it learn", "over-regularization"),
    (
        "gradient accumulation: I call zero_grad in every micro-step, so only the last counts",
        "gradient-accumulation-mistake",
    ),
    (
        "loss is 32 times bigger than in the reference; theirs is mean, mine sum over batch",
        "loss-reduction-mistake",
    ),
    (
        "lower loss on validation set than training, strong regularization, expected?",
        "validation-better-than-training",
    ),
    ("Mask R-CNN: total loss 1.9 -> 0.6 after 10k iterations, AP 38. Looks right?", "healthy"),
    ("forgot F.relu in forward, network is no better than logistic regression", "missing-nonlinearity"),
    ("model.load_weights('init.h5') is in the epoch loop", "weights-reset"),
    ("loss is tiny since 90 % of targets are padding index 0", "padding-in-loss"),
    (
        "WaveGlow, a flow-based vocoder, is trained with the negative log-likelihood. The loss is "
        "negative after a few steps. Is that normal?",
        "healthy",
    ),
]
UNTROUBLED = [
    "We load the pretrained weights, call model.eval() and run the model on single images. The results "
    "agree with the test set.",
    "I resumed the training from the last checkpoint and the loss continues where it was.",
    "We trained on our own dataset with 5 classes, 2000 images each, accuracy 95 % on the test set.",
    "I shuffle the data, split randomly, and standardize inputs with the statistics of the training "
    "set only.",
    "My validation_split is 0.2 after shuffling; validation accuracy follows the training accuracy.",
    "Training on COCO works, and on my own data it works as well.",
    "The boxes lie inside of the image, widths and heights are positive, box loss falls to 0.3.",
    "I divided the learning rate by ten after 30 epochs as in the paper, the loss drops as expected.",
    "Is it possible to train with fp16 on a 1080Ti? In fp32 it takes 10 hours.",
    "How can I export the model to ONNX? The accuracy in PyTorch is 93 %.",
    "What does class_weight do in Keras? My classes are balanced.",
    "Does the DataLoader shuffle by default? I pass shuffle=True anyway.",
    "I visualized the images with their labels, everything is in order. All values are finite, no nan "
    "in the data.",
    "The gradients of all layers have a similar size, weights change in each step, and outputs vary.",
    "The loss is the mean over the batch. zero_grad, backward and step are called in this order.",
    "ResNet50 pretrained on ImageNet, last layer replaced before creating the optimizer, all layers "
    "trainable.",
    "The model is tested with several batch sizes, the results are the same.",
    "I use BCEWithLogitsLoss with raw logits, no sigmoid in the model.",
    "Inputs are scaled to 0..1; targets are standardized as well.",
    "I compared evaluate and predict on the test set: the accuracies agree.",
    "We record at 16 kHz in training and test.",
    "The list of files is shuffled before it is split in train and validation.",
    "The predictions on new images from another camera are fine too.",
    "I have 10 classes with 500 images per class. Adam, lr 1e-3. Accuracy after 20 epochs: 91 % on "
    "train and 90 % on val.",
    "Why is training slow on my GPU? 2 s per iteration; GPU utilization is 10 %.",
    "I want to add warm-up to my schedule. Where should I call scheduler.step()?",
    "Could the labels be wrong? I checked a hundred, they are right.",
    "The masks are binary 0/1, saved as png, read with nearest neighbour interpolation.",
    "The discriminator and the generator have their own optimizers.",
    "Dropout is 0.5 in the head, weight decay 1e-4.",
    "How do I log the gradient norm? It is about 1.",
    "my model has two outputs, both are learned well",
    "The average precision increases steadily from 0.1 to 0.6, and loss from 3 to 0.8.",
    "The last layer is linear since it is a regression; y is standardized.",
    "Should the test data be normalized with the training mean?",
    "I don't see any difference between train() and eval() as the model has neither dropout nor batch norm.",
    "Do I need to set ignore_index for padding tokens? At the moment I mask them.",
    "For every epoch I save a checkpoint; the best one is at epoch 45 of 50.",
]


@pytest.mark.parametrize(("told", "cause"), POSTS)
def test_the_cause_comes_first(told: str, cause: str) -> None:
    report = Session(read_text(told + "\n", "post")).report()
    if cause == "healthy":
        assert report.verdict == "healthy"
    else:
        assert report.causes[0].id == cause


@pytest.mark.parametrize("told", UNTROUBLED)
def test_no_cause_stands_out_where_no_trouble_is_told(told: str) -> None:
    report = Session(read_text(told + "\n", "post")).report()
    assert report.verdict != "faulty"
