"""A clearance is refused with reasons; she appeals; an officer who took no part decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.journeys import steps
from tests.browser.journeys.steps import House
from tests.support.node import Node

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSPORT = "55660005"
REASON = "The visa names another occupation than the contract."


def test_a_third_officer_decides(demo_node: Node, open_page: Callable[..., Page]) -> None:
    house = House(demo_node, open_page)
    _refused(house)
    fulmaya = house.desk("fulmaya").sees("You were not cleared to leave. Read why.")
    fulmaya.follow("Read the reasons").sees(REASON, "You can appeal").keep("refused")
    fulmaya.fill(grounds="The employer has asked for a corrected visa.").press("I appeal")
    fulmaya.sees("You have appealed. An officer who had no part in it decides.").keep("appealed")

    for persona in ("officer", "second_officer"):
        desk = steps.find_case(house.desk(persona), PASSPORT)
        assert desk.page.locator("main a[href*='/appeals/']").count() == 0
        desk.sees("The worker has appealed. Officers who took no part decide.")
    third = steps.find_case(house.desk("third_officer"), PASSPORT).follow("Decide the appeal")
    third.sees(REASON).reads("The employer has asked for a corrected visa.").keep("third-officer")
    third.fill(uphold="yes", reason="A corrected visa is on its way.").press("Decide the appeal")

    fulmaya = house.desk("fulmaya").follow("Visa and clearance").follow("My clearance")
    fulmaya.sees("Your appeal was right. The request is open again.").keep("appeal-upheld")
    _mended_and_cleared(house)


def _refused(house: House) -> None:
    """The visa says cleaner; clearing is not offered, and refusing needs its reason."""
    officer = steps.find_case(house.desk("officer"), PASSPORT)
    officer.sees("Visa does not fit the contract").keep("visa-differs")
    officer.press("I have checked it: send it to a second officer")
    second = steps.find_case(house.desk("second_officer"), PASSPORT)
    second.sees("The visa does not fit the contract: refuse, or have it corrected first.")
    assert not second.has_button("Clear: sign the pass"), "a wrong visa could be cleared"
    second.unfold("Refuse with reasons").press("Refuse the clearance")
    second.sees("A refusal needs at least one reason.")
    second.page.locator(f"input[name=reasons][value='{REASON}']").check()
    second.press("Refuse the clearance")
    second.sees("Refused. The worker was told, with the reasons and how to appeal.")


def _mended_and_cleared(house: House) -> None:
    """The corrected visa, then two officers who had no part in refusal or appeal."""
    agency = house.desk("agency").open("/agency/cases/")
    agency.choose("Fulmaya Tharu")
    agency.follow("Record a corrected visa").fill(number="QV7001002", valid_to="2028-01-01")
    agency.press("Record the visa").sees("The visa is on record.")
    for persona in ("officer", "second_officer", "third_officer"):
        desk = steps.find_case(house.desk(persona), PASSPORT)
        desk.sees("An appeal was upheld. You had a part in it, so two other officers decide.")
        assert desk.page.locator("form[action*='/act/check/']").count() == 0
    steps.two_officers(house, PASSPORT, "fourth_officer", "fifth_officer")
    house.desk("fulmaya").sees("Your pass is ready.").keep("cleared-after-appeal")
