"""What a month owes: first wages, deductions, arrivals, amendments."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cycle.employment.wagemonths import FEBRUARY, PAID, state, submit, wage_file
from tests.support import employment
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.money import Money
from corridor.cycle.contracts.models import ContractVersion
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.queries import done
from corridor.cycle.employment import queries
from corridor.cycle.employment.models import WageFinding

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_first_wage_is_a_paid_line(clock: Clock, crew: list[Job]) -> None:
    lines = [(crew[0].qid, "1.00", {}), (crew[1].qid, "0.00", {})]
    submit(crew, wage_file(crew, *lines))
    assert ["first_wage" in done(job.contract) for job in crew] == [True, False, False]
    clock.set(date(2026, 4, 3))
    employment.paid(crew, "2026-03", "1200.00", paid_on=date(2026, 4, 2))
    assert all("first_wage" in done(job.contract) for job in crew)
    assert StepTaken.objects.filter(step="first_wage").count() == 3
    assert set(StepTaken.objects.filter(step="first_wage").values_list("role", flat=True)) == {
        "system"
    }


def test_a_deduction_is_proven_by_nobodys_say_so(clock: Clock, crew: list[Job]) -> None:
    clock.set(date(2026, 3, 9))  # the last lawful day is over
    deducted = {
        "basic": Money(120000, "QAR"),
        "deductions": Money(20000, "QAR"),
        "deduction_reason": "/DRC/04",
    }
    submit(crew, wage_file(crew, (crew[0].qid, "1000.00", deducted)))
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
    assert state(job, "2026-01") == "paid"


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
    assert state(job) == "paid"
    page = queries.month_page(job.who.employer, "2026-03")
    due = {row.contract.id: row.month.due for row in page.rows}
    assert due[job.contract.id] == Money(150000, "QAR")
    assert due[crew[1].contract.id] == Money(120000, "QAR")
