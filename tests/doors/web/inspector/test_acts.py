"""An order's whole way through the pages: inspector, employer, worker; and the calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support import employment as work
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.governance.inspection import actions
from corridor.governance.inspection.models import CheckAnswer, LadderStep, Order
from corridor.governance.inspection.queries import checks_waiting
from corridor.platform.access.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def owing(clock: Clock, three: list[work.Job]) -> list[work.Job]:
    return house.owing(clock, jobs=three)


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def test_an_order_from_the_first_page_to_the_last(clock: Clock, owing: list[work.Job]) -> None:
    by = people.actor(Role.INSPECTOR, "QAT")
    inspector, employer = client_of(by), client_of(owing[0].who.employer)
    site = f"/inspection/{owing[0].employer.pk}/"
    assert "March 2026: 1110.00 QAR to 3 workers" in _text(inspector, f"{site}order/")
    bad = inspector.post(f"{site}order/", {"months": [house.MARCH], "reason": "x"})
    assert bad.status_code == 422
    deadline = house.DAY + timedelta(days=14)
    given = {"months": [house.MARCH], "deadline": deadline.isoformat(), "reason": "Pay March."}
    made = inspector.post(f"{site}order/", given)
    order = Order.objects.get()
    assert made["Location"] == f"/inspection/orders/{order.pk}/"
    assert "The labour inspectorate orders payment" in _text(employer, "/employer/")
    assert "1,110.00" in _text(employer, "/employer/inspection/")
    theirs = f"/employer/inspection/{order.pk}/"
    assert "Pay March." in _text(employer, theirs)
    assert (by.person or "-") not in _text(employer, theirs)
    paper = SimpleUploadedFile("bank.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    sent = employer.post(
        f"{theirs}evidence/",
        {"amount": "1110.00", "workers": "3", "paid_on": house.DAY.isoformat(),
         "reference": "QNB 1", "file": paper},
    )  # fmt: skip
    assert sent["Location"] == theirs
    page = _text(inspector, f"/inspection/orders/{order.pk}/")
    assert "Not confirmed" in page
    evidence = order.evidence.get()
    assert inspector.get(f"/inspection/evidence/{evidence.pk}/paper").content[:5] == b"%PDF-"
    assert "The evidence was handed in." in _text(employer, theirs)
    before = _text(employer, theirs)
    for job in owing:
        worker = client_of(job.who.worker)
        [check] = checks_waiting(job.who.worker)
        assert "A private question waits" in _text(worker, "/my/")
        assert "Your wages of March 2026" in _text(worker, f"/my/check/{check.pk}/")
        done = worker.post(f"/my/check/{check.pk}/", {"said": "came"})
        assert "Nobody at work" in _text(worker, done["Location"])
        assert "A private question waits" not in _text(worker, "/my/")
    assert _text(employer, theirs) == before
    clock.set(deadline)
    page = _text(inspector, f"/inspection/orders/{order.pk}/")
    assert "Enough workers say" in page
    closed = inspector.post(f"/inspection/orders/{order.pk}/close/", {})
    assert closed.status_code == 302
    assert "Closed: paid" in _text(employer, theirs)
    assert "paid under an order" in _text(inspector, site)
    for job in owing:
        assert job.contract.worker.given_name not in _text(inspector, site)
    assert CheckAnswer.objects.count() == 3


def test_appeal_judgment_and_withdrawal_have_pages(clock: Clock, owing: list[work.Job]) -> None:
    by, other = people.actor(Role.INSPECTOR, "QAT"), people.actor(Role.INSPECTOR, "QAT")
    first, second = client_of(by), client_of(other)
    employer = client_of(owing[0].who.employer)
    order = house.ordered(owing, by)
    empty = employer.post(f"/employer/inspection/{order.pk}/appeal/", {"grounds": ""})
    assert "Write what is wrong with the order" in empty.content.decode()
    employer.post(f"/employer/inspection/{order.pk}/appeal/", {"grounds": "The bank erred."})
    at = f"/inspection/orders/{order.pk}/"
    assert "another inspector answers" in _text(first, at)
    refused = first.post(f"{at}appeal/", {"reason": "It stands."})
    assert refused.status_code == 403
    assert second.post(f"{at}appeal/", {"reason": "The bank paid late."}).status_code == 302
    assert "The bank paid late." in _text(employer, f"/employer/inspection/{order.pk}/")
    given = {"court": "Labour court", "reference": "L 1/2026", "reason": "Pay."}
    assert first.post(f"{at}judgment/", given).status_code == 302
    assert first.post(f"{at}withdraw/", {"reason": "Twice."}).status_code == 409
    again = house.ordered(owing, by)
    at = f"/inspection/orders/{again.pk}/"
    assert first.post(f"{at}withdraw/", {"reason": "A mistake."}).status_code == 302
    assert first.post(f"{at}close/", {}).status_code == 409
    stranger = client_of(people.actor(Role.EMPLOYER, "QAT", kind="employer"))
    assert stranger.get(f"/employer/inspection/{order.pk}/").status_code == 404


def test_what_falls_due_leads_to_the_step(clock: Clock, three: list[work.Job]) -> None:
    contracts = [job.contract for job in three]
    site = people.organisation("employer", "ARE", name="Marina Works")
    due = house.DAY.replace(month=7, day=1)
    clock.set(due + timedelta(days=5))
    house.month_of(site, contracts, "2026-06", due=due, currency="AED")
    house.refreshed(site)
    inspector = client_of(house.inspector("ARE"))
    page = _text(inspector, "/inspection/calendar/")
    assert "Marina Works" in page
    assert "Notice" in page
    address = f"/inspection/{site.pk}/step/?month=2026-06"
    assert 'value="2: Notice"' in _text(inspector, address)
    given = {"step": "2: Notice", "kind": "notice", "reason": "Two days late."}
    assert inspector.post(address, given).status_code == 302
    assert LadderStep.objects.get().label == "2"
    page = _text(inspector, f"/inspection/{site.pk}/")
    assert "Two days late." in page
    assert "The steps count from the day it was due: 5 days today." in page
    address = f"/inspection/{site.pk}/ladder/?month=2026-06"
    assert inspector.post(address, {"reason": "In court."}).status_code == 302
    assert "Left out of the ladder" in _text(inspector, f"/inspection/{site.pk}/")
    assert "Nothing falls due" in _text(inspector, "/inspection/calendar/")
    assert inspector.post(address, {"reason": "Settled."}).status_code == 302
    assert "No new work permits" in _text(inspector, "/inspection/calendar/")


def test_the_figures_are_for_everybody(clock: Clock, client: Client) -> None:
    assert "No wage month has been counted" in _text(client, "/figures/wages/")
    contract = work.arrived(clock).contract
    clock.set(house.DAY)
    for at in range(12):
        for month, owed in (("2026-02", 0), (house.MARCH, 37_000 if at < 11 else 0)):
            site = people.organisation("employer", "QAT", name=f"Firm {at}")
            house.month_of(site, [contract] * 10, month, owed=owed)
            house.refreshed(site)
    actions.count_nation(by=SYSTEM, country="QAT")
    page = _text(client, "/figures/wages/?country=QAT")
    assert "8.3 %" in page
    assert "100.0 %" in page
    table = _text(client, "/figures/wages/QAT.csv")
    assert "2026-03,12,0,120,10,110,0,11" in table
    assert client.get("/figures/wages/?country=XXX").status_code == 400
