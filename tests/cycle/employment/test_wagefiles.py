"""Wage files: checked against contract and law, previewed, put on record version after version."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cycle.employment.wagemonths import (
    FEBRUARY,
    PAID,
    nothing_stored,
    state,
    submit,
    wage_file,
)
from tests.support import employment, people
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.money import Money
from corridor.core.problems import Conflict
from corridor.cycle.employment import queries
from corridor.cycle.employment.models import WageFinding, WageLine
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


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
    upload = submit(
        crew, wage_file(crew, *lines, ("28999999999", "900.00", {})), paid_on=date(2026, 3, 15)
    )
    assert state(crew[0]) == "short"
    assert state(crew[1]) == "late"
    assert state(crew[2]) == "missing"
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
    submit(crew, wage_file(crew, (crew[0].qid, "1200.00", {})))
    assert state(crew[2]) == "expected"
    clock.set(date(2026, 3, 20))
    submit(crew, wage_file(crew, (crew[0].qid, "1199.00", {})))
    assert state(crew[2]) == "missing"


def test_preview_stores_nothing_and_says_what_the_last_lawful_day_will_show(
    clock: Clock, crew: list[Job]
) -> None:
    data = wage_file(crew, (crew[0].qid, "830.00", {}), (crew[1].qid, "1200.00", {}))
    preview = queries.preview_wages(crew[0].who.employer, data=data, paid_on=PAID)
    assert nothing_stored()
    assert (preview.version, preview.owed) == (1, Money(37000 + 120000, "QAR"))
    assert [row.month.state for row in preview.rows] == ["missing", "short", "paid"]
    submit(crew, data, digest=preview.digest)
    clock.set(date(2026, 3, 9))
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    assert page.owed == preview.owed
    assert {row.contract.id: row.findings for row in page.rows} == {
        row.contract.id: row.findings for row in preview.rows
    }
    again = queries.preview_wages(crew[0].who.employer, data=data, paid_on=PAID)
    assert again.version == 2


def test_a_file_accuses_nobody_before_the_last_lawful_day_and_says_so_the_day_after(
    clock: Clock, crew: list[Job]
) -> None:
    officer = people.actor(Role.INSPECTOR, "QAT")
    lines = [(crew[0].qid, "830.00", {}), (crew[1].qid, "1200.00", {}), (crew[2].qid, "0.00", {})]
    clock.set(date(2026, 3, 8))  # 8 March is the last lawful day
    submit(crew, wage_file(crew, *lines))
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    assert [state(job) for job in crew] == ["expected", "paid", "expected"]
    assert (page.workers, page.owed) == (3, Money(0, "QAR"))
    assert [found["check"] for row in page.rows for found in row.findings] == []
    (file,) = queries.files(crew[0].who.employer)
    assert (file.owed, file.breaches) == (Money(0, "QAR"), 0)
    assert queries.owed_months(crew[0].employer.id, officer) == ()
    own = queries.timeline(crew[0].contract.id, crew[0].who.worker)
    assert next(one for one in own.months if one.wage.month == FEBRUARY).wage.owed is None
    clock.set(date(2026, 3, 9))
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    assert [state(job) for job in crew] == ["short", "paid", "missing"]
    assert (page.workers, page.owed) == (3, Money(37000 + 120000, "QAR"))
    listed = queries.owed_months(crew[0].employer.id, officer)
    assert [one.owed for one in listed] == [Money(120000, "QAR"), Money(37000, "QAR")]
    assert {found["check"] for found in listed[1].findings} >= {"short", "below_minimum"}
    own = queries.timeline(crew[0].contract.id, crew[0].who.worker)
    february = next(one for one in own.months if one.wage.month == FEBRUARY)
    assert (february.wage.state, february.wage.owed) == ("short", Money(37000, "QAR"))


def test_another_file_than_the_previewed_one_is_refused(crew: list[Job]) -> None:
    with pytest.raises(Conflict) as caught:
        submit(crew, wage_file(crew), digest="0" * 64)
    assert caught.value.code == "employment.other_file"
    assert nothing_stored()


def test_the_same_file_twice_is_refused_and_another_is_a_new_version(crew: list[Job]) -> None:
    first = wage_file(crew, (crew[0].qid, "830.00", {}), (crew[1].qid, "1200.00", {}))
    submit(crew, first, paid_on=None)
    with pytest.raises(Conflict) as caught:
        submit(crew, first, paid_on=None)
    assert caught.value.code == "employment.same_file"
    second = submit(
        crew, wage_file(crew, (crew[0].qid, "1200.00", {}), (crew[2].qid, "600.00", {}))
    )
    assert second.version == 2
    found = queries.difference(second.id, crew[0].who.employer)
    assert found is not None
    said = {change.contract: (change.was, change.now) for change in found.changes}
    assert (found.number("added"), found.number("removed"), found.number("changed")) == (1, 1, 1)
    assert (found.total_before, found.total_after) == (Money(203000, "QAR"), Money(180000, "QAR"))
    assert {change.worker for change in found.changes} == {job.contract.worker.name for job in crew}
    assert said == {
        crew[0].contract.id: (Money(83000, "QAR"), Money(120000, "QAR")),
        crew[1].contract.id: (Money(120000, "QAR"), None),
        crew[2].contract.id: (None, Money(60000, "QAR")),
    }
    files = queries.files(crew[0].who.employer)
    assert [(row.upload.version, row.counts) for row in files] == [(2, True), (1, False)]
    # Only the newest version counts for anybody.
    own = queries.timeline(crew[0].contract.id, crew[0].who.worker)
    february = next(one for one in own.months if one.wage.month == FEBRUARY)
    assert (february.wage.version, february.wage.owed) == (2, Money(0, "QAR"))
