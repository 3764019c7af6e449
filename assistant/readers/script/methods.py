"""Methods of the objects of PyTorch: the five of a training loop, and those of models, lists and scalers.

What a call makes is read elsewhere.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from assistant.readers.script import command_line, lightning, lists
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Flow,
    Func,
    Method,
    Name,
    Thing,
    Value,
    flag,
    text,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


_SAME = frozenset(("to", "cuda", "cpu", "double", "float", "type", "requires_grad_", "apply", "share_memory"))


_GROWS = frozenset(("append", "add_module", "extend", "insert", "register_module"))


def method(
    walker: State,
    owner: Value,
    name: str,
    args: list[Value],
    options: dict[str, Value],
    node: ast.Call,
    hint: str,
) -> Value | None:
    """A method of an object of PyTorch, or of something unknown that behaves like one."""
    if isinstance(owner, Thing):
        if owner.kind == "metric" and name == "update_state" and len(args) > 1:
            walker.event("measured", node, owner=owner, value=args[1])
        if name in ("train", "fit") and is_trainer(owner):
            model = args[0] if name == "fit" and args else owner.option(0, "model")
            walker.event("trained", node, owner=owner, value=options.get("model", model or UNKNOWN))
        found = _thing_method(walker, owner, name, args, options, node)
        if found is not None:
            return found
    if name in ("zero_grad", "train", "eval", "backward", "step", "manual_backward"):
        return _loop_method(walker, owner, name, args, options, node, hint)
    if name in ("normal_", "zero_", "fill_", "uniform_", "constant_") and hint.endswith(
        (f"weight.data.{name}", f"weight.{name}")
    ):
        target = owner.owner if isinstance(owner, Method) else owner
        walker.event(
            "init",
            node,
            owner=target,
            hint="zeros_" if name == "zero_" else name,
            args=[target, *args],
            options=options,
            of=hint,
        )
        return UNKNOWN
    if name in (
        "update",
        "unscale_",
        "scale",
        "load_state_dict",
        "state_dict",
        "parameters",
        "named_parameters",
    ):
        walker.event(name, node, owner=owner, hint=hint)
        if name == "scale" and args:
            return args[0]
        return Thing("parameters", name, "", [owner], node=node) if "parameters" in name else UNKNOWN
    return None


def _loop_method(
    walker: State,
    owner: Value,
    name: str,
    args: list[Value],
    options: dict[str, Value],
    node: ast.Call,
    hint: str,
) -> Value:
    """One of the five that a training loop is made of."""
    if name == "backward" and isinstance(owner, Thing) and owner.kind == "accelerator":
        walker.event("backward", node, value=args[0] if args else UNKNOWN, hint=hint)
        walker.backward(args[0] if args else UNKNOWN)
        return UNKNOWN
    if name == "manual_backward" or (
        name == "backward" and args and isinstance(args[0], Flow) and args[0].losses
    ):
        walker.event("backward", node, value=args[0] if args else UNKNOWN, hint=hint)
        walker.backward(args[0] if args else UNKNOWN)
        return UNKNOWN
    if name == "train" and args and flag(args[0]) is not True:
        if isinstance(owner, Thing) and owner.kind not in ("module", "sequential", "pretrained", "layer"):
            return UNKNOWN
        if flag(args[0]) is None:  # `model.train(phase == "train")` switches to both
            walker.event("train", node, owner=owner, value=args[0], hint=hint, args=args, options=options)
        name = "eval"
    if (
        name == "train"
        and isinstance(owner, Thing)
        and owner.kind not in ("module", "sequential", "pretrained", "layer")
    ):
        return UNKNOWN
    value = owner if name == "backward" else args[0] if args else UNKNOWN
    walker.event(name, node, owner=owner, value=value, hint=hint, args=args, options=options)
    if name == "backward":
        walker.backward(owner)
    if name in ("train", "eval"):
        return owner
    return UNKNOWN


def _thing_method(
    walker: State, owner: Thing, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    if owner.kind == "hf-parser":
        return command_line.dataclasses(walker, owner, name, args, options, node)
    if owner.kind == "parser":
        return command_line.parser(walker, owner, name, args, options, node)
    if owner.kind == "scaler" and name in ("scale", "step", "update", "unscale_"):
        walker.understood.add(node)
        walker.event(
            "scaled" if name == "scale" else f"scaler-{name}", node, owner=args[0] if args else UNKNOWN
        )
        if name == "step":
            walker.event("step", node, owner=args[0] if args else UNKNOWN, hint="scaler")
        return args[0] if name == "scale" and args else UNKNOWN
    if owner.kind == "accelerator" and (found := _accelerated(walker, name, args, options, node)) is not None:
        return found
    if owner.kind == "optimizer" and name == "minimize":
        walker.event("minimize", node, owner=owner, value=args[0] if args else options.get("loss", UNKNOWN))
        walker.backward(args[0] if args else options.get("loss", UNKNOWN))
        return UNKNOWN
    to_half = name == "to" and any(
        isinstance(one, Name) and one.path in ("torch.float16", "torch.half")
        for one in (*args, *options.values())
    )
    if (name == "half" or to_half) and owner.kind in ("module", "sequential", "pretrained"):
        walker.event("half", node, owner=owner)
        return owner
    if owner.kind == "parameter" and name == "requires_grad_":
        frozen = bool(args) and flag(args[0]) is False
        walker.event("freeze" if frozen else "unfreeze", node, owner=owner)
        return owner
    if owner.kind in ("module", "sequential", "pretrained", "layer", "loss", "part"):
        if name == "requires_grad_":
            frozen = bool(args) and flag(args[0]) is False
            walker.event("freeze" if frozen else "unfreeze", node, owner=owner)
            return owner
        if name == "apply":
            for one in args:
                if hasattr(one, "node") and not isinstance(one, Const) and _applied(walker, owner, one, node):
                    break
            return owner
        if name in {"fit", "compile"}:
            return None
        if name in _SAME:
            return owner
        if name in _GROWS and owner.kind == "sequential":
            return lists.appended(walker, owner, name, args)
        if name == "save_hyperparameters":
            return lightning.hyperparameters(walker, owner)
        if name == "add_module" and len(args) > 1 and (key := text(args[0])):
            owner.attributes[key] = args[1]
            return UNKNOWN
        if name == "children" and owner.kind == "sequential" and not owner.open and not owner.unsure:
            return Thing("list", node=node, items=list(owner.items))
        if name in ("children", "modules", "named_children", "named_modules"):
            return Thing("wrapped", node=node)
        if name in ("load_state_dict", "load_weights"):
            if not walker.untaken & set(walker.tests):
                owner.attributes["__loaded__"] = Const(True)
            walker.event("loaded", node, owner=owner)
            return UNKNOWN
    if owner.kind == "list":
        if name in ("append", "extend", "insert"):
            lists.grown(walker, owner, name, args[-1] if args else UNKNOWN, node)
            return lists.lengthened(walker, owner, name, args, node.args[-1] if node.args else None)
        return UNKNOWN if name in ("pop", "sort", "reverse", "clear", "index", "count") else None
    if owner.kind == "dict" and name == "get" and args and isinstance(args[0], Const):
        return owner.attributes.get(str(args[0].value), args[1] if len(args) > 1 else UNKNOWN)
    if owner.kind == "dict" and name in ("items", "keys", "values", "update", "setdefault", "pop"):
        if name in ("update", "setdefault", "pop"):
            given = args[0] if args and isinstance(args[0], Thing) and args[0].kind == "dict" else None
            if walker.maybe or name != "update" or (args and (given is None or given.open)):
                owner.open = True
            else:
                owner.attributes.update({**(given.attributes if given is not None else {}), **options})
        return Thing("wrapped", name, node=node, attributes={"of": owner})
    if owner.kind == "pretrained" and name == "get_classifier":
        return UNKNOWN
    if owner.kind == "trainer" and name == "fit" and owner.name == "Trainer":
        return lightning.given_to_trainer(walker, args, options, node)
    return None


def _accelerated(
    walker: State, name: str, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """What an Accelerator or a Fabric does, which hands on what it gets."""
    if name == "clip_gradients":
        limit = options.get("max_norm", options.get("clip_val", args[2] if len(args) > 2 else UNKNOWN))
        walker.event("clip", node, value=limit, hint=name, args=[], options={"max_norm": limit})
        return UNKNOWN
    if name in ("prepare", "setup", "setup_module", "setup_optimizers", "setup_dataloaders"):
        return Thing("tuple", items=list(args)) if len(args) > 1 else args[0] if args else UNKNOWN
    if name in ("clip_grad_norm_", "accumulate", "print", "wait_for_everyone", "gather", "unwrap_model"):
        return args[0] if args and name in ("gather", "unwrap_model") else UNKNOWN
    return None


def is_trainer(thing: Thing) -> bool:
    """A trainer of a library, or of a class of the script that is one."""
    roots = thing.made_by.roots() if thing.made_by is not None else []
    return thing.kind == "trainer" or any(root.rpartition(".")[2].endswith("Trainer") for root in roots)


def _applied(walker: State, owner: Thing, function: Value, node: ast.Call) -> bool:
    """`model.apply(init)`: the function sees every layer."""
    if not isinstance(function, Func):
        return False
    layer = Thing("layer", "any", "pytorch", node=node)
    layer.attributes["of"] = owner
    walker.maybe += 1
    walker.invoke(function, [layer], {}, node)
    walker.maybe -= 1
    return True
