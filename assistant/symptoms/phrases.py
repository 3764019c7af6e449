"""The little language of phrases: how people say an answer, as a pattern over cleaned text.

What the text is cleaned of, and what denies a phrase, is known where texts are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_HELD_OUT = ("val", "valid", "validation", "test", "testing", "dev", "eval", "held out")
_HELD_OUT_HAN = (
    "验证",
    "验证集",
    "验证集的",
    "验证集上",
    "验证集上的",
    "测试",
    "测试集",
    "测试集的",
    "测试集上的",
)
SYNONYMS = {
    "loss": "loss|losses|cost|objective|mse|mae|rmse|training error|train error|mean error|the error|"
    "my error",
    "acc": "accuracy|accuracies|acc|accuracy score|prec1|top1|top 1|acc1",
    "val": "val|valid|validation|validate|validating|test|testing|dev|eval|evaluation|held out",
    "train": "train|training|trained|trains",
    "net": "model|models|network|networks|net|nn|cnn|mlp|rnn|lstm|classifier|it",
    "lr": "learning rate|learning rates|lr|lrs|step size",
    "not": "not|never|no longer|cannot|hardly|barely|fails to|fail to|failed to|refuses to|refused to|rarely",
    "stuck": "stuck*|constant|constantly|flat|unchanged|unchanging|stagnant",
    "stays": "stays|stay|stayed|staying|remains|remain|remained|remaining|sits|sat|sitting|hovers|hovering|"
    "hovered|keeps at|kept at|keeps|hangs|lingers",
    "move": "chang*|move|moves|moving|moved|decreas*|fall|falling|fell|drop|dropping|dropped|improv*|go down|"
    "goes down|going down|went down|go below|goes below|going below|go lower|get below|get lower|"
    "get any lower|"
    "get any better|get better|getting better|converg*|reduc*|diminish*|budge|declin*|descend*|leave|"
    "progress*|"
    "minimize*|minimise*|shrink",
    "down": "falls|falling|fell|decreases|decreasing|decreased|drops|dropping|dropped|goes down|going down|"
    "went down|declines|declining|declined|reduces|reducing|diminishes|diminishing|descends|gets smaller|"
    "gets lower|getting smaller|getting lower|improves|improving|improved|keeps going down|down to",
    "up": "rises|rising|rose|rise|increases|increasing|increased|increase|grows|growing|grew|grow|goes up|"
    "going up|went up|go up|climbs|climbing|climbed|gets larger|gets higher|gets bigger|getting larger|"
    "getting higher|getting bigger|gets worse|getting worse",
    "better": "rises|rising|rose|increases|increasing|increased|improves|improving|improved|grows|growing|"
    "goes up|going up|went up|climbs|climbing|gets better|getting better|gets higher",
    "swings": "oscillat*|fluctuat*|jitter*|bounces|bouncing|bounce|zigzag*|zig zag*|swing*|erratic*|unstable|"
    "jumps around|jumping around|jump around|all over the place|up and down|very noisy|wildly|back and forth|"
    "jumps a lot|varies a lot|varies wildly",
    "every": "every|each|all|any|whatever|regardless|no matter",
    "bad": "terrible|poor|poorly|bad|badly|awful|horrible|low|lower|very low|worse|much worse|useless|"
    "fails|failed|"
    "garbage|nonsense|drops|dropped|disappointing|wrong",
    "good": "perfect|perfectly|well|fine|good|great|excellent|high|very high|nearly perfect|almost perfect",
    "tried": "tried|try|trying|changed|changing|varied|varying|played with|playing with|"
    "experimented with|tested|"
    "using|used",
    "smaller": "lower|lowering|lowered|smaller|reduce|reducing|reduced|decrease|decreasing|decreased|"
    "different|"
    "changing|varying|various|adjusting|tuning|many|other|several|tweaking",
    "nohelp": "not help|no help|no effect|no difference|any difference|no change|no improvement|"
    "without success|"
    "no success|not work|no avail|same result|same results|same problem|same thing|same behavior|"
    "same behaviour|"
    "same issue|not change|not improve|not solve|not fix|nothing helped|nothing changed|nothing changes|"
    "nothing works|nothing worked|not matter|still the same|useless|in vain|no luck|did nothing|does nothing",
    "evalmode": "eval\\(\\)|model.eval\\(\\)|model.eval|net.eval\\(\\)|eval mode|evaluation mode|"
    "test mode|testing mode|inference mode|"
    "training ?= ?false|train ?= ?false|is_training ?= ?false|learning_phase ?=? ?0|learning_phase "
    "to 0|learning_phase set to 0|learning_phase of 0|"
    "learning phase 0|learning phase to 0|learning phase set to 0|phase ?= ?test",
    "trainmode": "train\\(\\)|model.train\\(\\)|model.train|net.train\\(\\)|train mode|training mode|"
    "training ?= ?true|"
    "train ?= ?true|is_training ?= ?true|learning_phase ?=? ?1|learning_phase to 1|learning_phase "
    "set to 1|learning_phase of 1|learning phase 1|learning phase to 1|learning phase set to 1",
    "poor": "low|lower|worse|bad|badly|chance|random|randomly|near random|poor|poorly|garbage|wrong|"
    "useless|terrible|"
    "awful|drops|dropped|falls|fell|collapses|collapsed|reduced|untrained|nonsense|"
    "[0-5]?[0-9](?:\\.[0-9]+)?%|"
    "0\\.[0-5][0-9]*",
    "损失": "loss|损失|损失值|损失函数|训练误差|误差|代价",
    "精度": "acc|accuracy|准确率|正确率|精度|准确度|精确度|准确性|识别率",
    "验证": "验证|验证集|测试|测试集|val|test|validation|valid",
    "不动": "不变|不动|不下降|不降|不收敛|不减|没变|没有变化|不改变|无变化|没变化|没有下降|没下降|"
    "降不下去|降不下来|"
    "不怎么下降|不再变化|不变化|没有改变|保持不变|毫无变化|几乎不变|纹丝不动|没有收敛|无法收敛|难以收敛|"
    "无法下降|下不去|下不来",
    "卡": "卡在|停在|一直是|一直在|始终是|始终在|保持在|稳定在|一直为|始终为|维持在|徘徊在|停留在|总是|"
    "一直等于|恒为|恒定|一直保持",
    "震荡": "震荡|抖动|波动|忽高忽低|跳动|起伏|振荡|跳来跳去|上下跳|不稳定|上下浮动|忽大忽小|来回跳",
    "上升": "上升|增大|变大|增加|升高|越来越大|上涨|反弹|变高|不降反升|反升",
    "下降": "下降|减小|变小|降低|减少|越来越小|收敛|变低",
}
"""`<name>` in a phrase is any of these. A choice with `*` is a stem."""

_GUARDED = {"loss", "acc", "损失", "精度"}
SYNONYMS["验损失"], SYNONYMS["验精度"] = SYNONYMS["损失"], SYNONYMS["精度"]
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ELEMENT = re.compile(r"<\w+>\??|\([^()]*\)[?*]?|[^\s()<>]+")
_NESTED = re.compile(r"(\([^()]*)\([^()]*\)[?*]?")
_CHOICE = re.compile(r"(?:<(?P<name>\w+)>|\((?!\?)(?P<body>[^()]*)\))(?P<mark>\? (?!\?)|[?*]|\{\d*,?\d*\})?")
_NAMED = re.compile(r"<(\w+)>")
_PLAIN = re.compile(r"[^*?\\\[|()+{^$<\x02\x03]+")
_SKIPPED = re.compile(
    r"\(\?[^()]*\)|\([^()]*\)\{0[^}]*\}|\[[^\]]*\](?:[?*+]|\{[^}]*\})?|\.\{[^}]*\}|\.\.+|\\\w(?:[?*+]|"
    r"\{[^}]*\})?|\{[^}]*\}"
)
_STOPS = (
    *("not", "never", "no", "without", "cannot", "should", "could", "might", "may", "if", "whether", "until"),
    *("unless", "but", "val", "validation", "test", "prevent", "prevents", "avoid", "avoids", "clipping"),
    *(
        f"{joint} {the}{figure}"
        for joint in ("and", "while", "then", "so")
        for the in ("", "the ", "my ")
        for figure in ("loss", "acc", "accuracy")
    ),
)
"""Words that no gap skips: they deny, suppose, or begin what is said of something else."""
_NEVER = re.compile(r"(?!)")
_WIDE = r"(?:\S+ ){0,12}?"
_LETTER = "(?:(?!没|未|不(?!断|停|同|管)|避免|防止)[^,;])"
_GAP_HAN, _WIDE_HAN = f"{_LETTER}{{0,10}}?", ".{0,20}?"


def is_chinese(text: str) -> bool:
    """Whether any letter is Chinese; a phrase with one is not looked for in a text without."""
    return _HAN.search(text) is not None


def is_weak(phrase: str) -> bool:
    """Begins with `~`: counts only where nothing else of the symptom is said."""
    return phrase.startswith("~")


def parts(phrase: str) -> tuple[str, ...]:
    """The phrases of `a & b`, which stand in one sentence in any order; of any other phrase, itself."""
    return tuple(phrase.removeprefix("~").split(" & "))


@lru_cache(maxsize=4096)
def needs(phrase: str) -> tuple[tuple[str, ...], ...]:
    """What a text must hold before the pattern is worth compiling: one piece of each tuple."""
    return tuple(needed for part in parts(phrase) for needed in _needed(part))


def _needed(phrase: str) -> Iterator[tuple[str, ...]]:
    """What one part asks for."""
    flat = _SKIPPED.sub("\x02", phrase.replace("\\(", "\x02").replace("\\)", "\x02"))
    while "(" in flat and (nested := _NESTED.search(flat)):
        flat = flat[: nested.start()] + nested[1] + "\x02" + flat[nested.end() :]
    han = _HAN.search(phrase)
    for match in _ELEMENT.finditer(flat):
        element = match[0]
        optional = element[-1] in "?*" and element[0] in "<("
        led = " " if match.start() and flat[match.start() - 1] == " " and not han else ""
        choices = () if optional else _choices(element, led)
        if choices and all(choices):
            yield choices


@lru_cache(maxsize=4096)
def _choices(element: str, led: str = "") -> tuple[str, ...]:
    """The longest letters that each choice of an element must have; "" for one that may be anything.

    led: what stands before the element, and so before letters that it begins with.
    """
    if element.startswith("(?"):
        return ("",)
    if element[0] == "(" and element[-1] == ")":
        return tuple(piece for one in element[1:-1].split("|") for piece in _choices(one or "\x02", led))
    if element[0] == "<" and (name := _NAMED.match(element)):
        return _choices(f"({SYNONYMS[name[1]]})", led)
    runs = [""]
    element = _SKIPPED.sub("\x02", element)
    for found in _PLAIN.finditer(element):
        optional = element[found.end() : found.end() + 1] in ("?", "{")
        plain = (found[0][:-1] if optional else found[0]).strip()
        runs.append(led + plain if plain and not found.start() else plain)
    return (max(runs, key=len),)


def pattern(phrase: str, text: str) -> re.Pattern[str]:
    """The pattern of a phrase (of one of its parts), without the choices that stand nowhere in the text.

    ` .. ` skips up to five words of one clause, none of which denies or supposes; ` ... ` up to
    twelve of one sentence; `(a|b)` is a choice, `*` the rest of a word, `<name>` a synonym. A
    phrase with a Chinese letter is a regular expression in which `..`, `...` skip letters.
    """
    body = phrase.removeprefix("~").replace("\\(", "\x02").replace("\\)", "\x03")
    body = body.replace("? ... ", "? \x05").replace("? .. ", "? \x04")
    han = _HAN.search(phrase) is not None
    body = _CHOICE.sub(lambda found: _present(found, text, han), body)
    return _NEVER if _is_never(body) else _compiled(body, han, _gap(text))


def _is_never(body: str) -> bool:
    """Whether a part that every match must hold has no choice left: no need to compile the rest."""
    at = body.find("(?!)")
    while at >= 0:
        if body.count("(", 0, at) == body.count(")", 0, at):
            return True
        at = body.find("(?!)", at + 1)
    return False


def _present(found: re.Match[str], text: str, han: bool) -> str:
    """An element with the choices that may match in the text; nothing where it may be missing."""
    name, mark = found["name"], found["mark"] or ""
    led = " " if not han and found.start() and found.string[found.start() - 1] == " " else ""
    kept = [
        piece
        for choice in (f"<{name}>" if name else found["body"]).split("|")
        for piece in (SYNONYMS[choice[1:-1]].split("|") if _NAMED.fullmatch(choice) else (choice,))
        if any(letters in text for letters in _choices(piece or "\x02", led))
    ]
    if not kept:
        return "" if mark else "(?!)"
    choices = _NAMED.sub(lambda named: f"(?:{SYNONYMS[named[1]]})", "|".join(kept))
    guard = _guard(text, han) if name in _GUARDED else ""
    return f"(?:{guard}(?:{choices}) )?" if mark == "? " else f"{guard}(?:{choices}){mark}"


def _guard(text: str, han: bool) -> str:
    spaced = "".join(f"(?<!{word} )" for word in _HELD_OUT if word in text)
    if not han:
        return spaced
    return spaced + "".join(f"(?<!{word})" for word in _HELD_OUT_HAN if word in text)


@lru_cache(maxsize=64)
def _gap(text: str) -> str:
    """Up to five words of one clause, no stop among them; stops that the text lacks are left out."""
    stops = "|".join(word for word in _STOPS if word in text)
    word = rf"(?:(?!(?:{stops})\b)\S*[^\s,;:] )" if stops else r"(?:\S*[^\s,;:] )"
    both = (
        r"(?:(?:and|or|/) (?:the |training |its |val |validation |test )?(?:loss|acc|accuracy) )?"
        if " and " in text or " or " in text
        else ""
    )
    return f"{both}{word}{{0,5}}?"


@lru_cache(maxsize=4096)
def _compiled(body: str, han: bool, gap: str) -> re.Pattern[str]:
    if han:
        body = re.sub(r"\.(?=\{)", _LETTER, body)
        body = re.sub(r"(?<![.\\])\.\.\.(?!\.)", "\x01", body)
        body = body.replace("..", _GAP_HAN).replace("\x01", _WIDE_HAN)
        return re.compile(body.replace("\x02", r"\(").replace("\x03", r"\)"))
    body = body.replace(" ... ", "\x01").replace(" .. ", "\x00")
    body = re.sub(r"(?<!\\)\.", r"\\.", body)
    body = re.sub(r"(?<!\\[dsw])(?<![\])}])\*", "[a-z0-9_]*", body)
    body = body.replace("\x02", r"\(").replace("\x03", r"\)")
    body = body.replace("\x00", " " + gap).replace("\x01", "[,:]? " + _WIDE)
    body = body.replace("\x04", gap).replace("\x05", _WIDE)
    # a dot before: part of a longer name, but for the methods of a model
    return re.compile(rf"(?<![a-z0-9_])(?:(?<!\.)|(?<=model\.)|(?<=net\.)){body}(?![a-z0-9_]|\.\d)")
