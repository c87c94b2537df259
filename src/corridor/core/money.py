"""Money: an integer count of minor units and an ISO 4217 code. No floats, ever."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from corridor.core.codes.currencies import minor_digits
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

_DECIMAL = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,15})(?:\.(?P<part>\d+))?", re.ASCII)

_FINEST, _LIKE = "CLF", "1200.00"
"""The currency with the most decimals, to read an amount of which none is known."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``minor`` minor units of ``currency``: Money(120000, "QAR") is 1,200.00 riyals."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse fractions where they arise. Raises ``TypeError``."""
        if not isinstance(self.minor, int):
            raise TypeError(f"minor units are whole numbers, not {self.minor!r}")

    @classmethod
    def parse(cls, text: object, currency: str) -> Money:
        """Read a plain decimal such as ``1200.00``; at most the currency's own minor digits, not
        counting zeros at the end.

        Raises ``BadInput`` for anything else (signs other than ``-``, thousands separators,
        exponents, digits of other scripts, more decimals than the currency has).
        """
        digits = minor_digits(currency)
        match = _DECIMAL.fullmatch(text.strip()) if isinstance(text, str) else None
        part = (match["part"] or "") if match else ""
        if match is None or len(part.rstrip("0")) > digits:
            raise BadInput(
                "money.format",
                sentence(
                    N_("“{found}” is not an amount in {currency}."), found=text, currency=currency
                ),
                remedy=sentence(
                    N_("Write digits with at most {digits} decimals, such as {example}."),
                    digits=digits,
                    example=cls(120000, currency).text(),
                ),
                expected=cls(120000, currency).text(),
                found=text,
            )
        minor = int(match["whole"] + part[:digits].ljust(digits, "0"))
        return cls(-minor if match["sign"] else minor, currency)

    @classmethod
    def some(cls, text: object) -> Money:
        """An amount whose currency is not known yet: good for judging its form, not for reckoning.

        Raises ``BadInput`` "money.format" in words that name no currency.
        """
        try:
            return cls.parse(text, _FINEST)
        except BadInput:
            raise BadInput(
                "money.format",
                sentence(N_("“{found}” is not an amount."), found=text),
                remedy=sentence(N_("Write digits and a point, such as {example}."), example=_LIKE),
                expected=_LIKE,
                found=text,
            ) from None

    def text(self) -> str:
        """A decimal string with the currency's own number of decimals, as JSON carries it."""
        digits = minor_digits(self.currency)
        sign, figures = ("-" if self.minor < 0 else ""), str(abs(self.minor)).rjust(digits + 1, "0")
        return f"{sign}{figures[:-digits]}.{figures[-digits:]}" if digits else f"{sign}{figures}"

    def as_json(self) -> dict[str, Any]:
        """Decimal text and currency."""
        return {"amount": self.text(), "currency": self.currency}

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise BadInput(
                "money.currency",
                sentence(
                    N_("{one} and {other} are different currencies."),
                    one=self.currency,
                    other=other.currency,
                ),
                remedy=sentence(N_("Give both amounts in one currency.")),
                expected=self.currency,
                found=other.currency,
            )

    def __add__(self, other: Money) -> Money:
        """The sum. Raises ``BadInput`` ``money.currency``, as do all that take two amounts."""
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference."""
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        """So many times the amount; shares and rates belong to ``engines.exact``."""
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> Money:
        """The amount the other way."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Less than."""
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        """At most."""
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        """More than."""
        return other < self

    def __ge__(self, other: Money) -> bool:
        """At least."""
        return other <= self

    def __str__(self) -> str:
        """For logs and terminals; doors write amounts in the reader's own way."""
        return f"{self.currency} {self.text()}"
