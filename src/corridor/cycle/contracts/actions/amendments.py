"""Amendments: proposed by the employer, binding only with the worker's late signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from corridor.core.problems import Conflict, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import (
    Amendment,
    Contract,
    ContractVersion,
    LanguageVersion,
)
from corridor.cycle.contracts.states import AMENDMENT, BINDING_STATES
from corridor.cycle.corridors import parties
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.parties import policy
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

THINK = "OC.amendment.days"
_TAKEN_OVER = ("employer_id", "language")


@act("contracts.propose_amendment", roles=(Role.EMPLOYER,))
def propose_amendment(*, by: Actor, contract: str, terms: dict[str, Any]) -> Amendment:
    """Propose other terms for a contract that binds. Terms below the law are refused.

    ``terms`` are the whole new terms; employer and languages are taken over where they say none.

    Until the worker signs after her days to think, the contract stands as it is.
    """
    row = rules.get(Contract, contract, by, lock=True)
    if row.state not in BINDING_STATES:
        raise NotYet(
            "contracts.not_bound",
            sentence(N_("Only a contract that binds both sides can be changed.")),
            remedy=sentence(N_("Wait for the worker's answer to the offer.")),
            found=row.state,
        )
    if row.amendments.filter(state=Amendment.State.PROPOSED).exists():
        raise Conflict(
            "contracts.amendment_open",
            sentence(N_("The worker has not answered the last proposal yet.")),
            remedy=sentence(N_("Wait for the answer before you propose something else.")),
        )
    on, held = row.local_today(), shared.current(row).terms
    terms = _frame(row, held) | terms
    read = shared.terms_of(row, terms)
    law_terms.refuse_below_floor(read, on)
    comparison = law_terms.compare(shared.terms_of(row, held), read, on)
    amendment = Amendment.objects.create(
        contract=row, terms=terms, comparison=comparison.as_json(), proposed_on=on
    )
    shared.record(
        "contracts.propose_amendment",
        row,
        by,
        {"amendment": amendment.id, "terms": terms, "verdict": comparison.verdict},
    )
    shared.tell(row, "amendment_proposed", by)
    return amendment


@act("contracts.decide_amendment", roles=(Role.WORKER,))
def decide_amendment(*, by: Actor, amendment: str, accept: bool) -> Amendment:
    """The worker refuses at any time, or signs after her days to think.

    Her signature makes the next version of the contract; the earlier ones stay on record.
    """
    row = rules.get(Amendment, amendment, by, lock=True)
    contract = rules.get(Contract, row.contract_id, by, lock=True)
    shared.unassisted_by_parties(contract, by)
    state = AMENDMENT.move(row.state, "accept" if accept else "refuse")
    on = contract.local_today("worker")
    first = row.proposed_on + timedelta(days=policy(THINK, on))
    if accept and on < first:
        raise NotYet(
            "contracts.think_first",
            sentence(N_("You can sign this change from {day} on, not before."), day=first),
            remedy=sentence(N_("Use the days to ask somebody you trust. You can refuse now.")),
            expected={"not_before": first.isoformat()},
            law=(THINK,),
        )
    row.state, row.decided_on = state, on
    row.save(update_fields=["state", "decided_on"])
    if accept:
        _bind(contract, row, by)
    shared.record(
        "contracts.decide_amendment",
        contract,
        by,
        {"amendment": row.id, "accepted": accept},
        (THINK,),
    )
    return row


def _bind(contract: Contract, amendment: Amendment, by: Actor) -> None:
    texts = _texts(shared.current(contract), amendment.terms)
    version = shared.add_version(contract, ContractVersion.Kind.AMENDMENT, amendment.terms, texts)
    employer = Actor(Role.EMPLOYER, organisation=contract.employer_id)
    shared.sign(version, "employer", employer, amendment.proposed_on)
    shared.sign(version, "worker", by, contract.local_today("worker"))
    if contract.starts is not None:
        terms = shared.terms_of(contract, amendment.terms)
        contract.ends = shared.last_day(contract.starts, terms)
        contract.save(update_fields=["ends"])


def _frame(contract: Contract, held: Mapping[str, Any]) -> dict[str, Any]:
    """What a change leaves as it is without being asked: who employs her, in which languages."""
    number = parties.clause_number(contract.employer)
    return {"employer_id": number} | {name: held[name] for name in _TAKEN_OVER if name in held}


def _texts(before: ContractVersion, terms: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each language version with the change in it; what did not change keeps its own wording."""
    changed = {name: value for name, value in terms.items() if before.terms.get(name) != value}
    gone = set(before.terms) - set(terms)
    return {
        text.language: {name: value for name, value in text.terms.items() if name not in gone}
        | changed
        for text in LanguageVersion.objects.filter(version=before).order_by("language")
    }
