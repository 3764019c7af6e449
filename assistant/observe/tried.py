"""What was tried and what came of it, told side by side: “lr 0.01: no convergence”, “lr 0.00025: converges”.

Each half alone says nothing; together they are an experiment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.observe.observation import Observation
from assistant.observe.words import Sentence, sentences, unsaid
from assistant.run import Words

_CLAUSE = re.compile(r"[,;]| but | while | whereas | however | and (?=with|without|for|at|in|on|using)")
_WELL = re.compile(
    r"\b(?:no|without|not|never|no longer)(?: any| more| a)? (?:nans?|infs?|problems?|errors?|issues?)\b"
)
_BAD = re.compile(
    r"\bnans?\b|\binf\b|diverg|explod|\bno (?:convergence|progress|learning)|"
    r"\b(?:not|never|hardly|barely|cannot) (?:\w+ ){0,2}?(?:train|learn|converg|work|improv|mov|decreas|"
    r"fall)|"
    r"\b(?:fails?|failed|stuck|chance|random|nothing|bad|worse|poor|slow\w*|crash\w*|constant|flat|unstable|"
    r"wrong|"
    r"garbage|not|never|no|overflow\w*|collapse\w*)\b|不收敛|发散|不行|没用|异常|不动|爆炸"
)
_GOOD = re.compile(
    r"\b(?:works?|worked|working|fine|ok|okay|converge[sd]?|converging|trains|learns|stable|good|better|"
    r"(?<!as )well|normal(?:ly)?|finite|decreas\w+|falls?|perfect\w*|correct(?:ly)?|"
    r"(?:[6-9]\d|100)(?:\.\d+)? ?%)(?!\w)|收敛|正常|可以|没问题"
)
_RATE_NAMED = re.compile(r"(?<![a-z])(?:lr|learning rates?|step size|rate)(?![a-z])|学习率")
_RATE = re.compile(r"(?<![a-z0-9_.])(\d(?:\.\d+)?e-\d+|0?\.\d+|10 ?(?:\^|\*\*) ?-\d+)(?![a-z0-9_%]|\.\d)")
_BARE = re.compile(rf"(?:^\s*|\b(?:at|with|using|to|for|by|of) |= ?){_RATE.pattern}")
"""A rate where only another sentence of the line says that it is one."""
_OTHER = re.compile(
    r"(?:dropout|momentum|decay|threshold|epsilon|eps|loss|accuracy|acc|gamma|beta\d?)[\w =:()]{0,12}$"
)
"""What stands before a figure that is no rate."""
_NORM = r"(?:batch ?norm\w*|batch_norm\w*|bn|normalization layers?)"
_NO = r"(?:without|no|not using|disabl\w+|remov\w+|turned off|turning off)"


class _Pair(NamedTuple):
    """Two ways to train: what fails with the one and works with the other."""

    symptom: str
    answer: str
    fails: re.Pattern[str]
    works: re.Pattern[str]


_HALF = r"(?:fp16|float16|half precision|half|amp|mixed precision|autocast|半精度|混合精度)"
_FULL = r"(?:fp32|float32|full precision|single precision|float 32|bf16|bfloat16|单精度)"
_ACTIVATION = r"(?:sigmoid|tanh|relu|softmax)"
_LAST = r"(?:last|output|final)(?: \w+)? ?(?:layer|unit|activation|dense)?"
_PAIRS = tuple(
    _Pair(symptom, answer, re.compile(fails), re.compile(works))
    for symptom, answer, fails, works in (
        (
            "full_precision",
            "cured",
            rf"(?<!no )(?<!without )(?<!without --)\b{_HALF}\b",
            rf"\b{_FULL}\b|{_NO} -*{_HALF}\b",
        ),
        ("full_precision", "cured", r"\bo[23]\b", r"\bo[01]\b"),
        (
            "other_optimizer",
            "adaptive-works",
            r"\b(?:sgd|gradient descent|momentum)\b",
            r"\b(?:adamw?|rmsprop|adagrad)\b",
        ),
        (
            "other_optimizer",
            "plain-works",
            r"\b(?:adamw?|rmsprop|adagrad)\b",
            r"\b(?:sgd|gradient descent)\b",
        ),
        (
            "norm_removed",
            "cured",
            rf"\b(?:with|using|adding|after|added) (?:\w+ )?{_NORM}\b",
            rf"\b{_NO} (?:\w+ )?{_NORM}\b",
        ),
        (
            "accumulation_removed",
            "cured",
            r"\b(?:with|using) (?:\w+ )?accumulat\w+",
            rf"\b{_NO} (?:\w+ )?accumulat\w+",
        ),
        (
            "rows_shuffled",
            "cured",
            r"\bunshuffled|\b(?:without|no|not) shuffl\w+|shuffle ?= ?false|\b(?:sorted|in order)\b",
            r"(?<!un)(?<!without )(?<!no )(?<!not )\bshuffl(?:ed|ing)\b|shuffle ?= ?true",
        ),
        (
            "clipping_tried",
            "cured",
            rf"\b{_NO} (?:\w+ )?clip\w*",
            r"\b(?:with|using|after|added) (?:\w+ )?clip\w*",
        ),
        (
            "training_set_evaluated",
            "worse",
            r"(?:\.|\b)eval\(\)|\beval(?:uation)? mode|inference mode|training ?= ?false",
            r"(?:\.|\b)train\(\)|\btrain(?:ing)? mode|training ?= ?true",
        ),
        (
            "output_activation_removed",
            "cured",
            rf"\b{_ACTIVATION}\b",
            rf"\b{_LAST} (?:without|no|with no|linear|is linear)\b|"
            rf"\b(?:without|no|linear) (?:an? )?(?:activation|{_ACTIVATION}) (?:in|on|at|of|for) (?:the "
            r")?(?:last|output|final)",
        ),
        (
            "scaling_tried",
            "inputs-cured",
            r"\b(?:raw|unscaled|unnormalized|not (?:scaled|normalized)|without (?:scal|normal|"
            r"standard)\w+)\b",
            r"(?<!un)(?<!not )(?<!without )\b(?:(?:scal|normaliz|standardiz)(?:ed|ing)|divided by 255)\b",
        ),
        (
            "other_initialization",
            "cured",
            r"\b(?:random|randn|normal|default|gaussian|uniform|zeros?|xavier|glorot)\b.{0,20}\binit\w*|"
            r"\binit\w*.{0,20}\b(?:random|randn|normal|default|gaussian|uniform|zeros?|xavier|glorot)\b",
            r"\b(?:xavier|glorot|kaiming|he|orthogonal|msra|normal)\b.{0,20}\binit\w*|"
            r"\binit\w*.{0,20}\b(?:xavier|glorot|kaiming|he|orthogonal|msra|normal)\b",
        ),
    )
)
_LONGEST = 160
"""Characters of a clause that tells one trial."""
_TURN = re.compile(r";| but | while | whereas | however | although | though | unless ")
_SPEED = r"(?:learning rates?|lr|step size)(?![a-z])(?! (?:decay|schedul\w*|warm\w*))"
_FEW = r"(?:[^\s,;]+ ){0,4}?"
_OUT = (
    r"(?:without|remov\w+|tak\w+ (?:away|out|off)|comment\w* out|disabl\w+|delet\w+|skip\w*|"
    r"drop(?:ped|ping)?)"
)
_CURED = re.compile(
    r"\b(?:works?|worked|working|converge[sd]?|converging|trains|learns|learned|fine|stable|"
    r"(?:much|far|a lot|way|gets?|is|are|becomes?) (?:better|higher)|improve[sd]?|normal|disappear\w*|goes "
    r"away|"
    r"went away|is gone|are gone|solve[sd]|fixe[sd]|helps|helped|(?:can|could|able to) reproduce|correct|"
    r"as expected)(?![a-z])"
)
_IN_VAIN = re.compile(
    r"\b(?:not|never|still|same|neither|nor|cannot|nothing|hardly|barely|without success|in vain|worse|"
    r"useless|regardless|whatever|no (?:changes?|effect|difference|improvements?|success|luck|help|avail|"
    r"better|"
    r"convergence|progress|use|matter|influence|impact))\b"
)
_SINGLE = tuple(
    (symptom, answer, re.compile(named))
    for symptom, answer, named in (
        (
            "lower_learning_rate",
            "cured",
            rf"\b(?:lower\w*|reduc\w+|decreas\w+|smaller|small|tiny|divid\w+|cut|halv\w+) {_FEW}{_SPEED}|"
            rf"{_SPEED} {_FEW}(?:lowered|lower|reduced|smaller|decreased|divided|tenth)\b"
            r"(?! (?:by (?!\d|ten|a )|whenever|when|automatically|every|once|on|over|during))",
        ),
        (
            "higher_learning_rate",
            "cured",
            rf"\b(?:higher|larger|bigger|increas\w+|rais\w+|multipl\w+) {_FEW}{_SPEED}|"
            rf"{_SPEED} {_FEW}(?:raised|higher|increased|larger|bigger)\b",
        ),
        (
            "clipping_tried",
            "cured",
            r"\b(?:gradient|grad|norm|with|using|add\w*|use[sd]?|set\w*) (?:gradient |norm )?clip\w*|"
            r"\bclip(?:norm|value|ping|_grad\w*)?\b (?:the |my )?(?:grad\w*)?",
        ),
        (
            "scaling_tried",
            "inputs-cured",
            r"\b(?:normaliz|standardiz|rescal|scal)(?:e|ed|ing) (?:the |my |all |both |input |training "
            r")*(?:inputs?|"
            r"data|features?|images?|pixels?|columns?|x)\b|\bdivid\w+ (?:\w+ ){0,3}?by 255|"
            r"\b(?:inputs?|data|features?|images?|pixels?|columns) (?:are |is |was |were )?(?:normaliz|"
            r"standardiz|"
            r"rescal|scal)ed",
        ),
        ("rows_shuffled", "cured", r"(?<!not )(?<!no )(?<!without )\bshuffl(?:e|ed|ing)\b(?! ?= ?false)"),
        (
            "full_precision",
            "cured",
            rf"\b{_FULL}\b|\b{_OUT} (?:the )?-*{_HALF}\b",
        ),
        (
            "other_optimizer",
            "adaptive-works",
            r"\b(?:switch\w*|chang\w*|replac\w*|instead|use|using|with) (?:\w+ ){0,4}?(?:adamw?|rmsprop|"
            r"adagrad)\b",
        ),
        (
            "other_optimizer",
            "plain-works",
            r"\b(?:switch\w*|chang\w*|replac\w*|instead|use|using|with) (?:\w+ ){0,4}?sgd\b",
        ),
        ("norm_removed", "cured", rf"\b{_OUT} (?:\w+ ){{0,3}}?{_NORM}"),
        (
            "other_initialization",
            "cured",
            r"\b(?:xavier|glorot|kaiming|he|orthogonal|other|another|different|default|smaller) "
            r"(?:weight |random )?init\w*",
        ),
        (
            "training_set_evaluated",
            "worse",
            rf"\b{_OUT} (?:\S+ ){{0,2}}?(?:\w+\.)?eval(?:\(\)|\b)|\b(?:in|with|using) train(?:ing)? mode\b|"
            r"\btraining ?= ?true\b",
        ),
        ("accumulation_removed", "cured", rf"\b{_OUT} (?:\w+ ){{0,2}}?accumulat\w+"),
    )
)
"""What is changed, and the symptom with the answer where that alone cures; else the answer is `no-change`."""
_OTHERWISE = re.compile(r"\b(?:no|not|without|never|instead of|unlike|than|or|neither|nor) (?:\w+ )?$")
"""What stands before a change that was not made."""


class _Trial(NamedTuple):
    """One clause with its outcome. rates: those it names, where it speaks of a rate."""

    text: str
    good: bool
    rates: tuple[float, ...]
    sentence: Sentence
    span: tuple[int, int]

    @property
    def says(self) -> str:
        return f"“{self.sentence.quote(*self.span)}”"


def observe_tried(words: Iterable[Words]) -> Iterator[Observation]:
    """What changed with the rate, the precision, the optimizer…, where both outcomes are told."""
    told = tuple(sentences(words))
    rated = {one.place for one in told if _RATE_NAMED.search(one.text)}
    trials = tuple(trial for sentence in told for trial in _trials(sentence, sentence.place in rated))
    seen: set[str] = set()
    for found in (*_rates(trials), *_pairs(trials), *_singles(told)):
        if found.symptom not in seen:
            seen.add(found.symptom)
            yield found


def _trials(sentence: Sentence, rated: bool) -> Iterator[_Trial]:
    """The clauses of a sentence that tell an outcome; a rate is named once for all of a line."""
    named = _RATE_NAMED.search(sentence.text) is not None
    for first, end in _clauses(sentence.text):
        text = sentence.text[first:end]
        if not text.strip() or len(text) > _LONGEST or sentence.asked:
            continue
        bare = _WELL.sub(" works ", text)
        bad, good = _BAD.search(bare), _GOOD.search(bare)
        if bad is None and good is None:
            continue
        if unsaid(sentence, first + len(text) - len(text.lstrip()), end) and bad is None:
            continue
        rates = tuple(
            _value(found[1])
            for found in (_RATE if named else _BARE).finditer(text)
            if rated and not _OTHER.search(text[: found.start()])
        )
        yield _Trial(text, bad is None, rates, sentence, (first, end))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each clause; an outcome and the setting beside it are one, whichever comes first."""
    cuts = [(found.start(), found.end()) for found in _CLAUSE.finditer(text)]
    spans: list[tuple[int, int]] = []
    at = 0
    for end, following in (*cuts, (len(text), len(text))):
        spans.append((at, end))
        at = following
    joined: list[tuple[int, int]] = []
    for first, end in spans:
        if joined and _lacks(text, joined[-1]) * _lacks(text, (first, end)) < 0:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    yield from joined


def _lacks(text: str, span: tuple[int, int]) -> int:
    """1 where a clause holds an outcome and no rate, -1 where a rate and no outcome, else 0."""
    clause = _WELL.sub(" works ", text[span[0] : span[1]])
    outcome = bool(_BAD.search(clause) or _GOOD.search(clause))
    return int(outcome) - int(_RATE.search(clause) is not None)


def _value(text: str) -> float:
    power = re.fullmatch(r"10 ?(?:\^|\*\*) ?(-\d+)", text)
    return 10.0 ** int(power[1]) if power else float(text)


def _rates(trials: tuple[_Trial, ...]) -> Iterator[Observation]:
    """One rate that fails beside another that works."""
    told = [(trial.rates[0], trial) for trial in trials if len(trial.rates) == 1 and 0 < trial.rates[0] < 1]
    works = [pair for pair in told if pair[1].good]
    fails = [pair for pair in told if not pair[1].good]
    if not works or not fails:
        return
    lowest_bad, highest_bad = min(fails, key=lambda pair: pair[0]), max(fails, key=lambda pair: pair[0])
    lowest, highest = min(works, key=lambda pair: pair[0]), max(works, key=lambda pair: pair[0])
    if highest[0] < lowest_bad[0]:
        yield _both("lower_learning_rate", "cured", lowest_bad[1], highest[1])
    elif lowest[0] > highest_bad[0]:
        yield _both("higher_learning_rate", "cured", highest_bad[1], lowest[1])


def _pairs(trials: tuple[_Trial, ...]) -> Iterator[Observation]:
    for pair in _PAIRS:
        works = next((t for t in trials if t.good and pair.works.search(t.text)), None)
        fails = next(
            (t for t in trials if not t.good and pair.fails.search(t.text) and not pair.works.search(t.text)),
            None,
        )
        if works is not None and fails is not None:
            yield _both(pair.symptom, pair.answer, fails, works)


def _singles(told: tuple[Sentence, ...]) -> Iterator[Observation]:
    """One change that is told with its outcome: “if I lower the learning rate it works”."""
    for sentence in told:
        if sentence.asked:
            continue
        for first, end in _pieces(sentence.text):
            piece = sentence.text[first:end]
            bare = _WELL.sub(" works ", piece)
            vain, good = _IN_VAIN.search(bare), _CURED.search(bare)
            if vain is None and (good is None or _hoped(sentence, piece, first)):
                continue
            for symptom, answer, named in _SINGLE:
                found = named.search(piece)
                if found is None or _OTHERWISE.search(piece[: found.start()]):
                    continue
                said = "no-change" if vain is not None else answer
                if said == "no-change" and answer == "worse":
                    continue
                says = f"“{sentence.quote(first, end)}”"
                yield Observation(symptom, said, says, sentence.place, 0.6)


def _hoped(sentence: Sentence, piece: str, first: int) -> bool:
    """The outcome is only supposed, or asked for."""
    found = _CURED.search(piece)
    return found is not None and unsaid(sentence, first + found.start(), first + found.end())


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what a sentence tells before and behind each turn."""
    at = 0
    for found in _TURN.finditer(text):
        if text[at : found.start()].strip():
            yield at, found.start()
        at = found.end()
    if text[at:].strip() and len(text) - at <= 2 * _LONGEST:
        yield at, len(text)


def _both(symptom: str, answer: str, fails: _Trial, works: _Trial) -> Observation:
    return Observation(symptom, answer, f"{fails.says} and {works.says}", works.sentence.place, 0.75)
