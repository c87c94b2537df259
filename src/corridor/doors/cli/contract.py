"""``corridor contract``: what a presented contract changes, in money."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.doors.cli.output import Json, Strict, answer_json, refusals, screen
from corridor.engines import law
from corridor.engines.terms import (
    Comparison,
    Contract,
    check_corridor,
    compare,
    load_json,
    read_contract,
)

app = typer.Typer(no_args_is_help=True)

_COLOURS = {"worse": "bold red", "changed": "yellow", "unknown": "magenta", "better": "green"}

Offered = Annotated[Path, typer.Argument(metavar="OFFERED.json", help="The contract as offered.")]
Presented = Annotated[
    Path, typer.Argument(metavar="PRESENTED.json", help="The contract as presented for signature.")
]
Corridor = Annotated[str, typer.Option("--corridor", help="Such as NPL-QAT.")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day whose law applies.")]


@app.callback()
def _noun() -> None:
    """Compare an offered contract with the one presented."""


@app.command("compare")
def compare_command(
    offered: Offered,
    presented: Presented,
    corridor: Corridor,
    on: On,
    as_json: Json = False,
    strict: Strict = False,
) -> None:
    """Compare PRESENTED with OFFERED, clause by clause, and say what it costs the worker."""
    with refusals(as_json):
        book = law.book()
        when = _common(on, corridor, book)
        problems: list[Problem] = []
        one, other = (
            _read(offered, corridor, book, problems),
            _read(presented, corridor, book, problems),
        )
        raise_all(problems)
        answer = compare(cast("Contract", one), cast("Contract", other), book, when)
        if as_json:
            answer_json(answer.as_json())
        else:
            _print(answer)
    if strict and answer.substitution:
        raise typer.Exit(1)


def _common(on: str, corridor: str, book: Any) -> date:
    """The day and the corridor that both files are read under."""
    problems: list[Problem] = []
    when = date.min
    try:
        when = day(on)
    except BadInput as problem:
        problems.append(problem.at(field="--on"))
    check_corridor(corridor, book, problems)
    raise_all(problems)
    try:
        book.opened(corridor, when)
    except BadInput as problem:
        raise problem.at(field="--on") from None
    return when


def _read(path: Path, corridor: str, book: Any, problems: list[Problem]) -> Contract | None:
    """The contract in ``path``, or its problems added to ``problems``."""
    try:
        return read_contract(load_json(path), book, corridor=corridor, file=str(path))
    except BadInput as problem:
        problems.extend(problem.problems)
        return None


def _print(answer: Comparison) -> None:
    """What changed, most serious first; what is the same or unsaid on both sides is counted."""
    from rich.table import Column, Table

    told = [row for row in answer.clauses if row.offered is not None or row.presented is not None]
    changed = [row for row in told if row.verdict != "same"]
    titles = ("verdict", "offered", "presented", "a month", "over the term")
    table = Table(Column("clause", no_wrap=True), *(Column(t, overflow="fold") for t in titles))
    for row in changed:
        money = row.as_json()
        cells = (row.offered, row.presented, money["per_month"], money["over_term"])
        table.add_row(
            row.clause,
            row.verdict,
            *[_cell(value) for value in cells],
            style=_COLOURS.get(row.verdict, ""),
        )
    if changed:
        screen.print(table)
    for row in changed:
        law = f"Law: {', '.join(row.law)}." if row.law else ""
        words = " ".join(part for part in (row.why.say() if row.why else "", law) if part)
        if words:
            screen.print(f"{row.clause}: {words}", markup=False, soft_wrap=True)
    silent = len(answer.clauses) - len(told)
    screen.print(
        f"{len(told) - len(changed)} clauses are the same; {silent} are in neither: unknown.",
        markup=False,
    )
    screen.print(_sum(answer), style=_COLOURS.get(answer.verdict, ""), markup=False)


def _cell(value: Any) -> str:
    from rich.markup import escape

    return "" if value is None else escape(str(value))


def _sum(answer: Comparison) -> str:
    month, term = answer.per_month, answer.over_term
    if month is not None and month.minor:
        over = "an unknown term" if term is None else f"{term} over {answer.months} months"
        return f"{answer.verdict}: the worker loses {month} a month, {over}."
    return f"{answer.verdict}: no loss that can be counted in money."
