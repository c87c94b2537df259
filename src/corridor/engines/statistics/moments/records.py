"""Reads a record batch into the integers that the kernel adds up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.core.problems import Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments import columns as read
from corridor.engines.statistics.moments.columns import Bools, Codes, Rows, fault
from corridor.engines.statistics.moments.heard import Heard
from corridor.engines.statistics.moments.labels import Cells
from corridor.engines.statistics.moments.plan import Plan
from corridor.engines.statistics.moments.spec import Condition, Number
from corridor.engines.statistics.moments.wide import Ints


@dataclass
class Batch:
    """One batch: see ``kernel.run``. ``strata``: spans of records of one stratum each."""

    size: int
    rows: Rows
    weights: Ints
    columns: Ints
    flags: Ints
    cells: npt.NDArray[np.int32]
    starts: npt.NDArray[np.uint8]
    strata: list[tuple[int, int]]
    fpc: Ints | None
    zero_weights: int
    heaviest: int
    together: int
    largest: list[int]
    known_by: str
    _stratum: Line | None
    _unit: Line | None

    def stratum(self, at: int) -> Any:
        """The stratum of a record, a whole number or a text."""
        return "" if self._stratum is None else self._stratum.value(at)

    def unit(self, at: int) -> Any:
        """The sampling unit of a record."""
        return None if self._unit is None else self._unit.value(at)

    def units(self, at: npt.NDArray[np.intp]) -> Any:
        """The sampling units of some records."""
        assert self._unit is not None  # noqa: S101 - only asked where there are any
        return self._unit.taken(at)


@dataclass(frozen=True)
class Line:
    """A column whose neighbours are compared: whole numbers, or places in a list of texts."""

    values: npt.NDArray[Any]
    texts: list[str] | None

    def value(self, at: int) -> Any:
        found = int(self.values[at])
        return found if self.texts is None else self.texts[found]

    def taken(self, at: npt.NDArray[np.intp]) -> Any:
        if self.texts is None:
            return self.values[at]
        return [self.texts[place] for place in self.values[at].tolist()]

    def changes(self) -> Bools:
        found: Bools = self.values[1:] != self.values[:-1]
        return found


class Reader:
    """Reads batches of one file for a plan; counts what it leaves out."""

    def __init__(self, plan: Plan, cells: Cells) -> None:
        self.plan, self.cells, self.design = plan, cells, plan.spec.design
        used = {name for one in plan.spec.breakdowns for name in one}
        self.dimensions = [name for name in plan.spec.dimensions if name in used]
        self.empty: dict[str, int] = {}
        self._there = {one: bit for bit, one in enumerate(plan.flags) if isinstance(one, int)}
        self._tests = _by_column(plan)

    def left_out(self) -> dict[str, int]:
        """How many records were left out for an empty value, by column."""
        found = {name: count for name, count in self.empty.items() if count}
        for name in self.dimensions:
            levels = self.cells.levels[name]
            if levels.left_out:
                found[levels.dimension.column] = (
                    found.get(levels.dimension.column, 0) + levels.left_out
                )
        return found

    def read(self, given: Any, rows: Rows) -> Batch:
        """The batch in integers. Raises ``BadInput`` with everything that is wrong with it."""
        size = given.num_rows
        coded: dict[str, Codes] = {}
        heard = Heard()
        weights, zeros, stratum, unit, fpc = np.ones(size, np.int64), 0, None, None, None
        with heard.listening():
            weights, zeros = self._weights(given, rows, size)
        flags = self._flags(given, coded, rows, heard)
        columns, largest = self._columns(given, rows, flags, heard)
        cells = self._cells(given, coded, rows, size, heard)
        with heard.listening():
            stratum = self._line(given, self.design.strata, rows)
        with heard.listening():
            unit = self._line(given, self.design.psu, rows)
        with heard.listening():
            fpc = self._fpc(given, rows)
        heard.raise_all()
        starts, spans = _spans(stratum, unit, size)
        heaviest = int(weights.max())
        together = int(weights.sum()) if heaviest * size < 2**62 else heaviest * size
        kind = "records" if unit is None else "numbers" if unit.texts is None else "names"
        return Batch(
            size, rows, weights, columns, flags, cells, starts, spans,
            fpc, zeros,
            heaviest, together, largest, kind, stratum, unit,
        )  # fmt: skip

    def _weights(self, given: Any, rows: Rows, size: int) -> tuple[Ints, int]:
        number = self.design.weight
        if number is None:
            return np.ones(size, np.int64), 0
        weights, there = read.fixed(given.column(number.column), number, rows)
        zero = weights == 0 if there is None else (weights == 0) & there
        refused = self.design.zero_weights == "refuse"
        raise_all(_wrong_weights(weights, there, zero & refused, rows, number.column))
        return weights, int(np.count_nonzero(zero))

    def _flags(self, given: Any, coded: dict[str, Codes], rows: Rows, heard: Heard) -> Ints:
        flags = np.zeros(given.num_rows, np.int64)
        for column, tests in self._tests.items():
            with heard.listening():
                self._tested(given.column(column), column, tests, coded, rows, flags)
        return flags

    def _tested(
        self,
        array: Any,
        column: str,
        tests: list[tuple[int, Condition]],
        coded: dict[str, Codes],
        rows: Rows,
        flags: Ints,
    ) -> None:
        """Set the bits of the tests of one column."""
        listed = [(bit, one) for bit, one in tests if one.test in ("in", "not_in")]
        if listed:
            codes = _coded(coded, column, array, rows)
            codes.bits(_table(codes, listed), flags)
        for bit, one in tests:
            if one.test in ("min", "max"):
                flags |= _bounded(array, one, rows).astype(np.int64) << bit

    def _columns(self, given: Any, rows: Rows, flags: Ints, heard: Heard) -> tuple[Ints, list[int]]:
        tested = not heard.problems  # else nobody knows which records are asked
        numbers = self.plan.columns
        found = np.empty((len(numbers) + 1, given.num_rows), np.int64)
        found[-1] = 1
        missing: list[tuple[int, Bools]] = []
        for place, number in enumerate(numbers):
            there = None
            with heard.listening():
                found[place], there = read.fixed(given.column(number.column), number, rows)
            bit = np.int64(1 << self._there[place] if place in self._there else 0)
            if there is None:
                flags |= bit
            else:
                flags |= np.where(there, bit, np.int64(0))
                missing.append((place, ~there))
        for place, empty in missing if tested else ():
            with heard.listening():
                self._missed(place, empty, flags, rows)
        if heard.problems:
            return found, []
        ends = [(int(row.max()), int(row.min())) for row in found[:-1]]
        return found, [max(high, -low) for high, low in ends]

    def _missed(self, place: int, empty: Bools, flags: Ints, rows: Rows) -> None:
        """Refuse or count the empty values inside a population that asks for them."""
        number = self.plan.columns[place]
        there = sum(1 << bit for bit in self._there.values())
        inside = np.zeros(len(empty), np.bool_)
        for column, base in self.plan.needs:
            if column == place:
                rest = np.int64(base & ~there)
                inside |= (flags & rest) == rest
        lost = inside & empty
        count = int(lost.sum())
        if count and number.missing == "refuse":
            raise _empty(rows, lost, number.column)
        self.empty[number.column] = self.empty.get(number.column, 0) + count

    def _cells(
        self, given: Any, coded: dict[str, Codes], rows: Rows, size: int, heard: Heard
    ) -> npt.NDArray[np.int32]:
        levels = {}
        for name in self.dimensions:
            column = self.plan.spec.dimensions[name].column
            with heard.listening():
                codes = _coded(coded, column, given.column(column), rows)
                levels[name] = codes, self.cells.levels[name].table(codes, rows)
        cells = np.empty((len(self.cells.breakdowns), size), np.int32)
        if heard.problems:
            return cells
        for place in range(len(cells)):
            self.cells.of(place, levels, cells[place])
        return cells

    def _line(self, given: Any, column: str | None, rows: Rows) -> Line | None:
        if column is None:
            return None
        array = given.column(column)
        if array.null_count:
            raise _empty(rows, ~array.is_valid().to_numpy(zero_copy_only=False), column)
        with read.readable(rows, column, array):
            line = _line(array, column, rows)
        blank = [place for place, text in enumerate(line.texts or ()) if not text.strip()]
        if blank and np.isin(line.values, blank).any():
            raise _empty(rows, np.isin(line.values, blank), column)
        return line

    def _fpc(self, given: Any, rows: Rows) -> Ints | None:
        if self.design.fpc is None:
            return None
        values, there = read.fixed(given.column(self.design.fpc), Number(self.design.fpc), rows)
        if there is not None:
            raise _empty(rows, ~there, self.design.fpc)
        return values


def _wrong_weights(
    weights: Ints, there: Bools | None, zero: Bools, rows: Rows, column: str
) -> list[Problem]:
    """What is wrong with weights, each kind once with its first record."""
    found: list[Problem] = []
    if there is not None and not there.all():
        found.append(_empty(rows, ~there, column))
    below = weights < 0
    if below.any():
        words = sentence(N_("The weight is below zero in {count} records, the first here."),
                         count=int(below.sum()))  # fmt: skip
        remedy = sentence(N_("A weight says how many people a record stands for; correct it."))
        found.append(fault(rows, int(below.argmax()), column, words, remedy))
    if zero.any():
        words = sentence(N_("The weight is zero in {count} records, the first here."),
                         count=int(zero.sum()))  # fmt: skip
        remedy = sentence(
            N_("Take them out, correct them, or say “zero_weights: keep” in the design.")
        )
        found.append(fault(rows, int(zero.argmax()), column, words, remedy))
    return found


def _line(array: Any, column: str, rows: Rows) -> Line:
    import pyarrow as pa

    if pa.types.is_floating(array.type) or pa.types.is_uint64(array.type):
        whole, there = read.fixed(array, Number(column), rows)
        if there is not None:
            raise _empty(rows, ~there, column)
        return Line(whole, None)
    if pa.types.is_integer(array.type):
        return Line(array.to_numpy().astype(np.int64, copy=False), None)
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    texts = [str(value) for value in encoded.dictionary.to_pylist()]
    return Line(encoded.indices.to_numpy(zero_copy_only=False), texts)


def _by_column(plan: Plan) -> dict[str, list[tuple[int, Condition]]]:
    found: dict[str, list[tuple[int, Condition]]] = {}
    for bit, one in enumerate(plan.flags):
        if isinstance(one, Condition):
            found.setdefault(one.column, []).append((bit, one))
    return found


def _coded(coded: dict[str, Codes], column: str, array: Any, rows: Rows) -> Codes:
    if column not in coded:
        with read.readable(rows, column, array):
            coded[column] = read.codes(array)
    return coded[column]


def _table(codes: Codes, tests: list[tuple[int, Condition]]) -> Ints:
    """Bits of the tests that each code passes; the last entry, for empty ones, passes none."""
    table = np.zeros(len(codes.texts) + 1, np.int64)
    for bit, one in tests:
        wanted = set(one.values)
        passed = [(text.strip() in wanted) == (one.test == "in") for text in codes.texts]
        table[:-1] |= np.array(passed, np.int64).reshape(-1) << bit
    return table


def _bounded(array: Any, one: Condition, rows: Rows) -> Bools:
    """Records whose number is at least or at most the bound."""
    import pyarrow as pa

    if not (pa.types.is_integer(array.type) or pa.types.is_floating(array.type)):
        return _bounded_text(read.codes(array), one, rows, len(array))
    bound = float(one.values[0])
    values = (array.fill_null(0) if array.null_count else array).to_numpy(zero_copy_only=False)
    passed: Bools = values >= bound if one.test == "min" else values <= bound
    if array.null_count:
        passed = passed & array.is_valid().to_numpy(zero_copy_only=False)
    return passed


def _bounded_text(codes: Codes, one: Condition, rows: Rows, size: int) -> Bools:
    bound = Decimal(one.values[0])
    table = np.zeros(len(codes.texts) + 1, np.bool_)
    heard = Heard()
    for place, text in enumerate(codes.texts):
        if not text.strip():
            continue
        try:
            value = Decimal(text.strip())
            table[place] = value >= bound if one.test == "min" else value <= bound
        except InvalidOperation:
            at = int(codes.where(place).argmax())
            words = sentence(N_("“{found}” is no number."), found=text)
            remedy = sentence(N_("Write digits with a decimal point, or leave it empty."))
            heard.note([fault(rows, at, one.column, words, remedy)])
        if heard.full:
            break
    heard.raise_all()
    found = np.empty(size, np.bool_)
    codes.look(table, found)
    return found


def _spans(
    stratum: Line | None, unit: Line | None, size: int
) -> tuple[npt.NDArray[np.uint8], list[tuple[int, int]]]:
    """Where sampling units begin (the first record always), and the spans of the strata."""
    starts = np.ones(size, np.uint8)
    if unit is not None:
        starts[1:] = unit.changes()
    edges = [0]
    if stratum is not None:
        changes = stratum.changes()
        starts[1:] |= changes
        edges += (np.flatnonzero(changes) + 1).tolist()
    return starts, list(zip(edges, [*edges[1:], size], strict=True))


def _empty(rows: Rows, empty: Bools, column: str) -> Any:
    words = sentence(N_("{column} is empty in {count} records, the first of them here."),
                     column=column, count=int(empty.sum()))  # fmt: skip
    remedy = sentence(
        N_("Fill it in; for a variable “missing: leave_out” counts such records and goes on.")
    )
    return fault(rows, int(empty.argmax()), column, words, remedy)
