"""From what is known to ranked causes: posterior, verdict, next question, order of checks.

One fault at a time is assumed (Heckerman, Breese & Rommelse, "Decision-theoretic
troubleshooting", CACM 1995); what the first cause leaves unexplained is ranked again.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Literal, NamedTuple

from assistant.grades import CHOICES, LOOKS, PROOFS, RECKONED
from assistant.tree import Rule, Usual, likelihood_ratios

HEALTHY = "healthy"
UNKNOWN = "unknown-cause"


class Known(NamedTuple):
    """An answer, and how sure it is that it was read rightly (1: certain, 0: worth nothing)."""

    answer: str
    sure: float = 1.0


Knowns = Mapping[str, Known]
Ratios = Mapping[str, Mapping[str, float]]


def contributions(rule: Rule, known: Knowns, usual: Usual) -> dict[str, float]:
    """How many times likelier each known answer is under this cause than usual.

    An answer read with `sure` s weighs s * ratio + (1 - s): with probability 1 - s it was a
    coincidence, which is as likely under every cause. A symptom the rule is silent on is missing.
    """
    answers = _read(known)
    ratios = likelihood_ratios(rule, answers, usual, known)
    return {
        name: one.sure * ratios[name][one.answer] + 1 - one.sure
        for name, one in known.items()
        if name in ratios
    }


def _read(known: Knowns) -> dict[str, str]:
    """The answers that may be the context of others: one that is worth nothing opens none."""
    return {name: one.answer for name, one in known.items() if one.sure > 0}


STRONG, RARER = 3.0, 0.8
"""From this weight on what is stated counts for more, by this power of what it is beyond it."""


def stated(symptom: str, weight: float) -> float:
    """What a weight counts where it is no look of a curve but read in a script, or told.

    A usual rate is mostly the share of the fault itself, and of remarks in other contexts: an answer that a
    page speaks strongly for is rarer still where that fault is not, but for what is chosen in good health
    (CHOICES). By the Brier score of runs held out.
    """
    return weight if symptom in CHOICES else weight * max(1.0, weight / STRONG) ** RARER


LEANS = 1.5
"""What a person's words being like a page's does to its odds: so much for each deviation, in natural logs.

Of 200 posts of people with a confirmed cause, code and log with them, 156 had it or an acceptable one among
the first three without, and 178 to 181 with 0.9 to 2; by the words alone 140, and 154 to 159.
"""


def leaning(rules: Mapping[str, Rule], likeness: Mapping[str, float]) -> dict[str, Rule]:
    """The rules as a person's words make one fault likelier than another before anything is known of it.

    likeness: of each page to the words, in deviations. All faults together keep their prior: words that are
    like a page do not say that something is wrong.
    """
    faults = [cause for cause in rules if cause not in (HEALTHY, UNKNOWN)]
    odds = {cause: rules[cause].prior * math.exp(LEANS * likeness.get(cause, 0.0)) for cause in faults}
    together = math.fsum(odds.values())
    scale = math.fsum(rules[cause].prior for cause in faults) / together if together else 1.0
    return {
        cause: rule._replace(prior=odds[cause] * scale) if cause in odds else rule
        for cause, rule in rules.items()
    }


def silenced(rules: Mapping[str, Rule], silent: Mapping[str, float]) -> dict[str, Rule]:
    """The rules where a script shows nothing of some faults.

    silent: for each of them the chance c that a script with it would show it. P(silence | fault) = 1 - c, and
    1 under every other cause: without the fault there is nothing to show.
    """
    return {
        cause: rule._replace(prior=rule.prior * (1 - silent.get(cause, 0.0))) for cause, rule in rules.items()
    }


VOTED, BESIDE, RESERVE = 1.3, 0.4, 0.005
"""The power of what the trees say of the curves; that of a look of them beside it, as the trees saw the
same curves; and what every cause has besides its share of the trees, as some thousand runs have not shown
everything. By the Brier score and the likelihood of runs held out, and of trainings by other hands.
"""


def resembling(
    rules: Mapping[str, Rule], shares: Mapping[str, float], usual: Mapping[str, float]
) -> dict[str, Rule]:
    """The rules as recorded runs with such curves make one cause likelier than another.

    shares: of the trees, for each cause. usual: its share in the runs that they were grown on, so that it
    does not matter how many were recorded of each. Where there are none, a cause is as likely as before.
    """

    def voted(cause: str) -> float:
        return VOTED * math.log((shares.get(cause, 0.0) + RESERVE) / (usual.get(cause, 0.0) + RESERVE))

    return {cause: rule._replace(voted=voted(cause)) for cause, rule in rules.items()}


HIDDEN, OTHERWISE = 0.12, 0.2
"""The chances that a fault leaves the curves as they are when nothing is wrong, and that they look as
another fault's do: of a few pairs the one with the least Brier score on runs held out.
"""


def posterior(rules: Mapping[str, Rule], known: Knowns, usual: Usual) -> dict[str, float]:
    """P(cause | all that is known) over all rules, most probable first; sums to 1.

    A fault need not show in the curves as its page says: they may be fine (HIDDEN), or look as those of
    another fault (OTHERWISE). P(looks | cause) is a mixture, so no curve outweighs what stands in a script.
    Where the trees were asked of the curves, a look of them counts BESIDE as much (but RECKONED),
    and what shows against another curve alone is not voted for where that is missing (`needs`).
    """
    looks, others = {}, {}
    for cause, rule in rules.items():
        weights = contributions(rule, known, usual)
        seen = {name for name in weights if name in LOOKS and (name, known[name].answer) not in PROOFS}
        less = {name for name in seen if rule.voted is not None and name not in RECKONED}
        voted = min(rule.voted or 0.0, 0.0) if rule.is_blind(known) else rule.voted or 0.0
        looks[cause] = voted + math.fsum(
            math.log(weights[name]) * (BESIDE if name in less else 1.0) for name in seen
        )
        others[cause] = math.fsum(
            math.log(weight if name in LOOKS else stated(name, weight))
            for name, weight in weights.items()
            if name not in seen
        )
    faults = [cause for cause in rules if cause not in (HEALTHY, UNKNOWN)]
    if HEALTHY in rules and faults:
        priors = math.fsum(rules[cause].prior for cause in faults)
        any_fault = _added(math.log(rules[cause].prior / priors) + looks[cause] for cause in faults)
        unlike = _added((math.log(HIDDEN) + looks[HEALTHY], math.log(OTHERWISE) + any_fault))
        own = math.log(1 - HIDDEN - OTHERWISE)
        looks |= {cause: _added((own + looks[cause], unlike)) for cause in faults}
    scores = {cause: math.log(rule.prior) + looks[cause] + others[cause] for cause, rule in rules.items()}
    highest = max(scores.values())
    raw = {cause: math.exp(score - highest) for cause, score in scores.items()}
    total = math.fsum(raw.values())
    ranked = sorted(raw, key=lambda cause: (-raw[cause], cause))
    return {cause: raw[cause] / total for cause in ranked}


def without(probabilities: Mapping[str, float], ruled_out: Collection[str]) -> dict[str, float]:
    """The probabilities where some causes are ruled out: the rest shares theirs."""
    left = {cause: p for cause, p in probabilities.items() if cause not in ruled_out}
    total = math.fsum(left.values())
    return {cause: p / total for cause, p in left.items()} if total > 0 else left


def _added(logs: Iterable[float]) -> float:
    """The log of the sum of what the logs are of."""
    each = list(logs)
    highest = max(each)
    return highest + math.log(math.fsum(math.exp(one - highest) for one in each))


def entropy(distribution: Collection[float]) -> float:
    """In bits."""
    return -math.fsum(p * math.log2(p) for p in distribution if p > 0)


def expected_drop(
    symptom: str,
    rules: Mapping[str, Rule],
    known: Knowns,
    usual: Usual,
) -> float:
    """The expected drop of the entropy over the causes, in bits, when `symptom` is answered.

    It is the mutual information of cause and answer: never below 0, and 0 where no rule that is
    still possible speaks of the symptom in this context.
    """
    return _information(
        symptom, posterior(rules, known, usual), _spoken(rules, known, usual, {symptom})[symptom], usual
    )


def _spoken(
    rules: Mapping[str, Rule], known: Knowns, usual: Usual, wanted: Collection[str]
) -> Mapping[str, Ratios]:
    """For some symptoms the likelihood ratios of the causes that speak of them, as things are known."""
    answers = _read(known)
    spoken: dict[str, dict[str, Mapping[str, float]]] = {symptom: {} for symptom in wanted}
    for cause, rule in rules.items():
        for symptom, ratios in likelihood_ratios(rule, answers, usual, wanted).items():
            spoken[symptom][cause] = ratios
    return spoken


def _information(symptom: str, now: Mapping[str, float], spoken: Ratios, usual: Usual) -> float:
    """The mutual information of cause and answer; a cause that is silent gives the usual rates.

    Of the silent ones their sum S and the sum of their p log p are enough: an answer of rate u and total t
    adds u (sum of p log p + S log(u / t)). The mixture of `posterior` is left out: it lowers what every look
    of a curve tells alike.
    """
    speak = [(now[cause], ratios) for cause, ratios in spoken.items() if now[cause] > 0]
    if not speak:
        return 0.0
    silent = max(math.fsum(now.values()) - math.fsum(p for p, _ in speak), 0.0)
    all_p_log_p = -entropy(now.values())
    silent_p_log_p = all_p_log_p - math.fsum(p * math.log2(p) for p, _ in speak)
    drop = [-all_p_log_p]
    for answer, rate in usual[symptom].items():
        joint = [p * rate * ratios.get(answer, 1.0) for p, ratios in speak]
        total = math.fsum(joint) + rate * silent
        if total > 0:
            drop += [part * math.log2(part / total) for part in joint if part > 0]
            drop.append(rate * (silent_p_log_p + silent * math.log2(rate / total)) if rate > 0 else 0.0)
    return max(math.fsum(drop), 0.0)


def questions(
    rules: Mapping[str, Rule], known: Knowns, usual: Usual, minutes: Mapping[str, float]
) -> list[tuple[str, float]]:
    """Open symptoms with their expected drop in bits, the most bits per minute first.

    minutes: what an answer costs, for the symptoms that may be asked.
    """
    now = posterior(rules, known, usual)
    open_ones = dict.fromkeys(symptom for symptom in usual if symptom in minutes and symptom not in known)
    spoken = _spoken(rules, known, usual, open_ones)
    found = []
    for symptom in open_ones:
        if not spoken[symptom]:
            continue
        bits = _information(symptom, now, spoken[symptom], usual)
        if bits > 1e-6:
            found.append((symptom, bits))
    return sorted(found, key=lambda pair: (-pair[1] / minutes[pair[0]], pair[0]))


def tells_apart(
    symptom: str, rules: Mapping[str, Rule], known: Knowns, usual: Usual, likely: Mapping[str, float]
) -> tuple[str, ...]:
    """The two of the `likely` causes that an answer tells apart best, the more probable one first.

    Best: both probable, and their answers far apart in total variation. Empty where no pair differs.
    """
    answers = _read(known)
    rates = {}
    for cause in likely:
        ratios = likelihood_ratios(rules[cause], answers, usual, {symptom}).get(symptom, {})
        rates[cause] = {answer: rate * ratios.get(answer, 1.0) for answer, rate in usual[symptom].items()}
    best: tuple[str, ...] = ()
    most = 0.0
    for one, other in combinations(likely, 2):
        apart = sum(abs(rates[one][answer] - rates[other][answer]) for answer in usual[symptom]) / 2
        worth = apart * math.sqrt(likely[one] * likely[other])
        if apart > 0.05 and worth > most:
            best, most = (one, other), worth
    return best


def order_of_checks(rules: Mapping[str, Rule], probabilities: Mapping[str, float]) -> list[str]:
    """Causes in the order that minimizes the expected time to repair: probability per minute."""
    return sorted(probabilities, key=lambda cause: (-probabilities[cause] / rules[cause].minutes, cause))


def besides(
    rules: Mapping[str, Rule],
    known: Knowns,
    usual: Usual,
    first: str,
    fine: Collection[str] = (HEALTHY,),
) -> dict[str, float]:
    """Second faults: the causes that explain what `first` leaves unexplained.

    Observations that are no likelier under the first cause than usual are ranked again without
    it, and without the trees, which saw what it explains. A cause counts where it beats both `fine` and the
    unknown cause on them.
    """
    explained = contributions(rules[first], known, usual)
    rest = {name: one for name, one in known.items() if explained.get(name, 1.0) <= 1.0}
    others = {cause: rule._replace(voted=None) for cause, rule in rules.items() if cause != first}
    if not rest:
        return {}
    ranked = posterior(others, rest, usual)
    bar = max(0.3, ranked.get(UNKNOWN, 0.0), *(ranked.get(cause, 0.0) for cause in fine))
    return {cause: p for cause, p in ranked.items() if p > bar and cause not in fine and cause != UNKNOWN}


LOCATES = 2.0
"""So many times likelier than usual under a second fault is what a script shows of it.

Of 34 trainings of other hands with two faults, in 25 both were named so, in 20 without; of 214 with one,
named first, none got a second one.
"""


def located_besides(
    rules: Mapping[str, Rule], known: Knowns, usual: Usual, first: str, located: Collection[str]
) -> dict[str, float]:
    """Second faults that stand in a script, whatever the curves, which show the first one, look like.

    located: the symptoms that a script shows. A cause counts where one of them speaks for it and not for
    the first cause; its probability is the one that this symptom alone gives it.
    """
    explained = contributions(rules[first], known, usual)
    others = {cause: rule._replace(voted=None) for cause, rule in rules.items() if cause != first}
    found: dict[str, float] = {}
    for name in located:
        if name not in known or name in LOOKS or name in CHOICES or explained.get(name, 1.0) > 1.0:
            continue
        alone = {name: known[name]}
        spoken = [
            cause
            for cause, rule in others.items()
            if cause not in (HEALTHY, UNKNOWN) and contributions(rule, alone, usual).get(name, 1.0) >= LOCATES
        ]
        ranked = posterior(others, alone, usual) if spoken else {}
        found |= {cause: max(found.get(cause, 0.0), ranked[cause]) for cause in spoken}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


Verdict = Literal["faulty", "healthy", "inconclusive"]


def nothing_wrong(probabilities: Mapping[str, float], benign: Collection[str]) -> float:
    """The probability that the run is healthy, or only looks odd."""
    return sum(p for cause, p in probabilities.items() if cause == HEALTHY or cause in benign)


def verdict(probabilities: Mapping[str, float], benign: Collection[str], observed: int) -> Verdict:
    """`healthy`, `faulty` or `inconclusive`.

    benign: the causes that are no fault. Healthy is where that is likely and likelier than any fault. Faulty
    is where trouble is sure, whichever cause leads, or where one stands out from nothing wrong and from the
    unknown one. Nothing observed is inconclusive.
    """
    if not observed:
        return "inconclusive"
    fine, unknown = nothing_wrong(probabilities, benign), probabilities.get(UNKNOWN, 0.0)
    leads = max(
        (p for cause, p in probabilities.items() if cause not in (HEALTHY, UNKNOWN) and cause not in benign),
        default=0.0,
    )
    if fine >= FINE and leads <= 0.5 * fine:
        return "healthy"
    sure = fine <= SURE and 1 - fine - unknown >= unknown
    if sure or leads >= max(STANDS_OUT, OUTWEIGHS * fine, 0.5 * unknown):
        return "faulty"
    return "inconclusive"


FINE = 0.42
"""At this probability that nothing is wrong the verdict is healthy, where no fault is half as likely."""
SURE = 0.05
"""Under this probability that nothing is wrong trouble is sure: faulty, whichever cause leads."""
OUTWEIGHS = 3.0
"""So many times as probable as nothing wrong is a cause that stands out."""
STANDS_OUT = 0.15
"""A cause under this probability does not stand out among eighty.

The three by 217 trainings of other hands, many of the healthy ones on hard data, and weights of generated
ones alone: with 0.04, and a cause of 15 % where nothing wrong has 20 % or less, six of 59 healthy ones were
called faulty by the log and seven with the script, with these two and three; of 158 faulty ones 81 and 96 %
were, and are 78 and 95 %.
"""
