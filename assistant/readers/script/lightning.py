"""What Lightning hands to the steps of a module, and what it keeps of it.

The steps themselves are read elsewhere.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from assistant.readers.script import batches
from assistant.readers.script.values import (
    UNKNOWN,
    Const,
    Func,
    Thing,
    Value,
)

if TYPE_CHECKING:
    from assistant.readers.script.state import State


def given_to_trainer(
    walker: State, args: list[Value], options: dict[str, Value], node: ast.Call
) -> Value | None:
    """`trainer.fit(model, loader, loader)` of Lightning: what the steps of the model will get."""
    model = args[0] if args else options.get("model", UNKNOWN)
    if not isinstance(model, Thing) or model.made_by is None:
        return None
    given = dict(zip(("train_dataloaders", "val_dataloaders", "datamodule"), args[1:], strict=False))
    given.update({key: one for key, one in options.items() if "dataloader" in key or key == "datamodule"})
    for key, one in given.items():
        if isinstance(one, Thing):
            kept = "datamodule" if one.made_by is not None else key.removesuffix("s")
            model.attributes[f"__{kept}__"] = one
    loader = model.attributes.get("__train_dataloader__")
    if isinstance(loader, Thing):
        walker.event("trainer-fit", node, owner=loader)
    walker.escape([], {}, node)
    return UNKNOWN


def steps_get(walker: State, model: Thing) -> dict[str, Value]:
    """The batches that Lightning hands to `training_step` and `validation_step`, by the name of the step."""
    found: dict[str, Value] = {}
    source = model.attributes.get("__datamodule__", model)
    for key, step in (("train_dataloader", "training_step"), ("val_dataloader", "validation_step")):
        loader = model.attributes.get(f"__{key}__")
        if loader is None and isinstance(source, Thing) and source.made_by is not None:
            loader = _asked(walker, source, key)
        if isinstance(loader, Thing) and loader.kind == "loader":
            found[step] = batches.batch(walker, loader)
    return found


def _asked(walker: State, source: Thing, key: str) -> Value | None:
    """What `train_dataloader` of a module or data module returns, once its set-up has run."""
    assert source.made_by is not None
    for name in ("prepare_data", "setup", key):
        method_ = source.made_by.find(name)
        if not isinstance(method_, Func):
            continue
        ready = f"__{name}__"
        if name != key and ready in source.attributes:
            continue
        source.attributes.setdefault(ready, Const(True))
        result = walker.invoke(
            Func(method_.node, method_.scope, source, method_.owner, method_.quiet), [], {}, method_.node
        )
        if name == key:
            return (
                result.items[0]
                if isinstance(result, Thing) and result.kind == "list" and result.items
                else result
            )
    return None


def hyperparameters(walker: State, owner: Thing) -> Value:
    """Lightning keeps the arguments of `__init__` as `self.hparams`."""
    kept = Thing("args", "hparams", "")
    kept.attributes = {
        name: value for name, value in walker.scope.names.items() if name not in ("self", "__class__")
    }
    owner.attributes["hparams"] = kept
    return UNKNOWN
