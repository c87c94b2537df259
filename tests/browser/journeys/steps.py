"""People of the demo at their screens: what each does, by the words and fields a person sees.

Buttons and links are found by their visible words, translated with the shipped catalogue, so a
journey walked in Arabic also proves that its words are there. No address of the API is called
and nothing is read from a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import TimeoutError
from tests.browser.crawl import enter
from tests.support.browser import DESKTOP, PHONE, overflow, picture
from tests.support.node import Node

from corridor import locale

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WORKERS = frozenset({"maya", "asha", "bikash", "sunita", "liza", "fulmaya"})
FROM = "You can sign from %(day)s on."
SOON = 5_000  # milliseconds in which a link or button must be there
THINKING = 3  # days between the explanation and the signature


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    path = Path(locale.__path__[0]) / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as stream:
        return GNUTranslations(stream)


def words_of(language: str, english: str) -> str:
    """The house's own translation of ``english``; missing is a failure, never English."""
    if language == "en":
        return english
    found = _catalogue(language).gettext(english)
    assert found != english, f"no {language} translation of “{english}”"
    return found


class Desk:
    """One person's screen. Every method waits for the page it leads to."""

    def __init__(self, page: Page, address: str, language: str, name: str) -> None:
        self.page, self.address, self.language, self.name = page, address, language, name

    def words(self, english: str) -> str:
        """What the person reads for ``english``."""
        return words_of(self.language, english)

    def open(self, path: str) -> Desk:
        """A page by its address, as from a bookmark."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{self.name}: {path} answered {answer.status}"
        return self

    def follow(self, english: str, within: str = "main") -> Desk:
        """Click the first link with these words."""
        name = self.words(english)
        return self._click(self.page.locator(within).get_by_role("link", name=name).first, english)

    def follow_to(self, part: str) -> Desk:
        """Click the first link whose address contains ``part``."""
        return self._click(self.page.locator(f"main a[href*='{part}']").first, part)

    def choose(self, name: str) -> Desk:
        """Click the first link that bears this name of a person, a firm or a job."""
        return self._click(self.page.locator("main").get_by_role("link", name=name).first, name)

    def fill(self, **values: Any) -> Desk:
        """Fill fields by their names (``__`` stands for the dot of ``terms.<clause>``)."""
        for name, value in values.items():
            self._put(name.replace("__", "."), value)
        return self

    def press(self, english: str, exact: bool = True) -> Desk:
        """Press the button with these words."""
        name = self.words(english)
        found = self.page.locator("main").get_by_role("button", name=name, exact=exact)
        return self._click(found.first, english)

    def unfold(self, english: str) -> Desk:
        """Open a folded part by its heading."""
        self.page.locator("main summary", has_text=self.words(english)).first.click()
        return self

    def sees(self, *english: str) -> Desk:
        """These words stand on the page."""
        return self.reads(*(self.words(one) for one in english))

    def reads(self, *texts: str) -> Desk:
        """These exact texts stand on the page, such as amounts and names."""
        shown = self.text()
        for text in texts:
            assert text in shown, f"{self.name} at {self.page.url} misses “{text}”:\n{shown[:3000]}"
        return self

    def lacks(self, *english: str) -> Desk:
        """These words do not stand on the page."""
        shown = self.text()
        for one in english:
            assert self.words(one) not in shown, f"{self.name} at {self.page.url} shows “{one}”"
        return self

    def text(self) -> str:
        """The page as text: digits 0 to 9, no marks of direction, single blanks."""
        found = self.page.locator("main").inner_text()
        found = re.sub("[\u2066-\u2069\u200e\u200f\u061c]", "", found)
        zeros = (0x660, 0x966)  # Arabic and Devanagari
        found = found.translate({zero + n: str(n) for zero in zeros for n in range(10)})
        found = found.replace("\u066c", ",").replace("\u066b", ".").replace("\u00a0", " ")
        return re.sub(r"[ \t\u202f]+", " ", found)

    def has_button(self, english: str) -> bool:
        """Whether such a button is on the page."""
        name = self.words(english)
        return self.page.locator("main").get_by_role("button", name=name).count() > 0

    def id(self) -> str:
        """The record number in the address."""
        found = re.search(r"[0-9A-HJKMNP-TV-Z]{26}", self.page.url)
        assert found, f"{self.page.url} names no record"
        return found[0]

    def keep(self, name: str) -> Desk:
        """A picture of this station; it must not scroll sideways."""
        assert overflow(self.page) == [], f"{name} scrolls sideways"
        picture(self.page, f"journeys/{name}-{self.language}")
        return self

    def _put(self, name: str, value: Any) -> None:
        field = self.page.locator(f"main [name='{name}']").first
        kind = field.evaluate("e => e.tagName + ':' + (e.type || '')")
        if kind.startswith("SELECT"):
            field.select_option(str(value))
        elif kind == "INPUT:radio":
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "INPUT:checkbox":
            field.set_checked(bool(value))
        elif kind == "INPUT:file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def _click(self, found: Locator, what: str) -> Desk:
        try:
            found.wait_for(timeout=SOON)
        except TimeoutError:
            pytest.fail(f"{self.name} finds no “{what}” at {self.page.url}:\n{self.text()[:3000]}")
        found.click()
        self.page.wait_for_load_state()
        return self


class House:
    """The running demo, its people and its clock, in one language."""

    def __init__(
        self, node: Node, open_page: Callable[..., Page], language: str = "en", **phone: Any
    ) -> None:
        self.node, self.language, self.phone = node, language, phone
        self._open_page = open_page
        self._desks: dict[str, Desk] = {}

    def desk(self, persona: str) -> Desk:
        """The screen of a persona, signed in through the journey's own button; a worker's is a
        phone. The same screen each time, at the person's own first page."""
        if persona not in self._desks:
            more = {"size": PHONE, **self.phone} if persona in WORKERS else {"size": DESKTOP}
            page = self._open_page(language=self.language, **more)
            if persona != "visitor":
                enter(page, self.node.url, persona, self.language)
            self._desks[persona] = Desk(page, self.node.url, self.language, persona)
            return self._desks[persona]
        return self._desks[persona].open("/desk/" if persona != "visitor" else "/")

    def visitor(self, path: str) -> Desk:
        """Somebody without an account."""
        found = self.desk("visitor")
        return found.open(f"{path}?lang={self.language}")

    def next_day(self, days: int = 1) -> None:
        """The demo's clock, by its own button."""
        for _ in range(days):
            self.visitor("/journey/").press("Next day")

    def next_month(self) -> None:
        """The demo's clock, by its own button."""
        self.visitor("/journey/").press("Next month")

    def today(self) -> str:
        """The demo's day as the journey page says it."""
        line = self.visitor("/journey/").page.locator(".toolbar p").first
        return line.inner_text()


# ---- what several journeys do -----------------------------------------------------------


def terms(desk: Desk, given: Mapping[str, Any]) -> None:
    """Fill in the clauses of a contract; what the page does not ask is left out."""
    for name, value in given.items():
        if desk.page.locator(f"main [name='terms.{name}']").count():
            desk.fill(**{f"terms__{name}": value})


def find_case(desk: Desk, passport: str) -> Desk:
    """An officer's search by an exact passport number."""
    desk.fill(what=passport).press("Find")
    if "/cases/" not in desk.page.url:
        desk.follow_to("/office/cases/")
    return desk


def understand(desk: Desk, wage: str, *, passport: str = "worker", rest: str = "1") -> None:
    """From the open offer to one's own copy: heard, five questions, the paper."""
    desk.follow("Open the offer").reads(wage.removesuffix(".00")[-2:])
    desk.keep(f"offer-{desk.name}")
    desk.fill(way="heard").press("Go on")
    for answer in (wage, rest, passport, "employer", "help_desk"):
        last = answer == "help_desk"
        desk.fill(answer=answer).press("Send my answers" if last else "Next question")
    desk.follow_to("/c/").follow("Get my copy")
    desk.fill(kept=True).press("Go on")


def think_and_sign(house: House, persona: str) -> None:
    """No signature before the days to think have passed; then the decision."""
    desk = house.desk(persona).follow("See your days to think")
    contract = desk.id()
    desk.reads(*(part.strip() for part in desk.words(FROM).split("%(day)s")))
    assert desk.page.locator("input[value=yes]").count() == 0, "she could sign at once"
    desk.keep(f"thinking-{persona}")
    house.next_day(THINKING)
    desk = house.desk(persona).open(f"/my/c/{contract}/").follow("Go to the decision")
    desk.fill(decision="yes").press("This is my decision")
    desk.sees("You have signed. The contract binds both sides now.").keep(f"signed-{persona}")


def contract_of(house: House, persona: str, worker: str) -> Desk:
    """A contract from the employer's own list."""
    return house.desk(persona).open("/employer/contracts/").choose(worker)


def two_officers(house: House, passport: str, first: str, second: str) -> None:
    """The first checks, the second signs the pass."""
    find_case(house.desk(first), passport).press("I have checked it: send it to a second officer")
    desk = find_case(house.desk(second), passport).press("Clear: sign the pass")
    desk.sees("Cleared. The pass is signed and the worker was told.")


def through_the_gate(house: House, worker: str, gate: str = "gate") -> None:
    """The pass from the phone is used once, and the worker says that the way is done."""
    photo = qr_of(house.desk(worker).follow("Show my pass"))
    held_up(house.desk(gate), photo).fill(same=True).press("Let it be used").sees("Used")
    desk = house.desk(worker).follow("Say that I have arrived").press("Yes, I have arrived")
    desk.keep(f"arrived-{worker}")


def qr_of(desk: Desk) -> bytes:
    """A photograph of the code on the page."""
    return desk.page.locator(".token-qr").first.screenshot()


def held_up(desk: Desk, photo: bytes | None = None, text: str = "") -> Desk:
    """A pass or receipt shown at the gate or on the public page."""
    if photo is not None:
        desk.fill(photo={"name": "pass.png", "mimeType": "image/png", "buffer": photo})
    else:
        desk.fill(text=text)
    return desk.press("Check")


def forged(text: str) -> str:
    """A genuine pass with one letter of a name in it changed."""
    body, mark, signature = text.rpartition(":")
    name = list(re.finditer("[A-Z]{4,}", body))[-1]
    letter = "B" if body[name.start()] != "B" else "C"
    return body[: name.start()] + letter + body[name.start() + 1 :] + mark + signature
