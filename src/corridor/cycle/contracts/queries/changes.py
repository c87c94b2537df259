"""Single answers of this room: a proposed change as the worker reads it, and whose contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.actions.amendments import THINK
from corridor.cycle.contracts.models import Amendment, Contract, Counselling, Mandate
from corridor.cycle.contracts.queries.find import numbered
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.parties import policy
from corridor.engines.terms import Comparison
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.people.models import Person


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """``sign_from`` is the first day on which she may sign; she may refuse on any day."""

    amendment: Amendment
    comparison: Comparison
    sign_from: date
    today: date


def amendment(amendment_id: str, by: Actor) -> AmendmentView:
    """A proposal against the version that held when it was made. Raises ``NotFound``."""
    row = rules.get(Amendment, amendment_id, by)
    contract = row.contract
    before = contract.versions.filter(created_at__lte=row.created_at).order_by("-number").first()
    held = before or shared.current(contract)
    comparison = law_terms.compare(
        shared.terms_of(contract, held.terms),
        shared.terms_of(contract, row.terms),
        row.proposed_on,
    )
    today = contract.local_today("worker")
    days = policy(THINK, row.proposed_on)
    return AmendmentView(row, comparison, row.proposed_on + timedelta(days=days), today)


def workers_of(reference: str, by: Actor) -> list[Person]:
    """The workers whose contract has this number, whole or short, among those ``by`` may know.

    For the help desk, where the worker lays her own copy on the table or reads it out. Mostly
    one; a short form that two contracts share gives both.
    """
    if not reference.strip():
        return []
    named = Contract.objects.filter(numbered(reference)).values("worker_id")
    return list(rules.rows(Person, by).filter(pk__in=named).order_by("id")[:5])


def counselling_of(counselling: str, by: Actor) -> Counselling:
    """One counselling with its contract and people. Raises ``NotFound``."""
    rules.get(Counselling, counselling, by)
    related = ("contract__worker", "contract__employer")
    return rules.rows(Counselling, by).select_related(*related).get(pk=counselling)


def contract_of(contract_id: str, by: Actor) -> Contract:
    """The contract alone, without what hangs on it. Raises ``NotFound``."""
    return rules.get(Contract, contract_id, by)


def live_mandates(contract: Contract, by: Actor) -> list[Mandate]:
    """Unions that act in the case today."""
    found = rules.rows(Mandate, by).filter(contract=contract, withdrawn_on=None)
    return list(found.select_related("union").order_by("id"))
