"""Every page of the union's face, looked at in two languages and two widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.support import contracts as offers
from tests.support import employment as work
from tests.support import orders, people
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.cycle.contracts import actions as contracts
from corridor.cycle.employment import actions
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_unions_pages(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    union = people.actor(Role.UNION, "NPL", name="Nepal Migrant Workers’ Union")
    job = work.arrived(clock)
    clock.set(date(2026, 4, 4))
    work.paid([job], "2026-03", "830.00", paid_on=date(2026, 4, 3))
    by, case = job.who.worker, job.contract.pk
    contracts.give_mandate(by=by, contract=case, union=union.organisation or "")
    actions.answer_wages(by=by, contract=case, month="2026-03", said="less", amount="800.00")
    paper = contracts.present(
        by=by, contract=case, terms=orders.terms(basic_wage="830.00"), where="Camp office"
    )
    pages = [
        ("cases", "/union/"),
        ("case", f"/union/{case}/"),
        ("wages", f"/union/{case}/wages/"),
        ("paper", f"/union/papers/{paper.pk}/"),
        ("present", f"/union/{case}/present/"),
    ]
    assert look(open_page, live, account_of(union), "union", pages) == []


def test_the_seat_in_monitoring(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    union = people.actor(Role.UNION, "DEU", name="Care Workers United")
    for _ in range(6):
        offers.plain_offer(offers.parties("PHL-DEU"), "direct")
    pages = [("no-cases", "/union/"), ("monitoring", "/union/monitoring/PHL-DEU/")]
    assert look(open_page, live, account_of(union), "union", pages) == []
