"""From a source to a figure that everybody reads at the same minute. Every step is a fact.

Nothing here is ever changed: a better table is a new table, a correction a new release. What is
not published yet is sealed under the office's own key.
"""

from __future__ import annotations

from django.db import models

from corridor.platform.people.models import Organisation
from corridor.platform.records import InsertOnly, Logged


class Source(InsertOnly):
    """What figures are made of: a file or a register, by its digest. Its content stays outside.

    ``kind`` says what it is, ``period`` what time it is about, ``rows`` how many records it had.
    """

    class Kind(models.TextChoices):
        SURVEY = "survey"
        REGISTER = "register"
        PUBLISHED = "published"
        COMPILED = "compiled"

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    licence = models.CharField(max_length=200)
    period = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    officer = models.CharField(max_length=26)

    logged = Logged("observatory.source", chain="office_id")


class Table(InsertOnly):
    """A table in work, not protected yet. Its cells are sealed; the digest says which they are.

    ``indicator`` is its name in addresses; ``definition`` says what is counted and how, in the
    shape that ``definitions.checked`` asks for; ``sources`` are ids.
    """

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="tables")
    indicator = models.CharField(max_length=60)
    definition = models.JSONField()
    specification = models.CharField(max_length=64)
    sources = models.JSONField(default=list)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    cells = models.PositiveIntegerField()
    officer = models.CharField(max_length=26)

    class Meta:
        indexes = [models.Index(fields=["office", "indicator"], name="observatory_work")]

    logged = Logged("observatory.table", chain="office_id")


class Protection(InsertOnly):
    """A table as it may be published, and what an attacker could work out from it.

    ``audit`` says how it was attacked and with what result; ``safe`` that nothing was found.
    """

    table = models.ForeignKey(Table, models.PROTECT, related_name="protections")
    rules = models.JSONField()
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    cells = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    complementary = models.PositiveIntegerField()
    audit = models.JSONField()
    safe = models.BooleanField()
    officer = models.CharField(max_length=26)

    logged = Logged("observatory.protection", chain="table_id")


class Review(InsertOnly):
    """An officer looked at what is withheld and at what remains, and says whether it will do."""

    protection = models.ForeignKey(Protection, models.PROTECT, related_name="reviews")
    accepted = models.BooleanField()
    note = models.CharField(max_length=500)
    officer = models.CharField(max_length=26)

    logged = Logged("observatory.review", chain="protection_id")


class Release(InsertOnly):
    """A place on the public calendar: what will be published, to everybody, at which minute.

    ``protection`` is None where a published table is only taken back.
    """

    class Kind(models.TextChoices):
        FIRST = "first"
        REVISION = "revision"
        RETRACTION = "retraction"

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="releases")
    protection = models.ForeignKey(Protection, models.PROTECT, null=True, related_name="releases")
    indicator = models.CharField(max_length=60)
    title = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    officer = models.CharField(max_length=26)

    class Meta:
        indexes = [models.Index(fields=["at"], name="observatory_calendar")]

    logged = Logged("observatory.release", chain="office_id")


class Approval(InsertOnly):
    """A second person of the office has looked at the release and lets it go out."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="approval")
    officer = models.CharField(max_length=26)

    logged = Logged("observatory.approval", chain="release_id")


class Withdrawal(InsertOnly):
    """A release that was announced and does not go out, with the reason, for everybody."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=500)
    officer = models.CharField(max_length=26, blank=True)

    logged = Logged("observatory.withdrawal", chain="release_id")


class Publication(InsertOnly):
    """What was published: fixed, remembered, and open to everybody from the same minute.

    ``content`` is the canonical CSV of the protected cube, ``digest`` its SHA-256; both are empty
    where a table was taken back. ``number`` counts the versions of one indicator from 1.
    """

    release = models.OneToOneField(Release, models.PROTECT, related_name="publication")
    indicator = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Release.Kind)
    title = models.JSONField()
    definition = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    announced_for = models.DateTimeField()
    published_at = models.DateTimeField()
    cells = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="observatory_version_once")
        ]

    logged = Logged("observatory.publication", chain="release_id")
