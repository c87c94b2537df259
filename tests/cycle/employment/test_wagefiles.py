"""Wage files: all or nothing, version after version, matched by number, checked against law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support import employment, people
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.money import Money
from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet, Problem
from corridor.cycle.contracts.models import Contract, ContractVersion
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.queries import done
from corridor.cycle.employment import actions, drafts, queries, tasks
from corridor.cycle.employment.models import (
    WageFileUpload,
    WageFinding,
    WageLine,
    WorkNumber,
)
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.records import new_id

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FEBRUARY = "2026-02"
PAID = date(2026, 3, 3)


@pytest.fixture
def crew(clock: Clock) -> list[Job]:
    """Three workers of one employer; it is 4 March."""
    jobs = employment.crew(clock, 3)
    clock.set(date(2026, 3, 4))
    return jobs


def _file(jobs: list[Job], *lines: tuple[str, str, dict[str, Any]], month: str = FEBRUARY) -> bytes:
    given = lines or tuple((job.qid, "1200.00", {}) for job in jobs)
    return employment.qatar_file(jobs[0].employer, month, given)


def _submit(jobs: list[Job], data: bytes, **given: Any) -> WageFileUpload:
    return actions.submit_wages(
        by=jobs[0].who.employer,
        file=employment.base64_of(data),
        **{"format": "qat-sif", "paid_on": PAID, **given},
    )


def _nothing_stored() -> bool:
    return not (
        WageFileUpload.objects.exists()
        or WageLine.objects.exists()
        or WageFinding.objects.exists()
        or StepTaken.objects.filter(step="first_wage").exists()
    )


def _state(job: Job, month: str = FEBRUARY) -> str:
    found = queries.month_page(job.who.employer, month)
    return next(row.month.state for row in found.rows if row.contract.id == job.contract.id)


def test_a_full_file_is_paid_and_owes_nothing(crew: list[Job]) -> None:
    upload = employment.paid(crew, FEBRUARY, "1200.00", paid_on=PAID)
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    assert page.upload is not None
    assert page.upload.id == upload.id
    assert (page.workers, page.owed, page.strangers) == (3, Money(0, "QAR"), ())
    assert {row.month.state for row in page.rows} == {"paid"}
    assert all(row.month.deemed_paid is not False for row in page.rows)


def test_short_missing_late_and_stranger_in_one_file(clock: Clock, crew: list[Job]) -> None:
    clock.set(date(2026, 3, 20))
    lines = [(crew[0].qid, "830.00", {}), (crew[1].qid, "1200.00", {})]
    upload = _submit(
        crew, _file(crew, *lines, ("28999999999", "900.00", {})), paid_on=date(2026, 3, 15)
    )
    assert _state(crew[0]) == "short"
    assert _state(crew[1]) == "late"
    assert _state(crew[2]) == "missing"
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    assert page.owed == Money(37000 + 120000, "QAR")
    assert [found["check"] for found in page.strangers] == ["unknown_worker"]
    assert page.strangers[0]["actual"] == {"amount": "900.00", "currency": "QAR"}
    assert WageLine.objects.get(upload=upload, contract=None).net_minor == 90000
    by_contract = {row.contract.id: row for row in page.rows}
    short = by_contract[crew[0].contract.id].findings
    assert {found["check"] for found in short} >= {"short", "late", "below_minimum"}
    owed = next(found["owed"] for found in short if found["check"] == "short")
    assert owed == {"amount": "370.00", "currency": "QAR"}


def test_findings_name_contracts_not_people(crew: list[Job]) -> None:
    employment.paid(crew, FEBRUARY, "830.00", paid_on=PAID)
    text = str(list(WageFinding.objects.values_list("finding", flat=True)))
    for job in crew:
        assert str(job.contract.worker_id) not in text
    assert crew[0].contract.id in text


def test_without_a_day_of_payment_lateness_is_unknown_not_fine(crew: list[Job]) -> None:
    employment.paid(crew, FEBRUARY, "1200.00")
    late = WageFinding.objects.filter(check_id="late")
    assert set(late.values_list("verdict", flat=True)) == {"unknown"}
    assert set(WageFinding.objects.filter(check_id="wage").values_list("verdict", flat=True)) == {
        "unknown"
    }


def test_a_worker_left_out_is_expected_until_the_last_lawful_day(
    clock: Clock, crew: list[Job]
) -> None:
    _submit(crew, _file(crew, (crew[0].qid, "1200.00", {})))
    assert _state(crew[2]) == "expected"
    clock.set(date(2026, 3, 20))
    _submit(crew, _file(crew, (crew[0].qid, "1199.00", {})))
    assert _state(crew[2]) == "missing"


def test_preview_stores_nothing_and_says_what_the_act_will_say(crew: list[Job]) -> None:
    data = _file(crew, (crew[0].qid, "830.00", {}), (crew[1].qid, "1200.00", {}))
    preview = queries.preview_wages(crew[0].who.employer, data=data, paid_on=PAID)
    assert _nothing_stored()
    assert (preview.version, preview.owed) == (1, Money(37000, "QAR"))
    assert preview.rows[0].contract.id == crew[0].contract.id
    _submit(crew, data, digest=preview.digest)
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    assert page.owed == preview.owed
    assert {row.contract.id: row.findings for row in page.rows} == {
        row.contract.id: row.findings for row in preview.rows
    }
    again = queries.preview_wages(crew[0].who.employer, data=data, paid_on=PAID)
    assert again.version == 2


def test_another_file_than_the_previewed_one_is_refused(crew: list[Job]) -> None:
    with pytest.raises(Conflict) as caught:
        _submit(crew, _file(crew), digest="0" * 64)
    assert caught.value.code == "employment.other_file"
    assert _nothing_stored()


def test_a_broken_file_is_refused_whole_with_every_fault(crew: list[Job]) -> None:
    text = _file(crew).decode().splitlines()
    text[3] = text[3].replace("1200.00", "12OO.00")
    text[4] = text[4].replace(",M,", ",W,")
    with pytest.raises(Problem) as caught:
        _submit(crew, ("\r\n".join(text) + "\r\n").encode(), name="SIF.csv")
    lines = {problem.place.line for problem in caught.value.problems}
    assert {4, 5} <= lines
    assert {problem.place.file for problem in caught.value.problems} == {"SIF.csv"}
    assert _nothing_stored()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"\xff\xfeU\x00", b"a,b\n1,2\n"])
def test_what_is_no_wage_file_gets_one_sentence(crew: list[Job], data: bytes) -> None:
    with pytest.raises(Problem):
        _submit(crew, data)
    assert _nothing_stored()


def test_what_is_no_base64_did_not_arrive_whole(crew: list[Job]) -> None:
    with pytest.raises(BadInput) as caught:
        actions.submit_wages(by=crew[0].who.employer, file="%%%")
    assert caught.value.code == "employment.base64"


def test_a_file_beyond_the_limit_is_refused(
    crew: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "_LARGEST", 100)
    with pytest.raises(BadInput) as caught:
        _submit(crew, _file(crew))
    assert caught.value.code == "employment.file_size"


def test_the_file_of_another_employer_is_refused_with_a_sentence(crew: list[Job]) -> None:
    other = people.organisation("employer", "QAT", number="10999999")
    data = employment.qatar_file(other, FEBRUARY, [(crew[0].qid, "1200.00", {})])
    with pytest.raises(NotPermitted) as caught:
        _submit(crew, data)
    assert caught.value.code == "employment.other_employer"
    assert "10999999" in caught.value.say()
    assert _nothing_stored()


def test_another_month_a_coming_month_an_impossible_day(crew: list[Job]) -> None:
    with pytest.raises(BadInput) as caught:
        _submit(crew, _file(crew), month="2026-01")
    assert caught.value.code == "employment.other_month"
    with pytest.raises(BadInput) as caught:
        _submit(crew, _file(crew, month="2026-04"))
    assert caught.value.code == "employment.month"
    for day in (date(2026, 1, 31), date(2026, 3, 5)):
        with pytest.raises(BadInput) as caught:
            _submit(crew, _file(crew), paid_on=day)
        assert caught.value.code == "employment.paid_on"
    assert _nothing_stored()


def test_the_same_file_twice_is_refused_and_another_is_a_new_version(crew: list[Job]) -> None:
    first = _file(crew, (crew[0].qid, "830.00", {}), (crew[1].qid, "1200.00", {}))
    _submit(crew, first, paid_on=None)
    with pytest.raises(Conflict) as caught:
        _submit(crew, first, paid_on=None)
    assert caught.value.code == "employment.same_file"
    second = _submit(crew, _file(crew, (crew[0].qid, "1200.00", {}), (crew[2].qid, "600.00", {})))
    assert second.version == 2
    changes = queries.difference(second.id, crew[0].who.employer)
    said = {change.contract: (change.was, change.now) for change in changes}
    assert said == {
        crew[0].contract.id: (Money(83000, "QAR"), Money(120000, "QAR")),
        crew[1].contract.id: (Money(120000, "QAR"), None),
        crew[2].contract.id: (None, Money(60000, "QAR")),
    }
    files = queries.files(crew[0].who.employer)
    assert [(row.upload.version, row.counts) for row in files] == [(2, True), (1, False)]
    # Only the newest version counts for anybody.
    found = queries.timeline(crew[0].contract.id, crew[0].who.worker)
    february = next(one for one in found.months if one.wage.month == FEBRUARY)
    assert (february.wage.version, february.wage.owed) == (2, Money(0, "QAR"))


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
        _submit(crew, _file(crew, *lines))
    assert caught.value.code == "employment.two_lines"
    assert caught.value.place.line == 6
    assert _nothing_stored()


def test_the_visa_number_is_the_first_work_number(clock: Clock) -> None:
    job = employment.arrived(clock, number=False)
    clock.set(date(2026, 3, 4))
    visa = f"V{job.contract.id[-8:]}"
    data = _file([job], ("", "1200.00", {"visa_id": visa}))
    _submit([job], data)
    assert WageLine.objects.get().contract_id == job.contract.id
    assert WorkNumber.objects.get().issued_by == "visa"
    assert visa not in str(list(WorkNumber.objects.values()))


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
        _submit(crew, _file(crew))
    assert caught.value.code == "wages.two_contracts"
    assert set(caught.value.found) == {job.contract.id, copy.id}
    assert _nothing_stored()


def test_the_first_wage_is_a_paid_line(clock: Clock, crew: list[Job]) -> None:
    lines = [(crew[0].qid, "1.00", {}), (crew[1].qid, "0.00", {})]
    _submit(crew, _file(crew, *lines))
    assert ["first_wage" in done(job.contract) for job in crew] == [True, False, False]
    clock.set(date(2026, 4, 3))
    employment.paid(crew, "2026-03", "1200.00", paid_on=date(2026, 4, 2))
    assert all("first_wage" in done(job.contract) for job in crew)
    assert StepTaken.objects.filter(step="first_wage").count() == 3
    assert set(StepTaken.objects.filter(step="first_wage").values_list("role", flat=True)) == {
        "system"
    }


def test_a_deduction_is_proven_by_nobodys_say_so(crew: list[Job]) -> None:
    deducted = {
        "basic": Money(120000, "QAR"),
        "deductions": Money(20000, "QAR"),
        "deduction_reason": "/DRC/04",
    }
    _submit(crew, _file(crew, (crew[0].qid, "1000.00", deducted)))
    found = WageFinding.objects.filter(contract=crew[0].contract)
    checks = dict(found.values_list("check_id", "verdict"))
    assert checks["deduction"] == "unknown"
    assert found.get(check_id="wage").owed_minor == 20000


def test_the_month_of_arrival_is_owed_by_days(clock: Clock) -> None:
    job = employment.arrived(clock)
    assert job.contract.starts is not None
    clock.set(date(2026, 2, 4))
    days = (date(2026, 2, 1) - job.contract.starts).days
    due = (120000 * days * 2 + 31) // 62
    employment.paid([job], "2026-01", Money(due, "QAR").text(), paid_on=date(2026, 2, 3))
    assert _state(job, "2026-01") == "paid"


def test_nobody_on_the_way_is_expected_to_be_paid(clock: Clock, crew: list[Job]) -> None:
    from tests.support import contracts, departure

    who = employment.colleague(crew[0].who)
    clock.set(date(2026, 2, 1))
    contracts.registered_contract(clock, who)
    departure.offices()
    clock.set(date(2026, 3, 20))
    employment.paid(crew, FEBRUARY, "1200.00", paid_on=PAID)
    assert queries.month_page(crew[0].who.employer, FEBRUARY).workers == 3


def test_an_amended_wage_counts_from_the_month_it_was_signed(crew: list[Job]) -> None:
    from corridor.cycle.contracts.models import Signature

    job = crew[0]
    first = job.contract.versions.get()
    raised = ContractVersion.objects.create(
        contract=job.contract,
        number=2,
        kind="amendment",
        terms={**first.terms, "basic_wage": "1500.00"},
        digest="d" * 64,
    )
    for party in ("employer", "worker"):
        Signature.objects.create(
            version=raised, party=party, person="x", on=date(2026, 3, 2), country="QAT"
        )
    employment.paid(crew, FEBRUARY, "1200.00", paid_on=PAID)
    assert _state(job) == "paid"
    page = queries.month_page(job.who.employer, "2026-03")
    due = {row.contract.id: row.month.due for row in page.rows}
    assert due[job.contract.id] == Money(150000, "QAR")
    assert due[crew[1].contract.id] == Money(120000, "QAR")


# No file


def test_no_file_is_noted_once_its_last_day_is_over(clock: Clock, crew: list[Job]) -> None:
    employer = crew[0].employer.id
    with pytest.raises(NotYet):
        actions.note_missing_file(by=SYSTEM, employer=employer, month=FEBRUARY)
    clock.set(date(2026, 3, 20))
    note = actions.note_missing_file(by=SYSTEM, employer=employer, month=FEBRUARY)
    assert (note.version, note.format, note.records) == (0, "none", 0)
    assert _state(crew[0]) == "missing"
    with pytest.raises(Conflict):
        actions.note_missing_file(by=SYSTEM, employer=employer, month=FEBRUARY)
    late = employment.paid(crew, FEBRUARY, "1200.00", paid_on=date(2026, 3, 20))
    assert late.version == 1
    assert _state(crew[0]) == "late"
    with pytest.raises(NotPermitted):
        actions.note_missing_file(by=crew[0].who.employer, employer=employer, month="2026-03")


def test_the_daily_job_notes_each_missing_month_once(clock: Clock, crew: list[Job]) -> None:
    employment.paid(crew, FEBRUARY, "1200.00", paid_on=PAID)
    clock.set(date(2026, 5, 20))
    noted = tasks.note_missing_files.func(clock.day.isoformat())
    months = set(WageFileUpload.objects.filter(version=0).values_list("month", flat=True))
    assert months == {"2026-01", "2026-03", "2026-04"}
    assert noted == 3
    assert tasks.note_missing_files.func(clock.day.isoformat()) == 0


# Scale


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
    upload = _submit([job], data)
    seconds = time.perf_counter() - begun
    assert upload.records == size + 1
    assert WageLine.objects.filter(upload=upload).exclude(contract=None).count() == size + 1
    assert WageFinding.objects.filter(upload=upload, verdict="ok").count() == size + 1
    assert StepTaken.objects.filter(step="first_wage").count() == size + 1
    # It measures about one second; the limit leaves room for a busy machine.
    assert seconds < 12, f"{seconds:.1f} s"
    assert queries.month_page(job.who.employer, FEBRUARY).workers == size + 1
