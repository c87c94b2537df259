"""Amounts, dates and lists as each language writes them.

Figures use European digits in every language: a worker compares the screen with a paper
contract, a pay slip and a phone that carry them. Words stand beside amounts for those who
read another script more easily.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_name

from corridor.core.codes.currencies import minor_digits
from corridor.core.money import Money
from corridor.core.periods import Period, RoughDate
from corridor.locale import numerals
from corridor.locale.languages import language


def _locale(code: str) -> Locale:
    return Locale.parse(language(code).code)


def whole(number: int, code: str) -> str:
    """A whole number with the language's grouping, such as 1,200."""
    return _signed(format_decimal(number, locale=_locale(code), numbering_system="latn"), code)


def _signed(text: str, code: str) -> str:
    """A sign stays before its number where words run from right to left.

    The number is isolated, so that the words beside it decide where a line begins.
    """
    if not text.startswith("-") or not language(code).rtl:
        return text
    number, _, words = text.partition(" ")
    return f"\u2066{number}\u2069 {words}" if words else f"\u2066{number}\u2069"


def figures(amount: Money, code: str, *, trim: bool = False) -> str:
    """The amount without its currency: 1,200.00; with ``trim`` a whole amount is 1,200."""
    return format_decimal(
        Decimal(amount.text()),
        format=_pattern(amount, trim=trim),
        locale=_locale(code),
        numbering_system="latn",
    )


def money(amount: Money, code: str) -> str:
    """For tables and officers: the ISO code and all minor digits, ``QAR 1,200.00``."""
    return f"{amount.currency}\u00a0{figures(amount, code)}"


def money_spoken(amount: Money, code: str) -> str:
    """Inside a sentence: figures and the currency's name, ``370 Qatari riyals``."""
    named = numerals.money_with_name(amount, figures(amount, code, trim=True), code)
    if named is not None:
        return _signed(named, code)
    text: str = format_currency(
        Decimal(amount.text()),
        amount.currency,
        locale=_locale(code),
        format_type="name",
        currency_digits=False,
        numbering_system="latn",
        format=_pattern(amount, trim=True),
    )
    return _signed(text, code)


def _pattern(amount: Money, *, trim: bool) -> str:
    digits = minor_digits(amount.currency)
    cut = trim and amount.minor % 10**digits == 0
    return "#,##0" if cut or not digits else "#,##0." + "0" * digits


def currency_name(currency: str, code: str) -> str:
    """The currency's name in the language, ``Qatari Riyal``."""
    name: str = get_currency_name(currency, locale=_locale(code))
    return name


def day(when: date, code: str) -> str:
    """A date in words, ``10 January 2026``."""
    locale = _locale(code)
    pattern = {"en": "d MMMM y"}.get(locale.language, "long")
    return format_date(when, format=pattern, locale=locale)


def short_day(when: date, code: str) -> str:
    """A date for tables and the corridor line, ``10 Jan 2026``."""
    locale = _locale(code)
    # CLDR's medium dates are all figures in Arabic and Nepali: day and month cannot be told apart
    pattern = {"en": "d MMM y", "ar": "d MMM y", "ne": "y MMM d"}.get(locale.language, "medium")
    return format_date(when, format=pattern, locale=locale)


def month(when: date, code: str) -> str:
    """A month in words, ``September 2026``."""
    return format_date(when, format="LLLL y", locale=_locale(code))


def period(span: Period, code: str) -> str:
    """First and last day, both included; an open end is left open."""
    first = day(span.start, code)
    if span.end is None:
        return f"{first} –"
    return f"{first} – {day(span.end - timedelta(days=1), code)}"


def rough_date(when: RoughDate, code: str) -> str:
    """As precise as its source: a day, a month or a year."""
    if when.exact:
        return day(when.earliest, code)
    return month(when.earliest, code) if "-" in when.text else when.text


def listing(items: Sequence[str], code: str) -> str:
    """``one, two and three`` in the language's own way."""
    text = format_list(list(items), style="standard", locale=_locale(code))
    return text.replace(",", ", ").replace(",  ", ", ")
