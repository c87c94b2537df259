"""A mirror table as one cube that can be released, and what a reader sees in it again.

    mirror.origin, mirror.destination      each side's count, its unit in the note
    mirror.difference, mirror.unexplained  destination less origin, and what no cause explains
    mirror.coverage, timing, unit, residence  the stated parts, with what they are in the note

A side without a figure has no cell, and so has a difference between units that no cause bridges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.mirror import KINDS, Cause, Mirror, Side, mirror
from corridor.engines.statistics.mirror_tables import Key

HEADLINE = "mirror.flow"
_KEYS = ("origin", "destination", "time")


@dataclass(frozen=True, slots=True)
class Beside:
    """One flow in one period: both counts, and what each stated part of the difference is."""

    key: Key
    mirror: Mirror
    says: Mapping[str, str]


def measure(name: str) -> str:
    """The measure of one of a mirror table's figures, such as ``difference``."""
    return f"mirror.{name}@1"


def is_mirror(cube: Cube) -> bool:
    """Whether a table is one of these."""
    known = {measure("origin"), measure("destination")}
    return bool(known & set(cube.codes("measure"))) and {*_KEYS[:2]} <= set(cube.dimensions)


def of_mirrors(
    found: Iterable[tuple[Key, Mirror]], causes: Mapping[Key, Sequence[Cause]] = {}
) -> Cube:
    """The cube of flows set side by side."""
    import polars as pl

    rows = [row for key, one in found for row in _rows(key, one, causes.get(key, ()))]
    texts = dict.fromkeys((*_KEYS, "measure", "note"), pl.String())
    return Cube.of(pl.DataFrame(rows, schema={**texts, "value": pl.Float64()}))


def _rows(key: Key, one: Mirror, causes: Sequence[Cause]) -> Iterator[dict[str, Any]]:
    figures: list[tuple[str, Fraction | None, str]] = [
        ("origin", one.origin.value, one.origin.unit),
        ("destination", one.destination.value, one.destination.unit),
        ("difference", one.difference, ""),
        *((kind, amount, _said(kind, causes)) for kind, amount in one.parts.items()),
        ("unexplained", one.unexplained, ""),
    ]
    for name, value, note in figures:
        if value is not None:
            cell = {"measure": measure(name), "value": float(value), "note": note}
            yield {**dict(zip(_KEYS, key, strict=True)), **cell}


def _said(kind: str, causes: Sequence[Cause]) -> str:
    return "; ".join(f"{one.says} ({one.source})" for one in causes if one.kind == kind)


def besides(cube: Cube, named: Callable[[str], str] = str) -> list[Beside]:
    """The flows of a mirror table, in order; ``named`` says a country's code in words."""
    cells: dict[Key, dict[str, dict[str, Any]]] = {}
    for cell in cube.cells():
        key = (cell["origin"], cell["destination"], cell["time"])
        name = cell["measure"].partition("@")[0].removeprefix("mirror.")
        cells.setdefault(key, {})[name] = cell
    return [_beside(key, found, named) for key, found in sorted(cells.items())]


def _beside(key: Key, cells: Mapping[str, dict[str, Any]], named: Callable[[str], str]) -> Beside:
    parts = {kind: cells[kind] for kind in KINDS if kind in cells}
    causes = [Cause(kind, Fraction(one["value"]), "-", "-") for kind, one in parts.items()]
    sides = (
        _side(cells.get("origin"), named(key[0])),
        _side(cells.get("destination"), named(key[1])),
    )
    return Beside(key, mirror(*sides, causes), {kind: one["note"] for kind, one in parts.items()})


def _side(cell: dict[str, Any] | None, country: str) -> Side:
    value = None if cell is None or cell["value"] is None else Fraction(cell["value"])
    return Side(country, "", cell["note"] if cell else "", value)
