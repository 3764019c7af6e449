"""How long a script trains, on how many rows, how soon its rate is gone, how far its steps are cut.

Which number is few, many or tight is said here; what it does to a training is not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.hugging import begins_anew
from assistant.readers.script.loaders import training_loaders
from assistant.readers.script.loop import own_backwards
from assistant.readers.script.nodes import all_of, code_of
from assistant.readers.script.orders import marks
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.settings import stepped_by
from assistant.readers.script.values import Const, Flow, Mark, Node, Thing, Value, number

FEW, MANY = 3, 200
"""Epochs from scratch that seldom suffice; epochs that a run needs a rule for ending."""
FEW_ROWS, FEW_HELD_OUT = 100, 50
TIGHT, TIGHT_ADAPTIVE = 0.01, 1e-5
"""Norms at which every step is cut. Adaptive optimizers divide by the size of the gradient again."""
_KEPT = re.compile(
    r"EarlyStopping|early_?stop|ModelCheckpoint|patience|\bbest|\bbreak\b|deepcopy|state_dict|torch\.save|"
    r"ReduceLROnPlateau|save_weights|\.save\(",
    re.I,
)
_MEASURED = re.compile(r"no_grad|inference_mode|\.eval\(\)|\.evaluate\(")
_LOADED = re.compile(
    r"pretrained|load_state_dict|load_weights|load_model|from_pretrained|weights=|resume", re.I
)


def budget(reader: Reader) -> Iterator[Found]:
    """Every trait of length, rows and clipping."""
    yield from _length(reader)
    yield from _patience(reader)
    yield from _rows(reader)
    yield from _clipping(reader)
    yield from _fading(reader)
    yield from _of_one_epoch(reader)


def passes(reader: Reader) -> Iterator[tuple[int, Node, bool, float]]:
    """Passes over the data: their number, where it stands, whether validation is measured, how sure."""
    for event in own_backwards(reader):
        outer = event.loops[0]
        if len(event.loops) < 2 or not isinstance(outer, ast.For):
            continue
        over = next((one.value for one in reader.events("over") if one.node is outer), None)
        count = over.attributes.get("count") if isinstance(over, Thing) and over.kind == "range" else None
        if isinstance(count, Const) and isinstance(count.value, int):
            measured = bool(_MEASURED.search(code_of(outer)))
            yield count.value, outer.iter, measured, 0.6 if count.soft else 0.85
            return
    for event in reader.events("fit"):
        options: dict[str, Value] = event.more["options"]
        if event.loops or "**" in options or "initial_epoch" in options:
            continue
        given = options.get("epochs", options.get("nb_epoch", Const(1)))
        told = number(given)
        if told is not None:
            measured = "validation_data" in options or "validation_split" in options
            soft = isinstance(given, Const) and given.soft
            yield int(told), getattr(given, "node", None) or event.node, measured, 0.6 if soft else 0.85
            return
    for thing in reader.things("hf-arguments"):
        asked = thing.options.get("num_train_epochs")
        told = number(asked)
        # three is what the Trainer does where nothing is said
        if (
            told is not None
            and told >= 1
            and told != FEW
            and thing.node is not None
            and "max_steps" not in thing.options
        ):
            measured = "eval_strategy" in thing.options or "evaluation_strategy" in thing.options
            yield int(told), getattr(asked, "node", None) or thing.node, measured, 0.85
            return
    for thing in reader.things("trainer"):
        most = thing.options.get("max_epochs")
        told = number(most)
        if told is not None and told > 0 and thing.node is not None and "**" not in thing.options:
            soft = isinstance(most, Const) and most.soft
            yield int(told), getattr(most, "node", None) or thing.node, True, 0.6 if soft else 0.85
            return


def _length(reader: Reader) -> Iterator[Found]:
    for count, node, measured, sure in passes(reader):
        if 1 <= count <= FEW and not _LOADED.search(reader.text) and begins_anew(reader):
            word = "epoch" if count == 1 else "epochs"
            yield reader.found(
                "length", "few", f"{count} {word} from scratch", node, {"count": node}, sure=sure
            )
        elif count >= MANY and measured and not _KEPT.search(reader.text):
            yield reader.found(
                "length",
                "many",
                f"{count} epochs, and nothing ends them or keeps the best one",
                node,
                {"count": node},
                sure=sure,
            )


def _patience(reader: Reader) -> Iterator[Found]:
    """Keras' early stopping waits 0 epochs where nothing else is said."""
    for one in reader.things("callback"):
        if one.name != "EarlyStopping" or one.node is None or "**" in one.options:
            continue
        given = one.option(2, "patience")
        patience = 0.0 if given is None else number(given)
        if patience is not None and patience <= 1:
            said = f"a patience of {patience:g}" + (", which is the default" if given is None else "")
            spans = {"value": getattr(given, "node", None), "call": one.node}
            yield reader.found("length", "impatient", f"EarlyStopping with {said}", one.node, spans)
            return


def _rows(reader: Reader) -> Iterator[Found]:
    """Rows to train on and to validate on, where the script itself says how many."""
    trained: list[tuple[int, Node]] = []
    held: list[tuple[int, Node]] = []
    for event in reader.events("batches"):
        value = event.value
        if isinstance(value, Flow) and value.data.order == "permutation" and value.data.rows:
            trained.append((value.data.rows, event.node))
    for use in reader.walker.losses:
        drawn = marks(use.fed.data.moved) if use.trained and isinstance(use.fed, Flow) else ()
        last = drawn[-1] if len(use.loops) > 1 and drawn else None
        if isinstance(last, Mark) and last.count and last.node is not None:
            trained.append((last.count, last.node))
    for loader in training_loaders(reader):
        data = loader.option(0, "dataset")
        whole = isinstance(data, Thing) and data.name == "TensorDataset" and data.items
        first = data.items[0] if whole and isinstance(data, Thing) else None
        if isinstance(first, Flow) and not first.ops and first.data.rows and loader.node is not None:
            trained.append((first.data.rows, loader.node))
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        fed = options.get("x", args[0] if args else None)
        if isinstance(fed, Flow) and fed.data.rows:
            trained.append((fed.data.rows, event.node))
        pair = options.get("validation_data")
        first = pair.items[0] if isinstance(pair, Thing) and pair.kind == "tuple" and pair.items else None
        if isinstance(first, Flow) and first.data.rows:
            held.append((first.data.rows, event.node))
    held.extend(
        (use.fed.data.rows, use.node)
        for use in reader.walker.losses
        if not use.trained and not use.compiled and isinstance(use.fed, Flow) and use.fed.data.rows
    )
    for name, found, few, said in (
        ("training rows", trained, FEW_ROWS, "to train on"),
        ("validation rows", held, FEW_HELD_OUT, "to validate on"),
    ):
        if found and max(found, key=lambda pair: pair[0])[0] <= few:
            count, node = found[0]
            yield reader.found(name, "tiny", f"{count} rows {said}", node, sure=0.85)


def _clipping(reader: Reader) -> Iterator[Found]:
    """A largest norm (or value) of the gradients under which every step is cut."""
    made = reader.things("optimizer")
    for one in reader.things("hf-arguments"):
        limit = one.number(-1, "max_grad_norm")
        stepped = stepped_by(reader, one)
        if stepped is None:
            stepped = made[0].name if len({thing.name for thing in made}) == 1 else ""
        if limit is not None and 0 < limit <= _tight(stepped) and one.node is not None and stepped:
            place = getattr(one.options["max_grad_norm"], "node", None)
            spans = {"value": place}
            says = f"gradients are cut to {limit:g}: no step is longer than {limit:g} times the rate"
            yield reader.found("clipping", "tight", says, place or one.node, spans)
            return
    if len(made) != 1:
        return
    tight = _tight(made[0].name)
    given: list[tuple[Value | None, Node]] = []
    for event in reader.events("clip"):
        args, options = event.more["args"], event.more["options"]
        placed = args[1] if len(args) > 1 else None
        given.append((options.get("max_norm", options.get("clip_value", placed)), event.node))
    given.extend(
        (made[0].options[key], made[0].node)
        for key in ("clipnorm", "global_clipnorm", "clipvalue")
        if key in made[0].options and made[0].node is not None
    )
    given.extend(
        (one.options["gradient_clip_val"], one.node)
        for one in reader.things("trainer")
        if "gradient_clip_val" in one.options and one.node is not None
    )
    scaled = _clips_scaled(reader)
    for value, node in given:
        most = number(value)
        if scaled and most is not None and 0 < most / SCALE <= tight:
            says = f"scaled gradients are cut to {most:g} before unscale_(): to {most / SCALE:.2g} in effect"
            yield reader.found("clipping", "tight", says, node, sure=0.9)
            return
        if most is not None and 0 < most <= tight:
            yield reader.found(
                "clipping",
                "tight",
                f"gradients are cut to {most:g}: no step is longer than {most:g} times the rate",
                node,
                {"value": getattr(value, "node", None)},
            )
            return


SCALE = 65536.0
"""What GradScaler multiplies a loss with at first."""


def _clips_scaled(reader: Reader) -> bool:
    """Gradients are clipped as a GradScaler left them, which is on."""
    made = reader.things("scaler")
    always = bool(made) and not any("enabled" in one.options for one in made)
    return always and bool(reader.events("scaled")) and "unscale" not in reader.text


def _tight(optimizer: str) -> float:
    """The norm from which down every step of an optimizer is cut."""
    plain = re.match(r"sgd|momentum|gradientdescent", optimizer, re.I) is not None
    return TIGHT if plain else TIGHT_ADAPTIVE


GONE, SPENT, AT_ONCE = 1e-3, 0.15, 4.0
"""A rate of which so little is left at the end, and whose epochs add up to such a share of them at the full
rate, and to so few: a schedule for a much shorter training. 0.9 an epoch over 30 adds up to ten of them.
"""


def _fading(reader: Reader) -> Iterator[Found]:
    """A rate that is multiplied by a number each epoch, or every few, and is gone long before the end."""
    count = next((count for count, *_ in passes(reader)), 0)
    for share, every, name, node in _decays(reader):
        spent = every / (1 - share)
        if share ** (count / every) <= GONE and spent <= min(SPENT * count, AT_ONCE):
            says = (
                f"{name} multiplies the rate by {share:g} every {every:g} of {count} epochs: "
                f"they add up to {spent:.2g} at the first rate"
            )
            yield reader.found("schedule", "fades", says, node, sure=0.9)
            return


_WARMED = re.compile(r"get_(?:linear|cosine|polynomial_decay)_schedule_with_warmup")
_EPOCH_LONG = re.compile(r"(?:math\.ceil\()?len\([\w.]+\)(?: //? [\w.]+)?\)?(?: \+ 1)?")


def _of_one_epoch(reader: Reader) -> Iterator[Found]:
    """A schedule of transformers that is told the steps of one epoch, where there are several."""
    count = next((count for count, *_ in passes(reader)), 1)
    calls = all_of(reader.walker.tree, ast.Call)
    call = next((one for one in calls if _WARMED.fullmatch(code_of(one.func).rpartition(".")[2])), None)
    if call is None or count < 2:
        return
    placed = call.args[2] if len(call.args) > 2 else None
    steps = next((one.value for one in call.keywords if one.arg == "num_training_steps"), placed)
    made = [
        one.value
        for one in all_of(reader.walker.tree, ast.Assign)
        if isinstance(steps, ast.Name) and [code_of(target) for target in one.targets] == [steps.id]
    ]
    whole = made[0] if len(made) == 1 else steps
    if whole is not None and _EPOCH_LONG.fullmatch(code_of(whole)):
        says = f"the schedule ends after {code_of(whole)} steps, those of one epoch, and there are {count}"
        yield reader.found("schedule", "fades", says, call, sure=0.9)


def _decays(reader: Reader) -> Iterator[tuple[float, float, str, Node]]:
    """What the rate is multiplied by, after how many epochs each time, by which schedule, and where."""
    inner = [
        event.owner
        for event in reader.events("step")
        if len(event.loops) > 1 or event.tests  # for each batch, or at times
    ]
    for one in reader.things("scheduler"):
        if one.framework != "pytorch" or one.node is None or any(owner is one for owner in inner):
            continue
        if one.name == "ExponentialLR" and (share := one.number(1, "gamma")) is not None and 0 < share < 1:
            yield share, 1.0, one.name, one.node
        size, share = one.number(1, "step_size"), one.number(2, "gamma") or 0.1
        if one.name == "StepLR" and size is not None and size >= 1 and 0 < share < 1:
            yield share, size, one.name, one.node
    for node in all_of(reader.walker.tree, ast.Call):
        if code_of(node.func).endswith("LearningRateScheduler") and node.args:
            given = node.args[0]
            if isinstance(given, ast.Lambda) and (told := _times(given)) is not None:
                yield told, 1.0, "LearningRateScheduler", node


def _times(given: ast.Lambda) -> float | None:
    """The number in `lambda epoch, lr: lr * 0.5`."""
    body, names = given.body, [one.arg for one in given.args.args]
    if len(names) != 2 or not isinstance(body, ast.BinOp) or not isinstance(body.op, ast.Mult):
        return None
    sides = [body.left, body.right]
    rate = [one for one in sides if isinstance(one, ast.Name) and one.id == names[1]]
    told = [
        one.value for one in sides if isinstance(one, ast.Constant) and isinstance(one.value, int | float)
    ]
    return float(told[0]) if rate and told and 0 < told[0] < 1 else None
