"""Job orders."""

from __future__ import annotations

from django.db import models

from corridor.cycle.corridors.case import InProcedure
from corridor.platform.people.models import Organisation
from corridor.platform.records import InsertOnly, Logged, Record, each_state


class JobOrder(InProcedure, Record):
    """A demand for workers with its terms and approvals.

    ``terms`` are canonical contract clauses (money as decimal text, see the schema
    ``contract-terms``): they become the floor of every offer under the order.
    ``sector`` and ``job`` are the keys on which a law's minimum may depend, empty if none.
    ``agency`` is the one named in the power of attorney, none for direct routes.
    """

    class State(models.TextChoices):
        FILED = "filed"
        RETURNED = "returned"
        ATTESTED = "attested"
        OPEN = "open"
        FILLED = "filled"
        WITHDRAWN = "withdrawn"

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="job_orders")
    agency = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="orders_to_fill"
    )
    title = models.CharField(max_length=120)
    occupation_isco = models.CharField(max_length=4)
    worksite = models.CharField(max_length=200)
    sector = models.CharField(max_length=30, blank=True)
    job = models.CharField(max_length=30, blank=True)
    headcount = models.PositiveIntegerField()
    terms = models.JSONField()
    approval_reference = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    return_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "corridor", "id"], name="vacancies_state"),
            models.Index(fields=["employer", "id"], name="vacancies_employer"),
        ]

    logged = each_state()


class Quota(InsertOnly):
    """How many workers from abroad the country of work allows an employer, by its own decision.

    The newest counts on the days it covers; ``until`` None is until another decision. A number
    for the whole establishment, whatever the corridor.
    """

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="quotas")
    workers = models.PositiveIntegerField()
    reference = models.CharField(max_length=60)
    starts = models.DateField()
    until = models.DateField(null=True)
    officer = models.CharField(max_length=26)

    class Meta:
        indexes = [models.Index(fields=["employer", "id"], name="vacancies_quota_newest")]

    logged = Logged("quota.recorded", chain="employer_id")
