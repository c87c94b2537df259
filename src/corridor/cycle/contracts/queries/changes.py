"""A proposed change of terms as the worker reads it: what changes, in money, and when to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.actions.amendments import THINK
from corridor.cycle.contracts.models import Amendment
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.parties import policy
from corridor.engines.terms import Comparison
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


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
