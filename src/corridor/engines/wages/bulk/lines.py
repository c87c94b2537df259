"""The tables of a national run: which columns they must have, and what is refused at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from corridor.core.periods import Period
from corridor.core.periods import month as read_month
from corridor.core.problems import BadInput, NotFound, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.wages.checks.columns import CONTRACT_EXTRAS, PAYMENT_EXTRAS
from corridor.engines.wages.columns import CONTRACT_COLUMNS, PAYMENT_COLUMNS

LINE_COLUMNS: dict[str, Any] = {
    "worker_id": pl.String,
    "employer_id": pl.String,
    "month": pl.String,
    **{n: t for n, t in PAYMENT_COLUMNS.items() if n not in ("worker_id", "employer_id")},
}
"""The payments of a nation: ``PAYMENT_COLUMNS`` and the ``month`` they pay, as ``2026-07``."""

LINE_EXTRAS: dict[str, Any] = {"reference": pl.String, **PAYMENT_EXTRAS}
"""What lines may have as well. ``reference`` tells two payments apart that are else alike."""

_NEEDED = {
    "contracts": (
        *("contract_id", "worker_id", "employer_id", "destination", "currency"),
        *("basic_minor", "start_day"),
    ),
    "payments": ("worker_id", "employer_id", "month", "currency", "paid_minor"),
}
_WORDS = {pl.String: "text", pl.Int64: "whole number", pl.Boolean: "true or false"}
_MAGIC = b"PAR1"


_TABLES = {
    "contracts": (CONTRACT_COLUMNS, CONTRACT_EXTRAS),
    "payments": (LINE_COLUMNS, LINE_EXTRAS),
}


def open_contracts(path: Path) -> pl.LazyFrame:
    """The contracts of a Parquet file or a folder of them, every column typed, none computed.

    Absent optional columns are unknown. Raises ``Problems`` with everything wrong with the
    columns, ``NotFound`` and ``BadInput`` for what is no Parquet file.
    """
    return typed(scan(path), "contracts", path)


def open_lines(path: Path, only: Sequence[Path] = ()) -> pl.LazyFrame:
    """The payments of a Parquet file or a folder of them, as ``open_contracts`` does.

    ``only``: some files of the folder, where the others hold nothing that is asked for.
    """
    return typed(scan(path, only), "payments", path)


def schema_of(path: Path, table: str) -> Mapping[str, Any]:
    """Names and types of the columns as the files have them; refuses as ``open_lines`` does."""
    frame = scan(path)
    typed(frame, table, path)
    return frame.collect_schema()


def columns_of(there: Mapping[str, Any], table: str) -> dict[str, Any]:
    """The columns that a table is read with: all of the core, and the optional ones it has."""
    columns, extras = _TABLES[table]
    return {**columns, **{name: kind for name, kind in extras.items() if name in there}}


def months_in(lines: pl.LazyFrame, path: Path) -> list[Period]:
    """The months that the payments are for, in order. Raises ``BadInput`` for what is none."""
    said = lines.select("month").unique().collect(engine="streaming")["month"].sort()
    problems: list[Problem] = []
    found = []
    for text in said:
        try:
            found.append(read_month(text))
        except BadInput as problem:
            problems.append(problem.at(file=str(path), field="month"))
    raise_all(problems)
    return found


def files(path: Path) -> list[Path]:
    """The Parquet files that ``path`` stands for, in order. Raises ``NotFound``."""
    found = sorted(path.rglob("*.parquet")) if path.is_dir() else [path] * path.is_file()
    if not found:
        raise NotFound(
            "wages.file",
            sentence(N_("The file {name} cannot be opened."), name=path.name),
            remedy=sentence(N_("Name a Parquet file, or a folder with Parquet files in it.")),
            place=Place(file=str(path)),
        )
    return found


def scan(path: Path, only: Sequence[Path] = ()) -> pl.LazyFrame:
    """The files as they are. Raises for what is no Parquet, and for columns that differ."""
    found = list(only) or files(path)
    for each in found:
        _parquet_only(each)
    try:
        schemas = [pl.read_parquet_schema(each) for each in found]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path) from error
    raise_all(
        [
            _unlike(each, found[0])
            for each, schema in zip(found, schemas, strict=True)
            if dict(schema) != dict(schemas[0])
        ]
    )
    return pl.scan_parquet(found)


def _unlike(path: Path, first: Path) -> BadInput:
    return BadInput(
        "wages.unlike",
        sentence(N_("{name} has other columns than {first}."), name=path.name, first=first.name),
        remedy=sentence(N_("Export all files of the folder in the same way.")),
        place=Place(file=str(path)),
    )


def _parquet_only(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(4)
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 4))
        tail = stream.read(4)
    if head != _MAGIC or tail != _MAGIC or size < 12:
        raise _unreadable(path)


def _unreadable(path: Path) -> BadInput:
    return BadInput(
        "wages.parquet",
        sentence(N_("{name} is not a whole Parquet file."), name=path.name),
        remedy=sentence(N_("Export the table as Parquet again, then repeat the run.")),
        place=Place(file=str(path)),
    )


def typed(frame: pl.LazyFrame, table: str, path: Path) -> pl.LazyFrame:
    """``frame`` with the columns as they must be: cast where that loses nothing, else refused."""
    there = frame.collect_schema()
    problems: list[Problem] = [_missing(n, path) for n in _NEEDED[table] if n not in there]
    kept = []
    for name, kind in columns_of(there, table).items():
        if name not in there:
            kept.append(pl.lit(None, dtype=kind).alias(name))
        elif _fits(there[name], kind, name):
            dated = name == "month" and there[name] == pl.Date
            column = pl.col(name).cast(pl.String).str.slice(0, 7) if dated else pl.col(name)
            kept.append(column.cast(kind))
        else:
            problems.append(_type(name, there[name], kind, path))
    raise_all(problems)
    return frame.select(kept)


def _fits(found: Any, kind: Any, name: str) -> bool:
    if found == pl.Null:
        return True
    if kind == pl.String:
        textual = found in (pl.String, pl.Categorical, pl.Enum)
        return textual or (name == "month" and found == pl.Date)
    if kind == pl.Int64:
        return bool(found.is_integer()) or (name.endswith("_day") and found == pl.Date)
    return bool(found == kind)


def _missing(name: str, path: Path) -> BadInput:
    return BadInput(
        "wages.column",
        sentence(N_("The column “{name}” is missing."), name=name),
        remedy=sentence(N_("Add it to the table.")),
        place=Place(file=str(path), field=name),
    )


def _type(name: str, found: Any, kind: Any, path: Path) -> BadInput:
    return BadInput(
        "wages.type",
        sentence(
            N_("The column “{name}” holds {found}, not {expected}."),
            name=name,
            found=str(found),
            expected=_WORDS[kind],
        ),
        remedy=sentence(
            N_("Money is in minor units and days are days since 1970-01-01, both whole.")
        ),
        place=Place(file=str(path), field=name),
        expected=str(kind),
        found=str(found),
    )


def refuse_nobody(rows: int, table: str) -> None:
    """Refuse rows without a worker or an employer. Raises ``BadInput`` "wages.identifier"."""
    if rows:
        raise BadInput(
            "wages.identifier",
            sentence(_NOBODY[table], count=str(rows)),
            remedy=sentence(N_("Give every row its identifiers, then repeat the run.")),
            place=Place(field=f"{table}: worker_id, employer_id"),
            found=rows,
        )


_NOBODY = {
    "contract": N_("{count} contracts have no worker or no employer."),
    "payment": N_("{count} payments have no worker or no employer."),
}
