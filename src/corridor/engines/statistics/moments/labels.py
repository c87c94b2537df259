"""Levels of dimensions and cells of tables, numbered as they first occur in the data."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments.columns import Codes, Rows, fault
from corridor.engines.statistics.moments.heard import Heard
from corridor.engines.statistics.moments.spec import Dimension, Key, Spec

Table: TypeAlias = npt.NDArray[np.int32]

NOWHERE, UNSEEN = -1, -2
MOST_CELLS = 2_000_000


class Levels:
    """The codes of one dimension."""

    def __init__(self, name: str, dimension: Dimension) -> None:
        self.name, self.dimension = name, dimension
        self.texts: list[str] = []
        self._number: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self.left_out = 0
        for code in dimension.levels.values():
            self._numbered(code)

    def _numbered(self, code: str) -> int:
        if code not in self._number:
            self._number[code] = len(self.texts)
            self.texts.append(code)
        return self._number[code]

    def table(self, codes: Codes, rows: Rows) -> npt.NDArray[np.int32]:
        """The level of each code, -1 where it is left out. Raises ``BadInput``."""
        met = codes.met()
        table = np.full(len(codes.texts) + 1, NOWHERE, np.int32)
        heard = Heard()
        for place in np.flatnonzero(met[:-1]).tolist():
            with heard.listening():
                table[place] = self._level(codes, place, rows)
            if heard.full:
                break
        if met[-1]:
            with heard.listening():
                table[-1] = self._missing(codes, len(codes.texts), rows)
        heard.raise_all()
        for place in np.flatnonzero((table == NOWHERE) & (met > 0)).tolist():
            self.left_out += int(codes.where(place).sum())
        return table

    def _level(self, codes: Codes, place: int, rows: Rows) -> int:
        text = codes.texts[place].strip()
        found = self._known.get(text)
        if found is None:
            found = self._new(text, codes, place, rows)
            self._known[text] = found
        return found

    def _new(self, text: str, codes: Codes, place: int, rows: Rows) -> int:
        if not text:
            return self._missing(codes, place, rows)
        if not self.dimension.levels:
            return self._numbered(text)
        if text in self.dimension.levels:
            return self._numbered(self.dimension.levels[text])
        at = int(codes.where(place).argmax())
        words = sentence(
            N_("The code “{found}” of {column} is not among the levels of {name}."),
            found=text, column=self.dimension.column, name=self.name,
        )  # fmt: skip
        remedy = sentence(
            N_("Add it to the levels ({known}), or correct the data."),
            known=", ".join(list(self.dimension.levels)[:20]),
        )
        raise fault(rows, at, self.dimension.column, words, remedy)

    def _missing(self, codes: Codes, place: int, rows: Rows) -> int:
        if self.dimension.missing == "leave_out":
            return NOWHERE
        if self.dimension.missing != "refuse":
            return self._numbered(self.dimension.missing)
        empty = codes.where(place)
        words = sentence(
            N_("{column} is empty in {count} records, the first of them here."),
            column=self.dimension.column, count=int(empty.sum()),
        )  # fmt: skip
        remedy = sentence(
            N_("Fill it in, or say in the dimension: “missing: leave_out” or a code for it.")
        )
        raise fault(rows, int(empty.argmax()), self.dimension.column, words, remedy)


class Cells:
    """The cells of all tables of a specification; ``keys`` in the order of their numbers."""

    def __init__(self, spec: Spec) -> None:
        self.levels = {name: Levels(name, one) for name, one in spec.dimensions.items()}
        self.breakdowns = spec.breakdowns
        self.keys: list[Key] = []
        self._number: dict[Key, int] = {}
        self._tables: list[npt.NDArray[np.int32]] = [np.zeros(0, np.int32) for _ in self.breakdowns]

    def of(
        self, place: int, coded: dict[str, tuple[Codes, Table]], out: npt.NDArray[np.int32]
    ) -> None:
        """The cell of each record in the breakdown at ``place``, or -1; written to ``out``."""
        names = self.breakdowns[place]
        shape = tuple(len(self.levels[name].texts) for name in names)
        table = self._table(place, shape)
        if not names:
            out[:] = self._numbered(place, ()) if len(out) else 0
        elif len(names) == 1:
            codes, levels = coded[names[0]]
            self._number_new(place, shape, table, np.unique(levels[levels >= 0]))
            cells = table[levels] if len(table) else np.zeros(len(levels), np.int32)
            codes.look(np.where(levels < 0, np.int32(NOWHERE), cells), out)
        else:
            index, outside = _combined([_levels(coded[name], len(out)) for name in names], shape)
            new = (
                (table[index] == UNSEEN) if outside is None else (table[index] == UNSEEN) & ~outside
            )
            if new.any():
                self._number_new(place, shape, table, np.unique(index[new]))
            found = table[index]
            out[:] = found if outside is None else np.where(outside, NOWHERE, found)

    def _number_new(
        self, place: int, shape: tuple[int, ...], table: Table, met: npt.NDArray[Any]
    ) -> None:
        """Give a number to each combination that is met for the first time."""
        for one in met[table[met] == UNSEEN].tolist():
            at = np.unravel_index(one, shape)
            names = self.breakdowns[place]
            codes = [self.levels[name].texts[level] for name, level in zip(names, at, strict=True)]
            table[one] = self._numbered(place, tuple(codes))

    def _table(self, place: int, shape: tuple[int, ...]) -> npt.NDArray[np.int32]:
        """Cell numbers by combination of levels; made anew when a dimension has grown."""
        size = int(np.prod(shape, dtype=object)) if shape else 1
        if size > MOST_CELLS:
            raise too_fine(size)
        if len(self._tables[place]) != size:
            table = np.full(size, UNSEEN, np.int32)
            names = self.breakdowns[place]
            for (where, codes), number in self._number.items():
                if where == place and codes:
                    at = [self.levels[n]._number[c] for n, c in zip(names, codes, strict=True)]
                    table[int(np.ravel_multi_index(at, shape))] = number
            self._tables[place] = table
        return self._tables[place]

    def _numbered(self, place: int, codes: tuple[str, ...]) -> int:
        key = (place, codes)
        if key not in self._number:
            self._number[key] = len(self.keys)
            self.keys.append(key)
        return self._number[key]


def _levels(coded: tuple[Codes, Table], size: int) -> Table:
    found = np.empty(size, np.int32)
    coded[0].look(coded[1], found)
    return found


def _combined(levels: list[Any], shape: tuple[int, ...]) -> tuple[Any, Any]:
    """One number for each combination of levels, and which records have none (None: all do)."""
    index, outside = levels[0], None
    for size, one in zip(shape[1:], levels[1:], strict=True):
        index = index * np.int32(size) + one
    for one in levels:
        if one.size and one.min() < 0:
            outside = one < 0 if outside is None else outside | (one < 0)
    if outside is not None:
        index = np.where(outside, 0, index)
    return index, outside


def too_fine(cells: int) -> BadInput:
    """More cells than can be held."""
    return BadInput(
        "moments.cells",
        sentence(N_("The breakdowns have {cells} cells or more, too many to hold."), cells=cells),
        remedy=sentence(N_("Take a dimension out of the largest breakdown.")),
        found=cells,
    )
