"""A worker's whole part on a cheap phone: 360 pixels, JavaScript off, in Nepali.

From the offer to the first answered month and a worse paper; every station is looked at for
sideways scrolling and for a person to call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.journeys import steps
from tests.browser.journeys.steps import Desk, House
from tests.support.node import Node

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSPORT = "55660001"


def _looked_at(desk: Desk, name: str) -> None:
    assert desk.page.locator(".call").count() == 1, f"nobody to call at {desk.page.url}"
    desk.keep(f"small-{name}")


def test_asha_with_the_cheapest_phone(demo_node: Node, open_page: Callable[..., Page]) -> None:
    house = House(demo_node, open_page, "ne", javascript=False)
    asha = house.desk("asha").sees("Read your job offer, or have it read to you.")
    _looked_at(asha, "home")
    steps.understand(asha, "1200.00")
    steps.think_and_sign(house, "asha")
    _looked_at(asha, "signed")
    _offices(house)
    _looked_at(house.desk("asha").sees("Your pass is ready."), "cleared")
    steps.through_the_gate(house, "asha")
    _at_work(house)


def _offices(house: House) -> None:
    """What the others do meanwhile; the worker waits and is told."""
    for office in ("destination", "officer"):
        steps.find_case(house.desk(office), PASSPORT).press("Register and sign the receipt")
    officer = steps.find_case(house.desk("officer"), PASSPORT).fill(fit="yes")
    officer.press("Record the result")
    officer.press("Record that she took part").press("Record that she is insured")
    employer = steps.contract_of(house, "employer", "Asha Limbu").follow_to("/visa/")
    employer.fill(number="QV7001005", valid_to="2028-01-01").press("Record the visa")
    asha = house.desk("asha").sees("Ask to be cleared to leave.").follow("Do this now")
    _looked_at(asha.press("Yes, I ask for it"), "asked")
    steps.two_officers(house, PASSPORT, "officer", "second_officer")


def _at_work(house: House) -> None:
    """A month answered in private, what was paid for the job, and another paper."""
    house.next_month()
    asha = house.desk("asha").follow("Answer").fill(said="less").press("Next")
    _looked_at(asha, "how-much")
    _looked_at(asha.fill(amount="100").press("Keep my answer").reads("100"), "months")
    asha = house.desk("asha").follow("Answer in private").fill(paid="yes").press("Next")
    asha.fill(amount="50000", currency="NPR").press("Keep my answer")
    _looked_at(asha.sees("There is nothing you must do now."), "nothing-to-do")
    asha.follow("I was given another paper").fill(basic_wage="830", contract_months="24")
    _looked_at(asha.press("Compare").reads("370", "830"), "other-paper")
