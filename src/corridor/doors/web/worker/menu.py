"""What else she can do with a contract: short, and only what makes sense today."""

from __future__ import annotations

from corridor.core.text import N_
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries import Case
from corridor.cycle.employment.queries import Attention
from corridor.doors.web.components.models import Link
from corridor.doors.web.worker.now import at

State = Contract.State
_BOUND = {State.ACCEPTED, State.IN_FORCE, State.BROUGHT}


def menu(case: Case, seen: Attention) -> list[Link]:
    """Links below the one thing to do now."""
    number, state = str(case.contract.pk), case.state
    links = [
        Link(N_("Read my contract"), at("offer", number)),
        Link(N_("Keep a copy"), at("contract-pdf", number)),
    ]
    if any(version.registrations.all() for version in case.versions):
        links.append(Link(N_("Keep the proof of my contract"), at("contract-proof", number)))
    if state in _BOUND or state in {State.OFFERED, State.EXPLAINED}:
        links.append(Link(N_("I was given another paper"), at("paper", number)))
        links.append(Link(N_("Ask for a counsellor"), at("counsellor", number)))
    if state == State.ACCEPTED:
        links.append(Link(N_("Visa and clearance"), at("before", number)))
    if seen.travel_pass and seen.clearance_state == "cleared":
        links.append(Link(N_("My pass"), at("pass", number)))
    if state in {State.IN_FORCE, State.BROUGHT, State.ENDED}:
        links += [
            Link(N_("My wages, month by month"), at("wages", number)),
            Link(N_("What I am owed at the end"), at("ending", number)),
            Link(N_("My number in wage files"), at("number", number)),
            Link(N_("My bank account"), at("account", number)),
            Link(N_("What I paid for the job"), at("fees", number)),
            Link(N_("Let a union help me"), at("union", number)),
        ]
    if state == State.BROUGHT:
        links.append(Link(N_("Add a photograph of a paper"), at("photograph", number)))
    if seen.change:
        links.append(Link(N_("My change of employer"), at("change", number)))
    return links
