"""Prices of single remittance services: the World Bank's workbook, row by row.

What stands in the workbook is not all of one kind, and each kind is treated by its own rule:

    a service that hides its exchange margin   its margin of 0 is a placeholder: left out, counted
    no interbank rate (0)                      the margin means nothing: rejected, with the reason
    sent from Russia                           left out of the average over all services, counted
    numbers held as text                       read
    totals below zero                          promotions: kept
    KSV and XKX                                both are Kosovo
    before 2016Q2                              another questionnaire: no network coverage, no SmaRT
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics import areas
from corridor.engines.statistics.inputs import (
    NOTHING,
    Faults,
    Line,
    csv_lines,
    not_a_number,
    number,
    places,
    sheets,
    tidy,
)
from corridor.engines.statistics.remittances import quarter

AMOUNTS = {200: "cc1", 500: "cc2"}
BREAK = "2016Q2"
"""The first round of the present questionnaire."""
NO_ROUND = frozenset({"2011Q2", "2011Q4", "2012Q2", "2012Q4", "2025Q2"})
TOLERANCE = Fraction(1, 100)
QUICK = frozenset({"less than one hour", "same day", "next day", "2 days", "1-3 days", "3-5 days"})
"""Speeds of five days or less, as the publisher words them."""
REACHED = frozenset({"high", "medium"})
REMOTE = ("bank account", "mobile", "card")
"""Ways to be paid for which nobody has to walk to an agent."""
_NEEDED = {
    "period": "period",
    "sender": "source_code",
    "receiver": "destination_code",
    "transparent": "transparent",
}
_OPTIONAL = {
    "firm": "firm",
    "interbank": "inter lcu bank fx",
    "speed": "speed actual",
    "coverage": "receiving network coverage",
    "pickup": "pickup method",
}
_PRICE = {"total": "total cost %"}
_CHECKS = {"amount": "lcu amount", "fee": "lcu fee", "margin": "fx margin"}
_NUMBERS = ("total", "interbank", *_CHECKS)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,}", re.ASCII)
_MARK = frozenset({"period", "source_code", "destination_code", "transparent"})


@dataclass(frozen=True, slots=True)
class Service:
    """One offer: its total cost and what decides in which average it counts."""

    line: int
    quarter: str
    sender: str
    receiver: str
    firm: str
    total: Fraction
    transparent: bool
    quick: bool
    reached: bool

    @property
    def smart(self) -> bool:
        """Whether it qualifies for SmaRT: five days or less, within reach, and transparent."""
        return self.transparent and self.quick and self.reached


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that counts nowhere, and why."""

    sheet: str
    line: int
    why: Sentence

    def as_json(self) -> dict[str, Any]:
        """Place and reason."""
        return {"sheet": self.sheet, "line": self.line, "why": self.why.say()}


@dataclass(slots=True)
class Notes:
    """What was seen while reading, beside the services themselves."""

    rows: int = 0
    identity_off: int = 0
    negative: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    columns_absent: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, Any]:
        """Counts, and the rejected rows one by one."""
        return {
            "rows": self.rows,
            "total_is_not_fee_plus_margin": self.identity_off,
            "below_zero": self.negative,
            "columns_absent": sorted(self.columns_absent),
            "rejected": [one.as_json() for one in self.rejected],
        }


def is_services(head: Sequence[str]) -> bool:
    """Whether a first line is that of a table of services."""
    return {tidy(title) for title in head} >= _MARK


def read_services(path: Path, notes: Notes, amount: int = 200) -> Iterator[Service]:
    """Stream every service of a workbook (all its data sheets) or of a CSV file.

    ``amount`` is 200 or 500 US dollars. Raises ``Problems`` at the end with everything that is
    wrong in form; a row that is sound in form and unusable goes to ``notes.rejected``.
    """
    faults = Faults(str(path))
    found = 0
    for title, body in _tables(path):
        reading = None
        for line, row in body:
            if reading is None:
                if not is_services(row):
                    break
                reading = _Reading(title, row, line, amount, faults, notes)
                found += 1
                if not reading.usable:
                    break
            elif any(cell for cell in row):
                one = reading.service(line, row)
                if one is not None:
                    yield one
    if not found:
        raise _no_table(path)
    faults.raise_all()


def _tables(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    if path.suffix.lower() == ".xlsx":
        yield from sheets(path)
    else:
        yield path.name, csv_lines(path)


def _no_table(path: Path) -> BadInput:
    return BadInput(
        "remittances.table",
        sentence(N_("The file holds no table of remittance services.")),
        remedy=sentence(
            N_("Give the workbook of Remittance Prices Worldwide, or its sheet as CSV.")
        ),
        place=Place(file=str(path), line=1),
        expected=sorted(_MARK),
    )


class _Reading:
    """One sheet: where its columns stand, and its rows as services."""

    def __init__(
        self,
        sheet: str,
        head: Sequence[str],
        line: int,
        amount: int,
        faults: Faults,
        notes: Notes,
    ) -> None:
        self.sheet, self.faults, self.notes = sheet, faults, notes
        lead = AMOUNTS[amount]
        needed = _NEEDED | {name: f"{lead} {title}" for name, title in _PRICE.items()}
        asked = _OPTIONAL | {name: f"{lead} {title}" for name, title in _CHECKS.items()}
        titles = [tidy(title) for title in head]
        self.titles = needed | asked
        self.where = places(head, needed, faults, line)
        self.usable = len(self.where) == len(needed)
        self.where |= {
            name: titles.index(title) for name, title in asked.items() if title in titles
        }
        self.notes.columns_absent |= {title for title in asked.values() if title not in titles}

    def service(self, line: int, row: Sequence[str]) -> Service | None:
        """The row as a service, or None with its reason noted."""
        self.notes.rows += 1
        cells = {
            name: row[place].strip() if place < len(row) else ""
            for name, place in self.where.items()
        }
        when = self._quarter(line, cells["period"])
        sender, receiver = (self._area(line, cells, name) for name in ("sender", "receiver"))
        numbers = self._numbers(line, cells)
        if when is None or sender is None or receiver is None or numbers is None:
            return None
        if numbers["interbank"] == 0:
            self._reject(line, N_("The interbank rate is 0, so that no margin can be known."))
            return None
        if numbers["total"] is None:
            self._reject(line, N_("The row has no total cost."))
            return None
        self._look(numbers)
        return Service(
            line=line,
            quarter=when,
            sender=sender,
            receiver=receiver,
            firm=cells.get("firm", ""),
            total=numbers["total"],
            transparent=cells["transparent"].lower() == "yes",
            quick=cells.get("speed", "").lower() in QUICK,
            reached=_reached(cells),
        )

    def _reject(self, line: int, why: str, **params: Any) -> None:
        self.notes.rejected.append(Rejected(self.sheet, line, sentence(why, **params)))

    def _quarter(self, line: int, text: str) -> str | None:
        try:
            when = quarter(text)
        except ValueError:
            self.faults.add(
                "remittances.period",
                sentence(N_("“{found}” is not a quarter."), found=text),
                line=line,
                column=self.where["period"] + 1,
                field="period",
                remedy=sentence(N_("Write it like 2020_3Q.")),
                found=text,
            )
            return None
        if when in NO_ROUND:
            self._reject(line, N_("No round of prices was collected in {quarter}."), quarter=when)
            return None
        return when

    def _area(self, line: int, cells: Mapping[str, str], name: str) -> str | None:
        code = areas.by_code(cells[name])
        if code is None:
            self.faults.add(
                "statistics.area",
                sentence(N_("“{found}” is no country or area known here."), found=cells[name]),
                line=line,
                column=self.where[name] + 1,
                field=self.titles[name],
                remedy=sentence(N_("Write its three letters of ISO 3166, such as NPL.")),
                found=cells[name],
            )
        return code

    def _numbers(self, line: int, cells: Mapping[str, str]) -> dict[str, Fraction | None] | None:
        found: dict[str, Fraction | None] = {}
        sound = True
        for name in _NUMBERS:
            text = cells.get(name, "")
            text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
            try:
                found[name] = None if text in NOTHING else number(text)
            except ValueError:
                sound = False
                place = self.where[name] + 1
                not_a_number(self.faults, line, place, self.titles[name], text)
        return found if sound else None

    def _look(self, numbers: Mapping[str, Fraction | None]) -> None:
        """Count what is odd and yet true."""
        total, fee = numbers["total"], numbers["fee"]
        margin, amount = numbers["margin"], numbers["amount"]
        if total is None:
            return
        self.notes.negative += total < 0
        if fee is not None and margin is not None and amount:
            said = fee * 100 / amount + margin
            self.notes.identity_off += abs(said - total) > TOLERANCE


def _reached(cells: Mapping[str, str]) -> bool:
    """Money can be collected without a long way: a dense network, or no place to go to at all."""
    if "coverage" not in cells:
        return False
    remote = any(word in cells.get("pickup", "").lower() for word in REMOTE)
    return remote or cells["coverage"].lower() in REACHED
