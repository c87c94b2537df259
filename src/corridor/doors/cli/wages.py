"""``corridor wages``: read wage files, and hold them against the contracts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table

from corridor.core.periods import day
from corridor.core.problems import BadInput, Conflict, NotFound, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, Strict, answer_json, aside, refusals, screen
from corridor.doors.cli.wages_law import floor, ladder
from corridor.doors.cli.wages_month import month
from corridor.engines import wagefiles

app = typer.Typer(no_args_is_help=True)
app.command("month")(month)
app.command("floor")(floor)
app.command("ladder")(ladder)

_SHOWN = 20
WageFormat = Annotated[
    str | None, typer.Option("--format", help="are-sif or qat-sif; found out when left away.")
]
File = Annotated[Path, typer.Argument(help="The wage file.")]


@app.callback()
def _noun() -> None:
    """Read wage files and check what is owed."""


@app.command("file")
def file_(file: File, format_: WageFormat = None, json: Json = False) -> None:
    """Say whether a wage file is valid, what it pays, and everything that is wrong with it."""
    with refusals(json):
        read = _read_or_answer(file, format_, json)
    if json:
        answer_json(read.as_json())
    else:
        _say(read)
    if not read.valid:
        raise typer.Exit(2)


def _read_or_answer(file: Path, format_: str | None, json: bool) -> wagefiles.WageFile:
    """The file, read; a file of no known format is answered in the same JSON shape."""
    try:
        with _bar(file, 1) as (progress, _):
            return wagefiles.read(file, format_, progress=progress)
    except BadInput as problem:
        if json and problem.place.line:
            answer_json(wagefiles.invalid_json(problem))
            raise typer.Exit(2) from None
        raise


def _say(read: wagefiles.WageFile) -> None:
    """The same for people: errors on standard error, the summary on standard output."""
    for problem in read.problems:
        where = f"line {problem.place.line}, {problem.place.field}"
        aside.print(f"{where}: {problem.say()}", markup=False)
    if read.problem_count > len(read.problems):
        aside.print(f"… {read.problem_count} in all", markup=False)
    for note in read.notes:
        screen.print(note.say(), markup=False)
    total = read.total or "?"
    state = "valid" if read.valid else "not valid"
    screen.print(f"{read.format.id}: {state}, {read.records} records, {total}", markup=False)


@app.command("check")
def check_(
    file: File,
    contracts: Annotated[Path, typer.Option("--contracts", help="CONTRACTS.csv.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the check.")],
    format_: WageFormat = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write every finding to this CSV file.")
    ] = None,
    json: Json = False,
    strict: Strict = False,
) -> None:
    """Hold a wage file against the contracts: who is owed what, by worker and by employer."""
    with refusals(json):
        read, report, when = _checked(file, format_, contracts, on)
        if out is not None:
            report.write(out)
    if json:
        answer_json(_answer(read, report, when))
    else:
        _say_report(read, report)
    if strict and report.breaches:
        raise typer.Exit(1)


def _checked(
    file: Path, format_: str | None, contracts: Path, on: str
) -> tuple[wagefiles.WageFile, Any, date]:
    """Read both files, naming everything wrong with either, and check one against the other."""
    from corridor.doors.cli.wages_report import Report
    from corridor.engines import law, wages

    try:
        when = day(on)
    except BadInput as problem:
        raise problem.at(field="--on") from None
    problems: list[Problem] = []
    with _bar(file, 2) as (progress, say):
        say("wage file")
        try:
            read = wagefiles.read(file, format_, progress=progress)
        except BadInput as problem:
            raise problem.at(file=str(file)) from None
        problems += [problem.at(file=str(file)) for problem in read.problems]
        say("contracts")
        promised = _contracts(contracts, wagefiles.DESTINATION[read.format.id], problems)
        raise_all(problems)
        if promised is None or read.month is None:
            raise RuntimeError("a valid file has a month, and contracts without problems a frame")
        say("payments")
        paid = wagefiles.payroll(read, progress)
        promised = wagefiles.padded(promised, read.format.id)
        say("check")
        try:
            checked = wages.check(promised, paid, read.month, law.book(), when)
        except Conflict as problem:
            raise problem.at(file=str(contracts)) from None
        strangers = wages.ghosts(promised, paid, read.month)
    return read, Report(checked, strangers), when


def _contracts(path: Path, destination: str, problems: list[Problem]) -> Any:
    """The contracts frame, or None with its problems added to ``problems``."""
    from corridor.engines import wages

    try:
        return wages.read_contracts(path, destination)
    except OSError as error:
        found = error.strerror
        problems.append(
            NotFound(
                "contracts.file",
                sentence(N_("The file {name} cannot be opened."), name=path.name),
                remedy=sentence(N_("Check its name and that you may read it.")),
                place=Place(file=str(path)),
                found=found,
            )
        )
    except (UnicodeDecodeError, csv.Error):
        problems.append(
            BadInput(
                "contracts.text",
                sentence(N_("{name} is not a table in plain text."), name=path.name),
                remedy=sentence(N_("Save the table as UTF-8 CSV, one contract a line.")),
                place=Place(file=str(path), line=1),
            )
        )
    except Problem as problem:
        problems.extend(problem.problems)
    return None


def _answer(read: wagefiles.WageFile, report: Any, when: date) -> dict[str, Any]:
    """The check in JSON."""
    return {
        "file": {
            "format": read.format.id,
            "version": read.version,
            "employer_id": read.employer_id,
            "month": f"{read.month.start:%Y-%m}" if read.month else None,
            "records": read.records,
            "total": read.total.text() if read.total else None,
            "currency": read.currency,
        },
        "on": when.isoformat(),
        **report.as_json(),
    }


def _say_report(read: wagefiles.WageFile, report: Any) -> None:
    """The check for people: employers, then the first findings."""
    month = f"{read.month.start:%Y-%m}" if read.month else "?"
    screen.print(f"{month}: {read.records} payments, {read.total}", markup=False)
    table = Table("employer", "workers", "due", "paid", "still owed", "breaches", "unknown")
    for row in report.by_employer()[:_SHOWN]:
        figures = (row["workers"], row["due"], row["paid"], row["still_owed"])
        cells = (row["employer_id"], *figures, row["breaches"], row["unknown"])
        table.add_row(*("?" if cell is None else str(cell) for cell in cells))
    screen.print(table)
    for name, verdicts in report.by_check().items():
        said = ", ".join(f"{number} {word}" for word, number in verdicts.items() if number)
        screen.print(f"{name}: {said or 'none'}", markup=False)
    answer = report.as_json()
    for row in answer["findings"][:_SHOWN]:
        owed = f", still owed {row['currency']} {row['still_owed']}" if row["still_owed"] else ""
        line = f"{row['worker_id']} ({row['employer_id']}): {row['check']} {row['verdict']}{owed}"
        screen.print(line, markup=False)
    if answer["findings_total"] > _SHOWN:
        screen.print(f"… {answer['findings_total']} findings in all; --out writes them all.")


@contextmanager
def _bar(file: Path, passes: int) -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """A progress bar over the bytes of ``file``, on a terminal only."""
    size = file.stat().st_size if file.is_file() else 0
    with Progress(console=aside, transient=True, disable=not aside.is_terminal) as progress:
        task = progress.add_task("wage file", total=size * passes)
        yield (
            lambda read: progress.advance(task, read),
            lambda words: progress.update(task, description=words),
        )
