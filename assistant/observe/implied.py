"""What an expert concludes from figures and plain statements in prose that stand apart from one another.

A range of targets against the last layer, a count of classes against a setting, a result that is too good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from assistant.observe.observation import Observation, figure
from assistant.observe.words import Sentence, sentences, unsaid
from assistant.run import Words

_VALUE = r"-?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?"
_TARGETS = re.compile(
    r"(?<![a-z_])(?:targets?(?: values?| variables?)?|labels?|ground truth|y(?:_train| values?)?|"
    r"(?:steering )?"
    r"angles?|(?:true|real|expected|desired) (?:values?|outputs?)|values? to (?:predict|be predicted))"
    r"(?![a-z_])(?: (?:is|are|was|were|go|goes|lie|lies|range|ranges|ranging|vary|varies|value|values|reach|"
    r"reaches|have|has|all|always|that|which|of|in|the|interval|about|roughly)){0,5} "
    r"?[:=]? ?(?:between|from|within|in|to)? ?[\[(]? ?"
    rf"(?P<low>{_VALUE}) ?(?:\.\.+|to|and|,|~|up to) ?\+?(?P<high>{_VALUE})(?![\w%]|\.\d| ?(?:classes|"
    rf"epochs))"
)
_WAVE = re.compile(
    r"(?:approximat\w*|learn\w*|fit\w*|predict\w*|regress\w*|model\w*|y ?=)(?: \w+){0,4}? (?:sine?|sinus|"
    r"cosine?)(?: ?\(| wave| curve| function|$| )(?!similarity|anneal|decay|schedule|distance|lr|learning)"
)
_CODED = re.compile(r"auto ?encod|reconstruct|decoder")
_CENTERED = re.compile(
    r"standardi[sz]ed|zero mean|mean (?:of )?0(?![.\d])|z ?scor|standardscaler|between -1 and 1"
)
_LEAST = {"relu": 0.0, "sigmoid": 0.0, "softmax": 0.0, "tanh": -1.0}
_MOST = {"sigmoid": 1.0, "softmax": 1.0, "tanh": 1.0}
_SLACK = 0.05
"""By so much a rounded figure may lie over a bound."""
_CLASS_LOSSES = frozenset(("cross-entropy", "binary-cross-entropy", "ctc"))

_COUNTED = re.compile(
    r"(?<![\w.,])(?P<count>\d{1,6}) (?:\w+ )?(?:classes|categories|identities|species|breeds|emotions|"
    r"speakers|genres|intents|letters|brands|persons|people|subjects|labels)(?![a-z])"
)
_SHARE_OF = re.compile(
    r"(?<![\d.])(?P<share>\d\d(?:\.\d+)?) ?% (?:of (?:the |my |all )?\w+(?: \w+)? (?:are|is|belong\w*|have|"
    r"come|in)|"
    r"(?:are |is )?(?:in |of )?class|negatives?|positives?|background|normal|healthy)(?![a-z])"
)
_BATCHES = re.compile(r"(?<![a-z])batch(?:[ _]?size)?(?: (?:of|is))?[ =:]*(?P<size>\d{1,5})(?![\w.]*\w)")
_SAMPLES = re.compile(
    r"(?<![\w.,])(?P<count>\d{2,7}) (?:\w+ )?(?:samples|examples|images|pictures|rows|sentences|"
    r"questions)(?![a-z])"
)
_FIGURE = re.compile(r"(?<![\d.])0\.\d{2,5}(?![\d%])")
_ROUNDED = 6e-4
_NEAR = 0.15
_MANY = 12
"""Numbers of a text that are held against one another."""
_FRACTIONS = {"fifth": 0.2, "quarter": 0.25, "tenth": 0.1, "third": 1 / 3, "half": 0.5}
_TIMES = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "nine": 9, "ten": 10}
_HELD_OUT = re.compile(
    r"(?<!\d)[5-9]\d ?/ ?(?P<held>[1-5]?\d)(?!\d)(?! ?epoch)|(?<![a-z])(?P<part>fifth|quarter|tenth|"
    r"third)(?![a-z])"
)
_TIMES_LOWER = re.compile(
    rf"(?:val\w*|test)(?: \w+){{0,6}}? (?:(?P<times>\d+(?:\.\d+)?)|(?P<word>{'|'.join(_TIMES)})) times "
    rf"(?:\w+ )?"
    r"(?:lower|smaller|less)|(?:val\w*|test) loss(?: \w+){0,4}? 1 ?/ ?(?P<part>\d{1,2})(?: of)? (?:the "
    r")?train"
)
_MIDWAY = re.compile(
    r"(?:validat\w*|evaluat\w*|eval|test\w*)(?: \w+){0,4}? (?:every|each|after)(?: \w+)? (?:\d+ "
    r")?(?:iterations?|"
    r"batches|steps)|(?:validat\w*|evaluat\w*)(?: \w+){0,3}? (?:inside|within|during|in the middle of)(?: "
    r"\w+)? "
    r"epoch"
)
_NEXT_EPOCH = re.compile(
    r"(?:jump|larger|higher|increas|rise|worse|spike)\w*(?: \S+){0,8}? (?:new|each|every|next) (?:new |"
    r"next )?epoch|"
    r"(?:new|each|every|next) epoch(?: \S+){0,5} (?:jump|larger|higher|increas|rise|worse|spike)"
)
_SCORED = re.compile(r"accura|classifier|model|network|reach|score|stay|gets?(?![a-z])|acc(?![a-z])|result")
_SETTING = re.compile(
    r"(?<![a-z])(?:(?:num(?:ber)?_?(?:of_?)?|n_?|nb_?)(?:class(?:es)?|labels?|ids|identities|output)|"
    r"class_?(?:number|num|count)|output_(?:dim|size))(?: (?:is|was|of|set|to|default|defaults|by|value|left|"
    r"at|still))*[ =:]*(?P<count>\d{1,6})(?![\w.]*\w)"
)
_SWAPPED = re.compile(
    r"(?<![a-z])(?P<one>[a-z]{2,20}?)s? (?:is|are|get|gets|were|was|come out) (?:\w+ ){0,3}?(?:as )?(?:a |"
    r"an )?"
    r"(?P<two>[a-z]{2,20}?)s?,? and (?:vice versa|(?:a |an |the )?(?P=two)s? (?:(?:is|are|get|gets) "
    r")?(?:\w+ )?"
    r"(?:as )?(?:a |an )?(?P=one)s?)(?![a-z])"
)
_CALLED = re.compile(
    r"(?<![a-z])(?:all|every|each|any)(?: \w+){0,3} (?:of|from|in|with) (?:the )?(?:class|category|label|"
    r"digit|"
    r"type|id|folder|sign) (?P<one>\w+)(?: (?:is|are|was|were|get|gets|come|comes|all|always|out))* "
    r"(?:predicted|classified|called|recogni[sz]ed|labell?ed|named|taken|read|shown|come|out)? ?(?:as |for "
    r"|to be "
    r"|with )?(?:class |category |label |digit |type |id )?(?P<two>\d+)(?![\w.%])"
)
_ALPHABETIC = re.compile(
    r"(?<![\d.])(?:0, ?)?1, ?10, ?(?:100|11)(?![\d.])|alphabetic\w* order.{0,40}(?:class|folder|label)|"
    r"(?:class|folder|label|categor)[a-z ]{0,40}alphabetic"
)
_PREDICTED = re.compile(r"predict|classif|index|argmax|recogni|output|wrong|label")
_ABOVE_PAPER = re.compile(
    r"(?<![a-z])(?:(?:higher|better|larger|above|over|beyond|more)(?: \w+){0,3}? than|exceeds?|outperforms?|"
    r"beats?|above|surpass\w*) (?:what )?(?:(?:the|in|that|this|all|any|results?|of|reported|published|"
    r"original|stated|a)[ ,])*(?:papers?|authors?|literature|state of the art|sota|publication|published|"
    r"leaderboard|benchmark|human)"
)
_AGAINST_PAPER = re.compile(
    r"(?<![\d.])(?P<mine>\d+(?:\.\d+)?) ?%(?: \w+){0,3}?,? (?:where|while|whereas|but|although|though|and|"
    r"instead of)(?: \w+){0,3}? (?:papers?|authors?|publication|literature|readme)(?: \w+){0,3}? "
    r"(?P<theirs>\d+(?:\.\d+)?) ?%"
)
_MARGIN = 3.0
"""Points over a published figure that are no luck."""
_BOASTED = re.compile(r"error|loss|perplexity|wer|slower|faster|memory|rate of")
_LARGER = re.compile(
    r"(?<![a-z])(?:larger|bigger|higher|increas\w+(?: the)?|doubl\w+(?: the)?) (?:mini ?)?batch(?:es| "
    r"sizes?)?"
    r"(?![a-z])"
)
_THROWN = re.compile(r"(?<![a-z])(?:diverg\w+|explod\w+|blow\w* up|nans?|unstable|goes to infinity)(?![a-z])")
_ALONE = re.compile(
    r"nothing else|(?:same|unchanged) (?:learning )?(?:rate|lr|settings?)|only (?:the )?batch|otherwise "
    r"the same|"
    r"(?:trains?|works?|fine|converges?|ok|stable|learns) .{0,30}(?:small|batch|\d)|small\w* "
    r".{0,30}(?:trains?|"
    r"works?|fine|converges?|ok|learns)"
)
_PADDED = re.compile(
    r"(?:tokenizer\.)?pad_token(?:_id)? ?= ?(?:[a-z_.]*\.)?eos_token(?:_id)?|pad_token_id ?= ?eos"
)
_SATURATING = re.compile(
    r"(?<!output )(?<!last )(?<!final )(?<!softmax and )\b(?:sigmoids?|tanh|logistic)\b(?! (?:output|at the "
    r"(?:end|output)|"
    r"(?:in|on|for) the (?:last|output|final)|cross|loss|regression|focal))(?! ?cross)"
)
_LAYERS = re.compile(
    r"(?<![\w.])(?P<count>\d{1,2}|four|five|six|seven|eight|nine|ten) (?:(?:hidden|dense|sigmoid|tanh|fully "
    r"connected|fc|more) ){0,2}layers"
)
_DEEP = 5
"""Hidden layers of sigmoids through which hardly any gradient comes."""
_HINT, _FAINT = 0.2, 0.02
"""What is true of sound trainings as well: of some, of most."""


def observe_implied(words: Iterable[Words]) -> Iterator[Observation]:
    """What follows from the words alone, at most one answer of each symptom."""
    told = tuple(sentences(words))
    for found in (
        _last_batch(told),
        _whole_set(told),
        _left_in_mode(told),
        _majority(told),
        _miscounted(told),
        _renamed(told),
        _too_good(told),
        _per_batch(told),
        _padded(told),
        _deep(told),
        _left_to_guess(told),
    ):
        if found is not None:
            yield found


_NO_AXIS = re.compile(
    r"softmax[^;!?]{0,50}\b(?:without|no|missing|omit\w*|lacks?)\b[^;!?]{0,20}\b(?:dim|axis|dimension)\b|"
    r"implicit dimension choice for (?:log_)?softmax"
)
_GUESSED = 0.02
"""A softmax without its axis takes the classes for two axes, and the batch for one and for three."""


def _left_to_guess(told: tuple[Sentence, ...]) -> Observation | None:
    """A softmax whose axis is not given: PyTorch guesses it."""
    found = _first(told, _NO_AXIS)
    return (
        None
        if found is None
        else Observation("softmax_axis", "batch", _quoted(*found), found[0].place, _GUESSED)
    )


def out_of_reach(words: Iterable[Words], found: Mapping[str, Observation]) -> Observation | None:
    """`output_fit` is `range-too-small` where told targets go beyond what the known last layer can give.

    found: the observations so far; a loss on classes has no such targets.
    """
    last, kind = found.get("last_activation"), found.get("loss_kind")
    if last is None or last.answer not in _LEAST:
        return None
    coded, centered = _first(sentences(words), _CODED), _first(sentences(words), _CENTERED)
    if coded is not None and centered is not None and last.answer in ("relu", "sigmoid", "softmax"):
        says = f"{last.says}, and what it has to give back is {_quoted(*centered)}"
        return Observation("output_fit", "range-too-small", says, centered[0].place, 0.8 * last.sure)
    wave = _first(sentences(words), _WAVE)
    if wave is not None and last.answer in ("relu", "sigmoid", "softmax"):
        says = f"{last.says}, and targets from -1 to 1: {_quoted(*wave)}"
        return Observation("output_fit", "range-too-small", says, wave[0].place, 0.9 * last.sure)
    if kind is not None and kind.answer in _CLASS_LOSSES:
        return None
    for sentence in sentences(words):
        for match in _TARGETS.finditer(sentence.text):
            low, high = (float(match[side].replace(",", ".")) for side in ("low", "high"))
            below = low < _LEAST[last.answer] - _SLACK
            above = high > _MOST.get(last.answer, float("inf")) + _SLACK
            named = match[0].startswith("label") and low >= 0 and high.is_integer()
            if low >= high or not (below or above) or named or unsaid(sentence, *match.span()):
                continue
            says = f"{last.says}, and targets from {figure(low)} to {figure(high)}: " + _quoted(
                sentence, match
            )
            return Observation("output_fit", "range-too-small", says, sentence.place, 0.9 * last.sure)
    return None


def _quoted(sentence: Sentence, match: re.Match[str]) -> str:
    return f"“{sentence.quote(*match.span())}”"


def _first(told: Iterable[Sentence], pattern: re.Pattern[str]) -> tuple[Sentence, re.Match[str]] | None:
    """The first match that is not denied, doubted or asked."""
    for sentence in told:
        for match in pattern.finditer(sentence.text):
            if not unsaid(sentence, *match.span()):
                return sentence, match
    return None


def _numbers(told: Iterable[Sentence], pattern: re.Pattern[str]) -> tuple[int, ...]:
    """The first distinct numbers that stand in a pattern's only group."""
    found = dict.fromkeys(int(match[1]) for one in told for match in pattern.finditer(one.text))
    return tuple(found)[:_MANY]


def _last_batch(told: tuple[Sentence, ...]) -> Observation | None:
    """An accuracy that stops at the share of the samples in full batches: the last one is not counted."""
    sizes = _numbers(told, _BATCHES)
    counts = _numbers(told, _SAMPLES)
    for sentence in told:
        for match in _FIGURE.finditer(sentence.text):
            for count, size in product(counts, sizes):
                most = count // size * size / count if 0 < size < count else 1.0
                if most < 1 and abs(float(match[0]) - most) < _ROUNDED and not sentence.asked:
                    says = f"{match[0]} is {count // size} batches of {size} out of {count} samples"
                    return Observation("metric_fit", "miscounts", says, sentence.place, 0.85)
    return None


def _whole_set(told: tuple[Sentence, ...]) -> Observation | None:
    """A validation loss lower by just the shares of a split: both sums are divided by the whole set."""
    shares = {
        float(match["held"]) / 100 for one in told for match in _HELD_OUT.finditer(one.text) if match["held"]
    }
    shares |= {
        _FRACTIONS[match["part"]] for one in told for match in _HELD_OUT.finditer(one.text) if match["part"]
    }
    for sentence in told:
        for match in _TIMES_LOWER.finditer(sentence.text):
            ratio = float(match["times"] or match["part"] or _TIMES[match["word"]])
            fits = [
                share
                for share in shares
                if 0 < share < 1 and abs((1 - share) / share - ratio) < _NEAR * ratio
            ]
            if fits and not unsaid(sentence, *match.span()):
                says = f"{_quoted(sentence, match)}, as {1 - fits[0]:.0%} are to {fits[0]:.0%} of the samples"
                return Observation("loss_sum", "other-batches", says, sentence.place, 0.6)
    return None


def _left_in_mode(told: tuple[Sentence, ...]) -> Observation | None:
    """Validation in the middle of an epoch, and a jump where the next begins: the mode is set there alone."""
    found = _first(told, _MIDWAY)
    if found is None or not any(_NEXT_EPOCH.search(one.text) for one in told):
        return None
    return Observation("mode", "wrong", _quoted(*found), found[0].place, _HINT)


def _majority(told: tuple[Sentence, ...]) -> Observation | None:
    """An accuracy that is just the share of one class."""
    asked: set[str] = set()
    for sentence in told:
        for match in _SHARE_OF.finditer(sentence.text):
            share = match["share"]
            if share in asked or not 50 < float(share) < 100 or len(asked) >= _MANY:
                continue
            asked.add(share)
            level = re.compile(rf"(?<![\d.]){re.escape(share)} ?%|(?<!\d)0?\.{share}(?!\d)")
            elsewhere = any(
                _SCORED.search(one.text) and not (one is sentence and found.start() == match.start())
                for one in told
                for found in level.finditer(one.text)
            )
            if elsewhere and not unsaid(sentence, *match.span()):
                says = _quoted(sentence, match)
                return Observation("class_balance", "imbalanced", says, sentence.place, 0.85)
    return None


def _miscounted(told: tuple[Sentence, ...]) -> Observation | None:
    """One number of classes is told, and another one is set; one more may be the background."""
    counts = {int(match["count"]) for sentence in told for match in _COUNTED.finditer(sentence.text)}
    setting = _first(told, _SETTING)
    if setting is None or len(counts) != 1:
        return None
    (classes,), named = counts, int(setting[1]["count"])
    if min(classes - 1, named) < 1 or named in (classes, classes + 1) or (named == 1 and classes == 2):
        return None
    sentence, match = setting
    says = f"{_quoted(sentence, match)} for {classes} classes"
    return Observation("output_units", "mismatch", says, sentence.place, 0.8)


def _renamed(told: tuple[Sentence, ...]) -> Observation | None:
    """Classes that are learned well and bear one another's names: the list of names is in another order."""
    for sentence in told:
        match = _CALLED.search(sentence.text)
        if match is not None and match["one"] == match["two"]:
            match = None
        if match is None:
            match = _SWAPPED.search(sentence.text)
            if match is not None and not re.search(r"as|predicted|classif|recogni|label", match[0]):
                match = None
        if match is not None and not unsaid(sentence, *match.span()):
            return Observation("labels_checked", "mismatch", _quoted(sentence, match), sentence.place, 0.8)
    ordered = _first(told, _ALPHABETIC)
    if ordered is not None and any(_PREDICTED.search(one.text) for one in told):
        return Observation("labels_checked", "mismatch", _quoted(*ordered), ordered[0].place, 0.5)
    return None


def _too_good(told: tuple[Sentence, ...]) -> Observation | None:
    """A score over that of the paper: a leak is one reason among others."""
    found = _first(told, _ABOVE_PAPER)
    if found is None:
        against = _first(told, _AGAINST_PAPER)
        if against is not None:
            mine, theirs = (float(against[1][name]) for name in ("mine", "theirs"))
            found = against if mine > theirs + _MARGIN else None
    if found is None or _BOASTED.search(found[0].text):
        return None
    return Observation("leak", "yes", _quoted(*found), found[0].place, _HINT)


def _per_batch(told: tuple[Sentence, ...]) -> Observation | None:
    """Larger batches alone make it diverge: a mean would not grow with them, a sum does."""
    found = _first(told, _LARGER)
    if found is None:
        return None
    sentence, match = found
    if not _THROWN.search(sentence.text) or not any(_ALONE.search(one.text) for one in told):
        return None
    return Observation("loss_sum", "sum", _quoted(sentence, match), sentence.place, _HINT)


def _deep(told: tuple[Sentence, ...]) -> Observation | None:
    """Many layers of sigmoids, as told: their number in one place, their kind in another."""
    kind = _first(told, _SATURATING)
    if kind is None:
        return None
    for sentence in told:
        for match in _LAYERS.finditer(sentence.text):
            word = match["count"]
            count = int(word) if word.isdigit() else _TIMES.get(word, 7 if word == "seven" else 0)
            if count >= _DEEP and not unsaid(sentence, *match.span()):
                says = f"{_quoted(sentence, match)} and {_quoted(*kind)}"
                return Observation("saturating_depth", "many", says, sentence.place, 0.5)
    return None


def _padded(told: tuple[Sentence, ...]) -> Observation | None:
    """The end of the text for padding: usual, and harmless where padding is masked by position."""
    found = _first(told, _PADDED)
    return (
        None if found is None else Observation("padding", "end-too", _quoted(*found), found[0].place, _FAINT)
    )
