"""Leave to depart: asked for once at a time, checked by one officer, decided by another."""

from __future__ import annotations

from datetime import date

from corridor.core.problems import Conflict, NotPermitted
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.queries import done, weekend
from corridor.cycle.departure.actions.passes import issue
from corridor.cycle.departure.actions.shared import (
    clearance_in,
    given_reasons,
    not_barred,
    note,
    officer,
    reopen,
    tell,
)
from corridor.cycle.departure.models import Clearance, Fitness, Pass, Visa
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

_OPEN = (Clearance.State.REQUESTED, Clearance.State.CHECKED, Clearance.State.APPEALED)
_REASONS_OF_REFUSAL = sentence(N_("A refusal needs at least one reason."))


@act(
    "departure.request",
    roles=(Role.AGENCY, Role.WORKER, Role.EMPLOYER, Role.ORIGIN_OFFICER, Role.LABOUR_ATTACHE),
)
def request(*, by: Actor, contract: str) -> Clearance:
    """Ask for leave to depart. One open request at a time; after a refusal, again."""
    subject = rules.get(Contract, contract, by, lock=True)
    if Clearance.objects.filter(contract=subject, state__in=_OPEN).exists():
        raise Conflict(
            "departure.open",
            sentence(N_("A clearance for this contract is already being decided.")),
            remedy=sentence(N_("Wait for the decision; the page shows by when it is due.")),
        )
    if Clearance.objects.filter(contract=subject, state=Clearance.State.CLEARED).exists():
        raise Conflict(
            "departure.cleared",
            sentence(N_("This contract is already cleared.")),
            remedy=sentence(N_("Print the pass again from the case.")),
        )
    reopen(subject, "cleared", "clearance_checked", "clearance_requested")
    corridors.take("clearance_requested", subject, by=by)
    clearance = Clearance.objects.create(
        contract=subject,
        requested_on=subject.local_today("origin"),
        decide_by=_due(subject),
    )
    note("departure.request", clearance, by)
    return clearance


def _due(contract: Contract) -> date | None:
    """The last day of the clock that runs from the request, whichever step carries it."""
    standing, free = done(contract), weekend(contract.corridor, "origin")
    days = [
        contract.procedure.due(step, standing, free)
        for step in ("clearance_checked", "cleared")
        if contract.procedure.has(step)
    ]
    return max((day for day in days if day), default=None)


@act("departure.check", roles=(Role.ORIGIN_OFFICER,))
def check(*, by: Actor, clearance: str) -> Clearance:
    """The first officer has checked papers, visa match and the worker's understanding."""
    row = clearance_in(clearance, by, Clearance.State.REQUESTED)
    first = officer(by)
    contract = row.contract
    not_barred(row, first)
    if contract.procedure.has("clearance_checked"):
        corridors.take("clearance_checked", contract, by=by)
    if contract.procedure.needs_second("cleared"):
        corridors.take("cleared", contract, by=by)
    row.state, row.first_officer = Clearance.State.CHECKED, first
    row.save(update_fields=["state", "first_officer"])
    note("departure.check", row, by)
    return row


@act("departure.clear", roles=(Role.ORIGIN_OFFICER,))
def clear(*, by: Actor, clearance: str) -> Pass:
    """The second officer decides: the worker may go, and gets the signed pass.

    Raises ``NotPermitted`` for the first officer, and ``Conflict`` while the visa names
    somebody or something else, has ended, or the worker is recorded as unfit.
    """
    row = clearance_in(clearance, by, Clearance.State.CHECKED)
    second = officer(by)
    _not_the_first(row, second)
    not_barred(row, second)
    _papers_hold(row.contract)
    corridors.take("cleared", row.contract, by=by)
    row.state, row.second_officer = Clearance.State.CLEARED, second
    row.decided_on = row.contract.local_today("origin")
    row.save(update_fields=["state", "second_officer", "decided_on"])
    issued = issue(row)
    note("departure.clear", row, by)
    tell(row, "clearance_given")
    return issued


@act("departure.refuse", roles=(Role.ORIGIN_OFFICER,))
def refuse(*, by: Actor, clearance: str, reasons: list[str]) -> Clearance:
    """Refuse with reasons. The clock of the appeal starts today."""
    row = clearance_in(clearance, by, Clearance.State.REQUESTED, Clearance.State.CHECKED)
    decider = officer(by)
    _not_the_first(row, decider)
    not_barred(row, decider)
    given = given_reasons(reasons, _REASONS_OF_REFUSAL)
    corridors.take("cleared", row.contract, by=by, outcome="refused")
    row.state, row.reasons = Clearance.State.REFUSED, given
    if row.first_officer:
        row.second_officer = decider
    else:
        row.first_officer = decider
    row.decided_on = row.contract.local_today("origin")
    row.save(update_fields=["state", "reasons", "first_officer", "second_officer", "decided_on"])
    note("departure.refuse", row, by, {"reasons": given})
    tell(row, "clearance_refused")
    return row


def _not_the_first(row: Clearance, person: str) -> None:
    if row.first_officer and row.first_officer == person:
        raise NotPermitted(
            "departure.two_officers",
            sentence(N_("You made the first check, so another officer must decide.")),
            remedy=sentence(N_("Leave it in the queue for a colleague.")),
        )


def _papers_hold(contract: Contract) -> None:
    """The visa fits the contract and is in force; nobody is recorded as unfit."""
    visa = Visa.objects.filter(contract=contract).order_by("-id").first()
    problem: Sentence | None = None
    code = "departure.visa_mismatch"
    if visa is not None and not (visa.employer_matches and visa.occupation_matches):
        problem = sentence(N_("The visa names another employer or occupation than the contract."))
    elif visa is not None and visa.valid_to < contract.local_today("origin"):
        code = "departure.visa_expired"
        problem = sentence(N_("This visa ended on {day}."), day=visa.valid_to)
    if problem is not None:
        raise Conflict(
            code,
            problem,
            remedy=sentence(N_("Refuse with this reason, or have the visa corrected first.")),
        )
    fitness = Fitness.objects.filter(contract=contract).order_by("-id").first()
    if fitness is not None and not fitness.fit:
        raise Conflict(
            "departure.unfit",
            sentence(N_("The last medical result on record is “unfit”.")),
            remedy=sentence(N_("Wait for a new result, or refuse with this reason.")),
        )
