"""Access keeps no table of its own except what was already done once (see ``once``)."""

from __future__ import annotations

from django.db import models


class DoneOnce(models.Model):
    """An act already carried out for an idempotency key, with its answer.

    ``body_digest`` is the SHA-256 of what was asked; the same key with another body is refused.
    """

    key = models.CharField(max_length=80)
    actor = models.CharField(max_length=120)
    scope = models.CharField(max_length=120)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "scope", "key"], name="access_done_once")
        ]
