"""The loaders that training runs over, and the size of its batches.

What is in them is read elsewhere.
"""

from __future__ import annotations

from assistant.readers.script.events import Event
from assistant.readers.script.loop import own_backwards
from assistant.readers.script.report import Reader
from assistant.readers.script.values import Flow, Node, Thing, number


def batches_of(reader: Reader) -> list[tuple[float, Node]]:
    """Sizes of the batches that train."""
    found: list[tuple[float, Node]] = []
    for thing in training_loaders(reader):
        size = thing.number(1, "batch_size")
        if size is not None and thing.node is not None:
            found.append((size, thing.node))
    for event in reader.events("fit"):
        args, options = event.more["args"], event.more["options"]
        size = number(options.get("batch_size", args[2] if len(args) > 2 else None))
        fed = options.get("x", args[0] if args else None)
        if isinstance(fed, Thing) and fed.kind == "tf-dataset" and size is None:
            size = number(fed.attributes.get("__batch__"))
        if size is not None:
            found.append((size, event.node))
    inner = {event.loops[-1] for event in own_backwards(reader)}
    for event in reader.events("over"):
        if event.node in inner:
            splits = _unwrapped(event.value)
            if isinstance(splits, Thing) and splits.kind == "splits":
                row = splits.items[0]
                if isinstance(row, Flow) and row.data.rows is not None:
                    found.append((float(row.data.rows), event.node))
    return found


def _unwrapped(value: object) -> object:
    while isinstance(value, Thing) and value.kind in ("enumerate", "wrapped") and value.args:
        value = value.args[0]
    return value


def _takes_gradients(reader: Reader, over: Event) -> bool:
    """Gradients are taken within a loop as it is walked here: one function may train and evaluate."""
    again = min(
        (one.order for one in reader.events("over") if one.node is over.node and one.order > over.order),
        default=None,
    )
    return any(
        over.node in event.loops and event.order > over.order and (again is None or event.order < again)
        for event in reader.backwards
    )


def training_loaders(reader: Reader) -> list[Thing]:
    """The loaders of the loops that take gradients."""
    found = []
    for event in reader.events("over"):
        if _takes_gradients(reader, event):
            value = _unwrapped(event.value)
            if isinstance(value, Thing) and value.kind == "loader":
                found.append(value)
    found.extend(event.owner for event in reader.events("trainer-fit") if isinstance(event.owner, Thing))
    found = [one for one in found if one.kind == "loader"]
    # Lightning asks for it by name
    found.extend(
        event.owner
        for event in reader.events("made")
        if isinstance(event.owner, Thing)
        and event.owner.kind == "loader"
        and any(getattr(call, "name", "") == "train_dataloader" for call in event.calls)
    )
    return found
