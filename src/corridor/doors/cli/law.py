"""``corridor law``: look up a value, list the ids, check the packs, print a procedure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.core.periods import day
from corridor.core.problems import BadInput
from corridor.core.procedure import Step
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.engines import law
from corridor.engines.law.kinds import plain

app = typer.Typer(no_args_is_help=True)
On = Annotated[str | None, typer.Option("--on", help="The day asked about: YYYY-MM-DD.")]


def _day(text: str) -> date:
    """The day asked about. Raises ``BadInput`` placed at ``--on``."""
    try:
        return day(text)
    except BadInput as problem:
        raise problem.at(field="--on") from None


def _keys(pairs: list[str]) -> dict[str, str]:
    """``column=value`` pairs. Raises ``BadInput`` for another shape or an unknown column."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, choice = pair.partition("=")
        if not equals or name not in law.KEY_COLUMNS:
            raise BadInput(
                "law.column",
                sentence(N_("“{found}” is no column a law value depends on."), found=pair),
                remedy=sentence(
                    N_("Write column=value with one of: {columns}."),
                    columns=", ".join(law.KEY_COLUMNS),
                ),
                expected=list(law.KEY_COLUMNS),
                found=pair,
            ).at(field="--for")
        found[name] = choice
    return found


@app.command()
def value(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Such as QAT.minimum_wage.basic.")],
    on: Annotated[str, typer.Option("--on", help="The day asked about: YYYY-MM-DD.")],
    key: Annotated[
        list[str] | None, typer.Option("--for", help="column=value, such as regime=domestic.")
    ] = None,
    announced: Annotated[
        bool, typer.Option("--announced", help="Also use values that are only announced.")
    ] = False,
    json_: Json = False,
) -> None:
    """What the law says on a day, with its source and its doubts."""
    with refusals(json_):
        answer = law.book().value(id_, _day(on), _keys(key or []), announced)
        if json_:
            answer_json(answer.as_json())
        else:
            _say(answer)


def _say(answer: law.Answer) -> None:
    screen.print(f"{answer.id} on {answer.on}: {_written(answer)}", markup=False)
    if answer.reason:
        screen.print(answer.reason.say(), markup=False)
    if answer.plain:
        screen.print(answer.plain, markup=False)
    if answer.first or answer.last:
        screen.print(f"from {answer.first or '?'} to {answer.last or 'open'}, {answer.status}")
    if answer.unverified:
        screen.print(f"To be verified: {answer.unverified}", markup=False)
    for cite in answer.cites:
        article = f", {cite.article}" if cite.article else ""
        screen.print(f"Source ({cite.tier}): {cite.document}{article}", markup=False)
    for conflict in answer.conflicts:
        state = "Open conflict" if conflict.open else "Conflict, settled"
        screen.print(f"{state}: {conflict.about}. {conflict.choice}", markup=False)
    if answer.next:
        coming = "no value" if answer.next.value is None else plain(answer.next.value)
        screen.print(
            f"Next: {coming} from {answer.next.as_json()['from']} ({answer.next.status})",
            markup=False,
        )


def _written(answer: law.Answer) -> str:
    if not answer.known:
        return answer.state
    if isinstance(answer.value, bool):
        return "yes" if answer.value else "no"
    if isinstance(answer.value, law.Table):
        return "".join(f"\n  {_row(row)}" for row in answer.value.rows)
    unit = answer.currency if answer.kind == "money" else answer.unit
    parts = [str(plain(answer.value)), unit or "", f"a {answer.per}" if answer.per else ""]
    return " ".join(part for part in parts if part)


def _row(row: Mapping[str, Any]) -> str:
    cells = {
        name.replace("_", " "): ("yes" if cell else "no") if isinstance(cell, bool) else plain(cell)
        for name, cell in row.items()
        if cell is not None
    }
    return ", ".join(f"{name} {cell}" for name, cell in cells.items())


@app.command(name="list")
def list_(json_: Json = False) -> None:
    """Every law and policy id."""
    with refusals(json_):
        found = law.book().parameters()
        if json_:
            answer_json([_listed(parameter) for parameter in found])
            return
        wide = max((len(parameter.id) for parameter in found), default=0)
        for parameter in found:
            row = _listed(parameter)
            told = f"{row['id']:<{wide}}  {row['title']}; values {row['values']}"
            for name in ("open_conflicts", "unverified"):
                told += f", {name.replace('_', ' ')} {row[name]}" if row[name] else ""
            screen.print(told, markup=False, soft_wrap=True)


def _listed(parameter: law.Parameter) -> dict[str, Any]:
    return {
        "id": parameter.id,
        "title": parameter.title,
        "kind": parameter.kind,
        "currency": parameter.currency,
        "per": parameter.per,
        "unit": parameter.unit,
        "keys": {name: list(choices) for name, choices in parameter.keys.items()},
        "policy": parameter.policy,
        "values": len(parameter.dated),
        "open_conflicts": parameter.open_conflicts,
        "unverified": parameter.unverified,
    }


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A pack; by default the packaged law.")
    ] = None,
    json_: Json = False,
) -> None:
    """Check packs: fields, types, dates, sources, procedures, worked cases."""
    with refusals(json_):
        report = law.report(path)
    if json_:
        answer_json(report.as_json())
    else:
        for problem in report.problems:
            where = ", ".join(f"{k} {v}" for k, v in problem.place.as_json().items())
            screen.print(f"{where}: {problem.say()}", markup=False)
        for id_, conflict in report.conflicts:
            screen.print(
                f"Open conflict in {id_}: {conflict.about}. {conflict.choice}", markup=False
            )
        screen.print(
            f"{report.values} values in {report.ids} ids, {report.procedures} procedures,"
            f" {report.cases} worked cases, {len(report.conflicts)} open conflicts,"
            f" {report.unverified} values to verify, {len(report.problems)} problems."
        )
    if report.problems:
        raise typer.Exit(2)


@app.command()
def procedure(
    corridor: Annotated[str, typer.Argument(help="Such as NPL-QAT.")],
    route: Annotated[str, typer.Argument(help="Such as agency.")],
    regime: Annotated[str, typer.Option("--regime")] = "general",
    on: On = None,
    diagram: Annotated[bool, typer.Option("--diagram", help="As a Mermaid flowchart.")] = False,
    json_: Json = False,
) -> None:
    """The steps of a corridor and route, in an order in which they can be taken."""
    with refusals(json_):
        found = law.book().procedure(
            corridor, route, regime, _day(on) if on else datetime.now(tz=UTC).date()
        )
        if diagram:
            typer.echo(found.diagram(), nl=False)
        elif json_:
            answer_json(law.procedure_json(found))
        else:
            for step in found.steps:
                _say_step(step)


def _say_step(step: Step) -> None:
    """One step in three short lines."""
    extra = " (optional)" if step.optional else " (two persons)" if step.persons == 2 else ""
    screen.print(f"{step.id}: {step.label.say()}{extra}", markup=False)
    screen.print(f"  {step.cite.plain}", markup=False)
    after = f"; after {', '.join(step.before)}" if step.before else ""
    wait = f", {step.not_before.days} days later" if step.not_before else ""
    screen.print(f"  {', '.join(step.by)} · {step.office}{after}{wait}", markup=False)
