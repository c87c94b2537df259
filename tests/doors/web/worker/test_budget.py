"""No page asks the database more than ten times, however much there is to show."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import contracts
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BUDGET = 10
FIRST_LOAD = 100_000


def questions(client: Any, address: str) -> int:
    """How often a page asks the main database."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        reply = client.get(address)
    assert reply.status_code == 200, address
    assert len(reply.content) < FIRST_LOAD // 2, address
    if len(seen) > BUDGET:
        for one in seen.captured_queries:
            print(one["sql"][:160])
    return len(seen)


@pytest.mark.parametrize("count", [1, 30])
def test_before_the_signature(clock: Clock, count: int) -> None:
    who = contracts.parties()
    contract = contracts.explained(contracts.offered(who), who)
    for number in range(count - 1):
        actions.bring(
            by=who.worker,
            corridor="NPL-QAT",
            employer_name=f"Employer {number}",
            terms={"basic_wage": "900.00", "currency": "QAR"},
        )
    client = client_of(who.worker)
    own = f"/my/c/{contract.pk}/"
    pages = ["/my/", own, f"{own}offer/", f"{own}languages/", f"{own}question/1/",
             f"{own}questions/", f"{own}copy/", f"{own}think/", f"{own}paper/", "/my/letters/",
             "/my/data/", "/my/language/", "/my/bring/"]  # fmt: skip
    asked = {page: questions(client, page) for page in pages}
    assert {page: n for page, n in asked.items() if n > BUDGET} == {}


@pytest.mark.parametrize("months", [1, 12])
def test_at_work(clock: Clock, months: int) -> None:
    job = work.arrived(clock)
    clock.next_month(months)
    actions.ask_counsellor(by=job.who.worker, contract=job.contract.id)
    client = client_of(job.who.worker)
    own = f"/my/c/{job.contract.pk}/"
    pages = ["/my/", f"{own}wages/", f"{own}fees/", f"{own}union/", f"{own}before/",
             f"{own}consent/", f"{own}wages/2026-01/", f"{own}pass/",
             f"{own}wages/2026-01/given/", f"{own}account/"]  # fmt: skip
    asked = {page: questions(client, page) for page in pages}
    assert {page: n for page, n in asked.items() if n > BUDGET} == {}
