"""Cleared workers in numbers, as rows: what the office's counts are made of, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.departure.models import Clearance
from corridor.platform.people.models import Organisation, Person


@dataclass(frozen=True)
class Worked:
    """One cleared worker; days are counted from her clearance, None did not happen."""

    arrived: int | None = 5
    paid: int | None = 35
    state: str = "in_force"
    ended: int | None = None
    reason: str = ""
    regime: str = "general"


def cleared(
    employer: Organisation,
    worker: Person,
    stays: Iterable[Worked],
    on: date,
    corridor: str = "NPL-QAT",
    route: str = "agency",
) -> list[Contract]:
    """Contracts that were all cleared on one day, each with its stations."""
    made, clearances, steps = [], [], []
    for stay in stays:
        ends = None if stay.ended is None else on + timedelta(days=stay.ended)
        contract = Contract(
            worker=worker, employer=employer, corridor=corridor, route=route,
            regime=stay.regime, state=stay.state, ends=ends, end_reason=stay.reason,
            governed_on=on,
        )  # fmt: skip
        made.append(contract)
        clearances.append(
            Clearance(contract=contract, state="cleared", requested_on=on, decided_on=on)
        )
        steps += _steps(contract, stay, on)
    Contract.objects.bulk_create(made)
    Clearance.objects.bulk_create(clearances)
    StepTaken.objects.bulk_create(steps)
    return made


def _steps(contract: Contract, stay: Worked, on: date) -> list[Any]:
    days = {"arrived": stay.arrived, "first_wage": stay.paid}
    return [
        StepTaken(subject=contract.pk, step=step, on=on + timedelta(days=day), role="system")
        for step, day in days.items()
        if day is not None
    ]
