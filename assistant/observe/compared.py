"""Comparisons told in words: “validation loss is lower than training loss”; which side is the better one.

Which of two figures is larger says nothing by itself: a lower loss is better, a lower accuracy is worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.observe.observation import Observation
from assistant.observe.words import Sentence, sentences, unsaid
from assistant.run import Words

_HELD_OUT = r"(?:cross )?val(?:id(?:ation)?)?|test(?:ing)?|dev|eval(?:uation)?|hold ?out|held out|unseen"
_TRAINED = r"train(?:ing)?"
_SIDE = rf"(?:{_HELD_OUT}|{_TRAINED})"
_LOSS = r"loss(?:es)?|errors?|cost|mse|mae|rmse|perplexity|wer|cer"
_SCORE = (
    r"acc(?:uracy|uracies)?|scores?|f1|precision|recall|auc|i ?o ?u|miou|dice|map|r2|psnr|bleu|performance|"
    r"results?"
)
_METRIC = rf"(?:{_LOSS}|{_SCORE})"
_MORE = r"higher|larger|greater|bigger|above|more|over"
_LESS = r"lower|smaller|less|fewer|below|under|beneath"
_LEVEL = rf"{_MORE}|{_LESS}|better|worse|poorer"
_WORD = rf"(?:(?!(?:but|while|whereas|than|not|no|never|{_HELD_OUT}|{_TRAINED})\b)[^\s,;:()]+ )"
_THAN = r"(?:than|to|compared (?:to|with)|relative to)"
_ENGLISH = (
    # validation loss is much lower than the training loss; train accuracy stays below test accuracy
    re.compile(
        rf"\b(?P<one>{_SIDE}) (?P<between>{_WORD}{{0,9}}?)(?P<level>{_LEVEL}) (?P<after>{_WORD}{{0,5}}?)"
        rf"(?:{_THAN} )?(?P<tail>{_WORD}{{0,5}}?)(?P<other>{_SIDE})\b(?P<rest>[^,;:]{{0,20}})"
    ),
    # lower validation loss than training loss
    re.compile(
        rf"\b(?P<between>)(?P<level>{_LEVEL}) (?P<after>{_WORD}{{0,2}}?)(?P<one>{_SIDE}) "
        rf"(?P<tail>{_WORD}{{0,4}}?)(?:{_THAN}) {_WORD}{{0,4}}?(?P<other>{_SIDE})\b(?P<rest>)"
    ),
    # test accuracy exceeds training accuracy
    re.compile(
        rf"\b(?P<one>{_SIDE}) (?P<between>{_WORD}{{0,4}}?)(?P<level>exceed\w*|outperform\w*|beats?|"
        rf"surpass\w*|tops|lag\w* behind|falls? behind|trails) (?P<after>)(?P<tail>{_WORD}{{0,5}}?)"
        rf"(?P<other>{_SIDE})\b(?P<rest>[^,;:]{{0,20}})"
    ),
    # val_loss < train_loss
    re.compile(
        rf"\b(?P<one>{_SIDE})[ _]?(?P<between>{_METRIC}) ?(?P<level>[<>]+) ?(?P<after>)(?P<tail>)"
        rf"(?P<other>{_SIDE})\b(?P<rest>[ _]?{_METRIC})"
    ),
)
_HAN = (
    re.compile(
        r"(?P<one>验证|测试|训练)(?:集|时)?(?:上)?(?:的)?(?P<between>[^,.;比]{0,10}?)(?:都|总是|一直|始终|明显|"
        r"远|稍微?|略|还)*(?P<level>高于|大于|好于|优于|低于|小于|差于|不如)(?:了)?(?P<after>)(?P<tail>)"
        r"(?P<other>验证|测试|训练)(?P<rest>)"
    ),
    re.compile(
        r"(?P<one>验证|测试|训练)(?:集|时)?(?:上)?(?:的)?(?P<between>[^,.;比]{0,10}?)(?:都|总是|一直|始终|还|"
        r"要)*比(?P<tail>)(?P<other>验证|测试|训练)(?:集|时)?(?:上)?(?:的)?(?P<after>[^,.;]{0,8}?)(?:还|要|都|更|"
        r"略|稍微?)*(?P<level>高|大|好|低|小|差)(?P<rest>)"
    ),
)
_LOSS_LIKE = re.compile(rf"\b(?:{_LOSS})\b|loss|损失|误差")
_SCORE_LIKE = re.compile(rf"\b(?:{_SCORE})\b|acc|准确率|正确率|精度|准确度|精确度")
_UP = re.compile(rf"(?:{_MORE})|>|exceed|高|大(?!$)|大于|^大$")
_BETTER = re.compile(r"better|outperform|beats?|surpass|tops|好|优")
_WORSE = re.compile(r"worse|poorer|lag|behind|trails|差|不如")
_MUCH = re.compile(
    r"\b(?:much|far|way|significantly|(?:a )?lot|considerably|drastically|dramatically|substantially|"
    r"extremely|vastly|hugely|terribly)\b|\b[2-9]\d ?%|远|多|很多|得多"
)
_LITTLE = re.compile(
    r"\b(?:slightly|marginally|a (?:bit|little|tad|touch|hair)|somewhat|barely|1 ?%)\b|稍微|略|一点"
)
_SOUND = re.compile(
    r"[a-z ]{0,20},? (?:which|that|this|as it) (?:is|seems|looks|should) "
    r"(?:normal|fine|ok|okay|be|expected|right)"
)
"""What is told only as being in order: `training loss is less than validation, which is normal`."""
_STEADY = 0.85
_BEFORE = 24
"""Characters before a comparison that may name its metric: “the accuracy on” the test set."""


class _Compared(NamedTuple):
    """What a comparison says of held-out data, the span that says it."""

    answer: str
    first: int
    last: int


def observe_compared(words: Iterable[Words]) -> Iterator[Observation]:
    """`validation_gap` from the first comparison of training with held-out data; none where none is made.

    Held-out data that do better are `better`; far worse `large`, worse by an untold or a small margin
    `moderate`. A comparison whose metric is not told counts only where it says which is better.
    """
    for sentence in sentences(words):
        found = _compared(sentence)
        if found is not None and not _SOUND.match(sentence.text[found.last :]):
            says = f"“{sentence.quote(found.first, found.last)}”"
            yield Observation("validation_gap", found.answer, says, sentence.place, _STEADY)
            return


def _compared(sentence: Sentence) -> _Compared | None:
    for pattern in (*_ENGLISH, *_HAN):
        for match in pattern.finditer(sentence.text):
            answer = _answer(match, sentence.text[max(0, match.start() - _BEFORE) : match.start()])
            if answer and not unsaid(sentence, *match.span()):
                return _Compared(answer, *match.span())
    return None


def _answer(match: re.Match[str], before: str) -> str:
    """Better, moderate or large; empty where the words do not tell. before: what stands before them."""
    trained = [side.startswith(("train", "训练")) for side in (match["one"], match["other"])]
    if trained[0] == trained[1]:
        return ""
    level = match["level"]
    if _BETTER.search(level) or _WORSE.search(level):
        first_better = _BETTER.search(level) is not None
    else:
        # “better accuracy and lower loss”: the word after the level names its metric, else those around it
        places = (match["after"], match["between"], match["tail"] + match["rest"], before)
        named = ((_LOSS_LIKE.search(text), _SCORE_LIKE.search(text)) for text in places)
        loss, score = next((pair for pair in named if any(pair)), (None, None))
        if (loss is None) == (score is None):
            return ""
        first_better = (_UP.search(level) is not None) == (score is not None)
    held_out_better = first_better != trained[0]
    if held_out_better:
        return "better"
    if _LITTLE.search(match["between"] + match["level"] + match["after"]):
        return "none"
    return "large" if _MUCH.search(before + match[0]) else "moderate"
