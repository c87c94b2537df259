"""One pass over a file: batches in, moments out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from corridor import __version__
from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments import kernel, psus, source, state
from corridor.engines.statistics.moments.columns import Rows, fault
from corridor.engines.statistics.moments.guards import Guard
from corridor.engines.statistics.moments.heard import Heard
from corridor.engines.statistics.moments.labels import Cells, too_fine
from corridor.engines.statistics.moments.plan import Plan, plan
from corridor.engines.statistics.moments.records import Batch, Reader
from corridor.engines.statistics.moments.spec import Spec
from corridor.engines.statistics.moments.state import Moments, Stratum
from corridor.engines.statistics.moments.wide import Ints

MOST_STATE = 2 * 2**30
"""Bytes of sums that one stratum may need: a table asking for more is refused."""


EMPTY: Ints = np.zeros(0, np.int64)


class OutOfOrder(Exception):  # noqa: N818 - not a fault: the file is then sorted
    """A stratum or sampling unit came after a later one, or came again."""


def moments(spec: Spec, paths: Sequence[Path]) -> tuple[Moments, bool]:
    """The moments of all records of some files, and whether they had to be sorted.

    Files in order are streamed one by one; where one is not, or a sampling unit has records in two
    of them, all are sorted together once. Raises ``BadInput`` or ``NotFound`` with every fault of
    the place where reading stopped.
    """
    found = _streamed(spec, paths)
    sorted_first = found is None
    if found is None:
        names = [one.name for one in paths]
        with source.in_order(paths, spec) as path:
            try:
                found = of_batches(spec, source.batches(path, source.needed(spec)), names)
            except OutOfOrder:
                raise _no_order() from None
    if not found.rows:
        raise _nothing()
    return found, sorted_first


def _streamed(spec: Spec, paths: Sequence[Path]) -> Moments | None:
    """The moments of files that are in order; None where they have to be sorted."""
    if any(source.is_csv(path) for path in paths):
        return None
    try:
        return state.merged(_one(spec, path) for path in paths)
    except OutOfOrder:
        return None
    except Conflict as conflict:
        if conflict.code != "moments.overlap":
            raise
        return None


def _one(spec: Spec, path: Path) -> Moments:
    return of_batches(spec, source.batches(path, source.needed(spec)), [path.name])


def of_batches(spec: Spec, batches: Iterable[Any], files: Sequence[str] = ("",)) -> Moments:
    """The moments of record batches in order. Raises ``OutOfOrder``, ``BadInput``."""
    collector = Collector(plan(spec))
    for batch in source.ahead(_read(collector.reader, batches, files)):
        collector.add(batch)
    return collector.finish()


def _read(reader: Reader, batches: Iterable[Any], files: Sequence[str]) -> Iterator[Batch]:
    """The batches in integers. After a fault only the faults of the others are read."""
    first, heard = 1, Heard()
    for batch in batches:
        if batch.num_rows:
            ready: list[Batch] = []
            with heard.listening():
                ready.append(reader.read(batch, _rows(batch, files, first)))
            if not heard.problems:
                yield from ready
            first += batch.num_rows
        if heard.full:
            break
    heard.raise_all()


def _rows(batch: Any, files: Sequence[str], first: int) -> Rows:
    if source.ROW not in batch.schema.names:
        return Rows(files[0], first)
    numbers = batch.column(source.ROW).to_numpy().astype(np.int64)
    name = files[0] if len(files) == 1 else ""
    return Rows(name, 1, numbers)


class Collector:
    """The sums of the open stratum, and those of the closed ones."""

    def __init__(self, made: Plan) -> None:
        self.plan, self.spec = made, made.spec
        self.cells = Cells(made.spec)
        self.reader = Reader(made, self.cells)
        self.guard = Guard(made)
        self.result = Moments(made.spec, versions=frozenset([__version__]))
        one = len(made.columns)
        lanes = [(mask, one if column < 0 else column, place)
                 for place, (column, mask) in enumerate(made.lanes)]  # fmt: skip
        lanes = [(column, mask, place) for mask, column, place in sorted(lanes)]
        triples = [(one if a < 0 else a, one if b < 0 else b, mask) for a, b, mask in made.products]
        self.lanes = np.array(lanes, np.int64).reshape(-1, 3)
        self.bases = np.array(made.bases, np.int64)
        self.products = np.array(triples, np.int64).reshape(-1, 3)
        self.pairs = np.array(made.pairs, np.uint64).reshape(-1, 2)
        self.state = np.zeros(1, np.int64)
        self.name: Any = None
        self.unit: Any = None
        self.records = 0
        self.size = self.fpc = 0
        self.ids: list[Any] = []
        self.open = self.held = self.below = self.seen = self.touched = EMPTY
        self.sums = self.counts = self.units = EMPTY
        self._room(64)

    def _room(self, cells: int) -> None:
        """Sums for at least this many cells, those that are there kept."""
        width, bases = len(self.lanes) + len(self.bases), len(self.bases)
        products = 2 * len(self.products)
        if cells * 8 * (2 * width + products + 2 * self.plan.sums + 2 * bases) > MOST_STATE:
            raise too_fine(cells)
        for name, shape in {
            "open": (width,), "held": (width,), "below": (products,), "seen": (), "touched": (),
            "sums": (self.plan.sums, 2), "counts": (bases,), "units": (bases,),
        }.items():  # fmt: skip
            setattr(self, name, _grown(getattr(self, name), (cells, *shape)))

    def add(self, batch: Batch) -> None:
        """Add a batch. Raises ``OutOfOrder``, ``BadInput``."""
        while len(self.cells.keys) > len(self.seen):
            self._room(2 * len(self.seen))
        self._guard(batch)
        for first, after in batch.strata:
            self._enter(batch, first)
            self._unit_ids(batch, first, after)
            self._population(batch, first, after)
            self._run(batch, first, after)
        self.result.rows += batch.size
        self.result.zero_weights += batch.zero_weights

    def _run(self, batch: Batch, first: int, after: int) -> None:
        """The records of one stratum, in steps whose sums of 64 bits cannot overflow."""
        step = self.guard.step()
        small = self.guard.small()
        for begin in range(first, after, step):
            kernel.run(
                begin, min(begin + step, after),
                batch.starts, batch.weights, batch.columns, batch.flags, batch.cells,
                self.lanes, self.bases, self.products, self.pairs, small,
                self.open, self.seen, self.touched, self.state,
                self.held, self.below, self.units, self.sums,
            )  # fmt: skip
            self._settle()

    def _settle(self) -> None:
        used = len(self.cells.keys)
        kernel.settle(self.held[:used], self.below[:used], self.counts, self.sums, len(self.pairs))

    def _guard(self, batch: Batch) -> None:
        continued = self._continues(batch)
        batch.starts[0] = not continued
        begins = np.flatnonzero(batch.starts)
        edges = np.concatenate([begins, [batch.size]])
        held = self.records + int(edges[0])
        inside = np.diff(edges)
        self.guard.total += batch.together
        self.guard.longest = max(self.guard.longest, held, int(inside.max()) if len(inside) else 0)
        self.records = int(inside[-1]) if len(inside) else held
        self.guard.weight = max(self.guard.weight, batch.heaviest)
        for column, value in enumerate(batch.largest):
            self.guard.columns[column] = max(self.guard.columns.get(column, 0), value)
        self.guard.check()

    def _continues(self, batch: Batch) -> bool:
        same = self.name is not None and batch.stratum(0) == self.name
        return same and batch.known_by != "records" and batch.unit(0) == self.unit

    def _enter(self, batch: Batch, first: int) -> None:
        """Go on in the open stratum or close it and open the next."""
        name = batch.stratum(first)
        if self.name is not None and name == self.name:
            return
        if self.name is not None:
            if name < self.name:
                raise OutOfOrder
            self._leave()
        self.name, self.unit = name, None
        self.size = self.fpc = 0
        self.ids = []

    def _unit_ids(self, batch: Batch, first: int, after: int) -> None:
        """Remember the units that begin here, and see that they ascend."""
        begins = first + np.flatnonzero(batch.starts[first:after])
        self.size += len(begins)
        self.result.known_by = batch.known_by
        if batch.known_by == "records" or not len(begins):
            return
        found = batch.units(begins)
        before = [] if self.unit is None else [self.unit]
        if batch.known_by == "numbers":
            ascends = bool((np.diff(np.concatenate([np.array(before, np.int64), found])) > 0).all())
        else:
            line = [*before, *found]
            ascends = all(a < b for a, b in pairwise(line))
        if not ascends:
            raise OutOfOrder
        self.unit = found[-1]
        self.ids.append(psus.ranges(found) if batch.known_by == "numbers" else psus.digests(found))

    def _population(self, batch: Batch, first: int, after: int) -> None:
        if batch.fpc is None:
            return
        stated = batch.fpc[first:after]
        if int(stated.min()) < 1:
            at = first + int(stated.argmin())
            words = sentence(N_("The number of sampling units in the population is below one."))
            remedy = sentence(N_("State how many units the stratum has in all."))
            raise fault(batch.rows, at, self.spec.design.fpc or "", words, remedy)
        self.fpc = self.fpc or int(stated[0])
        other = np.flatnonzero(stated != self.fpc)
        if len(other):
            at = first + int(other[0])
            problem = state.two_populations(str(self.name), self.fpc, int(batch.fpc[at]))
            raise fault(batch.rows, at, self.spec.design.fpc or "", problem.message,
                        problem.remedy or problem.message)  # fmt: skip

    def _leave(self) -> None:
        """Close the open unit and stratum; keep what was summed for the cells it has."""
        kernel.close(
            self.open, self.seen, self.touched, self.state,
            self.pairs, self.held, self.units, self.sums,
        )  # fmt: skip
        self._settle()
        if self.fpc and self.fpc < self.size:
            raise _too_many(str(self.name), self.size, self.fpc)
        cells = np.flatnonzero(self.units.any(axis=1))
        held, twice = psus.joined(self.ids, numbers=self.result.known_by == "numbers")
        if twice:  # two names with one digest: as good as never
            raise OutOfOrder
        kept = [part[cells] for part in (self.sums, self.counts, self.units)]
        self.result.strata[str(self.name)] = Stratum(held, self.size, self.fpc, cells, *kept)
        for part in (self.sums, self.counts, self.units):
            part[cells] = 0

    def finish(self) -> Moments:
        """The moments of everything that was added."""
        if self.name is not None:
            self._leave()
        self.name = None
        self.result.keys = list(self.cells.keys)
        self.result.left_out = self.reader.left_out()
        return self.result


def _grown(old: Ints, shape: tuple[int, ...]) -> Ints:
    made = np.zeros(shape, np.int64)
    if old.size:
        made[: len(old)] = old
    return made


def _no_order() -> BadInput:
    return BadInput(
        "moments.order",
        sentence(N_("Strata and sampling units cannot be brought into an order.")),
        remedy=sentence(N_("Write both as whole numbers or as plain text.")),
    )


def _nothing() -> BadInput:
    return BadInput(
        "moments.empty",
        sentence(N_("The files hold no record.")),
        remedy=sentence(N_("Give files with at least one record.")),
    )


def _too_many(stratum: str, size: int, population: int) -> BadInput:
    words = N_("The stratum {name} has {size} sampling units, but its population only {fpc}.")
    return BadInput(
        "moments.fpc",
        sentence(words, name=stratum or "-", size=size, fpc=population),
        remedy=sentence(N_("State the number of units in the population, not of those drawn.")),
    )
