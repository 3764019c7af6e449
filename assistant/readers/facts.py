"""Settings that a log prints once: argument dumps, configurations, launch lines, model summaries.

They are facts of the run, never points of a curve; what they mean for it is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType

from assistant.readers.nested import Entry, entries
from assistant.readers.prefixes import message
from assistant.readers.summaries import MODULES, TABLE, TREE, Named, modules, table, tree
from assistant.run import Fact, Place

Lines = Sequence[tuple[int, str]]

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "learning rate": "the base rate of the optimizer",
        "batch size": "samples of one step of the optimizer, over all devices",
        "batch size per device": "samples of one forward pass on one device",
        "gradient accumulation": "forward passes of one step",
        "optimizer": "its name as printed",
        "momentum": "of stochastic gradient descent",
        "weight decay": "or L2 penalty",
        "dropout": "the rate that is dropped",
        "epochs": "passes over the data that are planned",
        "warmup steps": "steps in which the rate rises",
        "gradient clipping": "the largest norm",
        "precision": "`half` (float16, alone or mixed) or `single` (float32 or bfloat16)",
        "shuffle": "`yes` or `no`, of the training data",
        "seed": "of the random numbers",
        "pretrained": "`yes` or `no`",
        "loss function": "its name as printed",
        "classes": "how many",
        "training samples": "how many",
        "validation samples": "how many",
        "parameters": "how many weights the model has",
        "trainable parameters": "how many of them are trained",
        "trained of all": "how many of them are trained, as a program that freezes some tells it",
        "frozen parameters": "how many of them are not (statistics of batch normalization among them)",
        "module without weights": "the name and the kind of a part of the model that counts none",
        "architecture": "`dense`, `convolutional`, `recurrent` or `transformer`",
        "normalization": "`none`, `batch` or `other`",
        "last layer units": "outputs of the last layer",
        "last activation": "`softmax`, `log-softmax`, `sigmoid`, `tanh` or `relu` (and its kind)",
        "hidden activation": "the same",
        "largest input": "of the data that are written down in the code",
        "largest target": "the same",
        "bias": "`no` where no layer has one, and no normalization stands in for it",
    }
)
"""Every name a fact may have, with what its value is."""

_KEYS = {
    "learning rate": "lr learningrate baselr lr0 initlr initiallr peaklr",
    "batch size": "batchsize bs trainbatchsize batchsizetrain imsperbatch globalbatchsize totalbatchsize "
    "totaltrainbatchsize totaltrainbatchsizewparalleldistributed&accumulation trainingbatchsize",
    "batch size per device": "perdevicetrainbatchsize pergputrainbatchsize samplespergpu microbatchsize "
    "trainmicrobatchsizepergpu batchsizepergpu batchsizeperdevice instantaneousbatchsizeperdevice "
    "instantaneousbatchsizepergpu",
    "gradient accumulation": "gradientaccumulationsteps gradaccumsteps accumulationsteps accumiter "
    "accumulategradbatches updatefreq gradientaccumulation gradaccum",
    "optimizer": "optimizer opt optim optimname optimizername optimizertype solver",
    "momentum": "momentum sgdmomentum",
    "weight decay": "weightdecay wd l2 l2reg",
    "dropout": "dropout dropoutrate dropoutprob droprate pdropout dropoutp hiddendropoutprob",
    "epochs": "epochs numepochs nepochs maxepochs totalepochs numtrainepochs maxepoch nepoch nbepochs",
    "warmup steps": "warmupsteps numwarmupsteps warmupupdates warmupiters",
    "gradient clipping": "gradclip clip maxgradnorm clipgrad clipnorm gradientclipval clipgradnorm "
    "gradclipnorm gradientclipping",
    "shuffle": "shuffle shuffletrain trainshuffle",
    "seed": "seed randomseed manualseed randomstate",
    "pretrained": "pretrained usepretrained",
    "loss function": "loss criterion lossfn lossfunction losstype lossname",
    "classes": "numclasses nclasses nbclasses numlabels numberofclasses",
    "training samples": "numexamples ntrain trainsamples trainingsamples trainsize trainexamples "
    "trainingexamples numtrainsamples trainingsetsize numberoftrainingsamples numberoftrainingexamples",
    "validation samples": "nval valsamples validationsamples valsize validationsetsize numvalsamples",
    "parameters": "totalparams totalparameters numberofparameters nparameters numparameters "
    "totalnumberofparameters",
    "trainable parameters": "trainableparams trainableparameters numberoftrainableparameters",
    "frozen parameters": "nontrainableparams nontrainableparameters",
    "half": "fp16 useamp amp half halfprecision usefp16",
    "bfloat16": "bf16 usebf16 bfloat16",
    "precision": "mixedprecision precision ampdtype",
}
"""Keys of the wild without their blanks, dashes and dots, in small letters, by the fact they give."""
_FACT_OF = MappingProxyType({key: name for name, keys in _KEYS.items() for key in keys.split()})
_PARENTS = {
    "optimizer": re.compile(r"^(?:optim\w*|opt|optimizer_?(?:cfg|config))$", re.I),
    "loss function": re.compile(r"^(?:loss(?:_?f(?:n|unc\w*))?|criterion)$", re.I),
}
_KIND_KEYS = {"type", "name", "_name", "_target_", "class_name", "target"}
_ASIDE = re.compile(
    r"(?:^|[_.-])(?:val|valid|validation|test|testing|eval|evaluat\w*|dev|infer\w*|predict\w*|sched\w*|"
    r"lr_config|param_scheduler|warmup|ema|teacher|discriminator|critic|swa|augment\w*|transforms?|"
    r"callbacks?|"
    r"scaler|tokenizer|search|sweep|distill\w*)(?:$|[_.-])|norm|(?:^|_)bn|lr$|lronplateau",
    re.I,
)
_NUMBERS = {
    *("learning rate", "batch size", "batch size per device", "gradient accumulation", "momentum"),
    *("weight decay", "dropout", "epochs", "warmup steps", "gradient clipping", "seed", "classes"),
    *("training samples", "validation samples", "parameters", "trainable parameters", "frozen parameters"),
    "trained of all",
}
_RANGES = {
    "learning rate": (0.0, 1e3),
    "batch size": (1.0, 1e8),
    "batch size per device": (1.0, 1e6),
    "momentum": (0.0, 0.9999),
    "dropout": (0.0, 0.9999),
    "weight decay": (0.0, 10.0),
    "classes": (2.0, 1e7),
}
_NUMBER = re.compile(
    r"(?P<value>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?) ?(?P<unit>[KMB])?$", re.I
)
_UNITS = {None: 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
_YES, _NO = {"true", "yes", "1", "on"}, {"false", "no", "0", "off"}
_OPTIMIZERS = re.compile(
    r"(?:^|[._-])(?P<name>adamw?|nadamw?|adamax|rmsprop|adagrad|adadelta|radam|adafactor|lion|lamb|lars|sgd)"
    r"(?:$|[._\W]|_?(?:torch|hf|8bit|bnb|optimizer|tf)\b)",
    re.I,
)
_LOSSES = re.compile(
    r"cross_?entropy|entropy|bce|nll|mse|l1|mae|mean_|huber|hinge|kl|focal|dice|ctc|log_?loss|logloss|"
    r"softmax",
    re.I,
)
_PAIR = re.compile(
    r"[-*•│┃|\s]{0,40}[\"']?(?P<key>[A-Za-z_][\w .&,()/-]{0,80}?)[\"']?\s{0,40}"
    r"(?P<separator>\.{3,}|=>|:=|[:=│┃|])\s{0,40}(?P<value>[^\s].{0,300})?$"
)
_SCALAR = re.compile(
    r"(?P<value>\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,3})? [KMB](?![A-Za-z])"
    r"|[\"'][^\"']{0,200}[\"']|[^\s\"'(){}\[\],]{1,200})\s{0,40}"
    r"(?:\([\d.,]{1,20} ?[KMGT]?i?B\)|[│┃|,]|#.*|//.*)?$"
)
_SEVERAL = re.compile(r"\s*(?:[,;|\t]|\s{2,})\s*")
_OPENED = re.compile(r"(?:[\w.\"' -]{1,80}\s?[:=]\s?)?[\w.]{0,80}[({]")
_NAMED_DUMP = re.compile(r"(?:\w{1,40}\s?[:=]\s?)?(?:\w{0,40}Namespace|\w{0,60}(?:Arguments|Config))\(")
_SECTION = re.compile(r"\*{3,}\s*(?:Running )?(?P<name>[A-Za-z ]{1,40}?)\s*\*{3,}")
_LAUNCH = re.compile(
    r"^(?:[$%>#+]\s+|!)?(?:[A-Z_]{1,40}=\S{0,80} +){0,8}(?:srun |nohup |mpirun |sudo |time ){0,3}"
    r"(?:python[\d.]*|torchrun|accelerate|deepspeed|horovodrun|fairseq-train|[\w./-]{1,80}\.py)\s.*"
)
_FLAG = re.compile(r"--?(?P<key>[A-Za-z][\w.-]{0,60})(?:[= ]\s*(?P<value>(?!--?[A-Za-z])[^\s]{1,200}))?")
_CONTINUED = re.compile(r"--[A-Za-z]")
_OVERRIDE = re.compile(r"(?:^|\s)\+{0,2}(?P<key>[A-Za-z_][\w.]{0,80})=(?P<value>[^\s]{1,200})")
_METRIC = re.compile(r"(?:^|[_/ .-])loss$|^(?:epoch|step|iter|iteration|update|global_step)$", re.I)
"""Keys whose numbers make a line a record of training rather than a dump of settings."""
_SHORT_FLAGS = {"b": "batch size", "j": "", "wd": "weight decay", "lr": "learning rate"}
_COUNT = r"(\d{1,3}(?:,\d{3})+|\d{1,12})"
_SENTENCES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(rf"Train on {_COUNT} samples"), ("training samples",)),
    (re.compile(rf"validate on {_COUNT} samples"), ("validation samples",)),
    (re.compile(rf"Using {_COUNT} files for training"), ("training samples",)),
    (re.compile(rf"Using {_COUNT} files for validation"), ("validation samples",)),
    (
        re.compile(
            rf"Found {_COUNT} (?:validated )?(?:image filenames|images|files) belonging to {_COUNT} classes"
        ),
        ("", "classes"),
    ),
    (re.compile(rf"trainable params: {_COUNT} \|\| all params: {_COUNT}"), ("", "parameters")),
    (
        re.compile(rf"(?i)trainable param(?:eter)?s\s*[:=]?\s*{_COUNT}\s*(?:/|of|out of)\s*{_COUNT}"),
        ("trained of all", "parameters"),
    ),
    (re.compile(r"number of parameters: (\d{1,9}(?:\.\d{1,6})?[KMB]?)"), ("parameters",)),
    (re.compile(r"\bparam count: ?(\d{1,12})"), ("parameters",)),
    (re.compile(r"^(\d{1,9}(?:\.\d{1,3})? ?[KMB]?)\s+Trainable params"), ("trainable parameters",)),
    (re.compile(r"^(\d{1,9}(?:\.\d{1,3})? ?[KMB]?)\s+Non-trainable params"), ("frozen parameters",)),
    (re.compile(r"^(\d{1,9}(?:\.\d{1,3})? ?[KMB]?)\s+Total params"), ("parameters",)),
)
_MIXED = re.compile(r"Using (?:native )?(?P<kind>16bit|bfloat16|bf16) .{0,40}(?:Mixed|Precision)", re.I)
_LONGEST = 2_000
_BLOCK = 500
"""Lines of one bracketed dump."""


def facts(rest: Lines, source: str) -> tuple[Fact, ...]:
    """The settings among the lines that hold no metric, in order; the names are those of `NAMES`.

    rest: (number from 1, cleaned text) of each such line. A setting that is printed twice is two
    facts: which of two values holds is not decided here. What belongs to validation, to a schedule,
    to a normalization or to a second model in training is left out.
    """
    reader = _Reader([(number, line[:_LONGEST]) for number, line in rest], source)
    return tuple(fact for fact in reader.facts() if fact.name in NAMES)


def is_setting(line: str) -> bool:
    """A line of settings alone, whatever numbers stand in it, to be asked before it is read for metrics.

    A launch command or its next line, a header such as `***** Running training *****`, the start of
    a dump in brackets, or pairs of which every key is a known setting. A lone learning rate is left
    to the reader of metrics: it may be a curve.
    """
    text = message(line[:_LONGEST]).text
    if _LAUNCH.match(text) or _SECTION.search(text) or _NAMED_DUMP.match(text) or _CONTINUED.match(text):
        return True
    if _OPENED.match(text) and text.endswith(")"):
        found = tuple(entries(text))
        keyed = [entry for entry in found if entry.key]
        settings = [entry for entry in keyed if _known((), entry.key, entry.value)]
        return len(settings) > 1 and not _is_record(found)
    pair = _PAIR.match(text)
    scalar = _SCALAR.match(pair["value"] or "") if pair else None
    pairs = [(pair["key"], scalar["value"])] if pair and scalar else _pairs(text)
    names = [known[0] if (known := _known((), key, raw)) else "" for key, raw in pairs]
    return bool(names) and all(names) and names != ["learning rate"]


class _Reader:
    """One pass over the lines; used by `facts` alone."""

    def __init__(self, rest: Lines, source: str) -> None:
        self.rest = rest
        self.source = source
        self.at = 0
        self.sections: list[tuple[int, str]] = []
        self.header = ""
        opened = (line.count("(") + line.count("{") - line.count(")") - line.count("}") for _, line in rest)
        self.depths = [0, *accumulate(opened)]

    def facts(self) -> Iterator[Fact]:
        while self.at < len(self.rest):
            here = self.at
            yield from self._here()
            self.at = max(self.at, here + 1)

    def _here(self) -> Iterator[Fact]:
        """What begins at the line `at`; moves `at` behind what took several lines."""
        number, line = self.rest[self.at]
        text = message(line).text
        if section := _SECTION.search(text):
            self.header = section["name"].lower()
            self.sections.clear()
        elif TABLE.search(text):
            found, self.at = table(self.rest, self.at)
            yield from self._placed(found)
        elif MODULES.search(text):
            found, self.at = modules(self.rest, self.at)
            yield from self._placed(found)
        elif _LAUNCH.match(text):
            yield from self._launch(text, number)
        elif "(" in text or "{" in text:
            yield from self._bracketed(text, number)
        else:
            yield from self._line(line, text, number)

    def _bracketed(self, text: str, number: int) -> Iterator[Fact]:
        """A dump in brackets, over several lines where they are open; a tree of modules; or a plain line."""
        line, end = self.rest[self.at][1], self._closes()
        if end is not None and end > self.at + 1 and TREE.match(text):
            found = tree(self.rest, self.at, end)
            if found:
                yield from self._placed(found)
                self.at = end
                return
        if not _OPENED.match(text) and not re.search(r"(?:Namespace|Arguments|Config)\(", text):
            yield from self._line(line, text, number)
            return
        lines = [text, *(below for _, below in self.rest[self.at + 1 : end])] if end is not None else [text]
        found_here = [
            (self.rest[self.at + index][0], name, value)
            for index, name, value in _dumped("\n".join(lines), self._aside())
        ]
        if end is not None:
            self.at = end
        if not found_here and len(lines) == 1:
            yield from self._line(line, text, number)
        for at, name, value in found_here:
            yield self._fact(name, value, at)

    def _closes(self) -> int | None:
        """The index behind the line in which the brackets of this line are closed."""
        before = self.depths[self.at]
        for index in range(self.at + 1, min(self.at + 1 + _BLOCK, len(self.depths))):
            if self.depths[index] <= before:
                return index
        return None

    def _line(self, line: str, text: str, number: int) -> Iterator[Fact]:
        if mixed := _MIXED.search(text):
            yield self._fact("precision", "half" if mixed["kind"].startswith("16") else "single", number)
            return
        if said := [*_sentences(text)]:
            for name, value in said:
                yield self._fact(name, value, number)
            return
        pair = _PAIR.match(line if line.lstrip().startswith(text[:20]) else text)
        if pair is None or (pair["separator"] in "│┃|" and not pair["value"]):
            return
        value = pair["value"]
        indent = len(line) - len(line.lstrip())
        while self.sections and self.sections[-1][0] >= indent:
            self.sections.pop()
        if not value or value in ("|", ">"):
            self.sections.append((indent, pair["key"].strip()))
            return
        path = (*self._aside(), *(name for _, name in self.sections))
        scalar = _SCALAR.match(value)
        pairs = [(pair["key"], scalar["value"])] if scalar else _pairs(text)
        if not pairs and value.startswith("[") and value.endswith("]"):
            pairs = [(pair["key"], value.strip("[]"))]
        for key, raw in pairs:
            if known := _known(path, key, raw):
                yield self._fact(*known, number)

    def _aside(self) -> tuple[str, ...]:
        """The header over a block, where it speaks of an evaluation."""
        return ("eval",) if re.search(r"eval|test|predict|valid", self.header) else ()

    def _launch(self, text: str, number: int) -> Iterator[Fact]:
        """A command with its flags; lines that end in a backslash go on."""
        lines = [text]
        while lines[-1].endswith("\\") and self.at + 1 < len(self.rest) and len(lines) < _BLOCK:
            self.at += 1
            lines.append(self.rest[self.at][1].strip())
        self.at += 1
        command = " ".join(line.rstrip("\\") for line in lines)
        for match in (*_FLAG.finditer(command), *_OVERRIDE.finditer(command)):
            key, value = match["key"], match["value"]
            name = _SHORT_FLAGS.get(key, "")
            if not match[0].strip().startswith("--") and not name and match.re is _FLAG:
                continue
            path = tuple(key.split(".")[:-1])
            raw = "true" if value is None else value.strip("'\"")
            known = _valued(name, raw) if name else _known(path, key.split(".")[-1], raw)
            if known:
                yield self._fact(*known, number)

    def _placed(self, found: Sequence[Named]) -> Iterator[Fact]:
        for name, value, first, last in found:
            yield Fact(name, value, Place(self.source, first, last))

    def _fact(self, name: str, value: float | str, number: int) -> Fact:
        return Fact(name, value, Place(self.source, number, number))


def _dumped(text: str, aside: tuple[str, ...]) -> Iterator[tuple[int, str, float | str]]:
    """(line from 0, name, value) of the settings in a bracketed dump; none where it is a metric record."""
    read = tuple(entries(text))
    if _is_record(read):
        return
    line, counted = 0, 0
    called: set[tuple[str, ...]] = set()
    for entry in read:
        if entry.at > counted:
            line, counted = line + text.count("\n", counted, entry.at), entry.at
        if known := _known((*aside, *entry.path), entry.key, entry.value):
            yield line, *known
        if entry.path not in called:
            called.add(entry.path)
            given = {other.key for other in read if other.path == entry.path} if entry.path else set()
            for name, value in _called((*aside, *entry.path), given, text):
                yield line, name, value


def _is_record(read: Sequence[Entry]) -> bool:
    return any(_METRIC.search(entry.key) and _number(entry.value) is not None for entry in read)


def _called(path: tuple[str, ...], given: set[str], text: str) -> Iterator[tuple[str, float | str]]:
    """`optimizer = optim.SGD(…)`: the call names the optimizer, and has no momentum where none is given."""
    if len(path) < 2 or not _PARENTS["optimizer"].match(path[-2]) or any(map(_ASIDE.search, path)):
        return
    if name := _OPTIMIZERS.search(path[-1]):
        yield "optimizer", name["name"]
        if name["name"] == "SGD" and "momentum" not in given and "**" not in text:
            yield "momentum", 0.0


def _sentences(text: str) -> Iterator[tuple[str, float | str]]:
    for pattern, names in _SENTENCES:
        if match := pattern.search(text):
            for name, raw in zip(names, match.groups(), strict=True):
                if name and (known := _valued(name, raw.replace(" ", ""))):
                    yield known


def _pairs(text: str) -> list[tuple[str, str]]:
    """`lr: 0.1, batch size: 64`: the pairs of a line that holds nothing else."""
    found = []
    for piece in _SEVERAL.split(text):
        pair = _PAIR.match(piece)
        scalar = _SCALAR.match(pair["value"] or "") if pair else None
        if pair is None or scalar is None:
            return []
        found.append((pair["key"], scalar["value"]))
    return found if len(found) > 1 else []


def _known(path: tuple[str, ...], key: str, raw: str) -> tuple[str, float | str] | None:
    """The fact of an entry, where its key is a known one and nothing around it puts it aside."""
    raw = raw.strip().strip("\"'")
    if any(_ASIDE.search(part) for part in path):
        return None
    if key.lower() in _KIND_KEYS:
        owner = next((name for name, pattern in _PARENTS.items() if path and _is_owner(pattern, path)), "")
        return _valued(owner, raw) if owner else None
    name = _FACT_OF.get(re.sub(r"[\s_.()/,-]", "", key.lower()), "")
    if (
        not name
        and path
        and re.search(r"clip", path[-1] if path[-1] != "dict" else path[-2] if path[1:] else "")
    ):
        name = "gradient clipping" if key == "max_norm" else ""
    return _valued(name, raw) if name else None


def _is_owner(pattern: re.Pattern[str], path: tuple[str, ...]) -> bool:
    last = path[-2] if path[-1] == "dict" and len(path) > 1 else path[-1]
    return pattern.match(last) is not None


def _valued(name: str, raw: str) -> tuple[str, float | str] | None:
    """The fact of a name and a printed value; None where the value is none, or of another kind."""
    small = raw.lower()
    if small in ("none", "null", "~", ""):
        return None
    if name in _NUMBERS:
        value = _number(raw)
        low, high = _RANGES.get(name, (0.0, 1e18))
        return (name, value) if value is not None and low <= value <= high else None
    if name == "optimizer":
        found = _OPTIMIZERS.search(raw)
        return (name, found["name"]) if found else None
    if name == "loss function":
        return (name, raw) if _LOSSES.search(raw) and _number(raw) is None else None
    if name in ("half", "bfloat16"):
        return _precision(name, small)
    if name == "precision":
        return _named_precision(small)
    if name == "pretrained" and re.search(r"://|\.pth?$|imagenet", small):
        return name, "yes"
    if name in ("shuffle", "pretrained") and small in _YES | _NO:
        return name, "yes" if small in _YES else "no"
    return None


def _precision(name: str, small: str) -> tuple[str, str] | None:
    """`fp16=False` alone leaves float32 or bfloat16: both are `single`; `bf16=False` leaves all open."""
    if name == "half" and small in _YES | _NO:
        return "precision", "half" if small in _YES else "single"
    return ("precision", "single") if name == "bfloat16" and small in _YES else None


def _named_precision(small: str) -> tuple[str, str] | None:
    if re.fullmatch(r"(?:torch\.)?(?:fp16|float16|half|16|16-mixed|16-true|mixed_float16)", small):
        return "precision", "half"
    if re.fullmatch(
        r"(?:torch\.)?(?:bf16|bfloat16|bf16-mixed|fp32|float32|32|32-true|single|mixed_bfloat16)", small
    ):
        return "precision", "single"
    return None


def _number(raw: str) -> float | None:
    match = _NUMBER.match(raw)
    if match is None:
        return None
    unit = match["unit"].lower() if match["unit"] else None
    return float(match["value"].replace(",", "")) * _UNITS[unit]
