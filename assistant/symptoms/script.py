"""What a script shows by its construction: whether its parts fit together.

How a script is read is not known here.
"""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class ScriptSymptoms(Family):
    """Parts of a script that fit one another, or do not."""

    output_fit = symptom(
        "Do the last layer and the loss fit together?",
        minutes=3,
        answers={
            "fits": answer(0.92, "yes"),
            "other-activation": answer(
                0.01,
                "no: a sigmoid where exactly one class is right, or a softmax where several are",
                "(multi ?label|multi label|several labels|more than one label|multiple labels|"
                "tagging) & softmax",
                "(dense|last layer|output layer|output) .. sigmoid & (categorical_crossentropy|"
                "categorical cross ?entropy|sparse_categorical_crossentropy)(?! .. binary)",
            ),
            "scores-as-probabilities": answer(
                0.012,
                "no: raw scores go into a loss that expects probabilities",
                "(no|without|missing|forgot*) (a|the|any)? (sigmoid|softmax) .. (bceloss|"
                "binary_crossentropy|binary cross*|categorical_crossentropy)",
                "(bceloss|binary_crossentropy|binary cross*|categorical_crossentropy|cross entropy) .. "
                "(without|no|missing|but no) .. (sigmoid|softmax|activation)",
                "(logits|raw scores|raw outputs|linear output*) .. (into|to|in|with) .. (bceloss|"
                "binary_crossentropy|binary cross*|categorical_crossentropy|nllloss)",
                "(forgot|without|missing|no|not set|not pass*|default) .. from_logits ?=? ?(true)?",
                "(linear|logits|no activation|without activation|no sigmoid|no softmax) & "
                "(categorical_crossentropy|binary_crossentropy|bceloss|"
                "sparse_categorical_crossentropy)(?! ?\\(from_logits)",
                "(raw|unbounded|unnormalized|linear) (scores?|outputs?|logits?|values?) & "
                "(binary_crossentropy|bceloss|binary cross ?entropy|categorical_crossentropy|"
                "nllloss)",
                "(tanh|relu|linear|leaky*) & (output*|last|final|end) & (bce|bceloss|"
                "binary_crossentropy|binary cross ?entropy)",
                "(bceloss|bce|binary_cross_entropy) & (input*|output*|values?) & not .. between 0 and 1",
                "(sparsecategoricalcrossentropy|categoricalcrossentropy|binarycrossentropy)\\(\\) .. "
                "(without|no|linear) (a|an|any)? ?(softmax|sigmoid|activation|output)*",
                "(without|no) (a|an|any)? ?(softmax|sigmoid|activation) & "
                "(sparse_?categorical_?crossentropy|categorical_?crossentropy|"
                "binary_?crossentropy)(?!\\(from)",
            ),
            "softmax-twice": answer(
                0.01,
                "no: softmax (or sigmoid) is applied, and the loss applies it again",
                "(softmax|sigmoid|log_softmax|activation) (is|was|being|gets)? (applied|used|computed|"
                "called|done)? (twice|two times|a second time|again in the loss|doubly)",
                "(double|second|extra|additional|redundant|two|another) (softmax|sigmoid)(?!es| outputs?| "
                "distributions?| heads?| layers| vectors?| branches| units)",
                "softmax .. (in|inside|within) the (model|network|forward) .. (and|again) .. (in|inside) "
                "the loss",
                "(两次|重复|多了一个|多加了)(了)?softmax",
                "(log_?softmax|softmax|sigmoid) .. (in|at the end of) (the|my)? (forward|model|"
                "network|net) .. (and|then|before) .. (cross_?entropy*|crossentropyloss|"
                "bcewithlogits*|f\\.cross_entropy|nn\\.crossentropyloss)",
                "(log_?softmax|logsoftmax) & (cross_?entropy*|cross entropy|crossentropyloss)",
                "(softmax|probabilities) .. (passed|fed|given|handed|goes|go|put|sent) .. "
                "(crossentropyloss|f\\.cross_entropy|nn\\.crossentropyloss)",
                "(turn*|convert*|chang*|transform*|map*) .. (scores?|logits?|outputs?|predictions?) .. "
                "(into|to) (class)? probabilities ... (crossentropyloss|cross_entropy)",
                "(softmax) & (crossentropyloss|f\\.cross_entropy|softmax_cross_entropy_with_logits*|"
                "softmaxwithloss|from_logits ?= ?true)",
                "(output function|output layer|last layer|activation) .. softmax & "
                "(crossentropyloss|cross entropy loss|cross_entropy)",
                "sigmoid & (bcewithlogits*|sigmoid_cross_entropy*|"
                "sigmoid_cross_entropy_with_logits) & (output*|last|forward|already|model|and|"
                "before)",
                "(from_logits) & softmax & (true|both|and|while)",
                "crossentropyloss .. (on|with|gets|of|receives|over|takes) .. (probabilities|softmax*)",
                "(probabilities|softmax outputs?) .. (as|for) (the)? ?(input|inputs|argument) (of|to|for) "
                ".. (crossentropyloss|cross_entropy)",
            ),
            "cut-off-scores": answer(
                0.008,
                "no: ReLU cuts off the scores before the softmax",
                "relu,? (and then|then|before|into|followed by|goes into) (the|a|nn\\.)? ?(softmax)? "
                "?(crossentropyloss|"
                "cross entropy|cross_entropy|crossentropy|log_?softmax)",
                "relu & (logits?|before (the)? softmax|last one before|last layer|output layer|"
                "final layer) & (softmax|cross ?entropy|classif*|classes|mnist|cifar*)",
            ),
            "one-unit-softmax": answer(
                0.008,
                "no: a softmax over a single unit",
                "softmax .. (one|single|1|only one) (unit|neuron|output|node|class|channel)s?(?! per| for)",
                "(one|single|1) (unit|neuron|output|node) .. softmax",
            ),
            "no-log": answer(
                0.006,
                "no: probabilities or scores go into a loss on log-probabilities",
                "nll(_)?loss .. (softmax|probabilities|without log|raw)",
                "nll_?loss ?\\((?!log)[a-z.]*softmax ?\\(",
                "nll_?loss .. (gets|receives|is fed|fed|with|on) .. (softmax|probabilities)(?! .. log)",
            ),
            "no-distribution": answer(
                0.004,
                "no: a KL divergence of what is no (log-)distribution",
                "(kl_div|kldivloss|kl divergence) .. (target|targets|teacher|labels?) .. (not sum|not a "
                "distribution|raw|logits)",
                "(input|inputs|prediction|output|student|first argument) .. (output of|is|are|from)? (a|"
                "the)? (softmax|probabilities) ... (kl_div|kldivloss|kl)",
            ),
            "range-too-small": answer(
                0.01,
                "no: the last activation cannot reach the targets",
                "(sigmoid|tanh|softmax) .. (confin*|limit*|restrict*|bound*|squash*|clamp*) .. (output*|"
                "prediction*)",
                "(predictions?|outputs?|reconstructions?|values|it|they|which|network|model) (is|"
                "are|do|does|can|will|were|go|goes|come|comes|come out)? (never|not|cannot) (go|"
                "goes|be|become|becomes|get|gets|reach|reaches|exceed|exceeds|take|takes|rise|"
                "fall)? (negative|below zero|below 0|under zero|under 0|above 1|above one|over 1|"
                "larger than 1|greater than 1|beyond 1|higher than 1)",
                "(predictions?|outputs?|reconstructions?) (is|are|stay|stays|lie|lies|remain|"
                "remains|only|always|saturate|saturates|all|come out)? (always|only|all)? (between "
                "0 and 1|in 0..1|at 1|at one|within 0 and 1|between zero and one|between -1 and 1|"
                "positive) & (targets?|labels?|values|true|real|should|prices?|y)",
                "(q network|q values|dqn|critic|value function|value network|regress*|"
                "reconstruction|autoencoder|decoder|generator) .. (softmax|sigmoid|tanh) (output|"
                "activation|last|at the end|layer)",
                "(targets?|labels?|y|data|images|inputs) .. (greater than 1|larger than 1|up to [1-9][0-9]*|"
                "beyond) & (sigmoid|softmax|tanh) & (output*|last|final|decoder|predict*|ends?|reconstruct*)",
                "(targets?|labels?|y|data|images|inputs) .. (negative|standardized|between -1 and 1|zero "
                "mean) & (sigmoid|softmax|relu) & (output*|last|final|decoder|predict*|ends?|reconstruct*)",
                "(ends?|output|decoder|last layer|final layer) .. (tanh) & (0..1|0 to 1|between 0 "
                "and 1|scaled to 0)",
                "(ends?|output|decoder|last layer|final layer) .. (sigmoid) & (-1..1|-1 to 1|"
                "between -1 and 1|standardized|negative)",
                "(predictions?|outputs?|it|they|values) .. (never|not|cannot) .. (exceed|exceeds|"
                "go above|get above|go over|reach|surpass|pass|larger than|greater than|get "
                "beyond) (1|one|1\\.0|zero)(?![.0-9])",
                "(outputs?|predict*|gives?|returns?) (only|just|nothing but) (positive|non "
                "negative|nonnegative) (numbers?|values?|outputs?)",
                "(targets?|labels?|values|y) .. (negative|below zero|half of) & (relu|positive|"
                "never negative|non negative)",
                "(negative|below zero|less than zero|below 0|under zero) (values?|numbers?|targets?|ones)? "
                "?(are|"
                "is|were|get|gets) (never|not ever) (predicted|reached|output|produced|generated|hit)",
                "(never|cannot|not) (predicts?|outputs?|gives?|returns?|produces?|generates?|reach|reaches) "
                "(a|"
                "any)? ?(negative|below zero|value below zero|values below zero) ?(number|value|numbers|"
                "values|targets?|outputs?)?",
                "(lower|negative|bottom) (half|part|side|values|half wave|portion) .. (flat|zero|missing|cut|"
                "clipped|lost|never|not learned|ignored)",
                "(all|every|the) negative (values?|targets?|numbers?|labels?|ones|samples|rows) .. "
                "(predicted|"
                "come out|comes out|output|become|becomes|mapped|reconstructed) (as|to|at)? ?(exactly|all)? "
                "?(0|"
                "zero|0\\.0)(?![.0-9])",
                "(predictions?|outputs?) (are|is|get|gets) (clipped|cut off|cut|clamped|floored) (at|to|"
                "below|"
                "under) (0|zero)(?![.0-9])",
                "(sigmoid|softmax) (decoder|output|generator) .. (clips?|cuts?|loses|drops|not reach|"
                "never) .. (negative|half|below|values)",
                "\\[?-1, ?1\\]? .. (with|and|but) .. sigmoid (decoder|output|at the end|last)",
            ),
            "wrong-loss": answer(
                0.012,
                "no: the loss is for another kind of labels",
                "(binary_crossentropy|binary cross ?entropy|bce*) .. (for|with|on|in) .. (multi ?class|"
                "multiclass|one hot|[3-9]|[1-9][0-9]|ten|three|four|five) (class*|labels|categories|"
                "classification)*",
                "(mse|mean_squared_error|mean squared error) .. (for|with|on) .. (classification|one hot|"
                "class labels|class indices|class ids)",
                "(sparse_categorical_crossentropy|categorical_crossentropy|crossentropyloss) .. (for|"
                "with|on) .. (regression|continuous|real valued)",
                "(regression|continuous|real valued) .. (sparse_categorical_crossentropy|"
                "categorical_crossentropy|crossentropyloss|binary_crossentropy)",
                "(single|one|1) (output|unit|neuron|output unit|output neuron) & "
                "(categorical_crossentropy|categorical crossentropy|categorical cross ?entropy|"
                "sparse_categorical_crossentropy)",
                "dense\\(1[ ,)][^ ]* & (categorical_crossentropy|categorical crossentropy)",
                "(overlap*|several at once|multi ?label|multi label|more than one class|not "
                "exclusive|non exclusive) & (softmax|categorical*|cross ?entropy)",
                "(classes|class indices|class ids|labels|classification|categor*) & (mse|mean "
                "squared error|mean_squared_error|l2 loss|euclidean loss)"
                "(?! .. (instead|is fine)|'? (works?|worked|trains?))",
                "(regress*|continuous|real valued) & (crossentropyloss|categorical_crossentropy|"
                "cross ?entropy|binary_crossentropy)",
                "(each|every|one|an|a) (picture|image|sample|text|document|comment|example|movie|"
                "article) .. (several|multiple|many|more than one) (objects?|labels?|classes|tags|"
                "categories|topics|genres)",
                "sparse_categorical_crossentropy & dense\\(1[ ,)]",
                "(dense\\(1|one unit|single unit|one output) .. sigmoid & "
                "(sparse_categorical_crossentropy|categorical_crossentropy)",
            ),
        },
    )
    metric_fit = symptom(
        "Does the metric fit what the network gives?",
        minutes=3,
        answers={
            "fits": answer(0.948, "yes"),
            "raw-scores": answer(
                0.012,
                "no: raw scores are thresholded at 0.5 or rounded",
                "(logits?|raw scores?|raw outputs?) .. (threshold*|rounded|compared|> ?0\\.5) ..",
                "(threshold*|round*|compare*|cut) (the|my)? (raw|logit|linear|unactivated) (outputs?|"
                "scores?|logits?|values?)* .. (0\\.5|0,5)",
                "(threshold*|round*|compare*) .. (logits?|raw outputs?|raw scores?) .. (0\\.5|0,5)",
            ),
            "ties": answer(
                0.008, "no: ties at the top count as right", "(in_top_k|in top k|top_k_categorical*|intopk)"
            ),
            "other-task": answer(
                0.016,
                "no: it counts hits in a regression, or asks one question per class",
                "acc* (is|was|stays|shows|remains|equals|of) (only|always|just)? ?(0|0\\.0+|zero|low|tiny|"
                "bad) .. (though|although|but|while|even though|whereas) "
                ".. (prediction*|predicted|outputs?|values?) .. (close|near|good|right|similar|plausible|"
                "reasonable|match*)",
                "(acc*|metrics ?= ?\\[?'?acc*) .. (continuous|real valued|real|regression|numeric|"
                "floating) (target*|value*|output*|label*|number*)?",
                "(acc*|accuracy) .. (makes no sense|meaningless|no meaning|not meaningful|not relevant) ."
                ". regression",
                "(acc*|accuracy) (metric)? (in|for|with|on|of) (a|the|my)? (regression|continuous|mse)",
                "(binary_accuracy|binary accuracy) .. (multi|one hot|classes|categorical)",
                "(regression|mse|mean_squared_error|mean squared error|l1) .. (metrics?|with|and|"
                "reports?|shows?|prints?) .. (acc|accuracy)(?!.. (classif*|class))",
                "(if|when|whenever) (you|i|we) (use|used|set|choose|compile with) .. (mean_squared_error|"
                "mse) .. (metrics?|acc*)",
                "(tf.)?(keras.)?metrics.accuracy\\(\\)",
                "binary[_ ]accuracy .. (classes|multi*|one hot|categorical)",
                "(\\d+|ten|five|four|three|several|many) classes .. (one hot) .. (binary_crossentropy|"
                "binary cross ?entropy|bce) ..",
                "(acc*|accuracy) (for|of|in|on|with) .. (continuous|real valued|regression) (target*|"
                "output*|value*|label*|model|problem|task)*",
                "(binary_crossentropy|binary cross ?entropy|bce|binary crossentropy) & "
                "(categorical_crossentropy|categorical cross ?entropy|categorical crossentropy|"
                "categorical loss|categorical) & (acc*|accuracy|accurate|results?|[0-9.]+%|better|"
                "higher)",
                "(binary_crossentropy|binary cross ?entropy|bce|binary crossentropy) & (acc*|"
                "accuracy) & (multi ?class|multi class|classes|one hot|multi ?label|multi label|"
                "categories|softmax|mnist|cifar*|labels)",
                "(binary_crossentropy|binary cross ?entropy|bce|binary crossentropy) & (acc*|"
                "accuracy) .. (too high|implausibl*|far higher|suspicious*|unexpected*|surprising*|"
                "unrealistic*|higher than|misleading|too good|wrong)",
                "(acc*|accuracy) & (mse|mean squared error|mean_squared_error|mean absolute error|"
                "mae) & (mean|means|"
                "meaning|meaningless|interpret*|sense|useless|no meaning|0\\.0[0-9]+|tiny)",
                "(acc*|accuracy) & (regression|linear output|continuous|real valued|predict* .. "
                "price*) & (mean|means|"
                "meaning|meaningless|tiny|0|zero|0\\.0+[0-9]*|small|useless|constant|not chang*|"
                "stays|low|always|"
                "interpret*|sense|never)",
                "(acc*|accuracy) .. (always|stays|is|are|at|remains)? (at|always)? (0|0\\.0+|zero|1|"
                "1\\.0+) & (regression|mse|mean squared error|mean_squared_error|linear activation|"
                "continuous|real values?|predict* .. (price*|values?|number*|temperature))",
                "(multi ?label|multi label|[0-9]+ (labels|tags)) & acc* & (9[0-9](\\.[0-9]+)?%|"
                "0\\.9[0-9]*|misleading|from the (first|start)|too good|too high|suspicious*|higher "
                "than)",
                "(regress*|predict* .. (age*|price*|value*|number*|temperature|score*)|continuous) "
                "& acc* .. (0\\.0[0-9]*|0|zero|[0-4]%|0\\.[0-9]+%)(?![0-9])",
                "(classes|exclusive|multi ?class) & acc* & (binary_crossentropy|binary cross ?entropy|bce)",
                "(targets?|labels?|y_true) .. \\[[01](, ?[01])+\\] & acc* .. (0\\.[6-9][0-9]*|"
                "[6-9][0-9](\\.[0-9]+)?%)",
                "(model|network|net|it) .. (learnt|learned|learns|predicts) nothing & acc* .. "
                "(0\\.[6-9][0-9]*|"
                "[6-9][0-9]%)",
                "(acc*|accuracy) & (time series|forecast*|stock|price*|temperature|sales|continuous|next "
                "value|angle*) & (0|0\\.0+|zero|constant|same|always|low)",
                "metrics ?= ?\\[?'?acc*[^ ]* & (time series|forecast*|stock|price*|continuous|regression|"
                "prediction of|real valued)",
            ),
            "miscounts": answer(
                0.016,
                "no: it divides by batches, compares (N, 1) with (N,), or takes the argmax of the wrong axis",
                "(accuracy|metric|score|acc|loss) .. (computed|calculated|evaluated|measured|taken|"
                "printed) .. (on|for|of|from) (only)? ?(the)? ?(last|only one|first|a single|one) batch",
                "(acc*|accuracy) .. (although|though|but|while|yet) .. (should|must|can|cannot) .. (at most|"
                "not "
                "exceed|no more than|be more than|below|between 0 and) (1|one|100)(?![0-9])",
                "(correct|hits|num_correct) .. (divided by|/) .. (number of batches|len\\(loader\\)|"
                "len\\(dataloader\\)|batches)",
                "(integer|int) division .. (acc*|accuracy|metric)",
                "<acc> (is|was|of|printed|shown|reported|goes|gets|reaches|becomes)? (is|printed|shown)? "
                "(over|above|larger than|greater than|more than|exceeds|higher than|bigger than) (1|1\\."
                "0|100|100%|one)(?![0-9]|\\.[1-9]| epoch| iteration| step| run| round| batch| fold| image| "
                "sample| test| class| or two| more)",
                "(f1|precision|recall|iou|miou|auc|map|score|metric|dice|bleu|wer) .. (always|constantly|"
                "stays|remains|is)? (0|zero|0\\.0+|nan) .. (although|even though|but|while) .. "
                "(prediction*|output*|result*|image*|mask*|loss)",
                "(acc*|accuracy|metric|f1|map|miou|iou|precision|recall|score) .. (is|was|are)? "
                "(computed|calculated|counted|divided|summed|averaged|accumulated|evaluated) .. (wrong*|"
                "by len|len\\([^ ]*|number of batches|train set|training set|integer*|over all epochs|"
                "without reset*|never reset|twice|incorrect*)",
                "(acc*|accuracy|metric|score) .. because .. (integer*|int|division|divided|rounded|"
                "argmax|axis|dim*|dtype|type|shape*)",
                "(argmax|torch.max|max|topk|softmax) (over|along|on|in|with|of) (the)? (wrong|incorrect) "
                "(dim*|axis)",
                "(wrong|incorrect) (dim*|axis|index) (in|of|for) .. (acc*|accuracy|metric|argmax|max)",
                "(acc*|accuracy|metric|evaluation|eval*) (code|function|script|metric|computation|"
                "calculation)? (compares?|uses?|takes?|counts?|sums?|divides?|has|adds?) .. (wrong|\\(n, "
                "?1\\)|different shape*|over all epochs|without reset*|by the number of batches|bug|byte "
                "tensor|shifted|off by one)",
                "(?<!what is )(?<!what )(?<!something )(?<!anything )(bug|mistake|error|wrong) (in|with) "
                "(the|"
                "my|our|his)? (acc*|accuracy|metric|evaluation|eval*|score|map|iou|f1|calculation of .. "
                "acc*)",
                "(values?|acc*|accuracy|percent*) (above|over|greater than|larger than|more than|beyond) "
                "100(?! epoch| iteration| step| run| round| batch| fold| image| sample)",
                "(acc*|accuracy|metric|map|iou|f1) (of|is|was|=)? ?(0|zero|0\\.0+) although .. (detect*|"
                "predict*|output*|result*|look*)",
                "(ids?|indices|labels|classes) .. (shifted|swapped|off by one|mixed) .. (evaluation|"
                "eval*|metric) (code|script)*",
                "准确率(的)?(计算|统计)(方式|方法|代码|函数)?.{0,6}(错|有误|不对|有问题|bug)",
                "(iou|dice|f1|acc*|accuracy|precision|recall|score|auc|map|metric|jaccard) .. "
                "(greater|larger|bigger|above|over|more|higher|exceed*|goes over|goes above) "
                "(than)? (1|one|1\\.0|100)%?(?![0-9]|\\.[1-9]| epoch| iteration| "
                "step| run| round| batch| fold| image| sample)",
                "(own|custom|hand made|hand written|self written|my) (acc*|accuracy|metric|iou|"
                "dice|f1) (function|metric|code|score|computation|calculation)? .. (returns?|"
                "gives?|is|shows?|computes?|reports?|prints?) .. (0|zero|1|nan|constant|wrong|"
                "above|over|negative|same)",
                "(acc*|accuracy|metric|score|f1|iou) .. (divid*|/) .. (len\\([a-z_ .]*\\)|number of "
                "batches|batch size|number of iterations|wrong)",
                "(divid*) .. (len\\([a-z_ .]*loader[a-z_ .]*\\)|number of batches) & (acc*|accuracy|"
                "correct|metric|hits)",
                "(acc*|accuracy|metric) .. (counts?|computed|calculated|averaged|summed|compares?|"
                "divides?) .. (wrong*|incorrect*|badly|twice)",
                "(map|ap|recall|f1|precision|miou|iou|dice) (is|was|stays?|of|always|remains?|=|"
                "values?)* (always|exactly|at|=)? (0|zero|0\\.0+|nan) & (although|though|but|while|"
                "even|yet) & (box*|predictions?|masks?|outputs?|results?|detections?|loss|visual*) "
                ".. (correct|fine|good|right|look*|ok|falls|decreas*|reasonable|well)",
                "(predict*|classes|confusion matrix|classification_report|accuracy_score|labels|"
                "evaluat*|test) & (generator|loader|iterator|dataloader|dataset)[^ ]* (which|that|"
                "itself|is|also|still|still is|has|uses|with|by)* (the|set to|with)? (default)? "
                "(shuffl*)",
                "[a-z_]*(valid|val|test|eval)[a-z_]*shuffle ?= ?true",
                "shuffle ?= ?true .. (for|on|in|of) .. (test*|validation|val|eval*)",
                "labels (taken|come|read|are|were)? .. from [a-z_]*(generator|gen|loader|"
                "iterator)[a-z_]*\\.(classes|labels) & (predict*|acc*|accuracy|confusion*|report|f1|"
                "metric|compare*|score|evaluat*)",
                "(argmax) & (already|twice|again|a second time) & (class*|labels?|acc*|metric|predict*)",
                "(boolean|byte|bool|uint8|int) (tensor|array) .. (acc*|mean|sum|metric)",
                "(f1|recall|precision|iou|miou|map|dice|auc|acc*|accuracy|bleu) .. (is|stays|was|"
                "always|remains|equals?|of) .. (0|zero|0\\.0+|nan|constant) & (whereas|although|"
                "though|while|but|even) & (predict*|output*|result*|detect*|mask*|box*|look*|loss)",
                "(acc*|accuracy|iou|dice|precision|recall|f1) .. (is|of|was|reaches|=|shows|gets|"
                "to|at) .. ([2-9][0-9]{2}|1[1-9][0-9]|10[1-9]) ?(%|percent)",
                "(f1|recall|precision|iou|miou|map|dice|auc|metric|score) .. (zero|0|0\\.0+|nan) (although|"
                "though|"
                "but|while|whereas|even though) .. confusion matrix .. (diagonal|good|right|correct|fine|"
                "perfect)",
                "(acc*|accuracy|metric|score|it) (is|was|comes out|reads)? ?(about|only|exactly|around)? "
                "?(1/[0-9]+|"
                "a [0-9a-z]+th|[0-9]+ times (lower|smaller|less)|batch size times) (of what .. (should|must|"
                "is|are)|"
                "than .. (should|must|real|true|expected|by hand)|of the (real|true|expected))",
                "mean\\(\\) & / ?len\\([a-z_.]*(dataset|data)\\)",
                "(f1|recall|precision|iou|miou|map|dice|auc|bleu|metric|score) & (zero|0|0\\.0+|"
                "nan) & (though|although|but|while|whereas) & (look*|right|correct|fine|sensible|"
                "good|visually|reasonable|detected)",
                "(acc*|accuracy|metric|score|correct) .. (since|as|due to|because of) .. (integer|int) "
                "division",
                "correct ?/ ?(total|len) .. (integer|int|python 2)",
                "(iou|miou|dice|f1|precision|recall|auc|jaccard|accuracy) (is|of|=|:|was|reaches|shows|"
                "at)? ?1\\.[0-9]*[1-9][0-9]*(?! ?%)",
                "(acc*|accuracy|metric) .. (len\\(dataset\\)|number of samples|dataset size) .. "
                "(drop_last|only (a)? part|subset|sampler)",
                "(precision|recall|f1|metric|callback|confusion*|report|acc*|predict*) & shuffl* & "
                "(generator|loader|order|wrong|different)",
                "(acc*|accuracy|metric|correct) .. / ?len\\([a-z_.]*(loader|dl|iterator|batches)\\)",
                "(acc*|accuracy|correct)[a-z_ ]*/ ?len\\([a-z_.]*(loader|dl|iterator|batches)\\)",
                "(variable|counter|metric|accumulator|meter|sum) .. (not|never) reset",
                "(dice|iou|f1|accuracy|metric|score) .. (on|from|of|with) (the)? (raw)? ?(logits|scores|"
                "raw outputs|unthresholded) .. (instead|rather|not|is|negative|wrong)",
                "top ?-?5 .. (lower|less|smaller|below|worse) than .. top ?-?1",
                "(precision|recall|f1) .. (always|exactly)? ?(equal|same|identical) .. (accuracy|"
                "precision|recall)",
                "(averag*|mean) (of|over) (the)? (batches|per batch|batch wise|batchwise) (precision|"
                "recall|f1|auc|metric*)",
                "(precision|recall|f1|auc) .. (per batch|batch wise|batchwise|each batch) .. (averag*|mean)",
            ),
        },
    )
    loss_sum = symptom(
        "Is the loss a mean over the batch, and the printed mean reset every epoch?",
        minutes=2,
        answers={
            "mean": answer(0.974, "yes"),
            "other-batches": answer(
                0.006,
                "the printed one is a mean of other batches: since the epoch or the training began, or of a "
                "window that is not full",
                "(printed|logged|displayed|reported|shown|plotted) (training|train|average|averaged|mean)? "
                "?(loss|losses)[a-z_]* .. (incorrect|wrong|misleading|not (correct|right|real)|(smaller|"
                "larger|lower|"
                "higher) than (the)? (actual|real|true|one i))",
                "(training|train) (loss|losses) printed .. (incorrect|wrong|misleading|not (correct|right))",
                "(loss|losses|accuracy) .. (smaller|lower|larger|higher) .. (fold|factor|multiple) of (the)? "
                "(batch ?size|number of batches)",
                "(train*|printed|logged) loss (is|=|equals) (about|roughly|exactly)? ?(val*|test|real|true|"
                "actual) "
                "loss (/|divided by) (the)? (batch ?size|number of batches)",
                "(loss|losses|they|it|values) .. (drop*|dip*|jump*|fall*) .. (for|in|at) (a|one|only one) "
                "(single|one)? (print*|log line|logged value|logged point) .. (back|normal|again)",
            ),
            "sum": answer(
                0.01,
                "no: it is summed over the batch",
                "(loss|losses|gradients?|errors?) .. (summed|sum|np\\.sum|reduce_sum|tf\\.reduce_sum|"
                "torch\\.sum|"
                "added up) (up)? .. (batch|samples|instead of .. mean|without (averag*|accounting|dividing|"
                "divid*|normali*)|over the batch|not mean|not averaged)",
                "(reduction|size_average) ?= ?'?(sum|false)",
                "(not|never|without) (divid*|averag*|normaliz*) .. (loss|gradient*) .. (batch|number of "
                "samples|"
                "batch size)",
                "(loss|gradient) .. (depends on|grows with|scales with|proportional to) .. batch size",
                "reduction ?= ?'?sum",
                "loss .. (larger|higher|bigger|grows?|increases?|scales?|doubles) .. (larger|bigger|with|"
                "when i increase) .. batch*",
                "loss (is)? summed (over|up)",
                "(divid*|normaliz*|averag*) .. (by|over) the (number|count) of (pixels|samples|elements|"
                "tokens|boxes|anchors|frames) .. (works|fine|better|trains|same rate|solved|fixed)",
                "(kl|kld|kl term|kl loss|term|loss|one part|penalty) .. (summed|sum) .. (while|but|"
                "whereas|and) .. (mean|averag*)",
                "(loss|gradient*) .. (depend*|grow*|scale*|increase*|larger|proportional) .. (with|"
                "on|to) (the)? batch[ _]?size",
                "(summed|sum|np\\.sum|reduce_sum|tf\\.reduce_sum|torch\\.sum|sum\\(\\)) (over|of|across|"
                "without) .. (samples|batch|examples|pixels|elements|dividing|averaging|accounting|"
                "batch size)",
                "reduction .. sum",
                "size_average ?= ?false",
                "(sum|summed|summing|add up|adding up) (the|my|all|up)? (loss|losses|errors?|"
                "terms) .. (over|across|of|for) .. (batch|samples|pixels|elements|examples)",
                "~(loss|cost|objective|error) (is|=|as|was|uses|with|by)? .. (reduce_sum|tf\\.reduce_sum|"
                "torch\\.sum|np\\.sum|k\\.sum|sum) (of|over) (the|all)? (squares?|squared*|errors?|"
                "differences|"
                "samples|elements)",
            ),
            "never-reset": answer(
                0.01,
                "no: the sum that is printed is never set back to zero",
                "(never|not|forgot to) (reset|set|clear|zero) .. (running_loss|running loss|total_loss|"
                "total loss|epoch_loss|accumulator|sum|counter)",
                "(running_loss|running loss|total_loss|epoch_loss|accumulator) .. (never|not) (reset|"
                "cleared|zeroed|set back)",
                "(running|cumulative|total|epoch) loss .. (is|was)? (never|not) (reset|set back|"
                "cleared|zeroed|re initialized)",
            ),
        },
    )
    own_log = symptom(
        "Is there a log of a probability that nothing keeps away from zero?",
        minutes=2,
        answers={
            "guarded": answer(0.98, "no"),
            "unguarded": answer(0.02, "yes: a log of softmax or sigmoid, without an epsilon"),
        },
    )
    weights_kept = symptom(
        "Is the model made once, before the loop that trains it?",
        minutes=1,
        answers={
            "kept": answer(0.993, "yes"),
            "made-anew": answer(
                0.007,
                "no: it is made anew in each round",
                "(model|network|net|weights?) (is|are|gets|get|was|were|being)? (re)?(created|built|"
                "initialized|instantiated|defined|reset|constructed|re ?created|re ?initialized) (again|"
                "anew|from scratch|new|inside)? (in|inside|at|for|on)? (every|each|the) (training)? "
                "(epoch|iteration|loop|batch|step)",
                "(call|calls|called|calling|run|create|creates|build|builds|compile) (my|the|a|new)* "
                "(build_?model|create_?model|get_?model|make_?model|model|net|network)[^ ]* .. (at|in|"
                "inside|for|on) (every|each|the) (epoch|iteration|loop|batch|step)",
                "(starts|start|begins|starting|restarts) (from|at) (scratch|zero|the beginning|random "
                "weights) (at|in|with|on|for)? (every|each|the next) epoch",
                "(每个|每一个|每)epoch.{0,6}(重新)(创建|初始化|构建|实例化).{0,6}(模型|网络)?",
                "(each|every) epoch .. (starts?|begins?) (again|anew|over|out)? (at|with|from) "
                "(the)? (same|initial|first|high|beginning|scratch|original)",
                "(forget*|forgot|loses?|lost) .. (everything|all|what it .. learn*|progress|"
                "weights|knowledge) .. (after|at|with|between|in|on) .. (each|every|end of|next)* "
                "(the)? epoch*",
                "(as if|like) it .. (just|only|never)? (started|starts|begun|reset|trained|learned) & epoch",
                "(loss|acc*|accuracy) .. (goes|jumps|falls|resets?|returns?|is|comes) (back|"
                "reset)? (to)? (the)? (initial|start*|first|beginning|original) (value|level|"
                "loss)* .. (each|every|new|next) epoch",
                "(model|network|net|weights?) (is|are|was|gets|get) (created|built|defined|"
                "initialized|instantiated|constructed|made|compiled|re ?initialized|reset) .. "
                "(inside|inside of|in|within) the (loop|training function|train function|epoch loop|for loop|"
                "fold loop|function) & (each|every|per|loop|again|epoch)",
                "(train|training|fit|epoch) (function|method|routine|step) (builds?|creates?|makes?|"
                "initializ*|"
                "instantiates?|re ?creates?) (a|the|my)? ?(new|fresh)? ?(model|network|net|weights)",
                "(model|network|net|weights|it) (is|are|was|were|gets|get)? ?(created|built|defined|"
                "initialized|"
                "instantiated|constructed|made|compiled) .. (inside|inside of|in|within) (the|my|a)? ?(epoch|"
                "training|train) loop",
                "(create|creates|build|builds|define|defines|instantiate*|initializ*|compile|"
                "compiles) (the|my|a|new)* (model|network|net|weights) .. (inside|in|within) (the|"
                "my)? (loop|training function|train function|epoch loop|for loop|function that) & "
                "(epoch|each|every|loop|again)",
                "(build_?model|create_?model|get_?model|make_?model|net ?=|model ?=|init_weights|"
                "reset_parameters|compile)[^ ]* .. (in|inside|at|for|on) (every|each|the) (epoch|"
                "iteration|loop|step|round)",
                "(build|create|make|get|init|reset|define)[a-z_]*\\(\\) is (called|run|executed|"
                "invoked) .. (each|every) (epoch|iteration|batch|step|round|time)",
                "(model|net|network) ?= ?[a-z_]+\\([^)]*\\) .. (in|inside|within) (the|my|every|each)? "
                "?(epoch|training|train|batch)? ?(loop|epoch)",
                "(accuracy|acc|loss|it|training) (starts?|begins?) .. (again|anew|from scratch|from the "
                "beginning) .. (each|every|after each) epoch",
                "(compile|build|build_model|create_model|model creation) .. (is|are|stands|sits|inside|"
                "within|in) .. (for)? ?loop",
                "(every|each) epoch .. (loss|accuracy|acc|it|training) (begins?|starts?) (at|from|with) "
                ".. again",
                "load_(weights|state_dict)[^ ]* .. (in|inside|within) (the|my|every|each)? ?(epoch|"
                "training|batch)? ?loop",
            ),
        },
    )
    schedule_counts = symptom(
        "Does the learning-rate schedule fit the training that it is stepped through?",
        minutes=2,
        answers={
            "fits": answer(0.979, "yes, or there is none"),
            "epochs-for-batches": answer(0.002, "no: numbers meant as batches, stepped for each epoch"),
            "batches-for-epochs": answer(0.015, "no: numbers meant as epochs, stepped for each batch"),
            "fades": answer(0.004, "no: after a few epochs nothing of the rate is left"),
        },
    )
    fine_tuning_rate = symptom(
        "Where pretrained weights are trained on: is the learning rate small enough for that?",
        minutes=1,
        answers={
            "fits": answer(0.992, "yes, or none are trained on"),
            "too-high": answer(0.008, "no: it is one for weights that start at random, or higher"),
        },
    )
    rate_from_scratch = symptom(
        "Where weights start at random: is the learning rate one for that?",
        minutes=1,
        answers={
            "fits": answer(0.976, "yes, or weights are pretrained"),
            "too-high": answer(0.008, "no: it is ten times and more what such a network bears"),
            "plain-slow": answer(0.008, "no: plain SGD, with no momentum, at 0.001 or less"),
            "too-low": answer(0.008, "no: an adaptive optimizer at a hundredth of the usual rate, or less"),
        },
    )
    warmup = symptom(
        "Transformer: does the learning rate start small where it ends up high?",
        minutes=1,
        answers={
            "fits": answer(0.992, "yes, or it is low throughout, or it is no transformer"),
            "missing": answer(0.008, "no: it starts high, with no warmup"),
        },
    )
    norm_batch = symptom(
        "Over how many samples does batch normalization take its mean?",
        minutes=1,
        answers={
            "enough": answer(0.994, "eight and more, or there is none"),
            "few": answer(
                0.006,
                "four at most",
                "expected more than 1 value per channel",
                "(batch ?norm*|batch norm*|bn|batch_norm*) & ([1-4]|one|two|three|four|a single) "
                "(image|images|sample|samples|slice|slices) (per|on each|each|in a|on one|for "
                "each) (gpu|device|batch|card|worker)",
                "(batch ?norm*|batch norm*|bn|batch_norm*) & (batch[ _]?size|batches|batch) (of|is|"
                "=|with|to)? ?([1-4]|one|two|a single)(?![0-9.])",
                "(batch[ _]?size|batches|batch) (of|is|=|with)? ?([1-4]|one|two|a "
                "single)(?![0-9.]) & (batch ?norm*|batch norm*|bn|batch_norm*)",
            ),
        },
    )
    initial_signal = symptom(
        "Do weights and biases start so that signals neither grow nor stop on their way?",
        minutes=2,
        answers={
            "steady": answer(0.986, "yes"),
            "growing": answer(0.005, "no: each layer, or each step in time, makes them larger"),
            "negative-biases": answer(0.005, "no: biases start far below zero, and a ReLU passes nothing on"),
            "large-output": answer(0.004, "no: the last layer starts many times too large"),
        },
    )
    rows_kept = symptom(
        "Does the script keep the rows that it loads?",
        minutes=1,
        answers={
            "all": answer(0.986, "yes, or most of them"),
            "few": answer(0.006, "no: a hundred at most, for training and validation together"),
            "one-class-thinned": answer(0.008, "no: of some classes it drops nine in ten, or more"),
        },
    )
    capacity = symptom(
        "Is there a hidden layer of one or two units that everything must pass through?",
        minutes=1,
        answers={
            "enough": answer(0.993, "no, or it is the code of an autoencoder"),
            "narrow": answer(0.007, "yes"),
        },
    )
    weights_counted = symptom(
        "How many weights does the framework count as trained?",
        minutes=1,
        answers={
            "ordinary": answer(0.985, "hundreds, or more"),
            "handful": answer(
                0.015, "under 150: a line through some columns, or layers that it does not see"
            ),
        },
    )
    saturating_depth = symptom(
        "How many sigmoids or tanhs lie on one another, with no normalization and no way around them?",
        minutes=2,
        answers={
            "few": answer(0.993, "three at most"),
            "many": answer(0.007, "four sigmoids, or eight tanhs, or more"),
        },
    )
    loss_scaling = symptom(
        "In float16: is the loss scaled against underflow?",
        minutes=1,
        answers={
            "fits": answer(0.985, "yes, or it is not float16"),
            "missing": answer(0.015, "no: all of it is float16, or no scaler is used"),
        },
    )
    norm_momentum = symptom(
        "How fast do the running statistics of batch normalization move?",
        minutes=1,
        answers={
            "usual": answer(0.994, "by a tenth or a hundredth a step, or there are none"),
            "slow": answer(
                0.006,
                "by a thousandth a step",
                "(update_ops|moving averages?|running (mean|statistics|stats)|moving (mean|statistics|"
                "variance)) .. (never|not|without|forgot*) .. (updat*|run|executed|collected|converge*)",
                "(not|never|forgot to|without) (run|running|add|adding|execute|collect|updat*) (the|my)? "
                "(update_ops|moving averages?|running (mean|statistics|stats)|moving (mean|statistics))",
                "(decay|momentum) (of|is|=)? ?(0\\.999[0-9]*|0\\.9997) .. (batch ?norm*|bn|moving|running)",
                "(batch ?norm*|bn|batch norm) (layer*)? (decay|momentum) (of|is|=)? ?(0\\.999[0-9]*)",
                "(no|without|missing|forgot*|lacks|never|not) & (update_ops|moving averages?|"
                "running stat*|moving stat*|running mean*|moving mean*|tf.graphkeys.update_ops)",
                "(moving|running) (averages?|mean|means|variance|statistics|stats) .. (not|never|"
                "hardly|too slowly|still) .. (updat*|converge*|initial*|imagenet|chang*|mov*|zero|"
                "0)",
                "(batch ?norm*|bn|batch norm) .. momentum .. (0\\.99[0-9]*|high|too (high|large)|default)",
                "(functional|patched|copy|copied|ema|averaged|swa) .. (model|network|weights) & "
                "(batch ?norm*|bn|running stat*|batchnorm*)",
                "(no|without|missing|forgot|forgotten|lacks|never run|not run|not running) (the|any|a)? "
                "(update_ops|update ops|moving average update*|control_dependencies)",
            ),
        },
    )
    leak = symptom(
        "Is anything fitted, copied or chosen on all rows before validation is cut off?",
        minutes=3,
        answers={
            "no": answer(0.948, "no"),
            "mild": answer(0.04, "only a scaler, which knows no labels"),
            "yes": answer(
                0.012,
                "yes: labels among the inputs, a selection of features by labels, copies of rows",
                "(scaler|normaliz*|pca|vectorizer|tf ?idf|imputer|encoder|features?|feature selection|"
                "selected|oversampl*|smote|augment*) .. (fit|fitted|computed|selected|chosen|done|applied|"
                "on|using|with) .. (whole|all|entire|full|complete|all the) (of the)? ?(data*|set|dataset|"
                "samples)",
                "(same|some|many)? ?(patients?|persons?|people|speakers?|users?|subjects?|videos?|frames|"
                "buildings?|authors?) (of .. )?(are|is|occur*|appear*|come*|stand*)? ?(in|on) (both|train* "
                "and (test*|val*)|(test*|val*) and train*)",
                "(same|identical|duplicate*|overlap*) .. (in|between|across|both) .. (train*) .. (and|&|"
                ",) .. "
                "(test*|val*)",
                "(some|many|\\d+) (images|samples|rows|patients|subjects|sentences|examples|cases) .. "
                "(appear*|"
                "present|occur*|contained|are) .. (both|train*) .. (test*|val*)",
                "(data|train|test|label|information|target) leak(age|s|ing)?",
                "too good to be true",
                "(performance|scores?|accuracy|auc|results?|metrics?|loss) .. (improve*|increas*|"
                "rise*|rising|get* better|grow*|better) .. (fold to fold|(from|with|after) (each|every) fold|"
                "over the folds|from fold [0-9]+ to fold [0-9]+|from one fold to the next)",
                "(suspiciously|unrealistically|impossibly|unbelievably|surprisingly) (high|good|perfect)",
                "(overlap|overlaps|overlapping|duplicates?) (between|in|of|across) .. (train*|test*|val*|"
                "splits?)",
                "(split|splitting|divided) .. (after|before) .. (oversampl*|augment*|duplicat*|smote|window*|"
                "slic*|scal*)",
                "(数据泄露|数据泄漏|信息泄露)",
                "(oversampl*|smote|augment*|duplicat*|scal*|normaliz*|feature selection|imput*|pca) .. "
                "(before|prior to) (the)? (split*|train test split|train_test_split|dividing|cross "
                "validation)",
                "(same|some|many|identical|[0-9]+) (images?|patients?|samples?|subjects?|rows?|"
                "sentences?|users?|videos?|faces?|examples?) .. (both|simultaneously|at the same "
                "time|also|again) .. (train*|test*|val*)",
                "(images?|patients?|samples?|subjects?|rows?|sentences?|users?) .. (appear*|occur*|"
                "present|found|contained|are) .. (in)? .. (train*) & (test*|val*) .. (too|as well|"
                "simultaneously|set|both|also)*",
                "(test set|test data|validation set) .. (was|is|were)? used .. (for|to|in|as) .. "
                "(early stopping|select*|tun*|choos*|training|model selection|hyper*|normaliz*)",
                "(future|target|label|answer|outcome) (price|value|values|information|column|"
                "itself)? .. (among|in|part of|one of|included in|leak* into|used as) (the)? "
                "(features?|inputs?|columns|x|training)",
                "(frames?|crops?|windows?|slices?|augment* copies|patches) of the same (video|"
                "image|patient|scene|sequence|speaker|recording)",
                "(results?|accuracy|validation|score*|it|auc|performance) (look*|seem*|is|are|"
                "appear*|sound*) (a bit|almost|far|way)? too good",
                "(select*|chos*|choos*|pca|feature selection|smote|oversampl*|imput*|target "
                "encod*) .. (features|columns|components)* .. (complete|whole|entire|full|all) "
                "(data|dataset|set|rows|samples) .. (before|then|prior|and then|and)",
                "(crops?|patches|frames?|tiles?|slices?|windows?|augment*|copies|duplicates?|near "
                "duplicates|versions) .. (same|identical|one) (image|picture|photo|patient|video|"
                "scene|recording|speaker|scan|user)* & (train*|both) & (test*|val*|both)",
                "split* .. (by|per|on|over) (frames?|images?|slices?|patches|windows?|samples?|"
                "rows?|sentences?|crops?) .. (not|instead of|rather than) .. (videos?|patients?|"
                "subjects?|users?|speakers?|scenes?|groups?|documents?)",
                "(overlapping|sliding|rolling) (windows?|slices?|sequences?|samples?|segments?) & (random*|"
                "train_test_split|train test split|shuffl*) & (split*|train_test_split|test|validation)",
                "(neighbo*|adjacent|consecutive|overlapping|similar|almost identical|nearly "
                "identical) (frames?|windows?|slices?|samples?|crops?|patches|images) .. (both|"
                "train*|test*|val*)",
                "(column|feature|field|variable|input) .. (computed|derived|calculated|built|made|copied) "
                "from .. (target|label|outcome|answer|y)",
                "(target|label|outcome|answer) (is|was|were)? ?(hidden|contained|included|encoded|leaked|"
                "leaks|present) (in|into|among) .. (inputs?|features?|columns?|file ?names?|metadata)",
                "(auc|accuracy|acc|f1|score) .. (0?\\.99[0-9]*|99\\.[0-9]+ ?%|100 ?%) & (column|feature|"
                "id|target|suspicious*|too good|leak*)",
            ),
        },
    )
    kl_weight = symptom(
        "Autoencoder: are reconstruction and KL term taken over the same numbers?",
        minutes=2,
        answers={
            "balanced": answer(0.995, "yes: both a mean over samples, or a weight makes up for it"),
            "outweighs": answer(
                0.003,
                "no: the KL term is summed over batch or latent numbers, the reconstruction is a mean",
            ),
            "negative": answer(0.001, "no: the KL term has the sign turned, and falls without end"),
            "at-once": answer(
                0.001,
                "yes, but the KL term counts in full from the first step, beside a decoder that gets the "
                "true words",
            ),
        },
    )
