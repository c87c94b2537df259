"""Every page of every face, in both directions and two widths: kept as a picture and checked.

A page must not scroll sideways, must have no glyph missing, no sentence left in English, and no
serious accessibility finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.browser.crawl import enter, kind, reachable
from tests.support.browser import DESKTOP, PHONE, overflow, picture, resize, serious_violations
from tests.support.node import Node

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The desks of employer, agency, office, inspection, union and administrator have picture tests of
# their own with prepared cases; here the demo is walked by those it is told about.
PEOPLE = (
    "asha", "bikash", "sunita", "liza", "household", "counsellor", "destination",
    "third_officer", "care_union", "phl_officer",
)  # fmt: skip
PUBLIC = (
    "/law/", "/jobs/", "/agencies/", "/verify/", "/help/", "/journey/", "/about/", "/log/",
    "/schemas/", "/accessibility/",
)  # fmt: skip

# What stays in Latin letters in any language: names, numbers, codes, addresses.
_LATIN_RUN = re.compile(r"(?:[A-Za-z][A-Za-z'’-]+ ){4,}[A-Za-z]+")

Open = Callable[..., "Page"]


def _name(path: str) -> str:
    return kind(path).strip("/").replace("/", "_").replace("*", "x") or "front"


def _untranslated(page: Page) -> list[str]:
    """English sentences in the visible text; names and sources are marked with dir, lang or bdi."""
    text: str = page.evaluate(
        """() => {
          const copy = document.querySelector('main').cloneNode(true);
          copy.querySelectorAll('bdi,code,[lang],[dir=ltr],input,select,textarea,svg,cite')
            .forEach(e => e.remove());
          return copy.innerText;
        }"""
    )
    return [run for run in _LATIN_RUN.findall(text) if not _names_a_source(run)]


@cache
def _sources() -> str:
    """Names of documents as the packs cite them; they stay in the language of the document."""
    from corridor.engines import law

    cites = [cite for one in law.book().parameters() for d in one.dated for cite in d.cites]
    steps = (law.PACKAGED / "corridors").rglob("*.yaml")
    text = "\n".join(path.read_text("utf-8") for path in steps)
    found = " ".join([*(f"{cite.document} {cite.article}" for cite in cites), text])
    return " ".join(found.split())


def _names_a_source(run: str) -> bool:
    return " ".join(run.split()) in _sources()


def _missing_glyphs(page: Page) -> bool:
    """Whether the replacement character or a control picture is shown."""
    return bool(page.evaluate("() => /[\\uFFFD\\u2400-\\u243F]/.test(document.body.innerText)"))


_ELEMENTS = """() => [...document.querySelectorAll('body *')].map((e) => {
  const words = (one) => (one ? one.tagName + '.' + (one.getAttribute('class') || '') : '');
  const names = [...e.attributes].map((a) => a.name).sort().join(' ');
  const label = e.labels ? e.labels.length : '';
  return [words(e.parentElement), words(e), names, e.type || '', e.name || '', label].join('|');
})"""
_seen: defaultdict[tuple[str, tuple[int, int]], set[str]] = defaultdict(set)


def _new_elements(page: Page, language: str, size: tuple[int, int]) -> bool:
    """Whether the page has an element of a kind that no page before it had, in this language and
    width: by its tag, classes, attributes, label and what it stands in. Only then is the slow
    search for barriers worth its time; people share most of their pages."""
    found, before = set(page.evaluate(_ELEMENTS)), _seen[language, size]
    fresh = not found <= before
    before |= found
    return fresh


def _look(page: Page, node: Node, who: str, paths: list[str]) -> list[str]:
    faults = []
    for path in paths:
        for language in ("en", "ar"):
            page.goto(f"{node.url}{path}?lang={language}")
            for size in (DESKTOP, PHONE):
                resize(page, size)
                where = f"{path} {language} {size[0]}"
                picture(page, f"{who}/{_name(path)}-{language}-{size[0]}")
                faults += [f"{where}: {one}" for one in overflow(page)[:3]]
                looked_at = (language == "ar") == (size == PHONE)
                if looked_at and _new_elements(page, language, size):
                    faults += [f"{where}: {one}" for one in serious_violations(page)]
            if language == "ar":
                faults += [f"{path}: not translated: {one}" for one in _untranslated(page)]
            if _missing_glyphs(page):
                faults.append(f"{path} {language}: a glyph is missing")
    return faults


def test_public_pages(node: Node, open_page: Open) -> None:
    page = open_page()
    page.goto(node.url)
    paths = reachable(page, node.url)
    assert {"/", "/law/*/", "/jobs/", "/verify/", "/help/"} <= {kind(path) for path in paths}
    faults = _look(page, node, "public", paths)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_of(who: str, node: Node, open_page: Open) -> None:
    page = open_page()
    enter(page, node.url, who)
    paths = [path for path in reachable(page, node.url, without=PUBLIC) if path != "/"]
    assert paths, "the desk has no page"
    faults = _look(page, node, who, paths)
    assert not faults, "\n".join(faults)
