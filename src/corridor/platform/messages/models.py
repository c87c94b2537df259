"""Messages to persons. What they say is sealed under the person's key."""

from __future__ import annotations

from django.db import models

from corridor.platform.people.models import Person
from corridor.platform.records import Record

BODY = "messages.message.body"


class Message(Record):
    """One message to one person: readable in their own pages, and sent where a phone is known.

    ``template`` names the sentence; ``body_sealed`` is it, filled in, in ``language``.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        KEPT = "kept"  # no phone is known: only the person's own pages show it

    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    body_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    gateway = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "created_at"], name="messages_of_person")]
