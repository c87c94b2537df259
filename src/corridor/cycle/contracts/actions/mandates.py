"""Mandates: a worker lets a union see and act in her case, for as long as she wants."""

from __future__ import annotations

from corridor.core.problems import Conflict
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, Mandate
from corridor.cycle.corridors import parties
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.people.models import Organisation


@act("contracts.give_mandate", roles=(Role.WORKER,))
def give_mandate(*, by: Actor, contract: str, union: str) -> Mandate:
    """Let a union act in the worker's case. Employer and agency learn nothing of it."""
    row = rules.get(Contract, contract, by, lock=True)
    shared.unassisted_by_parties(row, by)
    found = parties.organisation(union, by, kinds=(Organisation.Kind.UNION,), field="union")
    if row.mandates.filter(union=found, withdrawn_on=None).exists():
        raise Conflict(
            "contracts.mandate_once",
            sentence(N_("{union} already acts for you in this case."), union=found.name),
        ).at(field="union")
    mandate = Mandate.objects.create(contract=row, union=found, given_on=row.local_today("worker"))
    shared.record("contracts.give_mandate", row, by, {"union": found.id})
    return mandate


@act("contracts.withdraw_mandate", roles=(Role.WORKER,))
def withdraw_mandate(*, by: Actor, mandate: str) -> Mandate:
    """End a mandate today. The union sees nothing of the case from then on."""
    row = rules.get(Mandate, mandate, by, lock=True)
    if row.withdrawn_on is not None:
        raise Conflict(
            "contracts.mandate_over", sentence(N_("This mandate was already withdrawn."))
        )
    row.withdrawn_on = row.contract.local_today("worker")
    row.save(update_fields=["withdrawn_on"])
    shared.record("contracts.withdraw_mandate", row.contract, by, {"union": row.union_id})
    return row
