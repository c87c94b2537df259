"""The cells of a table as the desk shows them: what is true beside what everybody reads."""

from __future__ import annotations

from typing import Any

from corridor.core.text import N_
from corridor.doors.web.components.models import Column, Queue, Row, Status
from corridor.doors.web.observatory.labels import Labels, number
from corridor.engines.statistics.cube import FREE, Cube

SHOWN = 300


def before_and_after(raw: Cube, guarded: Cube | None, labels: Labels) -> Queue:
    """Side by side: what is true, and what everybody would read."""
    after = {_key(guarded, one): one for one in guarded.cells()} if guarded else {}
    keys = telling(raw)
    names = [labels.column(one) for one in keys]
    return Queue(
        caption=N_("Cells before and after protection"),
        columns=[
            *(Column(one, name, sortable=False) for one, name in zip(keys, names, strict=True)),
            Column("value", N_("Figure"), sortable=False, number=True),
            Column("n", N_("Records"), sortable=False, number=True),
            Column("after", N_("Everybody reads"), sortable=False),
        ],
        rows=[
            Row(
                (
                    *(labels.code(name, one[name]) for name in keys),
                    "–" if one["value"] is None else number(one["value"]),
                    one["n"],
                    _after(after.get(_key(raw, one))) if guarded else None,
                )
            )
            for one in list(raw.cells())[:SHOWN]
        ],
    )


def telling(cube: Cube) -> list[str]:
    """The columns that tell cells apart: the figure's own name only where there are several."""
    return [one for one in cube.keys if one != "measure" or len(cube.codes(one)) > 1]


def _key(cube: Cube, cell: dict[str, Any]) -> tuple[str, ...]:
    return tuple(cell[name] for name in cube.keys)


def _after(cell: dict[str, Any] | None) -> Any:
    if cell is None:
        return None
    if cell["conf"] == FREE:
        return "–" if cell["value"] is None else number(cell["value"])
    return Status("unknown", N_("Held back"))
