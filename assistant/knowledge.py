"""Loads knowledge/ and checks that pages, symptoms and cases fit together.

Adding a pitfall is adding one page: the folder is walked, nothing is listed here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.pages import Case, Page, PageError, parse_case, parse_page
from assistant.rank import HEALTHY, UNKNOWN
from assistant.symptoms import SYMPTOMS
from assistant.tree import Counts, Evidence, Rule, Usual

if TYPE_CHECKING:
    from assistant.forest import Forest

OUTCOMES = (HEALTHY, UNKNOWN)


class BrokenKnowledge(ValueError):
    """The knowledge base contradicts itself or the symptoms; one line for each fault."""


class Measured(NamedTuple):
    """What recorded runs showed. Made by `python -m fixtures.measure`.

    runs: how many there are of each cause. shown: for each cause and symptom the runs that gave each
    answer. counts: what that weighs, a documented case and some of the runs more than others. usual: the
    rate of each answer in an average troubled run. scripts: of each cause how many of the generated scripts
    show it, of how many, and the same of the written ones.
    """

    runs: Mapping[str, int]
    shown: Mapping[str, Counts]
    counts: Mapping[str, Counts]
    usual: Usual
    scripts: Mapping[str, Sequence[int]]


FOREST = "forest.npz"
"""The file of the trees; made with the weights by `python -m fixtures.measure`."""
NOTHING = Measured({}, {}, {}, {}, {})
"""Where no run was recorded."""


class Knowledge(NamedTuple):
    """All pages by id. outcomes are the causes `healthy` and `unknown-cause`."""

    pages: dict[str, Page]
    outcomes: dict[str, Page]
    measured: Measured

    @property
    def rules(self) -> dict[str, Rule]:
        """The rule of every cause, outcomes included, with what recorded runs showed of it."""
        return self.judged_by(self.measured)

    def judged_by(self, measured: Measured) -> dict[str, Rule]:
        """The rules with other recorded runs behind them."""
        return {
            id: page.rule._replace(counts=measured.counts.get(id, {}))
            for id, page in (self.pages | self.outcomes).items()
        }

    @property
    def benign(self) -> frozenset[str]:
        """Pages about what looks odd and is fine."""
        return frozenset(id for id, page in self.pages.items() if page.kind == "benign")


def usual_rates() -> Usual:
    """The rate of every answer of every symptom in an average troubled run: as measured, else as declared."""
    return {**declared_rates(), **load().measured.usual}


def declared_rates() -> Usual:
    """The rate of every answer of every symptom as it is declared."""
    return {
        name: {key: answer.usual for key, answer in symptom.answers.items()}
        for name, symptom in SYMPTOMS.items()
    }


def folder() -> Path:
    """Where the pages are: beside the package in a wheel, beside its folder in a checkout."""
    here = Path(__file__).resolve().parent
    packed = here / "_knowledge"
    return packed if packed.is_dir() else here.parent / "knowledge"


@cache
def load(root: Path | None = None) -> Knowledge:
    """The knowledge base of a folder. Raises BrokenKnowledge."""
    root = folder() if root is None else root
    faults: list[str] = []
    pages = _parsed(sorted((root / "pitfalls").glob("*.md")), faults)
    outcomes: dict[str, Page] = {}
    for path in sorted((root / "outcomes").glob("*.md")):
        try:
            outcomes[path.stem] = parse_page(path, ())
        except (PageError, OSError) as error:
            faults.append(str(error))
    faults.extend(f"{root}: no page for the outcome {name!r}" for name in OUTCOMES if name not in outcomes)
    measured = _measured(root / "measured.json", faults)
    for page in (*pages.values(), *outcomes.values()):
        faults.extend(f"{page.id}: {fault}" for fault in _misfits(page, pages))
    if faults:
        raise BrokenKnowledge("\n".join(faults))
    return Knowledge(pages, outcomes, measured)


@cache
def load_forest(root: Path | None = None) -> Forest | None:
    """The trees that were grown on recorded runs; None where there are none. Raises BrokenKnowledge."""
    from assistant import forest  # noqa: PLC0415 - only where there are curves to show it

    path = (folder() if root is None else root) / FOREST
    if not path.exists():
        return None
    try:
        return forest.read(path)
    except ValueError as error:
        raise BrokenKnowledge(f"{path}: {error}") from error


@cache
def load_cases(root: Path | None = None) -> dict[str, Case]:
    """Every documented case by id. Raises PageError."""
    root = folder() if root is None else root
    return {path.stem: parse_case(path) for path in sorted((root / "cases").glob("*.md"))}


def _measured(path: Path, faults: list[str]) -> Measured:
    """What recorded runs showed; nothing where there is no file."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return NOTHING
    except (OSError, ValueError) as error:
        faults.append(f"{path}: {error}")
        return NOTHING
    measured = Measured(**found)
    strangers = {
        f"{name}={answer}"
        for where in (measured.usual, *measured.shown.values(), *measured.counts.values())
        for name, answers in where.items()
        for answer in answers
        if name not in SYMPTOMS or answer not in SYMPTOMS[name].answers
    }
    if strangers:
        faults.append(
            f"{path}: {len(strangers)} answers that no symptom has, as {min(strangers)}; measure anew"
        )
    return measured


def _parsed(paths: Iterable[Path], faults: list[str]) -> dict[str, Page]:
    pages = {}
    for path in paths:
        try:
            pages[path.stem] = parse_page(path)
        except (PageError, OSError) as error:
            faults.append(str(error))
    return pages


def _misfits(page: Page, pages: dict[str, Page]) -> list[str]:
    """What a page names that does not exist."""
    faults = list(_unknown_answers(page.rule.evidence))
    faults.extend(
        f"needs {name!r}, which is no symptom" for name in sorted(page.rule.needs - SYMPTOMS.keys())
    )
    faults.extend(f"links to {link!r}, which is no page" for link in sorted(page.links - set(pages)))
    if page.kind not in ("fault", "benign", "outcome"):
        faults.append(f"kind {page.kind!r} is neither 'fault' nor 'benign'")
    return faults


def _unknown_answers(evidence: tuple[Evidence, ...]) -> Iterable[str]:
    for node in evidence:
        symptom = SYMPTOMS.get(node.symptom)
        if symptom is None:
            yield f"no symptom is named {node.symptom!r}"
            continue
        for answer in sorted(node.answers - set(symptom.answers)):
            yield f"{node.symptom} has no answer {answer!r}"
        yield from _unknown_answers(node.then)
