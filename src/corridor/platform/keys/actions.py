"""Making, using and destroying keys."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys import sealing
from corridor.platform.keys.models import Erasure, IssuerKey, SigningSecret, SubjectKey
from corridor.platform.keys.queries import subject_key


def _ensure(subject: str) -> bytes:
    key = subject_key(subject)
    if key is not None:
        return key
    fresh = sealing.encrypt(sealing.derived("subject-keys"), os.urandom(32), subject)
    SubjectKey.objects.bulk_create(
        [SubjectKey(subject=subject, wrapped=fresh)], ignore_conflicts=True
    )
    return subject_key(subject) or _ensure(subject)


def seal(subject: str, purpose: str, plaintext: str | bytes) -> bytes:
    """Seal ``plaintext`` under the subject's key (made on first use), bound to ``purpose``.

    The key is on disk before the sealed bytes are: a key without data is harmless.
    """
    data = plaintext.encode() if isinstance(plaintext, str) else plaintext
    return sealing.encrypt(_ensure(subject), data, f"{purpose}|{subject}")


def seal_many(purpose: str, items: Sequence[tuple[str, str]]) -> list[bytes]:
    """Seal each ``(subject, text)`` like ``seal``, with one look-up for each subject."""
    keys = {subject: _ensure(subject) for subject in dict.fromkeys(one for one, _ in items)}
    return [
        sealing.encrypt(keys[subject], text.encode(), f"{purpose}|{subject}")
        for subject, text in items
    ]


@act("keys.rotate", roles=(Role.ADMIN,))
def rotate(*, by: Actor, purpose: str) -> IssuerKey:
    """A fresh Ed25519 signing key for ``purpose``; the old ones go on verifying."""
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes_raw()
    kid = f"{purpose}-{public.hex()[:12]}"
    wrapped = sealing.encrypt(sealing.derived("signing-keys"), secret.private_bytes_raw(), kid)
    SigningSecret.objects.create(kid=kid, wrapped=wrapped)
    return IssuerKey.objects.create(
        kid=kid, purpose=purpose, public=public, valid_from=timezone.now()
    )


def _signing(purpose: str) -> IssuerKey:
    newest = IssuerKey.objects.filter(purpose=purpose).order_by("-valid_from", "-id").first()
    if newest is None:
        with transaction.atomic():
            newest = rotate(by=Actor(Role.SYSTEM), purpose=purpose)
    return newest


def signing_kid(purpose: str) -> str:
    """The id of the key that signs for ``purpose`` now (made on first use)."""
    return _signing(purpose).kid


def sign(purpose: str, message: bytes) -> tuple[str, bytes]:
    """Sign with the newest key of ``purpose`` (made on first use): key id and 64 bytes."""
    issuer = _signing(purpose)
    wrapped = SigningSecret.objects.get(kid=issuer.kid).wrapped
    raw = sealing.decrypt(sealing.derived("signing-keys"), bytes(wrapped), issuer.kid)
    return issuer.kid, Ed25519PrivateKey.from_private_bytes(raw).sign(message)


Closing = Callable[[str], Mapping[str, list[Any]]]
_closing: list[Closing] = []


def before_erasing(told: Closing) -> None:
    """Have ``told`` say what an erasure will close: fields of ``Erasure`` and their values."""
    _closing.append(told)


@act("keys.destroy_subject", roles=(Role.ADMIN,))
def destroy_subject(*, by: Actor, subject: str) -> None:
    """Lawful erasure: all that was sealed about ``subject`` can never be opened again.

    That it was done, and what it closed, is a fact in the log, under the node's own key. Done
    again it destroys a key that came back with an old copy, and adds nothing to what was closed.
    """
    if not Erasure.objects.filter(subject=subject).exists():
        closes = {name: ids for told in _closing for name, ids in told(subject).items()}
        Erasure.objects.create(subject=subject, **closes)
    SubjectKey.objects.filter(subject=subject).update(wrapped=None, destroyed_at=timezone.now())
