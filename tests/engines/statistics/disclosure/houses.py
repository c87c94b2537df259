"""Small tables that the tests of disclosure control share."""

from __future__ import annotations

from typing import Any

import polars as pl

from corridor.engines.statistics.disclosure import output, protect, reading, tally
from corridor.engines.statistics.disclosure.model import Specification
from corridor.engines.statistics.disclosure.protect import Suppressed

FIGURES = {"NPL": (40, 2, 18), "BGD": (25, 9, 6), "KEN": (8, 5, 12)}
SECTORS = ("building", "homes", "cleaning")


def body(**more: Any) -> dict[str, Any]:
    """The worked table of the algorithm page, as a specification."""
    return {
        "specification": "workers@1",
        "time": "2026",
        "dimensions": {"origin": ["NPL", "BGD", "KEN"], "sector": list(SECTORS)},
        "tables": [["origin", "sector"]],
        "measures": [{"id": "workers"}],
        "rules": {"threshold": 3},
        **more,
    }


def records() -> pl.DataFrame:
    """One row a worker: his pay grows with his number, his employer has ten workers."""
    rows = [
        (origin, sector)
        for origin, counts in FIGURES.items()
        for sector, count in zip(SECTORS, counts, strict=True)
        for _ in range(count)
    ]
    return pl.DataFrame(
        {
            "id": [str(place) for place in range(len(rows))],
            "origin": [row[0] for row in rows],
            "sector": [row[1] for row in rows],
            "wage": [800.5 + place for place in range(len(rows))],
            "employer": [str(place // 10) for place in range(len(rows))],
            "age": [15 + place % 40 for place in range(len(rows))],
        }
    )


def cells(figures: dict[str, tuple[int, ...]] | None = None) -> pl.DataFrame:
    """The same as a table of cells, totals included."""
    own = figures or FIGURES
    rows = [
        (origin, sector, count)
        for origin, counts in own.items()
        for sector, count in zip((*SECTORS, "_T"), (*counts, sum(counts)), strict=True)
    ]
    totals = [sum(column) for column in zip(*own.values(), strict=True)]
    rows += [
        ("_T", sector, count)
        for sector, count in zip((*SECTORS, "_T"), (*totals, sum(totals)), strict=True)
    ]
    return pl.DataFrame(
        [
            {"origin": a, "sector": b, "time": "2026", "measure": "workers", "value": c, "n": c}
            for a, b, c in rows
        ]
    )


def made(given: dict[str, Any] | None = None, frame: pl.DataFrame | None = None) -> Suppressed:
    """Suppressed from records."""
    graph = protect.linked(spec(given))
    data = records() if frame is None else frame
    return protect.suppress(graph, tally.of_records(graph, data))


def spec(given: dict[str, Any] | None = None) -> Specification:
    """Read."""
    return reading.parse(given or body())


def withheld(found: Suppressed) -> set[tuple[str, ...]]:
    """Codes of the cells that the public does not see."""
    frame = output.published(found).filter(pl.col("conf") != "F")
    return set(frame.select(found.graph.spec.names).rows())
