"""Every page of the agency's face, looked at in two languages and two widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import contracts, departure, orders, people
from tests.support.browser import DESKTOP, resize, sign_in
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.cycle.recruitment.models import PowerOfAttorney

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_agencys_pages(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    clearance, who, _ = departure.refused(clock)
    colleague = contracts.Parties(**{**vars(who), "worker": people.worker(people.person())})
    offered = contracts.offered(colleague)
    order = orders.open_order(who.employer, who.agency)
    candidate = orders.selected(order, who.agency, people.person())
    power = PowerOfAttorney.objects.order_by("-id").first()
    assert power is not None
    case = f"/agency/cases/{clearance.contract_id}/"
    pages = [
        ("home", "/agency/"),
        ("orders", "/agency/orders/"),
        ("order", f"/agency/orders/{order.pk}/"),
        ("propose", f"/agency/orders/{order.pk}/propose/"),
        ("advertise", f"/agency/orders/{order.pk}/advertise/"),
        ("select", f"/agency/candidates/{candidate.pk}/select/"),
        ("powers", "/agency/powers/"),
        ("power-end", f"/agency/powers/{power.pk}/end/"),
        ("cases", "/agency/cases/"),
        ("case-refused", case),
        ("case-offered", f"/agency/cases/{offered.pk}/"),
        ("visa", f"{case}visa/"),
        ("fitness", f"{case}fitness/"),
        ("clearance", f"{case}clearance/"),
        ("public", "/agency/public/"),
    ]
    assert look(open_page, live, account_of(who.agency), "agency", pages) == []
    page = open_page(language="en")
    sign_in(page, live, account_of(who.agency))
    page.goto(f"{live}/agency/?lang=en")
    resize(page, DESKTOP)
    # The longest menu of all desks stands in one row with name, office and languages.
    assert page.evaluate("document.querySelector('.top-in').clientHeight") < 70
