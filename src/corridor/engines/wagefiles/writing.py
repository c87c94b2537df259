"""Writers of both formats. What is written is read back first: an invalid file never leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.problems import BadInput, Place, Problems
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.kinds import Field
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

Values = Mapping[str, Any]


def write(
    format: str,
    header: Values,
    rows: Iterable[Values],
    *,
    version: str = "01",
) -> bytes:
    """The bytes of a wage file; counts and totals are worked out here.

    ``header`` and ``rows`` map published field names to text, whole numbers, dates, ``Money``
    or, for the salary month, a ``Period``. A UAE row with any EVP part gets an EVP record.
    ``version`` is ``01`` or ``base`` for Qatar. Raises ``BadInput`` for an unknown format or
    value, ``Problems`` with line and field when the result would break a rule of the format.
    """
    writers: dict[str, Callable[[], list[str]]] = {
        "are-sif": lambda: _uae(header, rows),
        "qat-sif": lambda: _qatar(header, rows, version),
    }
    if format not in writers:
        raise BadInput(
            "wagefile.format",
            sentence(N_("“{found}” is not a wage-file format known here."), found=format),
            remedy=sentence(N_("Use one of {formats}."), formats=", ".join(writers)),
            expected=list(writers),
            found=format,
        )
    data = "".join(f"{line}\r\n" for line in writers[format]()).encode()
    again = read(data, format)
    if again.problems:
        raise Problems(again.problems)
    return data


def file_name(format: str, header: Values) -> str:
    """The published name of a file with this header (UAE: without seconds)."""
    if format == "are-sif":
        day = _text(header["file_date"], hyphens=False)[2:]
        return f"{header['employer_id']}{day}{header['file_time']}.SIF"
    day = _text(header["file_date"], hyphens=False)
    parts = (header["employer_eid"], header["payer_bank"], day, header["file_time"])
    return f"SIF_{'_'.join(map(str, parts))}.csv"


def _uae(header: Values, rows: Iterable[Values]) -> list[str]:
    lines, count, total = [], 0, 0
    for row in rows:
        lines.append(_line("EDR", EDR, row))
        count += 1
        total += _minor(row, "fixed", "AED") + _minor(row, "variable", "AED")
        if any(part in row for part in EVP_PARTS):
            zeros: dict[str, Any] = dict.fromkeys(EVP_PARTS, "0.00")
            lines.append(_line("EVP", EVP, zeros | dict(row)))
    trailer = {"employer_reference": "", "currency": "AED"} | dict(header)
    trailer |= {"edr_count": count, "total": Money(total, "AED")}
    trailer["salary_month"] = _month(trailer["salary_month"], year_first=False)
    return [*lines, _line("SCR", SCR, trailer)]


def _qatar(header: Values, rows: Iterable[Values], version: str) -> list[str]:
    v1 = version == "01"
    fields = ROW_V1 if v1 else ROW
    lines, total = [], 0
    for number, row in enumerate(rows, 1):
        lines.append(_line(None, fields, {"sequence": number} | dict(row), hyphens=False))
        total += _minor(row, "net", "QAR")
    top = dict(header) | {"record_count": len(lines), "total": Money(total, "QAR")}
    top["salary_month"] = _month(top["salary_month"], year_first=True)
    top["sif_version"] = "01"
    width = len(HEADER) if v1 else len(HEADER) - 1
    return [
        ",".join(HEADER_TITLES.split(",")[:width]),
        _line(None, HEADER[:width], top, hyphens=False),
        ",".join(ROW_TITLES.split(",")[: len(fields)]),
        *lines,
    ]


def _line(tag: str | None, fields: Sequence[Field], row: Values, hyphens: bool = True) -> str:
    cells = [tag] if tag else []
    for field in fields:
        if field.required and field.name not in row:
            raise BadInput(
                "wagefile.missing",
                sentence(N_("{field} is missing."), field=field.name),
                remedy=sentence(N_("Give {field}."), field=field.name),
                place=Place(field=field.name),
            )
        cells.append(_text(row.get(field.name, ""), hyphens))
    return ",".join(cells)


def _text(value: Any, hyphens: bool = True) -> str:
    """A value as the file carries it."""
    if isinstance(value, Money):
        return value.text()
    if isinstance(value, date):
        return value.isoformat() if hyphens else f"{value:%Y%m%d}"
    return "" if value is None else str(value)


def _month(value: Any, year_first: bool) -> str:
    if isinstance(value, Period):
        return f"{value.start:%Y%m}" if year_first else f"{value.start:%m%Y}"
    return str(value)


def _minor(row: Values, name: str, currency: str) -> int:
    """The minor units of an amount given as ``Money`` or text."""
    value = row.get(name, "0")
    money = value if isinstance(value, Money) else Money.parse(str(value), currency)
    if money.currency != currency:
        raise BadInput(
            "wagefile.currency",
            sentence(
                N_("{found} is not paid in this format; it carries {expected}."),
                found=money.currency,
                expected=currency,
            ),
            remedy=sentence(N_("Give the amount in {expected}."), expected=currency),
            place=Place(field=name),
            expected=currency,
            found=money.currency,
        )
    return money.minor
