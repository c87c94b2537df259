"""Values as the files carry them, shared by the writers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.kinds import Field

Values = Mapping[str, Any]


def line(
    tag: str | None,
    fields: Sequence[Field],
    row: Values,
    hyphens: bool = True,
    separator: str = ",",
) -> str:
    """One record. Raises ``BadInput`` for a required field that is not given."""
    cells = [tag] if tag else []
    for field in fields:
        if field.required and field.name not in row:
            raise BadInput(
                "wagefile.missing",
                sentence(N_("{field} is missing."), field=field.name),
                remedy=sentence(N_("Give {field}."), field=field.name),
                place=Place(field=field.name),
            )
        cells.append(text(row.get(field.name, ""), hyphens))
    return separator.join(cells)


def text(value: Any, hyphens: bool = True) -> str:
    """A value as the file carries it."""
    if isinstance(value, Money):
        return value.text()
    if isinstance(value, date):
        return value.isoformat() if hyphens else f"{value:%Y%m%d}"
    return "" if value is None else str(value)


def month_text(value: Any, year_first: bool) -> str:
    """A month as YYYYMM or MMYYYY; text stays as it is."""
    if isinstance(value, Period):
        return f"{value.start:%Y%m}" if year_first else f"{value.start:%m%Y}"
    return str(value)


def minor(row: Values, name: str, currency: str) -> int:
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
