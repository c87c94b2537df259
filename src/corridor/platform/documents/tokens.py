"""Issuing and verifying passes and receipts with the keys of this node."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corridor.engines import tokens
from corridor.engines.tokens import Token, Value, Verified, short_code, tidied
from corridor.platform.clock.queries import today
from corridor.platform.keys.actions import sign, signing_kid
from corridor.platform.keys.queries import issuer_keys

__all__ = ["Token", "Verified", "issue", "keys_by_id", "short_code", "tidied", "verify"]


def issue(kind: str, payload: Mapping[str, Value], *, purpose: str | None = None) -> Token:
    """Sign ``payload`` as a text of ``kind`` (``pass`` or ``receipt``).

    Values are text or integers; ``valid_from`` and ``valid_to`` (ISO dates, the last day
    included) bound its validity. A key signs one kind only, so the purpose is the kind.
    Raises ``BadInput`` when it does not fit 350 characters.
    """
    if purpose not in {None, kind}:
        raise ValueError(f"the key of a {kind} has the purpose {kind!r}, not {purpose!r}")
    while True:
        expected = signing_kid(kind)
        text = tokens.unsigned(kind, expected, payload)
        kid, signature = sign(kind, text.encode())
        if kid == expected:  # else the key was rotated in between: name the new one
            return tokens.sealed(text, kid, signature)


def keys_by_id() -> dict[str, bytes]:
    """The public keys of every kind of text, by key id."""
    return {kid: key for kind in tokens.KINDS for kid, key in issuer_keys(kind).items()}


def verify(text: str, keys: Mapping[str, bytes] | None = None, on: date | None = None) -> Verified:
    """Check a text, by default against this node's keys and for today."""
    return tokens.verify(text, keys_by_id() if keys is None else keys, on or today())
