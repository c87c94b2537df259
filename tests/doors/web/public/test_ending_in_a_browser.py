"""What am I owed at the end? asked on a phone, in both directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from tests.support.browser import PHONE, overflow, picture, serious_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_answer_on_a_phone(open_page: Callable[..., Page], live: str, language: str) -> None:
    cache.clear()
    page = open_page(language=language, size=PHONE)
    page.goto(f"{live}/end-of-service/?lang={language}")
    assert overflow(page) == []
    page.select_option("#id_law", "KWT")
    page.fill("#id_start", "2015-01-01")
    page.fill("#id_end", "2024-12-31")
    page.select_option("#id_reason", "resigned")
    page.fill("#id_basic", "300")
    page.click("main form button")
    page.wait_for_selector("#result")
    assert "2,365.385" in page.inner_text("#result").replace("\u066b", ".")
    assert overflow(page) == []
    assert serious_violations(page) == []
    picture(page, f"public-end-of-service-{language}")
