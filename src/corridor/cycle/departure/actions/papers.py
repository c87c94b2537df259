"""Papers before departure: the visa and its match, fitness, and steps that are only ticked."""

from __future__ import annotations

from datetime import date

from corridor.core.codes.isco import ISCO
from corridor.core.problems import BadInput, Conflict, NotPermitted, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure.models import Fitness, Visa
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import seal

VISA_NUMBER = "departure.visa.number"

# Steps that are only ticked: nothing but the fact and its day is kept.
TICKED = frozenset(
    {"orientation_done", "insured", "recognition_started", "recognition_completed", "departed"}
)

# Who may ever bring a paper; which of them does is the procedure's to say.
_BRINGERS = (
    Role.WORKER,
    Role.EMPLOYER,
    Role.AGENCY,
    Role.LABOUR_ATTACHE,
    Role.ORIGIN_OFFICER,
    Role.DESTINATION_OFFICER,
)
_EXAMINERS = (Role.ORIGIN_OFFICER, Role.DESTINATION_OFFICER, Role.AGENCY, Role.COUNSELLOR)
_TICKERS = (*_BRINGERS, Role.COUNSELLOR)


@act("departure.record_visa", roles=_BRINGERS)
def record_visa(
    *,
    by: Actor,
    contract: str,
    employer_number: str = "",
    employer_name: str,
    occupation_isco: str,
    number: str,
    valid_to: date,
) -> Visa:
    """Record what the visa says and match its employer and occupation with the contract.

    A mismatch is recorded, not refused: the officer sees it, and the worker is warned. A
    corrected visa is recorded again, by whoever may record one; the newest counts.
    """
    subject = rules.get(Contract, contract, by, lock=True)
    raise_all(_visa_problems(employer_name, occupation_isco, number, valid_to, subject))
    if "visa_recorded" in done(subject):
        _not_departed(subject)
        corridors.take("visa_recorded", subject, by=SYSTEM, outcome="undone")
    corridors.take("visa_recorded", subject, by=by)
    version = subject.versions.order_by("-number").first()
    visa = Visa.objects.create(
        contract=subject,
        employer_number=employer_number.strip(),
        employer_name=employer_name.strip(),
        occupation_isco=occupation_isco,
        number_sealed=seal(subject.worker_id, VISA_NUMBER, number.strip()),
        valid_to=valid_to,
        employer_matches=_same_employer(subject, employer_number, employer_name),
        occupation_matches=version is not None
        and version.terms.get("occupation_isco") == occupation_isco,
    )
    journal.record(
        "departure.record_visa",
        subject=visa,
        by=by,
        body={"employer": visa.employer_matches, "occupation": visa.occupation_matches},
        key_subject=subject.worker_id,
    )
    return visa


def _visa_problems(
    employer: str, occupation: str, number: str, valid_to: date, contract: Contract
) -> list[Problem]:
    problems: list[Problem] = []
    if not employer.strip():
        problems.append(
            BadInput(
                "departure.visa_employer",
                sentence(N_("The employer on the visa is missing.")),
                remedy=sentence(N_("Copy the sponsor's name from the visa.")),
            ).at(field="employer_name")
        )
    if occupation not in ISCO or len(occupation) != 4:
        problems.append(
            BadInput(
                "departure.occupation",
                sentence(N_("“{found}” is not an ISCO-08 unit group."), found=occupation),
                remedy=sentence(N_("Write the four digits, such as 9313.")),
                found=occupation,
            ).at(field="occupation_isco")
        )
    if not number.strip():
        problems.append(
            BadInput(
                "departure.visa_number",
                sentence(N_("The visa number is missing.")),
                remedy=sentence(N_("Copy it from the visa page of the passport.")),
            ).at(field="number")
        )
    if valid_to < contract.local_today("destination"):
        problems.append(
            BadInput(
                "departure.visa_expired",
                sentence(N_("This visa ended on {day}."), day=valid_to),
                remedy=sentence(N_("Have the visa renewed and record the new one.")),
                found=valid_to.isoformat(),
            ).at(field="valid_to")
        )
    return problems


def _not_departed(contract: Contract) -> None:
    """Papers of a journey that is over are left as they were."""
    if "departed" in done(contract):
        raise Conflict(
            "departure.departed",
            sentence(N_("The worker has already left with the visa on record.")),
        )


def _same_employer(contract: Contract, number: str, name: str) -> bool:
    """By the state's registration number where both have one, else by the exact name."""
    registered = contract.employer.registration_number
    if registered and number.strip():
        return registered == number.strip()
    return " ".join(contract.employer.name.casefold().split()) == " ".join(name.casefold().split())


@act("departure.record_fitness", roles=_EXAMINERS)
def record_fitness(*, by: Actor, contract: str, fit: bool) -> Fitness:
    """Fit or unfit, and nothing else. Unfit refuses the step; it can be taken again later."""
    subject = rules.get(Contract, contract, by, lock=True)
    corridors.take("medical_fit", subject, by=by, outcome="done" if fit else "refused")
    row = Fitness.objects.create(contract=subject, fit=fit, on=subject.local_today("origin"))
    journal.record("departure.record_fitness", subject=row, by=by, key_subject=subject.worker_id)
    return row


@act("departure.record_step", roles=_TICKERS)
def record_step(*, by: Actor, contract: str, step: str) -> Contract:
    """Tick a step that needs no details, where the procedure gives it to this role.

    ``step`` is one of ``TICKED``.
    """
    if step not in TICKED:
        raise NotPermitted(
            "departure.not_ticked",
            sentence(N_("This step is not one that is simply ticked.")),
            remedy=sentence(N_("Open the case and choose the step there.")),
            expected=sorted(TICKED),
            found=step,
        )
    subject = rules.get(Contract, contract, by, lock=True)
    corridors.take(step, subject, by=by)
    journal.record(
        "departure.record_step",
        subject=subject,
        by=by,
        body={"step": step},
        key_subject=subject.worker_id,
    )
    return subject
