"""The short form of a record's number: ten characters that a person can read out.

A contract's number is a ULID of 26 characters. Its short form, such as ``7K3-9QD-2MXA``, is the
last nine of them (45 bits that are random) and a check character. It is a name, no secret, and
two contracts in some ten million share one: a look-up answers with all that the reader may see.

The check character is a remainder over the field of 32 elements: one wrong character is always
noticed, and so are two neighbours that changed places.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The signs of a ULID: none of them reads like another one."""
SHORT = 10
TAIL = SHORT - 1
_READ_AS = str.maketrans("ILO", "110")
_LEFT_OUT = "-‐‑‒–— .·/"


def short_of(number: str) -> str:
    """The short form of a ULID, grouped. Raises ``ValueError`` for another text."""
    if len(number) != 26 or not set(number) <= set(ALPHABET):
        raise ValueError(f"not a ULID: {number!r}")
    tail = number[-TAIL:]
    whole = tail + _check(tail)
    return f"{whole[:3]}-{whole[3:6]}-{whole[6:]}"


def tidy(text: str) -> str:
    """What was typed, in capital letters and digits 0 to 9, without spaces and dashes."""
    plain = "".join(_sign(sign) for sign in text if not sign.isspace() and sign not in _LEFT_OUT)
    return plain.upper()


def tail_of(text: str) -> str | None:
    """The last nine characters of the number a short form names, however it was written.

    None when it is no short form: another length or sign, or the check character disagrees.
    """
    whole = tidy(text).translate(_READ_AS)
    if len(whole) != SHORT or not set(whole) <= set(ALPHABET):
        return None
    return whole[:TAIL] if _check(whole[:TAIL]) == whole[TAIL] else None


def misread(text: str) -> bool:
    """Whether a text has the length and signs of a short form, and its check disagrees."""
    whole = tidy(text).translate(_READ_AS)
    return len(whole) == SHORT and set(whole) <= set(ALPHABET) and tail_of(text) is None


def is_long(text: str) -> bool:
    """Whether a text is a whole number of 26 characters, however it was written."""
    whole = tidy(text).translate(_READ_AS)
    return len(whole) == 26 and set(whole) <= set(ALPHABET)


def _sign(sign: str) -> str:
    """A digit of any script as 0 to 9; every other sign as it is."""
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign


def _check(tail: str) -> str:
    rest = 0
    for sign in tail:
        rest = _doubled(rest ^ ALPHABET.index(sign))
    return ALPHABET[rest]


def _doubled(element: int) -> int:
    """An element times x, modulo x^5 + x^2 + 1."""
    return (element << 1) ^ (0b100101 if element & 0b10000 else 0)
