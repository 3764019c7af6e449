"""Prose to observations, to figures and to the number of classes; loaded only where there is prose.

Logs are not read here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.observe.compared import observe_compared
from assistant.observe.counted import observe_counted
from assistant.observe.implied import observe_implied, out_of_reach
from assistant.observe.observation import Observation
from assistant.observe.settings import observe_settings
from assistant.observe.solved import observe_solved
from assistant.observe.stated import stated_curves, stated_ends
from assistant.observe.tried import observe_tried
from assistant.observe.words import is_usual, observe_words, sentences, unsaid
from assistant.run import Words
from assistant.script import Script

__all__ = [
    "has_one_layer",
    "number_of_classes",
    "observe_prose",
    "out_of_reach",
    "stated_curves",
    "stated_ends",
]

_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twenty": 20,
    "hundred": 100,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_SMALL = "\\d{1,5}|one|a single|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred"
_UNITS = re.compile(
    rf"\b(?:last|output|final)(?: \w+)? layer (?:\w+ ){{0,3}}(?P<count>{_SMALL}) "
    r"(?:\w+ )?(?:units?|neurons?|outputs?|nodes?)\b"
    rf"|\b(?P<after>{_SMALL}) (?:output )?(?:units?|neurons?|outputs?|nodes?) in the (?:last|output|"
    rf"final) layer",
    re.I,
)
_SOFTMAX_UNITS = re.compile(
    r"\b(?:dense|linear|fc)\((?:\d+, ?)?(?P<count>\d{1,5})\W[^()]*softmax[^()]*\)|"
    r"\bsoftmax (?:with|over|of) (?P<soft>\d{1,5}) (?:units|outputs|neurons|classes)",
    re.I,
)
_COLUMN = re.compile(r"[\[(](?P<rows>\d+|n|m|b|none|batch(?:_?size)?), ?1[\])]", re.I)
_FLAT = re.compile(r"[\[(](?P<rows>\d+|n|m|b|none|batch(?:_?size)?),?[\])]", re.I)
_MEET = re.compile(
    r"shape|size|mse|loss|criterion|target|pred|label|y_?hat|(?<![a-z])y(?![a-z])|output|vector", re.I
)
"""What stands beside a shape where it is one of the loss's arguments."""
_REACH = re.compile(
    r"\b(?:labels?|targets?|class(?:es)?|ids|annotations?)\b[^.;\d]{0,30}\b0 ?(?:\.\.+|to|-|through) "
    r"?(?P<last>\d{1,4})\b",
    re.I,
)
_NAMED_COUNT = re.compile(
    r"\b(?:num_?class(?:es)?|n_?classes|nc|number of (?:classes|outputs|output units))\b(?: (?:is|was|"
    r"=|to|of|set))*"
    r"[ =:]*(?P<count>\d{1,4})\b",
    re.I,
)
_ENDS = re.compile(
    r"(?<!val )(?<!validation )(?<!test )\b(?:loss|cost|error)\b(?: (?!val|test)[a-z]+){0,3}?"
    r"(?: (?:and|/|,) val[a-z]* (?:loss|error))?(?: [a-z]+){0,2}?(?: from |[ :=]+(?=[\d.]+ ?-+>))"
    r"(?:about |~)?(?P<first>\d+(?:\.\d+)?)(?: (?:and|/) \d+(?:\.\d+)?)? ?(?:-+>|(?:up |down )?to)"
    r"(?: about| around| under| below| less than| almost| nearly| only)* ?(?P<last>\d+(?:\.\d+)?)(?![\w%]|"
    r"\.\d)"
)
_CLASSES = re.compile(
    r"\b(?<!\d[.,])(?<!of the )(?<!of )(?P<count>\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|"
    r"twenty|hundred)"
    r"(?:[\s-]+(?:(?!per\b|each\b|every\b|of\b|in\b|on\b|from\b|for\b)\w+\s+){0,2}?(?:class(?:es)?|"
    r"categories|"
    r"labels|folders|languages|species|emotions|breeds|identities|letters|genres|intents)\b|"
    r"[\s-]ways?\b)"
    r"|(?:num_?classes|n_?classes|number of (?:classes|categories))\s*(?:=|:|is|of|"
    r"set to)?\s*(?P<named>\d{1,5})\b"
    r"|(?P<han>\d{1,5}|[二两三四五六七八九十])\s*个?(?:不同的?|图像|文本)?(?:类|分类)(?!似)"
    r"|类别?(?:数|个数|数量)\s*(?:为|是|=|:|:)?\s*(?P<han_named>\d{1,5})",
    re.I,
)
_LISTED = re.compile(
    r"\b(?:labels?|classes|class labels)\b[^.\d]{0,20}(?P<ids>0(?:, ?\d{1,2}){1,20})(?![\d.])", re.I
)
_BINARY = re.compile(
    r"(?<!tensorflow )(?<!pytorch )\bbinary\b(?![\s_-]*(?:cross|x-?ent|accuracy|loss|mask|file|search|"
    r"string|features?|inputs?|code|tree|wheel|packages?|is optimized))"
    r"|\b(?:yes/no|yes or no|true/false|spam or|positive or negative|positive/negative)\b"
    r"|\b(?:cats?|dogs?)\s*(?:vs\.?|versus|and|or)\s*(?:cats?|dogs?)\b|猫狗|正负样本",
    re.I,
)
_ENTROPY = re.compile(r"cross[ _]?entropy|crossentropyloss|softmax", re.I)
_LEAST = re.compile(
    r"(?:never|not|cannot|unable to|fails to) (?:\w+ ){0,2}?(?:gets?|go(?:es)?|falls?|drops?|comes?) (?:any "
    r")?"
    r"(?:below|under|lower than|beneath) (?:about |around |roughly )?(?P<value>\d\.\d+)"
)
_ANEW = re.compile(
    r"(?:cosine|sgdr|cyclic|warm|annealing|decay|schedule)[a-z ]* (?:with |and |has |of )?(?:warm "
    r")?restarts?\b|"
    r"restarts? of (?:the |a |each |every )?(?:cosine|cyclic|sgdr|warm|annealing|schedule|learning rate|lr|"
    r"cycle)|\w*warm_?restarts?\b|\bsgdr\b"
)
_THROWN_BACK = frozenset(
    (
        *(("loss_trend", answer) for answer in ("jump", "rising", "diverging", "oscillating")),
        *(("accuracy_trend", answer) for answer in ("falling", "erratic")),
        *(("loss_spikes", answer) for answer in ("isolated", "frequent")),
        ("loss_period", "jumps-at-epoch"),
    )
)
_SAID_SO = re.compile(
    r"^\W*(?:looks|seems|sounds|all|ok|okay|fine|normal|right|good|expected|correct|alright)\b"
)
"""What is a question by its mark alone."""
_ASKS_BELOW = re.compile(
    r"^\W*(?:so |but |and )?(?:can|could|how can|how could|why can|is it possible|is it normal|is it "
    r"ok)[a-z ,']{1,40}"
    r"(?:loss|cost|objective|cross ?entropy|kl)[a-z ]{1,30}(?:negative|below zero|less than zero|below 0)"
)
_OF_A_DENSITY = re.compile(
    r"gaussian[_ ]?nll|mixture density|gaussian mixture|\bmdns?\b|normali[sz]ing flows?|log[_ ]densit|"
    r"gaussian (?:decoder|likelihood|output|log likelihood|negative log)|heteroscedastic"
)
_TABLE = re.compile(
    r"\b(?:csv|excel|spreadsheet|pandas|data ?frames?|dataframe|sql|tabular|columns?|tables?|sensor data|"
    r"time series)\b"
)
_PICTURED = re.compile(
    r"imag|pictur|\bbox|bbox|annotat|detect|segment|audio|video|r ?cnn|retinanet|yolo|\bssd\b"
)
_AGAINST = re.compile(
    r"(?<![a-z])(?:w|dc|c|lsg?|sr|esr)?gans?(?![a-z])|discriminator|adversarial|生成对抗|判别器"
)
_BETWEEN = re.compile(
    r"acc\w*(?: \w+){0,6} between (?P<low>\d+(?:\.\d+)?) ?%? and (?P<high>\d+(?:\.\d+)?)(?![\d.])"
)
_WOBBLE = 0.03
_USUAL_THERE = 0.1
"""How much losses that swing say where two networks are trained against each other."""
_ONE_TOKEN = re.compile(r"(?i)pad.*(?:eos|end)|(?:eos|end).*pad|填充")
_ONE_TOKEN_SAYS = 0.02
"""How much it says that one token fills up and ends texts: many sound scripts set it so."""
_NAN = re.compile(r"\bnans?\b")
_SPLIT_OFF = re.compile(r"validation[_ ]split")
_MIXED = re.compile(
    r"(?:shuffl\w*|permut\w*|randomi[sz]\w*|random order)"
    r"(?: (?:the|all|my|them|rows|data|samples|it|x|and|y))* "
    r"(?:before|first|beforehand|prior)|train_test_split|(?:before|then) .{0,30}validation[_ ]split"
)
"""What is said where the rows are mixed before they are split."""
_KNOWN_SETS = {
    "cifar-100": 100,
    "cifar100": 100,
    "cifar": 10,
    "mnist": 10,
    "imagenet": 1000,
    "iris": 3,
    "imdb": 2,
    "xor": 2,
}


_ONE_LAYER = re.compile(
    r"\b(?:one|a single|single|1) (?:(?:softmax|linear|dense|conv\w*|fully connected) )?layer\b(?! (?:of|"
    r"lstm))|"
    r"\b(?:logistic|softmax|linear) regression|\bone conv layer|\blinear (?:model|layer only)|"
    r"(?<!layer )(?<!multi )\bperceptron\b"
)
_HIDDEN = re.compile(r"hidden|(?<!single )(?<!one )(?<!1 )layers|deep|multi ?layer|mlp", re.I)
_LAYER_MADE = re.compile(r"\bmatmul\(|\b(?:nn\.)?Lin(?:ear)?\(|\bDense\(|Conv\w*\(|LSTM\(|GRU\(|\.dot\(| @ ")


def has_one_layer(words: Iterable[Words], scripts: Iterable[Script]) -> bool:
    """A network of one layer, as a person says or as the code makes it."""
    told = sentences(words)
    if any(_ONE_LAYER.search(one.text) for one in told) and not any(_HIDDEN.search(one.text) for one in told):
        return True
    made = [line.text for script in scripts for line in script.lines if _LAYER_MADE.search(line.text)]
    return len(made) == 1 and len(_LAYER_MADE.findall(made[0])) == 1


def observe_prose(words: Iterable[Words]) -> Iterator[Observation]:
    """What the words say of any symptom, phrases before settings."""
    pieces = tuple(words)
    yield from observe_solved(pieces)
    yield from _units(pieces)
    yield from _from_to(pieces)
    yield from _reach(pieces)
    yield from _shapes(pieces)
    yield from _density(pieces)
    said = tuple(_of_two(pieces, observe_words(pieces)))
    yield from _with_comparison(said, tuple(observe_compared(pieces)))
    yield from _restarts(pieces, said)
    yield from observe_tried(pieces)
    yield from observe_settings(pieces)
    yield from _wonders(pieces)
    yield from _below(pieces)
    yield from _cells(pieces)
    yield from _floor(pieces)
    yield from _cut(pieces)
    yield from observe_counted(pieces)
    yield from observe_implied(pieces)


def _is_little(match: re.Match[str]) -> bool:
    """A range that an accuracy may move in at the end of any good training."""
    low, high = float(match["low"]), float(match["high"])
    scale = 100 if high > 1 else 1
    return low > scale / 2 and 0 <= high - low <= _WOBBLE * scale


def _of_two(words: tuple[Words, ...], said: Iterable[Observation]) -> Iterator[Observation]:
    """What is said, without what is usual: a small wobble, two networks against each other."""
    told = sentences(words)
    against = any(_AGAINST.search(sentence.text) for sentence in told)
    little = any(_is_little(match) for sentence in told for match in _BETWEEN.finditer(sentence.text))
    for one in said:
        if little and (one.symptom, one.answer) == ("accuracy_trend", "erratic"):
            continue
        swings = one.symptom in ("loss_trend", "loss_spikes") and one.answer in ("oscillating", "frequent")
        if (one.symptom, one.answer) == ("padding", "end-too") and _ONE_TOKEN.search(one.says):
            yield one._replace(sure=_ONE_TOKEN_SAYS)
        else:
            yield one._replace(sure=_USUAL_THERE) if against and swings else one


def _cells(words: tuple[Words, ...]) -> Iterator[Observation]:
    """A loss that is NaN on rows of a table: tables have empty cells, pictures have none."""
    told = sentences(words)
    if any(_PICTURED.search(one.text) for one in told):
        return  # a table of annotations
    table = next(((one, match) for one in told if (match := _TABLE.search(one.text))), None)
    if table is not None and any(
        (match := _NAN.search(one.text)) and not unsaid(one, *match.span()) for one in told
    ):
        one, found = table
        says = f"“{one.quote(*found.span())}”: the data are a table, and tables have empty cells"
        yield Observation("inputs_checked", "non-finite", says, one.place, 0.12)


def _wonders(words: tuple[Words, ...]) -> Iterator[Observation]:
    """A question whether something is as usual."""
    for sentence in sentences(words):
        if is_usual(sentence.text) and (sentence.asked or not _SAID_SO.match(sentence.text)):
            says = f"“{sentence.quote(0, len(sentence.text))}”"
            yield Observation("worry", "wonders", says, sentence.place, 0.8)
            return


def _below(words: tuple[Words, ...]) -> Iterator[Observation]:
    """Who asks whether a loss can be negative has one."""
    for sentence in sentences(words):
        match = _ASKS_BELOW.search(sentence.text)
        if match is not None:
            says = f"“{sentence.quote(*match.span())}”"
            yield Observation("loss_level", "negative", says, sentence.place, 0.7)
            return


def _density(words: tuple[Words, ...]) -> Iterator[Observation]:
    """A loss that is the log of a density, wherever it is said, though other words are longer."""
    for sentence in sentences(words):
        match = _OF_A_DENSITY.search(sentence.text)
        if match is not None and not unsaid(sentence, *match.span()):
            says = f"“{sentence.quote(*match.span())}”"
            yield Observation("negative_by_design", "yes", says, sentence.place, 0.85)
            return


def _floor(words: tuple[Words, ...]) -> Iterator[Observation]:
    """A loss that never gets below what softmax applied twice costs at best, ln(1 + (K - 1)/e)."""
    if not any(_ENTROPY.search(piece.text) for piece in words):
        return
    classes = number_of_classes(words)
    for sentence in sentences(words):
        match = _LEAST.search(sentence.text)
        if match is None or len(match["value"]) < len("0.00"):
            continue
        value = float(match["value"])
        for k in (classes,) if classes else (*range(3, 11), 100, 1000):
            least = math.log1p((k - 1) / math.e)
            if abs(value - least) < 0.005:
                says = f"“{sentence.quote(*match.span())}”: ln(1 + {k - 1}/e) = {least:.4f}"
                sure = 0.7 if classes else 0.35
                yield Observation("loss_level", "double-softmax-floor", says, sentence.place, sure)
                return


def _restarts(words: tuple[Words, ...], said: tuple[Observation, ...]) -> Iterator[Observation]:
    """A schedule that begins anew, where the loss or the accuracy is told to jump back."""
    if not any((one.symptom, one.answer) in _THROWN_BACK for one in said):
        return
    for sentence in sentences(words):
        match = _ANEW.search(sentence.text)
        if match and not unsaid(sentence, *match.span()):
            says = f"“{sentence.quote(*match.span())}”"
            yield Observation("rate_and_loss", "jumps", says, sentence.place, 0.75)
            return


def _cut(words: tuple[Words, ...]) -> Iterator[Observation]:
    """Keras cuts the last rows off before it shuffles: no fault by itself, but no random split either."""
    if any(_MIXED.search(sentence.text) for sentence in sentences(words)):
        return
    for sentence in sentences(words):
        match = _SPLIT_OFF.search(sentence.text)
        if match and not unsaid(sentence, *match.span()):
            says = f"“{sentence.quote(*match.span())}” cuts off the last rows as they stand"
            yield Observation("split", "ordered", says, sentence.place, 0.25)
            return


def _with_comparison(
    said: tuple[Observation, ...], compared: tuple[Observation, ...]
) -> Iterator[Observation]:
    """What phrases say, and what is compared; a figure at chance says more than that it is worse."""
    gap = next((one for one in said if one.symptom == "validation_gap"), None)
    for one in compared:
        worse = one.answer != "better"
        if not (worse and gap is not None and gap.answer in ("large", "at-chance", "below-chance")):
            yield one
    yield from said


def _shapes(words: tuple[Words, ...]) -> Iterator[Observation]:
    """A column of as many rows as a flat vector has, told of what meets in the loss."""
    columns, flats = (
        {
            match["rows"].lower(): (piece, match[0])
            for piece in words
            if _MEET.search(piece.text)
            for match in pattern.finditer(piece.text)
        }
        for pattern in (_COLUMN, _FLAT)
    )
    for rows in columns.keys() & flats.keys():
        piece, column = columns[rows]
        yield Observation("shapes", "different", f"“{column}” and “{flats[rows][1]}”", piece.place, 0.8)
        return


def _from_to(words: tuple[Words, ...]) -> Iterator[Observation]:
    """The way of the loss where both ends are told: “went from 1.2 to 3.5”."""
    for sentence in sentences(words):
        match = _ENDS.search(sentence.text)
        if match is None or unsaid(sentence, *match.span()):
            continue
        first, last = float(match["first"]), float(match["last"])
        if first > 0 and (last < 0.7 * first or last > 1.3 * first):
            answer = "falling" if last < first else "diverging" if last > 100 * first else "rising"
            says = f"“{sentence.quote(*match.span())}”"
            yield Observation("loss_trend", answer, says, sentence.place, 0.7)
            return


def _reach(words: tuple[Words, ...]) -> Iterator[Observation]:
    """Labels of 0 to N beside a number of classes that is not N + 1."""
    reach = next(((piece, match) for piece in words if (match := _REACH.search(piece.text))), None)
    named = next((match for piece in words if (match := _NAMED_COUNT.search(piece.text))), None)
    if reach is not None and named is not None and int(named["count"]) != int(reach[1]["last"]) + 1:
        says = f"“{reach[1][0].strip()}” and “{named[0].strip()}”"
        yield Observation("output_units", "mismatch", says, reach[0].place, 0.8)


def _units(words: tuple[Words, ...]) -> Iterator[Observation]:
    """The units of the last layer, where a number is told of them and of the classes."""
    classes = number_of_classes(words)
    for piece in words:
        text = piece.text.replace("\n", " ")
        match = _UNITS.search(text) or _SOFTMAX_UNITS.search(text)
        if match is None or classes is None:
            continue
        count = next(group for group in match.groups() if group)
        number = int(count) if count.isdigit() else _NUMBERS.get(count.lower(), 1)
        if number == classes or (number == 1 and classes == 2):
            continue
        says = f"“{match[0].strip()}” for {classes} classes"
        yield Observation("output_units", "mismatch", says, piece.place, 0.8)
        return


def number_of_classes(words: Iterable[Words]) -> int | None:
    """K as the person says it: “two classes”, “7 languages”, “二分类”, “MNIST”.

    Of several counts the one that is told most often, and the largest of those: a problem of two
    classes that “was extended to three” has three.
    """
    counts: Counter[int] = Counter()
    told = None
    for piece in words:
        for match in _CLASSES.finditer(piece.text):
            count = next(group for group in match.groups() if group)
            number = int(count) if count.isdigit() else _NUMBERS[count.lower()]
            if number >= 2:
                counts[number] += 1
        for match in _LISTED.finditer(piece.text):
            listed = [int(number) for number in re.findall(r"\d+", match["ids"])]
            if listed == list(range(len(listed))):
                counts[len(listed)] += 1
        if _BINARY.search(piece.text):
            told = 2
        if told is None:
            lowered = piece.text.lower()
            told = next((k for name, k in _KNOWN_SETS.items() if name in lowered), None)
    if counts:
        most = max(counts.values())
        return max(number for number, times in counts.items() if times == most)
    return told
