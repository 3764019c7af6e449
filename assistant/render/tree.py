"""The merged decision tree as text: every branch, or the path that was taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.symptoms import SYMPTOMS
from assistant.tree import Split


def draw(splits: tuple[Split, ...], known: Mapping[str, str] | None = None) -> str:
    """The tree; with `known` only the branches whose answers hold."""
    lines = list(_splits(splits, known, ""))
    return "\n".join(lines or ["no branch of the tree holds for what is known"]) + "\n"


def _splits(splits: tuple[Split, ...], known: Mapping[str, str] | None, indent: str) -> Iterator[str]:
    for split in splits:
        branches = [b for b in split.branches if known is None or known.get(split.symptom) == b.answer]
        if not branches:
            continue
        yield f"{indent}{split.symptom}: {SYMPTOMS[split.symptom].question}"
        for branch in branches:
            usual = SYMPTOMS[split.symptom].usual(branch.answer)
            yield f"{indent}├─ {branch.answer} (usual {usual:.0%})"
            for cause, times in branch.causes:
                yield f"{indent}│    ×{times:g} {cause}"
            yield from _splits(branch.splits, known, indent + "│    ")
