"""Hashes as people write them: hex, base64 and its form for addresses, told apart by themselves."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Literal

Encoding = Literal["hex", "base64"]

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")
_HASH_IN_BASE64 = (43, 44)
_ADDRESSES = str.maketrans("-_", "+/")


def decoded(text: Any) -> bytes:
    """The bytes of hex or base64, with or without padding. Raises ``ValueError``.

    What could be both is hex, unless it has the length of a hash in base64.
    """
    if not isinstance(text, str):
        raise ValueError("not a text")  # noqa: TRY004 - one error for everything unreadable
    if _HEX.fullmatch(text) and len(text) not in _HASH_IN_BASE64:
        return bytes.fromhex(text)
    return from_base64(text)


def from_base64(text: str) -> bytes:
    """Standard or url-safe base64, padded or not. Raises ``ValueError``."""
    bare = text.translate(_ADDRESSES)
    stripped = bare.rstrip("=")
    if len(bare) - len(stripped) not in (0, -len(stripped) % 4):
        raise ValueError(text)
    try:
        return base64.b64decode(stripped + "=" * (-len(stripped) % 4), validate=True)
    except binascii.Error:
        raise ValueError(text) from None


def encoded(data: bytes, encoding: Encoding) -> str:
    """Hex, or standard base64."""
    return data.hex() if encoding == "hex" else base64.b64encode(data).decode("ascii")
