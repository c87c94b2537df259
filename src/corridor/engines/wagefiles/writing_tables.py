"""Writers of our own table of wages: CSV, XLSX and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.generic_fields import CONSTANT, EXTRAS, NAMES, REQUIRED
from corridor.engines.wagefiles.writing_values import Values, text

MAX_SHEET = 1_048_575
_AMOUNTS = ("net", "basic", *EXTRAS, "deductions")


def _table(header: Values, rows: Iterable[Values]) -> tuple[list[str], list[list[str]]]:
    """Titles and lines of text; only the columns that some line fills."""
    constant = {name: _constant(header.get(name, "")) for name in CONSTANT}
    lines = [constant | {name: text(value) for name, value in row.items()} for row in rows]
    used = {name for line in lines for name, value in line.items() if value != ""}
    names = [name for name in NAMES if name in used or name in REQUIRED]
    return names, [[line.get(name, "") for name in names] for line in lines]


def _constant(value: object) -> str:
    return f"{value.start:%Y-%m}" if isinstance(value, Period) else text(value)


def delimited(header: Values, rows: Iterable[Values]) -> bytes:
    """Commas and UTF-8; a cell that holds a comma or a quotation mark is quoted."""
    names, lines = _table(header, rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows(lines)
    return out.getvalue().encode()


def workbook(header: Values, rows: Iterable[Values]) -> bytes:
    """One sheet. Amounts are numbers, everything else text. Raises ``BadInput`` for too many."""
    from openpyxl import Workbook

    names, lines = _table(header, rows)
    if len(lines) > MAX_SHEET:
        raise BadInput(
            "wagefile.rows",
            sentence(N_("The file has more than {limit} records."), limit=MAX_SHEET),
            remedy=sentence(N_("Write CSV or Parquet.")),
            expected=f"<= {MAX_SHEET}",
            found=str(len(lines)),
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("wages")
    sheet.append(names)
    for line in lines:
        pairs = zip(names, line, strict=True)
        sheet.append([_number(one) if name in _AMOUNTS else one for name, one in pairs])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(amount: str) -> Decimal | str | None:
    """An amount as a number where it is one; a wrong text stays, and is refused on reading."""
    try:
        return Decimal(amount) if amount else None
    except ArithmeticError:
        return amount


def parquet(header: Values, rows: Iterable[Values]) -> bytes:
    """Amounts as decimals of the currency, everything else as text."""
    names, lines = _table(header, rows)
    try:
        scale = len(Money(0, str(header.get("currency", ""))).text().partition(".")[2])
    except BadInput:
        scale = 2
    columns = {
        name: pl.Series([line[place] or None for line in lines], dtype=pl.String)
        for place, name in enumerate(names)
    }
    frame = pl.DataFrame(columns).with_columns(
        pl.col(name).cast(pl.Decimal(22, scale)) for name in names if name in _AMOUNTS
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()
