"""One case: scope, two officers, refusals with reasons, papers in money, nothing of her answers."""

from __future__ import annotations

import pytest
from tests.support import contracts, departure, office, orders, people
from tests.support.clock import Clock

from corridor.cycle.contracts import actions
from corridor.cycle.contracts.models import Counselling, Registration
from corridor.cycle.departure import actions as departures
from corridor.cycle.departure.models import Clearance
from corridor.platform.access.actor import Actor, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGES = ("", "terms/", "history/", "compare/")


def _do(by: Actor, contract: str, key: str, **given: object) -> object:
    """Press the button of one act on the case's page, as a browser would."""
    client, url = office.client_of(by), f"/office/cases/{contract}/"
    action = f"{url}act/{key}/"
    once = office.once_of(client.get(url), action)
    return client.post(action, {**once, **given})


def test_another_country_finds_no_page_of_a_case(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    order = contract.order_id
    for role, country in (
        (Role.ORIGIN_OFFICER, "PHL"),
        (Role.LABOUR_ATTACHE, "PHL"),
        (Role.DESTINATION_OFFICER, "DEU"),
    ):
        client = office.client_of(people.actor(role, country))
        for page in PAGES:
            assert client.get(f"/office/cases/{contract.id}/{page}").status_code == 404
        assert client.get(f"/office/orders/{order}/").status_code == 404
        assert client.post(f"/office/cases/{contract.id}/act/register/").status_code in {404, 422}
    for officer in (who.origin, who.attache, who.destination):
        client = office.client_of(officer)
        for page in PAGES:
            assert client.get(f"/office/cases/{contract.id}/{page}").status_code == 200, page


def test_the_destination_registers_and_prints_the_receipt(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock, sides=())
    answer = _do(who.destination, contract.id, "register")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    row = Registration.objects.get(version__contract=contract)
    client = office.client_of(who.destination)
    pdf = client.get(f"/office/cases/{contract.id}/receipts/{row.id}.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert row.short_code in client.get(f"/office/cases/{contract.id}/history/").content.decode()


def test_the_second_officer_is_another_person(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    desk, case = departure.offices(), f"/office/cases/{clearance.contract_id}/"
    assert _do(desk.first, clearance.contract_id, "check").status_code == 302  # type: ignore[attr-defined]
    first = office.client_of(desk.first)
    page = first.get(case).content.decode()
    assert "You made the first check. Another officer must decide." in page
    assert f"{case}act/clear/" not in page
    refused = first.post(f"{case}act/clear/", {"once": "a-key-of-her-own"})
    assert refused.status_code == 403
    assert "You made the first check, so another officer must decide." in refused.content.decode()
    assert _do(desk.second, clearance.contract_id, "clear").status_code == 302  # type: ignore[attr-defined]
    assert Clearance.objects.get(pk=clearance.id).state == "cleared"


def test_a_refusal_needs_reasons_that_the_officer_chose(clock: Clock) -> None:
    clearance, _ = departure.requested(clock, occupation_isco="9112")
    desk, url = departure.offices(), f"/office/cases/{clearance.contract_id}/"
    client = office.client_of(desk.first)
    page = client.get(url).content.decode()
    reason = 'value="The visa names another occupation than the contract."'
    assert "checked" not in page[page.index(reason) :][:120]
    empty = _do(desk.first, clearance.contract_id, "refuse", own_words="")
    assert empty.status_code == 422  # type: ignore[attr-defined]
    assert "A refusal needs at least one reason." in empty.content.decode()  # type: ignore[attr-defined]
    done = _do(
        desk.first,
        clearance.contract_id,
        "refuse",
        reasons=["The visa names another occupation than the contract."],
        own_words="Bring a corrected visa.",
    )
    assert done.status_code == 302  # type: ignore[attr-defined]
    row = Clearance.objects.get(pk=clearance.id)
    assert row.reasons[-1] == "Bring a corrected visa."
    assert "Bring a corrected visa." in client.get(url).content.decode()


def test_clearing_is_not_offered_while_the_visa_differs(clock: Clock) -> None:
    """The control is the test of the second officer, whose page offers it."""
    clearance, _ = departure.requested(clock, occupation_isco="9112")
    desk, case = departure.offices(), f"/office/cases/{clearance.contract_id}/"
    assert _do(desk.first, clearance.contract_id, "check").status_code == 302  # type: ignore[attr-defined]
    page = office.client_of(desk.second).get(case).content.decode()
    assert "The visa does not fit the contract: refuse, or have it corrected first." in page
    assert f"{case}act/clear/" not in page
    assert f"{case}act/refuse/" in page


def test_an_impatient_thumb_registers_once(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock, sides=())
    client, url = office.client_of(who.origin), f"/office/cases/{contract.id}/"
    once = office.once_of(client.get(url), f"{url}act/register/")
    for _ in range(2):
        assert client.post(f"{url}act/register/", once).status_code == 302
    assert Registration.objects.filter(version__contract=contract).count() == 1


def test_a_second_paper_is_shown_in_money_and_leads_to_a_counsellor(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    client, url = office.client_of(who.attache), f"/office/cases/{contract.id}/"
    form = client.get(f"{url}compare/").context["form"]
    given = {name: form[name].initial or "" for name in form.fields}
    given |= {"terms.basic_wage": "830.00", "where": "Airport", "once": form["once"].initial}
    answer = client.post(f"{url}compare/", given)
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer.headers["Location"]).content.decode()
    assert "370.00" in page
    assert "8,880.00" in page
    assert "is-worse" in page
    assert "/law/" in page
    once = office.once_of(client.get(answer.headers["Location"]), f"{url}act/counsellor/")
    assert client.post(f"{url}act/counsellor/", once).status_code == 302
    assert Counselling.objects.filter(contract=contract, reason="worse_paper").count() == 1


def test_no_page_of_the_office_holds_a_worker_s_answer(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    secret = contracts.wrong_answers(contract)
    contracts.accepted(contract, who, clock, answers=secret)
    for officer in (who.origin, who.attache, who.destination):
        client = office.client_of(officer)
        for page in (*(f"/office/cases/{contract.id}/{one}" for one in PAGES), "/office/"):
            text = client.get(page).content.decode()
            for question, answer in secret.items():
                assert f'"{question}"' not in text
                assert f'value="{answer}"' not in text
            assert "score" not in text.casefold()
    page = office.client_of(who.origin).get(f"/office/cases/{contract.id}/").content.decode()
    assert "The explanation did not work; a counsellor explains it again." in page
    for officer in (who.attache, who.destination):
        page = office.client_of(officer).get(f"/office/cases/{contract.id}/").content.decode()
        assert "The explanation did not work" not in page


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_case_takes_ten_look_ups_at_most(clock: Clock, page: str) -> None:
    clearance, who = departure.requested(clock)
    for wage in ("830.00", "900.00", "950.00"):
        actions.present(
            by=who.origin, contract=clearance.contract_id, terms=orders.terms(basic_wage=wage)
        )
    client = office.client_of(who.origin)
    assert office.queries_of(client, f"/office/cases/{clearance.contract_id}/{page}") <= 10


def test_an_order_is_attested_or_sent_back_with_a_reason(clock: Clock) -> None:
    who = contracts.parties()
    order, other = orders.filed_order(who.employer), orders.filed_order(who.employer)
    client = office.client_of(who.attache)
    url = f"/office/orders/{order.id}/"
    page = client.get(url).content.decode()
    assert "Terms beside the law" in page
    assert "at least" in page
    assert (
        client.post(f"{url}act/return/", {"once": "key-for-nothing", "reason": ""}).status_code
        == 422
    )
    assert client.post(f"{url}act/attest/", {"once": "key-to-attest"}).status_code == 302
    back = {"once": "key-to-return", "reason": "The worksite is not named."}
    assert client.post(f"/office/orders/{other.id}/act/return/", back).status_code == 302
    order.refresh_from_db()
    other.refresh_from_db()
    assert (order.state, other.state) == ("attested", "returned")
    assert (
        "The worksite is not named." in client.get(f"/office/orders/{other.id}/").content.decode()
    )
    assert office.queries_of(client, url) <= 10


def test_licences_are_decided_by_their_own_country(clock: Clock) -> None:
    agency = people.organisation("agency", "NPL")
    client = office.client_of(people.actor(Role.ORIGIN_OFFICER, "NPL"))
    url = f"/office/licences/{agency.id}/"
    given = {
        "once": "key-to-license",
        "decision": "issued",
        "number": "1042",
        "valid_from": clock.day.isoformat(),
    }
    assert client.post(url, given).status_code == 302
    assert "1042" in client.get("/office/licences/").content.decode()
    assert client.get("/office/licences/?q=1042").status_code == 200
    for odd in ("?q=%00", "?agency=1"):
        assert client.get(f"/office/licences/{odd}").status_code == 400
    elsewhere = office.client_of(people.actor(Role.ORIGIN_OFFICER, "PHL"))
    assert elsewhere.post(url, given | {"decision": "revoked", "reason": "No"}).status_code == 403
    assert office.queries_of(client, "/office/licences/") <= 10
    assert office.queries_of(client, url) <= 10


def test_after_arrival_shows_no_single_worker_without_her_consent(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    client = office.client_of(who.origin)
    page = client.get("/office/arrivals/")
    assert page.status_code == 200
    assert contract.worker.name not in page.content.decode()
    assert client.get(f"/office/arrivals/{contract.id}/").status_code == 404
    assert office.queries_of(client, "/office/arrivals/") <= 10


def test_each_state_gives_a_receipt_of_its_own(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    codes = {row.short_code for row in Registration.objects.filter(version__contract=contract)}
    assert len(codes) == 2
    page = office.client_of(who.origin).get(f"/office/cases/{contract.id}/history/")
    assert all(code in page.content.decode() for code in codes)


def test_an_office_that_may_not_read_the_visa_is_not_told_that_there_is_none(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    attache, officer = office.client_of(who.attache), office.client_of(who.origin)
    url = f"/office/cases/{contract.id}/"
    assert "no visa is on record yet" in attache.get(url).content.decode()
    departure.papers(contract, who)
    employer = contract.employer.name
    for client, told in ((attache, False), (officer, True)):
        page = client.get(url).content.decode()
        assert "Visa fits the contract" in page
        assert "no visa is on record yet" not in page
        assert page.count(employer) == page.count("Contract, job order and visa agree.") + told


def test_a_pass_is_taken_back_by_two_officers_with_a_reason(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    contract = issued.clearance.contract_id
    asker, decider = office.client_of(desk.third), office.client_of(desk.fourth)
    url = f"/office/cases/{contract}/"
    assert contract not in decider.get("/office/").content.decode()
    empty = _do(desk.third, contract, "revoke", reason="other", words="")
    assert empty.status_code == 422  # type: ignore[attr-defined]
    assert "A revocation needs at least one reason." in empty.content.decode()  # type: ignore[attr-defined]
    asked = _do(desk.third, contract, "revoke", reason="danger", words="The camp burns.")
    assert asked.status_code == 302  # type: ignore[attr-defined]
    page = asker.get(url).content.decode()
    assert f"{url}act/confirm_revocation/" not in page
    assert f"{url}act/decline_revocation/" in page
    assert contract not in asker.get("/office/").content.decode()
    queue = decider.get("/office/?kind=revocation").content.decode()
    assert contract in queue
    page = decider.get(url).content.decode()
    assert "There is a serious danger where the job is." in page
    assert "The camp burns." in page
    assert "Pass, not used yet" in page
    assert office.queries_of(decider, url) <= 10
    done = _do(desk.fourth, contract, "confirm_revocation")
    assert done.status_code == 302  # type: ignore[attr-defined]
    assert "Pass taken back" in decider.get(url).content.decode()
    assert contract not in decider.get("/office/").content.decode()


def test_a_case_opened_by_an_appeal_is_offered_to_officers_without_a_part(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    lodged = departures.appeal(by=who.worker, clearance=clearance.id)
    departures.decide_appeal(by=desk.third, appeal=lodged.id, uphold=True, reason="It is here.")
    url = f"/office/cases/{clearance.contract_id}/"
    told = "An appeal was upheld. You had a part in it, so two other officers decide."
    for barred in (desk.first, desk.second, desk.third):
        client = office.client_of(barred)
        assert clearance.contract_id not in client.get("/office/").content.decode()
        assert told in client.get("/office/?show=waiting").content.decode()
        page = client.get(url).content.decode()
        assert told in page
        assert f"{url}act/check/" not in page
    fresh = office.client_of(desk.fourth)
    assert clearance.contract_id in fresh.get("/office/?kind=check").content.decode()
    page = fresh.get(url).content.decode()
    assert told not in page
    assert f"{url}act/check/" in page
