"""Appeals for the officers who may decide them: none of their own decisions among them."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.departure.models import Appeal
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.keys.queries import open_sealed

GROUNDS = "departure.appeal.grounds"


def appeals(by: Actor) -> list[Appeal]:
    """Open appeals that this officer may decide: none of her own decisions among them."""
    open_ones = rules.rows(Appeal, by).filter(state=Appeal.State.OPEN)
    return list(
        open_ones.select_related(
            "clearance__contract__worker", "clearance__contract__employer"
        ).order_by("decide_by", "id")
    )


def grounds(appeal: str, by: Actor) -> str:
    """What the worker wrote in her appeal, for herself and the officer who decides it."""
    row = rules.get(Appeal, appeal, by)
    return open_sealed(row.clearance.contract.worker_id, GROUNDS, row.grounds_sealed)


@dataclass(frozen=True)
class AppealPage:
    """An open appeal for the officer who decides it: the case, and what the worker wrote."""

    appeal: Appeal
    contract: Contract
    steps: list[StepTaken]
    grounds: str


def appeal_page(appeal: str, by: Actor) -> AppealPage:
    """One appeal. Raises ``NotFound`` for officers who took part in what is appealed."""
    related = ("clearance__contract__worker", "clearance__contract__employer")
    seen = rules.rows(Appeal, by).filter(pk=appeal)
    row = seen.select_related(*related, "clearance__contract__agency").first()
    if row is None:
        row = rules.get(Appeal, appeal, by)
    contract = row.clearance.contract
    steps = corridors.steps_of([contract])[str(contract.pk)]
    text = open_sealed(contract.worker_id, GROUNDS, row.grounds_sealed)
    return AppealPage(row, contract, steps, text)
