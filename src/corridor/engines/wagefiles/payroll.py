"""A valid wage file as the payments that the wage engine checks against contracts."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from corridor.core.periods import day
from corridor.engines.wagefiles.model import Progress, WageFile

_EPOCH = date(1970, 1, 1)
WIDTHS = {"are-sif": (14, 13), "qat-sif": (11, 8), "sau": (10, 0)}
"""Format -> digits of a worker's and of an employer's number; shorter ones are left-padded."""
DESTINATION = {"are-sif": "ARE", "qat-sif": "QAT", "sau": "SAU"}
"""Format -> ISO 3166 alpha-3 code of the state whose law the wages fall under."""
_BY_CURRENCY = {
    **{"AED": "ARE", "QAR": "QAT", "SAR": "SAU", "OMR": "OMN", "BHD": "BHR", "KWD": "KWT"},
    **{"JOD": "JOR", "MYR": "MYS", "KRW": "KOR", "AUD": "AUS"},
}
"""Currency of a file of any other format -> the one state of work here that pays in it."""


def destination(read: WageFile) -> str | None:
    """The state whose law the wages of a file fall under; None where nobody can tell."""
    return DESTINATION.get(read.format.id) or _BY_CURRENCY.get(read.currency)


def payroll(read: WageFile, progress: Progress | None = None) -> pl.DataFrame:
    """The payments of ``read`` with the columns of ``wages.PAYMENT_COLUMNS``.

    ``paid_day`` is the day a line names, else the day on which the file was made. A UAE file
    does not tell the basic wage or deductions, and only our own table the hours worked: what is
    not told stays null, unknown. No file proves a deduction lawful. Raises ``Problems`` when the
    file is not valid.
    """
    made = pl.lit(_file_day(read), dtype=pl.Int64)
    nothing = pl.lit(None, dtype=pl.Int64)
    columns = [
        pl.col("worker_id"),
        pl.lit(read.employer_id, dtype=pl.String).alias("employer_id"),
        pl.lit(read.currency).alias("currency"),
        pl.col("paid").alias("paid_minor"),
        pl.col("basic").alias("basic_paid_minor"),
        pl.col("deductions").alias("deductions_minor"),
        nothing.alias("lawful_minor"),
        nothing.alias("forbidden_minor"),
        pl.col("hours"),
        pl.coalesce(pl.col("paid_day").cast(pl.Int64), made).alias("paid_day"),
    ]
    return pl.concat(batch.select(columns) for batch in read.batches(progress))


def _file_day(read: WageFile) -> int | None:
    """The file's own date, in days since 1970-01-01; None where it has none."""
    text = read.header.get("file_date", "").replace("-", "")
    if not text:
        return None
    return (day(f"{text[:4]}-{text[4:6]}-{text[6:]}") - _EPOCH).days


def padded(contracts: Any, format_id: str) -> pl.DataFrame:
    """The contracts with the numbers of workers and employers as wide as the file writes them."""
    worker, employer = WIDTHS.get(format_id, (0, 0))
    frame: pl.DataFrame = contracts.with_columns(
        _pad("worker_id", worker), _pad("employer_id", employer)
    )
    return frame


def _pad(name: str, width: int) -> pl.Expr:
    digits = pl.col(name).str.contains("^[0-9]+$")
    padded_text = pl.col(name).str.pad_start(width, "0")
    return pl.when(digits).then(padded_text).otherwise(pl.col(name)).alias(name)
