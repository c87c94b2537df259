"""What to do about a value that is nearly right: recognised, put into words, never guessed.

Digits of other scripts, separators and exponents in amounts; dates of other calendars and other
orders. A reader that guessed would sooner or later pay the wrong sum or miss the wrong day.
"""

from __future__ import annotations

import re
import unicodedata

from corridor.core.text import N_, Sentence, sentence

FIRST_YEAR, LAST_YEAR = 1990, 2069
"""Years of a wage: 2070 and later are years of Bikram Sambat today, not of this calendar."""

_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,'’. \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})(?:[ T].*)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?(?:[ T].*)?")
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_MONTH_RUN = re.compile(r"([0-9]{2})([0-9]{4})")
_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")


def amount(text: str) -> Sentence | None:
    """What to do about ``text`` where an amount is asked for; None when nothing is recognised."""
    plain = text.strip()
    if plain.startswith("="):
        return formula()
    if _foreign_digits(plain):
        return sentence(N_("Write the digits 0 to 9."))
    if _EXPONENT.fullmatch(plain):
        return sentence(N_("Write all digits of the amount, without an exponent."))
    if _GROUPED.fullmatch(plain) and not re.fullmatch(r"[0-9]+\.[0-9]+", plain):
        return sentence(
            N_("Write the amount without separators between its digits, and a point for decimals.")
        )
    if re.fullmatch(r"[0-9]+,[0-9]+", plain):
        return sentence(N_("Write a point before the decimals, not a comma."))
    if plain != text and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain):
        return sentence(N_("Leave out the spaces around the amount."))
    if re.search(r"[A-Za-z$€£¥﷼]", plain) and re.search("[0-9]", plain):
        return sentence(N_("Write the amount alone; the currency has a field of its own."))
    if plain.startswith(("-", "(", "+")):
        return sentence(N_("Write an amount of zero or more; a deduction has a field of its own."))
    return None


def formula() -> Sentence:
    """What to do about a formula."""
    return sentence(N_("Put the value in place of the formula: copy, then paste values only."))


def date(text: str) -> Sentence | None:
    """What to do about ``text`` where a date or a month is asked for; None for anything else."""
    plain = text.strip()
    if plain.startswith("="):
        return formula()
    if _foreign_digits(plain):
        return sentence(N_("Write the digits 0 to 9."))
    year = _year(plain)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return _calendar(year)
    match = _DAY_FIRST.fullmatch(plain)
    if match:
        return _order(int(match[1]), int(match[2]), match[3])
    if _SERIAL.fullmatch(plain):
        return sentence(
            N_("This is a spreadsheet's number for a day: format the cell as a date, or as text.")
        )
    return None


def _year(text: str) -> int | None:
    """The year that a text of a date or a month names, wherever it stands."""
    for pattern, group in ((_YEAR_FIRST, 1), (_DAY_FIRST, 3)):
        match = pattern.fullmatch(text)
        if match:
            return int(match[group])
    run, late = _RUN.fullmatch(text), _MONTH_RUN.fullmatch(text)
    if run and (int(run[2]) <= 12 or not late):
        return int(run[1])
    return int(late[2]) if late else None


def _calendar(year: int) -> Sentence:
    """Which calendar a year may be of."""
    if 1300 <= year <= 1500:
        return sentence(
            N_(
                "{year} is a year of the Hijri or the Persian calendar: write the Gregorian date "
                "that the bank uses."
            ),
            year=year,
        )
    if LAST_YEAR < year <= 2110:
        return sentence(
            N_("{year} is a year of the Bikram Sambat calendar: write the Gregorian date."),
            year=year,
        )
    if 2500 <= year <= 2620:
        return sentence(
            N_("{year} is a year of the Buddhist calendar: write the Gregorian date."), year=year
        )
    return sentence(
        N_("Write a year from {first} to {last}, of the Gregorian calendar."),
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def _order(first: int, second: int, year: str) -> Sentence:
    """Day, month and year in another order: told apart where only one reading is possible."""
    if first > 12 >= second >= 1 and first <= 31:
        return sentence(
            N_("Write the year first: {date}."), date=f"{year}-{second:02d}-{first:02d}"
        )
    return sentence(
        N_("Nobody can tell the day from the month here: write year, month and day as YYYY-MM-DD.")
    )


def _foreign_digits(text: str) -> bool:
    """Whether any character is a digit of another script than the Latin one."""
    return any(c > "\x7f" and unicodedata.category(c) == "Nd" for c in text)
