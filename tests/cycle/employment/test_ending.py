"""What is due at the end, who reads it, and whether it was paid in full and in time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support import employment
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.money import Money
from corridor.core.problems import BadInput
from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import actions, queries
from corridor.cycle.employment.ending import ending
from corridor.engines.eos import Service

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def job(clock: Clock) -> Job:
    """Two years and some days on 1,200 a month; February 2026 was short by 370."""
    job = employment.arrived(clock)
    clock.set(date(2026, 3, 4))
    employment.paid([job], "2026-02", "830.00", paid_on=date(2026, 3, 3))
    clock.set(date(2028, 2, 10))
    return job


def benefit(job: Job, last: date) -> Money:
    """Qatar's 21 days of basic wage for every year."""
    years = Service.between(job.contract.starts or last, last).years(365, unpaid=False)
    exact = years * 120000 * 21 / 30
    return Money(int(exact + 1 / 2), "QAR") if exact.denominator == 1 else _near(exact)


def _near(exact: Any) -> Money:
    return Money((2 * exact.numerator + exact.denominator) // (2 * exact.denominator), "QAR")


def test_both_parties_read_the_same_reckoning(clock: Clock, job: Job) -> None:
    last = date(2028, 2, 9)
    live = queries.ending(job.contract.id, job.who.worker, "resigned")
    assert not live.over
    assert live.ending.leaving_on == clock.day
    contract_acts.end(by=job.who.worker, contract=job.contract.id, reason="resigned", on=last)
    for by in (job.who.worker, job.who.employer):
        page = queries.ending(job.contract.id, by)
        assert page.over
        assert page.ending.reason == "resigned"
        assert page.ending.benefit is not None
        assert page.ending.benefit.amount == benefit(job, last)
        assert page.ending.wages.owed == Money(37000, "QAR")
        assert "2026-03" in page.ending.wages.explain["without_file"]
        assert page.ending.known == Money(37000, "QAR") + benefit(job, last)
        assert page.ending.due.by == date(2028, 2, 10)
        assert page.ending.leave.expected == "21"
        assert page.ending.ticket.expected == "employer"
        assert page.standing.verdict == "unknown"  # today is the last lawful day
    clock.next_day()
    late = queries.ending(job.contract.id, job.who.worker).standing
    assert (late.verdict, late.explain["late"]) == ("breach", True)
    assert late.owed == Money(37000, "QAR") + benefit(job, last)


@pytest.mark.parametrize(
    ("less", "after", "verdict", "short", "late"),
    [
        (0, 1, "breach", False, True),
        (0, 0, "ok", False, False),
        (1, 0, "breach", True, False),
        (1, 1, "breach", True, True),
    ],
)
def test_short_and_late_are_told_apart(
    clock: Clock, job: Job, less: int, after: int, verdict: str, short: bool, late: bool
) -> None:
    last = date(2028, 2, 9)
    clock.set(date(2028, 2, 12))
    reckoned = ending(job.contract, last, "completed", "QAR", _settled(job, last), 0)
    paid = benefit(job, last) - Money(less, "QAR")
    found = reckoned.standing(paid, date(2028, 2, 10 + after), clock.day)
    assert (found.check, found.verdict) == ("end_of_service", verdict)
    assert (found.explain["short"], found.explain["late"]) == (short, late)
    assert found.owed == (Money(less, "QAR") if less else None)


def _settled(job: Job, last: date) -> list[tuple[str, int, str]]:
    """Every month of the contract on record, with nothing owed."""
    start = job.contract.starts or last
    return [
        (f"{year}-{month:02}", 0, "ok")
        for year in range(start.year, last.year + 1)
        for month in range(1, 13)
    ]


def test_what_was_stated_as_paid_stands_beside_what_is_due(clock: Clock, job: Job) -> None:
    last = date(2028, 2, 9)
    contract_acts.end(by=job.who.worker, contract=job.contract.id, reason="resigned", on=last)
    row = actions.settle(
        by=job.who.employer,
        contract=job.contract.id,
        leaving_on=last,
        reason="resigned",
        paid="1000.00",
        paid_on=clock.day,
    )
    due = Money(37000, "QAR") + benefit(job, last)
    assert row.due_minor == due.minor
    service, standing = row.findings[1], row.findings[4]
    assert service["explain"]["steps"][0]["step"] == "service"
    assert standing["verdict"] == "breach"
    assert standing["owed"] == (due - Money(100000, "QAR")).as_json()
    assert standing["explain"]["paid_on"] == clock.day.isoformat()
    page = queries.ending(job.contract.id, job.who.worker)
    assert (page.paid, page.standing.owed) == (
        Money(100000, "QAR"), due - Money(100000, "QAR"),
    )  # fmt: skip


def test_a_day_of_payment_needs_an_amount(clock: Clock, job: Job) -> None:
    for given in ({"paid_on": clock.day}, {"paid": "1.00", "paid_on": date(2029, 1, 1)}):
        with pytest.raises(BadInput) as caught:
            actions.settle(
                by=job.who.employer,
                contract=job.contract.id,
                leaving_on=clock.day,
                reason="agreed",
                **given,
            )
        assert caught.value.place.field == "paid_on"


def test_contracts_that_follow_each_other_are_one_service(job: Job) -> None:
    last = date(2028, 2, 9)
    row = Contract.objects.get(pk=job.contract.id)
    before = Contract(employer=row.employer, starts=date(2020, 1, 1))
    before.ends = (row.starts or last).replace(day=(row.starts or last).day - 1)
    row.previous = before
    one = ending(row, last, "completed", "QAR", [], 0)
    before.employer_id = "another"
    other = ending(row, last, "completed", "QAR", [], 0)
    assert one.benefit is not None
    assert other.benefit is not None
    assert one.benefit.steps[0].says.params["start"] == date(2020, 1, 1)
    assert other.benefit.steps[0].says.params["start"] == row.starts
    followed = ending(row, last, "followed", "QAR", [], 0)
    assert followed.benefit is None
    assert followed.service().expected == Money(0, "QAR")
    assert "goes on" in followed.service().explain["why"]
    assert not followed.complete
