"""A great wage file is read in seconds."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cycle.employment.wagemonths import FEBRUARY, submit
from tests.support import employment
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.cycle.contracts.models import Contract, ContractVersion
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.employment import queries
from corridor.cycle.employment.models import WageFinding, WageLine, WorkNumber
from corridor.platform.records import new_id

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _grow(job: Job, count: int) -> list[str]:
    """The job so many times again, each with a number of its own."""
    from corridor.cycle.employment.drafts import WORK_NUMBER
    from corridor.platform.keys.sealing import blind
    from corridor.platform.people.models import Person

    version = job.contract.versions.get()
    workers = [Person(given_name="W", nationality="NPL") for _ in range(count)]
    Person.objects.bulk_create(workers, batch_size=1000)
    contracts = []
    for worker in workers:
        copy = Contract.objects.get(pk=job.contract.pk) if not contracts else _copy(contracts[0])
        copy.pk, copy.candidate_id, copy.worker = new_id(), None, worker
        contracts.append(copy)
    Contract.objects.bulk_create(contracts, batch_size=500)
    ContractVersion.objects.bulk_create(
        (
            ContractVersion(
                contract=one, number=1, kind="offer", terms=version.terms, digest=version.digest
            )
            for one in contracts
        ),
        batch_size=1000,
    )
    StepTaken.objects.bulk_create(
        (
            StepTaken(subject=one.pk, step="arrived", on=job.contract.starts, role="worker")
            for one in contracts
        ),
        batch_size=1000,
    )
    qids = [f"{29000000000 + at}" for at in range(count)]
    WorkNumber.objects.bulk_create(
        (
            WorkNumber(contract=one, index=blind(WORK_NUMBER, qid), issued_by="state")
            for one, qid in zip(contracts, qids, strict=True)
        ),
        batch_size=1000,
    )
    return qids


def _copy(contract: Contract) -> Contract:
    fields = {
        field.attname: getattr(contract, field.attname) for field in Contract._meta.concrete_fields
    }
    return Contract(**fields)


@pytest.mark.parametrize("size", [2000])
def test_a_great_file_is_read_in_seconds(clock: Clock, size: int) -> None:
    import time

    job = employment.arrived(clock)
    qids = _grow(job, size)
    clock.set(date(2026, 3, 4))
    data = employment.qatar_file(
        job.employer, FEBRUARY, [(qid, "1200.00", {}) for qid in [job.qid, *qids]]
    )
    begun = time.perf_counter()
    upload = submit([job], data)
    seconds = time.perf_counter() - begun
    assert upload.records == size + 1
    assert WageLine.objects.filter(upload=upload).exclude(contract=None).count() == size + 1
    assert WageFinding.objects.filter(upload=upload, verdict="ok").count() == size + 1
    assert StepTaken.objects.filter(step="first_wage").count() == size + 1
    # It measures about one second; the limit leaves room for a busy machine.
    assert seconds < 12, f"{seconds:.1f} s"
    assert queries.month_page(job.who.employer, FEBRUARY).workers == size + 1
