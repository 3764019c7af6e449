"""What the person tells in the end: “EDIT: it was the learning rate”, “solved by shuffling”.

Only a sentence that reports a cure counts, not one that asks for it or supposes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.observe.observation import Observation
from assistant.observe.words import Sentence, sentences
from assistant.run import Words

_MARK = re.compile(r"^\W*(?:solved|solution|resolved|answer|fixed|解决)\W*\d?\s*(?:[:)\]-]|$)")
_EDIT = re.compile(
    r"^\W*(?:edit(?:ed)?|updated?|更新)\W*\d?\s*[:)\]-].*"
    r"(?:\bit was\b|\bwas (?:due|because|that|simply|just)\b|"
    r"forgot\w*|\bi had (?:to|not)\b|should have|\bwas wrong\b)"
)
_REPORT = re.compile(
    r"\b(?:(?:solved|fixed|resolved|cured) (?:it|this|the|my|by|after|with|when|that)\b|did the trick|"
    r"made it work|made (?:it|(?:the|my|this|our) (?:\w+ ){0,3}?(?:net|network|model|training|loss)) "
    r"(?:finally )?"
    r"(?:learn|train|work|converge|fall)|(?:solves|solved|fixes|fixed|cures|cured|helped|helps) (?:it|this|"
    r"that|me)\b|"
    r"(?:works|work|trains|learns|converges) (?:now|fine now|well now|perfectly now)|"
    r"it(?: is)? work(?:s|ing) now|now (?:it|everything) (?:works|learns|trains|converges)|"
    r"(?:the|my|our) (?:actual |real |root )?(?:problem|issue|mistake|bug|error|fault) "
    r"(?:was|were|turned out|turns out|lay|came)\b|"
    r"(?:the|my|our) (?:actual |real |root )?(?:reason|cause|culprit) (?:was|is|turned out|turns out)\b|"
    r"(?:it |this )?turn(?:ed|s) out|was caused by|is caused by|it was because|"
    r"i (?:found|figured out|realized|realised|noticed|discovered|spotted) (?:out )?(?:the|my|a) "
    r"(?:\w+ )?(?:bug|mistake|error|problem|reason|cause|solution|culprit)|my mistake|"
    r"(?:this|that|which) (?:solved|fixed|resolved|cured)\b|problem (?:is )?(?:solved|fixed|resolved)|"
    r"(?:solves|fixes|cures) (?:it|the problem|the issue|this|my problem))"
    r"|原来是|问题出在|解决了|原因是|已解决"
)
_OPEN = re.compile(
    r"\b(?:not|never|cannot|could not|did not|have not|nothing) (?:\w+ ){0,2}?(?:solve|solved|fix|fixed|"
    r"help|find|found|"
    r"figure)|\b(?:maybe|perhaps|might|could|i think|i guess|i suspect|probably|what|why|how|whether|"
    r"possibly|if)\b|"
    r"不知道|可能|是不是|怎么|没有解决|没解决"
)
_RATE = r"(?:learning rate|(?<![a-z])lr(?![a-z])|step size|学习率)"
_LOWER = (
    r"(?:lower\w*|small\w*|reduc\w*|decreas\w*|too (?:high|large|big)|tiny|divid\w*|down|"
    r"太大|过大|降低|减小|调小)"
)
_HIGHER = r"(?:increas\w*|higher|larger|bigger|rais\w*|too (?:low|small)|太小|过小|调大|提高)"
_INPUT = r"(?:inputs?|features?|images?|pixels?|data|dataset|values|x|输入|数据|特征|图像|图片)"
_TARGET = r"(?:targets?|labels?|outputs?|y|目标|标签)"
_SCALE = r"(?:scal\w*|normali\w*|standardi\w*|rescal\w*|divid\w*|归一化|标准化)"
_TEST = r"(?:test\w*|val\w*|eval\w*|inference|predict\w*|测试|验证|预测)"


def _near(*parts: str) -> re.Pattern[str]:
    """The parts in any order within one stretch of a sentence."""
    first, second = parts
    return re.compile(rf"(?:{first}).{{0,60}}?(?:{second})|(?:{second}).{{0,60}}?(?:{first})")


_CURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("learning-rate-schedule", re.compile(r"schedul\w*|lr decay|decay of the learning rate|学习率衰减")),
    ("missing-warmup", re.compile(r"warm ?up|预热")),
    ("learning-rate-too-high", _near(_RATE, _LOWER)),
    ("learning-rate-too-low", _near(_RATE, _HIGHER)),
    ("learning-rate-too-high", re.compile(_RATE)),
    ("missing-zero-grad", re.compile(r"zero_?grad|clear\w* the grad|梯度清零")),
    ("missing-optimizer-step", re.compile(r"optimizer\.step|step of the optimizer")),
    (
        "wrong-train-eval-mode",
        re.compile(r"\.eval\(\)|\.train\(\)|eval(?:uation)? mode|train(?:ing)? mode|is_training"),
    ),
    (
        "detached-graph",
        re.compile(r"detach\w*|\.data\b|requires_grad|argmax|no_grad|broke\w* the graph|计算图"),
    ),
    (
        "parameters-not-in-optimizer",
        re.compile(r"modulelist|moduledict|parameters? .{0,30}optimizer|not registered"),
    ),
    ("frozen-parameters", re.compile(r"fr(?:oze|ozen|eez\w*)|trainable ?= ?false|unfreez\w*|冻结")),
    (
        "batchnorm-statistics",
        re.compile(
            r"running (?:mean|stat\w*|var\w*)|moving (?:mean|average\w*|stat\w*)|update_ops|bn statistics"
        ),
    ),
    (
        "tiny-batch-batchnorm",
        _near(r"batch ?norm\w*|batch norm\w*|\bbn\b", r"batch size|small batch|one sample"),
    ),
    ("batchnorm-statistics", re.compile(r"batch ?norm\w*|\bbn\b|批归一化")),
    (
        "nan-in-data",
        _near(r"\bnans?\b|missing values?|\binf\b", r"data|input|csv|row|feature|image|column|label"),
    ),
    ("nan-in-data", re.compile(r"dropna|fillna|nan_to_num")),
    (
        "nan-from-invalid-math",
        re.compile(r"log ?\(? ?(?:of )?(?:0|zero)|divi\w+ by (?:0|zero)|epsilon|\beps\b|sqrt|clamp|除以?0"),
    ),
    (
        "half-precision-overflow",
        re.compile(r"fp16|float16|mixed precision|\bamp\b|half precision|混合精度|半精度"),
    ),
    ("vanishing-gradients", re.compile(r"skip connection\w*|residual (?:connection|block|layer)s?")),
    (
        "tiny-batch-batchnorm",
        re.compile(r"sync ?(?:bn|batch ?norm\w*)|synchroni[sz]ed (?:bn|batch ?norm\w*)"),
    ),
    ("dying-relu", re.compile(r"\b(?:elu|selu|gelu|leaky ?relu|prelu) (?:instead|in place|rather)")),
    ("exploding-gradients", re.compile(r"clip\w*|gradient\w* explo\w*|explod\w* grad|梯度爆炸|梯度裁剪")),
    ("vanishing-gradients", re.compile(r"vanish\w*|梯度消失")),
    (
        "labels-out-of-range",
        _near(_TARGET, r"start\w* (?:at|from|with)|out of range|0 to|one based|zero based|从0|从1|越界"),
    ),
    (
        "misaligned-labels",
        _near(_TARGET, r"(?:order|misalign\w*|shift\w*|mismatch\w*|not match\w*|mixed up|对应|错位)"),
    ),
    ("wrong-labels", _near(_TARGET, r"(?:wrong|incorrect|mislabel\w*|corrupt\w*|错)")),
    (
        "softmax-applied-twice",
        _near(r"softmax|sigmoid", r"(?:twice|double|already|redundant|two times|removed|removing|两次)"),
    ),
    ("softmax-on-one-unit", _near(r"softmax", r"(?:one|single|1) (?:unit|neuron|output|node)")),
    (
        "wrong-output-activation",
        re.compile(
            r"(?:last|output|final) (?:layer )?activation|activation (?:of|in|on) the (?:last|output|"
            r"final)|(?:sigmoid|softmax|relu|tanh|linear) .{0,30}(?:last|output|final)|(?:last|output|"
            r"final) .{0,30}(?:sigmoid|softmax|relu|tanh|linear)|最后一层.{0,8}激活"
        ),
    ),
    ("missing-output-activation", re.compile(r"from_logits|bcewithlogits\w*")),
    (
        "wrong-loss-for-task",
        re.compile(
            r"(?:categorical|binary|sparse|mse|cross ?entropy).{0,40}(?:instead of|rather than|to|->)|"
            r"wrong loss|loss function|损失函数"
        ),
    ),
    (
        "wrong-output-size",
        re.compile(r"number of (?:classes|outputs|output units)|num_?classes|output (?:size|dimension)"),
    ),
    ("preprocessing-mismatch", _near(_TEST, _SCALE + r"|preprocess\w*|预处理")),
    ("unscaled-targets", _near(_TARGET, _SCALE)),
    ("unscaled-inputs", _near(_INPUT, _SCALE)),
    ("unscaled-inputs", re.compile(r"normaliz\w*|standardi[sz]\w*|归一化|标准化")),
    (
        "misaligned-labels",
        re.compile(r"shuffl\w*.{0,40}(?:separate|independent|different)ly|shuffl\w* .{0,30}but not"),
    ),
    ("unshuffled-split", _near(r"shuffl\w*|打乱", r"split\w*|validation|val\b|划分")),
    ("unshuffled-data", re.compile(r"shuffl\w*|打乱|洗牌")),
    (
        "class-imbalance",
        re.compile(
            r"imbalanc\w*|unbalanc\w*|class weight\w*|oversampl\w*|undersampl\w*|focal loss|不平衡|不均衡"
        ),
    ),
    ("data-leakage", re.compile(r"leak\w*|泄[露漏]")),
    (
        "single-class-data",
        re.compile(r"(?:only|just) (?:had |has |contained |held )?one class|single class|只有一类"),
    ),
    (
        "constant-inputs",
        re.compile(
            r"(?:inputs?|images?|pixels?|data) .{0,20}(?:all (?:zeros?|0|black|the same)|zeros|identical|"
            r"empty)|integer division|整数除法"
        ),
    ),
    ("shape-broadcasting", re.compile(r"broadcast\w*|\bshapes?\b|squeeze|unsqueeze|广播")),
    ("zero-initialized-weights", _near(r"weights?|kernel|parameters?|权重", r"(?:zeros?|0)(?![.\d])")),
    ("poor-initialization", re.compile(r"initiali[sz]\w*|xavier|kaiming|glorot|he_normal|初始化")),
    ("dying-relu", re.compile(r"(?:dead|dying|leaky) ?relu\w*|leakyrelu|死亡")),
    (
        "over-regularization",
        re.compile(r"weight decay|regulari[sz]\w*|\bl2\b|too much dropout|dropout rate|正则"),
    ),
    (
        "loss-reduction-mistake",
        re.compile(
            r"reduction|(?:mean|average\w*) .{0,20}instead of .{0,10}sum|sum .{0,20}instead of "
            r".{0,10}mean|divid\w* .{0,20}batch"
        ),
    ),
    (
        "metric-bug",
        re.compile(
            r"(?:metric|accuracy) (?:function|calculation|computation|code|was computed|is computed)|"
            r"comput\w* the (?:accuracy|metric)|准确率计算"
        ),
    ),
    ("wrong-metric-for-task", re.compile(r"(?:binary|categorical)_accuracy|wrong metric|metrics?\b")),
    ("gradient-accumulation-mistake", re.compile(r"accumulat\w*|梯度累积")),
    ("overfitting", re.compile(r"overfit\w*|more data|augment\w*|过拟合")),
    (
        "underfitting",
        re.compile(r"more (?:layers|units|capacity|neurons)|larger (?:model|network)|underfit\w*|欠拟合"),
    ),
    ("large-batch-generalization", re.compile(r"(?:smaller|reduc\w*|lower\w*|decreas\w*) (?:the )?batch")),
    ("vanilla-sgd", re.compile(r"(?:to|with|using|use) (?:adam|rmsprop|momentum)")),
)
"""A cause, and what its cure is called; the first that fits counts, so the special stands before the "
"general."""


def observe_solved(words: Iterable[Words]) -> Iterator[Observation]:
    """The cure that the person reports, if there is one: the last that is told, for it holds in the end."""
    found: Observation | None = None
    marked = False
    for sentence in sentences(words):
        text = sentence.text
        mark = _MARK.match(text) is not None
        told = mark or marked or _EDIT.match(text) is not None or _REPORT.search(text) is not None
        if told and not sentence.asked and not _OPEN.search(text):
            found = _cure(sentence) or found
        marked = mark and len(text) < 30  # “Solved!” alone, and the cure in the next sentence
    if found is not None:
        yield found


def _cure(sentence: Sentence) -> Observation | None:
    """The first cause whose cure is named in the sentence."""
    for cause, pattern in _CURES:
        match = pattern.search(sentence.text)
        if match:
            says = f"you say what it was: “{sentence.quote(0, len(sentence.text))}”"
            return Observation("cure", cause, says, sentence.place, 0.9)
    return None
