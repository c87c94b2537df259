"""Too many at once: told at once, in words or as problem details, and nobody is pushed out."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as live
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from corridor.core.problems import Unavailable
from corridor.doors.web import errors
from corridor.doors.web.overload import STRANGERS, Turns
from corridor.platform.access.actor import Actor, Role
from corridor.platform.operations.shares import Limits, Shares
from corridor.platform.operations.tally import FIGURES

EMPLOYER = Actor(Role.EMPLOYER, person="P1", organisation="ORG-HOG")
OTHER = Actor(Role.UNION, person="P2", organisation="ORG-SMALL")
WORKER = Actor(Role.WORKER, person="P3")
COOKIES = {"hog": EMPLOYER, "small": OTHER, "worker": WORKER}


def request(who: str = "", path: str = "/desk/", **headers: str) -> HttpRequest:
    made = RequestFactory(headers=headers).get(path)
    if who:
        made.COOKIES[live.SESSION_COOKIE_NAME] = who
    return made


def answer(asked: HttpRequest) -> HttpResponse:
    """As the inner layers would: whoever holds the cookie acts."""
    who = asked.COOKIES.get(live.SESSION_COOKIE_NAME, "")
    asked.actor = COOKIES.get(who, Actor(Role.STRANGER))  # type: ignore[attr-defined]
    return HttpResponse("fine")


def turns(inner: Callable[[HttpRequest], HttpResponse], **limits: int) -> Turns:
    """A layer that has met everybody once, with limits small enough to reach."""
    made = Turns(answer)
    for who in COOKIES:
        assert made(request(who)).status_code == 200
    made.get_response = inner
    few = Limits(**({"slots": 4, "queue": 8, "reserve": 4, "patience": 20_000} | limits))
    made.ordinary = Shares(few, large=frozenset({STRANGERS}))
    return made


class House:
    """Inner layers in which requests stay until they are let go."""

    def __init__(self, **limits: int) -> None:
        self.turns = turns(self._work, **limits)
        self.open = threading.Event()
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.threads: list[threading.Thread] = []

    def _work(self, asked: HttpRequest) -> HttpResponse:
        assert self.open.wait(20)
        return answer(asked)

    def ask(self, who: str, path: str = "/desk/") -> None:
        before = self._marks()
        thread = threading.Thread(target=self._ask, args=(who, path))
        self.threads.append(thread)
        thread.start()
        while thread.is_alive() and self._marks() == before:
            pass

    def _marks(self) -> tuple[int, int, int]:
        return *self.turns.ordinary.standing(), self.statuses.total()

    def _ask(self, who: str, path: str) -> None:
        self.statuses[who, self.turns(request(who, path)).status_code] += 1

    def let_go(self) -> None:
        self.open.set()
        for thread in self.threads:
            thread.join(20)


def test_one_organisation_sends_nine_of_ten_and_the_others_are_served() -> None:
    house, before = House(), FIGURES.turned_away_lately()
    for _ in range(2):
        for _ in range(18):
            house.ask("hog")
        house.ask("small")
        house.ask("worker", "/my/")
    refused = house.statuses["hog", 429] + house.statuses["hog", 503]
    assert house.statuses["hog", 429] == 18  # as soon as others were there it was its own doing
    assert refused == 36 - 3 - 2  # three at work, a quarter of the queue waits
    house.let_go()
    assert house.statuses["small", 200] == house.statuses["worker", 200] == 2
    assert house.statuses["hog", 200] == 5
    assert house.turns.ordinary.standing() == (0, 0)
    assert FIGURES.turned_away_lately() - before == refused


def test_who_checks_passes_and_static_files_do_not_wait_with_the_others() -> None:
    house = House(slots=2, queue=4)
    for who in ("hog", "hog", "small", "", ""):
        house.ask(who)
    assert house.turns.ordinary.standing()[0] == 2
    house.turns.get_response = answer
    assert house.turns(request(path="/gate/")).status_code == 200
    assert house.turns(request(path="/verify/")).status_code == 200
    assert house.turns(request(path="/static/web/mark.svg")).status_code == 200
    house.let_go()


def test_a_worker_is_turned_away_last() -> None:
    house = House(slots=2, queue=4)
    for who in ("hog", "small", "hog", "small", "", ""):
        house.ask(who)
    assert house.turns.ordinary.standing() == (2, 4)
    house.ask("worker", "/desk/")
    assert house.statuses["worker", 503] == 0  # the longest queue gives way, not she
    house.ask("worker", "/my/")
    house.let_go()
    assert house.statuses["worker", 200] == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_refusal_is_a_page_in_the_readers_language(language: str) -> None:
    full = turns(answer, slots=1, queue=1, patience=1)
    full.ordinary.enter("somebody")
    told = full(request("hog", **{"accept-language": language}))
    assert told.status_code == 503
    assert int(told["Retry-After"]) > 0
    assert f'lang="{language}"' in told.content.decode()
    machine = full(request("hog", "/api/v1/records/"))
    assert machine["Content-Type"] == "application/problem+json"
    assert b'"status":503' in machine.content
    assert machine["Retry-After"]


@pytest.mark.django_db(databases=["default", "keys"])
def test_who_signs_in_is_no_stranger_with_the_next_request() -> None:
    from django.contrib.auth import login
    from django.contrib.sessions.middleware import SessionMiddleware
    from tests.support import people
    from tests.support.signed_in import account_of

    account = account_of(people.actor(Role.UNION, "NPL"))

    def signs_in(asked: HttpRequest) -> HttpResponse:
        asked.user = None  # type: ignore[assignment]  # as the layer for accounts leaves a stranger
        login(asked, account, "django.contrib.auth.backends.ModelBackend")
        return HttpResponse("in")

    made = Turns(SessionMiddleware(signs_in))
    told = made(request(path="/sign-in/"))
    cookie = told.cookies[live.SESSION_COOKIE_NAME].value
    assert made.parties.of(request(cookie)) == account.person_id
    assert made.parties.of(request("another")) == STRANGERS


def test_no_address_of_a_machine_is_kept() -> None:
    made = turns(answer)
    made(request())
    kept = repr(made.parties._known) + repr(made.ordinary._buckets)
    assert "127.0.0.1" not in kept
    assert not any(cookie in kept for cookie in COOKIES)


def test_what_passes_by_itself_is_no_fault_of_ours() -> None:
    import sqlite3

    from django.db import OperationalError

    def told(error: Exception, cause: Exception | None = None, **marks: Any) -> HttpResponse:
        for name, value in marks.items():
            setattr(cause, name, value)
        error.__cause__ = cause
        try:
            raise error
        except Exception:  # noqa: BLE001 - it stands for whatever a view raises
            return errors.broken(request())

    locked = told(OperationalError(), sqlite3.OperationalError(), sqlite_errorcode=5)
    gone = told(OperationalError(), Exception(), sqlstate="57P01")
    never_there = told(OperationalError(), Exception(), sqlstate=None)
    assert [one.status_code for one in (locked, gone, never_there)] == [503] * 3
    assert all(one["Retry-After"] for one in (locked, gone, never_there))
    ours = told(OperationalError(), sqlite3.OperationalError(), sqlite_errorcode=1)
    other = told(ValueError())
    keyed = told(Unavailable("x.y", errors.standstill.refusal().message))
    assert [one.status_code for one in (ours, other, keyed)] == [500] * 3
