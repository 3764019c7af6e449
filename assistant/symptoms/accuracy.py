"""The training accuracy (validation where there is no other), alone and against the loss."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class AccuracySymptoms(Family):
    """Trend and level of the accuracy, and whether it fits the loss."""

    accuracy_trend = symptom(
        "How does the training accuracy move?",
        minutes=1,
        answers={
            "rising": answer(
                0.46,
                "it rises",
                "~<acc> (is|keeps|was|also|still|does|slowly|steadily|gradually|nicely|quickly)? "
                "(still|slowly|steadily|gradually|also)? (rising|increasing|improving|rises|"
                "increases|improves|goes up|going up|climbs|climbing|increased|improved|rose|went up)",
                "~<acc> .. (goes|went|climbs|rises|jumps|increases) .. to (9[0-9]|100|0.9*|1.0) ?%?",
                "~<精度>.{0,6}(上升|提高|升高|增加|提升|变高)",
                "~(?<!val )(?<!validation )(?<!test )(map|miou|iou|dice|f1|score|auc|recall|psnr|bleu) (is|"
                "keeps|was|"
                "also|still)? (still|slowly|steadily|gradually|also)? (rising|increasing|improving|rises|"
                "increases|"
                "improves|goes up|going up|climbs|climbing|increased|improved|rose|went up)",
                "~<acc> (is|keeps|was|also|still)? ?(still|slowly|steadily)? ?(growing|grows|getting "
                "better|gets better|getting higher)",
            ),
            "flat": answer(
                0.19,
                "it wobbles around one value",
                "<acc> .. <stuck>",
                "<acc> .. (is|are|stays|stay|remains|remain|always|was|keeps|be) (always|exactly|"
                "almost|nearly|basically|pretty much)? (the same|same value|same number)(?! (?:place|"
                "point|position|time|as))",
                "<acc> .. (<stays>|plateau*|plateaus|stagnat*|stalls|freezes) (at|around|near|about|"
                "the|between|on|in|low|very|close|almost|pretty|below|under|always|there)",
                "<acc> .. <not> .. (chang*|mov*|improv*|increas*|ris*|rise|exceed|go up|going up|go "
                "above|go beyond|get past|get better|getting better|get above|getting above|budge|"
                "reach|grow|climb*|go higher|get higher|go over|get over|surpass|pass|go past|cross|"
                "better)",
                "<not> .. (improve|increase|raise) (the|my)? (training|train)? acc*",
                "<not> (get|getting|go|going|move|reach|exceed|come|achieve|got) (me|us|it|more)? "
                "(past|above|beyond|over|better than|higher than|more than|further than|exceeding)? "
                "(about|around|approximately|the)? [0-9.]+ ?(%|percent|acc*)",
                "(stuck|stays|freezes|stay|remains|plateaus|saturates|capped) (at|around|near|with) "
                "(an)? (acc*|[0-9.]+%|[0-9.]+ percent)",
                "stuck .. [0-9.]+% acc*",
                "no (improvement|increase|change) in .. acc*",
                "<精度>.{0,10}(不变|不动|不上升|不提升|不提高|上不去|<卡>|不升|不增|没有提高|"
                "没有提升|没有上升|没有变化|没提升|没变化|没提高|升不上去|提不上去|提不高|不涨|停滞|"
                "不再提高|不再上升|毫无变化)",
            ),
            "frozen": answer(
                0.12,
                "it is the same to the last digit in every epoch",
                "(exactly|precisely|completely|literally)? (same|identical|constant|fixed) acc*",
                "<acc> .. (exactly the same|identical|frozen|constant|fixed|same number|same low "
                "number|same value|not change at all|not changing at all|completely unchanged|the "
                "same .. (every|each|all) epoch*)",
                "<acc> .. (same|identical) (in|for|at|after|on|over|across) (every|each|all) (epoch*|"
                "iteration*|time*)",
                "(score|result) .. same .. (number|value) in all epochs",
                "<精度>.{0,14}(固定|完全不变|一模一样|保持不变|一点不变|完全一样|一动不动|丝毫不变|"
                "没有任何变化|每次都一样)",
            ),
            "falling": answer(
                0.05,
                "it falls",
                "<acc> (is|keeps|also|even|actually|slowly|steadily|gradually|starts|started|begins|"
                "instead)? (falling|decreasing|dropping|falls|decreases|drops|sinks|going down|goes "
                "down|gets worse|getting worse|declines|declining|dropped|fell|went down|decreased|"
                "deteriorates|degrades|sinking)",
                "<acc> .. (decreases|decreasing|drops|dropped|sinks|gets worse|falling|falls|goes "
                "down|declines|deteriorates|degrades) (from|with|over|as|to|after|every|each|while|"
                "when|until|by|again|instead)",
                "(decreasing|falling|dropping) (training|train)? acc*",
                "<精度>.{0,10}(降低|下降|反而降|变低|越来越低|越来越差|不升反降)",
            ),
            "erratic": answer(
                0.13,
                "it jumps up and down",
                "<acc> .. (<swings>)",
                "<acc> .. (jump*|erratic*|oscillat*|fluctuat*|unstable|up and down|bounc*|varies a "
                "lot|zigzag*)",
                "(oscillating|fluctuating|unstable|erratic|jumpy) (training)? acc*",
                "<精度>.{0,8}<震荡>",
            ),
            "slow": answer(
                0.05,
                "it creeps up",
                "<acc> .. (rises|increases|improves|increasing|rising|improving|goes up|grows|climbs|"
                "creeps|creeping) .. (slowly|very slow*|extremely slow*|too slow*|so slow*)",
                "<acc> (slowly|very slowly) (rises|increases|improves|creeps*)",
                "<精度>.{0,6}(上升|提高|提升|增长|涨)(得|的)?(很|太|非常|十分|特别)?慢",
            ),
        },
    )
    accuracy_level = symptom(
        "Where does the training accuracy end up?",
        minutes=1,
        answers={
            "chance": answer(
                0.17,
                "at chance: 1/K for K classes",
                "(<acc>|<net>|performance|performs|results|predictions|prediction|training|score) .. "
                "(?<!below )(?<!under )(?<!worse than )(?<!less than )(chance|chance level|random "
                "guess*|randomly guess*|guessing|coin flip*|coin toss|flipping a coin|tossing a coin|"
                "random chance|pure luck|random prediction*|rolling (a|the)? ?dic?e|roll of (a|the)? "
                "?dic?e|throwing dice|"
                "lottery)",
                "(no better than|not better than|as good as|like) (a)? ?(guess*|random*|chance|coin*|dice|"
                "rolling|"
                "lottery)",
                "(at|no better than|not better than|like|around|near|as good as|same as|equal to|"
                "basically|just|than|to|of) (a)? (random|chance|randomly|coin) (level|guess*|chance|"
                "guesses|flip|flipping|toss|classifier|prediction*|performance|selection|acc*|picks?)",
                "(at|no better than|above|like) chance",
                "(random|chance) level (acc*|performance)",
                "(predict*|guess*|classif*|answers) (completely|totally|entirely|purely|basically|just|only|"
                "almost)? ?(at random|randomly)(?! (select*|chosen|pick*|sampl*|shuffl*|crop*|init*|split*))",
                "which (is|equals|means|would be) (just|only|about|basically|exactly|pure|the)? ?(chance|"
                "random|guessing)",
                "random acc*",
                "(50|50.0*)% .. (two|2|binary) class*",
                "(33|33.3*|34)% .. (three|3) class*",
                "(10|10.0*|11|9.8|9.9)% .. (ten|10) (class*|digit*|categor*)",
                "(two|2|binary) class* .. (50|50.0*|0.5|0.50*)%",
                "<acc> .. (about|around|of|at|to|is|stays|=|:|only|stuck|exactly|past|above|near|"
                "reach*|than|never) (a third|one third|1/3|half|1/2|a tenth|1/10|one tenth|one half|"
                "1/k|1/n)",
                "(about|around|only|one|at) (a)? (third|half|tenth) (of)? (the)? acc*",
                "<精度>.{0,10}(随机|瞎猜|抛硬币|乱猜|三分之一|二分之一|十分之一)",
                "(随机|瞎猜|乱猜|抛硬币|瞎蒙|蒙的)(水平|结果|一样|差不多|没区别|概率)",
                "(相当于|等于|跟|和|与|如同)(随机|瞎猜|乱猜|瞎蒙|抛硬币|蒙)",
            ),
            "below-chance": answer(
                0.05,
                "under chance",
                "(below|under|worse than|less than|lower than) (a)? (random|chance|randomly|guessing|"
                "a coin|coin flip*|random guess*|flipping)",
                "<acc> .. (below|under|less than|lower than|worse than) (50|50.0*|0.5|0.50) ?%",
                "<acc> .. (below|under|less than|lower than|worse than) (50|0.5|half)",
                "<acc> (is|of|at|only|around|about|was)? (only|about|around)? [0-9]% .. (two|2|"
                "binary) class*",
                "(two|2|binary) .. acc* (is|of|at|only|around|about|was)? (only|about|around)? [0-9]%",
                "(低于|不如|还不如|小于|比)(随机|瞎猜|50%|0\\.5|抛硬币)(还|更|都)?(低|差)?",
            ),
            "zero": answer(
                0.03,
                "at zero",
                "<acc> (is|of|at|=|:|was|stays|stay|remains|always|shows|stuck|goes to|to|keeps|"
                "equals|just|reported|are|reads|drops to|remained|as|being|constantly|gives|reports|"
                "only|still|displays|becomes)? (at|as|always|to|exactly|just|constantly|still|stuck|"
                "is|being|all|only|reported)? (at|as)? (zero|0.0+|0|exactly 0|exactly zero|0.0+%|0%)",
                "(zero|0|0%|0.0+) (training|train)? acc*",
                "<精度>.{0,6}(为|是|等于|一直|变成|始终|都是|总是|总为)(了)?(0|零)(?![.\\d]*[1-9])",
                "<精度>[^\\d,.;]{0,6}0(?![.\\d%]*[1-9])(?!\\d)",
            ),
            "near-perfect": answer(
                0.13,
                "close to 100 %",
                "<acc> .. (99|100|98|99.[0-9]+|98.[0-9]+|100.0+) ?(%|percent)",
                "<acc> (is|of|=|:|goes to|reaches|hits|gets to|jumps to|was) (already|about|nearly|"
                "almost|at)? (100|99|98|1.0+|1)",
                "<acc> .. (perfect|1.0+|0.99*|0.98*|near perfect|nearly perfect|almost perfect|"
                "hundred percent)",
                "(perfect|99%|98%|100%|99.[0-9]+%|100 percent|near perfect|nearly perfect|almost "
                "perfect) (on the)? (training|train)? (set|data)? (acc*|classification)",
                "(100|99|98|99.[0-9]+)% (on|of) (the|my)? (training|train)",
                "train* .. (100|99|98|99.[0-9]+)% acc*",
                "<精度>.{0,8}(100%|99%|98%|99\\.\\d+%|接近1(?!\\d)|1\\.0|0\\.99|百分之百|接近100|"
                "达到1(?![\\d.]))",
                "(reaches|reached|gets|got|has|is at|shows|goes to) (100 ?%|1\\.0+) (immediately|at once|"
                "right away|from the (first|start)|after (one|1|the first)|in the first|within)",
            ),
            "ordinary": answer(0.62, "somewhere between"),
        },
    )
    one_class = symptom(
        "Is one and the same class predicted for everything?",
        minutes=3,
        answers={
            "no": answer(0.78, "no, predictions vary"),
            "at-times": answer(
                0.07,
                "in some epochs: accuracy comes back to exactly one class's share",
                "~(some epochs|in some runs) .. (predict*|classif*|output*) .. (one|same|single|a "
                "single|only one) class",
            ),
            "always": answer(
                0.15,
                "yes, always",
                "(predict*|classif*|output*|guess*|say*|choos*|pick*|assign*|learn*|give*|return*|"
                "prefer*) .. (only|just)? (to)? (the)? (one|same|single|a single|only one|majority|"
                "dominant|most common|most frequent|largest|negative|positive|1 class|one of the) "
                "(class|label|category|classes|of the classes|digit|of the two)",
                "(predict*|output*|give*|return*|produc*|answer*|generat*) .. (the same|same|"
                "identical|constant|one and the same|a constant|exactly the same)(?! image| input| sample|"
                " picture| slide| text| sentence| file| data| example) .. (class*|value*|"
                "output*|logit*|prediction*|result*|label*|probabilit*|number*|answer*|category|"
                "score*|vector*|thing|for (all|every|any|each))",
                "(predict*|output*|give*|return*|classif*) .. (always|only|constantly) .. (class|"
                "label|category|value|zero|zeros|ones|negative|positive|0|1|one|true|false)",
                "(always|only|constantly|just|simply|consistently|exclusively|ever) (ever)? "
                "(predict*|output*|classif*|giv*|return*|guess*|produc*|choos*|pick*|say*) .. (class|"
                "label|category|value|zero|zeros|ones|negative|positive|0|1|one|true|false|same|"
                "answer|number|output|a|majority|as)",
                "(predict*|classif*|assign*|label*|recogni*) (everything|all|every|each|all of them|"
                "all the|any) .. (as|to|into|in|the same|same|class|one)",
                "(every|all|each|any|both|everything) (the|of the|my|single|test|input)? (example*|"
                "sample*|input*|image*|prediction*|output*|picture*|data|pixel*|test*|row*|sentence*|"
                "document*|review*|instance*|case*|points) .. (predicted|classified|assigned|labeled|"
                "labelled|recognized|belong*) (as|to|in|into)",
                "(all|every) (the|of the|my|of my|its)? (prediction*|output*|result*|logit*|answer*|"
                "response*|guess*|"
                "score*|"
                "probabilit*|predicted labels?) .. (are|is|become|were|be|gives|have) .. (the same|same|"
                "identical|equal|one class|constant|0|1|zero|zeros|ones|class|negative|positive|"
                "similar)",
                "(prediction*|output*|predicted (class|label|value)*|predicted "
                "classes|"
                "predicted values|predicted labels) (is|are|were|was|become|becomes|comes out|come "
                "out|stay|stays|remain) (all|always|still|just|only|almost|nearly|exactly|basically|"
                "pretty much)? (exactly|almost|nearly)? (the same|same|identical|constant|equal|all "
                "the same|all one class|class|one|zero|0|1|ones|zeros|negative|positive|all zero*|"
                "all one*)",
                "(the same|same|identical|constant|equal) (logits|output|outputs|prediction*|value|"
                "values|class|label|result*|probabilit*|answer*|score*) (value|values)? (for|on|"
                "regardless|no matter|whatever|every|each|all|irrespective)",
                "(only|just) (one|a single|1) (class|label|category) (is|are|was|gets|being)? "
                "(predicted|output|recognized|returned|classified|ever)",
                "(one|same|single) (class|label|category) (for|to|is predicted for|predicted for) "
                "(all|every|everything|each|any|whatever)",
                "(predict*|say*|answer*|output*|give*|return*) .. for (everybody|everyone|everything|all of "
                "them|"
                "(every|each|any) (customer|patient|person|client|user|row|sample|text|sentence|image|"
                "picture))",
                "(collapse*|collapsing) (to|into|on) (a|one|the)? (single|one|majority|same)? (class|"
                "category|prediction|output)",
                "(prediction|output|result|it) (for|of) (every|each|all|any) .. (is|are) (always)? "
                "(1|0|1.0|0.0|the same|constant|identical)",
                "(flat|straight|horizontal|constant) (line|prediction*|output)",
                "same (logits|output|prediction*|value|class|label|result) for (all|every|any|each)",
                "whatever (the|i)? (input|image|put|feed|give)",
                "(regardless of|independent of|irrespective of|no matter what|no matter which) (the|"
                "my|what)? (input*|image*|sample*|data)",
                "(predict*|output*) (a)? (1|0|zero|one|about 1|near 1|about 0|around 0.5|0.5|all "
                "zeros|all ones|zeros|ones) for (every|all|each|everything|any)",
                "(输出|预测|预测结果|预测值|分类结果|结果|识别)...(同一|都是一|全部|都是|一样|相同|"
                "全是|全为|全都|总是|永远是|一类|某一类|同样)(的)?(类|结果|值|类别|个|0|1|一|标签|样|"
                "相同|同|负|正|一个|种|数)",
                "(输出|预测|预测结果|预测值|分类结果)(结果|值|标签)?.{0,6}(都一样|都相同|全一样|"
                "一模一样|都是一样|完全相同|都是同一|全都一样|都一个|没有区别)",
                "(全部|都|全都|全|总是|只|一直|永远)(被)?(会)?(预测|判|分|识别|输出|归)(成|为|到|"
                "了)?(同一|一|某|0|1|相同|一样|负|正|了一|单一|一个)",
                "(所有|任何|每个|不同|无论什么)(的)?(样本|图片|输入|数据|测试|图像).{0,10}(同一|一样|"
                "相同|一类|都是|全是)",
                "(all|everything|only|always|just) (is|as|are)? .?(background|negative|negatives|zeros|"
                "black|blank|empty)",
                "(all|everything|only|always|just) (as|predicts?|predicted|predicted as|labeled|labelled|"
                "says|called) normal",
                "all[ -]background",
                "(predict*|output*|map*|label*) .. (all|everything|only|always) .. (background|black|zeros?|"
                "negative)",
                "(says?|answers?|predicts?|outputs?|returns?) [a-z]+ for (all|everything|every|each)(?! "
                "(epoch|step|class|of the classes))",
                "(output*|prediction*|answer*|result*|score*|probabilit*) .. (converge*|collapse*|tend*|go|"
                "goes|"
                "settle*) (to|towards|on|at|into) (a|one|the same) (single|same|constant|one)? ?(value|"
                "number|class|"
                "constant|point|answer)",
                "(every|all|each|any) .. (end|ends|ended|land*|falls?|fell|comes?) (up|out)? (in|as|into|"
                "with) (the "
                "same|one|a single) (category|class|label|bin|group|cluster)",
                "(the|its|my|this)? (answer|output|prediction|predicted class|predicted value) (never|does "
                "not|do "
                "not) (change*|vary|varies|differ*) .. (input*|sample*|image*|for|with|at all|$)",
                "(the|its|my) (answer|output|prediction|predicted class|predicted value) never (changes|"
                "varies|"
                "differs)",
                "(always|only|just) (says|answers|replies|returns|predicts|guesses) (no|yes|true|false|"
                "zero|one|"
                "[0-9])(?! (of|or|out))",
                "(answer*|prediction*|output*|response*|score*|predicted value*) .. (are|is|were) .. "
                "(nearly|almost|"
                "practically|about|exactly|all|always) (the same|identical|equal|alike)",
                "(?<!accuracy )(?<!accuracy of )(a|the)? ?\\[ ?0?\\.[0-9]+(,? 0?\\.[0-9]+)+ ?\\] for (any|"
                "every|all|each)",
                "(mask|masks|segmentation|picture|map) (is|are|comes out|come out) (entirely|completely|"
                "all|totally|"
                "always) (black|empty|white|zero|background|blank)",
            ),
        },
    )
    output_value = symptom(
        "Which value does the network give for everything?",
        minutes=2,
        answers={
            "varies": answer(0.80, "none: its outputs differ from sample to sample"),
            "one": answer(
                0.04,
                "1, or the upper bound of its last activation",
                "(predict*|output*(?! layer| unit| neuron| dim| node| size)|gives?|return*|answer*|"
                "classif*)(?! [01][ ,][01]) .. (always|all|only|constant*|for "
                "every*|for all|for each|are|is|near|about|becomes|remains|stuck at)? .. (?<!by )(?<!sum "
                "to )(?<!sums to )(?<!up to )(?<!add to )(1|1\\.0+|"
                "one(?! [a-z])|"
                "ones|0\\.99+)"
                "(?! (class|epoch|of|hidden|layer|for|output|unit|neuron|or|and|to|by|another|other|side|"
                "kind|if|when|where|else|means|stands))",
                "(1|1\\.0|one|ones) for (every|all|each|everything|any) (input*|row*|sample*|image*|"
                "example*|data*)?",
                "(输出|预测)(值|结果)?.{0,6}(全|都|总|一直|始终)(是|为)?(都)?1(?![.\\d])",
            ),
            "zero": answer(
                0.06,
                "0, or the lower bound",
                "(predict*|output*(?! layer| unit| neuron| dim| node| size)|gives?|return*|answer*|"
                "activations?)(?! [01][ ,][01]) .. (always|all|only|constant*|for "
                "every*|for all|for each|are|is|near|about|becomes|remains|stuck at)? .. "
                "(?<!label )(?<!labels )(?<!class )(?<!loss )(?<!loss near )(?<!loss of )(?<!loss is )"
                "(0|0\\.0+|zero|zeros)"
                "(?! (or|and|to|class|epoch|of|hidden|layer|for|mean|grad*|crossing|if|when|where|else|means|"
                "stands))",
                "(0|0\\.0|zero|zeros) for (every|all|each|everything|any) (input*|row*|sample*|image*|"
                "example*|data*)?",
                "(only|all|just) (zeros|black|empty|blank)",
                "(输出|预测)(值|结果)?.{0,6}(全|都|总|一直|始终)(是|为)?(都)?0(?![.\\d])",
            ),
            "half": answer(
                0.04,
                "0.5, or 1/K for each class",
                "(predict*|output*(?! layer| unit| neuron| dim| node| size| threshold)|gives?|return*|"
                "answer*|probabilit*) .. (always|all|only|around|about|"
                "stay*|"
                "stuck|near|close to|are|is)? .. (0\\.5|0\\.50+|0\\.49[0-9]*|one half)",
                "\\[ ?0\\.5[0]*,? 0\\.5[0]* ?\\]",
                "(same|equal|uniform) (prob*|probabilit*|softmax*|score*) (for|over|across|of) (all|every|"
                "each|the) "
                "(class*|label*|categories)",
                "(输出|预测|概率).{0,8}(都|总|一直|始终)?(是|为|在)?0\\.5(?!\\d)",
            ),
            "mean": answer(
                0.06,
                "the mean of the targets",
                "(predict*|output*(?! layer| unit| neuron| dim| node| size)|gives?|return*|learn*|"
                "converg*|regress*) .. (the|a|to the|only the|"
                "to)? (mean|average)"
                "(?! (squared|square|absolute|pool*|error|over|accuracy|loss))",
                "(输出|预测).{0,8}(均值|平均值)",
            ),
        },
    )
    loss_vs_accuracy = symptom(
        "Do loss and accuracy tell the same story?",
        minutes=1,
        answers={
            "agree": answer(0.82, "yes, as one gets better so does the other"),
            "impossible": answer(
                0.02,
                "no: the accuracy is lower than this loss allows",
                "<loss> .. (falls|decreas*|goes to zero|drops|falling|small|low|goes down|going down|"
                "to zero|excellent|reduces|tiny|near zero|almost zero) ... (acc|accuracy) .. (falls|"
                "decreas*|drops|below|sinks|down|[0-9]%|worse|falling|lower|under|goes down|declines)",
                "(acc|accuracy) .. (falls|decreas*|drops|sinks|down|worse|goes down|falling) ... "
                "(while|as|but|although|even though|when|and) ... <loss> .. (falls|decreas*|drops|"
                "goes down|falling|improv*|going down|low|reduces)",
                "(loss and accuracy|accuracy and loss|acc and loss|loss and acc) .. (both)? "
                "(decreas*|falling|go down|going down)",
                "both .. (loss and accuracy|accuracy and loss|acc and loss) .. (decreas*|falling|"
                "fall|go down|drop|going down)",
                "<损失>.{0,24}(减少|<下降>|减到|趋于0|到零)...<精度>.{0,12}(降低|下降|变低|不升反降|反而)",
            ),
            "too-good": answer(
                0.01,
                "no: the accuracy is high while the loss stays at ln K",
                "(high|99%|perfect|good|100%) acc* ... <loss> .. (stuck|high|constant|ln|large|<not>|"
                "<stays>)",
                "(acc|accuracy) .. (99*|high|perfect|100*|good|0.9*|1.0|excellent) ... (while|but|"
                "although|though|yet|with|and|even though) ... <loss> .. (stuck|constant|stays|not|"
                "remains|high|large|ln|big|huge)",
                "<loss> .. (stuck|constant|stays|remains|high|large) ... (but|while|yet|although|and) "
                "... (acc|accuracy) .. (99*|high|perfect|100*|0.9*|excellent|very good)",
                "<精度>.{0,8}(很高|99%|100%|0\\.9\\d*)...<损失>.{0,10}(<不动>|<卡>|很大|很高)",
            ),
            "accuracy-stuck": answer(
                0.08,
                "no: the loss falls while the accuracy does not move",
                "(loss|cost|error) .. (<down>|decreas*|drops|falling|converge*|diminish*) ... (acc|"
                "accuracy|accuracies|metric|score|f1|miou) .. (<not>|stuck|constant|same|flat|fixed|"
                "stays|unchanged|remains|plateau*|zero|0%|0|low|chance|random|terrible|bad|hover*)",
                "(acc|accuracy|metric) .. (constant|stuck|same|flat|fixed|stays|unchanged|remains|"
                "<not> .. (chang*|improv*|increas*|mov*)) ... (while|but|although|even though|though|"
                "when|as|despite|even) ... (loss|cost) .. (<down>|decreas*|improv*)",
                "(acc|accuracy) .. <not> .. (chang*|improv*|increas*|mov*|ris*|go up) ... (while|but|"
                "although|even though|though|when|as|despite|even) ... (loss|cost) .. (<down>|"
                "decreas*|improv*)",
                "(decreasing|falling|dropping) loss (and|but|with|while) (no|constant|the|a|same|"
                "stagnant|flat)? (increase in|improvement in|change in|same|constant|stuck|flat|"
                "unchanged)? acc*",
                "<损失>.{0,14}(<下降>|减少)...<精度>.{0,14}(固定|不变|不动|不升|不提升|上不去|"
                "没有变化|没有提升|不上升|<卡>|不提高|没变化|不涨|为0|不变化|没有提高)",
                "<精度>.{0,10}(不变|不动|不升|不提升|上不去|不上升|<卡>|不提高)...<损失>.{0,12}(在|"
                "一直|不断)?<下降>",
            ),
            "loss-grows": answer(
                0.05,
                "no: the loss grows while the accuracy gets better",
                "<loss> .. (rises|increas*|grows|goes up|going up|rising|growing|climbs) ... (acc|"
                "accuracy) .. (improv*|increas*|rises|goes up|better|rising|going up|grows|climbs|"
                "good|high)",
                "(acc|accuracy) .. (improv*|increas*|rises|goes up|better|rising|going up|grows|"
                "climbs) ... (while|but|although|even though|though|when|as|and|yet) ... <loss> .. "
                "(rises|increas*|grows|goes up|going up|rising|growing)",
                "(loss and accuracy|accuracy and loss|acc and loss|loss and acc) .. (both)? "
                "(increas*|rising|rise|go up|going up|grow)",
                "both .. (loss and accuracy|accuracy and loss|acc and loss) .. (increas*|rising|rise|"
                "go up|going up|grow)",
                "<损失>.{0,10}(<上升>)...<精度>.{0,10}(上升|提高|提升|升高|增加)",
                "<精度>.{0,10}(上升|提高|提升|升高|增加)...<损失>.{0,8}(<上升>)",
            ),
            "loss-flat": answer(
                0.02,
                "no: the loss hardly moves while the accuracy rises",
                "<loss> .. (constant|stuck|flat|not .. (chang*|decreas*|mov*)) ... (acc|accuracy) .. "
                "(improv*|increas*|rises|goes up|rising|going up)",
                "(acc|accuracy) .. (improv*|increas*|rises|goes up|rising|going up) ... <loss> .. "
                "(constant|stuck|flat|stays|<not>|same|unchanged)",
            ),
        },
    )
    between_batches = symptom(
        "How far apart are the accuracies of single batches that follow each other?",
        minutes=3,
        answers={
            "by-chance": answer(0.94, "as far as chance puts them"),
            "beyond-chance": answer(
                0.06,
                "much further: some batches nearly all right, the next nearly all wrong",
                "(batch|batches) (accuracy|accuracies|acc) .. (jumps?|jumping|alternates?|swings?|switches) "
                "(between|from) (0|0%|0.0) (and|to) (1|100|100%|1.0)",
            ),
        },
    )
