"""What the training loop does: the step, which parameters it trains, modes, the schedule."""

from __future__ import annotations

from assistant.symptoms.declare import Family, answer, symptom


class LoopSymptoms(Family):
    """The loop, the parameters it trains, the modes, the schedule, the precision."""

    loop = symptom(
        "What does the training loop do for each batch?",
        minutes=1,
        answers={
            "complete": answer(0.86, "clears the gradients, computes the loss, backward, step"),
            "no-zero-grad": answer(
                0.05,
                "it never clears the gradients",
                "(no|without|missing|forgot*|never|lost|omitted|lacks) .. zero_?grad",
                "zero_?grad .. (missing|forgotten|lost|omitted|not called|never called|left out)",
                "gradients? (are|is) (never|not) (cleared|zeroed|reset)",
                "loop: loss.backward\\(\\); optimizer.step\\(\\)",
                "(没有|忘了|忘记|缺少).{0,6}(zero_?grad|梯度清零|清零梯度|清空梯度)",
            ),
            "no-step": answer(
                0.03,
                "it never steps the optimizer",
                "(no|without|missing|forgot*|never) .. optimizer.?step",
                "optimizer.?step .. (missing|forgotten|not called|never called|left out)",
                "(没有|忘了|忘记|缺少).{0,6}(optimizer.?step|更新参数)",
            ),
            "detached": answer(
                0.03,
                "the loss is computed from something that gradients cannot pass",
                "(detach*|\\.data|\\.item\\(\\)|\\.numpy\\(\\)|argmax|no_grad|requires_grad ?= "
                "?true) .. (loss|before the loss|backward|criterion)",
                "loss .. (from|of|on) .. (argmax|detach*|rounded|numpy)",
                "(tensor|variable)\\(.*requires_grad",
            ),
            "accumulates": answer(
                0.03,
                "it steps once for several batches",
                "gradient accumulation",
                "accumulat* (the)? gradients?",
                "accumulat* .. (batches|steps|iterations)",
                "(step|zero_grad) .. every (\\d+|few|n) (batches|steps|iterations)",
                "梯度累积",
            ),
        },
    )
    trained_parameters = symptom(
        "Which parameters does the optimizer train?",
        minutes=3,
        answers={
            "all": answer(0.89, "all of the model in use"),
            "frozen": answer(
                0.06,
                "some are frozen",
                "(trainable|requires_grad) ?= ?false",
                "(frozen|freeze|freezing|froze) .. (layer*|backbone|base|weight*|encoder|body|parameter*)",
                "(冻结)",
            ),
            "not-in-optimizer": answer(
                0.05,
                "some are not in it: a model or a layer made after it, layers in a plain list",
                "(model|net|network|rnn|layer|head|it) .. (created|made|built|executed|replaced|defined|instantiated) "
                "(a second time|again|twice|after) .. optimizer",
                "optimizer .. (old|discarded|other|another|previous|wrong) (model|parameters|instance|net*)",
                "(layers|modules) .. (plain|python) list",
                "optimizer (was|is) (defined|built|created|made) before",
                "(not in the optimizer|parameters missing from the optimizer)",
            ),
        },
    )
    mode = symptom(
        "Are training and evaluation mode switched where they should be?",
        minutes=2,
        answers={
            "right": answer(0.91, "yes: train() for each epoch, eval() for each evaluation"),
            "wrong": answer(
                0.09,
                "no: one of them is missing, or a training flag is fixed",
                "(no|without|missing|forgot*|never) .. (model.)?(eval\\(\\)|train\\(\\)|eval mode)",
                "model.eval\\(\\) .. (missing|forgotten|never|not called|terrible|bad|worse)",
                "training ?= ?true (always|at test|in evaluation|at inference)",
                "(training|is_training|freeze_bn|phase) .. (always|fixed|constant) .. (true|training)",
                "(没有|忘了|忘记).{0,4}(model.)?eval",
            ),
        },
    )
    rate_and_loss = symptom(
        "What happens to the loss where the learning rate changes?",
        minutes=2,
        answers={
            "fine": answer(0.88, "nothing bad, or the rate does not change"),
            "stops": answer(
                0.07,
                "progress stops where the rate gets tiny",
                "(learning rate|lr) .. (already|reaches|reached|is|becomes|became|drops to|goes "
                "to|decays to) (0|zero|0.0)",
                "(stops|stopped) .. (learning rate|lr) .. (0|zero|tiny|decay*)",
                "scheduler.step .. (every|each|per) (batch|step|iteration)",
                "(decays?|decayed) too (fast|early|quickly)",
            ),
            "jumps": answer(
                0.05,
                "the loss jumps where the rate does (a resume, a restart, no warm-up)",
                "(jump*|goes up|rises|spike*) .. (resum*|continu*|restart*)",
                "(resum*|continu*|restart*) .. (jump*|goes up|rises|spike*)",
                "(no|without) (warm ?up|burn ?in)",
            ),
        },
    )
    precision = symptom(
        "In which precision is it trained?",
        minutes=1,
        answers={
            "single": answer(0.84, "float32 (or bfloat16)"),
            "half": answer(
                0.16,
                "float16, or mixed precision with it",
                "(fp16|float16|half precision|amp|autocast|gradscaler|mixed precision|apex|\\.half\\(\\))",
                "gradient overflow",
                "loss scale",
                "(半精度|混合精度)",
            ),
        },
    )
