"""CSV, XLSX and Parquet: the cells as they are, for people and for programs."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from corridor.engines.statistics.cube import FIGURES, Cube

if TYPE_CHECKING:
    import polars as pl

_THEN = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def csv_bytes(cube: Cube, name: str, version: str) -> bytes:
    """The canonical CSV: its SHA-256 is the cube's digest."""
    return cube.canonical()


def xlsx_bytes(cube: Cube, name: str, version: str) -> bytes:
    """A workbook of one sheet: figures as numbers, everything else as text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[^\w .-]", " ", name)[:31] or "table")
    head = (*cube.keys, *cube.used)
    sheet.append(list(head))
    for row in cube.frame.select(head).iter_rows():
        cells = zip(head, row, strict=True)
        sheet.append([one if name in FIGURES else _text(one) for name, one in cells])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _text(value: str) -> str | None:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value or None


def _timeless(book: bytes) -> bytes:
    """The same workbook without the moment and the order in which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


def parquet_bytes(cube: Cube, name: str, version: str) -> bytes:
    """Parquet in one row group; a figure without a fraction in any cell is an integer."""
    head = (*cube.keys, *cube.used)
    frame = cube.frame.select(head).with_columns(
        _whole(cube.frame.get_column(one)) for one in head if one in FIGURES
    )
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", row_group_size=max(frame.height, 1))
    return out.getvalue()


def _whole(column: pl.Series) -> pl.Series:
    """3 and 3.0 are one figure: the form does not depend on how it was held."""
    import polars as pl

    if column.dtype != pl.Float64:
        return column
    known = column.drop_nulls()
    whole = bool((known == known.floor()).all()) and bool((known.abs() < 2**53).all())
    return column.cast(pl.Int64) if whole else column
