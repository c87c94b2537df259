"""The frames of the wage engine: contracts and payments as integers and short texts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from corridor.core.periods import day
from corridor.core.problems import BadInput, Place, Problem, Problems
from corridor.core.text import N_, sentence
from corridor.engines.days import day_number
from corridor.engines.law.model import REGIMES
from corridor.engines.terms.clauses import BY_NAME
from corridor.engines.terms.contract import Contract, read_contract
from corridor.engines.terms.rules import cash

CONTRACT_COLUMNS: dict[str, Any] = {
    "contract_id": pl.String,
    "worker_id": pl.String,
    "employer_id": pl.String,
    "destination": pl.String,
    "regime": pl.String,
    "sector": pl.String,
    "job": pl.String,
    "currency": pl.String,
    "pay_period": pl.String,
    "basic_minor": pl.Int64,
    "food_minor": pl.Int64,
    "housing_minor": pl.Int64,
    "hours_week": pl.Int64,
    "start_day": pl.Int64,
    "end_day": pl.Int64,
}
"""Money in minor units; an allowance of -1 is given in kind; ``hours_week`` in hundredths.

Days since 1970-01-01; ``end_day`` is the first day after the contract, null while it is open.
Null is unknown.
"""

PAYMENT_COLUMNS: dict[str, Any] = {
    "worker_id": pl.String,
    "employer_id": pl.String,
    "currency": pl.String,
    "paid_minor": pl.Int64,
    "basic_paid_minor": pl.Int64,
    "deductions_minor": pl.Int64,
    "lawful_minor": pl.Int64,
    "forbidden_minor": pl.Int64,
    "hours": pl.Int64,
    "paid_day": pl.Int64,
}
"""``paid_minor`` reached the worker; of ``deductions_minor``, ``lawful_minor`` is proven lawful
and ``forbidden_minor`` forbidden by law. ``hours`` worked in the month, in hundredths."""

HEAD = ("contract_id", "worker_id", "employer_id", "start", "end")
MAX_PROBLEMS = 1000
_TERMS = (
    *(name for name in BY_NAME if name != "employer_id"),
    *("pay_period", "regime", "sector", "job"),
)
_MOST_TERMS = 20_000
_KIND = -1
_SNIFFED = 4096


def contract_row(
    contract: Contract,
    *,
    contract_id: str,
    worker_id: str,
    employer_id: str,
    start: date | None,
    end: date | None = None,
) -> dict[str, Any]:
    """One row of the contracts frame. ``end`` is the last day, included; None is open."""
    basic, hours = contract.get("basic_wage"), contract.get("hours_week")
    return {
        "contract_id": contract_id,
        "worker_id": worker_id,
        "employer_id": employer_id,
        "destination": contract.corridor.rpartition("-")[2],
        "regime": contract.regime,
        "sector": contract.sector,
        "job": contract.job,
        "currency": contract.currency,
        "pay_period": contract.pay_period,
        "basic_minor": None if basic is None else basic.minor,
        "food_minor": _allowance(contract, "allowance_food"),
        "housing_minor": _allowance(contract, "allowance_housing"),
        "hours_week": hours,
        "start_day": None if start is None else day_number(start),
        "end_day": None if end is None else day_number(end + timedelta(days=1)),
    }


def _allowance(contract: Contract, name: str) -> int | None:
    value = contract.get(name)
    if value is None:
        return None
    amount = cash(value)
    return amount if isinstance(amount, int) else _KIND


def contracts_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The contracts frame from rows of ``contract_row``."""
    return pl.DataFrame(list(rows), schema=CONTRACT_COLUMNS, orient="row")


def payments_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The payments frame; what a row leaves out is unknown."""
    filled = [{name: row.get(name) for name in PAYMENT_COLUMNS} for row in rows]
    return pl.DataFrame(filled, schema=PAYMENT_COLUMNS, orient="row")


def read_contracts(path: Path, destination: str, regime: str | None = None) -> pl.DataFrame:
    """CONTRACTS.csv as a frame: one contract a line, columns named as the clauses.

    Beside the clauses: ``contract_id``, ``worker_id``, ``employer_id``, ``start``, ``end`` (last
    day, included) and optionally ``regime``, ``sector``, ``job``. Empty is unknown. Raises
    ``Problems`` with every bad cell by line and column (the first 1,000).
    """
    _text_only(path)
    problems: list[Problem] = []
    seen: dict[tuple[Any, ...], Contract] = {}
    columns: dict[str, list[Any]] = {name: [] for name in CONTRACT_COLUMNS}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        _head(path, reader.fieldnames or [])
        try:
            for line in reader:
                row = _line(line, reader.line_num, path, seen, (destination, regime), problems)
                if len(problems) >= MAX_PROBLEMS:
                    break
                for name, value in (row or {}).items():
                    columns[name].append(value)
        except (csv.Error, UnicodeDecodeError) as error:
            problems.append(_unreadable(path, reader.line_num + 1, str(error)))
    if problems:
        raise Problems(problems[:MAX_PROBLEMS])
    return pl.DataFrame(columns, schema=CONTRACT_COLUMNS)


def _text_only(path: Path) -> None:
    """Refuse a workbook or another binary file at once: one sentence, not one for each cell."""
    with path.open("rb") as stream:
        head = stream.read(_SNIFFED)
    if b"\0" in head or head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise BadInput(
            "contracts.text",
            sentence(N_("{name} is not a table in plain text."), name=path.name),
            remedy=sentence(N_("Save the table as UTF-8 CSV, one contract a line.")),
            place=Place(file=str(path), line=1),
        )


def _head(path: Path, names: Iterable[str]) -> None:
    given = list(names)
    known = (*HEAD, *BY_NAME, "pay_period", "regime", "sector", "job")
    problems: list[Problem] = [
        BadInput(
            "contracts.column",
            sentence(N_("The column “{name}” is missing."), name=name),
            remedy=sentence(N_("Add it to the first line.")),
            place=Place(file=str(path), line=1, field=name),
        )
        for name in (*HEAD, "basic_wage", "currency")
        if name not in given
    ]
    problems += [
        BadInput(
            "contracts.column",
            sentence(N_("“{name}” is not a column this form knows."), name=name[:60]),
            remedy=sentence(N_("Use the clause names of “corridor schema contract-terms”.")),
            place=Place(file=str(path), line=1, column=number),
        )
        for number, name in enumerate(given[:MAX_PROBLEMS], 1)
        if name not in known or name in given[: number - 1]
    ]
    if problems:
        raise Problems(problems[:MAX_PROBLEMS])


def _line(
    line: Mapping[str | None, Any],
    number: int,
    path: Path,
    seen: dict[tuple[Any, ...], Contract],
    head: tuple[str, str | None],
    problems: list[Problem],
) -> dict[str, Any] | None:
    """One contract's row, or None with every problem of the line added to ``problems``."""
    found: list[Problem] = []
    contract = _contract(line, seen, head, found)
    if None in line or any(not line[name] for name in HEAD[:3]):
        found.append(_unreadable(path, number, "contract_id, worker_id, employer_id"))
    start, end = (_date(line[name], name, found) for name in ("start", "end"))
    if start is not None and end is not None and end < start:
        found.append(_backwards(start, end))
    if found or contract is None:
        problems.extend(_placed(single, line, number, path) for single in found)
        return None
    ids = {name: line[name] for name in HEAD[:3]}
    return contract_row(contract, **ids, start=start, end=end)


def _placed(problem: Problem, line: Mapping[str | None, Any], number: int, path: Path) -> Problem:
    """The problem at its row and column; a clause's column has the clause's own name."""
    field = (problem.place.field or "").removeprefix("terms.")
    names = list(line)
    column = names.index(field) + 1 if field in names else None
    return problem.at(file=str(path), line=number, column=column, field=field or None)


def _contract(
    line: Mapping[str | None, Any],
    seen: dict[tuple[Any, ...], Contract],
    head: tuple[str, str | None],
    problems: list[Problem],
) -> Contract | None:
    """The terms of a line; equal terms are read once, since most contracts share them."""
    key = tuple(line.get(name) for name in _TERMS)
    known = seen.get(key)
    if known is not None:
        return known
    destination, regime = head
    given = line.get("regime") or regime
    if given is not None and given not in REGIMES:
        problems.append(
            BadInput(
                "contract.choice",
                sentence(N_("“{found}” is not one of the possible answers."), found=given),
                remedy=sentence(N_("Write one of: {choices}."), choices=", ".join(REGIMES)),
                expected=list(REGIMES),
                found=given,
            ).at(field="regime")
        )
        return None
    terms = {name: line[name] for name in (*BY_NAME, "pay_period") if line.get(name)}
    data = {
        "corridor": f"XXX-{destination}",
        "terms": terms,
        "regime": given,
    }
    data |= {name: line.get(name) or None for name in ("sector", "job")}
    try:
        contract = read_contract(data)
    except BadInput as problem:
        problems.extend(problem.problems)
        return None
    if len(seen) >= _MOST_TERMS:
        seen.clear()
    seen[key] = contract
    return contract


def _date(text: str | None, name: str, problems: list[Problem]) -> date | None:
    try:
        return day(text) if text else None
    except BadInput as problem:
        problems.append(problem.at(field=name))
        return None


def _backwards(start: date, end: date) -> Problem:
    return BadInput(
        "contracts.dates",
        sentence(N_("The last day is before the first day.")),
        remedy=sentence(N_("Check both dates.")),
        expected=f">= {start.isoformat()}",
        found=end.isoformat(),
    ).at(field="end")


def _unreadable(path: Path, line: int, why: str) -> BadInput:
    return BadInput(
        "contracts.line",
        sentence(N_("This line cannot be read: {why}."), why=why),
        remedy=sentence(N_("Save the table as UTF-8 CSV, one contract a line, no cell left over.")),
        place=Place(file=str(path), line=line),
    )
