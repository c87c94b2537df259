"""``corridor wages``: read wage files, and hold them against the contracts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corridor.core.problems import BadInput
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen
from corridor.engines import wagefiles

app = typer.Typer(no_args_is_help=True)

WageFormat = Annotated[
    str | None, typer.Option("--format", help="are-sif or qat-sif; found out when left away.")
]


@app.callback()
def _noun() -> None:
    """Keep ``file`` a verb of its own, whatever other verbs there are."""


@app.command("file")
def file_(
    file: Annotated[Path, typer.Argument(help="The wage file.")],
    format: WageFormat = None,  # noqa: A002 - the option's own word
    json: Json = False,
) -> None:
    """Say whether a wage file is valid, what it pays, and everything that is wrong with it."""
    with refusals(json):
        try:
            read = wagefiles.read(file, format)
        except BadInput as problem:
            if json and problem.place.line:
                answer_json(wagefiles.invalid_json(problem))
                raise typer.Exit(2) from None
            raise
    if json:
        answer_json(read.as_json())
    else:
        _say(read)
    if not read.valid:
        raise typer.Exit(2)


def _say(read: wagefiles.WageFile) -> None:
    """The same for people: errors on standard error, the summary on standard output."""
    for problem in read.problems:
        aside.print(
            f"line {problem.place.line}, {problem.place.field}: {problem.say()}", markup=False
        )
    if read.problem_count > len(read.problems):
        aside.print(f"… {read.problem_count} in all", markup=False)
    for note in read.notes:
        screen.print(note.say(), markup=False)
    total = read.total or "?"
    state = "valid" if read.valid else "not valid"
    screen.print(f"{read.format.id}: {state}, {read.records} records, {total}", markup=False)
