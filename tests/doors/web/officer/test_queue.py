"""The office's queue: whose it is, in what order, how few look-ups, found by what."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.support import contracts, departure, office, orders, people
from tests.support.clock import Clock

from corridor.cycle.contracts import actions
from corridor.cycle.contracts.models import Registration
from corridor.cycle.departure import actions as leaving
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _rows(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/office/{query}").content.decode()
    return re.findall(r'<a href="(/office/(?:cases|orders)/[^"]+)" data-queue-open>', page)


def test_strangers_sign_in_first_and_other_roles_have_their_own_pages(clock: Clock) -> None:
    assert Client().get("/office/").status_code == 302
    agency = people.actor(Role.AGENCY, "NPL")
    assert office.client_of(agency).get("/office/").status_code == 403


def test_the_attache_sees_orders_to_attest_and_another_country_none(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.filed_order(who.employer)
    assert _rows(office.client_of(who.attache)) == [f"/office/orders/{order.id}/"]
    elsewhere = people.actor(Role.LABOUR_ATTACHE, "PHL")
    assert _rows(office.client_of(elsewhere)) == []
    assert "Nothing waits for this office." in (
        office.client_of(elsewhere).get("/office/").content.decode()
    )


def test_a_check_done_goes_to_the_second_officer_and_leaves_the_first(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    desk = departure.offices()
    url = f"/office/cases/{clearance.contract_id}/"
    first, second = office.client_of(desk.first), office.client_of(desk.second)
    assert _rows(first, "?kind=check") == _rows(second, "?kind=check") == [url]
    leaving.check(by=desk.first, clearance=clearance.id)
    assert _rows(first) == []
    assert _rows(second, "?kind=decide") == [url]
    assert _rows(first, "?show=waiting") == [url]


def test_an_appeal_is_hidden_from_officers_who_took_part(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    appeal = leaving.appeal(by=who.worker, clearance=clearance.id, grounds="They were right to go.")
    assert _rows(office.client_of(desk.third), "?kind=appeal")
    for involved in (desk.first, desk.second):
        client = office.client_of(involved)
        assert _rows(client, "?kind=appeal") == []
        assert client.get(f"/office/appeals/{appeal.id}/").status_code == 404
        page = client.get(f"/office/cases/{clearance.contract_id}/").content.decode()
        assert appeal.id not in page
    page = office.client_of(desk.third).get(f"/office/appeals/{appeal.id}/").content.decode()
    assert "They were right to go." in page


def test_a_worse_paper_comes_before_what_has_no_deadline(clock: Clock) -> None:
    plain, who = contracts.registered_contract(clock, sides=("destination",))
    shown, _ = contracts.registered_contract(clock, contracts.parties())
    actions.present(
        by=who.origin, contract=shown.id, terms=orders.terms(basic_wage="830.00"), where="Camp"
    )
    client = office.client_of(who.origin)
    found = _rows(client)
    assert found.index(f"/office/cases/{shown.id}/") < found.index(f"/office/cases/{plain.id}/")
    assert _rows(client, "?kind=alert") == [f"/office/cases/{shown.id}/"]
    actions.send_counsellor(by=who.origin, contract=shown.id)
    assert _rows(client, "?kind=alert") == []


def test_filters_stay_in_the_address_and_find_nothing_when_nothing_fits(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock, sides=())
    client = office.client_of(who.origin)
    url = f"/office/cases/{contract.id}/"
    assert _rows(client, f"?kind=register&corridor=NPL-QAT&employer={contract.employer_id}") == [
        url
    ]
    assert _rows(client, "?corridor=PHL-DEU") == []
    page = client.get("/office/?kind=register&due=late").content.decode()
    assert "Nothing matches these filters." in page
    assert '<option value="late" selected>' in page
    case = client.get(url).content.decode()
    assert "/office/?kind=register&amp;due=late" in case  # the way back keeps the filters


def test_a_case_is_found_by_number_receipt_and_passport_and_only_at_home(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    receipt = Registration.objects.filter(version__contract=contract)[0].short_code
    passport = people.passport_of(contracts.person_of(who.worker))
    client = office.client_of(who.origin)
    for what in (contract.id, contract.code, receipt, receipt.replace("-", "").lower(), passport):
        answer = client.post("/office/find/", {"what": what})
        assert answer.headers["Location"] == f"/office/cases/{contract.id}/"
    elsewhere = office.client_of(people.actor(Role.ORIGIN_OFFICER, "PHL"))
    for what in (contract.id, contract.code, receipt, passport, "", "nonsense"):
        assert elsewhere.post("/office/find/", {"what": what}).status_code == 404


@pytest.mark.on_sqlite_only  # the same look-ups on both
@pytest.mark.parametrize("count", [1, 30])
def test_ten_look_ups_at_most_whatever_the_number_of_rows(clock: Clock, count: int) -> None:
    who = contracts.parties()
    for _ in range(count):
        each = contracts.parties()
        each.employer, each.agency = who.employer, who.agency
        contracts.accepted(contracts.offered(each), each, clock)
    clearance, _ = departure.requested(clock)
    client = office.client_of(who.origin)
    assert len(_rows(client)) == min(count + 1, 25)
    assert office.queries_of(client, "/office/") <= 10
    assert office.queries_of(client, f"/office/cases/{clearance.contract_id}/") <= 10
