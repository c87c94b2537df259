"""Files people hand in. Their content lies sealed on the disk; here is what is known of it."""

from __future__ import annotations

from django.db import models

from corridor.platform.people.models import Person
from corridor.platform.records import InsertOnly, each_state


class File(InsertOnly):
    """One file about one person, hung on one record (``subject``, its id).

    ``digest`` is the SHA-256 of the clear content (hex), ``size`` its bytes. The content is
    sealed under the person's key; the name it came with is not kept, for it names people.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="files")
    subject = models.CharField(max_length=26, db_index=True)
    kind = models.CharField(max_length=40)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    organisation = models.CharField(max_length=26, blank=True)

    logged = each_state("person_id")
