"""Staged imports: what was uploaded, what was found in it, and whether it was taken."""

from __future__ import annotations

from django.db import models

from corridor.platform.records import Record


class Import(Record):
    """One uploaded table. Nothing of it counts until it is committed, and then all of it.

    ``first_errors`` (the first 1,000, as JSON) is sealed: errors quote what stood in a cell.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        VALIDATED = "validated"
        COMMITTED = "committed"
        REFUSED = "refused"

    table = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    person = models.CharField(max_length=26, blank=True)
    organisation = models.CharField(max_length=26, blank=True)
    role = models.CharField(max_length=30)
    file_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    first_errors = models.BinaryField(null=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "created_at"], name="exchange_of_office")]
