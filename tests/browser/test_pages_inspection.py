"""Every page of the inspector's face, looked at in two languages and two widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.support import employment as work
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.cycle.employment import actions
from corridor.governance.inspection.actions import count_nation
from corridor.governance.inspection.queries import checks_waiting
from corridor.platform.access.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_inspectors_pages(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    inspector = people.actor(Role.INSPECTOR, "QAT", name="Labour inspection, Doha")
    jobs = work.crew(clock, 3)
    clock.set(date(2026, 3, 4))
    work.paid(jobs, "2026-02", "1200.00", "1200.00", "1000.00", paid_on=date(2026, 3, 3))
    clock.set(date(2026, 4, 4))
    lines = [(job.qid, "830.00", {}) for job in jobs] + [("28999999999", "900.00", {})]
    file = work.base64_of(work.qatar_file(jobs[0].employer, "2026-03", lines))
    actions.submit_wages(
        by=jobs[0].who.employer, file=file, format="qat-sif", paid_on=date(2026, 4, 3)
    )
    clock.set(date(2026, 1, 10))
    other = work.arrived(clock)
    clock.set(house.DAY)
    work.paid([other], "2026-03", "600.00", paid_on=date(2026, 4, 3))
    report = actions.report_absence(
        by=jobs[0].who.employer, contract=jobs[0].contract.pk, since=date(2026, 4, 1)
    )
    actions.contest_absence(by=jobs[0].who.worker, report=report.pk)
    for job in jobs:
        actions.answer_items(
            by=job.who.worker, contract=job.contract.id, month="2026-03", food_given=False
        )
    house.refreshed(jobs[0].employer, other.employer)
    order = house.ordered(jobs, inspector, deadline=date(2026, 7, 3))
    house.evidence(jobs, order)
    contracts = [job.contract for job in jobs]
    late = people.organisation("employer", "QAT", name="Marina Works W.L.L.")
    house.month_of(late, contracts, "2026-06", due=date(2026, 6, 27))
    clock.set(date(2026, 7, 1))
    house.refreshed(late)
    count_nation(by=SYSTEM, country="QAT")
    site = f"/inspection/{jobs[0].employer.pk}/"
    employer, worker = jobs[0].who.employer, jobs[0].who.worker
    pages = [
        ("ranking", "/inspection/"),
        ("ranking-empty", "/inspection/?q=nobody"),
        ("establishment", site),
        ("establishment-month", f"{site}?month=2026-03"),
        ("routine", f"/inspection/{other.employer.pk}/"),
        ("told", f"{site}told/"),
        ("told-places", "/inspection/told/"),
        ("calendar", "/inspection/calendar/"),
        ("step", f"{site}step/"),
        ("order-new", f"/inspection/{late.pk}/order/"),
        ("order", f"/inspection/orders/{order.pk}/"),
        ("judgment", f"/inspection/orders/{order.pk}/judgment/"),
        ("figures", "/figures/wages/"),
        ("roles", "/capacity/"),
    ]
    faults = look(open_page, live, account_of(inspector), "inspector", pages)
    theirs = f"/employer/inspection/{order.pk}/"
    pages = [("orders", "/employer/inspection/"), ("order", theirs), ("pay", f"{theirs}evidence/")]
    faults += look(open_page, live, account_of(employer), "inspected", pages)
    check = f"/my/check/{checks_waiting(worker)[0].pk}/"
    pages = [("check", check), ("check-done", f"{check}?done=1"), ("home", "/my/")]
    pages.append(("account", f"/my/c/{jobs[0].contract.pk}/account/"))
    faults += look(open_page, live, account_of(worker), "asked", pages)
    assert faults == []
