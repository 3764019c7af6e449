"""Which weights are trained: what the optimizer does not have, and what is frozen.

How a step is taken is read elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.readers.script.held import given_to, owners_of, within
from assistant.readers.script.learned import loads, trained_before
from assistant.readers.script.loop import MOST, name_of
from assistant.readers.script.methods import is_trainer
from assistant.readers.script.nodes import all_of, code_of, names_in, nodes_of
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.values import Const, Flow, Method, Node, Thing, Value, flag


def trained(reader: Reader) -> Iterator[Found]:
    """Every trait of what is trained."""
    yield from _optimized(reader)
    yield from _in_part(reader)
    yield from _taped(reader)
    yield from _elsewhere(reader)
    yield from _wholly(reader)
    yield from _thawed_by_name_alone(reader)
    yield from _thawed_late(reader)
    yield from _frozen(reader)
    yield from _frozen_by_name(reader)


def _optimized(reader: Reader) -> Iterator[Found]:
    """Layers and models that the optimizer does not have."""
    for thing in reader.things("optimizer")[:MOST]:
        given = thing.args[0] if thing.args else thing.options.get("params")
        if not isinstance(given, Thing) or given.kind != "parameters" or not given.args:
            continue
        model = given.args[0]
        if not isinstance(model, Thing):
            continue
        for event in reader.events("put", "set"):
            new = event.value
            if (
                event.owner is model
                and event.order > thing.order
                and isinstance(new, Thing)
                and not event.maybe
            ) and (
                new.kind in ("layer", "sequential", "module")
                and _has_weights(new)
                and event.loops == thing.loops
            ):
                again = re.search(r"add_param_group", reader.text)
                if not again and not any(one.order > event.order for one in reader.things("optimizer")):
                    yield reader.found(
                        "parameters",
                        "not-in-optimizer",
                        "a layer is put into the model after the optimizer was made",
                        event.node,
                        {"optimizer": thing.node, "layer": event.node},
                    )
                    return
        if model.kind in ("module", "sequential") and not any(
            event.owner is model for event in reader.events("call", "escape")
        ):
            others = [
                one
                for one in reader.things(model.kind)
                if one is not model and one.name == model.name and one.order > thing.order
            ]
            if (
                any(event.owner is other for other in others for event in reader.events("call"))
                and not model.escaped
            ) and (
                (len(reader.things("optimizer")) == 1 and reader.walker.root == "module")
                or len(reader.things("optimizer")) == 1
            ):
                yield reader.found(
                    "parameters",
                    "not-in-optimizer",
                    "the optimizer holds a model that was replaced after it was made",
                    thing.node or reader.walker.tree,
                )
                return
    yield from _made_later(reader)
    yield from _plain_lists(reader)


_KEPT_WEIGHTS = re.compile(r"load_state_dict|torch\.load|add_param_group")


def _made_later(reader: Reader) -> Iterator[Found]:
    """Cells or lines that make the optimizer of `model`, and only then the `model` that trains."""
    if _KEPT_WEIGHTS.search(reader.text):
        return
    held: dict[str, ast.Assign] = {}  # by the model: the first optimizer that was made of it
    known: set[str] = set()
    found: tuple[str, ast.Assign] | None = None
    for one in reader.walker.tree.body:
        if isinstance(one, ast.For | ast.While):
            held.clear()  # it has trained
        call = one.value if isinstance(one, ast.Assign) else None
        if not isinstance(one, ast.Assign) or not isinstance(call, ast.Call):
            continue
        name = _named(one)
        if name in held and name not in names_in(call):
            found = found or (name, held[name])
        elif found and _named(found[1]) == name:
            found = None  # the optimizer is made once more
        known.add(name)
        given = next(iter((*call.args[:1], *(k.value for k in call.keywords if k.arg == "params"))), None)
        asked = given.func if isinstance(given, ast.Call) else None
        owner = asked.value if isinstance(asked, ast.Attribute) and asked.attr == "parameters" else None
        if isinstance(owner, ast.Name) and owner.id not in known:
            held.setdefault(owner.id, one)
    if found:
        says = f"{found[0]} is made below the optimizer of its parameters, which holds those of another"
        yield reader.found("parameters", "not-in-optimizer", says, found[1], sure=0.85)


def _named(node: ast.Assign) -> str:
    """The plain name that an assignment binds first."""
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def _has_weights(thing: Thing) -> bool:
    if thing.kind == "layer":
        return thing.name in ("linear", "conv", "embedding", "rnn", "attention")
    return True


def _plain_lists(reader: Reader) -> Iterator[Found]:
    """Layers in a plain list, weights in a plain variable: nothing registers them."""
    if re.search(r"add_module|setattr\(|register_module|ParameterList", reader.text):
        return
    for event in reader.events("set"):
        owner, value = event.owner, event.value
        if not isinstance(owner, Thing) or owner.kind != "module" or not isinstance(value, Thing):
            continue
        if owner.framework == "pytorch" and value.kind == "list":
            layers = [
                one
                for one in value.items
                if isinstance(one, Thing) and one.kind in ("layer", "sequential", "module")
            ]
            name = (
                event.node.targets[0].attr
                if isinstance(event.node, ast.Assign) and isinstance(event.node.targets[0], ast.Attribute)
                else ""
            )
            wrapped = (
                re.search(rf"(?:ModuleList|Sequential)\(\s*\*?\s*self\.{re.escape(name)}\b", reader.text)
                if name
                else True
            )
            if (
                layers
                and len(layers) == len(value.items)
                and any(_has_weights(one) for one in layers)
                and not wrapped
            ):
                yield reader.found(
                    "parameters",
                    "not-in-optimizer",
                    f"self.{name} is a plain list: its layers are not parameters of the model",
                    event.node,
                    {"list": event.node.value if isinstance(event.node, ast.Assign) else None},
                    {"plain": "yes"},
                )
                return
        if (
            owner.framework == "keras"
            and value.kind == "variable"
            and "tensorflow.keras" not in reader.text
            and "tf.keras" not in reader.text
        ):
            roots = owner.made_by.roots() if owner.made_by else []
            if flag(value.options.get("trainable")) is not False and any(
                root.startswith("keras.") for root in roots
            ):
                yield reader.found(
                    "parameters",
                    "not-in-optimizer",
                    "a tf.Variable in a layer of Keras 3 is not tracked",
                    event.node,
                )
                return


def _wholly(reader: Reader) -> Iterator[Found]:
    """All of the model that trains is frozen, its last layer too."""
    if _freed(reader) or re.search(
        r"requires_grad_?\s*(?:=\s*|\(\s*)True|\btrainable\s*=\s*True|unfreeze|get_peft_model", reader.text
    ):
        return
    fed = [event for event in reader.events("call") if not event.quiet and event.loops]
    handed = [one.option(0, "model") for one in reader.things("trainer")]
    trainers = [one.option(0, "model") for one in reader.things("instance") if is_trainer(one)]
    for event in reader.events("set", "freeze"):
        owner: Value | None = event.owner
        if event.kind == "set":
            target = str(event.more.get("target", ""))
            if flag(event.value) is not False or not target.endswith((".requires_grad", ".trainable")):
                continue
            if not target.endswith(".trainable") and getattr(owner, "kind", "") != "parameter":
                continue
        if isinstance(owner, Thing) and owner.kind == "parameter":
            owner = owner.args[0] if owner.name == "each" and owner.args else None
        if isinstance(owner, Thing) and (owner.kind, owner.name) == ("part", "each"):
            owner = owner.attributes.get("of")  # `for layer in model.layers`
        if not isinstance(owner, Thing) or owner.kind not in ("module", "sequential", "pretrained", "model"):
            continue
        if owner.escaped and owner.kind != "model":
            continue
        grown = any(
            one.owner is owner and one.order > event.order and isinstance(one.value, Thing)
            for one in reader.events("set", "put")
        )
        if grown or event.maybe or "target" in name_of(owner) or "teacher" in name_of(owner):
            continue
        if owner.framework == "keras" or owner.kind == "model":
            after = [
                one for one in reader.events("compile") if one.owner is owner and one.order > event.order
            ]
            earlier = [
                one for one in reader.events("compile") if one.owner is owner and one.order < event.order
            ]
            fits = [one for one in reader.events("fit") if one.owner is owner and one.order > event.order]
            whole = bool(after) and bool(fits) and not earlier
        else:
            optimized = {id(one) for thing in reader.things("optimizer") for one in _parameters_of(thing)}
            whole = (id(owner) in optimized or _heads(owner) & optimized != set()) and any(
                one.owner is owner for one in fed
            )
            whole = whole and optimized <= within(owner)
            whole = whole or any(one is owner for one in (*handed, *trainers))
        if whole:
            value = getattr(event.value, "node", None) if event.kind == "set" else _argument(event.node)
            yield reader.found(
                "parameters",
                "frozen",
                "every layer of the model that trains is frozen, the last one too",
                event.node,
                {"value": value},
            )
            return


_MODULES = re.compile(r"\.(?:named_)?(?:children|modules)\(\)")


def _thawed_by_name_alone(reader: Reader) -> Iterator[Found]:
    """`for m in body.children(): m.requires_grad = True`: an attribute of a module, that frees no weight."""
    if not re.search(r"requires_grad(?: = False|_\(False\))", reader.text):
        return
    freed = re.search(
        r"requires_grad_\((?!False)|\b(?:p|param|params|w|weight|v|value)\.requires_grad = (?!False)",
        reader.text,
    )
    for over in all_of(reader.walker.tree, ast.For) if not freed else ():
        target = over.target.elts[-1] if isinstance(over.target, ast.Tuple) else over.target
        if not _MODULES.search(code_of(over.iter)):
            continue
        for step in over.body:
            if not isinstance(step, ast.Assign) or code_of(step.value) == "False":
                continue
            if code_of(step.targets[0]) == f"{code_of(target)}.requires_grad":
                says = f"{code_of(step)} sets an attribute of a module, and frees none of its weights"
                spans = {"attribute": step.targets[0], "value": step.value}
                yield reader.found("parameters", "frozen", says, step, spans, sure=0.93)
                return


def _argument(node: Node) -> Node | None:
    """The flag of `requires_grad_(False)`."""
    return node.args[0] if isinstance(node, ast.Call) and node.args else None


def _parameters_of(optimizer: Thing) -> list[Thing]:
    """Whose parameters an optimizer was given."""
    given = optimizer.args[0] if optimizer.args else optimizer.options.get("params")
    if isinstance(given, Thing) and given.kind == "parameters":
        return [one for one in given.args if isinstance(one, Thing)]
    return []


def _heads(owner: Thing) -> set[int]:
    return {id(one) for one in owner.attributes.values() if isinstance(one, Thing)}


_WITHOUT_WEIGHTS = re.compile(r"\w*(?:Tokenizer\w*|Config|Processor|Extractor)\.from_pretrained")


def _whole(value: Value, depth: int = 0) -> Thing | None:
    """The model that `model.bert.encoder` is a part of, or the thing itself."""
    while depth < 8 and (
        isinstance(value, Method) or (isinstance(value, Thing) and value.kind == "parameter")
    ):
        inner = value.owner if isinstance(value, Method) else value.args[0] if value.args else None
        if inner is None:
            break
        value, depth = inner, depth + 1
    return value if isinstance(value, Thing) else None


def _in_part(reader: Reader) -> Iterator[Found]:
    """The one optimizer holds one of several new layers of a chain that trains as a whole."""
    made = reader.things("optimizer")
    loads = (
        r"load_state_dict|load_weights|from_pretrained|requires_grad|(?:model|net|encoder)\w* = torch\.load"
    )
    if len(made) != 1 or re.search(loads, reader.text) or "add_param_group" in reader.text:
        return
    held = _parameters_of(made[0])
    node = made[0].node
    if len(held) != 1 or held[0].kind not in ("layer", "sequential") or node is None:
        return
    kept = within(held[0])
    if any(isinstance(one, Thing) and one.kind == "pretrained" for one in reader.walker.things):
        return
    for use in reader.walker.losses:
        if not use.trained or not isinstance(use.fed, Flow):
            continue
        weighty = [
            op.thing for op in use.fed.ops if op.thing is not None and op.name in ("linear", "conv", "rnn")
        ]
        inside = [one for one in weighty if id(one) in kept]
        outside = [one for one in weighty if id(one) not in kept and one.kind == "layer"]
        if inside and outside and not any(op.name in ("detach", "unknown", "backbone") for op in use.fed.ops):
            yield reader.found(
                "parameters",
                "not-in-optimizer",
                f"the optimizer holds {len(inside)} of {len(inside) + len(outside)} layers that are to learn",
                node,
            )
            return


def _elsewhere(reader: Reader) -> Iterator[Found]:
    """The loss goes through layers of which the one optimizer has none."""
    made = reader.things("optimizer")
    if len(made) != 1 or made[0].framework != "pytorch" or made[0].node is None or made[0].maybe:
        return
    held = owners_of(given_to(made[0]))
    if not held or any(one.kind not in ("module", "sequential", "layer") or one.unsure for one in held):
        return
    kept = set().union(*(within(one) for one in held))
    moved: list[Thing] = []
    for use in reader.walker.losses:
        if not use.trained:
            continue
        ops = use.fed.ops if isinstance(use.fed, Flow) else ()
        if not ops or {"unknown", "module", "merge", "backbone"} & {op.name for op in ops}:
            return
        moved += [op.thing for op in ops if op.thing is not None and op.name in ("linear", "conv", "rnn")]
    if moved and not any(id(one) in kept for one in moved) and not any(one.escaped for one in held):
        says = "the loss goes through layers of which the optimizer has none"
        yield reader.found("parameters", "not-in-optimizer", says, made[0].node)


def _taped(reader: Reader) -> Iterator[Found]:
    """One tape takes the gradients of some layers of a chain that trains as a whole."""
    fixed = re.search(r"trainable\s*=\s*False|load_(?:weights|model)|set_weights", reader.text)
    if fixed or len(re.findall(r"\.gradient\(", reader.text)) != 1:
        return
    for event in reader.events("backward"):
        sources = event.more.get("sources")
        owner = sources.owner if isinstance(sources, Method) else None
        if not isinstance(owner, Thing) or owner.kind not in ("layer", "sequential"):
            continue
        kept = within(owner)
        for use in reader.walker.losses:
            if not use.trained or not isinstance(use.fed, Flow):
                continue
            weighty = [op.thing for op in use.fed.ops if op.name in ("linear", "conv", "rnn")]
            outside = [one for one in weighty if one is not None and id(one) not in kept]
            if outside and len(outside) < len(weighty):
                count = len(weighty) - len(outside)
                says = f"gradients are taken of {count} of {len(weighty)} layers that are to learn"
                yield reader.found("parameters", "not-in-optimizer", says, event.node)
                return


def _drawn_embedding(thing: Thing) -> bool:
    """Word vectors that start at random: nothing hands them over."""
    given = ("weights", "embeddings_initializer", "name", "**")
    return thing.name == "embedding" and thing.framework == "keras" and not set(given) & set(thing.options)


def _frozen_first(reader: Reader, order: int) -> bool:
    """All that is frozen was frozen before the first `compile`, and no layer is made frozen."""
    made = any("trainable" in one.options for one in reader.things("layer"))
    late = [
        one
        for one in reader.events("set", "freeze")
        if one.order > order
        and (one.kind == "freeze" or str(one.more.get("target", "")).endswith(".trainable"))
    ]
    return not made and not late


def _thawed_late(reader: Reader) -> Iterator[Found]:
    """`base.trainable = True` behind `compile`: Keras reads the flag there, and `fit` goes on as before."""
    compiled, fits = reader.events("compile"), reader.events("fit")
    for event in reader.events("set"):
        target = str(event.more.get("target", ""))
        if flag(event.value) is not True or not target.endswith(".trainable") or event.maybe or event.loops:
            continue
        before = [one for one in compiled if one.order < event.order]
        after = [one for one in compiled if one.order > event.order]
        trained = [one for one in fits if one.order > event.order]
        frozen = any(
            flag(one.value) is False and one.more.get("target") == target and one.order < before[0].order
            for one in reader.events("set")
            if before
        )
        if frozen and trained and not after and trained[-1].owner is before[-1].owner:
            says = f"{target} is set to True behind compile, and only the next compile would heed it"
            yield reader.found("parameters", "thawed-late", says, event.node, sure=0.95)
            return


_TRAINED_ELSEWHERE = re.compile(
    r"base|back ?bone|encoder|pretrain|features?|vgg|res_?net|incept|mobile|dense_?net|efficient|bert|gpt|"
    r"vit|teacher|target|disc|gan|critic|embedding_model|trunk|body"
)


def _frozen_by_name(reader: Reader) -> Iterator[Found]:
    """`rnn.trainable = False`, `out.trainable = False`: no more of these parts is shown than that."""
    if reader.things("layer") or reader.things("pretrained") or "load" in reader.text:
        return
    set_to = [
        (code_of(target.value), node)
        for node in reader.walker.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "trainable" and node.value.value is False
    ]
    owners = {name for name, _ in set_to}
    if len(owners) > 1 and not any(_TRAINED_ELSEWHERE.search(name.lower()) for name in owners):
        says = f"{', '.join(sorted(owners))} are frozen, and nothing shows that they were trained before"
        yield reader.found("parameters", "frozen", says[:100], set_to[0][1], sure=0.7)


def _frozen(reader: Reader) -> Iterator[Found]:
    """Layers made here, with weights that nobody loaded, and frozen."""
    if re.search(
        r"requires_grad_?\s*(?:=\s*|\(\s*)True|\btrainable\s*=\s*True|from_pretrained|unfreeze|set_weights",
        _WITHOUT_WEIGHTS.sub("", reader.text),
    ):
        return
    taken, left_out = loads(reader)
    absent = "" if left_out else _loads_a_file_that_is_there(reader)
    if taken and not absent:
        return
    compiled = reader.events("compile")
    if len(compiled) > 1 and not _frozen_first(reader, compiled[0].order):
        return
    if _freed(reader):
        return
    alone = len({id(one.owner) for one in compiled}) == 1  # one model, trained in several stages
    several = len(reader.things("optimizer")) > 1 and not alone
    if several and any(one.framework != "pytorch" for one in reader.things("optimizer")):
        return
    found: list[tuple[Thing, Node, Node | None]] = []
    for event in (one for one in reader.events("freeze") if "copy(" not in code_of(one.node)):
        owner = _whole(event.owner)
        if owner is not None and not trained_before(reader, owner, event):
            found.append((owner, event.node, _argument(event.node)))
    for event in reader.events("set"):
        target = str(event.more.get("target", ""))
        if (
            (flag(event.value) is False or _of_some_names(event.node))
            and isinstance(event.owner, Thing)
            and target.endswith((".trainable", ".requires_grad"))
        ):
            owner = event.owner
            if owner.kind == "parameter" and owner.args:
                owner = _whole(owner.args[0]) or owner
            if trained_before(reader, owner, event):
                continue
            part = owner.kind == "part" and owner.name in ("each", "some")
            whole = owner.attributes.get("of") if part else None
            if isinstance(whole, Thing) and not event.maybe:
                owner = whole
            found.append((owner, event.node, getattr(event.value, "node", None)))
    found.extend(
        (thing, thing.node, getattr(thing.options["trainable"], "node", None))
        for thing in reader.things("layer")
        if flag(thing.options.get("trainable")) is False
        and (thing.name in ("linear", "conv", "rnn") or _drawn_embedding(thing))
        and thing.node is not None
    )
    for owner, place, value in found:
        if several and not _learns_beside(reader, owner):
            continue
        loaded = owner.attributes.get("__loaded__")
        if owner.kind == "pretrained" and isinstance(loaded, Const) and loaded.value is False:
            if not re.search(r"embed", code_of(place)) and owner.name == "transformers":
                says = "layers of a model with random weights are frozen: it was made of a configuration"
                yield reader.found("parameters", "frozen", says, place, {"value": value})
                return
            if owner.framework == "keras" and not owner.escaped:
                says = f"{owner.name} starts with random weights (weights=None), and is frozen"
                yield reader.found("parameters", "frozen", says, place, {"value": value})
                return
        if absent:
            if isinstance(loaded, Const) and owner.kind in ("sequential", "model", "module"):
                says = f"layers are frozen whether or not {absent} gives them weights"
                yield reader.found("parameters", "frozen", says, place, sure=_PERHAPS)
                return
            continue
        kinds = ("sequential", "module", "layer", "model")
        if owner.kind in kinds and loaded is None and not owner.escaped:
            if (
                _fresh(owner)
                and (owner.name not in ("batchnorm", "norm", "embedding", "any") or _drawn_embedding(owner))
                and "target" not in name_of(owner)
                and "teacher" not in name_of(owner)
            ):
                says = "layers with random weights are frozen"
                says += f", as {left_out} is empty by default" if left_out else ""
                sure = 0.85 if left_out else 0.97
                yield reader.found("parameters", "frozen", says, place, {"value": value}, sure=sure)
                return


def _fresh(owner: Thing) -> bool:
    """Layers that the script makes itself, none of them loaded."""
    if owner.kind == "sequential":
        return not any(isinstance(one, Thing) and one.kind == "pretrained" for one in owner.items)
    return owner.kind in ("layer", "module") or (owner.kind == "model" and _of_new_layers(owner))


def _freed(reader: Reader) -> bool:
    """Weights are freed again somewhere, or by a flag that is not known."""
    switched = [
        one
        for one in reader.events("set")
        if str(one.more.get("target", "")).endswith((".trainable", ".requires_grad"))
    ]
    return bool(reader.events("unfreeze")) or any(
        flag(one.value) is not False and not _of_some_names(one.node) for one in switched
    )


def _of_some_names(node: Node) -> bool:
    """`p.requires_grad = name.startswith("head")`, `= "head" in name`: all others are frozen."""
    value = node.value if isinstance(node, ast.Assign) else None
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
        value = value.operand
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.attr in ("startswith", "endswith")
    return (
        isinstance(value, ast.Compare)
        and isinstance(value.ops[0], ast.In | ast.NotIn)
        and isinstance(value.left, ast.Constant)
        and isinstance(value.left.value, str)
    )


def _learns_beside(reader: Reader, owner: Thing) -> bool:
    """Gradients of one loss go through frozen weights into others: no copy that is only asked."""
    mine = within(owner)
    for use in reader.walker.losses:
        if not use.trained or not isinstance(use.fed, Flow) or use.fed.cut is not None:
            continue
        through = [id(op.thing) in mine for op in use.fed.ops if op.thing is not None and op.name != "detach"]
        if any(through) and not all(through):
            return True
    return False


_PERHAPS = 0.3
"""How sure it is that a file which a script asks for is not there."""
_THERE = re.compile(r"\bexists\(|\bisfile\(|\bis_file\(|\blatest_checkpoint\(")


def _loads_a_file_that_is_there(reader: Reader) -> str:
    """`if path.exists(): base.load_weights(path)`, with nothing that ends the script where it is not."""
    found = ""
    for node in all_of(reader.walker.tree, ast.If):
        if not _THERE.search(code_of(node.test)):
            continue
        said = " ".join(code_of(one) for one in node.body)
        ends = any(isinstance(one, ast.Raise | ast.Return) for one in (*node.body, *node.orelse))
        otherwise = " ".join(code_of(one) for one in node.orelse)
        if ends or re.search(r"exit\(|fit\(|download|urlretrieve|train", otherwise):
            return ""
        if "load_weights" in said and not re.search(r"trainable|freeze", said):
            found = code_of(node.test)
    loads = sum(
        isinstance(node, ast.Attribute) and node.attr in ("load_state_dict", "load_weights")
        for node in nodes_of(reader.walker.tree)
    )
    return found if loads == 1 else ""


def _of_new_layers(model: Thing) -> bool:
    """A functional model of Keras from an Input through layers that are made here."""
    outputs = model.attributes.get("__outputs__")
    ops = outputs.ops if isinstance(outputs, Flow) else ()
    made = [op.thing for op in ops[1:] if op.thing is not None]
    known = all(one.kind == "layer" for one in made) and not any(
        op.name in ("unknown", "backbone", "module", "merge") for op in ops
    )
    return bool(made) and ops[0].name == "input" and known
