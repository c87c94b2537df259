"""Figures with their units, dates without a year, languages and occupations, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_percent
from django.utils.translation import ngettext

from corridor.core.codes.countries import COUNTRIES
from corridor.core.codes.isco import ISCO
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.words import reader, say
from corridor.locale import formats

# One call of ngettext for each unit: every language has its own number of plural forms.
_UNITS: dict[str, Callable[[int], str]] = {
    "hours": lambda n: ngettext("{n} hour", "{n} hours", n),
    "days": lambda n: ngettext("{n} day", "{n} days", n),
    "working days": lambda n: ngettext("{n} working day", "{n} working days", n),
    "days of wage": lambda n: ngettext("{n} day of wage", "{n} days of wage", n),
    "weeks": lambda n: ngettext("{n} week", "{n} weeks", n),
    "months": lambda n: ngettext("{n} month", "{n} months", n),
    "months of basic wage": lambda n: ngettext(
        "{n} month of basic wage", "{n} months of basic wage", n
    ),
    "years": lambda n: ngettext("{n} year", "{n} years", n),
    "questions": lambda n: ngettext("{n} question", "{n} questions", n),
    "answers": lambda n: ngettext("{n} right answer", "{n} right answers", n),
    "people": lambda n: ngettext("{n} person", "{n} people", n),
    "workers": lambda n: ngettext("{n} worker", "{n} workers", n),
    "establishments": lambda n: ngettext("{n} establishment", "{n} establishments", n),
    "workers a year": lambda n: ngettext("{n} worker a year", "{n} workers a year", n),
    "passes": lambda n: ngettext("{n} pass", "{n} passes", n),
    "batches": lambda n: ngettext("{n} batch", "{n} batches", n),
    "matters": lambda n: ngettext("{n} matter", "{n} matters", n),
}

_HUNDREDTHS = ("percent", "in a hundred")
"""Units in which a whole number counts hundredths."""


def counted(number: int, unit: str) -> str:
    """``number`` with its unit, in the reader's language; unknown units stand as they are."""
    figure = formats.whole(number, reader().code)
    if unit == "day of the month":
        return say(sentence(N_("day {n} of the month"), n=figure))
    if unit in _HUNDREDTHS:
        return percent(number * 100)
    if unit in _UNITS:
        return _UNITS[unit](number).format(n=figure)
    return f"{figure} {unit}".strip()


def percent(parts: int) -> str:
    """Ten-thousandths as a percentage with one decimal, none where it is whole: ``12.5%``."""
    share = Decimal(parts) / 10_000
    digits = "#,##0%" if parts % 100 == 0 else "#,##0.0%"
    place = Locale.parse(reader().code)
    shape = place.percent_formats[None].pattern.replace("#,##0", digits.removesuffix("%"))
    text: str = format_percent(share, format=shape, locale=place, numbering_system="latn")
    return text


def month_day(text: str) -> str:
    """``06-15`` as ``15 June``."""
    month, _, day = text.partition("-")
    when = date(2024, int(month), int(day))  # a leap year, so that 02-29 is a day
    return str(format_skeleton("MMMMd", when, locale=Locale.parse(reader().code)))


def language_name(code: str) -> str:
    """``ar`` as ``Arabic``, in the reader's language."""
    return str(Locale.parse(reader().code).languages.get(code, code))


def occupation(code: str) -> str:
    """An ISCO-08 code as its title, with the code where no title is known."""
    return say(ISCO[code]) if code in ISCO else code


def band(text: str) -> Sentence:
    """``0-34`` as “up to 34”, ``35-`` as “35 and more”."""
    low, _, high = text.partition("-")
    if not high:
        return sentence(N_("{low} and more"), low=low)
    if low in {"", "0"}:
        return sentence(N_("up to {high}"), high=high)
    return sentence(N_("{low} to {high}"), low=low, high=high)


def country_name(alpha3: str) -> str:
    """``QAT`` as ``Qatar``, in the reader's language."""
    known = COUNTRIES.get(alpha3)
    names = Locale.parse(reader().code).territories
    return str(names.get(known.alpha2, known.name)) if known else alpha3
