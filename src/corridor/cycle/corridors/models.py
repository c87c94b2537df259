"""Steps taken. One insert-only row each, whatever record the step was taken on."""

from __future__ import annotations

from django.db import models

from corridor.platform.records import InsertOnly, Logged


class StepTaken(InsertOnly):
    """A step of the procedure, taken (or refused) on an order, a candidacy or a contract.

    ``subject`` is that record's id. ``person`` and ``organisation`` say who took it.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"
        UNDONE = "undone"

    subject = models.CharField(max_length=26)
    step = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    on = models.DateField()
    person = models.CharField(max_length=26, blank=True)
    organisation = models.CharField(max_length=26, blank=True)
    role = models.CharField(max_length=30)
    country = models.CharField(max_length=3, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "step"], name="corridors_step")]

    # Gates keep no time of day: that somebody left stands here with its date, not in the log.
    logged = Logged("step.taken", chain="subject", but=(("step", "departed"),))
