"""Looking at a page as its readers do: two languages, two widths, no overflow, no violation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.support.browser import (
    DESKTOP,
    PHONE,
    overflow,
    picture,
    resize,
    serious_violations,
    sign_in,
)

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
        page = open_page(language=language)
        sign_in(page, live, account)
        for name, address in listed:
            joined = "&" if "?" in address else "?"
            answer = page.goto(f"{live}{address}{joined}lang={language}")
            here = f"{face}-{name}-{language}"
            if answer.status != 200 or "/sign-in/" in page.url:
                faults.append(f"{here}: status {answer.status} at {page.url}")
            faults += _at_both_widths(page, here, PHONE if language == "ar" else DESKTOP)
    return faults


def _at_both_widths(page: Any, name: str, axe_at: tuple[int, int]) -> list[str]:
    """What is wrong with the page that stands open, in a narrow and in a wide window.

    Axe, by far the slowest, looks once for each language, each time at the other width.
    """
    faults = []
    for width, size in SIZES.items():
        here = f"{name}-{width}"
        resize(page, size)
        picture(page, here)
        faults += [f"{here}: sticks out: {one}" for one in overflow(page)]
        if size == axe_at:
            faults += [f"{here}: {one}" for one in serious_violations(page)]
    return faults
