"""Writers of every format. What is written is read back first: an invalid file never leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from corridor.core.money import Money
from corridor.core.problems import BadInput, Problems
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import writing_bank, writing_tables
from corridor.engines.wagefiles.qatar_fields import (
    HEADER,
    HEADER_TITLES,
    ROW,
    ROW_TITLES,
    ROW_V1,
)
from corridor.engines.wagefiles.reading import read
from corridor.engines.wagefiles.uae import EDR, EVP, EVP_PARTS
from corridor.engines.wagefiles.uae_trailer import SCR
from corridor.engines.wagefiles.writing_values import Values, line, minor, month_text, text


def write(
    format: str,
    header: Values,
    rows: Iterable[Values],
    *,
    version: str = "",
) -> bytes:
    """The bytes of a wage file; counts and totals are worked out here.

    ``header`` and ``rows`` map published field names to text, whole numbers, dates, ``Money``
    or, for the salary month, a ``Period``. A UAE row with any EVP part gets an EVP record.
    ``version`` is ``01`` or ``base`` for Qatar, ``03`` or ``09`` for pain.001.
    Raises ``BadInput`` for an unknown format or value, ``Problems`` with line and field when the
    result would break a rule of the format.
    """
    writers: dict[str, Callable[[], bytes]] = {
        "are-sif": lambda: _lines(_uae(header, rows)),
        "qat-sif": lambda: _lines(_qatar(header, rows, version or "01")),
        "sau": lambda: writing_bank.saudi(header, rows),
        "pain001": lambda: writing_bank.pain(header, rows, version or "09"),
        "csv": lambda: writing_tables.delimited(header, rows),
        "xlsx": lambda: writing_tables.workbook(header, rows),
        "parquet": lambda: writing_tables.parquet(header, rows),
    }
    if format not in writers:
        raise BadInput(
            "wagefile.format",
            sentence(N_("“{found}” is not a wage-file format known here."), found=format),
            remedy=sentence(N_("Use one of {formats}."), formats=", ".join(writers)),
            expected=list(writers),
            found=format,
        )
    data = writers[format]()
    again = read(data, format)
    if again.problems:
        raise Problems(again.problems)
    return data


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{one}\r\n" for one in lines).encode()


def file_name(format: str, header: Values) -> str:
    """The published name of a file with this header (UAE: without seconds)."""
    if format == "are-sif":
        day = text(header["file_date"], hyphens=False)[2:]
        return f"{header['employer_id']}{day}{header['file_time']}.SIF"
    day = text(header["file_date"], hyphens=False)
    parts = (header["employer_eid"], header["payer_bank"], day, header["file_time"])
    return f"SIF_{'_'.join(map(str, parts))}.csv"


def _uae(header: Values, rows: Iterable[Values]) -> list[str]:
    lines, count, total = [], 0, 0
    for row in rows:
        lines.append(line("EDR", EDR, row))
        count += 1
        total += minor(row, "fixed", "AED") + minor(row, "variable", "AED")
        if any(part in row for part in EVP_PARTS):
            zeros: dict[str, Any] = dict.fromkeys(EVP_PARTS, "0.00")
            lines.append(line("EVP", EVP, zeros | dict(row)))
    trailer = {"employer_reference": "", "currency": "AED"} | dict(header)
    trailer |= {"edr_count": count, "total": Money(total, "AED")}
    trailer["salary_month"] = month_text(trailer["salary_month"], year_first=False)
    return [*lines, line("SCR", SCR, trailer)]


def _qatar(header: Values, rows: Iterable[Values], version: str) -> list[str]:
    v1 = version == "01"
    fields = ROW_V1 if v1 else ROW
    lines, total = [], 0
    for number, row in enumerate(rows, 1):
        lines.append(line(None, fields, {"sequence": number} | dict(row), hyphens=False))
        total += minor(row, "net", "QAR")
    top = dict(header) | {"record_count": len(lines), "total": Money(total, "QAR")}
    top["salary_month"] = month_text(top["salary_month"], year_first=True)
    top["sif_version"] = "01"
    width = len(HEADER) if v1 else len(HEADER) - 1
    return [
        ",".join(HEADER_TITLES.split(",")[:width]),
        line(None, HEADER[:width], top, hyphens=False),
        ",".join(ROW_TITLES.split(",")[: len(fields)]),
        *lines,
    ]
