"""Where establishments stand, and what the inspectorate does about it.

``Standing``, ``StandingMonth``, ``Nation`` and ``NationMonth`` repeat in few columns what wage
findings say; they can be thrown away and computed again. Everything else is a fact.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from corridor.cycle.contracts.models import Contract
from corridor.platform.people.models import Organisation
from corridor.platform.records import InsertOnly, Logged, Record

RANKED = ("owed_minor", "workers", "months", "repeats", "stage")
"""The columns by which establishments can be ranked, the greatest first."""


def _ranked_by(column: str) -> models.Index:
    """Walked from the top, page by page, whatever the number of establishments."""
    return models.Index(
        models.F("country"),
        models.F("few"),
        models.F(column).desc(),
        models.F("id").desc(),
        name=f"inspection_by_{column}"[:30],
        condition=Q(listed=True),
    )


class Standing(Record):
    """One establishment today: the running total of its wage months, without persons.

    Where fewer than three workers are concerned (``few``) every figure that could point at one
    of them is held back: zero here, whoever reads. ``owed_minor`` is in the country's currency,
    ``others`` maps further currencies to minor units. ``repeats`` counts the months of the last
    twelve that were not paid in full and in time. ``late_since`` is the due date of the oldest
    wage still owed, ``stage`` how many steps of the authority's ladder it has reached;
    ``next_on`` is the day of the first step no officer has taken, ``rises_on`` the day on which
    the stage rises by itself. ``ghosts`` are lines of wage files without a registered contract.
    """

    employer = models.OneToOneField(Organisation, models.PROTECT, related_name="standing")
    country = models.CharField(max_length=3)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    sector = models.CharField(max_length=30, blank=True)
    regime = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    headcount = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3)
    owed_minor = models.BigIntegerField(default=0)
    others = models.JSONField(default=dict)
    workers = models.PositiveIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    last_month = models.CharField(max_length=7, blank=True)
    silent = models.PositiveSmallIntegerField(default=0)
    ghosts = models.PositiveIntegerField(default=0)
    breaches = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    not_covered = models.PositiveIntegerField(default=0)
    late_since = models.DateField(null=True)
    stage = models.PositiveSmallIntegerField(default=0)
    next_on = models.DateField(null=True)
    next_month = models.CharField(max_length=7, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    rises_on = models.DateField(null=True)
    few = models.BooleanField(default=False)
    listed = models.BooleanField(default=False)
    seen = models.CharField(max_length=26)

    class Meta:
        indexes = [
            *map(_ranked_by, RANKED),
            models.Index(fields=["country", "next_on", "id"], name="inspection_due"),
            models.Index(fields=["country", "number"], name="inspection_number"),
            models.Index(fields=["rises_on"], name="inspection_rises"),
        ]


class StandingWord(models.Model):
    """One word of an establishment's name, in small letters, by whose beginning it is found."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="words", db_index=False)
    country = models.CharField(max_length=3)
    word = models.CharField(max_length=40, db_index=True)

    class Meta:
        # Who walks the ranked list asks each establishment for its words in the index alone.
        indexes = [models.Index(fields=["standing", "word"], name="inspection_words")]


class StandingMonth(Record):
    """One wage month of one establishment in sums. ``upload`` is the file it was made of.

    ``in_time`` counts contracts paid in full and in time, ``late`` those paid late or not in
    full. ``settled_minor`` was paid under an order that is closed; ``owed_minor`` is what the
    findings leave owed, before that. ``late_on`` is the due date of the oldest wage owed on
    which the ladder runs; None where nothing is owed or the law leaves the case out.
    """

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="standing_months")
    country = models.CharField(max_length=3)
    month = models.CharField(max_length=7)
    upload = models.CharField(max_length=26)
    version = models.PositiveSmallIntegerField()
    uploaded_on = models.DateField()
    currency = models.CharField(max_length=3)
    contracts = models.PositiveIntegerField(default=0)
    workers = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    breaches = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    ghosts = models.PositiveIntegerField(default=0)
    due_minor = models.BigIntegerField(default=0)
    paid_minor = models.BigIntegerField(default=0)
    owed_minor = models.BigIntegerField(default=0)
    settled_minor = models.BigIntegerField(default=0)
    late_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "month"], name="inspection_month_once")
        ]
        indexes = [models.Index(fields=["country", "month"], name="inspection_country_month")]

    @property
    def open_minor(self) -> int:
        """Still owed after what was paid under closed orders."""
        return max(self.owed_minor - self.settled_minor, 0)


class Nation(Record):
    """What all establishments of a country owe together, and how many of them owe.

    ``sectors`` are those of establishments on the list, so that no page need look for them.
    """

    country = models.CharField(max_length=3, unique=True)
    currency = models.CharField(max_length=3)
    owed_minor = models.BigIntegerField(default=0)
    establishments = models.PositiveIntegerField(default=0)
    workers = models.PositiveIntegerField(default=0)
    routine = models.PositiveIntegerField(default=0)
    sectors = models.JSONField(default=list)
    counted_at = models.DateTimeField()


class NationMonth(Record):
    """A country's wage month for everybody. None: held back, because too few people are in it."""

    country = models.CharField(max_length=3)
    month = models.CharField(max_length=7)
    currency = models.CharField(max_length=3)
    establishments = models.PositiveIntegerField(null=True)
    without_file = models.PositiveIntegerField(null=True)
    contracts = models.PositiveIntegerField(null=True)
    in_time = models.PositiveIntegerField(null=True)
    late = models.PositiveIntegerField(null=True)
    unknown = models.PositiveIntegerField(null=True)
    workers_owed = models.PositiveIntegerField(null=True)
    owed_minor = models.BigIntegerField(null=True)
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "month"], name="inspection_nation_month")
        ]


class LadderStep(InsertOnly):
    """A step against an establishment that a named officer took, with the reason and the law.

    ``label`` and ``consequence`` are the ladder's own for the due date; both are empty for what
    stands outside a ladder (a visit at any time, a month left out of the ladder by law).
    """

    class Kind(models.TextChoices):
        NOTICE = "notice"
        PERMITS = "permits"
        INSPECTION = "inspection"
        FINE = "fine"
        REFERRAL = "referral"
        OTHER = "other"
        EXCLUDED = "excluded"
        RESUMED = "resumed"

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="ladder_steps")
    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=Kind)
    due_on = models.DateField(null=True)
    label = models.CharField(max_length=20, blank=True)
    consequence = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    law = models.JSONField(default=list)
    officer = models.CharField(max_length=26)
    taken_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "month", "label", "consequence"],
                condition=~Q(label=""),
                name="inspection_step_once",
            )
        ]

    logged = Logged("inspection.step", chain="employer_id")


class Visit(Record):
    """A visit that an inspector plans. Nobody outside the inspectorate learns of it.

    Its kind is not kept: it is routine while fewer than three workers are concerned, and the
    establishment's standing says so on the day it is read. ``look_at`` and ``found`` name no
    worker.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        DONE = "done"
        DROPPED = "dropped"

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="visits")
    on = models.DateField()
    officer = models.CharField(max_length=26)
    look_at = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    found = models.CharField(max_length=1000, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "on"],
                condition=Q(state="planned"),
                name="inspection_visit_once",
            )
        ]
        indexes = [models.Index(fields=["state", "on", "id"], name="inspection_visits")]


class Order(InsertOnly):
    """An order to pay what contracts and wage files leave owed for ``months``, until a deadline.

    Its amounts come from the findings alone, so that it tells the employer nothing that any
    worker said.
    """

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="inspection_orders")
    amount_minor = models.BigIntegerField()
    workers = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    months = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    law = models.JSONField(default=list)
    officer = models.CharField(max_length=26)
    issued_on = models.DateField()
    deadline = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["deadline"], name="inspection_deadline")]

    logged = Logged(
        "inspection.order", chain="employer_id", parts=(("inspection.OrderGroup", "order"),)
    )


class OrderGroup(InsertOnly):
    """The workers of one wage month under an order, as a group: how many, how much."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="groups")
    month = models.CharField(max_length=7)
    workers = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "month"], name="inspection_group_once")
        ]


class Evidence(InsertOnly):
    """What an employer brings to show that it paid: a claim until it is checked in private.

    ``file`` is the id of a paper handed in with it, empty without one.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="evidence")
    amount_minor = models.BigIntegerField()
    workers = models.PositiveIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=80)
    file = models.CharField(max_length=26, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    brought_on = models.DateField()

    logged = Logged("inspection.evidence", chain="order_id")


class OrderEvent(InsertOnly):
    """What became of an order. ``closed`` and ``judged`` and ``withdrawn`` end it."""

    class Kind(models.TextChoices):
        APPEALED = "appealed"
        UPHELD = "upheld"
        CLOSED = "closed"
        JUDGED = "judged"
        WITHDRAWN = "withdrawn"

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    officer = models.CharField(max_length=26, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind__in=("closed", "judged", "withdrawn")),
                name="inspection_ended_once",
            )
        ]

    logged = Logged("inspection.order_event", chain="order_id")


ENDED = ("closed", "judged", "withdrawn")
"""Kinds of event after which an order asks for nothing any more."""


class PrivateCheck(InsertOnly):
    """A question to one worker under an order: did the money come? Nobody else knows of it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="checks")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="private_checks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "contract"], name="inspection_check_once")
        ]


class CheckAnswer(InsertOnly):
    """Her answer, sealed under her own key; the newest counts. It is counted, never shown."""

    asked = models.ForeignKey(PrivateCheck, models.PROTECT, related_name="answers")
    sealed = models.BinaryField()
