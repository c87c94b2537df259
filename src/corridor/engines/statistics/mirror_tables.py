"""Whole tables side by side: two countries' counts of a flow, a survey and a register."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Place, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.inputs import (
    Faults,
    csv_lines,
    empty,
    not_a_number,
    number,
    places,
)
from corridor.engines.statistics.mirror import (
    KINDS,
    Cause,
    Mirror,
    Reconciled,
    Side,
    mirror,
    reconcile,
)

Key = tuple[str, str, str]
_KEYS = ("origin", "destination", "time")
_CAUSES = {name: name for name in (*_KEYS, "kind", "amount", "says", "source")}


def read_causes(path: Path, least: int = 0) -> dict[Key, list[Cause]]:
    """A CSV file of stated causes by origin, destination and time. Raises ``Problems``.

    A cause of some and fewer than ``least`` is refused: it would tell about them.
    """
    faults = Faults(str(path))
    where: dict[str, int] | None = None
    found: dict[Key, list[Cause]] = {}
    for line, row in csv_lines(path):
        if where is None:
            where = places(row, _CAUSES, faults, line)
            if len(where) < len(_CAUSES):
                break
            continue
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in where.items()}
        cause = _cause(cells, where, line, faults)
        _few(cause, where, line, faults, least)
        if cause is not None:
            key = (cells["origin"], cells["destination"], cells["time"])
            found.setdefault(key, []).append(cause)
    if where is None:
        empty(faults)
    faults.raise_all()
    return found


def _cause(cells: dict[str, str], where: dict[str, int], line: int, faults: Faults) -> Cause | None:
    sound = True
    for name, wrong in (("kind", cells["kind"] not in KINDS), ("says", not cells["says"]),
                        ("source", not cells["source"])):  # fmt: skip
        if wrong:
            sound = False
            faults.add(
                f"mirror.{name}",
                sentence(N_("“{found}” cannot stand in the field “{field}”."),
                         found=cells[name], field=name),
                line=line,
                column=where[name] + 1,
                field=name,
                remedy=sentence(N_("A cause has a kind ({kinds}), a sentence and a source."),
                                kinds=", ".join(KINDS)),
                found=cells[name],
            )  # fmt: skip
    try:
        amount = number(cells["amount"])
    except ValueError:
        not_a_number(faults, line, where["amount"] + 1, "amount", cells["amount"])
        return None
    return Cause(cells["kind"], amount, cells["says"], cells["source"]) if sound else None


def _few(cause: Cause | None, where: dict[str, int], line: int, faults: Faults, least: int) -> None:
    if cause is not None and 0 < abs(cause.amount) < least:
        faults.add(
            "mirror.few",
            sentence(N_("This cause is about fewer than {least} people."), least=least),
            line=line,
            column=where["amount"] + 1,
            field="amount",
            remedy=sentence(N_("Put it together with another cause of its kind.")),
            found=str(cause.amount),
        )


def side_by_side(
    origin: Cube, destination: Cube, causes: dict[Key, list[Cause]] | None = None
) -> Iterator[tuple[Key, Mirror]]:
    """Each corridor and period that either side has, in order; a total only where both have it.

    Both cubes have the dimensions ``origin`` and ``destination``, and one measure each; ``note``
    holds the unit, as counts of registers do. Of a cube with the dimension ``counted_by`` each
    side is its own. A side without the cell has no figure. Raises ``BadInput``, and ``Problems``
    for causes of flows that neither side has.
    """
    one, other = _cells(origin, "origin"), _cells(destination, "destination")
    keys = [key for key in sorted(set(one) | set(other)) if _told(key, one, other)]
    raise_all([_nowhere(key) for key in sorted(set(causes or ()) - set(keys))])
    for key in keys:
        sides = [
            _side(cells.get(key), key[place], cells) for cells, place in ((one, 0), (other, 1))
        ]
        yield key, mirror(sides[0], sides[1], (causes or {}).get(key, ()))


def _told(key: Key, *cells: dict[Key, dict[str, Any]]) -> bool:
    return TOTAL not in key[:2] or all(key in one for one in cells)


def _nowhere(key: Key) -> BadInput:
    origin, destination, time = key
    words = N_("A cause speaks of {origin} to {destination} in {time}, which no side has counted.")
    return BadInput(
        "mirror.flow",
        sentence(words, origin=origin, destination=destination, time=time),
        remedy=sentence(N_("Write the codes and the period as they stand in the tables.")),
        place=Place(field="causes"),
        found=" ".join(key),
    )


def _cells(cube: Cube, field: str) -> dict[Key, dict[str, Any]]:
    if "counted_by" in cube.dimensions:
        cube = cube.where({"counted_by": field})
    missing = [name for name in ("origin", "destination") if name not in cube.dimensions]
    measures = cube.codes("measure")
    if missing or len(measures) != 1:
        raise BadInput(
            "mirror.table",
            sentence(N_("A table of a flow has the dimensions origin and destination, and one "
                        "measure.")),
            remedy=sentence(N_("Choose the measure and keep these two dimensions.")),
            place=Place(field=field),
            expected=["origin", "destination"],
            found=[*cube.dimensions, *measures],
        )  # fmt: skip
    own = ("origin", "destination", "counted_by")
    others = [name for name in cube.dimensions if name not in own]
    whole = cube.where(dict.fromkeys(others, TOTAL)) if others else cube
    return {(cell["origin"], cell["destination"], cell["time"]): cell for cell in whole.cells()}


def _side(cell: dict[str, Any] | None, country: str, cells: dict[Key, dict[str, Any]]) -> Side:
    example = cell or next(iter(cells.values()))
    value = None if cell is None or cell["value"] is None else Fraction(cell["value"])
    return Side(country, example["measure"], example["note"] or "?", value)


def reconciled(
    survey: Cube, measure: str, register: Cube, counted: str, units: tuple[str, str]
) -> Iterator[tuple[dict[str, str], Reconciled]]:
    """Each cell that a survey's measure and a register's have in common, or one of them alone,
    by its codes and period.

    Dimensions that only one of the two cubes has are taken at their total. ``units`` are those of
    the survey's measure and of the register's. Raises ``BadInput`` for a measure that is not there.
    """
    shared = [name for name in survey.dimensions if name in register.dimensions]
    one = _common(survey, measure, shared)
    other = _common(register, counted, shared)
    for key in sorted(set(one) | set(other)):
        cells = [cells.get(key, {"value": None}) for cells in (one, other)]
        codes = dict(zip((*shared, "time"), key, strict=True))
        yield codes, reconcile(cells[0], cells[1], units)


def _common(cube: Cube, measure: str, shared: list[str]) -> dict[tuple[str, ...], dict[str, Any]]:
    alone = [name for name in cube.dimensions if name not in shared]
    chosen = cube.where({"measure": measure} | dict.fromkeys(alone, TOTAL))
    return {tuple(cell[name] for name in (*shared, "time")): cell for cell in chosen.cells()}
