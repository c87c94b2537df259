"""Care work between two states: by the hour, no agency, no wage file, recognition on the way.

Germany registers nothing here: its stations say so, and nothing waits for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.journeys import steps
from tests.browser.journeys.steps import House
from tests.support.node import Node

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSPORT = "P1234567A"


def test_liza_goes_to_brandenburg(demo_node: Node, open_page: Callable[..., Page]) -> None:
    house = House(demo_node, open_page)
    steps.understand(house.desk("liza").sees("an hour"), "20.50", rest="2")
    steps.think_and_sign(house, "liza")
    _papers(house)
    _cleared(house)
    _at_work(house)


def _papers(house: House) -> None:
    """Manila verifies; the home starts recognition before the visa; Berlin is silent."""
    officer = steps.find_case(house.desk("phl_officer"), PASSPORT)
    officer.sees("This state takes no part here").keep("germany-takes-no-part")
    assert officer.page.locator(".lights .light.is-unknown").count() >= 1
    officer.press("Register and sign the receipt")
    officer.fill(fit="yes").press("Record the result")
    officer.press("Record that she took part").press("Record that she is insured")

    employer = steps.contract_of(house, "german_employer", "Liza Santos")
    assert employer.page.locator("main a[href$='/visa/']").count() == 0, "recognition comes first"
    employer.follow_to("/step/recognition_started/").press("Record that this is done")
    employer.keep("recognition-started").follow_to("/visa/")
    employer.fill(number="DE7001001", valid_to="2030-01-01").press("Record the visa")


def _cleared(house: House) -> None:
    liza = house.desk("liza").sees("Ask to be cleared to leave.").follow("Do this now")
    liza.press("Yes, I ask for it").keep("clearance-asked")
    steps.two_officers(house, PASSPORT, "phl_officer", "phl_second")
    steps.through_the_gate(house, "liza", "phl_gate")


def _at_work(house: House) -> None:
    """Recognition completed; months without a file are unknown, never in order by silence."""
    employer = steps.contract_of(house, "german_employer", "Liza Santos")
    employer.follow_to("/step/recognition_completed/").press("Record that this is done")
    employer.keep("recognition-completed")
    house.next_month()
    house.next_month()
    liza = house.desk("liza").open("/my/").follow("Answer")
    liza.fill(said="full").press("Next").press("Keep my answer").keep("hourly-months")
    union = house.desk("care_union").open("/union/monitoring/PHL-DEU/").keep("monitoring")
    union.lacks("Liza Santos")
