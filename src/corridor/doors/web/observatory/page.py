"""One indicator's page: what the address asks for, the rows it shows, and its drawings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from corridor.core.text import N_
from corridor.doors.web.components.chart import Chart, Point
from corridor.doors.web.components.models import Filter
from corridor.doors.web.observatory.drawing import Steps, time_steps
from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.observatory.map import PAIRS, CorridorMap, corridor_map
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.words import Text
from corridor.engines.statistics.cube import FREE, TOTAL, Cube

BY, LABELS, VERSION = "by", "labels", "version"
MOST_BARS = 15
SCALE = 1000
QUALITIES: dict[str, Text] = {
    "reliable": N_("reliable"),
    "with_care": N_("use with care"),
    "unreliable": N_("unreliable: few persons were asked"),
}


@dataclass(frozen=True)
class Asked:
    """A breakdown and one code for every other column."""

    by: str
    codes: Mapping[str, str]
    offered: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page's table."""

    code: str
    label: str
    value: str | None
    interval: str
    n: int | None
    quality: Text
    status: str


def asked(request: HttpRequest, cube: Cube, headline: str = "") -> Asked:
    """The address, checked: a breakdown or code that the table does not have is a 400.

    ``headline`` is the measure that is shown where none is asked for.
    """
    offered = {name: cube.codes(name) for name in cube.keys}
    wide = [name for name, codes in offered.items() if len(codes) > 1 and name != "measure"]
    only(request, BY, LABELS, VERSION, *offered)
    by = choice(request, BY, wide) or _first(wide, offered)
    codes = {
        name: choice(request, name, known) or _default(name, known, headline)
        for name, known in offered.items()
        if name != by
    }
    for name in [by] if by in request.GET else []:
        choice(request, name, offered[name])
    return Asked(by, codes, offered)


def _first(wide: list[str], offered: Mapping[str, list[str]]) -> str:
    """Over time where there is one, else by the first dimension."""
    if len(offered["time"]) > 2:
        return "time"
    return wide[0] if wide else "time"


def _default(name: str, known: list[str], headline: str = "") -> str:
    if name == "measure" and headline in known:
        return headline
    if name == "time":
        return known[-1]
    return TOTAL if TOTAL in known else known[0]


def filters(found: Asked, labels: Labels) -> list[Filter]:
    """The form above the table: how to break down, and one code of everything else."""
    wide = [name for name, codes in found.offered.items() if len(codes) > 1 and name != "measure"]
    made = [Filter(BY, N_("Break down by"), [(one, labels.column(one)) for one in wide], found.by)]
    for name, code in found.codes.items():
        if len(found.offered[name]) > 1:
            options = [(one, labels.code(name, one)) for one in found.offered[name]]
            made.append(Filter(name, labels.column(name), options, code))
    return made if wide else []


def lines(cube: Cube, found: Asked, labels: Labels) -> list[Line]:
    """The rows the address asks for; the total last, time in its order."""
    cells = list(cube.where(found.codes).cells())
    cells.sort(key=lambda cell: (cell[found.by] == TOTAL, cell[found.by]))
    return [_line(cell, found.by, labels) for cell in cells]


def _line(cell: Mapping[str, Any], by: str, labels: Labels) -> Line:
    low, high = cell["low"], cell["high"]
    return Line(
        code=cell[by],
        label=labels.code(by, cell[by]),
        value=None if cell["value"] is None else number(cell["value"]),
        interval="" if low is None or high is None else f"{number(low)} – {number(high)}",
        n=cell["n"],
        quality=QUALITIES.get(cell["quality"], ""),
        status=cell["conf"],
    )


def chart(cube: Cube, found: Asked, labels: Labels, source: Text) -> Chart | None:
    """Bars by a dimension, the largest first; None where there is nothing to compare."""
    cells = [
        one
        for one in cube.where(found.codes).cells()
        if one[found.by] != TOTAL or found.by == "time"
    ]
    if found.by == "time" or len(cells) < 2 or any((one["value"] or 0) < 0 for one in cells):
        return None
    largest = sorted(cells, key=lambda one: (-(one["value"] or -1), one[found.by]))[:MOST_BARS]
    return Chart(
        title=labels.text("title"),
        points=[_point(one, found.by, labels) for one in largest],
        label_name=labels.column(found.by),
        value_name=labels.unit,
        source=source,
    )


def _point(cell: Mapping[str, Any], by: str, labels: Labels) -> Point:
    def scaled(name: str) -> int | None:
        return None if cell[name] is None else round(cell[name] * SCALE)

    return Point(
        label=labels.code(by, cell[by]),
        value=scaled("value"),
        shown=None if cell["value"] is None else number(cell["value"]),
        low=scaled("low"),
        high=scaled("high"),
    )


def steps(cube: Cube, found: Asked, labels: Labels) -> Steps | None:
    """A line over time, with the targets that the definition names; None for fewer than three."""
    if found.by != "time":
        return None
    cells = list(cube.where(found.codes).cells())
    values = [(one["time"], one["value"]) for one in cells]
    targets = [float(one) for one in labels.definition.get("options", {}).get("targets", [])]
    return time_steps(labels.text("title"), values, targets)


def world(cube: Cube, found: Asked, labels: Labels) -> CorridorMap | None:
    """The corridors of the chosen cells on a map; None where the table has no corridors."""
    pair = next((one for one in PAIRS if set(one) <= set(cube.dimensions)), None)
    if pair is None:
        return None
    fixed = {
        name: found.codes.get(name) or _default(name, known)
        for name, known in found.offered.items()
        if name not in pair
    }
    flows = [
        (cell[pair[0]], cell[pair[1]], cell["value"])
        for cell in cube.where(fixed).cells()
        if TOTAL not in {cell[pair[0]], cell[pair[1]]} and cell["conf"] == FREE and cell["value"]
    ]
    return corridor_map(flows, labels)
