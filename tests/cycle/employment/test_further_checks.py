"""What else a file shows: unpaid overtime, one account for many, a reason that is none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cycle.employment.wagemonths import FEBRUARY, submit, wage_file
from tests.support.employment import IBAN, Job

from corridor.core.money import Money
from corridor.cycle.employment import queries
from corridor.cycle.employment.models import WageFinding
from corridor.doors.web.shared.months import CHECKS
from corridor.engines.wagechecks import FURTHER

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _further(job: Job) -> dict[str, WageFinding]:
    rows = WageFinding.objects.filter(contract=job.contract, check_id__in=FURTHER)
    return {row.check_id: row for row in rows}


def test_an_ordinary_file_shows_nothing_further(crew: list[Job]) -> None:
    submit(crew, wage_file(crew))
    assert [_further(job) for job in crew] == [{}, {}, {}]


def test_what_a_file_shows_beside_the_sums(crew: list[Job]) -> None:
    one: dict[str, Any] = {"account": IBAN, "extra_hours": "10"}
    paid = one | {"overtime_allowance": Money(6250, "QAR"), "basic": Money(120000, "QAR")}
    submit(
        crew,
        wage_file(
            crew,
            (crew[0].qid, "1200.00", one),
            (crew[1].qid, "1262.50", paid),
            (crew[2].qid, "1200.00", {"account": IBAN}),
        ),
    )
    first, second = _further(crew[0]), _further(crew[1])
    assert set(first) == {"overtime", "payee"}
    # ten hours at 1,200 / 30 / 8 and a quarter more
    assert first["overtime"].owed_minor == 6250
    assert "QAT.overtime.premium.day" in first["overtime"].finding["law"]
    assert (first["payee"].verdict, first["payee"].finding["actual"]) == ("breach", 3)
    assert set(second) == {"payee"}
    page = queries.month_page(crew[0].who.employer, FEBRUARY)
    said = {found["check"] for row in page.rows for found in row.findings}
    assert said <= set(CHECKS)
    months = {row.contract.id: row.month for row in page.rows}
    owed = [(months[job.contract.id].state, months[job.contract.id].owed) for job in crew[:2]]
    assert owed == [("short", Money(6250, "QAR")), ("paid", Money(0, "QAR"))]
    assert page.owed == Money(6250, "QAR")
