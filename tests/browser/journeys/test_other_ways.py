"""Four ways without an agency: back again, a household, another employer, already abroad."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.browser.journeys import steps
from tests.browser.journeys.steps import House
from tests.support.node import Node

from corridor.doors.demo.cases import HOUSEHOLD, QATAR

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]
BIKASH, SUNITA, MAYA = "33445566", "22334455", "11223344"


def test_back_again_without_an_agency(demo_node: Node, open_page: Open) -> None:
    """The contract ends by agreement; the employer hires him again: no order, no agency."""
    house = House(demo_node, open_page)
    employer = steps.contract_of(house, "employer", "Bikash Thapa")
    employer.follow("Record the end of the contract")
    employer.fill(reason="agreed", on=f"{datetime.now(UTC):%Y-%m-%d}").press("Record the end")
    employer = steps.contract_of(house, "employer", "Bikash Thapa").keep("ended")
    employer.follow("Offer to come back").press("Check before signing").press("Sign the offer")

    bikash = house.desk("bikash")
    steps.understand(bikash, "1200.00")
    steps.think_and_sign(house, "bikash")
    bikash.lacks("Himal Careers")
    officer = steps.find_case(house.desk("officer"), BIKASH).press("Register and sign the receipt")
    officer.press("Record that she is insured")
    employer = steps.contract_of(house, "employer", "Bikash Thapa").follow_to("/visa/")
    employer.fill(number="QV7001003", valid_to="2028-01-01").press("Record the visa")
    bikash = house.desk("bikash").sees("Ask to be cleared to leave.").follow("Do this now")
    bikash.press("Yes, I ask for it")
    steps.two_officers(house, BIKASH, "officer", "second_officer")
    steps.through_the_gate(house, "bikash")


def test_a_domestic_worker_in_arabic(demo_node: Node, open_page: Open) -> None:
    """A household hires directly; its pages are Arabic; Doha registers after the arrival."""
    house = House(demo_node, open_page, "ar")
    home = house.desk("household").follow("File a job order")
    assert home.page.locator("html").get_attribute("dir") == "rtl"
    home.fill(way="NPL-QAT/direct/domestic", q="9111").press("Find the occupation")
    home.follow_to("/9111/").fill(title="Housekeeper", headcount=1, approval_reference="DOM-7")
    steps.terms(home, HOUSEHOLD)
    home.press("Check before filing").press("File this order").keep("household-order")
    order = home.id()
    attache = house.desk("attache")
    attache.choose("Housekeeper")
    attache.press("Attest: employer and terms are checked")
    home = house.desk("household").open(f"/employer/orders/{order}/").follow("Make an offer")
    home.fill(passport=MAYA).press("Check before signing").press("Sign the offer")
    home.reads("Maya Tamang").keep("household-offer")

    steps.understand(house.desk("maya"), "1300.00")
    steps.think_and_sign(house, "maya")
    home = steps.contract_of(house, "household", "Maya Tamang").follow_to("/visa/")
    home.fill(number="QV7001004", valid_to="2028-01-01").press("Record the visa")
    officer = steps.find_case(house.desk("officer"), MAYA).press("Register and sign the receipt")
    officer.fill(fit="yes").press("Record the result")
    officer.press("Record that she took part").press("Record that she is insured")
    house.desk("maya").follow("Do this now").press("Yes, I ask for it")
    steps.two_officers(house, MAYA, "officer", "second_officer")
    steps.through_the_gate(house, "maya")
    doha = steps.find_case(house.desk("destination"), MAYA).press("Register and sign the receipt")
    doha.keep("household-registered")
    house.desk("household").open("/employer/wages/").keep("no-wage-file")
    assert home.page.locator("main a[href$='/wages/give/']").count() == 0


def test_a_worker_changes_employer(demo_node: Node, open_page: Open) -> None:
    """A better firm offers; he signs, gives notice, and Doha records it. Nobody consents."""
    house = House(demo_node, open_page)
    firm = house.desk("new_employer").follow("Make an offer without a job order")
    firm.fill(way="NPL-QAT/change_of_employer/general", q="9112").press("Find the occupation")
    firm.follow_to("/9112/").fill(passport=BIKASH)
    steps.terms(firm, QATAR | {"basic_wage": "1400.00", "worksite": "West Bay, Doha"})
    firm.press("Check before signing").press("Sign the offer").reads("Bikash Thapa")
    firm.keep("change-offer")

    bikash = house.desk("bikash").reads("Doha Bright Services W.L.L.")
    steps.understand(bikash, "1400.00")
    steps.think_and_sign(house, "bikash")
    bikash = house.desk("bikash").sees("Tell your old employer that you leave.")
    bikash.follow("Do this now")
    bikash.page.get_by_label("Al Waha").check()
    bikash.press("I give notice").keep("notice-given")
    doha = steps.find_case(house.desk("destination"), BIKASH)
    doha.press("Record the release")
    assert doha.page.locator(".error-summary").count() == 1, "released before the notice had run"
    doha.keep("notice-still-runs")
    house.next_month()
    house.next_month()
    doha = steps.find_case(house.desk("destination"), BIKASH).press("Record the release")
    doha.sees("Recorded. The new contract is in force.").keep("released")
    house.desk("bikash").reads("Doha Bright Services W.L.L.").keep("new-employer")


def test_already_abroad_without_a_contract(demo_node: Node, open_page: Open) -> None:
    """She brings what she has, in private, and is protected from that day."""
    house = House(demo_node, open_page)
    maya = house.desk("maya").follow("I already work abroad").sees("Bring your contract")
    maya.fill(employer_name="Golden Star Cleaning", basic_wage="1000", starts="2026-06-01")
    maya.keep("bring-form").press("Put it on record").sees("Add a photograph of your paper")
    maya.fill(file={"name": "paper.png", "mimeType": "image/png", "buffer": maya.page.screenshot()})
    maya.press("Send the photograph").keep("brought")
    house.next_month()
    maya = house.desk("maya").follow("Answer").fill(said="less").press("Next")
    maya.fill(amount="600").press("Keep my answer").reads("1,000", "600", "400")
    maya.keep("brought-months").follow("Let a union help me")
    maya.page.get_by_label("Nepal Migrant Workers").check()
    maya.press("Yes, it may act for me")
    union = house.desk("union")
    union.choose("Maya Tamang")
    union.reads("Golden Star Cleaning").keep("brought-union")
    attache = steps.find_case(house.desk("attache"), MAYA).press("Register and sign the receipt")
    attache.keep("brought-registered")
