"""Counts of one flow as its two countries publish them: one count a line.

A line says: origin, destination, time, counted by, unit, value, source. ``counted by`` is one of
the two countries; an empty value is no figure, not nought. The two countries' counts of one flow
are set side by side by ``mirror_tables``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.core.text import N_, sentence
from corridor.engines.statistics import areas
from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.inputs import (
    NOTHING,
    Faults,
    empty,
    lines,
    not_a_number,
    number,
    places,
)

MEASURE = "flow.counted@1"
SIDES = ("origin", "destination")
UNITS = ("person", "contract", "clearance", "departure", "arrival")
TITLES = ("origin", "destination", "time", "counted by", "unit", "value", "source")
_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?", re.ASCII)
_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """One country's count of one flow. ``value`` None: it has no figure."""

    origin: str
    destination: str
    time: str
    side: str
    unit: str
    value: int | float | None
    source: str


def is_flow(titles: set[str]) -> bool:
    """Whether these are the titles of such a file."""
    return {"origin", "destination", "counted by"} <= titles


def read_flow(path: Path) -> tuple[Counted, ...]:
    """Every count, in order of its flow. Raises ``Problems`` with each fault's line and column."""
    faults = Faults(str(path))
    where: dict[str, int] | None = None
    found: dict[_Key, Counted] = {}
    for line, row in lines(path):
        if where is None:
            where = places(row, {name: name for name in TITLES}, faults, line)
            if len(where) < len(TITLES):
                break
        elif any(cell.strip() for cell in row):
            _line(_Line(row, where, line, faults), found)
    if where is None:
        empty(faults)
    faults.raise_all()
    return tuple(found[key] for key in sorted(found))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file; ``wrong`` notes a fault at one of its cells."""

    row: list[str]
    where: dict[str, int]
    line: int
    faults: Faults

    def cell(self, name: str) -> str:
        at = self.where[name]
        return self.row[at].strip() if at < len(self.row) else ""

    def wrong(self, name: str, message: str, remedy: str, **words: Any) -> None:
        self.faults.add(
            f"flow.{name.replace(' ', '_')}",
            sentence(message, found=self.cell(name), **words),
            line=self.line,
            column=self.where[name] + 1,
            field=name,
            remedy=sentence(remedy, **words),
            found=self.cell(name),
        )


def _line(line: _Line, found: dict[_Key, Counted]) -> None:
    before = line.faults.count
    origin, destination = _area(line, "origin"), _area(line, "destination")
    side, time, unit = _side(line, origin, destination), line.cell("time"), line.cell("unit")
    if origin is not None and origin == destination:
        line.wrong(
            "destination",
            N_("“{found}” is the country of origin too."),
            N_("Give a flow from one country to another."),
        )
    if not _PERIOD.fullmatch(time):
        line.wrong("time", N_("“{found}” is no period."), N_("Write it as 2026, 2026-Q3, 2026-09."))
    if unit not in UNITS:
        choice = N_("Choose one of: {kinds}.")
        line.wrong("unit", N_("“{found}” is no unit of a flow."), choice, kinds=", ".join(UNITS))
    if not line.cell("source"):
        line.wrong(
            "source", N_("The line does not say its source."), N_("Name the register or survey.")
        )
    value = _value(line)
    key = (origin or "", destination or "", time, side)
    if line.faults.count == before:
        if key in found:
            message = N_("This country's count of this flow and period stands twice.")
            line.wrong("value", message, N_("Keep one of the two rows."))
        found[key] = Counted(*key, unit, value, line.cell("source"))


def _area(line: _Line, name: str) -> str | None:
    code = areas.by_code(line.cell(name)) or areas.by_name(line.cell(name))
    if code is None:
        line.wrong(
            name,
            N_("“{found}” is no country or area known here."),
            N_("Write its code of three letters, such as NPL."),
        )
    return code


def _side(line: _Line, origin: str | None, destination: str | None) -> str:
    """Which of the two counted; empty, with a fault, where neither did."""
    text = line.cell("counted by")
    code = areas.by_code(text) or areas.by_name(text)
    for side, country in zip(SIDES, (origin, destination), strict=True):
        if text.lower() == side or (code is not None and code == country):
            return side
    if origin is not None and destination is not None:
        line.wrong(
            "counted by",
            N_("“{found}” is neither of the two countries."),
            N_("Name the country whose count it is: the origin or the destination."),
        )
    return ""


def _value(line: _Line) -> int | float | None:
    text = line.cell("value")
    if text in NOTHING:
        return None
    try:
        value = number(text)
    except ValueError:
        not_a_number(line.faults, line.line, line.where["value"] + 1, "value", text)
        return None
    if value < 0:
        line.wrong("value", N_("“{found}” is less than nothing."), N_("Write a count."))
    return int(value) if value.denominator == 1 else float(value)


def of_flow(counts: tuple[Counted, ...]) -> Cube:
    """The counts as a cube: origin, destination and side; the unit in each cell's note.

    A country without a figure has no cell.
    """
    import polars as pl

    texts = dict.fromkeys(
        ("origin", "destination", "counted_by", "time", "measure", "note"), pl.String()
    )
    rows = [
        {
            "origin": one.origin,
            "destination": one.destination,
            "counted_by": one.side,
            "time": one.time,
            "measure": MEASURE,
            "value": float(one.value),
            "note": one.unit,
        }
        for one in counts
        if one.value is not None
    ]
    return Cube.of(pl.DataFrame(rows, schema={**texts, "value": pl.Float64()}))
