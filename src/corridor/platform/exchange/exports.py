"""Tables out, safe to open: no cell of ours can become a formula in somebody's spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from corridor.core.money import Money

# A leading sign, plain or full-width, or white space that hides one, starts a formula.
_STARTS = re.compile(r"^[\s\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\x00]")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def safe(cell: str) -> str:
    """The cell, with an apostrophe before anything a spreadsheet would calculate."""
    clean = _CONTROL.sub("\ufffd", cell)
    if _STARTS.match(cell) and not _NEGATIVE.fullmatch(cell):
        return "'" + clean
    return clean


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    return safe(value.text() if isinstance(value, Money) else str(value))


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV in UTF-8 with its mark, so that every spreadsheet reads every script."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in heading])
    for row in rows:
        writer.writerow([_shown(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(heading: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> bytes:
    """A workbook of one sheet; all texts are stored as texts."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "table")
    sheet.append([safe(name) for name in heading])
    for row in rows:
        sheet.append([_shown(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
