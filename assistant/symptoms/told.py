"""What a person tells of the outcome: a cause that was found already.

A person is not asked for it: who knows the cure asks no more.
"""

from __future__ import annotations

from assistant.symptoms.declare import Answer, Family, answer, symptom

_CURES = {
    "batchnorm-statistics": "the statistics of batch normalization",
    "class-imbalance": "the shares of the classes",
    "constant-inputs": "inputs that were all alike",
    "data-leakage": "a leak between training and test",
    "detached-graph": "a graph that was cut",
    "dying-relu": "ReLU units that had died",
    "exploding-gradients": "clipping the gradients",
    "frozen-parameters": "frozen parameters",
    "gradient-accumulation-mistake": "the accumulation of gradients",
    "half-precision-overflow": "float16",
    "labels-out-of-range": "the range of the labels",
    "large-batch-generalization": "a smaller batch",
    "learning-rate-schedule": "the schedule of the learning rate",
    "learning-rate-too-high": "a lower learning rate",
    "learning-rate-too-low": "a higher learning rate",
    "loss-reduction-mistake": "mean or sum in the loss",
    "metric-bug": "the way the metric is computed",
    "misaligned-labels": "the order of labels and samples",
    "missing-optimizer-step": "the step of the optimizer",
    "missing-output-activation": "scores where probabilities were expected",
    "missing-warmup": "a warm-up",
    "missing-zero-grad": "clearing the gradients",
    "nan-from-invalid-math": "a log, a root or a division at zero",
    "nan-in-data": "NaN in the data",
    "over-regularization": "less regularization",
    "overfitting": "more data, or less capacity",
    "parameters-not-in-optimizer": "parameters that the optimizer did not hold",
    "poor-initialization": "the initial weights",
    "preprocessing-mismatch": "the same preparation on both sides",
    "shape-broadcasting": "the shapes in the loss",
    "single-class-data": "a second class in the data",
    "softmax-applied-twice": "one softmax less",
    "softmax-on-one-unit": "a softmax over one unit",
    "tiny-batch-batchnorm": "a larger batch for batch normalization",
    "underfitting": "a larger network",
    "unscaled-inputs": "scaling the inputs",
    "unscaled-targets": "scaling the targets",
    "unshuffled-data": "shuffling the data",
    "unshuffled-split": "shuffling before the split",
    "vanilla-sgd": "another optimizer",
    "vanishing-gradients": "gradients that vanished",
    "wrong-labels": "wrong labels",
    "wrong-loss-for-task": "another loss",
    "wrong-metric-for-task": "another metric",
    "wrong-output-activation": "the last activation",
    "wrong-output-size": "the number of outputs",
    "wrong-train-eval-mode": "train() or eval()",
    "zero-initialized-weights": "weights of zero",
}
_OPEN: dict[str, Answer] = {"open": answer(1 - 0.002 * len(_CURES), "nothing yet")}


class ToldSymptoms(Family):
    """The outcome, where it is told."""

    cure = symptom(
        "What cured it in the end?",
        minutes=1,
        answers={**_OPEN, **{cause: answer(0.002, says) for cause, says in _CURES.items()}},
    )
    worry = symptom(
        "Is the result bad, or do you only wonder whether it is normal?",
        minutes=1,
        answers={
            "trouble": answer(0.90, "it is bad"),
            "wonders": answer(
                0.10,
                "I only wonder",
                "(is|are) (it|this|that|these|they|such a|the above) (all|still|really|quite|considered|"
                "totally|"
                "completely|a|too|actually)? ?(normal|ok|okay|expected|"
                "common|usual|natural|"
                "right|alright|fine|acceptable|reasonable|good|correct|healthy|typical)",
                "(should|must|do|need) i (be)? (worry|worried|concern*|care|bother|have to worry)",
                "(something|anything) (that)? (i|to) (should)? (be)? (worry|worried|concerned) about",
                "(does|is|why does|why is) (it|this) (make sense|a good sign|a bad sign|indicate|mean "
                "(that)? .. good)",
                "(is it|is this) .. (normal|expected|a bug|ok|okay|acceptable|good sign|indicator)",
                "(good|nice|great|excellent|decent|reasonable|as expected) (results?|curves?|performance|"
                "convergence) (\\?|or)",
                "(正常吗|正常么|是否正常|正常现象|是正常的吗|这正常|算正常|合理吗)",
                "(asks?|asking|wonders?|wondering|question is|want to know) (whether|if) .. (fine|normal|"
                "ok|okay|good|right|expected|usual)",
                "is .. a problem",
                "(is|seem*|looks?|be) (this|it|that|these)? (an)? (abnormal|unusual|strange|weird|"
                "suspicious|problematic)",
                "(abnormal or not|normal or not|normal or abnormal|if this is abnormal|if it is abnormal)",
                "(does|do|did) (it|this|that|these|everything|my .*) (look|looks|seem|sound) (good|"
                "ok|okay|fine|normal|right|reasonable|healthy|correct|alright)",
                "(is|are) .. (training|curve*|loss*|model|results?|everything|things) (going|"
                "running|doing|looking|behaving)? (well|fine|good|ok|okay|normal*|right|as "
                "expected|unstable|reasonable)",
                "(just|only) started (to train|training|to learn|with)",
                "(something|anything) wrong (with|here|in|about)",
                "which (one|of them|of the two)? (should|can|do|must|shall) (i|we) (trust|believe|"
                "use|take|look at|report|go with)",
                "(i|we) (only|just|merely|simply)? wonder* (whether|if|why|about|what|how)",
                "(am i|are we) right",
                "(can|could|should|may) (i|we) (ignore|continue|go on|stop|keep training|leave it|trust)",
                "(what|which) .. (normal|usual|typical|expected|reasonable) (value*|range|loss|"
                "behavior|number*|curve*)",
                "(normal|usual|typical|expected|reasonable) (value*|range|loss|behavior|number*|"
                "curve*) .. (or|for|of|\\?)",
                "(curious|interested) (whether|if|why|about|to know|what)",
                "(does|do) .. (phenomenon|behavior|curve*|pattern) .. (abnormal|normal|strange|"
                "usual|common|expected|ok)",
                "(?<!it )(?<!this )(?<!that )(?<!loss )(?<!which )(?<!everything )(?<!all )(?<!rest "
                ")(?<!training )"
                "(is|was) (my|the|this|that|it)? (training|curve|loss|model|result|it|figure|"
                "behavior|phenomenon)? .. (a bug|normal|ok|okay|abnormal|suspicious|expected|"
                "alright|usual)",
                "(good|bad) (sign|indicator|thing)",
                "(any|some) (idea|explanation|reason) (what|why|for|how) .. (normal|usual|expected)",
                "(could|can) it be (a)? bug in how",
                "(is|are) (it|this|that|everything|training|things|my training|my model) (going|"
                "running|doing|looking|behaving|training) (well|fine|ok|okay|good|right|normally|"
                "as expected)",
                "(reason|cause|need) (to|for) (worry|be worried|be concerned|concern)",
                "or (is it|is this|am i|are they)? (fine|ok|okay|normal|alright|good)",
                "(does|do|did|is|are) (my|the|this|our) (training|run|model|network|learning|loss|curves?|"
                "result*) .. "
                "(go|going|run|proceed|progress*|look|work|train|converg*|learn*) (well|ok|okay|fine|good|"
                "normal*|right|correctly|as expected|properly)",
                "how (do|should|can|to) (i|we)? ?(read|interpret|understand|judge|explain) (the|this|these|"
                "my) "
                "(chart|"
                "curve*|graph|plot|loss*|figure*|log|result*|numbers|values)",
                "(is|are) (this|that|these|it|my|the) .. (one would expect|you would expect|to be expected|"
                "as "
                "it should "
                "be|expected behavior)",
                "(what|which) (does|do) (this|these|that) (curve*|chart|plot|graph) (tell|mean|say)",
                "(训练|这样|曲线|结果|情况).{0,4}(正常|对|好)(吗|么|不|嘛)",
                "how (long|many epochs|many iterations|many steps) (should|do|must|shall|can) (i|we|it) "
                "(train|have to train|need|wait)",
                "(when|how long) (should|can|do|to) (i|we)? ?(stop|train|wait|continue)",
                "should (i|we) (keep|continue|go on|stop|wait|train longer|train more)",
                "(do|does) (i|we|it) (need|have) to (train longer|worry|wait|stop)",
            ),
        },
    )
    loss_goal = symptom(
        "Does a lower loss mean a better model here?",
        minutes=0.5,
        answers={
            "lower-is-better": answer(0.94, "yes, as for most"),
            "moving": answer(
                0.06,
                "no: two networks play each other, or what is asked moves (GAN, diffusion, RL)",
                "(gan|gans|wgan*|dcgan*|cyclegan*|stylegan*|pix2pix|discriminator*|adversarial training|"
                "generative adversarial)",
                "(diffusion model*|ddpm*|ddim*|latent diffusion|score matching|noise prediction|"
                "stable diffusion)",
                "(dqn|q learning|actor critic|ppo|policy gradient|reinforcement learning)",
                "(生成对抗|判别器|强化学习|扩散模型)",
            ),
        },
    )
