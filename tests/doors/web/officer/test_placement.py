"""Where a state places workers itself: the officer advertises, proposes and selects."""

from __future__ import annotations

import pytest
from tests.support import contracts, office, orders, people
from tests.support.clock import Clock

from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies import actions
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_state_advertises_proposes_and_selects(clock: Clock) -> None:
    employer = people.actor(Role.EMPLOYER, "DEU")
    order = orders.filed_order(
        employer,
        corridor="PHL-DEU",
        route="government",
        title="Nurse",
        occupation_isco="2221",
        worksite="Hamburg",
        terms=orders.terms(orders.GERMANY),
    )
    actions.attest_order(by=people.actor(Role.LABOUR_ATTACHE, "PHL"), order=order.id)
    officer = people.actor(Role.ORIGIN_OFFICER, "PHL")
    client, url = office.client_of(officer), f"/office/orders/{order.id}/"
    assert url in client.get("/office/?kind=advertise").content.decode()
    assert client.post(f"{url}act/advertise/", {"once": "key-to-advertise"}).status_code == 302
    nurse = people.person("Liza", "Santos", nationality="PHL")
    passport = {"once": "key-to-propose", "passport": people.passport_of(nurse)}
    assert client.post(f"{url}act/propose/", passport).status_code == 302
    assert url in client.get("/office/?kind=choose").content.decode()
    candidate = Candidate.objects.get(order=order)
    select = f"{url}candidates/{candidate.id}/select/"
    assert client.post(select, office.once_of(client.get(url), select)).status_code == 302
    candidate.refresh_from_db()
    assert candidate.state == "selected"
    assert url not in client.get("/office/?kind=choose").content.decode()
    assert office.queries_of(client, url) <= 10


def test_where_agencies_place_the_officer_has_no_such_button(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    client = office.client_of(who.origin)
    page = client.get(f"/office/orders/{order.id}/").content.decode()
    assert "/act/propose/" not in page
    assert "/act/advertise/" not in page
    refused = client.post(f"/office/orders/{order.id}/act/advertise/", {"once": "key-not-mine"})
    assert refused.status_code in {403, 409}
