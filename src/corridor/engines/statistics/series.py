"""Series that others measure: imported with their source, edition and method, never joined blindly.

A line says: series, area, time, value, low, high, edition, method, source. Two editions of one
series were made by different methods; side by side they show a break, not a change. 164, 169 and
167.7 million migrant workers are three editions and no trend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics import areas
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.definitions.model import Catalogue
from corridor.engines.statistics.inputs import (
    NOTHING,
    Faults,
    empty,
    lines,
    not_a_number,
    number,
    places,
)

_NEEDED = ("series", "area", "time", "value", "low", "high", "edition", "method", "source")
_TOLD = ("edition", "method", "source")
WORLD = ("_T", "WLD", "001", "1")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure as published. ``low`` and ``high`` None where the publisher gives no interval."""

    series: str
    area: str
    time: str
    value: float
    low: float | None
    high: float | None
    edition: str
    method: str
    source: str


@dataclass(frozen=True, slots=True)
class Break:
    """Between two times a series changes its method: the difference is no change in the world."""

    series: str
    area: str
    before: str
    after: str
    editions: tuple[str, str]

    def say(self) -> Sentence:
        """The break as a note under a table or a chart."""
        return sentence(
            N_("Between {before} and {after} the method changed (edition {one}, then {other}): "
               "the figures are not one series."),
            before=self.before,
            after=self.after,
            one=self.editions[0],
            other=self.editions[1],
        )  # fmt: skip


def read_series(path: Path, known: Catalogue) -> tuple[Point, ...]:
    """Every point of a file, in order of series, area, time and edition. Raises ``Problems``.

    A line without method or source is refused, and so is a country's figure of a series that is
    published for regions only, a figure outside its own interval, and a point that stands twice.
    """
    faults = Faults(str(path))
    where: dict[str, int] | None = None
    found: dict[tuple[str, str, str, str], Point] = {}
    for line, row in lines(path):
        if where is None:
            where = places(row, {name: name for name in _NEEDED}, faults, line)
            if len(where) < len(_NEEDED):
                break
        elif any(cell.strip() for cell in row):
            cells = {name: row[at].strip() if at < len(row) else "" for name, at in where.items()}
            _point(cells, where, line, faults, known, found)
    if where is None:
        empty(faults)
    faults.raise_all()
    return tuple(found[key] for key in sorted(found))


def _point(
    cells: dict[str, str],
    where: dict[str, int],
    line: int,
    faults: Faults,
    known: Catalogue,
    found: dict[tuple[str, str, str, str], Point],
) -> None:
    before = faults.count
    numbers = {name: _number(cells, where, line, faults, name) for name in ("value", "low", "high")}
    area = _area(cells["area"])
    definition = known.indicators.get(cells["series"])
    checks = (
        ("series", definition is None or definition.estimator != "imported",
         N_("“{found}” is no series that is imported.")),
        ("area", area is None, N_("“{found}” is no country or area known here.")),
        ("area", definition is not None and definition.finest == "world_region"
         and area is not None and area.isalpha(),
         N_("“{found}”: this series has no figures for single countries.")),
        ("time", not cells["time"][:4].isdigit(), N_("“{found}” is not a year.")),
        ("value", numbers["value"] is None, N_("The line has no value.")),
        ("value", _outside(numbers), N_("“{found}” lies outside its own interval.")),
        *((name, not cells[name], N_("The line does not say its {field}.")) for name in _TOLD),
    )  # fmt: skip
    for name, wrong, said in checks:
        if wrong:
            _fault(faults, line, where, name, said, cells[name])
    key = (cells["series"], area or "", cells["time"], cells["edition"])
    if key in found:
        _fault(faults, line, where, "edition", N_("This point of edition “{found}” stands twice."),
               cells["edition"])  # fmt: skip
    if faults.count == before and area is not None and numbers["value"] is not None:
        told = {name: cells[name] for name in _TOLD}
        found[key] = Point(
            cells["series"], area, cells["time"], numbers["value"], numbers["low"],
            numbers["high"], **told,
        )  # fmt: skip


def _area(text: str) -> str | None:
    if text.upper() in WORLD:
        return TOTAL
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return areas.by_number(text) or text.zfill(3)  # regions have numbers only
    return areas.by_code(text)


def _number(
    cells: dict[str, str], where: dict[str, int], line: int, faults: Faults, name: str
) -> float | None:
    if cells[name] in NOTHING:
        return None
    try:
        return float(number(cells[name]))
    except ValueError:
        not_a_number(faults, line, where[name] + 1, name, cells[name])
        return None


def _outside(numbers: dict[str, float | None]) -> bool:
    value, low, high = numbers["value"], numbers["low"], numbers["high"]
    if value is None:
        return False
    return (low is not None and value < low) or (high is not None and value > high)


def _fault(
    faults: Faults, line: int, where: dict[str, int], name: str, said: str, found: str
) -> None:
    faults.add(
        f"series.{name}",
        sentence(said, found=found, field=name),
        line=line,
        column=where[name] + 1,
        field=name,
        remedy=sentence(
            N_("A point needs its series, area, time, value, edition, method, source.")
        ),
        found=found,
    )


def breaks(points: Sequence[Point]) -> list[Break]:
    """Where neighbouring times of one series and area come from different editions."""
    found: list[Break] = []
    ordered = sorted(points, key=lambda one: (one.series, one.area, one.time, one.edition))
    for one, other in pairwise(ordered):
        same = (one.series, one.area) == (other.series, other.area)
        if same and one.edition != other.edition:
            pair = (one.edition, other.edition)
            found.append(Break(one.series, one.area, one.time, other.time, pair))
    return found


def of_series(points: Sequence[Point], known: Catalogue) -> Cube:
    """The points as a cube: dimensions area and edition, the method in each cell's note."""
    import polars as pl

    rows: list[dict[str, Any]] = [
        {
            "area": one.area,
            "edition": one.edition,
            "time": one.time,
            "measure": known.indicators[one.series].measure,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "note": f"{one.method} ({one.source})",
        }
        for one in points
    ]
    texts = dict.fromkeys(("area", "edition", "time", "measure", "note"), pl.String())
    schema: dict[str, pl.DataType] = {
        **texts,
        **dict.fromkeys(("value", "low", "high"), pl.Float64()),
    }
    return Cube.of(pl.DataFrame(rows, schema=schema))
