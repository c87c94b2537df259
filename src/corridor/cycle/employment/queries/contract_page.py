"""One contract as employer or agency read it: line, versions, signatures, receipts, clearance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from corridor.core.steps import Step
from corridor.core.text import Sentence
from corridor.cycle.contracts.models import (
    Amendment,
    Contract,
    ContractVersion,
    Registration,
    Signature,
)
from corridor.cycle.contracts.queries.case import RELATED, Case
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.departure.models import STATE_WORDS, Clearance
from corridor.cycle.departure.queries import with_departure
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass
class PartyPage:
    """What a party to the contract reads. The worker's own affairs are nowhere in it."""

    case: Case
    by: Actor

    @property
    def contract(self) -> Contract:
        """The contract itself."""
        return self.case.contract

    @property
    def signatures(self) -> list[Signature]:
        """Who signed which version, in order."""
        found = [one for version in self.case.versions for one in version.signatures.all()]
        return sorted(found, key=lambda one: (one.on, one.pk))

    @property
    def registrations(self) -> list[Registration]:
        """Registrations of every version."""
        return [one for version in self.case.versions for one in version.registrations.all()]

    @cached_property
    def amendments(self) -> list[Amendment]:
        """Proposed changes, newest first."""
        found = rules.rows(Amendment, self.by).filter(contract=self.contract)
        return list(found.order_by("-id"))

    @property
    def clearance(self) -> Sentence | None:
        """The state of the newest clearance; None when none was asked for."""
        state = getattr(self.contract, "clearance_state", None)
        return Sentence(STATE_WORDS[state]) if state else None

    @cached_property
    def refusal(self) -> Clearance | None:
        """The newest clearance with its reasons, for those who may read reasons."""
        if "reasons" not in rules.readable(Clearance, self.by):
            return None
        found = rules.rows(Clearance, self.by).filter(contract=self.contract)
        return found.order_by("-id").first()

    @property
    def visa_matches(self) -> bool | None:
        """Whether the newest visa fits the contract; None: no visa, or not for this reader."""
        found: bool | None = getattr(self.contract, "visa_matches", None)
        return found

    def steps(self) -> list[tuple[Step, list[Sentence]]]:
        """The reader's own steps that are open, each with what still stands before it."""
        if self.case.state not in {"offered", "explained", "accepted", "in_force"}:
            return []
        return [(step, self.case.blocks(step.id)) for step in self.case.own_steps()]


def party_page(contract_id: str, by: Actor) -> PartyPage:
    """One contract of ``by``'s organisation. Raises ``NotFound`` outside its scope."""
    signatures = rules.rows(Signature, by).order_by("on", "id")
    registrations = rules.rows(Registration, by).select_related("authority").order_by("on", "id")
    versions = rules.rows(ContractVersion, by).order_by("number")
    found = (
        with_departure(rules.rows(Contract, by), by)
        .select_related(*RELATED)
        .prefetch_related(
            Prefetch("versions", versions),
            Prefetch("versions__signatures", signatures),
            Prefetch("versions__registrations", registrations),
        )
        .filter(pk=contract_id)
    )
    listed = list(found)
    if not listed:
        rules.get(Contract, contract_id, by)
    taken = corridors.steps_of(listed)
    return PartyPage(Case(listed[0], taken[str(listed[0].pk)], by), by)
