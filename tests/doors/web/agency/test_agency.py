"""The agency's face: what blocks each case, its orders, and nothing that is not its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.support import contracts, departure, orders, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.departure.models import Clearance, Fitness, Visa
from corridor.cycle.recruitment.models import Candidate, PowerOfAttorney
from corridor.cycle.vacancies import actions as vacancies
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_desk_says_what_blocks_each_case_and_until_when(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    page = client_of(who.agency).get("/agency/").content.decode()
    assert contract.worker.name in page
    assert "Accepted by the worker" in page
    assert "days left" in page
    assert "licensed" in page
    assert "no form on this desk has a field for money from a worker" in page


def test_an_order_is_published_once_attested(clock: Clock) -> None:
    from corridor.cycle.recruitment import actions as recruitment

    who = contracts.parties()
    order = orders.filed_order(who.employer)
    recruitment.appoint_agency(
        by=who.employer, order=order.id, agency=who.agency.organisation or ""
    )
    client = client_of(who.agency)
    url = f"/agency/orders/{order.pk}/"
    assert "Publish this job" not in client.get(url).content.decode()
    too_early = client.post(f"{url}advertise/", {"once": "too-early-key"})
    assert too_early.status_code == 409
    vacancies.attest_order(by=who.attache, order=order.id)
    assert "Publish this job" in client.get(url).content.decode()
    assert client.post(f"{url}advertise/", {"once": "in-time-key"}).status_code == 302
    order.refresh_from_db()
    assert order.state == "open"


def test_a_candidate_is_proposed_by_exact_passport_number_only(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    person = contracts.person_of(who.worker)
    client = client_of(who.agency)
    url = f"/agency/orders/{order.pk}/propose/"
    passport = people.passport_of(person)
    missed = client.post(url, {"once": "first-key-1", "passport": passport[:-1]})
    assert missed.status_code == 404
    assert person.name not in missed.content.decode()
    assert client.post(url, {"once": "second-key-2", "passport": passport}).status_code == 302
    candidate = Candidate.objects.get()
    chosen = client.post(f"/agency/candidates/{candidate.pk}/select/", {"once": "third-key-3"})
    assert chosen.status_code == 302
    candidate.refresh_from_db()
    assert candidate.state == "selected"


def test_papers_are_recorded_and_clearance_is_asked_for(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    client = client_of(who.agency)
    base = f"/agency/cases/{contract.pk}/"
    visa = {
        "once": "visa-key-1",
        "employer_name": contract.employer.name,
        "employer_number": contract.employer.registration_number,
        "occupation_isco": "9112",
        "number": "V-1",
        "valid_to": (clock.day + timedelta(days=90)).isoformat(),
    }
    assert client.post(f"{base}visa/", visa).status_code == 302
    page = client.get(base).content.decode()
    assert "The visa does not fit the contract" in page
    right = visa | {"once": "visa-key-2", "occupation_isco": "9313"}
    assert client.post(f"{base}visa/", right).status_code == 302
    assert "The visa does not fit the contract" not in client.get(base).content.decode()
    assert Visa.objects.count() == 2
    fit = client.post(f"{base}fitness/", {"once": "fit-key-1", "fit": "fit"})
    assert fit.status_code == 302
    assert Fitness.objects.get().fit is True
    early = client.post(f"{base}clearance/", {"once": "clear-key-1"})
    assert early.status_code == 409
    assert Clearance.objects.count() == 0


def test_a_refusal_shows_its_reasons_and_the_way_on(clock: Clock) -> None:
    clearance, who, _ = departure.refused(clock)
    page = client_of(who.agency).get(f"/agency/cases/{clearance.contract_id}/").content.decode()
    assert "The clearance was refused:" in page
    assert clearance.reasons[0] in page
    assert "Ask for clearance again" in page


def test_another_agencys_records_are_not_there(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    power = PowerOfAttorney.objects.get()
    candidate = Candidate.objects.get()
    other = client_of(people.member(Role.AGENCY, orders.licensed_agency("NPL")))
    for path in (
        f"orders/{contract.order_id}/",
        f"orders/{contract.order_id}/propose/",
        f"orders/{contract.order_id}/advertise/",
        f"candidates/{candidate.pk}/select/",
        f"cases/{contract.pk}/",
        f"cases/{contract.pk}/visa/",
        f"cases/{contract.pk}/fitness/",
        f"cases/{contract.pk}/clearance/",
    ):
        assert other.get(f"/agency/{path}").status_code == 404, path
    ended = other.post(
        f"/agency/powers/{power.pk}/end/", {"once": "not-my-power", "reason": "none of mine"}
    )
    assert ended.status_code == 404
    assert not hasattr(PowerOfAttorney.objects.get(), "ended")


def test_the_end_of_a_power_names_until_when_liability_goes_on(clock: Clock) -> None:
    who = contracts.parties()
    contracts.offered(who)
    power = PowerOfAttorney.objects.get()
    client = client_of(who.agency)
    url = f"/agency/powers/{power.pk}/end/"
    data = {"once": "end-power-key", "reason": "The employer does not answer."}
    assert client.post(url, data).status_code == 302
    page = client.get("/agency/powers/").content.decode()
    assert "at the longest" in page
    assert "The employer does not answer." in page


def test_the_public_page_is_what_a_stranger_reads(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    page = client_of(who.agency).get("/agency/public/").content.decode()
    assert order.title in page
    assert "licensed" in page


def test_other_roles_do_not_get_in(clock: Clock) -> None:
    assert client_of(people.actor(Role.EMPLOYER, "QAT")).get("/agency/").status_code == 403
    assert Client().get("/agency/").status_code == 302
    assert date(2026, 1, 10) == clock.day
