"""Applying for a job: a worker only, once, with what happens now."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support import orders, people
from tests.support.clock import Clock

from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.people.actions import open_account
from corridor.platform.people.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def order(clock: Clock) -> JobOrder:
    agency = people.member(Role.AGENCY, orders.licensed_agency())
    return orders.open_order(people.actor(Role.EMPLOYER, "QAT"), agency)


def _signed_in(client: Client, who: Person) -> Person:
    client.force_login(
        open_account(by=SYSTEM, person=who.id, username=f"u-{who.id}"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return who


def test_a_stranger_signs_in_first(client: Client, order: JobOrder) -> None:
    answer = client.get(f"/jobs/{order.pk}/apply/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sign-in/?next=/jobs/{order.pk}/apply/"


def test_an_impatient_thumb_applies_once(client: Client, order: JobOrder) -> None:
    who = _signed_in(client, people.person())
    address = f"/jobs/{order.pk}/apply/"
    page = client.get(address)
    once = page.context["form"]["once"].value()
    for _ in range(2):
        answer = client.post(address, {"once": once})
        assert answer.headers["Location"] == address
    assert Candidate.objects.filter(order=order, person=who).count() == 1
    assert "You have applied" in client.get(address).content.decode()


def test_nobody_applies_for_a_job_that_is_not_public(client: Client, clock: Clock) -> None:
    _signed_in(client, people.person())
    filed = orders.filed_order(people.actor(Role.EMPLOYER, "QAT"))
    assert client.post(f"/jobs/{filed.pk}/apply/", {"once": "a"}).status_code == 404
    assert Candidate.objects.count() == 0
