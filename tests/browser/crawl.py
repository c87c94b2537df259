"""Walking a running demo as one of its people: every kind of page they can reach."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ID = re.compile(r"^(?:[0-9A-HJKMNP-TV-Z]{26}|\d{4}-\d{2}|[A-Z]{3}-[A-Z]{3})$")
_LINK = re.compile(r"""<a\b[^>]*?\shref=["']([^"']+)["']""")
_LAW = re.compile(r"^/law/(?!corridors)[^/]+/$")
_SKIP = re.compile(
    r"^/(api|static|sign-out|demo|gallery|health|metrics|account)\b|\.(pdf|csv|xlsx|json|png|svg|txt|tlog-proof)/?$|/(pdf|csv|statement|export|download|file)s?/?"
    r"|^/verify/corridor-verifier\.html$|^/log/.*(proof|checkpoint|policy)"
)


def kind(path: str) -> str:
    """A page's address with its record numbers left out: one page of each kind is walked."""
    if _LAW.match(path):
        return "/law/*/"
    return "/".join("*" if _ID.match(part) else part for part in path.split("/"))


def enter(page: Page, address: str, persona: str, language: str = "en") -> None:
    """Sign in as a persona through the journey's own button."""
    page.goto(f"{address}/journey/?lang={language}")
    form = page.locator(f"form:has(input[name=persona][value={persona}])").first
    form.get_by_role("button").click()
    page.wait_for_load_state()


def reachable(page: Page, address: str, most: int = 80, without: tuple[str, ...] = ()) -> list[str]:
    """One path of every kind of page reachable by links from where the page stands.

    Pages are asked for as the browser would, with its cookies, but are not drawn. Addresses
    that begin with one of ``without`` are left to others.
    """
    start = urlsplit(page.url).path
    seen, queue, found = {kind(start)}, deque([start]), list[str]()
    while queue and len(found) < most:
        path = queue.popleft()
        answer = page.context.request.get(address + path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 400, f"{path} answered {answer.status}"
        found.append(path)
        for link in _LINK.findall(answer.text()):
            parts = urlsplit(unescape(link))
            if parts.scheme or parts.netloc or not parts.path.startswith("/"):
                continue
            if _SKIP.search(parts.path) or kind(parts.path) in seen:
                continue
            seen.add(kind(parts.path))
            if not parts.path.startswith(without):
                queue.append(parts.path)
    return found
