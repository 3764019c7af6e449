"""Training against validation against test."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class ValidationSymptoms(Family):
    """How what was held out compares with what was trained on."""

    validation_trend = symptom(
        "How does the validation loss move?",
        minutes=1,
        answers={
            "follows": answer(
                0.45,
                "it follows the training loss down",
                "~(val|validation) (loss|acc|accuracy) .. (follows|also (falls|decreases|improves|"
                "good|fine)|decreases too|tracks|decreasing as well)",
                "~(val|validation|test) loss (also|is|is also|keeps)? (decreases|decreasing|falls|"
                "falling|drops|going down|goes down)",
                "(validation|val|test) (loss|error|curve)? (follows|tracks|goes down too|goes down as "
                "well|decreases too|decreases as well|also decreas*|improves too)",
                "(training|train) (loss)? and (validation|val) (loss|losses)? (both)? (decrease|fall|go "
                "down|drop|converge|decreasing|falling|going down|steadily)",
                "both (loss*|curves|of them|training and validation) .. (decrease|fall|go down|drop|"
                "decreasing|falling|going down|improve|converge)",
                "~(val|validation|test|dev) (acc*|accuracy|map|score|iou|f1|bleu) (also|still|is|keeps|"
                "slowly|steadily)? (still|also|slowly|steadily)? (increas*|ris*|rose|improv*|goes up|"
                "going up|climb*)",
            ),
            "turns-up": answer(
                0.19,
                "it falls, then turns up while the training loss goes on falling",
                "<val> (set|data)? (loss|error|cost) .. (turns up|<up>|starts to rise|starts to "
                "increase|starts to go up|starts increasing|starts rising|starts going up|start to "
                "rise|start to increase|rising|increas*|climb*|diverge*|goes back up|rebounds|"
                "deteriorat*|worsens)",
                "(loss|error) (on|of|in|for) (the|my)? (val|validation|test|held out) (set|data|"
                "dataset|split)? .. (<up>|starts .. (rise|increase|rising|increasing)|increas*)",
                "(increasing|rising|growing) (val|validation|test) (loss|error)",
                "<val> (set|data)? (loss|error|cost) .. (lowest|minimum|least|best|drops?|falls?|decreas*) "
                "... "
                "(then|and|before|after) .. (begins?|began|starts?|started)? ?(to)? (rise|rising|increase|"
                "increasing|climb*|go up|going up|grow|goes up|rises|increases)",
                "<val> (set|data)? (loss|error|cost) .. (begins?|began) to (rise|increase|climb|grow|go up)",
                "increase (in|of) (the)? (val|validation|test) (loss|error)",
                "(is|was|are|heavily|badly|strongly|severely|starts|started|begins|began|start|"
                "clearly|clear|model|net|network|it|extreme|massive|quickly|severe|strong|signs of|"
                "still|to|fast|always|get|gets|getting|huge|big|obvious|suffers from|and|of|have|has|"
                "an) (to|heavily|to be|already|quickly|is|massively)? (overfit*|over fit*|overtrain*)",
                "overfit*",
                "over fit*",
                "<验证>(集)?(的)?.{0,4}<验损失>.{0,8}(<上升>)",
                "(过拟合|过度拟合)",
                "(train*) .. (keeps|goes on|continues|still) .. (drop*|fall*|decreas*|improv*) & "
                "(test*|val*) .. (bottoms out|climbs?|rises?|goes up|increas*|turns up|worse|"
                "deteriorat*|minimum)",
                "(gradually|slowly|then|later) (decrease*|fall*|drop*|get* worse|decline*) .. (to|"
                "at|from|until|while|by) .. & (val*|test*) acc* & (train* .. (rising|increas*|"
                "improv*|goes on|keeps|higher|rises))",
            ),
            "swings": answer(
                0.12,
                "it swings wildly from one epoch to the next",
                "<val> (set|data)? (loss|acc|accuracy|error|score|performance|curve|metrics|losses|"
                "results)? .. (swing*|jump*|oscillat*|fluctuat*|erratic*|unstable|spik*|noisy|bounc*|"
                "up and down|all over the place|wildly|zigzag*|varies a lot|back and forth|random*)",
                "(unstable|noisy|erratic|fluctuating|oscillating|jumpy|spiky|wildly fluctuating) "
                "(val|validation|test) (loss|acc*|error|curve|performance)",
                "(fluctuation*|oscillation*|spikes|instability) (of|in) (the)? (val|validation|test)",
                "<验证>(集)?(的)?.{0,8}(<震荡>|跳|很不稳)",
                "(in)? some epochs ... (in)? (others|other epochs|the next)",
            ),
            "stuck": answer(
                0.10,
                "it stays where it was while training gets better",
                "(val|validation|valid) (set|data)? (loss|acc|accuracy|error|score) .. (<stuck>|"
                "plateau*|stagnat*|<not> .. (chang*|improv*|decreas*|increas*|mov*|fall*|drop*|go "
                "down|go up|get better|learn*|reduc*|exceed|get past|get above|go above|"
                "rise|rising|budge))",
                "(val|validation|valid) (set|data)? (loss|acc|accuracy|error|score) .. (<stays>) (at|"
                "around|near|the|constant|about|same|high|low|flat|between|almost)",
                "(val|validation|valid) (set|data)? (loss|acc|accuracy|error|score) <not> (improve|"
                "improving|change|changing|decrease|decreasing|increase|increasing|move|moving)",
                "<not> .. (improve*|increase*|decreas*|reduce*) .. (val|validation) (loss|acc*|error|score)",
                "(loss|acc|accuracy) (on|of|in|for) (the|my)? (val|validation) (set|data|dataset|"
                "split)? .. (<stuck>|<not> .. (chang*|improv*|decreas*|increas*))",
                "验证(集)?(的)?.{0,8}(<不动>|不上升|不提升|不提高|上不去|<卡>|不升|没有提升|没提升|不涨)",
                "val(_| )?(loss|acc\\w*).{0,6}(<不动>|不上升|不提升|<卡>|上不去|不升)",
            ),
            "rises": answer(
                0.05,
                "it rises from the first epoch on",
                "(val|validation|test) (set)? loss .. (<up>) .. (from the (start|beginning|first|"
                "very)|right from|from epoch (1|one)|immediately|since the first|after the first "
                "epoch|after one epoch|after 1 epoch)",
                "(val|validation|test) (set)? loss (only|always|just|immediately|keeps|never) .. "
                "(increas*|rises|rising|goes up|going up|grows)",
                "<验证>.{0,6}<验损失>.{0,4}(从一开始|一开始就|从第一|一直).{0,4}(<上升>)",
            ),
            "frozen": answer(
                0.05,
                "it is the same to the last digit",
                "(val|validation|test) (set)? (loss|acc|accuracy|score) .. (exactly the same|"
                "identical|not change at all|frozen|constant|fixed value|same value|the same (every|"
                "each|for all|in all|for every)|not changing at all)",
                "验证(集)?.{0,10}(固定|完全不变|一模一样|完全一样|保持不变|都一样)",
            ),
            "nan": answer(
                0.04,
                "it is NaN",
                "(val|validation|test) (set)? (loss|error|cost) .. (nan|inf|infinity)",
                "nan (val|validation|test) (loss|error)",
                "<验证>.{0,8}(nan|无穷)",
            ),
        },
    )
    best_epoch = symptom(
        "When was validation at its best?",
        minutes=1,
        answers={
            "near-end": answer(0.80, "in the last epochs, or it cannot be told from noise"),
            "long-past": answer(
                0.20,
                "in the first half of the run, and it has not come back since",
                "best (val|validation|test)? (epoch|loss|acc*|score|model|result|checkpoint)? (is|"
                "was|were|came|comes|at|in)? (at|in|after|around|already|from)? (epoch|the first|"
                "long ago|early|iteration|the beginning)",
                "(val|validation|test) (loss|acc*|accuracy|score|error)? .. (best|lowest|highest|"
                "minimum|peaks|peaked|peak) (is|was|at|in|after|around|reached|came)? (at|in|after|"
                "around|by)? (epoch|iteration)",
                "(no|<not>) .. (improvement|improve|improved|improving) (on|in|for|since|over|the) "
                ".. ([2-9][0-9]|[1-9][0-9][0-9]|hundred|many|dozens) (more)? (epochs|iterations)",
                "(val|validation|test) .. <not> (improve|improved|improving|get better) since",
                "(最好|最佳|最优|最低|最高)的?(验证|模型|结果|val|epoch|精度|loss)?.{0,6}(在|是|"
                "出现在|停在)?第?\\d+(个)?(epoch|轮|代)",
                "(很久|几十轮|几百轮|\\d+轮|\\d+个epoch)(都|以来|之后|后)?(没有?|不)(再)?(提升|改善|"
                "更好|进步|提高)",
            ),
        },
    )
    validation_gap = symptom(
        "How does the validation result compare with the training result at the end?",
        minutes=1,
        answers={
            "none": answer(
                0.40,
                "about the same",
                "~(val|validation|test) .. (close to|similar to|about the same as|nearly the same as|"
                "same as|comparable to) .. (train*)",
                "~(train* and (val*|test)|(val*|test) and train*) .. (close|similar|about the same|both)",
                "both (the)? (training|train)? and (the)? (validation|val|test) (acc*|accuracy|loss|"
                "losses|error)",
                "(training|train) and (validation|val|test) (acc*|accuracy|loss|losses|error)? (are|is|"
                "both|stay|get|stuck|remain|reach*) (both|stuck|about|the same|at|low|around|equal*|stay)",
            ),
            "moderate": answer(
                0.20,
                "somewhat worse",
                "(val*|test) (loss|acc*|error|performance)? .. (slightly|a bit|somewhat|a little) "
                "(worse|lower|below|higher|less) than .. train*",
            ),
            "large": answer(
                0.15,
                "far worse, while training looks fine",
                "(val*|test*|inference|evaluation|prediction*|new data|unseen data|real data) .. "
                "(far|much|way|significantly|a lot|considerably|very|drastically|dramatically|"
                "substantially|really|extremely) (worse|lower|below|lower than|less|poor|bad|low|"
                "higher loss|poorly|badly|off)",
                "(val|validation|test|testing|inference|eval|evaluation) (set|data|acc|accuracy|loss|"
                "result*|performance|score*|images|time)? (is|are|was|were|stays|only|just|seems|"
                "remains)? (still|only|so|just|always)? (terrible|poor|bad|awful|drops|worse|"
                "horrible|disappointing|very low|useless|garbage|not good|nowhere near|lags behind|"
                "really low|pretty bad|fails|too low)",
                "train* .. (perfect*|well|fine|good|great|excellent|9[0-9]%|9[0-9].[0-9]+%|100%|0.9*|"
                "1.0|high|100|99|98|97) ... (test*|val*|eval*|inference|unseen|new data|real images|"
                "new images|held out) .. (terrible|bad*|poor*|low*|fails|fail|worse|awful|horrible|"
                "random*|garbage|useless|<not>|drops|wrong|only|stuck|nonsense|[1-7][0-9]%|0.[0-7]*)",
                "(test*|val*|eval*|inference) .. (terrible|bad*|poor*|very low|worse|awful|horrible|"
                "only [0-7][0-9]%|drops) ... (but|while|although|even though|though|whereas|despite) "
                ".. train* .. (perfect*|well|fine|good|great|excellent|9[0-9]%|100%|0.9*|1.0|high|"
                "100|99)",
                "(high|good|perfect|great|excellent|100%|99%) train* acc* .. (low|poor|bad|terrible|"
                "much lower) (val*|test*) acc*",
                "(low|good) train* (loss|error) .. (high|poor|bad|large) (val*|test*) (loss|error)",
                "<not> generali*",
                "(poor|bad|weak|terrible|no) generali*",
                "(generali*) .. (poorly|badly)",
                "(big|large|huge|significant|massive|wide|growing) (gap|difference|discrepancy) .. "
                "(train*|val*|test*|two|parts|between)",
                "gap between .. train* and (val*|test*)",
                "train* (acc*|loss) .. (far|much|way|significantly|a lot) (better|higher|above|lower|"
                "less|smaller) than .. (val*|test*)",
                "训练(集|精度|准确率|效果|时|acc|误差|loss)?...(好|高|99%|100%|9\\d%|0\\.9\\d*|低|"
                "正常|完美|不错|没问题)...(测试|验证|test|val|预测|推理).{0,12}(差|低|糟|不好|不行|"
                "只有|很高|不准|不理想|错|惨)",
                "(测试|验证|test|val|预测|推理)(集|时|的|效果|精度|准确率|结果|acc){0,3}(却|就|非常|"
                "很|特别|十分|极其|都|确实){0,2}(很差|极差|太差|差得|糟糕|不理想|很低|太低|极低|"
                "一塌糊涂|惨不忍睹|不好|不行)",
                "(泛化)(能力|性能|效果)?(很|太|极|非常|比较)?(差|弱|不好|不行)",
                "(训练|train).{0,10}(测试|验证|val|test).{0,6}(差距|相差|差别)(很|太|非常|较|过|特别|极)?大",
                "train* (error|loss) (is|of|=)? (zero|0|nearly zero|almost zero|near zero|very low|tiny|"
                "small) ... (test*|val*) (error|loss)? .. (high|large|[2-9][0-9] ?%|bad|poor)",
                "when (i|we) (try to|run|want to)? (evaluat*|test|predict|infer*) ... (very|really|so)? "
                "(noisy|bad|poor|garbage|wrong|terrible|low|worse|nonsense)",
                "train* .. (good|decent|fine|pretty|well|great) ... (evaluat*|test*|predict*|infer*) .. "
                "(noisy|bad|poor|garbage|wrong|terrible|low|worse|nonsense)",
                "(perfect*|good|great|well|fine|excellent|high|[89][0-9]%|100%|99%) (on|for|in) "
                "(the|my)? (train*) .. (but|and|yet|while)? .. (poor*|bad*|terribl*|fails?|random|"
                "worse|low|[0-7]?[0-9]%) (on|for|in) (the|my)? (test*|val*|new|unseen)",
                "(perfect*|good|great|well|fine|excellent|high) .. train* & (poor*|bad*|terribl*|"
                "fail*|random|low|wrong|noisy|useless|garbage) .. (on|in|for|at|when) .. (test*|"
                "val*|new|unseen|evaluat*|predict*|real)",
                "<net> (just|only|simply|seems to|seem to|starts to)? (memoriz*|memoris*|learns? "
                "by heart) .. (train*|data*|samples|set|images|examples)",
                "训练.{0,8}(验证|测试).{0,8}(差(这么|那么|很|太)?多|差距|相差)",
                "(dev|val*|test*) (acc*|accuracy|score|f1)? .. (stalls?|stays?|stuck|is|only|at|remains?|"
                "reaches|plateaus?) .. [1-7][0-9](\\.[0-9]+)? ?%? .. (while|whereas|but|and|with) .. "
                "train* .. (100|9[5-9]|0\\.9[5-9]*|1\\.0)",
                "(perfect*|100 ?%|9[5-9] ?%|fine|great|good) (on|for|in) (the|my)? ?train*[,]? (but|and|"
                "yet|while)? ?(only|just|about)? ?([0-7][0-9] ?%|bad|poor|low|chance) (on|for|in) (the|"
                "my)? ?(test*|val*|dev|unseen|new)",
            ),
            "at-chance": answer(
                0.09,
                "training is fine, validation is at chance",
                "(val*|test*|eval*|inference) .. (chance|chance level|random|random guess*|randomly|"
                "guessing|as if untrained|coin flip*|like an untrained)",
                "(as if|like|as though|same as) (it|the|a|an|were|was|had)? (model|network|net)? "
                "(were|was|is|has|had)? (an|been)? (untrained|not trained|never trained|never been "
                "trained|random|randomly initialized|not been trained|just initialized) .. (model|"
                "net*|weights|at|on|in|init*|when|test*|val*)",
                "(as if|like|as though) .. (untrained|not trained|never trained)",
                "train* .. (perfect*|well|fine|good|great|9[0-9]%|100%|0.9*|1.0|high|99|98) ... "
                "(val*|test*|eval*) .. (50%|0.5|0.50*|10%|0.1|chance|random|guess*|50 percent)",
                "(val*|test*) (acc|accuracy) .. (stuck|stays|constant|remains) (at|around) (50%|0.5|"
                "0.50*|10%|0.1|0.10*|chance|random)",
                "(仿佛|好像|就像|跟|和|相当于)(模型)?(没有|没|未)(经过)?训练",
                "(验证|测试|val|test).{0,10}(随机|瞎猜|乱猜|抛硬币)",
                "(test|val*|evaluation|loaded|restored|reloaded) .. (acc*|performance|results?|"
                "predictions?) & (as low as|like that of|same as|equal to|no better than|as bad as|"
                "like) .. (random|untrained|fresh*|new|initial*|uninitialized) (weights|model|"
                "network|net|guess*|init*)*",
                "(loaded|reloaded|restored|saved|loading) .. (model|network|weights|checkpoint) & "
                "(as if|like|random|untrained|fresh*|from scratch|chance|newly) .. (untrained|"
                "random*|initial*|fresh*|scratch|trained|weights|model|guess*|chance)*",
            ),
            "below-chance": answer(
                0.04,
                "training is fine, validation is at or near zero, under chance",
                "(val|validation|test) (set)? (acc|accuracy) .. (zero|0.0+|0|0%|0.0+%|exactly zero|"
                "below chance|worse than random|worse than chance|below random)",
                "(zero|0|0%|0.0+) (val|validation|test) (acc*|score)",
                "(acc|accuracy) (on|of|in|for) (the|my)? (val|validation|test) (set|data|dataset|"
                "split)? .. (zero|0|0%|0.0+|below chance|worse than random)",
                "<验证>(集)?(的)?.{0,10}(为|是|等于|一直|始终|都是|总是|变成)(0|零)(?![.\\d]*[1-9])",
            ),
            "better": answer(
                0.12,
                "validation is better than training",
                "(val|validation|test) loss .. (under|below|lower|less|smaller) .. (train*)",
                "(val|validation|test) acc* .. (over|above|higher|better|greater|exceeds) .. (train*)",
                "(val|validation|test) .. (outperforms|exceeds|beats|surpasses) .. train*",
                "train* (loss|error) .. (higher|greater|larger|bigger|above|more) than .. (val*|test*)",
                "(higher|better|greater) (val|validation|test) (acc*|score|performance) than .. train*",
                "(lower|smaller|less|better) (val|validation|test) (loss|error) than .. train*",
                "train* (loss|error) .. (always|consistently|constantly|stays|remains|is)? (above|over|"
                "higher "
                "than|larger than|greater than|bigger than|exceeds) .. (val*|test*)",
                "(val*|test*) (loss|error) (always|consistently|remain*|stays?|is|being)? .. (below|under|"
                "lower|"
                "smaller) .. train*",
                "(val*|test*) .. (metrics|accuracy|acc|scores?|performance) (are|is)? .. (better|higher) ... "
                "train*",
            ),
        },
    )
    accuracy_at_turn = symptom(
        "What does the validation accuracy do while the validation loss rises?",
        minutes=1,
        answers={
            "rising": answer(
                0.30,
                "it still rises",
                "(val|validation|test) (set)? loss .. (<up>|turns up) ... (acc|accuracy) .. (still|"
                "also|keeps|continues|to)? (to|keeps)? (rise*|rising|increas*|improv*|goes up|go up|"
                "going up|better|climb*|grow*)",
                "(acc|accuracy) .. (rising|increas*|improv*|goes up|going up|better|rises) ... "
                "(while|but|although|though|even though|as|and|yet|when) ... (val|validation|test) "
                "(set)? loss .. (<up>|turns up)",
                "<验证>.{0,12}(<上升>)...<验精度>.{0,8}(上升|提高|提升|增加|升高|变好)",
            ),
            "level": answer(
                0.40,
                "it stays level",
                "(val|validation|test) (set)? loss .. (<up>) ... (acc|accuracy) .. (constant|same|"
                "flat|stable|level|stays|unchanged|plateau*|not change|not decrease)",
            ),
            "falling": answer(
                0.30,
                "it falls",
                "(val|validation|test) (set)? loss .. (<up>) ... (acc|accuracy) .. (falls|decreas*|"
                "drops|goes down|falling|going down|declines)",
            ),
        },
    )
    test_gap = symptom(
        "Is the result on the final test set far below the one on validation?",
        minutes=5,
        answers={
            "none": answer(0.92, "no, they agree"),
            "large": answer(
                0.08,
                "yes, far below",
                "test (set|data)? (acc*|score|result*|performance|loss|error)? .. (far|much|way|well|"
                "significantly|a lot|drastically|considerably) (below|lower|worse|less) .. val*",
                "val* .. (far|much|way|well|significantly|a lot) (above|higher|better) .. test",
                "(val|validation) (set)? (acc|accuracy|score|performance|results?)? (is|of|reaches|"
                "are|was)? (very|quite|really)? (good|high|fine|great|9[0-9]%|excellent|"
                "9[0-9].[0-9]+%|0.9*) ... (but|while|yet|however|and|whereas|although) ... test .. "
                "(bad*|poor*|low*|terrible|worse|awful|only|drops|fails|[1-7][0-9]%|0.[0-7]*)",
                "test (set|data)? (acc*|score|result*|performance)? .. (bad|poor|low|terrible|worse|"
                "awful|drops) ... (but|while|although|though|whereas|even though) ... (val|"
                "validation) .. (good|high|fine|great|9[0-9]%|excellent)",
                "(gap|difference|discrepancy) between .. val* and .. test",
                "(good|great|well|fine|high|excellent|perfect*) on .. (test|validation|public|dev|benchmark|"
                "held "
                "out|same|original) .. (bad|badly|poor*|worse|fails?|low|random|useless|terrible|not|"
                "breaks?) on .. "
                "(own|real|new|other|different|production|live|camera|another|field|unseen|recorded)",
                "(good|great|well|fine|high|excellent|perfect*) on .. (test|validation|public|dev|benchmark|"
                "held "
                "out|same|original) [a-z ]{1,30}, (but)? ?(bad|badly|poor*|worse|fails?|low|random|useless|"
                "terrible|"
                "not|breaks?) on .. (own|real|new|other|different|production|live|camera|another|field|"
                "unseen)",
                "验证.{0,12}(远大于|远高于|大于|高于|好于).{0,6}测试",
                "测试.{0,12}(远小于|远低于|低于|小于|不如|比).{0,6}验证",
                "验证(集)?.{0,10}(高|好|9\\d%|0\\.9\\d*|不错)...测试(集)?.{0,12}(低|差|只有|不好|不行|糟)",
                "(val|validation) (acc*|accuracy|score|result*|performance)? (is|of|=|:|at|reaches)? "
                "?[89][0-9](\\.[0-9]+)?% .. (but|and|while|whereas|yet)? .. test .. [1-7][0-9](\\."
                "[0-9]+)?%",
                "(real|actual|hidden|final|external|new|kaggle|leaderboard|another|other) (test|hospital|"
                "scanner|camera|domain|site|country|dataset|city|source) .. (worse|lower|drops?|bad|poor|"
                "only|[1-7][0-9]%|fails?)",
                "(from|of|with|on) (another|a different|other|different) (hospital|scanner|camera|domain|"
                "site|"
                "country|city|source|dataset|device|year|distribution)(?!(?: [a-z]+){0,5} (fine|good|well|"
                "ok|correct))",
                "(another|different|other|new|unseen) (microscope|sensor|machine|lab|laboratory|phone|"
                "season|speaker|subjects?|person|persons|users?|driver|store|region|instrument|vendor|"
                "patients?|clinic|manufacturer|batch of data) .. (drops?|dropped|worse|lower|bad|poor|"
                "only|[1-7]?[0-9] ?%|fails?|from [89])",
                "(drops?|fell|falls) .. (for|on|with) .. (new|other|another|different|unseen) (patients?|"
                "subjects?|speakers?|persons?|users?|microscope|sensor|hospital|scanner|camera)",
                "(leaderboard|kaggle|lb|public score|private score|submission|hidden test) & (validation|"
                "local|cv|val|offline|my own) & (lower|worse|only|much|far|[0-9.]+)",
                "(synthetic|simulat*|rendered|artificial|daytime|summer|studio|clean) .. train* & (real|"
                "night*|winter|noisy|outdoor|natural|field) .. (test*|inference|eval*|deploy*|predict*)?",
                "(trained|training) (on|with) (synthetic|simulat*|rendered|artificial|clean|studio) & "
                "(real|night*|noisy|outdoor|natural)",
                "(works?|fine|good) .. (home|lab|my room|my desk|office|one place) .. (not|fails?|bad) .. "
                "(in|at|on) (the)? ?(office|outside|other|another|field|factory|real)",
                "(dataset|data|images|recordings) (only|all|just|come|comes|taken|recorded) .. (from|at|"
                "in) (home|one (place|person|hospital|camera|speaker|site|day|city)|the lab|the same "
                "(place|person|camera|room))",
                "(val|validation|test) (acc*|accuracy|set|is|of|:)? ?[89][0-9] ?%? & (production|real|"
                "customer*|field|live|deployed|factory) .. (line|data|images|world|use)? .. [1-7][0-9]",
            ),
        },
    )
    learned_by_heart = symptom(
        "Does the held-out data profit at all from what is learned, and how fast is it learned?",
        minutes=2,
        answers={
            "no": answer(0.88, "it gets better with the training data"),
            "slowly": answer(
                0.05,
                "it never leaves chance, and the training data is learned late and slowly, by heart",
                "(memorizes|memorises|memorizing|memorising|memorize|memorise) (the)? (training|train)? "
                "(data|set|samples|labels|examples)? .. (slowly|only|nothing else|by heart)",
            ),
            "at-once": answer(
                0.07, "it never leaves chance, though the training data is learned within a few epochs"
            ),
        },
    )
    evaluation_size = symptom(
        "How many samples is the validation measured on?",
        minutes=2,
        answers={
            "tiny": answer(
                0.12,
                "fewer than 200",
                "(only|just|have|with|use) ([1-9]|[1-9][0-9]|1[0-9][0-9]) (images|samples|rows|pictures|"
                "examples|patients|files|points) (for|in|as) (the|my)? ?(validation|val|test)",
                "(val*|test) (set)? .. (of|with|has|only|contains|on|is) (only|just)? ([1-9]|"
                "[1-9][0-9]|1[0-9][0-9]) (images|samples|examples|pictures|rows|items|videos|"
                "sentences|records|data)",
                "([1-9]|[1-9][0-9]|1[0-9][0-9]) (val|validation|test) (images|samples|examples|pictures)",
                "(tiny|very small) (val|validation|test) (set|data*|sample*|split)",
                "(val|validation|test) (set|data|split) is (very|too|really|so)? (tiny|small)",
            ),
            "small": answer(
                0.23,
                "200 to 1,000",
                "([2-9][0-9][0-9]|1000) (val|validation|test) (images|samples|examples|pictures)",
                "(val*|test) (set)? (of|with|has|only|contains|is) (only|just|about)? "
                "([2-9][0-9][0-9]|1000) (images|samples|examples|pictures|rows|items)",
            ),
            "ample": answer(0.65, "more than 1,000"),
        },
    )
    training_size = symptom(
        "How many samples is the training done on?",
        minutes=1,
        answers={
            "tiny": answer(
                0.14,
                "fewer than 1,000",
                "(small|tiny|very small|little|limited|too little|too small|few) (data|dataset|"
                "data set|datasets|training set|image set|image data set|corpus|amount of data|set "
                "of images|collection|training data)",
                "(few|only a few|too few|very few|hardly any|a handful of|not enough|little) "
                "(training)? (samples|examples|images|data|rows|data points|instances|pictures|"
                "recordings|sentences)",
                "(only|just|about|around|have|with|of|on|has|using)? ([1-9][0-9]{2}) (training|"
                "labeled|labelled|annotated|total)? (samples|images|examples|rows|sentences|data "
                "points|instances|pictures|patients|videos|recordings)(?! per| each| a | in a| for "
                "each| every| in (each|every))",
                "(few|[1-9]|[1-4][0-9]) (samples|images|examples) (per|for each|in each|for every|"
                "of each) (class|category|label)",
                "([1-9]|[1-9][0-9]|[1-9][0-9]{2}) (samples|images|examples|rows|sentences|pictures|points|"
                "recordings|sequences) (for|in|as|to) (the|my)? ?train*",
                "data (set|is|are)? (too small|very small|small|tiny|limited)",
                "(only|just)? ?([1-9]|[1-9][0-9]) (images|samples|examples|pictures|recordings|sentences) "
                "(per|for each|in each|for every|of each|a) (class|category|label)",
            ),
            "small": answer(
                0.26,
                "1,000 to 10,000",
                "([1-9][0-9]{3}) (training|labeled|labelled|annotated|total|images|samples)? "
                "?(samples|images|examples|rows|sentences|data points|instances|pictures|in total)",
            ),
            "ample": answer(0.60, "more than 10,000"),
        },
    )
