"""The employer's orders and offers: filing, floors beside fields, scoping, one order per thumb."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.support import contracts, orders, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts.models import Contract
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import Actor, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEW = "/employer/orders/new/NPL-QAT/agency/general/9313/"
PDF = b"%PDF-1.4 approval"


def order_data(**changes: Any) -> dict[str, Any]:
    """A whole order as the form sends it."""
    terms = {
        name: value
        for name, value in orders.terms().items()
        if name not in {"occupation_isco", "passport_clause"}
    }
    return {
        "once": "a-key-of-its-own",
        "title": "Building labourer",
        "headcount": "5",
        "approval_reference": "QAT-1",
        "terms.passport_clause": "worker_keeps",
        **{f"terms.{name}": str(value) for name, value in terms.items()},
        **changes,
    }


@pytest.fixture
def employer(clock: Clock) -> Actor:
    return people.actor(Role.EMPLOYER, "QAT")


@pytest.fixture
def client(employer: Actor) -> Client:
    return client_of(employer)


def test_an_order_is_checked_then_filed_once_however_often_it_is_sent(client: Client) -> None:
    checked = client.post(NEW, order_data(step="check"))
    assert checked.status_code == 200
    assert "Check the order before you file it" in checked.content.decode()
    assert JobOrder.objects.count() == 0
    hidden = dict(
        re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', checked.content.decode())
    )
    hidden.pop("csrfmiddlewaretoken", None)
    first = client.post(NEW, hidden | {"step": "do"})
    second = client.post(NEW, hidden | {"step": "do"})
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    order = JobOrder.objects.get()
    assert order.terms["basic_wage"] == "1200.00"
    assert order.terms["passport_clause"] == "worker_keeps"
    assert order.terms["contract_months"] == 24
    assert order.worksite == "Doha"


def test_every_breach_of_the_floor_comes_back_beside_its_field(client: Client) -> None:
    changes = {"terms.basic_wage": "700", "terms.hours_week": "60", "terms.ticket_out": "worker"}
    answer = client.post(NEW, order_data(step="check", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in changes:
        assert f'id="id_{field}_error"' in page
        assert f'href="#id_{field}"' in page
    assert JobOrder.objects.count() == 0


def test_the_floor_stands_beside_the_field_before_anything_is_written(client: Client) -> None:
    page = client.get(NEW).content.decode()
    assert "1,000" in page  # the minimum wage of Qatar
    assert "QAR 900" not in page  # Nepal's referral wage ended with Qatar's minimum wage
    assert "/law/QAT.minimum_wage.basic/" in page
    assert "If not given free, at least:" in page


def test_figures_in_arabic_digits_are_read(client: Client) -> None:
    client.post(NEW, order_data(**{"terms.basic_wage": "١٢٠٠٫٥٠", "step": "do"}))
    assert JobOrder.objects.get().terms["basic_wage"] == "1200.50"


def test_money_instead_of_food_needs_its_amount(client: Client) -> None:
    page = client.post(NEW, order_data(step="check", **{"terms.allowance_food": "money"}))
    assert page.status_code == 422
    assert "Write how much money it is a month." in page.content.decode()
    given = {"terms.allowance_food": "money", "money.allowance_food": "300"}
    client.post(NEW, order_data(step="do", **given))
    assert JobOrder.objects.get().terms["allowance_food"] == "300"


def test_an_occupation_is_found_by_a_word_of_its_title(client: Client) -> None:
    page = client.get("/employer/orders/new/?way=NPL-QAT/agency/general&q=domestic").content
    assert b"/employer/orders/new/NPL-QAT/agency/general/9111/" in page
    assert b"/9313/" not in page


def test_ways_of_other_countries_are_not_offered(client: Client) -> None:
    page = client.get("/employer/orders/new/").content.decode()
    assert "NPL-QAT/agency/general" in page
    assert "PHL-DEU" not in page


def test_a_returned_order_shows_why_and_is_filed_again(client: Client, employer: Actor) -> None:
    order = orders.filed_order(employer)
    attache = people.actor(Role.LABOUR_ATTACHE, "NPL")
    vacancies.return_order(by=attache, order=order.id, reason="The wage is too low for this work.")
    home = client.get("/employer/").content.decode()
    assert f"/employer/orders/{order.pk}/correct/" in home
    url = f"/employer/orders/{order.pk}/correct/"
    assert "The wage is too low for this work." in client.get(url).content.decode()
    data = order_data(step="do", **{"terms.basic_wage": "1400.00"})
    assert client.post(url, data).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.terms["basic_wage"]) == ("filed", "1400.00")
    assert order.terms["occupation_isco"] == "9313"


def test_papers_of_an_order_are_its_readers_alone(client: Client, employer: Actor) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    order = orders.filed_order(employer)
    paper = SimpleUploadedFile("approval.pdf", PDF)
    assert client.post(f"/employer/orders/{order.pk}/paper/", {"file": paper}).status_code == 302
    page = client.get(f"/employer/orders/{order.pk}/").content.decode()
    link = re.search(rf"/employer/orders/{order.pk}/papers/[0-9A-Z]+", page)
    assert link is not None
    assert client.get(link[0]).content == PDF
    other = client_of(people.actor(Role.EMPLOYER, "QAT"))
    assert other.get(link[0]).status_code == 404
    bad = SimpleUploadedFile("approval.exe", b"MZ no paper")
    refused = client.post(f"/employer/orders/{order.pk}/paper/", {"file": bad})
    assert refused.status_code == 422
    assert "This is not a PDF, PNG or JPEG file." in refused.content.decode()


def test_only_licensed_agencies_of_the_origin_can_be_named(client: Client, employer: Actor) -> None:
    order = orders.filed_order(employer)
    licensed = orders.licensed_agency("NPL")
    unlicensed = people.organisation("agency", "NPL")
    foreign = orders.licensed_agency("PHL")
    url = f"/employer/orders/{order.pk}/agency/"
    page = client.get(url).content.decode()
    assert licensed.id in page
    assert unlicensed.id not in page
    assert foreign.id not in page
    assert "answer together" in page
    assert client.post(url, {"agency": unlicensed.id}).status_code == 422
    assert client.post(url, {"agency": licensed.id}).status_code == 302
    order.refresh_from_db()
    assert order.agency_id == licensed.id


def test_another_employers_records_are_not_there(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    candidate = Candidate.objects.get()
    other = client_of(people.actor(Role.EMPLOYER, "QAT"))
    for path in (
        f"orders/{contract.order_id}/",
        f"orders/{contract.order_id}/correct/",
        f"orders/{contract.order_id}/agency/",
        f"orders/{contract.order_id}/withdraw/",
        f"orders/{contract.order_id}/offer/",
        f"candidates/{candidate.pk}/select/",
        f"candidates/{candidate.pk}/offer/",
        f"contracts/{contract.pk}/",
        f"contracts/{contract.pk}/change/",
        f"contracts/{contract.pk}/visa/",
        f"contracts/{contract.pk}/end/",
        f"contracts/{contract.pk}/absence/",
        f"contracts/{contract.pk}/settlement/",
        f"contracts/{contract.pk}/again/renewal/",
    ):
        assert other.get(f"/employer/{path}").status_code == 404, path
    assert client_of(who.employer).get(f"/employer/contracts/{contract.pk}/").status_code == 200


def test_other_roles_and_strangers_do_not_get_in(clock: Clock) -> None:
    assert Client().get("/employer/").status_code == 302
    agency = client_of(people.actor(Role.AGENCY, "NPL"))
    assert agency.get("/employer/").status_code == 403


def test_an_offer_is_prefilled_checked_and_signed_first(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    candidate = orders.selected(order, who.agency, contracts.person_of(who.worker))
    client = client_of(who.employer)
    url = f"/employer/candidates/{candidate.pk}/offer/"
    page = client.get(url).content.decode()
    assert 'value="1200.00"' in page
    assert "You cannot take the offer back until" in page
    data = order_data(step="check", languages=["ar", "ne"])
    worse = client.post(url, data | {"terms.basic_wage": "1100.00"})
    assert worse.status_code == 422
    assert 'id="id_terms.basic_wage_error"' in worse.content.decode()
    review = client.post(url, data).content.decode()
    assert "Sign the offer" in review
    assert client.post(url, data | {"step": "do"}).status_code == 302
    contract = Contract.objects.get()
    assert contract.candidate_id == candidate.pk
    assert contract.state == "offered"
    version = contract.versions.get()
    assert sorted(one.language for one in version.languages.all()) == ["ar", "ne"]
    assert [one.party for one in version.signatures.all()] == ["employer"]


def test_a_candidate_is_a_name_and_a_nationality(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    person = contracts.person_of(who.worker)
    orders.selected(order, who.agency, person)
    page = client_of(who.employer).get(f"/employer/orders/{order.pk}/").content.decode()
    assert person.name in page
    assert people.passport_of(person) not in page
