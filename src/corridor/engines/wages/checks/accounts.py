"""Bank account numbers: how they are written, and whether their check digits hold."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", re.ASCII)
_LENGTHS = {
    **{"AE": 23, "BH": 22, "DE": 22, "JO": 30, "KW": 30, "LB": 28, "OM": 23, "PK": 24},
    **{"QA": 29, "SA": 24},
}
"""Registered lengths of the states whose wages are read here; others are judged by digits alone."""


def written(text: str | None) -> str | None:
    """The account as it is compared: capitals, no spaces or dashes; None for nothing."""
    found = re.sub(r"[\s\-]", "", text or "").upper()
    return found or None


def valid(account: str | None) -> bool | None:
    """Whether an IBAN's check digits (ISO 13616, modulo 97) and length hold.

    None: nothing is known, or the number has no check digits (a card, a domestic account).
    """
    found = written(account)
    if found is None or not re.match(r"[A-Z]{2}\d{2}", found):
        return None
    if not _IBAN.fullmatch(found) or len(found) != _LENGTHS.get(found[:2], len(found)):
        return False
    return _rest(found) == 1


def made(country: str, account: str) -> str:
    """An IBAN with its check digits, from a state's code and the account's own letters."""
    return f"{country}{98 - _rest(f'{country}00{account}'):02d}{account}"


def _rest(account: str) -> int:
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97
