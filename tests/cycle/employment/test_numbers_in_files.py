"""Lines are matched by number: a number is one worker's, a worker has one line."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cycle.employment.wagemonths import nothing_stored, submit, wage_file
from tests.support import employment, people
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.problems import BadInput, Conflict, NotFound
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.employment import actions
from corridor.cycle.employment.models import WageLine, WorkNumber
from corridor.platform.access.actor import Role
from corridor.platform.records import new_id

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_one_worker_under_two_numbers_is_refused_with_both_lines(crew: list[Job]) -> None:
    actions.record_number(
        by=crew[0].who.employer,
        contract=crew[0].contract.id,
        number="28911111111",
        issued_by="employer",
    )
    lines = [
        (crew[0].qid, "600.00", {}),
        (crew[1].qid, "1200.00", {}),
        ("28911111111", "600.00", {}),
    ]
    with pytest.raises(Conflict) as caught:
        submit(crew, wage_file(crew, *lines))
    assert caught.value.code == "employment.two_lines"
    assert caught.value.place.line == 6
    assert nothing_stored()


def test_the_visa_number_is_the_first_work_number(clock: Clock) -> None:
    before = list(WorkNumber.objects.values_list("pk", flat=True))  # of the module's crew
    job = employment.arrived(clock, number=False)
    clock.set(date(2026, 3, 4))
    visa = f"V{job.contract.id[-8:]}"
    data = wage_file([job], ("", "1200.00", {"visa_id": visa}))
    submit([job], data)
    assert WageLine.objects.get().contract_id == job.contract.id
    assert WorkNumber.objects.exclude(pk__in=before).get().issued_by == "visa"
    kept = [row | {"contract_id": "", "id": ""} for row in WorkNumber.objects.values()]
    assert visa not in str(kept)  # but for identifiers, which may have a V there by chance


def test_a_number_belongs_to_one_worker_of_an_employer(crew: list[Job]) -> None:
    with pytest.raises(Conflict) as caught:
        actions.record_number(
            by=crew[0].who.employer, contract=crew[0].contract.id, number=crew[1].qid
        )
    assert caught.value.code == "employment.number_taken"
    same = actions.record_number(
        by=crew[0].who.worker, contract=crew[0].contract.id, number=crew[0].qid
    )
    assert same.id == WorkNumber.objects.get(contract=crew[0].contract, issued_by="state").id
    for given, code in (
        ({"number": " "}, "employment.number"),
        ({"number": "1", "issued_by": "nobody"}, "employment.issued_by"),
    ):
        with pytest.raises(BadInput) as bad:
            actions.record_number(by=crew[0].who.employer, contract=crew[0].contract.id, **given)
        assert bad.value.code == code
    with pytest.raises(NotFound):
        actions.record_number(
            by=people.actor(Role.EMPLOYER, "QAT"), contract=crew[0].contract.id, number="5"
        )


def test_two_contracts_of_one_worker_on_the_same_days_are_named(crew: list[Job]) -> None:
    job = crew[0]
    copy = Contract.objects.get(pk=job.contract.pk)
    copy.pk, copy.candidate_id = new_id(), None
    copy.save(force_insert=True)
    version = job.contract.versions.get()
    version.pk, version.contract = new_id(), copy
    version.save(force_insert=True)
    step = StepTaken.objects.get(subject=job.contract.pk, step="arrived")
    step.pk, step.subject = new_id(), copy.pk
    step.save(force_insert=True)
    with pytest.raises(Conflict) as caught:
        submit(crew, wage_file(crew))
    assert caught.value.code == "wages.two_contracts"
    assert set(caught.value.found) == {job.contract.id, copy.id}
    assert nothing_stored()
