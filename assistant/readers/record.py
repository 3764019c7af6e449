"""One line of a log as a record: its counters, its phase and its metric values.

How records become curves is the assembler's business.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from assistant.readers.languages import english, narrow
from assistant.readers.metrics import ALONE, BRIEF, SPLITS, Metric, metric, split_of

_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|0,\d+(?![\d.,])"
_FINITE = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBER = re.compile(
    r"(?:(?<=[\s:=(\[,|{'\"])[-+]|(?<![A-Za-z0-9_.@\-]))"
    r"(?P<value>" + _GROUPED + r"|" + _FINITE + r"|(?ai:-?nan|inf(?:inity)?)(?![A-Za-z]|_))"
    r"(?P<unit>%|/\d+(?![\d.])|[A-Za-zµ]+(?:/[A-Za-z]+)?)?"
)
_EPOCH = {"epoch", "epochs", "ep", "轮", "周期", "epochs_done"}
_GLUED = {"epoch", "ep"}
_STEP = {
    "iteration",
    "iterations",
    "iter",
    "it",
    "step",
    "steps",
    "batch",
    "itr",
    "minibatch",
    "round",
    "updates",
    "update",
    "i",
    "timestep",
    "timesteps",
    "episode",
    "minibatches",
}
_CLASS = re.compile(r"(?:BCE|BCEWithLogits|CrossEntropy|MSE|NLL|L1|SmoothL1|Huber|KLDiv|CTC|Hinge)Loss$")
"""A module in a summary of a model: `BCEWithLogitsLoss | 0`."""
_DATE = re.compile(r"-\d\d-\d\d\b")
_BEST = re.compile(r"\bbest\b", re.I)
_NOT_NOW = {
    *("warmup", "start", "max", "decay", "save", "eval", "logging", "log", "print", "accum", "best"),
    *("accumulation", "maximum", "patience", "burnin", "every", "stop"),
}
"""Words before a counter that make it a setting or another epoch than the present one."""
_RATES = frozenset(("time", "per", "sec", "secs", "seconds", "ms", "average", "avg", "tokens", "samples"))
"""What makes a step behind it no counter: `time per step`."""
_WORDS = re.compile(r"[A-Za-z]+\d?|[\u4e00-\u9fff]+")
_HARD = re.compile(r"[,;|\t{}\[\]()<>]|\s(?:-|//?)\s|\s{3,}")
_BATCH = re.compile(r"\s*,\s*\d+\]")
_COMMA = re.compile(r"(?<![!-9;<>-~])([-+]?\d{1,6}),(\d+)(?![\d.\w]|,\d)")
_POINT = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
_SUMMARY = re.compile(
    r"(?:^|\s)\*\s+(?:acc|accuracy|prec|top|loss|map|miou|err|avg|mean|val|test)(?![a-z])"
    r"|(?:^|\s)averaged stats\b",
    re.I,
)
"""What sums up the pass of the lines before: `* Acc@1 71.3 Acc@5 90.1`."""
_FILES = (
    *(".ckpt", ".pth", ".pt", ".h5", ".hdf5", ".keras", ".pkl", ".tar", ".bin", ".safetensors", ".json"),
    ".onnx",
)
_PATH = re.compile(r"[\w./=+~-]+")
_OTHER_SPLIT = re.compile(r"\s?/\s?(?P<value>\d*\.\d+(?:[eE][-+]?\d+)?)(?P<unit>%)?(?![\w./])")
"""The figure of validation behind that of training: `loss: 0.52/0.61`."""
_HITS = re.compile(
    r"(?i)(?:^|\s)(?:num(?:ber)?[ _]|total[ _])?correct(?:ly|s)?(?:\s(?:classified|predict\w+))?$"
)
_COUNTED = re.compile(r"(?i)\s+(?:(?:samples?|examples?|predictions?)\s+)?(?:correct|right)\b")
"""`Correct: 9312/10000`, `9312/10000 correct`: hits of all."""
_PARTS = re.compile(r"(?i)\b(?:rec(?:on\w*)?|kld?|mse|bce|ce|nll|cls|box|reg|adv|aux|l1|l2|penalty)\b")
"""What a total is the sum of: `total 31.2 rec 30.9 kl 0.3`."""
_ERROR_RATE = re.compile(r"(?i)(?:^|[\s_])(?:err|error)(?:[ _]rate)?$")
"""`err 12.3%`: what is not right."""
_OF_NUMBERS = re.compile(r"(?i)percent|relative|absolute|squared|\b(?:rel|abs|l[12])\b")
"""`mean absolute percentage error 34.9%`: how far numbers are off, of which none is right or wrong."""
_REMARK = re.compile(r"\([^()]{0,40}\)")
_COPULA = re.compile(r"\s+(?:is|was|at|of|now|currently)$", re.I)
_AFTER = re.compile(r"\s(epoch|step|iteration)s?\b", re.I)
_BEFORE = re.compile(r"\s*(?:\*\s*)?epoch\b", re.I)
"""What follows a number that counts it: `1/20 * Epoch (train)`."""
_ASIDE = 42
"""Characters of a remark in parentheses between a key and its number."""
_NO_KEY = re.compile(r"\.(?:py|cc|cpp|cu|c|h|go|rs|js)\b|\d/[A-Za-z]\w*$|::")
_FLAG = re.compile(r"(?:^|\s)--[\w-]+[=\s]*$|^/[A-Za-z]\w*\s*=\s*$")
_WORDY = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{1,2}|[^\W\d_]{2,}")


class Value(NamedTuple):
    """A metric's value with half a unit of its last printed digit.

    split is None where neither the key nor the line says; of: the size of the set, where the
    log prints a count of hits (9312/10000).
    """

    name: str
    split: str | None
    key: str
    value: float
    error: float
    percent: bool = False
    of: int = 0


class Record(NamedTuple):
    """What one line says. A frame is a state of a progress bar: done of total.

    placed: read by where in the line its numbers stand, which lines of the same shape need not share.
    """

    values: tuple[Value, ...] = ()
    epoch: float | None = None
    epochs: float | None = None
    step: float | None = None
    steps: float | None = None
    phase: str | None = None
    done: int | None = None
    total: int | None = None
    rank: int | None = None
    style: str = "key-value"
    foreign: int = 0
    placed: bool = False

    @property
    def finished(self) -> bool:
        """A line that is no progress bar, or one at its end."""
        return self.done is None or self.done == self.total


def precision(text: str) -> float:
    """Half a unit of the last digit of a printed number: `0.693` gives 0.0005.

    Numbers printed in full (twelve digits and more) are taken as exact to single precision.
    """
    mantissa, _, exponent = text.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    scale = int(exponent) if exponent else 0
    half: float = 0.5 * 10.0 ** min(scale - digits, 300)
    return half


def number(text: str) -> float:
    """The float of a printed number, any spelling of nan and inf included."""
    lowered = text.lower().lstrip("+")
    if "nan" in lowered:
        return math.nan
    return float(lowered)


def printed(text: str) -> tuple[float, float]:
    """A printed number and half a unit of its last digit. Raises ValueError where it is none."""
    value = number(text)
    return value, precision(text.lstrip("+-")) if math.isfinite(value) else 0.0


def scan(line: str, style: str = "key-value") -> Record:
    """Read every `key number` of a line, with the counters among them."""
    if not line.isascii():
        line = narrow(line)
    if "," in line:
        line = _pointed(line)
    if any(end in line for end in _FILES):
        line = _PATH.sub(_without_files, line)
    reader = _Scan(line)
    for match in _NUMBER.finditer(reader.line):
        reader.take(match)
    return reader.record(style)


def _without_files(match: re.Match[str]) -> str:
    """Blanks for the name of a file: `epoch=4-val_loss=0.44.ckpt` is no point of a curve."""
    return " " * len(match[0]) if match[0].rstrip(".").endswith(_FILES) else match[0]


def _pointed(line: str) -> str:
    """A line with points for the commas of its decimals, where it must mean decimals by them.

    `1,234` alone may be a thousand: a line has another number such as 0,5 or 1,2345, or words of a
    language that writes commas.
    """
    found = _COMMA.findall(line)
    if not found or _POINT.search(line):
        return line
    if all(len(decimals) == 3 and whole.strip("+-") != "0" for whole, decimals in found):
        return line if english(line) == line else _COMMA.sub(r"\1.\2", line)
    return _COMMA.sub(r"\1.\2", line)


class _Scan:
    """The state of one pass over a line; used by `scan` alone."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.values: list[Value] = []
        self.counters: dict[str, float] = {}
        self.phase: str | None = None
        self.lead: str | None = None
        self.last = ""
        self.pending = ""
        self.foreign = 0
        self.frame: tuple[int, int] | None = None
        self.means: dict[int, str] = {}

    def take(self, match: re.Match[str]) -> None:
        """One number with what stands to its left."""
        left = self.line[self.at : match.start()]
        value, unit = _plain(match["value"]), match["unit"] or ""
        self.at = match.end() if unit else match.end("value")
        if not unit and self.line.startswith(" %", self.at):
            unit, self.at = "%", self.at + 2
        separated = left.rstrip().endswith((":", "=", "=>"))
        stem = left.rstrip(" \t:=>\"'([~≈")
        *labels, piece = _HARD.split(stem)
        piece = piece.strip(" \"'-.#*:_")
        words = _WORDS.findall(english(piece).lower())
        self.foreign += max(0, len(_WORDY.findall(_without_aside(stem)[0])) - 3)
        for label in reversed(labels):  # [valid] loss=0.5
            if (split := SPLITS.get(english(label).strip(" :-*#\"'.").lower())) is not None:
                self.phase = split
                break
        if self._of_a_pass(left, words, value, unit):
            return
        if self._counter(left, piece, words, value, unit):
            of = labels[-1] if labels and len(words) == 1 else piece.rpartition(" ")[0]
            if metric(of) is None and ")" in stem:  # loss (for one batch) at step 3: 0.69
                of = _REMARK.sub(" ", stem).rpartition(" ")[0]
            self.pending = of if words and metric(of) is not None else ""
            return
        sign = "-" if self.line[match.start()] == "-" else ""
        if not words and unit.startswith("/") and _COUNTED.match(self.line, self.at):
            piece, words = "accuracy", ["accuracy"]
        if left.strip() == "(" and self.values and self.line[self.at : self.at + 1] == ")":
            self.means.setdefault(len(self.values) - 1, sign + value)
        link = left.strip(" )]")
        if self.pending and (link in ("is", "was") or (not words and link in (":", "=", "->"))):
            # cost after iteration 3: 0.69
            self._value(self.pending, True, sign + value, unit)
        elif not words and stem.endswith(")"):
            stem, percent = _without_aside(stem)
            self._value(
                _HARD.split(stem)[-1].strip(" \"'-.#*:_"), separated, sign + value, unit or "%" * percent
            )
        elif words and not _FLAG.search(left):
            self._named(left, piece, sign + value, unit)
        self.last = self.pending = ""

    def _named(self, left: str, piece: str, value: str, unit: str) -> None:
        """A number behind words that name it."""
        if "|" in left and self.phase is None and self.values and piece == self.values[0].key:
            self.phase = "validation"  # loss 0.5 acc 0.8 | loss 0.6 acc 0.7
        if piece.lower() == "total" and "." in value and not unit and _PARTS.search(self.line, self.at):
            piece = "total loss"
        self._value(piece, left.rstrip().endswith((":", "=", "=>")), value, unit)

    def _of_a_pass(self, left: str, words: list[str], value: str, unit: str) -> bool:
        """`Test: [10/196]`: how far a pass over a set for validation is; its figures are means so far."""
        if not left.rstrip().endswith("[") or not unit.startswith("/") or not value.isdigit() or self.frame:
            return False
        if words:
            self.phase = SPLITS.get(words[0]) if len(words) == 1 else None
        if self.phase not in ("validation", "test"):
            return False
        if "step" in self.counters or ("epoch" in self.counters and self.last != "epoch"):
            return False
        self.frame = int(value), int(unit[1:])
        self.last = "step"
        return True

    def _counted(self, left: str, value: str) -> str:
        """What a number counts by the word behind it: `1/20 * Epoch (train)`, `after 3 epochs`."""
        if not self.counters and not left.strip() and value.isdigit() and _BEFORE.match(self.line, self.at):
            return "epoch"
        told = _AFTER.match(self.line, self.at) if left.rstrip()[-5:].lower() == "after" else None
        return "" if told is None else "epoch" if told[1][0] in "eE" else "step"

    def _counter(self, left: str, piece: str, words: list[str], value: str, unit: str) -> bool:
        whole = not unit and value.isdigit()
        if whole and (words == ["rank"] or (words[-1:] == ["epochs"] and left.endswith("="))):
            self.counters.setdefault(words[0] if words == ["rank"] else "epochs", float(value))
            return True
        counting = bool(words) and words[-1] in _EPOCH | _STEP
        if counting and (_NOT_NOW.intersection(words[-2:-1]) or _BEST.search(left)):
            return True
        kind = self._counted(left, value)
        if (unit in _GLUED and value.isdigit() and "epoch" not in self.counters) or (
            words
            and words[-1] in _EPOCH
            and metric(left.rsplit(maxsplit=1)[-1]) is None
            and ("." not in value or metric(piece.rpartition(" ")[0]) is None)
        ):  # 1epoch:train; no train_loss_epoch, no accuracy over epoch: 0.93
            kind = "epoch"
        elif (
            not kind
            and words
            and words[-1] in _STEP
            and not _RATES.intersection(words[:-1])
            and "." not in value
            and (words[-1] != "i" or metric(" ".join(words)) is None)
        ):
            kind = "step"
        elif self.last == "epoch" and left.strip() == "," and self.line[self.at :].startswith("]"):
            kind = "step"  # [1, 2000]
        elif not words and self.last and left.strip(" ]:,") in ("[", "(", "", "/"):
            if left.strip(" ]:,") in ("[", "("):
                kind = "step" if self.last == "epoch" else ""
            elif "/" in left:
                return True
        elif not words and not self.counters and left.strip() == "[" and self.at < 24:
            kind = self._bracketed(unit)
        if not kind or not math.isfinite(number(value)) or _DATE.match(self.line, self.at):
            return False
        self.counters.setdefault(kind, float(value))
        if unit.startswith("/"):
            self.counters.setdefault(kind + "s", float(unit[1:]))
        self.last = kind
        named = split_of(left)
        self.phase = named or self.phase
        return True

    def _bracketed(self, unit: str) -> str:
        """What a number that opens the line in a bracket counts: `[3/30]`, `[43]`, `[1, 2000]`; no date."""
        after = self.line[self.at :]
        if _BATCH.match(after):
            return "epoch"
        if not after.startswith("]"):
            return ""
        return "epoch" if "/" in unit else "step"

    def _value(self, piece: str, separated: bool, value: str, unit: str) -> None:
        key = " ".join(piece.split()[-5:])
        known = None if _NO_KEY.search(key) else metric(key)
        if known is None and unit.startswith("/") and _HITS.search(key):
            known = Metric("accuracy", split_of(key))
        if known is not None and unit == "%" and _ERROR_RATE.search(key) and not _OF_NUMBERS.search(key):
            known, value = Metric("accuracy", known.split), _complement(value)
        phase = self.phase
        if known is None:
            known = self._of_split(key, value, unit) if _is_split(key) else None
            if known is None:
                return
            bare = self._is_bare(known)
            if bare and unit == "%":
                known = Metric("accuracy", known.split)
            # beside a loss that is named, what a split alone tells is judged with the whole curve
            key, separated = key.lower() if bare else f"{key} {known.name}", True
            if not self.line.startswith(")", self.at):
                phase = known.split
        elif known.split is not None:
            phase = known.split
        if (not separated and (_CLASS.search(key) or not _ends_in_name(key))) or (
            key.lower() == "norm" and not self.values
        ):
            return  # a norm that stands before the loss is one of weights
        self.phase = phase
        if _SUMMARY.match(key):
            key = key.rpartition(": ")[2]
        of = 0
        printed = number(value)
        error = precision(value) if math.isfinite(printed) else 0.0
        if unit.startswith("/") and 0 < float(unit[1:]) < 1e15 and math.isfinite(printed):
            of = int(unit[1:])
            printed, error = printed / of, 0.0
        if not self.values:
            self.lead = self.phase if known.split is None else None
        split = "train" if known.name in ALONE else known.split or self.phase
        self._keep(known, Value(known.name, split, key, printed, error, unit == "%", of))

    def _keep(self, known: Metric, value: Value) -> None:
        """Add a value, which may tell what an earlier one is."""
        name, split, key = value.name, value.split, value.key
        # Lightning prints the last step beside the mean of the epoch
        self.values = [v for v in self.values if f"{v.key.removesuffix('_step')}_epoch" != key]
        if (
            known.split is not None
        ):  # loss 0.5 val_loss 0.6 acc 0.8 val_acc 0.7: the first of two is of training
            self.values = [
                v._replace(split="train") if v[:2] == (name, split) and split_of(v.key) is None else v
                for v in self.values
            ]
        if any(v[:2] == (name, split) and (name != "loss" or v.key == key) for v in self.values):
            # validation_0-auc, validation_1-auc
            name = "" if name in ALONE or name in ("loss", key.lower()) else key.lower()
        if name:
            self.values.append(value._replace(name=name))
            self._pair(known)

    def _pair(self, of: Metric) -> None:
        """The second figure of `loss: 0.52/0.61`, which is that of validation, at the end of the values."""
        last = self.values[-1]
        if of.split is not None or self.phase is not None or of.name not in ("loss", "accuracy"):
            return
        if last.of or (match := _OTHER_SPLIT.match(self.line, self.at)) is None:
            return
        self.at = match.end()
        self.values[-1] = last._replace(split="train")
        second = number(match["value"]), precision(match["value"])
        self.values.append(Value(of.name, "validation", last.key, *second, bool(match["unit"])))

    def _of_split(self, key: str, value: str, unit: str) -> Metric | None:
        """What a split without a name says: `loss train: 1.2, val: 1.3` and `loss: 1.2 (val: 1.3)`."""
        split = split_of(key) or BRIEF[key.lower()]
        if "." not in value:
            self.phase = split
            return None
        before = self.values[-1] if self.values else None
        if before is None or unit not in ("", "%") or before.split == split or before.name in ALONE:
            return None
        return Metric(before.name, split)

    def _is_bare(self, of: Metric) -> bool:
        """Whether a split tells of something else than the loss: `Loss: 1.3, Train: 0.57, Val: 0.41`."""
        if self.values[-1].key in SPLITS:
            return True
        return of == Metric("loss", "train") and any(
            v.name == "loss" and v.split in (None, "train") for v in self.values
        )

    def record(self, style: str) -> Record:
        phase = (self.lead if self.values else self.phase) or _leading_phase(self.line)
        self.foreign += max(0, len(_WORDY.findall(self.line[self.at :])) - 3)
        get = self.counters.get
        values = tuple(self.values)
        if self.frame is not None:
            style = "pass"
        elif self.values and (summary := _SUMMARY.search(self.line)):
            style = "summary" if "*" in summary[0] else "averages"
        if style in ("pass", "averages"):
            values = tuple(
                v if n not in self.means else v._replace(value=shown[0], error=shown[1])
                for n, v in enumerate(values)
                for shown in [printed(self.means.get(n, "0"))]
            )
        done, total = self.frame or (None, None)
        return Record(
            values,
            get("epoch"),
            get("epochs"),
            get("step"),
            get("steps"),
            phase,
            done,
            total,
            rank=None if "rank" not in self.counters else int(self.counters["rank"]),
            style=style,
            foreign=self.foreign,
        )


def _plain(printed: str) -> str:
    """`1,234.5` without its separators, `0,693` with a point."""
    if "," not in printed:
        return printed
    return printed.replace(",", ".") if printed.startswith("0,") else printed.replace(",", "")


def _without_aside(left: str) -> tuple[str, bool]:
    """The text without a remark in parentheses at its end, and whether that says percent.

    A split in it is kept: `accuracy (val): 0.9`; another unit is not: `f1-score (micro avg)`.
    """
    if not left.endswith(")") or (at := left.rfind("(", len(left) - _ASIDE if len(left) > _ASIDE else 0)) < 1:
        return left, False
    inside = left[at + 1 : -1]
    if (
        len(sides := [SPLITS[s] for s in re.split(r"\W+", inside.lower()) if s in SPLITS]) == 2
        and len({*sides}) == 2
    ):
        return left[:at].rstrip(" :="), False  # loss (train/val): 0.5/0.6
    if any(c.isdigit() for c in inside):
        return left, False
    return left[:at].rstrip(" :=") + (f" {inside}" if split_of(inside) else ""), "%" in inside


def _complement(value: str) -> str:
    """What is left of a hundred, with as many decimals: `12.3` to `87.7`."""
    decimals = len(value.partition(".")[2]) if "e" not in value.lower() else 6
    return f"{100.0 - number(value):.{decimals}f}"


def _is_split(key: str) -> bool:
    """Nothing but the name of a split: `val`."""
    return len(key.split()) == 1 and (split_of(key) is not None or key.lower() in BRIEF)


def _ends_in_name(key: str) -> bool:
    key = _COPULA.sub("", key)
    if _ERROR_RATE.search(key):
        return True
    if (words := key.split()) and len(words) > 1 and words[-1].lower() in SPLITS:  # rmse (val) 0.5
        key = " ".join(words[:-1])
    return metric(key.rsplit(maxsplit=1)[-1]) is not None or metric("".join(key.split()[-2:])) is not None


def _leading_phase(line: str) -> str | None:
    words = line.split(maxsplit=1)
    if not words:
        return None
    return SPLITS.get(english(words[0]).strip(":[]-| ").lower())
