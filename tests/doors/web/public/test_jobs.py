"""The job board: real wages, only attested and advertised jobs, the same for everybody."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import orders, people
from tests.support.clock import Clock

from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import Actor, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def agency(clock: Clock) -> Actor:
    return people.member(Role.AGENCY, orders.licensed_agency())


@pytest.fixture
def employer(clock: Clock) -> Actor:
    return people.actor(Role.EMPLOYER, "QAT", name="Al Waha Facilities")


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connections["default"]) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_wage_in_figures_and_words_with_what_may_be_charged(
    client: Client, employer: Actor, agency: Actor
) -> None:
    order = orders.open_order(employer, agency)
    page = client.get("/jobs/").content.decode()
    assert "1,200 Qatari riyals a month" in page
    assert "one thousand two hundred Qatari riyals" in page
    assert "Licensed" in page
    detail = client.get(f"/jobs/{order.pk}/").content.decode()
    assert "Contrary to the ILO definition of recruitment costs" in detail
    assert "Never pay for" in detail
    assert "The worker pays nothing for recruitment." in detail
    assert f"/jobs/{order.pk}/apply/" in detail


def test_filed_and_attested_jobs_are_not_on_the_board(client: Client, employer: Actor) -> None:
    order = orders.filed_order(employer, title="Secret job")
    assert "Secret job" not in client.get("/jobs/").content.decode()
    assert client.get(f"/jobs/{order.pk}/").status_code == 404


def test_filters_narrow_the_board(client: Client, employer: Actor, agency: Actor) -> None:
    orders.open_order(employer, agency, title="Labourer one")
    orders.open_order(
        employer,
        agency,
        title="Cleaner one",
        occupation_isco="9112",
        terms=orders.terms(occupation_isco="9112"),
    )
    page = client.get("/jobs/", {"occupation": "9112"}).content.decode()
    assert "Cleaner one" in page
    assert "Labourer one" not in page
    assert "No open job fits" in client.get("/jobs/", {"corridor": "PHL-DEU"}).content.decode()
    assert "Labourer one" in client.get("/jobs/", {"q": "labour"}).content.decode()


def test_more_pages_than_one(client: Client, employer: Actor, agency: Actor) -> None:
    template = orders.open_order(employer, agency, title="Job 0")
    _copies(template, 24)
    first = client.get("/jobs/").content.decode()
    assert first.count('class="card job"') == 20
    address = first.split('class="button plain" href="')[-1].split('"')[0]
    second = client.get("/jobs/" + address.replace("&amp;", "&")).content.decode()
    assert second.count('class="card job"') == 5


def _copies(template: JobOrder, count: int) -> None:
    fields = {
        field.attname: getattr(template, field.attname)
        for field in JobOrder._meta.concrete_fields
        if field.attname not in {"id", "title"}
    }
    for number in range(count):
        JobOrder.objects.create(title=f"Job {number + 1}", **fields)


def test_at_most_ten_queries_whatever_the_number(
    client: Client, employer: Actor, agency: Actor
) -> None:
    order = orders.open_order(employer, agency)
    one = _queries(client, "/jobs/")
    detail = _queries(client, f"/jobs/{order.pk}/")
    _copies(order, 29)
    assert _queries(client, "/jobs/") == one <= 10
    assert _queries(client, f"/jobs/{order.pk}/") == detail <= 10


def test_the_law_stands_beside_the_terms(client: Client, employer: Actor, agency: Actor) -> None:
    order = orders.open_order(employer, agency)
    page = client.get(f"/jobs/{order.pk}/").content.decode()
    assert "at least 1,000 Qatari riyals" in page
    assert "at most 48 hours" in page
    assert 'href="/law/QAT.minimum_wage.basic/"' in page
