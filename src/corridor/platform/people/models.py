"""Who exists: persons, organisations, memberships, accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from corridor.platform.access.actor import Role
from corridor.platform.records import Record, each_state, new_id

PASSPORT = "people.person.passport"
PHONE = "people.person.phone"


class Person(Record):
    """A human being. Passport and phone are sealed; their blind indexes serve exact look-up."""

    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    nationality = models.CharField(max_length=3)
    birth_date = models.DateField(null=True)
    language = models.CharField(max_length=8, default="en")
    passport_sealed = models.BinaryField(null=True)
    passport_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["passport_index"], condition=~Q(passport_index=""), name="people_passport"
            )
        ]

    logged = each_state("id", without=("language",))

    @property
    def name(self) -> str:
        """Given and family name as one line."""
        return f"{self.given_name} {self.family_name}".strip()


class Organisation(Record):
    """An employer, household, agency, ministry, mission, inspectorate, union, help desk, ..."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer"
        HOUSEHOLD = "household"
        AGENCY = "agency"
        MINISTRY = "ministry"
        MISSION = "mission"
        INSPECTORATE = "inspectorate"
        BORDER = "border"
        UNION = "union"
        DESK = "desk"
        STATISTICS = "statistics"
        NODE = "node"

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=3)
    registration_number = models.CharField(max_length=40, blank=True)
    headcount = models.PositiveIntegerField(null=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "registration_number"],
                condition=~Q(registration_number=""),
                name="people_organisation_number",
            )
        ]

    logged = each_state()


class Membership(Record):
    """The capacity in which a person acts for an organisation, for a time.

    ``corridor`` empty means every corridor of the organisation's country.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    corridor = models.CharField(max_length=12, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "corridor"],
                condition=Q(ends=None),
                name="people_membership_once",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="people_membership_order",
            ),
        ]

    logged = each_state("person_id")


class Accounts(UserManager["Account"]):
    """Accounts, each fetched with its person: every signed-in request needs both."""

    use_in_migrations = False

    def get(self, *args: Any, **kwargs: Any) -> Account:
        """One account with its person, in one look-up."""
        return self.select_related("person").get(*args, **kwargs)


class Account(AbstractUser):
    """A way to sign in. Belongs to one person; says nothing about what they may do."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_verified = models.BooleanField(default=False)

    objects: ClassVar[Accounts] = Accounts()


class AccessToken(Record):
    """A machine's key to the API, in one capacity. Only its SHA-256 is stored."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    ends = models.DateField(null=True)

    logged = each_state("membership.person_id")
