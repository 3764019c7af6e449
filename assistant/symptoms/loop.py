"""What the training loop does: the step, which parameters it trains, modes, the schedule."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom

_GONE = (
    "(call|call is|call was)? (is|was|were|are|has been|had been|got)? (simply|just|completely|accidentally|"
    "also)? (missing|forgotten|lost|omitted|absent|never called|not called|left out|commented out|removed|"
    "not used|never used|not there|never executed|not executed)"
)
_LACKS = (
    "(no|without|missing|forgot|forgotten|forgets|forgetting|never|lost|omit*|lacks|lack|removed|dropped|"
    "not) "
    "(to)? (call*|use|uses|using|put|add|do|include|write|a)? (of|to|the|any|my)?"
)
_ZERO = "zero[_ ]?grad(\\(\\)|ients?|s)?"
_STEP = "(optimizer|optim|opt|optimiser)[a-z_0-9]*\\.step(\\(\\))?"
_EVAL = "(eval\\(\\)|train\\(\\)|eval mode|evaluation mode|eval)"


class LoopSymptoms(Family):
    """The loop, the parameters it trains, the modes, the schedule, the precision."""

    loop = symptom(
        "What does the training loop do for each batch?",
        minutes=1,
        answers={
            "managed": answer(0.3, "what the framework does by itself, as fit of Keras"),
            "complete": answer(
                0.638,
                "clears the gradients, computes the loss, backward, step",
                "zero[_ ]?grad[^ ]* .. backward[^ ]* .. step(\\(\\))?",
                "backward[^ ]* .. step[^ ]* .. zero[_ ]?grad(\\(\\))?",
            ),
            "no-zero-grad": answer(
                0.015,
                "it never clears the gradients",
                "(gradients?|grads) (accumulate*|add up|pile up|sum up|are accumulated|are added up|grow) "
                "(over|across|from|between|with) (all|the|one|each|every)? ?(iterations?|batch*|steps?|"
                "epochs?)",
                f"{_LACKS} [a-z_.]*{_ZERO}",
                f"(optimizer.|optim.|opt.|model.|net.|self.optimizer.)?{_ZERO} {_GONE}",
                "gradients? (are|is|were|get|being)? (never|not) (being|been)? (cleared|zeroed|reset|set to "
                "zero|zeroed out|cleaned)",
                "(forgot|forgotten|forgetting) to (zero|clear|reset|zero out|clean) (out)? (the|my|all)? "
                "(gradient*|grads?)",
                "(never|not|without) (clear|clears|clearing|cleared|zeroing|zeroed|reset|resets|"
                "resetting|zero "
                "out|zeros out) (out)? (the|my|any|all)? (gradient*|grads?)",
                "(没有|没|忘了|忘记|忘记了|缺少|少了|漏了|未)(写|加|调用|执行|使用|用|做|进行)?.{0,4}"
                "(optimizer)?.{0,1}(zero_?grad|梯度清零|清零梯度|清空梯度|清除梯度|梯度置零|把梯度清零|"
                "将梯度清零)",
                "梯度(没有|没|未)(被)?(清零|清空|置零|归零)",
                "gradients? accumul* (across|over|between|from) (all)? (the)? (batches|iterations|steps|"
                "epochs) .. (because|since|never|as|not)",
                "gradients? (keep|keeps|are|get|is) (being)? (accumulat*|summed|summing|adding) (up|"
                "across|over|from) .. (batches|iterations|steps|never|forever)",
                "(never|not|forgot to) (reset|clear|zero|resetting|clearing|zeroing) (them|it|the grad*|"
                "\\.grad|my grad*)",
                "(no|without|missing|forgot*|lacks|lack|never|not|nothing) & zero[_ ]?grad[^ ]*(?! "
                "(before|first|at the))",
                "(gradients?|grads?) (of|from|over|in) .. (batch*|iteration*|step*|epoch*|loop) .. "
                "(add up|adds up|pile up|accumulate|accumulates|sum up|keep adding|are added|are "
                "summed)(?!.. (then|before|until|steps))",
                "(nothing|nobody|never|not) .. (resets|clears|zeroes|reset|clear|zero|empties|"
                "cleans) .. (gradients?|grads?|them)",
                "gradients? .. (old|previous|earlier|last) (batch*|iteration*|step*) .. (added|"
                "kept|remain*|still there|accumulate*)",
                "不(加|写|用|调用|清零).{0,3}(optimizer)?.{0,1}(zero_?grad|梯度)",
                "(梯度).{0,4}(不|没|没有|未)(清零|清空|归零)",
                "zero_grad[^ ]* .. (before|outside|above|in front of) (of)? ?the (loop|training loop|for "
                "loop|epoch loop)",
                "gradients? accumulat* (as|since|because)",
            ),
            "no-step": answer(
                0.012,
                "it never steps the optimizer",
                f"{_LACKS} [a-z_.]*{_STEP}",
                f"(self.)?{_STEP} {_GONE}",
                "(forgot|forgetting|never|without|missing) (to)? (step|stepping) (the|my|of the)? optimizer",
                "optimizer (is|was) never (stepped|called|run)",
                "(没有|没|忘了|忘记|忘记了|缺少|少了|漏了|未)(写|加|调用|执行|使用|用|做)?.{0,3}"
                "(optimizer.?step|优化器.?step|更新参数|参数更新)",
                "<not> (apply|applies|applied|applying|use|uses|used|perform|take) .. (gradients?|"
                "update step|update|them to the weights|step)(?! size)",
                "(compute*|calculat*) (the)? gradients? (but|and) <not> .. (appl*|updat*|step*|us*)",
                "(only|just) (call|calls|called|calling|do|run) .. backward[^ ]* .. (no|not|"
                "without|never)? .. step",
                "(without|no|missing|forgot*|lacks) (an|the|a|any)? (optimizer|update|training) "
                "(step|op|operation|call)",
                "(train_op|train_step|optimizer.minimize|minimize|apply_gradients)[^ ]* .. (is|was|"
                "never|not) .. (never|not|forgotten) (run|called|executed|fetched|evaluated)",
                "(after|behind) [a-z_.]*backward(\\(\\))? (nothing|comes nothing|there is nothing|that is "
                "all|i do nothing)",
                "(backward)[^;]* (and that is all|nothing else|and nothing else|only)(?! [a-z])",
            ),
            "detached": answer(
                0.01,
                "the loss is computed from something that gradients cannot pass",
                "(loss|output|outputs|pred*)\\.requires_grad (is|=|==|returns|gives|prints)? ?false",
                "(argmax|rounding|round|threshold*|sign) (is)? ?(in|inside|within|before) (the|my)? ?loss",
                "(detach|detached|detaching|detaches) (the|my|all)? (output*|prediction*|logits?|graph|"
                "result*|"
                "features) .. (loss|backward|criterion)",
                "(output|outputs|pred|preds|logits|y_pred|y_hat|out|loss|x)\\.(detach\\(\\)|data|item\\(\\)|"
                "numpy\\(\\)) .. (in|into|to|before) (the|a|computing the|calculating the)? (loss|criterion|"
                "backward*)",
                "(loss|criterion) .. (from|of|on|with|over|between|using) (the)? [a-z_]+\\.(detach*|data|"
                "numpy*|argmax*)",
                "(loss|criterion) (is)? (computed|calculated|taken|evaluated)? (from|of|on|with|over) "
                "(the|a)? "
                "(argmax*|detached|rounded|thresholded|numpy)",
                "(argmax|rounding|detach|thresholding) (is|was|are)? (applied|used|called|comes)? before "
                "(the|"
                "computing|computing the|calculating the)? (loss|criterion|backward)",
                "(forward pass|training loop|training step|loss|model call) (is|runs|are|happens|computed|"
                "wrapped|was)? (computed|run|wrapped|done)? (inside|in|under|within|with) (a|the)? "
                "(torch.)?no_grad",
                "(variable|tensor|torch.tensor|as_tensor)\\(loss[^;]*requires_grad",
                "loss.requires_grad(_\\(| ?= ?true)",
                "not require grad and does not have a grad_fn",
                "(used|passed|enters?|goes|given|fed|multiplied|returned|stored) .. (as|with|by) [^ ]*[a-z_]"
                "\\.detach\\(\\)",
                "(loss|损失).{0,8}(detach|argmax|不可导|不可微)",
                "(detach|argmax|不可导|不可微).{0,8}(loss|损失)",
                "(weight|coefficient|factor|lambda|beta|alpha|gamma) (of|for|on) (the|that|this|my|a)? "
                "?([a-z]+ )?"
                "(loss|term|penalty|loss term)s? (has|have|had|makes|made|shows) (absolutely)? ?(no|zero|"
                "not any) "
                "(effect|influence|difference|impact)",
                "(parameters?|weights?|updates?|gradients?|results?) .. (exactly|identical*|same) .. (any|"
                "whatever|every|all|whichever|no matter|regardless) .. (beta|lambda|alpha|gamma|weight|"
                "coefficient|factor) .. (term|loss|penalty)",
                "(exactly|precisely|always) (the|in the)? ?same (way|parameters|weights|updates|gradients|"
                "result*) "
                ".. (any|whatever|every|regardless|no matter) (the|of)? ?(value)? ?(of)? ?(the)? ?(beta|"
                "lambda|"
                "gamma|weight|coefficient)(?! decay)",
                "(no matter|whatever|regardless|any|every|whichever) .. (coefficient|weight|factor|lambda|"
                "beta)(?! decay) .. (loss|term|penalty) & (weights|parameters|gradients|updates) .. (same|"
                "identical*)",
                "(threshold|thresholds|thresholded|round|rounded|binarize|binarized) (the|my)? ?(output*|"
                "prediction*|mask*|logits?|probabilit*) (first|at 0.5)? ?(and|then|before) .. (loss|"
                "criterion|"
                "backward)",
                "loss.grad_fn (is|=|==|was) none",
                "grad_fn (is|was|=) (none|missing|null)",
                "(all|the|my|every) (gradients?|grads?|\\.grad) (is|are|was|were)? (all|always)? none",
                "(param|parameter|p|weight|w)[a-z]*\\.grad (is|=|are|was) none",
                "(convert*|cast*|transform*|turn*|move*|put) .. (output*|prediction*|logits?|tensor*|"
                "result*) .. (to|into|as) (a)? (numpy|np.array|list|python float*) .. (loss|before)",
                "(\\.numpy\\(\\)|numpy|\\.item\\(\\)|\\.data) .. (before|in|inside|for|when) (computing|"
                "calculating)? (the|my)? loss",
                "(take|takes|took|taking|use|used|using|apply|applied) (the)? argmax .. (loss|backward|"
                "gradient*)",
                "(loss) .. (on|from|of|with|between) (the)? (argmax|rounded|thresholded|hard|binarized|"
                "predicted class*)",
                "(round*|threshold*|argmax|binariz*|sign) .. (not differentiable|non differentiable|no "
                "gradient*|kills the gradient*|zero gradient)",
                "(wrapped|put|inside|within|under|in) .. torch.no_grad[^ ]* .. (train*|loss|forward)",
                "(take|takes|took|taking|use|used|using|apply|applied) (the)? argmax ... (loss|backward|"
                "gradient*)",
                "loss (uses|takes|is based on|depends on|works on|goes through|contains|needs|is "
                "computed by|is a function of) (the|an)? (argmax|rounding|thresholding|round*|hard "
                "threshold*|sampling|predicted class*|predicted label*|detached|numpy*)",
                "torch.tensor\\([a-z_. ]*(out*|pred*|loss*|logit*|y_hat*)[^ ]*",
                "(new|wrap*|rewrap*|re wrap*|convert*|back) & (numpy|np\\.[a-z]+|\\.numpy\\(\\)|"
                "\\.item\\(\\)|\\.tolist\\(\\)) & (loss|backward|output*|prediction*)",
                "(graph|gradient|gradients|backprop*|autograd) (is|are|was|gets|flow|chain)? (cut|"
                "broken|interrupted|stopped|blocked|lost|detached|disconnected|not connected)",
                "(breaks?|broke|cuts?|blocks?|stops?|interrupts?) (the)? (computation|"
                "computational|autograd|gradient)? ?(graph|gradient flow|backprop*|flow of "
                "gradients?|gradients?)",
                "(with torch.no_grad\\(\\)|torch.no_grad|no_grad|stop_gradient|\\.detach\\(\\)) & "
                "(train* (loop|step)|loss|forward|backward)",
                "(gradients?|grads?|\\.grad) (is|are|was|were|stays?|remains?|all)? (all|always|"
                "still)? none (for|after|in|of)",
                "no gradients provided for any variable",
                "(loss) .. (built|written|computed|calculated|implemented|made|coded) .. (with|in|"
                "using|by) (plain|pure)? (numpy|np|scipy|sklearn|python floats?|scikit*)",
                "(forward|features|hidden|output*|logits?|loss) & (\\.data|\\.detach\\(\\)|\\.item\\(\\)|"
                "\\.numpy\\(\\)|tensor\\.data) & (call*|use*|take*|apply*|none|no grad*|not learn*|not "
                "updat*)",
                "argmax & loss & (no gradient*|constant|not learn*|nothing|none|not chang*|not "
                "train*|zero gradient*)",
                "element 0 of tensors does not require grad",
                "not require grad & (backward|element|tensor*|error|loss)",
            ),
            "steps-twice": answer(0.001, "it steps twice for the gradients of one batch"),
            "accumulates": answer(
                0.02,
                "it steps once for several batches",
                "(gradient|grad) accumulation(?! ?steps ?[=:] ?1)",
                "accumulation of gradients",
                "gradient_accumulation_steps ?[=:] ?([2-9]|[1-9]\\d+)",
                "accumulat* (the|my|all)? (gradients?|grads?)",
                "gradients? (are|is|were|get) (being)? accumulated .. (batches|steps|iterations)",
                f"({_STEP}|zero_?grad(\\(\\))?) .. every ([2-9]|[1-9]\\d+|few|n|k|several|other|second) "
                "(mini)? (batches|steps|iterations|batch)",
                "(weights|parameters) (are|is|get)? (only)? updated (only|once)? (every|after|per) ([2-9]|"
                "[1-9]\\d+|few|n|k|several) (mini)? (batches|steps|iterations)",
                "梯度的?(累积|累加|累计)",
                "accumulat* (over|for|across|of) .. (steps?|batches|mini ?batches|iterations)",
                "zero_grad[^ ]* (every|each|only every|once every|after) ([2-9]|[1-9][0-9]) (steps|"
                "batches|iterations)?",
            ),
            "sums-up": answer(
                0.004,
                "it adds up the gradients of several batches wrongly: not divided, or stepped on the way",
                "accumulat* & loss (is|was|are)? <not> (divided|averaged|scaled|normalized)",
                "accumulat* .. loss .. (not|never|without) .. divid*",
                "loss (is|was)? (not|never) (divided|scaled|averaged) .. accumul*",
                "accumulat* & (differ|differs|different|larger|higher|worse|not match|not the same|"
                "times (as|the)) "
                "& (big|full|large|real|true|one|normal|same|equivalent) (batch|batches|batch size)",
                "(optimizer|optim|opt)\\.step\\(\\) .. (called|run|executed|done) .. (every|each) (micro|"
                "mini|small)? ?(batch|step|iteration) .. (although|though|but|while|zero_grad|accumul*)",
            ),
        },
    )
    trained_parameters = symptom(
        "Which parameters does the optimizer train?",
        minutes=3,
        answers={
            "all": answer(
                0.956,
                "all of the model in use",
                "all (of the|the)? (layers|parameters|weights) (are|were|is|get)? (being)? (trained|"
                "trainable|"
                "unfrozen|fine tuned|updated)",
                "(unfroze|unfrozen|unfreeze|unfreezing) (all|everything|the whole|the entire)",
                "(no|without) frozen (layer*|weight*|parameter*)",
                "(nothing|no layers?|none of the layers) (is|are|was|were) frozen",
                "所有(的)?(层|参数)(都|均)?(参与训练|可训练|解冻|没有冻结)",
            ),
            "base-frozen": answer(
                0.02,
                "the part that was trained before is frozen on purpose, the new one is not",
                "(frozen|freeze|freezing|froze) .. (backbone|base model|base|encoder|resnet*|bert|vgg*|"
                "feature extractor|pretrained model|body)",
                "(backbone|base model|base|encoder|bert|resnet*|vgg*|body|feature extractor) (is|are|"
                "was|were|stay|"
                "stays|remain|remains|kept|been|all|have been)? (kept|still|all|completely)? frozen",
                "(only|just) (the)? (last|final|top|new|classification) (layer|layers|head|classifier|"
                "fc*) (is|"
                "are|was|were|gets) (being)? (trained|trainable|updated|fine tuned)",
                "(only|just) (train|training|trained|fine tune|fine tuned|fine tuning) the (last|"
                "final|top|new) "
                "(layer|layers|head|classifier)",
                "(冻结|固定住?)(了|住)?.{0,6}(主干|骨干|backbone|特征提取|bert|encoder|编码器|预训练|resnet|vgg)",
                "(主干|骨干|backbone|编码器)(都|被|全部)?(都|被)?冻结",
                "只(训练|微调)(了)?(最后|分类|全连接|头)",
            ),
            "frozen": answer(
                0.012,
                "some are frozen that have to learn",
                "(all|every|whole|entire) .. (layers?|parameters?|weights?|model|network) .. "
                "requires_?grad ?(is|=|of|set to|to)? ?false",
                "(frozen|freeze|freezing|froze) .. (by mistake|by accident|accidentally|wrongly)",
                "(frozen|freeze|freezing|froze) .. (layer*|weights|parameter*|embedding*|conv*)",
                "(layer*|weights|parameters|embedding*) (is|are|was|were|stay|stays|remain|remains|"
                "kept|been|all|"
                "have been) (kept|still|all|completely)? frozen",
                "(冻结|固定住?)(了|住)?.{0,6}(层|参数|权重)",
                "(层|参数|权重)(都|被|全部)?(都|被)?冻结",
                "(requires_grad|trainable) ?= ?false",
                "(forgot|forgotten|never|not) (to)? (unfreez*|unfroze|unfrozen|set requires_grad)",
                "(froze|freeze|freezing) .. (all|everything|model.parameters[^ ]*|whole|entire) .. (after|"
                "including|and|also|with|too)",
                "(froze|freeze|freezing|frozen) .. (after|when|once) .. (new|added|adding|replac*) .. "
                "(head|fc|layer|classifier)",
                "(requires_grad|trainable) (is|=|set|was|to|:)* ?false (for|on|in|of) (the)? ?(whole|all|"
                "entire|every|complete)",
                "trainable (params|parameters|weights): ?(0|none|zero)(?![.,0-9])",
            ),
            "not-in-optimizer": answer(
                0.012,
                "some are not in it: a model or a layer made after it, layers in a plain list",
                "(\\.parameters\\(\\)|parameters\\(\\)|list of parameters|parameter list|named_parameters) "
                ".. (is|are|returns?|gives?|comes?|was) (an)? ?(empty|nothing|no)",
                "(layers?|modules?|submodules?|blocks|cells) .. (in|into|as) (a|an)? ?(plain|python|normal|"
                "ordinary|simple)? ?(arrays?|lists?|dicts?|tuples?|dictionary|vector)(?! of (numbers|sizes|"
                "ints))",
                "(layers?|modules?|submodules?|parameters?|weights) .. (not|never|not being) (be|get|"
                "being)? ?registered",
                "(model|net|network|rnn|lstm|layer|head|classifier) (is|was|gets|has been)? (created|"
                "made|built|"
                "executed|replaced|defined|instantiated|re ?created|initialized|constructed|re ?initialized|"
                "added) (again|twice|a second time|anew|later)? (after|behind) .. optimizer",
                "(model|net|network|rnn|lstm) (is|was|gets|has been)? (created|made|built|executed|defined|"
                "instantiated|constructed) (again|twice|a second time|anew)"
                "(?! each| every| for| in)",
                "(re ?plac*|swap*|chang*|add*|reinit*) .. (head|last layer|fc|classifier|layers?|model) "
                "after "
                ".. optimizer",
                "optimizer (still)? (holds|points|refers|has|gets|got|receives|knows|updates|contains|trains|"
                "uses|was given|is given|created with) (to|only)? (the)? (parameters of)? (the|an)? (old|"
                "discarded|other|another|previous|wrong|first|original) (model|parameters|instance|net*|copy|"
                "weights)",
                "(layers?|modules?|blocks|submodules|parameters) .. (plain|python|normal|ordinary|regular) "
                "(list|lists|dict|python list)",
                "(list|dict) instead of (a|an)? (nn.)?(modulelist|moduledict|parameterlist)",
                "(without|not|forgot|no|missing) (to)? (use|using|in)? (a|an)? (nn.)?(modulelist|moduledict)",
                "(layers?|parameters?|modules?|weights) (are|were|is|was)? (not|never) (properly|correctly|"
                "being)? registered",
                "(parameters?|weights?|layers?|head|classifier|embedding*|decoder|encoder) (are|is|was|"
                "were|have "
                "been)? (missing from|missing in|(not|never) (passed|given|added|handed) to|not in|not part "
                "of|not included in|absent from) (the|my)? optimizer",
                "optimizer (was|is|gets) (defined|built|created|made|constructed|initialized) before (the|"
                "replac*|adding|chang*|swap*|creating|i)? (replace|add|change)? (the|a)? (new|last)? (model|"
                "net*|layer*|head|classifier)",
                "parameters missing from the optimizer",
                "优化器.{0,8}(旧的?|之前的?|原来的?|另一个)(模型|参数|网络)",
                "(参数|层|模块|权重).{0,6}(没有|未|没)(被)?(传|加|放|注册|加入|传入|添加)(到|进|给|入|"
                "在)?.{0,4}"
                "(优化器|optimizer)",
                "(没有|没|未|忘了)(用|使用)(nn.)?modulelist",
                "(层|模块).{0,6}(普通|python)的?(list|列表)",
                "<not> (properly|correctly|being|been|all)? (registered|tracked|seen|found|visible|"
                "returned) (as|"
                "by|in|to|with) (parameters|a parameter|the model|the module|submodules|optimizer|model."
                "parameters*|parameters\\(\\))*",
                "(parameters?|weights?|layers?|params) (for|of|in) .. (are|is|were) <not> (passed|given|"
                "added|"
                "handed|included|part|in|registered) .. (optimizer)?",
                "<not> (add|adds|added|pass|passes|passed|include|includes|register|registers) .. "
                "(parameters?|"
                "weights?|params) .. (to|in) (the|my)? (optimizer|model|parameter list|model parameter list)",
                "(not|never) (train|trains|update|updates|optimize|optimise) the [a-z0-9_]+ (weights|"
                "parameters|"
                "layers?)",
                "(normal|plain|python|regular|ordinary) (python)? (dictionary|dict|list|tuple|array) .. "
                "(instead "
                "of|rather than|not)? .. (torch.)?(nn.)?(moduledict|modulelist|parameterlist|parameterdict)",
                "(dictionary|list|dict|tuple|array) instead of (a|an|the)? (torch.)?(nn.)?(modulelist|"
                "moduledict|"
                "parameterlist)",
                "(head|classifier|layer|fc|model|decoder|embedding*) .. (replaced|added|changed|created|"
                "swapped|"
                "built|unfrozen) after .. optimizer",
                "(model|net|network|rnn|lstm|encoder|decoder)(\\([^ ]*\\))? (= [^ ]+)? (is|was|gets|has "
                "been) "
                "(created|made|built|executed|defined|instantiated|constructed) (again|twice|a second "
                "time|anew)",
                "optimizer (was|is|has been|got) (created|built|defined|given|initialized|made|"
                "constructed) (with|from|on|for) .. (different|other|another|old|wrong|previous) (model|"
                "network|net|instance|parameters)",
                "(model\\.)?parameters\\(\\) (is|are|returns|gives|was) (nearly|almost)? (empty|nothing|"
                "an empty|no)",
                "(optimizer got an empty parameter list|optimizer got an empty)",
                "(model|net|network|rnn|lstm|encoder|decoder) = [^ ]+ (is|was|gets|has been) (created|"
                "made|built|executed|defined|instantiated|constructed|run|called) (again|twice|a second "
                "time|anew)",
                "(layers?|blocks?|modules?|heads?|convs?|cells?) .. (in|as) (self\\.)?[a-z_]+ ?= ?\\[",
                "(model.parameters\\(\\)|parameters\\(\\)|named_parameters\\(\\)|state_dict|"
                "print\\(model\\)|print of the model|model summary|parameter list|"
                "list\\(model.parameters\\(\\)\\)) & (missing|only|nothing but|shorter|empty|lacks|"
                "absent|few*|<not> .. (contain|include|list|show|return|have|appear))",
                "(layers?|weights|parameters?|modules?|blocks) .. (are|is) (missing|absent|not "
                "there|not listed|not shown|not contained|not included) .. (model.parameters\\(\\)|"
                "parameters|state_dict|print*|summary|optimizer)?",
                "(parameters?|weights) of .. (layers?|modules?|blocks|network|part) .. (are|is) "
                "(missing|absent|not there|not listed|not found|not returned)",
                "(plain|python|normal|regular|ordinary|simple|standard|nested) (list|lists|dict|"
                "dictionary|array|tuple) (of|with|for|to hold|holding|containing) (layers?|"
                "modules?|linear*|conv*|lists?|blocks|cells|nn\\.[a-z]+)",
                "(keep|keeps|kept|store*|append*|put|puts|hold*|collect*|save*) .. (layers?|"
                "modules?|blocks|convs?|linear*|them|heads?|cells) .. (python|plain|normal|"
                "ordinary|a) (list|lists|dict|dictionary|array|tuple)",
                "(layers?|modules?) .. append* .. (self\\.[a-z_]+|list)",
                "self\\.[a-z_]+ is a (python|plain|normal)? (list|dict|dictionary|tuple) (of|with)?",
                "(made|built|created|build|create) .. (layers?|modules?) .. in a (for)? loop & "
                "(missing|not|only|parameters)",
                "(layers?|head|network|net|decoder|encoder|classifier|embedding*|part|module|"
                "generator|branch) .. (is|are|was|were) <not> (being)? (trained|updated|optimized|"
                "learned|learning|training)",
                "(only|just) .. (parameters?|weights) .. (are|is|were|was)? (given|passed|handed|"
                "added|go|goes) to (the|my|an)? (adam*|sgd|optimizer|rmsprop)",
                "(optimizer|adam|sgd) .. (gets?|got|has|holds?|receives?|is given|was given|"
                "contains?|knows?|updates?) (only|just)? (the)? [a-z_ ]* ?(parameters?|weights|"
                "params) .. (only|wrong|old|other|another|different|first|generator*|"
                "discriminator*|encoder*|decoder*)",
                "(generator*|discriminator*|encoder*|decoder*|second|first|student*|actor|critic) "
                "optimizer .. (gets?|has|holds?|uses|receives|is given|was given|updates?) .. "
                "(generator*|discriminator*|encoder*|decoder*|first|second|other|teacher*|wrong) "
                "(parameters?|weights|network|model|params)",
                "optimizer (is|was|were|has been|had been|gets)? (already)? (made|built|created|"
                "constructed|defined|instantiated|initialized|set up) "
                "(before|earlier)(?! (the|each|training|my|loop|it|we|i|any|every|all))",
                "(optimizer|adam|sgd) & (then|afterwards|later|and) .. (replac*|swap*|overwrit*|"
                "reinit*|re creat*|recreat*|add|unfreez*) (the|my|model\\.)? .. (fc|head|layer*|"
                "classifier|model|network|embedding*)",
                "(create|creates|created|creating|build|built|make|made|load*|instantiate*) .. "
                "(model|network|net) .. (again|anew|a second time|new instance) & optimizer",
                "(tensors?|weights?) .. <not> .. nn.parameter[^ ]*",
                "(plain|ordinary|raw|normal) tensors? .. (instead of|rather than|not) .. parameter*",
                "optimizer .. (prior to|ahead of|before) .. (adding|replacing|creating|changing|"
                "building|swapping|unfreezing|attaching|loading|the new|it was)",
                "(new*|added|replaced|second|extra) .. (head|layer*|module|classifier|embedding*|"
                "branch) .. (keeps?|kept|retains?|has|have) (its|their|the)? (initial|original|"
                "random) (weights|values|parameters)",
                "(passed|gave|handed|pass|give|giving|passing) .. parameters[^ ]* .. (to|into) .. "
                "(sgd|adam*|optimizer|rmsprop) .. (by mistake|instead|wrong*|only|accidentally)",
                "(wrong|other|old|different|incorrect) .. (parameters|params|weights|model|"
                "network) .. (to|in|into|for|by) (the|my)? (optimizer|sgd|adam*)",
                "(number of|count of|trainable) parameters .. (is|are|=|printed|shows?|says|"
                "reported|counts?) .. (0|zero|too (small|low)|smaller|less|lower)(?![.0-9])",
                "(blocks?|layers?|modules?|they|weights) .. (not|never) .. (moved to|on) (the)? "
                "(gpu|cuda|device)",
                "(deep ?copi*|deepcopy*|deepcopied|clone*|copied|wrapped|replaced|reloaded|rebuilt|"
                "re created|recreated|loaded) .. (model|net*|layer*|head|module) .. after .. "
                "optimizer",
                "(deep ?copi*|deepcopy*|clone*|copy) & optimizer & (copy|copied|other|second|model)",
                "(adam|adamw|sgd|rmsprop|optimizer|optim)[^ ]*\\([a-z_.]*(encoder|decoder|head|fc|"
                "backbone|classifier|generator|discriminator)[a-z_.]*parameters",
                "(creat*|build*|defin*|instantiat*|construct*|declar*) .. (layers?|modules?|linear|conv*|"
                "parameters?|weights?) .. (in|inside|within) (the)? forward",
                "<not> in (the)? (state_dict|model.parameters|parameters\\(\\)|named_parameters)",
                "(two|both|second|other) (networks?|nets?|models?|parts?|modules?) & (one|only|optimizer) "
                ".. (net1|first|encoder|one of them|model1|[a-z0-9]+\\.parameters\\(\\))",
                "optimizer .. (only|just|with|gets|has|holds|given) [a-z0-9_.]*(net1|first|encoder|head|"
                "backbone|net_a|model1|g|d)\\.parameters\\(\\) & (never|not|other|second|net2|decoder|"
                "rest)",
                "(optimizer|optim|adam|sgd) & before (i|we)? ?(unfreez*|unfroze|replac*|add*|chang*|load*|"
                "moved?)",
                "requires_grad[^;]* before (i|we)? ?unfr*",
            ),
        },
    )
    mode = symptom(
        "Are training and evaluation mode switched where they should be?",
        minutes=2,
        answers={
            "right": answer(
                0.978,
                "yes: train() for each epoch, eval() for each evaluation",
                "~(call|calls|called|calling|use|used|using|set|sets|with) (the)? (model.|net.|network.)?"
                "eval\\(\\)",
                "~(model.|net.|network.)?eval\\(\\) (is|was|are|gets) (always|also)? (called|used|set)",
                "model.train\\(\\) and model.eval\\(\\)",
                "(<evalmode>|learning[_ ]phase|train\\(\\)|<trainmode>) .. (no difference|same result*|the "
                "same|nothing chang*|no effect|not change|not matter|not help)",
                "(<evalmode>|<trainmode>) or (<trainmode>|<evalmode>|1|0)[,:]? .. (same|no difference|not "
                "matter)",
                "~(调用了|使用了|用了|加了|写了)(model.)?eval",
                "(not|no|never|hardly|any|little) .. difference* between (model.)?(train|eval)[^ ]* "
                "(mode)? ?and (model.)?(eval|train)[^ ]*",
                "(neither|no) (dropout|batch ?norm*) (nor|or|and) (dropout|batch ?norm*)",
                "(training|train|is_training|learning|phase) (flag|switch|placeholder|mode|phase|argument)? "
                "?(is|"
                "was)? ?(set|on|true|1) (for|in|at|during|while|when) (the)? ?(train|training),? (and|but)? "
                "?(off|"
                "false|0|not|unset) (for|in|at|during|while|when) (the)? ?(eval*|evaluation|"
                "test*|validation|inference|prediction)",
            ),
            "wrong": answer(
                0.022,
                "no: one of them is missing, or a training flag is fixed",
                "(no|missing|forgot|forgotten|forgets|forgetting|never|lacks|lack|not) (to)? (call*|use|"
                "uses|using|"
                "put|add|set|sets|switch*|do)? (of|to|the|a|it to|model to|the model to|into)? (model.|net.|"
                f"network.|self.model.|self.)?{_EVAL}(?! data| set| loss| acc| metric)",
                "~without (calling|using|setting|a call of|switching to)? (model.|net.|network.|self.model.)?"
                "(eval\\(\\)|train\\(\\)|eval mode|evaluation mode)",
                f"(model.|net.|network.|self.model.|self.)?(eval\\(\\)|train\\(\\)|model.eval) {_GONE}",
                "(depend*|depending) on (whether|if) .. (eval\\(\\)|model.eval*|eval mode|evaluation mode|"
                "train "
                "mode|training mode|is_training|learning phase|training flag)",
                "(not|never|forgot to|forgets to) (switch*|set|go|goes|put|change*) (it|the model|the "
                "net*)? back "
                "(to|into) (train*|model.train*)",
                "dropout (is|was|remains|stays)? (still|always)? (active|on|applied|enabled|used) (at|"
                "during|in|"
                "when|while|for) (the)? (test*|eval*|inference|val*|predict*)",
                "(stays|stayed|remains|remained|left|kept|keeps|always|still|is|was) in (train|training) "
                "mode "
                "(during|at|for|in|when|while|throughout) (the)? (eval*|test*|val*|inference|predict*)",
                "(evaluat*|tested|testing|validation|validated|inference) (is|was|done|runs|ran|"
                "happens)? (done|"
                "run)? (in|with|under) (the)? (train|training) mode",
                "(left|stays|stayed|remains|kept|still|trained|training|trains) in eval* mode",
                "(training|is_training|phase_train|is_train) ?(=|is|set to|fixed to|hard coded to) "
                "?(always)? "
                "true (always|everywhere|at|in|during|for|while|when) .. (test*|eval*|inference|val*|"
                "predict*|"
                "calls?)",
                "(training|is_training|phase_train|training flag) .. (always|fixed|hard coded|hardcoded) "
                "(to|at|"
                "as|is|set to)? true",
                "(没有|没|忘了|忘记|忘记了|未|缺少)(写|加|调用|使用|用|切换到?|切换成|设置|设为|进入)?.{0,3}"
                "(model|net)?.{0,1}(eval|评估模式|测试模式|验证模式|推理模式|train\\(\\)|训练模式)",
                "(测试|验证|推理|评估)(时|的时候|阶段)?.{0,6}(是|处于|用的?是?|还在|仍在|仍是)(训练|"
                "train)模式",
                "(测试|验证|推理|评估)(时|的时候|阶段).{0,4}dropout(还|仍|仍然|还是|依然)(开|生效|在|"
                "打开|启用)",
                "(eval\\(\\)|model.eval|.eval\\(\\)|eval mode) .. (is|was|were)? not used",
                "(training|is_training|phase_train) ?= ?true (always|everywhere|in call|in the call|when "
                "called|"
                "at (test|val*|eval*|inference|predict*))",
                "(batch ?norm*|batch norm*|bn|dropout) .. (training|is_training) ?= ?true",
                "(called|used|applied|built|created) .. (training|is_training) ?= ?true",
                "<not> see (a|any|the)? (call of|call to)? (model.|net.)?eval\\(\\)",
                "dropout (units|layers?|nodes)? (is|are|was|were|remains?|stays?) (still|always|also)? "
                "(active|on|applied|enabled|used) (at|during|in|when|while|for|as) (the|well during)? "
                "(test*|eval*|inference|val*|predict*|loss estimation)",
                "(will|would|does|seems to)? (trigger*|apply|applies|use|uses|enable*|keep*) dropout (at|"
                "during|in|when|for) (the)? (test*|eval*|inference|val*|predict*)",
                "dropout .. (regardless|no matter|whether or not|even) .. (train*|test*|eval*|predict*)",
                "(training|is_training|phase_train) ?= ?true .. (inference|test*|eval*|predict*|validation)",
                "(inference|test*|eval*|predict*|validation) .. (training|is_training|phase_train) ?= ?true",
                "(model|net|network|it) (is|was|stays?|remains?|kept|left|still) (kept|left|still|"
                "always)? in (train|training) mode (during|at|for|in|when|while) .. (eval*|test*|"
                "val*|inference|predict*)",
                "(no|without|missing|forgot*|never|not|lacks|lack) & (model\\.|net\\.|network\\.)?eval\\(\\)",
                "(learning_phase|learning phase|is_training|training flag|phase_train) (is|was|"
                "stays|set|remains)? (always|fixed|hard coded|never changed|left|still) "
                "(to|at|on)? (true|1|train*)",
                "(dropout|batch ?norm*|bn) (is|was|stays?|remains?|still|kept)? .. (on|active|"
                "enabled|in training mode|applied) & (inference|test*|predict*|eval*|val*)",
                "(inference|test time|testing|predict*|evaluation) & dropout .. (still|on|active|"
                "enabled|applied)",
                "(load*|restor*|creat*) .. (model|weights|checkpoint|net|network) and (then)? (call*|run*|"
                "predict*|use*|feed*|evaluat*|test*|infer*) .. (at once|directly|immediately|straight away|"
                "right away|as it is|as is)",
                "(model|net|network|it) ?(\\([a-z_0-9]*\\))? .. (straight|right|directly|immediately) after "
                "(loading|"
                "load_state_dict|torch.load|creating|building|the constructor)*",
                "(train\\(\\)|eval\\(\\)|train mode) .. (once|only once) .. (beginning|start|before)",
                "never (switch*|chang*|set) .. (mode|eval*|to eval*|it back)",
                "(called|call|calls|set|sets) (net.|model.)?train\\(\\) .. never (switch*|eval*|call*)",
                "(below|lower|worse|less|points) .. than? .. (what i get|when i|if i|later|afterwards) .. "
                "(with|in|after|calling|under) (model.)?(eval\\(\\)|eval mode|evaluation mode)",
                "(better|higher|fine|correct|good|right) (with|after|in|under|when calling|only with) "
                "(model.)?(eval\\(\\)|eval mode|evaluation mode)",
                "(right|directly|straight|immediately) after .. (load_state_dict|load_weights|"
                "from_pretrained|build_model)[^ ]* & (evaluat*|predict*|test*|infer*|run)",
            ),
        },
    )
    rate_and_loss = symptom(
        "What happens to the loss where the learning rate changes?",
        minutes=2,
        answers={
            "fine": answer(0.91, "nothing bad, or the rate does not change"),
            "stops": answer(
                0.04,
                "progress stops where the rate gets tiny",
                "(<lr>|rate) (is|gets|was|being)? ?(halved|divided by (10|ten)|reduced|decayed|cut) .. "
                "(every|each|after every|after each|at every) (single)? ?(step|iteration|batch|update|epoch)",
                "(learning rate|lr) (has|is|was|gets|got)? (already|reaches|reached|becomes|became|drops to|"
                "dropped to|goes to|went to|decays to|decayed to|falls to|fell to|down to) (already|nearly|"
                "almost|exactly|effectively|basically|about)? (0|zero|tiny|1e-[89]|1e-1\\d)",
                "(learning rate|lr) (is|was) (already|nearly|almost|effectively|practically) (at)? (0|zero)",
                "(takes?|took|drives?|drove|brings?|brought|reduces?|reduced|drops?|dropped|lowers?|cuts?|"
                "shrinks?) "
                "(the|my)? ?(learning)? ?(rate|lr) .. (to|below|under) (1e-[6-9]|1e-1[0-9]|0\\.00000*[0-9]*|"
                "zero|0|"
                "nothing|almost)(?![.0-9])",
                "(exponentiallr|steplr|multisteplr|lambdalr|polylr|cosineannealinglr|[a-z]*scheduler) & "
                "(step|"
                "steps|stepped|called|updated) (in|on|after|for|inside|at)? ?(every|each|per|the) (iteration|"
                "batch|step|mini ?batch|batch loop|inner loop)",
                "(stops|stopped|stop) (learning|improving|training|falling|decreasing|moving)? .. "
                "(learning rate|"
                "lr) .. (zero|tiny|decay*|drop*|too small|vanish*)",
                "~(lr_|lr )?scheduler.step(\\(\\))? .. (every|each|per) (batch|step|iteration)",
                "(learning rate|lr|rate|schedule|scheduler) (is|was|gets)? (decays?|decayed|annealed|reduced|"
                "drops|dropped|falls|shrinks|lowered) (far|way|much|down)? too (fast|early|quickly|soon|"
                "aggressive*)",
                "学习率.{0,6}(衰减|下降|降低|降)(得|的)?(太快|过快|太早|过早)",
                "学习率(已经|很快|就|都)?(就|已经)?(衰减到|降到|降为|变成|变为|衰减为|趋近于?)(了)?(0|"
                "零)(?![.])",
                "(learning rate|lr) (is|was|gets|got|being|has been)? (quickly|soon|rapidly|very soon|fast|"
                "immediately|already)? (becoming|becomes|became|decays to|goes to|drops to|set to|being "
                "set to) "
                "(nearly|almost|about)? (0|zero)(?!\\.)",
                "(scheduler*|lr_scheduler*|schedule) .. (called|stepped|step|updated|counted|counts|"
                "steps) .. "
                "(each|every|per) (training|mini)? (step|batch|iteration)",
                "(step_size|milestones?|t_max|decay_steps|total_steps|num_training_steps|gamma) .. "
                "(epochs?) ... "
                "(batch*|iteration*|step)",
                "(total|planned|number of|scheduled) (steps|iterations|epochs) .. (too small|too short|wrong|"
                "fewer|smaller|less) .. (than|schedule)?",
                "(stalls|stalled|plateaus|stops|stagnates|no progress|stuck|stops improving) .. (after|"
                "when|once|as soon as) (the)? (first|second|each)? (decay|drop|reduction|step|decrease) "
                "of the (learning rate|lr)",
                "scheduler.step[^ ]* .. (inner loop|batch loop|each batch|every batch|every iteration|"
                "each iteration|per batch|per iteration|after every batch|loader loop|training loop)",
                "(steplr|multisteplr|exponentiallr|cosineannealing[a-z]*|lr_scheduler|scheduler) .. "
                "(inner loop|batch loop|each batch|every batch|every iteration|each iteration|per batch|"
                "per iteration)",
                "(learning rate|lr) (printed|shown|logged|displayed)? (is|was) (already|exactly)? (0|"
                "zero)(?!\\.[0-9])",
                "(cosine|annealing|decay|schedule) (ends|finishes|finished|reaches zero|is over|"
                "completes) (too)? (early|soon|fast|quickly)",
                "(t_max|total_steps|num_training_steps|max_num_epochs|decay_steps) .. (wrong|too small|"
                "too short|number of epochs|epochs)",
                "(lr|learning rate) ?[:=]? ?[0-9.]+e-(0[7-9]|[7-9]|1[0-9]) .. (epoch|already|so early)",
                "(dropped|reduced|lowered|decayed|drops|reduces|decays|cut) the (learning rate|lr) (to|"
                "down to) .. (0|zero|tiny|1e-0?[6-9]|1e-1[0-9])(?!\\.[0-9])",
                "(max_iter|max_iters|total_iter*|num_steps|t_max|epochs) .. (smaller|less|fewer|lower|"
                "shorter) than .. (iteration*|steps|epochs|number)",
                "(rate|lr|learning rate) (becomes|is|gets|reaches|goes to|falls to|drops to) (nearly|"
                "almost|exactly)? (zero|0)(?!\\.[0-9])",
                "(onecycle*|cosine*|scheduler|schedule|steplr|warm ?up) .. stepped (each|every|per|once) "
                "(epoch|batch|iteration)",
                "(reducelronplateau|scheduler|plateau) .. (divides|reduces|lowers|drops|halves|"
                "multiplies) the (rate|lr|learning rate) .. (each|every) epoch",
                "(reducelronplateau|scheduler) (monitors?|watches|gets|receives|is given) the wrong",
                "scheduler.step[^ ]* & (batch|iteration|mini ?batch|every step|each step|inner "
                "loop|inside the loop)",
                "(learning rate|lr|rate) .. (0|zero|0\\.0+|1e-0?[89]|1e-1[0-9]) (after|at|by|from|"
                "already|in|since|once|before) .. (steps?|epochs?|iterations?|batches|few|"
                "beginning|start|while)",
                "(learning rate|lr|rate) .. (decay*|drop*|fall*|shrink*|go*|reduc*|anneal*|"
                "decreas*) .. (so|too|very|far too|much too) (fast|early|quickly|soon|rapidly|"
                "aggressive*|much)",
                "(nothing|no|not|stops?|stopped|stalls?) .. (learn*|progress|improv*|train*) & "
                "(decay*|schedule*|learning rate .. (zero|tiny|drop*)|lr .. (zero|tiny|drop*))",
                "(total|number of|max|maximum|t_max|planned) (steps|iterations|epochs|number of "
                "steps|updates)[^ ]* & (schedule*|scheduler|decay|warm ?up|cosine|rate|onecycle*) "
                "& (wrong|computed|one gpu|too small|too large|per gpu|all gpus|never|not|instead "
                "of|shorter|longer)",
                "(stalls?|stops?|plateaus?|flat|stagnat*) .. (as soon as|when|once|after|where) .. "
                "(second|third|next|new) epoch & (scheduler|schedule|lr|learning rate|steplr|decay)",
                "(cosine|linear|exponential|polynomial|step) (decay|annealing|schedule) .. "
                "(instead of|rather than|not|while) .. (step|piecewise|constant|original|paper|"
                "linear|cosine|exponential|multi*)",
                "(original|paper|authors?|reference) .. (use*|used|has|had|with)? .. (step|"
                "piecewise constant|piecewise|constant|cosine|linear|exponential) (decay|schedule|"
                "learning rate)",
                "(learning rate|lr): (cosine|linear|exponential|polynomial|cyclic*) (decay|"
                "annealing|schedule)",
                "rate never (decays?|drops?|falls?|reach*|decreases?|changes?|goes down)",
                "(scheduler|schedule|lr|learning rate|rate) & (vanish*|practically zero|nearly "
                "zero|almost zero|tiny) & (epoch*|steps?|soon|early|already)",
                "(total_steps|steps_per_epoch|num_training_steps|t_max|step_size|milestones|"
                "decay_steps) & (batches|per epoch|per batch|epochs|iterations) & (but|while|"
                "instead|although|whereas|step\\(\\)|in)",
                "(lr|learning rate|rate|it) (is|gets|was)? (divid*|multipl*|reduc*|lower*|cut|halved|"
                "decay*|drop*) (by)? .. (10|ten|2|half|two|0\\.1|0\\.5|factor*) .. (each|every|per|after "
                "each|after every) (epoch|step|iteration|batch|update)",
                "(num_training_steps|total_steps|t_total|num_warmup_steps|max_steps|max_iter|max_iters|"
                "lr_decay_iters|decay_steps) (is|=|was|were)? (set|equal|equals|left)? ?(to|at)? ?([0-9]|"
                "too small|too low|wrong|zero|none|default)(?![0-9])",
                "(learning rate|lr|rate) .. (tensorboard|plot*|curve|log|logs|print*) .. (0|zero|"
                "0\\.0+)(?![.0-9])",
                "(warm ?up|burn ?in)[_ a-z]* .. (bigger|longer|larger|greater|more) than .. (total|steps|"
                "training|epochs|iterations|run)",
                "(lr|learning rate|rate) .. never reach* .. (peak|maximum|base|target|full)",
                "(lr|learning rate|rate) (goes|drops|falls|decays|decreases|is annealed) to (zero|0) .. "
                "(after|already|before|too)",
                "(poly|cosine|linear|step|schedule|annealing|decay|learning rate|rate|lr)[a-z ]* (reaches|"
                "is|hits|gets to|comes to|goes to|ends at) (0|zero) (after|at|by|halfway|before|already|"
                "too)",
                "(max_iter|total_steps|max_steps|num_steps|decay_steps|t_max|total_iters|steps_per_epoch) "
                "(was|is|were|are)? ?(computed|calculated|set|taken|copied|based) (with|for|from|on|to) "
                ".. (old|other|wrong|another|different|smaller|one gpu|previous)",
                "(reducelronplateau|plateau)[^;]* mode ?= ?'?max'? & loss",
                "(rate|lr|learning rate) (falls|drops|decays|shrinks|is reduced|is cut) every (few|two|"
                "three|[0-9]+) epochs .. (stall*|stop*|stuck|no progress|plateau*)",
                "warm ?up[a-z_ ]* (of|for|is|=)? ?[0-9]+ .. (but|and|while|although) .. (only|just)? "
                "?(train*|run*) .. [0-9]+",
            ),
            "jumps": answer(
                0.05,
                "the loss jumps where the rate does (a resume, a restart, no warm-up)",
                "(jump*|goes up|went up|rises|rose|spike*|increases|increased|shoots up|explodes|higher) .. "
                "(after|when|on|upon|once|at|by) (i|we|the)? (resuming|resume|resumed|restarting|restart|"
                "restarted|reloading|continuing|continue|continued|each restart|warm restart*|every restart)",
                "(after|when|on|upon|once) (i|we)? (resuming|resume|resumed|restarting|restart|restarted|"
                "reloading|continuing|continue|continued|warm restart*) ... (loss|error|it) .. (jump*|"
                "goes up|"
                "went up|rises|rose|spike*|increases|increased|shoots up|explodes|much higher)",
                "loss (jumps|jumped|rises|rose|goes up|went up|spikes|explodes|increases) .. (when|where|"
                "after|"
                "at|each time|whenever|as) (the)? (learning rate|lr) (jump*|rises|is reset|is increased|"
                "increases|goes up|changes|restarts?|is restarted)",
                "~(no|without) (any|a|learning rate|lr)? (warm ?up|burn ?in)",
                "~(constant|full|fixed) (learning)? rate (right)? from the (first|start|very first|"
                "beginning)",
                "(恢复|继续|重新开始|重启|断点续训|断点)(后|训练|训练后|之后)?.{0,10}(loss|损失).{0,4}(突然)?"
                "(变大|上升|跳|升高|增大|激增|变高|飙升)",
                "~(没有|没|未)(用|使用|加|做|设置)?(warm ?up|预热)",
                "(checkpoint|resume*|resuming|restore*|restoring|restart*|continue training|continuing) ... "
                "(loss|wer|error) .. (higher|increase*|increasing|jump*|rises|rose|spike*|never dipped below|"
                "worse|much larger|goes up|went up|back up|huge)",
                "(learning rate|lr) (has been|was|is|gets|got|been)? (reset|re set|reinitialized|"
                "restarted|back) "
                "(to|at) (its|the|their)? (initial|start*|original|first|base|default)",
                "(not|never) (load|restore|save|resume|loading|saving|saved|restored|loaded) (the)? "
                "(optimizer|"
                "scheduler|lr|learning rate) (state|states)?",
                "(optimizer|scheduler) (state|states)? (is|was|are|were)? (not|never) (saved|loaded|restored|"
                "stored|resumed)",
                "(starts|start|begins|started) (at|from|with) (its|the)? (peak|full|maximum) (rate|"
                "learning rate|"
                "lr|value)",
                "unless (i|we)? (use|used|add|there is) (a)? (warm ?up|burn ?in)",
                "(warm ?up|burn ?in) (helps|helped|fixes|fixed|solves|solved|is needed|is necessary|"
                "makes it stable|cures)",
                "(with|after adding|adding|using) (a)? (warm ?up|burn ?in) .. (works|stable|converges|"
                "fine|trains)",
                "学习率(被)?(重置|恢复(为|到|成)(初始|最初))",
                "(loss|error) .. (much|far|way)? (higher|larger|worse|greater) than (when|before|at|"
                "where|what) .. (stopped|saved|interrupted|left|killed|end|checkpoint)",
                "(it) (was|is) (much|far|way)? (higher|larger|worse|greater) than (when|before|at|where) "
                ".. (stopped|saved|interrupted|left off|killed|checkpoint)",
                "<not> resum* (with|at|from) (the)? (proper|right|same|correct|last|old|previous) (loss|"
                "lr|learning rate|state)",
                "(schedule|cyclic*|cosine|warm|restart*|sgdr|onecycle*) & restart* & (loss|error|"
                "acc*) .. (spike*|jump*|goes up|rises|increases|worse)",
                "(loss|error) .. (spike*|jump*|goes up|rises|increases) .. (cyclic*|restart*|cycle)",
                "(without|no|missing) (a|any|the|learning rate|lr)? (warm ?up|burn ?in) & "
                "(diverge*|nan|unstable|not converge|explod*|fails?|worse|bad)",
                "(resume*|resuming|restor*|reload*|checkpoint|continu*) & (loss|error|wer|acc*) & "
                "(higher|jump*|worse|back|increase*|not the same|start* (again|over)|proper*)",
                "(works?|trains?|converges?|stable|fine) (only|just)? .. (with|after|thanks to) (a|"
                "the)? (long|longer|short)? (warm ?up|burn ?in)",
                "(restart*|resum*|reload*|continu*|restor*) .. (from)? (the|a)? (saved|last|"
                "latest)? checkpoint & loss & (higher|jump*|worse|increas*|up|drops?|different|spik*|again|"
                "larger?|"
                "huge|explod*|from scratch|not)",
                "(loss|error|wer|accuracy|acc|map) .. (up|higher|jump*|worse|increas*|from [0-9.]+|drops?|"
                "dropped|falls?|fell|spik*|"
                "explod*|changes?|different|huge|nan*|bad) .. (after|when|upon|since) (i|we)? ?(restart*|"
                "resum*|reload*|continu*|restor*)",
                "(resum*|continu*|restart*|restor*|reload*|seam) & (worse|drops?|dropped|lower|goes down|"
                "went down|"
                "recover*|gets? lost|falls back|starts? over|from scratch|higher) & (first|result*|map|acc*|"
                "accuracy|"
                "loss|metric*|score*|epoch*|before)",
                "(scheduler|schedule|rate|lr|learning rate) .. (starts?|begins?|counts?|restarts?|is created|"
                "is made|"
                "made|created|set up|initialized) .. (again|anew|from (epoch|step|zero|0|the (start|"
                "beginning))|"
                "without last_epoch)",
                "(lr|learning rate|rate) (is|was|becomes|gets|goes|jumps)? (back|reset|again|set)? ?(to|"
                "at)? ?"
                "0?\\.[0-9]+ "
                "again",
                "(without|no|not|missing|forgot*) (pass*|set*|give*|the)? last_epoch",
                "last_epoch .. (not|never|afterwards|-1|wrong|missing)",
                "(scheduler|schedule|warm ?up|lr_scheduler|optimizer)[ 's]* (state|state_dict|position|step "
                "count)? (is|"
                "was|are|were)? (not|never) (saved|stored|in the checkpoint|loaded|restored|resumed)",
                "(warm ?up|burn ?in) .. (again|a second time|once more|restart*) .. (resum*|load*|checkpoint|"
                "continu*)",
                "(resum*|load*|checkpoint|continu*|restart*) .. (with|starts?|begins?) .. (warm ?up|burn "
                "?in)",
                "(cosine|decay|cyclic)[a-z ]*restarts? .. (spike*|jump*|worse|shoots|goes up)",
                "(断点|恢复训练|继续训练|重新加载|resume)...(loss|损失).{0,6}(变大|上升|升高|增大|变高|飙升|很大)",
                "(断点|恢复训练|继续训练|重新加载|resume)...(精度|准确率|acc|map|效果).{0,6}(下降|变低|降低|掉|变差)",
                "(resum*|continu*|restart*|restor*|reload*|checkpoint) & (falls?|fell|sinks?|lost|loses|"
                "jumps?|spikes?|explodes?|nan) .. (points?|epoch*|first|%|from|to|much|map|acc*|accuracy|"
                "loss)",
                "(map|acc*|accuracy|iou|f1|score|bleu) .. (falls?|fell|drops?|dropped|sinks?|goes down|"
                "worse|lower) .. (resum*|continu*|restart*|restor*|reload*)",
                "(bump|jump|spike|peak|step|kink|jolt) (in|of) the (loss|curve|error) .. (resum*|restart*|"
                "continu*|restor*|reload*|checkpoint)",
                "(momentum|adam|optimizer)[a-z ]*(buffers?|states?|moments?|statistics) (is|are|was|were) "
                "(not|never) (stored|saved|restored|loaded|resumed)",
                "(drops?|falls?|jumps?|collapses?|spikes?) .. (when|as|where|at) .. (warm)? ?restarts? "
                "(begins?|starts?|happens?|kicks in)?",
                "(resum*|checkpoint|restart*) & (lr|learning rate) .. instead of",
                "(where|when|as|exactly when|exactly where|each time|every time) (the)? ?(cyclic)? ?(lr|"
                "learning rate|rate) (returns|jumps|goes back|is reset|goes up|rises|restarts|starts "
                "again)",
            ),
        },
    )
    precision = symptom(
        "In which precision is it trained?",
        minutes=1,
        answers={
            "single": answer(
                0.84,
                "float32 (or bfloat16)",
                "~(in|with|using) (fp32|float32|full precision|single precision|bf16|bfloat16)",
                "(fp16|amp|half_precision|use_amp) ?[=:] ?(false|no|0|off)",
                "(bf16|bfloat16) (mixed)? (precision|training)",
                "(bf16|bfloat16) ?[=:] ?true",
                "(没有|没|未)(用|使用|开启?)(混合精度|半精度|fp16|amp)",
            ),
            "half": answer(
                0.16,
                "float16, or mixed precision with it",
                "(fp16|float16|half_precision)(?! ?[=:] ?false| ?[=:] ?no| ?[=:] ?0| ?[=:] ?off)",
                "half precision(?! ?[=:] ?false)",
                "(?<!bf16 )(?<!bfloat16 )mixed precision(?![^;]*bf16|[^;]*bfloat16)",
                "(torch.amp|torch.cuda.amp|native amp|with amp|using amp|use amp|apex amp|nvidia apex|amp "
                "training|amp o1|amp o2|opt_level ?= ?'?o[12]|autocast|gradscaler)(?![^;]*bfloat16)",
                "(use_)?amp ?[=:] ?(true|1|on)",
                "(model|net|network|inputs?|images?|x|data)\\.half\\(\\)",
                "gradient overflow",
                "(reducing|dynamic|static|initial) loss scal*",
                "loss scaler",
                "(?<!bf16)(半精度|混合精度)",
                "(?<![a-z])(fp16|float16)(?![=:]?(false|no|0|off))",
                "(o1|o2|o3|opt_level|level) .. apex",
                "apex .. (o1|o2|o3)",
                "(fp16_)?opt_level ?[=:]? ?'?o[123]",
                "(o2|o3) level",
                "(dtype|precision|torch_dtype) ?[=: ]+ ?'?(float16|fp16|16|half)(?![0-9])",
                "(precision) ?[:=]? ?16(?!-bit ints)",
                "(amp|gradient|grad) scaler",
            ),
        },
    )
    checkpoint_precision = symptom(
        "If it starts from pretrained weights: in which precision were they trained?",
        minutes=2,
        answers={
            "float32": answer(0.97, "float32 or float16, or it starts from scratch"),
            "bfloat16": answer(
                0.03,
                "bfloat16, as T5, mT5 and Pegasus were: float16 ends at 65504 and cannot hold its numbers",
                "(?<![a-z])(google/)?(flan[ -]|long[ -]?|code)?(t5|mt5|byt5|umt5)(-[a-z0-9]*)*(?![a-z0-9])",
                "(pegasus|flan[ -]ul2)[^ ]*",
                "(checkpoint|weights|model|pretrained|pretraining) .. (bf16|bfloat16)",
            ),
        },
    )
    framework_warning = symptom(
        "Which of these does the framework warn of, or stop with?",
        minutes=2,
        answers={
            "none": answer(0.96, "none of them"),
            "one-unit-softmax": answer(
                0.01,
                "a softmax or cross-entropy over a single unit",
                "using a softmax over axis",
                "num_classes > 1",
            ),
            "output-outside-0-1": answer(
                0.015,
                "BCELoss: an output is not between 0 and 1",
                "all elements of input should be between 0 and 1",
                "input value should be between 0",
                "(input|inputs|output|outputs|elements|target*|values) .. not (all)? (be|lie|"
                "within|in|between) .. (0 and 1|0, 1|\\[0, ?1\\])",
                "(complain*|error|assert*|raises?|says|crash*) .. (between 0 and 1|0 and 1|\\[0, ?1\\])",
            ),
            "float16-overflow": answer(
                0.015,
                "float16: the loss scale is at its minimum, or a value does not fit",
                "loss scale (is)? already at minimum",
                "minimum loss scale reached",
                "cannot be converted to type at..?half",
                "loss scal(e|ing|er) .. (halv*|keeps|reduc*|goes down|drop*|decreas*|shrink*|until it is|"
                "reaches 1|to 1|underflow*)",
                "(scaler|loss scale|scale|grad scale) .. (65536|32768|16384)[^;]* (1|0|0\\.0*|down|"
                "halv*)(?![0-9])",
            ),
        },
    )
    clipping = symptom(
        "To which norm are the gradients clipped?",
        minutes=1,
        answers={
            "loose": answer(0.996, "not at all, or to about the usual norm (0.1, 1, 5)"),
            "tight": answer(
                0.004,
                "to a hundredth and less, so that every step is cut",
                "(clip*|max_norm|max_grad_norm|clip_value|clipnorm|clipvalue|grad_clip*|clip_grad*) "
                ".. (0.00[0-9]+|0.01|1e-[2-9]|[1-9]e-[3-9])",
                "(clip*|max_norm|max_grad_norm|clipnorm|clipvalue|clip_grad_norm_|grad_clip) ?[=:(] "
                "?(0.00[0-9]+|0.01|1e-[2-9]|[1-9]e-[3-9])",
                "(clip*|clipping) (threshold|norm|value|is|was)? (is|was)? (too|very|far too|really|"
                "so) (small|low|tight|strict|aggressive)",
                "(too|very) (tight|aggressive|small|strict|low) (gradient)? clip*",
                "(梯度裁剪|裁剪|clip).{0,8}(太小|过小|太紧|过紧|很小|太低|0\\.00\\d*|0\\.01(?!\\d)|1e-[2-9])",
            ),
        },
    )
    training_length = symptom(
        "How long does it train?",
        minutes=1,
        answers={
            "usual": answer(0.943, "until validation levels off, or about as long as such a task takes"),
            "few": answer(
                0.03,
                "one to three passes over the data, from scratch",
                "(only|just) (for|trained|train|ran|run|did|a|one|with|use|used)? (for)? (one|two|"
                "three|1|2|3|a single|a few|a couple of) (epoch*|pass|passes)",
                "(train*|ran|run|fit) (it|the|my|model|network|only|just)? .. (for|only|just) (only|"
                "just)? (one|two|three|1|2|3|a single) (epoch|epochs|pass|passes)",
                "(stopped|ended|killed|interrupted|cut|aborted|ends|stops|finishes) .. (too early|early|"
                "after (one|"
                "two|three|1|2|3|a few) epoch*|in the middle)",
                "epochs ?= ?[123](?![0-9.])",
                "(train*|ran|run|fit) .. (one|two|three|1|2|3|a single) (epoch|epochs) (only|alone|so far)",
                "(只|仅|才)(训练|跑|训|迭代)(了)?(一|两|二|三|1|2|3|几)(个)?(epoch|轮|代|遍)",
                "(训练|跑|迭代)(得|的)?(轮数|次数|epoch)?(太少|不够|过少|太短)",
            ),
            "impatient": answer(
                0.01,
                "until the first epoch that is no better (early stopping with a patience of 0 or 1)",
                "patience ?(=|:|of|is|was|set to)? ?[01](?![0-9.])",
                "(early ?stop*|earlystopping) .. (too early|too soon|immediately|after (one|two|a "
                "few|1|2|3) epoch*|kicks in|patience (0|1|of one|of zero))",
                "(early ?stop*|早停|提前停止).{0,8}(太早|过早|立刻|马上|第[一二三1-3])",
            ),
            "reversed": answer(
                0.002,
                "until a score stops getting worse (early stopping by its wrong sign)",
                "(early ?stop*|earlystopping|monitor*) & (acc|accuracy|val_acc*|f1|auc|dice|iou|score) & "
                "mode ?=? ?[\"']?min",
                "mode (was|is|set to|should be|must be|of) ?(min|max) (instead of|not|but|rather than) "
                "(min|max)",
            ),
            "many": answer(
                0.015,
                "a fixed number of hundreds of passes, and the last one is kept",
                "([3-9][0-9][0-9]|[1-9][0-9][0-9][0-9]+) epochs",
                "(hundreds|thousands) of epochs",
                "(trained|training|train|ran|run) .. (far|much|way)? (too long|too many epochs|"
                "longer than needed)",
                "(训练|跑|迭代)(了)?([3-9]\\d\\d|[1-9]\\d{3,}|几百|上千|几千)(个|多)?(个)?(epoch|轮|代)",
                "(训练|跑)(得|的)?(太久|过久|太长|时间太长|过头)",
            ),
        },
    )
