"""A contract with everything its pages and queues are made of, read in a few look-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from corridor.core.line import Station
from corridor.core.procedure import Procedure, Step
from corridor.core.text import Sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import (
    Contract,
    ContractVersion,
    Counselling,
    PresentedPaper,
    Registration,
    Understanding,
)
from corridor.cycle.contracts.queries.answers import answer_by, state_on
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors.models import StepTaken
from corridor.engines.terms import Contract as Terms
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows

Widened = Callable[[QuerySet[Contract]], QuerySet[Contract]]
"""A later room's columns on the contracts, so that a page stays one look-up."""

RELATED = ("worker", "employer", "agency", "order", "candidate")


@dataclass
class Case:
    """One contract as ``by`` may see it. Facts outside ``by``'s scope read as never said."""

    contract: Contract
    steps: list[StepTaken]
    by: Actor

    @cached_property
    def versions(self) -> list[ContractVersion]:
        """Every version, oldest first."""
        return list(self.contract.versions.all())

    @property
    def version(self) -> ContractVersion:
        """The version that holds."""
        return self.versions[-1]

    @cached_property
    def terms(self) -> Terms:
        """The terms that hold, as the engines read them."""
        return shared.terms_of(self.contract, self.version.terms)

    @cached_property
    def procedure(self) -> Procedure:
        """The order of steps of its corridor and route."""
        return self.contract.procedure

    @cached_property
    def done(self) -> dict[str, date]:
        """The steps that stand as done."""
        return corridors.done(self.contract, self.steps)

    @cached_property
    def line(self) -> list[Station]:
        """The corridor line."""
        return corridors.line(self.contract, self.steps)

    @property
    def state(self) -> str:
        """The state today: an unanswered offer whose day has passed reads as lapsed."""
        return state_on(self.contract, self.contract.local_today())

    @property
    def answer_by(self) -> date | None:
        """The last day on which the offer can be accepted."""
        return answer_by(self.contract)

    @property
    def score(self) -> int | None:
        """Right answers last time, for those who may know; None when nobody has said."""
        found: int | None = getattr(self.contract, "score", None)
        return found

    @property
    def counsellor_waits(self) -> bool:
        """Whether a counsellor was sent and has not come yet, for those who may know."""
        return bool(getattr(self.contract, "counsellor_waits", False))

    @property
    def counselled(self) -> bool:
        """Whether a counsellor went through the contract, for those who may know."""
        return bool(getattr(self.contract, "counselled", False))

    @property
    def registered_here(self) -> frozenset[str]:
        """The sides on which the version that holds is registered."""
        sides = {registration.side for registration in self.version.registrations.all()}
        return frozenset(sides)

    def blocks(self, step_id: str) -> list[Sentence]:
        """What stands before a step today, in sentences; empty when it can be taken."""
        side = self.procedure.step(step_id).side
        return self.procedure.missing(
            step_id,
            self.done,
            self.contract.local_today(side),
            corridors.weekend(self.contract.corridor, side),
        )

    def due(self, step_id: str) -> date | None:
        """The last day of a step's clock."""
        side = self.procedure.step(step_id).side
        weekend = corridors.weekend(self.contract.corridor, side)
        return self.procedure.due(step_id, self.done, weekend)

    def own_steps(self) -> list[Step]:
        """The steps of ``by``'s role that are not done, in the order of the procedure."""
        role = self.by.role.value
        return [
            step for step in self.procedure.steps if role in step.by and step.id not in self.done
        ]

    def open_steps(self) -> list[Step]:
        """Those of them that can be taken today."""
        if self.state not in {"offered", "explained", "accepted", "in_force", "brought"}:
            return []
        return [step for step in self.own_steps() if not self.blocks(step.id)]


def contracts_of(by: Actor, *, receipts: bool = True) -> QuerySet[Contract]:
    """The contracts ``by`` may see, with what is known of their explanation and papers.

    ``receipts`` reads their registrations along, one look-up more.
    """
    understood = rows(Understanding, by).filter(version__contract=OuterRef("pk"))
    counselling = rows(Counselling, by).filter(contract=OuterRef("pk"))
    papers = rows(PresentedPaper, by).filter(contract=OuterRef("pk"))
    employer_known = Registration.objects.filter(
        side="destination", version__contract__employer=OuterRef("employer")
    )
    found = (
        rows(Contract, by)
        .select_related(*RELATED)
        .annotate(
            score=Subquery(understood.order_by("-id").values("score")[:1]),
            counsellor_waits=Exists(counselling.filter(done_on=None)),
            counselled=Exists(counselling.exclude(done_on=None)),
            worse_paper=Exists(papers.filter(verdict__in=("worse", "changed"))),
            employer_known=Exists(employer_known),
        )
        .prefetch_related(Prefetch("versions", rows(ContractVersion, by).order_by("number")))
    )
    if not receipts:
        return found
    registrations = rows(Registration, by).select_related("authority").order_by("on", "id")
    return found.prefetch_related(Prefetch("versions__registrations", registrations))


def cases_of(contracts: Iterable[Contract], by: Actor) -> list[Case]:
    """Contracts with their steps, which are read once for all of them."""
    found = list(contracts)
    taken = corridors.steps_of(found) if found else {}
    return [Case(contract, taken[str(contract.pk)], by) for contract in found]
