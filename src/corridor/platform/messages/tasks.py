"""Delivering messages. No personal data reaches the log."""

from __future__ import annotations

from corridor.core.problems import Unavailable
from corridor.platform.jobs.declared import job
from corridor.platform.keys.queries import open_sealed
from corridor.platform.messages import actions
from corridor.platform.messages.gateways import gateway
from corridor.platform.messages.models import BODY, Message
from corridor.platform.people.queries import phone


@job(attempts=10, atomic=False)
def deliver(message_id: str) -> str:
    """Hand one message to the gateway. A second run of the same message sends nothing new."""
    message = Message.objects.select_related("person").get(pk=message_id)
    if message.state != Message.State.QUEUED:
        return message.state
    way = gateway()
    try:
        to = phone(message.person)
        body = open_sealed(message.person_id, BODY, message.body_sealed)
    except Unavailable:  # erased meanwhile: there is nothing left to say and nobody to say it to
        actions.not_delivered(message, way.name, final=True)
        return "erased"
    try:
        way.send_text(to, body, reference=message.id)
    except Exception:
        if actions.not_delivered(message, way.name):
            raise
        return "failed"
    actions.delivered(message, way.name)
    return "sent"
