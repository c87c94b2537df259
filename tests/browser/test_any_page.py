"""What holds for pages of every face: light, walked by keyboard, readable twice as large."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser.crawl import enter
from tests.support.browser import PHONE, overflow
from tests.support.node import Node

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIGHT = 100_000  # bytes a worker or the public may be asked to load at first

Open = Callable[..., "Page"]


@pytest.mark.parametrize("path", ["/", "/jobs/", "/verify/", "/help/", "/sign-in/", "/my/"])
def test_first_load_is_light(path: str, node: Node, open_page: Open) -> None:
    page = open_page(size=PHONE)
    if path == "/my/":
        enter(page, node.url, "bikash")
        page.context.clear_cookies(name="nothing")
    total = 0

    def weigh(response: object) -> None:
        nonlocal total
        total += len(response.body())  # type: ignore[attr-defined]

    page.on("response", weigh)
    page.goto(node.url + path)
    page.wait_for_load_state("networkidle")
    assert total < LIGHT, f"{path} weighs {total} bytes"


def test_a_page_can_be_walked_by_keyboard(node: Node, open_page: Open) -> None:
    """The first stop skips to the content, every stop is seen, the queue obeys j and Enter."""
    page = open_page()
    enter(page, node.url, "officer")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.classList.contains('skip')")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
        )
        assert outline, page.evaluate("() => document.activeElement.outerHTML")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/office/\w+/"))


def test_text_twice_as_large_still_fits(node: Node, open_page: Open) -> None:
    """At 200 % zoom (half the width in pixels) nothing scrolls sideways."""
    page = open_page(size=(683, 400))
    for who, path in (("officer", "/office/"), ("bikash", "/my/"), ("inspector", "/inspection/")):
        enter(page, node.url, who)
        page.goto(node.url + path)
        assert overflow(page) == [], path
