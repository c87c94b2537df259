"""Verifier keys of signed notes: whose they are, how they are written, what they verify."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log.checkpoint import LATEST, cosignature_message, subtree_message
from corridor.engines.log.coding import base64_bytes, base64_text, encodes

ED25519 = 0x01
COSIGNATURE = 0x04
ML_DSA_44 = 0x06
PUBLIC_BYTES = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1312}
SIGNATURE_BYTES = {ED25519: 64, COSIGNATURE: 8 + 64, ML_DSA_44: 8 + 2420}
ID_BYTES = 4
_TIME_BYTES = 8


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its owner's name; ``key_id`` is four bytes, ``public`` the raw key.

    ``kind``: 0x01 signs notes, 0x04 cosigns checkpoints with a time, 0x06 the same in ML-DSA-44.
    """

    name: str
    key_id: bytes
    kind: int
    public: bytes

    @classmethod
    def of(cls, name: str, kind: int, public: bytes) -> VerifierKey:
        """The key with its id computed. Raises ``BadInput`` for a name or key that cannot be."""
        if not fits_a_name(name):
            raise _unfit(sentence(N_("The name of a key has neither spaces nor a plus sign.")))
        if len(public) != PUBLIC_BYTES.get(kind):
            raise _unfit(sentence(N_("This kind of key is not known here.")))
        return cls(name, key_id(name, kind, public), kind, public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """A key written as ``name+8 hex digits+base64``. Raises ``BadInput``."""
        name, _, rest = text.strip().partition("+")
        digits, _, coded = rest.partition("+")
        try:
            data = base64_bytes(coded)
        except ValueError:
            data = b""
        if not data:
            raise _unfit(sentence(N_("A verifier key is written name+number+letters.")))
        key = cls.of(name, data[0], data[1:])
        if key.key_id.hex() != digits.lower():
            raise _unfit(sentence(N_("The key's number does not belong to this key and name.")))
        return key

    def text(self) -> str:
        """As ``parse`` reads it."""
        return f"{self.name}+{self.key_id.hex()}+{base64_text(bytes([self.kind]) + self.public)}"


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Four bytes that tell keys apart; they are a name, not a proof."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:ID_BYTES]


def fits_a_name(name: str) -> bool:
    """Whether a key can be called so: not empty, no spaces, no plus sign, no control sign."""
    spoils = any(one.isspace() or one < " " or one == "+" for one in name)
    return bool(name) and not spoils and encodes(name)


def time_of(raw: bytes) -> int:
    """The POSIX seconds at the beginning of a cosignature (kinds 0x04 and 0x06)."""
    return int.from_bytes(raw[:_TIME_BYTES], "big")


def holds(key: VerifierKey, text: str, raw: bytes) -> bool:
    """Whether ``raw`` is this key's signature of a note's text. Never raises."""
    if len(raw) != SIGNATURE_BYTES.get(key.kind):
        return False
    try:
        _verify(key, text, raw)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, BadInput):
        return False
    return True


def _verify(key: VerifierKey, text: str, raw: bytes) -> None:
    if key.kind == ED25519:
        Ed25519PublicKey.from_public_bytes(key.public).verify(raw, text.encode())
        return
    time, signed = time_of(raw), raw[_TIME_BYTES:]
    if time > LATEST:
        raise ValueError(time)
    if key.kind == COSIGNATURE:
        message = cosignature_message(text, time)
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, message)
    else:
        message = subtree_message(text, time, key.name)
        MLDSA44PublicKey.from_public_bytes(key.public).verify(signed, message)


def _unfit(why: Sentence) -> BadInput:
    return BadInput("log.key", why, remedy=sentence(N_("Copy the key again from whom you got it.")))
