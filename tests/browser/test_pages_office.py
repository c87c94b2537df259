"""Every page of the office and the gate, looked at in two languages and two widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import blanks, departure, orders, people
from tests.support import contracts as offers
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.cycle.contracts import actions as contracts
from corridor.cycle.departure import actions as leaving
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_clearance_office(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    appeal = leaving.appeal(by=who.worker, clearance=clearance.id, grounds="The visa is mended.")
    waiting, others = departure.requested(clock, offers.parties())
    case = waiting.contract_id
    paper = contracts.present(
        by=others.origin, contract=case, terms=orders.terms(basic_wage="830.00"), where="Camp"
    )
    batch = blanks.issued(desk, 3)
    lines = [
        blanks.cleared_line(batch, 1, waiting.contract, desk.first, desk.second),
        blanks.cleared_line(batch, 2, clearance.contract, desk.first, desk.second),
    ]
    register = blanks.handed_in(desk.first, batch, lines)
    pages = [
        ("queue", "/office/"),
        ("batches", "/office/batches/"),
        ("batch", f"/office/batches/{batch.pk}/"),
        ("hand-in", f"/office/batches/{batch.pk}/hand-in/"),
        ("register", f"/office/registers/{register.pk}/"),
        ("case", f"/office/cases/{case}/"),
        ("terms", f"/office/cases/{case}/terms/"),
        ("history", f"/office/cases/{case}/history/"),
        ("compare", f"/office/cases/{case}/compare/"),
        ("paper", f"/office/papers/{paper.pk}/"),
        ("appeal", f"/office/appeals/{appeal.pk}/"),
        ("licences", "/office/licences/"),
        ("licence", f"/office/licences/{who.agency.organisation}/"),
        ("arrivals", "/office/arrivals/"),
    ]
    assert look(open_page, live, account_of(desk.third), "office", pages) == []


def test_the_mission(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    who = offers.parties()
    order = orders.filed_order(who.employer)
    pages = [("mission", "/office/"), ("order", f"/office/orders/{order.id}/")]
    assert look(open_page, live, account_of(who.attache), "office", pages) == []


def test_the_gate(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    gate = people.actor(Role.BORDER_OFFICER, "NPL")
    pages = [("gate", "/gate/"), ("offline", "/gate/offline/")]
    assert look(open_page, live, account_of(gate), "gate", pages) == []
