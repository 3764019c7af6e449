"""Training against validation against test."""

from __future__ import annotations

from assistant.symptoms.declare import Family, Said, answer, symptom


class ValidationSymptoms(Family):
    """How what was held out compares with what was trained on."""

    validation_trend: Said = symptom(
        "How does the validation loss move?",
        minutes=1,
        answers={
            "follows": answer(
                0.45,
                "it follows the training loss down",
                "validation .. (follows|also (falls|decreases|improves|good|fine))",
            ),
            "turns-up": answer(
                0.19,
                "it falls, then turns up while the training loss goes on falling",
                "(val*|test) loss .. (turns up|starts? (to )?(rise|rising|increase|increasing)|goes up|"
                "increas*|rises|rising|climb*|ris*)",
                "overfit*",
                "(验证|测试|val).{0,8}(loss|损失|误差).{0,6}(上升|增大|反弹|升高|变大)",
                "过拟合",
            ),
            "swings": answer(
                0.12,
                "it swings wildly from one epoch to the next",
                "(val*) .. (loss|accuracy)? .. (swing*|jump*|oscillat*|fluctuat*|erratic*|unstable|spik*)",
                "验证.{0,8}(震荡|波动|跳|忽高忽低|起伏)",
            ),
            "stuck": answer(
                0.10,
                "it stays where it was while training gets better",
                "(val*) .. (loss|accuracy) .. (stuck|stays|constant|does not|doesn't|flat|not improv*)",
                "验证.{0,8}(不变|不动|不下降|不上升)",
            ),
            "rises": answer(0.05, "it rises from the first epoch on"),
            "frozen": answer(0.05, "it is the same to the last digit"),
            "nan": answer(0.04, "it is NaN", "(val*) loss .. nan"),
        },
    )
    validation_gap: Said = symptom(
        "How does the validation result compare with the training result at the end?",
        minutes=1,
        answers={
            "none": answer(0.40, "about the same"),
            "moderate": answer(0.20, "somewhat worse"),
            "large": answer(
                0.15,
                "far worse, while training looks fine",
                "(val*|test*|inference) .. (far|much|way|significantly|a lot) (worse|lower|below|lower than)",
                "(val*|test*) .. (terrible|poor|bad|awful|drops|worse)",
                "train* .. (perfect|well|fine|good|99 ?%|98 ?%|100 ?%) .. (test*|val*|eval*) .. "
                "(terrible|bad|poor|low|fails|worse)",
                "(does not|doesn't|not) generali*",
                "(poor|bad) generali*",
                "训练.{0,12}(测试|验证).{0,10}(差|很低|糟|极差|不好)",
                "(big|large|huge) gap",
            ),
            "at-chance": answer(
                0.09,
                "training is fine, validation is at chance",
                "(val*|test*|eval*) .. (chance|random|as if untrained|50 ?%)",
                "(as if|like) .. (untrained|not trained|never trained)",
                "(仿佛|好像)没有训练",
            ),
            "below-chance": answer(
                0.04,
                "training is fine, validation is at or near zero, under chance",
                "(val*|test) accuracy .. (zero|0.0|0.00*|0 ?%|exactly zero|below chance)",
                "验证.{0,8}(为0|是0)",
            ),
            "better": answer(
                0.12,
                "validation is better than training",
                "(val*|test) .. (better|higher|lower|above|below|less|smaller) than .. train*",
                "(val*|test) loss .. (under|below|lower|less|smaller) .. train*",
                "(val*|test) acc* .. (over|above|higher|better) .. train*",
                "train* .. (worse|lower) than .. (val*|test)",
                "验证.{0,12}(低于|小于|高于|大于|好于|优于).{0,6}训练",
            ),
        },
    )
    accuracy_at_turn: Said = symptom(
        "What does the validation accuracy do while the validation loss rises?",
        minutes=1,
        answers={
            "rising": answer(
                0.30,
                "it still rises",
                "(val*|test) loss .. (ris*|increas*|goes up|turns up|up) .. accuracy .. "
                "(still |also |keeps |continues )?(ris*|increas*|improv*|goes up|better)",
                "(验证|测试).{0,12}(上升|反弹).{0,20}(准确|精度).{0,6}(上升|提高)",
            ),
            "level": answer(0.40, "it stays level"),
            "falling": answer(0.30, "it falls"),
        },
    )
    test_gap: Said = symptom(
        "Is the result on the final test set far below the one on validation?",
        minutes=5,
        answers={
            "none": answer(0.80, "no, they agree"),
            "large": answer(
                0.20,
                "yes, far below",
                "test .. (far|much|way|well|significantly) (below|lower|worse) .. val*",
                "val* .. (far|much|way|well|significantly) (above|higher|better) .. test",
                "val* (accuracy )?(is )?(good|high|fine|great) .. test (accuracy )?.. (bad|poor|low)",
                "验证.{0,10}(远大于|远高于|大于|高于).{0,6}测试",
            ),
        },
    )
    evaluation_size: Said = symptom(
        "How many samples is the validation measured on?",
        minutes=2,
        answers={
            "tiny": answer(0.12, "fewer than 200"),
            "small": answer(0.23, "200 to 1,000"),
            "ample": answer(0.65, "more than 1,000"),
        },
    )
    training_size: Said = symptom(
        "How many samples is the training done on?",
        minutes=1,
        answers={
            "tiny": answer(0.14, "fewer than 1,000"),
            "small": answer(0.26, "1,000 to 10,000"),
            "ample": answer(0.60, "more than 10,000"),
        },
    )
