"""``corridor stats moments``, ``merge`` and ``table``: standard tables without sharing records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from corridor.core.problems import BadInput, NotFound, Place, Problem
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen, uncut

if TYPE_CHECKING:
    from corridor.engines.statistics.moments.state import Moments

SpecFile = Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="What the tables are.")]
Data = Annotated[list[Path], typer.Argument(metavar="DATA...", help="Parquet or CSV files.")]
Out = Annotated[Path, typer.Option("--out", help="The moment file to write.")]
Csv = Annotated[bool, typer.Option("--csv", help="Answer in CSV, one row a figure.")]
_SHOWN = 200


def register(app: typer.Typer) -> None:
    """Add the three verbs."""
    app.command("moments")(moments)
    app.command("merge")(merge)
    app.command("table")(table)


def moments(spec: SpecFile, data: Data, out: Out, json: Json = False) -> None:
    """Write the exact sums that standard tables need: by stratum and cell, no record among them."""
    with refusals(json):
        answer = _written(_collected(spec, data), out)
    _say(answer, json)


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Moment files.")],
    out: Out,
    json: Json = False,
) -> None:
    """Join moment files of many offices; the same bytes as one run over all their records."""
    with refusals(json):
        answer = _written(_merged(files), out)
    _say(answer, json)


def table(
    given: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Moment files, or SPEC.yaml and data.")
    ],
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Figures with their errors, of moment files or of records: by indicator and cell."""
    with refusals(json):
        found = _any(given)
        rows = [one.as_json() for one in _figures(found)] if not csv else []
        page = _csv(found) if csv else b""
    if csv:
        typer.echo(page.decode(), nl=False)
    elif json:
        answer_json(_summary(found) | {"figures": rows})
    else:
        _say_table(rows)


def _any(given: Sequence[Path]) -> Moments:
    from corridor.engines.statistics.moments import file

    for path in given:
        if not path.is_file():
            raise _absent(path)
    if file.is_moments(given[0]):
        return _merged(given)
    if len(given) < 2:
        raise BadInput(
            "stats.table.data",
            sentence(N_("{name} is no moment file, and no data are named."), name=given[0].name),
            remedy=sentence(N_("Give moment files, or a specification and its data files.")),
            place=Place(file=str(given[0])),
        )
    return _collected(given[0], given[1:])


def _collected(spec: Path, data: Sequence[Path]) -> Moments:
    from corridor.engines.statistics.moments import reading
    from corridor.engines.statistics.moments.collect import moments as collect

    if not spec.is_file():
        raise _absent(spec)
    found, sorted_first = collect(reading.read(spec), data)
    if sorted_first:
        aside.print("The records were sorted first, by stratum and sampling unit.", markup=False)
    return found


def _merged(files: Sequence[Path]) -> Moments:
    """The moments of several files; what keeps one from joining the others names it."""
    from corridor.engines.statistics.moments import file, state

    total = file.read(files[0])
    for path in files[1:]:
        try:
            total = state.merged([total, file.read(path)])
        except Problem as problem:
            raise problem.at(file=path.name) from None
    return total


def _figures(found: Moments) -> Any:
    from corridor.engines.statistics.moments.estimate import figures

    return figures(found)


def _csv(found: Moments) -> bytes:
    from corridor.engines.statistics.moments.tables import cube

    return cube(found).canonical()


def _written(found: Moments, out: Path) -> dict[str, Any]:
    """Write the file whole or not at all, and say what is in it."""
    from corridor.engines.statistics.moments import file

    part = out.with_name(f"{out.name}.part")
    size, line = 0, b""
    try:
        with part.open("wb") as stream:
            for line in file.lines(found):
                size += stream.write(line)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(
            "moments.out",
            sentence(N_("{name} cannot be written."), name=out.name),
            remedy=sentence(N_("Choose a folder that exists and has room.")),
            place=Place(file=str(out)),
            found=error.strerror,
        ) from None
    said = line.decode().partition(": ")[2].strip('"}\n')
    return {"file": str(out), "bytes": size, "sha256": said, **_summary(found)}


def _summary(found: Moments) -> dict[str, Any]:
    return {
        "specification": found.spec.name,
        "specification_sha256": found.spec.digest,
        "records": found.rows,
        "strata": len(found.strata),
        "units": sum(one.size for one in found.strata.values()),
        "cells": len(found.keys),
        "left_out": found.left_out,
        "zero_weights": found.zero_weights,
    }


def _absent(path: Path) -> NotFound:
    return NotFound(
        "moments.file",
        sentence(N_("The file {name} cannot be opened."), name=path.name),
        remedy=sentence(N_("Check its name and that you may read it.")),
        place=Place(file=str(path)),
    )


def _say(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer_json(answer)
        return
    screen.print(
        f"{answer['file']}: {answer['records']} records in {answer['units']} sampling units of "
        f"{answer['strata']} strata, {answer['cells']} cells, {answer['bytes']} bytes",
        markup=False,
    )
    for column, count in sorted(answer["left_out"].items()):
        screen.print(f"{column}: {count} records left out, it is empty there", markup=False)
    screen.print(f"sha256 {answer['sha256']}", markup=False)


def _say_table(rows: list[dict[str, Any]]) -> None:
    """The first figures, rounded to what can be read."""
    ids = uncut("indicator", [row["indicator"] for row in rows[:_SHOWN]])
    shown = Table(ids, "cell", "value", "se", "interval", "cv %", "n", "units", "quality")
    for row in rows[:_SHOWN]:
        cell = ", ".join(f"{name} {code}" for name, code in row["breakdown"].items())
        low, high = row["ci"] or (None, None)
        cv = None if row["cv"] is None else 100 * row["cv"]
        figures = _short(row["estimate"]), _short(row["se"]), f"{_short(low)} to {_short(high)}"
        counts = _short(cv), str(row["n"]), str(row["n_psu"]), row["quality"]
        shown.add_row(row["indicator"], cell, *figures, *counts)
    screen.print(shown)
    if len(rows) > _SHOWN:
        screen.print(f"… {len(rows)} figures in all; --csv writes them all.")


def _short(value: float | None) -> str:
    return "?" if value is None else f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
