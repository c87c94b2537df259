"""Amounts in words, for readers to whom figures alone say too little.

``money_in_words(amount, code)`` answers in English, Arabic, Nepali and Filipino for the
currencies whose names and sub-units each module lists, and None for anything else: a made-up
name on a wage paper would be worse than the figure alone.
"""

from __future__ import annotations

from collections.abc import Callable

from corridor.core.codes.currencies import minor_digits
from corridor.core.money import Money
from corridor.locale.languages import language
from corridor.locale.numerals import arabic, english, filipino, nepali

_SAY: dict[str, Callable[[int, int, str], str | None]] = {
    "en": english.amount,
    "ar": arabic.amount,
    "ne": nepali.amount,
    "fil": filipino.amount,
}
_LIMIT = 10**12  # beyond a million million no wage is meant, and the words would not be read


def money_in_words(amount: Money, code: str) -> str | None:
    """``amount`` in words (without sign), or None where the words are not known."""
    major, minor = divmod(abs(amount.minor), 10 ** minor_digits(amount.currency))
    if major >= _LIMIT or code.split("-")[0] not in _SAY:
        return None
    return _SAY[language(code).code](major, minor, amount.currency)


def money_with_name(amount: Money, figures: str, code: str) -> str | None:
    """``370 Qatari riyals``: the figures given and the currency's name in the form they ask for.

    None where the name is not listed; the caller then falls back to the CLDR name.
    """
    major, minor = divmod(abs(amount.minor), 10 ** minor_digits(amount.currency))
    match language(code).code:
        case "ar":
            return arabic.with_figures(amount.minor < 0, major, minor, amount.currency, figures)
        case "ne":
            names = nepali.NAMES.get(amount.currency)
            return f"{figures} {names[0]}" if names else None
        case "fil":
            names = filipino.NAMES.get(amount.currency)
            return f"{figures} {names[0]}" if names else None
        case _:
            forms = english.NAMES.get(amount.currency)
            one = (major, minor) == (1, 0)
            return f"{figures} {forms[0][0 if one else 1]}" if forms else None
