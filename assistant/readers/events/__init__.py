"""Event files and directories of them to runs: which files are one run, and what it is called.

TensorBoard is not imported: its reader takes a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from assistant.readers.events import folder, keras_model
from assistant.readers.events.columns import Columns, read_columns
from assistant.readers.events.curves import Part, run_of
from assistant.readers.events.frames import Warn
from assistant.readers.events.settings import LONGEST, hparams
from assistant.readers.events.trainings import end, trainings
from assistant.readers.metrics import SPLITS
from assistant.run import Fact, Place, Reading, Run, Source
from assistant.script import Line, Script

__all__ = ["NotEvents", "begins", "read_events"]

begins = folder.begins
_NAMED = 3  # of a file's corrupt records, how many are named


_HPARAMS = "hparams/"
_SETTINGS = {
    **dict.fromkeys(("lr", "learning_rate", "learning rate", "base_lr", "initial_lr"), "learning rate"),
    **dict.fromkeys(("bs", "batch", "batch_size", "batchsize"), "batch size"),
    **dict.fromkeys(("opt", "optim", "optimizer"), "optimizer"),
    **dict.fromkeys(("num_classes", "n_classes", "nb_classes", "num_labels", "classes"), "classes"),
    **dict.fromkeys(("wd", "weight_decay"), "weight decay"),
}
"""Settings as people call them, to the names of facts."""


class NotEvents(ValueError):
    """Nothing that an event file holds; the message says why, after the source's name."""


class _Folder(NamedTuple):
    """What one directory holds: its trainings, the oldest first."""

    path: Path
    trainings: list[Columns]


def read_events(
    path: Path, name: str, verify: bool = False, progress: Callable[[int], None] | None = None
) -> Reading:
    """All runs in a directory, or in one event file; the one written to last comes last.

    name: the source as it is to be shown. verify: check every record's sum, not only those that do
    not parse. progress: called with the bytes that were read so far. Raises NotEvents, and OSError for
    a path that cannot be read at all.
    """
    found = folder.search(path)
    warnings: list[str] = []
    advance = _adding(progress)
    folders = [
        _Folder(place, _read(files, _label(place, path, name), warnings, verify, advance))
        for place, files in sorted(found.folders.items())
    ]
    warnings += [
        f"{_shown(p, path, name)}: named as an event file, and no record of one in it"
        for p in found.claiming[:3]
    ]
    if not found.complete:
        warnings.append(f"{name}: more than {folder.ENTRIES} files; the rest was not looked at")
    dated = sorted(_runs(folders, path, name), key=lambda one: (one.last, one.run.name))
    if not dated:
        raise NotEvents(_nothing(found, path, folders))
    runs = tuple(one.run for one in dated)
    held = [one for place in folders for one in place.trainings]
    counts = {
        "runs": len(runs),
        "files": sum(map(len, found.folders.values())),
        "scalars": sum(len(points.steps) for one in held for points in one.scalars.values()),
        "histograms": sum(len(table.steps) for one in held for table in one.tables.values()),
    }
    newest = dated[-1]
    source = Source(name, "events", _format(newest.columns), 0, counts)
    return Reading((source,), runs, warnings=tuple(warnings))


class _Dated(NamedTuple):
    """A run with its last wall time, and the columns it is made of."""

    last: float
    run: Run
    columns: list[Columns]


def _adding(progress: Callable[[int], None] | None) -> Callable[[int], None]:
    """Takes the bytes of each piece, and tells their sum."""
    total = 0

    def advance(more: int) -> None:
        nonlocal total
        total += more
        if progress is not None:
            progress(total)

    return advance


def _read(
    files: list[Path], label: str, warnings: list[str], verify: bool, advance: Callable[[int], None]
) -> list[Columns]:
    """The trainings in one directory."""
    columns = []
    for file in files:
        bad: list[tuple[int, str]] = []
        try:
            columns.append(read_columns(file, verify, _noted(bad), advance))
        except OSError as error:
            warnings.append(f"{_clean(str(file))}: {error.strerror or 'cannot be read'}")
            continue
        warnings += [f"{_clean(str(file))}: at byte {at}: {what}" for at, what in bad[:_NAMED]]
        if len(bad) > _NAMED:
            warnings.append(f"{_clean(str(file))}: {len(bad) - _NAMED} more corrupt records")
    found, said = trainings(columns)
    warnings += [f"{label}: {one}" for one in said]
    return found


def _noted(bad: list[tuple[int, str]]) -> Warn:
    return lambda at, what: bad.append((at, what))


def _runs(folders: list[_Folder], root: Path, name: str) -> Iterator[_Dated]:
    """Each run, dated.

    A directory that is called by a split (`train`, `validation`, `eval`) is a part of the run one
    above; so are those that `add_scalars` and `add_hparams` of PyTorch make beside a run's file.
    """
    owned: dict[Path, list[tuple[_Folder, str, str]]] = {}
    places = {one.path for one in folders}
    for one in folders:
        split = SPLITS.get(one.path.name.lower(), "") if one.path != root or root.name else ""
        above = one.path.parent
        if split:
            owned.setdefault(above, []).append((one, split, ""))
        elif above in places and one.path != root and _beside(one) is not None:
            owned.setdefault(above, []).append((one, "", _beside(one) or ""))
        else:
            owned.setdefault(one.path, []).append((one, "", ""))
    for place, members in owned.items():
        many = max(len(one.trainings) for one, _, _ in members)
        for back in range(many, 0, -1):
            parts = [
                Part(
                    replace(one.trainings[-back], scalars={}) if p == _HPARAMS else one.trainings[-back], s, p
                )
                for one, s, p in members
                if len(one.trainings) >= back
            ]
            label = _label(place, root, name)
            short = _name(place, root)
            if many > 1:
                label, short = f"{label}#{many - back + 1}", f"{short}#{many - back + 1}"
            run = run_of(short, label, parts)
            if run.curves or run.tensors:
                found = [part.columns for part in parts]
                said = replace(run, facts=tuple(_facts(parts, label)), scripts=tuple(_scripts(parts, label)))
                yield _Dated(max(map(end, found)), said, found)


def _beside(one: _Folder) -> str | None:
    """The prefix of the tags of a directory that belongs to the run above it; None for a run of its own."""
    name = one.path.name
    columns = one.trainings[-1] if one.trainings else Columns()
    if any(text.kind == "hparams" for text in columns.texts) and name.replace(".", "").isdigit():
        return _HPARAMS  # with the final metrics once more, which are no curve
    for tag in columns.scalars:
        written = tag.replace("/", "_") + "_"
        if len(columns.scalars) == 1 and name.startswith(written):
            return name[len(written) :] + "/"
    return None


def _facts(parts: list[Part], label: str) -> list[Fact]:
    facts = []
    for part in parts:
        for text in part.columns.texts:
            place = Place(label, at=f"{_clean(text.tag)}@{text.step}")
            if text.kind == "hparams":
                said = hparams(text.content)
                facts += [Fact(_SETTINGS.get(key.lower(), key), value, place) for key, value in said]
            elif text.content and text.kind != keras_model.KIND:
                words = text.content.decode("utf-8", errors="replace")[:LONGEST]
                facts.append(Fact(_clean(text.tag), _clean(words), place))
    return facts


def _scripts(parts: list[Part], label: str) -> Iterator[Script]:
    """The model that was written down last, as the code that makes it."""
    written = [text for part in parts for text in part.columns.texts if text.kind == keras_model.KIND]
    code = keras_model.code_of(written[-1].content) if written else ()
    if code:
        from assistant.readers.script import read_code  # noqa: PLC0415 - most directories hold no model

        source = f"{label} {_clean(written[-1].tag)}@{written[-1].step}"
        script = read_code([Line(source, 0, line) for line in code], label, mendable=False)
        if script is not None and any(keras_model.INNER in line for line in code):
            # what the inner model is made of decides what kind of network it is
            traits = tuple(trait for trait in script.traits if trait.name != "architecture")
            script = script._replace(traits=traits)
        if script is not None:
            yield script


def _format(held: list[Columns]) -> str:
    """Who wrote the events, where the tags show it."""
    tags = {tag for one in held for tag in one.scalars}
    if any(tag.startswith(("epoch_", "batch_", "evaluation_")) for tag in tags):
        return "TensorBoard events, Keras"
    if "train/global_step" in tags or {"train/epoch", "train/loss"} <= tags:
        return "TensorBoard events, HF Trainer"
    if "hp_metric" in tags or ("epoch" in tags and any(tag.endswith(("_step", "_epoch")) for tag in tags)):
        return "TensorBoard events, Lightning"
    return "TensorBoard events"


def _nothing(found: folder.Found, path: Path, folders: list[_Folder]) -> str:
    if folders:
        return "event files with no metric and no histogram in them"
    if not path.is_dir():
        return "named as an event file, and no record of one in it"
    if found.claiming:
        return (
            f"only {_clean(found.claiming[0].name)} is named as an event file, and no record of one is in it"
        )
    if found.empty:
        return "an event file with nothing in it yet"
    if found.others:
        many = "file that is not" if found.others == 1 else "files that are not"
        return f"a directory with {found.others} {many} event files"
    return "a directory with no file in it"


def _name(place: Path, root: Path) -> str:
    """What a run is called: its directory under the root, or the root's own name."""
    relative = place.relative_to(root).as_posix() if root in (place, *place.parents) else "."
    return _clean(relative if relative != "." else root.resolve().name or ".")


def _label(place: Path, root: Path, name: str) -> str:
    """A directory as it is shown in a report."""
    if root not in (place, *place.parents) or place == root:
        return name
    return _clean(f"{name.rstrip('/')}/{place.relative_to(root).as_posix()}")


def _shown(path: Path, root: Path, name: str) -> str:
    return f"{_label(path.parent, root, name)}/{_clean(path.name)}" if root != path else name


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
