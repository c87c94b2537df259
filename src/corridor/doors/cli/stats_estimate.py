"""``corridor stats estimate``: figures of a survey with their errors, from a design and a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from corridor.core.encoding import in_utf8
from corridor.core.problems import BadInput, NotFound, Place, Problem, Problems
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen

Plan = Annotated[Path, typer.Argument(metavar="DESIGN.yaml", help="The design and the estimates.")]
Data = Annotated[Path, typer.Argument(metavar="DATA", help="A CSV or Parquet file.")]
Conf = Annotated[
    float | None,
    typer.Option("--conf", metavar="LEVEL", help="Level of the intervals, such as 0.95."),
]

_LARGE = 10_000


def estimate(plan: Plan, data: Data, conf: Conf = None, json: Json = False) -> None:
    """Estimate totals, means, ratios, shares, counts and quantiles of a survey, by domain."""
    with refusals(json):
        rows = _rows(plan, data, conf)
    if json:
        answer_json(rows)
    else:
        _say(rows)


def _rows(plan_file: Path, data: Path, conf: float | None) -> list[dict[str, Any]]:
    """Read both files and answer. Raises the faults of both at once, each with its file."""
    from corridor.engines.statistics.survey import reading, run
    from corridor.engines.statistics.survey.faults import Faults

    faults = Faults()
    try:
        plan = reading.gathered(reading.body(_text(plan_file)), faults)
    except Problem as problem:
        raise problem.at(file=str(plan_file)) from None
    if conf is not None:
        plan = replace(plan, options=replace(plan.options, conf=_level(conf)))
    try:
        columns = _columns(plan, data, faults)
    except Problem as problem:
        raise Problems(
            [_placed(one, plan_file, data) for one in faults.problems]
            + [problem.at(file=str(data))]
        ) from None
    try:
        return run.answered(plan, columns)
    except Problem as problem:
        raise _placed(problem, plan_file, data) from None


def _columns(plan: Any, data: Path, faults: Any) -> Any:
    """The columns of the table that the plan names."""
    from corridor.engines.statistics.survey import run, tables
    from corridor.engines.statistics.survey.columns import Columns

    table = tables.read(data)
    names = tables.names_of(table, data)
    frame = tables.collected(table, run.matching(names, run.columns_of(plan)), data)
    return Columns(frame, plan.options.na, faults, tables.first_line(data), names)


def _text(path: Path) -> str:
    """The text of the plan. Raises ``NotFound`` or ``BadInput``."""
    try:
        content = path.read_bytes()
        in_utf8(content, path.name, "stats.plan.text")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise NotFound(
            "stats.plan.file",
            sentence(N_("The file {name} cannot be opened."), name=path.name),
            remedy=sentence(N_("Check its name and that you may read it.")),
            found=error.strerror,
        ) from None
    except UnicodeDecodeError:
        raise BadInput(
            "stats.plan.text",
            sentence(N_("{name} is not plain text in UTF-8."), name=path.name),
            remedy=sentence(N_("Save it as UTF-8 text.")),
        ) from None


def _level(conf: float) -> float:
    if not 0.5 <= conf < 1:
        raise BadInput(
            "stats.plan.number",
            sentence(N_("The level must be from 0.5 to below 1.")),
            remedy=sentence(N_("Give it as a share, such as 0.95.")),
            place=Place(field="--conf"),
            found=conf,
        )
    return conf


def _placed(problem: Problem, plan_file: Path, data: Path) -> Problem:
    """Faults of a cell stand in the table, faults of a field in the plan."""
    for single in problem.problems:
        single.at(file=str(plan_file if single.place.line is None else data))
    return problem


def _say(rows: list[dict[str, Any]]) -> None:
    """The figures for people, rounded to what can be read."""
    table = Table("estimate", box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("value", "se", "from", "to", "cv %", "rows"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("quality", no_wrap=True)
    for row in rows:
        figures = (row["estimate"], row["se"], *row["ci"])
        cv = "?" if row["cv"] is None else f"{100 * row['cv']:.1f}"
        shown = (*(_short(figure) for figure in figures), cv, str(row["n"]), row["quality"])
        table.add_row(_named(row), *shown)
    screen.print(table)
    _say_missing(rows)


def _named(row: dict[str, Any]) -> str:
    """The estimate with its level and the codes of its domain; the plan tells their columns."""
    level = "" if row["level"] is None else f" {row['level']}"
    whom = ", ".join(row["domain"].values())
    return escape(f"{row['estimator']} {row['variable']}{level}" + (f": {whom}" if whom else ""))


def _say_missing(rows: list[dict[str, Any]]) -> None:
    """How many rows each estimate left out; the levels of one domain leave out the same."""
    left: dict[str, dict[str, int]] = {}
    for row in rows:
        name = f"{row['estimator']} {row['variable']}"
        left.setdefault(name, {})[str(row["domain"])] = row["missing"]
    for name, domains in left.items():
        if count := sum(domains.values()):
            screen.print(f"{name}: {count} rows left out for want of a value", markup=False)


def _short(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.5g}"
