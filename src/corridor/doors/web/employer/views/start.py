"""Where an order or an offer begins: which corridor, which way, which work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from corridor.core.codes.isco import ISCO
from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.employer.views.shared import at, own_page, show
from corridor.doors.web.shared.terms_form import western
from corridor.doors.web.shared.vocabulary import REGIMES, ROUTES
from corridor.doors.web.words import Text, say
from corridor.engines import law
from corridor.platform.clock.queries import today

_SHOWN = 25
_AGAIN = ("rehire", "renewal", "already_abroad")


@dataclass(frozen=True, slots=True)
class Way:
    """One corridor, route and regime that an employer of this country may choose."""

    value: str
    corridor: Text
    route: Text
    regime: Text


@own_page
def order(request: HttpRequest) -> HttpResponse:
    """Which workers, from where, for which work: the start of a job order."""
    ways = ways_of(actor_of(request).country or "", with_order=True)
    return _start(request, ways, "order-new", N_("File a job order"))


@own_page
def offer(request: HttpRequest) -> HttpResponse:
    """The start of an offer without a job order, where the law knows such a way."""
    ways = ways_of(actor_of(request).country or "", with_order=False)
    return _start(request, ways, "offer-direct", N_("Make an offer without a job order"))


def _start(request: HttpRequest, ways: list[Way], page: str, title: Text) -> HttpResponse:
    known = [way.value for way in ways]
    way = request.GET.get("way", "")
    way = way if way in known else (known[0] if len(known) == 1 else "")
    text = western(request.GET.get("q", ""))
    found = occupations(text) if way else []
    return show(
        request,
        "start",
        title=title,
        ways=ways,
        way=way,
        search=request.GET.get("q", ""),
        asked=bool(text and way),
        found=[(code, name, at(page, *way.split("/"), code)) for code, name in found],
        back_url=at("home"),
    )


def ways_of(country: str, *, with_order: bool) -> list[Way]:
    """The ways into a country that begin with a job order, or that need none."""
    found = []
    for corridor in law.book().corridors():
        if corridor.destination != country:
            continue
        for route in corridor.routes:
            for regime in corridor.regimes:
                steps = _steps(corridor.id, route, regime)
                if "offer_signed" not in steps or ("order_filed" in steps) is not with_order:
                    continue
                if not with_order and route in _AGAIN:
                    continue  # these begin at the earlier contract
                found.append(
                    Way(
                        f"{corridor.id}/{route}/{regime}",
                        corridor.title,
                        ROUTES.get(route, route),
                        REGIMES.get(regime, regime),
                    )
                )
    return found


def _steps(corridor: str, route: str, regime: str) -> frozenset[str]:
    day: date = today()
    try:
        procedure = law.book().procedure(corridor, route, regime, day)
    except Problem:
        return frozenset()
    return frozenset(step.id for step in procedure.steps)


def occupations(text: str) -> list[tuple[str, str]]:
    """Unit groups of ISCO-08 whose code or title, in English or the reader's words, fits."""
    wanted = text.casefold().split()
    if not wanted:
        return []
    found = []
    for code, title in ISCO.items():
        if len(code) != 4:
            continue
        words = f"{code} {title} {say(title)}".casefold()
        if all(word in words for word in wanted):
            found.append((code, say(title)))
    return found[:_SHOWN]
