"""What should have been on record before somebody was cleared on paper: the office's task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corridor.core.procedure import Procedure
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.departure.models import Fitness, Visa

CLEARING = ("clearance_requested", "clearance_checked", "cleared")
"""The steps that two officers take on paper."""


@dataclass(frozen=True)
class Lacking:
    """A case and what the office still has to add to it."""

    contract: Contract
    what: tuple[Sentence, ...]


def lacking(contracts: Sequence[Contract]) -> list[Lacking]:
    """Each contract with the steps and papers that are missing, with a few look-ups for all."""
    steps = corridors.steps_of(contracts) if contracts else {}
    numbers = [str(one.pk) for one in contracts]
    visas = {
        one.contract_id: one for one in Visa.objects.filter(contract__in=numbers).order_by("id")
    }
    fit = dict(
        Fitness.objects.filter(contract__in=numbers)
        .order_by("id")
        .values_list("contract_id", "fit")
    )
    found = []
    for contract in contracts:
        standing = corridors.done(contract, steps[str(contract.pk)])
        what = [
            sentence(
                N_("“{station}” is not on record."), station=contract.procedure.step(one).label
            )
            for one in missing(contract.procedure, standing)
        ]
        what += _papers(visas.get(str(contract.pk)), unfit=fit.get(str(contract.pk)) is False)
        found.append(Lacking(contract, tuple(what)))
    return found


def missing(procedure: Procedure, standing: Mapping[str, date]) -> list[str]:
    """The steps without which nobody should have been cleared, in order."""
    waiting = [step for step in CLEARING if procedure.has(step)]
    found: set[str] = set()
    while waiting:
        fresh = set(procedure.blockers(waiting.pop(), standing)) - found
        found |= fresh
        waiting += fresh
    return [step.id for step in procedure.steps if step.id in found.difference(CLEARING)]


def _papers(visa: Visa | None, *, unfit: bool) -> list[Sentence]:
    found = []
    if visa is not None and not (visa.employer_matches and visa.occupation_matches):
        found.append(
            sentence(N_("The visa names another employer or occupation than the contract."))
        )
    if unfit:
        found.append(sentence(N_("The last medical result on record is “unfit”.")))
    return found
