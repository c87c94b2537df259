"""Maya's part on a 360-pixel phone with JavaScript switched off, from the offer to the signature
and the other paper; a page never scrolls sideways and always names a person to call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.support import contracts, people
from tests.support.browser import PHONE, overflow, picture, sign_in
from tests.support.clock import Clock
from tests.support.signed_in import account_of

from corridor.cycle.contracts.models import Contract, PresentedPaper

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def seen(page: Page, name: str) -> None:
    """No sideways scroll, a person to call, and a picture."""
    assert overflow(page) == []
    assert page.locator(".call").count() == 1
    picture(page, f"worker-phone-{name}")


def press(page: Page, button: str = "main form button[type=submit]") -> None:
    """The form's own button, or another, and the page that answers it."""
    with page.expect_navigation():
        page.locator(button).first.click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_offer_to_the_signature(
    live: str, open_page: Callable[..., Page], clock: Clock, language: str
) -> None:
    who = contracts.parties()
    people.organisation("desk", "NPL", "Migrant Resource Centre")
    contract = contracts.offered(who)
    page = open_page(size=PHONE, language=language, javascript=False)
    sign_in(page, live, account_of(who.worker))

    page.goto(f"{live}/my/?lang={language}")
    seen(page, f"home-{language}")
    press(page, ".now .button")
    seen(page, f"offer-{language}")
    page.locator("input[value=heard]").check()
    press(page)

    for number, answer in enumerate(contracts.right_answers(contract).values(), 1):
        seen(page, f"question-{number}-{language}")
        page.locator(f"input[name=answer][value='{answer}']").check()
        press(page)
    seen(page, f"answers-{language}")

    press(page, "main .actions .button")
    press(page, ".now .button")
    seen(page, f"copy-{language}")
    page.locator("input[name=kept]").check()
    press(page)
    seen(page, f"think-{language}")
    assert page.locator("input[value=yes]").count() == 0

    clock.next_day(3)
    page.reload()
    page.locator("input[value=yes]").check()
    press(page)
    seen(page, f"signed-{language}")
    contract.refresh_from_db()
    assert contract.state == Contract.State.ACCEPTED

    page.goto(f"{live}/my/c/{contract.pk}/paper/")
    page.locator("input[name=basic_wage]").fill("830")
    page.locator("input[name=contract_months]").fill("24")
    press(page)
    seen(page, f"other-paper-{language}")
    text = page.locator("main").inner_text()
    assert "370" in text
    assert "8,880" in text
    assert PresentedPaper.objects.get().verdict == "worse"
