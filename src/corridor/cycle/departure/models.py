"""Visas, clearances, appeals and passes. Gates keep no record of scans beyond used or not."""

from __future__ import annotations

from django.db import models

from corridor.core.text import N_
from corridor.cycle.contracts.models import Contract
from corridor.platform.records import InsertOnly, Record

STATE_WORDS: dict[str, str] = {
    "requested": N_("Asked for"),
    "checked": N_("Checked by the first officer"),
    "cleared": N_("Cleared to leave"),
    "refused": N_("Refused"),
    "appealed": N_("Under appeal"),
    "revoked": N_("Taken back"),
}
"""What each state of a clearance is called, marked for translation."""


class Visa(InsertOnly):
    """What the visa says, to be matched with the contract. The number is sealed."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="visas")
    employer_number = models.CharField(max_length=40)
    employer_name = models.CharField(max_length=200)
    occupation_isco = models.CharField(max_length=4)
    number_sealed = models.BinaryField()
    valid_to = models.DateField()
    employer_matches = models.BooleanField()
    occupation_matches = models.BooleanField()


class Fitness(InsertOnly):
    """Fit or unfit, nothing else: no diagnosis, no test, no biometric ever enters."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="fitness")
    fit = models.BooleanField()
    on = models.DateField()


class Clearance(Record):
    """The origin state's leave to go, checked by one officer and decided by another."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        CHECKED = "checked"
        CLEARED = "cleared"
        REFUSED = "refused"
        APPEALED = "appealed"
        REVOKED = "revoked"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="clearances")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_on = models.DateField()
    first_officer = models.CharField(max_length=26, blank=True)
    second_officer = models.CharField(max_length=26, blank=True)
    decided_on = models.DateField(null=True)
    reasons = models.JSONField(default=list)
    decide_by = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "decide_by"], name="departure_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_officer="")
                | ~models.Q(second_officer=models.F("first_officer")),
                name="departure_two_officers",
            )
        ]


class Appeal(Record):
    """The worker's appeal against a refusal, decided by somebody who took no part in it."""

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="appeals")
    grounds_sealed = models.BinaryField()
    lodged_on = models.DateField()
    decide_by = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.CharField(max_length=26, blank=True)
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)


class Pass(InsertOnly):
    """A signed pass: ``text`` is what the QR carries (at most about 350 bytes)."""

    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="passes")
    text = models.TextField()
    short_code = models.CharField(max_length=12, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    kid = models.CharField(max_length=40)


class PassUsed(InsertOnly):
    """A pass was used. No place, no time of day, no officer: used, and the date."""

    used = models.OneToOneField(Pass, models.PROTECT, related_name="use")
    on = models.DateField()
