"""Keys that sign notes in tests: a log, witnesses, and one with a post-quantum key."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from corridor.engines.log import keys
from corridor.engines.log.checkpoint import cosignature_message, subtree_message
from corridor.engines.log.keys import VerifierKey
from corridor.engines.log.note import signature_line

TIME = 1_790_000_000


def secret(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def key(name: str, seed: int, kind: int = keys.ED25519) -> VerifierKey:
    return VerifierKey.of(name, kind, secret(seed).public_key().public_bytes_raw())


def quantum(name: str, seed: int) -> tuple[MLDSA44PrivateKey, VerifierKey]:
    made = MLDSA44PrivateKey.from_seed_bytes(bytes([seed]) * 32)
    public = made.public_key().public_bytes_raw()
    return made, VerifierKey.of(name, keys.ML_DSA_44, public)


def signed(text: str, name: str, seed: int) -> str:
    return signature_line(name, key(name, seed).key_id, secret(seed).sign(text.encode()))


def cosigned(text: str, name: str, seed: int, time: int = TIME) -> str:
    raw = time.to_bytes(8, "big") + secret(seed).sign(cosignature_message(text, time))
    return signature_line(name, key(name, seed, keys.COSIGNATURE).key_id, raw)


def quantum_cosigned(text: str, name: str, seed: int, time: int = TIME) -> str:
    private, public = quantum(name, seed)
    raw = time.to_bytes(8, "big") + private.sign(subtree_message(text, time, name))
    return signature_line(name, public.key_id, raw)
