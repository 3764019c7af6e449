"""Rows in their order to runs with curves: epochs, restarts, repeats, last frames of progress bars.

Works on a chunk's rows at once and keeps a bounded state; no text is parsed and nothing is judged.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from assistant.readers.curves import SUMMED, Track, finished
from assistant.readers.shapes import COUNTERS, Flags, Layout, Rows, Slot
from assistant.run import Floats, Ints, Run

CURVES = 600
"""Curves of all runs of a text that are told apart."""
_HELD = 4000
"""Rows at the end of a chunk that may wait for the end of their progress bar."""
_OPEN = 50_000
"""Frames that are kept while no progress bar has ended yet."""
SPLITS = ("train", "validation", "test")
_CODES: dict[str | None, int] = {None: -1, "train": 0, "validation": 1, "test": 2, "evaluation": 3}
"""Of an evaluation only the section says whether it is of validation or the test."""
_PLAIN, _KERAS, _TQDM, _PASS, _SUMMARY, _AVERAGES = range(6)
_BARS: dict[str | None, int] = {
    "keras-bar": _KERAS,
    "tqdm": _TQDM,
    "pass": _PASS,
    "summary": _SUMMARY,
    "averages": _AVERAGES,
}
_BY_ROW = ("counters", "lines", "style", "phase", "filled", "validated")
_BY_VALUE = ("slot", "curve", "split", "value", "error", "size")
_EPOCH, _EPOCHS, _STEP, _STEPS, _DONE, _TOTAL, _RANK = range(len(COUNTERS))


class _Batch(NamedTuple):
    """Rows of all layouts in order, and their values in long form: `row` says whose each is.

    style: plain line or kind of bar; phase: the split that the line names, or -1; filled: has a
    value; first: the first value; validated: has a validation figure by its key.
    """

    counters: Floats
    lines: Ints
    style: Ints
    phase: Ints
    filled: Flags
    validated: Flags
    row: Ints
    slot: Ints
    curve: Ints
    split: Ints
    value: Floats
    error: Floats
    size: Floats

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.lines)

    def cut(self, rows: Flags, values: Flags) -> _Batch:
        """Some of the rows with some of their values."""
        rank = np.cumsum(rows) - 1
        kept = values & rows[self.row]
        by_row = {name: getattr(self, name)[rows] for name in _BY_ROW}
        by_value = {name: getattr(self, name)[kept] for name in _BY_VALUE}
        return _Batch(row=rank[self.row[kept]], **by_row, **by_value)

    def after(self, other: _Batch) -> _Batch:
        """The rows of `other`, then these."""
        joined = {
            name: np.concatenate((getattr(other, name), getattr(self, name))) for name in _BY_ROW + _BY_VALUE
        }
        return _Batch(row=np.concatenate((other.row, self.row + other.rows)), **joined)


class _State(NamedTuple):
    """What is known where a chunk begins; nan: not told yet.

    counted: the last step of a run without epochs. ended: bars that ended in this epoch; bars: in
    this run; total: length of the run's first bar; bar: number of the tqdm bar, and frame its last
    one: done, total, segment and phase. header, line: the last epoch of headers and of other lines.
    phase: the section, plus 3 where its header had a step. spoken: the split of the last figures.
    """

    run: int = 0
    segment: int = 0
    epoch: float = math.nan
    epochs: float = math.nan
    step: float = math.nan
    counted: float = math.nan
    phase: int = -1
    ended: int = 0
    bars: int = 0
    total: float = math.nan
    bar: int = 0
    frame: tuple[float, float, int, int] = (math.inf, math.nan, -1, -1)
    shown: tuple[float, float, float] = (math.nan, math.nan, math.nan)
    rank: float = math.nan
    spoken: float = math.nan
    header: float = math.nan
    line: float = math.nan


class _Told(NamedTuple):
    """What the lines up to each row have told: arrays over the rows. segment: a stretch of one epoch.

    headers, others: the last epoch of headers and of other lines, nan where a run began since.
    """

    run: Ints
    segment: Ints
    epoch: Floats
    epochs: Floats
    step: Floats
    counted: Floats
    phase: Ints
    headers: Floats
    others: Floats


class _Bars(NamedTuple):
    """To which state of a bar each row belongs.

    group: the first row that shows the same point of the curve; bar: number of the tqdm bar; stale:
    its first frame, before any step, with the numbers of the bar before; test: a bar of evaluate();
    more: epochs that passed without a header. The rest holds one entry a bar of Keras.
    """

    group: Ints
    bar: Ints
    stale: Flags
    test: Flags
    more: Ints
    begun: Ints
    closed: Flags
    fitted: Flags
    total: Floats


class Assembler:
    """Takes rows chunk by chunk and gives the runs at the end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.warnings: list[str] = []
        self._state = _State()
        self._held: _Batch | None = None
        self._slots: dict[Slot, int] = {}
        self._names: list[Slot] = []
        self._curves: dict[tuple[str, str], int] = {}
        self._tracks: dict[tuple[int, str, str, str], Track] = {}

    def feed(self, groups: Iterable[Rows]) -> None:
        """The rows of one chunk, in layouts of any order."""
        batch = self._batch([group for group in groups if len(group.lines)])
        if batch is not None:
            self._take(batch)

    def finish(self) -> tuple[Run, ...]:
        """The runs of all that was fed."""
        if self._held is not None:
            batch, self._held = _unended(self._held) if not self._tracks else self._held, None
            self._take(batch, last=True)
        return finished(self._tracks, self.source, self.warnings)

    def _batch(self, groups: Sequence[Rows]) -> _Batch | None:
        if not groups:
            return None
        order = np.concatenate([g.order for g in groups])
        perm = np.argsort(order, kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[perm] = np.arange(len(order))
        lengths = [len(g.lines) for g in groups]
        begins = np.cumsum([0, *lengths])[:-1].tolist()

        def by_layout(found: Iterable[int | bool]) -> Ints:
            return np.repeat(np.array(list(found)), lengths)[perm]

        rows = np.concatenate(
            [
                np.repeat(rank[at : at + n], len(g.layout.slots))
                for g, at, n in zip(groups, begins, lengths, strict=True)
            ]
        )
        by_row = np.argsort(rows, kind="stable")
        slots = [self._slots_of(g.layout) for g in groups]
        slot = np.concatenate([np.tile(s, n) for s, n in zip(slots, lengths, strict=True)])[by_row]
        values, errors, sizes = (
            np.concatenate([getattr(g, name).ravel() for g in groups])[by_row]
            for name in ("values", "errors", "sets")
        )
        own = np.array([_CODES[s.split] for s in self._names], dtype=np.int64)
        curve = np.array([self._curves.setdefault(_identity(s), len(self._curves)) for s in self._names])
        return _Batch(
            counters=np.concatenate([g.counters for g in groups])[perm],
            lines=np.concatenate([g.lines for g in groups])[perm],
            style=by_layout(_BARS.get(g.layout.style, _PLAIN) for g in groups),
            phase=by_layout(_CODES[g.layout.phase] for g in groups),
            filled=by_layout(bool(g.layout.slots) for g in groups).astype(bool),
            validated=by_layout(any(s.split == "validation" for s in g.layout.slots) for g in groups).astype(
                bool
            ),
            row=rows[by_row],
            slot=slot,
            curve=curve[slot] if len(curve) else slot,
            split=own[slot] if len(own) else slot,
            value=values,
            error=errors,
            size=sizes,
        )

    def _slots_of(self, layout: Layout) -> Ints:
        for slot in layout.slots:
            if slot not in self._slots:
                self._slots[slot] = len(self._names)
                self._names.append(slot)
        return np.array([self._slots[slot] for slot in layout.slots], dtype=np.int64)

    def _take(self, batch: _Batch, last: bool = False) -> None:
        """One pass over the rows; those that a bar in progress may still change are held back."""
        if self._held is not None:
            batch, self._held = batch.after(self._held), None
        batch, rank = _one_rank(batch, self._state.rank)
        batch = _summed(batch, self._state)
        if not batch.rows:
            return
        told = _follow(batch, self._state)
        bars = _bars(batch, told, self._state)
        splits = _splits(batch, told, bars)
        newest = _newest(batch, bars, splits)
        begin = batch.rows if last else _open_from(batch, bars)
        if begin < batch.rows:
            self._held = self._hold(batch, bars, newest, begin)
        self._add(batch, told, bars, splits, newest & (batch.row < begin))
        self._state = _state_before(begin, batch, told, bars, self._state, rank)

    def _hold(self, batch: _Batch, bars: _Bars, newest: Flags, begin: int) -> _Batch:
        """The rows from `begin` on; of the open bar, what later frames have not replaced."""
        rows = np.arange(batch.rows) >= begin
        if not self._tracks and batch.rows - begin < _OPEN:
            return batch.cut(rows, np.ones(len(batch.row), dtype=bool))
        current = rows & (bars.group == bars.group[begin])
        useful = rows & ~current
        shown = batch.row[newest]
        useful[shown[current[shown]]] = True
        useful[begin] = True  # the first frame says where the bar began
        return batch.cut(useful, newest | bars.stale[batch.row])

    def _add(self, batch: _Batch, told: _Told, bars: _Bars, splits: Ints, ready: Flags) -> None:
        """Values that are final to their tracks."""
        chosen = np.flatnonzero(ready)
        row = batch.row[chosen]
        tqdm = batch.style[row] == _TQDM
        step = np.where(np.isnan(told.step[row]) & tqdm, batch.counters[row, _DONE], told.step[row])
        # a line with an epoch alone is told from its repeats by all of its figures
        dated = (batch.style[row] == _PLAIN) & ~np.isnan(batch.counters[row, _EPOCH]) & np.isnan(step)
        signs = _signs(batch, np.arange(batch.rows))[:, 1] if dated.any() else np.zeros(batch.rows)
        columns = np.column_stack(
            (
                step,
                batch.value[chosen],
                batch.error[chosen],
                batch.lines[row],
                told.epoch[row] + bars.more[row],
                np.where(tqdm, bars.bar[row], -1),
                np.where(tqdm & (batch.counters[row, _DONE] < batch.counters[row, _TOTAL]), 1, 0)
                + (tqdm & (batch.counters[row, _DONE] == 0)),
                np.where(dated, signs[row], np.nan),
            )
        )
        code = (told.run[row] * len(self._curves) + batch.curve[chosen]) * 3 + splits[chosen]
        order = np.argsort(code, kind="stable")
        pieces = np.split(order, np.flatnonzero(np.diff(code[order])) + 1)
        for piece in sorted((p for p in pieces if p.size), key=lambda p: int(p[0])):
            at = int(chosen[piece[0]])
            slot, split = self._names[batch.slot[at]], SPLITS[splits[at]]
            track = self._track(int(told.run[batch.row[at]]), slot, split)
            if track is not None:
                percent = any(self._names[n].percent for n in np.unique(batch.slot[chosen[piece]]))
                track.append(columns[piece], bool(batch.size[chosen[piece]].any()), percent)

    def _track(self, run: int, slot: Slot, split: str) -> Track | None:
        name, shown = _identity(slot)
        key = (run, name, split, shown)
        track = self._tracks.get(key)
        if track is None and len(self._tracks) < CURVES:
            track = self._tracks[key] = Track(name, split, shown)
        elif track is None and not any("curves" in warning for warning in self.warnings):
            self.warnings.append(f"{self.source}: more than {CURVES} curves; the first {CURVES} are read")
        return track


def _identity(slot: Slot) -> tuple[str, str]:
    """Metric and key of a curve: of several losses, and of what sums a run up, each is one."""
    apart = slot.name == "loss" or slot.key.startswith(SUMMED)
    return slot.name, slot.key.lower() if apart else slot.name


def _one_rank(batch: _Batch, first: float) -> tuple[_Batch, float]:
    """The rows of one process, the first that prints a figure: each of several prints the same training."""
    ranks = batch.counters[:, _RANK]
    told = np.flatnonzero(~np.isnan(ranks) & batch.filled)
    if not told.size:
        return batch, first
    chosen = float(ranks[told[0]]) if math.isnan(first) else first
    rows = np.isnan(ranks) | (ranks == chosen)
    return batch.cut(rows, np.ones(len(batch.row), dtype=bool)), chosen


def _summed(batch: _Batch, state: _State) -> _Batch:
    """Summaries take the split of the line with figures before them; means of training repeat its lines."""
    open_ = (batch.style >= _SUMMARY) & batch.filled
    if not open_.any():
        return batch
    spoken = _latest(np.where(batch.filled & ~open_, batch.phase, np.nan), state.spoken)
    repeats = (batch.style == _AVERAGES) & (spoken <= 0)
    named = batch._replace(phase=np.where(open_, np.nan_to_num(spoken, nan=-1), batch.phase).astype(np.int64))
    return named.cut(~repeats, np.ones(len(batch.row), dtype=bool))


def _latest(values: Floats, begin: float, since: Ints | None = None) -> Floats:
    """For each row the newest number up to it; `begin` before any. since: the row it must not precede."""
    rows = np.arange(len(values))
    at = np.maximum.accumulate(np.where(np.isnan(values), -1, rows))
    fresh = at >= (0 if since is None else np.maximum(since, 0))
    before = begin if since is None else np.where(since < 0, begin, np.nan)
    return np.where(fresh, values[np.maximum(at, 0)], before)


def _earlier(values: Floats, begin: float) -> Floats:
    """For each row the newest number before it."""
    return np.concatenate(([begin], _latest(values, begin)[:-1]))


def _follow(batch: _Batch, state: _State) -> _Told:
    """Epoch, step and section that hold at each row, and the runs.

    A new run begins where epochs fall back in lines of training, where another fit() of another
    length begins at 1, and in a log without epochs where steps fall back before their end.
    fit() in a loop prints `Epoch 1/1` for ever: that is one run. Headers may count from 1 and other
    lines from 0: each kind falls back by itself.
    """
    epoch, epochs, step = batch.counters[:, _EPOCH], batch.counters[:, _EPOCHS], batch.counters[:, _STEP]
    training = batch.phase <= 0
    length = _earlier(np.where(np.isnan(epoch), np.nan, epochs), state.epochs)
    counted = ~np.isnan(epoch) & ~((epochs == 1) & (length == 1))
    before = _earlier(np.where(counted, epoch, np.nan), state.epoch)
    another = (epoch <= 1) & (epoch <= before) & (length != epochs) & ~np.isnan(length + epochs)
    header = (batch.style == _PLAIN) & ~batch.filled
    kinds = [
        (kind, np.where(counted & kind, epoch, np.nan), begin)
        for kind, begin in ((header, state.header), (~header, state.line))
    ]
    fallen = np.zeros(batch.rows, dtype=bool)
    for kind, known, begin in kinds:
        fallen |= kind & (epoch < _earlier(known, begin))
    restart = _once(counted & training & (fallen | another), [kind & counted for kind, _, _ in kinds])
    newest = _latest(np.where(counted, epoch, np.nan), state.epoch)

    alone = ~np.isnan(step) & np.isnan(epoch) & training & np.isnan(newest) & (batch.style == _PLAIN)
    passed = _earlier(np.where(alone, step, np.nan), state.counted)
    restart |= alone & (step < passed) & ~(passed >= 0.9 * batch.counters[:, _STEPS])

    changed = restart | (counted & ~(epoch == before))
    since = np.maximum.accumulate(np.where(changed, np.arange(batch.rows), -1))
    stepped = batch.phase + 3 * ~np.isnan(step)
    section = np.where((batch.phase >= 0) & ~batch.filled, stepped, np.nan).astype(np.float64)
    section[header & ~np.isnan(epoch) & (batch.phase < 0)] = -1  # an epoch begins, also the same again
    begun = math.nan if state.phase < 0 else float(state.phase)
    phases = _latest(section, begun, since)
    return _Told(
        run=state.run + np.cumsum(restart),
        segment=state.segment + np.cumsum(changed),
        epoch=newest,
        epochs=_latest(np.where(np.isnan(epoch), np.nan, epochs), state.epochs),
        step=_latest(step, state.step, since),
        counted=_latest(np.where(alone, step, np.nan), state.counted),
        phase=np.where(np.isnan(phases), -1, phases).astype(np.int64),
        headers=_latest(kinds[0][1], state.header, _begun(restart)),
        others=_latest(kinds[1][1], state.line, _begun(restart)),
    )


def _begun(restart: Flags) -> Ints:
    """For each row where its run began; -1: before."""
    found: Ints = np.maximum.accumulate(np.where(restart, np.arange(len(restart)), -1))
    return found


def _once(fallen: Flags, kinds: Sequence[Flags]) -> Flags:
    """Rows where epochs fall back, but once a run: headers and other lines both fall back."""
    restart = np.zeros(len(fallen), dtype=bool)
    newest = -1
    for at in np.flatnonzero(fallen):
        kind = next(k for k in kinds if k[at])
        before = np.flatnonzero(kind[:at])
        if newest < 0 or (before.size and before[-1] >= newest):
            restart[at] = True
            newest = int(at)
    return restart


def _bars(batch: _Batch, told: _Told, state: _State) -> _Bars:
    """Frames of bars: a bar of Keras is one point, one of tqdm one point a step."""
    n = batch.rows
    group, bar = np.arange(n), np.full(n, state.bar)
    stale = np.zeros(n, dtype=bool)
    test, more = np.zeros(n, dtype=bool), np.zeros(n, dtype=np.int64)
    done, total = batch.counters[:, _DONE], np.nan_to_num(batch.counters[:, _TOTAL], nan=-1.0)

    rows = np.flatnonzero((batch.style == _TQDM) & batch.filled)
    if rows.size:
        past = state.frame
        forward = np.diff(done[rows], prepend=past[0])
        length = np.diff(total[rows], prepend=past[1]) == 0
        here = (np.diff(told.segment[rows], prepend=past[2]) == 0) & (
            np.diff(batch.phase[rows], prepend=past[3]) == 0
        )
        apart = ~(length & here & (forward == 0))
        apart[0] = True
        group[rows] = rows[np.maximum.accumulate(np.where(apart, np.arange(len(rows)), 0))]
        stale[rows] = (done[rows] == 0) & _alike(batch, rows, state.shown)
        bar[rows] = state.bar + np.cumsum(~(length & ((forward > 0) | ((forward == 0) & here))))

    bare = np.isnan(batch.counters[:, [_EPOCH, _STEP]]).all(axis=1) & (batch.style == _PLAIN)
    rows = np.flatnonzero(((batch.style >= _PASS) | (bare & (batch.phase > 0))) & batch.filled)
    if rows.size:
        same = (np.diff(np.cumsum(batch.filled)[rows]) == 1) & (np.diff(batch.phase[rows]) == 0)
        same &= np.diff(told.segment[rows]) == 0
        same &= (np.diff(done[rows]) > 0) | (batch.style[rows[1:]] >= _SUMMARY) | bare[rows[1:]]
        same &= batch.style[rows[:-1]] >= _PASS
        group[rows] = rows[np.maximum.accumulate(np.where(np.append(False, same), 0, np.arange(len(rows))))]

    rows = np.flatnonzero((batch.style == _KERAS) & batch.filled)
    begun = rows[:0]
    closed = fitted = np.zeros(0, dtype=bool)
    totals = np.zeros(0)
    if rows.size:
        ended = done[rows] == total[rows]
        validated = batch.validated[rows]
        # the frame that ends a bar is printed again once validation is done
        again = ended[1:] & validated[1:] & ~validated[:-1]
        # and once more as it was where nothing was validated
        again |= ended[1:] & ended[:-1] & (np.diff(rows) == 1) & _repeated(batch, rows)
        same = (np.diff(told.segment[rows]) == 0) & (np.diff(total[rows]) == 0) & (np.diff(done[rows]) >= 0)
        first = np.concatenate(([True], ~(same & (~ended[:-1] | again))))
        at = np.flatnonzero(first)
        begun = rows[at]
        group[rows] = np.repeat(begun, np.diff(np.append(at, len(rows))))
        closed = np.logical_or.reduceat(ended, at)
        totals = total[begun]
        run, segment = told.run[begun], told.segment[begun]
        ends_before = _before(closed, run, state.run, state.bars)
        lengths = _first_of(totals, run, state)
        tested = closed & ~np.logical_or.reduceat(validated, at) & (totals != lengths) & (ends_before >= 1)
        fitted = closed & ~tested
        passed = _before(fitted, segment, state.segment, state.ended)
        test[rows] = np.repeat(tested, np.diff(np.append(at, len(rows))))
        more[rows] = np.repeat(np.where(tested, 0, passed), np.diff(np.append(at, len(rows))))
    return _Bars(group, bar, stale, test, more, begun, closed, fitted, totals)


def _signs(batch: _Batch, rows: Ints) -> Floats:
    """Three numbers for each row, alike where it shows the same numbers for the same curves."""
    known = np.nan_to_num(batch.value, nan=-1.0, posinf=-2.0, neginf=-3.0)
    weighted = (known, known * (batch.curve + 1.0), batch.curve + 1.0)
    return np.column_stack([np.bincount(batch.row, part, batch.rows)[rows] for part in weighted])


def _repeated(batch: _Batch, rows: Ints) -> Flags:
    """Whether each row but the first shows what the one before does; one held back has no numbers left."""
    return np.asarray(_alike(batch, rows)[1:] | (_signs(batch, rows)[:-1, 2] == 0))


def _alike(batch: _Batch, rows: Ints, begin: tuple[float, ...] = (math.nan,) * 3) -> Flags:
    """Whether each row shows the same numbers for the same curves as the one before; begin: the first's."""
    signs = _signs(batch, rows)
    return np.asarray((signs == np.vstack((begin, signs[:-1]))).all(axis=1))


def _before(flags: Flags, part: Ints, current: int, begin: int) -> Ints:
    """How many flags stand before each one in its part; the part `current` begins with `begin`."""
    sums: Ints = np.cumsum(flags) - flags
    first = np.concatenate(([True], np.diff(part) != 0))
    base = np.maximum.accumulate(np.where(first, sums, 0))
    return np.asarray(sums - base + np.where(part == current, begin, 0), dtype=np.int64)


def _first_of(totals: Floats, run: Ints, state: _State) -> Floats:
    """The length of the first bar of each one's run."""
    _, first, which = np.unique(run, return_index=True, return_inverse=True)
    lengths = totals[first]
    if run[0] == state.run and state.bars:
        lengths[0] = state.total
    return np.asarray(lengths[which], dtype=np.float64)


def _splits(batch: _Batch, told: _Told, bars: _Bars) -> Ints:
    """The split of each value: its key's, its line's, its section's, or training."""
    line, section = batch.phase[batch.row], told.phase[batch.row]
    stepped = ~np.isnan(batch.counters[batch.row, _STEP])
    # a line with a step of its own is no part of the section that `Iteration 100, Testing` opened
    section = np.where((section < 0) | ((section >= 3) & stepped), -1, section % 3)
    line = np.where(line == _CODES["evaluation"], np.maximum(section, 1), line)
    found = np.where(batch.split >= 0, batch.split, np.where(line >= 0, line, np.maximum(section, 0)))
    return np.where(bars.test[batch.row] & (found == 0), 2, found)


def _newest(batch: _Batch, bars: _Bars, splits: Ints) -> Flags:
    """Of the frames that show one point, the last that holds each value."""
    newest = ~bars.stale[batch.row]
    several = (batch.style != _PLAIN) | (bars.group != np.arange(batch.rows))
    frames = np.flatnonzero(several[batch.row] & newest)
    if frames.size:
        width = int(batch.curve.max()) + 1
        code = (bars.group[batch.row[frames]] * width + batch.curve[frames]) * 3 + splits[frames]
        _, last = np.unique(code[::-1], return_index=True)
        newest[frames] = False
        newest[frames[len(frames) - 1 - last]] = True
    return newest


def _open_from(batch: _Batch, bars: _Bars) -> int:
    """The first row of the bar that may still be in progress at the end of the rows."""
    frames = np.flatnonzero((batch.style != _PLAIN) & batch.filled)
    if not frames.size or frames[-1] < batch.rows - _HELD:
        return batch.rows
    return int(bars.group[frames[-1]])


def _state_before(begin: int, batch: _Batch, told: _Told, bars: _Bars, state: _State, rank: float) -> _State:
    """What is known before row `begin`."""
    if begin == 0:
        return state._replace(rank=rank)
    at = begin - 1
    run, segment = int(told.run[at]), int(told.segment[at])
    passed = bars.begun < begin
    of_run = passed & (told.run[bars.begun] == run)
    of_segment = passed & (told.segment[bars.begun] == segment)
    here = np.flatnonzero(of_run)
    fresh = run != state.run or not state.bars
    frames = np.flatnonzero((batch.style[:begin] == _TQDM) & batch.filled[:begin])
    frame, shown = state.frame, state.shown
    if frames.size:
        first, second, third = _signs(batch, frames[-1:])[0].tolist()
        shown = first, second, third
        now = int(frames[-1])
        done, total = batch.counters[now, _DONE], batch.counters[now, _TOTAL]
        frame = (float(done), float(total), int(told.segment[now]), int(batch.phase[now]))
    return _State(
        run=run,
        segment=segment,
        epoch=float(told.epoch[at]),
        epochs=float(told.epochs[at]),
        step=float(told.step[at]),
        counted=float(told.counted[at]),
        phase=int(told.phase[at]),
        ended=int((of_segment & bars.fitted).sum()) + (state.ended if segment == state.segment else 0),
        bars=int((of_run & bars.closed).sum()) + (state.bars if run == state.run else 0),
        total=float(bars.total[here[0]]) if fresh and here.size else state.total,
        bar=int(bars.bar[frames[-1]]) if frames.size else state.bar,
        frame=frame,
        shown=shown,
        rank=rank,
        spoken=float(
            _latest(np.where(batch.filled & (batch.style < _SUMMARY), batch.phase, np.nan), state.spoken)[at]
        ),
        header=float(told.headers[at]),
        line=float(told.others[at]),
    )


def _unended(batch: _Batch) -> _Batch:
    """Where no bar ever ended, the frames themselves are the curve: the log of one unfinished epoch."""
    frames = (batch.style == _KERAS) & batch.filled
    ended = batch.counters[:, _DONE] == batch.counters[:, _TOTAL]
    alone = not bool((batch.filled & ~frames).any())
    if not alone or int(frames.sum()) < 3 or bool((frames & ended).any()):
        return batch
    return batch._replace(style=np.where(frames, _TQDM, batch.style))
