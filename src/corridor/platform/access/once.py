"""An impatient thumb creates one record: the same key gives the same answer, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from corridor.core.canonical import digest
from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor
from corridor.platform.access.models import DoneOnce


def once(*, key: str, by: Actor, scope: str, body: Any, run: Callable[[], Any]) -> tuple[Any, bool]:
    """Run once per ``(actor, scope, key)``; returns the JSON answer and whether it ran now.

    The answer is stored in the same transaction as what ``run`` wrote, so an
    acknowledged act is never repeated and an unacknowledged one leaves nothing.
    Raises ``Conflict`` when the key was used for another body, ``BadInput`` for a bad key.
    """
    if not 8 <= len(key) <= 80:
        raise BadInput(
            "once.key",
            sentence(N_("The idempotency key must have between 8 and 80 characters.")),
            remedy=sentence(N_("Send a fresh random key with each new request.")),
        )
    actor = f"{by.role}:{by.person or '-'}:{by.organisation or '-'}"
    asked = digest(body)
    earlier = _earlier(actor, scope, key, asked)
    if earlier is not None:
        return earlier.answer, False
    try:
        with transaction.atomic():
            row = DoneOnce.objects.create(
                key=key, actor=actor, scope=scope, body_digest=asked, answer=None
            )
            row.answer = run()
            row.save(update_fields=["answer"])
            return row.answer, True
    except IntegrityError:
        earlier = _earlier(actor, scope, key, asked)
        if earlier is None:
            raise
        return earlier.answer, False


def _earlier(actor: str, scope: str, key: str, asked: str) -> DoneOnce | None:
    row = DoneOnce.objects.filter(actor=actor, scope=scope, key=key).first()
    if row is not None and row.body_digest != asked:
        raise Conflict(
            "once.other_body",
            sentence(N_("This request was already used for something else.")),
            remedy=sentence(N_("Send the new request with a fresh idempotency key.")),
        )
    return row
