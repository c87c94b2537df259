"""Every page of the employer's face, looked at in two languages and two widths."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.support import contracts, orders, people
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.cycle.employment import actions
from corridor.cycle.vacancies import actions as vacancies

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_employers_pages(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    job = work.arrived(clock)
    who = job.who
    returned = orders.filed_order(who.employer)
    vacancies.return_order(by=who.attache, order=returned.id, reason="The wage is too low.")
    open_one = orders.open_order(who.employer, who.agency)
    candidate = orders.selected(open_one, who.agency, people.person())
    offered = contracts.offered(work.colleague(who))
    clock.set(date(2026, 4, 4))
    work.paid([job], "2026-03", "830.00", paid_on=date(2026, 4, 3))
    bad = actions.stage_wages(by=who.employer, file=b64encode(b"no,file\n").decode(), name="a.csv")
    good = work.qatar_file(job.employer, "2026-03", [(job.qid, "1100.00", {})])
    staged = actions.stage_wages(by=who.employer, file=work.base64_of(good), name="b.csv")
    contract = f"/employer/contracts/{job.contract.pk}/"
    pages = [
        ("home", "/employer/"),
        ("orders", "/employer/orders/"),
        ("order-start", "/employer/orders/new/?way=NPL-QAT/agency/general&q=clean"),
        ("order-new", "/employer/orders/new/NPL-QAT/agency/general/9112/"),
        ("order", f"/employer/orders/{open_one.pk}/"),
        ("order-returned", f"/employer/orders/{returned.pk}/"),
        ("order-correct", f"/employer/orders/{returned.pk}/correct/"),
        ("order-agency", f"/employer/orders/{returned.pk}/agency/"),
        ("order-withdraw", f"/employer/orders/{returned.pk}/withdraw/"),
        ("order-paper", f"/employer/orders/{returned.pk}/paper/"),
        ("offer", f"/employer/candidates/{candidate.pk}/offer/"),
        ("offer-start", "/employer/offers/new/"),
        ("contracts", "/employer/contracts/"),
        ("contract", contract),
        ("contract-offered", f"/employer/contracts/{offered.pk}/"),
        ("renewal", f"{contract}again/renewal/"),
        ("change", f"{contract}change/"),
        ("number", f"{contract}number/"),
        ("end", f"{contract}end/"),
        ("absence", f"{contract}absence/"),
        ("settlement", f"{contract}settlement/"),
        ("wages", "/employer/wages/"),
        ("wages-give", "/employer/wages/give/"),
        ("wages-faults", f"/employer/wages/look/{bad.pk}/"),
        ("wages-findings", f"/employer/wages/look/{staged.pk}/?paid_on=2026-04-03"),
        ("month", "/employer/wages/2026-03/"),
    ]
    assert look(open_page, live, account_of(who.employer), "employer", pages) == []
