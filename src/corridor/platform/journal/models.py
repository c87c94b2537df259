"""Journal entries."""

from __future__ import annotations

from django.db import models

from corridor.platform.records import InsertOnly


class Entry(InsertOnly):
    """One act. Clear columns identify; the body is sealed under the subject's key.

    ``commitment`` is HMAC-SHA256 (hex) of the canonical entry under a fresh key that is
    sealed inside ``sealed`` with the body, so that it can be proven later without the
    journal revealing anything, and becomes unlinkable when the subject's key is destroyed.
    """

    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject = models.CharField(max_length=26)
    person = models.CharField(max_length=26, blank=True)
    organisation = models.CharField(max_length=26, blank=True)
    role = models.CharField(max_length=30)
    assisted_by = models.CharField(max_length=26, blank=True)
    law = models.JSONField(default=list)
    commitment = models.CharField(max_length=64)
    key_subject = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="journal_subject_at")]
