"""Every row of a file against a table's declaration: all errors counted, none guessed away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.platform.exchange import readers
from corridor.platform.exchange.exports import safe
from corridor.platform.exchange.tables import Column, Table, text

SHOWN = 1_000
_REPORTED = 1_000_000


@dataclass
class Checked:
    """What was found: the rows as values (with their line), and every error.

    ``problems`` holds the first 1,000; ``errors`` counts all; ``report`` is all of them as CSV.
    """

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: int = 0
    seen: int = 0
    _report: io.StringIO = field(default_factory=io.StringIO)

    def add(self, problem: Problem) -> None:
        """Count, keep and report one error."""
        if not self.errors:
            csv.writer(self._report).writerow(["line", "column", "field", "error", "found"])
        self.errors += 1
        if len(self.problems) < SHOWN:
            self.problems.append(problem)
        if self.errors <= _REPORTED:
            place = problem.place
            cells = [place.line or "", place.column or "", place.field or "", problem.say()]
            found = "" if problem.found is None else str(problem.found)
            csv.writer(self._report).writerow([safe(str(cell)) for cell in [*cells, found]])

    @property
    def report(self) -> bytes:
        """Every error, one line each, safe to open in a spreadsheet."""
        return self._report.getvalue().encode("utf-8-sig")


def check(content: bytes, table: Table, file: str) -> Checked:
    """Read ``content`` as ``table``. Raises ``BadInput`` only for a file that cannot be read."""
    checked = Checked()
    try:
        read = readers.lines(content)
        heading = next(read, None)
        if heading is None:
            raise BadInput(
                "exchange.empty",
                sentence(N_("The file is empty.")),
                remedy=sentence(N_("Begin with a line of column names.")),
            )
        columns = _columns(heading, table, checked, file)
        if columns is not None:
            _rows(read, table, columns, checked, file)
    except BadInput as problem:
        raise problem.at(file=file) from None
    return checked


def _columns(
    heading: tuple[int, list[str]], table: Table, checked: Checked, file: str
) -> list[Column] | None:
    """The declared column of each cell, or None when the heading is wrong."""
    known = {
        name.casefold(): column
        for column in table.columns
        for name in (column.name, *column.aliases)
    }
    number, cells = heading
    found: list[Column] = []
    for index, cell in enumerate(cells, start=1):
        column = known.get(cell.casefold())
        if column is None or column in found:
            template = (
                N_("The column “{found}” is not part of this table.")
                if column is None
                else N_("The column “{found}” stands in the heading twice.")
            )
            problem = BadInput(
                "exchange.column",
                sentence(template, found=cell[:60]),
                remedy=sentence(N_("Use the template’s column names.")),
                found=cell[:60],
            )
            checked.add(problem.at(file=file, line=number, column=index))
        else:
            found.append(column)
    for column in table.columns:
        if column.required and column not in found:
            missing = sentence(N_("The column “{name}” is missing."), name=column.name)
            problem = BadInput("exchange.missing", missing, expected=column.name)
            checked.add(problem.at(file=file, line=number, field=column.name))
    return None if checked.errors else found


def _rows(
    read: Iterator[tuple[int, list[str]]],
    table: Table,
    columns: list[Column],
    checked: Checked,
    file: str,
) -> None:
    for number, cells in read:
        checked.seen += 1
        values = _values(number, cells, columns, checked, file)
        if values is None:
            continue
        problems = table.check(values) if table.check else []
        for problem in problems:
            checked.add(problem.at(file=file, line=number))
        if not problems:
            checked.rows.append((number, values))


def _values(
    number: int, cells: list[str], columns: list[Column], checked: Checked, file: str
) -> dict[str, Any] | None:
    before = checked.errors
    if len(cells) > len(columns):
        message = sentence(
            N_("The line has {found} cells where the heading has {expected}."),
            found=len(cells),
            expected=len(columns),
        )
        problem = BadInput("exchange.cells", message, expected=len(columns), found=len(cells))
        checked.add(problem.at(file=file, line=number))
        return None
    values: dict[str, Any] = {}
    for index, column in enumerate(columns):
        cell = cells[index] if index < len(cells) else ""
        try:
            values[column.name] = _value(cell, column)
        except Problem as problem:
            checked.add(problem.at(file=file, line=number, column=index + 1, field=column.name))
    return values if checked.errors == before else None


def _value(cell: str, column: Column) -> Any:
    if not cell:
        if column.required:
            raise BadInput(
                "exchange.needed",
                sentence(N_("The cell is empty.")),
                remedy=sentence(N_("Fill it in; this column is needed in every row.")),
            )
        return None
    if len(cell) > column.longest:
        raise BadInput(
            "exchange.long",
            sentence(
                N_("The cell has {found} characters; {limit} are allowed."),
                found=len(cell),
                limit=column.longest,
            ),
            expected=column.longest,
            found=len(cell),
        )
    return column.parse(text(cell))


def as_values(rows: list[tuple[int, dict[str, Any]]]) -> list[Mapping[str, Any]]:
    """The rows without their line numbers."""
    return [values for _, values in rows]
