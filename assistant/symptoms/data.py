"""What the data is like: inputs, labels, targets, splits."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class DataSymptoms(Family):
    """Inputs, labels and splits as they come out of the loader."""

    inputs_checked = symptom(
        "Look at one batch as it enters the network: what are the inputs like?",
        minutes=3,
        answers={
            "varied": answer(
                0.964,
                "different from sample to sample, all finite",
                "(checked|verified|looked at|plotted|visualized|inspected) .. (inputs?|images|batch|batches|"
                "pixels|features) .. (fine|ok|okay|correct|right|good|normal)",
                "(no|not a single) (nan|nans|missing values?|null values?) .. (data|dataset|inputs?|"
                "features?|"
                "csv|columns?|images)",
                "(数据|输入|特征)(集|里|中)?(没有|不含|无)(nan|缺失值|空值)",
            ),
            "constant": answer(
                0.018,
                "all the same, or all zero",
                "(input|inputs|generator|loader|network|feeds?|gets?|sees?) .. (always|every time|each "
                "time|only|again and again) the same (batch|image|sample|input|data|picture)",
                "(inputs?|images?|features?|pixels?|batches|tensors?|arrays?|values) (are|is|become|becomes|"
                "became|were|turn|turned|come out|came out) (all|completely|entirely|always|just|only|"
                "nearly|almost)? (all)? (zero|zeros|zeroes|black|blank|constant|all 0|all the same|"
                "all identical)(?! mean| center| pad|-| size| shape)",
                "(every|each) (input|image|pixel|feature|sample) (is|was|became|becomes) (just|completely|"
                "always|only)? (0|zero|black|blank|constant|all zeros?|the same)(?! size| shape| mean)",
                "(only|all) (zeros|zeroes|black images|blank images) .. (network|model|loader|batch*|inputs?|"
                "generator)",
                "(images?|pixels?|arrays?|data|inputs?) .. (integer|int|uint8) division",
                "(integer|uint8|int) division .. (images?|pixels?|arrays?|inputs?|255)",
                "uint8(?![^;]*float) .. (in place|in-place|/=|//)",
                "~uint8(?![^;]*float) .. (divided|divide|division|/) .. 255",
                "~/ ?255 .. (uint8|integers?|int|python 2)(?! .. float)",
                "// ?255",
                "(输入|图像|图片|像素|特征)(数据|值)?.{0,6}(全是0|都是0|全为0|全部为0|全黑|全零|都一样|"
                "全都相同|全部相同)",
                "(uint8|整数|整型).{0,8}(除以255|整除|相除)",
                "(images?|inputs?|samples|batch*|features?) .. (look|looks|are|is|seem|seems|were|all) "
                "(all|exactly|completely|to be)? (identical|black|blank|empty|zero(?! mean| cent)|zeros|"
                "the same image|"
                "white)",
                "(loader|dataset|generator|reader) .. (returns?|gives?|yields?|loads?) (only|always)? "
                "(black|blank|empty|zero|identical|the same) (images?|batch*|sample*|input*)",
                "(all)? (the|my)? (pixels?|inputs?|values|features?|images?) (become|became|are|were|"
                "turn*|get|got) (all|now)? (0|zero|zeros)(?! mean| centered|\\.[0-9]| to| or| and|-)",
                "(integer|int|floor) division .. (255|image*|pixel*|input*|zero*)",
                "(function|loader|generator|reader|preprocess*|dataset|pipeline) .. (returns?|gives?|"
                "yields?|produces?) .. (zeros|all zeros|array of zeros|empty|only zeros|nothing but "
                "zeros|black)",
                "(same|identical|one and the same) (image|input|sample|picture|frame|row) (is)? "
                "(repeated|again and again|over and over|each time|every time|in every batch|for "
                "every)",
                "(batch*) (contains?|has|have|holds?|consist*) .. (the same|identical|one and the "
                "same|copies of) (image|input|sample|picture|frame|row)*",
                "(same|identical|constant) (vector|embedding|representation|features?|encoding|"
                "code) for (each|every|all|any)",
                "(np\\.max|max|maximum|sum|mean|std) (of|over)? .. (batch|input*|image*|x|tensor) "
                "(is|=|are|was) (always|exactly)? (0|zero|0\\.0)",
                "(inputs?|images?|features?) (are|is) (all)? (the same|identical|equal)(?! size| "
                "shape| scale| as| for)",
                "every (pixel|input|value|feature) (is|becomes|was|turns) (0|zero)",
                "(inputs?|input tensors?|images?|pixels?|batches|arrays?|tensors?|features?|data) "
                ".. (nothing but|only|all|entirely|just|full of|consist* of|contain*) .. (zeros?|"
                "zeroes|0s|black|ones|the same value|constants?)",
                "(?<!outputs )(?<!output )(?<!predicts )(?<!generates )(?<!produces )(?<!gives )(blank|"
                "black|all black|empty) (images?|inputs?|frames?|batches|pictures?)(?! (are|is) "
                "(rare|few))",
                "(array|tensor|matrix|image|batch) (full)? of (zeros|nothing|ones)",
                "(pictures?|images?|frames?|inputs?|spectrograms?) (became|become|becomes|turned|turn|"
                "turns|are|were|get|got|come out|came out) (all|completely|entirely)? ?(black|blank|white|"
                "empty|gray)",
                "batch* (full)? ?of (zeros|nothing but zeros|only zeros|black images|ones)",
                "[a-z_]+\\.(max|min|mean|std|sum)\\(\\) (and it|it|which)? ?(was|is|gives?|returned|"
                "returns|shows?|prints?|=|==) (always|exactly)? ?(0|zero|0\\.0)(?![.0-9])",
                "all (the|my)? ?inputs? (are|is|become|became|were)? ?(0|zero|zeros)(?![.0-9])",
            ),
            "non-finite": answer(
                0.018,
                "some are NaN or infinite",
                "isnan[^ ]* .. (true|any|found|returns|not 0|positive)",
                "(nan|nans|missing values?|null values?|infinite values?|infs?|empty cells?) (values?|"
                "entries)? "
                "(in|among|inside|within) (the|my|our|some|one|a few)? (of the)? (raw|training|train|csv|"
                "input|test)? (data|dataset|datasets|inputs?|features?|csv|columns?|rows|images|dataframe|"
                "samples|labels|targets)(?! loss)",
                "(data|dataset|inputs?|features?|csv|columns?|rows|images|samples|dataframe|labels|targets) "
                "(set|file|frame|matrix)? (contain|contains|contained|containing|has|have|had|includes?) "
                "(some|a few|many|several|a lot of|one|a)? (nan|nans|missing|null|infs?|infinit*|empty "
                "cells)",
                "(数据|输入|特征|样本|标签)(集|里|中|里面|当中)?.{0,3}(有|含|含有|存在|包含|出现)"
                "(了)?.{0,3}(nan|缺失值|空值|inf|无穷)",
                "(isnan|isinf|isnull|np.isnan|is_nan)[^ ]* .. (returns?|is|gives?|shows?)? true",
                "(nan|nans|inf|infs|missing values|null values|nones?) (in|inside|among|within) .. (data|"
                "dataset|input*|feature*|csv|dataframe|column*|target*|label*|image*|rows?)",
                "(data|dataset|csv|dataframe|inputs?|features?|columns?|images?|labels?|targets?) .. "
                "(contain*|has|have|had|hold*|includes?) .. (nan|nans|inf|infs|missing values|null "
                "values|nones?|empty cells)",
                "(row|rows|column|columns|image|images|sample|samples|file|files|cell|cells|"
                "entries|records) .. (had|has|have|contained|contains|was|were|is|are|with) (an|a|"
                "one|some|few)? (empty cell*|nan*|missing|corrupt*|broken|inf*|null|blank)",
                "(missing|empty|blank|null) (values?|cells?|entries|fields) (in|inside|among) ..",
                "(corrupt*|broken|unreadable) (images?|files?|samples?|rows?|records?|data)",
                "(dataset|data|csv|images?|set|dataframe|samples?) .. (a few|some|two|one|several) nan*",
                "nan* .. (always)? (at|with|for|on|in) (exactly)? the same (file|batch|sample|image|"
                "record|row|sequence|example|step|iteration)",
                "always (at|with|for|on|in) the same (file|batch|sample|image|record|row|sequence|example)",
                "missing (days?|dates?|hours?|entries|measurements?|readings?|observations?|numbers?|"
                "points?|timestamps?|frames?)",
                "(dropna|fillna|nan_to_num|isnan\\(|dropping (the)? (nan*|missing|empty))",
                "(std|standard deviation|variance) .. (columns?|features?) .. (constant|zero|0)",
                "(constant|zero variance) (columns?|features?) & (std|standard deviation|divid*|normaliz*|"
                "standardiz*)",
                "(maps?|files?|frames?|clouds?|spectrogram*|signals?|recordings?|arrays?|they|series|"
                "embeddings?) .. (contain*|have|has|had|hold*|with) (some|many|a few|also)? (nan*|inf|"
                "infs|infinite|infinit*)(?! loss)",
                "(nan|inf)[a-z]* (in|inside|for) (the|some|a few|all)? (maps?|files?|frames?|spectrogram*|"
                "signals?|recordings?|sky|background|depth|targets?|ground truth)",
                "(columns?|features?|rows?|fields?|csv|data) .. (has|have|contains?|with|had) (some|a few|"
                "many)? ?(blanks|empty|gaps|holes|missing|strings|n/a|null*)",
                "(corrupt*|broken|damaged|unreadable|truncated) (npy|npz|image|images|jpg|jpeg|png|wav|"
                "audio|video|h5|hdf5|record*|file*|row*|sample*|frame*)",
                "so it is always the same (batch|file|sample|image|record|row|sequence|example)",
                "(feature|column|channel|signal|pixel)s? (is|are|was|were) constant .. (gives?|gave|"
                "yields?|produces?|becomes?|are|is|leads to) .. nan*",
                "(log|sqrt|division|ratio|normali*|scaling) .. (transform|of)? .. (zeros?|0|constant|"
                "negative*) & (input*|feature*|data|column*) ",
                "(input*|data|features?|x) (had|has|have|contained|contains|got|with) (some|a few)? ?(inf|"
                "infs|infinite|infinity|nan*)",
                "(zero|0) (size|sized|byte|length) (images?|files?|inputs?|samples?|recordings?)",
                "(images?|files?|samples?|recordings?|sequences?) (with|of|have|has) (zero|0|no) (size|"
                "bytes|length)",
            ),
        },
    )
    data_source = symptom(
        "Whose data are these?",
        minutes=0.5,
        answers={
            "public": answer(0.6, "a public set, as others train on it, or those of the example"),
            "own": answer(
                0.4,
                "my own, collected or annotated for this",
                "(my own|own|our own|custom|self made|self collected|self annotated|private|in house|"
                "customized|"
                "home made) (image|training|voc|coco|text|detection|segmentation|labeled|labelled|annotated|"
                "object)? ?"
                "(dataset*|data|data set*|images|pictures|annotations?|corpus|labels|samples|photos|classes)",
                "(data|dataset|images|annotations|labels) (are|is|were|was) (all)? (my own|our own|own|"
                "custom|"
                "self made|"
                "mine|private)",
                "(collected|labeled|labelled|annotated|recorded|photographed|scraped) (by)? (myself|my own|"
                "ourselves|the "
                "data myself|it myself)",
                "(i|we) (collected|labeled|labelled|annotated|recorded|scraped|crawled) (the|my|our|all|a|"
                "some)? "
                "(data*|images|pictures|samples|own)",
                "(labelimg|labelme|roboflow|makesense|cvat|via annotat*)",
                "(train*|fine tun*) .. (on|with) (my|our) (data|dataset|data set|images|pictures)",
                "(自己|自建|自制|自定义|自己标注|自己做)的?(数据集|数据|图片|样本|标注)",
                "(labelimg|labelme)",
                "(my own|our own|own|custom) [a-z0-9_]+ (style|like|format|formatted)? ?(json|csv|xml|"
                "tfrecord*|annotations?|dataset|data|labels?|files?|set)",
                "(for|on|with|in|using) (my|our) (dataset|data set|own|images|annotations)(?! (loader|"
                "size|class))",
            ),
        },
    )
    label_values = symptom(
        "Which values do the labels take?",
        minutes=2,
        answers={
            "as-expected": answer(
                0.95,
                "0 to K - 1, or 0 and 1, as the loss expects",
                "labels? (are|is|run|runs|range|ranges|go|goes|start|starts)? (integers)? (from|at|with|"
                "between)? (0 to|0 through|0 and 1|0 or 1|0-9|zero to)",
                "labels? (start|starts|starting) (at|from|with) (0|zero)",
                "(标签|label)(值)?(是|为)?从0(开始|到)",
            ),
            "out-of-range": answer(
                0.05,
                "others: 1 to K, -1 and 1, 255, scaled ones",
                "(labels?|class ids|class indices|targets|class numbers|classes) .. (1\\.\\.[a-z0-9]+|1, 2|"
                "from 1 to|from 1 up|1 to \\d+|1 to [nkc]|1 through|1-\\d+|-1 and \\+?1|-1 or \\+?1|"
                "-1/\\+?1|[+]1 and -1|1 based|1-based|one based|from one)",
                "(label*|class*|identit*|folder*|director*|categor*) (names?|numbers?|ids?|index*|indices) "
                ".. (1|one) "
                "?(\\.\\.+|to|-|through) ?[0-9nkc]+",
                "(labels?|class ids?|class indices|class index|label ids?|class numbers?|targets|numbering) "
                ".. (start|starts|started|starting|begin|begins|beginning) (at|from|with) (1|one)",
                "(labels?|masks?|annotations?|annotation images|ground truth|targets) (hold|holds|contain*|"
                "have|has|take*|are|is|with|of) .. (0 and 255|0/255|0 or 255|values? 255|up to 255)",
                "(annotation*|mask*|label|labels|ground truth) (images?|files?|maps?|pngs?)? (are|is|were|"
                "was)? (loaded|read|stored|saved|opened) (as|in) (gray*|grey*|rgb|color*|colour*|palette*)",
                "(labels?|targets?|class ids?|class index) .. (out of range|out of bounds|outside)",
                "(labels?|targets?|y_train|y_test|y) (are|is|were|was|also|too|got)? (also)? (divided by|"
                "/) ?255",
                "y_train ?/ ?255",
                "(divided|divide|scaled|normalized|rescaled) .. labels (too|as well|by 255)",
                "(标签|label|类别编号|类别id|标注)(值|的值)?.{0,8}(从1开始|从1到|是1到|为1到|越界|超出范围|"
                "超出了范围|是255|有255|除以255)",
                "(标签|label|类别编号).{0,6}(没有|不是|没)从0开始",
                "(labels?|classes|targets|y|numbers|ids|values|class ids?) .. (bigger|larger|greater|higher|"
                "more) than (the)? (number of classes|num_classes|n_classes|\\d+)",
                "(labels?|targets?|classes) (from|are|were|go from|go|is|used|being|of)? .?1 ?(~|\\.\\.|"
                "to|-|\\."
                "\\.\\.|through|until) ?[0-9nkc]+",
                "(labels?|targets?|classes|y) .. -1",
                "(negative|invalid|illegal) (labels?|targets?|class ids?)",
                "(t >= 0 && t < n_classes|device side assert|out of bounds|cur_target >= 0)",
                "(ignore|void|unlabel*|255) .. (label|index|value) .. (not ignored|in the loss|counted)",
                "(labels?|classes|targets|y|numbers|ids|values) ... (which|that)? (is|are) (bigger|"
                "larger|greater|higher|more) than (the)? (number of classes|num_classes|n_classes|\\d+)",
                "(annotations?|masks?|labels?|ground truth|dataset) (have|has|hold|holds|contain*|with|"
                "of) (more|other|additional|extra) (classes|labels|values|categories) than",
                "(masks?|labels?|annotations?|targets?|ground truth) .. (contain*|are|is|have|has|hold*|"
                "of|with|values) .. (255 and 0|0 and 255|0, 255|0/255|255|0-255|0 to 255)",
                "target \\d+ is out of bounds",
                "(masks?|labels?|targets?|annotations?|ground truth|groundtruth) .. <not> (divided|"
                "scaled|normalized|rescaled|binarized|converted|mapped|divide) & (255|0/1|0 and 1|"
                "0..1|ids|negative)",
                "(masks?|labels?|targets?|annotations?) & (0 and 255|values? (0|of) (and|to|up "
                "to)? 255|in 0..255|0 to 255|0-255)",
                "(target|label|index|class) ([0-9]+|id|value)? (is|was)? (out of bounds|out of "
                "range|exceeds|invalid)",
                "(class|category|label) (ids?|numbers?|indices) .. (up to|to|until|of|larger than|"
                "beyond) [0-9]+ & (num_classes|classes|outputs?)",
                "(background|void|ignore|unlabel*) (class|label|id|index)? (is|was|=|as|has)? (255|"
                "-1|the last|not 0|class 0)",
                "(coco|voc|cityscapes) .. (ids?|labels?|category) .. (90|91|not contiguous|gaps|255|start)",
                "(labels?|classes|ids) <not> (start|begin|contiguous) .. (0|zero)*",
                "(masks?|labels?|targets?|class ids?|classes|ids|values) (values?|ids?|are|is|from|of|"
                "range*|go|goes|run|runs|take|takes|in|numbered|named)* ?(from)? ?1 ?(\\.\\.+|-|to|~) "
                "?[0-9]+(?![.0-9]*%)",
                "(mask|label|target|class) (values?|ids?|indices) (start|starts|begin|begins|starting) "
                "(at|from|with) (1|one)",
                "category ids? (are|is|from|of|range*|go|run)* ?1 ?(\\.\\.+|-|to|~) ?[0-9]+",
                "(labels?|classes|targets|ids|y) (are|=|is|:|were|go)? ?\\[?1, ?2(, ?3)*",
            ),
        },
    )
    same_preprocessing = symptom(
        "Are validation and test data prepared exactly as the training data?",
        minutes=4,
        answers={
            "same": answer(
                0.97,
                "yes",
                "(same|identical) (preprocess*|pre processing|normali*|scal*|transform*|pipeline) .. (both|"
                "train*|val*|test*|all)",
                "(both|train*|val*|test*) .. (the same|same|identical) (preprocess*|pre processing|normali*|"
                "scal*|transform*|pipeline)",
                "(相同|同样|一样|一致)的?(预处理|归一化|标准化)",
            ),
            "different": answer(
                0.03,
                "no: other scaling, channel order, augmentation, class order",
                "(at|in|during|for|before) (the)? ?(test|testing|inference|prediction|evaluation|"
                "predicting) (time|phase|set|data|images)? .. (forgot|forget|forgotten|did not|without|"
                "missing|not) .. (divid*|scal*|normaliz*|standardiz*|subtract*|preprocess*|resiz*|rescal*)",
                "(train*) .. (normalized|scaled|standardized|divided|preprocessed|rescaled|resized|"
                "cropped) & (new|test|testing|val*|other|later|own|unseen) (ones|images|data|set|samples|"
                "pictures)? .. (not|raw|differently|never|without)",
                "(app|server|phone|client|demo|website|browser|camera|second script|test script|inference "
                "script) (resizes|crops|normalizes|scales|loads|preprocesses|reads|converts|decodes) .. "
                "(differently|another way|other way|different*)",
                "(x_test|x_val|test|val|valid|validation|eval|evaluation|inference|prediction) (set|data|"
                "images|samples|inputs)? (is|are|was|were|images are|data is)? (not|never|without) (being|"
                "been|any)? (divided|scaled|scaling|normali*|rescal*|standardi*|preprocess*|divide)",
                "(forgot|forgotten|forgetting|missing|without|no|not|never) (to)? (the)? (divid*|scale|"
                "scaling|"
                "normali*|rescal*|standardi*|preprocess*) (of|on|in|for|at|by 255)? (the|my|at|in|on|for)? "
                "(test*|val*|eval*|inference|prediction*)",
                "(different|other|another|separate|wrong) (preprocess*|pre processing|normali*|scaling|"
                "rescaling|scalers?|channel order|mean subtraction|input size) (is|are|was|were)? (used|"
                "applied)? (for|at|in|on|during|between|when) .. (test*|val*|eval*|inference|predict*)",
                "(test*|val*|eval*|inference|prediction) (set|data|images|time)? .. (different|other|"
                "another) "
                "(preprocess*|pre processing|normali*|scaling|scaler|channel order|mean|statistics)",
                "(only|just) (the)? (train|training) (set|data|images|generator|samples)? (is|are|was|were|"
                "has|uses|gets)? (normali*|scaled|rescal*|standardi*|preprocess*)",
                "imagedatagenerator\\(\\) (for|on|in) (the)? (eval*|val*|test*|predict*|inference)",
                "(scaler|normalizer|standardscaler|minmaxscaler) .. (fit|fitted|refit) .. (test|val|"
                "validation) (set|data)?",
                "(rgb|bgr) ... (test*|val*|inference|eval*|predict*|deploy*|opencv) ... (bgr|rgb)",
                "(class|label) (order|indices|index|mapping|names|numbering) (is|are|was)? (differ|differs|"
                "different|swapped|not the same) .. (train*|val*|test*|folders?|sets?)",
                "(different|other|another) (class|label) (order|indices|index|mapping|numbering)",
                "(classes|class names|labels|class order|mapping) .. (os\\.)?listdir",
                "(os\\.)?listdir .. (class|classes|class names)",
                "(验证|测试|推理|预测|评估)(集|时|的时候|数据|图片|图像|阶段)?.{0,6}(没有|未|没|忘了|忘记)"
                "(做|进行|用|使用|了)?(相同的?|同样的?)?(归一化|预处理|标准化|缩放|除以255)",
                "(训练|train)(集|时)?.{0,8}(测试|验证|推理|预测)(集|时)?的?.{0,4}(预处理|归一化|标准化|"
                "数据处理)(方式|方法)?(不一致|不同|不一样)",
                "(不同|不一样|不一致)的?(预处理|归一化方式|归一化参数|标准化方式)",
                "<not> (normaliz*|scal*|preprocess*|standardi*|rescal*|resiz*|divid*) .. (test|testing|val|"
                "validation|eval|inference|prediction) (data|set|images|input*|samples)",
                "(normaliz*|normalization|scal*|preprocess*|rescal*|standardi*|mean subtraction|augment*) "
                ".. (is|"
                "are|was|were)? (only)? (used|applied|done|in|on|for)? (in|on|for|to)? (the)? (train*) "
                "(set|data|"
                "transform*|images|generator|only)* ... (but not|not|without|test|only|missing|while) ... "
                "(test|"
                "testing|val|validation|eval|inference|totensor|none)",
                "(test*|val*|inference|prediction|evaluation) .. (prepar*|load*|read*|process*|preprocess*|"
                "decod*|generat*) .. (differently|different|another way|other way|opencv|cv2|pil|manually|"
                "own "
                "function)",
                "(preprocess*|pre processing|transform*|pipeline|resiz*|normaliz*) .. (differ*|not the same|"
                "different|inconsistent|not match*|not identical|mismatch*) .. (train*|test*|val*|inference)",
                "(train*|test*|val*) .. (preprocess*|pre processing|transform*|normaliz*) .. (differ*|not "
                "the "
                "same|different|inconsistent|not match*|not identical|mismatch*)",
                "(not use|not using|without using|did not use|instead of) (the)? (imagedatagenerator|same "
                "generator|same transform*|datagen*|same loader|same pipeline) .. (test|val*|predict*)",
                "预处理.{0,4}(和|跟|与).{0,6}(不一样|不同|不一致)",
                "two (different)? (imagedatagenerator*|generators|transforms|preprocess*|pipelines)",
                "(classes|class names|class_names|class_to_idx) ?= ?(sorted)?[^ ]*listdir",
                "train* .. (imagedatagenerator|rescale|generator|augment*|torchvision|pil)* .. (predict*|"
                "test*|inference|deploy*|eval*) .. (cv2*|opencv|imread|pil|own|manual*|load_img|without)",
                "(deploy*|production|on the phone|in the app|on device|onnx|tflite|webcam|live|real time|"
                "in the browser) .. (garbage|wrong|bad|poor|different|nonsense|terrible|worse|fail*|not "
                "work*)",
                "(predict*|classif*|infer*|test*) (on|of|with)? (a|one|an)? (single|individual|own|new|"
                "my own|external) (image|images|sample|picture|photo*|example)* .. (wrong|bad|garbage|"
                "fail*|incorrect|not work*|always|random|terrible)",
                "(self.)?(classes|class_names|class_to_idx|labels) ?= ?(sorted)?[^ ]*listdir",
                "(android|ios|mobile|phone|app|tflite|onnx|core ml|coreml|tensorrt|export*|convert*|"
                "deploy*|production|serving|flask) ... (completely wrong|totally wrong|wrong|garbage|"
                "different|worse|bad|poor|nonsense|incorrect)",
                "for (the)? train* .. (normaliz*|standardi*|rescal*|augment*|divid*|transform*) ... for "
                "(the)? (test*|val*|predict*|inference|eval*) .. (only|just|no|not|without|raw|nothing|"
                "simply)",
                "in (the)? train* .. (scaled|normalized|standardized|rescaled|divided|resized|augmented|"
                "cropped) ... in (the)? (prediction|test*|inference|deploy*|eval*|validation) .. (not|"
                "without|no|other|different)",
                "(evaluation|eval*|test*|inference|prediction|deploy*) (script|code|program|notebook|"
                "app)? (resizes|crops|scales|normalizes|swaps|reads|loads|decodes|uses|applies|converts|"
                "tokenizes|pads) .. (another|other|different|without|rgb|bgr|again)",
                "(swap*|swapped|mix*|confus*|exchang*) .. (rgb|bgr|channels?|red and blue)",
                "(tokenizer|vocabulary|vocab|scaler|encoder|labelencoder|label encoder|word index|"
                "normalizer) .. (fitted|fit|built|trained|refit|created|made) (again|anew|separately) .. "
                "(test*|val*|prediction|inference)",
                "(tokenizer|vocabulary|vocab|scaler|encoder|word index) .. (is|are|was|were) (different|"
                "not saved|not the same|not identical)",
                "(mean subtraction|mean file|mean image|normalization|rescal*|scaling|preprocess*) (is|"
                "was)? (missing|forgotten|left out|absent|not done|omitted|not applied) (in|at|during|"
                "for|when|on) (the)? (deploy*|test*|inference|prediction|evaluation|validation)",
                "train* .. (scaled|normalized|rescaled|divided|standardized|in 0|between 0 and 1|0 "
                "to 1|0\\.\\.1|cropped|resized) & (test*|prediction*|predict*|inference|val*|deploy*|"
                "service|app|new) .. (raw|unscaled|unnormalized|<not> .. (scaled|normalized|"
                "divided|rescaled|standardized)|up to [0-9]+|0 to 255|0-255|without (scaling|"
                "normaliz*|dividing)|another|differently|other)",
                "(predict*|inference|testing|deploy*|service|app|single image|own image*) & (cv2*|"
                "opencv*|imread|load_img|img_to_array|pil image|image.open) & (train*|generator|"
                "dataloader|imagedatagenerator|transform*|torchvision|but|while|instead)",
                "(divid*|/ ?255|255|normaliz*|scal*) & rescaling (layer|\\(|inside|in the model|already)",
                "(service|inference|predict*|deploy*|api|server|test*) .. (divides?|scales?|"
                "normalizes?|rescales?) .. (again|twice|already|a second time|as well|too)",
                "(fit|fits|fitted|refit|new|another|second|separate|own|different) .. (scaler|"
                "standardscaler|minmaxscaler|tokenizer|vocabulary|vocab|encoder|labelencoder|"
                "normalizer|label encoder) .. (on|for|to|at|with) .. (test*|val*|prediction|"
                "inference|new data)",
                "(service|production|deployed|deployment|app|api|server|serving|endpoint|mobile|"
                "android|ios|browser|tfjs|tflite|onnx|coreml|converted|exported|demo|flask|web app|"
                "webcam) & (predictions?|results?|outputs?|accuracy|model|it) .. (wrong|worse|"
                "inconsistent|different|nonsense|garbage|bad|poor|incorrect|not match*)",
                "(predictions?|results?|outputs?) .. (inconsistent|not consistent|do not match|"
                "differ*) .. (with|from) .. (training|notebook|python|keras|training time)",
                "(class|label|category) (mapping|mappings|order|ordering|indices|indexes|index|ids|"
                "names|numbering) .. (changed|changes|differs?|different|not the same|swapped|"
                "mismatch*|inconsistent|mixed up|shifted) & (train*|test*|val*|inference|between|"
                "evaluation|predict*)",
                "(normaliz*|scal*|preprocess*|mean subtraction|standardi*|rescal*) .. (only|just) "
                ".. (train*) (transform*|set|data|images|generator|pipeline|time|loader)",
                "(only|just) .. (train*) (transform*|set|data|images|generator|pipeline|loader) .. "
                "(normaliz*|scal*|preprocess*|standardi*|rescal*|divid*)",
                "(mean|std|statistics|scaler|normalization) .. (computed|calculated|fitted|taken) "
                "(separately|again|anew|individually) .. (test*|val*|each)",
                "(test|validation|val|inference|prediction) (inputs?|images|data|samples|values|"
                "ages|features) (are|is|were|was|come|stay|remain) (raw|unscaled|unnormalized|not "
                "scaled|not normalized|not divided|in 0 to 255|in the range 0)",
                "(different|another|other|not the same) (tokenizer|vocabulary|vocab|resolution|"
                "image size|crop|interpolation|sampling rate|sample rate|color space|colour space|"
                "channel order|file format) .. (train*|test*|val*|inference|eval*|predict*)",
                "(subtract*|normaliz*|scal*|divid*|whiten*|standardi*|resiz*|crop*|tokeniz*|"
                "lowercas*) .. (during|at|in|while|for) (training|train|train time) only",
                "(only|just) (during|at|in|while|for|when) (training|train) & (subtract*|normaliz*|"
                "scal*|divid*|whiten*|standardi*)",
                "(opencv|cv2|bgr|imread) & (pil|rgb|torchvision|keras|other) & (train*|test*|predict*)",
                "(test*|predict*|inference|val*) .. (opencv|cv2|pil|librosa|scipy|skimage|tf.image|"
                "other library|another library)* & train* .. (opencv|cv2|pil|librosa|scipy|skimage|"
                "tf.image|torchaudio|torchvision)",
                "(works?|fine|good|correct|right) (in|with|inside) (python|keras|pytorch|the "
                "notebook|jupyter|colab|tensorflow|matlab|desktop) & (android|ios|app|c\\+\\+|tflite|"
                "onnx|js|browser|phone|production|server|java|coreml|unity|raspberry|service)",
                "(service|production|deployed|app|api|server|endpoint|mobile|browser|demo|flask|"
                "django|streamlit|gradio|webcam|c\\+\\+) & (predict*|classif*|recogni*|result*|"
                "output*) .. (wrong|worse|inconsistent|nonsense|garbage|bad|poor|incorrect|random)",
                "(test|val*|prediction|inference|evaluation) (generator|transform*|loader|pipeline|"
                "set|data|images|datagen|script) (has|have|had|is|are|uses|with|gets|does)? (no|"
                "without|lacks|missing|not) .. (rescal*|normaliz*|scal*|preprocess*|standardi*|"
                "resiz*)",
                "train* .. (standardi*|normaliz*|scal*|rescal*|divided|minmax*) & (predict*|"
                "prediction|test*|inference|new data) .. (original|raw|unscaled|plain|real|actual) "
                "(values|data|inputs?|features?|images?|pixels?)",
                "(predict*|classif*) (the)? (wrong|incorrect) (class*|label*|answer*) (for|on|"
                "with) (any|every|all|most|almost every|new|my own|single|downloaded) .. (image*|"
                "photo*|picture*|sample*|sentence*|recording*|file*)",
                "(in|inside|on) (the|my|our)? (app|c\\+\\+|android|ios|java|server|service|script|demo|"
                "browser) .. (only|just) (resiz*|divid*|scal*|crop*|read*|load*|convert*)",
                "(feed*|fed|pass*|give*|input*|images?) .. (without|no|not) (the|any|imagenet|subtracting|"
                "applying)? (mean|means|mean and std|mean subtraction|normalization of imagenet|imagenet "
                "normal*|preprocess_input|transforms.normalize)",
                "(bgr|rgb) .. (train*) & (rgb|bgr) .. (test*|infer*|predict*|app|c\\+\\+|opencv|deploy*|"
                "eval*)",
                "(pil|pillow|skimage|imageio|matplotlib|torchvision) & (cv2|opencv|caffe|bgr)",
                "train* (generator|data|set|images|pipeline|transform*|loader)? ?(uses?|has|applies|with|"
                "gets?) .. "
                "(preprocess*|rescale*|normaliz*|mean|standardiz*|resiz*|crop*|scal*) ... (val*|test*|"
                "inference|"
                "prediction) .. (not|without|lacks?|no|none|forgot*)",
                "(val*|test*|inference) .. (uses?|has|gets?|transform*|only) & (whereas|while|but) & "
                "train* .. (uses?|has|gets?|with|applies) & (normaliz*|resize*|totensor|scal*|crop*|mean|"
                "rescale)",
                "train* .. (uses?|has|gets?|with|applies) .. (normaliz*|totensor|scal*|mean|rescale) & "
                "(whereas|while|but) & (val*|test*|inference) .. (not|only|uses?|has|no)",
                "train* .. (lower cased|lowercased|stemmed|cleaned|tokenized|normalized|resampled|cropped|"
                "padded|centered|standardized|scaled|whitened) & (inference|test*|predict*|validation|"
                "deploy*|production) .. (raw|not|without|uncased|original|unchanged|as is)",
                "[0-9.]+ ?k?hz & (train*|corpus|model|test*) & [0-9.]+ ?k?hz (recording*|microphone|audio|"
                "files)?",
                "(corpus|train*|dataset) [0-9.]+ ?khz, .. [0-9.]+ ?khz",
                "(samplewise|featurewise|rescale|imagedatagenerator|normalize|standardscaler|mean "
                "subtraction)[^;]* .. (train*) & (predict*|inference|test*) .. (only|just|load_img|imread|"
                "pil|resize|expand)",
                "train* .. (samplewise|featurewise|rescale|imagedatagenerator|normalize|standardscaler)",
                "(for|at|in) (prediction|inference|testing|test|deployment|production) (i|we) .. (only|"
                "just) .. (load*|resiz*|expand*|read*|crop*|convert*)",
                "(val*|test*) (images|data|inputs|set)? (are|is|in|has|range*) .. (0 ?- ?255|0 to 255|"
                "0..255|255) & train* .. (0 ?- ?1|0 to 1|0..1|1)",
                "(val|test|eval)[_ a-z]*transforms? .. (forgot|lacks?|without|missing|no) .. (totensor|"
                "scaling|normaliz*|resize*|mean)",
                "(label encoder|labelencoder|label binarizer|tokenizer|vocabulary|vocab|class_indices|"
                "encoder) (is|was|were)? ?(fitted|fit|built|made|created|trained) (again|anew|separately|"
                "a second time|on) .. (test*|val*|new|each)",
            ),
        },
    )
    split = symptom(
        "How was the validation set cut from the data?",
        minutes=2,
        answers={
            "random": answer(
                0.972,
                "at random, or it came with the data",
                "(random|randomized|stratified|shuffled) (train|train test|train validation|80/20)? split*",
                "(split|divided|partitioned) (the|my|it|them|data|dataset)? (data|dataset|set)? (randomly|at "
                "random)",
                "randomly (split|divided|partitioned|chosen|selected|sampled) .. (val*|test|train*)",
                "~train[_ ]test[_ ]split(?![^;]*shuffle ?= ?false)",
                "随机(划分|切分|拆分|分割|分成|抽取)",
            ),
            "ordered": answer(
                0.028,
                "from ordered data: the last part of a sorted file",
                "(first|at first) (come*|stand*|there are)? ?(all)? ?(the)? ?[a-z]+,? then (come*)? "
                "?(all)? (the)? ?[a-z]+ (class|images|samples|ones|rows|files)?",
                "validation[_ ]split[^ ]* ... (sorted|ordered|unshuffled|not shuffled|without shuffling|"
                "in order|last)",
                "(sorted|ordered|unshuffled|not shuffled) ... (validation|train test|train/test)[_ ]split",
                "(last|first|final) (\\d+ ?(%|percent)|tenth|fifth|quarter|third|part|\\d+ (samples|rows|"
                "images)) "
                ".. (as|for|is|are|form*|goes to|go to|becomes?|used as|used for) (the|my|a)? (val*|test|"
                "held out)",
                "(last|first|final) \\d+ ?(%|percent) .. (val|validation|test|held out)",
                "(last|first|final) (part|tenth|fifth|quarter|third) .. (validation|val|test) set",
                "(split|cut|divided|separated) .. (sorted|ordered|unshuffled) (data*|list|file|csv|rows|"
                "samples)",
                "(split|cut|divided|separated) .. (without|before|not|no) (any|first)? shuffl*",
                "(sorted|ordered|unshuffled) (data|dataset|file|list|csv|samples|rows) .. (split|cut|"
                "divided) "
                ".. (train*|val*|test|sets?|parts?|halves)",
                "train[_ ]test[_ ]split[^ ]* ... shuffle ?= ?false",
                "train[_ ]test[_ ]split\\([^ ]*shuffle ?= ?false",
                "(划分|切分|拆分|分割)(数据|数据集|训练集|验证集|测试集)?.{0,8}(没有|未|没)(先)?(打乱|"
                "随机|shuffle)",
                "(按|按照)(顺序|先后|时间顺序|文件顺序)(直接)?(划分|切分|拆分|分成|分割)",
                "(最后|后面|后|前)的?\\d+%.{0,8}(验证|测试)",
                "(validation|val|test) (set|data|split)? (is|are|was|gets|getting|contains|has|holds|"
                "consists "
                "of)? (all|only|just|exclusively|the whole) .. (one|single|last|same|labels of one|of one) "
                "(class|label|category|folder)",
                "(rows|data|samples|images) .. (in|by) (their|the)? (original)? order .. (file|folder|csv|"
                "time)?",
                "(first|last) .. (for|as|are|is) (training|train|validation|val|test) ... (last|first) .. "
                "(for|"
                "as|are|is)? (validation|val|test|training|train)",
                "validation_split .. (last|end|without shuffl*|before shuffl*|not shuffl*|order*)",
                "(last|first|final) (ten|twenty|thirty|five|\\d+) ?(%|percent)? .. (sorted|ordered|"
                "unshuffled) .. (held out|validation|val|test)",
                "(split|splitting|train_test_split|random_split) (with|using|and)? .{0,3}shuffle ?= ?false",
                "(held out|validation|val|test) .. (belong*|all of|are all|only) .. (one|same|single|"
                "last) (class|label|category)",
                "(validation_split|validation split) & (folder by folder|class by class|sorted|"
                "ordered|in order|loaded class*|by class|not shuffled|unshuffled|one after)",
                "(class by class|folder by folder|sorted by (class|label)|in order of class*) & "
                "(validation_split|validation split|split|last [0-9]+%|validation)",
                "(validation|val|test) (set|data|split)? (contains?|holds?|has|consists?|is|are|"
                "comes) .. (only|just|exclusively) .. (last|one|single|unseen|other|first|new) "
                "class*",
                "time .. (ordered|order|sorted|series) .. (last|later|final|end) .. (part|rows|"
                "validation|[0-9]+%)",
                "validation_split .. (takes|uses|is|cuts) .. (last|end)",
                "(validation|val|test) (set|data|split|part|fold)? (only|just)? (contains?|has|holds?|"
                "consists? of|includes?) (only|just|exclusively)? (the)? (class*|digits?|categor*|labels?|"
                "speakers?|last) [0-9a-z]+ (and|or|to|,)? ?[0-9a-z]*",
                "(classes|digits|categories) (in|of) (the)? (validation|val|test) (set|data|split)? (do "
                "not|never|are not|not) .. (train*|appear|occur)",
                "(last|latest|most recent|newest) (month*|week*|year*|day*|hours|quarter|season) .. "
                "(validation|test|val|held out)",
                "(train*|x|x_train|data) ?= ?[a-z_]*\\[ ?: ?[^\\]]+\\] .. (sorted|grouped|ordered|by "
                "class|by label)",
                "(csv|file|array|data|dataset|table|rows) (which|that)? ?(is|are|was) (grouped|sorted|"
                "ordered) by .. & (val*|test*|split|\\[:|last|first)",
            ),
        },
    )
    class_balance = symptom(
        "How are the classes distributed?",
        minutes=2,
        answers={
            "balanced": answer(
                0.916,
                "about evenly",
                "(class|classes|dataset|datasets|data|set|labels|samples|targets|categories|it) (is|are|was|"
                "were|have been|has been)? (perfectly|well|roughly|almost|nearly|fairly|about|completely|"
                "quite|pretty|more or less|also)? (balanced|evenly distributed|equally distributed)"
                "(?! acc*| batch*| sampl*)",
                "(perfectly|well|roughly|nearly|almost|fairly) balanced",
                "balanced (data|dataset|data set|classes|labels|set|50|training set)",
                "(same|equal) (number|amount) of (samples|images|examples|items|pictures) (per|for|in|of|"
                "from) "
                "(each|every|class|both|all|the)",
                "\\d+ (images|samples|examples|pictures|files|items|instances)? ?(per|for each|for every|in "
                "each|in every|of each) (class|category|label)",
                "(类别|样本|数据|标签)(数量|分布|数)?(很|比较|基本|大致|都|是)?(平衡|均衡|均匀)",
                "每(一)?(个)?类(别)?(都)?(有)?\\d+(张|个|条)",
            ),
            "imbalanced": answer(
                0.07,
                "one class holds most of the samples",
                "background (makes up|is|covers|takes|dominates|occupies|fills|takes up) .. (most|almost "
                "all|nearly all|9[0-9]|8[0-9]|the majority|the largest part)",
                "(minority|rare|rarer|small|smaller) (class*|label*|emotion*|categor*|disease*|object*|one|"
                "ones)? .. (ignored|never (come|comes|predicted|found|detected|recognized)|neglected|"
                "missed|not predicted|does not come|do not come)",
                "(one|the first|this|a) class .. (far|many|much|way|ten times|a lot) more (samples|"
                "examples|images|rows|"
                "data|pictures|pixels)? ?than",
                "(imbalanc*|unbalanc*|class skew|not balanced|far from balanced)",
                "(class*|label*|distribution|target*|dataset|data) (is|are|was)? (very|highly|heavily|quite|"
                "strongly|extremely)? skewed",
                "(highly|heavily|severely|strongly) skewed (data*|class*|label*|distribution)",
                "(rare|underrepresented|under represented|dominant|dominating) class*",
                "minority class*",
                "majority class (is|has|holds|makes|contains|accounts|covers|of) .. \\d+",
                "(class|label|category) [a-z0-9]+ (is|are|has|have|holds|makes up|makes|with|contains|covers|"
                "accounts for|represents|takes)? (about|around|over|nearly|roughly|almost|up)? "
                "[789]\\d(\\.\\d+)? ?(%|percent) (of)",
                "[789]\\d(\\.\\d+)? ?(%|percent) (of)? (the|my|all|our)? (training)? (data|samples|"
                "labels|pixels|"
                "images|examples|rows|targets|cases|records|them|it)? (are|is|were|belong|belongs|have|has|"
                "being|in|from|fall)? (of|in|to|into|the|from|labeled|labelled|label|just|a)? (the|a|one|"
                "same|single|majority)? (class|negative|negatives|background|zeros?|class 0|class 1|majority|"
                "one class|single class)(?! acc*| of| in| map*)",
                "(most|almost all|nearly all|majority|vast majority) (of)? (the|my|all|our)? (training)? "
                "(samples|labels|pixels|images|data|examples|targets|rows|cases|records) (are|is|belong|"
                "belongs|have|has|come|fall) (to|in|of|from|into|just)? (the|a|one|class|label)? (single|"
                "same|label)? (class|negative|negatives|background|zeros?|0)",
                "(ratio|proportion|distribution) (of|is|between)? .. 1 ?(:|to) ?(\\d\\d+|[5-9])",
                "(only|just|less than|about|under) ([0-9]|0?\\.\\d+|1\\d)(\\.\\d+)? ?(%|percent) (of)? "
                "(the|my|"
                "all)? (data|samples|labels|pixels|images|examples|rows|targets|cases)? (are|is|of|being)? "
                "(positives?|fraud*|defect*|foreground|ones|of class|class 1|anomal*)",
                "(类别|样本|数据|标签|正负样本)(分布|数量|比例)?(的|很|非常|严重|极度|极其|比较|存在|"
                "有)?.{0,4}"
                "(不平衡|不均衡|不均匀|失衡|倾斜)",
                "(类|类别\\w|负样本|正样本|背景)(的)?(样本|像素|数据)?.{0,3}占(了|到|"
                "比)?.{0,5}[789]\\d(\\.\\d+)?%",
                "(正|负)样本(非常|特别|很|极|太|过)少",
                "(background|negatives?|zeros?|one class|majority|class 0) (occupies|occupy|covers|takes up|"
                "makes up|accounts for|is|are|fills|dominates|form|forms) .. (over|more than|about|around|"
                "nearly|"
                "almost)? [6789]\\d(\\.\\d+)? ?(%|percent)",
                "(many|far|much) more (negative|background|easy|normal|majority|class 0|zero) .. than "
                "(positive|"
                "foreground|hard|abnormal|minority|class 1|one)",
                "(few|very few|hardly any|rare|only a few|only a handful of) (positive|foreground|minority|"
                "defect*|abnormal|fraud*)",
                "(negatives?|background|majority|zeros) (samples|examples|pixels|anchors)? .. (outnumber*|"
                "dominat*|overwhelm*)",
                "(\\d+) positive .. (\\d\\d\\d+) negative",
                "(比例|比)(为|是|约)?1[::]([5-9]|\\d\\d+)",
                "(ratio|proportion|imbalance) .. \\d+ ?(:|to|/) ?\\d+",
                "\\d+ times (more|as many) (negative*|background|class*|zeros|normal)",
                "(predict*|output*|segment*|classif*|label*) .. (background|majority class|most "
                "frequent class|dominant class|normal class) (for|on|as|everywhere|in) (every|all|"
                "each|everything|any|almost|most|the whole)*",
                "(never|not|hardly|barely|cannot|fails to) .. (find|finds|detect*|predict*|"
                "recogni*|see|sees|learn*) (the|any|a)? (rare|minority|small|positive|foreground|"
                "defect*|lesion*|anomal*|fraud*) (class*|object*|sample*|ones)*",
                "(recall|precision|f1|sensitivity) .. (is|of|=|are|stays)? (0|zero|0\\.0+) & acc*",
                "(segment*|mask*|pixel*) & (output|prediction|mask|result|predicted mask|segmentation)s? "
                "(is|are|"
                "stays?|comes? out|turns?) (completely|entirely|always|all|just|only)? ?(black|empty|blank|"
                "background)",
                "segmentation of (small|thin|tiny|fine) [a-z]+",
                "(far|many|much) more (negative|background|normal) .. than",
                "(overfits?|collapses?|converges?) (on|to) .. (negative*|background|majority|zero) "
                "(prediction*|class|only)?",
                "(only|just|about|less than|roughly|around)? ([0-9]|0?\\.[0-9]+|1[0-9])(\\.[0-9]+)? "
                "?(%|percent) (of|are|is) .. (fraud*|positive*|defect*|sick|ill|churn*|anomal*|"
                "foreground|lesion*|spam|minority|transactions|patients|pixels|samples)",
                "(lesions?|objects?|targets?|tumou?rs?|defects?|positives?|vessels?|road|"
                "foreground|cracks?) .. (are|is|being|cover*|occup*|take*) .. (tiny|very small|"
                "small|few pixels|rare|thin|[0-9.]+%)",
                "(calls?|labels?|classifies|predicts?|says|marks) (everything|all|every .*|each "
                ".*) (legit|negative|normal|healthy|background|ok|non fraud|benign|0|no|good)",
                "(segmentation|mask|output|prediction|result) .. (is|are|becomes|shows|only)? (all|"
                "only|just|nothing but|completely|entirely) (background|black|zero|zeros|empty)",
                "(ignor*|miss*|overlook*|neglect*|forget*|drops?|skips?) .. (small|rare|minor|thin|tiny|"
                "infrequent|"
                "minority|less frequent) (class*|categor*|object*|thing*|label*|structure*|lesion*)",
                "(hardly|never|rarely|seldom|almost never|barely) (ever)? (predicted|detected|found|"
                "recogni*|output|"
                "segmented|seen|chosen)",
                "unweighted .. (cross entropy|loss|mean|softmax|ce)",
                "(without|no|missing|not) .. (class weights?|class_weight|weighting of the classes|class "
                "balancing|"
                "balanced sampl*) .. (rare|few|small|class*|pixels)",
                "(小|少数|稀有|尾部)(目标|类|类别|样本).{0,10}(检测不到|预测不到|识别不出|学不到|忽略|漏检|分不出)",
                "(rare|infrequent|uncommon|minority|small) (words?|tokens?|class*|categor*|label*|object*|"
                "species|defect*) .. (never|hardly|not|barely|seldom) .. (predict*|produc*|generat*|"
                "detect*|found|output*|recogni*)",
                "(most frequent|most common) (word|token)",
                "[0-9]+ times (more|as many|fewer|less) (?!data|steps|memory|time|epochs|parameters|"
                "iterations|samples per|compute)[a-z]+",
                "[0-9]+ (negatives?|zeros|healthy|normal|good|class 0) and [0-9]+ (positives?|ones|sick|"
                "abnormal|bad|defect*|class 1)",
                "(only|just|has|have|with|there are) .. [0-9]+ (of|out of|in|among) [0-9]{3,} (samples?|"
                "images?|examples?|rows?|pixels?|sentences?|cases|records|documents)",
                "(recall|precision|f1|accuracy) (of|for|on) (class|the class|label|category|the) [a-z0-9 "
                "]+ (is|are|stays?) (0|zero|0\\.0+|nearly 0)",
                "(precision|recall|f1|sensitivity) (and|,|/) (precision|recall|f1|sensitivity) (are|is|"
                "both|stay|=|were)* (0|zero|0\\.0+)",
                "~(credit card|bank)? ?fraud",
                "(everything|all tokens|every token|all words|each token|all) (gets|get|is|are) (the)? "
                "?(tagged|tag|labeled|labelled|predicted|classified|label)? ?(as)? ?(o|outside|none|other)",
                "[6-9][0-9](\\.[0-9]+)?% (positive*|negative*|zeros|ones|background|normal|benign|healthy|"
                "of one class|class [01]|in one class)",
                "(positives?|minority|class 1|one class) (make*|are|is|has|have) (up)? ?(only|just|"
                "about)? ?(0?\\.[0-9]+|[0-9]|1[0-9]) ?%",
                "(only|just|about|less than|under)? ?([0-9]|0?\\.[0-9]+|1[0-9])(\\.[0-9]+)? ?(%|percent) "
                "of (the)? ?(voxels?|pixels?|points|tokens|frames|area|image|volume|slices|cells) "
                "(belong*|are|is|contain*|have|show)",
                "(confusion matrix) .. (everything|all) .. (goes|predicted|in|classified|falls)",
                "(?<![0-9.])([0-9]|0?\\.[0-9]+|1[0-9]) ?% (positives?|positive (samples|examples|rows|"
                "cases)|fraud*|defect*|of class 1|minority)",
                "(ignor*|miss*|overlook*|neglect*) .. (rare|small|minor|infrequent|minority|uncommon) "
                "[a-z]* ?(types?|entities|words|species|events?|cases)",
            ),
            "single": answer(
                0.014,
                "there is only one class in it",
                "(path|folder|directory|root|dir) .. (one|a) level (too)? ?(high|higher|up|above|deep|"
                "deeper|low|lower)",
                "only (one|a single|1) class (folder|subfolder|directory|exists|is present|present in|is in "
                "the|in the data*|in my data*|in the train*|in the label*|in the folder|in my train*|was "
                "found|"
                "found in|of images)",
                "(data|dataset|folder|training set|train set|set|csv|file) .. (contains|has|holds|had|"
                "contained) "
                "(only|just) (one|a single|1) (class|label|category)",
                "belonging to 1 class*",
                "all (the|my|our|of the)? (training)? (labels|samples|images|targets|examples) (are|have|had|"
                "were|belong|belonged|got|get) (to|in|of|from)? (the same|one|a single|the single) (class|"
                "label|category)",
                "(every|each) (sample|image|label|target|example) (is|has|have|had|got|gets|belongs to) "
                "(of)? "
                "(the same|one and the same) (class|label|category)",
                "(数据|数据集|训练集|标签|样本|文件夹)(里|中|里面|当中|都)?.{0,4}(只有|仅有|只含|只属于)"
                "(了)?一(个|种)?(类|类别|标签)",
                "(所有|全部)(的)?(样本|标签|图片|数据)(都|全)?(是|属于|为)同一(个)?(类|类别|标签)",
                "(finds?|found|has|have|sees) (only|just) one class",
                "(only|just) (the)? ?(rows|samples|images|data|examples|files) (with|of|from) (label|class) "
                "[a-z0-9]+ "
                "(were|are|was|is)? ?(left|kept|remain*|used|loaded|read)",
                "(videos?|images?|pictures?|samples?|recordings?|clips?|data) (of|from|with|for) (only|"
                "just)? "
                "?(one|a single) (action|activity|class|category|kind|type|label)(?! (at|per|each|and|or))",
                "(label|class) (0|1|zero|one) (in|on|for) (all|every|each) (lines?|rows?|samples?|"
                "images?|files?)",
                "all (lines|rows|samples|images|files|labels) .. (label|class) (0|1|zero|one)",
                "(pictures|images|files) (lie|are|lay|were|all) (all)? in (one|a single|the same) "
                "(folder|directory)",
                "(labels?|targets?|masks?|annotations?) (after [a-z]+|in [a-z]+)? ?(are|were|become|became|"
                "come out) "
                "(all|only|just) (0|zero|zeros|ones|1|the same class|one class|the same label)(?![.0-9/-]| "
                "(to|or|and))",
                "(labels?|targets?|masks?|true_?masks?|annotations?|ground truth|y_train|y_true) .. (is|"
                "are|was|were|"
                "turn* out|come* out|became|becomes) .. (all|only|entirely|completely|always|just|nothing "
                "but) (to be)? "
                "?(0|zero|zeros|ones|1|black|empty|background|the same)(?![.0-9/-]| (to|or|and|mean))",
                "(labels?|targets?|masks?|true_?masks?|annotations?|y_train|y_true) & (it|they) (is|are|"
                "was|were) all "
                "(0|zero|zeros|black|empty|the same)",
                "all (the|my)? (labels|targets|masks|y) (are|were|is|become|became|turned out|come "
                "out) (to be)? (0|zero|1|one|the same|equal|identical|empty|false)",
                "(threshold*|binariz*|filter*|loader|folder|parser) & all (labels|targets|masks|"
                "images|samples) .. (0|zero|1|one|same class|empty|one class)",
                "(labels|targets) (contain*|hold*|have|has) only (zeros|ones|one value|one class|a single)",
                "(all|every) (files?|images?|samples?|pictures?|rows?) .. (into|in|as|to|under) "
                "(one|a single|the same|just one|only one) (class|label|folder|category)",
                "(root|directory|folder|path|dir) .. (holds?|has|contains?|with) (only|just|exactly)? (one|a "
                "single|1) "
                "(folder|subfolder|directory|sub folder|subdirectory)(?! (for|per|of) (each|every|class))",
                "(folder|directory) (level|depth|structure|hierarchy) (is|was)? .. (wrong|too high|too deep|"
                "off)",
                "(parent|upper|wrong|top) (directory|folder|level) & (one|single|only|imagefolder|class)",
                "(one|single|same) (folder|directory) (as|is|was|for) (the)? (only|all|one) (class*|images)",
                "imagefolder .. (found|finds|sees|saw|has|had|returns) .. (one|a single|1|only one) class*",
                "all (the|my)? (labels|targets|masks|y) (in|of|from) [a-z_ ]+ (are|were|is|become|became) "
                "(0|zero|1|one|the same|equal|identical|empty)",
                "(removed|dropped|lost|deleted|excluded|filtered out|threw away|discard*) (all|every) "
                "(the|of the)? ?(negatives?|positives?|other classes|zeros|ones|second class|one class)",
                "belonging to (0|1|one) (or 1)? ?class*",
                "flow_from_directory\\('?[a-z_/]+/[a-z_]+/[a-z]+s?'? ?\\) .. class*",
            ),
        },
    )
    target_scaling = symptom(
        "Regression: on which scale are the targets?",
        minutes=1,
        answers={
            "scaled": answer(
                0.86,
                "about unit scale, or it is no regression",
                "(targets?|target values?|y|y_train|outputs|x and y|inputs and targets|features and targets|"
                "prices?) (are|is|were|was|have been|has been|both)? (also|all|both|already)? (scaled|"
                "normalized|standardized|rescaled|min max|minmax*|z scored|log transformed)",
                "(scaled|normalized|standardized|rescaled) (the|my|both|also|all)? (inputs and|x and|"
                "features "
                "and)? (the)? (targets?|target values|y|outputs)",
                "(目标|目标值|标签|y|y值|输出值|房价)(也|都|已经|已)?(做了|进行了|经过|被)?(归一化|"
                "标准化|缩放)",
            ),
            "huge": answer(0.005, "tens of thousands and more, as they are"),
            "raw": answer(
                0.135,
                "far from unit scale: hundreds, thousands and more",
                "(prices?|salar*|income*|targets?|revenue*|costs?|sales|rents?) (are|is|go|goes|lie|range*|"
                "vary|reach*)? ?(between|from|up to|around|about|of) (about)? ?[0-9.,]+ ?(k|m|thousand|"
                "million|万)? ?(and|to|-)? ?[0-9.,]* ?(k|m|thousand*|million*)(?![a-z])",
                "(salar*|prices?|income*|targets?|y values|house values|revenue*) & (unscaled|not scaled|"
                "not normalized|unnormalized|in dollars|in euros|as they are)",
                "(targets?|target values?|prices?|y values|y) (is|are|was|were|of|on|in|range|ranges|lie|up|"
                "reach|go|vary|have)? .. (hundreds|thousands|millions|tens of thousands|billions)",
                "(targets?|target values?|y|y_train|outputs|x and y|inputs and targets|prices?) "
                "(values)? (is|"
                "are|was|were|has been|have been)? (left)? (not|never) (been|being)? (scaled|normalized|"
                "standardized|rescaled)",
                "(targets?|y|y_train) (is|are|was|were)? (left)? (unscaled|unnormalized|raw)",
                "(unscaled|unnormalized|non normalized|raw|huge) (regression)? (targets?|target values?|"
                "outputs? values)",
                "(without|no|not|never|forgot to) (scal*|normaliz*|standardiz*|rescal*) (of)? (the|my|any)? "
                "(targets?|y|outputs|target values?)",
                "(目标|目标值|标签|y|y值|输出值|房价|价格)(值)?.{0,4}(没有|未|没)(做|进行|经过|被)?"
                "(归一化|标准化|缩放)",
                "(没有|未|没)(对)?(目标|目标值|标签|y|输出值|房价)(值)?(做|进行)?(归一化|标准化|缩放)",
                "(目标|目标值|标签|y值|输出值|房价|价格).{0,6}(几百|上百|几千|上千|上万|几万|几十万|百万)",
                "(rewards?|returns?|q values?) .. (up to|of|about|around|reach*|between|are|in the) .. "
                "([1-9][0-9]{2,}|"
                "hundreds|thousands)(?![.0-9]| (episodes|epochs|steps))",
                "(labels?|targets?|y|outputs? values) .. (in the)? ?order of (1e[3-9]|[1-9][0-9]{3,}|10 "
                "?\\^ ?[3-9]|"
                "thousands|millions)",
                "(price*|target*|salary|income|sales|revenue|values? to predict|y) .. (is|are|of|around|"
                "about|"
                "between|from|to|reach*|up to|order of) (around|about|up to|of|between)? "
                "?[$€£]?[1-9][0-9]{2,}[0-9,.]*[0-9](?!\\.[0-9]|%| epochs)",
                "(predict*|regress*) .. (house|housing|stock|car)? price*",
            ),
        },
    )
    axis_order = symptom(
        "Do the axes of the inputs mean what the network takes them for (batch, time, channels)?",
        minutes=3,
        answers={
            "right": answer(0.994, "yes"),
            "wrong": answer(
                0.006,
                "no: a view or reshape stands for a permute, channels or batch stand at the wrong place",
                "(view|reshape|reshaped|reshaping) .. (instead of|rather than|not|where .. should) "
                ".. (permute*|transpos*|swapaxes)",
                "(view|reshape)[^;]* where .. (permute*|transpos*|swapaxes)",
                "(should|need|needs|needed|forgot) .. (permute*|transpos*) .. (not|instead of|rather "
                "than) .. (view|reshape)",
                "(wrong|mixed up|swapped|confused|messed up|incorrect) (the)? (axis|axes|dimension*|"
                "dims|channel) (order*)?",
                "(axes|axis|dimensions|dims|channels|batch and (time|sequence)|height and width) "
                "(are|were|is|was|got)? (swapped|mixed up|in the wrong order|confused|wrong|the "
                "wrong way*)",
                "(nhwc|channels last|channels_last|hwc) .. (nchw|channels first|channels_first|chw)",
                "(nchw|channels first|channels_first|chw) .. (nhwc|channels last|channels_last|hwc)",
                "(forgot|missing|without|forgotten|missed|no) (the|to set|setting)? batch_first",
                "(batch|sequence|time) (dimension|dim|axis) (is|was)? (first|second|last)? .. (lstm|"
                "gru|rnn|transformer) (expects|wants|takes|needs)",
                "(维度|轴|通道)(的)?(顺序)?(搞|弄|写|排|放|给)?(错|反|乱)",
                "(用|用了|写成)(view|reshape).{0,8}(而不是|代替|应该|没有?用)(permute|transpose|转置)",
                "(没有?|忘了|忘记)(加|写|设|设置)?batch_first",
            ),
        },
    )
    padding = symptom(
        "Are padded positions left out of the loss?",
        minutes=2,
        answers={
            "left-out": answer(0.995, "yes, or nothing is padded"),
            "counted": answer(
                0.003,
                "no: padding counts as a target",
                "(padding|pad|pads|padded) (tokens?|positions?|values?|part|labels?|zeros)? .. "
                "(included in|counted in|contribute* to|contributes to|count* towards|counts in|"
                "count in|not masked|not ignored|unmasked|go into|goes into)",
                "<not> (mask*|ignor*|exclud*|mask out) (the|any|for)? (padding|pad|pads|padded)",
                "(without|no|forgot|forgot to|missing|forgot the) (a|any|the|set|use|setting)? "
                "(ignore_index|loss mask|mask|masking|padding mask|mask_zero)",
                "(predict*|output*|generat*) .. (only|mostly|nothing but|always|just) (the)? "
                "(padding|pad|pads)",
                "(padding|pad|填充)(的)?(部分|位置|token)?.{0,6}(也|都|没有?|未)(被)?(算|计|参与|进|"
                "掩|mask|忽略|屏蔽)",
                "(没有?|忘了|忘记)(加|用|做|设|设置|屏蔽|忽略)?(掩码|mask|ignore_index|padding)",
                "(output*|predict*|generat*|emit*|produce*) .. ([<]pad[>]|pad token*|padding token*|"
                "padding|pads?)",
                "(learn*|learned) .. (predict*|output*|emit) .. (pad*|padding*)",
                "(nothing but|only|all|just|mostly) (with|of)? ?([<]pad[>]|[<]pad[>]s|padding tokens?|pad "
                "tokens?|pads|"
                "padding)(?! at| in| on| to)",
                "(most|majority|large part|[0-9]+%) (of)? .. (is|are) (just)? (padding|padded|pad "
                "tokens|pads)",
                "pad* (tokens?|positions?|labels?|symbols?)? ?(are|is|were|was|get|gets) (also|still)? "
                "?(counted|included|scored|part of|in the loss|in the accuracy|in the metric)",
                "(most|majority|large part|[0-9]+ ?%) (of the)? ?(tokens|positions|words|symbols)? ?(is|"
                "are) [<]pad[>]",
            ),
            "end-too": answer(
                0.002,
                "yes, and the end of the text, or a true class, with them: both have the same number",
                "(pad*|padding) (token*|id*)? (is|=|==|equals|same as|was|set to|being) (the)? "
                "(same)? (as)? (the)? (eos*|end*)",
                "pad_token ?= ?[a-z_.]*eos_token",
                "(never|does not|not|hardly|rarely|seldom|rarely, if ever,|almost never|no longer|fails to|"
                "forgets to|stopped) (ever)? ?(emit*|generate*|generating|predict*|predicting|produc*|"
                "output*|learn*|learns to (produce|emit|predict|generate)) (an|the|any|its)? (eos|end token|"
                "stop token|stopping token|ending token|end of (sentence|sequence|text|turn)|eos_token|"
                "[<]/s[>])",
                "(runs?|goes|keeps?|continues?|rambl*) (on|going|generating|talking|writing|repeating|to "
                "generate) (tokens|text)? ?(on)? ?(until|up to|till) (the|it hits|it reaches)? ?(the)? "
                "?(max*|"
                "token limit|length limit|limit)",
                "(pad|padding)[ _]token .. (to|is|was|equal|as|equals|same as|with|=) .. (eos|end of "
                "(sequence|text|sentence)|end token)",
                "(eos|end of (sequence|text|sentence)|end)[ _]token .. (as|for|used as|doubles as|also) "
                "(the|a|my)? ?(pad|padding)",
                "(generation|generates|generated text|generated|decoding) .. (never|not) (stop|stops|"
                "end|ends|stopping|ending)",
                "(pad|填充).{0,6}(和|与|跟|等于|设为|设成|=)(eos|结束符|结束标记|终止符)",
                "(生成|输出)(一直)?(停不下来|不停|不结束|没有结束|无法停止|不会停)",
                "pad_token ?= ?eos*",
                "<not> (stop|stops|stopping|end|ends) (the)? ?(generat*|talking|writing|rambling|by itself)",
            ),
        },
    )
    ctc_lengths = symptom(
        "CTC: has every input as many frames as its text has letters, and one more for each letter "
        "twice in a row?",
        minutes=3,
        answers={
            "enough": answer(
                0.994,
                "yes, or it is no CTC",
                "(input|inputs|input length|input sequence*|frames|time steps) .. (much|far|always|clearly)? "
                "?(longer|larger|greater) than (the|its|their|all)? ?(label*|target*|transcript*|text*)",
            ),
            "short": answer(
                0.006,
                "no: some inputs are shorter",
                "(input|inputs|input_length*|input length*|frames|time steps|timesteps|sequence|"
                "output length) (is|are|was|were|length|lengths)? (is|are|shorter|smaller|less|fewer|"
                "too short) (than|for)? (the)? (target*|label*|transcript*|text)?",
                "(target*|label*|transcript*|text) (length*|sequence*)? (is|are) (longer|larger|"
                "greater|bigger) than (the)? (input*|frames|time steps|number of frames|output*)",
                "not enough time for target transition",
                "(输入|帧数|时间步|特征)(长度|序列)?(比|小于|短于|少于|不够)(目标|标签|文本)?",
                "(标签|目标|文本)(长度|序列)?(比|大于|长于|多于|超过)(输入|帧数|时间步|特征)",
                "(no valid path|not enough time for target|input .. shorter than .. (target*|"
                "label*|transcript*)|(transcript*|label*|target*) .. longer than .. (frames?|"
                "input*|time steps|output*))",
                "no valid path found",
                "(sequence_length|input_length*|seq_len|time steps|frames) .. (too short|smaller|"
                "less|shorter|not enough|<=|<)",
            ),
        },
    )
