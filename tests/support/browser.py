"""A real browser for tests: ``page`` in English on a desktop, ``open_page(...)`` for any other.

Every page counts the requests that leave this machine and every script error; both must be
none when the test is over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.support import children, offline
from tests.support.chromium import ARGUMENTS, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
PHONE, DESKTOP = (360, 740), (1366, 768)
PATIENCE = 15_000  # milliseconds to wait for anything on a page


@dataclass
class Watch:
    """What the pages of one test did that they must not do."""

    third_party: list[str] = field(default_factory=list)
    script_errors: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)

    def look_at(self, page: Page) -> None:
        """Start listening to a page."""
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.script_errors.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and not offline.is_local(parts.hostname):
            self.third_party.append(url)

    def _console(self, kind: str, text: str) -> None:
        # A refused form (4xx) is logged by chromium as an error and is part of many tests.
        if kind == "error" and "Failed to load resource" not in text:
            self.console_errors.append(text)

    def verdict(self) -> list[str]:
        """One sentence per fault; empty is good."""
        return [
            *(f"request to a third party: {url}" for url in self.third_party),
            *(f"script error: {text}" for text in self.script_errors),
            *(f"console error: {text}" for text in self.console_errors),
        ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's chromium, started once. Missing is a failure, never a silent skip."""
    path = find_chromium()
    if path is None:
        pytest.fail("chromium was not found: apt-get install chromium, or set CORRIDOR_CHROMIUM")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would take the test for a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with children.expected():
        playwright = sync_playwright().start()
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
    yield started
    started.close()
    playwright.stop()


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test did; a test may look before the end."""
    return Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``open_page(size=PHONE, language="ar", javascript=False, dark=True)``: a fresh visitor."""
    contexts: list[BrowserContext] = []

    def opened(
        *,
        size: tuple[int, int] = DESKTOP,
        language: str = "en",
        javascript: bool = True,
        dark: bool = False,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            service_workers="block",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.look_at(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    faults = watch.verdict()
    if faults:
        pytest.fail("\n".join(faults))


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An English visitor at a desktop."""
    return open_page()


@pytest.fixture
def live(live_server: Any) -> str:
    """Address of the site served from the test's own process and database."""
    return str(live_server.url)


def sign_in(page: Page, live: str, account: Any) -> None:
    """Give the page a session of this account, without walking the sign-in form."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": live}]
    )


def picture(page: Page, name: str) -> None:
    """With ``PICTURES`` set (``make pictures``) keep the whole page under ``var/screenshots``.

    A JPEG: a person looks at it, and chromium needs half the time that a PNG takes. Nobody looks
    at those of an ordinary run, which would spend a fifth of its time on them.
    """
    if not os.environ.get("PICTURES"):
        return
    path = PICTURES / f"{name}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, type="jpeg", quality=80)


def resize(page: Page, size: tuple[int, int]) -> None:
    """The same page in a window of another size, as when a phone is turned."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def overflow(page: Page) -> list[str]:
    """Elements that stick out of the page sideways, as ``tag.class (pixels)``; empty is good.

    Of the whole page: right after a button the next document may still be without a body.
    """
    page.wait_for_load_state()
    found: list[str] = page.locator("body").evaluate(
        """() => {
          const width = document.documentElement.clientWidth, out = [];
          if (document.documentElement.scrollWidth <= width) return out;
          for (const e of document.querySelectorAll('body *')) {
            const box = e.getBoundingClientRect();
            const past = Math.max(box.right - width, -box.left);
            if (box.width > 0 && past > 1)
              out.push(`${e.tagName.toLowerCase()}.${e.getAttribute('class') || ''} (${past})`);
          }
          return out.length ? out : ['the page scrolls sideways'];
        }"""
    )
    return found


def serious_violations(page: Page) -> list[str]:
    """Axe's serious and critical findings, as ``rule: target``; empty is good."""
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("() => typeof window.axe === 'object'"):  # once for each load
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(_SERIOUS)
    return [f"{one['rule']}: {one['target']} {one['summary']}" for one in found]


# Chosen inside the page: what axe has passed is many times longer than what it has found.
_SERIOUS = """async () => {
  const answer = await axe.run({resultTypes: ['violations']});
  return answer.violations
    .filter(found => ['serious', 'critical'].includes(found.impact))
    .flatMap(found => found.nodes.map(node => (
      {rule: found.id, target: node.target, summary: node.failureSummary})));
}"""
