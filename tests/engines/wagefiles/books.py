"""Workbooks and Parquet files made by hand for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from openpyxl import Workbook

TITLES = ("employer_id", "salary_month", "currency", "worker_id", "net", "paid_on", "notes")
LINE: tuple[Any, ...] = ("10007822", "2026-06", "QAR", "28912345678", 1221.92, "2026-07-01", "Loan")
OTHER: tuple[Any, ...] = ("10007822", "2026-06", "QAR", "28912345679", 1000, None, None)


def book(
    rows: Sequence[Sequence[Any]] = (TITLES, LINE, OTHER),
    change: Callable[[Workbook], None] = lambda book: None,
) -> bytes:
    """A workbook of one sheet with ``rows``, changed by ``change`` before it is saved."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def parts(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The same archive with some of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, lambda same: same)(old.read(name)))
    return out.getvalue()


def parquet(columns: Mapping[str, Any], **options: Any) -> bytes:
    """A Parquet file of ``columns``."""
    out = io.BytesIO()
    pl.DataFrame(columns, strict=False).write_parquet(out, **options)
    return out.getvalue()
