"""Scripts that train a model of transformers: rates, labels that are input ids, datasets of a Trainer.

What layers and losses do is read elsewhere.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator

from assistant.readers.script.batches import sample
from assistant.readers.script.inputs import WEIGHED, scarce
from assistant.readers.script.lists import order_of, rows_of
from assistant.readers.script.nodes import all_of, code_of, functions, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.settings import stepped_by
from assistant.readers.script.values import UNKNOWN, Const, Flow, Func, Node, Thing, Value, number, text

_TOO_HIGH = 1e-2
"""Rates of Adam at which no transformer learns, with a warmup or without.

Vaswani et al. 2017 peak at 7e-4 after 4,000 steps of warmup, Devlin et al. 2019 pretrain BERT at 1e-4.
"""
_REACH = 0.02
"""How far weights must be able to go: those of BERT and GPT-2 start with this spread."""
_LEFT_OUT = re.compile(
    r"-\s*100\b|ignore_index|DataCollatorFor(?:LanguageModeling|Seq2Seq|CompletionOnly|TokenClassification)|"
    r"loss_mask|masked_fill|group_texts|label_pad|shift_labels|loss_fct|SFTTrainer|packing"
)
_FILLED = re.compile(
    r"padding\s*=\s*(?:True|['\"](?:max_length|longest)['\"])|pad_to_max_length|DataCollatorWithPadding|"
    r"\bpad(?:ding)?_?(?:token)?_?(?:id|idx|index)?\b\s*\]\s*\*|\[\s*0\s*\]\s*\*\s*\(|pad_sequence|"
    r"\bpad_id\b|"
    r"pad_token_id|np\.pad|F\.pad|(?:full|full_like|new_full)\([^\n]*pad",
    re.IGNORECASE,
)
_WRITES = re.compile(r"(?:LMHeadModel|ForCausalLM|ForConditionalGeneration|ForSeq2SeqLM|Seq2SeqLM)\b")


def hugging(reader: Reader) -> Iterator[Found]:
    """Every trait of a script around the Trainer of transformers."""
    if "transformers" not in reader.imported:
        return
    yield from _rates(reader)
    yield from _padded_with_a_word(reader)
    yield from _scores_cut(reader)
    yield from _spread(reader)
    yield from _in_order(reader)
    yield from _echoed(reader)
    yield from _parted(reader)
    yield from _scarce(reader)
    yield from _numbers(reader)
    yield from _alike(reader)
    yield from _endless(reader)


def begins_anew(reader: Reader) -> bool:
    """Every model that could have been loaded is made from a configuration."""
    return all(
        isinstance(found := one.attributes.get("__loaded__"), Const) and found.value is False
        for one in reader.things("pretrained")
    )


def _plain_weights(reader: Reader) -> bool:
    """The network attends, and its weights start at random."""
    attends = any(one.name == "attention" for one in reader.things("layer"))
    return (
        (bool(reader.things("pretrained")) or attends)
        and begins_anew(reader)
        and "peft" not in reader.imported
    )


def _adaptive(reader: Reader, arguments: Thing) -> bool:
    return stepped_by(reader, arguments) == "AdamW" and "**" not in arguments.options


def _rates(reader: Reader) -> Iterator[Found]:
    """A rate that no transformer bears; one whose steps together lead nowhere."""
    handed = reader.things("hf-arguments")
    if len(handed) != 1 or not _adaptive(reader, handed[0]) or not _plain_weights(reader):
        return
    if any("optimizers" in one.options for one in _trainers(reader)):
        return
    arguments = handed[0]
    given = arguments.options.get("learning_rate")
    rate = number(given) if given is not None else 5e-5  # the default of TrainingArguments
    node = getattr(given, "node", None) or arguments.node
    if rate is None or node is None:
        return
    spans: dict[str, Node | None] = {"value": getattr(given, "node", None), "optimizer": arguments.node}
    if rate >= _TOO_HIGH:
        says = f"a transformer with Adam at {rate:g}: ten times what one bears, and more"
        yield reader.found("rate", "high", says, node, spans)
        return
    steps = _steps(reader, arguments)
    if steps is None:
        return
    shape = text(arguments.options.get("lr_scheduler_type")) or "linear"
    reach = rate * steps * (1.0 if shape.startswith("constant") else 0.5)
    if reach < _REACH:
        says = f"{steps} steps at {rate:g} move a weight by {reach:.2g} at most, and it starts at random"
        yield reader.found("rate", "low", says, node, spans, sure=0.9)


def _padded_with_a_word(reader: Reader) -> Iterator[Found]:
    """`label_pad_token_id=tokenizer.pad_token_id`: the loss leaves out -100, and counts this one."""
    for call in all_of(reader.walker.tree, ast.Call):
        for one in call.keywords:
            if one.arg == "label_pad_token_id" and re.search(r"pad_token_id|pad_id$|eos", code_of(one.value)):
                left = re.search(r"!= ?[\w.]*pad_token_id|== ?[\w.]*pad_token_id|ignore_index", reader.text)
                if not left:
                    says = (
                        f"labels are filled up with {code_of(one.value)}, which the loss does not leave out"
                    )
                    yield reader.found("padding", "counted", says, one.value, sure=0.93)
                    return


def _scores_cut(reader: Reader) -> Iterator[Found]:
    """`compute_metrics` of several labels that holds the scores of the model against 0.5."""
    if not re.search(r"multi_label_classification|BCEWithLogits", reader.text):
        return
    asked = {
        code_of(one.value) for one in all_of(reader.walker.tree, ast.keyword) if one.arg == "compute_metrics"
    }
    for owner in all_of(reader.walker.tree, ast.FunctionDef):
        said = code_of(owner)
        if owner.name not in asked or re.search(r"sigmoid|expit|exp\(|softmax", said) or not owner.args.args:
            continue
        yield from _cut_by_a_helper(reader, owner)
        scores = _scores_of(owner)
        for test in all_of(owner, ast.Compare):
            at = test.comparators[0]
            half = isinstance(at, ast.Constant) and at.value == 0.5
            if half and code_of(test.left) in scores and isinstance(test.ops[0], ast.Gt | ast.GtE):
                says = f"{code_of(test)}: these are raw scores, and 0.5 of them is a probability of 0.62"
                yield reader.found("metric fit", "raw-scores", says, test, {"threshold": at}, sure=0.93)
                return


def _scores_of(owner: ast.FunctionDef) -> set[str]:
    """What the scores are called that `compute_metrics` is given as the first of a pair."""
    whole = owner.args.args[0].arg
    scores = {f"{whole}.predictions", f"{whole}[0]"}
    for one in all_of(owner, ast.Assign):
        if isinstance(one.targets[0], ast.Tuple) and code_of(one.value) == whole:
            scores.add(code_of(one.targets[0].elts[0]))
        elif code_of(one.value) in scores:
            scores.add(code_of(one.targets[0]))
    return scores


def _cut_by_a_helper(reader: Reader, owner: ast.FunctionDef) -> Iterator[Found]:
    """The scores are handed on as they are to a function that holds them against 0.5."""
    first = _scores_of(owner)
    for call in all_of(owner, ast.Call):
        for helper in functions(reader.walker.tree, code_of(call.func)):
            if not call.args or code_of(call.args[0]) not in first or not helper.args.args:
                continue
            if re.search(r"sigmoid|expit|exp\(|softmax", code_of(helper)):
                continue
            defaults = dict(
                zip(
                    reversed([one.arg for one in helper.args.args]),
                    reversed(helper.args.defaults),
                    strict=False,
                )
            )
            for test in all_of(helper, ast.Compare):
                bound = test.comparators[0]
                bound = defaults.get(code_of(bound), bound)
                half = isinstance(bound, ast.Constant) and bound.value == 0.5
                if half and code_of(test.left) == helper.args.args[0].arg:
                    says = f"{code_of(test)}: these are raw scores, and 0.5 of them is a probability of 0.62"
                    yield reader.found("metric fit", "raw-scores", says, test, sure=0.93)
                    return


_SPREADS = ("initializer_range", "init_std")
_WIDTHS = ("hidden_size", "n_embd", "d_model", "dim", "emb_dim")
_USUAL_WIDTH = 768
"""The width of BERT, GPT-2 and their kin where a configuration names none."""
_TOO_WIDE = 4.0
"""A spread of the first scores at which a softmax is sure of what is not learned yet: about e^4 to 1."""


def _spread(reader: Reader) -> Iterator[Found]:
    """Weights of a configuration that start far apart: BERT and GPT-2 take 0.02.

    A score is the product of a state of unit size and a row of weights: its spread is that of the weights
    times the root of the width.
    """
    if not begins_anew(reader):
        return
    width: float | None = _USUAL_WIDTH
    given: list[tuple[Value, Node]] = []
    for event in reader.events("config"):
        options = event.more["options"]
        told = next((options[name] for name in _WIDTHS if name in options), None)
        width = number(told) if told is not None else _USUAL_WIDTH
        given += [(options[name], event.node) for name in _SPREADS if name in options]
    given += [
        (one.value, one.node)
        for one in reader.events("set")
        if one.hint in _SPREADS and not one.maybe and reader.events("config")
    ]
    for value, node in given:
        spread = number(value)
        if spread is not None and width and spread >= 0.1 and spread * math.sqrt(width) >= _TOO_WIDE:
            says = f"the weights start with a spread of {spread:g}, {spread / 0.02:.0f} times the usual one"
            spans = {"value": getattr(value, "node", None)}
            yield reader.found("initializer", "large", says, node, spans, {"fix": "0.02"})
            return


def _trainers(reader: Reader) -> list[Thing]:
    """Trainers, and classes of the script that are some."""
    own = [
        one
        for one in reader.things("instance", "module")
        if one.made_by is not None and any(root.endswith("Trainer") for root in one.made_by.roots())
    ]
    return [*reader.things("trainer"), *own]


def _steps(reader: Reader, arguments: Thing) -> int | None:
    """Updates of the whole training; None where rows, epochs or the batch are not known."""
    most = number(arguments.options.get("max_steps"))
    if most is not None and most > 0:
        return int(most)
    trainers = _trainers(reader)
    if len(trainers) != 1:
        return None
    rows = rows_in(reader, trainers[0].options.get("train_dataset"))
    epochs = number(arguments.options.get("num_train_epochs", Const(3.0)))
    batch = number(arguments.options.get("per_device_train_batch_size", Const(8)))
    gathered = number(arguments.options.get("gradient_accumulation_steps", Const(1)))
    if not rows or not epochs or not batch or not gathered:
        return None
    return int(-(-rows // int(batch * gathered)) * epochs)


def rows_in(reader: Reader, data: Value | None) -> int | None:
    """Rows of a data set: a list, or an object whose length is known."""
    if data is None:
        return None
    if isinstance(data, Thing) and data.made_by is not None:
        found = data.made_by.find("__len__")
        if isinstance(found, Func):
            reader.walker.scope = reader.walker.top
            length = reader.walker.invoke(
                Func(found.node, found.scope, data, found.owner), [], {}, found.node
            )
            told = number(length)
            return int(told) if told is not None else None
    return rows_of(data)


def _scarce(reader: Reader) -> Iterator[Found]:
    """Labels of a class that the script itself makes rare, and nothing makes up for it."""
    if WEIGHED.search(reader.text):
        return
    for trainer in _trainers(reader):
        data = trainer.options.get("train_dataset")
        label = _label_of(reader, data)
        if isinstance(label, Flow) and (found := scarce(reader, label.data)) is not None:
            yield found
            return


def _label_of(reader: Reader, data: Value | None) -> Value | None:
    """The labels of one row of a data set."""
    if not isinstance(data, Thing) or (data.made_by is None and data.kind != "list"):
        return None
    reader.walker.scope = reader.walker.top
    one = sample(reader.walker, data)
    return one.attributes.get("labels", one.attributes.get("label")) if isinstance(one, Thing) else None


_BEST = re.compile(r"(?:axis|dim)=-?1|, -?1\)$")
_HITS = re.compile(r"accuracy|\bacc\b|['\"]f1|f1_score")


def _numbers(reader: Reader) -> Iterator[Found]:
    """One output, which the model takes for a number, and labels that name one of several classes."""
    if "ForSequenceClassification" not in code_of(reader.walker.tree):
        return
    given = [(event.more["options"], event.node) for event in reader.events("config")]
    given += [(one.options, one.node) for one in reader.things("pretrained") if one.node is not None]
    told = [(value, node) for options, node in given if (value := options.get("num_labels")) is not None]
    if len({number(value) for value, _ in told}) != 1 or number(told[0][0]) != 1:
        return
    judged = [
        one
        for function in all_of(reader.walker.tree, ast.FunctionDef)
        if function.name == "compute_metrics"
        for one in nodes_of(function)
        if isinstance(one, ast.Call) and code_of(one.func).rpartition(".")[2] == "argmax"
    ]
    if judged and _BEST.search(code_of(judged[0])):
        says = "num_labels=1 leaves one output, and argmax over it is 0 whatever it is"
        yield reader.found("output units", "mismatch", says, told[0][1], sure=0.95)
        return
    for trainer in _trainers(reader):
        label = _label_of(reader, trainer.options.get("train_dataset"))
        values = label.data.values if isinstance(label, Flow) and not label.ops else None
        if not values or len(values) < 3 or values != frozenset(float(n) for n in range(len(values))):
            continue
        named = any(
            isinstance(one, Thing)
            and one.kind in ("list", "tuple")
            and len(one.items) == len(values)
            and all(text(item) for item in one.items)
            for one in reader.walker.top.names.values()
        )
        if named or _HITS.search(reader.text):
            says = f"num_labels=1 makes a regression of the numbers of {len(values)} classes"
            yield reader.found("output fit", "wrong-loss", says, told[0][1], sure=0.9)
            return


def _alike(reader: Reader) -> Iterator[Found]:
    """Training and evaluation have rows that the same code of the script made."""
    for trainer in _trainers(reader):
        sides = [trainer.options.get(name) for name in ("train_dataset", "eval_dataset")]
        if trainer.node is not None and sides[0] is not sides[1] and _of_one_code(sides[0], sides[1]):
            says = "rows of training and evaluation come out of the same code"
            yield reader.found("preparation", "same", says, trainer.node, sure=0.8)
            return


def _of_one_code(one: Value | None, other: Value | None, depth: int = 0) -> bool:
    """Two values that the same lines made, of numbers that may differ."""
    if isinstance(one, Const) and isinstance(other, Const):
        return isinstance(one.value, int | float) and isinstance(other.value, int | float)
    if isinstance(one, Flow) and isinstance(other, Flow):
        return one.data.node is not None and one.data.node is other.data.node
    if not isinstance(one, Thing) or not isinstance(other, Thing) or depth > 3 or one.kind != other.kind:
        return False
    if one.made_by is None:
        return one.kind == "list" and one.node is not None and one.node is other.node
    alike = one.made_by is other.made_by and one.args and len(one.args) == len(other.args)
    named = one.options.keys() == other.options.keys()
    pairs = [*zip(one.args, other.args, strict=False)]
    pairs += [(one.options[key], other.options.get(key, UNKNOWN)) for key in one.options]
    return bool(alike) and named and all(a is b or _of_one_code(a, b, depth + 1) for a, b in pairs)


def _parted(reader: Reader) -> Iterator[Found]:
    """Training has the front of rows that stand class by class, evaluation their end."""
    for trainer in _trainers(reader):
        sides = [trainer.options.get(name) for name in ("train_dataset", "eval_dataset")]
        parts = []
        for side in sides:
            one = side
            if isinstance(side, Thing) and side.kind == "dataset":
                one = next((item for item in (*side.args, *side.items) if order_of(item)), side)
            part = one.attributes.get("__part__") if isinstance(one, Thing) else None
            cut = (
                one.data.part if isinstance(one, Flow) else str(part.value) if isinstance(part, Const) else ""
            )
            parts.append((order_of(one) if one is not None else "", cut))
        if [order for order, _ in parts] == ["sorted", "sorted"] and {cut for _, cut in parts} == {
            "front",
            "back",
        }:
            node = trainer.node
            if node is not None:
                says = "evaluation is the end of rows that stand class by class"
                yield reader.found("split", "ordered", says, node)
                return


def _in_order(reader: Reader) -> Iterator[Found]:
    """A Trainer of one's own that takes the training rows as they stand; its loader shuffles by itself.

    Where text goes on from row to row, order is wanted: a model that writes says nothing here.
    """
    tree = reader.walker.tree
    if _WRITES.search(code_of(tree)):
        return
    for method in all_of(tree, ast.FunctionDef):
        if method.name not in (
            "_get_train_sampler",
            "get_train_dataloader",
        ):
            continue
        for node in nodes_of(method):
            if isinstance(node, ast.Call) and code_of(node.func).rpartition(".")[2] == "SequentialSampler":
                says = f"{method.name} takes the training rows in their order"
                yield reader.found("shuffle", "no", says, node, {"call": node})
                return


# ---- labels


def _echoed(reader: Reader) -> Iterator[Found]:
    """Labels that are the input ids, or texts filled up to one length, with nothing left out of the loss."""
    said = code_of(reader.walker.tree)
    if _LEFT_OUT.search(said):
        return
    if _WRITES.search(said) and _FILLED.search(said):
        for node, labels, ids in _labels(reader.walker.tree):
            given = _made(reader.walker.tree, labels)
            if ids is not None and _bare(ids) in {_bare(one) for one in (labels, *given)}:
                says = f"labels are {code_of(labels)[:40]}: the padding among them is counted"
                yield reader.found("padding", "counted", says, node, sure=0.9)
                return
            if any(_from_padded(reader.walker.tree, one) for one in (labels, *given)):
                says = f"labels are {code_of(labels)[:40]}, padded, and the loss counts all of them"
                yield reader.found("padding", "counted", says, node, sure=0.9)
                return
    if "ForTokenClassification" in said:
        for node, labels, _ in _labels(reader.walker.tree):
            if _filled(reader.walker.tree, labels):
                says = f"labels are filled up: {code_of(labels)[:40]}, and only -100 is left out"
                yield reader.found("padding", "counted", says, node, sure=0.85)
                return


_COPIES = frozenset(("clone", "copy", "detach", "tolist", "long", "squeeze", "flatten", "to", "unsqueeze"))


def _bare(node: ast.expr) -> str:
    """An expression without what copies it."""
    while True:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in _COPIES and all(isinstance(one, ast.Constant) for one in node.args):
                node = node.func.value
                continue
            if name in ("tensor", "deepcopy", "copy", "array", "LongTensor") and node.args:
                node = node.args[0]
                continue
        if isinstance(node, ast.Call) and code_of(node.func) in ("list", "deepcopy") and node.args:
            node = node.args[0]
            continue
        if isinstance(node, ast.ListComp) and len(node.generators) == 1 and not node.generators[0].ifs:
            if _bare(node.elt) == code_of(node.generators[0].target):
                node = node.generators[0].iter
                continue
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.lower is None:
            if node.slice.upper is None:
                node = node.value
                continue
        return code_of(node)


def _labels(tree: ast.Module) -> Iterator[tuple[Node, ast.expr, ast.expr | None]]:
    """Wherever labels are given: the place, what they are, and the input ids beside them."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Dict):
            named = {
                key.value: value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            }
            if "labels" in named:
                yield named["labels"], named["labels"], named.get("input_ids")
        elif isinstance(node, ast.Call):
            given = {one.arg: one.value for one in node.keywords if one.arg}
            if "labels" in given:
                ids = given.get("input_ids", node.args[0] if node.args else None)
                yield given["labels"], given["labels"], ids
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                    if target.slice.value == "labels":
                        where = code_of(target.value)
                        ids = ast.parse(f"{where}['input_ids']", mode="eval").body
                        yield node, node.value, ids


def _made(tree: ast.Module, labels: ast.expr) -> list[ast.expr]:
    """What a name was given, where it was given one thing alone."""
    found = list(_values_of(tree, labels.id)) if isinstance(labels, ast.Name) else []
    return found if len(found) == 1 else []


def _values_of(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """What a name is given anywhere."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value


def _from_padded(tree: ast.Module, labels: ast.expr) -> bool:
    """The ids of a tokenizer that fills up: `tok(targets, padding="max_length")["input_ids"]`."""
    bare = ast.parse(_bare(labels), mode="eval").body
    whole = bare.value if isinstance(bare, ast.Subscript | ast.Attribute) else None
    last = code_of(bare)
    if whole is None or not re.search(r"\[['\"]input_ids['\"]\]$|\.input_ids$", last):
        return False
    made = [whole] if isinstance(whole, ast.Call) else list(_values_of(tree, code_of(whole)))
    return any(
        isinstance(one, ast.Call) and re.search(r"padding=(?:True|'max_length'|'longest')", code_of(one))
        for one in made
    )


def _filled(tree: ast.Module, labels: ast.expr) -> bool:
    """`tags + [0] * (n - len(tags))`."""
    bare = ast.parse(_bare(labels), mode="eval").body
    made = list(_values_of(tree, bare.id)) if isinstance(bare, ast.Name) else [bare]
    return any(
        isinstance(one, ast.BinOp)
        and isinstance(one.op, ast.Add)
        and isinstance(one.right, ast.BinOp)
        and isinstance(one.right.op, ast.Mult)
        and isinstance(one.right.left, ast.List)
        and len(one.right.left.elts) == 1
        for one in made
    )


_FILLING_LEFT_OUT = re.compile(
    r"DataCollatorForLanguageModeling\([^)]*mlm\s*=\s*False|==\s*[\w.]*pad_token_id\s*\]\s*=\s*-100|"
    r"ignore_index\s*=\s*[\w.]*pad_token_id"
)
_ENDED = re.compile(r"\+\s*[\w.]*\beos_token\b|\{[\w.]*\beos_token\}|\+\s*\[[\w.]*\beos_token_id\]")
_SAME_TOKEN = re.compile(r"(?:[\w.]+\.)?pad_(token(?:_id)?) = (?:[\w.]+\.)?eos_\1")
_ENDS = ("<|endoftext|>", "</s>", "<eos>")


def _endless(reader: Reader) -> Iterator[Found]:
    """The token that fills texts up is the one that ends them, and what fills up is left out of the loss.

    Said only where the script puts ends into its texts: else none was to be learned.
    """
    nodes = nodes_of(reader.walker.tree)
    same = next(
        (one for one in nodes if isinstance(one, ast.Assign) and _SAME_TOKEN.fullmatch(code_of(one))),
        None,
    )
    if same is None or not _FILLING_LEFT_OUT.search(reader.text):
        return
    ends = (*re.findall(r"""\beos_token=["']([^"'\n]+)["']""", reader.text), *_ENDS)
    texts = [one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    put = any(end in one and end != one for one in texts for end in ends)
    if put or _ENDED.search(reader.text):
        says = "texts are filled up with the token that ends them, and the loss leaves both out"
        yield reader.found("padding", "end-too", says, same, sure=0.9)
