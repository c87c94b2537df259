"""Workers who have arrived, and wage files about them, through the acts themselves."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.support import contracts, departure, people
from tests.support.clock import Clock
from tests.support.contracts import Parties

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions as departures
from corridor.cycle.departure.models import Clearance
from corridor.cycle.employment import actions
from corridor.cycle.employment.models import WageFileUpload
from corridor.engines import wagefiles
from corridor.engines.wages.checks.accounts import made
from corridor.platform.access.actor import Role
from corridor.platform.people.models import Organisation

_qids = itertools.count(28900000001)
_eids = itertools.count(10000001)
IBAN = "QA58DOHB00001234567890ABCDEFG"


@dataclass
class Job:
    """A worker at work: her contract, the people around it, and her number in wage files."""

    contract: Contract
    who: Parties
    qid: str

    @property
    def employer(self) -> Organisation:
        """Her employer, whose number is one that Qatari wage files can carry."""
        return Organisation.objects.get(pk=self.contract.employer_id)


def qatari_parties(kind: str = "employer", **given: Any) -> Parties:
    """Parties whose employer has a Qatari establishment number of eight digits."""
    who = contracts.parties(**given)
    establishment = people.organisation(kind, "QAT", number=str(next(_eids)))
    who.employer = people.member(Role.EMPLOYER, establishment)
    return who


def colleague(who: Parties) -> Parties:
    """The same parties around another worker."""
    return Parties(**{**vars(who), "worker": people.worker(people.person())})


def arrived(clock: Clock, who: Parties | None = None, *, number: bool = True) -> Job:
    """Cleared, gone through the gate, arrived the next day; her number recorded."""
    parties = who or qatari_parties()
    issued, parties, desk = departure.cleared(clock, parties)
    contract = Clearance.objects.get(pk=issued.clearance_id).contract
    departures.use_pass(by=desk.gate, text=issued.text)
    clock.next_day()
    contract = actions.arrive(by=parties.worker, contract=contract.id)
    qid = str(next(_qids))
    if number:
        actions.record_number(by=parties.employer, contract=contract.id, number=qid)
    contract.refresh_from_db()
    return Job(contract, parties, qid)


def crew(clock: Clock, size: int) -> list[Job]:
    """Several workers of one employer."""
    first = qatari_parties()
    day, jobs = clock.day, []
    for at in range(size):
        clock.set(day)
        jobs.append(arrived(clock, first if at == 0 else colleague(first)))
    return jobs


def qatar_file(
    employer: Organisation, for_month: str, lines: Iterable[tuple[str, str, dict[str, Any]]]
) -> bytes:
    """A Qatar file; each line is QID, net amount and changes to the row's fields."""
    rows = [
        {
            "sequence": str(at),
            "employee_qid": qid,
            "visa_id": "",
            "name": f"WORKER {at}",
            "bank": "QNB",
            "account": made("QA", f"QNBA{qid:0>21}"),
            "frequency": "M",
            "working_days": "28",
            "net": Money.parse(net, "QAR"),
            "basic": Money.parse(net, "QAR"),
            "extra_hours": "0",
            "extra_income": Money(0, "QAR"),
            "deductions": Money(0, "QAR"),
            "payment_type": "Normal Payment",
            "notes": "",
            "housing_allowance": Money(0, "QAR"),
            "food_allowance": Money(0, "QAR"),
            "transport_allowance": Money(0, "QAR"),
            "overtime_allowance": Money(0, "QAR"),
            "deduction_reason": "",
            **changes,
        }
        for at, (qid, net, changes) in enumerate(lines, 1)
    ]
    period = month(for_month)
    assert period.end is not None
    header = {
        "employer_eid": employer.registration_number,
        "file_date": period.end,
        "file_time": "1100",
        "payer_eid": employer.registration_number,
        "payer_qid": "",
        "payer_bank": "QNB",
        "payer_iban": IBAN,
        "salary_month": period,
    }
    return wagefiles.write("qat-sif", header, rows)


def base64_of(data: bytes) -> str:
    """A file as the act takes it."""
    return base64.b64encode(data).decode()


def paid(
    jobs: Iterable[Job],
    for_month: str,
    *amounts: str,
    paid_on: date | None = None,
    **given: Any,
) -> WageFileUpload:
    """A wage file of the jobs' employer, submitted; one amount for each, or one for all."""
    listed = list(jobs)
    sums = amounts if len(amounts) == len(listed) else amounts * len(listed)
    lines: list[tuple[str, str, dict[str, Any]]] = [
        (job.qid, net, {}) for job, net in zip(listed, sums, strict=True)
    ]
    data = qatar_file(listed[0].employer, for_month, lines)
    return actions.submit_wages(
        by=listed[0].who.employer,
        file=base64_of(data),
        format="qat-sif",
        paid_on=paid_on,
        **given,
    )
