"""Writing messages: one ``send``, in the act's transaction, delivered by a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import EVERYONE, act
from corridor.platform.clock.queries import now
from corridor.platform.jobs import actions as jobs
from corridor.platform.keys.actions import seal
from corridor.platform.messages.models import BODY, Message
from corridor.platform.messages.templates import TEMPLATES, said
from corridor.platform.people.models import Person

_TRIES = 8


def send(
    *,
    person: str | Person,
    template: str,
    params: Mapping[str, Any] | None = None,
    by: Actor,
) -> Message:
    """Tell a person something in their language; returns the message, queued or kept.

    ``template`` is declared in ``templates``; the act that sends it is what the journal
    records, so ``by`` is not stored with the words.
    """
    from corridor.platform.messages.tasks import deliver

    if template not in TEMPLATES:
        raise ValueError(f"no message is declared as {template!r} (asked by {by.role})")
    reader = Person.objects.get(pk=person) if isinstance(person, str) else person
    body = said(template, reader.language, dict(params or {}))
    reachable = bool(reader.phone_sealed)
    message = Message.objects.create(
        person=reader,
        template=template,
        language=reader.language,
        body_sealed=seal(reader.id, BODY, body),
        state=Message.State.QUEUED if reachable else Message.State.KEPT,
    )
    if reachable:
        jobs.enqueue(deliver, message.id)
    return message


def delivered(message: Message, gateway: str) -> None:
    """Note that a gateway took the message."""
    Message.objects.filter(pk=message.pk, state=Message.State.QUEUED).update(
        state=Message.State.SENT, gateway=gateway, sent_at=now()
    )


def not_delivered(message: Message, gateway: str, *, final: bool = False) -> bool:
    """Note a failed try; returns whether it should be tried again."""
    message.attempts += 1
    message.gateway = gateway
    again = not final and message.attempts < _TRIES
    if not again:
        message.state = Message.State.FAILED
    message.save(update_fields=["attempts", "gateway", "state"])
    return again


@act("messages.read", roles=EVERYONE - {Role.STRANGER})
def read(*, by: Actor, message: str) -> Message:
    """Note that the person has read a message."""
    row = rules.get(Message, message, by, lock=True)
    if row.read_at is None:
        row.read_at = now()
        row.save(update_fields=["read_at"])
    return row
