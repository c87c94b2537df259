"""A publisher's file as a table ready to be released: cells, definition, period, source.

One door for all public inputs; which of them a file is, its titles tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.statistics import (
    flow_counts,
    input_cubes,
    remittance_averages,
    remittance_services,
    remittances,
    series,
    stocks,
)
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.definitions import catalogue, describing
from corridor.engines.statistics.inputs import tables, tidy

KINDS = ("panel", "services", "stocks", "series", "flow")
PUBLISHERS: Mapping[str, tuple[str, str]] = {
    "panel": ("World Bank, Remittance Prices Worldwide", "CC BY 4.0"),
    "services": ("World Bank, Remittance Prices Worldwide", "CC BY 4.0"),
    "stocks": ("United Nations, International Migrant Stock", "CC BY 3.0 IGO"),
    "series": ("As named with each figure", "As each publisher says"),
    "flow": ("The two countries of each flow", "As each publisher says"),
}
"""Who publishes each kind, and under which licence."""
_SEARCHED = 40
_LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class Public:
    """What was read. ``definition`` is as ``describing`` gives it; ``rows`` of the file counted."""

    kind: str
    cube: Cube
    definition: dict[str, Any]
    period: str
    rows: int
    source: str
    licence: str


def kind_of(path: Path) -> str:
    """Which public input a file is, by its titles. Raises ``BadInput`` for none of them."""
    for body in tables(path):
        for line, row in body:
            found = _titled({tidy(title) for title in row if title.strip()})
            if found:
                return found
            if line >= _SEARCHED:
                break
    raise BadInput(
        "statistics.public",
        sentence(N_("The titles of this file are those of no public table known here.")),
        remedy=sentence(N_("Give one of: {kinds}."), kinds=", ".join(KINDS)),
        place=Place(file=str(path), line=1),
        expected=list(KINDS),
    )


def _titled(titles: set[str]) -> str:
    if remittance_services.is_services(sorted(titles)):
        return "services"
    if {"series code", "sending countries code"} <= titles:
        return "panel"
    if {"location code", "location code of destination"} & titles or {"year", "dest"} <= titles:
        return "stocks"
    if {"alpha3", "year", "fb"} <= titles:
        return "stocks"
    if flow_counts.is_flow(titles):
        return "flow"
    return "series" if {"series", "edition", "method"} <= titles else ""


def read_public(path: Path, year: int | None = None) -> Public:
    """The file as a table. ``year`` keeps one year of stocks, whose pairs are many.

    Raises ``BadInput`` and ``Problems`` as the reader of its kind does.
    """
    kind = kind_of(path)
    cube, headline, rows = _READERS[kind](path, year)
    times = [time for time in cube.codes("time") if time != TOTAL]
    if not times:
        raise BadInput(
            "statistics.nothing",
            sentence(N_("The file has its titles and no figure below them.")),
            remedy=sentence(N_("Take the file again from its publisher.")),
            place=Place(file=str(path)),
        )
    source, licence = PUBLISHERS[kind]
    return Public(
        kind=kind,
        cube=cube,
        definition=describing.table(catalogue(), cube, headline) | _said(kind, path),
        period=times[0] if len(times) == 1 else f"{times[0]}/{times[-1]}",
        rows=rows,
        source=source,
        licence=licence,
    )


def _said(kind: str, path: Path) -> dict[str, Any]:
    """Who counted, where each line says it."""
    if kind != "flow":
        return {}
    sources = dict.fromkeys(one.source for one in flow_counts.read_flow(path))
    return {"note": {"en": "; ".join(sources)[:_LONGEST]}}


_Read = tuple[Cube, str, int]


def _panel(path: Path, _: int | None) -> _Read:
    panel = remittances.read_panel(path)
    return input_cubes.of_panel(panel), "rpw.mean_of_corridors", panel.pairs


def _services(path: Path, _: int | None) -> _Read:
    notes = remittance_services.Notes()
    quarters = remittance_averages.averages(remittance_services.read_services(path, notes))
    return input_cubes.of_services(quarters), "rpw.mean_of_services", notes.rows


def _stocks(path: Path, year: int | None) -> _Read:
    read = stocks.read_stocks(path)
    cube = input_cubes.of_stocks(read)
    if year is not None:
        cube = cube.where({"time": str(stocks.asked_year(read, year))})
    return cube, "undesa.migrant_stock", len(read.rows)


def _series(path: Path, _: int | None) -> _Read:
    known = catalogue()
    points = series.read_series(path, known)
    if len({one.series for one in points}) != 1:
        raise BadInput(
            "series.several",
            sentence(N_("A released table holds one series.")),
            remedy=sentence(N_("Give each series as a file of its own.")),
            place=Place(file=str(path)),
            found=len({one.series for one in points}),
        )
    return series.of_series(points, known), points[0].series, len(points)


def _flow(path: Path, _: int | None) -> _Read:
    counts = flow_counts.read_flow(path)
    return flow_counts.of_flow(counts), "flow.counted", len(counts)


_READERS: Mapping[str, Callable[[Path, int | None], _Read]] = {
    "panel": _panel,
    "services": _services,
    "stocks": _stocks,
    "series": _series,
    "flow": _flow,
}
