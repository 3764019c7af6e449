"""What printing leaves around names and figures, taken off before a line is read.

numpy's types, tuples of Python 2, counters glued to their word, signs that are part of a name.
"""

from __future__ import annotations

import re

_TYPED = re.compile(
    r"\b(?:np|numpy|jnp|jax\.numpy|tf|torch)\.(?:b?float\w{0,4}|int\d{0,2}|array|Array|asarray|tensor|Tensor)"
    r"\(\s*([-+]?[\d.]+(?:e[-+]?\d+)?|-?nan|-?inf)\s*(?:,\s*(?:dtype|device|weak_type)\s*=[^()]{1,40}){0,3}\)",
    re.I,
)
_NAMED = re.compile(r"(['\"])\s*([^'\"\n]{1,60}?)[\s:=]*\1\s*,\s*(?=['\"]?[-+]?(?:[\d.]|nan|inf))", re.I)
_GLUED = re.compile(r"^(\W{0,9})(ep|epoch|iter|it|step)[#_-]?(?=\d{1,9}(?:[\s:|,\]>)-]|/\d))", re.I)
_SHORT = re.compile(r"^(\W{0,9})e(?=\d{1,5}(?:[\s:|,\]]|/\d))", re.I)
_NUMBERED = re.compile(r"^\s*#(?=\d{1,7}[\s:|,])")
_NEGATED = re.compile(r"(?<![\w-])-\s?elbo\b", re.I)
FIGURE = r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?|[-+]?nan|[-+]?inf"
"""A number as logs print it; without regard to case, and in a group of its own."""
_SIDES = r"(?P<sides>(?:train|tr)(?:ing)?\s?/\s?(?:val(?:id(?:ation)?)?|dev|test))"
_METRIC = r"(?P<{}>loss|cost|acc(?:uracy)?)"
_BOTH = re.compile(
    rf"(?:{_METRIC.format('before')}\s+)?{_SIDES}(?:\s+{_METRIC.format('behind')})?\s*[:=]?\s*"
    rf"(?P<first>{FIGURE})\s*%?\s?/\s?(?P<second>{FIGURE})\s*%?",
    re.I | re.A,
)
_RIGHT = re.compile(
    rf"(?P<share>{FIGURE})\s?% (?:correct|right|accurate|accuracy)(?: (?:on|in|of|for))?(?: the)? (?P<split>"
    r"train(?:ing)?|val(?:id(?:ation)?)?|dev|test|held[- ]?out)\b",
    re.I | re.A,
)
_SPLIT = r"(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test|eval|held[- ]?out)"
_BEHIND = re.compile(
    # behind a count, a separator or a split, and before one: in `loss  0.5 acc  0.9` the names come first
    rf"(?:(?<=[\d,;|:\])>] )|(?<=[,;|(\[])|(?<=- )|^|(?P<split>(?<![A-Za-z]){_SPLIT}:? ))\s*"
    r"(?P<figure>[-+]?\d+\.\d+(?:e[-+]?\d+)?%?) "
    rf"(?P<name>(?:{_SPLIT} )?(?:loss|cost|acc(?:uracy)?|bpc|bpb|ppl|perplexity|nll|mse|mae|rmse|f1|auc))"
    r"(?=\s*(?:[,;|)\]]|$)|  +(?![-+\d.])| +[\d.:]+ ?m?s\b)",
    re.I | re.A,
)
_BOXED = re.compile(rf"(?<=[:=] )\[({FIGURE})\](?=[\s,;|]|$)", re.I)


def plain(line: str) -> str:
    """The line with `np.float64(0.5)` as 0.5, `('loss', 0.5)` as `loss: 0.5`, `ep3` as `ep 3`.

    And `94 % correct on test` as `test acc 94%`, `loss train/val 0.4/0.5` as two, `loss: [0.5]` as one,
    `0.5 loss` as `loss 0.5`.
    """
    if "(" in line:
        line = _TYPED.sub(r"\1", line)
        if line.lstrip()[:2] in ("('", '("'):
            line = _NAMED.sub(r"\2: ", line.strip().removeprefix("(").removesuffix(")"))
    if "elbo" in line or "ELBO" in line:
        line = _NEGATED.sub("neg elbo", line)
    if "#" in line[:4]:
        line = _NUMBERED.sub("step ", line)
    if "/" in line:
        line = _BOTH.sub(_apart, line)
    if "%" in line:
        line = _RIGHT.sub(r"\g<split> acc \g<share>%", line)
    if "." in line:
        line = _BEHIND.sub(_named, line)
    if " [" in line:
        line = _BOXED.sub(r"\1", line)
    return _GLUED.sub(r"\1\2 ", _SHORT.sub(r"\1epoch ", line))


def _apart(found: re.Match[str]) -> str:
    """`loss train/val 0.4/0.5` as `train loss 0.4, val loss 0.5`."""
    one, other = re.split(r"\s?/\s?", found["sides"])
    named = found["before"] or found["behind"] or "loss"
    percent = "%" if "%" in found[0] else ""
    return f"{one} {named} {found['first']}{percent}, {other} {named} {found['second']}{percent}"


def _named(found: re.Match[str]) -> str:
    """`0.5 val loss` and `val 0.5 loss` as `val loss 0.5`."""
    return f"{found['split'] or ''}{found['name']} {found['figure']}"
