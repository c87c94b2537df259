"""What it costs to send USD 200 home: the corridor panel of Remittance Prices Worldwide.

The panel gives one figure a corridor and quarter, itself the simple average over the services that
were found there. Figures enter as the decimals the file says and are added as fractions: a mean is
divided once, at the end, so that nobody's order of rows changes a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics import areas
from corridor.engines.statistics.inputs import (
    NOTHING,
    Faults,
    empty,
    lines,
    not_a_number,
    number,
    places,
)

TARGETS = (3, 5)
"""Per cent: the target for the average, and the one that no corridor should be above."""
SERIES = "ATCR.CORR"
MEASURE = "rpw.corridor_cost@1"
_HEAD = {
    "origin": "sending countries code",
    "series": "series code",
    "destination": "receiving countries code",
}
_QUARTER = re.compile(r"(\d{4})[ _-]?Q?([1-4])Q?( \[YR\d{4}Q[1-4]\])?", re.ASCII)
_ABSENT = {
    "2025Q2": N_("No round of prices was collected in the second quarter of 2025."),
}


@dataclass(frozen=True, slots=True)
class Price:
    """The cost of one corridor in one quarter, in per cent of the amount sent."""

    sender: str
    receiver: str
    quarter: str
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Panel:
    """Every price of a file; the quarters it has columns for; its own closing notes."""

    prices: tuple[Price, ...]
    quarters: tuple[str, ...]
    pairs: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """One quarter over all corridors. Costs in per cent; exact until they are asked as JSON."""

    quarter: str
    corridors: int
    mean: Fraction | None
    median: Fraction | None
    lowest: Price | None
    highest: Price | None
    at_most: Mapping[int, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Numbers as the nearest binary fractions."""
        return {
            "quarter": self.quarter,
            "unit": "per cent of USD 200",
            "corridors": self.corridors,
            "mean": _float(self.mean),
            "median": _float(self.median),
            **{f"at_most_{target}": count for target, count in self.at_most.items()},
            "lowest": price_json(self.lowest),
            "highest": price_json(self.highest),
        }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def price_json(price: Price | None) -> dict[str, Any] | None:
    """One corridor's price."""
    if price is None:
        return None
    return {"sender": price.sender, "receiver": price.receiver, "cost": float(price.cost)}


def quarter(text: str) -> str:
    """``2020Q3`` from ``2020Q3``, ``2020_3Q``, ``2020-Q3`` or ``2020Q3 [YR2020Q3]``.

    Raises ``ValueError``.
    """
    found = _QUARTER.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return f"{found[1]}Q{found[2]}"


def asked_quarter(text: str, known: Sequence[str]) -> str:
    """The quarter somebody asks for. Raises ``BadInput`` when the file has none such."""
    try:
        wanted = quarter(text)
    except ValueError:
        wanted = ""
    if wanted in known:
        return wanted
    said = _ABSENT.get(wanted) or N_("The file has no prices of the quarter “{found}”.")
    raise BadInput(
        "remittances.quarter",
        sentence(said, found=text),
        remedy=sentence(
            N_("Ask for one of the quarters from {first} to {last}, such as {last}."),
            first=min(known, default="?"),
            last=max(known, default="?"),
        ),
        expected=sorted(known),
        found=text,
    ).at(field="--quarter")


def read_panel(path: Path) -> Panel:
    """The panel (CSV or XLSX, one row a corridor, one column a quarter).

    Empty pairs (``..``) are no corridors. Raises ``Problems`` with every fault's line and column:
    unknown codes, cells that are no numbers, a corridor that stands twice, rows of another width.
    """
    faults = Faults(str(path))
    found = _Reading(faults)
    for line, row in lines(path):
        if found.where is None:
            found.head(line, row)
        elif not found.closing(row):
            found.row(line, row)
        if found.hopeless:
            break
    found.finished()
    faults.raise_all()
    return Panel(tuple(found.prices), tuple(found.quarters), found.pairs, tuple(found.notes))


class _Reading:
    """What has been read of one panel so far."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.where: dict[str, int] | None = None
        self.columns: list[tuple[int, str]] = []
        self.width = 0
        self.prices: list[Price] = []
        self.notes: list[str] = []
        self.pairs = 0
        self.hopeless = False
        self._seen: dict[tuple[str, str, str], int] = {}
        self._closed = False

    @property
    def quarters(self) -> list[str]:
        return [quarter for _, quarter in self.columns]

    def head(self, line: int, row: Sequence[str]) -> None:
        self.where = places(row, _HEAD, self.faults, line)
        self.width = len(row)
        for place, title in enumerate(row):
            try:
                self.columns.append((place, quarter(title)))
            except ValueError:
                continue
        self.hopeless = len(self.where) < len(_HEAD)
        if not self.columns:
            self._no_quarters(line)

    def _no_quarters(self, line: int) -> None:
        self.hopeless = True
        self.faults.add(
            "remittances.quarters",
            sentence(N_("No column is that of a quarter.")),
            line=line,
            remedy=sentence(N_("Title the columns like 2020Q3 [YR2020Q3].")),
            expected="2020Q3 [YR2020Q3]",
        )

    def closing(self, row: Sequence[str]) -> bool:
        """Whether the row belongs to the empty lines and notes under the table."""
        filled = [cell.strip() for cell in row if cell.strip()]
        self._closed = self._closed or not filled
        if self._closed and len(filled) == 1:
            self.notes += filled
        return not filled or (self._closed and len(filled) == 1)

    def row(self, line: int, row: Sequence[str]) -> None:
        if len(row) != self.width:
            self._ragged(line, len(row))
            return
        where = self.where or {}
        if row[where["series"]].strip() != SERIES:
            return  # the same databank exports other series beside this one
        sender = self._area(line, row, where["origin"], _HEAD["origin"])
        receiver = self._area(line, row, where["destination"], _HEAD["destination"])
        if sender and receiver:
            self._cells(line, row, sender, receiver)

    def _ragged(self, line: int, found: int) -> None:
        self.faults.add(
            "statistics.row",
            sentence(N_("A row has another number of columns than the first line.")),
            line=line,
            remedy=sentence(N_("Give each row a value, or nothing, for every column.")),
            expected=self.width,
            found=found,
        )

    def _area(self, line: int, row: Sequence[str], place: int, title: str) -> str | None:
        code = areas.by_code(row[place])
        if code is None:
            self.faults.add(
                "statistics.area",
                sentence(N_("“{found}” is no country or area known here."), found=row[place]),
                line=line,
                column=place + 1,
                field=title,
                remedy=sentence(N_("Write its three letters of ISO 3166, such as NPL.")),
                found=row[place],
            )
        return code

    def _first(self, line: int, place: int, one: Price) -> bool:
        """Whether the corridor has no other price of this quarter.

        Two rows of one corridor are no fault as such: Kosovo stands under two codes.
        """
        before = self._seen.setdefault((one.sender, one.receiver, one.quarter), line)
        if before != line:
            self.faults.add(
                "remittances.twice",
                sentence(
                    N_("Line {before} has a price of this corridor and quarter already."),
                    before=before,
                ),
                line=line,
                column=place + 1,
                field=one.quarter,
                remedy=sentence(N_("Keep one of the two prices.")),
            )
        return before == line

    def _cells(self, line: int, row: Sequence[str], sender: str, receiver: str) -> None:
        self.pairs += 1
        for place, when in self.columns:
            text = row[place].strip()
            if text in NOTHING:
                continue
            try:
                price = Price(sender, receiver, when, number(text))
            except ValueError:
                not_a_number(self.faults, line, place + 1, when, text)
                continue
            if self._first(line, place, price):
                self.prices.append(price)

    def finished(self) -> None:
        if self.where is None:
            empty(self.faults)
        elif not self.pairs and not self.faults.count:
            self.faults.add(
                "remittances.series",
                sentence(N_("No row is of the series {series}."), series=SERIES),
                line=1,
                field=_HEAD["series"],
                remedy=sentence(N_("Export the average total cost by corridor.")),
                expected=SERIES,
            )


def figures(prices: Iterable[Price], when: str, targets: Sequence[int] = TARGETS) -> Figures:
    """The quarter ``when`` over its corridors, each counted once whatever its size."""
    found = sorted((one for one in prices if one.quarter == when), key=_by_cost)
    costs = [one.cost for one in found]
    return Figures(
        quarter=when,
        corridors=len(costs),
        mean=mean(costs),
        median=median(costs),
        lowest=found[0] if found else None,
        highest=found[-1] if found else None,
        at_most={target: sum(cost <= target for cost in costs) for target in targets},
    )


def _by_cost(price: Price) -> tuple[Fraction, str, str]:
    return price.cost, price.sender, price.receiver


def series(panel: Panel) -> list[Figures]:
    """Every quarter of the file that has prices, in order of time."""
    grouped: dict[str, list[Price]] = {}
    for one in panel.prices:
        grouped.setdefault(one.quarter, []).append(one)
    return [figures(grouped[when], when) for when in sorted(grouped)]


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The simple mean, or None of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def median(values: Sequence[Fraction]) -> Fraction | None:
    """The middle value, or the mean of the middle two."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
