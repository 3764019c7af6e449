"""The training loss: its shape, its level, its start, and how it ends in NaN."""

from __future__ import annotations

from assistant.symptoms.declare import Family, Said, answer, symptom


class LossSymptoms(Family):
    """Shape, level and onset of the training loss."""

    loss_trend: Said = symptom(
        "How does the training loss move over the whole run?",
        minutes=1,
        answers={
            "falling": answer(
                0.38,
                "it falls",
                "loss (is|keeps|was)? (falling|decreasing|dropping|going down|reducing)",
                "loss (decreases|falls|drops|goes down|improves|reduces)",
                "loss .. (converges|converged)",
                "trains? (fine|well|nicely|perfectly)",
                "training (is|goes|went|looks|was) (fine|well|good|perfect|ok)",
                "损失..下降",
                "loss..(下降|变小|降低|减小)",
            ),
            "crawling": answer(
                0.06,
                "it falls, but so slowly that it will never arrive",
                "(very|extremely|really|too|so) slow* .. (converge*|learn*|train*|decreas*|fall*)",
                "(loss|training|convergence) .. (very|extremely|really|too|so) slow*",
                "(converges|learns|decreases|falls) .. slowly",
                "slow convergence",
                "(收敛|下降|训练|学习).{0,3}(很慢|太慢|缓慢)",
            ),
            "plateau": answer(
                0.10,
                "it falls at first, then stays on a level that is far from done",
                "loss .. (plateau*|levels off|saturates|stalls|stagnat*)",
                "(plateau*|stalls|stagnat*) (at|around|after)",
                "stops (improving|decreasing|learning|falling)",
                "loss (stops|stopped) (at|around)",
                "(loss|损失)..(不再下降|降不下去|停在)",
            ),
            "flat": answer(
                0.14,
                "it wobbles around one value and never gets anywhere",
                "loss .. (stuck|constant|flat|unchanged|unchanging)",
                "loss (stays|stay|remains|sits|hovers|stayed|remained) (at|around|near|about)?",
                "loss (is|was) (always|around|about) (the same|0.69|ln)",
                "loss .. (does not|doesn't|never|won't|did not|didn't|not) .. "
                "(change|move|decrease|fall|drop|improve|go down|converge|leave*|reduce)",
                "loss .. (never leaves|not (decreasing|changing|moving|dropping|improving|going down))",
                "stuck at 0.69*",
                "stuck (at|around) (ln|log|a loss)",
                "(does not|doesn't|did not|didn't|not|never|isn't|won't|can't|cannot) (learn|learning|converge|train)",
                "(learns|learned|learnt) nothing",
                "nothing is (learned|learnt|being learned)",
                "(no|without) (learning|progress|convergence)",
                "no learning",
                "(loss|损失).{0,12}(不动|不变|不下降|不降|不收敛|卡在|停在|一直是|始终|保持)",
                "(不收敛|学不到|没有学到|学不动)",
            ),
            "frozen": answer(
                0.05,
                "every value is the same to the last digit",
                "(exactly|precisely|completely) the same (loss|value*|number*) .. (epoch*|iteration*|step*)?",
                "loss .. (exactly the same|identical|frozen|fixed value|does not change at all)",
                "(identical|same) .. (every|each|all) epoch*",
                "(固定值|完全不变|都保持不变|一模一样)",
            ),
            "oscillating": answer(
                0.07,
                "it swings up and down without getting anywhere",
                "loss .. (oscillat*|fluctuat*|jitter*|bounc*|zigzag*|swing*|erratic*|unstable)",
                "loss .. (goes|going|jumps) up and down",
                "(oscillating|fluctuating|jittery|unstable|noisy) (training )?loss",
                "up and down without",
                "(loss|损失).{0,8}(震荡|抖动|波动|忽高忽低|跳动|起伏)",
            ),
            "rising": answer(
                0.03,
                "it goes up over the run",
                "(training|train)? loss (is|keeps|kept)? "
                "(rising|increasing|growing|going up|increases|rises|grows|goes up)",
                "(loss|损失).{0,6}(上升|增大|变大|越来越大|升高)",
            ),
            "diverging": answer(
                0.04,
                "it blows up to huge values",
                "(loss|training|it|which|net|model) .. (diverge*|explod*|blows up|blew up|blow up)",
                "loss .. (to|towards|becomes|goes) (inf|infinity|huge|enormous|astronomical)*",
                "loss .. (huge|gigantic|enormous|astronomical)",
                "(loss|损失).{0,6}(爆炸|发散|无穷|无限大)",
            ),
            "nan": answer(
                0.09,
                "it becomes NaN or infinite",
                "(loss|it|cost|everything|output|weights)? .. nan",
                "(turns|becomes|became|goes|gives|get|got|getting|is|to|returns|outputs) (nan|nans)",
                "nan loss",
                "loss .. (inf|infinity)",
                "(loss|损失|出现|变成|变为).{0,6}nan",
            ),
            "jump": answer(
                0.04,
                "it falls well, then jumps up all at once and stays up",
                "(suddenly|abruptly|all at once) .. (jump*|huge|explod*|increas*|ris*|large|high)",
                "loss .. (suddenly|abruptly) (jump*|increas*|ris*|shoot*|becomes|gets)",
                "loss (jumps|jumped|shoots|shot) (up|to)",
                "(突然|忽然).{0,6}(变大|增大|上升|飙升|变得特别大)",
            ),
        },
    )
    loss_end: Said = symptom(
        "Is the training loss still falling when the log ends?",
        minutes=1,
        answers={
            "still-falling": answer(
                0.28,
                "yes, as fast as before",
                "still (falling|decreasing|improving|going down|dropping)",
                "(还在|仍在|依然).{0,3}(下降|降低)",
            ),
            "level": answer(0.72, "no, it has leveled off"),
        },
    )
    loss_level: Said = symptom(
        "Where does the training loss end up?",
        minutes=1,
        answers={
            "ln-classes": answer(
                0.11,
                "at ln K for K classes (0.693 for two, 1.099 for three, 2.303 for ten)",
                "(0.69|0.693|0.6931|0.6932|1.0986|2.302|2.3026|2.303|6.907|6.908)",
                "(ln|log)\\(? ?(2|3|7|10|k|1000|number of classes)\\)?",
            ),
            "class-entropy": answer(
                0.02,
                "at the entropy of the class shares, a little under ln K",
                "entropy of the (class*|label*)",
            ),
            "clip-floor": answer(
                0.01,
                "at a multiple of 15.42, 16.12 or 100: every output sits on the loss's clip",
            ),
            "double-softmax-floor": answer(
                0.01,
                "at the floor of a softmax applied twice (0.313 for two classes, 1.461 for ten)",
            ),
            "target-variance": answer(
                0.03,
                "at the variance of the targets (0.25 for balanced 0/1): the mean is predicted",
                "(variance of the targets|predicts? the (mean|average)|same average value)",
                "average over all targets",
            ),
            "zero": answer(
                0.04,
                "at exactly 0.0000",
                "loss .. (0.0000|0.000|0.0|exactly 0|exactly zero|zero)",
                "(zero|0.0) loss",
                "(loss|损失).{0,8}(为|是|变成|到)0(?![.\\d])",
            ),
            "negative": answer(
                0.03,
                "below zero",
                "(negative) .. (loss|divergence|cross*|kl)",
                "loss .. (negative|below zero|below 0|less than zero|less than 0|under 0)",
                "(kl|divergence|散度|loss|损失).{0,14}(负数|为负|负的|是负)",
                "kl* .. negative",
            ),
            "huge": answer(
                0.05,
                "in the thousands or more",
                "loss .. (in the )?(thousands|millions|billions)",
                "(gigantic|enormous|huge|very large) (loss|error|mse)",
                "error .. (gigantic|enormous|huge)",
            ),
            "ordinary": answer(0.70, "at an ordinary value that means nothing in particular"),
        },
    )
    zero_onset: Said = symptom(
        "When does the loss reach 0.0000?",
        minutes=1,
        answers={
            "at-once": answer(
                0.45,
                "within the first epochs",
                "(quickly|immediately|at once|right away|very fast|first epoch) .. (zero|0.0*)",
                "loss .. (quickly|immediately|at once|fast|rapidly) .. (zero|0.0*|0)",
                "(很快|迅速|马上).{0,10}(0.0000|为0|到0)",
            ),
            "late": answer(0.55, "after a long training"),
        },
    )
    negative_loss: Said = symptom(
        "How does the loss go below zero?",
        minutes=1,
        answers={
            "towards-minus-one": answer(0.25, "it falls towards -1 and stops there"),
            "unbounded": answer(0.40, "it falls without end", "loss .. (minus|negative) infinity"),
            "a-little": answer(0.35, "it is a small negative number"),
        },
    )
    loss_kind: Said = symptom(
        "Which loss is it?",
        minutes=1,
        answers={
            "binary-cross-entropy": answer(
                0.24,
                "binary cross-entropy",
                "(binary cross*|binary_crossentropy|bce|bceloss|bcewithlogits*|二元交叉熵|二分类交叉熵)",
            ),
            "cross-entropy": answer(
                0.44,
                "cross-entropy over classes",
                "(categorical_crossentropy|categorical cross*|cross entropy|crossentropyloss|"
                "softmax loss|nll*|softmaxwithloss|sparse_*)",
                "(交叉熵)",
            ),
            "squared-error": answer(
                0.16, "a squared or absolute error", "(mse|mean squared|mae|l1loss|squared error|均方)"
            ),
            "kl": answer(0.03, "a KL divergence", "(kl div*|kl_div|kldiv*|kullback*|kl散度)"),
            "other": answer(0.13, "another one, or a sum of several"),
        },
    )
    loss_start: Said = symptom(
        "How large is the very first loss that is printed?",
        minutes=2,
        answers={
            "as-chance": answer(0.52, "about ln K, what guessing costs"),
            "far-above": answer(
                0.13,
                "several times what guessing costs",
                "(first|initial) loss .. (huge|large|high|far above)",
            ),
            "below": answer(0.30, "already below what guessing costs"),
            "huge": answer(0.05, "in the thousands or more"),
        },
    )
    nan_onset: Said = symptom(
        "How does the NaN come?",
        minutes=1,
        answers={
            "at-start": answer(
                0.32,
                "at the first value printed",
                "nan .. (from the (start|beginning|first)|immediately|at the (start|beginning|first)|"
                "first (step|epoch|iteration|batch))",
                "(first|1st) (step|epoch|iteration|batch) .. nan",
                "(一开始|第一个|第一步).{0,8}nan",
            ),
            "after-growth": answer(
                0.33,
                "after the loss (or the gradient) had grown",
                "(grows|grew|increases|increased|explodes|exploded|rises|rose) .. nan",
            ),
            "sudden": answer(
                0.35,
                "out of nowhere, from an ordinary loss",
                "(suddenly|out of nowhere|random*|after (a while|some|a few|several|about)) .. nan",
                "nan .. (suddenly|out of nowhere|after (a while|some|a few|several|about|roughly))",
                "(突然|中途).{0,8}nan",
            ),
        },
    )
    loss_spikes: Said = symptom(
        "Are there spikes in the training loss?",
        minutes=1,
        answers={
            "none": answer(0.80, "no"),
            "isolated": answer(0.12, "a few, and it recovers", "loss .. spike*", "spike*"),
            "frequent": answer(0.08, "many", "(many|frequent|constant) spikes"),
        },
    )
    loss_period: Said = symptom(
        "Does the training loss repeat a pattern with every epoch?",
        minutes=2,
        answers={
            "none": answer(0.86, "no"),
            "jumps-at-epoch": answer(
                0.05,
                "it jumps at every epoch's start",
                "(jump*|drop*|step*) .. (each|every) epoch",
                "(each|every) epoch .. (jump*|spike*)",
            ),
            "saw-in-epoch": answer(
                0.09,
                "it saws up and down, in blocks or at the same place of every epoch",
                "(saw|saws|sawtooth|saw tooth|periodic*|regular pattern|regular intervals|锯齿|周期)",
                "(same place|same position) .. (every|each) epoch",
                "(dips|drops|falls|sinks) .. (each|every) epoch",
                "(each|every) epoch .. (sinks|dips|falls|low) .. (rises|up)",
            ),
        },
    )
