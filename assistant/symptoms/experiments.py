"""Small experiments whose outcome a person can report."""

from __future__ import annotations

from assistant.symptoms.declare import Family, Said, answer, symptom


class ExperimentSymptoms(Family):
    """What happened when something was tried."""

    one_batch: Said = symptom(
        "Train on a single batch of eight samples for 200 steps: what happens to the loss?",
        minutes=6,
        answers={
            "learned": answer(0.52, "it goes to nearly zero", "(overfit*|learns?) (one|a single) batch"),
            "stuck": answer(
                0.28,
                "it does not move, or stops far from zero",
                "(cannot|can't|does not|doesn't|fails to) overfit .. (batch|sample*)",
            ),
            "explodes": answer(0.12, "it grows or becomes NaN"),
            "oscillates": answer(0.08, "it swings"),
        },
    )
    labels_checked: Said = symptom(
        "Look at ten samples with their labels as they come out of the loader: do they match?",
        minutes=8,
        answers={
            "match": answer(0.88, "yes, all ten"),
            "mismatch": answer(
                0.12,
                "no",
                "labels? .. (wrong|mismatch*|misaligned|shifted|out of step|corrupted|shuffled)",
                "(标签|label).{0,8}(错位|错误|对不上|不对应)",
            ),
        },
    )
    training_set_evaluated: Said = symptom(
        "Evaluate the training set in evaluation mode: is the result what training printed?",
        minutes=4,
        answers={
            "same": answer(0.70, "yes, or a little better"),
            "worse": answer(
                0.20,
                "no, far worse",
                "(eval*|model.eval*|evaluate) .. (same|train*) data .. (worse|different|chance|bad)",
                "(worse|bad|terrible) .. (eval mode|model.eval*|evaluation mode)",
            ),
            "better": answer(0.10, "no, clearly better"),
        },
    )
    lower_learning_rate: Said = symptom(
        "Divide the learning rate by ten: what changes?",
        minutes=8,
        answers={
            "cured": answer(
                0.22,
                "the trouble is gone or much less",
                "(lower*|smaller|reduc*|tiny) .. (learning rate|lr) .. (work*|help*|fix*|train*|cure*)",
                "(trains|converges|works) (only )?(with|when) .. (tiny|small*|lower) (learning rate|lr)",
            ),
            "later": answer(
                0.10, "the same, only later", "(happens|diverges|explodes) later .. (learning rate|lr)"
            ),
            "no-change": answer(
                0.68,
                "nothing",
                "(learning rate*|lr) .. (make|makes|made) no difference",
                "(smaller|lower|different|changing|reduc*) .. (learning rate*|lr) .. "
                "(not help|no difference|same|no effect|no change)",
                "whatever the (learning rate|lr)",
            ),
        },
    )
