"""Settings told with a number or a flag: optimizer, rates and sizes, the last layer, the scale of inputs.

Only what is said of the person's own training counts; two different values of one setting say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from assistant.observe.observation import Observation, figure
from assistant.observe.thresholds import ADAPTIVE, HIDDEN_KINDS, batch, decayed, dropped, rate
from assistant.observe.words import STATES, Sentence, only_if, sentences, unsaid, works
from assistant.run import Words

__all__ = ["batch", "observe_settings", "rate"]

_NUMBER = r"(?P<value>\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.\d+|10 ?(?:\^|\*\*) ?-?\d+)(?![\w.]*\w)"
_IS = r"(?: ?[:=(]+ ?| (?:of|is|was|to|at|as|=|with|set to|equal to|rate|about|around|only)){0,3} ?"
_IS_HAN = r"[为是用取设置成到了:= ]{0,5}"
_OPTIMIZER = re.compile(rf"(?<![a-z0-9])(?P<name>{ADAPTIVE}|sgd)(?:optimizer)?(?![a-z0-9])")
_MOMENTUM = re.compile(r"nesterov|momentum(?:optimizer)?(?: ?[:=(]+ ?| (?:of |is )?)?(?P<value>0?\.\d+)?")
_PLAIN = "".join(
    rf"(?<!{word} )"
    for word in (
        "error", "sample", "sampling", "frame", "bit", "drop", "dropout", "decay", "success", "recognition",
        "detection", "positive", "negative", "hit", "miss", "win", "heart", "growth", "compression", "keep",
        "masking", "noise", "corruption", "acceptance", "agreement", "click", "refresh", "dilation",
    )
)  # fmt: skip
"""What may stand before "rate" where it is not that of learning."""
_RATE = re.compile(
    rf"(?:(?<![a-z])(?:lr|learning[ _]rate|initial_lr|base_lr|eta|alpha|step size|{_PLAIN}rate){_IS}|"
    rf"学习率{_IS_HAN})(?:of )?{_NUMBER}"
    rf"|(?<![a-z0-9])(?:{ADAPTIVE}|sgd|gradient ?descent)(?:optimizer)? ?(?:\(| with | at | )(?:rate )?"
    r"(?P<bare>0\.\d+|\d(?:\.\d+)?e-\d+)(?![\w.]*\w)"
)
_BATCH = re.compile(
    r"(?:(?<![a-z])(?:mini ?)?batch[ _]?size(?:_per_gpu)?"
    rf"{_IS}|(?:(?<![a-z])(?:total|global|effective)|epochs,) batch(?= \d)|"
    rf"(?<![a-z])(?:mini ?)?batch(?:es)? (?:of|=) ?|(?<![a-z])bs ?= ?|(?<![a-z])mini ?batch(?=\s\d)|"
    r"(?:^|(?<!epoch \d)(?<!epoch \d\d)(?<!epoch \d{3})[,;(+] ?|(?<![a-z])(?:with|using|and|default|from) )"
    r"batch(?= \d+(?! ?[:/\d]| (?:epoch|the)))|"
    rf"(?<![\w-])-b |(?<![a-z])train_batch_size{_IS}|批(?:大小|次大小|量大小|量|尺寸)?(?:size)?{_IS_HAN}|"
    rf"batch_?size{_IS_HAN}) ?"
    r"(?P<value>\d+)(?![\w.]*\w)"
)
_DROPOUT = re.compile(rf"dropout(?:[ _]rate|[ _]p|_prob)?{_IS}(?:p ?= ?)?(?P<value>0?\.\d+)")
_KEEP = re.compile(rf"keep[ _]prob(?:ability)?{_IS}(?P<value>0?\.\d+|1(?:\.0)?)")
_DECAY = re.compile(
    rf"(?:weight[ _]decay|(?<![a-z0-9])l2(?: regulari\w+| penalty)?(?: (?:with|and|of))?(?: (?:lambda|"
    rf"alpha|strength|coefficient|factor|weight))?|regularizers?\.l2|权重衰减){_IS}{_NUMBER}"
)
_PRETRAINED = re.compile(r"pre ?train|fine ?tun|transfer learning|微调|预训练|迁移学习|(?<![a-z])(?:ro)?bert")
_ATTENTION = re.compile(r"(?<![a-z])(?:\w*bert|gpt|llama|transformer)")
_ACTIVATION = r"softmax|sigmoid|tanh|relu|elu|linear"
_UNIT = re.compile(
    rf"(?:dense|linear) ?\((?P<args>[^()]*)\)(?P<times> ?[x×*] ?\d)?"
    rf"(?: (?:with|and) (?P<with>{_ACTIVATION}))?"
    r"(?P<without> without (?:an )?activation)?"
)
_NAMED_ACTIVATION = re.compile(rf"(?<![a-z_])(?P<name>{_ACTIVATION})(?![a-z_])")
_SEVERAL = re.compile(
    r"(?<![a-z])(?:two|three|four|five|six|seven|eight|ten|several|many|[2-9]) (?:[a-z]+ )?$"
)
_LAYERS = re.compile(
    r" ?(?:layers|twice|each)(?![a-z])(?:,? (?P<linear>linear|no activation|without activation))?"
)
_LAST = re.compile(r"(?<![a-z])(?:last|output|final)(?![a-z])|最后|输出层")
_FLAGS = (
    ("shuffled", "no", re.compile(r"shuffle ?[=:]? ?(?:false|0)(?!\w)")),
    ("shuffled", "yes", re.compile(r"shuffle ?[=:]? ?true(?!\w)")),
    ("bias", "absent", re.compile(r"(?<![a-z])(?:use_)?bias ?[=:] ?false(?!\w)")),
    ("pretrained", "yes", re.compile(r"pretrained ?= ?true|weights ?= ?'?imagenet")),
    ("loss_expects", "logits", re.compile(r"from_logits ?= ?true")),
    (
        "loss_expects",
        "probabilities",
        re.compile(r"from_logits ?= ?false|loss ?= ?'?(?:binary|\w*categorical)_crossentropy"),
    ),
    (
        "loss_kind",
        "binary-cross-entropy",
        re.compile(r"binary_?crossentropy|binary_cross_entropy|bce(?:withlogits)?loss"),
    ),
    (
        "loss_kind",
        "squared-error",
        re.compile(r"loss ?[=:]? ?'?(?:mse|mae|mean_(?:squared|absolute)_error)|mseloss|l1loss"),
    ),
    (
        "loss_kind",
        "cross-entropy",
        re.compile(r"categorical_?crossentropy|(?<!binary_)(?<!logits)crossentropyloss|nllloss"),
    ),
    ("pretrained", "no", re.compile(r"pretrained ?= ?false|weights ?= ?none")),
    (
        "precision",
        "half",
        re.compile(
            r"(?:fp16|use_amp|(?<![a-z])amp|half_precision) ?[=:] ?(?:true|1(?!\w))|mixed_float16|"
            r"torch_dtype ?= ?torch\.(?:float16|half)|(?:model|net|network)\.half\(\)|"
            r"(?:dtype|precision) ?[=:] ?'?(?:torch\.|tf\.|np\.)?(?:float16|fp16|16-mixed|16(?!\w))"
        ),
    ),
    (
        "precision",
        "single",
        re.compile(r"(?:fp16|use_amp|half_precision) ?[=:] ?(?:false|0(?!\w))|bf16 ?[=:] ?true|bf16-mixed"),
    ),
    ("trained_parameters", "frozen", re.compile(r"(?:trainable|requires_grad) ?[=:] ?false(?!\w)")),
)
_RANGE = re.compile(
    r"(?:inputs?|features?|pixels?|values|images?|data|(?<![a-z])x)(?: ?:)?(?: \w+){0,4}?[ (\[]+(?:from |"
    r"between )?"
    r"(?P<low>-?\d+(?:\.\d+)?) ?(?:\.\.+|to|-|,|~|and|"
    r"到) ?\[?(?P<high>\d+(?:[.,]\d+)?)(?:e(?P<power>\d+))?(?![\w.]*\w)"
)

_TARGETS = re.compile(
    r"(?:(?<![a-z_])(?:target(?: value)?s?|y(?:_train)?|y values?|prices?)(?! ?axis|[a-z_])"
    r"(?: ?=[^,;]{1,30},)?"
    r"(?: (?:is|are|was|were|value|values|reach|reaches|go|goes|ranges?|ranging|lie|lies|vary|varies|in|of|"
    r"up|about|order|the|between|from|to|around|roughly)){0,5}?"
    r"(?: (?:up to|order|reach|reaches|to|between|from|range|ranges?|in|around|about)(?: about| from| of| "
    r"the range)?) ?[\[(]?|"
    r"(?:目标|目标值|标签值|y|y值|房价|价格)(?:的)?(?:范围|取值|最大|最大值)?(?:在|从|为|是|到|达到|约)?)"
    r"(?:(?P<low>-?\d+(?:[.,]\d+)?(?:e-?\d+)?)(?: ?(?:\.\.+|to|-|~|and|到|至) ?|, )\[?)?"
    r"(?P<high>\d+(?:[.,]\d+)?(?:e\d+)?)(?P<unit>[km]|万|千)?(?![\w.]*\w|%| ?(?:epochs?|samples?|classes|"
    r"points|degrees|dimensions|units|values|rows))"
)
_UPPER = re.compile(r"up to|order|reach|around|about|最大|到")
_UNITS = {None: 1.0, "k": 1e3, "m": 1e6, "万": 1e4, "千": 1e3}
_BACKWARD = re.compile(r"(?<![a-z])[a-z_]*loss[a-z_]*\.backward\(|(?<![a-z.])backward\(")
_LISTED = re.compile(
    r"[^()]*\) ?(?:$|,|->|then |and then |and \w+\.step\(\).{0,60}(?:that is all|nothing (?:else|more)|"
    r"that all|only))"
)
_STEP = re.compile(r"(?<![a-z])(?:optim\w*|opt)\.step\(|(?<![a-z._])step\(\)")
_CLEARED = re.compile(r"zero_?grad|梯度清零|grad ?= ?none|\.grad\.zero|clear\w* .{0,20}grad")


def observe_settings(words: Iterable[Words]) -> Iterator[Observation]:
    """What is told of the settings, at most one answer of each symptom."""
    told = tuple(sentences(words))
    pretrained = any(_PRETRAINED.search(one.text) for one in told)
    family, of_family = _optimizer(told)
    if not family and any(_ATTENTION.search(one.text) for one in told):
        family = "adaptive"
    if of_family is not None:
        yield of_family
    seen = {"optimizer"}
    for found in (
        *_sized(told, "learning_rate", _RATE, lambda value: rate(value, family, pretrained)),
        *_sized(told, "batch_size", _BATCH, batch),
        *_regularization(told),
        *_dropout(told),
        *_layers(told),
        *_flags(told),
        *_input_range(told),
        *_target_range(told),
        *_loop(told),
    ):
        if found.symptom not in seen:
            seen.add(found.symptom)
            yield found


def _optimizer(told: Iterable[Sentence]) -> tuple[str, Observation | None]:
    """The one optimizer that is named; none where several kinds are."""
    found: dict[str, Observation] = {}
    momentum: re.Match[str] | None = None
    for sentence in told:
        moment = _MOMENTUM.search(sentence.text)
        if moment and not unsaid(sentence, *moment.span()) and moment["value"] not in ("0.0", ".0"):
            momentum = momentum or moment
        for match in _OPTIMIZER.finditer(sentence.text):
            if unsaid(sentence, *match.span()):
                continue
            kind = "sgd" if match["name"] == "sgd" else "adaptive"
            says = f"“{sentence.quote(*match.span())}”"
            found.setdefault(kind, Observation("optimizer", kind, says, sentence.place, 0.85))
    if len(found) != 1:
        return "", None
    (kind, observation), *_ = found.items()
    if kind == "sgd" and momentum is not None:
        kind = "momentum"
        says = f"{observation.says} with momentum"
        observation = Observation("optimizer", kind, says, observation.place, 0.85)
    return kind, observation


def _sized(
    told: Iterable[Sentence], symptom: str, pattern: re.Pattern[str], named: Callable[[float], str]
) -> Iterator[Observation]:
    """The answer for a number, where one number is told, or several that mean the same."""
    found: dict[str, Observation] = {}
    for sentence in told:
        for match in pattern.finditer(sentence.text):
            if unsaid(sentence, *match.span()) or _compared(sentence.text[match.end() :]):
                continue
            if (symptom in STATES and works(sentence, match.start())) or only_if(sentence, match.start()):
                continue
            answer = named(_value(match))
            says = f"“{sentence.quote(*match.span())}”"
            found.setdefault(answer, Observation(symptom, answer, says, sentence.place, 0.85))
    if len(found) == 1 and "" not in found:
        yield from found.values()


def _value(match: re.Match[str]) -> float:
    text = match["value"] or match["bare"]
    power = re.fullmatch(r"10 ?(?:\^|\*\*) ?(-?\d+)", text)
    return 10.0 ** int(power[1]) if power else float(text)


def _compared(after: str) -> bool:
    """One of several values that were tried, or one that helped."""
    return bool(
        re.match(
            r",? ?(?:and|or|to|,|~|-|vs\.?|/|和|到|或) ?(?:then |even |down to )?(?:\d|\.\d)|"
            r"[,)]? ?(?:it )?(?:works|worked|trains|"
            r"converges|is fine|helps|helped|solve[sd]|avoids|fixe[sd]|make no|makes no|does not|do not|"
            r"did not)",
            after,
        )
    )


def _regularization(told: Iterable[Sentence]) -> Iterator[Observation]:
    strongest: tuple[int, Observation] | None = None
    for sentence in told:
        named = _OPTIMIZER.search(sentence.text) is not None
        for pattern in (_DROPOUT, _KEEP, _DECAY):
            for match in pattern.finditer(sentence.text):
                if unsaid(sentence, *match.span()):
                    continue
                value = _value(match)
                if pattern is _DECAY:
                    known = named or "l2" in match[0]
                    answer = decayed(value, "adamw" in sentence.text if known else None)
                else:
                    answer = dropped(round(1 - value, 9) if pattern is _KEEP else value)
                heavy = answer == "strong"
                says = f"“{sentence.quote(*match.span())}”"
                if answer and (strongest is None or heavy > strongest[0]):
                    found = Observation("regularization", answer, says, sentence.place, 0.85)
                    strongest = (int(heavy), found)
    if strongest is not None:
        yield strongest[1]


def _dropout(told: Iterable[Sentence]) -> Iterator[Observation]:
    """Dropout with a rate in a network without convolutions is on its dense layers."""
    if any(re.search(r"conv|cnn|卷积|resnet|vgg", one.text) for one in told):
        return
    for sentence in told:
        match = _DROPOUT.search(sentence.text)
        if match and not unsaid(sentence, *match.span()) and float(match["value"]) > 0:
            says = f"“{sentence.quote(*match.span())}”"
            yield Observation("dropout", "dense-only", says, sentence.place, 0.7)
            return


def _layers(told: Iterable[Sentence]) -> Iterator[Observation]:
    """Units and activation of the last layer that is written as code, activation of those before it.

    `Dense(64, relu) -> Dense(1, softmax)`; a layer that is called the last comes before the end of a chain.
    """
    written = [
        (sentence, unit)
        for sentence in told
        for unit in _UNIT.finditer(sentence.text)
        if not unsaid(sentence, *unit.span())
    ]
    ends = [
        (bool(_LAST.search(sentence.text)) or _one_layer(unit), at)
        for at, (sentence, unit) in enumerate(written)
        if _ends(sentence, unit)
    ]
    last = max(ends)[1] if ends else None
    if last is not None:
        yield from _last_layer(*written[last])
    yield from _hidden([pair for at, pair in enumerate(written) if at != last or _repeated(*pair)])


def _ends(sentence: Sentence, unit: re.Match[str]) -> bool:
    """The last layer of its sentence, where that tells several layers or names it the last."""
    if unit["times"] or _UNIT.search(sentence.text, unit.end()):
        return False
    first = next(_UNIT.finditer(sentence.text))
    chained = first.start() < unit.start() or "->" in sentence.text
    return chained or _LAST.search(sentence.text) is not None or _one_layer(unit)


def _last_layer(sentence: Sentence, unit: re.Match[str]) -> Iterator[Observation]:
    named = _named(sentence, unit)
    answer = {"linear": "none", "elu": "relu"}.get(named or "linear", named or "none")
    says = f"“{sentence.quote(*unit.span())}” is the last layer"
    yield Observation("last_activation", answer, says, sentence.place, 0.85 if named else 0.7)
    sizes = re.findall(r"(?<![\w.])(?:(?:units|out_features) ?= ?)?(\d+)(?![\w.])", unit["args"])
    wide = sizes[-1] if unit[0].startswith("linear") else sizes[0] if sizes else ""
    if wide == "1":
        yield Observation("output_units", "one", says, sentence.place, 0.85)
    elif wide and named == "softmax":
        yield Observation("output_units", "per-class", says, sentence.place, 0.6)


def _hidden(layers: Iterable[tuple[Sentence, re.Match[str]]]) -> Iterator[Observation]:
    """The one kind of activation that the layers before the last have."""
    found: dict[str, Observation] = {}
    for sentence, unit in layers:
        after = sentence.text[unit.end() :]
        plain = unit["without"] or re.match(
            r" ?-> ?(?:dense|linear) ?\(| and (?:dense|linear) ?\([^()]*\) without ", after
        )
        repeated = _LAYERS.match(after)
        name = _named(sentence, unit) or ("linear" if plain or (repeated and repeated["linear"]) else None)
        if name in HIDDEN_KINDS:
            says = f"“{sentence.quote(*unit.span())}” is a hidden layer"
            kind = HIDDEN_KINDS[name]
            found.setdefault(kind, Observation("hidden_activation", kind, says, sentence.place, 0.8))
    if len(found) == 1:
        yield from found.values()


def _named(sentence: Sentence, unit: re.Match[str]) -> str | None:
    """The activation that is written in a layer, with it, or next in the chain."""
    named = _NAMED_ACTIVATION.search(unit["args"] or "") or _NAMED_ACTIVATION.search(unit["with"] or "")
    after = re.match(
        rf" ?(?:->|,|\+) ?(?:(?:bn|batch ?norm\w*) ?-> ?)?(?P<name>{_ACTIVATION})(?![a-z_])",
        sentence.text[unit.end() :],
    )
    found = named or after
    return found["name"] if found else None


def _repeated(sentence: Sentence, unit: re.Match[str]) -> bool:
    """Several layers in one word: `three Dense(8, sigmoid) layers`."""
    before, after = sentence.text[: unit.start()], sentence.text[unit.end() :]
    return unit["times"] is not None or bool(_SEVERAL.search(before) and _LAYERS.match(after))


def _one_layer(unit: re.Match[str]) -> bool:
    """Softmax, or a single unit: a layer that is the last wherever it is told alone."""
    return "softmax" in unit["args"] or re.match(r" ?1 ?(?:,|$)", unit["args"]) is not None


def _flags(told: Iterable[Sentence]) -> Iterator[Observation]:
    for sentence in told:
        for symptom, answer, pattern in _FLAGS:
            match = pattern.search(sentence.text)
            if match and not unsaid(sentence, *match.span()):
                says = f"“{sentence.quote(*match.span())}”"
                yield Observation(symptom, answer, says, sentence.place, 0.9)


def _input_range(told: Iterable[Sentence]) -> Iterator[Observation]:
    """A range of the inputs that is told in numbers: 0..10000 is raw, 0 to 1 is scaled."""
    for sentence in told:
        for match in _RANGE.finditer(sentence.text):
            high = float(match["high"].replace(",", "")) * 10.0 ** int(match["power"] or 0)
            size = max(high, abs(float(match["low"])))
            if float(match["low"]) > high:
                continue  # a fall, no range
            answer = "raw" if size >= 50 else "scaled" if 0 < size <= 1.5 else ""
            if answer and not unsaid(sentence, *match.span()) and not works(sentence, match.start()):
                says = f"inputs up to {figure(size)}: “{sentence.quote(*match.span())}”"
                yield Observation("input_scaling", answer, says, sentence.place, 0.8)
                return


def _target_range(told: Iterable[Sentence]) -> Iterator[Observation]:
    """A range of the regression targets that is told in numbers: up to 9800 is raw."""
    for sentence in told:
        for match in _TARGETS.finditer(sentence.text):
            high, low = (float((match[side] or "0").replace(",", "")) for side in ("high", "low"))
            size = max(high * _UNITS[match["unit"]], abs(low))
            if not match["low"] and not _UPPER.search(match[0]):
                continue
            answer = "raw" if size >= 100 else "scaled" if match["low"] and 0 < size <= 1.5 else ""
            if answer and not unsaid(sentence, *match.span()) and not works(sentence, match.start()):
                says = f"targets up to {figure(size)}: “{sentence.quote(*match.span())}”"
                yield Observation("target_scaling", answer, says, sentence.place, 0.8)
                return


def _loop(told: Iterable[Sentence]) -> Iterator[Observation]:
    """The statements of a training loop in one line: what is done there, and what is not."""
    told = tuple(told)
    cleared = any(_CLEARED.search(one.text) for one in told)
    stepped = any(re.search(r"\bstep\b", one.text) for one in told)
    for sentence in told:
        back = _BACKWARD.search(sentence.text)
        if back is None or unsaid(sentence, *back.span()):
            continue
        if not _LISTED.match(sentence.text[back.end() :]):
            continue
        line = [one for one in told if one.place == sentence.place]
        step = any(_STEP.search(one.text) for one in line)
        says = f"“{sentence.quote(0, len(sentence.text))}”"
        if step and not cleared:
            yield Observation("loop", "no-zero-grad", f"{says}, a step, no zero_grad", sentence.place, 0.75)
        elif any(_CLEARED.search(one.text) for one in line) and not stepped:
            yield Observation("loop", "no-step", f"{says}, zero_grad, no step", sentence.place, 0.75)
