"""Looking at a page as its readers do: two languages, two widths, no overflow, no violation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.support.browser import DESKTOP, PHONE, overflow, picture, serious_violations, sign_in

SIZES = {"360": PHONE, "1366": DESKTOP}


def look(
    open_page: Callable[..., Any],
    live: str,
    account: Any,
    face: str,
    pages: Iterable[tuple[str, str]],
    languages: tuple[str, ...] = ("en", "ar"),
) -> list[str]:
    """Store a picture of every page; answer what is wrong with them, empty is good."""
    listed, faults = list(pages), []
    for language in languages:
        for width, size in SIZES.items():
            page = open_page(size=size, language=language)
            sign_in(page, live, account)
            for name, address in listed:
                joined = "&" if "?" in address else "?"
                answer = page.goto(f"{live}{address}{joined}lang={language}")
                here = f"{face}-{name}-{language}-{width}"
                picture(page, here)
                if answer.status != 200 or "/sign-in/" in page.url:
                    faults.append(f"{here}: status {answer.status} at {page.url}")
                faults += [f"{here}: sticks out: {one}" for one in overflow(page)]
                faults += [f"{here}: {one}" for one in serious_violations(page)]
    return faults
