"""Papers before departure: the visa and its match, fitness, orientation, insurance."""

from __future__ import annotations

from datetime import date

from corridor.core.codes.isco import ISCO
from corridor.core.problems import BadInput, NotPermitted, raise_all
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.departure.models import Fitness, Visa
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import seal

VISA_NUMBER = "departure.visa.number"

# Steps that are only ticked: nothing but the fact and its day is kept.
TICKED = frozenset(
    {"orientation_done", "insured", "recognition_started", "recognition_completed", "departed"}
)

_BRINGERS = (Role.AGENCY, Role.WORKER, Role.ORIGIN_OFFICER, Role.LABOUR_ATTACHE, Role.EMPLOYER)


@act("departure.record_visa", roles=_BRINGERS)
def record_visa(
    *,
    by: Actor,
    contract: str,
    employer_number: str,
    employer_name: str,
    occupation_isco: str,
    number: str,
    valid_to: date,
) -> Visa:
    """Record what the visa says and match its employer and occupation with the contract.

    A mismatch is recorded, not refused: the officer sees it, and the worker is warned.
    """
    subject = rules.get(Contract, contract, by, lock=True)
    problems = []
    if occupation_isco not in ISCO or len(occupation_isco) != 4:
        problems.append(
            BadInput(
                "departure.occupation",
                sentence(N_("“{found}” is not an ISCO-08 unit group."), found=occupation_isco),
                remedy=sentence(N_("Write the four digits, such as 9313.")),
                found=occupation_isco,
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
    raise_all(problems)
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


def _same_employer(contract: Contract, number: str, name: str) -> bool:
    """By the state's registration number where both have one, else by the exact name."""
    registered = contract.employer.registration_number
    if registered and number.strip():
        return registered == number.strip()
    return contract.employer.name.casefold() == name.strip().casefold()


@act("departure.record_fitness", roles=(Role.ORIGIN_OFFICER, Role.AGENCY, Role.COUNSELLOR))
def record_fitness(*, by: Actor, contract: str, fit: bool) -> Fitness:
    """Fit or unfit, and nothing else. Unfit refuses the step; it can be taken again later."""
    subject = rules.get(Contract, contract, by, lock=True)
    corridors.take("medical_fit", subject, by=by, outcome="done" if fit else "refused")
    row = Fitness.objects.create(contract=subject, fit=fit, on=subject.local_today("origin"))
    journal.record("departure.record_fitness", subject=row, by=by, key_subject=subject.worker_id)
    return row


@act("departure.record_step", roles=tuple(Role))
def record_step(*, by: Actor, contract: str, step: str) -> Contract:
    """Tick a step that needs no details, where the procedure gives it to this role."""
    if step not in TICKED:
        raise NotPermitted(
            "departure.not_ticked",
            sentence(N_("This step is not one that is simply ticked.")),
            remedy=sentence(N_("Open the case and choose the step there.")),
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
