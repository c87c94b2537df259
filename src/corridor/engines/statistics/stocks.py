"""International migrant stock of the United Nations: totals by area, and origin by destination.

Three forms are read: the workbooks as published (a row for each area, or for each destination and
origin, three times the years: both sexes, men, women); a plain table of totals with a row for each
area and year; and a plain bilateral table with a row for each year and destination and a column for
each origin. Regions that stand among the areas are sums of other rows and are left out, by name.
Empty cells are unknown and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    Line,
    not_a_number,
    number,
    places,
    tables,
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
_MARK_PUBLISHED = ("location code", "location code of destination")
_ORIGIN_CODE = "location code of origin"
_SEXES = ("_T", "M", "F")
OTHERS = "_O"
"""People whose origin the destination does not tell apart."""
_OTHERS_CODE, _FIRST_REGION, _SEARCHED = 2003, 900, 40


@dataclass(frozen=True, slots=True)
class Stock:
    """Foreign-born (or foreign) people in an area at the middle of a year; None is unknown.

    ``origin`` is ``_T`` in a table of totals; ``population`` is known in the plain one only.
    """

    destination: str
    origin: str
    year: int
    people: int | None
    population: Fraction | None = None
    sex: str = "_T"


@dataclass(frozen=True, slots=True)
class Stocks:
    """All of one file. ``regions`` were left out as sums of other rows."""

    kind: str
    rows: tuple[Stock, ...]
    years: tuple[int, ...]
    regions: tuple[str, ...] = ()

    def of(
        self, year: int, origin: str = "", destination: str = "", sex: str = "_T"
    ) -> list[Stock]:
        """The rows of a year, of one origin or destination where given; both sexes together."""
        return [
            one
            for one in self.rows
            if one.year == year
            and one.sex == sex
            and origin in {"", one.origin}
            and destination in {"", one.destination}
        ]


def read_stocks(path: Path) -> Stocks:
    """Either table, told by its titles. Raises ``Problems`` with every fault's line and column."""
    faults, table = Faults(str(path)), None
    for body in tables(path):
        table = _read(body, faults)
        if table is not None or faults.count:
            break
    if table is None and not faults.count:
        _unknown_table(faults)
    faults.raise_all()
    if table is None:
        raise RuntimeError("a file without a table has a fault")
    years = tuple(sorted({one.year for one in table.rows}))
    return Stocks(table.kind, tuple(table.rows), years, tuple(sorted(table.regions)))


def _read(body: Iterator[Line], faults: Faults) -> _Table | None:
    """The table on one sheet, or None where there is none: its titles stand near the top."""
    table: _Table | None = None
    for line, row in body:
        if table is None:
            table = _table(line, row, faults)
            if faults.count or (table is None and line >= _SEARCHED):
                return None
        elif any(cell.strip() for cell in row):
            table.row(line, row)
    return table


def _table(line: int, row: Sequence[str], faults: Faults) -> _Table | None:
    """The table whose titles these are, or None for a line above the titles."""
    titles = [tidy(title) for title in row]
    if set(titles) & set(_MARK_PUBLISHED):
        return _Published(line, row, faults)
    if set(titles) >= _MARK_TOTALS:
        return _Totals(line, row, faults)
    return _Bilateral(line, row, faults) if tuple(titles[:2]) == _MARK_BILATERAL else None


def _unknown_table(faults: Faults) -> None:
    faults.add(
        "stocks.table",
        sentence(N_("The file holds no table of migrant stocks known here.")),
        line=1,
        remedy=sentence(
            N_("Give the United Nations' workbook, or a table with alpha3, year and fb.")
        ),
    )


class _Rows:
    """What both tables share."""

    kind = ""

    def __init__(self, row: Sequence[str], faults: Faults) -> None:
        self.faults, self.width = faults, len(row)
        self.rows: list[Stock] = []
        self.regions: set[str] = set()
        self.usable = True
        self._seen: dict[tuple[str, str, int, str], int] = {}

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
        key = (stock.destination, stock.origin, stock.year, stock.sex)
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


class _Published(_Rows):
    """The workbook as published, of totals or of pairs, told by its columns."""

    def __init__(self, line: int, row: Sequence[str], faults: Faults) -> None:
        super().__init__(row, faults)
        titles = [tidy(title) for title in row]
        self.pairs = _ORIGIN_CODE in titles
        self.kind = "bilateral" if self.pairs else "totals"
        destination = _MARK_PUBLISHED[self.pairs]
        needed = {"destination": destination} | ({"origin": _ORIGIN_CODE} if self.pairs else {})
        self.where = places(row, needed, faults, line)
        self.columns: list[tuple[int, int, str]] = []
        seen: dict[int, int] = {}
        for place, title in enumerate(titles):
            if title.isascii() and title.isdigit() and len(title) == 4:
                block = seen.setdefault(int(title), 0)
                seen[int(title)] += 1
                if block < len(_SEXES):
                    self.columns.append((place, int(title), _SEXES[block]))

    def row(self, line: int, row: Sequence[str]) -> None:
        cells = [*row, *[""] * (self.width - len(row))]
        destination = self._code(line, cells, "destination")
        origin = self._code(line, cells, "origin") if self.pairs else "_T"
        if destination is None or origin is None:
            return
        for place, year, sex in self.columns:
            people = self._whole(line, place, str(year), cells[place])
            self._keep(line, Stock(destination, origin, year, people, None, sex))

    def _code(self, line: int, cells: Sequence[str], name: str) -> str | None:
        """The area's code; None for a region, for a note below the table, and for a fault."""
        place = self.where[name]
        text = cells[place].strip()
        if not text.isdigit():
            if text:
                self._unknown_area(line, place, name, text)
            return None
        if int(text) == _OTHERS_CODE and name == "origin":
            return OTHERS
        if int(text) >= _FIRST_REGION:
            self.regions.add(areas.plain(cells[place - 2 if name == "destination" else place - 1]))
            return None
        code = areas.by_number(text)
        if code is None:
            self._unknown_area(line, place, name, text)
        return code


_Table = _Totals | _Bilateral | _Published


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
