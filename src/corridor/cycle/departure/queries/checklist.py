"""What the procedure asks for before departure: by whom, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.core.procedure import Fee
from corridor.core.text import Sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import queries as corridors
from corridor.platform.access.actor import Actor

# The steps between the worker's signature and her departure, in no order of their own.
BEFORE_DEPARTURE = frozenset(
    {
        "registered_destination",
        "registered_origin",
        "visa_recorded",
        "recognition_started",
        "medical_fit",
        "orientation_done",
        "insured",
        "clearance_requested",
        "clearance_checked",
        "cleared",
        "departed",
    }
)


@dataclass(frozen=True)
class Item:
    """One thing to do before departure: by whom, with which papers, what it waits for."""

    step: str
    label: Sentence
    state: str
    office: str
    documents: tuple[str, ...]
    fees: tuple[Fee, ...]
    on: date | None
    due: date | None
    waits_for: tuple[Sentence, ...]
    mine: bool


def checklist(contract: Contract, by: Actor) -> list[Item]:
    """What the procedure asks for before departure. ``contract`` comes from a scoped query."""
    steps = corridors.steps_of([contract])[str(contract.pk)]
    standing = corridors.done(contract, steps)
    procedure = contract.procedure
    items = []
    for station in corridors.line(contract, steps):
        if station.id not in BEFORE_DEPARTURE:
            continue
        step = procedure.step(station.id)
        waits = (
            ()
            if station.state in {"done", "skipped"}
            else tuple(
                procedure.missing(
                    step.id,
                    standing,
                    contract.local_today(step.side),
                    corridors.weekend(contract.corridor, step.side),
                )
            )
        )
        items.append(
            Item(
                step=step.id,
                label=station.label,
                state=station.state,
                office=station.office,
                documents=step.documents,
                fees=step.fees,
                on=station.on,
                due=station.due,
                waits_for=waits,
                mine=by.role.value in step.by and not waits and station.state != "done",
            )
        )
    return items
