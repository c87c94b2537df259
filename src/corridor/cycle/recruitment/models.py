"""Powers of attorney with their joint liability, and candidacies."""

from __future__ import annotations

from django.db import models

from corridor.cycle.corridors.case import InProcedure
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.people.models import Organisation, Person
from corridor.platform.records import InsertOnly, Logged, Record, each_state


class PowerOfAttorney(InsertOnly):
    """The principal (employer) names an agency to recruit for one order, jointly liable."""

    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="powers_of_attorney")
    principal = models.ForeignKey(Organisation, models.PROTECT, related_name="powers_given")
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="powers_held")
    granted_on = models.DateField()

    logged = Logged("power.granted", chain="order_id")


class PowerEnded(InsertOnly):
    """The end of a power of attorney. Liability for contracts already signed goes on."""

    power = models.OneToOneField(PowerOfAttorney, models.PROTECT, related_name="ended")
    ended_on = models.DateField()
    reason = models.CharField(max_length=300)
    liability_ends_on = models.DateField(null=True)

    logged = Logged("power.ended")


class Candidate(InProcedure, Record):
    """A person considered under a job order, placed where the order is placed."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        SELECTED = "selected"
        NOT_SELECTED = "not_selected"
        WITHDRAWN = "withdrawn"

    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies")
    state = models.CharField(max_length=14, choices=State, default=State.PROPOSED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="recruitment_once")]

    logged = each_state("person_id")

    def subjects(self) -> tuple[str, ...]:
        """The order's steps count for everybody considered under it."""
        return (str(self.order_id), str(self.pk))
