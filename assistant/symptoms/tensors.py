"""What gradients, activations and weights show, from histograms or from a person's print."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class TensorSymptoms(Family):
    """Gradients, activations and weights."""

    gradient_norm = symptom(
        "How large is the gradient norm over the run?",
        minutes=5,
        answers={
            "ordinary": answer(0.765, "ordinary, a smooth curve"),
            "climbs": answer(
                0.01,
                "it climbs all the way, steadily",
                "(gradient|grad) norm .. (climbs|grows|rises|increases|growing|rising|increasing) "
                "(steadily|all the time|all the way|with every step|each step|continuously|monotonically)",
                "(steadily|continuously|monotonically) (growing|rising|increasing) (gradient|grad) norm*",
                "梯度范数.{0,6}(一直|不断|持续)(上升|增大|变大|增长)",
            ),
            "constant": answer(
                0.005,
                "the same in every step: it stands at the norm that it is clipped to",
                "(gradient|grad|gradients) (norm|norms) (is|stays|stay|remains|are|was|equals|sits) "
                "(always|exactly|constantly|stuck)? (at|to|constant|equal)? (to|at)? (the|its)? "
                "(clip*|max_norm|same|constant|max norm|threshold)",
                "(every|each|all) (step|steps|gradient|gradients|batch|update|single step) (is|are|"
                "gets|get|being|was|were) (always|being)? (clipped|cut)",
                "(gradients?|norm|norms) (is|are|gets|get|being|was|were) (clipped|cut) (in|at|on) "
                "(every|each|all)",
                "(梯度范数|grad norm|梯度).{0,6}(一直|始终|恒|总是|都)(等于|是|为|在|"
                "被)?.{0,6}(裁剪|阈值|clip|不变|常数)",
                "(每一步|每步|每次|所有)(的)?(梯度|更新)?(都|全)?被?(裁剪|截断)",
            ),
            "zero": answer(
                0.02,
                "exactly zero",
                "(gradient|gradients|grad|grads|grad norm|gradient norm) (is|are|were|was|of|all|"
                "always|becomes|become|norm|norms|values|turn|to|seem|seems|stay|stays|become|remain|"
                "=|==|:)? (to be|of .. (layers?|weights)|all|always|exactly|also|just|either)? (all|"
                "exactly|always)? (zero|zeros|0|0.0+|none|nonetype|all zero|all zeros|null)",
                "(gradient|gradients|grad|grads) .. (are|is|were|becomes|become|all|exactly|stay|"
                "returns|gives|equal|to be) (all|exactly|always)? (zero|zeros|0|0.0+|none)",
                "(zero|null|0) (gradient|gradients|grads)",
                "(gradient|gradients|grad|grads) (come*|turn*) (out|back) (as|to be)? ?(all)? ?(zero|zeros|"
                "0|none)",
                "(no|not any) (gradient|gradients) (flow*|at all|reach*|propagat*|is|are|flows|for)",
                "gradient* <not> (flow*|propagat*|reach*|pass*)",
                ".grad (is|are|=|==|returns|gives)? (none|zero|0|all zeros)",
                "梯度.{0,6}(为0|是0|全0|都是0|全为0|等于0|为零|none|变成0|变为0)",
            ),
            "tiny": answer(
                0.05,
                "tiny (under 1e-6)",
                "(vanishing|vanish|vanished|vanishes) (of the)? gradient*",
                "gradient* .. (vanish*)",
                "gradient* .. (tiny|very small|extremely small|too small|close to zero|near zero|"
                "nearly zero|almost zero|1e-[0-9]+|very close to 0|close to 0|diminish*)",
                "(tiny|very small|extremely small) gradient*",
                "grads .. (tiny|small|extremely small|close to zero|near zero|1e-[0-9]+)",
                "梯度(弥散|消失|很小|太小|非常小|接近0|趋于0|趋近于0)",
                "gradient* .. (basically|nearly|almost|practically) (zero|0)",
            ),
            "exploding": answer(
                0.05,
                "it grows by orders of magnitude",
                "(exploding|explode|explodes|exploded) gradient*",
                "gradient* (norm|norms)? .. (explo*|blow up|blows up|blew up|huge|enormous|very "
                "large|grow*|too large|diverge*)",
                "(huge|enormous|very large) gradient*",
                "gradient explosion",
                "explosion of (the)? gradient*",
                "grad norm .. (huge|grow*|explod*|increas*|large|thousands|[0-9]{4,})",
                "梯度.{0,4}(爆炸|很大|非常大|过大|太大)",
                "(giant|huge|enormous|gigantic|massive|extremely large|very large) (gradient*|grad norm|"
                "gradient norm)",
                "(gradient|grad) norm .. (goes to|reaches|up to|grows to|of|is|explodes|jumps to) .. "
                "(1e\\+?[4-9]|1e\\+?1[0-9]|10 ?\\^ ?[4-9]|[1-9][0-9]{4,}|huge|thousands|millions)",
                "(gradient|grad) norm (of|is|=|reaches|goes to|up to|at)? ?(10 ?\\^ ?[3-9]|10 ?\\*\\* "
                "?[3-9]|1e\\+?[3-9]|[1-9][0-9]{3,})",
                "(gradient|grad) norm (is|was|becomes?|gets|=|of|goes to|reaches)? ?(inf|infinite|infinity)",
            ),
            "spikes": answer(
                0.06,
                "it has spikes of ten times the median and more",
                "(gradient|grad|gradient norm|grad norm) .. (spike*|peaks)",
                "spikes in .. (gradient|grad) norm*",
            ),
            "nan": answer(
                0.04,
                "NaN or infinite",
                "(gradient*|grad norm|grad_norm|grads|grad) .. (nan|nans|inf|infinity)",
                "(nan|inf|infinite) (gradient*|grads)",
                "梯度.{0,6}(nan|inf|无穷)",
                "(forward|loss|loss value|value) .. (fine|finite|ok|okay|normal*|right|correct|good) .. (but|"
                "while|and|"
                "however|yet|the)? ... (nan*) .. (backward|gradient*|grads?)",
                "nan* .. (comes?|appears?|arises?|is|are|only|occurs?|first|shows?) .. (in|during|from|by|"
                "after) (the)? "
                "(backward|backward pass|gradients?|backprop*|autograd)",
                "(backward|backprop*|autograd|gradients?|grads?) .. (gives?|returns?|produces?|yields?|has|"
                "contain*|are|is|"
                "become*) .. nan*(?! loss)",
            ),
        },
    )
    gradient_by_depth = symptom(
        "How does the gradient norm change from the last layer back to the first?",
        minutes=8,
        answers={
            "even": answer(0.87, "it stays within a factor of a hundred"),
            "shrinks": answer(
                0.08,
                "it shrinks by orders of magnitude towards the input",
                "(gradient*|grads) .. (shrink*|smaller|vanish*|decrease|decreases|decay*|diminish*|"
                "zero|tiny|small) .. (first|early|earlier|lower|bottom|initial|input|each|every|"
                "deeper|front) (layer*|few layers|hidden layer*)",
                "(first|early|earlier|lower|bottom|initial) (layer*|few layers) .. (gradient*|grads) "
                ".. (zero|small|tiny|vanish*|smaller)",
                "gradients? (in|of|at|for) (the)? (first|early|earlier|lower|input|bottom) layer* .. "
                "(zero|tiny|small|vanish*|near 0|close to 0|1e-|10 ?\\^ ?-)",
                "(gradients?|grads?|updates?) .. (first|early|lower|front|bottom|initial|deeper) "
                "layers? .. (1e-[0-9]+|zero|tiny|small|vanish*|0\\.0000*[0-9]*|almost|nothing|"
                "smaller)",
                "([3-9]|[1-9][0-9]|many|five|ten|several|deep*) (hidden)? layer* .. (sigmoid|tanh) "
                ".. (not|never|fails|stuck) & (two|2|one|1|three|3|fewer|shallow*) layer*",
                "(not|never|unable|cannot|fails|fail|forgets?) .. (learn*|use|uses|remember*|see|sees|"
                "exploit*|"
                "depend*|make use of|capture*) .. (beginning|start|first words|first part|early part|first "
                "steps|long term|long range|far back|distant past|earlier steps) (of|dependenc*|in|memory|"
                "relation*)",
                "(weights?|parameters?) (of|in) (the)? ?(early|first|lower|front|bottom|initial) layers .. "
                "(hardly|barely|not|never|scarcely) .. (chang*|mov*|updat*)",
                "(early|first|lower|front|bottom|initial) layers .. (hardly|barely|not|never|do "
                "not|does not|scarcely) .. (chang*|learn*|train*|mov*|updat*)",
                "(deeper|more layers|adding layers|with [3-9] layers|deep version) .. (not|never|"
                "stops|fails|stuck) .. (learn*|train*|converge*) & (shallow*|two layers|2 layers|"
                "one layer|1 layer|fewer)",
                "(first|early|lower|bottom|input|earlier|deep*) layers? (get|gets|receive*|have|has|see|"
                "sees) (almost|nearly|hardly|no|tiny|very small|very little|practically|close to) .. "
                "gradient*",
                "gradient* .. (first|early|lower|bottom|input|earlier) layers? .. (tiny|zero|vanish*|"
                "small|1e-[0-9]+|nothing)",
                "(first|early|lower|bottom|input|earlier) layers? (get|gets|receive*|have|has|see|sees) "
                "(almost no|nearly no|hardly any|practically no|no|next to no) gradient*",
                "gradient* .. (early|first|earliest|initial|long ago) (time)? ?steps? .. (0|zero|tiny|"
                "vanish*|small|nothing)",
                "<not> .. (long|long term|long range|distant) (range)? ?dependenc*",
                "only (the)? last (layer|layers|two layers|few layers) .. (weights?|parameters?)? .. "
                "(chang*|learn*|updat*|train*|move*|get*)",
                "gradient* (in|of|at|for) (the)? ?(first)? ?layer (1|one|0|zero) .. (1e-[0-9]+|0|tiny|"
                "zero|nothing)",
            ),
            "grows": answer(
                0.05,
                "it grows by orders of magnitude towards the input",
                "gradient* .. (grow*|larger|explod*|increase*|huge) .. (first|early|earlier|lower|"
                "bottom|initial|input) (layer*|few layers)",
            ),
        },
    )
    activation_by_depth = symptom(
        "How does the spread of the activations change from the first layer to the last?",
        minutes=8,
        answers={
            "even": answer(0.80, "it stays of one order"),
            "shrinks": answer(
                0.08,
                "it shrinks towards zero",
                "(activation*|feature*|hidden state*|hidden output*|layer outputs?|output of the "
                "last layer*|output of the hidden layer*|input* of the last layer|embedding*) .. "
                "(shrink*|collaps*|toward zero|toward 0|towards zero|towards 0|close to zero|close "
                "to 0|all zero*|nearly zero|near zero|vanish*|almost zero|very small|get smaller|"
                "becomes? zero|very similar|almost identical|all the same)",
                "(输出|特征|激活)(值|层|图)?.{0,8}(往0|趋于0|趋近0|接近0|很小|趋近于0|趋向0|趋向于0|"
                "变成0|越来越小|接近于0|趋于零)",
            ),
            "grows": answer(
                0.05,
                "it grows",
                "(activation*|hidden state*|layer outputs?) .. (explod*|grow*|blow up|huge|very "
                "large|get larger|too large|enormous)",
            ),
            "dead": answer(
                0.03,
                "many ReLU units are always zero",
                "dead (relu*|neuron*|unit*|node*|activation*)",
                "(dying|died) (relu*|neuron*|unit*)",
                "(relu*|neurons|units) .. (die|died|dead|dying|are all zero|always zero|always 0|"
                "output zero|output only zero*|never activate)",
                "(activations?|outputs?) .. (relu*) .. (all zero*|all 0|always zero|always 0)",
                "(神经元|relu).{0,6}(死亡|死掉|坏死|死了|失活|死区)",
                "(all|most|many|half) (of)? (the|my)? (activations?|units|neurons|relus?|relu units|"
                "hidden units|outputs of the hidden) .. (are|is|become*|output*|give*|stay*) (all|always|"
                "exactly)? (0|zero|zeros|dead|inactive)(?!\\.[0-9])",
                "(relu|relus|units|neurons|activations|outputs?) .. (zero|0|dead|inactive) (for|"
                "on) (all|every|any|each|most) (input*|sample*|image*|data*|batch*|example*)",
                "(all|most|many|nearly all) (of the)? (activations?|units?|neurons?|relus?|outputs "
                "of .. relu) .. (are|is|output*|become|became|stay) (all|exactly|always)? (0|zero|"
                "dead|inactive)",
                "(relu) .. (constant|stuck|zero|nothing|dead|fails?|not learn) & (tanh|sigmoid|"
                "leaky*|elu|selu) .. (work*|learn*|fine|good|well|converge*)",
                "(leaky*|elu|selu|tanh) .. (instead of relu|works?|helps?|fixe*|solve*|learns?|fine)",
                "(kill*|killed) .. (relu*|units|neurons|activations)",
                "relus? .. (die|dies|died|dying|killed|dead)",
            ),
            "saturated": answer(
                0.04,
                "most outputs of tanh or sigmoid layers sit at the ends of their range",
                "(tanh|sigmoid|sigmoids|hidden layer*|hidden units?|activations?|neurons?|units) (is|are|"
                "all|get|gets|become|becomes|fully|completely)? saturat*",
                "saturated (tanh|sigmoid|sigmoids|hidden|activations?|neurons?|units)",
            ),
        },
    )
    weight_change = symptom(
        "Do the weights change during training?",
        minutes=5,
        answers={
            "yes": answer(0.81, "yes, all of them"),
            "none": answer(
                0.05,
                "no, they are the same before and after",
                "(no|without|not any|without any) (weight|parameter|weights) (update*|change*)(?! rule)",
                "(weight*|parameter*|params|kernel*) (of|in|are|is|do|does|did|have|has|were|the|"
                "model|values|all)? .. <not> (be|being|been|even|actually|getting|get|really|seem to|"
                "seem to be)? (chang*|updat*|learn*|mov*|modif*|adjust*)",
                "(weight*|parameter*|params) (are|stay|remain|were|is|stayed|remained|stays|remains|"
                "have|kept) (all|still|completely|exactly|always|stayed|the)? (unchanged|the same|"
                "identical|constant|same|fixed|not updated|exactly the same) ",
                "(weights|parameters|params) (are|stay|remain|were|stayed|remained) (all|still|"
                "completely|exactly|always)? (unchanged|the same|identical|constant|exactly the same)",
                "<not> (update*|updating|chang*|train*) (the|its|my|any)? (weight*|parameter*|params)",
                "(same|identical|unchanged) (weights|parameters) (before and after|after training|before)",
                "(权重|参数|权值)(一直|都|根本|始终|完全|并|就|值|也){0,3}(不变|没有更新|不更新|"
                "没更新|没有变化|没变|不改变|没有改变|没变化|未更新|无变化)",
                "(weight*|parameter*|tensor*|kernel*) .. before and after .. (equal|same|identical|"
                "unchanged|not change*|not differ)",
                "(weights?|parameters?|params|tensor*|variable*) .. <not> .. (updat*|chang*|mov*|"
                "train*|learn*)",
                "(weight*|parameter*|params|kernel*) (are|is|were|was|stay|remain) (equal|the same|same|"
                "identical|unchanged|not different) before and after",
                "(weight*|parameter*|params) .. (equal|the same|identical|unchanged) (after|before) "
                "(the)? (step|training|update|epoch|optimizer)",
            ),
            "some-layers": answer(
                0.05,
                "only some layers change",
                "(only|just) .. (layer*|weights|parameters) .. (chang*|updat*|train*|learn*)",
                "(some|certain|first|early|conv*|other|few) (of the)? (layers|layer|weights|"
                "parameters) .. <not> (be|being)? (chang*|updat*|train*|learn*)",
                "(部分|有些|某些|只有).{0,6}(层|参数|权重).{0,6}(更新|变化|不变|没有更新)",
                "(weights?|parameters?) of .. (second|first|other|new|last|decoder|encoder|one|"
                "generator|discriminator|early) .. (network|net|layer*|model|part|head|branch) .. "
                "(never|not|hardly) (chang*|updat*|mov*)",
            ),
            "barely": answer(
                0.04,
                "all of them, by less than a hundredth of their size over the run",
                "(weight*|parameter*|params) (barely|hardly) (chang*|mov*|updat*)",
            ),
            "grows": answer(
                0.03,
                "they grow tenfold and more",
                "(weight*|parameter*|params) (grow*|explod*|blow up|become huge|become very large)",
                "weights? .. (blow up|explode|grow without bound|become huge|get huge|go to infinity)",
            ),
            "shrinks": answer(
                0.02,
                "they shrink, all together by a seventh and more",
                "(weight*|parameter*|params|kernel*) (norm|norms)? .. (shrink*|go to zero|goes to zero|"
                "decay* (to|towards) (zero|0)|collapse* to (zero|0)|pulled to (zero|0)|drift* to (zero|0))",
                "(权重|参数|权值)(范数)?.{0,6}(越来越小|不断变小|趋于0|趋近于0|衰减到0)",
            ),
        },
    )
    bias_values = symptom(
        "How large are the biases after training?",
        minutes=5,
        answers={
            "ordinary": answer(0.85, "of the order of the weights"),
            "near-zero": answer(
                0.15,
                "all pulled to about zero",
                "bias* .. (near zero|close to zero|almost zero|nearly zero|about zero|close to 0|all zero)",
                "(偏置|bias).{0,6}(接近0|趋于0|都是0|全为0)",
            ),
        },
    )
    logit_size = symptom(
        "How large are the values that go into the loss (the logits) for one batch?",
        minutes=4,
        answers={
            "ordinary": answer(0.70, "between about -20 and 20, and different from sample to sample"),
            "huge": answer(
                0.12,
                "in the hundreds or more",
                "(logit*|scores?|pre ?softmax outputs?|output values|raw outputs?|outputs?) (is|are|"
                "were|become|becomes|get|values|of|grow|in)? (all|very|extremely|in|too|to be)? "
                "(the)? (huge|large|hundreds|thousands|big|enormous|saturat*|very large|explod*)",
                "(logit*) .. (huge|large|hundreds|thousands|big|enormous|saturat*|explod*)",
                "(huge|large|very large|big|enormous) logit*",
                "(softmax|sigmoid) .. saturat*",
                "(logit|logits|输出值|得分).{0,6}(很大|过大|太大|非常大|特别大|几百|上千|饱和)",
            ),
            "equal": answer(
                0.18,
                "all nearly the same or zero, whatever the input",
                "(logit*|softmax*|probabilit*|scores) (is|are|were|outputs?|values|of|become|becomes|"
                "always|all|output|probabilities|for)? (all|always|nearly|almost|exactly|about|"
                "roughly|are|become|is|the)? (nearly|almost|exactly|about|roughly)? (zero|zeros|"
                "uniform|all the same|equal|identical|0.14286|the same|constant|0.5|uniform*|0.1|1/k|"
                "similar|[0.5, 0.5])",
                "(logit*|output*|probabilit*|prediction*|softmax*|scores) .. (uniform|all the same|"
                "equal|identical|nearly the same|almost the same|almost identical|nearly identical|"
                "0.14286|0.5 for|around 0.5|close to 0.5|always 0.5|about 0.5|all 0.5|all 0.1|"
                "exactly 0.5|stay at 0.5|the same for (all|every|each|any))",
                "(identical|equal|the same|same|uniform) (logits|probabilit*|softmax*|scores|outputs|"
                "output|distribution)",
                "(output*|predict*|give*) .. (uniform distribution|equal probabilit*|same "
                "probabilit*|uniform probabilit*)",
                "\\[0.5, ?0.5\\]",
                "(logit|logits|输出|预测|概率|softmax).{0,10}(全是0|都是0|均匀|都是0\\.5|全是0\\.5|"
                "接近0\\.5|相等|几乎一样|几乎相同|0\\.5左右|完全一样|一模一样|都相同|全为0)",
            ),
        },
    )
