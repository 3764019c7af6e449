"""Small experiments whose outcome a person can report."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class ExperimentSymptoms(Family):
    """What happened when something was tried."""

    one_batch = symptom(
        "Train on a single batch of eight samples for 200 steps: what happens to the loss?",
        minutes=6,
        answers={
            "learned": answer(
                0.52,
                "it goes to nearly zero",
                "(overfit*|learns?|learned|memoriz*|fits?) (on)? (one|a single|a small|single|tiny|a "
                "tiny|a few|10|5|1|just one|very small) (batch|samples|examples|images|subset|sample|"
                "dataset|data|image|batches|set)",
                "(能|可以|能够).{0,4}过拟合.{0,6}(batch|批|样本|小数据)",
            ),
            "stuck": answer(
                0.28,
                "it does not move, or stops far from zero",
                "(cannot|not|never|unable to|fails to|fail to|even) (even)? (able to)? (overfit*|"
                "learn|fit|memorize|over fit) .. (batch|sample*|example*|subset|image*|small dataset|"
                "small data*|tiny data*|few data*|points|small set)",
                "(一个batch|单个batch|小数据|几个样本|少量样本|单张图|一个样本|"
                "几张图).{0,8}(无法过拟合|不能过拟合|都过拟合不了|不过拟合|学不会|拟合不了|都不收敛)",
                "(无法|不能|没法)(在|对).{0,8}(batch|样本|数据).{0,4}过拟合",
            ),
            "explodes": answer(0.12, "it grows or becomes NaN"),
            "oscillates": answer(0.08, "it swings"),
        },
    )
    labels_checked = symptom(
        "Look at ten samples with their labels as they come out of the loader: do they match?",
        minutes=8,
        answers={
            "match": answer(
                0.965,
                "yes, all ten",
                "(checked|verified|double checked|looked at|visualized|inspected|made sure) .. "
                "(label*|target*|annotation*) .. (correct|right|match*|fine|ok|good)",
                "(checked|verified|made sure|sure) .. (features|images|inputs|samples|x) and (labels?|"
                "targets?|y) .. "
                "(fit|match|belong|correspond|agree|go together|aligned)",
                "(labels|targets|annotations) (are|is|look|seem) (all|definitely|also)? (correct|"
                "right|fine|ok|as they should)",
                "标签.{0,4}(没有问题|没问题|正确|是对的|无误)",
            ),
            "some-wrong": answer(
                0.02,
                "some do not",
                "(label|annotation) noise",
                "(some|many|a few|several|part|half|a fraction|a third|a lot|[0-9]+ ?%|a handful|[0-9]+) "
                "(of)? (the|"
                "my|our|these)? (training|test)? (labels|annotations|samples|images|examples|masks) (are|"
                "were|"
                "have|had|turn out to be|turned out to be|seem)? (a|the)? (wrong|incorrect|noisy|mislabel*|"
                "misannotated|wrongly (labeled|labelled|annotated)|labeled wrong*|labelled wrong*)",
                "(mislabeled|mislabelled|wrongly labeled|wrongly labelled|incorrectly labeled) (labels|"
                "data|samples|"
                "images|examples|dataset|annotations)",
                "noisy (labels|annotations|labelling|labeling)",
                "(labels|annotations) (are|were)? (quite|very|rather|somewhat|a bit|partly|partially|"
                "fairly)? noisy",
                "(mislabeled|mislabelled|mislabeling)",
                "(部分|有些|有的|一些|少数|少量|不少|很多|\\d+%的?)(的)?(样本|图片)?(的)?(标签|标注|"
                "label)(是|都|打|标)?"
                "(错的?|错误|错了|不对|有误|有问题|不准)",
                "(标签|标注)(里|中)?(有|存在|带有)?(很多|一些|较多|大量)?的?(噪声|噪音)",
                "(a third|half|some|many|several|part|most|a lot|few|[0-9]+ ?%) (of (them|the samples|"
                "the images|the data))? (carry|carries|have|has|with|got|bear|are given) (a|the)? (wrong|"
                "incorrect|bad|false|noisy) label*",
                "(xmin|x_min|x1|ymin|y_min|y1|left|top) .. (larger|greater|bigger|higher|more|>|>=|equal|"
                "same) .. "
                "(xmax|x_max|x2|ymax|y_max|y2|right|bottom)",
                "(xmax|x_max|x2|ymax|y_max|y2|right|bottom) .. (smaller|less|lower|<|<=) .. (xmin|x_min|x1|"
                "ymin|y_min|"
                "y1|left|top)",
                "(boxes|box|bounding boxes|bboxes|bbox|annotations?|rectangles|coordinates|keypoints?|"
                "polygons) .. "
                "(outside|out of|beyond|larger than|exceed*) (of)? (the)? (image|picture|frame|image size|"
                "border*)",
                "(zero|0|no|negative|empty) (width|height|area|size|extent) .. (box*|bbox*|annotation*|"
                "rectangle*)",
                "(box*|bbox*|bounding box*|annotation*|rectangle*) .. (zero|0|no|negative|empty) (width|"
                "height|area|"
                "size)",
                "(negative|invalid|degenerate|wrong|impossible|nan|corrupt*|broken|illegal|huge) .. "
                "(coordinates?|"
                "boxes|box|bboxes|bounding boxes|keypoints|annotations?)",
                "(coordinates?|boxes|box|bboxes|bounding boxes) .. (65535|65534|4294967295|2147483647|-1|"
                "negative|"
                "invalid|degenerate|nan|wrapped|overflow*|corrupt*)",
                "(框|标注框|坐标|边界框|bbox).{0,8}(xmin|左上).{0,4}(大于|>|比).{0,4}(xmax|右下)",
                "xmin(大于|>=?|等于)xmax",
                "(框|标注框|坐标|边界框|bbox).{0,8}(越界|超出|负数|为负|宽度?为0|面积为0|无效|非法|出界)",
                "(a fifth|a quarter|a tenth|one in [a-z0-9]+|two thirds|a third|half|some|many|several|"
                "part|most|a lot|few|[0-9]+ ?%) of .. (images|samples|pictures|files|rows|examples|data|"
                "them) (had|have|has|got|carry|carried|were given|are given) .. (wrong|label of|other|"
                "another|neighbor*|previous|next)",
                "label* of .. (folder|class|image|neighbor*|row|file) (above|below|before|after|next|beside)",
                "(wrong|incorrect|false|bad) (class|category|label|annotation)s? (in|for|of) (some|many|"
                "several|a few|part|half|[0-9]+)",
                "(labels?|boxes|box|bboxes|annotations?|rectangles|objects) & (width|height|area|size|w|"
                "h) (of|is|are|=|equal to|equals)? ?(0|zero|negative)(?![.0-9])",
                "(class names?|names?|labels?|categories|classes) .. (misspelled|misspelt|typo*|written "
                "wrong*|spelled wrong*|mistyped|wrong name*|wrong spelling)",
                "(typo*|spelling mistake*) (in|of) .. (class*|label*|annotation*|name*)",
                "(relabel*|re label*|correcting|corrected|fixing|fixed|cleaning|cleaned) .. (wrong|bad|"
                "incorrect|noisy)? .. (labels?|images?|annotations?|samples?) & (accuracy|map|f1|it|loss|"
                "result*) .. (up|improv*|better|works?|from|to)",
                "(bbox*|box*|bounding box*) .. \\[?0, ?0, ?0, ?0\\]?",
                "(annotators?|labelers?|labellers?|raters?|experts?|annotation team) .. (confus*|"
                "disagree*|mixed|inconsistent*|mistake*|errors?|swapped)",
            ),
            "mismatch": answer(
                0.015,
                "no, they are out of step",
                "(image*|file*|x|sample*|inputs?) .. and .. (label*|target*|y|mask*|annotation*) .. "
                "(sorted|ordered|loaded|read|shuffled|listed) .. (differently|separately|in another order|"
                "independently|another way)",
                "(label*|y|target*) .. (from|of) .. (csv|txt|json|list|table|excel) .. (image*|files?|x|"
                "pictures?) .. (listdir|glob|os\\.|folder|directory)",
                "(prediction*|predicted class*|class*|label*|answers?) (is|are|comes out|come out)? "
                "?(always|all)? ?(shifted|off|displaced|moved) by (one|1|a)",
                "(\\.classes|class_indices|filenames|generator\\.classes) .. <not> (match|correspond|agree|"
                "fit|equal)",
                "(labels?|targets?|annotations?) (are|is|were|was|got|do|does|and images|had been|of "
                ".. (set|samples|images))? (all|partly|completely|being|been)? (wrong|mismatch*|"
                "misaligned|shifted|out of step|corrupted|shuffled|swapped|mixed up|incorrect|out of "
                "sync|off by one|mislabeled|mislabelled|not match*|messed up|permuted|inverted|"
                "flipped|in another order|not correct|scrambled)",
                "(class|label|predicted|category) (names?|numbers?|ids?|index|indices) .. (shifted by|off by|"
                "shifted|one off)",
                "(index|indices|argmax|position) .. <not> (match|correspond|agree|belong) .. (class|label|"
                "folder|"
                "category|name)",
                "(class|label|predicted|category) (names?|numbers?|ids?|index|indices) .. <not> (match|"
                "correspond|agree|belong) .. (class|label|folder|category|name|index)",
                "(labels?|targets?)(?! \\S* ?predict) .. (wrong|mismatch*|misaligned|out of step|corrupted|"
                "swapped|mixed up|out of sync|off by one|not match|not correspond)",
                "(wrong|mismatched|misaligned|corrupted|incorrect|shuffled|random|swapped) "
                "(labels?|targets?|annotations)",
                "(images|inputs|samples|data|x|features) and (labels?|targets?|y) .. (not match|"
                "mismatch*|out of sync|misaligned|out of step|not correspond|not aligned|different "
                "order)",
                "(shuffl*) .. (x|images|inputs|data|features) (but not|without) .. (y|labels?|targets?)",
                "(标签|label|标注).{0,8}(错位|错误|对不上|不对应|错了|不匹配|不一致|打错|标错|弄错|"
                "有误|乱了|不对)",
                "(images?|files?|inputs?|samples) .. (os\\.)?listdir .. labels? .. (csv|file|txt|list|json)",
                "(order|sequence) of (the)? (images?|files?|samples|inputs?|predictions?) .. (differ*|not "
                "the "
                "same|not match*|different|wrong|random|arbitrary) .. (labels?|targets?|annotation*)?",
                "(wrong|different|inconsistent|random|other) order .. (labels?|targets?|images?|files?)",
                "(labels?|images?) .. (not|are not) .. (same order|sorted|aligned|correspond*)",
                "(images?|inputs?|samples|files?|x) and (the)? (labels?|targets?|masks?|y) .. (out of "
                "order|not in the same order|different order|mixed|mixed up|wrong pairs|not belong)",
                "shuffl* (the|my)? ?(x|x_train|images|inputs|data|features|samples) .. and (then)? ?(the|"
                "my)? ?(y|"
                "y_train|labels?|targets?) .. (again|separately|independently|afterwards|on their own|by "
                "itself|with another)",
                "(labels?|masks?|targets?) .. <not> (belong|correspond|fit|match) .. (images?|inputs?|"
                "samples|files?|x)",
                "(glob|listdir|os.walk)[^ ]* .. (order|sorted|unsorted|random)",
                "(os\\.)?(glob|listdir|walk)[^ ]* .. (another|other|different|wrong|random|arbitrary) order "
                ".. (rows|"
                "csv|labels?|list|file|targets?)",
                "(augment*|flip*|rotat*|crop*|transform*|resiz*) .. (image*|input*|x) but not .. (mask*|"
                "label*|target*|box*|annotation*|y|ground truth)",
                "(labels?|csv|masks?|targets?) .. sorted ... (images?|pictures|files?) .. (order of the "
                "file system|unsorted|listdir|glob|os.walk|other order|different order)",
                "(images?|pictures|files?) .. (read|listed|loaded) .. (in the order of|by) .. (file "
                "system|listdir|glob|directory)",
                "labels? (are|were|is|was|get|got) (permuted|scrambled|mixed up|randomized|out of step|"
                "rotated)",
                "(author*|others?|colleague*|paper|repo*) .. (get*|has|reach*|report*|claim*|"
                "works?) & (same code|his machine|her machine|their machine|your code|on my "
                "machine|my machine) & (random|chance|not come near|guess*|far below|much lower|"
                "different|not reproduce)",
                "(image|mask|pairs?|pair of|picture|label|annotation|box*) .. <not> (match|fit|"
                "belong|correspond|align*) .. (after|augment*|any more|each other|anymore|"
                "transform*|flip*|crop*)",
                "(image*|picture*|file*) (list|names?|paths?)? .. (os\\.)?listdir & <not>? .. sort*",
                "(os\\.)?listdir .. (without|no|not|never) .. sort*",
                "(os\\.)?listdir .. (arbitrary|random|no particular|unsorted|other) order",
                "labels? (taken|read|assigned|looked up|matched|joined)? by (row|line|index|"
                "position) (number)?",
                "(shuffl*) .. (images|inputs|features|x|data|samples) .. (but not|not|without|and "
                "not) .. (labels?|targets?|y)",
                "(labels?|targets?) .. (row|line|off by one|one position|next sample|wrong row*) "
                ".. (shift*|off|wrong|number)",
                "(near chance|chance level|random) & (os\\.)?listdir",
                "(class_mode ?= ?none|predict_generator|bottleneck*|extracted features) & (shuffl*) & "
                "(classes|"
                "labels)",
                "shuffle ?= ?true & labels (taken|read|come|are|were)? .. from [a-z_]*(generator|gen|"
                "iterator|flow)[a-z_]*"
                "\\.(classes|labels)",
                "(labels?|classes) .. wrong for (them|these|the (features|images|samples|inputs))",
                "(rows?|labels?|csv|targets?|annotations?|masks?) .. (in|have|has|with) (an|a)? "
                "(another|different|other|wrong|random|arbitrary) order .. (than|from|as|to)",
                "(shuffl*|permut*|sort*|reorder*|filter*|augment*|dropped|split) .. (inputs?|"
                "features?|images?|x|pictures|samples) & (forgot|without|not|never|but) .. "
                "(targets?|labels?|y|masks?)",
                "(inputs?|images?|x|features?|pictures) and (targets?|labels?|y|masks?) .. "
                "(shuffled|sorted|permuted|read|loaded|augmented|flipped) (separately|"
                "independently|differently|on their own)",
                "(label|labels|target|targets) of (the|another|a) (next|previous|wrong|neighbor*|"
                "other|different) (sample|row|image|one|frame)",
                "~(same code|your code|his machine|my machine|other machine|another computer|my "
                "own machine) & (not come near|guess*|chance|random|far below|much lower|not "
                "reproduce|cannot reproduce|never reach*)",
                "(box*|bbox*|annotation*|coordinates|labels?|rectangles?) .. (x,y,w,h|xywh|cx,cy,w,h|"
                "cxcywh|xyxy|x1,y1,x2,y2|xmin|normalized|absolute|pixels?|relative|percent) .. (while|but|"
                "instead|whereas|although|expects?|expected|should|needs?|wants?)",
                "(x and y|y and x|width and height|height and width|rows and columns|lat* and lon*|left "
                "and right) .. (swapped|exchanged|transposed|mixed|confused|interchanged|reversed)",
                "(annotation*|label*|heatmap*|mask*|keypoint*|box*|tool) .. (y before x|x before y|"
                "transposed|swapped|mirrored|upside down|rotated)",
                "(shuffl*|permut*|augment*|sort*|split*) .. (separately|independently|differently|on "
                "their own|each) .. (images?|inputs?|x|features?|samples?|data) and .. (labels?|targets?|"
                "y|masks?)",
                "(shuffl*|permut*|augment*|sort*) .. (images?|inputs?|x|features?) and .. (labels?|"
                "targets?|y|masks?) .. (separately|independently|differently)",
                "(labels?|targets?|csv) .. sorted & (os\\.)?(listdir|glob|walk)",
                "(features?|images?|inputs?|files?) .. (os\\.)?(listdir|glob|walk) & (labels?|targets?|csv) ",
                "(masks?|labels?|annotations?|ground truth) .. (jpeg|jpg|compress*|interpolat*|bilinear|"
                "anti alias*|antialias*)",
                "(shifted|displaced|moved|offset|off) by (one|1|a row|a line|a frame|two|one row|one "
                "line) (against|relative|from|to|with|compared|row|line|frame)*",
                "(flip|flips|flipp*|rotat*|crop*|augment*|resiz*|scal*|translat*) .. (to|on) (the)? "
                "(image|images|input|inputs|picture*) only",
                "(flip|flips|flipp*|rotat*|crop*|augment*|resiz*) .. not (to|on) (its|the|their)? "
                "?(keypoint*|mask*|box*|label*|landmark*|annotation*|target*|ground truth)",
                "different (numbers?|counts?|lengths?) of (entries|files|rows|lines|items|images|labels|"
                "samples) & (label*|image*|mask*|csv|target*|zip)",
                "(labels?|boxes|bboxes|coordinates|annotations) (are|were|is)? ?<not> (normalized|"
                "relative|in relative|in 0..1|divided)",
                "(number of|more|fewer) (labels|masks|annotations) .. (not equal|differs?|than|different) "
                ".. (images|files|samples)",
            ),
        },
    )
    training_set_evaluated = symptom(
        "Evaluate the training set in evaluation mode: is the result what training printed?",
        minutes=4,
        answers={
            "same": answer(0.86, "yes, or a little better"),
            "worse": answer(
                0.08,
                "no, far worse",
                "(in|at|during) (the)? ?(test|inference|evaluation|prediction|testing) (phase|mode|time|"
                "stage)? .. (batch ?norm*|bn) .. (rubbish|garbage|wrong|bad|worse|random|nonsense|"
                "different)",
                "<evalmode> .. (bad|worse|wrong|random|poor|rubbish|garbage|low|[0-5]?[0-9] ?%) & "
                "<trainmode> .. (good|fine|well|better|right|ok|high|[6-9][0-9] ?%)",
                "(100 ?%|9[0-9] ?%|perfect*|1\\.0) .. (train*|fit) & (exactly|very|the|with the|on the) "
                "same (data|images|samples|pictures|rows|set)",
                "(evaluat*|eval*|model.eval*|test*|predict*|inference) .. (same|train*|very same) "
                "(training)? (data|set|images|samples|batch) .. (worse|different|chance|bad|lower|"
                "drops|poor|terrible|random|wrong|[0-9]+%|not)",
                "(worse|bad|terrible|drops|poor|awful|random|garbage|different|wrong) .. (in|with|"
                "after|under|when|using) .. (eval mode|model.eval*|evaluation mode|eval\\(\\)|"
                "inference mode|test mode)",
                "(in|with|after|under|calling|using|when) .. (eval mode|model.eval\\(\\)|model.eval|"
                "evaluation mode|eval\\(\\)|inference mode|.eval\\(\\)) .. (worse|bad|terrible|drops|"
                "poor|awful|random|garbage|different|wrong|much lower|lower|fails|nonsense|constant|"
                "same)",
                "(works|fine|good|well) .. (train mode|train\\(\\)|training mode) ... (eval mode|"
                "eval\\(\\)|evaluation mode|model.eval*)",
                "model.eval* .. (gives|give|results|makes|leads|produces|accuracy|performance|it|is) "
                ".. (terrible|bad|worse|poor|random|wrong|garbage|different|awful|drops)",
                "model.evaluate .. (different|lower|worse) .. (fit|training|train)",
                "(eval|测试|评估|推理)(模式|时|下|\\(\\)).{0,10}(差|下降|低|不一样|不对|乱)",
                "(训练集|训练数据)(上)?.{0,4}(测试|评估|预测|验证).{0,10}(差|低|不一样|不对|很差)",
                "(eval mode|evaluation mode|test mode|train ?= ?false|training ?= ?false|is_training ?= "
                "?false|"
                "eval\\(\\)|model.eval*) ... (greatly reduced|reduced|falls|drops|collaps*|high error|"
                "error is "
                "high|very high|worse|terrible|bad|random|garbage|chance|untrained|not train*)",
                "(after|when|by|if|once|on) (adding|calling|using|i add|i call|i use|setting|switching to|we "
                "call) .. (eval*|train ?= ?false|test mode|evaluation mode) ... (reduced|falls|drops|worse|"
                "terrible|bad|random|lower|poor|wrong|garbage)",
                "(evaluat*|predict*|test*) .. (on|of|with)? (the|my)? (same|training|train) (data|set|images|"
                "samples|examples|generator) .. (afterwards|again|then|after|results?|gives?|gave|yields?|"
                "only|"
                "in)? .. (chance|worse|0\\.[0-6][0-9]*|[1-6]?[0-9]%|50|random|bad|poor|wrong|lower)",
                "(even|also) .. (images?|samples?|data) (in|from|of) the (dataset|training set|train set|"
                "training data)( itself)? .. (wrong|bad|fail*|poor|not match)",
                "(predictions?|results?|it) (is|are|was|were)? (very|really|so)? (bad|wrong|poor|"
                "terrible) even "
                "(when|if|on|for) .. (dataset|training|train*)",
                "(without|no|not) .. eval* (mode)? ... (better|good|fine|well) ... eval*",
                "(train|training) mode (on)? .. (good|fine|well|desire*|expected|correct|normal|better)",
                "(model.)?(evaluate|predict)[^ ]* .. (on|of|with) (the|my)? (same|training|train|very "
                "same) (data|set|images|samples|examples|generator) .. (chance|worse|0\\.[0-6][0-9]*|"
                "[1-6]?[0-9]%|50|random|bad|poor|wrong|lower)",
                "(model.)?(eval\\(\\)|eval mode) ... (different|differs|whereas|while|but|however|good|"
                "fine|correct) ... (model.)?(train\\(\\)|train mode|training mode)",
                "(model.)?(train\\(\\)|train mode|training mode) ... (different|differs|whereas|while|"
                "but|however) ... (model.)?(eval\\(\\)|eval mode)",
                "(comment*|comment out|remov*|skip*|without) (the)? (line)? (model.)?eval\\(\\) .. "
                "(works?|good|fine|better|correct)",
                "(fit|training) .. (1\\.0|100%|9[0-9]%|0\\.9[0-9]*|perfect) ... evaluate[^ ]* .. (0\\."
                "[0-6][0-9]*|[1-6]?[0-9]%|chance|random)",
                "(dice|iou|acc*|f1|score|map|psnr) .. (0\\.[6-9][0-9]*|1\\.0|9[0-9]%|[7-9][0-9]) ... "
                "(eval mode|eval\\(\\)|evaluation mode) .. (0\\.[0-5][0-9]*|[1-5]?[0-9]%|bad|worse|lower|"
                "drops)",
                "(training ?= ?false|train ?= ?false|is_training ?= ?false|test mode|phase test) .. "
                "(acc*|accuracy|result*|loss|prediction*|it|performance|score*)* .. (random|chance|bad|"
                "worse|low|drops|garbage|terrible|collapses|poor|wrong)",
                "(after|when|by|if|once|on) (adding|calling|using|i add|i call|i use|setting|switching "
                "to|we call) (the)? (model.|net.)?(eval[^ ]*|train ?= ?false|test mode|evaluation mode) ."
                ".. (reduced|falls|drops|worse|terrible|bad|random|lower|poor|wrong|garbage)",
                "<evalmode> & <poor> & <trainmode>",
                "<evalmode> .. <poor> ... (same|training|train) (data|images|set|samples|dataset|batch)",
                "(same|training|train) (data|images|set|samples|dataset|batch) & <evalmode> .. <poor>",
                "<evalmode> (gives?|gave|is|yields?|has|shows?|gets?|accuracy|the accuracy|acc|"
                "performance|loss|error|it|results?|leads to|produces) .. <poor>",
                "(evaluat*|predict*|test*|inference|validat*) .. (on|of|with)? (the|my|exactly)? "
                "(same|training|train) (data|images|set|samples|dataset|examples|batch) & (chance|"
                "random|near random|as bad as|extremely low|very low|far worse|much worse|much "
                "lower|terrible|really bad|not agree|disagree*|different|should agree)",
                "(training data|training set|same data|train set) as (the)? (validation|test|val) "
                "(data|set)? & (worse|different|differ*|not agree|disagree*|lower|gap|should)",
                "(val*|evaluation|validation_data) .. (is|are|was|=) (the)? (same|training|train) "
                "(data|set|images|samples|as training|as the training)",
                "(predictions?|results?|it|outputs?|acc*|accuracy) .. <poor> even (when|if|on|for|"
                "with) ... (dataset|data set|training|train*|same)",
                "(switch*|chang*|going|set*|put*) .. (to|into) <evalmode> & (ruin*|destroy*|break*|"
                "kill*|drop*|collaps*|worse|becomes|hurt*|fall*|bad|decreas*|down|degrad*)",
                "<evalmode> .. (ruins?|destroys?|breaks?|kills|hurts|degrades|worsens|spoils|"
                "decreases|lowers)",
                "(frozen|freez*|trainable ?= ?false) .. (batch ?norm*|bn|batch_norm*) & (wrong|bad|"
                "worse|differ*|poor|low|not match)",
                "(pretrained|loaded|load*|trained|checkpoint|weights) & (measur*|evaluat*|test*|check*|"
                "predict*|"
                "accuracy) "
                ".. (on|of|with) (the|my|some|[0-9,]+)? ?(training|train) (images|set|data|samples|"
                "examples) & "
                "(only|just|"
                "about|chance|random) .. ([0-6]?[0-9](\\.[0-9]+)?%|chance|random|guess*|right)",
                "(with|in|using|under) (train|training) mode (at|in|for|during|on) (validation|test|eval*|"
                "inference) .. (fine|good|ok|okay|well|correct|normal|works?)",
                "track_running_stats ?= ?false .. (good|fine|works?|better|solves?|helps?|correct)",
                "(with|using) (the)? running (stats|statistics|mean*) .. (chance|bad|worse|random|wrong|"
                "poor|low)",
            ),
            "better": answer(0.06, "no, clearly better"),
        },
    )
    lower_learning_rate = symptom(
        "Divide the learning rate by ten: what changes?",
        minutes=8,
        answers={
            "cured": answer(
                0.22,
                "the trouble is gone or much less",
                "(lower*|smaller|reduc*|decreas*|tiny) .. <lr> .. (works|worked|helps|helped|fixed|"
                "fixes|trains|solved|solves|cures|cured|converges|stable|made it work|goes away|"
                "learns)",
                "(with|using|at|after) (a|an|the)? (much|very)? (lower|smaller|tiny|small|reduced|"
                "low) <lr> (of [0-9.e-]+)? .. (it|loss|training|model|everything|the|net*)? .. "
                "(works|worked|converges|trains|learns|fine|stable|decreases|better|falls)",
                "(trains|converges|works|learns|stable) (fine|well)? (only|just)? (with|when|if|at|"
                "for) (a|an|the|using)? (very|much)? (tiny|small*|lower|low) <lr>",
                "unless .. (rate|lr) .. (small|smaller|lower|tiny|reduced)",
                "only (with|at|when|using|if|for|once) .. (tiny|small*|lower|low) <lr> .. (fit|fits|results?|"
                "converge*|train*|learn*|work*|finite|stable|progress)",
                "(decent|good|reasonable|fine|proper|usable) (fit|fits|results?) (only)? ?(with|at|using) "
                "(a|an|the)? ?(very|extremely)? ?(tiny|small*|lower|low) <lr>",
                "(调小|降低|减小|减少|调低|小的)(了)?学习率.{0,8}(好了|正常|可以|解决|收敛|有效|就能|"
                "就可以)(了)?",
                # two rates of which the smaller one works: the larger stands first, or is called the default
                "<lr> ?(of|=|:|to)? ?(0?\\.[0-9]+|[0-9.]+e-[0-9]+|default*) .. (no convergence|nan*|"
                "diverge*|explod*|"
                "not (converge*|train*|learn*|work)|fails?|stuck|bad) ... (<lr>|rate|with|at|but)? ?(of|=|:|"
                "to)? "
                "?(0?\\.00[0-9]+|[0-9.]+e-[0-9]+)[:,]? .. (converge*|works?|trains?|learns?|fine|stable|"
                "ok|good|well)",
                "with <lr> ?(of|=|:|to)? ?(0?\\.00[0-9]+|[0-9.]+e-[0-9]+|1e-[0-9]) (it|the loss|the net*|"
                "the model|training)? (trains?|works?|learns?|converges?|is fine|is stable|falls) ... (with|"
                "at|using) "
                ".. (not|nan*|diverge*|explod*|fails?|stuck)",
                "(have|had|need|needed|forced|must) to (go|come|get|lower|reduce|decrease|drop|set|use|put|"
                "turn) .. "
                "(<lr>|rate|0?\\.000[0-9]+|1e-[0-9]+) .. (to|until|before|so that|in order|for) .. (learn*|"
                "train*|"
                "converge*|work*|stable|avoid|see)",
                "only (with|at|for|using) (a|an|the)? (very|much|extremely)? (small|low|tiny|lower|smaller)? "
                "<lr> .. "
                "(learns?|trains?|converges?|works?|finite|stable|falls|fine|see)",
                "(fine|works?|trains?|converges?|stable|good|ok) .. (with|at|using|for) .. (rate|<lr>) .. "
                "([0-9]+|ten|"
                "hundred|a hundred|much|far) (times)? (smaller|lower)",
                "学习率.{0,4}0?\\.?\\d+(e-\\d+)?.{0,6}(不收敛|发散|nan|爆炸|不行)...0?\\.0\\d+.{0,6}(收敛|正常|可以|就行)",
                "学习率.{0,4}(调小|降低|减小|调低).{0,6}(好了|正常|可以|解决|收敛|有效|就能)",
                "(divid*|reduc*|lower*|decreas*|halv*|cut*) (the|my)? <lr> (by [a-z0-9]+|to [0-9.e-]+|ten "
                "times|tenfold|a bit)? (it|this)? ?(helps?|helped|solves?|solved|fix*|works?|worked|"
                "cures?|did the trick|is the solution|makes it (work|train|stable|converge))",
                "(at|with) (a rate of)? [0-9.]+e-[0-9]+ it (is|was) (okay|ok|fine|good|stable|normal)",
            ),
            "later": answer(
                0.10,
                "the same, only later",
                "(happens|diverges|explodes|nan|occurs|appears|fails|later) .. later .. <lr>",
                "(lower*|smaller|reduc*|decreas*) .. <lr> .. (later|delay*|postpone*|takes longer)",
                "(only)? (delays|delayed|postpones|postponed) .. (nan|divergence|explosion|problem|it|the)",
            ),
            "no-change": answer(
                0.68,
                "nothing",
                "<lr> .. (make|makes|made|making) (no|little|not) (any)? difference",
                "<lr> .. (not make|not made) .. difference",
                "(<tried>|<smaller>) .. <lr> ... (<nohelp>|constant|same)",
                "(<tried>|<smaller>) .. <lr> ... (still|again) .. (nan|stuck|same|diverg*|constant|"
                "not|explod*|flat|no|the same|overfit*|happen*)",
                "(no matter|whatever|regardless of|independent of|irrespective of|for any|with any) "
                "(what|which|the|how (small|low))? (my|is|the|i set)? <lr>",
                "(whatever|any) <lr>",
                "<lr> .. <not> (help*|matter|chang* anything|solve|fix|have any effect|affect|"
                "improve|seem to help|seem to matter|work)",
                "(tried|try) (many|various|several|different|all kinds of|a lot of|multiple|other|"
                "all sorts of|lower|smaller) (different)? (optimizers?|values|learning|settings|"
                "hyperparameters)? (and|,|of|for)? (different)? <lr> ",
                "(tried|used|changed|tuned|tuning|adjusting|adjusted|varying|trying) .. <lr> .. "
                "(from [0-9.e-]+ to|between|0.1,|0.01,|0.001,|1e-[0-9],)",
                "学习率.{0,14}(没用|没有用|没有效果|无效|没效果|还是|依然|依旧|仍然|也不行|都不行|"
                "没有变化|没变化|没作用|不管用|无济于事|无果|不起作用|没有改善)",
                "(调|改|换|修改|调整|降低|调小|减小)(了|过)?(很多|各种|不同|多次|几次|"
                "多种)?(的)?学习率.{0,14}(没用|没有用|没有效果|无效|没效果|还是|依然|依旧|仍然|"
                "也不行|都不行|没有变化|没变化|都一样|不行|无果|没有改善)",
            ),
        },
    )
