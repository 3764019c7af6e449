"""What the script or the person says about model, loss, metric, optimizer and data."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class SetupSymptoms(Family):
    """How the training is set up."""

    task = symptom(
        "What is learned?",
        minutes=0.5,
        answers={
            "binary": answer(
                0.24,
                "two classes",
                "(two|2|binary) (different|mutually exclusive|image|possible|balanced|output)? "
                "(class|classes|categories|labels|way)",
                "(?<!many )(?<!several )(?<!multiple )binary (classif*|problem|task|image*|text|segmentation|"
                "label*|outcome|target*|net*|logistic)",
                "(yes/no|yes or no|true/false|true or false|positive or negative|positive/negative|"
                "positive and negative|cat or dog|cats or dogs|cats vs dogs|cats vs. dogs|cat vs dog|"
                "dogs vs cats|dogs vs. cats|cats and dogs|dogs and cats|spam or|spam detection|spam "
                "classif*|fraud or|churn|xor|sentiment)",
                "(good|normal|real|healthy|benign|dog|cat|male) (or|vs|vs.|and|/) (bad|abnormal|fake|"
                "sick|malignant|cat|dog|female)",
                "~(?<!many )(?<!several )(?<!multiple )binary",
                "(二分类|两类|二类|两分类|2分类|2类|两个类|猫狗|正负样本|情感分类|二元分类|2个类|两个类别)",
            ),
            "multiclass": answer(
                0.40,
                "three or more exclusive classes",
                "(multi ?class|multi class|multinomial)",
                "~(mnist|cifar*|imagenet|iris|fashion mnist|svhn|omniglot|digits|reuters|20 "
                "newsgroups|tiny imagenet|caltech*|newsgroup*)",
                "(?<!of the )(?<!of )(?<!of all )(three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
                "twenty|"
                "fifty|hundred|"
                "several|many|multiple|[3-9]|[1-9][0-9]+) (different|mutually exclusive|image|"
                "possible|balanced|output|object|distinct|emotion|animal)? (class|classes|categories|"
                "labels|languages|way|species|emotions|breeds|genres)",
                "(k|n|m) classes",
                "(多分类|多类)",
                "[3-9三四五六七八九十百]+个?(分类|类)",
                "[1-9][0-9]+个?(分类|类)",
            ),
            "multilabel": answer(
                0.04,
                "several labels at once",
                "multi ?label",
                "multi label",
                "(multi|many|k) ?hot",
                "(with|have|has|having|carry|carries) (several|multiple|many|more than one) (labels?|tags?|"
                "hashtags?|"
                "topics?|genres|keywords?|skills|symptoms)",
                "(several|multiple|many|more than one) (topics?|tags?|categories|genres|diseases|findings|"
                "objects|"
                "attributes|emotions|classes) (each|at once|at the same time|per|for each|in one|apply|can "
                "apply|"
                "may apply|together)",
                "(several|multiple|more than one) labels (at once|per|for each|can)",
                "(多标签)",
                "(several|multiple|many|two|three|four|five|six|ten|[2-9]|[1-9][0-9]+|n) (independent|"
                "separate|"
                "different)? (binary|0/1|yes/no|yes or no|sigmoid|true/false) (outputs?|labels?|targets?|"
                "units|"
                "answers|decisions|flags|attributes|questions|columns|tags)",
                "~(several|multiple|many|[2-9]) (characters|digits|letters|attributes|tags|symbols) (per|"
                "in each|"
                "in one|in every|on each|for each|in a) (image|picture|sample|photo|captcha)",
                "~captcha*",
                "~(验证码)",
                "(each|every|one|an|a) (picture|image|sample|text|document|comment|example|movie|"
                "article) .. (several|multiple|many|more than one) (objects?|labels?|classes|tags|"
                "categories|topics|genres)",
            ),
            "regression": answer(
                0.16,
                "a number (regression)",
                "(?<!logistic )(?<!softmax )(?<!ordinal )(?<!multinomial )(regression|regressor|regress|"
                "regressing|regression problem)",
                "(measured|physical|continuous|real valued|numeric|numerical|scalar) (quantity|quantities|"
                "outcome|target|targets|output value)",
                "(curve fitting|fit a curve|function approximation|time series|forecast*|curve fit)",
                "(predict*|estimat*|fit|fitting|approximat*|learn|learns|learned) .. (price*|"
                "temperature*|values|"
                "continuous|real valued|sine|sin|cosine(?! (similarity|schedule|anneal*|decay|distance|lr|"
                "learning))|function|house|parabola|polynomial|age|stock|"
                "depth|angle*|coordinates|quadratic|sin\\(x\\)|number|demand|sales|consumption)",
                "(learn*|approximat*|fit*|predict*|model*) .. (y|f\\(x\\)|the (formula|equation|curve)) ?=",
                "(to|should|must) (sum|add|multiply|subtract) (up)? ?(the|two|three|its|my|all)? ?(two|"
                "three|four)? "
                "?(inputs?|numbers?|values|digits)",
                "(predict*|learn*|output*|comput*|calculat*|estimat*|give*) .. (sum|product|square|"
                "difference|average|mean) "
                "of (the|two|three|its|my|all)? ?(inputs?|numbers?|values|digits)",
                "(continuous|real|numeric|numerical) (value*|number*|output*|target*)",
                "(targets?|outputs?|labels) (are|is|was) (a|an)? ?(real|continuous|floating point|float) "
                "?(number*|value*)?",
                "(boston housing|house price*|housing price*|california housing)",
                "(?<!过)(?<!欠)(回归|拟合|房价|时间序列|股票)",
                "预测.{0,4}(价格|温度|数值|销量)",
                "(predict*|estimat*|regress*) .. (angles?|steering|position*|coordinates|heights?|"
                "weights?|speed|velocity|distance*|counts?|scores?|ratings?|values)",
                "(predict*|estimat*|forecast*) (the)? (next|future|following) (value*|number*|point*|sample*|"
                "step*|day*|"
                "reading*|measurement*)",
                "(targets?|labels?|outputs?|y) (are|is|were|values are) (all)? (real|continuous|floating "
                "point|"
                "float*|"
                "real valued|decimal) ?(numbers?|values?|valued)?(?! (labels|classes))",
                "(predict*|estimat*|forecast*) (of)? ?(the)? ?(temperature|price*|age|sales|demand|"
                "distance*|consumption|salary|energy|speed|rainfall|load)",
            ),
            "sequence": answer(
                0.08,
                "text, token by token",
                "(language model*|seq2seq|sequence to sequence|machine translation|translation|next "
                "token|next word|next character|char ?rnn|char rnn|gpt*|text generation|nanogpt|"
                "summariz*|captioning|chatbot|llm|llama*|encoder decoder|neural machine|speech "
                "recognition|text to speech)",
                "(语言模型|机器翻译|文本生成|大模型|对话生成|序列生成)",
            ),
            "other": answer(
                0.08,
                "something else (detection, segmentation, generation…)",
                "(object detect*|detection|detector|segment*|yolo*|faster rcnn|mask rcnn|unet|u net|"
                "gan|gans|autoencoder*|auto encoder*|vae|reinforcement|dqn|metric learning|siamese|"
                "triplet|pose estimation|super resolution|diffusion|style transfer|few shot|deeplab*|"
                "wgan|dcgan|denoising|ssd|retinanet|centernet|keypoint*)",
                "(检测|分割|生成对抗|强化学习|自编码|姿态估计|超分|目标检测|度量学习)",
                "(dqn|q learning|q values|q network|actor critic|ppo|reinforcement)",
            ),
        },
    )
    architecture = symptom(
        "What kind of network is it?",
        minutes=0.5,
        answers={
            "dense": answer(
                0.28,
                "dense layers",
                "(mlp|multi ?layer perceptron|multi layer perceptron|perceptron|feed ?forward|feed "
                "forward|dnn|vanilla neural|vanilla net*|deep neural network|simple neural net*)",
                "(fully connected|dense) (net*|nn|neural|feed*|model|only)",
                "~(fully connected|dense layers?|linear layers|hidden layers?)",
                "~dense\\([0-9][0-9]*[^)]*\\)",
                "(全连接网络|全连接神经|感知机|多层感知)",
                "~(全连接)",
            ),
            "convolutional": answer(
                0.40,
                "convolutional",
                "(cnn|cnns|convnet*|conv net*|convolution*|conv2d|conv1d|conv3d|conv|conv layers?|"
                "resnet*|vgg*|alexnet|lenet*|inception*|mobilenet*|efficientnet*|densenet*|unet|u "
                "net|xception|yolo*|ssd|c3d|googlenet|squeezenet|faster rcnn|mask rcnn|deeplab*|fcn|"
                "shufflenet*|resnext*)",
                "(卷积|resnet\\w*|vgg\\w*|cnn|yolo\\w*)",
            ),
            "recurrent": answer(
                0.16,
                "recurrent (LSTM, GRU)",
                "(lstm*|bilstm|bi lstm|gru|grus|rnn|rnns|recurrent*|char rnn|seq2seq|convlstm)",
                "(循环神经|lstm|rnn|gru)",
            ),
            "transformer": answer(
                0.16,
                "a transformer",
                "(transformer*|bert*|gpt*|roberta*|llama*|self attention|vit|vits|t5|deberta*|"
                "distilbert|albert|xlnet|electra|nanogpt|swin|swinv*|longformer|wav2vec*|bart|whisper|lora|"
                "qlora|huggingface trainer)",
                "(bert|transformer|gpt|注意力)",
            ),
        },
    )
    last_activation = symptom(
        "Which activation does the last layer have?",
        minutes=1,
        answers={
            "none": answer(
                0.42,
                "none (linear)",
                "(no|without|missing|lacks|forgot*) (an|any|the|a)? (output)? activation .. (last|"
                "output|final|end)",
                "(last|output|final) (dense|linear|fully connected|conv)? (layer|unit|neuron|"
                "activation)? (has|is|with|had|uses|=|:|being|of)? (a|an|just|only|simply|the)? (no|"
                "without|missing|linear|lacks) (any|an|the)? (activation*|layer|output|function|unit)",
                "(last|output|final) layer (is|with|has|uses|=|:)? (just|a|only|simply)? (linear|no "
                "activation|without activation|without any activation|nn.linear)",
                "(linear activation|linear output|linear last layer|identity activation|activation "
                "?= ?'?linear'?|activation linear)",
                "(no|without|missing|forgot*|forget*) (a|the)? ?(softmax|sigmoid) .. (last|output|end|final)",
                "(last|output|final) .. <not> (have|has|use) .. activation",
                "(最后一层|输出层|最后一个全连接层|最后).{0,12}(没有|未|无|没|没加|忘了加?|线性|"
                "并没有)(指定|使用|加|用|添加|设置)?.{0,6}(激活|activation|linear|sigmoid|softmax)",
                "(没有|没|忘了|未)(加|用|使用|添加)(sigmoid|softmax|激活)",
                "(forward|model|network|net|it|which) (ends? with|ends? in) (a|the|an)? (linear|"
                "dense)(\\([^ ]*\\))?(?!.{0,40}(softmax|sigmoid|relu|tanh))",
            ),
            "sigmoid": answer(
                0.18,
                "sigmoid",
                "(last|output|final) (dense|linear)? ?(layer|unit|units|neuron|neurons) ?(is|are|:|=|has|"
                "have|with|uses|use)? ?(a|an)? ?sigmoid(?! (and|or|then|in))",
                "(last|output|final) (dense|linear|fully connected)? (layer|layers|unit|units|neuron|"
                "activation|activations|node|function|nonlinearity|non linearity)? (has|is|with|uses|"
                "use|=|:|a|used|being|are|of|have|was|contains)? .. (sigmoid|logistic)",
                "(sigmoid|logistic) (activation|function|unit|neuron|layer|nonlinearity)? "
                "(activation|function|is used)? (on|in|at|for|as|after) (the|my)? (last|output|final|"
                "very last|end)",
                "(sigmoid|logistic) (output|outputs|output layer|last layer|output unit|at the end|"
                "in the end|outputs)",
                "(single|one|1) (sigmoid|neuron with sigmoid|unit with sigmoid|output with sigmoid|"
                "output neuron with sigmoid)",
                "(最后一层|输出层|最后).{0,10}sigmoid",
                "(forward|model|network|net|it|which) (returns?|outputs?|ends? with|ends? in|gives?) (a|"
                "the|an)? sigmoid[^ ]*",
                "(network|model|net|it|which) .. ends? (in|with) (a|an|the)? sigmoid",
                "(decoder|generator|actor|head|autoencoder|q network|critic|discriminator) .. "
                "ends? (in|with) (a|an|the)? sigmoid",
                "sigmoid (decoder|head|at the output)",
            ),
            "softmax": answer(
                0.28,
                "softmax",
                "(last|output|final) (dense|linear)? ?(layer|unit|units|neuron|neurons) ?(is|are|:|=|has|"
                "have|with|uses|use)? ?(a|an)? ?softmax(?! (and|or|then|in))",
                "(last|output|final) (dense|linear|fully connected)? (layer|layers|unit|units|neuron|"
                "activation|activations|node|function|nonlinearity|non linearity)? (has|is|with|uses|"
                "use|=|:|a|used|being|are|of|have|was|contains)? .. (softmax|log_softmax|log softmax|"
                "logsoftmax)",
                "(softmax|log_softmax|logsoftmax) (activation|function|unit|layer)? (activation|"
                "function|is used)? (on|in|at|for|as|after) (the|my)? (last|output|final|very last|"
                "end|fc)",
                "(softmax|log_softmax) (output|outputs|output layer|last layer|at the end|in the end|"
                "classifier|layer at|with (two|three|[0-9]+) outputs)",
                "softmax\\([0-9]+\\)",
                "(最后一层|输出层|最后).{0,10}softmax",
                "(cross ?entropy|cross entropy|crossentropy|criterion|loss)[^ ]* (function|loss)? (is|"
                "was)? (applied|computed|calculated|taken|called)? (after|on|on top of|over) (a|the|an)? "
                "softmax (?!cross)",
                "softmax (layer|activation|function)? .. (before|into|and then|followed by|then) .. "
                "(crossentropyloss|cross_entropy|nn.crossentropyloss|f.cross_entropy)",
                "(crossentropyloss|cross_entropy|nn.crossentropyloss|f.cross_entropy) .. (and|with|after|"
                "on) .. (nn.)?softmax(?!_cross| cross)",
                "(nn.)?softmax(\\([^ ]*\\))? (function|layer)? (and|with|plus|\\+|together with) (a|"
                "the)? (nn.)?crossentropyloss",
                "(output|activation|last) (function|layer) .. (nn.)?softmax",
                "(cross ?entropy|cross entropy|crossentropy|criterion|loss)[^ ]* (function|loss)? (is|"
                "was)? (applied|computed|calculated|taken|called)? (after|on|on top of|over) (a|the|an)? "
                "softmax(?! cross)",
                "(forward|model|network|net|it|which) (returns?|outputs?|ends? with|gives?|has|applies) "
                "(a|the|an)? (log)?softmax[^ ]*",
                "(network|model|net|it|which) .. ends? (in|with) (a|an|the)? softmax",
                "(decoder|generator|actor|head|autoencoder|q network|critic) .. ends? (in|with) (a|"
                "an|the)? softmax",
                "(turn*|convert*|chang*|transform*|map*) .. (scores?|logits?|outputs?|predictions?) "
                "(in)?to (class)? ?probabilities (before|for|and|then) .. (loss|criterion)",
                "probabilities (go|goes|are passed|are fed|are given) (in)?to the (loss|criterion)",
            ),
            "relu": answer(
                0.08,
                "ReLU (or another one that cuts off)",
                "relu ... (also|too|even|including) (in|on|at|for)? ?(the)? ?(last|output|final)",
                "(last|output|final|logits?) (dense|linear|fully connected)? (layer|layers|unit|"
                "neuron|activation|node)? (has|is|with|uses|use|=|:|a|used|being|are|of|have|was|go|"
                "pass)? .. (relu|elu|leaky relu|leakyrelu)",
                "(relu|leaky relu) (activation|function|unit|layer|is applied|applied|used)? "
                "(activation|function|is used|applied)? (on|in|at|for|as|after|to|before) (the|my)? "
                "(last|output|final|logits?|softmax|very last|end)",
                "relu .. before (the|a)? softmax",
                "(relu) (output|outputs|output layer|last layer|at the end|logits)",
                "relu .. (including|even) (on)? (the)? (last|output|final)",
                "(最后一层|输出层|softmax前|softmax之前|logits).{0,10}relu",
                "(forward|model|network|net|it|which) (ends? with|ends? in) (a|the|an)? relu[^ ]*",
                "(network|model|net|it|which) .. ends? (in|with) (a|an|the)? relu",
                "relu .. (every|each|all) (layer|layers|fully connected layer*|dense layer*|fc "
                "layer*|conv* layer*) .. (also|even|including|and|too) .. (last|final|output|"
                "logits)",
                "(including|even|also) (on|after|for)? (the)? (last|final|output|logits?) (layer|"
                "one)? .. (relu)",
                "relu (is|was)? (applied)? (also|even|too|as well)? (on|to|after|in) (the)? "
                "(logits?|last one|final one)",
                "(last|final|output) (layer|dense|one) .. (activation ?= ?'?relu|relu activation)",
                "dense\\(1,? activation ?= ?'?relu'?\\)",
            ),
            "tanh": answer(
                0.04,
                "tanh",
                "(last|output|final) (dense|linear)? ?(layer|unit|units|neuron|neurons) ?(is|are|:|=|has|"
                "have|with|uses|use)? ?(a|an)? ?tanh(?! (and|or|then|in))",
                "(last|output|final) (dense|linear)? (layer|layers|unit|neuron|activation)? (has|is|"
                "with|uses|use|=|:|a|used|are|of)? .. tanh",
                "tanh (activation|function)? (on|in|at|for|as|after) (the|my)? (last|output|final|end)",
                "tanh (output|outputs|output layer|last layer|at the end)",
                "(最后一层|输出层).{0,10}tanh",
                "(network|model|net|it|which) .. ends? (in|with) (a|an|the)? tanh",
                "(decoder|generator|actor|head|autoencoder|q network|critic) .. ends? (in|with) (a|"
                "an|the)? tanh",
            ),
        },
    )
    loss_expects = symptom(
        "What does the loss expect to be fed with?",
        minutes=2,
        answers={
            "probabilities": answer(
                0.34,
                "probabilities (a Keras loss given by its name, BCELoss)",
                "(binary_crossentropy|categorical_crossentropy|sparse_categorical_crossentropy|"
                "bceloss|bce_loss|from_logits ?= ?false|nn.bceloss)",
            ),
            "logits": answer(
                0.46,
                "raw scores (CrossEntropyLoss, BCEWithLogitsLoss, from_logits=True)",
                "(crossentropyloss|cross_entropy|bcewithlogits*|from_logits ?= ?true|"
                "softmax_cross_entropy_with_logits*|sigmoid_cross_entropy_with_logits|"
                "binary_cross_entropy_with_logits|sparse_softmax_cross_entropy*|softmaxwithloss|"
                "softmaxwithlosslayer)",
                "(cross ?entropy|cross entropy|crossentropy)[^ ]* (function|loss)? (itself|already|in "
                "pytorch)? (takes|expects|wants|includes|contains|combines|applies|has|needs|computes|"
                "performs) .. (logits?|softmax|raw scores)",
            ),
            "log-probabilities": answer(
                0.04,
                "log-probabilities (NLLLoss, kl_div)",
                "(nllloss|nll_loss|kl_div|kldivloss|nn.nllloss|negative log likelihood loss)",
            ),
            "values": answer(
                0.16,
                "values (a squared or absolute error)",
                "(mse|mseloss|mean squared error|mean_squared_error|mae|l1loss|mean_absolute_error)",
            ),
        },
    )
    metric_reads = symptom(
        "How is the accuracy computed?",
        minutes=2,
        answers={
            "argmax": answer(
                0.50,
                "the largest output is compared with the label",
                "argmax",
                "(torch.max|max\\(1\\)|arg max|topk\\(1\\))",
            ),
            "probabilities": answer(
                0.22,
                "outputs are probabilities, thresholded at 0.5",
                "threshold* .. 0.5",
                "(greater|larger|above|over|>) ?(than)? 0.5 .. (class|positive|label)",
            ),
            "raw-scores": answer(
                0.10,
                "raw scores are thresholded at 0.5, rounded or compared with the label",
                "(round*|threshold*) .. (logits?|raw|scores?|linear output|outputs? without)",
                "(logits?|raw (scores?|outputs?)) .. (round*|threshold*|compared)",
            ),
            "ties-count": answer(
                0.04,
                "in_top_k, a top-k metric, or 'at least the maximum'",
                "(in_top_k|in top k|intopk|top ?k acc*|topk|top_k_categorical*|>= ?max)",
            ),
            "value-match": answer(
                0.14,
                "predicted numbers are compared for equality",
                "acc* .. (regression|regressor|mean_squared_error|mse)",
                "(regression|mse|mean_squared_error) .. (metrics? ?=? ?\\[?'?acc*|accuracy metric|"
                "metrics? acc*|with accuracy)",
                "(mean_squared_error|mse|regression|l1|mae) .. metrics? ?=? ?.{0,3}acc*",
                "metrics.accuracy\\(\\)",
                "(compar*|check*|count*) .. (exact|equal|equality|==) .. (float*|real|continuous|regression)",
                "(tf.)?(keras.)?metrics.accuracy\\(\\)",
            ),
        },
    )
    optimizer = symptom(
        "Which optimizer?",
        minutes=0.5,
        answers={
            "sgd": answer(
                0.20,
                "SGD without momentum",
                "(plain|vanilla|simple|pure|standard|basic|normal|ordinary|regular|just) "
                "(stochastic)? (sgd|gradient descent)",
                "sgd .. (without momentum|no momentum)",
                "~(sgd|stochastic gradient descent|gradientdescentoptimizer|gradient descent "
                "optimizer|gradientdescent)",
                "~(随机梯度下降|梯度下降法)",
            ),
            "momentum": answer(
                0.20,
                "SGD with momentum",
                "(sgd|nesterov|gradient descent) .. (momentum|nesterov)",
                "(momentum|nesterov) .. sgd",
                "momentum ?(=|of|:)? ?0.[0-9]+",
                "(momentumoptimizer|momentum optimizer|with momentum|nesterov*)",
            ),
            "adaptive": answer(
                0.60,
                "Adam, AdamW, RMSprop or the like",
                "(adam|adamw|rmsprop|adagrad|adadelta|nadam|adamax|adamoptimizer|amsgrad|lamb|radam|"
                "adafactor|lion|rms prop|rmspropoptimizer)",
                "(adam|adamw|rmsprop)(优化器)?",
            ),
        },
    )
    learning_rate = symptom(
        "How large is the learning rate for this optimizer?",
        minutes=0.5,
        answers={
            "tiny": answer(
                0.08,
                "tiny (1e-6 and less for Adam, 1e-5 and less for SGD)",
                "<lr> .. (tiny|too small|too low|very small|very low|extremely small|already 0|"
                "reaches 0|goes to 0|is 0|zero|drops to 0|decays to 0|becomes 0|really small)",
                "(tiny|very small|very low|extremely small|super low|extremely low|really small) <lr>",
                "学习率.{0,4}(太小|过小|很小|非常小|过低|太低|为0|极小)",
                "(lr|learning rate) (was|is|were)? (being|being set|set)? (to)? (exactly)? (0|0\\.0|"
                "zero)(?!\\."
                "[0-9])",
            ),
            "usual": answer(
                0.70,
                "usual (1e-4 to 1e-3 for Adam, 1e-3 to 0.1 for SGD)",
                "(default|standard|usual|normal|typical) <lr>",
            ),
            "high": answer(
                0.205,
                "high (over 5e-3 for Adam, over 0.1 for SGD; over 1e-4 for pretrained weights)",
                "(high|large|big|higher|larger|relatively high|quite high|aggressive) <lr>",
                "<lr> (is|was|seems) (high|large|big)",
                "<lr> (is|was|seems|of|are)? (quite|rather|relatively|pretty|fairly|a bit|very) "
                "(high|large|big)",
                "学习率.{0,4}(较大|很大|偏大|比较大|较高|很高|有点大)",
                "(doubl*|rais*|increas*|quadrupl*|tripl*|multipl*|scal* up) (the|my)? (base|"
                "initial)? <lr> & (nan|diverge*|explod*|blow*|worse|gpu*|unstable|batch*)",
                "<lr> (was|is|has been)? (raised|doubled|increased|quadrupled|scaled up) (from|to|"
                "by|because|linearly)",
                "(default|same|all other|other|unchanged|all) (parameters|settings|hyper*|config*|"
                "values|lr|learning rate) .. (except|but|besides|apart from|only) .. batch[ _]?size",
                "(only|just) .. batch[ _]?size .. (changed|different|reduced|lowered|smaller|set to)",
                "(reduc*|lower*|decreas*|smaller|cut) .. batch[ _]?size & (same|unchanged|kept|"
                "left|default|now|and now|then) & (nan|diverge*|explod*|unstable|blow*|not "
                "converge|rises|oscillat*)",
                "(batch[ _]?size|batches|batch) (of|from)? [0-9]+ & (batch[ _]?size|batch|to|now|"
                "with) [0-9]+ & (kept|unchanged|same) & (nan|diverge*|explod*|unstable)",
                "(config*|settings|schedule|lr|learning rate|default*|recipe) .. (is|was|are|"
                "were)? (written|meant|made|tuned|for|set) .. [0-9]+ (gpus|cards|gpu|v100s|a100s|"
                "nodes|devices)",
                "(fewer|one|single|only [0-9]|[1-4]) (gpus?|cards?|devices?) instead of [0-9]+",
                "(lr|learning rate) .. (for|with) [0-9]+ gpus",
                "(batch*|images each|samples each|per (gpu|card)|batch[ _]?size) .. (smaller|less|fewer|"
                "lower) "
                "than .. "
                "(config*|recipe|paper|original|default*|author*|reference|recommended|official|expect*)",
                "<lr> .. (of|from|in|for) .. (config*|recipe|paper|original|larger batch|bigger batch|large "
                "batch) .. "
                "(unchanged|same|kept|left|not (changed|scaled|adapted|adjusted))",
                "(smaller|fewer|less|lower) than (the|my|what the)? (config*|recipe|default*|paper|"
                "original) .. "
                "(expect*|assum*|us*|made for|has|had|requires?|meant for)",
                "(smaller|lower|reduced|less) (batch|batches|batch[ _]?size) .. (paper|config*|original|"
                "recipe|"
                "reference|default|author*|official) & (same|unchanged|default|original|not changed|kept|"
                "left) "
                ".. "
                "(<lr>|rate|config*|settings|rest|everything)",
                "(batch|batch[ _]?size|batches) & (lack of memory|out of memory|memory|oom|vram) & (left|"
                "kept|"
                "same|"
                "unchanged|rest|everything else|nothing else|default) & (nan*|diverge*|explod*|unstable|"
                "config*|lr|rate)",
                "(batch|gpus?|cards?) .. (times|x) smaller & (same|still|unchanged|kept|that for|rate|lr)",
                "(not|never|without|forgot to) (scal*|adapt*|adjust*|divid*|lower*|reduc*|chang*) (the)? "
                "<lr> .. "
                "(batch*|gpus?|cards?|number of)",
            ),
            "extreme": answer(
                0.015,
                "extreme (0.1 and more for Adam, 1 and more for SGD)",
                "<lr> .. (too high|too large|too big|huge|extremely high|extremely large|enormous|way too)",
                "(too high|too large|huge|extremely high|extremely large|very high|very large) (a|of "
                "a)? <lr>",
                "学习率.{0,4}(太大|过大|过高|太高|特别大|非常大|极大)",
            ),
        },
    )
    batch_size = symptom(
        "How many samples are in a batch?",
        minutes=0.5,
        answers={
            "one": answer(
                0.03,
                "one",
                "one (sample|example|image) (per batch|at a time)",
                "(batch of one|batches of one|single sample batches|batch size one|batch size of one|"
                "online learning)",
                "(每次|一次)(只)?(输入|送|训练)?一(个|张)(样本|图)",
                "(单样本)(训练|batch)",
                "(batches|batch) (of|with|containing|holding) (only|just)? (a single|one|1|single) "
                "(image|sample|example|slice|sentence|item|sequence|picture)*(?![0-9])",
                "(minibatchsize|minibatch size|mini batch size|batch_size|batchsize|value) (of|=|"
                "is|to)? ?1 (delivers?|works?|gives?|fails?|does|is|yields?)(?![0-9])",
            ),
            "tiny": answer(
                0.11,
                "2 to 15",
                "(tiny|very small|small) (mini)? (batch|batches|batch size*|batchsize)",
                "(批|batch).{0,6}(很小|太小|特别小|较小|过小|非常小)",
            ),
            "usual": answer(0.79, "16 to 511"),
            "large": answer(
                0.07,
                "512 or more",
                "(large|big|huge|larger|very large) (mini)? (batch|batches|batch size*|batchsize)",
                "(大|较大的?)(批|batch)",
                "(批|batch).{0,6}(很大|太大|特别大|较大|过大|非常大)",
                "batch[ _]?size[^ ]* (of|is|=|:)? ?([5-9][0-9][0-9]|[1-9][0-9]{3,})",
                "(mini)? ?batch (size)? ?(is)? ?(grows?|grown|increases?|increased|raised|goes|went|scaled) "
                ".. to "
                "([5-9][0-9]{2}|[1-9][0-9]{3,})",
            ),
        },
    )
    shuffled = symptom(
        "Is the training data shuffled every epoch?",
        minutes=1,
        answers={
            "yes": answer(
                0.92,
                "yes",
                "shuffle ?[=:]? ?true",
                "shuffle true",
                "(data|dataset|samples|it|list|images|everything|training set|set|file|examples|"
                "which|they|batches) (is|are|was|were|gets|get|has been|have been|being)? (randomly|"
                "already|all|always|also|fully|properly|well)? (shuffled|randomized)",
                "shuffled (list|data*|samples|train*|images|every|each|before)",
                "(shuffle|shuffling) (the|my)? (data|dataset|training|train|samples|before|every|each|after)",
                "(打乱了|已经打乱|随机打乱|shuffle了|做了shuffle|已打乱)",
            ),
            "class-by-class": answer(0.005, "its rows stand class by class and are read so"),
            "no": answer(
                0.075,
                "no",
                "shuffle ?[=:]? ?false",
                "(without|not|no|never|forgot to|forgot|missing|lack of|lacks) (any|the|do|even|data|"
                "been|being|be|actually|use|using|my|doing|a|get)? (data|random|randomly|the|my)? "
                "(shuffl*)",
                "<not> (been|be|being)? shuffl*",
                "(un ?shuffled|not randomized|unshuffled)",
                "(sorted|ordered|grouped|arranged|sequential*|in order) (by|according to|of|after) "
                "(the)? (label*|class*|category|categories|length|target*|date|time|user*|file*|"
                "folder*|digit)",
                "(all|first|the) (the|of)? .. (class*|label*|cats|dogs|positive*|negative*|zeros|"
                "ones|samples of one class) .. (come|comes|are|came) first",
                "(all|first) .. (class a|class 0|class 1|positives?|negatives?|cats|dogs|of one "
                "class|of the first class) .. (then|followed by|and then)",
                "(data|dataset|samples|images|examples|files|rows|labels) (is|are|was|were) (all)? "
                "(sorted|ordered|grouped|in order(?! of)|sequential)",
                "(没有|没|未|忘了|忘记|不|无)(做|进行|有|去|对)?.{0,4}(打乱|shuffle|随机化|乱序|洗牌)",
                "(按|按照|按着)(类别|标签|顺序|类)(的)?(顺序)?(排列|排序|排|读取|存放|排好|组织|分组|放)",
                "(?<!layers )(?<!layer )(one|folder|class|file|category|label) (after|by) (another|the "
                "other|folder|"
                "class|file|"
                "category|"
                "label|one)",
                "(loaded|read|stored|appended|listed|arranged|fed|saved|concatenated|come|comes|given|"
                "ordered) "
                "(in|by|per|class|one|folder|label)? (order|sequence|class|sequentially) ?(by|of)? (class|"
                "label|"
                "folder|category|time)?",
                "(?<!is )(?<!are )(in order(?! to| of)|in sequence|frame by frame|file by file|video by "
                "video|"
                "sequentially|one after "
                "another)",
                "(jumps|changes|rises) .. when .. next (video|file|class|folder|subject|sequence|"
                "speaker) (starts|begins)",
                "(without|no) -?-?shuffl*",
                "(lmdb|record|tfrecord|hdf5|file list|list file|csv|train.txt) .. (without|not) .. shuffl*",
                "(network|model|net|it) .. (only|just)? (know*|remember*|predict*|classif*|"
                "recogni*|forget*) .. (last|most recent|latest|previous|first) (class|classes|"
                "category|label|digit|task) .. (seen|saw|trained|shown|it|read|fed)*",
                "(train*|feed|fed|show*|present*|learn*) .. first (on|with|the)? .. (then|and then|"
                "afterwards|followed by|after that) .. (on|with|the|dogs|class|other|second|"
                "negative*|positive*)",
                "(file by file|folder by folder|speaker by speaker|video by video|class by class|"
                "user by user|document by document|one class after|one speaker after|each file is|"
                "per speaker|per file)",
                "(every|each) (file|folder|shard|record|chunk) (is|holds|contains|has) (only)? "
                "(one|a single) (speaker|class|user|video|subject|category|label)",
                "(if|when|as|because|since) (the)? (data|samples|dataset|set) (is|are) not shuffled",
                "(class|label|category|digit) [a-z0-9]+ (comes|is|are|come) first",
                "(hdf5|h5|csv|tfrecord|lmdb|file|array|list) .. (class|label) [a-z0-9]+ .. (first|"
                "then|before)",
                "(data ?loader|loader|loader parameters|dataloader_params|data loader) .. (batch[ _]?size) "
                ".. ("
                "nothing "
                "else|nothing more|only|alone|and that is all|and no more)",
                "(data ?loader|loader|data loader) .. (only|just|nothing but) .. (dataset|batch[ _]?size)",
                "(list|lst|index|record|file list|txt|csv) .. (as (the|it)|in the order (of|in which)|order "
                "of) .. "
                "(tool|script|wrote|written|created|generated|made|folders?|files?|classes|directories)",
                "(list|lst|rows|samples|images|files) .. (in|by) (the)? order of (the)? (folders?|classes|"
                "directories|"
                "labels|files|names)",
                "(predict*|answer*|output*|says?) (whatever|the|which) (class|label|digit)? .. (at the "
                "end of|last in|last seen|seen last|saw last|came last|just seen|most recent|in the last "
                "batch)",
                "(yields?|returns?|gives?|feeds?|shows?|delivers?) first (all)? ?(positives?|negatives?|"
                "cats|dogs|class|zeros|ones|of one) .. then",
                "(accuracy|acc|loss) (goes|jumps|alternates|switches|swings) .. (100|1|99|0)[%,]? .. (0|"
                "100|1)[%,]? .. (100|1|0)",
                "(last batch|last class|last file) .. (fine|good|perfect|high|100) .. (evaluation|all|"
                "whole|rest|others) .. (bad|low|chance|[0-9]+ ?%)",
                "(data|dataset|files?|samples|rows|list) sorted",
                "(forgets?|forgot|forgotten|unlearns?) (class|the first|the old|earlier|previous|what it|"
                "everything about|a$)",
                "train* .. class [a-z0-9] .. (then|and|afterwards) .. class [a-z0-9]",
            ),
        },
    )
    batch_mix = symptom(
        "Does every batch hold samples of several classes?",
        minutes=3,
        answers={
            "mixed": answer(
                0.992,
                "yes",
                "(balanced|mixed|stratified) (mini)? batch*",
                "(each|every) batch .. (balanced|mixed|all classes|several classes|both classes)",
            ),
            "one-class": answer(
                0.008,
                "no, many batches hold one class only",
                "(batch|batches|minibatch*) .. (one|a single|only one|the same|same|single) (class|"
                "label|category)",
                "(each|every|whole|entire|one) batch .. (one|single|same) (class|label|category)",
                "(same|one|single) (class|label) .. (in|within|per) (each|every|a|one) (mini)? batch",
                "batch(里|内|中)?.{0,8}(同一类|同一个类|全部相同|都是一类|只有一类|单一类别|一个类别|"
                "相同标签|都是同)",
                "(批次|每批|一批|批).{0,8}(同一类|同一个类|只有一类|单一类别|一个类别|都是同)",
                "(each|every|one|a) batch .. (consecutive|neighboring|neighbouring|similar|adjacent) "
                "(frames|samples|images|rows)",
                "consecutive frames",
                "(next|new|another) class .. (begins?|starts?|comes|appears|follows)",
            ),
        },
    )
    normalization = symptom(
        "Which normalization layers are in the model?",
        minutes=1,
        answers={
            "none": answer(
                0.46,
                "none",
                "(no|without|removed|not use|not using|never use) (any|the|use)? (batch ?norm*|batch "
                "norm*|normalization layer*|bn|batchnormalization)",
                "(没有|没用|没加|去掉|不用|未使用)(使用|加|用)?(bn|批归一化|batchnorm|归一化层)",
            ),
            "batch": answer(
                0.36,
                "batch normalization",
                "(batch ?norm*|batch norm*|batchnorm*|bn layer*|syncbn|sync bn|bn|bns|freeze_bn|"
                "fine_tune_batch_norm|batchnorm[123]d)",
                "(批归一化|批规范化|批标准化|bn层|batchnorm\\w*|bn)",
                "(batch|batched) (norm*|normalization|normalisation) (layer*)?",
                "(tf.layers.)?batch_norm[a-z_0-9]*",
                "(batchnorm|batch norm|bn)[a-z0-9_]*",
                "[a-z0-9_]*batchnorm[a-z0-9_]*",
            ),
            "other": answer(
                0.18,
                "layer, group or instance normalization",
                "(layer ?norm*|layer norm*|group ?norm*|group norm*|instance ?norm*|instance norm*|"
                "rmsnorm|weight norm*|spectral norm*)",
                "(层归一化)",
            ),
        },
    )
    batchnorm_order = symptom(
        "Where does batch normalization stand?",
        minutes=1,
        answers={
            "unsuspected": answer(0.92, "nowhere, or where the architecture has always had it"),
            "before-activation": answer(
                0.05,
                "before the activation",
                "(batch ?norm*|batch norm*|bn) .. before .. (activation*|relu|nonlinearit*|non linearit*)",
                "(activation*|relu) .. after .. (batch ?norm*|batch norm*|bn)",
                "(conv*|dense|linear) ?(->|,|>|\\+) ?(bn|batch ?norm*) ?(->|,|>|\\+) ?(relu|activation)",
                "(bn|batchnorm|批归一化)(层)?(放|在|加)(在|到)?(激活|relu).{0,4}(前|之前)",
            ),
            "after-activation": answer(
                0.03,
                "after the activation",
                "(batch ?norm*|batch norm*|bn) .. after .. (activation*|relu|nonlinearit*|non linearit*)",
                "(activation*|relu) .. before .. (batch ?norm*|batch norm*|bn)",
                "(conv*|dense|linear) ?(->|,|>|\\+) ?(relu|activation) ?(->|,|>|\\+) ?(bn|batch ?norm*)",
                "(bn|batchnorm|批归一化)(层)?(放|在|加)(在|到)?(激活|relu).{0,4}(后|之后)",
            ),
        },
    )
    dropout = symptom(
        "Where is dropout used?",
        minutes=1,
        answers={
            "none": answer(
                0.594,
                "nowhere",
                "(no|without|removed|not use|not using|disabled|never use) (any|the)? dropout",
                "(没有|没用|没加|去掉|不用|未使用)(使用|加|用)?dropout",
            ),
            "dense-only": answer(
                0.4,
                "on dense layers or attention",
                "~(with|use*|using|add*|has|have|and|dropout of|,|some) dropout",
                "~dropout (layer*|rate|of|=|after|between|with|[0-9.]+|twice|is|on|\\(0.[0-9]+\\))",
                "~dropout\\(0.[0-9]+\\)",
                "~(加|用|使用|有)(了)?dropout",
            ),
            "on-convolutions": answer(
                0.006,
                "on convolutional layers",
                "dropout* (layer*|of|is|are|0.[0-9]+|with|rate|[0-9.]+|applied|used|put|added|placed|"
                "also)? .. (after|on|in|between|to|behind|following) (each|every|the|my|all)? (conv*|"
                "cnn|feature map*|pooling|max ?pool*)",
                "(conv*|cnn) (layer*|block*) (with|followed by|and then|->|use|uses|using) (a|some|"
                "heavy)? dropout",
                "(dropout2d|spatialdropout*|spatial dropout)",
                "(卷积)(层|神经网络|块)?(后|后面|之后|里|中|上|也|都|都用|用|加|使用|添加|之间|"
                "都加)(了|加|用|面|加了|使用)?dropout",
                "dropout(层)?.{0,6}(卷积层|卷积)",
            ),
        },
    )
    initialization = symptom(
        "How are the weights initialized?",
        minutes=2,
        answers={
            "default": answer(
                0.937,
                "by the framework's default, Xavier or Kaiming",
                "(xavier*|kaiming*|glorot*|he_normal|he_uniform|he init*|he initialization|default "
                "init*|lecun*|msra)",
                "(xavier|kaiming|glorot|he)(初始化)",
            ),
            "zeros": answer(
                0.003,
                "with zeros or one constant",
                "(weights?|kernels?|parameters?|params|w|network|net|model|layers?|w1|embedding*|"
                "everything) (are|is|were|was|and biases|all|to be|have been|matrices|matrix|got|get|"
                "of|in|with|being|parameters|weights)? .. (initialized|initialised|set|init|"
                "initialize|initial*|start|starts|filled|begin*) (all)? (to|as|with|at|by|from|"
                "weights)? (be)? (all)? (zero|zeros|0|0.0|ones|a constant|constant|the same|one "
                "constant|tf.zeros|np.zeros*)",
                "(initializ*|init|set*|start*) (all|the|my|of|both|weights|all the|every)? (weights?|"
                "kernels?|parameters?|w|w1|them|layers?) .. (to|with|as|at|=) (all)? (zero|zeros|0|"
                "0.0|ones|a constant|constant|tf.zeros|np.zeros*|the same)",
                "(zero*|constant|all zero*|zeros) (weight|kernel)? (init*|initialisation|initializer)",
                "(weights?|kernel) (are|is|were)? (all)? (zero|zeros|0)",
                "(np.zeros|torch.zeros|tf.zeros|zeros_) .. (weight*|w|kernel|init*)",
                "(w|weights?|w1|weight) ?= ?(np.zeros|tf.zeros|torch.zeros|tf.variable\\(tf.zeros)*",
                "(权重|权值|参数|w).{0,10}(全0|全零|为0|初始化为0|初始化为零|初始化成0|初始为0|设为0|"
                "全部为0|都是0|置0|设成0|为常数|为同一)",
                "(0|零|全零|全0|常数)初始化",
                "(set|all|initial*|start*|begin*) .. weights .. (to|at|as|with|=) (zero*|0|"
                "0\\.[0-9]+|one constant|the same|a constant|constant|1|ones)(?! .. (std|stddev|"
                "mean|and variance))",
                "(hidden|all) (units|neurons|nodes) .. (learn|are|stay|remain|do|compute|have|"
                "behave) (all)? (exactly)? (the same|identical|alike|equal)",
                "(no|without) (symmetry breaking|breaking .. symmetry)",
                "(every|all) (the)? (neurons?|units?|hidden units?|filters?) (is|are|stay|remain|learn|do|"
                "compute*) (exactly)? (the)? (same|identical|equal)",
                "weights? (are|is|were|all|set|to|with|initialized)* (the same|one constant|constant|"
                "equal|0\\.5|ones|all 1|all ones)(?! before| after| to| as| for| in)",
            ),
            "large": answer(
                0.03,
                "with large random numbers (a normal distribution of spread 1)",
                "(initiali*|init|start*) .. (with|by|using|from|to|=) (np\\.)?(random\\.)?(randn?|"
                "random_normal|standard normal|np\\.random\\.randn?|torch\\.randn?|uniform\\(0)",
                "(normal|randn|random_normal|n\\(0, ?1\\)|standard normal|unit variance|stddev ?= ?1|"
                "std ?= ?1|gaussian with) .. (init*|weights?)",
                "weights? .. (randn|n\\(0, ?1\\)|standard normal|np.random.randn*|tf.random_normal|"
                "random_normal|torch.randn*|large random|random normal)",
                "(large|big|huge|too large) (random)? (initial|init) (weights?|values)*",
                "(initial|init) weights? .. (too large|large|huge|too big)",
                "(初始化).{0,8}(过大|太大|很大|标准正态|n\\(0, ?1\\)|方差.{0,3}大)",
                "(randn|normal distribution|random normal|standard normal)[^ ]* .. (without|no) (scaling|"
                "dividing|factor|any scal*)",
                "(weights?|init*|kernels?|parameters?|layers?) & (stddev|std|sigma|standard "
                "deviation|variance|spread) (of|=|is|:)? ?(1|1\\.0|one|2|5|10)(?![0-9.])",
                "(weights?|kernels?|parameters?) .. (from|by|as|with) (a)? (standard)? (normal|"
                "gaussian) (distribution)? (with|without|of|and) (unit|stddev|std|variance|no|"
                "standard|scaling|any)",
                "(own|my|custom|naive|plain) .. (randn|normal|gaussian|random) .. (weights?|init*)",
                "(randn|standard normal|np\\.random\\.randn|torch\\.randn|random_normal)[^ ]* .. "
                "(weights?|init*|without|no scal*|unscaled)",
                "(std|stddev|sigma|scale|variance) ?(=|of|:)? ?([2-9]|[1-9][0-9]+)(\\.0)? .. (weights?|"
                "init*|kernel)",
                "(weights?|init*|kernel*) .. (std|stddev|sigma) ?(=|of|:)? ?([2-9]|"
                "[1-9][0-9]+)(\\.0)?(?![0-9.])",
            ),
            "small": answer(
                0.03,
                "with very small random numbers",
                "(small|tiny|very small) (random)? (init*|initial*|std|stddev|weights?)",
                "(init*|weights?) .. (stddev|std|sigma|normal\\(0) ?(of|=|,)? ?(0.0[0-9]+|1e-[0-9])",
                "(初始化).{0,8}(过小|太小|很小)",
                "(weights?|init*|kernels?|parameters?) & (stddev|std|sigma|standard deviation|"
                "variance) (of|=|is|:)? ?(0\\.0[0-9]+|1e-[0-9]+)",
            ),
        },
    )
    bias = symptom(
        "Do the layers have a bias?",
        minutes=1,
        answers={
            "present": answer(
                0.994,
                "yes, or a normalization layer follows",
                "(bias|use_bias) ?= ?true",
                "(with|have|has|including|add*) (a)? bias (term|terms|in)",
            ),
            "absent": answer(
                0.006,
                "no (bias=False, use_bias=False)",
                "(use_)?bias ?[=:] ?false",
                "use_bias ?[=:] ?false",
                "(no|without|missing|forgot*|lacks|lack|omit*|not use|not using|not have|not "
                "include) (any|the|a|to add|to include|to add the|to add a|add|out)? (bias|biases|"
                "bias term*|bias unit*|bias vector*|intercept)",
                "(没有|没|忘了|缺少|未|去掉|不加|不用|不带|无)(加|用|使用|设置|添加)?(偏置|bias|"
                "偏差项|偏置项)",
            ),
        },
    )
    decay_on_biases = symptom(
        "Is weight decay (L2) applied to biases and normalization parameters too?",
        minutes=2,
        answers={
            "no": answer(
                0.99,
                "no, or there is no weight decay",
                "(no|without) weight decay",
                "(l2|weight decay|regulari*) (only)? (on|to) (the)? (weights|kernels) only",
            ),
            "yes": answer(
                0.01,
                "yes",
                "(l2|weight decay|regulari*|weight_decay|bias_regularizer|decay) .. (bias*|norm "
                "parameters|batch ?norm parameters)",
                "bias* .. (l2|weight decay|regulari*|decayed)",
                "bias_regularizer",
                "(weight decay|l2|regulari*) .. (all|every) (the|of the|my|trainable|model)? "
                "(parameter*|params|variables|variable)",
                "(偏置|bias).{0,10}(正则|衰减|l2|weight decay)",
                "(正则|l2|衰减).{0,12}(偏置|bias|所有参数|全部参数)",
            ),
        },
    )
    regularization = symptom(
        "How strong is the regularization (weight decay, L2, dropout)?",
        minutes=1,
        answers={
            "none": answer(
                0.46,
                "none",
                "(no|without) (any)? (regulari*|dropout or|weight decay or|l2)",
                "(没有|没加|没用|不用)(任何)?(正则)",
            ),
            "moderate": answer(0.5, "moderate"),
            "overwhelming": answer(
                0.004, "overwhelming (weight decay of 0.2 and more outside AdamW, dropout of 0.9 and more)"
            ),
            "strong": answer(
                0.036,
                "strong (weight decay of 1e-2 and more outside AdamW, dropout of 0.7 and more)",
                "(with|using|after) (less|weaker|smaller|lower|no|reduced) (regulari*|dropout|weight decay|"
                "l2|penalty) .. (learns|works|better|trains|fine|converges|fits)",
                "(strong|heavy|too much|very strong|large|high|aggressive|too strong|excessive) (l2|"
                "l1|l2)? (regulari*|weight decay|dropout|weight_decay|dropout rate)",
                "(regulari*|weight decay|dropout|l2|weight_decay) .. (too (strong|high|large|heavy|"
                "much)|very high|very large|too big)",
                "(正则|dropout|权重衰减|weight decay).{0,6}(太强|过强|太大|过大|很大|太高|太重)",
                "(weight decay|weight_decay|l2|l1|regulari*) (of|=|is|set to|:)? ?(0\\.[1-9][0-9]*|"
                "[1-9])(?![0-9])",
                "(all|the) weights .. (shrink*|decay*|go*|pulled|near|tend*|become) .. (to)? "
                "(about|almost|nearly)? (zero|0)",
                "without (any|the)? (regulari*|weight decay|l2|dropout) .. (much|far|a lot)? "
                "(better|works?|fine|higher|learns?|good)",
            ),
        },
    )
    depth = symptom(
        "Are there twenty layers and more in a row, with no connection around them?",
        minutes=1,
        answers={
            "usual": answer(0.985, "no: fewer, or with skip connections, or with normalization"),
            "deep-plain": answer(
                0.015,
                "yes",
                "(without|no|not any|missing|lacks|remov*) (any|the|using|residual|skip)? (skip|"
                "residual|shortcut) (connection*|block*|path*|link*)?",
                "~([2-9][0-9]|[1-9][0-9][0-9]) (hidden|dense|linear|fully connected|plain|stacked) layers",
                "~(very|too|extremely|really|so) deep (network|model|net|nn|mlp|cnn|plain|fully|"
                "feedforward|feed forward)",
                "~(network|model|net|mlp|cnn) (is|was|gets|got) (very|too|extremely|so|really) deep",
                "~(网络|模型|层数)(非常|很|太|过于|特别|实在)?(深|多)(了|的)?(?!度)",
                "(没有|没|无|去掉了?|不用)(残差|跳跃|跳接|短路|shortcut|skip)(连接|结构|块)?",
                "~([2-9]\\d|[1-9]\\d\\d)(个)?(隐藏)?层(的)?(网络|全连接|卷积|mlp|模型)",
            ),
        },
    )
    softmax_axis = symptom(
        "Over which axis does the softmax run?",
        minutes=1,
        answers={
            "classes": answer(
                0.996,
                "over the classes (dim=1, dim=-1, axis=-1), or inside the loss",
                "softmax .. (dim|axis) ?= ?(-1|1)",
            ),
            "batch": answer(
                0.004,
                "over the samples of the batch (dim=0, axis=0) or another wrong axis",
                "softmax\\(?[a-z_,. ]* ?(dim|axis) ?= ?0",
                "softmax .. (wrong|batch) (dim*|axis)",
                "softmax (over|along|across) (the)? (batch|samples|wrong dim*|wrong axis|first (dim*|"
                "axis)|axis 0|dim 0|rows of the batch)",
                "(columns|each column|all samples) .. (sum|sums|summing|add) (up)? to (1|one)",
                "softmax.{0,10}(dim|axis)=0",
                "softmax.{0,8}(维度|轴)(搞|写|用|设|弄|选|给)?(错|反)",
                "(在|对|沿)(batch|批次|样本|第0|第一个?)(维|维度|轴)?.{0,6}softmax",
            ),
        },
    )
    input_scaling = symptom(
        "On which scale are the inputs when they enter the network?",
        minutes=2,
        answers={
            "scaled": answer(
                0.875,
                "about -1 to 1, or zero mean and unit variance",
                "(inputs?|features?|images?|data|pixels?|everything|values|dataset|which|columns|"
                "they|it|x|samples|x_train|set|signals?) (is|are|was|were|have been|has been|and|got|"
                "all|values|were all|being|data|x|inputs|both|already|also)? (is|are|been|all|also|"
                "already|properly|well|correctly)? (scaled|normalized|standardized|rescaled|min max|"
                "minmax*|whitened|zero mean|centered|divided by 255|in the range 0|in range 0|in the "
                "range -1|between 0 and 1|between -1 and 1|mapped to)",
                "(normaliz*|standardiz*|rescal*|scaled|scaling|divid*|scale) (the|my|all|to|by|it|"
                "them|our|both|all the|every|each)? (inputs?|features?|images?|data|pixels?|values|"
                "dataset|\\[?0|\\[?-1|255|range|x|x_train|zero mean|unit)",
                "(rescale|/ ?255|1./ ?255|standardscaler|minmaxscaler|min max scal*|standard scaler|"
                "transforms.normalize|z score|z scored|zero mean|mean and std*|unit variance)",
                "(inputs?|x|data|features?) standardi*",
                "(归一化了|已归一化|已经归一化|做了归一化|标准化了|做了标准化|除以255|归一化到|"
                "已标准化|归一化处理|进行了归一化|进行了标准化)",
            ),
            "raw": answer(
                0.09,
                "raw: pixels of 0 to 255, or large numbers",
                "<not> (been|be|being|all|even|properly|to|yet|correctly)? (normaliz*|normalis*|"
                "scal*|standardiz*|standardis*|rescal*|divided by 255)",
                "(un ?normalized|unnormali*|unscaled|un ?scaled|not scaled|non normalized|not "
                "rescaled|unstandardi*|unprocessed|un normalized)",
                "(without|no|forgot|forgot to|missing|lacks|lack of|skipped) (any|the|input|data|"
                "feature|to|normalize|doing|my)? (input|data|feature|image)? (normaliz*|scaling|"
                "standardiz*|rescal*|preprocess*|scale)",
                "raw (inputs?|pixels?|features?|images?|data|values|pixel values|rgb|counts|signal*)",
                "0 ?(to|-|,|and)? ?255",
                "0.+255",
                "(inputs?|x|features?|values|pixels?|data) (of|in|is|are|with|has|have|from|range*|"
                "go|goes|between|values|up)? (in|from|values|range*|up|between|the)? (range)? (of|"
                "from|to|in|between|up to)? (0|-?[1-9][0-9]+|1)? ?(to|-|and)? ?([1-9][0-9]{2,}[0-9]*)",
                "(pixel|pixels|values) .. (as read|uint8)",
                "(straight|directly) from (load_data|the csv|csv|the file|disk|the camera)",
                "(没有|没|未|不|忘了|忘记)(做|进行|有|对|去|经过)?(数据|输入|特征|图像|图片)?(做|"
                "进行|的)?(归一化|标准化|缩放|规范化|预处理)",
                "(images?|data|pixels?|inputs?|values|features?) (exactly)? (as they (come|are|"
                "were)|as is|as loaded|as read|straight from|directly from|unchanged|untouched|"
                "without any (preprocessing|change|scaling))",
                "(images?|data|pixels?|inputs?|values|features?|columns?) (and (target*|y|labels?))? (are|is|"
                "were)? "
                "(used|fed|given|taken|put in)? (exactly)? as (they are|it is|they come|they were|is|raw)",
                "(raw|original|unchanged) (columns?|numbers?|units|measurements|variables|readings)",
                "(x|inputs?|features?|values|columns?|data|coordinates) (are|is|go|goes|lie|range|"
                "values)? (up)? ?(in|to|into) (the)? (hundreds|thousands|millions|ten thousands)",
                "(features?|inputs?|values|columns?|x) .. up to (1e[3-9]|[0-9]{4,}|millions|billions)",
                "(no|without|not using|forgot) (a|any|the)? ?(standardscaler|standard scaler|minmaxscaler|"
                "min max "
                "scaler|scaler|feature scaling|batch norm* or scaling)",
                "(features?|inputs?|x|columns?) (is|are|was|were) .. \\(?(about|around|roughly|up to|of "
                "order|"
                "in the "
                "order of) ([1-9][0-9]{2,})(?![.0-9]| samples| epochs| classes)",
            ),
            "tiny": answer(
                0.005,
                "far too small: they were divided twice, or all lie within a hundredth",
                "(the|my|all)? (inputs?|pixels?|images?|data|values|features?)? (are|is|was|were|got|"
                "get|being)? (normaliz*|normalis*|scaled|rescal*|divid*|standardiz*) (them|it|the "
                "images|the data|the inputs|by 255)? .. (twice|two times|a "
                "second time|once more|again|doubly)",
                "(twice|doubly|double) (normaliz*|normalis*|scaled|rescal*|divided)",
                "double (normalization|normalisation|scaling|rescaling)",
                "(/ ?255){2}",
                "(inputs?|pixels?|values|images?|data) (are|is|were|was)? (all|about|around|only|"
                "below|under|at most|<)? 0.00[0-9]+",
                "(归一化|标准化|除以255|/255|缩放)(了|做了|被)?(两次|2次|两遍|重复)",
                "(重复|两次|两遍|二次|又)(做|进行)?(了)?(归一化|标准化|除以255|缩放)",
            ),
            "mixed": answer(
                0.03,
                "features differ by orders of magnitude",
                "(features?|columns?|inputs?|variables|attributes|data) .. (orders? of magnitude|"
                "different scales?|different ranges?|different scale|vastly different|very different "
                "(range|scale|magnitude)*|varying scales|different magnitude*|different units)",
                "(different|varying) (scales|ranges|units|magnitudes|orders of magnitude)",
                "(特征|数据|输入|变量).{0,12}(数量级|尺度|量纲|取值范围).{0,4}(不同|差|相差|不一|不统一)",
                "(特征|变量).{0,8}(相差|差).{0,4}(数量级|很大|几个)",
                "(features?|columns?|inputs?|values|variables?|data) .. (range*|from|between|vary|varies|"
                "lie) .. (1e-[0-9]+) .. (to|and|up to) (1e[0-9]+|10 ?\\^ ?[0-9]|[0-9]{4,}|"
                "millions?|thousands?)",
                "(columns?|features?|variables?|field|attribute) '?[a-z_]+'? [0-9.]+ ?(-|to|\\.\\.+) "
                "?[0-9]{4,}",
            ),
        },
    )
    pretrained = symptom(
        "Does training start from pretrained weights?",
        minutes=0.5,
        answers={
            "no": answer(
                0.72,
                "no, from scratch",
                "(from scratch|not pretrained|not pre ?trained|without pretrain*|no pretrain*|"
                "randomly initialized|random initialization|pretrained ?= ?false|weights ?= ?none)",
                "从(头|零)(开始)?训练",
                "(没有|没|不用|未|没有用|未用|没有使用|未使用)预训练",
            ),
            "yes": answer(
                0.28,
                "yes",
                "(pre ?trained|pre trained|fine ?tun*|fine tun*|finetun*|transfer learning|"
                "pretraining|feature extract*|imagenet weights|weights ?= ?'?imagenet'?|from a "
                "checkpoint|lora|qlora|pretrained ?= ?true|base_model)",
                "(bert*|roberta*|distilbert|llama*|deberta*) .. (classif*|fine*|for|on|train*)",
                "~(bert|roberta*|distilbert|llama*|deberta*|t5)",
                "(微调|预训练|迁移学习|finetune\\w*|fine tun\\w*)",
            ),
        },
    )
    loss_math = symptom(
        "Who computes the loss?",
        minutes=2,
        answers={
            "framework": answer(
                0.82,
                "one of the framework's losses",
                "(built in|builtin|standard|keras|pytorch|framework) (cross entropy|loss*)",
            ),
            "own": answer(
                0.18,
                "own code with a log, a division, a root or a power in it",
                "(own|custom|hand ?written|hand written|self written|self defined|customized|"
                "customised|home made|self made|handmade|manual|modified|self implemented|special) "
                "(loss|cost|objective|cross entropy|loss function|layer with)",
                "(implemented|wrote|written|defined|coded|implementing|writing|defining|created|"
                "designed) (my|a|the|our|an|this)? (own|custom|new)? (loss|cost|objective|loss "
                "function|cross entropy|dice loss|focal loss)",
                "(log|division|divide|divid*|sqrt|square root|norm|root) (by|of)? (zero|0)",
                "(divi* by zero|log of zero|log\\(0\\)|log\\(zero\\)|log 0|sqrt\\(0\\)|0/0|-log\\(|"
                "tf.log\\(|torch.log\\(|k.log\\(|np.log\\()",
                "(log|sqrt)\\([a-z_]+\\)",
                "(no|without|missing) (an|any|a)? (epsilon|eps|clamp|clip) .. (log|division|sqrt|root)*",
                "(除0|除以0|除零|对负数求log|对0取对数|log0|log\\(0)",
                "自定义的?(loss|损失)",
                "自己写的?(loss|损失)",
                "(divide|divided|dividing|division) by (it|the norm|the sum|the length|the mean|the std|"
                "the variance|n|the number)",
                "(divides?|divided|division) by .. (zero|empty|0)",
                "(log|sqrt|root|norm|division|iou|union|softmax|acos|arccos|atan2|pow|power) .. (zero|0|"
                "negative|empty|-inf|identical|equal) .. nan*",
                "(all)? -?inf .. (nan|softmax)",
                "(focal loss|dice loss|iou loss|giou|contrastive loss|triplet loss|custom loss|"
                "euclidean distance|cosine similarity|cosine distance|torch\\.norm|norm of|acos|"
                "arccos|entropy term|kl term|beta function|gamma function|weibull) & nan*",
                "(log|ln|sqrt|square root|norm|division|divid*|exp|pow|power|acos|arccos) & nan*",
                "(mask*|batch*|images?|set|region*|class) .. (empty|no positive*|no object*|all "
                "zero*|without (positive*|object*|foreground)) & nan*",
                "([a-z_*-]*log ?\\(|-y ?\\*|log\\([a-z]) & nan*",
                "(vectors?|points?|inputs?|embeddings?) (are|is) (the same|identical|equal|zero) & nan*",
                "(heatmap|probab*|sigmoid|softmax|pred*|output*) .. log & (nan*|directly|without)",
                "(number of (positives?|objects?|boxes|foreground*|matches)|denominator|sum of .. "
                "weights|union) .. (0|zero|none|empty)",
                "(log|logarithm) (of|from) (the)? .. (predict*|probab*|output*|softmax|sigmoid|p|"
                "score*) & (0|zero|-inf|inf|nan*|negative)",
                "(sqrt|square root|root|norm|division|0/0|divide*|log) .. (in|of|inside|within) "
                "(my|the|a)? .. (loss|gradient*|denominator|custom*)",
                "(0/0|0 / 0|divided by zero|division by zero|log\\(0\\)|log of 0|sqrt\\(0\\)|log 0)",
                "(no|without|missing|lacks) (an|any|a|the)? (epsilon|eps|clamp|clamping|clip|clipping) "
                "(or|and|nor|/) (an|any|a)? (epsilon|eps|clamp|clamping|clip|clipping|max*)",
                "(sqrt|square root|root|norm) .. (sum of squares|squares|squared|distance*|variance|0|zero)",
                "(eps|epsilon) .. (added|outside|after|under|inside|to) .. (result|root|sqrt|norm|log)",
                "(loss|cost) .. (takes|uses|contains|has|with|involves|needs) .. (sqrt|square root|root|log|"
                "logarithm|division|norm|exp|arccos|acos)",
                "(stoi|pesq|si ?sdr|sdr|snr|ssim|psnr|pearson|correlation|wasserstein|sinkhorn|chamfer|"
                "mahalanobis) .. "
                "(as|in|for|is) (the|a|my)? (training)? (loss|cost|objective)",
                "(stoi|si ?sdr|ssim|pearson|correlation|sinkhorn|chamfer) loss",
                "(no|without|empty|zero) (positive|foreground|object|valid|labeled)* (pixel*|"
                "sample*|box*|object*|anchor*|mask*|target*|label*)? & (0/0|nan*|division|divide*)",
                "(cross ?entropy|categorical crossentropy|crossentropy|loss|softmax|log softmax|kl|ctc) "
                "(is|was|are)? (implemented|written|coded|computed|calculated) (by hand|by myself|myself|"
                "manually|from scratch|in numpy|by me)",
                "[a-z_]*log\\([a-z] & nan*",
                "(return*|give*|becomes?|is) nan* & (empty|no|without) (any)? (foreground|positive*|"
                "object*|valid|mask*|target*|label*|overlap)",
                "(no|without|missing) (smoothing|smooth|smooth term|epsilon term|eps term) & (nan*|dice|"
                "iou|jaccard)",
                "(dice|iou|jaccard|tversky) .. (without|no) (smoothing|smooth|epsilon|eps)",
                "(identical|same|equal) (embeddings?|vectors?|points?|features?|inputs?) .. nan*",
                "(torch|tf|np|k)?\\.?(std|norm|sqrt|acos|pow)\\(?[^ ]* (of|for|at) .. (constant|single|"
                "zero|identical|one|same) .. nan*",
                "(probabilit*|p|score*|output*|denominator|norm|sum|count|number|weight) .. (becomes?|is|"
                "are|equals?|gets?|turns?) (exactly)? (0|zero) .. (nan*|inf|infinite)",
                "(zero division|division by zero|divide by zero|divided by zero|dividing by zero)",
                "(divid*|normaliz*|averag*) .. (by|over) (the)? (num_pos|number of|count of|sum|its sum|"
                "norm|its norm|length) & (zero|0|no|empty|none|nan*)",
                "(fully|all|completely|entirely) (masked|padded|empty|zero|ignored) .. (give*|become*|are|"
                "is|yield*|produce*|lead to|return*) nan*",
                "(underflow*|overflow*) & (log|exp|softmax|prob*|nan*) & (nan*|inf)",
                "(some|many|a few|several|there are) (batches|sequences|images|samples|rows) (have|has|"
                "with|contain) (an|a|only)? ?(all zero|all 0|empty|zero|no) .. (mask|target|label*|box*|"
                "object*)",
                "(sum|mean|loss) ?/ ?[a-z_.]*(sum|count|numel|len)\\([^ ]* & (zero|empty|0|all zero|no)",
                "clip_by_value\\([^)]*, ?0(\\.0)?, ?1[^)]*\\)",
            ),
        },
    )
    kl_arguments = symptom(
        "What is handed to the KL divergence?",
        minutes=2,
        answers={
            "right": answer(0.5, "log-probabilities and probabilities, as the function asks"),
            "not-distributions": answer(
                0.5,
                "raw scores, or probabilities where log-probabilities are asked",
                "(kl*|divergence) .. (probabilit*|softmax|raw|logits?)",
                "(f.kl_div|kl_div|kldivloss)\\(.. (probs|softmax|prob)*",
                "kl_div\\((input ?= ?)?[a-z_]*(prob|softmax)[a-z_]*",
                "<not> .. (sum to one|sum up to one|sum to 1|sum up to 1|a distribution|"
                "distribution*|log ?prob*|normalized distribution*|log space)",
                "(forgot|without|missing) .. (log_softmax|log softmax|.log\\(\\)|log of)",
                "(kl|散度).{0,12}(没有取log|没取log|未取log|没有归一化|不是概率|没有softmax|"
                "没做softmax|不是分布)",
            ),
        },
    )
    output_units = symptom(
        "How many units does the last layer have?",
        minutes=1,
        answers={
            "one": answer(
                0.22,
                "one",
                "(last|output|final) (dense|linear|fully connected)? layer (has|with|of|is|=|:|uses|"
                "got)? (only|"
                "just)? (one|1|a single|single) (sigmoid|softmax|linear|output|relu|tanh)? (unit|neuron|node|"
                "output|dimension)",
                "(single|one|1) output (unit|neuron|node)s?(?! per| for)",
                "(single|one|1) (sigmoid|softmax|linear|tanh|relu) (unit|neuron|node|output)",
                "(only|just) (one|a single) output(?! per| for| file| layer)",
                "(single|one) (unit|neuron|node) (in|as|at) the (last|output|final|end)",
                "output (dimension|dim|size|layer size|layer dimension) (of|is|=|:|set to)? ?(one|1)",
                "(one|1|single) (unit|neuron|node|output) (for|but|although|with) (three|four|five|ten|[3-9]|"
                "several) classes",
                "~(number of (classes|labels|outputs)|num_?classes|n_classes|num_labels|num_outputs?) "
                "?(set to|"
                "=|is|:|was set to|of)? ?(1|one)",
                "(最后一层|输出层|最后).{0,8}(1个|一个|单个|只有1个|只有一个)(神经元|节点|单元|输出)",
                "(输出维度|输出节点|输出神经元)(数|个数)?(为|是|=)1(?!\\d)",
            ),
            "per-class": answer(
                0.762,
                "one for each class (or target)",
                "(one|an|1) (output|unit|neuron|node|logit) (unit|neuron|node)? (per|for each|for every) "
                "(class|"
                "label|category|target)",
                "as many (output|outputs|units|neurons|output units|output neurons|nodes) .. as .. (class*|"
                "label*|categories|targets)",
                "~(softmax|last layer|output layer|final layer) (layer)? (with|over|of|has|having) (two|"
                "three|"
                "four|five|six|seven|eight|nine|ten|[2-9]|[1-9]\\d+) (outputs|units|neurons|classes|nodes)",
                "~(two|three|four|five|ten|[2-9]|[1-9]\\d+) (output units|output neurons|output nodes)",
                "每(个)?类(别)?(对应)?一个(输出|神经元|节点)",
            ),
            "mismatch": answer(
                0.018,
                "a number that does not fit the labels",
                "(num_?class*|n_?class*|number of (classes|outputs)) (was|is|were|are)? ?(still|left|kept|"
                "remained|by default|default*) (at|as|to|on)? ?[0-9]+ .. (but|while|although|whereas|and) "
                ".. [0-9]+",
                "(wrong|incorrect|mismatched|inconsistent) number of (output*|classes|units|neurons|logits)",
                "(too few|too many|fewer|more) (output units|output neurons|outputs|output nodes|units "
                "in the "
                "last layer|logits) (than|for) .. (class*|labels?)",
                "(num_output|num_outputs|num_class*|n_classes|num_labels|number of outputs|number of output "
                "units|number of classes) (in the last layer|of the model)? (is|was|are|set)? (wrong|"
                "incorrect|"
                "too small|too large|not match*|mismatch*|one too small|off by one)",
                "(output layer|last layer|final layer) .. (not match|mismatch*) .. (class*|labels?)",
                "(输出|类别|分类)(层)?(个数|数量|数|维度|节点数|神经元数).{0,4}(不对|不匹配|不一致|错|"
                "写错|设错)",
                "(num_classes|n_classes|number of classes|num_class) (is|=|was|set to|of) ?\\d+ but .. \\d+",
                "(head|classifier|last layer|output layer|output|network) (has|with|of) (one|1|a single) "
                "(output|unit|neuron|logit) .. labels? .. (from)? 0 (to|-|through|\\.\\.) [2-9]",
                "(background|void|unknown|blank|extra) class (is|was)? (not counted|missing|forgotten|"
                "not included|not in num_classes)",
                "(last|output|final) (dense|linear|layer|fc) (layer)? (has|have|had|with|of|is|"
                "gives|outputs?) (only|just)? (one|1|a single|two|2|too few|too many|fewer|more) "
                "(unit|units|output|outputs|neuron|neurons|node|nodes|channel*) & (three|four|five|"
                "six|seven|eight|nine|ten|several|many|[3-9]|[1-9][0-9]+) (classes|labels|"
                "categories)",
                "(three|four|five|six|seven|eight|nine|ten|several|[3-9]|[1-9][0-9]+) (classes|"
                "labels|categories) & (one|1|a single|single) (unit|output unit|output neuron|"
                "output|neuron|node|output node)",
                "(two|2|three|3|several|many) (outputs?|output units|output neurons|neurons|units|"
                "nodes) & (one|1|a single|single) (regression)? (target|value|number|label|class)",
                "(number of (classes|outputs)|num_classes|n_classes|classes) .. (one too few|one "
                "less|off by one|smaller than|plus one|without background|does not match|not match)",
            ),
        },
    )
    shapes = symptom(
        "Do predictions and targets have the same shape when they meet in the loss?",
        minutes=2,
        answers={
            "same": answer(
                0.988,
                "yes",
                "(pred*|output*|y_pred|logits) and (the)? (y|target*|label*|y_true) (have|has|are|of|"
                "with) (of)? "
                "(the|exactly the|an)? (same|identical|equal) (shape|size|dimension*)",
                "shapes (are|is)? (all)? (the same|identical|equal|match|matching|correct)",
                "(预测|输出)(值)?(和|与|跟)(目标|标签)(的)?(形状|shape|维度)(一致|相同|一样)",
            ),
            "different": answer(
                0.012,
                "no, (N, 1) against (N,), or the like",
                "(y|targets?|labels?|target) (has|have|lacks?|misses|is missing) (no|the|a)? ?(second|last|"
                "trailing) (dimension|axis)",
                "(targets?|labels?|y) (is|are) (flat|1d|one dimensional|a vector) & (output*|prediction*|"
                "pred) (is|are|has|have) (a|two)? ?(2d|column|two dimensional|dimensions|matrix)",
                "(loss|predictions?|targets?|y_pred|outputs?|labels?|difference|tensors?|shapes?|"
                "subtraction|they) "
                "(is|are|was|were|get|gets|got|being)? (silently|wrongly|accidentally|unintentionally|both)? "
                "broadcast*",
                "(wrong*|silent*|accidental*|unwanted|unintended|unintentional*) broadcast*",
                "broadcast* (error|bug|mistake|issue|problem|to a matrix|to an n)",
                "(y_?pred*|y_?hat|pred*|outputs?|logits|out|model output) .. \\(\\w+, ?1\\) ... (y|y_true|"
                "targets?|labels?|y_train|truth) ... \\(\\w+, ?\\)",
                "(y|y_true|targets?|labels?|y_train|truth) .. \\(\\w+, ?\\) ... (y_?pred*|y_?hat|pred*|"
                "outputs?|logits|out|model) ... \\(\\w+, ?1\\)",
                "(y_?pred*|y_?hat|pred*|outputs?|logits|out) .. \\[\\w+, ?1\\][^ ]* ... (y|y_true|targets?|"
                "labels?|y_train) ... \\[\\w+,?\\]",
                "target size ... different (to|from|than) (the)? input size",
                "(shapes?|dimensions?|sizes?) of (the|my)? (pred*|outputs?|y_pred|targets?|labels?|loss "
                "inputs) "
                "(and .. )?(are different|differ|not match|mismatch*|disagree)",
                "(pred*|outputs?|y_pred|logits) and (the|my)? (y|targets?|labels?|y_true) (have|has|are "
                "of|with|of|"
                "differ in|not have) (a|the)? (different|same|mismatched|mismatching|shape)? ?(shapes differ|"
                "different shapes?|mismatch*|not match)",
                "(pred*|outputs?|y_pred|logits) and (the|my)? (y|targets?|labels?|y_true) (have|are of|"
                "with|of|"
                "had) (a)? (different|mismatched|mismatching|incompatible) (shapes?|dimension*|sizes?)",
                "(pred*|outputs?|targets?|labels?|y|y_pred) (has|have|had|with|of|is) (an|one)? (extra|"
                "additional|trailing|superfluous) (dimension|axis|dim)",
                "(forgot|missing|without|forgotten) (to)? (squeeze|flatten|unsqueeze|reshape|view|squeezing|"
                "unsqueezing|reshaping) .. (output*|pred*|target*|label*|y)",
                "(预测|输出|目标|标签)(值)?(和|与|跟)?(预测|输出|目标|标签)?(值)?的?(形状|shape|维度)"
                "(不一致|不同|不匹配|不一样|对不上)",
                "(广播)(机制|错误|问题|成|了)",
                "(linear regression|regression|mse|mseloss) & (shape|shapes|\\(n, ?1\\)|dimension*) "
                "& (target*|y|label*) & (differ*|\\(n,?\\)|mismatch*|not match|squeeze*|flat*)",
                "(least squares|reference|true|correct|expected|scikit learn|sklearn|closed form|"
                "analytic*) (solution|coefficients|result*|weights|parameters|values)* & (linear "
                "regression|coefficients|regression|weights) & (differ*|not .. (get|match|give|"
                "agree)|wrong|near zero|other|far)",
                "(coefficients?|slope|weights) .. (wrong|incorrect|near zero|not right|far from) & "
                "(no|without|any) .. error*",
                "(warning|userwarning) .. broadcast*",
                "broadcast* .. (warning|loss|error of shapes)",
                "broadcast* & \\(?[0-9nb]+, ?1\\)?",
            ),
        },
    )
    hidden_activation = symptom(
        "Which activation do the hidden layers have?",
        minutes=1,
        answers={
            "relu": answer(
                0.8,
                "ReLU or one of its kind",
                "~(relu|leaky relu|elu|gelu|selu|silu|swish) (layers|units|net|network|activations?|"
                "nonlinearit*|neurons)(?![^;]*last|[^;]*output|[^;]*final)",
                "~(with|using|uses|use) (leaky )?(relu|relus|gelu|elu|selu|swish)(?![^;]*last|[^;]*output|"
                "[^;]*final)",
                "(relu|leaky relu|elu|gelu|selu|silu|swish) (activation*|function|units)? (is|are)? "
                "(used)? (in|on|"
                "for|after|between|at) (all|every|each|the|my|both) (of the)? (hidden|layers?|other|"
                "conv*|dense)"
                "(?! output)",
                "(hidden|inner|intermediate|other) (layers?|units?|neurons?|ones) (all)? (have|has|use|"
                "uses|are|"
                "is|with|=|:)? (a|the|an|all|only)? (leaky)? (relu|elu|gelu|selu|silu|swish)",
                "(隐藏层|隐层|中间层|每层|各层|每一层).{0,6}relu",
            ),
            "saturating": answer(
                0.18,
                "sigmoid or tanh",
                "hidden layers? (of|with|:) ... (tanh|sigmoid|logistic)(?! (output|at the|in the (last|"
                "output)|for the (last|output)|on the (last|output)|last|final|layer for))",
                "(sigmoid|tanh|logistic) (activation*|function*|nonlinearity|units?|neurons?)? (is|are|"
                "was|were)? "
                "(used)? (in|on|for|after|as|at|of|between)? (the|all|my|both|every|each|two|three)? (of the|"
                "the)? (hidden|all layers|every layer|each layer|all the layers|all of the layers|"
                "intermediate)",
                "(sigmoid|tanh|logistic) (activation*|function*|nonlinearit*|units?|neurons?)? (in|on|"
                "for|after|"
                "at|everywhere) (all|every|each|both|everywhere) (the)? (layers?|hidden)?",
                "(hidden|inner|intermediate|all|every|each) (layers?|units?|neurons?|activations?) "
                "(all)? (have|"
                "has|use|uses|are|is|with|=|:|being)? (a|the|an|all|only|just)? (activation)? (function)? "
                "(sigmoid|tanh|logistic)",
                "(two|three|four|five|six|seven|eight|ten|several|many|deep|\\d+) ([a-z0-9-]+ "
                ")?([a-z0-9-]+ )?"
                "(tanh|sigmoid|logistic) (layers|hidden layers)",
                "(stack|tower) of (tanh|sigmoid|logistic) (layers|units)",
                "(?<!output )(?<!last )(?<!final )(activation|activations|activation function*|"
                "nonlinearit*|transfer "
                "function*) (of (the|all|my) (hidden)? ?(layers|units|network|neurons))? ?(is|are|was|were|"
                "=|:) (a|the)? "
                "?(sigmoid|tanh|logistic)(?! (in|on|at|for) the (last|output|final))",
                "~(sigmoid|tanh|logistic) (units|neurons|nodes|nonlinearit*|network|net|mlp|dnn|layers)(?! "
                "(at|in|on) "
                "the (end|output|last))",
                "(隐藏层|隐层|中间层|每层|各层|每一层|所有层).{0,6}(sigmoid|tanh)",
            ),
            "none": answer(
                0.02,
                "none",
                "(no|without|missing|lack of|forgot*|omitted) (any|the|an|to add|to put)? (activation*|"
                "nonlinearit*|non linearit*|relu*) (function*|functions|layers)? (between|in between|in the "
                "hidden|in hidden|on the hidden|for the hidden|after each|after the hidden|after any)",
                "(only|purely|just|entirely|exclusively) linear (layers|units|network|activations?|net)",
                "(hidden|all|both|two|three|several|\\d+) (hidden|dense)? (layers?) (are|have|has|use|"
                "with|is) "
                "(all)? (linear|no activation*|no non linearit*|no nonlinearit*|without activation*)",
                "(stack*|composition|sequence|two|three) (of)? linear layers (without|with no|with "
                "nothing) (an|"
                "any)? (activation*|non linearit*|nonlinearit*|between)",
                "(no|without) activations? (functions)? (at all|anywhere|in between)",
                "(two|three|four|five|six|several|many|all|[2-9]|stacked) (linear|dense|fully connected) "
                "layers ... "
                "(no|without|lacks?|missing) (any|a|the)? ?(relus?|activations?|non ?linearit*|non "
                "linear*)(?! (on|in|"
                "at|for|after) (the )?(last|output|final))",
                "(隐藏层|隐层|中间层|每层|各层|层与?层?之间|所有层).{0,4}(没有|没|未|无)(加|用|使用)?.{0,3}"
                "(激活|relu)",
                "(没有|没|忘了|未)(加|用|使用).{0,4}(隐藏层|中间).{0,3}激活",
                "(dense|linear|conv*|fully connected) (layers?) .. (without|with no|no|lacks?|"
                "lacking|have no|has no|and no) (any|an|a|the)? (activation*|nonlinearit*|non "
                "linearit*|relu)",
                "(conv*|dense|linear|hidden|intermediate) layer .. (it)? has no activation",
                "(no|without|missing|forgot*) (any|an|the)? activations? (function*|layers?)? "
                "(between|in between|after|on|in|for) .. (layer*|dense|conv*|linear|hidden|them)",
                "(behaves|acts|works|looks|performs|is) (just|exactly|only)? (like|as good as|no "
                "better than|equivalent to|equal to) (a)? (linear (regression|model|classifier)|"
                "straight line|logistic regression)",
                "(just|only) (a)? straight line",
                "activation ?(=|is|:)? ?'?(linear|none|identity) .. (hidden|all|every|each|both) layers?",
                "(stack*|chain*|several|multiple|two|three|four|only|just) .. (linear|dense|fully "
                "connected|conv*) layers? .. (forgot|forgotten|without|no|missing|omitted|left out|"
                "lack*) .. (activation*|nonlinearit*|relu*|non linearit*)",
                "(linear|dense)[a-z. ]* (layers)? ?(in a row|stacked|in series|after another|one after "
                "the other|on top of each other) .. (nothing|no activation|no non ?linearit*|no relu) "
                "(in)? ?between",
                "(mlp|network|net|model|layers) without (an|any)? ?(activation|non ?linear*)[a-z ]*",
                "(performs?|behaves?|acts?|no better|same as|like|as bad|as good) .. (a)? ?(linear (model|"
                "regression|classifier)|logistic regression)",
            ),
        },
    )
