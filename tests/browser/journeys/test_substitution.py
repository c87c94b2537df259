"""Caught: a second paper that takes 370 a month away, and a pass somebody changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.journeys import steps
from tests.browser.journeys.steps import Desk, House
from tests.support.node import Node

from corridor.engines import qr

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSPORT = "55660001"


def _is_red(desk: Desk, part: str) -> bool:
    """Whether the first such part is written in a red: much more red than green or blue."""
    colour: str = desk.page.locator(part).first.evaluate("e => getComputedStyle(e).color")
    red, green, blue = (int(float(one)) for one in colour[4:-1].split(",")[:3])
    return red > 2 * max(green, blue)


def test_a_worse_paper_is_told_in_money(demo_node: Node, open_page: Callable[..., Page]) -> None:
    house = House(demo_node, open_page)
    asha = house.desk("asha").follow("I was given another paper")
    asha.fill(basic_wage="830", contract_months="24", where="Camp office, Lusail")
    asha.press("Compare").reads("370", "8,880", "1,200", "830").sees("Basic wage")
    assert _is_red(asha, "main .loss")
    assert asha.page.locator("main .comparison.is-worse a[href^='/law/']").count()
    asha.keep("substitution-worker").follow("Ask a counsellor to call me").keep("counsellor-asked")

    officer = steps.find_case(house.desk("officer"), PASSPORT).follow_to("/office/papers/")
    officer.reads("370", "8,880", "1,200", "830").sees("Basic wage")
    assert _is_red(officer, "main .loss")
    assert officer.page.locator("main .comparison.is-worse a[href^='/law/']").count()
    officer.keep("substitution-officer").press("Send a counsellor to the worker")
    house.desk("counsellor").reads("Asha Limbu").keep("substitution-counsellor")

    employer = steps.contract_of(house, "employer", "Asha Limbu")
    assert "8,880" not in employer.text()
    assert "830" not in employer.text()


def test_a_changed_pass_is_refused_at_the_gate_and_in_public(
    demo_node: Node, open_page: Callable[..., Page]
) -> None:
    house = House(demo_node, open_page)
    photo = steps.qr_of(house.desk("bikash").follow("My pass"))
    changed = steps.forged(qr.read(photo))
    public = steps.held_up(house.visitor("/verify/"), text=changed)
    assert public.page.locator("main .result.is-breach").count() == 1
    assert "Bikash" not in public.text()
    public.keep("forged-public")
    gate = steps.held_up(house.desk("gate"), text=changed)
    gate.sees("This office did not sign this text. Keep the paper and call your supervisor.")
    assert "Bikash" not in gate.text()
    assert not gate.has_button("Let it be used")
    gate.keep("forged-gate")
    real = house.visitor("/verify/")
    real.fill(paper={"name": "pass.png", "mimeType": "image/png", "buffer": photo})
    real.press("Check").reads("BIKASH THAPA")
    assert real.page.locator("main .result.is-breach").count() == 0
