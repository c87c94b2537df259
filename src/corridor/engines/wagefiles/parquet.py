"""A table in a Parquet file: a part of its rows at a time, every value as its exact text.

Decimal, whole and text columns carry amounts exactly. A binary fraction of 64 bits is read as the
shortest decimal that stands for it, and refused by the field where that has too many decimals; one
of 32 bits has lost digits already and is refused. What is not a number counts as left empty.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import parquet_pages
from corridor.engines.wagefiles.cells import BATCH, Cells, Trouble
from corridor.engines.wagefiles.faults import Faults, fault
from corridor.engines.wagefiles.generic_fields import named
from corridor.engines.wagefiles.kinds import Field

MAX_ROWS = 50_000_000
_EXACT = 10**15


def parquet(stream: BinaryIO, faults: Faults, fields: Sequence[Field]) -> Iterator[Cells]:
    """The rows as batches of texts; a column of a type that cannot be read is a fault."""
    try:
        parquet_pages.check(stream)
        stream.seek(0)
        scan = _scan(stream)
        schema = scan.collect_schema()
        rows = int(scan.select(pl.len()).collect().item())
    except BadInput as problem:
        faults.add(problem, always=True)
        return
    except (pl.exceptions.PolarsError, OSError, ValueError, pl.exceptions.PanicException):
        faults.add(_damaged(), always=True)
        return
    known = {field.name for field in fields}
    wrong = [_refused(name, kind) for name, kind in schema.items() if named(name) in known]
    problems = [one for one in wrong if one is not None]
    if rows > MAX_ROWS:
        problems.append(_too_many(rows))
    for one in problems:
        faults.add(one, always=True)
    if not problems:
        yield from _batches(scan, schema, rows, faults)


def _batches(scan: pl.LazyFrame, schema: Any, rows: int, faults: Faults) -> Iterator[Cells]:
    names = list(schema)
    chosen = [
        _as_text(name, kind).alias(f"c{at}") for at, (name, kind) in enumerate(schema.items())
    ]
    for start in range(0, max(rows, 1), BATCH):
        try:
            part = scan.slice(start, BATCH).select(chosen).collect()
        except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException):
            faults.add(_damaged(), always=True)
            return
        numbers = pl.int_range(start + 1, start + 1 + part.height, eager=True, dtype=pl.Int64)
        part = part.insert_column(0, numbers.alias("line"))
        bad = part.filter(pl.any_horizontal(pl.col(one).is_null() for one in part.columns[1:]))
        part = part.filter(~pl.col("line").is_in(bad["line"].implode()))
        yield Cells(names, part, [_lost(row) for row in bad.iter_rows()])


def _lost(row: tuple[Any, ...]) -> Trouble:
    """A line in which a binary fraction has lost the digits of a number, or is none."""
    place = next(at for at, value in enumerate(row[1:]) if value is None)
    return Trouble(int(row[0]), place, "digits", "> 10^15")


def _scan(stream: BinaryIO) -> pl.LazyFrame:
    name = getattr(stream, "name", None)
    if isinstance(name, str):
        return pl.scan_parquet(name, glob=False)
    return pl.scan_parquet(io.BytesIO(stream.read()))


def _as_text(name: str, kind: Any) -> pl.Expr:
    """A column as text: empty where nothing is, null where a binary fraction lost its digits."""
    column = pl.col(name)
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        return pl.lit("")  # a column of the employer's own, which is not read
    if isinstance(kind, pl.Datetime):
        midnight = column.dt.time() == pl.time(0)
        day = column.dt.to_string("%Y-%m-%d")
        full = column.dt.to_string("%Y-%m-%d %H:%M:%S")
        column = pl.when(midnight).then(day).otherwise(full)
    text = column.cast(pl.String)
    if kind.is_float() or kind.is_decimal():
        text = text.str.replace(r"^(-?[0-9]+\.[0-9]*?)0+$", "$1").str.strip_suffix(".")
    text = text.fill_null("")
    if kind.is_float():
        kept = column.is_null() | column.is_nan() | (column.abs() < _EXACT)
        return pl.when(column.is_nan()).then(pl.lit("")).when(kept).then(text)
    return text


def _refused(name: str, kind: Any) -> BadInput | None:
    """The fault of a wage column of a type that does not carry its values."""
    plain = kind.is_integer() or kind.is_decimal() or kind == pl.Float64
    text = kind in (pl.String, pl.Categorical, pl.Enum, pl.Null)
    if plain or text or isinstance(kind, pl.Date | pl.Datetime) or kind == pl.Date:
        return None
    message = sentence(
        N_("The column {field} is of the type {found}."), field=name, found=str(kind)
    )
    remedy = sentence(N_("Write text, whole numbers, decimals or dates."))
    if kind == pl.Float32:
        message = sentence(
            N_("The column {field} holds binary fractions of 32 bits, which lose digits."),
            field=name,
        )
        remedy = sentence(N_("Write the amounts as decimals or as text."))
    return fault(
        "type", 1, named(name), message, remedy=remedy, expected="decimal, text", found=str(kind)
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
