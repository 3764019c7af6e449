"""What gradients, activations and weights show, from histograms or from a person's print."""

from __future__ import annotations

from assistant.symptoms.declare import Family, Said, answer, symptom


class TensorSymptoms(Family):
    """Gradients, activations and weights."""

    gradient_norm: Said = symptom(
        "How large is the gradient norm over the run?",
        minutes=5,
        answers={
            "ordinary": answer(0.55, "ordinary, a smooth curve"),
            "zero": answer(0.10, "exactly zero", "gradient* .. (zero|0.0|none)", "zero gradient*"),
            "tiny": answer(
                0.10,
                "tiny (under 1e-6)",
                "vanish* gradient*",
                "gradient* .. vanish*",
                "梯度消失",
            ),
            "exploding": answer(
                0.15,
                "it grows by orders of magnitude",
                "explod* gradient*",
                "gradient* .. explo*",
                "gradient explosion",
                "梯度爆炸",
            ),
            "spikes": answer(0.06, "it has spikes of ten times the median and more", "gradient .. spike*"),
            "nan": answer(0.04, "NaN or infinite", "(gradient*|grad_norm) .. (nan|inf)"),
        },
    )
    gradient_by_depth: Said = symptom(
        "How does the gradient norm change from the last layer back to the first?",
        minutes=8,
        answers={
            "even": answer(0.68, "it stays within a factor of a hundred"),
            "shrinks": answer(0.22, "it shrinks by orders of magnitude towards the input"),
            "grows": answer(0.10, "it grows by orders of magnitude towards the input"),
        },
    )
    activation_by_depth: Said = symptom(
        "How does the spread of the activations change from the first layer to the last?",
        minutes=8,
        answers={
            "even": answer(0.60, "it stays of one order"),
            "shrinks": answer(
                0.17,
                "it shrinks towards zero",
                "(activation*|feature*|output*|input* of the last layer) .. "
                "(shrink*|collaps*|towards? (0|zero)|close to zero|all zero*|nearly zero)",
                "(输出|特征|激活).{0,10}(往0|趋于0|趋近0|接近0|很小)",
            ),
            "grows": answer(0.10, "it grows"),
            "dead": answer(
                0.13,
                "many ReLU units are always zero",
                "dead (relu*|neuron*|unit*|node*)",
                "dying relu",
                "(神经元|relu).{0,4}(死亡|死掉|坏死)",
            ),
        },
    )
    weight_change: Said = symptom(
        "Do the weights change during training?",
        minutes=5,
        answers={
            "yes": answer(0.84, "yes, all of them"),
            "none": answer(
                0.09,
                "no, they are the same before and after",
                "weights? .. (do not|don't|does not|doesn't|never|not|no) (change|update|chang*|updat*)",
                "weights (are|stay) (unchanged|the same|identical)",
                "(权重|参数).{0,6}(不变|没有更新|不更新)",
            ),
            "some-layers": answer(0.07, "only some layers change"),
        },
    )
    bias_values: Said = symptom(
        "How large are the biases after training?",
        minutes=5,
        answers={
            "ordinary": answer(0.85, "of the order of the weights"),
            "near-zero": answer(0.15, "all pulled to about zero"),
        },
    )
    logit_size: Said = symptom(
        "How large are the values that go into the loss (the logits) for one batch?",
        minutes=4,
        answers={
            "ordinary": answer(0.70, "between about -20 and 20, and different from sample to sample"),
            "huge": answer(
                0.12,
                "in the hundreds or more",
                "logit* .. (huge|large|hundreds|thousands|big)",
                "(logit|logits).{0,6}(很大|过大)",
            ),
            "equal": answer(
                0.18,
                "all nearly the same or zero, whatever the input",
                "(logits?|outputs?|softmax) .. (zero|uniform|all the same|equal|identical|0.14286)",
                "(logit|输出|预测).{0,8}(全是0|都是0|均匀)",
            ),
        },
    )
