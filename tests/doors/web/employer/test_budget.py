"""No page of the employer or the agency asks the database more than ten times."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, orders, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.contracts.models import Contract

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MOST = 10


@pytest.mark.parametrize("rows", [1, 30])
def test_ten_look_ups_whatever_the_number_of_rows(clock: Clock, rows: int) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency, headcount=100)
    for _ in range(rows):
        candidate = orders.selected(order, who.agency, people.person())
        contract_acts.offer(
            by=who.employer,
            corridor=order.corridor,
            route=order.route,
            regime=order.regime,
            terms=orders.terms(),
            candidate=candidate.id,
        )
        orders.selected(order, who.agency, people.person())
    contract = Contract.objects.first()
    assert contract is not None
    pages = {
        who.employer: ["", "orders/", f"orders/{order.pk}/", "contracts/", "wages/",
                       f"contracts/{contract.pk}/", f"contracts/{contract.pk}/change/"],
        who.agency: ["", "orders/", f"orders/{order.pk}/", "cases/", f"cases/{contract.pk}/",
                     "powers/", "public/"],
    }  # fmt: skip
    for by, paths in pages.items():
        client = client_of(by)
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                page = client.get(f"/{by.role}/{path}")
            assert page.status_code == 200, path
            listed = [one["sql"][:90] for one in asked]
            assert len(asked) <= MOST, (path, listed)
