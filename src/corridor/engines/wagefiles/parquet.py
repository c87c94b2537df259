"""A table in a Parquet file: a part of its rows at a time, every value as its exact text.

Decimal, whole and text columns carry amounts exactly. A binary fraction of 64 bits is read as the
shortest decimal that stands for it, and refused by the field where that has too many decimals; one
of 32 bits has lost digits already and is refused. What is not a number counts as left empty.

The file is read inside a database with a memory of its own, because it may come from anybody: a
size that a damaged or a wicked file claims ends in a sentence, not in the end of the process.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles.cells import BATCH, MAX_CELL, MAX_COLUMNS, Cells, Trouble, table
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.generic_fields import named
from corridor.engines.wagefiles.kinds import Field

MAX_ROWS = 50_000_000
_EXACT = 10**15
_CONFIG: dict[str, Any] = {
    "memory_limit": "512MB",
    "threads": 1,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_WHOLES = {*_WHOLE, *(f"U{name}" for name in _WHOLE)}
_TEXTS = {"VARCHAR", '"NULL"', "DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"}


def parquet(stream: BinaryIO, faults: Faults, fields: Sequence[Field]) -> Iterator[Cells]:
    """The rows as batches of texts; a column of a type that cannot be read is a fault."""
    import duckdb

    known = {field.name for field in fields}
    with _path(stream) as path, duckdb.connect(":memory:", config=_CONFIG) as base:
        try:
            described = base.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
            schema = [(str(row[0]), str(row[1])) for row in described]
            rows = base.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchall()[0][0]
        except duckdb.Error:
            faults.add(_damaged(), always=True)
            return
        problems = [_refused(name, kind) for name, kind in schema if named(name) in known]
        problems.append(_too_many(rows) if rows > MAX_ROWS else None)
        refused = [problem for problem in problems if problem is not None]
        for problem in refused:
            faults.add(problem, always=True)
        if not refused:
            yield from _batches(base, path, schema, faults)


@contextmanager
def _path(stream: BinaryIO) -> Iterator[str]:
    """The path of the file, or of a copy where it has none or one that reads as a pattern."""
    name = getattr(stream, "name", None)
    if isinstance(name, str) and not set(name) & set("*?[{"):
        yield name
        return
    with tempfile.TemporaryDirectory(prefix="corridor-") as folder:
        copy = Path(folder) / "wages.parquet"
        with copy.open("wb") as out:
            shutil.copyfileobj(stream, out)
        yield str(copy)


def _batches(
    base: Any, path: str, schema: Sequence[tuple[str, str]], faults: Faults
) -> Iterator[Cells]:
    import duckdb

    schema = schema[: MAX_COLUMNS + 1]
    names = [name for name, _kind in schema]
    chosen = ", ".join(_as_text(name, kind) for name, kind in schema)
    begun, first = False, 1
    try:
        # The column names are quoted by _as_text; nothing else of the file enters the query.
        rows = base.execute(f"SELECT {chosen} FROM read_parquet(?)", [path])  # noqa: S608
        while (part := rows.fetchmany(BATCH)) or not begun:
            begun = True
            yield _cells(names, part, first)
            first += len(part)
    except duckdb.Error:
        faults.add(_damaged(), always=True)


def _cells(names: Sequence[str], rows: Sequence[tuple[Any, ...]], first: int) -> Cells:
    """A batch; a row with a number that a binary fraction has rounded is a trouble."""
    lost = [
        Trouble(line, row.index(None), "digits", f">= {_EXACT}")
        for line, row in enumerate(rows, first)
        if None in row
    ]
    bad = {trouble.line for trouble in lost}
    kept = [(line, row) for line, row in enumerate(rows, first) if line not in bad]
    frame = table([line for line, _ in kept], [row for _, row in kept], len(names))
    return Cells(names, frame, lost)


def _as_text(name: str, kind: str) -> str:
    """SQL for a column as text: empty for nothing, null where a fraction has lost its digits."""
    column = '"' + name.replace('"', '""') + '"'
    text = f"CAST({column} AS VARCHAR)"
    if not _plain(kind):
        return "''"  # a column of the employer's own, which is not read
    if kind.startswith("DECIMAL") or kind == "DOUBLE":
        text = rf"regexp_replace(regexp_replace({text}, '(\.[0-9]*?)0+$', '\1'), '\.$', '')"
    elif kind.startswith("TIMESTAMP"):
        text = f"regexp_replace({text}, ' 00:00:00$', '')"
    if kind == "DOUBLE":
        kept = f"WHEN abs({column}) < {_EXACT} THEN {text}"
        return f"CASE WHEN {column} IS NULL OR isnan({column}) THEN '' {kept} END"
    return f"left(coalesce({text}, ''), {MAX_CELL + 1})"


def _plain(kind: str) -> bool:
    decimal = kind.startswith(("DECIMAL(", "ENUM(")) and not kind.endswith("]")
    return decimal or kind == "DOUBLE" or kind in _WHOLES or kind in _TEXTS


def _refused(name: str, kind: str) -> BadInput | None:
    """The fault of a wage column of a type that does not carry its values."""
    if _plain(kind):
        return None
    found = shown(kind)
    message = sentence(N_("The column {field} is of the type {found}."), field=name, found=found)
    remedy = sentence(N_("Write text, whole numbers, decimals or dates."))
    if kind == "FLOAT":
        message = sentence(
            N_("The column {field} holds binary fractions of 32 bits, which lose digits."),
            field=name,
        )
        remedy = sentence(N_("Write the amounts as decimals or as text."))
    return fault(
        "type", 1, named(name), message, remedy=remedy, expected="decimal, text", found=found
    )


def _too_many(rows: int) -> BadInput:
    return _file(
        sentence(
            N_("The file has {found} rows; the limit is {limit}."), found=rows, limit=MAX_ROWS
        ),
        sentence(N_("Split it into several files.")),
        f"<= {MAX_ROWS}",
        str(rows),
    )


def _damaged() -> BadInput:
    return _file(
        sentence(N_("This Parquet file cannot be read: it is damaged or cut off.")),
        sentence(N_("Export the wage file again and give the new file.")),
        "Parquet",
        "",
    )


def _file(message: Sentence, remedy: Sentence, expected: str, found: str) -> BadInput:
    return fault("parquet", 1, "titles", message, remedy=remedy, expected=expected, found=found)
