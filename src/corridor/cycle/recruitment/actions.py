"""Powers of attorney with their joint liability, candidacies and selection."""

from __future__ import annotations

from corridor.core.lifecycle import Lifecycle, Move
from corridor.core.periods import add_months
from corridor.core.problems import BadInput, Conflict, NotPermitted, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.actions import take
from corridor.cycle.corridors.parties import organisation, own_organisation, person
from corridor.cycle.licensing.queries import licence
from corridor.cycle.recruitment.models import Candidate, PowerEnded, PowerOfAttorney
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.journal import actions as journal
from corridor.platform.people.models import Organisation, Person

State = Candidate.State

LIFECYCLE = Lifecycle(
    "recruitment.candidate",
    {
        State.PROPOSED.value: N_("proposed"),
        State.SELECTED.value: N_("selected"),
        State.NOT_SELECTED.value: N_("not selected"),
        State.WITHDRAWN.value: N_("withdrawn"),
    },
    (
        Move("proposed", "select", "selected"),
        Move("proposed", "pass_over", "not_selected"),
        Move("not_selected", "select", "selected"),
        Move("proposed", "withdraw", "withdrawn"),
        Move("selected", "withdraw", "withdrawn"),
        Move("withdrawn", "apply", "proposed"),
    ),
    {
        "select": N_("select"),
        "pass_over": N_("pass over"),
        "withdraw": N_("withdraw"),
        "apply": N_("apply again"),
    },
)


@act("recruitment.appoint_agency", roles=(Role.EMPLOYER,))
def appoint_agency(*, by: Actor, order: str, agency: str) -> PowerOfAttorney:
    """Name the one agency that recruits for an order. Both answer jointly for what is promised.

    Raises ``NotYet`` when the agency is not licensed, ``Conflict`` while another holds the power.
    """
    row = rules.get(JobOrder, order, by, lock=True)
    holder = organisation(agency, by, kinds=(Organisation.Kind.AGENCY,), field="agency")
    current = licence(holder.id, row.local_today("origin"))
    if not current.valid:
        raise NotYet(
            "recruitment.licence",
            sentence(
                N_("{agency} may not recruit now: {state}."),
                agency=holder.name,
                state=current.label,
            ),
            remedy=sentence(N_("Choose a licensed agency from the public register.")),
            found=current.state,
        ).at(field="agency")
    if live_power(row) is not None:
        raise Conflict(
            "recruitment.power",
            sentence(N_("An agency already holds the power of attorney for this order.")),
            remedy=sentence(N_("End that power first, with its reason.")),
        )
    step = take("agency_appointed", row, by=by)
    power = PowerOfAttorney.objects.create(
        order=row, principal=row.employer, agency=holder, granted_on=step.on
    )
    vacancies.name_agency(row, holder.id)
    journal.record(
        "recruitment.appoint_agency",
        subject=power,
        by=by,
        body={"order": row.id, "agency": holder.id, "joint_liability": True},
        law=row.procedure.step("agency_appointed").law,
    )
    return power


@act("recruitment.end_power", roles=(Role.EMPLOYER, Role.AGENCY))
def end_power(*, by: Actor, power: str, reason: str) -> PowerEnded:
    """End a power of attorney. Liability for what was already signed goes on, and is dated.

    Nothing can be signed under it from now on, so liability ends at the latest when a contract
    signed today would; None when the order names no length.
    """
    row = rules.get(PowerOfAttorney, power, by)
    if PowerEnded.objects.filter(power=row).exists():
        raise Conflict(
            "recruitment.power_ended", sentence(N_("This power of attorney has already ended."))
        )
    if len(reason.strip()) < 3:
        raise BadInput(
            "recruitment.reason",
            sentence(N_("The end of a power of attorney needs its reason.")),
            remedy=sentence(N_("Say in a sentence why it ends.")),
        ).at(field="reason")
    on = row.order.local_today("origin")
    months = row.order.terms.get("contract_months")
    until = add_months(on, months) if isinstance(months, int) else None
    ended = PowerEnded.objects.create(
        power=row, ended_on=on, reason=reason.strip(), liability_ends_on=until
    )
    # The appointment is the employer's step; an agency that gives its power back undoes it too.
    undoes = by if by.role is Role.EMPLOYER else SYSTEM
    take("agency_appointed", row.order, by=undoes, outcome="undone")
    vacancies.name_agency(row.order, None)
    journal.record(
        "recruitment.end_power",
        subject=row,
        by=by,
        body={"reason": reason.strip(), "liability_ends_on": until and until.isoformat()},
    )
    return ended


@act("recruitment.propose", roles=(Role.AGENCY, Role.ORIGIN_OFFICER))
def propose(*, by: Actor, order: str, worker: str = "", passport: str = "") -> Candidate:
    """Propose a person for an order: one's own candidate, or the holder of a passport at hand.

    An agency proposes for the orders it was appointed to, and only while licensed; an officer
    of the country of origin proposes where a state, not an agency, places workers.
    """
    row = rules.get(JobOrder, order, by)
    _open(row)
    if by.role is Role.AGENCY:
        if row.agency_id != own_organisation(by).id:
            raise NotPermitted(
                "recruitment.agency",
                sentence(N_("Another agency was appointed for this order.")),
            )
        vacancies.require_licence(row, "origin")
    found = person(by, person_id=worker, passport=passport, field="worker")
    return _consider(row, found, by, "recruitment.propose")


@act("recruitment.apply", roles=(Role.WORKER,))
def apply(*, by: Actor, order: str) -> Candidate:
    """Apply for a public job oneself. Applying again after withdrawing is possible."""
    row = rules.get(JobOrder, order, STRANGER)
    _open(row)
    return _consider(row, rules.get(Person, by.person or "", by), by, "recruitment.apply")


def _open(order: JobOrder) -> None:
    if order.state not in {JobOrder.State.OPEN, JobOrder.State.ATTESTED}:
        raise NotYet(
            "recruitment.order_state",
            sentence(
                N_("Nobody can be considered: the job order is “{state}”."),
                state=vacancies.LIFECYCLE.label(order.state),
            ),
            remedy=sentence(N_("Choose a job that is on the public board.")),
            found=order.state,
        )


def _consider(order: JobOrder, who: Person, by: Actor, name: str) -> Candidate:
    before = Candidate.objects.filter(order=order, person=who).first()
    if before is not None and before.state != State.WITHDRAWN:
        raise Conflict(
            "recruitment.once",
            sentence(N_("This person is already considered for this job.")),
            remedy=sentence(N_("Open the candidate from the list of the order.")),
        )
    if before is not None and by.role is not Role.WORKER:
        raise Conflict(
            "recruitment.withdrew",
            sentence(N_("This person withdrew from this job.")),
            remedy=sentence(N_("Only the person can apply again.")),
        )
    candidate = before or Candidate(
        order=order,
        person=who,
        corridor=order.corridor,
        route=order.route,
        regime=order.regime,
        governed_on=order.governed_on,
    )
    candidate.state = LIFECYCLE.move("withdrawn", "apply") if before else State.PROPOSED
    candidate.save()
    journal.record(name, subject=candidate, by=by, key_subject=who.id)
    return candidate


@act("recruitment.select", roles=(Role.AGENCY, Role.EMPLOYER, Role.ORIGIN_OFFICER))
def select(*, by: Actor, candidate: str) -> Candidate:
    """Choose a candidate for the job. The offer itself is the employer's."""
    row = rules.get(Candidate, candidate, by, lock=True)
    state = LIFECYCLE.move(row.state, "select")
    if row.procedure.has("worker_selected"):
        take("worker_selected", row, by=by)
    row.state = state
    row.save(update_fields=["state"])
    journal.record("recruitment.select", subject=row, by=by, key_subject=row.person_id)
    return row


@act("recruitment.pass_over", roles=(Role.AGENCY, Role.EMPLOYER, Role.ORIGIN_OFFICER))
def pass_over(*, by: Actor, candidate: str) -> Candidate:
    """Not choose a candidate this time; the choice can still change."""
    return _to("pass_over", "recruitment.pass_over", candidate, by)


@act("recruitment.withdraw", roles=(Role.WORKER,))
def withdraw(*, by: Actor, candidate: str) -> Candidate:
    """The worker no longer wants the job; nobody may ask why."""
    return _to("withdraw", "recruitment.withdraw", candidate, by)


def _to(move: str, name: str, candidate: str, by: Actor) -> Candidate:
    row = rules.get(Candidate, candidate, by, lock=True)
    row.state = LIFECYCLE.move(row.state, move)
    row.save(update_fields=["state"])
    journal.record(name, subject=row, by=by, key_subject=row.person_id)
    return row


def live_power(order: JobOrder) -> PowerOfAttorney | None:
    """The power of attorney that stands for an order."""
    return PowerOfAttorney.objects.filter(order=order, ended=None).order_by("-id").first()


__all__ = [
    "LIFECYCLE",
    "apply",
    "appoint_agency",
    "end_power",
    "live_power",
    "pass_over",
    "propose",
    "select",
    "withdraw",
]
