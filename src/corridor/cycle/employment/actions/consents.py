"""Consent: whether the officers of her own country may see her individual wages."""

from __future__ import annotations

from corridor.core.problems import Conflict
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions.shared import unassisted_by_parties
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.actions.shared import note
from corridor.cycle.employment.models import ConsentToSeeWages
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act


@act("employment.consent", roles=(Role.WORKER,))
def consent(*, by: Actor, contract: str) -> ConsentToSeeWages:
    """Let the officers of her own country see her wages, until she withdraws it."""
    row = rules.get(Contract, contract, by, lock=True)
    unassisted_by_parties(row, by)
    if ConsentToSeeWages.objects.filter(contract=row, withdrawn_on=None).exists():
        raise Conflict("employment.consented", sentence(N_("You already let them see your wages.")))
    given = ConsentToSeeWages.objects.create(contract=row, given_on=row.local_today("worker"))
    note("employment.consent", given, row, by)
    return given


@act("employment.withdraw_consent", roles=(Role.WORKER,))
def withdraw_consent(*, by: Actor, consent: str) -> ConsentToSeeWages:
    """Take the consent back; from now on they see her wages only within totals."""
    row = rules.get(ConsentToSeeWages, consent, by, lock=True)
    if row.withdrawn_on is not None:
        raise Conflict(
            "employment.consent_over", sentence(N_("This consent was already withdrawn."))
        )
    row.withdrawn_on = row.contract.local_today("worker")
    row.save(update_fields=["withdrawn_on"])
    note("employment.withdraw_consent", row, row.contract, by)
    return row
