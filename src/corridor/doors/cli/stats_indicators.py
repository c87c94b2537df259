"""``corridor stats indicators``, ``map`` and ``indicator``: definitions and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen, uncut
from corridor.doors.cli.stats_inputs import Out, write_out

if TYPE_CHECKING:
    import polars as pl

    from corridor.engines.statistics.definitions.model import Catalogue
    from corridor.engines.statistics.evaluation import Answer
    from corridor.engines.statistics.questionnaires import Work

Map = Annotated[Path, typer.Argument(metavar="MAPPING.yaml", help="The questionnaire's mapping.")]
Data = Annotated[
    Path, typer.Argument(metavar="DATA", help="A CSV or Parquet file, a row a record.")
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="NAMES", help="A breakdown, such as sex or sex,age_band."),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="An option, such as working_age=16."),
]


Own = Annotated[
    list[Path] | None,
    typer.Option("--definitions", metavar="DIR", help="A folder of further definitions."),
]


def indicators(
    indicator: Annotated[str, typer.Argument(metavar="[ID]", help="Only this one, whole.")] = "",
    language: Annotated[
        str, typer.Option("--language", help="en, ar, ne or fr where it is written.")
    ] = "en",
    own: Own = None,
    json: Json = False,
) -> None:
    """List the indicators, or say one: whom it counts, how, by which standard, who is absent."""
    with refusals(json):
        known = _known(own)
        wanted = [indicator] if indicator else sorted(known.indicators)
        found = [_said(known, name, language) for name in wanted]
    if json:
        answer_json(found[0] if indicator else found)
    elif indicator:
        for name, value in found[0].items():
            screen.print(f"{name}: {_flat(value)}", markup=False, soft_wrap=True)
    else:
        ids = uncut("indicator", [one["measure"] for one in found])
        table = Table(ids, "what it says", "unit", "breakdowns")
        for one in found:
            table.add_row(one["measure"], one["title"], one["unit"], _flat(one["breakdowns"]))
        screen.print(table)


def _known(own: Sequence[Path] | None) -> Catalogue:
    from corridor.engines.statistics import definitions

    return definitions.load(definitions.PACKAGED, *own) if own else definitions.catalogue()


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_flat(one)}" for name, one in value.items()) or "-"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _said(known: Catalogue, name: str, language: str) -> dict[str, Any]:
    from corridor.engines.statistics import definitions

    one = definitions.indicator(known, name)
    people = known.populations.get(one.population)
    defaults = definitions.chosen(known, one, {})
    return {
        "measure": one.measure,
        "title": one.title.say(language),
        "population": people.counting.say(language) if people else "",
        "counting": one.counting.say(language),
        "absent": one.absent.say(language),
        "unit": one.unit,
        "period": one.period.say(language),
        "estimator": one.estimator,
        "sources": list(one.sources),
        "standard": f"{one.standard.name} ({one.standard.version}). {one.standard.document}",
        "breakdowns": list(one.breakdowns),
        "options": {k: {"default": v, "allowed": known.options[k].allowed}
                    for k, v in defaults.items()},
        "variables": list(definitions.variables(known, one, (), defaults)),
        "specification": definitions.digest(known, one, defaults) if one.population else "",
    }  # fmt: skip


def map_(
    mapping: Map,
    data: Data,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the recoded table: .csv or .parquet.")
    ] = None,
    own: Own = None,
    json: Json = False,
) -> None:
    """Check a mapping against a file: every answer without a meaning, every column renamed."""
    with refusals(json):
        work = _work(mapping, data, _known(own))
        made = work.recoded(())
        if out is not None:
            _write(made, out)
        found = {name: _summary(made, name) for name in work.mapping.rules}
    if json:
        answer_json({"rows": made.height, "variables": found})
        return
    screen.print(f"{made.height} rows, {len(found)} standard variables")
    for name, one in found.items():
        screen.print(f"{name}: {_flat(one)}", markup=False, soft_wrap=True)


def _summary(made: pl.DataFrame, name: str) -> dict[str, Any]:
    column = made.get_column(name)
    missing = {"missing": column.null_count()}
    if column.dtype.is_numeric():
        return {"least": column.min(), "most": column.max(), **missing}
    return {"codes": column.n_unique() - bool(column.null_count()), **missing}


def _write(made: pl.DataFrame, out: Path) -> None:
    try:
        if out.suffix.lower() == ".parquet":
            made.write_parquet(out)
        else:
            made.write_csv(out)
    except OSError as error:
        raise BadInput(
            "statistics.out",
            sentence(N_("The file {name} cannot be written."), name=out.name),
            remedy=sentence(N_("Check its folder and that you may write there.")),
            place=Place(field="--out"),
            found=str(error.strerror or error),
        ) from None


def indicator(
    mapping: Map,
    data: Data,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Indicators, as imw.stock.")],
    by: By = None,
    set_: Set = None,
    source: Annotated[
        str, typer.Option("--source", help="survey, or register: every row once, no error.")
    ] = "survey",
    own: Own = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Estimate indicators from a survey: questionnaire, definition and design together."""
    with refusals(json):
        work = _work(mapping, data, _known(own))
        answer = _estimated(work, ids, by or [], set_ or [], source)
        write_out(out, lambda: answer.cube)
    if json:
        answer_json({"cells": list(answer.cube.cells()), "measures": dict(answer.measures)})
    else:
        _say(answer)


def _estimated(
    work: Work, ids: Sequence[str], by: Sequence[str], set_: Sequence[str], source: str
) -> Answer:
    breakdowns = [[one.strip() for one in each.split(",")] for each in by]
    return work.evaluated(ids, breakdowns, _options(set_), source)


def _work(mapping: Path, data: Path, known: Catalogue) -> Work:
    from corridor.engines.statistics.questionnaires import Work

    return Work.read(mapping, data, known)


def _options(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise BadInput(
                "statistics.set",
                sentence(N_("“{found}” does not say NAME=VALUE."), found=one),
                remedy=sentence(N_("Write it like {example}."), example="working_age=16"),
                place=Place(field="--set"),
                found=one,
            )
        found[name.strip()] = value.strip()
    return found


def _say(answer: Answer) -> None:
    """The figures for people, rounded to what can be read."""
    dimensions = answer.cube.dimensions
    cells = list(answer.cube.cells())
    ids = uncut("measure", [cell["measure"] for cell in cells])
    table = Table(ids, *dimensions, "value", "se", "interval", "n", "quality")
    for cell in cells:
        table.add_row(
            cell["measure"],
            *("" if cell[name] == "_T" else cell[name] for name in dimensions),
            _short(cell["value"]),
            _short(cell["se"]),
            f"{_short(cell['low'])} to {_short(cell['high'])}",
            str(cell["n"]),
            cell["quality"],
        )
    screen.print(table)
    for name, one in answer.measures.items():
        if one["unknown"] or one["missing"]:
            screen.print(
                f"{name}: {one['unknown']} records neither in nor out, "
                f"{one['missing']} without a value",
                markup=False,
            )


def _short(value: float | None) -> str:
    return "?" if value is None else f"{value:.6g}"


def register(app: typer.Typer) -> None:
    """Add these commands to ``corridor stats``."""
    app.command("indicators")(indicators)
    app.command("map")(map_)
    app.command("indicator")(indicator)
