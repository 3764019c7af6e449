"""What people say they tried, and what came of it: each trial tells causes apart by itself."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom

_GOOD = (
    "(works?|worked|fine|normal|normally|fixed|fixes|solved|solves|ok|okay|disappears?|disappeared|stable|"
    "trains|converges|learns|good|well|better|correct|right|gone|goes away|no nan*|no problem|did the trick|"
    "helps|helped|cured|cures)"
)
_FULL = "(fp32|float32|float 32|full precision|single precision|32 bit|bf16|bfloat16)"
_HALF = "(fp16|float16|half precision|half|amp|apex|mixed precision|autocast|16 bit)"
_CHANGES = (
    "(differ*|differs|different|changes?|changed|changing|varies|vary|worse|worsens?|drops?|lower|bad|poor|"
    "wrong|inconsistent|depends?|better|improves?)"
)
_TESTED = "(test*|eval*|infer*|predict*|validat*|inference)"
_NO_GOOD = (
    "(nan*|inf|infinite|diverg*|explod*|fails?|failed|crash*|stuck|constant|chance|random|nothing is learn*|"
    "not learn*|not converge*|not train*|not work|does not|never|bad*|worse|wrong|zero|0\\.0+|garbage|"
    "no convergence|no longer)"
)
_OWN_DATA = (
    "(my own|own|my|custom|our|our own|mine|another|other|any other|different|real|new|a different|his|her|"
    "their|private) (data|dataset|data set|datasets|images|pictures|samples|one|corpus|annotations|photos)?"
)
_KNOWN_DATA = (
    "(mnist|fashion mnist|cifar*|coco|voc|pascal*|imagenet|cora|iris|imdb|squad|glue|cityscapes|kitti|"
    "celeba|shakespeare|the example*|example data*|sample data*|the sample*|toy data*|toy example|"
    "toy problem|demo data*|the demo|official data*|original data*|provided data*|default data*|"
    "given data*|public data*|the tutorial|tutorial data*|benchmark data*|its own data*|test data*|"
    "another data*|other data*|synthetic data*|a small data*)"
)
_LAST_LAYER = "(last|output|final) (layer|dense layer|dense|linear|unit|neuron|units)?"
_USED = (
    "(single image*|single picture*|single sample*|single photo*|single example*|single file*|single input*|"
    "one image(?! per)|one picture(?! per)|one photo(?! per)|one sample(?! per)|own image*|own picture*|"
    "own photo*|own data|own sample*|own video*|inference script|test script|demo script|prediction script|"
    "predict script|analysis script|separate script|another script|other script|new script|"
    "different script|another file|new session|another notebook|the demo|deployment|deployed|production|"
    "real time|webcam|web service|web app|api|flask|phone|android|ios|app|onnx|tflite|tensorrt|coreml|"
    "openvino|torchscript|saved model|loaded model|reloaded model|restored model|converted model|"
    "exported model|exported engine|exported network|predict.py|inference.py|infer.py|demo.py|detect.py|"
    "my app|mobile|browser|c\\+\\+|java|unity|raspberry*|jetson)"
)
_OFF = (
    "(inaccurate|wrong|strange|weird|odd|random|randomly|nonsense|garbage|meaningless|poor|bad|badly|worse|"
    "much worse|terrible|different|differ|coin toss|coin flip|not match|not agree|not correspond|"
    "not reproduce*|incorrect|useless|nowhere near|far off|completely off|chance|completely different|"
    "constant|lower|much lower|drops?|fails?|nothing|empty)"
)


class TrialSymptoms(Family):
    """Comparisons that a person made: precision, order, batch at test, restarts, other rates."""

    used_elsewhere = symptom(
        "Does the trained model do as well where it is used (another script, single samples, an app)?",
        minutes=5,
        answers={
            "as-well": answer(0.93, "yes, or it is used nowhere else"),
            "worse": answer(
                0.07,
                "no, clearly worse than where it was tested",
                f"{_USED} .. (is|are|was|were|gives?|gave|get|gets|look*|show*|produce*|return*|predict*|"
                f"results?|predictions?|outputs?|detections?|accuracy|answers?)? .. {_OFF}",
                f"(predict*|classify*|infer*|inference|test*|detect*|results?|run*|answer) .. {_USED} & "
                f"{_OFF}",
                f"(weights|checkpoint|model) .. {_USED} & (predictions?|results?|outputs?|accuracy|"
                f"detections?|answers?) "
                f".. {_OFF}",
                "(pretrained|pre trained|downloaded|released|official|published|provided|shared) (model*|"
                "weights|"
                "checkpoint*|network*|net*)? .. (strange|weird|odd|wrong|nonsense|garbage|random|poor|bad|"
                "terrible|"
                "inaccurate) (class*|prediction*|result*|label*|output*|detection*|answer*|accurac*|box*)",
                "(pretrained|pre trained|downloaded|released|official|published|provided|shared) (model*|"
                "weights|"
                "checkpoint*|network*|net*) & (only|just|far below|much lower|nowhere near|instead of|"
                "whereas|"
                "the readme|the paper|reported|not reproduce) & ([0-9.]+%|accuracy|map|score|results?|top)",
                "(predictions?|results?|accuracy|outputs?) .. (<not> match|<not> agree|<not> correspond|"
                "differ*|<not> "
                "fit) .. (reports?|reported|printed|shown|of the test function|test function|training "
                "script|"
                "during training|after training|validation) & (same|checkpoint|script|loaded|load*|saved)",
                "(evaluate|evaluation|test set|val*|accuracy) .. (9[0-9]|8[0-9]|100) ?%? & (single|one|"
                "individual|"
                "own|new) (image*|picture*|photo*|sample*|example*) & (wrong|coin*|random|chance|bad|poor|"
                "nonsense|[0-5]?[0-9] ?%|same)",
                "(单张|单个|单独).{0,8}(预测|测试|识别|推理|检测).{0,10}(错|不对|不准|不一样|不一致|差|乱)",
                "(部署|导出|转换|转成|上线)(之?后|以后|时)?.{0,14}(不一样|不一致|错|不对|不准|变差|很差|差很多|下降|不同)",
                "(加载|载入|重新加载)(模型|权重|参数)?(之?后|以后).{0,14}(不一样|不一致|错|不对|不准|变差|很差|随机|很低|下降)",
                "(wonderful|great|perfect*|fine|good|excellent|well|high|9[0-9]) .. (train*|fit|validat*|"
                "val*) .. "
                "(evaluat*|predict*|inference|deploy*|apply*|use|using|test*) & (dice|garbage|random*|"
                "nonsense|not "
                "usable|unusable|useless|rubbish|gibberish|wrong|terribl*)",
                "(wonderful|great|perfect*|fine|good|excellent|well|high|9[0-9]) .. (during|while|in) (the)? "
                "?(train*|fit*|validat*) & (evaluat*|predict*|inference|deploy*|apply*|test*) & (dice|"
                "garbage|random*|"
                "nonsense|not usable|unusable|useless|rubbish|gibberish|terribl*)",
                "~(train*|validation|val*) .. (wonderful|great|perfect*|fine|good|excellent|well) & "
                "(evaluat*|"
                "predict*|inference|deploy*) & (dice|garbage|random*|nonsense|not usable|unusable|useless|"
                "rubbish|"
                "gibberish|terribl*)",
                "(most|all|nearly all|many|half|almost all) (of them|of the images|of it|predictions|"
                "answers)? (are|is|comes out)? wrong & (while|whereas|but|although|though) & (train*|"
                "evaluat*|test*|val*|[89][0-9] ?%)",
                "(perfect*|fine|well|good|great|high|[89][0-9] ?%) (on|for|in) .. (test|validation|val|"
                "training|train|held out) (set|data|images|samples)? .. (fails?|wrong|bad*|poor*|terribl*|"
                "useless|nonsense|not) (on|with|for|when) .. (pictures?|photos?|images?|videos?|data|"
                "samples|recordings|sentences|texts)",
                "(weights|checkpoint|pretrained|model) .. (give*|gives|get|gets|yield*|reach*) .. "
                "([01]\\.[0-9]+ ?%|chance|0 ?%) .. (script|code|evaluation|set|top)",
                "(own|my|real|new|unseen) (images?|pictures?|photos?|videos?|recordings?|data) .. (from|"
                "of|taken|with) .. (phone|camera|webcam|internet|google|web|scanner) & (wrong|fails?|bad*|"
                "poor*|nonsense|not|random*)",
                "(works?|fine|good|perfect*|correct*) (in|with|on|under|inside) .. (python|keras|pytorch|"
                "training|notebook|colab|pc) ... (in|on|after|with) .. (c\\+\\+|java|android|ios|onnx|"
                "tflite|tensorrt|opencv|app|browser|device|phone|production|docker|server)",
                "same (checkpoint|weights|model|file) (with|in|using|by|from|under|via|through) (the)? "
                "(test.py|eval.py|val.py|evaluate.py|another script|other script|standalone|separate|"
                "official|test script|evaluation script)",
                "(test.py|eval.py|val.py|evaluate.py|test script|evaluation script) & (different|lower|"
                "worse|only|much|not the same|instead of|whereas|while|but) & (training|train.py|during|"
                "val*|log|[0-9.]+)",
                "(released|official|pretrained|provided|published|downloaded|shared) (weights|model*|"
                "checkpoint*) & (0|zero|0\\.0+|chance|random|nothing|near zero|garbage)(?![.0-9])",
                "(converted|exported|ported|quantized|deployed|conversion|quantization|export) & (low|"
                "lower|wrong|shifted|bad|different|worse|nothing|drops?|garbage|zero|incorrect)",
                "(tflite|onnx|quantized|tensorrt|ncnn|coreml|openvino|int8|torchscript|engine) & [0-9]+ "
                "?% & (h5|keras|pytorch|original|float|python|fp32)",
                "(load*|reload*|restor*) .. (model|weights|checkpoint) & (predict*|evaluat*|accuracy|"
                "result*|output*) .. (random|chance|worse|different|not the same|bad|wrong|low|drops?)",
                "(good|fine|well|perfect*|great|high) .. (test|validation|val|training) .. (useless|"
                "hopeless|unusable|fails?|bad|poor|wrong|nonsense) .. (on|for|with) (what i|my|real|new|"
                "other|everyday)",
                "(useless|hopeless|unusable|fails?|nonsense|wrong) (on|for|with|when i) (what i (record|"
                "draw|write|take|shoot|film|type)|my (own|microphone|camera|phone|webcam|recordings?|"
                "drawings?|handwriting|photos?|voice))",
                "(i|we) (record*|draw|drew|took|film*|wrote) .. (myself|with my|by hand) & (wrong|fails?|"
                "bad*|poor*|nonsense|not recogni*|never)",
                "(loop over|on|for|over) (the)? (test|validation) (set|images|data) .. [0-7]?[0-9] ?% & "
                "(training script|train.py|during training|while training|reported|readme|log) .. [0-9]+ "
                "?%",
                "(i|we) (use|load|run|took|downloaded) .. (pretrained|released|official) .. (own|my|some|"
                "a few) (photos?|images?|pictures?|data) & (everything|all|always|every) .. (as|is|"
                "classified|one|same|wrong)",
                "(gets?|got|get|reaches?|has) .. [0-9.]+ ?%? .. (my|own|test|evaluation|separate) (script|"
                "loop|code) & (training|paper|readme|log|reported) .. [0-9.]+",
                "(works?|good|fine|perfect*) .. (at home|on my (desk|pc|webcam|own face|voice)|in the "
                "lab) .. (not|fails?|bad|poor|wrong) .. (in|on|at|for|with)",
                "(worse|lower|different|bad*) (numbers?|results?|accurac*|scores?|performance|map|miou) "
                ".. than (in|the|what) .. (table|paper|readme|reported|published|model zoo|yours) & "
                "(checkpoint|weights|model|pretrained|released)",
                "<not> (reproduce|reach|get|match) .. (numbers?|results?|accuracy|score|map) .. (paper|"
                "readme|reported|table) & (checkpoint|weights|pretrained|released|provided)",
            ),
        },
    )
    other_data = symptom(
        "Run the same program on the data of its example, or on a well-known set: does it train there?",
        minutes=15,
        answers={
            "trains": answer(
                0.35,
                "yes, only on these data it does not",
                f"{_KNOWN_DATA} .. (works?|worked|is|was|runs?|trains?|trained|fine|reaches|reached|"
                "converges?|"
                f"gets?|"
                f"learns?|everything) ... (but|whereas|while|however|though|yet|with|on) ... {_NO_GOOD}",
                f"(on|with|for|using) {_KNOWN_DATA} .. (works?|worked|runs?|trains?|trained|fine|reach*|"
                f"converge*|"
                f"gets?|learns?|normal|good|ok|[89][0-9] ?%) ... (on|with|for|using) .. {_OWN_DATA} .. "
                f"{_NO_GOOD}",
                f"(works?|worked|runs?|trains?|trained|fine|converges?|learns?|ok|good|normal|perfect*) .. "
                f"(on|with|"
                f"for) {_KNOWN_DATA} ... (on|with|for) .. {_OWN_DATA} ... {_NO_GOOD}",
                f"(works?|worked|runs?|trains?|fine|well|converges?) .. (on|with|for) {_KNOWN_DATA} & (my|"
                f"own|custom|"
                f"mine|our) (data*|images|one|own*)? .. {_NO_GOOD}",
                f"(tutorial|example|sample|demo|original|official|toy)[a-z ]* .. (works?|runs?|trains?|"
                f"converges?|"
                f"fine|well) ... (with|on|for) {_OWN_DATA} .. {_NO_GOOD}",
                "(only|just) (on|with|for) (my|this|one|that|the other|our) (own)? (dataset|data set|data|"
                "images) .. (nan|fails?|diverges?|not|stuck|happens?)",
                "(官方|公开|示例|原|自带|默认)的?(数据|数据集|例子|样例).{0,10}(正常|可以|没问题|能|收敛|没有问题)"
                "...(自己|换成|换|其他|别的).{0,14}(nan|不|没|异常|错|发散)",
                "(在|用)(coco|voc|mnist|cifar\\d*|imagenet).{0,10}(正常|可以|没问题|能|收敛|没有问题)"
                "...(自己|换成|其他|别的).{0,14}(nan|不|没|异常|错|发散)",
            ),
            "fails": answer(
                0.65,
                "no, there neither",
                f"(on|with|for|using) {_KNOWN_DATA} .. (also|too|same|either|neither|as well)(?! .. (works|"
                "fine))",
                f"(also|even) .. (with|on|for) {_KNOWN_DATA} .. (not|nan|same|fails?|stuck|diverge*)",
                f"(same|also) .. (problem|issue|behavior|thing|result|nan) .. (with|on|for) {_KNOWN_DATA}",
            ),
        },
    )
    output_activation_removed = symptom(
        "Take the activation off the last layer: what changes?",
        minutes=5,
        answers={
            "cured": answer(
                0.03,
                "it learns now",
                f"(remov*|delet*|tak*|without|drop*|no|omit*|leav*|disabl*|comment*) .. (activation|"
                f"sigmoid|tanh|relu|"
                f"softmax|non linearity|nonlinearity) .. {_LAST_LAYER} .. {_GOOD}",
                "(<not>|nothing) .. (unless|until) .. (remov*|delet*|tak*|drop*|omit*|leave out|chang*) .. "
                "(activation|"
                f"sigmoid|tanh|relu|"
                f"softmax) .. {_LAST_LAYER}",
                f"{_LAST_LAYER} (without|with no|with linear|with a linear|linear|has no|is linear) "
                f"(an|any)? "
                f"(activation)?[: ,]* (function)? (it)? .. {_GOOD} ",
                f"{_LAST_LAYER} (without|with no|with linear|with a linear|linear) (an|any)? (activation)?"
                f"[:,]? "
                f"{_GOOD}",
                f"(with|using|when|after) (a|an)? linear (activation)? (in|on|at|for|of)? (the)? "
                f"{_LAST_LAYER} .. {_GOOD}",
                "(去掉|删掉|取消|不用|去除)(了)?(最后一层|输出层)的?(激活|sigmoid|tanh|relu|softmax|激活函数).{0,8}"
                "(好了|正常|可以|收敛|就能|解决)",
            ),
            "no-change": answer(
                0.97,
                "nothing",
                f"(remov*|delet*|without) .. (activation|sigmoid|tanh|relu) .. {_LAST_LAYER} ... (<nohelp>|"
                f"still)",
            ),
        },
    )

    full_precision = symptom(
        "Train in float32: is the trouble gone?",
        minutes=10,
        answers={
            "cured": answer(
                0.06,
                "yes",
                f"{_FULL} .. {_GOOD}",
                f"(in|with|using|to|use|under) {_FULL} ... {_GOOD}",
                f"(but|while|whereas|without) .. {_FULL} .. <not> .. nan*",
                f"(without|disabling|disable|turning off|turn off|turned off|removing|no|not using) {_HALF} "
                f"... {_GOOD}",
                f"(only|just) (with|in|under|when using|using|happens with|happens in) {_HALF}",
                "(fp32|float32|单精度|全精度).{0,8}(正常|没问题|没有问题|可以|不会|没有nan)",
                "(关闭|不用|去掉)(amp|fp16|混合精度|半精度).{0,8}(正常|没问题|好了|可以)",
                "(fp32|float32|full precision) .. (fix|fixes|solve|solves|resolve*|avoid*)",
                "(o0|opt_level o0|level 0|without amp|without apex) .. (fine|works|ok|normal|no nan*)",
                "(fp32|float32|full precision|single precision|bf16) .. (without (any)? (problems?|"
                "issues?|trouble|nan*)|no problems?|no issues?|runs fine|is fine)",
                # what it was like before half precision came is told with the change
                f"(since|after|once|when|whenever|as soon as|now that|from|if) .. (turn*|switch*|enabl*|"
                f"activat*|"
                f"us*|mov*|chang*|add*|convert*|cast*|train*|i enable|went|put) .. {_HALF} ... (nan*|inf|"
                f"infinite|"
                f"overflow*|diverge*)",
                f"(turned|switched|enabled|activated|moved|changed|added|converted) .. {_HALF} ... (then|"
                f"since|now|"
                f"afterwards|and) .. (nan*|inf|overflow*|diverge*)",
                f"(nan*|inf|diverge*) (loss)? (with|under|in|using|once|after|for) [-]*{_HALF}",
                f"(loss|it|everything|losses|training) (is|are|becomes|goes|turns|gets)? (nan*|inf) (only)? "
                f"(with|under|"
                f"in|using) [-]*{_HALF}",
                f"(without|no) [-]*{_HALF} ... (but|while|whereas|with it|and with) .. (nan*|inf|diverge*)",
                f"(works?|worked|fine|ok|good|normal) .. without [-]*{_HALF}",
                f"(cpu) .. (works?|fine|ok|good|normal) ... {_HALF} .. (nan*|inf)",
                "(开启|打开|使用|用|加|加上|换成|改成|启用)(了)?[-]*(amp|fp16|float16|混合精度|半精度)(之?后|以后|"
                "训练|就|时){0,3}.{0,8}(nan|inf|溢出|发散)",
                "(nan|发散).{0,6}(fp16|混合精度|半精度|amp)",
                "nan* (after|with|when|once|from|since) .. (model.half\\(\\)|net.half\\(\\)|half\\(\\)|"
                "fp16|float16|half precision)",
                "(model.half\\(\\)|half\\(\\)) .. (gives?|outputs?|returns?|produces?|leads? to|makes?|"
                "->)? .. nan*",
                "(16 ?-?bit|fp16|half|16 mixed) (precision)? .. (yields?|gives?|gets?|becomes?|produces?|"
                "leads to|results in) .. nan*",
                "(o2|o3|level 2) .. nan* .. (o1|o0|level 1|level 0|fp32) .. (fine|ok|works?|good|normal)",
                "nan* .. (o2|o3) .. (o1|o0) .. (fine|ok|works?|good|normal)",
                "(half|fp16|float16) .. (black|garbage|wrong|noise|zeros|bad|nonsense)[^;]* (float|fp32|"
                "full|single|float32) .. (correct|fine|ok|good|right)",
            ),
            "no-change": answer(
                0.94,
                "no",
                f"{_FULL} .. (also|too|same|still|as well)",
                f"(even|also) (with|in|using) {_FULL}",
            ),
        },
    )
    evaluation_batch = symptom(
        "Evaluate with another batch size: does the result change?",
        minutes=8,
        answers={
            "same": answer(0.94, "no"),
            "changes": answer(
                0.06,
                "yes",
                f"{_TESTED} .. batch[_ ]?size[^ ]* ... {_CHANGES}",
                "(smaller|larger|bigger) (is)? ?(the)? ?(test|evaluation|validation|inference)? ?batch .. "
                "(worse|better|lower|higher) .. (result*|accuracy|prediction*|it|score)",
                "(image by image|one by one|sample by sample|single (images?|samples?)|one at a time|one "
                "image at a time) .. (worse|different|lower|bad|wrong) .. (batch|batches)",
                f"(results?|acc*|accuracy|predictions?|outputs?|performance|confidence|score*) .. "
                f"{_CHANGES} .. "
                "(with|on|when|as|for|by|depending on|across) .. (test|testing|eval|inference)? batch[_ "
                "]?size[^ ]*",
                f"(different|changing|varying|small|smaller|other|another) (test|testing|eval|inference|"
                f"evaluation) "
                f"batch[_ ]?size[^ ]* ... {_CHANGES}",
                f"{_TESTED} .. (one|single|1) (image|sample|example|by one|at a time|instance) ... (but|"
                f"while|"
                f"whereas|and|than|while) ... (batch*)",
                f"(single|one) (image|sample|example|input) .. {_CHANGES} .. (batch*)",
                "(right|correct|good|fine|well) .. batch of ([0-9]+|several|many) ... (wrong|bad|worse|"
                "garbage|"
                "nonsense|random|poor) .. (one at a time|one by one|single*|alone|individually)",
                "(wrong|bad|worse|garbage|nonsense|random|poor) .. (one at a time|one by one|single*|alone|"
                "individually) ... (right|correct|good|fine|well) .. batch",
                "(batch|batches) (of|size) [0-9]+ ... (good|well|fine|correct|look well) ... batch*? "
                "(size|of)? "
                "(to|of|=|is)? ?1",
                f"(order|composition|other samples|rest) of the (test)? batch .. {_CHANGES}",
                "(测试|推理|验证|预测).{0,6}(batch|批).{0,12}(不同|变化|不一样|变差|下降|影响)",
                "(batch_?size|batch|批大小)(为|设为|设置为|=|改成|改为)1.{0,14}(差|低|不一样|不对|错)",
                "(with|using|at|for) batch[_ ]?size[^ ]* ?(of|=|is)? ?[0-9]* .. (results?|predictions?|"
                "outputs?|images?|it|performance|accuracy) .. (good|well|fine|correct|better|ok|normal) ."
                ".. batch[_ ]?size[^ ]*",
                "(change|set|changing|setting|reduce|reducing) (the|my)? (test)? batch[_ ]?size[^ ]* (to|"
                "=) ?1 ... (different|worse|bad|wrong|poor|drops?|lower)",
                "(acc*|accuracy|result*|performance|score*|output*|prediction*) .. (test*|eval*|"
                "inference|predict*|validation) .. (depend*|chang*|differ*|vari*) .. batch",
                "(depend*|chang*|differ*|vari*) (on|with|by) (the)? (test|eval*|inference)? batch[_ "
                "]?size[^ ]*",
                "(results?|acc*|accuracy|predictions?|outputs?) (depend*|differ*|chang*|vary|varies) .. "
                "(how many|the number of) (images|samples|inputs|examples|pictures|sentences) .. batch*",
                "(put|feed|pass|send|batch) (only)? (one|a single|1) (image|sample|input|picture|example) "
                ".. (garbage|wrong|different|random|bad|poor|nonsense)",
                "(with|for|using|on) (only)? (one|a single|1) (image|sample|input|picture|example) (the|"
                "its|my)? (prediction|output|result|accuracy|answer)* .. (garbage|wrong|different|random|"
                "bad|poor|nonsense)",
                "(depend*|differ*|chang*|vary|varies|different|influenced) .. (other|rest of the|"
                "neighboring) (images?|samples?|inputs?|examples?|sentences?|items) (of|in|within) .. "
                "batch",
                "batch[ _]?size ?(=|of|is|to)? ?[0-9]+ .. (at test|test time|testing|inference|eval*|"
                "validation|predict*) & (worse|lower|better|drops?|different|bad|changes?)",
                "(at test|test time|testing|inference|eval*|validation|predict*) .. batch[ _]?size ?(=|of|"
                "is|to)? ?[0-9]+ & (worse|lower|better|drops?|different|bad|changes?)",
            ),
        },
    )
    recounted = symptom(
        "Count the hits by hand: is the accuracy what was printed?",
        minutes=6,
        answers={
            "same": answer(0.86, "yes"),
            "differs": answer(
                0.14,
                "no",
                "(evaluate*) .. (fine|good|same|correct|high|[89][0-9]) & (report|confusion matrix|"
                "predictions?|"
                "predict_generator|by hand|argmax) .. (worse|different|differs|bad|wrong|random*|lower)",
                "(evaluat*|acc*) .. ([89][0-9] ?%|100 ?%|0\\.[89][0-9]*|high*|good|perfect*) ... (but|yet|"
                "then|although|however|though) ... (nearly|almost)? ?(all|most|every|everything) .. "
                "(predicted|predictions?|labels?|answers?|outputs?|classified) .. (wrong*|incorrect*|false)",
                "(evaluat*|accuracy) .. (100 ?%|perfect*|9[0-9] ?%|excellent) & predictions? .. (wrong|"
                "plainly|different|"
                "nonsense|useless)",
                "(report|confusion matrix|predictions?|predict_generator) .. (worse|different|differs|bad|"
                "wrong|"
                "random*|lower) .. than (evaluate*|what evaluate*)",
                "(comparison|accuracy|report|matrix) .. (with|of|from|between) .. generator\\.classes .. "
                "(bad|worse|"
                "random*|wrong|change*|different)",
                "(manually|by hand|myself|my own|own code|sklearn*|confusion matrix|classification report|"
                "numpy) "
                "... (different|differs|lower|higher|not match*|only|instead|whereas|while|but|contradict*)",
                "(manually|by hand|myself) .. (evaluat*|comput*|calculat*|count*|check*) ... (acc*|"
                "results?|hits?)",
                "(evaluat*|comput*|calculat*|count*|check*) .. (manually|by hand|myself)",
                "(acc*|accuracy|scores?|metrics?|numbers|figures|results?) .. (inflated|overstated|"
                "overestimated|underestimated|understated)",
                "(acc*|accuracy|score|metric|map|f1|recall|precision) .. (not|never|cannot) .. (above|over|"
                "exceed*|reach|reaches|beyond|past|higher) ... (even|though|although|where|while|when) .. "
                "(every|"
                "all) .. (right|correct|correctly|perfect|match*)",
                "(acc*|accuracy|score|metric|map|f1|recall|precision) .. (too low|wrong|lower|below|only|"
                "not 1|"
                "not 100%) (even)? ?(though|although|while|when|where|but) .. (every|all) .. (prediction*|"
                "answer*|"
                "output*|sample*|example*|class*) .. (right|correct|correctly|perfect)",
                "(acc*|accuracy) .. <not> (match|agree|correspond*) .. (predict*|confusion matrix|"
                "model.predict*|"
                "real|actual)",
                "(printed|reported|shown|displayed|logged) (acc*|accuracy|metric) .. (differs|different|"
                "not match*|"
                "wrong|far from|higher than|lower than) .. (real|actual|true|computed|calculated|own)?",
                "(evaluate*|model.evaluate*) .. (differ*|not match*|disagree*) .. (predict*)",
                "(predict*) .. (differ*|not match*|disagree*) .. (evaluate*|reported|printed)",
                "(自己|手动|手工)(计算|算|统计|评估).{0,12}(不一致|不一样|不同|不符|只有)",
                "(different|differs|differ|disagree*|not match*|not equal|inconsistent) .. (manual*|by "
                "hand|myself|sklearn*|own calculation|own computation|predict\\([^ ]*)",
                "(manual*|by hand) (computed|calculated|evaluat*|count*) .. (acc*|accuracy|metric|value)",
                "(acc*|accuracy) (reported|returned|printed|shown|given) by .. (fit|evaluate|keras|the "
                "log*|training)[^ ]* .. (different|differs|not match*|wrong|higher|lower)",
                "(while|whereas|but|and) .. (sklearn*|accuracy_score|classification_report|own function|"
                "confusion matrix|manual*) .. (gives?|shows?|says|is|returns?|reports?|yields?)",
                "(evaluate*|log|logs|reported|printed|training|fit*|keras|progress bar|val_acc*) & "
                "(confusion matrix|classification_report|classification report|accuracy_score|"
                "sklearn*|scikit learn|by hand|myself|manually|own calculation|hand count*|"
                "counting|counted) & (different*|differs?|lower|higher|other|another|not match*|"
                "random|really bad|bad|chance|disagree*|[0-9.]+%|whereas|though|but)",
                "(accuracy_score|classification_report|classification report|confusion matrix|"
                "sklearn*|scikit learn*) .. (gives?|shows?|says|reports?|is|are|looks?|gets?|from|"
                "results?) .. (lower|random|bad|[0-9]+%|0\\.[0-9]+|chance|different|wrong|poor|"
                "another|not)",
                "(hand counted|hand computed|hand calculated|counted by hand|counting .. (by hand|"
                "myself|manually)|hand count*|manually (counted|computed|calculated|checked|"
                "evaluated))",
                "evaluate[^ ]* (and|vs|versus|gives|shows|reports|returns|says) .. predict[^ ]* .. "
                "(different|differ|disagree*|not match|not agree|other|another|[0-9.]+)",
                "(acc*|accuracy|score|metric|value) .. (differs?|different|deviates?|not match|not "
                "agree|disagree*) .. (from|to|with|than) (the one|what|that|my own|mine) .. "
                "(compute*|calculat*|count*|get|measure*|sklearn*|scikit*|predict*)?",
                "(calculat*|comput*|count*|evaluat*|check*) (it|them|this|the accuracy|the metric|"
                "the score)? .. (manually|by hand|myself|with sklearn*|with scikit*|with numpy) .. "
                "(get|gets|got|is|gives|find|found|see|yields) .. (another|different|other|lower|"
                "higher|only|[0-9.]+)",
                "(log*|output|keras|training|evaluate*|fit) .. (says?|shows?|prints?|reports?|"
                "claims?|gives?) .. (9[0-9]|8[0-9]|[0-9.]+) ?%? & (predict*|compare*|count*|check*|"
                "confusion*|own|myself|by hand) & (only|but|just|get|gives?|shows?)",
                "(predict*|prediction*) .. (compar*) .. (labels?|targets?|truth|y_test|y_true) & "
                "(only|but|lower|bad|different|wrong|random|[0-9]+%)",
                "(precision|recall|f1|acc*|accuracy|metric|score|auc|iou|value) & <not> .. (agree|"
                "match|correspond|equal|coincide) & (scikit*|sklearn*|own|manual*|by hand|myself|"
                "confusion matrix|predict*)",
                "(precision|recall|f1|fmeasure|acc*|accuracy|metric*|score|auc|iou|values?|numbers?) & "
                "<not> .. "
                "(agree|match|correspond|equal|coincide|fit) & (compute|computed|calculate|calculated|what i "
                "get|whole|entire|outputs?|the real|truth)",
                "(by hand|manually|sklearn|myself|over all|own calculation)[:,]? .. [0-9.]+ & (log|shown|"
                "printed|"
                "reported|keras|training|progress) .. [0-9.]+",
                "(acc*|accuracy|metric|score|f1|recall|precision) .. (printed|reported|shown|displayed|"
                "logged) .. "
                "<not> .. (fit|match|agree|reflect|correspond|right)",
            ),
        },
    )
    rows_shuffled = symptom(
        "Shuffle all rows before anything else: what changes?",
        minutes=6,
        answers={
            "cured": answer(
                0.06,
                "the trouble is gone",
                f"(shuffling|shuffled|shuffle|randomizing|permuting|permuted|randomly sampl*|random "
                f"order) .. {_GOOD}",
                f"(after|when|if|once|with) .. (shuffl*|permut*|randomi*) ... (as well|close to|"
                f"{_GOOD[1:-1]})",
                "(打乱|shuffle|洗牌)(了|后|之后|数据|顺序|样本){1,3}.{0,10}(好了|正常|解决|可以|提升|收敛)",
            ),
            "no-change": answer(
                0.94,
                "nothing",
                "(shuffl*) .. (<nohelp>|not help*|no difference)",
                "(打乱|shuffle).{0,8}(没用|没有用|没效果|没有效果|没有变化|还是)",
            ),
        },
    )
    restarts = symptom(
        "Start again with other random numbers: does the same happen?",
        minutes=10,
        answers={
            "same": answer(
                0.82,
                "yes, every time",
                "(every|each) (time|run) .. (same|happens|again)",
                "(different|several|other|many|multiple) (random)? seeds? .. (same|no difference|also)",
                "(reproducible|consistently reproducible|always reproduces)",
            ),
            "varies": answer(
                0.18,
                "no, some starts work",
                "(sometimes|occasionally|some runs?|in some runs?|one run|some times|one time|once) .. "
                "(it|the|loss|"
                "network|model|acc*|training|converges?|works?|learns?|trains?|gets?|reaches) ... "
                "(sometimes|other "
                "times|and sometimes|in other*|the next|but (not|other)|in the next|others|another|again)",
                "sometimes .. (stuck|locks?|locked|not converge|not learn*|fails?|gets stuck|only "
                "predicts|predicts|"
                "converges?|works?|learns?|works fine)",
                "(depends|depending) on the (seed|random seed|init*|initial*|run|start*)",
                "in (one|two|three|four|some|half|about half|a third|[0-9]+) (of)? ?(runs|trials|attempts|"
                "starts|"
                "trainings) (out)? ?of (three|four|five|six|ten|twenty|[0-9]+)",
                "(varies|differs|differ|vary|different) (a lot|wildly|greatly|strongly)? (from run to run|"
                "between "
                "runs|across runs|every run|each run|every time (i|we) (run|train|start))",
                "(rerun*|restart*|run again|train again|running again|re run*) .. (a few|several|many|"
                "couple)? "
                "(times)? .. (works?|converges?|learns?|fine|different)",
                "(only|just) (for|with) (some|certain|a few) (seeds|initial*|starts|runs)",
                "(有时|有时候|偶尔).{0,14}(有时|有时候|又|正常|可以|不行|收敛|不收敛|卡)",
                "(重新|再)(跑|训练|运行)(一次|几次|一遍)?.{0,8}(好了|正常|又|可以|不一样)",
                "sometimes .. (converges?|works?|learns?|trains?|fine|good) ... sometimes .. (stuck|not|"
                "fails?|bad|diverges?|same)",
                "(in|for) (some|certain|many|most|half of the) (runs|seeds|trials|attempts|"
                "restarts|initializations) & (other*|fine|works?|same class|stuck|fail*|not|"
                "collapse*|predicts?)",
                "[0-9]+ (out of|of|in) [0-9]+ (runs|times|trainings|attempts|trials) .. (fail*|"
                "work*|stuck|converge*|not)",
                "depend* on .. (seed|initiali*|random start|luck|run)",
                "(one|two|three|four|some|half|few|[0-9]+|many|several) (out)? of (five|ten|three|"
                "four|my|the|all|[0-9]+)? ?(runs|trials|seeds|attempts|trainings|restarts|times) "
                ".. (never|not|fail*|stuck|leave|diverge*|collapse*|work*|learn*|converge*)",
            ),
        },
    )
    higher_learning_rate = symptom(
        "Multiply the learning rate by ten: what changes?",
        minutes=8,
        answers={
            "cured": answer(
                0.06,
                "it learns now",
                f"(increas*|higher|larger|bigger|rais*|greater) (of|the|my|a)? <lr> .. {_GOOD}",
                f"(with|using|at|after) (a|an|the)? (much)? (higher|larger|bigger) <lr> (of [0-9.e-]+)? "
                f".. (it|loss|"
                f"training|model|everything|the|net*)? .. {_GOOD}",
                "(调大|提高|增大|加大)(了)?学习率.{0,8}(好了|正常|可以|解决|收敛|有效|就能)",
                "把?学习率.{0,4}(调大|增大|提高|加大).{0,8}(好了|正常|可以|解决|收敛|有效|就能)",
                "(rais*|increas*|chang*|put|set) (it|<lr>|the rate) (up)? ?(to|by) [0-9.e-]+ .. (works?|"
                "learns?|trains?|converges?|fine|good|faster)",
                "(rais*|increas*) (the|my)? ?<lr> (from [0-9.e-]+)? ?to [0-9.e-]+ .. (learns?|works?|"
                "trains?|converges?|better|faster|fine|good)",
            ),
            "no-change": answer(0.94, "nothing, or it gets worse"),
        },
    )
    other_optimizer = symptom(
        "Take the other kind of optimizer (Adam for SGD, SGD for Adam): what changes?",
        minutes=8,
        answers={
            "adaptive-works": answer(
                0.06,
                "Adam works, SGD does not",
                f"(adam|rmsprop|adadelta|adagrad|adaptive) .. (always)? {_GOOD} ... (sgd|gradient descent)",
                f"(sgd|gradient descent) ... (but|while|whereas|with|using|when|switch*|chang*|replac*|"
                f"instead) ... "
                f"(adam|rmsprop|adadelta|adagrad) .. (always|it|everything)? .. {_GOOD}",
                f"(chang*|switch*|replac*|mov*) .. (optimizer)? .. (to|with|by) (adam|rmsprop|adadelta) "
                f".. {_GOOD}",
                f"(using|with|use) (adam|rmsprop|adadelta) (optimizer)? (instead|rather) .. {_GOOD}",
                f"(adam|rmsprop) (optimizer)? {_GOOD}",
                "(换成|改成|改用|使用|用)(了)?(adam|rmsprop)(优化器)?(后|之后|就)?.{0,6}(好了|正常|可以|解决|收敛|没问题)",
                "(sgd|gradient descent) ... (with|using|but|while) adam (it)? (takes|needs|only|is|gets|"
                "reaches|goes|converges|trains|learns) .. (faster|only|better|\\d+)",
            ),
            "plain-works": answer(
                0.04,
                "SGD works, Adam does not",
                f"(sgd|gradient descent) .. {_GOOD} ... (adam|rmsprop) .. (not|diverge*|nan|worse|fails|bad)",
                f"(chang*|switch*|replac*) .. (adam|rmsprop) .. (to|with|by) (sgd) .. {_GOOD}",
                "(换成|改成|改用)(了)?sgd.{0,8}(好了|正常|可以|解决|收敛)",
            ),
            "no-change": answer(
                0.90,
                "nothing",
                "(different|other|several|various|all|many|another|both) optimizers? .. (same|no "
                "difference|not help|"
                "no change|<nohelp>)",
                "(tried|changed|changing|switch*) .. (optimizer|adam|sgd) .. (<nohelp>|same)",
            ),
        },
    )
    norm_removed = symptom(
        "Without batch normalization (or with it frozen): is the trouble gone?",
        minutes=12,
        answers={
            "cured": answer(
                0.03,
                "yes",
                f"(without|no|removing|removed|remove|freez*|disabl*|turning off|turned off) (the|any|"
                f"all)? (batch ?"
                f"norm*|batch norm*|bn|batchnorm*|bn layers?|normalization layers?) .. {_GOOD}",
                "(without|removing|removed|dropping|leaving out|taking out|disabling) (the|all)? ?(batch "
                "?norm*|"
                "bn|batchnorm*) .. (makes?|made|gives?|both|they|results) .. (equal|same|agree|"
                "identical|close|fine|right|good|normal|disappear*|solve*)",
                "(net*|models?) without (batch ?norm*|batch norm*|bn|batch normalization) .. (work*|fine|"
                "well|good)",
                "(after|with|when) (adding|add|added|using) (the|a)? (batch ?norm*|batch norm*|bn) .. "
                "(worse|not "
                "learn*|not converge|fails|drops|nan|bad)",
                "(batch_?norm|fine_tune_batch_norm|batch ?norm*|bn) .. (on|true|enabled) .. (0\\.0[0-9]*|"
                "bad|worse|"
                "fails|low|poor) ... (off|false|disabled|without)",
                "(去掉|不用|没有|删除|冻结)(了)?(bn|batchnorm|批归一化)(层)?(后|之后|就)?.{0,8}(好了|正常|可以|解决|收敛)",
                "(batch_?norm|fine_tune_batch_norm|batch ?norm*|bn) (is|set|=|turned|switched)? ?(to)? "
                "?(on|true|"
                "enabled) ... (0\\.0[0-9]*|bad|worse|fails|low|poor|drops)",
                "(miou|iou|acc*|accuracy|map|score|result*) .. (0\\.0[0-9]*|bad|worse|low|poor) .. (with|"
                "using) ."
                ". (batch_?norm*|fine_tune_batch_norm|batch ?norm*|bn)",
                "(after|since|once|when|as soon as) .. (add*|put*|insert*|introduc*|us*|includ*) .. (batch "
                "?norm*|"
                "batch norm*|batch_norm*|bn)(?! (size|loss)) ... (explod*|worse|random|chance|diverge*|nan*|"
                "drops?|"
                "swing*|oscillat*|fluctuat*|jump*|unstable|bad|poor|much lower|not (learn*|converge*|"
                "train*|work))",
                "(加|加了|加上|加入|添加|使用)(了)?(bn|batchnorm|批归一化)(层)?(之?后|以后).{0,10}(差|不|下降|nan|震荡|变低|崩)",
            ),
            "no-change": answer(0.97, "no"),
        },
    )
    clipping_tried = symptom(
        "Clip the gradients (norm 1): is the trouble gone?",
        minutes=8,
        answers={
            "cured": answer(
                0.05,
                "yes",
                f"(gradient|grad|norm|clip*) clip* .. {_GOOD}",
                f"(clipping|clip) (the|my|all)? (gradients?|grads?) .. {_GOOD}",
                "(梯度裁剪|梯度截断|clip).{0,8}(好了|正常|解决|可以|有效)",
                "(with|using|adding|after|by) (gradient)? clipping .. (works?|worked|fine|stable|"
                "trains?|converges?|ok|gone|good|well|solved|no nan*)",
                "(clip_grad*|clipnorm|clipvalue|clip_by*|gradient_clip*|grad_clip|clip_grad_norm*) .. "
                "(solve*|fix*|help*|works?|stable|cures?|did the trick|gone)",
            ),
            "no-change": answer(
                0.95,
                "no",
                "(gradient|grad) clip* .. (<nohelp>|not work*|still|no effect)",
                "(clip*) (the)? gradients? .. (<nohelp>|still)",
                "(梯度裁剪|梯度截断).{0,8}(没用|没有用|无效|还是|依然)",
            ),
        },
    )
    repeated = symptom(
        "Predict the same sample twice: is it the same answer?",
        minutes=2,
        answers={
            "same": answer(0.95, "yes"),
            "differs": answer(
                0.05,
                "no",
                "(different|various|other|inconsistent|varying|random) (results?|outputs?|predictions?|"
                "values?|answers?|"
                "scores?) (in|for|at|on|each|every) (each|every|the same|same|one) (run*|time|image|input|"
                "sample|call|"
                "data|text|sentence|slide|prediction)",
                "(each|every) (time|run|call) .. (different|another|other|varies) (results?|outputs?|"
                "predictions?|"
                "values?|answers?)",
                "(results?|outputs?|predictions?|values?) (changes?|differs?|varies|vary|differ|are "
                "different|is different|"
                "not deterministic|not reproducible) (each|every|from|between|with every) (time|run|call|to)",
                "(non ?deterministic|not deterministic) (results?|outputs?|predictions?|inference)",
                "(同一|同样|相同)(张|个|的)?(图|图片|输入|样本|数据)?.{0,6}(多次|每次|两次)?(预测|输出|结果).{0,6}(不同|不一样|"
                "不一致)",
                "(different|other|inconsistent|varying|random) (predictions?|results?|outputs?|answers?|"
                "scores?) (each time|every time|on each run|each run|every run|for the same|on the same|"
                "with the same|whenever)",
                "(same|identical|one) (image|input|sample|picture|slide|sentence|text|file|video|"
                "audio|document|example) & (different|varying|inconsistent|changing|another|other) "
                "(result*|output*|prediction*|value*|score*|answer*|class*|label*|caption*)",
                "(twice|repeatedly|several times|two times|each run|every run|each running|in each "
                "running|each call|every call|each inference) & (different|varying|inconsistent|"
                "changing|another) (result*|output*|prediction*|value*|score*|answer*)",
                "(predictions?|outputs?|results?|scores?) .. (change|changes|vary|varies|differ|"
                "differs) .. (each|every|from) (time|run|call|inference|prediction|execution|run "
                "to run) & (predict*|same|test*|inference|model|input)",
                "(several times|twice|repeatedly|multiple times|many times|again and again|two "
                "times) & (outputs?|predictions?|results?|answers?|scores?|it) .. (different|"
                "differs?|vary|varies|change|changes|not the same|another)",
                "(same|identical) (input|image|sample|data|text|sentence) & (outputs?|predictions?|"
                "results?|answers?|scores?) (is|are|were|was|come out)? (always|each time|every "
                "time|slightly)? (different|differ|differs|vary|varies|change|changes|not the same)",
                "(another|a different|a new) (answer|result|output|prediction|score|value) (each|"
                "every) (time|run|call)",
                "(translation|caption|transcript*|embedding|features?|logits|summary|segmentation|mask|"
                "class|label) (chang*|differ*|varies|is different|are different) (slightly|a bit|"
                "completely)? ?(each|every|from) (time|run|call|run to run)",
                "(different|another|other|varying) (class|label|translation|caption|transcript*|embedding|"
                "features?|logits|mask) (at|in|on|for|with|after)? ?(each|every) (time|run|call|execution|"
                "start)",
            ),
        },
    )
    accumulation_removed = symptom(
        "Without gradient accumulation: is the trouble gone?",
        minutes=8,
        answers={
            "cured": answer(
                0.03,
                "yes",
                "(without|no|disabling|removing|turning off) (gradient|grad)? accumulation .. (everything|"
                "it|training|all|"
                "loss|the loss|results?)? .. (stable|fine|works|good|normal|converges|correct|better|ok)",
                "(with|using|enabling|after adding) (gradient|grad) accumulation .. (worse|diverges|"
                "explodes|not converge|"
                "not learn*|bad|drops|different|much higher|much lower|nan|slower)",
                "(not happen|no problem|fine|works|stable) (with|for) (1|one|a single) (batch|step|"
                "accumulation step)*",
                "accumulat* & loss .. ([0-9]+ times|larger|bigger|higher|greater|too large|scales?)",
                "(iter_size|accumul*|update_freq|grad_accum*) & ([0-9]+ times|[0-9]+x|bigger|larger|"
                "higher|multiplied) & (loss|gradient*)",
            ),
            "no-change": answer(0.97, "no"),
        },
    )
    scaling_tried = symptom(
        "Scale the inputs (or the targets) to zero mean and unit variance: what changes?",
        minutes=8,
        answers={
            "inputs-cured": answer(
                0.05,
                "scaling the inputs cures it",
                f"(after|with|when|once|by) (i|we)? (scal*|normali*|standardi*|rescal*|divid*|"
                f"standardscaler|minmaxscaler|"
                f"min max scal*) (the|my|all|of)? (inputs?|features?|images?|data|pixels?|x|columns?|by "
                f"255)? .. "
                f"(9[0-9]%|[89][0-9]%|{_GOOD[1:-1]})",
                f"(scaling|normalizing|standardizing|rescaling|standardization|normalization) (of|the|my|"
                f"all)? (the|my)? "
                f"(inputs?|features?|images?|data|pixels?|columns?) .. {_GOOD}",
                "(归一化|标准化)(之后|后|以后).{0,8}(好了|正常|收敛|可以|解决|提升)",
                "(standardiz*|normaliz*|scal*|rescal*) (them|it|the inputs?|the features?|the data|"
                "everything|inputs?|features?) .. (gives|gave|brings|yields|makes|leads to|raises|got) .. "
                "(9[0-9]|0\\.[89][0-9]*|r2|work*|converge*|better|good)",
                "(divid*|scal*|normaliz*|standardiz*|rescal*) (it|them|the images|the data|the inputs?|x|"
                "the pixels|the features|inputs|pixels|features|everything)? ?(by|to|with)? ?[0-9a-z.,]* "
                "?(cures?|cured|helps?|helped|fixes|fixed|solves?|solved|makes it work|made it work|does "
                "the trick|did the trick)",
                "(scaled|normalized|standardized|rescaled|divided) (to|by|into|with|between)? "
                "?[0-9a-z.\\[\\], ]* ?(it|loss|training|everything|the loss|the net*|the model) (is|was|"
                "works?|converges?|trains?|learns?|falls) (fine|ok|okay|good|well|normal*)?",
            ),
            "targets-cured": answer(
                0.02,
                "scaling the targets cures it",
                f"(scal*|normali*|standardi*|rescal*|divid*) (the|my|all|of)? (the|my)? (targets?|"
                f"outputs?|y|labels?|"
                f"prices?) .. {_GOOD}",
            ),
            "no-change": answer(
                0.93,
                "nothing",
                "(scal*|normali*|standardi*) .. (inputs?|data|features?|images?) .. (<nohelp>|still)",
            ),
        },
    )
    other_initialization = symptom(
        "Take the framework's default initialization (or Xavier, Kaiming): what changes?",
        minutes=8,
        answers={
            "cured": answer(
                0.04,
                "it learns now",
                f"(xavier|kaiming|glorot|he_|he init|msra|orthogonal|lecun)[^ ]* (init*|"
                f"initialization|filler|"
                f"uniform|normal)? .. "
                f"{_GOOD}",
                "(until|unless|before) .. (xavier|kaiming|glorot|he_normal|he_uniform|he init*|msra|"
                "orthogonal|another init*|"
                "better init*)",
                f"(other|different|another|better|proper|default|smaller|larger) (init*|initialization|"
                f"initial weights|"
                f"initializer|start values) .. {_GOOD}",
                f"(chang*|replac*|switch*|us*) (the)? (init*|initialization|initializer|initial weights) "
                f".. {_GOOD}",
                "(换|改|修改)(了)?初始化.{0,10}(好了|正常|收敛|可以|解决)",
                "(with|using) (the)? (normal|uniform|gaussian|xavier|kaiming|glorot|he|msra|orthogonal|"
                "default) "
                "(init*|"
                "initializer|initialization|filler) .. (converges?|works?|trains?|learns?|fine|good) ... "
                "(with|"
                "using) .. "
                "(xavier|normal|uniform|gaussian|kaiming|glorot|he|msra|default) .. (not|fails?|stuck|"
                "diverge*|"
                "nan)",
                "(xavier|kaiming|glorot|he|normal|uniform|gaussian|orthogonal) (uniform|normal|init*)? "
                "(instead of|rather than|in place of) .. (normal|uniform|gaussian|xavier|default|random|"
                "zeros|"
                "kaiming)[^ ]* .. (converges?|works?|worked|trains?|learns?|helps?|helped|fine|good|solve*|"
                "fix*)",
                "(he|xavier|glorot|kaiming|orthogonal|default) (init*|initialization|"
                "initialisation|initializer) .. (made|makes|let|lets|fixes|fixed|helps|solves|"
                "helped|cured|got) (it|the|my)?",
            ),
            "no-change": answer(
                0.96,
                "nothing",
                "(different|other|another|various) (init*|initialization*) .. (<nohelp>|same|still)",
            ),
        },
    )
