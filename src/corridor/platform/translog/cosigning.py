"""Making a cosignature line (C2SP cosignature/v1), for whoever holds a witness's key."""

from __future__ import annotations

from collections.abc import Callable

from corridor.engines.log.checkpoint import cosignature_message
from corridor.engines.log.keys import COSIGNATURE, key_id
from corridor.engines.log.note import signature_line

Signer = Callable[[bytes], bytes]
"""Signs a message with Ed25519: 64 bytes."""


def cosignature(name: str, public: bytes, sign: Signer, text: str, time: int) -> str:
    """The line of the witness ``name`` under a checkpoint's ``text``, at POSIX second ``time``."""
    raw = time.to_bytes(8, "big") + sign(cosignature_message(text, time))
    return signature_line(name, key_id(name, COSIGNATURE, public), raw)
