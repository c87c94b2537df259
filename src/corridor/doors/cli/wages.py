"""``corridor wages``: read wage files, and hold them against the contracts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from corridor.core.periods import day
from corridor.core.problems import BadInput, Conflict, NotFound, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.doors.cli import wages_files
from corridor.doors.cli.output import Json, Strict, answer_json, refusals, screen
from corridor.doors.cli.wages_files import File, Month, Slips, WageFormat, bar, salary_month
from corridor.doors.cli.wages_law import floor, ladder
from corridor.doors.cli.wages_month import month
from corridor.doors.cli.wages_run import run
from corridor.engines import wagefiles

app = typer.Typer(no_args_is_help=True)
app.command("file")(wages_files.file_)
app.command("write")(wages_files.write)
app.command("month")(month)
app.command("run")(run)
app.command("floor")(floor)
app.command("ladder")(ladder)

_SHOWN = 20


@app.callback()
def _noun() -> None:
    """Read wage files and check what is owed."""


@app.command("check")
def check_(
    file: File,
    contracts: Annotated[Path, typer.Option("--contracts", help="CONTRACTS.csv.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the check.")],
    format_: WageFormat = None,
    month: Month = None,
    payslips: Slips = None,
    law_: Annotated[
        str | None,
        typer.Option("--law", metavar="CODE", help="The state whose law holds; else by the file."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write every finding to this CSV file.")
    ] = None,
    json: Json = False,
    strict: Strict = False,
) -> None:
    """Hold a wage file against the contracts: who is owed what, by worker and by employer."""
    with refusals(json):
        given = {"month": salary_month(month), "payslips": payslips}
        read, report, when = _checked(file, format_, contracts, on, law_, given)
        if out is not None:
            report.write(out)
    if json:
        answer_json(_answer(read, report, when))
    else:
        _say_report(read, report)
    if strict and report.breaches:
        raise typer.Exit(1)


def _checked(
    file: Path,
    format_: str | None,
    contracts: Path,
    on: str,
    state: str | None,
    given: Mapping[str, Any],
) -> tuple[wagefiles.WageFile, Any, date]:
    """Read both files, naming everything wrong with either, and check one against the other."""
    from corridor.doors.cli.wages_report import Report
    from corridor.engines import law, wages

    problems: list[Problem] = []
    when = _when(on, problems)
    with bar(file, 2) as (progress, say):
        say("wage file")
        try:
            read = wagefiles.read(file, format_, progress=progress, **given)
        except BadInput as problem:
            raise problem.at(file=str(file)) from None
        problems += [problem.at(file=str(file)) for problem in read.problems]
        say("contracts")
        where = law.book().jurisdiction(state).id if state else wagefiles.destination(read)
        if read.valid:
            problems += _unsaid(file, read, where)
        promised = _contracts(contracts, where, problems) if where else None
        raise_all(problems)
        if promised is None or read.month is None or when is None:
            raise RuntimeError("a file without problems has a month, and contracts a frame")
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


def _when(on: str, problems: list[Problem]) -> date | None:
    """The day of the check, or None with its problem added: the files are still looked at."""
    try:
        return day(on)
    except BadInput as problem:
        problems.append(problem.at(field="--on"))
        return None


def _unsaid(file: Path, read: wagefiles.WageFile, where: str | None) -> list[Problem]:
    """What neither the file nor the call says, and no check can do without."""
    asked = []
    if read.month is None:
        asked.append(
            BadInput(
                "wagefile.month",
                sentence(N_("The file names no salary month: say which month it is for.")),
                remedy=sentence(N_("Give it with {option}."), option="--month YYYY-MM"),
                place=Place(file=str(file), field="--month"),
                expected="YYYY-MM",
            )
        )
    if where is None:
        asked.append(
            BadInput(
                "wagefile.law",
                sentence(
                    N_("The file does not tell under which state's law the wages fall."),
                ),
                remedy=sentence(N_("Give it with {option}."), option="--law CODE"),
                place=Place(file=str(file), field="--law"),
                found=read.currency,
            )
        )
    return [*asked]


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
