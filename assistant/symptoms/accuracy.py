"""The training accuracy (validation where there is no other), alone and against the loss."""

from __future__ import annotations

from assistant.symptoms.declare import Family, Said, answer, symptom


class AccuracySymptoms(Family):
    """Trend and level of the accuracy, and whether it fits the loss."""

    accuracy_trend: Said = symptom(
        "How does the training accuracy move?",
        minutes=1,
        answers={
            "rising": answer(
                0.46,
                "it rises",
                "accuracy (is|keeps)? (rising|increasing|improving|rises|increases|improves|goes up)",
                "(准确率|精度|正确率|acc).{0,6}(上升|提高|升高|增加)",
            ),
            "flat": answer(
                0.19,
                "it wobbles around one value",
                "accuracy .. (stuck|constant|flat|stays|remains|hover*|plateau*)",
                "accuracy .. (does not|doesn't|never|not|won't|didn't|hasn't) .. "
                "(change|move|improve|increase|rise|exceed|go up|get past|get better)",
                "(cannot|can't|does not|doesn't) get past .. (accuracy|%|percent)",
                "(准确率|精度|正确率|acc).{0,8}(不变|不动|不上升|不提升|不提高|上不去|卡在|一直)",
            ),
            "frozen": answer(
                0.12,
                "it is the same to the last digit in every epoch",
                "(same|identical|constant|fixed) accuracy",
                "accuracy .. (exactly the same|identical|frozen|constant|fixed|same (low )?number)",
                "(精度|准确率|acc).{0,10}(固定|完全不变)",
            ),
            "falling": answer(
                0.05,
                "it falls",
                "accuracy (is|keeps)? (falling|decreasing|dropping|falls|decreases|drops|sinks|"
                "going down|goes down)",
                "accuracy .. (decreases|decreasing|drops|sinks|gets worse)",
                "(准确率|准确度|精度|acc).{0,10}(降低|下降|反而降)",
            ),
            "erratic": answer(
                0.13,
                "it jumps up and down",
                "accuracy .. (jump*|erratic*|oscillat*|fluctuat*|unstable|up and down)",
                "(准确率|精度|acc).{0,6}(震荡|波动|忽高忽低)",
            ),
            "slow": answer(0.05, "it creeps up"),
        },
    )
    accuracy_level: Said = symptom(
        "Where does the training accuracy end up?",
        minutes=1,
        answers={
            "chance": answer(
                0.17,
                "at chance: 1/K for K classes",
                "(accuracy|acc|model|net*|it) .. (chance|random guess*|guessing|coin)",
                "(at|no better than|like) (chance|random)",
                "(50 ?%|0.5|50 percent) .. (two|2|binary) .. class*",
                "accuracy .. (50 ?%|0.50*|0.5|10 ?%|0.10*|33 ?%|0.33*|about a third|0.1|0.25|25 ?%|0.001)",
                "(stuck|stays|freezes|stay|remains) (at|around) (50 ?%|0.5|10 ?%|chance)",
                "(准确率|精度|acc).{0,10}(0.5|50%|10%|随机)",
            ),
            "below-chance": answer(
                0.05,
                "under chance",
                "(below|under|worse than|less than) (chance|random|guessing|50 ?%|a coin)",
                "accuracy (is|of|at)? (only )?(0|1|2|3|4|5|6|7|8|9) ?% .. (two|2|binary) class*",
                "(two|2|binary) .. accuracy (is|of|at)? (only )?(0|1|2|3|4|5|6|7|8|9) ?%",
                "(低于|不如)(随机|瞎猜|50%)",
            ),
            "zero": answer(
                0.03,
                "at zero",
                "accuracy .. (zero|0.0|0.00*|exactly 0|exactly zero|0 ?%)",
                "accuracy: 0",
                "(准确率|精度|acc).{0,5}(为0|是0|等于0|一直0)",
            ),
            "near-perfect": answer(
                0.13,
                "close to 100 %",
                "accuracy .. (99|100|98) ?%",
                "(train*) accuracy .. (perfect|1.0|0.99*|0.98*|100)",
                "(perfect|99 ?%|98 ?%|100 ?%) (training )?accuracy",
            ),
            "ordinary": answer(0.62, "somewhere between"),
        },
    )
    one_class: Said = symptom(
        "Is one and the same class predicted for everything?",
        minutes=3,
        answers={
            "no": answer(0.78, "no, predictions vary"),
            "at-times": answer(0.07, "in some epochs: accuracy comes back to exactly one class's share"),
            "always": answer(
                0.15,
                "yes, always",
                "(predict*|classif*|output*) .. (only |just )?(one|same|single|a single) class",
                "(predict*|output*|give*) .. (the same|identical|constant) .. "
                "(class|value|output|logit*|prediction|for (all|every|any))*",
                "(every|all) (example|sample|input|image)* .. (predicted|classified) as",
                "same (logits|output|prediction*|value) for (all|every|any)",
                "(输出|预测).{0,8}(同一|全部|都是|一样|相同)",
                "only (one|a single) class (is )?predicted",
            ),
        },
    )
    loss_vs_accuracy: Said = symptom(
        "Do loss and accuracy tell the same story?",
        minutes=1,
        answers={
            "agree": answer(0.82, "yes, as one gets better so does the other"),
            "impossible": answer(
                0.02,
                "no: the accuracy is lower than this loss allows",
                "loss .. (falls|decreas*|goes to zero|drops|falling|small|low) .. accuracy .. "
                "(falls|decreas*|drops|below|sinks|down|7 ?%)",
                "(损失|损耗|loss).{0,20}(减少|下降).{0,20}(准确度|准确率|精度).{0,12}(降低|下降)",
            ),
            "too-good": answer(
                0.01,
                "no: the accuracy is high while the loss stays at ln K",
                "(high|99 ?%|perfect) accuracy .. loss .. (stuck|high|constant|ln)",
                "accuracy .. (99|high|perfect) .. loss .. (stuck|constant|stays|does not)",
            ),
            "accuracy-stuck": answer(
                0.08,
                "no: the loss falls while the accuracy does not move",
                "loss .. (falls|decreas*|drops|goes down|falling|improv*) .. (but|while|yet|and) .. "
                "(accuracy|acc|metric) .. (not|stuck|constant|same|flat|fixed|never|stays)",
                "accuracy .. (constant|stuck|same|flat|not chang*|fixed) .. (while|but|although) .. "
                "loss .. (falls|decreas*|drops|goes down|improv*)",
                "(loss|误差|损失).{0,10}(下降|减小).{0,14}(精度|准确率|acc).{0,14}(固定|不变|不动|不升)",
            ),
            "loss-grows": answer(
                0.05,
                "no: the loss grows while the accuracy gets better",
                "loss .. (rises|increas*|grows|goes up) .. accuracy .. (improv*|increas*|rises|goes up)",
            ),
            "loss-flat": answer(0.02, "no: the loss does not move while the accuracy rises"),
        },
    )
