"""``corridor stats mirror`` and ``series``: other people's figures, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.core.problems import Problem
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.doors.cli.stats_inputs import Out, write_out

if TYPE_CHECKING:
    from corridor.engines.statistics.cube import Cube

_ANSWERS = ("survey", "interval", "register", "difference", "share", "standard_errors", "agree",
            "says")  # fmt: skip
_Table = Annotated[Path, typer.Argument(help="A table of cells: origin, destination, time.")]


def mirror(
    origin: _Table,
    destination: _Table,
    causes: Annotated[
        Path | None,
        typer.Option("--causes", help="CSV: origin,destination,time,kind,amount,says,source."),
    ] = None,
    json: Json = False,
) -> None:
    """Set two countries' counts of one flow side by side, with what explains their difference."""
    with refusals(json):
        found = _mirrored(origin, destination, causes)
    if json:
        answer_json(found)
        return
    for one in found:
        screen.print(_line(one), markup=False, soft_wrap=True)


def _mirrored(origin: Path, destination: Path, causes: Path | None) -> list[dict[str, Any]]:
    from corridor.engines.statistics import mirror_tables

    stated = mirror_tables.read_causes(causes) if causes else {}
    rows = mirror_tables.side_by_side(_cube(origin), _cube(destination), stated)
    return [
        {"from": key[0], "to": key[1], "time": key[2], **one.as_json(),
         "causes": [{"kind": cause.kind, "amount": float(cause.amount), "says": cause.says,
                     "source": cause.source} for cause in stated.get(key, ())]}
        for key, one in rows
    ]  # fmt: skip


def _cube(path: Path) -> Cube:
    from corridor.engines.statistics import cube, inputs

    try:
        return cube.read(path.read_bytes())
    except OSError as error:
        raise inputs.absent(path, error) from None
    except Problem as problem:
        raise problem.at(file=str(path)) from None


def _line(one: dict[str, Any]) -> str:
    said = f"{one['from']} > {one['to']} {one['time']}: "
    said += f"{_figure(one['origin']['value'])} and {_figure(one['destination']['value'])}"
    if one["difference"] is None:
        return f"{said}. {one['why']}"
    parts = "".join(f", {kind} {amount:+g}" for kind, amount in one["parts"].items())
    return f"{said}, difference {one['difference']:+g}{parts}, unexplained {one['unexplained']:+g}"


def _figure(value: float | None) -> str:
    return "no figure" if value is None else f"{value:g}"


def reconcile(
    survey: Annotated[Path, typer.Argument(help="A table of cells estimated from a survey.")],
    register: Annotated[Path, typer.Argument(help="A table of cells counted from a register.")],
    measure: Annotated[str, typer.Option("--measure", help="The survey's, as imw.stock@1.0.")],
    counted: Annotated[
        str, typer.Option("--counted", help="The register's, as register.contracts@1.")
    ],
    json: Json = False,
) -> None:
    """Hold a survey's estimate and a register's count of one quantity against each other."""
    with refusals(json):
        found = _reconciled(survey, register, measure, counted)
    if json:
        answer_json(found)
        return
    for one in found["cells"]:
        where = " ".join(str(one[name]) for name in found["by"])
        said = f"{where}: survey {_figure(one['survey'])}, register {_figure(one['register'])}"
        screen.print(f"{said}. {one['says']}", markup=False, soft_wrap=True)
    for name, absent in found["absent"].items():
        screen.print(f"absent from {name}: {absent}", markup=False, soft_wrap=True)


def _reconciled(survey: Path, register: Path, measure: str, counted: str) -> dict[str, Any]:
    from corridor.engines.statistics import mirror_tables

    one, other = _source(measure), _source(counted)
    units = (one["unit"], other["unit"])
    found = mirror_tables.reconciled(_cube(survey), measure, _cube(register), counted, units)
    cells = [{**codes, **one.as_json()} for codes, one in found]
    by = [name for name in (cells[0] if cells else {}) if name not in _ANSWERS]
    return {
        "by": by,
        "units": list(units),
        "absent": {measure: one["absent"], counted: other["absent"]},
        "cells": cells,
    }


def _source(measure: str) -> dict[str, str]:
    """Unit and absentees of a measure, from its definition."""
    from corridor.engines.statistics import definitions

    known = definitions.catalogue()
    name = measure.partition("@")[0]
    if name.startswith("register."):
        parts = name.split(".")
        register = known.registers.get(parts[1])
        if register is not None:
            unit = "person" if "persons" in parts else register.unit
            return {"unit": unit, "absent": register.absent.en}
    one = definitions.indicator(known, measure)
    return {"unit": one.unit, "absent": one.absent.en}


def series(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, one published figure a line.")],
    out: Out = None,
    json: Json = False,
) -> None:
    """Import what others measure, such as 8.8.2 and forced labour, and say where methods change."""
    from corridor.engines.statistics import definitions
    from corridor.engines.statistics import series as engine

    with refusals(json):
        known = definitions.catalogue()
        points = engine.read_series(file, known)
        write_out(out, lambda: engine.of_series(points, known))
    found = engine.breaks(points)
    if json:
        said = [{"series": one.series, "area": one.area, "says": one.say().say()} for one in found]
        answer_json({"points": len(points), "breaks": said})
        return
    screen.print(f"{len(points)} figures, {len(found)} changes of method")
    for one in found:
        screen.print(f"{one.series} {one.area}: {one.say()}", markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add these commands to ``corridor stats``."""
    app.command("mirror")(mirror)
    app.command("reconcile")(reconcile)
    app.command("series")(series)
