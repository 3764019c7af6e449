"""What recorded runs say of a run whose curves are like theirs: a forest of decision trees, asked in numpy.

After Breiman, "Random forests" (Machine Learning, 2001). `fixtures.grow` grows it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from assistant.observe.outline import NAMES
from assistant.run import Floats, Ints

LEAF = -1
Texts = np.ndarray[tuple[int, ...], np.dtype[np.str_]]


class Forest(NamedTuple):
    """Trees whose nodes ask for one number of an outline each.

    causes: what they tell apart, `healthy` among them. usual: the share of each in what they were grown on.
    names: the numbers of an outline. edges: for each of them what divides its bins, shape (names, edges);
    inf stands for no edge. roots: the first node of each tree.
    number: which number a node asks for, LEAF where it asks no more. last: the last bin of those that go on
    to the next node. other: how many nodes further the others go; of a leaf its place in `starts`.
    starts: where in `found` and `share` a leaf begins, shape (leaves + 1,). found: places in `causes`.
    share: how much of what came to the leaf was of that cause.
    """

    causes: Texts
    usual: Floats
    names: Texts
    edges: Floats
    roots: Ints
    number: Ints
    last: Ints
    other: Ints
    starts: Ints
    found: Ints
    share: Floats


def bins(edges: Floats, outlined: Floats) -> Ints:
    """For each number of an outline its bin, counted from 1; 0 is what is not shown."""
    above = (edges < outlined[:, None]).sum(axis=1) + 1
    return np.where(np.isnan(outlined), 0, above).astype(np.int64)


class Vote(NamedTuple):
    """What a forest says of a run.

    shares: for each cause its share of the leaves that the run comes to, the mean over all trees; they sum
    to 1. usual: its share in what the trees were grown on. trees: how many there are.
    """

    shares: dict[str, float]
    usual: dict[str, float]
    trees: int


def vote(forest: Forest, outlined: Floats) -> Vote:
    """Ask every tree. outlined: as of `outline`, shape (names,)."""
    binned = bins(forest.edges, outlined)
    at = forest.roots
    while (asks := forest.number[at] != LEAF).any():
        onward = binned[forest.number[at]] <= forest.last[at]
        at = np.where(asks, at + np.where(onward, 1, forest.other[at]), at)
    total = np.zeros(len(forest.causes))
    for leaf in forest.other[at]:
        part = slice(forest.starts[leaf], forest.starts[leaf + 1])
        total[forest.found[part]] += forest.share[part]
    causes = forest.causes.tolist()
    shares = dict(zip(causes, (total / total.sum()).tolist(), strict=True))
    usual = dict(zip(causes, forest.usual.tolist(), strict=True))
    return Vote(shares, usual, len(forest.roots))


_KEPT = {
    **{"causes": "U", "usual": "f8", "names": "U", "edges": "f4", "roots": "i4"},
    **{"number": "i2", "last": "u1", "other": "i4", "starts": "i4", "found": "u1", "share": "f2"},
}
"""How each part is kept in the file: as small as it can be."""


def write(forest: Forest, path: Path) -> None:
    """Into one compressed file."""
    np.savez_compressed(path, **{name: getattr(forest, name).astype(kind) for name, kind in _KEPT.items()})


def read(path: Path) -> Forest:
    """What `write` wrote. Raises ValueError where it is no forest, or asks for other numbers than NAMES."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            kept = {name: file[name] for name in _KEPT}
    except (OSError, KeyError, EOFError, TypeError, BadZipFile) as error:
        raise ValueError(f"no forest: {error}") from error
    wide = {"U": np.str_, "f": np.float64, "i": np.int64, "u": np.int64}
    forest = Forest(**{name: part.astype(wide[part.dtype.kind]) for name, part in kept.items()})
    if tuple(forest.names) != NAMES:
        raise ValueError("its trees ask for other numbers than an outline has; grow it anew")
    return forest
