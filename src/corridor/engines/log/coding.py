"""Base64 and decimals as the C2SP formats want them: one spelling for each value."""

from __future__ import annotations

import base64
import binascii
import re

LARGEST = 2**64 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,19}")


def base64_text(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def base64_bytes(text: str) -> bytes:
    """The bytes of standard base64. Raises ``ValueError`` for any other spelling of them."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError(text) from None
    if base64_text(data) != text:  # spare bits, stray padding
        raise ValueError(text)
    return data


def number(text: str) -> int:
    """A decimal of 0 to 2**64 - 1 without leading zeroes. Raises ``ValueError``."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST:
        raise ValueError(text)
    return int(text)


def encodes(text: str) -> bool:
    """Whether a text can be written as UTF-8 at all."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
