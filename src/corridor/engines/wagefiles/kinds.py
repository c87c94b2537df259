"""What a field may hold: one expression per kind reads it, and reads null when it is wrong.

Amounts become whole minor units, dates whole days since 1970-01-01, everything else stays text
or a whole number. The same expression serves one trailer line and a million rows.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from corridor.core.codes.currencies import minor_digits
from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import hints

WHOLE_DIGITS = 11
"""Digits before the point of one amount: a batch of them still sums inside 64 bits."""

_MOST_ZEROS = 20
_LETTERS = list(string.ascii_uppercase)
_NUMBERS = [str(number) for number in range(10, 36)]


@dataclass(frozen=True, slots=True)
class Kind:
    """``read`` turns a text column into its value or null; ``expected`` says what was asked.

    ``hint`` says what to do about a wrong text that it recognises.
    """

    expected: Sentence
    example: str
    read: Callable[[pl.Expr], pl.Expr]
    hint: Callable[[str], Sentence | None] = lambda text: None


@dataclass(frozen=True, slots=True)
class Field:
    """A published field. A field that is not ``required`` may be empty, and then is null."""

    name: str
    kind: Kind
    required: bool = True


def _matching(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: pl.when(text.str.contains(f"^(?:{pattern})$")).then(text)


def matching(pattern: str, expected: Sentence, example: str) -> Kind:
    """Text of one shape, kept as text. ``pattern`` is an ASCII regular expression."""
    return Kind(expected, example, _matching(pattern))


def word(value: str) -> Kind:
    """Exactly ``value``."""
    return matching(value, sentence(N_("the word {word}"), word=value), value)


def digits(count: int, example: str) -> Kind:
    """Exactly ``count`` digits 0-9, kept as text because leading zeros matter."""
    return matching(f"[0-9]{{{count}}}", sentence(N_("{count} digits"), count=count), example)


def whole(most: int, example: str) -> Kind:
    """A whole number of at most ``most`` digits."""
    expected = sentence(N_("a whole number of at most {count} digits"), count=most)
    pattern = _matching(f"[0-9]{{1,{most}}}")
    return Kind(expected, example, lambda text: pattern(text).cast(pl.Int64, strict=False))


def minor_units(text: pl.Expr, digits: int = 2) -> pl.Expr:
    """Whole minor units of plain decimal text; no floating point on the way."""
    return text.cast(pl.Decimal(22, digits), strict=False).to_physical().cast(pl.Int64)


def amount(example: str, most: int = WHOLE_DIGITS, digits: int = 2) -> Kind:
    """Zero or more, no sign, no separators, at most ``digits`` decimals: read as minor units.

    Zeros after the last of them change nothing and are read, as ``Money.parse`` reads them.
    """
    zeros = f"0{{0,{_MOST_ZEROS}}}"
    decimals = rf"(?:\.[0-9]{{1,{digits}}}{zeros})?" if digits else rf"(?:\.0{zeros})?"
    pattern = _matching(rf"[0-9]{{1,{most}}}{decimals}")
    expected = sentence(
        N_("an amount of at most {count} digits with at most two decimals, zero or more"),
        count=most,
    )
    if digits != 2:
        expected = sentence(
            N_("an amount of at most {count} digits with at most {digits} decimals, zero or more"),
            count=most,
            digits=digits,
        )
    return Kind(expected, example, lambda text: minor_units(pattern(text), digits), hints.amount)


def amount_in(currency: str) -> Kind:
    """An amount with the decimals of ``currency`` (two for one that is not known)."""
    try:
        digits = minor_digits(currency)
    except BadInput:
        digits = 2
    return amount("1200." + "0" * digits if digits else "1200", digits=digits)


def _of_our_time(day: pl.Expr) -> pl.Expr:
    """The day, or null outside the years in which wages are paid: another calendar's year."""
    return pl.when(day.dt.year().is_between(hints.FIRST_YEAR, hints.LAST_YEAR)).then(day)


def date(hyphens: bool) -> Kind:
    """A real date, YYYY-MM-DD or YYYYMMDD: read as days since 1970-01-01."""
    if hyphens:
        pattern, form = _matching("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "%Y-%m-%d"
        expected, example = sentence(N_("a real date as YYYY-MM-DD")), "2026-09-30"
    else:
        pattern, form = _matching("[0-9]{8}"), "%Y%m%d"
        expected, example = sentence(N_("a real date as YYYYMMDD")), "20260930"

    def read(text: pl.Expr) -> pl.Expr:
        return _of_our_time(pattern(text).str.to_date(form, strict=False)).cast(pl.Int32)

    return Kind(expected, example, read, hints.date)


def clock() -> Kind:
    """A time of day HHMM, kept as text."""
    expected = sentence(N_("a time of day as HHMM, 0000 to 2359"))
    return matching("(?:[01][0-9]|2[0-3])[0-5][0-9]", expected, "1107")


def month(year_first: bool) -> Kind:
    """A month, YYYYMM or MMYYYY: read as days since 1970-01-01 of its first day."""
    one, year = "(?:0[1-9]|1[0-2])", "[0-9]{4}"
    if year_first:
        pattern, form, example = _matching(year + one), "%Y%m%d", "202609"
        expected = sentence(N_("a month as YYYYMM"))
    else:
        pattern, form, example = _matching(one + year), "%d%m%Y", "092026"
        expected = sentence(N_("a month as MMYYYY"))

    def read(text: pl.Expr) -> pl.Expr:
        good = pattern(text)
        first = good + "01" if year_first else pl.lit("01") + good
        return _of_our_time(first.str.to_date(form, strict=False)).cast(pl.Int32)

    return Kind(expected, example, read, hints.date)


def iso_month() -> Kind:
    """A month YYYY-MM, or its first day as spreadsheets make of it: days since 1970-01-01."""
    pattern = _matching("[0-9]{4}-(?:0[1-9]|1[0-2])(?:-01)?")

    def read(text: pl.Expr) -> pl.Expr:
        first = pattern(text).str.slice(0, 7) + "-01"
        return _of_our_time(first.str.to_date("%Y-%m-%d", strict=False)).cast(pl.Int32)

    return Kind(sentence(N_("a month as YYYY-MM")), "2026-09", read, hints.date)


def text(most: int, example: str) -> Kind:
    """At least one character, not only blanks, at most ``most``."""
    expected = sentence(N_("text of 1 to {count} characters"), count=most)

    def read(value: pl.Expr) -> pl.Expr:
        fits = value.str.len_chars().is_between(1, most) & (value.str.strip_chars() != "")
        return pl.when(fits).then(value)

    return Kind(expected, example, read)


def iban_valid(values: pl.Series) -> pl.Series:
    """Whether the check digits of each IBAN leave remainder 1 modulo 97 (ISO 13616, ISO 7064).

    The number of up to 60 digits is folded nine digits at a time, inside 64 bits. A column
    rather than an expression: each step is needed seven times and must be computed once.
    """
    turned = values.str.slice(4) + values.str.slice(0, 4)
    number = turned.str.replace_many(_LETTERS, _NUMBERS).str.pad_start(63, "0")
    rest = pl.repeat(0, len(values), dtype=pl.Int64, eager=True)
    for start in range(0, 63, 9):
        rest = (rest * 1_000_000_000 + number.str.slice(start, 9).cast(pl.Int64)) % 97
    return rest == 1


def iban(pattern: str, expected: Sentence, example: str, other: str | None = None) -> Kind:
    """An IBAN of one country by shape and check digits, or text of the shape ``other``."""

    def good(values: pl.Series) -> pl.Series:
        shaped = values.str.contains(f"^(?:{pattern})$").fill_null(value=False)
        places = shaped.arg_true()
        passed = places.filter(iban_valid(values.gather(places)))
        plain = pl.repeat(False, len(values), dtype=pl.Boolean, eager=True)
        if other is not None:
            plain = values.str.contains(f"^(?:{other})$").fill_null(value=False)
        return plain.scatter(passed, True) if len(passed) else plain

    def read(value: pl.Expr) -> pl.Expr:
        return pl.when(value.map_batches(good, return_dtype=pl.Boolean)).then(value)

    return Kind(expected, example, read)
