"""International migrant stock of the United Nations: totals by area, and origin by destination.

The totals have a row for each area and year; the bilateral table a row for each year and
destination and a column for each origin. Regions that stand among the areas of the bilateral table
are sums of its other rows and are left out, by name. Empty cells are unknown and never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics import areas
from corridor.engines.statistics.inputs import (
    NOTHING,
    Faults,
    lines,
    not_a_number,
    number,
    places,
    tidy,
)

MEASURE = "undesa.migrant_stock@1"
_TOTALS = {
    "code": "alpha3",
    "name": "name",
    "digits": "country_code",
    "year": "year",
    "stock": "fb",
    "population": "pop",
}
_MARK_TOTALS = frozenset({"alpha3", "year", "fb"})
_MARK_BILATERAL = ("year", "dest")


@dataclass(frozen=True, slots=True)
class Stock:
    """Foreign-born (or foreign) people in an area at the middle of a year; None is unknown.

    ``origin`` is ``_T`` in the table of totals; ``population`` is known there only.
    """

    destination: str
    origin: str
    year: int
    people: int | None
    population: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Stocks:
    """All of one file. ``regions`` were left out as sums of other rows."""

    kind: str
    rows: tuple[Stock, ...]
    years: tuple[int, ...]
    regions: tuple[str, ...] = ()

    def of(self, year: int, origin: str = "", destination: str = "") -> list[Stock]:
        """The rows of a year, of one origin or destination where given."""
        return [
            one
            for one in self.rows
            if one.year == year
            and origin in {"", one.origin}
            and destination in {"", one.destination}
        ]


def read_stocks(path: Path) -> Stocks:
    """Either table, told by its titles. Raises ``Problems`` with every fault's line and column."""
    faults = Faults(str(path))
    table: _Totals | _Bilateral | None = None
    for line, row in lines(path):
        if table is None:
            table = _table(line, row, faults)
            if table is None:
                break
        elif any(cell.strip() for cell in row):
            table.row(line, row)
    if table is None and not faults.count:
        _unknown_table(faults, 1, [])
    faults.raise_all()
    if table is None:
        raise RuntimeError("a file without a table has a fault")
    years = tuple(sorted({one.year for one in table.rows}))
    return Stocks(table.kind, tuple(table.rows), years, tuple(sorted(table.regions)))


def _table(line: int, row: Sequence[str], faults: Faults) -> _Totals | _Bilateral | None:
    titles = [tidy(title) for title in row]
    if set(titles) >= _MARK_TOTALS:
        table: _Totals | _Bilateral = _Totals(line, row, faults)
    elif tuple(titles[:2]) == _MARK_BILATERAL:
        table = _Bilateral(line, row, faults)
    else:
        _unknown_table(faults, line, titles)
        return None
    return table if table.usable else None


def _unknown_table(faults: Faults, line: int, titles: Sequence[str]) -> None:
    faults.add(
        "stocks.table",
        sentence(N_("The first line is that of no table of migrant stocks known here.")),
        line=line,
        remedy=sentence(
            N_("Totals have the columns alpha3, year and fb; the other table begins Year, Dest.")
        ),
        found=", ".join(titles)[:200],
    )


class _Rows:
    """What both tables share."""

    kind = ""

    def __init__(self, row: Sequence[str], faults: Faults) -> None:
        self.faults, self.width = faults, len(row)
        self.rows: list[Stock] = []
        self.regions: set[str] = set()
        self.usable = True
        self._seen: dict[tuple[str, str, int], int] = {}

    def _fits(self, line: int, row: Sequence[str]) -> bool:
        if len(row) != self.width:
            self.faults.add(
                "statistics.row",
                sentence(N_("A row has another number of columns than the first line.")),
                line=line,
                remedy=sentence(N_("Give each row a value, or nothing, for every column.")),
                expected=self.width,
                found=len(row),
            )
        return len(row) == self.width

    def _whole(self, line: int, place: int, field: str, text: str) -> int | None:
        """A count of people, or None for an empty cell or a fault."""
        text = text.strip()
        if text in NOTHING:
            return None
        if text.isascii() and text.isdigit() and len(text) < 15:
            return int(text)
        self.faults.add(
            "stocks.count",
            sentence(N_("“{found}” is not a number of people."), found=text),
            line=line,
            column=place + 1,
            field=field,
            remedy=sentence(N_("Write whole persons in digits, or leave the cell empty.")),
            found=text,
        )
        return None

    def _year(self, line: int, place: int, text: str) -> int | None:
        if text.isascii() and text.isdigit() and len(text) == 4:
            return int(text)
        self.faults.add(
            "stocks.year",
            sentence(N_("“{found}” is not a year."), found=text),
            line=line,
            column=place + 1,
            field="year",
            remedy=sentence(N_("Write four digits, such as 2020.")),
            found=text,
        )
        return None

    def _unknown_area(self, line: int, place: int, field: str, text: str) -> None:
        self.faults.add(
            "statistics.area",
            sentence(N_("“{found}” is no country or area known here."), found=text),
            line=line,
            column=place + 1,
            field=field,
            remedy=sentence(N_("Write it as the United Nations do.")),
            found=text,
        )

    def _keep(self, line: int, stock: Stock) -> None:
        key = (stock.destination, stock.origin, stock.year)
        before = self._seen.setdefault(key, line)
        if before == line:
            self.rows.append(stock)
            return
        self.faults.add(
            "stocks.twice",
            sentence(
                N_("{area} in {year} stands in line {before} already."),
                area=stock.destination,
                year=stock.year,
                before=before,
            ),
            line=line,
            remedy=sentence(N_("Keep one of the two rows.")),
        )


class _Totals(_Rows):
    kind = "totals"

    def __init__(self, line: int, row: Sequence[str], faults: Faults) -> None:
        super().__init__(row, faults)
        self.where = places(row, _TOTALS, faults, line)
        self.usable = len(self.where) == len(_TOTALS)

    def row(self, line: int, row: Sequence[str]) -> None:
        if not self._fits(line, row):
            return
        where = self.where
        cells = {name: row[place].strip() for name, place in where.items()}
        code = areas.by_code(cells["code"]) or areas.by_number(cells["digits"])
        if code is None:
            self._unknown_area(line, where["code"], "alpha3", cells["code"])
        year = self._year(line, where["year"], cells["year"])
        people = self._whole(line, where["stock"], "fb", cells["stock"])
        population = self._population(line, where["population"], cells["population"])
        if code is not None and year is not None:
            self._keep(line, Stock(code, "_T", year, people, population))

    def _population(self, line: int, place: int, text: str) -> Fraction | None:
        """Estimates of the population are not always whole."""
        if text in NOTHING:
            return None
        try:
            return number(text)
        except ValueError:
            not_a_number(self.faults, line, place + 1, "pop", text)
            return None


class _Bilateral(_Rows):
    kind = "bilateral"

    def __init__(self, line: int, row: Sequence[str], faults: Faults) -> None:
        super().__init__(row, faults)
        self.origins: list[tuple[int, str]] = []
        for place, title in enumerate(row[2:], start=2):
            code = areas.by_name(title)
            if code is not None:
                self.origins.append((place, code))
            elif areas.plain(title) in areas.REGIONS:
                self.regions.add(areas.plain(title))
            else:
                self._unknown_area(line, place, "origin", title)

    def row(self, line: int, row: Sequence[str]) -> None:
        if not self._fits(line, row):
            return
        year = self._year(line, 0, row[0].strip())
        destination = areas.by_name(row[1])
        if destination is None and areas.plain(row[1]) in areas.REGIONS:
            self.regions.add(areas.plain(row[1]))
            return
        if destination is None:
            self._unknown_area(line, 1, "dest", row[1])
        if year is None or destination is None:
            return
        for place, origin in self.origins:
            people = self._whole(line, place, origin, row[place])
            self._keep(line, Stock(destination, origin, year, people))


def asked_year(stocks: Stocks, year: int | None) -> int:
    """The year asked for, or the last. Raises ``BadInput`` when the file has none such."""
    if year is None:
        return stocks.years[-1]
    if year in stocks.years:
        return year
    known = ", ".join(str(one) for one in stocks.years)
    raise BadInput(
        "stocks.asked",
        sentence(N_("The file has no stocks of the year {found}."), found=year),
        remedy=sentence(N_("Ask for one of: {kinds}."), kinds=known),
        expected=list(stocks.years),
        found=year,
    ).at(field="--year")


def figures(rows: Sequence[Stock], most: int = 10) -> Mapping[str, Any]:
    """Sum, number of areas and pairs, what is unknown, and the ``most`` largest rows."""
    known = [one for one in rows if one.people is not None]
    largest = sorted(known, key=lambda one: (-(one.people or 0), one.destination, one.origin))
    return {
        "total": sum(one.people or 0 for one in known),
        "areas": len({one.destination for one in rows}),
        "origins": len({one.origin for one in rows} - {"_T"}),
        "unknown": sum(one.people is None for one in rows),
        "largest": [
            {"destination": one.destination, "origin": one.origin, "people": one.people}
            for one in largest[:most]
        ],
    }
