"""From the registered contract to the gate, through the acts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.support import contracts, people
from tests.support.clock import Clock
from tests.support.contracts import Parties

from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions
from corridor.cycle.departure.models import Clearance, Pass, Visa
from corridor.platform.access.actor import Actor, Role
from corridor.platform.people.models import Organisation

VISA_DAYS = 90


@dataclass
class Offices:
    """The clearance office with five officers (an appeal leaves two), and the gate."""

    first: Actor
    second: Actor
    third: Actor
    fourth: Actor
    fifth: Actor
    gate: Actor
    country: str = "NPL"


def offices(country: str = "NPL") -> Offices:
    """Five officers of one ministry, and a border officer, each a person of their own."""
    ministry = people.organisation("ministry", country)
    first, second, third, fourth, fifth = (
        people.member(Role.ORIGIN_OFFICER, ministry) for _ in range(5)
    )
    gate = people.actor(Role.BORDER_OFFICER, country)
    return Offices(first, second, third, fourth, fifth, gate, country)


def visa(contract: Contract, who: Parties, **given: Any) -> Visa:
    """A visa that fits the contract, unless told otherwise."""
    employer = Organisation.objects.get(pk=contract.employer_id)
    version = contract.versions.order_by("-number")[0]
    return actions.record_visa(
        by=given.pop("by", who.agency),
        contract=contract.id,
        **{
            "employer_number": employer.registration_number,
            "employer_name": employer.name,
            "occupation_isco": version.terms["occupation_isco"],
            "number": f"V{contract.id[-8:]}",
            "valid_to": contract.local_today() + timedelta(days=VISA_DAYS),
            **given,
        },
    )


def papers(contract: Contract, who: Parties, **visa_given: Any) -> Contract:
    """Visa, medical result, orientation and insurance."""
    visa(contract, who, **visa_given)
    actions.record_fitness(by=who.origin, contract=contract.id, fit=True)
    for step in ("orientation_done", "insured"):
        actions.record_step(by=who.origin, contract=contract.id, step=step)
    return contract


def requested(
    clock: Clock, who: Parties | None = None, *, contract: Contract | None = None, **visa_given: Any
) -> tuple[Clearance, Parties]:
    """A registered contract with all papers, and its clearance asked for by the agency."""
    if contract is None:
        contract, who = contracts.registered_contract(clock, who)
    assert who is not None
    papers(contract, who, **visa_given)
    return actions.request(by=who.agency, contract=contract.id), who


def cleared(
    clock: Clock, who: Parties | None = None, *, contract: Contract | None = None
) -> tuple[Pass, Parties, Offices]:
    """Checked by one officer, cleared by another: the signed pass."""
    clearance, parties = requested(clock, who, contract=contract)
    desk = offices(parties.origin_country)
    actions.check(by=desk.first, clearance=clearance.id)
    return actions.clear(by=desk.second, clearance=clearance.id), parties, desk


def refused(clock: Clock, *, checked: bool = True) -> tuple[Clearance, Parties, Offices]:
    """Refused, by the second officer or by the first one alone."""
    clearance, parties = requested(clock)
    desk = offices(parties.origin_country)
    if checked:
        actions.check(by=desk.first, clearance=clearance.id)
    decider = desk.second if checked else desk.first
    row = actions.refuse(by=decider, clearance=clearance.id, reasons=["A page is missing."])
    return row, parties, desk


def taken_back(issued: Pass, desk: Offices, reason: str = "order", words: str = "") -> Clearance:
    """The third officer asks, the fourth one confirms: the pass is taken back."""
    given = {"clearance": issued.clearance_id, "reason": reason, "words": words}
    actions.revoke(by=desk.third, **given)
    return actions.confirm_revocation(by=desk.fourth, clearance=issued.clearance_id)
