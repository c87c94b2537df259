"""Inspectors, origin's officers, unions: each by their own measure; claims of absence; the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.support import employment, people
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.money import Money
from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted
from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.corridors.queries import done
from corridor.cycle.employment import actions, queries
from corridor.cycle.employment.models import AbsenceReport, WageFinding, WageLine
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor, Role
from corridor.platform.messages.models import Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FEBRUARY, PAID = "2026-02", date(2026, 3, 3)
BUDGET = 10


def _look_ups(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connections["default"]) as seen:
        read()
    return len(seen)


@pytest.fixture
def job(clock: Clock) -> Job:
    """A worker paid 830 of 1,200 for February; it is 4 March."""
    made = employment.arrived(clock)
    clock.set(date(2026, 3, 9))
    employment.paid([made], FEBRUARY, "830.00", paid_on=PAID)
    return made


@pytest.fixture
def inspector() -> Actor:
    """An inspector of the country of work."""
    return people.actor(Role.INSPECTOR, "QAT")


# Inspectors


def test_an_inspector_reads_contracts_that_are_not_in_order(job: Job, inspector: Actor) -> None:
    [row] = queries.owed_months(job.employer.id, inspector)
    assert (row.contract, row.month, row.owed) == (job.contract.id, FEBRUARY, Money(37000, "QAR"))
    assert "worker_index" not in rules.readable(WageLine, inspector)
    assert str(job.contract.worker_id) not in str(row)
    assert queries.owed_months(job.employer.id, inspector, month="2026-03") == ()
    for by in (people.actor(Role.INSPECTOR, "DEU"), STRANGER):
        assert queries.owed_months(job.employer.id, by) == ()
        assert queries.absence_claims(job.employer.id, by) == ()
    employment.paid([job], FEBRUARY, "1200.00", paid_on=PAID)
    assert queries.owed_months(job.employer.id, inspector) == ()


# Origin


def test_origin_sees_totals_of_groups_only(clock: Clock) -> None:
    least = law.book().known("OC.suppression.least", date(2026, 1, 1))
    assert isinstance(least, int)
    jobs = employment.crew(clock, least - 1)
    clock.set(date(2026, 3, 9))
    employment.paid(jobs, FEBRUARY, "830.00", paid_on=PAID)
    officer = jobs[0].who.origin
    total = queries.aggregates(officer)[0]
    assert (total.corridor, total.month) == ("NPL-QAT", FEBRUARY)
    assert (total.workers, total.affected, total.owed) == (None, None, None)
    clock.set(date(2026, 1, 20))
    jobs.append(employment.arrived(clock, employment.colleague(jobs[0].who)))
    clock.set(date(2026, 3, 10))
    employment.paid(jobs, FEBRUARY, "831.00", paid_on=PAID)
    total = queries.aggregates(officer)[0]
    assert (total.workers, total.affected) == (least, least)
    assert total.owed == Money(least * 36900, "QAR")
    # One worker paid in full: who is not affected could be told from the difference.
    sums = ["1200.00", *["830.00"] * (least - 1)]
    employment.paid(jobs, FEBRUARY, *sums, paid_on=PAID)
    total = queries.aggregates(officer)[0]
    assert (total.workers, total.affected, total.owed) == (least, None, None)
    assert queries.aggregates(people.actor(Role.ORIGIN_OFFICER, "PHL")) == []
    assert queries.aggregates(STRANGER) == []


def test_one_persons_wages_need_her_consent(job: Job) -> None:
    officer = job.who.origin
    assert not rules.rows(WageFinding, officer).exists()
    assert not rules.rows(WageLine, officer).exists()
    assert queries.consented(officer) == []
    given = actions.consent(by=job.who.worker, contract=job.contract.id)
    with pytest.raises(Conflict):
        actions.consent(by=job.who.worker, contract=job.contract.id)
    assert [row.id for row in queries.consented(officer)] == [job.contract.id]
    assert rules.rows(WageFinding, officer).exists()
    actions.answer_wages(
        by=job.who.worker, contract=job.contract.id, month=FEBRUARY, said="nothing"
    )
    february = next(
        one
        for one in queries.timeline(job.contract.id, officer).months
        if one.wage.month == FEBRUARY
    )
    # What contract and file say, never what she said.
    assert (february.wage.owed, february.said) == (Money(37000, "QAR"), None)
    assert not rules.rows(WageFinding, people.actor(Role.ORIGIN_OFFICER, "PHL")).exists()
    actions.withdraw_consent(by=job.who.worker, consent=given.id)
    assert not rules.rows(WageFinding, officer).exists()
    with pytest.raises(Conflict):
        actions.withdraw_consent(by=job.who.worker, consent=given.id)
    with pytest.raises(NotPermitted):
        actions.consent(by=job.who.employer, contract=job.contract.id)


def test_nothing_seen_is_not_said_to_be_nothing_paid(job: Job) -> None:
    for by in (job.who.origin, job.who.attache, job.who.destination, job.who.agency):
        with pytest.raises(NotPermitted) as caught:
            queries.timeline(job.contract.id, by)
        assert caught.value.code == "employment.no_consent"
    with pytest.raises(NotFound):
        queries.timeline(job.contract.id, STRANGER)


# Absence


def test_a_report_of_absence_is_a_claim_and_changes_nothing(clock: Clock, job: Job) -> None:
    before, state = done(job.contract), job.contract.state
    report = actions.report_absence(
        by=job.who.employer,
        contract=job.contract.id,
        since=date(2026, 3, 1),
        statement="Did not come on Sunday.",
    )
    job.contract.refresh_from_db()
    assert (done(job.contract), job.contract.state) == (before, state)
    assert {field.name for field in AbsenceReport._meta.concrete_fields}.isdisjoint(
        {"state", "status", "decided_on", "confirmed"}
    )
    assert Message.objects.filter(template="absence_reported", person=job.who.worker.person)
    assert b"Sunday" not in bytes(report.statement_sealed or b"")
    assert [row.id for row in queries.timeline(job.contract.id, job.who.worker).absence_reports]
    with pytest.raises(Conflict):
        actions.report_absence(
            by=job.who.employer, contract=job.contract.id, since=date(2026, 3, 2)
        )
    with pytest.raises(NotPermitted):
        actions.contest_absence(by=job.who.employer, report=report.id)
    with pytest.raises(NotFound):
        actions.contest_absence(by=people.worker(), report=report.id)
    contested = actions.contest_absence(
        by=job.who.worker, report=report.id, statement="I was in hospital."
    )
    assert contested.contested_on == job.contract.local_today("worker")
    assert b"hospital" not in bytes(contested.contest_sealed or b"")
    with pytest.raises(Conflict):
        actions.contest_absence(by=job.who.worker, report=report.id)


def test_her_union_contests_for_her(job: Job) -> None:
    report = actions.report_absence(
        by=job.who.employer, contract=job.contract.id, since=date(2026, 3, 1)
    )
    union = people.actor(Role.UNION, "QAT")
    with pytest.raises(NotFound):
        actions.contest_absence(by=union, report=report.id)
    contract_acts.give_mandate(
        by=job.who.worker, contract=job.contract.id, union=union.organisation or ""
    )
    assert queries.cases(union)[0].absence_claims == 1
    assert actions.contest_absence(by=union, report=report.id).contested_on


@pytest.mark.parametrize("since", [date(2025, 12, 1), date(2026, 3, 10)])
def test_absence_lies_within_the_contract(job: Job, since: date) -> None:
    with pytest.raises(BadInput):
        actions.report_absence(by=job.who.employer, contract=job.contract.id, since=since)


# The end


def test_a_settlement_says_what_is_owed_and_invents_nothing(clock: Clock, job: Job) -> None:
    clock.set(date(2026, 3, 20))
    row = actions.settle(
        by=job.who.employer,
        contract=job.contract.id,
        leaving_on=date(2026, 3, 19),
        reason="resigned",
        paid="300.00",
    )
    assert (row.version, row.due_minor, row.paid_minor, row.currency) == (1, 37000, 30000, "QAR")
    wages, service, leave, ticket, standing = row.findings
    assert (wages["check"], wages["verdict"]) == ("unpaid_wages", "breach")
    assert wages["owed"] == {"amount": "370.00", "currency": "QAR"}
    assert wages["explain"]["months"][FEBRUARY] == {"amount": "370.00", "currency": "QAR"}
    assert (service["check"], service["verdict"]) == ("benefit", "ok")
    assert service["law"] == ["QAT.eos", "QAT.eos.bands", "QAT.eos.shares"]
    assert service["expected"] == {"amount": "0.00", "currency": "QAR"}
    assert {leave["verdict"], ticket["verdict"]} == {"unknown"}
    assert (standing["check"], standing["verdict"]) == ("end_of_service", "breach")
    assert standing["owed"] == {"amount": "70.00", "currency": "QAR"}
    again = actions.settle(
        by=job.who.employer,
        contract=job.contract.id,
        leaving_on=date(2026, 3, 19),
        reason="resigned",
    )
    assert (again.version, again.paid_minor) == (2, None)
    assert len(queries.timeline(job.contract.id, job.who.worker).settlements) == 2
    assert Message.objects.filter(template="settlement_recorded").count() == 2


def test_a_settlement_before_any_file_knows_of_nothing(clock: Clock) -> None:
    job = employment.arrived(clock)
    row = actions.settle(
        by=job.who.employer, contract=job.contract.id, leaving_on=clock.day, reason="agreed"
    )
    assert row.due_minor is None
    assert row.findings[0]["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "absconded"}, "reason"),
        ({"leaving_on": date(2020, 1, 1)}, "leaving_on"),
        ({"paid": "much"}, "paid"),
    ],
)
def test_a_bad_settlement_names_its_field(job: Job, given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        actions.settle(
            by=job.who.employer,
            contract=job.contract.id,
            **{"leaving_on": date(2026, 3, 4), "reason": "agreed", **given},
        )
    assert caught.value.place.field == field


# Look-ups


def test_pages_take_as_many_look_ups_for_thirty_as_for_one(clock: Clock, inspector: Actor) -> None:
    from tests.cycle.employment.test_great_file import _grow

    job = employment.arrived(clock)
    union = people.actor(Role.UNION, "QAT")
    contract_acts.give_mandate(
        by=job.who.worker, contract=job.contract.id, union=union.organisation or ""
    )
    clock.set(date(2026, 3, 4))
    employment.paid([job], FEBRUARY, "830.00", paid_on=PAID)
    by = job.who.employer
    pages: dict[str, Callable[[], Any]] = {
        "month": lambda: queries.month_page(by, FEBRUARY),
        "coming": lambda: queries.month_page(by, "2026-03"),
        "files": lambda: queries.files(by),
        "owed": lambda: queries.owed_months(job.employer.id, inspector),
        "aggregates": lambda: queries.aggregates(job.who.origin),
        "cases": lambda: queries.cases(union),
    }
    one = {name: _look_ups(page) for name, page in pages.items()}
    qids = _grow(job, 30)
    lines: list[tuple[str, str, dict[str, Any]]] = [
        (qid, "900.00", {}) for qid in [job.qid, *qids, "28999999999"]
    ]
    data = employment.qatar_file(job.employer, FEBRUARY, lines)
    actions.submit_wages(by=by, file=employment.base64_of(data), paid_on=PAID)
    thirty = {name: _look_ups(page) for name, page in pages.items()}
    assert len(queries.month_page(by, FEBRUARY).rows) == 31
    assert thirty == one
    assert max(thirty.values()) <= BUDGET


def test_a_years_timeline_keeps_to_its_look_ups(clock: Clock) -> None:
    job = employment.arrived(clock)
    read = lambda: queries.timeline(job.contract.id, job.who.worker)  # noqa: E731
    one = _look_ups(read)
    clock.set(date(2027, 1, 20))
    for month in ("2026-02", "2026-03"):
        employment.paid([job], month, "830.00", paid_on=date(2026, 4, 2))
    assert len(read().months) == 12
    assert one <= BUDGET
    assert _look_ups(read) <= BUDGET
    assert read().still_owed.minor >= 2 * 37000
