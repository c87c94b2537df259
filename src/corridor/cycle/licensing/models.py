"""Licence decisions, one insert-only row each; the licence of a day follows from them."""

from __future__ import annotations

from django.db import models

from corridor.core.text import N_, Sentence, sentence
from corridor.platform.people.models import Organisation
from corridor.platform.records import InsertOnly, Logged


class LicenceDecision(InsertOnly):
    """A decision on an agency's licence, with its reason, public from the day it is made."""

    class Decision(models.TextChoices):
        ISSUED = "issued"
        RENEWED = "renewed"
        SUSPENDED = "suspended"
        REINSTATED = "reinstated"
        REVOKED = "revoked"

    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="licence_decisions")
    number = models.CharField(max_length=40)
    country = models.CharField(max_length=3)
    decision = models.CharField(max_length=12, choices=Decision)
    decided_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=26)

    logged = Logged("licence.decided", chain="agency_id")

    @property
    def in_words(self) -> Sentence:
        """The licence by its number, whose kind of licence it is, and what was decided when."""
        return sentence(
            N_("licence {number} ({country}), {kind}: {decision} on {on}"),
            number=self.number,
            country=self.country,
            kind=self.agency.kind,
            decision=self.decision,
            on=self.decided_on.isoformat(),
        )
