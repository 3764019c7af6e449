"""Words to symptoms: the phrases that the answers declare, with denial and doubt kept out.

Numbers in prose are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from assistant.observe.observation import Observation
from assistant.run import Place, Words
from assistant.symptoms import SYMPTOMS
from assistant.symptoms.phrases import is_chinese, is_weak, needs, parts, pattern

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "。、’‘`´“”–—−→\u3000\t\n", ".,''''\"\"--->   "
)
_CONTRACTED = {"wo": "will", "ca": "can", "sha": "shall"}
_TYPOS = {
    "trainning": "training",
    "trainig": "training",
    "traning": "training",
    "traing": "training",
    "validaton": "validation",
    "validtion": "validation",
    "valdation": "validation",
    "vaildation": "validation",
    "accurancy": "accuracy",
    "acuracy": "accuracy",
    "accuarcy": "accuracy",
    "accurracy": "accuracy",
    "accuray": "accuracy",
    "accracy": "accuracy",
    "learing": "learning",
    "leanring": "learning",
    "gradiant": "gradient",
    "gradiants": "gradients",
    "gradiens": "gradients",
    "overfiting": "overfitting",
    "overfited": "overfitted",
    "underfiting": "underfitting",
    "convering": "converging",
    "convergate": "converge",
    "flactuate": "fluctuate",
    "flactuates": "fluctuates",
    "flactuating": "fluctuating",
    "flucuate": "fluctuate",
    "flucuates": "fluctuates",
    "flucuating": "fluctuating",
    "osciallate": "oscillate",
    "oscilate": "oscillate",
    "oscilates": "oscillates",
    "oscilating": "oscillating",
    "ocsillates": "oscillates",
    "decresing": "decreasing",
    "decreses": "decreases",
    "decrese": "decrease",
    "decreaseing": "decreasing",
    "incresing": "increasing",
    "increses": "increases",
    "increse": "increase",
    "predicition": "prediction",
    "predicitons": "predictions",
    "stucked": "stuck",
    "stucks": "stuck",
    "loos": "loss",
    "lossess": "losses",
    "normalised": "normalized",
    "normalise": "normalize",
    "normalising": "normalizing",
    "normalisation": "normalization",
    "standardised": "standardized",
    "standardise": "standardize",
    "initialised": "initialized",
    "initialisation": "initialization",
    "initialise": "initialize",
    "initialising": "initializing",
    "regularisation": "regularization",
    "generalise": "generalize",
    "generalises": "generalizes",
    "generalisation": "generalization",
    "optimiser": "optimizer",
    "behaviour": "behavior",
    "regularised": "regularized",
}
_REWRITTEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\s+"), " "),
    (
        re.compile(
            r"\b(do|does|did|is|are|was|were|wo|ca|have|has|had|could|would|should)(?:n['’]?t|['’]n?t|"
            r"s['’]nt)\b",
            re.I,
        ),
        lambda m: f"{_CONTRACTED.get(m[1].lower(), m[1])} not",
    ),
    (re.compile(r"\bcan ?not\b", re.I), "cannot"),
    (re.compile(r"(?<=[a-z])'(?:s|re|ve|m)\b(?= )", re.I), ""),
    (re.compile(r"\b(val|valid|validation|train|training|test|eval|dev)_(?=[a-z])", re.I), r"\1 "),
    (re.compile(r"[~≈](?=\d)"), ""),
    (re.compile(r"(?<=[a-z]) ?= ?(?=(?:nan|inf)\b)", re.I), " is "),
    (
        re.compile(
            r"(?<![\w.])(?:(?:torch\.)?nn\.(?:functional\.)?|f\.(?=[a-z_]{4})|tf\.nn\.|"
            r"(?:tf\.)?keras\.(?:layers|losses|activations|optimizers)\.|tf\.(?:layers|train|losses)\.|"
            r"slim\.|layers\.|"
            r"torch\.optim\.|optim\.(?!step|zero))(?=[a-z])"
        ),
        "",
    ),
    (
        re.compile(r"\)\)?\s*;?\s*\w+\.add\((?:keras\.)?(?:layers\.)?activation\(\W?(\w+)\W?\)\)", re.I),
        r") -> \1",
    ),
    (re.compile(r"(?<![\w.])_([A-Za-z][A-Za-z ]*[A-Za-z])_(?!\w)"), r"\1"),
    (re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])"), " "),
    (re.compile(r"[A-Za-z]{4,}"), lambda m: _TYPOS.get(m[0].lower(), m[0])),
    (re.compile(r"\b(train|val|test)(?=(?:loss|acc)\b)", re.I), r"\1 "),
    (re.compile(r"(?<=\d) (?=%)|\*\*?(?=[A-Za-z\s,.]|$)|\"|(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])"), ""),
)
"""What one person writes one way and another another, brought to one form; letters only."""

_SENTENCE = re.compile(
    r"(?<=[a-z\u4e00-\u9fff\d%)\]'])[.!?;]+(?=\s|$|[\u4e00-\u9fff])|[!?;]+|(?<=\.\.)\.+(?!\))"
)
_SUBJECT = (
    r"(?:the|my|our|its|it|i|we|this|that|these|then|so|still|nothing|none|loss|losses|acc|accuracy|"
    r"training|train|"
    r"val|validation|test|model|network|net|every|all|both|in|at|after|now|only|no|he|she|they|there|"
    r"everything|"
    r"not|what|why|how|however|but|and (?:the|my|it|i|we|still|loss|acc\w*|nothing|then|now))"
)
_TURN = r" (?:but|however|although|though|whereas|while|because|yet|whilst|except|since) |[:>]|--"
_DENIAL_ENDS = re.compile(rf"{_TURN}|, ?| (?:and|so|then|when|which|that) |[,;]")
_DOUBT_ENDS = re.compile(rf"{_TURN}|, ?(?={_SUBJECT}\b)| and (?={_SUBJECT}\b)| (?:so|then|when|where) |\) ")
_DENIED = re.compile(
    r"\b(?:no|without)\b(?: (?!(?:it|is|are|they|we|i)\b)[\w'%./()-]+){0,3} ?$"
    r"|\b(?:not|never|neither|nor|cannot|hardly|instead of|rather than|prevent\w*|avoid\w*|"
    r"fix(?:ed|es)|"
    r"solv\w+|unlike|far from|remov\w+|disabl\w+|except)\b(?: [\w'%./()-]+){0,3} ?$"
    r"|(?:不是|并不|没有|不会|未|没|不|避免|防止|解决了|并非|而非|不像)[^,.]{0,3}$",
)
_DOUBTED = re.compile(
    r"\b(?:if|would|could|might|may|should|supposed|expect(?:ed|s|ing)?|want\w*|hop(?:e|ed|ing)|try|"
    r"tried|trying|"
    r"whether|unless|until|used to|before|maybe|perhaps|possibly|probably|suggest\w*|recommend\w*|"
    r"advi[sc]e\w*|"
    r"suspect\w*|worr\w+|afraid|assum\w*|suppos\w*|prevent\w*|is (?:it|this|there)|can (?:it|this|we|i|you)|"
    r"how (?:to|do|can)|e\.g\.|for example|let us|will (?:it|this|that)|please|according to|i read|"
    r"was told|previously|"
    r"or (?:am|is|are|do|does|did|was|were|should|could) (?:i|it|this|we|my|the|they)|"
    r"people (?:say|said)|make sure|shall|need to|paper|plan to|going to|considering)\b[^;]{0,70}$"
    r"|(?:如果|要是|假如|若是|应该|希望|可能|期望|是否|会不会|以为|尝试|试过|试了|建议|理论上|本来|怀疑|"
    r"担心|怎么让|如何让|"
    r"怎样让|想让|能否|难道|有人说|按理|防止|是不是|有没有)[^,.]{0,12}$",
)
_HARMLESS = re.compile(
    r"\b(?:(?:do|did|can|could|does) ?not|cannot|could not) (?:\w+ )?(?:know|understand|see|get|explain|"
    r"tell|find|"
    r"figure(?: out)?)(?: out)?(?: the reason)?(?: why| what| how| where| for|$)|\bnot (?:sure|clear|"
    r"certain)(?: why| what| how| where|(?= *,))"
    r"|^\W*for (?:example|instance)\b|(?<!what )(?<!know )(?<!sure )(?<!wonder )(?<!see )(?<!check )(?<!ask )"
    r"(?<!wondering )(?<!even )\b(?:if|when|once|whenever) (?:i|we|you) (?:only |just |also |do not |"
    r"instead )?"
    r"(?=(?:lower|reduce|decrease|increase|raise|use|set|train|run|remove|take|add|change|switch|replace|turn|"
    r"make|put|start|feed|give|shuffle|normalize|standardize|scale|load|restart|resume|drop|skip|disable|"
    r"enable|freeze|keep|double|halve|multiply|divide|limit|clip|initialize|leave|delete|comment|go)\b)"
    r"|(?<!what )(?<!know )(?<!sure )(?<!wonder )\b(?:if|when) (?:the|my|all)(?: \w+){1,3} (?:is|are) "
    r"(?=(?:shuffled|normalized|scaled|standardized|removed|disabled|frozen|lowered|reduced|increased|set|added|"
    r"left|changed|used|sorted|restarted|loaded)\b)"
    r"|\bno (?:idea|clue|matter)(?: why| what| how)?|\bnot only|\bnot because|\bno doubt|\bnot surprising\w*|"
    r"\b(?:no|without(?: any)?) errors?\b|"
    r"\b(?:what|why|how|which|where) (?:would|could|might|may|should|can|do|does|did|will)(?: be| cause|"
    r" make)?|"
    r"\b(?:could|can|would|will|may) (?:any ?one|some ?one|you|any ?body|some ?body|i ask|it be)|"
    r"\bwould (?:like|love|appreciate)|\bwould be (?:great|nice|appreciated)|\bi want to (?:know|ask|"
    r"understand)|"
    r"\bwant to know|\bwant to ask|\bi(?: am)? wonder(?:ing)?(?: if| why| whether)?|"
    r"\bis (?:it|this|that)(?: \w+)? (?:normal|ok|okay|common|possible|expected|weird|usual|correct|"
    r"right|bad|natural)"
    r"(?: that| when| if| for| to)?|\bas expected|\bas (?:it|they) should|\b(?:no matter|even) if|"
    r"\bif (?:i|we) (?:compute|calculate|count|evaluate|predict|test|call|print|check|feed|look|"
    r"inspect|plot)\b|"
    r"\b(?:that|which|it|model|network|net|rnn|lstm|cnn) should (?=predict|classify|estimate|forecast)|"
    r"\bis (?:it|this|that)(?: \w+)? (?:on purpose|intended|intentional|a bug|by design|known|strange|"
    r"because|due to)"
    r"(?: that| when| if)?|"
    r"\bis there (?:a|any|some) (?:\w+ )?(?:reason|explanation|cause|way to explain)(?: why| that| for)?|"
    r"\bhop(?:e|ing) (?:some|any)\w+|\bif (?:any|some)(?:one|body)|"
    r"\btry(?:ing)? to (?:evaluate|predict|test|apply|load|run|restore|train|build|implement|classify|use|"
    r"fit|predict|fine tune|write|make|create|do|"
    r"solve|learn|"
    r"run|reproduce|understand|figure out|find out)|\btried to (?:train|build|implement|fit|fine tune|"
    r"use|run|reproduce)|"
    r"\bwant to (?:train|build|classify|predict|fit|use|detect|do)|"
    r"不知道(?:为什么|为何|为啥|是什么原因|什么原因|怎么回事|是不是|怎么)?|不(?:懂|明白|清楚|"
    r"理解)(?:为什么|为何|为啥)?|"
    r"搞不懂|想不通|可能是什么(?:原因)?|不管(?:怎么|如何)?|无论(?:怎么|如何)?|不论(?:怎么|如何)?|请问是不是"
)
"""Words that sound like denial or doubt and are neither: taken out of what stands before a phrase."""
_UNDONE = re.compile(
    r"^,? ?(?:\w+ ){0,3}?(?:disappear\w*|goes away|went away|is gone|was (?:fixed|solved)|"
    r"(?:is|was|are|does|do|did) not (?:the |a |my )?(?:problem|issue|case|reason|cause|happen\w*|"
    r"occur\w*)|would (?:help|be)|should|ha[sd] no (?:effect|influence)|"
    r"is (?:silently )?ignored|does nothing)\b"
    r"|^[^,.]{0,4}(?:消失|没了|解决了|的问题已)"
)
_ASKED = re.compile(
    r"^\W*(?:so,? |then,? |and,? |or |but )?(?:is|are|does|do|did|was|can|could|would|will|should|has|have)\b"
    r"(?! (?:any|some) ?(?:one|body)| you| it (?:normal|ok|weird|common|possible|usual)| this (?:normal|"
    r"ok|common)| i ask| there (?:a|any|some) (?:\w+ )?(?:reason|explanation|cause)"
    r"| (?:it|this|that)(?: \w+)? (?:on purpose|intended|intentional|expected that|a bug|by design|known|"
    r"strange))"
)
_USUAL = re.compile(
    r"^\W*(?:so |then |and |or |but )?(?:is|are) .*\b(?:ok|okay|normal|fine|expected|usual|acceptable|"
    r"reasonable|common|"
    r"alright|a problem|good|bad|too (?:high|low|slow|large|small))\W*$"
)
"""A question whether something is as it should be takes for granted that it is so."""
_SHORTLY = re.compile(
    r"^\W*(?:(?:is|are|does|do) (?:it|this|that|these|they) )?(?:looks? |seems? |sounds? |be )?(?:all )?"
    r"(?:ok|okay|fine|normal|right|good|expected|usual|alright|correct)\W*$"
)
"""`Normal?`, `Looks right?`"""
_FILLERS = re.compile(
    r"\b(?:just|simply|really|actually|basically|literally|somehow|apparently|obviously|clearly|seemingly|"
    r"essentially|effectively|practically|virtually|usually|generally|typically|suddenly(?= always)|"
    r"of course|in fact|as well|at all|kind of|sort of|more or less|also|even|quite|rather(?! than)|"
    r"pretty|still|again(?!st)|already|mostly|consistently|"
    r"the(?! same| mean| average)|my|our|its|their|his|a(?= [a-z]{3})|an(?= [a-z]{3})) "
)
"""Words that fill a sentence and change nothing of what it says of a training."""
_CONTINUED = re.compile(r"[^.!?:;。!?:;)]\s*$")
_LONG = 50
"""Characters of a line that was wrapped rather than ended."""
_WIDEST = 120
"""Characters of a line in a text that its writer wraps by hand; where one is wider, a line ends where it "
"ends."""
_WORKS = re.compile(
    r"\b(?:works?|worked|working|converges|converged|(?:is|are|was|runs?|ran|trains|trained|learns|"
    r"everything) "
    r"(?:fine|well|ok|okay|normal|stable|good))(?! tun) (?:\w+ ){0,2}?(?:with|for|when|if|using|on|"
    r"at)\b[^,;:]{0,60}$"
)
"""What stands before a setting with which all is well: it is not the one that is asked about."""
_ONLY_IF = re.compile(r"\bif (?:i|we|you) [^,;]{0,60}$")
STATES = frozenset(
    (
        "input_scaling",
        "learning_rate",
        "precision",
        "target_scaling",
        "regularization",
        "shuffled",
    )
)
"""Settings of which a person tells which one works as well as which one does not."""
_SET = STATES | frozenset(
    ("batch_size", "optimizer", "dropout", "normalization", "initialization", "training_length")
)
"""What is set: under an `if I` it is one of several that were tried."""
_THERE = {
    ("accuracy_level", "zero"): ("validation_gap", "below-chance"),
    ("accuracy_level", "below-chance"): ("validation_gap", "below-chance"),
    ("accuracy_level", "chance"): ("validation_gap", "at-chance"),
    **{("loss_trend", answer): ("validation_trend", "stuck") for answer in ("flat", "frozen", "plateau")},
    **{("accuracy_trend", answer): ("validation_trend", "stuck") for answer in ("flat", "frozen")},
    **{("loss_trend", answer): ("validation_trend", "rises") for answer in ("rising", "diverging")},
    ("loss_trend", "nan"): ("validation_trend", "nan"),
    ("loss_trend", "oscillating"): ("validation_trend", "swings"),
    ("accuracy_trend", "erratic"): ("validation_trend", "swings"),
}
"""What is said of a figure, and what it says where that figure is of held-out data."""
_HELD_OUT = re.compile(
    r"\b(?:during|in|on|at|for|while|when) (?:the |my |its |i |we |you )?(?:try to |tried to |want to "
    r")?(?:val(?:idat\w+)?|test(?:ing| set| phase| time)?|"
    r"eval(?:uat\w+)?)(?! ?(?:and|loss|acc|error|score|split))"
)
_TRAINED = re.compile(r"\btrain")
_OF_FITTING = re.compile(
    r"\btrain\w* (?:\w+ )?(?:acc|loss|err|score|set|data|perform|curve)|\bloss|overfit|converge|learns\b|"
    r"\btraining (?:is|goes|works)|(?:good|well|fine|perfect|great|wonderful)\w*[^.]{0,30}\btrain|"
    r"\btrain[^.]{0,30}\b(?:good|well|fine|perfect|great|wonderful)"
)
"""Something is said of how training itself goes."""
_SIDES = re.compile(r" (?:but|while|whereas|however|although|though) |[;:]")
_WISHED = frozenset(("task",))
"""What is said by a wish as well: what shall be learned."""
_ASKABLE = frozenset(("worry",))
"""What a question says as well as a statement."""
_LONGEST = 2000
"""Characters of a sentence that are looked at."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, cleaned (small letters, one form of each word), and how it stood there.

    asked: it is a question that yes or no would answer.
    """

    text: str
    place: Place
    asked: bool
    _whole: str
    _origins: tuple[int, ...]

    def quote(self, first: int, last: int) -> str:
        """The words as they were written, for a span of `text`."""
        written = self._whole[self._origins[first] : self._origins[last - 1] + 1]
        return " ".join(written.split()).strip(" ,.;:")


def observe_words(words: Iterable[Words]) -> Iterator[Observation]:
    """Each answer whose phrase stands in the words, once: of a symptom, the longest match.

    A weak phrase gives way to any other.
    """
    best: dict[str, tuple[bool, int, Observation]] = {}
    said = tuple(sentences(words))
    fitted = any(_OF_FITTING.search(one.text) for one in said)
    for sentence in said:
        for told in (sentence, *_bare(sentence)):
            for symptom, answer, weak, spans in _matches(told):
                first, last = spans[0][0], max(end for _, end in spans)
                there = fitted or symptom != "accuracy_level"  # else training may be no better
                if there and (symptom, answer) in _THERE and _is_held_out(told.text, first):
                    symptom, answer = _THERE[symptom, answer]  # noqa: PLW2901
                length = sum(end - start for start, end in spans)
                says = f"“{told.quote(first, last)}”"
                found = Observation(symptom, answer, says, told.place, 0.7 if weak else 0.85)
                if symptom not in best or (not weak, length) > best[symptom][:2]:
                    best[symptom] = (not weak, length, found)
    yield from (found for _, _, found in best.values())


def _is_held_out(text: str, first: int) -> bool:
    """The clause began with “during validation”: what it tells of loss and accuracy is of held-out data."""
    before = _after(_SIDES, text[:first])
    return _HELD_OUT.search(before) is not None and _TRAINED.search(before) is None


def _bare(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence without the words that only fill it, where it has any: “it is just simply stuck”."""
    if not is_chinese(sentence.text) and _FILLERS.search(sentence.text):
        pieces: list[str] = []
        origins: list[int] = []
        at = 0
        for match in _FILLERS.finditer(sentence.text):
            pieces.append(sentence.text[at : match.start()])
            origins += sentence._origins[at : match.start()]
            at = match.end()
        text = "".join(pieces) + sentence.text[at:]
        origins += sentence._origins[at:]
        if text.strip():
            yield replace(sentence, text=text, _origins=tuple(origins))


def sentences(words: Iterable[Words]) -> tuple[Sentence, ...]:
    """The sentences of all words, cleaned; lines that were wrapped are joined before."""
    return _sentences(tuple(words))


@lru_cache(maxsize=2)
def _sentences(words: tuple[Words, ...]) -> tuple[Sentence, ...]:
    """The same sentences are asked for by everything that reads words."""
    return tuple(_cut(words))


def _cut(words: tuple[Words, ...]) -> Iterator[Sentence]:
    for piece in _joined(words):
        cleaned, origins = _cleaned(piece.text)
        for begin, end, mark in _sentence_spans(cleaned):
            text = cleaned[begin:end]
            if text.strip():
                asked = "?" in mark and (
                    _SHORTLY.match(text) is not None
                    or (_ASKED.match(text) is not None and not _USUAL.search(text))
                )
                yield Sentence(text, piece.place, asked, piece.text, tuple(origins[begin:end]))


def _sentence_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, the mark behind it) of each sentence; an endless one is cut."""
    begin = 0
    for found in _SENTENCE.finditer(text):
        yield begin, min(found.start(), begin + _LONGEST), found[0]
        begin = found.end()
    for start in range(begin, len(text), _LONGEST):
        yield start, min(start + _LONGEST, len(text)), ""


def is_usual(text: str) -> bool:
    """A question whether something is as it should be: `is a validation loss of 0.4 ok`."""
    return _USUAL.search(text) is not None or _SHORTLY.match(text) is not None


def works(sentence: Sentence, first: int) -> bool:
    """What begins here is told as what works."""
    return _WORKS.search(sentence.text[max(0, first - 100) : first]) is not None


def only_if(sentence: Sentence, first: int) -> bool:
    """What begins here was only tried: `if I use a high rate, it explodes`."""
    return _ONLY_IF.search(sentence.text[max(0, first - 100) : first]) is not None


def unsaid(sentence: Sentence, first: int, last: int, wished: bool = False) -> bool:
    """Denied, only supposed or asked for, by what stands around a span in its sentence.

    wished: a wish says it as well, as `it should output a number` says what is learned.
    """
    if sentence.asked:
        return True
    before = _HARMLESS.sub(" ", sentence.text[max(0, first - 300) : first])
    return bool(
        _DENIED.search(_after(_DENIAL_ENDS, before))
        or (not wished and _DOUBTED.search(_after(_DOUBT_ENDS, before)))
        or _UNDONE.match(sentence.text[last:].lstrip())
    )


def _after(ends: re.Pattern[str], before: str) -> str:
    """What stands behind the last end of a clause."""
    cut = 0
    for found in ends.finditer(before):
        cut = found.end()
    return before[cut:]


Span = tuple[int, int]


def _matches(sentence: Sentence) -> Iterator[tuple[str, str, bool, list[Span]]]:
    """(symptom, answer, whether the phrase is weak, where its parts stand, in order)."""
    for symptom, answer, phrase in _candidates(sentence.text):
        spans: list[Span] = []
        for part in parts(phrase):
            span = _said(sentence, part, spans, symptom in _ASKABLE, symptom in _WISHED)
            if span is None or (symptom in STATES and works(sentence, span[0])):
                break
            if symptom in _SET and only_if(sentence, span[0]):
                break
            spans.append(span)
        else:
            yield symptom, answer, is_weak(phrase), sorted(spans)


def _said(sentence: Sentence, part: str, taken: Collection[Span], asked: bool, wished: bool) -> Span | None:
    """Where a part is first said (or asked, where that is as good), apart from what others have taken."""
    for match in pattern(part, sentence.text).finditer(sentence.text):
        first, last = match.span()
        free = all(last <= start or end <= first for start, end in taken)
        if last > first and free and (asked or not unsaid(sentence, first, last, wished)):
            return first, last
    return None


def _candidates(text: str) -> Iterator[tuple[str, str, str]]:
    """(symptom, answer, phrase) of the phrases for which a text holds what they must, in order."""
    index = _index(is_chinese(text))
    present = {piece for piece in index.pieces if piece in text}
    worth = {n for piece in present for n in index.owners.get(piece, ())}
    for n in sorted(worth.union(index.always)):
        symptom, answer, phrase, needed = index.phrases[n]
        if any(present.isdisjoint(pieces) for pieces in needed):
            continue
        if len(parts(phrase)) > 1 or in_order(needed, text):
            yield symptom, answer, phrase


def in_order(needed: Iterable[tuple[str, ...]], text: str) -> bool:
    """Whether one piece of each tuple stands behind the one before: a hundredth of what a pattern costs."""
    at = 0
    for pieces in needed:
        places = [place for piece in pieces if (place := text.find(piece, at)) >= 0]
        if not places:
            return False
        at = min(places) + 1
    return True


class _Index(NamedTuple):
    """The phrases of a language: (symptom, answer, phrase, what a text must hold for it).

    pieces: all that any phrase asks for; owners: the phrases by one thing that each must find, the
    one with the fewest choices; always: those that ask for nothing.
    """

    phrases: tuple[tuple[str, str, str, tuple[tuple[str, ...], ...]], ...]
    pieces: tuple[str, ...]
    owners: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]


@lru_cache(maxsize=2)
def _index(chinese: bool) -> _Index:
    phrases = tuple(
        (symptom.name, name, phrase, needs(phrase))
        for symptom in SYMPTOMS.values()
        for name, answer in symptom.answers.items()
        for phrase in answer.phrases
        if chinese or not is_chinese(phrase)
    )
    owners: dict[str, list[int]] = {}
    for n, (*_, needed) in enumerate(phrases):
        for piece in min(needed, key=len, default=()):
            owners.setdefault(piece, []).append(n)
    return _Index(
        phrases,
        tuple(dict.fromkeys(piece for *_, needed in phrases for pieces in needed for piece in pieces)),
        {piece: tuple(numbers) for piece, numbers in owners.items()},
        tuple(n for n, (*_, needed) in enumerate(phrases) if not needed),
    )


def _joined(words: Iterable[Words]) -> Iterator[Words]:
    """Pieces in order; a line that goes on in the next (a long one, then a small letter) is one with it."""
    words = tuple(words)
    unwrapped = {piece.place.source for piece in words if len(piece.text) > _WIDEST}
    held: Words | None = None
    length = 0
    for piece in words:
        if held is not None:
            last = held.place.last or held.place.first
            follows = piece.place.source == held.place.source and 0 < last == piece.place.first - 1
            if (
                follows
                and length >= _LONG
                and piece.place.source not in unwrapped
                and _CONTINUED.search(held.text)
                and piece.text.lstrip()[:1].islower()
            ):
                place = Place(held.place.source, held.place.first, piece.place.last or piece.place.first)
                held, length = Words(f"{held.text} {piece.text}", place), len(piece.text)
                continue
            yield held
        held, length = piece, len(piece.text)
    if held is not None:
        yield held


def _cleaned(text: str) -> tuple[str, list[int]]:
    """The text in one form, and where each of its characters stood."""
    current = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_FULL_WIDTH))
    origins = list(range(len(current)))
    for written, put in _REWRITTEN:
        pieces: list[str] = []
        kept: list[int] = []
        at = 0
        for match in written.finditer(current):
            new = match.expand(put) if isinstance(put, str) else put(match)
            if new == match[0]:
                continue
            pieces += current[at : match.start()], new
            kept += origins[at : match.start()]
            kept += [origins[min(match.start() + i, match.end() - 1)] for i in range(len(new))]
            at = match.end()
        if at:
            current = "".join(pieces) + current[at:]
            origins = kept + origins[at:]
    return current, origins
