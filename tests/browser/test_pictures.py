"""The pictures of README and guides, taken from a running demo as its people see it.

``make pictures`` keeps them under ``var/screenshots/guide``; ``PICTURES=docs`` also writes them,
with fewer colours, to ``docs/pictures``. A page that does not answer, or that lacks the words
it is meant to show, is a failure in every run.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.support import children
from tests.support.browser import PICTURES
from tests.support.node import ROOT, Node, running

if TYPE_CHECKING:
    from playwright.sync_api import Page

GUIDE, DOCS = PICTURES / "guide", ROOT / "docs" / "pictures"
FOLDER_LIMIT = 3_000_000  # bytes
WIDE, NARROW = 1366, 390


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, by which links from their first page, and what must be in it."""

    name: str
    who: str  # a persona, or nothing for a stranger
    walk: tuple[str, ...] = ()  # an address, or a pattern of the link to follow
    words: str = ""
    width: int = WIDE
    height: int = 900
    language: str = "en"


CASE, QUEUE = r"/office/cases/\w{26}/$", "/office/"
SHOTS = (
    Shot("front", "", ("/",), "One contract", height=840),
    Shot("journey", "", ("/journey/",), "Continue as", height=880),
    Shot("job", "", ("/jobs/", r"/jobs/\w{26}/$"), "What you pay", height=1000),
    Shot("law-value", "", ("/law/QAT.minimum_wage.basic/",), "1,000", height=1000),
    Shot("worker-offer", "asha", ("/my/",), "Open the offer", NARROW, 1100),
    Shot("worker-offer-ne", "asha", ("/my/",), "", NARROW, 1100, "ne"),
    Shot("worker-contract", "asha", (r"/offer/$",), "Basic wage", NARROW, 1100),
    Shot("worker-wages", "bikash", (r"/wages/$",), "370", NARROW, 1100),
    Shot("statistics", "", ("/statistics/migrant-workers/",), "Country of work", height=1500),
    Shot("statistician-table", "statistician", ("/statistics-desk/", r"/statistics-desk/\w{26}/$"),
         "Everybody reads"),
    Shot("agency-home", "agency", ("/agency/",), "blocks", height=820),
    Shot("agency-case", "agency", (r"/agency/cases/\w{26}/$",), "Until departure", height=1100),
    Shot("employer-home", "employer", ("/employer/",), "due", height=800),
    Shot("employer-wages", "employer", ("/employer/wages/2026-10/",), "Still owed", height=820),
    Shot("household-contract", "household", (r"/employer/contracts/\w{26}/$",),
         height=1000, language="ar"),
    Shot("attache-order", "attache", (r"/office/orders/\w{26}/$",), "Attest", height=950),
    Shot("officer-queue", "officer", (QUEUE,), "What this office must do", height=800),
    Shot("officer-case", "officer", (QUEUE, CASE), "Your decision", height=950),
    Shot("destination-case", "destination", (QUEUE, CASE), height=950, language="ar"),
    Shot("inspection", "inspector", ("/inspection/",), "Where wages are owed", height=850),
    Shot("establishment", "inspector", (r"/inspection/\w{26}/$",), "370", height=950),
    Shot("union-case", "union", (r"/union/\w{26}/$",), "Your mandate", height=1000),
    Shot("union-monitoring", "care_union", (r"/union/monitoring/.+/$",), "Germany", height=900),
    Shot("admin-person", "admin", ("/admin-desk/?q=Adhikari", r"/people/\w{26}/$"), "Adhikari",
         height=520),
)  # fmt: skip

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def node(seeded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One demo for all pictures of this module."""
    data = tmp_path_factory.mktemp("pictures") / "data"
    shutil.copytree(seeded_demo, data)
    with ExitStack() as until_the_end:
        with children.expected():  # this node outlives the first test
            started = until_the_end.enter_context(running(data, "demo"))
        yield started


def _enter(page: Page, url: str, persona: str, language: str = "en") -> None:
    """Become a persona by the journey's button, with or without a card of one's own there."""
    page.goto(f"{url}/journey/?lang={language}")
    chosen = page.locator("form:has(input[name=persona])").first
    chosen.locator("input[name=persona]").evaluate("(field, key) => field.value = key", persona)
    chosen.get_by_role("button").click()
    page.wait_for_load_state()


def _follow(page: Page, url: str, step: str) -> None:
    """Go to an address, or along the first link of the page that fits the pattern."""
    if step.startswith("/") and not step.endswith("$"):
        address = step
    else:
        links: list[str] = page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
        )
        fitting = [link for link in links if re.search(step, link.split("?")[0])]
        assert fitting, f"{page.url} has no link like {step}"
        address = fitting[0]
    answer = page.goto(url + address)
    assert answer is not None
    assert answer.status == 200, f"{address} answered {answer.status}"


def _keep(page: Page, name: str) -> None:
    """The visible part of the page as a PNG, if asked for; with ``docs`` also for the handbook."""
    asked = os.environ.get("PICTURES")
    if not asked:
        return
    path = GUIDE / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate("() => scrollTo(0, 0)")
    page.screenshot(path=path)
    if asked == "docs":
        DOCS.mkdir(parents=True, exist_ok=True)
        with Image.open(path) as image:
            few = image.convert("RGB").quantize(colors=64, dither=Image.Dither.NONE)
            few.save(DOCS / f"{name}.png", optimize=True)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_picture(shot: Shot, node: Node, open_page: Open) -> None:
    page = open_page(size=(shot.width, shot.height), language=shot.language)
    if shot.who:
        _enter(page, node.url, shot.who, shot.language)
    for step in shot.walk:
        _follow(page, node.url, step)
    if shot.language != "en":
        page.goto(f"{page.url}?lang={shot.language}")
    assert shot.words in page.locator("main").inner_text()
    _keep(page, shot.name)


def test_pictures_of_a_worse_paper(node: Node, open_page: Open) -> None:
    """A worker enters what another paper says; she and an officer see what it would cost her."""
    worker, office = open_page(size=(NARROW, 1100)), open_page(size=(WIDE, 800))
    _enter(worker, node.url, "asha")
    _follow(worker, node.url, r"/paper/$")
    worker.locator("input[name=basic_wage]").fill("830")
    worker.locator("input[name=contract_months]").fill("24")
    worker.locator("main form button[type=submit]").click()
    assert "8,880" in worker.locator("main").inner_text()
    _keep(worker, "worker-compared")
    _enter(office, node.url, "attache")
    office.get_by_role("link", name="Asha Limbu").click()
    _follow(office, node.url, r"/office/papers/\w{26}/$")
    assert "8,880" in office.locator("main").inner_text()
    _keep(office, "officer-compare")


def test_picture_at_the_help_desk(node: Node, open_page: Open) -> None:
    page = open_page(size=(WIDE, 560))
    _enter(page, node.url, "counsellor")
    page.locator("input[name=passport]").fill("33445566")
    page.locator("main form button[type=submit]").first.click()
    assert "Bikash" in page.locator("main").inner_text()
    _keep(page, "helpdesk-person")


def test_picture_at_the_gate(node: Node, open_page: Open) -> None:
    """A pass that was used already is told apart from a fresh one by its short code."""
    worker, gate = open_page(), open_page(size=(900, 760))
    _enter(worker, node.url, "bikash")
    _follow(worker, node.url, r"/pass/$")
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", worker.locator("main").inner_text())
    assert code is not None
    _enter(gate, node.url, "gate")
    gate.locator("input[name=text]").fill(code[0])
    gate.locator("main form button[type=submit]").first.click()
    assert "Already used" in gate.locator("main").inner_text()
    _keep(gate, "gate")


def test_the_handbook_has_every_picture_it_shows() -> None:
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {
        found
        for text in texts
        for found in re.findall(r"pictures/([\w-]+)\.png", text.read_text(encoding="utf-8"))
    }
    stored = {path.stem for path in DOCS.glob("*.png")}
    assert shown == stored, f"missing {shown - stored}, not shown {stored - shown}"
    assert sum(path.stat().st_size for path in DOCS.glob("*.png")) < FOLDER_LIMIT
