"""The training loss: its shape, its level, its start, and how it ends in NaN."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom

_ENTROPY_BELOW = (
    "(bce|bce_loss|bceloss|binary_crossentropy|crossentropy|cross entropy) .. negative",
    "(bce loss|bce|binary_crossentropy|crossentropy|cross entropy): .. negative",
)
"""A cross-entropy below zero, which no design of it allows."""


class LossSymptoms(Family):
    """Shape, level and onset of the training loss."""

    loss_trend = symptom(
        "How does the training loss move over the whole run?",
        minutes=1,
        answers={
            "falling": answer(
                0.38,
                "it falls",
                "~<loss> (is|are|keeps|kept|was|seems|starts|started)? (still|steadily|slowly|nicely|"
                "gradually|only|always|also)? (falling|decreasing|dropping|going down|reducing|to "
                "decrease|to fall|to go down|improving|declining)",
                "~<loss> (steadily|nicely|gradually|quickly|still|always|also|clearly|does|"
                "continuously|constantly|monotonically)? (decreases|falls|drops|goes down|went down|"
                "improves|reduces|declines|decreased|dropped|fell|converges|converged)",
                "~<loss> .. (converges|converged|decreases|decreasing) (well|nicely|fine|normally|as "
                "expected|smoothly|properly)",
                "~<train> (is|goes|went|looks|was|seems|runs) (fine|well|good|perfect|ok|okay|great|"
                "normal|smoothly|normally)",
                "~trains? (fine|well|nicely|perfectly|normally)",
                "~<损失>(值|函数)?(一直|在|都|也|会|能|可以|持续|逐渐|正常|不断|明显|稳步){0,3}<下降>",
                "~(训练|loss)(很|比较|一切|都){0,2}(正常|顺利)",
                "<loss> and (the|its)? ?(val|validation|test) (loss|losses|error|cost)? ?(both|nicely|"
                "quickly|"
                "slowly|steadily)? ?(go|goes|went|decreas*|fall|falls|fell|drop|drops|dropped) (down)? ?"
                "(and|then|until they) (settle*|converge*|level off|stabili*|stay low|flatten*)",
                "~<loss> and (the|its)? ?(val|validation|test) (loss|losses|error|cost)? ?(both|nicely|"
                "quickly|"
                "slowly|steadily)? ?(go|goes|went|decreas*|fall|falls|fell|drop|drops|dropped) (down|nicely|"
                "together|steadily)",
                "~both (loss*|curves|training and validation loss*) .. (decrease|fall|go down|drop|"
                "decreasing|falling|going down|improve|converge)",
                "~<loss> (falls|decreases|drops|goes down|is falling|is decreasing|went down) (smoothly|"
                "steadily|nicely|gradually|monotonically|well)",
                "~(train*|training) (loss)? and (val*|validation) loss .. (decrease|fall|go down|drop|"
                "decreasing|falling)",
                "~<loss> .. (falls|fell|decreases|decreased|drops|dropped|improves) from "
                "[0-9.]+ (down)? to [0-9.]+",
                "~<loss> (is|are|keeps)? (trending down|trending downward*|on a downward trend)",
                "<loss> .. slowly,? but (steadily|surely|constantly|continuously|consistently|monoton*)",
                "~both (are|still|clearly|steadily|curves|keep)? ?(fall|falling|decrease|decreasing|go down|"
                "going "
                "down|decline|improve|drop|dropping)(?! (off|short|when|if|after))",
                "~(epoch)? ?(means?|averages?) (of|over|per)? ?(epochs?)? ?(go|goes|going|fall|falls|"
                "decreas*) (down|"
                "steadily|slowly|nicely|well)",
                "~<loss> .. and then (falls|decreases|goes down|drops)",
                "~(trend|tendency|overall|on average|average|in the long run|in general|smoothed|"
                "running average|moving average) .. (downward*|decreas*|falls?|falling|goes down|"
                "going down|drops?|dropping|declin*|improv*|still going down)",
                "~<loss> .. (on average|overall|in general|in the long run) .. (decreas*|falls?|"
                "falling|goes down|drops?|improves?)",
                "~(it|which|they|both) (falls?|decreas*|drops?|goes? down) (smoothly|steadily|"
                "nicely|well|gradually|slowly)",
                "~decreas* as expected",
                "(fluctuat*|nois*|oscillat*|up and down|spik*|jump*|bounc*|unstable|wobbl*) & (on "
                "average|overall|trend*|in general|in the long run|smoothed|average|long term) .. "
                "(decreas*|falls?|falling|down*|improv*|lower|fine|good|goes down)",
                "(smoothed|averaged|filtered|mean) (loss|curve|value*) .. (goes down|falls?|"
                "decreas*|down|improv*|drops?|smooth*)",
                "on average (it|the loss|loss|they) (does|is|still|slowly|clearly|steadily)? "
                "(decreas*|falls?|falling|goes down|going down|drops?|improv*|gets lower)",
                "~(stays?|stayed|is|was|remains?) (high|flat|constant) .. (then|and then|before it|"
                "until it) (falls?|decreas*|drops?|goes down|went down|fell|dropped)",
            ),
            "crawling": answer(
                0.06,
                "it falls, but so slowly that it will never arrive",
                "(very|extremely|really|too|so|quite|incredibly|painfully|super|awfully) slow* .. "
                "(converg*|learn*|train*|decreas*|fall*|drop*|progress*|going down)",
                "(<loss>|training|train|convergence|learning) .. (very|extremely|really|too|so|"
                "incredibly|painfully|super|quite|awfully) slow*",
                "<loss> .. (decreases|decreasing|decreased|falls|falling|drops|dropping|goes down|"
                "going down|improves|declines|reduces) (slowly|only slightly|very little|a tiny bit|"
                "marginally|by a tiny|at a snail*)",
                "(converges|learns|decreases|falls|trains|drops) .. slowly",
                "(decreas*|fall*|converg*|learn*|train*|improv*|drop*) (but|although|only|just)? "
                "(very|extremely|too|really|so|quite) slow*",
                "slow (convergence|to converge|training|learning)",
                "<loss> (hardly|barely) (<down>|changes|moves|decrease|change|move)",
                "(goes|going|falls|decreas*|drops|comes) (down)? ?(a bit|a little|a tiny bit|very little|"
                "slightly) (every|each|per|with every|with each|in each|in every) epoch",
                "takes (forever|ages|too long|very long|so long) to (converge|learn|train|decrease)",
                "(收敛|下降|训练|学习)(得|的|速度|起来)?(非常|十分|特别|很|太|极其|有点|比较|过于|"
                "实在)?(很慢|太慢|缓慢|慢|较慢|过慢)",
                "(慢|缓慢)(地|的)?(收敛|下降)",
                "<loss> (decreases|drops|falls|goes down|decreased|decreasing) (extremely|very|too|"
                "really|painfully|so) slow*",
                "(every|each|per) (epoch|step|iteration) .. (shrinks?|falls?|decreas*|improv*|"
                "drops?|goes down|only) .. (by)? (only|about|just)? 0\\.0[0-9]+",
                "(long way to go|far from (converged|done|the optimum|finished)|nowhere near converged)",
                "(still|only)? .. (climbing|increasing|rising|moving|approaching|creeping) (slowly|"
                "slightly|a little|a bit)? .. (when|as|at) .. (script|training|run|program|end) .. "
                "(ends?|stops?|end|finish*)",
                "incredibly slow*",
                "(one|1|half a|0\\.[0-9]+) (percent|%|point) (per|every|each|in|over) .. ([0-9]+|"
                "hundred|many|several) epochs",
                "(parameter|weight|slope|bias|b|w|coefficient*|estimate) (is|are|was)? (still|"
                "slowly)? (climbing|increasing|rising|moving|growing|approaching|creeping) .. (end|"
                "true|step|slightly|slowly|target)",
                "(converge*|learn*|train*|progress*) .. (incredibly|unbearably|terribly|awfully|"
                "annoyingly|ridiculously|horribly) slow*",
                "<loss> .. (decreas*|fell|falls|drops?|dropped|improved|reduced|went down|goes down) only "
                "(from|by|to|slightly|a little)",
                "<loss> .. (only|just|merely) (decreas*|fell|falls|drops?|dropped|improved) (from|by)",
                "<loss> (falls?|fell|drops?|decreas*|goes down|improves?) (only)? ?(by)? ?(about|around)? "
                "?0\\.0[0-9]+ (in|per|every|each|a|after) (every|each)? ?(epoch|step|iteration)",
                "(falls?|drops?|decreas*) (only)? ?by 0\\.00[0-9]* (every|each|per|an|in an) epoch",
            ),
            "plateau": answer(
                0.10,
                "it falls at first, then stays on a level that is far from done",
                "~(model|network|net|it|clearly|still|also)? "
                "(underfits|underfitting|is underfitting|under fits)",
                "欠拟合",
                "<loss> .. (plateau*|levels off|leveled off|saturates|saturated|stalls|stalled|"
                "flattens|flattened|bottoms out|gets stuck|get stuck|got stuck|settles|stops|stopped|"
                "stop) (at|around|after|near|to|and|out|decreas*|improv*|falling|dropping|going|"
                "changing|learning|there|very|early)",
                "<loss> .. no longer (changes?|changing|decreases?|decreasing|improves?|improving|falls?|"
                "falling|"
                "drops?|dropping|goes down|going down|moves?|converges?)",
                "<loss> .. (plateaus|plateaued|plateau|stagnates|stagnated|stagnating|plateauing|"
                "levels off|flattens out)",
                "(plateaus|plateaued|plateau|stalls|stagnates|levels off|saturates|settles) (at|"
                "around|after|near)",
                "(stops|stopped) (improving|decreasing|learning|falling|dropping|going down|"
                "converging|progressing|changing)",
                "<loss> (<down>|drops) .. (at first|initially|in the beginning|at the beginning|for "
                "the first|for a few|for a while|quickly|in the first|until|then|to about|to around) "
                "... (then|stuck|stops|stays|plateau*|<not>|constant|flat)",
                "<loss> (is|was|does)? <down> ... (then|but|before|until) (it|the loss|loss)? (just|"
                "suddenly|simply|gets|got|becomes)? (stuck|stops|stopped|stays|remains|plateau*|"
                "constant|flat|stagnat*|stalls|<not>)",
                "(at first|initially|in the beginning) .. <loss> <down> ... (then|stuck|stops|stays|"
                "plateau*|not|constant)",
                "<not> .. (go|get|fall|drop|decrease|going) (below|under|lower than|beyond|past) .. "
                "[01].[0-9]+",
                "<损失>.{0,12}(不再下降|不再减小|不再降低|到一定程度|降到.{1,10}(就|后|不)|"
                "下降到.{1,10}(就|后|不)|停滞|瓶颈|平台期)",
                "(先|一开始|开始|刚开始|前几).{0,8}下降.{0,8}(后|然后|之后|接着).{0,8}(<不动>|<卡>|停滞)",
                "~(train|training) and (test|val|validation) (error|errors|loss|losses|accuracy) (are|is|"
                "stay|"
                "remain) (both|about)? ?(equally)? ?(high|bad|poor|low)",
                "~(levels? off|leveled off|stops?|stagnates?|stuck) (at|below|under|above|around)? "
                "(about|around)? (a ceiling|some level|[0-9]+%|0\\.[0-9]+)",
                "~(ceiling)",
                "~(lags?|lagging|falls short|stays?|is|far|well|remains?) (far|well|way|much)? "
                "(behind|below|short of) .. (stated|paper*|reference|published|reported|expected|"
                "tutorial|author*|official|benchmark|baseline)",
                "~(not|never|cannot) .. (get|gets|go|reach|reaches|exceed|exceeds|come|achieve) "
                "(over|above|past|beyond|more than)? (about)? [0-9.]+% & (yours|paper*|reference|"
                "published|reported|expected|tutorial|author*|official|others?|should|bundled|"
                "original|simpler)",
                "~(only|just) (reaches|gets|achieves|reached|got|get|reach) (about|around|to)? "
                "[0-9.]+% & (while|whereas|but|although|others?|paper*|reference|published|"
                "reported|tutorial|author*|simpler|yours|should)",
                "~(much|far) (worse|lower|below) than (the)? (stated|paper*|reference|published|"
                "reported|tutorial|author*|official|original|results?)",
            ),
            "flat": answer(
                0.14,
                "it wobbles around one value and never gets anywhere",
                "(cannot|could not|unable to|not able to|fail to|failed to) (get|make|bring) .. (<loss>|"
                "<net>|training) "
                "(to)? .. (<move>|drop|decrease|fall|learn*|train|improve|budge)",
                "<loss> .. <stuck>",
                "<loss> .. (is|are|stays|stay|remains|remain|always|was|keeps|be) (always|exactly|"
                "almost|nearly|basically|pretty much)? (the same|same value|same number)(?! (?:place|"
                "point|position|time|as))",
                "<loss> <stays> (at|around|near|about|on|close to|between|in|high|the|same|big|large|"
                "almost|nearly|pretty|very|basically)",
                "<loss> (is|was|always|constantly|just|are)? (always|constantly|stays|stuck|hovers|"
                "remains|sits|fixed) (always|around|constantly|just|fixed)? (at|about|around|near)? "
                "(0.69[0-9]*|ln|log 2|2.30[0-9]*|1.09[0-9]*|4.60*|6.9[0-9]*)",
                "<loss> .. <not> (<move>|seem to <move>|really <move>|even <move>|significantly "
                "<move>|actually <move>|want to <move>|at all <move>)",
                "<loss> .. <not> .. (chang*|decreas*|reduc*|improv*|converg*|diminish*|declin*|going "
                "down|go down|budge|moving|dropping|falling)",
                "<not> .. (reduc*|decreas*|lower*|minimiz*|minimis*) (the|my)? (training|train)? loss",
                "stuck (at|around|near|on|in) (ln|log|a loss|loss|the loss|0.6[0-9]*|0.7|2.3[0-9]*|"
                "1.09[0-9]*|1.1|4.6[0-9]*|6.9[0-9]*)",
                "no (decrease|reduction|drop|change|improvement) in .. loss",
                "(constant|stuck|flat|unchanging|stagnant) (train|training)? loss",
                "<net> (does|do|did|is|will|has|was|would|just|simply|still|really|seems|appears|"
                "were)? (to)? <not> (seem|appear)? (to)? (be)? (even|really|actually|properly|at "
                "all)? (learn|learning|learned|learns|converge|converging|converged|converges|train|"
                "training|trained|improve|improving)",
                "<not> (be)? (learn|learning|learned|learnt) (anything|at all|something|well|the|to|"
                "a thing|much)",
                "<not> (seem|appear) to (learn|converge|train|improve)",
                "<not> (learn|learning|train|training)",
                "~<not> (converge|converging)",
                "<not> able to (learn|converge|train)",
                "unable to (learn|converge|train)",
                "(learns|learned|learnt|learning) (absolutely|literally|basically)? nothing",
                "nothing is (being)? (learned|learnt)",
                "(no|zero|without any|without) (learning|progress|convergence|sign of learning|signs "
                "of learning)",
                "<not> (any)? (progress|improvement)",
                "(does|is) <not> (get|getting) (any)? better",
                "<损失>.{0,12}(<不动>|<卡>|居高不下|不降低|一直不|降不)",
                "(不收敛|学不到|没有学到|学不动|没学到|学习不到|没有学习|不学习|训不动|训练不动|"
                "训练不起来|训不起来|没有效果|无法收敛|学不会|训练不出|没有收敛|没收敛|难以收敛|"
                "收敛不了|不能收敛|毫无进展)",
                "<not> (get|come|go|gets|comes) (anywhere)? (near|close to) (the)? (optimum|"
                "minimum|zero|reference|solution|true)",
                "(coefficients|weights|parameters|slope|estimate*|w and b) .. (are|is|come out|"
                "remain|stay|not)? (wrong|near zero|incorrect|far from|off|not the (true|right)|"
                "differ*) & (linear|regression|least squares|true|reference|loss)",
            ),
            "frozen": answer(
                0.05,
                "every value is the same to the last digit",
                "(exactly|precisely|completely|literally|absolutely) the same (loss|value*|number*|result*)",
                "<loss> .. (exactly the same|identical|frozen|fixed value|not change at all|"
                "completely constant|exactly constant|not changing at all|completely unchanged|fixed "
                "at)",
                "<loss> (and|,) .. (exactly the same|identical|frozen|completely constant|not change "
                "at all|not changing at all)",
                "(identical|same|the same) (loss|losses|value|values|numbers|result|results) .. "
                "(every|each|all) (epoch*|iteration*|step*|batch*|time)",
                "same loss and acc*",
                "<损失>...(固定值|完全不变|保持不变|一模一样|完全一样|固定不变|完全相同|一点不变|"
                "一动不动|丝毫不变|没有任何变化|每次都一样|每个epoch都一样)",
                "(固定值|固定不变|一模一样|都保持不变)",
            ),
            "oscillating": answer(
                0.07,
                "it swings up and down without getting anywhere",
                "<loss> .. (<swings>)",
                "<loss> .. (goes|going|jumps|jumping|bounces|moves|moving|went|go) (up and down|up "
                "and then down|back and forth|around)",
                "(oscillating|fluctuating|jittery|unstable|noisy|erratic|bouncing) (training|train)? "
                "(loss|cost)",
                "up and down (without|with no|and never)",
                "(oscillation|oscillations|fluctuation|fluctuations|instability) (of|in) (the|my)? "
                "(training|train)? (loss|training)",
                "training (is|was|seems|looks) (very|quite|highly|extremely)? (unstable|noisy|erratic)",
                "<损失>.{0,10}<震荡>",
                "(训练|收敛)(过程|非常|很|十分|特别|极其){0,2}(不稳定|震荡|波动)",
            ),
            "rising": answer(
                0.03,
                "it goes up over the run",
                "<loss> (is|are|keeps|kept|was|just|only|starts|started|actually|always|continues|"
                "seems)? (to|on|constantly|continuously|steadily|slowly|actually|instead|even|"
                "gradually)? (rising|increasing|growing|going up|increases|rises|grows|goes up|went "
                "up|increased|increase|go up|rise|grow|gets worse|getting worse|climbs|climbing)",
                "<loss> .. (increases|increasing|goes up|going up|rises|rising|grows) (instead|every|"
                "with every|each|with each|over time|steadily|monotonically|from the|rather|"
                "continuously|all the time)",
                "(increasing|rising|growing) (training|train)? (loss|cost)",
                "<损失>(值|函数)?(一直|在|都|也|会|反而|持续|逐渐|不断|越来越|还|却){0,3}<上升>",
            ),
            "diverging": answer(
                0.04,
                "it blows up to huge values",
                "~(<loss>|numbers|values|weights|outputs|coefficients|parameters|results) (gets?|becomes?|"
                "are|is|grow|grows|"
                "prints) (getting)? ?(larger and larger|bigger and bigger|higher and higher|gigantic|"
                "astronomical*|"
                "infinitely large)",
                "(prints|gives|returns|get|got|outputs) (gigantic|astronomical|enormous|absurdly (large|"
                "high)) "
                "(values|numbers|results|weights)",
                "(<loss>|training|it|which|net|model|network|everything|learning) (quickly|rapidly|"
                "suddenly|always|just|immediately|soon|also|then|still|started|starts|begins|begin|"
                "to|will|is|was|are|has)? (to|quickly|immediately)? (diverges|diverged|diverging|"
                "diverge|explodes|exploded|exploding|explode|blows up|blew up|blow up|blowing up|"
                "blown up)",
                "<loss> .. (diverge*|explod*|blows up|blew up|blowing up|skyrocket*|shoots up to|"
                "goes through the roof)",
                "<loss> .. (to|towards|becomes|goes|reaches|hits) .. (huge|enormous|astronomical|"
                "gigantic|millions|billions|trillions|very large number*)",
                "<loss> .. (grow|grows|growing|increases|increasing) (exponentially|without bound|"
                "unbounded|indefinitely|enormously|to infinity|dramatically)",
                "(divergence|explosion) of (the)? (loss|training)",
                "loss explosion",
                "grow exponentially",
                "<损失>.{0,8}(爆炸|发散|无穷|无限大|飞了|炸了|几万|上万|几百万|天文数字|爆了|跑飞)",
                "(训练|模型|网络).{0,4}(发散|爆炸|跑飞|崩了)",
                "87\\.3[0-9]*",
                "<loss> .. (87)(?!\\.[0-24-9]|%)",
                "(regression|gradient descent|algorithm|cost function|training|fit|sgd) (quickly|always|"
                "just|then)? (explodes?|exploded|diverges?|diverged|blows up|goes to infinity)",
            ),
            "nan": answer(
                0.09,
                "it becomes NaN or infinite",
                "(<loss>|it|everything|output|outputs|weights|all|prediction|predictions|gradients|"
                "result) .. (nan|nans)",
                "(val|validation|test) .. nan",
                "(then|finally|eventually|suddenly|turns|turn|turned|becomes|became|become|goes|go|"
                "going|went|gives|give|gave|get|gets|got|getting|is|are|to|into|returns|return|"
                "returning|outputs|shows|equals|equal|produces|=|always|only|reports|was|of|as) (nan|"
                "nans|all nan|only nan|inf)",
                "nan (loss|losses|values|value|error|cost|from|after|in|for|at|during|when|as|since|"
                "s|appear*|everywhere|immediately|problem|issue|weights|gradients)",
                "<loss> (is|goes to|becomes|to|turns|turns into|as|=|of|:|goes|shows|displayed as|"
                "reaches)? (inf|infinity|infinite)",
                "<loss> .. (inf|infinity|infinite)",
                "(loss|cost) (nan|inf)",
                "<损失>.{0,8}(nan|inf|无穷|非数)",
                "(损失|出现|变成|变为|都是|全是|成了|为|是|输出|变|报|得到|全)了?(nan|inf)",
                "(: nan|nan after|gives? nan|yields? nan|results? in nan|is nan|becomes? nan|before nan|"
                "then nan|inf in the loss)",
                "inf (in|for|as) (the)? (loss|cost)",
                "(get|gives?|yields?|returns?|becomes?|is|produces?) -?inf",
                "(batches|images|samples|masks|crops|regions|inputs) (without|with no|with empty|with "
                "only) .. (return|returns|give|gives|become|becomes|is|are|yield|yields|produce) nan*",
                "(->|=>) (nan|inf)",
                "(ends?|dies|died|crash*|stops?|fails?|finishes|breaks) (with|in|at|on|due to) (a|an)? nan*",
            ),
            "jump": answer(
                0.04,
                "it falls well, then jumps up all at once and stays up",
                "(suddenly|abruptly|all at once|all of a sudden|out of nowhere|out of the blue|"
                "unexpectedly) .. (jump*|huge|explod*|increas*|rises|rising|rose|large|shoot*|shot|"
                "spik*|goes up|skyrocket*|blow*|collapse*|drops)",
                "<loss> .. (suddenly|abruptly|all of a sudden|unexpectedly|out of nowhere) (jump*|"
                "increas*|rises|rose|shoot*|shot|becomes|gets|goes up|went up|explod*|skyrocket*|"
                "blew|blows|became|got)",
                "<loss> (jumps|jumped|shoots|shot|leaps|leapt) (up|to|from|back|back up)",
                "<loss> .. (jumps|jumped|shoots|shot) (up|back up|to a|to very|to over)",
                "sudden (increase|jump|rise|explosion|spike) (in|of) .. loss",
                "(train*|learn*|converg*|decreas*) (well|fine|nicely|normally) .. (then|until) .. "
                "(jump*|collaps*|explod*)",
                "(突然|忽然|猛地|骤然).{0,6}(变大|增大|上升|飙升|变得特别大|升高|暴涨|跳到|增加|"
                "变得很大|激增|陡增|反弹|崩)",
                "(acc*|accuracy|it|score) (reached|reaches|was|is|goes to|got to|gets to) .. (0\\."
                "[89][0-9]*|[89][0-9](\\.[0-9]+)?%) ... (then|but|however|after) ... (converges to|"
                "drops?|dropped|falls?|fell|collapses|collapsed|goes back|back to|returns to) .. (0\\."
                "[0-5][0-9]*|[0-5]?[0-9]%|chance|random)",
                "(does|did|do|would|make|makes|let) .. loss .. (suddenly|abruptly)? (jump|go up|shoot up|"
                "spike|explode)",
                "(does|did|do|makes?) .. loss .. suddenly .. (rise|increase|grow|get worse)",
                "loss .. suddenly (go|goes|went|rise|increase|jump|explode|spike)",
                "(reach*|gets? to|got to|goes to|rises to|up to|climbs to) .. [2-9][0-9] ?% .. (then|but|"
                "and|before) .. (collapses?|drops?|falls?|crash*|goes back|returns?) .. (to|and)",
                "(collapses?|collapsed|drops?|crash*) .. (never|not) .. (recover*|come back|comes back)",
                "(up to|reach*|goes to|got to|climbs to) .. [2-9][0-9] ?%? .. then (suddenly|abruptly|all "
                "at once)? .. (10|chance|random|[0-2]?[0-9]) ?%? (forever|for ever|and stays|again|until "
                "the end|for the rest)",
            ),
        },
    )
    loss_end = symptom(
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
    swing_scale = symptom(
        "Is it the loss of single batches that swings, or of whole epochs?",
        minutes=1,
        answers={
            "epochs": answer(0.9, "of whole epochs, or it hardly swings"),
            "batches": answer(
                0.1,
                "of single batches, not averaged; over many of them it falls",
                "从一个batch到(下|另)一个batch",
                "(from|between) (batch|iteration|step|minibatch|mini batch) (to|and) (the next|"
                "batch|iteration|step|minibatch|mini batch)",
                "(mini ?batch|batch|per batch|per step|per iteration|step wise|single batch|"
                "iteration) loss(?! (size|of one))",
                "loss (per|of each|at each|for each|of every|at every|of a single|on each|on every|"
                "of single) (mini)? ?(batch*|step*|iteration*)",
                "(unfiltered|unsmoothed|without (the)? (smoothing|filter*|median filter|averaging)|"
                "raw) (loss|curve|training loss|value*)*",
                "(wiggl*|noisy|noise|jitter*|wobbl*|fluctuat*) (a bit|a little|slightly|somewhat)",
                "(plot*|log*|print*|record*|tensorboard) .. (loss) .. (each|every|per) (batch|step|"
                "iteration)",
                "(noisy|noise|jagged|zigzag|wiggly|fluctuat*|oscillat*) .. (per|each|every|single|of) "
                "(mini)? ?(batch*|step|iteration)",
                "(per|each|every|single) (mini)? ?(batch|step|iteration) .. (noisy|noise|jagged|fluctuat*|"
                "oscillat*)",
            ),
        },
    )
    loss_level = symptom(
        "Where does the training loss end up?",
        minutes=1,
        answers={
            "ln-classes": answer(
                0.11,
                "at ln K for K classes (0.693 for two, 1.099 for three, 2.303 for ten)",
                "(?<!from )(?<!down from )(0.69|0.693[0-9]*|0.6931|0.692|1.0986*|1.099|1.386*|1.609*|"
                "1.79[12]*|1.94[56][0-9]*|"
                "2.30[2-5][0-9]*|2.3|4.605*|4.6|5.29[89]*|6.90[78]*|6.9)",
                "(ln|log) ?\\(? ?(2|3|4|5|7|10|100|1000|k|c|n|number of classes|num classes|"
                "num_classes|n_classes|nclasses)",
                "(ln|log)\\((2|3|4|5|7|10|100|1000|k|c|n|number of classes|num classes|num_classes|"
                "n_classes)\\)",
                "(logarithm|log) of the number of (classes|categories)",
                "(loss|cost) of (random|uniform) (guess*|prediction*|output*)",
                "0\\.69[0-9]*(附近|左右|不动|不变)",
                "~0\\.69(?![0-9])",
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
                "<loss> & (not|never|cannot|stuck|stays|below|under|plateau*|converge*|at|around) "
                ".. (0\\.313[0-9]*|0\\.551[0-9]*|0\\.7437|1\\.46[0-9]*|3\\.62[0-9]*)",
            ),
            "target-variance": answer(
                0.03,
                "at the variance of the targets (0.25 for balanced 0/1): the mean is predicted",
                "<loss> .. variance of the (targets|labels|target|data|outputs|y)",
                "(equal to|equals|about|around|exactly) the variance",
                "(predicts|predict|predicting|outputs|output|outputting|returns|learns|learn) (only|"
                "always|just|simply|to predict|to output|basically|roughly|one and)? (the|an|a)? "
                "(same)? (mean|average)",
                "(same|one) (average|mean) value",
                "(converge*|collapse*|regress*|shrink*) (to|towards|around) the (mean|average)",
                "average (over|of) (all)? (the)? (targets|labels|training targets|outputs)",
                "(mean|average) (value)? (of|for) (the|all|every) (target*|label*|training data|"
                "data*|output*|training set|y)",
                "<net> .. (mean|average) (for|of) (every|each|all|any)",
                "(输出|预测)(的)?.{0,8}(均值|平均值|平均数)",
            ),
            "zero": answer(
                0.04,
                "at exactly 0.0000",
                "<loss> (is|becomes|became|goes to|drops to|falls to|reaches|of|=|equals|was|stays "
                "at|stays|goes|always|gets to|:|went to|hits|turns|dropped to|fell to|remains|"
                "approaches|converges to|decreases to|are|stuck at|to)? (exactly|quickly|immediately|"
                "always|almost immediately|all|already)? (0.0+|exactly 0|exactly zero|zero|0)",
                "<loss> .. (becomes|goes to|drops to|falls to|reaches|equals|is|stuck at|exactly|"
                "drops immediately to|at) (0.0+|exactly 0|exactly zero|zero|0)",
                "<loss> .. 0.0000*",
                "(zero|0|0.0+) (training|train)? loss",
                "<损失>.{0,8}(为|是|变成|到|降到|变为|等于|成|接近|=|至)(了)?0(?![.\\d])",
                "<损失>.{0,8}0\\.0{2,}(?!\\d)",
                "<损失>.{0,8}(变成|为|是|到|降到|成)(了)?零",
            ),
            "negative": answer(
                0.01,
                "below zero",
                "(negative) (training|train|val|validation)? (loss*|cost|divergence|cross entropy|"
                "crossentropy|kl*|log likelihood loss|value for .. loss|values for .. loss)",
                "negative (values?|numbers?) (of|for|in|from|as) (the|my|a|its)? (<loss>|binary|categorical|"
                "cross ?entropy|crossentropy|binary_crossentropy|bce|kl)",
                *_ENTROPY_BELOW,
                "(loss|losses|cost): .. negative",
                "(<loss>|divergence|kl|cross entropy|elbo) .. (negative|below zero|below 0|less than "
                "zero|less than 0|under 0|under zero|smaller than 0|smaller than zero|minus)",
                "<loss> (is|of|=|:|goes to|drops to|reaches|becomes|around|about|at)? -[0-9]",
                "(loss|divergence) .. tensor\\(-",
                "(comes out|came out|goes|becomes|became|gets|got|turns|turned|turning) negative",
                "(kl|divergence|散度|交叉熵|<损失>).{0,10}(负数|为负|负的|是负|负值|小于0|小于零|"
                "变负|成负|出现负)",
                "(负的?)(loss|损失|散度|kl)",
                "<loss> ?(<=|<) ?0",
                "([a-z_]*loss|kl_div|kldiv|nll|elbo|kld) .. (is|are|gives|returns|becomes|goes|"
                "gets|was|turns)? (negative|below zero|below 0|less than 0|less than zero|under "
                "zero|smaller than 0)",
                "([a-z_]*loss|kl_div|kldiv|nll|kld)[^ ]* (gives|returns|yields|produces|outputs|"
                "takes|has|shows) (me|a|an|some|always)? negative",
                "(loss|losses|loss values?) .. (takes?|of|has|below|under) (negative|below zero|zero)(?! .. "
                "(0\\.|mean|grad))",
                "loss values? (below|under|less than) (zero|0)(?![.0-9])",
                "(values?|loss|it|losses) .. between -1 and (0|zero)",
            ),
            "huge": answer(
                0.05,
                "in the thousands or more",
                "<loss> .. (in the)? (thousands|millions|billions|trillions|hundreds of thousands)",
                "<loss> .. (huge|gigantic|enormous|astronomical|extremely high|extremely large|very "
                "large|very big|really big|incredibly high|insanely high|absurdly high|way too high|massive)",
                "(gigantic|enormous|huge|very large|extremely large|extremely high|absurd|massive|"
                "astronomical) (test|training|train|val|validation)? (loss|losses|error|mse|cost)",
                "(test|val|validation) (loss|error) .. (gigantic|enormous|huge|absurd|thousands|millions)",
                "<损失>.{0,6}(非常大|特别大|巨大|几千|几万|上万|上千|很大|极大|几百万|成千上万|超级大)",
                "(loss|error|errors|mse|cost) (is|was|were|are|still)? (stupidly|insanely|ridiculously|"
                "absurdly|"
                "enormously|incredibly|gigantic*|crazy|way too) (high|large|big|huge)?",
                "<loss> (is|are|was|around|about|of|at|near)* (around|about|of|near|over|more than|up "
                "to)? (10 ?\\^ ?[4-9]|10 ?\\*\\* ?[4-9]|10 ?\\^ ?1[0-9]|[1-9][0-9]{4,}|[0-9."
                "]+e\\+?(0[4-9]|[4-9]|1[0-9]))",
            ),
            "ordinary": answer(0.72, "at an ordinary value that means nothing in particular"),
        },
    )
    zero_onset = symptom(
        "When does the loss reach 0.0000?",
        minutes=1,
        answers={
            "at-once": answer(
                0.45,
                "within the first epochs",
                "(quickly|immediately|at once|right away|very fast|first epoch|instantly|very first|"
                "after one epoch|after 1 epoch|few iterations|few epochs|few steps|few batches|first "
                "batch|from the start|from the beginning|rapidly) .. (zero|0.0*|0)",
                "<loss> .. (quickly|immediately|at once|fast|rapidly|instantly|right away) .. (zero|0.0*|0)",
                "<loss> .. (zero|0|0.0*) .. (quickly|immediately|at once|fast|rapidly|instantly|"
                "right away|from the start|first epoch|first batch|very first|first iteration|after "
                "one epoch|after 1 epoch|few iterations|few epochs|few steps|from the very|beginning)",
                "(很快|迅速|马上|立刻|一下子|几个epoch|第一个epoch|刚开始|一开始|几步|"
                "快速).{0,12}(0\\.0{2,}|为0|到0|变0|是0|成0|为零)",
            ),
            "late": answer(0.55, "after a long training"),
        },
    )
    negative_loss = symptom(
        "How does the loss go below zero?",
        minutes=1,
        answers={
            "towards-minus-one": answer(
                0.25,
                "it falls towards -1 and stops there",
                "<loss> .. (to|towards|toward|approaches|at|near|is|around) (-1|-1.0*|minus one|-0.9[0-9]*)",
            ),
            "unbounded": answer(
                0.40,
                "it falls without end",
                "<loss> .. (minus infinity|negative infinity|-inf*|-infinity|-[0-9]{4,}|more and "
                "more negative|increasingly negative|ever more negative)",
                "(more and more|increasingly) negative",
                "(负无穷|越来越负)",
            ),
            "a-little": answer(
                0.35,
                "it is a small negative number",
                "(slightly|a little|small) negative",
                "small negative (number|numbers|value|values)",
            ),
        },
    )
    negative_by_design = symptom(
        "Can this loss fall below zero by its nature (a log-density, a negated score, learned weights)?",
        minutes=2,
        answers={
            "no": answer(
                0.95,
                "no",
                "(masks?|labels?|targets?) .. (255|not (divided|scaled|normalized|binarized)) & negative",
                *_ENTROPY_BELOW,
            ),
            "yes": answer(
                0.05,
                "yes",
                "(normalizing flow*|normalising flow*|variational flow*|autoregressive flow*|flow based|"
                "glow|realnvp|log density|log likelihood "
                "of .. "
                "(density|flow|gaussian|continuous)|gaussian nll|gaussiannll*|mixture density|elbo|vlb|"
                "evidence lower bound|wgan*|wasserstein|critic loss|policy gradient|ppo|actor loss|hinge "
                "gan)",
                "(giou|diou|ciou|iou loss|(?<!rolling )(?<!rolling a )(?<!rolling the )(?<!throwing "
                ")dice(?! roll)|soft dice|cosine similarity|ssim|si snr|si sdr|snr loss|psnr|"
                "correlation|pearson|ccc|mutual information|infonce|dice loss|negative (dice|iou|cosine*|"
                "reward))",
                "(uncertainty|learned|learnable|trainable) (weight*|loss weight*|task weight*|log "
                "variance*|log var*|"
                "parameter s)",
                "(entropy|regulari*) (bonus|term|regulari*) .. (subtract*|minus|negative)",
                "(nn ?u ?net|nnunet*) & negative",
                "(negated|minus|negative of (the|a)) (score|similarity|reward|likelihood|metric|dice|iou)",
                "(flow|flows|density|likelihood|gan|vae|diffusion) (model|models|based|estimation|net*)",
                "(flow|flows|flow based|glow|waveglow|realnvp|density|densities|gaussian|gaussians) ... log "
                "likelihood",
                "(minus|negative) (the)? log ?(-)?likelihood",
                "(loss|objective) is (minus|the negative|negative) (the)? (log|score|reward|likelihood|"
                "similarity|elbo)",
                "(generator|discriminator|critic|gan) loss",
            ),
        },
    )
    loss_kind = symptom(
        "Which loss is it?",
        minutes=1,
        answers={
            "binary-cross-entropy": answer(
                0.24,
                "binary cross-entropy",
                "(binary cross ?entropy|binary_cross ?entropy|binary_cross_entropy|binary "
                "crossentropy*|binary_crossentropy|binarycrossentropy*|bce|bceloss|bcewithlogits*|"
                "bce_loss|sigmoid cross entropy|sigmoid_cross_entropy*|"
                "binary_cross_entropy_with_logits|log loss|logloss|logistic loss|binary log loss)",
                "binary (cross|x) ?ent*",
                "(二元交叉熵|二分类交叉熵|二值交叉熵|二至交叉熵|bce)",
            ),
            "cross-entropy": answer(
                0.44,
                "cross-entropy over classes",
                "(categorical_crossentropy|categorical cross*|categoricalcrossentropy|cross entropy|"
                "crossentropy|crossentropyloss|cross_entropy*|cross entropy loss|softmax loss|"
                "softmax log loss|softmax_cross_entropy*|nll|nllloss|nll_loss|negative log "
                "likelihood|softmaxwithloss|sparse_categorical_crossentropy|sparse categorical*|"
                "sparsecategoricalcrossentropy|sparse_softmax_cross_entropy*|perplexity)",
                "~(交叉熵)",
            ),
            "squared-error": answer(
                0.16,
                "a squared or absolute error",
                "(mse|mseloss|mean squared*|mean_squared_error|mean square*|mae|l1loss|mean "
                "absolute*|mean_absolute_error|squared error|quadratic cost|quadratic loss|smooth l1|"
                "smoothl1loss|huber*|l2 loss|l1 loss|rmse|(?<!root of )(?<!root of a )(?<!root of the )"
                "(?<!sqrt of a )(?<!sqrt of )(?<!sqrt of the )sum of "
                "squares|sum of squared*|euclidean "
                "loss|euclideanloss)",
                "(均方|平方误差|绝对误差)",
            ),
            "kl": answer(
                0.03,
                "a KL divergence",
                "(kl div*|kl_div*|kldiv*|kullback*|kl loss|kl)",
                "(kl散度|散度)",
                "(kldivloss|kl_div|kl_divergence|nn.kldivloss|f.kl_div)",
            ),
            "ctc": answer(
                0.01,
                "CTC, for sequences without an alignment",
                "(ctc|ctcloss|ctc_loss)(?! (beam|decod*|greedy))",
            ),
            "other": answer(
                0.12,
                "another one, or a sum of several",
                "(triplet loss|contrastive loss|focal loss|dice loss|hinge loss|wasserstein*|multi "
                "task loss|gan loss|arcface|perceptual loss)",
            ),
        },
    )
    kl_term = symptom(
        "Does the loss hold a KL term, as a variational autoencoder does, and where does it go?",
        minutes=1,
        answers={
            "ordinary": answer(0.995, "there is none, or it stays clearly above zero"),
            "vanishes": answer(
                0.005,
                "it falls to (almost) zero while the reconstruction hardly gets better",
                "(kl|kld|kl divergence|kl loss|kl term|kl_loss) (term|loss|divergence|part|value)? "
                "(is|goes|falls|drops|becomes|went|collapses|vanishes|collapsed|decreases|quickly|"
                "immediately|always|rapidly|stays|almost|nearly)? (to|quickly|down|always|almost|"
                "nearly|immediately|at|near|becomes|all the way|close)? (to|down|almost|nearly|"
                "very)? (zero|0|0.0+|vanish*|collapse*|close to zero)",
                "(kl|posterior|latent) (term|divergence|loss|variable*|space)? (collapse*|vanish*|"
                "vanishing|collapsing)",
                "(decoder|vae|model|it) ignores (the)? (latent*|z|code|latent variable*)",
                "(latent*|z|latent code) (is|are|gets|get|being) ignored",
                "(all|every|same|identical) (samples|reconstruction*|outputs?|images?) .. (look|"
                "looks|are|same|identical|average|mean|blurry) .. (vae|autoencoder|latent|decoder)",
                "(kl|后验|隐变量|潜变量)(散度|损失|项|loss)?(很快|迅速|一直|直接|几乎|就)?(变|降|掉|"
                "趋|接近|等)?(成|为|到|近|于)?(0|零|坍塌|崩塌|消失)",
                "后验(坍塌|崩塌|塌缩|坍缩)",
                "(忽略|无视)了?(隐变量|潜变量|隐空间)",
            ),
        },
    )
    loss_start = symptom(
        "How large is the very first loss that is printed?",
        minutes=2,
        answers={
            "as-chance": answer(0.52, "about ln K, what guessing costs"),
            "far-above": answer(
                0.13,
                "several times what guessing costs",
                "(first|initial|starting) loss .. (huge|large|high|far above|big|too high|too large)",
                "loss (starts|started|begins|began) .. (very|extremely|too|really|quite|so|rather)? "
                "(high|huge|large|big)",
                "(初始|一开始|刚开始|第一个).{0,6}(loss|损失).{0,6}(很大|非常大|特别大|很高)",
            ),
            "below": answer(0.30, "already below what guessing costs"),
            "huge": answer(
                0.05,
                "in the thousands or more",
                "(first|initial|starting) loss .. (thousands|millions|billions|enormous|gigantic|"
                "astronomical)",
                "loss (starts|started|begins|began) .. (thousands|millions|billions|[0-9]{5,})",
                "(loss|cost|error) (begins?|starts?|is at first|initially|starting|beginning) .. "
                "(thousands|millions|billions|[0-9]{4,})",
                "(initial|first|starting) (loss|cost|error) .. (thousands|millions|billions|[0-9]{4,}|huge)",
            ),
        },
    )
    nan_onset = symptom(
        "How does the NaN come?",
        minutes=1,
        answers={
            "at-start": answer(
                0.32,
                "at the first value printed",
                "(nan|nans) .. (from the start|from the beginning|from the first|from the very|"
                "immediately|at the start|at the beginning|at the first|straight away|right away|at "
                "once|instantly|right from|first step|first iteration|first batch|very "
                "first|in the beginning|from epoch 1|from epoch 0|already)",
                "(first|1st|very first|one|single) (training)? (step|epoch|iteration|batch|forward|"
                "update|forward pass) .. nan*",
                "(immediately|instantly|straight away|right away|right from|from the start|from the "
                "beginning|already|at once|from epoch 1) .. nan*",
                "(always|only|just|all) (nan|nans|outputs nan|gives nan|get nan|nan values)",
                "(一开始|第一个|第一步|第一轮|刚开始|首个|第一次|一上来|从头).{0,10}nan",
                "(一直|全是|都是|总是)(为|是)?nan",
                "nan* (at|in|on|from) (the)? (step|iteration|batch|iter|update) ?(0|1|one|zero)(?![0-9])",
            ),
            "after-growth": answer(
                0.33,
                "after the loss (or the gradient) had grown",
                "(grows|grew|growing|increases|increased|increasing|explodes|exploded|rises|rose|"
                "diverges|diverged|goes up|gets bigger|blows up|larger and larger|bigger and bigger|"
                "huge|very large|inf|infinity) ... (nan|nans)",
                "(inf|infinity) .. (then|and) .. nan",
                "(增大|变大|上升|爆炸|越来越大|发散|飙升).{0,12}nan",
            ),
            "sudden": answer(
                0.35,
                "out of nowhere, from an ordinary loss",
                "(suddenly|out of nowhere|randomly|at random|abruptly|all of a sudden|sporadically|"
                "occasionally|sometimes|out of the blue|eventually) .. (nan|nans)",
                "(after|at|around|in|until|by) (a while|some|a few|several|about|roughly|many|around|"
                "few|a couple|[0-9]+|[0-9]+k|epoch|iteration|step|hundreds|thousands|a certain|the) "
                "(time|iteration*|epoch*|step*|batch*|hour*|of|[0-9]+|hundred|thousand|few|number) "
                "... (nan|nans)",
                "(nan|nans) .. (suddenly|out of nowhere|after a while|after some|after a few|after "
                "several|after about|after roughly|at random|randomly|after [0-9]+|after around|"
                "after many|in the middle|at epoch|at iteration|at step|at some point|after one "
                "epoch|halfway|mid training|after the)",
                "(突然|中途|忽然|跑到|训练到|若干|几个|几轮|一段时间|中间).{0,16}nan",
                "nan.{0,4}(突然|中途)",
            ),
        },
    )
    nan_at_best = symptom(
        "Does the NaN come just when every sample is right, and the loss nearly 0?",
        minutes=1,
        answers={
            "no": answer(0.97, "no"),
            "yes": answer(
                0.03,
                "yes",
                "(acc*|accuracy) .. (100 ?%|1\\.0+|100 percent|1|perfect) .. (just|right|shortly|"
                "immediately)? "
                "(before|then|when|and) .. nan*",
                "(as soon as|when|once|whenever|after|the moment) .. (acc*|accuracy) .. (100 ?%|1\\.0+|100 "
                "percent|"
                "perfect|1) ... nan*",
                "(all|every*|each) (samples?|predictions?|examples?|images?|inputs?|thing|the samples|"
                "batch)? "
                ".. (is|"
                "are|was|were)? (right|correct|correctly|perfect*|classified) ... nan*",
                "nan* .. (when|once|as soon as|exactly when|if|after) .. (all|every|acc*|accuracy|"
                "prediction*) "
                ".. "
                "(right|correct|correctly|perfect*|100 ?%|1\\.0+)",
                "(classif*|predict*|fit*|separat*) .. (every|all|each) .. (correct*|perfect*|right) ... nan*",
                "(perfect*|fully|completely) (fit*|classif*|separat*|learn*|predict*) ... nan*",
                "(when|once|as soon as) .. loss .. (close to|near|almost|reaches|approaches|nearly) (0|"
                "zero) .. "
                "nan*",
                "(精度|准确率|acc).{0,6}(100%|1\\.0|到1).{0,10}nan",
            ),
        },
    )
    nan_part = symptom(
        "Where the loss has several terms: which of them is NaN first?",
        minutes=2,
        answers={
            "other": answer(0.9, "another one, or all at once"),
            "box": answer(
                0.1,
                "the one of the boxes (or other coordinates)",
                "(box*|bbox*|bounding box*|giou|ciou|diou|iou|loc|localization|coord*|rpn_box|rpn_loc|"
                "regression|reg|"
                "landmark*|keypoint*)[a-z_]* (regression|reg|coordinate)? ?(loss|losses|term|part|cost|"
                "error) "
                "(of "
                "the [a-z ]+)? ?(is|are|was|becomes?|became|turns?|turned|goes|to|gets|shows|gives|=|:)? "
                "?(to|"
                "into|"
                "always|suddenly)? ?nan*",
                "(loss|rpn|loss_rpn|rpn_loss|losses)[_a-z]*[_ ](box|bbox|loc|reg|xy|wh|giou|coord|"
                "iou)[_a-z]* "
                ".. nan*",
                "(loss_bbox|loss_box|box_loss|bbox_loss|loc_loss|reg_loss|rpn_box|loss_rpn_loc|loss_rpn_bbox|"
                "rpn_loss_box|giou_loss|iou_loss|loss_rpn_box_reg|loss_box_reg|regression_loss)[a-z_]* .. "
                "nan*",
                "nan* .. (in|of|for|by|with) .. (box*|bbox*|bounding box*|localization|rpn_box|rpn_loc|"
                "loss_bbox|"
                "rpn_loss_box) (regression|reg)? ?(loss|term|part|branch|head)?",
                "first .. (box*|bbox*|bounding box*|localization|regression) (loss|term) .. nan*",
                "(框|边界框|bbox|定位|回归)(的)?(loss|损失).{0,6}nan",
            ),
        },
    )
    loss_spikes = symptom(
        "Are there spikes in the training loss?",
        minutes=1,
        answers={
            "none": answer(0.80, "no"),
            "isolated": answer(
                0.12,
                "a few, and it recovers",
                "(loss|training|train|curve) .. (spike*|spiky)",
                "(a|one|single|isolated|occasional|occasionally|rare|few|sudden) (loss|huge|big|"
                "large|sudden)? spike*",
                "~(spike|spikes|spiky)",
                "(loss|损失|误差|曲线).{0,6}(尖峰|毛刺|突刺|尖刺)",
            ),
            "frequent": answer(
                0.08,
                "many",
                "(many|frequent|constant|lots of|numerous|regular|a lot of|several) (loss|large|huge|"
                "big)? spikes",
                "(很多|大量|频繁).{0,3}(尖峰|毛刺|突刺)",
            ),
        },
    )
    loss_period = symptom(
        "Does the training loss repeat a pattern with every epoch?",
        minutes=2,
        answers={
            "none": answer(0.93, "no"),
            "drops-at-epoch": answer(
                0.01,
                "it steps down at every epoch's start, and goes on from there",
                "(training|train|the)? loss .. (drops?|dropped|falls?|fell|decreases?|sinks|steps down|"
                "goes down|lower|drop|"
                "fall) (a lot|suddenly|sharply|slightly|significantly|abruptly)? .. (after|at|when|once|"
                "right after|"
                "between|for|with|on) .. (each|every|a new|new|the next|next|epoch one|start another|"
                "another|a|the) "
                "(new|next)? (epoch*|epoch boundar*|start of)",
                "(drops?|drop|fall|decrease|reduction|step) (in|of) (the|my)? (training|train)? loss .. "
                "(after|at|when|"
                "once|right after|between) .. epoch*",
                "(finish*|complet*|end) .. epoch .. (start*|begin*|next) .. (loss) .. (drops?|falls?|"
                "decreas*|lower)",
                "loss .. (suddenly|sharply)? (drops?|decreas*|falls?) at (each|every|the) epoch (boundar*|"
                "start|end|border)*",
                "每个?(epoch|轮)(开始|结束)?(时|后)?.{0,6}(loss|损失)?.{0,4}(突然)?(降低|下降|骤降|突降|变小)",
                "loss .. (first|beginning|start) (batch*|iteration*|step*)? .. (of)? (an|the|each|"
                "every|a|new|next)* epoch* .. (much|far|clearly|always|a lot|significantly)? "
                "(lower|smaller|less) .. (end|last|previous|before)",
                "loss (falls?|drops?|decreas*|sinks|improves) (a lot|strongly|much|suddenly|mostly|"
                "only)? (at|in) the (beginning|start|first batch*|first iteration*) (of)? (each|"
                "every|the next|a new|an|the)* epoch*",
                "loss .. (epoch*) .. (begin*|start*) .. (much|far|always)? (lower|smaller) than .. "
                "(end|last|previous)",
                "(steps?|drops?|jumps?) (down|downward*)? (in|of) the (loss|training loss|loss "
                "curve)? .. (at|with|after) (each|every|the) (new)? epoch* (boundary|boundaries|"
                "start|end|change)*",
                "(running|moving|cumulative|rolling) (mean|average) (over|of|since|within|from|"
                "for) .. epoch*",
                "averaged (over|since|from|within) .. (begin*|start|whole|epoch*)",
                "(loss|curve) .. (step|stair*|jump|drop|discontinuit*) .. (epoch) (border*|"
                "boundar*|change*|start*|end*)",
                "(logger|printed|logged|displayed|progress bar|shown|reported) .. (average|mean|"
                "avg) .. (since|over|of|from|so far|within) .. (epoch|begin*|start|batches)",
                "epoch* .. (starts?|begins?|start) (at a|with a|much)? ?(lower|below|smaller|under) (loss|"
                "value|than)? ?(than)? .. (previous|last|former|one before|end)",
                "(drops?|falls?|jumps down|steps down|lower) .. (at|with|after) (every|each) epoch "
                "(border*|boundar*|start|change|beginning|end|begin) .. (averag*|mean)",
            ),
            "jumps-at-epoch": answer(
                0.03,
                "it jumps at every epoch's start",
                "(jumps|steps|jump|step|jumping) .. (at|between|after|in) "
                "(the)? (start of|beginning of|end of|boundary of)? (each|every) (new)? epoch",
                "(each|every|new|next) epoch .. (loss|error) .. (jump*|spike*)",
                "(at|after) (the)? (start|beginning|end) of (each|every|a|the) (new)? epoch .. "
                "(jump*|spike*)",
                "loss .. (jump*|spike*) .. (epoch boundar*|start of (each|every|an) epoch)",
                "(stair*|step like|step wise|stepwise) (loss|curve|pattern)",
                "(每个|每一个|每一轮|每轮|新的)(epoch|轮)?.{0,6}(开始|结束|开头)?.{0,4}(跳|突变|骤降|"
                "突降|阶梯)",
            ),
            "saw-in-epoch": answer(
                0.03,
                "it saws up and down, in blocks or at the same place of every epoch",
                "(loss|curve|pattern|it|accuracy) .. (saws|sawtooth|saw tooth|periodic*|cyclic*|"
                "cyclical*|regular pattern|regular intervals|repeating pattern|repeats itself)",
                "(sawtooth|saw tooth|zig zag|zigzag|periodic*|cyclic*|regular|repeating) (pattern|"
                "shape*|loss|drop*|fluctuation*|oscillation*|spike*|interval*|behavior|curve|jump*|"
                "dip*)",
                "(in|with|at|shows|follows) (a|regular|fixed) (regular|periodic|cyclic|repeating)? "
                "(pattern|intervals|period|periods)",
                "(same place|same position|same point|same iteration|same step) .. (every|each) epoch",
                "(dips|drops|falls|sinks|dip) .. (each|every|once per|per) epoch",
                "(each|every|once per) epoch ... (sinks|dips|falls|low|drop|drops|decreases|down) "
                "... (rises|up|back|again|increases)",
                "(within|in|during) (each|every|an|one) epoch .. (loss|it) ... (rises|up|increases|"
                "falls|down|decreases) ... (then|and)",
                "(锯齿|周期性|周期|规律性)",
                "每个?(epoch|轮).{0,12}(先|低|降).{0,10}(再|又|然后|后).{0,6}(升|高|大)",
                "once (per|every|each|an|in every|in each) epoch",
                "(each|every|in each|in every) epoch ... (begins?|starts?) (high|low) ... (then|and) .. "
                "(again|next|falls|declines|rises|drops)",
            ),
        },
    )
