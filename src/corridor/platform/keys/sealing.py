"""Sealing (AES-256-GCM, bound to subject and purpose) and blind indexes (HMAC-SHA256).

Nothing here knows a model of the cycle: a subject is an identifier, a purpose a name such
as ``people.person.passport``.
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence

_NONCE = 12


def master_key() -> bytes:
    """The node's 256-bit master key: from the environment, else from its 0600 file.

    Created on first use. Losing it means losing everything sealed; see operations.
    """
    return _master_key(settings.CORRIDOR_MASTER_KEY, str(settings.CORRIDOR_MASTER_KEY_FILE))


@lru_cache(maxsize=4)
def _master_key(from_environment: str, file: str) -> bytes:
    if from_environment:
        key = bytes.fromhex(from_environment)
    else:
        path = Path(file)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(os.urandom(32).hex())
                stream.flush()
                os.fsync(stream.fileno())
        key = bytes.fromhex(path.read_text().strip())
    if len(key) != 32:
        raise Unavailable(
            "keys.master",
            sentence(N_("The master key must have 64 hexadecimal digits.")),
            remedy=sentence(N_("Restore it from the key backup; see the operations manual.")),
        )
    return key


def derived(purpose: str) -> bytes:
    """A 256-bit key for one purpose, derived from the master key (HKDF-SHA256)."""
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(master_key())


def encrypt(key: bytes, plaintext: bytes, context: str) -> bytes:
    """``nonce || ciphertext`` under ``key``, bound to ``context``."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context.encode())


def decrypt(key: bytes, sealed: bytes, context: str) -> bytes:
    """What ``encrypt`` sealed. Raises ``Unavailable`` when key, context or bytes do not fit."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except InvalidTag:
        raise Unavailable(
            "keys.unreadable",
            sentence(N_("This entry cannot be opened with the keys of this node.")),
            remedy=sentence(N_("Tell the operator: the entry or its key was altered or swapped.")),
        ) from None


def blind(purpose: str, text: str) -> str:
    """A keyed index for exact look-up of ``text`` (such as a passport number), in hex."""
    normal = "".join(text.split()).upper()
    return hmac.new(derived(f"blind:{purpose}"), normal.encode(), sha256).hexdigest()
