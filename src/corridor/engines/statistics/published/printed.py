"""Figures as they are printed: a text of digits, and what the true figure may have been."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure and half the unit of its last digit: the true one lies within."""

    name: str
    text: str
    value: Decimal
    half: Decimal

    @property
    def low(self) -> Decimal:
        """The smallest true figure that would be printed so."""
        return self.value - self.half

    @property
    def high(self) -> Decimal:
        """The largest."""
        return self.value + self.half


def printed(name: str, text: str, unit: Decimal | None = None) -> Printed | None:
    """A printed figure, spaces and commas between thousands allowed; None for what is none.

    ``unit`` is what it was rounded to, where its digits do not tell (48,000 to thousands).
    """
    plain = text.strip().replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    plain = plain.removesuffix("%").replace(",", "") if plain.count(".") < 2 else plain
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    exponent = value.as_tuple().exponent
    last = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return Printed(name, text.strip(), value, (unit or last) / 2)


def exactly(name: str, value: int) -> Printed:
    """A figure that is not rounded."""
    return Printed(name, str(value), Decimal(value), Decimal(0))


def shown(value: Decimal | float, digits: int = 4) -> str:
    """A computed figure in a sentence: so many significant digits, no exponent."""
    number = Decimal(value) if not isinstance(value, Decimal) else value
    if number == 0:
        return "0"
    places = max(digits - number.adjusted() - 1, 0)
    return f"{number:.{places}f}"
