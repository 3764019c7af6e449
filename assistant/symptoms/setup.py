"""What the script or the person says about model, loss, metric, optimizer and data."""

from __future__ import annotations

from assistant.symptoms.declare import Family, Said, answer, symptom


class SetupSymptoms(Family):
    """How the training is set up."""

    task: Said = symptom(
        "What is learned?",
        minutes=0.5,
        answers={
            "binary": answer(
                0.24,
                "two classes",
                "(two|2|binary) .. class*",
                "binary",
                "(二分类|两类|二类)",
            ),
            "multiclass": answer(
                0.40,
                "three or more exclusive classes",
                "(multi ?class|mnist|cifar*|imagenet|iris|fashion mnist)",
                "(three|four|five|six|seven|eight|nine|ten|3|4|5|6|7|8|9|10|20|50|100|1000) "
                "(different )?(classes|categories|labels|languages)",
                "(多分类|多类)",
            ),
            "multilabel": answer(0.04, "several labels at once", "multi ?label", "多标签"),
            "regression": answer(
                0.16,
                "a number (regression)",
                "regression",
                "regress",
                "(curve fitting|predict .. (price*|temperature|value*))",
                "回归",
            ),
            "sequence": answer(
                0.08,
                "text, token by token",
                "(language model|seq2seq|translation|next token|char ?rnn|gpt)",
                "语言模型",
            ),
            "other": answer(0.08, "something else (detection, segmentation, generation…)"),
        },
    )
    architecture: Said = symptom(
        "What kind of network is it?",
        minutes=0.5,
        answers={
            "dense": answer(
                0.28, "dense layers", "(mlp|fully connected|dense (layers?|net*)|feed ?forward|全连接)"
            ),
            "convolutional": answer(
                0.40,
                "convolutional",
                "(cnn|conv*|resnet*|vgg*|alexnet|unet|u-net|卷积)",
            ),
            "recurrent": answer(0.16, "recurrent (LSTM, GRU)", "(lstm*|gru|rnn|recurrent|循环神经)"),
            "transformer": answer(
                0.16, "a transformer", "(transformer*|bert|gpt*|roberta*|llama*|attention|vit)"
            ),
        },
    )
    last_activation: Said = symptom(
        "Which activation does the last layer have?",
        minutes=1,
        answers={
            "none": answer(
                0.42,
                "none (linear)",
                "(no|without|missing) .. activation .. (last|output|final)",
                "(last|output|final) .. (no|without|missing|linear) .. activation",
                "(last|output|final) layer .. (linear|no activation|without activation)",
                "dense\\(1, ?(linear)?\\)",
                "(最后一层|输出层).{0,12}(没有|未|无|线性).{0,8}(激活)?",
            ),
            "sigmoid": answer(
                0.18,
                "sigmoid",
                "(last|output|final) .. sigmoid",
                "sigmoid .. (last|output|final) (layer)?",
                "dense\\(\\d+, ?sigmoid\\)",
                "(最后一层|输出层).{0,10}sigmoid",
            ),
            "softmax": answer(
                0.28,
                "softmax",
                "(last|output|final) .. softmax",
                "softmax .. (last|output|final) (layer)?",
                "dense\\(\\d+, ?softmax\\)",
                "(最后一层|输出层).{0,10}softmax",
            ),
            "relu": answer(
                0.08,
                "ReLU (or another one that cuts off)",
                "(last|output|final|logits?) .. relu",
                "relu .. (last|output|final|logits?|before (the )?softmax)",
                "dense\\(\\d+, ?relu\\) -> loss",
                "relu on all layers including the last",
                "(最后一层|输出层|softmax前).{0,10}relu",
            ),
            "tanh": answer(0.04, "tanh", "(last|output|final) .. tanh", "tanh .. (last|output|final)"),
        },
    )
    loss_expects: Said = symptom(
        "What does the loss expect to be fed with?",
        minutes=2,
        answers={
            "probabilities": answer(
                0.34,
                "probabilities (a Keras loss given by its name, BCELoss)",
                "(binary_crossentropy|categorical_crossentropy|bceloss|from_logits ?= ?false)",
            ),
            "logits": answer(
                0.46,
                "raw scores (CrossEntropyLoss, BCEWithLogitsLoss, from_logits=True)",
                "(crossentropyloss|bcewithlogits*|from_logits ?= ?true|with_logits)",
            ),
            "log-probabilities": answer(
                0.04, "log-probabilities (NLLLoss, kl_div)", "(nllloss|kl_div|kldivloss)"
            ),
            "values": answer(0.16, "values (a squared or absolute error)"),
        },
    )
    metric_reads: Said = symptom(
        "How is the accuracy computed?",
        minutes=2,
        answers={
            "argmax": answer(0.50, "the largest output is compared with the label", "argmax"),
            "probabilities": answer(
                0.22,
                "outputs are probabilities, thresholded at 0.5",
                "threshold* .. 0.5",
            ),
            "raw-scores": answer(
                0.10,
                "raw scores are thresholded at 0.5, rounded or compared with the label",
                "(round*|threshold*) .. (logits?|raw|scores?)",
                "(logits?|raw (scores?|outputs?)) .. (round*|threshold*|compared)",
            ),
            "ties-count": answer(
                0.04,
                "in_top_k, a top-k metric, or 'at least the maximum'",
                "(in_top_k|in top k|intopk|top ?k|>= ?max)",
            ),
            "value-match": answer(
                0.14, "predicted numbers are compared for equality", "(accuracy .. regression)"
            ),
        },
    )
    optimizer: Said = symptom(
        "Which optimizer?",
        minutes=0.5,
        answers={
            "sgd": answer(
                0.20, "SGD without momentum", "(plain|vanilla|simple) sgd", "sgd .. without momentum", "sgd"
            ),
            "momentum": answer(
                0.20, "SGD with momentum", "(sgd|nesterov) .. momentum", "momentum .. sgd", "momentum"
            ),
            "adaptive": answer(
                0.60, "Adam, AdamW, RMSprop or the like", "(adam|adamw|rmsprop|adagrad|adadelta|nadam)"
            ),
        },
    )
    learning_rate: Said = symptom(
        "How large is the learning rate for this optimizer?",
        minutes=0.5,
        answers={
            "tiny": answer(
                0.08,
                "tiny (under 1e-6 for Adam, 1e-5 for SGD)",
                "learning rate .. (tiny|too small|too low)",
                "学习率.{0,4}(太小|过小)",
            ),
            "usual": answer(0.66, "usual (1e-4 to 1e-3 for Adam, 1e-3 to 0.1 for SGD)"),
            "high": answer(
                0.20,
                "high (over 5e-3 for Adam, over 0.1 for SGD; over 1e-4 for pretrained weights)",
                "(high|large|big) (learning rate|lr)",
                "学习率.{0,4}(较大|很大|大)",
            ),
            "extreme": answer(
                0.06,
                "extreme (0.1 and more for Adam, 1 and more for SGD)",
                "(learning rate|lr) .. (too high|too large|too big|huge)",
                "学习率.{0,4}(太大|过大)",
            ),
        },
    )
    batch_size: Said = symptom(
        "How many samples are in a batch?",
        minutes=0.5,
        answers={
            "one": answer(0.04, "one", "batch ?size (of |= ?|is )?(1|one)"),
            "tiny": answer(
                0.14,
                "2 to 15",
                "(tiny|very small) batch*",
                "batch ?size (of |= ?|is )?(2|3|4|5|6|7|8|9|10|11|12|13|14|15)",
                "(批|batch).{0,6}(很小|太小|特别小)",
            ),
            "usual": answer(0.70, "16 to 511"),
            "large": answer(
                0.12,
                "512 or more",
                "(large|big|huge) batch*",
                "batch ?size (of |= ?|is )?(512|1024|2048|4096|8192|10000)",
                "(大|较大的?)(批|batch)",
            ),
        },
    )
    shuffled: Said = symptom(
        "Is the training data shuffled every epoch?",
        minutes=1,
        answers={
            "yes": answer(0.86, "yes", "shuffle ?= ?true", "(is|are) shuffled"),
            "no": answer(
                0.14,
                "no",
                "shuffle ?= ?false",
                "(without|not|no|never|forgot) .. shuffl*",
                "(not|un) ?shuffled",
                "(sorted|ordered|grouped) .. (label|class)*",
                "(没有|没|未|忘).{0,3}(打乱|shuffle)",
            ),
        },
    )
    batch_mix: Said = symptom(
        "Does every batch hold samples of several classes?",
        minutes=3,
        answers={
            "mixed": answer(0.92, "yes"),
            "one-class": answer(
                0.08,
                "no, many batches hold one class only",
                "(batch*) .. (one|a single|only one|the same) class",
                "(each|every) batch .. (one|single|same) (class|label)",
                "batch.{0,8}(同一类|全部相同|都是一类)",
            ),
        },
    )
    normalization: Said = symptom(
        "Which normalization layers are in the model?",
        minutes=1,
        answers={
            "none": answer(0.46, "none", "(no|without) (batch ?norm*|normalization layer*|bn)"),
            "batch": answer(0.36, "batch normalization", "(batch ?norm*|bn layer*|批归一化|批规范化)", "bn"),
            "other": answer(0.18, "layer, group or instance normalization", "(layer ?norm*|group ?norm*)"),
        },
    )
    batchnorm_order: Said = symptom(
        "Where does batch normalization stand?",
        minutes=1,
        answers={
            "before-activation": answer(
                0.62, "before the activation", "(batch ?norm*|bn) .. before .. (activation|relu)"
            ),
            "after-activation": answer(
                0.38, "after the activation", "(batch ?norm*|bn) .. after .. (activation|relu)"
            ),
        },
    )
    dropout: Said = symptom(
        "Where is dropout used?",
        minutes=1,
        answers={
            "none": answer(0.50, "nowhere", "(no|without) dropout"),
            "dense-only": answer(0.38, "on dense layers or attention", "(with|use*) dropout"),
            "on-convolutions": answer(
                0.12,
                "on convolutional layers",
                "dropout .. (conv*|cnn|feature map*)",
                "(conv*|cnn) .. dropout",
                "(卷积).{0,8}dropout",
                "dropout.{0,8}卷积",
            ),
        },
    )
    initialization: Said = symptom(
        "How are the weights initialized?",
        minutes=2,
        answers={
            "default": answer(
                0.82, "by the framework's default, Xavier or Kaiming", "(xavier|kaiming|glorot|he_normal)"
            ),
            "zeros": answer(
                0.05,
                "with zeros or one constant",
                "(weights?|init*) .. (zero|zeros|0)",
                "(zero*|constant) .. init*",
                "(权重|权值|参数).{0,8}(全0|全零|为0|初始化为0)",
            ),
            "large": answer(
                0.07,
                "with large random numbers (a normal distribution of spread 1)",
                "(normal|randn|random_normal|n\\(0, ?1\\)) .. (init*|weights?)",
                "weights? .. randn",
            ),
            "small": answer(0.06, "with very small random numbers", "(small|tiny) .. (init*|initial*)"),
        },
    )
    bias: Said = symptom(
        "Do the layers have a bias?",
        minutes=1,
        answers={
            "present": answer(0.92, "yes, or a normalization layer follows"),
            "absent": answer(
                0.08,
                "no (bias=False, use_bias=False)",
                "bias ?= ?false",
                "(no|without|missing|forgot*) .. bias*",
                "(没有|忘了|缺少).{0,4}(偏置|bias)",
            ),
        },
    )
    decay_on_biases: Said = symptom(
        "Is weight decay (L2) applied to biases and normalization parameters too?",
        minutes=2,
        answers={
            "no": answer(0.88, "no, or there is no weight decay"),
            "yes": answer(
                0.12,
                "yes",
                "(l2|weight decay|regulari*|decay) .. bias*",
                "bias* .. (l2|weight decay|regulari*|decay)",
                "(偏置).{0,8}(正则|衰减)",
                "(正则).{0,10}偏置",
            ),
        },
    )
    regularization: Said = symptom(
        "How strong is the regularization (weight decay, L2, dropout)?",
        minutes=1,
        answers={
            "none": answer(0.42, "none", "(no|without) regulari*"),
            "moderate": answer(0.46, "moderate"),
            "strong": answer(
                0.12,
                "strong (weight decay of 1e-2 and more outside AdamW, dropout of 0.7 and more)",
                "(strong|heavy|too much) .. (regulari*|weight decay|dropout)",
            ),
        },
    )
    input_scaling: Said = symptom(
        "On which scale are the inputs when they enter the network?",
        minutes=2,
        answers={
            "scaled": answer(
                0.66,
                "about -1 to 1, or zero mean and unit variance",
                "(inputs?|features?|images?|data|pixels?) .. (scaled|normali*|standardi*|rescaled)",
                "(rescale|/ ?255|1./255)",
            ),
            "raw": answer(
                0.22,
                "raw: pixels of 0 to 255, or large numbers",
                "(not|un|without|no|never) .. (normali*|scal*|standardi*|rescal*)",
                "(raw|unscaled|unnormali*) (inputs?|pixels?|features?|images?|data)",
                "(0|\\[0) ?(to|-|,|\\.\\.) ?255",
                "pixel values as read",
                "straight from load_data",
                "(没有|没|未)(做)?(归一化|标准化)",
            ),
            "mixed": answer(
                0.12,
                "features differ by orders of magnitude",
                "(features?|columns?|inputs?) .. (orders of magnitude|different scales?|very different)",
                "(特征).{0,12}(数量级|尺度)",
            ),
        },
    )
    pretrained: Said = symptom(
        "Does training start from pretrained weights?",
        minutes=0.5,
        answers={
            "no": answer(0.72, "no, from scratch", "from scratch"),
            "yes": answer(
                0.28,
                "yes",
                "(pre ?trained|fine ?tun*|transfer learning|微调|预训练|迁移学习)",
            ),
        },
    )
    loss_math: Said = symptom(
        "Who computes the loss?",
        minutes=2,
        answers={
            "framework": answer(0.82, "one of the framework's losses"),
            "own": answer(
                0.18,
                "own code with a log, a division, a root or a power in it",
                "(own|custom|hand ?written|my) .. loss",
                "(log|division|divide|divid*|sqrt|square root|norm) .. (zero|0)",
                "(divi* by zero|log of zero|log\\(0\\)|log\\(zero\\))",
                "(除0|除以0|除零|log.{0,3}0)",
            ),
        },
    )
    kl_arguments: Said = symptom(
        "What is handed to the KL divergence?",
        minutes=2,
        answers={
            "right": answer(0.5, "log-probabilities and probabilities, as the function asks"),
            "not-distributions": answer(
                0.5,
                "raw scores, or probabilities where log-probabilities are asked",
                "kl* .. (probabilit*|softmax|raw|logits?)",
                "not .. (sum to one|distribution*|log ?prob*)",
            ),
        },
    )
