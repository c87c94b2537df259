"""Licence look-up: decisions with reasons, nobody but agencies, no officer's name."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import orders, people
from tests.support.clock import Clock

from corridor.cycle.licensing import actions as licensing
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_suspension_is_told_with_its_reason(client: Client, clock: Clock) -> None:
    agency = orders.licensed_agency()
    officer = people.actor(Role.ORIGIN_OFFICER, "NPL")
    licensing.decide(
        by=officer,
        agency=agency.id,
        number=f"L-{agency.registration_number}",
        decision="suspended",
        valid_from=date(2026, 1, 5),
        reason="Charged workers for a free visa",
    )
    found = client.get("/agencies/", {"q": agency.registration_number}).content.decode()
    assert "Licence suspended" in found
    assert "Charged workers for a free visa" in found
    page = client.get(f"/agencies/{agency.id}/").content.decode()
    assert page.count("Charged workers for a free visa") == 2
    assert "Licence issued" in page
    assert str(officer.person) not in page


def test_only_agencies_are_in_the_register(client: Client, clock: Clock) -> None:
    employer = people.organisation("employer", "QAT", "Some Employer")
    assert client.get(f"/agencies/{employer.id}/").status_code == 404
    assert "No agency with this name" in client.get(
        "/agencies/", {"q": "Some Employer"}
    ).content.decode()  # fmt: skip


def test_no_decision_is_said_to_be_none(client: Client, clock: Clock) -> None:
    agency = people.organisation("agency", "NPL", "New Agency")
    page = client.get(f"/agencies/{agency.id}/").content.decode()
    assert "No licence on record" in page
    assert "No decision is on record" in page


def test_queries_do_not_grow(client: Client, clock: Clock) -> None:
    def count() -> int:
        with CaptureQueriesContext(connections["default"]) as seen:
            client.get("/agencies/")
        return len(seen)

    orders.licensed_agency()
    count()
    before = count()
    for _ in range(29):
        orders.licensed_agency()
    assert count() == before <= 10
