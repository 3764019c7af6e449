"""Words to symptoms: what people say, what they deny or only suppose, and how fast it is read."""

from __future__ import annotations

import time

import pytest

from assistant.observe.prose import number_of_classes
from assistant.observe.stated import stated_curves
from assistant.observe.words import observe_words, sentences
from assistant.run import Place, Words
from assistant.symptoms import SYMPTOMS
from assistant.symptoms.phrases import needs, pattern

ENGLISH = [
    ("loss stuck at 0.69, two classes", "loss_trend=flat loss_level=ln-classes task=binary"),
    ("The training loss does'nt decrease at all", "loss_trend=flat"),
    ("My loss doesn’t go down no matter what I do", "loss_trend=flat"),
    ("the loss isnt changing", "loss_trend=flat"),
    ("loss is not decreasing during trainning", "loss_trend=flat"),
    ("My network is not learning anything", "loss_trend=flat"),
    ("The net just won't converge", "loss_trend=flat"),
    ("I don't know why the loss stays constant", "loss_trend=flat"),
    ("What could be the reason that my loss remains at 2.30?", "loss_trend=flat"),
    ("Why does my training loss not decrease?", "loss_trend=flat"),
    ("loss and accuracy do not change and stay the same", "loss_trend=flat accuracy_trend=flat"),
    ("The cost hovers around 0.7 and never gets lower", "loss_trend=flat"),
    ("every epoch prints exactly the same loss", "loss_trend=frozen"),
    ("the loss is identical in every epoch", "loss_trend=frozen"),
    ("training loss is going down nicely", "loss_trend=falling"),
    ("the loss converges very slowly", "loss_trend=crawling"),
    ("training is extremely slow to converge", "loss_trend=crawling"),
    ("The loss plateaus at 1.2 after ten epochs", "loss_trend=plateau"),
    ("loss stops decreasing after the third epoch", "loss_trend=plateau"),
    ("At first the loss drops quickly, then it gets stuck", "loss_trend=plateau"),
    ("my loss keeps oscillating between 2 and 5", "loss_trend=oscillating"),
    ("The loss jumps around a lot and is very noisy", "loss_trend=oscillating"),
    ("training loss flactuates heavily", "loss_trend=oscillating"),
    ("the training loss keeps increasing", "loss_trend=rising"),
    ("Loss goes up instead of down", "loss_trend=rising"),
    ("after a few steps the loss explodes", "loss_trend=diverging"),
    ("training diverges immediately", "loss_trend=diverging"),
    ("my model blows up after 100 iterations", "loss_trend=diverging"),
    ("loss turns NaN after a few epochs", "loss_trend=nan nan_onset=sudden"),
    ("I get nan loss from the first batch", "loss_trend=nan nan_onset=at-start"),
    ("the loss becomes larger and larger and then nan", "loss_trend=nan nan_onset=after-growth"),
    ("train_loss: everything goes to inf", "loss_trend=nan"),
    ("The loss suddenly jumps up at epoch 30 and stays high", "loss_trend=jump"),
    ("The loss is exactly 0.0000 after one epoch", "loss_level=zero zero_onset=at-once"),
    ("my loss quickly goes to zero", "loss_level=zero zero_onset=at-once"),
    ("The KL divergence is negative", "loss_level=negative"),
    ("Keras reports a negative loss", "loss_level=negative"),
    ("the network always predicts the mean of the targets", "loss_level=target-variance"),
    ("The MSE is huge", "loss_level=huge"),
    ("the first loss is very high", "loss_start=far-above"),
    ("there are occasional spikes in the loss", "loss_spikes=isolated"),
    ("I see a sawtooth pattern in the training loss", "loss_period=saw-in-epoch"),
    ("the loss jumps at the start of each epoch", "loss_period=jumps-at-epoch"),
    ("The model predicts the same class for every image", "one_class=always"),
    ("it always outputs the same value", "one_class=always"),
    ("all predictions are 0", "one_class=always"),
    ("classifies everything as negative", "one_class=always"),
    ("outputs are all the same", "one_class=always logit_size=equal"),
    ("accuracy stuck at 50%", "accuracy_trend=flat"),
    ("My acc is no better than random guessing", "accuracy_level=chance"),
    ("The model performs at chance level", "accuracy_level=chance"),
    ("accuracy is below chance", "accuracy_level=below-chance"),
    ("accuracy is always 0", "accuracy_level=zero"),
    ("acc goes to 100% after 1 epoch", "accuracy_level=near-perfect"),
    ("the accuracy keeps dropping while training", "accuracy_trend=falling"),
    ("accuracy jumps up and down", "accuracy_trend=erratic"),
    ("Accuracy is exactly the same in every epoch", "accuracy_trend=frozen"),
    ("loss goes down but accuracy stays at 10%", "loss_vs_accuracy=accuracy-stuck"),
    ("loss decreases, but the accuracy does not improve", "loss_vs_accuracy=accuracy-stuck"),
    ("the loss goes to zero while accuracy drops", "loss_vs_accuracy=impossible"),
    ("both loss and accuracy are increasing", "loss_vs_accuracy=loss-grows"),
    ("train acc 99% but val acc 50%", "validation_gap=large"),
    ("Training is perfect, testing is terrible", "validation_gap=large"),
    ("the model does not generalize", "validation_gap=large"),
    ("validation accuracy is exactly zero", "validation_gap=below-chance"),
    ("val_acc is 0 all the time", "validation_gap=below-chance"),
    ("validation acc is random", "validation_gap=at-chance"),
    ("at test time it behaves as if it was never trained", "validation_gap=at-chance"),
    ("Is it normal that validation loss is lower than training loss?", "validation_gap=better"),
    ("val accuracy is higher than train accuracy", "validation_gap=better"),
    ("val_loss starts to increase after epoch 5", "validation_trend=turns-up"),
    ("my model is overfitting", "validation_trend=turns-up"),
    ("validation loss fluctuates wildly", "validation_trend=swings"),
    ("val_loss does not improve", "validation_trend=stuck"),
    ("validation loss goes up while validation accuracy still increases", "accuracy_at_turn=rising"),
    ("test accuracy is far below validation accuracy", "test_gap=large"),
    ("gradients are zero", "gradient_norm=zero"),
    ("I think I have vanishing gradients", "gradient_norm=tiny"),
    ("the gradients explode", "gradient_norm=exploding"),
    ("the weights do not change during training", "weight_change=none"),
    ("my weights are not being updated", "weight_change=none"),
    ("many dead neurons", "activation_by_depth=dead"),
    ("I tried lowering the learning rate, it didn't help", "lower_learning_rate=no-change"),
    ("Changing the learning rate makes no difference", "lower_learning_rate=no-change"),
    ("a smaller learning rate solves it", "lower_learning_rate=cured"),
    ("it can't even overfit a single batch", "one_batch=stuck"),
    ("the labels are shifted by one", "labels_checked=mismatch"),
    ("it becomes much worse in eval mode", "training_set_evaluated=worse"),
    ("all weights are initialized to zero", "initialization=zeros"),
    ("the data is not shuffled", "shuffled=no"),
    ("samples are sorted by class", "shuffled=no"),
    ("each batch contains only one class", "batch_mix=one-class"),
    ("I use dropout after each conv layer", "dropout=on-convolutions"),
    ("we use batch norm after relu", "batchnorm_order=after-activation"),
    ("the inputs are not normalized", "input_scaling=raw"),
    ("features have very different scales", "input_scaling=mixed"),
    ("the last layer has a relu activation", "last_activation=relu"),
    ("I use plain SGD", "optimizer=sgd"),
    ("fine-tuning a pretrained ResNet", "pretrained=yes architecture=convolutional"),
    ("weight decay is applied to biases too", "decay_on_biases=yes"),
    ("a custom loss with a log", "loss_math=own"),
    ("optimizer.zero_grad() is missing", "loop=no-zero-grad"),
    ("I forgot to call optimizer.zero_grad()", "loop=no-zero-grad"),
    ("the gradients are never zeroed", "loop=no-zero-grad"),
    ("optimizer.step() is never called", "loop=no-step"),
    ("there is no call of optimizer.step()", "loop=no-step"),
    ("the loss is computed on output.detach()", "loop=detached"),
    ("loss = Variable(loss, requires_grad=True)", "loop=detached"),
    ("RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn", "loop=detached"),
    ("step and zero_grad every 10 batches", "loop=accumulates"),
    ("gradient_accumulation_steps=8", "loop=accumulates"),
    ("model.eval() never called", "mode=wrong"),
    ("no call of eval() anywhere", "mode=wrong"),
    ("I forgot to switch back to train mode", "mode=wrong"),
    ("dropout is still active during validation", "mode=wrong"),
    ("model.eval() is called before testing", "mode=right"),
    ("the backbone is frozen", "trained_parameters=frozen"),
    ("I froze all layers of the encoder", "trained_parameters=frozen"),
    ("the layers are kept in a plain Python list", "trained_parameters=not-in-optimizer"),
    ("the model is created again after the optimizer", "trained_parameters=not-in-optimizer"),
    ("the optimizer still holds the parameters of the old model", "trained_parameters=not-in-optimizer"),
    ("the new head is not passed to the optimizer", "trained_parameters=not-in-optimizer"),
    ("the learning rate is already 0", "rate_and_loss=stops"),
    ("the schedule decays too fast", "rate_and_loss=stops"),
    ("loss jumps up after resuming from the checkpoint", "rate_and_loss=jumps"),
    ("after we continued the run, the loss suddenly jumps to 3", "rate_and_loss=jumps"),
    ("fp16=True", "precision=half"),
    ("trained with mixed precision (apex)", "precision=half"),
    ("fp16=False", "precision=single"),
    ("bf16 mixed precision", "precision=single"),
    ("class 0 is 95 % of the data", "class_balance=imbalanced"),
    ("95% of the samples belong to class 0", "class_balance=imbalanced"),
    ("the data set is highly imbalanced", "class_balance=imbalanced"),
    ("most of the pixels are background", "class_balance=imbalanced"),
    ("500 images per class", "class_balance=balanced"),
    ("labels balanced 50/50", "class_balance=balanced"),
    ("only one class in the training set", "class_balance=single"),
    ("Found 1000 images belonging to 1 classes.", "class_balance=single"),
    ("validation_split=0.2 on sorted data", "split=ordered"),
    ("the last 20% of the rows are the validation set", "split=ordered"),
    ("train_test_split(x, y, shuffle=False)", "split=ordered"),
    ("a random 80/20 split", "split=random"),
    ("labels are 1..n", "label_values=out-of-range"),
    ("labels in the list file are 1, 2, ..., n", "label_values=out-of-range"),
    ("my labels start at 1", "label_values=out-of-range"),
    ("the labels are -1 and 1", "label_values=out-of-range"),
    ("the masks hold 0 and 255", "label_values=out-of-range"),
    ("uint8 images divided by 255", "inputs_checked=constant"),
    ("uint8 image array divided in place by 255", "inputs_checked=constant"),
    ("all images are black", "inputs_checked=constant"),
    ("there are NaNs in the csv", "inputs_checked=non-finite"),
    ("the features contain missing values", "inputs_checked=non-finite"),
    ("x_test not divided by 255", "same_preprocessing=different"),
    ("ImageDataGenerator() for evaluation", "same_preprocessing=different"),
    ("I forgot to normalize the test images", "same_preprocessing=different"),
    ("trained on RGB, inference with OpenCV gives BGR", "same_preprocessing=different"),
    ("the same preprocessing for training and test", "same_preprocessing=same"),
    ("the targets are not scaled", "target_scaling=raw"),
    ("house prices in the hundreds of thousands", "target_scaling=raw"),
    ("inputs and targets are standardized", "target_scaling=scaled"),
    ("y_pred (128, 1), y (128,)", "shapes=different"),
    ("y_pred has shape (128, 1), y has shape (128,)", "shapes=different"),
    (
        "Using a target size (torch.Size([64])) that is different to the input size (torch.Size([64, 1]))",
        "shapes=different",
    ),
    ("the loss is silently broadcast", "shapes=different"),
    ("the last layer has a single unit", "output_units=one"),
    ("one output per class", "output_units=per-class"),
    ("wrong number of output units", "output_units=mismatch"),
    ("sigmoid in all hidden layers", "hidden_activation=saturating"),
    ("three 8-unit sigmoid layers", "hidden_activation=saturating"),
    ("the hidden layers use tanh", "hidden_activation=saturating"),
    ("ReLU in the hidden layers", "hidden_activation=relu"),
    ("no activation between the layers", "hidden_activation=none"),
    ("some labels are wrong", "labels_checked=some-wrong"),
    ("about 10% of the images are mislabeled", "labels_checked=some-wrong"),
    ("I divided the images by 255 twice", "input_scaling=tiny"),
    ("the pixels are normalized twice, once in ToTensor and once by me", "input_scaling=tiny"),
    ("a plain MLP with 30 layers and no skip connections", "depth=deep-plain"),
    ("my network is very deep", "depth=deep-plain"),
    ("I use softmax(dim=0) on the output", "softmax_axis=batch"),
    ("the softmax runs over the batch dimension", "softmax_axis=batch"),
    ("I clip the gradient norm at 0.001", "clipping=tight"),
    ("clip_grad_norm_ with max_norm=1e-3", "clipping=tight"),
    ("the gradient norm is always at the clip value", "gradient_norm=constant"),
    ("every step is clipped", "gradient_norm=constant"),
    ("I only trained for two epochs", "training_length=few"),
    ("early stopping kicks in after 2 epochs", "training_length=impatient"),
    ("EarlyStopping with patience=0", "training_length=impatient"),
    ("I trained for 1000 epochs", "training_length=many"),
    ("the best epoch was epoch 12", "best_epoch=long-past"),
    ("validation has not improved since epoch 20", "best_epoch=long-past"),
    ("padding tokens are included in the loss", "padding=counted"),
    ("I forgot to set ignore_index", "padding=counted"),
    ("pad_token = eos_token", "padding=end-too"),
    ("the generated text never stops", "padding=end-too"),
    ("I used view instead of permute", "axis_order=wrong"),
    ("I forgot batch_first", "axis_order=wrong"),
    ("the KL divergence goes to zero immediately", "kl_term=vanishes"),
    ("the decoder ignores the latent variable", "kl_term=vanishes"),
    ("posterior collapse", "kl_term=vanishes"),
    ("some inputs are shorter than the target", "ctc_lengths=short"),
    ("the ctc loss is inf", "loss_kind=ctc loss_trend=nan"),
]
CHINESE = [
    ("验证集准确率一直是0", "validation_gap=below-chance"),
    ("损失一直是0.69不动", "loss_trend=flat"),
    ("loss不下降,怎么办?", "loss_trend=flat"),
    ("不知道为什么loss不收敛", "loss_trend=flat"),
    ("训练时,训练误差、精度都保持不变,是个固定值", "loss_trend=frozen"),
    ("loss 一直卡在 2.3", "loss_trend=flat"),
    ("模型根本学不到东西", "loss_trend=flat"),
    ("loss下降得非常慢", "loss_trend=crawling"),
    ("loss降到0.5就不再下降", "loss_trend=plateau"),
    ("loss震荡很厉害", "loss_trend=oscillating"),
    ("训练loss一直上升", "loss_trend=rising"),
    ("loss突然变大", "loss_trend=jump"),
    ("训练几个epoch之后loss变成nan", "loss_trend=nan nan_onset=sudden"),
    ("一开始就出现nan", "loss_trend=nan nan_onset=at-start"),
    ("损失爆炸了", "loss_trend=diverging"),
    ("loss很快变为0", "loss_level=zero zero_onset=at-once"),
    ("KL散度出现负数", "loss_level=negative"),
    ("loss为负", "loss_level=negative"),
    ("准确率一直不变", "accuracy_trend=flat"),
    ("精度上不去", "accuracy_trend=flat"),
    ("准确率忽高忽低", "accuracy_trend=erratic"),
    ("准确率跟随机猜差不多,相当于瞎猜", "accuracy_level=chance"),
    ("训练准确率100%,测试准确率很低", "accuracy_level=near-perfect validation_gap=large"),
    ("模型对所有图片的预测都是同一类", "one_class=always"),
    ("输出全部是同一个类别", "one_class=always"),
    ("loss一直下降但是准确率不变", "loss_vs_accuracy=accuracy-stuck"),
    ("loss 不断下降,但是精度却一直保持一个固定值", "loss_vs_accuracy=accuracy-stuck"),
    ("验证集loss上升", "validation_trend=turns-up"),
    ("模型过拟合了", "validation_trend=turns-up"),
    ("验证集准确率波动很大", "validation_trend=swings"),
    ("验证集loss比训练集loss低", "validation_gap=better"),
    ("泛化能力差", "validation_gap=large"),
    ("测试时好像没有训练一样", "validation_gap=at-chance"),
    ("验证集准确率远高于测试集", "test_gap=large"),
    ("梯度消失", "gradient_norm=tiny"),
    ("梯度爆炸", "gradient_norm=exploding"),
    ("权重没有更新", "weight_change=none"),
    ("调小学习率也没有用", "lower_learning_rate=no-change"),
    ("输入没有归一化", "input_scaling=raw"),
    ("数据没有打乱", "shuffled=no"),
    ("标签和图片对不上,标签错位", "labels_checked=mismatch"),
    ("权重全部初始化为0", "initialization=zeros"),
    ("网络最后一层没有激活函数", "last_activation=none"),
    ("在卷积层后面加了dropout", "dropout=on-convolutions"),
    ("没有加偏置", "bias=absent"),
    ("学习率太大", "learning_rate=extreme"),
    ("用预训练模型微调ResNet做二分类", "pretrained=yes task=binary architecture=convolutional"),
    ("训练循环里忘了写optimizer.zero_grad()", "loop=no-zero-grad"),
    ("梯度没有清零", "loop=no-zero-grad"),
    ("循环里没有调用optimizer.step()", "loop=no-step"),
    ("使用了梯度累积", "loop=accumulates"),
    ("测试时忘了调用model.eval()", "mode=wrong"),
    ("冻结了主干网络的参数", "trained_parameters=frozen"),
    ("这些层的参数没有传给优化器", "trained_parameters=not-in-optimizer"),
    ("恢复训练后loss突然变大", "rate_and_loss=jumps"),
    ("用混合精度训练", "precision=half"),
    ("类别严重不平衡", "class_balance=imbalanced"),
    ("负样本占了95%", "class_balance=imbalanced"),
    ("训练集里只有一类", "class_balance=single"),
    ("划分数据时没有打乱", "split=ordered"),
    ("标签从1开始", "label_values=out-of-range"),
    ("输入全为0", "inputs_checked=constant"),
    ("数据里有nan", "inputs_checked=non-finite"),
    ("测试时没有做归一化", "same_preprocessing=different"),
    ("目标值没有归一化", "target_scaling=raw"),
    ("预测和标签的形状不一致", "shapes=different"),
    ("输出层只有一个神经元", "output_units=one"),
    ("隐藏层用的是sigmoid", "hidden_activation=saturating"),
    ("隐藏层没有加激活函数", "hidden_activation=none"),
    ("部分标签是错的", "labels_checked=some-wrong"),
    ("图片归一化了两次", "input_scaling=tiny"),
    ("重复除以255", "input_scaling=tiny"),
    ("网络很深,没有残差连接", "depth=deep-plain"),
    ("softmax的维度写错了", "softmax_axis=batch"),
    ("梯度裁剪设得太小", "clipping=tight"),
    ("每一步梯度都被裁剪", "gradient_norm=constant"),
    ("只训练了两个epoch", "training_length=few"),
    ("早停太早", "training_length=impatient"),
    ("训练了1000个epoch", "training_length=many"),
    ("最好的epoch是第12轮", "best_epoch=long-past"),
    ("填充的部分也算进了损失", "padding=counted"),
    ("忘了设置ignore_index", "padding=counted"),
    ("pad和eos是同一个", "padding=end-too"),
    ("生成停不下来", "padding=end-too"),
    ("用了reshape而不是permute", "axis_order=wrong"),
    ("通道顺序搞错了", "axis_order=wrong"),
    ("KL散度很快变成0", "kl_term=vanishes"),
    ("后验坍塌", "kl_term=vanishes"),
    ("输入长度小于标签长度", "ctc_lengths=short"),
]
SILENT = [
    "loss = criterion(out, y)",
    "training is done with early stopping",
    "the loss does not diverge",
    "no NaN",
    "if the loss diverges, stop",
    "I expected the loss to fall",
    "would it help?",
    "Would a smaller learning rate help?",
    "Hello everyone, thanks for reading.",
    "I hope the accuracy improves",
    "Should the loss decrease faster?",
    "print the loss every 100 steps",
    "we compute the accuracy on the validation set after each epoch",
    "return loss",
    "here is my code:",
    "I am using Python 3.11 on Windows",
    "Any help is appreciated!",
    "optimizer.zero_grad() is called before backward",
    "how can I make the loss decrease?",
    "gradient clipping prevents exploding gradients",
    "maybe the labels are wrong",
    "does the loss explode?",
    "we save the model with the best score",
    "请问有什么办法?",
    "谢谢大家",
    "既不是过拟合,也不是性能不佳",
    "loss没有爆炸",
    "如果loss变成nan怎么办",
    "希望准确率上升",
    "没有出现nan",
    "下面是我的代码",
    "训练结束后保存模型",
]
NOT_SAID = [
    ("someone suggested that the learning rate is too high", "learning_rate"),
    ("I tried dropout after the conv layers", "dropout"),
    ("I tried batch norm, Xavier initialization and normalizing the inputs", "normalization input_scaling"),
    ("I tried a smaller learning rate", "learning_rate"),
    ("I tried lowering the learning rate, it didn't help", "learning_rate"),
    ("we use batch norm before relu", "loss_trend activation_by_depth last_activation"),
    ("the loss, without any NaN, falls", "nan_onset"),
    ("validation loss does not decrease", "loss_trend"),
    ("the val loss explodes after epoch 3", "loss_vs_accuracy"),
    ("training loss falls and validation loss is stuck", "accuracy_trend"),
    ("accuracy is perfect and the loss is zero", "accuracy_trend"),
    ("the loss never becomes nan", "nan_onset"),
    ("It is not overfitting", "validation_trend"),
    ("overfitting is not the problem", "validation_trend"),
    ("binary cross entropy over ten classes", "architecture"),
    ("The data is shuffled and normalized", "learning_rate"),
    ("I read that ReLU units can die", "activation_by_depth"),
    ("maybe the gradients vanish", "gradient_norm"),
    ("accuracy 0.498 for 100 epochs", "loss_level"),
    ("if I use a high learning rate the loss explodes", "learning_rate"),
    ("loss dips at the same place in every epoch", "loss_trend"),
    ("不是学习率太大或太小", "learning_rate"),
    ("有人说可能是梯度消失", "gradient_norm"),
    ("试了加dropout", "dropout"),
    ("I call optimizer.zero_grad() before loss.backward()", "loop"),
    ("is zero_grad() missing?", "loop"),
    ("if optimizer.step() is missing, nothing happens", "loop"),
    ("accumulates loss.item() for the log", "loop"),
    ("argmax is used for the accuracy", "loop"),
    ("Detected call of lr_scheduler.step() before optimizer.step()", "loop"),
    ("without gradient accumulation", "loop"),
    ("lr steps down every 10 epochs", "loop"),
    ("do I have to call model.eval()?", "mode"),
    ("no evaluation data yet", "mode"),
    ("the program freezes after an hour", "trained_parameters"),
    ("freeze_bn=False", "trained_parameters"),
    ("the optimizer is created before the loop", "trained_parameters"),
    ("a list of layers", "trained_parameters"),
    ("the learning rate is 0.001", "rate_and_loss"),
    ("the loss rises continuously", "rate_and_loss"),
    ("a guitar amp classifier", "precision"),
    ("balanced accuracy is 0.8", "class_balance"),
    ("class_weight='balanced'", "class_balance"),
    ("95% of the training data is used", "class_balance"),
    ("only predicts the majority class", "class_balance"),
    ("only one class predicted", "class_balance"),
    ("95% of the images are classified correctly", "class_balance"),
    ("class 0 has 95% accuracy", "class_balance"),
    ("validation_split=0.2", "split"),
    ("I split the data into train and test", "split"),
    ("Train on 800 samples, validate on 200", "split"),
    ("labels from 10 annotators", "label_values"),
    ("the label 255 is ignored", "label_values"),
    ("label smoothing 0.1", "label_values"),
    ("the images are the same size", "inputs_checked"),
    ("denoising of noisy images", "labels_checked"),
    ("the network is built anew for each fold", "trained_parameters"),
    ("inputs are zero mean", "inputs_checked"),
    ("uint8 images converted to float and divided by 255", "inputs_checked"),
    ("data with two classes gives nan", "inputs_checked"),
    ("the training data loss is nan", "inputs_checked"),
    ("I convert BGR to RGB", "same_preprocessing"),
    ("no augmentation on the validation set", "same_preprocessing"),
    ("x is 0..5", "inputs_checked"),
    ("spark broadcast variable", "shapes"),
    ("size mismatch for fc.weight", "shapes"),
    ("input (64, 1, 28, 28)", "shapes"),
    ("a sigmoid output layer", "hidden_activation"),
    ("all linear layers are initialized with xavier", "hidden_activation"),
    ("number of classes and labels", "output_units"),
    ("a single neuron dies", "output_units"),
    ("predict the age in years", "target_scaling"),
    ("y = x**2", "target_scaling"),
]
CLASSES = [
    ("a binary classifier", 2),
    ("7 languages", 7),
    ("ten different classes", 10),
    ("5-way 1-shot", 5),
    ("num_classes=3", 3),
    ("cats vs dogs", 2),
    ("a yes/no rule", 2),
    ("MNIST", 10),
    ("CIFAR-100", 100),
    ("二分类", 2),
    ("十分类问题", 10),
    ("共有5个类别", 5),
    ("类别数为12", 12),
    ("binary cross-entropy", None),
    ("a regression on prices", None),
]


def read(text: str) -> dict[str, str]:
    return {o.symptom: o.answer for o in observe_words([Words(text, Place("you"))])}


@pytest.mark.parametrize(("text", "expected"), ENGLISH + CHINESE)
def test_what_is_said(text: str, expected: str) -> None:
    found = read(text)
    for pair in expected.split():
        symptom, answer = pair.split("=")
        assert found.get(symptom) == answer, found


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_said(text: str) -> None:
    assert read(text) == {}


@pytest.mark.parametrize(("text", "silent"), NOT_SAID)
def test_not_said(text: str, silent: str) -> None:
    assert not set(silent.split()) & set(read(text))


@pytest.mark.parametrize(("text", "classes"), CLASSES)
def test_number_of_classes(text: str, classes: int | None) -> None:
    assert number_of_classes([Words(text, Place("you"))]) == classes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("train acc 99% but val acc 50%", {("accuracy", "train"): 0.99, ("accuracy", "validation"): 0.5}),
        ("I get 50% accuracy on the test set", {("accuracy", "test"): 0.5}),
        ("train_loss 0.1, val_loss 2.3", {("loss", "train"): 0.1, ("loss", "validation"): 2.3}),
        ("验证集准确率一直是0", {("accuracy", "validation"): 0.0}),
        ("I expected an accuracy of 98%", {}),
        ("accuracy improved by 5%", {}),
        ("loss after 5 epochs", {}),
    ],
)
def test_figures_in_prose(text: str, told: dict[tuple[str, str], float]) -> None:
    run = stated_curves([Words(text, Place("you"))])
    assert {(c.name, c.split): c.values[0] for c in (run.curves if run else ())} == told


def test_the_quote_is_what_was_written() -> None:
    (found,) = observe_words([Words("Hi! My Loss does'nt  DECREASE at all", Place("you", 3, 3))])
    assert found.says == "“Loss does'nt DECREASE”"
    assert found.place == Place("you", 3, 3)


def test_wrapped_lines_are_one_sentence() -> None:
    first = "I have been training this for three days now and the loss"
    pieces = [Words(first, Place("post", 4, 4)), Words("stays at 0.69 in every epoch.", Place("post", 5, 5))]
    (sentence,) = sentences(pieces)
    assert sentence.place == Place("post", 4, 5)
    assert {o.symptom: o.answer for o in observe_words(pieces)}["loss_trend"] == "flat"


def test_a_weak_phrase_gives_way() -> None:
    assert read("The loss decreases steadily for ten epochs and then turns into nan")["loss_trend"] == "nan"


def test_what_a_phrase_needs_is_in_every_match() -> None:
    """The cheap test before a pattern never hides a match of the full pattern."""

    class Everything(str):
        def __contains__(self, _: object) -> bool:
            return True

    full = [
        (phrase, pattern(phrase, Everything()))
        for symptom in SYMPTOMS.values()
        for answer in symptom.answers.values()
        for phrase in answer.phrases
    ]
    for text, _ in ENGLISH + CHINESE:
        for sentence in sentences([Words(text, Place("you"))]):
            for phrase, whole in full:
                if whole.search(sentence.text):
                    assert all(any(p in sentence.text for p in pieces) for pieces in needs(phrase)), phrase
                    assert pattern(phrase, sentence.text).search(sentence.text), phrase


def test_fifty_words_are_read_in_time() -> None:
    read("warm")
    text = (
        "I am training a small convolutional network on two classes of images with Adam and a learning rate "
        "of 0.001. The loss goes down nicely for three epochs, then it stays at 0.69 and the validation "
        "accuracy is exactly 50%, while the network predicts the same class for everything I give it."
    )
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < 0.15  # 0.02 on an idle machine
