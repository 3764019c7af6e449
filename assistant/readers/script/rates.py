"""Numbers of an optimizer that a log tells as well, and rates for weights that are good already.

Which number is large or small is not said here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from assistant.readers.script.held import reaches, rests
from assistant.readers.script.report import Found, Reader
from assistant.readers.script.settings import chosen_among, of_optimizer, stepped_by
from assistant.readers.script.values import Const, Node, Thing, number


def numbers(reader: Reader) -> Iterator[Found]:
    """Where the numbers of the optimizer stand, for whom an edit asks."""
    one = chosen_among([one for one in reader.things("optimizer") if one.node is not None])
    if one is None or one.node is None:
        yield from _trainer_numbers(reader)
        return
    for name, positions, keys in (
        ("learning rate", (1, 0), ("lr", "learning_rate")),
        ("weight decay", (-1, -1), ("weight_decay",)),
        ("momentum", (2, 1), ("momentum",)),
    ):
        given = one.option(positions[one.framework == "keras"], *keys)
        node = getattr(given, "node", None)
        more = {
            "optimizer": one.name,
            "framework": one.framework,
            "given": "yes" if given is not None else "",
        }
        value = number(given)
        yield reader.found(
            f"{name} of the optimizer",
            f"{value:g}" if value is not None else "",
            name,
            one.node,
            {"value": node, "optimizer": one.node},
            more,
        )


def _trainer_numbers(reader: Reader) -> Iterator[Found]:
    """The same of the arguments of a Trainer."""
    for thing in reader.things("hf-arguments"):
        for name, key in (("learning rate", "learning_rate"), ("weight decay", "weight_decay")):
            given = thing.options.get(key)
            value = number(given)
            if value is not None and thing.node is not None:
                spans = {"value": getattr(given, "node", None), "optimizer": thing.node}
                more = {
                    "optimizer": stepped_by(reader, thing) or "AdamW",
                    "framework": "pytorch",
                    "given": "yes",
                }
                yield reader.found(f"{name} of the optimizer", f"{value:g}", name, thing.node, spans, more)
        return


_LANGUAGE, _ADAPTED, _PLAIN = 1e-3, 5e-3, 0.3
"""Rates at which fine-tuning breaks: of transformers, of others with an adaptive optimizer, with SGD.

Devlin et al. 2019 fine-tune BERT at 2e-5 to 5e-5; PyTorch's tutorial a ResNet with SGD at 1e-3.
"""


def fine_tuned(reader: Reader) -> Iterator[Found]:
    """Pretrained weights that move, and a rate that unlearns them; a new head alone bears it."""
    models = [
        one
        for one in reader.things("pretrained")
        if isinstance(found := one.attributes.get("__loaded__"), Const)
        and found.value is True
        and not one.maybe
    ]
    if not models or "peft" in reader.imported:
        return
    language = any(one.name == "transformers" for one in models)
    for stage in _stages(reader):
        if stage.rate < (_PLAIN if stage.plain else _LANGUAGE if language else _ADAPTED):
            continue
        maker = stage.maker
        if any(
            (maker.kind != "optimizer" or reaches(maker, one))
            and not rests(reader, one, maker.order, stage.end)
            for one in models
        ):
            says = f"pretrained weights are trained on with a learning rate of {stage.rate:g}"
            yield reader.found("fine-tuning", "too-fast", says, stage.node)
            return


class _Stage(NamedTuple):
    """What one optimizer, or the arguments of one Trainer, trains with.

    end: the order of the event that makes the next of its kind.
    """

    maker: Thing
    rate: float
    node: Node
    plain: bool
    end: float


def _stages(reader: Reader) -> Iterator[_Stage]:
    """The trainings of a script one after another, as far as their rates are known."""
    made = [one for one in reader.things("optimizer") if one.node is not None]
    if len(made) > 1 and any(one.maybe for one in made):
        chosen = chosen_among(made)
        made = [chosen] if chosen is not None else []
    for one, after in zip(made, (*made[1:], None), strict=False):
        end = after.order if after is not None else math.inf
        for name, value, node in of_optimizer(reader, one):
            if name == "learning rate" and not isinstance(value, str):
                yield _Stage(one, value, node, _is_plain(one.name), end)
    handed = reader.things("hf-arguments")
    for one, after in zip(handed, (*handed[1:], None), strict=False):
        end, rate = after.order if after is not None else math.inf, one.number(-1, "learning_rate")
        by = stepped_by(reader, one)
        if rate is not None and one.node is not None and by is not None:
            yield _Stage(one, rate, one.node, _is_plain(by), end)


def _is_plain(name: str) -> bool:
    return name.lower().startswith(("sgd", "gradientdescent", "momentum"))
