"""Arrival, and the numbers under which a worker stands in wage files."""

from __future__ import annotations

from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import begin
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.departure.actions.papers import VISA_NUMBER
from corridor.cycle.departure.models import Visa
from corridor.cycle.employment.actions.shared import note, tell
from corridor.cycle.employment.drafts import WORK_NUMBER
from corridor.cycle.employment.models import WorkNumber
from corridor.cycle.employment.months import WAGE_STATES
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.queries import open_sealed
from corridor.platform.keys.sealing import blind


@act(
    "employment.arrive",
    roles=(Role.WORKER, Role.EMPLOYER, Role.DESTINATION_OFFICER, Role.LABOUR_ATTACHE),
)
def arrive(*, by: Actor, contract: str) -> Contract:
    """She has arrived: the contract is in force, and wages are due from now on.

    The visa's number becomes her first number in wage files.
    """
    row = rules.get(Contract, contract, by, lock=True)
    step = corridors.take("arrived", row, by=by)
    if row.state in {Contract.State.ACCEPTED, Contract.State.BROUGHT}:
        begin(row, step.on)
    visa = Visa.objects.filter(contract=row).order_by("-id").first()
    if visa is not None:
        number = open_sealed(str(row.worker_id), VISA_NUMBER, visa.number_sealed)
        _number(row, number, WorkNumber.IssuedBy.VISA)
    note("employment.arrive", row, row, by)
    tell(row, "arrival_recorded", SYSTEM)
    return row


@act(
    "employment.record_number",
    roles=(Role.EMPLOYER, Role.WORKER, Role.DESTINATION_OFFICER),
)
def record_number(*, by: Actor, contract: str, number: str, issued_by: str = "state") -> WorkNumber:
    """Say under which number the worker stands in wage files; only its blind index is kept.

    ``issued_by``: ``state`` (such as a QID), ``visa`` or ``employer``. Raises ``Conflict`` when
    another worker of the employer has the number.
    """
    row = rules.get(Contract, contract, by, lock=True)
    if issued_by not in WorkNumber.IssuedBy.values:
        raise BadInput(
            "employment.issued_by",
            sentence(N_("“{found}” is nobody who gives work numbers."), found=issued_by),
            remedy=sentence(
                N_("Choose one of: {kinds}."), kinds=", ".join(WorkNumber.IssuedBy.values)
            ),
            found=issued_by,
        ).at(field="issued_by")
    if not number.strip():
        raise BadInput(
            "employment.number",
            sentence(N_("The number is missing.")),
            remedy=sentence(N_("Copy it from the card, the visa or the last wage file.")),
        ).at(field="number")
    taken = (
        WorkNumber.objects.filter(
            index=blind(WORK_NUMBER, number),
            contract__employer=row.employer_id,
            contract__state__in=WAGE_STATES,
        )
        .exclude(contract__worker=row.worker_id)
        .exclude(contract__state=Contract.State.ENDED)
    )
    if taken.exists():
        raise Conflict(
            "employment.number_taken",
            sentence(N_("Another worker of this employer has this number.")),
            remedy=sentence(N_("Compare the card, and correct the number.")),
        ).at(field="number")
    found = _number(row, number, issued_by)
    note("employment.record_number", found, row, by, {"issued_by": issued_by})
    return found


def _number(contract: Contract, number: str, issued_by: str) -> WorkNumber:
    """The number of a contract, once."""
    index = blind(WORK_NUMBER, number)
    known = WorkNumber.objects.filter(contract=contract, index=index).first()
    if known is not None:
        return known
    return WorkNumber.objects.create(contract=contract, index=index, issued_by=issued_by)
