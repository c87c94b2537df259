"""Public pages in a real browser: nothing sticks out, nothing is heavy, all can be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import orders, people
from tests.support.browser import DESKTOP, PHONE, overflow, picture, serious_violations

from corridor.platform.access.actor import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
LIMIT = 100_000
PAGES = {
    "front": "/",
    "jobs": "/jobs/",
    "job": "",
    "agencies": "/agencies/",
    "law": "/law/?of=QAT",
    "law-value": "/law/QAT.eos/",
    "corridor": "/law/corridors/PHL-DEU/?route=government",
    "verify": "/verify/",
    "help": "/help/",
    "about": "/about/",
    "missing": "/nowhere/",
}


@pytest.fixture
def addresses() -> dict[str, str]:
    agency = people.member(Role.AGENCY, orders.licensed_agency())
    order = orders.open_order(people.actor(Role.EMPLOYER, "QAT"), agency)
    return PAGES | {"job": f"/jobs/{order.pk}/"}


def _weigh(page: Page, url: str) -> int:
    sizes: list[int] = []

    def add(response: Any) -> None:
        if response.status < 400:
            sizes.append(len(response.body()))

    page.on("requestfinished", lambda request: add(request.response()))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return sum(sizes)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_fits_and_can_be_used(
    open_page: Callable[..., Page],
    live: str,
    addresses: dict[str, str],
    language: str,
    size: tuple[int, int],
) -> None:
    page = open_page(size=size, language=language)
    for name, address in addresses.items():
        page.goto(live + address)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert overflow(page) == [], name
        picture(page, f"public/{name}-{language}-{size[0]}")
        if language == "en":
            assert serious_violations(page) == [], name


def test_dark_pages_can_be_read(
    open_page: Callable[..., Page], live: str, addresses: dict[str, str]
) -> None:
    page = open_page(dark=True)
    for name in ("front", "job", "law-value", "corridor", "verify"):
        page.goto(live + addresses[name])
        assert serious_violations(page) == [], name


@pytest.mark.parametrize("name", ["front", "jobs", "job", "verify", "help", "law"])
def test_first_load_is_light(
    open_page: Callable[..., Page], live: str, addresses: dict[str, str], name: str
) -> None:
    weight = _weigh(open_page(size=PHONE), live + addresses[name])
    assert 20_000 < weight < LIMIT


def test_a_paper_is_checked_without_javascript(open_page: Callable[..., Page], live: str) -> None:
    page = open_page(size=PHONE, javascript=False)
    page.goto(live + "/verify/")
    page.fill("textarea", "OC1:P:NOT-A-PASS")
    page.click("main button")
    assert page.inner_text("h1") == "Cannot be read"
